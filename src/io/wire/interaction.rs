//! Interactions, their users and contributions as they are written.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::AmountOrParts;
use super::text::{Day, With};
use super::{AppraisalWire, Given, Out, Text, list, stated};
use crate::catalogue::{ActorId, Fault};
use crate::io::error::Reason;
use crate::number::Number;
use crate::record::{Cause, Contribution, Intent, Interaction, Misuse, MisusedPart, Part, Use, User};

/// A user: text, or `{id, with}`.
pub(crate) struct UserWire<'a> {
    id: Text<'a>,
    with: With<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the fields of a user")]
struct UserFields<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    with: With<'a>,
}

struct UserVisitor;

impl<'de> Visitor<'de> for UserVisitor {
    type Value = UserWire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a user, as text or as {id, with}")
    }

    fn visit_borrowed_str<E: Error>(self, id: &'de str) -> Result<UserWire<'de>, E> {
        Ok(UserWire { id: Text::of(id), with: With::default() })
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<UserWire<'de>, E> {
        Ok(UserWire { id: Text(id.to_owned().into()), with: With::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<UserWire<'de>, A::Error> {
        let UserFields { id, with } = UserFields::deserialize(MapAccessDeserializer::new(map))?;
        Ok(UserWire { id, with })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for UserWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UserVisitor)
    }
}

impl Serialize for UserWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.with.is_empty() {
            return self.id.serialize(serializer);
        }
        UserFields { id: self.id.clone(), with: self.with.clone() }.serialize(serializer)
    }
}

impl<'a> UserWire<'a> {
    pub(crate) fn of(user: &'a User) -> Self {
        Self { id: Text::of(user.id().as_str()), with: With::of(user.dimensions()) }
    }

    pub(crate) fn user(&self) -> User {
        let user = User::new(&*self.id);
        self.with.iter().fold(user, |user, (dimension, value)| user.with(dimension, value))
    }
}

/// What did not go in: an amount, by the contributor and with an unknown intent, or a list of parts.
pub(crate) enum PartsWire<'a, V> {
    Amount(V),
    List(Vec<PartWire<'a, V>>),
}

impl<'de: 'a, 'a, V: AmountOrParts<'de>> Deserialize<'de> for PartsWire<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        V::parts(deserializer)
    }
}

impl<V: Serialize> Serialize for PartsWire<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Amount(amount) => amount.serialize(serializer),
            Self::List(parts) => parts.serialize(serializer),
        }
    }
}

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
        let mut misuse = Misuse::new(self.intent.unwrap_or(Intent::Unknown));
        if let Some(by) = &self.by {
            misuse = misuse.by(&**by);
        }
        match &self.cause {
            Some(cause) => misuse.cause(&**cause),
            None => misuse,
        }
    }
}

impl<'a, N: Number> PartsWire<'a, Out<'a, N>> {
    fn of(parts: &[&'a MisusedPart<N>]) -> Option<Self> {
        if let [part] = parts
            && *part.misuse() == Misuse::unknown()
        {
            return Some(Self::Amount(Out(part.amount())));
        }
        let wire = |part: &&'a MisusedPart<N>| PartWire {
            amount: Out(part.amount()),
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
}

impl<V> ContributionWire<'_, V> {
    pub(crate) fn contribution<N: Number>(self) -> Result<Contribution<N>, Reason>
    where
        V: Given<N>,
    {
        let mut contribution = Contribution::of(&*self.party);
        if let Some(resource) = self.resource {
            contribution = contribution.resource(&*resource);
        }
        if let Some(amount) = self.integrated {
            contribution = contribution.integrated(amount.of("integrated")?);
        }
        for (part, field, parts) in [
            (Part::Misintegrated, "misintegrated", self.misintegrated),
            (Part::NotIntegrated, "not_integrated", self.not_integrated),
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
        Ok(contribution)
    }
}

impl<'a, N: Number> From<&'a Contribution<N>> for ContributionWire<'a, Out<'a, N>> {
    fn from(contribution: &'a Contribution<N>) -> Self {
        let parts = |part| {
            let parts: Vec<_> = contribution.parts().filter(|misused| misused.part() == part).collect();
            PartsWire::of(&parts)
        };
        Self {
            party: Text::of(contribution.party().as_str()),
            resource: contribution.get_resource().map(Text::of),
            integrated: contribution.get_integrated().map(Out),
            misintegrated: parts(Part::Misintegrated),
            not_integrated: parts(Part::NotIntegrated),
        }
    }
}

/// A field that is a list, by what a message calls it.
macro_rules! lists {
    ($($name:ident),+) => {
        $(fn $name<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
            list(deserializer, stringify!($name))
        })+
    };
}

