//! What is written down: journals and tables in, journals and statements out, and stored states.
#![allow(clippy::pedantic, reason = "tests")]

mod fuzz;
mod generated;
mod journal;
mod kept;
mod printed;
mod published;
mod statements;
mod stored;
mod table;
