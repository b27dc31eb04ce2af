//! What drives engagement: how many users did their part, and how much of it, with a value of a dimension and without.

mod engine;
mod rows;

use std::collections::BTreeSet;
use std::fmt;

use smol_str::SmolStr;

use super::risk::ProbabilityInterval;
use super::{Analysis, AnalysisError};
use crate::catalogue::Catalogue;
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::{Fraction, Number, Total};
use crate::statement::{By, Dimension, Index, Line, MergeError, People, Terms, Union};

/// The users who have each value of a dimension compared with the users who state another one: how many there are, how many
/// took part, and how much of what they contributed they integrated. A comparison, and no claim of cause.
///
/// Made by [`Ledger::engagement_drivers`]. It needs no appraisal. A value with which more people take part than without may
/// be a driver of engagement, and one with which fewer do a barrier.
///
/// # Example
///
/// ```
/// use covalue::engagement_drivers::ParticipationTerms;
/// use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
///
/// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, reminder, did, skipped) in
///     [("ana", "yes", 3.0, 1.0), ("ben", "yes", 2.0, 0.0), ("cai", "no", 1.0, 3.0), ("dee", "no", 0.0, 2.0)]
/// {
///     let own = Contribution::of(user).integrated(did).not_integrated(skipped, Misuse::unknown());
///     let visit = Interaction::between(User::new(user).with("reminder", reminder), "physio", date(2026, 3, 2));
///     ledger.record(visit.contribution(own))?;
/// }
/// // No share is given of fewer than 30 people, unless you ask for it.
/// let drivers = ledger.engagement_drivers(Terms::default(), "reminder")?;
/// let yes = drivers.line("yes").expect("it is stated");
/// assert_eq!((yes.with().person_count(), yes.with().participant_count(), yes.with().share()), (2, 2, None));
///
/// let drivers = ledger.engagement_drivers(ParticipationTerms::of(Terms::default()).at_least(2), "reminder")?;
/// let yes = drivers.line("yes").expect("it is stated");
/// assert_eq!((yes.with().share(), yes.without().share()), (Some(1.0), Some(0.5)));
/// assert_eq!((yes.with().integrated(), yes.with().contributed()), (&5.0, &6.0));
/// assert_eq!(
///     drivers.to_string(),
///     "reminder, users who took part; each value beside the others that are stated, no share of fewer than 2 people\n\
///      reminder  people with it  took part  share  95 % interval         integrated  people with others  took part  share  95 % interval         integrated\n\
///      no                     2          1   50 %      9 to 91 %  1.0 of 6.0 (17 %)                   2          2  100 %    34 to 100 %  5.0 of 6.0 (83 %)\n\
///      yes                    2          2  100 %    34 to 100 %  5.0 of 6.0 (83 %)                   2          1   50 %      9 to 91 %  1.0 of 6.0 (17 %)\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct EngagementDrivers<N: Number = f64> {
    dimension: Dimension,
    least: u64,
    terms: Terms,
    catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
    index: Index,
    sums: Vec<Sums<N>>,
    lines: Vec<EngagementDriversLine<N>>,
}

/// The terms of a comparison: those of a statement, and how many people a share needs.
///
/// # Example
///
/// ```
/// use covalue::engagement_drivers::ParticipationTerms;
/// use covalue::Terms;
///
/// assert_eq!(ParticipationTerms::of(Terms::default()).get_least(), 30);
/// assert_eq!(ParticipationTerms::of(Terms::default()).at_least(5).get_least(), 5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipationTerms {
    terms: Terms,
    least: u64,
}

impl<T: Into<Terms>> From<T> for ParticipationTerms {
    fn from(terms: T) -> Self {
        Self::of(terms)
    }
}

impl ParticipationTerms {
    /// The terms of a statement, with shares of at least 30 people. Ours: the same number as for a probability of a loss.
    pub fn of(terms: impl Into<Terms>) -> Self {
        Self { terms: terms.into(), least: 30 }
    }

