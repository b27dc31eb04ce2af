//! Interactions, their users and contributions as they are written.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::number::AmountOrParts;
use super::text::{Day, DimensionEntries, OnDay};
use super::{AppraisalWire, NumberOutput, Text, WrittenNumber, stated};
use crate::catalogue::{ActorId, Builder, Fault};
use crate::io::error::Reason;
use crate::number::Number;
use crate::record::{Cause, Contribution, Intent, Interaction, Misuse, MisusedPart, Part, Use, User};

/// A user: an id, or `{id, with}`.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum UserWire<'a> {
    Id(Text<'a>),
    Fields(UserFields<'a>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a user")]
pub(crate) struct UserFields<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    with: DimensionEntries<'a>,
}

/// Not derived: an untagged enum would report any fault inside the fields as a user that is neither text nor fields.
struct UserVisitor;

impl<'de> Visitor<'de> for UserVisitor {
    type Value = UserWire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a user, as text or as {id, with}")
    }

    fn visit_borrowed_str<E: Error>(self, id: &'de str) -> Result<UserWire<'de>, E> {
        Ok(UserWire::Id(Text::of(id)))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<UserWire<'de>, E> {
        Ok(UserWire::Id(Text(id.to_owned().into())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<UserWire<'de>, A::Error> {
        UserFields::deserialize(MapAccessDeserializer::new(map)).map(UserWire::Fields)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for UserWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UserVisitor)
    }
}

impl<'a> From<&'a User> for UserWire<'a> {
    fn from(user: &'a User) -> Self {
        let (id, with) = (Text::of(user.id().as_str()), DimensionEntries::of(user.dimensions()));
        if with.is_empty() { Self::Id(id) } else { Self::Fields(UserFields { id, with }) }
    }
}

impl From<UserWire<'_>> for User {
    fn from(wire: UserWire<'_>) -> Self {
        match wire {
            UserWire::Id(id) => Self::new(&*id),
            UserWire::Fields(UserFields { id, with }) => {
                Self::new(&*id).with_each(with.iter(), |user, (dimension, value)| user.with(dimension, value))
            }
        }
    }
}

/// Misused parts: an amount, misused by the contributor with an unknown intent, or a list of parts.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum PartsWire<'a, V> {
    Amount(V),
    List(Vec<PartWire<'a, V>>),
}

impl<'de: 'a, 'a, V: AmountOrParts<'de>> Deserialize<'de> for PartsWire<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        V::parts(deserializer)
    }
}

/// A misused part. Without `by` the contributor misused it, and without `intent` the intent is unknown.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of a part that was not integrated",
    bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>")
)]
pub(crate) struct PartWire<'a, V> {
    amount: V,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    by: Option<Text<'a>>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    intent: Option<Intent>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    cause: Option<Text<'a>>,
}

impl<V> PartWire<'_, V> {
    fn misuse(&self) -> Misuse {
        Misuse::new(self.intent.unwrap_or(Intent::Unknown))
            .with_each(self.by.as_deref(), Misuse::by)
            .with_each(self.cause.as_deref(), Misuse::cause)
    }
}

impl<'a, N: Number> PartsWire<'a, NumberOutput<'a, N>> {
    fn of(parts: &[&'a MisusedPart<N>]) -> Option<Self> {
        // The short form. It reads back as one part with an unknown intent, misused by the contributor.
        if let [part] = parts
            && *part.misuse() == Misuse::unknown()
        {
            return Some(Self::Amount(NumberOutput(part.amount())));
        }
        let wire = |part: &&'a MisusedPart<N>| PartWire {
            amount: NumberOutput(part.amount()),
            by: part.misuse().get_by().map(|by| Text::of(by.as_str())),
            intent: Some(part.misuse().intent()).filter(|&intent| intent != Intent::Unknown),
            cause: part.misuse().get_cause().map(|cause| Text::of(Cause::as_str(cause))),
        };
        if parts.is_empty() { None } else { Some(Self::List(parts.iter().map(wire).collect())) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of a contribution",
    bound(serialize = "V: Serialize", deserialize = "V: AmountOrParts<'de> + Deserialize<'de>")
)]
pub(crate) struct ContributionWire<'a, V> {
    #[serde(borrow)]
    party: Text<'a>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    resource: Option<Text<'a>>,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    integrated: Option<V>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    misintegrated: Option<PartsWire<'a, V>>,
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    not_integrated: Option<PartsWire<'a, V>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    excused: bool,
}

