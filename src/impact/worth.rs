//! What a map is worth.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::ImpactError;
use super::map::Weights;
use super::schedule::Schedule;
use super::sums::{Figures, Side, Sums, figure_getters, round};
use super::{Discount, ImpactMap, Input, Row, RowTrace, WorthDifference};
use crate::getters::getters;
use crate::number::{Fraction, Total};
use crate::printable::quoted;

/// What the outcomes of a map are worth today: created and destroyed apart, on the whole, by row, by stakeholder and by
/// year, and beside the inputs.
///
/// # Formula
///
/// `x₀ = q · p · (1 − a) · (1 − b) · (1 − c)` is the impact of a row in its first year: its quantity, its proxy, one less
/// deadweight, displacement and what is due to others. `xₜ₊₁ = xₜ · (1 − d)`, with the drop-off `d`. The present value of an
/// impact is `xₜ ÷ f(y)`, with the factor `f` of its year ([`Discount`]). `created` is the sum of the present values of rows
/// of gains, and `destroyed` that of rows of losses without their sign. A figure is an exact sum of present values, rounded
/// once.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, ImpactMap, Input, Proxy, Row};
///
/// let meals = Row::new("meals", 10.0, Proxy::amount(50.0)).stakeholder("residents").lasts(2);
/// let noise = Row::new("noise", -2.0, Proxy::amount(40.0)).stakeholder("neighbours");
/// let map = ImpactMap::new([meals, noise]).input(Input::new("grant", 600.0));
/// let worth = map.value(Discount::none())?;
/// assert_eq!((worth.created(), worth.destroyed(), worth.net_present_value()), (&1_000.0, &80.0, &320.0));
/// assert_eq!(worth.row("meals")?.first_year(), &500.0);
/// assert_eq!(worth.stakeholder("neighbours")?.destroyed(), &80.0);
/// let years: Vec<_> = worth.years().map(|year| (year.year(), *year.net())).collect();
/// assert_eq!(years, [(1, 420.0), (2, 500.0)]);
/// let grant = worth.input_values().next().unwrap();
/// assert_eq!((grant.input().get_name(), grant.present()), (Some("grant"), &600.0));
/// assert_eq!(format!("{:.2}", worth.payback()?.unwrap()), "1.36"); // 420 in the first year, and 180 of the 500 in the second
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Worth<N: Fraction> {
    map: ImpactMap<N>,
    discount: Discount<N>,
    weighting: Weighting,
    figures: Figures<N>,
    rows: Vec<RowWorth<N>>,
    stakeholders: Vec<StakeholderWorth<N>>,
    years: Vec<YearWorth<N>>,
    inputs: Vec<InputWorth<N>>,
    beside_inputs: BesideInputs<N>,
}

/// Whether the weights of stakeholders are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighting {
    Unweighted,
    Weighted,
}

/// What a row of a map is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct RowWorth<N: Fraction> {
    row: Arc<Row<N>>,
    first_year: N,
    figures: Figures<N>,
}

/// What a map is worth to a stakeholder.
#[derive(Clone, Debug, PartialEq)]
pub struct StakeholderWorth<N: Fraction> {
    stakeholder: Option<Box<str>>,
    figures: Figures<N>,
}

/// What the impact of a year is worth today.
#[derive(Clone, Debug, PartialEq)]
pub struct YearWorth<N: Fraction> {
    year: u32,
    figures: Figures<N>,
}

/// An input, and its present value.
#[derive(Clone, Debug, PartialEq)]
pub struct InputWorth<N: Fraction> {
    input: Input<N>,
    present: N,
}

/// The figures that compare a net with inputs.
#[derive(Clone, Debug)]
pub(super) struct BesideInputs<N: Fraction> {
    pub(super) inputs: N,
    pub(super) net_present_value: N,
    pub(super) ratio: Option<N>,
    pub(super) net_ratio: Option<N>,
    pub(super) inputs_total: N::Total,
}

impl<N: Fraction> PartialEq for BesideInputs<N> {
    fn eq(&self, other: &Self) -> bool {
        let figures = |all: &Self| (all.inputs.clone(), all.net_present_value.clone(), all.ratio.clone());
        figures(self) == figures(other)
    }
}

figure_getters!(Worth);
figure_getters!(RowWorth);
figure_getters!(StakeholderWorth);
figure_getters!(YearWorth);

