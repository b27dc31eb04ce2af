//! Spreads as texts.

use std::str::FromStr;

use super::Spread;
use super::error::ImpactError;
use crate::number::{Number, clip};

impl FromStr for Spread {
    type Err = ImpactError;

    /// Reads `uniform LOW HIGH`, `triangular LOW MODE HIGH`, `normal MEAN SD`, `lognormal MEAN SD`, `gamma MEAN SD` or
    /// `beta SUCCESSES FAILURES`, as a spread of numbers is printed.
    ///
    /// # Errors
    ///
    /// - another word, or another number of numbers: form.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::Spread;
    ///
    /// assert_eq!("triangular 60 90 120".parse(), Ok(Spread::triangular(60.0, 90.0, 120.0)));
    /// assert!("triangular 60 90".parse::<Spread>().unwrap_err().to_string().starts_with("form: `triangular 60 90` is not a spread"));
    /// ```
    fn from_str(text: &str) -> Result<Self, ImpactError> {
        let fault = || ImpactError::NoSpread { text: clip(text) };
        let mut words = text.split_whitespace();
        let kind = words.next().ok_or_else(fault)?;
        let numbers: Result<Vec<f64>, _> = words.map(f64::parse).collect();
        match (kind, &numbers.map_err(|_| fault())?[..]) {
            ("uniform", &[low, high]) => Ok(Self::uniform(low, high)),
            ("triangular", &[low, mode, high]) => Ok(Self::triangular(low, mode, high)),
            ("normal", &[mean, sd]) => Ok(Self::normal(mean, sd)),
            ("lognormal", &[mean, sd]) => Ok(Self::lognormal(mean, sd)),
            ("gamma", &[mean, sd]) => Ok(Self::gamma(mean, sd)),
            ("beta", &[successes, failures]) => Ok(Self::beta(successes, failures)),
            _ => Err(fault()),
        }
    }
}
