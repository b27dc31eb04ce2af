//! Analyses that merge, through `serde`: a state that is read merges like the analysis that was written, and a state that
//! this crate could not have written is refused.

use std::fmt::Debug;

use covalue::attribution::Attribution;
use covalue::cross::Cross;
use covalue::drivers::Drivers;
use covalue::engagement::Engagement;
use covalue::engagement_drivers::{EngagementDrivers, ParticipationTerms};
use covalue::number::{Apportion, Number};
use covalue::reach::Reach;
use covalue::record::ReachStep;
use covalue::{
    Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Month, ReachCounts, Service, Terms, User, date,
};
use num_rational::BigRational;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::serde_states::change;
use crate::support::case::{Case, Scale, day};
use crate::support::compare::part_of;
use crate::support::generate::written;
use crate::support::generate_terms::{KEYS, OF_USES, filters, terms as generated_terms};
use crate::support::plain_terms::PlainTerms;

/// The value after JSON, and after `MessagePack`.
#[track_caller]
fn stored<A: Serialize + DeserializeOwned + PartialEq + Debug>(analysis: &A) -> A {
    let text = serde_json::to_string(analysis).unwrap();
    let bytes = rmp_serde::to_vec(analysis).unwrap();
    let read: A = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, analysis, "{text}");
    assert_eq!(&rmp_serde::from_slice::<A>(&bytes).unwrap(), analysis, "{text}");
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    read
}

fn terms() -> [Terms; 4] {
    let by_service = Terms::by(By::Service.and(By::with("district"))).as_of(day(90));
    let filtered = Terms::by(By::Service).period(..=day(60)).only(By::with("district"), ["north", "south"]);
    [Terms::by(By::none()), by_service, Terms::by(By::User.and(By::Quarter)), filtered]
}

/// The ledger of every second interaction, as a part of its own, with counts of people reached.
fn half<N: Number>(ledger: &Ledger<N>, odd: usize) -> Ledger<N> {
    let mut part = Ledger::part(ledger.catalogue(), format!("half {odd}"));
    for interaction in ledger.interactions().skip(odd).step_by(2) {
        part.record(interaction).unwrap();
    }
    record_reach(&mut part, odd as u16);
    part
}

/// Counts of two services and districts, corrected once. Those of different parts are of different days.
fn record_reach<N: Number>(ledger: &mut Ledger<N>, odd: u16) {
    let days = day(15 * odd)..=day(15 * odd + 14);
    let services: Vec<_> = ledger.catalogue().services().map(|service| service.id().clone()).take(2).collect();
    for (service, people) in services.iter().zip(5_u64..) {
        let of = ReachCounts::of(service).period(days.clone()).eligible(10 * people).asked(people);
        ledger.record_reach(of.clone()).unwrap();
        ledger.record_reach(of.clone().with("district", "north").known(day(50))).unwrap();
        ledger.record_reach(of.eligible(9 * people).known(day(70))).unwrap();
    }
}

fn states_merge<N: Apportion>(case: &Case) {
    let ledger = part_of::<N>(case, Scale::Whole);
    let halves = [half(&ledger, 0), half(&ledger, 1)];
    for terms in terms() {
        let [one, two] = halves.each_ref().map(|half| half.engagement(&terms).unwrap());
        let whole = one.clone().merge(two.clone()).unwrap();
        assert_eq!(stored(&one).merge(stored(&two)).unwrap(), whole);
        assert_eq!(stored(&whole).to_json(), whole.to_json());
        assert!(stored(&one).merge(one).unwrap_err().to_string().starts_with("R17: the part `half 0`"));

        let participation = ParticipationTerms::of(terms.clone()).at_least(2);
        let [one, two] =
            halves.each_ref().map(|half| half.engagement_drivers(participation.clone(), "district").unwrap());
        let whole = one.clone().merge(two.clone()).unwrap();
        assert_eq!(stored(&one).merge(stored(&two)).unwrap(), whole);
        assert_eq!(stored(&whole).to_json(), whole.to_json());

        let [one, two] = halves.each_ref().map(|half| half.attribution_of(&terms, Cooperation).unwrap());
        let whole = one.clone().merge(two.clone()).unwrap();
        assert_eq!(stored(&one).merge(stored(&two)).unwrap(), whole);
        assert_eq!(stored(&whole).to_json(), whole.to_json());
        // Actors without a share are known.
        let actors = whole.shares().filter_map(|share| share.party().cloned()).chain(["n0".parse().unwrap()]);
        for actor in actors {
            assert_eq!(stored(&whole).created(&actor, "m0"), whole.created(&actor, "m0"));
        }

        if let [Ok(one), Ok(two)] = halves.each_ref().map(|half| half.reach(&terms)) {
            let whole = one.clone().merge(two.clone()).unwrap();
            assert_eq!(stored(&one).merge(stored(&two)).unwrap(), whole);
            assert_eq!(stored(&whole).to_json(), whole.to_json());
        }

        let [one, two] = halves.each_ref().map(|half| half.drivers(&terms, "district").unwrap());
        let whole = one.clone().merge(two.clone()).unwrap();
        assert_eq!(stored(&one).merge(stored(&two)).unwrap(), whole);
        assert_eq!(stored(&whole).to_json(), whole.to_json());

        let [one, two] = halves.each_ref().map(|half| half.cross(&terms, "m1", "m2").unwrap());
        let whole = one.clone().merge(two.clone());
        assert_eq!(stored(&one).merge(stored(&two)), whole);
        let _ = whole.map(|whole| assert_eq!(stored(&whole).to_json(), whole.to_json()));
    }
}

