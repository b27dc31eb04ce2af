//! Outcomes of people: the sign of the sum of their changes on a measure, beyond its tolerance.

use super::FINITE;
use super::changes::Change;
use crate::catalogue::Catalogue;
use crate::getters::getters;
use crate::number::{Number, Total};
use crate::statement::Classification;

/// How many beneficiaries are better, worse and unchanged by the sum of their changes.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, day, change) in [("ana", 2, 3.0), ("ana", 9, -1.0), ("ben", 2, -1.0), ("cai", 2, 0.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, day));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let relations = ledger.relations(By::Service)?;
/// let outcomes = *relations.line("physio", "mobility")?.outcomes();
/// // Ana's two changes add up to 2 points better.
/// assert_eq!((outcomes.better(), outcomes.worse(), outcomes.unchanged()), (1, 1, 1));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCounts {
    better: u64,
    worse: u64,
    unchanged: u64,
}

impl OutcomeCounts {
    getters! { self:
        /// The number of people whose changes add up to a gain beyond the tolerance.
        better: u64 = self.better;
        /// The number of people whose changes add up to a loss beyond the tolerance.
        worse: u64 = self.worse;
        /// The number of people whose changes add up to no more than the tolerance, either way.
        unchanged: u64 = self.unchanged;
    }

    pub(super) fn of(better: u64, worse: u64, unchanged: u64) -> Self {
        Self { better, worse, unchanged }
    }

    /// The counts of better, worse and unchanged, as they are stored.
    #[cfg(feature = "serde")]
    pub(super) fn to_array(self) -> [u64; 3] {
        [self.better, self.worse, self.unchanged]
    }

    /// The number of all people counted.
    pub(super) fn people(&self) -> u64 {
        self.better + self.worse + self.unchanged
    }

    /// Counts one more person.
    pub(super) fn count(&mut self, sign: Sign) {
        *match sign {
            Sign::Better => &mut self.better,
            Sign::Worse => &mut self.worse,
            Sign::Unchanged => &mut self.unchanged,
        } += 1;
    }

    /// Adds the counts of other people.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`, so that the compiler asks for each new count here.
        let Self { better, worse, unchanged } = other;
        self.better += better;
        self.worse += worse;
        self.unchanged += unchanged;
    }
}

/// The sign of a change, or of a sum of changes, beyond the tolerance. Arrays with an element for each sign have this
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Better,
    Unchanged,
    Worse,
}

impl Sign {
    /// The sign of a single change, which its classification already implies.
    pub(super) fn of(counts_as: Classification) -> Self {
        match (counts_as.is_better(), counts_as.is_worse()) {
            (true, _) => Self::Better,
            (_, true) => Self::Worse,
            _ => Self::Unchanged,
        }
    }
}

/// The largest gain and the largest loss of a measure that still count as no change.
pub(super) struct Tolerance<T> {
    up: T,
    down: T,
}

impl<T: Total> Tolerance<T> {
    fn sign(&self, sum: &T) -> Sign {
        match (*sum > self.up, *sum < self.down) {
            (true, _) => Sign::Better,
            (_, true) => Sign::Worse,
            _ => Sign::Unchanged,
        }
    }
}

/// The tolerance of each measure, by the index of the measure in the catalogue.
pub(super) fn tolerances<N: Number>(catalogue: &Catalogue<N>) -> Vec<Tolerance<N::Total>> {
    let tolerances = catalogue.measures().map(|measure| {
        let (mut up, mut down) = (N::Total::default(), N::Total::default());
        let tolerance = measure.get_tolerance().as_change();
        up.add(&tolerance).and_then(|()| down.subtract(&tolerance)).expect("a tolerance is finite by its type");
        Tolerance { up, down }
    });
    tolerances.collect()
}

/// The sign of the exact sum of changes; `None` if there is no change.
pub(super) fn sign_of_sum<'a, N: Number, D: 'a>(
    mut changes: impl Iterator<Item = &'a Change<N::Change, D>>,
    tolerance: &Tolerance<N::Total>,
) -> Option<Sign> {
    let first = changes.next()?;
    // Most people have one change. Its classification saves the sum.
    let Some(second) = changes.next() else { return Some(Sign::of(first.counts_as)) };
    let mut sum = N::Total::default();
    for change in [first, second].into_iter().chain(changes) {
        sum.add(&change.change).expect(FINITE);
    }
    Some(tolerance.sign(&sum))
}
