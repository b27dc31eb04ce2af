//! The part of a whole that a ledger is.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::catalogue::short_text;

/// A part by name, or the one without: a part like any other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PartName(Option<SmolStr>);

impl PartName {
    pub(crate) fn unnamed() -> Self {
        Self(None)
    }

    /// The part of that name. An empty name is none, as an empty id is no id.
    pub(crate) fn named(name: &str) -> Self {
        Self((!name.is_empty()).then(|| short_text(name)))
    }

    /// The name, or what messages say of the part without one.
    pub(crate) fn shown(&self) -> String {
        self.0.as_ref().map_or_else(|| "without a name".to_owned(), ToString::to_string)
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// The names among some parts.
pub(crate) fn name_of_parts(parts: &BTreeSet<PartName>) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(PartName::name)
}
