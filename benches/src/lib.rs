//! Shared by the benches: generated rows, naive loops and peers, and contests that measure the crate beside them.

pub mod contest;
pub mod double_entry;
pub mod rows;
pub mod statements;
