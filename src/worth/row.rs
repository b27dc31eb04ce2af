//! An outcome of an impact map.

use std::collections::BTreeMap;

use super::error::ImpactError;
use super::schedule::remaining;
use super::spread::NamedSpread;
use super::{Assumption, Discount, Proxy, Spread};
use crate::getters::getters;
use crate::number::{Fraction, clip};
use crate::printable::quoted;

/// The years for which an outcome may last, and those until it may start, at most.
pub(super) const MOST_YEARS: u32 = 1_000;

/// An outcome for a stakeholder: a quantity, what one of it is worth, and what is deducted. A quantity or a proxy below
/// zero is a loss.
///
/// All shares are from 0 to 1, and are 0 unless they are stated. An outcome lasts one year and starts at once, unless
/// stated otherwise.
///
/// # Example
///
/// ```
/// use covalue::impact::{Assumption, Proxy, Row};
///
/// let proxy = Proxy::new(19.0, "GBP", 2011, "SROI guide");
/// let row = Row::new("fewer GP appointments", 90.0, proxy)
///     .stakeholder("residents")
///     .due_to_others(0.10)
///     .lasts(5)
///     .drop_off(0.10)
///     .range(Assumption::Quantity, 60.0, 120.0);
/// assert_eq!((row.get_outcome(), row.get_stakeholder()), ("fewer GP appointments", Some("residents")));
/// assert_eq!(row.value_of(Assumption::DueToOthers), Some(0.10));
/// assert_eq!(row.range_of(Assumption::Quantity), Some((&60.0, &120.0)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Row<N> {
    stakeholder: Option<Box<str>>,
    outcome: Box<str>,
    indicator: Option<Box<str>>,
    pub(super) quantity: N,
    pub(super) proxy: Proxy<N>,
    /// In the order of [`Assumption::SHARES`].
    shares: [N; 4],
    /// Kept as a number until it is checked: a file may state 1.5 years.
    lasts: N,
    starts_after: u32,
    ranges: BTreeMap<Assumption, (N, N)>,
    spreads: BTreeMap<Assumption, NamedSpread>,
    discount: Option<Discount<N>>,
    counterfactual: Counterfactual,
}

/// Whether the quantity of a row is already less what would have come about anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counterfactual {
    /// It is not, so deadweight is deducted.
    ByDeadweight,
    /// It is a change against the level without the service.
    InQuantity,
}

impl<N: Fraction> Row<N> {
    /// A quantity of an outcome, and what one of it is worth.
    pub fn new(outcome: impl Into<Box<str>>, quantity: N, proxy: Proxy<N>) -> Self {
        Self {
            stakeholder: None,
            outcome: outcome.into(),
            indicator: None,
            quantity,
            proxy,
            shares: [N::zero(), N::zero(), N::zero(), N::zero()],
            lasts: N::one(),
            starts_after: 0,
            ranges: BTreeMap::new(),
            spreads: BTreeMap::new(),
            discount: None,
            counterfactual: Counterfactual::ByDeadweight,
        }
    }

    /// The stakeholder for whom it is an outcome.
    pub fn stakeholder(self, stakeholder: impl Into<Box<str>>) -> Self {
        Self { stakeholder: Some(stakeholder.into()), ..self }
    }

    /// How the quantity was counted: `GP visits avoided per year`.
    pub fn indicator(self, indicator: impl Into<Box<str>>) -> Self {
        Self { indicator: Some(indicator.into()), ..self }
    }

    /// The share that would have come about anyway.
    pub fn deadweight(self, share: N) -> Self {
        self.with(Assumption::Deadweight, share)
    }

    /// The share that only moved from elsewhere.
    pub fn displacement(self, share: N) -> Self {
        self.with(Assumption::Displacement, share)
    }

    /// The share that others brought about.
    pub fn due_to_others(self, share: N) -> Self {
        self.with(Assumption::DueToOthers, share)
    }

    /// The share by which it falls from year to year.
    pub fn drop_off(self, share: N) -> Self {
        self.with(Assumption::DropOff, share)
    }

    /// The number of years for which it lasts, 1 to 1000.
    pub fn lasts(self, years: u32) -> Self {
        let lasts = N::share(years.into(), 1).unwrap_or_else(N::zero);
        self.with(Assumption::Lasts, lasts)
    }

    /// The number of years until it starts, at most 1000.
    pub fn starts_after(self, years: u32) -> Self {
        Self { starts_after: years, ..self }
    }

    /// The lowest and the highest plausible value of an assumption.
    pub fn range(mut self, assumption: Assumption, low: N, high: N) -> Self {
        self.ranges.insert(assumption, (low, high));
        self
    }

