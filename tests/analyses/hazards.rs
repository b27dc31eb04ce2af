//! Stated hazards: refused values, expected losses and decisions.

use covalue::catalogue::ActorId;
use covalue::drivers::{Factor, Side};
use covalue::error::HazardError;
use covalue::number::{Fraction, Number};
use covalue::risk::{
    Bearer, Decision, Expectation, FailedLimit, Hazard, Limit, Risk, Uncertainty, decisionistic, technocratic,
    transparent,
};
use covalue::{By, Error, Rule};
use num_rational::{BigRational, Ratio};
use num_traits::{One, Zero};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn risk(bearer: Bearer, probability: f64, loss: f64) -> Risk {
    Risk::new("a fall", bearer, probability, loss).unwrap()
}

fn limit(amount: f64) -> Limit {
    Limit::new("points", amount).unwrap()
}

#[test]
fn r03_numbers_of_hazards_are_validated() {
    let of = |probability: f64, loss: f64| Risk::new("a fall", Bearer::User, probability, loss);
    for (probability, loss) in [(0.0, 0.0), (1.0, 0.0), (0.0, f64::MAX), (1.0, f64::MAX), (-0.0, -0.0)] {
        let risk = of(probability, loss).unwrap();
        assert_eq!((risk.probability(), risk.loss()), (&probability, &loss));
        assert!(risk.probability().is_sign_positive() && risk.loss().is_sign_positive());
    }
    for (refused, message) in [
        (of(1.0_f64.next_up(), 1.0), "R3: probability of `a fall` is 1.0000000000000002, not from 0 to 1"),
        (of(-1e-300, 1.0), "R3: probability of `a fall` is -1e-300, not from 0 to 1"),
        (of(f64::NAN, -1.0), "R3: probability of `a fall` is NaN, not a finite number"),
        (of(0.5, -1.0), "R3: loss of `a fall` is -1.0, below zero"),
        (of(0.5, f64::INFINITY), "R3: loss of `a fall` is inf, not a finite number"),
        (Risk::new("", Bearer::User, 2.0, -1.0), "form: a hazard has no name"),
    ] {
        let error = Error::from(refused.unwrap_err());
        assert_eq!(error.to_string(), message);
        assert!(message.starts_with(&format!("{}: ", error.rule())));
    }
    assert_eq!(Uncertainty::<f64>::new("", Bearer::User).unwrap_err(), HazardError::NoName { kind: "hazard" });
    let uncertain = Uncertainty::new("a flood", Bearer::Community).unwrap();
    assert_eq!(
        uncertain.clone().worst_loss(-1.0).unwrap_err().to_string(),
        "R3: worst loss of `a flood` is -1.0, below zero"
    );
    assert_eq!(uncertain.worst_loss(0.0).unwrap().get_worst_loss(), Some(&0.0));
    assert_eq!(Limit::new("", 1.0).unwrap_err().to_string(), "form: a limit has no name");
    assert_eq!(Limit::new("points", f64::NAN).unwrap_err().rule(), Rule::R3);
    let refused = decisionistic(f64::NAN, &[] as &[Risk], &limit(0.0)).unwrap_err();
    assert_eq!(refused.to_string(), "R3: gain of `a decision` is NaN, not a finite number");
}

#[test]
fn an_expected_loss_is_rounded_once_or_refused() {
    assert_eq!(risk(Bearer::User, 0.1, 0.2).expected_loss(), 0.1 * 0.2);
    let third = Ratio::new(1_i64, 3);
    let held = Risk::new("a fall", Bearer::User, third, Ratio::from_integer(6)).unwrap();
    assert_eq!(Expectation::expected_loss(&held), Ratio::from_integer(2));
    // The product of these denominators overflows. It must be refused, without a panic or a wrapped result.
    let least = Ratio::new(1, i64::MAX);
    let refused = Risk::new("a fall", Bearer::User, least, Ratio::new(i64::MAX - 1, i64::MAX)).unwrap_err();
    assert_eq!(refused.to_string(), "R3: overflow: Ratio<i64> cannot hold the expected loss of `a fall`");
    let decimal = Risk::new("a fall", Bearer::User, Decimal::new(5, 1), Decimal::MAX).unwrap();
    assert!(decimal.expected_loss() < Decimal::MAX);
    assert_eq!(f64::product(&f64::MAX, &2.0), None);
    assert_eq!(Decimal::product(&Decimal::MAX, &Decimal::TWO), None);
    assert_eq!(Ratio::<i64>::product(&Ratio::new_raw(1, 0), &Ratio::zero()), None);
    assert_eq!(BigRational::product(&BigRational::one(), &BigRational::zero()), Some(BigRational::zero()));
}

