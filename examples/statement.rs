//! What did a service and its users create, and what did they destroy? The statement of anybody's file.
//!
//! ```text
//! cargo run --release --example statement -- visits.jsonl --by service,quarter
//! cargo run --release --example statement -- visits.csv --catalogue services.jsonl --by with.district --format csv
//! ```

use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::{Duration, Instant};

use covalue::{
    Baseline, By, Catalogue, Date, FollowUp, Grouping, Include, Intake, Ledger, Logic, Number, ReadError, Statement,
    Terms, journal, table,
};
use indicatif::{ProgressBar, ProgressStyle};
use num_rational::BigRational;
use rust_decimal::Decimal;

const USAGE: &str = "\
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
--lenient          keep what is good, and name what is refused on standard error
--help             this text
";

/// The options that have a value.
const WITH_A_VALUE: [&str; 9] =
    ["catalogue", "by", "baseline", "logic", "include", "as-of", "follow-up", "number", "format"];

/// What went wrong, in words.
type Failure = String;

#[derive(Clone, Copy)]
enum Format {
    Table,
    Csv,
    Json,
}

#[derive(Clone, Copy)]
enum Kind {
    Float,
    Decimal,
    Rational,
    Integer,
}

struct Options {
    file: PathBuf,
    catalogue: Option<PathBuf>,
    terms: Terms,
    kind: Kind,
    format: Format,
    lenient: bool,
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return shown(USAGE),
        Err(failure) => return failed(&format!("{failure}; --help tells how it is used")),
    };
    let stated = match options.kind {
        Kind::Float => state::<f64>(&options),
        Kind::Decimal => state::<Decimal>(&options),
        Kind::Rational => state::<BigRational>(&options),
        Kind::Integer => state::<i64>(&options),
    };
    match stated {
        Ok(text) => shown(&text),
        Err(failure) => failed(&failure),
    }
}

fn shown(text: &str) -> ExitCode {
    // Whoever reads only the beginning, as `head` does, is content with it.
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => failed(&error.to_string()),
        _ => ExitCode::SUCCESS,
    }
}

fn failed(failure: &str) -> ExitCode {
    eprintln!("error: {failure}");
    ExitCode::FAILURE
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

fn in_words(error: impl Display) -> Failure {
    error.to_string()
}

/// The value of a word, or what is wrong with it as one of that option.
fn parsed<T: FromStr<Err: Display>>(name: &str, word: &str) -> Result<T, Failure> {
    word.parse().map_err(|error| format!("--{name}: {error}"))
}

fn day(text: &str) -> Result<Date, Failure> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| format!("--as-of: `{text}` is no day, which is written as 2026-03-02"))
}

fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::*;

    let (mut file, mut catalogue, mut by, mut baseline, mut logic) = (None, None, None, None, None);
    let (mut include, mut as_of, mut follow_up, mut kind, mut format, mut lenient) =
        (None, None, None, None, None, None);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(in_words)? {
        let name = match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("lenient") => {
                once(&mut lenient, "lenient", ())?;
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
            return Err(format!("--{name} is none of {}, --lenient, --help", known.join(", ")));
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
    Ok(Some(Options {
        file,
        catalogue,
        terms: terms.checked().map_err(in_words)?,
        kind: kind.unwrap_or(Kind::Float),
        format: format.unwrap_or(Format::Table),
        lenient: lenient.is_some(),
    }))
}

fn grouping(words: &str) -> Result<Grouping, Failure> {
    if words == "none" {
        return Ok(By::none());
    }
    let words = words.split(',').map(str::parse::<By>);
    let words: Result<Grouping, _> = words.collect();
    words.map_err(|error| format!("--by: {error}; or none by itself"))
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The statement of a file, as text in the format asked for.
fn state<N: Number>(options: &Options) -> Result<String, Failure> {
    let ledger = ledger::<N>(options)?;
    let statement: Statement<N> = ledger.statement(&options.terms).map_err(in_words)?;
    match options.format {
        Format::Table => Ok(statement.to_string()),
        Format::Csv => statement.to_csv().map_err(in_words),
        Format::Json => statement.to_json().map(|json| json + "\n").map_err(in_words),
    }
}

/// The ledger of a file.
fn ledger<N: Number>(options: &Options) -> Result<Ledger<N>, Failure> {
    let file = options.file.as_path();
    let is_table = match file.extension().and_then(|ending| ending.to_str()) {
        _ if is_standard_input(file) => false,
        Some("jsonl") => false,
        Some("csv") => true,
        _ => return Err(format!("{}: neither a journal (.jsonl) nor a table (.csv)", file.display())),
    };
    let catalogue = match &options.catalogue {
        Some(path) => catalogue(path)?,
        None if is_table => return Err(format!("{}: a table needs a --catalogue", file.display())),
        None => Catalogue::empty(),
    };
    let mut ledger = Ledger::part(&catalogue, file.display().to_string());
    let read = match (is_table, options.lenient) {
        (false, false) => journal::read,
        (false, true) => journal::read_lenient,
        (true, false) => table::read,
        (true, true) => table::read_lenient,
    };
    let in_file = |error: &dyn Display| format!("{}: {error}", file.display());
    let input = open(file)?;
    let intake: Intake = read(&mut ledger, input).map_err(|error: ReadError| in_file(&error))?;
    for refused in intake.refused() {
        eprintln!("{}", in_file(refused));
    }
    Ok(ledger)
}

fn catalogue<N: Number>(path: &Path) -> Result<Catalogue<N>, Failure> {
    let in_file = |error: &dyn Display| format!("{}: {error}", path.display());
    let mut ledger = Ledger::new(&Catalogue::empty());
    let intake = journal::read(&mut ledger, open(path)?).map_err(|error| in_file(&error))?;
    if intake.interactions() > 0 {
        return Err(in_file(&"a catalogue declares services and measures, and this records interactions"));
    }
    Ok(ledger.catalogue().clone())
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_standard_input(path) {
        return Ok(Box::new(BufReader::new(Watched::new(std::io::stdin(), None))));
    }
    let in_file = |error: std::io::Error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(in_file)?;
    let length = file.metadata().map_err(in_file)?.len();
    Ok(Box::new(BufReader::with_capacity(1 << 16, Watched::new(file, Some(length)))))
}

/// After this long a person who is watching is shown how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// An input that shows how far it has been read.
struct Watched<R> {
    input: R,
    length: Option<u64>,
    read: u64,
    since: Instant,
    by_a_person: bool,
    bar: Option<ProgressBar>,
}

impl<R> Watched<R> {
    fn new(input: R, length: Option<u64>) -> Self {
        let by_a_person = std::io::stderr().is_terminal();
        Self { input, length, read: 0, since: Instant::now(), by_a_person, bar: None }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count as u64;
        if self.by_a_person && (self.bar.is_some() || self.since.elapsed() > PATIENCE) {
            let length = self.length;
            let bar = self.bar.get_or_insert_with(|| match length {
                Some(length) => {
                    let style = ProgressStyle::with_template("reading {bar:40} {bytes} of {total_bytes}, {eta} to go");
                    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                }
                None => ProgressBar::new_spinner(),
            });
            bar.set_position(self.read);
            if count == 0 {
                bar.finish_and_clear();
            }
        }
        Ok(count)
    }
}

impl<R> Drop for Watched<R> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
