//! The risk of a ledger of integers, with fractions as figures.

use covalue::risk::RiskTerms;
use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;

proptest! {
    /// The figures are those of a ledger of fractions with the same entries.
    #[test]
    fn integers_have_the_risk_of_fractions(case in ledger(), terms in terms(), level in 1..=8_u32) {
        let terms = RiskTerms::of(Terms::from(&terms)).level(level, 8).unwrap().at_least(1);
        let of_fractions = record::<BigRational>(&case, Scale::Whole).ledger;
        let of_integers = record::<i64>(&case, Scale::Whole).ledger;
        let fractions = of_fractions.risk(terms.clone()).unwrap();
        let integers = of_integers.risk_in::<BigRational>(terms.clone()).unwrap();
        prop_assert_eq!(&integers, &fractions);
        prop_assert_eq!(integers.to_json(), fractions.to_json());
        let published = of_integers.publish(2).risk_in::<BigRational>(terms.clone()).map(|risks| risks.to_json());
        prop_assert_eq!(published, of_fractions.publish(2).risk(terms.clone()).map(|risks| risks.to_json()));
        // In its own kind it is the risk itself.
        let ledger = record::<f64>(&case, Scale::Tenths).ledger;
        prop_assert_eq!(ledger.risk_in::<f64>(terms.clone()).unwrap(), ledger.risk(terms).unwrap());
    }
}

/// A change between the ends of a kind is more than the kind holds, and no more than fractions hold.
#[test]
fn r03_changes_beyond_the_integers_have_a_risk() {
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let fall = Appraisal::of("mood").before(i64::MAX).after(i64::MIN);
    ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).appraisal(fall)).unwrap();
    let risks = ledger.risk_in::<BigRational>(RiskTerms::of(Terms::default()).at_least(1)).unwrap();
    let line = risks.line("physio", "mood").unwrap();
    let loss = BigRational::from_integer((u64::MAX).into());
    assert_eq!(line.figures().unwrap().mean_loss(), Some(&loss));
}

#[test]
fn r03_numbers_that_the_other_kind_does_not_hold_are_refused() {
    let huge = || BigRational::from_integer(num_bigint::BigInt::from(10).pow(400));
    let books = |tolerance: BigRational, change: BigRational| {
        let measure = Measure::higher_is_better("mood", "points").tolerance(tolerance);
        let catalogue = Catalogue::new([measure], [Service::new("physio", "clinic")]).unwrap();
        let mut ledger = Ledger::new(&catalogue);
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
        ledger.risk_in::<f64>(Terms::default()).unwrap_err()
    };
    let zero = || BigRational::from_integer(0.into());
    let refused = books(zero(), huge());
    assert_eq!(
        (refused.rule(), refused.to_string().as_str()),
        (Rule::R3, "R3: overflow: change of `mood` on line `physio` is more than f64 holds")
    );
    let refused = books(huge(), zero());
    assert_eq!(refused.rule(), Rule::R3);
    assert!(refused.to_string().starts_with("R3: a measure or a service: "), "{refused}");
}
