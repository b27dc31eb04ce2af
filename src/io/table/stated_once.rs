//! A map in a file of options in which no name is stated twice. Formats such as JSON would keep the last one in silence.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::printable::quoted;

/// Reads a map, and refuses a name that is stated twice.
pub(super) fn deserialize<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    deserializer.deserialize_map(StatedOnce(PhantomData))
}

struct StatedOnce<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for StatedOnce<V> {
    type Value = BTreeMap<String, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry::<String, V>()? {
            let shown = quoted(&name);
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom(format!("{shown} is stated twice")));
            }
        }
        Ok(map)
    }
}
