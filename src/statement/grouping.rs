//! What a statement is grouped by.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::short_text;
use crate::word::UnknownWord;

/// One word of a grouping: what a statement's lines are told apart by.
///
/// # Example
///
/// ```
/// use covalue::By;
///
/// assert_eq!(By::Service.and(By::Quarter).to_string(), "service, quarter");
/// assert_eq!("with.district".parse(), Ok(By::with("district")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum By {
    /// The service used.
    Service,
    /// Who provides the service.
    Provider,
    /// The beneficiary if a user, else the only user, else not stated.
    User,
    /// Whoever the appraisal is about.
    Beneficiary,
    /// The beneficiary's role in the interaction.
    Role,
    /// The kind of source on whose word the appraisal stands.
    Source,
    /// The element of value that the measure tells of.
    Element,
    /// The year in which it happened.
    Year,
    /// The quarter in which it happened.
    Quarter,
    /// The month in which it happened.
    Month,
    /// The value in a dimension: the interaction's own, else the beneficiary's as a user.
    With(Dimension),
}

/// The name of a dimension.
///
/// # Example
///
/// ```
/// use covalue::By;
/// use covalue::statement::Dimension;
///
/// assert_eq!(By::with("district"), By::With(Dimension::new("district")));
/// assert_eq!(Dimension::new("district").as_str(), "district");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension(SmolStr);

impl Dimension {
    /// The dimension of that name.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(short_text(name.as_ref()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The words other than dimensions.
const WORDS: [(&str, By); 10] = [
    ("service", By::Service),
    ("provider", By::Provider),
    ("user", By::User),
    ("beneficiary", By::Beneficiary),
    ("role", By::Role),
    ("source", By::Source),
    ("element", By::Element),
    ("year", By::Year),
    ("quarter", By::Quarter),
    ("month", By::Month),
];

impl By {
    /// The value in the dimension of that name.
    pub fn with(dimension: impl AsRef<str>) -> Self {
        Self::With(Dimension::new(dimension))
    }

    /// By no word: everything on one line for each measure.
    pub fn none() -> Grouping {
        Grouping(Vec::new())
    }

    /// By this and by another word.
    pub fn and(self, other: By) -> Grouping {
        Grouping(vec![self, other])
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::With(dimension) => write!(f, "with.{}", dimension.as_str()),
            word => f.write_str(WORDS.iter().find(|(_, by)| by == word).map_or("", |(written, _)| written)),
        }
    }
}

impl std::str::FromStr for By {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        if let Some(dimension) = word.strip_prefix("with.").filter(|dimension| !dimension.is_empty()) {
            return Ok(Self::with(dimension));
        }
        let known = WORDS.iter().find(|(written, _)| *written == word);
        known.map(|(_, by)| by.clone()).ok_or_else(|| {
            let known: Vec<&str> = WORDS.iter().map(|(written, _)| *written).chain(["with.NAME"]).collect();
            UnknownWord::new(word, "grouping", &known)
        })
    }
}

/// Words of a grouping in their order, or none.
///
/// # Example
///
/// ```
/// use covalue::By;
/// use covalue::statement::Grouping;
///
/// let grouping = By::Service.and(By::with("district"));
/// assert_eq!(grouping.words(), [By::Service, By::with("district")]);
/// assert_eq!(By::none(), Grouping::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grouping(Vec<By>);

impl Grouping {
    /// By one more word.
    pub fn and(mut self, other: By) -> Self {
        self.0.push(other);
        self
    }

    /// Its words in their order.
    pub fn words(&self) -> &[By] {
        &self.0
    }

    /// The first word that is named twice, which no statement takes.
    pub(crate) fn repeated(&self) -> Option<&By> {
        self.0.iter().enumerate().find(|(place, word)| self.0[..*place].contains(word)).map(|(_, word)| word)
    }

    /// Whether lines are those on which a user's own appraisal would stand, so that there is a coverage.
    pub(crate) fn has_coverage(&self) -> bool {
        !self.0.iter().any(|word| matches!(word, By::Role | By::Source))
    }
}

impl From<By> for Grouping {
    fn from(word: By) -> Self {
        Self(vec![word])
    }
}

impl FromIterator<By> for Grouping {
    fn from_iter<I: IntoIterator<Item = By>>(words: I) -> Self {
        Self(words.into_iter().collect())
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, word) in self.0.iter().enumerate() {
            write!(f, "{}{word}", if place == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
