//! Intervals of ratios of the caller's units, line by line.

use std::collections::BTreeMap;

use super::error::CertaintyError;
use super::interval::{Interval, NoInterval};
use super::resampling::Resampling;
use super::sample::{Sample, Unit};
use crate::getters::getters;

/// Intervals of the ratio `Σ a ÷ Σ b` of each line of the caller's units, and of the ratio of one line less that of another.
///
/// Made by [`Resampling::ratios`]. It prints as a table.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
///
/// // Hours lost and hours worked by each member of two teams.
/// let member = |team: &'static str, number: u32| (team, format!("{team} {number}"), f64::from(number % 8), 40.0);
/// let units = (0..60).map(|number| member(if number < 30 { "north" } else { "south" }, number));
/// let ratios = Resampling::seeded(1).ratios(units)?.less("north", "south")?;
/// let north = ratios.line("north")?;
/// assert_eq!((north.units(), north.interval()?.estimate()), (30, 0.0825));
/// let difference = ratios.differences().next().unwrap().interval()?;
/// assert!(difference.low() < 0.0 && 0.0 < difference.high());
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ratios {
    resampling: Resampling,
    lines: Vec<RatioLine>,
    differences: Vec<RatioDifference>,
}

/// The ratio of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioLine {
    name: Box<str>,
    sample: Sample<1>,
    result: Result<Interval, NoInterval>,
}

/// The ratio of a line less that of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioDifference {
    line: Box<str>,
    less: Box<str>,
    result: Result<Interval, NoInterval>,
}

impl RatioLine {
    getters! { self:
        /// The name of the line.
        name: &str = &self.name;
        /// The number of units.
        units: u64 = self.sample.len();
        /// The ratio with its limits.
        ///
        /// # Errors
        ///
        /// - the reason for which there is no interval.
        interval: Result<Interval, NoInterval> = self.result;
    }
}

impl RatioDifference {
    getters! { self:
        /// The name of the line.
        line: &str = &self.line;
        /// The name of the line whose ratio is taken off.
        less: &str = &self.less;
        /// The difference with its limits.
        ///
        /// # Errors
        ///
        /// - the reason for which there is no interval.
        interval: Result<Interval, NoInterval> = self.result;
    }
}

impl Resampling {
    /// Intervals of the ratio `Σ a ÷ Σ b` of each line, from units of the caller's: the line, an id, `a` and `b`. Units of one
    /// id on one line are one. Lines are in the order in which they are first named.
    ///
    /// # Errors
    ///
    /// - a resampling [`by`](Self::by) a dimension, or [`per`](Self::per) appraisal: form;
    /// - a number that is not finite, `b` below 0, a line whose `b` are all 0: R3;
    /// - too few replicates for the level: R42.
    pub fn ratios<L: AsRef<str>, I: AsRef<str>>(
        &self,
        units: impl IntoIterator<Item = (L, I, f64, f64)>,
    ) -> Result<Ratios, CertaintyError> {
        let method = self.stated_method()?;
        let mut lines: Vec<(Box<str>, Vec<Unit<1>>)> = Vec::new();
        let mut known: BTreeMap<Box<str>, usize> = BTreeMap::new();
        for (line, id, amount, base) in units {
            let line = line.as_ref();
            let unit = self.unit(id.as_ref(), amount, base)?;
            let index = *known.entry(line.into()).or_insert_with(|| {
                lines.push((line.into(), Vec::new()));
                lines.len() - 1
            });
            lines[index].1.push(unit);
        }
        let line = |(name, units): (Box<str>, Vec<Unit<1>>)| {
            let sample = Sample::new(units);
            if sample.base() == 0.0 {
                return Err(CertaintyError::NoBase { line: Some(name.into()) });
            }
            let [result] = sample.intervals(method);
            Ok(RatioLine { name, sample, result })
        };
        let lines = lines.into_iter().map(line).collect::<Result<_, _>>()?;
        Ok(Ratios { resampling: self.clone(), lines, differences: Vec::new() })
    }
}

impl Ratios {
    getters! { self:
        /// How the ratios were resampled.
        resampling: &Resampling = &self.resampling;
        /// The lines, in the order in which they were first named.
        lines: impl ExactSizeIterator<Item = &RatioLine> = self.lines.iter();
        /// The differences, in the order in which they were asked for.
        differences: impl ExactSizeIterator<Item = &RatioDifference> = self.differences.iter();
    }

    /// The ratio of a line.
    ///
    /// # Errors
    ///
    /// - a line without units: R20.
    pub fn line(&self, name: &str) -> Result<&RatioLine, CertaintyError> {
        let names = self.lines.iter().map(|line| &*line.name);
        let found = self.lines.iter().find(|line| *line.name == *name);
        found.ok_or_else(|| CertaintyError::unknown("line", name, names))
    }

    /// Adds the difference of a line less another one. A unit on both lines has one weight: pairs stay pairs.
    ///
    /// # Errors
    ///
    /// - a line without units: R20.
    pub fn less(mut self, line: &str, less: &str) -> Result<Self, CertaintyError> {
        let (one, other) = (self.line(line)?, self.line(less)?);
        let [result] = one.sample.differences(&other.sample, &self.resampling.method);
        self.differences.push(RatioDifference { line: line.into(), less: less.into(), result });
        Ok(self)
    }
}
