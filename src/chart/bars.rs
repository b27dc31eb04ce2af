//! Diverging bars: the destroyed amount to the left of zero, the created amount to the right.

use super::bar_marks::BarMarks;
use super::figures::{FigureFormat, LinearScale, count, largest};
use super::finding::bars_finding;
use super::lines::{IntervalTerms, LineFigures, MeasurePanel, Panels};
use super::net_lane::{draw_net, interval_span, small_diamond};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT, name_place};
use super::palette::{
    CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, WINDFALL_GAIN, WINDFALL_LOSS, ZERO_LINE,
};
use super::svg::{Anchor, Fill, Span, Weight, in_lanes};
use super::words::Block;
use super::{Chart, Order, chart_methods, hidden_debug};
use crate::number::Number;
use crate::statement::{Overflow, Statement};

/// A statement as diverging bars, one pair a line: destroyed to the left of zero, created to the right, and the net as
/// a diamond below them.
///
/// Made by [`Statement::bar_chart`], and of amounts in money by
/// [`StatementWorth::bar_chart`](crate::impact::StatementWorth::bar_chart).
#[derive(Clone, PartialEq)]
pub struct BarChart {
    title: Option<String>,
    order: Order,
    panels: Panels,
}

impl<N: Number> Statement<N> {
    /// The lines of this statement as diverging bars. Each measure has a scale of its own, since units differ.
    ///
    /// With a grouping of two keys, the values of the first are headings with their sums. An order then holds for the
    /// headings, and for the lines below each.
    ///
    /// Windfalls are pale bars outside, and the bounds of a net with missing appraisals are a grey band. Above 15 lines
    /// the bars are narrower. Above 50 the lines with the smallest amounts are one last line together.
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/notebooks/beat_the_blues-amounts.svg"))]
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: R3.
    pub fn bar_chart(&self) -> Result<BarChart, Overflow> {
        Ok(BarChart::of(Panels::of(self)?))
    }
}

hidden_debug!(BarChart);

impl BarChart {
    chart_methods!();

    pub(super) fn of(panels: Panels) -> Self {
        Self { title: None, order: Order::default(), panels }
    }

    /// The order of the lines; that of the statement unless stated.
    pub fn sorted_by(self, order: Order) -> Self {
        Self { order, ..self }
    }
}

impl Chart for BarChart {
    fn finding(&self) -> String {
        bars_finding(&self.panels)
    }

    fn subtitle(&self) -> String {
        self.panels.subtitle()
    }

    fn words(&self) -> String {
        self.panels.words()
    }

    fn draw(&self, page: &mut Page) {
        let mut marks = BarMarks::default();
        for panel in &self.panels.panels {
            if self.panels.panels.len() > 1 {
                page.section(&panel.heading(), "");
            }
            let drawn = BarPanel::new(panel, self.panels.line_word.1, self.order);
            let drawn = BarPanel { intervals: self.panels.intervals.as_ref(), ..drawn };
            drawn.draw(page);
            marks.add(&drawn);
        }
        marks.explain(page);
    }
}

/// Lines up to this number have a name line above their bars.
const MOST_ROOMY: usize = 15;
/// Lines up to this number are drawn one by one.
const MOST_DRAWN: usize = 50;
/// The least width of a bar that is not zero.
const LEAST_BAR: f64 = 1.5;
/// Between a bar and its number, and between a bar and the windfall beside it.
const TO_NUMBER: f64 = 7.0;
const TO_WINDFALL: f64 = 3.0;
const TO_HEADING: f64 = 8.0;
/// Between a net and its interval.
const TO_INTERVAL: f64 = 14.0;

/// A panel with its lines in the order in which they are drawn.
pub(super) struct BarPanel<'a> {
    pub(super) panel: &'a MeasurePanel,
    /// The word for several lines.
    lines_word: &'static str,
    pub(super) lines: Vec<LineFigures>,
    /// The headings of groups, each with the index of the line below it.
    headings: Vec<(usize, LineFigures)>,
    /// The lines that the picture has no room for, together.
    rest: Option<LineFigures>,
    /// What was put in, if the lines are worth in money: a bar below them, on the same scale.
    inputs: Option<f64>,
    /// The terms of the intervals of all nets, if these were asked for.
    pub(super) intervals: Option<&'a IntervalTerms>,
}

const INPUTS: &str = "Inputs";

