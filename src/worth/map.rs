//! A map of outcomes and inputs.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::error::ImpactError;
use super::prices::{Prices, unit_fault};
use super::row::is_admissible;
use super::sums::{difference, sum};
use super::weights::Weights;
use super::{Assumption, Deflator, Discount, Input, Row, Worth};
use crate::getters::getters;
use crate::number::Fraction;
use crate::printable::quoted;

/// The outcomes of a service in money, and the inputs: rows that create or destroy, each with every assumption on
/// which it rests. A map keeps a fault until it is valued.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
///
/// let pounds = |amount| Proxy::new(amount, "GBP", 2011, "SROI guide");
/// let map = ImpactMap::new([
///     Row::new("residents see their doctor less", 90.0, pounds(19.0)).due_to_others(0.10).lasts(5).drop_off(0.10),
///     Row::new("neighbours have no reason to call", -275.0, pounds(5.0)).deadweight(0.05).lasts(3).drop_off(0.05),
/// ])
/// .inputs(2_000.0);
///
/// // Whether the first year is discounted is said, not assumed: practice differs.
/// let worth = map.value(Discount::from_year_one(0.035))?;
/// assert_eq!(format!("{:.2}", worth.created()), "5732.19");
/// assert_eq!(format!("{:.2}", worth.destroyed()), "3483.80"); // the neighbours' loss stays in sight
/// assert_eq!(format!("{:.2}", worth.ratio().unwrap()), "1.12"); // net over inputs; none without inputs
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactMap<N> {
    /// Shared, since a map with one number changed shares all other rows.
    rows: Vec<Arc<Row<N>>>,
    inputs: Vec<Input<N>>,
    prices: Prices<N>,
    weights: Option<Weights<N>>,
}

impl<N: Fraction> ImpactMap<N> {
    /// A map of these rows, without inputs.
    pub fn new(rows: impl IntoIterator<Item = Row<N>>) -> Self {
        Self {
            rows: rows.into_iter().map(Arc::new).collect(),
            inputs: Vec::new(),
            prices: Prices::default(),
            weights: None,
        }
    }

    /// Adds a row.
    pub fn row(mut self, row: Row<N>) -> Self {
        self.rows.push(Arc::new(row));
        self
    }

    /// Adds an input.
    pub fn input(mut self, input: Input<N>) -> Self {
        self.inputs.push(input);
        self
    }

    /// Adds an amount that was put in at the base date. Its name is `inputs` where an assumption is named, if it is the only
    /// one without a name.
    pub fn inputs(self, amount: N) -> Self {
        self.input(Input::without_name(amount))
    }

    /// States all amounts in prices of a year.
    pub fn in_prices_of(self, year: i16, deflator: &Deflator<N>) -> Self {
        Self { prices: Prices::of(year, deflator), ..self }
    }

    /// States what one unit of worth for a stakeholder counts in [`Worth::weighted`]; 1 for the others. No weight is built
    /// in, so the source of these is stated.
    pub fn weights<S: Into<Box<str>>>(
        self,
        weights: impl IntoIterator<Item = (S, N)>,
        source: impl Into<Box<str>>,
    ) -> Self {
        Self { weights: Some(Weights::new(weights, source.into())), ..self }
    }

    getters! { self:
        /// The rows in their order.
        rows: impl ExactSizeIterator<Item = &Row<N>> = self.rows.iter().map(|row| &**row);
        /// The inputs in their order.
        get_inputs: impl ExactSizeIterator<Item = &Input<N>> = self.inputs.iter();
    }

    pub(super) fn shared_rows(&self) -> &[Arc<Row<N>>] {
        &self.rows
    }

    pub(super) fn get_weights(&self) -> Option<&Weights<N>> {
        self.weights.as_ref()
    }

    /// The unit of all amounts, if it is stated.
    pub(super) fn unit(&self) -> Option<&str> {
        let units = self.rows.iter().map(|row| &row.proxy.unit).chain(self.inputs.iter().map(|input| &input.unit));
        units.flatten().next().map(|unit| &**unit)
    }

    /// The name of the index by which amounts are taken to the prices of one year.
    pub(super) fn deflator(&self) -> Option<&str> {
        self.prices.deflator()
    }

