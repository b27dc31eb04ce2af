//! Inputs and discounts as options state them, in the chosen kind of number.

use covalue::error::NumberError;
use covalue::impact::{Discount, FirstYear, ImpactMap, Input};
use covalue::number::Fraction;
use covalue::printable::quoted;
use rust_decimal::Decimal;

use super::Failure;
use super::options::Options;

/// An input: its name, its amount as text, and the years from the base date.
pub(super) struct StatedInput {
    name: String,
    amount: String,
    at: u32,
}

/// A discount: its convention, and the rates as texts, each with the year from which it holds.
pub(super) struct StatedDiscount {
    first_year: FirstYear,
    rate: String,
    steps: Vec<(u32, String)>,
}

impl StatedInput {
    /// Reads `NAME=AMOUNT` or `NAME=AMOUNT@YEAR`. A name may have both signs.
    pub(super) fn parse(word: &str) -> Result<Self, Failure> {
        let wrong = || format!("--input: {} is not NAME=AMOUNT or NAME=AMOUNT@YEAR", quoted(word));
        let (name, amount) = word.rsplit_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
        let (amount, at) = amount.rsplit_once('@').unwrap_or((amount, "0"));
        Ok(Self { name: name.to_owned(), amount: amount.to_owned(), at: at.parse().map_err(|_| wrong())? })
    }
}

impl StatedDiscount {
    /// Reads `year-one:0.035` or `year-zero:0.035,31:0.030`.
    pub(super) fn parse(word: &str) -> Result<Self, Failure> {
        let wrong = || {
            let form = "year-one:RATE or year-zero:RATE, with further rates as YEAR:RATE behind commas";
            format!("--discount: {} is not {form}", quoted(word))
        };
        let mut steps = word.split(',').map(|step| step.split_once(':'));
        let (first_year, rate) = match steps.next().flatten() {
            Some(("year-zero", rate)) => (FirstYear::Zero, rate),
            Some(("year-one", rate)) => (FirstYear::One, rate),
            _ => return Err(wrong()),
        };
        let step = |step: Option<(&str, &str)>| Some((step?.0.parse().ok()?, step?.1.to_owned()));
        let steps: Option<Vec<(u32, String)>> = steps.map(step).collect();
        Ok(Self { first_year, rate: rate.to_owned(), steps: steps.ok_or_else(wrong)? })
    }
}

fn number<N: Fraction>(option: &str, word: &str) -> Result<N, Failure> {
    N::parse(word).map_err(|error| {
        let remedy = if let NumberError::NotANumber { .. } = error { remedy(option, word) } else { String::new() };
        format!("--{option}: {error}{remedy}")
    })
}

/// The end of the message about a word that is not a number: how the number is written.
fn remedy(option: &str, word: &str) -> String {
    let is_amount = option == "input";
    let form = if is_amount {
        ": write the amount in full and alone, such as 24375.50"
    } else {
        ": write a rate as a share below 1, such as 0.035 for 3.5 %"
    };
    if word.contains('\u{2212}') {
        return ": write a minus as -".to_owned();
    }
    if let Some(percentage) = ["%", "percent", "per cent"].into_iter().find_map(|sign| word.strip_suffix(sign)) {
        let share = share_of(percentage.trim_end()).filter(|share| !is_amount && share_is_a_rate(*share));
        return share.map_or_else(|| form.to_owned(), |share| format!(": write {word} as {share}"));
    }
    if let Ok(number) = word.trim().parse::<Decimal>() {
        return format!(": write it as {number}");
    }
    let amount = word.trim_matches(|sign: char| "$£€¥".contains(sign) || sign.is_whitespace());
    match amount.parse::<Decimal>() {
        Ok(amount) if is_amount => format!(": write {amount}, without a unit"),
        _ if word.contains(|sign: char| sign.is_ascii_digit()) => form.to_owned(),
        _ => String::new(),
    }
}

/// Whether a number is one that a rate may be.
fn share_is_a_rate(share: Decimal) -> bool {
    (Decimal::ZERO..Decimal::ONE).contains(&share)
}

/// The share that a percentage is: 0.035 for 3.5.
fn share_of(percentage: &str) -> Option<Decimal> {
    percentage.parse().ok().map(|percentage: Decimal| (percentage / Decimal::ONE_HUNDRED).normalize())
}

/// The inputs of `--input`.
pub(super) fn inputs<N: Fraction>(stated: &[StatedInput]) -> Result<Vec<Input<N>>, Failure> {
    let input = |input: &StatedInput| Ok(Input::new(input.name.as_str(), number("input", &input.amount)?).at(input.at));
    let inputs: Vec<Input<N>> = stated.iter().map(input).collect::<Result<_, Failure>>()?;
    let map = inputs.iter().cloned().fold(ImpactMap::new([]), ImpactMap::input);
    match map.check().first() {
        Some(fault) => Err(format!("--input: {fault}")),
        None => Ok(inputs),
    }
}

/// A rate of an option. One of 3.5 is 350 %, and nearly always a slip for 0.035.
fn rate<N: Fraction>(option: &str, word: &str) -> Result<N, Failure> {
    let rate: N = number(option, word)?;
    if rate < N::one() {
        Ok(rate)
    } else {
        let remedy = share_of(word).map_or_else(String::new, |share| format!(": write {word} % as {share}"));
        Err(format!("--{option}: a rate of {word} is 100 % or more{remedy}"))
    }
}

/// The discount of `--discount` with its range.
pub(super) fn discount<N: Fraction>(options: &Options) -> Result<Discount<N>, Failure> {
    let Some(stated) = &options.discount else { return Ok(Discount::none()) };
    let rate_of_discount = |word: &str| rate("discount", word);
    let rate = rate_of_discount(&stated.rate)?;
    let mut discount = match stated.first_year {
        FirstYear::Zero => Discount::from_year_zero(rate),
        FirstYear::One => Discount::from_year_one(rate),
    };
    for (year, rate) in &stated.steps {
        discount = discount.then(*year, rate_of_discount(rate)?);
    }
    discount.factor(0).map_err(|fault| format!("--discount: {fault}"))?;
    if let Some((low, high)) = &options.rate_range {
        discount = discount.range(self::rate("rate-range", low)?, self::rate("rate-range", high)?);
        discount.factor(0).map_err(|fault| format!("--rate-range: {fault}"))?;
    }
    Ok(discount)
}
