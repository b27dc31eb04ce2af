//! Lists of entries as tables.

use std::fmt;

use super::column::{TextColumn, figures, or_dash};
use super::layout::{Block, decimals, write_blocks};
use crate::analysis::{EntryList, Figure, Listed, NamedFigures, each_entry_list};
use crate::number::Number;
use crate::printable::value_text;
use crate::statement::Classification;

/// A heading, and a column for each figure that some entry has and that is not as usual everywhere.
fn blocks<N: Number>(list: &EntryList<'_, N>, decimals: Option<usize>) -> Vec<Block> {
    let mut blocks = vec![Block::Line(list.heading.clone())];
    if list.rows.is_empty() {
        blocks.push(Block::Line("no entry".to_owned()));
        return blocks;
    }
    let columns = list.columns.iter().filter(|column| !list.usual.contains(column));
    blocks.push(Block::Columns(columns.filter_map(|column| text_column(column, &list.rows, decimals)).collect()));
    blocks
}

/// The column of a figure; `None` if no entry has it.
fn text_column<N: Number>(name: &str, rows: &[NamedFigures<N>], decimals: Option<usize>) -> Option<TextColumn> {
    let cells: Vec<Option<&Figure<N>>> = rows.iter().map(|row| find(row, name)).collect();
    let heading = match name {
        "period_from" | "period_until" => name["period_".len()..].to_owned(),
        _ => name.replace('_', " "),
    };
    let amounts: Vec<_> = cells
        .iter()
        .filter_map(|cell| match cell {
            Some(Figure::Amount(amount)) => Some(Ok(amount.clone())),
            _ => None,
        })
        .collect();
    if !amounts.is_empty() {
        let mut texts = figures(&amounts, decimals).into_iter();
        let text = |cell: Option<&Figure<N>>| or_dash(cell.and_then(|_| texts.next()));
        return Some(TextColumn::right(&heading, cells.into_iter().map(text).collect()));
    }
    let is_count = cells.iter().flatten().any(|figure| matches!(figure, Figure::Count(_)));
    if is_count && !["missing", "user_excused", "provider_excused"].contains(&name) {
        let text = |cell: Option<&Figure<N>>| match cell {
            Some(Figure::Count(count)) => count.to_string(),
            _ => or_dash(None),
        };
        return Some(TextColumn::right(&heading, cells.into_iter().map(text).collect()));
    }
    let text = |cell: Option<&Figure<N>>| match cell {
        Some(Figure::Count(1)) => "yes".to_owned(),
        Some(Figure::Text(text)) if name == "counts_as" => or_dash(text.as_deref().map(classification)),
        Some(Figure::Text(text)) if name == "party" => {
            text.as_deref().map_or_else(|| "unattributed".to_owned(), value_text)
        }
        Some(Figure::Text(text)) => or_dash(text.clone()),
        _ => or_dash(None),
    };
    let is_empty = cells.iter().all(Option::is_none);
    (!is_empty).then(|| TextColumn::left(&heading, cells.into_iter().map(text).collect()))
}

/// The figure of a name, if the entry has one.
fn find<'a, N>(figures: &'a NamedFigures<N>, name: &str) -> Option<&'a Figure<N>> {
    let figure = figures.iter().find(|(known, _)| *known == name).map(|(_, figure)| figure);
    figure.filter(|figure| !matches!(figure, Figure::NotGiven))
}

/// A classification as tables write it: `co-created`, `with misuse`.
fn classification(word: &str) -> String {
    if word == Classification::CoCreated.word() { "co-created".to_owned() } else { word.replace('_', " ") }
}

macro_rules! tables {
    ($([$($generic:tt)*] $list:ty: $number:ty;)+) => {
        $(impl<$($generic)*> fmt::Display for $list {
            /// An aligned table of the entries under a heading with their terms. A column has no place in it if it is
            /// as usual in every entry: users' own first appraisals, made and known on the day of the interaction.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_blocks(f, &blocks(&self.entry_list(), decimals(f)))
            }
        })+
    };
}

each_entry_list!(tables);
