//! `Ratio<i64>`, `Ratio<i128>` and `BigRational`.

use covalue::number::{Fraction, Number, RationalTotal, Total};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;

use crate::numbers::laws::{
    assert_error_or_same_state, assert_ordered, assert_same_in_any_order_and_partition, assert_state_reads_back,
    total_of,
};

fn fraction() -> impl Strategy<Value = BigRational> {
    let large = any::<(i128, u128)>()
        .prop_map(|(numerator, denominator)| BigRational::new(numerator.into(), BigInt::from(denominator) + 1));
    let small = (-60..=60_i64, 1..=12_i64)
        .prop_map(|(numerator, denominator)| BigRational::new(numerator.into(), denominator.into()));
    prop_oneof![1 => large, 3 => small]
}

fn fractions() -> impl Strategy<Value = Vec<BigRational>> {
    proptest::collection::vec(fraction(), 0..12)
}

fn sum(fractions: &[BigRational]) -> BigRational {
    fractions.iter().sum()
}

/// Fractions over large denominators with and without common factors, some of which cancel out.
fn large_fractions() -> impl Strategy<Value = Vec<BigRational>> {
    let denominator = prop_oneof![
        proptest::collection::vec(0..PRIMES.len(), 0..30)
            .prop_map(|primes| { primes.into_iter().map(|index| BigInt::from(PRIMES[index])).product::<BigInt>() }),
        (1_u32..400).prop_map(|power| BigInt::from(2).pow(power)),
    ];
    let fraction = (-9_i64..=9, denominator).prop_map(|(numerator, denominator)| (numerator, denominator));
    proptest::collection::vec((fraction, any::<bool>()), 0..24).prop_map(|fractions| {
        let of = |(numerator, denominator): (i64, BigInt)| BigRational::new(numerator.into(), denominator);
        fractions
            .into_iter()
            .flat_map(|(fraction, cancels)| {
                let fraction = of(fraction);
                let opposite = cancels.then(|| -fraction.clone());
                std::iter::once(fraction).chain(opposite)
            })
            .collect()
    })
}

const PRIMES: [u64; 8] = [3, 7, 65_537, 1_000_003, 2_147_483_647, 4_294_967_291, 1_000_000_007, 998_244_353];

/// The reciprocals of the first primes above 10,000: their sum has the digits of all of them.
fn reciprocals(count: usize) -> Vec<BigRational> {
    let is_prime = |candidate: &i64| (3..).step_by(2).take_while(|p| p * p <= *candidate).all(|p| candidate % p != 0);
    let primes = (10_007_i64..).step_by(2).filter(is_prime).take(count);
    primes.map(|prime| BigRational::new(1.into(), prime.into())).collect()
}

