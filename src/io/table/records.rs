//! The records of a table: its text split into lines, and these into cells, by the parser of the csv crate.

use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::{memchr, memchr2};

use crate::io::csv;
use crate::io::error::{Reason, RowFault};

/// The length of the longest record, in bytes: 8 MiB. It bounds the text that a quote can take in which nothing closes.
const LONGEST: usize = 8 << 20;

/// The bytes that end the cells and rows of a sheet: the separators of ASCII, which no text has.
pub(super) const CELL_END: u8 = 0x1f;
/// See [`CELL_END`].
#[cfg(feature = "spreadsheet")]
pub(super) const ROW_END: u8 = 0x1e;

/// The text of a table, and the bytes that separate its cells and lines.
#[derive(Debug)]
pub(super) struct Text {
    bytes: Vec<u8>,
    delimiter: u8,
    line_end: u8,
}

/// Where a record stands in the text, without its line end, and the number of its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) range: Range<usize>,
}

impl Text {
    pub(super) fn new(bytes: Vec<u8>, delimiter: u8) -> Self {
        // Old programs on the Mac end lines with a carriage return alone. In other files one is part of its cell.
        let has_only_returns = memchr(b'\n', &bytes).is_none() && memchr(b'\r', &bytes).is_some();
        Self { bytes, delimiter, line_end: if has_only_returns { b'\r' } else { b'\n' } }
    }

    /// The text of a sheet.
    #[cfg(feature = "spreadsheet")]
    pub(super) fn of_sheet(bytes: Vec<u8>) -> Self {
        Self { bytes, delimiter: CELL_END, line_end: ROW_END }
    }

    fn is_of_sheet(&self) -> bool {
        self.delimiter == CELL_END
    }

    /// The character that separates cells in [`raw`](Self::raw) text.
    pub(super) fn delimiter(&self) -> char {
        if self.is_of_sheet() { ',' } else { char::from(self.delimiter) }
    }

    /// The bytes of a record.
    pub(super) fn bytes(&self, record: &Record) -> &[u8] {
        &self.bytes[record.range.clone()]
    }

    /// The text of a record; of a row of a sheet as CSV. Bytes that are not UTF-8 are replaced.
    pub(super) fn raw(&self, record: &Record) -> String {
        let mut cells = Cells::new();
        if !self.is_of_sheet() || self.split(record, &mut cells).is_err() {
            return String::from_utf8_lossy(self.bytes(record)).into_owned();
        }
        (0..cells.len()).map(|index| csv::text_cell(cells.text(index), ',')).collect::<Vec<_>>().join(",")
    }

    /// The lines before a record, with their ends; of a sheet as empty lines.
    pub(super) fn raw_before(&self, record: &Record) -> String {
        let before = 0..record.range.start;
        if self.is_of_sheet() {
            return "\n".repeat(self.line_ends(before) as usize);
        }
        String::from_utf8_lossy(&self.bytes[before]).into_owned()
    }

    /// The number of lines.
    pub(super) fn lines(&self) -> u64 {
        let unended = self.bytes.last().is_some_and(|&last| last != self.line_end);
        self.line_ends(0..self.bytes.len()) + u64::from(unended)
    }

    fn line_ends(&self, range: Range<usize>) -> u64 {
        memchr::memchr_iter(self.line_end, &self.bytes[range]).count() as u64
    }

    /// Splits a record that was read before into its cells.
    pub(super) fn split(&self, record: &Record, cells: &mut Cells) -> Result<(), Reason> {
        cells.split(&self.bytes[record.range.clone()], self.delimiter, self.line_end)
    }

