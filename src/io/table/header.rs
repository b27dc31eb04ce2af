//! The header of a table: which column stands where, under which name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use iso_currency::Currency;
use xxhash_rust::xxh3::xxh3_128;

use super::cell_reading::CellReading;
use super::column::Column;
use super::layout::{Layout, Made, Wide};
use super::options::Options;
use super::records::{Cells, Record, Text};
use super::row::{PLAIN, Row};
use crate::io::error::{OptionsFault, Reason, RowFault};
use crate::io::intake::REFUSED;
use crate::nearest::nearest;
use crate::number::clip;
use crate::record::Precision;

/// The columns of a kind of table other than those with a text of the caller in their names.
pub(super) struct Form {
    pub(super) names: &'static [&'static str],
    /// The columns that tables of this layout do not have.
    pub(super) excluded: &'static [usize],
    /// The columns that every table of the kind has. Their cells may be empty.
    pub(super) required: &'static [usize],
    /// The columns with a text of the caller in their names.
    pub(super) open_names: OpenNames,
}

/// The columns with a text of the caller in their names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenNames {
    /// Dimensions, as `with.NAME`.
    Dimensions,
    /// Dimensions, and levels with names, as `ref.NAME`.
    DimensionsAndReferences,
    /// These columns with a unit of money of ISO 4217 behind, as `proxy_value_gbp`.
    Units(&'static [usize]),
}

impl OpenNames {
    /// How a message lists them.
    fn listed(self) -> &'static [&'static str] {
        match self {
            Self::Dimensions => &["with.NAME"],
            Self::DimensionsAndReferences => &["with.NAME", "ref.NAME"],
            Self::Units(_) => &[],
        }
    }
}

/// Codes of ISO 4217 for no currency, and for tests.
const NO_MONEY: [&str; 2] = ["XXX", "XTS"];

impl Form {
    /// The names of the columns that tables of this layout may have.
    fn known(&self) -> impl Iterator<Item = &'static str> {
        let names = self.names.iter().enumerate().filter(|(column, _)| !self.excluded.contains(column));
        names.map(|(_, name)| *name)
    }

    /// The columns in a message: those that every table of the kind has, those with a text of the caller in their names,
    /// and the number of the others.
    fn listed(&self) -> String {
        let required = self.required.iter().map(|&column| self.names[column]);
        let listed: Vec<&str> = required.chain(self.open_names.listed().iter().copied()).collect();
        let others = self.known().count() - self.required.len();
        let pointer = if others == 0 { String::new() } else { format!(" and {others} others (see docs/journal.md)") };
        listed.join(", ") + &pointer
    }

    /// The column that states the unit of money, if such tables have one.
    pub(super) fn unit(&self) -> Option<&'static str> {
        let has_units = matches!(self.open_names, OpenNames::Units(&[_, ..]));
        has_units.then_some("unit")
    }

    fn column(&self, name: &str) -> Option<usize> {
        let column = self.names.iter().position(|known| *known == name)?;
        Some(column).filter(|column| !self.excluded.contains(column))
    }

    /// The column and the unit of a name that ends with one: `proxy_value_gbp` is `proxy_value` in GBP.
    fn column_in_unit(&self, name: &str) -> Option<(usize, String)> {
        let OpenNames::Units(columns) = self.open_names else { return None };
        let (column, unit) = name.rsplit_once('_')?;
        let column = columns.iter().copied().find(|&known| self.names[known] == column)?;
        let currency =
            Currency::from_code(&unit.to_ascii_uppercase()).filter(|known| !NO_MONEY.contains(&known.code()))?;
        Some((column, currency.code().to_owned()))
    }

    /// Whether a name is that of a column with three letters behind that are no code of ISO 4217.
    fn has_other_unit(&self, name: &str) -> bool {
        let OpenNames::Units(columns) = self.open_names else { return false };
        let is_of_letters = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        name.rsplit_once('_').is_some_and(|(column, word)| {
            is_of_letters(word) && columns.iter().any(|&known| self.names[known] == column)
        })
    }

    /// The name of a column without its unit.
    fn name_without_unit<'a>(&self, name: &'a str) -> &'a str {
        self.column_in_unit(name).map_or(name, |(column, _)| self.names[column])
    }
}

