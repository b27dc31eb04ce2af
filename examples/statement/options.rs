//! The options of the program. All are checked before a file is read.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use covalue::disclosure::Disclosure;
use covalue::engagement_drivers::ParticipationTerms;
use covalue::printable::quoted;
use covalue::risk::RiskTerms;
use covalue::{By, Date, Terms, table};

use super::format::{FORMATS, Format, one_of};
use super::input::check_standard_input;
use super::intervals::{Figures, IntervalOptions, IntervalQuestion};
use super::readings::{STATEMENT, TRACE, check_uses, check_uses_of_engagement};
use super::table_options::{self, TableOptions};
use super::terms::{TermsOptions, day, number, set_once};
use super::{Failure, message};

const USAGE: &str = "\
The amounts that a service and its users created and destroyed.

statement FILE [options]

FILE is a journal (.jsonl), a table (.csv), a spreadsheet (.xlsx, .ods), or - for a journal from standard input.

--and FILE         a further journal or table, read after FILE with the same options, such as mended rows; may be given
                   several times
--catalogue FILE   a journal that declares services and measures; required for a table
--by WORDS         service, user, provider, beneficiary, role, source, element, year, quarter, month, with.NAME,
                   year.MM and quarter.MM for years from month MM, several words separated by commas, or none
                   (default: service)
--from DAY         use only interactions on this day or later, such as 2026-04-01
--until DAY        use only interactions on this day or earlier
--only WORD=VALUE  use only this value of a word of --by; may be given several times: values of one word are joined by
                   or, words by and; an empty value is not stated
--baseline WORD    before, expected, without or ref.NAME (default: before)
--logic WORD       service-dominant, service (default: service-dominant)
--include WORDS    provider, other, affected, proxy, observed: appraisals besides users' own
--as-of DAY        use only entries known by this day, such as 2026-05-31
--follow-up WORD   last, or a number from 1 (default: last)
--number WORD      f64, decimal, rational, integer (default: f64)
--format WORD      table, csv, json (default: table)
--for-spreadsheets with --format csv: put an apostrophe in front of texts that a spreadsheet would run as a formula
--parts            print the amounts by part in the table: co-created, with misuse, within the tolerance and so on;
                   CSV and JSON always have them
--beneficiaries    count the people on each line of the statement, or of --reading change
--lenient          keep valid entries, and list invalid ones on standard error
--disclose NUMBER  for publication: withhold figures of fewer people, and figures from which these can be computed
                   (usual: 10); it counts people, and shows an amount of which one of them has nearly all
--round-to NUMBER  for publication: round counts to a multiple, and withhold figures that are divided by counts

The entries behind a line instead of the statement; they have ids of people, and are not for publication:

--trace VALUES     the line: its value for each word of --by, separated by commas; an empty value is not stated
--measure ID       the measure; required

Another reading of the books instead of the statement:

--reading WORD     an analysis: attribution, engagement, engagement-drivers, reach, relations, cross, drivers, risk,
                   intervals (how far chance could move the figures); change: the statement compared with that of an earlier day; entries: what was recorded, appraised
                   and voided since that day, with ids of people; excluded: how many appraisals the terms exclude
--since DAY        change: the earlier statement has the entries known by this day; entries: those known after it
--reach FILE       reach: a table (.csv, .xlsx, .ods) of how many people were reached, beside those of a journal
--rule WORD        attribution: equal, proportional, cooperation (default: cooperation)
--measure ID       cross: the first measure, required; intervals: the measure of --less (default: each)
--other ID         cross: the other measure; required
--dimension NAME   drivers, engagement-drivers: the dimension, which replaces --by; required; intervals: the dimension
                   whose values are resampled in the place of people, such as class
--level SHARE      risk: the worst share of changes for the expected shortfall, such as 0.05 or 1/20 (default: 0.05);
                   intervals: their level (default: 0.95)
--at-least NUMBER  risk, engagement-drivers: the number of people that a probability or a share needs (default: 30);
                   intervals: the number of people, or of values of the dimension (default: 20)
--seed NUMBER, --replicates NUMBER
                   intervals: the seed of the random numbers (default: 0), and how often people are resampled (default:
                   4999)
--of WORD          intervals: the figures of the statement, of engagement, or the losses of risk (default: statement)
--per WORD         intervals of a statement: each person or each appraisal (default: person)
--less VALUES      intervals: the figures of one line less those of another, as the values of the first and then of the
                   second for each word of --by, such as north,south; or others: each line less all others together (of
                   a statement with --per appraisal); may be given several times

