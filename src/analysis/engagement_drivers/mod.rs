//! Drivers of engagement: the users with a value of a dimension, compared with the users with its other values.

mod engine;
mod rows;
#[cfg(feature = "serde")]
mod stored;

use smol_str::SmolStr;

use super::comparison::sums_of_others;
use super::engagement::checked;
use super::quantities::{merge_quantities, rounded_quantities};
use super::risk::{LEAST_PEOPLE, ProbabilityInterval};
use super::rows::{find_line, into_lines, merge_rows};
use super::scope::Scope;
use super::{Analysis, AnalysisError};
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::{Fraction, Number, Total};
use crate::statement::{By, Dimension, Index, Line, MergeError, People, Terms};

/// The users with each value of a dimension compared with the users with its other values: the number of people, the
/// number who took part, and the quantities they contributed and integrated. A comparison does not show a cause.
///
/// Made by [`Ledger::engagement_drivers`]. It needs no appraisal. A value may be a driver of engagement if a larger
/// share of its users takes part, and a barrier if a smaller share does.
///
/// Two are equal if their terms, values, exact quantities, people and least number of people are. Parts may differ.
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
/// // By default fewer than 30 people are too few for a share.
/// let drivers = ledger.engagement_drivers(Terms::default(), "reminder")?;
/// let yes = drivers.line("yes")?;
/// assert_eq!((yes.with().person_count(), yes.with().participant_count(), yes.with().share()), (2, 2, None));
///
/// let drivers = ledger.engagement_drivers(ParticipationTerms::of(Terms::default()).at_least(2), "reminder")?;
/// let yes = drivers.line("yes")?;
/// assert_eq!((yes.with().share(), yes.without().share()), (Some(1.0), Some(0.5)));
/// assert_eq!((yes.with().integrated(), yes.with().contributed()), (&5.0, &6.0));
/// assert_eq!(
///     drivers.to_string(),
///     "each value of reminder compared with the others; users who took part; no share for fewer than 2 people\n\
///      reminder  people  took part  share  95 % confidence         integrated  others: people  others: took part  others: share  others: 95 % confidence  others: integrated\n\
///      no             2          1   50 %        9 to 91 %  1.0 of 6.0 (17 %)               2                  2          100 %              34 to 100 %   5.0 of 6.0 (83 %)\n\
///      yes            2          2  100 %      34 to 100 %  5.0 of 6.0 (83 %)               2                  1           50 %                9 to 91 %   1.0 of 6.0 (17 %)\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct EngagementDrivers<N: Number = f64> {
    dimension: Dimension,
    least: u64,
    scope: Scope<N>,
    index: Index,
    sums: Vec<Sums<N::Total>>,
    lines: Vec<EngagementDriversLine<N>>,
}

/// The terms of a comparison of engagement: the terms of a statement, and the number of people that a share needs.
///
/// # Example
///
/// ```
/// use covalue::engagement_drivers::ParticipationTerms;
/// use covalue::Terms;
///
/// assert_eq!(ParticipationTerms::of(Terms::default()).get_at_least(), 30);
/// assert_eq!(ParticipationTerms::of(Terms::default()).at_least(5).get_at_least(), 5);
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
    /// The terms of a statement, where a share needs at least 30 people. A probability of a loss needs as many. The
    /// number is ours.
    pub fn of(terms: impl Into<Terms>) -> Self {
        Self { terms: terms.into(), least: LEAST_PEOPLE }
    }

    /// Sets the number of people that a share and its confidence interval need; 0 is taken as 1. Counts and sums are
    /// given for any number of people.
    pub fn at_least(mut self, people: u64) -> Self {
        self.least = people.max(1);
        self
    }

    /// The number of people that a share needs.
    pub fn get_at_least(&self) -> u64 {
        self.least
    }
}

/// The exact quantities and the people of one value.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sums<T> {
    /// The quantities integrated and contributed.
    quantities: [T; 2],
    /// The users with a stated contribution.
    people: People,
    /// The users with an integrated quantity above zero.
    took_part: People,
}

impl<T: Total> Sums<T> {
    fn merge(&mut self, other: &Self) {
        // No `..`, so that the compiler asks for each new field here.
        let Self { quantities, people, took_part } = other;
        merge_quantities(&mut self.quantities, quantities);
        self.people.merge(people);
        self.took_part.merge(took_part);
    }
}

