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

#[path = "statement/analysis.rs"]
mod analysis;
#[path = "statement/input.rs"]
mod input;
#[path = "statement/options.rs"]
mod options;
#[path = "statement/publication.rs"]
mod publication;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use num_rational::BigRational;
use rust_decimal::Decimal;

use analysis::Analysed;
use options::{Kind, Options, USAGE, options};

/// What went wrong, in words.
type Failure = String;

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return shown(USAGE),
        Err(failure) => return failed(&format!("{failure}; --help tells how it is used")),
    };
    let told = match options.kind {
        Kind::Float => answer::<f64>(&options),
        Kind::Decimal => answer::<Decimal>(&options),
        Kind::Rational => answer::<BigRational>(&options),
        Kind::Integer => answer::<i64>(&options),
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

/// The answer to the question, as text in the format asked for.
fn answer<N: Analysed>(options: &Options) -> Result<String, Failure> {
    let ledger = input::ledger::<N>(options)?;
    match options.disclosure {
        Some(disclosure) => publication::text(ledger.publish(disclosure), options, &options.question),
        None => analysis::text(&ledger, options, &options.question),
    }
}