    /// The distribution of an assumption, from which draws take its value.
    pub fn spread(mut self, assumption: Assumption, spread: Spread) -> Self {
        self.spreads.entry(assumption).or_default().spread = Some(spread);
        self
    }

    /// The name under which an assumption is drawn: all of one name have one value in a draw, so they need equal spreads.
    /// Unless it is stated, it is `stakeholder/outcome/assumption`.
    pub fn named(mut self, assumption: Assumption, name: impl Into<Box<str>>) -> Self {
        self.spreads.entry(assumption).or_default().name = Some(name.into());
        self
    }

    /// A schedule of its own in the place of the map's, as for effects on health. Its first year is that of the map. A range
    /// of its rate is refused, since only that of the map's is varied.
    pub fn discounted(self, discount: Discount<N>) -> Self {
        Self { discount: Some(discount), ..self }
    }

    getters! { self:
        /// The stakeholder, if one is stated.
        get_stakeholder: Option<&str> = self.stakeholder.as_deref();
        /// The outcome.
        get_outcome: &str = &self.outcome;
        /// How the quantity was counted, if it is stated.
        get_indicator: Option<&str> = self.indicator.as_deref();
        /// The worth of one of the quantity.
        get_proxy: &Proxy<N> = &self.proxy;
        /// The number of years until it starts.
        get_starts_after: u32 = self.starts_after;
        /// Its own schedule, if it has one.
        get_discount: Option<&Discount<N>> = self.discount.as_ref();
        /// The assumptions with a range, in order, each with its lowest and highest value.
        ranges: impl Iterator<Item = (Assumption, &N, &N)> =
            self.ranges.iter().map(|(assumption, (low, high))| (*assumption, low, high));
    }

    /// The stated value of an assumption; `None` for one that rows do not have.
    pub fn value_of(&self, assumption: Assumption) -> Option<N> {
        Some(match assumption {
            Assumption::Quantity => self.quantity.clone(),
            Assumption::Proxy => self.proxy.amount.clone(),
            Assumption::Deadweight | Assumption::Displacement | Assumption::DueToOthers | Assumption::DropOff => {
                self.share(assumption).clone()
            }
            Assumption::Lasts => self.lasts.clone(),
            Assumption::Input | Assumption::Rate => return None,
        })
    }

    /// The lowest and the highest plausible value of an assumption, if they are stated.
    pub fn range_of(&self, assumption: Assumption) -> Option<(&N, &N)> {
        self.ranges.get(&assumption).map(|(low, high)| (low, high))
    }

    /// The distribution of an assumption, if it is stated.
    pub fn spread_of(&self, assumption: Assumption) -> Option<&Spread> {
        self.spreads.get(&assumption)?.spread.as_ref()
    }

    /// The assumptions with a spread, in order, each with its spread and the name that is stated for it.
    pub(super) fn spreads(&self) -> impl Iterator<Item = (Assumption, &Spread, Option<&str>)> {
        let named = self.spreads.iter();
        named.filter_map(|(&assumption, named)| Some((assumption, named.spread.as_ref()?, named.name.as_deref())))
    }

    /// A share that is deducted.
    pub(super) fn share(&self, assumption: Assumption) -> &N {
        let index = Assumption::SHARES.iter().position(|&share| share == assumption);
        &self.shares[index.expect("it is a share")]
    }

    /// The row with another value of an assumption that rows have.
    pub(crate) fn with(mut self, assumption: Assumption, value: N) -> Self {
        match assumption {
            Assumption::Quantity => self.quantity = value,
            Assumption::Proxy => self.proxy.amount = value,
            Assumption::Lasts => self.lasts = value,
            share => {
                let index = Assumption::SHARES.iter().position(|&known| known == share);
                self.shares[index.expect("it is an assumption of a row")] = value;
            }
        }
        self
    }

    pub(super) fn with_counterfactual(self, counterfactual: Counterfactual) -> Self {
        Self { counterfactual, ..self }
    }

    /// The row without the range and the spread of an assumption.
    pub(super) fn without_range(mut self, assumption: Assumption) -> Self {
        self.ranges.remove(&assumption);
        self.spreads.remove(&assumption);
        self
    }

    /// The years for which it lasts, after they are checked.
    pub(crate) fn years(&self) -> u32 {
        whole_years(&self.lasts, 1).expect("years are checked")
    }

    /// The impact of the first year at a price: quantity, price and one less each share, from left to right.
    pub(super) fn impact_at(&self, price: &N) -> Option<N> {
        let [deadweight, displacement, due_to_others, _] = &self.shares;
        first_impact(&self.quantity, price, [deadweight, displacement, due_to_others])
    }

    /// Whether its worth is a loss: the quantity or the proxy is below zero.
    pub(crate) fn is_loss(&self) -> bool {
        is_loss(&self.quantity, &self.proxy.amount)
    }

