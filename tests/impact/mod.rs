//! Impact maps and valuations: published cases, what is refused, and laws over exact fractions and floats.

mod laws;
pub mod published;
mod refused;
mod tables;
mod valuation;
