//! The options of the program. All are checked before a file is read.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use covalue::disclosure::Disclosure;
use covalue::engagement_drivers::ParticipationTerms;
use covalue::risk::RiskTerms;
use covalue::statement::Grouping;
use covalue::{Baseline, By, Date, FollowUp, Include, Logic, Terms};

use super::{Failure, message};

pub(super) const USAGE: &str = "\
The amounts that a service and its users created and destroyed.

statement FILE [options]

FILE is a journal (.jsonl), a table (.csv), or - for a journal from standard input.

--catalogue FILE   a journal that declares services and measures; required for a table
--by WORDS         service, user, provider, beneficiary, role, source, element, year, quarter, month, with.NAME,
                   several words separated by commas, or none (default: service)
--baseline WORD    before, expected, without (default: before)
--logic WORD       service-dominant, service (default: service-dominant)
--include WORDS    provider, other, affected, proxy, observed: appraisals besides users' own
--as-of DAY        use only entries known by this day, such as 2026-05-31
--follow-up WORD   last, or a number from 1 (default: last)
--number WORD      f64, decimal, rational, integer (default: f64)
--format WORD      table, csv, json (default: table)
--parts            print the amounts by part in the table: co-created, with misuse, within the tolerance and so on;
                   CSV and JSON always have them
--lenient          keep valid entries, and list invalid ones on standard error
--disclose NUMBER  for publication: withhold figures of fewer people, and figures from which these can be computed
                   (usual: 10)
--round-to NUMBER  for publication: round counts to a multiple, and withhold figures that are divided by counts

An analysis instead of the statement:

--reading WORD     attribution, engagement, engagement-drivers, relations, cross, drivers, risk
--rule WORD        attribution: equal, proportional, cooperation (default: cooperation)
--measure ID       cross: the first measure; required
--other ID         cross: the other measure; required
--dimension NAME   drivers, engagement-drivers: the dimension, which replaces --by; required
--level SHARE      risk: the worst share of changes for the expected shortfall, such as 0.05 or 1/20 (default: 0.05)
--at-least NUMBER  risk, engagement-drivers: the number of people that a probability or a share needs (default: 30)

--help             print this text
";

/// The options with a value.
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
pub(super) enum NumberKind {
    Float,
    Decimal,
    Rational,
    Integer,
}

/// The rule of an attribution.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    Equal,
    Proportional,
    Cooperation,
}

/// The statement, or an analysis with its own options.
pub(super) enum Question {
    Statement,
    Attribution(Rule),
    Engagement,
    /// With the dimension.
    EngagementDrivers(ParticipationTerms, String),
    Relations,
    /// With both measures.
    Cross(String, String),
    /// With the dimension.
    Drivers(String),
    Risk(RiskTerms),
}

pub(super) struct Options {
    pub(super) file: PathBuf,
    pub(super) catalogue: Option<PathBuf>,
    pub(super) terms: Terms,
    pub(super) kind: NumberKind,
    pub(super) format: Format,
    pub(super) lenient: bool,
    pub(super) parts: bool,
    pub(super) question: Question,
    /// The policy, for a publication.
    pub(super) disclosure: Option<Disclosure>,
}

/// The options of analyses, as given.
#[derive(Default)]
struct AnalysisOptions {
    reading: Option<String>,
    rule: Option<Rule>,
    measure: Option<String>,
    other: Option<String>,
    dimension: Option<String>,
    level: Option<(u32, u32)>,
    at_least: Option<u64>,
}

/// Sets the value of an option, which may be given once.
fn set_once<T>(option: &mut Option<T>, name: &str, value: T) -> Result<(), Failure> {
    if option.replace(value).is_some() { Err(format!("--{name} is given twice")) } else { Ok(()) }
}

/// The value of one of the known words.
fn one_of<T: Copy>(name: &str, word: &str, known: &[(&str, T)]) -> Result<T, Failure> {
    let found = known.iter().find(|(written, _)| *written == word);
    let words = || known.iter().map(|(written, _)| *written).collect::<Vec<_>>().join(", ");
    found.map(|(_, value)| *value).ok_or_else(|| format!("--{name}: `{word}` is not one of {}", words()))
}

/// The parsed value of an option.
fn parsed<T: FromStr<Err: Display>>(name: &str, word: &str) -> Result<T, Failure> {
    word.parse().map_err(|error| format!("--{name}: {}", message(error)))
}

