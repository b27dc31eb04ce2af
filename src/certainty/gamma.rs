//! Gamma and beta distributions.

use libm::{exp, log, pow, sqrt};

use super::normal;
use super::random::WORDS;

/// A number of the gamma distribution of a shape and the scale 1, from the uniform numbers of one draw, with its logarithm
/// where the number is too small for a float.
///
/// The method of Marsaglia and Tsang (2000, from memory): a normal number is cubed, and taken or refused by a uniform one. Each attempt
/// takes two numbers. One of 15 attempts is taken, but for less than once in 10¹⁹ draws, in which the number is
/// `e`. A shape below 1 takes the next shape and one more number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gamma {
    shape: f64,
    /// The shape of the method, less a third.
    e: f64,
    /// `√(9e)`.
    root: f64,
}

/// The attempts of a draw.
const ATTEMPTS: usize = 15;

impl Gamma {
    pub(super) fn of_shape(shape: f64) -> Self {
        let larger = if shape < 1.0 { shape + 1.0 } else { shape };
        let e = larger - 1.0 / 3.0;
        Self { shape, e, root: sqrt(9.0 * e) }
    }

    /// The number of the larger shape, divided by `e`.
    fn cube(&self, uniforms: &[f64; WORDS]) -> f64 {
        let taken = uniforms.as_chunks::<2>().0[..ATTEMPTS].iter().find_map(|[first, second]| {
            let z = normal::quantile(*first);
            let root = 1.0 + z / self.root;
            let v = root * root * root;
            (v > 0.0 && log(*second) < z * z / 2.0 + self.e - self.e * v + self.e * log(v)).then_some(v)
        });
        taken.unwrap_or(1.0)
    }

    pub(super) fn value(&self, uniforms: &[f64; WORDS]) -> f64 {
        let value = self.e * self.cube(uniforms);
        if self.shape < 1.0 { value * pow(uniforms[2 * ATTEMPTS], 1.0 / self.shape) } else { value }
    }

    /// The logarithm of the number, which a float holds even if it does not hold the number.
    fn logarithm(&self, uniforms: &[f64; WORDS]) -> f64 {
        let value = log(self.e * self.cube(uniforms));
        if self.shape < 1.0 { value + log(uniforms[2 * ATTEMPTS]) / self.shape } else { value }
    }
}

/// A number of the beta distribution: `X ÷ (X + Y)` of two gammas of scale 1.
pub(super) fn beta([one, other]: [&Gamma; 2], [first, second]: [&[f64; WORDS]; 2]) -> f64 {
    let (x, y) = (one.value(first), other.value(second));
    if x + y > 0.0 {
        return x / (x + y);
    }
    // With shapes far below 1 both are too small for a float, and their quotient is not.
    1.0 / (1.0 + exp(other.logarithm(second) - one.logarithm(first)))
}
