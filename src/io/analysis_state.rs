//! The exact state of analyses through `serde`, which another process can read and merge.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::state::{Bytes, MeasureState, ServiceState};
use super::wire::Text;
use crate::analysis::cross::Cross;
use crate::analysis::drivers::Drivers;
use crate::analysis::engagement::Engagement;
use crate::analysis::engagement_drivers::EngagementDrivers;
use crate::analysis::state::{AnalysisState, Stored};
use crate::catalogue::Catalogue;
use crate::number::{Number, clip};
use crate::statement::{Statement, Terms};

/// The version of the state of an analysis. A state of another version is refused.
const VERSION: u8 = 1;

/// No field is left out: some formats know fields by their order.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Analysis", deny_unknown_fields)]
struct StateWire<'a> {
    version: u8,
    #[serde(borrow)]
    analysis: Text<'a>,
    #[serde(borrow)]
    kind: Text<'a>,
    terms: Terms,
    #[serde(borrow)]
    measures: Vec<MeasureState<'a>>,
    #[serde(borrow)]
    services: Vec<ServiceState<'a>>,
    parts: Vec<Option<String>>,
    asked: Vec<String>,
    labels: Vec<Vec<String>>,
    codes: Vec<u32>,
    lines: u64,
    totals: Vec<Bytes>,
    counts: Vec<u64>,
    people: Vec<Bytes>,
}

fn write<N: Number, A: Stored<N>, S: Serializer>(analysis: &A, serializer: S) -> Result<S::Ok, S::Error> {
    let AnalysisState { terms, catalogue, parts, asked, labels, codes, lines, totals, counts, people } =
        analysis.to_state();
    // Sorted by id, so that equal analyses have equal states in any order of their catalogues.
    let (mut measures, mut services) =
        (catalogue.measures().collect::<Vec<_>>(), catalogue.services().collect::<Vec<_>>());
    measures.sort_by_key(|measure| measure.id());
    services.sort_by_key(|service| service.id());
    let wire = StateWire {
        version: VERSION,
        analysis: Text::of(A::NAME),
        kind: Text::of(N::KIND),
        terms,
        measures: measures.into_iter().map(MeasureState::of).collect(),
        services: services.into_iter().map(ServiceState::of).collect(),
        parts,
        asked,
        labels,
        codes,
        lines,
        totals: totals.into_iter().map(Bytes).collect(),
        counts,
        people: people.into_iter().map(bytes_of).collect(),
    };
    wire.serialize(serializer)
}

fn read<'de, N: Number, A: Stored<N>, D: Deserializer<'de>>(deserializer: D) -> Result<A, D::Error> {
    let wire = StateWire::deserialize(deserializer)?;
    let name = A::NAME;
    check_version(wire.version).map_err(D::Error::custom)?;
    if *wire.analysis != *name || *wire.kind != *N::KIND {
        let (analysis, kind) = (clip(&wire.analysis), clip(&wire.kind));
        let other = format_args!("form: the state is of {analysis} over {kind}, not of {name} over {}", N::KIND);
        return Err(D::Error::custom(other));
    }
    let measures = wire.measures.iter().map(MeasureState::measure).collect::<Result<Vec<_>, _>>();
    let services = wire.services.iter().map(ServiceState::service).collect::<Result<Vec<_>, _>>();
    let catalogue = Catalogue::new(measures.map_err(D::Error::custom)?, services.map_err(D::Error::custom)?);
    let state = AnalysisState {
        terms: wire.terms,
        catalogue: catalogue.map_err(D::Error::custom)?,
        parts: wire.parts,
        asked: wire.asked,
        labels: wire.labels,
        codes: wire.codes,
        lines: wire.lines,
        totals: wire.totals.into_iter().map(|bytes| bytes.0).collect(),
        counts: wire.counts,
        people: wire.people.into_iter().map(hashes).collect::<Result<_, _>>().map_err(D::Error::custom)?,
    };
    A::from_state(state).map_err(D::Error::custom)
}

macro_rules! stored {
    ($($analysis:ident),+) => {
        $(
            impl<N: Number> Serialize for $analysis<N> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    write(self, serializer)
                }
            }

            impl<'de, N: Number> Deserialize<'de> for $analysis<N> {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    read(deserializer)
                }
            }
        )+
    };
}

stored!(Cross, Engagement, EngagementDrivers);

/// The name of drivers in their state.
const DRIVERS: &str = "drivers";

/// The state of drivers: that of their statement, which names the kind of number, and the people of its cells.
#[derive(Serialize)]
#[serde(rename = "Drivers", bound(serialize = "N: Number"))]
struct DriversOutput<'a, N: Number> {
    version: u8,
    analysis: &'static str,
    statement: &'a Statement<N>,
    people: Vec<Bytes>,
}

#[derive(Deserialize)]
#[serde(rename = "Drivers", deny_unknown_fields, bound(deserialize = "N: Number"))]
struct DriversInput<N: Number> {
    version: u8,
    analysis: String,
    statement: Statement<N>,
    people: Vec<Bytes>,
}

impl<N: Number> Serialize for Drivers<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (statement, people) = self.to_state();
        let people = people.into_iter().map(bytes_of).collect();
        DriversOutput { version: VERSION, analysis: DRIVERS, statement, people }.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Drivers<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let DriversInput { version, analysis, statement, people } = DriversInput::<N>::deserialize(deserializer)?;
        check_version(version).map_err(D::Error::custom)?;
        if analysis != DRIVERS {
            let found = clip(&analysis);
            return Err(D::Error::custom(format_args!("form: the state is of {found}, not of {DRIVERS}")));
        }
        let people = people.into_iter().map(hashes).collect::<Result<_, _>>().map_err(D::Error::custom)?;
        Self::from_state(statement, people).map_err(D::Error::custom)
    }
}

fn check_version(found: u8) -> Result<(), String> {
    if found == VERSION {
        return Ok(());
    }
    Err(format!("form: state of an analysis has version {found}, and this crate reads version {VERSION}"))
}

fn bytes_of(people: Vec<u64>) -> Bytes {
    Bytes(people.iter().flat_map(|hash| hash.to_le_bytes()).collect())
}

fn hashes(people: Bytes) -> Result<Vec<u64>, &'static str> {
    let (hashes, odd) = people.0.as_chunks::<8>();
    let whole = odd.is_empty().then(|| hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect());
    whole.ok_or("form: state of an analysis is broken: its people are not whole hashes")
}
