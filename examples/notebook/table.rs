//! A small table of a notebook.

use std::fmt::{self, Write as _};

/// Rows of texts below their headings. Columns whose cells all begin with a digit or a minus sign are aligned right.
pub(crate) struct Table<const WIDTH: usize> {
    rows: Vec<[String; WIDTH]>,
}

impl<const WIDTH: usize> Table<WIDTH> {
    pub(crate) fn new(headings: [impl Into<String>; WIDTH]) -> Self {
        Self { rows: vec![headings.map(Into::into)] }
    }

    pub(crate) fn row(&mut self, cells: [String; WIDTH]) {
        self.rows.push(cells);
    }
}

impl<const WIDTH: usize> fmt::Display for Table<WIDTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: [(usize, bool); WIDTH] = std::array::from_fn(|column| {
            let cells = self.rows.iter().map(|row| row[column].as_str());
            let width = cells.clone().map(|cell| cell.chars().count()).max().unwrap_or(0);
            let mut cells = cells.skip(1);
            (width, cells.all(|cell| cell.starts_with(|first: char| first == '-' || first.is_ascii_digit())))
        });
        for row in &self.rows {
            let mut line = String::new();
            for (cell, (width, is_number)) in row.iter().zip(columns) {
                let gap = if line.is_empty() { "" } else { "  " };
                if is_number {
                    write!(line, "{gap}{cell:>width$}")?;
                } else {
                    write!(line, "{gap}{cell:<width$}")?;
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
