//! The entries of a ledger as columns. Columns only grow, so that a [`Snapshot`] is their lengths, and to restore it is
//! to truncate them.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::appraisals::{Appraisals, Reference, ValidatedAppraisal};
use super::contributions::{Contributions, PartRow};
use super::lookups::Lookups;
#[cfg(feature = "csv")]
use super::plain::PlainInteraction;
use super::profiles::{self, Profiles};
use super::reach::ReachEntries;
use super::sparse::SparseColumn;
use crate::catalogue::{ActorId, Interner};
use crate::getters::methods;
use crate::number::Number;
use crate::record::{
    Appraisal, Cause, Contribution, Interaction, PartialDate, Precision, ReferenceName, Source, Use, Void,
};

/// Properties of an interaction, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InteractionFlags(u8);

impl InteractionFlags {
    const INDIRECT: u8 = 1;
    const MISUSED: u8 = 1 << 1;
    const LATER: u8 = 1 << 2;
    const VOID: u8 = 1 << 3;
    const DESTROYS_FOR_ABSENT: u8 = 1 << 4;
    const STATED: u8 = 1 << 5;

    methods! { pub(crate) self:
        is_indirect: bool = self.0 & Self::INDIRECT != 0;
        /// Whether any party has a mis-integrated or not integrated part above zero.
        is_misused: bool = self.0 & Self::MISUSED != 0;
        /// Whether a part above zero also destroys value for people who did not co-operate: one that any party
        /// mis-integrated, or that an actor who is not a user of the interaction did not integrate.
        destroys_for_absent: bool = self.0 & Self::DESTROYS_FOR_ABSENT != 0;
        /// Whether any amount of any contribution is stated, or a party was excused.
        is_stated: bool = self.0 & Self::STATED != 0;
        has_later: bool = self.0 & Self::LATER != 0;
        is_void: bool = self.0 & Self::VOID != 0;
    }
}

/// The actors of an interaction besides its first user.
#[derive(Clone, Debug)]
pub(crate) struct Parties {
    /// Users after the first, each as the codes of the actor and of the profile.
    pub(crate) users: Box<[(u32, u32)]>,
    pub(super) others: Box<[u32]>,
    pub(super) affected: Box<[u32]>,
}

#[derive(Clone, Debug)]
pub(crate) struct VoidRow {
    pub(crate) interaction: u32,
    pub(crate) known: Date,
    pub(crate) reason: Box<str>,
}

/// An interaction without faults: the index of its service, and its appraisals.
#[derive(Debug)]
pub(super) struct ValidatedInteraction {
    pub(super) service: u32,
    pub(super) appraisals: Vec<ValidatedAppraisal>,
}

/// Every entry. Texts are interned: a column holds the code of a text, a number that counts from 0.
#[derive(Clone, Debug)]
pub(crate) struct Columns<N> {
    /// The ids of interactions: the code of an id is the row of its interaction. A tally has none.
    pub(crate) ids: Interner,
    pub(crate) actors: Interner,
    /// Resources, causes, instruments and names of references.
    pub(crate) texts: Interner,
    pub(crate) profiles: Profiles,

    pub(crate) service: Vec<u32>,
    /// The first day that each interaction may be on.
    pub(super) on: Vec<Date>,
    /// The index in [`Precision::ALL`].
    precision: SparseColumn,
    pub(crate) known: Vec<Date>,
    /// The first day on which an interaction was known, so that a merge need not search for it.
    pub(super) first_known: Option<Date>,
    /// The first user.
    pub(crate) user: Vec<u32>,
    pub(crate) user_profile: SparseColumn,
    pub(crate) own_profile: SparseColumn,
    pub(crate) flags: Vec<InteractionFlags>,
    /// The index in `parties`, plus one; 0 if the first user is the only actor listed.
    parties_index: SparseColumn,
    parties: Vec<Parties>,

    /// The end of each interaction's range in `inside`; it starts where the one before ends.
    appraisals_end: Vec<u32>,
    /// Appraisals recorded with their interactions.
    pub(crate) inside: Appraisals<N>,
    /// Later appraisals, in the order in which they were added. Those of one interaction are a linked list:
    /// `later_last` has the row of its last, plus one, and `later_previous` the row before each, plus one; 0 at the
    /// end.
    pub(crate) later: Appraisals<N>,
    pub(crate) later_of: Vec<u32>,
    later_previous: Vec<u32>,
    later_last: BTreeMap<u32, u32>,

