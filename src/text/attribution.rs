//! An attribution as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow};
use super::column::{Column, thousands, write_columns};
pub(super) use super::no_entries as empty;
use crate::analysis::Analysis;
use crate::analysis::attribution::Attribution;
use crate::number::{Apportion, Number};
use crate::word::printable;

/// AnalysisTable for shares that no party has.
const UNATTRIBUTED: &str = "unattributed";

/// Stands above the table.
pub(super) fn heading<N: Apportion>(attribution: &Attribution<N>) -> String {
    let mut heading = format!("by rule {}, {}", printable(&attribution.rule_text()), attribution.subject());
    match attribution.equal_split_count() {
        0 => {}
        1 => heading += "\n1 interaction does not state what each integrated: shared by heads",
        several => {
            let several = thousands(&several.to_string());
            heading += &format!("\n{several} interactions do not state what each integrated: shared by heads");
        }
    }
    heading
}

/// The shares of each party. A published table has users together, and may pool parties.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Column> {
    let party = |row: &TableRow<'_, N>| match (row.text("whose"), row.text("party")) {
        (_, Some(party)) => party.to_owned(),
        (Some("users"), None) => "users together".to_owned(),
        (Some("pooled"), None) => "the withheld, together".to_owned(),
        _ => UNATTRIBUTED.to_owned(),
    };
    let mut columns = table.lines();
    columns.extend(table.measures());
    columns.push(Column::left("party", table.rows.iter().map(party).collect()));
    columns.extend(["created", "destroyed"].map(|name| table.amounts(name, name)));
    columns
}

pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_columns(f, &columns(table))
}
