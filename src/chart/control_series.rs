//! The figures of a control chart: limits, the signals beyond them, and the title.

use super::control::ControlKind;
use super::figures::{FigureFormat, count, number_of};
use super::finding::some_of;
use super::lines::{LineFigures, capitalized};
use super::timeline::{TimeSeries, Timeline};

/// Limits of an individuals chart, in mean moving ranges: three standard deviations, where the mean range of two
/// values is 1.128 of them.
const RANGES: f64 = 2.66;
/// The length of a run on one side of the centre that is a signal.
pub(super) const RUN: usize = 8;
/// Differences up to this share of the figures are rounding: equal figures are on their mean, not beside it. A level
/// before and one after that are a thousand times their difference leave it with an error below this share.
const ROUNDING: f64 = 1e-12;
/// A sum up to this share of its own terms is zero: no float holds a term more exactly.
const ZERO: f64 = 4.0 * f64::EPSILON;
/// The variation within the limits.
const USUAL: &str = "the usual ups and downs";

/// A period with its figure and limits.
#[derive(Clone, Debug)]
pub(super) struct ControlPoint {
    pub(super) number: i32,
    pub(super) figure: f64,
    appraisals: u64,
    /// Differences up to this are rounding.
    rounding: f64,
    pub(super) limits: Option<[f64; 2]>,
    pub(super) is_outside: bool,
    pub(super) is_in_run: bool,
}

/// A series with its centre and limits.
#[derive(Clone, Debug)]
pub(super) struct ControlSeries {
    /// The name in the title, if there are several.
    pub(super) name: String,
    pub(super) points: Vec<ControlPoint>,
    pub(super) centre: f64,
    /// The number of periods in the baseline.
    pub(super) baseline: usize,
}

