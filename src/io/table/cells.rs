//! A line of a table as its cells, split by the parser of the csv crate.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::io::error::RowFault;

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

/// A byte-order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

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
        let (written, cells, is_whole) = self.cut(&[line.as_bytes(), b"\n"]);
        // Else the line is over, and the parser waits for the end of a quoted cell.
        if is_whole { Ok(self.row(written, cells)) } else { Err(RowFault::OpenQuote { cell: cells + 1 }) }
    }

    /// The cells at the beginning of a line that is not whole, or opens a quote that it does not close: those behind
    /// which a comma stands.
    pub(super) fn beginning(&mut self, line: &str) -> Row<'_> {
        let (_, cells, _) = self.cut(&[line.as_bytes()]);
        let written = if cells == 0 { 0 } else { self.ends[cells - 1] };
        self.row(written, cells)
    }

    fn row(&self, written: usize, cells: usize) -> Row<'_> {
        let text = std::str::from_utf8(&self.text[..written]).expect("a text cut at its commas is text");
        Row { text, ends: &self.ends[..cells] }
    }

    /// Cuts what is given into cells: how much text there is, how many cells it has, and whether the row is over.
    fn cut(&mut self, inputs: &[&[u8]]) -> (usize, usize, bool) {
        self.reader.reset();
        let length = inputs.iter().map(|input| input.len()).sum();
        if self.text.len() < length {
            self.text.resize(length, 0);
        }
        if inputs[0].starts_with(MARK) {
            // At its own beginning the parser would read past a mark; one that is left here is a letter of a cell.
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
