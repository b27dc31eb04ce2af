//! The worth of one map less that of another.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ImpactError;
use super::input_figures::InputFigures;
use super::sums::{Figures, Sums, figure_getters};
use super::{Discount, Worth};
use crate::getters::getters;
use crate::number::{Fraction, Total};
use crate::printable::quoted;

/// The worth of one map less that of another, figure by figure and row by row. A row of one map only counts against 0.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
///
/// let visits = |quantity| Row::new("visits", quantity, Proxy::amount(100.0));
/// let small = ImpactMap::new([visits(10.0)]).inputs(400.0).value(Discount::none())?;
/// let large = ImpactMap::new([visits(16.0)]).inputs(700.0).value(Discount::none())?;
/// let more = large.less(&small)?;
/// assert_eq!((more.created(), more.inputs(), more.ratio()), (&600.0, &300.0, Some(&2.0)));
/// assert_eq!(more.rows().next().unwrap().net(), &600.0);
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WorthDifference<N: Fraction> {
    unit: Option<Box<str>>,
    price_year: Option<i16>,
    deflator: Option<Box<str>>,
    discount: Discount<N>,
    weights_source: Option<Box<str>>,
    figures: Figures<N>,
    input_figures: InputFigures<N>,
    rows: Vec<RowDifference<N>>,
}

/// The worth of a row in one map less that in another.
#[derive(Clone, Debug, PartialEq)]
pub struct RowDifference<N: Fraction> {
    stakeholder: Option<Box<str>>,
    outcome: Box<str>,
    discount: Option<Discount<N>>,
    figures: Figures<N>,
}

figure_getters!(WorthDifference);
figure_getters!(RowDifference);

impl<N: Fraction> RowDifference<N> {
    getters! { self:
        /// The stakeholder of the row, if it has one.
        stakeholder: Option<&str> = self.stakeholder.as_deref();
        /// The outcome of the row.
        outcome: &str = &self.outcome;
        /// The row's own schedule, if it has one.
        discount: Option<&Discount<N>> = self.discount.as_ref();
    }
}

impl<N: Fraction> Worth<N> {
    /// Two worths are compared if they have one unit, one price year, one deflator, one discount with its first year, and the
    /// same weights.
    pub(crate) fn check_terms_of(&self, other: &Self) -> Result<(), ImpactError> {
        let none = || "none".to_owned();
        // A map without amounts has no unit.
        let have_amounts = [self, other].into_iter().all(|worth| !worth.map().is_empty());
        let has_other_deflator = self.map().has_other_deflator(other.map());
        let differs = [
            (
                "unit",
                have_amounts && self.unit() != other.unit(),
                Some([self, other].map(|worth| worth.unit().map_or_else(none, quoted))),
            ),
            (
                "price year",
                have_amounts && self.price_year() != other.price_year(),
                Some([self, other].map(|worth| worth.price_year().map_or_else(none, |year| year.to_string()))),
            ),
            (
                "deflator",
                has_other_deflator && self.deflator() != other.deflator(),
                Some([self, other].map(|worth| worth.deflator().map_or_else(none, quoted))),
            ),
            ("indices of the deflator", has_other_deflator, None),
            (
                "first year",
                self.discount().first_year() != other.discount().first_year(),
                Some([self, other].map(|worth| format!("year {}", worth.discount().first_year().number()))),
            ),
            ("discount", !self.discount().is_same_as(other.discount()), None),
            ("weights", self.applied_weights() != other.applied_weights(), None),
        ];
        if let Some((figure, _, texts)) = differs.into_iter().find(|(_, differs, _)| *differs) {
            return Err(ImpactError::Differ { figure, texts: texts.map(Box::new) });
        }
        Ok(())
    }
}

