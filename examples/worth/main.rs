//! The worth of an impact map: what are the outcomes of a service worth in money, beside what was put in?
//!
//! ```text
//! cargo run --release --example worth -- --map outcomes.csv --input contract=24375 --discount year-one:0.035
//! cargo run --release --example worth -- --map outcomes.csv --inputs inputs.csv --sensitivity
//! cargo run --release --example worth -- --map outcomes.csv --prices 2024 --deflator prices.csv --format json
//! ```

mod files;
mod options;
#[path = "../statement/options_file.rs"]
mod options_file;
mod shown;
mod stated;

use std::io::Write;
use std::process::ExitCode;

use covalue::error::ImpactError;
use covalue::impact::ImpactMap;
use covalue::number::Fraction;
use covalue::printable::for_spreadsheets;
use num_rational::BigRational;
use rust_decimal::Decimal;

use options::{NumberKind, Options, Question, USAGE, options};

/// The message of an error.
type Failure = String;

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return print(USAGE),
        Err(failure) => return fail(&format!("{failure}; see --help")),
    };
    let answer = match options.kind {
        NumberKind::Float => answer::<f64>(&options),
        NumberKind::Decimal => answer::<Decimal>(&options),
        NumberKind::Rational => answer::<BigRational>(&options),
    };
    match answer {
        Ok(text) => print(&text),
        Err(failure) => fail(&failure),
    }
}

fn print(text: &str) -> ExitCode {
    // A broken pipe is no failure: `head` closes it after the first lines.
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => fail(&error.to_string()),
        _ => ExitCode::SUCCESS,
    }
}

fn fail(failure: &str) -> ExitCode {
    eprintln!("error: {failure}");
    ExitCode::FAILURE
}

/// The worth or the sensitivity, as text in the chosen format.
fn answer<N: Fraction>(options: &Options) -> Result<String, Failure> {
    // The values of options are checked before a file is read.
    let discount = stated::discount::<N>(options)?;
    let inputs = stated::inputs::<N>(&options.inputs)?;
    let map = inputs.into_iter().fold(files::map(options)?, ImpactMap::input);
    let failure = |error: ImpactError| with_advice(&error);
    let text = match options.question {
        Question::Worth => {
            let worth = map.value(discount).map_err(failure)?;
            let weighted = worth.weighted().map_err(failure)?;
            let weighted = options.weights.as_ref().map(|_| &weighted);
            shown::worth(&worth, weighted, options.format).map_err(failure)?
        }
        Question::Sensitivity => {
            let sensitivity = map.sensitivity(discount).map_err(failure)?;
            if sensitivity.swings().len() == 0 {
                return Err(NO_RANGE.to_owned());
            }
            shown::sensitivity(&sensitivity, options.format)
        }
    };
    Ok(if options.for_spreadsheets { for_spreadsheets(&text) } else { text })
}

/// The advice where no number has a range.
const NO_RANGE: &str = "--sensitivity needs a range: state columns such as quantity_low and quantity_high of the map, low \
                        and high of --inputs, or --rate-range";

/// The message of a map that has no worth, with the option that helps.
fn with_advice(error: &ImpactError) -> Failure {
    let advice = match error {
        ImpactError::PriceYears { .. } => ": state --prices YEAR with --deflator FILE",
        ImpactError::NoPriceYear { .. } => ": state it in the column year, or remove --prices",
        ImpactError::NoIndex { .. } => ": add the year to the file of --deflator",
        ImpactError::Overflow { .. } => ": compute with --number rational",
        ImpactError::Unknown { kind: "stakeholder", .. } => ": remove it from the file of --weights",
        ImpactError::RepeatedInput { .. } => ": name it once in --input and --inputs",
        _ => "",
    };
    format!("{error}{advice}")
}
