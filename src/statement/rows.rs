//! The rows of a statement one by one, for callers that add them up in other ways.

use std::iter::FusedIterator;
use std::ops::Range;

use super::classify::Classification;
use super::walk::{Counts, Row, next_chunk};
use super::{Line, Terms, TermsError};
use crate::catalogue::MeasureId;
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::Number;

/// One appraisal that a statement counts or leaves out, with its line and its classification.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::statement::Classification;
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
/// let row = ledger.rows(By::Service)?.next().expect("one was recorded");
/// assert_eq!((row.interaction(), row.beneficiary()), ("v1", "ana"));
/// assert_eq!((row.line().to_string(), row.measure().as_str()), ("physio".to_owned(), "pain"));
/// assert_eq!((row.counts_as(), row.amount()), (Classification::CoCreated, Some(&2.0)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CountedRow<'a, N: Number = f64> {
    interaction: &'a str,
    beneficiary: &'a str,
    line: Line,
    measure: &'a MeasureId,
    counts_as: Classification,
    amount: Option<N::Change>,
}

impl<'a, N: Number> CountedRow<'a, N> {
    getters! { self:
        /// The id of the interaction.
        interaction: &'a str = self.interaction;
        /// The id of the person whose change it states.
        beneficiary: &'a str = self.beneficiary;
        /// The line of the statement.
        line: &Line = &self.line;
        /// The measure.
        measure: &'a MeasureId = self.measure;
        /// The classification of the appraisal.
        counts_as: Classification = self.counts_as;
        /// The amount that it adds to its figure: the size of the change, zero or more, in the measure's unit. `None`
        /// if it is left out, or if no number of the kind holds the change.
        amount: Option<&N::Change> = self.amount.as_ref();
    }
}

/// An iterator over the rows of a statement, made by [`Ledger::rows`].
pub struct CountedRows<'a, N: Number = f64> {
    counts: Counts<'a, N>,
    /// The interactions that are not read yet.
    unread: Range<usize>,
    /// The rows of the last chunk that are not yielded yet, the next one last.
    rows: Vec<Row<N::Change>>,
    /// A buffer for the codes of one line.
    codes: Vec<u32>,
}

impl<N: Number> Ledger<N> {
    /// An iterator over the appraisals that the statement of these terms counts or leaves out, one row each.
    ///
    /// Rows come in the order in which their interactions were recorded. They are read from the ledger while the
    /// iterator advances, so that memory does not grow with the number of rows. Appraisals that are due and do not
    /// exist have no row; a [`trace`](Ledger::trace) lists them.
    ///
    /// # Formula
    ///
    /// For each line, measure and classification, the figure of the statement is `Σ amount` over the rows, in the
    /// measure's unit, rounded once (R20). Ours.
    ///
    /// # Errors
    ///
    /// - `By::Year.and(By::Year)`, `.follow_up(0)`: see [`TermsError`].
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use covalue::number::{FloatTotal, Total};
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::statement::Classification;
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (id, before, after) in [("v1", 6.0, 5.9), ("v2", 5.9, 5.7), ("v3", 5.7, 6.0)] {
    ///     let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id(id);
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").before(before).after(after)))?;
    /// }
    /// let mut sums: BTreeMap<_, FloatTotal> = BTreeMap::new();
    /// for row in ledger.rows(By::Service)? {
    ///     let key = (row.line().clone(), row.measure().clone(), row.counts_as());
    ///     if let Some(amount) = row.amount() {
    ///         sums.entry(key).or_default().add(amount)?;
    ///     }
    /// }
    /// for cell in ledger.statement(By::Service)?.cells() {
    ///     let sum = |counts_as| sums.get(&(cell.line().clone(), cell.measure().clone(), counts_as));
    ///     assert_eq!(sum(Classification::CoCreated).and_then(FloatTotal::value), Some(cell.co_created()?));
    ///     assert_eq!(sum(Classification::WithoutMisuse).and_then(FloatTotal::value), Some(cell.without_misuse()?));
    /// }
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn rows(&self, terms: impl Into<Terms>) -> Result<CountedRows<'_, N>, TermsError> {
        let terms = terms.into().checked()?;
        let unread = 0..self.columns.interactions();
        Ok(CountedRows { counts: Counts::new(self, &terms), unread, rows: Vec::new(), codes: Vec::new() })
    }
}

impl<'a, N: Number> Iterator for CountedRows<'a, N> {
    type Item = CountedRow<'a, N>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.rows.is_empty() {
            self.counts.read(next_chunk(&mut self.unread)?, &mut self.rows);
            // Reversed, so that `pop` moves the rows out in order and no amount is cloned.
            self.rows.reverse();
        }
        let row = self.rows.pop()?;
        let ledger = self.counts.ledger;
        Some(CountedRow {
            interaction: ledger.columns.ids.text(row.interaction() as u32),
            beneficiary: ledger.columns.actors.text(row.beneficiary),
            line: self.counts.keys.line(row.cell, &mut self.codes),
            measure: ledger.catalogue.measure_at(row.measure).id(),
            counts_as: row.counts_as,
            amount: row.amount,
        })
    }
}

impl<N: Number> FusedIterator for CountedRows<'_, N> {}

debug_fields! { self: impl[N: Number] CountedRows<'_, N> {
    unread: self.unread.len(),
} }
