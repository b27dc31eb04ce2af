//! Statements for publishing, as JSON and as CSV.

use crate::number::Number;
use crate::reading::Disclosed;
use crate::statement::{By, Overflow};

fn words<N: Number>(disclosed: &Disclosed<N>) -> Vec<String> {
    disclosed.terms().grouping().words().iter().map(By::to_string).collect()
}

#[cfg(feature = "json")]
impl<N: Number> Disclosed<N> {
    /// What is published as JSON: its terms, how many people each row is of at the least, the measures withheld, and the
    /// rows with the figures of a [statement's cells](crate::Statement::to_json). The `line` of pooled lines is `null`.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first such, by row and figure.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for user in ["ana", "ben"] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// }
    /// let json = ledger.disclose(By::User, 2)?.to_json()?;
    /// assert!(json.contains(r#""disclosed":2,"withheld":[]"#));
    /// assert!(json.contains(r#"{"line":null,"lines":2,"beneficiaries":2,"measure":"pain","co_created":4.0,"#));
    /// let json = ledger.disclose(By::User, 3)?.to_json()?;
    /// assert!(json.contains(r#""disclosed":3,"withheld":["pain"]"#) && json.ends_with(r#""cells":[]}"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<String, Overflow> {
        use std::fmt::Write;

        use super::json::{figures, line, text};

        let words = words(self);
        let mut json = "{\"terms\":".to_owned();
        json.push_str(&serde_json::to_string(self.terms()).expect("terms are words, which JSON has"));
        let taken = "text takes all that is written";
        write!(json, ",\n \"disclosed\":{},\"withheld\":[", self.least()).expect(taken);
        for (place, measure) in self.withheld().enumerate() {
            json.push_str(if place > 0 { "," } else { "" });
            text(&mut json, measure.as_str());
        }
        json.push_str("],\n \"cells\":[");
        for (place, row) in self.rows().enumerate() {
            json.push_str(if place > 0 { ",\n {\"line\":" } else { "\n {\"line\":" });
            match row.line() {
                Some(one) => line(&mut json, &words, one),
                None => json.push_str("null"),
            }
            write!(json, ",\"lines\":{},\"beneficiaries\":{},", row.lines(), row.beneficiaries()).expect(taken);
            figures(&mut json, row.cell())?;
            json.push('}');
        }
        json.push_str("]}");
        Ok(json)
    }
}

#[cfg(feature = "csv")]
impl<N: Number> Disclosed<N> {
    /// What is published as CSV: the columns of a [statement](crate::Statement::to_csv), with `lines` and `beneficiaries`
    /// before the measure and `disclosed`, how many people each row is of at the least, at the end.
    ///
    /// Of pooled lines, which are two or more, the grouping's words are empty cells. A measure that is withheld has a row
    /// with its name and the terms, and nothing else.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first such, by row and figure.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for user in ["ana", "ben"] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// }
    /// let csv = ledger.disclose(By::User, 2)?.to_csv()?;
    /// assert!(csv.starts_with("user,lines,beneficiaries,measure,co_created,"));
    /// assert!(csv.ends_with("\n,2,2,pain,4.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,4.0,0.0,4.0,0.0,2,0,0,0,0,0,0,0,\
    ///     before,service-dominant,,last,,2\n"));
    /// let csv = ledger.disclose(By::User, 3)?.to_csv()?;
    /// assert!(csv.ends_with("\n,,,pain,,,,,,,,,,,,,,,,,,,,,before,service-dominant,,last,,3\n"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_csv(&self) -> Result<String, Overflow> {
        use super::csv::{TERMS, figures, row, terms};
        use super::fields::{AMOUNTS, COUNTS};

        let words = words(self);
        let mut csv = String::new();
        let columns = words.iter().map(String::as_str).chain(["lines", "beneficiaries", "measure"]);
        row(&mut csv, columns.chain(AMOUNTS).chain(COUNTS).chain(TERMS).chain(["disclosed"]).map(Some));
        let terms: Vec<_> = terms(self.terms()).into_iter().chain([Some(self.least().to_string())]).collect();
        let none = |cells: usize| std::iter::repeat_n(None, cells);
        for one in self.rows() {
            let value = |place| one.line().and_then(|line| line.values().nth(place).flatten().map(str::to_owned));
            let counts = [one.lines(), one.beneficiaries()].map(|count| Some(count.to_string()));
            let cells = (0..words.len()).map(value).chain(counts).chain([Some(one.measure().to_string())]);
            row(&mut csv, cells.chain(figures(one.cell())?).chain(terms.iter().cloned()));
        }
        for measure in self.withheld() {
            let cells = none(words.len() + 2).chain([Some(measure.to_string())]);
            row(&mut csv, cells.chain(none(AMOUNTS.len() + COUNTS.len())).chain(terms.iter().cloned()));
        }
        Ok(csv)
    }
}