impl<N: Number, V: WrittenNumber<N>> TryFrom<ContributionWire<'_, V>> for Contribution<N> {
    type Error = Reason;

    fn try_from(wire: ContributionWire<'_, V>) -> Result<Self, Reason> {
        let mut contribution =
            Contribution::of(&*wire.party).with_each(wire.resource.as_deref(), Contribution::resource);
        if let Some(amount) = wire.integrated {
            contribution = contribution.integrated(amount.of("integrated")?);
        }
        for (part, field, parts) in [
            (Part::Misintegrated, "misintegrated", wire.misintegrated),
            (Part::NotIntegrated, "not_integrated", wire.not_integrated),
        ] {
            match parts {
                None => {}
                Some(PartsWire::Amount(amount)) => {
                    contribution = contribution.part(part, amount.of(field)?, Misuse::unknown());
                }
                Some(PartsWire::List(parts)) => {
                    for one in parts {
                        let misuse = one.misuse();
                        contribution = contribution.part(part, one.amount.of(field)?, misuse);
                    }
                }
            }
        }
        Ok(if wire.excused { contribution.excused() } else { contribution })
    }
}

impl<'a, N: Number> From<&'a Contribution<N>> for ContributionWire<'a, NumberOutput<'a, N>> {
    fn from(contribution: &'a Contribution<N>) -> Self {
        let parts = |part| {
            let parts: Vec<_> = contribution.parts().filter(|misused| misused.part() == part).collect();
            PartsWire::of(&parts)
        };
        Self {
            party: Text::of(contribution.party().as_str()),
            resource: contribution.get_resource().map(Text::of),
            integrated: contribution.get_integrated().map(NumberOutput),
            misintegrated: parts(Part::Misintegrated),
            not_integrated: parts(Part::NotIntegrated),
            excused: contribution.is_excused(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "the fields of an interaction",
    bound(serialize = "V: Serialize", deserialize = "V: AmountOrParts<'de> + Deserialize<'de>")
)]
pub(crate) struct InteractionWire<'a, V> {
    #[serde(borrow, default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    service: Text<'a>,
    #[serde(borrow)]
    users: Vec<UserWire<'a>>,
    on: OnDay,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
    #[serde(default, deserialize_with = "stated", rename = "use", skip_serializing_if = "Option::is_none")]
    how: Option<Use>,
    #[serde(borrow, default, skip_serializing_if = "DimensionEntries::is_empty")]
    with: DimensionEntries<'a>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    affected: Vec<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    contributions: Vec<ContributionWire<'a, V>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    appraisals: Vec<AppraisalWire<'a, V>>,
}

impl<N: Number, V: WrittenNumber<N>> TryFrom<InteractionWire<'_, V>> for Interaction<N> {
    type Error = Reason;

    fn try_from(wire: InteractionWire<'_, V>) -> Result<Self, Reason> {
        let mut users = wire.users.into_iter().map(User::from);
        let first = users.next().ok_or_else(|| Fault::NoUser { service: wire.service.to_string() })?;
        let mut interaction = Interaction::between(first, &*wire.service, wire.on.0)
            .with_each(wire.id.as_deref(), Interaction::id)
            .with_each(users, Interaction::user)
            .with_each(wire.known, |interaction, Day(day)| interaction.known(day))
            .with_each(wire.how, Interaction::used)
            .with_each(wire.with.iter(), |interaction, (dimension, value)| interaction.with(dimension, value))
            .with_each(wire.others.iter().map(|actor| &**actor), Interaction::other)
            .with_each(wire.affected.iter().map(|actor| &**actor), Interaction::affected);
        for contribution in wire.contributions {
            interaction.push_contribution(contribution.try_into()?);
        }
        for appraisal in wire.appraisals {
            interaction.push_appraisal(appraisal.try_into()?);
        }
        Ok(interaction)
    }
}

impl<'a, N: Number> From<&'a Interaction<N>> for InteractionWire<'a, NumberOutput<'a, N>> {
    fn from(interaction: &'a Interaction<N>) -> Self {
        let actor = |actor: &'a ActorId| Text::of(actor.as_str());
        Self {
            id: interaction.get_id().map(|id| Text::of(id.as_str())),
            service: Text::of(interaction.service().as_str()),
            users: interaction.users().map(UserWire::from).collect(),
            on: OnDay(interaction.on()),
            known: interaction.get_known().map(Day),
            how: Some(interaction.how()).filter(|&how| how != Use::Direct),
            with: DimensionEntries::of(interaction.dimensions()),
            others: interaction.others().map(actor).collect(),
            affected: interaction.all_affected().map(actor).collect(),
            contributions: interaction.contributions().map(ContributionWire::from).collect(),
            appraisals: interaction.appraisals().map(AppraisalWire::from).collect(),
        }
    }
}
