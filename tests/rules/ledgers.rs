//! Ledgers: equality, symbols of actors, and the order of movements.

use covalue::ledger::{MovementKind, Symbol};
use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Void, date};

fn catalogue() -> Catalogue {
    let measures = [Measure::lower_is_better("pain", "points"), Measure::higher_is_better("mood", "points")];
    Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap()
}

fn visit(id: &str) -> Interaction {
    Interaction::between("ana", "physio", date(2026, 3, 2)).id(id).appraisal(Appraisal::of("pain").change(-1.0))
}

fn later(after: f64) -> Appraisal {
    Appraisal::of("pain").before(6.0).after(after).made(date(2026, 4, 1))
}

/// Two visits: one with a later appraisal, one void.
fn books() -> Ledger {
    let mut ledger = Ledger::part(&catalogue(), "march");
    ledger.record_all([visit("v1"), visit("v2")]).unwrap();
    ledger.appraise("v1", later(4.0)).unwrap();
    ledger.void("v2", "a mistake").unwrap();
    ledger
}

#[test]
fn ledgers_with_any_difference_are_not_equal() {
    assert!(books() == books());
    let mut others = Vec::new();
    let mut other = |made: &dyn Fn(&mut Ledger), part: &str| {
        let mut ledger = Ledger::part(&catalogue(), part);
        made(&mut ledger);
        others.push(ledger);
    };
    let like = |visits: [Interaction; 2], after: f64, void: Void| {
        move |ledger: &mut Ledger| {
            ledger.record_all(visits.clone()).unwrap();
            ledger.appraise("v1", later(after)).unwrap();
            ledger.void("v2", void.clone()).unwrap();
        }
    };
    let void = || Void::because("a mistake");
    other(&like([visit("v1"), visit("v2")], 4.0, void()), "march");
    other(&like([visit("v1"), visit("v2")], 4.0, void()), "april");
    other(&like([visit("v1"), visit("v2")], 5.0, void()), "march");
    other(&like([visit("v1"), visit("v2")], 4.0, Void::because("another")), "march");
    other(&like([visit("v1"), visit("v2")], 4.0, void().known(date(2026, 3, 3))), "march");
    other(&like([visit("v1"), visit("v2").indirect()], 4.0, void()), "march");
    other(&like([visit("v1").contribution(Contribution::of("ana")), visit("v2")], 4.0, void()), "march");
    other(
        &|ledger| {
            ledger.record_all([visit("v1"), visit("v2")]).unwrap();
        },
        "march",
    );
    other(
        &|ledger| {
            ledger.record_all([visit("v1"), visit("v2")]).unwrap();
            ledger.appraise("v2", later(4.0)).unwrap();
            ledger.void("v2", "a mistake").unwrap();
        },
        "march",
    );
    other(
        &|ledger| {
            ledger.record_all([visit("v1"), visit("v2")]).unwrap();
            ledger.appraise("v1", later(4.0)).unwrap();
            ledger.void("v1", "a mistake").unwrap();
        },
        "march",
    );
    let more: [fn(&mut Ledger); 5] = [
        |ledger| ledger.close(date(2026, 3, 31)),
        |ledger| ledger.declare_service(Service::new("yoga", "studio")).unwrap(),
        |ledger| {
            ledger.record(visit("v3")).unwrap();
        },
        |ledger| ledger.appraise("v1", later(4.0).follow_up(2)).unwrap(),
        |ledger| ledger.void("v1", "a mistake").unwrap(),
    ];
    for more in more {
        other(
            &|ledger| {
                like([visit("v1"), visit("v2")], 4.0, void())(ledger);
                more(ledger);
            },
            "march",
        );
    }
    for (position, ledger) in others.iter().enumerate() {
        assert_eq!((books() == *ledger, *ledger == books()), (position == 0, position == 0), "{position}");
    }
}

#[test]
fn symbols_are_dense_from_zero_and_stand_for_actors() {
    let mut ledger = Ledger::new(&catalogue());
    assert!(ledger.is_empty());
    ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).user("ben").user("cai")).unwrap();
    assert!(!ledger.is_empty());
    let symbols: Vec<Symbol> = ["ana", "ben", "cai"].map(|actor| ledger.symbol(actor).unwrap()).to_vec();
    assert_eq!(symbols.iter().map(|symbol| symbol.index()).collect::<Vec<_>>(), [0, 1, 2]);
    let mut other = Ledger::new(&catalogue());
    other.record(Interaction::between("dee", "physio", date(2026, 3, 2))).unwrap();
    let named: Vec<_> = symbols.iter().map(|&symbol| other.actor(symbol).map(|actor| actor.to_string())).collect();
    assert_eq!(named, [Some("dee".to_owned()), None, None]);
}

#[test]
fn r12_movements_have_one_order() {
    let appraisals = [
        Appraisal::of("pain").change(-1.0).follow_up(2),
        Appraisal::of("pain").change(-1.0),
        Appraisal::of("mood").change(1.0),
        Appraisal::of("pain").change(-1.0).beneficiary("clinic"),
    ];
    let moved = |order: [usize; 4]| {
        let mut ledger = Ledger::new(&catalogue());
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
        ledger
            .record(order.into_iter().fold(visit, |visit, position| visit.appraisal(appraisals[position].clone())))
            .unwrap();
        ledger.void("v1", "a mistake").unwrap();
        // An entry known on the first day is not a movement after it.
        assert!(ledger.diff(date(2026, 3, 2), date(2026, 3, 31)).is_empty());
        ledger.diff(date(2026, 3, 1), date(2026, 3, 2))
    };
    let movements = moved([0, 1, 2, 3]);
    assert_eq!(movements.iter().next().map(covalue::ledger::Movement::kind), Some(&MovementKind::Recorded));
    assert_eq!(
        movements.iter().last().map(covalue::ledger::Movement::kind),
        Some(&MovementKind::Voided { reason: "a mistake".to_owned() })
    );
    let appraised: Vec<_> =
        movements.iter().take(movements.len() - 1).skip(1).map(|moved| format!("{:?}", moved.kind())).collect();
    assert!(appraised.is_sorted() && appraised.len() == 4, "{appraised:?}");
    for order in [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
        assert_eq!(moved(order), movements);
    }
}
