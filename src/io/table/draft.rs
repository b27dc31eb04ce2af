//! An interaction on its way from the rows that it has in a table.

use std::fmt::Display;

use jiff::civil::Date;

use super::cells::Row;
use super::header::{Column, Header};
use crate::catalogue::{ActorId, Catalogue, InteractionId, ServiceId};
use crate::io::day;
use crate::io::error::{Reason, RowFault};
use crate::ledger::RecordError;
use crate::number::{Number, clip};
use crate::record::{Appraisal, Contribution, Intent, Interaction, Misuse, Part, Use, User};

/// What rows of one interaction have said so far. Begun again and again in one place, for it is large to move about.
pub(super) struct Draft<N> {
    id: Option<InteractionId>,
    use_of: Option<UseOf>,
    users: Vec<(User, Brought<N>)>,
    provider: Brought<N>,
    /// Each with the place of its row's user, who is the beneficiary where none is named.
    appraisals: Vec<(usize, Appraisal<N>)>,
}

/// What every row of an interaction says alike.
struct UseOf {
    service: ServiceId,
    on: Date,
    known: Stated<Date>,
    how: Stated<Use>,
}

/// What a row has in a cell, or the default of a cell that is empty.
struct Stated<T> {
    value: T,
    is_stated: bool,
}

impl<T: Display> Stated<T> {
    fn new(stated: Option<T>, default: T) -> Self {
        Self { is_stated: stated.is_some(), value: stated.unwrap_or(default) }
    }

    /// What the cell says, which is nothing where it is empty.
    fn shown(&self) -> String {
        if self.is_stated { clip(&self.value.to_string()) } else { String::new() }
    }

    fn other_in(&self, column: Column, row: &Self) -> Option<(Column, String, String)>
    where
        T: PartialEq,
    {
        (self.value != row.value).then(|| (column, self.shown(), row.shown()))
    }
}

impl UseOf {
    fn new(row: Row<'_>, header: &Header) -> Result<Self, Reason> {
        let service = ServiceId::new(header.required(row, Column::Service)?)?;
        let on = day_of(row, header, Column::On)?.ok_or(RowFault::EmptyCell { column: Column::On.name() })?;
        let known = Stated::new(day_of(row, header, Column::Known)?, on);
        let how = Stated::new(header.cell(row, Column::Use).map(str::parse).transpose()?, Use::Direct);
        Ok(Self { service, on, known, how })
    }

    /// The first column in which another says something else, and what the two say.
    fn other_in(&self, row: &Self) -> Option<(Column, String, String)> {
        fn other<T: PartialEq + Display>(column: Column, one: &T, two: &T) -> Option<(Column, String, String)> {
            (one != two).then(|| (column, clip(&one.to_string()), clip(&two.to_string())))
        }
        other(Column::Service, &self.service, &row.service)
            .or_else(|| other(Column::On, &self.on, &row.on))
            .or_else(|| self.how.other_in(Column::Use, &row.how))
            .or_else(|| self.known.other_in(Column::Known, &row.known))
    }
}

/// What a party is said to have brought.
struct Brought<N> {
    integrated: Option<N>,
    // Boxed, for they are rare and large, and a draft is made for every row.
    misintegrated: Option<Box<(N, Misuse)>>,
    not_integrated: Option<Box<(N, Misuse)>>,
}

/// The columns of what a party brought.
struct BroughtColumns {
    integrated: Column,
    misintegrated: Column,
    not_integrated: Column,
}

const BY_THE_USER: BroughtColumns = BroughtColumns {
    integrated: Column::UserIntegrated,
    misintegrated: Column::UserMisintegrated,
    not_integrated: Column::UserNotIntegrated,
};
const BY_THE_PROVIDER: BroughtColumns = BroughtColumns {
    integrated: Column::ProviderIntegrated,
    misintegrated: Column::ProviderMisintegrated,
    not_integrated: Column::ProviderNotIntegrated,
};

/// Whether a row states another part than those above it, which left it out if it was zero.
fn is_other<T: PartialEq>(known: Option<&T>, stated: Option<&T>, is_zero: impl Fn(&T) -> bool) -> bool {
    stated.is_some_and(|stated| known.map_or_else(|| !is_zero(stated), |known| known != stated))
}

