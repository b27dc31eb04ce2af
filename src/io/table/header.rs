//! The header of a table: which column stands where, under which name, and how its cells are read.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;
use smol_str::{SmolStr, StrExt};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

use super::column::Column;
use super::layout::{Layout, Made, Wide};
use super::options::Options;
use super::records::Cells;
use crate::catalogue::HashedText;
use crate::io::day;
use crate::io::error::{Reason, RowFault};
use crate::io::intake::REFUSED;
use crate::ledger::PlainInteraction;
use crate::nearest::nearest;
use crate::number::{Number, NumberError, clip};
use crate::record::PartialDate;

/// The columns of a kind of table other than dimensions.
pub(super) struct Form {
    pub(super) names: &'static [&'static str],
    /// The columns that tables of this layout do not have.
    pub(super) excluded: &'static [usize],
    /// The columns that every table of the kind has. Their cells may be empty.
    pub(super) required: &'static [usize],
    /// Whether columns `ref.NAME` are allowed.
    pub(super) has_references: bool,
}

impl Form {
    /// The names of the columns that tables of this layout may have.
    fn known(&self) -> impl Iterator<Item = &'static str> {
        let names = self.names.iter().enumerate().filter(|(column, _)| !self.excluded.contains(column));
        names.map(|(_, name)| *name)
    }

    fn column(&self, name: &str) -> Option<usize> {
        let column = self.names.iter().position(|known| *known == name)?;
        Some(column).filter(|column| !self.excluded.contains(column))
    }
}

/// A column that belongs to a name: a dimension, or a level with a name.
struct NamedColumn {
    name: String,
    index: usize,
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
    form: &'static Form,
    /// The index of each column, plus one; 0 if the table does not have it.
    indices: Vec<u32>,
    /// The names in the file.
    names: Vec<String>,
    /// Sorted by name.
    dimensions: Vec<NamedColumn>,
    references: Vec<NamedColumn>,
    wide: Vec<WideColumns>,
    /// The columns that are empty in a plain row; none if the layout has no plain rows.
    beside_plain: Option<Vec<usize>>,
    /// Columns that are not read.
    pub(super) ignored: u64,
    /// The indices of the columns that are read.
    read: Vec<usize>,
    width: usize,
    reading: CellReading,
}

/// How cells are read.
#[allow(clippy::struct_excessive_bools, reason = "each is a request of its own")]
struct CellReading {
    trims: bool,
    has_decimal_comma: bool,
    skips_blank: bool,
    /// The forms of days; none for `2026-03-02`.
    days: Vec<String>,
    /// Whether days of ISO 8601 are read beside these forms.
    has_iso_days: bool,
    has_partial_dates: bool,
    /// The codes of missing values by the index of the column.
    missing: Vec<Vec<String>>,
}

/// A row: its cells, and the columns in which they stand.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    cells: &'a Cells<'a>,
    header: &'a Header,
}

