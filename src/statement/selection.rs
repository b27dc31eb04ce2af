//! Selects the appraisals that count under the terms of a statement: at most one for each interaction, beneficiary and
//! measure (section 7 of the model).

use std::cmp::Reverse;
use std::ops::Range;

use jiff::civil::Date;

use super::exclusions::{ExclusionCounts, FOLLOW_UP, REPLACED};
use super::terms::{FollowUp, Terms};
use crate::ledger::{Appraisals, Columns, Level, PlainRun, Reference};
use crate::number::Number;

/// A reference to an appraisal in the columns of a ledger, and to the one that states the level before or the like from
/// which its change is measured: itself, or an earlier follow-up of the same interaction (R47).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AppraisalRef {
    interaction: u32,
    row: u32,
    lender_row: u32,
    /// Whether it is stored with the later appraisals, and not inside its interaction.
    is_later: bool,
    lender_is_later: bool,
}

impl AppraisalRef {
    /// An appraisal that was recorded inside its interaction.
    pub(super) fn inside(interaction: usize, row: usize) -> Self {
        Self::new(interaction, row, false)
    }

    fn later(interaction: usize, row: usize) -> Self {
        Self::new(interaction, row, true)
    }

    fn new(interaction: usize, row: usize, is_later: bool) -> Self {
        let (interaction, row) = (interaction as u32, row as u32);
        Self { interaction, row, lender_row: row, is_later, lender_is_later: is_later }
    }

    /// The appraisal with the reference of another one.
    fn with_lender(self, lender: Self) -> Self {
        Self { lender_row: lender.row, lender_is_later: lender.is_later, ..self }
    }

    pub(super) fn interaction(self) -> usize {
        self.interaction as usize
    }

    pub(super) fn row(self) -> usize {
        self.row as usize
    }

    /// The columns that hold it.
    pub(super) fn in_columns<N>(self, columns: &Columns<N>) -> &Appraisals<N> {
        if self.is_later { &columns.later } else { &columns.inside }
    }

    /// The appraisal that states the reference, if it is another one.
    pub(super) fn lender(self) -> Option<Self> {
        let lender = Self::new(self.interaction(), self.lender_row as usize, self.lender_is_later);
        ((lender.row, lender.is_later) != (self.row, self.is_later)).then_some(lender)
    }
}

/// An appraisal that is known by the as-of day and passes the filters.
#[derive(Clone, Copy)]
struct Candidate {
    beneficiary: u32,
    measure: u32,
    has_outcome: bool,
    follow_up: u32,
    source: usize,
    /// Whether it states the reference of the baseline.
    has_reference: bool,
    /// Whether it has a bare change, which needs no reference and takes none.
    is_bare: bool,
    known: Date,
    made: Date,
    appraisal: AppraisalRef,
}

/// The measure, the beneficiary, the kind of source and the follow-up. Appraisals of one interaction with the same key
/// are versions of one appraisal.
type VersionKey = ((u32, u32, usize), u32);

impl Candidate {
    fn version_key(&self) -> VersionKey {
        (self.series_key(), self.follow_up)
    }

    /// Candidates with the same key are follow-ups from one kind of source.
    fn series_key(&self) -> (u32, u32, usize) {
        (self.measure, self.beneficiary, self.source)
    }

    /// One of the candidates with the same key is selected.
    fn subject_key(&self) -> (u32, u32) {
        (self.measure, self.beneficiary)
    }
}

/// The filters and the as-of day of a statement, with a buffer for the selection.
pub(super) struct Selection {
    as_of: Option<Date>,
    /// `None` selects the last follow-up.
    follow_up: Option<u32>,
    roles: [bool; 4],
    sources: [bool; 3],
    reference: Reference,
    /// Whether follow-ups take the reference from an earlier one if they state none.
    is_inherited: bool,
    /// The appraisals that [`select`](Self::select) did not select so far.
    pub(super) excluded: ExclusionCounts,
    /// A buffer for the candidates of one interaction.
    candidates: Vec<Candidate>,
    /// A buffer for the excluded appraisals of one interaction, each with its reason.
    excluded_versions: Vec<(VersionKey, usize)>,
}