    /// Whether a deflator with other indices takes the amounts of the other map to its prices.
    pub(super) fn has_other_deflator(&self, other: &Self) -> bool {
        self.prices.has_other_deflator(&other.prices)
    }

    /// The year in whose prices all amounts are, if it is stated.
    pub(super) fn price_year(&self) -> Option<i16> {
        let years = self.rows.iter().map(|row| row.proxy.price_year);
        self.prices.year(years.chain(self.inputs.iter().map(|input| input.price_year)))
    }

    /// An amount of a year in the map's prices.
    pub(super) fn in_prices(&self, amount: &N, stated: Option<i16>) -> Result<N, ImpactError> {
        self.prices.convert(amount, stated)
    }

    /// The indices by which an amount of a year is converted to the map's prices; `None` if it is not.
    pub(super) fn indices(&self, stated: Option<i16>) -> Result<Option<(N, N)>, ImpactError> {
        self.prices.indices(stated)
    }

    /// All faults of the map: of each row, of each input, of units and prices, and of weights.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{ImpactMap, Proxy, Row};
    ///
    /// let club = Row::new("club", 16.0, Proxy::amount(48.25));
    /// let map = ImpactMap::new([club.clone().lasts(0), club.deadweight(-0.1)]).inputs(-1.0);
    /// let faults: Vec<String> = map.check().iter().map(ToString::to_string).collect();
    /// assert_eq!(faults, [
    ///     "R31: `club` lasts 0 years, and has to last 1 to 1000 whole years",
    ///     "form: `club` is in the map already",
    ///     "R31: deadweight of `club` is -0.1, and has to be from 0 to 1",
    ///     "R31: the input is -1.0, below zero",
    /// ]);
    /// ```
    pub fn check(&self) -> Vec<ImpactError> {
        self.faults_of_elements().into_iter().map(|(_, fault)| fault).chain(self.faults_of_weights()).collect()
    }

    /// The faults of rows and inputs, each with the row or the input.
    pub(crate) fn faults_of_elements(&self) -> Vec<(Element, ImpactError)> {
        let (mut faults, mut rows, mut inputs) = (Vec::new(), HashSet::new(), BTreeSet::new());
        // With a slash inside a part, two rows may have one name. Names are made for that alone, since they take long.
        let (may_clash, mut names) = (self.rows.iter().any(|row| row.has_slash()), HashSet::new());
        for (index, row) in self.rows.iter().enumerate() {
            let mut of_row = Vec::new();
            let is_new = rows.insert((row.get_stakeholder(), row.get_outcome()));
            if !is_new || (may_clash && !names.insert(row.name())) {
                of_row.push(ImpactError::RepeatedRow { row: quoted(row.name()) });
            }
            row.check(&mut of_row);
            faults.extend(of_row.into_iter().map(|fault| (Element::Row(index), fault)));
        }
        for (index, input) in self.inputs.iter().enumerate() {
            let mut of_input = Vec::new();
            if input.get_name().is_some_and(|name| !inputs.insert(name)) {
                of_input.push(ImpactError::RepeatedInput { input: input.label() });
            }
            input.check(&mut of_input);
            faults.extend(of_input.into_iter().map(|fault| (Element::Input(index), fault)));
        }
        self.check_units(&mut faults);
        self.check_prices(&mut faults);
        self.check_names(&mut faults);
        faults
    }

    fn faults_of_weights(&self) -> Vec<ImpactError> {
        let mut faults = Vec::new();
        if let Some(weights) = &self.weights {
            let stakeholders = self.rows.iter().filter_map(|row| row.get_stakeholder()).collect();
            weights.check(&stakeholders, &mut faults);
        }
        faults
    }

