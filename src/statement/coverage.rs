//! Coverage: the numbers of appraisals that are due, made and missing.

use crate::getters::getters;
use crate::number::Fraction;

/// The numbers of appraisals that are due, made and missing.
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
/// let coverage = cell.coverage().expect("by service there is a coverage");
/// assert_eq!((coverage.due(), coverage.made(), coverage.missing(), coverage.share()), (2, 1, 1, Some(0.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub(super) due: u64,
    pub(super) made: u64,
}

impl Coverage {
    getters! { self:
        /// The number of appraisals that are due: one for each interaction, user, and measure that the service
        /// promises.
        due: u64 = self.due;
        /// The number of due appraisals that are counted.
        made: u64 = self.made;
        /// The number of due appraisals that are not counted, including those left out.
        ///
        /// # Formula
        ///
        /// `missing = due − made`. Ours.
        missing: u64 = self.due - self.made;
    }

    /// The share of due appraisals that are made; `None` if none is due.
    ///
    /// # Formula
    ///
    /// `share = made ÷ due`, a number without a unit, rounded once. Ours.
    pub fn share<N: Fraction>(&self) -> Option<N> {
        N::share(self.made, self.due)
    }
}
