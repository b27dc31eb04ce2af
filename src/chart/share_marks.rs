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
    let format = FigureFormat::of_percentages([100.0]);
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

/// Half the size of a mark.
const MARK: f64 = 8.0;
/// Half the size of the smallest mark of a narrow interval.
const LEAST_MARK: f64 = 5.0;
/// Between a mark and the cap of its interval, so that both are seen.
const TO_CAP: f64 = 3.5;

/// A mark without an interval.
pub(super) fn draw_mark(page: &mut Page, x: f64, y: f64, shape: Shape, ink: Ink) {
    draw_sized_mark(page, [x, y], MARK, shape, ink);
}

/// A mark with a white edge, so that it is seen on the line of an interval.
fn draw_sized_mark(page: &mut Page, [x, y]: [f64; 2], size: f64, shape: Shape, ink: Ink) {
    let fill = Fill::Edged(ink, WHITE, 2.0);
    match shape {
        Shape::Circle => page.svg.circle(x, y, size, fill),
        Shape::Square => page.svg.rectangle([x - size, y - size, 2.0 * size, 2.0 * size], fill),
    }
}

/// A mark on its interval, which is a line with caps. The mark is smaller if it would hide the caps.
pub(super) fn draw_mark_on(page: &mut Page, [low, high]: [f64; 2], [x, y]: [f64; 2], shape: Shape, ink: Ink) {
    let caps = [low, high]
        .iter()
        .fold(Path::new().to(low, y).horizontal(high), |path, x| path.to(*x, y - 5.0).vertical(y + 5.0));
    page.svg.line(&caps.open(), ink, 3.0);
    // A share of 0 % or 100 % is the end of its interval.
    let distances = [x - low, high - x].into_iter().filter(|distance| *distance > 0.5);
    let nearest = distances.reduce(f64::min).unwrap_or(MARK + TO_CAP);
    draw_sized_mark(page, [x, y], (nearest - TO_CAP).clamp(LEAST_MARK, MARK), shape, ink);
}

/// A mark with its meaning beside it. Returns the right edge.
pub(super) fn draw_key(page: &mut Page, [x, y]: [f64; 2], shape: Shape, ink: Ink, text: Span) -> f64 {
    draw_mark(page, x + 8.0, y - 6.0, shape, ink);
    let right = x + 22.0 + text.width();
    page.svg.text(x + 22.0, y, Anchor::Start, &[text]);
    right
}