impl<'a> BarPanel<'a> {
    pub(super) fn new(panel: &'a MeasurePanel, lines_word: &'static str, order: Order) -> Self {
        let mut lines = panel.lines.clone();
        order.sort(&mut lines);
        let (mut lines, rest) = largest(lines, MOST_DRAWN, LineFigures::moved);
        let rest = LineFigures::rest(&rest);
        let mut groups = panel.groups.clone();
        order.sort(&mut groups);
        let place = |line: &LineFigures| groups.iter().position(|group| group.group == line.group);
        lines.sort_by_key(place);
        let first = |group: &LineFigures| lines.iter().position(|line| line.group == group.group);
        let headings = groups.iter().filter_map(|group| Some((first(group)?, group.clone()))).collect();
        Self { panel, lines_word, lines, headings, rest, inputs: None, intervals: None }
    }

    /// The panel with a bar of inputs, if there are any.
    pub(super) fn with_inputs(self, inputs: f64) -> Self {
        Self { inputs: Some(inputs).filter(|inputs| *inputs > 0.0), ..self }
    }

    /// The heading above a line.
    fn heading(&self, line: usize) -> Option<&LineFigures> {
        self.headings.iter().find(|(first, _)| *first == line).map(|(_, group)| group)
    }

    /// The name of a line; below a heading, without the value that the heading has.
    fn name_of(&self, line: &LineFigures) -> String {
        if self.headings.is_empty() { line.name() } else { line.values[1..].join(", ") }
    }

    /// The name and the sums of a heading, on one line or, if they are long, on two.
    fn heading_lines(&self, group: &LineFigures) -> Vec<Vec<Span>> {
        let width = RIGHT - LEFT - self.net_width() - 24.0;
        let block = Block { size: NAME, weight: Weight::Bold, width };
        let name = Span::new(block.clipped(&group.name()), INK, NAME).bold();
        let sums = self.sums_of(group);
        let gap = Span::new("\u{a0} ", GREY, NUMBER);
        let line: Vec<Span> = [name.clone(), gap].into_iter().chain(sums.clone()).collect();
        if line.iter().map(Span::width).sum::<f64>() <= width { vec![line] } else { vec![vec![name], sums] }
    }

    /// The baseline of the last line of a heading under a rule at `y`.
    fn heading_foot(&self, group: &LineFigures, y: f64) -> f64 {
        y + 28.0 + 24.0 * (self.heading_lines(group).len() - 1) as f64
    }

    fn draw_heading(&self, page: &mut Page, group: &LineFigures, y: f64) {
        page.rule(y);
        for (index, line) in self.heading_lines(group).iter().enumerate() {
            page.svg.text(LEFT, y + 28.0 + 24.0 * index as f64, Anchor::Start, line);
        }
        if group.appraisals() > 0 {
            let net = Span::new(self.format().text(group.net), INK, NAME).bold();
            page.svg.text(self.net_right(), y + 28.0, Anchor::End, &[net]);
        }
    }

    fn sums_of(&self, sums: &LineFigures) -> Vec<Span> {
        if sums.appraisals() == 0 {
            return self.right_label(sums);
        }
        let text = |amount: f64| self.format().text(amount);
        vec![
            Span::new(format!("{} destroyed", text(sums.destroyed)), DESTROYED_WORDS, NUMBER),
            Span::new(format!(", {} created", text(sums.created)), CREATED_WORDS, NUMBER),
        ]
    }

    pub(super) fn is_roomy(&self) -> bool {
        self.lines.len() <= MOST_ROOMY
    }

    fn format(&self) -> &FigureFormat {
        &self.panel.format
    }

    fn left_label(&self, line: &LineFigures) -> Vec<Span> {
        if line.appraisals() == 0 {
            return Vec::new();
        }
        let mut spans = Vec::new();
        if line.windfall_loss > 0.0 {
            spans.push(Span::new(format!("windfall {} + ", self.format().text(line.windfall_loss)), GREY, NUMBER));
        }
        let ink = if line.destroyed > 0.0 { DESTROYED_WORDS } else { GREY };
        spans.push(Span::new(self.format().text(line.destroyed), ink, NUMBER));
        spans
    }

