//! R12: order and partition of the entries do not matter. R17: statements that must not be added up do not merge.

use crate::support::case_edits::{accepted_entries, shuffled};
use crate::support::figures::bits;

use covalue::number::Number;
use covalue::record::Role;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Statement, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::case::{Case, Entry, Scale};
use crate::support::compare::enter;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

/// Merges the statements pairwise, in an order drawn from the keys. One of them is the empty statement.
fn merged_in_a_tree<N: Number>(mut statements: Vec<Statement<N>>, keys: &[u64]) -> Statement<N> {
    statements.push(Statement::empty());
    for key in keys.iter().cycle() {
        if statements.len() == 1 {
            break;
        }
        let first = statements.swap_remove(*key as usize % statements.len());
        let second = statements.swap_remove((*key >> 32) as usize % statements.len());
        statements.push(first.merge(second).expect("parts are disjoint"));
    }
    statements.remove(0)
}

fn stored<N: Number>(statement: &Statement<N>) -> String {
    serde_json::to_string(statement).expect("a state can be written")
}

/// A stored statement without its part names. Its definitions are sorted by id, because their order is not part of a
/// statement.
fn canonical(state: &str) -> Value {
    let mut state: Value = serde_json::from_str(state).expect("a state is JSON");
    state.as_object_mut().expect("an object").remove("parts").expect("the state has parts");
    state
}

fn received<N: Number>(state: &str) -> Statement<N> {
    serde_json::from_str(state).expect("a state can be read")
}

const PARTS: [&str; 4] = ["north", "south", "east", "west"];

#[track_caller]
fn order_and_partition_do_not_matter<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, keys: &[u64]) {
    let terms = Terms::from(terms);
    let entries = accepted_entries::<N>(case, scale);
    let catalogue = case.catalogue(scale);
    let mut reversed = case.clone();
    reversed.measures.reverse();
    reversed.services.reverse();
    let reversed = reversed.catalogue(scale);
    let state = |entries: &[(usize, Entry)], mut ledger: Ledger<N>| {
        for (_, entry) in entries {
            assert_eq!(enter(&mut ledger, entry, scale), Ok(()), "an entry is accepted in every order or in none");
        }
        ledger
    };
    let whole = state(&entries, Ledger::new(&catalogue));
    let statement = whole.statement(&terms).expect("valid terms");
    let other_way = state(&shuffled(&entries, keys), Ledger::new(&catalogue));
    assert!(other_way == whole, "the same entries in another order give another ledger");
    let other = other_way.statement(&terms).expect("valid terms");
    assert!(other == statement && bits(&other) == bits(&statement), "in another order");
    let mut parts: Vec<Ledger<N>> = Vec::new();
    for (index, part) in PARTS.iter().enumerate() {
        let here = |group: usize| keys[group % keys.len()] as usize % PARTS.len() == index;
        let entries: Vec<_> = entries.iter().filter(|(group, _)| here(*group)).cloned().collect();
        // The order of the catalogue's definitions does not matter either.
        let catalogue = if index % 2 == 0 { &catalogue } else { &reversed };
        parts.push(state(&shuffled(&entries, &keys[1..]), Ledger::part(catalogue, part)));
    }
    let stated: Vec<_> = parts.iter().map(|part| part.statement(&terms).expect("valid terms")).collect();
    let other = merged_in_a_tree(stated.iter().rev().cloned().collect(), &keys[3..]);
    // Serialized parts are exact states, not figures.
    let sent = stated.iter().map(|part| received(&stored(part))).collect();
    let merged = merged_in_a_tree(sent, keys);
    assert_eq!(canonical(&stored(&merged)), canonical(&stored(&other)), "the order of merging changed the state");
    assert_eq!(canonical(&stored(&merged)), canonical(&stored(&statement)), "the state of the whole");
    assert!(merged == statement && bits(&merged) == bits(&statement), "in parts");
    let mut names = PARTS;
    names.sort_unstable();
    assert_eq!(merged.parts().collect::<Vec<_>>(), names, "a merged statement names its parts (R20)");
    assert_eq!(merged.beneficiary_count(), statement.beneficiary_count());
    // Merged ledgers have the same statement.
    let mut together = parts.swap_remove(keys[0] as usize % parts.len());
    for part in parts {
        together.merge(&part).expect("parts are disjoint");
    }
    let together = together.statement(&terms).expect("valid terms");
    assert!(together == statement && bits(&together) == bits(&statement), "in ledgers merged");
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r12_order_and_partition_do_not_matter(
        case in ledger(),
        terms in terms(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        order_and_partition_do_not_matter::<BigRational>(&case, Scale::Tenths, &terms, &keys);
        order_and_partition_do_not_matter::<f64>(&case, Scale::Tenths, &terms, &keys);
        order_and_partition_do_not_matter::<f64>(&case.clone().without_ranges(), Scale::Wild, &terms, &keys);
        order_and_partition_do_not_matter::<f64>(&case, Scale::Vast, &terms, &keys);
        order_and_partition_do_not_matter::<i64>(&case, Scale::Whole, &terms, &keys);
    }
}

/// A loop over these floats gives another sum in almost every order. The figures must be the rounded true sums.
#[test]
fn r12_sums_of_cancelling_floats_do_not_depend_on_the_order() {
    let mobility = Measure::higher_is_better("mobility", "points");
    let catalogue = Catalogue::new([mobility], [Service::new("physio", "clinic")]).unwrap();
    let changes = [1e16, 1.0, -1e16, 0.1, 0.2, -0.3, 5e-324, 1e300, -1e300, 0.7, -1.0];
    let of = |change: f64| {
        let appraisal = Appraisal::of("mobility").change(change);
        Interaction::between("ana", "physio", date(2026, 3, 2)).id(change.to_string()).appraisal(appraisal)
    };
    let mut seen = Vec::new();
    for rotation in 0..changes.len() {
        let mut reversed = changes;
        reversed.rotate_left(rotation);
        for halves in 0..=1 {
            let (mut first, mut second) = (Ledger::part(&catalogue, "first"), Ledger::part(&catalogue, "second"));
            for (index, change) in reversed.into_iter().enumerate() {
                let part = if index * halves > 4 { &mut second } else { &mut first };
                part.record(of(change)).unwrap();
            }
            let both = first.statement(By::Service).unwrap().merge(second.statement(By::Service).unwrap()).unwrap();
            let line = both.line("physio", "mobility").unwrap();
            seen.push([line.created(), line.destroyed(), line.net(), line.hidden()].map(f64::to_bits));
        }
    }
    seen.dedup();
    // 1e16 + 1.0 + 0.1 + 0.2 + 0.7 + 5e-324 + 1e300. The net is 0.7 and the residues of 0.1, 0.2 and −0.3 as floats.
    assert_eq!(seen.len(), 1);
    assert_eq!(f64::from_bits(seen[0][0]), 1e300);
    assert_eq!(f64::from_bits(seen[0][2]), 0.7);
}

fn physio() -> Catalogue {
    Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap()
}

fn part(catalogue: &Catalogue, name: &str, terms: impl Into<Terms>) -> Statement {
    let mut ledger = Ledger::part(catalogue, name);
    let appraisal = Appraisal::of("pain").change(-1.0);
    let id = format!("v {name}");
    ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id(id).appraisal(appraisal)).unwrap();
    ledger.statement(terms).unwrap()
}

