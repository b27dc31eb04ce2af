//! Figures as the text of a picture: all of a measure with the same multiplier and the same number of decimals.

use super::lines::capitalized;
pub(super) use crate::text::percent;
use crate::text::thousands;

/// The unit, the multiplier and the decimals of all figures of a measure. A picture keeps the unit nowhere else, so that
/// it cannot name the unit without the multiplier.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FigureFormat {
    unit: String,
    divisor: f64,
    multiplier: String,
    decimals: usize,
    /// Whether a figure has more decimals.
    is_rounded: bool,
}

/// The note of a picture with figures that are rounded: rows need not add up to their sum.
const ROUNDED: &str = "Figures are rounded.";

const LARGE: [(f64, &str); 3] = [(1e12, "trillions"), (1e9, "billions"), (1e6, "millions")];
const SMALL: [(f64, &str); 4] =
    [(1e-3, "thousandths"), (1e-6, "millionths"), (1e-9, "billionths"), (1e-12, "trillionths")];

/// The text of an amount of a title is at most this share of it away from it, so that amounts with the same digits are
/// about equal.
const COARSE: f64 = 0.02;

/// An amount is far smaller than one of this many times its size.
const FAR_APART: f64 = 100.0;

/// Steps of an axis between two figures that are not rounding alone have no more decimals than this.
const MOST_DECIMALS: usize = 15;

impl FigureFormat {
    /// The format of these figures in a unit. The largest decides.
    pub(super) fn of(unit: impl Into<String>, figures: impl IntoIterator<Item = f64>) -> Self {
        Self::scaled(unit.into(), figures, multiplier)
    }

    /// The format of other figures in the same unit.
    pub(super) fn of_others(&self, figures: impl IntoIterator<Item = f64>) -> Self {
        Self::of(self.unit.clone(), figures)
    }

    /// The format of the amounts of a title, in the same unit. The other amounts of the picture may be far larger, and
    /// leave these no digits. An amount below the last digit needs no more of them.
    pub(super) fn of_title<const AMOUNTS: usize>(&self, amounts: [f64; AMOUNTS]) -> Self {
        let mut format = self.of_others(amounts);
        while amounts.iter().any(|amount| format.is_coarse(*amount)) {
            format.decimals += 1;
        }
        format
    }

    /// Whether the text of a figure is far from it, relative to its size.
    fn is_coarse(&self, figure: f64) -> bool {
        let (scaled, places) = (figure.abs() / self.divisor, 10_f64.powi(self.decimals as i32));
        let rounded = (scaled * places).round() / places;
        rounded > 0.0 && (rounded - scaled).abs() > COARSE * scaled
    }

    /// The only amount of a title, with its unit.
    pub(super) fn title_amount(&self, figure: f64) -> String {
        self.of_title([figure]).amount(figure)
    }

    /// Whether this format of a title shows these amounts well: one that is far smaller than the multiplier would be a row of
    /// zeros.
    pub(super) fn suits<const AMOUNTS: usize>(&self, amounts: [f64; AMOUNTS]) -> bool {
        let largest = amounts.iter().fold(0.0, |largest: f64, amount| largest.max(amount.abs()));
        let is_far_smaller = |amount: f64| amount != 0.0 && amount.abs() < largest / FAR_APART;
        let has_other_multiplier = |amount: f64| !self.of_others([amount]).has_multiplier_of(self);
        !amounts.into_iter().any(|amount| is_far_smaller(amount) && has_other_multiplier(amount))
    }

    /// Whether both formats have the same multiplier.
    pub(super) fn has_multiplier_of(&self, other: &Self) -> bool {
        self.multiplier == other.multiplier
    }

    /// The format of percentages, which have no multiplier.
    pub(super) fn of_percentages(figures: impl IntoIterator<Item = f64>) -> Self {
        Self::scaled("%".to_owned(), figures, |_| (1.0, String::new()))
    }

    /// The text of a ratio, which has no unit and no multiplier.
    pub(super) fn ratio(ratio: f64) -> String {
        Self::scaled(String::new(), [ratio], |_| (1.0, String::new())).text(ratio)
    }

    fn scaled(unit: String, figures: impl IntoIterator<Item = f64>, multiplier: impl Fn(f64) -> (f64, String)) -> Self {
        let figures: Vec<f64> = figures
            .into_iter()
            .filter(|figure| !figure.is_nan())
            .map(|figure| figure.clamp(-f64::MAX, f64::MAX))
            .collect();
        let largest = figures.iter().fold(0.0, |largest: f64, figure| largest.max(figure.abs()));
        let (divisor, multiplier) = multiplier(largest);
        let largest = largest / divisor;
        let is_whole = figures.iter().all(|figure| (figure / divisor).fract() == 0.0);
        let decimals = match largest {
            _ if is_whole => 0,
            1000.0.. => 0,
            10.0.. => 1,
            _ => 2,
        };
        let format = Self { unit, divisor, multiplier, decimals, is_rounded: false };
        let is_rounded = figures.iter().any(|figure| format.rounds(*figure));
        Self { is_rounded, ..format }
    }

