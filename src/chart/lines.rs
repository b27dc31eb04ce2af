//! The lines of a statement with their figures as floats: pictures have far fewer digits than a float.

use std::collections::HashMap;
use std::fmt;

use super::figures::{FigureFormat, count, together};
use super::words::{join, shown, shown_or_not_stated};
use crate::catalogue::{Direction, Measure};
use crate::number::{Number, nearest};
use crate::statement::{By, Cell, Line, Overflow, Period, Statement, Terms};

/// One line of a measure, or several together.
#[derive(Clone, Default, PartialEq)]
pub(super) struct LineFigures {
    /// The values of the line.
    pub(super) values: Vec<String>,
    /// The index of its group in the panel, if the grouping has two keys.
    pub(super) group: usize,
    pub(super) created: f64,
    pub(super) destroyed: f64,
    pub(super) windfall_gain: f64,
    pub(super) windfall_loss: f64,
    pub(super) with_misuse: f64,
    pub(super) without_misuse: f64,
    pub(super) within_up: f64,
    pub(super) within_down: f64,
    pub(super) net: f64,
    /// Of a single cell: zero for several lines together.
    pub(super) mean_change: f64,
    /// The lowest and the highest net if no appraisal were missing.
    pub(super) bounds: Option<[f64; 2]>,
    /// The confidence interval of the net, or the reason for none; `None` if intervals were not asked for.
    pub(super) interval: Option<Result<[f64; 2], String>>,
    pub(super) better: u64,
    pub(super) unchanged: u64,
    pub(super) worse: u64,
    pub(super) left_out: u64,
    /// The appraisals that are due, and those of them that are missing.
    pub(super) due: u64,
    pub(super) missing: u64,
}

/// The float by which a picture draws an amount of a cell. Kinds such as fractions hold amounts that no float holds.
pub(super) fn drawn<N: Number>(cell: &Cell<N>, figure: &'static str, amount: &N) -> Result<f64, Overflow> {
    Some(nearest(amount)).filter(Number::is_finite).ok_or_else(|| cell.overflow::<f64>(figure))
}

impl fmt::Debug for LineFigures {
    /// The number of values. They may be values of dimensions, which must not enter a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineFigures({} values)", self.values.len())
    }
}

impl LineFigures {
    pub(super) fn of<N: Number>(cell: &Cell<N>) -> Result<Self, Overflow> {
        let bounds = match cell.bounds()? {
            Some(bounds) => {
                let net = bounds.net();
                Some([drawn(cell, "lowest net", net.lowest())?, drawn(cell, "highest net", net.highest())?])
            }
            None => None,
        };
        let amount = |figure, amount: Result<N, Overflow>| drawn(cell, figure, &amount?);
        let coverage = cell.coverage();
        let missing = coverage.map_or(0, |coverage| coverage.missing());
        Ok(Self {
            values: values_of(cell.line()),
            group: 0,
            created: amount("created", cell.created())?,
            destroyed: amount("destroyed", cell.destroyed())?,
            windfall_gain: amount("windfall_gain", cell.windfall_gain())?,
            windfall_loss: amount("windfall_loss", cell.windfall_loss())?,
            with_misuse: amount("with_misuse", cell.with_misuse())?,
            without_misuse: amount("without_misuse", cell.without_misuse())?
                + amount("destroyed_alone", cell.destroyed_alone())?,
            within_up: amount("within_up", cell.within_up())?,
            within_down: amount("within_down", cell.within_down())?,
            net: amount("net", cell.net())?,
            mean_change: cell.mean_change()?.unwrap_or(0.0),
            // Without a missing appraisal the bounds are the net itself.
            bounds: bounds.filter(|_| missing > 0),
            interval: None,
            better: cell.better_count(),
            unchanged: cell.unchanged_count(),
            worse: cell.worse_count(),
            left_out: cell.left_out_count(),
            due: coverage.map_or(0, |coverage| coverage.due()),
            missing,
        })
    }

    /// Several cells as one line without values, by their exact totals. `cells` is not empty.
    pub(super) fn of_all<N: Number>(cells: &[Cell<N>]) -> Result<Self, Overflow> {
        let total = cells[1..].iter().fold(cells[0].clone(), |all, cell| all.together(cell));
        Ok(Self { values: Vec::new(), ..Self::of(&total)? })
    }