#[test]
fn sum_of_two_thousand_prime_denominators_is_exact() {
    // One fraction at a time, the sum took eight seconds in an optimized build.
    let fractions = reciprocals(2_000);
    let mut total: RationalTotal = total_of(&fractions);
    let reversed: RationalTotal = total_of(&fractions.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(total, reversed);
    let whole = BigRational::rounded(&total).expect("fractions are not rounded");
    let product: BigInt = fractions.iter().map(BigRational::denom).product();
    assert_eq!(*whole.denom(), product);
    let numerator: BigInt = fractions.iter().map(|fraction| &product / fraction.denom()).sum();
    assert_eq!(*whole.numer(), numerator);
    // The same changes the other way leave nothing behind.
    total.settle();
    for fraction in &fractions {
        total.subtract(fraction).expect("it is finite");
    }
    assert_eq!((total.is_zero(), total.state()), (true, RationalTotal::default().state()));
}

proptest! {
    #[test]
    fn r12_sum_of_large_fractions_is_the_same_in_any_order_and_partition(fractions in large_fractions(), seed: u64) {
        assert_same_in_any_order_and_partition::<BigRational>(&fractions, seed);
        let total: RationalTotal = total_of(&fractions);
        prop_assert_eq!(BigRational::rounded(&total), Some(sum(&fractions)));
    }

    #[test]
    fn large_totals_compare_and_are_stored_as_their_sums(fractions in large_fractions(), others in large_fractions()) {
        assert_ordered::<BigRational, _>(&fractions, &others, sum);
        assert_state_reads_back(&total_of::<RationalTotal>(&fractions));
    }

    #[test]
    fn r12_total_is_the_same_in_any_order_and_partition(fractions in fractions(), seed: u64) {
        assert_same_in_any_order_and_partition::<BigRational>(&fractions, seed);
        assert_same_in_any_order_and_partition::<Ratio<i64>>(&fractions, seed);
        assert_same_in_any_order_and_partition::<Ratio<i128>>(&fractions, seed);
    }

    #[test]
    fn total_is_the_sum_or_an_overflow(fractions in fractions()) {
        let exact = sum(&fractions);
        let total: RationalTotal = total_of(&fractions);
        let long = Ratio::<i128>::rounded(&total);
        prop_assert_eq!(BigRational::rounded(&total), Some(exact.clone()));
        prop_assert_eq!(long.is_some(), i128::try_from(exact.numer()).is_ok() && i128::try_from(exact.denom()).is_ok());
        prop_assert!(long.is_none_or(|ratio| ratio.as_change() == exact));
        let short = Ratio::<i64>::rounded(&total);
        prop_assert_eq!(short.is_some(), i64::try_from(exact.numer()).is_ok() && i64::try_from(exact.denom()).is_ok());
        prop_assert!(short.is_none_or(|ratio| ratio.as_change() == exact));
    }

    #[test]
    fn totals_compare_as_their_sums(fractions in fractions(), others in fractions()) {
        assert_ordered::<BigRational, _>(&fractions, &others, sum);
    }

    #[test]
    fn change_is_exact_or_none(numerators: [i64; 2], denominators in proptest::array::uniform2(1..i64::MAX)) {
        let [after, reference] = [0, 1].map(|index| Ratio::new(numerators[index], denominators[index]));
        let exact = after.as_change() - reference.as_change();
        let is_held = i64::try_from(exact.numer()).is_ok() && i64::try_from(exact.denom()).is_ok();
        prop_assert_eq!(Ratio::<i64>::change(&after, &reference), is_held.then_some(exact));
    }

    #[test]
    fn broken_state_is_an_error(noise: Vec<u8>, text in "[0-9/ +-]{0,12}") {
        assert_error_or_same_state::<RationalTotal>(&noise);
        assert_error_or_same_state::<RationalTotal>(&[&[1], text.as_bytes()].concat());
    }
}

#[test]
fn state_in_other_than_lowest_terms_is_broken() {
    for text in ["", "2/4", "1/0", "0/1", "1/-3", "+1", "01", "-0", "5/1", "1/3 ", "0.5", "½"] {
        let refused = RationalTotal::from_state(&[&[1], text.as_bytes()].concat()).expect_err(text);
        assert_eq!(refused.to_string(), "form: state of a total is broken: it is not a fraction in lowest terms");
    }
    for text in ["0", "1", "-1/3", "100000000000000000000000000000000000000001/2"] {
        let total = RationalTotal::from_state(&[&[1], text.as_bytes()].concat()).expect(text);
        assert_state_reads_back(&total);
    }
}

/// `new_raw` makes such fractions.
#[test]
fn r03_zero_denominator_is_refused() {
    let nothing = BigRational::new_raw(1.into(), 0.into());
    assert!(!Number::is_finite(&nothing));
    let mut total: RationalTotal = total_of(&[BigRational::new(1.into(), 3.into())]);
    let before = total.clone();
    let expected = "R3: `1/0` is not a finite BigRational";
    assert_eq!(total.add(&nothing).expect_err("no number").to_string(), expected);
    assert_eq!(total.subtract(&nothing).expect_err("no number").to_string(), expected);
    assert_eq!(total, before);
    let short = Ratio::new_raw(1_i64, 0);
    let one = Ratio::new(1_i64, 1);
    assert!(!Number::is_finite(&short));
    assert_eq!(Ratio::change(&short, &one), None);
    assert_eq!(Ratio::change(&one, &short), None);
    assert_eq!(Ratio::<i64>::from_change(&short.as_change()), None);
    assert_eq!(Ratio::quotient(&one, &short), None);
    assert_eq!(Ratio::quotient(&short, &one), None);
    assert_eq!((short.text(), short.fixed(2)), ("1/0".to_owned(), "1/0".to_owned()));
}

#[test]
fn fractions_in_other_than_lowest_terms_are_the_same_numbers() {
    for (numerator, denominator) in [(2_i64, 4_i64), (-2, -4), (1, 2)] {
        let short = Ratio::new_raw(numerator, denominator);
        let big = BigRational::new_raw(numerator.into(), denominator.into());
        assert_eq!((short.text(), big.text()), ("1/2".to_owned(), "1/2".to_owned()));
        assert_eq!((short.fixed(2), big.fixed(2)), ("0.50".to_owned(), "0.50".to_owned()));
        let mut bytes = Vec::new();
        big.stable_bytes(&mut bytes);
        assert_eq!(bytes, b"1/2");
        let total: RationalTotal = total_of(&[big]);
        assert_eq!(total.state(), b"\x011/2");
    }
    let least = Ratio::new_raw(i64::MIN, i64::MIN);
    assert_eq!(least.text(), "1");
}

/// The held form of a fraction from `new_raw` is in lowest terms, or there is none.
#[test]
fn r03_raw_fraction_is_held_in_lowest_terms_or_refused() {
    let least = i64::MIN;
    for (numerator, denominator, held) in [
        (1, 0, None),
        (0, 0, None),
        (least, 0, None),
        (1, least, None),
        (-1, least, None),
        (least + 1, least, None),
        (least, -1, None),
        (least, least, Some((1, 1))),
        (0, least, Some((0, 1))),
        (2, least, Some((-1, 1 << 62))),
        (2, 4, Some((1, 2))),
        (-2, -4, Some((1, 2))),
        (2, -4, Some((-1, 2))),
        (least, 1, Some((least, 1))),
        (least, 2, Some((least / 2, 1))),
        (i64::MAX, i64::MAX, Some((1, 1))),
    ] {
        let raw = Ratio::new_raw(numerator, denominator);
        let got = raw.held().map(|held| (*held.numer(), *held.denom()));
        assert_eq!(got, held, "{numerator}/{denominator}");
        assert_eq!(Number::is_finite(&raw), held.is_some());
        let big = BigRational::new_raw(numerator.into(), denominator.into());
        assert_eq!(big.held().is_some(), denominator != 0);
        let wide = Ratio::<i128>::new_raw(numerator.into(), denominator.into());
        assert_eq!(wide.held().is_some(), denominator != 0);
        assert!(wide.held().is_none_or(|wide| *wide.denom() > 0));
    }
}

#[test]
fn no_raw_fraction_panics() {
    let ends = [i64::MIN, i64::MIN + 1, -2, -1, 0, 1, 2, i64::MAX - 1, i64::MAX];
    let all: Vec<Ratio<i64>> =
        ends.iter().flat_map(|&numerator| ends.map(|denominator| Ratio::new_raw(numerator, denominator))).collect();
    assert_eq!(all.len(), 81);
    let catalogue = Catalogue::new([], [Service::new("physio", "clinic")]).unwrap();
    for one in &all {
        let (_, _) = (one.text(), one.fixed(2));
        let _ = (one.places(4), one.as_change(), Ratio::<i64>::from_change(&one.as_change()));
        for other in &all {
            assert!(Ratio::change(one, other).is_none_or(|_| one.held().is_some() && other.held().is_some()));
            assert!(Ratio::quotient(one, other).is_none_or(|quotient| *quotient.denom() > 0));
            let mut ledger = Ledger::new(&catalogue);
            let level = Measure::higher_is_better("level", "points").tolerance(*one).range(*other, *one);
            if ledger.declare_measure(level).is_ok() {
                let appraisal = Appraisal::of("level").before(*one).after(*other);
                let brought = Contribution::of("ana").integrated(*one).misintegrated(*other, Misuse::unknown());
                let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
                let visit = visit.contribution(brought).appraisal(appraisal);
                let is_clean = ledger.check(&visit).is_empty();
                assert_eq!(ledger.record(visit).is_ok(), is_clean);
                if let Ok(cell) = ledger.statement(By::Service).unwrap().cell("physio", "level") {
                    let _ = (cell.figures(), cell.bounds());
                }
            }
        }
    }
}
