//! What figures could be, had nobody been missing.

/// The lowest and the highest a figure can be, in its measure's unit.
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
    /// The lowest it can be.
    pub fn lowest(&self) -> &N {
        &self.lowest
    }

    /// The highest it can be.
    pub fn highest(&self) -> &N {
        &self.highest
    }
}

/// What the figures could be, had nobody been missing (R29).
///
/// # Formula
///
/// With *up* and *down* how far each missing appraisal may move, better and worse: from its reference on record to either
/// end of the measure's range, without one by the range's whole width, and zero where that is within the tolerance:
///
/// - `created ≤ true created ≤ created + Σ up` of those who may have created: all who co-operated, or of whom nothing is
///   stated;
/// - `windfall gain ≤ true windfall gain ≤ windfall gain + Σ up` of the others;
/// - `destroyed ≤ true destroyed ≤ destroyed + Σ down` and `windfall loss ≤ true windfall loss ≤ windfall loss + Σ down`
///   alike, by which of the two a loss would count as;
/// - `net − Σ down ≤ true net ≤ net + Σ up` of all. Ours.
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
///     ("ben", Appraisal::of("pain").before(3.0)), // he did not come back
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
    /// Bounds of what was created.
    pub fn created(&self) -> &FigureRange<N> {
        &self.created
    }

    /// Bounds of what was destroyed.
    pub fn destroyed(&self) -> &FigureRange<N> {
        &self.destroyed
    }

    /// Bounds of what got better without co-operation.
    pub fn windfall_gain(&self) -> &FigureRange<N> {
        &self.windfall_gain
    }

    /// Bounds of what got worse without co-operation.
    pub fn windfall_loss(&self) -> &FigureRange<N> {
        &self.windfall_loss
    }

    /// Bounds of the net.
    pub fn net(&self) -> &FigureRange<N> {
        &self.net
    }
}