    /// The end of the record that starts here, if its quotes are well-formed: a quoted cell may contain line breaks,
    /// and ends at its delimiter or its line end.
    fn quoted_end(&self, start: usize) -> Result<usize, Reason> {
        let limit = self.bytes.len().min(start + LONGEST);
        let bytes = &self.bytes[..limit];
        let (mut at, mut cell) = (start, 1);
        loop {
            if bytes.get(at) == Some(&b'"') {
                at = self.closing_quote(at + 1, limit).ok_or(RowFault::OpenQuote { cell })?;
                let rest = &bytes[at..];
                let is_end = rest.is_empty() || rest[0] == self.line_end || rest.starts_with(b"\r\n") || rest == b"\r";
                if is_end {
                    return Ok(at);
                } else if rest[0] != self.delimiter {
                    return Err(RowFault::TextBehindQuote { cell }.into());
                }
                at += 1;
            } else {
                match memchr2(self.delimiter, self.line_end, &bytes[at..]) {
                    Some(length) if bytes[at + length] == self.delimiter => at += length + 1,
                    Some(length) => return Ok(at + length),
                    None if limit == self.bytes.len() => return Ok(limit),
                    None => return Err(Reason::TooLong),
                }
            }
            cell += 1;
        }
    }

    /// The index behind the quote that closes a cell. Two quotes are a quote of the cell.
    fn closing_quote(&self, mut at: usize, limit: usize) -> Option<usize> {
        loop {
            at += memchr(b'"', &self.bytes[at..limit])? + 1;
            if at == limit || self.bytes[at] != b'"' {
                return Some(at);
            }
            at += 1;
        }
    }
}

/// A place between two records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    at: usize,
    /// The number of lines before it.
    lines: u64,
}

/// Reads the records of a text from its beginning. Blank lines are skipped.
#[derive(Debug)]
pub(super) struct Records<'t> {
    text: &'t Text,
    at: usize,
    /// The number of lines before `at`.
    lines: u64,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, at: 0, lines: 0 }
    }

    /// The records behind a place.
    pub(super) fn at(text: &'t Text, Position { at, lines }: Position) -> Self {
        Self { text, at, lines }
    }

    /// The place behind the last record that was read.
    pub(super) fn position(&self) -> Position {
        Position { at: self.at, lines: self.lines }
    }

    /// Skips the lines before this one, and returns their number.
    pub(super) fn skip_to(&mut self, line: u64) -> u64 {
        let before = self.lines;
        while self.lines + 1 < line && self.at < self.text.bytes.len() {
            self.next_line();
        }
        self.lines - before
    }

    /// The next line without its end; it is behind the reader afterwards.
    fn next_line(&mut self) -> Range<usize> {
        let (start, bytes) = (self.at, &self.text.bytes);
        let end = memchr(self.text.line_end, &bytes[start..]).map_or(bytes.len(), |length| start + length);
        self.at = bytes.len().min(end + 1);
        self.lines += 1;
        start..self.without_return(start..end)
    }

    fn without_return(&self, range: Range<usize>) -> usize {
        if self.text.bytes[range.clone()].last() == Some(&b'\r') { range.end - 1 } else { range.end }
    }

    /// Extends a record over the lines that its quoted cells contain.
    fn extend(&mut self, range: &mut Range<usize>, end: usize) {
        if end > range.end {
            self.lines += self.text.line_ends(range.end..end);
            let rest = &self.text.bytes[end..];
            self.at = end + if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) };
            range.end = self.without_return(range.start..end);
        }
    }

    /// The next record that is not blank, split into cells, or the fault of its form. After a record with a fault in its
    /// quotes, reading goes on with the next line, so that one stray quote costs one line.
    pub(super) fn next(&mut self, cells: &mut Cells) -> Option<(Record, Result<(), Reason>)> {
        let Text { bytes, .. } = self.text;
        let mut range = loop {
            if self.at == bytes.len() {
                return None;
            }
            let line = self.next_line();
            if !bytes[line.clone()].trim_ascii().is_empty() {
                break line;
            }
        };
        let line = self.lines;
        if range.len() > LONGEST {
            cells.split_beginning(&bytes[range.clone()], self.text);
            return Some((Record { line, range }, Err(Reason::TooLong)));
        }
        if memchr(b'"', &bytes[range.clone()]).is_some() {
            match self.text.quoted_end(range.start) {
                Ok(end) => self.extend(&mut range, end),
                Err(fault) => {
                    cells.split_beginning(&bytes[range.clone()], self.text);
                    return Some((Record { line, range }, Err(fault)));
                }
            }
        }
        let record = Record { line, range };
        let split = self.text.split(&record, cells);
        Some((record, split))
    }
}

