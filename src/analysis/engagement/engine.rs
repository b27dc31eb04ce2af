//! Computes the quantities of users and providers from contributions, line by line.

use std::collections::BTreeMap;

use super::Sides;
use crate::analysis::people::PeopleSet;
use crate::analysis::rows::find_line;
use crate::analysis::{AnalysisError, FINITE};
use crate::ledger::{ContributionRow, Ledger};
use crate::number::{Number, Total};
use crate::statement::{Index, Line, Terms, UserLines, UserOnLine};

/// The first quantity of each side in [`Sides`].
const USERS: usize = 0;
const PROVIDERS: usize = 2;

/// Computes the lines and the quantities on each, under checked terms.
pub(super) fn engagement<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> (Index, Vec<Sides<N::Total>>) {
    let mut users = UserLines::new(ledger, terms);
    let providers = providers(ledger);
    let mut sides: Vec<Option<Sides<N::Total>>> = Vec::new();
    users.each(|users| {
        let lines = users.iter().map(|user| user.line as usize + 1).max().unwrap_or(0);
        if lines > sides.len() {
            sides.resize(lines, None);
        }
        for users in users.chunk_by(|one, two| one.interaction == two.interaction) {
            add_interaction(ledger, &providers, users, &mut sides);
        }
    });
    let lines = sides.iter().enumerate().filter(|(_, sides)| sides.is_some()).map(|(line, _)| line as u32);
    let order = users.in_order(lines);
    let sorted = order.cells.iter().map(|&line| sides[line as usize].take().unwrap_or_default()).collect();
    (order.index(), sorted)
}

/// An interaction with a user on a line: its users there, and what it adds to the line.
pub(super) struct TracedInteraction<T> {
    pub(super) interaction: u32,
    pub(super) users: Vec<u32>,
    pub(super) sides: Sides<T>,
}

/// The interactions with a user on the line.
pub(super) fn traced<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
    line: Line,
) -> Result<Vec<TracedInteraction<N::Total>>, AnalysisError> {
    let (mut user_lines, mut found) = (UserLines::new(ledger, terms), Vec::new());
    user_lines.each(|users| found.extend_from_slice(users));
    let order = user_lines.in_order(found.iter().map(|user| user.line));
    let lines = order.cells.clone();
    let wanted = lines[find_line(&order.index(), terms, line)?];
    let providers = providers(ledger);
    // The only line of `sides` is the wanted one.
    found.retain_mut(|user| std::mem::take(&mut user.line) == wanted);
    let traced = found.chunk_by(|one, two| one.interaction == two.interaction).map(|users| {
        let mut sides = [None];
        add_interaction(ledger, &providers, users, &mut sides);
        let [sides] = sides;
        TracedInteraction {
            interaction: users[0].interaction,
            users: users.iter().map(|user| user.user).collect(),
            sides: sides.unwrap_or_default(),
        }
    });
    Ok(traced.collect())
}

/// The code of the provider of each service; `None` if no entry names it.
fn providers<N: Number>(ledger: &Ledger<N>) -> Vec<Option<u32>> {
    ledger.catalogue.services().map(|service| ledger.columns.actors.get(service.provider().as_str())).collect()
}

/// The people behind the engagement of a line.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct EngagementPeople {
    /// Interactions, not people: those with a user on the line.
    pub(in crate::analysis) interactions: PeopleSet,
    /// All users on the line.
    pub(in crate::analysis) users: PeopleSet,
    /// The users by their own contributions, and by the contributions of the provider to their interactions.
    pub(in crate::analysis) by_own: SidePeople,
    pub(in crate::analysis) by_provider: SidePeople,
    /// The users in interactions with stated contributions of both sides, and in the other interactions.
    pub(in crate::analysis) in_stated: PeopleSet,
    pub(in crate::analysis) in_others: PeopleSet,
}

/// Users by the contributions of one side. A user may be in several sets.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct SidePeople {
    /// The users with a stated contribution.
    pub(in crate::analysis) stated: PeopleSet,
    /// The users with an integrated quantity above zero.
    pub(in crate::analysis) took_part: PeopleSet,
    /// The users with a mis-integrated or not integrated quantity above zero.
    pub(in crate::analysis) fell_short: PeopleSet,
}

