//! The counts of a journal or a table that was read.

use super::Refusal;
#[cfg(feature = "csv")]
use super::csv;
#[cfg(feature = "csv")]
use super::error::ReadError;
#[cfg(feature = "json")]
use super::journal::Entry;
use super::look_alikes::LookAlike;
use crate::getters::getters;

/// The number of entries that a journal or a table added to a ledger, and the refused ones.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, journal};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read(&mut ledger, &br#"{"service":{"id":"physio","provider":"clinic"}}"#[..])?;
/// assert_eq!((intake.line_count(), intake.declaration_count(), intake.interaction_count()), (1, 1, 0));
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    pub(super) lines: u64,
    pub(super) declarations: u64,
    pub(super) interactions: u64,
    pub(super) later_appraisals: u64,
    pub(super) voids: u64,
    pub(super) reach: u64,
    pub(super) repeats: u64,
    pub(super) refused: Vec<Refusal>,
    pub(super) look_alikes: Vec<LookAlike>,
    #[cfg(feature = "csv")]
    pub(super) skipped_lines: u64,
    #[cfg(feature = "csv")]
    pub(super) blank_rows: u64,
    #[cfg(feature = "csv")]
    pub(super) missing_codes: u64,
    #[cfg(feature = "csv")]
    pub(super) ignored_columns: u64,
    #[cfg(feature = "csv")]
    pub(super) table: Option<TableHeader>,
}

/// The header of the table that was read, for a table of its refused rows.
#[cfg(feature = "csv")]
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TableHeader {
    /// The lines above the header, with their ends.
    pub(super) above: String,
    pub(super) text: String,
    pub(super) delimiter: char,
    /// Whether the options name an encoding, or may have to.
    pub(super) is_encoded: bool,
}

#[cfg(feature = "csv")]
impl std::fmt::Debug for TableHeader {
    /// Without the lines above the header, which may be personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableHeader").field("text", &self.text).finish_non_exhaustive()
    }
}

impl Intake {
    /// The count that an entry of a journal adds to.
    #[cfg(feature = "json")]
    pub(super) fn count_of<N>(&mut self, entry: &Entry<N>) -> &mut u64 {
        match entry {
            Entry::Measure(_) | Entry::Service(_) => &mut self.declarations,
            Entry::Interaction(_) => &mut self.interactions,
            Entry::Appraisal { .. } => &mut self.later_appraisals,
            Entry::Void { .. } => &mut self.voids,
            Entry::Reach(_) => &mut self.reach,
        }
    }

    /// The intake of a strict read: refused if any row is, for the first row with a fault of its own.
    #[cfg(feature = "csv")]
    pub(super) fn all_or_first_fault(self) -> Result<Self, ReadError> {
        match self.refused.iter().find(|refused| refused.echo_of().is_none()) {
            Some(first) => Err(first.clone().into()),
            None => Ok(self),
        }
    }

    getters! { self:
        /// Lines read, including blank ones.
        line_count: u64 = self.lines;
        /// Measures and services declared, including those that were declared before.
        declaration_count: u64 = self.declarations;
        /// Interactions recorded.
        interaction_count: u64 = self.interactions;
        /// Later appraisals added.
        later_appraisal_count: u64 = self.later_appraisals;
        /// Interactions voided.
        void_count: u64 = self.voids;
        /// Counts of people reached that were recorded, each version by itself.
        reach_count: u64 = self.reach;
        /// Entries and rows that repeat others, and were skipped on request.
        repeat_count: u64 = self.repeats;
        /// The refused entries or rows, by line; empty unless the input was read leniently.
        refused: &[Refusal] = &self.refused;
        /// New ids and names that look like another one, by line: a warning, since both are in the books.
        look_alikes: &[LookAlike] = &self.look_alikes;
        /// Refused rows without a fault of their own: another row of the same interaction is refused.
        echo_count: u64 = self.refused.iter().filter(|refused| refused.echo_of().is_some()).count() as u64;
    }

    #[cfg(feature = "csv")]
    getters! { self:
        /// Lines above the header of a table.
        skipped_line_count: u64 = self.skipped_lines;
        /// Blank lines, and rows whose cells are all empty, which are skipped on request.
        blank_row_count: u64 = self.blank_rows;
        /// Cells with the code of a missing value, which count as empty.
        missing_code_count: u64 = self.missing_codes;
        /// Columns of a table that were not read: on request, and that of the reasons in a table of rejects.
        ignored_column_count: u64 = self.ignored_columns;
    }

    /// The refused rows of a table as a table: a column `refused by covalue` with the reason, then the columns of the file.
    /// Mend the rows, and read it with the same options: the column of reasons is never read. `None` if no row is refused,
    /// or the input was a journal.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Catalogue, Ledger, Measure, Service, table};
    ///
    /// let file = "id,service,user,on,measure,before,after
    /// v1,physio,ana,2026-03-02,pain,6,4
    /// v2,physio,ben,2026-03-09,pain,three,6
    /// ";
    /// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::<f64>::new(&catalogue);
    /// let rejects = table::read_lenient(&mut ledger, file.as_bytes())?.rejects().expect("a row is refused");
    /// assert_eq!(
    ///     rejects,
    ///     "refused by covalue,id,service,user,on,measure,before,after
    /// \"line 3: R3: before: `three` is not a number: if it stands for a missing value, say so (option `missing`)\",v2,physio,ben,2026-03-09,pain,three,6
    /// "
    /// );
    /// let intake = table::read(&mut ledger, rejects.replace("pain,three", "pain,3").as_bytes())?;
    /// assert_eq!(intake.interaction_count(), 1);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn rejects(&self) -> Option<String> {
        let TableHeader { above, text, delimiter, is_encoded } =
            self.table.as_ref().filter(|_| !self.refused.is_empty())?;
        // The mark says that this table is in UTF-8, whichever encoding the options name.
        let mut table = if *is_encoded { "\u{feff}".to_owned() } else { String::new() };
        table.push_str(above);
        for (reason, row) in std::iter::once((REFUSED.to_owned(), &**text))
            .chain(self.refused.iter().map(|refused| (refused.to_string(), refused.text())))
        {
            let reason = csv::text_cell(&reason, *delimiter);
            table.extend([&reason, &*delimiter.to_string(), row, "\n"]);
        }
        Some(table)
    }
}

/// The column in which a table of refused rows has their reasons. It is never read.
#[cfg(feature = "csv")]
pub(super) const REFUSED: &str = "refused by covalue";
