//! The crate's readings are the second implementation's, and the laws of readings hold for them.

use std::cell::Cell;
use std::collections::BTreeMap;

use covalue::Ledger;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::laws::{
    Slack, axioms, integrated, nobody_is_blamed_by_default, none, order_does_not_matter, readings_renamed,
    recording_co_operation_moves_no_reading, roles_are_names, shares_add_up, swapping_swaps_the_middle,
    the_mirror_swaps_readings, uses,
};
use crate::support::analyses::Place;
use crate::support::analyses::attribution::{RULES, Sharing, attribution};
use crate::support::analyses::compare::{Closely, agree_readings, agree_table};
use crate::support::analyses::crate_side::{self, Crate, CrateOfWhole, Divides};
use crate::support::analyses::disclosure::{beneficiaries, disclose};
use crate::support::analyses::shapley::brute_force;
use crate::support::analyses::side::{Asked, Second, Side, asked};
use crate::support::case::{Case, Scale};
use crate::support::change::drawn_contributions;
use crate::support::change::each_actor;
use crate::support::change::let_in;
use crate::support::compare::{Kind, enter, record};
use crate::support::figures::bits;
use crate::support::figures::{of_all, stated};
use crate::support::generate::{ACTORS, BASELINES, LOGICS, groupings, ledger, terms};
use crate::support::oracle::{Arithmetic, Key, PlainTerms};

#[track_caller]
fn agree<N: Divides>(case: &Case, arithmetic: Arithmetic, terms: &PlainTerms, asked: &Asked) {
    let (Arithmetic::Exact(scale) | Arithmetic::Float(scale)) = arithmetic;
    let recorded = record::<N>(case, scale);
    let got = crate_side::readings(&recorded.ledger, terms, asked);
    agree_readings(&got, case, &recorded.let_in, arithmetic, terms, asked);
}

/// Floats that are added up after they are rounded: each may be off by its last bit.
fn last_bits(figure: &BigRational) -> BigRational {
    figure.abs() / BigRational::from_integer(BigInt::from(1_u64 << 45))
}

