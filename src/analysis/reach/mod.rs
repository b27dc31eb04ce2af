//! How many people a service reached, step by step, and how many of them have an appraisal in the books.

mod comparison;
mod engine;
mod line;
mod rows;
#[cfg(feature = "serde")]
pub(crate) mod stored;
mod trace;

pub use comparison::ReachComparison;
pub use line::ReachLine;
pub use trace::ReachTrace;

use super::AnalysisError;
use super::rows::into_lines;
use super::scope::Scope;
use crate::catalogue::MeasureId;
use crate::getters::{debug_fields, getters};
use crate::ledger::{Ledger, ReachEntries};
use crate::number::Number;
use crate::statement::{By, IntoLine, Line, LineError, MergeError, Terms};

use engine::AppraisedPeople;

/// How many people a service reached, line by line and step by step: eligible, offered, declined, started, asked for an
/// appraisal, and appraised. The last step is counted in the books, the others are those that
/// [`ReachCounts`](crate::ReachCounts) state.
///
/// Made by [`Ledger::reach`]. A line has a row for each measure that its services promise, or that is appraised on it.
///
/// **Nothing is inferred about people who were not reached.** The counts name no person, so neither a reason nor a level
/// of those who are missing follows from them, and a lower share with one value of a dimension says nothing about why it
/// is lower. There is no interval and no model: the counts are of all people, and not of a sample.
///
/// Two are equal if their terms, lines and counts of entries are. Parts may differ.
///
/// # Example
///
/// ```
/// use covalue::record::ReachStep;
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, ReachCounts, Service, date};
///
/// let catalogue = Catalogue::new(
///     [Measure::lower_is_better("pain", "points")],
///     [Service::new("physio", "clinic").promises("pain", 2.0)],
/// )?;
/// let mut ledger = Ledger::new(&catalogue);
/// let march = ReachCounts::of("physio").period(date(2026, 3, 1)..=date(2026, 3, 31));
/// ledger.record_reach(march.eligible(8).offered(5).declined(1).asked(2))?;
/// let visit = |user| Interaction::between(user, "physio", date(2026, 3, 2));
/// ledger.record(visit("ana").appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
/// ledger.record(visit("ben"))?; // his appraisal is due, and missing
///
/// let reach = ledger.reach(By::Service)?;
/// let pain = reach.line("physio", "pain")?;
/// assert_eq!((pain.count(ReachStep::Eligible), pain.count(ReachStep::Started)), (Some(8), None)); // not stated
/// assert_eq!((pain.appraised_count(), pain.missing_count()), (1, 1));
/// // Two of five who were offered the service were asked: no entry states how many started.
/// assert_eq!((pain.share(ReachStep::Asked), pain.share_of(ReachStep::Asked)), (Some(0.4), Some(ReachStep::Offered)));
/// assert_eq!(
///     reach.to_string(),
///     "people by step; a share is of the last step before it that is stated; change from before; users' own appraisals\n\
///      lower is better: pain\n\
///      service  measure  entries  eligible   offered  declined     started     asked  appraised  missing  outside\n\
///      physio   pain           1         8  5 (63 %)  1 (20 %)  not stated  2 (40 %)   1 (50 %)        1        0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Reach<N: Number = f64> {
    scope: Scope<N>,
    /// All entries of the parts, so that parts merge as their ledgers do: versions and overlaps are those of the whole.
    entries: ReachEntries,
    people: AppraisedPeople,
    lines: Vec<ReachLine>,
    counted: u64,
    other_breakdown: u64,
    not_whole: u64,
}

impl<N: Number> PartialEq for Reach<N> {
    fn eq(&self, other: &Self) -> bool {
        // The lines and their counts follow from these. Equal reaches merge alike.
        self.scope == other.scope && self.entries == other.entries && self.people == other.people
    }
}

