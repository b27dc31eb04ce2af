//! The names of references: levels that people agree on or predict.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{Fault, short_text};
use crate::printable::printable;

/// The name of a reference: a level beside before, expected and without, such as an aim that a person and a service
/// agreed on, or the level that a case-mix model predicts.
///
/// # Example
///
/// ```
/// use covalue::Baseline;
/// use covalue::record::ReferenceName;
///
/// assert_eq!(Baseline::named("aim"), Baseline::Named(ReferenceName::new("aim")));
/// assert_eq!(ReferenceName::new("aim").as_str(), "aim");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceName(SmolStr);

/// The levels and the change that an appraisal has fields of its own for.
const FIELDS: [&str; 5] = ["before", "after", "expected", "without", "change"];

impl ReferenceName {
    /// The reference with this name.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(short_text(name.as_ref()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The fault of a name that is empty or that of another field.
    pub(crate) fn fault(&self) -> Option<Fault> {
        if self.0.is_empty() {
            return Some(Fault::EmptyName { of: "reference" });
        }
        FIELDS.contains(&self.as_str()).then(|| Fault::ReferenceIsField { name: self.0.to_string() })
    }
}

impl fmt::Display for ReferenceName {
    /// The name on one line: characters that would break it or act on a terminal are escaped as in Rust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&printable(&self.0))
    }
}
