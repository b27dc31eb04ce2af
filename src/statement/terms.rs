//! Terms: the options of a statement.

use std::ops::{Bound, RangeBounds};

use jiff::civil::Date;

use super::filter::Only;
use super::{Baseline, By, Grouping, IntoLine};
use crate::catalogue::Fault;
use crate::getters::{conversions, getters};
use crate::printable::quoted;
use crate::record::{Role, SourceKind};
use crate::rule::Rule;
use crate::word::{UnknownWord, words};

words! {
    /// Whether gains and losses of an indirect use count as created together or alone. The logic chooses a label and
    /// changes no total (R27).
    ///
    /// Value is created in use, in the customer sphere; providers facilitate it, and direct interactions give the
    /// opportunity to co-create (Grönroos & Voima 2013). Their spheres sort actions and not value, so a label is not a
    /// sphere. The label *alone* for indirect uses is ours.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Logic, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // Ana did her exercises at home.
    /// let alone = Interaction::between("ana", "physio", date(2026, 3, 2)).indirect();
    /// ledger.record(alone.appraisal(Appraisal::of("pain").change(-2.0)))?;
    /// let under = |logic| ledger.statement(Terms::by(By::Service).logic(logic));
    /// assert_eq!(under(Logic::ServiceDominant)?.line("physio", "pain")?.co_created(), 2.0);
    /// assert_eq!(under(Logic::Service)?.line("physio", "pain")?.created_alone(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Logic is "logic" {
        /// All value is created together, and all loss destroyed together.
        ServiceDominant = "service-dominant",
        /// Gains and losses of an indirect use are created and destroyed alone (ours, after Grönroos & Voima 2013).
        Service = "service",
    }
}

/// The follow-up that a statement counts.
///
/// # Example
///
/// ```
/// use covalue::FollowUp;
///
/// assert_eq!("2".parse(), Ok(FollowUp::Number(2)));
/// assert_eq!(FollowUp::default().to_string(), "last");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FollowUp {
    /// The last follow-up of the source that goes first. An appraisal with an outcome goes before one without; then own
    /// goes before proxy, and proxy before observed; then the highest follow-up counts.
    #[default]
    Last,
    /// The follow-up with this number, from 1.
    Number(u32),
}

conversions! { FollowUp:
    u32 => FollowUp::Number;
}

impl std::fmt::Display for FollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Last => f.write_str("last"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl std::str::FromStr for FollowUp {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        // `parse` alone would accept `+2`.
        let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let number = Some(word).filter(|_| digits).and_then(|word| word.parse().ok()).filter(|&number| number > 0);
        match (word, number) {
            ("last", _) => Ok(Self::Last),
            (_, Some(number)) => Ok(Self::Number(number)),
            _ => Err(UnknownWord::new(word, "follow-up", &["last", "a number from 1"])),
        }
    }
}

/// A role of beneficiaries, or a kind of source, that a statement includes besides users' own appraisals.
///
/// # Example
///
/// ```
/// use covalue::Include;
/// use covalue::record::{Role, SourceKind};
///
/// assert_eq!("provider".parse(), Ok(Include::Role(Role::Provider)));
/// assert_eq!(Include::from(SourceKind::Proxy).to_string(), "proxy");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Include {
    /// Appraisals of beneficiaries in this role.
    Role(Role),
    /// Appraisals by sources of this kind.
    Source(SourceKind),
}

conversions! { Include:
    Role => Include::Role;
    SourceKind => Include::Source;
}

impl std::fmt::Display for Include {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(role) => role.fmt(f),
            Self::Source(source) => source.fmt(f),
        }
    }
}

impl std::str::FromStr for Include {
    type Err = UnknownWord;

    /// Reads the word of a role or of a kind of source. `user` and `own` are refused, since every statement includes
    /// users' own appraisals.
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let roles = Role::ALL.iter().skip(1).map(|&role| Self::Role(role));
        let sources = SourceKind::ALL.iter().skip(1).map(|&kind| Self::Source(kind));
        let all: Vec<Self> = roles.chain(sources).collect();
        let words: Vec<String> = all.iter().map(Self::to_string).collect();
        let found = all.into_iter().zip(&words).find(|(_, known)| *known == word).map(|(include, _)| include);
        let known: Vec<&str> = words.iter().map(String::as_str).collect();
        found.ok_or_else(|| UnknownWord::new(word, "role or source to include", &known))
    }
}

