//! The fields of a cell in the order in which they are written.

use crate::number::Number;
use crate::statement::{Cell, Coverage, Overflow};

/// A way to read a figure.
type Read<N> = fn(&Cell<N>) -> Result<N, Overflow>;

/// The amounts by name.
pub(super) fn amounts<N: Number>(cell: &Cell<N>) -> Result<Vec<(&'static str, N)>, Overflow> {
    let all: [(&str, Read<N>); AMOUNTS.len()] = [
        (AMOUNTS[0], Cell::co_created),
        (AMOUNTS[1], Cell::created_alone),
        (AMOUNTS[2], Cell::windfall),
        (AMOUNTS[3], Cell::with_misuse),
        (AMOUNTS[4], Cell::without_misuse),
        (AMOUNTS[5], Cell::destroyed_alone),
        (AMOUNTS[6], Cell::within_up),
        (AMOUNTS[7], Cell::within_down),
        (AMOUNTS[8], Cell::created),
        (AMOUNTS[9], Cell::destroyed),
        (AMOUNTS[10], Cell::net),
        (AMOUNTS[11], Cell::hidden),
    ];
    all.into_iter().map(|(name, read)| Ok((name, read(cell)?))).collect()
}

/// The counts by name; those of the coverage are none where there is none.
pub(super) fn counts<N: Number>(cell: &Cell<N>) -> [(&'static str, Option<u64>); COUNTS.len()] {
    let coverage = cell.coverage();
    [
        (COUNTS[0], Some(cell.gains())),
        (COUNTS[1], Some(cell.losses())),
        (COUNTS[2], Some(cell.unchanged())),
        (COUNTS[3], Some(cell.windfalls())),
        (COUNTS[4], Some(cell.left_out())),
        (COUNTS[5], coverage.as_ref().map(Coverage::due)),
        (COUNTS[6], coverage.as_ref().map(Coverage::made)),
        (COUNTS[7], coverage.as_ref().map(Coverage::missing)),
    ]
}

/// The names of the amounts.
pub(super) const AMOUNTS: [&str; 12] = [
    "co_created",
    "created_alone",
    "windfall",
    "with_misuse",
    "without_misuse",
    "destroyed_alone",
    "within_up",
    "within_down",
    "created",
    "destroyed",
    "net",
    "hidden",
];

/// The names of the counts.
pub(super) const COUNTS: [&str; 8] =
    ["gains", "losses", "unchanged", "windfalls", "left_out", "due", "made", "missing"];
