//! How people ended: the sum of their changes on a measure against its tolerance.

use crate::catalogue::Catalogue;
use crate::number::{Number, Total};
use crate::statement::Classification;

/// How many beneficiaries ended better, worse and unchanged.
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
/// let ended = *relations.line("physio", "mobility")?.outcomes();
/// assert_eq!((ended.better(), ended.worse(), ended.unchanged()), (1, 1, 1)); // Ana is better by two points in all
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCounts {
    better: u64,
    worse: u64,
    unchanged: u64,
}

impl OutcomeCounts {
    /// Those whose changes add up to more than the tolerance.
    pub fn better(&self) -> u64 {
        self.better
    }

    /// Those whose changes add up to a loss of more than the tolerance.
    pub fn worse(&self) -> u64 {
        self.worse
    }

    /// The rest.
    pub fn unchanged(&self) -> u64 {
        self.unchanged
    }

    pub(super) fn of(better: u64, worse: u64, unchanged: u64) -> Self {
        Self { better, worse, unchanged }
    }

    /// How many people there are in all.
    pub(super) fn all(&self) -> u64 {
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

    /// Counts other people too.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: a count that is new must be added up here.
        let Self { better, worse, unchanged } = other;
        self.better += better;
        self.worse += worse;
        self.unchanged += unchanged;
    }
}

/// The sign of a change, or of a sum of changes, against its measure's tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Better,
    Worse,
    Unchanged,
}

impl Sign {
    /// The sign of a single change, by what it counts as.
    pub(super) fn of(counts_as: Classification) -> Self {
        match (counts_as.is_better(), counts_as.is_worse()) {
            (true, _) => Self::Better,
            (_, true) => Self::Worse,
            _ => Self::Unchanged,
        }
    }
}

/// The tolerance of a measure, up and down.
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

/// The tolerance of each measure of a catalogue, by the measures' numbers.
pub(super) fn tolerances<N: Number>(catalogue: &Catalogue<N>) -> Vec<Tolerance<N::Total>> {
    let tolerances = catalogue.measures().map(|measure| {
        let (mut up, mut down) = (N::Total::default(), N::Total::default());
        let tolerance = measure.get_tolerance().as_change();
        up.add(&tolerance).and_then(|()| down.subtract(&tolerance)).expect("a tolerance is finite by its type");
        Tolerance { up, down }
    });
    tolerances.collect()
}

/// The sign of the exact sum of changes against the tolerance; none of no change. Each comes with what it counts as, by
/// which the sign of a single change is known already.
pub(super) fn sign_of_sum<'a, N: Number>(
    mut changes: impl Iterator<Item = (Classification, &'a N::Change)>,
    tolerance: &Tolerance<N::Total>,
) -> Option<Sign>
where
    N::Change: 'a,
{
    let (counts_as, first) = changes.next()?;
    let Some((_, second)) = changes.next() else { return Some(Sign::of(counts_as)) };
    let mut sum = N::Total::default();
    for change in [first, second].into_iter().chain(changes.map(|(_, change)| change)) {
        sum.add(change).expect("the door lets only finite numbers in");
    }
    Some(tolerance.sign(&sum))
}