impl Selection {
    pub(super) fn new<N: Number>(terms: &Terms, columns: &Columns<N>) -> Self {
        let follow_up = match terms.get_follow_up() {
            FollowUp::Last => None,
            FollowUp::Number(number) => Some(number),
        };
        Self {
            as_of: terms.get_as_of(),
            follow_up,
            roles: terms.roles(),
            sources: terms.sources(),
            reference: terms.get_baseline().reference(columns),
            is_inherited: terms.get_baseline().is_inherited(),
            excluded: ExclusionCounts::default(),
            candidates: Vec::new(),
            excluded_versions: Vec::new(),
        }
    }

    #[inline]
    fn is_known(&self, known: Date) -> bool {
        self.as_of.is_none_or(|day| known <= day)
    }

    /// Whether an interaction counts: it is known by the as-of day, and it has no void that is known by then.
    #[inline]
    pub(super) fn includes_interaction<N: Number>(&self, columns: &Columns<N>, interaction: usize) -> bool {
        self.is_known(columns.known[interaction])
            && !(columns.flags[interaction].is_void()
                && columns.void_of(interaction as u32).is_some_and(|void| self.is_known(void.known)))
    }

    /// The interactions as a [`PlainRun`], if they form one and all its appraisals are selected.
    pub(super) fn plain_run<'a, N: Number>(
        &self,
        columns: &'a Columns<N>,
        interactions: Range<usize>,
    ) -> Option<PlainRun<'a, N>> {
        // A plain run has only users' own appraisals. Every statement includes those, so roles and sources need no
        // check. Without details all its follow-ups are 1.
        columns.plain_run(interactions).filter(|run| {
            self.as_of.is_none_or(|day| run.is_known(day))
                && self.follow_up.is_none_or(|asked| asked == 1 && !run.has_details())
        })
    }

    /// Appends the selected appraisals of an interaction to `selected`, one for each beneficiary and measure.
    #[inline]
    pub(super) fn select<N: Number>(
        &mut self,
        columns: &Columns<N>,
        interaction: usize,
        selected: &mut Vec<AppraisalRef>,
    ) {
        let rows = columns.appraisals_of(interaction);
        let has_later = columns.flags[interaction].has_later();
        if rows.len() == 1 && !has_later {
            // The usual case: a single appraisal has no other version, and nothing to be compared with.
            let only = AppraisalRef::inside(interaction, rows.start);
            match self.candidate(columns, only) {
                Some(candidate) if self.is_asked(&candidate) => selected.push(candidate.appraisal),
                Some(_) => self.excluded.add(FOLLOW_UP, 1),
                None => {
                    if let Some((_, reason)) = self.excluded_version(columns, only) {
                        self.excluded.add(reason, 1);
                    }
                }
            }
        } else if !rows.is_empty() || has_later {
            self.select_of_several(columns, interaction, selected);
        }
    }

    /// Whether a candidate is of the follow-up that the terms ask for.
    #[inline]
    fn is_asked(&self, candidate: &Candidate) -> bool {
        self.follow_up.is_none_or(|asked| asked == candidate.follow_up)
    }

    /// An appraisal as a candidate; `None` if it is not known by the as-of day, or not of a role and a source of the
    /// terms.
    #[inline]
    fn candidate<N: Number>(&self, columns: &Columns<N>, appraisal: AppraisalRef) -> Option<Candidate> {
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let appraisal_flags = appraisals.flags[row];
        if !self.roles[appraisal_flags.role_index()] || !self.sources[appraisal_flags.source_index()] {
            return None;
        }
        let defaults = columns.default_days(appraisal.interaction());
        let (made, known, follow_up) = appraisals.days_and_follow_up(row, defaults);
        if !self.is_known(known) {
            return None;
        }
        Some(Candidate {
            beneficiary: appraisals.beneficiary[row],
            measure: appraisals.measure[row],
            has_outcome: appraisal_flags.has_outcome(),
            follow_up,
            source: appraisal_flags.source_index(),
            has_reference: appraisals.reference(row, self.reference).is_some(),
            is_bare: appraisal_flags.has(Level::Change),
            known,
            made,
            appraisal,
        })
    }

    /// An appraisal that is no candidate, with the reason; `None` if it was not known by the as-of day.
    #[cold]
    fn excluded_version<N: Number>(
        &self,
        columns: &Columns<N>,
        appraisal: AppraisalRef,
    ) -> Option<(VersionKey, usize)> {
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let (_, known, follow_up) = appraisals.days_and_follow_up(row, columns.default_days(appraisal.interaction()));
        let (role, source) = (appraisals.flags[row].role_index(), appraisals.flags[row].source_index());
        let key = ((appraisals.measure[row], appraisals.beneficiary[row], source), follow_up);
        self.is_known(known).then(|| (key, ExclusionCounts::reason(self.roles, role, source)))
    }

    fn select_of_several<N: Number>(
        &mut self,
        columns: &Columns<N>,
        interaction: usize,
        selected: &mut Vec<AppraisalRef>,
    ) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let inside = columns.appraisals_of(interaction).map(|row| AppraisalRef::inside(interaction, row));
        let later = columns.later_of(interaction as u32).map(|row| AppraisalRef::later(interaction, row));
        self.excluded_versions.clear();
        for appraisal in inside.chain(later) {
            match self.candidate(columns, appraisal) {
                Some(candidate) => candidates.push(candidate),
                None => {
                    let excluded = self.excluded_version(columns, appraisal);
                    self.excluded_versions.extend(excluded);
                }
            }
        }
        // Versions of one appraisal are excluded for the same reason, and count once.
        self.excluded_versions.sort_unstable();
        self.excluded_versions.dedup();
        for (_, reason) in &self.excluded_versions {
            self.excluded.add(*reason, 1);
        }
        // First, the current version of each appraisal: the one with the latest `known`, then the latest `made` (R8).
        candidates.sort_unstable_by_key(|one| (one.version_key(), Reverse((one.known, one.made))));
        candidates.dedup_by_key(|one| one.version_key());
        // The versions that stand lend their reference to later follow-ups, also where the terms ask for those only.
        if self.is_inherited {
            inherit(&mut candidates);
        }
        let standing = candidates.len();
        candidates.retain(|candidate| self.is_asked(candidate));
        let asked = candidates.len();
        // Then one appraisal is selected for each beneficiary and measure: first by outcome, since an appraisal without
        // an outcome is left out; then by source; then the last follow-up. The source precedes the follow-up, so that a
        // later appraisal by a proxy does not replace the beneficiary's own.
        candidates
            .sort_unstable_by_key(|one| (one.subject_key(), !one.has_outcome, one.source, Reverse(one.follow_up)));
        candidates.dedup_by_key(|one| one.subject_key());
        self.excluded.add(FOLLOW_UP, standing - asked);
        self.excluded.add(REPLACED, asked - candidates.len());
        selected.extend(candidates.iter().map(|one| one.appraisal));
        self.candidates = candidates;
    }
}

/// Gives each candidate without a reference that of the nearest earlier follow-up of its series (R47). The candidates
/// are sorted by series and follow-up.
fn inherit(candidates: &mut [Candidate]) {
    let mut lender: Option<Candidate> = None;
    for candidate in candidates {
        if candidate.has_reference {
            lender = Some(*candidate);
        } else if let Some(lender) = lender.filter(|lender| lender.series_key() == candidate.series_key())
            && !candidate.is_bare
        {
            candidate.appraisal = candidate.appraisal.with_lender(lender.appraisal);
        }
    }
}