/// A state with one changed value is refused, or gives an analysis that can be printed, stored and merged.
fn changed<A: Serialize + DeserializeOwned + PartialEq + Debug + ToString>(
    analysis: &A,
    (index, way): (u32, u32),
    use_it: impl Fn(&A),
) {
    let mut state = serde_json::to_value(analysis).unwrap();
    change(&mut state, &mut (index as usize % 120), way);
    if let Ok(analysis) = serde_json::from_value::<A>(state) {
        let _ = analysis.to_string();
        stored(&analysis);
        use_it(&analysis);
    }
}

/// Checks that the state of an analysis is refused after replacing the values at these JSON pointers.
#[track_caller]
fn broken<A: Serialize + DeserializeOwned + Debug>(analysis: &A, changes: &[(&str, Value)], why: &str) {
    let mut state = serde_json::to_value(analysis).unwrap();
    for (field, value) in changes {
        *state.pointer_mut(field).unwrap() = value.clone();
    }
    let error = serde_json::from_value::<A>(state).unwrap_err().to_string();
    assert_eq!(error, format!("form: state of an analysis is broken: {why}"));
}

/// Ana of the north has an appraisal of pain in physio, and so does Ben of the south in yoga, a month later.
fn two_districts() -> Ledger {
    let services = [Service::new("physio", "clinic"), Service::new("yoga", "studio")];
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (user, district, service, month) in [("ana", "north", "physio", 3), ("ben", "south", "yoga", 4)] {
        let visit = Interaction::between(User::new(user).with("district", district), service, date(2026, month, 2));
        ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0))).unwrap();
    }
    ledger
}

#[test]
fn drivers_have_the_people_of_their_statement() {
    let drivers = two_districts().drivers(By::Service, "district").unwrap();
    let [ana, ben] =
        serde_json::to_value(&drivers).unwrap()["people"].as_array().unwrap()[..].to_owned().try_into().unwrap();
    let why = "the people of its cells are not those of its statement";
    broken(&drivers, &[("/people/0", json!("0100000000000000"))], why);
    broken(&drivers, &[("/people/0", ben.clone())], why);
    let mut swapped = serde_json::to_value(&drivers).unwrap();
    swapped["people"] = json!([ben, ana]);
    serde_json::from_value::<Drivers>(swapped).unwrap();
}

#[test]
fn people_of_reach_are_of_their_line_and_of_the_terms() {
    let ledger = two_districts();
    let why = "it has people who are not of their line, or not of its terms";
    let of = |terms: Terms| ledger.reach(terms).unwrap();
    let (service, day) = ("/people/0/service", "/people/0/days/0/0");
    broken(&of(Terms::by(By::Service)), &[(service, json!("yoga"))], why);
    broken(&of(Terms::by(By::Service)), &[("/people/0/line/0", Value::Null)], why);
    broken(&of(Terms::by(By::Provider)), &[(service, json!("yoga"))], why);
    broken(&of(Terms::by(By::Month)), &[(day, json!("2026-04-02"))], why);
    let march = date(2026, 3, 1)..=date(2026, 3, 31);
    broken(&of(Terms::by(By::none()).period(march.clone())), &[(day, json!("2026-04-01"))], why);
    broken(&of(Terms::by(By::none()).period(march)), &[(day, json!("2026-02-28"))], why);
    let physio = of(Terms::by(By::none()).only(By::Service, "physio"));
    broken(&physio, &[(service, json!("yoga"))], why);
    broken(&of(Terms::by(By::none()).only(By::Provider, "clinic")), &[(service, json!("yoga"))], why);
    broken(&of(Terms::by(By::none()).only(By::Month, "2026-03")), &[(day, json!("2026-04-02"))], why);
    let north = of(Terms::by(By::Service).only(By::with("district"), ["north", "west"]));
    broken(&north, &[("/people/0/line/1", json!("south"))], why);
    broken(&north, &[("/people/0/line/1", Value::Null)], why);
    let mut west = serde_json::to_value(&north).unwrap();
    west["people"][0]["line"][1] = json!("west");
    serde_json::from_value::<Reach>(west).unwrap();
}