    pub(super) fn appraisals(&self) -> u64 {
        self.better + self.unchanged + self.worse
    }

    /// All that moved, either way. It ranks the lines of a picture that has no room for all of them.
    pub(super) fn moved(&self) -> f64 {
        self.created + self.destroyed + self.windfall_gain + self.windfall_loss
    }

    /// The amounts that pictures show, which decide on their digits.
    pub(super) fn amounts(&self) -> [f64; 5] {
        [self.created, self.destroyed, self.windfall_gain, self.windfall_loss, self.net]
    }

    /// The amounts in the colours of gains, and of losses.
    pub(super) fn gains(&self) -> f64 {
        self.created + self.windfall_gain
    }

    pub(super) fn losses(&self) -> f64 {
        self.destroyed + self.windfall_loss
    }

    pub(super) fn name(&self) -> String {
        if self.values.is_empty() { "all".to_owned() } else { self.values.join(", ") }
    }

    /// `; 3 of 23 missing` after other words; empty if none is.
    pub(super) fn missing_suffix(&self) -> String {
        self.missing_text().map_or_else(String::new, |missing| format!("; {missing}"))
    }

    /// `3 of 23 missing`; `None` if none is.
    pub(super) fn missing_text(&self) -> Option<String> {
        (self.missing > 0).then(|| format!("{} of {} missing", count(self.missing), count(self.due)))
    }

    /// The lines that a picture has no room for, as one; `None` without any.
    pub(super) fn rest<'a>(lines: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let lines: Vec<&Self> = lines.into_iter().collect();
        let name = together(lines.len(), ("smaller line", "smaller lines"));
        (!lines.is_empty()).then(|| Self::together(lines, name))
    }

    /// Several lines together. Bounds are left out: their sums need the exact totals.
    pub(super) fn together<'a>(lines: impl IntoIterator<Item = &'a Self>, name: String) -> Self {
        let mut sum = Self { values: vec![name], ..Self::default() };
        for line in lines {
            for (sum, more) in [
                (&mut sum.created, line.created),
                (&mut sum.destroyed, line.destroyed),
                (&mut sum.windfall_gain, line.windfall_gain),
                (&mut sum.windfall_loss, line.windfall_loss),
                (&mut sum.with_misuse, line.with_misuse),
                (&mut sum.without_misuse, line.without_misuse),
                (&mut sum.within_up, line.within_up),
                (&mut sum.within_down, line.within_down),
                (&mut sum.net, line.net),
            ] {
                *sum += more;
            }
            for (sum, more) in [
                (&mut sum.better, line.better),
                (&mut sum.unchanged, line.unchanged),
                (&mut sum.worse, line.worse),
                (&mut sum.left_out, line.left_out),
                (&mut sum.due, line.due),
                (&mut sum.missing, line.missing),
            ] {
                *sum += more;
            }
        }
        sum
    }

    /// The interval of the net in words: ` (165 to 394)`, ` (no interval: too few units: 19 of 20)`.
    fn interval_text(&self, format: &FigureFormat) -> String {
        match &self.interval {
            None => String::new(),
            Some(Ok(limits)) => format!(" ({})", format.limits(*limits).join(" to ")),
            Some(Err(reason)) => format!(" (no interval: {reason})"),
        }
    }

    /// The figures in words, for people who do not see the picture.
    pub(super) fn description(&self, format: &FigureFormat) -> String {
        if self.appraisals() == 0 {
            return format!("{}: no appraisal made, {} due", self.name(), count(self.due));
        }
        let mut parts = vec![
            format!("created {}", format.text(self.created)),
            format!("destroyed {}", format.text(self.destroyed)),
            format!("net {}{}", format.text(self.net), self.interval_text(format)),
        ];
        let windfalls = [("windfall gain", self.windfall_gain), ("windfall loss", self.windfall_loss)];
        let windfalls = windfalls.into_iter().filter(|(_, amount)| *amount != 0.0);
        parts.extend(windfalls.map(|(name, amount)| format!("{name} {}", format.text(amount))));
        parts.extend(self.bounds.map(|[low, high]| format!("bounds {} to {}", format.text(low), format.text(high))));
        parts.extend(self.missing_text());
        format!("{}: {}", self.name(), parts.join(", "))
    }
}

