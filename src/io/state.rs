//! The exact state of totals and statements through `serde`, which another process can read and merge. The JSON of a
//! statement has rounded figures; the state loses nothing. It also works in formats that do not describe themselves.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire::Text;
use crate::catalogue::{Builder, Catalogue, Direction, Element, Measure, Service};
use crate::number::{FloatTotal, IntegerTotal, LongIntegerTotal, Number, NumberError, Total};
use crate::statement::{State, Statement, Terms};

/// Bytes: hexadecimal text in formats for people, and bytes in other formats.
#[derive(Debug)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    pub(super) fn of_hashes(hashes: &[u64]) -> Self {
        Self(hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect())
    }

    /// The inverse of [`of_hashes`](Self::of_hashes); `None` if the last hash is not whole.
    pub(super) fn hashes(&self) -> Option<Vec<u64>> {
        let (hashes, odd) = self.0.as_chunks::<8>();
        odd.is_empty().then(|| hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_bytes(&self.0);
        }
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
        let hex: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        serializer.serialize_str(&hex)
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes, as hexadecimal digits where the format is text")
    }

    fn visit_str<E: Error>(self, hex: &str) -> Result<Bytes, E> {
        let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
        let (pairs, odd) = hex.as_bytes().as_chunks::<2>();
        let byte = |&[high, low]: &[u8; 2]| Some((digit(high)? << 4 | digit(low)?) as u8);
        let bytes = if odd.is_empty() { pairs.iter().map(byte).collect() } else { None };
        bytes.map(Bytes).ok_or_else(|| E::custom("form: a state is written in pairs of the digits 0 to 9 and a to f"))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
        Ok(Bytes(bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Bytes, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Bytes)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(BytesVisitor)
        } else {
            deserializer.deserialize_byte_buf(BytesVisitor)
        }
    }
}

