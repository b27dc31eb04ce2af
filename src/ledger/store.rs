//! The entries of a ledger as columns, with ids interned. Columns only grow, so going back is cutting them off.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::appraisals::{Admitted, Appraisals};
use super::contributions::{Contributions, PartRow};
use super::profiles::{self, Profiles};
use super::sparse::Sparse;
use crate::catalogue::{ActorId, Names};
use crate::number::Number;
use crate::record::{Appraisal, Cause, Interaction, Source, Use, Void, nothing_went_in};

/// What is true of an interaction, in bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const INDIRECT: u8 = 1;
    const MISUSED: u8 = 1 << 1;
    const LATER: u8 = 1 << 2;
    const VOID: u8 = 1 << 3;
    const DESTROYS_FOR_ABSENT: u8 = 1 << 4;
    const STATED: u8 = 1 << 5;

    #[inline]
    pub(crate) fn is_indirect(self) -> bool {
        self.0 & Self::INDIRECT != 0
    }

    /// Whether a mis- or non-integrated part above zero, of any party, is on record.
    #[inline]
    pub(crate) fn is_misused(self) -> bool {
        self.0 & Self::MISUSED != 0
    }

    /// Whether a part above zero is on record that destroys value for those who did not co-operate too: one that any party
    /// mis-integrated, or that an actor who is no user there did not integrate.
    #[inline]
    pub(crate) fn destroys_for_absent(self) -> bool {
        self.0 & Self::DESTROYS_FOR_ABSENT != 0
    }

    /// Whether anything of any contribution is stated.
    #[inline]
    pub(crate) fn is_stated(self) -> bool {
        self.0 & Self::STATED != 0
    }

    #[inline]
    pub(crate) fn has_later(self) -> bool {
        self.0 & Self::LATER != 0
    }

    #[inline]
    pub(crate) fn is_void(self) -> bool {
        self.0 & Self::VOID != 0
    }
}

/// Who is named in an interaction besides its first user.
#[derive(Clone, Debug)]
pub(crate) struct Parties {
    /// Users after the first, each with their dimensions.
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

/// What the door found out of an interaction that it lets in.
#[derive(Debug, Default)]
pub(super) struct AdmittedInteraction {
    pub(super) service: u32,
    pub(super) appraisals: Vec<Admitted>,
}

/// Everything recorded.
#[derive(Clone, Debug)]
pub(crate) struct Columns<N> {
    pub(crate) ids: Names,
    pub(crate) actors: Names,
    pub(crate) texts: Names,
    pub(crate) profiles: Profiles,

    pub(crate) service: Vec<u32>,
    pub(crate) on: Vec<Date>,
    pub(crate) known: Vec<Date>,
    pub(crate) user: Vec<u32>,
    pub(crate) user_profile: Sparse,
    pub(crate) own_profile: Sparse,
    pub(crate) flags: Vec<Flags>,
    parties_at: Sparse,
    parties: Vec<Parties>,

    appraisals_end: Vec<u32>,
    pub(crate) inside: Appraisals<N>,
    pub(crate) later: Appraisals<N>,
    /// The interaction of each later appraisal, and the later appraisal of it before this one, by number and one.
    pub(crate) later_of: Vec<u32>,
    later_previous: Vec<u32>,
    later_last: BTreeMap<u32, u32>,

    contributions_end: Vec<u32>,
    pub(super) contributions: Contributions<N>,

    pub(crate) voids: Vec<VoidRow>,
    void_of: BTreeMap<u32, u32>,
}

impl<N> Default for Columns<N> {
    fn default() -> Self {
        Self {
            ids: Names::default(),
            actors: Names::default(),
            texts: Names::default(),
            profiles: Profiles::default(),
            service: Vec::new(),
            on: Vec::new(),
            known: Vec::new(),
            user: Vec::new(),
            user_profile: Sparse::default(),
            own_profile: Sparse::default(),
            flags: Vec::new(),
            parties_at: Sparse::default(),
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
        }
    }
}

/// How much more of everything room is made for.
pub(super) struct Room {
    pub(super) interactions: usize,
    pub(super) appraisals: usize,
    pub(super) contributions: usize,
    /// In bytes, of an id of an interaction.
    pub(super) id_length: usize,
}

/// How much there was of everything, to go back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    ids: usize,
    actors: usize,
    texts: usize,
    profiles: profiles::Mark,
    interactions: usize,
    later: usize,
    voids: usize,
}