/// All lines of a measure. Measures have different units, so each is a panel of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MeasurePanel {
    pub(super) measure: String,
    /// `, lower is better`, or nothing.
    pub(super) direction: &'static str,
    pub(super) lines: Vec<LineFigures>,
    /// For a grouping of two keys, the sums of the lines with the same first value.
    pub(super) groups: Vec<LineFigures>,
    pub(super) total: LineFigures,
    pub(super) format: FigureFormat,
}

/// The terms of confidence intervals.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct IntervalTerms {
    /// `95 %`.
    pub(super) level: String,
    /// `95 % confidence intervals: 4,999 replicates of people, seed 1`.
    pub(super) method: String,
}

impl IntervalTerms {
    /// The sentence of a description about the brackets behind its nets.
    pub(super) fn sentence(&self) -> String {
        format!("In brackets: {}. {OTHER_DOUBT}", self.method)
    }
}

/// The panels of a statement, and their common terms.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Panels {
    pub(super) panels: Vec<MeasurePanel>,
    /// The grouping in words, such as `, by service and quarter`, or nothing.
    pub(super) by: String,
    /// The word for one line, and for several.
    pub(super) line_word: (&'static str, &'static str),
    pub(super) terms: String,
    /// The terms of the intervals of all nets, if these were asked for.
    pub(super) intervals: Option<IntervalTerms>,
}

/// What intervals do not tell.
pub(super) const OTHER_DOUBT: &str = "Missing appraisals are another doubt.";

impl MeasurePanel {
    /// The measure and its unit: `mobility, in points`.
    pub(super) fn heading(&self) -> String {
        format!("{}, in {}{}", self.measure, self.format.unit(), self.direction)
    }
}

pub(super) fn values_of(line: &Line) -> Vec<String> {
    line.values().map(shown_or_not_stated).collect()
}

/// The values of a line: `physio, north`.
pub(super) fn name_of(line: &Line) -> String {
    values_of(line).join(", ")
}

/// The meaning of the pale colours of windfalls, if there are any.
pub(super) fn windfall_words(gains: bool, losses: bool) -> Option<&'static str> {
    match (gains, losses) {
        (true, true) => Some("Pale: windfalls, changes of people who did not co-operate."),
        (true, false) => Some("Pale blue: windfall, gains of people who did not co-operate."),
        (false, true) => Some("Pale orange: windfall, losses of people who did not co-operate."),
        (false, false) => None,
    }
}

/// The words that say which changes are created, where a reader could take them for the opposite.
pub(super) fn direction<N: Number>(measure: &Measure<N>) -> &'static str {
    match measure.direction() {
        Direction::LowerIsBetter => ", lower is better",
        Direction::HigherIsBetter => "",
    }
}

/// The measures that have cells, with their cells. One pass over all cells, since one for each of 400 measures takes
/// seconds.
pub(super) fn by_measure<N: Number>(statement: &Statement<N>) -> Vec<(&Measure<N>, Vec<Cell<N>>)> {
    let mut by_measure: Vec<_> = statement.catalogue().measures().map(|measure| (measure, Vec::new())).collect();
    let indices: HashMap<&str, usize> = by_measure.iter().map(|(measure, _)| measure.id().as_str()).zip(0..).collect();
    for cell in statement.cells() {
        by_measure[indices[cell.measure().as_str()]].1.push(cell);
    }
    by_measure.retain(|(_, cells)| !cells.is_empty());
    by_measure
}

impl Panels {
    /// The figures of all lines in words, then those of groups and of all together.
    pub(super) fn words(&self) -> String {
        let of_panel = |panel: &MeasurePanel| {
            let lines = panel.lines.iter().chain(&panel.groups).map(|line| line.description(&panel.format));
            let total = LineFigures { values: vec![format!("all {}", self.line_word.1)], ..panel.total.clone() };
            let total = (panel.lines.len() > 1).then(|| total.description(&panel.format));
            format!("{}. {}.", capitalized(&panel.heading()), join(lines.chain(total), "; "))
        };
        let rounded = self.panels.iter().find_map(|panel| panel.format.rounded_note());
        let intervals = self.intervals.as_ref().map(IntervalTerms::sentence);
        join(self.panels.iter().map(of_panel).chain(intervals).chain(rounded.map(str::to_owned)), " ")
    }

