//! Classifies changes: created, destroyed, a windfall, or within the tolerance (section 6 of the model).

use super::selection::AppraisalRef;
use super::terms::Logic;
use crate::catalogue::{Catalogue, Direction};
use crate::getters::methods;
use crate::ledger::{AppraisalFlags, Appraisals, Columns, InteractionFlags, Level, Reference};
use crate::number::{Number, Total, difference};
use crate::word::words;

words! {
    /// The way in which a statement counts an appraisal. Each value except for [`LeftOut`](Self::LeftOut) has an amount
    /// in a cell: the sum of the changes that count as it.
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
    /// assert_eq!(counted, [Classification::CoCreated, Classification::WithoutMisuse]); // Ana's and Ben's
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Classification is "classification" {
        /// Created together with the service: better by more than the tolerance, and the beneficiary co-operated.
        CoCreated = "co_created",
        /// Created alone: the same in an indirect use, under the service logic.
        CreatedAlone = "created_alone",
        /// Better by more than the tolerance without the beneficiary's co-operation. It is in no created total (R7).
        WindfallGain = "windfall_gain",
        /// Destroyed in an interaction with a misuse on record. The misuse need not be the cause.
        WithMisuse = "with_misuse",
        /// Destroyed in an interaction without a misuse on record.
        WithoutMisuse = "without_misuse",
        /// Destroyed alone: in an indirect use, under the service logic.
        DestroyedAlone = "destroyed_alone",
        /// Worse by more than the tolerance without the beneficiary's co-operation. It is in no destroyed total (R7).
        WindfallLoss = "windfall_loss",
        /// Equal, or better within the tolerance: no change (no-creation, Makkonen & Olkkonen 2017).
        WithinUp = "within_up",
        /// Worse within the tolerance: no change.
        WithinDown = "within_down",
        /// Not counted, since the outcome or the reference that the baseline names is missing.
        LeftOut = "left_out",
    }
}

/// Groups of classifications that figures add up.
impl Classification {
    pub(crate) const CREATED: [Self; 2] = [Self::CoCreated, Self::CreatedAlone];
    pub(crate) const DESTROYED: [Self; 3] = [Self::WithMisuse, Self::WithoutMisuse, Self::DestroyedAlone];
    /// Better by more than the tolerance, windfalls included.
    pub(crate) const BETTER: [Self; 3] = [Self::CoCreated, Self::CreatedAlone, Self::WindfallGain];
    /// Worse by more than the tolerance, windfalls included.
    pub(crate) const WORSE: [Self; 4] =
        [Self::WithMisuse, Self::WithoutMisuse, Self::DestroyedAlone, Self::WindfallLoss];
    pub(crate) const UNCHANGED: [Self; 2] = [Self::WithinUp, Self::WithinDown];

    methods! { pub(crate) self:
        is_created: bool = matches!(self, Self::CoCreated | Self::CreatedAlone);
        is_destroyed: bool = matches!(self, Self::WithMisuse | Self::WithoutMisuse | Self::DestroyedAlone);
        is_better: bool = self.is_created() | matches!(self, Self::WindfallGain);
        is_worse: bool = self.is_destroyed() | matches!(self, Self::WindfallLoss);
    }
}

/// The number of classifications that have an amount: all but [`Classification::LeftOut`], which is the last.
pub(super) const AMOUNTS: usize = Classification::LeftOut as usize;

// The bits of an index into `CLASSIFICATIONS`.
const BEYOND: usize = 1 << 4;
const BETTER: usize = 1 << 3;
const DID_NOT_COOPERATE: usize = 1 << 2;
const ALONE: usize = 1 << 1;
const MISUSED: usize = 1;