--help             print this text
";

/// The options with a value.
const WITH_A_VALUE: [&str; 31] = [
    "and",
    "catalogue",
    "by",
    "baseline",
    "logic",
    "include",
    "as-of",
    "follow-up",
    "from",
    "until",
    "only",
    "number",
    "format",
    "disclose",
    "round-to",
    "reading",
    "trace",
    "reach",
    "rule",
    "measure",
    "other",
    "dimension",
    "level",
    "at-least",
    "seed",
    "replicates",
    "of",
    "per",
    "less",
    "since",
    "rejects",
];

/// The help on all options.
pub(super) fn usage() -> String {
    USAGE.replace("--help             print", &format!("{}\n--help             print", table_options::USAGE))
}

/// The options without a value.
const FLAGS: [&str; 4] = ["for-spreadsheets", "parts", "beneficiaries", "lenient"];

#[derive(Clone, Copy)]
pub(super) enum NumberKind {
    Float,
    Decimal,
    Rational,
    Integer,
}

const KINDS: [(&str, NumberKind); 4] = [
    ("f64", NumberKind::Float),
    ("decimal", NumberKind::Decimal),
    ("rational", NumberKind::Rational),
    ("integer", NumberKind::Integer),
];

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
    /// With the values of the line, and the measure.
    Trace(Vec<Option<String>>, String),
    Attribution(Rule),
    Engagement,
    /// With the dimension.
    EngagementDrivers(ParticipationTerms, String),
    Reach,
    Relations,
    /// With both measures.
    Cross(String, String),
    /// With the dimension.
    Drivers(String),
    Risk(RiskTerms),
    Intervals(IntervalQuestion),
    /// Since a day.
    Change(Date),
    /// Since a day.
    Entries(Date),
    Excluded,
}

impl Question {
    /// The reading, if a publication cannot have it.
    fn unpublished(&self) -> Option<&'static str> {
        match self {
            Self::Reach => Some("reach"),
            Self::Intervals(_) => Some("intervals"),
            Self::Change(_) => Some("change"),
            Self::Entries(_) => Some("entries"),
            Self::Excluded => Some("excluded"),
            _ => None,
        }
    }
}

pub(super) struct Options {
    pub(super) file: PathBuf,
    /// Files that are read after it.
    pub(super) more: Vec<PathBuf>,
    pub(super) catalogue: Option<PathBuf>,
    /// A table of counts of people reached.
    pub(super) reach: Option<PathBuf>,
    /// How it is written.
    pub(super) reach_written: table::Options,
    pub(super) terms: Terms,
    pub(super) kind: NumberKind,
    pub(super) format: Format,
    pub(super) for_spreadsheets: bool,
    pub(super) lenient: bool,
    /// How the file is written.
    pub(super) written: table::Options,
    /// The file for refused rows.
    pub(super) rejects: Option<PathBuf>,
    pub(super) parts: bool,
    pub(super) question: Question,
    /// The policy, for a publication.
    pub(super) disclosure: Option<Disclosure>,
}

/// The options of analyses, as given.
#[derive(Default)]
struct AnalysisOptions {
    reading: Option<String>,
    trace: Option<String>,
    rule: Option<Rule>,
    measure: Option<String>,
    other: Option<String>,
    dimension: Option<String>,
    level: Option<(u32, u32)>,
    at_least: Option<u64>,
    intervals: IntervalOptions,
    since: Option<Date>,
}

/// The message of an option that is not known.
fn unknown(name: &str) -> Failure {
    let known = WITH_A_VALUE.iter().chain(&FLAGS).chain(&TableOptions::NAMES).chain(&TableOptions::FLAGS);
    let known: Vec<String> = known.map(|known| format!("--{known}")).collect();
    format!("{} is not one of {}, --help", quoted(format!("--{name}")), known.join(", "))
}