/// The options of a statement, a tally or an analysis: grouping, baseline, logic, as-of day, follow-up, period, the values
/// that it counts [only](Self::only), the roles and sources that it includes, and whether it
/// [counts beneficiaries](Self::counting_beneficiaries). A statement keeps its terms, and only statements with equal terms
/// merge (R17).
///
/// The defaults are the baseline [`Before`](Baseline::Before), the service-dominant logic, all entries whenever they
/// became known, the last follow-up, all days, all values, users' own appraisals, and no count of beneficiaries.
///
/// # Example
///
/// ```
/// use covalue::{Baseline, By, Terms, date};
/// use covalue::record::{Role, SourceKind};
///
/// let terms = Terms::by(By::Service.and(By::Year))
///     .baseline(Baseline::Expected)
///     .including(Role::Provider)
///     .including(SourceKind::Proxy)
///     .as_of(date(2026, 5, 31));
/// assert_eq!(terms.included().collect::<Vec<_>>(), ["provider", "proxy"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    by: Grouping,
    baseline: Baseline,
    logic: Logic,
    as_of: Option<Date>,
    follow_up: FollowUp,
    from: Option<Date>,
    until: Option<Date>,
    only: Only,
    counts_beneficiaries: bool,
    // Indexed like `Role::ALL` and `SourceKind::ALL`.
    roles: [bool; 4],
    sources: [bool; 3],
}

impl Terms {
    /// The default terms with a grouping.
    pub fn by(grouping: impl Into<Grouping>) -> Self {
        Self {
            by: grouping.into(),
            baseline: Baseline::Before,
            logic: Logic::ServiceDominant,
            as_of: None,
            follow_up: FollowUp::Last,
            from: None,
            until: None,
            only: Only::default(),
            counts_beneficiaries: false,
            roles: [true, false, false, false],
            sources: [true, false, false],
        }
    }

    /// Sets the baseline.
    pub fn baseline(mut self, baseline: Baseline) -> Self {
        self.baseline = baseline;
        self
    }

    /// Sets the logic.
    pub fn logic(mut self, logic: Logic) -> Self {
        self.logic = logic;
        self
    }

    /// Counts only entries that were known by this day (R19).
    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Sets the follow-up: a number from 1, or the last.
    pub fn follow_up(mut self, follow_up: impl Into<FollowUp>) -> Self {
        self.follow_up = follow_up.into();
        self
    }

    /// Includes one more role or kind of source. An appraisal counts if both its role and its source are included.
    pub fn including(mut self, include: impl Into<Include>) -> Self {
        match include.into() {
            Include::Role(role) => self.roles[role as usize] = true,
            Include::Source(source) => self.sources[source as usize] = true,
        }
        self
    }

    /// Counts only interactions on the days of this range, such as `date(2026, 4, 1)..=date(2027, 3, 31)`, and the
    /// appraisals due in them. The day of an interaction decides, not that of an appraisal.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Terms, date};
    ///
    /// let terms = Terms::by(By::Service).period(date(2026, 4, 1)..date(2027, 4, 1));
    /// assert_eq!(terms.to_string(), "by service, change from before, users' own appraisals, 2026-04-01 to 2027-03-31");
    /// assert_eq!(terms.period(date(2026, 4, 1)..).get_until(), None);
    /// ```
    pub fn period(mut self, days: impl RangeBounds<Date>) -> Self {
        let from = match days.start_bound() {
            Bound::Included(&day) => Some(Ok(day)),
            Bound::Excluded(day) => Some(day.tomorrow()),
            Bound::Unbounded => None,
        };
        let until = match days.end_bound() {
            Bound::Included(&day) => Some(Ok(day)),
            Bound::Excluded(day) => Some(day.yesterday()),
            Bound::Unbounded => None,
        };
        // A range that ends before the first of all days, or starts after the last, is empty, and `checked` refuses it.
        (self.from, self.until) = match (from.transpose(), until.transpose()) {
            (Ok(from), Ok(until)) => (from, until),
            _ => (Some(Date::MAX), Some(Date::MIN)),
        };
        self
    }

