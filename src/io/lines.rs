//! The lines of a file, with their numbers, in bounded memory.

use std::io::BufRead;

use super::byte_order_mark;
use super::error::{ReadError, Reason, Refusal};

/// The length of the longest line, in bytes, without its end: 8 MiB. It bounds the memory that a file can demand.
const LONGEST: usize = 8 << 20;
/// The most bytes read of a line: a byte-order mark, the longest line, and its end (CRLF). A line of which this many
/// bytes are read is too long.
const READ_LIMIT: u64 = (byte_order_mark::UTF_8.len() + LONGEST + 2) as u64;

const UTF_16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Reads lines one at a time, without their ends (LF or CRLF). Blank lines are skipped and counted, and a byte-order
/// mark at the beginning of a file is skipped.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 0, buffer: Vec::new() }
    }

    /// The number of the last line read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The text of the last line read. Bytes that are not UTF-8 are replaced.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.buffer)
    }

    /// The next line that is not blank, with its number; `None` at the end. After a refused line, reading goes on with
    /// the next.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &str)>, ReadError> {
        loop {
            if !self.read()? {
                return Ok(None);
            }
            // A line that is too long is not blank: only its beginning was read.
            if self.buffer.len() > LONGEST || !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let refused = |reason| Err(Refusal::new(self.line, reason).into());
        if self.buffer.len() > LONGEST {
            return refused(Reason::TooLong);
        }
        match std::str::from_utf8(&self.buffer) {
            Ok(text) => Ok(Some((self.line, text))),
            Err(_) if self.line == 1 && byte_order_mark::is_utf_32(&self.buffer) => refused(Reason::Utf32),
            Err(_) if self.line == 1 && UTF_16_MARKS.iter().any(|mark| self.buffer.starts_with(mark)) => {
                refused(Reason::Utf16)
            }
            Err(error) => refused(Reason::NotUtf8 { byte: error.valid_up_to() + 1 }),
        }
    }

    /// Reads a line into the buffer; `false` at the end of the input.
    fn read(&mut self) -> Result<bool, ReadError> {
        self.buffer.clear();
        let input_error = |line: u64| move |error: std::io::Error| ReadError::input(line, &error);
        let mut start = std::io::Read::take(&mut self.input, READ_LIMIT);
        let read = start.read_until(b'\n', &mut self.buffer).map_err(input_error(self.line + 1))?;
        if read == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
            if self.buffer.last() == Some(&b'\r') {
                self.buffer.pop();
            }
        } else if read as u64 == READ_LIMIT {
            self.input.skip_until(b'\n').map_err(input_error(self.line))?;
        }
        // Files may be joined end to end, so a file may begin on any line.
        while self.buffer.starts_with(byte_order_mark::UTF_8) {
            self.buffer.drain(..byte_order_mark::UTF_8.len());
        }
        Ok(true)
    }
}
