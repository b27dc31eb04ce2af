//! A sheet of a spreadsheet as the text of a table.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets};
use jiff::civil::Date;

use super::options::Options;
use super::records::{CELL_END, ROW_END};
use crate::io::error::Reason;
use crate::number::clip;

/// The text of the sheet that the options name: cells end with [`CELL_END`], rows with [`ROW_END`], and the first row of
/// the text is the first of the sheet. Numbers and days are written as the options read them.
pub(super) fn text(bytes: &[u8], options: &Options) -> Result<Vec<u8>, Reason> {
    let broken = |error: &dyn std::fmt::Display| fault(format!("it cannot be read: {}", clip(&error.to_string())));
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
    let range = sheets.worksheet_range(name).map_err(|error| broken(&error))?;
    let first_row = range.start().map_or(0, |(row, _)| row as usize);
    let mut text = vec![ROW_END; first_row];
    for row in range.rows() {
        let is_blank = row.iter().all(|cell| *cell == Data::Empty);
        for (index, cell) in row.iter().enumerate().filter(|_| !is_blank) {
            if index > 0 {
                text.push(CELL_END);
            }
            push(&mut text, &cell_text(cell, options));
        }
        text.push(ROW_END);
    }
    Ok(text)
}

/// The file is a spreadsheet, and is not read.
pub(super) fn fault(fault: String) -> Reason {
    Reason::Spreadsheet { fault }
}

/// Adds a cell, in quotes if it could be read as several.
fn push(text: &mut Vec<u8>, cell: &str) {
    if cell.bytes().any(|byte| matches!(byte, b'"' | CELL_END | ROW_END)) {
        text.push(b'"');
        text.extend(cell.replace('"', "\"\"").bytes());
        text.push(b'"');
    } else {
        text.extend(cell.bytes());
    }
}

/// The text of a cell in a CSV file of this form.
fn cell_text(cell: &Data, options: &Options) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) if options.has_decimal_comma => number.to_string().replace('.', ","),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let day = i16::try_from(year).ok().zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()));
            let day = day.and_then(|(year, (month, day))| Date::new(year, month, day).ok());
            day.map_or_else(|| time.to_string(), |day| written(day, options))
        }
        Data::DateTime(duration) => duration.to_string(),
        Data::DateTimeIso(text) => {
            let day = text.get(..10).and_then(crate::io::day::parse);
            day.map_or_else(|| text.clone(), |day| written(day, options))
        }
        Data::Error(error) => error.to_string(),
    }
}

/// A day in the first form that the options state. A time of day is left out: interactions have days.
fn written(day: Date, options: &Options) -> String {
    match options.days.first() {
        None => day.to_string(),
        Some(form) => jiff::fmt::strtime::format(form, day).unwrap_or_else(|_| day.to_string()),
    }
}
