//! The worth of an impact map, as a table.

use std::fmt;

use super::assumed::share_text;
use super::column::{TextColumn, figures, or_dash, shortened, thousands};
use super::layout::{Block, decimals, write_blocks};
use crate::number::Fraction;
use crate::printable::{printable, value_or_not_stated, value_text};
use crate::worth::{Discount, FirstYear, RowWorth, Worth};

/// The decimals of amounts of money, unless others are asked for.
pub(super) const CENTS: usize = 2;

/// The name of the line of sums.
pub(super) const ALL: &str = "all";

/// An amount of money.
pub(super) fn money<N: Fraction>(amount: &N, decimals: usize) -> String {
    figures(&[Ok(amount.clone())], Some(decimals)).concat()
}

/// A quotient of amounts, or a number of years. It keeps two decimals where amounts are shown in whole units.
fn quotient<N: Fraction>(quotient: &N, decimals: usize) -> String {
    money(quotient, decimals.max(CENTS))
}

/// A column of amounts, and the line below the table if the caller asks for no decimals and amounts have more.
pub(super) fn amounts<'a, N: Fraction>(
    heading: &str,
    amounts: impl Iterator<Item = &'a N>,
    decimals: Option<usize>,
) -> TextColumn {
    let amounts: Vec<_> = amounts.map(|amount| Ok(amount.clone())).collect();
    let column = TextColumn::right(heading, figures(&amounts, Some(decimals.unwrap_or(CENTS))));
    if decimals.is_none() { column.rounded_to(CENTS, amounts.iter().flatten()) } else { column }
}

/// The columns of the stakeholders and the outcomes of rows, and of a line of sums.
pub(super) fn row_names<'a>(rows: impl Iterator<Item = (Option<&'a str>, &'a str)>) -> Vec<TextColumn> {
    let (stakeholders, outcomes): (Vec<_>, Vec<_>) = rows.unzip();
    let outcomes = outcomes.into_iter().map(value_text);
    if stakeholders.iter().all(Option::is_none) {
        return vec![TextColumn::left("outcome", outcomes.chain([ALL.to_owned()]).collect())];
    }
    let stakeholders = stakeholders.into_iter().map(value_or_not_stated);
    vec![
        TextColumn::left("stakeholder", stakeholders.chain([ALL.to_owned()]).collect()),
        TextColumn::left("outcome", outcomes.chain([String::new()]).collect()),
    ]
}

/// Figures below a table of rows, each with its name.
pub(super) fn summary(figures: Vec<(&str, String)>) -> Block {
    let (names, texts) = figures.into_iter().map(|(name, text)| (name.to_owned(), text)).unzip();
    Block::Columns(vec![TextColumn::left("in all", names), TextColumn::right("", texts)])
}

/// A ratio, or a dash without inputs.
pub(super) fn ratio_text<N: Fraction>(ratio: Option<&N>, decimals: usize) -> String {
    or_dash(ratio.map(|ratio| quotient(ratio, decimals)))
}

/// `GBP, in prices of 2011; discounted at 3.5 % from year one`.
pub(super) fn terms_of_worth<N: Fraction>(
    unit: Option<&str>,
    prices: (Option<i16>, Option<&str>),
    discount: &Discount<N>,
) -> String {
    let unit = unit.map_or_else(|| "unit not stated".to_owned(), |unit| shortened(printable(unit)));
    format!("{unit}, {}", prices_and_discount(prices, discount))
}

/// `in prices of 2011; discounted at 3.5 % from year one`.
pub(crate) fn prices_and_discount<N: Fraction>(prices: (Option<i16>, Option<&str>), discount: &Discount<N>) -> String {
    format!("{}; {}", prices_text(prices), discount_text(discount))
}

/// `in prices of 2011 by GDP deflator, March 2024`.
pub(super) fn prices_text((year, deflator): (Option<i16>, Option<&str>)) -> String {
    let prices = year.map_or_else(|| "price year not stated".to_owned(), |year| format!("in prices of {year}"));
    deflator.map_or(prices.clone(), |name| format!("{prices} by {}", shortened(printable(name))))
}

