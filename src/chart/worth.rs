//! The worth of an impact map to each stakeholder, as diverging bars with the inputs below.

use super::bar_marks::BarMarks;
use super::bars::BarPanel;
use super::figures::{FigureFormat, count, number_of};
use super::finding::{created_and_destroyed, nothing_moved, some_of};
use super::lines::{LineFigures, MeasurePanel};
use super::page::{Page, title_lines};
use super::words::{join, shown, shown_or_not_stated};
use super::{Chart, Order, chart_methods, hidden_debug};
use crate::number::{Fraction, Number, nearest};
use crate::printable::quoted;
use crate::text::{prices_and_discount, weights_text};
use crate::worth::error::ImpactError;
use crate::worth::{InputWorth, Worth};

/// The worth of an impact map to each stakeholder: destroyed to the left of zero, created to the right, and the inputs as
/// a bar of the same scale.
///
/// Made by [`Worth::bar_chart`].
#[derive(Clone, PartialEq)]
pub struct WorthChart {
    title: Option<String>,
    order: Order,
    panel: MeasurePanel,
    /// The prices, the discount, and the weights if they are applied.
    terms: String,
    is_weighted: bool,
    inputs: f64,
    /// Each input in words, the largest first.
    input_texts: Vec<(String, f64)>,
    net_present_value: f64,
    ratio: Option<f64>,
}

/// The float by which a picture draws an amount. Kinds such as fractions hold amounts that no float holds.
pub(super) fn drawn<N: Fraction>(amount: &N, figure: &str, of: impl Fn() -> String) -> Result<f64, ImpactError> {
    Some(nearest(amount)).filter(Number::is_finite).ok_or_else(|| ImpactError::overflow::<f64>(figure, of()))
}

/// The unit of the amounts of a picture.
pub(super) fn unit_text(unit: Option<&str>) -> String {
    unit.map_or_else(|| "units of money".to_owned(), shown)
}

/// The prices and the discounts of a picture, and the source of weights if they are applied.
pub(super) fn terms_of<N: Fraction>(worth: &Worth<N>) -> String {
    let terms = prices_and_discount((worth.price_year(), worth.deflator()), worth.discount());
    let further = worth.weights_source().map(weights_text).into_iter().chain(worth.own_discounts());
    std::iter::once(terms).chain(further).collect::<Vec<_>>().join("; ")
}

/// The name of the map in an error.
fn of_map() -> String {
    "the map".to_owned()
}

impl<N: Fraction> Worth<N> {
    /// The worth of the map to each stakeholder, as diverging bars, and its inputs on the same scale.
    ///
    /// Above 15 stakeholders the bars are narrower. Above 50 those with the smallest amounts are one last line together.
    ///
    /// # Errors
    ///
    /// - a figure that no float holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    ///
    /// let pounds = |amount| Proxy::new(amount, "GBP", 2024, "unit costs 2024");
    /// let meals = Row::new("meals", 10.0, pounds(50.0)).stakeholder("residents");
    /// let noise = Row::new("noise", -2.0, pounds(40.0)).stakeholder("neighbours");
    /// let chart = ImpactMap::new([meals, noise]).inputs(300.0).value(Discount::none())?.bar_chart()?;
    /// assert!(chart.description().contains("neighbours: created 0, destroyed 80, net −80"));
    /// assert!(chart.to_svg().starts_with("<svg"));
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn bar_chart(&self) -> Result<WorthChart, ImpactError> {
        let stated = self.stakeholders().any(|part| part.stakeholder().is_some());
        let mut lines = Vec::new();
        for part in self.stakeholders() {
            let of = || part.stakeholder().map_or_else(of_map, quoted);
            let values = stated.then(|| shown_or_not_stated(part.stakeholder())).into_iter().collect();
            let figures = [("created", part.created()), ("destroyed", part.destroyed()), ("net", part.net())];
            lines.push(line(values, figures, of)?);
        }
        let figures = [("created", self.created()), ("destroyed", self.destroyed()), ("net", self.net())];
        let total = line(Vec::new(), figures, of_map)?;
        let inputs = drawn(self.inputs(), "the inputs", of_map)?;
        let net_present_value = drawn(self.net_present_value(), "the net present value", of_map)?;
        let ratio = self.ratio().map(|ratio| drawn(ratio, "the ratio", of_map)).transpose()?;
        let mut input_texts: Vec<(String, f64)> = self.input_values().map(input_text).collect();
        input_texts.sort_by(|one, two| two.1.total_cmp(&one.1));
        let amounts = lines.iter().flat_map(LineFigures::amounts).chain([inputs, net_present_value, total.net]);
        let format = FigureFormat::of(unit_text(self.unit()), amounts);
        let panel =
            MeasurePanel { measure: "worth".to_owned(), direction: "", lines, groups: Vec::new(), total, format };
        let terms = terms_of(self);
        Ok(WorthChart {
            title: None,
            order: Order::default(),
            panel,
            terms,
            is_weighted: self.weights_source().is_some(),
            inputs,
            input_texts,
            net_present_value,
            ratio,
        })
    }
}

