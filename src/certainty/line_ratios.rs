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
use crate::statement::{By, Index, Line, Terms};

/// Intervals of `K` ratios on each line of an analysis, and on each measure if it has measures.
#[derive(Clone, PartialEq)]
pub(crate) struct LineRatios<const K: usize> {
    pub(crate) terms: Terms,
    pub(crate) resampling: Resampling,
    /// Sorted by line and measure.
    pub(crate) lines: Vec<LineRatio<K>>,
}

/// The intervals of a line.
#[derive(Clone, PartialEq)]
pub(crate) struct LineRatio<const K: usize> {
    pub(crate) line: Line,
    /// The measure and its unit, in an analysis of measures.
    pub(crate) measure: Option<(MeasureId, Box<str>)>,
    pub(crate) people: u64,
    pub(crate) unstated: u64,
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
        let line = |((line, measure), units): (Key, Units<K>)| LineRatio {
            line,
            measure: measure.map(with_unit),
            people: units.people.len() as u64,
            unstated: units.unstated,
            results: units.of_ratios.map(|units| {
                let [result] = Sample::new(units).intervals(&method);
                result
            }),
        };
        let lines = lines.into_iter().map(line).collect();
        Ok(Self { terms, resampling, lines })
    }

    /// The row of a line and a measure, if it is there.
    pub(super) fn find(&self, line: &Line, measure: Option<&str>) -> Option<&LineRatio<K>> {
        let asked = |known: &LineRatio<K>| (&known.line, known.measure_name()).cmp(&(line, measure));
        self.lines.binary_search_by(asked).ok().map(|row| &self.lines[row])
    }
}

impl<const K: usize> LineRatios<K> {
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

/// An exact total, or an equal part of it, as a float; infinite if no float holds it.
pub(super) fn float_part<N: Fraction>(total: &N::Total, parts: u64) -> f64 {
    N::divided(total, parts).map_or(f64::INFINITY, |number| number.to_float())
}
