//! The density of draws on its axis.

use super::density::{Density, MARGIN};
use super::draws::{DrawsChart, Middle};
use super::page::{LEFT, NAME, NUMBER, Page, RIGHT};
use super::palette::{CREATED, CREATED_WORDS, DESTROYED, DESTROYED_WORDS, GREY, INK, Ink, UNCHANGED, WHITE, ZERO_LINE};
use super::svg::{Anchor, Fill, Path, Span};
use super::value_axis::ValueAxis;

/// The height of the highest place.
const HEIGHT: f64 = 240.0;
/// From the zero line to the words beside it, and from the line of the stated value to its words.
const TO_SHARES: f64 = 12.0;
const TO_STATED: f64 = 8.0;
/// The width of a column, and the least of it if columns are near to each other.
const COLUMN: f64 = 16.0;
const LEAST_COLUMN: f64 = 3.0;

/// The density with its axis. The density is of values divided by the largest, as the axis is.
pub(super) struct DrawsPlot<'a> {
    chart: &'a DrawsChart,
    axis: ValueAxis,
    density: Density,
}

impl<'a> DrawsPlot<'a> {
    pub(super) fn new(chart: &'a DrawsChart) -> Self {
        let near = chart.near();
        let Middle { low, high, .. } = chart.middle;
        let ends = [near[0], near[near.len() - 1], low, high, chart.stated];
        let axis = ValueAxis::of(ends.into_iter()).across([LEFT, RIGHT], MARGIN);
        let scaled: Vec<f64> = near.iter().map(|value| value / axis.largest).collect();
        Self { chart, axis, density: Density::of(&scaled) }
    }

    pub(super) fn shows_zero(&self) -> bool {
        self.axis.shows_zero()
    }

    /// The position of a value divided by the largest.
    fn at(&self, scaled: f64) -> f64 {
        self.axis.start + (scaled - self.axis.low) * self.axis.unit
    }

    /// The largest height between two positions.
    fn highest(&self, ends: [f64; 2]) -> f64 {
        self.density.highest(ends.map(|x| (x - self.axis.start) / self.axis.unit + self.axis.low))
    }

    pub(super) fn draw(&self, page: &mut Page) {
        let top = page.y + 32.0;
        self.shares(page);
        let base = page.y + 43.0 + HEIGHT;
        match &self.density {
            Density::Curve { .. } => {
                self.area(page, base, [self.axis.low, 0.0], DESTROYED);
                self.area(page, base, [0.0, self.axis.high], CREATED);
            }
            Density::Columns(columns) => self.columns(page, base, columns),
        }
        if self.shows_zero() {
            page.svg.line(&Path::new().to(self.axis.at(0.0), top).vertical(base).open(), ZERO_LINE, 2.0);
        }
        page.svg.line(&Path::new().to(LEFT, base).horizontal(RIGHT).open(), ZERO_LINE, 2.0);
        self.stated(page, base);
        page.y = base + 26.0;
        for (value, text) in self.axis.ticks(&self.chart.format) {
            let x = self.axis.at(value);
            page.svg.line(&Path::new().to(x, base).vertical(base + 6.0).open(), ZERO_LINE, 1.5);
            page.tick(x, &text);
        }
        self.middle(page, base + 54.0);
    }

    /// The shares on both sides of the zero line, or one above the other where one side has no room for them.
    fn shares(&self, page: &mut Page) {
        let [above, below] = self.chart.sides();
        let at_zero = self.chart.values.len() - above - below;
        let zero = if self.shows_zero() { self.axis.at(0.0) } else { LEFT - TO_SHARES };
        let is_right = zero < f64::midpoint(LEFT, RIGHT);
        let span = |count: usize, has_room: bool, side: &str, ink: Ink| {
            let of_draws = if has_room { " of draws" } else { "" };
            Span::new(format!("{}{of_draws} {side}", self.chart.share(count)), ink, NAME).bold()
        };
        let above = span(above, is_right, "above zero", CREATED_WORDS);
        let below = span(below, !is_right, "below zero", DESTROYED_WORDS);
        let fits = below.width() <= zero - TO_SHARES - LEFT && above.width() <= RIGHT - TO_SHARES - zero;
        let (beside, mut texts) = match (fits, is_right) {
            (true, true) => (Some(below), vec![above]),
            (true, false) => (Some(above), vec![below]),
            (false, _) => (None, vec![above, below]),
        };
        if at_zero > 0 {
            texts.push(span(at_zero, false, "at zero", GREY));
        }
        page.y += 46.0;
        let sides = [(zero - TO_SHARES, Anchor::End), (zero + TO_SHARES, Anchor::Start)];
        if let Some(beside) = beside {
            let (x, anchor) = sides[usize::from(!is_right)];
            page.svg.text(x, page.y, anchor, &[beside]);
        }
        let (x, anchor) = sides[usize::from(is_right)];
        for (index, text) in texts.into_iter().enumerate() {
            page.y += if index > 0 { 26.0 } else { 0.0 };
            page.svg.text(x, page.y, anchor, &[text]);
        }
    }

