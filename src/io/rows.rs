//! The head and the rows of a statement, an analysis or a publication, for both JSON and CSV.

use std::convert::Infallible;

use jiff::civil::Date;

use crate::analysis::disclosure::{Disclosure, Publication};
use crate::analysis::{
    Analysis, EntryList, Figure, Listed, NamedFigures, Origin, Rows, each_analysis, each_entry_list,
};
use crate::catalogue::MeasureId;
use crate::number::{Apportion, Number};
use crate::statement::{By, Cell, CellChange, Line, Overflow, Statement, StatementChange, Terms, fields};

/// The terms, the rule and the figures that all rows share.
pub(super) struct Head<'a, N> {
    /// `None` for the empty statement.
    pub(super) terms: Option<&'a Terms>,
    /// The rule of an analysis, in words.
    pub(super) rule: Option<String>,
    /// Figures of an analysis as a whole.
    pub(super) whole: NamedFigures<N>,
    pub(super) withholding: Option<Withholding<'a>>,
    /// The days between which entries were known, which lists of them have instead of terms.
    pub(super) known: Option<(Date, Date)>,
    /// The terms of the earlier of two statements that are compared.
    pub(super) earlier: Option<&'a Terms>,
    /// Whether some rows are differences of two lines, the second of which has columns of its own.
    #[cfg(feature = "csv")]
    pub(super) of_differences: bool,
    /// Whether the rows are entries, whose own fields may have the names of a word or of a term.
    #[cfg(feature = "csv")]
    pub(super) of_entries: bool,
}

/// The policy of a publication, and the measures and lines that it withholds.
pub(super) struct Withholding<'a> {
    pub(super) disclosure: Disclosure,
    pub(super) withheld: &'a [MeasureId],
    #[cfg(feature = "json")]
    pub(super) lines_withheld: Option<u64>,
}

/// A row: its line and its figures.
pub(super) struct OutputRow<N> {
    pub(super) line: OutputLine,
    pub(super) figures: NamedFigures<N>,
}

/// The line of a row.
pub(super) enum OutputLine {
    Line(Line),
    /// A line less another; `None` for all others together.
    #[cfg(feature = "certainty")]
    Difference(Line, Option<Line>),
    /// Several pooled lines.
    Pool,
    /// The analysis has no lines.
    NoLines,
}

impl From<Option<Line>> for OutputLine {
    fn from(line: Option<Line>) -> Self {
        line.map_or(Self::NoLines, Self::Line)
    }
}

impl<'a, N> Head<'a, N> {
    /// The head of rows with these terms, and nothing else.
    pub(super) fn of(terms: Option<&'a Terms>) -> Self {
        Self {
            terms,
            rule: None,
            whole: Vec::new(),
            withholding: None,
            known: None,
            earlier: None,
            #[cfg(feature = "csv")]
            of_differences: false,
            #[cfg(feature = "csv")]
            of_entries: false,
        }
    }

    /// The words of the grouping.
    pub(super) fn words(&self) -> &[By] {
        self.terms.map_or(&[], |terms| terms.grouping().words())
    }
}

/// The value of a result that cannot be an error.
pub(super) fn infallible<T>(result: Result<T, Infallible>) -> T {
    let Ok(value) = result;
    value
}

/// The columns of a statement.
#[cfg(feature = "csv")]
fn statement_columns() -> Vec<&'static str> {
    ["measure"].into_iter().chain(fields::AMOUNTS).chain(fields::COUNTS).collect()
}