impl<N: Fraction> RowWorth<N> {
    getters! { self:
        /// The row.
        row: &Row<N> = &self.row;
        /// Its impact in its first year, before it is discounted; below zero for a loss.
        first_year: &N = &self.first_year;
    }
}

impl<N: Fraction> StakeholderWorth<N> {
    getters! { self:
        /// The stakeholder; `None` for the rows that state none.
        stakeholder: Option<&str> = self.stakeholder.as_deref();
    }
}

impl<N: Fraction> YearWorth<N> {
    getters! { self:
        /// The year, by the convention of the discount.
        year: u32 = self.year;
    }
}

impl<N: Fraction> InputWorth<N> {
    getters! { self:
        /// The input.
        input: &Input<N> = &self.input;
        /// Its present value.
        present: &N = &self.present;
    }
}

impl<N: Fraction> BesideInputs<N> {
    /// The figures of a net and of inputs, both as exact totals.
    pub(super) fn new(net: &N::Total, inputs_total: N::Total) -> Result<Self, ImpactError> {
        let of = || "the map".to_owned();
        let inputs: N = round(&inputs_total, "the inputs", &of)?;
        let mut difference = net.clone();
        difference.remove(&inputs_total);
        let net_present_value = round(&difference, "the net present value", &of)?;
        let net: N = round(net, "the net", &of)?;
        let overflow = || ImpactError::Overflow { figure: "a ratio".to_owned(), of: of(), kind: N::KIND };
        let ratio = |dividend: &N| {
            if inputs.is_zero() { Ok(None) } else { N::quotient(dividend, &inputs).map(Some).ok_or_else(overflow) }
        };
        let (ratio, net_ratio) = (ratio(&net)?, ratio(&net_present_value)?);
        Ok(Self { inputs, net_present_value, ratio, net_ratio, inputs_total })
    }
}

impl<N: Fraction> Worth<N> {
    pub(super) fn new(map: &ImpactMap<N>, discount: Discount<N>) -> Result<Self, ImpactError> {
        if let Some(fault) = map.check().into_iter().next() {
            return Err(fault);
        }
        Self::of_checked(map, discount, Weighting::Unweighted)
    }

    /// The worth of a map that has no fault.
    pub(super) fn of_checked(
        map: &ImpactMap<N>,
        discount: Discount<N>,
        weighting: Weighting,
    ) -> Result<Self, ImpactError> {
        let weights = map.get_weights().filter(|_| weighting == Weighting::Weighted);
        let schedules = schedules(map, &discount, weights)?;
        let last =
            schedules.iter().filter(|(row, _)| row.get_discount().is_none()).map(|(_, schedule)| schedule.last_year());
        let last = last.chain(map.get_inputs().map(Input::get_at)).max().unwrap_or_default();
        let factors = discount.factors(last)?;
        let mut sums = SumsByPart::new(map, &schedules, discount.first_year().number());
        let mut rows = Vec::with_capacity(schedules.len());
        for (index, (row, schedule)) in schedules.iter().enumerate() {
            let of_row = sums.add_row(index, schedule, row, (&discount, &factors))?;
            let figures = of_row.figures(|| quoted(row.name()))?;
            rows.push(RowWorth { row: Arc::clone(row), first_year: schedule.first.clone(), figures });
        }
        let (inputs, inputs_total) = present_inputs(map, &factors)?;
        let figures = sums.all.clone().figures(|| "the map".to_owned())?;
        let beside_inputs = BesideInputs::new(&sums.all.net(), inputs_total)?;
        let (stakeholders, years) = sums.parts(map)?;
        Ok(Self { map: map.clone(), discount, weighting, figures, rows, stakeholders, years, inputs, beside_inputs })
    }

    getters! { self:
        /// The inputs, as a present value.
        inputs: &N = &self.beside_inputs.inputs;
        /// The net less the inputs.
        net_present_value: &N = &self.beside_inputs.net_present_value;
        /// The net divided by the inputs; `None` if these are 0.
        ratio: Option<&N> = self.beside_inputs.ratio.as_ref();
        /// The net present value divided by the inputs; `None` if these are 0.
        net_ratio: Option<&N> = self.beside_inputs.net_ratio.as_ref();
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.map.unit();
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.map.price_year();
        /// How later years are discounted.
        discount: &Discount<N> = &self.discount;
        /// What each row is worth, in the order of the map.
        rows: impl ExactSizeIterator<Item = &RowWorth<N>> = self.rows.iter();
        /// What the map is worth to each stakeholder, in the order of their first rows.
        stakeholders: impl ExactSizeIterator<Item = &StakeholderWorth<N>> = self.stakeholders.iter();
        /// What each year is worth, from the first one by convention to the last one with an impact.
        years: impl ExactSizeIterator<Item = &YearWorth<N>> = self.years.iter();
        /// The inputs with their present values, in the order of the map.
        input_values: impl ExactSizeIterator<Item = &InputWorth<N>> = self.inputs.iter();
        /// The source of the weights, if this is a weighted worth.
        weights_source: Option<&str> = self.applied_weights().map(|weights| &*weights.source);
        /// The number of rows whose proxy states no source.
        without_source: usize = self.rows.iter().filter(|row| row.row.get_proxy().get_source().is_none()).count();
    }

