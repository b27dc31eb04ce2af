//! A line of a table as its cells, split by the parser of the csv crate.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::error::RowFault;

/// Splits lines, one by one: a table's row is one line, so that a quote which is never closed is found where it stands,
/// and the memory for a row has an end.
#[derive(Debug)]
pub(super) struct Cells {
    reader: Reader,
    /// The texts of the cells, end to end, without their quotes.
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A row: the texts of its cells, and where each ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    text: &'a str,
    ends: &'a [usize],
}

/// Places for the cells of a row, until one has more.
const CELLS: usize = 32;

impl Default for Cells {
    fn default() -> Self {
        // Whoever gives a line has cut it off already; a carriage return inside it is a letter like any other.
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
    /// Splits a line at its commas. Cells may stand in quotes, in which a quote is doubled and a comma no end; a quote
    /// elsewhere is a letter like any other.
    pub(super) fn split(&mut self, line: &str) -> Result<Row<'_>, RowFault> {
        // A line without a letter is one empty cell, and to the parser none at all.
        if line.is_empty() {
            self.ends[0] = 0;
            return Ok(Row { text: "", ends: &self.ends[..1] });
        }
        self.reader.reset();
        if self.text.len() < line.len() {
            self.text.resize(line.len(), 0);
        }
        let (mut written, mut cells) = (0, 0);
        for input in [line.as_bytes(), b"\n"] {
            let mut read = 0;
            loop {
                let (result, more_read, more_written, more_cells) =
                    self.reader.read_record(&input[read..], &mut self.text[written..], &mut self.ends[cells..]);
                read += more_read;
                written += more_written;
                cells += more_cells;
                match result {
                    ReadRecordResult::Record => {
                        let text =
                            std::str::from_utf8(&self.text[..written]).expect("a text cut at its commas is text");
                        return Ok(Row { text, ends: &self.ends[..cells] });
                    }
                    ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                    ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len() + 1, 0),
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
                }
            }
        }
        // The line is over, and the parser waits for the end of a quoted cell.
        Err(RowFault::OpenQuote { cell: cells + 1 })
    }
}
