//! Control charts: a figure over time, with the limits within which chance alone keeps it.

use super::control_series::{ControlPoint, ControlSeries, RUN, control_finding};
use super::error::ChartError;
use super::figures::{FigureFormat, count, step, unit_length};
use super::lines::capitalized;
use super::page::{LEFT, NUMBER, Page, RIGHT};
use super::palette::{BOUNDS_EDGE, GREY, GRID, INK, WHITE};
use super::svg::{Anchor, Fill, Path, Span};
use super::time_axis::TimeAxis;
use super::timeline::{TimePanel, TimeSeries, Timeline};
use super::words::join;
use super::{Chart, chart_methods, hidden_debug};
use crate::number::Number;
use crate::statement::Statement;

/// The figure of a [`ControlChart`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlKind {
    /// The mean change of each period, as an individuals chart: the centre is the mean of the periods, and the limits
    /// are 2.66 mean moving ranges from it.
    MeanChange,
    /// The share of appraisals that are worse, as a p chart: the centre is the share over all periods, and the limits
    /// are three standard errors of a share of that period's number of appraisals from it.
    ShareWorse,
}

/// A figure over time, with limits.
///
/// Made by [`Statement::control_chart`].
#[derive(Clone, PartialEq)]
pub struct ControlChart {
    title: Option<String>,
    kind: ControlKind,
    baseline: usize,
    timeline: Timeline,
}

impl<N: Number> Statement<N> {
    /// A figure over time with control limits, if the grouping has one period. Further words of the grouping give a
    /// panel for each of their lines, of which the largest twelve are drawn.
    ///
    /// A ring marks a period outside of the limits, and a hollow point one of eight or more in a row on one side of the
    /// centre. Both are unlikely if nothing changed. They do not name the change.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/is_it_chance-worse.svg"))]
    ///
    /// # Formula
    ///
    /// `x` are the figures of the periods of the baseline that have appraisals, `m` their mean, and `r` the mean of
    /// `|x − x of the period before|` where the period before has appraisals. `p` is the share of worse appraisals over
    /// the baseline, and `n` the number of appraisals of a period.
    ///
    /// - of a mean change: `m ± 2.66 r`;
    /// - of the share worse: `p ± 3 √(p (1 − p) ÷ n)`, cut at 0 and 1; no limits if there is only one period.
    ///
    /// Limits of three standard deviations: Shewhart. Eight in a row: common practice.
    ///
    /// # Errors
    ///
    /// - a grouping without a period (year, quarter or month), or with several;
    /// - a figure that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::chart::ControlKind;
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (month, change) in (1..).zip([2.0, 3.0, 2.0, 3.0, 2.0, 9.0]) {
    ///     let visit = Interaction::between("ana", "physio", date(2025, month, 3));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.statement(By::Month)?.control_chart(ControlKind::MeanChange)?.baseline(5);
    /// // The mean of five months is 2.4, and their mean moving range is 1.
    /// assert!(chart.description().contains("Average 2.40, limits −0.26 to 5.06"));
    /// assert!(chart.description().contains("Jun 2025: 9.00 of 1, outside of the limits"));
    /// assert!(chart.to_svg().contains("1 of 6 months stands out from the usual ups and downs"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn control_chart(&self, kind: ControlKind) -> Result<ControlChart, ChartError> {
        Ok(ControlChart { title: None, kind, baseline: usize::MAX, timeline: Timeline::of(self)? })
    }
}

hidden_debug!(ControlChart);

impl ControlChart {
    chart_methods!();

    /// The limits follow from the first `periods` that have appraisals; from all unless stated. Fewer than two give no
    /// limits of a mean change.
    pub fn baseline(self, periods: usize) -> Self {
        Self { baseline: periods, ..self }
    }

    fn control(&self, series: &TimeSeries) -> ControlSeries {
        ControlSeries::of(series, self.kind, self.baseline)
    }

    fn format(&self, panel: &TimePanel) -> FigureFormat {
        let figures = panel.series.iter().flat_map(|series| self.control(series).figures());
        match self.kind {
            ControlKind::MeanChange => panel.format.of_others(figures),
            ControlKind::ShareWorse => FigureFormat::of_percentages(figures),
        }
    }

