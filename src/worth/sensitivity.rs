//! Net present values of a map with one assumption changed.

use super::error::ImpactError;
use super::input_figures::{InputFigures, present_input, present_inputs};
use super::map::Element;
use super::map_worth::Weighting;
use super::row::is_admissible;
use super::schedule::{Schedule, overflow};
use super::sums_by_part::{RowSchedule, factors_of, last_year, schedules, sums_of};
use super::{Assumption, Discount, ImpactMap, Switching, Worth, switching};
use crate::getters::getters;
use crate::number::{Fraction, Total, difference};

/// The net present value of a map at both ends of each range, the widest swing first: a tornado.
///
/// # Example
///
/// ```
/// use covalue::impact::Assumption::{Deadweight, Quantity};
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row, Switching};
///
/// let visit = Proxy::new(100.0, "GBP", 2024, "unit costs 2024");
/// let row = Row::new("visits", 10.0, visit).deadweight(0.2).range(Quantity, 6.0, 12.0).range(Deadweight, 0.0, 0.5);
/// let map = ImpactMap::new([row]).inputs(400.0);
/// assert_eq!(map.switching("visits", Quantity, Discount::none())?, Switching::At(5.0)); // half the visits would do
/// assert_eq!(map.switching("visits", Deadweight, Discount::none())?, Switching::At(0.6));
/// let sensitivity = map.sensitivity(Discount::none())?;
/// let tornado: Vec<_> = sensitivity.swings().map(|swing| (swing.assumption(), *swing.low(), *swing.high())).collect();
/// assert_eq!(tornado, [(Deadweight, 600.0, 100.0), (Quantity, 80.0, 560.0)]); // net present value at either end
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity<N: Fraction> {
    central: Worth<N>,
    swings: Vec<Swing<N>>,
}

/// The net present value at both ends of the range of an assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing<N: Fraction> {
    of: Option<Box<str>>,
    assumption: Assumption,
    stated: N,
    low_end: End<N>,
    high_end: End<N>,
    switching: Option<Switching<N>>,
    width: N,
}

/// The figures of a map with one number changed.
#[derive(Clone, Debug, PartialEq)]
struct End<N> {
    value: N,
    net_present_value: N,
    ratio: Option<N>,
}

impl<N: Fraction> Sensitivity<N> {
    getters! { self:
        /// The worth of the map as it is stated.
        central: &Worth<N> = &self.central;
        /// The swing of each assumption with a range, the widest first. Equally wide ones are in the order of rows, inputs
        /// and the rate, and of [`Assumption`].
        swings: impl ExactSizeIterator<Item = &Swing<N>> = self.swings.iter();
    }
}

impl<N: Fraction> Sensitivity<N> {
    /// The year of the prices of a range, and so of its switching value, if these are not the prices of the map.
    pub(crate) fn range_price_year(&self, swing: &Swing<N>) -> Option<i16> {
        let central = &self.central;
        central.deflator()?;
        let year = match swing.assumption {
            Assumption::Proxy => central.row(swing.of()?).ok()?.row().get_proxy().get_price_year(),
            Assumption::Input => {
                let input = central.input_values().find(|value| value.input().get_name() == swing.of());
                input.and_then(|value| value.input().get_price_year())
            }
            _ => None,
        };
        year.filter(|year| Some(*year) != central.price_year())
    }
}

impl<N: Fraction> Swing<N> {
    getters! { self:
        /// The row, as `stakeholder/outcome`, or the input; `None` for the rate, and for an input without a name.
        of: Option<&str> = self.of.as_deref();
        /// The assumption.
        assumption: Assumption = self.assumption;
        /// The value that the map states.
        stated_value: &N = &self.stated;
        /// The low end of its range.
        low_value: &N = &self.low_end.value;
        /// The high end of its range.
        high_value: &N = &self.high_end.value;
        /// The net present value at the low end of the range.
        low: &N = &self.low_end.net_present_value;
        /// The net present value at the high end of the range.
        high: &N = &self.high_end.net_present_value;
        /// The ratio at the low end of the range; `None` if inputs are 0.
        low_ratio: Option<&N> = self.low_end.ratio.as_ref();
        /// The ratio at the high end of the range; `None` if inputs are 0.
        high_ratio: Option<&N> = self.high_end.ratio.as_ref();
        /// The value at which the net present value is 0; `None` for years, which are whole, and where the kind of number
        /// does not hold a figure on the way to it.
        switching: Option<&Switching<N>> = self.switching.as_ref();
        /// The distance of the net present values at both ends.
        width: &N = &self.width;
    }
}

impl<N: Fraction> Swing<N> {
    fn new(
        of: Option<String>,
        (assumption, stated): (Assumption, N),
        [low_end, high_end]: [End<N>; 2],
        switching: Option<Switching<N>>,
    ) -> Result<Self, ImpactError> {
        let (low, high) = (&low_end.net_present_value, &high_end.net_present_value);
        let width = if low <= high { difference(high, low) } else { difference(low, high) };
        let width = super::sums::round(&width, "the swing", &|| assumption.label())?;
        Ok(Self { of: of.map(Into::into), assumption, stated, low_end, high_end, switching, width })
    }
}

