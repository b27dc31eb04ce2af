//! The worth of a row, step by step.

use std::fmt;

use super::assumed::exact_text;
use super::column::{TextColumn, shortened};
use super::layout::{Block, decimals, write_blocks};
use super::worth::{CENTS, FACTOR_DECIMALS, money, terms_of_worth, weights_text};
use crate::number::Fraction;
use crate::printable::{printable, value_or_not_stated};
use crate::worth::{Assumption, RowTrace, TraceYear};

impl<N: Fraction> RowTrace<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let decimals = asked.unwrap_or(CENTS);
        let amount = |amount: &N| money(amount, decimals);
        let (side, worth) =
            if self.row().is_loss() { ("destroyed", self.destroyed()) } else { ("created", self.created()) };
        let terms = terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount());
        let product = format!("{} = {}", product(self), amount(self.first_year()));
        let lines = [heading(self), terms].into_iter().chain(self.weights_source().map(weights_text));
        let lines = lines.chain([proxy_text(self)]).chain(conversion(self)).chain([product]);
        let column = |heading: &str, text: &dyn Fn(&TraceYear<N>) -> String, all: &str| {
            TextColumn::right(heading, self.years().map(text).chain([all.to_owned()]).collect())
        };
        let columns = vec![
            column("year", &|year| year.year().to_string(), side),
            column("impact", &|year| amount(year.impact()), ""),
            column("factor", &|year| year.factor().fixed(FACTOR_DECIMALS), ""),
            column("present value", &|year| amount(year.present()), &amount(worth)),
        ];
        lines.map(Block::Line).chain([Block::Columns(columns)]).collect()
    }
}

impl<N: Fraction> fmt::Display for RowTrace<N> {
    /// The row, the unit, the prices and the discount, its proxy with the source, how the amount of the proxy is taken to these
    /// prices, the product of its first year, and a table of years. Amounts have two decimals, or those that the format asks
    /// for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

/// The stakeholder and the outcome.
fn heading<N: Fraction>(trace: &RowTrace<N>) -> String {
    let row = trace.row();
    let stakeholder =
        row.get_stakeholder().map_or_else(String::new, |text| format!("{}: ", shortened(printable(text))));
    format!("{stakeholder}{}", shortened(printable(row.get_outcome())))
}

/// The factors of the first year.
fn product<N: Fraction>(trace: &RowTrace<N>) -> String {
    let (row, shares) = (trace.row(), [Assumption::Deadweight, Assumption::Displacement, Assumption::DueToOthers]);
    let shares =
        shares.into_iter().filter_map(|share| row.value_of(share)).map(|share| format!("(1 - {})", exact_text(&share)));
    let quantity = row.value_of(Assumption::Quantity).as_ref().map(factor_text);
    let factors =
        quantity.into_iter().chain([factor_text(trace.price())]).chain(shares).chain(trace.weight().map(factor_text));
    factors.collect::<Vec<_>>().join(" x ")
}

/// `proxy: GP consultation; source: SROI guide`.
fn proxy_text<N: Fraction>(trace: &RowTrace<N>) -> String {
    let proxy = trace.row().get_proxy();
    let [name, source] = [proxy.get_name(), proxy.get_source()].map(|text| shortened(value_or_not_stated(text)));
    format!("proxy: {name}; source: {source}")
}

/// `proxy in prices of 2024: 8.5 x 100 / 80 = 10.625`, if its amount is converted.
fn conversion<N: Fraction>(trace: &RowTrace<N>) -> Option<String> {
    let ((from, to), year) = trace.indices().zip(trace.price_year())?;
    let [stated, from, to, price] = [trace.row().get_proxy().get_amount(), from, to, trace.price()].map(factor_text);
    Some(format!("proxy in prices of {year}: {stated} x {to} / {from} = {price}"))
}

/// A number in a product: fractions stand in brackets.
fn factor_text<N: Fraction>(number: &N) -> String {
    let text = exact_text(number);
    if text.contains('/') { format!("({text})") } else { text }
}
