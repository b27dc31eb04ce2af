//! Two measures side by side: how each person ended on the one, by how they ended on the other.

mod engine;
mod rows;

use std::collections::BTreeSet;
use std::fmt;

use super::outcomes::{OutcomeCounts, Sign};
use super::{Analysis, AnalysisError};
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::{Number, clip_name};
use crate::statement::{Index, IntoLine, Line, MergeError, People, Terms, Union};

use engine::Crossed;
pub(super) use engine::{PeopleCrossed, people_crossed};

/// How many people are better, the same and worse on one measure, by how they are on another, line by line: better in
/// function and worse in health, or worse by points and better by their own word.
///
/// Made by [`Ledger::cross`]. A person is counted on both measures, or on one of them only; the two are never added
/// together (R17).
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
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0)))?; // she was not asked about pain
///
/// let cross = ledger.cross(By::Service, "mobility", "pain")?;
/// let physio = cross.line("physio")?;
/// assert_eq!((physio.person_count(), physio.better().worse()), (4, 1)); // Ben moves better, and is in more pain
/// assert_eq!((physio.without_measure(), physio.without_other()), (0, 1));
/// assert_eq!(
///     cross.to_string(),
///     "against before, users' own appraisals, mobility beside pain, each person's sum against the tolerance, 5 users\n\
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
#[derive(Clone)]
pub struct Cross<N: Number = f64> {
    terms: Terms,
    catalogue: Catalogue<N>,
    measures: [MeasureId; 2],
    parts: BTreeSet<PartName>,
    /// The people counted on either measure, so that parts with a person in common are not merged.
    people: People,
    index: Index,
    lines: Vec<Counted>,
}

/// How many people of a line ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counted {
    better: OutcomeCounts,
    unchanged: OutcomeCounts,
    worse: OutcomeCounts,
    without_measure: u64,
    without_other: u64,
}

impl Counted {
    /// Counts a person by how they ended on each measure.
    fn count(&mut self, signs: [Option<Sign>; 2]) {
        match signs {
            [Some(Sign::Better), Some(other)] => self.better.count(other),
            [Some(Sign::Unchanged), Some(other)] => self.unchanged.count(other),
            [Some(Sign::Worse), Some(other)] => self.worse.count(other),
            [Some(_), None] => self.without_other += 1,
            [None, Some(_)] => self.without_measure += 1,
            [None, None] => {}
        }
    }

    /// Counts other people too.
    fn merge(&mut self, other: &Self) {
        // No `..`: a count that is new must be added up here.
        let Self { better, unchanged, worse, without_measure, without_other } = other;
        self.better.merge(better);
        self.unchanged.merge(unchanged);
        self.worse.merge(worse);
        self.without_measure += without_measure;
        self.without_other += without_other;
    }
}

/// The people of a line, by how they ended on two measures.
///
/// Nine counts are of those who are counted on both: [`better`](CrossLine::better), [`unchanged`](CrossLine::unchanged) and
/// [`worse`](CrossLine::worse) on the measure, each by better, unchanged and worse on the other.
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
#[derive(Clone, PartialEq)]
pub struct CrossLine {
    line: Line,
    measures: [MeasureId; 2],
    counted: Counted,
}

impl CrossLine {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measures[0]
    }

    /// The other measure.
    pub fn other(&self) -> &MeasureId {
        &self.measures[1]
    }

    /// How many people are counted on both measures: the sum of the nine counts.
    pub fn person_count(&self) -> u64 {
        self.on_measure().all()
    }

    /// Those better on the measure, by how they ended on the other.
    pub fn better(&self) -> &OutcomeCounts {
        &self.counted.better
    }

    /// Those unchanged on the measure, by how they ended on the other.
    pub fn unchanged(&self) -> &OutcomeCounts {
        &self.counted.unchanged
    }

    /// Those worse on the measure, by how they ended on the other.
    pub fn worse(&self) -> &OutcomeCounts {
        &self.counted.worse
    }

    /// How the people counted on both ended on the measure.
    pub fn on_measure(&self) -> OutcomeCounts {
        let Counted { better, unchanged, worse, .. } = &self.counted;
        OutcomeCounts::of(better.all(), worse.all(), unchanged.all())
    }

    /// How the people counted on both ended on the other measure.
    pub fn on_other(&self) -> OutcomeCounts {
        let mut ended = self.counted.better;
        ended.merge(&self.counted.unchanged);
        ended.merge(&self.counted.worse);
        ended
    }

    /// How many people are counted on the other measure, and not on the measure.
    pub fn without_measure(&self) -> u64 {
        self.counted.without_measure
    }

    /// How many people are counted on the measure, and not on the other.
    pub fn without_other(&self) -> u64 {
        self.counted.without_other
    }
}

impl fmt::Debug for CrossLine {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CrossLine")
            .field("line", &self.line)
            .field("measure", self.measure())
            .field("other", self.other())
            .field("counted", &self.counted)
            .finish()
    }
}

