//! The named figures of a cell, in the order in which JSON and CSV write them.

use super::{Cell, Coverage, Overflow};
use crate::number::Number;

/// A method that reads a figure.
type Read<N> = fn(&Cell<N>) -> Result<N, Overflow>;

/// Declares the amounts: their names, and the method of that name that reads each.
macro_rules! amounts {
    ($($name:ident,)+) => {
        /// The names of the amounts.
        pub(crate) const AMOUNTS: [&str; 13] = [$(stringify!($name)),+];

        /// The amounts: their names and the methods that read them.
        pub(crate) fn amounts<N: Number>() -> [(&'static str, Read<N>); AMOUNTS.len()] {
            [$((stringify!($name), Cell::$name)),+]
        }
    };
}

amounts! {
    co_created, created_alone, windfall_gain, with_misuse, without_misuse, destroyed_alone, windfall_loss, within_up,
    within_down, created, destroyed, net, hidden,
}

/// The counts: their names and values. Without a coverage, its counts are `None`.
pub(crate) fn counts<N: Number>(cell: &Cell<N>) -> [(&'static str, Option<u64>); COUNTS.len()] {
    let coverage = cell.coverage();
    [
        (COUNTS[0], Some(cell.gain_count())),
        (COUNTS[1], Some(cell.loss_count())),
        (COUNTS[2], Some(cell.unchanged_count())),
        (COUNTS[3], Some(cell.windfall_gain_count())),
        (COUNTS[4], Some(cell.windfall_loss_count())),
        (COUNTS[5], Some(cell.better_count())),
        (COUNTS[6], Some(cell.worse_count())),
        (COUNTS[7], Some(cell.left_out_count())),
        (COUNTS[8], coverage.as_ref().map(Coverage::due)),
        (COUNTS[9], coverage.as_ref().map(Coverage::made)),
        (COUNTS[10], coverage.as_ref().map(Coverage::missing)),
    ]
}

/// The names of the counts.
pub(crate) const COUNTS: [&str; 11] = [
    "gains",
    "losses",
    "unchanged",
    "windfall_gains",
    "windfall_losses",
    "better",
    "worse",
    "left_out",
    "due",
    "made",
    "missing",
];
