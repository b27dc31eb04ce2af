//! The lines of users, whether they made an appraisal or not.

use super::Terms;
use super::filter::RowFilter;
use super::group_keys::GroupKeys;
use super::key_fields::{KeyFields, ScatteredRows};
use super::selection::Selection;
use super::walk::{Order, chunks, keep};
use crate::ledger::Ledger;
use crate::number::Number;

/// A user of an interaction and their line, by the codes of the ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserOnLine {
    pub(crate) interaction: u32,
    pub(crate) user: u32,
    pub(crate) line: u32,
}

/// Finds the line of each user of each interaction that counts.
pub(crate) struct UserLines<'a, N: Number> {
    ledger: &'a Ledger<N>,
    selection: Selection,
    keys: GroupKeys,
    filter: Option<RowFilter>,
}

impl<'a, N: Number> UserLines<'a, N> {
    /// Takes terms that were validated, and whose grouping needs no appraisal to split users.
    pub(crate) fn new(ledger: &'a Ledger<N>, terms: &Terms) -> Self {
        let columns = &ledger.columns;
        let words = terms.grouping().words();
        let keys = GroupKeys::of_lines(words, &ledger.catalogue, columns, columns.interactions());
        let filter = RowFilter::new(terms, &ledger.catalogue, columns);
        Self { ledger, selection: Selection::new(terms, columns), keys, filter }
    }

    /// Calls `take` with the users, chunk by chunk. Users of one interaction are adjacent.
    pub(crate) fn each(&mut self, mut take: impl FnMut(&[UserOnLine])) {
        let columns = &self.ledger.columns;
        let (mut fields, mut passes, mut lines, mut users) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for interactions in chunks(self.ledger) {
            fields.clear();
            for interaction in interactions {
                if self.selection.includes_interaction(columns, interaction) {
                    // Lines do not depend on the measure, so any will do.
                    fields.extend(columns.users(interaction).map(|user| KeyFields::of_due(interaction, user, 0)));
                }
            }
            if let Some(filter) = &self.filter {
                filter.find(&ScatteredRows { columns, fields: &fields }, &mut passes);
                keep(&mut fields, &passes);
            }
            self.keys.find_cells(&ScatteredRows { columns, fields: &fields }, &mut lines);
            users.clear();
            users.extend(fields.iter().zip(&lines).map(|(fields, &line)| UserOnLine {
                interaction: fields.interaction,
                user: fields.beneficiary,
                line,
            }));
            take(&users);
        }
    }

    /// Whether a line has a value for each word of the grouping.
    pub(crate) fn is_stated(&self, line: u32) -> bool {
        self.keys.codes(line).iter().all(|&code| code > 0)
    }

    /// The lines named, each once, in their order.
    pub(crate) fn in_order(self, lines: impl IntoIterator<Item = u32>) -> Order {
        Order::of(self.keys, lines)
    }
}
