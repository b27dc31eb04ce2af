//! Engagement by the values of a dimension: published shares, the counted people, and merging.

use covalue::analysis::Analysis;
use covalue::engagement_drivers::{EngagementDrivers, EngagementDriversLine, Participation, ParticipationTerms};
use covalue::error::AnalysisError;
use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Rule, Service, Terms, User, Void, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::analyses::implementation::{AnalysisOptions, analysis_options};
use crate::support::case::{Case, Scale};
use crate::support::case_edits::accepted_entries;
use crate::support::compare::{NumberKind, enter, record};
use crate::support::data_sets::test_results::{self, DISTANCE, DISTANCES, INCENTIVE};
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

fn physio<N: covalue::number::Number>() -> Catalogue<N> {
    Catalogue::new([], [Service::new("physio", "clinic")]).unwrap()
}

/// A visit of a user with this value.
fn visit<N: covalue::number::Number>(id: &str, user: &str, value: &str, own: Contribution<N>) -> Interaction<N> {
    Interaction::between(User::new(user).with("d", value), "physio", date(2026, 3, 2)).id(id).contribution(own)
}

fn did(user: &str, integrated: f64, skipped: f64) -> Contribution {
    Contribution::of(user).integrated(integrated).not_integrated(skipped, Misuse::unknown())
}

fn by_d(ledger: &Ledger) -> EngagementDrivers {
    ledger.engagement_drivers(Terms::default(), "d").unwrap()
}

/// Shares need at least `least` people.
fn of_at_least(ledger: &Ledger, least: u64) -> EngagementDrivers {
    ledger.engagement_drivers(ParticipationTerms::of(Terms::default()).at_least(least), "d").unwrap()
}

#[track_caller]
fn line<'a>(drivers: &'a EngagementDrivers, value: &str) -> &'a EngagementDriversLine {
    drivers.line(value).expect("the value is stated")
}

/// The number of people, the number who took part, and the integrated and contributed quantities.
fn figures(side: &Participation) -> (u64, u64, f64, f64) {
    (side.person_count(), side.participant_count(), *side.integrated(), *side.contributed())
}

/// Thornton 2008: 34 % of the people without an incentive learned their result, and 79 % with one. The share is lower
/// at a larger distance.
#[test]
fn shares_equal_those_of_a_published_experiment() {
    let (ledger, _) = test_results::read().expect("the data is in the repository");
    let incentive = ledger.engagement_drivers(Terms::default(), INCENTIVE).unwrap();
    let yes = line(&incentive, "yes");
    assert_eq!(figures(yes.with()), (2211, 1745, 1745.0, 2211.0));
    assert_eq!(figures(yes.without()), (623, 211, 211.0, 623.0));
    let percent = |share: Option<f64>| format!("{:.1}", 100.0 * share.expect("enough people"));
    assert_eq!((percent(yes.with().share()), percent(yes.without().share())), ("78.9".to_owned(), "33.9".to_owned()));
    let (with, without) = (yes.with().interval().unwrap(), yes.without().interval().unwrap());
    assert!(without.low() < 0.339 && without.high() < with.low() && with.low() < 0.789, "the intervals do not overlap");
    let distance = ledger.engagement_drivers(Terms::default(), DISTANCE).unwrap();
    let near = line(&distance, DISTANCES[0]);
    assert_eq!((near.with().participant_count(), near.with().person_count()), (511, 682));
    assert_eq!(near.without().person_count(), 2894 - 682);
}

