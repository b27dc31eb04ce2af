//! R20: the shares of the entries add up to the share of a party.

use std::collections::BTreeMap;

use covalue::statement::Classification;
use covalue::{Cooperation, Terms};
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
