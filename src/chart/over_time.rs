//! Columns over time: created above zero, destroyed below it, period by period.

use super::error::ChartError;
use super::figures::{FigureFormat, count, number_of, step, unit_length};
use super::finding::{created_and_destroyed, nothing_moved, some_of};
use super::lines::LineFigures;
use super::net_lane::draw_upright_whisker;
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{
    CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, Ink, WHITE, WINDFALL_GAIN, WINDFALL_LOSS,
    ZERO_LINE,
};
use super::svg::{Anchor, Fill, Path, Span};
use super::time_axis::TimeAxis;
use super::time_marks::{NetMark, TimeMarks};
use super::timeline::{TimePanel, TimeSeries, Timeline};
use super::{Chart, chart_methods, hidden_debug};
use crate::number::Number;
use crate::statement::Statement;

/// Created and destroyed amounts over time, and their net.
///
/// Made by [`Statement::time_chart`].
#[derive(Clone, PartialEq)]
pub struct TimeChart {
    title: Option<String>,
    timeline: Timeline,
}

impl<N: Number> Statement<N> {
    /// The statement over time, if its grouping has one period: created above zero, destroyed below it, and the net as
    /// a line. Further words of the grouping give a panel for each of their lines.
    ///
    /// All panels of a measure have one scale and the same periods. A period without a counted appraisal is shown as a
    /// gap, and the line of the net stops there. Of more than twelve lines the largest twelve are drawn.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/is_it_chance-quarters.svg"))]
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
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (on, change) in [(date(2025, 2, 3), 4.0), (date(2025, 8, 1), -1.0), (date(2025, 8, 2), 3.0)] {
    ///     let visit = Interaction::between("ana", "physio", on);
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let chart = ledger.statement(By::Quarter)?.time_chart()?;
    /// assert!(chart.description().ends_with(
    ///     "Q1 2025: created 4, destroyed 0, net 4; Q2 2025: no appraisal; Q3 2025: created 3, destroyed 1, net 2."
    /// ));
    /// assert!(chart.to_svg().contains("In both quarters with appraisals more was created than destroyed"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn time_chart(&self) -> Result<TimeChart, ChartError> {
        Ok(TimeChart::of(Timeline::of(self)?))
    }
}

hidden_debug!(TimeChart);

impl TimeChart {
    chart_methods!();

    pub(super) fn of(timeline: Timeline) -> Self {
        Self { title: None, timeline }
    }
}

impl Chart for TimeChart {
    fn finding(&self) -> String {
        time_finding(&self.timeline)
    }

    fn subtitle(&self) -> String {
        self.timeline.subtitle_of(TimePanel::heading)
    }

    fn words(&self) -> String {
        self.timeline.words()
    }

    fn draw(&self, page: &mut Page) {
        let mut marks = TimeMarks::default();
        for panel in &self.timeline.panels {
            if self.timeline.panels.len() > 1 {
                page.section(&panel.heading(), "");
            }
            self.draw_panel(page, panel, &mut marks);
            marks.rounded = marks.rounded.or(panel.format.rounded_note());
        }
        marks.explain(page);
    }
}

/// More lines than this are not drawn one by one.
const MOST_SERIES: usize = 12;
/// The height of a plot that is alone on its panel, and of one among several.
const HEIGHT: f64 = 330.0;
const LOW_HEIGHT: f64 = 230.0;
/// The width of a column as a share of its slot, and its limits.
const COLUMN_SHARE: f64 = 0.62;
const WIDEST_COLUMN: f64 = 44.0;
const LEAST_COLUMN: f64 = 1.0;
/// The least height of a column that is not zero.
const LEAST_BAR: f64 = 1.5;
const TO_WINDFALL: f64 = 3.0;
/// From a column to the baseline of the number above it, and of the number below it.
const ABOVE: f64 = 12.0;
const BELOW: f64 = 25.0;
/// Slots below this width have no diamonds.
const LEAST_FOR_DIAMONDS: f64 = 24.0;

