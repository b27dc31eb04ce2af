//! The worth of an impact map, as a table.

use std::fmt;

use super::assumed::{share_text, stated_text, trimmed};
use super::column::{TextColumn, figures, note_of, or_dash, shortened, thousands};
use super::layout::{Block, decimals, write_blocks};
use crate::number::Fraction;
use crate::printable::{printable, value_or_not_stated, value_text};
use crate::worth::{Discount, FirstYear, Input, InputWorth, Row, RowWorth, StakeholderWorth, Worth};

/// The decimals of amounts of money, unless others are asked for.
pub(super) const CENTS: usize = 2;

/// The decimals of discount factors: those of published tables of them.
pub(super) const FACTOR_DECIMALS: usize = 6;

/// The name of the ratio, with the figures that it divides.
pub(super) const RATIO: &str = "ratio: created less destroyed to inputs";

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

/// The columns `created` and `destroyed`.
pub(super) fn created_and_destroyed<'a, N: Fraction>(
    sides: impl Iterator<Item = (&'a N, &'a N)>,
    asked: Option<usize>,
) -> [TextColumn; 2] {
    let (created, destroyed): (Vec<_>, Vec<_>) = sides.unzip();
    [amounts("created", created.into_iter(), asked), amounts("destroyed", destroyed.into_iter(), asked)]
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

/// The figures below a table of rows, each with its name: the net, the inputs and the net present value, both ratios, and
/// the payback if there is one.
pub(super) fn summary<N: Fraction>(
    [net, inputs, net_present_value]: [&N; 3],
    [ratio, net_ratio]: [Option<&N>; 2],
    payback: Option<String>,
    decimals: usize,
) -> Block {
    let figures = [
        ("created less destroyed", money(net, decimals)),
        ("inputs", money(inputs, decimals)),
        ("net present value", money(net_present_value, decimals)),
        (RATIO, ratio_text(ratio, decimals)),
        ("net ratio: net present value to inputs", ratio_text(net_ratio, decimals)),
    ];
    let figures = figures.into_iter().chain(payback.map(|payback| ("payback", payback)));
    let (names, texts) = figures.map(|(name, text)| (name.to_owned(), text)).unzip();
    Block::Columns(vec![TextColumn::left("in all", names), TextColumn::right("", texts)])
}

/// A ratio, or a dash without inputs.
pub(super) fn ratio_text<N: Fraction>(ratio: Option<&N>, decimals: usize) -> String {
    or_dash(ratio.map(|ratio| quotient(ratio, decimals)))
}

/// `GBP, in prices of 2011; ` and the text of the discount.
pub(super) fn terms_of_worth<N: Fraction>(
    unit: Option<&str>,
    prices: (Option<i16>, Option<&str>),
    discount: &Discount<N>,
) -> String {
    let unit = unit.map_or_else(|| "unit not stated".to_owned(), |unit| shortened(printable(unit)));
    format!("{unit}, {}", prices_and_discount(prices, discount))
}

/// `in prices of 2011; ` and the text of the discount.
pub(crate) fn prices_and_discount<N: Fraction>(prices: (Option<i16>, Option<&str>), discount: &Discount<N>) -> String {
    format!("{}; {}", prices_text(prices), discount_text(discount))
}

/// `in prices of 2011 by GDP deflator, March 2024`.
pub(crate) fn prices_text((year, deflator): (Option<i16>, Option<&str>)) -> String {
    let prices = year.map_or_else(|| "price year not stated".to_owned(), |year| format!("in prices of {year}"));
    deflator.map_or(prices.clone(), |name| format!("{prices} by {}", shortened(printable(name))))
}

/// `discounted at 3.5 % a year; amounts of year 1 are divided by 1.035`, `not discounted`. A row may start later, so its own
/// first year is another one.
fn discount_text<N: Fraction>(discount: &Discount<N>) -> String {
    if discount.is_none() {
        return "not discounted".to_owned();
    }
    let divided = match (discount.first_year(), discount.factor(1)) {
        (FirstYear::Zero, _) => "are not discounted".to_owned(),
        (FirstYear::One, Ok(factor)) => format!("are divided by {}", trimmed(&factor, FACTOR_DECIMALS)),
        (FirstYear::One, Err(_)) => "are discounted".to_owned(),
    };
    format!("discounted at {}; amounts of year {} {divided}", rates_text(discount), discount.first_year().number())
}

/// `3.5 % a year, 3 % from year 31 on`.
fn rates_text<N: Fraction>(discount: &Discount<N>) -> String {
    let rates = discount.steps().enumerate().map(|(index, (year, rate))| {
        let from = if index == 0 { "a year".to_owned() } else { format!("from year {year} on") };
        format!("{} {from}", share_text(rate))
    });
    rates.collect::<Vec<_>>().join(", ")
}

/// Rows that are named in a line below a table; the others are counted. More would make the line longer than the table is
/// wide.
const MOST_NAMED: usize = 5;

/// The texts of rows, as far as there is room for them; `None` without one.
fn named(mut texts: impl Iterator<Item = String>) -> Option<String> {
    let shown: Vec<String> = texts.by_ref().take(MOST_NAMED).collect();
    let more = match texts.count() {
        0 => None,
        1 => Some("1 more row".to_owned()),
        more => Some(format!("{} more rows", thousands(&more.to_string()))),
    };
    let listed: Vec<String> = shown.into_iter().chain(more).collect();
    (!listed.is_empty()).then(|| listed.join("; "))
}

/// The rows with a discount of their own: `another discount: visits, 1.5 % a year`.
pub(super) fn own_discounts<'a, N: Fraction>(
    rows: impl Iterator<Item = (String, Option<&'a Discount<N>>)>,
) -> Option<String> {
    let texts = rows.filter_map(|(name, discount)| {
        let discount = discount?;
        let rates = if discount.is_none() { "not discounted".to_owned() } else { rates_text(discount) };
        Some(format!("{name}, {rates}"))
    });
    named(texts).map(|listed| format!("another discount: {listed}"))
}

/// The name of a row, as far as there is room for it.
fn row_name<N: Fraction>(row: &Row<N>) -> String {
    shortened(printable(&row.name()))
}

/// `weighted by stakeholder: a council's decision`.
pub(crate) fn weights_text(source: &str) -> String {
    format!("weighted by stakeholder: {}", shortened(printable(source)))
}

impl<N: Fraction> Worth<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let mut blocks = self.heading();
        let own_discounts = self.rows().filter(|row| row.row().get_discount().is_some()).count();
        if self.rows().len() == 0 {
            blocks.extend([Block::Line("no rows".to_owned()), Block::Gap]);
        } else if !self.discount().is_none() || own_discounts > 0 {
            let text = "first year: before it is discounted; created and destroyed: present values";
            blocks.push(Block::Line(text.to_owned()));
        }
        for columns in self.tables(asked) {
            blocks.extend([Block::Columns(columns), Block::Gap]);
        }
        let decimals = asked.unwrap_or(CENTS);
        blocks.push(summary(
            [self.net(), self.inputs(), self.net_present_value()],
            [self.ratio(), self.net_ratio()],
            Some(self.payback_text(decimals)),
            decimals,
        ));
        blocks.extend(self.without_price_year_text().map(Block::Line));
        blocks.extend(self.without_source_text().map(Block::Line));
        blocks
    }

    /// The tables of the rows, of stakeholders if there are several or they are weighted, and of several inputs. The first one
    /// that is rounded says so.
    fn tables(&self, asked: Option<usize>) -> Vec<Vec<TextColumn>> {
        let rows = (self.rows().len() > 0).then(|| self.row_columns(asked));
        let has_stakeholders = self.stakeholders().len() > usize::from(self.weights_source().is_none());
        let stakeholders = has_stakeholders.then(|| self.stakeholder_columns(asked));
        let inputs = (self.input_values().len() > 1).then(|| self.input_columns(asked));
        let mut tables: Vec<_> = [rows, stakeholders, inputs].into_iter().flatten().collect();
        let mut is_said = false;
        for columns in &mut tables {
            if is_said {
                for column in columns.iter_mut() {
                    column.rounded_to = None;
                }
            }
            is_said |= note_of(columns).is_some();
        }
        tables
    }

    fn row_columns(&self, asked: Option<usize>) -> Vec<TextColumn> {
        let mut columns = row_names(self.rows().map(|row| (row.row().get_stakeholder(), row.row().get_outcome())));
        let mut first_year = amounts("first year", self.rows().map(RowWorth::first_year), asked);
        // Rows may start in different years, so their first years have no sum.
        first_year.texts.push(String::new());
        columns.push(first_year);
        let sides = self.rows().map(|row| (row.created(), row.destroyed()));
        columns.extend(created_and_destroyed(sides.chain([(self.created(), self.destroyed())]), asked));
        columns
    }

    /// The worth to each stakeholder, with the weight that is applied.
    fn stakeholder_columns(&self, asked: Option<usize>) -> Vec<TextColumn> {
        let names = self.stakeholders().map(|part| value_or_not_stated(part.stakeholder()));
        let mut columns = vec![TextColumn::left("stakeholder", names.collect())];
        let weights: Vec<String> = self
            .stakeholders()
            .filter_map(|part| self.weight_of(part.stakeholder()))
            .map(|weight| stated_text(&weight))
            .collect();
        if !weights.is_empty() {
            columns.push(TextColumn::right("weight", weights));
        }
        let sides = self.stakeholders().map(|part| (part.created(), part.destroyed()));
        columns.extend(created_and_destroyed(sides, asked));
        columns.push(amounts("created less destroyed", self.stakeholders().map(StakeholderWorth::net), asked));
        columns
    }

    /// The inputs one by one, each as it is stated and as a present value. Stakeholders and years of prices have columns
    /// if they are stated.
    fn input_columns(&self, asked: Option<usize>) -> Vec<TextColumn> {
        let inputs = || self.input_values().map(InputWorth::input);
        let column = |heading: &str, texts: &mut dyn Iterator<Item = String>, all: &str| {
            TextColumn::left(heading, texts.chain([all.to_owned()]).collect())
        };
        let mut columns = vec![column("input", &mut inputs().map(|input| value_or_not_stated(input.get_name())), ALL)];
        if inputs().any(|input| input.get_from().is_some()) {
            let from = &mut inputs().map(|input| value_or_not_stated(input.get_from()));
            columns.push(column("from", from, ""));
        }
        columns.push(column("put in", &mut inputs().map(|input| put_in(input.get_at())), ""));
        if inputs().any(|input| input.get_price_year().is_some_and(|year| Some(year) != self.price_year())) {
            let year =
                |input: &Input<N>| or_dash(input.get_price_year().or(self.price_year()).map(|year| year.to_string()));
            columns.push(column("in prices of", &mut inputs().map(year), ""));
        }
        let mut stated = amounts("amount", inputs().map(Input::get_amount), asked);
        // Amounts of different years have no sum.
        stated.texts.push(String::new());
        columns.push(stated);
        columns.push(amounts(
            "present value",
            self.input_values().map(InputWorth::present).chain([self.inputs()]),
            asked,
        ));
        columns
    }

    /// The unit, the prices and the discounts, and the source of weights if they are applied.
    pub(super) fn heading(&self) -> Vec<Block> {
        let terms = terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount());
        let weights = self.weights_source().map(weights_text);
        std::iter::once(terms).chain(weights).chain(self.own_discounts()).map(Block::Line).collect()
    }

    /// The rows with a discount of their own: `another discount: visits, 1.5 % a year`.
    pub(crate) fn own_discounts(&self) -> Option<String> {
        own_discounts(self.rows().map(|row| (row_name(row.row()), row.row().get_discount())))
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

    /// `no price year is stated for 1 of 2 inputs: they count in prices of 2024`, if a deflator takes amounts there.
    fn without_price_year_text(&self) -> Option<String> {
        let year = self.deflator().and(self.price_year())?;
        let without = self.input_values().filter(|of_input| of_input.input().get_price_year().is_none()).count();
        let (count, all) = (thousands(&without.to_string()), thousands(&self.input_values().len().to_string()));
        let inputs = if self.input_values().len() == 1 { "input: it counts" } else { "inputs: they count" };
        (without > 0).then(|| format!("no price year is stated for {count} of {all} {inputs} in prices of {year}"))
    }

    /// `no source is stated for 2 of 8 proxies: residents/meals; neighbours/noise`, if there is one without. If none has a source,
    /// their rows are not named.
    fn without_source_text(&self) -> Option<String> {
        let (without, all) = (self.without_source(), self.rows().len());
        let count = |count: usize| thousands(&count.to_string());
        let proxies = if all == 1 { "proxy" } else { "proxies" };
        let rows = self.rows().map(RowWorth::row).filter(|row| row.get_proxy().get_source().is_none());
        let rows = named(rows.map(row_name)).filter(|_| without < all);
        let rows = rows.map_or_else(String::new, |rows| format!(": {rows}"));
        (without > 0).then(|| format!("no source is stated for {} of {} {proxies}{rows}", count(without), count(all)))
    }
}

/// `at the start`, `after 2 years`.
fn put_in(years: u32) -> String {
    match years {
        0 => "at the start".to_owned(),
        1 => "after 1 year".to_owned(),
        years => format!("after {years} years"),
    }
}

impl<N: Fraction> fmt::Display for Worth<N> {
    /// An aligned table of the rows under the unit, the prices and the discount. `first year` is the impact of a row in its
    /// first year, before it is discounted, and below zero for a loss; `created` and `destroyed` are present values. Several
    /// stakeholders, and several inputs, have a table each. Below stand the inputs, the net present value, the ratios, the
    /// payback, and the number of proxies without a source. A weighted worth names the source of its weights.
    ///
    /// Amounts have two decimals; `{:.0}` prints whole units. Ratios and years keep two decimals or more. An amount that
    /// is not zero is never printed as zero: 0.004 is `<0.01`. Texts are escaped and shortened as in the table of a
    /// [statement](crate::Statement).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
