//! The bars of a tornado on their axis.

use super::figures::{FigureFormat, LinearScale};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, GRID, INK, Ink, WHITE, ZERO_LINE};
use super::svg::{Anchor, Fill, Span, Weight, in_lanes};
use super::tornado::{SwingBar, SwitchingValue};
use super::value_axis::ValueAxis;
use super::words::Block;

const BAR: f64 = 22.0;
/// The height in which the lines of the axis are drawn, a little more than the bar.
const LANE: f64 = 28.0;
const TO_LABEL: f64 = 7.0;
/// The least width of a bar, and of each of its parts.
const LEAST: f64 = 1.5;
/// The values at the ends of a bar have at most this width, and so has the switching value.
const MOST_LABEL: f64 = 150.0;
const MOST_SWITCHING: f64 = 300.0;

/// The bars, and the axis on which they stand.
pub(super) struct TornadoPlot<'a> {
    bars: &'a [&'a SwingBar],
    central: f64,
    format: &'a FigureFormat,
    axis: ValueAxis,
}

impl<'a> TornadoPlot<'a> {
    pub(super) fn new(bars: &'a [&'a SwingBar], central: f64, format: &'a FigureFormat) -> Self {
        let axis = ValueAxis::of(bars.iter().flat_map(|bar| bar.nets()).chain([central]));
        let mut plot = Self { bars, central, format, axis };
        let (room, span) = (RIGHT - LEFT - 2.0 * TO_LABEL, axis.high - axis.low);
        plot.axis.unit =
            LinearScale::largest_unit(room, span, |unit| plot.margins(unit).iter().sum::<f64>() + span * unit);
        let [left, right] = plot.margins(plot.axis.unit);
        let spare = room - left - right - span * plot.axis.unit;
        plot.axis.start = LEFT + TO_LABEL + left + if plot.axis.unit == 0.0 { spare.max(0.0) / 2.0 } else { 0.0 };
        plot
    }

    pub(super) fn shows_zero(&self) -> bool {
        self.axis.shows_zero()
    }

    /// The room that labels need beyond both ends of the axis, if one unit has this length.
    fn margins(&self, unit: f64) -> [f64; 2] {
        let mut margins = [0.0_f64; 2];
        for bar in self.bars {
            let [low, high] = bar.nets().map(|net| net / self.axis.largest);
            let [left, right] =
                labels(bar).map(|label| if label.text.is_empty() { 0.0 } else { label.width() + TO_LABEL });
            margins[0] = margins[0].max(left - (low - self.axis.low) * unit);
            margins[1] = margins[1].max(right + LEAST - (self.axis.high - high) * unit);
        }
        margins
    }

    fn at(&self, value: f64) -> f64 {
        self.axis.at(value)
    }

    pub(super) fn draw(&self, page: &mut Page) {
        self.headings(page);
        let rows = self.rows(page);
        let lanes: Vec<[f64; 2]> = rows.iter().map(|row| [row.top, row.top + LANE]).collect();
        let ticks = self.axis.ticks(self.format);
        for (value, _) in ticks.iter().filter(|(value, _)| *value != 0.0) {
            page.svg.line(&in_lanes(self.at(*value), &lanes), GRID, 1.0);
        }
        for row in &rows {
            self.draw_bar(page, row);
        }
        if self.shows_zero() {
            page.svg.line(&self.line(self.at(0.0), &rows), ZERO_LINE, 2.0);
        }
        let stated = self.line(self.at(self.central), &rows);
        page.svg.line(&stated, WHITE, 4.5);
        page.svg.dashed(&stated, INK, 2.0);
        for row in &rows {
            self.draw_labels(page, row);
        }
        for (value, text) in ticks {
            page.tick(self.at(value), &text);
        }
    }

    /// A vertical line through the lanes of all bars, except where a label stands: a line behind a number could look like a
    /// part of it.
    fn line(&self, x: f64, rows: &[TornadoRow<'_>]) -> String {
        let is_free = |row: &&TornadoRow<'_>| {
            let [low, high] = row.bar.nets().map(|net| self.at(net));
            let [left, right] = labels(row.bar).map(|label| label.width());
            let is_in = |from: f64, to: f64| from < to && (from - 3.0..to + 3.0).contains(&x);
            let right_edge = high.max(low + LEAST) + TO_LABEL;
            !is_in(low - TO_LABEL - left, low - TO_LABEL) && !is_in(right_edge, right_edge + right)
        };
        let lanes: Vec<[f64; 2]> = rows.iter().filter(is_free).map(|row| [row.top, row.top + LANE]).collect();
        in_lanes(x, &lanes)
    }

    /// The names of both vertical lines above them, one above the other if they would meet.
    fn headings(&self, page: &mut Page) {
        page.y += 42.0;
        let stated = Span::new(format!("as stated {}", self.format.text(self.central)), INK, NUMBER).bold();
        let zero = Span::new("net present value 0", INK, NUMBER).bold();
        let place = |span: &Span, x: f64| x.clamp(LEFT + span.width() / 2.0, RIGHT - span.width() / 2.0);
        let (stated_x, zero_x) = (place(&stated, self.at(self.central)), place(&zero, self.at(0.0)));
        let apart = f64::midpoint(stated.width(), zero.width()) + 16.0;
        page.svg.text(stated_x, page.y, Anchor::Middle, std::slice::from_ref(&stated));
        if self.shows_zero() && self.central != 0.0 {
            page.y += if (stated_x - zero_x).abs() < apart { 26.0 } else { 0.0 };
            page.svg.text(zero_x, page.y, Anchor::Middle, std::slice::from_ref(&zero));
        }
    }

    /// The names and the switching values of all bars. Moves the page to the labels of the axis.
    fn rows(&self, page: &mut Page) -> Vec<TornadoRow<'a>> {
        let mut rows = Vec::new();
        for (index, &bar) in self.bars.iter().enumerate() {
            page.y += if index == 0 { 34.0 } else { 40.0 };
            let switching = switching_text(bar);
            let room = switching.as_ref().map_or(0.0, |switching| switching.width() + 16.0);
            let name = Block { size: NAME, weight: Weight::Regular, width: RIGHT - LEFT - room };
            if let Some(switching) = switching {
                page.svg.text(RIGHT, page.y, Anchor::End, &[switching]);
            }
            for (line, text) in name.at_most(3, &bar.name).into_iter().enumerate() {
                page.y += if line > 0 { 24.0 } else { 0.0 };
                page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new(text, INK, NAME)]);
            }
            rows.push(TornadoRow { bar, top: page.y + 6.0 });
            page.y += 6.0 + LANE;
        }
        page.y += 24.0;
        rows
    }

    /// The part of a bar below zero, and the part above.
    fn draw_bar(&self, page: &mut Page, row: &TornadoRow<'_>) {
        let [low, high] = row.bar.nets();
        let y = row.top + (LANE - BAR) / 2.0;
        let mut part = |from: f64, to: f64, ink: Ink| {
            let (from, to) = (self.at(from), self.at(to));
            page.svg.rectangle([from, y, (to - from).max(LEAST), BAR], Fill::Plain(ink));
        };
        if high > 0.0 || low == 0.0 {
            part(low.max(0.0), high, CREATED);
        }
        if low < 0.0 {
            part(low, high.min(0.0), DESTROYED);
        }
    }

    fn draw_labels(&self, page: &mut Page, row: &TornadoRow<'_>) {
        let [low, high] = row.bar.nets().map(|net| self.at(net));
        let y = row.top + LANE / 2.0 + 6.5;
        let [left, right] = labels(row.bar);
        if !left.text.is_empty() {
            page.svg.outlined_text(low - TO_LABEL, y, Anchor::End, &[left]);
        }
        if !right.text.is_empty() {
            page.svg.outlined_text(high.max(low + LEAST) + TO_LABEL, y, Anchor::Start, &[right]);
        }
    }
}

