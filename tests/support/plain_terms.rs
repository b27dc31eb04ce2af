//! Terms of the second implementation, and the line of an appraisal under them.

use covalue::Date;
use covalue::record::{Precision, Role, SourceKind};

use crate::support::case::{Case, MeasureRow};
use crate::support::oracle::{InteractionHistory, role};

/// The values of a line, in the order of the keys. `None` is not stated.
pub type Line = Vec<Option<String>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Service,
    Provider,
    User,
    Beneficiary,
    Role,
    Source,
    Element,
    Year,
    Quarter,
    Month,
    /// The year that starts in this month, 2 to 12.
    YearFrom(i8),
    QuarterFrom(i8),
    With(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    Before,
    Expected,
    Without,
    Named(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    ServiceDominant,
    Service,
}

/// The terms of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainTerms {
    pub by: Vec<Key>,
    pub baseline: Baseline,
    pub logic: Label,
    pub roles: Vec<Role>,
    pub sources: Vec<SourceKind>,
    pub as_of: Option<Date>,
    pub follow_up: Option<u32>,
    pub filters: Filters,
}

/// The days and the values that terms ask for. Values of one key are joined by *or*, keys by *and*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub only: Vec<(Key, Vec<Option<String>>)>,
}

impl PlainTerms {
    pub fn by(by: &[Key]) -> Self {
        Self {
            by: by.to_vec(),
            baseline: Baseline::Before,
            logic: Label::ServiceDominant,
            roles: Vec::new(),
            sources: Vec::new(),
            as_of: None,
            follow_up: None,
            filters: Filters::default(),
        }
    }

    /// Whether an appraisal or a use passes the filters.
    pub fn pass(
        &self,
        case: &Case,
        history: &InteractionHistory,
        beneficiary: &str,
        source: SourceKind,
        measure: &MeasureRow,
    ) -> bool {
        let Filters { from, until, only } = &self.filters;
        let has = |(key, values): &(Key, Vec<Option<String>>)| {
            let by_key = Self::by(&[*key]);
            values.contains(&line(case, history, beneficiary, source, measure, &by_key)[0])
        };
        from.is_none_or(|day| day <= history.row.on.first())
            && until.is_none_or(|day| history.row.on.last() <= day)
            && only.iter().all(has)
    }

    pub fn includes(&self, role: Role, source: SourceKind, follow_up: u32) -> bool {
        (role == Role::User || self.roles.contains(&role))
            && (source == SourceKind::Own || self.sources.contains(&source))
            && self.follow_up.is_none_or(|number| number == follow_up)
    }

    pub fn knows(&self, day: Date) -> bool {
        self.as_of.is_none_or(|as_of| day <= as_of)
    }

    pub fn has_coverage(&self) -> bool {
        !self.by.contains(&Key::Role) && !self.by.contains(&Key::Source)
    }
}

/// The year that starts in a month, by both of its calendar years: `2025/26`.
pub fn financial_year(on: covalue::Date, first_month: i8) -> String {
    let year = if on.month() < first_month { on.year() - 1 } else { on.year() };
    format!("{year:04}/{:02}", (year + 1) % 100)
}

pub fn line(
    case: &Case,
    history: &InteractionHistory,
    beneficiary: &str,
    source: SourceKind,
    measure: &MeasureRow,
    terms: &PlainTerms,
) -> Line {
    let as_user = history.row.users.iter().find(|user| user.id == beneficiary);
    let (row, on) = (history.row, history.row.on.first());
    let text = |key: &Key| match key {
        Key::Service => Some(row.service.clone()),
        Key::Provider => case.provider(&row.service).map(str::to_owned),
        Key::User => match (as_user, &row.users[..]) {
            (Some(user), _) => Some(user.id.clone()),
            (None, [only]) => Some(only.id.clone()),
            _ => None,
        },
        Key::Beneficiary => Some(beneficiary.to_owned()),
        Key::Role => Some(role(history, beneficiary).to_string()),
        Key::Source => Some(source.to_string()),
        Key::Element => measure.element.map(|element| element.to_string()),
        Key::Year => Some(format!("{:04}", on.year())),
        Key::Quarter | Key::Month | Key::YearFrom(_) | Key::QuarterFrom(_) if row.on.precision() == Precision::Year => {
            Some(format!("{:04}", on.year()))
        }
        Key::Quarter => Some(format!("{:04}-Q{}", on.year(), (on.month() + 2) / 3)),
        Key::Month => Some(format!("{:04}-{:02}", on.year(), on.month())),
        Key::YearFrom(month) => Some(financial_year(on, *month)),
        Key::QuarterFrom(month) => {
            let months = (on.month() + 12 - month) % 12;
            Some(format!("{} Q{}", financial_year(on, *month), months / 3 + 1))
        }
        Key::With(dimension) => {
            let stated = |with: &[(String, String)]| {
                with.iter().find(|(name, _)| name == dimension).map(|(_, value)| value.clone())
            };
            stated(&row.with).or_else(|| as_user.and_then(|user| stated(&user.with)))
        }
    };
    terms.by.iter().map(text).collect()
}
