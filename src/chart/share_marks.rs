//! Shares as marks on an axis of per cent.

use super::figures::{FigureFormat, LinearScale};
use super::page::{NUMBER, Page, RIGHT};
use super::palette::{GREY, GRID, Ink, WHITE, ZERO_LINE};
use super::svg::{Anchor, Fill, Path, Span, in_lanes};

/// Between the middle of a mark and its label.
pub(super) const TO_LABEL: f64 = 13.0;
const TICK_GAP: f64 = 70.0;

/// The largest axis on which each mark has room for its label to the right. Each share has the width of this label.
pub(super) fn share_scale(zero: f64, shares: impl IntoIterator<Item = (f64, f64)>) -> LinearScale {
    let room = |(share, label): (f64, f64)| (RIGHT - zero - TO_LABEL - label).max(1.0) / share;
    let units = shares.into_iter().filter(|(share, _)| *share > 0.0).map(room);
    let unit = units.reduce(f64::min).unwrap_or(RIGHT - zero - TO_LABEL - WIDEST_LABEL);
    LinearScale { zero, unit: unit.min((RIGHT - zero - TO_LABEL - WIDEST_LABEL) / LEAST_DOMAIN) }
}

/// The room for a label if no share is above zero.
const WIDEST_LABEL: f64 = 50.0;
/// An axis reaches to at least this share, so that it has ticks.
const LEAST_DOMAIN: f64 = 0.04;

/// The grid, the zero line and the ticks. The lanes are the heights of rows, and the ticks stand at `bottom`.
pub(super) fn draw_axis(page: &mut Page, scale: LinearScale, lanes: &[[f64; 2]], bottom: f64) {
    let per_cent = LinearScale { unit: scale.unit / 100.0, ..scale };
    let (step, ticks) = per_cent.ticks([scale.zero, RIGHT.min(per_cent.at(100.0) + 0.5)], TICK_GAP);
    let format = FigureFormat::of([100.0]);
    for (number, tick) in ticks.iter().enumerate() {
        let x = per_cent.at(*tick);
        if *tick != 0.0 {
            page.svg.line(&in_lanes(x, lanes), GRID, 1.0);
        }
        let unit = if number + 1 == ticks.len() { " %" } else { "" };
        let text = Span::new(format!("{}{unit}", format.tick(*tick, step)), GREY, NUMBER);
        let x = x.min(RIGHT + 12.0 - text.width() / 2.0);
        page.svg.text(x, bottom, Anchor::Middle, &[text]);
    }
    page.svg.line(&in_lanes(scale.zero, lanes), ZERO_LINE, 2.0);
}

/// The shape of a mark.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    Circle,
    Square,
}

/// A mark with a white edge, so that it is seen on whiskers.
pub(super) fn draw_mark(page: &mut Page, x: f64, y: f64, shape: Shape, ink: Ink) {
    match shape {
        Shape::Circle => page.svg.circle(x, y, 8.0, Fill::Edged(ink, WHITE, 2.0)),
        Shape::Square => page.svg.rectangle([x - 8.0, y - 8.0, 16.0, 16.0], Fill::Edged(ink, WHITE, 2.0)),
    }
}

/// An interval as a line with caps.
pub(super) fn draw_whisker(page: &mut Page, [low, high]: [f64; 2], y: f64, ink: Ink) {
    let caps = [low, high]
        .iter()
        .fold(Path::new().to(low, y).horizontal(high), |path, x| path.to(*x, y - 5.0).vertical(y + 5.0));
    page.svg.line(&caps.open(), ink, 3.0);
}

/// A mark with its meaning beside it. Returns the right edge.
pub(super) fn draw_key(page: &mut Page, [x, y]: [f64; 2], shape: Shape, ink: Ink, text: Span) -> f64 {
    draw_mark(page, x + 8.0, y - 6.0, shape, ink);
    let right = x + 22.0 + text.width();
    page.svg.text(x + 22.0, y, Anchor::Start, &[text]);
    right
}