    fn unit(&self) -> &'static str {
        if self.kind == ControlKind::ShareWorse { "\u{a0}%" } else { "" }
    }

    fn heading(&self, panel: &TimePanel) -> String {
        match self.kind {
            ControlKind::ShareWorse => format!("{}: share of appraisals that are worse", capitalized(&panel.measure)),
            ControlKind::MeanChange => {
                let unit = self.format(panel).unit();
                // A change for the better is above zero, also where a lower level is better.
                let above = if panel.direction.is_empty() { "" } else { ", above zero is better" };
                format!("Mean change of {} in {unit}{above}", panel.measure)
            }
        }
    }

    fn notes(&self, all: &[ControlSeries]) -> String {
        let (period, periods) = self.timeline.period.words();
        let mut words = Vec::new();
        if all.iter().any(ControlSeries::has_limits) {
            words.push("Grey line: the average. Dotted: limits of three standard deviations, which chance alone rarely leaves.".to_owned());
            if self.kind == ControlKind::ShareWorse {
                words.push("They are wider where fewer appraisals are counted.".to_owned());
            }
        }
        if all.iter().any(|one| one.points.iter().any(|point| point.is_outside)) {
            words.push("Ring: outside of the limits, so it stands out from the usual ups and downs.".to_owned());
        }
        if all.iter().any(|one| one.points.iter().any(|point| point.is_in_run)) {
            words.push(format!("Hollow: {RUN} or more in a row on one side of the average."));
        }
        let series = || self.timeline.panels.iter().flat_map(|panel| &panel.series);
        if series().any(|series| !series.gaps(self.timeline.ends).is_empty()) {
            words.push("Hatched: no appraisal is counted.".to_owned());
        }
        let mut baselines = all.iter().filter(|one| one.has_limits()).map(|one| (one.baseline, one.points.len()));
        if let Some((baseline, counted)) = baselines.next().filter(|first| baselines.all(|other| other == *first)) {
            let of = match baseline {
                1 => format!("the first {period}"),
                _ if baseline < counted => format!("the first {} {periods}", count(baseline as u64)),
                _ => format!("all {} {periods}", count(baseline as u64)),
            };
            words.push(format!("Limits: from {of} with appraisals."));
        }
        if all.iter().any(|one| one.has_limits() && one.baseline < ENOUGH) {
            words.push(format!("Limits from fewer than {ENOUGH} {periods} are rough."));
        }
        words.join(" ")
    }

    fn all(&self) -> Vec<ControlSeries> {
        let panels = &self.timeline.panels;
        let named = |panel: &TimePanel, series: &TimeSeries| {
            // Measures tell panels apart, and lines the series of a panel.
            let line = (!series.total.values.is_empty()).then(|| series.total.name());
            let measure = (panels.len() > 1 || line.is_none()).then(|| panel.measure.clone());
            let name = line.into_iter().chain(measure).collect::<Vec<_>>().join(", ");
            ControlSeries { name, ..self.control(series) }
        };
        let all = panels.iter().flat_map(|panel| panel.series.iter().map(move |series| named(panel, series)));
        all.filter(|one| !one.points.is_empty()).collect()
    }
}

impl Chart for ControlChart {
    fn finding(&self) -> String {
        control_finding(&self.all(), &self.timeline)
    }

    fn subtitle(&self) -> String {
        let figure = |panel: &TimePanel| self.heading(panel);
        self.timeline.subtitle_of(figure)
    }

    fn words(&self) -> String {
        let of_panel = |panel: &TimePanel| {
            let format = self.format(panel);
            let series: Vec<String> = panel
                .series
                .iter()
                .map(|series| {
                    let name = if series.total.values.is_empty() {
                        String::new()
                    } else {
                        format!("{}. ", series.total.name())
                    };
                    name + &self.control(series).description(&self.timeline, &format, self.unit())
                })
                .collect();
            format!("{}. {}", self.heading(panel), series.join(" "))
        };
        join(self.timeline.panels.iter().map(of_panel), " ").replace('\u{a0}', " ")
    }

