//! R28: forgetting an actor replaces the id by a tombstone everywhere, and changes nothing else.

use covalue::number::Number;
use covalue::record::{Role, SourceKind};
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Rule, Service, Source, Statement,
    Terms, date,
};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write;

use crate::support::case::{Case, Entry, Scale};
use crate::support::case_edits::rename_actors;
use crate::support::compare::record;
use crate::support::figures::bits;
use crate::support::figures::{cells, in_both_kinds, including_all, statement_of};
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::{KEYS, terms};
use crate::support::plain_terms::{Key, PlainTerms};

/// Actors of the generated ledgers, and one that none of them contains.
const ACTORS: [&str; 8] = ["a0", "a1", "a2", "a3", "p0", "p1", "n0", "unheard of"];

/// The case with the id of every interaction stated.
fn with_ids<N: Number>(case: &Case, scale: Scale) -> Case {
    let mut stated = case.clone();
    for entry in &mut stated.entries {
        if let Entry::Interaction(row) = entry {
            row.id = Some(row.build::<N>(scale).id_or_hash().to_string());
        }
    }
    stated
}

/// Everything that a ledger shows. Ids appear in quotes.
fn shown<N: Number>(ledger: &Ledger<N>) -> String {
    let ever = ledger.diff(date(1, 1, 1), date(9999, 12, 31));
    let mut shown = format!("{ledger:?} {ever:?}");
    for interaction in ledger.interactions() {
        let _ = write!(shown, "{interaction:?}");
    }
    for later in ledger.later_appraisals() {
        let _ = write!(shown, "{later:?}");
    }
    for service in ledger.catalogue().services() {
        let _ = write!(shown, "{service:?}");
    }
    for terms in [Terms::by(By::Beneficiary), Terms::by(By::User), Terms::by(By::Provider)] {
        let terms = Role::ALL.iter().fold(terms, |terms, &role| terms.including(role));
        let terms = SourceKind::ALL.iter().fold(terms, |terms, &kind| terms.including(kind));
        for cell in ledger.statement(&terms).unwrap().cells() {
            let _ = write!(shown, "{:?}", cell.line().values().collect::<Vec<_>>());
            let _ = write!(shown, "{:?}", ledger.trace(&terms, cell.line(), cell.measure()).unwrap());
        }
    }
    shown
}

/// The cells of a statement, with `tombstone` in place of `actor`.
fn with_tombstone<N: Number>(
    statement: &Statement<N>,
    by: &[Key],
    actor: &str,
    tombstone: &str,
) -> crate::support::figures::Cells<N> {
    let is_actor = |key: &Key| matches!(key, Key::Provider | Key::User | Key::Beneficiary);
    let position = |((line, measure), figures): ((Vec<Option<String>>, String), _)| {
        let value = |(value, key): (Option<String>, &Key)| match value {
            Some(id) if is_actor(key) && id == actor => Some(tombstone.to_owned()),
            other => other,
        };
        ((line.into_iter().zip(by).map(value).collect(), measure), figures)
    };
    cells(statement).into_iter().map(position).collect()
}