/// A bar with its place.
struct TornadoRow<'a> {
    bar: &'a SwingBar,
    /// The top of its lane.
    top: f64,
}

/// The values at both ends of a bar. If these have one net present value, both stand on the right.
fn labels(bar: &SwingBar) -> [Span; 2] {
    let [(low, low_net), (high, high_net)] = &bar.ends;
    let span = |text: String, net: f64| {
        let ink = if net < 0.0 { DESTROYED_WORDS } else { CREATED_WORDS };
        let block = Block { size: NUMBER, weight: Weight::Regular, width: MOST_LABEL };
        Span::new(block.clipped(&text), ink, NUMBER)
    };
    if low_net == high_net && !low.is_empty() {
        return [span(String::new(), 0.0), span(format!("{low} to {high}"), *high_net)];
    }
    [span(low.clone(), *low_net), span(high.clone(), *high_net)]
}

/// The switching value at the right edge.
fn switching_text(bar: &SwingBar) -> Option<Span> {
    let block = Block { size: NUMBER, weight: Weight::Bold, width: MOST_SWITCHING };
    match &bar.switching {
        SwitchingValue::At(value) => {
            Some(Span::new(block.clipped(&format!("switching value {value}")), INK, NUMBER).bold())
        }
        SwitchingValue::Never => Some(Span::new("no switching value", GREY, NUMBER)),
        SwitchingValue::NotGiven => None,
    }
}
