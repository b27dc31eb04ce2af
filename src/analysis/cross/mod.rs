//! Cross: a table of people by their outcome on two measures.

mod engine;
mod rows;
#[cfg(feature = "serde")]
mod stored;

use super::AnalysisError;
use super::outcomes::{OutcomeCounts, Sign};
use super::rows::{find_line, into_lines, merge_rows};
use super::scope::Scope;
use crate::catalogue::MeasureId;
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::printable::quoted;
use crate::statement::{Index, IntoLine, Line, MergeError, People, Terms};

use engine::CrossResult;
pub(super) use engine::{CrossPeople, cross_people};

/// The number of people who are better, the same and worse on one measure, by their outcome on another, line by line.
/// It answers questions such as: how many people are better in function and worse in health?
///
/// Made by [`Ledger::cross`]. Each person is counted on both measures or on one of them. Changes on two measures are
/// never added up (R17).
///
/// Two are equal if their terms, measures, lines, counts and people are. Parts may differ.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
///
/// let catalogue = Catalogue::new(
///     [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points").tolerance(1.0)],
///     [Service::new("physio", "clinic")],
/// )?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, mobility, pain) in [("ana", 4.0, -2.0), ("ben", 3.0, 2.0), ("cai", 1.0, 1.0), ("dee", -2.0, 0.0)] {
///     ledger.record(
///         Interaction::between(user, "physio", date(2026, 3, 2))
///             .appraisal(Appraisal::of("mobility").change(mobility))
///             .appraisal(Appraisal::of("pain").change(pain)),
///     )?;
/// }
/// let visit = Interaction::between("eve", "physio", date(2026, 3, 9));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0)))?; // she did not appraise pain
///
/// let cross = ledger.cross(By::Service, "mobility", "pain")?;
/// let physio = cross.line("physio")?;
/// assert_eq!((physio.person_count(), physio.better().worse()), (4, 1)); // Ben moves better and has more pain
/// assert_eq!((physio.without_measure_count(), physio.without_other_count()), (0, 1));
/// assert_eq!(
///     cross.to_string(),
///     "change from before; users' own appraisals; mobility beside pain, each person's changes added up; 5 users\n\
///      lower is better: pain\n\
///      \n\
///      service physio: 4 users counted on both\n\
///      \x20                  pain better  pain the same  pain worse        all\n\
///      mobility better       1 (25 %)       1 (25 %)    1 (25 %)   3 (75 %)\n\
///      mobility the same      0 (0 %)        0 (0 %)     0 (0 %)    0 (0 %)\n\
///      mobility worse         0 (0 %)       1 (25 %)     0 (0 %)   1 (25 %)\n\
///      all                   1 (25 %)       2 (50 %)    1 (25 %)  4 (100 %)\n\
///      counted on mobility only: 1 user; on pain only: 0 users\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Cross<N: Number = f64> {
    scope: Scope<N>,
    measures: [MeasureId; 2],
    /// The people counted on either measure. Parts with a person in common do not merge.
    people: People,
    index: Index,
    lines: Vec<CrossCounts>,
}

/// The counts of a line. Arrays have the order of [`Sign`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CrossCounts {
    /// The people counted on both measures: by the sign on the first measure, the outcomes on the other.
    both: [OutcomeCounts; 3],
    without_measure: u64,
    without_other: u64,
}

impl CrossCounts {
    /// Counts a person by the sign on each measure.
    fn count(&mut self, signs: [Option<Sign>; 2]) {
        match signs {
            [Some(one), Some(other)] => self.both[one as usize].count(other),
            [Some(_), None] => self.without_other += 1,
            [None, Some(_)] => self.without_measure += 1,
            [None, None] => {}
        }
    }

    /// The number of people counted on either measure.
    #[cfg(feature = "serde")]
    fn people(&self) -> u64 {
        self.both.iter().map(OutcomeCounts::people).sum::<u64>() + self.without_measure + self.without_other
    }

    /// Adds the counts of other people.
    fn merge(&mut self, other: &Self) {
        // No `..`, so that the compiler asks for each new count here.
        let Self { both, without_measure, without_other } = other;
        self.both.iter_mut().zip(both).for_each(|(here, more)| here.merge(more));
        self.without_measure += without_measure;
        self.without_other += without_other;
    }
}

