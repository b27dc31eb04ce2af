//! The worth today of an amount of a later year.

use super::error::ImpactError;
use crate::getters::getters;
use crate::number::{Fraction, clip};

/// The latest year: an outcome starts after 1000 years at most, and lasts 1000.
const LATEST_YEAR: u32 = 2_000;

/// The first year of a map, by convention.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, FirstYear};
///
/// assert_eq!(Discount::from_year_one(0.035).first_year(), FirstYear::One);
/// assert_eq!(FirstYear::One.number(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FirstYear {
    /// The first year of an outcome is year 0, and is not discounted.
    Zero,
    /// The first year of an outcome is year 1, and is discounted once.
    One,
}

impl FirstYear {
    getters! { self:
        /// The number of the first year.
        number: u32 = match self { Self::Zero => 0, Self::One => 1 };
    }
}

/// How amounts of later years become amounts of today: a yearly rate, or several in steps, and the convention whether
/// the first year is discounted. Practice differs, so a caller states it.
///
/// # Formula
///
/// `f(0) = 1`, `f(y) = f(y − 1) · (1 + r)` with `r` the rate of the last step that begins at year `y` or before. An
/// amount `x` of year `y` is worth `x ÷ f(y)` today.
///
/// # Example
///
/// ```
/// use covalue::impact::Discount;
///
/// // The schedule of the Green Book: 3.5 % for 30 years, then 3 %.
/// let discount = Discount::from_year_zero(0.035).then(31, 0.030);
/// assert_eq!(discount.steps().collect::<Vec<_>>(), [(0, &0.035), (31, &0.030)]);
/// assert_eq!(format!("{:.6}", discount.factor(1)?), "1.035000");
/// assert_eq!(format!("{:.6}", discount.factor(31)? / discount.factor(30)?), "1.030000");
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Discount<N> {
    first_year: FirstYear,
    /// The rates, each with the year from which it holds. The first one holds from the beginning.
    steps: Vec<(u32, N)>,
    range: Option<(N, N)>,
}

impl<N: Fraction> Discount<N> {
    /// Nothing is discounted. The first year is year 1.
    pub fn none() -> Self {
        Self::from_year_one(N::zero())
    }

    /// The first year of an outcome is year 0, and is not discounted. `rate` is a share: 0.035 for 3.5 %.
    pub fn from_year_zero(rate: N) -> Self {
        Self { first_year: FirstYear::Zero, steps: vec![(0, rate)], range: None }
    }

    /// The first year of an outcome is year 1, and is discounted once. `rate` is a share: 0.035 for 3.5 %.
    pub fn from_year_one(rate: N) -> Self {
        Self { first_year: FirstYear::One, steps: vec![(0, rate)], range: None }
    }

    /// Another rate from this year on.
    pub fn then(mut self, year: u32, rate: N) -> Self {
        self.steps.push((year, rate));
        self
    }

    /// The lowest and the highest rate that are plausible. Only a discount of one rate has a range.
    pub fn range(self, low: N, high: N) -> Self {
        Self { range: Some((low, high)), ..self }
    }

    getters! { self:
        /// The first year, by convention.
        first_year: FirstYear = self.first_year;
        /// The rates, each with the year from which it holds.
        steps: impl Iterator<Item = (u32, &N)> = self.steps.iter().map(|(year, rate)| (*year, rate));
        /// The lowest and the highest rate that are plausible, if they are stated.
        get_range: Option<(&N, &N)> = self.range.as_ref().map(|(low, high)| (low, high));
        /// The only rate; `None` if there are steps.
        rate: Option<&N> = match &self.steps[..] { [(_, rate)] => Some(rate), _ => None };
        /// Whether every rate is 0.
        is_none: bool = self.steps.iter().all(|(_, rate)| rate.is_zero());
    }

    /// Whether both have the same first year and steps; their ranges may differ.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        (self.first_year, &self.steps) == (other.first_year, &other.steps)
    }

    /// The same rates with the first year of another discount.
    pub(super) fn counted_from(&self, first_year: FirstYear) -> Self {
        Self { first_year, ..self.clone() }
    }

    /// The discount with another rate, if it has one rate.
    pub(super) fn with_rate(&self, rate: N) -> Self {
        Self { first_year: self.first_year, steps: vec![(0, rate)], range: None }
    }

    /// The factor by which an amount of a year is divided.
    ///
    /// # Errors
    ///
    /// - a rate below 0, steps that do not ascend, or a year after 2000: R31;
    /// - a factor that the kind of number does not hold: R3.
    pub fn factor(&self, year: u32) -> Result<N, ImpactError> {
        Ok(self.factors(year)?.pop().expect("there is a factor of year 0"))
    }

    /// The factors of the years 0 to `last`.
    pub(super) fn factors(&self, last: u32) -> Result<Vec<N>, ImpactError> {
        self.check()?;
        if last > LATEST_YEAR {
            return Err(ImpactError::LateYear { year: last, latest: LATEST_YEAR });
        }
        let (mut factors, mut step) = (vec![N::one()], 0);
        for year in 1..=last {
            while self.steps.get(step + 1).is_some_and(|(from, _)| *from <= year) {
                step += 1;
            }
            let next = N::plus(&N::one(), &self.steps[step].1);
            let before = factors.last().expect("there is a factor of year 0");
            let factor = next.and_then(|next| N::product(before, &next));
            factors.push(factor.ok_or_else(|| ImpactError::overflow::<N>("the discount", format!("year {year}")))?);
        }
        Ok(factors)
    }

    /// Rates are not below zero, steps ascend, and the range holds the rate.
    pub(super) fn check(&self) -> Result<(), ImpactError> {
        for (year, rate) in &self.steps {
            let year = self.rate().is_none().then_some(*year);
            if !rate.is_finite() {
                let of = year.map_or_else(|| "the discount".to_owned(), |year| format!("year {year}"));
                return Err(ImpactError::not_finite("the rate", of, rate));
            }
            if *rate < N::zero() {
                return Err(ImpactError::RateBelow { year, rate: clip(&rate.text()) });
            }
        }
        if let Some(pair) = self.steps.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            return Err(ImpactError::Steps { year: pair[1].0, after: pair[0].0 });
        }
        if let Some(end) = self.range.iter().flat_map(|(low, high)| [low, high]).find(|end| !end.is_finite()) {
            return Err(ImpactError::not_finite("an end", "the range of the rate", end));
        }
        match (&self.range, self.rate()) {
            (Some((low, high)), Some(rate)) if *low < N::zero() || rate < low || high < rate => {
                let text = |number: &N| clip(&number.text());
                Err(ImpactError::RateRange { rate: text(rate), low: text(low), high: text(high) })
            }
            (Some(_), None) => Err(ImpactError::SteppedRate),
            _ => Ok(()),
        }
    }
}
