//! An interaction that is built from its rows in a table.

use std::collections::BTreeMap;
use std::fmt::Display;

use jiff::civil::Date;

use super::column::Column;
use super::contribution::{ContributionCells, PROVIDER_COLUMNS, RowContributions, USER_COLUMNS};
use super::dated::DatedLevels;
use super::layout::Layout;
use super::levels;
use super::options::Options;
use super::row::Row;
use crate::catalogue::{ActorId, Catalogue, InteractionId, Service, ServiceId};
use crate::io::error::{Reason, RowFault};
use crate::ledger::RecordError;
use crate::number::{Number, clip};
use crate::printable::quoted;
use crate::record::{Appraisal, Interaction, PartialDate, Use, User};

/// The cells of one interaction's rows so far. A draft is large, so it is reused for the next interaction and not
/// moved.
pub(super) struct Draft<'o, N> {
    options: &'o Options,
    catalogue: &'o Catalogue<N>,
    id: Option<InteractionId>,
    shared: Option<SharedCells>,
    users: Vec<(User, ContributionCells<N>)>,
    /// The indices in `users`, if there are several.
    user_index: BTreeMap<ActorId, usize>,
    provider: ContributionCells<N>,
    /// Each with the index of its row's user, who is the beneficiary by default.
    appraisals: Vec<(usize, Appraisal<N>)>,
    dated: DatedLevels<N>,
    /// The contributions of contacts.
    contacts: Vec<RowContributions<N>>,
}

/// The cells that are equal in every row of an interaction.
struct SharedCells {
    service: ServiceId,
    on: PartialDate,
    known: CellValue<Date>,
    how: CellValue<Use>,
}

/// The value of a cell, or the default if the cell is empty.
struct CellValue<T> {
    value: T,
    is_stated: bool,
}

impl<T: Display + PartialEq> CellValue<T> {
    fn new(stated: Option<T>, default: T) -> Self {
        Self { is_stated: stated.is_some(), value: stated.unwrap_or(default) }
    }

    /// The text of the cell for a message.
    fn label(&self) -> String {
        if self.is_stated { clip(&self.value.to_string()) } else { String::new() }
    }

    fn difference(&self, column: Column, row: &Self) -> Option<(Column, String, String)> {
        (self.value != row.value).then(|| (column, self.label(), row.label()))
    }
}

impl SharedCells {
    fn new<N: Number>(row: Row<'_>, catalogue: &Catalogue<N>, layout: Layout<'_>) -> Result<Self, Reason> {
        let service = ServiceId::new(row.required(Column::Service)?)?;
        if catalogue.service(service.as_str()).is_none() {
            let nearest = catalogue.nearest_service(&service);
            return Err(RecordError::UnknownService { service, nearest }.into());
        }
        // The day of a level cannot be partial.
        let is_dated = layout.is_dated();
        let on = if is_dated { row.day(Column::On)?.map(PartialDate::from) } else { row.on()? };
        let on = on.ok_or_else(|| RowFault::EmptyCell { column: row.name(Column::On) })?;
        let known = CellValue::new(row.day(Column::Known)?, on.last());
        let how = CellValue::new(row.text(Column::Use).map(str::parse).transpose()?, Use::Direct);
        Ok(Self { service, on, known, how })
    }

    /// The first column in which a row differs, with both texts. The rows of a dated case differ in their days.
    fn difference(&self, row: &Self, layout: Layout<'_>) -> Option<(Column, String, String)> {
        let texts = |one: &str, two: &str| (clip(one), clip(two));
        let service = (self.service != row.service).then(|| {
            let (above, here) = texts(self.service.as_str(), row.service.as_str());
            (Column::Service, above, here)
        });
        let is_dated = layout.is_dated();
        let on = || (self.on != row.on).then(|| (Column::On, self.on.to_string(), row.on.to_string()));
        let known = || self.known.difference(Column::Known, &row.known);
        let day = || if is_dated { None } else { on().or_else(known) };
        service.or_else(|| self.how.difference(Column::Use, &row.how)).or_else(day)
    }
}

impl<'o, N: Number> Draft<'o, N> {
    /// A draft without rows.
    pub(super) fn new(options: &'o Options, catalogue: &'o Catalogue<N>) -> Self {
        Self {
            options,
            catalogue,
            id: None,
            shared: None,
            users: Vec::new(),
            user_index: BTreeMap::new(),
            provider: ContributionCells::empty(),
            appraisals: Vec::new(),
            dated: DatedLevels::new(),
            contacts: Vec::new(),
        }
    }

    /// Whether it has a row.
    pub(super) fn is_begun(&self) -> bool {
        self.shared.is_some()
    }

    /// Adds a row of the interaction. After a row that is refused, other rows may be added to find their faults, but the
    /// draft must not be finished.
    #[inline]
    pub(super) fn add(&mut self, row: Row<'_>) -> Result<(), Reason> {
        let shared = SharedCells::new(row, self.catalogue, self.options.layout())?;
        let on = shared.on;
        match &mut self.shared {
            None => {
                self.id = row.id(self.options.layout()).map(InteractionId::new).transpose()?;
                self.shared = Some(shared);
            }
            Some(known) => {
                if let Some((column, above, here)) = known.difference(&shared, self.options.layout()) {
                    let (column, id) = (row.name(column), self.id_label(row));
                    return Err(RowFault::OtherThanAbove { column, here, above, id }.into());
                }
                known.on = known.on.min(shared.on);
            }
        }
        let user = self.add_user(row)?;
        let contributions = RowContributions::of(row)?;
        if self.options.layout().is_dated() {
            self.contacts.push(contributions);
            self.dated.add(row, on.first(), self.catalogue)
        } else {
            self.add_contributions(row, user, contributions)?;
            levels::appraisals(row, self.catalogue, |appraisal| self.appraisals.push((user, appraisal)))
        }
    }

