//! The lines on which the users of interactions stand, whether anything was appraised or not.

use super::Terms;
use super::counts::Order;
use super::group_keys::Keys;
use super::selection::Selection;
use super::standing::{ScatteredRows, Standing};
use crate::ledger::Ledger;
use crate::number::Number;

/// Interactions whose lines are found together.
const TOGETHER: usize = 1 << 8;

/// A user of an interaction, by the numbers of its ledger, and the line they stand on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserOnLine {
    pub(crate) interaction: u32,
    pub(crate) user: u32,
    pub(crate) line: u32,
}

/// Finds the lines of users, of the interactions that are known and not void.
pub(crate) struct UserLines<'a, N: Number> {
    ledger: &'a Ledger<N>,
    choosing: Selection,
    keys: Keys,
}

impl<'a, N: Number> UserLines<'a, N> {
    /// Under terms that were checked, and whose grouping tells users apart without an appraisal.
    pub(crate) fn new(ledger: &'a Ledger<N>, terms: &Terms) -> Self {
        let columns = &ledger.columns;
        let words = terms.grouping().words();
        let keys = Keys::of_lines(words, &ledger.catalogue, columns, columns.interactions());
        Self { ledger, choosing: Selection::new(terms), keys }
    }

    /// Hands the users over, some interactions at a time, those of an interaction one after the other.
    pub(crate) fn each(&mut self, mut take: impl FnMut(&[UserOnLine])) {
        let columns = &self.ledger.columns;
        let (mut standings, mut lines, mut users) = (Vec::new(), Vec::new(), Vec::new());
        for start in (0..columns.interactions()).step_by(TOGETHER) {
            standings.clear();
            for interaction in start..columns.interactions().min(start + TOGETHER) {
                if self.choosing.counts_interaction(columns, interaction) {
                    standings.extend(columns.users(interaction).map(|user| Standing::due(interaction, user, 0)));
                }
            }
            self.keys.find_cells(&ScatteredRows { columns, standings: &standings }, &mut lines);
            users.clear();
            users.extend(standings.iter().zip(&lines).map(|(standing, &line)| UserOnLine {
                interaction: standing.interaction,
                user: standing.beneficiary,
                line,
            }));
            take(&users);
        }
    }

    /// Whether a line has a value for every word of the grouping.
    pub(crate) fn is_stated(&self, line: u32) -> bool {
        self.keys.codes(line).iter().all(|&code| code > 0)
    }

    /// These lines in their order, however often each is named.
    pub(crate) fn in_order(self, lines: impl IntoIterator<Item = u32>) -> Order {
        Order::of(self.keys, lines)
    }
}