impl<N: Number> Ledger<N> {
    /// How many people services reached, grouped by service, provider, period or dimension.
    ///
    /// The version of an entry that stands by the as-of day counts (R8). An entry counts on a line only if
    /// its dimensions are those that the grouping and the filters name, no more and no fewer, and if the asked period
    /// and the period of the line hold it whole (R48). The others are [counted](Reach::other_breakdown_count), and left
    /// out. So counts by district are never added to counts of the same people without a district.
    ///
    /// # Formula
    ///
    /// - The count of a step is the sum over the entries of the line, if each of them states it; else it is not stated.
    /// - `share = count ÷ count of the last step before it that is stated`. Declined is never that step. Ours.
    /// - People with an appraisal are the users on the line with an appraisal of the measure that is counted under the
    ///   terms, and missing people those with an appraisal that is due and not counted. Each person counts once in each
    ///   entry that holds their interaction, and once outside all entries. A person can be both.
    /// - The share of people with an appraisal is given only if an entry of the line holds each interaction that they
    ///   and the missing people had. Otherwise they would be compared with counts of other people.
    ///
    /// A step may be larger than the one before it, so a share may be above 1.
    ///
    /// # Errors
    ///
    /// - `By::User`, `By::Beneficiary`, `By::Role`, `By::Source`, `By::Element`, to group by or as a filter: the counts
    ///   name no person and no appraisal;
    /// - invalid terms;
    /// - counts that add up to more than `u64::MAX`.
    pub fn reach(&self, terms: impl Into<Terms>) -> Result<Reach<N>, AnalysisError> {
        let terms = checked(terms.into())?;
        let people = engine::appraised_people(self, &terms);
        let reach = Reach {
            scope: Scope::of(self, terms),
            entries: self.columns.reach.clone(),
            people,
            lines: Vec::new(),
            counted: 0,
            other_breakdown: 0,
            not_whole: 0,
        };
        reach.with_lines()
    }
}

/// The terms, unless reach cannot have them.
fn checked(terms: Terms) -> Result<Terms, AnalysisError> {
    let terms = terms.checked()?;
    match named_word(&terms) {
        Some(word) => Err(AnalysisError::ReachGrouping { word: word.to_string() }),
        None => Ok(terms),
    }
}

/// The first word of the grouping or of a filter that only people or their appraisals have.
fn named_word(terms: &Terms) -> Option<&By> {
    let words = [By::User, By::Beneficiary, By::Role, By::Source, By::Element];
    let mut asked = terms.grouping().words().iter().chain(terms.get_only().map(|(word, _)| word));
    asked.find(|word| words.contains(word))
}

impl<N: Number> Reach<N> {
    /// Computes the lines from the entries and the people.
    fn with_lines(mut self) -> Result<Self, AnalysisError> {
        let computed = engine::lines(&self.entries, &self.people, &self.scope.terms, &self.scope.catalogue)?;
        self.lines = computed.lines;
        [self.counted, self.other_breakdown, self.not_whole] = computed.entries;
        Ok(self)
    }

    getters! { self:
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.scope.parts();
        /// The rows, sorted by line and then by measure.
        lines: impl ExactSizeIterator<Item = &ReachLine> = self.lines.iter();
        /// The number of entries that count on some line.
        entry_count: u64 = self.counted;
        /// The number of entries that are left out because their dimensions are not those that the grouping and the
        /// filters name.
        other_breakdown_count: u64 = self.other_breakdown;
        /// The number of entries with these dimensions that are left out because neither the asked period nor that of a
        /// line holds them whole.
        not_whole_count: u64 = self.not_whole;
    }

    /// The row of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line that has neither counts nor appraisals, or none of the measure: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<&ReachLine, AnalysisError> {
        let (line, measure) = (line.into_line(), measure.as_ref());
        // Rows are sorted by line, then by measure; a row without a measure is the only one of its line.
        let start = self.lines.partition_point(|row| *row.line() < line);
        let found = self.lines[start..].binary_search_by(|row| {
            row.line().cmp(&line).then_with(|| row.measure().map(MeasureId::as_str).cmp(&Some(measure)))
        });
        found.map(|index| &self.lines[start + index]).map_err(|_| {
            let has_line = self.lines.get(start).is_some_and(|row| *row.line() == line);
            let no_measure = || LineError::not_in_analysis(&line, &self.scope.terms, measure).into();
            if has_line { no_measure() } else { self.no_line(&line) }
        })
    }

    fn no_line(&self, line: &Line) -> AnalysisError {
        let terms = &self.scope.terms;
        AnalysisError::NoLine { of: terms.grouped("reach"), line: line.redacted_under(terms) }
    }

    /// The reach of both parts, equal to that of one ledger with all their entries (R12). A person with an appraisal in
    /// both parts counts once in each entry that holds their interactions, and once outside all entries.
    ///
    /// # Errors
    ///
    /// - a difference in the terms or in the definition of a service, or a part that is in both: see [`MergeError`];
    /// - entries of the two parts that one ledger would refuse: R8, R48;
    /// - counts that add up to more than `u64::MAX`.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.scope.terms, &other.scope.terms)?;
        self.scope.merge(&other.scope)?;
        self.entries.merge(&other.entries)?;
        engine::merge_people(&mut self.people, other.people);
        self.with_lines()
    }
}

into_lines!(Reach: Number, ReachLine, |reach| reach.lines);

// Its terms and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Reach<N> {
    terms: self.scope.terms,
    parts: self.parts().collect::<Vec<_>>(),
    lines: self.lines.len(),
    entries: self.counted,
} }