fn day(text: &str) -> Result<Date, Failure> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| format!("--as-of: `{text}` is not a day written as YYYY-MM-DD"))
}

pub(super) fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::*;

    let (mut file, mut catalogue, mut by, mut baseline, mut logic) = (None, None, None, None, None);
    let (mut include, mut as_of, mut follow_up, mut kind, mut format) = (None, None, None, None, None);
    let (mut parts, mut lenient, mut disclose, mut round_to) = (None, None, None, None);
    let mut analysis = AnalysisOptions::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(message)? {
        let name = match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("lenient") => {
                set_once(&mut lenient, "lenient", ())?;
                continue;
            }
            Long("parts") => {
                set_once(&mut parts, "parts", ())?;
                continue;
            }
            Value(path) => {
                if file.replace(PathBuf::from(path)).is_some() {
                    return Err("more than one FILE is given".to_owned());
                }
                continue;
            }
            Long(name) => name.to_owned(),
            other @ Short(_) => return Err(message(other.unexpected())),
        };
        if !WITH_A_VALUE.contains(&name.as_str()) {
            let known: Vec<String> = WITH_A_VALUE.iter().map(|known| format!("--{known}")).collect();
            return Err(format!("--{name} is not one of {}, --parts, --lenient, --help", known.join(", ")));
        }
        let value: OsString = arguments.value().map_err(message)?;
        if name == "catalogue" {
            set_once(&mut catalogue, &name, PathBuf::from(value))?;
            continue;
        }
        let word = value.into_string().map_err(|_| format!("--{name} is not UTF-8"))?;
        match name.as_str() {
            "by" => set_once(&mut by, &name, word)?,
            "baseline" => set_once(&mut baseline, &name, parsed::<Baseline>(&name, &word)?)?,
            "logic" => set_once(&mut logic, &name, parsed::<Logic>(&name, &word)?)?,
            "include" => set_once(&mut include, &name, word)?,
            "as-of" => set_once(&mut as_of, &name, day(&word)?)?,
            "follow-up" => set_once(&mut follow_up, &name, parsed::<FollowUp>(&name, &word)?)?,
            "number" => {
                let kinds = [
                    ("f64", NumberKind::Float),
                    ("decimal", NumberKind::Decimal),
                    ("rational", NumberKind::Rational),
                    ("integer", NumberKind::Integer),
                ];
                set_once(&mut kind, &name, one_of(&name, &word, &kinds)?)?;
            }
            "disclose" => set_once(&mut disclose, &name, number(&name, &word, 2)?)?,
            "round-to" => set_once(&mut round_to, &name, number(&name, &word, 2)?)?,
            "reading" | "rule" | "measure" | "other" | "dimension" | "level" | "at-least" => {
                analysis.set(&name, word)?;
            }
            _ => {
                let formats = [("table", Format::Table), ("csv", Format::Csv), ("json", Format::Json)];
                set_once(&mut format, &name, one_of(&name, &word, &formats)?)?;
            }
        }
    }
    let grouped = Terms::by(grouping(by.as_deref().unwrap_or("service"))?).checked();
    let mut terms = grouped
        .map_err(|error| format!("--by: {}", message(error)))?
        .baseline(baseline.unwrap_or(Baseline::Before))
        .logic(logic.unwrap_or(Logic::ServiceDominant))
        .follow_up(follow_up.unwrap_or_default());
    let words: Vec<&str> = include.iter().flat_map(|words| words.split(',')).collect();
    for (index, word) in words.iter().enumerate() {
        if words[..index].contains(word) {
            return Err(format!("--include: {word} is given twice"));
        }
        terms = terms.including(parsed::<Include>("include", word)?);
    }
    if let Some(day) = as_of {
        terms = terms.as_of(day);
    }
    let file = file.ok_or("no FILE is given")?;
    if is_standard_input(&file) && catalogue.as_deref().is_some_and(is_standard_input) {
        return Err("FILE and --catalogue cannot both be -, since standard input can be read only once".to_owned());
    }
    let terms = terms.checked().map_err(message)?;
    let question = analysis.question(&terms)?;
    if parts.is_some() && (disclose.is_some() || !matches!(question, Question::Statement)) {
        return Err("--parts cannot be combined with --reading or --disclose".to_owned());
    }
    Ok(Some(Options {
        file,
        catalogue,
        terms,
        kind: kind.unwrap_or(NumberKind::Float),
        format: format.unwrap_or(Format::Table),
        lenient: lenient.is_some(),
        parts: parts.is_some(),
        question,
        disclosure: disclosure(disclose, round_to)?,
    }))
}

