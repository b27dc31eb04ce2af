//! The options of the program. All are checked before a file is read.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use covalue::certainty::{Drawing, Resampling};
use covalue::printable::quoted;

use super::Failure;
use super::decision::DecisionJob;
use super::format::{FORMATS, Format, one_of};
use super::prices::Prices;
use super::stated::{StatedDiscount, StatedInput};
use super::table_file::TableFile;
use super::units::UnitsJob;

pub(super) const USAGE: &str = "\
What the outcomes of a service are worth in money, created and destroyed apart, beside what was put in.

worth --map FILE [options]
worth --units FILE [options]
worth --decide FILE [options]

--map FILE         the outcomes: a table (.csv) or a spreadsheet (.xlsx, .ods) with columns outcome, quantity,
                   proxy_value and others (see the page about file formats)
--options FILE     how the map is written, if another program wrote it: a file of options (.toml, .json)
--input NAME=AMOUNT@YEAR
                   an input, such as contract=24375 or renewal=10000@1, which is put in after that many years (default:
                   0); may be given several times
--inputs FILE      a table of inputs: columns name, amount, and stakeholder, at, unit, year, low, high,
                   spread
--discount STEPS   year-one:RATE or year-zero:RATE: whether the first year is discounted, and the yearly rate, such as
                   year-one:0.035; other rates from later years behind commas, such as year-zero:0.035,31:0.030
                   (default: nothing is discounted, and the output says so)
--prices YEAR      state all amounts in prices of this year; needs --deflator
--deflator FILE    a table of an index of prices: columns year, index; needs --prices
--weights FILE     a table of weights: columns stakeholder, weight; the weighted worth stands below the worth
--inputs-options FILE, --deflator-options FILE, --weights-options FILE
                   how these tables are written, as --options for the map
--sensitivity      instead of the worth: the net present value at both ends of each range, the widest swing first, and
                   the value at which it is 0
--rate-range LOW,HIGH
                   with --sensitivity: the lowest and the highest plausible rate of --discount
--extremes         instead of the worth: its figures with every range at the end that is worse for its row, as stated,
                   and with every range at the better end
--trace ROW        instead of the worth: every step of that of one row, which is named by its outcome, or as
                   STAKEHOLDER/OUTCOME
--draws N          instead of the worth: its figures in this number of draws of the assumptions that have a spread
                   (columns such as quantity_spread of the map, spread of --inputs)
--seed S           with --draws or --units: the seed of the random numbers (default: 0)
--picture FILE     draw the answer as well, as a picture (.svg): the worth to each stakeholder, weighted if --weights is
                   given, with --sensitivity a tornado, or with --draws a density
--units FILE       intervals of ratios: a table with columns line, id, a, b. The ratio of a line is the sum of a divided
                   by that of b; ids are the people or the units that are resampled
--less X,Y         with --units: the ratio of line X less that of line Y; may be given several times
--replicates N, --level 95/100, --at-least N
                   with --units: the number of replicates (default: 4999), the level of the intervals, and the number of
                   units that an interval needs (default: 20)
--decide FILE      a decision: a table with a column for each option, which has what it is worth in every draw
--on COLUMN        with --decide: a column that is no option, but an assumption: what it would be worth to know it; may
                   be given several times
--blocks K         with --decide: the number of blocks of draws for --on
--number WORD      f64, decimal, rational (default: f64)
--format WORD      table, csv, json (default: table)
--for-spreadsheets with --format csv: put an apostrophe in front of texts that a spreadsheet would run as a formula
--help             print this text
";

/// The options with a value.
const WITH_A_VALUE: [&str; 26] = [
    "map",
    "options",
    "input",
    "inputs",
    "discount",
    "prices",
    "deflator",
    "weights",
    "inputs-options",
    "deflator-options",
    "weights-options",
    "rate-range",
    "trace",
    "draws",
    "seed",
    "picture",
    "units",
    "less",
    "replicates",
    "level",
    "at-least",
    "decide",
    "on",
    "blocks",
    "number",
    "format",
];

/// The options that may be given several times.
const REPEATED: [&str; 3] = ["input", "less", "on"];