/// The comparison of the users with a value and the users with the other values of its dimension.
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

/// The users on one side of a comparison, and the quantities they contributed.
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
/// let yes = drivers.line("yes")?.with();
/// assert_eq!((yes.person_count(), yes.participant_count(), yes.share()), (40, 30, Some(0.75)));
/// assert_eq!((yes.integrated(), yes.contributed(), yes.engagement()), (&30.0, &50.0, Some(0.6)));
/// let interval = yes.interval().expect("enough people");
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
    getters! { self:
        /// The number of distinct users with a stated contribution.
        person_count: u64 = self.people;
        /// The number of users on this side who integrated more than zero in at least one of its interactions.
        participant_count: u64 = self.took_part;
        /// The quantity integrated, in the unit of contributed quantities.
        integrated: &N = &self.integrated;
        /// The quantity contributed: integrated, mis-integrated and not integrated (R5).
        contributed: &N = &self.contributed;
    }

    /// The share of people who took part, from 0 to 1; `None` if there are fewer people than
    /// [`at_least`](ParticipationTerms::at_least) requires.
    ///
    /// # Formula
    ///
    /// `took part ÷ people`, without a unit, rounded once. The result is an `f64` for every kind of number, as the
    /// interval is. Ours.
    pub fn share(&self) -> Option<f64> {
        f64::share(self.took_part, self.people).filter(|_| self.is_enough())
    }

    /// The confidence interval of the share; `None` if the share is. See [`ProbabilityInterval`] for the formula.
    pub fn interval(&self) -> Option<ProbabilityInterval> {
        self.is_enough().then(|| ProbabilityInterval::of(self.took_part, self.people, self.people))
    }

    fn is_enough(&self) -> bool {
        self.people >= self.least
    }
}

impl<N: Fraction> Participation<N> {
    /// The engagement of these users, from 0 to 1; `None` if they contributed nothing. It is given for any number of
    /// people, like the sums.
    ///
    /// # Formula
    ///
    /// `Σ integrated ÷ Σ contributed` over stated contributions, each sum and the quotient rounded once. Ours.
    pub fn engagement(&self) -> Option<N> {
        N::quotient(&self.integrated, &self.contributed)
    }
}

impl<N: Number> EngagementDriversLine<N> {
    getters! { self:
        /// The value of the dimension.
        value: &str = &self.value;
        /// The users in the interactions in which they have the value.
        with: &Participation<N> = &self.with;
        /// The users in the interactions in which they have another value. Users without a value are on neither side. A
        /// user with the value in one interaction and another value in the next is on both sides.
        without: &Participation<N> = &self.without;
    }
}

into_lines!(EngagementDrivers: Number, EngagementDriversLine<N>, |drivers| drivers.lines);

// Without the value, which may be personal: debug output may reach a log.
debug_fields! { self: impl[N: Number] EngagementDriversLine<N> {
    with: self.with,
    without: self.without,
} }

impl<N: Number> Ledger<N> {
    /// The users with each value of a dimension compared with the users with its other values.
    ///
    /// It needs no appraisal. The dimension replaces the grouping of the terms, and of the other terms only the filters
    /// and the as-of day matter. The value is the interaction's, or else the user's, as in [`engagement`](Ledger::engagement) by
    /// [`By::With`]. [`trace_engagement`](Ledger::trace_engagement) by the same dimension lists the interactions behind
    /// a value.
    ///
    /// # Formula
    ///
    /// The figures are computed from the stated contributions of users, in interactions that are known by the as-of day
    /// and not void. The side `with` has the users with the value, the side `without` the users with another value:
    ///
    /// - `people`: distinct users with a stated contribution;
    /// - `took part`: those of them with `integrated > 0` in any of these interactions;
    /// - `Σ integrated`, and `Σ contributed = Σ (integrated + mis-integrated + not integrated)`, each exact, rounded
    ///   once.
    ///
    /// Ours.
    ///
    /// # Errors
    ///
    /// - a filter by `By::Beneficiary`, `By::Role`, `By::Source` or `By::Element`: only appraisals have these;
    /// - invalid terms;
    /// - a quantity that no number of the kind holds.
    pub fn engagement_drivers(
        &self,
        terms: impl Into<ParticipationTerms>,
        dimension: impl AsRef<str>,
    ) -> Result<EngagementDrivers<N>, AnalysisError> {
        let dimension = Dimension::new(dimension);
        let ParticipationTerms { terms, least } = terms.into();
        let terms = checked(terms.grouped_by(By::With(dimension.clone())))?;
        let (index, sums) = engine::by_value(self, &terms);
        let scope = Scope::of(self, terms);
        EngagementDrivers { dimension, least, scope, index, sums, lines: Vec::new() }.with_lines()
    }
}

