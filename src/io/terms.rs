//! Terms through `serde`, as the JSON of a statement has them.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire::Text;
use crate::statement::{Baseline, By, FollowUp, Grouping, Include, Logic, Terms};

/// A kind that is written as one word, which its `Display` writes and its `FromStr` reads.
macro_rules! as_word {
    ($($kind:ty),+) => {
        $(
            impl Serialize for $kind {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $kind {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Text::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                }
            }
        )+
    };
}

as_word!(By, FollowUp, Include);

impl Serialize for Grouping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.words().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Grouping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Terms")]
struct TermsWire {
    by: Grouping,
    baseline: Baseline,
    logic: Logic,
    including: Vec<Include>,
    follow_up: FollowUp,
    as_of: Option<Date>,
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = TermsWire {
            by: self.grouping().clone(),
            baseline: self.get_baseline(),
            logic: self.get_logic(),
            including: self.included().filter_map(|word| word.parse().ok()).collect(),
            follow_up: self.get_follow_up(),
            as_of: self.get_as_of(),
        };
        wire.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Terms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let TermsWire { by, baseline, logic, including, follow_up, as_of } = TermsWire::deserialize(deserializer)?;
        let mut terms = Terms::by(by).baseline(baseline).logic(logic).follow_up(follow_up);
        for include in including {
            terms = terms.including(include);
        }
        if let Some(day) = as_of {
            terms = terms.as_of(day);
        }
        terms.checked().map_err(D::Error::custom)
    }
}
