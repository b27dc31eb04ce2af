//! What is resampled: people, the values of a dimension, and people with survey weights.

use covalue::certainty::{Interval, Per, Resampling};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
use proptest::prelude::*;

use crate::support::data_sets::trial;
use crate::support::generate::cases;

/// A visit: the pupil, the class if they state one, the service and the change.
type Visit = (String, Option<&'static str>, &'static str, f64);

const CLASSES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

fn books(visits: impl IntoIterator<Item = Visit>) -> Ledger {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let services = ["physio", "yoga"].map(|service| Service::new(service, "clinic"));
    let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
    for (id, (pupil, class, service, change)) in visits.into_iter().enumerate() {
        let user = class.map_or(User::new(&pupil), |class| User::new(&pupil).with("class", class));
        let visit = Interaction::between(user, service, date(2026, 3, 2)).id(format!("{id}"));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    ledger
}

fn resampling() -> Resampling {
    Resampling::seeded(3).replicates(199).unwrap().at_least(5)
}

fn net(ledger: &Ledger, resampling: Resampling) -> Interval {
    ledger.intervals_on(By::Service, resampling).unwrap().line("physio", "mobility").unwrap().net().unwrap()
}

/// Visits of pupils, of whom some are in several classes. Those of eight classes are sure to give an interval.
fn visits(is_stated: impl Strategy<Value = bool>) -> impl Strategy<Value = Vec<Visit>> {
    let visit = |pupil: u32, is_stated: bool, class: usize, change: i32| {
        (format!("pupil {pupil}"), is_stated.then_some(CLASSES[class]), "physio", f64::from(change))
    };
    let raw = prop::collection::vec((0..30_u32, is_stated, 0..12_usize, -9..=9_i32), 20..60);
    raw.prop_map(move |raw| {
        let sure = (0..8).map(|number| visit(number, true, number as usize, number as i32 - 12));
        sure.chain(raw.into_iter().map(|(pupil, is_stated, class, change)| visit(pupil, is_stated, class, change)))
            .collect()
    })
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * (1.0 + one.abs())
}

/// The classes as stated units. A pupil of several classes is shared among them by appraisals.
fn classes(visits: &[Visit]) -> impl Iterator<Item = (&'static str, f64, f64)> {
    let count = |pupil: &str| visits.iter().filter(|visit| visit.0 == pupil).count() as f64;
    visits.iter().map(move |(pupil, class, _, change)| (class.unwrap(), *change, 1.0 / count(pupil)))
}

proptest! {
    #![proptest_config(cases(32))]

    /// A mean for each person is over people, whatever is resampled, and if a person is in two classes too.
    #[test]
    fn r42_the_units_that_are_resampled_change_no_estimate(visits in visits(prop::bool::ANY)) {
        let ledger = books(visits);
        for per in [Per::Person, Per::Appraisal] {
            let [person, class] = [resampling(), resampling().by("class")].map(|one| net(&ledger, one.per(per)));
            prop_assert!(close(class.estimate(), person.estimate()), "{class:?}, {person:?}");
            prop_assert!(close(class.total(), person.total()), "{class:?}, {person:?}");
        }
    }

    #[test]
    fn r42_a_person_in_several_classes_is_one_person(visits in visits(Just(true))) {
        let stated = resampling().ratio(classes(&visits)).unwrap();
        let class = net(&books(visits), resampling().by("class"));
        prop_assert_eq!(class.units(), stated.units());
        prop_assert!(close(class.low(), stated.low()) && close(class.high(), stated.high()), "{class:?}, {stated:?}");
    }
}

/// A pupil without a class is a unit of their own, even if they are named as a class is.
#[test]
fn r30_a_person_without_a_class_is_not_the_class_of_the_same_name() {
    for name in ["a", "zed"] {
        let visit = |pupil: usize| (format!("{pupil}"), Some(CLASSES[pupil % 12]), "physio", (pupil % 12) as f64);
        let ledger = books((0..60).map(visit).chain([(name.to_owned(), None, "physio", 40.0)]));
        let intervals = ledger.intervals_on(By::Service, resampling().by("class")).unwrap();
        let line = intervals.line("physio", "mobility").unwrap();
        assert_eq!((line.units(), line.people(), line.unstated()), (13, 61, 1), "{name}");
    }
}

/// Each class is on both lines, with one weight.
#[test]
fn r41_a_class_on_both_lines_of_a_difference_has_one_weight() {
    let visit = |pupil: usize| {
        let service = if pupil % 5 < 2 { "yoga" } else { "physio" };
        (format!("{pupil}"), Some(CLASSES[pupil % 12]), service, (pupil * 7 % 19) as f64 - 6.0)
    };
    let intervals = books((0..120).map(visit)).intervals_on(By::Service, resampling().by("class")).unwrap();
    let found = intervals.difference("physio", "yoga", "mobility").unwrap().net().unwrap();
    let units = |service: &'static str| {
        let visits = (0..120).map(visit).filter(move |visit| visit.2 == service);
        visits.map(|(_, class, _, change)| (class.unwrap(), change, 1.0))
    };
    let stated = resampling().difference(units("physio"), units("yoga")).unwrap();
    assert_eq!((found.units(), found.estimate()), (12, stated.estimate()));
    assert!(close(found.low(), stated.low()) && close(found.high(), stated.high()), "{found:?}, {stated:?}");
}

/// `scipy.stats.bootstrap` (`SciPy` 1.17.1, 199,999 resamples of pairs, `BCa`) of `Σ w·a ÷ Σ w` at the widened level: created,
/// destroyed and net for each patient. Patient `n` of the file has the weight `1 + (n mod 4) ÷ 2`.
const SCIPY: [(&str, [[f64; 3]; 3]); 2] = [
    (
        trial::THERAPY,
        [[9.235_632, 6.860_465, 12.270_985], [0.683_908, 0.292_135, 1.468_230], [8.551_724, 5.849_711, 11.716_763]],
    ),
    (
        trial::USUAL,
        [[9.246_988, 6.730_539, 12.296_296], [1.078_313, 0.451_429, 2.288_295], [8.168_675, 5.054_075, 11.493_788]],
    ),
];

#[test]
fn survey_weights_give_the_limits_of_scipy() {
    let ledger = trial::read().unwrap();
    // Ten times the replicates by default, since the tail of few losses moves with the seed.
    let resampling = Resampling::seeded(1).replicates(49_999).unwrap();
    let weights = (1..=100_u32).map(|patient| (format!("patient {patient}"), 1.0 + f64::from(patient % 4) / 2.0));
    let intervals = ledger.intervals_on(By::Service, resampling.weighted(weights).unwrap()).unwrap();
    for (treatment, figures) in SCIPY {
        let line = intervals.line(treatment, trial::DEPRESSION).unwrap();
        let found = [line.created(), line.destroyed(), line.net()];
        for (found, [estimate, low, high]) in found.into_iter().zip(figures) {
            let found = found.unwrap();
            assert!((found.estimate() - estimate).abs() < 1e-6, "{found:?}");
            let near = |one: f64, other: f64| (one - other).abs() < 0.03 * (high - low);
            assert!(near(found.low(), low) && near(found.high(), high), "{found:?}, and SciPy {low} to {high}");
        }
    }
}