/// The classification of a change, indexed by five bits: whether it is beyond the tolerance, whether it is better
/// or equal, whether the beneficiary did not co-operate, whether the logic calls the use alone, and whether a misuse on
/// record makes a loss of this beneficiary a destruction. A table, since signs are as good as random: a branch on one
/// would be predicted wrongly half of the time.
const CLASSIFICATIONS: [Classification; 32] = {
    let mut table = [Classification::LeftOut; 32];
    let mut case = 0;
    while case < table.len() {
        let (beyond, better) = (case & BEYOND != 0, case & BETTER != 0);
        let (did_not_cooperate, alone, misused) =
            (case & DID_NOT_COOPERATE != 0, case & ALONE != 0, case & MISUSED != 0);
        table[case] = match (beyond, better) {
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
    table
};

/// A change with its classification.
pub(super) struct ClassifiedChange<C> {
    pub(super) counts_as: Classification,
    /// The size of the change, zero or more; `None` if it is left out, or if no number of the kind holds it.
    pub(super) amount: Option<C>,
}

/// The largest changes that a missing appraisal could state; `None` for one that no number of the kind holds.
pub(super) struct Moves<C> {
    pub(super) better: Option<C>,
    pub(super) worse: Option<C>,
}

/// The changes of a measure that count as no change: from `lower` to `upper`.
struct ToleranceZone<C> {
    upper: C,
    lower: C,
    lower_is_better: bool,
}

/// Whether the exact difference of two levels is larger than the tolerance, where no number of the kind holds it.
fn is_beyond<N: Number>((high, low): (&N, &N), zone: &ToleranceZone<N::Change>) -> bool {
    let mut tolerance = N::Total::default();
    tolerance.add(&zone.upper).expect("a tolerance is finite by its type");
    difference(high, low) > tolerance
}

/// Classifies appraisals under a baseline and a logic.
pub(super) struct Classifier<N: Number> {
    /// Indexed by measure.
    zones: Vec<ToleranceZone<N::Change>>,
    zero: N,
    reference: Reference,
    logic: Logic,
}

impl<N: Number> Classifier<N> {
    pub(super) fn new(catalogue: &Catalogue<N>, reference: Reference, logic: Logic) -> Self {
        let zones = catalogue.measures().map(|measure| {
            let upper = measure.get_tolerance().as_change();
            let lower = N::negated(&upper);
            ToleranceZone { upper, lower, lower_is_better: measure.direction() == Direction::LowerIsBetter }
        });
        Self { zones: zones.collect(), zero: N::zero(), reference, logic }
    }

    /// The level that changes are measured from.
    pub(super) fn reference(&self) -> Reference {
        self.reference
    }

    /// The reference of an appraisal: its own, or that of an earlier follow-up.
    pub(super) fn reference_of<'a>(&self, columns: &'a Columns<N>, appraisal: AppraisalRef) -> Option<&'a N> {
        let states = appraisal.lender().unwrap_or(appraisal);
        states.in_columns(columns).reference(states.row(), self.reference)
    }

    /// Classifies a selected appraisal.
    #[inline]
    pub(super) fn classify(&self, columns: &Columns<N>, appraisal: AppraisalRef) -> ClassifiedChange<N::Change> {
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let flags = columns.flags[appraisal.interaction()];
        if let Some(lender) = appraisal.lender()
            && let Some(after) = appraisals.level(row, Level::After)
            && let Some(reference) = lender.in_columns(columns).reference(lender.row(), self.reference)
        {
            return self.classify_levels((after, reference), appraisals.measure[row], appraisals.flags[row], flags);
        }
        self.classify_own(appraisals, row, flags)
    }

    /// Classifies an appraisal of an interaction that has these flags, by its own levels.
    #[inline]
    pub(super) fn classify_own(
        &self,
        appraisals: &Appraisals<N>,
        row: usize,
        flags: InteractionFlags,
    ) -> ClassifiedChange<N::Change> {
        let levels = match appraisals.outcome_and_reference(row, self.reference) {
            (Some(after), Some(reference)) => (after, reference),
            // A stated change is a change since before, so it counts under that baseline only.
            _ => match appraisals.level(row, Level::Change) {
                Some(change) if self.reference == Reference::Level(Level::Before) => (change, &self.zero),
                _ => return ClassifiedChange { counts_as: Classification::LeftOut, amount: None },
            },
        };
        self.classify_levels(levels, appraisals.measure[row], appraisals.flags[row], flags)
    }

    /// Classifies the change from a reference to an outcome.
    #[inline]
    pub(super) fn classify_levels(
        &self,
        (after, reference): (&N, &N),
        measure: u32,
        appraisal_flags: AppraisalFlags,
        flags: InteractionFlags,
    ) -> ClassifiedChange<N::Change> {
        let zone = &self.zones[measure as usize];
        let Some(change) = N::change(after, reference) else {
            return self.classify_overflow((after, reference), zone, appraisal_flags, flags);
        };
        // `|` and `&` evaluate both sides: `||` and `&&` would branch on the sign of the change.
        let beyond = (change > zone.upper) | (change < zone.lower);
        let zero = self.zero.as_change();
        let worse = (change < zero) & !zone.lower_is_better | (change > zero) & zone.lower_is_better;
        ClassifiedChange {
            counts_as: self.look_up(beyond, !worse, appraisal_flags, flags),
            amount: Some(N::magnitude(&change)),
        }
    }

    /// Classifies a change that no number of the kind holds, by comparing the levels themselves.
    #[cold]
    fn classify_overflow(
        &self,
        (after, reference): (&N, &N),
        zone: &ToleranceZone<N::Change>,
        appraisal_flags: AppraisalFlags,
        flags: InteractionFlags,
    ) -> ClassifiedChange<N::Change> {
        let worse = (after < reference) != zone.lower_is_better;
        let (high, low) = if after > reference { (after, reference) } else { (reference, after) };
        let beyond = is_beyond::<N>((high, low), zone);
        ClassifiedChange { counts_as: self.look_up(beyond, !worse, appraisal_flags, flags), amount: None }
    }

    #[inline]
    fn look_up(
        &self,
        beyond: bool,
        better: bool,
        appraisal_flags: AppraisalFlags,
        flags: InteractionFlags,
    ) -> Classification {
        let alone = flags.is_indirect() & (self.logic == Logic::Service);
        let bit = |is: bool, bit: usize| if is { bit } else { 0 };
        let did_not_cooperate = appraisal_flags.did_not_cooperate();
        // If the beneficiary did not co-operate, not every misuse makes their loss a destruction: a fellow user's
        // absence does not (R7).
        let misused = flags.destroys_for_absent() | flags.is_misused() & !did_not_cooperate;
        let case = bit(beyond, BEYOND) | bit(better, BETTER) | bit(did_not_cooperate, DID_NOT_COOPERATE);
        CLASSIFICATIONS[case | bit(alone, ALONE) | bit(misused, MISUSED)]
    }

    /// How far a missing appraisal could move, as the bounds count it (R29): within the measure's range, from the
    /// reference on record, or by the whole width of the range without one. A move within the tolerance is zero. `None`
    /// if the measure has no range.
    pub(super) fn moves(
        &self,
        catalogue: &Catalogue<N>,
        measure: u32,
        reference: Option<&N>,
    ) -> Option<Moves<N::Change>> {
        let (lowest, highest) = catalogue.measure_at(measure).get_range()?;
        let zone = &self.zones[measure as usize];
        let beyond = |high: &N, low: &N| match N::change(high, low) {
            Some(change) if change > zone.upper => Some(change),
            None if is_beyond::<N>((high, low), zone) => None,
            _ => Some(self.zero.as_change()),
        };
        let up = beyond(highest, reference.unwrap_or(lowest));
        let down = beyond(reference.unwrap_or(highest), lowest);
        let (better, worse) = if zone.lower_is_better { (down, up) } else { (up, down) };
        Some(Moves { better, worse })
    }
}
