//! A statement for publishing.

use super::books::{Books, Category, Published};
use super::policy::Disclosure;
use super::{DiscloseError, Disclosed, DisclosedRow};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::reading::ReadingError;
use crate::reading::fields::{Fields, Value};
use crate::statement::{Cell, CountsAs, Overflow, Terms};

impl<N: Number> Ledger<N> {
    /// The statement of these terms for publishing. The disclosure is a number of people, the threshold `k`, or more.
    ///
    /// - **Lines of few**: lines of fewer than `k` beneficiaries are pooled, measure by measure, and then the smallest
    ///   others, until the pool has `k`. A measure of which all lines together have fewer has no rows, and is named as
    ///   [withheld](Disclosed::withheld).
    /// - **Figures of few**: a count that stands for 1 to `k` − 1 people is withheld, and the amounts with it. A zero is shown,
    ///   unless it makes all people of the row alike; then their number is all that is shown.
    /// - **Figures that follow**: further figures are withheld until no withheld figure can be computed from the others, from
    ///   the people of a row, or from the statement of no grouping under the same terms and threshold.
    ///
    /// Analyses of the same terms withhold by the same figures ([`disclose_risk`](Ledger::disclose_risk) and so on).
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
    /// use covalue::{Appraisal, By, Catalogue, Figure, Interaction, Ledger, Measure, Service, User, date};
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
    /// let published = ledger.disclose(By::with("district"), 2)?;
    /// let rows: Vec<_> = published.rows().map(|row| (row.lines(), row.people())).collect();
    /// assert_eq!(rows, [(1, Some(4)), (2, Some(2))]); // the south and the west have one each
    /// let north = published.rows().next().expect("two rows");
    /// // Both in the pool are better, so only their number is shown, and what is better in the north is withheld too.
    /// assert_eq!(north.figure("created"), Some(Figure::Withheld));
    /// // For three people each line but one has too few, and for seven all together have.
    /// assert_eq!(ledger.disclose(By::with("district"), 3)?.rows().next().and_then(|row| row.people()), Some(6));
    /// assert!(ledger.disclose(By::with("district"), 7)?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn disclose(
        &self,
        terms: impl Into<Terms>,
        disclosure: impl Into<Disclosure>,
    ) -> Result<Disclosed<N>, DiscloseError> {
        let terms = terms.into().checked().map_err(ReadingError::from)?;
        let disclosure = disclosure.into().checked()?;
        let books = Books::of(self, &terms, disclosure)?;
        let mut rows = Vec::new();
        for published in &books.measures {
            for row in 0..published.rows.len() {
                rows.push((published.rows[row][0], row_of(&books, published, row, disclosure)?));
            }
        }
        // Lines in the statement's order, then the pools by measure.
        rows.sort_by_key(|(place, row)| if row.lines > 1 { (1, 0) } else { (0, *place) });
        Ok(Disclosed {
            heading: terms.without_grouping(),
            terms,
            rule: None,
            columns: Vec::new(),
            disclosure,
            catalogue: self.catalogue.clone(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            withheld: books.withheld,
            lines_withheld: 0,
        })
    }
}

fn row_of<N: Number>(
    books: &Books<N>,
    published: &Published,
    row: usize,
    disclosure: Disclosure,
) -> Result<DisclosedRow<N>, DiscloseError> {
    let cells = &published.rows[row];
    let cell = books.cell(cells);
    let mean = || cell.mean_change().map(|mean| mean.map_or(Value::NotGiven, Value::Float));
    let shows_mean = published.shows_all(row) && disclosure.base().is_none();
    let mut fields: Fields<N> = vec![("measure", Value::text(published.measure.as_str()))];
    fields.extend(amounts(&cell, published, row)?);
    fields.extend(counts(&cell, (published, row), books.shows_coverage(published, row), disclosure));
    Ok(DisclosedRow {
        line: (cells.len() == 1).then(|| cell.line().clone()),
        lines: cells.len() as u64,
        people: Some(published.people(row, disclosure)),
        measure: Some(published.measure.clone()),
        fields,
        asked: cell.co_operation_is_stated(),
        mean: if shows_mean { mean().map_err(ReadingError::from)? } else { Value::Withheld },
    })
}

type Read<N> = fn(&Cell<N>) -> Result<N, Overflow>;

fn amounts<N: Number>(cell: &Cell<N>, published: &Published, row: usize) -> Result<Fields<N>, ReadingError> {
    let part = |part| published.shows_part(row, part);
    let net = published.shows(row, Category::Better) && published.shows(row, Category::Worse);
    let amounts: [(&'static str, Read<N>, bool); 13] = [
        ("co_created", Cell::co_created, part(CountsAs::CoCreated)),
        ("created_alone", Cell::created_alone, part(CountsAs::CreatedAlone)),
        ("windfall_gain", Cell::windfall_gain, part(CountsAs::WindfallGain)),
        ("with_misuse", Cell::with_misuse, part(CountsAs::WithMisuse)),
        ("without_misuse", Cell::without_misuse, part(CountsAs::WithoutMisuse)),
        ("destroyed_alone", Cell::destroyed_alone, part(CountsAs::DestroyedAlone)),
        ("windfall_loss", Cell::windfall_loss, part(CountsAs::WindfallLoss)),
        ("within_up", Cell::within_up, part(CountsAs::WithinUp)),
        ("within_down", Cell::within_down, part(CountsAs::WithinDown)),
        ("created", Cell::created, published.shows_created(row)),
        ("destroyed", Cell::destroyed, published.shows_destroyed(row)),
        ("net", Cell::net, net),
        ("hidden", Cell::hidden, net),
    ];
    let read = |(name, read, shown): (&'static str, Read<N>, bool)| {
        Ok((name, if shown { Value::Amount(read(cell)?) } else { Value::Withheld }))
    };
    amounts.into_iter().map(read).collect()
}

fn counts<N: Number>(
    cell: &Cell<N>,
    (published, row): (&Published, usize),
    shows_coverage: bool,
    disclosure: Disclosure,
) -> Fields<N> {
    let shows = |category| published.shows(row, category);
    let counts: [(&'static str, u64, bool); 8] = [
        ("gains", cell.gains(), published.shows_created(row)),
        ("losses", cell.losses(), published.shows_destroyed(row)),
        ("unchanged", cell.unchanged(), shows(Category::Unchanged)),
        ("windfall_gains", cell.windfall_gains(), published.shows_part(row, CountsAs::WindfallGain)),
        ("windfall_losses", cell.windfall_losses(), published.shows_part(row, CountsAs::WindfallLoss)),
        ("better", cell.better(), shows(Category::Better)),
        ("worse", cell.worse(), shows(Category::Worse)),
        ("left_out", cell.left_out(), published.shows_left_out(row)),
    ];
    let mut fields: Fields<N> =
        counts.into_iter().map(|(name, count, shown)| (name, disclosure.count(shown, count))).collect();
    let coverage = cell.coverage();
    for (name, count, shown) in [
        ("due", coverage.map(|coverage| coverage.due()), shows_coverage),
        ("made", coverage.map(|coverage| coverage.made()), published.shows_made(row)),
        ("missing", coverage.map(|coverage| coverage.missing()), shows_coverage),
    ] {
        fields.push((name, count.map_or(Value::NotGiven, |count| disclosure.count(shown, count))));
    }
    fields
}
