//! Baselines: the level from which a statement measures changes.

use std::fmt;

use crate::ledger::{Columns, Level, Reference};
use crate::number::Number;
use crate::record::ReferenceName;
use crate::word::UnknownWord;

/// The level from which a statement measures changes.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// // Ana is better than before, and worse than she expected. The therapist and she had agreed on 5.
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// let pain = Appraisal::of("pain").before(6.0).expected(2.0).reference("aim", 5.0).after(4.0);
/// ledger.record(visit.appraisal(pain))?;
/// let against = |baseline| ledger.statement(Terms::by(By::Service).baseline(baseline));
/// assert_eq!(against(Baseline::Before)?.line("physio", "pain")?.created(), 2.0);
/// assert_eq!(against(Baseline::Expected)?.line("physio", "pain")?.destroyed(), 2.0);
/// assert_eq!(against(Baseline::named("aim"))?.line("physio", "pain")?.created(), 1.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Baseline {
    /// The level before. The change since then is not the effect of the service (Plé & Chumpitaz Cáceres 2010:
    /// wellbeing declined).
    Before,
    /// The level that the beneficiary expected (Smith 2013; Ogunbodede 2022).
    Expected,
    /// The level that would have been reached in the same time without the service.
    Without,
    /// A reference with a name of its own, such as an aim that was agreed with the person: see
    /// [`Appraisal::reference`](crate::Appraisal::reference). Ours.
    Named(ReferenceName),
}

/// The baselines without a name of their own.
const WORDS: [(&str, Baseline); 3] =
    [("before", Baseline::Before), ("expected", Baseline::Expected), ("without", Baseline::Without)];

/// The prefix of a named baseline.
const NAMED: &str = "ref.";

impl Baseline {
    /// The reference with this name, written `ref.aim`.
    pub fn named(name: impl AsRef<str>) -> Self {
        Self::Named(ReferenceName::new(name))
    }

    /// The level in the columns of a ledger.
    pub(super) fn reference<N: Number>(&self, columns: &Columns<N>) -> Reference {
        match self {
            Self::Before => Reference::Level(Level::Before),
            Self::Expected => Reference::Level(Level::Expected),
            Self::Without => Reference::Level(Level::Without),
            Self::Named(name) => columns.reference_named(name),
        }
    }

    /// Whether a follow-up without the level takes it from an earlier one (R47). The level without the service is that
    /// of its own time.
    pub(super) fn is_inherited(&self) -> bool {
        *self != Self::Without
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before => f.pad("before"),
            Self::Expected => f.pad("expected"),
            Self::Without => f.pad("without"),
            Self::Named(name) => f.pad(&format!("{NAMED}{}", name.as_str())),
        }
    }
}

impl std::str::FromStr for Baseline {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        if let Some(name) = text.strip_prefix(NAMED) {
            return Ok(Self::named(name));
        }
        let word = WORDS.iter().find(|(word, _)| *word == text);
        let known = || UnknownWord::new(text, "baseline", &["before", "expected", "without", "ref.NAME"]);
        word.map(|(_, baseline)| baseline.clone()).ok_or_else(known)
    }
}