/// The options of each job, beside the format.
const JOBS: [(&str, &[&str]); 2] =
    [("units", &["units", "less", "seed", "replicates", "level", "at-least"]), ("decide", &["decide", "on", "blocks"])];

/// The options without a value.
const FLAGS: [&str; 3] = ["sensitivity", "extremes", "for-spreadsheets"];

#[derive(Clone, Copy)]
pub(super) enum NumberKind {
    Float,
    Decimal,
    Rational,
}

/// The figures that are asked of the map.
pub(super) enum Question {
    Worth,
    Sensitivity,
    Extremes,
    /// With the name of the row.
    Trace(String),
    Draws(Drawing),
}

/// The job that is asked for.
pub(super) enum Job {
    Map(Box<Options>),
    Units(UnitsJob, Written),
    Decide(DecisionJob, Written),
}

/// How the answer is written.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub(super) format: Format,
    pub(super) for_spreadsheets: bool,
}

const KINDS: [(&str, NumberKind); 3] =
    [("f64", NumberKind::Float), ("decimal", NumberKind::Decimal), ("rational", NumberKind::Rational)];

pub(super) struct Options {
    pub(super) map: TableFile,
    pub(super) inputs: Vec<StatedInput>,
    pub(super) inputs_file: Option<TableFile>,
    /// Nothing is discounted without it.
    pub(super) discount: Option<StatedDiscount>,
    pub(super) rate_range: Option<(String, String)>,
    pub(super) prices: Option<Prices>,
    pub(super) weights: Option<TableFile>,
    pub(super) question: Question,
    /// The file of a picture.
    pub(super) picture: Option<PathBuf>,
    pub(super) kind: NumberKind,
    pub(super) written: Written,
}

/// The options as given: the words of each, in their order.
#[derive(Default)]
struct Given {
    words: Vec<(String, String)>,
    flags: Vec<String>,
}

