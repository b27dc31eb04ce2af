//! Impact maps and valuations: published cases, what is refused, and laws over exact fractions and floats.

mod laws;
mod map_files;
pub mod published;
mod refused;
mod refused_inputs;
mod tables;
mod valuation;
mod written;
