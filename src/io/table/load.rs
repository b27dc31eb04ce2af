//! Recording the rows of a table: first in their order, as long as the rows of each interaction are adjacent and valid.
//! If that fails, the ledger is restored, and the rows are grouped by interaction.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use super::column::Column;
use super::draft::Draft;
use super::encoding::{decoded, is_spreadsheet};
use super::groups::Groups;
use super::header::{Form, Header, WideColumns};
use super::layout::Layout;
use super::number_remedy::{MISSING, number_remedy};
use super::options::Options;
use super::records::{Cells, Position, Record, Records, Text};
use super::row::Row;
use super::window::Window;
use crate::catalogue::MeasureId;
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::io::intake::{Intake, TableHeader};
use crate::io::look_alikes::FirstLines;
use crate::ledger::{AppraiseError, Ledger, RecordError};
use crate::number::{Number, NumberError, approximate, clip};
use crate::printable::quoted;
use crate::record::Interaction;

/// A table whose header is read.
pub(super) struct Table<'o> {
    pub(super) text: Text,
    pub(super) header: Header,
    pub(super) options: &'o Options,
    header_record: Record,
    first_row: Position,
}

/// A row of the adjacent pass that is not valid there.
pub(super) struct NotValid;

impl<'o> Table<'o> {
    /// Reads the text and its header.
    pub(super) fn new(mut input: impl Read, form: &'static Form, options: &'o Options) -> Result<Self, ReadError> {
        let mut bytes = Vec::new();
        if let Err(error) = input.read_to_end(&mut bytes) {
            let line = 1 + memchr::memchr_iter(b'\n', &bytes).count() as u64;
            return Err(ReadError::input(line, &error));
        }
        options.check().map_err(|fault| Refusal::new(1, fault))?;
        let mut text = text(bytes, options).map_err(|reason| Refusal::new(1, reason))?;
        let (mut records, mut cells) = (Records::new(&text), Cells::new());
        records.skip_to(options.header_line);
        let Some((header_record, split)) = records.next(&mut cells) else {
            return Err(Refusal::new(text.lines().max(1), RowFault::NoHeader).into());
        };
        let at_header = |reason: Reason| Refusal::new(header_record.line, reason);
        split.map_err(at_header)?;
        let header = Header::new(&cells, form, options, (&text, &header_record)).map_err(at_header)?;
        let first_row = records.position();
        if header.begins_with_reasons() {
            text.set_has_reasons();
        }
        Ok(Self { text, header, options, header_record, first_row })
    }

    /// The refusal of the header.
    pub(super) fn refusal_of_header(&self, reason: impl Into<Reason>) -> Refusal {
        Refusal::new(self.header_record.line, reason)
    }