impl TimeChart {
    fn draw_panel(&self, page: &mut Page, panel: &TimePanel, marks: &mut TimeMarks) {
        let (drawn, rest) = panel.largest(MOST_SERIES);
        for series in &drawn {
            if !series.total.values.is_empty() {
                page.y += 44.0;
                page.subheading(&series.total.name());
                page.y -= 12.0;
            }
            let plot = TimePlot::with_intervals(&self.timeline, panel, &drawn, page.y + 54.0);
            plot.draw(page, series, marks);
        }
        if let Some(rest) = rest {
            page.rule(page.y + 17.0);
            page.y += 15.0;
            let text = |amount: f64| panel.format.text(amount);
            let words = format!(
                "{}: {} destroyed, {} created, net {}.",
                rest.name(),
                text(rest.destroyed),
                text(rest.created),
                text(rest.net),
            );
            page.paragraph(&words, INK, 0.0);
        }
    }
}

/// The place of one series: its axes and scale.
struct TimePlot<'a> {
    timeline: &'a Timeline,
    format: &'a FigureFormat,
    axis: TimeAxis,
    top: f64,
    bottom: f64,
    zero: f64,
    unit: f64,
    /// The distance of ticks.
    step: f64,
    /// Whether each net has a diamond, and its interval if there is one.
    has_diamonds: bool,
}

impl<'a> TimePlot<'a> {
    /// The plot with a scale that holds the intervals of the nets, or without them if periods are too narrow for diamonds.
    fn with_intervals(timeline: &'a Timeline, panel: &'a TimePanel, drawn: &[&TimeSeries], top: f64) -> Self {
        let plot = Self::new(timeline, panel, (drawn, true), top);
        if plot.has_diamonds { plot } else { Self::new(timeline, panel, (drawn, false), top) }
    }

    fn new(
        timeline: &'a Timeline,
        panel: &'a TimePanel,
        (drawn, has_diamonds): (&[&TimeSeries], bool),
        top: f64,
    ) -> Self {
        let format = &panel.format;
        let points = || drawn.iter().flat_map(|series| series.counted()).map(|(_, point)| point);
        let whiskers = points().filter_map(|point| point.interval.as_ref()?.as_ref().ok()).filter(|_| has_diamonds);
        let [low, high] = whiskers.fold([0.0; 2], |[low, high]: [f64; 2], [from, to]| [low.min(*from), high.max(*to)]);
        let up = points().map(LineFigures::gains).fold(high, f64::max).min(f64::MAX / 4.0);
        let down = points().map(LineFigures::losses).fold(-low, f64::max).min(f64::MAX / 4.0);
        let has_windfalls = points().any(|point| point.windfall_gain > 0.0 || point.windfall_loss > 0.0);
        // Numbers stand outside of the columns, with those of windfalls on a second line.
        let room = if has_windfalls { 56.0 } else { 36.0 };
        let height = if drawn.len() > 1 { LOW_HEIGHT } else { HEIGHT };
        let unit = unit_length(height - 2.0 * room, up + down);
        let zero = if unit > 0.0 { top + room + up * unit } else { top + height / 2.0 };
        let step = if unit > 0.0 { step(40.0 / unit) } else { 1.0 };
        // Without a scale, only zero has a tick.
        let highest = |amount: f64| if unit > 0.0 { (amount / step).ceil() * step } else { 0.0 };
        let tick = |amount: f64| Span::new(format.tick(highest(amount), step), GREY, NUMBER).width();
        let left = LEFT + tick(up).max(tick(down)).max(12.0) + 8.0;
        let net = |(_, point): (i32, &LineFigures)| Span::new(format.text(point.net), INK, NAME).bold().width();
        let nets = drawn.iter().filter_map(|series| series.counted().next_back().map(net));
        let right = RIGHT - nets.fold(Span::new("last net", INK, NUMBER).bold().width(), f64::max) - 10.0;
        let axis = TimeAxis::new(timeline.period, timeline.ends, [left, right]);
        let has_diamonds = has_diamonds && axis.width >= LEAST_FOR_DIAMONDS;
        Self { timeline, format, axis, top, bottom: top + height, zero, unit, step, has_diamonds }
    }

