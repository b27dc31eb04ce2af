//! An interaction that is built from its rows in a table.

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

/// The cells of one interaction's rows so far. A draft is large, so it is reused for the next interaction and not
/// moved.
pub(super) struct Draft<N> {
    id: Option<InteractionId>,
    shared: Option<SharedCells>,
    users: Vec<(User, ContributionCells<N>)>,
    provider: ContributionCells<N>,
    /// Each with the index of its row's user, who is the beneficiary by default.
    appraisals: Vec<(usize, Appraisal<N>)>,
}

/// The cells that are equal in every row of an interaction.
struct SharedCells {
    service: ServiceId,
    on: Date,
    known: CellValue<Date>,
    how: CellValue<Use>,
}

/// The value of a cell, or the default if the cell is empty.
struct CellValue<T> {
    value: T,
    is_stated: bool,
}

impl<T: Display> CellValue<T> {
    fn new(stated: Option<T>, default: T) -> Self {
        Self { is_stated: stated.is_some(), value: stated.unwrap_or(default) }
    }

    /// The text of the cell for a message.
    fn label(&self) -> String {
        if self.is_stated { clip(&self.value.to_string()) } else { String::new() }
    }

    fn difference(&self, column: Column, row: &Self) -> Option<(Column, String, String)>
    where
        T: PartialEq,
    {
        (self.value != row.value).then(|| (column, self.label(), row.label()))
    }
}

impl SharedCells {
    fn new(row: Row<'_>, header: &Header) -> Result<Self, Reason> {
        let service = ServiceId::new(header.required(row, Column::Service)?)?;
        let on = day_of(row, header, Column::On)?.ok_or(RowFault::EmptyCell { column: Column::On.name() })?;
        let known = CellValue::new(day_of(row, header, Column::Known)?, on);
        let how = CellValue::new(header.cell(row, Column::Use).map(str::parse).transpose()?, Use::Direct);
        Ok(Self { service, on, known, how })
    }

    /// The first column in which a row differs, with both texts.
    fn difference(&self, row: &Self) -> Option<(Column, String, String)> {
        fn compare<T: PartialEq + Display>(column: Column, one: &T, two: &T) -> Option<(Column, String, String)> {
            (one != two).then(|| (column, clip(&one.to_string()), clip(&two.to_string())))
        }
        compare(Column::Service, &self.service, &row.service)
            .or_else(|| compare(Column::On, &self.on, &row.on))
            .or_else(|| self.how.difference(Column::Use, &row.how))
            .or_else(|| self.known.difference(Column::Known, &row.known))
    }
}

/// The cells of a party's contribution.
struct ContributionCells<N> {
    integrated: Option<N>,
    // Boxed: they are rare and large, and are built for every row.
    misintegrated: Option<Box<(N, Misuse)>>,
    not_integrated: Option<Box<(N, Misuse)>>,
    is_excused: bool,
}

/// The columns of a party's contribution.
struct ContributionColumns {
    integrated: Column,
    misintegrated: Column,
    not_integrated: Column,
    excused: Column,
}

const USER_COLUMNS: ContributionColumns = ContributionColumns {
    integrated: Column::UserIntegrated,
    misintegrated: Column::UserMisintegrated,
    not_integrated: Column::UserNotIntegrated,
    excused: Column::UserExcused,
};
const PROVIDER_COLUMNS: ContributionColumns = ContributionColumns {
    integrated: Column::ProviderIntegrated,
    misintegrated: Column::ProviderMisintegrated,
    not_integrated: Column::ProviderNotIntegrated,
    excused: Column::ProviderExcused,
};

/// Whether a row contradicts the rows above. A part that those leave out is zero.
fn contradicts<T: PartialEq>(known: Option<&T>, stated: Option<&T>, is_zero: impl Fn(&T) -> bool) -> bool {
    stated.is_some_and(|stated| known.map_or_else(|| !is_zero(stated), |known| known != stated))
}

impl<N: Number> ContributionCells<N> {
    fn empty() -> Self {
        Self { integrated: None, misintegrated: None, not_integrated: None, is_excused: false }
    }

