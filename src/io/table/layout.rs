//! The layouts of a table: one appraisal a row, or the levels of several beside or below each other.

/// How the levels of appraisals are laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(super) enum Layout {
    /// One appraisal a row: columns `before`, `after` and so on.
    #[default]
    Long,
    /// Several columns of levels.
    Wide(Vec<Wide>),
    /// One level a row, with its day.
    Dated {
        /// The level before may be measured so many days after the first row of its case.
        window: u32,
    },
}

/// The columns of a measure's levels that stand beside each other in a row: the level before, and one level for each
/// follow-up.
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
    pub(super) follow_ups: Vec<String>,
}

impl Wide {
    /// The levels of a measure.
    pub fn of(measure: impl Into<String>) -> Self {
        Self { measure: Some(measure.into()), before: None, follow_ups: Vec::new() }
    }

    /// The levels of the measure that the row names in its column `measure`.
    pub fn of_each() -> Self {
        Self { measure: None, before: None, follow_ups: Vec::new() }
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

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.before.iter().chain(&self.follow_ups).map(String::as_str)
    }
}

impl Layout {
    /// The columns of wide levels.
    pub(super) fn wide(&self) -> &[Wide] {
        match self {
            Self::Wide(wide) => wide,
            Self::Long | Self::Dated { .. } => &[],
        }
    }

    /// The names in the file of the columns of wide levels.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.wide().iter().flat_map(Wide::names)
    }
}