impl<N: Number> Ledger<N> {
    /// How people ended on a measure by how they ended on another, of just what the statement of these terms counts. A line
    /// is there where a person is counted on either of the two.
    ///
    /// By [`By::Element`](crate::By::Element) two measures of different elements stand on different lines, so that no person
    /// is counted on both.
    ///
    /// # Formula
    ///
    /// With `dᵢ` the changes of a person that are counted on a line and measure, windfalls among them, and `t` the measure's
    /// tolerance: *better* if `Σ dᵢ > t`, *worse* if `Σ dᵢ < −t`, else *the same*, of exact sums. Counted are the people with
    /// a change on both measures, by each pair of these, and those with a change on one of them only. Ours.
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - `ledger.cross(By::Service, "mood", "pain")` where no measure is called mood: R2;
    /// - `ledger.cross(By::Service, "pain", "pain")`: one measure is crossed with itself;
    /// - a change on one of the two that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// A person's own word can be a measure too. Do they say themselves what the instrument says?
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
    /// assert_eq!(cross.line("physio")?.worse().better(), 1); // Ana lost points, and says that she is better
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn cross(
        &self,
        terms: impl Into<Terms>,
        measure: impl AsRef<str>,
        other: impl AsRef<str>,
    ) -> Result<Cross<N>, AnalysisError> {
        let terms = terms.into().checked()?;
        let number = |measure: &str| {
            let number = self.catalogue.measure_index(measure);
            number.ok_or_else(|| AnalysisError::UnknownMeasure { measure: clip_name(measure) })
        };
        let numbers = [number(measure.as_ref())?, number(other.as_ref())?];
        let measures = numbers.map(|number| self.catalogue.measure_at(number).id().clone());
        if numbers[0] == numbers[1] {
            let [measure, _] = measures;
            return Err(AnalysisError::SameMeasure { measure });
        }
        let Crossed { index, lines, people } = engine::cross(self, &terms, numbers)?;
        let (catalogue, parts) = (self.catalogue.clone(), self.parts.clone());
        Ok(Cross { terms, catalogue, measures, parts, people, index, lines })
    }
}

impl<N: Number> Cross<N> {
    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measures[0]
    }

    /// The other measure.
    pub fn other(&self) -> &MeasureId {
        &self.measures[1]
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// The people counted on either measure, each once, on however many lines they are.
    pub fn beneficiary_count(&self) -> usize {
        self.people.count()
    }

    /// Its lines, sorted as a statement's are.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = CrossLine> {
        (0..self.lines.len()).map(|row| self.line_at(row))
    }

    /// The people of a line.
    ///
    /// # Errors
    ///
    /// - a line on which no person is counted on either measure: an error, and no zero (R20).
    pub fn line(&self, line: impl IntoLine) -> Result<CrossLine, AnalysisError> {
        let line = line.into_line();
        let fits = line.values().len() == self.terms.grouping().words().len();
        let row = Some(()).filter(|()| fits).and_then(|()| self.index.place(line.values()));
        row.map(|row| self.line_at(row)).ok_or_else(|| AnalysisError::NoLine { line: line.redacted_under(&self.terms) })
    }

    /// Both as one: the same as of one ledger of all their entries (R12), if no person is counted in both.
    ///
    /// Of a person only the signs are kept, and no sum: how one ended whose changes are in two parts cannot be told from
    /// these. Merge the ledgers instead ([`Ledger::merge`]), and read the whole. People are told apart by 64-bit hashes of
    /// their ids; a person who was [forgotten](Ledger::forget) in each of two parts has two ids, and counts as two.
    ///
    /// # Errors
    ///
    /// See [`MergeError`]. To keep this one where the other is refused, use [`merge_in`](Cross::merge_in).
    ///
    /// - of other terms or other measures, a part that is in both, or another definition of a measure or a service;
    /// - a person who is counted in both, on whichever line.
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
    /// let read = |part: &str, user: &str| -> Result<Cross, covalue::Error> {
    ///     let mut ledger = Ledger::part(&catalogue, part);
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(part);
    ///     let visit = visit.appraisal(Appraisal::of("mobility").change(2.0));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(1.0)))?;
    ///     Ok(ledger.cross(By::Service, "mobility", "pain")?)
    /// };
    /// let mut whole = read("north", "ana")?.merge(read("south", "ben")?)?;
    /// assert_eq!(whole.line("physio")?.better().worse(), 2);
    ///
    /// let refused = whole.merge_in(&read("east", "ben")?).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "R17: 1 person is counted in both parts: merge the ledgers, and analyse the whole",
    /// );
    /// assert_eq!(whole.parts().collect::<Vec<_>>(), ["north", "south"]); // it stays as it was
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        self.merge_in(&other)?;
        Ok(self)
    }

    /// Adds the people of another one to this one.
    ///
    /// # Errors
    ///
    /// As [`merge`](Cross::merge); this one stays as it was.
    pub fn merge_in(&mut self, other: &Self) -> Result<(), AnalysisError> {
        MergeError::check_terms(&self.terms, &other.terms)?;
        if self.measures != other.measures {
            return Err(MergeError::Rule { here: self.rule_text(), there: other.rule_text() }.into());
        }
        MergeError::check_parts(&self.parts, &other.parts)?;
        let mut catalogue = self.catalogue.clone();
        catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        MergeError::check_people(&self.people, &other.people)?;
        let Union { both, here, there } = self.index.union(&other.index);
        let mut lines = vec![Counted::default(); both.len()];
        for (part, places) in [(&*self, &here), (other, &there)] {
            for (more, &place) in part.lines.iter().zip(places) {
                lines[place as usize].merge(more);
            }
        }
        self.catalogue = catalogue;
        self.parts.extend(other.parts.iter().cloned());
        self.people.merge(&other.people);
        (self.index, self.lines) = (both, lines);
        Ok(())
    }

    fn line_at(&self, row: usize) -> CrossLine {
        let line = Line::new(self.index.texts(row));
        CrossLine { line, measures: self.measures.clone(), counted: self.lines[row] }
    }
}

impl<N: Number> PartialEq for Cross<N> {
    /// Equal terms, measures, lines, counts and people; of whichever parts.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
            && self.measures == other.measures
            && self.people == other.people
            && self.index == other.index
            && self.lines == other.lines
    }
}

impl<N: Number> fmt::Debug for Cross<N> {
    /// Its terms, measures and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cross")
            .field("terms", &self.terms)
            .field("measures", &self.measures)
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("beneficiaries", &self.beneficiary_count())
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}