/// A column that belongs to a name: a dimension, or a level with a name.
pub(super) struct NamedColumn {
    pub(super) name: String,
    pub(super) index: usize,
}

/// The columns of wide levels: the measure, if the table has no column for it, the index of the level before, and those
/// of each follow-up.
pub(super) struct WideColumns {
    pub(super) measure: Option<String>,
    pub(super) before: Option<usize>,
    pub(super) follow_ups: Vec<WideFollowUp>,
}

/// The column of a follow-up's level, by its index, and when it is made.
pub(super) struct WideFollowUp {
    pub(super) level: usize,
    pub(super) made: WideDay,
}

/// The day on which a follow-up is made.
pub(super) enum WideDay {
    OfInteraction,
    After(u32),
    At(usize),
}

/// The columns of a table by their indices.
pub(super) struct Header {
    pub(super) form: &'static Form,
    /// The index of each column, plus one; 0 if the table does not have it.
    pub(super) indices: Vec<u32>,
    /// The names in the file, and behind them those of the constants.
    pub(super) names: Vec<String>,
    /// The texts of columns that the file does not have, which have the indices behind those of the file.
    pub(super) constants: Vec<String>,
    /// Sorted by name.
    pub(super) dimensions: Vec<NamedColumn>,
    pub(super) references: Vec<NamedColumn>,
    /// The units of money in the names of columns.
    pub(super) units: BTreeSet<String>,
    pub(super) wide: Vec<WideColumns>,
    /// The columns that are days of follow-ups and nothing else, each with the columns of their levels.
    pub(super) days_of_levels: Vec<(usize, Vec<usize>)>,
    /// The columns that are empty in a plain row; none if the layout has no plain rows.
    pub(super) beside_plain: Option<Vec<usize>>,
    /// Columns that are not read.
    pub(super) ignored: u64,
    /// The indices of the columns that are read.
    pub(super) read: Vec<usize>,
    pub(super) width: usize,
    pub(super) reading: CellReading,
}

/// A column of the file.
enum Target {
    Known(usize),
    InUnit(usize, String),
    Dimension(String),
    Reference(String),
    Wide,
    Ignored,
}

impl Header {
    pub(super) fn new(
        cells: &Cells<'_>,
        form: &'static Form,
        options: &Options,
        (text, record): (&Text, &Record),
    ) -> Result<Self, Reason> {
        let trim = |text: &str| if options.trims { text.trim().to_owned() } else { text.to_owned() };
        let mut names: Vec<String> = (0..cells.len()).map(|index| trim(cells.text(index))).collect();
        if options.skips_blank {
            let width = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
            names.truncate(width);
        }
        let mut header = Self {
            form,
            indices: vec![0; form.names.len()],
            constants: Vec::new(),
            dimensions: Vec::new(),
            references: Vec::new(),
            units: BTreeSet::new(),
            wide: Vec::new(),
            days_of_levels: Vec::new(),
            beside_plain: None,
            ignored: (cells.len() - names.len()) as u64,
            read: Vec::new(),
            width: names.len(),
            reading: CellReading::new(&names, options),
            names,
        };
        header.check_text(options, (text, record))?;
        header.add_columns(options)?;
        header.dimensions.sort_by(|one, two| one.name.cmp(&two.name));
        header.references.sort_by(|one, two| one.name.cmp(&two.name));
        let indices = header.names[..header.width].iter().map(String::as_str).zip(0..).collect();
        let wide = options.layout().wide().iter().map(|wide| WideColumns::new(wide, &indices)).collect();
        header.wide = wide;
        header.days_of_levels = header.days_of_levels();
        header.beside_plain = (options.layout() == Layout::Long && header.references.is_empty()).then(|| {
            let columns = (0..form.names.len()).filter(|&column| header.indices[column] != 0);
            columns.filter(|column| !PLAIN.contains(column)).collect()
        });
        match form.required.iter().find(|&&column| header.indices[column] == 0) {
            Some(&column) => Err(RowFault::MissingColumn { column: form.names[column] }.into()),
            None => Ok(header),
        }
    }

