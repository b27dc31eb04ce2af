//! A horizontal axis of values of any size.

use super::figures::{FigureFormat, step};
use super::page::{LEFT, NUMBER};
use super::palette::GREY;
use super::svg::{Span, WIDTH};

/// Zero is left out if it is further from all values than this number of their spans: they would be too near to each other
/// to compare.
const FAR: f64 = 3.0;
/// Distances of ticks that are tried, until their labels do not meet.
const GAPS: [f64; 5] = [80.0, 110.0, 150.0, 220.0, 330.0];
/// Above this number of steps from zero a float does not hold each tick.
const MOST_STEPS: f64 = 1e12;

/// The values between which an axis runs, and its place. Values are divided by the largest, since the distance of two floats
/// may be more than a float holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ValueAxis {
    pub(super) largest: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The length of one unit, which is the largest value.
    pub(super) unit: f64,
    /// The position of the lowest value.
    pub(super) start: f64,
}

impl ValueAxis {
    /// The axis of these values, with zero unless it is far from all of them. It has no length yet.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let largest = values.clone().map(f64::abs).fold(0.0, f64::max);
        let largest = if largest > 0.0 { largest } else { 1.0 };
        let mut low = values.clone().map(|value| value / largest).fold(f64::INFINITY, f64::min);
        let mut high = values.map(|value| value / largest).fold(f64::NEG_INFINITY, f64::max);
        let span = high - low;
        if span == 0.0 || low.max(-high) <= FAR * span {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        Self { largest, low, high, unit: 0.0, start: LEFT }
    }

    /// The axis between two positions, with this share of its span added at both ends.
    #[cfg(feature = "certainty")]
    pub(super) fn across(self, [from, to]: [f64; 2], margin: f64) -> Self {
        let span = self.high - self.low;
        // Around zero alone there is one unit on each side.
        let beyond = if span > 0.0 { margin * span } else { 1.0 };
        let (low, high) = (self.low - beyond, self.high + beyond);
        Self { low, high, unit: (to - from) / (high - low), start: from, ..self }
    }

    pub(super) fn shows_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        self.start + (value / self.largest - self.low) * self.unit
    }

    /// The values of ticks with their labels, which do not meet.
    pub(super) fn ticks(&self, format: &FigureFormat) -> Vec<(f64, String)> {
        let unit = self.unit / self.largest;
        let zero = if self.shows_zero() { vec![(0.0, "0".to_owned())] } else { Vec::new() };
        if unit <= 0.0 || !unit.is_finite() {
            return zero;
        }
        for gap in GAPS {
            let step = step(gap / unit);
            let [first, last] = [(self.low * self.largest / step).ceil(), (self.high * self.largest / step).floor()];
            if !(first.abs() < MOST_STEPS && last.abs() < MOST_STEPS) {
                return zero;
            }
            let tick = |number: i64| {
                let value = number as f64 * step;
                let sign = if value < 0.0 { "\u{2212}" } else { "" };
                (value, sign.to_owned() + &format.tick(value, step))
            };
            let ticks: Vec<(f64, String)> = (first as i64..=last as i64).map(tick).collect();
            let places: Vec<[f64; 2]> = ticks.iter().map(|(value, text)| tick_ends(self.at(*value), text)).collect();
            if places.windows(2).all(|pair| pair[0][1] + 10.0 <= pair[1][0]) {
                return ticks;
            }
        }
        zero
    }
}

/// Both ends of the label of a tick, which stays inside of the picture.
fn tick_ends(x: f64, text: &str) -> [f64; 2] {
    let half = Span::new(text, GREY, NUMBER).width() / 2.0;
    let x = x.clamp(half + 8.0, WIDTH - half - 8.0);
    [x - half, x + half]
}