    contributions_end: Vec<u32>,
    pub(super) contributions: Contributions<N>,

    pub(crate) voids: Vec<VoidRow>,
    void_of: BTreeMap<u32, u32>,

    /// Finds actors and appraisals in interactions that have many.
    pub(super) lookups: Lookups,

    /// Counts of people reached. They are few, so they are stored as records.
    pub(crate) reach: ReachEntries,
}

impl<N> Default for Columns<N> {
    fn default() -> Self {
        Self {
            ids: Interner::default(),
            actors: Interner::default(),
            texts: Interner::default(),
            profiles: Profiles::default(),
            service: Vec::new(),
            on: Vec::new(),
            precision: SparseColumn::default(),
            known: Vec::new(),
            first_known: None,
            user: Vec::new(),
            user_profile: SparseColumn::default(),
            own_profile: SparseColumn::default(),
            flags: Vec::new(),
            parties_index: SparseColumn::default(),
            parties: Vec::new(),
            appraisals_end: Vec::new(),
            inside: Appraisals::default(),
            later: Appraisals::default(),
            later_of: Vec::new(),
            later_previous: Vec::new(),
            later_last: BTreeMap::new(),
            contributions_end: Vec::new(),
            contributions: Contributions::default(),
            voids: Vec::new(),
            void_of: BTreeMap::new(),
            lookups: Lookups::default(),
            reach: ReachEntries::default(),
        }
    }
}

/// The lengths of the columns at some moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snapshot {
    ids: usize,
    actors: usize,
    texts: usize,
    profiles: profiles::Snapshot,
    interactions: usize,
    first_known: Option<Date>,
    later: usize,
    voids: usize,
    reach: usize,
}

/// The range of list `row`, where `ends` has the end of each list.
#[inline]
pub(super) fn range(ends: &[u32], row: usize) -> Range<usize> {
    let start = if row == 0 { 0 } else { ends[row - 1] as usize };
    start..ends[row] as usize
}

impl<N: Number> Columns<N> {
    /// The number of interactions.
    pub(crate) fn interactions(&self) -> usize {
        self.service.len()
    }

    /// The rows of an interaction's appraisals in `inside`.
    #[inline]
    pub(crate) fn appraisals_of(&self, interaction: usize) -> Range<usize> {
        range(&self.appraisals_end, interaction)
    }

    /// The end of the appraisals of the last of these interactions.
    pub(super) fn appraisals_end_of(&self, interactions: Range<usize>) -> Option<usize> {
        self.appraisals_end[interactions].last().map(|&end| end as usize)
    }

    /// Whether each of these interactions has one appraisal, the first of them in `row`.
    pub(super) fn one_appraisal_each(&self, interactions: Range<usize>, row: usize) -> bool {
        let ends = self.appraisals_end[interactions].iter().zip(row as u32 + 1..);
        ends.fold(true, |all, (&end, one)| all & (end == one))
    }

    /// The day of an interaction, or its month or year.
    #[inline]
    pub(crate) fn on(&self, interaction: usize) -> PartialDate {
        PartialDate::stored(self.on[interaction], Precision::ALL[self.precision.get(interaction) as usize])
    }

    /// The days of all interactions, or their months or years.
    pub(crate) fn all_on(&self) -> impl Iterator<Item = PartialDate> {
        (0..self.interactions()).map(|interaction| self.on(interaction))
    }

    /// The first and the last day on which interactions may be; `None` without interactions.
    pub(crate) fn first_and_last_day(&self) -> Option<(Date, Date)> {
        let first = *self.on.iter().min()?;
        let last = if self.has_partial_dates() {
            self.all_on().map(|on| on.last()).max()
        } else {
            self.on.iter().max().copied()
        };
        Some((first, last?))
    }

    /// Whether any interaction is known to the month or the year only.
    pub(crate) fn has_partial_dates(&self) -> bool {
        self.have_partial_dates(0..self.interactions())
    }

