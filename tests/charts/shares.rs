//! Shares by role and by party.

use covalue::attribution::{AttributionRule, Equal, Proportional};
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Rule, Service, Terms,
    date,
};
use proptest::prelude::*;

use super::svg::{elements, title, widths};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, written};
use crate::support::generate_terms::terms;

proptest! {
    #![proptest_config(cases(32))]

    /// The description has the shares of every party, and by role they add up to the amounts of the statement.
    #[test]
    fn shares_are_those_of_the_attribution(case in written(), terms in terms()) {
        let ledger = record::<f64>(&case, Scale::Eighths).ledger;
        let terms = Terms::from(&terms);
        let equal = ledger.attribution_of(&terms, Equal).unwrap();
        for measure in ledger.catalogue().measures().map(|measure| measure.id().as_str()) {
            let chart = ledger.share_chart(&terms, measure, &[&Equal, &Cooperation]).unwrap().by_party();
            let description = chart.description();
            for share in equal.shares().filter(|share| share.measure().as_str() == measure) {
                let Some(party) = share.party() else { continue };
                prop_assert!(description.contains(&format!("{party}: created ")), "{party}: {description}");
            }
            let svg = chart.to_svg();
            prop_assert_eq!(&svg, &ledger.share_chart(&terms, measure, &[&Equal, &Cooperation]).unwrap().by_party().to_svg());
            elements(&svg);
            let by_role = ledger.share_chart(&terms, measure, &[&Equal]).unwrap().to_svg();
            let statement = ledger.statement(&terms).unwrap();
            let Ok(total) = statement.total(measure) else { continue };
            let elements = elements(&by_role);
            let [created, destroyed] = ["#2a6f97", "#c8611a"].map(|fill| widths(&elements, fill));
            prop_assert_eq!(created > 0.0, total.created() > 0.0);
            prop_assert_eq!(destroyed > 0.0, total.destroyed() > 0.0);
            if total.created() >= 0.5 && total.destroyed() >= 0.5 {
                let [one, other] = [created / total.created(), destroyed / total.destroyed()];
                // A bar is at least 1.5 wide.
                prop_assert!((one - other).abs() <= 0.1 * one.max(other) + 6.0, "{one} {other}");
            }
        }
        prop_assert!(ledger.share_chart(&terms, "unheard", &[&Equal]).is_err());
    }
}

#[test]
fn a_title_says_whether_the_rule_decides() {
    use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};

    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2))
        .contribution(Contribution::of("ana").integrated(1.0))
        .contribution(Contribution::of("clinic").integrated(4.0));
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(10.0))).unwrap();
    // A loss without misuse is nobody's, so the title does not speak of it.
    ledger
        .record(
            Interaction::between("ben", "physio", date(2026, 3, 3)).appraisal(Appraisal::of("mobility").change(-1.0)),
        )
        .unwrap();
    let title_of = |ledger: &Ledger, rules: &[&dyn covalue::attribution::AttributionRule<f64>]| {
        title(&ledger.share_chart(By::Service, "mobility", rules).unwrap().to_svg())
    };
    let title_by = |rules: &[&dyn covalue::attribution::AttributionRule<f64>]| title_of(&ledger, rules);
    assert_eq!(title_by(&[&Cooperation]), "By cooperation, users created 6 of 10 points");
    assert_eq!(title_by(&[&Equal]), "By equal, no share of 10 points is the largest");
    assert_eq!(title_by(&[&Cooperation, &Proportional]), "Who created most depends on the rule");
    assert_eq!(title_by(&[&Proportional, &Proportional]), "By both rules, providers created most");
    let misused = Contribution::of("clinic").misintegrated(1.0, Misuse::accidental());
    let visit = Interaction::between("cai", "physio", date(2026, 3, 4)).contribution(misused);
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(-1.0))).unwrap();
    let found = title_of(&ledger, &[&Cooperation, &Proportional]);
    assert_eq!(found, "Who created most depends on the rule; who destroyed most does not");
}

/// Each share fits, but both together do not.
#[test]
fn shares_that_add_up_to_more_than_the_kind_holds_are_an_error() {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for user in ["ana", "ben"] {
        let visit =
            Interaction::between(user, "s", date(2026, 3, 2)).contribution(Contribution::of(user).integrated(1.0));
        ledger.record(visit.appraisal(Appraisal::of("m").change(1e308))).unwrap();
    }
    let refused = ledger.share_chart(By::none(), "m", &[&Cooperation]).unwrap_err();
    assert_eq!(refused.rule(), Rule::R3, "{refused}");
}