    /// Shares and intervals are given for this many people or more; counts and sums always are. A share needs one person, so
    /// 0 is taken for 1.
    pub fn at_least(mut self, people: u64) -> Self {
        self.least = people.max(1);
        self
    }

    /// The number of people that a share needs.
    pub fn get_least(&self) -> u64 {
        self.least
    }
}

/// Exact quantities and the people of one value.
#[derive(Clone, Debug, PartialEq)]
struct Sums<N: Number> {
    /// What was integrated, and what was contributed.
    quantities: [N::Total; 2],
    /// Those of whom something is stated.
    people: People,
    /// Those of them who integrated more than zero.
    took_part: People,
}

impl<N: Number> Sums<N> {
    fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { quantities, people, took_part } = other;
        merge_quantities(&mut self.quantities, quantities);
        self.people.merge(people);
        self.took_part.merge(took_part);
    }
}

impl<N: Number> Default for Sums<N> {
    fn default() -> Self {
        Self { quantities: nothing::<N>(), people: People::default(), took_part: People::default() }
    }
}

/// A value of a dimension: the users who have it, and those who state another one.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, district, did) in [("ana", "north", 3.0), ("ben", "north", 1.0), ("cai", "south", 0.0)] {
///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
///     ledger.record(visit.contribution(Contribution::of(user).integrated(did)))?;
/// }
/// let drivers = ledger.engagement_drivers(Terms::default(), "district")?;
/// let took_part: Vec<_> = drivers
///     .lines()
///     .map(|line| (line.value(), line.with().participant_count(), line.without().participant_count()))
///     .collect();
/// assert_eq!(took_part, [("north", 2, 0), ("south", 0, 2)]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct EngagementDriversLine<N: Number = f64> {
    value: SmolStr,
    with: Participation<N>,
    without: Participation<N>,
}

/// The users on one side of a comparison, and what they contributed.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for number in 0..40 {
///     let user = User::new(format!("user {number}")).with("reminder", "yes");
///     let own = Contribution::of(format!("user {number}"));
///     let own = if number < 30 { own.integrated(1.0) } else { own.not_integrated(2.0, Misuse::unknown()) };
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).contribution(own))?;
/// }
/// let drivers = ledger.engagement_drivers(Terms::default(), "reminder")?;
/// let yes = drivers.line("yes").expect("it is stated").with();
/// assert_eq!((yes.person_count(), yes.participant_count(), yes.share()), (40, 30, Some(0.75)));
/// assert_eq!((yes.integrated(), yes.contributed(), yes.engagement()), (&30.0, &50.0, Some(0.6)));
/// let interval = yes.interval().expect("forty are enough");
/// assert!((interval.low() - 0.598).abs() < 1e-3 && (interval.high() - 0.858).abs() < 1e-3);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Participation<N: Number = f64> {
    people: u64,
    took_part: u64,
    integrated: N,
    contributed: N,
    /// The number of people that a share needs.
    least: u64,
}

impl<N: Number> Participation<N> {
    /// The users of whom something is stated, each once: that they integrated something, or that they did not.
    pub fn person_count(&self) -> u64 {
        self.people
    }

    /// Those of them who integrated more than zero in any of these interactions.
    pub fn participant_count(&self) -> u64 {
        self.took_part
    }

    /// What they integrated, in the unit of contributed quantities.
    pub fn integrated(&self) -> &N {
        &self.integrated
    }

    /// What they contributed in all: integrated, mis-integrated and not integrated (R5).
    pub fn contributed(&self) -> &N {
        &self.contributed
    }

    /// The share of people who took part, from 0 to 1; none of fewer people than [`at_least`](ParticipationTerms::at_least)
    /// asks for.
    ///
    /// # Formula
    ///
    /// `took part ÷ people`, without a unit, rounded once. A float for every kind of number, as the interval is. Ours.
    pub fn share(&self) -> Option<f64> {
        f64::share(self.took_part, self.people).filter(|_| self.is_enough())
    }

