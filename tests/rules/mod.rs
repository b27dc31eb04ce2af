//! The books: validation, statements, merging, and what the model says of them.

pub mod agreement;
pub mod amounts;
pub mod beat_the_blues;
pub mod bounds;
pub mod clocks;
pub mod extremes;
pub mod forgetting;
pub mod grain;
pub mod ledgers;
pub mod lines;
pub mod order_of_checks;
pub mod own_word;
pub mod parts;
pub mod signs;
pub mod tallies;
pub mod validation;