    /// Counts only rows that have one of these values of a word, which are the lines with these values if the word were
    /// in the grouping. `None` is *not stated*. Values of one word are joined by *or*, words by *and*.
    ///
    /// A filter applies after the appraisal that counts is chosen (section 7 of the model): with proxies included,
    /// `only(By::Source, "proxy")` does not have the answer of a proxy where the person gave their own. An appraisal
    /// that is due has the role user and the source own.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
    ///
    /// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [("ana", "north", -2.0), ("ben", "south", -3.0), ("cai", "west", -4.0)] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let terms = Terms::by(By::Service).only(By::with("district"), ["north", "south"]);
    /// assert_eq!(ledger.statement(&terms)?.line("physio", "pain")?.created(), 5.0);
    /// assert!(ledger.statement(terms.only(By::Service, "choir"))?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn only(mut self, word: By, values: impl IntoLine) -> Self {
        self.only.add(word, &values.into_line());
        self
    }

    /// Counts the distinct beneficiaries of each cell: the people behind its figures. A statement then keeps a 64-bit hash
    /// of each beneficiary's id for each cell, so that statements of parts merge. Two people with the same hash count as
    /// one: among ten million people, the probability of such a pair is 3 in a million. Analyses have counts of people of
    /// their own, and ignore this.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (id, user) in [("v1", "ana"), ("v2", "ana"), ("v3", "ben")] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(id);
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
    /// }
    /// let cell = ledger.statement(Terms::by(By::Service).counting_beneficiaries())?.cell("physio", "pain")?;
    /// assert_eq!((cell.appraisal_count(), cell.beneficiary_count()), (3, Some(2)));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn counting_beneficiaries(mut self) -> Self {
        self.counts_beneficiaries = true;
        self
    }

    getters! { self:
        /// Whether the distinct beneficiaries of each cell are counted.
        counts_beneficiaries: bool = self.counts_beneficiaries;
        /// The grouping.
        grouping: &Grouping = &self.by;
        /// The baseline.
        get_baseline: &Baseline = &self.baseline;
        /// The logic.
        get_logic: Logic = self.logic;
        /// The as-of day; `None` if all entries count.
        get_as_of: Option<Date> = self.as_of;
        /// The follow-up.
        get_follow_up: FollowUp = self.follow_up;
        /// The first day of the period; `None` if it has no start.
        get_from: Option<Date> = self.from;
        /// The last day of the period, which is in it; `None` if it has no end.
        get_until: Option<Date> = self.until;
    }

    /// The words and values of the filters, each pair once and in order; `None` is *not stated*.
    pub fn get_only(&self) -> impl Iterator<Item = (&By, Option<&str>)> {
        self.only.values()
    }

    /// Whether the filters let rows with this value of a word pass; `None` is *not stated*.
    #[cfg(feature = "serde")]
    pub(crate) fn asks_for(&self, word: &By, value: Option<&str>) -> bool {
        self.only.passes(word, value)
    }

    pub(super) fn only_words(&self) -> &Only {
        &self.only
    }

    /// Whether appraisals of beneficiaries in this role count.
    pub fn includes_role(&self, role: Role) -> bool {
        self.roles[role as usize]
    }

    /// Whether appraisals by sources of this kind count.
    pub fn includes_source(&self, source: SourceKind) -> bool {
        self.sources[source as usize]
    }

    /// The words of the roles, then of the kinds of source, that are included besides users' own appraisals.
    pub fn included(&self) -> impl Iterator<Item = &'static str> {
        let roles = Role::ALL.iter().skip(1).filter(|&&role| self.includes_role(role)).map(|role| role.word());
        let sources = SourceKind::ALL.iter().skip(1).filter(|&&kind| self.includes_source(kind));
        roles.chain(sources.map(|kind| kind.word()))
    }

    /// Validates the terms. Every method that takes terms does so too.
    ///
    /// # Errors
    ///
    /// - `Terms::by(By::with(""))`: a dimension without a name;
    /// - `Terms::by(By::Year.and(By::Year))`: a word that occurs twice;
    /// - `.follow_up(0)`: follow-ups are numbered from 1;
    /// - `.baseline(Baseline::named("after"))`: not the name of a reference;
    /// - `.period(date(2026, 4, 1)..date(2026, 4, 1))`: a period without a day;
    /// - `.only(By::Service, ())`: a filter without a value.
    pub fn checked(self) -> Result<Self, TermsError> {
        if self.by.words().iter().chain(self.only.words()).any(|word| *word == By::with("")) {
            return Err(TermsError::EmptyDimension);
        }
        if let Some(word) = self.by.repeated() {
            return Err(TermsError::RepeatedWord { word: word.to_string() });
        }
        if self.follow_up == FollowUp::Number(0) {
            return Err(TermsError::FollowUpZero);
        }
        if let Baseline::Named(name) = &self.baseline
            && let Some(fault) = name.fault()
        {
            return Err(TermsError::Baseline(fault));
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && from > until
        {
            return Err(TermsError::EmptyPeriod { from, until });
        }
        if let Some(word) = self.only.without_value() {
            return Err(TermsError::NoValue { word: word.to_string() });
        }
        Ok(self)
    }

    /// The same terms with another grouping.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Terms, date};
    ///
    /// let may = Terms::by(By::Service).as_of(date(2026, 5, 31));
    /// assert_eq!(may.grouped_by(By::Month), Terms::by(By::Month).as_of(date(2026, 5, 31)));
    /// ```
    pub fn grouped_by(mut self, grouping: impl Into<Grouping>) -> Self {
        self.by = grouping.into();
        self
    }

    /// The same terms without an as-of day and a period.
    pub(super) fn without_days(&self) -> Self {
        Self { as_of: None, from: None, until: None, ..self.clone() }
    }

    pub(super) fn roles(&self) -> [bool; 4] {
        self.roles
    }

    pub(super) fn sources(&self) -> [bool; 3] {
        self.sources
    }
}

