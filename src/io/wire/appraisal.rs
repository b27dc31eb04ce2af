//! Appraisals and voids as they are written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::text::{Day, Hidden};
use super::{Given, Out, Text, stated};
use crate::catalogue::{Fault, InteractionId};
use crate::io::error::Reason;
use crate::number::Number;
use crate::record::{Appraisal, Source, Void};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SourceWire<'a> {
    Own,
    #[serde(borrow)]
    Proxy(Text<'a>),
    #[serde(borrow)]
    Observed(Text<'a>),
}

impl<'a> SourceWire<'a> {
    pub(crate) fn of(source: &'a Source) -> Self {
        match source {
            Source::Own => Self::Own,
            Source::Proxy(actor) => Self::Proxy(Text::of(actor.as_str())),
            Source::Observed(instrument) => Self::Observed(Text::of(instrument.as_str())),
        }
    }

    pub(crate) fn source(&self) -> Result<Source, Fault> {
        Ok(match self {
            Self::Own => Source::Own,
            Self::Proxy(actor) => Source::Proxy(crate::catalogue::ActorId::new(&**actor)?),
            Self::Observed(instrument) if instrument.is_empty() => {
                return Err(Fault::EmptyName { of: "an instrument" });
            }
            Self::Observed(instrument) => Source::observed(&**instrument),
        })
    }
}

struct FollowUpVisitor;

impl Visitor<'_> for FollowUpVisitor {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a follow-up, which is a whole number from 1")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

fn follow_up<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    deserializer.deserialize_u32(FollowUpVisitor).map(Some)
}

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of an appraisal",
    bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>")
)]
pub(crate) struct AppraisalWire<'a, V> {
    /// On a line of its own only.
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    interaction: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    beneficiary: Option<Text<'a>>,
    #[serde(borrow)]
    measure: Text<'a>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    before: Option<V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    after: Option<V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    change: Option<V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    expected: Option<V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    without: Option<V>,
    #[serde(default, deserialize_with = "follow_up", skip_serializing_if = "Option::is_none")]
    follow_up: Option<u32>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    source: Option<SourceWire<'a>>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    made: Option<Day>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
}

impl<V> AppraisalWire<'_, V> {
    /// The appraisal inside an interaction.
    pub(crate) fn inside<N: Number>(self) -> Result<Appraisal<N>, Reason>
    where
        V: Given<N>,
    {
        if self.interaction.is_some() { Err(Reason::AppraisalOfAnother) } else { self.appraisal() }
    }

    /// The appraisal on a line of its own, and the interaction it is of.
    #[cfg(feature = "json")]
    pub(crate) fn alone<N: Number>(mut self) -> Result<(InteractionId, Appraisal<N>), Reason>
    where
        V: Given<N>,
    {
        let interaction = self.interaction.take().ok_or(Reason::AppraisalOfNothing)?;
        Ok((InteractionId::new(&*interaction)?, self.appraisal()?))
    }

    fn appraisal<N: Number>(self) -> Result<Appraisal<N>, Reason>
    where
        V: Given<N>,
    {
        let mut appraisal = Appraisal::of(&*self.measure);
        if let Some(beneficiary) = self.beneficiary {
            appraisal = appraisal.beneficiary(&*beneficiary);
        }
        if let Some(level) = self.before {
            appraisal = appraisal.before(level.of("before")?);
        }
        if let Some(level) = self.after {
            appraisal = appraisal.after(level.of("after")?);
        }
        if let Some(change) = self.change {
            appraisal = appraisal.change(change.of("change")?);
        }
        if let Some(level) = self.expected {
            appraisal = appraisal.expected(level.of("expected")?);
        }
        if let Some(level) = self.without {
            appraisal = appraisal.without(level.of("without")?);
        }
        if let Some(number) = self.follow_up {
            appraisal = appraisal.follow_up(number);
        }
        match self.source {
            None | Some(SourceWire::Own) => {}
            Some(SourceWire::Proxy(actor)) => appraisal = appraisal.by_proxy(&*actor),
            Some(SourceWire::Observed(instrument)) => appraisal = appraisal.observed(&*instrument),
        }
        if let Some(Day(day)) = self.made {
            appraisal = appraisal.made(day);
        }
        if let Some(Day(day)) = self.known {
            appraisal = appraisal.known(day);
        }
        Ok(appraisal)
    }
}

impl<'a, N: Number> AppraisalWire<'a, Out<'a, N>> {
    pub(crate) fn of(interaction: Option<&'a InteractionId>, appraisal: &'a Appraisal<N>) -> Self {
        let source = appraisal.get_source();
        Self {
            interaction: interaction.map(|id| Text::of(id.as_str())),
            beneficiary: appraisal.get_beneficiary().map(|actor| Text::of(actor.as_str())),
            measure: Text::of(appraisal.measure().as_str()),
            before: appraisal.get_before().map(Out),
            after: appraisal.get_after().map(Out),
            change: appraisal.get_change().map(Out),
            expected: appraisal.get_expected().map(Out),
            without: appraisal.get_without().map(Out),
            follow_up: Some(appraisal.follow_up_number()).filter(|&number| number != 1),
            source: Some(SourceWire::of(source)).filter(|_| *source != Source::Own),
            made: appraisal.get_made().map(Day),
            known: appraisal.get_known().map(Day),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a void")]
pub(crate) struct VoidWire<'a> {
    /// On a line of its own only.
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    pub(crate) interaction: Option<Text<'a>>,
    #[serde(borrow)]
    reason: Hidden<'a>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
}

impl<'a> VoidWire<'a> {
    pub(crate) fn of(interaction: Option<&'a InteractionId>, void: &'a Void) -> Self {
        Self {
            interaction: interaction.map(|id| Text::of(id.as_str())),
            reason: Hidden(Cow::Borrowed(void.reason())),
            known: void.get_known().map(Day),
        }
    }

    pub(crate) fn void(self) -> Void {
        let void = Void::because(self.reason.0);
        match self.known {
            Some(Day(day)) => void.known(day),
            None => void,
        }
    }
}