/// The cells of a record: their texts end to end, without quotes, and the end of each.
#[derive(Debug)]
pub(super) struct Cells {
    reader: Reader,
    delimiter: u8,
    bytes: Vec<u8>,
    text: String,
    ends: Vec<usize>,
    len: usize,
}

/// The number of cells for which memory is allocated first. A record with more cells doubles it.
const CELLS: usize = 32;

impl Cells {
    pub(super) fn new() -> Self {
        let (reader, ends) = (Reader::new(), vec![0; CELLS]);
        Self { reader, delimiter: b',', bytes: Vec::new(), text: String::new(), ends, len: 0 }
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The text of a cell.
    #[inline]
    pub(super) fn text(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// Splits a record whose quotes are well-formed.
    fn split(&mut self, record: &[u8], delimiter: u8, line_end: u8) -> Result<(), Reason> {
        self.set(delimiter, line_end);
        let written = self.parse(&[record, &[line_end]]);
        self.keep(written, record)
    }

    /// The complete cells at the beginning of a record that is too long or has a fault in its quotes: those in front of a
    /// delimiter.
    fn split_beginning(&mut self, line: &[u8], text: &Text) {
        self.set(text.delimiter, text.line_end);
        let _ = self.parse(&[line]);
        let written = if self.len == 0 { 0 } else { self.ends[self.len - 1] };
        if self.keep(written, line).is_err() {
            self.len = 0;
        }
    }

    fn set(&mut self, delimiter: u8, line_end: u8) {
        if self.delimiter != delimiter || self.bytes.is_empty() {
            self.delimiter = delimiter;
            self.reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(line_end)).build();
        }
    }

    /// Keeps the texts of the cells as a string. If they are not UTF-8, the cells in front of the fault remain.
    fn keep(&mut self, written: usize, record: &[u8]) -> Result<(), Reason> {
        self.text.clear();
        match std::str::from_utf8(&self.bytes[..written]) {
            Ok(text) => {
                self.text.push_str(text);
                Ok(())
            }
            Err(error) => {
                let valid = error.valid_up_to();
                self.text.push_str(std::str::from_utf8(&self.bytes[..valid]).expect("it is valid up to there"));
                self.len = self.ends[..self.len].partition_point(|&end| end <= valid);
                let byte = std::str::from_utf8(record).map_or_else(|error| error.valid_up_to(), |_| valid) + 1;
                Err(RowFault::NotUtf8 { byte }.into())
            }
        }
    }

    /// Splits the inputs into cells, and returns the length of their texts.
    fn parse(&mut self, inputs: &[&[u8]]) -> usize {
        self.reader.reset();
        let length = inputs.iter().map(|input| input.len()).sum();
        if self.bytes.len() < length {
            self.bytes.resize(length, 0);
        }
        // The parser skips a byte-order mark and empty lines at its first byte. Here they are part of a cell, so the parser
        // is fed a row first.
        if inputs[0].first().is_none_or(|&byte| byte == b'\xef') {
            let _ = self.reader.read_record(b"\n", &mut self.bytes, &mut self.ends);
        }
        self.len = 0;
        let mut written = 0;
        for input in inputs {
            let mut read = 0;
            loop {
                let (result, more_read, more_written, more_cells) =
                    self.reader.read_record(&input[read..], &mut self.bytes[written..], &mut self.ends[self.len..]);
                read += more_read;
                written += more_written;
                self.len += more_cells;
                match result {
                    ReadRecordResult::Record => return written,
                    ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                    ReadRecordResult::OutputFull => self.bytes.resize(2 * self.bytes.len() + 1, 0),
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
                }
            }
        }
        written
    }
}