#[track_caller]
fn forgetting_changes_nothing_else<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, actor: &str) {
    let before = record::<N>(case, scale).ledger;
    let mut after = before.clone();
    let is_provider = before.catalogue().services().any(|service| service.provider().as_str() == actor);
    let symbol = before.symbol(actor);
    let Ok(tombstone) = after.forget(actor) else {
        assert!(symbol.is_none() && !is_provider && after == before);
        return;
    };
    assert!(symbol.is_some() || is_provider);
    assert_eq!(tombstone.as_str(), "forgotten::1");
    assert_eq!((after.symbol(actor), after.symbol(&tombstone)), (None, symbol));
    assert_eq!(symbol.and_then(|symbol| after.actor(symbol)), symbol.map(|_| tombstone.clone()));

    // The ledger equals one that was recorded with the tombstone.
    let mut other = with_ids::<N>(case, scale);
    rename_actors(&mut other, |one| {
        if one == actor {
            tombstone.as_str().clone_into(one);
        }
    });
    let expected = record::<N>(&other, scale).ledger;
    assert!(after == expected);

    // Every figure and the number of people stay the same.
    let each_key = KEYS.iter().map(|&key| including_all(&[key]));
    for terms in each_key.chain([terms.clone(), including_all(&[])]) {
        let (here, there, then) =
            (statement_of(&after, &terms), statement_of(&before, &terms), statement_of(&expected, &terms));
        assert_eq!(cells(&here), with_tombstone(&there, &terms.by, actor, tombstone.as_str()), "{terms:?}");
        assert_eq!(here.beneficiary_count(), there.beneficiary_count());
        assert!(here == then && bits(&here) == bits(&then), "{terms:?}");
    }
    assert!(!shown(&after).contains(&format!("{actor:?}")));
    assert!(after.forget(actor).is_err());
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r28_forgetting_changes_no_other_line_and_no_total(case in ledger(), terms in terms(), actor in select(&ACTORS[..])) {
        in_both_kinds!(forgetting_changes_nothing_else(&case, &terms, actor));
        forgetting_changes_nothing_else::<f64>(&case, Scale::Tenths, &terms, actor);
    }

    /// Several actors can be forgotten in any order, and recording continues afterwards.
    #[test]
    fn r28_every_actor_can_be_forgotten(case in ledger(), order in Just(ACTORS.to_vec()).prop_shuffle()) {
        let mut ledger = record::<BigRational>(&case, Scale::Tenths).ledger;
        let before = ledger.clone();
        let mut tombstones = Vec::new();
        for actor in order {
            let symbol = before.symbol(actor);
            if let Ok(tombstone) = ledger.forget(actor) {
                assert_eq!(ledger.symbol(&tombstone), symbol);
                tombstones.push((actor, tombstone.to_string()));
            }
        }
        let numbered: Vec<_> = (1..=tombstones.len()).map(|number| format!("forgotten::{number}")).collect();
        assert_eq!(tombstones.iter().map(|(_, tombstone)| tombstone).collect::<Vec<_>>(), numbered.iter().collect::<Vec<_>>());
        let shown = shown(&ledger);
        assert!(tombstones.iter().all(|(actor, _)| !shown.contains(&format!("{actor:?}"))));
        let mut other = with_ids::<BigRational>(&case, Scale::Tenths);
        rename_actors(&mut other, |one| {
            if let Some((_, tombstone)) = tombstones.iter().find(|(actor, _)| actor == one) {
                one.clone_from(tombstone);
            }
        });
        // The tombstones refer to the old actors. The old ids refer to new actors.
        let mut expected = record::<BigRational>(&other, Scale::Tenths).ledger;
        for ledger in [&mut ledger, &mut expected] {
            for (number, user) in ["a0", "forgotten::1", "n0"].into_iter().enumerate() {
                let visit = Interaction::between(user, "s0", date(2026, 3, 2)).id(format!("after {number}"));
                ledger.record(visit.appraisal(Appraisal::of("m0").before(BigRational::parse("1").unwrap()))).unwrap();
            }
        }
        assert!(ledger == expected);
        assert!(ledger.statement(By::User).unwrap() == expected.statement(By::User).unwrap());
    }
}

fn catalogue() -> Catalogue {
    let measures = [Measure::lower_is_better("pain", "points")];
    Catalogue::new(measures, [Service::new("physio", "clinic"), Service::new("yoga", "studio")]).unwrap()
}

fn visit(user: &str, id: &str) -> Interaction {
    Interaction::between(user, "physio", date(2026, 3, 2)).id(id).appraisal(Appraisal::of("pain").change(-1.0))
}

#[test]
fn r28_the_tombstone_replaces_the_id_everywhere() {
    let mut ledger = Ledger::part(&catalogue(), "march");
    // With two users every appraisal names its beneficiary.
    let everywhere = Interaction::between("ana", "physio", date(2026, 3, 2))
        .id("v1")
        .user("clinic")
        .other("ana")
        .contribution(Contribution::of("ana").misintegrated(1.0, Misuse::accidental().by("ana")))
        .appraisal(Appraisal::of("pain").beneficiary("ana").by_proxy("ana").change(1.0));
    ledger.record(everywhere).unwrap();
    ledger.record(visit("ben", "v2").affected("ana")).unwrap();
    ledger.appraise("v2", Appraisal::of("pain").beneficiary("ana").change(2.0)).unwrap();
    ledger.close(date(2026, 12, 31));
    let tombstone = ledger.forget("ana").unwrap();
    let first = ledger.interaction("v1").unwrap();
    assert_eq!(first.users().next().unwrap().id(), &tombstone);
    assert_eq!(first.others().collect::<Vec<_>>(), [&tombstone]);
    let contribution = first.contributions().next().unwrap();
    assert_eq!(contribution.party(), &tombstone);
    assert_eq!(contribution.parts().next().unwrap().misuse().get_by(), Some(&tombstone));
    let appraisal = first.appraisals().next().unwrap();
    assert_eq!(appraisal.get_beneficiary(), Some(&tombstone));
    assert_eq!(appraisal.get_source(), &Source::Proxy(tombstone.clone()));
    assert_eq!(ledger.interaction("v2").unwrap().all_affected().collect::<Vec<_>>(), [&tombstone]);
    assert_eq!(ledger.later_appraisals().next().unwrap().1.get_beneficiary(), Some(&tombstone));
    assert!(!shown(&ledger).contains("\"ana\""));
}