/// The people of a line, by their outcomes on two measures.
///
/// Nine counts cover the people counted on both measures: [`better`](CrossLine::better),
/// [`unchanged`](CrossLine::unchanged) and [`worse`](CrossLine::worse) on the first measure, each by better, unchanged
/// and worse on the other.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new(
/// #     [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
/// #     [Service::new("physio", "clinic")],
/// # )?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, mobility, pain) in [("ana", 4.0, -2.0), ("ben", 3.0, 2.0), ("cai", -1.0, 1.0)] {
///     ledger.record(
///         Interaction::between(user, "physio", date(2026, 3, 2))
///             .appraisal(Appraisal::of("mobility").change(mobility))
///             .appraisal(Appraisal::of("pain").change(pain)),
///     )?;
/// }
/// for line in ledger.cross(By::Service, "mobility", "pain")?.lines() {
///     assert_eq!((line.line().to_string(), line.person_count()), ("physio".to_owned(), 3));
///     assert_eq!((line.better().better(), line.better().worse(), line.worse().worse()), (1, 1, 1));
///     assert_eq!((line.on_measure().better(), line.on_other().better()), (2, 1));
/// }
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CrossLine {
    line: Line,
    measure: MeasureId,
    other: MeasureId,
    counts: CrossCounts,
}

impl CrossLine {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The first measure.
        measure: &MeasureId = &self.measure;
        /// The other measure.
        other: &MeasureId = &self.other;
        /// The number of people counted on both measures: the sum of the nine counts.
        person_count: u64 = self.on_measure().people();
        /// The people who are better on the first measure, by their outcome on the other.
        better: &OutcomeCounts = &self.counts.both[Sign::Better as usize];
        /// The people who are unchanged on the first measure, by their outcome on the other.
        unchanged: &OutcomeCounts = &self.counts.both[Sign::Unchanged as usize];
        /// The people who are worse on the first measure, by their outcome on the other.
        worse: &OutcomeCounts = &self.counts.both[Sign::Worse as usize];
        /// The number of people counted on the other measure only.
        without_measure_count: u64 = self.counts.without_measure;
        /// The number of people counted on the first measure only.
        without_other_count: u64 = self.counts.without_other;
    }

    /// The people counted on both measures, by their outcome on the first.
    pub fn on_measure(&self) -> OutcomeCounts {
        OutcomeCounts::of(self.better().people(), self.worse().people(), self.unchanged().people())
    }

    /// The people counted on both measures, by their outcome on the other.
    pub fn on_other(&self) -> OutcomeCounts {
        let mut outcomes = OutcomeCounts::default();
        self.counts.both.iter().for_each(|counts| outcomes.merge(counts));
        outcomes
    }
}

impl<N: Number> Ledger<N> {
    /// The outcomes of people on two measures, computed from the appraisals that a statement of these terms counts. A
    /// line exists if a person is counted on either measure.
    ///
    /// By [`By::Element`](crate::By::Element) two measures of different elements are on different lines, so that no
    /// person is counted on both.
    ///
    /// # Formula
    ///
    /// - `dᵢ`: the counted changes of a person on a line and measure, windfalls included; `t`: the tolerance of the
    ///   measure.
    /// - *better* if `Σ dᵢ > t`, *worse* if `Σ dᵢ < −t`, else *the same*, computed from exact sums.
    ///
    /// A person with changes on both measures is in one of the nine counts, a person with changes on one measure in the
    /// count of that measure only. Ours.
    ///
    /// # Errors
    ///
    /// - invalid terms;
    /// - `ledger.cross(By::Service, "mood", "pain")` without a measure called mood: R2;
    /// - `ledger.cross(By::Service, "pain", "pain")`: the same measure twice;
    /// - a change on one of the two measures that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// A person's own judgement can be a measure too. Does it agree with the instrument?
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// use covalue::record::SourceKind;
    ///
    /// let catalogue = Catalogue::new(
    ///     [Measure::higher_is_better("function", "points"), Measure::higher_is_better("says better", "steps")],
    ///     [Service::new("physio", "clinic")],
    /// )?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, function, word) in [("ana", -3.0, 1.0), ("ben", 2.0, 1.0), ("cai", 4.0, -1.0)] {
    ///     ledger.record(
    ///         Interaction::between(user, "physio", date(2026, 3, 2))
    ///             .appraisal(Appraisal::of("function").observed("walking test").change(function))
    ///             .appraisal(Appraisal::of("says better").change(word)),
    ///     )?;
    /// }
    /// let terms = Terms::by(By::Service).including(SourceKind::Observed);
    /// let cross = ledger.cross(terms, "function", "says better")?;
    /// assert_eq!(cross.line("physio")?.worse().better(), 1); // Ana lost points and says that she is better
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn cross(
        &self,
        terms: impl Into<Terms>,
        measure: impl AsRef<str>,
        other: impl AsRef<str>,
    ) -> Result<Cross<N>, AnalysisError> {
        let terms = terms.into().checked()?;
        let index_of = |measure: &str| {
            let index = self.catalogue.measure_index(measure);
            index.ok_or_else(|| AnalysisError::UnknownMeasure { measure: measure.to_owned() })
        };
        let indexes = [index_of(measure.as_ref())?, index_of(other.as_ref())?];
        let measures = indexes.map(|index| self.catalogue.measure_at(index).id().clone());
        if indexes[0] == indexes[1] {
            let [measure, _] = measures;
            return Err(AnalysisError::SameMeasure { measure });
        }
        let CrossResult { index, lines, people } = engine::cross(self, &terms, indexes)?;
        Ok(Cross { scope: Scope::of(self, terms), measures, people, index, lines })
    }
}

