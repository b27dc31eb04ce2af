//! R20: the shares of the entries add up to the share of a party.

use std::collections::BTreeMap;

use covalue::attribution::{AttributionRule, Equal, Proportional};
use covalue::statement::Classification;
use covalue::{Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Rule, Service, Terms, date};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{ledger, terms};
use crate::support::oracle::PlainTerms;

/// The created and the destroyed share of each party.
type Shares = BTreeMap<Option<String>, [BigRational; 2]>;

fn nothing() -> [BigRational; 2] {
    [BigRational::zero(), BigRational::zero()]
}

#[track_caller]
fn shares_are_sums_of_their_entries(case: &Case, terms: &PlainTerms) {
    let ledger = record::<BigRational>(case, Scale::Tenths).ledger;
    let terms = Terms::from(terms);
    let attribution = ledger.attribution_of(&terms, Cooperation).expect("generated terms are valid");
    let mut lines: BTreeMap<_, Shares> = BTreeMap::new();
    for share in attribution.shares() {
        let party = share.party().map(ToString::to_string);
        let line = lines.entry((share.line().clone(), share.measure().clone())).or_default();
        line.insert(party, [share.created().clone(), share.destroyed().clone()]);
    }
    for ((line, measure), expected) in lines {
        let traced = ledger.trace_attribution(&terms, Cooperation, &line, &measure).expect("the line exists");
        let mut found = Shares::new();
        for entry in &traced {
            let is_created =
                matches!(entry.entry().counts_as(), Classification::CoCreated | Classification::CreatedAlone);
            let amount: BigRational = entry.shares().map(|(_, share)| share.clone()).sum();
            assert_eq!(Some(&amount), entry.entry().amount(), "the shares of an entry have its amount as their sum");
            for (party, share) in entry.shares() {
                let sums = found.entry(party.map(ToString::to_string)).or_insert_with(nothing);
                sums[usize::from(!is_created)] += share;
            }
        }
        assert_eq!(found, expected);
    }
    let nowhere = ledger.trace_attribution(&terms, Cooperation, "nowhere", "nothing").unwrap_err();
    assert!(nowhere.to_string().starts_with("R20: "), "{nowhere}");
}

proptest! {
    #[test]
    fn r20_shares_are_sums_of_their_entries(case in ledger(), terms in terms()) {
        shares_are_sums_of_their_entries(&case, &terms);
    }
}

#[test]
fn r20_a_share_of_a_line_that_does_not_exist_is_an_error() {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic"), Service::new("yoga", "clinic")],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(4.0))).unwrap();
    ledger.record(Interaction::between("ben", "yoga", date(2026, 3, 2))).unwrap();
    let shares = ledger.attribution(Cooperation).unwrap();
    assert_eq!(shares.share("physio", "mobility", "ben"), Ok(None), "he has no share of a line that exists");
    for (line, measure) in [("yoga", "mobility"), ("physio", "pain"), ("typo", "mobility")] {
        let refused = shares.share(line, measure, "ana").unwrap_err();
        let expected =
            format!("R20: the attribution has no line {line} for {measure}: nothing was created or destroyed there");
        assert_eq!((refused.to_string(), refused.rule()), (expected, Rule::R20));
    }
    assert!(shares.share(["physio", "2026"], "mobility", "ana").is_err(), "a line of too many words");
}

#[test]
fn rules_behind_references_give_the_same_shares() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(4.0))).unwrap();
    let rules: [&dyn AttributionRule<f64>; 3] = [&Cooperation, &Equal, &Proportional];
    let of_references = rules.map(|rule| ledger.attribution_of(By::Service, rule).unwrap());
    assert_eq!(of_references[0], ledger.attribution(Cooperation).unwrap());
    assert_eq!(of_references[1], ledger.attribution(Equal).unwrap());
    assert_eq!(of_references[2], ledger.attribution(Proportional).unwrap());
    assert!(of_references[0].clone().into_iter().eq(of_references[0].shares()));
}