/// A result, or `None` if the kind of number does not hold a figure.
fn held<T>(result: Result<T, ImpactError>) -> Result<Option<T>, ImpactError> {
    match result {
        Err(ImpactError::Overflow { .. }) => Ok(None),
        other => other.map(Some),
    }
}

impl<N: Fraction> ImpactMap<N> {
    /// The net present value at both ends of each range, of rows, of inputs and of the discount's rate.
    ///
    /// # Errors
    ///
    /// - those of [`value`](Self::value).
    pub fn sensitivity(&self, discount: Discount<N>) -> Result<Sensitivity<N>, ImpactError> {
        let varied = Variation::new(self, discount)?;
        let mut swings = Vec::new();
        for (index, row) in self.rows().enumerate() {
            for (assumption, low, high) in row.ranges() {
                swings.push(varied.swing(Some(row.name()), (Element::Row(index), assumption), [low, high])?);
            }
        }
        for (index, input) in self.get_inputs().enumerate() {
            if let Some((low, high)) = input.get_range() {
                let name = input.get_name().map(str::to_owned);
                swings.push(varied.swing(name, (Element::Input(index), Assumption::Input), [low, high])?);
            }
        }
        if let Some((low, high)) = varied.central.discount().get_range() {
            swings.push(varied.swing_of_rate([low, high])?);
        }
        swings.sort_by(|one, two| two.width.partial_cmp(&one.width).expect("figures are finite"));
        Ok(Sensitivity { central: varied.central, swings })
    }

    /// The value of an assumption of a row or an input at which the net present value is 0.
    ///
    /// # Errors
    ///
    /// - a row or an input that the map does not have: R20;
    /// - the years of a row, which are whole: see both ends of their range;
    /// - a value that the kind of number does not hold: R3;
    /// - those of [`value`](Self::value).
    pub fn switching(
        &self,
        name: &str,
        assumption: Assumption,
        discount: Discount<N>,
    ) -> Result<Switching<N>, ImpactError> {
        let element = self.find(name, assumption)?;
        let of_years = ImpactError::NoSwitching { row: crate::printable::quoted(name) };
        Variation::new(self, discount)?.switching(element, assumption)?.ok_or(of_years)
    }

    /// The least rate from 0 to 1 at which the net present value is 0, if the discount has one rate; that rate itself, if the
    /// net present value is 0 already.
    ///
    /// # Errors
    ///
    /// - a discount of several rates: R31;
    /// - those of [`value`](Self::value).
    pub fn switching_rate(&self, discount: Discount<N>) -> Result<Switching<N>, ImpactError> {
        Variation::new(self, discount)?.switching_rate()
    }
}

/// A map of which one number at a time is varied: all other rows keep their worth.
pub(super) struct Variation<'m, N: Fraction> {
    map: &'m ImpactMap<N>,
    central: Worth<N>,
    schedules: Vec<RowSchedule<'m, N>>,
    factors: Vec<N>,
}

impl<'m, N: Fraction> Variation<'m, N> {
    fn new(map: &'m ImpactMap<N>, discount: Discount<N>) -> Result<Self, ImpactError> {
        let central = map.value(discount)?;
        let schedules = schedules(map, central.discount(), None)?;
        let factors = central.discount().factors(last_year(map, &schedules))?;
        Ok(Self { map, central, schedules, factors })
    }

    /// The exact totals of the net and of the inputs with another value of an assumption.
    fn totals(&self, element: Element, assumption: Assumption, value: &N) -> Result<(N::Total, N::Total), ImpactError> {
        let (mut net, mut inputs) = (self.central.sums().net(), self.central.inputs_total().clone());
        match element {
            Element::Row(index) => {
                let discount = self.central.discount();
                let row = (*self.map.shared_rows()[index]).clone().with(assumption, value.clone());
                let schedule = Schedule::new(self.map, &row, &N::one(), discount.first_year())?;
                let factors = factors_of(&row, &schedule, (discount, &self.factors))?;
                net.remove(&self.central.sums_of_row(index).net());
                net.merge(&sums_of(&row, &schedule, &factors)?.net());
            }
            Element::Input(index) => {
                let input = self.map.get_inputs().nth(index).expect("the input is of the map");
                let present = |amount: &N| present_input(self.map, input, amount, &self.factors);
                let overflow = |_| ImpactError::overflow::<N>("the inputs", input.label());
                inputs.subtract(&present(input.get_amount())?.as_change()).map_err(overflow)?;
                inputs.add(&present(value)?.as_change()).map_err(overflow)?;
            }
        }
        Ok((net, inputs))
    }

