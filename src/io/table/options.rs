//! How a table is written: names of columns, separators, numbers, days, missing values, layout.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::encoding::Encoding;
use super::layout::{self, Layout, Wide};
use super::levels::unknown_measure;
use super::load::Table;
#[cfg(feature = "serde")]
use super::stated_once;
use super::{impact, reach};
use crate::io::day;
use crate::io::error::{OptionsFault, ReadError, Refusal};
use crate::io::intake::{Intake, REFUSED};
use crate::ledger::Ledger;
use crate::nearest::nearest;
use crate::number::{Fraction, Number, clip};
use crate::printable::{listed, quoted};
use crate::record::Precision;
use crate::worth::{Deflator, ImpactMap, Input, Valuation};

/// How a table is written. By default it is in the crate's own form: UTF-8, commas, decimal points, days as `2026-03-02`,
/// and the names of columns as [`read`](super::read) knows them.
///
/// Nothing is guessed: each way in which a file differs is stated, and an option that names a column which the table
/// does not have is an error.
///
/// # Example
///
/// ```
/// use covalue::table::Options;
/// use covalue::{By, Catalogue, Ledger, Measure, Service};
///
/// let file = "Ref;Team;Client ID;Seen on;Tool;Start;End;Notes
/// 101;physio;ana;02/03/2026;pain;6,5;4;
/// 102;physio;ben;09/03/2026;pain;999;6;moved away
/// ";
/// let options = Options::new()
///     .delimiter(';')
///     .decimal_comma()
///     .days("%d/%m/%Y")
///     .column("Ref", "id")
///     .column("Team", "service")
///     .column("Client ID", "user")
///     .column("Seen on", "on")
///     .column("Tool", "measure")
///     .column("Start", "before")
///     .column("End", "after")
///     .missing("Start", "999")
///     .ignore("Notes");
/// let catalogue =
///     Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let intake = options.read(&mut ledger, file.as_bytes())?;
/// assert_eq!((intake.interaction_count(), intake.missing_code_count()), (2, 1));
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.5);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[allow(clippy::struct_excessive_bools, reason = "each is a request of its own, and a field in a file of options")]
pub struct Options {
    /// The crate's column by the name in the file.
    #[cfg_attr(feature = "serde", serde(alias = "column", deserialize_with = "stated_once::deserialize"))]
    columns: BTreeMap<String, String>,
    /// A column that is read as two.
    #[cfg_attr(feature = "serde", serde(skip))]
    read_twice: Option<String>,
    /// A constant with two texts.
    #[cfg_attr(feature = "serde", serde(skip))]
    second_constant: Option<String>,
    ignore: BTreeSet<String>,
    /// The text of every row by the crate's column.
    #[cfg_attr(feature = "serde", serde(alias = "constant", deserialize_with = "stated_once::deserialize"))]
    pub(super) constants: BTreeMap<String, String>,
    #[cfg_attr(feature = "serde", serde(rename = "ignore_unknown"))]
    pub(super) ignores_unknown: bool,
    delimiter: char,
    #[cfg_attr(feature = "serde", serde(rename = "decimal_comma"))]
    pub(super) has_decimal_comma: bool,
    pub(super) days: Vec<String>,
    #[cfg_attr(feature = "serde", serde(rename = "partial_dates"))]
    pub(super) has_partial_dates: bool,
    #[cfg_attr(feature = "serde", serde(rename = "trim"))]
    pub(super) trims: bool,
    pub(super) encoding: Option<Encoding>,
    pub(super) header_line: u64,
    pub(super) sheet: Option<String>,
    #[cfg_attr(feature = "serde", serde(rename = "skip_blank"))]
    pub(super) skips_blank: bool,
    #[cfg_attr(feature = "serde", serde(rename = "skip_repeats"))]
    pub(super) skips_repeats: bool,
    #[cfg_attr(feature = "serde", serde(rename = "group_sessions"))]
    pub(super) has_group_sessions: bool,
    /// The codes by the name in the file.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "stated_once::deserialize"))]
    missing: BTreeMap<String, Vec<String>>,
    wide: Vec<Wide>,
    dated: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            columns: BTreeMap::new(),
            read_twice: None,
            second_constant: None,
            ignore: BTreeSet::new(),
            constants: BTreeMap::new(),
            ignores_unknown: false,
            delimiter: ',',
            has_decimal_comma: false,
            days: Vec::new(),
            has_partial_dates: false,
            trims: false,
            encoding: None,
            header_line: 1,
            sheet: None,
            skips_blank: false,
            skips_repeats: false,
            has_group_sessions: false,
            missing: BTreeMap::new(),
            wide: Vec::new(),
            dated: None,
        }
    }
}

