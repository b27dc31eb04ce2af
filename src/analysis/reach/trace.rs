//! From the counts of a line of reach back to its entries.

use super::engine::{Breakdown, EntryStatus};
use crate::analysis::AnalysisError;
use crate::getters::list;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::ReachCounts;
use crate::statement::{IntoLine, Line, Terms};

/// The entries that the counts of a line of reach are sums of, by service, values and period.
///
/// `Display` prints one row for each, `to_json` and `to_csv` write them.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, ReachCounts, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).eligible(400).asked(12))?;
/// assert_eq!(
///     ledger.trace_reach(By::Service, "physio")?.to_string(),
///     "physio; entries of reach\n\
///      service  from        until       eligible  asked\n\
///      physio   2026-03-02  2026-03-02       400     12\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReachTrace {
    pub(crate) terms: Terms,
    pub(crate) line: Line,
    entries: Vec<ReachCounts>,
}

list!(impl[] ReachTrace: entries, ReachCounts);

impl<N: Number> Ledger<N> {
    /// The entries that the counts of a line are sums of (R20), by service, values and period.
    ///
    /// # Errors
    ///
    /// - a line that the reach does not have: an error, not an empty list;
    /// - the errors of [`reach`](Ledger::reach).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{By, Catalogue, Ledger, ReachCounts, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let march = ReachCounts::of("physio").on(date(2026, 3, 2)).eligible(400);
    /// ledger.record_reach(march.clone())?;
    /// ledger.record_reach(march.clone().eligible(410).known(date(2026, 5, 4)))?;
    /// let traced = ledger.trace_reach(By::Service, "physio")?;
    /// assert_eq!(traced.len(), 1);
    /// assert_eq!(traced[0], march.eligible(410).known(date(2026, 5, 4))); // the version that stands
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn trace_reach(&self, terms: impl Into<Terms>, line: impl IntoLine) -> Result<ReachTrace, AnalysisError> {
        let (reach, line) = (self.reach(terms)?, line.into_line());
        if !reach.lines().any(|known| *known.line() == line) {
            return Err(reach.no_line(&line));
        }
        let (terms, catalogue) = (&reach.scope.terms, &reach.scope.catalogue);
        let breakdown = Breakdown::new(terms);
        let on_line = |entry: &&ReachCounts| match breakdown.status(entry, terms, catalogue) {
            EntryStatus::Counted(full) => breakdown.line(&full) == line,
            _ => false,
        };
        let entries = reach.entries.standing(terms.get_as_of()).filter(on_line).cloned().collect();
        Ok(ReachTrace { terms: terms.clone(), line, entries })
    }
}
