//! The worth of an impact map: the outcomes of a service in money, created and destroyed apart, beside its inputs.
//!
//! ```text
//! cargo run --release --example worth -- --map outcomes.csv --input contract=24375 --discount year-one:0.035
//! cargo run --release --example worth -- --map outcomes.csv --inputs inputs.csv --sensitivity --picture tornado.svg
//! cargo run --release --example worth -- --map outcomes.csv --trace "residents/fewer falls"
//! cargo run --release --example worth -- --map outcomes.csv --prices 2024 --deflator prices.csv --format json
//! cargo run --release --example worth -- --map outcomes.csv --draws 10000 --seed 1
//! cargo run --release --example worth -- --units hours.csv --less north,south
//! cargo run --release --example worth -- --decide options.csv --on price
//! ```

mod columns;
mod decision;
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
mod units;

use std::process::ExitCode;

use covalue::certainty::Drawing;
use covalue::error::{CertaintyError, ImpactError};
use covalue::impact::{Discount, ImpactMap, Worth};
use covalue::number::Fraction;
use covalue::printable::for_spreadsheets;
use num_rational::BigRational;
use rust_decimal::Decimal;

use format::Format;
use options::{Job, NumberKind, Options, Question, USAGE, Written, job};

/// The message of an error.
type Failure = String;

fn main() -> ExitCode {
    exit::answered(
        job(),
        || USAGE.to_owned(),
        |job| match job {
            Job::Map(options) => of_map(&options).map(|text| written(text, options.written)),
            Job::Units(job, form) => job.answer(form.format).map(|text| written(text, form)),
            Job::Decide(job, form) => job.answer(form.format).map(|text| written(text, form)),
        },
    )
}

/// The figures of a map that are asked for, as text in the chosen format.
fn of_map(options: &Options) -> Result<String, Failure> {
    match (options.kind, &options.question) {
        (NumberKind::Float, Question::Draws(drawing)) => draws(options, *drawing),
        (NumberKind::Float, _) => answer::<f64>(options),
        (NumberKind::Decimal, _) => answer::<Decimal>(options),
        (NumberKind::Rational, _) => answer::<BigRational>(options),
    }
}

/// The text of an answer.
fn written(text: String, form: Written) -> String {
    if form.for_spreadsheets { for_spreadsheets(&text) } else { text }
}

/// The map with its inputs, and the discount. The values of options are checked before a file is read.
fn map_and_discount<N: Fraction>(options: &Options) -> Result<(ImpactMap<N>, Discount<N>), Failure> {
    let discount = stated::discount::<N>(options)?;
    let inputs = stated::inputs::<N>(&options.inputs)?;
    Ok((inputs.into_iter().fold(files::map(options)?, ImpactMap::input), discount))
}

/// The figures in draws of the assumptions that have a spread.
fn draws(options: &Options, drawing: Drawing) -> Result<String, Failure> {
    let (map, discount) = map_and_discount::<f64>(options)?;
    let draws = map.draws(discount, drawing).map_err(|error| match &error {
        CertaintyError::Impact(error) => with_advice(error),
        other => other.to_string(),
    })?;
    if draws.assumptions().len() == 0 {
        let advice = "state columns such as quantity_spread of the map, spread of --inputs";
        return Err(format!("--draws needs a spread: {advice}"));
    }
    files::write_picture(options, || Ok(draws.chart().to_svg()))?;
    Ok(match options.written.format {
        Format::Table => draws.to_string(),
        Format::Csv => draws.to_csv(),
        Format::Json => draws.to_json() + "\n",
    })
}

/// The figures over a kind of number.
fn answer<N: Fraction>(options: &Options) -> Result<String, Failure> {
    let (map, discount) = map_and_discount::<N>(options)?;
    let failure = |error: ImpactError| with_advice(&error);
    Ok(match &options.question {
        Question::Draws(_) => unreachable!("draws are of floats"),
        Question::Worth => {
            let worth = map.value(discount).map_err(failure)?;
            let weighted = weighted(&worth, options).map_err(failure)?;
            files::write_picture(options, || Ok(weighted.as_ref().unwrap_or(&worth).bar_chart()?.to_svg()))?;
            shown::worth(&worth, weighted.as_ref(), options.written.format).map_err(failure)?
        }
        Question::Sensitivity => {
            let sensitivity = map.sensitivity(discount).map_err(failure)?;
            if sensitivity.swings().len() == 0 {
                return Err(format!("--sensitivity {NEEDS_RANGE}, or --rate-range"));
            }
            files::write_picture(options, || Ok(sensitivity.tornado()?.to_svg()))?;
            shown::sensitivity(&sensitivity, options.written.format)
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
    })
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
