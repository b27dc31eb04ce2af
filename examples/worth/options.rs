//! The options of the program. All are checked before a file is read.

use std::path::{Path, PathBuf};

use covalue::printable::quoted;

use super::Failure;
use super::format::{FORMATS, Format, one_of};
use super::prices::Prices;
use super::stated::{StatedDiscount, StatedInput};
use super::table_file::TableFile;

pub(super) const USAGE: &str = "\
What the outcomes of a service are worth in money, created and destroyed apart, beside what was put in.

worth --map FILE [options]

--map FILE         the outcomes: a table (.csv) or a spreadsheet (.xlsx, .ods) with columns outcome, quantity,
                   proxy_value and others (see the page about file formats)
--options FILE     how the map is written, if another program wrote it: a file of options (.toml, .json)
--input NAME=AMOUNT@YEAR
                   an input, such as contract=24375 or renewal=10000@1, which is put in after that many years (default:
                   0); may be given several times
--inputs FILE      a table of inputs: columns name, amount, and stakeholder, at, unit, year, low, high
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
--picture FILE     draw the answer as well, as a picture (.svg): the worth to each stakeholder, weighted if --weights is
                   given, or with --sensitivity a tornado
--number WORD      f64, decimal, rational (default: f64)
--format WORD      table, csv, json (default: table)
--for-spreadsheets with --format csv: put an apostrophe in front of texts that a spreadsheet would run as a formula
--help             print this text
";

/// The options with a value.
const WITH_A_VALUE: [&str; 16] = [
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
    "picture",
    "number",
    "format",
];

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
    pub(super) format: Format,
    pub(super) for_spreadsheets: bool,
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
        ];
        let mut asked = asked.into_iter().flatten();
        match (asked.next(), asked.next()) {
            (question, None) => Ok(question.unwrap_or(Question::Worth)),
            _ => Err("--sensitivity, --extremes and --trace cannot be combined".to_owned()),
        }
    }
}

/// The options; `None` if help is asked for.
pub(super) fn options() -> Result<Option<Options>, Failure> {
    let Some(given) = given()? else { return Ok(None) };
    let map = given.table("map", "options")?.ok_or("--map FILE is missing: it names the table of outcomes")?;
    let question = given.question()?;
    let format = given.one_of("format", &FORMATS)?;
    check(&given, &question, format)?;
    let inputs = given.words.iter().filter(|(name, _)| name == "input").map(|(_, word)| StatedInput::parse(word));
    Ok(Some(Options {
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
        kind: given.one_of("number", &KINDS)?,
        format,
        for_spreadsheets: given.has("for-spreadsheets"),
    }))
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
        if given.has(&name) || name != "input" && given.word(&name).is_some() {
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
    };
    if is_given("weights") && !has_weights {
        return Err(format!("--weights cannot be combined with --{option}: it shows the unweighted worth"));
    }
    if is_given("picture") && is_table_only {
        return Err(format!("--picture cannot be combined with --{option}, which has none"));
    }
    if is_table_only && format != Format::Table {
        return Err(format!("--{option} needs --format table"));
    }
    if given.has("for-spreadsheets") && format != Format::Csv {
        return Err("--for-spreadsheets needs --format csv".to_owned());
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