impl Options {
    /// The crate's own form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the column of the file called `name` as one of the crate's columns: `.column("Client ID", "user")`,
    /// `.column("Ward", "with.district")`.
    pub fn column(mut self, name: impl Into<String>, column: impl Into<String>) -> Self {
        let (name, column) = (name.into(), column.into());
        if self.columns.insert(name.clone(), column.clone()).is_some_and(|before| before != column) {
            self.read_twice.get_or_insert(name);
        }
        self
    }

    /// Reads each row as if the file had one of the crate's columns with this text in every cell:
    /// `.constant("service", "physio")` for a sheet of one service, `.constant("with.district", "north")`. A day or a number
    /// is written as in the file. A table that has the column is refused.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::table::{Options, Wide};
    /// use covalue::{By, Catalogue, Ledger, Measure, Service};
    ///
    /// let file = "user,on,pre,post\nana,2026-03-02,6,4\n";
    /// let options = Options::new().constant("service", "physio").wide(Wide::of("pain").before("pre").follow_up("post"));
    /// let catalogue =
    ///     Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let _ = options.read(&mut ledger, file.as_bytes())?;
    /// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn constant(mut self, column: impl Into<String>, text: impl Into<String>) -> Self {
        let (column, text) = (column.into(), text.into());
        if self.constants.insert(column.clone(), text.clone()).is_some_and(|before| before != text) {
            self.second_constant.get_or_insert(column);
        }
        self
    }

    /// Does not read the column called `name`, whether the file has it or not.
    pub fn ignore(mut self, name: impl Into<String>) -> Self {
        self.ignore.insert(name.into());
        self
    }

    /// Does not read columns that the crate does not know; the [`Intake`](Intake) counts them. A misspelt column
    /// is then ignored too, so name the columns to [`ignore`](Self::ignore) where you can.
    pub fn ignore_unknown(mut self) -> Self {
        self.ignores_unknown = true;
        self
    }

    /// Separates cells at this character: `;`, a tab, or another of ASCII.
    pub fn delimiter(mut self, delimiter: char) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Reads `6,5` as six and a half. A number with a point is then refused: `1.234` may be a thousand or more, or one
    /// and a bit.
    pub fn decimal_comma(mut self) -> Self {
        self.has_decimal_comma = true;
        self
    }

    /// Reads days in this form of [`strptime`](jiff::fmt::strtime), such as `%d/%m/%Y`.
    /// Several forms may be stated. A cell that two of them read as different days is refused. `2026-03-02` is read too,
    /// unless one of them would read it as another day.
    pub fn days(mut self, form: impl Into<String>) -> Self {
        self.days.push(form.into());
        self
    }

    /// Reads months and years in the column `on`, such as `2025-11` and `2025`, where the day of an interaction is not known
    /// ([`PartialDate`](crate::record::PartialDate)). Where they are written otherwise, state their forms too ([`days`](Self::days)): `%m/%Y`.
    pub fn partial_dates(mut self) -> Self {
        self.has_partial_dates = true;
        self
    }

    /// Removes spaces around names of columns and cells.
    pub fn trim(mut self) -> Self {
        self.trims = true;
        self
    }

    /// Reads the file in this encoding, unless it begins with the byte-order mark of another.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// The line of the header, from 1: the lines above it, a title for example, are skipped and counted. Blank lines count.
    pub fn header_line(mut self, line: u64) -> Self {
        self.header_line = line;
        self
    }

    /// Reads the sheet with this name, if the file is a spreadsheet (`.xlsx`, `.ods`), which needs the feature
    /// `spreadsheet`. Cells that are days or numbers there are read as such, and lines are rows of the sheet.
    pub fn sheet(mut self, name: impl Into<String>) -> Self {
        self.sheet = Some(name.into());
        self
    }

    /// Skips and counts rows whose cells are all empty, and empty columns behind the last one with a name.
    pub fn skip_blank(mut self) -> Self {
        self.skips_blank = true;
        self
    }

    /// Skips and counts rows that repeat a row of the same interaction in all cells that are read, and interactions that
    /// the ledger has already with the same content: so a file that repeats earlier interactions and adds others can be read.
    /// An interaction that the ledger has with other content, such as one more row, is refused (R1).
    pub fn skip_repeats(mut self) -> Self {
        self.skips_repeats = true;
        self
    }

    /// Reads rows of one id with different users as one interaction of several users. Without it they are refused, since
    /// an id that was copied looks the same.
    pub fn group_sessions(mut self) -> Self {
        self.has_group_sessions = true;
        self
    }

    /// Reads a cell with this text, in the column of the file called `name`, as an empty cell: `999`, `n/a`. The
    /// [`Intake`](Intake) counts them.
    pub fn missing(mut self, name: impl Into<String>, code: impl Into<String>) -> Self {
        self.missing.entry(name.into()).or_default().push(code.into());
        self
    }

    /// Reads levels that stand beside each other: the level before, and one column for each follow-up. May be stated for
    /// several measures. A table without `id`, or a row with an empty one, has one interaction for each user, service and
    /// day.
    pub fn wide(mut self, wide: Wide) -> Self {
        self.wide.push(wide);
        self
    }

    /// Reads one level a row, with the day on which it was measured: columns `service`, `user`, `on`, `measure`, `level`,
    /// and `id` for the case, or else the rows of a user and service are one case, whose id is a hash of both. A person
    /// who knows the user can find that id, also after the user is forgotten. The interaction is on the first day of its
    /// rows. Of each measure, the first level is the level before if it was measured at most `window` days later, and
    /// each other one is a follow-up made on its day.
    ///
    /// A row without a level is a contact: it may state contributions, which add up.
    pub fn dated(mut self, window: u32) -> Self {
        self.dated = Some(window);
        self
    }

    /// Reads a table into a ledger, all of it or nothing, as [`read`](super::read).
    ///
    /// # Errors
    ///
    /// As [`read`](super::read); an option that names a column which the table does not have.
    pub fn read<N: Number>(&self, ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
        ledger.all_or_none(|ledger| self.read_lenient(ledger, input)?.all_or_first_fault())
    }

    /// Reads a table into a ledger, and keeps valid rows, as [`read_lenient`](super::read_lenient).
    ///
    /// # Errors
    ///
    /// As [`read_lenient`](super::read_lenient); an option that names a column which the table does not have.
    pub fn read_lenient<N: Number>(&self, ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
        let catalogue = ledger.catalogue();
        let unknown = |wide: &&Wide| wide.measure.as_ref().is_some_and(|measure| catalogue.measure(measure).is_none());
        if let Some(measure) = self.wide.iter().find(unknown).and_then(|wide| wide.measure.as_deref()) {
            return Err(Refusal::new(1, unknown_measure(measure, catalogue)).into());
        }
        Ok(Table::new(input, self.layout().form(), self)?.load(ledger))
    }

    /// Reads a table of counts of people reached, as [`read_reach`](super::read_reach).
    ///
    /// # Errors
    ///
    /// As [`read_reach`](super::read_reach); an option that names a column which the table does not have.
    pub fn read_reach<N: Number>(&self, ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
        ledger.all_or_none(|ledger| self.read_reach_lenient(ledger, input)?.all_or_first_fault())
    }

    /// Reads a table of counts of people reached, and keeps valid rows, as
    /// [`read_reach_lenient`](super::read_reach_lenient).
    ///
    /// # Errors
    ///
    /// As [`read_reach_lenient`](super::read_reach_lenient); an option that names a column which the table does not have.
    pub fn read_reach_lenient<N: Number>(&self, ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
        self.check_without("a table of people reached", &["wide", "dated", "group_sessions", "partial_dates"])?;
        Ok(reach::load(&Table::new(input, &reach::FORM, self)?, ledger))
    }

    /// Reads the rows of an impact map, as [`impact::table::read`](crate::impact::table::read).
    ///
    /// # Errors
    ///
    /// As [`read`](crate::impact::table::read); an option that names a column which the table does not have, or that such
    /// tables do not have: those of days, of layouts and of repeats.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::Discount;
    /// use covalue::table::Options;
    ///
    /// let file = "Wirkung;Menge;Wert;Mitnahme
    /// weniger Stürze;7;94,50;0,2
    /// ";
    /// let options = Options::new()
    ///     .delimiter(';')
    ///     .decimal_comma()
    ///     .column("Wirkung", "outcome")
    ///     .column("Menge", "quantity")
    ///     .column("Wert", "proxy_value_eur")
    ///     .column("Mitnahme", "deadweight");
    /// let worth = options.read_map::<f64>(file.as_bytes())?.value(Discount::none())?;
    /// assert_eq!((worth.unit(), format!("{:.2}", worth.net())), (Some("EUR"), "529.20".to_owned()));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn read_map<N: Fraction>(&self, input: impl Read) -> Result<ImpactMap<N>, ReadError> {
        impact::map::load(&impact::table(input, "an impact map", &impact::map::FORM, self)?)
    }

    /// Reads inputs, as [`impact::table::read_inputs`](crate::impact::table::read_inputs).
    ///
    /// # Errors
    ///
    /// As [`read_inputs`](crate::impact::table::read_inputs), and of options as [`read_map`](Self::read_map).
    pub fn read_inputs<N: Fraction>(&self, input: impl Read) -> Result<Vec<Input<N>>, ReadError> {
        impact::inputs::load(&impact::table(input, "a table of inputs", &impact::inputs::FORM, self)?)
    }

    /// Reads an index of prices, as [`impact::table::read_deflator`](crate::impact::table::read_deflator).
    ///
    /// # Errors
    ///
    /// As [`read_deflator`](crate::impact::table::read_deflator), and of options as [`read_map`](Self::read_map).
    pub fn read_deflator<N: Fraction>(
        &self,
        name: impl Into<Box<str>>,
        input: impl Read,
    ) -> Result<Deflator<N>, ReadError> {
        impact::deflator::load(name.into(), &impact::table(input, "a deflator", &impact::deflator::FORM, self)?)
    }

    /// Reads weights of stakeholders, as [`impact::table::read_weights`](crate::impact::table::read_weights).
    ///
    /// # Errors
    ///
    /// As [`read_weights`](crate::impact::table::read_weights), and of options as [`read_map`](Self::read_map).
    pub fn read_weights<N: Fraction>(&self, input: impl Read) -> Result<Vec<(Box<str>, N)>, ReadError> {
        impact::weights::load(&impact::table(input, "a table of weights", &impact::weights::FORM, self)?)
    }

    /// Reads a valuation, as [`impact::table::read_valuation`](crate::impact::table::read_valuation).
    ///
    /// # Errors
    ///
    /// As [`read_valuation`](crate::impact::table::read_valuation), and of options as [`read_map`](Self::read_map).
    pub fn read_valuation<N: Fraction>(&self, input: impl Read) -> Result<Valuation<N>, ReadError> {
        impact::valuation::load(&impact::table(input, "a valuation", &impact::valuation::FORM, self)?)
    }

    /// The layout of levels.
    #[inline]
    pub(super) fn layout(&self) -> Layout<'_> {
        match self.dated {
            Some(window) => Layout::Dated { window },
            None if self.wide.is_empty() => Layout::Long,
            None => Layout::Wide(&self.wide),
        }
    }

    /// The byte that separates cells.
    pub(super) fn delimiter_byte(&self) -> Result<u8, OptionsFault> {
        let byte = u8::try_from(self.delimiter).ok().filter(u8::is_ascii);
        let is_seen = |byte: &u8| *byte == b'\t' || *byte == b' ' || byte.is_ascii_punctuation();
        let byte = byte.filter(|byte| is_seen(byte) && *byte != b'"');
        byte.ok_or_else(|| OptionsFault::Delimiter { text: clip(&self.delimiter.to_string()) })
    }

    /// Refuses options that contradict each other.
    pub(super) fn check(&self) -> Result<(), OptionsFault> {
        if self.header_line == 0 {
            return Err(OptionsFault::HeaderLine);
        }
        if self.dated.is_some() && !self.wide.is_empty() {
            return Err(OptionsFault::TwoLayouts);
        }
        if self.dated.is_some() && self.has_group_sessions {
            return Err(OptionsFault::GroupCases);
        }
        if self.names().any(|name| name == REFUSED) {
            return Err(OptionsFault::Reasons);
        }
        for form in &self.days {
            match day::precision_of(form) {
                None => return Err(OptionsFault::Days { form: clip(form) }),
                Some(Precision::Day) => {}
                Some(_) if self.has_partial_dates => {}
                Some(_) => return Err(OptionsFault::PartialDates { form: clip(form) }),
            }
        }
        if let Some(name) = self.names().find(|name| self.ignore.contains(*name)) {
            return Err(OptionsFault::ReadAndIgnored { column: clip(name) });
        }
        let of_layout = || self.layout().names().find(|name| self.columns.contains_key(*name));
        if let Some(name) = self.read_twice.as_deref().or_else(of_layout) {
            return Err(OptionsFault::ReadTwice { column: clip(name) });
        }
        if let Some(column) = &self.second_constant {
            return Err(OptionsFault::SecondConstant { column: clip(column) });
        }
        if let Some((column, _)) = self.constants.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(OptionsFault::EmptyConstant { column: clip(column) });
        }
        layout::check(&self.wide)
    }

    /// Whether a form reads days, months or years of ISO 8601 as others: `%Y-%d-%m` days, `%y%m` years.
    pub(super) fn reads_iso_otherwise(&self, precision: Precision) -> bool {
        self.days.iter().any(|form| day::iso_read_otherwise(form) == Some(precision))
    }

    /// The options of a journal: `partial_dates` and `skip_repeats`, if this is all that is stated. So one file of options
    /// can be used for tables and journals.
    ///
    /// # Errors
    ///
    /// - an option that journals do not have, such as `delimiter`: `form: a journal cannot be read with the option ..`.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{journal, table};
    ///
    /// let options = table::Options::new().skip_repeats();
    /// assert_eq!(options.journal_options()?, journal::Options::new().skip_repeats());
    /// assert_eq!(
    ///     options.delimiter(';').journal_options().unwrap_err().to_string(),
    ///     "form: a journal cannot be read with the option `delimiter`",
    /// );
    /// # Ok::<(), covalue::error::OptionsFault>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn journal_options(&self) -> Result<crate::io::journal::Options, OptionsFault> {
        let mut journal = crate::io::journal::Options::new();
        for option in self.stated() {
            journal = match option {
                "partial_dates" => journal.partial_dates(),
                "skip_repeats" => journal.skip_repeats(),
                _ => return Err(OptionsFault::NotOf { file: "a journal", option }),
            };
        }
        Ok(journal)
    }

    /// Refuses options that tables of this kind do not have.
    pub(super) fn check_without(&self, file: &'static str, options: &[&str]) -> Result<(), Refusal> {
        match self.stated().find(|option| options.contains(option)) {
            Some(option) => Err(Refusal::new(1, OptionsFault::NotOf { file, option })),
            None => Ok(()),
        }
    }

    /// The options that differ from the default, by their names in a file of options.
    fn stated(&self) -> impl Iterator<Item = &'static str> {
        let default = Self::default();
        let Self {
            columns,
            read_twice: _,
            second_constant: _,
            ignore,
            constants,
            ignores_unknown,
            delimiter,
            has_decimal_comma,
            days,
            has_partial_dates,
            trims,
            encoding,
            header_line,
            sheet,
            skips_blank,
            skips_repeats,
            has_group_sessions,
            missing,
            wide,
            dated,
        } = self;
        let options = [
            ("columns", !columns.is_empty()),
            ("ignore", !ignore.is_empty()),
            ("constants", !constants.is_empty()),
            ("ignore_unknown", *ignores_unknown),
            ("delimiter", *delimiter != default.delimiter),
            ("decimal_comma", *has_decimal_comma),
            ("days", !days.is_empty()),
            ("partial_dates", *has_partial_dates),
            ("trim", *trims),
            ("encoding", encoding.is_some()),
            ("header_line", *header_line != default.header_line),
            ("sheet", sheet.is_some()),
            ("skip_blank", *skips_blank),
            ("skip_repeats", *skips_repeats),
            ("group_sessions", *has_group_sessions),
            ("missing", !missing.is_empty()),
            ("wide", !wide.is_empty()),
            ("dated", dated.is_some()),
        ];
        options.into_iter().filter(|(_, is_stated)| *is_stated).map(|(option, _)| option)
    }

    /// The names of columns of the file that the options read.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().chain(self.missing.keys()).map(String::as_str).chain(self.layout().names())
    }

    /// The crate's column of a column of the file.
    pub(super) fn target<'a>(&'a self, name: &'a str) -> &'a str {
        self.columns.get(name).map_or(name, String::as_str)
    }

    pub(super) fn ignores(&self, name: &str) -> bool {
        name == REFUSED || self.ignore.contains(name)
    }

    pub(super) fn missing_codes(&self, name: &str) -> &[String] {
        self.missing.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn has_missing_codes(&self) -> bool {
        !self.missing.is_empty()
    }

    /// Every name that the options state is a column of the file.
    pub(super) fn check_names(&self, names: &[String]) -> Result<(), OptionsFault> {
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let Some(name) = self.names().find(|name| !known.contains(name)) else { return Ok(()) };
        let known_names = listed(names.iter().map(quoted), ", ");
        let (column, nearest) = (clip(name), nearest(name, known).map(str::to_owned));
        Err(OptionsFault::NoColumn { column, nearest, known: known_names })
    }
}
