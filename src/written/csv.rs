//! Statements as CSV.

use crate::number::Number;
use crate::statement::fields;
use crate::statement::{By, Cell, Overflow, Statement, Terms};

/// The terms that each row names, behind its figures.
pub(super) const TERMS: [&str; 5] = ["baseline", "logic", "including", "follow_up", "as_of"];

/// Adds a cell to a row: quoted where it has to be, and also if it is text without a letter, since what is not stated
/// is an empty cell.
fn cell(row: &mut String, stated: Option<&str>) {
    match stated {
        None => {}
        Some("") => row.push_str("\"\""),
        Some(text) if text.contains([',', '"', '\n', '\r']) => {
            row.push('"');
            row.push_str(&text.replace('"', "\"\""));
            row.push('"');
        }
        Some(text) => row.push_str(text),
    }
}

/// Adds a row of cells.
pub(super) fn row<T: AsRef<str>>(csv: &mut String, cells: impl Iterator<Item = Option<T>>) {
    for (place, stated) in cells.enumerate() {
        if place > 0 {
            csv.push(',');
        }
        cell(csv, stated.as_ref().map(AsRef::as_ref));
    }
    csv.push('\n');
}

/// The terms in the order of [`TERMS`].
pub(super) fn terms(terms: &Terms) -> [Option<String>; TERMS.len()] {
    let included = terms.included().collect::<Vec<_>>().join(" ");
    [
        Some(terms.stated_baseline().word().to_owned()),
        Some(terms.stated_logic().word().to_owned()),
        Some(included).filter(|words| !words.is_empty()),
        Some(terms.stated_follow_up().to_string()),
        terms.stated_as_of().map(|day| day.to_string()),
    ]
}

impl<N: Number> Statement<N> {
    /// The statement as CSV, one cell a row: the grouping's words, the measure, the figures and counts of
    /// [`to_json`](Statement::to_json), and the terms, so that each row names its own.
    ///
    /// What is not stated is an empty cell (a text without a letter is `""`), and so are `due`, `made` and `missing`
    /// where the grouping has no coverage. Several words of `including` stand with spaces between. Without entries there
    /// is a header only.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first such, by line, measure and figure.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// assert_eq!(
    ///     ledger.statement(By::Service)?.to_csv()?,
    ///     "service,measure,co_created,created_alone,windfall_gain,with_misuse,without_misuse,destroyed_alone,\
    ///      windfall_loss,within_up,within_down,created,destroyed,net,hidden,gains,losses,unchanged,windfall_gains,\
    ///      windfall_losses,better,worse,left_out,due,made,missing,\
    ///      baseline,logic,including,follow_up,as_of\n\
    ///      physio,pain,2.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,2.0,0.0,2.0,0.0,1,0,0,0,0,1,0,0,0,0,0,\
    ///      before,service-dominant,,last,\n",
    /// );
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_csv(&self) -> Result<String, Overflow> {
        let words: Vec<String> =
            self.terms().iter().flat_map(|terms| terms.grouping().words()).map(By::to_string).collect();
        let columns = words.iter().map(String::as_str).chain(["measure"]);
        let mut csv = String::new();
        let columns = columns.chain(fields::AMOUNTS).chain(fields::COUNTS).chain(TERMS);
        row(&mut csv, columns.map(Some));
        let terms = self.terms().map(terms);
        for one in self.cells() {
            let line = one.line().values().map(|value| value.map(str::to_owned));
            let cells = line.chain([Some(one.measure().to_string())]).chain(figures(&one)?);
            row(&mut csv, cells.chain(terms.iter().flatten().cloned()));
        }
        Ok(csv)
    }
}

/// The amounts and counts of a cell.
pub(super) fn figures<N: Number>(cell: &Cell<N>) -> Result<Vec<Option<String>>, Overflow> {
    let amounts = fields::amounts().map(|(_, read)| read(cell).map(|amount| Some(amount.text())));
    let counts = fields::counts(cell).map(|(_, count)| Ok(count.map(|count| count.to_string())));
    amounts.into_iter().chain(counts).collect()
}
