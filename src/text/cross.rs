//! A cross as tables, one for each line.

use super::analysis::{AnalysisTable, TableRow, WITHHELD, people_text};
use super::column::{TextColumn, count_and_share, thousands};
use super::layout::Block;
pub(super) use super::nothing as after;
use crate::analysis::Analysis;
use crate::analysis::cross::Cross;
use crate::number::Number;
use crate::printable::printable;

/// The outcomes: the name of the figure, and the word in headings.
const OUTCOMES: [(&str, &str); 3] = [("better", "better"), ("same", "the same"), ("worse", "worse")];

pub(super) fn heading<N: Number>(cross: &Cross<N>) -> String {
    let people = people_text(cross.terms(), &thousands(&cross.beneficiary_count().to_string()));
    format!("{}; {people}", cross.subject())
}

/// The text for a cross without lines.
pub(super) fn empty<N: Number>(cross: &Cross<N>) -> String {
    let [measure, other] = [cross.measure(), cross.other()].map(|measure| printable(measure.as_str()));
    format!("no people counted on {measure} or {other}")
}

/// A table for each line.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    table.rows.iter().flat_map(|row| line_blocks(table, row)).collect()
}

fn line_blocks<N: Number>(table: &AnalysisTable<'_, N>, row: &TableRow<'_, N>) -> Vec<Block> {
    let line = row.line.map_or_else(String::new, |line| table.line_text(line));
    let people = |name: &str| match row.count_text(name) {
        withheld if withheld == WITHHELD => withheld,
        count => people_text(table.terms, &count),
    };
    let separator = if line.is_empty() { "" } else { ": " };
    let both = match people("people") {
        withheld if withheld == WITHHELD => format!("{} counted on both: {withheld}", table.terms.people().1),
        people => format!("{people} counted on both"),
    };
    let mut blocks = vec![Block::Gap, Block::Line(format!("{line}{separator}{both}"))];
    let [measure, other] = ["measure", "other"].map(|name| printable(row.text(name).unwrap_or_default()));
    if row.count("people") != Some(0) {
        blocks.push(match counts(row) {
            Some(counts) => Block::Columns(grid(&counts, [&measure, &other], table.rounds)),
            None => Block::Line(format!("better, the same and worse on both: {WITHHELD}")),
        });
    }
    let [only_measure, only_other] = ["without_other", "without_measure"].map(people);
    blocks.push(Block::Line(format!("counted on {measure} only: {only_measure}; on {other} only: {only_other}")));
    blocks
}

/// The nine counts, by the outcome on the first measure and then on the other; `None` if they are withheld.
fn counts<N>(row: &TableRow<'_, N>) -> Option<[[u64; 3]; 3]> {
    let mut counts = [[0; 3]; 3];
    for (counts, (on_measure, _)) in counts.iter_mut().zip(OUTCOMES) {
        for (count, (on_other, _)) in counts.iter_mut().zip(OUTCOMES) {
            *count = row.count(&format!("both.{on_measure}.{on_other}"))?;
        }
    }
    Some(counts)
}

/// The outcomes on the first measure as rows, those on the other as columns, with shares and sums. Rounded counts have
/// no shares and no sums, since these could differ from the rounded ones.
fn grid(counts: &[[u64; 3]; 3], [measure, other]: [&str; 2], rounds: bool) -> Vec<TextColumn> {
    let people: u64 = counts.iter().flatten().sum();
    let text = |count: u64| if rounds { thousands(&count.to_string()) } else { count_and_share(count, people) };
    let all = |counts: &mut dyn Iterator<Item = u64>| (!rounds).then(|| text(counts.sum()));
    let headings = OUTCOMES.iter().map(|(_, outcome)| format!("{measure} {outcome}"));
    let mut columns = vec![TextColumn::left("", headings.chain((!rounds).then(|| "all".to_owned())).collect())];
    for (index, (_, outcome)) in OUTCOMES.iter().enumerate() {
        let down = || counts.iter().map(|of_measure| of_measure[index]);
        columns
            .push(TextColumn::right(&format!("{other} {outcome}"), down().map(text).chain(all(&mut down())).collect()));
    }
    if !rounds {
        let across = counts.iter().map(|of_measure| text(of_measure.iter().sum()));
        columns.push(TextColumn::right("all", across.chain([text(people)]).collect()));
    }
    columns
}
