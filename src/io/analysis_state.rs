//! The exact state of analyses through `serde`, which another process can read and merge.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::state::{Bytes, MeasureState, ServiceState};
use super::wire::Text;
use crate::analysis::attribution::Attribution;
use crate::analysis::cross::Cross;
use crate::analysis::drivers::Drivers;
use crate::analysis::engagement::Engagement;
use crate::analysis::engagement_drivers::EngagementDrivers;
use crate::analysis::state::{AnalysisState, ScopeState, Stored};
use crate::catalogue::Catalogue;
use crate::number::{Apportion, Number};
use crate::printable::quoted;
use crate::statement::{Statement, Terms};

/// The version of the state of an analysis. A state of another version is refused.
const VERSION: u8 = 1;

/// The analysis of a state: it is read only by the same version of the same analysis over the same kind of number.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Head", deny_unknown_fields)]
pub(super) struct HeadWire<'a> {
    version: u8,
    #[serde(borrow)]
    analysis: Text<'a>,
    #[serde(borrow)]
    kind: Text<'a>,
}

impl<'a> HeadWire<'a> {
    pub(super) fn of<N: Number>(analysis: &'a str) -> Self {
        Self { version: VERSION, analysis: Text::of(analysis), kind: Text::of(N::KIND) }
    }

    /// Refuses the state of another analysis, over another kind of number or of another version.
    pub(super) fn check<N: Number>(&self, analysis: &str) -> Result<(), String> {
        check_version(self.version)?;
        if *self.analysis == *analysis && *self.kind == *N::KIND {
            return Ok(());
        }
        let (found, kind) = (quoted(&*self.analysis), quoted(&*self.kind));
        Err(format!("form: the state is of {found} over {kind}, not of {analysis} over {}", N::KIND))
    }
}

/// The terms of an analysis, and the definitions and the parts of its ledger.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Scope", deny_unknown_fields)]
pub(super) struct ScopeWire<'a> {
    terms: Terms,
    #[serde(borrow)]
    measures: Vec<MeasureState<'a>>,
    #[serde(borrow)]
    services: Vec<ServiceState<'a>>,
    parts: Vec<Option<String>>,
}

impl<'a> ScopeWire<'a> {
    pub(super) fn of<N: Number>(scope: &'a ScopeState<N>) -> Self {
        let ScopeState { terms, catalogue, parts } = scope;
        // Sorted by id, so that equal analyses have equal states in any order of their catalogues.
        let (mut measures, mut services) =
            (catalogue.measures().collect::<Vec<_>>(), catalogue.services().collect::<Vec<_>>());
        measures.sort_by_key(|measure| measure.id());
        services.sort_by_key(|service| service.id());
        Self {
            terms: terms.clone(),
            measures: measures.into_iter().map(MeasureState::of).collect(),
            services: services.into_iter().map(ServiceState::of).collect(),
            parts: parts.clone(),
        }
    }

    pub(super) fn scope<N: Number, E: Error>(self) -> Result<ScopeState<N>, E> {
        let measures = self.measures.iter().map(MeasureState::measure).collect::<Result<Vec<_>, _>>();
        let services = self.services.iter().map(ServiceState::service).collect::<Result<Vec<_>, _>>();
        let catalogue = Catalogue::new(measures.map_err(E::custom)?, services.map_err(E::custom)?);
        Ok(ScopeState { terms: self.terms, catalogue: catalogue.map_err(E::custom)?, parts: self.parts })
    }
}

/// No field is left out: some formats know fields by their order.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Analysis", deny_unknown_fields)]
struct StateWire<'a> {
    #[serde(borrow)]
    head: HeadWire<'a>,
    #[serde(borrow)]
    scope: ScopeWire<'a>,
    asked: Vec<String>,
    labels: Vec<Vec<String>>,
    codes: Vec<u32>,
    lines: u64,
    totals: Vec<Bytes>,
    counts: Vec<u64>,
    people: Vec<Bytes>,
}

fn write<N: Number, A: Stored<N>, S: Serializer>(analysis: &A, serializer: S) -> Result<S::Ok, S::Error> {
    let AnalysisState { scope, asked, labels, codes, lines, totals, counts, people } = analysis.to_state();
    let wire = StateWire {
        head: HeadWire::of::<N>(A::NAME),
        scope: ScopeWire::of(&scope),
        asked,
        labels,
        codes,
        lines,
        totals: totals.into_iter().map(Bytes).collect(),
        counts,
        people: people.iter().map(|hashes| Bytes::of_hashes(hashes)).collect(),
    };
    wire.serialize(serializer)
}

fn read<'de, N: Number, A: Stored<N>, D: Deserializer<'de>>(deserializer: D) -> Result<A, D::Error> {
    let wire = StateWire::deserialize(deserializer)?;
    wire.head.check::<N>(A::NAME).map_err(D::Error::custom)?;
    let state = AnalysisState {
        scope: wire.scope.scope()?,
        asked: wire.asked,
        labels: wire.labels,
        codes: wire.codes,
        lines: wire.lines,
        totals: wire.totals.into_iter().map(|bytes| bytes.0).collect(),
        counts: wire.counts,
        people: wire.people.iter().map(hashes).collect::<Result<_, _>>()?,
    };
    A::from_state(state).map_err(D::Error::custom)
}

macro_rules! stored {
    ($($analysis:ident: $number:ident),+) => {
        $(
            impl<N: $number> Serialize for $analysis<N> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    write(self, serializer)
                }
            }

            impl<'de, N: $number> Deserialize<'de> for $analysis<N> {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    read(deserializer)
                }
            }
        )+
    };
}

stored!(Attribution: Apportion, Cross: Number, Engagement: Number, EngagementDrivers: Number);

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
        let people = people.iter().map(|hashes| Bytes::of_hashes(hashes)).collect();
        DriversOutput { version: VERSION, analysis: DRIVERS, statement, people }.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Drivers<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let DriversInput { version, analysis, statement, people } = DriversInput::<N>::deserialize(deserializer)?;
        check_version(version).map_err(D::Error::custom)?;
        if analysis != DRIVERS {
            let found = quoted(&*analysis);
            return Err(D::Error::custom(format_args!("form: the state is of {found}, not of {DRIVERS}")));
        }
        let people = people.iter().map(hashes).collect::<Result<_, _>>()?;
        Self::from_state(statement, people).map_err(D::Error::custom)
    }
}

fn check_version(found: u8) -> Result<(), String> {
    if found == VERSION {
        return Ok(());
    }
    Err(format!("form: state of an analysis has version {found}, and this crate reads version {VERSION}"))
}

/// The hashes of people.
pub(super) fn hashes<E: Error>(people: &Bytes) -> Result<Vec<u64>, E> {
    let whole = "form: state of an analysis is broken: its people are not whole hashes";
    people.hashes().ok_or_else(|| E::custom(whole))
}
