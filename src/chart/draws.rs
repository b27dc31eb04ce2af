//! The net present value of an impact map in many draws.

use super::assumed::without_zeros;
use super::draws_plot::DrawsPlot;
use super::figures::{FigureFormat, count, number_of, percent};
use super::lines::capitalized;
use super::page::Page;
use super::words::join;
use super::worth::{terms_of, unit_text};
use super::{Chart, chart_methods, hidden_debug};
use crate::certainty::{Drawn, Draws};

/// The net present value of an impact map in many draws as a density: how often it is above zero, its median, and where 95 %
/// of the draws are.
///
/// Made by [`Draws::chart`].
#[derive(Clone, PartialEq)]
pub struct DrawsChart {
    title: Option<String>,
    terms: String,
    seed: u64,
    /// The number of assumptions that are drawn.
    assumptions: usize,
    pub(super) format: FigureFormat,
    /// The net present value in each draw, in ascending order.
    pub(super) values: Vec<f64>,
    /// The net present value as stated.
    pub(super) stated: f64,
    pub(super) middle: Middle,
    /// What is created, what is destroyed and the inputs, each as stated.
    sums: [(&'static str, f64, Middle); 3],
}

/// The middle of the values of draws: the median, and the limits of 95 % of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Middle {
    pub(super) low: f64,
    pub(super) median: f64,
    pub(super) high: f64,
}

impl Middle {
    fn of(drawn: &Drawn) -> Self {
        let [_, low, median, high] = drawn.summary();
        Self { low, median, high }
    }

    fn figures(self) -> [f64; 3] {
        [self.low, self.median, self.high]
    }

    /// The texts of the figures, with three digits unless different figures would look alike.
    fn texts(self, format: &FigureFormat) -> [String; 3] {
        let texts = |digits: usize| self.figures().map(|figure| format.with_digits(figure, digits));
        let tells_apart = |[low, median, high]: &[String; 3]| {
            (self.low == self.median || low != median) && (self.median == self.high || median != high)
        };
        DIGITS.map(texts).into_iter().find(tells_apart).unwrap_or_else(|| texts(DIGITS[0]))
    }

    /// Whether a figure has more digits than its text.
    fn is_rounded(self) -> bool {
        let rounded = |figure: &f64| format!("{figure:.*e}", DIGITS[0] - 1).parse() != Ok(*figure);
        self.figures().iter().any(rounded)
    }

    /// `median 8,070; 95 % of draws from −18,800 to 43,300`.
    pub(super) fn text(self, format: &FigureFormat) -> String {
        let [low, median, high] = self.texts(format);
        let between = if self.low == self.high { format!("at {low}") } else { format!("from {low} to {high}") };
        format!("median {median}; 95 % of draws {between}")
    }
}

impl Draws {
    /// The net present value in the draws as a density, split at zero, with its median, the limits of 95 % of the draws and the
    /// value as stated.
    ///
    /// The density has 90 bins, each smoothed with its neighbours, so that there is no kernel to choose. Up to 12 different
    /// values are columns. The axis ends half of that range beyond the limits of 95 % at most; a note counts the draws beyond.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Drawing;
    /// use covalue::impact::{Assumption::Quantity, Discount, ImpactMap, Proxy, Row, Spread};
    ///
    /// let visit = Proxy::new(100.0, "GBP", 2024, "unit costs 2024");
    /// let row = Row::new("visits", 10.0, visit).spread(Quantity, Spread::given([3.0, 8.0, 9.0, 10.0]));
    /// let map = ImpactMap::new([row]).inputs(600.0);
    /// let chart = map.draws(Discount::none(), Drawing::seeded(1).draws(4)?)?.chart();
    /// assert!(chart.description().contains("Above zero in 3 of 4 draws, below zero in 1."));
    /// assert!(chart.to_svg().contains("above zero in 75 % of draws"));
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    pub fn chart(&self) -> DrawsChart {
        let (central, net) = (self.central(), self.net_present_value());
        let mut values = net.values().to_vec();
        values.sort_unstable_by(f64::total_cmp);
        let (stated, middle) = (*central.net_present_value(), Middle::of(net));
        let format = FigureFormat::of(unit_text(central.unit()), middle.figures().into_iter().chain([stated]));
        let sums = [
            ("created", *central.created(), Middle::of(self.created())),
            ("destroyed", *central.destroyed(), Middle::of(self.destroyed())),
            ("inputs", *central.inputs(), Middle::of(self.inputs())),
        ];
        let (terms, assumptions) = (terms_of(central), self.assumptions().len());
        let seed = self.drawing().seed();
        DrawsChart { title: None, terms, seed, assumptions, format, values, stated, middle, sums }
    }
}

/// The significant digits of figures of draws, which give no more than the first of them: more if figures that differ would
/// look alike.
const DIGITS: [usize; 4] = [3, 6, 9, 12];

hidden_debug!(DrawsChart);

impl DrawsChart {
    chart_methods!();

    fn draws(&self) -> usize {
        self.values.len()
    }

    /// The draws above zero, and those below.
    pub(super) fn sides(&self) -> [usize; 2] {
        let above = self.values.iter().filter(|value| **value > 0.0).count();
        let below = self.values.iter().filter(|value| **value < 0.0).count();
        [above, below]
    }

