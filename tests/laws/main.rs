//! The laws of the model, each named by its rule, and a second implementation to agree with.
#![allow(missing_docs, unreachable_pub, dead_code, clippy::pedantic, clippy::type_complexity, reason = "tests")]

mod agree;
mod agreement;
mod bounds;
mod case;
mod checks;
mod clocks;
mod data;
mod disclosing;
mod door;
mod doors;
mod extremes;
mod forgetting;
mod generate;
mod grain;
mod hazards;
mod journal;
mod laws;
mod ledgers;
mod lines;
mod oracle;
mod own_word;
mod partition;
mod readings;
mod rows;
mod signs;
mod small;
mod tallies;
mod trial;
mod who_took_part;
mod written;
