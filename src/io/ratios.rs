//! Intervals of ratios as JSON and CSV.

use super::intervals::none_figures;
#[cfg(feature = "json")]
use super::json::json;
#[cfg(feature = "csv")]
use super::worth::csv_table;
#[cfg(feature = "json")]
use super::worth::object_list;
use crate::analysis::{Figure, NamedFigures};
use crate::certainty::{Interval, NoInterval, RatioDifference, RatioLine, Ratios};

/// A ratio with its limits, or the reason for which it has none.
pub(super) fn figures(result: Result<Interval, NoInterval>) -> NamedFigures<f64> {
    match result {
        Ok(interval) => vec![
            ("units", Figure::Count(interval.units())),
            ("estimate", Figure::Amount(interval.estimate())),
            ("low", Figure::Amount(interval.low())),
            ("high", Figure::Amount(interval.high())),
        ],
        Err(reason) => none_figures(reason),
    }
}

fn of_line(line: &RatioLine) -> NamedFigures<f64> {
    std::iter::once(("line", Figure::text(line.name()))).chain(figures(line.interval())).collect()
}

fn of_difference(difference: &RatioDifference) -> NamedFigures<f64> {
    let names = [("line", Figure::text(difference.line())), ("less", Figure::text(difference.less()))];
    names.into_iter().chain(figures(difference.interval())).collect()
}

impl Ratios {
    /// The ratios as JSON: the method, then the lists `lines` and `differences`, one entry a line. An entry has its number of
    /// units, the `estimate` and its limits `low` and `high`, or the reason for which it has none (`none`), with the number of units
    /// that were `found` and the `least` that is needed.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    ///
    /// let ratios = Resampling::seeded(1).ratios([("north", "ana", 3.0, 40.0), ("south", "ben", 1.0, 40.0)])?;
    /// assert_eq!(
    ///     ratios.less("north", "south")?.to_json(),
    ///     r#"{"rule":"95 % BCa, 4999 replicates of units, seed 1, at least 20 units",
    ///  "lines":[
    ///  {"line":"north","none":"too_few_units","found":1,"least":20},
    ///  {"line":"south","none":"too_few_units","found":1,"least":20}],
    ///  "differences":[
    ///  {"line":"north","less":"south","none":"too_few_units","found":1,"least":20}]}"#,
    /// );
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        [
            format!("{{\"rule\":{}", json(self.resampling().rule_text("units"))),
            object_list("lines", self.lines().map(of_line)),
            object_list("differences", self.differences().map(of_difference)),
            "}".to_owned(),
        ]
        .concat()
    }

    /// The ratios as CSV: a row for each line and each difference, with the fields of the JSON and the method. What an entry does
    /// not have is an empty cell.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    ///
    /// let csv = Resampling::seeded(1).ratios([("north", "ana", 3.0, 40.0)])?.to_csv();
    /// assert!(csv.starts_with("line,less,units,estimate,low,high,none,found,least,rule\nnorth,,,,,,too_few_units,1,20,"));
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        const COLUMNS: [&str; 9] = ["line", "less", "units", "estimate", "low", "high", "none", "found", "least"];
        let in_columns = |figures: NamedFigures<f64>| -> NamedFigures<f64> {
            let find = |column: &&'static str| figures.iter().find(|(name, _)| name == column).cloned();
            COLUMNS.iter().map(|column| find(column).unwrap_or((column, Figure::NotGiven))).collect()
        };
        let rows = self.lines().map(of_line).chain(self.differences().map(of_difference));
        let rule = vec![("rule", Figure::text(self.resampling().rule_text("units")))];
        csv_table(&COLUMNS, rows.map(in_columns), rule)
    }
}