/// Refuses options that cannot be combined.
fn check(question: &Question, given: &BTreeSet<String>, is_csv: bool) -> Result<(), Failure> {
    let is_given = |flag: &str| given.contains(flag);
    if is_given("parts") && (is_given("disclose") || !matches!(question, Question::Statement)) {
        return Err("--parts cannot be combined with --reading or --disclose".to_owned());
    }
    if is_given("for-spreadsheets") && !is_csv {
        return Err("--for-spreadsheets needs --format csv".to_owned());
    }
    if is_given("rejects") && !is_given("lenient") {
        return Err("--rejects needs --lenient, since a strict read stops at the first fault".to_owned());
    }
    if matches!(question, Question::Trace(..)) && is_given("disclose") {
        return Err("--trace cannot be combined with --disclose, since a trace has ids of people".to_owned());
    }
    if let Some(reading) = question.unpublished().filter(|_| is_given("disclose")) {
        return Err(format!("--reading {reading} cannot be combined with --disclose"));
    }
    Ok(())
}

pub(super) fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::*;

    let (mut file, mut catalogue, mut reach, mut kind, mut format) = (None, None, None, None, None);
    let (mut disclose, mut round_to) = (None, None);
    let (mut terms, mut analysis) = (TermsOptions::default(), AnalysisOptions::default());
    let (mut written, mut rejects) = (TableOptions::default(), None);
    let (mut given, mut more) = (BTreeSet::new(), Vec::new());
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(message)? {
        let name = match argument {
            Long("help") | Short('h') => return Ok(None),
            Long(flag) if FLAGS.contains(&flag) => {
                if !given.insert(flag.to_owned()) {
                    return Err(format!("--{flag} is given twice"));
                }
                continue;
            }
            Long(flag) if TableOptions::FLAGS.contains(&flag) => {
                written.set(flag, String::new())?;
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
        if !WITH_A_VALUE.contains(&name.as_str()) && !TableOptions::NAMES.contains(&name.as_str()) {
            return Err(unknown(&name));
        }
        let value: OsString = arguments.value().map_err(message)?;
        given.insert(name.clone());
        let path = match name.as_str() {
            "catalogue" => Some(&mut catalogue),
            "reach" => Some(&mut reach),
            "rejects" => Some(&mut rejects),
            _ => None,
        };
        if name == "and" {
            more.push(PathBuf::from(value));
            continue;
        }
        if let Some(path) = path {
            set_once(path, &name, PathBuf::from(value))?;
            continue;
        }
        let word = value.into_string().map_err(|_| format!("--{name} is not UTF-8"))?;
        match name.as_str() {
            name if TermsOptions::NAMES.contains(&name) => terms.set(name, word)?,
            name if TableOptions::NAMES.contains(&name) => written.set(name, word)?,
            "number" => set_once(&mut kind, &name, one_of(&name, &word, &KINDS)?)?,
            "disclose" => set_once(&mut disclose, &name, number(&name, &word, 2)?)?,
            "round-to" => set_once(&mut round_to, &name, number(&name, &word, 2)?)?,
            name if IntervalOptions::NAMES.contains(&name) => analysis.intervals.set(name, word)?,
            "reading" | "trace" | "rule" | "measure" | "other" | "dimension" | "level" | "at-least" | "since" => {
                analysis.set(&name, word)?;
            }
            _ => set_once(&mut format, &name, one_of(&name, &word, &FORMATS)?)?,
        }
    }
    let file = file.ok_or("no FILE is given")?;
    check_standard_input(more.iter().chain(&catalogue).chain([&file]))?;
    let is_given = |flag: &str| given.contains(flag);
    let mut terms = terms.terms()?;
    if is_given("beneficiaries") {
        terms = terms.counting_beneficiaries();
    }
    let question = analysis.question(&terms, &given)?;
    check(&question, &given, matches!(format, Some(Format::Csv)))?;
    Ok(Some(Options {
        file,
        more,
        catalogue,
        terms,
        kind: kind.unwrap_or(NumberKind::Float),
        format: format.unwrap_or(Format::Table),
        for_spreadsheets: is_given("for-spreadsheets"),
        lenient: is_given("lenient"),
        reach_written: written.reach_options(reach.as_deref())?,
        written: written.options()?,
        reach,
        rejects,
        parts: is_given("parts"),
        question,
        disclosure: disclosure(disclose, round_to)?,
    }))
}

impl Options {
    /// The terms under the grouping of the question: a dimension replaces that of `--by`.
    pub(super) fn asked(&self) -> Terms {
        match &self.question {
            Question::Drivers(dimension) | Question::EngagementDrivers(_, dimension) => {
                self.terms.clone().grouped_by(By::with(dimension))
            }
            Question::Intervals(question) => match question.resampling.get_by() {
                Some(dimension) => {
                    let grouping = self.terms.grouping().clone();
                    self.terms.clone().grouped_by(grouping.and(By::With(dimension.clone())))
                }
                None => self.terms.clone(),
            },
            _ => self.terms.clone(),
        }
    }
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
            "trace" => set_once(&mut self.trace, name, word),
            "rule" => {
                let rules =
                    [("equal", Rule::Equal), ("proportional", Rule::Proportional), ("cooperation", Rule::Cooperation)];
                set_once(&mut self.rule, name, one_of(name, &word, &rules)?)
            }
            "measure" | "other" | "dimension" if word.is_empty() => Err(format!("--{name}: the name is empty")),
            "dimension" if word.starts_with("with.") => {
                Err(format!("--dimension: write {} instead of {}", quoted(&word["with.".len()..]), quoted(&word)))
            }
            "measure" => set_once(&mut self.measure, name, word),
            "other" => set_once(&mut self.other, name, word),
            "dimension" => set_once(&mut self.dimension, name, word),
            "level" => set_once(&mut self.level, name, share(&word)?),
            "since" => set_once(&mut self.since, name, day(name, &word)?),
            _ => set_once(&mut self.at_least, name, number(name, &word, 1)?),
        }
    }

    /// The statement or the analysis. An option that it does not use is an error.
    fn question(self, terms: &Terms, given: &BTreeSet<String>) -> Result<Question, Failure> {
        let Self { reading, trace, rule, measure, other, dimension, level, at_least, intervals, since } = self;
        let reading = match (&reading, &trace) {
            (Some(_), Some(_)) => return Err("--trace cannot be combined with --reading".to_owned()),
            (None, Some(_)) => TRACE,
            (Some(reading), None) => reading.as_str(),
            (None, None) => return check_uses(STATEMENT, given).map(|()| Question::Statement),
        };
        check_uses(reading, given)?;
        if let (Some(since), Some(as_of)) = (since, terms.get_as_of())
            && since >= as_of
        {
            return Err("--since must be before --as-of".to_owned());
        }
        Ok(match reading {
            "attribution" => Question::Attribution(rule.unwrap_or(Rule::Cooperation)),
            "engagement" => Question::Engagement,
            "engagement-drivers" => {
                let dimension = dimension.ok_or("--reading engagement-drivers needs --dimension")?;
                let terms = ParticipationTerms::of(terms);
                let terms = at_least.map_or(terms.clone(), |people| terms.at_least(people));
                Question::EngagementDrivers(terms, dimension)
            }
            TRACE => {
                let words = terms.grouping().words().len();
                let values: Vec<Option<String>> = match trace.unwrap_or_default() {
                    empty if words == 0 && empty.is_empty() => Vec::new(),
                    values => values
                        .split(',')
                        .map(|value| Some(value.to_owned()).filter(|value| !value.is_empty()))
                        .collect(),
                };
                if values.len() != words {
                    return Err(format!("--trace has {} values, and --by has {words}", values.len()));
                }
                Question::Trace(values, measure.ok_or("--trace needs --measure")?)
            }
            "reach" => Question::Reach,
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
            "intervals" => {
                let question = intervals.question(terms, (dimension, measure), (level, at_least))?;
                if question.figures == Figures::Engagement {
                    check_uses_of_engagement(given)?;
                }
                Question::Intervals(question)
            }
            "change" => Question::Change(since.ok_or("--reading change needs --since")?),
            "entries" => Question::Entries(since.ok_or("--reading entries needs --since")?),
            "excluded" => Question::Excluded,
            other => {
                let known = "attribution, engagement, engagement-drivers, reach, relations, cross, drivers, risk, \
                             intervals, change, entries, excluded";
                return Err(format!("--reading: {} is not one of {known}", quoted(other)));
            }
        })
    }
}

/// A share, written as a decimal or as a fraction: numerator and denominator.
fn share(word: &str) -> Result<(u32, u32), Failure> {
    let wrong = || format!("--level: {} is not a share: shares are written like 0.05 or 1/20", quoted(word));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    if let Some((part, whole)) = word.split_once('/') {
        return digits(part).zip(digits(whole)).ok_or_else(wrong);
    }
    let (units, decimals) = word.split_once('.').unwrap_or((word, ""));
    let whole = 10_u32.checked_pow(decimals.len() as u32).ok_or_else(wrong)?;
    let part = digits(&format!("{units}{decimals}")).ok_or_else(wrong)?;
    Ok((part, whole))
}