impl Given {
    /// The word of an option that may be given once.
    fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|(given, _)| given == name).map(|(_, word)| word.as_str())
    }

    /// The table of an option, written as another option says.
    fn table(&self, name: &str, options: &str) -> Result<Option<TableFile>, Failure> {
        let options = self.word(options).map(Path::new);
        self.word(name).map(|path| TableFile::new(PathBuf::from(path), options)).transpose()
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|given| given == flag)
    }

    /// The value of one of the known words, or the first of them.
    fn one_of<T: Copy>(&self, name: &str, known: &[(&str, T)]) -> Result<T, Failure> {
        self.word(name).map_or(Ok(known[0].1), |word| one_of(name, word, known))
    }

    /// The figures that are asked for: one kind of them.
    fn question(&self) -> Result<Question, Failure> {
        let asked = [
            self.has("sensitivity").then_some(Question::Sensitivity),
            self.has("extremes").then_some(Question::Extremes),
            self.word("trace").map(|row| Question::Trace(row.to_owned())),
            self.drawing()?.map(Question::Draws),
        ];
        let mut asked = asked.into_iter().flatten();
        match (asked.next(), asked.next()) {
            (question, None) => Ok(question.unwrap_or(Question::Worth)),
            _ => Err("--sensitivity, --extremes, --trace and --draws cannot be combined".to_owned()),
        }
    }

    /// The words of an option that may be given several times.
    fn words<'g>(&'g self, name: &'g str) -> impl Iterator<Item = &'g str> {
        self.words.iter().filter(move |(given, _)| given == name).map(|(_, word)| word.as_str())
    }

    /// The whole number of an option.
    fn whole<T: FromStr>(&self, name: &str) -> Result<Option<T>, Failure> {
        let read = |word: &str| word.parse().map_err(|_| format!("--{name}: {} is not a whole number", quoted(word)));
        self.word(name).map(read).transpose()
    }

    fn seed(&self) -> Result<u64, Failure> {
        Ok(self.whole("seed")?.unwrap_or_default())
    }

    /// The terms of drawing, if draws are asked for.
    fn drawing(&self) -> Result<Option<Drawing>, Failure> {
        let Some(draws) = self.whole("draws")? else { return Ok(None) };
        Drawing::seeded(self.seed()?).draws(draws).map(Some).map_err(|error| format!("--draws: {error}"))
    }

    /// How units are resampled.
    fn resampling(&self) -> Result<Resampling, Failure> {
        let mut resampling = Resampling::seeded(self.seed()?);
        if let Some(replicates) = self.whole("replicates")? {
            resampling = resampling.replicates(replicates).map_err(|error| format!("--replicates: {error}"))?;
        }
        if let Some(word) = self.word("level") {
            let parts = word.split_once('/').and_then(|(part, whole)| Some((part.parse().ok()?, whole.parse().ok()?)));
            let (part, whole) =
                parts.ok_or_else(|| format!("--level: {} is not PART/WHOLE, such as 95/100", quoted(word)))?;
            resampling = resampling.level(part, whole).map_err(|error| format!("--level: {error}"))?;
        }
        Ok(self.whole("at-least")?.map_or(resampling.clone(), |least| resampling.at_least(least)))
    }

    fn written(&self) -> Result<Written, Failure> {
        let written =
            Written { format: self.one_of("format", &FORMATS)?, for_spreadsheets: self.has("for-spreadsheets") };
        if written.for_spreadsheets && written.format != Format::Csv {
            return Err("--for-spreadsheets needs --format csv".to_owned());
        }
        Ok(written)
    }

    /// Refuses an option that is of another job.
    fn check_job(&self, job: &str) -> Result<(), Failure> {
        let names = || self.words.iter().map(|(name, _)| name).chain(&self.flags);
        let own: &[&str] = JOBS.iter().find(|(name, _)| *name == job).map_or(&[], |(_, own)| own);
        let is_shared = |name: &str| ["format", "for-spreadsheets"].contains(&name);
        let is_of_map = |name: &str| name == "seed" || !JOBS.iter().any(|(_, own)| own.contains(&name));
        let is_own = |name: &str| is_shared(name) || if own.is_empty() { is_of_map(name) } else { own.contains(&name) };
        match names().find(|name| !is_own(name)) {
            Some(other) => Err(format!("--{other} cannot be combined with --{job}")),
            None => Ok(()),
        }
    }
}

/// The job; `None` if help is asked for.
pub(super) fn job() -> Result<Option<Job>, Failure> {
    let Some(given) = given()? else { return Ok(None) };
    let path = |name: &str| given.word(name).map(PathBuf::from);
    if let Some(units) = path("units") {
        given.check_job("units")?;
        let pair = |word: &str| {
            let pair = word.split_once(',').map(|(line, less)| (line.to_owned(), less.to_owned()));
            pair.ok_or_else(|| format!("--less: {} is not X,Y", quoted(word)))
        };
        let less = given.words("less").map(pair).collect::<Result<_, _>>()?;
        return Ok(Some(Job::Units(UnitsJob { units, less, resampling: given.resampling()? }, given.written()?)));
    }
    if let Some(options) = path("decide") {
        given.check_job("decide")?;
        let on = given.words("on").map(str::to_owned).collect();
        return Ok(Some(Job::Decide(DecisionJob { options, on, blocks: given.whole("blocks")? }, given.written()?)));
    }
    options(&given).map(|options| Some(Job::Map(Box::new(options))))
}

/// The options of the job of a map.
fn options(given: &Given) -> Result<Options, Failure> {
    let map = given.table("map", "options")?;
    let map = map.ok_or("--map FILE is missing: it names the table of outcomes (or --units FILE, --decide FILE)")?;
    given.check_job("map")?;
    let question = given.question()?;
    let (written, kind) = (given.written()?, given.one_of("number", &KINDS)?);
    check(given, &question, written.format)?;
    if matches!(question, Question::Draws(_)) && !matches!(kind, NumberKind::Float) {
        return Err("--draws needs --number f64".to_owned());
    }
    let inputs = given.words("input").map(StatedInput::parse);
    Ok(Options {
        map,
        inputs: inputs.collect::<Result<_, _>>()?,
        inputs_file: given.table("inputs", "inputs-options")?,
        discount: given.word("discount").map(StatedDiscount::parse).transpose()?,
        rate_range: given.word("rate-range").map(ends).transpose()?,
        prices: match (given.word("prices"), given.table("deflator", "deflator-options")?) {
            (Some(year), Some(index)) => Some(Prices::new(year, index)?),
            _ => None,
        },
        weights: given.table("weights", "weights-options")?,
        question,
        picture: given.word("picture").map(picture).transpose()?,
        kind,
        written,
    })
}

