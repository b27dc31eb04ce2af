//! The means and shares of drivers and barriers.

use covalue::drivers::{ComparisonGroup, Drivers};
use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, Terms, User, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::analyses::crate_implementation::FractionKind;
use crate::support::analyses::implementation::{AnalysisOptions, analysis_options};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

fn drivers<N: FractionKind>(case: &Case, terms: &PlainTerms, options: &AnalysisOptions) -> Drivers<N> {
    // Floats hold eighths and their sums exactly.
    record::<N>(case, Scale::Eighths).ledger.drivers(Terms::from(terms), options.dimension).expect("valid terms")
}

/// Each mean is an exact total, and each share a count, divided by the number of appraisals and rounded once.
fn means_and_shares_are_quotients<N: FractionKind>(case: &Case, terms: &PlainTerms, options: &AnalysisOptions) {
    let exact = drivers::<BigRational>(case, terms, options);
    let rounded = drivers::<N>(case, terms, options);
    assert_eq!(rounded.lines().len(), exact.lines().len());
    for (line, exact) in rounded.lines().zip(exact.lines()) {
        assert_eq!(rounded.line(line.value(), line.measure()), Ok(line));
        for (group, exact) in [(line.with(), exact.with()), (line.without(), exact.without())] {
            for (figure, divided) in figures(group).into_iter().zip(divided(exact)) {
                assert_eq!(figure.is_some(), divided.is_some());
                assert!(figure.zip(divided).is_none_or(|(figure, divided)| figure.is_nearest(&divided)));
            }
        }
    }
}

fn figures<N: FractionKind>(group: &ComparisonGroup<N>) -> [Option<N>; 5] {
    [group.created_each(), group.destroyed_each(), group.net_each(), group.share_better(), group.share_worse()]
}

fn divided(group: &ComparisonGroup<BigRational>) -> [Option<BigRational>; 5] {
    let count = |count: u64| BigRational::from_integer(count.into());
    let [better, worse] = [count(group.better_count()), count(group.worse_count())];
    [group.created(), group.destroyed(), group.net(), &better, &worse]
        .map(|figure| (group.appraisal_count() > 0).then(|| figure / count(group.appraisal_count())))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r10_means_and_shares_of_drivers_are_quotients(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
    ) {
        means_and_shares_are_quotients::<BigRational>(&case, &terms, &options);
        means_and_shares_are_quotients::<f64>(&case, &terms, &options);
    }
}

#[test]
fn r20_a_value_without_appraisals_has_no_line() {
    let ledger = Ledger::new(&Catalogue::<f64>::new([], []).unwrap());
    let refused = ledger.drivers(Terms::default(), "district").unwrap().line("north", "pain").unwrap_err();
    assert_eq!(
        (refused.to_string().as_str(), refused.rule()),
        ("R20: the analysis by `with.district` has no line … for `pain`", Rule::R20)
    );
}

/// The sum of the other values overflows, and no line of one value does.
#[test]
fn r03_an_overflow_of_the_other_values_names_no_value() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for district in ["east", "north", "west"] {
        let user = User::new(district).with("district", district);
        let visit = Interaction::between(user, "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(1e308))).unwrap();
    }
    let error = ledger.drivers(Terms::default(), "district").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: created of `mobility` on line `others` is more than f64 holds");
}

/// Six appraisals of two people are two cases. The ends of Wilson's score interval for a share of 1/2 and 1/3 are
/// written out here.
#[test]
fn r10_intervals_of_drivers_count_people_and_not_appraisals() {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (index, change) in [1.0, 1.0, 1.0, 0.0, -1.0, -1.0].into_iter().enumerate() {
        let user = User::new(["ana", "ben"][index % 2]).with("d", "a");
        let visit = Interaction::between(user, "s", date(2026, 3, 1 + index as i8));
        ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
    }
    let drivers = ledger.drivers(Terms::default(), "d").unwrap();
    let group = drivers.line("a", "m").unwrap().with();
    assert_eq!((group.person_count(), group.appraisal_count()), (2, 6));
    let n = 2.0;
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    for (share, interval) in [(0.5, group.better_interval()), (1.0 / 3.0, group.worse_interval())] {
        let interval = interval.expect("appraisals");
        let (middle, reach) = (share + z2 / (2.0 * n), (z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n))).sqrt());
        let ends = [(middle - reach) / (1.0 + z2 / n), (middle + reach) / (1.0 + z2 / n)];
        assert!((interval.low() - ends[0]).abs() < 1e-12 && (interval.high() - ends[1]).abs() < 1e-12, "{interval:?}");
    }
    let others = drivers.line("a", "m").unwrap().without();
    assert!(others.person_count() == 0 && others.better_interval().is_none());
}

/// A person in both parts is one person of the whole.
#[test]
fn r12_people_of_merged_drivers_count_once() {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let part = |name: &str, users: &[&str], month: i8| {
        let mut ledger = Ledger::part(&catalogue, name);
        for user in users {
            let visit = Interaction::between(User::new(*user).with("d", "a"), "s", date(2026, month, 1));
            ledger.record(visit.appraisal(Appraisal::of("m").change(1.0))).unwrap();
        }
        ledger.drivers(Terms::default(), "d").unwrap()
    };
    let merged = part("march", &["ana", "ben"], 3).merge(part("april", &["ben", "cai"], 4)).unwrap();
    let group = merged.line("a", "m").unwrap().with();
    assert_eq!((group.person_count(), group.appraisal_count()), (3, 4));
}
