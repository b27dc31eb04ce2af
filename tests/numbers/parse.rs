//! Numbers as text: texts that are read, texts that are refused with their messages, and texts that are written.

use covalue::number::Number;
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Reads a text, and asserts the text of the number or the message of the refusal.
#[track_caller]
fn check<N: Number>(text: &str, expected: &str) {
    let found = match N::parse(text) {
        Ok(number) => {
            assert_eq!(N::parse(&number.text()).as_ref(), Ok(&number), "{:?} reads back", number.text());
            number.text()
        }
        Err(refused) => refused.to_string(),
    };
    assert_eq!(found, expected, "{} from {text:?}", N::KIND);
}

/// Asserts that no kind reads a text.
#[track_caller]
fn assert_refused_by_all(text: &str) {
    // A message stays on one line.
    let quoted = text.replace('\n', "\\n").replace('\0', "\\0");
    let expected = format!("R3: `{quoted}` is not a number");
    check::<f64>(text, &expected);
    check::<i64>(text, &expected);
    check::<i128>(text, &expected);
    check::<Decimal>(text, &expected);
    check::<Ratio<i64>>(text, &expected);
    check::<Ratio<i128>>(text, &expected);
    check::<BigRational>(text, &expected);
}

#[test]
fn r03_text_that_is_no_number_is_refused_by_every_kind() {
    for text in [
        "",
        "-",
        "+",
        ".",
        "e",
        "e5",
        ".5",
        "-.5",
        "5.",
        "5.e1",
        "5.E1",
        "1e",
        "1e+",
        "1e1.5",
        "--5",
        "+-5",
        "- 5",
        " 5",
        "5 ",
        "5\n",
        "1_000",
        "1,5",
        "1.2.3",
        "0x10",
        "inf",
        "-inf",
        "+infinity",
        "Infinity",
        "nan",
        "NaN",
        "four",
        "1/2/3",
        "/",
        "/2",
        "1/",
        "1/-2",
        "1.5/2",
        "１",
        "½",
        "−5",
        "5e",
        "\0",
    ] {
        assert_refused_by_all(text);
    }
}

#[test]
fn floats() {
    check::<f64>("5", "5.0");
    check::<f64>("+5", "5.0");
    check::<f64>("-0", "0.0");
    check::<f64>("-0.0e-5", "0.0");
    check::<f64>("-1e-999", "0.0");
    check::<f64>("007.50", "7.5");
    check::<f64>("0.1", "0.1");
    check::<f64>("0.1000000000000000055511151231257827", "0.1");
    check::<f64>("1E3", "1000.0");
    check::<f64>("1e+3", "1000.0");
    check::<f64>("1e16", "1e16");
    check::<f64>("4.9e-324", "5e-324");
    check::<f64>("9007199254740993", "9007199254740992.0");
    check::<f64>("1.7976931348623157e308", "1.7976931348623157e308");
    check::<f64>("1/3", "R3: `1/3` is not a number");
    assert_eq!(f64::parse("-0").map(f64::to_bits), Ok(0));
}

#[test]
fn r03_floats_that_are_not_finite_are_refused() {
    check::<f64>("1e999", "R3: `1e999` is not a finite f64");
    check::<f64>("-1e999999999", "R3: `-1e999999999` is not a finite f64");
    check::<f64>("1.7976931348623159e308", "R3: `1.7976931348623159e308` is not a finite f64");
}

