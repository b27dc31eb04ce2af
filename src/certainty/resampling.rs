//! Terms of resampling: the units that are resampled, how often, and the level of an interval.

use std::collections::BTreeMap;

use super::error::CertaintyError;
use super::interval::{EXPECTED_SIZE, Interval, is_of_size};
use super::random::{Purpose, StreamId};
use super::sample::{Method, Sample, Unit};
use crate::getters::getters;
use crate::number::{Number, clip};
use crate::printable::printable;
use crate::statement::Dimension;

/// How figures are resampled: a seed, the number of replicates, the level, and the units that are drawn.
///
/// Units are people unless a dimension is named. If people depend on each other, such as the pupils of a class, name it: an
/// interval over people would be too narrow.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
///
/// let resampling = Resampling::seeded(1).replicates(999)?.level(9, 10)?.at_least(30);
/// assert_eq!((resampling.seed(), resampling.get_replicates(), resampling.get_level()), (1, 999, (9, 10)));
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Resampling {
    pub(super) method: Method,
    pub(super) by: Option<Dimension>,
    pub(super) weights: Option<BTreeMap<Box<str>, f64>>,
    pub(super) per: Per,
}

/// The count by which an amount is divided.
///
/// # Example
///
/// ```
/// use covalue::certainty::{Per, Resampling};
///
/// assert_eq!(Resampling::default().get_per(), Per::Person);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Per {
    /// The people with a counted appraisal.
    #[default]
    Person,
    /// The counted appraisals.
    Appraisal,
}

/// Replicates by default. Another seed moves a limit by 1 to 2 % of the width.
const REPLICATES: u32 = 4_999;

/// The level by default, as a numerator and a denominator.
const LEVEL: (u32, u32) = (95, 100);

/// The decimals of a level as a percentage.
const LEVEL_DECIMALS: usize = 3;

/// The units that an interval needs by default. Ours: coverage was simulated from 20 units on.
const LEAST_UNITS: u64 = 20;

impl Default for Resampling {
    fn default() -> Self {
        Self::seeded(0)
    }
}

impl Resampling {
    /// People are resampled 4,999 times, for intervals of 95 %, on lines of at least 20 people.
    pub fn seeded(seed: u64) -> Self {
        let method = Method { seed, replicates: REPLICATES, level: LEVEL, least: LEAST_UNITS };
        Self { method, by: None, weights: None, per: Per::Person }
    }

    /// Sets the number of replicates. Those of a smaller number are the first of them. An interval of 95 % needs 39 (R42).
    ///
    /// # Errors
    ///
    /// - 0: form.
    pub fn replicates(mut self, replicates: u32) -> Result<Self, CertaintyError> {
        self.method.replicates = replicates;
        if replicates == 0 { Err(CertaintyError::NoReplicates) } else { Ok(self) }
    }

    /// Sets the level to `part ÷ whole`.
    ///
    /// # Errors
    ///
    /// - `.level(0, 100)`, `.level(1, 1)`: form.
    pub fn level(mut self, part: u32, whole: u32) -> Result<Self, CertaintyError> {
        self.method.level = (part, whole);
        let is_share = 0 < part && part < whole;
        if is_share { Ok(self) } else { Err(CertaintyError::Level { found: format!("{part}/{whole}") }) }
    }

    /// Sets the number of units that an interval needs; below 2 it is 2.
    pub fn at_least(mut self, units: u64) -> Self {
        self.method.least = units.max(2);
        self
    }

    /// Resamples the values of a dimension instead of people, such as classes. An appraisal that states none is of a unit of its
    /// person alone, and is counted as unstated. A person in several classes is one person, of whom each class has the part
    /// that is its part of the person's appraisals.
    ///
    /// # How many classes
    ///
    /// An interval needs 20 units unless [`at_least`](Self::at_least) says otherwise: `.by("class").at_least(6)` allows six classes.
    /// In [simulations](crate::_documentation::simulation) with a correlation of 0.1 or 0.3 in a class, intervals of 95 % held the
    /// truth in 93.6 to 96.5 % of the samples from six classes on, up to the 100 that were tried. With five classes they did in 91.3
    /// to 93.7 %, and one sample in seven had no interval. If people were resampled instead, in classes of ten, they did in 85 %
    /// with a correlation of 0.1 and in 69 % with 0.3, however many classes there were.
    pub fn by(self, dimension: impl AsRef<str>) -> Self {
        Self { by: Some(Dimension::new(dimension)), ..self }
    }