#[test]
fn a_hazard_is_a_risk_or_an_uncertainty() {
    let hazards: [Hazard; 2] = [
        risk(Bearer::Organisation, 0.5, 1.0).into(),
        Uncertainty::new("a flood", ActorId::new("ana").unwrap()).unwrap().into(),
    ];
    assert_eq!(hazards.each_ref().map(Hazard::name), ["a fall", "a flood"]);
    assert_eq!(hazards.each_ref().map(|hazard| hazard.bearer().to_string()), ["the organisation", "ana"]);
    assert_eq!(hazards.each_ref().map(|hazard| hazard.risk().is_some()), [true, false]);
    assert_eq!(Bearer::User.to_string(), "the user");
}

#[test]
fn limits_are_compared_exactly() {
    let accepted = |decision: Decision| decision.is_accepted();
    // A loop over floats gives a sum below one.
    let tenths = vec![risk(Bearer::User, 1.0, 0.1); 10];
    let exact = 10.0 * 0.1_f64;
    assert!(!accepted(technocratic(&tenths, &limit(exact))), "ten times the float 0.1 is above one");
    assert!(accepted(technocratic(&tenths, &limit(exact.next_up()))));
    let one = [risk(Bearer::User, 0.5, 2.0)];
    assert!(!accepted(technocratic(&one, &limit(1.0))) && accepted(technocratic(&one, &limit(1.0_f64.next_up()))));
    let left = |gain: f64| accepted(decisionistic(gain, &one, &limit(0.0)).unwrap());
    assert!(left(1.0) && !left(1.0_f64.next_down()));
    let own = |most: f64| accepted(transparent(&one, [(Bearer::User, limit(most))]));
    assert!(own(1.0) && !own(1.0_f64.next_down()));
    // Without risks nothing is lost, and no limit is missing.
    assert!(accepted(technocratic(&[] as &[Risk], &limit(f64::MIN_POSITIVE))));
    assert!(!accepted(technocratic(&[] as &[Risk], &limit(0.0))));
    assert!(accepted(transparent(&[] as &[Risk], [])));
}

#[test]
fn sums_that_overflow_are_compared_exactly() {
    let vast = vec![risk(Bearer::User, 1.0, f64::MAX); 3];
    let decision = technocratic(&vast, &limit(f64::MAX));
    assert_eq!(decision.to_string(), format!("technocratic: not accepted: overflow points, limit {}", f64::MAX.text()));
    let decision = decisionistic(f64::MAX, &vast, &limit(0.0)).unwrap();
    assert!(!decision.is_accepted());
    struct NoNumber;
    impl Expectation<f64> for NoNumber {
        fn expected_loss(&self) -> f64 {
            f64::NAN
        }
    }
    let decision = technocratic(&[NoNumber], &limit(f64::MAX));
    assert!(decision.to_string().contains("unknown points, limit"), "{decision}");
    assert!(!decisionistic(f64::MAX, &[NoNumber], &limit(f64::MIN)).unwrap().is_accepted());
}

