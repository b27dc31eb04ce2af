//! The worth of a map.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::ImpactError;
use super::input_figures::{InputFigures, present_inputs};
use super::schedule::overflow;
use super::sums::{Figures, Sums, figure_getters, round, sum};
use super::sums_by_part::{SumsByPart, last_year, schedules};
use super::weights::Weights;
use super::{Discount, ImpactMap, InputWorth, RowTrace, RowWorth, StakeholderWorth, WorthDifference, YearWorth};
use crate::getters::getters;
use crate::number::{Fraction, Total};
use crate::printable::quoted;

/// The worth today of the outcomes of a map: created and destroyed apart, on the whole, by row, by stakeholder and by
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
/// assert_eq!(worth.sources(), [(None, 2)]); // no proxy states one
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
    input_figures: InputFigures<N>,
}

/// Whether the weights of stakeholders are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighting {
    Unweighted,
    Weighted,
}

figure_getters!(Worth);
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
        let factors = discount.factors(last_year(map, &schedules))?;
        let mut sums = SumsByPart::new(map, &schedules, discount.first_year().number());
        let mut rows = Vec::with_capacity(schedules.len());
        for (index, (row, schedule)) in schedules.iter().enumerate() {
            let of_row = sums.add_row(index, schedule, row, (&discount, &factors))?;
            let figures = of_row.figures(|| quoted(row.name()))?;
            rows.push(RowWorth { row: Arc::clone(row), first_year: schedule.first.clone(), figures });
        }
        let (inputs, inputs_total) = present_inputs(map, &factors)?;
        let figures = sums.all.clone().figures(|| "the map".to_owned())?;
        let input_figures = InputFigures::new(&sums.all.net(), inputs_total)?;
        let (stakeholders, years) = sums.parts(map)?;
        Ok(Self { map: map.clone(), discount, weighting, figures, rows, stakeholders, years, inputs, input_figures })
    }

    getters! { self:
        /// The inputs, as a present value.
        inputs: &N = &self.input_figures.inputs;
        /// The net less the inputs.
        net_present_value: &N = &self.input_figures.net_present_value;
        /// The net divided by the inputs; `None` if these are 0.
        ratio: Option<&N> = self.input_figures.ratio.as_ref();
        /// The net present value divided by the inputs; `None` if these are 0.
        net_ratio: Option<&N> = self.input_figures.net_ratio.as_ref();
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.map.unit();
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.map.price_year();
        /// The name of the index by which amounts are taken to these prices, if there is one.
        deflator: Option<&str> = self.map.deflator();
        /// How later years are discounted.
        discount: &Discount<N> = &self.discount;
        /// The worth of each row, in the order of the map.
        rows: impl ExactSizeIterator<Item = &RowWorth<N>> = self.rows.iter();
        /// The worth of the map to each stakeholder, in the order of their first rows.
        stakeholders: impl ExactSizeIterator<Item = &StakeholderWorth<N>> = self.stakeholders.iter();
        /// The worth of each year, from the first one by convention to the last one with an impact.
        years: impl ExactSizeIterator<Item = &YearWorth<N>> = self.years.iter();
        /// The inputs with their present values, in the order of the map.
        input_values: impl ExactSizeIterator<Item = &InputWorth<N>> = self.inputs.iter();
        /// The source of the weights, if this is a weighted worth.
        weights_source: Option<&str> = self.applied_weights().map(|weights| &*weights.source);
        /// The sources of the proxies, in the order of their first rows, each with its number of rows; `None` if none is stated.
        sources: Vec<(Option<&str>, usize)> = self.count_sources();
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
        let overflow = || ImpactError::overflow::<N>("the payback", of());
        // The inputs that are not covered yet.
        let mut left = self.input_figures.inputs_total.clone();
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
                total.add(&year.impact.as_change()).map_err(|_| overflow("the impact", row))
            })?;
        }
        round(&total, "the net", &|| "the map".to_owned())
    }

    /// The worth of the map to a stakeholder.
    ///
    /// # Errors
    ///
    /// - a stakeholder that no row states: R20.
    pub fn stakeholder(&self, stakeholder: &str) -> Result<&StakeholderWorth<N>, ImpactError> {
        let found = self.stakeholders.iter().find(|part| part.stakeholder() == Some(stakeholder));
        let known = || self.stakeholders.iter().filter_map(StakeholderWorth::stakeholder);
        found.ok_or_else(|| ImpactError::unknown("stakeholder", stakeholder, known()))
    }

    /// The worth of a row, by its outcome, or by its stakeholder and outcome (`"residents/fewer falls"`).
    ///
    /// # Errors
    ///
    /// - a row that the map does not have, or an outcome of several stakeholders: R20.
    pub fn row(&self, name: &str) -> Result<&RowWorth<N>, ImpactError> {
        Ok(&self.rows[self.row_index(name)?])
    }

    /// The index of a row, by its name.
    pub(crate) fn row_index(&self, name: &str) -> Result<usize, ImpactError> {
        self.map.row_index(name)
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
    ///     "residents: fewer GP visits
    /// GBP, in prices of 2011; discounted at 3.5 % a year; amounts of year 1 are divided by 1.035
    /// proxy: GP consultation; source: SROI guide
    /// 90 x 19 x (1 - 0) x (1 - 0) x (1 - 0.1) = 1,539.00
    ///    year    impact    factor  present value
    ///       1  1,539.00  1.035000       1,486.96
    ///       2  1,385.10  1.071225       1,293.01
    /// created                           2,779.96
    /// ",
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn trace(&self, name: &str) -> Result<RowTrace<N>, ImpactError> {
        RowTrace::new(self, &self.rows[self.map.row_index(name)?])
    }

    /// The worth with the row of each stakeholder multiplied by the weight that the map states for them: a second worth
    /// beside the first. Without weights its figures are those of the first.
    ///
    /// # Errors
    ///
    /// - a figure that the kind of number does not hold: R3.
    pub fn weighted(&self) -> Result<Self, ImpactError> {
        Self::of_checked(&self.map, self.discount.clone(), Weighting::Weighted)
    }

    /// The worth of this map less that of another one, figure by figure and row by row. Its ratio is incremental.
    ///
    /// # Errors
    ///
    /// - another unit, price year, deflator, discount, discount of a row, or other weights: R32;
    /// - a figure that the kind of number does not hold: R3.
    pub fn less(&self, other: &Self) -> Result<WorthDifference<N>, ImpactError> {
        WorthDifference::new(self, other)
    }

    fn count_sources(&self) -> Vec<(Option<&str>, usize)> {
        let (mut counts, mut indices) = (Vec::new(), BTreeMap::new());
        for row in &self.rows {
            let source = row.row.get_proxy().get_source();
            let index = *indices.entry(source).or_insert_with(|| {
                counts.push((source, 0));
                counts.len() - 1
            });
            counts[index].1 += 1;
        }
        counts
    }

    /// The exact totals of the whole.
    pub(super) fn sums(&self) -> &Sums<N> {
        &self.figures.sums
    }

    /// The weight that is applied to rows of a stakeholder; `None` if the worth is not weighted.
    pub(crate) fn weight_of(&self, stakeholder: Option<&str>) -> Option<N> {
        self.applied_weights().map(|weights| weights.of(stakeholder))
    }

    /// The weights that are applied.
    pub(super) fn applied_weights(&self) -> Option<&Weights<N>> {
        self.map.get_weights().filter(|_| self.weighting == Weighting::Weighted)
    }

    pub(super) fn inputs_total(&self) -> &N::Total {
        &self.input_figures.inputs_total
    }

    /// The exact totals of a row.
    pub(super) fn sums_of_row(&self, index: usize) -> &Sums<N> {
        &self.rows[index].figures.sums
    }

    pub(super) fn map(&self) -> &ImpactMap<N> {
        &self.map
    }
}