    fn draw(&self, page: &mut Page) {
        for panel in &self.timeline.panels {
            if self.timeline.panels.len() > 1 {
                page.section(&self.heading(panel), "");
            }
            let (drawn, rest) = panel.largest(MOST_SERIES);
            let format = self.format(panel);
            for series in drawn {
                if !series.total.values.is_empty() {
                    page.y += 40.0;
                    page.subheading(&series.total.name());
                }
                let plot = ControlPlot::new(self, &format, self.control(series), page.y + 36.0);
                plot.draw(page, series);
            }
            if let Some(rest) = rest {
                page.paragraph(&format!("Not drawn: {}.", rest.name().replace(" together", "")), INK, 10.0);
            }
        }
        let notes = self.notes(&self.all());
        if !notes.is_empty() {
            page.note(&notes);
        }
    }
}

/// More lines than this are not drawn.
const MOST_SERIES: usize = 12;
const HEIGHT: f64 = 250.0;
/// Limits from fewer periods are rough.
const ENOUGH: usize = 12;
/// The place of one series.
struct ControlPlot<'a> {
    chart: &'a ControlChart,
    format: &'a FigureFormat,
    control: ControlSeries,
    axis: TimeAxis,
    top: f64,
    bottom: f64,
    low: f64,
    unit: f64,
    step: f64,
}

impl<'a> ControlPlot<'a> {
    fn new(chart: &'a ControlChart, format: &'a FigureFormat, control: ControlSeries, top: f64) -> Self {
        let figures: Vec<f64> = control.figures().into_iter().filter(|&figure| f64::is_finite(figure)).collect();
        let low = figures.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let high = figures.iter().copied().reduce(f64::max).unwrap_or(0.0);
        let inner = HEIGHT - 40.0;
        let unit = if ControlSeries::is_level(low, high) { 0.0 } else { unit_length(inner, high - low) };
        let step = if unit > 0.0 { step(45.0 / unit) } else { 1.0 };
        let tick = |figure: f64| format!("\u{2212}{}{}", format.tick(figure, step), chart.unit());
        let width = |figure: f64| {
            Span::new(tick(figure), GREY, NUMBER).width().max(Span::new(format.text(figure), GREY, NUMBER).width())
        };
        let left = LEFT + width(low).max(width(high)) + 12.0;
        let label =
            |figure: &f64| Span::new(format!("average {}{}", format.text(*figure), chart.unit()), GREY, NUMBER).width();
        let widest = figures.iter().map(label).fold(0.0, f64::max);
        let axis = TimeAxis::new(chart.timeline.period, chart.timeline.ends, [left, RIGHT - widest - 12.0]);
        Self { chart, format, control, axis, top, bottom: top + HEIGHT, low, unit, step }
    }

    fn at(&self, figure: f64) -> f64 {
        if self.unit > 0.0 { self.bottom - 20.0 - (figure - self.low) * self.unit } else { self.top + HEIGHT / 2.0 }
    }

    fn draw(&self, page: &mut Page, series: &TimeSeries) {
        let [left, right] = self.axis.ends;
        self.ticks(page);
        for [from, to] in series.gaps(self.chart.timeline.ends) {
            let [left, right] = [self.axis.slot(from)[0], self.axis.slot(to)[1]];
            page.svg.rectangle([left, self.top, right - left, HEIGHT], Fill::Hatched(GRID, WHITE));
        }
        if self.control.has_limits() {
            let centre = self.at(self.control.centre);
            page.svg.line(&Path::new().to(left, centre).horizontal(right).open(), GREY, 1.5);
            self.limits(page);
        }
        self.end_of_baseline(page);
        self.points(page, series);
        self.labels(page);
        page.y = self.bottom;
        self.axis.draw(page);
    }

