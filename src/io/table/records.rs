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
    /// Bytes that are not UTF-8 are replaced.
    text: String,
    is_utf8: bool,
    /// The places of replaced bytes. Some were replaced by the program that wrote the file.
    replaced: Vec<usize>,
    delimiter: u8,
    line_end: u8,
    /// The character that separates cells where a record is shown.
    shown_delimiter: char,
    /// Whether it is a table of refused rows, each of which begins with its reason.
    has_reasons: bool,
}

/// Whether lines end with a carriage return alone, as those of programs for the Mac do. Line feeds are then in quotes.
fn ends_with_returns(bytes: &[u8], delimiter: u8) -> bool {
    let Some(first) = memchr2(b'\r', b'\n', bytes) else { return false };
    if bytes[first..].iter().find(|&&byte| byte != b'\r') == Some(&b'\n') {
        return false;
    }
    let (mut is_quoted, mut before) = (false, delimiter);
    for &byte in bytes {
        // A quote inside a cell opens none.
        let is_at_end = is_quoted || [delimiter, b'\r', b'\n', b'"'].contains(&before);
        is_quoted ^= byte == b'"' && is_at_end;
        if byte == b'\n' && !is_quoted {
            return false;
        }
        before = byte;
    }
    true
}

/// Where a record stands in the text, without its line end, and the number of its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) range: Range<usize>,
}

impl Text {
    pub(super) fn new(bytes: Vec<u8>, delimiter: u8) -> Self {
        let line_end = if ends_with_returns(&bytes, delimiter) { b'\r' } else { b'\n' };
        Self::of(bytes, delimiter, line_end, delimiter)
    }

    /// The text of a sheet. A record of it is shown with the cells separated by `delimiter`.
    #[cfg(feature = "spreadsheet")]
    pub(super) fn of_sheet(bytes: Vec<u8>, delimiter: u8) -> Self {
        Self::of(bytes, CELL_END, ROW_END, delimiter)
    }