    /// The cells of one party's contribution in a row.
    fn of(row: Row<'_>, header: &Header, columns: &ContributionColumns) -> Result<Self, Reason> {
        let part = |column| {
            let Some(amount) = header.number(row, column)? else { return Ok::<_, Reason>(None) };
            Ok(Some(Box::new((amount, misuse(row, header)?))))
        };
        Ok(Self {
            integrated: header.number(row, columns.integrated)?,
            misintegrated: part(columns.misintegrated)?,
            not_integrated: part(columns.not_integrated)?,
            is_excused: match header.cell(row, columns.excused) {
                None | Some("false") => false,
                Some("true") => true,
                Some(text) => {
                    return Err(RowFault::NoTruth { column: columns.excused.name(), text: clip(text) }.into());
                }
            },
        })
    }

    /// Adds the cells of a later row, which may repeat the contribution in whole or in part. The error is a column that
    /// contradicts the rows above: if these state one part, the parts they leave out are zero.
    fn add(&mut self, later: Self, columns: &ContributionColumns) -> Result<(), Column> {
        if self.is_excused && later.is_stated() || later.is_excused && !self.is_excused && self.is_stated() {
            return Err(columns.excused);
        }
        if !self.is_stated() {
            *self = Self { is_excused: self.is_excused || later.is_excused, ..later };
            return Ok(());
        }
        let contradicts_part = |known: Option<&(N, Misuse)>, stated: Option<&(N, Misuse)>| {
            contradicts(known, stated, |(amount, _)| amount.is_zero())
        };
        if contradicts(self.integrated.as_ref(), later.integrated.as_ref(), N::is_zero) {
            Err(columns.integrated)
        } else if contradicts_part(self.misintegrated.as_deref(), later.misintegrated.as_deref()) {
            Err(columns.misintegrated)
        } else if contradicts_part(self.not_integrated.as_deref(), later.not_integrated.as_deref()) {
            Err(columns.not_integrated)
        } else {
            Ok(())
        }
    }

    /// Whether a misused part is above zero. A part of zero does not count: it is left out of the interaction's
    /// content, so its misuse would be lost.
    fn is_misused(&self) -> bool {
        let parts = [&self.misintegrated, &self.not_integrated];
        parts.into_iter().flatten().any(|stated| !stated.0.is_zero())
    }

    fn is_stated(&self) -> bool {
        self.integrated.is_some() || self.misintegrated.is_some() || self.not_integrated.is_some()
    }

    /// The contribution, if any amount is stated or the party was excused.
    fn contribution(self, party: &ActorId) -> Option<Contribution<N>> {
        if !self.is_stated() && !self.is_excused {
            return None;
        }
        let mut contribution = Contribution::of(party);
        if self.is_excused {
            contribution = contribution.excused();
        }
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

/// The first of these columns whose cell is not empty.
fn first_stated(row: Row<'_>, header: &Header, columns: &[Column]) -> Option<Column> {
    columns.iter().copied().find(|&column| header.cell(row, column).is_some())
}

/// The misuse of every misused part in a row.
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

/// The number of a follow-up; digits only, without a sign.
fn follow_up(text: &str) -> Option<u32> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok())
}

/// The first column that describes an appraisal: in a row without one it would be lost. A cell with the default is as
/// good as an empty one.
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