#[test]
fn integers() {
    for (text, expected) in [
        ("5", "5"),
        ("5.0", "5"),
        ("+5", "5"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0e99999999999999999999", "0"),
        ("0.0e-99999999999999999999", "0"),
        ("1e3", "1000"),
        ("1.50e1", "15"),
        ("120e-1", "12"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808.0", "-9223372036854775808"),
        ("0000000000000000000000000000000000000000000000001", "1"),
    ] {
        check::<i64>(text, expected);
        check::<i128>(text, expected);
    }
    check::<i128>("170141183460469231731687303715884105727", "170141183460469231731687303715884105727");
    check::<i128>("-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728");
    check::<i128>("9223372036854775808", "9223372036854775808");
    check::<i64>("1/3", "R3: `1/3` is not a number");
}

#[test]
fn r03_integers_are_refused_if_not_held_exactly() {
    for text in ["0.5", "5.01", "1e-1", "-12e-2", "1e999", "1e-999", "1e-999999999", "1e-99999999999999999999"] {
        check::<i64>(text, &format!("R3: `{text}` is not held exactly by i64"));
        check::<i128>(text, &format!("R3: `{text}` is not held exactly by i128"));
    }
    check::<i64>("9223372036854775808", "R3: `9223372036854775808` is not held exactly by i64");
    check::<i64>("-9223372036854775809", "R3: `-9223372036854775809` is not held exactly by i64");
    check::<i64>("1e19", "R3: `1e19` is not held exactly by i64");
    check::<i64>("1e999999999", "R3: `1e999999999` is not a finite i64");
    check::<i128>("1e39", "R3: `1e39` is not held exactly by i128");
    check::<i128>("1e99999999999999999999", "R3: `1e99999999999999999999` is not a finite i128");
}

#[test]
fn decimals() {
    check::<Decimal>("0.10", "0.1");
    check::<Decimal>("-0.00", "0");
    check::<Decimal>("12.5e3", "12500");
    check::<Decimal>("1e28", "10000000000000000000000000000");
    check::<Decimal>("79228162514264337593543950335", "79228162514264337593543950335");
    check::<Decimal>("0.0000000000000000000000000001", "0.0000000000000000000000000001");
    check::<Decimal>("1.0000000000000000000000000001", "1.0000000000000000000000000001");
    check::<Decimal>("0.100000000000000000000000000000000000", "0.1");
    check::<Decimal>("0e-99", "0");
}

#[test]
fn r03_decimals_are_refused_if_not_held_exactly() {
    for text in [
        "0.00000000000000000000000000001",
        "0.123456789012345678901234567890",
        "123456789012345678901234567890",
        "79228162514264337593543950336",
        "12.000000000000000000000000000001",
        "1e29",
        "1e999",
        "1e-29",
        "1e-999999999",
    ] {
        check::<Decimal>(text, &format!("R3: `{text}` is not held exactly by Decimal"));
    }
    check::<Decimal>("1e999999999", "R3: `1e999999999` is not a finite Decimal");
    check::<Decimal>("1/3", "R3: `1/3` is not a number");
}

#[test]
fn fractions() {
    for (text, expected) in [
        ("1/3", "1/3"),
        ("-2/6", "-1/3"),
        ("+1/3", "1/3"),
        ("0/5", "0"),
        ("-0/5", "0"),
        ("6/3", "2"),
        ("0.125", "1/8"),
        ("-0.0", "0"),
        ("1.5e2", "150"),
        ("1e-2", "1/100"),
    ] {
        check::<Ratio<i64>>(text, expected);
        check::<Ratio<i128>>(text, expected);
        check::<BigRational>(text, expected);
    }
    check::<Ratio<i64>>("18446744073709551616/36893488147419103232", "1/2");
    check::<Ratio<i64>>("-9223372036854775808/1", "-9223372036854775808");
    check::<BigRational>(
        "0.123456789012345678901234567890",
        "12345678901234567890123456789/100000000000000000000000000000",
    );
}

#[test]
fn r03_fractions_are_refused_if_not_finite_or_not_held() {
    check::<Ratio<i64>>("1/0", "R3: `1/0` is not a finite Ratio<i64>");
    check::<BigRational>("0/0", "R3: `0/0` is not a finite BigRational");
    check::<Ratio<i64>>("1e19", "R3: `1e19` is not held exactly by Ratio<i64>");
    check::<Ratio<i64>>("1/9223372036854775808", "R3: `1/9223372036854775808` is not held exactly by Ratio<i64>");
    check::<Ratio<i64>>("1e-19", "R3: `1e-19` is not held exactly by Ratio<i64>");
    check::<Ratio<i128>>("1e999", "R3: `1e999` is not held exactly by Ratio<i128>");
    check::<BigRational>("1e999999999", "R3: `1e999999999` is not a finite BigRational");
    // A fraction, but this short text would take a gigabyte.
    check::<BigRational>("1e-999999999", "R3: `1e-999999999` is not held exactly by BigRational");
}

#[test]
fn long_texts_are_clipped_in_messages() {
    let shown = "x".repeat(40);
    check::<f64>(&"x".repeat(41), &format!("R3: `{shown}..` is not a number"));
    check::<i64>(&"é".repeat(1_000), &format!("R3: `{}..` is not a number", "é".repeat(40)));
}

/// Asserts that every kind, also of integers, refuses a text for its length.
#[track_caller]
fn assert_too_long_for_all(text: &str) {
    let shown: String = text.chars().take(40).collect();
    let expected = format!("R3: `{shown}..` has more than 1200 digits");
    for (kind, refused) in [
        (f64::KIND, f64::parse(text).unwrap_err()),
        (i64::KIND, i64::parse(text).unwrap_err()),
        (i128::KIND, i128::parse(text).unwrap_err()),
        (Decimal::KIND, Decimal::parse(text).unwrap_err()),
        (Ratio::<i64>::KIND, Ratio::<i64>::parse(text).unwrap_err()),
        (Ratio::<i128>::KIND, Ratio::<i128>::parse(text).unwrap_err()),
        (BigRational::KIND, BigRational::parse(text).unwrap_err()),
    ] {
        assert_eq!(refused.to_string(), expected, "{kind}");
    }
}

#[test]
fn r03_number_of_more_than_1200_digits_is_refused() {
    let digits = |count: usize| "7".repeat(count);
    // Digits before and behind the point count together; so do those of each side of a fraction. Outer zeros do not count.
    for decimals in [1, 600, 1_099] {
        let number = |digits_in_all: usize| format!("-{}.{}", digits(digits_in_all - decimals), digits(decimals));
        assert!(BigRational::parse(&number(1_200)).is_ok() && f64::parse(&format!("{}e-1000", number(1_200))).is_ok());
        assert!(BigRational::parse(&format!("000{}000", number(1_200)).replace("000-", "-000")).is_ok());
        assert_too_long_for_all(&number(1_201));
        assert_too_long_for_all(&format!("{}e-400", number(1_201)));
    }
    check::<BigRational>(&digits(1_200), &digits(1_200));
    assert_too_long_for_all(&digits(1_201));
    for sides in [(1_200, 1), (1, 1_200), (1_200, 1_199)] {
        let side = |count: usize| format!("{}8", digits(count - 1));
        let fraction = format!("-{}/0{}", side(sides.0), side(sides.1));
        let read = BigRational::parse(&fraction).unwrap();
        assert_eq!(BigRational::parse(&read.text()), Ok(read));
    }
    let refused = |text: &str| BigRational::parse(text).unwrap_err().to_string();
    let message = format!("R3: `{}..` has more than 1200 digits", digits(40));
    assert_eq!(refused(&format!("{}/3", digits(1_201))), message);
    assert_eq!(refused(&format!("1/{}", digits(1_201))), format!("R3: `1/{}..` has more than 1200 digits", digits(38)));
    // Zeros at either end do not count. Those of a power of ten do, because the number is written with them.
    check::<i64>(&format!("{}5.{}", "0".repeat(2_000), "0".repeat(2_000)), "5");
    check::<f64>(&format!("{}5.{}", "0".repeat(2_000), "0".repeat(2_000)), "5.0");
    check::<BigRational>(&format!("{}e1100", digits(100)), &format!("{}{}", digits(100), "0".repeat(1_100)));
    let large = format!("{}e1100", digits(101));
    check::<BigRational>(&large, &format!("R3: `{}..` is not a finite BigRational", digits(40)));
    // The exact text of every float is read, also that of the smallest.
    let smallest = format!("{:.1074}", f64::from_bits(1));
    assert_eq!(f64::parse(&smallest), Ok(f64::from_bits(1)));
    assert!(BigRational::parse(&smallest).is_ok());
}

#[test]
fn number_of_400_000_digits_is_refused_quickly() {
    let before = std::time::Instant::now();
    let digits = "7".repeat(400_000);
    assert_too_long_for_all(&digits);
    assert_too_long_for_all(&format!("0.{digits}"));
    assert!(BigRational::parse(&format!("{digits}/{digits}3")).is_err());
    assert!(before.elapsed().as_secs() < 5, "the time grows with the square of the digits");
}

/// Asserts the text of `fixed` with `places` decimals, and how many of them `places` says are needed.
#[track_caller]
fn check_fixed<N: Number>(text: &str, places: usize, fixed: &str, needed: usize) {
    let number = N::parse(text).expect("a number");
    assert_eq!((number.fixed(places).as_str(), number.places(places)), (fixed, needed), "{} {text}", N::KIND);
}

#[track_caller]
fn check_all_fixed(text: &str, places: usize, fixed: &str, needed: usize) {
    check_fixed::<f64>(text, places, fixed, needed);
    check_fixed::<Decimal>(text, places, fixed, needed);
    check_fixed::<Ratio<i64>>(text, places, fixed, needed);
    check_fixed::<Ratio<i128>>(text, places, fixed, needed);
    check_fixed::<BigRational>(text, places, fixed, needed);
}

#[test]
fn fixed_rounds_ties_to_even_and_never_shows_negative_zero() {
    check_all_fixed("2", 0, "2", 0);
    check_all_fixed("2", 3, "2.000", 0);
    check_all_fixed("-1.25", 2, "-1.25", 2);
    check_all_fixed("0.125", 2, "0.12", 2);
    check_all_fixed("0.375", 2, "0.38", 2);
    check_all_fixed("-0.125", 2, "-0.12", 2);
    check_all_fixed("0.5", 0, "0", 0);
    check_all_fixed("1.5", 0, "2", 0);
    check_all_fixed("-0.5", 0, "0", 0);
    check_all_fixed("-0.001", 2, "0.00", 0);
    check_all_fixed("-0.006", 2, "-0.01", 2);
    check_all_fixed("99.996", 2, "100.00", 0);
    check_all_fixed("10.5", 6, "10.500000", 1);
    // A text of more than 32 bytes.
    check_all_fixed("1000", 30, &format!("1000.{}", "0".repeat(30)), 0);
    check_fixed::<Decimal>("-79228162514264337593543950335", 2, "-79228162514264337593543950335.00", 0);
    check_fixed::<Decimal>("1000000000000", 20, &format!("1000000000000.{}", "0".repeat(20)), 0);
    check_fixed::<Ratio<i64>>("-1/3", 4, "-0.3333", 4);
    check_fixed::<BigRational>("2/3", 4, "0.6667", 4);
    check_fixed::<Decimal>("0.1", 40, "0.1000000000000000000000000000000000000000", 1);
    check_fixed::<i64>("-7", 2, "-7", 0);
    check_fixed::<i128>("-7", 2, "-7", 0);
    assert_eq!((-0.0_f64).fixed(1), "0.0");
    assert_eq!((-Decimal::ZERO).fixed(1), "0.0");
    assert_eq!((-Decimal::ZERO).text(), "0");
}

proptest! {
    #[test]
    fn float_reads_back_to_the_same_bits(bits: u64) {
        let float = f64::from_bits(bits);
        prop_assume!(float.is_finite());
        prop_assert_eq!(f64::parse(&float.text()).map(f64::to_bits), Ok((float + 0.0).to_bits()));
        prop_assert!(float.text().contains(['.', 'e']), "{} is a float's text", float.text());
    }

    #[test]
    fn exact_numbers_read_back(integer: i64, long: i128, denominator in 1..i64::MAX, scale in 0..=28_u32) {
        prop_assert_eq!(i64::parse(&integer.text()), Ok(integer));
        prop_assert_eq!(i128::parse(&long.text()), Ok(long));
        let ratio = Ratio::new(integer, denominator);
        prop_assert_eq!(Ratio::parse(&ratio.text()), Ok(ratio));
        let decimal = Decimal::from_i128_with_scale(i128::from(integer), scale);
        prop_assert_eq!(Decimal::parse(&decimal.text()), Ok(decimal));
    }

    /// Exact kinds read a decimal as the same number, if they hold it.
    #[test]
    fn kinds_read_the_same_number(text in "[+-]?[0-9]{1,9}(\\.[0-9]{1,6})?([eE][+-]?[0-9])?") {
        let exact = BigRational::parse(&text).expect("a decimal");
        if let Ok(decimal) = Decimal::parse(&text) {
            prop_assert_eq!(BigRational::parse(&decimal.text()), Ok(exact.clone()));
        }
        if let Ok(integer) = i64::parse(&text) {
            prop_assert_eq!(&BigRational::from_integer(integer.into()), &exact);
        } else {
            prop_assert!(!exact.is_integer());
        }
        prop_assert_eq!(f64::parse(&text).ok(), text.parse().ok());
    }

    #[test]
    fn no_text_panics(text: String, digits in "[-+0-9./eE]{0,40}") {
        for text in [&text, &digits] {
            let _ = (f64::parse(text), i64::parse(text), i128::parse(text), Decimal::parse(text));
            let _ = (Ratio::<i64>::parse(text), Ratio::<i128>::parse(text), BigRational::parse(text));
        }
    }
}

proptest! {
    /// A decimal of few digits is read by a path of its own.
    #[test]
    fn r03_a_float_is_the_one_nearest_to_its_text(text in "-?[0-9]{1,17}(\\.[0-9]{1,17})?") {
        let nearest: f64 = text.parse().unwrap();
        prop_assert_eq!(f64::parse(&text).map(f64::to_bits), Ok((nearest + 0.0).to_bits()));
    }
}
