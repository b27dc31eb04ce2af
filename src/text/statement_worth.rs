//! A statement in money, as a table.

use std::fmt;

use super::assumed::stated_text;
use super::column::{TextColumn, or_dash};
use super::layout::{Block, decimals, write_blocks};
use super::statement::{NOT_ASKED, line_columns};
use super::worth::{ALL, amounts};
use crate::number::Fraction;
use crate::printable::{value_or_not_stated, value_text};
use crate::worth::{FourFigures, LineWorth, NotValued, Proxy, StatementWorth};

/// The amounts of a line: created, windfall gain, destroyed, windfall loss and net.
struct LineAmounts<'a, N> {
    /// Windfalls are none if they are not valued.
    amounts: [Option<&'a N>; 5],
    co_operation_is_stated: bool,
}

const HEADINGS: [&str; 5] = ["created", "windfall gain", "destroyed", "windfall loss", "net"];

impl<'a, N> LineAmounts<'a, N> {
    fn of(figures: &'a FourFigures<N>) -> Self {
        let [gain, loss] = figures.windfalls.as_ref().map_or([None; 2], |windfalls| windfalls.each_ref().map(Some));
        let (created, destroyed, net) = (Some(&figures.created), Some(&figures.destroyed), Some(&figures.net));
        let co_operation_is_stated = figures.co_operation_is_stated;
        Self { amounts: [created, gain, destroyed, loss, net], co_operation_is_stated }
    }
}

/// The columns of amounts. Both windfalls are printed if one is not zero, so that the amounts add up to the net. Where no
/// contribution is stated they are `not asked`, as in the table of the statement.
fn columns<N: Fraction>(rows: &[LineAmounts<'_, N>], decimals: Option<usize>) -> Vec<TextColumn> {
    let is_windfall = |column: usize| column % 2 == 1;
    let of_column = |column: usize| rows.iter().filter_map(move |row| Some((row, row.amounts[column]?)));
    let has_windfalls = [1, 3].into_iter().flat_map(of_column).any(|(_, amount)| !amount.is_zero());
    let shown = (0..HEADINGS.len()).filter(|&column| has_windfalls || !is_windfall(column));
    let column = |index: usize| {
        let mut column = amounts(HEADINGS[index], of_column(index).map(|(_, amount)| amount), decimals);
        for (text, (row, amount)) in column.texts.iter_mut().zip(of_column(index)) {
            if is_windfall(index) && amount.is_zero() && !row.co_operation_is_stated {
                NOT_ASKED.clone_into(text);
            }
        }
        column
    };
    shown.map(column).collect()
}

impl<N: Fraction> StatementWorth<N> {
    pub(super) fn blocks(&self, decimals: Option<usize>) -> Vec<Block> {
        let mut blocks = vec![Block::Line(self.subject())];
        let proxies = self.proxy_columns();
        if proxies[0].texts.is_empty() {
            blocks.push(Block::Line("no proxy is stated, so no measure is valued".to_owned()));
        } else if self.lines().len() == 0 {
            blocks.push(Block::Line("no measure with a proxy is counted".to_owned()));
        } else {
            let all = self.terms().is_some_and(|terms| !terms.grouping().words().is_empty());
            let lines: Vec<_> =
                self.lines().map(|line| Ok(line.line())).chain(all.then(|| Err(ALL.to_owned()))).collect();
            let mut table = line_columns(self.terms(), lines.iter().cloned());
            let rows = self.lines().map(LineWorth::figures).chain(all.then(|| self.figures())).map(LineAmounts::of);
            table.extend(columns(&rows.collect::<Vec<_>>(), decimals));
            blocks.push(Block::Columns(table));
        }
        if !proxies[0].texts.is_empty() {
            let heading = "proxies: the worth of a change of one unit for one person";
            blocks.extend([Block::Gap, Block::Line(heading.to_owned()), Block::Columns(proxies)]);
        }
        if self.not_valued().len() > 0 {
            let texts = |read: fn(&NotValued<N>) -> &str| self.not_valued().map(|left| read(left).to_owned()).collect();
            let mut table = vec![
                TextColumn::left("measure", texts(|left| left.measure().as_str())),
                TextColumn::left("unit", texts(NotValued::unit)),
            ];
            let rows = self.not_valued().map(|left| LineAmounts::of(left.figures()));
            table.extend(columns(&rows.collect::<Vec<_>>(), decimals));
            blocks.extend([Block::Gap, Block::Line("not valued, since no proxy is stated".to_owned())]);
            blocks.push(Block::Columns(table));
        }
        blocks
    }

    /// The proxies as they are stated, with their sources.
    fn proxy_columns(&self) -> Vec<TextColumn> {
        let proxies: Vec<_> = self.valuation().proxies().collect();
        let texts = |read: &dyn Fn(&str, &Proxy<N>) -> String| {
            proxies.iter().map(|(measure, proxy)| read(measure, proxy)).collect::<Vec<_>>()
        };
        let stated = |text: Option<&str>| value_or_not_stated(text);
        let mut columns = vec![
            TextColumn::left("measure", texts(&|measure, _| value_text(measure))),
            TextColumn::right("proxy", texts(&|_, proxy| stated_text(proxy.get_amount()))),
        ];
        if proxies.iter().any(|(_, proxy)| proxy.get_per().is_some()) {
            columns.push(TextColumn::left("per", texts(&|_, proxy| stated(proxy.get_per()))));
        }
        if proxies.iter().any(|(_, proxy)| proxy.get_name().is_some()) {
            columns.push(TextColumn::left("proxy name", texts(&|_, proxy| stated(proxy.get_name()))));
        }
        let year = |proxy: &Proxy<N>| or_dash(proxy.get_price_year().map(|year| year.to_string()));
        columns.push(TextColumn::right("prices of", texts(&|_, proxy| year(proxy))));
        columns.push(TextColumn::left("source", texts(&|_, proxy| stated(proxy.get_source()))));
        columns
    }
}

impl<N: Fraction> fmt::Display for StatementWorth<N> {
    /// An aligned table of the lines under the unit, the prices and the terms, and below it the measures without a proxy.
    /// Amounts have two decimals, or those that the format asks for, and proxies as many as they have. Windfalls have columns
    /// if one is not zero, and are `not asked` where no contribution is stated.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
