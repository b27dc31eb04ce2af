//! What an appraisal counts as: section 6 of the model.

use super::terms::{Baseline, Logic};
use crate::catalogue::{Catalogue, Direction};
use crate::ledger::{AppraisalFlags, Appraisals, InteractionFlags, Level};
use crate::number::{Number, Total, difference};
use crate::word::words;

words! {
    /// What an appraisal counts as, and the amount of a cell that its change is in.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::statement::Classification;
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", -2.0), ("ben", 1.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(user);
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let trace = ledger.trace(By::Service, "physio", "pain")?;
    /// let counted: Vec<_> = trace.entries().map(|entry| entry.counts_as()).collect();
    /// assert_eq!(counted, [Classification::CoCreated, Classification::WithoutMisuse]); // hers, and his
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Classification is "way to count" {
        /// Created together with the service: better by more than the tolerance, and the beneficiary did their part.
        CoCreated = "co_created",
        /// Created alone, in an indirect use under the service logic.
        CreatedAlone = "created_alone",
        /// Better by more than the tolerance without the beneficiary's co-operation: in no created total (R7).
        WindfallGain = "windfall_gain",
        /// Destroyed in an interaction with a misuse on record. No claim of cause.
        WithMisuse = "with_misuse",
        /// Destroyed in an interaction without a misuse on record.
        WithoutMisuse = "without_misuse",
        /// Destroyed alone, in an indirect use under the service logic.
        DestroyedAlone = "destroyed_alone",
        /// Worse by more than the tolerance without the beneficiary's co-operation: in no destroyed total (R7).
        WindfallLoss = "windfall_loss",
        /// Better or equal within the tolerance: no change (no-creation, Makkonen & Olkkonen 2017).
        WithinUp = "within_up",
        /// Worse within the tolerance: no change.
        WithinDown = "within_down",
        /// Without its outcome, or without the reference that the baseline asks for.
        LeftOut = "left_out",
    }
}

/// What is said of changes groups the ways to count as follows.
impl Classification {
    pub(crate) const CREATED: [Self; 2] = [Self::CoCreated, Self::CreatedAlone];
    pub(crate) const DESTROYED: [Self; 3] = [Self::WithMisuse, Self::WithoutMisuse, Self::DestroyedAlone];
    /// Beyond the tolerance, windfalls among them.
    pub(crate) const BETTER: [Self; 3] = [Self::CoCreated, Self::CreatedAlone, Self::WindfallGain];
    pub(crate) const WORSE: [Self; 4] =
        [Self::WithMisuse, Self::WithoutMisuse, Self::DestroyedAlone, Self::WindfallLoss];
    pub(crate) const UNCHANGED: [Self; 2] = [Self::WithinUp, Self::WithinDown];

    /// Whether it is in a created total.
    #[inline]
    pub(crate) fn is_created(self) -> bool {
        matches!(self, Self::CoCreated | Self::CreatedAlone)
    }

    /// Whether it is in a destroyed total.
    #[inline]
    pub(crate) fn is_destroyed(self) -> bool {
        matches!(self, Self::WithMisuse | Self::WithoutMisuse | Self::DestroyedAlone)
    }

    /// Whether it is better by more than the tolerance.
    #[inline]
    pub(crate) fn is_better(self) -> bool {
        self.is_created() | matches!(self, Self::WindfallGain)
    }

    /// Whether it is worse by more than the tolerance.
    #[inline]
    pub(crate) fn is_worse(self) -> bool {
        self.is_destroyed() | matches!(self, Self::WindfallLoss)
    }
}

/// The amounts of a cell that appraisals are in: all of [`Classification`] but what is left out.
pub(super) const AMOUNTS: usize = Classification::LeftOut as usize;

/// What a change counts as, by whether it is beyond the tolerance, whether it is better or equal, whether the beneficiary
/// did not co-operate, whether it came about alone, and whether a misuse on record destroys value for this beneficiary: a
/// bit each, the first the highest.
const LABELS: [Classification; 32] = {
    let mut labels = [Classification::LeftOut; 32];
    let mut case = 0;
    while case < labels.len() {
        let (beyond, better) = (case & BEYOND != 0, case & BETTER != 0);
        let (did_not_cooperate, alone, misused) =
            (case & DID_NOT_COOPERATE != 0, case & ALONE != 0, case & MISUSED != 0);
        labels[case] = match (beyond, better) {
            (false, true) => Classification::WithinUp,
            (false, false) => Classification::WithinDown,
            (true, true) if did_not_cooperate => Classification::WindfallGain,
            (true, true) if alone => Classification::CreatedAlone,
            (true, true) => Classification::CoCreated,
            (true, false) if did_not_cooperate && !misused => Classification::WindfallLoss,
            (true, false) if alone => Classification::DestroyedAlone,
            (true, false) if misused => Classification::WithMisuse,
            (true, false) => Classification::WithoutMisuse,
        };
        case += 1;
    }
    labels
};
const BEYOND: usize = 1 << 4;
const BETTER: usize = 1 << 3;
const DID_NOT_COOPERATE: usize = 1 << 2;
const ALONE: usize = 1 << 1;
const MISUSED: usize = 1;

/// An appraisal under a statement's terms.
pub(super) struct Counted<C> {
    pub(super) counts_as: Classification,
    /// The size of the change, zero or more; none if no number holds it, and for what is left out.
    pub(super) amount: Option<C>,
}

/// What counting needs of a measure, worked out once.
struct Zero<C> {
    /// Above this a level went up, below the other it went down.
    up: C,
    down: C,
    lower_is_better: bool,
}

