//! Intervals of the ratios of an analysis, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::error::CertaintyError;
use super::interval::{Interval, NoInterval};
use super::resampling::Resampling;
use super::sample::{Sample, Unit};
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::{Fraction, Number};
use crate::statement::{By, Index, IntoLine, Line, Terms};

/// Intervals of `K` ratios on each line of an analysis, and on each measure if it has measures.
#[derive(Clone, PartialEq)]
pub(crate) struct LineRatios<const K: usize> {
    pub(crate) terms: Terms,
    pub(crate) resampling: Resampling,
    /// Sorted by line and measure.
    pub(crate) lines: Vec<LineRatio<K>>,
    /// In the order in which they were asked for.
    pub(crate) differences: Vec<LineRatioDifference<K>>,
}

/// The intervals of a line.
#[derive(Clone, PartialEq)]
pub(crate) struct LineRatio<const K: usize> {
    pub(crate) line: Line,
    /// The measure and its unit, in an analysis of measures.
    pub(crate) measure: Option<(MeasureId, Box<str>)>,
    pub(crate) people: u64,
    pub(crate) unstated: u64,
    /// The units of each ratio.
    samples: [Sample<1>; K],
    pub(crate) results: [Result<Interval, NoInterval>; K],
}

/// The intervals of the ratios of a line less those of another line, or less those of all others together.
#[derive(Clone, PartialEq)]
pub(crate) struct LineRatioDifference<const K: usize> {
    pub(crate) line: Line,
    /// `None` for all others.
    pub(crate) less: Option<Line>,
    pub(crate) measure: Option<(MeasureId, Box<str>)>,
    pub(crate) results: [Result<Interval, NoInterval>; K],
}

/// A line, and a measure if there are measures.
type Key = (Line, Option<MeasureId>);

/// What a person adds to a line: the amount and the base of each ratio.
pub(super) struct Part<const K: usize> {
    /// The row of the index of the [extended] terms.
    pub(super) row: usize,
    pub(super) person: u32,
    pub(super) ratios: [(f64, f64); K],
    /// The entries that are counted as unstated if the person states no value of the dimension that is resampled.
    pub(super) entries: u64,
}

/// The units of a line. A person without a base has no part in a ratio.
struct Units<const K: usize> {
    of_ratios: [Vec<Unit<1>>; K],
    people: BTreeSet<u32>,
    unstated: u64,
}

/// Terms, of which the grouping ends with the dimension that is resampled, if there is one.
pub(super) fn extended(terms: &Terms, resampling: &Resampling) -> Result<Terms, CertaintyError> {
    Ok(match resampling.get_by() {
        Some(dimension) => {
            terms.clone().grouped_by(terms.grouping().clone().and(By::With(dimension.clone()))).checked()?
        }
        None => terms.clone(),
    })
}

impl<const K: usize> LineRatios<K> {
    /// The intervals of these parts, whose rows are those of the index. `measure` is the measure of a row.
    pub(super) fn new<N: Number>(
        ledger: &Ledger<N>,
        (terms, resampling): (Terms, Resampling),
        index: &Index,
        measure: impl Fn(usize) -> Option<MeasureId>,
        parts: impl IntoIterator<Item = Part<K>>,
    ) -> Result<Self, CertaintyError> {
        let (method, by, words) =
            (*resampling.method_of_ratios()?, resampling.get_by(), terms.grouping().words().len());
        let mut lines: BTreeMap<Key, Units<K>> = BTreeMap::new();
        for part in parts {
            let line = Line::new(index.texts(part.row).take(words));
            let units = lines.entry((line, measure(part.row))).or_insert_with(|| Units {
                of_ratios: std::array::from_fn(|_| Vec::new()),
                people: BTreeSet::new(),
                unstated: 0,
            });
            let person = ledger.columns.actors.text(part.person);
            let value = by.and_then(|_| index.text(part.row, words));
            units.people.insert(part.person);
            units.unstated += if by.is_some() && value.is_none() { part.entries } else { 0 };
            for (of_ratio, (amount, base)) in units.of_ratios.iter_mut().zip(part.ratios) {
                if base > 0.0 {
                    of_ratio.push(resampling.unit_of(value, person, amount, base)?);
                }
            }
        }
        let with_unit = |id: MeasureId| {
            let unit = ledger.catalogue.measure(&id).expect("measures of changes are in the catalogue").unit().into();
            (id, unit)
        };
        let line = |((line, measure), units): (Key, Units<K>)| {
            let samples = units.of_ratios.map(Sample::new);
            let results = samples.each_ref().map(|sample| {
                let [result] = sample.intervals(&method);
                result
            });
            let (measure, people, unstated) = (measure.map(with_unit), units.people.len() as u64, units.unstated);
            LineRatio { line, measure, people, unstated, samples, results }
        };
        let lines = lines.into_iter().map(line).collect();
        Ok(Self { terms, resampling, lines, differences: Vec::new() })
    }

