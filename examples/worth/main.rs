//! The worth of an impact map: the outcomes of a service in money, created and destroyed apart, beside its inputs.
//!
//! ```text
//! cargo run --release --example worth -- --map outcomes.csv --input contract=24375 --discount year-one:0.035
//! cargo run --release --example worth -- --map outcomes.csv --inputs inputs.csv --sensitivity --picture tornado.svg
//! cargo run --release --example worth -- --map outcomes.csv --trace "residents/fewer falls"
//! cargo run --release --example worth -- --map outcomes.csv --prices 2024 --deflator prices.csv --format json
//! ```

#[path = "../statement/exit.rs"]
mod exit;
mod files;
#[path = "../statement/format.rs"]
mod format;
mod options;
#[path = "../statement/options_file.rs"]
mod options_file;
#[path = "../statement/prices.rs"]
mod prices;
mod shown;
mod stated;
#[path = "../statement/table_file.rs"]
mod table_file;

use std::process::ExitCode;

use covalue::error::ImpactError;
use covalue::impact::{ImpactMap, Worth};
use covalue::number::Fraction;
use covalue::printable::for_spreadsheets;
use num_rational::BigRational;
use rust_decimal::Decimal;

use options::{NumberKind, Options, Question, USAGE, options};

/// The message of an error.
type Failure = String;

fn main() -> ExitCode {
    exit::answered(
        options(),
        || USAGE.to_owned(),
        |options| match options.kind {
            NumberKind::Float => answer::<f64>(&options),
            NumberKind::Decimal => answer::<Decimal>(&options),
            NumberKind::Rational => answer::<BigRational>(&options),
        },
    )
}

/// The figures that are asked for, as text in the chosen format.
fn answer<N: Fraction>(options: &Options) -> Result<String, Failure> {
    // The values of options are checked before a file is read.
    let discount = stated::discount::<N>(options)?;
    let inputs = stated::inputs::<N>(&options.inputs)?;
    let map = inputs.into_iter().fold(files::map(options)?, ImpactMap::input);
    let failure = |error: ImpactError| with_advice(&error);
    let text = match &options.question {
        Question::Worth => {
            let worth = map.value(discount).map_err(failure)?;
            let weighted = weighted(&worth, options).map_err(failure)?;
            files::write_picture(options, || Ok(weighted.as_ref().unwrap_or(&worth).bar_chart()?.to_svg()))?;
            shown::worth(&worth, weighted.as_ref(), options.format).map_err(failure)?
        }
        Question::Sensitivity => {
            let sensitivity = map.sensitivity(discount).map_err(failure)?;
            if sensitivity.swings().len() == 0 {
                return Err(format!("--sensitivity {NEEDS_RANGE}, or --rate-range"));
            }
            files::write_picture(options, || Ok(sensitivity.tornado()?.to_svg()))?;
            shown::sensitivity(&sensitivity, options.format)
        }
        Question::Extremes => {
            let extremes = map.extremes(discount).map_err(failure)?;
            if extremes.worst() == extremes.best() {
                return Err(format!("--extremes {NEEDS_RANGE}"));
            }
            extremes.to_string()
        }
        Question::Trace(row) => {
            let worth = map.value(discount).map_err(failure)?;
            let weighted = weighted(&worth, options).map_err(failure)?;
            let traces = std::iter::once(&worth).chain(&weighted).map(|worth| Ok(worth.trace(row)?.to_string()));
            traces.collect::<Result<Vec<_>, _>>().map_err(failure)?.join("\n")
        }
    };
    Ok(if options.for_spreadsheets { for_spreadsheets(&text) } else { text })
}

/// The weighted worth, if weights are stated.
fn weighted<N: Fraction>(worth: &Worth<N>, options: &Options) -> Result<Option<Worth<N>>, ImpactError> {
    options.weights.as_ref().map(|_| worth.weighted()).transpose()
}

/// The advice where no number has a range.
const NEEDS_RANGE: &str = "needs a range: state columns such as quantity_low and quantity_high of the map, low and high of \
                           --inputs";

/// The message of a map that has no worth, with the option that helps.
fn with_advice(error: &ImpactError) -> Failure {
    let advice = match error {
        ImpactError::Overflow { .. } => ": compute with --number rational",
        ImpactError::Unknown { kind: "stakeholder", .. } => ": remove it from the file of --weights",
        _ => prices::advice(error),
    };
    format!("{error}{advice}")
}
