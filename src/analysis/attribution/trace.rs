//! From a share back to the entries it is of.

use super::AnalysisError;
use super::engine::Pass;
use super::party_names::PartyNames;
use super::rule::AttributionRule;
use super::taken::Taken;
use crate::catalogue::ActorId;
use crate::ledger::Ledger;
use crate::number::{Apportion, Number, clip_name};
use crate::statement::{Counts, Entry, IntoLine, Row, Terms};

/// An entry of a statement, and who has which share of it.
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
/// assert_eq!((traced[0].entry().beneficiary().as_str(), shares), ("ana", vec![(None, &1.0)])); // to nobody
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AttributedEntry<N: Number = f64> {
    entry: Entry<N>,
    shares: Vec<(Option<ActorId>, N)>,
}

impl<N: Number> AttributedEntry<N> {
    /// The entry: what was created or destroyed, and whose appraisal says so.
    pub fn entry(&self) -> &Entry<N> {
        &self.entry
    }

    /// The share of each party, by id and in the measure's unit; of nobody where no misuse is on record. There are none
    /// where one of them is more than a number of the kind holds.
    pub fn shares(&self) -> impl ExactSizeIterator<Item = (Option<&ActorId>, &N)> {
        self.shares.iter().map(|(party, share)| (party.as_ref(), share))
    }
}

impl<N: Apportion> Ledger<N> {
    /// The entries of which an attribution's shares of a line and measure are made, each with the shares of it (R20): by
    /// interaction and beneficiary. Only what was created and destroyed is among them.
    ///
    /// Relations, drivers and risk are traced by their own terms with [`trace`](Ledger::trace), and engagement with
    /// [`trace_engagement`](Ledger::trace_engagement).
    ///
    /// # Errors
    ///
    /// - a line on which nothing was created or destroyed, or that is not there: R20, and no empty list;
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
    ) -> Result<Vec<AttributedEntry<N>>, AnalysisError> {
        let (terms, line, measure) = (terms.into().checked()?, line.into_line(), measure.as_ref());
        let mut counts = Counts::new(self, &terms);
        let mut rows: Vec<Row<N::Change>> = Vec::new();
        counts.each(|some| {
            rows.extend(some.iter().filter(|row| row.counts_as.is_created() || row.counts_as.is_destroyed()).cloned());
        });
        let order = counts.in_order(rows.iter().map(|row| row.cell));
        let cells = order.cells.clone();
        let is_of_terms = line.values().len() == terms.grouping().words().len();
        let place = order.index().place(line.values().chain([Some(measure)])).filter(|_| is_of_terms);
        let cell = place.map(|place| cells[place]).ok_or_else(|| AnalysisError::NothingAttributed {
            line: line.redacted_under(&terms),
            measure: clip_name(measure),
        })?;
        let names = PartyNames::of(self);
        let mut pass = Pass::new(self, &names, &rule);
        let mut shared = Vec::new();
        for row in rows.iter().filter(|row| row.cell == cell) {
            let mut taken = Vec::new();
            pass.add(std::slice::from_ref(row), |_, one| taken.push(one))?;
            shared.push(AttributedEntry { entry: row.entry(self), shares: shares_of::<N>(taken, &names) });
        }
        shared.sort_by(|one, two| {
            let by = |one: &AttributedEntry<N>| (one.entry.interaction().clone(), one.entry.beneficiary().clone());
            by(one).cmp(&by(two))
        });
        Ok(shared)
    }
}

/// The shares of one entry, by the order of ids. A share that no number of the kind holds is of a figure that none holds
/// either, and is not shown.
fn shares_of<N: Apportion>(mut taken: Vec<Taken<N>>, names: &PartyNames<'_>) -> Vec<(Option<ActorId>, N)> {
    taken.sort_by_key(|taken| taken.code);
    let mut shares: Vec<(u32, N::Shares)> = Vec::new();
    for taken in taken {
        let code = taken.code;
        if shares.last().is_none_or(|(last, _)| *last != code) {
            shares.push((code, N::Shares::default()));
        }
        let (_, share) = shares.last_mut().expect("one was pushed");
        taken.add_to(share);
    }
    let (codes, sums): (Vec<u32>, Vec<N::Shares>) = shares.into_iter().unzip();
    let mut figures = Vec::new();
    if N::apportion(&sums, &mut figures).is_none() {
        figures.clear();
    }
    let party = |code: u32| names.text_of_code(code).map(|id| ActorId::new(id).expect("the door lets no empty id in"));
    codes.into_iter().map(party).zip(figures).collect()
}
