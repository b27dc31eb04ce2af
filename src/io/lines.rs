//! Lines of a file, counted, in bounded memory.

use std::io::BufRead;

use super::error::{ReadError, Reason, Refusal};

/// A line may be this long, in bytes and without its end.
const LONGEST: usize = 8 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The most that is read of a line: a mark, as long as it may be, and its end. What is still longer than a line may be
/// without its mark was cut.
const READ: u64 = (BYTE_ORDER_MARK.len() + LONGEST + 2) as u64;

const UTF_16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Lines, one at a time: without their ends (LF or CRLF), blank ones skipped but counted, and a byte-order mark where a
/// file begins read past.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    /// Whether files may have been joined end to end, so that one may begin on any line.
    joined: bool,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The lines of one file.
    #[cfg(feature = "csv")]
    pub(super) fn of_one(input: R) -> Self {
        Self { input, joined: false, line: 0, buffer: Vec::new() }
    }

    /// The lines of one file, or of several joined end to end.
    #[cfg(feature = "json")]
    pub(super) fn of_joined(input: R) -> Self {
        Self { input, joined: true, line: 0, buffer: Vec::new() }
    }

    /// The number of the last line that was read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next line that is not blank, with its number; none at the end. After a line that is refused comes the next.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &str)>, ReadError> {
        loop {
            if !self.read()? {
                return Ok(None);
            }
            // A line that was cut is not blank for having a blank beginning.
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
            Err(_) if self.line == 1 && UTF_16_MARKS.iter().any(|mark| self.buffer.starts_with(mark)) => {
                refused(Reason::Utf16)
            }
            Err(error) => refused(Reason::NotUtf8 { byte: error.valid_up_to() + 1 }),
        }
    }

    /// Of a line that was refused, as much of its beginning as is text.
    #[cfg(feature = "csv")]
    pub(super) fn beginning(&self) -> &str {
        let end = std::str::from_utf8(&self.buffer).map_or_else(|error| error.valid_up_to(), str::len);
        std::str::from_utf8(&self.buffer[..end]).unwrap_or_default()
    }

    /// Reads a line into the buffer, and says whether there was one.
    fn read(&mut self) -> Result<bool, ReadError> {
        self.buffer.clear();
        let input_error = |line: u64| move |error: std::io::Error| ReadError::input(line, &error);
        let mut start = std::io::Read::take(&mut self.input, READ);
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
        } else if read as u64 == READ {
            self.input.skip_until(b'\n').map_err(input_error(self.line))?;
        }
        if (self.joined || self.line == 1) && self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.buffer.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(true)
    }
}