/// Books with a gain for each user, of quantities of the user and the clinic.
fn gains(gains: &[(f64, f64, f64)]) -> Ledger {
    let mut ledger = Ledger::new(
        &Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "clinic")]).unwrap(),
    );
    for (user, (gain, own, of_clinic)) in gains.iter().enumerate() {
        let user = format!("user {user}");
        let visit = Interaction::between(&user, "s", date(2026, 3, 2))
            .contribution(Contribution::of(&user).integrated(*own))
            .contribution(Contribution::of("clinic").integrated(*of_clinic));
        ledger.record(visit.appraisal(Appraisal::of("m").change(*gain))).unwrap();
    }
    ledger
}

fn title_of_shares(ledger: &Ledger, rules: &[&dyn AttributionRule<f64>], by_party: bool) -> String {
    let chart = ledger.share_chart(By::Service, "m", rules).unwrap();
    title(&if by_party { chart.by_party() } else { chart }.to_svg())
}

/// Small parties together are no party.
#[test]
fn folded_parties_are_not_compared() {
    let many: Vec<(f64, f64, f64)> = (0..40).map(|user| (1.0 + f64::from(user) / 100.0, 3.0, 1.0)).collect();
    let ledger = gains(&many);
    assert_eq!(title_of_shares(&ledger, &[&Cooperation, &Equal], true), "By both rules, clinic created most");
    let found = title_of_shares(&ledger, &[&Equal], true);
    assert_eq!(found, "By equal, clinic created 23.9 of 47.8 points");
}

/// Sums of floats differ in digits that are not shown.
#[test]
fn amounts_that_look_equal_are_not_ranked() {
    let ledger = gains(&[0.2, 0.4, 0.6].map(|gain| (gain, 1.0, 1.0)));
    let by_both = "By both rules, no share of 1.20 points is the largest";
    assert_eq!(title_of_shares(&ledger, &[&Equal, &Proportional], false), by_both);
    assert_eq!(title_of_shares(&ledger, &[&Equal], false), "By equal, no share of 1.20 points is the largest");
    // Two parties destroyed as much, so that there is none who destroyed most.
    let mut ledger = gains(&[(10.0, 1.0, 4.0)]);
    let misused = |party: &str| Contribution::of(party).misintegrated(1.0, Misuse::accidental());
    let visit = Interaction::between("user 0", "s", date(2026, 3, 4));
    let visit = visit.contribution(misused("user 0")).contribution(misused("clinic"));
    ledger.record(visit.appraisal(Appraisal::of("m").change(-3.0))).unwrap();
    assert_eq!(title_of_shares(&ledger, &[&Cooperation, &Proportional], false), "Who created most depends on the rule");
}

/// A share that has the digits of the whole is not said to be the whole.
#[test]
fn almost_all_is_not_all() {
    let ledger = gains(&[(15.5, 100.0, 0.01)]);
    let found = title_of_shares(&ledger, &[&Proportional], false);
    assert_eq!(found, "By proportional, users created almost all of 15.5 points");
}

/// A large loss that is nobody's leaves the digits of shares in the title, and does not make them equal.
#[test]
fn small_shares_are_ranked_beside_a_large_loss() {
    let title_of = |gain: f64, rules: &[&dyn AttributionRule<f64>]| {
        let mut ledger = gains(&[(gain, 3.0, 1.0)]);
        let loss = Interaction::between("ben", "s", date(2026, 3, 3)).appraisal(Appraisal::of("m").change(-2e6));
        ledger.record(loss).unwrap();
        title_of_shares(&ledger, rules, false)
    };
    assert_eq!(title_of(400.0, &[&Proportional]), "By proportional, users created 300 of 400 points");
    assert_eq!(title_of(20_000.0, &[&Proportional]), "By proportional, users created 15,000 of 20,000 points");
    assert_eq!(title_of(400.0, &[&Proportional, &Equal]), "Who created most depends on the rule");
    assert_eq!(title_of(400.0, &[&Equal]), "By equal, no share of 400 points is the largest");
    // Half as much has the same digit, rounded.
    let ledger = gains(&[(0.0153, 102.0, 51.0)]);
    let found = title_of_shares(&ledger, &[&Proportional], false);
    assert_eq!(found, "By proportional, users created 0.010 of 0.015 points");
}