#[track_caller]
fn not_merged(here: Statement, there: Statement, message: &str) {
    let before = here.clone();
    let mut kept = here.clone();
    let error = kept.merge_in(&there).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.rule().to_string(), "R17");
    assert!(kept == before && kept.parts().eq(before.parts()), "a refused merge changed the statement");
    assert_eq!(here.merge(there).unwrap_err(), error);
}

#[test]
fn r17_equal_parts_and_different_terms_do_not_merge() {
    let march = || part(&physio(), "march", By::Service);
    not_merged(
        march(),
        march(),
        "R17: the part `march` is in both statements: it counts once, and another part needs another name",
    );
    let both = march().merge(part(&physio(), "april", By::Service)).unwrap();
    not_merged(
        both.clone(),
        part(&physio(), "april", By::Service),
        "R17: the part `april` is in both statements: it counts once, and another part needs another name",
    );
    let unnamed = || Ledger::new(&physio()).statement(By::Service).unwrap();
    not_merged(
        unnamed().merge(march()).unwrap(),
        unnamed(),
        "R17: the part without a name is in both statements: it counts once, and another part needs another name",
    );
    for other in [
        Terms::by(By::Year),
        Terms::by(By::Service.and(By::Year)),
        Terms::by(By::none()),
        Terms::by(By::Service).baseline(covalue::Baseline::Expected),
        Terms::by(By::Service).logic(covalue::Logic::Service),
        Terms::by(By::Service).including(Role::Provider),
        Terms::by(By::Service).including(covalue::record::SourceKind::Proxy),
        Terms::by(By::Service).as_of(date(2026, 5, 31)),
        Terms::by(By::Service).follow_up(1),
    ] {
        let april = part(&physio(), "april", &other);
        let error = march().merge(april.clone()).unwrap_err();
        assert!(error.to_string().starts_with("R17: the terms differ: "), "{error}");
        assert!(april.merge(march()).is_err());
    }
}

#[test]
fn r17_conflicting_definitions_do_not_merge() {
    let march = || part(&physio(), "march", By::Service);
    let pain = || Measure::lower_is_better("pain", "points");
    let offer = || Service::new("physio", "clinic");
    let definition =
        |kind: &str, id: &str| format!("R17: the definitions differ: {kind} `{id}` is already defined differently");
    for measure in [
        Measure::higher_is_better("pain", "points"),
        Measure::lower_is_better("pain", "cm"),
        pain().tolerance(1.0),
        pain().range(-10.0, 10.0),
        pain().element(covalue::catalogue::Element::Outcome),
    ] {
        let other = Catalogue::new([measure], [offer()]).unwrap();
        not_merged(march(), part(&other, "april", By::Service), &definition("measure", "pain"));
    }
    for service in [Service::new("physio", "hospital"), offer().promises("pain", 1.0)] {
        let other = Catalogue::new([pain()], [service]).unwrap();
        not_merged(march(), part(&other, "april", By::Service), &definition("service", "physio"));
    }
    // Additional definitions do not prevent a merge.
    let wider = Catalogue::new([pain(), Measure::higher_is_better("mood", "points")], [offer()]).unwrap();
    assert_eq!(march().merge(part(&wider, "april", By::Service)).unwrap().total("pain").unwrap().created(), 2.0);
}