/// The rows of a part list that belong to `row`, by the ends of the lists.
#[inline]
fn range(ends: &[u32], row: usize) -> std::ops::Range<usize> {
    let start = if row == 0 { 0 } else { ends[row - 1] as usize };
    start..ends[row] as usize
}

impl<N: Number> Columns<N> {
    pub(crate) fn interactions(&self) -> usize {
        self.service.len()
    }

    #[inline]
    pub(crate) fn appraisals_of(&self, interaction: usize) -> std::ops::Range<usize> {
        range(&self.appraisals_end, interaction)
    }

    /// Where the appraisals of the last of some interactions end.
    pub(super) fn appraisals_end_of(&self, interactions: std::ops::Range<usize>) -> Option<usize> {
        self.appraisals_end[interactions].last().map(|&end| end as usize)
    }

    /// Whether each of some interactions has one appraisal; the first one's is `row`.
    pub(super) fn one_appraisal_each(&self, interactions: std::ops::Range<usize>, row: usize) -> bool {
        let ends = self.appraisals_end[interactions].iter().zip(row as u32 + 1..);
        ends.fold(true, |all, (&end, one)| all & (end == one))
    }

    /// Whether any of some interactions names more than its first user.
    pub(crate) fn have_parties(&self, interactions: std::ops::Range<usize>) -> bool {
        self.parties_at.any(interactions)
    }

    /// Listed others of an interaction, where it names more than its first user.
    pub(crate) fn others(&self, interaction: usize) -> Option<&[u32]> {
        self.parties(interaction).map(|parties| &*parties.others)
    }

    /// How many contributions to an interaction there are.
    #[inline]
    pub(crate) fn contributions_len(&self, interaction: usize) -> usize {
        self.contributions_of(interaction).len()
    }

    pub(super) fn contributions_of(&self, interaction: usize) -> std::ops::Range<usize> {
        range(&self.contributions_end, interaction)
    }

