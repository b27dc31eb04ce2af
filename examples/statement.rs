//! The statement of a file, or an analysis of it: what did a service and its users create, and what did they destroy?
//!
//! ```text
//! cargo run --release --example statement -- visits.jsonl --by service,quarter
//! cargo run --release --example statement -- visits.csv --catalogue services.jsonl --by with.district --format csv
//! cargo run --release --example statement -- visits.jsonl --reading attribution --rule cooperation
//! cargo run --release --example statement -- visits.jsonl --by with.district --disclose 10
//! cargo run --release --example statement -- visits.jsonl --reading risk --disclose 10
//! cargo run --release --example statement -- visits.jsonl --reading intervals --seed 1
//! cargo run --release --example statement -- visits.jsonl --reading intervals --of engagement --by with.district --less others
//! ```

#[path = "statement/analysis.rs"]
mod analysis;
#[path = "statement/exit.rs"]
mod exit;
#[path = "statement/format.rs"]
mod format;
#[path = "statement/input.rs"]
mod input;
#[path = "statement/intervals.rs"]
mod intervals;
#[path = "statement/options.rs"]
mod options;
#[path = "statement/options_file.rs"]
mod options_file;
#[path = "statement/publication.rs"]
mod publication;
#[path = "statement/readings.rs"]
mod readings;
#[path = "statement/table_options.rs"]
mod table_options;
#[path = "statement/terms.rs"]
mod terms;

use std::fmt::Display;
use std::process::ExitCode;

use covalue::printable::for_spreadsheets;
use num_rational::BigRational;
use rust_decimal::Decimal;

use analysis::AnalysisNumber;
use options::{NumberKind, Options, options, usage};

/// The message of an error.
type Failure = String;

fn main() -> ExitCode {
    exit::answered(options(), usage, |options| match options.kind {
        NumberKind::Float => answer::<f64>(&options),
        NumberKind::Decimal => answer::<Decimal>(&options),
        NumberKind::Rational => answer::<BigRational>(&options),
        NumberKind::Integer => answer::<i64>(&options),
    })
}

/// The message of an error about options. Other rules have a number in the model, but `form` says nothing to the user
/// of a command.
fn message(error: impl Display) -> Failure {
    let text = error.to_string();
    text.strip_prefix("form: ").map_or(text.clone(), str::to_owned)
}

/// The statement, the analysis or the publication, as text in the chosen format.
fn answer<N: AnalysisNumber>(options: &Options) -> Result<String, Failure> {
    let ledger = input::read::<N>(options)?.ledger;
    if let Some(unseen) = ledger.unseen(options.asked()).first() {
        return Err(terms::no_entry(&ledger, unseen));
    }
    let text = match options.disclosure {
        Some(disclosure) => publication::text(ledger.publish(disclosure), options, &options.question),
        None => analysis::text(&ledger, options, &options.question),
    }?;
    Ok(if options.for_spreadsheets { for_spreadsheets(&text) } else { text })
}
