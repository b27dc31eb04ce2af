//! A kind of number of a caller's own, which leaves to the trait all that it may.

use std::fmt;
use std::ops::{Add, Div, Mul, Rem, Sub};

use covalue::error::NumberError;
use covalue::game::{Coalition, game, shapley};
use covalue::number::{FloatTotal, Fraction, JsonForm, Number, Total};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
use num_traits::{Num, One, Zero};

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Own(f64);

macro_rules! operations {
    ($($operation:ident $name:ident;)+) => {
        $(impl $operation for Own {
            type Output = Self;

            fn $name(self, other: Self) -> Self {
                Self(self.0.$name(other.0))
            }
        })+
    };
}

operations! {
    Add add;
    Sub sub;
    Mul mul;
    Div div;
    Rem rem;
}

impl Zero for Own {
    fn zero() -> Self {
        Self(0.0)
    }

    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Own {
    fn one() -> Self {
        Self(1.0)
    }
}

impl Num for Own {
    type FromStrRadixErr = &'static str;

    fn from_str_radix(_: &str, _: u32) -> Result<Self, &'static str> {
        Err("read by `Number::parse`")
    }
}

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Number for Own {
    type Change = f64;
    type Total = FloatTotal;
    const KIND: &'static str = "Own";

    fn change(after: &Self, reference: &Self) -> Option<f64> {
        f64::change(&after.0, &reference.0)
    }

    fn as_change(&self) -> f64 {
        self.0
    }

    fn negated(change: &f64) -> f64 {
        -change
    }

    fn magnitude(change: &f64) -> f64 {
        change.abs()
    }

    fn from_change(change: &f64) -> Option<Self> {
        Some(Self(*change))
    }

    fn rounded(total: &FloatTotal) -> Option<Self> {
        f64::rounded(total).map(Self)
    }

    fn parse(text: &str) -> Result<Self, NumberError> {
        f64::parse(text).map(Self)
    }
}

impl Fraction for Own {
    fn quotient(dividend: &Self, divisor: &Self) -> Option<Self> {
        f64::quotient(&dividend.0, &divisor.0).map(Self)
    }

    fn share(part: u64, whole: u64) -> Option<Self> {
        f64::share(part, whole).map(Self)
    }
}

#[test]
fn what_a_fraction_does_not_decide_is_decided() {
    let mut total = FloatTotal::new();
    total.add(&3.0).unwrap();
    assert_eq!(Own::divided(&total, 4), Some(Own(0.75)));
    assert_eq!(Own::divided(&total, 0), None);
    assert_eq!([Own(0.1).to_float(), Own(-2.0).to_float()], [0.1, -2.0]);
    assert!(Own(f64::NAN).to_float().is_nan());
    // Values of games too, by way of the totals.
    let pairs = game(3, |coalition: Coalition| Own(if coalition.len() > 1 { 1.5 } else { 0.0 }));
    assert_eq!(shapley(&pairs).unwrap(), [Own(0.5); 3]);
}

#[test]
fn what_a_kind_does_not_decide_is_decided() {
    for (number, is_finite) in [(1.0, true), (-0.0, true), (f64::MAX, true), (f64::NAN, false), (f64::INFINITY, false)]
    {
        assert_eq!(Own(number).is_finite(), is_finite, "{number}");
    }
    assert_eq!(Own::JSON_FORM, JsonForm::Text);
    assert_eq!((Own(0.25).text(), Own(0.25).fixed(3)), ("0.25".to_owned(), "0.250".to_owned()));
    assert_eq!([Own(0.25).places(3), Own(0.25).places(1), Own(2.0).places(3)], [2, 1, 0]);
    let bytes = |number: f64| {
        let mut content = Vec::new();
        Own(number).stable_bytes(&mut content);
        content
    };
    assert_eq!(bytes(0.25), b"0.25");
    assert_eq!(Own::plus(&Own(0.1), &Own(0.2)), Some(Own(0.1 + 0.2)));
    assert_eq!(Own::plus(&Own(f64::MAX), &Own(f64::MAX)), None);
}

#[test]
fn books_are_kept_in_a_kind_of_ones_own() {
    let catalogue =
        Catalogue::new([Measure::<Own>::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])
            .unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = |user: &str, change: f64| {
        Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("pain").change(Own(change)))
    };
    assert_eq!(ledger.record(visit("ana", f64::NAN)).unwrap_err().rule().to_string(), "R3");
    ledger.record_all([visit("ana", -0.25), visit("ben", 0.29), visit("cai", 1000.0), visit("dee", -100.0)]).unwrap();
    let statement = ledger.statement(By::User).unwrap();
    let line = statement.line("ana", "pain").unwrap();
    assert_eq!((line.created(), line.net()), (Own(0.25), Own(0.25)));
    // Rounded to zero it has no sign; the table shows that it is less than one.
    assert_eq!(Own(-0.29).fixed(0), "0");
    let expected = "change from before; users' own appraisals; 4 users\n\
                    user  measure  unit    appraisals     better  the same      worse  created  destroyed     net  mean change  missing\n\
                    ana   pain     points           1  1 (100 %)   0 (0 %)    0 (0 %)       <1          0      <1           <1        -\n\
                    ben   pain     points           1    0 (0 %)   0 (0 %)  1 (100 %)        0         <1     >-1          >-1        -\n\
                    cai   pain     points           1    0 (0 %)   0 (0 %)  1 (100 %)        0      1,000  -1,000       -1,000        -\n\
                    dee   pain     points           1  1 (100 %)   0 (0 %)    0 (0 %)      100          0     100          100        -\n";
    assert_eq!(format!("{statement:.0}"), expected);
}