/// The row's appraisal; `None` without a level and a change.
#[inline]
fn appraisal<N: Number>(row: Row<'_>, header: &Header) -> Result<Option<Appraisal<N>>, Reason> {
    let number = |column| header.number(row, column);
    let (before, after) = (number(Column::Before)?, number(Column::After)?);
    let (expected, without) = (number(Column::Expected)?, number(Column::Without)?);
    let change = number(Column::Change)?;
    let references = header.references(row).collect::<Result<Vec<(&str, N)>, Reason>>()?;
    let made = day_of(row, header, Column::Made)?;
    let has_no_level = [&before, &after, &expected, &without, &change].into_iter().all(Option::is_none);
    if has_no_level && references.is_empty() {
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
    for (name, level) in references {
        appraisal = appraisal.reference(name, level);
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
    /// A draft without rows.
    pub(super) fn new() -> Self {
        Self { id: None, shared: None, users: Vec::new(), provider: ContributionCells::empty(), appraisals: Vec::new() }
    }

    /// Whether it has a row.
    pub(super) fn is_begun(&self) -> bool {
        self.shared.is_some()
    }

    /// Adds a row of the interaction.
    #[inline]
    pub(super) fn add(&mut self, row: Row<'_>, header: &Header) -> Result<(), Reason> {
        let shared = SharedCells::new(row, header)?;
        match &self.shared {
            None => {
                self.id = header.cell(row, Column::Id).map(InteractionId::new).transpose()?;
                self.shared = Some(shared);
            }
            Some(known) => {
                if let Some((column, above, here)) = known.difference(&shared) {
                    let (column, id) = (column.name(), self.id_label());
                    return Err(RowFault::OtherThanAbove { column, here, above, id }.into());
                }
            }
        }
        self.add_parties(row, header)
    }

    /// Whether a row belongs to the same interaction.
    pub(super) fn is_of(&self, row: Row<'_>, header: &Header) -> bool {
        match (&self.id, header.cell(row, Column::Id)) {
            (Some(known), Some(id)) => known.as_str() == id,
            _ => false,
        }
    }

    fn id_label(&self) -> String {
        self.id.as_ref().map_or_else(String::new, |id| clip(id.as_str()))
    }

    /// Adds the user, the contributions and the appraisal of a row.
    fn add_parties(&mut self, row: Row<'_>, header: &Header) -> Result<(), Reason> {
        let user = header.required(row, Column::User)?;
        // Read even if no part is misused, so that an unknown word is refused.
        intent(row, header)?;
        let of_user = ContributionCells::of(row, header, &USER_COLUMNS)?;
        let of_provider = ContributionCells::of(row, header, &PROVIDER_COLUMNS)?;
        if !of_user.is_misused() && !of_provider.is_misused() {
            let of_a_misuse = [Column::MisusedBy, Column::Intent, Column::Cause];
            if let Some(column) = first_stated(row, header, &of_a_misuse) {
                return Err(RowFault::OfNoMisuse { column: column.name() }.into());
            }
        }
        let index = self.users.iter().position(|(known, _)| known.id().as_str() == user).unwrap_or(self.users.len());
        if index == self.users.len() {
            self.users.push((User::new(user), ContributionCells::empty()));
        }
        let (known, contribution) = &mut self.users[index];
        let mut difference = None;
        for (dimension, value) in header.dimensions(row) {
            match known.value(dimension) {
                None => *known = std::mem::replace(known, User::new(user)).with(dimension, value),
                Some(before) if before == value => {}
                Some(_) => difference = difference.or(Some((format!("with.{dimension}"), user))),
            }
        }
        if let Err(column) = contribution.add(of_user, &USER_COLUMNS) {
            difference = difference.or(Some((column.name().to_owned(), user)));
        }
        if let Err(column) = self.provider.add(of_provider, &PROVIDER_COLUMNS) {
            difference = difference.or(Some((column.name().to_owned(), "the provider")));
        }
        if let Some((column, of)) = difference {
            return Err(RowFault::OtherOfParty { column, of: clip(of), id: self.id_label() }.into());
        }
        if let Some(appraisal) = appraisal(row, header)? {
            self.appraisals.push((index, appraisal));
        }
        Ok(())
    }

    /// The interaction of the rows; `None` without a row. The draft is empty afterwards.
    #[inline]
    pub(super) fn finish(&mut self, catalogue: &Catalogue<N>) -> Result<Option<Interaction<N>>, Reason> {
        let Some(SharedCells { service, on, known, how }) = self.shared.take() else { return Ok(None) };
        let by_provider = std::mem::replace(&mut self.provider, ContributionCells::empty());
        if self.users.len() > 1 {
            for (index, appraisal) in &mut self.appraisals {
                if appraisal.get_beneficiary().is_none() {
                    let user = self.users[*index].0.id();
                    *appraisal = appraisal.clone().beneficiary(user);
                }
            }
        }
        let mut users = self.users.drain(..);
        let Some((user, cells)) = users.next() else { return Ok(None) };
        let contribution = cells.contribution(user.id());
        let provider = match (by_provider.is_stated() || by_provider.is_excused, catalogue.service(service.as_str())) {
            (false, _) => None,
            (true, Some(known)) => Some(known.provider()),
            (true, None) => return Err(RecordError::UnknownService { service }.into()),
        };
        let mut interaction = Interaction::between(user, service, on);
        if let Some(contribution) = contribution {
            interaction = interaction.contribution(contribution);
        }
        for (user, cells) in users {
            if let Some(contribution) = cells.contribution(user.id()) {
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
