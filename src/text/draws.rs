//! Draws and decisions as tables.

use std::fmt;

use super::assumed::trimmed;
use super::column::{TextColumn, count_and_share, or_dash, thousands};
use super::layout::{Block, decimals, write_blocks};
use super::worth::{CENTS, RATIO, money};
use crate::certainty::{Drawn, Draws, Options};
use crate::printable::value_text;

/// The most decimals of drawn values: many are shares.
const FINE: usize = 4;

/// A figure of a table.
struct Line<'d> {
    name: String,
    /// Its value in the map as stated.
    stated: Option<f64>,
    drawn: &'d Drawn,
    decimals: Decimals,
}

/// How many decimals a number has.
#[derive(Clone, Copy)]
enum Decimals {
    All(usize),
    /// At most this number of them, without zeros at the end.
    Most(usize),
}

/// The table of some figures. `above_zero` counts the draws above 0.
fn table(heading: &str, lines: &[Line<'_>], above_zero: bool) -> Block {
    let text = |line: &Line<'_>, number: f64| match line.decimals {
        Decimals::All(decimals) => money(&number, decimals),
        Decimals::Most(decimals) => trimmed(&number, decimals),
    };
    let mut columns = vec![TextColumn::left(heading, lines.iter().map(|line| line.name.clone()).collect())];
    if lines.iter().any(|line| line.stated.is_some()) {
        let stated = lines.iter().map(|line| or_dash(line.stated.map(|stated| text(line, stated))));
        columns.push(TextColumn::right("as stated", stated.collect()));
    }
    let summaries: Vec<[f64; 4]> = lines.iter().map(|line| line.drawn.summary()).collect();
    for (index, name) in ["mean", "low", "median", "high"].into_iter().enumerate() {
        let texts = lines.iter().zip(&summaries).map(|(line, summary)| text(line, summary[index]));
        columns.push(TextColumn::right(name, texts.collect()));
    }
    if above_zero {
        let count = |line: &Line<'_>| count_and_share(line.drawn.above(0.0), line.drawn.values().len() as u64);
        columns.push(TextColumn::right("above 0", lines.iter().map(count).collect()));
    }
    Block::Columns(columns)
}

impl Draws {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let (central, cents) = (self.central(), asked.unwrap_or(CENTS));
        let (draws, names) = (thousands(&self.drawing().get_draws().to_string()), self.assumptions().len());
        let what = match names {
            0 => "of a map whose assumptions have no spread".to_owned(),
            1 => "of 1 assumption".to_owned(),
            _ => format!("of {names} assumptions"),
        };
        let mut blocks = central.heading();
        blocks.push(Block::Line(format!("{draws} draws {what}, seed {}", self.drawing().seed())));
        blocks.push(Block::Line("low, median, high: at or above 2.5 %, 50 % and 97.5 % of the draws".to_owned()));
        let amounts = [
            ("created", central.created(), self.created()),
            ("destroyed", central.destroyed(), self.destroyed()),
            ("created less destroyed", central.net(), self.net()),
            ("inputs", central.inputs(), self.inputs()),
            ("net present value", central.net_present_value(), self.net_present_value()),
        ];
        let amount = |(name, stated, drawn): (&str, &f64, _)| Line {
            name: name.to_owned(),
            stated: Some(*stated),
            drawn,
            decimals: Decimals::All(cents),
        };
        let mut lines: Vec<Line<'_>> = amounts.into_iter().map(amount).collect();
        lines.extend(self.ratio().map(|drawn| Line {
            name: RATIO.to_owned(),
            stated: central.ratio().copied(),
            drawn,
            decimals: Decimals::All(cents.max(CENTS)),
        }));
        blocks.push(table("in all", &lines, true));
        let rows = central.rows().zip(self.rows()).map(|(of_row, (row, drawn))| Line {
            name: value_text(&row.name()),
            stated: Some(of_row.created() - of_row.destroyed()),
            drawn,
            decimals: Decimals::All(cents),
        });
        let rows: Vec<Line<'_>> = rows.collect();
        if !rows.is_empty() {
            blocks.extend([Block::Gap, table("present value of", &rows, true)]);
        }
        let assumptions = self.assumptions().map(|(name, drawn)| Line {
            name: value_text(name),
            stated: None,
            drawn,
            decimals: Decimals::Most(asked.unwrap_or(FINE)),
        });
        let assumptions: Vec<Line<'_>> = assumptions.collect();
        if !assumptions.is_empty() {
            blocks.extend([Block::Gap, table("assumption", &assumptions, false)]);
        }
        blocks
    }
}

impl fmt::Display for Draws {
    /// A table of the figures, one of the rows and one of the assumptions that were drawn, under the unit, the prices and the
    /// discount. Amounts have two decimals and drawn values at most four, or those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

impl Options {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let cents = asked.unwrap_or(CENTS);
        let (draws, best) = (self.draws() as u64, self.best());
        let names: Vec<&str> = self.options().map(|(name, _)| name).collect();
        let is_best = |name: &&str| if best.contains(name) { "yes".to_owned() } else { or_dash(None) };
        let means = names.iter().map(|name| money(&self.mean(name).expect("it is an option"), cents));
        let wins = names.iter().map(|name| count_and_share(self.wins(name).expect("it is an option"), draws));
        let mut known = vec!["everything".to_owned()];
        let mut worths = vec![money(&self.perfect_information(), cents)];
        for name in self.assumptions() {
            known.push(value_text(name));
            worths.push(money(&self.perfect_information_on(name).expect("its values are known"), cents));
        }
        vec![
            Block::Line(format!("{} draws", thousands(&draws.to_string()))),
            Block::Columns(vec![
                TextColumn::left("option", names.iter().map(|name| value_text(name)).collect()),
                TextColumn::right("mean", means.collect()),
                TextColumn::right("wins", wins.collect()),
                TextColumn::left("best mean", names.iter().map(is_best).collect()),
            ]),
            Block::Line(format!(
                "wins: draws in which the option alone is the best; tied: {}",
                count_and_share(self.tied(), draws)
            )),
            Block::Gap,
            Block::Columns(vec![
                TextColumn::left("known beforehand", known),
                TextColumn::right("would be worth", worths),
            ]),
        ]
    }
}

impl fmt::Display for Options {
    /// A table of the options, with the mean and the draws that each wins, and one of what it would be worth to know more.
    /// Amounts have two decimals, or those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
