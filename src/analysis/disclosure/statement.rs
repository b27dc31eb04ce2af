//! Publication of a statement.

use super::plan::{MeasurePlan, StatementPlan};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher, published_line_count};
use crate::analysis::{AnalysisError, Figure, NamedFigures};
use crate::number::Number;
use crate::statement::Terms;
use crate::statement::fields::{amounts, counts};

impl<N: Number> Publisher<'_, N> {
    /// The statement of these terms, ready to publish. `k` is the threshold.
    ///
    /// - **Pooled lines**: lines with fewer than `k` beneficiaries are pooled, measure by measure, with the smallest
    ///   further lines until the pool has `k`. A measure with fewer than `k` on all lines together has no rows and is
    ///   listed as [withheld](Publication::withheld).
    /// - **Few people**: a count of 1 to `k` − 1 people is withheld, and the amounts with it. A zero is shown, unless
    ///   all people of the row are then alike; then only their number is shown.
    /// - **Computable figures**: further figures are withheld until no withheld figure can be computed from the others,
    ///   from the people of a row, or from the statement without grouping under the same terms and threshold.
    ///
    /// Publications of analyses with the same terms ([`risk`](crate::disclosure::Publisher::risk) and so on) withhold
    /// the same figures.
    ///
    /// **Limits**:
    ///
    /// - **Publications under different terms can be subtracted from each other**: by service, and by service and month;
    ///   last month's, and this month's; the whole, and `only` one district; users' own appraisals, and these together
    ///   with those of proxies. So can publications under two baselines or follow-ups. Publish one set of books under one
    ///   set of terms.
    /// - A reader who knows all but one of the people of a figure can compute the last one's part.
    /// - Values of lines are published unchanged. A line named after a person names this person, if enough people are
    ///   on it.
    /// - Publications do not merge, since the pools of two publications have different lines. Merge the ledgers and
    ///   publish the result, as one more publication that can be subtracted from those of the parts.
    ///
    /// # Formula
    ///
    /// People are distinct beneficiaries. The threshold applies to each split: better, unchanged and worse; created and
    /// windfall gain; destroyed and windfall loss; each of these by part. The cells of a split are unknowns in a system
    /// with an equation for each row and each column; the whole is one of the rows. A withheld cell can be computed
    /// exactly if no cycle of withheld cells contains it. Further cells are withheld, the smallest first, until none
    /// can be computed and until the withheld cells of each row, and of each column with a shown whole, have `k` people
    /// together. Ours.
    ///
    /// # Errors
    ///
    /// See [`DiscloseError`].
    ///
    /// - invalid terms;
    /// - a threshold of 0 or 1, which would protect no person: R26;
    /// - a filter by `By::User` or `By::Beneficiary`, which the table would name: R26;
    /// - a shown figure that no number of the kind holds.
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
    /// assert_eq!(rows, [(Some(1), Some(4)), (Some(2), Some(2))]); // the south and the west have one person each
    /// let north = published.rows().next().expect("two rows");
    /// // Both people in the pool are better, so only their number is shown, and created in the north is withheld too.
    /// assert_eq!(north.figure("created"), Some(Figure::Withheld));
    /// // With a threshold of three all lines are pooled. With seven, all lines together have too few people.
    /// assert_eq!(ledger.publish(3).statement(By::with("district"))?.rows().next().and_then(|row| row.person_count()), Some(6));
    /// assert!(ledger.publish(7).statement(By::with("district"))?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn statement(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let terms = terms.into().checked().map_err(AnalysisError::from)?;
        let (disclosure, plan) = self.plan(&terms)?;
        let mut rows = Vec::new();
        for measure in &plan.measures {
            for row in 0..measure.rows.len() {
                rows.push((measure.rows[row][0], publication_row(&plan, measure, row, disclosure)?));
            }
        }
        // Single lines have the order of the statement. Pools follow, by measure.
        rows.sort_by_key(|(index, row)| if row.is_pooled() { (1, 0) } else { (0, *index) });
        Ok(Publication {
            heading: terms.without_grouping(),
            terms,
            analysis: None,
            columns: Vec::new(),
            disclosure,
            catalogue: self.ledger.catalogue.clone(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            withheld: plan.withheld,
            lines_withheld: Some(0),
        })
    }
}

fn publication_row<N: Number>(
    plan: &StatementPlan<N>,
    measure: &MeasurePlan,
    row: usize,
    disclosure: Disclosure,
) -> Result<PublicationRow<N>, DiscloseError> {
    let cells = &measure.rows[row];
    let cell = plan.cell(cells);
    let mean = || cell.mean_change().map(|mean| mean.map_or(Figure::NotGiven, Figure::Share));
    let shows_mean = measure.shows_signs(row) && disclosure.base().is_none();
    let mut figures: NamedFigures<N> = vec![("measure", Figure::text(measure.measure.as_str()))];
    for (name, read) in amounts() {
        let amount = measure.shows_figure(row, name).then(|| read(&cell)).transpose().map_err(AnalysisError::from)?;
        figures.push((name, amount.map_or(Figure::Withheld, Figure::Amount)));
    }
    let shows = |name: &str| match name {
        "due" | "missing" => plan.shows_coverage(measure, row),
        name => measure.shows_figure(row, name),
    };
    let count = |(name, count): (&'static str, Option<u64>)| {
        (name, count.map_or(Figure::NotGiven, |count| disclosure.count(shows(name), count)))
    };
    figures.extend(counts(&cell).map(count));
    let lines = cells.len() as u64;
    let terms = plan.statement.terms().expect("the statement of a ledger has terms");
    let line = (lines == 1).then(|| cell.line().clone());
    Ok(PublicationRow {
        lines: if lines == 1 { Some(1) } else { published_line_count(terms, lines) },
        appraisals: disclosure.count(true, cell.appraisal_count()),
        states_contributions: cell.co_operation_is_stated(),
        mean: if shows_mean { mean().map_err(AnalysisError::from)? } else { Figure::Withheld },
        ..PublicationRow::new(measure.people(row, disclosure), line, Some(measure.measure.clone()), figures)
    })
}
