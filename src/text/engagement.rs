//! Engagement as a table.

use super::analysis::{AnalysisTable, TableRow, WITHHELD};
use super::column::{TextColumn, thousands};
use super::layout::Block;
pub(super) use super::{no_entries as empty, nothing as after, subject as heading};
use crate::analysis::Figure;
use crate::analysis::engagement::Scenario;
use crate::number::Number;

/// The sides in the names of figures, and in headings.
const SIDES: [(&str, &str); 2] = [("user", "users"), ("provider", "service")];

/// The quantities that users and services integrated and contributed, and the scenario. A publication leaves the names
/// of the literature out: it may not want to call a service a waste land.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let mut columns = table.lines();
    for (side, heading) in SIDES {
        for quantity in ["integrated", "contributed"] {
            columns.push(table.amounts(&format!("{heading} {quantity}"), &format!("{side}_{quantity}")));
        }
    }
    columns.extend(stated(table));
    let scenario = |row: &TableRow<'_, N>| match row.figure("scenario") {
        Some(Figure::Text(Some(word))) => {
            let text = |scenario: Scenario| match row.people {
                Some(_) => scenario.meaning().to_owned(),
                None => scenario.to_string(),
            };
            word.parse().map_or_else(|_| word.clone(), text)
        }
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        _ => "not known".to_owned(),
    };
    columns.push(TextColumn::left("scenario", table.rows.iter().map(scenario).collect()));
    vec![Block::Columns(columns)]
}

/// The interactions in which each side is stated, of those in which it was not excused, and those in which it was. A
/// publication has neither, and counts the interactions in which both sides are stated.
fn stated<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<TextColumn> {
    if table.rows.iter().any(|row| row.people.is_some()) {
        return vec![table.counts_of("both stated", "stated", "interactions")];
    }
    let mut columns = Vec::new();
    for (side, heading) in SIDES {
        let of_side = |row: &TableRow<'_, N>| {
            let count = |name: &str| row.count(name).unwrap_or_default();
            let possible = count("interactions") - count(&format!("{side}_excused"));
            let text = |count: u64| thousands(&count.to_string());
            format!("{} of {}", text(count(&format!("{side}_stated"))), text(possible))
        };
        columns.push(TextColumn::right(&format!("{heading} stated"), table.rows.iter().map(of_side).collect()));
    }
    for (side, heading) in SIDES {
        let name = format!("{side}_excused");
        if table.rows.iter().any(|row| row.count(&name) != Some(0)) {
            columns.push(table.counts(&format!("{heading} excused"), &name));
        }
    }
    columns
}
