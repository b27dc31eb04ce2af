//! Splitting a line of a table into cells, by the parser of the csv crate.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::io::error::RowFault;

/// Splits one line at a time. A row is one line, so that an open quote is found in its line, and a row needs bounded
/// memory.
#[derive(Debug)]
pub(super) struct Cells {
    reader: Reader,
    /// The texts of the cells end to end, without quotes.
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A row: the texts of its cells end to end, and the end of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    text: &'a str,
    ends: &'a [usize],
}

/// The number of cells for which memory is allocated first. A row with more cells doubles it.
const CELLS: usize = 32;

/// The byte-order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Default for Cells {
    fn default() -> Self {
        // Lines come without their end, so a carriage return inside one is part of a cell.
        let reader = ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build();
        Self { reader, text: Vec::new(), ends: vec![0; CELLS] }
    }
}

impl<'a> Row<'a> {
    /// The number of cells.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// The text of a cell.
    #[inline]
    pub(super) fn cell(self, index: usize) -> &'a str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }
}

impl Cells {
    /// Splits a line at its commas. A cell may be quoted: then it may contain commas, and a quote in it is doubled. A
    /// quote inside an unquoted cell is part of it.
    pub(super) fn split(&mut self, line: &str) -> Result<Row<'_>, RowFault> {
        // An empty line is one empty cell. The parser would skip it.
        if line.is_empty() {
            self.ends[0] = 0;
            return Ok(Row { text: "", ends: &self.ends[..1] });
        }
        let (written, cells, is_whole) = self.parse(&[line.as_bytes(), b"\n"]);
        // If the line ends before the row does, the parser is inside a quoted cell.
        if is_whole { Ok(self.row(written, cells)) } else { Err(RowFault::OpenQuote { cell: cells + 1 }) }
    }

    /// The complete cells at the beginning of a line that is truncated or has an open quote: those followed by a comma.
    pub(super) fn beginning(&mut self, line: &str) -> Row<'_> {
        let (_, cells, _) = self.parse(&[line.as_bytes()]);
        let written = if cells == 0 { 0 } else { self.ends[cells - 1] };
        self.row(written, cells)
    }

    fn row(&self, written: usize, cells: usize) -> Row<'_> {
        let text = std::str::from_utf8(&self.text[..written]).expect("UTF-8 split at commas is UTF-8");
        Row { text, ends: &self.ends[..cells] }
    }

    /// Splits the inputs into cells, and returns the length of the texts, the number of cells, and whether the row is
    /// complete.
    fn parse(&mut self, inputs: &[&[u8]]) -> (usize, usize, bool) {
        self.reader.reset();
        let length = inputs.iter().map(|input| input.len()).sum();
        if self.text.len() < length {
            self.text.resize(length, 0);
        }
        if inputs[0].starts_with(BYTE_ORDER_MARK) {
            // The parser skips a mark at its first byte. Here a mark is part of a cell, so the parser is fed an empty
            // row first.
            let _ = self.reader.read_record(b"\n", &mut self.text, &mut self.ends);
        }
        let (mut written, mut cells) = (0, 0);
        for input in inputs {
            let mut read = 0;
            loop {
                let (result, more_read, more_written, more_cells) =
                    self.reader.read_record(&input[read..], &mut self.text[written..], &mut self.ends[cells..]);
                read += more_read;
                written += more_written;
                cells += more_cells;
                match result {
                    ReadRecordResult::Record => return (written, cells, true),
                    ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                    ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len() + 1, 0),
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
                }
            }
        }
        (written, cells, false)
    }
}
