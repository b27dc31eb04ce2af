//! The options of the program, each checked before anything is read.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use covalue::disclosure::Disclosure;
use covalue::engagement_drivers::ParticipationTerms;
use covalue::risk::RiskTerms;
use covalue::statement::Grouping;
use covalue::{Baseline, By, Date, FollowUp, Include, Logic, Terms};

use super::{Failure, in_words};

pub(super) const USAGE: &str = "\
What a service and its users created together, and what they destroyed together, as two amounts.

statement FILE [options]

FILE is a journal (.jsonl), a table (.csv), or - for a journal from standard input.

--catalogue FILE   a journal that declares services and measures; needed with a table
--by WORDS         service, user, provider, beneficiary, role, source, element, year, quarter, month, with.NAME,
                   several with commas between, or none (default: service)
--baseline WORD    before, expected, without (default: before)
--logic WORD       service-dominant, service (default: service-dominant)
--include WORDS    provider, other, affected, proxy, observed: besides users' own appraisals
--as-of DAY        only what was known by that day, as 2026-05-31
--follow-up WORD   last, or a number from 1 (default: last)
--number WORD      f64, decimal, rational, integer (default: f64)
--format WORD      table, csv, json (default: table)
--parts            the table with the amounts by part: co-created, with misuse, within the tolerance and so on;
                   CSV and JSON always have them
--lenient          keep what is good, and name what is refused on standard error
--disclose NUMBER  for publishing: figures of fewer people are withheld, and what they would follow from (10 is usual)
--round-to NUMBER  for publishing: counts are rounded to a multiple, and what divides by them is withheld

Instead of the statement, a reading of what it counts:

--reading WORD     attribution, engagement, engagement-drivers, relations, cross, drivers, risk
--rule WORD        of attribution: equal, proportional, cooperation (default: cooperation)
--measure ID       of cross: the measure whose people are counted better, the same and worse; needed
--other ID         of cross: the measure beside it; needed
--dimension NAME   of drivers and engagement-drivers: the dimension whose values are compared, in place of --by; needed
--level SHARE      of risk: the worst share of changes that the shortfall is of, as 0.05 or 1/20 (default: 0.05)
--at-least NUMBER  of risk and engagement-drivers: fewer people are too few for a share (default: 30)

--help             this text
";

/// The options that have a value.
const WITH_A_VALUE: [&str; 18] = [
    "catalogue",
    "by",
    "baseline",
    "logic",
    "include",
    "as-of",
    "follow-up",
    "number",
    "format",
    "disclose",
    "round-to",
    "reading",
    "rule",
    "measure",
    "other",
    "dimension",
    "level",
    "at-least",
];

#[derive(Clone, Copy)]
pub(super) enum Format {
    Table,
    Csv,
    Json,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Float,
    Decimal,
    Rational,
    Integer,
}

/// How created value is shared out.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    Equal,
    Proportional,
    Cooperation,
}

/// What is asked of the ledger.
pub(super) enum Question {
    Statement,
    Attribution(Rule),
    Engagement,
    /// Of a dimension.
    EngagementDrivers(ParticipationTerms, String),
    Relations,
    /// Of a measure and another one.
    Cross(String, String),
    /// Of a dimension.
    Drivers(String),
    Risk(RiskTerms),
}

pub(super) struct Options {
    pub(super) file: PathBuf,
    pub(super) catalogue: Option<PathBuf>,
    pub(super) terms: Terms,
    pub(super) kind: Kind,
    pub(super) format: Format,
    pub(super) lenient: bool,
    pub(super) parts: bool,
    pub(super) question: Question,
    /// The policy of a publication, if it is to be one.
    pub(super) disclosure: Option<Disclosure>,
}

/// Options of what is asked instead of the whole statement, as they are stated.
#[derive(Default)]
struct OfReadings {
    reading: Option<String>,
    rule: Option<Rule>,
    measure: Option<String>,
    other: Option<String>,
    dimension: Option<String>,
    level: Option<(u32, u32)>,
    at_least: Option<u64>,
}

/// A value that an option may have once.
fn once<T>(known: &mut Option<T>, name: &str, value: T) -> Result<(), Failure> {
    if known.replace(value).is_some() { Err(format!("--{name} is given twice")) } else { Ok(()) }
}

/// One of some words.
fn one_of<T: Copy>(name: &str, word: &str, known: &[(&str, T)]) -> Result<T, Failure> {
    let found = known.iter().find(|(written, _)| *written == word);
    let words = || known.iter().map(|(written, _)| *written).collect::<Vec<_>>().join(", ");
    found.map(|(_, value)| *value).ok_or_else(|| format!("--{name}: `{word}` is none of {}", words()))
}

