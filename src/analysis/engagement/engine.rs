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
pub(super) fn providers<N: Number>(ledger: &Ledger<N>) -> Vec<Option<u32>> {
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
    /// Adds a user by the stated contributions of a party to one interaction, if it has any.
    fn add(&mut self, user: u32, party: Option<&StatedParty>) {
        let Some(party) = party else { return };
        self.stated.insert(user);
        self.took_part.insert_if(party.took_part, user);
        self.fell_short.insert_if(party.fell_short, user);
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
            let provider = columns.actors.get(service.provider().as_str());
            let provider = provider.filter(|&provider| !columns.is_user(interaction, provider));
            let stated = stated_parties(ledger, interaction);
            let of_party = |party: u32| {
                let found = stated.binary_search_by_key(&party, |stated| stated.party);
                found.ok().map(|index| &stated[index])
            };
            let mut stated_lines: Vec<u32> =
                users.iter().filter(|user| of_party(user.user).is_some()).map(|user| user.line).collect();
            stated_lines.sort_unstable();
            for user in users {
                let both_stated =
                    provider.and_then(of_party).is_some() && stated_lines.binary_search(&user.line).is_ok();
                let line = lines.entry(user.line).or_default();
                line.interactions.insert(user.interaction);
                line.users.insert(user.user);
                line.by_own.add(user.user, of_party(user.user));
                line.by_provider.add(user.user, provider.and_then(of_party));
                if both_stated { &mut line.in_stated } else { &mut line.in_others }.insert(user.user);
            }
        }
    });
    let order = users.in_order(lines.keys().copied());
    let people = order.cells.iter().map(|line| lines.remove(line).unwrap_or_default()).collect();
    (order.index(), people)
}

/// A party with a stated contribution to an interaction.
struct StatedParty {
    party: u32,
    /// Whether a quantity above zero was integrated, and whether one was mis-integrated or not integrated.
    took_part: bool,
    fell_short: bool,
}

/// The parties with a stated contribution to an interaction, sorted by code.
fn stated_parties<N: Number>(ledger: &Ledger<N>, interaction: usize) -> Vec<StatedParty> {
    let stated = |row: ContributionRow<'_, N>| StatedParty {
        party: row.party(),
        took_part: row.integrated().is_some_and(|amount| *amount > N::zero()),
        fell_short: row.misused().any(|part| *part.amount > N::zero()),
    };
    let rows = ledger.columns.contributions_of(interaction).filter(ContributionRow::is_stated);
    let mut parties: Vec<StatedParty> = rows.map(stated).collect();
    parties.sort_by_key(|stated| stated.party);
    parties.dedup_by(|more, first| {
        let is_same = more.party == first.party;
        if is_same {
            first.took_part |= more.took_part;
            first.fell_short |= more.fell_short;
        }
        is_same
    });
    parties
}

/// Adds the quantities of an interaction: those of each user to the user's line, those of the provider once to each
/// line of a user.
pub(super) fn add_interaction<N: Number>(
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
    let provider = provider.filter(|&provider| !columns.is_user(interaction, provider));
    let mut of_provider = Provided { on_record: OnRecord::Nothing, quantities: <[N::Total; 2]>::default() };
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
            let sides = sides[line as usize].get_or_insert_default();
            add_quantities(&mut sides.quantities[USERS..PROVIDERS], &contributed);
        } else if provider == Some(party) {
            of_provider.on_record.add(&contributed);
            add_quantities(&mut of_provider.quantities, &contributed);
        }
    }
    excused.sort_unstable();
    excused.dedup();
    let mut users_on_line = vec![0_usize; lines.len()];
    let mut excused_on_line = vec![0_usize; lines.len()];
    let position = |line: u32| lines.binary_search(&line).expect("the lines of all users are listed");
    for &(_, line) in &line_of {
        users_on_line[position(line)] += 1;
    }
    for &(line, _) in &excused {
        excused_on_line[position(line)] += 1;
    }
    for (index, (&line, mut on_record)) in lines.iter().zip(on_record).enumerate() {
        on_record[1] = of_provider.on_record;
        // Users are excused together: one who was present could have been stated.
        if on_record[0] == OnRecord::Nothing && excused_on_line[index] == users_on_line[index] {
            on_record[0] = OnRecord::Excused;
        }
        let sides = sides[line as usize].get_or_insert_default();
        // Exact totals: the sum of the provider's quantities is added to each line as each quantity would be.
        for (all, more) in sides.quantities[PROVIDERS..].iter_mut().zip(&of_provider.quantities) {
            all.merge(more);
        }
        sides.interactions += 1;
        sides.stated += u64::from(on_record == [OnRecord::Stated; 2]);
        for (side, on_record) in on_record.into_iter().enumerate() {
            sides.stated_by[side] += u64::from(on_record == OnRecord::Stated);
            sides.excused[side] += u64::from(on_record == OnRecord::Excused);
        }
    }
}

/// The provider's side of an interaction: whether it is stated, and its integrated and contributed quantities. They count
/// on each line of a user.
struct Provided<T> {
    on_record: OnRecord,
    quantities: [T; 2],
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

fn add_quantities<N: Number>(quantities: &mut [N::Total], contributed: &ContributionRow<'_, N>) {
    let [integrated, all] = quantities else { unreachable!("a side has two quantities") };
    if let Some(amount) = contributed.integrated() {
        integrated.add(&amount.as_change()).expect(FINITE);
    }
    for amount in contributed.quantities() {
        all.add(&amount.as_change()).expect(FINITE);
    }
}
