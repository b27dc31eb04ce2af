//! Recording the rows of a table: first in their order, as long as the rows of each interaction are adjacent and valid.
//! If that fails, the ledger is restored, and the rows are grouped by interaction.

use std::collections::BTreeSet;
use std::io::Read;

use super::draft::Draft;
use super::encoding::{decoded, is_spreadsheet};
use super::groups::Groups;
use super::header::{Form, Header};
use super::options::Options;
use super::records::{Cells, Position, Record, Records, Text};
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::io::intake::{Intake, TableHeader};
use crate::io::look_alikes::FirstLines;
use crate::ledger::{Ledger, RecordError};
use crate::number::Number;

/// A table whose header is read.
pub(super) struct Table<'o> {
    pub(super) text: Text,
    pub(super) header: Header,
    pub(super) options: &'o Options,
    header_record: Record,
    first_row: Position,
    skipped_lines: u64,
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
        let text = text(bytes, options).map_err(|reason| Refusal::new(1, reason))?;
        let (mut records, mut cells) = (Records::new(&text), Cells::new());
        let skipped_lines = records.skip_to(options.header_line);
        let Some((header_record, split)) = records.next(&mut cells) else {
            return Err(Refusal::new(text.lines().max(1), RowFault::NoHeader).into());
        };
        let at_header = |reason: Reason| Refusal::new(header_record.line, reason);
        split.map_err(at_header)?;
        let header = Header::new(&cells, form, options).map_err(|fault| at_header(fault.into()))?;
        let first_row = records.position();
        Ok(Self { text, header, options, header_record, first_row, skipped_lines })
    }

    pub(super) fn records(&self) -> Records<'_> {
        Records::at(&self.text, self.first_row)
    }

    /// The counts of the table before its rows are read.
    pub(super) fn intake(&self) -> Intake {
        Intake {
            lines: self.text.lines(),
            skipped_lines: self.skipped_lines,
            ignored_columns: self.header.ignored,
            table: Some(TableHeader {
                above: self.text.raw_before(&self.header_record),
                text: self.text.raw(&self.header_record),
                delimiter: self.text.delimiter(),
                is_encoded: self.options.encoding.is_some(),
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
            let (record, split) = records.next(cells)?;
            if let Err(reason) = split {
                return Some((record, Err(reason)));
            }
            let row = self.header.row(cells);
            if !row.is_blank() {
                intake.missing_codes += row.missing_codes();
                return Some((record, row.check_width().map_err(Reason::from)));
            }
            if !self.options.skips_blank {
                return Some((record, Err(RowFault::BlankRow.into())));
            }
            intake.blank_rows += 1;
        }
    }

    /// The refusal of a record, with its text and its place in the file.
    pub(super) fn refusal(&self, record: &Record, id: Option<&str>, reason: impl Into<Reason>) -> Refusal {
        let reason = reason.into();
        let column = reason.column().and_then(|column| self.header.name_in_file(&column));
        Refusal::new(record.line, reason).of_text(self.text.raw(record), id, column)
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
        let (mut records, mut draft, mut repeats) =
            (self.records(), Draft::new(self.options, &catalogue), Repeats::new(self));
        let (mut cells, mut next_cells) = (Cells::new(), Cells::new());
        let (mut first_lines, mut first_line) = (FirstLines::new(ledger), 0);
        let mut record = self.next_valid(&mut records, &mut cells, &mut intake)?;
        while let Some(this) = record {
            record = self.next_valid(&mut records, &mut next_cells, &mut intake)?;
            let row = self.header.row(&cells);
            let is_last =
                record.is_none() || !row.is_of_interaction_of(self.header.row(&next_cells), &self.options.layout);
            if is_last && !draft.is_begun() && row.record_plain(ledger) {
                intake.interactions += 1;
                first_lines.note(ledger, this.line);
            } else {
                if !draft.is_begun() {
                    first_line = this.line;
                }
                if repeats.is_repeat(&this) {
                    intake.repeats += 1;
                } else {
                    draft.add(row).map_err(|_| NotValid)?;
                }
                if is_last {
                    let rows = repeats.clear();
                    match ledger.record(draft.finish().ok_or(NotValid)?) {
                        Ok(_) => {
                            intake.interactions += 1;
                            first_lines.note(ledger, first_line);
                        }
                        Err(RecordError::Repeat { .. }) if self.options.skips_repeats => intake.repeats += rows,
                        Err(_) => return Err(NotValid),
                    }
                }
            }
            std::mem::swap(&mut cells, &mut next_cells);
        }
        intake.look_alikes = first_lines.look_alikes(ledger);
        Ok(intake)
    }

    fn next_valid<'t>(
        &'t self,
        records: &mut Records<'t>,
        cells: &mut Cells<'t>,
        intake: &mut Intake,
    ) -> Result<Option<Record>, NotValid> {
        match self.next(records, cells, intake) {
            Some((record, Ok(()))) => Ok(Some(record)),
            Some((_, Err(_))) => Err(NotValid),
            None => Ok(None),
        }
    }
}

/// The text of a file.
fn text(bytes: Vec<u8>, options: &Options) -> Result<Text, Reason> {
    let delimiter = options.delimiter_byte()?;
    if !is_spreadsheet(&bytes) {
        return Ok(Text::new(decoded(bytes, options.encoding)?, delimiter));
    }
    #[cfg(feature = "spreadsheet")]
    return Ok(Text::of_sheet(super::sheet::text(&bytes, options)?));
    #[cfg(not(feature = "spreadsheet"))]
    Err(Reason::Spreadsheet { fault: "save its sheet as CSV, or build with the feature `spreadsheet`".to_owned() })
}

/// The texts of the rows of one interaction so far, to find those that are repeated.
pub(super) struct Repeats<'t> {
    table: &'t Table<'t>,
    rows: u64,
    seen: BTreeSet<&'t str>,
}

impl<'t> Repeats<'t> {
    pub(super) fn new(table: &'t Table<'t>) -> Self {
        Self { table, rows: 0, seen: BTreeSet::new() }
    }

    /// Whether a row repeats one above, if repeats are skipped.
    pub(super) fn is_repeat(&mut self, record: &Record) -> bool {
        let is_repeat = self.table.options.skips_repeats && !self.seen.insert(self.table.text.record(record));
        self.rows += u64::from(!is_repeat);
        is_repeat
    }

    /// Begins the next interaction, and returns the number of rows of this one that repeat none.
    pub(super) fn clear(&mut self) -> u64 {
        self.seen.clear();
        std::mem::take(&mut self.rows)
    }
}