    fn right_label(&self, line: &LineFigures) -> Vec<Span> {
        if line.appraisals() == 0 {
            return vec![Span::new(format!("no appraisal made, {} due", count(line.due)), GREY, NUMBER)];
        }
        let ink = if line.created > 0.0 { CREATED_WORDS } else { GREY };
        let mut spans = vec![Span::new(self.format().text(line.created), ink, NUMBER)];
        if line.windfall_gain > 0.0 {
            spans.push(Span::new(format!(" + {} windfall", self.format().text(line.windfall_gain)), GREY, NUMBER));
        }
        spans
    }

    /// The interval that is drawn: above narrow bars there is no room.
    pub(super) fn whisker(&self, line: &LineFigures) -> Option<[f64; 2]> {
        line.interval.as_ref().filter(|_| self.is_roomy())?.as_ref().ok().copied()
    }

    /// The space that a line needs to the left and to the right of zero, if a unit has this length.
    fn needed(&self, line: &LineFigures, unit: f64, bounds: BandsFit) -> [f64; 2] {
        let bars = |amount: f64, windfall: f64| {
            bar(amount, unit) + if windfall > 0.0 { TO_WINDFALL + bar(windfall, unit) } else { 0.0 }
        };
        let label = |spans: &[Span]| TO_NUMBER + spans.iter().map(Span::width).sum::<f64>();
        let mut left = bars(line.destroyed, line.windfall_loss) + label(&self.left_label(line));
        let mut right = bars(line.created, line.windfall_gain) + label(&self.right_label(line));
        left = left.max(-line.net * unit + 9.0);
        right = right.max(line.net * unit + 9.0);
        if let Some([low, high]) = self.whisker(line) {
            left = left.max(-low * unit + 1.0);
            right = right.max(high * unit + 1.0);
        }
        if let (BandsFit::Whole, Some([low, high])) = (bounds, line.bounds) {
            left = left.max(-low * unit + 1.0);
            right = right.max(high * unit + 1.0);
        }
        [left, right]
    }

    /// The largest scale at which every bar, band and label fits between these positions. Bands make it at most twice
    /// as small.
    fn scale(&self, [from, to]: [f64; 2]) -> LinearScale {
        let headings =
            ["destroyed", "created"].map(|heading| Span::new(heading, INK, NUMBER).bold().width() + TO_HEADING);
        let inputs = self.inputs.map(|inputs| (inputs, TO_NUMBER + self.inputs_label(inputs).width()));
        let sides = |unit: f64, bands: BandsFit| {
            let inputs = inputs.map(|(inputs, label)| [0.0, bar(inputs, unit) + label]);
            let needed = self.lines.iter().map(|line| self.needed(line, unit, bands)).chain(inputs);
            needed.fold(headings, |[left, right], [one, other]| [left.max(one), right.max(other)])
        };
        let largest = |bands: BandsFit| {
            let whisker = |line: &LineFigures| self.whisker(line).map_or(0.0, |[low, high]| high.max(-low));
            let reach = |line: &LineFigures| line.gains().max(line.losses()).max(line.net.abs()).max(whisker(line));
            let band = |line: &LineFigures| line.bounds.map_or(0.0, |[low, high]| low.abs().max(high.abs()));
            let reach =
                self.lines.iter().map(|line| reach(line).max(if bands == BandsFit::Whole { band(line) } else { 0.0 }));
            let longest = reach.chain(self.inputs).fold(0.0, f64::max);
            LinearScale::largest_unit(to - from, longest, |unit| sides(unit, bands).iter().sum())
        };
        let without_bands = largest(BandsFit::Cut);
        let unit = match largest(BandsFit::Whole) {
            whole if without_bands == 0.0 => whole,
            whole => whole.max(without_bands / 2.0),
        };
        let bands = if unit <= largest(BandsFit::Whole) { BandsFit::Whole } else { BandsFit::Cut };
        let [left, right] = sides(unit, bands);
        // The rest of the space goes to both sides alike if nothing moved, else to the right.
        let spare = (to - from - left - right).max(0.0);
        LinearScale { zero: from + left + if unit == 0.0 { spare / 2.0 } else { 0.0 }, unit }
    }