impl<N: Number> Statement<N> {
    fn head(&self) -> Head<'_, N> {
        Head::of(self.terms())
    }

    fn output_rows(&self) -> impl Iterator<Item = Result<OutputRow<N>, Overflow>> {
        self.cells()
            .map(|cell| Ok(OutputRow { line: OutputLine::Line(cell.line().clone()), figures: cell_figures(&cell)? }))
    }

    /// The statement as JSON, in the form of section 16 of the [model](crate::_documentation::model): its terms on the
    /// first line, then one cell a line, sorted as [`cells`](Statement::cells) are.
    ///
    /// Floats and integers are JSON numbers that read back to the same bits, other kinds are text. A value that is not
    /// stated is `null`. So are `due`, `made` and `missing` if the grouping has no coverage, and the terms of the empty
    /// statement.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first one by line, measure and figure.
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
    /// let json = ledger.statement(By::Service)?.to_json()?;
    /// let terms = r#"{"terms":{"by":["service"],"baseline":"before","logic":"service-dominant","including":[],"#;
    /// assert!(json.starts_with(terms));
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"measure":"pain","co_created":2.0,"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> Result<String, Overflow> {
        super::json::to_json(&self.head(), "cells", self.output_rows())
    }

    /// The statement as CSV, one cell a row: the values of the line, the measure, the figures and counts of
    /// [`to_json`](Statement::to_json), and the terms.
    ///
    /// A value that is not stated is an empty cell, while an empty text is `""`. `due`, `made` and `missing` are empty
    /// cells if the grouping has no coverage. Several words of `including` are separated by spaces. Without entries
    /// there is only a header.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first one by line, measure and figure.
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
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> Result<String, Overflow> {
        let mut columns = statement_columns();
        if self.terms().is_some_and(Terms::counts_beneficiaries) {
            columns.push("beneficiaries");
        }
        super::csv::to_csv(&self.head(), &columns, self.output_rows())
    }
}

/// The measure, the amounts and the counts of a cell.
fn cell_figures<N: Number>(cell: &Cell<N>) -> Result<NamedFigures<N>, Overflow> {
    let mut figures = vec![("measure", Figure::text(cell.measure().as_str()))];
    for (name, read) in fields::amounts() {
        figures.push((name, Figure::Amount(read(cell)?)));
    }
    figures.extend(fields::counts(cell).map(|(name, count)| (name, Figure::count(count))));
    figures.extend(cell.beneficiary_count().map(|count| ("beneficiaries", Figure::Count(count))));
    Ok(figures)
}

/// The columns of two statements compared.
#[cfg(feature = "csv")]
fn change_columns(counts_beneficiaries: bool) -> Vec<String> {
    let beneficiaries = counts_beneficiaries.then_some("beneficiaries");
    let figures = fields::AMOUNTS.into_iter().chain(fields::COUNTS).chain(beneficiaries);
    let parts = figures.flat_map(|name| ["then", "now", "change"].map(|part| format!("{name}_{part}")));
    ["measure".to_owned(), "is".to_owned()].into_iter().chain(parts).collect()
}

impl<N: Number> StatementChange<N> {
    fn head(&self) -> Head<'_, N> {
        Head { earlier: self.earlier_terms(), ..Head::of(self.terms()) }
    }

    fn output_rows(&self) -> impl Iterator<Item = Result<OutputRow<N>, Overflow>> {
        self.cells()
            .map(|cell| Ok(OutputRow { line: OutputLine::Line(cell.line().clone()), figures: change_figures(cell)? }))
    }

    /// Both statements as JSON, in the form of section 16 of the [model](crate::_documentation::model): the terms of the
    /// later and of the earlier one, then one cell a line. Each figure has `then`, `now` and `change`, which are `null`
    /// where a statement does not have the line.
    ///
    /// # Errors
    ///
    /// - a figure or a change that no number of the kind holds.
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> Result<String, Overflow> {
        super::json::to_json(&self.head(), "cells", self.output_rows())
    }

    /// Both statements as CSV: the fields of [`to_json`](StatementChange::to_json), such as `created_change`, the terms
    /// of the later one, and the days of the earlier one.
    ///
    /// # Errors
    ///
    /// - a figure or a change that no number of the kind holds.
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> Result<String, Overflow> {
        let columns = change_columns(self.terms().is_some_and(Terms::counts_beneficiaries));
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        super::csv::to_csv(&self.head(), &columns, self.output_rows())
    }
}

