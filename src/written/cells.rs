//! A line of a table as its cells.

use super::error::RowFault;

/// The cells of one line, kept from line to line so that splitting takes no memory.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Quoted cells, without their quotes.
    unquoted: String,
    cells: Vec<Place>,
}

/// Where a cell's text is.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    end: u32,
    unquoted: bool,
}

/// A row: a line and where its cells are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    line: &'a str,
    cells: &'a Cells,
}

impl<'a> Row<'a> {
    /// The number of cells.
    pub(super) fn len(self) -> usize {
        self.cells.cells.len()
    }

    /// The text of a cell.
    #[inline]
    pub(super) fn cell(self, index: usize) -> &'a str {
        let Place { start, end, unquoted } = self.cells.cells[index];
        let text = if unquoted { &self.cells.unquoted } else { self.line };
        &text[start as usize..end as usize]
    }
}

impl Cells {
    /// Splits a line at its commas. Cells may stand in quotes, in which a quote is doubled and a comma no end; a quote
    /// elsewhere is a letter like any other. Lines are at most 8 MiB long, which 32 bits count.
    #[inline]
    pub(super) fn split<'a>(&'a mut self, line: &'a str) -> Result<Row<'a>, RowFault> {
        self.cells.clear();
        self.unquoted.clear();
        let bytes = line.as_bytes();
        let mut start = 0;
        loop {
            if bytes.get(start) == Some(&b'"') {
                start = self.quoted(line, start)?;
            } else {
                let end = bytes[start..].iter().position(|&byte| byte == b',').map_or(bytes.len(), |at| start + at);
                self.cells.push(Place { start: start as u32, end: end as u32, unquoted: false });
                start = end;
            }
            if start == bytes.len() {
                return Ok(Row { line, cells: self });
            }
            start += 1;
        }
    }

    /// Takes the quoted cell that begins at `start`, and gives where it ends.
    fn quoted(&mut self, line: &str, start: usize) -> Result<usize, RowFault> {
        let cell = self.cells.len() + 1;
        let from = self.unquoted.len() as u32;
        let mut rest = start + 1;
        loop {
            let Some(text) = line[rest..].find('"') else { return Err(RowFault::OpenQuote { cell }) };
            self.unquoted.push_str(&line[rest..rest + text]);
            rest += text + 1;
            match line.as_bytes().get(rest) {
                Some(b'"') => {
                    self.unquoted.push('"');
                    rest += 1;
                }
                None | Some(b',') => break,
                Some(_) => return Err(RowFault::BehindQuote { cell }),
            }
        }
        self.cells.push(Place { start: from, end: self.unquoted.len() as u32, unquoted: true });
        Ok(rest)
    }
}