/// A ledger has every state that it makes, whatever the terms are.
fn states_of_any_terms<N: Apportion>(case: &Case, terms: &Terms) {
    let mut ledger = part_of::<N>(case, Scale::Whole);
    record_reach(&mut ledger, 0);
    stored(&ledger.statement(terms).unwrap());
    stored(&ledger.statement(terms.clone().counting_beneficiaries()).unwrap());
    stored(&ledger.attribution_of(terms, Cooperation).unwrap());
    stored(&ledger.cross(terms, "m1", "m2").unwrap());
    stored(&ledger.drivers(terms, "district").unwrap());
    // Terms may have words that only appraisals have.
    let _ = ledger.engagement(terms).map(|engagement| stored(&engagement));
    let _ = ledger.engagement_drivers(terms.clone(), "district").map(|drivers| stored(&drivers));
    let _ = ledger.reach(terms).map(|reach| stored(&reach));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn states_of_any_terms_are_read_back(
        case in written(),
        terms in generated_terms(),
        by_any in filters(&KEYS),
        by_use in filters(&OF_USES),
    ) {
        for filters in [by_any, by_use] {
            let terms = Terms::from(&PlainTerms { filters, ..terms.clone() });
            states_of_any_terms::<f64>(&case, &terms);
            // Service and provider, and periods, together on a line.
            let together = By::Service.and(By::Provider).and(By::Month).and(By::Year).and(By::quarter_of_year_starting(Month::April));
            states_of_any_terms::<BigRational>(&case, &terms.grouped_by(together));
        }
    }

    #[test]
    fn r12_stored_parts_merge_like_the_analyses(case in written()) {
        states_merge::<f64>(&case);
        states_merge::<BigRational>(&case);
        states_merge::<i64>(&case);
    }

    #[test]
    fn changed_states_of_analyses_are_refused_or_usable(case in written(), index in any::<u32>(), way in 0..8_u32) {
        let mut ledger = part_of::<f64>(&case, Scale::Tenths);
        record_reach(&mut ledger, 0);
        let mut other = Ledger::part(ledger.catalogue(), "another");
        record_reach(&mut other, 1);
        for terms in terms() {
            let by = (index, way);
            changed(&ledger.engagement(&terms).unwrap(), by, |analysis: &Engagement| {
                let _ = (analysis.to_csv(), analysis.clone().merge(other.engagement(&terms).unwrap()));
            });
            changed(&ledger.cross(&terms, "m1", "m2").unwrap(), by, |analysis: &Cross| {
                let _ = (analysis.to_csv(), analysis.clone().merge(other.cross(&terms, "m1", "m2").unwrap()));
            });
            changed(&ledger.attribution_of(&terms, Cooperation).unwrap(), by, |analysis: &Attribution| {
                let more = other.attribution_of(&terms, Cooperation).unwrap();
                let _ = (analysis.to_csv(), analysis.created("a0", "m0"), analysis.clone().merge(more));
            });
            if let (Ok(reach), Ok(more)) = (ledger.reach(&terms), other.reach(&terms)) {
                changed(&reach, by, |analysis: &Reach| {
                    let _ = (analysis.to_csv(), analysis.clone().merge(more.clone()));
                });
            }
            changed(&ledger.drivers(&terms, "district").unwrap(), by, |analysis: &Drivers| {
                let _ = (analysis.to_csv(), analysis.clone().merge(other.drivers(&terms, "district").unwrap()));
            });
            changed(&ledger.engagement_drivers(terms.clone(), "district").unwrap(), by, |analysis: &EngagementDrivers| {
                let more = other.engagement_drivers(terms.clone(), "district").unwrap();
                let _ = (analysis.to_csv(), analysis.clone().merge(more));
            });
        }
    }
}

