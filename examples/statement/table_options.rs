//! The options that tell how a table is written: as options of the program, or in a file for a routine import.

use std::path::{Path, PathBuf};

use covalue::printable::quoted;
use covalue::table::{Options, Wide};

use super::Failure;
use super::options_file::of_file;
use super::terms::{number, set_once};

pub(super) const USAGE: &str = "\
A table that another program wrote (see the page about file formats):

--options FILE     a file of these options (.toml, .json), for a routine import; options given here add to it; names
                   with a comma or an equals sign, and days of follow-ups, are stated in such a file
--reach-options FILE
                   a file of options for the table of --reach
--column NAME=COLUMN
                   read the column NAME of the file as COLUMN, such as \"Client ID=user\" or Ward=with.ward; may be given
                   several times
--constant COLUMN=TEXT
                   read every row with TEXT in COLUMN, which the file does not have, such as service=physio; may be given
                   several times
--ignore NAME      do not read the column; may be given several times
--ignore-unknown   do not read columns that are not known
--delimiter CHAR   the character between cells, such as \";\", or tab
--decimal-comma    read 6,5 as six and a half
--days FORM        the form of days, such as %d/%m/%Y; may be given several times
--partial-dates    for journals too: read months and years, such as 2025-11 and 2025, where no day is known
--trim             remove spaces around names and cells
--encoding NAME    such as windows-1252 or UTF-16LE (default: UTF-8, or by the byte-order mark)
--header-line NUMBER
                   the line of the header
--sheet NAME       the sheet of a spreadsheet (.xlsx, .ods)
--skip-blank       skip blank rows, and blank columns at the end
--skip-repeats     for journals too: skip rows and entries that are there already
--group-sessions   rows of one id may have different users
--missing NAME=CODE
                   in this column of the file, CODE is an empty cell; may be given several times
--wide MEASURE=BEFORE,FOLLOW-UP,..
                   columns of levels beside each other; may be given several times; without MEASURE= that of the row
--dated DAYS       one level a row; the level before was measured at most DAYS days after the first row of its case
--rejects FILE     with --lenient: write the refused rows to FILE, which must not exist, to be mended and read again
";

/// The options of a table, as given.
#[derive(Default)]
pub(super) struct TableOptions {
    file: Option<PathBuf>,
    /// The file of options for the table of people reached.
    reach: Option<PathBuf>,
    given: Vec<(String, String)>,
}

impl TableOptions {
    /// The options with a value that `set` knows.
    pub(super) const NAMES: [&str; 13] = [
        "options",
        "reach-options",
        "column",
        "constant",
        "ignore",
        "delimiter",
        "days",
        "encoding",
        "header-line",
        "sheet",
        "missing",
        "wide",
        "dated",
    ];
    /// The options without a value.
    pub(super) const FLAGS: [&str; 7] =
        ["ignore-unknown", "decimal-comma", "partial-dates", "trim", "skip-blank", "skip-repeats", "group-sessions"];
    /// The options that may be given several times.
    const SEVERAL: [&str; 6] = ["column", "constant", "ignore", "days", "missing", "wide"];

    pub(super) fn set(&mut self, name: &str, word: String) -> Result<(), Failure> {
        match name {
            "options" => return set_once(&mut self.file, name, PathBuf::from(word)),
            "reach-options" => return set_once(&mut self.reach, name, PathBuf::from(word)),
            _ => {}
        }
        if !Self::SEVERAL.contains(&name) && self.given.iter().any(|(given, _)| given == name) {
            return Err(format!("--{name} is given twice"));
        }
        self.given.push((name.to_owned(), word));
        Ok(())
    }

    /// The options of the table of people reached.
    pub(super) fn reach_options(&self, reach: Option<&Path>) -> Result<Options, Failure> {
        match (&self.reach, reach) {
            (Some(_), None) => Err("--reach-options needs --reach".to_owned()),
            (Some(path), Some(_)) => of_file(path),
            (None, _) => Ok(Options::new()),
        }
    }

    /// The options of the file and those given beside it.
    pub(super) fn options(self) -> Result<Options, Failure> {
        let options = self.file.map_or_else(|| Ok(Options::new()), |path| of_file(&path))?;
        self.given.into_iter().try_fold(options, |options, (name, word)| with(options, &name, &word))
    }
}

/// The options with one more.
fn with(options: Options, name: &str, word: &str) -> Result<Options, Failure> {
    let pair = |form: &str| {
        let pair = word.split_once('=').filter(|(left, right)| !left.is_empty() && !right.is_empty());
        pair.ok_or_else(|| format!("--{name}: {} is not {form}", quoted(word)))
    };
    Ok(match name {
        "column" => {
            let (name, column) = pair("NAME=COLUMN")?;
            options.column(name, column)
        }
        "constant" => {
            let (column, text) = pair("COLUMN=TEXT")?;
            options.constant(column, text)
        }
        "ignore" => options.ignore(word),
        "delimiter" => options.delimiter(delimiter(word)?),
        "days" => options.days(word),
        "encoding" => options.encoding(word.parse().map_err(|error| format!("--encoding: {error}"))?),
        "header-line" => options.header_line(number(name, word, 1)?),
        "sheet" => options.sheet(word),
        "missing" => {
            let (name, code) = pair("NAME=CODE")?;
            options.missing(name, code)
        }
        "wide" => {
            let (wide, columns) = match word.split_once('=') {
                Some(("", _)) => return Err("--wide: the measure is empty".to_owned()),
                Some((measure, columns)) => (Wide::of(measure), columns),
                None => (Wide::of_each(), word),
            };
            let mut columns = columns.split(',');
            let wide = wide.before(columns.next().unwrap_or_default());
            options.wide(columns.fold(wide, Wide::follow_up))
        }
        "dated" => options.dated(number(name, word, 0)?.try_into().map_err(|_| "--dated: too many days")?),
        "ignore-unknown" => options.ignore_unknown(),
        "decimal-comma" => options.decimal_comma(),
        "partial-dates" => options.partial_dates(),
        "trim" => options.trim(),
        "skip-blank" => options.skip_blank(),
        "skip-repeats" => options.skip_repeats(),
        _ => options.group_sessions(),
    })
}

/// A character, or the word for one that is hard to type.
fn delimiter(word: &str) -> Result<char, Failure> {
    let mut letters = word.chars();
    match (word, letters.next(), letters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(letter), None) => Ok(letter),
        _ => Err(format!("--delimiter: {} is not one character", quoted(word))),
    }
}
