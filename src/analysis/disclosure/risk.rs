//! Publication of risk.

use super::plan::{BETTER, MeasurePlan, UNCHANGED, WORSE};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::people::PeopleSet;
use crate::analysis::risk::{RiskLine, RiskTerms, Risks, ShortfallPeople, shortfall_people};
use crate::analysis::{Analysis, AnalysisError, NamedFigures};
use crate::number::{Fraction, Number};

/// The figures from which a reader can compute the number or the sum of losses.
const OF_LOSSES: [&str; 6] = ["losses", "probability", "low", "high", "mean_loss", "expected_loss"];
/// The figures that are divided by a count.
const QUOTIENTS: [&str; 6] = ["probability", "low", "high", "mean_loss", "expected_loss", "expected_shortfall"];

impl<N: Fraction> Publisher<'_, N> {
    /// The risk of these terms, ready to publish: [`risk`](crate::Ledger::risk) without the lines that a published
    /// [`statement`](crate::disclosure::Publisher::statement) pools.
    ///
    /// Losses, and figures computed from them, are withheld if the statement withholds how many are worse. The expected
    /// shortfall is withheld with them. It is also withheld if the worst share has fewer people than the threshold, if
    /// it includes changes of a sign that the statement withholds, or if its boundary splits the changes of one sign so
    /// that either side has too few people.
    ///
    /// # Errors
    ///
    /// The errors of [`risk`](crate::Ledger::risk) and of [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::analysis::Figure;
    /// use covalue::risk::RiskTerms;
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for user in 0..40 {
    ///     let change = if user < 12 { -1.0 } else { 2.0 };
    ///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.publish(10).risk(RiskTerms::of(By::Service))?;
    /// let physio = published.rows().next().expect("enough people");
    /// assert_eq!(physio.figure("probability"), Some(Figure::Amount(0.3)));
    /// assert_eq!(physio.figure("expected_shortfall"), Some(Figure::Withheld)); // the worst 5 in 100 are two people
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn risk(&self, terms: impl Into<RiskTerms>) -> Result<Publication<N>, DiscloseError> {
        self.risks(&self.ledger.risk(terms)?)
    }
}

impl<N: Number> Publisher<'_, N> {
    /// The risk with figures of another kind of number, such as fractions, ready to publish: see
    /// [`Ledger::risk_in`](crate::Ledger::risk_in) and [`risk`](Publisher::risk).
    ///
    /// # Errors
    ///
    /// The errors of [`Ledger::risk_in`](crate::Ledger::risk_in) and of
    /// [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::analysis::Figure;
    /// # use covalue::risk::RiskTerms;
    /// # let catalogue =
    /// #     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for user in 0..40 {
    ///     let change: i64 = if user < 12 { -1 } else { 2 };
    ///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.publish(10).risk_in::<f64>(RiskTerms::of(By::Service))?;
    /// let physio = published.rows().next().expect("enough people");
    /// assert_eq!(physio.figure("probability"), Some(Figure::Amount(0.3)));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn risk_in<F: Fraction>(&self, terms: impl Into<RiskTerms>) -> Result<Publication<F>, DiscloseError> {
        self.risks(&self.ledger.risk_in(terms)?)
    }

    fn risks<F: Fraction>(&self, risks: &Risks<F>) -> Result<Publication<F>, DiscloseError> {
        let (disclosure, plan) = self.plan(risks.terms())?;
        let (index, people) = shortfall_people(self.ledger, risks.risk_terms()).map_err(AnalysisError::from)?;
        let rows = risks.lines().filter_map(|line| {
            let (measure, row) = plan.find(line.line(), line.measure())?;
            let position = index.position(line.line().values().chain([Some(line.measure().as_str())]));
            let shows_shortfall =
                position.is_some_and(|position| shows_shortfall(measure, row, &people[position], disclosure));
            let figures = figures(&line, (measure.shows(row, WORSE), shows_shortfall), disclosure);
            let people = measure.people(row, disclosure);
            Some(PublicationRow::of_line(people, line.line(), line.measure(), figures))
        });
        Ok(Publication::new(risks, disclosure, rows.collect(), plan.withheld))
    }
}

/// Whether a row shows its expected shortfall. A reader can subtract it from the amounts of a statement, and these from
/// it, so the people on either side of the boundary of the worst share must be enough.
fn shows_shortfall(measure: &MeasurePlan, row: usize, people: &ShortfallPeople, disclosure: Disclosure) -> bool {
    let is_few = |people: &PeopleSet| disclosure.is_few(people.len());
    measure.shows(row, WORSE)
        && (!people.has_unchanged || measure.shows(row, UNCHANGED))
        && (!people.has_better || measure.shows(row, BETTER))
        && !is_few(&people.worst)
        && !people.split.iter().any(is_few)
}

/// The figures of a line, with losses and the shortfall withheld unless they are shown.
fn figures<N: Fraction>(
    line: &RiskLine<N>,
    (shows_losses, shows_shortfall): (bool, bool),
    disclosure: Disclosure,
) -> NamedFigures<N> {
    let shows = |name: &str| {
        (shows_losses || !OF_LOSSES.contains(&name))
            && (shows_shortfall || name != "expected_shortfall")
            && (disclosure.base().is_none() || !QUOTIENTS.contains(&name))
    };
    // The row has its number of people already.
    let figures = line.named_figures().into_iter().filter(|(name, _)| *name != "beneficiaries");
    disclosure.withhold(figures.collect(), &shows)
}