    /// Adds the difference of a line less another. `find` gives a line of the analysis.
    pub(super) fn less<E>(
        mut self,
        (line, less): (impl IntoLine, impl IntoLine),
        find: impl Fn(&Self, Line) -> Result<usize, E>,
    ) -> Result<Self, E> {
        let (one, other) = (find(&self, line.into_line())?, find(&self, less.into_line())?);
        let (one, other) = (&self.lines[one], &self.lines[other]);
        let difference = self.difference(one, Some(&other.line), other.samples.each_ref());
        self.differences.push(difference);
        Ok(self)
    }

    /// Adds the difference of each line less all others of its measure together.
    pub(super) fn less_others(mut self) -> Self {
        let compared = with_others(self.lines.iter().map(|line| (&line.line, line.measure_name(), line)));
        let difference = |(one, others): (&LineRatio<K>, Vec<&LineRatio<K>>)| {
            let together = |ratio: usize| Sample::together(others.iter().map(|line| &line.samples[ratio]));
            let together: [Sample<1>; K] = std::array::from_fn(together);
            self.difference(one, None, together.each_ref())
        };
        let differences: Vec<LineRatioDifference<K>> = compared.into_iter().map(difference).collect();
        self.differences.extend(differences);
        self
    }

    fn difference(&self, one: &LineRatio<K>, less: Option<&Line>, other: [&Sample<1>; K]) -> LineRatioDifference<K> {
        let result = |ratio: usize| {
            let [result] = one.samples[ratio].differences(other[ratio], &self.resampling.method);
            result
        };
        LineRatioDifference {
            line: one.line.clone(),
            less: less.cloned(),
            measure: one.measure.clone(),
            results: std::array::from_fn(result),
        }
    }

    /// The index of a line and a measure, if it is there.
    pub(super) fn index_of(&self, line: &Line, measure: Option<&str>) -> Option<usize> {
        let asked = |known: &LineRatio<K>| (&known.line, known.measure_name()).cmp(&(line, measure));
        self.lines.binary_search_by(asked).ok()
    }

    /// Terms and size, without the values of lines, which may be personal.
    pub(super) fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name).field("terms", &self.terms).field("lines", &self.lines.len()).finish_non_exhaustive()
    }
}

impl<const K: usize> LineRatio<K> {
    fn measure_name(&self) -> Option<&str> {
        self.measure.as_ref().map(|(measure, _)| measure.as_str())
    }

    /// The measure and the number of people, without the values of the line.
    pub(super) fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("measure", &self.measure_name())
            .field("people", &self.people)
            .finish_non_exhaustive()
    }
}

/// Each line that states all values of its grouping, with the other such lines of its measure. A line without others is left out:
/// it has nothing to be compared with.
pub(super) fn with_others<'l, L>(
    lines: impl Iterator<Item = (&'l Line, Option<&'l str>, &'l L)>,
) -> Vec<(&'l L, Vec<&'l L>)> {
    let stated: Vec<_> = lines.filter(|(line, ..)| line.values().all(|value| value.is_some())).collect();
    let others = |(line, measure, one): &(&'l Line, Option<&'l str>, &'l L)| {
        let is_other = |(other, of, _): &&(&Line, Option<&str>, &L)| measure == of && line != other;
        (*one, stated.iter().filter(is_other).map(|(_, _, other)| *other).collect::<Vec<&L>>())
    };
    stated.iter().map(others).filter(|(_, others)| !others.is_empty()).collect()
}

/// An exact total, or an equal part of it, as a float; infinite if no float holds it.
pub(super) fn float_part<N: Fraction>(total: &N::Total, parts: u64) -> f64 {
    N::divided(total, parts).map_or(f64::INFINITY, |number| number.to_float())
}
