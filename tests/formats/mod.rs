//! Files: journals and tables in, JSON, CSV, stored states and printed tables out, and the command.

pub mod command_line;
pub mod conformance;
pub mod conformance_journals;
pub mod fuzz;
pub mod journal;
pub mod lenient;
pub mod publication_tables;
pub mod round_trip;
pub mod statement_tables;
pub mod statements;
pub mod stored;
pub mod table;
