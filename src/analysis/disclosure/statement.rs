//! A statement for publishing.

use super::books::{Books, Published};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher, count_of_lines};
use crate::analysis::AnalysisError;
use crate::analysis::{Figure, NamedFigures};
use crate::number::Number;
use crate::statement::Terms;
use crate::statement::fields::{amounts, counts};

impl<N: Number> Publisher<'_, N> {
    /// The statement of these terms for publishing. The disclosure is a number of people, the threshold `k`, or more.
    ///
    /// - **Lines of few**: lines of fewer than `k` beneficiaries are pooled, measure by measure, and then the smallest
    ///   others, until the pool has `k`. A measure of which all lines together have fewer has no rows, and is named as
    ///   [withheld](Publication::withheld).
    /// - **Figures of few**: a count that stands for 1 to `k` − 1 people is withheld, and the amounts with it. A zero is shown,
    ///   unless it makes all people of the row alike; then their number is all that is shown.
    /// - **Figures that follow**: further figures are withheld until no withheld figure can be computed from the others, from
    ///   the people of a row, or from the statement of no grouping under the same terms and threshold.
    ///
    /// Analyses of the same terms withhold by the same figures ([`disclose_risk`](crate::disclosure::Publisher::risk) and so on).
    ///
    /// **What it does not do**:
    ///
    /// - **Tables of several groupings or periods can still be subtracted**: by service, and by service and month; last
    ///   month's and this month's. Publish one grouping of one set of books, or see to it yourself;
    /// - people who know all but one of the people of a figure can work out the last one's part;
    /// - values of lines stand as they are. A line named after a person names them, if enough people are on it;
    /// - it does not merge, since two pools hide lines that the other may show. Merge ledgers, and disclose the whole. That would
    ///   be another table beside those of the parts: see above.
    ///
    /// # Formula
    ///
    /// People are distinct beneficiaries. The threshold applies to all that is split: better, unchanged and worse; created and
    /// windfall gain; destroyed and windfall loss; each of these by part. The cells of a
    /// split are a system with an equation for each row and each column, the whole among the rows. A withheld cell follows
    /// from the others just where no cycle of withheld cells goes through it; more are withheld, the smallest first, until none
    /// does and the withheld cells of each row, and of each column whose whole is shown, stand for `k` people together. Ours.
    ///
    /// # Errors
    ///
    /// See [`DiscloseError`].
    ///
    /// - terms that no statement can be of;
    /// - a threshold of 0 or 1, which would hide nobody: R26;
    /// - a figure that is shown and that no number of the kind holds.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
    /// use covalue::analysis::Figure;
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [
    ///     ("ana", "north", -2.0),
    ///     ("ben", "north", -1.0),
    ///     ("cai", "north", 1.0),
    ///     ("dora", "north", 3.0),
    ///     ("eve", "south", -3.0),
    ///     ("finn", "west", -4.0),
    /// ] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let published = ledger.publish(2).statement(By::with("district"))?;
    /// let rows: Vec<_> = published.rows().map(|row| (row.line_count(), row.person_count())).collect();
    /// assert_eq!(rows, [(Some(1), Some(4)), (Some(2), Some(2))]); // the south and the west have one each
    /// let north = published.rows().next().expect("two rows");
    /// // Both in the pool are better, so only their number is shown, and what is better in the north is withheld too.
    /// assert_eq!(north.figure("created"), Some(Figure::Withheld));
    /// // For three people each line but one has too few, and for seven all together have.
    /// assert_eq!(ledger.publish(3).statement(By::with("district"))?.rows().next().and_then(|row| row.person_count()), Some(6));
    /// assert!(ledger.publish(7).statement(By::with("district"))?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn statement(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let terms = terms.into().checked().map_err(AnalysisError::from)?;
        let disclosure = self.disclosure.checked()?;
        let books = Books::of(self.ledger, &terms, disclosure)?;
        let mut rows = Vec::new();
        for published in &books.measures {
            for row in 0..published.rows.len() {
                rows.push((published.rows[row][0], row_of(&books, published, row, disclosure)?));
            }
        }
        // Lines in the statement's order, then the pools by measure.
        rows.sort_by_key(|(place, row)| if row.is_pooled() { (1, 0) } else { (0, *place) });
        Ok(Publication {
            heading: terms.without_grouping(),
            terms,
            analysis: None,
            columns: Vec::new(),
            disclosure,
            catalogue: self.ledger.catalogue.clone(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            withheld: books.withheld,
            lines_withheld: Some(0),
        })
    }
}

fn row_of<N: Number>(
    books: &Books<N>,
    published: &Published,
    row: usize,
    disclosure: Disclosure,
) -> Result<PublicationRow<N>, DiscloseError> {
    let cells = &published.rows[row];
    let cell = books.cell(cells);
    let mean = || cell.mean_change().map(|mean| mean.map_or(Figure::NotGiven, Figure::Share));
    let shows_mean = published.shows_all(row) && disclosure.base().is_none();
    let mut fields: NamedFigures<N> = vec![("measure", Figure::text(published.measure.as_str()))];
    for (name, read) in amounts() {
        let amount = published.shows_figure(row, name).then(|| read(&cell)).transpose().map_err(AnalysisError::from)?;
        fields.push((name, amount.map_or(Figure::Withheld, Figure::Amount)));
    }
    let shows = |name: &str| match name {
        "due" | "missing" => books.shows_coverage(published, row),
        name => published.shows_figure(row, name),
    };
    let value = |name, count: Option<u64>| count.map_or(Figure::NotGiven, |count| disclosure.count(shows(name), count));
    fields.extend(counts(&cell).into_iter().map(|(name, count)| (name, value(name, count))));
    Ok(PublicationRow {
        line: (cells.len() == 1).then(|| cell.line().clone()),
        lines: if cells.len() == 1 {
            Some(1)
        } else {
            count_of_lines(books.statement.terms().expect("it has terms"), cells.len() as u64)
        },
        people: Some(published.people(row, disclosure)),
        measure: Some(published.measure.clone()),
        figures: fields,
        appraisals: disclosure.count(true, cell.appraisal_count()),
        asked: cell.co_operation_is_stated(),
        mean: if shows_mean { mean().map_err(AnalysisError::from)? } else { Figure::Withheld },
    })
}