/// The value of a word, or what is wrong with it as one of that option.
fn parsed<T: FromStr<Err: Display>>(name: &str, word: &str) -> Result<T, Failure> {
    word.parse().map_err(|error| format!("--{name}: {error}"))
}

fn day(text: &str) -> Result<Date, Failure> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| format!("--as-of: `{text}` is no day, which is written as 2026-03-02"))
}

pub(super) fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::*;

    let (mut file, mut catalogue, mut by, mut baseline, mut logic) = (None, None, None, None, None);
    let (mut include, mut as_of, mut follow_up, mut kind, mut format) = (None, None, None, None, None);
    let (mut parts, mut lenient, mut disclose, mut round_to) = (None, None, None, None);
    let mut of_readings = OfReadings::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(in_words)? {
        let name = match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("lenient") => {
                once(&mut lenient, "lenient", ())?;
                continue;
            }
            Long("parts") => {
                once(&mut parts, "parts", ())?;
                continue;
            }
            Value(path) => {
                if file.replace(PathBuf::from(path)).is_some() {
                    return Err("more than one FILE is given".to_owned());
                }
                continue;
            }
            Long(name) => name.to_owned(),
            other @ Short(_) => return Err(in_words(other.unexpected())),
        };
        if !WITH_A_VALUE.contains(&name.as_str()) {
            let known: Vec<String> = WITH_A_VALUE.iter().map(|known| format!("--{known}")).collect();
            return Err(format!("--{name} is none of {}, --parts, --lenient, --help", known.join(", ")));
        }
        let value: OsString = arguments.value().map_err(in_words)?;
        if name == "catalogue" {
            once(&mut catalogue, &name, PathBuf::from(value))?;
            continue;
        }
        let word = value.into_string().map_err(|_| format!("--{name} is not UTF-8"))?;
        match name.as_str() {
            "by" => once(&mut by, &name, word)?,
            "baseline" => once(&mut baseline, &name, parsed::<Baseline>(&name, &word)?)?,
            "logic" => once(&mut logic, &name, parsed::<Logic>(&name, &word)?)?,
            "include" => once(&mut include, &name, word)?,
            "as-of" => once(&mut as_of, &name, day(&word)?)?,
            "follow-up" => once(&mut follow_up, &name, parsed::<FollowUp>(&name, &word)?)?,
            "number" => {
                let kinds = [
                    ("f64", Kind::Float),
                    ("decimal", Kind::Decimal),
                    ("rational", Kind::Rational),
                    ("integer", Kind::Integer),
                ];
                once(&mut kind, &name, one_of(&name, &word, &kinds)?)?;
            }
            "disclose" => once(&mut disclose, &name, number(&name, &word, 2)?)?,
            "round-to" => once(&mut round_to, &name, number(&name, &word, 2)?)?,
            "reading" | "rule" | "measure" | "other" | "dimension" | "level" | "at-least" => {
                of_readings.take_in(&name, word)?;
            }
            _ => {
                let formats = [("table", Format::Table), ("csv", Format::Csv), ("json", Format::Json)];
                once(&mut format, &name, one_of(&name, &word, &formats)?)?;
            }
        }
    }
    let grouped = Terms::by(grouping(by.as_deref().unwrap_or("service"))?).checked();
    let mut terms = grouped
        .map_err(|error| format!("--by: {error}"))?
        .baseline(baseline.unwrap_or(Baseline::Before))
        .logic(logic.unwrap_or(Logic::ServiceDominant))
        .follow_up(follow_up.unwrap_or_default());
    let words: Vec<&str> = include.iter().flat_map(|words| words.split(',')).collect();
    for (place, word) in words.iter().enumerate() {
        if words[..place].contains(word) {
            return Err(format!("--include: {word} is there twice"));
        }
        terms = terms.including(parsed::<Include>("include", word)?);
    }
    if let Some(day) = as_of {
        terms = terms.as_of(day);
    }
    let file = file.ok_or("no FILE is given")?;
    if is_standard_input(&file) && catalogue.as_deref().is_some_and(is_standard_input) {
        return Err("FILE and --catalogue are both -, and standard input can be read only once".to_owned());
    }
    let terms = terms.checked().map_err(in_words)?;
    let question = of_readings.question(&terms)?;
    if parts.is_some() && (disclose.is_some() || !matches!(question, Question::Statement)) {
        return Err("--parts goes with a statement, and not with --reading or --disclose".to_owned());
    }
    Ok(Some(Options {
        file,
        catalogue,
        terms,
        kind: kind.unwrap_or(Kind::Float),
        format: format.unwrap_or(Format::Table),
        lenient: lenient.is_some(),
        parts: parts.is_some(),
        question,
        disclosure: disclosure(disclose, round_to)?,
    }))
}

