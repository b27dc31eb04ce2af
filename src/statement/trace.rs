//! Traces: the appraisals behind the figures of a cell.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::classify::Classification;
use super::selection::AppraisalRef;
use super::walk::{Counts, Row};
use super::{Baseline, IntoLine, Line, LineError, Statement, Terms};
use crate::catalogue::{ActorId, Direction, InteractionId, MeasureId, ServiceId};
use crate::getters::getters;
use crate::ledger::{Ledger, Level};
use crate::number::Number;
use crate::record::{PartialDate, Role, SourceKind};

/// An appraisal that a statement counts or leaves out, with its classification.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::record::{Role, SourceKind};
/// # use covalue::statement::Classification;
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
/// let trace = ledger.trace(By::Service, "physio", "pain")?;
/// let entry = trace.entries().next().expect("one was recorded");
/// assert_eq!((entry.interaction().as_str(), entry.beneficiary().as_str()), ("v1", "ana"));
/// assert_eq!((entry.role(), entry.source(), entry.follow_up()), (Role::User, SourceKind::Own, 1));
/// assert_eq!((entry.counts_as(), entry.amount()), (Classification::CoCreated, Some(&2.0)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<N: Number = f64> {
    interaction: InteractionId,
    service: ServiceId,
    on: PartialDate,
    beneficiary: ActorId,
    role: Role,
    source: SourceKind,
    follow_up: u32,
    made: PartialDate,
    known: Date,
    outcome: Option<N>,
    reference: Option<N>,
    inherited_from: Option<u32>,
    counts_as: Classification,
    amount: Option<N::Change>,
}

impl<N: Number> Entry<N> {
    /// The entry of a row under this baseline.
    pub(crate) fn new(ledger: &Ledger<N>, row: &Row<N::Change>, baseline: &Baseline) -> Self {
        let (columns, appraisal) = (&ledger.columns, row.appraisal);
        let (counts_as, amount) = (row.counts_as, row.amount.clone());
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let (on, defaults) = (columns.on(appraisal.interaction()), columns.default_days(appraisal.interaction()));
        let (made, known, follow_up) = appraisals.days_and_follow_up(row, defaults);
        let stating = appraisal.lender().unwrap_or(appraisal);
        let reference = stating.in_columns(columns).reference(stating.row(), baseline.reference(columns));
        let follow_up_of = |of: AppraisalRef| of.in_columns(columns).days_and_follow_up(of.row(), defaults).2;
        Self {
            interaction: ledger.id_at(appraisal.interaction() as u32),
            service: ledger.catalogue().service_at(columns.service[appraisal.interaction()]).id().clone(),
            on,
            beneficiary: actor_at(ledger, appraisals.beneficiary[row]),
            role: appraisals.flags[row].role(),
            source: appraisals.flags[row].source_kind(),
            follow_up,
            made: on.or_made(made),
            known,
            outcome: appraisals.level(row, Level::After).cloned(),
            reference: reference.cloned(),
            inherited_from: appraisal.lender().map(follow_up_of),
            counts_as,
            amount,
        }
    }

    getters! { self:
        /// The id of the interaction.
        interaction: &InteractionId = &self.interaction;
        /// The id of the service.
        service: &ServiceId = &self.service;
        /// The day of the interaction, or its month or year.
        on: PartialDate = self.on;
        /// The id of the person whose change it states.
        beneficiary: &ActorId = &self.beneficiary;
        /// The role of the beneficiary in the interaction.
        role: Role = self.role;
        /// The kind of source that stated it.
        source: SourceKind = self.source;
        /// The number of the follow-up, from 1.
        follow_up: u32 = self.follow_up;
        /// The day on which it was made: stated, or that of the interaction, which may be known to its month or year only.
        made: PartialDate = self.made;
        /// The day on which it became known.
        known: Date = self.known;
        /// The level after the interaction (in the measure's unit); `None` if it is not stated, as beside a bare change.
        outcome: Option<&N> = self.outcome.as_ref();
        /// The level that the baseline names (in the measure's unit): the appraisal's own, or that of an earlier
        /// follow-up. `None` if neither states it.
        reference: Option<&N> = self.reference.as_ref();
        /// The number of the earlier follow-up that the reference is taken from (R47); `None` if it is the appraisal's
        /// own, or not stated.
        inherited_from: Option<u32> = self.inherited_from;
        /// The classification of the appraisal.
        counts_as: Classification = self.counts_as;
        /// The amount that it adds to its figure: the size of the change, zero or more, in the measure's unit. `None`
        /// if it is left out, or if no number of the kind holds the change.
        amount: Option<&N::Change> = self.amount.as_ref();
    }
}

/// The appraisals behind the figures of a cell: those counted or left out there, and those that are due and missing.
///
/// `Display` prints one row for each of them, under the line, the measure and the terms; `to_json` and `to_csv` write
/// them. A trace has ids of people, so it is not for publication.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (id, user, appraisal) in [
///     ("v1", "ana", Appraisal::of("pain").before(6.0).after(4.0)),
///     ("v2", "ben", Appraisal::of("pain").before(3.0)), // no level after
/// ] {
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).id(id).appraisal(appraisal))?;
/// }
/// let trace = ledger.trace(By::Service, "physio", "pain")?;
/// assert_eq!(trace.entries().map(|entry| entry.amount().copied()).collect::<Vec<_>>(), [Some(2.0), None]);
/// let missing: Vec<_> = trace.missing().map(|(id, user)| (id.as_str(), user.as_str())).collect();
/// assert_eq!(missing, [("v2", "ben")]);
/// assert_eq!(
///     trace.to_string(),
///     "physio, pain (points, lower is better); change from before; users' own appraisals\n\
///      interaction  beneficiary  service  on          reference  outcome  counts as   amount  missing\n\
///      v1           ana          physio   2026-03-02        6.0      4.0  co-created     2.0  -\n\
///      v2           ben          physio   2026-03-02        3.0        -  left out         -  yes\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<N: Number = f64> {
    terms: Terms,
    line: Line,
    measure: MeasureId,
    pub(crate) unit: String,
    pub(crate) direction: Direction,
    entries: Vec<Entry<N>>,
    pub(crate) missing: Vec<MissingAppraisal>,
}