    pub(super) fn draw(&self, page: &mut Page) {
        let names = self.names();
        let texts = names.iter().flatten().map(String::as_str).chain(self.inputs.map(|_| INPUTS));
        let name_width = texts.map(|text| Span::new(text, INK, NUMBER).width()).fold(0.0, f64::max);
        let ends =
            if self.is_roomy() { [LEFT, RIGHT] } else { [LEFT + name_width + 12.0, RIGHT - self.net_width() - 16.0] };
        let scale = self.scale(ends);
        self.headings(page, scale);
        let rows = self.rows(page, names);
        // Zero line and grid stop at names and headings: they are drawn lane by lane, behind all marks.
        let mut lanes: Vec<[f64; 2]> = rows.iter().map(|row| row.lane).collect();
        lanes.dedup_by(|next, lane| {
            let follows = lane[1] == next[0];
            lane[1] = if follows { next[1] } else { lane[1] };
            follows
        });
        let of_inputs = self.inputs.map(|inputs| (inputs, self.inputs_lane(page)));
        lanes.extend(of_inputs.map(|(_, lane)| lane));
        let (step, ticks) = scale.ticks(ends, 80.0);
        for &tick in ticks.iter().filter(|tick| **tick != 0.0) {
            page.svg.line(&in_lanes(scale.at(tick), &lanes), GRID, 1.0);
        }
        for row in &rows {
            if let Some((group, y)) = row.heading {
                self.draw_heading(page, group, y);
            }
            if self.is_roomy() { self.draw_roomy(page, row, scale) } else { self.draw_compact(page, row, scale) }
        }
        if let Some((inputs, lane)) = of_inputs {
            self.draw_inputs(page, inputs, lane, scale);
        }
        page.svg.line(&in_lanes(scale.zero, &lanes), ZERO_LINE, 2.0);
        for tick in ticks {
            page.tick(scale.at(tick), &self.format().tick(tick, step));
        }
        self.total(page);
    }

    fn inputs_label(&self, inputs: f64) -> Span {
        Span::new(self.format().text(inputs), INK, NUMBER)
    }

    /// The name of the inputs, below all lines. Returns the lane of their bar, and moves the page to the labels of the axis.
    fn inputs_lane(&self, page: &mut Page) -> [f64; 2] {
        // From the labels of the axis to the name and to the lane, and the font size of the name.
        let ([to_name, to_lane], size) = if self.is_roomy() { ([9.0, 16.0], NAME) } else { ([4.0, -14.0], NUMBER) };
        page.svg.text(LEFT, page.y + to_name, Anchor::Start, &[Span::new(INPUTS, INK, size)]);
        let top = page.y + to_lane;
        page.y = top + 50.0;
        [top, top + 26.0]
    }

    fn draw_inputs(&self, page: &mut Page, inputs: f64, [top, foot]: [f64; 2], scale: LinearScale) {
        let length = bar(inputs, scale.unit);
        page.svg.rectangle([scale.zero, top + 3.0, length, foot - top - 6.0], Fill::Plain(INK));
        let (x, y) = (scale.zero + length + TO_NUMBER, f64::midpoint(top, foot) + 6.5);
        page.svg.outlined_text(x, y, Anchor::Start, &[self.inputs_label(inputs)]);
    }

    /// The room for names above roomy bars: beside them stands the net.
    fn name_block(&self) -> Block {
        Block { size: NAME, weight: Weight::Regular, width: RIGHT - LEFT - self.net_width() - 24.0 }
    }

    /// The lines of each name.
    fn names(&self) -> Vec<Vec<String>> {
        let roomy = self.name_block();
        let compact = Block { size: NUMBER, weight: Weight::Regular, width: 250.0 };
        let name = |line: &LineFigures| match self.name_of(line) {
            name if self.is_roomy() => roomy.at_most(2, &name),
            name => vec![compact.clipped(&name)],
        };
        self.lines.iter().map(name).collect()
    }

