//! How many appraisals are due, made and missing.

use crate::number::Fraction;

/// How many appraisals were due, and of how many a figure could be made.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
/// ledger.record(Interaction::between("ben", "physio", date(2026, 3, 2)))?;
/// let cell = ledger.statement(By::Service)?.cell("physio", "pain")?;
/// let coverage = cell.coverage().expect("by service there is one");
/// assert_eq!((coverage.due(), coverage.made(), coverage.missing(), coverage.share()), (2, 1, 1, Some(0.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub(super) due: u64,
    pub(super) made: u64,
}

impl Coverage {
    /// One per user, interaction and measure that the service promises.
    pub fn due(&self) -> u64 {
        self.due
    }

    /// Those of which an appraisal is counted.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// The rest, those left out among them.
    ///
    /// # Formula
    ///
    /// `missing = due − made`. Ours.
    pub fn missing(&self) -> u64 {
        self.due - self.made
    }

    /// Made of due; none where nothing is due.
    ///
    /// # Formula
    ///
    /// `share = made ÷ due`, without a unit, rounded once. Ours.
    pub fn share<N: Fraction>(&self) -> Option<N> {
        N::share(self.made, self.due)
    }
}