    /// The row as it is named in messages and by callers: its outcome, behind its stakeholder.
    pub(crate) fn name(&self) -> String {
        match &self.stakeholder {
            Some(stakeholder) => format!("{stakeholder}/{}", self.outcome),
            None => self.outcome.to_string(),
        }
    }

    /// Whether a part of its name has the sign that stands between both parts.
    pub(super) fn has_slash(&self) -> bool {
        self.outcome.contains('/') || self.stakeholder.as_ref().is_some_and(|stakeholder| stakeholder.contains('/'))
    }

    /// Whether a name is that of the row: its outcome behind its stakeholder.
    pub(super) fn is_named(&self, name: &str) -> bool {
        match &self.stakeholder {
            Some(stakeholder) => {
                let rest = name.strip_prefix(&**stakeholder).and_then(|rest| rest.strip_prefix('/'));
                rest == Some(&*self.outcome)
            }
            None => *name == *self.outcome,
        }
    }

    /// The faults of the row by itself, and of the row at both ends of each range.
    pub(crate) fn check(&self, faults: &mut Vec<ImpactError>) {
        // Most rows have no fault, and a name takes longer to quote than a row to check.
        let (before, label) = (faults.len(), || quoted(self.name()));
        self.check_stated(&label, faults);
        for (assumption, low, high) in self.ranges() {
            match self.value_of(assumption) {
                None => faults.push(ImpactError::NoAssumption { assumption, row: label() }),
                Some(stated) if faults.len() == before => {
                    check_range(&label, (assumption, &stated), (low, high), faults);
                    for end in [low, high].into_iter().filter(|_| faults.len() == before).collect::<Vec<_>>() {
                        self.clone().with(assumption, end.clone()).check_stated(&label, faults);
                    }
                }
                Some(_) => {}
            }
        }
        let may_be_below = |assumption| self.low_end(assumption).is_some_and(|low| low < N::zero());
        if faults.len() == before && may_be_below(Assumption::Quantity) && may_be_below(Assumption::Proxy) {
            faults.push(ImpactError::RangesBelow { row: label() });
        }
        self.check_spreads(&label, faults);
    }

    /// Every spread is one that its assumption may have, and no draw has a quantity and a proxy below zero.
    fn check_spreads(&self, label: &impl Fn() -> String, faults: &mut Vec<ImpactError>) {
        let before = faults.len();
        for (&assumption, named) in &self.spreads {
            if self.value_of(assumption).is_none() {
                faults.push(ImpactError::NoAssumption { assumption, row: label() });
            } else if assumption == Assumption::Deadweight && self.counterfactual == Counterfactual::InQuantity {
                faults.push(ImpactError::DeadweightTwice { row: label() });
            } else {
                named.check(assumption, label, faults);
            }
        }
        if self.spreads.is_empty() || faults.len() > before {
            return;
        }
        let may_be_below = |assumption, stated: &N| match self.spreads.get(&assumption) {
            Some(named) => named.may_be_below_zero(),
            // A value that is not finite is a fault of its own, and has no sign.
            None => stated.is_finite() && *stated < N::zero(),
        };
        if may_be_below(Assumption::Quantity, &self.quantity) && may_be_below(Assumption::Proxy, &self.proxy.amount) {
            faults.push(ImpactError::SpreadsBelow { row: label() });
        }
    }

    /// The least value that an assumption may have: the low end of its range, or its stated value.
    pub(super) fn low_end(&self, assumption: Assumption) -> Option<N> {
        self.range_of(assumption).map(|(low, _)| low.clone()).or_else(|| self.value_of(assumption))
    }

    /// The faults of the stated values.
    fn check_stated(&self, label: &impl Fn() -> String, faults: &mut Vec<ImpactError>) {
        if self.outcome.is_empty() {
            faults.push(ImpactError::NoOutcome);
        }
        for &assumption in Assumption::ALL {
            if let Some(value) = self.value_of(assumption) {
                check_value(assumption, &value, label, faults);
            }
        }
        // A value that is not finite is a fault of its own, and has no sign.
        let is_below = |value: &N| value.is_finite() && *value < N::zero();
        if is_below(&self.quantity) && is_below(&self.proxy.amount) {
            faults.push(ImpactError::BothBelow { row: label() });
        }
        if self.starts_after > MOST_YEARS {
            faults.push(ImpactError::Starts { row: label(), years: self.starts_after.to_string() });
        }
        if self.counterfactual == Counterfactual::InQuantity && !self.share(Assumption::Deadweight).is_zero() {
            faults.push(ImpactError::DeadweightTwice { row: label() });
        }
        if let Some(discount) = &self.discount {
            let of_row = |fault| ImpactError::OwnDiscount { row: label(), fault: Box::new(fault) };
            faults.extend(match discount.get_range() {
                Some(_) => Some(ImpactError::OwnRange { row: label() }),
                None => discount.check().err().map(of_row),
            });
        }
    }
}

