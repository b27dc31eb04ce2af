//! R20: the shares of the entries add up to the share of a party.

use std::collections::BTreeMap;

use covalue::attribution::{AttributionRule, Basis, Equal, Participants, Proportional};
use covalue::error::WeighError;
use covalue::number::Apportion;
use covalue::statement::Classification;
use covalue::{Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Rule, Service, Terms, date};
use num_rational::{BigRational, Ratio};
use num_traits::Zero;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

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
        let expected = format!(
            "R20: the attribution has no line `{line}` for `{measure}`: nothing was created or destroyed there"
        );
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
    assert_eq!(rules.map(AttributionRule::name), ["cooperation", "equal", "proportional"]);
    let of_references = rules.map(|rule| ledger.attribution_of(By::Service, rule).unwrap());
    assert_eq!(of_references[0], ledger.attribution(Cooperation).unwrap());
    assert_eq!(of_references[1], ledger.attribution(Equal).unwrap());
    assert_eq!(of_references[2], ledger.attribution(Proportional).unwrap());
    assert!(of_references[0].clone().into_iter().eq(of_references[0].shares()));
}

/// A rule that gives the parties these weights.
struct Weights<N>(Vec<N>);

impl<N: Apportion> AttributionRule<N> for Weights<N> {
    fn name(&self) -> &'static str {
        "these weights"
    }

    fn basis(&self) -> Basis {
        Basis::Heads
    }

    fn weigh(&self, _: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        weights.extend(self.0.iter().cloned());
        Ok(())
    }
}

/// The shares of a created amount by these weights, in the order of the parties.
fn shares_by<N: Apportion>(amount: N, weights: Vec<N>) -> Result<Vec<N>, String> {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let others = (2..weights.len())
        .fold(Interaction::between("a", "physio", date(2026, 3, 2)).id("v1"), |visit, party| {
            visit.other(format!("b{party}"))
        });
    ledger.record(others.appraisal(Appraisal::of("mobility").change(amount))).unwrap();
    let shares = ledger.attribution(Weights(weights)).map_err(|error| error.to_string())?;
    Ok(shares.shares().filter(|share| share.party().is_some()).map(|share| share.created().clone()).collect())
}

#[test]
fn r24_weights_that_are_not_finite_are_refused() {
    #[track_caller]
    fn refused<N: Apportion>(amount: N, weights: Vec<N>) {
        let message = shares_by(amount, weights).unwrap_err();
        assert!(message.starts_with("R24: rule `these weights` gave the parties of `v1` weights"), "{message}");
    }
    let (one, two) = (Ratio::from_integer(1_i64), Ratio::from_integer(2_i64));
    refused(one, vec![Ratio::new_raw(1, 0), two]);
    refused(one, vec![Ratio::new_raw(0, 0), two]);
    refused(one, vec![Ratio::new_raw(i64::MIN, -1), two]);
    let big = |number: i64| BigRational::from_integer(number.into());
    refused(big(1), vec![BigRational::new_raw(1.into(), 0.into()), big(2)]);
    for weight in [f64::INFINITY, f64::NAN, -1.0] {
        refused(1.0, vec![0.0, weight]);
        refused(1.0, vec![1.0, weight]);
    }
    // A raw fraction that is finite is a weight like any other.
    assert_eq!(shares_by(two * 3, vec![Ratio::new_raw(-2, -2), two]), Ok(vec![two, two * 2]));
}

#[test]
fn r24_small_weights_of_decimals_give_the_shares_of_their_proportion() {
    let decimals =
        |numbers: &[(i64, u32)]| numbers.iter().map(|(digits, scale)| Decimal::new(*digits, *scale)).collect();
    let check = |amount: (i64, u32), weights: &[(i64, u32)], expected: &[(i64, u32)]| {
        let expected: Vec<Decimal> = decimals(expected);
        assert_eq!(shares_by(Decimal::new(amount.0, amount.1), decimals(weights)), Ok(expected));
    };
    check((25, 2), &[(3, 28), (2, 28)], &[(15, 2), (10, 2)]);
    check((1, 3), &[(1, 26), (3, 26)], &[(25, 5), (75, 5)]);
    check((12, 1), &[(1, 28), (1, 28), (1, 28)], &[(4, 1), (4, 1), (4, 1)]);
}
