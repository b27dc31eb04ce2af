//! Reads a table of counts of people reached into the ledger of the file.

use std::path::Path;

use covalue::number::Number;
use covalue::{Ledger, table};

use super::Failure;
use super::input::{Reader, read_into};

/// Adds the counts of a table. If it is read leniently, refused rows are printed.
pub(super) fn add<N: Number>(ledger: &mut Ledger<N>, file: &Path, lenient: bool) -> Result<(), Failure> {
    if file.extension().is_none_or(|ending| ending != "csv") {
        return Err(format!("{}: not a table (.csv)", file.display()));
    }
    let read: Reader<N> = if lenient { table::read_reach_lenient } else { table::read_reach };
    read_into(ledger, file, read).map(drop)
}
