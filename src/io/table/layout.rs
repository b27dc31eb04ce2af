//! The layouts of a table: one appraisal a row, or the levels of several beside or below each other.

use std::collections::{BTreeMap, BTreeSet};

#[cfg(feature = "serde")]
use super::stated_once;
use crate::io::error::OptionsFault;
use crate::number::clip;
use crate::printable::quoted;

/// How the levels of appraisals are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout<'o> {
    /// One appraisal a row: columns `before`, `after` and so on.
    Long,
    /// Several columns of levels.
    Wide(&'o [Wide]),
    /// One level a row, with its day.
    Dated {
        /// The level before may be measured at most this number of days after the first day of its case.
        window: u32,
    },
}

/// The columns of a measure's levels that stand beside each other in a row: the level before, and one level for each
/// follow-up.
///
/// A follow-up is made on the day of its interaction, unless [`made`](Self::made) names the column of its day, or
/// [`made_after`](Self::made_after) states how many days later it was: without them a statement as of the day of the
/// interaction has levels that were measured months later.
///
/// # Example
///
/// ```
/// use covalue::table::{Options, Wide};
/// use covalue::{By, Catalogue, Ledger, Measure, Service, Terms};
///
/// let file = "id,service,user,on,pre,3 months,6 months
/// v1,physio,ana,2026-03-02,6,4,5
/// v2,physio,ben,2026-03-09,7,,2
/// ";
/// let options = Options::new().wide(Wide::of("pain").before("pre").follow_up("3 months").follow_up("6 months"));
/// let catalogue =
///     Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let _ = options.read(&mut ledger, file.as_bytes())?;
/// let last = ledger.statement(By::Service)?;
/// let first = ledger.statement(Terms::by(By::Service).follow_up(1))?;
/// assert_eq!(last.line("physio", "pain")?.created(), 6.0); // 6 to 5, and 7 to 2
/// assert_eq!(first.line("physio", "pain")?.created(), 2.0); // 6 to 4; Ben was not measured
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Wide {
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) measure: Option<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) before: Option<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) follow_ups: Vec<String>,
    /// When each follow-up is made, by the name of its column.
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "stated_once::deserialize"))]
    pub(super) made: BTreeMap<String, Made>,
}

/// The days from an interaction to a follow-up at most: a hundred years.
const LATEST: u32 = 36_525;

/// When a follow-up is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged, expecting = "expected a whole number of days or the name of a column"))]
pub(super) enum Made {
    /// Days after the interaction.
    After(u32),
    /// On the day in the column with this name in the file.
    On(String),
}

impl Wide {
    /// The levels of a measure.
    pub fn of(measure: impl Into<String>) -> Self {
        Self { measure: Some(measure.into()), ..Self::of_each() }
    }

    /// The levels of the measure that the row names in its column `measure`.
    pub fn of_each() -> Self {
        Self { measure: None, before: None, follow_ups: Vec::new(), made: BTreeMap::new() }
    }

    /// The column of the level before, by its name in the file.
    pub fn before(mut self, name: impl Into<String>) -> Self {
        self.before = Some(name.into());
        self
    }

    /// The column of the next follow-up, by its name in the file. The first one stated is follow-up 1.
    pub fn follow_up(mut self, name: impl Into<String>) -> Self {
        self.follow_ups.push(name.into());
        self
    }

    /// The column of the day on which the last follow-up stated so far was made, by its name in the file.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::table::{Options, Wide};
    /// use covalue::{By, Catalogue, Ledger, Measure, Service, Terms, date};
    ///
    /// let file = "user,service,on,pre,post,seen again
    /// ana,physio,2026-03-02,6,4,2026-06-15
    /// ";
    /// let options = Options::new().wide(Wide::of("pain").before("pre").follow_up("post").made("seen again"));
    /// let catalogue =
    ///     Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let _ = options.read(&mut ledger, file.as_bytes())?;
    /// let in_may = ledger.statement(Terms::by(By::Service).as_of(date(2026, 5, 31)))?;
    /// assert!(in_may.line("physio", "pain").is_err()); // the follow-up is not made yet
    /// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn made(self, name: impl Into<String>) -> Self {
        self.made_by(Made::On(name.into()))
    }

    /// The number of days from the interaction to the last follow-up stated so far, where the file has no column for its
    /// day: `.follow_up("3 months").made_after(91)`.
    pub fn made_after(self, days: u32) -> Self {
        self.made_by(Made::After(days))
    }

    fn made_by(mut self, made: Made) -> Self {
        // Before the first follow-up there is none to be made; the options are refused where they are read.
        let name = self.follow_ups.last().cloned().unwrap_or_default();
        self.made.insert(name, made);
        self
    }

    /// The columns of levels, by their names in the file.
    pub(super) fn levels(&self) -> impl Iterator<Item = &str> {
        self.before.iter().chain(&self.follow_ups).map(String::as_str)
    }

    /// The columns that are read, by their names in the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let days = self.made.values().filter_map(|made| match made {
            Made::On(name) => Some(name.as_str()),
            Made::After(_) => None,
        });
        self.levels().chain(days)
    }

    fn label(&self) -> String {
        self.measure.as_deref().map_or_else(|| "the row's measure".to_owned(), quoted)
    }

    /// These columns can be read.
    fn check(&self) -> Result<(), OptionsFault> {
        let measure = self.label();
        if self.levels().next().is_none() {
            return Err(OptionsFault::NoLevels { measure });
        }
        let follow_ups: BTreeSet<&String> = self.follow_ups.iter().collect();
        if let Some(name) = self.made.keys().find(|name| !follow_ups.contains(name)) {
            return Err(OptionsFault::NoFollowUp { column: clip(name), measure });
        }
        match self.made.values().find(|made| matches!(made, Made::After(days) if *days > LATEST)) {
            Some(_) => Err(OptionsFault::MadeLate { measure, latest: LATEST }),
            None => Ok(()),
        }
    }
}

/// The columns of all measures can be read: each measure is stated once, and each level is of one.
pub(super) fn check(all: &[Wide]) -> Result<(), OptionsFault> {
    let (mut measures, mut levels) = (BTreeSet::new(), BTreeSet::new());
    for wide in all {
        wide.check()?;
        if !measures.insert(&wide.measure) {
            return Err(OptionsFault::SecondWide { measure: wide.label() });
        }
        if let Some(name) = wide.levels().find(|name| !levels.insert(*name)) {
            return Err(OptionsFault::ReadTwice { column: clip(name) });
        }
    }
    let is_level_and_day = |made: &Made| matches!(made, Made::On(name) if levels.contains(name.as_str()));
    match all.iter().flat_map(|wide| wide.made.values()).find(|made| is_level_and_day(made)) {
        Some(Made::On(name)) => Err(OptionsFault::ReadTwice { column: clip(name) }),
        _ => Ok(()),
    }
}

impl<'o> Layout<'o> {
    /// Whether each row has one level, with its day.
    pub(super) fn is_dated(self) -> bool {
        matches!(self, Self::Dated { .. })
    }

    /// The columns of wide levels.
    pub(super) fn wide(self) -> &'o [Wide] {
        match self {
            Self::Wide(wide) => wide,
            Self::Long | Self::Dated { .. } => &[],
        }
    }

    /// The names in the file of the columns of wide levels.
    pub(super) fn levels(self) -> impl Iterator<Item = &'o str> {
        self.wide().iter().flat_map(Wide::levels)
    }

    /// The names in the file of the columns of wide levels and of their days.
    pub(super) fn names(self) -> impl Iterator<Item = &'o str> {
        self.wide().iter().flat_map(Wide::names)
    }
}
