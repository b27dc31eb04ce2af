//! The values of a spread in draws.

use libm::{exp, log, log1p, sqrt};

use super::gamma::{Gamma, beta};
use super::normal;
use super::random::{Purpose, StreamId};
use crate::worth::{Distribution, Spread};

/// The name under which resampled totals are drawn, so that all of a map take one replicate in a draw.
const RESAMPLING: &str = "resampling";

/// The values of a spread in the first draws of a name; `None` if it has values for fewer draws.
///
/// A uniform, triangular, normal or lognormal value is the quantile of the draw's number. One of no width is exactly the
/// value that it states.
pub(super) fn values(spread: &Spread, name: &str, seed: u64, draws: usize) -> Option<Vec<f64>> {
    let stream = |purpose| StreamId::new(purpose, name).seeded(seed);
    let uniforms = || stream(Purpose::Draws).uniforms(draws);
    Some(match spread.0 {
        Distribution::Uniform { low, high } => quantiles(uniforms(), |u| (low + u * (high - low)).min(high)),
        Distribution::Triangular { low, mode, high } => quantiles(uniforms(), |u| triangular([low, mode, high], u)),
        Distribution::Normal { mean, sd } => quantiles(uniforms(), |u| mean + sd * normal::quantile(u)),
        Distribution::Lognormal { mean, sd } if sd > 0.0 => {
            let ratio = sd / mean;
            let variance = log1p(ratio * ratio);
            let (middle, sd) = (log(mean) - variance / 2.0, sqrt(variance));
            quantiles(uniforms(), |u| exp(middle + sd * normal::quantile(u)))
        }
        Distribution::Gamma { mean, sd } if (mean / sd) * (mean / sd) < f64::INFINITY => {
            let (gamma, scale) = (Gamma::of_shape((mean / sd) * (mean / sd)), sd / mean * sd);
            let mut values = Vec::with_capacity(draws);
            stream(Purpose::Draws).each_group(draws, |numbers| values.push(scale * gamma.value(numbers)));
            values
        }
        Distribution::Lognormal { mean, .. } | Distribution::Gamma { mean, .. } => vec![mean; draws],
        Distribution::Beta { successes, failures } => {
            let gammas = [&Gamma::of_shape(successes), &Gamma::of_shape(failures)];
            let mut firsts = Vec::with_capacity(draws);
            stream(Purpose::Draws).each_group(draws, |numbers| firsts.push(*numbers));
            let (mut firsts, mut values) = (firsts.iter(), Vec::with_capacity(draws));
            stream(Purpose::SecondGammas).each_group(draws, |second| {
                values.extend(firsts.next().map(|first| beta(gammas, [first, second])));
            });
            values
        }
        Distribution::Given(ref given) => given.values.get(..draws)?.to_vec(),
        Distribution::Resampled(ref totals) => {
            let (totals, last) = (&totals.values, totals.values.len() - 1);
            let replicate = |u: f64| ((u * totals.len() as f64) as usize).min(last);
            let uniforms = StreamId::new(Purpose::Draws, RESAMPLING).seeded(seed).uniforms(draws);
            uniforms.into_iter().map(|u| totals[replicate(u)]).collect()
        }
    })
}

/// The quantile at each of these numbers.
fn quantiles(mut numbers: Vec<f64>, quantile: impl Fn(f64) -> f64) -> Vec<f64> {
    for number in &mut numbers {
        *number = quantile(*number);
    }
    numbers
}

/// The quantile of the triangular distribution.
fn triangular([low, mode, high]: [f64; 3], u: f64) -> f64 {
    let width = high - low;
    let is_below = u * width < mode - low;
    // A choice of numbers instead of a branch, which random numbers would mispredict: 2 ns less.
    let (part, side) = if is_below { (u, mode - low) } else { (1.0 - u, high - mode) };
    let distance = sqrt(part * width * side);
    if is_below { (low + distance).min(mode) } else { (high - distance).max(mode) }
}
