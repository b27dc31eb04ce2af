//! The worth of a map in many draws of some of its numbers.

use std::borrow::Cow;

use super::error::ImpactError;
use super::input_figures::{InputFigures, present_input};
use super::map::Element;
use super::row::{first_impact, is_loss};
use super::schedule::{Schedule, overflow, remaining};
use super::sums::{PRODUCED, Side, Sums, round};
use super::sums_by_part::{RowSchedule, factors_of, last_year, schedules, side_of};
use super::{Assumption, Discount, ImpactMap, Row};
use crate::number::{Fraction, Total};
use crate::printable::quoted;

/// An assumption with its value in each draw.
pub(crate) struct Varied<'v, N> {
    pub(crate) element: Element,
    pub(crate) assumption: Assumption,
    pub(crate) values: &'v [N],
}

/// The figures of a map in each draw: a column for each.
pub(crate) struct VariedWorth<N> {
    /// The present value of each row, below zero for a loss.
    pub(crate) rows: Vec<Vec<N>>,
    /// Created, destroyed, the net, the inputs and the net present value.
    pub(crate) figures: [Vec<N>; 5],
    /// The ratio and the net ratio; `None` if the inputs are 0 in some draw.
    pub(crate) ratios: Option<[Vec<N>; 2]>,
}

/// A number of a row or an input: what is stated, or its value in each draw.
enum Number<'v, N: Clone> {
    Stated(N),
    Varied(Cow<'v, [N]>),
}

impl<N: Clone> Number<'_, N> {
    fn at(&self, draw: usize) -> &N {
        match self {
            Self::Stated(number) => number,
            Self::Varied(values) => &values[draw],
        }
    }
}