macro_rules! totals {
    ($($(#[$only:meta])* $total:ty;)+) => {
        $(
            $(#[$only])*
            impl Serialize for $total {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    Bytes(self.state()).serialize(serializer)
                }
            }

            $(#[$only])*
            impl<'de> Deserialize<'de> for $total {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Self::from_state(&Bytes::deserialize(deserializer)?.0).map_err(D::Error::custom)
                }
            }
        )+
    };
}

totals! {
    FloatTotal;
    IntegerTotal;
    LongIntegerTotal;
    #[cfg(feature = "decimal")]
    crate::number::DecimalTotal;
    #[cfg(feature = "rational")]
    crate::number::RationalTotal;
}

/// The version of the state of a statement. A state of another version is refused.
const VERSION: u8 = 4;

/// A measure with its numbers as text. No field is left out: some formats know fields by their order.
#[derive(Serialize, Deserialize)]
pub(super) struct MeasureState<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    unit: Text<'a>,
    better: Direction,
    tolerance: String,
    range: Option<(String, String)>,
    element: Option<Element>,
}

/// A service, and the levels that it promises as text.
#[derive(Serialize, Deserialize)]
pub(super) struct ServiceState<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    provider: Text<'a>,
    #[serde(borrow)]
    promises: Vec<(Text<'a>, String)>,
}

impl<'a> MeasureState<'a> {
    pub(super) fn of<N: Number>(measure: &'a Measure<N>) -> Self {
        Self {
            id: Text::of(measure.id().as_str()),
            unit: Text::of(measure.unit()),
            better: measure.direction(),
            tolerance: measure.get_tolerance().text(),
            range: measure.get_range().map(|(lowest, highest)| (lowest.text(), highest.text())),
            element: measure.get_element(),
        }
    }

    pub(super) fn measure<N: Number>(&self) -> Result<Measure<N>, NumberError> {
        let mut measure = Measure::new(&*self.id, &*self.unit, self.better)
            .tolerance(N::parse(&self.tolerance)?)
            .with_each(self.element, Measure::element);
        if let Some((lowest, highest)) = &self.range {
            measure = measure.range(N::parse(lowest)?, N::parse(highest)?);
        }
        Ok(measure)
    }
}

impl<'a> ServiceState<'a> {
    pub(super) fn of<N: Number>(service: &'a Service<N>) -> Self {
        let promises = service.get_promises().map(|(measure, change)| (Text::of(measure.as_str()), change.text()));
        Self {
            id: Text::of(service.id().as_str()),
            provider: Text::of(service.provider().as_str()),
            promises: promises.collect(),
        }
    }

    pub(super) fn service<N: Number>(&self) -> Result<Service<N>, NumberError> {
        let service = Service::new(&*self.id, &*self.provider);
        self.promises
            .iter()
            .try_fold(service, |service, (measure, change)| Ok(service.promises(&**measure, N::parse(change)?)))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Statement", deny_unknown_fields)]
struct StatementState<'a> {
    version: u8,
    #[serde(borrow)]
    kind: Text<'a>,
    terms: Option<Terms>,
    #[serde(borrow)]
    measures: Vec<MeasureState<'a>>,
    #[serde(borrow)]
    services: Vec<ServiceState<'a>>,
    parts: Vec<Option<String>>,
    people: Bytes,
    labels: Vec<Vec<String>>,
    codes: Vec<u32>,
    amounts: Vec<Vec<Bytes>>,
    tallies: Vec<[u64; 3]>,
    beyond: Vec<(u32, u16)>,
    asked: Bytes,
    beneficiaries: Vec<Bytes>,
    excluded: [u64; 12],
}

impl<N: Number> Serialize for Statement<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let State {
            terms,
            catalogue,
            parts,
            people,
            labels,
            codes,
            amounts,
            tallies,
            beyond,
            asked,
            beneficiaries,
            excluded,
        } = self.state();
        let bytes = |column: Vec<Vec<u8>>| column.into_iter().map(Bytes).collect();
        // Sorted by id, so that equal statements have equal states in any order of their catalogues.
        let (mut measures, mut services) =
            (catalogue.measures().collect::<Vec<_>>(), catalogue.services().collect::<Vec<_>>());
        measures.sort_by_key(|measure| measure.id());
        services.sort_by_key(|service| service.id());
        let wire = StatementState {
            version: VERSION,
            kind: Text::of(N::KIND),
            terms,
            measures: measures.into_iter().map(MeasureState::of).collect(),
            services: services.into_iter().map(ServiceState::of).collect(),
            parts,
            people: Bytes::of_hashes(&people),
            labels,
            codes,
            amounts: amounts.into_iter().map(bytes).collect(),
            tallies,
            beyond,
            asked: Bytes(asked),
            beneficiaries: beneficiaries.iter().map(|hashes| Bytes::of_hashes(hashes)).collect(),
            excluded,
        };
        wire.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Statement<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = StatementState::deserialize(deserializer)?;
        if wire.version != VERSION {
            let found = wire.version;
            let other =
                format_args!("form: state of a statement has version {found}, and this crate reads version {VERSION}");
            return Err(D::Error::custom(other));
        }
        if *wire.kind != *N::KIND {
            let kind = crate::printable::quoted(&*wire.kind);
            return Err(D::Error::custom(format_args!(
                "form: the state is of a statement over {kind}, not over {}",
                N::KIND
            )));
        }
        let measures = wire.measures.iter().map(MeasureState::measure).collect::<Result<Vec<_>, _>>();
        let services = wire.services.iter().map(ServiceState::service).collect::<Result<Vec<_>, _>>();
        let catalogue = Catalogue::new(measures.map_err(D::Error::custom)?, services.map_err(D::Error::custom)?);
        let hashes = |bytes: &Bytes| {
            let whole = "form: state of a statement is broken: its people are not whole hashes";
            bytes.hashes().ok_or_else(|| D::Error::custom(whole))
        };
        let state = State {
            terms: wire.terms,
            catalogue: catalogue.map_err(D::Error::custom)?,
            parts: wire.parts,
            people: hashes(&wire.people)?,
            labels: wire.labels,
            codes: wire.codes,
            amounts: wire.amounts.into_iter().map(|column| column.into_iter().map(|bytes| bytes.0).collect()).collect(),
            tallies: wire.tallies,
            beyond: wire.beyond,
            asked: wire.asked.0,
            beneficiaries: wire.beneficiaries.iter().map(hashes).collect::<Result<_, _>>()?,
            excluded: wire.excluded,
        };
        state.statement().map_err(D::Error::custom)
    }
}
