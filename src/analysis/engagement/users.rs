//! The users behind the engagement of a line, one by one.

use super::engine::{add_interaction, providers};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Index, Terms, UserLines, UserOnLine};

/// A user of an interaction, on a row of the index: the quantities of the user, and those of the provider, in the order of
/// the figures of a line.
pub(crate) struct UserQuantities<T> {
    pub(crate) row: usize,
    pub(crate) interaction: u32,
    pub(crate) user: u32,
    pub(crate) quantities: [T; 4],
}

/// The users behind the engagement of each line under checked terms, once for each of their interactions. Users of one
/// interaction are adjacent.
pub(crate) fn user_quantities<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> (Index, Vec<UserQuantities<N::Total>>) {
    let (mut user_lines, providers) = (UserLines::new(ledger, terms), providers(ledger));
    let mut found = Vec::new();
    user_lines.each(|users| {
        for users in users.chunk_by(|one, two| one.interaction == two.interaction) {
            // Each user has a line of their own, so that each gets the quantities of the provider, too.
            let alone: Vec<UserOnLine> =
                users.iter().zip(0..).map(|(user, line)| UserOnLine { line, ..*user }).collect();
            let mut sides = vec![None; users.len()];
            add_interaction(ledger, &providers, &alone, &mut sides);
            for (user, sides) in users.iter().zip(sides) {
                let &UserOnLine { interaction, user, line } = user;
                let quantities = sides.unwrap_or_default().quantities;
                found.push(UserQuantities { row: line as usize, interaction, user, quantities });
            }
        }
    });
    let order = user_lines.in_order(found.iter().map(|of_user| of_user.row as u32));
    let rows = order.positions();
    for of_user in &mut found {
        of_user.row = rows[of_user.row] as usize;
    }
    (order.index(), found)
}