/// The impact of a first year: quantity, price and one less each share that is deducted, from left to right.
pub(super) fn first_impact<N: Fraction>(quantity: &N, price: &N, shares: [&N; 3]) -> Option<N> {
    let mut impact = N::product(quantity, price)?;
    for share in shares {
        impact = N::product(&impact, &remaining(share))?;
    }
    Some(impact)
}

/// Whether a quantity of a worth is a loss: one of both is below zero.
pub(super) fn is_loss<N: Fraction>(quantity: &N, proxy: &N) -> bool {
    let is_below = |number: &N| *number < N::zero();
    is_below(quantity) != is_below(proxy) && !quantity.is_zero() && !proxy.is_zero()
}

/// A stated value is finite, and one that the assumption may have.
fn check_value<N: Fraction>(
    assumption: Assumption,
    value: &N,
    label: &impl Fn() -> String,
    faults: &mut Vec<ImpactError>,
) {
    if !value.is_finite() {
        faults.push(ImpactError::not_finite(assumption.label(), label(), value));
    } else if !is_admissible(assumption, value) {
        let row = label();
        faults.push(match assumption {
            Assumption::Lasts => ImpactError::Years { row, years: years_text(value) },
            _ => {
                let advice = if is_percentage(value) { ": divide a percentage by 100" } else { "" };
                ImpactError::NoShare { assumption, row, share: clip(&value.text()), advice }
            }
        });
    }
}

/// Whether a share that is not from 0 to 1 may be a percentage: 27, and not 1.2.
fn is_percentage<N: Fraction>(share: &N) -> bool {
    let is_within = |(low, high): (N, N)| low <= *share && *share <= high;
    N::share(2, 1).zip(N::share(100, 1)).is_some_and(is_within)
}

/// Whether an assumption may have a value: shares are from 0 to 1, and years are whole.
pub(super) fn is_admissible<N: Fraction>(assumption: Assumption, value: &N) -> bool {
    match assumption {
        Assumption::Quantity | Assumption::Proxy => true,
        Assumption::Deadweight | Assumption::Displacement | Assumption::DueToOthers | Assumption::DropOff => {
            N::zero() <= *value && *value <= N::one()
        }
        Assumption::Lasts => whole_years(value, 1).is_some(),
        Assumption::Input | Assumption::Rate => N::zero() <= *value,
    }
}

/// A number of years in a message, without decimals that are zero.
pub(super) fn years_text<N: Fraction>(years: &N) -> String {
    let text = years.text();
    clip(text.strip_suffix(".0").unwrap_or(&text))
}

/// The whole number of years, from `least` to 1000, that a number is.
pub(super) fn whole_years<N: Fraction>(years: &N, least: u32) -> Option<u32> {
    let nearest = years.to_float().round();
    let years_or_none = (f64::from(least)..=f64::from(MOST_YEARS)).contains(&nearest).then_some(nearest as u32);
    years_or_none.filter(|&whole| N::share(whole.into(), 1).as_ref() == Some(years))
}

/// A range holds the stated value, is admissible at both ends, and does not cross zero.
pub(super) fn check_range<N: Fraction>(
    of: &impl Fn() -> String,
    (assumption, stated): (Assumption, &N),
    (low, high): (&N, &N),
    faults: &mut Vec<ImpactError>,
) {
    let text = |number: &N| clip(&number.text());
    let is_admissible = |end: &N| is_admissible(assumption, end);
    // An input has one number, its amount.
    let label = if assumption == Assumption::Input { "amount".to_owned() } else { assumption.label() };
    if let Some(end) = [low, high].into_iter().find(|end| !end.is_finite()) {
        faults.push(ImpactError::not_finite(format!("an end of the range of {label}"), of(), end));
    } else if !stated.is_finite() {
        // It is a fault of its own.
    } else if !is_admissible(low) || !is_admissible(high) {
        let expected = match assumption {
            Assumption::Lasts => "whole numbers of years from 1 to 1000",
            Assumption::Input => "0 or more",
            _ if is_percentage(high) => "from 0 to 1: divide percentages by 100",
            _ => "from 0 to 1",
        };
        faults.push(ImpactError::RangeEnds { assumption: label, of: of(), low: text(low), high: text(high), expected });
    } else if stated < low || high < stated {
        let (low, high, stated) = (text(low), text(high), text(stated));
        faults.push(ImpactError::RangeWithout { assumption: label, of: of(), low, high, stated });
    } else if *low < N::zero() && N::zero() < *high {
        faults.push(ImpactError::RangeAcrossZero { assumption: label, of: of(), low: text(low), high: text(high) });
    }
}
