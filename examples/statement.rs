//! What did a service and its users create, and what did they destroy? The statement of anybody's file, and what can be
//! read of it beyond its sums.
//!
//! ```text
//! cargo run --release --example statement -- visits.jsonl --by service,quarter
//! cargo run --release --example statement -- visits.csv --catalogue services.jsonl --by with.district --format csv
//! cargo run --release --example statement -- visits.jsonl --reading attribution --rule cooperation
//! cargo run --release --example statement -- visits.jsonl --by with.district --disclose 10
//! cargo run --release --example statement -- visits.jsonl --reading risk --disclose 10
//! ```

#[path = "statement/disclosed.rs"]
mod disclosed;
#[path = "statement/input.rs"]
mod input;
#[path = "statement/options.rs"]
mod options;
#[path = "statement/reading.rs"]
mod reading;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use covalue::Ledger;
use covalue::number::Number;
use num_rational::BigRational;
use rust_decimal::Decimal;

use options::{Asked, Format, Kind, Options, USAGE, options};
use reading::Readable;

/// What went wrong, in words.
type Failure = String;

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return shown(USAGE),
        Err(failure) => return failed(&format!("{failure}; --help tells how it is used")),
    };
    let told = match options.kind {
        Kind::Float => tell::<f64>(&options),
        Kind::Decimal => tell::<Decimal>(&options),
        Kind::Rational => tell::<BigRational>(&options),
        Kind::Integer => tell::<i64>(&options),
    };
    match told {
        Ok(text) => shown(&text),
        Err(failure) => failed(&failure),
    }
}

fn shown(text: &str) -> ExitCode {
    // Whoever reads only the beginning, as `head` does, is content with it.
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => failed(&error.to_string()),
        _ => ExitCode::SUCCESS,
    }
}

fn failed(failure: &str) -> ExitCode {
    eprintln!("error: {failure}");
    ExitCode::FAILURE
}

fn in_words(error: impl Display) -> Failure {
    error.to_string()
}

/// The statement of a file or a reading of it, as text in the format asked for.
fn tell<N: Readable>(options: &Options) -> Result<String, Failure> {
    let ledger = input::ledger::<N>(options)?;
    match (&options.asked, options.disclosure) {
        (asked, Some(disclosure)) => disclosed::disclose(&ledger, options, asked, disclosure),
        (Asked::Statement, None) => state(&ledger, options),
        (Asked::Reading(asked), None) => reading::read(&ledger, options, asked),
    }
}

fn state<N: Number>(ledger: &Ledger<N>, options: &Options) -> Result<String, Failure> {
    let statement = ledger.statement(&options.terms).map_err(in_words)?;
    match options.format {
        Format::Table if options.parts => Ok(format!("{statement:#}")),
        Format::Table => Ok(statement.to_string()),
        Format::Csv => statement.to_csv().map_err(in_words),
        Format::Json => statement.to_json().map(|json| json + "\n").map_err(in_words),
    }
}