    fn at(&self, amount: f64) -> f64 {
        self.zero - amount * self.unit
    }

    fn draw(&self, page: &mut Page, series: &TimeSeries, marks: &mut TimeMarks) {
        let [left, right] = self.axis.ends;
        page.svg.text(LEFT, self.top - 8.0, Anchor::Start, &[Span::new("created", CREATED_WORDS, NUMBER).bold()]);
        page.svg.text(
            LEFT,
            self.bottom + 16.0,
            Anchor::Start,
            &[Span::new("destroyed", DESTROYED_WORDS, NUMBER).bold()],
        );
        self.ticks(page);
        self.gaps(page, series, marks);
        for (number, point) in series.counted() {
            self.column(page, number, point);
            marks.gains |= point.windfall_gain > 0.0;
            marks.losses |= point.windfall_loss > 0.0;
        }
        page.svg.line(&Path::new().to(left, self.zero).horizontal(right).open(), ZERO_LINE, 2.0);
        self.net(page, series);
        let mark = if self.has_diamonds { NetMark::Diamonds } else { NetMark::Line };
        marks.net = series.counted().next().map(|_| mark).or(marks.net);
        if let Some(terms) = &self.timeline.intervals {
            marks.intervals.add(series.counted().map(|(_, point)| point), terms, self.has_diamonds);
        }
        self.numbers(page, series);
        page.y = self.bottom + 20.0;
        self.axis.draw(page);
    }

    fn ticks(&self, page: &mut Page) {
        let [left, right] = self.axis.ends;
        let mut label = |y: f64, amount: f64| {
            let text = Span::new(self.format.tick(amount, self.step), GREY, NUMBER);
            page.svg.text(left - 8.0, y + 6.0, Anchor::End, &[text]);
            if amount != 0.0 {
                page.svg.line(&Path::new().to(left, y).horizontal(right).open(), GRID, 1.0);
            }
        };
        label(self.zero, 0.0);
        for side in [1.0, -1.0] {
            // The highest tick is below the heading of its side.
            for index in (1..100).map(f64::from) {
                let y = self.at(side * index * self.step);
                if self.unit == 0.0 || y < self.top + 10.0 || y > self.bottom - 10.0 {
                    break;
                }
                label(y, index * self.step);
            }
        }
    }

    fn gaps(&self, page: &mut Page, series: &TimeSeries, marks: &mut TimeMarks) {
        for [from, to] in series.gaps(self.timeline.ends) {
            let [left, right] = [self.axis.slot(from)[0], self.axis.slot(to)[1]];
            page.svg.rectangle([left, self.top, right - left, self.bottom - self.top], Fill::Hatched(GRID, WHITE));
            marks.gaps = true;
            let label = |text: &str| Span::new(text, GREY, NUMBER);
            // In one line or two; a narrow gap is explained by the note alone.
            let lines = [vec![label("no appraisal")], vec![label("no"), label("appraisal")]];
            let width = |lines: &[Span]| lines.iter().map(Span::width).fold(0.0, f64::max);
            let Some(lines) = lines.into_iter().find(|lines| width(lines) + 4.0 <= right - left) else { continue };
            let half = width(&lines) / 2.0 + 1.0;
            let x = f64::midpoint(left, right);
            let height = 24.0 * lines.len() as f64;
            // Between the top and the zero line, or below that line if it is near the top.
            let is_clear = self.zero > self.top + 35.0 + height;
            let top = if is_clear { self.top + 31.0 } else { self.top.max(self.zero) + 8.0 };
            page.svg.rectangle([x - half, top, 2.0 * half, height], Fill::Plain(WHITE));
            for (index, line) in lines.into_iter().enumerate() {
                page.svg.text(x, top + 17.0 + 22.0 * index as f64, Anchor::Middle, &[line]);
            }
        }
    }

