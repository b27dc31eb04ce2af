//! A table that finds appraisals by what may not occur twice in an interaction (R8).

use hashbrown::HashTable;
use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::record::SourceKind;

/// What two appraisals of one interaction may not have in common (R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) measure: u32,
    pub(super) beneficiary: u32,
    pub(super) follow_up: u32,
    pub(super) source_kind: SourceKind,
    pub(super) known: Date,
    pub(super) made: Date,
}

impl Version {
    /// Half a hash of the version in an interaction.
    pub(super) fn hash(&self, interaction: u32) -> u32 {
        let Self { measure, beneficiary, follow_up, source_kind, known, made } = *self;
        let day = |day: Date| (day.year() as u32) << 16 | (day.month() as u32) << 8 | day.day() as u32;
        let fields = [interaction, measure, beneficiary, follow_up, source_kind as u32, day(known), day(made)];
        let mut bytes = [0; 28];
        for (bytes, field) in bytes.chunks_exact_mut(4).zip(fields) {
            bytes.copy_from_slice(&field.to_le_bytes());
        }
        (xxh3_64(&bytes) >> 32) as u32
    }
}

/// Rows of appraisals by the hash of their version. Each match is confirmed by the caller.
#[derive(Clone, Debug, Default)]
pub(super) struct VersionIndex(HashTable<(u32, u32)>);

/// Half a hash as a hash of 64 bits: the table takes the position from its low bits and the tag from its high bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

impl VersionIndex {
    pub(super) fn insert(&mut self, hash: u32, row: usize) {
        self.0.insert_unique(spread(hash), (hash, row as u32), |(hash, _)| spread(*hash));
    }

    pub(super) fn remove(&mut self, hash: u32, row: usize) {
        let entry = self.0.find_entry(spread(hash), |(_, other)| *other as usize == row);
        entry.expect("every row that was inserted is in the table").remove();
    }

    /// Whether a row has this hash and is the wanted one.
    pub(super) fn any(&self, hash: u32, is_wanted: impl Fn(usize) -> bool) -> bool {
        self.0.find(spread(hash), |&(other, row)| other == hash && is_wanted(row as usize)).is_some()
    }
}
