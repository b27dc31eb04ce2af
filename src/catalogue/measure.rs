//! Measures.

use smol_str::SmolStr;

use super::{Element, Fault, Faults, IntoId, MeasureId};
use crate::getters::getters;
use crate::number::Number;
use crate::word::words;

words! {
    /// Whether a higher or a lower level of a measure is better.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::catalogue::Direction;
    /// let pain = Measure::new("pain", "points", Direction::LowerIsBetter);
    /// let catalogue = Catalogue::new([pain], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0); // less pain is better
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Direction is "direction" {
        /// A higher level is better: mobility.
        HigherIsBetter = "higher",
        /// A lower level is better: pain.
        LowerIsBetter = "lower",
    }
}

/// A quantity that is appraised: pain in points, where lower is better.
///
/// A measure has an id, a unit and a direction; optionally a tolerance, a range and an element of value.
/// [`checked`](Measure::checked) and a catalogue refuse a tolerance below zero and a range whose lowest level is above
/// its highest.
///
/// # Example
///
/// ```
/// use covalue::Measure;
/// use covalue::catalogue::Element;
///
/// let pain = Measure::lower_is_better("pain", "points").tolerance(0.5).range(0.0, 10.0).element(Element::Outcome);
/// assert_eq!(pain.checked()?.get_range(), Some((&0.0, &10.0)));
/// # Ok::<(), covalue::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Measure<N = f64> {
    id: MeasureId,
    unit: SmolStr,
    direction: Direction,
    tolerance: N,
    range: Option<(N, N)>,
    element: Option<Element>,
    faults: Faults,
}

impl<N: Number> Measure<N> {
    /// A measure of which a higher level is better, in a unit.
    pub fn higher_is_better(id: impl IntoId<MeasureId>, unit: impl AsRef<str>) -> Self {
        Self::new(id, unit, Direction::HigherIsBetter)
    }

    /// A measure of which a lower level is better, in a unit.
    pub fn lower_is_better(id: impl IntoId<MeasureId>, unit: impl AsRef<str>) -> Self {
        Self::new(id, unit, Direction::LowerIsBetter)
    }

    /// A measure in a unit, with a direction.
    pub fn new(id: impl IntoId<MeasureId>, unit: impl AsRef<str>, direction: Direction) -> Self {
        let mut faults = Faults::default();
        let id = faults.id(id.into_id(), MeasureId::refused());
        let unit = super::short_text(unit.as_ref());
        Self { id, unit, direction, tolerance: N::zero(), range: None, element: None, faults }
    }

    /// The largest change, in either direction, that counts as no change (in the measure's unit, zero or more). The
    /// default is zero.
    pub fn tolerance(mut self, tolerance: N) -> Self {
        self.tolerance = self.faults.quantity(tolerance, "tolerance", self.id.as_str());
        self
    }

    /// The lowest and the highest possible level (in the measure's unit).
    pub fn range(mut self, lowest: N, highest: N) -> Self {
        let lowest = self.faults.finite(lowest, "lowest level", self.id.as_str());
        let highest = self.faults.finite(highest, "highest level", self.id.as_str());
        if lowest > highest {
            let (lowest, highest) = (lowest.text(), highest.text());
            self.faults.push(Fault::ReversedRange { of: self.id.as_str().to_owned(), lowest, highest });
        } else {
            self.range = Some((lowest, highest));
        }
        self
    }

    /// The element of value that it measures.
    pub fn element(mut self, element: Element) -> Self {
        self.element = Some(element);
        self
    }

    /// The measure, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Measure::higher_is_better("", "points")`: R1;
    /// - `.tolerance(-1.0)`, `.tolerance(f64::NAN)`, `.range(10.0, 0.0)`: R3.
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    getters! { self:
        /// Its id.
        id: &MeasureId = &self.id;
        /// The unit of its levels and changes.
        unit: &str = &self.unit;
        /// Whether a higher or a lower level is better.
        direction: Direction = self.direction;
        /// The largest change that counts as no change, in the measure's unit.
        get_tolerance: &N = &self.tolerance;
        /// The lowest and the highest possible level, if stated.
        get_range: Option<(&N, &N)> = self.range.as_ref().map(|(lowest, highest)| (lowest, highest));
        /// The element of value that it measures, if stated.
        get_element: Option<Element> = self.element;
    }
}
