//! A tornado: the net present value at both ends of the range of each assumption.

use super::assumed::{stated_texts, switching_text};
use super::figures::{FigureFormat, count, number_of};
use super::finding::some_of;
use super::lines::capitalized;
use super::page::{Page, title_lines};
use super::tornado_plot::TornadoPlot;
use super::words::{join, shown};
use super::worth::{drawn, terms_of, unit_text};
use super::{Chart, chart_methods, hidden_debug};
use crate::number::Fraction;
use crate::worth::error::ImpactError;
use crate::worth::{Assumption, Sensitivity, Swing};

/// The net present value of an impact map as one assumption at a time moves through its range: a bar for each, the widest
/// first.
///
/// Made by [`Sensitivity::tornado`].
#[derive(Clone, PartialEq)]
pub struct TornadoChart {
    title: Option<String>,
    terms: String,
    format: FigureFormat,
    /// The sums of the map as it is stated, and its net present value.
    created: f64,
    destroyed: f64,
    inputs: f64,
    central: f64,
    bars: Vec<SwingBar>,
}

/// The swing of an assumption.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SwingBar {
    /// `Quantity 7: residents/fewer falls`.
    pub(super) name: String,
    /// `quantity of residents/fewer falls`, in a title.
    subject: String,
    assumption: Assumption,
    /// Both ends of the range as texts, the one with the lower net present value first, each with that value.
    pub(super) ends: [(String, f64); 2],
    pub(super) switching: SwitchingValue,
}

/// The switching value of an assumption: the value at which the net present value is 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SwitchingValue {
    At(String),
    Never,
    /// Years are whole, or the kind of number does not hold the value.
    NotGiven,
}

impl<N: Fraction> Sensitivity<N> {
    /// The swings as bars around the net present value as it is stated, the widest first, each with its switching value.
    ///
    /// Above 15 assumptions, those with the least swings are one last bar together: from the lowest to the highest net
    /// present value that one of them gives.
    ///
    /// # Errors
    ///
    /// - a figure that no float holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::Assumption::{Deadweight, Quantity};
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    ///
    /// let visit = Proxy::new(100.0, "GBP", 2024, "unit costs 2024");
    /// let row = Row::new("visits", 10.0, visit).range(Quantity, 3.0, 12.0).range(Deadweight, 0.0, 0.5);
    /// let chart = ImpactMap::new([row]).inputs(400.0).sensitivity(Discount::none())?.tornado()?;
    /// assert!(chart.description().contains("Quantity 10: visits, from 3 to 12: −100 to 800, switching value 4."));
    /// assert!(chart.to_svg().contains("1 of 2 ranges"));
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    pub fn tornado(&self) -> Result<TornadoChart, ImpactError> {
        let worth = self.central();
        let of = || "the map".to_owned();
        let central = drawn(worth.net_present_value(), "the net present value", of)?;
        let sums = [("created", worth.created()), ("destroyed", worth.destroyed()), ("the inputs", worth.inputs())];
        let [created, destroyed, inputs] = sums.map(|(figure, amount)| drawn(amount, figure, of));
        let bars =
            self.swings().map(|swing| SwingBar::of(swing, &self.own_prices(swing))).collect::<Result<Vec<_>, _>>()?;
        let amounts = bars.iter().flat_map(SwingBar::nets).chain([central]);
        Ok(TornadoChart {
            title: None,
            terms: terms_of(worth),
            format: FigureFormat::of(unit_text(worth.unit()), amounts),
            created: created?,
            destroyed: destroyed?,
            inputs: inputs?,
            central,
            bars,
        })
    }
}

impl SwingBar {
    /// The bar of a swing. `own_prices` says in which prices its range is, if these are not those of the net present values.
    fn of<N: Fraction>(swing: &Swing<N>, own_prices: &str) -> Result<Self, ImpactError> {
        let assumption = swing.assumption();
        let label = match assumption {
            Assumption::Rate => "discount rate".to_owned(),
            Assumption::Lasts => "years".to_owned(),
            other => other.label(),
        };
        let of = || swing.of().map_or_else(|| label.clone(), crate::printable::quoted);
        let net = |net: &N| drawn(net, "the net present value", of);
        let [low, stated, high] =
            stated_texts(assumption, [swing.low_value(), swing.stated_value(), swing.high_value()]);
        let (low, high) = ((low, net(swing.low())?), (high, net(swing.high())?));
        let with_of = |between: &str| swing.of().map_or_else(String::new, |of| between.to_owned() + &shown(of));
        let name = format!("{} {stated}{own_prices}{}", capitalized(&label), with_of(": "));
        let subject = label.clone() + &with_of(" of ");
        let switching = match swing.switching() {
            None => SwitchingValue::NotGiven,
            Some(switching) => switching_text(assumption, switching).map_or(SwitchingValue::Never, SwitchingValue::At),
        };
        let ends = if low.1 <= high.1 { [low, high] } else { [high, low] };
        Ok(Self { name, subject, assumption, ends, switching })
    }

    /// The net present values, the lower first.
    pub(super) fn nets(&self) -> [f64; 2] {
        [self.ends[0].1, self.ends[1].1]
    }

