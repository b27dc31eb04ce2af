//! The exact totals of a map by row, stakeholder and year.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::ImpactError;
use super::schedule::{Schedule, overflow};
use super::sums::{Side, Sums};
use super::weights::Weights;
use super::{Discount, ImpactMap, Input, Row, StakeholderWorth, YearWorth};
use crate::number::Fraction;
use crate::printable::quoted;

/// A row with its schedule.
pub(super) type RowSchedule<'m, N> = (&'m Arc<Row<N>>, Schedule<'m, N>);

/// The last year that is discounted by the rates of the map.
pub(super) fn last_year<N: Fraction>(map: &ImpactMap<N>, schedules: &[RowSchedule<'_, N>]) -> u32 {
    let of_map = schedules.iter().filter(|(row, _)| row.get_discount().is_none());
    let years = of_map.map(|(_, schedule)| schedule.last_year());
    years.chain(map.get_inputs().map(Input::get_at)).max().unwrap_or_default()
}

/// The schedule of each row.
pub(super) fn schedules<'m, N: Fraction>(
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

/// The factors of a row: its own, or those of the discount, which are computed if there are too few.
pub(super) fn factors_of<'f, N: Fraction>(
    row: &Row<N>,
    schedule: &Schedule<'_, N>,
    (discount, factors): (&Discount<N>, &'f [N]),
) -> Result<Cow<'f, [N]>, ImpactError> {
    match row.get_discount() {
        None if factors.len() > schedule.last_year() as usize => Ok(Cow::Borrowed(factors)),
        None => Ok(Cow::Owned(discount.factors(schedule.last_year())?)),
        Some(own) => {
            let of_row = |fault| ImpactError::OwnDiscount { row: quoted(row.name()), fault: Box::new(fault) };
            Ok(Cow::Owned(own.factors(schedule.last_year()).map_err(of_row)?))
        }
    }
}

/// The exact totals of a row alone.
pub(super) fn sums_of<N: Fraction>(
    row: &Row<N>,
    schedule: &Schedule<'_, N>,
    factors: &[N],
) -> Result<Sums<N>, ImpactError> {
    let (mut sums, side) = (Sums::default(), side_of(row));
    schedule
        .each_year(factors, |year| sums.add(&year.present, side).ok_or_else(|| overflow("the present value", row)))?;
    Ok(sums)
}

pub(super) fn side_of<N: Fraction>(row: &Row<N>) -> Side {
    if row.is_loss() { Side::Destroyed } else { Side::Created }
}

/// The exact totals by stakeholder and year.
pub(super) struct SumsByPart<N: Fraction> {
    pub(super) all: Sums<N>,
    /// The index of a row of each stakeholder, and that of its stakeholder by row.
    stakeholders: (Vec<usize>, Vec<usize>),
    by_stakeholder: Vec<Sums<N>>,
    first_year: u32,
    by_year: Vec<Sums<N>>,
}

impl<N: Fraction> SumsByPart<N> {
    pub(super) fn new(map: &ImpactMap<N>, schedules: &[RowSchedule<'_, N>], first_year: u32) -> Self {
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
    pub(super) fn add_row(
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
            added.ok_or_else(|| overflow("the present value", row))
        })?;
        self.by_stakeholder[self.stakeholders.1[index]].merge(&of_row);
        self.all.merge(&of_row);
        Ok(of_row)
    }

    /// The figures by stakeholder and by year.
    #[allow(clippy::type_complexity, reason = "two lists")]
    pub(super) fn parts(
        self,
        map: &ImpactMap<N>,
    ) -> Result<(Vec<StakeholderWorth<N>>, Vec<YearWorth<N>>), ImpactError> {
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
