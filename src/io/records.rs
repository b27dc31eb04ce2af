//! Records, definitions, ids and terms through `serde`, in the shape of a journal's entries, for formats that describe
//! themselves. A value that a constructor refuses is refused with the constructor's message.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Bound;

use jiff::civil::Date;
use serde::de::Error;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire::{
    AppraisalWire, ContributionWire, InteractionWire, MeasureWire, ReachWire, SerdeNumber, ServiceWire, SourceWire,
    Text, UserWire, VoidWire,
};
use crate::catalogue::{ActorId, Builder, Catalogue, InteractionId, Measure, MeasureId, Service, ServiceId};
use crate::number::Number;
use crate::record::{Appraisal, Cause, Contribution, Instrument, Interaction, ReachCounts, Source, User, Void};
use crate::statement::{Baseline, By, FollowUp, Grouping, Include, Line, Logic, Terms, TermsError};

/// `Serialize` and `Deserialize` of a record over a kind of number through its wire. The record's own faults are
/// checked.
macro_rules! through_wire {
    ($($record:ident: $wire:ident),+) => {
        $(
            impl<N: Number> Serialize for $record<N> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    $wire::from(self).serialize(serializer)
                }
            }

            impl<'de, N: Number> Deserialize<'de> for $record<N> {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let wire = $wire::<SerdeNumber<N>>::deserialize(deserializer)?;
                    $record::try_from(wire).map_err(D::Error::custom)?.checked().map_err(D::Error::custom)
                }
            }
        )+
    };
}

through_wire!(
    Measure: MeasureWire,
    Service: ServiceWire,
    Contribution: ContributionWire,
    Interaction: InteractionWire,
    Appraisal: AppraisalWire
);

/// `Serialize` and `Deserialize` through another type: the type that is written, and the conversion of the value read.
macro_rules! through {
    ($($kind:ty: $written:expr, $read:expr;)+) => {
        $(
            impl Serialize for $kind {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    $written(self).serialize(serializer)
                }
            }

            impl<'de> Deserialize<'de> for $kind {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    $read(Deserialize::deserialize(deserializer)?).map_err(D::Error::custom)
                }
            }
        )+
    };
}

through! {
    MeasureId: MeasureId::as_str, |text: Text<'_>| MeasureId::new(&*text);
    ServiceId: ServiceId::as_str, |text: Text<'_>| ServiceId::new(&*text);
    InteractionId: InteractionId::as_str, |text: Text<'_>| InteractionId::new(&*text);
    ActorId: ActorId::as_str, |text: Text<'_>| ActorId::new(&*text);
    Source: SourceWire::from, |wire: SourceWire<'_>| Source::try_from(wire);
    User: UserWire::from, |wire: UserWire<'_>| User::from(wire).checked();
    Void: VoidWire::from, |wire: VoidWire<'_>| wire.without_interaction();
    ReachCounts: ReachWire::from, |wire: ReachWire<'_>| ReachCounts::from(wire).checked();
    Cause: Cause::as_str, |text: Text<'_>| Ok::<_, Infallible>(Cause::new(&*text));
    Instrument: Instrument::as_str, |text: Text<'_>| Ok::<_, Infallible>(Instrument::new(&*text));
    Baseline: Baseline::to_string, |text: Text<'_>| text.parse::<Baseline>();
    By: By::to_string, |text: Text<'_>| text.parse::<By>();
    FollowUp: FollowUp::to_string, |text: Text<'_>| text.parse::<FollowUp>();
    Include: Include::to_string, |text: Text<'_>| text.parse::<Include>();
    Grouping: Grouping::words, |words: Vec<By>| Ok::<_, Infallible>(words.into_iter().collect::<Grouping>());
    Terms: TermsWire::from, TermsWire::terms;
}