    pub(super) fn records(&self) -> Records<'_> {
        Records::at(&self.text, self.first_row)
    }

    /// The counts of the table before its rows are read.
    pub(super) fn intake(&self) -> Intake {
        Intake {
            lines: self.text.lines(),
            skipped_lines: self.header_record.line - 1,
            ignored_columns: self.header.ignored,
            table: Some(TableHeader {
                above: self.text.raw_before(&self.header_record),
                text: self.raw(&self.header_record),
                delimiter: self.text.delimiter(),
                is_encoded: self.options.encoding.is_some() || !self.text.is_utf8(),
            }),
            ..Intake::default()
        }
    }

    /// The next record, split into cells: a row, or the fault of its form. Blank rows are skipped on request.
    pub(super) fn next<'t>(
        &'t self,
        records: &mut Records<'t>,
        cells: &mut Cells<'t>,
        intake: &mut Intake,
    ) -> Option<(Record, Result<(), Reason>)> {
        loop {
            let next = records.next(cells);
            intake.blank_rows += records.take_blank_lines();
            let (record, split) = next?;
            if let Err(reason) = split {
                return Some((record, Err(reason)));
            }
            let row = self.header.row(cells);
            if !row.is_blank() {
                let width = row.check_width();
                let has_rows = width.is_err() && self.text.has_other_line_end(&record);
                let checked = if has_rows { Err(RowFault::MixedLineEnds) } else { width };
                return Some((record, checked.map_err(Reason::from)));
            }
            if !self.options.skips_blank {
                return Some((record, Err(RowFault::BlankRow.into())));
            }
            intake.blank_rows += 1;
        }
    }

    /// The text of a record, without the reasons that a table of refused rows has in front.
    fn raw(&self, record: &Record) -> String {
        self.text.raw(record, usize::from(self.header.begins_with_reasons()))
    }

    /// The refusal of a record, with its text and its place in the file.
    pub(super) fn refusal(&self, record: &Record, id: Option<&str>, reason: impl Into<Reason>) -> Refusal {
        let reason = reason.into();
        let column = match &reason {
            // These have names of the file, others the crate's.
            Reason::Row(_) | Reason::Number { .. } | Reason::FirstYear { .. } => reason.column().map(Cow::into_owned),
            Reason::Record(RecordError::Appraisal(AppraiseError::OutOfRange { measure, value, .. }))
                if self.options.layout() != Layout::Long =>
            {
                self.column_of_level(record, measure, value)
            }
            _ => reason.column().and_then(|column| self.header.name_in_file(&column)),
        };
        let remedy = self.remedy(record, &reason);
        let refusal = Refusal::new(record.line, reason).of_text(self.raw(record), id, column);
        if let Some(remedy) = remedy { refusal.with_remedy(remedy) } else { refusal }
    }

    /// The end of the message about a row, if its reason does not say how it can be read.
    fn remedy(&self, record: &Record, reason: &Reason) -> Option<String> {
        let is_in_file = |name: &str| self.header.names[..self.header.width].iter().any(|known| known == name);
        let is_constant = |column: Cow<'_, str>| {
            self.options.constants.iter().any(|(name, _)| *name == *column) && !is_in_file(&column)
        };
        if reason.column().is_some_and(is_constant) {
            return None;
        }
        let of_cell = match reason {
            Reason::Number { error: NumberError::NotANumber { text }, .. } => {
                return number_remedy(text, self.header.form, self.header.reading.decimal_mark());
            }
            Reason::Record(RecordError::Appraisal(AppraiseError::OutOfRange { .. })) => Some(MISSING),
            Reason::Record(RecordError::UnknownService { service, .. }) => {
                is_padded(service.as_str()).then_some(PADDED)
            }
            Reason::Record(RecordError::Appraisal(AppraiseError::UnknownMeasure { measure, .. })) => {
                is_padded(measure.as_str()).then_some(PADDED)
            }
            Reason::Record(RecordError::Conflict { .. }) => return self.remedy_of_conflict(record),
            _ => None,
        };
        of_cell.map(str::to_owned)
    }

    /// The case that was read before with other content, if its rows have no id: the message has a hash, which stands in
    /// no file.
    fn remedy_of_conflict(&self, record: &Record) -> Option<String> {
        let mut cells = Cells::new();
        let row = self.row_of(record, &mut cells)?;
        if row.text(Column::Id).is_some() {
            return None;
        }
        let (user, service) = (quoted(row.text(Column::User)?), quoted(row.text(Column::Service)?));
        let on = match self.options.layout() {
            Layout::Wide(_) => format!(" on {}", clip(row.text(Column::On)?)),
            Layout::Long | Layout::Dated { .. } => String::new(),
        };
        Some(format!(
            " (the case of {user} with {service}{on}: if it has grown, read the newest file into a new ledger)"
        ))
    }

    /// The row of a record, if its text can be read.
    pub(super) fn row_of<'c, 't: 'c>(&'t self, record: &Record, cells: &'c mut Cells<'t>) -> Option<Row<'c>> {
        self.text.split(record, cells).ok()?;
        Some(self.header.row(cells))
    }

    /// The column of a level in a row of wide or dated levels, by its name in the file.
    fn column_of_level(&self, record: &Record, measure: &MeasureId, value: &str) -> Option<String> {
        let mut cells = Cells::new();
        let row = self.row_of(record, &mut cells)?;
        if self.options.layout().is_dated() {
            return Some(row.name(Column::Level));
        }
        let is_of_measure = |columns: &&WideColumns| {
            columns.measure.as_deref().or_else(|| row.text(Column::Measure)) == Some(measure.as_str())
        };
        // The message may write the level otherwise than the cell: 11 is 11.0, and 6,5 is 6.5.
        let is_value = |&index: &usize| {
            row.at(index).is_some_and(|text| approximate(&text.replace(',', ".")) == approximate(value))
        };
        let mut levels = self.header.wide().iter().filter(is_of_measure).flat_map(WideColumns::levels);
        levels.find(is_value).map(|index| clip(&self.header.names[index]))
    }

    /// Records the interactions of the table, and lists the rows that are refused.
    pub(super) fn load<N: Number>(&self, ledger: &mut Ledger<N>) -> Intake {
        let adjacent = ledger.all_or_none(|ledger| self.load_adjacent(ledger));
        adjacent.unwrap_or_else(|NotValid| Groups::new(self).load(ledger))
    }

    /// Records interactions whose rows are adjacent, in the order of the table. A row of an earlier interaction is not
    /// valid here, since its id is recorded by then.
    fn load_adjacent<N: Number>(&self, ledger: &mut Ledger<N>) -> Result<Intake, NotValid> {
        let (catalogue, mut intake) = (ledger.catalogue().clone(), self.intake());
        let before = ledger.columns.ids.len() as u32;
        let (mut records, mut draft, mut rows) =
            (self.records(), Draft::new(self.options, &catalogue), RowTally::new(self.options));
        let (mut first_lines, mut first_line) = (FirstLines::new(ledger), 0);
        let mut window = Window::new(self);
        while window.advance(&mut records, &mut intake)? > 0 {
            let plain = window.plain(draft.is_begun());
            ledger.prefetch_plain(plain.iter().flatten());
            for (index, plain) in plain.iter().enumerate() {
                let (line, row) = (window.line(index), window.row(index));
                if plain.as_ref().is_some_and(|plain| ledger.record_plain(plain, row.dimensions())) {
                    intake.interactions += 1;
                    intake.missing_codes += row.missing_codes();
                    first_lines.note(ledger, line);
                    continue;
                }
                if !draft.is_begun() {
                    first_line = line;
                }
                if rows.is_new(row) {
                    draft.add(row).map_err(|_| NotValid)?;
                }
                if !window.is_last(index) {
                    continue;
                }
                if self.record_or_skip(ledger, draft.finish().ok_or(NotValid)?, before)? {
                    first_lines.note(ledger, first_line);
                    rows.count_recorded(&mut intake);
                } else {
                    rows.count_repeated(&mut intake);
                }
            }
        }
        intake.look_alikes = first_lines.look_alikes(ledger);
        Ok(intake)
    }

    /// Records an interaction; `false` if repeats are skipped, and it repeats one of the first `before` in the ledger. A
    /// repeat of a later one, which this file has above, may be a part of that.
    fn record_or_skip<N: Number>(
        &self,
        ledger: &mut Ledger<N>,
        interaction: Interaction<N>,
        before: u32,
    ) -> Result<bool, NotValid> {
        match ledger.record(interaction) {
            Ok(_) => Ok(true),
            Err(RecordError::Repeat { id })
                if self.options.skips_repeats
                    && ledger.columns.ids.get(id.as_str()).is_some_and(|code| code < before) =>
            {
                Ok(false)
            }
            Err(_) => Err(NotValid),
        }
    }
}

