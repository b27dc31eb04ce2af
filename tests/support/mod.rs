//! Support: generated ledgers, a second implementation written from the model alone, and its comparison with the
//! crate.

pub mod analyses;
pub mod case;
pub mod case_edits;
pub mod compare;
pub mod conformance;
pub mod data_sets;
pub mod exhaustive;
pub mod figures;
pub mod generate;
pub mod generate_terms;
pub mod many_dimensions;
pub mod oracle;
pub mod plain_terms;
pub mod reach;
pub mod validation;