impl Default for Terms {
    /// The default terms by service.
    fn default() -> Self {
        Self::by(By::Service)
    }
}

conversions! { Terms:
    By => Terms::by;
    Grouping => Terms::by;
    &Terms => Terms::clone;
}

/// The error if terms are invalid.
///
/// # Errors, as examples
///
/// - `Terms::by(By::Year.and(By::Year))`: R13;
/// - `Terms::by(By::Year).follow_up(0)`: form;
/// - `Terms::by(By::Year).period(date(2026, 4, 1)..date(2026, 4, 1))`: form;
/// - `Terms::by(By::Year).only(By::Service, ())`: form;
/// - `Tally::new(&catalogue, Terms::by(By::Year).as_of(day))`: R19.
///
/// # Example
///
/// ```
/// use covalue::{By, Rule, Terms};
///
/// let refused = Terms::by(By::Year.and(By::Year)).checked().unwrap_err();
/// assert_eq!(refused.to_string(), "R13: `year` occurs twice in one grouping");
/// assert_eq!(refused.rule(), Rule::R13);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// The name of a dimension is empty.
    #[error("R1: the name of a dimension is empty, and an empty name does not exist")]
    EmptyDimension,
    /// A word occurs twice in a grouping, so that each line would repeat a value.
    #[error("R13: {} occurs twice in one grouping", quoted(.word))]
    RepeatedWord {
        /// The word.
        word: String,
    },
    /// The follow-up is zero.
    #[error("form: follow-up 0 is asked for, but follow-ups are numbered from 1")]
    FollowUpZero,
    /// The baseline has the name of no reference.
    #[error(transparent)]
    Baseline(Fault),
    /// The period has no day.
    #[error("form: the period from {from} until {until} ends before it starts")]
    EmptyPeriod {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// A filter has no value, so that no row passes.
    #[error("form: only {} has no value; name one, or leave the filter out", quoted(.word))]
    NoValue {
        /// The word.
        word: String,
    },
    /// The terms of a tally have an as-of day, and a tally keeps no days.
    #[error("R19: a tally keeps no days, so it cannot be as of {day}; a ledger can")]
    AsOfTally {
        /// The day asked for.
        day: Date,
    },
}

impl TermsError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::EmptyDimension => Rule::R1,
            Self::Baseline(fault) => fault.rule(),
            Self::RepeatedWord { .. } => Rule::R13,
            Self::FollowUpZero | Self::EmptyPeriod { .. } | Self::NoValue { .. } => Rule::Form,
            Self::AsOfTally { .. } => Rule::R19,
        }
    }
}