    /// The draws that are at least as high as the value as stated.
    fn reaching(&self) -> usize {
        self.values.iter().filter(|value| **value >= self.stated).count()
    }

    pub(super) fn stated_text(&self) -> String {
        without_zeros(&self.format.text(self.stated)).to_owned()
    }

    /// The note that figures are rounded, if one is.
    fn rounded_note(&self) -> Option<String> {
        let middles = self.sums.iter().map(|(_, _, middle)| *middle).chain([self.middle]);
        middles.into_iter().any(Middle::is_rounded).then(|| "Figures of draws are rounded.".to_owned())
    }

    pub(super) fn share(&self, part: usize) -> String {
        percent(part as f64 / self.draws() as f64)
    }

    /// The values that the picture shows: a few far ones would leave the others no room.
    pub(super) fn near(&self) -> &[f64] {
        let Middle { low, high, .. } = self.middle;
        // Half of each, since the difference of two floats may be more than a float holds.
        let reach = high / 2.0 - low / 2.0;
        if reach == 0.0 {
            return &self.values;
        }
        let start = self.values.partition_point(|value| *value < low - reach);
        let end = self.values.partition_point(|value| *value <= high + reach);
        &self.values[start..end]
    }

    /// A sum in words: `Created: median 900; 95 % of draws from 500 to 1,200; as stated 1,000.`
    fn sum_text(&self, (name, stated, middle): &(&'static str, f64, Middle)) -> String {
        let format = self.sums_format();
        let name = capitalized(name);
        format!("{name}: {}; as stated {}.", middle.text(&format), without_zeros(&format.text(*stated)))
    }

    fn sums_format(&self) -> FigureFormat {
        self.format
            .of_others(self.sums.iter().flat_map(|(_, stated, middle)| middle.figures().into_iter().chain([*stated])))
    }

    /// The unit of the sums as a sentence, if their multiplier is not that of the net present value.
    fn sums_unit(&self) -> String {
        let format = self.sums_format();
        if format.has_multiplier_of(&self.format) { String::new() } else { format.sentence() }
    }
}

impl Chart for DrawsChart {
    fn finding(&self) -> String {
        let (draws, [above, below]) = (self.draws(), self.sides());
        let amount = || self.format.title_amount(self.values[0]);
        if draws == 1 {
            return format!("Net present value is {} in the only draw", amount());
        }
        if self.values[0] == self.values[draws - 1] {
            return format!("Net present value is {} in every draw", amount());
        }
        let above = match above {
            0 if below == draws => "below zero in every draw".to_owned(),
            0 => "above zero in no draw".to_owned(),
            all if all == draws => "above zero in every draw".to_owned(),
            some => format!("above zero in {} of draws", self.share(some)),
        };
        let reaching = match self.reaching() {
            0 => "never as high as stated".to_owned(),
            all if all == draws => "never lower than stated".to_owned(),
            some => format!("as high as stated in {}", self.share(some)),
        };
        format!("Net present value is {above} and {reaching}")
    }

    fn subtitle(&self) -> String {
        let draws = number_of(self.draws() as u64, ("draw", "draws"));
        let assumptions = match self.assumptions {
            0 => "; no assumption has a spread".to_owned(),
            some => format!(" of {}, seed {}", number_of(some as u64, ("assumption", "assumptions")), self.seed),
        };
        format!("Net present value in {}, in {draws}{assumptions}; {}.", self.format.unit(), self.terms)
    }

    fn words(&self) -> String {
        let [above, below] = self.sides();
        let at_zero = self.draws() - above - below;
        let at_zero = if at_zero > 0 { format!(", at zero in {}", count(at_zero as u64)) } else { String::new() };
        let sides = format!(
            "Above zero in {} of {}, below zero in {}{at_zero}.",
            count(above as u64),
            number_of(self.draws() as u64, ("draw", "draws")),
            count(below as u64),
        );
        let stated = format!(
            "As stated: {}; {} as high.",
            self.stated_text(),
            number_of(self.reaching() as u64, ("draw is at least", "draws are at least"))
        );
        let middle = capitalized(&self.middle.text(&self.format));
        let sums = self.sums.iter().map(|sum| self.sum_text(sum));
        let unit = self.sums_unit();
        format!("{sides} {middle}. {stated} {unit}{}", join(sums.chain(self.rounded_note()), " "))
    }

    fn draw(&self, page: &mut Page) {
        let plot = DrawsPlot::new(self);
        plot.draw(page);
        let beyond = self.draws() - self.near().len();
        let format = self.sums_format();
        let medians = self.sums.each_ref().map(|(name, _, middle)| format!("{name} {}", middle.texts(&format)[1]));
        let mut notes = vec![format!("{}Medians: {}.", self.sums_unit(), medians.join(", "))];
        notes.push("Dashed: as stated. Diamond and line: the median, and 95 % of draws.".to_owned());
        if beyond > 0 {
            let draws = number_of(beyond as u64, ("draw lies", "draws lie"));
            notes.push(format!("{draws} beyond the ends of the axis."));
        }
        if !plot.shows_zero() {
            notes.push("Zero is not on the axis.".to_owned());
        }
        notes.extend(self.rounded_note());
        page.note(&notes.join(" "));
    }
}
