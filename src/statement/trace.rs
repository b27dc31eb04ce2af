//! From a figure back to the entries that add up to it.

use jiff::civil::Date;

use super::classify::{Classification, Classifier};
use super::group_keys::Keys;
use super::line::Redaction;
use super::selection::{Place, Selection};
use super::standing::{ScatteredRows, Standing};
use super::{IntoLine, Line, LineError, Statement, Terms};
use crate::catalogue::{ActorId, InteractionId, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// An appraisal that a statement counts or leaves out, and as what.
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
    beneficiary: ActorId,
    role: Role,
    source: SourceKind,
    follow_up: u32,
    made: Date,
    known: Date,
    counts_as: Classification,
    amount: Option<N::Change>,
}

impl<N: Number> Entry<N> {
    /// The interaction it is of.
    pub fn interaction(&self) -> &InteractionId {
        &self.interaction
    }

    /// Whom it is about.
    pub fn beneficiary(&self) -> &ActorId {
        &self.beneficiary
    }

    /// Their role there.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The kind of source on whose word it stands.
    pub fn source(&self) -> SourceKind {
        self.source
    }

    /// Which reading it is, from 1.
    pub fn follow_up(&self) -> u32 {
        self.follow_up
    }

    /// The day it was appraised.
    pub fn made(&self) -> Date {
        self.made
    }

    /// The day it entered the books.
    pub fn known(&self) -> Date {
        self.known
    }

    /// What it counts as.
    pub fn counts_as(&self) -> Classification {
        self.counts_as
    }

    /// Its part of the figure it counts in: the size of the change, zero or more, in the measure's unit. None of what is
    /// left out, and of a change that no number of the kind holds.
    pub fn amount(&self) -> Option<&N::Change> {
        self.amount.as_ref()
    }
}

/// What a cell of a statement is made of: the entries that add up to its figures, and who is missing.
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
///     ("v2", "ben", Appraisal::of("pain").before(3.0)), // he did not come back
/// ] {
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).id(id).appraisal(appraisal))?;
/// }
/// let trace = ledger.trace(By::Service, "physio", "pain")?;
/// assert_eq!(trace.entries().map(|entry| entry.amount().copied()).collect::<Vec<_>>(), [Some(2.0), None]);
/// let missing: Vec<_> = trace.missing().map(|(id, user)| (id.as_str(), user.as_str())).collect();
/// assert_eq!(missing, [("v2", "ben")]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<N: Number = f64> {
    line: Line,
    measure: MeasureId,
    entries: Vec<Entry<N>>,
    missing: Vec<(InteractionId, ActorId)>,
}

impl<N: Number> Trace<N> {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// Every appraisal counted or left out there, by interaction and beneficiary.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry<N>> {
        self.entries.iter()
    }

    /// Who was due and is not counted, by interaction and user; those left out are among them.
    pub fn missing(&self) -> impl ExactSizeIterator<Item = (&InteractionId, &ActorId)> {
        self.missing.iter().map(|(interaction, user)| (interaction, user))
    }
}

impl<N: Number> Ledger<N> {
    /// The entries that add up to the figures of a line and measure, in the statement of these terms (R20).
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
    /// - a line that the statement does not have: an error, and no empty list;
    /// - terms that no statement can be of.
    pub fn trace(
        &self,
        terms: impl Into<Terms>,
        line: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Trace<N>, LineError> {
        let terms = terms.into().checked()?;
        let (line, measure) = (line.into_line(), measure.as_ref());
        let words = terms.grouping().words();
        let no_line = || LineError::no_line(&line, Redaction::of(words), measure);
        let keys = Keys::new(words, &self.catalogue, &self.columns, 0);
        if line.values().len() != words.len() {
            return Err(no_line());
        }
        let texts = line.values().chain([Some(measure)]);
        let asked: Option<Vec<u32>> = keys.labels.iter().zip(texts).map(|(labels, text)| labels.code(text)).collect();
        let asked = asked.ok_or_else(no_line)?;
        let mut trace = Trace {
            line: line.clone(),
            measure: MeasureId::new(measure).map_err(|_| no_line())?,
            entries: Vec::new(),
            missing: Vec::new(),
        };
        self.trace_codes(&terms, &keys, &asked, &mut trace);
        if trace.entries.is_empty() && trace.missing.is_empty() {
            return Err(no_line());
        }
        trace
            .entries
            .sort_by(|one, two| (&one.interaction, &one.beneficiary).cmp(&(&two.interaction, &two.beneficiary)));
        trace.missing.sort();
        Ok(trace)
    }

    fn trace_codes(&self, terms: &Terms, keys: &Keys, asked: &[u32], trace: &mut Trace<N>) {
        let columns = &self.columns;
        let is_asked = |standing| keys.have(&ScatteredRows { columns, standings: &[standing] }, asked);
        let counting = Classifier::new(&self.catalogue, terms.get_baseline(), terms.get_logic());
        let (mut choosing, mut chosen) = (Selection::new(terms), Vec::new());
        let covered = terms.grouping().has_coverage();
        for interaction in 0..columns.interactions() {
            if !choosing.counts_interaction(columns, interaction) {
                continue;
            }
            chosen.clear();
            choosing.choose(columns, interaction, &mut chosen);
            let flags = columns.flags[interaction];
            let mut counted = Vec::new();
            for &place in &chosen {
                let appraisals = place.in_columns(columns);
                let one = counting.count(appraisals, place.row(), flags);
                if one.counts_as != Classification::LeftOut {
                    counted.push((appraisals.beneficiary[place.row()], appraisals.measure[place.row()]));
                }
                if is_asked(Standing::of(columns, place)) {
                    trace.entries.push(self.entry(place, one.counts_as, one.amount));
                }
            }
            let service = self.catalogue.service_at(columns.service[interaction]);
            for (user, profile) in columns.users(interaction).filter(|_| covered) {
                for (measure, _) in service.get_promises() {
                    let measure = self.catalogue.measure_index(measure.as_str()).unwrap_or(u32::MAX);
                    let due = Standing::due(interaction, (user, profile), measure);
                    if !counted.contains(&(user, measure)) && is_asked(due) {
                        let user = ActorId::new(columns.actors.text(user)).expect("the door lets no empty id in");
                        trace.missing.push((self.id_at(interaction as u32), user));
                    }
                }
            }
        }
    }

    pub(super) fn entry(&self, place: Place, counts_as: Classification, amount: Option<N::Change>) -> Entry<N> {
        let columns = &self.columns;
        let (appraisals, row, interaction) = (place.in_columns(columns), place.row(), place.interaction());
        let (made, known, follow_up) = appraisals.days_and_follow_up(row, columns.default_days(interaction));
        Entry {
            interaction: self.id_at(interaction as u32),
            beneficiary: ActorId::new(columns.actors.text(appraisals.beneficiary[row]))
                .expect("the door lets no empty id in"),
            role: appraisals.flags[row].role(),
            source: appraisals.flags[row].source_kind(),
            follow_up,
            made,
            known,
            counts_as,
            amount,
        }
    }
}

impl<N: Number> Statement<N> {
    /// The entries of a ledger that add up to the figures of one of this statement's lines.
    ///
    /// # Errors
    ///
    /// As [`Ledger::trace`]; the empty statement has no line.
    pub fn trace(
        &self,
        ledger: &Ledger<N>,
        line: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Trace<N>, LineError> {
        match &self.terms {
            Some(terms) => ledger.trace(terms, line, measure),
            None => Err(LineError::no_line(&line.into_line(), Redaction::ALL, measure.as_ref())),
        }
    }
}
