//! Why a number or the stored state of a total was refused.

use crate::printable::quoted;
use crate::rule::Rule;

/// Why a number was refused (R3).
///
/// # Errors, as examples
///
/// - `f64`, `"1e999"`: not finite;
/// - `i64`, `"0.5"`: not held exactly;
/// - any, `"four"`: not a number.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::number::Number;
///
/// assert_eq!(f64::parse("1e999").unwrap_err().to_string(), "R3: `1e999` is not a finite f64");
/// assert_eq!(f64::parse("1e999").unwrap_err().rule(), Rule::R3);
/// assert_eq!(i64::parse("0.5").unwrap_err().to_string(), "R3: `0.5` is not held exactly by i64");
/// assert_eq!(i64::parse("four").unwrap_err().to_string(), "R3: `four` is not a number");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is not a number.
    #[error("R3: {} is not a number", quoted(.text))]
    NotANumber {
        /// The text, clipped.
        text: String,
    },
    /// The number has too many digits.
    #[error("R3: {} has more than {most} digits", quoted(.text))]
    TooLong {
        /// The text, clipped.
        text: String,
        /// The most digits that are read, from the first that is not zero to the last.
        most: usize,
    },
    /// The number is not finite, or written too large for its kind.
    #[error("R3: {} is not a finite {kind}", quoted(.text))]
    NotFinite {
        /// The text, clipped.
        text: String,
        /// The kind of number asked for.
        kind: &'static str,
    },
    /// The kind of number asked for does not hold it exactly.
    #[error("R3: {} is not held exactly by {kind}", quoted(.text))]
    NotExact {
        /// The text, clipped.
        text: String,
        /// The kind of number asked for.
        kind: &'static str,
    },
}

impl NumberError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::R3
    }

    /// The error for a number that is written as this text, such as with a decimal comma.
    #[cfg(feature = "csv")]
    pub(crate) fn of_text(mut self, written: &str) -> Self {
        let (Self::NotANumber { text }
        | Self::TooLong { text, .. }
        | Self::NotFinite { text, .. }
        | Self::NotExact { text, .. }) = &mut self;
        *text = crate::printable::clip(written);
        self
    }

    /// The message without the rule, for a message that has named the rule.
    pub(crate) fn fault(&self) -> String {
        let text = self.to_string();
        text.strip_prefix("R3: ").unwrap_or(&text).to_owned()
    }
}

/// Why the stored state of a total cannot be read back.
///
/// # Errors, as examples
///
/// - no bytes, or bytes cut off: broken;
/// - a state whose first byte is 9: a version that this crate does not read.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::number::{FloatTotal, Total};
///
/// let refused = FloatTotal::from_state(&[9]).unwrap_err();
/// assert_eq!(refused.to_string(), "form: state of a total has version 9, and this crate reads version 1");
/// assert_eq!(refused.rule(), Rule::Form);
/// assert_eq!(FloatTotal::from_state(&[]).unwrap_err().to_string(), "form: state of a total is broken: it is empty");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Written by a version of the crate that this one does not know.
    #[error("form: state of a total has version {found}, and this crate reads version {known}")]
    Version {
        /// The version byte found.
        found: u8,
        /// The version this crate writes and reads.
        known: u8,
    },
    /// The bytes are not a state that this crate writes.
    #[error("form: state of a total is broken: {why}")]
    Broken {
        /// The defect.
        why: &'static str,
    },
}

impl StateError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}