/// The remedy for spaces around a word.
const PADDED: &str = ": remove the spaces around it (option `trim`)";

fn is_padded(text: &str) -> bool {
    text.trim() != text
}

/// The text of a file.
fn text(bytes: Vec<u8>, options: &Options) -> Result<Text, Reason> {
    let delimiter = options.delimiter_byte()?;
    if !is_spreadsheet(&bytes) {
        return Ok(Text::new(decoded(bytes, options.encoding)?, delimiter));
    }
    #[cfg(feature = "spreadsheet")]
    return Ok(Text::of_sheet(super::sheet::text(&bytes, options)?, delimiter));
    #[cfg(not(feature = "spreadsheet"))]
    Err(Reason::Spreadsheet { fault: "save its sheet as CSV, or build with the feature `spreadsheet`".to_owned() })
}

/// The rows of one interaction so far: their counts, and their contents to find those that are repeated.
pub(super) struct RowTally {
    skips_repeats: bool,
    contents: BTreeSet<u128>,
    rows: u64,
    repeats: u64,
    missing_codes: u64,
}

impl RowTally {
    pub(super) fn new(options: &Options) -> Self {
        let skips_repeats = options.skips_repeats;
        Self { skips_repeats, contents: BTreeSet::new(), rows: 0, repeats: 0, missing_codes: 0 }
    }

    /// Whether a row is to be added: not if it repeats one above, and repeats are skipped.
    pub(super) fn is_new(&mut self, row: Row<'_>) -> bool {
        self.rows += 1;
        let is_new = !self.skips_repeats || self.contents.insert(row.content());
        if is_new {
            self.missing_codes += row.missing_codes();
        } else {
            self.repeats += 1;
        }
        is_new
    }

    /// Counts the rows of an interaction that was recorded, and begins the next one.
    pub(super) fn count_recorded(&mut self, intake: &mut Intake) {
        intake.interactions += 1;
        intake.repeats += self.repeats;
        intake.missing_codes += self.missing_codes;
        self.clear();
    }

    /// Counts the rows of an interaction that the ledger has already, and begins the next one.
    pub(super) fn count_repeated(&mut self, intake: &mut Intake) {
        intake.repeats += self.rows;
        self.clear();
    }

    fn clear(&mut self) {
        self.contents.clear();
        (self.rows, self.repeats, self.missing_codes) = (0, 0, 0);
    }
}
