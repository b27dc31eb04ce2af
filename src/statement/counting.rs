//! What an appraisal counts as: section 6 of the model.

use super::terms::{Baseline, Logic};
use crate::catalogue::{Catalogue, Direction};
use crate::ledger::{Appraisals, Level};
use crate::number::Number;
use crate::word::words;

words! {
    /// What an appraisal counts as, and the amount of a cell that its change is in.
    CountsAs is "way to count" {
        /// Created together with the service: better by more than the tolerance, and the beneficiary did their part.
        CoCreated = "co_created",
        /// Created alone, in an indirect use under the service logic.
        CreatedAlone = "created_alone",
        /// Better without the beneficiary's co-operation: in no created total (R7).
        Windfall = "windfall",
        /// Destroyed in an interaction with a misuse on record. No claim of cause.
        WithMisuse = "with_misuse",
        /// Destroyed in an interaction without a misuse on record.
        WithoutMisuse = "without_misuse",
        /// Destroyed alone, in an indirect use under the service logic.
        DestroyedAlone = "destroyed_alone",
        /// Better or equal within the tolerance: no change (no-creation, Makkonen & Olkkonen 2017).
        WithinUp = "within_up",
        /// Worse within the tolerance: no change.
        WithinDown = "within_down",
        /// Without its outcome, or without the reference that the baseline asks for.
        LeftOut = "left_out",
    }
}

/// The amounts of a cell that appraisals are in: all of [`CountsAs`] but what is left out.
pub(super) const AMOUNTS: usize = CountsAs::LeftOut as usize;

/// What a change beyond the tolerance counts as, by whether it is better, whether the beneficiary cannot create, whether
/// it came about alone, and whether a misuse is on record: a bit each, the first the highest.
const LABELS: [CountsAs; 16] = {
    use CountsAs::{CoCreated, CreatedAlone, DestroyedAlone, Windfall, WithMisuse, WithoutMisuse};
    [
        WithoutMisuse,
        WithMisuse,
        DestroyedAlone,
        DestroyedAlone,
        WithoutMisuse,
        WithMisuse,
        DestroyedAlone,
        DestroyedAlone,
        CoCreated,
        CoCreated,
        CreatedAlone,
        CreatedAlone,
        Windfall,
        Windfall,
        Windfall,
        Windfall,
    ]
};

/// An appraisal under a statement's terms.
pub(super) struct Counted<C> {
    pub(super) counts_as: CountsAs,
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

/// Counts appraisals under a baseline and a logic.
pub(super) struct Counting<N: Number> {
    zeros: Vec<Zero<N::Change>>,
    nothing: N,
    reference: Level,
    logic: Logic,
}

impl<N: Number> Counting<N> {
    pub(super) fn new(catalogue: &Catalogue<N>, baseline: Baseline, logic: Logic) -> Self {
        let zeros = catalogue.measures().map(|measure| {
            let up = measure.stated_tolerance().as_change();
            let down = N::turned(&up);
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

    /// What a row counts as, in an interaction with or without a direct use and a misuse on record.
    #[inline]
    pub(super) fn count(
        &self,
        appraisals: &Appraisals<N>,
        row: usize,
        (indirect, misused): (bool, bool),
    ) -> Counted<N::Change> {
        let (after, reference) = match appraisals.outcome_and_reference(row, self.reference) {
            (Some(after), Some(reference)) => (after, reference),
            _ => match appraisals.level(row, Level::Change) {
                Some(change) if self.reference == Level::Before => (change, &self.nothing),
                _ => return Counted { counts_as: CountsAs::LeftOut, amount: None },
            },
        };
        let zero = &self.zeros[appraisals.measure[row] as usize];
        let cannot_create = appraisals.marks[row].cannot_create();
        let Some(change) = N::change(after, reference) else {
            let better = (after > reference) != zero.lower_is_better;
            return Counted { counts_as: self.label(better, cannot_create, indirect, misused), amount: None };
        };
        let (up, down) = (change > zero.up, change < zero.down);
        // Not `||`, which would branch on one of the two.
        let counts_as = if up | down {
            self.label(up != zero.lower_is_better, cannot_create, indirect, misused)
        } else {
            let nothing = self.nothing.as_change();
            let worse = if zero.lower_is_better { change > nothing } else { change < nothing };
            if worse { CountsAs::WithinDown } else { CountsAs::WithinUp }
        };
        Counted { counts_as, amount: Some(N::magnitude(&change)) }
    }

    #[inline]
    #[allow(clippy::fn_params_excessive_bools, reason = "four answers that only this one puts together")]
    fn label(&self, better: bool, cannot_create: bool, indirect: bool, misused: bool) -> CountsAs {
        // Whether a change is better is as good as random, so it is looked up and not branched on.
        let alone = indirect && self.logic == Logic::Service;
        let case = usize::from(better) << 3 | usize::from(cannot_create) << 2 | usize::from(alone) << 1;
        LABELS[case | usize::from(misused)]
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
        let (lowest, highest) = catalogue.measure_at(measure).stated_range()?;
        let zero = &self.zeros[measure as usize];
        let beyond = |high: &N, low: &N| {
            N::change(high, low).map(|far| if far > zero.up { far } else { self.nothing.as_change() })
        };
        let up = beyond(highest, reference.unwrap_or(lowest));
        let down = beyond(reference.unwrap_or(highest), lowest);
        Some(if zero.lower_is_better { (down, up) } else { (up, down) })
    }
}