/// A due appraisal that is missing or left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MissingAppraisal {
    pub(crate) interaction: InteractionId,
    pub(crate) user: ActorId,
    pub(crate) service: ServiceId,
    pub(crate) on: PartialDate,
}

impl<N: Number> Trace<N> {
    getters! { self:
        /// The terms that decide which appraisals count.
        terms: &Terms = &self.terms;
        /// The line of the cell.
        line: &Line = &self.line;
        /// The measure of the cell.
        measure: &MeasureId = &self.measure;
        /// The appraisals that are counted or left out, sorted by interaction, then beneficiary.
        entries: impl ExactSizeIterator<Item = &Entry<N>> = self.entries.iter();
    }

    /// The interactions and users whose due appraisal is missing or left out, sorted by interaction, then user.
    pub fn missing(&self) -> impl ExactSizeIterator<Item = (&InteractionId, &ActorId)> {
        self.missing.iter().map(|missing| (&missing.interaction, &missing.user))
    }

    /// Whether an appraisal of this person in this interaction is counted or left out.
    pub(crate) fn has_entry(&self, interaction: &InteractionId, beneficiary: &ActorId) -> bool {
        let key = (interaction, beneficiary);
        self.entries.binary_search_by(|entry| (&entry.interaction, &entry.beneficiary).cmp(&key)).is_ok()
    }
}

impl<N: Number> Ledger<N> {
    /// The appraisals that add up to the figures of a line and measure, in the statement of these terms (R20).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::statement::Classification;
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(
    ///     Interaction::between("ben", "physio", date(2026, 3, 9))
    ///         .id("v2")
    ///         .appraisal(Appraisal::of("pain").before(3.0).after(6.0)),
    /// )?;
    /// let trace = ledger.trace(By::Service, "physio", "pain")?;
    /// let entry = trace.entries().next().expect("one was recorded");
    /// assert_eq!(entry.interaction().as_str(), "v2");
    /// assert_eq!((entry.counts_as(), entry.amount()), (Classification::WithoutMisuse, Some(&3.0)));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20, and not an empty list;
    /// - invalid terms: see [`TermsError`](crate::error::TermsError).
    pub fn trace(
        &self,
        terms: impl Into<Terms>,
        line: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Trace<N>, LineError> {
        let terms = terms.into().checked()?;
        let (line, measure) = (line.into_line(), measure.as_ref());
        let words = terms.grouping().words();
        let no_line = || LineError::not_in_statement(&line, Some(&terms), measure);
        let mut counts = Counts::new(self, &terms);
        if line.values().len() != words.len() {
            return Err(no_line());
        }
        let texts = line.values().chain([Some(measure)]);
        let codes: Option<Vec<u32>> =
            counts.keys.labels.iter().zip(texts).map(|(labels, text)| labels.code(text)).collect();
        let cell = codes.and_then(|codes| counts.keys.cell_of(&codes)).ok_or_else(no_line)?;
        // An appraisal that is due is in the cell of the user's own appraisal, so `made` needs the rows of this cell
        // only.
        let (mut entries, mut made) = (Vec::new(), BTreeSet::new());
        counts.each_with_left_out(|rows| {
            for row in rows.iter().filter(|row| row.cell == cell) {
                entries.push(Entry::new(self, row, terms.get_baseline()));
                if !row.is_left_out() {
                    made.insert((row.interaction() as u32, row.beneficiary));
                }
            }
        });
        let mut missing = Vec::new();
        counts.each_due(&terms, |due| {
            if due.cell == cell && !made.contains(&(due.interaction, due.user)) {
                let row = due.interaction as usize;
                missing.push(MissingAppraisal {
                    interaction: self.id_at(due.interaction),
                    user: actor_at(self, due.user),
                    service: self.catalogue().service_at(self.columns.service[row]).id().clone(),
                    on: self.columns.on(row),
                });
            }
        });
        // Each value of the line exists, but no appraisal has all of them.
        if entries.is_empty() && missing.is_empty() {
            return Err(no_line());
        }
        entries.sort_by(|one, two| (&one.interaction, &one.beneficiary).cmp(&(&two.interaction, &two.beneficiary)));
        missing.sort();
        let measure = self.catalogue().measure(measure).ok_or_else(no_line)?;
        let (unit, direction, measure) = (measure.unit().to_owned(), measure.direction(), measure.id().clone());
        Ok(Trace { terms, line, measure, unit, direction, entries, missing })
    }
}

/// The id of an actor, by its code.
fn actor_at<N: Number>(ledger: &Ledger<N>, actor: u32) -> ActorId {
    ActorId::new(ledger.columns.actors.text(actor)).expect("an id in a ledger is not empty")
}

impl<N: Number> Statement<N> {
    /// The appraisals of a ledger that add up to the figures of a line and measure, under the terms of this statement.
    ///
    /// # Errors
    ///
    /// The same as for [`Ledger::trace`]. The empty statement has no line.
    pub fn trace(
        &self,
        ledger: &Ledger<N>,
        line: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Trace<N>, LineError> {
        match &self.terms {
            Some(terms) => ledger.trace(terms, line, measure),
            None => Err(LineError::not_in_statement(&line.into_line(), None, measure.as_ref())),
        }
    }
}
