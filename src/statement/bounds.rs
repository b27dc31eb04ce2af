//! Bounds of figures if no appraisal were missing.

use crate::getters::getters;
#[cfg(feature = "certainty")]
use crate::number::Fraction;

/// The lowest and the highest value that a figure could have, in the unit of its measure.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ben", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("pain").before(3.0)))?;
/// let bounds = ledger.statement(By::Service)?.bounds("pain")?.expect("pain has a range");
/// assert_eq!((bounds.destroyed().lowest(), bounds.destroyed().highest()), (&0.0, &7.0)); // from 3 to 10
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureRange<N> {
    pub(super) lowest: N,
    pub(super) highest: N,
}

impl<N> FigureRange<N> {
    getters! { self:
        /// The lowest value.
        lowest: &N = &self.lowest;
        /// The highest value.
        highest: &N = &self.highest;
    }
}

/// The bounds of a cell's figures if no appraisal were missing (R29).
///
/// # Formula
///
/// `up` and `down` are the largest moves of a missing appraisal for the better and for the worse. They go from its
/// reference on record to the ends of the measure's range; without a reference, each is the width of the range. A move
/// within the tolerance is zero.
///
/// - `created ≤ true created ≤ created + Σ up` over the missing who co-operated, or of whom nothing is stated;
/// - `windfall gain ≤ true windfall gain ≤ windfall gain + Σ up` over the other missing;
/// - `destroyed ≤ true destroyed ≤ destroyed + Σ down` over the missing whose loss would count as destroyed;
/// - `windfall loss ≤ true windfall loss ≤ windfall loss + Σ down` over the other missing;
/// - `net − Σ down ≤ true net ≤ net + Σ up` over all missing. Ours.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, appraisal) in [
///     ("ana", Appraisal::of("pain").before(6.0).after(4.0)),
///     ("ben", Appraisal::of("pain").before(3.0)), // no level after
/// ] {
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(appraisal))?;
/// }
/// let bounds = ledger.statement(By::Service)?.bounds("pain")?.expect("pain has a range");
/// assert_eq!((bounds.created().lowest(), bounds.created().highest()), (&2.0, &5.0));
/// assert_eq!((bounds.destroyed().lowest(), bounds.destroyed().highest()), (&0.0, &7.0));
/// assert_eq!((bounds.net().lowest(), bounds.net().highest()), (&-5.0, &5.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<N> {
    pub(super) created: FigureRange<N>,
    pub(super) destroyed: FigureRange<N>,
    pub(super) windfall_gain: FigureRange<N>,
    pub(super) windfall_loss: FigureRange<N>,
    pub(super) net: FigureRange<N>,
}

impl<N> Bounds<N> {
    getters! { self:
        /// The bounds of the created amount.
        created: &FigureRange<N> = &self.created;
        /// The bounds of the destroyed amount.
        destroyed: &FigureRange<N> = &self.destroyed;
        /// The bounds of the windfall gain.
        windfall_gain: &FigureRange<N> = &self.windfall_gain;
        /// The bounds of the windfall loss.
        windfall_loss: &FigureRange<N> = &self.windfall_loss;
        /// The bounds of the net.
        net: &FigureRange<N> = &self.net;
    }
}

#[cfg(feature = "certainty")]
impl<N: Fraction> Bounds<N> {
    /// The bounds as floats; `None` if no float holds one of them.
    pub(crate) fn to_floats(&self) -> Option<Bounds<f64>> {
        let float = |number: &N| Some(number.to_float()).filter(|float| float.is_finite());
        let range = |range: &FigureRange<N>| {
            Some(FigureRange { lowest: float(&range.lowest)?, highest: float(&range.highest)? })
        };
        Some(Bounds {
            created: range(&self.created)?,
            destroyed: range(&self.destroyed)?,
            windfall_gain: range(&self.windfall_gain)?,
            windfall_loss: range(&self.windfall_loss)?,
            net: range(&self.net)?,
        })
    }
}
