//! R8, R9, R48: counts of people reached enter the books, have versions, and do not overlap.

use covalue::error::{AnalysisError, MergeLedgersError, ReachError};
use covalue::ledger::MovementKind;
use covalue::{By, Catalogue, Date, Error, Ledger, ReachCounts, Rule, Service, Terms, date};
use proptest::prelude::*;

use crate::support::generate::cases;
use crate::support::reach::{PlainBooks, PlainReach, books, catalogue, day, table_of, terms};

fn physio() -> Catalogue {
    Catalogue::new([], [Service::new("physio", "clinic"), Service::new("yoga", "clinic")]).unwrap()
}

fn from_until(from: (i8, i8), until: (i8, i8)) -> ReachCounts {
    ReachCounts::of("physio").period(date(2026, from.0, from.1)..=date(2026, until.0, until.1)).eligible(40)
}

fn march() -> ReachCounts {
    from_until((3, 1), (3, 31))
}

/// A shuffle that the random numbers decide.
fn shuffled<T>(items: impl IntoIterator<Item = T>, seed: u64) -> Vec<T> {
    let mut keyed: Vec<(u64, T)> = items
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            ((index as u64 + 1).wrapping_mul(seed | 1).rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15), item)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, item)| item).collect()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn r48_a_ledger_accepts_what_the_second_implementation_accepts(books in books()) {
        let mut ledger = Ledger::new(&catalogue());
        let mut recorded = Vec::new();
        for entry in &books.entries {
            let before = ledger.clone();
            match ledger.record_reach(entry.counts()) {
                Ok(()) => recorded.push(entry.clone()),
                Err(error) => {
                    prop_assert!(ledger == before, "a refused entry leaves the ledger as it was");
                    let rule = format!("{}: ", error.rule());
                    prop_assert!(error.to_string().starts_with(&rule));
                }
            }
        }
        prop_assert_eq!(recorded, books.accepted());
    }

    #[test]
    fn r12_order_and_partition_of_reach_do_not_matter(books in books(), terms in terms(), seed in any::<u64>()) {
        let books = books.valid();
        let terms = terms.terms();
        let whole = books.ledger();
        let order = PlainBooks {
            entries: shuffled(books.entries.clone(), seed),
            uses: books.uses.clone(),
        };
        prop_assert!(order.ledger() == whole);
        // A statement does not read reach.
        let uses = PlainBooks { entries: Vec::new(), uses: books.uses.clone() };
        prop_assert_eq!(uses.ledger().statement(By::Service).unwrap(), whole.statement(By::Service).unwrap());
        let reach = whole.reach(&terms).unwrap();
        prop_assert_eq!(&order.ledger().reach(&terms).unwrap(), &reach);
        let here = |index: usize| seed >> (index % 64) & 1 == 0;
        let (mut one, two) = (books.part("one", here), books.part("two", |index| !here(index)));
        let merged = one.reach(&terms).unwrap().merge(two.reach(&terms).unwrap()).unwrap();
        prop_assert_eq!(&merged, &reach);
        one.merge(&two).unwrap();
        prop_assert_eq!(&one.reach(&terms).unwrap(), &reach);
    }

    #[test]
    fn r48_parts_merge_if_one_ledger_would_accept_all(books in books(), seed in any::<u64>()) {
        // Two parts, each valid by itself, of entries that may contradict each other.
        let split = |is_here: bool| PlainBooks {
            entries: books.entries.iter().enumerate()
                .filter(|(index, _)| (seed >> (index % 64) & 1 == 0) == is_here)
                .map(|(_, entry)| entry.clone()).collect(),
            uses: Vec::new(),
        }.valid();
        let (one, two) = (split(true), split(false));
        let is_accepted = two.entries.iter().all(|entry| one.entries.iter().all(|other| entry.fits(other)));
        let (mut here, there) = (one.part("one", |_| true), two.part("two", |_| true));
        let reach = here.reach(By::Service).unwrap().merge(there.reach(By::Service).unwrap());
        let before = here.clone();
        let merged = here.merge(&there);
        prop_assert_eq!((merged.is_ok(), reach.is_ok()), (is_accepted, is_accepted));
        if !is_accepted {
            prop_assert!(here == before);
            let rule = merged.unwrap_err().rule();
            prop_assert!(matches!(rule, Rule::R8 | Rule::R48));
            prop_assert_eq!(reach.unwrap_err().rule(), rule);
        }
    }

    #[test]
    fn r19_reach_as_of_a_day_reads_the_entries_known_by_then(books in books(), terms in terms(), last in 0..400_u16) {
        let books = books.valid();
        let then = PlainBooks {
            entries: books.entries.iter().filter(|entry| entry.known <= day(last)).cloned().collect(),
            uses: books.uses.iter().filter(|one| one.on <= day(last)).cloned().collect(),
        };
        let everything = crate::support::reach::PlainReachTerms { as_of: None, ..terms };
        let as_of = books.ledger().reach(everything.terms().as_of(day(last))).unwrap();
        prop_assert_eq!(table_of(&as_of), table_of(&then.ledger().reach(everything.terms()).unwrap()));
        // The difference lists each entry of reach once, on the day it was known.
        let moved = books.ledger().diff(day(last), Date::MAX);
        let reached = moved.iter().filter(|movement| matches!(movement.kind(), MovementKind::Reached { .. })).count();
        prop_assert_eq!(reached, books.entries.iter().filter(|entry| entry.known > day(last)).count());
    }
}

