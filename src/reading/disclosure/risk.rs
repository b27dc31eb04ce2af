//! Risk for publishing.

use super::books::{Books, Category};
use super::policy::Disclosure;
use super::{DiscloseError, Disclosed, DisclosedRow};
use crate::ledger::Ledger;
use crate::number::Fraction;
use crate::reading::fields::{Fields, Value};
use crate::reading::risk::{RiskLine, RiskTerms};
use crate::statement::Terms;

/// What follows from how many lost, and what.
const OF_LOSSES: [&str; 6] = ["losses", "probability", "low", "high", "mean_loss", "expected_loss"];
/// What divides by a count.
const QUOTIENTS: [&str; 6] = ["probability", "low", "high", "mean_loss", "expected_loss", "expected_shortfall"];

impl<N: Fraction> Ledger<N> {
    /// The risk of these terms for publishing: as [`risk_on`](Ledger::risk_on), without the lines that
    /// [`disclose`](Ledger::disclose) pools.
    ///
    /// Losses, and what is worked out from them, are withheld where a statement withholds how many are worse; the expected
    /// shortfall also where the worst share is of fewer people than the threshold.
    ///
    /// # Errors
    ///
    /// As [`risk_on`](Ledger::risk_on) and [`disclose`](Ledger::disclose).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Figure, Interaction, Ledger, Measure, RiskTerms, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for user in 0..40 {
    ///     let change = if user < 12 { -1.0 } else { 2.0 };
    ///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.disclose_risk(By::Service, RiskTerms::default(), 10)?;
    /// let physio = published.rows().next().expect("enough people");
    /// assert_eq!(physio.figure("probability"), Some(Figure::Amount(0.3)));
    /// assert_eq!(physio.figure("expected_shortfall"), Some(Figure::Withheld)); // the worst 5 in 100 are two people
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn disclose_risk(
        &self,
        terms: impl Into<Terms>,
        asked: RiskTerms,
        disclosure: impl Into<Disclosure>,
    ) -> Result<Disclosed<N>, DiscloseError> {
        let risks = self.risk_on(terms, asked)?;
        let disclosure = disclosure.into().checked()?;
        let books = Books::of(self, risks.terms(), disclosure)?;
        let mut lines_withheld = 0;
        let mut rows = Vec::new();
        for line in risks.lines() {
            let Some((published, row)) = books.alone(line.line(), line.measure()) else {
                lines_withheld += 1;
                continue;
            };
            let shown = published.shows(row, Category::Worse);
            let fields = fields_of(&line, shown, disclosure);
            rows.push(DisclosedRow::of_line(published.people(row, disclosure), line.line(), line.measure(), fields));
        }
        Ok(Disclosed::of_rows(&risks.rows(), self, disclosure, rows, (books.withheld, lines_withheld)))
    }
}

fn fields_of<N: Fraction>(line: &RiskLine<N>, shown: bool, disclosure: Disclosure) -> Fields<N> {
    let of_enough = line.figures().is_ok_and(|figures| figures.shortfall_is_of(disclosure.threshold()));
    let withheld = |name: &str| {
        !shown && OF_LOSSES.contains(&name)
            || name == "expected_shortfall" && !(shown && of_enough)
            || disclosure.base().is_some() && QUOTIENTS.contains(&name)
    };
    let published = |(name, value): (&'static str, Value<N>)| match value {
        _ if withheld(name) => (name, Value::Withheld),
        Value::Count(count) => (name, disclosure.count(true, count)),
        value => (name, value),
    };
    // The row has how many people it is of.
    line.fields().into_iter().filter(|(name, _)| *name != "beneficiaries").map(published).collect()
}