    /// The rows, and the inputs that state a thing of their own, each with what it states.
    fn stated<'m, T>(
        &'m self,
        of_row: impl Fn(&'m Row<N>) -> Option<T>,
        of_input: impl Fn(&'m Input<N>) -> Option<T>,
    ) -> impl Iterator<Item = (Element, Option<T>)> {
        let rows = self.rows.iter().enumerate().map(move |(index, row)| (Element::Row(index), of_row(row)));
        let inputs = self.inputs.iter().enumerate().map(move |(index, input)| (Element::Input(index), of_input(input)));
        rows.chain(inputs.filter(|(_, stated)| stated.is_some()))
    }

    /// A row or an input in a message.
    pub(super) fn label(&self, element: Element) -> String {
        match element {
            Element::Row(index) => quoted(self.rows[index].name()),
            Element::Input(index) => self.inputs[index].label(),
        }
    }

    /// All rows state one unit, or none does; inputs may leave it to the map.
    fn check_units(&self, faults: &mut Vec<(Element, ImpactError)>) {
        let unit = self.unit();
        for (element, stated) in self.stated(|row| row.proxy.get_unit(), |input| input.unit.as_deref()) {
            let fault = unit_fault(unit, stated, || self.label(element));
            faults.extend(fault.map(|fault| (element, fault)));
        }
    }

    /// All rows state their price year, or none does; inputs may leave it to the map.
    fn check_prices(&self, faults: &mut Vec<(Element, ImpactError)>) {
        let amounts = self.stated(|row| row.proxy.price_year, |input| input.price_year);
        faults.extend(self.prices.check(amounts.collect(), |element| self.label(*element)));
    }

    /// The worth of the rows, and the inputs beside it.
    ///
    /// # Errors
    ///
    /// - the first fault that [`check`](Self::check) lists, or the fault of the discount;
    /// - an amount that the kind of number does not hold: R3.
    pub fn value(&self, discount: Discount<N>) -> Result<Worth<N>, ImpactError> {
        Worth::new(self, discount)
    }

    /// The map with one number changed: of a row by its outcome, or by its stakeholder and outcome
    /// (`"residents/fewer falls"`), or of an input by its name. The input of [`inputs`](Self::inputs) is `"inputs"`.
    ///
    /// # Errors
    ///
    /// - a row or an input that the map does not have: R20;
    /// - a value that the assumption cannot have: R31.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row};
    ///
    /// let map = ImpactMap::new([Row::new("visits", 10.0, Proxy::amount(100.0)).deadweight(0.2)]);
    /// let none = map.assume("visits", Assumption::Deadweight, 0.0)?;
    /// assert_eq!(none.value(Discount::none())?.created(), &1_000.0);
    /// assert_eq!(
    ///     map.assume("visits", Assumption::Deadweight, 1.5).unwrap_err().to_string(),
    ///     "R31: deadweight of `visits` is 1.5, and has to be from 0 to 1",
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn assume(&self, name: &str, assumption: Assumption, value: N) -> Result<Self, ImpactError> {
        let place = self.find(name, assumption)?;
        let map = self.with(place, assumption, value);
        let mut faults = Vec::new();
        match place {
            Element::Row(index) => map.rows[index].check(&mut faults),
            Element::Input(index) => map.inputs[index].check(&mut faults),
        }
        faults.into_iter().next().map_or(Ok(map), Err)
    }

    /// The row or the input that has an assumption, by its name.
    pub(super) fn find(&self, name: &str, assumption: Assumption) -> Result<Element, ImpactError> {
        match assumption {
            Assumption::Input => {
                let index = self.inputs.iter().position(|input| input.get_name() == Some(name));
                let index = index.or_else(|| self.only_input_without_name().filter(|_| name == UNNAMED));
                let known = || self.inputs.iter().filter_map(Input::get_name);
                index.map(Element::Input).ok_or_else(|| ImpactError::unknown("input", name, known()))
            }
            Assumption::Rate => Err(ImpactError::NoAssumption { assumption, row: quoted(name) }),
            _ => self.row_index(name).map(Element::Row),
        }
    }

    /// The index of the input without a name, if there is one.
    fn only_input_without_name(&self) -> Option<usize> {
        let mut unnamed = (0..self.inputs.len()).filter(|&index| self.inputs[index].get_name().is_none());
        unnamed.next().filter(|_| unnamed.next().is_none())
    }

    /// The index of a row by its outcome, or by its stakeholder and outcome.
    pub(super) fn row_index(&self, name: &str) -> Result<usize, ImpactError> {
        let only = |is_meant: &dyn Fn(&Row<N>) -> bool| {
            let mut rows = self.rows.iter().enumerate().filter(|(_, row)| is_meant(row)).map(|(index, _)| index);
            match (rows.next(), rows.next()) {
                (Some(_), Some(_)) => Err(ImpactError::SeveralRows { outcome: name.to_owned() }),
                (index, _) => Ok(index),
            }
        };
        let index = match only(&|row| row.is_named(name))? {
            None => only(&|row| row.get_outcome() == name)?,
            named => named,
        };
        index.ok_or_else(|| ImpactError::unknown("row", name, self.rows.iter().map(|row| row.get_outcome())))
    }

    /// The map with one number changed, which is not checked.
    fn with(&self, element: Element, assumption: Assumption, value: N) -> Self {
        let mut map = self.clone();
        map.set(element, assumption, value);
        map
    }

    /// Changes one number, which is not checked. Its range and its spread are removed.
    pub(super) fn set(&mut self, element: Element, assumption: Assumption, value: N) {
        match element {
            Element::Row(index) => {
                let row = Arc::make_mut(&mut self.rows[index]);
                *row = row.clone().without_range(assumption).with(assumption, value);
            }
            Element::Input(index) => {
                let input = &mut self.inputs[index];
                (input.amount, input.range, input.spread) = (value, None, None);
            }
        }
    }

    /// Whether it has neither a row nor an input.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.inputs.is_empty()
    }