/// The measure, whether the line is new, gone or kept, and the figures of two cells.
fn change_figures<N: Number>(cell: &CellChange<N>) -> Result<NamedFigures<N>, Overflow> {
    let is = if cell.is_new() {
        "new"
    } else if cell.is_gone() {
        "gone"
    } else {
        "kept"
    };
    let mut figures = vec![("measure", Figure::text(cell.measure().as_str())), ("is", Figure::text(is))];
    for (name, amount) in cell.amounts()? {
        let parts = [("then", amount.then()), ("now", amount.now()), ("change", amount.change())];
        figures.push((name, Figure::Group(parts.map(|(part, amount)| (part, Figure::amount(amount.cloned()))).into())));
    }
    for (name, count) in cell.counts() {
        let change = count.change().map_or(Figure::NotGiven, Figure::CountChange);
        let parts =
            vec![("then", Figure::count(count.then())), ("now", Figure::count(count.now())), ("change", change)];
        figures.push((name, Figure::Group(parts)));
    }
    Ok(figures)
}

fn analysis_head<'a, N: Number>(rows: &Rows<'a, N>) -> Head<'a, N> {
    Head { rule: Some(rows.rule.clone()), whole: rows.whole.clone(), ..Head::of(Some(rows.terms)) }
}

fn analysis_rows<N: Number>(rows: Rows<'_, N>) -> impl Iterator<Item = Result<OutputRow<N>, Infallible>> {
    rows.rows.into_iter().map(|row| Ok(OutputRow { line: row.line.into(), figures: row.figures }))
}

/// The methods of each analysis that write it as JSON and CSV.
macro_rules! writers {
    ($($module:ident $analysis:ident: $bound:ident,)+) => {
        $(
            impl<N: $bound> crate::analysis::$module::$analysis<N> {
                /// The analysis as JSON, in the form of section 16 of the [model](crate::_documentation::model): its
                /// terms and rule on the first line, then each of its lines on a line. Floats and integers are JSON
                /// numbers that read back to the same bits, other kinds are text.
                #[cfg(feature = "json")]
                pub fn to_json(&self) -> String {
                    let rows = self.rows();
                    infallible(super::json::to_json(&analysis_head(&rows), "lines", analysis_rows(rows)))
                }

                /// The analysis as CSV: the fields of its JSON, with the fields of the whole, the rule and the terms in
                /// every row. A value that is not stated, or that a line does not have, is an empty cell. Without
                /// entries there is only a header.
                #[cfg(feature = "csv")]
                pub fn to_csv(&self) -> String {
                    let rows = self.rows();
                    infallible(super::csv::to_csv(&analysis_head(&rows), rows.columns(), analysis_rows(rows)))
                }
            }
        )+
    };
}

each_analysis!(writers);

fn list_head<'a, N: Number>(list: &EntryList<'a, N>) -> Head<'a, N> {
    let (terms, known) = match list.origin {
        Origin::Line(terms, _) => (Some(terms), None),
        Origin::Statement(terms) => (terms, None),
        Origin::Days(from, to) => (None, Some((from, to))),
    };
    Head {
        rule: list.rule.map(str::to_owned),
        whole: list.whole.clone(),
        known,
        #[cfg(feature = "csv")]
        of_entries: true,
        ..Head::of(terms)
    }
}

fn list_rows<N: Number>(list: EntryList<'_, N>) -> impl Iterator<Item = Result<OutputRow<N>, Infallible>> {
    let line = match list.origin {
        Origin::Line(_, line) => Some(line.clone()),
        Origin::Statement(_) | Origin::Days(..) => None,
    };
    list.rows.into_iter().map(move |figures| Ok(OutputRow { line: line.clone().into(), figures }))
}