    /// Where that share lies, by Wilson's interval of this many people; none where no share is given. See
    /// [`ProbabilityInterval`] for the formula.
    pub fn interval(&self) -> Option<ProbabilityInterval> {
        self.is_enough().then(|| ProbabilityInterval::of(self.took_part, self.people, self.people))
    }

    fn is_enough(&self) -> bool {
        self.people >= self.least
    }
}

impl<N: Fraction> Participation<N> {
    /// How much of what they contributed they integrated, from 0 to 1; none where nothing is contributed. It is given for
    /// any number of people, as the sums are.
    ///
    /// # Formula
    ///
    /// `Σ integrated ÷ Σ contributed` over what is stated, each sum and the quotient rounded once. Ours.
    pub fn engagement(&self) -> Option<N> {
        N::quotient(&self.integrated, &self.contributed)
    }
}

impl<N: Number> EngagementDriversLine<N> {
    /// The value of the dimension.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The users in interactions in which they have the value.
    pub fn with(&self) -> &Participation<N> {
        &self.with
    }

    /// The users in interactions in which they state another value; those who state none are in neither. A user who had the
    /// value in one interaction and another value in the next is in both.
    pub fn without(&self) -> &Participation<N> {
        &self.without
    }
}

impl<N: Number> fmt::Debug for EngagementDriversLine<N> {
    /// Without its value, which is a dimension's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngagementDriversLine")
            .field("with", &self.with)
            .field("without", &self.without)
            .finish_non_exhaustive()
    }
}

impl<N: Number> Ledger<N> {
    /// The users with each value of a dimension compared with those who state another one: who took part, and how much of
    /// what they contributed went in.
    ///
    /// It needs no appraisal. The grouping of the terms gives way to the dimension, and of the rest only the as-of day counts.
    /// The value is the interaction's own, or else the user's, as in [`engagement`](Ledger::engagement) by [`By::With`].
    /// [`trace_engagement`](Ledger::trace_engagement) by the same word gives the interactions behind a value.
    ///
    /// # Formula
    ///
    /// Over the interactions that are known and not void, and in them over the stated contributions of users: on the side
    /// `with`, of those who have the value there; on the side `without`, of those who state another one.
    ///
    /// - `people`: distinct users of whom something is stated;
    /// - `took part`: those of them with `integrated > 0` in any of these interactions;
    /// - `Σ integrated`, and `Σ contributed = Σ (integrated + mis-integrated + not integrated)`, each exact, rounded once.
    ///
    /// Ours.
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - a quantity that no number of the kind holds.
    pub fn engagement_drivers(
        &self,
        terms: impl Into<ParticipationTerms>,
        dimension: impl AsRef<str>,
    ) -> Result<EngagementDrivers<N>, AnalysisError> {
        let dimension = Dimension::new(dimension);
        let ParticipationTerms { terms, least } = terms.into();
        let terms = terms.grouped_by(By::With(dimension.clone())).checked()?;
        let (index, sums) = engine::by_value(self, &terms);
        let (catalogue, parts) = (self.catalogue.clone(), self.parts.clone());
        EngagementDrivers { dimension, least, terms, catalogue, parts, index, sums, lines: Vec::new() }.read()
    }
}

impl<N: Number> EngagementDrivers<N> {
    /// With its figures read, once and for all.
    fn read(mut self) -> Result<Self, AnalysisError> {
        let quantities = of_the_others::<N>(&self.sums);
        let people = People::in_the_others(self.sums.iter().map(|sums| &sums.people));
        let took_part = People::in_the_others(self.sums.iter().map(|sums| &sums.took_part));
        self.lines = Vec::with_capacity(self.sums.len());
        for (row, ((quantities, people), took_part)) in quantities.iter().zip(people).zip(took_part).enumerate() {
            let sums = &self.sums[row];
            let here = [&sums.people, &sums.took_part].map(|people| people.count() as u64);
            let names = ["with_integrated", "with_contributed"];
            let with = self.participation(row, (&names, &sums.quantities), here)?;
            let names = ["without_integrated", "without_contributed"];
            let without = self.participation(row, (&names, quantities), [people, took_part])?;
            let value = SmolStr::new(self.index.text(row, 0).unwrap_or_default());
            self.lines.push(EngagementDriversLine { value, with, without });
        }
        Ok(self)
    }