    /// Multiplies the amounts and the divisor of each person by a survey weight.
    ///
    /// # Errors
    ///
    /// - a weight that is not finite and above 0: R3;
    /// - two weights of one id: form.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    ///
    /// let weights = (0..40).map(|pupil| (format!("pupil {pupil}"), if pupil < 20 { 3.0 } else { 1.0 }));
    /// let units = (0..40).map(|pupil| (format!("pupil {pupil}"), f64::from(pupil / 20), 1.0));
    /// let mean = Resampling::seeded(1).weighted(weights)?.ratio(units)?;
    /// assert_eq!(mean.estimate(), 0.25); // 20 ÷ (20 · 3 + 20)
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    pub fn weighted<I: Into<Box<str>>>(
        self,
        weights: impl IntoIterator<Item = (I, f64)>,
    ) -> Result<Self, CertaintyError> {
        let mut known = BTreeMap::new();
        for (id, weight) in weights {
            let id: Box<str> = id.into();
            if !(weight.is_finite() && weight > 0.0) {
                return Err(value_error("the weight", &id, weight, "finite and above 0"));
            }
            if known.contains_key(&id) {
                return Err(CertaintyError::Repeated { kind: "the weight of", name: id.into() });
            }
            known.insert(id, weight);
        }
        Ok(Self { weights: Some(known), ..self })
    }

    /// Divides the amounts of a statement by people or by appraisals. Other ratios have bases of their own.
    pub fn per(self, per: Per) -> Self {
        Self { per, ..self }
    }

    getters! { self:
        /// The seed.
        seed: u64 = self.method.seed;
        /// The number of replicates.
        get_replicates: u32 = self.method.replicates;
        /// The level: numerator and denominator.
        get_level: (u32, u32) = self.method.level;
        /// The number of units that an interval needs.
        get_at_least: u64 = self.method.least;
        /// The dimension whose values are resampled; `None` for people.
        get_by: Option<&Dimension> = self.by.as_ref();
        /// The count by which an amount is divided.
        get_per: Per = self.per;
    }

    /// Whether people have survey weights.
    pub(crate) fn is_weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// The level as a percentage: `95`, `99.9`.
    pub(crate) fn level_text(&self) -> String {
        let percentage = (self.method.level() * 100.0).fixed(LEVEL_DECIMALS);
        percentage.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The units that are resampled: these, or the values of the dimension.
    pub(crate) fn units_text(&self, units: &str) -> String {
        let values = |dimension: &Dimension| format!("values of {}", printable(dimension.as_str()));
        self.by.as_ref().map_or_else(|| units.to_owned(), values)
    }

    /// The rule of intervals in JSON and CSV: `95 % BCa, 4999 replicates of people, seed 1, at least 20 people`. `units` are
    /// resampled unless a dimension is.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn rule_text(&self, units: &str) -> String {
        let Method { seed, replicates, least, .. } = self.method;
        let (level, units) = (self.level_text(), self.units_text(units));
        let weighted = if self.is_weighted() { ", weighted" } else { "" };
        let per = match self.per {
            Per::Person => "",
            Per::Appraisal => ", for each appraisal",
        };
        format!(
            "{level} % BCa, {replicates} replicates of {units}, seed {seed}, at least {least} {units}{weighted}{per}"
        )
    }

    /// The method, if its level is one that its replicates reach: a share of `(1 − level) ÷ 2` of them is one at least.
    pub(super) fn method(&self) -> Result<&Method, CertaintyError> {
        let Method { replicates, level: (part, whole), .. } = self.method;
        let (found, least) = (u64::from(replicates), (2 * u64::from(whole)).div_ceil(u64::from(whole - part)) - 1);
        let fault = || CertaintyError::TooFewReplicates { level: format!("{part}/{whole}"), found, least };
        if found >= least { Ok(&self.method) } else { Err(fault()) }
    }

    /// The method for ratios with bases of their own.
    pub(super) fn method_of_ratios(&self) -> Result<&Method, CertaintyError> {
        if self.per == Per::Appraisal { Err(CertaintyError::OwnBases) } else { self.method() }
    }

    /// The method for stated units, which have no dimension, and whose bases are stated.
    pub(super) fn stated_method(&self) -> Result<&Method, CertaintyError> {
        let fault =
            |dimension: &Dimension| CertaintyError::DimensionOfUnits { dimension: dimension.as_str().to_owned() };
        self.by.as_ref().map_or_else(|| self.method_of_ratios(), |dimension| Err(fault(dimension)))
    }

