//! The crate's statements equal those of the second implementation, cell by cell.

use std::collections::BTreeMap;

use covalue::record::SourceKind;
use covalue::{Rule, Terms};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use crate::support::case::{Case, Scale, day};
use crate::support::compare::{NumberKind, agree, agree_traces, record};
use crate::support::exhaustive;
use crate::support::figures::including_all;
use crate::support::generate::{cases, ledger, plain};
use crate::support::generate_terms::{BASELINES, LOGICS, groupings, inclusions, terms};
use crate::support::oracle::{self, Arithmetic};
use crate::support::plain_terms::{Key, PlainTerms};
use crate::support::validation;

#[track_caller]
fn agree_in<N: NumberKind>(case: &Case, scale: Scale, all: &[PlainTerms]) {
    let recorded = record::<N>(case, scale);
    for terms in all {
        agree(&recorded, case, Arithmetic::Exact(scale), terms);
    }
}

#[track_caller]
fn agree_as_floats(case: &Case, scale: Scale, all: &[PlainTerms]) {
    let recorded = record::<f64>(case, scale);
    for terms in all {
        agree(&recorded, case, Arithmetic::Float(scale), terms);
    }
}

/// Terms with each grouping, baseline and logic, and with each set of sources and roles, follow-up and as-of day.
fn sweep(drawn: &PlainTerms) -> Vec<PlainTerms> {
    let mut all = Vec::new();
    for by in groupings() {
        for baseline in BASELINES {
            for logic in LOGICS {
                all.push(PlainTerms { by: by.clone(), baseline, logic, ..drawn.clone() });
            }
        }
    }
    for (roles, sources) in inclusions() {
        for follow_up in [None, Some(1), Some(2), Some(3)] {
            for as_of in [None, Some(day(20)), Some(day(70)), Some(day(130))] {
                all.push(PlainTerms {
                    roles: roles.clone(),
                    sources: sources.clone(),
                    follow_up,
                    as_of,
                    ..drawn.clone()
                });
            }
        }
    }
    assert_eq!(all.len(), 22 * 4 * 2 + 32 * 4 * 4);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn statements_agree_for_all_terms(case in ledger(), drawn in terms(), first in 0..6_usize) {
        // A sixth of the terms for each ledger, so that each of them meets several ledgers.
        let some: Vec<_> = sweep(&drawn).into_iter().skip(first).step_by(6).collect();
        agree_in::<BigRational>(&case, Scale::Tenths, &some);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn statements_agree_for_all_number_types(case in ledger(), drawn in prop::collection::vec(terms(), 4)) {
        agree_in::<BigRational>(&case, Scale::Tenths, &drawn);
        agree_in::<Decimal>(&case, Scale::Tenths, &drawn);
        agree_in::<i64>(&case, Scale::Whole, &drawn);
        agree_in::<f64>(&case, Scale::Eighths, &drawn);
        agree_as_floats(&case, Scale::Tenths, &drawn);
        agree_as_floats(&case.without_ranges(), Scale::Wild, &drawn);
    }

    #[test]
    fn statements_of_plain_ledgers_agree(case in plain(), drawn in prop::collection::vec(terms(), 4)) {
        agree_in::<BigRational>(&case, Scale::Tenths, &drawn);
        agree_in::<f64>(&case, Scale::Eighths, &drawn);
    }

    #[test]
    fn r20_every_figure_can_be_traced(case in ledger(), drawn in prop::collection::vec(terms(), 4)) {
        let (fractions, floats) = (record::<BigRational>(&case, Scale::Tenths), record::<f64>(&case, Scale::Tenths));
        for terms in &drawn {
            agree_traces(&fractions, &case, Arithmetic::Exact(Scale::Tenths), terms);
            agree_traces(&floats, &case, Arithmetic::Float(Scale::Tenths), terms);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn validation_agrees_with_the_second_implementation(case in ledger()) {
        let recorded = record::<BigRational>(&case, Scale::Eighths);
        let refused: Vec<_> = recorded.refused.iter().map(|rule| rule.map(|rule| rule.to_string())).collect();
        let expected: Vec<_> = validation::refusals(&case).iter().map(|rule| rule.map(str::to_owned)).collect();
        prop_assert_eq!(refused, expected, "the crate's are on the left");
    }
}

/// If validation refused many entries, most generated ledgers would test little. Every rule that an entry can break
/// must also be broken at least once.
#[test]
fn few_generated_entries_are_refused() {
    let mut runner = TestRunner::deterministic();
    let (mut entries, mut refused, mut later, mut voids) = (0, Vec::new(), 0, 0);
    for _ in 0..800 {
        let case = ledger().new_tree(&mut runner).expect("a strategy without a filter").current();
        entries += case.entries.len();
        let recorded = record::<f64>(&case, Scale::Eighths);
        refused.extend(recorded.refused.iter().flatten().copied());
        later +=
            case.entries.iter().filter(|entry| matches!(entry, crate::support::case::Entry::Appraisal(..))).count();
        voids += case.entries.iter().filter(|entry| matches!(entry, crate::support::case::Entry::Void(..))).count();
    }
    assert!(refused.len() * 25 < entries, "{} of {entries} refused", refused.len());
    assert!(later * 5 > entries && voids * 40 > entries, "{later} later appraisals and {voids} voids of {entries}");
    for rule in [Rule::R1, Rule::R2, Rule::R6, Rule::R8, Rule::R9] {
        assert!(refused.contains(&rule), "{rule} was never broken");
    }
}

/// A property test proves nothing about a case that is never generated. Every role, source, classification and
/// baseline must occur at least 50 times.
#[test]
fn generated_ledgers_contain_every_classification() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..300 {
        let case = ledger().new_tree(&mut runner).expect("a strategy without a filter").current();
        let recorded = record::<f64>(&case, Scale::Eighths);
        for baseline in BASELINES {
            for logic in LOGICS {
                let by = including_all(&[Key::Role, Key::Source]);
                let cells = oracle::statement(
                    &case,
                    &recorded.accepted,
                    Arithmetic::Exact(Scale::Eighths),
                    &PlainTerms { baseline, logic, ..by.clone() },
                );
                for ((line, _), cell) in &cells {
                    for entry in &cell.entries {
                        let line: Vec<_> = line.iter().flatten().map(String::as_str).collect();
                        let reference = match entry.inherited_from {
                            Some(_) => "inherited",
                            None => "own",
                        };
                        let words = [format!("{:?}", entry.counts_as), format!("{baseline:?}"), reference.to_owned()];
                        for value in words.into_iter().chain([line.join(" ")]) {
                            *met.entry(value).or_default() += 1;
                        }
                    }
                }
                let covered = PlainTerms { baseline, logic, ..including_all(&[]) };
                for cell in recorded.ledger.statement(Terms::from(&covered)).expect("valid").cells() {
                    let coverage = cell.coverage().expect("an ungrouped statement has coverage");
                    *met.entry("made".to_owned()).or_default() += coverage.made() as u32;
                    *met.entry("missing".to_owned()).or_default() += coverage.missing() as u32;
                }
            }
        }
    }
    let rare: Vec<_> = met.iter().filter(|(_, times)| **times < 50).collect();
    assert!(rare.is_empty(), "{rare:?}");
    // Four roles by three sources, nine classifications, four baselines, own and inherited references, made and missing.
    assert_eq!(met.len(), 12 + 9 + 4 + 2 + 2, "{met:?}");
}

#[test]
fn statements_agree_for_all_small_appraisals() {
    let case = exhaustive::single_appraisals();
    let recorded = record::<f64>(&case, Scale::Whole);
    assert!(recorded.accepted.iter().all(|accepted| *accepted));
    let all = inclusions();
    for logic in LOGICS {
        for (index, baseline) in BASELINES.into_iter().enumerate() {
            // Everything is included, or only what users say of themselves. Three baselines take turns.
            let (roles, sources) = &all[if (index == 1) == (logic == LOGICS[0]) { 0 } else { 31 }];
            let by = PlainTerms::by(&[Key::With("case")]);
            let terms = PlainTerms { baseline, logic, roles: roles.clone(), sources: sources.clone(), ..by };
            agree(&recorded, &case, Arithmetic::Exact(Scale::Whole), &terms);
        }
    }
}

#[test]
fn statements_agree_for_all_pairs_of_appraisals() {
    let case = exhaustive::pairs_of_appraisals();
    let recorded = record::<f64>(&case, Scale::Whole);
    assert!(recorded.accepted.iter().all(|accepted| *accepted));
    let all_sources: [&[SourceKind]; 4] =
        [&[], &[SourceKind::Proxy], &[SourceKind::Observed], &[SourceKind::Proxy, SourceKind::Observed]];
    // Any three of sources, follow-up, day and baseline meet in every combination, as these decide the fourth.
    for (index, sources) in all_sources.into_iter().enumerate() {
        for (number, follow_up) in [None, Some(1), Some(2)].into_iter().enumerate() {
            for (days, as_of) in [None, Some(day(0)), Some(day(1))].into_iter().enumerate() {
                let baseline = BASELINES[(index + number + days) % 3];
                let by = PlainTerms::by(&[Key::With("case")]);
                let terms = PlainTerms { sources: sources.to_vec(), follow_up, as_of, baseline, ..by };
                agree(&recorded, &case, Arithmetic::Exact(Scale::Whole), &terms);
            }
        }
    }
}
