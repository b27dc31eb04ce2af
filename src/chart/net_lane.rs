//! The net below the bars of a line: a diamond, its confidence interval, and the bounds with missing appraisals.

use super::figures::{FigureFormat, LinearScale};
use super::lines::LineFigures;
use super::page::{LEFT, NUMBER, Page, RIGHT};
use super::palette::{BOUNDS, BOUNDS_EDGE, GREY, INK, WHITE};
use super::svg::{Fill, Path, Span};

/// The least width of a band that is not zero.
const LEAST_BAND: f64 = 1.5;
/// From the middle of a whisker to the ends of its caps.
const CAP: f64 = 5.0;

/// The interval of a net as text, or that there is none; nothing if intervals were not asked for.
pub(super) fn interval_span(line: &LineFigures, format: &FigureFormat) -> Option<Span> {
    let text = match line.interval.as_ref()? {
        Ok(limits) => format!("({})", format.limits(*limits).join(" to ")),
        Err(_) => "no interval".to_owned(),
    };
    Some(Span::new(text, GREY, NUMBER))
}

/// Draws the net in the middle of its lane.
pub(super) fn draw_net(page: &mut Page, line: &LineFigures, scale: LinearScale, y: f64) {
    if line.appraisals() == 0 {
        return;
    }
    if let Some([low, high]) = line.bounds {
        let [from, to] = [low, high].map(|net| scale.at(net).clamp(LEFT, RIGHT));
        page.svg.rectangle([from, y - 6.0, (to - from).max(LEAST_BAND), 12.0], Fill::Edged(BOUNDS, BOUNDS_EDGE, 1.0));
        for (net, side) in [(low, -1.0), (high, 1.0)] {
            let at = scale.at(net);
            if !(LEFT..=RIGHT).contains(&at) {
                arrow(page, at.clamp(LEFT, RIGHT), y, side);
            }
        }
    }
    if let Some(Ok(limits)) = &line.interval {
        let [low, high] = limits.map(|limit| scale.at(limit));
        let path = Path::new().to(low, y).horizontal(high);
        draw_whisker(page, [low, high].iter().fold(path, |path, x| path.to(*x, y - CAP).vertical(y + CAP)));
    }
    page.svg.diamond(scale.at(line.net), y, INK);
}

/// Draws the interval of a net at `x` from one height to another.
pub(super) fn draw_upright_whisker(page: &mut Page, x: f64, ends: [f64; 2]) {
    let path = Path::new().to(x, ends[0]).vertical(ends[1]);
    draw_whisker(page, ends.iter().fold(path, |path, y| path.to(x - CAP, *y).horizontal(x + CAP)));
}

/// Draws a line with caps. Its white edge parts it from bars and other lines.
fn draw_whisker(page: &mut Page, path: Path) {
    let whisker = path.open();
    page.svg.line(&whisker, WHITE, 5.0);
    page.svg.line(&whisker, INK, 2.0);
}

/// The sign that a band goes on beyond the picture.
fn arrow(page: &mut Page, x: f64, y: f64, side: f64) {
    let path = Path::new().to(x, y).on(x - 9.0 * side, y - 6.0).on(x - 9.0 * side, y + 6.0).close();
    page.svg.area(&path, Fill::Plain(BOUNDS_EDGE));
}

/// The net of a narrow line, which has no lane of its own.
pub(super) fn small_diamond(page: &mut Page, x: f64, y: f64) {
    let path = Path::new().to(x - 5.0, y).on(x, y - 5.0).on(x + 5.0, y).on(x, y + 5.0).close();
    page.svg.area(&path, Fill::Plain(INK));
}
