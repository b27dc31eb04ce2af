//! Diverging bars: the destroyed amount to the left of zero, the created amount to the right.

use super::figures::{FigureFormat, LinearScale, count};
use super::finding::bars_finding;
use super::lines::{LineFigures, Panel, Panels, largest};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{
    BOUNDS, BOUNDS_EDGE, CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, WINDFALL_GAIN,
    WINDFALL_LOSS, ZERO_LINE,
};
use super::svg::{Anchor, Fill, Path, Span, WIDTH, Weight};
use super::words::{Block, is_from_right};
use super::{Chart, Order, chart_methods, hidden_debug};
use crate::number::Number;
use crate::statement::{Overflow, Statement};

/// A statement as diverging bars, one pair a line: destroyed to the left of zero, created to the right, and the net as
/// a diamond below them.
///
/// Made by [`Statement::bar_chart`].
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
        Ok(BarChart { title: None, order: Order::default(), panels: Panels::of(self)? })
    }
}

hidden_debug!(BarChart);

impl BarChart {
    chart_methods!();

    /// The order of the lines; that of the statement unless stated.
    pub fn sorted_by(self, order: Order) -> Self {
        Self { order, ..self }
    }
}

impl Chart for BarChart {
    fn finding(&self) -> String {
        bars_finding(&self.panels)
    }

    fn words(&self) -> String {
        self.panels.description()
    }