/// 29 people have no share, and 30 have one. The option changes nothing else.
#[test]
fn a_share_needs_thirty_people_or_the_requested_number() {
    let mut ledger = Ledger::new(&physio::<f64>());
    for number in 0..59 {
        let (user, value) = (format!("u{number}"), if number < 29 { "few" } else { "enough" });
        let own = did(&user, f64::from(number % 2), 1.0);
        ledger.record(visit(&user, &user, value, own)).unwrap();
    }
    let drivers = by_d(&ledger);
    let few = line(&drivers, "few");
    assert_eq!((drivers.least(), few.with().person_count(), few.without().person_count()), (30, 29, 30));
    assert_eq!((few.with().share(), few.with().interval()), (None, None));
    assert_eq!((few.without().share(), few.without().interval().is_some()), (Some(0.5), true));
    assert_eq!(few.with().engagement(), Some(14.0 / 43.0), "sums do not need a number of people");
    for (least, given) in [(0, true), (1, true), (29, true), (30, false), (u64::MAX, false)] {
        let options = of_at_least(&ledger, least);
        let asked_few = line(&options, "few");
        assert_eq!(
            (asked_few.with().share().is_some(), asked_few.with().interval().is_some()),
            (given, given),
            "{least}"
        );
        assert_eq!(
            (figures(asked_few.with()), figures(asked_few.without())),
            (figures(few.with()), figures(few.without()))
        );
        assert_eq!(options.least(), least.max(1));
    }
    assert!(drivers.rule_text().ends_with("no share of fewer than 30 people"));
    assert!(drivers.to_string().lines().next().unwrap().ends_with("no share for fewer than 30 people"));
}

/// A comparison group without people has no share, even if `least` is 0.
#[test]
fn a_single_value_has_an_empty_comparison_group() {
    let mut ledger = Ledger::new(&physio::<f64>());
    ledger.record(visit("v1", "ana", "north", did("ana", 1.0, 0.0))).unwrap();
    let drivers = of_at_least(&ledger, 0);
    let north = line(&drivers, "north");
    assert_eq!((figures(north.with()), figures(north.without())), ((1, 1, 1.0, 1.0), (0, 0, 0.0, 0.0)));
    assert_eq!((north.without().share(), north.without().interval(), north.without().engagement()), (None, None, None));
    let refused = drivers.line("south").unwrap_err();
    assert_eq!(
        (refused.to_string().as_str(), refused.rule()),
        ("R20: the analysis by `with.d` has no line …", Rule::R20)
    );
    assert_eq!(drivers.lines().len(), 1);
}

/// A person is counted once for each value, and in both comparison groups if the value changes.
#[test]
fn a_person_is_counted_once_in_each_comparison_group() {
    let mut ledger = Ledger::new(&physio::<f64>());
    for (id, value, integrated) in
        [("v1", "north", 0.0), ("v2", "north", 2.0), ("v3", "south", 0.0), ("v4", "east", 1.0)]
    {
        ledger.record(visit(id, "ana", value, did("ana", integrated, 1.0))).unwrap();
    }
    ledger.record(visit("v5", "ben", "south", did("ben", 0.0, 4.0))).unwrap();
    let drivers = by_d(&ledger);
    let [east, north, south] = ["east", "north", "south"].map(|value| line(&drivers, value));
    assert_eq!((figures(north.with()), figures(north.without())), ((1, 1, 2.0, 4.0), (2, 1, 1.0, 7.0)));
    // Ana integrated nothing in the south. In the north and the east together she is one person.
    assert_eq!((figures(south.with()), figures(south.without())), ((2, 0, 0.0, 5.0), (1, 1, 3.0, 6.0)));
    assert_eq!((figures(east.with()), figures(east.without())), ((1, 1, 1.0, 2.0), (2, 1, 2.0, 9.0)));
    assert!(drivers.lines().map(EngagementDriversLine::value).eq(["east", "north", "south"]));
}