/// The policy of a publication, if there is one.
fn disclosure(threshold: Option<u64>, base: Option<u64>) -> Result<Option<Disclosure>, Failure> {
    match (threshold.map(Disclosure::from), base) {
        (None, Some(_)) => Err("--round-to needs --disclose".to_owned()),
        (Some(disclosure), Some(base)) => Ok(Some(disclosure.rounded_to(base))),
        (disclosure, None) => Ok(disclosure),
    }
}

impl AnalysisOptions {
    fn set(&mut self, name: &str, word: String) -> Result<(), Failure> {
        match name {
            "reading" => set_once(&mut self.reading, name, word),
            "rule" => {
                let rules =
                    [("equal", Rule::Equal), ("proportional", Rule::Proportional), ("cooperation", Rule::Cooperation)];
                set_once(&mut self.rule, name, one_of(name, &word, &rules)?)
            }
            "measure" | "other" | "dimension" if word.is_empty() => Err(format!("--{name}: the name is empty")),
            "dimension" if word.starts_with("with.") => {
                Err(format!("--dimension: write `{}` instead of `{word}`", &word["with.".len()..]))
            }
            "measure" => set_once(&mut self.measure, name, word),
            "other" => set_once(&mut self.other, name, word),
            "dimension" => set_once(&mut self.dimension, name, word),
            "level" => set_once(&mut self.level, name, share(&word)?),
            _ => set_once(&mut self.at_least, name, number(name, &word, 1)?),
        }
    }

    /// The statement or the analysis. An option of another analysis is an error.
    fn question(self, terms: &Terms) -> Result<Question, Failure> {
        let Self { reading, rule, measure, other, dimension, level, at_least } = self;
        let reading = reading.as_deref();
        let needs: [(&str, bool, &[&str]); 6] = [
            ("rule", rule.is_some(), &["attribution"]),
            ("measure", measure.is_some(), &["cross"]),
            ("other", other.is_some(), &["cross"]),
            ("dimension", dimension.is_some(), &["drivers", "engagement-drivers"]),
            ("level", level.is_some(), &["risk"]),
            ("at-least", at_least.is_some(), &["risk", "engagement-drivers"]),
        ];
        for (name, is_given, readings) in needs {
            if is_given && !reading.is_some_and(|reading| readings.contains(&reading)) {
                return Err(format!("--{name} needs --reading {}", readings.join(" or ")));
            }
        }
        let Some(reading) = reading else { return Ok(Question::Statement) };
        Ok(match reading {
            "attribution" => Question::Attribution(rule.unwrap_or(Rule::Cooperation)),
            "engagement" => Question::Engagement,
            "engagement-drivers" => {
                let dimension = dimension.ok_or("--reading engagement-drivers needs --dimension")?;
                let terms = ParticipationTerms::of(terms);
                let terms = at_least.map_or(terms.clone(), |people| terms.at_least(people));
                Question::EngagementDrivers(terms, dimension)
            }
            "relations" => Question::Relations,
            "cross" => Question::Cross(
                measure.ok_or("--reading cross needs --measure")?,
                other.ok_or("--reading cross needs --other")?,
            ),
            "drivers" => Question::Drivers(dimension.ok_or("--reading drivers needs --dimension")?),
            "risk" => {
                let mut risk = RiskTerms::of(terms);
                if let Some((part, whole)) = level {
                    risk = risk.level(part, whole).map_err(|error| format!("--level: {}", message(error)))?;
                }
                Question::Risk(at_least.map_or(risk.clone(), |people| risk.at_least(people)))
            }
            other => {
                let known = "attribution, engagement, engagement-drivers, relations, cross, drivers, risk";
                return Err(format!("--reading: `{other}` is not one of {known}"));
            }
        })
    }
}

/// A whole number with a minimum.
fn number(name: &str, word: &str, least: u64) -> Result<u64, Failure> {
    let number = word.parse().ok().filter(|&number| number >= least);
    number.ok_or_else(|| format!("--{name}: `{word}` is not a whole number of at least {least}"))
}

/// A share, written as a decimal or as a fraction: numerator and denominator.
fn share(word: &str) -> Result<(u32, u32), Failure> {
    let wrong = || format!("--level: `{word}` is not a share: shares are written like 0.05 or 1/20");
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
    words.map_err(|error| format!("--by: {}; or none alone", message(error)))
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}