/// Ids with characters that are escaped where they are shown are stored as they are.
#[test]
fn ids_are_stored_as_they_are() {
    let measures = ["m\u{200f}0", "m\u{200f}1"].map(|id| Measure::higher_is_better(id, "points"));
    let service = Service::new("s\u{200f}", "p\u{200f}").promises("m\u{200f}0", 1.0);
    let catalogue = Catalogue::<f64>::new(measures, [service]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = Interaction::between("ana\u{200f}", "s\u{200f}", date(2026, 3, 2));
    let visit = visit.appraisal(Appraisal::of("m\u{200f}0").change(1.0));
    ledger.record(visit.appraisal(Appraisal::of("m\u{200f}1").change(-1.0))).unwrap();
    ledger.record_reach(ReachCounts::of("s\u{200f}").on(date(2026, 3, 2)).eligible(10)).unwrap();
    stored(&ledger.cross(By::Service, "m\u{200f}0", "m\u{200f}1").unwrap());
    let reach = stored(&ledger.reach(By::Provider).unwrap());
    assert_eq!(reach.line("p\u{200f}", "m\u{200f}0").unwrap().share(ReachStep::Appraised), Some(0.1));
    assert!(stored(&ledger.attribution(Cooperation).unwrap()).created("ana\u{200f}", "m\u{200f}0").is_ok());
}

/// Equal reaches have equal states, in whatever order their entries were recorded.
#[test]
fn states_of_reach_do_not_show_the_order_of_recording() {
    let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")]).unwrap();
    let entry = |day: i8| ReachCounts::of("physio").on(date(2026, 3, day)).eligible(10);
    let state = |days: [i8; 2]| {
        let mut ledger = Ledger::new(&catalogue);
        for day in days {
            ledger.record_reach(entry(day)).unwrap();
        }
        serde_json::to_string(&ledger.reach(By::Service).unwrap()).unwrap()
    };
    assert_eq!(state([2, 3]), state([3, 2]));
}

/// The state of an engagement of one line, with some fields replaced.
fn refused(changes: &[(&str, Value)], message: &str) {
    let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    ledger.record(visit.contribution(covalue::Contribution::of("ana").integrated(3.0))).unwrap();
    let mut state = serde_json::to_value(ledger.engagement(By::Service).unwrap()).unwrap();
    for (field, value) in changes {
        *state.pointer_mut(field).unwrap() = value.clone();
    }
    let error = serde_json::from_value::<Engagement>(state).unwrap_err().to_string();
    assert_eq!(error, message);
}

#[test]
fn states_of_another_version_analysis_or_kind_are_refused() {
    refused(&[("/head/version", json!(9))], "form: state of an analysis has version 9, and this crate reads version 1");
    refused(
        &[("/head/analysis", json!("cross"))],
        "form: the state is of `cross` over `f64`, not of engagement over f64",
    );
    refused(
        &[("/head/kind", json!("i64"))],
        "form: the state is of `engagement` over `i64`, not of engagement over f64",
    );
    let broken = |why: &str| format!("form: state of an analysis is broken: {why}");
    refused(&[("/counts", json!([1, 0, 2, 0, 0, 0]))], &broken("the figures of a line contradict each other"));
    refused(&[("/counts", json!([1, 0, 0, 0, 0, 0]))], &broken("the figures of a line contradict each other"));
    refused(&[("/counts", json!([1, 0, 1, 0, 1, 0]))], &broken("the figures of a line contradict each other"));
    // Users and the provider are both stated, and there is one interaction.
    refused(&[("/counts", json!([1, 0, 1, 1, 0, 0]))], &broken("the figures of a line contradict each other"));
    refused(&[("/counts", json!([1, 0, 1, 0]))], &broken("the number of its counts is wrong"));
    refused(&[("/lines", json!(2))], &broken("the number of its lines is wrong"));
    refused(&[("/scope/parts", json!([]))], &broken("its parts are not one or several distinct names"));
    refused(&[("/labels", json!([["choir"]]))], &broken("it has a label that its terms and catalogue do not know"));
    refused(&[("/codes", json!([2]))], &broken("a cell has a code without a label"));
    refused(&[("/totals", json!([]))], &broken("the number of its totals is wrong"));
}