#[test]
fn r28_tombstones_of_different_parts_differ() {
    let name = |parts: &[&str], taken: &[&str]| {
        let mut whole: Option<Ledger> = None;
        for (number, part) in parts.iter().enumerate() {
            let mut ledger = Ledger::part(&catalogue(), part);
            ledger.record(visit("ana", &number.to_string())).unwrap();
            match &mut whole {
                Some(whole) => whole.merge(&ledger).unwrap(),
                None => whole = Some(ledger),
            }
        }
        let mut whole = whole.unwrap();
        for user in taken {
            whole.record(visit(user, user)).unwrap();
        }
        whole.forget("ana").unwrap().to_string()
    };
    assert_eq!(name(&["march.csv"], &[]), "forgotten:march.csv:1");
    assert_eq!(name(&["march.csv"], &["forgotten:march.csv:1", "forgotten:march.csv:3"]), "forgotten:march.csv:2");
    assert_eq!(name(&[""], &[]), "forgotten::1");
    // Parts that can merge must not produce equal tombstones. Part names may contain the separators of a tombstone.
    let all = [
        name(&["a", "b"], &[]),
        name(&["a+b"], &[]),
        name(&["a\\+b"], &[]),
        name(&["a\\", "b"], &[]),
        name(&["", "a"], &[]),
        name(&["a"], &[]),
        name(&["+a"], &[]),
        name(&["a:1"], &[]),
        name(&[""], &[]),
    ];
    assert_eq!(all[0], "forgotten:a+b:1");
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len(), "{all:?}");
}

#[test]
fn r28_a_forgotten_provider_is_replaced_in_the_catalogue() {
    let catalogue = catalogue();
    let mut ledger = Ledger::part(&catalogue, "march");
    ledger.record(visit("ana", "v1")).unwrap();
    // Only the catalogue contains the studio and the clinic.
    assert_eq!(ledger.forget("studio").unwrap().as_str(), "forgotten:march:1");
    assert_eq!(ledger.forget("clinic").unwrap().as_str(), "forgotten:march:2");
    let provider = |ledger: &Ledger| ledger.catalogue().service("physio").unwrap().provider().to_string();
    assert_eq!(provider(&ledger), "forgotten:march:2");
    assert_eq!(catalogue.service("physio").unwrap().provider().as_str(), "clinic", "a clone does not change");
    assert!(ledger.statement(By::Provider).unwrap().line("forgotten:march:2", "pain").is_ok());
    // The old catalogue has other definitions, so its ledgers do not merge. Ledgers with the new catalogue do.
    let mut other = Ledger::part(&catalogue, "april");
    other.record(visit("ana", "v2")).unwrap();
    assert_eq!(ledger.clone().merge(&other).unwrap_err().rule(), Rule::R1);
    let statement = |ledger: &Ledger| ledger.statement(By::Service).unwrap();
    assert_eq!(statement(&ledger).merge(statement(&other)).unwrap_err().rule(), Rule::R17);
    let mut other = Ledger::part(ledger.catalogue(), "april");
    other.record(visit("ana", "v2")).unwrap();
    ledger.merge(&other).unwrap();
    assert_eq!((provider(&ledger).as_str(), ledger.len()), ("forgotten:march:2", 2));
}

#[test]
fn r28_an_actor_forgotten_in_two_parts_becomes_two_people() {
    let part = |name: &str, id: &str| {
        let mut ledger = Ledger::part(&catalogue(), name);
        ledger.record(visit("ana", id)).unwrap();
        ledger
    };
    let (mut march, mut april) = (part("march", "v1"), part("april", "v2"));
    let mut merged = march.clone();
    merged.merge(&april).unwrap();
    merged.forget("ana").unwrap();
    assert_eq!(merged.statement(By::Service).unwrap().beneficiary_count(), 1);
    assert_ne!(march.forget("ana").unwrap(), april.forget("ana").unwrap());
    march.merge(&april).unwrap();
    assert_eq!(march.statement(By::Service).unwrap().beneficiary_count(), 2);
}

#[test]
fn r28_ids_stay_used_and_a_returning_actor_is_new() {
    let mut ledger = Ledger::new(&catalogue());
    let unnamed = Interaction::between("ana", "physio", date(2026, 3, 2));
    let id = ledger.record(unnamed.clone()).unwrap();
    ledger.forget("ana").unwrap();
    // The id is a hash of the old content, so a guess of the content can be confirmed.
    assert_eq!(unnamed.id_or_hash(), id);
    assert_eq!(ledger.record(unnamed).unwrap_err().rule(), Rule::R1);
    ledger.record(visit("ana", "v2")).unwrap();
    assert_ne!(ledger.symbol("ana"), ledger.symbol("forgotten::1"));
    assert_eq!(ledger.forget("ana").unwrap().as_str(), "forgotten::2");
}

/// Ids that are shorter and longer than the tombstone, with multi-byte letters, at both ends of the id storage.
#[test]
fn r28_ids_of_any_length_are_replaced() {
    let long = "l".repeat(100);
    let users = ["é", "ana", "日本語", &long, "z"];
    for forgotten in users {
        let mut ledger = Ledger::new(&catalogue());
        for user in users {
            ledger.record(visit(user, user)).unwrap();
        }
        let tombstone = ledger.forget(forgotten).unwrap().to_string();
        for (position, user) in users.into_iter().enumerate() {
            let expected = if user == forgotten { &tombstone } else { user };
            let symbol = ledger.symbol(expected).unwrap();
            assert_eq!(symbol.index(), position);
            assert_eq!(ledger.actor(symbol).unwrap().as_str(), expected);
        }
        for number in 0..100 {
            ledger.record(visit(&format!("more {number}"), &format!("more {number}"))).unwrap();
        }
        assert_eq!(ledger.statement(By::User).unwrap().len(), users.len() + 100);
    }
}
