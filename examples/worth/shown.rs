//! The worth and the sensitivity in the chosen format.

use covalue::error::ImpactError;
use covalue::impact::{Sensitivity, Worth};
use covalue::number::Fraction;

use super::format::Format;

/// The worth, and below it the weighted one.
pub(super) fn worth<N: Fraction>(
    worth: &Worth<N>,
    weighted: Option<&Worth<N>>,
    format: Format,
) -> Result<String, ImpactError> {
    Ok(match (format, weighted) {
        (Format::Table, None) => worth.to_string(),
        (Format::Table, Some(weighted)) => format!("{worth}\n{weighted}"),
        (Format::Csv, None) => worth.to_csv(),
        // The column `weights` tells the rows of both apart.
        (Format::Csv, Some(weighted)) => worth.to_csv() + without_header(&weighted.to_csv()),
        (Format::Json, None) => worth.to_json()? + "\n",
        (Format::Json, Some(weighted)) => {
            format!("{{\"unweighted\":{},\n\"weighted\":{}}}\n", worth.to_json()?, weighted.to_json()?)
        }
    })
}

pub(super) fn sensitivity<N: Fraction>(sensitivity: &Sensitivity<N>, format: Format) -> String {
    match format {
        Format::Table => sensitivity.to_string(),
        Format::Csv => sensitivity.to_csv(),
        Format::Json => sensitivity.to_json() + "\n",
    }
}

/// The rows of a CSV text. Names of columns have no line break.
fn without_header(csv: &str) -> &str {
    csv.split_once('\n').map_or("", |(_, rows)| rows)
}