/// `discounted at 3.5 % from year one`, `not discounted`.
fn discount_text<N: Fraction>(discount: &Discount<N>) -> String {
    if discount.is_none() {
        return "not discounted".to_owned();
    }
    let convention = match discount.first_year() {
        FirstYear::Zero => "zero",
        FirstYear::One => "one",
    };
    let rates = discount.steps().enumerate().map(|(index, (year, rate))| {
        let from = if index == 0 { convention.to_owned() } else { year.to_string() };
        format!("{} from year {from}", share_text(rate))
    });
    format!("discounted at {}", rates.collect::<Vec<_>>().join(", "))
}

/// `weighted by stakeholder: a council's decision`.
pub(crate) fn weights_text(source: &str) -> String {
    format!("weighted by stakeholder: {}", shortened(printable(source)))
}

impl<N: Fraction> Worth<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let mut blocks =
            vec![Block::Line(terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount()))];
        blocks.extend(self.weights_source().map(weights_text).map(Block::Line));
        let own_discounts = self.rows().filter(|row| row.row().get_discount().is_some()).count();
        if own_discounts > 0 {
            let rows = if own_discounts == 1 { "row has" } else { "rows have" };
            blocks.push(Block::Line(format!("{} {rows} another discount", thousands(&own_discounts.to_string()))));
        }
        if self.rows().len() == 0 {
            blocks.push(Block::Line("no rows".to_owned()));
        } else {
            if !self.discount().is_none() || own_discounts > 0 {
                let text = "first year: before it is discounted; created and destroyed: present values";
                blocks.push(Block::Line(text.to_owned()));
            }
            blocks.push(Block::Columns(self.columns(asked)));
        }
        blocks.push(Block::Gap);
        let decimals = asked.unwrap_or(CENTS);
        blocks.push(summary(vec![
            ("created less destroyed", money(self.net(), decimals)),
            ("inputs", money(self.inputs(), decimals)),
            ("net present value", money(self.net_present_value(), decimals)),
            ("ratio", ratio_text(self.ratio(), decimals)),
            ("net ratio", ratio_text(self.net_ratio(), decimals)),
            ("payback", self.payback_text(decimals)),
        ]));
        blocks.extend(self.without_source_text().map(Block::Line));
        blocks
    }

    fn columns(&self, asked: Option<usize>) -> Vec<TextColumn> {
        let mut columns = row_names(self.rows().map(|row| (row.row().get_stakeholder(), row.row().get_outcome())));
        let mut first_year = amounts("first year", self.rows().map(RowWorth::first_year), asked);
        // Rows may start in different years, so their first years have no sum.
        first_year.texts.push(String::new());
        columns.push(first_year);
        let created = self.rows().map(RowWorth::created).chain([self.created()]);
        columns.push(amounts("created", created, asked));
        let destroyed = self.rows().map(RowWorth::destroyed).chain([self.destroyed()]);
        columns.push(amounts("destroyed", destroyed, asked));
        columns
    }

    /// `4.71 years`, `0.75 years, and undone by later losses`, `never`, or a dash without inputs.
    fn payback_text(&self, decimals: usize) -> String {
        match self.payback() {
            Ok(Some(years)) if *self.net_present_value() < N::zero() => {
                format!("{} years, and undone by later losses", quotient(&years, decimals))
            }
            Ok(Some(years)) => format!("{} years", quotient(&years, decimals)),
            Ok(None) if self.inputs().is_zero() => or_dash(None),
            Ok(None) => "never".to_owned(),
            Err(_) => "overflow".to_owned(),
        }
    }

    /// `no source is stated for 2 of 8 proxies`, if there is one without.
    fn without_source_text(&self) -> Option<String> {
        let (without, all) = (self.without_source(), self.rows().len());
        let count = |count: usize| thousands(&count.to_string());
        let proxies = if all == 1 { "proxy" } else { "proxies" };
        (without > 0).then(|| format!("no source is stated for {} of {} {proxies}", count(without), count(all)))
    }
}

impl<N: Fraction> fmt::Display for Worth<N> {
    /// An aligned table of the rows under the unit, the prices and the discount. `first year` is the impact of a row in its
    /// first year, before it is discounted, and below zero for a loss; `created` and `destroyed` are present values. Below
    /// stand the inputs, the net present value, the ratios, the payback, and the number of proxies without a source. A
    /// weighted worth names the source of its weights.
    ///
    /// Amounts have two decimals; `{:.0}` prints whole units. Ratios and years keep two decimals or more. An amount that
    /// is not zero is never printed as zero: 0.004 is `<0.01`. Texts are escaped and shortened as in the table of a
    /// [statement](crate::Statement).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
