//! The appraisals that terms exclude, counted by reason.

use super::Terms;
use crate::getters::getters;
use crate::record::{Role, SourceKind};

/// The number of reasons: four roles, three kinds of source, and the five below.
pub(super) const REASONS: usize = 12;
const SOURCES: usize = 4;
pub(super) const FOLLOW_UP: usize = 7;
pub(super) const REPLACED: usize = 8;
pub(super) const PERIOD: usize = 9;
pub(super) const STRADDLING: usize = 10;
pub(super) const ONLY: usize = 11;

/// Counts of appraisals by the reason for which terms exclude them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ExclusionCounts(pub(super) [u64; REASONS]);

impl ExclusionCounts {
    /// The reason that a role and a kind of source are excluded for, of which one is. The role precedes the source.
    pub(super) fn reason(roles: [bool; 4], role: usize, source: usize) -> usize {
        if roles[role] { SOURCES + source } else { role }
    }

    pub(super) fn add(&mut self, reason: usize, appraisals: usize) {
        self.0[reason] += appraisals as u64;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }

    /// Whether terms can exclude appraisals for these reasons.
    #[cfg(feature = "serde")]
    pub(super) fn are_possible(&self, terms: &Terms) -> bool {
        let included = |reason: usize| match reason {
            role @ 0..SOURCES => terms.roles()[role],
            source @ SOURCES..FOLLOW_UP => terms.sources()[source - SOURCES],
            FOLLOW_UP => terms.get_follow_up() == super::FollowUp::Last,
            PERIOD | STRADDLING => terms.get_from().is_none() && terms.get_until().is_none(),
            ONLY => terms.get_only().next().is_none(),
            _ => false,
        };
        self.0.iter().enumerate().all(|(reason, &count)| count == 0 || !included(reason))
    }
}

/// The appraisals that the terms of a statement exclude, counted by reason: made by
/// [`Statement::excluded`](crate::Statement::excluded).
///
/// It counts the appraisals that stand by the as-of day (R8) in interactions that are not void. Each counts once, for
/// the first reason that applies:
///
/// 1. the beneficiary's role is not included;
/// 2. the kind of source is not included;
/// 3. it is of another follow-up than the one asked for;
/// 4. it is replaced: another appraisal of the same interaction, beneficiary and measure counts in its place;
/// 5. the day of the interaction is outside the period;
/// 6. the interaction is known to its month or year only, which is partly outside the period;
/// 7. it does not have the values that a filter asks for.
///
/// The appraisals that stand are those counted, those left out, and these. `Display` gives the sentence that a table
/// prints, and leaves out those that are replaced, since their person and measure are in the books. `{:#}` prints the
/// terms on a line above.
///
/// # Example
///
/// ```
/// use covalue::record::SourceKind;
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
///
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in ["ana", "ben"] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0).by_proxy("eve")))?;
/// }
/// let statement = ledger.statement(By::Service)?;
/// assert!(statement.is_empty());
/// assert_eq!(statement.excluded().source_count(SourceKind::Proxy), 2);
/// assert_eq!(
///     statement.to_string(),
///     "change from before; users' own appraisals; 0 users\n\
///      excluded: 2 appraisals by proxy\n\
///      nothing is counted\n",
/// );
/// assert_eq!(
///     format!("{:#}", statement.excluded()),
///     "change from before; users' own appraisals\n2 appraisals by proxy",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusions {
    pub(crate) terms: Option<Terms>,
    pub(super) counts: ExclusionCounts,
}

impl Exclusions {
    getters! { self:
        /// The number of appraisals that are excluded for any of the reasons but the fourth: those that would count, or
        /// could replace another, under wider terms.
        len: u64 = self.counts.0.iter().sum::<u64>() - self.replaced_count();
        /// Whether no appraisal is excluded. Some may be replaced.
        is_empty: bool = self.len() == 0;
        /// The number of appraisals of other follow-ups than the one asked for.
        follow_up_count: u64 = self.counts.0[FOLLOW_UP];
        /// The number of appraisals in whose place another one of the same interaction, beneficiary and measure counts.
        replaced_count: u64 = self.counts.0[REPLACED];
        /// The number of appraisals of interactions outside the period.
        period_count: u64 = self.counts.0[PERIOD];
        /// The number of appraisals of interactions in months or years that are partly outside the period.
        straddling_count: u64 = self.counts.0[STRADDLING];
        /// The number of appraisals without the values that a filter asks for.
        only_count: u64 = self.counts.0[ONLY];
    }

    /// The number of appraisals of beneficiaries in this role, which is not included.
    pub fn role_count(&self, role: Role) -> u64 {
        self.counts.0[role as usize]
    }

    /// The number of appraisals from this kind of source, which is not included.
    pub fn source_count(&self, source: SourceKind) -> u64 {
        self.counts.0[SOURCES + source as usize]
    }

    /// The reason, its value, and the count of each reason that excludes an appraisal, in order.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = (&'static str, Option<&'static str>, u64)> {
        let roles = Role::ALL.iter().map(|role| ("role", Some(role.word())));
        let sources = SourceKind::ALL.iter().map(|source| ("source", Some(source.word())));
        let others = ["follow_up", "replaced", "period", "straddling", "only"].map(|reason| (reason, None));
        let reasons = roles.chain(sources).chain(others).zip(self.counts.0);
        reasons.filter(|(_, count)| *count > 0).map(|((reason, value), count)| (reason, value, count))
    }
}