    fn draw(&self, title: &str) -> String {
        let mut page = Page::new(title, &self.panels.subtitle(), self.description());
        let mut marks = Marks::default();
        for panel in &self.panels.panels {
            if self.panels.panels.len() > 1 {
                page.y += 44.0;
                page.rule(page.y - 26.0);
                page.heading(&panel.heading());
            }
            let drawn = DrawnPanel::new(panel, self.panels.line_word.1, self.order);
            drawn.draw(&mut page);
            marks.add(&drawn.lines);
        }
        marks.explain(&mut page);
        page.finish(title)
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

/// The marks that occur, which a note explains.
#[derive(Default)]
struct Marks {
    bounds: bool,
    gains: bool,
    losses: bool,
}

impl Marks {
    fn add(&mut self, lines: &[LineFigures]) {
        self.bounds |= lines.iter().any(|line| line.bounds.is_some());
        self.gains |= lines.iter().any(|line| line.windfall_gain > 0.0);
        self.losses |= lines.iter().any(|line| line.windfall_loss > 0.0);
    }

    fn explain(&self, page: &mut Page) {
        let mut note = "Diamond: net, all gains less all losses.".to_owned();
        if self.bounds {
            note += " Grey band: the lowest and the highest net if no appraisal were missing.";
        }
        note += match (self.gains, self.losses) {
            (true, true) => " Pale: windfalls, changes of people who did not co-operate.",
            (true, false) => " Pale blue: windfall, gains of people who did not co-operate.",
            (false, true) => " Pale orange: windfall, losses of people who did not co-operate.",
            (false, false) => "",
        };
        page.note(&note);
    }
}

/// A panel with its lines in the order in which they are drawn.
struct DrawnPanel<'a> {
    panel: &'a Panel,
    /// The word for several lines.
    lines_word: &'static str,
    lines: Vec<LineFigures>,
    /// The headings of groups, each with the index of the line below it.
    headings: Vec<(usize, LineFigures)>,
    /// The lines that the picture has no room for, together.
    rest: Option<LineFigures>,
}

impl<'a> DrawnPanel<'a> {
    fn new(panel: &'a Panel, lines_word: &'static str, order: Order) -> Self {
        let mut lines = panel.lines.clone();
        order.sort(&mut lines);
        let (mut lines, rest) = largest(lines, MOST_DRAWN, LineFigures::moved);
        let mut groups = panel.groups.clone();
        order.sort(&mut groups);
        let place = |line: &LineFigures| groups.iter().position(|group| group.group == line.group);
        lines.sort_by_key(place);
        let first = |group: &LineFigures| lines.iter().position(|line| line.group == group.group);
        let headings = groups.iter().filter_map(|group| Some((first(group)?, group.clone()))).collect();
        Self { panel, lines_word, lines, headings, rest }
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
            page.svg.text(RIGHT, y + 28.0, Anchor::End, &[net]);
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

    fn is_roomy(&self) -> bool {
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
        let sides = |unit: f64, bands: BandsFit| {
            let needed = self.lines.iter().map(|line| self.needed(line, unit, bands));
            needed.fold(headings, |[left, right], [one, other]| [left.max(one), right.max(other)])
        };
        let largest = |bands: BandsFit| {
            let reach = |line: &LineFigures| line.gains().max(line.losses()).max(line.net.abs());
            let reach = self.lines.iter().map(reach).fold(0.0, f64::max);
            let band = |line: &LineFigures| line.bounds.map_or(0.0, |[low, high]| low.abs().max(high.abs()));
            let reach =
                if bands == BandsFit::Whole { self.lines.iter().map(band).fold(reach, f64::max) } else { reach };
            if reach == 0.0 {
                return 0.0;
            }
            let (mut fits, mut exceeds) = (0.0, (to - from) / reach);
            for _ in 0..60 {
                let unit = f64::midpoint(fits, exceeds);
                if sides(unit, bands).iter().sum::<f64>() <= to - from { fits = unit } else { exceeds = unit }
            }
            fits
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

    fn draw(&self, page: &mut Page) {
        if self.is_roomy() { self.draw_roomy(page) } else { self.draw_compact(page) }
    }

    /// The heading of each side, and of the net.
    fn headings(page: &mut Page, scale: LinearScale) {
        page.y += 42.0;
        let net = Span::new("net", INK, NUMBER).bold();
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

    fn net_width(&self) -> f64 {
        let net = |line: &LineFigures| Span::new(self.format().text(line.net), INK, NAME).bold().width();
        self.lines.iter().chain(self.headings.iter().map(|(_, group)| group)).map(net).fold(0.0, f64::max)
    }

    fn draw_roomy(&self, page: &mut Page) {
        let scale = self.scale([LEFT, RIGHT]);
        Self::headings(page, scale);
        let (step, ticks) = scale.ticks([LEFT, RIGHT], 80.0);
        let names = Block { size: NAME, weight: Weight::Regular, width: RIGHT - LEFT - self.net_width() - 24.0 };
        page.y -= 6.0;
        // Zero line and grid stop at names: they are drawn lane by lane, behind all marks.
        let mut lanes = Vec::new();
        let mut y = page.y;
        let (mut headings, mut placed) = (Vec::new(), Vec::new());
        for (index, line) in self.lines.iter().enumerate() {
            if let Some(group) = self.heading(index) {
                headings.push(y + 28.0);
                y = self.heading_foot(group, y + 28.0) - 11.0;
            }
            y += 42.0;
            let (name_y, name) = (y, names.at_most(2, &self.name_of(line)));
            y += 24.0 * (name.len() - 1) as f64;
            let missing_y = self.missing_below(line, &name, names.width).then(|| {
                y += 24.0;
                y
            });
            let lane = if line.appraisals() == 0 { 26.0 } else { 42.0 };
            lanes.push([y + 7.0, y + 7.0 + lane]);
            y += 40.0;
            placed.push((name_y, name, missing_y));
        }
        for &tick in ticks.iter().filter(|tick| **tick != 0.0) {
            page.svg.line(&lane_path(scale.at(tick), &lanes), GRID, 1.0);
        }
        let mut headings = headings.into_iter();
        for ((index, line), (name_y, name, missing_y)) in self.lines.iter().enumerate().zip(&placed) {
            if let Some((group, y)) = self.heading(index).and_then(|group| headings.next().map(|y| (group, y))) {
                self.draw_heading(page, group, y);
            }
            self.name(page, line, (*name_y, name, *missing_y));
            let below = missing_y.unwrap_or(name_y + 24.0 * (name.len() - 1) as f64);
            self.bars(page, line, scale, [below + 8.0, 20.0]);
            Self::net_lane(page, line, scale, below + 40.0);
        }
        page.svg.line(&lane_path(scale.zero, &lanes), ZERO_LINE, 2.0);
        page.y = y + 33.0;
        self.ticks(page, scale, (step, &ticks));
        self.total(page);
    }

    /// Whether the words about missing appraisals need a line of their own.
    fn missing_below(&self, line: &LineFigures, name: &[String], width: f64) -> bool {
        let Some(missing) = self.missing_words(line) else { return false };
        // Lines that share their right edge leave the words no room at their own.
        let shares_right = is_from_right(name);
        let name = name.last().map_or("", String::as_str);
        shares_right
            || Span::new(name, INK, NAME).width() + Span::new(format!(" {missing}"), GREY, NUMBER).width() > width
            || name.is_empty()
    }

    fn missing_words(&self, line: &LineFigures) -> Option<String> {
        let missing = line.missing_text().filter(|_| line.appraisals() > 0)?;
        let bounds =
            |[low, high]: [f64; 2]| format!(": net {} to {}", self.format().text(low), self.format().text(high));
        Some(missing + &line.bounds.map_or_else(String::new, bounds))
    }

    fn name(&self, page: &mut Page, line: &LineFigures, (y, name, missing_y): (f64, &[String], Option<f64>)) {
        let missing = self.missing_words(line).map(|missing| Span::new(missing, GREY, NUMBER));
        let from_right = is_from_right(name);
        let right = LEFT + name.iter().map(|text| Span::new(text, INK, NAME).width()).fold(0.0, f64::max);
        for (index, text) in name.iter().enumerate() {
            let mut spans = vec![Span::new(text, INK, NAME)];
            if index + 1 == name.len()
                && missing_y.is_none()
                && let Some(missing) = &missing
            {
                spans.push(Span { text: format!(" {}", missing.text), ..missing.clone() });
            }
            let y = y + 24.0 * index as f64;
            if from_right {
                page.svg.text(right, y, Anchor::End, &spans);
            } else {
                page.svg.text(LEFT, y, Anchor::Start, &spans);
            }
        }
        if let (Some(y), Some(missing)) = (missing_y, missing) {
            page.svg.text(LEFT, y, Anchor::Start, &[missing]);
        }
        if line.appraisals() > 0 {
            let net = Span::new(self.format().text(line.net), INK, NAME).bold();
            page.svg.text(RIGHT, y, Anchor::End, &[net]);
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
        page.svg.text(left - TO_NUMBER, number_y, Anchor::End, &self.left_label(line));
        page.svg.text(right + TO_NUMBER, number_y, Anchor::Start, &self.right_label(line));
    }

    /// The net, and the band in which it lies.
    fn net_lane(page: &mut Page, line: &LineFigures, scale: LinearScale, y: f64) {
        if line.appraisals() == 0 {
            return;
        }
        if let Some([low, high]) = line.bounds {
            let [from, to] = [low, high].map(|net| scale.at(net).clamp(LEFT, RIGHT));
            page.svg
                .rectangle([from, y - 6.0, (to - from).max(LEAST_BAR), 12.0], Fill::Edged(BOUNDS, BOUNDS_EDGE, 1.0));
            for (net, side) in [(low, -1.0), (high, 1.0)] {
                let at = scale.at(net);
                if !(LEFT..=RIGHT).contains(&at) {
                    arrow(page, at.clamp(LEFT, RIGHT), y, side);
                }
            }
        }
        page.svg.diamond(scale.at(line.net), y, INK);
    }

    fn draw_compact(&self, page: &mut Page) {
        let names = Block { size: NUMBER, weight: Weight::Regular, width: 250.0 };
        let texts: Vec<String> = self.lines.iter().map(|line| names.clipped(&self.name_of(line))).collect();
        let name_width = texts.iter().map(|text| Span::new(text, INK, NUMBER).width()).fold(0.0, f64::max);
        let (from, to) = (LEFT + name_width + 12.0, RIGHT - self.net_width() - 16.0);
        let scale = self.scale([from, to]);
        Self::headings(page, scale);
        // Zero line and grid stop at headings.
        let (mut lanes, mut headings, mut heights) = (Vec::new(), Vec::new(), Vec::new());
        let mut y = page.y + 10.0;
        for index in 0..self.lines.len() {
            if let Some(group) = self.heading(index) {
                headings.push(y + 4.0);
                y = self.heading_foot(group, y + 4.0) + 12.0;
            }
            heights.push(y);
            lanes.push([y, y + 34.0]);
            y += 34.0;
        }
        lanes.dedup_by(|next, lane| {
            let follows = lane[1] == next[0];
            lane[1] = if follows { next[1] } else { lane[1] };
            follows
        });
        let (step, ticks) = scale.ticks([from, to], 80.0);
        for &tick in ticks.iter().filter(|tick| **tick != 0.0) {
            page.svg.line(&lane_path(scale.at(tick), &lanes), GRID, 1.0);
        }
        let mut headings = headings.into_iter();
        for ((index, line), (y, name)) in self.lines.iter().enumerate().zip(heights.iter().zip(&texts)) {
            if let Some((group, y)) = self.heading(index).and_then(|group| headings.next().map(|y| (group, y))) {
                self.draw_heading(page, group, y);
            }
            page.svg.text(LEFT, y + 18.0, Anchor::Start, &[Span::new(name, INK, NUMBER)]);
            self.bars(page, line, scale, [y + 4.0, 16.0]);
            if line.appraisals() > 0 {
                let net = Span::new(self.format().text(line.net), INK, NUMBER).bold();
                page.svg.text(RIGHT, y + 18.0, Anchor::End, &[net]);
                small_diamond(page, scale.at(line.net), y + 26.0);
            }
        }
        page.svg.line(&lane_path(scale.zero, &lanes), ZERO_LINE, 2.0);
        page.y = y + 20.0;
        self.ticks(page, scale, (step, &ticks));
        self.total(page);
    }

    /// The labels of the axis. One at an end stays inside of the picture.
    fn ticks(&self, page: &mut Page, scale: LinearScale, (step, ticks): (f64, &[f64])) {
        for &tick in ticks {
            let text = Span::new(self.format().tick(tick, step), GREY, NUMBER);
            let half = text.width() / 2.0 + 8.0;
            page.svg.text(scale.at(tick).clamp(half, WIDTH - half), page.y, Anchor::Middle, &[text]);
        }
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
            page.svg.text(RIGHT, page.y, Anchor::End, &[net]);
        }
    }
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

/// A vertical line that is drawn only in these lanes.
fn lane_path(x: f64, lanes: &[[f64; 2]]) -> String {
    lanes.iter().fold(Path::new(), |path, [from, to]| path.to(x, *from).vertical(*to)).open()
}

/// The sign that a band goes on beyond the picture.
fn arrow(page: &mut Page, x: f64, y: f64, side: f64) {
    let path = Path::new().to(x, y).on(x - 9.0 * side, y - 6.0).on(x - 9.0 * side, y + 6.0).close();
    page.svg.area(&path, Fill::Plain(BOUNDS_EDGE));
}

fn small_diamond(page: &mut Page, x: f64, y: f64) {
    let path = Path::new().to(x - 5.0, y).on(x, y - 5.0).on(x + 5.0, y).on(x, y + 5.0).close();
    page.svg.area(&path, Fill::Plain(INK));
}
