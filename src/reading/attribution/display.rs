//! An attribution as a table that a person reads.

use std::fmt;

use super::Attribution;
use crate::number::{Apportion, Number};
use crate::reading::table::{Printed, PrintedRow};
use crate::statement::{Column, shown, thousands};

/// Printed for shares that no party has.
const UNATTRIBUTED: &str = "unattributed";

impl<N: Apportion> fmt::Display for Attribution<N> {
    /// An aligned table under its rule and terms. Decimals are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "by rule {}, {}", shown(self.rule()), self.terms().without_grouping())?;
        match self.counted_equally() {
            0 => {}
            1 => writeln!(f, "1 interaction does not state what each integrated: shared by heads")?,
            several => {
                let several = thousands(&several.to_string());
                writeln!(f, "{several} interactions do not state what each integrated: shared by heads")?;
            }
        }
        let rows = self.rows();
        if rows.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        Printed::of(&rows, self.catalogue(), f.precision()).write(rows.analysis, f)
    }
}

/// The shares of each party. A published table has users together, and may pool parties.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let party = |row: &PrintedRow<'_, N>| match (row.text("whose"), row.text("party")) {
        (_, Some(party)) => party.to_owned(),
        (Some("users"), None) => "users together".to_owned(),
        (Some("pooled"), None) => "the withheld, together".to_owned(),
        _ => UNATTRIBUTED.to_owned(),
    };
    let mut columns = printed.lines();
    columns.extend(printed.measures());
    columns.push(Column::left("party", printed.rows.iter().map(party).collect()));
    columns.extend(["created", "destroyed"].map(|name| printed.amounts(name, name)));
    columns
}
