//! The crate's analyses equal those of the second implementation, and the laws of the analyses hold for them.

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
    Slack, analyses_renamed, axioms, contributions_change_no_outcome_risk_or_net, integrated,
    losses_are_attributed_only_to_recorded_misuse, none, order_does_not_matter, renaming_actors_changes_only_names,
    reversed_directions_exchange_gains_and_losses_in_analyses, shares_add_up,
    swapping_user_and_provider_swaps_the_middle_scenarios, uses,
};
use crate::support::analyses::RowKey;
use crate::support::analyses::attribution::{AttributionRule, RULES, attribution};
use crate::support::analyses::compare::{Precision, agree_analyses, agree_table};
use crate::support::analyses::crate_implementation::{
    self, CrateImplementation, FractionKind, IntegerCrateImplementation,
};
use crate::support::analyses::disclosure::{beneficiaries, disclose};
use crate::support::analyses::implementation::{
    AnalysisOptions, Implementation, SecondImplementation, analysis_options,
};
use crate::support::analyses::shapley::brute_force;
use crate::support::case::{Case, Scale};
use crate::support::case_edits::accepted_entries;
use crate::support::case_edits::drawn_contributions;
use crate::support::case_edits::rename_actors;
use crate::support::compare::{NumberKind, Recording, enter, record};
use crate::support::figures::bits;
use crate::support::figures::{including_all, statement_of};
use crate::support::generate::{ACTORS, cases, ledger};
use crate::support::generate_terms::{BASELINES, LOGICS, groupings, terms};
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::{Key, PlainTerms};

#[track_caller]
fn agree<N: FractionKind>(case: &Case, arithmetic: Arithmetic, terms: &PlainTerms, options: &AnalysisOptions) {
    let (Arithmetic::Exact(scale) | Arithmetic::Float(scale)) = arithmetic;
    agree_recorded(&record::<N>(case, scale), case, arithmetic, terms, options);
}

#[track_caller]
fn agree_recorded<N: FractionKind>(
    recorded: &Recording<N>,
    case: &Case,
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let got = crate_implementation::analyses(&recorded.ledger, terms, options);
    agree_analyses(&got, case, &recorded.accepted, arithmetic, terms, options);
}

/// The error of a sum of rounded floats.
fn last_bits(figure: &BigRational) -> BigRational {
    figure.abs() / BigRational::from_integer(BigInt::from(1_u64 << 45))
}