    fn of(bytes: Vec<u8>, delimiter: u8, line_end: u8, shown: u8) -> Self {
        let (text, is_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, true),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
        };
        let mut encoded = [0; 4];
        let replacement = char::REPLACEMENT_CHARACTER.encode_utf8(&mut encoded);
        let replaced = memchr::memmem::find_iter(text.as_bytes(), replacement).collect();
        Self { text, is_utf8, replaced, delimiter, line_end, shown_delimiter: char::from(shown), has_reasons: false }
    }

    /// Whether a cell without quotes has a carriage return, which ends a line for another program.
    pub(super) fn has_other_line_end(&self, record: &Record) -> bool {
        let Range { mut start, end } = record.range;
        while start < end {
            let cell_end = self.cell_end(start, end);
            let cell = &self.bytes()[start..cell_end];
            if cell.first() != Some(&b'"') && memchr(b'\r', cell).is_some() {
                return true;
            }
            start = cell_end + 1;
        }
        false
    }

    /// Reads it as a table of refused rows.
    pub(super) fn set_has_reasons(&mut self) {
        self.has_reasons = true;
    }

    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Whether the file is UTF-8.
    pub(super) fn is_utf8(&self) -> bool {
        self.is_utf8
    }

    /// Whether it is the text of a sheet.
    pub(super) fn is_of_sheet(&self) -> bool {
        self.delimiter == CELL_END
    }

    /// The character that separates cells in [`raw`](Self::raw) text.
    pub(super) fn delimiter(&self) -> char {
        self.shown_delimiter
    }

    /// The text of a record without its first cells, as it stands in a file of text.
    pub(super) fn raw(&self, record: &Record, first: usize) -> String {
        let mut cells = Cells::new();
        if self.is_of_sheet() && self.split(record, &mut cells).is_ok() {
            let cells = (first..cells.len()).map(|index| csv::text_cell(cells.text(index), self.shown_delimiter));
            return cells.collect::<Vec<_>>().join(&self.shown_delimiter.to_string());
        }
        let Range { mut start, end } = record.range;
        for _ in 0..first {
            let spaces = self.spaces_before_quote(&self.bytes()[start.min(end)..end]);
            start = self.cell_end(start.min(end) + spaces, end) + 1;
        }
        self.text[start.min(end)..end].to_owned()
    }

    /// The index behind a cell, which may have a fault in its quotes.
    fn cell_end(&self, start: usize, end: usize) -> usize {
        let is_quoted = self.bytes()[start..end].first() == Some(&b'"');
        let behind_quotes = if is_quoted { self.closing_quote(start + 1, end).unwrap_or(end) } else { start };
        let rest = memchr(self.delimiter, &self.bytes()[behind_quotes..end]);
        rest.map_or(end, |length| behind_quotes + length)
    }

    /// The lines before a record, as they stand in a file of text, with their ends.
    pub(super) fn raw_before(&self, record: &Record) -> String {
        let before = &self.text[..record.range.start];
        if !self.is_of_sheet() {
            return before.replace(char::from(self.line_end), "\n");
        }
        // A cell of several lines would move the header down.
        let shown = |line: &str| {
            let line = line.trim_end_matches(char::from(CELL_END)).replace(['\r', '\n'], " ");
            line.replace(char::from(CELL_END), &self.shown_delimiter.to_string())
        };
        before.split_terminator(char::from(self.line_end)).map(|line| shown(line) + "\n").collect()
    }

    /// The number of lines.
    pub(super) fn lines(&self) -> u64 {
        let unended = self.bytes().last().is_some_and(|&last| last != self.line_end);
        self.line_ends(0..self.text.len()) + u64::from(unended)
    }

    fn line_ends(&self, range: Range<usize>) -> u64 {
        memchr::memchr_iter(self.line_end, &self.bytes()[range]).count() as u64
    }

    /// Splits a record whose quotes are well-formed into its cells.
    pub(super) fn split<'t>(&'t self, record: &Record, cells: &mut Cells<'t>) -> Result<(), Reason> {
        let Range { start, end } = record.range;
        cells.split(&self.text[start..end], self);
        match self.replaced.get(self.replaced.partition_point(|&place| place < start)) {
            Some(&place) if place < end => {
                cells.keep_before_replaced();
                let byte = place - start + 1;
                Err(if self.is_utf8 { RowFault::LostText { byte } } else { RowFault::NotUtf8 { byte } }.into())
            }
            _ => Ok(()),
        }
    }

    /// The end of the record that starts here, if its quotes are well-formed: a quoted cell may contain line breaks,
    /// and ends at its delimiter or its line end. Spaces before a quote are a fault of the whole record.
    fn quoted_end(&self, start: usize) -> Result<(usize, Option<RowFault>), Reason> {
        let limit = self.text.len().min(start + LONGEST);
        let bytes = &self.bytes()[..limit];
        let (mut at, mut cell, mut fault) = (start, 1, None);
        loop {
            let spaces = self.spaces_before_quote(bytes.get(at..).ok_or(Reason::TooLong)?);
            if spaces > 0 {
                fault.get_or_insert(RowFault::SpacesBeforeQuote { cell });
                at += spaces;
            }
            if bytes.get(at) == Some(&b'"') {
                let opening = at;
                let closing = self.closing_quote(at + 1, limit).filter(|&end| !self.has_reason(&bytes[opening..end]));
                at = closing.ok_or(RowFault::OpenQuote { cell })?;
                if self.line_end_at(at).is_some() {
                    return Ok((at, fault));
                }
                match self.bytes()[at] {
                    byte if byte == self.delimiter => {}
                    b'\r' => return Err(RowFault::MixedLineEnds.into()),
                    _ => return Err(RowFault::TextBehindQuote { cell }.into()),
                }
                at += 1;
            } else {
                match memchr2(self.delimiter, self.line_end, &bytes[at..]) {
                    Some(length) if bytes[at + length] == self.delimiter => at += length + 1,
                    Some(length) => return Ok((at + length, fault)),
                    None if self.line_end_at(limit).is_some() => return Ok((limit, fault)),
                    None => return Err(Reason::TooLong),
                }
            }
            cell += 1;
        }
    }

    /// Whether a quoted cell contains the beginning of another refused row: `line 3: ..`. Then two rows with an open quote
    /// are adjacent, which were not in their file.
    fn has_reason(&self, cell: &[u8]) -> bool {
        let is_reason = |at: usize| {
            let rest = cell[at + 1..].strip_prefix(b"line ").unwrap_or_default();
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let reason = rest[digits..].strip_prefix(b": ").unwrap_or_default();
            let rule = reason.strip_prefix(b"R").unwrap_or_default();
            let number = rule.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_numbered = number > 0 && rule[number..].starts_with(b": ");
            digits > 0 && (reason.starts_with(b"form: ") || is_numbered)
        };
        self.has_reasons && memchr::memchr_iter(self.line_end, cell).any(is_reason)
    }

    /// The number of spaces at the beginning of a cell, if a quote follows them. RFC 4180 does not have such cells, and
    /// programs differ in how they read them.
    fn spaces_before_quote(&self, cell: &[u8]) -> usize {
        let is_space = |byte: &u8| (*byte == b' ' || *byte == b'\t') && *byte != self.delimiter;
        let spaces = cell.iter().take_while(|byte| is_space(byte)).count();
        if cell.get(spaces) == Some(&b'"') { spaces } else { 0 }
    }

    /// The length of the end of a line, if there is one: a line feed and the carriage returns before it, or the end of the
    /// text, which has none.
    fn line_end_at(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes()[at..];
        let is_return = |byte: &&u8| **byte == b'\r' && self.line_end == b'\n';
        let returns = rest.iter().take_while(is_return).count();
        match rest.get(returns) {
            None => Some(returns),
            Some(&byte) => (byte == self.line_end).then_some(returns + 1),
        }
    }

    /// The bytes of a record without the spaces before its quotes, in pieces.
    fn without_spaces(&self, range: &Range<usize>) -> Vec<&[u8]> {
        let (bytes, mut pieces, mut from, mut at) = (self.bytes(), Vec::new(), range.start, range.start);
        while at < range.end {
            let spaces = self.spaces_before_quote(&bytes[at..range.end]);
            if spaces > 0 {
                pieces.push(&bytes[from..at]);
                from = at + spaces;
            }
            at = self.cell_end(at + spaces, range.end) + 1;
        }
        pieces.push(&bytes[from..range.end]);
        pieces
    }

    /// The index behind the quote that closes a cell. Two quotes are a quote of the cell.
    fn closing_quote(&self, mut at: usize, limit: usize) -> Option<usize> {
        loop {
            at += memchr(b'"', &self.bytes()[at..limit])? + 1;
            if at == limit || self.bytes()[at] != b'"' {
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

/// Reads the records of a text from its beginning. Blank lines are skipped and counted.
#[derive(Debug)]
pub(super) struct Records<'t> {
    text: &'t Text,
    at: usize,
    /// The number of lines before `at`.
    lines: u64,
    blank_lines: u64,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, at: 0, lines: 0, blank_lines: 0 }
    }

    /// The records behind a place.
    pub(super) fn at(text: &'t Text, Position { at, lines }: Position) -> Self {
        Self { text, at, lines, blank_lines: 0 }
    }

    /// The place behind the last record that was read.
    pub(super) fn position(&self) -> Position {
        Position { at: self.at, lines: self.lines }
    }

    /// Skips the lines before this one.
    pub(super) fn skip_to(&mut self, line: u64) {
        while self.lines + 1 < line && self.at < self.text.text.len() {
            self.next_line();
        }
    }

    /// The number of blank lines since the last call.
    pub(super) fn take_blank_lines(&mut self) -> u64 {
        std::mem::take(&mut self.blank_lines)
    }

    /// Whether a line has no cells. One of tabs that separate cells has.
    fn is_blank(&self, line: &[u8]) -> bool {
        line.iter().all(|&byte| byte.is_ascii_whitespace() && byte != self.text.delimiter)
    }

    /// The next line without its end; it is behind the reader afterwards.
    fn next_line(&mut self) -> Range<usize> {
        let (start, bytes) = (self.at, self.text.bytes());
        let end = memchr(self.text.line_end, &bytes[start..]).map_or(bytes.len(), |length| start + length);
        self.at = bytes.len().min(end + 1);
        self.lines += 1;
        // Carriage returns before or behind a line feed are of the line end.
        let returns = bytes[start..end].iter().take_while(|&&byte| byte == b'\r').count();
        start + returns..self.without_returns(start + returns..end)
    }

    /// The end of a line without its carriage returns. Some programs write two.
    fn without_returns(&self, range: Range<usize>) -> usize {
        let returns = self.text.bytes()[range.clone()].iter().rev().take_while(|&&byte| byte == b'\r').count();
        range.end - returns
    }

    /// Extends a record over the lines that its quoted cells contain.
    fn extend(&mut self, range: &mut Range<usize>, end: usize) {
        if end > range.end {
            self.lines += self.text.line_ends(range.end..end);
            self.at = end + self.text.line_end_at(end).expect("a record ends with its line");
            range.end = self.without_returns(range.start..end);
        }
    }

    /// The next record that is not blank, split into cells, or the fault of its form. After a record with a fault in its
    /// quotes, reading goes on with the next line, so that one stray quote costs one line.
    pub(super) fn next(&mut self, cells: &mut Cells<'t>) -> Option<(Record, Result<(), Reason>)> {
        let bytes = self.text.bytes();
        let mut range = loop {
            if self.at == bytes.len() {
                return None;
            }
            let line = self.next_line();
            if !self.is_blank(&bytes[line.clone()]) {
                break line;
            }
            self.blank_lines += 1;
        };
        let line = self.lines;
        let fault = self.fault_of_form(&mut range);
        let record = Record { line, range };
        let split = match fault {
            None => self.text.split(&record, cells),
            Some(fault) => {
                cells.split_beginning(&record, self.text);
                cells.keep_before(&fault);
                Err(fault)
            }
        };
        Some((record, split))
    }

    /// The fault of the form of a record. One with quotes is extended over the lines that its cells contain.
    fn fault_of_form(&mut self, range: &mut Range<usize>) -> Option<Reason> {
        let bytes = &self.text.bytes()[range.clone()];
        if bytes.len() > LONGEST {
            return Some(Reason::TooLong);
        }
        memchr(b'"', bytes)?;
        match self.text.quoted_end(range.start) {
            Ok((end, fault)) => {
                self.extend(range, end);
                fault.map(Reason::from)
            }
            Err(fault) => Some(fault),
        }
    }
}