impl<N: Number> EngagementDrivers<N> {
    /// Rounds the figures of all lines, so that reading them cannot fail.
    fn with_lines(mut self) -> Result<Self, AnalysisError> {
        let quantities: Vec<[N::Total; 2]> = self.sums.iter().map(|sums| sums.quantities.clone()).collect();
        let quantities = sums_of_others(&quantities, merge_quantities);
        let people = People::in_the_others(self.sums.iter().map(|sums| &sums.people));
        let took_part = People::in_the_others(self.sums.iter().map(|sums| &sums.took_part));
        let mut lines = Vec::with_capacity(self.sums.len());
        for (row, ((quantities, people), took_part)) in quantities.into_iter().zip(people).zip(took_part).enumerate() {
            let (sums, line) = (&self.sums[row], Line::new(self.index.texts(row)));
            let here = [&sums.people, &sums.took_part].map(|people| people.count() as u64);
            let with = self.participation(&line, ["with_integrated", "with_contributed"], &sums.quantities, here)?;
            let (names, quantities) = (["without_integrated", "without_contributed"], quantities.unwrap_or_default());
            let without = self.participation(&line, names, &quantities, [people, took_part])?;
            let value = SmolStr::new(self.index.text(row, 0).unwrap_or_default());
            lines.push(EngagementDriversLine { value, with, without });
        }
        self.lines = lines;
        Ok(self)
    }

    /// One side of the comparison of a row.
    fn participation(
        &self,
        line: &Line,
        names: [&'static str; 2],
        quantities: &[N::Total; 2],
        [people, took_part]: [u64; 2],
    ) -> Result<Participation<N>, AnalysisError> {
        let [integrated, contributed] = rounded_quantities(names, quantities, (line, &self.scope.terms))?;
        Ok(Participation { people, took_part, integrated, contributed, least: self.least })
    }

    getters! { self:
        /// The number of people that a share needs.
        least: u64 = self.least;
        /// The dimension whose values are compared.
        dimension: &str = self.dimension.as_str();
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.scope.parts();
        /// The lines, sorted by value: one for each value of a user with a stated contribution.
        lines: impl ExactSizeIterator<Item = &EngagementDriversLine<N>> = self.lines.iter();
    }

    /// The line of a value.
    ///
    /// # Errors
    ///
    /// - a value that no user with a stated contribution has: an error, not a zero (R20).
    pub fn line(&self, value: impl AsRef<str>) -> Result<&EngagementDriversLine<N>, AnalysisError> {
        find_line(&self.index, &self.scope.terms, Some(value.as_ref())).map(|row| &self.lines[row])
    }

    /// The drivers of both parts, equal bit for bit to those of one ledger with all their entries (R12). A person in
    /// both parts counts once, since each part keeps a 64-bit hash of the id of each person.
    ///
    /// # Errors
    ///
    /// - a difference in the terms, the dimension, the least number of people, or the definition of a measure or a
    ///   service; or a part that is in both: see [`MergeError`];
    /// - a quantity of both parts together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.scope.terms, &other.scope.terms)?;
        if self.least != other.least {
            return Err(MergeError::Rule { here: self.rule_text(), there: other.rule_text() }.into());
        }
        self.scope.merge(&other.scope)?;
        (self.index, self.sums) = merge_rows((&self.index, &self.sums), (&other.index, &other.sums), Sums::merge);
        self.with_lines()
    }
}

// Its terms and size, without values of the dimension.
debug_fields! { self: impl[N: Number] EngagementDrivers<N> {
    terms: self.scope.terms,
    least: self.least,
    parts: self.parts().collect::<Vec<_>>(),
    lines: self.lines.len(),
} }