    /// The text is split as its program meant it, and has the columns that the options name.
    fn check_text(&self, options: &Options, (text, record): (&Text, &Record)) -> Result<(), Reason> {
        if text.is_of_sheet() {
            if options.reads_iso_otherwise(Precision::Day) {
                return Err(OptionsFault::DaysOfSheet.into());
            }
        } else if let Some(separators) = self.other_separators() {
            return Err(RowFault::OneColumn { separators }.into());
        } else if text.has_other_line_end(record) {
            return Err(RowFault::MixedLineEnds.into());
        }
        Ok(options.check_names(&self.names)?)
    }

    fn days_of_levels(&self) -> Vec<(usize, Vec<usize>)> {
        let named = self.dimensions.iter().chain(&self.references).map(|column| column.index as u32 + 1);
        let is_other: BTreeSet<u32> = self.indices.iter().copied().chain(named).collect();
        let mut days: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for follow_up in self.wide.iter().flat_map(|wide| &wide.follow_ups) {
            if let WideDay::At(day) = follow_up.made
                && !is_other.contains(&(day as u32 + 1))
            {
                days.entry(day).or_default().push(follow_up.level);
            }
        }
        days.into_iter().collect()
    }

    /// The characters that perhaps separate the columns of a header that has one only.
    fn other_separators(&self) -> Option<&'static str> {
        let [name] = &self.names[..] else { return None };
        let separators = [(';', "semicolons"), ('\t', "tabs"), (',', "commas"), ('|', "bars")];
        separators.into_iter().find(|(letter, _)| name.contains(*letter)).map(|(_, separators)| separators)
    }

    /// Adds the columns of the file, and behind them the constants.
    fn add_columns(&mut self, options: &Options) -> Result<(), Reason> {
        let (stated, mut columns) = (StatedNames::new(options), BTreeMap::new());
        for index in 0..self.width {
            let target = self.target(index, &stated)?;
            if matches!(target, Target::Ignored) {
                self.ignored += 1;
            } else if columns.insert(self.column_name(&self.names[index], options).to_owned(), index).is_some() {
                return Err(self.repeated(index, options).into());
            } else {
                self.push(index, target);
            }
        }
        for (column, text) in &options.constants {
            let before = columns.insert(self.form.name_without_unit(column).to_owned(), self.names.len());
            if let Some(index) = before {
                let (column, name) = (clip(column), clip(&self.names[index]));
                return Err(OptionsFault::Constant { column, name }.into());
            }
            let target = self.known(column).ok_or_else(|| self.unknown_constant(column))?;
            let index = self.names.len();
            self.names.push(column.clone());
            self.constants.push(if options.trims { text.trim().to_owned() } else { text.clone() });
            self.push(index, target);
        }
        Ok(())
    }

    fn push(&mut self, index: usize, target: Target) {
        match target {
            Target::Known(column) => self.indices[column] = index as u32 + 1,
            Target::InUnit(column, unit) => {
                self.indices[column] = index as u32 + 1;
                self.units.insert(unit);
            }
            Target::Dimension(name) => self.dimensions.push(NamedColumn { name, index }),
            Target::Reference(name) => self.references.push(NamedColumn { name, index }),
            Target::Wide | Target::Ignored => {}
        }
        self.read.push(index);
    }

    /// The fault of a column that is read as one that stands before it.
    fn repeated(&self, index: usize, options: &Options) -> RowFault {
        let (second, column) = (&self.names[index], self.column_name(&self.names[index], options));
        let is_same = |name: &&String| self.column_name(name, options) == column && !options.ignores(name);
        match self.names[..index].iter().find(is_same) {
            Some(first) if first != second => {
                RowFault::SameColumn { first: clip(first), second: clip(second), column: clip(column) }
            }
            _ => RowFault::RepeatedColumn { column: clip(second) },
        }
    }

    /// The crate's name of a column of the file, without a unit.
    fn column_name<'a>(&self, name: &'a str, options: &'a Options) -> &'a str {
        self.form.name_without_unit(options.target(name))
    }

    fn target(&self, index: usize, stated: &StatedNames<'_>) -> Result<Target, Reason> {
        let (name, options) = (self.names[index].as_str(), stated.options);
        if options.ignores(name) {
            return Ok(Target::Ignored);
        }
        if stated.levels.contains(name) {
            return Ok(Target::Wide);
        }
        let column = options.target(name);
        if let Some(known) = self.known(column) {
            return Ok(known);
        }
        if stated.of_layout.contains(name) {
            return Ok(Target::Wide);
        }
        if name.is_empty() {
            return Err(RowFault::UnnamedColumn { number: index + 1 }.into());
        }
        // A column of another layout, or one that an option names, is not unknown, but misplaced.
        let has_levels = !matches!(self.form.open_names, OpenNames::Units(_));
        let is_of_other_layout = self.form.names.contains(&column) || has_levels && column.starts_with("ref.");
        if options.ignores_unknown && !stated.all.contains(name) && !is_of_other_layout {
            return Ok(Target::Ignored);
        }
        Err(self.unknown(column, name))
    }

    /// One of the crate's columns that tables of this form have.
    fn known(&self, column: &str) -> Option<Target> {
        if let Some(known) = self.form.column(column) {
            return Some(Target::Known(known));
        }
        let named = |prefix: &str| column.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned);
        let dimension = || named("with.").map(Target::Dimension);
        match self.form.open_names {
            OpenNames::Dimensions => dimension(),
            OpenNames::DimensionsAndReferences => dimension().or_else(|| named("ref.").map(Target::Reference)),
            OpenNames::Units(_) => self.form.column_in_unit(column).map(|(column, unit)| Target::InUnit(column, unit)),
        }
    }

    /// The fault of a column that is not known. It has another name in the file, if the options state it.
    fn unknown(&self, column: &str, name: &str) -> Reason {
        let (nearest, known) = self.nearest_and_known(column, name);
        let (column, is_stated) = (clip(column), column != name);
        if is_stated {
            OptionsFault::UnknownTarget { name: clip(name), column, nearest, known }.into()
        } else {
            RowFault::UnknownColumn { column, nearest, known }.into()
        }
    }

    fn unknown_constant(&self, column: &str) -> OptionsFault {
        let (nearest, known) = self.nearest_and_known(column, "");
        OptionsFault::UnknownConstant { column: clip(column), nearest, known }
    }

    /// The column that is perhaps meant by one that is not known, and a list of those that are.
    fn nearest_and_known(&self, column: &str, name: &str) -> (Option<String>, String) {
        let lower = column.to_ascii_lowercase();
        let in_unit = self.form.column_in_unit(&lower).map(|_| lower);
        let nearest = in_unit.or_else(|| {
            // Any three letters are near to `low`.
            let is_of_unit = self.form.has_other_unit(column);
            nearest(column, self.form.known()).filter(|_| !is_of_unit).map(str::to_owned)
        });
        // A name that the options state, and that no table has, is perhaps that of a dimension.
        let is_dimension = column != name && !column.contains('.') && !self.form.names.contains(&column);
        let has_dimensions = !matches!(self.form.open_names, OpenNames::Units(_));
        let is_dimension = is_dimension && has_dimensions && !Column::NAMES.contains(&column);
        let nearest = nearest.or_else(|| is_dimension.then(|| format!("with.{column}")));
        (nearest, self.form.listed())
    }

    /// The name in the file of a column.
    pub(super) fn name(&self, column: usize) -> String {
        let index = (self.indices[column] as usize).checked_sub(1);
        index.map_or_else(|| self.form.names[column].to_owned(), |index| clip(&self.names[index]))
    }

    /// The name in the file of a column by the crate's name, if the table has it.
    pub(super) fn name_in_file(&self, column: &str) -> Option<String> {
        if let Some(reference) = column.strip_prefix("ref.") {
            let reference = self.references.iter().find(|column| column.name == reference)?;
            return Some(clip(&self.names[reference.index]));
        }
        self.form.column(column).filter(|&column| self.indices[column] != 0).map(|column| self.name(column))
    }

    /// Whether the first column has the reasons of a table of refused rows.
    pub(super) fn begins_with_reasons(&self) -> bool {
        self.names.first().is_some_and(|name| name == REFUSED)
    }

    /// The columns of wide levels.
    pub(super) fn wide(&self) -> &[WideColumns] {
        &self.wide
    }

    /// The row of these cells. Only after [`Row::check_width`] may its columns be read.
    #[inline]
    pub(super) fn row<'a>(&'a self, cells: &'a Cells<'_>) -> Row<'a> {
        Row { cells, header: self }
    }

    /// The text of a column in a line that may have too few cells.
    fn text_in<'a>(&'a self, cells: &'a Cells<'a>, column: impl Into<usize>) -> Option<&'a str> {
        let index = self.indices[column.into()].checked_sub(1)? as usize;
        (index < cells.len() || index >= self.width).then(|| self.row(cells).at(index)).flatten()
    }

    /// The id of the interaction of these cells, which may be too few: that of the column `id`; without it, rows of dated
    /// levels are of the case of their user and service, rows of wide ones also of their day, and another row is an
    /// interaction of its own.
    #[inline]
    pub(super) fn id<'a>(&'a self, cells: &'a Cells<'a>, layout: Layout<'_>) -> Option<Cow<'a, str>> {
        match (self.text_in(cells, Column::Id), layout) {
            (Some(id), _) => Some(Cow::Borrowed(id)),
            (None, Layout::Long) => None,
            (None, Layout::Wide(_)) => {
                self.case(cells, &self.reading.on(self.text_in(cells, Column::On)?)?.to_string())
            }
            (None, Layout::Dated { .. }) => self.case(cells, ""),
        }
    }

    /// The id of the case of a user and a service: a hash of both, so that it names no person.
    fn case(&self, cells: &Cells<'_>, on: &str) -> Option<Cow<'static, str>> {
        let (user, service) = (self.text_in(cells, Column::User)?, self.text_in(cells, Column::Service)?);
        let case = format!("{}:{user}{service}{on}", user.len());
        Some(Cow::Owned(format!("{:032x}", xxh3_128(case.as_bytes()))))
    }
}