/// Integer shares differ from the exact shares by less than one, and their sum is exact.
#[track_caller]
fn whole_shares_are_the_largest_remainders(case: &Case, terms: &PlainTerms) {
    for rule in RULES {
        let whole = IntegerCrateImplementation::attribution(case, Scale::Whole, terms, rule);
        let exactly = SecondImplementation::attribution(case, Scale::Whole, terms, rule);
        assert_eq!(whole.equal_split_count, exactly.equal_split_count);
        let zero = i64::zero();
        let mut lines: BTreeMap<(RowKey, &str), Vec<(BigRational, bool)>> = BTreeMap::new();
        for (key, row) in &exactly.table {
            for (name, share) in &row.amounts {
                let got = whole.table.get(key).map_or(&zero, |row| &row.amounts[name]);
                let up = BigRational::from_integer(BigInt::from(*got)) - share;
                assert!(up.abs() < BigRational::one(), "{rule:?}, {name} at {key:?} is {got}, not {share}");
                let line = RowKey { subject: None, ..key.clone() };
                lines.entry((line, name)).or_default().push((share - share.floor(), up.is_positive()));
            }
        }
        // The largest remainders are rounded up. Floats blur ties, so remainders that are almost equal may be rounded
        // either way.
        for (key, shares) in lines {
            let largest_down = shares.iter().filter(|(_, up)| !up).map(|(rest, _)| rest.clone()).max();
            let smallest_up = shares.iter().filter(|(_, up)| *up).map(|(rest, _)| rest.clone()).min();
            let (Some(down), Some(up)) = (largest_down, smallest_up) else { continue };
            let blur = BigRational::new(BigInt::one(), BigInt::from(1_000_000));
            assert!(down <= up + blur, "{rule:?} at {key:?}: the largest remainders are rounded up");
        }
        let strangers: Vec<_> = whole.table.keys().filter(|key| !exactly.table.contains_key(key)).collect();
        assert!(strangers.is_empty(), "{rule:?}: {strangers:?}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn analyses_agree_with_the_second_implementation_in_every_number_type(case in ledger(), terms in terms(), options in analysis_options()) {
        agree::<BigRational>(&case, Arithmetic::Exact(Scale::Tenths), &terms, &options);
        agree::<f64>(&case, Arithmetic::Exact(Scale::Eighths), &terms, &options);
        agree::<f64>(&case, Arithmetic::Float(Scale::Tenths), &terms, &options);
        agree::<f64>(&case.without_ranges(), Arithmetic::Float(Scale::Wild), &terms, &options);
    }

    #[test]
    fn r16_renaming_actors_changes_no_analysis(case in ledger(), terms in terms(), options in analysis_options()) {
        renaming_actors_changes_only_names::<CrateImplementation<BigRational>>(&case, Scale::Tenths, &terms, &options);
        renaming_actors_changes_only_names::<CrateImplementation<f64>>(&case, Scale::Tenths, &terms, &options);
        renaming_actors_changes_only_names::<IntegerCrateImplementation>(&case, Scale::Whole, &terms, &options);
    }

    #[test]
    fn r16_swapping_user_and_provider_swaps_the_middle_scenarios(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
    ) {
        swapping_user_and_provider_swaps_the_middle_scenarios::<CrateImplementation<BigRational>>(&case, Scale::Tenths, &terms, &options);
        swapping_user_and_provider_swaps_the_middle_scenarios::<CrateImplementation<f64>>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r21_shares_add_up_to_their_amounts(case in ledger(), terms in terms()) {
        for terms in [&terms, &including_all(&[Key::Service])] {
            shares_add_up::<CrateImplementation<BigRational>>(&case, Scale::Tenths, terms, none);
            shares_add_up::<CrateImplementation<Decimal>>(&case, Scale::Tenths, terms, last_bits);
            shares_add_up::<CrateImplementation<f64>>(&case, Scale::Tenths, terms, last_bits);
            shares_add_up::<CrateImplementation<f64>>(&case.clone().without_ranges(), Scale::Wild, terms, last_bits);
            shares_add_up::<IntegerCrateImplementation>(&case, Scale::Whole, terms, none);
            whole_shares_are_the_largest_remainders(&case, terms);
        }
    }

    #[test]
    fn r23_losses_are_attributed_only_to_recorded_misuse(case in ledger(), terms in terms()) {
        for terms in [&terms, &including_all(&[Key::Service])] {
            losses_are_attributed_only_to_recorded_misuse::<CrateImplementation<BigRational>>(&case, Scale::Tenths, terms);
            losses_are_attributed_only_to_recorded_misuse::<CrateImplementation<f64>>(&case, Scale::Tenths, terms);
            losses_are_attributed_only_to_recorded_misuse::<IntegerCrateImplementation>(&case, Scale::Whole, terms);
        }
    }

    #[test]
    fn r44_contributions_change_no_outcome_risk_or_net(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        drawn in drawn_contributions(),
    ) {
        contributions_change_no_outcome_risk_or_net::<CrateImplementation<BigRational>>(&case, Scale::Tenths, &terms, &options, &drawn);
        contributions_change_no_outcome_risk_or_net::<CrateImplementation<f64>>(&case, Scale::Tenths, &terms, &options, &drawn);
    }

    #[test]
    fn r45_reversed_directions_exchange_gains_and_losses_in_analyses(case in ledger(), terms in terms(), options in analysis_options()) {
        reversed_directions_exchange_gains_and_losses_in_analyses::<CrateImplementation<BigRational>>(&case, Scale::Tenths, &terms, &options);
        reversed_directions_exchange_gains_and_losses_in_analyses::<CrateImplementation<f64>>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r24_shapley_axioms_hold(integrated in integrated(), changes in [1..40_i32, 1..40_i32], which in 0..5_usize) {
        axioms::<CrateImplementation<BigRational>>(&integrated, changes, which, Scale::Tenths, none);
        axioms::<CrateImplementation<f64>>(&integrated, changes, which, Scale::Tenths, last_bits);
        let one: Slack = |_| BigRational::from_integer(BigInt::from(2));
        axioms::<IntegerCrateImplementation>(&integrated, changes, which, Scale::Whole, one);
    }

    #[test]
    fn r12_analyses_do_not_depend_on_the_order_of_entries(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        order_does_not_matter::<CrateImplementation<BigRational>>(&case, Scale::Tenths, &terms, &options, &keys);
        order_does_not_matter::<CrateImplementation<f64>>(&case, Scale::Tenths, &terms, &options, &keys);
        order_does_not_matter::<CrateImplementation<f64>>(&case.clone().without_ranges(), Scale::Wild, &terms, &options, &keys);
        order_does_not_matter::<IntegerCrateImplementation>(&case, Scale::Whole, &terms, &options, &keys);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn analyses_agree_for_every_grouping_baseline_and_logic(
        case in ledger(),
        drawn in terms(),
        options in analysis_options(),
        (turn, half) in (0..6_usize, 0..2_usize),
    ) {
        let recorded = record::<BigRational>(&case, Scale::Tenths);
        // Half of the groupings, each with one baseline and one logic, so that each combination meets several ledgers.
        for (index, by) in groupings().into_iter().enumerate().skip(half).step_by(2) {
            let (baseline, logic) = (BASELINES[(index + turn) % 3], LOGICS[(index + turn) / 3 % 2]);
            let terms = PlainTerms { by, baseline, logic, ..drawn.clone() };
            agree_recorded(&recorded, &case, Arithmetic::Exact(Scale::Tenths), &terms, &options);
        }
    }
}

/// The number of players, and a random worth for each coalition.
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
    fn r22_shapley_values_equal_the_brute_force_values((players, worths) in worths()) {
        let expected = brute_force(players, |coalition| worths[coalition as usize].clone());
        prop_assert_eq!(crate_implementation::shapley(players, &worths), expected);
    }

    #[test]
    fn r22_co_operation_shares_equal_brute_force_values_for_up_to_eight_parties(
        integrated in prop::collection::vec((0..7_i32).prop_map(Some), 1..=8),
        which in 0..8_usize,
        change in 1..50_i32,
    ) {
        let beneficiary = which % integrated.len();
        // A single party: the provider is stated to have integrated nothing.
        let mut integrated = integrated;
        if integrated.len() == 1 {
            integrated.push(Some(0));
        }
        let case = uses(&integrated, &[change], beneficiary);
        let recorded = record::<BigRational>(&case, Scale::Tenths);
        let terms = including_all(&[]);
        let expected = attribution(
            &case, &recorded.accepted, Arithmetic::Exact(Scale::Tenths), &terms, AttributionRule::Cooperation,
        );
        let got = crate_implementation::attribution(&recorded.ledger, &terms, AttributionRule::Cooperation);
        agree_table(&got.table, &expected.table, Precision::Exact, "attribution by co-operation");
    }

    #[test]
    fn r22_a_game_of_heads_gives_equal_shares(case in ledger(), terms in terms()) {
        let ledger = record::<BigRational>(&case, Scale::Tenths).ledger;
        let by_heads = crate_implementation::attribution_by_heads(&ledger, &terms);
        prop_assert_eq!(by_heads.table, crate_implementation::attribution(&ledger, &terms, AttributionRule::Equal).table);
    }
}

/// No published row has fewer than `k` people. The crate pools the lines that the second implementation pools, and
/// shows each amount exactly or withholds it.
#[track_caller]
fn no_published_line_has_fewer_than_k_people<N: NumberKind>(
    case: &Case,
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    k: usize,
) {
    let (Arithmetic::Exact(scale) | Arithmetic::Float(scale)) = arithmetic;
    let recorded = record::<N>(case, scale);
    let mut cells = BTreeMap::new();
    for (line, measure, amounts, size) in crate_implementation::disclosed(&recorded.ledger, terms, k) {
        assert!(size.is_none_or(|size| size >= k), "{line:?} {measure} has {size:?} people");
        assert!(cells.insert((measure, line), (amounts, size)).is_none());
    }
    for (measure, published) in disclose(case, &recorded.accepted, arithmetic, terms, k) {
        let pool = (!published.pooled.is_empty()).then_some((None, &published.pool));
        for (line, entries) in published.lines.iter().map(|(line, entries)| (Some(line.clone()), entries)).chain(pool) {
            let cell = crate::support::oracle::OracleCell { entries: entries.clone(), ..Default::default() };
            let (amounts, size) = cells.remove(&(measure.clone(), line.clone())).expect("the crate publishes this row");
            assert!(size.is_none_or(|size| size == beneficiaries(entries)), "{measure} {line:?}");
            for (shown, exact) in amounts.iter().zip([cell.created(), cell.destroyed()]) {
                assert!(shown.as_ref().is_none_or(|shown| shown.is_nearest(&exact)), "{measure} {line:?}: {amounts:?}");
            }
        }
    }
    assert!(cells.is_empty(), "rows that the second implementation does not publish: {cells:?}");
}

/// After forgetting, all analyses equal those of a ledger recorded with the tombstone.
#[track_caller]
fn forgetting_changes_only_the_name<N: FractionKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    actor: &str,
) {
    let mut recorded = record::<N>(case, scale);
    let before = recorded.ledger.clone();
    let third = BigRational::new(1.into(), 3.into());
    let rounds = N::nearest(&third).in_full() != third;
    let Some(tombstone) = crate_implementation::forget(&mut recorded.ledger, actor) else {
        let entries = case.entries.iter().zip(&recorded.accepted).filter(|(_, accepted)| **accepted);
        let mut books = Case { entries: entries.map(|(entry, _)| entry.clone()).collect(), ..case.clone() };
        let is_named = Cell::new(false);
        rename_actors(&mut books, |name| is_named.set(is_named.get() || name == actor));
        assert!(!is_named.get(), "{actor} is in the books and was not forgotten");
        assert!(recorded.ledger == before, "a refusal changed the books");
        return;
    };
    assert!(!tombstone.contains(actor), "{tombstone}");
    let name = |other: &str| if other == actor { tombstone.clone() } else { other.to_owned() };
    let mut renamed = case.clone();
    rename_actors(&mut renamed, |other| *other = name(other));
    let same = record::<N>(&renamed, scale).ledger;
    for terms in
        [terms, &including_all(&[Key::Beneficiary]), &including_all(&[Key::User]), &including_all(&[Key::Provider])]
    {
        assert_eq!(
            bits(&statement_of(&recorded.ledger, terms)),
            bits(&statement_of(&same, terms)),
            "the ledger differs from one recorded with the tombstone"
        );
        let here = crate_implementation::analyses(&recorded.ledger, terms, options);
        assert_eq!(here, crate_implementation::analyses(&same, terms, options));
        // Where shares are rounded, the new name may change which of equal shares has the remainder.
        if !rounds {
            assert_eq!(here, analyses_renamed(&crate_implementation::analyses(&before, terms, options), terms, name));
        }
    }
}

#[track_caller]
fn analyses_do_not_change_the_books<N: FractionKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let ledger = record::<N>(case, scale).ledger;
    let (before, statement) = (ledger.clone(), bits(&statement_of(&ledger, terms)));
    let once = crate_implementation::analyses(&ledger, terms, options);
    let published = crate_implementation::disclosed(&ledger, terms, 2);
    assert!(ledger == before && bits(&statement_of(&ledger, terms)) == statement, "an analysis changed the books");
    assert_eq!(crate_implementation::analyses(&ledger, terms, options), once);
    assert_eq!(crate_implementation::disclosed(&ledger, terms, 2), published);
}

/// Analyses of merged ledgers, and merged attributions, equal those of one ledger.
#[track_caller]
fn merged_parts_equal_the_whole<N: FractionKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    keys: &[u64],
) {
    let catalogue = case.catalogue::<N>(scale);
    let entries = accepted_entries::<N>(case, scale);
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
        let [one, other, all] =
            [&first, &second, &whole].map(|part| crate_implementation::attribution_of(part, terms, rule));
        let turned = other.clone().merge(one.clone()).expect("disjoint parts");
        let merged = one.merge(other).expect("disjoint parts");
        let expected = crate_implementation::attribution_result(&all, terms);
        assert_eq!(crate_implementation::attribution_result(&merged, terms), expected, "{rule:?}");
        assert_eq!(
            crate_implementation::attribution_result(&turned, terms),
            expected,
            "{rule:?}, merged in the other order"
        );
    }
    first.merge(&second).expect("disjoint parts");
    assert_eq!(
        crate_implementation::analyses(&first, terms, options),
        crate_implementation::analyses(&whole, terms, options)
    );
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r26_no_published_line_has_fewer_than_k_people(case in ledger(), terms in terms(), k in 2..6_usize) {
        no_published_line_has_fewer_than_k_people::<BigRational>(&case, Arithmetic::Exact(Scale::Tenths), &terms, k);
        no_published_line_has_fewer_than_k_people::<f64>(&case, Arithmetic::Float(Scale::Tenths), &terms, k);
    }

    #[test]
    fn r28_forgetting_an_actor_changes_only_the_name_in_analyses(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        actor in select(&ACTORS[..]),
    ) {
        forgetting_changes_only_the_name::<BigRational>(&case, Scale::Tenths, &terms, &options, actor);
        forgetting_changes_only_the_name::<f64>(&case, Scale::Tenths, &terms, &options, actor);
    }

    #[test]
    fn r20_analyses_do_not_change_the_books(case in ledger(), terms in terms(), options in analysis_options()) {
        analyses_do_not_change_the_books::<BigRational>(&case, Scale::Tenths, &terms, &options);
        analyses_do_not_change_the_books::<f64>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r12_merged_analyses_equal_those_of_the_whole(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        merged_parts_equal_the_whole::<BigRational>(&case, Scale::Tenths, &terms, &options, &keys);
        merged_parts_equal_the_whole::<f64>(&case, Scale::Tenths, &terms, &options, &keys);
        merged_parts_equal_the_whole::<f64>(&case.clone().without_ranges(), Scale::Wild, &terms, &options, &keys);
    }
}
