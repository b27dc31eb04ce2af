//! The lines of a statement over time: a series of periods for each line.

use std::collections::BTreeMap;

use super::error::ChartError;
use super::figures::{FigureFormat, largest, number_of};
use super::finding::APPRAISALS;
use super::lines::{IntervalTerms, LineFigures, by_measure, by_words, capitalized, direction, line_word};
use super::words::{join, shown};
use crate::catalogue::Measure;
use crate::number::Number;
use crate::statement::{By, Cell, Line, Overflow, Period, Statement, Terms, financial_year};

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Period {
    /// The word for one and for several.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Year(_) => ("year", "years"),
            Self::Quarter(_) => ("quarter", "quarters"),
            Self::Month => ("month", "months"),
        }
    }

    /// The name of a period within its year; `None` for years.
    pub(super) fn within_year(self, number: i32) -> Option<String> {
        match self {
            Self::Year(_) => None,
            Self::Quarter(_) => Some(format!("Q{}", self.index(number) + 1)),
            Self::Month => Some(MONTHS[self.index(number) as usize].to_owned()),
        }
    }

    /// `2025`, or `2025/26` for a financial year.
    pub(super) fn year_name(self, year: i32) -> String {
        if self.is_financial() { financial_year(&year.to_string(), year) } else { year.to_string() }
    }

    /// `2025`, `Q1 2025`, `Mar 2025`, `2025/26`, `Q1 2025/26`.
    pub(super) fn name(self, number: i32) -> String {
        let year = self.year_name(self.year(number));
        self.within_year(number).map_or_else(|| year.clone(), |name| format!("{name} {year}"))
    }
}

/// `; 3 appraisals of whole years left out`, or nothing: what a picture over shorter periods cannot show.
pub(super) fn whole_years(left_out: u64, words: (&str, &str)) -> String {
    if left_out == 0 { String::new() } else { format!("; {} of whole years left out", number_of(left_out, words)) }
}

/// A line over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TimeSeries {
    /// All periods together. Its values are those of the line without the period.
    pub(super) total: LineFigures,
    /// The periods that the statement has, by their numbers.
    pub(super) points: BTreeMap<i32, LineFigures>,
}

impl TimeSeries {
    /// The periods with a counted appraisal.
    pub(super) fn counted(&self) -> impl DoubleEndedIterator<Item = (i32, &LineFigures)> {
        self.points.iter().filter(|(_, point)| point.appraisals() > 0).map(|(&number, point)| (number, point))
    }

    /// Successive periods with a counted appraisal.
    pub(super) fn runs(&self) -> Vec<Vec<(i32, &LineFigures)>> {
        let mut runs: Vec<Vec<(i32, &LineFigures)>> = Vec::new();
        for (number, point) in self.counted() {
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|(last, _)| last + 1 == number) => run.push((number, point)),
                _ => runs.push(vec![(number, point)]),
            }
        }
        runs
    }

    /// The first and the last number of each stretch of periods without a counted appraisal.
    pub(super) fn gaps(&self, [first, last]: [i32; 2]) -> Vec<[i32; 2]> {
        let mut gaps = Vec::new();
        let mut next = first;
        for (number, _) in self.counted() {
            if number > next {
                gaps.push([next, number - 1]);
            }
            next = number + 1;
        }
        if next <= last {
            gaps.push([next, last]);
        }
        gaps
    }

    fn description(&self, timeline: &Timeline, format: &FigureFormat) -> String {
        let mut texts: Vec<(i32, String)> = Vec::new();
        texts.extend(self.points.iter().map(|(&number, point)| (number, point.description(format))));
        for [from, to] in self.gaps(timeline.ends) {
            let is_due = self.points.range(from..=to).next().is_some();
            let name = |number| timeline.period.name(number);
            let names = if from == to { name(from) } else { format!("{} to {}", name(from), name(to)) };
            if !is_due || from < to {
                texts.push((from, format!("{names}: no appraisal")));
            }
        }
        texts.sort_by_key(|(number, _)| *number);
        let name = if self.total.values.is_empty() { String::new() } else { format!("{}. ", self.total.name()) };
        format!("{name}{}.", join(texts.into_iter().map(|(_, text)| text), "; "))
    }
}

/// All lines of a measure over time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimePanel {
    pub(super) measure: String,
    /// `, lower is better`, or nothing.
    pub(super) direction: &'static str,
    pub(super) series: Vec<TimeSeries>,
    /// All lines and periods together.
    pub(super) total: LineFigures,
    pub(super) format: FigureFormat,
}

impl TimePanel {
    pub(super) fn heading(&self) -> String {
        format!("{} in {}{}", capitalized(&self.measure), self.format.unit(), self.direction)
    }

    /// The largest lines, and the others together.
    pub(super) fn largest(&self, most: usize) -> (Vec<&TimeSeries>, Option<LineFigures>) {
        let (kept, others) = largest(&self.series, most, |series| series.total.moved());
        (kept, LineFigures::rest(others.into_iter().map(|series| &series.total)))
    }