    /// Whether a net present value at an end is on the other side of zero than this one.
    fn crosses_zero(&self, central: f64) -> bool {
        let [low, high] = self.nets();
        central > 0.0 && low < 0.0 || central < 0.0 && high > 0.0
    }

    fn description(&self, format: &FigureFormat) -> String {
        let [(from, low), (to, high)] = &self.ends;
        let switching = match &self.switching {
            SwitchingValue::At(value) => format!(", switching value {value}"),
            SwitchingValue::Never => ", no switching value".to_owned(),
            SwitchingValue::NotGiven => String::new(),
        };
        format!("{}, from {from} to {to}: {} to {}{switching}.", self.name, format.text(*low), format.text(*high))
    }
}

hidden_debug!(TornadoChart);

/// Assumptions that have a bar of their own.
const MOST_BARS: usize = 15;

impl TornadoChart {
    chart_methods!();

    /// The bars that are drawn one by one, and the others.
    fn drawn(&self) -> (&[SwingBar], &[SwingBar]) {
        self.bars.split_at(self.bars.len().min(MOST_BARS))
    }

    /// The bars that the picture has no room for, as one: each of them lies within it.
    fn rest(&self, others: &[SwingBar]) -> Option<SwingBar> {
        let lowest = others.iter().map(|bar| bar.nets()[0]).reduce(f64::min)?;
        let highest = others.iter().map(|bar| bar.nets()[1]).reduce(f64::max)?;
        let number = number_of(others.len() as u64, ("smaller swing", "smaller swings"));
        let changing = match others.iter().filter(|bar| bar.crosses_zero(self.central)).count() {
            0 => "none changes the sign".to_owned(),
            1 => "1 changes the sign".to_owned(),
            several => format!("{} change the sign", count(several as u64)),
        };
        let name = format!("{number}, each alone: {changing}");
        let ends = [(String::new(), lowest), (String::new(), highest)];
        Some(SwingBar {
            subject: name.clone(),
            name,
            assumption: Assumption::Rate,
            ends,
            switching: SwitchingValue::NotGiven,
        })
    }

    /// The finding about the ranges with an end on the other side of zero. It is about ends, since a net present value may
    /// cross zero twice between two rates.
    fn crossing_finding(&self, side: &str) -> String {
        let crossing: Vec<&SwingBar> = self.bars.iter().filter(|bar| bar.crosses_zero(self.central)).collect();
        let (some, all) = (crossing.len(), self.bars.len());
        let ranges = match some {
            0 if all == 1 => "The only range has no".to_owned(),
            0 => format!("None of {} ranges has an", count(all as u64)),
            1 if all == 1 => "The only range has an".to_owned(),
            1 => format!("Only 1 of {} ranges has an", count(all as u64)),
            some => format!("{} have an", capitalized(&some_of(some, all, ("range", "ranges")))),
        };
        let text = format!("{ranges} end with net present value {side} zero");
        let [one] = crossing[..] else { return text };
        let with_subject = format!("{text}: {}", one.subject);
        if title_lines(&with_subject) > 2 { text } else { with_subject }
    }
}

impl Chart for TornadoChart {
    fn finding(&self) -> String {
        let central = self.format.title_amount(self.central);
        if self.bars.is_empty() {
            return format!("Net present value is {central}; no assumption has a range");
        }
        if self.central == 0.0 {
            return "Net present value is 0 as stated".to_owned();
        }
        self.crossing_finding(if self.central > 0.0 { "below" } else { "above" })
    }

    fn subtitle(&self) -> String {
        let sums = self.format.of_others([self.created, self.destroyed, self.inputs]);
        let created = sums.amount(self.created);
        let [destroyed, inputs] = [self.destroyed, self.inputs].map(|sum| sums.text(sum));
        let unit = self.format.unit();
        format!(
            "Net present value in {unit}, as one assumption at a time moves through its range; {}. As stated: {created} \
             created, {destroyed} destroyed, inputs of {inputs}.",
            self.terms
        )
    }

    fn words(&self) -> String {
        let bars = self.bars.iter().map(|bar| bar.description(&self.format));
        let stated = format!("Net present value as stated: {}.", self.format.text(self.central));
        join(std::iter::once(stated).chain(bars).chain(self.format.rounded_note().map(str::to_owned)), " ")
    }

    fn draw(&self, page: &mut Page) {
        let (bars, others) = self.drawn();
        if bars.is_empty() {
            return;
        }
        let rest = self.rest(others);
        let bars: Vec<&SwingBar> = bars.iter().chain(&rest).collect();
        let plot = TornadoPlot::new(&bars, self.central, &self.format);
        plot.draw(page);
        let mut notes = vec!["At each end of a bar: the value of the assumption."];
        if bars.iter().any(|bar| matches!(bar.switching, SwitchingValue::At(_))) {
            notes.push("Switching value: the value at which net present value is 0, all else as stated.");
        }
        if bars.iter().any(|bar| bar.assumption == Assumption::Lasts) {
            notes.push("Years are whole, so no value is given for them.");
        }
        if !plot.shows_zero() {
            notes.push("Zero is not on the axis.");
        }
        notes.extend(self.format.rounded_note());
        page.note(&notes.join(" "));
    }
}
