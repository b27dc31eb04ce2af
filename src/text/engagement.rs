//! Engagement as a table.

use super::analysis::{AnalysisTable, TableRow, WITHHELD};
use super::column::TextColumn;
use super::layout::Block;
pub(super) use super::{no_entries as empty, subject as heading};
use crate::analysis::Figure;
use crate::analysis::engagement::Scenario;
use crate::number::Number;

/// The quantities that users and services integrated and contributed, and the scenario. A publication leaves the names
/// of the literature out: it may not want to call a service a waste land.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let mut columns = table.lines();
    for (side, heading) in [("user", "users"), ("provider", "service")] {
        for quantity in ["integrated", "contributed"] {
            columns.push(table.amounts(&format!("{heading} {quantity}"), &format!("{side}_{quantity}")));
        }
    }
    columns.push(table.counts_of("both stated", "stated", "interactions"));
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