impl<N: Fraction> ImpactMap<N> {
    /// The figures in each draw: those of the map with all of these numbers assumed. The map is checked, and so are the
    /// values: their assumptions may have them.
    pub(crate) fn varied(
        &self,
        discount: &Discount<N>,
        varied: &[Varied<'_, N>],
        draws: usize,
    ) -> Result<VariedWorth<N>, ImpactError> {
        let schedules = schedules(self, discount, None)?;
        let factors = discount.factors(last_year(self, &schedules))?;
        // One exact total of each side in each draw; rows that do not vary are added once.
        let (mut fixed, mut sums) = (Sums::<N>::default(), vec![Sums::<N>::default(); draws]);
        let mut rows = Vec::with_capacity(schedules.len());
        for (index, row_schedule) in schedules.iter().enumerate() {
            let of_row: Vec<_> = varied.iter().filter(|varied| varied.element == Element::Row(index)).collect();
            let factors = factors_of(row_schedule.0, &row_schedule.1, (discount, &factors))?;
            rows.push(if of_row.is_empty() {
                vec![fixed_row(row_schedule, &factors, &mut fixed)?; draws]
            } else {
                self.varied_row(row_schedule, &factors, &of_row, &mut sums)?
            });
        }
        let inputs = self.varied_inputs(&factors, varied, draws)?;
        let mut figures: [Vec<N>; 5] = std::array::from_fn(|_| Vec::with_capacity(draws));
        let mut ratios: [Vec<N>; 2] = std::array::from_fn(|_| Vec::with_capacity(draws));
        for (mut sums, inputs) in sums.into_iter().zip(inputs) {
            sums.merge(&fixed);
            let ([created, destroyed], net) = (sums.pair(PRODUCED, &|| "the map".to_owned())?, sums.net());
            let of_inputs = InputFigures::<N>::new(&net, inputs)?;
            let net = round(&net, "the net", &|| "the map".to_owned())?;
            let all = [created, destroyed, net, of_inputs.inputs, of_inputs.net_present_value];
            figures.iter_mut().zip(all).for_each(|(column, figure)| column.push(figure));
            let of_draw = [of_inputs.ratio, of_inputs.net_ratio];
            ratios.iter_mut().zip(of_draw).for_each(|(column, ratio)| column.extend(ratio));
        }
        let has_all = ratios[0].len() == draws;
        Ok(VariedWorth { rows, figures, ratios: has_all.then_some(ratios) })
    }

    /// The present value of a row in each draw. Adds it to the totals of its side in the draw.
    fn varied_row(
        &self,
        (row, schedule): &RowSchedule<'_, N>,
        factors: &[N],
        varied: &[&Varied<'_, N>],
        sums: &mut [Sums<N>],
    ) -> Result<Vec<N>, ImpactError> {
        let number = |assumption| {
            let values = varied.iter().find(|varied| varied.assumption == assumption);
            let stated = || Number::Stated(row.value_of(assumption).expect("rows have it"));
            values.map_or_else(stated, |varied| Number::Varied(Cow::Borrowed(varied.values)))
        };
        let [quantity, proxy] = [Assumption::Quantity, Assumption::Proxy].map(number);
        let shares = Assumption::SHARES.map(number);
        let convert = |amount: &N| self.in_prices(amount, row.proxy.price_year);
        let price = match &proxy {
            Number::Stated(amount) => Number::Stated(convert(amount)?),
            Number::Varied(amounts) => Number::Varied(amounts.iter().map(convert).collect::<Result<_, _>>()?),
        };
        let (mut values, mut block) = (Vec::with_capacity(sums.len()), Block::default());
        for (start, sums) in (0..).step_by(BLOCK).zip(sums.chunks_mut(BLOCK)) {
            block.clear();
            for draw in start..start + sums.len() {
                let [deadweight, displacement, due_to_others, drop_off] = shares.each_ref().map(|share| share.at(draw));
                let deducted = [deadweight, displacement, due_to_others];
                let first = first_impact(quantity.at(draw), price.at(draw), deducted);
                block.push(first.ok_or_else(|| overflow("the first year", row))?, remaining(drop_off));
            }
            block.add_years(row, schedule, factors)?;
            for ((draw, sums), total) in (start..).zip(sums).zip(&block.totals) {
                values.push(rounded(row, total)?);
                let is_loss = is_loss(quantity.at(draw), proxy.at(draw));
                sums.merge_side(total, if is_loss { Side::Destroyed } else { Side::Created });
            }
        }
        Ok(values)
    }

    /// The exact total of the present values of the inputs in each draw.
    fn varied_inputs(
        &self,
        factors: &[N],
        varied: &[Varied<'_, N>],
        draws: usize,
    ) -> Result<Vec<N::Total>, ImpactError> {
        let mut totals = vec![N::Total::default(); draws];
        for (index, input) in self.get_inputs().enumerate() {
            let of_input = varied.iter().find(|varied| varied.element == Element::Input(index));
            let stated = [input.get_amount().clone()];
            let amounts = of_input.map_or(&stated[..], |varied| varied.values);
            for (total, amount) in totals.iter_mut().zip(amounts.iter().cycle()) {
                let present = present_input(self, input, amount, factors)?;
                total.add(&present.as_change()).map_err(|_| ImpactError::overflow::<N>("the inputs", "the map"))?;
            }
        }
        Ok(totals)
    }
}

/// Draws that are valued at a time: their impacts and totals stay in the L1 cache.
const BLOCK: usize = 256;

/// A row in some draws. They go from year to year together: the steps of one draw wait for each other, and those of several
/// do not.
struct Block<N: Fraction> {
    /// The impact of the year.
    impacts: Vec<N>,
    /// The part that is kept from year to year.
    keeps: Vec<N>,
    /// The exact totals of present values, below zero for a loss.
    totals: Vec<N::Total>,
}

impl<N: Fraction> Default for Block<N> {
    fn default() -> Self {
        Self { impacts: Vec::new(), keeps: Vec::new(), totals: Vec::new() }
    }
}

impl<N: Fraction> Block<N> {
    fn clear(&mut self) {
        self.impacts.clear();
        self.keeps.clear();
        self.totals.clear();
    }

    fn push(&mut self, first: N, keep: N) {
        self.impacts.push(first);
        self.keeps.push(keep);
        self.totals.push(N::Total::default());
    }

    /// Adds the present value of each year, as [`present_total`] does for one draw.
    fn add_years(&mut self, row: &Row<N>, schedule: &Schedule<'_, N>, factors: &[N]) -> Result<(), ImpactError> {
        for year in schedule.first_year..=schedule.last_year() {
            let factor = &factors[year as usize];
            for ((impact, keep), total) in self.impacts.iter_mut().zip(&self.keeps).zip(&mut self.totals) {
                if year > schedule.first_year {
                    *impact = schedule.after(impact, keep, year)?;
                }
                let present = schedule.present(impact, factor, year)?;
                total.add(&present.as_change()).map_err(|_| overflow("the present value", row))?;
            }
        }
        Ok(())
    }
}

/// The exact total of the present values of a row, below zero for a loss.
fn present_total<N: Fraction>(
    row: &Row<N>,
    schedule: &Schedule<'_, N>,
    factors: &[N],
) -> Result<N::Total, ImpactError> {
    let mut total = N::Total::default();
    schedule.each_year(factors, |year| {
        total.add(&year.present.as_change()).map_err(|_| overflow("the present value", row))
    })?;
    Ok(total)
}

fn rounded<N: Fraction>(row: &Row<N>, total: &N::Total) -> Result<N, ImpactError> {
    round(total, "the present value", &|| quoted(row.name()))
}

/// The present value of a row that does not vary. Adds it to the totals of its side.
fn fixed_row<N: Fraction>(
    (row, schedule): &RowSchedule<'_, N>,
    factors: &[N],
    sums: &mut Sums<N>,
) -> Result<N, ImpactError> {
    let total = present_total(row, schedule, factors)?;
    sums.merge_side(&total, side_of(row));
    rounded(row, &total)
}