    /// The years until the net of the years so far covers all inputs; `None` if it never does, or if there are no inputs.
    ///
    /// # Formula
    ///
    /// `k + (inputs − Nₖ) ÷ nₖ₊₁`, with `Nₖ` the net of the first `k` years by convention, `nₖ₊₁` that of the next, and `k`
    /// the least for which `Nₖ + nₖ₊₁ ≥ inputs`. The net of a year is taken as even over the year. Losses of later years may
    /// undo it.
    ///
    /// # Errors
    ///
    /// - a figure that the kind of number does not hold: R3.
    pub fn payback(&self) -> Result<Option<N>, ImpactError> {
        if self.inputs().is_zero() {
            return Ok(None);
        }
        let of = || "the map".to_owned();
        let overflow = || ImpactError::Overflow { figure: "the payback".to_owned(), of: of(), kind: N::KIND };
        // What is left to be covered.
        let mut left = self.beside_inputs.inputs_total.clone();
        for (count, year) in (0_u64..).zip(&self.years) {
            let before: N = round(&left, "the payback", &of)?;
            left.remove(&year.figures.sums.net());
            if round::<N>(&left, "the payback", &of)? <= N::zero() {
                let part = N::quotient(&before, year.net()).ok_or_else(overflow)?;
                let whole = N::share(count, 1).ok_or_else(overflow)?;
                return sum(&whole, &part).map(Some).ok_or_else(overflow);
            }
        }
        Ok(None)
    }

    /// The sum of the impacts of all years, gains less losses, before they are discounted.
    ///
    /// # Errors
    ///
    /// - a figure that the kind of number does not hold: R3.
    pub fn undiscounted_net(&self) -> Result<N, ImpactError> {
        let mut total = N::Total::default();
        for (row, schedule) in schedules(&self.map, &self.discount, self.applied_weights())? {
            let factors = vec![N::one(); schedule.last_year() as usize + 1];
            schedule.each_year(&factors, |year| {
                total.add(&year.impact.as_change()).map_err(|_| super::schedule::overflow("the impact", row))
            })?;
        }
        round(&total, "the net", &|| "the map".to_owned())
    }

    /// What the map is worth to a stakeholder.
    ///
    /// # Errors
    ///
    /// - a stakeholder that no row states: R20.
    pub fn stakeholder(&self, stakeholder: &str) -> Result<&StakeholderWorth<N>, ImpactError> {
        let found = self.stakeholders.iter().find(|part| part.stakeholder() == Some(stakeholder));
        found.ok_or_else(|| ImpactError::Unknown { kind: "stakeholder", name: stakeholder.to_owned() })
    }

    /// What a row is worth, by its outcome, or by its stakeholder and outcome (`"residents/fewer falls"`).
    ///
    /// # Errors
    ///
    /// - a row that the map does not have, or an outcome of several stakeholders: R20.
    pub fn row(&self, name: &str) -> Result<&RowWorth<N>, ImpactError> {
        Ok(&self.rows[self.map.row_index(name)?])
    }

