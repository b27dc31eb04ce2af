//! An attribution as a table.

use super::analysis::{AnalysisTable, TableRow};
use super::column::{TextColumn, thousands};
use super::layout::Block;
pub(super) use super::{no_entries as empty, nothing as after};
use crate::analysis::Analysis;
use crate::analysis::attribution::Attribution;
use crate::number::{Apportion, Number};
use crate::printable::{printable, value_text};

/// The party of shares that no party has.
const UNATTRIBUTED: &str = "unattributed";

/// The rule and the terms, and the number of interactions in which a quantity is not stated, so that all count as equal.
pub(super) fn heading<N: Apportion>(attribution: &Attribution<N>) -> String {
    let heading = format!("rule {}; {}", printable(&attribution.rule_text()), attribution.subject());
    let interactions = match attribution.equal_split_count() {
        0 => return heading,
        1 => "1 interaction".to_owned(),
        several => format!("{} interactions", thousands(&several.to_string())),
    };
    format!("{heading}\nin {interactions} all quantities count as equal, since a party's is not stated")
}

/// The shares of each party. A published table has all users as one party, and may pool other parties.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let party = |row: &TableRow<'_, N>| match (row.text("whose"), row.text("party")) {
        (_, Some(party)) => value_text(party),
        (Some("users"), None) => "all users".to_owned(),
        (Some("pooled"), None) => "other parties together".to_owned(),
        _ => UNATTRIBUTED.to_owned(),
    };
    let mut columns = table.lines();
    columns.extend(table.measures());
    columns.push(TextColumn::left("party", table.rows.iter().map(party).collect()));
    columns.extend(["created", "destroyed"].map(|name| table.amounts(name, name)));
    vec![Block::Columns(columns)]
}
