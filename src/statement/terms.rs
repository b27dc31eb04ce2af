//! What a statement is of.

use jiff::civil::Date;

use super::{By, Grouping};
use crate::record::{Role, SourceKind};
use crate::rule::Rule;
use crate::word::{UnknownWord, words};

words! {
    /// The zero line that a change is read against, in which the literature differs.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // She is better than she was, and worse than she thought she would be.
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).expected(2.0).after(4.0)))?;
    /// let against = |baseline| ledger.statement(Terms::by(By::Service).baseline(baseline));
    /// assert_eq!(against(Baseline::Before)?.line("physio", "pain")?.created(), 2.0);
    /// assert_eq!(against(Baseline::Expected)?.line("physio", "pain")?.destroyed(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Baseline is "baseline" {
        /// The level before: what changed, which is not the effect of the service (Plé & Chumpitaz Cáceres 2010: wellbeing
        /// declined).
        Before = "before",
        /// The level the beneficiary expected (Smith 2013; Ogunbodede 2022).
        Expected = "expected",
        /// The level the same time would have brought without the service.
        Without = "without",
    }
}

words! {
    /// Whether what came of a use without the provider counts as created together or alone. It labels, and changes no
    /// total (R27).
    ///
    /// Value is created in use, in the customer sphere; providers facilitate it, and direct interactions give the
    /// opportunity to co-create (Grönroos & Voima 2013). Their spheres sort actions and not value, so a label is no sphere:
    /// to label what came of an indirect use as alone is ours.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Logic, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // She did her exercises at home.
    /// let alone = Interaction::between("ana", "physio", date(2026, 3, 2)).indirect();
    /// ledger.record(alone.appraisal(Appraisal::of("pain").change(-2.0)))?;
    /// let under = |logic| ledger.statement(Terms::by(By::Service).logic(logic));
    /// assert_eq!(under(Logic::ServiceDominant)?.line("physio", "pain")?.co_created(), 2.0);
    /// assert_eq!(under(Logic::Service)?.line("physio", "pain")?.created_alone(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Logic is "logic" {
        /// All value is co-created, all loss co-destroyed.
        ServiceDominant = "service-dominant",
        /// What came of an indirect use was created or destroyed alone (ours, after Grönroos & Voima 2013).
        Service = "service",
    }
}

/// Which follow-up counts.
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
    /// The last from the source that goes first: an appraisal with an outcome before one without, then own before proxy before
    /// observed, then the higher follow-up.
    #[default]
    Last,
    /// That one and no other.
    Number(u32),
}

impl From<u32> for FollowUp {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
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
        let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let number = Some(word).filter(|_| digits).and_then(|word| word.parse().ok()).filter(|&number| number > 0);
        match (word, number) {
            ("last", _) => Ok(Self::Last),
            (_, Some(number)) => Ok(Self::Number(number)),
            _ => Err(UnknownWord::new(word, "follow-up", &["last", "a number from 1"])),
        }
    }
}

/// Whose value, or whose word, a statement includes besides users' own.
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
    /// Appraisals about beneficiaries of that role.
    Role(Role),
    /// Appraisals on the word of sources of that kind.
    Source(SourceKind),
}

impl From<Role> for Include {
    fn from(role: Role) -> Self {
        Self::Role(role)
    }
}

impl From<SourceKind> for Include {
    fn from(source: SourceKind) -> Self {
        Self::Source(source)
    }
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

    /// One of the words that widen a statement: users' own appraisals are in every one.
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

/// What a statement, a tally or a reading is of: grouping, baseline, logic, as-of day, follow-up, and whose word and
/// whose value counts. A statement names its terms, and only statements of equal terms merge (R17).
///
/// By default: changes since before, service-dominant, all that is known, own word first and then the last follow-up, users' own appraisals.
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
    // By the place in `Role::ALL` and `SourceKind::ALL`.
    roles: [bool; 4],
    sources: [bool; 3],
}

impl Terms {
    /// The default terms with that grouping.
    pub fn by(grouping: impl Into<Grouping>) -> Self {
        Self {
            by: grouping.into(),
            baseline: Baseline::Before,
            logic: Logic::ServiceDominant,
            as_of: None,
            follow_up: FollowUp::Last,
            roles: [true, false, false, false],
            sources: [true, false, false],
        }
    }

    /// Read against that zero line.
    pub fn baseline(mut self, baseline: Baseline) -> Self {
        self.baseline = baseline;
        self
    }

    /// With that logic's labels.
    pub fn logic(mut self, logic: Logic) -> Self {
        self.logic = logic;
        self
    }