/// Only the user's own contributions count, with all three parts (R5). Users without a stated contribution or without
/// a value are not counted.
#[test]
fn r05_engagement_counts_all_three_parts_of_users_only() {
    let mut ledger = Ledger::new(&physio::<f64>());
    let misused = Contribution::of("ana")
        .integrated(1.0)
        .misintegrated(2.0, Misuse::accidental().by("clinic"))
        .not_integrated(4.0, Misuse::unknown());
    let both = visit("v1", "ana", "north", misused)
        .contribution(Contribution::of("ana").integrated(8.0))
        .contribution(Contribution::of("clinic").integrated(16.0))
        .contribution(Contribution::of("eve").integrated(32.0))
        .other("eve");
    ledger.record(both).unwrap();
    ledger.record(visit("v2", "ben", "north", Contribution::of("ben"))).unwrap();
    ledger.record(visit("v3", "cai", "south", Contribution::of("clinic").integrated(1.0))).unwrap();
    let unplaced = Interaction::between("dee", "physio", date(2026, 3, 2)).contribution(did("dee", 1.0, 0.0));
    ledger.record(unplaced).unwrap();
    // Two users with a value each. A value of the interaction precedes both.
    let pair = |id: &str| {
        let users = [("flo", "south", 0.0), ("gus", "west", 3.0)];
        let start = Interaction::between(User::new("flo").with("d", "south"), "physio", date(2026, 3, 2)).id(id);
        let of_both = start.user(User::new("gus").with("d", "west"));
        users.into_iter().fold(of_both, |visit, (user, _, integrated)| visit.contribution(did(user, integrated, 1.0)))
    };
    ledger.record(pair("v5")).unwrap();
    ledger.record(pair("v6").with("d", "north")).unwrap();
    let drivers = by_d(&ledger);
    let sides = |value: &str| (figures(line(&drivers, value).with()), figures(line(&drivers, value).without()));
    assert_eq!(sides("north"), ((3, 2, 12.0, 20.0), (2, 1, 3.0, 5.0)));
    assert_eq!(sides("south"), ((1, 0, 0.0, 1.0), (3, 2, 15.0, 24.0)));
    assert_eq!(sides("west"), ((1, 1, 3.0, 4.0), (3, 2, 12.0, 21.0)));
    assert_eq!(drivers.lines().len(), 3, "Cai's value south has no stated contribution");
}

#[test]
fn r19_entries_known_later_and_void_interactions_do_not_count() {
    let mut ledger = Ledger::new(&physio::<f64>());
    let late = visit("v1", "ana", "north", did("ana", 1.0, 0.0)).known(date(2026, 5, 1));
    ledger.record(late).unwrap();
    ledger.record(visit("v2", "ben", "south", did("ben", 1.0, 0.0))).unwrap();
    ledger.record(visit("v3", "cai", "south", did("cai", 0.0, 1.0))).unwrap();
    ledger.void("v3", Void::because("another patient").known(date(2026, 4, 1))).unwrap();
    let as_of = |month: i8| {
        let terms = Terms::by(By::Month).as_of(date(2026, month, 15));
        let drivers = ledger.engagement_drivers(terms, "d").unwrap();
        let people = drivers
            .lines()
            .map(|line| (line.value().to_owned(), line.with().person_count(), line.without().person_count()));
        people.collect::<Vec<_>>()
    };
    let south = |people| ("south".to_owned(), people, 0);
    assert_eq!((as_of(3), as_of(4)), (vec![south(2)], vec![south(1)]));
    assert_eq!(as_of(5), [("north".to_owned(), 1, 1), ("south".to_owned(), 1, 1)]);
}

#[test]
fn r03_an_overflow_names_its_comparison_group() {
    let mut ledger = Ledger::new(&physio::<i64>());
    for (id, value, integrated) in [("v1", "a", 1), ("v2", "b", i64::MAX), ("v3", "c", 1)] {
        ledger.record(visit(id, id, value, Contribution::of(id).integrated(integrated))).unwrap();
    }
    let error = ledger.engagement_drivers(Terms::default(), "d").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: without_integrated on line … is more than i64 holds");
    assert_eq!(error.rule(), Rule::R3);
    // The sum of each part fits into the number type, and the sum of both parts overflows.
    let part = |name: &str, value: &str, integrated| {
        let mut part = Ledger::part(&physio::<i64>(), name);
        part.record(visit(name, name, value, Contribution::of(name).integrated(integrated))).unwrap();
        part.engagement_drivers(Terms::default(), "d").unwrap()
    };
    let error = part("one", "a", i64::MAX).merge(part("two", "a", 1)).unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: with_integrated on line … is more than i64 holds");
    assert!(part("one", "a", i64::MAX).merge(part("two", "b", 1)).is_ok());
}

#[test]
fn all_terms_except_the_grouping_are_checked() {
    let ledger = Ledger::new(&physio::<f64>());
    let twice = Terms::by(By::Year.and(By::Year));
    assert!(ledger.engagement_drivers(twice, "d").unwrap().terms().grouping().words() == [By::with("d")]);
    let error = ledger.engagement_drivers(Terms::default().follow_up(0), "d").unwrap_err();
    assert!(matches!(error, AnalysisError::Terms(_)), "{error}");
    let empty = by_d(&ledger);
    assert!(empty.to_string().ends_with("\nno contributions of users with a value of d\n"), "{empty}");
    assert!(empty.to_json().ends_with("\"lines\":[]}"), "{}", empty.to_json());
}