    /// Every step of the worth of a row, as an auditor wants it: its product, and each year.
    ///
    /// # Errors
    ///
    /// - a row that the map does not have, or an outcome of several stakeholders: R20.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    ///
    /// let visits = Proxy::new(19.0, "GBP", 2011, "SROI guide").named("GP consultation");
    /// let row = Row::new("fewer GP visits", 90.0, visits).stakeholder("residents").due_to_others(0.1).lasts(2).drop_off(0.1);
    /// let worth = ImpactMap::new([row]).value(Discount::from_year_one(0.035))?;
    /// assert_eq!(
    ///     worth.trace("fewer GP visits")?.to_string(),
    ///     "residents: fewer GP visits, GBP
    /// 90 x 19 x (1 - 0) x (1 - 0) x (1 - 0.1) = 1,539.00 (GP consultation)
    /// year    impact    factor   present
    ///    1  1,539.00  1.035000  1,486.96
    ///    2  1,385.10  1.071225  1,293.01
    /// created                   2,779.96
    /// ",
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn trace(&self, name: &str) -> Result<RowTrace<N>, ImpactError> {
        let index = self.map.row_index(name)?;
        let row = &self.map.shared_rows()[index];
        let weight = self.applied_weights().map(|weights| weights.of(row.get_stakeholder()));
        let schedule =
            Schedule::new(&self.map, row, &weight.clone().unwrap_or_else(N::one), self.discount.first_year())?;
        let discount = row.get_discount().unwrap_or(&self.discount);
        let factors = discount.factors(schedule.last_year())?;
        RowTrace::new(row, &schedule, (self.unit(), weight), (&factors, &self.rows[index].figures))
    }

    /// The worth with the row of each stakeholder multiplied by the weight that the map states for them: a second worth
    /// beside the first. Without weights both are equal.
    ///
    /// # Errors
    ///
    /// - a figure that the kind of number does not hold: R3.
    pub fn weighted(&self) -> Result<Self, ImpactError> {
        Self::of_checked(&self.map, self.discount.clone(), Weighting::Weighted)
    }

    /// What this map is worth more than another one, figure by figure and row by row. Its ratio is incremental.
    ///
    /// # Errors
    ///
    /// - another unit, price year or discount: R32;
    /// - a figure that the kind of number does not hold: R3.
    pub fn less(&self, other: &Self) -> Result<WorthDifference<N>, ImpactError> {
        WorthDifference::new(self, other)
    }

    /// The exact totals of the whole.
    pub(super) fn sums(&self) -> &Sums<N> {
        &self.figures.sums
    }

    /// The weights that are applied.
    pub(super) fn applied_weights(&self) -> Option<&Weights<N>> {
        self.map.get_weights().filter(|_| self.weighting == Weighting::Weighted)
    }

    pub(super) fn inputs_total(&self) -> &N::Total {
        &self.beside_inputs.inputs_total
    }

    /// The exact totals of a row.
    pub(super) fn sums_of_row(&self, index: usize) -> &Sums<N> {
        &self.rows[index].figures.sums
    }

    pub(super) fn map(&self) -> &ImpactMap<N> {
        &self.map
    }
}

/// The sum of two numbers, rounded once.
pub(super) fn sum<N: Fraction>(one: &N, other: &N) -> Option<N> {
    let mut total = N::Total::default();
    total.add(&one.as_change()).ok()?;
    total.add(&other.as_change()).ok()?;
    N::divided(&total, 1)
}

/// A row with its schedule.
type RowSchedule<'m, N> = (&'m Arc<Row<N>>, Schedule<'m, N>);

/// The schedule of each row.
fn schedules<'m, N: Fraction>(
    map: &'m ImpactMap<N>,
    discount: &Discount<N>,
    weights: Option<&Weights<N>>,
) -> Result<Vec<RowSchedule<'m, N>>, ImpactError> {
    let one = N::one();
    let schedule = |row: &'m Arc<Row<N>>| {
        let weight = weights.map(|weights| weights.of(row.get_stakeholder()));
        Ok((row, Schedule::new(map, row, weight.as_ref().unwrap_or(&one), discount.first_year())?))
    };
    map.shared_rows().iter().map(schedule).collect()
}

/// The present values of the inputs, and their sum.
fn present_inputs<N: Fraction>(
    map: &ImpactMap<N>,
    factors: &[N],
) -> Result<(Vec<InputWorth<N>>, N::Total), ImpactError> {
    let (mut values, mut total) = (Vec::new(), N::Total::default());
    for input in map.get_inputs() {
        let present = present_input(map, input, factors)?;
        let overflow =
            || ImpactError::Overflow { figure: "the inputs".to_owned(), of: "the map".to_owned(), kind: N::KIND };
        total.add(&present.as_change()).map_err(|_| overflow())?;
        values.push(InputWorth { input: input.clone(), present });
    }
    Ok((values, total))
}

/// The present value of an input.
pub(super) fn present_input<N: Fraction>(
    map: &ImpactMap<N>,
    input: &Input<N>,
    factors: &[N],
) -> Result<N, ImpactError> {
    let amount = map.in_prices(input.get_amount(), input.get_price_year())?;
    let overflow =
        || ImpactError::Overflow { figure: "the present value".to_owned(), of: input.label(), kind: N::KIND };
    N::quotient(&amount, &factors[input.get_at() as usize]).ok_or_else(overflow)
}

