//! A sheet of a spreadsheet as the text of a table.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, Xlsx, XlsxError};
use jiff::civil::Date;

use super::options::Options;
use super::records::{CELL_END, ROW_END};
use crate::io::error::Reason;
use crate::number::clip;

/// The number of cells of the largest sheet that is read, with the blank ones of its table.
const MOST_CELLS: usize = 100_000_000;

/// A row and a column, from 0.
type CellPosition = (u32, u32);

/// A cell that is not empty.
type Cell = (CellPosition, Data);

/// The text of the sheet that the options name: cells end with [`CELL_END`], rows with [`ROW_END`], and the first row of
/// the text is the first of the sheet. Numbers are written as the options read them, and days as `2026-03-02`.
pub(super) fn text(bytes: &[u8], options: &Options) -> Result<Vec<u8>, Reason> {
    let mut sheets: Sheets<_> =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names = sheets.sheet_names();
    let known = names.iter().map(|name| format!("`{}`", clip(name))).collect::<Vec<_>>().join(", ");
    let Some(name) = &options.sheet else {
        return Err(fault(format!("name the sheet to read (option `sheet`), one of {known}")));
    };
    if !names.contains(name) {
        return Err(fault(format!("it has no sheet `{}`, only {known}", clip(name))));
    }
    written(&cells(&mut sheets, name, options)?, options)
}

/// The file is a spreadsheet, and is not read.
pub(super) fn fault(fault: String) -> Reason {
    Reason::Spreadsheet { fault }
}

fn broken(error: &dyn std::fmt::Display) -> Reason {
    fault(format!("it cannot be read: {}", clip(&error.to_string())))
}

/// The cells of a sheet, by row and column. Those of an `.xlsx` file are read one by one, since a single cell far from
/// the others would make the rectangle around them larger than memory.
fn cells(sheets: &mut Sheets<Cursor<&[u8]>>, name: &str, options: &Options) -> Result<Vec<Cell>, Reason> {
    let (mut cells, formulas) = match sheets {
        Sheets::Xlsx(file) => cells_of_xlsx(file, name).map_err(|error| broken(&error))?,
        _ => {
            let range = sheets.worksheet_range(name).map_err(|error| broken(&error))?;
            let formulas = sheets.worksheet_formula(name).map_err(|error| broken(&error))?;
            let cells = range.used_cells().map(|(row, column, cell)| (position(&range, row, column), cell.clone()));
            let positions = formulas.used_cells().map(|(row, column, _)| position(&formulas, row, column));
            (cells.collect(), positions.collect())
        }
    };
    cells.sort_by_key(|&(position, _)| position);
    cells.dedup_by_key(|&mut (position, _)| position);
    let is_unknown = |position: &CellPosition| {
        u64::from(position.0) + 1 >= options.header_line
            && cells.binary_search_by_key(position, |&(position, _)| position).is_err()
    };
    if let Some(&unknown) = formulas.iter().find(|position| is_unknown(position)) {
        let cell = name_of(unknown);
        return Err(fault(format!(
            "cell {cell} has a formula, and the file does not have its value: open the file in a spreadsheet program and \
             save it"
        )));
    }
    // Blank columns at the left are not of the table.
    let first = cells.iter().map(|((_, column), _)| *column).min().unwrap_or_default();
    for ((_, column), _) in &mut cells {
        *column -= first;
    }
    Ok(cells)
}

/// The position in its sheet of a cell of a rectangle.
fn position<T: calamine::CellType>(range: &calamine::Range<T>, row: usize, column: usize) -> CellPosition {
    let (first_row, first_column) = range.start().unwrap_or_default();
    (first_row + row as u32, first_column + column as u32)
}

/// The cells with a value, and the positions of formulas if a cell may have one and no value.
fn cells_of_xlsx(file: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(Vec<Cell>, Vec<CellPosition>), XlsxError> {
    let (mut cells, mut formulas, mut count) = (Vec::new(), Vec::new(), 0);
    let mut reader = file.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell()? {
        count += 1;
        let value = Data::from(cell.get_value().clone());
        if value != Data::Empty {
            cells.push((cell.get_position(), value));
        }
    }
    drop(reader);
    if count > cells.len() {
        // The reader gives values or formulas.
        let mut reader = file.worksheet_cells_reader(name)?;
        while let Some(cell) = reader.next_formula()? {
            if !cell.get_value().is_empty() {
                formulas.push(cell.get_position());
            }
        }
    }
    Ok((cells, formulas))
}

/// The name of a cell: `A1` is the first.
fn name_of((row, column): CellPosition) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// The rows of these cells as text. Each row that is not blank has at least as many cells as the header.
fn written(cells: &[Cell], options: &Options) -> Result<Vec<u8>, Reason> {
    let rows = || cells.chunk_by(|((one, _), _), ((two, _), _)| one == two);
    let row_of = |row: &[Cell]| row[0].0.0;
    let width = |row: &[Cell]| row[row.len() - 1].0.1 as usize + 1;
    let header = rows().find(|row| u64::from(row_of(row)) + 1 >= options.header_line).map_or(0, width);
    let count: usize = rows().map(|row| width(row).max(header)).sum();
    if count > MOST_CELLS {
        let last = cells.last().map_or(0, |((row, _), _)| row + 1);
        return Err(fault(format!(
            "its table would have {count} cells, most of them blank, and at most {MOST_CELLS} are read: remove cells far \
             from the others (the last row is {last})"
        )));
    }
    let (mut text, mut next) = (Vec::new(), 0);
    for row in rows() {
        text.resize(text.len() + (row_of(row) - next) as usize, ROW_END);
        next = row_of(row) + 1;
        let mut column = 0;
        for ((_, index), cell) in row {
            text.resize(text.len() + (*index - column) as usize, CELL_END);
            column = *index;
            push(&mut text, &cell_text(cell, options));
        }
        text.resize(text.len() + header.saturating_sub(column as usize + 1), CELL_END);
        text.push(ROW_END);
    }
    Ok(text)
}

/// Adds a cell, in quotes if it could be read as several.
fn push(text: &mut Vec<u8>, cell: &str) {
    if cell.bytes().any(|byte| matches!(byte, b'"' | b'\r' | CELL_END | ROW_END)) {
        text.push(b'"');
        text.extend(cell.replace('"', "\"\"").bytes());
        text.push(b'"');
    } else {
        text.extend(cell.bytes());
    }
}

/// The text of a cell. A time of day beside a day is left out: interactions have days.
fn cell_text(cell: &Data, options: &Options) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) if options.has_decimal_comma => number.to_string().replace('.', ","),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        // Below one it is a time of day alone.
        Data::DateTime(time) if time.is_datetime() && time.as_f64() >= 1.0 => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let day = i16::try_from(year).ok().zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()));
            let day = day.and_then(|(year, (month, day))| Date::new(year, month, day).ok());
            day.map_or_else(|| time.to_string(), |day| day.to_string())
        }
        Data::DateTime(duration) => duration.to_string(),
        Data::DateTimeIso(text) => {
            let day = text.get(..10).and_then(crate::io::day::parse);
            day.map_or_else(|| text.clone(), |day| day.to_string())
        }
        Data::Error(error) => error.to_string(),
    }
}