/// The methods of each list of entries that write it as JSON and CSV.
macro_rules! list_writers {
    ($([$($generic:tt)*] $list:ty: $number:ty;)+) => {
        $(impl<$($generic)*> $list {
            /// The entries as JSON, in the form of section 16 of the [model](crate::_documentation::model): the terms on
            /// the first line, then one entry a line. It has ids of people.
            #[cfg(feature = "json")]
            pub fn to_json(&self) -> String {
                let list = Listed::<$number>::entry_list(self);
                infallible(super::json::to_json(&list_head(&list), "entries", list_rows(list)))
            }

            /// The entries as CSV: the fields of the JSON, with the terms in every row. A value that is not stated, or
            /// that an entry does not have, is an empty cell. Without entries there is only a header.
            #[cfg(feature = "csv")]
            pub fn to_csv(&self) -> String {
                let list = Listed::<$number>::entry_list(self);
                let columns = list.columns.clone();
                infallible(super::csv::to_csv(&list_head(&list), &columns, list_rows(list)))
            }
        })+
    };
}

each_entry_list!(list_writers);
list_writers! { [] crate::statement::Exclusions: f64; }

impl<N: Number> Publication<N> {
    fn head(&self) -> Head<'_, N> {
        let (disclosure, withheld) = (self.disclosure, &self.withheld[..]);
        let withholding = Withholding {
            disclosure,
            withheld,
            #[cfg(feature = "json")]
            lines_withheld: self.lines_withheld,
        };
        let rule = self.rule_text().map(str::to_owned);
        Head { rule, withholding: Some(withholding), ..Head::of(Some(&self.terms)) }
    }

    /// The rows, each with its number of lines and of beneficiaries before its figures.
    fn output_rows(&self) -> impl Iterator<Item = Result<OutputRow<N>, Infallible>> {
        self.rows.iter().map(|row| {
            let counts =
                [("lines", Figure::count(row.line_count())), ("beneficiaries", Figure::count(row.person_count()))];
            let line = if row.is_pooled() { OutputLine::Pool } else { row.line().cloned().into() };
            Ok(OutputRow { line, figures: counts.into_iter().chain(row.figures.iter().cloned()).collect() })
        })
    }

    /// The publication as JSON: the terms, the rule of an analysis, the threshold (`disclosed`), the base of rounding
    /// (`rounded_to`, if there is one), the withheld measures, the number of withheld lines of an analysis, and the
    /// rows. Each row has its number of lines and of beneficiaries before the figures of the
    /// [statement](crate::Statement::to_json) or of the analysis. A withheld figure is `null`, and so is the `line` of
    /// a pool.
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
    /// let json = ledger.publish(2).statement(By::Service)?.to_json();
    /// assert!(json.contains(r#""disclosed":2,"withheld":[]"#));
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"lines":1,"beneficiaries":4,"measure":"pain","#));
    /// assert!(json.contains(r#""created":5.0,"destroyed":3.0,"net":2.0,"hidden":3.0,"#));
    /// let json = ledger.publish(3).statement(By::Service)?.to_json();
    /// assert!(json.contains(r#""created":null,"destroyed":null,"net":null,"hidden":null,"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        let list = if self.rule_text().is_some() { "lines" } else { "cells" };
        infallible(super::json::to_json(&self.head(), list, self.output_rows()))
    }

    /// The publication as CSV: the columns of the [statement](crate::Statement::to_csv) or of the analysis, with
    /// `lines` and `beneficiaries` before them and the threshold (`disclosed`) and `rounded_to` after them. A withheld
    /// figure is an empty cell.
    ///
    /// The values of the line are empty cells for a pool. A withheld measure has a row with its name and the terms
    /// only.
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
    /// let csv = ledger.publish(2).statement(By::Service)?.to_csv();
    /// assert!(csv.starts_with("service,lines,beneficiaries,measure,co_created,"));
    /// assert!(csv.contains("\nphysio,1,4,pain,5.0,"));
    /// let csv = ledger.publish(5).statement(By::Service)?.to_csv();
    /// assert!(csv.contains("\n,,,pain,,,,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let columns = if self.rule_text().is_some() { self.columns.clone() } else { statement_columns() };
        let columns: Vec<&str> = ["lines", "beneficiaries"].into_iter().chain(columns).collect();
        infallible(super::csv::to_csv(&self.head(), &columns, self.output_rows()))
    }
}