    fn with<N: Number, E: From<Overflow>>(
        measure: &Measure<N>,
        cells: &[Cell<N>],
        (at, period): (usize, Period),
        figures: &mut impl FnMut(&Cell<N>) -> Result<LineFigures, E>,
    ) -> Result<Self, E> {
        // By the values themselves, since different ones may be shown alike.
        let mut lines: BTreeMap<Line, (TimeSeries, Vec<Cell<N>>)> = BTreeMap::new();
        for cell in cells {
            let mut point = figures(cell)?;
            let number = period.parse(cell.line().values().nth(at).flatten().unwrap_or_default());
            let number = number.expect("the line of a statement has a period");
            point.values.remove(at);
            let values = std::mem::replace(&mut point.values, vec![period.name(number)]);
            let others = cell.line().values().enumerate().filter(|(index, _)| *index != at);
            let (series, of_line) = lines.entry(Line::new(others.map(|(_, value)| value))).or_default();
            series.total.values = values;
            series.points.insert(number, point);
            of_line.push(cell.clone());
        }
        let with_total = |(series, cells): (TimeSeries, Vec<Cell<N>>)| {
            let total = LineFigures { values: series.total.values, ..LineFigures::of_all(&cells)? };
            Ok(TimeSeries { total, ..series })
        };
        let series = lines.into_values().map(with_total).collect::<Result<Vec<TimeSeries>, Overflow>>()?;
        let points = series.iter().flat_map(|series| series.points.values());
        Ok(Self {
            measure: shown(measure.id().as_str()),
            direction: direction(measure),
            total: LineFigures::of_all(cells)?,
            format: FigureFormat::of(shown(measure.unit()), points.flat_map(LineFigures::amounts)),
            series,
        })
    }
}

/// A statement over time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timeline {
    pub(super) period: Period,
    /// The first and the last period of the statement.
    pub(super) ends: [i32; 2],
    pub(super) panels: Vec<TimePanel>,
    /// The word for one line without its period, and for several.
    pub(super) line_word: (&'static str, &'static str),
    /// `, by service and quarter`.
    by: String,
    terms: String,
    /// The terms of the intervals of all nets, if these were asked for.
    pub(super) intervals: Option<IntervalTerms>,
}

impl Timeline {
    pub(super) fn of<N: Number>(statement: &Statement<N>) -> Result<Self, ChartError> {
        Self::with(statement, |cell| Ok(LineFigures::of(cell)?))
    }

    /// The statement over time, with the figures that each of its cells is drawn by.
    pub(super) fn with<N: Number>(
        statement: &Statement<N>,
        mut figures: impl FnMut(&Cell<N>) -> Result<LineFigures, ChartError>,
    ) -> Result<Self, ChartError> {
        let words = statement.terms().map_or(&[][..], |terms| terms.grouping().words());
        let mut periods = words.iter().enumerate().filter_map(|(at, word)| Some((at, word.period()?)));
        let (Some((at, period)), None) = (periods.next(), periods.next()) else {
            let grouping = statement.terms().map_or_else(String::new, |terms| terms.grouping().to_string());
            let grouping = if grouping.is_empty() { "empty".to_owned() } else { grouping };
            return Err(ChartError::NoPeriod { grouping });
        };
        // Years among months have no place in the picture.
        let is_drawn =
            |cell: &Cell<N>| cell.line().values().nth(at).flatten().is_some_and(|text| period.parse(text).is_some());
        let (mut panels, mut left_out) = (Vec::new(), 0);
        for (measure, mut cells) in by_measure(statement) {
            for cell in cells.iter().filter(|cell| !is_drawn(cell)) {
                left_out += figures(cell)?.appraisals();
            }
            cells.retain(is_drawn);
            if !cells.is_empty() {
                panels.push(TimePanel::with(measure, &cells, (at, period), &mut figures)?);
            }
        }
        let series = || panels.iter().flat_map(|panel| &panel.series);
        let first = series().filter_map(|series| series.points.keys().next().copied()).min();
        let last = series().filter_map(|series| series.points.keys().next_back().copied()).max();
        let others: Vec<By> = words.iter().filter(|word| word.period().is_none()).cloned().collect();
        Ok(Self {
            period,
            ends: first.zip(last).map_or([0; 2], |(first, last)| [first, last]),
            panels,
            line_word: line_word(&others),
            by: by_words(words),
            terms: statement.terms().map_or_else(String::new, Terms::without_grouping)
                + &whole_years(left_out, APPRAISALS),
            intervals: None,
        })
    }

    /// The subtitle, with this heading if there is only one panel.
    pub(super) fn subtitle_of(&self, heading: impl Fn(&TimePanel) -> String) -> String {
        let [panel] = &self.panels[..] else { return format!("{}{}.", capitalized(&self.terms), self.by) };
        format!("{}; {}{}{}.", heading(panel), self.terms, self.by, panel.total.missing_suffix())
    }

    /// The figures of all lines and periods in words.
    pub(super) fn words(&self) -> String {
        let of_panel = |panel: &TimePanel| {
            format!(
                "{}. {}",
                panel.heading(),
                join(panel.series.iter().map(|series| series.description(self, &panel.format)), " ")
            )
        };
        let rounded = self.panels.iter().find_map(|panel| panel.format.rounded_note());
        let intervals = self.intervals.as_ref().map(IntervalTerms::sentence);
        join(self.panels.iter().map(of_panel).chain(intervals).chain(rounded.map(str::to_owned)), " ")
    }
}