/// A column of the file.
enum Target {
    Known(usize),
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
        is_of_sheet: bool,
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
            dimensions: Vec::new(),
            references: Vec::new(),
            wide: Vec::new(),
            beside_plain: None,
            ignored: (cells.len() - names.len()) as u64,
            read: Vec::new(),
            width: names.len(),
            reading: CellReading::new(&names, options, is_of_sheet),
            names,
        };
        if let Some(separators) = header.other_separators() {
            return Err(RowFault::OneColumn { separators }.into());
        }
        options.check_names(&header.names)?;
        let mut targets = BTreeSet::new();
        for index in 0..header.width {
            header.add(index, options, &mut targets)?;
        }
        header.dimensions.sort_by(|one, two| one.name.cmp(&two.name));
        header.references.sort_by(|one, two| one.name.cmp(&two.name));
        header.wide = options.layout().wide().iter().map(|wide| WideColumns::new(wide, &header.names)).collect();
        header.beside_plain = (options.layout() == Layout::Long && header.references.is_empty()).then(|| {
            let columns = (0..form.names.len()).filter(|&column| header.indices[column] != 0);
            columns.filter(|column| !PLAIN.contains(column)).collect()
        });
        match form.required.iter().find(|&&column| header.indices[column] == 0) {
            Some(&column) => Err(RowFault::MissingColumn { column: form.names[column] }.into()),
            None => Ok(header),
        }
    }

    /// The characters that perhaps separate the columns of a header that has one only.
    fn other_separators(&self) -> Option<&'static str> {
        let [name] = &self.names[..] else { return None };
        let separators = [(';', "semicolons"), ('\t', "tabs"), (',', "commas"), ('|', "bars")];
        separators.into_iter().find(|(letter, _)| name.contains(*letter)).map(|(_, separators)| separators)
    }

    /// Adds a column of the file.
    fn add(&mut self, index: usize, options: &Options, targets: &mut BTreeSet<String>) -> Result<(), RowFault> {
        let name = &self.names[index];
        let target = self.target(name, index, options)?;
        if !matches!(target, Target::Ignored) && !targets.insert(options.target(name).to_owned()) {
            return Err(self.repeated(index, options));
        }
        match target {
            Target::Known(column) => self.indices[column] = index as u32 + 1,
            Target::Dimension(name) => self.dimensions.push(NamedColumn { name, index }),
            Target::Reference(name) => self.references.push(NamedColumn { name, index }),
            Target::Wide => {}
            Target::Ignored => {
                self.ignored += 1;
                return Ok(());
            }
        }
        self.read.push(index);
        Ok(())
    }

    /// The fault of a column that is read as one that stands before it.
    fn repeated(&self, index: usize, options: &Options) -> RowFault {
        let (second, column) = (&self.names[index], options.target(&self.names[index]));
        let is_same = |name: &&String| options.target(name) == column && !options.ignores(name);
        match self.names[..index].iter().find(is_same) {
            Some(first) if first != second => {
                RowFault::SameColumn { first: clip(first), second: clip(second), column: clip(column) }
            }
            _ => RowFault::RepeatedColumn { column: clip(second) },
        }
    }

    fn target(&self, name: &str, index: usize, options: &Options) -> Result<Target, RowFault> {
        if options.ignores(name) {
            return Ok(Target::Ignored);
        }
        if options.layout().levels().any(|level| level == name) {
            return Ok(Target::Wide);
        }
        let column = options.target(name);
        if let Some(known) = self.form.column(column) {
            return Ok(Target::Known(known));
        }
        let named = |prefix: &str| column.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned);
        if let Some(dimension) = named("with.") {
            return Ok(Target::Dimension(dimension));
        }
        if let Some(reference) = named("ref.").filter(|_| self.form.has_references) {
            return Ok(Target::Reference(reference));
        }
        if options.layout().names().any(|day| day == name) {
            return Ok(Target::Wide);
        }
        if name.is_empty() {
            return Err(RowFault::UnnamedColumn { number: index + 1 });
        }
        // A column of another layout, or one that an option names, is not unknown, but misplaced.
        if options.ignores_unknown && column == name && !self.form.names.contains(&column) {
            return Ok(Target::Ignored);
        }
        let nearest = nearest(column, self.form.known()).map(str::to_owned);
        // A name that the options state is perhaps that of a dimension.
        let nearest = nearest.or_else(|| (column != name).then(|| format!("with.{column}")));
        let mut known: Vec<&str> = self.form.known().chain(["with.NAME"]).collect();
        known.extend(self.form.has_references.then_some("ref.NAME"));
        Err(RowFault::UnknownColumn { column: clip(column), nearest, known: known.join(", ") })
    }

    /// The name in the file of a column.
    pub(super) fn name(&self, column: usize) -> String {
        let index = (self.indices[column] as usize).checked_sub(1);
        index.map_or_else(|| self.form.names[column].to_owned(), |index| clip(&self.names[index]))
    }

    /// The name in the file of a column by the crate's name, if the table has it.
    pub(super) fn name_in_file(&self, column: &str) -> Option<String> {
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
        (index < cells.len()).then(|| self.row(cells).at(index)).flatten()
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

/// The columns of a plain row.
const PLAIN: [usize; 8] = [
    Column::Id as usize,
    Column::Service as usize,
    Column::User as usize,
    Column::On as usize,
    Column::Measure as usize,
    Column::Before as usize,
    Column::After as usize,
    Column::UserIntegrated as usize,
];

impl WideColumns {
    fn new(wide: &Wide, names: &[String]) -> Self {
        let index = |name: &String| names.iter().position(|known| known == name).expect("names of options are checked");
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

impl CellReading {
    fn new(names: &[String], options: &Options, is_of_sheet: bool) -> Self {
        let missing = if options.has_missing_codes() {
            names.iter().map(|name| options.missing_codes(name).to_vec()).collect()
        } else {
            Vec::new()
        };
        // A form such as %Y-%d-%m would read a day of ISO 8601 as another one, which is ambiguous in a sheet only.
        let reads_iso = |form: &String| day::parse_as(form, "2026-03-02").is_some();
        let has_iso_days = is_of_sheet || !options.days.iter().any(reads_iso);
        Self {
            trims: options.trims,
            has_decimal_comma: options.has_decimal_comma,
            skips_blank: options.skips_blank,
            days: options.days.clone(),
            has_iso_days,
            has_partial_dates: options.has_partial_dates,
            missing,
        }
    }

    #[inline]
    fn text<'a>(&self, cells: &'a Cells<'a>, index: usize) -> &'a str {
        let text = cells.text(index);
        if self.trims { text.trim() } else { text }
    }

    /// The number that a text is.
    #[inline]
    fn number<N: Number>(&self, text: &str) -> Result<N, NumberError> {
        if !self.has_decimal_comma {
            return N::parse(text);
        }
        // A point would have to separate thousands, or be a decimal point in a table of decimal commas.
        let number = if text.contains('.') { SmolStr::default() } else { text.replacen_smolstr(",", ".", 1) };
        N::parse(&number).map_err(|error| match error {
            NumberError::NotANumber { .. } => NumberError::NotANumber { text: clip(text) },
            other => other,
        })
    }

    /// The days that a text may be.
    fn days(&self, text: &str) -> Vec<Date> {
        let iso = self.has_iso_days.then(|| day::parse(text)).flatten();
        distinct(self.days.iter().filter_map(|form| day::parse_as(form, text)).chain(iso))
    }

    /// The day that a text is.
    fn day(&self, text: &str) -> Option<Date> {
        if self.days.is_empty() {
            return day::parse(text);
        }
        if let [day] = self.days(text)[..] { Some(day) } else { None }
    }

    /// The day, month or year that the day of an interaction is.
    #[inline]
    fn on(&self, text: &str) -> Option<PartialDate> {
        if !self.has_partial_dates {
            return self.day(text).map(PartialDate::from);
        }
        if let [on] = self.partial_dates(text)[..] { Some(on) } else { None }
    }

    /// The days, months and years that a text may be.
    fn partial_dates(&self, text: &str) -> Vec<PartialDate> {
        if self.days.is_empty() {
            return day::parse_partial(text).into_iter().collect();
        }
        let iso = self.has_iso_days.then(|| day::parse_partial(text)).flatten();
        distinct(self.days.iter().filter_map(|form| day::parse_partial_as(form, text)).chain(iso))
    }

    fn is_missing(&self, index: usize, text: &str) -> bool {
        self.missing.get(index).is_some_and(|codes| codes.iter().any(|code| code == text))
    }
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

impl<'a> Row<'a> {
    /// The text of a cell by its index in the file; `None` if it is empty or has the code of a missing value.
    #[inline]
    fn at(self, index: usize) -> Option<&'a str> {
        let reading = &self.header.reading;
        let text = reading.text(self.cells, index);
        Some(text).filter(|text| !text.is_empty() && (reading.missing.is_empty() || !reading.is_missing(index, text)))
    }

    fn is_empty(self, index: usize) -> bool {
        self.header.reading.text(self.cells, index).is_empty()
    }

    /// Whether there are as many cells as the header has. More may be empty, if blanks are skipped.
    #[inline]
    pub(super) fn check_width(self) -> Result<(), RowFault> {
        let (found, expected) = (self.cells.len(), self.header.width);
        let is_longer_by_blanks = || {
            let is_longer = self.header.reading.skips_blank && found > expected;
            is_longer && (expected..found).all(|index| self.is_empty(index))
        };
        if found == expected || is_longer_by_blanks() { Ok(()) } else { Err(RowFault::Ragged { found, expected }) }
    }

    /// Whether another row belongs to the same interaction.
    #[inline]
    pub(super) fn is_of_interaction_of(self, other: Row<'_>, layout: Layout<'_>) -> bool {
        self.id(layout).is_some_and(|id| other.id(layout).is_some_and(|other| id == other))
    }

    /// Whether all cells are empty; the reason of a refused row is none.
    pub(super) fn is_blank(self) -> bool {
        let first = usize::from(self.header.begins_with_reasons());
        (first..self.cells.len()).all(|index| self.is_empty(index))
    }

    /// A hash of the cells that are read.
    pub(super) fn content(self) -> u128 {
        let mut content = Xxh3Default::new();
        for cell in self.header.read.iter().map(|&index| self.at(index).unwrap_or_default()) {
            content.update(&(cell.len() as u64).to_le_bytes());
            content.update(cell.as_bytes());
        }
        content.digest128()
    }

    /// The number of cells with the code of a missing value.
    pub(super) fn missing_codes(self) -> u64 {
        let reading = &self.header.reading;
        let is_missing = |&index: &usize| reading.is_missing(index, reading.text(self.cells, index));
        (0..reading.missing.len().min(self.cells.len())).filter(is_missing).count() as u64
    }

    /// The id of the row's interaction.
    #[inline]
    pub(super) fn id(self, layout: Layout<'_>) -> Option<Cow<'a, str>> {
        self.header.id(self.cells, layout)
    }

    /// The name in the file of a column.
    pub(super) fn name(self, column: impl Into<usize>) -> String {
        self.header.name(column.into())
    }

    /// The header of the table.
    pub(super) fn header(self) -> &'a Header {
        self.header
    }

    /// The text of a cell; `None` if it is empty, or the table does not have the column.
    #[inline]
    pub(super) fn text(self, column: impl Into<usize>) -> Option<&'a str> {
        self.at(self.header.indices[column.into()].checked_sub(1)? as usize)
    }

    /// The text of a cell that must not be empty.
    #[inline]
    pub(super) fn required(self, column: impl Into<usize>) -> Result<&'a str, RowFault> {
        let column = column.into();
        self.text(column).ok_or_else(|| RowFault::EmptyCell { column: self.name(column) })
    }

    /// The first of these columns whose cell is not empty.
    pub(super) fn first_stated<C: Copy + Into<usize>>(self, columns: &[C]) -> Option<C> {
        columns.iter().copied().find(|&column| self.text(column).is_some())
    }

    /// The number in a cell.
    #[inline]
    pub(super) fn number<N: Number>(self, column: impl Into<usize>) -> Result<Option<N>, Reason> {
        match self.header.indices[column.into()].checked_sub(1) {
            Some(index) => self.number_at(index as usize),
            None => Ok(None),
        }
    }

    /// The number in a cell by its index in the file.
    #[inline]
    pub(super) fn number_at<N: Number>(self, index: usize) -> Result<Option<N>, Reason> {
        let Some(text) = self.at(index) else { return Ok(None) };
        let reading = &self.header.reading;
        reading.number(text).map(Some).map_err(|error| {
            let (column, shown) = (clip(&self.header.names[index]), clip(text));
            if reading.number::<N>(text.trim()).is_ok() {
                RowFault::Padded { column, text: shown }.into()
            } else if reading.has_decimal_comma && N::parse(text).is_ok() {
                RowFault::DecimalPoint { column, text: shown }.into()
            } else if !reading.has_decimal_comma && N::parse(&text.replacen(',', ".", 1)).is_ok() {
                RowFault::DecimalComma { column, text: shown }.into()
            } else {
                Reason::Number { field: column.into(), error }
            }
        })
    }

    /// The day in a cell.
    pub(super) fn day(self, column: impl Into<usize>) -> Result<Option<Date>, RowFault> {
        let column = column.into();
        let Some(text) = self.text(column) else { return Ok(None) };
        self.day_of(text, || self.name(column)).map(Some)
    }

    /// The day of the interaction; on request, its month or year.
    pub(super) fn on(self) -> Result<Option<PartialDate>, RowFault> {
        let Some(text) = self.text(Column::On) else { return Ok(None) };
        let (reading, column) = (&self.header.reading, || self.name(Column::On));
        if let Some(on) = reading.on(text) {
            return Ok(Some(on));
        }
        let shown = || clip(text);
        match (reading.has_partial_dates, &reading.partial_dates(text)[..]) {
            (true, &[one, two, ..]) => Err(RowFault::AmbiguousDay { column: column(), text: shown(), one, two }),
            (false, [_]) => Err(RowFault::PartialDate { column: column(), text: shown() }),
            _ => self.day_of(text, column).map(|day| Some(day.into())),
        }
    }

    /// The cell with this index in the file is empty, or of a column that is read anyway.
    pub(super) fn check_empty(self, index: usize) -> Result<(), RowFault> {
        let is_of_crate = self.header.indices.contains(&(index as u32 + 1));
        match self.at(index).filter(|_| !is_of_crate) {
            Some(_) => Err(RowFault::OfNoAppraisal { column: clip(&self.header.names[index]) }),
            None => Ok(()),
        }
    }

    /// The name in the file of a dimension's column.
    pub(super) fn dimension_column(self, dimension: &str) -> String {
        let column = self.header.dimensions.iter().find(|column| column.name == dimension);
        column.map_or_else(String::new, |column| clip(&self.header.names[column.index]))
    }

    /// The day in a cell by its index in the file, which must not be empty.
    pub(super) fn day_at(self, index: usize) -> Result<Date, RowFault> {
        let column = || clip(&self.header.names[index]);
        self.day_of(self.at(index).ok_or_else(|| RowFault::EmptyCell { column: column() })?, column)
    }

    fn day_of(self, text: &str, column: impl Fn() -> String) -> Result<Date, RowFault> {
        let reading = &self.header.reading;
        if let Some(day) = reading.day(text) {
            return Ok(day);
        }
        let is_padded = reading.day(text.trim()).is_some();
        let is_partial = reading.has_partial_dates && matches!(reading.partial_dates(text)[..], [_]);
        let (column, days, text) = (column(), reading.days(text), clip(text));
        Err(match days[..] {
            _ if is_padded => RowFault::Padded { column, text },
            _ if is_partial => RowFault::NoFullDay { column, text },
            _ if reading.days.is_empty() => RowFault::NoDay { column, text },
            [one, two, ..] => RowFault::AmbiguousDay { column, text, one: one.into(), two: two.into() },
            _ => RowFault::NoDayInForm { column, text, forms: clip(&reading.days.join(", ")) },
        })
    }

    /// The levels with names.
    pub(super) fn references<N: Number>(self) -> impl Iterator<Item = Result<(&'a str, N), Reason>> {
        let level = move |column: &'a NamedColumn| match self.number_at(column.index) {
            Ok(level) => level.map(|level| Ok((column.name.as_str(), level))),
            Err(error) => Some(Err(error)),
        };
        self.header.references.iter().filter_map(level)
    }

    /// The dimensions with their values, sorted by name.
    pub(super) fn dimensions(self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        let value = move |column: &'a NamedColumn| Some((column.name.as_str(), self.at(column.index)?));
        self.header.dimensions.iter().filter_map(value)
    }

    /// The row as an interaction of the simplest kind, without a record in between; `None` if it is another, or if a cell
    /// is refused. A million such rows take 0.4 times the time of rows that go through a record.
    #[inline]
    pub(super) fn plain<N: Number>(self) -> Option<PlainInteraction<'a, N>> {
        let beside = self.header.beside_plain.as_deref()?;
        if self.first_stated(beside).is_some() {
            return None;
        }
        Some(PlainInteraction {
            id: HashedText::new(self.text(Column::Id)?),
            service: self.text(Column::Service)?,
            user: HashedText::new(self.text(Column::User)?),
            on: self.on().ok()??.day()?,
            measure: self.text(Column::Measure)?,
            before: self.number(Column::Before).ok()?,
            after: self.number(Column::After).ok()?,
            integrated: self.number(Column::UserIntegrated).ok()?,
        })
    }
}