    pub(super) fn of<N: Number>(statement: &Statement<N>) -> Result<Self, Overflow> {
        Self::with(statement, LineFigures::of)
    }

    /// The panels, with the figures that each cell of the statement is drawn by.
    pub(super) fn with<N: Number, E: From<Overflow>>(
        statement: &Statement<N>,
        mut figures: impl FnMut(&Cell<N>) -> Result<LineFigures, E>,
    ) -> Result<Self, E> {
        let words = statement.terms().map_or(&[][..], |terms| terms.grouping().words());
        let mut panels: Vec<MeasurePanel> = Vec::new();
        for (measure, cells) in by_measure(statement) {
            let mut lines: Vec<LineFigures> = cells.iter().map(&mut figures).collect::<Result<_, _>>()?;
            let total = LineFigures::of_all(&cells)?;
            let groups = if words.len() == 2 { groups(&mut lines, cells)? } else { Vec::new() };
            let format = FigureFormat::of(shown(measure.unit()), lines.iter().flat_map(LineFigures::amounts));
            panels.push(MeasurePanel {
                measure: shown(measure.id().as_str()),
                direction: direction(measure),
                lines,
                groups,
                total,
                format,
            });
        }
        Ok(Self {
            panels,
            by: by_words(words),
            line_word: line_word(words),
            terms: statement.terms().map_or_else(String::new, Terms::without_grouping),
            intervals: None,
        })
    }

    /// The subtitle: measure, unit, terms and missing appraisals.
    pub(super) fn subtitle(&self) -> String {
        let [panel] = &self.panels[..] else { return format!("{}{}.", capitalized(&self.terms), self.by) };
        let MeasurePanel { measure, format, direction, total, .. } = panel;
        let (unit, missing) = (format.unit(), total.missing_suffix());
        format!("{} in {unit}{direction}; {}{}{missing}.", capitalized(measure), self.terms, self.by)
    }
}

/// The sums of the cells with the same first value. Each line gets the index of its sums.
fn groups<N: Number>(lines: &mut [LineFigures], cells: Vec<Cell<N>>) -> Result<Vec<LineFigures>, Overflow> {
    let mut sums: Vec<Cell<N>> = Vec::new();
    // By the values as they are recorded: two of them may be shown alike.
    let mut by_value: HashMap<Option<String>, usize> = HashMap::new();
    for (line, cell) in lines.iter_mut().zip(cells) {
        let first = cell.line().values().next().flatten().map(str::to_owned);
        line.group = *by_value.entry(first).or_insert(sums.len());
        match sums.get_mut(line.group) {
            Some(sum) => *sum = sum.together(&cell),
            None => sums.push(cell),
        }
    }
    let of_sum = |(group, sum): (usize, &Cell<N>)| {
        let figures = LineFigures::of(sum)?;
        let values = figures.values.iter().take(1).cloned().collect();
        Ok(LineFigures { values, group, ..figures })
    };
    sums.iter().enumerate().map(of_sum).collect()
}

/// A grouping after other words: `, by service and quarter`; empty without one. Dimensions have the names that their
/// caller wrote.
pub(super) fn by_words(grouping: &[By]) -> String {
    let word = |by: &By| match by {
        By::With(dimension) => shown(dimension.as_str()),
        by => by.heading(),
    };
    let words: Vec<String> = grouping.iter().map(word).collect();
    if words.is_empty() { String::new() } else { format!(", by {}", words.join(" and ")) }
}

/// The word for one line, and for several.
pub(super) fn line_word(words: &[By]) -> (&'static str, &'static str) {
    match words {
        [By::Service] => ("service", "services"),
        [By::Provider] => ("provider", "providers"),
        [By::User] => ("user", "users"),
        [By::Beneficiary] => ("person", "people"),
        [word] => word.period().map_or(("line", "lines"), Period::words),
        _ => ("line", "lines"),
    }
}

/// The text with a capital as its first letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
