//! The Wilson score interval: a confidence interval for a probability or a share.

use crate::getters::getters;

/// The 95 % confidence interval of a probability or of a share of people.
///
/// # Formula
///
/// The Wilson score interval for a share `p` of `n` cases, with `z = 1.959963984540054` (the normal quantile of
/// 97.5 %): `(p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) ÷ (1 + z²/n)`. `n` is the number of people, not of appraisals, since several appraisals
/// of one person are not independent. This choice is ours, and cautious. If people depend on each other, such as pupils
/// of one class, the interval is still too narrow.
///
/// The usual interval `p ± z √(p (1 − p)/n)` has no width if no loss is on record, as if losses were impossible. The
/// Wilson score interval then reaches from 0 to `z² ÷ (n + z²)`, which is 0.11 for 30 people.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in 0..30 {
///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(1.0)))?;
/// }
/// let risks = ledger.risk(By::Service)?;
/// let physio = risks.line("physio", "mobility")?;
/// let figures = physio.figures().expect("thirty are enough");
/// assert_eq!((figures.probability(), figures.interval().low()), (&0.0, 0.0));
/// assert!((figures.interval().high() - 0.1135).abs() < 1e-4); // no loss among 30, so up to one in nine
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbabilityInterval {
    low: f64,
    high: f64,
}

/// The normal quantile of 97.5 %, without a unit: 2.5 % of cases lie beyond it on either side, so 95 % lie between.
const Z: f64 = 1.959_963_984_540_054;

impl ProbabilityInterval {
    /// The interval of the share `counted ÷ cases`, with `people` as its `n`. `cases` and `people` are at least 1,
    /// `counted` may be 0.
    pub(crate) fn of(counted: u64, cases: u64, people: u64) -> Self {
        let (p, n) = (counted as f64 / cases as f64, people as f64);
        let square = Z * Z;
        let middle = p + square / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let scale = 1.0 + square / n;
        // For `p = 0` and `p = 1` the formula gives exactly 0 and 1, but float arithmetic misses them by a rounding
        // error.
        let low = if counted == 0 { 0.0 } else { ((middle - reach) / scale).max(0.0) };
        let high = if counted == cases { 1.0 } else { ((middle + reach) / scale).min(1.0) };
        Self { low, high }
    }

    getters! { self:
        /// The lower end, from 0 to 1.
        low: f64 = self.low;
        /// The upper end, from 0 to 1; never 0.
        high: f64 = self.high;
    }
}