/// The cells of a record. Cells without quotes are borrowed from the text.
#[derive(Debug)]
pub(super) struct Cells<'t> {
    record: &'t str,
    has_quotes: bool,
    /// The texts of the cells end to end, if the record has quotes.
    unquoted: String,
    buffer: Vec<u8>,
    /// Made for the first record with quotes.
    reader: Option<Reader>,
    /// The end of each cell in the record, or in `unquoted`.
    ends: Vec<usize>,
    len: usize,
}

/// The number of bytes that are compared with the delimiter at a time: two registers of 16 bytes. The last block of a
/// record is filled up, so that a longer one takes more time.
const BLOCK: usize = 32;

/// The number of cells for which memory is allocated first. A record with more cells doubles it.
const CELLS: usize = 32;

impl<'t> Cells<'t> {
    pub(super) fn new() -> Self {
        Self {
            record: "",
            has_quotes: false,
            unquoted: String::new(),
            buffer: Vec::new(),
            reader: None,
            ends: vec![0; CELLS],
            len: 0,
        }
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The text of a cell.
    #[inline]
    pub(super) fn text(&self, index: usize) -> &str {
        if self.has_quotes {
            &self.unquoted[if index == 0 { 0 } else { self.ends[index - 1] }..self.ends[index]]
        } else {
            self.borrowed(index)
        }
    }

    /// The text of a cell of a record without quotes, borrowed from the table.
    #[inline]
    fn borrowed(&self, index: usize) -> &'t str {
        &self.record[if index == 0 { 0 } else { self.ends[index - 1] + 1 }..self.ends[index]]
    }

