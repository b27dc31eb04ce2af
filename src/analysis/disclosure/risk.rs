//! Risk for publishing.

use super::books::{Books, Category, Published};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::people::PeopleSet;
use crate::analysis::risk::{PeopleAtWorst, RiskLine, RiskTerms, people_at_worst};
use crate::analysis::{Analysis, NamedFigures};
use crate::number::Fraction;

/// Figures that reveal the number or the sum of losses.
const OF_LOSSES: [&str; 6] = ["losses", "probability", "low", "high", "mean_loss", "expected_loss"];
/// What divides by a count.
const QUOTIENTS: [&str; 6] = ["probability", "low", "high", "mean_loss", "expected_loss", "expected_shortfall"];

impl<N: Fraction> Publisher<'_, N> {
    /// The risk of these terms for publishing: as [`risk`](Ledger::risk), without the lines that
    /// [`disclose`](crate::disclosure::Publisher::statement) pools.
    ///
    /// Losses, and what is worked out from them, are withheld where a statement withholds how many are worse. So is the expected
    /// shortfall; and where the worst share is of fewer people than the threshold, where it has changes of a kind (losses,
    /// unchanged, gains) that a statement withholds, or where it parts those of one kind so that either part is of fewer people.
    ///
    /// # Errors
    ///
    /// As [`risk`](Ledger::risk) and [`disclose`](crate::disclosure::Publisher::statement).
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
        let risks = self.ledger.risk(terms)?;
        let disclosure = self.disclosure.checked()?;
        let books = Books::of(self.ledger, risks.terms(), disclosure)?;
        let (index, people) = people_at_worst(self.ledger, risks.risk_terms());
        let mut lines_withheld = 0;
        let mut rows = Vec::new();
        for line in risks.lines() {
            let Some((published, row)) = books.alone(line.line(), line.measure()) else {
                lines_withheld += 1;
                continue;
            };
            let place = index.place(line.line().values().chain([Some(line.measure().as_str())]));
            let of_shortfall = place.is_some_and(|place| tells_shortfall(published, row, &people[place], disclosure));
            let fields = fields_of(&line, (published.shows(row, Category::Worse), of_shortfall), disclosure);
            rows.push(PublicationRow::of_line(published.people(row, disclosure), line.line(), line.measure(), fields));
        }
        Ok(Publication::of_rows(&risks, disclosure, rows, (books.withheld, lines_withheld)))
    }
}

/// Whether the shortfall is of enough people, and so is what is left of it, or of the changes, when the amounts that a
/// statement shows are subtracted.
fn tells_shortfall(published: &Published, row: usize, people: &PeopleAtWorst, disclosure: Disclosure) -> bool {
    let is_few = |people: &PeopleSet| disclosure.is_few(people.len());
    published.shows(row, Category::Worse)
        && (!people.has_unchanged || published.shows(row, Category::Unchanged))
        && (!people.has_better || published.shows(row, Category::Better))
        && !is_few(&people.worst)
        && !people.cut.iter().any(is_few)
}

fn fields_of<N: Fraction>(
    line: &RiskLine<N>,
    (losses, shortfall): (bool, bool),
    disclosure: Disclosure,
) -> NamedFigures<N> {
    let is_told = |name: &str| {
        (losses || !OF_LOSSES.contains(&name))
            && (shortfall || name != "expected_shortfall")
            && (disclosure.base().is_none() || !QUOTIENTS.contains(&name))
    };
    // The row has how many people it is of.
    let fields = line.named_figures().into_iter().filter(|(name, _)| *name != "beneficiaries");
    disclosure.fields(fields.collect(), &is_told)
}
