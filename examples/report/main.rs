//! A report on a file, as one HTML page: what did a service and its users create, and what did they destroy?
//!
//! ```text
//! cargo run --release --example report -- visits.jsonl > report.html
//! cargo run --release --example report -- visits.csv --catalogue services.jsonl --by with.district > report.html
//! cargo run --release --example report -- visits.csv --catalogue services.jsonl --reach reach.csv > report.html
//! cargo run --release --example report -- visits.jsonl --valuation proxies.csv > report.html
//! cargo run --release --example report -- visits.jsonl --intervals > report.html
//! cargo run --release --example report -- visits.jsonl --publish > published.html
//! ```
//!
//! The page needs no network and no script, and can be printed. `page/mod.rs` lists its sections.

#[path = "../statement/exit.rs"]
mod exit;
#[path = "../statement/input.rs"]
mod input;
mod options;
#[path = "../statement/options_file.rs"]
mod options_file;
mod page;
#[path = "../statement/prices.rs"]
mod prices;
#[path = "../statement/table_file.rs"]
mod table_file;
#[path = "../statement/table_options.rs"]
mod table_options;
#[path = "../statement/terms.rs"]
mod terms;
mod valuation;

use std::fmt::Display;
use std::process::ExitCode;

use covalue::certainty::Resampling;

use input::Input;
use options::{Options, options, usage};
use page::Page;

/// The message of an error.
type Failure = String;

fn main() -> ExitCode {
    exit::answered(options(), usage, html)
}

fn html(options: Options) -> Result<String, Failure> {
    let Input { ledger, refused, skipped } = input::read::<f64>(&options)?;
    if let Some(unseen) = ledger.unseen(&options.terms).first() {
        return Err(terms::no_entry(&ledger, unseen));
    }
    let name = match options.file.file_name() {
        Some(name) if !input::is_standard_input(&options.file) => name.to_string_lossy().into_owned(),
        _ => "from standard input".to_owned(),
    };
    let worth = options.valuation.as_ref().map(|valuation| valuation.of(&options, &ledger)).transpose()?;
    let resampling = options.intervals.map(Resampling::seeded);
    let intervals = resampling.map(|resampling| ledger.intervals_on(&options.terms, resampling)).transpose();
    let intervals = intervals.map_err(|error| error.to_string())?;
    let Options { terms, publish, by_party, .. } = options;
    Page {
        ledger: &ledger,
        name: &name,
        refused: &refused,
        skipped: &skipped,
        terms,
        publish,
        by_party,
        worth: worth.as_ref(),
        intervals: intervals.as_ref(),
    }
    .html()
    .map_err(|error| error.to_string())
}

/// The message of an error about options, without its rule.
fn message(error: impl Display) -> Failure {
    let text = error.to_string();
    text.strip_prefix("form: ").map_or(text.clone(), str::to_owned)
}