    /// The id of the interaction for a message; without one in the table, its user.
    fn id_label(&self, row: Row<'_>) -> String {
        let id = self.id.as_ref().filter(|_| row.text(Column::Id).is_some()).map(InteractionId::as_str);
        let user = self.users.first().map(|(user, _)| user.id().as_str());
        id.or(user).map(clip).unwrap_or_default()
    }

    /// Adds the user of a row with their dimensions, and returns their index.
    fn add_user(&mut self, row: Row<'_>) -> Result<usize, Reason> {
        let user = row.required(Column::User)?;
        let index = self.index_of_user(row, user)?;
        let known = &mut self.users[index].0;
        for (dimension, value) in row.dimensions() {
            match known.value(dimension) {
                None => *known = std::mem::replace(known, User::new(user)).with(dimension, value),
                Some(before) if before == value => {}
                Some(_) => {
                    let (column, of) = (row.dimension_column(dimension), quoted(user));
                    return Err(RowFault::OtherOfParty { column, of, id: self.id_label(row) }.into());
                }
            }
        }
        Ok(index)
    }

    fn index_of_user(&mut self, row: Row<'_>, user: &str) -> Result<usize, Reason> {
        let Some((first, _)) = self.users.first() else {
            self.users.push((User::new(user), ContributionCells::empty()));
            return Ok(0);
        };
        if first.id().as_str() == user {
            return Ok(0);
        }
        let is_dated = self.options.layout().is_dated();
        if is_dated || !self.options.has_group_sessions {
            let (here, above, column) = (clip(user), clip(first.id().as_str()), row.name(Column::User));
            let id = self.id_label(row);
            // The levels of a dated case follow each other, so it has one user.
            return Err(if is_dated {
                RowFault::OtherThanAbove { column, here, above, id }.into()
            } else {
                RowFault::OtherUser { column, here, above, id }.into()
            });
        }
        let next = self.users.len();
        let index = *self.user_index.entry(ActorId::new(user)?).or_insert(next);
        if index == next {
            self.users.push((User::new(user), ContributionCells::empty()));
        }
        Ok(index)
    }

    fn add_contributions(
        &mut self,
        row: Row<'_>,
        user: usize,
        RowContributions { user: by_user, provider }: RowContributions<N>,
    ) -> Result<(), Reason> {
        let (known, contribution) = &mut self.users[user];
        let of_user = contribution.add(by_user, &USER_COLUMNS).map_err(|column| (column, quoted(known.id())));
        let of_provider =
            self.provider.add(provider, &PROVIDER_COLUMNS).map_err(|column| (column, "the provider".to_owned()));
        if let Err((column, of)) = of_user.and(of_provider) {
            return Err(RowFault::OtherOfParty { column: row.name(column), of, id: self.id_label(row) }.into());
        }
        Ok(())
    }

    /// The interaction of the rows; `None` without a row. The draft is empty afterwards.
    #[inline]
    pub(super) fn finish(&mut self) -> Option<Interaction<N>> {
        let SharedCells { service, on, known, how } = self.shared.take()?;
        let provider = self.catalogue.service(service.as_str()).map(Service::provider)?;
        self.name_beneficiaries();
        self.user_index.clear();
        let by_provider = std::mem::replace(&mut self.provider, ContributionCells::empty());
        let mut users = self.users.drain(..);
        let (user, cells) = users.next()?;
        let first = user.id().clone();
        let mut interaction = Interaction::between(user, service, on);
        let add = |interaction: &mut Interaction<N>, cells: ContributionCells<N>, party: &ActorId| {
            if let Some(contribution) = cells.contribution(party) {
                interaction.push_contribution(contribution);
            }
        };
        add(&mut interaction, cells, &first);
        for (user, cells) in users {
            add(&mut interaction, cells, user.id());
            interaction = interaction.user(user);
        }
        add(&mut interaction, by_provider, provider);
        for contact in self.contacts.drain(..) {
            add(&mut interaction, contact.user, &first);
            add(&mut interaction, contact.provider, provider);
        }
        if how.value != Use::Direct {
            interaction = interaction.used(how.value);
        }
        if let Some(id) = self.id.take() {
            interaction = interaction.id(id);
        }
        if known.is_stated && known.value != on.last() {
            interaction = interaction.known(known.value);
        }
        let levels = self.dated.drain(on.first(), self.options.layout());
        for appraisal in self.appraisals.drain(..).map(|(_, appraisal)| appraisal).chain(levels) {
            interaction.push_appraisal(appraisal);
        }
        Some(interaction)
    }

    /// States the beneficiary of each appraisal, if there are several users: each row's user is the default.
    fn name_beneficiaries(&mut self) {
        if self.users.len() > 1 {
            for (index, appraisal) in &mut self.appraisals {
                if appraisal.get_beneficiary().is_none() {
                    let user = self.users[*index].0.id();
                    *appraisal = appraisal.clone().beneficiary(user);
                }
            }
        }
    }
}
