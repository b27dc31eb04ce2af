//! Rows of the ledger as records.

use super::Ledger;
use super::appraisals::Appraisals;
use super::contributions::{ContributionRow, PartRow};
use crate::catalogue::{Builder, InteractionId};
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
        let names = (&self.columns.actors, &self.columns.texts);
        appraisals.appraisal(row, measure, names, self.columns.on[interaction as usize])
    }

    pub(crate) fn interaction_at(&self, row: u32) -> Interaction<N> {
        let (columns, index) = (&self.columns, row as usize);
        let text = |actor: &u32| columns.actors.text(*actor);
        let user = |(actor, profile)| {
            let dimensions = columns.profiles.pairs(profile);
            User::new(text(&actor)).with_each(dimensions, |user, (dimension, value)| user.with(dimension, value))
        };
        let mut users = columns.users(index);
        let first = users.next().map(user).expect("an interaction has a user by its type");
        let service = self.catalogue.service_at(columns.service[index]).id();
        let (on, known) = (columns.on(index), columns.known[index]);
        let parties = columns.parties(index);
        let own = columns.profiles.pairs(columns.own_profile.get(index));
        let contributions = columns.contributions_of(index).map(|row| self.contribution_at(&row));
        let appraisals = columns.appraisals_of(index).map(|one| self.appraisal_at(&columns.inside, one, row));
        Interaction::between(first, service, on)
            .id(columns.ids.text(row))
            .with_each(users.map(user), Interaction::user)
            .with_each(parties.iter().flat_map(|parties| &parties.others).map(text), Interaction::other)
            .with_each(parties.iter().flat_map(|parties| &parties.affected).map(text), Interaction::affected)
            .with_each(own, |interaction, (dimension, value)| interaction.with(dimension, value))
            .with_each(columns.flags[index].is_indirect().then_some(Use::Indirect), Interaction::used)
            .with_each((known != on.last()).then_some(known), Interaction::known)
            .with_each(contributions, Interaction::contribution)
            .with_each(appraisals, Interaction::appraisal)
    }

    fn contribution_at(&self, row: &ContributionRow<'_, N>) -> Contribution<N> {
        let columns = &self.columns;
        let text = |code| columns.texts.text(code);
        let part = |contribution: Contribution<N>, row: &PartRow<N>| {
            let misuse = Misuse::new(row.intent)
                .with_each(row.by.checked_sub(1).map(|actor| columns.actors.text(actor)), Misuse::by)
                .with_each(row.cause.checked_sub(1).map(text), Misuse::cause);
            contribution.part(row.part, row.amount.clone(), misuse)
        };
        Contribution::of(columns.actors.text(row.party()))
            .with_each(row.resource().map(text), Contribution::resource)
            .with_each(row.integrated().cloned(), Contribution::integrated)
            .with_each(row.is_excused().then_some(()), |contribution, ()| contribution.excused())
            .with_each(row.parts(), part)
    }
}