    /// The map with a range for every number without one: as much below and above it as a part of it. Shares stay from 0
    /// to 1. Numbers that are 0 get none, since a part of 0 is 0, and years get none, since they are whole.
    ///
    /// # Errors
    ///
    /// - a part that is no number of the kind, or more than the whole: R31;
    /// - the first fault that [`check`](Self::check) lists;
    /// - an end that the kind of number does not hold: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Assumption, ImpactMap, Proxy, Row};
    ///
    /// let map = ImpactMap::new([Row::new("visits", 10.0, Proxy::amount(100.0)).deadweight(0.95)]).range_all(1, 10)?;
    /// let visits = map.rows().next().unwrap();
    /// assert_eq!(visits.range_of(Assumption::Quantity), Some((&9.0, &11.0)));
    /// assert_eq!(visits.range_of(Assumption::Deadweight).unwrap().1, &1.0);
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn range_all(&self, part: u64, whole: u64) -> Result<Self, ImpactError> {
        let share = N::share(part, whole).filter(|share| *share <= N::one());
        let share = share.ok_or(ImpactError::RangePart { part, whole })?;
        if let Some(fault) = self.check().into_iter().next() {
            return Err(fault);
        }
        let range = |assumption: Assumption, value: &N| {
            if value.is_zero() || assumption == Assumption::Lasts {
                return Ok(None);
            }
            let distance = N::product(value, &share);
            let ends = distance.and_then(|distance| Some((difference(value, &distance)?, sum(value, &distance)?)));
            let (one, two) = ends.ok_or_else(|| ImpactError::overflow::<N>("a range", assumption.label()))?;
            let (low, high) = if one <= two { (one, two) } else { (two, one) };
            let high = if is_admissible(assumption, &high) { high } else { N::one() };
            Ok::<_, ImpactError>(Some((low, high)))
        };
        let mut map = self.clone();
        for row in &mut map.rows {
            let mut ranged = (**row).clone();
            for &assumption in Assumption::ALL {
                let value = ranged.value_of(assumption).filter(|_| ranged.range_of(assumption).is_none());
                if let Some((low, high)) = value.map_or(Ok(None), |value| range(assumption, &value))? {
                    ranged = ranged.range(assumption, low, high);
                }
            }
            *row = Arc::new(ranged);
        }
        for input in &mut map.inputs {
            if input.range.is_none() {
                input.range = range(Assumption::Input, &input.amount)?;
            }
        }
        Ok(map)
    }

    /// The index of the first row of each stakeholder, in the order of the rows, and that of its stakeholder by row.
    pub(super) fn stakeholders(&self) -> (Vec<usize>, Vec<usize>) {
        let (mut first_rows, mut known, mut of_row) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (index, row) in self.rows.iter().enumerate() {
            let stakeholder = *known.entry(row.get_stakeholder()).or_insert_with(|| {
                first_rows.push(index);
                first_rows.len() - 1
            });
            of_row.push(stakeholder);
        }
        (first_rows, of_row)
    }
}

/// The name by which callers name the only input without a name: that of the method which adds it.
pub(super) const UNNAMED: &str = "inputs";

/// A row or an input of a map, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Element {
    Row(usize),
    Input(usize),
}