    /// The later appraisals of an interaction, the last first.
    pub(crate) fn later_of(&self, interaction: u32) -> impl Iterator<Item = usize> {
        let mut next = self.later_last.get(&interaction).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let row = next.checked_sub(1)? as usize;
            next = self.later_previous[row];
            Some(row)
        })
    }

    pub(crate) fn void_of(&self, interaction: u32) -> Option<&VoidRow> {
        self.void_of.get(&interaction).map(|&row| &self.voids[row as usize])
    }

    #[inline]
    pub(crate) fn parties(&self, interaction: usize) -> Option<&Parties> {
        match self.parties_at.get(interaction) {
            0 => None,
            place => Some(&self.parties[place as usize - 1]),
        }
    }

    /// All users of an interaction, each with their dimensions.
    pub(crate) fn users(&self, interaction: usize) -> impl Iterator<Item = (u32, u32)> {
        let more = self.parties(interaction).map_or(&[][..], |parties| &parties.users);
        std::iter::once((self.user[interaction], self.user_profile.get(interaction))).chain(more.iter().copied())
    }

    /// Everybody who is a user of any interaction, each once.
    pub(crate) fn all_users(&self) -> Vec<u32> {
        let mut is_user = vec![false; self.actors.len()];
        for interaction in 0..self.interactions() {
            self.users(interaction).for_each(|(user, _)| is_user[user as usize] = true);
        }
        (0..self.actors.len() as u32).filter(|&actor| is_user[actor as usize]).collect()
    }

    /// The days of an interaction's appraisals that state none: made, known.
    #[inline]
    pub(crate) fn default_days(&self, interaction: usize) -> (Date, Date) {
        (self.on[interaction], self.known[interaction])
    }

    /// Whether an actor is stated to have integrated nothing in an interaction (R7).
    pub(crate) fn integrated_nothing(&self, interaction: usize, actor: u32) -> bool {
        let of_actor = self.contributed(interaction).filter(|contributed| contributed.party() == actor);
        nothing_went_in(of_actor.map(|contributed| match contributed.integrated() {
            Some(amount) => Some(*amount > N::zero()),
            None => contributed.is_stated().then_some(false),
        }))
    }

    /// Whether one more interaction of so many parts fits 32-bit row numbers.
    pub(super) fn has_room(&self, parts: usize) -> bool {
        let most = [
            self.service.len(),
            self.actors.len(),
            self.texts.len(),
            self.inside.levels_len(),
            self.later.levels_len(),
            self.contributions.len(),
            self.contributions.parts_len(),
            self.profiles.most(),
        ];
        most.iter().all(|&rows| rows + parts < u32::MAX as usize)
    }

    /// Makes room, so that no column grows on the way.
    pub(super) fn reserve(&mut self, room: &Room) {
        let Room { interactions, appraisals, contributions, id_length } = *room;
        self.ids.reserve(interactions, id_length);
        self.service.reserve(interactions);
        self.on.reserve(interactions);
        self.known.reserve(interactions);
        self.user.reserve(interactions);
        self.flags.reserve(interactions);
        self.appraisals_end.reserve(interactions);
        self.contributions_end.reserve(interactions);
        self.inside.reserve(appraisals);
        self.contributions.reserve(contributions);
    }

    /// Adds an interaction that the door let in, but for its id, which a tally does not keep. `user` is the first user's
    /// number, where the caller has looked it up.
    pub(super) fn push(&mut self, interaction: &Interaction<N>, user: Option<u32>, admitted: &AdmittedInteraction) {
        let row = self.interactions();
        let (on, known) = (interaction.on(), interaction.known_or_on());
        self.push_users(interaction, row, user);
        let mut flags = if interaction.how() == Use::Indirect { Flags::INDIRECT } else { 0 };
        for contribution in interaction.contributions() {
            if contribution.is_stated() {
                flags |= Flags::STATED;
            }
            if contribution.is_misused() {
                flags |= Flags::MISUSED;
            }
            if contribution.destroys_for_absent(|actor| interaction.users().any(|user| user.id() == actor)) {
                flags |= Flags::DESTROYS_FOR_ABSENT;
            }
            self.push_contribution(contribution);
        }
        self.contributions_end.push(self.contributions.len() as u32);
        for (appraisal, &admitted) in interaction.appraisals().zip(&admitted.appraisals) {
            // Without one it is about the only user.
            let beneficiary = match appraisal.get_beneficiary() {
                None => self.user[row],
                Some(beneficiary) if beneficiary.as_str() == self.actors.text(self.user[row]) => self.user[row],
                Some(beneficiary) => self.actors.intern(beneficiary.as_str()),
            };
            let source = self.source(appraisal.get_source());
            self.inside.push(appraisal, admitted, beneficiary, source, (on, known));
        }
        self.appraisals_end.push(self.inside.len() as u32);
        self.service.push(admitted.service);
        self.on.push(on);
        self.known.push(known);
        self.flags.push(Flags(flags));
    }

    fn push_users(&mut self, interaction: &Interaction<N>, row: usize, user: Option<u32>) {
        let mut users = interaction.users();
        let first = users.next().expect("an interaction has a user by its type");
        let user = user.unwrap_or_else(|| self.actors.intern(first.id().as_str()));
        self.user.push(user);
        self.user_profile.set_last(row, self.profiles.intern(first.stated()));
        self.own_profile.set_last(row, self.profiles.intern(interaction.stated()));
        if interaction.only_user().is_some() && interaction.others().len() == 0 && interaction.all_affected().len() == 0
        {
            return;
        }
        let users = users.map(|user| (self.actors.intern(user.id().as_str()), self.profiles.intern(user.stated())));
        let users = users.collect();
        let mut intern = |actor: &ActorId| self.actors.intern(actor.as_str());
        let others = interaction.others().map(&mut intern).collect();
        let affected = interaction.all_affected().map(&mut intern).collect();
        self.parties.push(Parties { users, others, affected });
        self.parties_at.set_last(row, self.parties.len() as u32);
    }

    fn push_contribution(&mut self, contribution: &crate::record::Contribution<N>) {
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
        self.contributions.push(party, resource, contribution.get_integrated().cloned());
    }

    fn source(&mut self, source: &Source) -> u32 {
        match source {
            Source::Own => 0,
            Source::Proxy(actor) => self.actors.intern(actor.as_str()),
            Source::Observed(instrument) => self.texts.intern(instrument.as_str()),
        }
    }

    /// Adds a later appraisal that the door let in.
    pub(super) fn push_later(
        &mut self,
        interaction: u32,
        appraisal: &Appraisal<N>,
        admitted: Admitted,
        beneficiary: u32,
    ) {
        let source = self.source(appraisal.get_source());
        let defaults = self.default_days(interaction as usize);
        self.later.push(appraisal, admitted, beneficiary, source, defaults);
        let row = self.later_of.len() as u32 + 1;
        self.later_of.push(interaction);
        self.later_previous.push(self.later_last.insert(interaction, row).unwrap_or(0));
        self.flags[interaction as usize].0 |= Flags::LATER;
    }

    /// Adds a void that the door let in.
    pub(super) fn push_void(&mut self, interaction: u32, void: &Void, known: Date) {
        self.void_of.insert(interaction, self.voids.len() as u32);
        self.voids.push(VoidRow { interaction, known, reason: void.reason().into() });
        self.flags[interaction as usize].0 |= Flags::VOID;
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark {
            ids: self.ids.len(),
            actors: self.actors.len(),
            texts: self.texts.len(),
            profiles: self.profiles.mark(),
            interactions: self.interactions(),
            later: self.later.len(),
            voids: self.voids.len(),
        }
    }

    /// Cuts off all that was added since.
    pub(crate) fn go_back(&mut self, mark: Mark) {
        for void in self.voids.drain(mark.voids..) {
            self.void_of.remove(&void.interaction);
            self.flags[void.interaction as usize].0 &= !Flags::VOID;
        }
        while self.later_of.len() > mark.later {
            let (interaction, previous) = (self.later_of.pop(), self.later_previous.pop());
            let (interaction, previous) = interaction.zip(previous).expect("there is one more than marked");
            if previous == 0 {
                self.later_last.remove(&interaction);
                self.flags[interaction as usize].0 &= !Flags::LATER;
            } else {
                self.later_last.insert(interaction, previous);
            }
        }
        self.later.truncate(mark.later);
        let rows = mark.interactions;
        let last = |ends: &[u32]| rows.checked_sub(1).map_or(0, |row| ends[row] as usize);
        self.inside.truncate(last(&self.appraisals_end));
        self.contributions.truncate(last(&self.contributions_end));
        self.appraisals_end.truncate(rows);
        self.contributions_end.truncate(rows);
        self.service.truncate(rows);
        self.on.truncate(rows);
        self.known.truncate(rows);
        self.user.truncate(rows);
        self.user_profile.truncate(rows);
        self.own_profile.truncate(rows);
        self.flags.truncate(rows);
        self.parties_at.truncate(rows);
        let parties = (0..rows).rev().map(|row| self.parties_at.get(row)).find(|&place| place != 0).unwrap_or(0);
        self.parties.truncate(parties as usize);
        self.ids.truncate(mark.ids);
        self.actors.truncate(mark.actors);
        self.texts.truncate(mark.texts);
        self.profiles.go_back(mark.profiles);
    }
}