    fn column(&self, page: &mut Page, number: i32, point: &LineFigures) {
        let width = (self.axis.width * COLUMN_SHARE).clamp(LEAST_COLUMN, WIDEST_COLUMN);
        let x = self.axis.middle(number) - width / 2.0;
        let sides = [
            (-1.0, point.created, CREATED, point.windfall_gain, WINDFALL_GAIN),
            (1.0, point.destroyed, DESTROYED, point.windfall_loss, WINDFALL_LOSS),
        ];
        for (side, amount, ink, windfall, pale) in sides {
            let mut far = self.zero;
            let mut bar = |amount: f64, gap: f64, fill: Fill| {
                let near = far + side * gap;
                far = near + side * self.height(amount);
                page.svg.rectangle([x, near.min(far), width, (near - far).abs()], fill);
            };
            if amount > 0.0 {
                bar(amount, 0.0, Fill::Plain(ink));
            }
            if windfall > 0.0 {
                bar(windfall, if amount > 0.0 { TO_WINDFALL } else { 0.0 }, Fill::Edged(pale, ink, 1.5));
            }
        }
    }

    fn height(&self, amount: f64) -> f64 {
        if amount > 0.0 { (amount * self.unit).max(LEAST_BAR) } else { 0.0 }
    }

    /// The heights between which the interval of a net is drawn; `None` if it is not drawn.
    fn whisker(&self, point: &LineFigures) -> Option<[f64; 2]> {
        let limits = point.interval.as_ref().filter(|_| self.has_diamonds)?.as_ref().ok()?;
        Some(limits.map(|limit| self.at(limit)))
    }

    /// The far end of a column and of the interval over it, above zero or below it.
    fn end(&self, side: Side, point: &LineFigures) -> f64 {
        let (amount, windfall) = side.amounts(point);
        let gap = if amount > 0.0 && windfall > 0.0 { TO_WINDFALL } else { 0.0 };
        let height = self.height(amount) + gap + self.height(windfall);
        let [low, high] = self.whisker(point).unwrap_or([self.zero; 2]);
        if side == Side::Created { high.min(self.zero - height) } else { low.max(self.zero + height) }
    }

    /// The line of the net. It stops at gaps.
    fn net(&self, page: &mut Page, series: &TimeSeries) {
        let place = |(number, point): &(i32, &LineFigures)| (self.axis.middle(*number), self.at(point.net));
        for run in series.runs() {
            let (x, y) = place(&run[0]);
            if let [_] = run[..] {
                if !self.has_diamonds {
                    page.svg.circle(x, y, 2.5, Fill::Edged(INK, WHITE, 1.0));
                }
                continue;
            }
            let path = run[1..].iter().map(place).fold(Path::new().to(x, y), |path, (x, y)| path.on(x, y)).open();
            page.svg.line(&path, WHITE, if self.has_diamonds { 6.0 } else { 4.0 });
            page.svg.line(&path, INK, 2.0);
        }
        let Some(last) = series.counted().next_back() else { return };
        for point in series.counted().filter(|point| self.has_diamonds || point.0 == last.0) {
            let (x, y) = place(&point);
            if let Some(ends) = self.whisker(point.1) {
                draw_upright_whisker(page, x, ends);
            }
            page.svg.diamond(x, y, INK);
        }
        let (_, y) = place(&last);
        let y = y.clamp(self.top + 20.0, self.bottom - 24.0);
        let x = self.axis.ends[1] + 10.0;
        page.svg.text(x, y - 3.0, Anchor::Start, &[Span::new("last net", INK, NUMBER).bold()]);
        page.svg.text(x, y + 18.0, Anchor::Start, &[Span::new(self.format.text(last.1.net), INK, NAME).bold()]);
    }

