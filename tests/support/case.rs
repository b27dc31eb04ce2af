//! A ledger as plain data. The generators produce it, the second implementation evaluates it, and the crate records
//! it.
//!
//! Numbers are integer multiples of a unit. A [`Scale`] converts them to any number type, so one case tests
//! fractions, integers and floats.

use covalue::catalogue::{Direction, Element};
use covalue::number::Number;
use covalue::record::{Intent, Part, PartialDate};
use covalue::{
    Appraisal, Catalogue, Contribution, Date, Interaction, Measure, Misuse, Service, Source, Use, User, Void, date,
};
use num_rational::BigRational;

/// Measures, services and entries, in the order of recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    pub measures: Vec<MeasureRow>,
    pub services: Vec<ServiceRow>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MeasureRow {
    pub id: String,
    pub direction: Direction,
    pub tolerance: i32,
    pub range: Option<(i32, i32)>,
    pub element: Option<Element>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRow {
    pub id: String,
    pub provider: String,
    pub promises: Vec<(String, i32)>,
}

#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "plain data of tests")]
pub enum Entry {
    Interaction(InteractionRow),
    Appraisal(String, AppraisalRow),
    Void(String, String, Option<Date>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct InteractionRow {
    pub id: Option<String>,
    pub service: String,
    pub users: Vec<UserRow>,
    pub on: PartialDate,
    pub known: Option<Date>,
    pub how: Use,
    pub others: Vec<String>,
    pub affected: Vec<String>,
    pub with: Vec<(String, String)>,
    pub contributions: Vec<ContributionRow>,
    pub appraisals: Vec<AppraisalRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UserRow {
    pub id: String,
    pub with: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ContributionRow {
    pub party: String,
    pub resource: Option<String>,
    pub integrated: Option<i32>,
    pub misused: Vec<MisuseRow>,
    pub excused: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MisuseRow {
    pub part: Part,
    pub amount: i32,
    pub by: Option<String>,
    pub intent: Intent,
    pub cause: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AppraisalRow {
    pub measure: String,
    pub beneficiary: Option<String>,
    pub before: Option<i32>,
    pub after: Option<i32>,
    pub expected: Option<i32>,
    pub without: Option<i32>,
    /// Levels with names.
    pub references: Vec<(String, i32)>,
    pub change: Option<i32>,
    pub follow_up: u32,
    pub source: Source,
    pub made: Option<Date>,
    pub known: Option<Date>,
}

/// The unit of the numbers in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Units of 1, which every number type represents.
    Whole,
    /// Units of 1/8. Floats represent them and their sums exactly.
    Eighths,
    /// Units of 0.1. Floats represent few of them exactly.
    Tenths,
    /// Units of 0.000001. Floats represent few of them exactly.
    Millionths,
    /// Numbers of very different magnitude. More units can give a smaller number, so measures must not have a range.
    Wild,
    /// Numbers near the largest float. Some changes, and the sum of several numbers, exceed it.
    Vast,
}

impl Scale {
    pub fn text(self, units: i32) -> String {
        match self {
            Self::Whole => units.to_string(),
            Self::Eighths => decimal(i64::from(units) * 125, 1000),
            Self::Tenths => decimal(units.into(), 10),
            Self::Millionths => decimal(units.into(), 1_000_000),
            Self::Vast => format!("{}e306", units * 16),
            Self::Wild if units == 0 => "0".to_owned(),
            Self::Wild => format!("{units}.1e{}", (i64::from(units) * 7919).rem_euclid(37) - 18),
        }
    }

    pub fn number<N: Number>(self, units: i32) -> N {
        N::parse(&self.text(units)).expect("the number type represents every generated number")
    }
}

/// `units` divided by `to_the_one`, a power of ten, as decimal text.
fn decimal(units: i64, to_the_one: i64) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let places = to_the_one.ilog10() as usize;
    format!("{sign}{}.{:0places$}", units.abs() / to_the_one, units.abs() % to_the_one)
}

/// The exact value of a number's text.
#[track_caller]
pub fn exact<N: Number>(number: &N) -> BigRational {
    BigRational::parse(&number.text()).expect("the text of a number is a number")
}

/// The day `number` days after 1 November 2025, if every month had 28 days.
pub fn day(number: u16) -> Date {
    let month = 10 + number / 28;
    let [year, month, day] = [2025 + month / 12, month % 12 + 1, number % 28 + 1].map(|part| part as i16);
    date(year, month as i8, day as i8)
}

impl AppraisalRow {
    pub fn of(measure: &str) -> Self {
        Self {
            measure: measure.to_owned(),
            beneficiary: None,
            before: None,
            after: None,
            expected: None,
            without: None,
            references: Vec::new(),
            change: None,
            follow_up: 1,
            source: Source::Own,
            made: None,
            known: None,
        }
    }

    pub fn says_something(&self) -> bool {
        let levels = [self.before, self.after, self.expected, self.without, self.change];
        levels.iter().any(Option::is_some) || !self.references.is_empty()
    }

    pub fn build<N: Number>(&self, scale: Scale) -> Appraisal<N> {
        let mut appraisal = Appraisal::of(self.measure.as_str()).follow_up(self.follow_up).source(self.source.clone());
        if let Some(beneficiary) = &self.beneficiary {
            appraisal = appraisal.beneficiary(beneficiary);
        }
        if let Some(level) = self.before {
            appraisal = appraisal.before(scale.number(level));
        }
        if let Some(level) = self.after {
            appraisal = appraisal.after(scale.number(level));
        }
        if let Some(level) = self.expected {
            appraisal = appraisal.expected(scale.number(level));
        }
        if let Some(level) = self.without {
            appraisal = appraisal.without(scale.number(level));
        }
        for (name, level) in &self.references {
            appraisal = appraisal.reference(name, scale.number(*level));
        }
        if let Some(change) = self.change {
            appraisal = appraisal.change(scale.number(change));
        }
        if let Some(made) = self.made {
            appraisal = appraisal.made(made);
        }
        if let Some(known) = self.known {
            appraisal = appraisal.known(known);
        }
        appraisal
    }
}

impl ContributionRow {
    pub fn of(party: &str) -> Self {
        Self { party: party.to_owned(), resource: None, integrated: None, misused: Vec::new(), excused: false }
    }

    pub fn build<N: Number>(&self, scale: Scale) -> Contribution<N> {
        let mut contribution = Contribution::of(self.party.as_str());
        if let Some(resource) = &self.resource {
            contribution = contribution.resource(resource);
        }
        if let Some(amount) = self.integrated {
            contribution = contribution.integrated(scale.number(amount));
        }
        for row in &self.misused {
            let mut misuse = Misuse::new(row.intent);
            if let Some(by) = &row.by {
                misuse = misuse.by(by);
            }
            if let Some(cause) = &row.cause {
                misuse = misuse.cause(cause.as_str());
            }
            contribution = contribution.part(row.part, scale.number(row.amount), misuse);
        }
        if self.excused {
            contribution = contribution.excused();
        }
        contribution
    }
}

impl UserRow {
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), with: Vec::new() }
    }

    pub fn build(&self) -> User {
        self.with.iter().fold(User::new(&self.id), |user, (dimension, value)| user.with(dimension, value))
    }
}

impl InteractionRow {
    /// A use of a service by one user, without contributions and appraisals.
    pub fn of(id: &str, user: &str, service: &str, on: impl Into<PartialDate>) -> Self {
        Self {
            id: Some(id.to_owned()),
            service: service.to_owned(),
            users: vec![UserRow::of(user)],
            on: on.into(),
            known: None,
            how: Use::Direct,
            others: Vec::new(),
            affected: Vec::new(),
            with: Vec::new(),
            contributions: Vec::new(),
            appraisals: Vec::new(),
        }
    }

    /// The day on which it is known, stated or by default.
    pub fn known_day(&self) -> Date {
        self.known.unwrap_or(self.on.last())
    }

    pub fn build<N: Number>(&self, scale: Scale) -> Interaction<N> {
        let mut interaction = Interaction::between(self.users[0].build(), self.service.as_str(), self.on);
        if let Some(id) = &self.id {
            interaction = interaction.id(id);
        }
        for user in &self.users[1..] {
            interaction = interaction.user(user.build());
        }
        for other in &self.others {
            interaction = interaction.other(other);
        }
        for affected in &self.affected {
            interaction = interaction.affected(affected);
        }
        for (dimension, value) in &self.with {
            interaction = interaction.with(dimension, value);
        }
        for contribution in &self.contributions {
            interaction = interaction.contribution(contribution.build(scale));
        }
        for appraisal in &self.appraisals {
            interaction = interaction.appraisal(appraisal.build(scale));
        }
        if let Some(known) = self.known {
            interaction = interaction.known(known);
        }
        interaction.used(self.how)
    }
}

pub fn void(reason: &str, known: Option<Date>) -> Void {
    match known {
        Some(day) => Void::because(reason).known(day),
        None => Void::because(reason),
    }
}

impl Case {
    pub fn catalogue<N: Number>(&self, scale: Scale) -> Catalogue<N> {
        let measures = self.measures.iter().map(|row| {
            let measure = Measure::new(row.id.as_str(), "units", row.direction).tolerance(scale.number(row.tolerance));
            let measure = match row.range {
                Some((lowest, highest)) => measure.range(scale.number(lowest), scale.number(highest)),
                None => measure,
            };
            match row.element {
                Some(element) => measure.element(element),
                None => measure,
            }
        });
        let services = self.services.iter().map(|row| {
            let service = Service::new(row.id.as_str(), row.provider.as_str());
            row.promises
                .iter()
                .fold(service, |service, (measure, change)| service.promises(measure.as_str(), scale.number(*change)))
        });
        Catalogue::new(measures, services).expect("a generated catalogue is valid")
    }

    /// The case without ranges and tolerances. [`Scale::Wild`] needs this.
    pub fn without_ranges(mut self) -> Self {
        for measure in &mut self.measures {
            measure.range = None;
            measure.tolerance = 0;
        }
        self
    }

    pub fn interactions(&self) -> impl Iterator<Item = &InteractionRow> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Interaction(row) => Some(row),
            _ => None,
        })
    }

    pub fn provider(&self, service: &str) -> Option<&str> {
        self.services.iter().find(|row| row.id == service).map(|row| row.provider.as_str())
    }

    pub fn measure(&self, id: &str) -> Option<&MeasureRow> {
        self.measures.iter().find(|row| row.id == id)
    }
}