    /// The curve between two values.
    fn area(&self, page: &mut Page, base: f64, ends: [f64; 2], ink: Ink) {
        let points = self.density.points(ends);
        let (Some([first, _]), Some([last, _])) = (points.first(), points.last()) else { return };
        let path = Path::new().to(self.at(*first), base);
        let path = points.iter().fold(path, |path, [value, height]| path.on(self.at(*value), base - HEIGHT * height));
        page.svg.area(&path.on(self.at(*last), base).close(), Fill::Plain(ink));
    }

    fn columns(&self, page: &mut Page, base: f64, columns: &[[f64; 2]]) {
        let gaps = columns.windows(2).map(|pair| self.at(pair[1][0]) - self.at(pair[0][0]));
        let width = (0.7 * gaps.fold(f64::INFINITY, f64::min)).clamp(LEAST_COLUMN, COLUMN);
        for [value, height] in columns {
            let ink = match value {
                value if *value > 0.0 => CREATED,
                value if *value < 0.0 => DESTROYED,
                _ => UNCHANGED,
            };
            let height = (HEIGHT * height).max(1.5);
            page.svg.rectangle([self.at(*value) - width / 2.0, base - height, width, height], Fill::Plain(ink));
        }
    }

    /// The stated value: a dashed line, with its words above the density on the side that has room.
    fn stated(&self, page: &mut Page, base: f64) {
        let x = self.axis.at(self.chart.stated);
        let text = Span::new(format!("as stated {}", self.chart.stated_text()), INK, NUMBER);
        let reach = TO_STATED + text.width();
        let zero = self.axis.at(0.0);
        let crosses = |from: f64, to: f64| self.shows_zero() && (from + 1.0..to + 4.0).contains(&zero);
        let sides = [(x, x + reach, Anchor::Start), (x - reach, x, Anchor::End)];
        let inside = |(from, to, _): &&(f64, f64, Anchor)| *from >= LEFT && *to <= RIGHT;
        let best = sides.iter().filter(inside).find(|(from, to, _)| !crosses(*from, *to));
        let &(from, to, anchor) = best.or(sides.iter().find(inside)).unwrap_or(&sides[0]);
        let y = (base - HEIGHT * self.highest([from, to]) - 14.0).min(base - 60.0);
        let line = Path::new().to(x, y - 14.0).vertical(base).open();
        page.svg.line(&line, WHITE, 4.5);
        page.svg.dashed(&line, INK, 2.0);
        let text_x = if anchor == Anchor::Start { x + TO_STATED } else { x - TO_STATED };
        page.svg.outlined_text(text_x, y, anchor, &[text]);
    }

    /// The median and the limits of 95 % of the draws, below the axis.
    fn middle(&self, page: &mut Page, y: f64) {
        let middle = self.chart.middle;
        let [low, median, high] = [middle.low, middle.median, middle.high].map(|value| self.axis.at(value));
        let line = Path::new().to(low, y).horizontal(high);
        let line = [low, high].iter().fold(line, |line, x| line.to(*x, y - 6.0).vertical(y + 6.0)).open();
        page.svg.line(&line, INK, 2.0);
        page.svg.diamond(median, y, INK);
        let text = Span::new(middle.text(&self.chart.format), INK, NUMBER);
        let half = text.width() / 2.0;
        let x = f64::midpoint(low, high).min(RIGHT - half).max(LEFT + half);
        page.y = y + 32.0;
        page.svg.text(x, page.y, Anchor::Middle, &[text]);
    }
}
