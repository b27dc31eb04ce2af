//! Counts of people reached as they are written.

use serde::{Deserialize, Serialize};

use super::text::{Day, DimensionEntries};
use super::{Text, stated};
use crate::catalogue::Builder;
use crate::record::ReachCounts;

/// Counts of people reached. Without `until` they are of the day `from`; a day known by default is not written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of reach")]
pub(crate) struct ReachWire<'a> {
    #[serde(borrow)]
    service: Text<'a>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
    #[serde(borrow, default, skip_serializing_if = "DimensionEntries::is_empty")]
    with: DimensionEntries<'a>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    eligible: Option<u64>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    offered: Option<u64>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    declined: Option<u64>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    started: Option<u64>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    asked: Option<u64>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
}

impl<'a> From<&'a ReachCounts> for ReachWire<'a> {
    fn from(reach: &'a ReachCounts) -> Self {
        let (from, until) = reach.get_period().unzip();
        Self {
            service: Text::of(reach.service().as_str()),
            from: from.map(Day),
            until: until.filter(|_| until != from).map(Day),
            with: DimensionEntries::of(reach.dimensions()),
            eligible: reach.get_eligible(),
            offered: reach.get_offered(),
            declined: reach.get_declined(),
            started: reach.get_started(),
            asked: reach.get_asked(),
            known: reach.get_known().filter(|&known| until != Some(known)).map(Day),
        }
    }
}

impl From<ReachWire<'_>> for ReachCounts {
    fn from(wire: ReachWire<'_>) -> Self {
        // Without `from` there is no period, which is a fault of the record.
        let period = wire.from.map(|Day(from)| from..=wire.until.map_or(from, |Day(until)| until));
        Self::of(&*wire.service)
            .with_each(period, Self::period)
            .with_each(wire.with.iter(), |reach, (dimension, value)| reach.with(dimension, value))
            .with_each(wire.eligible, Self::eligible)
            .with_each(wire.offered, Self::offered)
            .with_each(wire.declined, Self::declined)
            .with_each(wire.started, Self::started)
            .with_each(wire.asked, Self::asked)
            .with_each(wire.known, |reach, Day(day)| reach.known(day))
    }
}