/// Whole shares are off by less than one, their sums by nothing.
#[track_caller]
fn whole_shares_are_the_largest_remainders(case: &Case, terms: &PlainTerms) {
    for rule in RULES {
        let whole = CrateOfWhole::attribution(case, Scale::Whole, terms, rule);
        let exactly = Second::attribution(case, Scale::Whole, terms, rule);
        assert_eq!(whole.counted_equally, exactly.counted_equally);
        let zero = i64::zero();
        let mut lines: BTreeMap<(Place, &str), Vec<(BigRational, bool)>> = BTreeMap::new();
        for (place, row) in &exactly.table {
            for (name, share) in &row.amounts {
                let got = whole.table.get(place).map_or(&zero, |row| &row.amounts[name]);
                let up = BigRational::from_integer(BigInt::from(*got)) - share;
                assert!(up.abs() < BigRational::one(), "{rule:?}, {name} at {place:?} is {got}, not {share}");
                let line = Place { whom: None, ..place.clone() };
                lines.entry((line, name)).or_default().push((share - share.floor(), up.is_positive()));
            }
        }
        // Nobody with a smaller remainder is rounded up where one with a larger is not; floats blur ties.
        for (place, shares) in lines {
            let largest_down = shares.iter().filter(|(_, up)| !up).map(|(rest, _)| rest.clone()).max();
            let smallest_up = shares.iter().filter(|(_, up)| *up).map(|(rest, _)| rest.clone()).min();
            let (Some(down), Some(up)) = (largest_down, smallest_up) else { continue };
            let blur = BigRational::new(BigInt::one(), BigInt::from(1_000_000));
            assert!(down <= up + blur, "{rule:?} at {place:?}: the largest remainders are rounded up");
        }
        let strangers: Vec<_> = whole.table.keys().filter(|place| !exactly.table.contains_key(place)).collect();
        assert!(strangers.is_empty(), "{rule:?}: {strangers:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn readings_agree_in_every_kind_of_number(case in ledger(), terms in terms(), asked in asked()) {
        agree::<BigRational>(&case, Arithmetic::Exact(Scale::Tenths), &terms, &asked);
        agree::<f64>(&case, Arithmetic::Exact(Scale::Eighths), &terms, &asked);
        agree::<f64>(&case, Arithmetic::Float(Scale::Tenths), &terms, &asked);
        agree::<f64>(&case.without_ranges(), Arithmetic::Float(Scale::Wild), &terms, &asked);
    }

    #[test]
    fn r16_roles_are_names_in_readings(case in ledger(), terms in terms(), asked in asked()) {
        roles_are_names::<Crate<BigRational>>(&case, Scale::Tenths, &terms, &asked);
        roles_are_names::<Crate<f64>>(&case, Scale::Tenths, &terms, &asked);
        roles_are_names::<CrateOfWhole>(&case, Scale::Whole, &terms, &asked);
    }

    #[test]
    fn r16_swapping_user_and_provider_swaps_the_middle_scenarios(
        case in ledger(),
        terms in terms(),
        asked in asked(),
    ) {
        swapping_swaps_the_middle::<Crate<BigRational>>(&case, Scale::Tenths, &terms, &asked);
        swapping_swaps_the_middle::<Crate<f64>>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r21_shares_add_up(case in ledger(), terms in terms()) {
        for terms in [&terms, &of_all(&[Key::Service])] {
            shares_add_up::<Crate<BigRational>>(&case, Scale::Tenths, terms, none);
            shares_add_up::<Crate<Decimal>>(&case, Scale::Tenths, terms, last_bits);
            shares_add_up::<Crate<f64>>(&case, Scale::Tenths, terms, last_bits);
            shares_add_up::<Crate<f64>>(&case.clone().without_ranges(), Scale::Wild, terms, last_bits);
            shares_add_up::<CrateOfWhole>(&case, Scale::Whole, terms, none);
            whole_shares_are_the_largest_remainders(&case, terms);
        }
    }

    #[test]
    fn r23_nobody_is_blamed_by_default(case in ledger(), terms in terms()) {
        for terms in [&terms, &of_all(&[Key::Service])] {
            nobody_is_blamed_by_default::<Crate<BigRational>>(&case, Scale::Tenths, terms);
            nobody_is_blamed_by_default::<Crate<f64>>(&case, Scale::Tenths, terms);
            nobody_is_blamed_by_default::<CrateOfWhole>(&case, Scale::Whole, terms);
        }
    }

    #[test]
    fn r44_recording_co_operation_moves_no_reading(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        drawn in drawn_contributions(),
    ) {
        recording_co_operation_moves_no_reading::<Crate<BigRational>>(&case, Scale::Tenths, &terms, &asked, &drawn);
        recording_co_operation_moves_no_reading::<Crate<f64>>(&case, Scale::Tenths, &terms, &asked, &drawn);
    }

    #[test]
    fn r45_the_mirror_swaps_readings(case in ledger(), terms in terms(), asked in asked()) {
        the_mirror_swaps_readings::<Crate<BigRational>>(&case, Scale::Tenths, &terms, &asked);
        the_mirror_swaps_readings::<Crate<f64>>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r24_axioms_hold(integrated in integrated(), changes in [1..40_i32, 1..40_i32], which in 0..5_usize) {
        axioms::<Crate<BigRational>>(&integrated, changes, which, Scale::Tenths, none);
        axioms::<Crate<f64>>(&integrated, changes, which, Scale::Tenths, last_bits);
        let one: Slack = |_| BigRational::from_integer(BigInt::from(2));
        axioms::<CrateOfWhole>(&integrated, changes, which, Scale::Whole, one);
    }

    #[test]
    fn r12_readings_of_any_order_are_the_same(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        order_does_not_matter::<Crate<BigRational>>(&case, Scale::Tenths, &terms, &asked, &keys);
        order_does_not_matter::<Crate<f64>>(&case, Scale::Tenths, &terms, &asked, &keys);
        order_does_not_matter::<Crate<f64>>(&case.clone().without_ranges(), Scale::Wild, &terms, &asked, &keys);
        order_does_not_matter::<CrateOfWhole>(&case, Scale::Whole, &terms, &asked, &keys);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn readings_agree_under_every_grouping_baseline_and_logic(case in ledger(), drawn in terms(), asked in asked()) {
        for by in groupings() {
            for baseline in BASELINES {
                for logic in LOGICS {
                    let terms = PlainTerms { by: by.clone(), baseline, logic, ..drawn.clone() };
                    agree::<BigRational>(&case, Arithmetic::Exact(Scale::Tenths), &terms, &asked);
                }
            }
        }
    }
}

/// Worths of all coalitions of so many players, none of which need be like another.
fn worths() -> impl Strategy<Value = (usize, Vec<BigRational>)> {
    (1..=8_usize).prop_flat_map(|players| {
        let worth = (-50..50_i32, 1..9_i32).prop_map(|(over, under)| BigRational::new(over.into(), under.into()));
        prop::collection::vec(worth, 1 << players).prop_map(move |mut worths| {
            worths[0] = BigRational::zero();
            (players, worths)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r22_shapley_is_brute_force((players, worths) in worths()) {
        let expected = brute_force(players, |coalition| worths[coalition as usize].clone());
        prop_assert_eq!(crate_side::shapley(players, &worths), expected);
    }

    #[test]
    fn r22_co_operation_is_brute_force_to_eight_parties(
        integrated in prop::collection::vec((0..7_i32).prop_map(Some), 1..=8),
        which in 0..8_usize,
        change in 1..50_i32,
    ) {
        let beneficiary = which % integrated.len();
        // Of a party alone: the provider is stated to have integrated nothing.
        let mut integrated = integrated;
        if integrated.len() == 1 {
            integrated.push(Some(0));
        }
        let case = uses(&integrated, &[change], beneficiary);
        let recorded = record::<BigRational>(&case, Scale::Tenths);
        let terms = of_all(&[]);
        let expected = attribution(
            &case, &recorded.let_in, Arithmetic::Exact(Scale::Tenths), &terms, Sharing::Cooperation,
        );
        let got = crate_side::attribution(&recorded.ledger, &terms, Sharing::Cooperation);
        agree_table(&got.table, &expected.table, Closely::ToTheBit, "attribution by co-operation");
    }

    #[test]
    fn r22_a_game_of_heads_is_equal_sharing(case in ledger(), terms in terms()) {
        let ledger = record::<BigRational>(&case, Scale::Tenths).ledger;
        let by_heads = crate_side::attribution_by_heads(&ledger, &terms);
        prop_assert_eq!(by_heads.table, crate_side::attribution(&ledger, &terms, Sharing::Equal).table);
    }
}

/// No row is of fewer than k, or there are no rows; what is pooled is what the model pools, and amounts are shown as they
/// are or withheld.
#[track_caller]
fn no_line_is_of_fewer<N: Kind>(case: &Case, arithmetic: Arithmetic, terms: &PlainTerms, k: usize) {
    let (Arithmetic::Exact(scale) | Arithmetic::Float(scale)) = arithmetic;
    let recorded = record::<N>(case, scale);
    let mut cells = BTreeMap::new();
    for (line, measure, amounts, size) in crate_side::disclosed(&recorded.ledger, terms, k) {
        assert!(size.is_none_or(|size| size >= k), "{line:?} {measure} is of {size:?}");
        assert!(cells.insert((measure, line), (amounts, size)).is_none());
    }
    for (measure, published) in disclose(case, &recorded.let_in, arithmetic, terms, k) {
        let pool = (!published.pooled.is_empty()).then_some((None, &published.pool));
        for (line, behind) in published.lines.iter().map(|(line, behind)| (Some(line.clone()), behind)).chain(pool) {
            let cell = crate::support::oracle::OracleCell { behind: behind.clone(), ..Default::default() };
            let (amounts, size) = cells.remove(&(measure.clone(), line.clone())).expect("what the model publishes");
            assert!(size.is_none_or(|size| size == beneficiaries(behind)), "{measure} {line:?}");
            for (shown, exact) in amounts.iter().zip([cell.created(), cell.destroyed()]) {
                assert!(shown.as_ref().is_none_or(|shown| shown.is_nearest(&exact)), "{measure} {line:?}: {amounts:?}");
            }
        }
    }
    assert!(cells.is_empty(), "published, and the model does not: {cells:?}");
}

/// Who is forgotten is renamed everywhere, and no figure moves.
#[track_caller]
fn nothing_else_is_forgotten<N: Divides>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked, actor: &str) {
    let mut recorded = record::<N>(case, scale);
    let before = recorded.ledger.clone();
    let third = BigRational::new(1.into(), 3.into());
    let rounds = N::nearest(&third).in_full() != third;
    let Some(tombstone) = crate_side::forget(&mut recorded.ledger, actor) else {
        let entries = case.entries.iter().zip(&recorded.let_in).filter(|(_, let_in)| **let_in);
        let mut books = Case { entries: entries.map(|(entry, _)| entry.clone()).collect(), ..case.clone() };
        let is_named = Cell::new(false);
        each_actor(&mut books, |name| is_named.set(is_named.get() || name == actor));
        assert!(!is_named.get(), "{actor} is in the books, and cannot be forgotten");
        assert!(recorded.ledger == before, "a refusal moved the books");
        return;
    };
    assert!(!tombstone.contains(actor), "{tombstone}");
    let name = |other: &str| if other == actor { tombstone.clone() } else { other.to_owned() };
    let mut renamed = case.clone();
    each_actor(&mut renamed, |other| *other = name(other));
    let same = record::<N>(&renamed, scale).ledger;
    for terms in [terms, &of_all(&[Key::Beneficiary]), &of_all(&[Key::User]), &of_all(&[Key::Provider])] {
        assert_eq!(bits(&stated(&recorded.ledger, terms)), bits(&stated(&same, terms)), "as if recorded so");
        let here = crate_side::readings(&recorded.ledger, terms, asked);
        assert_eq!(here, crate_side::readings(&same, terms, asked));
        // Where shares are rounded, ties by the first id may fall otherwise.
        if !rounds {
            assert_eq!(here, readings_renamed(&crate_side::readings(&before, terms, asked), terms, name));
        }
    }
}

#[track_caller]
fn readings_change_nothing<N: Divides>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) {
    let ledger = record::<N>(case, scale).ledger;
    let (before, statement) = (ledger.clone(), bits(&stated(&ledger, terms)));
    let once = crate_side::readings(&ledger, terms, asked);
    let published = crate_side::disclosed(&ledger, terms, 2);
    assert!(ledger == before && bits(&stated(&ledger, terms)) == statement, "a reading moved the books");
    assert_eq!(crate_side::readings(&ledger, terms, asked), once);
    assert_eq!(crate_side::disclosed(&ledger, terms, 2), published);
}

/// Readings of merged ledgers, and attributions merged, are those of the whole.
#[track_caller]
fn parts_come_together<N: Divides>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked, keys: &[u64]) {
    let catalogue = case.catalogue::<N>(scale);
    let entries = let_in::<N>(case, scale);
    let part = |name: &str, here: &dyn Fn(usize) -> bool| {
        let mut ledger: Ledger<N> = Ledger::part(&catalogue, name);
        for (_, entry) in entries.iter().filter(|(group, _)| here(*group)) {
            assert_eq!(enter(&mut ledger, entry, scale), Ok(()));
        }
        ledger
    };
    let is_first = |group: usize| keys[group % keys.len()].is_multiple_of(2);
    let (mut first, second) = (part("first", &is_first), part("second", &|group| !is_first(group)));
    let whole = record::<N>(case, scale).ledger;
    for rule in RULES {
        let [one, other, all] = [&first, &second, &whole].map(|part| crate_side::attribution_of(part, terms, rule));
        let turned = other.clone().merge(one.clone()).expect("disjoint parts");
        let merged = one.merge(other).expect("disjoint parts");
        let expected = crate_side::attributed(&all, terms);
        assert_eq!(crate_side::attributed(&merged, terms), expected, "{rule:?}");
        assert_eq!(crate_side::attributed(&turned, terms), expected, "{rule:?}, the other way about");
    }
    first.merge(&second).expect("disjoint parts");
    assert_eq!(crate_side::readings(&first, terms, asked), crate_side::readings(&whole, terms, asked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn r26_no_line_is_of_fewer(case in ledger(), terms in terms(), k in 2..6_usize) {
        no_line_is_of_fewer::<BigRational>(&case, Arithmetic::Exact(Scale::Tenths), &terms, k);
        no_line_is_of_fewer::<f64>(&case, Arithmetic::Float(Scale::Tenths), &terms, k);
    }

    #[test]
    fn r28_nothing_else_is_forgotten(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        actor in select(&ACTORS[..]),
    ) {
        nothing_else_is_forgotten::<BigRational>(&case, Scale::Tenths, &terms, &asked, actor);
        nothing_else_is_forgotten::<f64>(&case, Scale::Tenths, &terms, &asked, actor);
    }

    #[test]
    fn r20_readings_change_nothing(case in ledger(), terms in terms(), asked in asked()) {
        readings_change_nothing::<BigRational>(&case, Scale::Tenths, &terms, &asked);
        readings_change_nothing::<f64>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r12_merged_readings_are_those_of_the_whole(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        parts_come_together::<BigRational>(&case, Scale::Tenths, &terms, &asked, &keys);
        parts_come_together::<f64>(&case, Scale::Tenths, &terms, &asked, &keys);
        parts_come_together::<f64>(&case.clone().without_ranges(), Scale::Wild, &terms, &asked, &keys);
    }
}
