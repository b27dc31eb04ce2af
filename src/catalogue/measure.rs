//! What is appraised.

use smol_str::SmolStr;

use super::{Element, Fault, Faults, IntoId, MeasureId};
use crate::number::Number;
use crate::word::words;

words! {
    /// Which way a measure is better.
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
        /// A higher level is better, as of mobility.
        HigherIsBetter = "higher",
        /// A lower level is better, as of pain.
        LowerIsBetter = "lower",
    }
}

/// What is appraised, in which unit, which way is better, and what counts as no change.
///
/// A measure that exists has an id, a finite tolerance of zero or more, and a range, if any, whose lowest level is not
/// above its highest: [`checked`](Measure::checked) says so, and a catalogue takes no other.
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
    /// A measure of which more is better, in a unit.
    pub fn higher_is_better(id: impl IntoId<MeasureId>, unit: impl AsRef<str>) -> Self {
        Self::new(id, unit, Direction::HigherIsBetter)
    }

    /// A measure of which less is better, in a unit.
    pub fn lower_is_better(id: impl IntoId<MeasureId>, unit: impl AsRef<str>) -> Self {
        Self::new(id, unit, Direction::LowerIsBetter)
    }

    /// A measure, in a unit, better in that direction.
    pub fn new(id: impl IntoId<MeasureId>, unit: impl AsRef<str>, direction: Direction) -> Self {
        let mut faults = Faults::default();
        let id = faults.id(id.into_id(), MeasureId::refused());
        let unit = super::short_text(unit.as_ref());
        Self { id, unit, direction, tolerance: N::zero(), range: None, element: None, faults }
    }

    /// A change up to this much, either way, counts as no change (in the measure's unit, zero or more; else zero).
    pub fn tolerance(mut self, tolerance: N) -> Self {
        self.tolerance = self.faults.quantity(tolerance, "tolerance", self.id.as_str());
        self
    }

    /// The lowest and the highest level there is (in the measure's unit).
    pub fn range(mut self, lowest: N, highest: N) -> Self {
        let lowest = self.faults.finite(lowest, "lowest level", self.id.as_str());
        let highest = self.faults.finite(highest, "highest level", self.id.as_str());
        if lowest > highest {
            let (lowest, highest) = (lowest.text(), highest.text());
            self.faults.push(Fault::ReversedRange { of: self.id.to_string(), lowest, highest });
        } else {
            self.range = Some((lowest, highest));
        }
        self
    }

    /// The element of value it tells of.
    pub fn element(mut self, element: Element) -> Self {
        self.element = Some(element);
        self
    }

    /// The measure, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Measure::higher_is_better("", "points")`: an empty id (R1);
    /// - `.tolerance(-1.0)`, `.tolerance(f64::NAN)`, `.range(10.0, 0.0)`: R3.
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    /// Its id.
    pub fn id(&self) -> &MeasureId {
        &self.id
    }

    /// The unit its levels and changes are in.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Which way is better.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// What counts as no change, in the measure's unit.
    pub fn get_tolerance(&self) -> &N {
        &self.tolerance
    }

    /// The lowest and the highest level there is, if stated.
    pub fn get_range(&self) -> Option<(&N, &N)> {
        self.range.as_ref().map(|(lowest, highest)| (lowest, highest))
    }

    /// The element of value it tells of, if stated.
    pub fn get_element(&self) -> Option<Element> {
        self.element
    }
}
