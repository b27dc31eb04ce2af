//! Intervals: how far chance could move the figures of a statement, of engagement or of the losses.

use std::collections::BTreeSet;

use covalue::certainty::{EngagementIntervals, Intervals, Per, Resampling, RiskIntervals};
use covalue::error::CertaintyError;
use covalue::number::Fraction;
use covalue::statement::Line;
use covalue::{Ledger, Terms};

use super::analysis::in_format;
use super::format::{Format, one_of};
use super::terms::{number, set_once};
use super::{Failure, message};

/// The figures that have intervals.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Figures {
    Statement,
    Engagement,
    Risk,
}

const FIGURES: [(&str, Figures); 3] =
    [("statement", Figures::Statement), ("engagement", Figures::Engagement), ("risk", Figures::Risk)];

const PER: [(&str, Per); 2] = [("person", Per::Person), ("appraisal", Per::Appraisal)];

/// The word for a difference of each line to all others.
const OTHERS: &str = "others";

/// A difference that is asked for.
enum Less {
    /// Each line less all others together.
    Others,
    /// The values of a line, and of the line that is taken off.
    Line(Vec<Option<String>>, Vec<Option<String>>),
}

/// The options of intervals, as given.
#[derive(Default)]
pub(super) struct IntervalOptions {
    figures: Option<Figures>,
    per: Option<Per>,
    less: Vec<String>,
    seed: Option<u64>,
    replicates: Option<u64>,
}

/// Which figures have intervals, how, and which lines are compared.
pub(super) struct IntervalQuestion {
    pub(super) figures: Figures,
    pub(super) resampling: Resampling,
    less: Vec<Less>,
    /// The measure of the differences; each measure unless it is stated.
    measure: Option<String>,
}

impl IntervalOptions {
    pub(super) const NAMES: [&str; 5] = ["of", "per", "less", "seed", "replicates"];

    pub(super) fn set(&mut self, name: &str, word: String) -> Result<(), Failure> {
        match name {
            "of" => set_once(&mut self.figures, name, one_of(name, &word, &FIGURES)?),
            "per" => set_once(&mut self.per, name, one_of(name, &word, &PER)?),
            "seed" => set_once(&mut self.seed, name, number(name, &word, 0)?),
            "replicates" => set_once(&mut self.replicates, name, number(name, &word, 1)?),
            _ => {
                self.less.push(word);
                Ok(())
            }
        }
    }

    /// The question; the options that it shares with other readings are given.
    pub(super) fn question(
        self,
        terms: &Terms,
        (dimension, measure): (Option<String>, Option<String>),
        (level, at_least): (Option<(u32, u32)>, Option<u64>),
    ) -> Result<IntervalQuestion, Failure> {
        let failure = |option: &'static str| move |error: CertaintyError| format!("--{option}: {}", message(error));
        let figures = self.figures.unwrap_or(Figures::Statement);
        if self.per.is_some() && figures != Figures::Statement {
            return Err("--per needs --of statement, since engagement and losses have divisors of their own".to_owned());
        }
        let is_of_two_lines = self.less.iter().any(|less| less != OTHERS);
        if measure.is_some() && (!is_of_two_lines || figures == Figures::Engagement) {
            return Err(
                "--measure with --reading intervals needs --less of two lines, and no --of engagement".to_owned()
            );
        }
        let mut resampling = Resampling::seeded(self.seed.unwrap_or_default()).per(self.per.unwrap_or_default());
        if let Some(replicates) = self.replicates {
            let replicates = u32::try_from(replicates).unwrap_or(u32::MAX);
            resampling = resampling.replicates(replicates).map_err(failure("replicates"))?;
        }
        if let Some((part, whole)) = level {
            resampling = resampling.level(part, whole).map_err(failure("level"))?;
        }
        if let Some(dimension) = dimension {
            resampling = resampling.by(dimension);
        }
        if let Some(units) = at_least {
            resampling = resampling.at_least(units);
        }
        let words = terms.grouping().words().len();
        let less = self.less.iter().map(|text| less(text, words)).collect::<Result<_, _>>()?;
        Ok(IntervalQuestion { figures, resampling, less, measure })
    }
}

/// A difference: `others`, or the values of both lines.
fn less(text: &str, words: usize) -> Result<Less, Failure> {
    if text == OTHERS {
        return Ok(Less::Others);
    }
    let values: Vec<Option<String>> =
        text.split(',').map(|value| Some(value.to_owned()).filter(|value| !value.is_empty())).collect();
    if words == 0 || values.len() != 2 * words {
        let found = values.len();
        return Err(format!(
            "--less has {found} values, and --by has {words}: it is others, or two lines with a value for each word"
        ));
    }
    let (line, less) = values.split_at(words);
    Ok(Less::Line(line.to_vec(), less.to_vec()))
}

/// Adds the differences that are asked for. `others` adds those to all others, and `less` that to one other line.
fn with_differences<T>(
    intervals: T,
    asked: &[Less],
    others: impl Fn(T) -> Result<T, CertaintyError>,
    less: impl Fn(T, Line, Line) -> Result<T, CertaintyError>,
) -> Result<T, Failure> {
    let line = |values: &[Option<String>]| values.iter().map(Option::as_deref).collect::<Line>();
    let add = |intervals, asked: &Less| match asked {
        Less::Others => others(intervals),
        Less::Line(values, taken_off) => less(intervals, line(values), line(taken_off)),
    };
    asked.iter().try_fold(intervals, add).map_err(|error| format!("--less: {}", message(error)))
}

/// The intervals as text in the chosen format.
pub(super) fn text<N: Fraction>(
    ledger: &Ledger<N>,
    terms: &Terms,
    question: &IntervalQuestion,
    format: Format,
) -> Result<String, Failure> {
    let (resampling, asked) = (question.resampling.clone(), &question.less);
    macro_rules! text {
        ($intervals:expr) => {{
            let intervals = $intervals;
            in_format(format, &intervals, || Ok(intervals.to_csv()), || Ok(intervals.to_json()))
        }};
    }
    match question.figures {
        Figures::Statement => {
            let intervals = ledger.intervals_on(terms, resampling).map_err(message)?;
            let measures = question.measures(intervals.lines().map(|line| line.measure().to_string()));
            let less = |mut intervals: Intervals, line: Line, less: Line| {
                for measure in &measures {
                    intervals = intervals.less(&line, &less, measure)?;
                }
                Ok(intervals)
            };
            text!(with_differences(intervals, asked, Intervals::less_others, less)?)
        }
        Figures::Engagement => {
            let intervals = ledger.engagement_intervals(terms, resampling).map_err(message)?;
            let others = |intervals: EngagementIntervals| Ok(intervals.less_others());
            text!(with_differences(intervals, asked, others, EngagementIntervals::less)?)
        }
        Figures::Risk => {
            let intervals = ledger.risk_intervals(terms, resampling).map_err(message)?;
            let measures = question.measures(intervals.lines().map(|line| line.measure().to_string()));
            let others = |intervals: RiskIntervals| Ok(intervals.less_others());
            let less = |mut intervals: RiskIntervals, line: Line, less: Line| {
                for measure in &measures {
                    intervals = intervals.less(&line, &less, measure)?;
                }
                Ok(intervals)
            };
            text!(with_differences(intervals, asked, others, less)?)
        }
    }
}

impl IntervalQuestion {
    /// The measures of the differences: the one that is stated, or all.
    fn measures(&self, all: impl Iterator<Item = String>) -> BTreeSet<String> {
        self.measure.clone().map_or_else(|| all.collect(), |measure| BTreeSet::from([measure]))
    }
}