impl<N: Number> Cross<N> {
    getters! { self:
        /// The first measure.
        measure: &MeasureId = &self.measures[0];
        /// The other measure.
        other: &MeasureId = &self.measures[1];
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.scope.parts();
        /// The number of people counted on either measure. A person on several lines counts once.
        beneficiary_count: usize = self.people.count();
        /// The lines, sorted as the lines of a statement are.
        lines: impl ExactSizeIterator<Item = CrossLine> = (0..self.lines.len()).map(|row| self.line_at(row));
    }

    /// The people of a line.
    ///
    /// # Errors
    ///
    /// - a line on which no person is counted on either measure: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine) -> Result<CrossLine, AnalysisError> {
        find_line(&self.index, &self.scope.terms, line).map(|row| self.line_at(row))
    }

    /// The cross of both parts, equal to that of one ledger with all their entries (R12), if no person is counted in
    /// both.
    ///
    /// Only the signs of a person are kept, not the sums, so the outcome of a person with changes in two parts cannot
    /// be computed from them. Merge the ledgers instead ([`Ledger::merge`]) and analyse the result. People are
    /// identified by 64-bit hashes of their ids. A person who was [forgotten](Ledger::forget) in each of two parts has
    /// two ids and counts as two.
    ///
    /// # Errors
    ///
    /// See [`MergeError`]. [`merge_in`](Cross::merge_in) keeps this part if the other is refused.
    ///
    /// - a difference in the terms, the measures or the definition of a measure or a service, or a part that is in
    ///   both;
    /// - a person who is counted in both, on any lines.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # use covalue::cross::Cross;
    /// # let catalogue = Catalogue::new(
    /// #     [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")],
    /// # )?;
    /// let cross_of = |part: &str, user: &str| -> Result<Cross, covalue::Error> {
    ///     let mut ledger = Ledger::part(&catalogue, part);
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(part);
    ///     let visit = visit.appraisal(Appraisal::of("mobility").change(2.0));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(1.0)))?;
    ///     Ok(ledger.cross(By::Service, "mobility", "pain")?)
    /// };
    /// let mut whole = cross_of("north", "ana")?.merge(cross_of("south", "ben")?)?;
    /// assert_eq!(whole.line("physio")?.better().worse(), 2);
    ///
    /// let refused = whole.merge_in(&cross_of("east", "ben")?).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "R17: 1 person is counted in both parts: merge the ledgers, and analyse the whole",
    /// );
    /// assert_eq!(whole.parts().collect::<Vec<_>>(), ["north", "south"]); // unchanged
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        self.merge_in(&other)?;
        Ok(self)
    }

    /// Both measures, in a message.
    fn quoted_measures(&self) -> String {
        self.measures.each_ref().map(quoted).join(" beside ")
    }

    /// Adds the people of another part to this one.
    ///
    /// # Errors
    ///
    /// The errors of [`merge`](Cross::merge). This part is then unchanged.
    pub fn merge_in(&mut self, other: &Self) -> Result<(), AnalysisError> {
        MergeError::check_terms(&self.scope.terms, &other.scope.terms)?;
        if self.measures != other.measures {
            return Err(MergeError::Rule { here: self.quoted_measures(), there: other.quoted_measures() }.into());
        }
        let mut scope = self.scope.clone();
        scope.merge(&other.scope)?;
        MergeError::check_people(&self.people, &other.people)?;
        self.scope = scope;
        self.people.merge(&other.people);
        (self.index, self.lines) =
            merge_rows((&self.index, &self.lines), (&other.index, &other.lines), CrossCounts::merge);
        Ok(())
    }

    fn line_at(&self, row: usize) -> CrossLine {
        let [measure, other] = self.measures.clone();
        CrossLine { line: Line::new(self.index.texts(row)), measure, other, counts: self.lines[row] }
    }
}

into_lines!(Cross: Number, CrossLine, |cross| cross.lines().collect());

// Its terms, measures and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Cross<N> {
    terms: self.scope.terms,
    measures: self.measures,
    parts: self.parts().collect::<Vec<_>>(),
    beneficiaries: self.beneficiary_count(),
    lines: self.lines.len(),
} }
