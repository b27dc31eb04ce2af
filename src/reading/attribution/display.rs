//! An attribution as a table that a person reads.

use std::fmt;

use super::Attribution;
use crate::number::Apportion;
use crate::reading::table::{line_columns, unit_column};
use crate::statement::{Column, figures, shown, thousands, write_columns};

/// What stands where nobody does.
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
        let shares: Vec<_> = self.shares().collect();
        if shares.is_empty() {
            return writeln!(f, "no entries");
        }
        let mut columns = line_columns(self.terms(), shares.iter().map(super::Share::line));
        columns.push(Column::left("measure", shares.iter().map(|share| share.measure().to_string()).collect()));
        columns.push(unit_column(self.catalogue(), shares.iter().map(super::Share::measure)));
        let party = |share: &super::Share<N>| share.party().map_or(UNATTRIBUTED, |party| party.as_str()).to_owned();
        columns.push(Column::left("party", shares.iter().map(party).collect()));
        for (heading, read) in
            [("created", super::Share::created as fn(&super::Share<N>) -> &N), ("destroyed", super::Share::destroyed)]
        {
            let read: Vec<_> = shares.iter().map(|share| Ok(read(share).clone())).collect();
            columns.push(Column::right(heading, figures(&read, f.precision())));
        }
        write_columns(f, &columns)
    }
}
