//! The parts of a printed table: lines of text, and columns.

use std::fmt;

use unicode_width::UnicodeWidthStr;

use super::column::{Align, TextColumn, note_of};

/// A part of a printed table.
pub(crate) enum Block {
    /// A line of text.
    Line(String),
    /// An empty line between two tables.
    Gap,
    /// Columns of the same length, each with a heading.
    Columns(Vec<TextColumn>),
}

/// The most decimals of a table: the smallest float has 1,074. Formatting panics above 65,535.
const MOST_DECIMALS: usize = 1_100;

/// The decimals that a caller asks for.
pub(super) fn decimals(f: &fmt::Formatter<'_>) -> Option<usize> {
    f.precision().map(|decimals| decimals.min(MOST_DECIMALS))
}

/// Prints blocks as aligned text.
pub(crate) fn write_blocks(f: &mut fmt::Formatter<'_>, blocks: &[Block]) -> fmt::Result {
    for block in blocks {
        match block {
            Block::Line(line) => writeln!(f, "{line}")?,
            Block::Gap => writeln!(f)?,
            Block::Columns(columns) => {
                write_columns(f, columns)?;
                if let Some(note) = note_of(columns) {
                    writeln!(f, "{note}")?;
                }
            }
        }
    }
    Ok(())
}

/// Writes the headings and then the rows of columns.
fn write_columns(f: &mut fmt::Formatter<'_>, columns: &[TextColumn]) -> fmt::Result {
    let widths: Vec<usize> = columns.iter().map(TextColumn::width).collect();
    for row in 0..=columns.first().map_or(0, |column| column.texts.len()) {
        let mut line = String::new();
        for (index, (column, &width)) in columns.iter().zip(&widths).enumerate() {
            let text = if row == 0 { &column.heading } else { &column.texts[row - 1] };
            let gap = " ".repeat(width - text.width());
            let (before, after) = if column.align == Align::Left { ("", &*gap) } else { (&*gap, "") };
            if index > 0 {
                line += "  ";
            }
            line += &[before, text, after].concat();
        }
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}
