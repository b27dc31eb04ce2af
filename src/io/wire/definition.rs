//! Measures and services as they are written.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::text::MapEntries;
use super::{NumberOutput, Text, WrittenNumber, stated};
use crate::catalogue::{Builder, Direction, Element, Measure, Service};
use crate::io::error::Reason;
use crate::number::Number;

/// A measure. A tolerance of zero, a range and an element that the measure does not have are not written.
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
    #[serde(default, deserialize_with = "range", skip_serializing_if = "Option::is_none")]
    range: Option<(V, V)>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    element: Option<Element>,
}

/// A range that is there. Not the pair of `serde`: its formats have other messages for a list of three.
fn range<'de, D: Deserializer<'de>, V: Deserialize<'de>>(deserializer: D) -> Result<Option<(V, V)>, D::Error> {
    struct RangeVisitor<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for RangeVisitor<V> {
        type Value = (V, V);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of two numbers")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut levels: A) -> Result<(V, V), A::Error> {
            if let Some(lowest) = levels.next_element()?
                && let Some(highest) = levels.next_element()?
                && levels.next_element::<IgnoredAny>()?.is_none()
            {
                return Ok((lowest, highest));
            }
            Err(A::Error::custom("range: a range has two numbers, the lowest and the highest level"))
        }
    }

    deserializer.deserialize_tuple(2, RangeVisitor(PhantomData)).map(Some)
}

impl<N: Number, V: WrittenNumber<N>> TryFrom<MeasureWire<'_, V>> for Measure<N> {
    type Error = Reason;

    fn try_from(wire: MeasureWire<'_, V>) -> Result<Self, Reason> {
        let mut measure = Measure::new(&*wire.id, &*wire.unit, wire.better);
        if let Some(tolerance) = wire.tolerance {
            measure = measure.tolerance(tolerance.of("tolerance")?);
        }
        if let Some((lowest, highest)) = wire.range {
            measure = measure.range(lowest.of("range")?, highest.of("range")?);
        }
        Ok(measure.with_each(wire.element, Measure::element))
    }
}

impl<'a, N: Number> From<&'a Measure<N>> for MeasureWire<'a, NumberOutput<'a, N>> {
    fn from(measure: &'a Measure<N>) -> Self {
        let tolerance = measure.get_tolerance();
        Self {
            id: Text::of(measure.id().as_str()),
            unit: Text::of(measure.unit()),
            better: measure.direction(),
            tolerance: (!tolerance.is_zero()).then_some(NumberOutput(tolerance)),
            range: measure.get_range().map(|(lowest, highest)| (NumberOutput(lowest), NumberOutput(highest))),
            element: measure.get_element(),
        }
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
    #[serde(borrow, default, skip_serializing_if = "MapEntries::is_empty")]
    promises: MapEntries<'a, V>,
}

impl<N: Number, V: WrittenNumber<N>> TryFrom<ServiceWire<'_, V>> for Service<N> {
    type Error = Reason;

    fn try_from(wire: ServiceWire<'_, V>) -> Result<Self, Reason> {
        let mut service = Service::new(&*wire.id, &*wire.provider);
        for (measure, change) in wire.promises.0 {
            service = service.promises(&*measure, change.of("promises")?);
        }
        Ok(service)
    }
}

impl<'a, N: Number> From<&'a Service<N>> for ServiceWire<'a, NumberOutput<'a, N>> {
    fn from(service: &'a Service<N>) -> Self {
        let promises = service.get_promises();
        Self {
            id: Text::of(service.id().as_str()),
            provider: Text::of(service.provider().as_str()),
            promises: MapEntries(promises.map(|(id, change)| (Text::of(id.as_str()), NumberOutput(change))).collect()),
        }
    }
}
