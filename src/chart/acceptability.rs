//! The share of draws in which each option is the best, over what one of the effect is worth.

use super::acceptability_plot::AcceptabilityPlot;
use super::figures::{FigureFormat, largest, number_of, percent};
use super::finding::all_of;
use super::lines::capitalized;
use super::page::{Page, title_lines};
use super::words::{join, shown, shown_value};
use super::worth::unit_text;
use super::{Chart, chart_methods, hidden_debug};
use crate::certainty::Effects;
use crate::certainty::error::CertaintyError;

/// A curve of acceptability: the share of draws in which an option is the best, at several rates. A rate is what one of the
/// effect is worth.
///
/// Made by [`Effects::acceptability_chart`].
#[derive(Clone, PartialEq)]
pub struct AcceptabilityChart {
    title: Option<String>,
    unit: String,
    draws: u64,
    /// In ascending order, each once.
    pub(super) rates: Vec<f64>,
    pub(super) options: Vec<OptionCurve>,
    /// The share of draws in which several options are the best, at each rate.
    tied: Vec<f64>,
}

/// An option with the share of draws in which it alone is the best, at each rate.
#[derive(Clone, PartialEq)]
pub(super) struct OptionCurve {
    pub(super) name: String,
    pub(super) shares: Vec<f64>,
}

impl OptionCurve {
    /// The share at the highest rate.
    pub(super) fn last(&self) -> f64 {
        self.shares.last().copied().unwrap_or(0.0)
    }
}

impl Effects {
    /// The share of draws in which each option alone is the best, at each of several rates.
    ///
    /// Two options are two areas. To do nothing is an option without effect and cost. Three to six are lines with their names beside them. Of more options, the five that win most
    /// draws are drawn, and the others together.
    ///
    /// # Errors
    ///
    /// - those of [`at`](Self::at).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Effects;
    ///
    /// // Two draws: hours of independence, and what they cost.
    /// let effects = Effects::new([("visits", [3.0, 5.0], [40.0, 50.0]), ("as is", [2.0, 2.0], [10.0, 10.0])])?;
    /// let chart = effects.acceptability_chart([0.0, 10.0, 20.0, 30.0, 40.0])?.unit("GBP");
    /// assert!(chart.description().contains("At 20: visits 50 %, as is 50 %."));
    /// assert!(chart.to_svg().contains("“visits” is the best in most draws only at 40 GBP: in 100 %"));
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    pub fn acceptability_chart(
        &self,
        rates: impl IntoIterator<Item = f64>,
    ) -> Result<AcceptabilityChart, CertaintyError> {
        let names: Vec<&str> = self.names().collect();
        let mut draws = 0;
        let at_rate = |rate: f64| {
            let options = self.at(rate)?;
            draws = options.draws() as u64;
            let share = |count: u64| count as f64 / draws as f64;
            let wins = names.iter().map(|name| Ok(share(options.wins(name)?)));
            // Zero has no sign.
            Ok((rate.abs(), wins.collect::<Result<Vec<f64>, CertaintyError>>()?, share(options.tied())))
        };
        let mut points = rates.into_iter().map(at_rate).collect::<Result<Vec<_>, CertaintyError>>()?;
        points.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        points.dedup_by(|(one, ..), (other, ..)| one == other);
        let option = |(index, name): (usize, &&str)| OptionCurve {
            name: shown_value(name),
            shares: points.iter().map(|(_, wins, _)| wins[index]).collect(),
        };
        Ok(AcceptabilityChart {
            title: None,
            unit: unit_text(None),
            draws,
            options: names.iter().enumerate().map(option).collect(),
            rates: points.iter().map(|(rate, ..)| *rate).collect(),
            tied: points.iter().map(|(.., tied)| *tied).collect(),
        })
    }
}

hidden_debug!(AcceptabilityChart);

/// Options that have a line of their own; of more, the last line is of all others together.
const MOST_LINES: usize = 6;

impl AcceptabilityChart {
    chart_methods!();

    /// The unit of the rates, such as `GBP`; `units of money` unless it is stated.
    pub fn unit(self, unit: impl AsRef<str>) -> Self {
        Self { unit: shown(unit.as_ref()), ..self }
    }

    pub(super) fn format(&self) -> FigureFormat {
        FigureFormat::of(self.unit.clone(), self.rates.iter().copied())
    }

    /// The option that is the best in more than half of the draws, at this index of the rates.
    fn winner(&self, rate: usize) -> Option<usize> {
        self.options.iter().position(|option| option.shares[rate] > 0.5)
    }

    /// The first rate from which on the same option is the best in most draws, or none is.
    fn turning(&self) -> usize {
        let last = self.rates.len() - 1;
        (0..last).rev().take_while(|rate| self.winner(*rate) == self.winner(last)).last().unwrap_or(last)
    }

    /// The rates with a point: the highest, and the one from which on its best option is the best in most draws.
    pub(super) fn points(&self) -> Vec<usize> {
        let (last, turning) = (self.rates.len() - 1, self.turning());
        let is_turn = turning > 0 && turning < last && self.winner(last).is_some();
        is_turn.then_some(turning).into_iter().chain([last]).collect()
    }

    /// The option that wins most draws at the highest rate, the first of several.
    pub(super) fn leader(&self) -> usize {
        let share = |index: &usize| self.options[*index].last();
        (0..self.options.len()).rev().max_by(|one, other| share(one).total_cmp(&share(other))).unwrap_or(0)
    }