    fn ticks(&self, page: &mut Page) {
        let [left, right] = self.axis.ends;
        let mut tick = |figure: f64| {
            let y = self.at(figure);
            let sign = if figure < 0.0 { "\u{2212}" } else { "" };
            let text = format!("{sign}{}{}", self.format.tick(figure, self.step), self.chart.unit());
            let text = Span::new(text, GREY, NUMBER);
            page.svg.text(left - 8.0, y + 6.0, Anchor::End, &[text]);
            page.svg.line(&Path::new().to(left, y).horizontal(right).open(), GRID, 1.0);
        };
        if self.unit == 0.0 {
            // All figures are one figure.
            if let Some(point) = self.control.points.first() {
                let text = Span::new(format!("{}{}", self.format.text(point.figure), self.chart.unit()), GREY, NUMBER);
                page.svg.text(left - 8.0, self.at(point.figure) + 6.0, Anchor::End, &[text]);
            }
            return;
        }
        let first = (self.low / self.step).ceil();
        for index in (0..20).map(f64::from) {
            let figure = (first + index) * self.step;
            if self.at(figure) < self.top + 8.0 {
                break;
            }
            tick(if figure == 0.0 { 0.0 } else { figure });
        }
    }

    /// Both limits, period by period.
    fn limits(&self, page: &mut Page) {
        for side in [0, 1] {
            let mut path = Path::new();
            let mut before: Option<(i32, f64)> = None;
            for point in &self.control.points {
                let Some(limits) = point.limits else { continue };
                let [left, right] = self.axis.slot(point.number);
                let y = self.at(limits[side]);
                let goes_on = before.is_some_and(|(number, _)| number + 1 == point.number);
                path = match before {
                    Some((_, level)) if goes_on && level == y => path,
                    _ if goes_on => path.vertical(y),
                    _ => path.to(left, y),
                };
                path = path.horizontal(right);
                before = Some((point.number, y));
            }
            page.svg.dotted(&path.open(), BOUNDS_EDGE, 2.0);
        }
    }

    fn end_of_baseline(&self, page: &mut Page) {
        let ControlSeries { points, baseline, .. } = &self.control;
        if *baseline == 0 || *baseline == points.len() {
            return;
        }
        let x = self.axis.slot(points[*baseline - 1].number)[1];
        page.svg.dotted(&Path::new().to(x, self.top).vertical(self.bottom).open(), BOUNDS_EDGE, 1.5);
        let label = Span::new("end of baseline", GREY, NUMBER);
        let x = x.max(LEFT + label.width());
        page.svg.text(x, self.top - 2.0, Anchor::End, &[label]);
    }

    fn points(&self, page: &mut Page, series: &TimeSeries) {
        let place = |point: &ControlPoint| (self.axis.middle(point.number), self.at(point.figure));
        let mut points = self.control.points.iter();
        for run in series.runs() {
            let places: Vec<(f64, f64)> = points.by_ref().take(run.len()).map(place).collect();
            if let [first, others @ ..] = &places[..] {
                let path = others.iter().fold(Path::new().to(first.0, first.1), |path, (x, y)| path.on(*x, *y));
                page.svg.line(&path.open(), INK, 2.0);
            }
        }
        let radius = (self.axis.width / 4.0).clamp(1.5, 5.0);
        for point in &self.control.points {
            let (x, y) = place(point);
            if point.is_outside {
                page.svg.circle(x, y, radius + 5.0, Fill::Edged(WHITE, INK, 2.0));
            }
            let fill = if point.is_in_run { Fill::Edged(WHITE, INK, 2.0) } else { Fill::Plain(INK) };
            page.svg.circle(x, y, radius, fill);
        }
    }

    /// The centre and the last limits, right of the plot and at least a line apart.
    fn labels(&self, page: &mut Page) {
        let Some([low, high]) = self.control.points.last().and_then(|point| point.limits) else { return };
        let text = |name: &str, figure: f64| format!("{name} {}{}", self.format.text(figure), self.chart.unit());
        let centre = self.at(self.control.centre);
        let above = (self.at(high)).min(centre - 22.0);
        let below = (self.at(low)).max(centre + 22.0);
        let mut labels = vec![(centre, text("average", self.control.centre))];
        if !ControlSeries::is_level(low, high) {
            labels.extend([(above, text("limit", high)), (below, text("limit", low))]);
        }
        for (y, text) in labels {
            page.svg.text(self.axis.ends[1] + 8.0, y + 6.0, Anchor::Start, &[Span::new(text, GREY, NUMBER)]);
        }
    }
}