#[test]
fn r48_a_period_that_overlaps_is_refused_and_its_neighbours_are_not() {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march()).unwrap();
    for overlapping in [((2, 1), (3, 1)), ((3, 31), (4, 30)), ((3, 5), (3, 5)), ((1, 1), (12, 31)), ((3, 1), (3, 30))] {
        let refused = ledger.record_reach(from_until(overlapping.0, overlapping.1)).unwrap_err();
        assert_eq!(refused.rule(), Rule::R48, "{refused}");
    }
    ledger.record_reach(from_until((2, 1), (2, 28))).unwrap();
    ledger.record_reach(from_until((4, 1), (4, 30))).unwrap();
    // Other values, or another service, are of another entry.
    ledger.record_reach(from_until((1, 1), (12, 31)).with("district", "north")).unwrap();
    let yoga = ReachCounts::of("yoga").period(date(2026, 1, 1)..=date(2026, 12, 31)).offered(3);
    ledger.record_reach(yoga).unwrap();
    assert_eq!(ledger.reach_counts().count(), 5);
    let refused = ledger.record_reach(from_until((1, 15), (12, 31)).known(date(2027, 1, 4))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R48: reach of `physio` from 2026-01-15 until 2026-12-31 overlaps that from 2026-02-01 until 2026-02-28 of the same \
         values: state the same period for a new version, or periods that do not overlap",
    );
}

#[test]
fn r08_versions_of_reach_are_known_on_different_days() {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march()).unwrap();
    let refused = ledger.record_reach(march().known(date(2026, 3, 31)).offered(10)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R8: reach of `physio` from 2026-03-01 until 2026-03-31 is recorded already for the same values, known on \
         2026-03-31: a new version needs a later day",
    );
    ledger.record_reach(march().known(date(2026, 4, 1)).offered(10)).unwrap();
    let eligible = |terms: Terms| {
        ledger.reach(terms).unwrap().lines().next().map(|line| line.stated_count(covalue::record::ReachStep::Offered))
    };
    assert_eq!(eligible(Terms::by(By::Service)), Some(1));
    assert_eq!(eligible(Terms::by(By::Service).as_of(date(2026, 3, 31))), Some(0));
    assert_eq!(eligible(Terms::by(By::Service).as_of(date(2026, 3, 30))), None);
}