/// The figures of a line in money with these values, or of the whole without any. They count as one appraisal, since a line
/// without one has no figures.
pub(super) fn line<N: Fraction>(
    values: Vec<String>,
    figures: [(&str, &N); 3],
    of: impl Fn() -> String,
) -> Result<LineFigures, ImpactError> {
    let [created, destroyed, net] = figures.map(|(figure, amount)| drawn(amount, figure, &of));
    let (created, destroyed, net) = (created?, destroyed?, net?);
    Ok(LineFigures { values, created, destroyed, net, better: 1, ..LineFigures::default() })
}

/// `contract (from local authority)`, and its present value.
fn input_text<N: Fraction>(value: &InputWorth<N>) -> (String, f64) {
    let name = value.input().get_name().map_or_else(|| "one without a name".to_owned(), shown);
    let from = value.input().get_from().map_or_else(String::new, |from| format!(" (from {})", shown(from)));
    (name + &from, nearest(value.present()))
}

hidden_debug!(WorthChart);

impl WorthChart {
    chart_methods!();

    /// The order of the stakeholders; that of their first rows unless stated.
    pub fn sorted_by(self, order: Order) -> Self {
        Self { order, ..self }
    }

    fn format(&self) -> &FigureFormat {
        &self.panel.format
    }

    /// The inputs in words, up to this number of them.
    fn inputs_text(&self, most: usize) -> String {
        if self.input_texts.is_empty() {
            return "No inputs are stated.".to_owned();
        }
        let text = |(name, amount): &(String, f64)| format!("{name} {}", self.format().text(*amount));
        let others = self.input_texts.len().saturating_sub(most);
        let others = (others > 0).then(|| number_of(others as u64, ("smaller input", "smaller inputs")));
        format!("Inputs: {}.", join(self.input_texts.iter().take(most).map(text).chain(others), "; "))
    }
}

/// Inputs that the note below the picture names.
const MOST_INPUTS: usize = 6;

/// The words for one stakeholder, and for several.
const STAKEHOLDERS: (&str, &str) = ("stakeholder", "stakeholders");

impl Chart for WorthChart {
    fn finding(&self) -> String {
        let MeasurePanel { lines, total, format, .. } = &self.panel;
        if lines.is_empty() {
            return "The map has no rows".to_owned();
        }
        if let Some(finding) = nothing_moved(&[total]) {
            return finding.to_owned();
        }
        let all = [total.created, total.destroyed, self.inputs];
        let of_all = format.of_title(all);
        let is_suited = of_all.suits(all);
        let format = if is_suited { of_all } else { format.of_title([total.created, total.destroyed]) };
        let weighted = if self.is_weighted { "Weighted: " } else { "" };
        let amounts = weighted.to_owned() + &created_and_destroyed(total, &format);
        let inputs = if is_suited { format.text(self.inputs) } else { format.title_amount(self.inputs) };
        let inputs = format!(", for inputs of {inputs}");
        let inputs = if self.inputs > 0.0 { inputs } else { String::new() };
        let losing = lines.iter().filter(|line| line.destroyed > line.created).count();
        let is_part = losing > 0 && lines.len() > 1;
        let loss = if is_part {
            format!("; a net loss for {}", some_of(losing, lines.len(), STAKEHOLDERS))
        } else {
            String::new()
        };
        // A loss that the sums hide is said first. The inputs are in the picture too.
        let whole = format!("{amounts}{inputs}{loss}");
        let without_inputs = format!("{amounts}{loss}");
        let shortest = if is_part {
            format!("{amounts}; a net loss for {} of {}", count(losing as u64), count(lines.len() as u64))
        } else {
            amounts.clone()
        };
        [whole, without_inputs, shortest].into_iter().find(|text| title_lines(text) <= 2).unwrap_or(amounts)
    }

    fn subtitle(&self) -> String {
        let format = self.format();
        let ratio = self.ratio.map_or_else(String::new, |ratio| format!(", ratio {}", FigureFormat::ratio(ratio)));
        let value = format.text(self.net_present_value);
        format!("Present values in {}, {}. Net present value {value}{ratio}.", format.unit(), self.terms)
    }

    fn words(&self) -> String {
        let MeasurePanel { lines, total, format, .. } = &self.panel;
        let total = LineFigures { values: vec!["all stakeholders".to_owned()], ..total.clone() };
        let total = (lines.len() > 1).then(|| total.description(format));
        let lines = lines.iter().map(|line| line.description(format)).chain(total);
        let rounded = format.rounded_note().map_or_else(String::new, |note| format!(" {note}"));
        format!("{}. {}{rounded}", join(lines, "; "), self.inputs_text(usize::MAX)).trim_start_matches(". ").to_owned()
    }

    fn draw(&self, page: &mut Page) {
        if !self.panel.lines.is_empty() {
            let drawn = BarPanel::new(&self.panel, STAKEHOLDERS.1, self.order).with_inputs(self.inputs);
            drawn.draw(page);
            let mut marks = BarMarks::default();
            marks.add(&drawn);
            marks.explain(page);
        }
        page.note(&self.inputs_text(MOST_INPUTS));
    }
}
