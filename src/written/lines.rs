//! Lines of a file, counted, in bounded memory.

use std::io::BufRead;

use super::error::{ReadError, Reason, Refused};

/// A line may be this long, in bytes and without its end.
const LONGEST: usize = 8 << 20;
/// The most that is read of a line: as long as it may be, and its end.
const READ: u64 = LONGEST as u64 + 2;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF_16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Lines, one at a time: without their ends (LF or CRLF), blank ones skipped but counted, and a byte-order mark at the
/// start of one, where a file began, read past.
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

    /// The number of the last line that was read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next line that is not blank, with its number; none at the end. After a line that is refused comes the next.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &str)>, ReadError> {
        let length = loop {
            if !self.read()? {
                return Ok(None);
            }
            if !self.buffer.trim_ascii().is_empty() {
                break self.buffer.len();
            }
        };
        let refused = |reason| Err(Refused::new(self.line, reason).into());
        if length > LONGEST {
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
        if self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.buffer.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(true)
    }
}