    /// One side of a row's comparison.
    fn participation(
        &self,
        row: usize,
        (names, quantities): (&[&'static str; 2], &[N::Total; 2]),
        [people, took_part]: [u64; 2],
    ) -> Result<Participation<N>, AnalysisError> {
        let rounded = |place: usize| {
            let line = || Line::new(self.index.texts(row)).redacted_under(&self.terms);
            let beyond = || AnalysisError::Quantity { figure: names[place], line: line(), kind: N::KIND };
            N::rounded(&quantities[place]).ok_or_else(beyond)
        };
        Ok(Participation { people, took_part, integrated: rounded(0)?, contributed: rounded(1)?, least: self.least })
    }

    /// The number of people that a share needs.
    pub fn least(&self) -> u64 {
        self.least
    }

    /// The dimension.
    pub fn dimension(&self) -> &str {
        self.dimension.as_str()
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// Its lines, sorted by value: one for each value that users have of whom something is stated.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &EngagementDriversLine<N>> {
        self.lines.iter()
    }

    /// The line of a value; none where nothing is stated of users who have it.
    pub fn line(&self, value: impl AsRef<str>) -> Option<&EngagementDriversLine<N>> {
        self.index.place(std::iter::once(Some(value.as_ref()))).map(|row| &self.lines[row])
    }

    /// Both as one: the same as of one ledger of all their entries, bit for bit (R12). A person who is in both parts is
    /// counted once: each keeps a 64-bit hash of the id of everybody whom it counts.
    ///
    /// # Errors
    ///
    /// - of other terms or another dimension, another least number of people, a part that is in both, or another definition of
    ///   a measure or a service: see [`MergeError`];
    /// - a quantity of both together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.terms, &other.terms)?;
        if self.least != other.least {
            return Err(MergeError::Rule { here: self.rule_text(), there: other.rule_text() }.into());
        }
        MergeError::check_parts(&self.parts, &other.parts)?;
        self.catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        let Union { both, here, there } = self.index.union(&other.index);
        let mut sums = vec![Sums::default(); both.len()];
        for (part, places) in [(&self, &here), (&other, &there)] {
            for (more, &place) in part.sums.iter().zip(places) {
                sums[place as usize].merge(more);
            }
        }
        self.parts.extend(other.parts);
        (self.index, self.sums) = (both, sums);
        self.read()
    }
}

fn nothing<N: Number>() -> [N::Total; 2] {
    std::array::from_fn(|_| N::Total::default())
}

fn merge_quantities<T: Total>(quantities: &mut [T; 2], more: &[T; 2]) {
    for (quantity, more) in quantities.iter_mut().zip(more) {
        quantity.merge(more);
    }
}

/// For each value, the quantities of all other values together.
///
/// The sum before it and the sum behind it, so that all of them take two passes. Not the sum of all less its own: that could
/// be more than a total holds where the others are not.
fn of_the_others<N: Number>(sums: &[Sums<N>]) -> Vec<[N::Total; 2]> {
    let mut others = Vec::with_capacity(sums.len());
    let mut before = nothing::<N>();
    for sums in sums {
        others.push(before.clone());
        merge_quantities(&mut before, &sums.quantities);
    }
    let mut behind = nothing::<N>();
    for (others, sums) in others.iter_mut().zip(sums).rev() {
        merge_quantities(others, &behind);
        merge_quantities(&mut behind, &sums.quantities);
    }
    others
}

impl<N: Number> PartialEq for EngagementDrivers<N> {
    /// Equal terms, values, exact quantities, people and least number of people; of whichever parts.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.least == other.least && self.index == other.index && self.sums == other.sums
    }
}

impl<N: Number> fmt::Debug for EngagementDrivers<N> {
    /// Its terms and size; values are dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngagementDrivers")
            .field("terms", &self.terms)
            .field("least", &self.least)
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}