impl WideColumns {
    /// The indices of the levels.
    pub(super) fn levels(&self) -> impl Iterator<Item = usize> {
        self.before.into_iter().chain(self.follow_ups.iter().map(|follow_up| follow_up.level))
    }

    /// The columns by their indices in the file.
    fn new(wide: &Wide, indices: &BTreeMap<&str, usize>) -> Self {
        let index = |name: &String| *indices.get(name.as_str()).expect("names of options are checked");
        let follow_up = |name: &String| {
            let made = match wide.made.get(name) {
                None => WideDay::OfInteraction,
                Some(Made::After(days)) => WideDay::After(*days),
                Some(Made::On(name)) => WideDay::At(index(name)),
            };
            WideFollowUp { level: index(name), made }
        };
        Self {
            measure: wide.measure.clone(),
            before: wide.before.as_ref().map(index),
            follow_ups: wide.follow_ups.iter().map(follow_up).collect(),
        }
    }
}

/// The names in the file that the options state.
struct StatedNames<'o> {
    options: &'o Options,
    /// The names of columns of wide levels.
    levels: BTreeSet<&'o str>,
    /// Those, and the names of columns of their days.
    of_layout: BTreeSet<&'o str>,
    all: BTreeSet<&'o str>,
}

impl<'o> StatedNames<'o> {
    fn new(options: &'o Options) -> Self {
        let layout = options.layout();
        let (levels, of_layout) = (layout.levels().collect(), layout.names().collect());
        Self { options, levels, of_layout, all: options.names().collect() }
    }
}
