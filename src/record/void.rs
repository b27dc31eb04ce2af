//! Voids.

use std::fmt;

use jiff::civil::Date;

use crate::getters::conversions;

/// The reason why an interaction is void, and the day since when that is known.
///
/// # Example
///
/// ```
/// use covalue::{Void, date};
///
/// let void = Void::because("another patient's file").known(date(2026, 6, 2));
/// assert_eq!(void.reason(), "another patient's file");
/// assert_eq!(format!("{void:?}"), "Void { known: Some(2026-06-02), .. }"); // no reason in a log
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Void {
    reason: String,
    known: Option<Date>,
}

impl Void {
    /// A void with a reason. By default it is known since its interaction is known.
    pub fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), known: None }
    }

    /// The day on which the void was known.
    pub fn known(mut self, day: Date) -> Self {
        self.known = Some(day);
        self
    }

    /// The reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The day on which the void was known, if stated.
    pub fn get_known(&self) -> Option<Date> {
        self.known
    }
}

conversions! { Void:
    &str => Void::because;
    String => Void::because;
}

impl fmt::Debug for Void {
    /// Without the reason, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Void").field("known", &self.known).finish_non_exhaustive()
    }
}
