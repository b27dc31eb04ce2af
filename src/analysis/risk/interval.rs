//! An interval for a probability, of few cases and of none.

/// Where a probability or a share of people may lie: made so that nominally 95 in 100 such intervals hold it.
///
/// # Formula
///
/// Wilson's interval for a share `p` of `n` cases, with `z = 1.96` (the normal quantile of 97.5 %):
/// `(p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) ÷ (1 + z²/n)`. As `n` stand the people, and not their appraisals: several
/// appraisals of one person are no independent cases. That choice is ours, and cautious; where people depend on each
/// other, as in a class, the interval is still too narrow.
///
/// Why this one: the usual `p ± z √(p (1 − p)/n)` has no width where no loss is on record, as if there could be none; this
/// one reaches from 0 to `z² ÷ (n + z²)` then, 0.11 of 30 people.
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
/// assert!((figures.interval().high() - 0.1135).abs() < 1e-4); // nobody lost, and one in nine still may
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbabilityInterval {
    low: f64,
    high: f64,
}

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

impl ProbabilityInterval {
    /// The interval of the share `counted ÷ cases`, with `people` for its `n`. `cases` and `people` are at least 1; `counted`
    /// may be 0.
    pub(in crate::analysis) fn of(counted: u64, cases: u64, people: u64) -> Self {
        let (p, n) = (counted as f64 / cases as f64, people as f64);
        let square = Z * Z;
        let middle = p + square / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let scale = 1.0 + square / n;
        // At its ends the formula is exact, and a float is not.
        let low = if counted == 0 { 0.0 } else { ((middle - reach) / scale).max(0.0) };
        let high = if counted == cases { 1.0 } else { ((middle + reach) / scale).min(1.0) };
        Self { low, high }
    }

    /// The lower end, from 0 to 1.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The upper end, from 0 to 1; never 0.
    pub fn high(&self) -> f64 {
        self.high
    }
}