#[test]
fn r17_merging_the_empty_statement_changes_nothing() {
    let march = part(&physio(), "march", By::Service);
    for merged in [march.clone().merge(Statement::empty()).unwrap(), Statement::empty().merge(march.clone()).unwrap()] {
        assert!(merged == march && merged.parts().eq(["march"]) && merged.terms() == march.terms());
    }
    let nothing = Statement::<f64>::empty().merge(Statement::empty()).unwrap();
    assert!(nothing == Statement::empty() && nothing.terms().is_none() && nothing.is_empty());
}

#[test]
fn r17_ledgers_of_the_same_part_do_not_merge() {
    let mut march = Ledger::part(&physio(), "march");
    let error = march.merge(&Ledger::part(&physio(), "march")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "R17: the part `march` is in both ledgers: it counts once, and another part needs another name"
    );
}

/// An empty part name counts as no name. Otherwise one part could be merged twice, under two names that look alike.
#[test]
fn r17_an_empty_part_name_counts_as_no_name() {
    let empty = || part(&physio(), "", By::Service);
    let unnamed = || Ledger::new(&physio()).statement(By::Service).unwrap();
    assert_eq!(empty().parts().count(), 0);
    not_merged(
        empty(),
        unnamed(),
        "R17: the part without a name is in both statements: it counts once, and another part needs another name",
    );
    not_merged(
        empty(),
        empty(),
        "R17: the part without a name is in both statements: it counts once, and another part needs another name",
    );
    let tally = covalue::Tally::part(&physio(), "", By::Service).unwrap().statement();
    not_merged(
        tally,
        unnamed(),
        "R17: the part without a name is in both statements: it counts once, and another part needs another name",
    );
    let error = Ledger::new(&physio()).merge(&Ledger::part(&physio(), "")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "R17: the part without a name is in both ledgers: it counts once, and another part needs another name"
    );
}

#[test]
fn r09_entries_in_the_others_closed_period_do_not_merge() {
    let of = |name: &str, day: i8| {
        let mut ledger = Ledger::part(&physio(), name);
        ledger.record(Interaction::between("ana", "physio", date(2026, 3, day + 1)).id(name)).unwrap();
        ledger.record(Interaction::between("ben", "physio", date(2026, 3, day)).id(format!("{name} too"))).unwrap();
        ledger
    };
    let closed = |day: i8| {
        let mut ledger = Ledger::part(&physio(), "closed");
        ledger.close(date(2026, 3, day));
        ledger
    };
    let mut march = of("march", 9);
    let before = march.clone();
    let error = march.merge(&closed(9)).unwrap_err();
    let message = "R9: interaction `march too` is known on 2026-03-09, and the other books are closed up to and including 2026-03-09";
    assert_eq!((error.to_string().as_str(), error.rule().to_string().as_str()), (message, "R9"));
    assert!(march == before, "a refused merge changed the ledger");
    march.merge(&closed(8)).unwrap();
    assert_eq!((march.closed(), march.len()), (Some(date(2026, 3, 8)), 2));
    assert!(march.parts().eq(["closed", "march"]));
    let mut empty = closed(9);
    assert_eq!(empty.merge(&of("march", 9)).unwrap_err().rule().to_string(), "R9");
    empty.merge(&of("march", 10)).unwrap();
    let mut nothing = Ledger::<f64>::new(&physio());
    nothing.merge(&closed(9)).unwrap();
    assert_eq!((nothing.closed(), nothing.is_empty(), empty.is_empty()), (Some(date(2026, 3, 9)), true, false));
}

/// The error names the entry that was known first, and of entries known on one day the first id. So the error does
/// not depend on the order of the entries.
#[test]
fn r09_the_error_names_the_first_entry_in_a_closed_period() {
    let entries = [("v1", 4), ("v2", 2), ("v3", 3), ("v0", 2)];
    let merged = |entries: &[(&str, i8)]| {
        let mut ledger = Ledger::part(&physio(), "march");
        for &(id, day) in entries {
            ledger.record(Interaction::between("ana", "physio", date(2026, 3, day)).id(id)).unwrap();
        }
        let mut closed = Ledger::part(&physio(), "closed");
        closed.close(date(2026, 3, 3));
        ledger.merge(&closed).unwrap_err()
    };
    let message =
        "R9: interaction `v0` is known on 2026-03-02, and the other books are closed up to and including 2026-03-03";
    assert_eq!(merged(&entries).to_string(), message);
    let reversed: Vec<_> = entries.into_iter().rev().collect();
    assert_eq!(merged(&reversed), merged(&entries));
}