impl ControlSeries {
    pub(super) fn of(series: &TimeSeries, kind: ControlKind, baseline: usize) -> Self {
        let counted: Vec<(i32, &LineFigures)> = series.counted().collect();
        let baseline = baseline.min(counted.len());
        let based = &counted[..baseline];
        let figure = |point: &LineFigures| match kind {
            ControlKind::MeanChange => mean_change(point),
            ControlKind::ShareWorse => 100.0 * point.worse as f64 / point.appraisals() as f64,
        };
        let largest = based.iter().map(|(_, point)| figure(point).abs()).fold(0.0, f64::max);
        let centre = match kind {
            ControlKind::MeanChange => mean(based.iter().map(|(_, point)| figure(point))),
            ControlKind::ShareWorse => {
                let count = |of: fn(&LineFigures) -> u64| based.iter().map(|(_, point)| of(point)).sum::<u64>() as f64;
                (baseline > 0).then(|| 100.0 * count(|point| point.worse) / count(LineFigures::appraisals))
            }
        };
        let neighbours = based.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0);
        let range = mean(neighbours.map(|pair| (figure(pair[1].1) - figure(pair[0].1)).abs()));
        let limits = |point: &LineFigures| match (kind, centre, range) {
            (ControlKind::MeanChange, Some(centre), Some(range)) => {
                Some([centre - RANGES * range, centre + RANGES * range])
            }
            // The share of a single period is its own average.
            (ControlKind::ShareWorse, Some(centre), _) if counted.len() > 1 => {
                let error = (centre * (100.0 - centre) / point.appraisals() as f64).max(0.0).sqrt();
                Some([(centre - 3.0 * error).max(0.0), (centre + 3.0 * error).min(100.0)])
            }
            _ => None,
        };
        let of_point = |&(number, point): &(i32, &LineFigures)| {
            let (figure, limits) = (figure(point), limits(point));
            let rounding = ROUNDING * largest.max(figure.abs());
            let is_outside = limits.is_some_and(|[low, high]| low - figure > rounding || figure - high > rounding);
            let appraisals = point.appraisals();
            ControlPoint { number, figure, appraisals, rounding, limits, is_outside, is_in_run: false }
        };
        let points = counted.iter().map(of_point).collect();
        let mut control = Self { name: String::new(), points, centre: centre.unwrap_or(0.0), baseline };
        control.mark_runs();
        control
    }

    /// Marks the points of long runs on one side of the centre. A gap ends a run, and so does a point on the centre.
    fn mark_runs(&mut self) {
        let side = |point: &ControlPoint| match point.figure - self.centre {
            distance if distance.abs() <= point.rounding => 0,
            distance => {
                if distance > 0.0 {
                    1
                } else {
                    -1
                }
            }
        };
        let sides: Vec<i32> = self.points.iter().map(side).collect();
        let mut start = 0;
        for end in 1..=self.points.len() {
            let goes_on = end < self.points.len()
                && sides[end] == sides[start]
                && self.points[end].number == self.points[end - 1].number + 1;
            if goes_on {
                continue;
            }
            if end - start >= RUN && sides[start] != 0 && self.has_limits() {
                self.points[start..end].iter_mut().for_each(|point| point.is_in_run = true);
            }
            start = end;
        }
    }

    pub(super) fn has_limits(&self) -> bool {
        self.points.iter().any(|point| point.limits.is_some())
    }

    /// Whether two figures that are drawn are one figure, which floats round.
    pub(super) fn is_level(low: f64, high: f64) -> bool {
        high - low <= ROUNDING * high.abs().max(low.abs())
    }

    /// All figures that are drawn.
    pub(super) fn figures(&self) -> Vec<f64> {
        let centre = self.has_limits().then_some(self.centre);
        let of_points = self.points.iter().flat_map(|point| point.limits.into_iter().flatten().chain([point.figure]));
        of_points.chain(centre).collect()
    }

    pub(super) fn description(&self, timeline: &Timeline, format: &FigureFormat, unit: &str) -> String {
        let text = |figure: f64| format!("{}{unit}", format.text(figure));
        let limits = self.points.first().and_then(|point| point.limits);
        let is_even = self.points.windows(2).all(|pair| pair[0].limits == pair[1].limits);
        let between = |[low, high]: [f64; 2]| format!("limits {} to {}", text(low), text(high));
        let baseline = match self.points.get(self.baseline.saturating_sub(1)) {
            Some(last) if self.baseline < self.points.len() => {
                let (name, (_, periods)) = (timeline.period.name(last.number), timeline.period.words());
                match self.baseline {
                    1 => format!(", from {name} alone"),
                    baseline => format!(", from the {} {periods} to {name}", count(baseline as u64)),
                }
            }
            _ => String::new(),
        };
        let start = match limits {
            None => "No limits. ".to_owned(),
            Some(limits) if is_even => format!("Average {}, {}{baseline}. ", text(self.centre), between(limits)),
            Some(_) => format!("Average {}{baseline}. ", text(self.centre)),
        };
        let of_point = |point: &ControlPoint| {
            let own =
                point.limits.filter(|_| !is_even).map_or_else(String::new, |limits| format!(", {}", between(limits)));
            let outside = if point.is_outside { ", outside of the limits" } else { "" };
            let in_run =
                if point.is_in_run { format!(", one of {RUN} or more in a row on one side") } else { String::new() };
            let name = timeline.period.name(point.number);
            format!("{name}: {} of {}{own}{outside}{in_run}", text(point.figure), point.appraisals)
        };
        let points: Vec<String> = self.points.iter().map(of_point).collect();
        if points.is_empty() { "No appraisal.".to_owned() } else { format!("{start}{}.", points.join("; ")) }
    }

    /// The number of periods outside of their limits.
    fn outside(&self) -> usize {
        self.points.iter().filter(|point| point.is_outside).count()
    }

    fn has_run(&self) -> bool {
        self.points.iter().any(|point| point.is_in_run)
    }

    /// The side of the average on which the long runs are.
    fn side_of_runs(&self) -> &'static str {
        let mut above = self.points.iter().filter(|point| point.is_in_run).map(|point| point.figure > self.centre);
        match (above.clone().all(|above| above), above.any(|above| above)) {
            (true, _) => "above average",
            (_, true) => "on one side of the average",
            (_, false) => "below average",
        }
    }

    /// `1 of 23 months stands out`.
    fn stands_out(&self, timeline: &Timeline) -> String {
        let verb = if self.outside() == 1 { "stands" } else { "stand" };
        format!("{} {verb} out", some_of(self.outside(), self.points.len(), timeline.period.words()))
    }

    /// The signals of a series that has one.
    fn signal(&self, timeline: &Timeline) -> String {
        let months = timeline.period.words().1;
        match (self.outside(), self.has_run()) {
            (0, _) => format!("eight or more {months} in a row are {}", self.side_of_runs()),
            (_, false) => format!("{} from {USUAL}", self.stands_out(timeline)),
            (_, true) => {
                format!("{}, and eight or more in a row are {}", self.stands_out(timeline), self.side_of_runs())
            }
        }
    }

    /// The signal of one of two series, in fewer words.
    fn short_signal(&self, timeline: &Timeline) -> String {
        let (month, months) = timeline.period.words();
        match (self.has_limits(), self.outside(), self.has_run()) {
            (false, ..) => format!("too few {months} to tell"),
            (_, 0, false) => format!("no {month} stands out"),
            (_, 0, true) => format!("eight or more in a row {}", self.side_of_runs()),
            _ => self.stands_out(timeline),
        }
    }
}