    /// The places of all lines. Moves the page to the labels of the axis.
    fn rows(&self, page: &mut Page, names: Vec<Vec<String>>) -> Vec<BarRow<'_>> {
        let is_roomy = self.is_roomy();
        // Above a heading, from its foot to the next name, and from the last line to the labels of the axis.
        let [above, below, last] = if is_roomy { [28.0, -11.0, 33.0] } else { [4.0, 12.0, 20.0] };
        let mut rows = Vec::new();
        let mut y = page.y + if is_roomy { -6.0 } else { 10.0 };
        for (index, (line, name)) in self.lines.iter().zip(names).enumerate() {
            let heading = self.heading(index).map(|group| (group, y + above));
            if let Some((group, top)) = heading {
                y = self.heading_foot(group, top) + below;
            }
            if !is_roomy {
                rows.push(BarRow { line, heading, name, name_y: y + 18.0, missing_y: None, lane: [y, y + 34.0] });
                y += 34.0;
                continue;
            }
            let name_y = y + 42.0;
            let name_foot = name_y + 24.0 * (name.len() - 1) as f64;
            let missing_y = self.missing_below(line, &name).then_some(name_foot + 24.0);
            let top = missing_y.unwrap_or(name_foot) + 7.0;
            let lane = [top, top + if line.appraisals() == 0 { 26.0 } else { 42.0 }];
            rows.push(BarRow { line, heading, name, name_y, missing_y, lane });
            y = top + 33.0;
        }
        page.y = y + last;
        rows
    }

    /// The heading of each side, and of the net.
    fn headings(&self, page: &mut Page, scale: LinearScale) {
        page.y += 42.0;
        let terms = self.intervals.filter(|_| self.is_roomy());
        let net = terms.map_or_else(|| "net".to_owned(), |terms| format!("net ({} interval)", terms.level));
        let net = Span::new(net, INK, NUMBER).bold();
        let created = Span::new("created", CREATED_WORDS, NUMBER).bold();
        page.svg.text(RIGHT - 22.0, page.y, Anchor::End, std::slice::from_ref(&net));
        page.svg.diamond(RIGHT - 8.0, page.y - 6.0, INK);
        if scale.zero + TO_HEADING + created.width() + 12.0 > RIGHT - 22.0 - net.width() {
            page.y += 26.0;
        }
        let destroyed = Span::new("destroyed", DESTROYED_WORDS, NUMBER).bold();
        page.svg.text(scale.zero - TO_HEADING, page.y, Anchor::End, &[destroyed]);
        page.svg.text(scale.zero + TO_HEADING, page.y, Anchor::Start, &[created]);
    }

    /// The right edge of the column of nets: their intervals are a column of their own.
    fn net_right(&self) -> f64 {
        let intervals = self.lines.iter().filter(|_| self.is_roomy());
        let widths = intervals.filter_map(|line| interval_span(line, self.format())).map(|interval| interval.width());
        widths.reduce(f64::max).map_or(RIGHT, |width| RIGHT - width - TO_INTERVAL)
    }

    /// The width of the columns of nets and intervals.
    fn net_width(&self) -> f64 {
        let net = |line: &LineFigures| Span::new(self.format().text(line.net), INK, NAME).bold().width();
        self.lines.iter().chain(self.headings.iter().map(|(_, group)| group)).map(net).fold(0.0, f64::max)
            + (RIGHT - self.net_right())
    }

    fn draw_roomy(&self, page: &mut Page, row: &BarRow<'_>, scale: LinearScale) {
        self.draw_name(page, row);
        self.bars(page, row.line, scale, [row.lane[0] + 1.0, 20.0]);
        draw_net(page, row.line, scale, row.lane[0] + 33.0);
        if let Some(interval) = interval_span(row.line, self.format()) {
            page.svg.text(RIGHT, row.name_y, Anchor::End, &[interval]);
        }
    }

    fn draw_compact(&self, page: &mut Page, row: &BarRow<'_>, scale: LinearScale) {
        let [top, _] = row.lane;
        page.svg.text(LEFT, row.name_y, Anchor::Start, &[Span::new(row.name.concat(), INK, NUMBER)]);
        self.bars(page, row.line, scale, [top + 4.0, 16.0]);
        if row.line.appraisals() > 0 {
            let net = Span::new(self.format().text(row.line.net), INK, NUMBER).bold();
            page.svg.text(RIGHT, row.name_y, Anchor::End, &[net]);
            small_diamond(page, scale.at(row.line.net), top + 26.0);
        }
    }

    /// Whether the words about missing appraisals need a line of their own.
    fn missing_below(&self, line: &LineFigures, name: &[String]) -> bool {
        let Some(missing) = self.missing_words(line) else { return false };
        // Lines that share their right edge leave the words no room at their own.
        let (_, anchor) = name_place(name, NAME);
        let name = Span::new(name.last().map_or("", String::as_str), INK, NAME);
        let missing = Span::new(format!(" {missing}"), GREY, NUMBER);
        anchor == Anchor::End || name.width() + missing.width() > self.name_block().width || name.text.is_empty()
    }

    fn missing_words(&self, line: &LineFigures) -> Option<String> {
        let missing = line.missing_text().filter(|_| line.appraisals() > 0)?;
        let bounds =
            |[low, high]: [f64; 2]| format!(": net {} to {}", self.format().text(low), self.format().text(high));
        Some(missing + &line.bounds.map_or_else(String::new, bounds))
    }

    fn draw_name(&self, page: &mut Page, row: &BarRow<'_>) {
        let missing = self.missing_words(row.line);
        let (x, anchor) = name_place(&row.name, NAME);
        for (index, text) in row.name.iter().enumerate() {
            let mut spans = vec![Span::new(text, INK, NAME)];
            if index + 1 == row.name.len() && row.missing_y.is_none() {
                spans.extend(missing.as_ref().map(|missing| Span::new(format!(" {missing}"), GREY, NUMBER)));
            }
            page.svg.text(x, row.name_y + 24.0 * index as f64, anchor, &spans);
        }
        if let (Some(y), Some(missing)) = (row.missing_y, missing) {
            page.svg.text(LEFT, y, Anchor::Start, &[Span::new(missing, GREY, NUMBER)]);
        }
        if row.line.appraisals() > 0 {
            let net = Span::new(self.format().text(row.line.net), INK, NAME).bold();
            page.svg.text(self.net_right(), row.name_y, Anchor::End, &[net]);
        }
    }

    /// The bars of a line and their numbers, at this height and of this height.
    fn bars(&self, page: &mut Page, line: &LineFigures, scale: LinearScale, [y, height]: [f64; 2]) {
        let number_y = y + height / 2.0 + 6.5;
        let mut left = scale.zero - bar(line.destroyed, scale.unit);
        let mut right = scale.zero + bar(line.created, scale.unit);
        if line.destroyed > 0.0 {
            page.svg.rectangle([left, y, scale.zero - left, height], Fill::Plain(DESTROYED));
        }
        if line.created > 0.0 {
            page.svg.rectangle([scale.zero, y, right - scale.zero, height], Fill::Plain(CREATED));
        }
        if line.windfall_loss > 0.0 {
            let width = bar(line.windfall_loss, scale.unit);
            left -= TO_WINDFALL + width;
            page.svg.rectangle([left, y, width, height], Fill::Edged(WINDFALL_LOSS, DESTROYED, 1.5));
        }
        if line.windfall_gain > 0.0 {
            let width = bar(line.windfall_gain, scale.unit);
            page.svg.rectangle([right + TO_WINDFALL, y, width, height], Fill::Edged(WINDFALL_GAIN, CREATED, 1.5));
            right += TO_WINDFALL + width;
        }
        page.svg.outlined_text(left - TO_NUMBER, number_y, Anchor::End, &self.left_label(line));
        page.svg.outlined_text(right + TO_NUMBER, number_y, Anchor::Start, &self.right_label(line));
    }

    /// The sums of the lines that are not drawn and of all lines, in words: their bars would make all others small.
    fn total(&self, page: &mut Page) {
        if let Some(rest) = &self.rest {
            self.sums(page, &rest.name(), rest);
        }
        if self.panel.lines.len() > 1 {
            self.sums(page, &format!("All {}", self.lines_word), &self.panel.total);
        }
    }

    fn sums(&self, page: &mut Page, name: &str, total: &LineFigures) {
        page.rule(page.y + 11.0);
        page.y += 33.0;
        let name = Span::new(format!("{name}\u{a0} "), INK, NUMBER).bold();
        let spans: Vec<Span> = std::iter::once(name).chain(self.sums_of(total)).collect();
        page.svg.text(LEFT, page.y, Anchor::Start, &spans);
        if total.appraisals() > 0 {
            let net = Span::new(self.format().text(total.net), INK, NAME).bold();
            page.svg.text(self.net_right(), page.y, Anchor::End, &[net]);
        }
    }
}

/// A line with its place.
struct BarRow<'a> {
    line: &'a LineFigures,
    /// The heading above the line, and the position of its rule.
    heading: Option<(&'a LineFigures, f64)>,
    name: Vec<String>,
    name_y: f64,
    /// The baseline of the words about missing appraisals, if they do not stand beside the name.
    missing_y: Option<f64>,
    /// The top and the foot of the bars and the net.
    lane: [f64; 2],
}

/// Whether the scale shows bands of bounds in full.
#[derive(Clone, Copy, PartialEq)]
enum BandsFit {
    Whole,
    Cut,
}

/// The length of a bar. A small amount is still seen.
fn bar(amount: f64, unit: f64) -> f64 {
    if amount > 0.0 { (amount * unit).max(LEAST_BAR) } else { 0.0 }
}
