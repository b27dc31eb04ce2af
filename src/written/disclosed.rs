//! What is published, as JSON and as CSV.

use crate::number::Number;
use crate::reading::Disclosed;
use crate::statement::By;

impl<N: Number> Disclosed<N> {
    /// The grouping's words, where rows have lines.
    fn words(&self) -> Vec<String> {
        self.terms().grouping().words().iter().map(By::to_string).collect()
    }
}

#[cfg(feature = "json")]
impl<N: Number> Disclosed<N> {
    /// What is published as JSON: the terms, the rule of an analysis, the threshold (`disclosed`), what counts are rounded to
    /// (`rounded_to`, where they are), the measures withheld, how many lines of an analysis are, and the rows, each with its
    /// lines and beneficiaries before the figures of the [statement](crate::Statement::to_json) or the analysis. What is
    /// withheld is `null`, and so is the `line` of pooled lines.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, after) in [("ana", 4.0), ("ben", 3.0), ("cai", 7.0), ("dee", 8.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(after)))?;
    /// }
    /// let json = ledger.disclose(By::Service, 2)?.to_json();
    /// assert!(json.contains(r#""disclosed":2,"withheld":[]"#));
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"lines":1,"beneficiaries":4,"measure":"pain","#));
    /// assert!(json.contains(r#""created":5.0,"destroyed":3.0,"net":2.0,"hidden":3.0,"#));
    /// let json = ledger.disclose(By::Service, 3)?.to_json();
    /// assert!(json.contains(r#""created":null,"destroyed":null,"net":null,"hidden":null,"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        use std::fmt::Write;

        use super::json::{line, text};
        use super::readings::fields_to_json;

        let words = self.words();
        let mut json = "{\"terms\":".to_owned();
        json.push_str(&serde_json::to_string(self.terms()).expect("terms are words, which JSON has"));
        if let Some(rule) = self.rule() {
            json.push_str(",\"rule\":");
            text(&mut json, rule);
        }
        let taken = "text takes all that is written";
        write!(json, ",\n \"disclosed\":{}", self.disclosure().threshold()).expect(taken);
        if let Some(base) = self.disclosure().base() {
            write!(json, ",\"rounded_to\":{base}").expect(taken);
        }
        json.push_str(",\"withheld\":[");
        for (place, measure) in self.withheld().enumerate() {
            json.push_str(if place > 0 { "," } else { "" });
            text(&mut json, measure.as_str());
        }
        json.push(']');
        if self.rule().is_some() {
            write!(json, ",\"lines_withheld\":{}", or_null(self.lines_withheld())).expect(taken);
        }
        json.push_str(if self.rule().is_some() { ",\n \"lines\":[" } else { ",\n \"cells\":[" });
        for (place, row) in self.rows().enumerate() {
            json.push_str(if place > 0 { ",\n {" } else { "\n {" });
            match row.line() {
                Some(one) => {
                    json.push_str("\"line\":");
                    line(&mut json, &words, one);
                    json.push(',');
                }
                None if row.is_pooled() => json.push_str("\"line\":null,"),
                None => {}
            }
            let [lines, people] = [row.lines(), row.people()].map(or_null);
            write!(json, "\"lines\":{lines},\"beneficiaries\":{people},").expect(taken);
            fields_to_json(&mut json, row.fields());
            json.push('}');
        }
        json.push_str("]}");
        json
    }
}

#[cfg(feature = "json")]
fn or_null(count: Option<u64>) -> String {
    count.map_or_else(|| "null".to_owned(), |count| count.to_string())
}

#[cfg(feature = "csv")]
impl<N: Number> Disclosed<N> {
    /// What is published as CSV: the columns of a [statement](crate::Statement::to_csv) or of the analysis, with `lines` and
    /// `beneficiaries` before them and the threshold (`disclosed`) and `rounded_to` at the end. What is withheld is an empty
    /// cell.
    ///
    /// Of pooled lines, which are two or more, the grouping's words are empty cells. A measure that is withheld has a row
    /// with its name and the terms, and nothing else.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, after) in [("ana", 4.0), ("ben", 3.0), ("cai", 7.0), ("dee", 8.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(after)))?;
    /// }
    /// let csv = ledger.disclose(By::Service, 2)?.to_csv();
    /// assert!(csv.starts_with("service,lines,beneficiaries,measure,co_created,"));
    /// assert!(csv.contains("\nphysio,1,4,pain,5.0,"));
    /// let csv = ledger.disclose(By::Service, 5)?.to_csv();
    /// assert!(csv.contains("\n,,,pain,,,,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_csv(&self) -> String {
        use super::csv::{TERMS, row, terms};
        use super::readings::flatten;
        use crate::statement::fields::{AMOUNTS, COUNTS};

        let rows: Vec<Vec<(String, Option<String>)>> = self.rows().map(|row| flatten(row.fields())).collect();
        let of_statement = || ["measure"].into_iter().chain(AMOUNTS).chain(COUNTS).collect();
        let columns: Vec<&str> = self.columns().map_or_else(of_statement, <[_]>::to_vec);
        let words: Vec<String> = self.words().into_iter().filter(|_| !columns.contains(&"value")).collect();
        let mut csv = String::new();
        let header = words.iter().map(String::as_str).chain(["lines", "beneficiaries"]).chain(columns.iter().copied());
        let rule = self.rule().map(|_| "rule");
        let ends = ["disclosed", "rounded_to"];
        row(&mut csv, header.chain(rule).chain(TERMS).chain(ends).map(Some));
        let rule = self.rule().map(|rule| Some(rule.to_owned()));
        let ends = [Some(self.disclosure().threshold()), self.disclosure().base()];
        let ends = ends.map(|number| number.map(|number| number.to_string()));
        let behind: Vec<_> = rule.into_iter().chain(terms(self.terms())).chain(ends).collect();
        for (one, fields) in self.rows().zip(&rows) {
            let value = |place| one.line().and_then(|line| line.values().nth(place).flatten().map(str::to_owned));
            let counts = [one.lines(), one.people()].map(|count| count.map(|count| count.to_string()));
            let field = |column: &&str| {
                let found = fields.iter().find(|(name, _)| name == column);
                found.and_then(|(_, text)| text.clone())
            };
            let cells = (0..words.len()).map(value).chain(counts).chain(columns.iter().map(field));
            row(&mut csv, cells.chain(behind.iter().cloned()));
        }
        for measure in self.withheld() {
            let of_measure = |column: &&str| (*column == "measure").then(|| measure.to_string());
            let cells = std::iter::repeat_n(None, words.len() + 2).chain(columns.iter().map(of_measure));
            row(&mut csv, cells.chain(behind.iter().cloned()));
        }
        csv
    }
}
