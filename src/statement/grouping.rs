//! Groupings: the words that split a statement into lines.

use std::fmt;

use smol_str::SmolStr;

use super::period::{FirstMonth, Month, Period};
use crate::catalogue::short_text;
use crate::printable::{listed, quoted};
use crate::word::UnknownWord;

/// One word of a grouping, by whose values a statement is split into lines.
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
    /// The service of the interaction.
    Service,
    /// The provider of the service.
    Provider,
    /// The beneficiary if they are a user, else the only user, else *not stated*.
    User,
    /// The person whose change the appraisal states.
    Beneficiary,
    /// The beneficiary's role in the interaction.
    Role,
    /// The kind of source that stated the appraisal.
    Source,
    /// The element of value that the measure states.
    Element,
    /// The year of the interaction.
    Year,
    /// The quarter of the interaction.
    Quarter,
    /// The month of the interaction.
    Month,
    /// The financial year of the interaction, such as `2025/26`: see [`By::year_starting`].
    FinancialYear(FirstMonth),
    /// The quarter of the financial year, such as `2025/26 Q1`: see [`By::quarter_of_year_starting`].
    FinancialQuarter(FirstMonth),
    /// The value of a dimension: that of the interaction, else that of the beneficiary as a user, else *not stated*.
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
    /// The dimension with this name.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(short_text(name.as_ref()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The words without a name or month of their own.
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
    /// The word for the dimension with this name.
    pub fn with(dimension: impl AsRef<str>) -> Self {
        Self::With(Dimension::new(dimension))
    }

    /// The year that starts in this month; from January it is [`By::Year`]. Many public bodies report from April to
    /// March.
    ///
    /// Its values are written with both calendar years, such as `2025/26`, and the word is `year.04` for April.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Month};
    ///
    /// assert_eq!(By::year_starting(Month::April).to_string(), "year.04");
    /// assert_eq!("year.04".parse(), Ok(By::year_starting(Month::April)));
    /// assert_eq!(By::year_starting(Month::January), By::Year);
    /// ```
    pub fn year_starting(month: Month) -> Self {
        FirstMonth::new(month).map_or(Self::Year, Self::FinancialYear)
    }

    /// The quarter of the year that starts in this month; from January it is [`By::Quarter`].
    ///
    /// Its values are written after their year, such as `2025/26 Q1`, and the word is `quarter.04` for April.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Month, Service, date};
    ///
    /// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 31));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
    /// let books = ledger.statement(By::quarter_of_year_starting(Month::April))?;
    /// assert_eq!(books.line("2025/26 Q4", "pain")?.created(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn quarter_of_year_starting(month: Month) -> Self {
        FirstMonth::new(month).map_or(Self::Quarter, Self::FinancialQuarter)
    }

    /// Its period; `None` for a word that is none.
    pub(crate) fn period(&self) -> Option<Period> {
        match self {
            Self::Year => Some(Period::Year(Month::January)),
            Self::Quarter => Some(Period::Quarter(Month::January)),
            Self::Month => Some(Period::Month),
            Self::FinancialYear(first) => Some(Period::Year(first.month())),
            Self::FinancialQuarter(first) => Some(Period::Quarter(first.month())),
            _ => None,
        }
    }

    /// The word as the heading of a table and in sentences of pictures. Files and options have the word itself.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Month};
    ///
    /// let quarter = By::quarter_of_year_starting(Month::April);
    /// assert_eq!((quarter.to_string(), quarter.heading()), ("quarter.04".to_owned(), "quarter from April".to_owned()));
    /// ```
    pub fn heading(&self) -> String {
        match self {
            Self::FinancialYear(first) => format!("year from {}", first.month().name()),
            Self::FinancialQuarter(first) => format!("quarter from {}", first.month().name()),
            word => word.to_string(),
        }
    }

    /// The grouping without words: one line, with a cell for each measure.
    pub fn none() -> Grouping {
        Grouping(Vec::new())
    }

    /// The grouping by this word and then by another.
    pub fn and(self, other: By) -> Grouping {
        Grouping(vec![self, other])
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::With(dimension) => write!(f, "with.{}", dimension.as_str()),
            Self::FinancialYear(first) => write!(f, "year.{}", first.month()),
            Self::FinancialQuarter(first) => write!(f, "quarter.{}", first.month()),
            word => f.write_str(WORDS.iter().find(|(_, by)| by == word).map_or("", |(written, _)| written)),
        }
    }
}

impl By {
    /// The word in a message: one with the name of a dimension stands in quotes.
    pub(super) fn in_message(&self) -> String {
        if matches!(self, Self::With(_)) { quoted(self.to_string()) } else { self.to_string() }
    }
}

impl std::str::FromStr for By {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        if let Some(dimension) = word.strip_prefix("with.").filter(|dimension| !dimension.is_empty()) {
            return Ok(Self::with(dimension));
        }
        if let Some((period, Ok(month))) = word.split_once('.').map(|(period, month)| (period, month.parse())) {
            match period {
                "year" => return Ok(Self::year_starting(month)),
                "quarter" => return Ok(Self::quarter_of_year_starting(month)),
                _ => {}
            }
        }
        let known = WORDS.iter().find(|(written, _)| *written == word);
        known.map(|(_, by)| by.clone()).ok_or_else(|| {
            let known: Vec<&str> =
                WORDS.iter().map(|(written, _)| *written).chain(["year.MM", "quarter.MM", "with.NAME"]).collect();
            UnknownWord::new(word, "grouping", &known)
        })
    }
}

/// The words that split a statement into lines, in order.
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
    /// This grouping with one more word.
    pub fn and(mut self, other: By) -> Self {
        self.0.push(other);
        self
    }

    /// The words in order.
    pub fn words(&self) -> &[By] {
        &self.0
    }

    /// The words in a message.
    pub(super) fn in_message(&self) -> String {
        listed(self.0.iter().map(By::in_message), ", ")
    }

    /// The first word that repeats an earlier one. Terms with such a grouping are refused.
    pub(crate) fn repeated(&self) -> Option<&By> {
        self.0.iter().enumerate().find(|(index, word)| self.0[..*index].contains(word)).map(|(_, word)| word)
    }

    /// Whether statements with this grouping have a coverage. A grouping by role or by source has none: a missing
    /// appraisal has no role and no source, so it belongs to no line.
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
        for (index, word) in self.0.iter().enumerate() {
            write!(f, "{}{word}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