    /// The survey weight of a person; 1 without weights.
    pub(super) fn weight_of(&self, person: &str) -> Result<f64, CertaintyError> {
        let Some(weights) = &self.weights else { return Ok(1.0) };
        weights.get(person).copied().ok_or_else(|| CertaintyError::NoWeight { unit: person.to_owned() })
    }

    /// The interval of the ratio `Σ a ÷ Σ b` over units of the caller's: an id, `a` and `b`. Units of one id are one.
    ///
    /// # Errors
    ///
    /// - a resampling [`by`](Self::by) a dimension, or [`per`](Self::per) appraisal: form;
    /// - a number that is not finite, `b` below 0, all `b` equal to 0: R3;
    /// - too few replicates for the level, too few units, or units that give no interval: R42.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    ///
    /// let units = (0..40).map(|pupil| (format!("pupil {pupil}"), f64::from(pupil % 8), 1.0));
    /// let mean = Resampling::seeded(1).ratio(units)?;
    /// assert_eq!(mean.estimate(), 3.5);
    /// assert!(mean.low() < 3.5 && 3.5 < mean.high() && mean.high() - mean.low() < 2.0);
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    pub fn ratio<I: AsRef<str>>(
        &self,
        units: impl IntoIterator<Item = (I, f64, f64)>,
    ) -> Result<Interval, CertaintyError> {
        let [interval] = self.sample(units)?.intervals(self.stated_method()?);
        Ok(interval?)
    }

    /// The interval of the ratio of some units less that of others. A unit of both has the same weight on both sides.
    ///
    /// # Errors
    ///
    /// - those of [`ratio`](Self::ratio).
    pub fn difference<I: AsRef<str>, J: AsRef<str>>(
        &self,
        units: impl IntoIterator<Item = (I, f64, f64)>,
        others: impl IntoIterator<Item = (J, f64, f64)>,
    ) -> Result<Interval, CertaintyError> {
        let [interval] = self.sample(units)?.differences(&self.sample(others)?, self.stated_method()?);
        Ok(interval?)
    }

    fn sample<I: AsRef<str>>(
        &self,
        units: impl IntoIterator<Item = (I, f64, f64)>,
    ) -> Result<Sample<1>, CertaintyError> {
        let units = units.into_iter().map(|(id, amount, base)| self.unit(id.as_ref(), amount, base));
        let sample = Sample::new(units.collect::<Result<_, _>>()?);
        if sample.base() > 0.0 || sample.len() == 0 { Ok(sample) } else { Err(CertaintyError::NoBase { line: None }) }
    }

    /// A person of the books, with their value of the dimension that is resampled.
    pub(super) fn unit_of(
        &self,
        value: Option<&str>,
        person: &str,
        amount: f64,
        base: f64,
    ) -> Result<Unit<1>, CertaintyError> {
        let unit = self.unit(person, amount, base)?;
        Ok(Unit { stream: self.stream_of(value, person), ..unit })
    }

    /// The random stream of a person of the books: that of their value, if a dimension is resampled.
    pub(super) fn stream_of(&self, value: Option<&str>, person: &str) -> StreamId {
        match (&self.by, value) {
            (None, _) => StreamId::new(Purpose::Intervals, person),
            (Some(_), Some(value)) => StreamId::new(Purpose::Intervals, value),
            (Some(_), None) => StreamId::new(Purpose::Unstated, person),
        }
    }

    /// A unit of the caller's, after its numbers are checked.
    pub(super) fn unit(&self, id: &str, amount: f64, base: f64) -> Result<Unit<1>, CertaintyError> {
        if !amount.is_finite() {
            return Err(value_error("the amount", id, amount, "finite"));
        }
        if !(base.is_finite() && base >= 0.0) {
            return Err(value_error("the base", id, base, "0 or more"));
        }
        let weight = self.weight_of(id)?;
        let (amount, base) = (amount * weight, base * weight);
        for (figure, number) in [("the amount", amount), ("the base", base)] {
            if !is_of_size(number) {
                return Err(value_error(figure, id, number, EXPECTED_SIZE));
            }
        }
        Ok(Unit { stream: StreamId::new(Purpose::Intervals, id), amounts: [amount], base })
    }
}

pub(super) fn value_error(figure: &'static str, unit: &str, value: f64, expected: &'static str) -> CertaintyError {
    CertaintyError::Value { figure, unit: unit.to_owned(), value: clip(&value.to_string()), expected }
}
