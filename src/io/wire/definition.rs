//! Measures and services as they are written.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Given, Out, Text, stated};
use crate::catalogue::{Direction, Element, Measure, Service};
use crate::io::error::Reason;
use crate::number::Number;

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of a measure",
    bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>")
)]
pub(crate) struct MeasureWire<'a, V> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    unit: Text<'a>,
    better: Direction,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    tolerance: Option<V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    range: Option<(V, V)>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    element: Option<Element>,
}

impl<V> MeasureWire<'_, V> {
    pub(crate) fn measure<N: Number>(self) -> Result<Measure<N>, Reason>
    where
        V: Given<N>,
    {
        let mut measure = Measure::new(&*self.id, &*self.unit, self.better);
        if let Some(tolerance) = self.tolerance {
            measure = measure.tolerance(tolerance.of("tolerance")?);
        }
        if let Some((lowest, highest)) = self.range {
            measure = measure.range(lowest.of("range")?, highest.of("range")?);
        }
        if let Some(element) = self.element {
            measure = measure.element(element);
        }
        Ok(measure)
    }
}

impl<'a, N: Number> From<&'a Measure<N>> for MeasureWire<'a, Out<'a, N>> {
    fn from(measure: &'a Measure<N>) -> Self {
        let tolerance = measure.get_tolerance();
        Self {
            id: Text::of(measure.id().as_str()),
            unit: Text::of(measure.unit()),
            better: measure.direction(),
            tolerance: (!tolerance.is_zero()).then_some(Out(tolerance)),
            range: measure.get_range().map(|(lowest, highest)| (Out(lowest), Out(highest))),
            element: measure.get_element(),
        }
    }
}

/// Promises in the order they are written: who takes them says whether a measure is there twice.
pub(crate) struct Promises<'a, V>(Vec<(Text<'a>, V)>);

impl<V> Default for Promises<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Promises<'_, V> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

struct PromisesVisitor<V>(std::marker::PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for PromisesVisitor<V> {
    type Value = Promises<'de, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of measures to changes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut promises = Vec::new();
        while let Some(promise) = map.next_entry()? {
            promises.push(promise);
        }
        Ok(Promises(promises))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Promises<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PromisesVisitor(std::marker::PhantomData))
    }
}

impl<V: Serialize> Serialize for Promises<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (measure, change) in &self.0 {
            map.serialize_entry(measure, change)?;
        }
        map.end()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of a service",
    bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>")
)]
pub(crate) struct ServiceWire<'a, V> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    provider: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Promises::is_empty")]
    promises: Promises<'a, V>,
}

impl<V> ServiceWire<'_, V> {
    pub(crate) fn service<N: Number>(self) -> Result<Service<N>, Reason>
    where
        V: Given<N>,
    {
        let mut service = Service::new(&*self.id, &*self.provider);
        for (measure, change) in self.promises.0 {
            service = service.promises(&*measure, change.of("promises")?);
        }
        Ok(service)
    }
}

impl<'a, N: Number> From<&'a Service<N>> for ServiceWire<'a, Out<'a, N>> {
    fn from(service: &'a Service<N>) -> Self {
        let promises = service.get_promises().map(|(measure, change)| (Text::of(measure.as_str()), Out(change)));
        Self {
            id: Text::of(service.id().as_str()),
            provider: Text::of(service.provider().as_str()),
            promises: Promises(promises.collect()),
        }
    }
}