/// The arguments of the program; `None` if help is asked for.
fn given() -> Result<Option<Given>, Failure> {
    use lexopt::prelude::*;

    let (mut given, mut arguments) = (Given::default(), lexopt::Parser::from_env());
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        let name = match argument {
            Long("help") | Short('h') => return Ok(None),
            Long(name) => name.to_owned(),
            Value(word) => {
                return Err(format!("{} is given without an option: write --map FILE", quoted(word.to_string_lossy())));
            }
            other @ Short(_) => return Err(other.unexpected().to_string()),
        };
        let is_flag = FLAGS.contains(&name.as_str());
        if !is_flag && !WITH_A_VALUE.contains(&name.as_str()) {
            let known: Vec<String> = WITH_A_VALUE.iter().chain(&FLAGS).map(|known| format!("--{known}")).collect();
            return Err(format!("{} is not one of {}, --help", quoted(format!("--{name}")), known.join(", ")));
        }
        if given.has(&name) || !REPEATED.contains(&name.as_str()) && given.word(&name).is_some() {
            return Err(format!("--{name} is given twice"));
        }
        if is_flag {
            given.flags.push(name);
            continue;
        }
        let word = arguments.value().map_err(|error| error.to_string())?;
        let word = word.into_string().map_err(|_| format!("--{name} is not UTF-8"))?;
        given.words.push((name, word));
    }
    Ok(Some(given))
}

/// Refuses options that need others, or cannot be combined.
fn check(given: &Given, question: &Question, format: Format) -> Result<(), Failure> {
    let is_given = |name: &str| given.word(name).is_some();
    let needs = |one: &str, other: &str| is_given(one) && !is_given(other);
    for (one, other) in [
        ("prices", "deflator"),
        ("deflator", "prices"),
        ("rate-range", "discount"),
        ("inputs-options", "inputs"),
        ("deflator-options", "deflator"),
        ("weights-options", "weights"),
    ] {
        if needs(one, other) {
            return Err(format!("--{one} needs --{other}"));
        }
    }
    if is_given("rate-range") && !given.has("sensitivity") {
        return Err("--rate-range needs --sensitivity".to_owned());
    }
    let (option, has_weights, is_table_only) = match question {
        Question::Worth => ("", true, false),
        Question::Sensitivity => ("sensitivity", false, false),
        Question::Extremes => ("extremes", false, true),
        Question::Trace(_) => ("trace", true, true),
        Question::Draws(_) => ("draws", false, false),
    };
    if is_given("weights") && !has_weights {
        return Err(format!("--weights cannot be combined with --{option}: it shows the unweighted worth"));
    }
    if is_given("seed") && !is_given("draws") {
        return Err("--seed needs --draws or --units".to_owned());
    }
    if is_given("picture") && is_table_only {
        return Err(format!("--picture cannot be combined with --{option}, which has none"));
    }
    if is_table_only && format != Format::Table {
        return Err(format!("--{option} needs --format table"));
    }
    Ok(())
}

/// Both ends of a range.
fn ends(word: &str) -> Result<(String, String), Failure> {
    let ends = word.split_once(',').map(|(low, high)| (low.to_owned(), high.to_owned()));
    ends.ok_or_else(|| format!("--rate-range: {} is not LOW,HIGH", quoted(word)))
}

/// The file of a picture.
fn picture(word: &str) -> Result<PathBuf, Failure> {
    let file = Some(PathBuf::from(word)).filter(|file| file.extension().is_some_and(|ending| ending == "svg"));
    file.ok_or_else(|| format!("--picture: {} is not the name of a picture (.svg)", quoted(word)))
}