#[test]
fn r09_reach_is_known_when_its_period_ends_or_later_and_not_in_a_closed_period() {
    let mut ledger = Ledger::new(&physio());
    let refused = ledger.record_reach(march().known(date(2026, 3, 30))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R9: reach of `physio` is known on 2026-03-30, before its period ends on 2026-03-31"
    );
    ledger.close(date(2026, 3, 31));
    let refused = ledger.record_reach(march()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R9: reach of `physio` is known on 2026-03-31, and the books are closed up to and including 2026-03-31"
    );
    ledger.record_reach(march().known(date(2026, 4, 1))).unwrap();
    // The other books have closed the day on which it is known.
    let mut closed = Ledger::part(&physio(), "closed");
    closed.close(date(2026, 4, 1));
    let refused = ledger.clone().merge(&closed).unwrap_err();
    assert!(matches!(refused, MergeLedgersError::ReachClosedThere { .. }));
    assert_eq!(
        refused.to_string(),
        "R9: reach of `physio` is known on 2026-04-01, and the other books are closed up to and including 2026-04-01"
    );
    let refused = closed.merge(&ledger).unwrap_err();
    assert!(matches!(refused, MergeLedgersError::Reach(ReachError::Closed { .. })), "{refused}");
}

#[test]
fn the_faults_of_reach_are_reported_in_the_order_of_the_rules() {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march()).unwrap();
    ledger.close(date(2026, 3, 31));
    let rules = |reach: ReachCounts| ledger.check_reach(&reach).iter().map(ReachError::rule).collect::<Vec<_>>();
    let overlapping = ReachCounts::of("physio").period(date(2026, 3, 2)..=date(2026, 4, 2)).known(date(2026, 3, 3));
    assert_eq!(rules(overlapping.with("", "north")), [Rule::R1, Rule::Form, Rule::R9, Rule::R9, Rule::R48]);
    let overlapping = ReachCounts::of("physio").period(date(2026, 3, 2)..=date(2026, 4, 2)).known(date(2026, 3, 3));
    assert_eq!(rules(overlapping.eligible(1)), [Rule::R9, Rule::R9, Rule::R48]);
    assert_eq!(rules(march()), [Rule::R8, Rule::R9]);
    assert_eq!(rules(ReachCounts::of("")), [Rule::R1, Rule::Form, Rule::Form, Rule::R2]);
    let reversed = ReachCounts::of("physio").period(date(2026, 4, 2)..=date(2026, 4, 1)).offered(1);
    assert_eq!(rules(reversed), [Rule::Form]);
    let appraised = march().known(date(2026, 4, 1)).count(covalue::record::ReachStep::Appraised, 3);
    assert_eq!(
        ledger.check_reach(&appraised).iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["form: reach of `physio` states how many are appraised, but these people are counted in the books"],
    );
}

#[test]
fn ledgers_with_other_reach_are_not_equal() {
    let with = |entries: &[ReachCounts]| {
        let mut ledger = Ledger::new(&physio());
        for entry in entries {
            ledger.record_reach(entry.clone()).unwrap();
        }
        ledger
    };
    let april = || from_until((4, 1), (4, 30));
    assert!(with(&[march(), april()]) == with(&[april(), march().known(date(2026, 3, 31))]));
    assert!(!with(&[march()]).is_empty() && with(&[]).is_empty());
    for other in [
        with(&[march()]),
        with(&[march(), april().offered(3)]),
        with(&[march(), april().known(date(2026, 5, 1))]),
        with(&[march(), april().with("district", "north")]),
        with(&[march(), april(), from_until((5, 1), (5, 31))]),
    ] {
        assert!(with(&[march(), april()]) != other && other != with(&[march(), april()]));
    }
}

/// Counts may come from different sources, so a later step may be the larger one.
#[test]
fn steps_need_not_be_ordered() {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march().eligible(10).offered(40).started(50)).unwrap();
    let reach = ledger.reach(By::Service).unwrap();
    let line = reach.lines().next().unwrap();
    assert_eq!(line.share(covalue::record::ReachStep::Offered), Some(4.0));
}

