//! Many values as a smoothed density; a few different ones as columns.

use super::figures::LinearScale;

/// The bins of a density.
const BINS: usize = 90;
/// How often a density is smoothed, and the weights of a bin and its neighbours. The smoothing has a standard deviation of
/// three bins, so that there is no kernel to choose.
const SMOOTHINGS: usize = 9;
const WEIGHTS: [f64; 5] = [1.0 / 16.0, 4.0 / 16.0, 6.0 / 16.0, 4.0 / 16.0, 1.0 / 16.0];
/// The share of the span of the values that is added at both ends: two standard deviations of the smoothing.
pub(super) const MARGIN: f64 = 0.08;
/// Up to this number of different values, each has a column: a density would look as if there were values between.
const MOST_COLUMNS: usize = 12;

/// How often values occur. The highest place has the height 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Density {
    /// The values, each with its height.
    Columns(Vec<[f64; 2]>),
    /// The heights of bins of one width between two values.
    Curve { from: f64, to: f64, heights: Vec<f64> },
}

impl Density {
    /// The density of values in ascending order, of which there is one at least. Values at zero or above have no density
    /// below zero, and the reverse.
    pub(super) fn of(values: &[f64]) -> Self {
        let mut counted: Vec<[f64; 2]> = Vec::new();
        for &value in values {
            match counted.last_mut() {
                Some([last, count]) if *last == value => *count += 1.0,
                _ => counted.push([value, 1.0]),
            }
        }
        if counted.len() <= MOST_COLUMNS {
            let most = counted.iter().map(|[_, count]| *count).fold(0.0, f64::max);
            return Self::Columns(counted.into_iter().map(|[value, count]| [value, count / most]).collect());
        }
        let (low, high) = (values[0], values[values.len() - 1]);
        let margin = MARGIN * (high - low);
        let from = if low >= 0.0 { (low - margin).max(0.0) } else { low - margin };
        let to = if high <= 0.0 { (high + margin).min(0.0) } else { high + margin };
        let mut heights = vec![0.0; BINS];
        for [value, count] in counted {
            let bin = ((value - from) / (to - from) * BINS as f64) as usize;
            heights[bin.min(BINS - 1)] += count;
        }
        for _ in 0..SMOOTHINGS {
            heights = smoothed(&heights);
        }
        let highest = heights.iter().copied().fold(0.0, f64::max);
        Self::Curve { from, to, heights: heights.into_iter().map(|height| height / highest).collect() }
    }

    /// The points of the curve between two values, from left to right; none outside of it.
    pub(super) fn points(&self, [low, high]: [f64; 2]) -> Vec<[f64; 2]> {
        let Self::Curve { from, to, heights } = self else { return Vec::new() };
        let (low, high) = (low.max(*from), high.min(*to));
        if low >= high {
            return Vec::new();
        }
        let width = (to - from) / BINS as f64;
        let centre = |bin: usize| from + (bin as f64 + 0.5) * width;
        // Between the centres of two bins the curve is a line, and beyond the outermost ones it is level.
        let height = |value: f64| {
            let place = ((value - from) / width - 0.5).clamp(0.0, (BINS - 1) as f64);
            let bin = (place as usize).min(BINS - 2);
            LinearScale { zero: heights[bin], unit: heights[bin + 1] - heights[bin] }.at(place - bin as f64)
        };
        let inner = (0..BINS).map(centre).filter(|value| (low..=high).contains(value));
        std::iter::once(low).chain(inner).chain([high]).map(|value| [value, height(value)]).collect()
    }

    /// The largest height between two values.
    pub(super) fn highest(&self, [low, high]: [f64; 2]) -> f64 {
        let curve = self.points([low, high]);
        let columns = match self {
            Self::Columns(columns) => &columns[..],
            Self::Curve { .. } => &[],
        };
        let columns = columns.iter().filter(|[value, _]| (low..=high).contains(value));
        columns.chain(&curve).map(|[_, height]| *height).fold(0.0, f64::max)
    }
}

/// Each height with a share of its neighbours. At both ends the heights are mirrored, so that none gets lost.
fn smoothed(heights: &[f64]) -> Vec<f64> {
    let last = heights.len() as i64 - 1;
    let mirrored = |at: i64| if at < 0 { -1 - at } else if at > last { 2 * last + 1 - at } else { at } as usize;
    let smooth = |at: i64| WEIGHTS.iter().zip(at - 2..).map(|(weight, near)| weight * heights[mirrored(near)]).sum();
    (0..=last).map(smooth).collect()
}
