//! The law checker passes every number of the crate, and catches a number that breaks a single law.

use std::cmp::Ordering;
use std::panic;

use covalue::error::{NumberError, StateError};
use covalue::number::{FloatTotal, Number, Total, testing};
use num_rational::{BigRational, Ratio};
use rust_decimal::Decimal;

/// Ordinary floats, some that are far apart, the ends, and those that are not finite.
fn floats() -> Vec<f64> {
    let ordinary = [0.1, -0.2, 0.3, 2.5, -0.0, 0.29, 1234.5678];
    let apart = [1e300, -1e300, 1e17, 5e-324, -1e-310, 2.0_f64.powi(52), 2.0_f64.powi(-74)];
    let ends = [f64::MAX, f64::MIN, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    [&ordinary[..], &apart, &ends].concat()
}

#[test]
fn numbers_of_the_crate_keep_the_laws() {
    testing::check(&floats());
    testing::check(&[3, -3, 250, 1 << 62, i64::MAX, i64::MAX - 1, i64::MIN, i64::MIN + 1]);
    testing::check(&[3, -3, 250, 1 << 126, i128::MAX, i128::MAX - 1, i128::MIN, i128::MIN + 1]);
    let decimals = ["0.1", "0.10", "-2.50", "0.0000000000000000000000000001", "79228162514264337593543950335", "-0"];
    testing::check(&decimals.map(|text| text.parse::<Decimal>().expect("a decimal")));
    // Some are not in lowest terms, and some are no numbers: `new_raw` makes both.
    let raw = [(1, 3), (-1, 3), (2, 6), (-2, -6), (5, 2), (i64::MAX, 1), (1, i64::MAX), (i64::MIN, 3), (1, 0), (0, 0)];
    // Its denominator has no opposite in an `i64`.
    let not_held = Ratio::new_raw(1, i64::MIN);
    testing::check(&[&raw.map(|(one, other)| Ratio::new_raw(one, other))[..], &[not_held]].concat());
    testing::check(&raw.map(|(one, other)| Ratio::<i128>::new_raw(one.into(), other.into())));
    testing::check(&raw.map(|(one, other)| BigRational::new_raw(one.into(), other.into())));
}

/// The faults of [`Broken`] numbers and their totals, each with the law that it breaks.
macro_rules! faults {
    ($($fault:ident $law:literal;)+) => {
        #[derive(Clone, Copy)]
        enum Fault {
            None,
            $($fault),+
        }

        const BROKEN_LAWS: &[&str] = &[$($law),+];

        #[test]
        fn every_broken_law_is_caught_and_named() {
            $(assert_caught::<{ Fault::$fault as u8 }>(stringify!($fault), $law);)+
        }
    };
}

faults! {
    ZeroIsNotFinite "finite";
    NanIsFinite "finite";
    NanIsHeld "finite";
    NanHasAChange "finite";
    NanHasASum "finite";
    HeldIsRounded "held";
    HeldHasNegativeZero "held";
    TextIsRounded "text";
    TextHasNegativeZero "text";
    BytesHaveNegativeZero "text";
    ParseReadsAnything "text";
    ParseReadsInfinity "text";
    FixedHasNegativeZero "places";
    FixedTruncates "places";
    FixedRoundsTiesUp "places";
    PlacesCountsZeros "places";
    AsChangeIsOpposite "embedding";
    FromChangeIsNone "embedding";
    RoundedToSingle "rounding";
    RoundedIsNotMonotone "rounding";
    ChangeIsSingle "change";
    ChangeIsNone "change";
    NegatedIsSame "opposite";
    MagnitudeIsSigned "opposite";
    PlusIsSingle "sum";
    MeanOfNoneIsInfinite "mean";
    MeanIsTotal "mean";
    AddRounds "undo";
    ThirdAddCountsTwice "order";
    MergeRounds "partition";
    SubtractDoesNothing "undo";
    RemoveDoesNothing "undo";
    IsNeverZero "zero";
    ComparesRounded "comparison";
    SettleRounds "settle";
    AddsNan "refusal";
    RefusalClears "refusal";
    StateCountsAdditions "state";
    StateIsRounded "state";
    StateIgnoresRest "state";
    Wraps "overflow";
    Saturates "overflow";
}

#[test]
fn every_law_has_a_fault() {
    let number = ["finite", "held", "text", "places", "embedding", "rounding", "change", "opposite", "sum", "mean"];
    let total = ["order", "partition", "undo", "zero", "comparison", "settle", "refusal", "state", "overflow"];
    assert!(number.iter().chain(&total).all(|law| BROKEN_LAWS.contains(law)));
}

#[test]
fn number_without_a_fault_is_not_caught() {
    testing::check(&floats().into_iter().map(Broken::<{ Fault::None as u8 }>).collect::<Vec<_>>());
}

#[track_caller]
fn assert_caught<const FAULT: u8>(fault: &str, law: &str) {
    let samples: Vec<_> = floats().into_iter().map(Broken::<FAULT>).collect();
    let caught = panic::catch_unwind(|| testing::check(&samples));
    let caught = caught.expect_err(fault);
    let message = caught.downcast_ref::<String>().expect("a message");
    assert!(message.starts_with(&format!("Broken breaks the law *{law}*: ")), "{fault}: {message}");
}

/// A float that has one fault.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Broken<const FAULT: u8>(f64);

num! { [const FAULT: u8] Broken<FAULT>, f64 }

/// Rounded to 24 bits instead of 53.
fn single(float: f64) -> f64 {
    f64::from(float as f32)
}

impl<const FAULT: u8> Broken<FAULT> {
    fn has(fault: Fault) -> bool {
        FAULT == fault as u8
    }
}

impl<const FAULT: u8> Number for Broken<FAULT> {
    type Change = f64;
    type Total = BrokenTotal<FAULT>;
    const KIND: &'static str = "Broken";

    fn as_change(&self) -> f64 {
        if Self::has(Fault::AsChangeIsOpposite) { -self.0 } else { self.0 }
    }

    fn rounded(total: &Self::Total) -> Option<Self> {
        let value = total.sum.value()?;
        let is_exact = total.sum == total_of(value);
        Some(Self(match () {
            () if Self::has(Fault::RoundedToSingle) => single(value),
            () if Self::has(Fault::RoundedIsNotMonotone) && !is_exact => -value,
            () => value,
        }))
    }

    fn is_finite(&self) -> bool {
        let is_finite = self.0.is_finite() && !(Self::has(Fault::ZeroIsNotFinite) && self.0 == 0.0);
        is_finite || Self::has(Fault::NanIsFinite)
    }

    fn held(&self) -> Option<Self> {
        match () {
            () if Self::has(Fault::NanIsHeld) => Some(*self),
            () if Self::has(Fault::HeldIsRounded) => self.0.is_finite().then(|| Self(single(self.0))),
            () if Self::has(Fault::HeldHasNegativeZero) => self.0.is_finite().then_some(*self),
            () => self.is_finite().then_some(Self(self.0 + 0.0)),
        }
    }

    fn change(after: &Self, reference: &Self) -> Option<f64> {
        let is_finite = after.0.is_finite() && reference.0.is_finite();
        let default = || {
            if !is_finite {
                return None;
            }
            let mut difference = Self::Total::default();
            difference.add(&after.as_change()).ok()?;
            difference.subtract(&reference.as_change()).ok()?;
            Self::rounded(&difference).map(|change| change.as_change())
        };
        match () {
            () if Self::has(Fault::NanHasAChange) && !is_finite => Some(0.0),
            () if Self::has(Fault::ChangeIsSingle) => default().map(single).filter(Number::is_finite),
            () if Self::has(Fault::ChangeIsNone) => None,
            () => default(),
        }
    }

    fn negated(change: &f64) -> f64 {
        if Self::has(Fault::NegatedIsSame) { *change } else { -change }
    }

    fn magnitude(change: &f64) -> f64 {
        if Self::has(Fault::MagnitudeIsSigned) { *change } else { change.abs() }
    }

    fn plus(one: &Self, other: &Self) -> Option<Self> {
        let mut total = Self::Total::default();
        let added = total.add(&one.as_change()).and_then(|()| total.add(&other.as_change()));
        let is_finite = added.is_ok() && one.0.is_finite() && other.0.is_finite();
        let sum = Self::rounded(&total).filter(|_| is_finite);
        match () {
            () if Self::has(Fault::NanHasASum) => Some(sum.unwrap_or(*one)),
            () if Self::has(Fault::PlusIsSingle) => sum.map(|sum| Self(single(sum.0))),
            () => sum,
        }
    }

    fn from_change(change: &f64) -> Option<Self> {
        if Self::has(Fault::FromChangeIsNone) { None } else { Some(Self(*change)) }
    }

    fn mean(total: &Self::Total, count: u64) -> Option<f64> {
        let value = total.sum.value()?;
        match () {
            () if Self::has(Fault::MeanOfNoneIsInfinite) => Some(value / count as f64),
            () if Self::has(Fault::MeanIsTotal) => (count > 0).then_some(value),
            () => (count > 0).then(|| value / count as f64),
        }
    }

    fn parse(text: &str) -> Result<Self, NumberError> {
        let parsed = f64::parse(text).map(Self);
        match () {
            () if Self::has(Fault::ParseReadsAnything) => Ok(parsed.unwrap_or(Self(4.0))),
            () if Self::has(Fault::ParseReadsInfinity) && text == "inf" => Ok(Self(f64::INFINITY)),
            () => parsed,
        }
    }

    fn text(&self) -> String {
        match () {
            () if Self::has(Fault::TextIsRounded) => format!("{:.2}", self.0),
            () if Self::has(Fault::TextHasNegativeZero) => self.0.to_string(),
            () => (self.0 + 0.0).to_string(),
        }
    }

    fn fixed(&self, places: usize) -> String {
        let scale = 10.0_f64.powi(places as i32);
        let scaled = self.0 * scale;
        match () {
            () if Self::has(Fault::FixedHasNegativeZero) => format!("{:.places$}", self.0),
            () if Self::has(Fault::FixedTruncates) && scaled.abs() < 1e15 => (scaled.trunc() / scale).fixed(places),
            () if Self::has(Fault::FixedRoundsTiesUp) && scaled.fract().abs() == 0.5 => {
                (scaled.round() / scale).fixed(places)
            }
            () => self.0.fixed(places),
        }
    }

    fn places(&self, most: usize) -> usize {
        if Self::has(Fault::PlacesCountsZeros) { most } else { self.0.places(most) }
    }

    fn stable_bytes(&self, content: &mut Vec<u8>) {
        let float = if Self::has(Fault::BytesHaveNegativeZero) { self.0 } else { self.0 + 0.0 };
        content.extend_from_slice(&float.to_bits().to_le_bytes());
    }
}

/// A total that has one fault, and counts the additions.
#[derive(Clone, Debug, Default)]
struct BrokenTotal<const FAULT: u8> {
    sum: FloatTotal,
    additions: u64,
}

fn total_of(float: f64) -> FloatTotal {
    let mut total = FloatTotal::new();
    total.add(&float).expect("finite");
    total
}

/// The end of totals that overflow wrongly: far beyond every float, and within the width of a `FloatTotal`.
fn is_beyond_the_end(sum: &FloatTotal) -> bool {
    let mut end = total_of(f64::MAX);
    for _ in 0..16 {
        end.merge(&end.clone());
    }
    let mut opposite = FloatTotal::new();
    opposite.remove(&end);
    *sum > end || *sum < opposite
}

impl<const FAULT: u8> BrokenTotal<FAULT> {
    fn has(fault: Fault) -> bool {
        FAULT == fault as u8
    }

    fn rounded(sum: &FloatTotal) -> FloatTotal {
        sum.value().map_or_else(|| sum.clone(), total_of)
    }
}

impl<const FAULT: u8> PartialEq for BrokenTotal<FAULT> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<const FAULT: u8> Eq for BrokenTotal<FAULT> {}

impl<const FAULT: u8> PartialOrd for BrokenTotal<FAULT> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const FAULT: u8> Ord for BrokenTotal<FAULT> {
    fn cmp(&self, other: &Self) -> Ordering {
        if Self::has(Fault::ComparesRounded) {
            return Self::rounded(&self.sum).cmp(&Self::rounded(&other.sum));
        }
        self.sum.cmp(&other.sum)
    }
}

impl<const FAULT: u8> Total for BrokenTotal<FAULT> {
    type Change = f64;

    fn add(&mut self, change: &f64) -> Result<(), NumberError> {
        if Self::has(Fault::AddsNan) && change.is_nan() {
            return Ok(());
        }
        if let Err(refused) = self.sum.add(change) {
            if Self::has(Fault::RefusalClears) {
                self.sum = FloatTotal::new();
            }
            return Err(refused);
        }
        self.additions += 1;
        if Self::has(Fault::AddRounds) {
            self.sum = Self::rounded(&self.sum);
        }
        if Self::has(Fault::ThirdAddCountsTwice) && self.additions == 3 {
            self.sum.add(change)?;
        }
        Ok(())
    }

    fn subtract(&mut self, change: &f64) -> Result<(), NumberError> {
        let mut sum = self.sum.clone();
        sum.subtract(change)?;
        if !Self::has(Fault::SubtractDoesNothing) {
            self.sum = sum;
        }
        Ok(())
    }

    fn merge(&mut self, other: &Self) {
        let before = self.sum.clone();
        self.sum.merge(&other.sum);
        self.additions = self.additions.wrapping_add(other.additions);
        if Self::has(Fault::MergeRounds) {
            self.sum = Self::rounded(&self.sum);
        }
        if Self::has(Fault::Wraps) && is_beyond_the_end(&self.sum) {
            self.sum = FloatTotal::new();
        }
        if Self::has(Fault::Saturates) && is_beyond_the_end(&self.sum) {
            self.sum = before;
        }
    }

    fn remove(&mut self, other: &Self) {
        if !Self::has(Fault::RemoveDoesNothing) {
            self.sum.remove(&other.sum);
        }
    }

    fn is_zero(&self) -> bool {
        self.sum.is_zero() && !Self::has(Fault::IsNeverZero)
    }

    fn settle(&mut self) {
        if Self::has(Fault::SettleRounds)
            && let Some(value) = self.sum.value()
        {
            self.sum = total_of(single(value));
        }
    }

    fn state(&self) -> Vec<u8> {
        match () {
            () if Self::has(Fault::StateIsRounded) => Self::rounded(&self.sum).state(),
            () if Self::has(Fault::StateCountsAdditions) => {
                [self.sum.state().as_slice(), &self.additions.to_le_bytes()].concat()
            }
            () => self.sum.state(),
        }
    }

    fn from_state(state: &[u8]) -> Result<Self, StateError> {
        if Self::has(Fault::StateCountsAdditions) {
            let (sum, additions) = state.split_last_chunk().ok_or(StateError::Broken { why: "it is too short" })?;
            return Ok(Self { sum: FloatTotal::from_state(sum)?, additions: u64::from_le_bytes(*additions) });
        }
        let shorter = state.get(..state.len().saturating_sub(1)).filter(|_| Self::has(Fault::StateIgnoresRest));
        let sum = FloatTotal::from_state(state).or_else(|broken| shorter.map_or(Err(broken), FloatTotal::from_state));
        Ok(Self { sum: sum?, additions: 0 })
    }
}