    /// The unit of the figures: `pounds`, or `pounds, in millions`.
    pub(super) fn unit(&self) -> String {
        let Self { unit, multiplier, .. } = self;
        if multiplier.is_empty() { unit.clone() } else { format!("{unit}, in {multiplier}") }
    }

    /// A figure with its unit: `85 points`, `1.25 millions of pounds`.
    pub(super) fn amount(&self, figure: f64) -> String {
        let (text, Self { unit, multiplier, .. }) = (self.text(figure), self);
        match (&*text, multiplier.strip_prefix("units of ")) {
            _ if multiplier.is_empty() => format!("{text} {unit}"),
            ("1", Some(power)) => format!("{power} {unit}"),
            ("1", None) => format!("1 {} of {unit}", multiplier.trim_end_matches('s')),
            _ => format!("{text} {multiplier} of {unit}"),
        }
    }

    /// A sentence before others, such as `Quantities in millions. `; empty for figures as they are.
    pub(super) fn sentence(&self) -> String {
        let Self { unit, multiplier, .. } = self;
        if multiplier.is_empty() { String::new() } else { format!("{} in {multiplier}. ", capitalized(unit)) }
    }

    /// The figure. One that is not zero never looks like zero, and one that no float holds is above the largest float.
    pub(super) fn text(&self, figure: f64) -> String {
        if figure == f64::INFINITY {
            return format!("over {}", self.text(f64::MAX));
        }
        let scaled = figure / self.divisor;
        let digits = format!("{:.*}", self.decimals, scaled.abs());
        let rounds_to_zero = digits.bytes().all(|digit| matches!(digit, b'0' | b'.'));
        if rounds_to_zero && figure != 0.0 {
            let least = if self.decimals == 0 { "1".to_owned() } else { format!("0.{:0>1$}", 1, self.decimals) };
            return if figure < 0.0 { format!("> \u{2212}{least}") } else { format!("<{least}") };
        }
        let sign = if figure < 0.0 && !rounds_to_zero { "\u{2212}" } else { "" };
        sign.to_owned() + &thousands(&digits)
    }

    /// The limits of an interval, both with the decimals that give the larger one three digits: more of them are chance.
    pub(super) fn limits(&self, limits: [f64; 2]) -> [String; 2] {
        let decimals = match limits.map(|limit| limit.abs() / self.divisor) {
            [low, high] if low.max(high) >= 100.0 => 0,
            [low, high] if low.max(high) >= 10.0 => 1,
            _ => 2,
        };
        let format = Self { decimals, ..self.clone() };
        limits.map(|limit| format.text(limit))
    }

    /// The figure with this number of significant digits, and without decimals if it is whole.
    #[cfg(feature = "certainty")]
    pub(super) fn with_digits(&self, figure: f64, digits: usize) -> String {
        let scaled = figure / self.divisor;
        let rounded: f64 = format!("{scaled:.*e}", digits - 1).parse().expect("the form of a float is one");
        let mut decimals = 0;
        while decimals < digits && rounded.abs() * 10_f64.powi(decimals as i32) < 10_f64.powi(digits as i32 - 1) {
            decimals += 1;
        }
        let decimals = if rounded.fract() == 0.0 { 0 } else { decimals };
        Self { decimals, ..self.clone() }.text(rounded * self.divisor)
    }

    /// The note that figures are rounded, if one is.
    pub(super) fn rounded_note(&self) -> Option<&'static str> {
        self.is_rounded.then_some(ROUNDED)
    }

    /// Whether the text of the figure is rounded.
    fn rounds(&self, figure: f64) -> bool {
        let last_place = figure / self.divisor * [1.0, 10.0, 100.0][self.decimals.min(2)];
        (last_place - last_place.round()).abs() > 1e-6
    }

    /// The text of a tick of an axis: without decimals that all ticks lack, and without a sign.
    pub(super) fn tick(&self, value: f64, step: f64) -> String {
        let (value, mut step, mut decimals) = (value.abs() / self.divisor, step / self.divisor, 0);
        while (step - step.round()).abs() > 1e-6 * step && decimals < MOST_DECIMALS {
            step *= 10.0;
            decimals += 1;
        }
        thousands(&format!("{value:.decimals$}"))
    }
}