    /// The exact total of the net present value with another value of an assumption.
    fn net_present_value(&self, element: Element, assumption: Assumption, value: &N) -> Result<N::Total, ImpactError> {
        let (mut net, inputs) = self.totals(element, assumption, value)?;
        net.remove(&inputs);
        Ok(net)
    }

    /// The exact total of the net present value with another rate. The parts of a worth are not summed: a switching rate
    /// takes up to 1,000 of these totals.
    fn net_present_value_at(&self, rate: &N) -> Result<N::Total, ImpactError> {
        let discount = self.central.discount().with_rate(rate.clone());
        let factors = discount.factors(last_year(self.map, &self.schedules))?;
        let mut total = N::Total::default();
        for (row, schedule) in &self.schedules {
            let factors = factors_of(row, schedule, (&discount, &factors))?;
            schedule.each_year(&factors, |year| {
                total.add(&year.present.as_change()).map_err(|_| overflow("the present value", row))
            })?;
        }
        total.remove(&present_inputs(self.map, &factors)?.1);
        Ok(total)
    }

    fn with_rate(&self, rate: &N) -> Result<Worth<N>, ImpactError> {
        Worth::of_checked(self.map, self.central.discount().with_rate(rate.clone()), Weighting::Unweighted)
    }

    fn swing(
        &self,
        of: Option<String>,
        (element, assumption): (Element, Assumption),
        ends: [&N; 2],
    ) -> Result<Swing<N>, ImpactError> {
        let end = |value: &N| {
            let (net, inputs) = self.totals(element, assumption, value)?;
            let figures = InputFigures::new(&net, inputs)?;
            let (net_present_value, ratio) = (figures.net_present_value, figures.ratio);
            Ok::<_, ImpactError>(End { value: value.clone(), net_present_value, ratio })
        };
        let (low_end, high_end) = (end(ends[0])?, end(ends[1])?);
        let switching = held(self.switching(element, assumption))?.flatten();
        Swing::new(of, (assumption, self.stated(element, assumption)), [low_end, high_end], switching)
    }

    fn swing_of_rate(&self, ends: [&N; 2]) -> Result<Swing<N>, ImpactError> {
        let end = |rate: &N| {
            let worth = self.with_rate(rate)?;
            let (net_present_value, ratio) = (worth.net_present_value().clone(), worth.ratio().cloned());
            Ok::<_, ImpactError>(End { value: rate.clone(), net_present_value, ratio })
        };
        let (low_end, high_end) = (end(ends[0])?, end(ends[1])?);
        let stated = self.central.discount().rate().ok_or(ImpactError::SteppedRate)?.clone();
        Swing::new(None, (Assumption::Rate, stated), [low_end, high_end], held(self.switching_rate())?)
    }

    /// The value that the map states.
    fn stated(&self, element: Element, assumption: Assumption) -> N {
        let stated = match element {
            Element::Row(index) => self.map.shared_rows()[index].value_of(assumption),
            Element::Input(index) => self.map.get_inputs().nth(index).map(|input| input.get_amount().clone()),
        };
        stated.expect("the assumption is one of the element")
    }

    /// The switching value of an assumption of a row or an input; `None` for years.
    fn switching(&self, element: Element, assumption: Assumption) -> Result<Option<Switching<N>>, ImpactError> {
        let stated = self.stated(element, assumption);
        if assumption == Assumption::Lasts {
            return Ok(None);
        }
        if self.central.net_present_value().is_zero() {
            return Ok(Some(Switching::At(stated)));
        }
        let at = |value: &N| self.net_present_value(element, assumption, value);
        let switching = match assumption {
            Assumption::DropOff => switching::between_shares(at)?,
            _ => {
                // A share that no number holds is above 1.
                let beyond =
                    || if assumption.is_share() { Ok(Switching::Never) } else { Err(switching::overflow::<N>()) };
                switching::linear(at, |value| self.is_admissible(element, assumption, (&stated, value)), beyond)?
            }
        };
        Ok(Some(switching))
    }

    /// Whether an assumption could have a value: it is admissible, and a quantity or a proxy stays on its side of zero.
    fn is_admissible(&self, element: Element, assumption: Assumption, (stated, value): (&N, &N)) -> bool {
        let crosses_zero = (*stated < N::zero() && N::zero() < *value) || (*value < N::zero() && N::zero() < *stated);
        let is_row_valid = || match element {
            Element::Row(index) => {
                let mut faults = Vec::new();
                let row = (*self.map.shared_rows()[index]).clone().without_range(assumption);
                row.with(assumption, value.clone()).check(&mut faults);
                faults.is_empty()
            }
            Element::Input(_) => true,
        };
        is_admissible(assumption, value) && !crosses_zero && is_row_valid()
    }

    fn switching_rate(&self) -> Result<Switching<N>, ImpactError> {
        let rate = self.central.discount().rate().ok_or(ImpactError::SteppedRate)?;
        if self.central.net_present_value().is_zero() {
            return Ok(Switching::At(rate.clone()));
        }
        switching::least_rate(|rate| self.net_present_value_at(rate))
    }
}
