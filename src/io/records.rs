//! Records and definitions through `serde`, in the shape that a journal's entries have, for formats that describe
//! themselves. Reading goes through the constructors: what they refuse is refused with the same message.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire::{
    AppraisalWire, ContributionWire, InteractionWire, MeasureWire, Plain, ServiceWire, SourceWire, Text, UserWire,
    VoidWire,
};
use crate::catalogue::{Catalogue, Measure, Service};
use crate::number::Number;
use crate::record::{Appraisal, Cause, Contribution, Instrument, Interaction, Source, User, Void};

/// A record over a kind of number, by its wire and the wire's way to it.
macro_rules! through_wire {
    ($($record:ident by $wire:ident in $into:ident),+) => {
        $(
            impl<N: Number> Serialize for $record<N> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    $wire::from(self).serialize(serializer)
                }
            }

            impl<'de, N: Number> Deserialize<'de> for $record<N> {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let record = $wire::<Plain<N>>::deserialize(deserializer)?.$into().map_err(D::Error::custom)?;
                    record.checked().map_err(D::Error::custom)
                }
            }
        )+
    };
}

through_wire!(
    Measure by MeasureWire in measure,
    Service by ServiceWire in service,
    Contribution by ContributionWire in contribution,
    Interaction by InteractionWire in interaction
);

impl<N: Number> Serialize for Appraisal<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AppraisalWire::of(None, self).serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Appraisal<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let appraisal = AppraisalWire::<Plain<N>>::deserialize(deserializer)?.inside().map_err(D::Error::custom)?;
        appraisal.checked().map_err(D::Error::custom)
    }
}

impl Serialize for Void {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        VoidWire::of(None, self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Void {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = VoidWire::deserialize(deserializer)?;
        if wire.interaction.is_some() {
            return Err(D::Error::custom("unknown field `interaction`: a void by itself names none"));
        }
        Ok(wire.void())
    }
}

impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        UserWire::of(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for User {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        UserWire::deserialize(deserializer)?.user().checked().map_err(D::Error::custom)
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SourceWire::of(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        SourceWire::deserialize(deserializer)?.source().map_err(D::Error::custom)
    }
}

macro_rules! as_text {
    ($($kind:ty),+) => {
        $(
            impl Serialize for $kind {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> Deserialize<'de> for $kind {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Text::deserialize(deserializer).map(|text| Self::new(&*text))
                }
            }
        )+
    };
}

as_text!(Cause, Instrument);

#[derive(Serialize)]
#[serde(rename = "Catalogue", bound(serialize = "N: Number"))]
struct CatalogueOut<'a, N> {
    measures: Vec<&'a Measure<N>>,
    services: Vec<&'a Service<N>>,
}

#[derive(Deserialize)]
#[serde(rename = "Catalogue", deny_unknown_fields, bound(deserialize = "N: Number"))]
struct CatalogueIn<N> {
    measures: Vec<Measure<N>>,
    services: Vec<Service<N>>,
}

impl<N: Number> Serialize for Catalogue<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let out = CatalogueOut { measures: self.measures().collect(), services: self.services().collect() };
        out.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Catalogue<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let CatalogueIn { measures, services } = CatalogueIn::deserialize(deserializer)?;
        Catalogue::new(measures, services).map_err(D::Error::custom)
    }
}
