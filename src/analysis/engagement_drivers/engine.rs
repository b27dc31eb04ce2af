//! Computes the people and quantities of each value of the dimension from contributions.

use super::Sums;
use crate::analysis::FINITE;
use crate::ledger::{ContributionRow, Ledger};
use crate::number::{Number, Totals};
use crate::statement::{DistinctPairs, Index, People, Terms, UserLines, UserOnLine};

/// The contributions of users, by the codes of the lines of these users.
struct Contributions<N: Number> {
    integrated: Totals<N::Total>,
    contributed: Totals<N::Total>,
    /// (line, user) for each user with a stated contribution.
    people: DistinctPairs,
    /// (line, user) for each user who integrated more than zero.
    took_part: DistinctPairs,
    /// (user, line) of one interaction, sorted. The buffer is reused for the next interaction, to allocate only once.
    line_of: Vec<(u32, u32)>,
}

/// Computes the stated values of the dimension and the sums of each. The terms are checked and grouped by the dimension
/// only.
pub(super) fn by_value<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> (Index, Vec<Sums<N::Total>>) {
    let mut lines = UserLines::new(ledger, terms);
    let mut contributions = Contributions::<N>::new();
    lines.each(|users| {
        for users in users.chunk_by(|one, two| one.interaction == two.interaction) {
            if ledger.columns.contributions_len(users[0].interaction as usize) > 0 {
                contributions.add_interaction(ledger, users);
            }
        }
    });
    let Contributions { integrated, contributed, people, took_part, .. } = contributions;
    let (people, took_part) = (people.into_sorted(), took_part.into_sorted());
    // Users without a value are on neither side of a comparison, so their line is left out.
    let stated: Vec<u32> = people.iter().map(|(line, _)| *line).filter(|&line| lines.is_stated(line)).collect();
    let order = lines.in_order(stated);
    let positions = order.positions();
    let total =
        |totals: &Totals<N::Total>, line: u32| totals.get(line).map(|row| row.total.clone()).unwrap_or_default();
    let mut sums: Vec<Sums<N::Total>> = order
        .cells
        .iter()
        .map(|&line| Sums { quantities: [total(&integrated, line), total(&contributed, line)], ..Sums::default() })
        .collect();
    for (position, people) in people_by_position(ledger, &people, &positions) {
        sums[position].people = people;
    }
    for (position, people) in people_by_position(ledger, &took_part, &positions) {
        sums[position].took_part = people;
    }
    (order.index(), sums)
}

/// The people of each line that has a position. The pairs are sorted. The position `u32::MAX` means that a line has none.
fn people_by_position<N: Number>(
    ledger: &Ledger<N>,
    pairs: &[(u32, u32)],
    positions: &[u32],
) -> impl Iterator<Item = (usize, People)> {
    pairs.chunk_by(|one, two| one.0 == two.0).filter_map(|of_line| {
        let position = Some(positions[of_line[0].0 as usize]).filter(|&position| position != u32::MAX)?;
        let ids = of_line.iter().map(|(_, user)| ledger.columns.actors.text(*user));
        Some((position as usize, People::of(ids)))
    })
}

impl<N: Number> Contributions<N> {
    fn new() -> Self {
        Self {
            integrated: Totals::new(),
            contributed: Totals::new(),
            people: DistinctPairs::new(),
            took_part: DistinctPairs::new(),
            line_of: Vec::new(),
        }
    }

    /// Adds the stated contributions of each user to the line of this user.
    fn add_interaction(&mut self, ledger: &Ledger<N>, users: &[UserOnLine]) {
        self.line_of.clear();
        self.line_of.extend(users.iter().map(|user| (user.user, user.line)));
        self.line_of.sort_unstable();
        let interaction = users[0].interaction as usize;
        for contributed in ledger.columns.contributions_of(interaction).filter(ContributionRow::is_stated) {
            let user = contributed.party();
            if let Ok(position) = self.line_of.binary_search_by_key(&user, |(user, _)| *user) {
                self.add(self.line_of[position].1, &contributed);
            }
        }
    }

    fn add(&mut self, line: u32, contributed: &ContributionRow<'_, N>) {
        let pair = (line, contributed.party());
        self.people.push(pair);
        if let Some(amount) = contributed.integrated().filter(|amount| !amount.is_zero()) {
            self.took_part.push(pair);
            self.integrated.add(line, &amount.as_change()).expect(FINITE);
        }
        for amount in contributed.quantities() {
            self.contributed.add(line, &amount.as_change()).expect(FINITE);
        }
    }
}
