//! From contributions to the quantities of each side, line by line.

use std::collections::BTreeMap;

use super::Sides;
use crate::analysis::people::PeopleSet;
use crate::ledger::{ContributionRow, Ledger};
use crate::number::{Number, Total};
use crate::statement::{Index, Line, Terms, UserLines, UserOnLine};

/// Where the quantities of each side begin, in the order of their names.
const USERS: usize = 0;
const PROVIDERS: usize = 2;

/// The lines and what is engaged on each, under terms that were checked.
pub(super) fn engaged<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> (Index, Vec<Sides<N>>) {
    let mut users = UserLines::new(ledger, terms);
    let providers: Vec<Option<u32>> =
        ledger.catalogue.services().map(|service| ledger.columns.actors.get(service.provider().as_str())).collect();
    let mut sides: Vec<Option<Sides<N>>> = Vec::new();
    users.each(|users| {
        let most = users.iter().map(|user| user.line as usize + 1).max().unwrap_or(0);
        if most > sides.len() {
            sides.resize(most, None);
        }
        for of_one in users.chunk_by(|one, two| one.interaction == two.interaction) {
            add(ledger, &providers, of_one, &mut sides);
        }
    });
    let met = sides.iter().enumerate().filter(|(_, sides)| sides.is_some()).map(|(line, _)| line as u32);
    let order = users.in_order(met);
    let sorted = order.cells.iter().map(|&line| sides[line as usize].take().unwrap_or_default()).collect();
    (order.index(), sorted)
}

/// The interactions of which a user stands on a line; none where nobody does.
pub(super) fn interactions_of<N: Number>(ledger: &Ledger<N>, terms: &Terms, line: &Line) -> Option<Vec<u32>> {
    let (mut users, mut found) = (UserLines::new(ledger, terms), Vec::new());
    users.each(|users| found.extend(users.iter().map(|user| (user.line, user.interaction))));
    found.sort_unstable();
    found.dedup();
    let order = users.in_order(found.iter().map(|(line, _)| *line));
    let lines = order.cells.clone();
    let fits = line.values().len() == terms.grouping().words().len();
    let place = order.index().place(line.values()).filter(|_| fits && !lines.is_empty())?;
    let of_line = found.into_iter().filter(|(one, _)| *one == lines[place]);
    Some(of_line.map(|(_, interaction)| interaction).collect())
}

/// The people behind the engagement of a line, by the ledger's numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct PeopleEngaged {
    pub(in crate::analysis) interactions: PeopleSet,
    /// Everybody who is a user on the line.
    pub(in crate::analysis) users: PeopleSet,
    /// Those of whom something is stated, and those of them who integrated anything.
    pub(in crate::analysis) stated: PeopleSet,
    pub(in crate::analysis) took_part: PeopleSet,
    /// Those who contributed anything that was not integrated, or mis-integrated.
    pub(in crate::analysis) fell_short: PeopleSet,
    /// Users in interactions in which something of the provider is stated; and in which the provider integrated anything, and
    /// contributed anything else.
    pub(in crate::analysis) with_provider: PeopleSet,
    pub(in crate::analysis) provider_took_part: PeopleSet,
    pub(in crate::analysis) provider_fell_short: PeopleSet,
    /// Users in interactions in which both sides state something, and in those in which not.
    pub(in crate::analysis) in_stated: PeopleSet,
    pub(in crate::analysis) in_others: PeopleSet,
}