    /// The numbers of all columns, if all fit beside each other; else those of the largest and the last one.
    fn numbers(&self, page: &mut Page, series: &TimeSeries) {
        let points: Vec<(i32, &LineFigures)> = series.counted().collect();
        let sides = [Side::Created, Side::Destroyed];
        let width = |side: Side, point: &LineFigures| {
            side.label(point, self.format).iter().map(Span::width).fold(0.0, f64::max)
        };
        let fits = |side: Side| points.iter().all(|(_, point)| width(side, point) + 4.0 <= self.axis.width);
        let fits = sides.into_iter().all(fits);
        for side in sides {
            let mut numbered: Vec<(i32, &LineFigures)> = Vec::new();
            if fits {
                numbered.clone_from(&points);
            } else {
                let amount = |point: &LineFigures| side.amounts(point).0;
                let largest = points.iter().rev().max_by(|one, other| amount(one.1).total_cmp(&amount(other.1)));
                numbered.extend(largest);
                if let (Some(&largest), Some(&last)) = (largest, points.last()) {
                    let distance = self.axis.middle(last.0) - self.axis.middle(largest.0);
                    if distance > f64::midpoint(width(side, last.1), width(side, largest.1)) + 40.0 {
                        numbered.push(last);
                    }
                }
            }
            for (number, point) in numbered.into_iter().filter(|(_, point)| side.is_shown(point)) {
                self.number(page, side, number, side.label(point, self.format), &points);
            }
        }
    }

