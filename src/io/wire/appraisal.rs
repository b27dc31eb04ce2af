//! Appraisals and voids as they are written.

use serde::{Deserialize, Serialize};

use super::text::{Day, MapEntries, PersonalText};
use super::{NumberOutput, Text, WrittenNumber, stated};
#[cfg(feature = "json")]
use crate::catalogue::InteractionId;
use crate::catalogue::{ActorId, Builder, Fault};
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

impl<'a> From<&'a Source> for SourceWire<'a> {
    fn from(source: &'a Source) -> Self {
        match source {
            Source::Own => Self::Own,
            Source::Proxy(actor) => Self::Proxy(Text::of(actor.as_str())),
            Source::Observed(instrument) => Self::Observed(Text::of(instrument.as_str())),
        }
    }
}

impl TryFrom<SourceWire<'_>> for Source {
    type Error = Fault;

    fn try_from(wire: SourceWire<'_>) -> Result<Self, Fault> {
        match wire {
            SourceWire::Own => Ok(Self::Own),
            SourceWire::Proxy(actor) => Ok(Self::Proxy(ActorId::new(&*actor)?)),
            SourceWire::Observed(instrument) if instrument.is_empty() => Err(Fault::EmptyName { of: "instrument" }),
            SourceWire::Observed(instrument) => Ok(Self::observed(&*instrument)),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of an appraisal",
    bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>")
)]
pub(crate) struct AppraisalWire<'a, V> {
    /// Only of an entry of a journal.
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
    #[serde(borrow, default, skip_serializing_if = "MapEntries::is_empty")]
    references: MapEntries<'a, V>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    follow_up: Option<u32>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    source: Option<SourceWire<'a>>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    made: Option<Day>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
}

impl<N: Number, V: WrittenNumber<N>> TryFrom<AppraisalWire<'_, V>> for Appraisal<N> {
    type Error = Reason;

    fn try_from(wire: AppraisalWire<'_, V>) -> Result<Self, Reason> {
        if wire.interaction.is_some() { Err(Reason::AppraisalOfAnother) } else { wire.appraisal() }
    }
}

impl<V> AppraisalWire<'_, V> {
    /// The appraisal of an entry of a journal, with the id of its interaction.
    #[cfg(feature = "json")]
    pub(crate) fn with_interaction<N: Number>(mut self) -> Result<(InteractionId, Appraisal<N>), Reason>
    where
        V: WrittenNumber<N>,
    {
        let interaction = self.interaction.take().ok_or(Reason::AppraisalOfNothing)?;
        Ok((InteractionId::new(&*interaction)?, self.appraisal()?))
    }

    fn appraisal<N: Number>(self) -> Result<Appraisal<N>, Reason>
    where
        V: WrittenNumber<N>,
    {
        let level = |stated: Option<V>, field| stated.map(|number| number.of(field)).transpose();
        let references = self.references.0.into_iter().map(|(name, number)| Ok((name, number.of("references")?)));
        let references: Vec<(Text<'_>, N)> = references.collect::<Result<_, Reason>>()?;
        let (before, after) = (level(self.before, "before")?, level(self.after, "after")?);
        let change = level(self.change, "change")?;
        let (expected, without) = (level(self.expected, "expected")?, level(self.without, "without")?);
        let mut appraisal = Appraisal::of(&*self.measure);
        appraisal.state([before, after, expected, without, change]);
        let appraisal = appraisal
            .with_each(self.beneficiary.as_deref(), Appraisal::beneficiary)
            .with_each(references, |appraisal, (name, level)| appraisal.reference(&*name, level))
            .with_each(self.follow_up, Appraisal::follow_up)
            .with_each(self.made, |appraisal, Day(day)| appraisal.made(day))
            .with_each(self.known, |appraisal, Day(day)| appraisal.known(day));
        Ok(match self.source {
            None | Some(SourceWire::Own) => appraisal,
            Some(SourceWire::Proxy(actor)) => appraisal.by_proxy(&*actor),
            Some(SourceWire::Observed(instrument)) => appraisal.observed(&*instrument),
        })
    }
}

impl<'a, N: Number> From<&'a Appraisal<N>> for AppraisalWire<'a, NumberOutput<'a, N>> {
    fn from(appraisal: &'a Appraisal<N>) -> Self {
        let source = appraisal.get_source();
        Self {
            interaction: None,
            beneficiary: appraisal.get_beneficiary().map(|actor| Text::of(actor.as_str())),
            measure: Text::of(appraisal.measure().as_str()),
            before: appraisal.get_before().map(NumberOutput),
            after: appraisal.get_after().map(NumberOutput),
            change: appraisal.get_change().map(NumberOutput),
            expected: appraisal.get_expected().map(NumberOutput),
            without: appraisal.get_without().map(NumberOutput),
            references: MapEntries(
                appraisal.references().map(|(name, level)| (Text::of(name.as_str()), NumberOutput(level))).collect(),
            ),
            follow_up: Some(appraisal.get_follow_up()).filter(|&number| number != 1),
            source: (*source != Source::Own).then(|| source.into()),
            made: appraisal.get_made().map(Day),
            known: appraisal.get_known().map(Day),
        }
    }
}

#[cfg(feature = "json")]
impl<'a, N: Number> AppraisalWire<'a, NumberOutput<'a, N>> {
    /// The entry of a journal: an appraisal with the id of its interaction.
    pub(crate) fn entry(interaction: &'a InteractionId, appraisal: &'a Appraisal<N>) -> Self {
        Self { interaction: Some(Text::of(interaction.as_str())), ..Self::from(appraisal) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a void")]
pub(crate) struct VoidWire<'a> {
    /// Only of an entry of a journal.
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    interaction: Option<Text<'a>>,
    #[serde(borrow)]
    reason: PersonalText<'a>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
}

impl<'a> From<&'a Void> for VoidWire<'a> {
    fn from(void: &'a Void) -> Self {
        let reason = PersonalText(Text::of(void.reason()));
        Self { interaction: None, reason, known: void.get_known().map(Day) }
    }
}

#[cfg(feature = "json")]
impl<'a> VoidWire<'a> {
    /// The entry of a journal: a void with the id of its interaction.
    pub(crate) fn entry(interaction: &'a InteractionId, void: &'a Void) -> Self {
        Self { interaction: Some(Text::of(interaction.as_str())), ..Self::from(void) }
    }

    /// The void of an entry of a journal, with the id of its interaction.
    pub(crate) fn with_interaction(self) -> Result<(InteractionId, Void), Reason> {
        let interaction = self.interaction.as_deref().ok_or(Reason::VoidOfNothing)?;
        Ok((InteractionId::new(interaction)?, self.void()))
    }
}

impl VoidWire<'_> {
    /// A void by itself.
    pub(crate) fn without_interaction(self) -> Result<Void, &'static str> {
        match self.interaction {
            Some(_) => Err("unknown field `interaction`: a void by itself must not name one"),
            None => Ok(self.void()),
        }
    }

    fn void(&self) -> Void {
        Void::because(&*self.reason.0).with_each(self.known, |void, Day(day)| void.known(day))
    }
}