impl SidePeople {
    /// Adds a user by the stated contributions of a party to one interaction.
    fn add<N: Number>(&mut self, user: u32, party: u32, stated: &[ContributionRow<'_, N>]) {
        let of_party = || stated.iter().filter(|contributed| contributed.party() == party);
        let mut integrated = of_party().filter_map(ContributionRow::integrated);
        let mut misused = of_party().flat_map(ContributionRow::misused);
        self.stated.insert_if(of_party().next().is_some(), user);
        self.took_part.insert_if(integrated.any(|amount| *amount > N::zero()), user);
        self.fell_short.insert_if(misused.any(|part| *part.amount > N::zero()), user);
    }
}

/// The people behind each line of the engagement under checked terms, row by row of the index.
pub(in crate::analysis) fn engagement_people<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
) -> (Index, Vec<EngagementPeople>) {
    let columns = &ledger.columns;
    let mut users = UserLines::new(ledger, terms);
    let mut lines: BTreeMap<u32, EngagementPeople> = BTreeMap::new();
    users.each(|users| {
        for users in users.chunk_by(|one, two| one.interaction == two.interaction) {
            let interaction = users[0].interaction as usize;
            let service = ledger.catalogue.service_at(columns.service[interaction]);
            // A provider that also uses the service in this interaction counts as a user.
            let is_user = |party: u32| columns.users(interaction).any(|(user, _)| user == party);
            let provider = columns.actors.get(service.provider().as_str()).filter(|&provider| !is_user(provider));
            let stated: Vec<ContributionRow<'_, N>> =
                columns.contributions_of(interaction).filter(ContributionRow::is_stated).collect();
            let is_stated = |party: u32| stated.iter().any(|contributed| contributed.party() == party);
            for user in users {
                let on_line = users.iter().filter(|other| other.line == user.line);
                let both_stated = provider.is_some_and(is_stated) && on_line.map(|other| other.user).any(is_stated);
                let line = lines.entry(user.line).or_default();
                line.interactions.insert(user.interaction);
                line.users.insert(user.user);
                line.by_own.add(user.user, user.user, &stated);
                if let Some(provider) = provider {
                    line.by_provider.add(user.user, provider, &stated);
                }
                if both_stated { &mut line.in_stated } else { &mut line.in_others }.insert(user.user);
            }
        }
    });
    let order = users.in_order(lines.keys().copied());
    let people = order.cells.iter().map(|line| lines.remove(line).unwrap_or_default()).collect();
    (order.index(), people)
}

/// Adds the quantities of an interaction: those of each user to the user's line, those of the provider once to each
/// line of a user.
fn add_interaction<N: Number>(
    ledger: &Ledger<N>,
    providers: &[Option<u32>],
    users: &[UserOnLine],
    sides: &mut [Option<Sides<N::Total>>],
) {
    let columns = &ledger.columns;
    let interaction = users[0].interaction as usize;
    if columns.contributions_len(interaction) == 0 && users.len() == 1 {
        // Fast path: most interactions have one user and no contribution.
        sides[users[0].line as usize].get_or_insert_default().interactions += 1;
        return;
    }
    let mut lines: Vec<u32> = users.iter().map(|user| user.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut line_of: Vec<(u32, u32)> = users.iter().map(|user| (user.user, user.line)).collect();
    line_of.sort_unstable();
    // What is on record of users, and of the provider, on each line; and the users who were excused.
    let mut on_record = vec![[OnRecord::Nothing; 2]; lines.len()];
    let mut excused: Vec<(u32, u32)> = Vec::new();
    // A provider that also uses the service in this interaction counts as a user, even if a filter leaves it out.
    let provider = providers[columns.service[interaction] as usize];
    let provider = provider.filter(|&provider| columns.users(interaction).all(|(user, _)| user != provider));
    for contributed in columns.contributions_of(interaction) {
        let party = contributed.party();
        if let Ok(position) = line_of.binary_search_by_key(&party, |(user, _)| *user) {
            let line = line_of[position].1;
            let position = lines.binary_search(&line).expect("the lines of all users are listed");
            if contributed.is_stated() {
                on_record[position][0] = OnRecord::Stated;
            } else if contributed.is_excused() {
                excused.push((line, party));
            }
            add_quantities(sides[line as usize].get_or_insert_default(), USERS, &contributed);
        } else if provider == Some(party) {
            for (&line, on_record) in lines.iter().zip(&mut on_record) {
                on_record[1].add(&contributed);
                add_quantities(sides[line as usize].get_or_insert_default(), PROVIDERS, &contributed);
            }
        }
    }
    excused.sort_unstable();
    excused.dedup();
    for (&line, mut on_record) in lines.iter().zip(on_record) {
        let on_line = |pairs: &[(u32, u32)], line_of: fn(&(u32, u32)) -> u32| {
            pairs.iter().filter(|pair| line_of(pair) == line).count()
        };
        // Users are excused together: one who was present could have been stated.
        let all_excused = on_line(&excused, |pair| pair.0) == on_line(&line_of, |pair| pair.1);
        if on_record[0] == OnRecord::Nothing && all_excused {
            on_record[0] = OnRecord::Excused;
        }
        let sides = sides[line as usize].get_or_insert_default();
        sides.interactions += 1;
        sides.stated += u64::from(on_record == [OnRecord::Stated; 2]);
        for (side, on_record) in on_record.into_iter().enumerate() {
            sides.stated_by[side] += u64::from(on_record == OnRecord::Stated);
            sides.excused[side] += u64::from(on_record == OnRecord::Excused);
        }
    }
}

/// What is on record of a side in an interaction: the last that applies to any of its contributions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OnRecord {
    Nothing,
    Excused,
    Stated,
}

impl OnRecord {
    fn add<N: Number>(&mut self, contributed: &ContributionRow<'_, N>) {
        let more = match (contributed.is_stated(), contributed.is_excused()) {
            (true, _) => Self::Stated,
            (false, true) => Self::Excused,
            (false, false) => Self::Nothing,
        };
        *self = more.max(*self);
    }
}

fn add_quantities<N: Number>(sides: &mut Sides<N::Total>, side: usize, contributed: &ContributionRow<'_, N>) {
    let [integrated, all] = &mut sides.quantities[side..side + 2] else { unreachable!("a side has two quantities") };
    if let Some(amount) = contributed.integrated() {
        integrated.add(&amount.as_change()).expect(FINITE);
    }
    for amount in contributed.quantities() {
        all.add(&amount.as_change()).expect(FINITE);
    }
}