/// The people behind each line of the engagement under terms that were checked, row by row of the index.
pub(in crate::analysis) fn people_engaged<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> (Index, Vec<PeopleEngaged>) {
    let columns = &ledger.columns;
    let mut users = UserLines::new(ledger, terms);
    let mut lines: BTreeMap<u32, PeopleEngaged> = BTreeMap::new();
    users.each(|users| {
        for of_one in users.chunk_by(|one, two| one.interaction == two.interaction) {
            let interaction = of_one[0].interaction as usize;
            let is_user = |party: u32| of_one.iter().any(|user| user.user == party);
            let service = ledger.catalogue.service_at(columns.service[interaction]);
            let provider = columns.actors.get(service.provider().as_str()).filter(|&provider| !is_user(provider));
            let stated: Vec<ContributionRow<'_, N>> =
                columns.contributions_of(interaction).filter(ContributionRow::is_stated).collect();
            let says = |party: u32| stated.iter().any(|contributed| contributed.party() == party);
            let by_provider = provider.is_some_and(&says);
            let of = |party: u32| stated.iter().filter(move |contributed| contributed.party() == party);
            let integrates = |party: u32| {
                of(party).filter_map(ContributionRow::integrated).any(|integrated| *integrated > N::zero())
            };
            let falls_short =
                |party: u32| of(party).flat_map(ContributionRow::misused).any(|part| *part.amount > N::zero());
            for user in of_one {
                let by_users = of_one.iter().any(|other| other.line == user.line && says(other.user));
                let line = lines.entry(user.line).or_default();
                line.interactions.insert(user.interaction);
                line.users.insert(user.user);
                line.stated.extend(says(user.user).then_some(user.user));
                line.took_part.extend(integrates(user.user).then_some(user.user));
                line.fell_short.extend(falls_short(user.user).then_some(user.user));
                line.with_provider.extend(by_provider.then_some(user.user));
                line.provider_took_part.extend(provider.is_some_and(&integrates).then_some(user.user));
                line.provider_fell_short.extend(provider.is_some_and(&falls_short).then_some(user.user));
                let both = by_users && by_provider;
                if both { &mut line.in_stated } else { &mut line.in_others }.insert(user.user);
            }
        }
    });
    let order = users.in_order(lines.keys().copied());
    let people = order.cells.iter().map(|line| lines.remove(line).unwrap_or_default()).collect();
    (order.index(), people)
}

/// Adds an interaction to the lines that its users stand on.
fn add<N: Number>(ledger: &Ledger<N>, providers: &[Option<u32>], users: &[UserOnLine], sides: &mut [Option<Sides<N>>]) {
    let columns = &ledger.columns;
    let interaction = users[0].interaction as usize;
    if columns.contributions_len(interaction) == 0 && users.len() == 1 {
        // Nearly all: one user, and nothing is stated.
        sides[users[0].line as usize].get_or_insert_default().interactions += 1;
        return;
    }
    let mut lines: Vec<u32> = users.iter().map(|user| user.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut by_user: Vec<(u32, u32)> = users.iter().map(|user| (user.user, user.line)).collect();
    by_user.sort_unstable();
    let mut stated = vec![[false; 2]; lines.len()];
    let provider = providers[columns.service[interaction] as usize];
    for contributed in columns.contributions_of(interaction).filter(ContributionRow::is_stated) {
        let party = contributed.party();
        // The first role that fits: who is a user and provides as well is a user.
        if let Ok(place) = by_user.binary_search_by_key(&party, |(user, _)| *user) {
            let line = by_user[place].1;
            let place = lines.binary_search(&line).expect("every user's line is among them");
            stated[place][0] = true;
            add_quantities(sides[line as usize].get_or_insert_default(), USERS, &contributed);
        } else if provider == Some(party) {
            for (&line, stated) in lines.iter().zip(&mut stated) {
                stated[1] = true;
                add_quantities(sides[line as usize].get_or_insert_default(), PROVIDERS, &contributed);
            }
        }
    }
    for (&line, stated) in lines.iter().zip(stated) {
        let sides = sides[line as usize].get_or_insert_default();
        sides.interactions += 1;
        sides.stated += u64::from(stated == [true; 2]);
    }
}

fn add_quantities<N: Number>(sides: &mut Sides<N>, side: usize, contributed: &ContributionRow<'_, N>) {
    let finite = "the door lets only finite numbers in";
    let [integrated, all] = &mut sides.quantities[side..side + 2] else { unreachable!("each side has two") };
    if let Some(amount) = contributed.integrated() {
        integrated.add(&amount.as_change()).expect(finite);
    }
    for amount in contributed.quantities() {
        all.add(&amount.as_change()).expect(finite);
    }
}