    /// The days of interactions that are all known to the day: those of a plain run.
    #[inline]
    pub(super) fn days(&self, interactions: Range<usize>) -> impl Iterator<Item = PartialDate> {
        self.on[interactions].iter().map(|&day| day.into())
    }

    /// Whether any of these interactions is known to the month or the year only.
    pub(super) fn have_partial_dates(&self, interactions: Range<usize>) -> bool {
        self.precision.any(interactions)
    }

    /// Whether any of these interactions lists more actors than its first user.
    pub(crate) fn have_parties(&self, interactions: Range<usize>) -> bool {
        self.parties_index.any(interactions)
    }

    /// The other parties listed in an interaction, if it lists more actors than its first user.
    pub(crate) fn others(&self, interaction: usize) -> Option<&[u32]> {
        self.parties(interaction).map(|parties| &*parties.others)
    }

    /// The number of contributions to an interaction.
    #[inline]
    pub(crate) fn contributions_len(&self, interaction: usize) -> usize {
        self.contribution_rows(interaction).len()
    }

    #[inline]
    pub(super) fn contribution_rows(&self, interaction: usize) -> Range<usize> {
        range(&self.contributions_end, interaction)
    }

    /// The rows of an interaction's later appraisals in `later`, the last first.
    pub(crate) fn later_of(&self, interaction: u32) -> impl Iterator<Item = usize> {
        let mut next = self.later_last.get(&interaction).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let row = next.checked_sub(1)? as usize;
            next = self.later_previous[row];
            Some(row)
        })
    }

    /// The levels with a name, in these columns.
    pub(crate) fn reference_named(&self, name: &ReferenceName) -> Reference {
        Reference::Named(self.texts.get(name.as_str()))
    }

    pub(crate) fn void_of(&self, interaction: u32) -> Option<&VoidRow> {
        self.void_of.get(&interaction).map(|&row| &self.voids[row as usize])
    }

    #[inline]
    pub(crate) fn parties(&self, interaction: usize) -> Option<&Parties> {
        match self.parties_index.get(interaction) {
            0 => None,
            index => Some(&self.parties[index as usize - 1]),
        }
    }

    /// The users of an interaction, each with their profile.
    pub(crate) fn users(&self, interaction: usize) -> impl Iterator<Item = (u32, u32)> {
        let more = self.parties(interaction).map_or(&[][..], |parties| &parties.users);
        std::iter::once((self.user[interaction], self.user_profile.get(interaction))).chain(more.iter().copied())
    }

    /// The users of all interactions, deduplicated, in ascending order.
    pub(crate) fn all_users(&self) -> Vec<u32> {
        let mut is_user = vec![false; self.actors.len()];
        for interaction in 0..self.interactions() {
            self.users(interaction).for_each(|(user, _)| is_user[user as usize] = true);
        }
        (0..self.actors.len() as u32).filter(|&actor| is_user[actor as usize]).collect()
    }

    /// The days made and known of an interaction's appraisals that state none. If the interaction is known to the month or
    /// the year only, `made` is the first day that it may be on.
    #[inline]
    pub(crate) fn default_days(&self, interaction: usize) -> (Date, Date) {
        (self.on[interaction], self.known[interaction])
    }

    /// Whether `more` rows of each kind can be added: row numbers and codes have 32 bits, and some columns store them
    /// plus one.
    pub(super) fn has_capacity(&self, more: usize) -> bool {
        let lengths = [
            self.service.len(),
            self.actors.len(),
            self.texts.len(),
            self.inside.levels_len(),
            self.later.levels_len(),
            self.contributions.len(),
            self.contributions.parts_len(),
            self.profiles.max_len(),
        ];
        lengths.iter().all(|&len| len + more < u32::MAX as usize)
    }

    /// Adds a validated interaction without its id.
    pub(super) fn push(&mut self, interaction: &Interaction<N>, validated: &ValidatedInteraction) {
        let row = self.interactions();
        let (on, known) = (interaction.on().first(), interaction.known_or_on());
        self.precision.set_last(row, interaction.on().precision() as u32);
        self.push_users(interaction, row);
        let mut flags = if interaction.how() == Use::Indirect { InteractionFlags::INDIRECT } else { 0 };
        for contribution in interaction.contributions() {
            if contribution.is_stated() || contribution.is_excused() {
                flags |= InteractionFlags::STATED;
            }
            if contribution.is_misused() {
                flags |= InteractionFlags::MISUSED;
            }
            self.push_contribution(contribution);
        }
        self.contributions_end.push(self.contributions.len() as u32);
        self.index_actors(row, interaction.mention_count());
        let is_user = |actor: &ActorId| self.actor(actor).is_some_and(|actor| self.is_user(row, actor));
        if interaction.contributions().any(|contribution| contribution.destroys_for_absent(is_user)) {
            flags |= InteractionFlags::DESTROYS_FOR_ABSENT;
        }
        for (appraisal, &validated) in interaction.appraisals().zip(&validated.appraisals) {
            // Without a beneficiary it is of the only user.
            let beneficiary = appraisal.get_beneficiary();
            let beneficiary = beneficiary.map_or(self.user[row], |actor| self.actors.intern(actor.as_str()));
            let source = self.source(appraisal.get_source());
            self.inside.push(appraisal, validated, (beneficiary, source), &mut self.texts, (on, known));
        }
        self.appraisals_end.push(self.inside.len() as u32);
        self.service.push(validated.service);
        self.on.push(on);
        self.known.push(known);
        self.first_known = Some(self.first_known.map_or(known, |first| first.min(known)));
        self.index_versions(row);
        self.flags.push(InteractionFlags(flags));
    }

    /// Adds a plain interaction without its id: the indices of its service and measure, and its user's dimensions.
    #[cfg(feature = "csv")]
    pub(super) fn push_plain<'d>(
        &mut self,
        plain: &PlainInteraction<'_, N>,
        (service, measure): (u32, u32),
        dimensions: impl Iterator<Item = (&'d str, &'d str)> + Clone,
    ) {
        let (row, on) = (self.interactions(), plain.on);
        let user = self.actors.intern_hashed(plain.user);
        self.user.push(user);
        self.user_profile.set_last(row, self.profiles.intern(dimensions));
        let mut flags = 0;
        let did_not_cooperate = plain.integrated.as_ref().is_some_and(N::is_zero);
        if let Some(amount) = plain.integrated.clone() {
            flags |= InteractionFlags::STATED;
            self.contributions.push(user, 0, Some(amount), false);
        }
        self.contributions_end.push(self.contributions.len() as u32);
        self.inside.push_plain(measure, user, did_not_cooperate, [&plain.before, &plain.after]);
        self.appraisals_end.push(self.inside.len() as u32);
        self.service.push(service);
        self.on.push(on);
        self.known.push(on);
        self.first_known = Some(self.first_known.map_or(on, |first| first.min(on)));
        self.flags.push(InteractionFlags(flags));
    }

    fn push_users(&mut self, interaction: &Interaction<N>, row: usize) {
        let mut users = interaction.users();
        let first = users.next().expect("an interaction has a user by its type");
        self.user.push(self.actors.intern(first.id().as_str()));
        self.user_profile.set_last(row, self.profiles.intern(first.dimension_set().iter()));
        self.own_profile.set_last(row, self.profiles.intern(interaction.dimension_set().iter()));
        if interaction.only_user().is_some() && interaction.others().len() == 0 && interaction.all_affected().len() == 0
        {
            return;
        }
        let users = users
            .map(|user| (self.actors.intern(user.id().as_str()), self.profiles.intern(user.dimension_set().iter())));
        let users = users.collect();
        let mut intern = |actor: &ActorId| self.actors.intern(actor.as_str());
        let others = interaction.others().map(&mut intern).collect();
        let affected = interaction.all_affected().map(&mut intern).collect();
        self.parties.push(Parties { users, others, affected });
        self.parties_index.set_last(row, self.parties.len() as u32);
    }

    fn push_contribution(&mut self, contribution: &Contribution<N>) {
        let party = self.actors.intern(contribution.party().as_str());
        let resource = contribution.get_resource().map_or(0, |resource| self.texts.intern(resource) + 1);
        for part in contribution.parts() {
            let misuse = part.misuse();
            self.contributions.push_part(PartRow {
                part: part.part(),
                intent: misuse.intent(),
                amount: part.amount().clone(),
                by: misuse.get_by().map_or(0, |by| self.actors.intern(by.as_str()) + 1),
                cause: misuse.get_cause().map_or(0, |cause| self.texts.intern(Cause::as_str(cause)) + 1),
            });
        }
        self.contributions.push(party, resource, contribution.get_integrated().cloned(), contribution.is_excused());
    }

    fn source(&mut self, source: &Source) -> u32 {
        match source {
            Source::Own => 0,
            Source::Proxy(actor) => self.actors.intern(actor.as_str()),
            Source::Observed(instrument) => self.texts.intern(instrument.as_str()),
        }
    }

    /// Adds a validated later appraisal.
    pub(super) fn push_later(
        &mut self,
        interaction: u32,
        appraisal: &Appraisal<N>,
        validated: ValidatedAppraisal,
        beneficiary: u32,
    ) {
        let source = self.source(appraisal.get_source());
        let defaults = self.default_days(interaction as usize);
        self.later.push(appraisal, validated, (beneficiary, source), &mut self.texts, defaults);
        self.later_of.push(interaction);
        let previous = self.later_last.insert(interaction, self.later_of.len() as u32);
        self.later_previous.push(previous.unwrap_or(0));
        self.index_later_version(self.later.len() - 1);
        self.flags[interaction as usize].0 |= InteractionFlags::LATER;
    }

    /// Adds a validated void.
    pub(super) fn push_void(&mut self, interaction: u32, void: &Void, known: Date) {
        self.void_of.insert(interaction, self.voids.len() as u32);
        self.voids.push(VoidRow { interaction, known, reason: void.reason().into() });
        self.flags[interaction as usize].0 |= InteractionFlags::VOID;
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            ids: self.ids.len(),
            actors: self.actors.len(),
            texts: self.texts.len(),
            profiles: self.profiles.snapshot(),
            interactions: self.interactions(),
            first_known: self.first_known,
            later: self.later.len(),
            voids: self.voids.len(),
            reach: self.reach.len(),
        }
    }

    /// Removes everything added since the snapshot.
    pub(super) fn restore(&mut self, snapshot: Snapshot) {
        self.remove_lookups(snapshot.interactions, snapshot.later);
        // Voids and later appraisals may refer to interactions that stay, so their flags and links are undone one by
        // one.
        for void in self.voids.drain(snapshot.voids..) {
            self.void_of.remove(&void.interaction);
            self.flags[void.interaction as usize].0 &= !InteractionFlags::VOID;
        }
        while self.later_of.len() > snapshot.later {
            let (interaction, previous) = (self.later_of.pop(), self.later_previous.pop());
            let (interaction, previous) = interaction.zip(previous).expect("both columns are equally long");
            if previous == 0 {
                self.later_last.remove(&interaction);
                self.flags[interaction as usize].0 &= !InteractionFlags::LATER;
            } else {
                self.later_last.insert(interaction, previous);
            }
        }
        self.reach.truncate(snapshot.reach);
        self.later.truncate(snapshot.later);
        let rows = snapshot.interactions;
        let end = |ends: &[u32]| rows.checked_sub(1).map_or(0, |row| ends[row] as usize);
        self.inside.truncate(end(&self.appraisals_end));
        self.contributions.truncate(end(&self.contributions_end));
        self.appraisals_end.truncate(rows);
        self.contributions_end.truncate(rows);
        self.service.truncate(rows);
        self.on.truncate(rows);
        self.precision.truncate(rows);
        self.known.truncate(rows);
        self.first_known = snapshot.first_known;
        self.user.truncate(rows);
        self.user_profile.truncate(rows);
        self.own_profile.truncate(rows);
        self.flags.truncate(rows);
        self.parties_index.truncate(rows);
        self.parties.truncate(self.parties_index.last() as usize);
        self.ids.truncate(snapshot.ids);
        if snapshot.actors < self.actors.len() {
            self.actors.truncate(snapshot.actors);
        }
        self.texts.truncate(snapshot.texts);
        self.profiles.restore(snapshot.profiles);
    }
}