impl<N: Number> Brought<N> {
    fn nothing_stated() -> Self {
        Self { integrated: None, misintegrated: None, not_integrated: None }
    }

    /// What a row states of one party's contribution.
    fn of(row: Row<'_>, header: &Header, columns: &BroughtColumns) -> Result<Self, Reason> {
        let part = |column| {
            let Some(amount) = header.number(row, column)? else { return Ok::<_, Reason>(None) };
            Ok(Some(Box::new((amount, misuse(row, header)?))))
        };
        Ok(Self {
            integrated: header.number(row, columns.integrated)?,
            misintegrated: part(columns.misintegrated)?,
            not_integrated: part(columns.not_integrated)?,
        })
    }

    /// Takes in what a later row states: what none has stated yet, or the same again in whole or in part. The column if
    /// it is something else. A part that is left out beside another is zero, and no later row makes it more.
    fn add(&mut self, later: Self, columns: &BroughtColumns) -> Result<(), Column> {
        if !self.is_stated() {
            *self = later;
            return Ok(());
        }
        let is_other_part = |known: Option<&(N, Misuse)>, stated: Option<&(N, Misuse)>| {
            is_other(known, stated, |(amount, _)| amount.is_zero())
        };
        if is_other(self.integrated.as_ref(), later.integrated.as_ref(), N::is_zero) {
            Err(columns.integrated)
        } else if is_other_part(self.misintegrated.as_deref(), later.misintegrated.as_deref()) {
            Err(columns.misintegrated)
        } else if is_other_part(self.not_integrated.as_deref(), later.not_integrated.as_deref()) {
            Err(columns.not_integrated)
        } else {
            Ok(())
        }
    }

    /// Whether there is a part of it that can have been misused. A part of nothing is none: it is no content of its
    /// interaction, and a misuse of it would be lost.
    fn is_misused(&self) -> bool {
        let parts = [&self.misintegrated, &self.not_integrated];
        parts.into_iter().flatten().any(|stated| !stated.0.is_zero())
    }

    fn is_stated(&self) -> bool {
        self.integrated.is_some() || self.misintegrated.is_some() || self.not_integrated.is_some()
    }

    /// The contribution, if anything is stated.
    fn contribution(self, party: &ActorId) -> Option<Contribution<N>> {
        if !self.is_stated() {
            return None;
        }
        let mut contribution = Contribution::of(party);
        if let Some(amount) = self.integrated {
            contribution = contribution.integrated(amount);
        }
        for (part, stated) in [(Part::Misintegrated, self.misintegrated), (Part::NotIntegrated, self.not_integrated)] {
            if let Some((amount, misuse)) = stated.map(|stated| *stated) {
                contribution = contribution.part(part, amount, misuse);
            }
        }
        Some(contribution)
    }
}

/// The first of some columns in which a row has something.
fn stated(row: Row<'_>, header: &Header, columns: &[Column]) -> Option<Column> {
    columns.iter().copied().find(|&column| header.cell(row, column).is_some())
}

/// What a row says of every part in it that did not go in.
fn misuse(row: Row<'_>, header: &Header) -> Result<Misuse, Reason> {
    let mut misuse = Misuse::new(intent(row, header)?);
    if let Some(by) = header.cell(row, Column::MisusedBy) {
        misuse = misuse.by(by);
    }
    Ok(match header.cell(row, Column::Cause) {
        Some(cause) => misuse.cause(cause),
        None => misuse,
    })
}

fn intent(row: Row<'_>, header: &Header) -> Result<Intent, Reason> {
    Ok(header.cell(row, Column::Intent).map(str::parse).transpose()?.unwrap_or(Intent::Unknown))
}

fn day_of(row: Row<'_>, header: &Header, column: Column) -> Result<Option<Date>, RowFault> {
    let Some(text) = header.cell(row, column) else { return Ok(None) };
    day::parse(text).map(Some).ok_or_else(|| RowFault::NoDay { column: column.name(), text: clip(text) })
}

/// The number of a follow-up, if a text is one.
fn follow_up(text: &str) -> Option<u32> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok())
}

