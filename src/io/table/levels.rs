//! The appraisals in the cells of a row.

use jiff::civil::Date;

use super::column::Column;
use super::header::{WideColumns, WideDay};
use super::row::{Row, whole_number};
use crate::catalogue::{Builder, Catalogue, MeasureId};
use crate::io::error::{Reason, RowFault};
use crate::ledger::{AppraiseError, RecordError};
use crate::number::{Number, clip};
use crate::record::Appraisal;

/// Adds the appraisals of a row: one, several if levels stand beside each other, or none without a level and a change.
#[inline]
pub(super) fn appraisals<N: Number>(
    row: Row<'_>,
    catalogue: &Catalogue<N>,
    mut add: impl FnMut(Appraisal<N>),
) -> Result<(), Reason> {
    let wide = row.header().wide();
    let mut has_appraisal = false;
    let mut add = |appraisal| {
        has_appraisal = true;
        add(appraisal);
    };
    if wide.is_empty() {
        long(row, &mut add)?;
    } else {
        row.check_days_of_levels()?;
        check_measure(row, catalogue)?;
        wide.iter().try_for_each(|columns| beside(row, columns, &mut add))?;
    }
    if has_appraisal { Ok(()) } else { no_appraisal(row, catalogue) }
}

/// A row without an appraisal may not describe one: the cell would be lost. A cell with the default is as good as an
/// empty one. Its measure, if it names one, is of the catalogue.
pub(super) fn no_appraisal<N: Number>(row: Row<'_>, catalogue: &Catalogue<N>) -> Result<(), Reason> {
    check_measure(row, catalogue)?;
    let is_other = |column: Column, default: fn(&str) -> bool| row.text(column).is_some_and(|text| !default(text));
    let differs = |column: Column, from: Column| row.text(column).is_some_and(|text| row.text(from) != Some(text));
    let lost = if differs(Column::Beneficiary, Column::User) {
        Column::Beneficiary
    } else if is_other(Column::FollowUp, |text| whole_number(text) == Some(1)) {
        Column::FollowUp
    } else if is_other(Column::Source, |text| text == OWN) {
        Column::Source
    } else if differs(Column::Made, Column::On) && row.day(Column::Made)? != row.day(Column::On).ok().flatten() {
        Column::Made
    } else {
        return Ok(());
    };
    Err(RowFault::OfNoAppraisal { column: row.name(lost) }.into())
}

/// The measure of a row, if it names one, is of the catalogue.
fn check_measure<N: Number>(row: Row<'_>, catalogue: &Catalogue<N>) -> Result<(), Reason> {
    match row.text(Column::Measure).filter(|measure| catalogue.measure(measure).is_none()) {
        Some(measure) => Err(unknown_measure(measure, catalogue)),
        None => Ok(()),
    }
}

/// The reason why a measure that the catalogue does not have is refused.
pub(super) fn unknown_measure<N: Number>(measure: &str, catalogue: &Catalogue<N>) -> Reason {
    match MeasureId::new(measure) {
        Err(empty) => empty.into(),
        Ok(measure) => {
            let nearest = catalogue.nearest_measure(&measure);
            RecordError::from(AppraiseError::UnknownMeasure { measure, nearest }).into()
        }
    }
}

/// The cell `source` of a beneficiary's own word, which is the default.
pub(super) const OWN: &str = "own";

/// The appraisal of a row, if it has a level or a change.
fn long<N: Number>(row: Row<'_>, add: &mut impl FnMut(Appraisal<N>)) -> Result<(), Reason> {
    let (before, after) = (row.number(Column::Before)?, row.number(Column::After)?);
    let (expected, without) = (row.number(Column::Expected)?, row.number(Column::Without)?);
    let change = row.number(Column::Change)?;
    let references = row.references().collect::<Result<Vec<(&str, N)>, Reason>>()?;
    let made = row.day(Column::Made)?;
    let levels = [before, after, expected, without, change];
    if levels.iter().all(Option::is_none) && references.is_empty() {
        return Ok(());
    }
    let follow_up = match row.text(Column::FollowUp) {
        None => None,
        Some(text) => Some(
            whole_number(text)
                .ok_or_else(|| RowFault::NoFollowUp { column: row.name(Column::FollowUp), text: clip(text) })?,
        ),
    };
    let mut appraisal = of_measure(row, row.text(Column::Measure))?;
    appraisal.state(levels);
    for (name, level) in references {
        appraisal = appraisal.reference(name, level);
    }
    if let Some(number) = follow_up {
        appraisal = appraisal.follow_up(number);
    }
    if let Some(day) = made {
        appraisal = appraisal.made(day);
    }
    add(appraisal);
    Ok(())
}

/// The appraisals of a measure whose levels stand beside each other: one for each follow-up with a level, and the level
/// before with the first.
fn beside<N: Number>(row: Row<'_>, columns: &WideColumns, add: &mut impl FnMut(Appraisal<N>)) -> Result<(), Reason> {
    let measure = columns.measure.as_deref().or_else(|| row.text(Column::Measure));
    let mut before = columns.before.map_or(Ok(None), |index| row.number_at(index))?;
    for (follow_up, number) in columns.follow_ups.iter().zip(1..) {
        let Some(after) = row.number_at(follow_up.level)? else {
            // The first follow-up has the level before, measured or not: later ones take it from there.
            if let Some(before) = before.take() {
                add(of_measure(row, measure)?.before(before));
            }
            continue;
        };
        let appraisal = of_measure(row, measure)?.with_each(before.take(), Appraisal::before).after(after);
        let appraisal = if number == 1 { appraisal } else { appraisal.follow_up(number) };
        add(match follow_up.made {
            WideDay::OfInteraction => appraisal,
            WideDay::After(days) => appraisal.made(day_after(row, days)?),
            WideDay::At(index) => appraisal.made(row.day_of_level(index, follow_up.level)?),
        });
    }
    if let Some(before) = before {
        add(of_measure(row, measure)?.before(before));
    }
    Ok(())
}

/// The day that is a number of days after that of the row.
fn day_after(row: Row<'_>, days: u32) -> Result<Date, RowFault> {
    let empty = || RowFault::EmptyCell { column: row.name(Column::On) };
    let on = row.day(Column::On)?.ok_or_else(empty)?;
    Ok(on.saturating_add(jiff::Span::new().days(days)))
}

/// An appraisal of a measure with the row's beneficiary and source.
pub(super) fn of_measure<N: Number>(row: Row<'_>, measure: Option<&str>) -> Result<Appraisal<N>, Reason> {
    let mut appraisal =
        Appraisal::of(measure.ok_or_else(|| RowFault::NoMeasure { column: row.name(Column::Measure) })?);
    if let Some(beneficiary) = row.text(Column::Beneficiary) {
        appraisal = appraisal.beneficiary(beneficiary);
    }
    Ok(match row.text(Column::Source) {
        None | Some(OWN) => appraisal,
        Some(text) => match text.split_once(':') {
            Some(("proxy", actor)) => appraisal.by_proxy(actor),
            Some(("observed", instrument)) => appraisal.observed(instrument),
            _ => return Err(RowFault::NoSource { column: row.name(Column::Source), text: clip(text) }.into()),
        },
    })
}
