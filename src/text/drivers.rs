//! Drivers as a table.

use super::analysis::{AnalysisTable, TableRow};
use super::column::TextColumn;
use super::layout::Block;
pub(super) use super::{nothing as after, subject as heading};
use crate::analysis::drivers::Drivers;
use crate::number::Number;
use crate::printable::printable;

/// The text for drivers without lines. It names the dimension, since a misspelt one would look like one without
/// drivers.
pub(super) fn empty<N: Number>(drivers: &Drivers<N>) -> String {
    format!("no appraisals with a value of {}", printable(drivers.dimension()))
}

/// The two sides of a comparison: the name of the group of figures, and the prefix of its headings.
pub(super) const SIDES: [(&str, &str); 2] = [("with", ""), ("without", "others: ")];

/// The figures of each value, and those of the other values.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<TextColumn> {
    let dimension = table.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns: Vec<TextColumn> = table.measures().into();
    columns.push(table.texts(dimension, "value"));
    let published_people = table.people();
    let is_published = published_people.is_some();
    columns.extend(published_people);
    for (side, prefix) in SIDES {
        let name = |figure: &str| format!("{side}.{figure}");
        let heading = |figure: &str| format!("{prefix}{figure}");
        let (appraisals, people) = (name("appraisals"), name("people"));
        // A publication does not give the people with other values.
        if !is_published {
            columns.push(table.counts(&heading(table.terms.people().1), &people));
        }
        columns.push(table.counts(&heading("appraisals"), &appraisals));
        for figure in ["better", "worse"] {
            columns.push(table.percentages_with_intervals(&heading(figure), [&name(figure), &appraisals, &people]));
        }
        for figure in ["created", "destroyed", "net"] {
            columns.push(table.amounts_each(&heading(figure), &name(figure), &appraisals));
        }
    }
    columns
}

/// What stands in brackets beside a share; `None` if counts are rounded, which have no shares.
fn note_on_intervals<N: Number>(table: &AnalysisTable<'_, N>) -> Option<String> {
    let (one, _) = table.terms.people();
    (!table.rounds).then(|| format!("in brackets: 95 % confidence intervals, for which each {one} counts once"))
}

/// Explains why net is not created − destroyed; `None` if the table has no windfalls.
fn note_on_windfalls<N: Number>(table: &AnalysisTable<'_, N>) -> Option<String> {
    let is_more = |row: &TableRow<'_, N>, side: &str, name: &str, part: &str| {
        row.count(&format!("{side}.{name}")) > row.count(&format!("{side}.{part}"))
    };
    let has_windfalls = |row: &TableRow<'_, N>| {
        SIDES.iter().any(|(side, _)| is_more(row, side, "better", "gains") || is_more(row, side, "worse", "losses"))
    };
    let net = if table.rounds { "net" } else { "net each" };
    let note = || format!("{net} includes windfalls, which are in neither created nor destroyed");
    table.rows.iter().any(has_windfalls).then(note)
}

pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let notes = [note_on_intervals(table), note_on_windfalls(table)].into_iter().flatten().map(Block::Line);
    [Block::Columns(columns(table))].into_iter().chain(notes).collect()
}