fn multiplier(largest: f64) -> (f64, String) {
    let named = |(divisor, word): &(f64, &str)| (*divisor, (*word).to_owned());
    let is_in_thousand = |divisor: f64| largest >= divisor && largest < divisor * 1000.0;
    if largest >= 1e15 {
        let (mut divisor, mut power) = (1e15, 15);
        while largest >= divisor * 1000.0 && power < 306 {
            (divisor, power) = (divisor * 1000.0, power + 3);
        }
        return (divisor, format!("units of 1e{power}"));
    }
    if largest >= 1e6 {
        return LARGE.iter().find(|(divisor, _)| is_in_thousand(*divisor)).map_or((1.0, String::new()), named);
    }
    if largest >= 0.01 || largest == 0.0 {
        return (1.0, String::new());
    }
    if let Some(small) = SMALL.iter().find(|(divisor, _)| largest >= *divisor) {
        return named(small);
    }
    let (mut divisor, mut power) = (1e-15, 15);
    while largest < divisor && power < 306 {
        (divisor, power) = (divisor / 1000.0, power + 3);
    }
    (divisor, format!("units of 1e-{power}"))
}

/// A count with commas between thousands.
pub(super) fn count(count: u64) -> String {
    thousands(&count.to_string())
}

/// `1 person`, `5 people`.
pub(super) fn number_of(number: u64, (one, several): (&str, &str)) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { several })
}

/// The name of lines that a picture has no room for: `1 smaller line`, `5 smaller lines together`.
pub(super) fn together(number: usize, words: (&str, &str)) -> String {
    number_of(number as u64, words) + if number == 1 { "" } else { " together" }
}

/// The largest items, `most` of them at most, and the others. Both keep their order. Of equal items the first come first.
pub(super) fn largest<T>(
    items: impl IntoIterator<Item = T>,
    most: usize,
    size: impl Fn(&T) -> f64,
) -> (Vec<T>, Vec<T>) {
    let mut items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    items.sort_by(|(_, one), (_, other)| size(other).total_cmp(&size(one)));
    let others = items.split_off(most.min(items.len()));
    let in_order = |mut items: Vec<(usize, T)>| {
        items.sort_unstable_by_key(|(index, _)| *index);
        items.into_iter().map(|(_, item)| item).collect()
    };
    (in_order(items), in_order(others))
}

/// Ticks are at least some units apart, so that a picture has fewer.
const MOST_TICKS: f64 = 200.0;

/// A linear scale: the position of zero, and the length of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LinearScale {
    pub(super) zero: f64,
    pub(super) unit: f64,
}

impl LinearScale {
    pub(super) fn at(self, value: f64) -> f64 {
        // A unit of the smallest floats has no finite length.
        let length = value * self.unit;
        self.zero + if length.is_finite() { length } else { 0.0 }
    }

    /// The largest length of one unit at which a picture needs no more than this space. `longest` is the largest amount,
    /// in units: it alone fills the space at most.
    pub(super) fn largest_unit(space: f64, longest: f64, needed: impl Fn(f64) -> f64) -> f64 {
        if longest == 0.0 {
            return 0.0;
        }
        let (mut fits, mut exceeds) = (0.0, space / longest);
        for _ in 0..60 {
            let unit = f64::midpoint(fits, exceeds);
            if needed(unit) <= space { fits = unit } else { exceeds = unit }
        }
        fits
    }

    /// The values of ticks between two positions. They are at least `gap` apart, at steps of 1, 2 or 5 times a power of
    /// ten.
    pub(super) fn ticks(self, [from, to]: [f64; 2], gap: f64) -> (f64, Vec<f64>) {
        if self.unit <= 0.0 {
            return (1.0, vec![0.0]);
        }
        let step = step(gap / self.unit);
        let first = ((from - self.zero) / self.unit / step).ceil();
        let last = ((to - self.zero) / self.unit / step).floor();
        // Where floats end, steps are no longer apart, and only zero has a tick.
        if !(last - first).is_finite() || last - first > MOST_TICKS {
            return (step, vec![0.0]);
        }
        (step, (first as i64..=last as i64).map(|number| number as f64 * step).collect())
    }
}

/// The length of one unit if amounts up to this fill the space. Zero without an amount, and for the smallest floats, whose
/// unit has no finite length: a picture shows them as its least bars.
pub(super) fn unit_length(space: f64, most: f64) -> f64 {
    Some(space / most).filter(|unit| unit.is_finite()).unwrap_or(0.0)
}

/// The smallest of 1, 2 or 5 times a power of ten that is not below the least step.
pub(super) fn step(least: f64) -> f64 {
    // Divisions by powers of ten give the same bits on every machine, which a logarithm need not.
    let mut power: f64 = 1.0;
    while power > least && power > 1e-307 {
        power /= 10.0;
    }
    while power * 10.0 <= least && power < 1e307 {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power);
    steps.filter(|step| step.is_finite()).find(|step| *step >= least).unwrap_or(f64::MAX)
}