/// Terms, as the JSON of a statement has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Terms")]
struct TermsWire {
    by: Grouping,
    baseline: Baseline,
    logic: Logic,
    including: Vec<Include>,
    follow_up: FollowUp,
    as_of: Option<Date>,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    until: Option<Date>,
    /// The values by word; `None` is *not stated*.
    #[serde(default)]
    only: BTreeMap<By, Vec<Option<String>>>,
    #[serde(default)]
    counting_beneficiaries: bool,
}

impl Serialize for TermsWire {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { by, baseline, logic, including, follow_up, as_of, from, until, only, counting_beneficiaries } = self;
        // A person reads only the fields that were asked for. A format that knows fields by their order needs all of them.
        let all = !serializer.is_human_readable();
        let asked = [from.is_some(), until.is_some(), !only.is_empty(), *counting_beneficiaries].map(|is| is || all);
        let fields = 6 + asked.iter().filter(|is_asked| **is_asked).count();
        let mut terms = serializer.serialize_struct("Terms", fields)?;
        terms.serialize_field("by", by)?;
        terms.serialize_field("baseline", baseline)?;
        terms.serialize_field("logic", logic)?;
        terms.serialize_field("including", including)?;
        terms.serialize_field("follow_up", follow_up)?;
        terms.serialize_field("as_of", as_of)?;
        if asked[0] {
            terms.serialize_field("from", from)?;
        }
        if asked[1] {
            terms.serialize_field("until", until)?;
        }
        if asked[2] {
            terms.serialize_field("only", only)?;
        }
        if asked[3] {
            terms.serialize_field("counting_beneficiaries", counting_beneficiaries)?;
        }
        terms.end()
    }
}

impl From<&Terms> for TermsWire {
    fn from(terms: &Terms) -> Self {
        let mut only: BTreeMap<By, Vec<Option<String>>> = BTreeMap::new();
        for (word, value) in terms.get_only() {
            only.entry(word.clone()).or_default().push(value.map(str::to_owned));
        }
        Self {
            by: terms.grouping().clone(),
            baseline: terms.get_baseline().clone(),
            logic: terms.get_logic(),
            including: terms.included().filter_map(|word| word.parse().ok()).collect(),
            follow_up: terms.get_follow_up(),
            as_of: terms.get_as_of(),
            from: terms.get_from(),
            until: terms.get_until(),
            only,
            counting_beneficiaries: terms.counts_beneficiaries(),
        }
    }
}

impl TermsWire {
    fn terms(self) -> Result<Terms, TermsError> {
        let bound = |day: Option<Date>| day.map_or(Bound::Unbounded, Bound::Included);
        let mut terms = Terms::by(self.by).baseline(self.baseline).logic(self.logic).follow_up(self.follow_up);
        terms = terms.with_each(self.including, Terms::including).with_each(self.as_of, Terms::as_of);
        terms = terms.period((bound(self.from), bound(self.until)));
        for (word, values) in self.only {
            terms = terms.only(word, values.iter().map(Option::as_deref).collect::<Line>());
        }
        if self.counting_beneficiaries {
            terms = terms.counting_beneficiaries();
        }
        terms.checked()
    }
}

#[derive(Serialize)]
#[serde(rename = "Catalogue", bound(serialize = "N: Number"))]
struct CatalogueOutput<'a, N> {
    measures: Vec<&'a Measure<N>>,
    services: Vec<&'a Service<N>>,
}

#[derive(Deserialize)]
#[serde(rename = "Catalogue", deny_unknown_fields, bound(deserialize = "N: Number"))]
struct CatalogueInput<N> {
    measures: Vec<Measure<N>>,
    services: Vec<Service<N>>,
}

impl<N: Number> Serialize for Catalogue<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let output = CatalogueOutput { measures: self.measures().collect(), services: self.services().collect() };
        output.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Catalogue<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let CatalogueInput { measures, services } = CatalogueInput::deserialize(deserializer)?;
        Catalogue::new(measures, services).map_err(D::Error::custom)
    }
}