lists!(users, ids, contributions, appraisals);

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
    #[serde(borrow, deserialize_with = "users")]
    users: Vec<UserWire<'a>>,
    on: Day,
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    known: Option<Day>,
    #[serde(default, deserialize_with = "stated", rename = "use", skip_serializing_if = "Option::is_none")]
    how: Option<Use>,
    #[serde(borrow, default, skip_serializing_if = "With::is_empty")]
    with: With<'a>,
    #[serde(borrow, default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    others: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "ids", skip_serializing_if = "Vec::is_empty")]
    affected: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "contributions", skip_serializing_if = "Vec::is_empty")]
    contributions: Vec<ContributionWire<'a, V>>,
    #[serde(borrow, default, deserialize_with = "appraisals", skip_serializing_if = "Vec::is_empty")]
    appraisals: Vec<AppraisalWire<'a, V>>,
}

impl<V> InteractionWire<'_, V> {
    pub(crate) fn interaction<N: Number>(self) -> Result<Interaction<N>, Reason>
    where
        V: Given<N>,
    {
        let mut users = self.users.iter().map(UserWire::user);
        let first = users.next().ok_or_else(|| Fault::NoUser { service: crate::number::clip(&self.service) })?;
        let mut interaction = Interaction::between(first, &*self.service, self.on.0);
        if let Some(id) = self.id {
            interaction = interaction.id(&*id);
        }
        for user in users {
            interaction = interaction.user(user);
        }
        if let Some(Day(day)) = self.known {
            interaction = interaction.known(day);
        }
        if let Some(how) = self.how {
            interaction = interaction.used(how);
        }
        for (dimension, value) in self.with.iter() {
            interaction = interaction.with(dimension, value);
        }
        for actor in self.others {
            interaction = interaction.other(&*actor);
        }
        for actor in self.affected {
            interaction = interaction.affected(&*actor);
        }
        for contribution in self.contributions {
            interaction = interaction.contribution(contribution.contribution()?);
        }
        for appraisal in self.appraisals {
            interaction = interaction.appraisal(appraisal.inside()?);
        }
        Ok(interaction)
    }
}

impl<'a, N: Number> From<&'a Interaction<N>> for InteractionWire<'a, Out<'a, N>> {
    fn from(interaction: &'a Interaction<N>) -> Self {
        let actor = |actor: &'a ActorId| Text::of(actor.as_str());
        Self {
            id: interaction.get_id().map(|id| Text::of(id.as_str())),
            service: Text::of(interaction.service().as_str()),
            users: interaction.users().map(UserWire::of).collect(),
            on: Day(interaction.on()),
            known: interaction.get_known().map(Day),
            how: Some(interaction.how()).filter(|&how| how != Use::Direct),
            with: With::of(interaction.dimensions()),
            others: interaction.others().map(actor).collect(),
            affected: interaction.all_affected().map(actor).collect(),
            contributions: interaction.contributions().map(ContributionWire::from).collect(),
            appraisals: interaction.appraisals().map(|appraisal| AppraisalWire::of(None, appraisal)).collect(),
        }
    }
}