/// The factors of a row: its own, or those of the discount, which are computed if there are too few.
pub(super) fn factors_of<'f, N: Fraction>(
    row: &Row<N>,
    schedule: &Schedule<'_, N>,
    (discount, factors): (&Discount<N>, &'f [N]),
) -> Result<Cow<'f, [N]>, ImpactError> {
    match row.get_discount() {
        None if factors.len() > schedule.last_year() as usize => Ok(Cow::Borrowed(factors)),
        own => Ok(Cow::Owned(own.unwrap_or(discount).factors(schedule.last_year())?)),
    }
}

/// The exact totals of a row alone.
pub(super) fn sums_of<N: Fraction>(
    row: &Row<N>,
    schedule: &Schedule<'_, N>,
    factors: &[N],
) -> Result<Sums<N>, ImpactError> {
    let (mut sums, side) = (Sums::default(), side_of(row));
    schedule.each_year(factors, |year| {
        sums.add(&year.present, side).ok_or_else(|| super::schedule::overflow("the present value", row))
    })?;
    Ok(sums)
}

fn side_of<N: Fraction>(row: &Row<N>) -> Side {
    if row.is_loss() { Side::Destroyed } else { Side::Created }
}

/// The exact totals by stakeholder and year.
struct SumsByPart<N: Fraction> {
    all: Sums<N>,
    /// The index of a row of each stakeholder, and that of its stakeholder by row.
    stakeholders: (Vec<usize>, Vec<usize>),
    by_stakeholder: Vec<Sums<N>>,
    first_year: u32,
    by_year: Vec<Sums<N>>,
}

impl<N: Fraction> SumsByPart<N> {
    fn new(map: &ImpactMap<N>, schedules: &[RowSchedule<'_, N>], first_year: u32) -> Self {
        let stakeholders = map.stakeholders();
        let years =
            schedules.iter().map(|(_, schedule)| schedule.last_year() + 1 - first_year).max().unwrap_or_default();
        Self {
            all: Sums::default(),
            by_stakeholder: vec![Sums::default(); stakeholders.0.len()],
            stakeholders,
            first_year,
            by_year: vec![Sums::default(); years as usize],
        }
    }

    /// Adds a row, and returns its own totals.
    fn add_row(
        &mut self,
        index: usize,
        schedule: &Schedule<'_, N>,
        row: &Row<N>,
        factors: (&Discount<N>, &[N]),
    ) -> Result<Sums<N>, ImpactError> {
        let (mut of_row, side) = (Sums::default(), side_of(row));
        let factors = factors_of(row, schedule, factors)?;
        schedule.each_year(&factors, |year| {
            let of_year = &mut self.by_year[(year.year - self.first_year) as usize];
            let added = of_row.add(&year.present, side).and_then(|()| of_year.add(&year.present, side));
            added.ok_or_else(|| super::schedule::overflow("the present value", row))
        })?;
        self.by_stakeholder[self.stakeholders.1[index]].merge(&of_row);
        self.all.merge(&of_row);
        Ok(of_row)
    }

    /// The figures by stakeholder and by year.
    #[allow(clippy::type_complexity, reason = "two lists")]
    fn parts(self, map: &ImpactMap<N>) -> Result<(Vec<StakeholderWorth<N>>, Vec<YearWorth<N>>), ImpactError> {
        let stakeholder = |(&row, sums): (&usize, Sums<N>)| {
            let stakeholder = map.shared_rows()[row].get_stakeholder();
            let figures =
                sums.figures(|| stakeholder.map_or_else(|| "rows without a stakeholder".to_owned(), quoted))?;
            Ok::<_, ImpactError>(StakeholderWorth { stakeholder: stakeholder.map(Into::into), figures })
        };
        let year = |(year, sums): (u32, Sums<N>)| {
            Ok::<_, ImpactError>(YearWorth { year, figures: sums.figures(|| format!("year {year}"))? })
        };
        let stakeholders =
            self.stakeholders.0.iter().zip(self.by_stakeholder).map(stakeholder).collect::<Result<_, _>>()?;
        let years = (self.first_year..).zip(self.by_year).map(year).collect::<Result<_, _>>()?;
        Ok((stakeholders, years))
    }
}