/// The first column in which a row says something of an appraisal, which would be lost without one. A default is nothing
/// of that kind: it says what an empty cell does.
fn of_an_appraisal(row: Row<'_>, header: &Header) -> Option<Column> {
    let is_other =
        |column: Column, default: fn(&str) -> bool| header.cell(row, column).is_some_and(|text| !default(text));
    let differs = |column: Column, from: Column| {
        header.cell(row, column).is_some_and(|text| header.cell(row, from) != Some(text))
    };
    if differs(Column::Beneficiary, Column::User) {
        Some(Column::Beneficiary)
    } else if is_other(Column::FollowUp, |text| follow_up(text) == Some(1)) {
        Some(Column::FollowUp)
    } else if is_other(Column::Source, |text| text == "own") {
        Some(Column::Source)
    } else if differs(Column::Made, Column::On) {
        Some(Column::Made)
    } else {
        None
    }
}

/// The row's appraisal; none without a level and a change.
#[inline]
fn appraisal<N: Number>(row: Row<'_>, header: &Header) -> Result<Option<Appraisal<N>>, Reason> {
    let number = |column| header.number(row, column);
    let (before, after) = (number(Column::Before)?, number(Column::After)?);
    let (expected, without) = (number(Column::Expected)?, number(Column::Without)?);
    let change = number(Column::Change)?;
    let made = day_of(row, header, Column::Made)?;
    if [&before, &after, &expected, &without, &change].into_iter().all(Option::is_none) {
        return match of_an_appraisal(row, header) {
            None => Ok(None),
            Some(column) => Err(RowFault::OfNoAppraisal { column: column.name() }.into()),
        };
    }
    let measure = header.cell(row, Column::Measure).ok_or(RowFault::NoMeasure)?;
    let mut appraisal = Appraisal::of(measure);
    if let Some(beneficiary) = header.cell(row, Column::Beneficiary) {
        appraisal = appraisal.beneficiary(beneficiary);
    }
    if let Some(level) = before {
        appraisal = appraisal.before(level);
    }
    if let Some(level) = after {
        appraisal = appraisal.after(level);
    }
    if let Some(level) = expected {
        appraisal = appraisal.expected(level);
    }
    if let Some(level) = without {
        appraisal = appraisal.without(level);
    }
    if let Some(change) = change {
        appraisal = appraisal.change(change);
    }
    if let Some(text) = header.cell(row, Column::FollowUp) {
        appraisal = appraisal.follow_up(follow_up(text).ok_or_else(|| RowFault::NoFollowUp { text: clip(text) })?);
    }
    appraisal = match header.cell(row, Column::Source) {
        None | Some("own") => appraisal,
        Some(text) => match text.split_once(':') {
            Some(("proxy", actor)) => appraisal.by_proxy(actor),
            Some(("observed", instrument)) => appraisal.observed(instrument),
            _ => return Err(RowFault::NoSource { text: clip(text) }.into()),
        },
    };
    Ok(Some(match made {
        Some(day) => appraisal.made(day),
        None => appraisal,
    }))
}

impl<N: Number> Draft<N> {
    /// A draft of nothing yet.
    pub(super) fn new() -> Self {
        Self { id: None, use_of: None, users: Vec::new(), provider: Brought::nothing_stated(), appraisals: Vec::new() }
    }

    /// Whether it has a row.
    pub(super) fn is_begun(&self) -> bool {
        self.use_of.is_some()
    }

    /// Takes in a row: the first of the interaction, or one that stands below.
    #[inline]
    pub(super) fn add(&mut self, row: Row<'_>, header: &Header) -> Result<(), Reason> {
        let use_of = UseOf::new(row, header)?;
        match &self.use_of {
            None => {
                self.id = header.cell(row, Column::Id).map(InteractionId::new).transpose()?;
                self.use_of = Some(use_of);
            }
            Some(known) => {
                if let Some((column, above, here)) = known.other_in(&use_of) {
                    let (column, id) = (column.name(), self.shown_id());
                    return Err(RowFault::OtherThanAbove { column, here, above, id }.into());
                }
            }
        }
        self.take_in(row, header)
    }

    /// Whether a row belongs to the same interaction.
    pub(super) fn is_of(&self, row: Row<'_>, header: &Header) -> bool {
        match (&self.id, header.cell(row, Column::Id)) {
            (Some(known), Some(id)) => known.as_str() == id,
            _ => false,
        }
    }