#[test]
fn each_bearer_has_a_limit_of_their_own() {
    let ana = Bearer::from(ActorId::new("ana").unwrap());
    let risks = [
        risk(Bearer::Community, 1.0, 1.0),
        risk(Bearer::User, 1.0, 1.0),
        risk(Bearer::User, 1.0, 1.0),
        risk(ana.clone(), 1.0, 3.0),
    ];
    let limits = |users: f64| [(Bearer::User, limit(users)), (Bearer::Organisation, limit(0.0))];
    let decision = transparent(&risks, limits(1.5));
    assert_eq!(
        decision.to_string(),
        "transparent: not accepted: 2.0 points for the user, limit 1.5; the community was not asked; ana was not asked"
    );
    assert_eq!(decision.failed().last(), Some(&FailedLimit::NotAsked { bearer: ana.clone() }));
    let all_limits = limits(2.0).into_iter().chain([(Bearer::Community, limit(1.0)), (ana.clone(), limit(3.0))]);
    let decision = transparent(&risks, all_limits.clone());
    assert_eq!(
        (decision.is_accepted(), decision.rule_name(), decision.to_string().as_str()),
        (true, "transparent", "transparent: accepted")
    );
    // If a bearer states two limits, the lower one applies.
    for again in
        [[(ana.clone(), limit(2.0)), (ana.clone(), limit(9.0))], [(ana.clone(), limit(9.0)), (ana, limit(2.0))]]
    {
        assert!(!transparent(&risks, all_limits.clone().chain(again)).is_accepted());
    }
}

proptest! {
    /// The decisions equal their formulas over exact fractions.
    #[test]
    fn decisions_equal_their_formulas(
        drawn in prop::collection::vec((0..3_usize, 0..=4_i64, 0..6_i64), 0..6),
        most in -2..12_i64,
        gain in -4..20_i64,
    ) {
        let whole = |number: i64| BigRational::from_integer(number.into());
        let bearers = [Bearer::User, Bearer::Organisation, Bearer::Community];
        let risks: Vec<_> = drawn
            .iter()
            .map(|&(bearer, quarters, loss)| {
                Risk::new("a fall", bearers[bearer].clone(), whole(quarters) / whole(4), whole(loss)).unwrap()
            })
            .collect();
        let lost = |of: &dyn Fn(usize) -> bool| {
            let theirs = drawn.iter().filter(|(bearer, ..)| of(*bearer));
            theirs.map(|(_, quarters, loss)| quarters * loss).sum::<i64>()
        };
        let limit = |amount: i64| Limit::new("quarters", whole(amount) / whole(4)).unwrap();
        prop_assert_eq!(technocratic(&risks, &limit(most)).is_accepted(), lost(&|_| true) < most);
        let decision = decisionistic(whole(gain) / whole(4), &risks, &limit(most)).unwrap();
        prop_assert_eq!(decision.is_accepted(), gain - lost(&|_| true) >= most);
        let decision = transparent(&risks, bearers.iter().skip(1).map(|bearer| (bearer.clone(), limit(most))));
        let bears = |bearer: usize| drawn.iter().any(|(one, ..)| *one == bearer);
        let accepts = |bearer: usize| !bears(bearer) || lost(&|one| one == bearer) <= most;
        prop_assert_eq!(decision.is_accepted(), !bears(0) && accepts(1) && accepts(2));
        let failed = usize::from(bears(0)) + usize::from(!accepts(1)) + usize::from(!accepts(2));
        prop_assert_eq!(decision.failed().len(), failed);
    }
}

#[test]
fn each_factor_is_a_dimension_of_one_side() {
    let names: std::collections::BTreeSet<_> = Factor::ALL.iter().map(|factor| factor.name()).collect();
    assert_eq!((Factor::ALL.len(), names.len()), (8, 8));
    for side in Side::ALL {
        assert_eq!(Factor::ALL.iter().filter(|factor| factor.side() == *side).count(), 4);
        assert_eq!(side.word().parse(), Ok(*side));
    }
    for factor in Factor::ALL {
        assert_eq!(By::with(factor).to_string(), format!("with.{factor}"));
        assert_eq!(format!("with.{factor}").parse(), Ok(By::with(factor.name())));
    }
}
