//! The worth of a row, step by step.

use std::fmt;

use super::assumed::exact_text;
use super::column::shortened;
use super::layout::decimals;
use super::worth::{CENTS, FACTOR_DECIMALS, money, terms_of_worth, weights_text};
use crate::number::Fraction;
use crate::printable::printable;
use crate::worth::{Assumption, RowTrace};

impl<N: Fraction> fmt::Display for RowTrace<N> {
    /// The row, the unit, the prices and the discount, how the amount of its proxy is taken to these prices, its product, and
    /// a table of years. Amounts have two decimals, or those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = decimals(f).unwrap_or(CENTS);
        let amount = |amount: &N| money(amount, decimals);
        let (side, worth) =
            if self.row().is_loss() { ("destroyed", self.destroyed()) } else { ("created", self.created()) };
        writeln!(f, "{}", heading(self))?;
        writeln!(f, "{}", terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount()))?;
        for text in self.weights_source().map(weights_text).into_iter().chain(conversion(self)) {
            writeln!(f, "{text}")?;
        }
        writeln!(f, "{} = {}{}", product(self), amount(self.first_year()), proxy_name(self))?;
        let headings = ["year", "impact", "factor", "present"].map(str::to_owned);
        let years = self.years().map(|year| {
            let factor = year.factor().fixed(FACTOR_DECIMALS);
            [year.year().to_string(), amount(year.impact()), factor, amount(year.present())]
        });
        let rows: Vec<[String; 4]> = std::iter::once(headings).chain(years).collect();
        let total = amount(worth);
        let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
        let widths = [width(0), width(1), width(2), width(3).max(total.len())];
        for row in &rows {
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  "))?;
        }
        let rest = (widths.iter().sum::<usize>() + 6).saturating_sub(side.len());
        writeln!(f, "{side}{total:>rest$}")
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
    let quantity = row.value_of(Assumption::Quantity).as_ref().map(exact_text);
    let factors =
        quantity.into_iter().chain([exact_text(trace.price())]).chain(shares).chain(trace.weight().map(exact_text));
    factors.collect::<Vec<_>>().join(" x ")
}

/// `proxy: 17.5 in prices of 2008 x 112.5 / 80 = 24.609375`, if its amount is converted.
fn conversion<N: Fraction>(trace: &RowTrace<N>) -> Option<String> {
    let ((from, to), year) = trace.indices().zip(trace.row().get_proxy().get_price_year())?;
    let [stated, from, to, price] = [trace.row().get_proxy().get_amount(), from, to, trace.price()].map(exact_text);
    Some(format!("proxy: {stated} in prices of {year} x {to} / {from} = {price}"))
}

/// The name of the proxy: ` (GP consultation)`.
fn proxy_name<N: Fraction>(trace: &RowTrace<N>) -> String {
    trace.row().get_proxy().get_name().map_or_else(String::new, |name| format!(" ({})", shortened(printable(name))))
}
