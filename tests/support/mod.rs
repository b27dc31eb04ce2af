//! Support: generated ledgers, a second implementation written from the model alone, and the comparison with the crate.

pub mod analyses;
pub mod case;
pub mod change;
pub mod compare;
pub mod conformance;
pub mod figures;
pub mod generate;
pub mod oracle;
pub mod small;
pub mod validation;
