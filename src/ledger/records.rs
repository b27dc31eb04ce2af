//! Rows of the ledger as records.

use super::Ledger;
use super::appraisals::Appraisals;
use super::contributions::{ContributionRow, PartRow};
use crate::catalogue::InteractionId;
use crate::number::Number;
use crate::record::{Appraisal, Contribution, Interaction, Misuse, Use, User, Void};

impl<N: Number> Ledger<N> {
    /// The interaction with an id as it was recorded, without later appraisals; `None` if it is not recorded.
    ///
    /// The ledger does not store whether its id and the beneficiaries of its appraisals were stated: here they are.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// let id = ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
    /// let recorded = ledger.interaction(&id).expect("it was recorded");
    /// assert_eq!(recorded.appraisals().next().and_then(Appraisal::get_change), Some(&-2.0));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn interaction(&self, id: impl AsRef<str>) -> Option<Interaction<N>> {
        self.columns.ids.get(id.as_ref()).map(|row| self.interaction_at(row))
    }

    /// All interactions as they were recorded, in that order.
    pub fn interactions(&self) -> impl Iterator<Item = Interaction<N>> {
        (0..self.columns.interactions()).map(|row| self.interaction_at(row as u32))
    }

    /// All later appraisals, each with the id of its interaction, in the order in which they were added.
    pub fn later_appraisals(&self) -> impl Iterator<Item = (InteractionId, Appraisal<N>)> {
        (0..self.columns.later.len()).map(|row| {
            let interaction = self.columns.later_of[row];
            (self.id_at(interaction), self.appraisal_at(&self.columns.later, row, interaction))
        })
    }

    /// All voids, each with the id of its interaction, in the order in which they were added.
    pub fn voids(&self) -> impl Iterator<Item = (InteractionId, Void)> {
        let void = |row: &super::store::VoidRow| Void::because(&*row.reason).known(row.known);
        self.columns.voids.iter().map(move |row| (self.id_at(row.interaction), void(row)))
    }

    pub(crate) fn id_at(&self, interaction: u32) -> InteractionId {
        InteractionId::new(self.columns.ids.text(interaction)).expect("recorded ids are not empty")
    }

    pub(crate) fn appraisal_at(&self, appraisals: &Appraisals<N>, row: usize, interaction: u32) -> Appraisal<N> {
        let measure = self.catalogue.measure_at(appraisals.measure[row]).id().as_str();
        let names = (&*self.columns.actors, &self.columns.texts);
        appraisals.appraisal(row, measure, names, self.columns.on[interaction as usize])
    }

    pub(crate) fn interaction_at(&self, row: u32) -> Interaction<N> {
        let (columns, index) = (&self.columns, row as usize);
        let user = |(actor, profile)| {
            let user = User::new(columns.actors.text(actor));
            columns.profiles.pairs(profile).fold(user, |user, (dimension, value)| user.with(dimension, value))
        };
        let mut users = columns.users(index);
        let first = users.next().map(user).expect("an interaction has a user by its type");
        let service = self.catalogue.service_at(columns.service[index]).id();
        let mut interaction = Interaction::between(first, service, columns.on[index]).id(columns.ids.text(row));
        for more in users.map(user) {
            interaction = interaction.user(more);
        }
        if let Some(parties) = columns.parties(index) {
            for &other in &parties.others {
                interaction = interaction.other(columns.actors.text(other));
            }
            for &affected in &parties.affected {
                interaction = interaction.affected(columns.actors.text(affected));
            }
        }
        for (dimension, value) in columns.profiles.pairs(columns.own_profile.get(index)) {
            interaction = interaction.with(dimension, value);
        }
        if columns.flags[index].is_indirect() {
            interaction = interaction.used(Use::Indirect);
        }
        if columns.known[index] != columns.on[index] {
            interaction = interaction.known(columns.known[index]);
        }
        for contribution in columns.contributions_of(index) {
            interaction = interaction.contribution(self.contribution_at(&contribution));
        }
        for appraisal in columns.appraisals_of(index) {
            interaction = interaction.appraisal(self.appraisal_at(&columns.inside, appraisal, row));
        }
        interaction
    }

    fn contribution_at(&self, row: &ContributionRow<'_, N>) -> Contribution<N> {
        let columns = &self.columns;
        let mut contribution = Contribution::of(columns.actors.text(row.party()));
        if let Some(resource) = row.resource() {
            contribution = contribution.resource(columns.texts.text(resource));
        }
        if let Some(amount) = row.integrated() {
            contribution = contribution.integrated(amount.clone());
        }
        for PartRow { part, intent, amount, by, cause } in row.parts() {
            let mut misuse = Misuse::new(*intent);
            if let Some(by) = by.checked_sub(1) {
                misuse = misuse.by(columns.actors.text(by));
            }
            if let Some(cause) = cause.checked_sub(1) {
                misuse = misuse.cause(columns.texts.text(cause));
            }
            contribution = contribution.part(*part, amount.clone(), misuse);
        }
        contribution
    }
}