/// The finding of control charts, one for each series that has appraisals, without words of statistics.
pub(super) fn control_finding(all: &[ControlSeries], timeline: &Timeline) -> String {
    let (month, months) = timeline.period.words();
    let with_limits: Vec<&ControlSeries> = all.iter().filter(|series| series.has_limits()).collect();
    let with_signal = with_limits.iter().filter(|series| series.outside() > 0 || series.has_run()).count();
    let words = match &timeline.panels[..] {
        [_] => timeline.line_word,
        panels if panels.iter().all(|panel| panel.series.len() == 1) => ("measure", "measures"),
        _ => ("line", "lines"),
    };
    // A picture shows lines without limits, too.
    let shown = timeline.panels.iter().map(|panel| panel.series.len()).sum();
    let enough = if with_limits.len() < shown { format!(" with enough {months}") } else { String::new() };
    match (all, with_limits.len(), with_signal) {
        ([], ..) => "No appraisal is counted".to_owned(),
        (_, 0, _) => format!("Too few {months} to tell what is usual"),
        ([_], _, 0) => format!("No {month} stands out from {USUAL}"),
        ([series], ..) => capitalized(&series.signal(timeline)),
        (_, 1, 0) => format!("No {month} stands out from {USUAL} on the only {}{enough}", words.0),
        (_, 2, 0) => format!("No {month} stands out from {USUAL} on either {}{enough}", words.0),
        (_, lines, 0) => {
            format!("No {month} stands out from {USUAL} on any of {}{enough}", number_of(lines as u64, words))
        }
        ([one, other], ..) => {
            let texts = [one, other].map(|series| format!("{}: {}", series.name, series.short_signal(timeline)));
            capitalized(&texts.join("; "))
        }
        (.., some) => format!("{} stand out from {USUAL} on {}", capitalized(months), some_of(some, shown, words)),
    }
}

/// The mean change of a period that has appraisals, from the exact total of its changes.
fn mean_change(point: &LineFigures) -> f64 {
    // Each is multiplied by itself: their sum may be more than a float holds.
    let changes = [point.gains(), point.losses(), point.within_up, point.within_down];
    let least = changes.iter().map(|change| ZERO * change).sum::<f64>() / point.appraisals() as f64;
    if point.mean_change.abs() <= least { 0.0 } else { point.mean_change }
}

fn mean(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let figures: Vec<f64> = figures.collect();
    let sum: f64 = figures.iter().sum();
    let least: f64 = figures.iter().map(|figure| ZERO * figure.abs()).sum();
    (!figures.is_empty()).then(|| if sum.abs() <= least { 0.0 } else { sum / figures.len() as f64 })
}