/// How few people are too few, and what counts are rounded to.
fn disclosure(threshold: Option<u64>, base: Option<u64>) -> Result<Option<Disclosure>, Failure> {
    match (threshold.map(Disclosure::from), base) {
        (None, Some(_)) => Err("--round-to goes with --disclose".to_owned()),
        (Some(disclosure), Some(base)) => Ok(Some(disclosure.rounded_to(base))),
        (disclosure, None) => Ok(disclosure),
    }
}

impl OfReadings {
    fn take_in(&mut self, name: &str, word: String) -> Result<(), Failure> {
        match name {
            "reading" => once(&mut self.reading, name, word),
            "rule" => {
                let rules =
                    [("equal", Rule::Equal), ("proportional", Rule::Proportional), ("cooperation", Rule::Cooperation)];
                once(&mut self.rule, name, one_of(name, &word, &rules)?)
            }
            "measure" | "other" | "dimension" if word.is_empty() => Err(format!("--{name}: it has no name")),
            "dimension" if word.starts_with("with.") => {
                Err(format!("--dimension: `{word}` is named without with., as `{}`", &word["with.".len()..]))
            }
            "measure" => once(&mut self.measure, name, word),
            "other" => once(&mut self.other, name, word),
            "dimension" => once(&mut self.dimension, name, word),
            "level" => once(&mut self.level, name, share(&word)?),
            _ => once(&mut self.at_least, name, number(name, &word, 1)?),
        }
    }

    /// What is asked; an option that does not go with it is an error.
    fn question(self, terms: &Terms) -> Result<Question, Failure> {
        let Self { reading, rule, measure, other, dimension, level, at_least } = self;
        let reading = reading.as_deref();
        let goes_with: [(&str, bool, &[&str]); 6] = [
            ("rule", rule.is_some(), &["attribution"]),
            ("measure", measure.is_some(), &["cross"]),
            ("other", other.is_some(), &["cross"]),
            ("dimension", dimension.is_some(), &["drivers", "engagement-drivers"]),
            ("level", level.is_some(), &["risk"]),
            ("at-least", at_least.is_some(), &["risk", "engagement-drivers"]),
        ];
        for (name, is_stated, readings) in goes_with {
            if is_stated && !reading.is_some_and(|reading| readings.contains(&reading)) {
                return Err(format!("--{name} goes with --reading {}", readings.join(" or ")));
            }
        }
        let Some(reading) = reading else { return Ok(Question::Statement) };
        Ok(match reading {
            "attribution" => Question::Attribution(rule.unwrap_or(Rule::Cooperation)),
            "engagement" => Question::Engagement,
            "engagement-drivers" => {
                let dimension = dimension.ok_or("--reading engagement-drivers needs a --dimension")?;
                let terms = ParticipationTerms::of(terms);
                let terms = at_least.map_or(terms.clone(), |people| terms.at_least(people));
                Question::EngagementDrivers(terms, dimension)
            }
            "relations" => Question::Relations,
            "cross" => Question::Cross(
                measure.ok_or("--reading cross needs a --measure")?,
                other.ok_or("--reading cross needs an --other")?,
            ),
            "drivers" => Question::Drivers(dimension.ok_or("--reading drivers needs a --dimension")?),
            "risk" => {
                let mut risk = RiskTerms::of(terms);
                if let Some((part, whole)) = level {
                    risk = risk.level(part, whole).map_err(|error| format!("--level: {error}"))?;
                }
                Question::Risk(at_least.map_or(risk.clone(), |people| risk.at_least(people)))
            }
            other => {
                let known = "attribution, engagement, engagement-drivers, relations, cross, drivers, risk";
                return Err(format!("--reading: `{other}` is none of {known}"));
            }
        })
    }
}

/// A number of no less than so much.
fn number(name: &str, word: &str, least: u64) -> Result<u64, Failure> {
    let number = word.parse().ok().filter(|&number| number >= least);
    number.ok_or_else(|| format!("--{name}: `{word}` is no number from {least}"))
}

/// A share as it is written: a decimal, or a part and a whole.
fn share(word: &str) -> Result<(u32, u32), Failure> {
    let wrong = || format!("--level: `{word}` is no share, which is written as 0.05 or 1/20");
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    if let Some((part, whole)) = word.split_once('/') {
        return digits(part).zip(digits(whole)).ok_or_else(wrong);
    }
    let (units, decimals) = word.split_once('.').unwrap_or((word, ""));
    let whole = 10_u32.checked_pow(decimals.len() as u32).ok_or_else(wrong)?;
    let part = digits(&format!("{units}{decimals}")).ok_or_else(wrong)?;
    Ok((part, whole))
}

fn grouping(words: &str) -> Result<Grouping, Failure> {
    if words == "none" {
        return Ok(By::none());
    }
    let words = words.split(',').map(str::parse::<By>);
    let words: Result<Grouping, _> = words.collect();
    words.map_err(|error| format!("--by: {error}; or none by itself"))
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}