impl<N: Fraction> WorthDifference<N> {
    pub(super) fn new(one: &Worth<N>, other: &Worth<N>) -> Result<Self, ImpactError> {
        one.check_terms_of(other)?;
        let mut sums = one.sums().clone();
        sums.remove(other.sums());
        let mut inputs = one.inputs_total().clone();
        inputs.remove(other.inputs_total());
        let input_figures = InputFigures::new(&sums.net(), inputs)?;
        let figures = sums.figures(|| "the difference".to_owned())?;
        Ok(Self {
            unit: one.unit().or(other.unit()).map(Into::into),
            price_year: one.price_year().or(other.price_year()),
            deflator: one.deflator().or(other.deflator()).map(Into::into),
            discount: one.discount().clone(),
            weights_source: one.weights_source().map(Into::into),
            figures,
            input_figures,
            rows: rows(one, other)?,
        })
    }

    getters! { self:
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.unit.as_deref();
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.price_year;
        /// The name of the index by which amounts are taken to these prices, if there is one.
        deflator: Option<&str> = self.deflator.as_deref();
        /// How later years are discounted in both maps.
        discount: &Discount<N> = &self.discount;
        /// The source of the weights, if both are weighted.
        weights_source: Option<&str> = self.weights_source.as_deref();
        /// How much more was put in, as a present value.
        inputs: &N = &self.input_figures.inputs;
        /// How much more the net present value is.
        net_present_value: &N = &self.input_figures.net_present_value;
        /// The net that the further inputs brought, for each one of them; `None` if the inputs are the same.
        ratio: Option<&N> = self.input_figures.ratio.as_ref();
        /// The net present value that the further inputs brought, for each one of them; `None` if the inputs are the same.
        net_ratio: Option<&N> = self.input_figures.net_ratio.as_ref();
        /// The rows of either map: those of the first one in its order, then the others.
        rows: impl ExactSizeIterator<Item = &RowDifference<N>> = self.rows.iter();
    }
}

/// The stakeholder and the outcome of a row.
type RowName<'w> = (Option<&'w str>, &'w str);

fn names<N: Fraction>(worth: &Worth<N>) -> Vec<RowName<'_>> {
    worth.map().rows().map(|row| (row.get_stakeholder(), row.get_outcome())).collect()
}

/// The differences by row.
fn rows<N: Fraction>(one: &Worth<N>, other: &Worth<N>) -> Result<Vec<RowDifference<N>>, ImpactError> {
    let (names, other_names) = (names(one), names(other));
    let index: BTreeMap<RowName<'_>, usize> =
        other_names.iter().enumerate().map(|(index, name)| (*name, index)).collect();
    let mut differences = Vec::new();
    for (row, name) in names.iter().enumerate() {
        let mut sums = one.sums_of_row(row).clone();
        if let Some(&other_row) = index.get(name) {
            check_discounts(one, row, other, other_row)?;
            sums.remove(other.sums_of_row(other_row));
        }
        differences.push(row_difference(one, row, sums)?);
    }
    let known: BTreeSet<RowName<'_>> = names.iter().copied().collect();
    for (row, _) in other_names.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
        let mut sums = Sums::default();
        sums.remove(other.sums_of_row(row));
        differences.push(row_difference(other, row, sums)?);
    }
    Ok(differences)
}

fn row_difference<N: Fraction>(worth: &Worth<N>, row: usize, sums: Sums<N>) -> Result<RowDifference<N>, ImpactError> {
    let row = &worth.map().shared_rows()[row];
    let figures = sums.figures(|| quoted(row.name()))?;
    Ok(RowDifference {
        stakeholder: row.get_stakeholder().map(Into::into),
        outcome: row.get_outcome().into(),
        discount: row.get_discount().cloned(),
        figures,
    })
}

/// A row of both maps has one schedule: without one of its own, that of both maps.
fn check_discounts<N: Fraction>(
    one: &Worth<N>,
    row: usize,
    other: &Worth<N>,
    other_row: usize,
) -> Result<(), ImpactError> {
    let schedule = |worth: &Worth<N>, row: usize| worth.map().shared_rows()[row].get_discount().cloned();
    let is_same = match (schedule(one, row), schedule(other, other_row)) {
        // Its first year is that of the map.
        (Some(discount), Some(other)) => discount.steps().eq(other.steps()),
        (None, None) => true,
        _ => false,
    };
    if is_same { Ok(()) } else { Err(ImpactError::Differ { figure: "discount of a row", texts: None }) }
}
