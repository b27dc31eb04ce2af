//! Names of parts.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::catalogue::short_text;
use crate::printable::quoted;

/// The name of a part. The part without a name is a part like any other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PartName(Option<SmolStr>);

impl PartName {
    pub(crate) fn unnamed() -> Self {
        Self(None)
    }

    /// The part with a name. An empty name counts as none.
    pub(crate) fn named(name: &str) -> Self {
        Self((!name.is_empty()).then(|| short_text(name)))
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// The name of a part in a message; empty if it has none.
pub(crate) fn part_text(name: &str) -> String {
    if name.is_empty() { "without a name".to_owned() } else { quoted(name) }
}

/// The names of parts, without the part that has none.
pub(crate) fn name_of_parts(parts: &BTreeSet<PartName>) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(PartName::name)
}

/// The parts of these names; `None` unless there is one, and all differ.
#[cfg(feature = "serde")]
pub(crate) fn distinct_parts(names: &[Option<String>]) -> Option<BTreeSet<PartName>> {
    let part = |name: &Option<String>| name.as_deref().map_or_else(PartName::unnamed, PartName::named);
    let parts: BTreeSet<PartName> = names.iter().map(part).collect();
    // A name that occurs twice makes the set smaller than the list.
    Some(parts).filter(|parts| parts.len() == names.len() && !parts.is_empty())
}