    /// Only what was known by that day (R19).
    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// That follow-up, a number from 1 or the last.
    pub fn follow_up(mut self, follow_up: impl Into<FollowUp>) -> Self {
        self.follow_up = follow_up.into();
        self
    }

    /// Widens whose value, or whose word, counts. An appraisal counts if both its role and its source do.
    pub fn including(mut self, include: impl Into<Include>) -> Self {
        match include.into() {
            Include::Role(role) => self.roles[role as usize] = true,
            Include::Source(source) => self.sources[source as usize] = true,
        }
        self
    }

    /// The grouping.
    pub fn grouping(&self) -> &Grouping {
        &self.by
    }

    /// The zero line.
    pub fn get_baseline(&self) -> Baseline {
        self.baseline
    }

    /// The logic.
    pub fn get_logic(&self) -> Logic {
        self.logic
    }

    /// The as-of day, if one is asked for.
    pub fn get_as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// The follow-up.
    pub fn get_follow_up(&self) -> FollowUp {
        self.follow_up
    }

    /// Whether appraisals about beneficiaries of that role count.
    pub fn includes_role(&self, role: Role) -> bool {
        self.roles[role as usize]
    }

    /// Whether appraisals on the word of sources of that kind count.
    pub fn includes_source(&self, source: SourceKind) -> bool {
        self.sources[source as usize]
    }

    /// What is included besides users' own appraisals: roles, then sources, as words.
    pub fn included(&self) -> impl Iterator<Item = &'static str> {
        let roles = Role::ALL.iter().skip(1).filter(|&&role| self.includes_role(role)).map(|role| role.word());
        let sources = SourceKind::ALL.iter().skip(1).filter(|&&kind| self.includes_source(kind));
        roles.chain(sources.map(|kind| kind.word()))
    }

    /// The terms, if a statement can be of them.
    ///
    /// # Errors
    ///
    /// - `Terms::by(By::with(""))`: a dimension without a name;
    /// - `Terms::by(By::Year.and(By::Year))`: a word twice;
    /// - `.follow_up(0)`: follow-ups are numbered from 1.
    pub fn checked(self) -> Result<Self, TermsError> {
        if self.by.words().contains(&By::with("")) {
            return Err(TermsError::EmptyDimension);
        }
        if let Some(word) = self.by.repeated() {
            return Err(TermsError::RepeatedWord { word: word.to_string() });
        }
        if self.follow_up == FollowUp::Number(0) {
            return Err(TermsError::FollowUpZero);
        }
        Ok(self)
    }

    /// The same, of another grouping.
    pub(crate) fn grouped_by(mut self, grouping: impl Into<Grouping>) -> Self {
        self.by = grouping.into();
        self
    }

    pub(super) fn roles(&self) -> [bool; 4] {
        self.roles
    }

    pub(super) fn sources(&self) -> [bool; 3] {
        self.sources
    }
}

impl Default for Terms {
    /// By service.
    fn default() -> Self {
        Self::by(By::Service)
    }
}

impl From<By> for Terms {
    fn from(word: By) -> Self {
        Self::by(word)
    }
}

impl From<Grouping> for Terms {
    fn from(grouping: Grouping) -> Self {
        Self::by(grouping)
    }
}

impl From<&Terms> for Terms {
    fn from(terms: &Terms) -> Self {
        terms.clone()
    }
}

/// Why no statement can be of some terms.
///
/// # Errors, as examples
///
/// - `Terms::by(By::Year.and(By::Year))`: R13;
/// - `Terms::by(By::Year).follow_up(0)`: form;
/// - `Tally::new(&catalogue, Terms::by(By::Year).as_of(day))`: R19.
///
/// # Example
///
/// ```
/// use covalue::{By, Rule, Terms};
///
/// let refused = Terms::by(By::Year.and(By::Year)).checked().unwrap_err();
/// assert_eq!(refused.to_string(), "R13: year is twice in one grouping");
/// assert_eq!(refused.rule(), Rule::R13);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// No dimension has an empty name.
    #[error("R1: the name of a dimension is empty, and an empty name does not exist")]
    EmptyDimension,
    /// A grouping has a word twice, and its lines would repeat themselves.
    #[error("R13: {word} is twice in one grouping")]
    RepeatedWord {
        /// The word.
        word: String,
    },
    /// Follow-ups are numbered from one.
    #[error("form: follow-up 0 is asked for, and they are numbered from 1")]
    FollowUpZero,
    /// A tally keeps no days, so it cannot go back to one.
    #[error("R19: a tally keeps no days, and cannot be as of {day}; a ledger can")]
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
            Self::RepeatedWord { .. } => Rule::R13,
            Self::FollowUpZero => Rule::Form,
            Self::AsOfTally { .. } => Rule::R19,
        }
    }
}