    fn shown_id(&self) -> String {
        self.id.as_ref().map_or_else(String::new, |id| clip(id.as_str()))
    }

    /// Takes in what a row says of its user, the provider and a change.
    fn take_in(&mut self, row: Row<'_>, header: &Header) -> Result<(), Reason> {
        let user = header.required(row, Column::User)?;
        // Read where it holds of no part as well, so that a wrong word is found.
        intent(row, header)?;
        let of_user = Brought::of(row, header, &BY_THE_USER)?;
        let of_provider = Brought::of(row, header, &BY_THE_PROVIDER)?;
        if !of_user.is_misused() && !of_provider.is_misused() {
            let of_a_misuse = [Column::MisusedBy, Column::Intent, Column::Cause];
            if let Some(column) = stated(row, header, &of_a_misuse) {
                return Err(RowFault::OfNoMisuse { column: column.name() }.into());
            }
        }
        let place = self.users.iter().position(|(known, _)| known.id().as_str() == user).unwrap_or(self.users.len());
        if place == self.users.len() {
            self.users.push((User::new(user), Brought::nothing_stated()));
        }
        let (known, brought) = &mut self.users[place];
        let mut other = None;
        for (dimension, value) in header.dimensions(row) {
            match known.value(dimension) {
                None => *known = std::mem::replace(known, User::new(user)).with(dimension, value),
                Some(before) if before == value => {}
                Some(_) => other = other.or(Some((format!("with.{dimension}"), user))),
            }
        }
        let told = |column: Column, of| (column.name().to_owned(), of);
        if let Err(column) = brought.add(of_user, &BY_THE_USER) {
            other = other.or(Some(told(column, user)));
        }
        if let Err(column) = self.provider.add(of_provider, &BY_THE_PROVIDER) {
            other = other.or(Some(told(column, "the provider")));
        }
        if let Some((column, of)) = other {
            return Err(RowFault::OtherOfParty { column, of: clip(of), id: self.shown_id() }.into());
        }
        if let Some(appraisal) = appraisal(row, header)? {
            self.appraisals.push((place, appraisal));
        }
        Ok(())
    }

    /// The interaction that the rows make; none without a row. The draft is then one of nothing again.
    #[inline]
    pub(super) fn finish(&mut self, catalogue: &Catalogue<N>) -> Result<Option<Interaction<N>>, Reason> {
        let Some(UseOf { service, on, known, how }) = self.use_of.take() else { return Ok(None) };
        let by_provider = std::mem::replace(&mut self.provider, Brought::nothing_stated());
        if self.users.len() > 1 {
            for (place, appraisal) in &mut self.appraisals {
                if appraisal.get_beneficiary().is_none() {
                    let user = self.users[*place].0.id();
                    *appraisal = appraisal.clone().beneficiary(user);
                }
            }
        }
        let mut users = self.users.drain(..);
        let Some((user, brought)) = users.next() else { return Ok(None) };
        let contribution = brought.contribution(user.id());
        let provider = match (by_provider.is_stated(), catalogue.service(service.as_str())) {
            (false, _) => None,
            (true, Some(known)) => Some(known.provider()),
            (true, None) => return Err(RecordError::UnknownService { service }.into()),
        };
        let mut interaction = Interaction::between(user, service, on);
        if let Some(contribution) = contribution {
            interaction = interaction.contribution(contribution);
        }
        for (user, brought) in users {
            if let Some(contribution) = brought.contribution(user.id()) {
                interaction = interaction.contribution(contribution);
            }
            interaction = interaction.user(user);
        }
        if let Some(contribution) = provider.and_then(|provider| by_provider.contribution(provider)) {
            interaction = interaction.contribution(contribution);
        }
        if how.value != Use::Direct {
            interaction = interaction.used(how.value);
        }
        if let Some(id) = self.id.take() {
            interaction = interaction.id(id);
        }
        if known.value != on {
            interaction = interaction.known(known.value);
        }
        for (_, appraisal) in self.appraisals.drain(..) {
            interaction = interaction.appraisal(appraisal);
        }
        Ok(Some(interaction))
    }
}