#[test]
fn sums_that_no_count_holds_are_refused() -> Result<(), Error> {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march().eligible(u64::MAX).with("home", "lives with her sister"))?;
    let by_home = By::Service.and(By::with("home"));
    assert_eq!(
        ledger.reach(by_home.clone())?.lines().next().unwrap().count(covalue::record::ReachStep::Eligible),
        Some(u64::MAX)
    );
    ledger.record_reach(from_until((4, 1), (4, 30)).with("home", "lives with her sister"))?;
    let refused = ledger.reach(by_home).unwrap_err();
    assert_eq!(refused.rule(), Rule::R3);
    assert_eq!(
        refused.to_string(),
        "R3: overflow: eligible on line `physio`, … is more than 18446744073709551615 people"
    );
    Ok(())
}

#[test]
fn words_of_people_and_appraisals_are_refused() {
    let ledger = Ledger::new(&physio());
    for word in [By::User, By::Beneficiary, By::Role, By::Source, By::Element] {
        for terms in [Terms::by(word.clone()), Terms::by(By::Service).only(word.clone(), "own")] {
            let refused = ledger.reach(terms).unwrap_err();
            assert!(matches!(refused, AnalysisError::ReachGrouping { .. }));
            assert_eq!(
                refused.to_string(),
                format!(
                    "form: reach cannot be grouped or filtered by `{word}`, since its counts name no person and no appraisal"
                ),
            );
        }
    }
}

#[test]
fn dimensions_and_values_of_reach_are_seen() -> Result<(), Error> {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march().with("district", "north"))?;
    assert_eq!(ledger.dimensions(), ["district"]);
    assert_eq!(ledger.values(&By::with("district")), ["north"]);
    assert_eq!(ledger.values(&By::Quarter), ["2026-Q1"]);
    let asked = |value: &str| ledger.unseen(Terms::by(By::with("district")).only(By::with("district"), value));
    assert_eq!((asked("north").len(), asked("nroth").len()), (0, 1));
    assert_eq!(ledger.unseen(Terms::by(By::Service).only(By::Year, "2026")).len(), 0);
    assert_eq!(ledger.unseen(Terms::by(By::Service).only(By::Year, "2025")).len(), 1);
    Ok(())
}

/// An entry names no person, so forgetting a person changes none.
#[test]
fn r28_reach_has_nothing_to_forget() -> Result<(), Error> {
    let mut ledger = Ledger::new(&physio());
    ledger.record_reach(march().with("district", "ana"))?;
    assert_eq!(ledger.forget("ana").unwrap_err().to_string(), "R28: `ana` is no actor of the ledger");
    let before: Vec<ReachCounts> = ledger.reach_counts().cloned().collect();
    let _ = ledger.forget("clinic")?; // the provider of the service
    assert_eq!(ledger.reach_counts().cloned().collect::<Vec<_>>(), before);
    assert_eq!(
        ledger.reach(By::Provider.and(By::with("district")))?.lines().next().unwrap().to_string(),
        "forgotten::1, ana"
    );
    Ok(())
}

/// The last valid entry beside a recorded one, and the first invalid one, on both sides.
#[test]
fn r48_neighbouring_days_are_not_overlapping_ones() {
    let entry = |from: u16, until: u16| PlainReach {
        service: "s0",
        from: day(from),
        until: day(until),
        known: day(until),
        with: [].into(),
        counts: [Some(1), None, None, None, None],
    };
    let accepts =
        |other: PlainReach| PlainBooks { entries: vec![entry(10, 20), other], uses: Vec::new() }.accepted().len() == 2;
    for (from, until) in [(5, 9), (5, 10), (20, 25), (21, 25)] {
        let mut ledger = Ledger::new(&catalogue());
        ledger.record_reach(entry(10, 20).counts()).unwrap();
        assert_eq!(ledger.record_reach(entry(from, until).counts()).is_ok(), accepts(entry(from, until)));
        assert_eq!(accepts(entry(from, until)), until < 10 || from > 20);
    }
}
