//! Formats: journals and tables as input, JSON, CSV, serialized states and printed tables as output, and the command
//! line.

pub mod analysis_states;
pub mod command_line;
mod command_readings;
mod command_report;
mod command_tables;
mod command_worth;
pub mod conformance_output;
pub mod conformance_practice;
pub mod conformance_second_implementation;
pub mod directions;
mod entry_lists;
pub mod fuzz;
pub mod html_tables;
pub mod journal_input;
mod journal_options;
pub mod journal_round_trip;
pub mod lenient_tables;
mod plain_rows;
pub mod publication_tables;
pub mod reach_files;
pub mod references;
mod refused_journals;
pub mod serde_states;
mod sheets;
mod shown_texts;
mod spreadsheets;
pub mod statement_json_csv;
pub mod statement_tables;
pub mod table_input;
mod table_layouts;
mod table_options;
mod table_rejects;
mod table_repeats;
mod table_rows;
mod trial_answers;
mod trial_inputs;
