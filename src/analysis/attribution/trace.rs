//! From a share back to the entries that it comes from.

use super::AnalysisError;
use super::engine::Pass;
use super::party_index::{PartyIndex, RowKey};
use super::rule::AttributionRule;
use super::shares::{Aggregation, KeyedTotals, ShareColumn};
use crate::catalogue::{ActorId, Measure};
use crate::getters::list;
use crate::ledger::Ledger;
use crate::number::{Apportion, Number};
use crate::statement::{Counts, Entry, IntoLine, Line, Row, Terms};

/// An entry of a statement, and the share of each party in it.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(-1.0)))?;
/// let traced = ledger.trace_attribution(By::Service, Cooperation, "physio", "mobility")?;
/// let shares: Vec<_> = traced[0].shares().collect();
/// assert_eq!((traced[0].entry().beneficiary().as_str(), shares), ("ana", vec![(None, &1.0)])); // to no party
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AttributedEntry<N: Number = f64> {
    entry: Entry<N>,
    shares: Vec<(Option<ActorId>, N)>,
}

impl<N: Number> AttributedEntry<N> {
    /// The entry: an appraisal, and the amount that it created or destroyed.
    pub fn entry(&self) -> &Entry<N> {
        &self.entry
    }

    /// The share of each party in the order of ids, in the measure's unit. A destroyed amount without a misuse on
    /// record is the share of no party. There are no shares if a number of the kind does not hold one of them.
    pub fn shares(&self) -> impl ExactSizeIterator<Item = (Option<&ActorId>, &N)> {
        self.shares.iter().map(|(party, share)| (party.as_ref(), share))
    }
}

/// The entries behind an attribution's shares of a line and measure, sorted by interaction and beneficiary.
///
/// `Display` prints one row for each party of each entry, `to_json` and `to_csv` write them. It has ids of people, so it
/// is not for publication.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.appraisal(Appraisal::of("mobility").before(4.0).after(8.0)))?;
/// assert_eq!(
///     ledger.trace_attribution(By::Service, Cooperation, "physio", "mobility")?.to_string(),
///     "physio, mobility (points); cooperation; change from before; users' own appraisals\n\
///      interaction  beneficiary  service  on          reference  outcome  counts as   amount  party   share\n\
///      v1           ana          physio   2026-03-02        4.0      8.0  co-created     4.0  ana       3.0\n\
///      v1           ana          physio   2026-03-02        4.0      8.0  co-created     4.0  clinic    1.0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionTrace<N: Number = f64> {
    pub(crate) terms: Terms,
    pub(crate) rule: String,
    pub(crate) line: Line,
    pub(crate) measure: Measure<N>,
    entries: Vec<AttributedEntry<N>>,
}

list!(impl[N: Number] AttributionTrace<N>: entries, AttributedEntry<N>);

impl<N: Apportion> Ledger<N> {
    /// The entries behind an attribution's shares of a line and measure, each with its own shares (R20). They are
    /// sorted by interaction and beneficiary. Only created and destroyed amounts are among them.
    ///
    /// To trace relations, drivers and risk, pass their terms to [`trace`](Ledger::trace); engagement has
    /// [`trace_engagement`](Ledger::trace_engagement).
    ///
    /// # Errors
    ///
    /// - a line that does not exist, or on which nothing was created or destroyed: R20, rather than an empty list;
    /// - as [`attribution_of`](Ledger::attribution_of).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{
    /// #     Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date,
    /// # };
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(
    ///     Interaction::between("ana", "physio", date(2026, 3, 2))
    ///         .id("v1")
    ///         .contribution(Contribution::of("ana").integrated(3.0))
    ///         .contribution(Contribution::of("clinic").integrated(1.0))
    ///         .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
    /// )?;
    /// let traced = ledger.trace_attribution(By::Service, Cooperation, "physio", "mobility")?;
    /// let shares: Vec<_> = traced[0].shares().map(|(party, share)| (party.map(|id| id.as_str()), *share)).collect();
    /// assert_eq!(traced[0].entry().interaction().as_str(), "v1");
    /// assert_eq!(shares, [(Some("ana"), 3.5), (Some("clinic"), 0.5)]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn trace_attribution(
        &self,
        terms: impl Into<Terms>,
        rule: impl AttributionRule<N>,
        line: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<AttributionTrace<N>, AnalysisError> {
        let (terms, line, measure) = (terms.into().checked()?, line.into_line(), measure.as_ref());
        let mut counts = Counts::new(self, &terms);
        let mut rows: Vec<Row<N::Change>> = Vec::new();
        counts.each(|some| {
            rows.extend(some.iter().filter(|row| row.counts_as.is_created() || row.counts_as.is_destroyed()).cloned());
        });
        let order = counts.in_order(rows.iter().map(|row| row.cell));
        let cells = order.cells.clone();
        let is_of_terms = line.values().len() == terms.grouping().words().len();
        let position = order.index().position(line.values().chain([Some(measure)])).filter(|_| is_of_terms);
        let cell = position
            .map(|position| cells[position])
            .ok_or_else(|| AnalysisError::nothing_attributed(&line, &terms, measure))?;
        let index = PartyIndex::new(self);
        let mut pass = Pass::new(self, &index, &rule).keeping_amounts();
        rows.retain(|row| row.cell == cell);
        let mut shared = Vec::new();
        let mut add = |row: &Row<N::Change>, aggregation: &mut Aggregation<N>| {
            let [created, destroyed] = std::mem::replace(aggregation, Aggregation::new()).finish();
            let totals = if row.counts_as.is_created() { created } else { destroyed };
            let entry = Entry::new(self, row, terms.get_baseline());
            shared.push(AttributedEntry { entry, shares: shares_of(totals, &index) });
        };
        // The shares of a row follow each other. A row whose change no number of the kind holds has none.
        let (mut pending, mut aggregation) = (rows.iter(), Aggregation::new());
        let mut current = pending.next();
        pass.share_out(&rows, |row, share| {
            while let Some(before) = current.filter(|before| !std::ptr::eq(*before, row)) {
                add(before, &mut aggregation);
                current = pending.next();
            }
            aggregation.push(share);
        })?;
        current.into_iter().chain(pending).for_each(|row| add(row, &mut aggregation));
        shared.sort_by_cached_key(|AttributedEntry { entry, .. }| {
            (entry.interaction().clone(), entry.beneficiary().clone())
        });
        let measure = self.catalogue().measure(measure).expect("a line that exists has a measure").clone();
        Ok(AttributionTrace { terms, rule: rule.name().to_owned(), line, measure, entries: shared })
    }
}

/// The shares of one amount by party, in the order of ids. There are none if a number of the kind does not hold one of
/// them: the figure of its line overflows as well, and the attribution reports that.
fn shares_of<N: Apportion>(totals: KeyedTotals<N::Shares>, index: &PartyIndex) -> Vec<(Option<ActorId>, N)> {
    let mut column = ShareColumn::new(totals);
    if column.round().is_err() {
        return Vec::new();
    }
    let party = |key: RowKey| index.id(key.party).map(|id| ActorId::new(id).expect("validation rejects empty ids"));
    column.keys.into_iter().map(party).zip(column.figures).collect()
}
