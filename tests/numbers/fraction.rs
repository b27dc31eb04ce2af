//! Division, changes as numbers, and texts.

use std::fmt::Debug;

use covalue::number::{Fraction, Number, Total};
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use rust_decimal::Decimal;

fn number<N: Number>(text: &str) -> N {
    N::parse(text).expect("a number of the kind")
}

#[track_caller]
fn assert_divides<N: Fraction>() {
    let quotient = |dividend: &str, divisor: &str| N::quotient(&number(dividend), &number(divisor));
    assert_eq!(quotient("1", "4"), Some(number("0.25")), "{}", N::KIND);
    assert_eq!(quotient("-3", "2"), Some(number("-1.5")));
    assert_eq!(quotient("0", "-2").map(|zero| zero.text()), Some(N::zero().text()));
    assert_eq!((quotient("1", "0"), quotient("0", "0")), (None, None));
    assert_eq!(
        (N::share(3, 4), N::share(4, 4), N::share(0, 4)),
        (Some(number("0.75")), Some(N::one()), Some(N::zero()))
    );
    assert_eq!(N::share(0, 0), None);
    let mut total = N::Total::default();
    total.add(&number::<N>("-1.5").as_change()).unwrap();
    assert_eq!((N::divided(&total, 6), N::divided(&total, 0)), (Some(number("-0.25")), None));
    assert_eq!(N::divided(&N::Total::default(), u64::MAX), Some(N::zero()));
    assert_eq!(["0", "-0.25", "1000.5"].map(|text| number::<N>(text).to_float()), [0.0, -0.25, 1000.5]);
}

#[test]
fn quotients_shares_and_divided_totals() {
    assert_divides::<f64>();
    assert_divides::<Decimal>();
    assert_divides::<Ratio<i64>>();
    assert_divides::<Ratio<i128>>();
    assert_divides::<BigRational>();
    assert_eq!(f64::quotient(&f64::MAX, &0.5), None);
    assert_eq!(f64::quotient(&0.0, &-1.0).map(f64::to_bits), Some(0));
    assert_eq!(Decimal::quotient(&Decimal::MAX, &Decimal::new(5, 1)), None);
}

#[track_caller]
fn assert_is_its_change<N: Number + Debug>(texts: &[&str]) {
    for text in texts {
        let one: N = number(text);
        let change = one.as_change();
        assert_eq!(N::from_change(&change).as_ref(), Some(&one));
        let opposite = N::from_change(&N::negated(&change)).expect("held");
        assert_eq!(opposite, N::zero() - one.clone());
        let size = N::from_change(&N::magnitude(&change)).expect("held");
        assert_eq!(size, if one < N::zero() { opposite } else { one });
    }
}

#[test]
fn number_equals_its_change_from_zero() {
    assert_is_its_change::<f64>(&["0", "-0.25", "7e300"]);
    assert_is_its_change::<i64>(&["0", "-3", "9223372036854775807"]);
    assert_is_its_change::<i128>(&["0", "-3", "170141183460469231731687303715884105727"]);
    assert_is_its_change::<Decimal>(&["0", "-0.25", "79228162514264337593543950335"]);
    assert_is_its_change::<Ratio<i64>>(&["0", "-1/3", "5/7"]);
    assert_is_its_change::<Ratio<i128>>(&["0", "-1/3", "5/7"]);
    assert_is_its_change::<BigRational>(&["0", "-1/3", "5/7"]);
}

#[test]
fn powers_of_ten_beyond_the_limit_are_refused() {
    let power = |exponent: u32| BigRational::from_integer(BigInt::from(10).pow(exponent));
    assert_eq!(BigRational::parse("1e1100"), Ok(power(1100)));
    assert_eq!(BigRational::parse("1e-1100"), Ok(power(1100).recip()));
    assert_eq!(BigRational::parse("0.1e1101"), Ok(power(1100)));
    let message = |text: &str| BigRational::parse(text).unwrap_err().to_string();
    for (beyond, least) in [("1e1101", "1e99999999999999999999"), ("1e-1101", "1e-99999999999999999999")] {
        assert_eq!(message(least), message(beyond).replace(beyond, least));
    }
}

#[track_caller]
fn assert_one_text<N: Number>(texts: &[&str], expected: &str) {
    let bytes = |text: &str| {
        let mut bytes = Vec::new();
        number::<N>(text).stable_bytes(&mut bytes);
        bytes
    };
    for text in texts {
        assert_eq!((number::<N>(text).text().as_str(), bytes(text)), (expected, bytes(expected)), "{text}");
    }
}

#[test]
fn equal_numbers_have_equal_texts_and_bytes() {
    let bytes = |number: f64| {
        let mut bytes = Vec::new();
        number.stable_bytes(&mut bytes);
        bytes
    };
    assert_eq!((bytes(-0.0), (-0.0).text()), (bytes(0.0), "0.0".to_owned()));
    assert_one_text::<f64>(&["-0", "0", "-0.0", "0e5"], "0.0");
    assert_one_text::<f64>(&["1", "1.00", "10e-1"], "1.0");
    assert_one_text::<i64>(&["-0", "0"], "0");
    assert_one_text::<Decimal>(&["-0", "0.00"], "0");
    assert_one_text::<Decimal>(&["1.50", "15e-1"], "1.5");
    assert_one_text::<Ratio<i64>>(&["2/4", "0.50"], "1/2");
    assert_one_text::<BigRational>(&["-2/4", "-0.50"], "-1/2");
}