    /// The options that are drawn, with those that are drawn together as the last, and the index of the leader if it has a line
    /// of its own.
    pub(super) fn drawn(&self) -> (Vec<OptionCurve>, Option<usize>) {
        if self.options.len() <= MOST_LINES {
            return (self.options.clone(), Some(self.leader()));
        }
        let sum = |(_, option): &(usize, &OptionCurve)| option.shares.iter().sum::<f64>();
        let (drawn, others) = largest(self.options.iter().enumerate(), MOST_LINES - 1, sum);
        let leader = drawn.iter().position(|(index, _)| *index == self.leader());
        let name = number_of(others.len() as u64, ("other option", "other options"));
        let together = |rate: usize| others.iter().map(|(_, option)| option.shares[rate]).sum();
        let together = OptionCurve { name, shares: (0..self.rates.len()).map(together).collect() };
        (drawn.into_iter().map(|(_, option)| option.clone()).chain([together]).collect(), leader)
    }

    fn most_tied(&self) -> f64 {
        self.tied.iter().copied().fold(0.0, f64::max)
    }

    /// The texts of two rates, the second with this unit. Rates that are far apart have a multiplier each.
    fn rate_texts(&self, [from, to]: [usize; 2], unit: &str) -> [String; 2] {
        let [from, to] = [from, to].map(|rate| self.rates[rate]);
        let plain = FigureFormat::of(unit.to_owned(), []);
        let both = plain.of_title([from, to]);
        let texts = if both.suits([from, to]) {
            [both.text(from), both.amount(to)]
        } else {
            [from, to].map(|rate| plain.title_amount(rate))
        };
        // Without a unit an amount ends in its multiplier.
        texts.map(|text| text.trim_end_matches(" of ").trim_end().to_owned())
    }

    /// The finding with this name for the option that is the best in most draws at the highest rate.
    fn winner_finding(&self, name: &str, winner: usize, unit: &str) -> String {
        let (last, turning) = (self.rates.len() - 1, self.turning());
        let (share, [from, to]) = (percent(self.options[winner].last()), self.rate_texts([turning, last], unit));
        match turning {
            _ if last == 0 => format!("At {to} {name} is the best in {share} of draws"),
            0 => format!("{name} is the best in most draws at every rate, and in {share} at {to}"),
            turning if turning == last => format!("{name} is the best in most draws only at {to}: in {share}"),
            _ => format!("{name} is the best in most draws from {from} on, and in {share} at {to}"),
        }
    }

    /// The finding with this name for the option that is the best in most draws, or in more than the others.
    fn finding_with(&self, name: &str, unit: &str) -> String {
        let last = self.rates.len() - 1;
        if let Some(winner) = self.winner(last) {
            return capitalized(&self.winner_finding(name, winner, unit));
        }
        let (most, [_, at]) = (self.options[self.leader()].last(), self.rate_texts([last, last], unit));
        if most == 0.0 {
            return format!("At {at} options tie in every draw");
        }
        format!("At {at} no option is the best in most draws; {name} is in {}", percent(most))
    }
}

impl Chart for AcceptabilityChart {
    fn finding(&self) -> String {
        if self.rates.is_empty() {
            return "No rate is stated".to_owned();
        }
        if let [option] = &self.options[..] {
            let text = format!("“{}” is the only option, so there is no comparison", option.name);
            let is_short = title_lines(&text) <= 2;
            return if is_short { text } else { "There is only one option, so there is no comparison".to_owned() };
        }
        let option = self.winner(self.rates.len() - 1).unwrap_or_else(|| self.leader());
        let named = format!("“{}”", self.options[option].name);
        // Long names and units are in the picture.
        let tries =
            [(named.as_str(), self.unit.as_str()), (&named, ""), ("one option", &self.unit), ("one option", "")];
        let texts = tries.map(|(name, unit)| self.finding_with(name, unit));
        texts.iter().find(|text| title_lines(text) <= 2).unwrap_or(&texts[3]).clone()
    }

    fn subtitle(&self) -> String {
        if self.rates.is_empty() {
            return format!("{} without rates.", capitalized(&all_of(self.options.len(), ("option", "options"))));
        }
        let draws = number_of(self.draws, ("draw", "draws"));
        let tied = match self.most_tied() {
            0.0 => String::new(),
            most if most < 0.01 => "; options tie in less than 1 % of draws".to_owned(),
            most => format!("; options tie in up to {} of draws", percent(most)),
        };
        let unit = self.format().unit();
        format!(
            "Share of {draws} in which an option alone is the best, by what one of the effect is worth in {unit}{tied}."
        )
    }

    fn words(&self) -> String {
        let format = self.format();
        let at_rate = |(index, rate): (usize, &f64)| {
            let option = |option: &OptionCurve| format!("{} {}", option.name, percent(option.shares[index]));
            let tied = (self.tied[index] > 0.0).then(|| format!("tied {}", percent(self.tied[index])));
            let shares = self.options.iter().map(option).chain(tied);
            format!("At {}: {}.", format.text(*rate), join(shares, ", "))
        };
        let rates = self.rates.iter().enumerate().map(at_rate);
        join(rates.chain(format.rounded_note().map(str::to_owned)), " ")
    }

    fn draw(&self, page: &mut Page) {
        if self.rates.is_empty() {
            return;
        }
        let plot = AcceptabilityPlot::new(self);
        let mut notes = plot.draw(page);
        if self.most_tied() > 0.0 {
            notes.push(match self.options.len() {
                2 => "White: draws in which both options are equally good.".to_owned(),
                _ => "Draws in which several options are the best count for none of them.".to_owned(),
            });
        }
        notes.extend(self.format().rounded_note().map(str::to_owned));
        if !notes.is_empty() {
            page.note(&notes.join(" "));
        }
    }
}
