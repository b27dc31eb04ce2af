//! Two measures side by side as tables that a person reads.

use std::fmt;

use super::Cross;
use crate::number::Number;
use crate::reading::table::{Printed, PrintedRow, WITHHELD};
use crate::statement::{Column, count_and_share, shown, thousands, write_columns};

/// How people ended: the name of the figure, and in words.
const ENDED: [(&str, &str); 3] = [("better", "better"), ("same", "the same"), ("worse", "worse")];

impl<N: Number> fmt::Display for Cross<N> {
    /// For each line a table of people under the terms, the measure down and the other across, each count with its share of
    /// those counted on both; and below it how many are counted on one of them only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows();
        let printed = Printed::of(&rows, self.catalogue(), f.precision());
        let people = printed.of_people(&thousands(&self.beneficiaries().to_string()));
        writeln!(f, "{}, {}, {people}", self.terms.without_grouping(), shown(&self.rule()))?;
        if rows.lines.is_empty() {
            let [measure, other] = self.measures.each_ref().map(|measure| shown(measure.as_str()));
            return writeln!(f, "no people counted on {measure} or {other}");
        }
        printed.write(rows.analysis, f)
    }
}

/// A table for each line.
pub(in crate::reading) fn write_lines<N: Number>(printed: &Printed<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for row in &printed.rows {
        writeln!(f)?;
        write_line(printed, row, f)?;
    }
    Ok(())
}

fn write_line<N: Number>(printed: &Printed<'_, N>, row: &PrintedRow<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let line = row.line.map_or_else(String::new, |line| printed.line_text(line));
    let people = |name: &str| match row.count_text(name) {
        withheld if withheld == WITHHELD => withheld,
        count => printed.of_people(&count),
    };
    let separator = if line.is_empty() { "" } else { ": " };
    match people("people") {
        withheld if withheld == WITHHELD => {
            writeln!(f, "{line}{separator}{} counted on both: {withheld}", printed.terms.people().1)?;
        }
        people => writeln!(f, "{line}{separator}{people} counted on both")?,
    }
    let [measure, other] = ["measure", "other"].map(|name| shown(row.text(name).unwrap_or_default()));
    if row.count("people") != Some(0) {
        match counts(row) {
            Some(counts) => write_columns(f, &grid(&counts, [&measure, &other], printed.rounds))?,
            None => writeln!(f, "better, the same and worse on both: {WITHHELD}")?,
        }
    }
    writeln!(
        f,
        "counted on {measure} only: {}; on {other} only: {}",
        people("without_other"),
        people("without_measure")
    )
}

/// People by how they ended on the measure, and on the other; none if that is withheld.
fn counts<N>(row: &PrintedRow<'_, N>) -> Option<[[u64; 3]; 3]> {
    let mut counts = [[0; 3]; 3];
    for (of_measure, (name, _)) in counts.iter_mut().zip(ENDED) {
        for (count, (on_other, _)) in of_measure.iter_mut().zip(ENDED) {
            *count = row.count(&format!("both.{name}.{on_other}"))?;
        }
    }
    Some(counts)
}

/// The measure down, the other across, and their sums; rounded counts have neither shares nor sums, which might be off.
fn grid(counts: &[[u64; 3]; 3], [measure, other]: [&str; 2], rounds: bool) -> Vec<Column> {
    let people: u64 = counts.iter().flatten().sum();
    let text = |count: u64| if rounds { thousands(&count.to_string()) } else { count_and_share(count, people) };
    let all = |counts: &mut dyn Iterator<Item = u64>| (!rounds).then(|| text(counts.sum()));
    let headings = ENDED.iter().map(|(_, ended)| format!("{measure} {ended}"));
    let mut columns = vec![Column::left("", headings.chain((!rounds).then(|| "all".to_owned())).collect())];
    for (place, (_, ended)) in ENDED.iter().enumerate() {
        let down = || counts.iter().map(|of_measure| of_measure[place]);
        columns.push(Column::right(&format!("{other} {ended}"), down().map(text).chain(all(&mut down())).collect()));
    }
    if !rounds {
        let across = counts.iter().map(|of_measure| text(of_measure.iter().sum()));
        columns.push(Column::right("all", across.chain([text(people)]).collect()));
    }
    columns
}
