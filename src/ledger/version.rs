//! What may not occur twice among the appraisals of an interaction (R8).

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