    fn split(&mut self, record: &'t str, text: &Text) {
        self.record = record;
        self.has_quotes = false;
        if memchr(b'"', record.as_bytes()).is_some() {
            return self.unquote(&[record.as_bytes(), &[text.line_end]], text);
        }
        self.len = 0;
        let (blocks, rest) = record.as_bytes().as_chunks();
        for (index, block) in blocks.iter().enumerate() {
            self.push_ends(block, index * BLOCK, text.delimiter);
        }
        // The last block is filled up with delimiters, of which the first ends the last cell.
        let mut last = [text.delimiter; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        self.push_ends(&last, blocks.len() * BLOCK, text.delimiter);
        self.len -= BLOCK - 1 - rest.len();
    }

    /// Adds the ends of the cells that end in a block, which begins here in its record.
    ///
    /// A call of `memchr` for each cell takes three times the time, since cells are short.
    fn push_ends(&mut self, block: &[u8; BLOCK], start: usize, delimiter: u8) {
        if self.ends.len() < self.len + BLOCK {
            self.ends.resize(2 * (self.len + BLOCK), 0);
        }
        // The compiler compares all bytes at once.
        let is_end = block.map(|byte| u8::from(byte == delimiter));
        for (index, word) in is_end.as_chunks().0.iter().enumerate() {
            let mut ends = u64::from_le_bytes(*word);
            while ends != 0 {
                self.ends[self.len] = start + index * size_of::<u64>() + ends.trailing_zeros() as usize / 8;
                self.len += 1;
                ends &= ends - 1;
            }
        }
    }

    /// The complete cells at the beginning of a record that is too long or has a fault in its quotes: those in front of a
    /// delimiter. Spaces before a quote are left out, so that an id behind them is found.
    fn split_beginning(&mut self, record: &Record, text: &'t Text) {
        self.record = &text.text[record.range.clone()];
        self.unquote(&text.without_spaces(&record.range), text);
        self.keep_before_replaced();
    }

    /// Keeps the cells in front of the one that is at fault.
    fn keep_before(&mut self, fault: &Reason) {
        if let Reason::Row(RowFault::OpenQuote { cell } | RowFault::TextBehindQuote { cell }) = fault {
            self.len = self.len.min(cell - 1);
        }
    }

    /// Keeps the cells in front of the first one in which bytes were replaced.
    fn keep_before_replaced(&mut self) {
        let is_whole = |&index: &usize| !self.text(index).contains(char::REPLACEMENT_CHARACTER);
        self.len = (0..self.len).take_while(is_whole).count();
    }

    /// Splits a record with quotes, in several pieces, by the parser of the csv crate.
    fn unquote(&mut self, pieces: &[&[u8]], text: &Text) {
        self.has_quotes = true;
        let reader = self.reader.get_or_insert_with(|| {
            ReaderBuilder::new().delimiter(text.delimiter).terminator(Terminator::Any(text.line_end)).build()
        });
        reader.reset();
        let length = pieces.iter().map(|piece| piece.len()).sum();
        if self.buffer.len() < length {
            self.buffer.resize(length, 0);
        }
        // The parser skips a byte-order mark at its first byte. Here it is part of a cell, so the parser is fed a row first.
        let _ = reader.read_record(&[text.line_end], &mut self.buffer, &mut self.ends);
        self.len = 0;
        let mut written = 0;
        for piece in pieces {
            let mut read = 0;
            loop {
                let (result, more_read, more_written, more_cells) =
                    reader.read_record(&piece[read..], &mut self.buffer[written..], &mut self.ends[self.len..]);
                read += more_read;
                written += more_written;
                self.len += more_cells;
                match result {
                    ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                    ReadRecordResult::OutputFull => self.buffer.resize(2 * self.buffer.len() + 1, 0),
                    ReadRecordResult::Record | ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
                }
            }
        }
        let complete = if self.len == 0 { 0 } else { self.ends[self.len - 1] };
        let text = std::str::from_utf8(&self.buffer[..complete]).expect("UTF-8 split at ASCII is UTF-8");
        self.unquoted.clear();
        self.unquoted.push_str(text);
    }
}