/// Whether a difference that no number of the kind holds is more than the tolerance.
fn is_beyond<N: Number>((high, low): (&N, &N), zero: &Zero<N::Change>) -> bool {
    let mut tolerance = N::Total::default();
    tolerance.add(&zero.up).expect("a tolerance is finite by its type");
    difference(high, low) > tolerance
}

/// Counts appraisals under a baseline and a logic.
pub(super) struct Classifier<N: Number> {
    zeros: Vec<Zero<N::Change>>,
    nothing: N,
    reference: Level,
    logic: Logic,
}

impl<N: Number> Classifier<N> {
    pub(super) fn new(catalogue: &Catalogue<N>, baseline: Baseline, logic: Logic) -> Self {
        let zeros = catalogue.measures().map(|measure| {
            let up = measure.get_tolerance().as_change();
            let down = N::negated(&up);
            Zero { up, down, lower_is_better: measure.direction() == Direction::LowerIsBetter }
        });
        let reference = match baseline {
            Baseline::Before => Level::Before,
            Baseline::Expected => Level::Expected,
            Baseline::Without => Level::Without,
        };
        Self { zeros: zeros.collect(), nothing: N::zero(), reference, logic }
    }

    /// The reference on record in a row, if it has one.
    pub(super) fn reference_of<'a>(&self, appraisals: &'a Appraisals<N>, row: usize) -> Option<&'a N> {
        appraisals.level(row, self.reference)
    }

    /// The level that changes are read against.
    pub(super) fn reference(&self) -> Level {
        self.reference
    }

    /// What a row counts as, in an interaction with or without a direct use and a misuse on record.
    #[inline]
    pub(super) fn count(&self, appraisals: &Appraisals<N>, row: usize, flags: InteractionFlags) -> Counted<N::Change> {
        let levels = match appraisals.outcome_and_reference(row, self.reference) {
            (Some(after), Some(reference)) => (after, reference),
            _ => match appraisals.level(row, Level::Change) {
                Some(change) if self.reference == Level::Before => (change, &self.nothing),
                _ => return Counted { counts_as: Classification::LeftOut, amount: None },
            },
        };
        self.count_levels(levels, appraisals.measure[row], appraisals.flags[row], flags)
    }

    /// What an outcome and its reference count as.
    #[inline]
    pub(super) fn count_levels(
        &self,
        (after, reference): (&N, &N),
        measure: u32,
        marks: AppraisalFlags,
        flags: InteractionFlags,
    ) -> Counted<N::Change> {
        let zero = &self.zeros[measure as usize];
        let Some(change) = N::change(after, reference) else {
            return self.count_unheld((after, reference), zero, marks, flags);
        };
        // Not `||` and `if`, which would branch on what is as good as random.
        let beyond = (change > zero.up) | (change < zero.down);
        let nothing = self.nothing.as_change();
        let worse = (change < nothing) & !zero.lower_is_better | (change > nothing) & zero.lower_is_better;
        Counted { counts_as: self.label(beyond, !worse, marks, flags), amount: Some(N::magnitude(&change)) }
    }

    /// What a change counts as that no number of the kind holds: its levels say, exactly.
    #[cold]
    fn count_unheld(
        &self,
        (after, reference): (&N, &N),
        zero: &Zero<N::Change>,
        marks: AppraisalFlags,
        flags: InteractionFlags,
    ) -> Counted<N::Change> {
        let worse = (after < reference) != zero.lower_is_better;
        let (high, low) = if after > reference { (after, reference) } else { (reference, after) };
        let beyond = is_beyond::<N>((high, low), zero);
        Counted { counts_as: self.label(beyond, !worse, marks, flags), amount: None }
    }

    #[inline]
    fn label(&self, beyond: bool, better: bool, marks: AppraisalFlags, flags: InteractionFlags) -> Classification {
        let alone = flags.is_indirect() & (self.logic == Logic::Service);
        let bit = |is: bool, bit: usize| if is { bit } else { 0 };
        let did_not_cooperate = marks.did_not_cooperate();
        // A fellow user's absence makes a loss no destruction for a beneficiary who did not co-operate.
        let misused = flags.destroys_for_absent() | flags.is_misused() & !did_not_cooperate;
        let case = bit(beyond, BEYOND) | bit(better, BETTER) | bit(did_not_cooperate, DID_NOT_COOPERATE);
        LABELS[case | bit(alone, ALONE) | bit(misused, MISUSED)]
    }

    /// How far a missing appraisal could move, better and worse, within its measure's range and beyond its tolerance:
    /// from its reference on record, or without one by the whole width (R29). None without a range.
    #[allow(clippy::type_complexity, reason = "two moves, each of which may be more than a number holds")]
    pub(super) fn moves(
        &self,
        catalogue: &Catalogue<N>,
        measure: u32,
        reference: Option<&N>,
    ) -> Option<(Option<N::Change>, Option<N::Change>)> {
        let (lowest, highest) = catalogue.measure_at(measure).get_range()?;
        let zero = &self.zeros[measure as usize];
        let beyond = |high: &N, low: &N| match N::change(high, low) {
            Some(far) if far > zero.up => Some(far),
            None if is_beyond::<N>((high, low), zero) => None,
            _ => Some(self.nothing.as_change()),
        };
        let up = beyond(highest, reference.unwrap_or(lowest));
        let down = beyond(reference.unwrap_or(highest), lowest);
        Some(if zero.lower_is_better { (down, up) } else { (up, down) })
    }
}