#[test]
fn r17_engagement_drivers_of_different_terms_do_not_merge() {
    let part_with = |name: &str, catalogue: &Catalogue, terms: ParticipationTerms, dimension: &str| {
        let mut part = Ledger::part(catalogue, name);
        part.record(visit(name, "ana", "north", did("ana", 1.0, 1.0))).unwrap();
        part.engagement_drivers(terms, dimension).unwrap()
    };
    let part = |name: &str, catalogue: &Catalogue, terms: &Terms, dimension: &str| {
        part_with(name, catalogue, terms.into(), dimension)
    };
    let of_at_least =
        |name: &str, least| part_with(name, &physio(), ParticipationTerms::of(Terms::default()).at_least(least), "d");
    let terms = Terms::default();
    let march = || part("march", &physio(), &terms, "d");
    #[track_caller]
    fn refused(here: EngagementDrivers, there: EngagementDrivers, message: &str) {
        let error = here.merge(there).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(error.rule(), Rule::R17);
    }
    refused(
        march(),
        march(),
        "R17: the part `march` is in both statements: it counts once, and another part needs another name",
    );
    refused(march(), of_at_least("april", 5), "R17: the rules differ: each value beside the others that are stated, ");
    refused(march(), part("april", &physio(), &terms, "e"), "R17: the terms differ: ");
    let by_may = terms.clone().as_of(date(2026, 5, 31));
    refused(march(), part("april", &physio(), &by_may, "d"), "R17: the terms differ: ");
    let other = Catalogue::new([], [Service::new("physio", "hospital")]).unwrap();
    refused(march(), part("april", &other, &terms, "d"), "R17: the definitions differ: service `physio`");
    let both = of_at_least("march", 2).merge(of_at_least("april", 2)).unwrap();
    let north = line(&both, "north").with();
    assert_eq!((north.person_count(), north.participant_count(), both.least()), (1, 1, 2), "ana is one person");
    assert_eq!((north.integrated(), north.contributed(), north.share()), (&2.0, &4.0, None));
    assert!(both.parts().eq(["april", "march"]));
}

const PARTS: [&str; 4] = ["north", "south", "east", "west"];

/// Any partition of the entries and any order of merging gives the result of one ledger, bit for bit.
#[track_caller]
fn merged_parts_equal_the_whole<N: NumberKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    keys: &[u64],
) {
    let drivers = |ledger: &Ledger<N>| {
        let terms = ParticipationTerms::of(Terms::from(terms)).at_least(options.minimum);
        ledger.engagement_drivers(terms, options.dimension).expect("generated terms are valid")
    };
    let (catalogue, entries) = (case.catalogue::<N>(scale), accepted_entries::<N>(case, scale));
    let part = |(index, name): (usize, &&str)| {
        let mut part = Ledger::part(&catalogue, name);
        let here = |group: usize| keys[group % keys.len()] as usize % PARTS.len() == index;
        for (_, entry) in entries.iter().filter(|(group, _)| here(*group)) {
            assert_eq!(enter(&mut part, entry, scale), Ok(()));
        }
        drivers(&part)
    };
    let mut parts: Vec<_> = PARTS.iter().enumerate().map(part).collect();
    for key in keys.iter().cycle() {
        if parts.len() == 1 {
            break;
        }
        let first = parts.swap_remove(*key as usize % parts.len());
        let second = parts.swap_remove((*key >> 32) as usize % parts.len());
        parts.push(first.merge(second).expect("disjoint parts"));
    }
    let (merged, whole) = (parts.remove(0), drivers(&record::<N>(case, scale).ledger));
    assert!(merged == whole);
    assert_eq!(merged.to_json(), whole.to_json());
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn r12_merged_engagement_drivers_equal_those_of_the_whole(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        merged_parts_equal_the_whole::<BigRational>(&case, Scale::Tenths, &terms, &options, &keys);
        merged_parts_equal_the_whole::<f64>(&case, Scale::Tenths, &terms, &options, &keys);
        merged_parts_equal_the_whole::<f64>(&case.clone().without_ranges(), Scale::Wild, &terms, &options, &keys);
        merged_parts_equal_the_whole::<i64>(&case, Scale::Whole, &terms, &options, &keys);
    }
}