    /// The number of a column, outside of all columns that it could touch.
    fn number(&self, page: &mut Page, side: Side, number: i32, label: Vec<Span>, points: &[(i32, &LineFigures)]) {
        let half = label.iter().map(Span::width).fold(0.0, f64::max) / 2.0;
        // Beside the plot stands the net.
        let [left, right] = self.axis.ends;
        let x = self.axis.middle(number).min(right + 4.0 - half).max(left + half);
        let reach = half + self.axis.width * COLUMN_SHARE / 2.0;
        let near = points.iter().filter(|(other, _)| (self.axis.middle(*other) - x).abs() < reach);
        let ends = near.map(|(_, point)| self.end(side, point));
        let y = if side == Side::Created {
            ends.fold(self.zero, f64::min) - ABOVE
        } else {
            ends.fold(self.zero, f64::max) + BELOW
        };
        let down = if side == Side::Created { -20.0 } else { 20.0 };
        for (index, span) in label.into_iter().enumerate() {
            page.svg.outlined_text(x, y + down * index as f64, Anchor::Middle, &[span]);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Created,
    Destroyed,
}

impl Side {
    /// The amount of the side, and its windfall.
    fn amounts(self, point: &LineFigures) -> (f64, f64) {
        match self {
            Self::Created => (point.created, point.windfall_gain),
            Self::Destroyed => (point.destroyed, point.windfall_loss),
        }
    }

    fn is_shown(self, point: &LineFigures) -> bool {
        let (amount, windfall) = self.amounts(point);
        amount > 0.0 || windfall > 0.0
    }

    fn ink(self) -> Ink {
        if self == Self::Created { CREATED_WORDS } else { DESTROYED_WORDS }
    }

    /// The amount, and the windfall beyond it on a line further out.
    fn label(self, point: &LineFigures, format: &FigureFormat) -> Vec<Span> {
        let (amount, windfall) = self.amounts(point);
        let mut label = Vec::new();
        if amount > 0.0 {
            label.push(Span::new(format.text(amount), self.ink(), NUMBER));
        }
        if windfall > 0.0 {
            let text = format.text(windfall);
            let plus = if text.starts_with('<') { "+ " } else { "+" };
            label.push(Span::new(format!("{plus}{text}"), self.ink(), NUMBER));
        }
        label
    }
}

/// The finding of a statement over time.
fn time_finding(timeline: &Timeline) -> String {
    match &timeline.panels[..] {
        [] => "Nothing is counted".to_owned(),
        [panel] => match &panel.series[..] {
            [series] => series_finding(series, panel, timeline),
            several => lines_finding(several.iter().map(|series| &series.total), timeline.line_word),
        },
        several => {
            if let Some(finding) = pair_finding(several, timeline) {
                return finding;
            }
            lines_finding(several.iter().map(|panel| &panel.total), ("measure", "measures"))
        }
    }
}

/// How many lines destroyed more than they created, over all periods.
fn lines_finding<'a>(totals: impl Iterator<Item = &'a LineFigures>, word: (&str, &str)) -> String {
    let totals: Vec<&LineFigures> = totals.collect();
    if totals.iter().all(|total| total.appraisals() == 0) {
        return "No appraisal is counted in any period".to_owned();
    }
    if let Some(finding) = nothing_moved(&totals) {
        return finding.to_owned();
    }
    let losing = totals.iter().filter(|total| total.destroyed > total.created).count();
    let gaining = totals.iter().filter(|total| total.created > total.destroyed).count();
    let on = |some| some_of(some, totals.len(), word);
    match (losing, gaining) {
        (0, 0) => "Over all periods as much was created as destroyed".to_owned(),
        (0, gaining) => format!("Over all periods more was created than destroyed on {}", on(gaining)),
        (losing, _) => format!("Over all periods more was destroyed than created on {}", on(losing)),
    }
}

/// In how many periods more was destroyed than created on each of two measures; `None` for other panels, or if there is
/// no such period.
fn pair_finding(panels: &[TimePanel], timeline: &Timeline) -> Option<String> {
    let [one, other] = panels else { return None };
    let losing = |panel: &TimePanel| {
        let [series] = &panel.series[..] else { return None };
        series.counted().next()?;
        Some(series.counted().filter(|(_, point)| point.destroyed > point.created).count())
    };
    let (losing, losing_other) = (losing(one)?, losing(other)?);
    if losing + losing_other == 0 {
        return None;
    }
    // Both measures are shown over the same periods, also those without an appraisal.
    let all = (timeline.ends[1] - timeline.ends[0] + 1) as u64;
    let periods = number_of(all, timeline.period.words());
    Some(format!(
        "More was destroyed than created on {} in {losing} of {periods}, on {} in {losing_other} of {}",
        one.measure,
        other.measure,
        count(all),
    ))
}

/// When more was destroyed than created, in one series.
fn series_finding(series: &TimeSeries, panel: &TimePanel, timeline: &Timeline) -> String {
    let (one, several) = timeline.period.words();
    let points: Vec<(i32, &LineFigures)> = series.counted().collect();
    let is_losing = |point: &LineFigures| point.destroyed > point.created;
    let losing = points.iter().filter(|(_, point)| is_losing(point)).count();
    if points.is_empty() {
        return format!("No appraisal is counted in any {one}");
    }
    if let Some(finding) = nothing_moved(&[&series.total]) {
        return finding.to_owned();
    }
    if let [(number, point)] = points[..] {
        let amounts = created_and_destroyed(point, &panel.format.of_title([point.created, point.destroyed]));
        return format!("{}: {amounts}", timeline.period.name(number));
    }
    // A gap ends the claim: nothing is known of it.
    let runs = series.runs();
    let last = runs.last().filter(|run| run.last().is_some_and(|(number, _)| *number == timeline.ends[1]));
    let since = last.map_or(0, |run| run.iter().rev().take_while(|(_, point)| is_losing(point)).count());
    let has_gaps = !series.gaps(timeline.ends).is_empty();
    let known = if has_gaps { " with appraisals" } else { "" };
    let of = |some: usize| format!("{}{known}", some_of(some, points.len(), (one, several)));
    if losing == points.len() {
        return format!("In {} more was destroyed than created", of(losing));
    }
    if since > 1 {
        let start = timeline.period.name(timeline.ends[1] - since as i32 + 1);
        return format!("In each {one} since {start} more was destroyed than created");
    }
    if losing > 0 {
        return format!("In {} more was destroyed than created", of(losing));
    }
    let gaining = points.iter().filter(|(_, point)| point.created > point.destroyed).count();
    if gaining == points.len() {
        format!("In {} more was created than destroyed", of(gaining))
    } else {
        format!("In no {one} was more destroyed than created")
    }
}
