//! Worked examples of disclosure control, tables in which nothing must be withheld, and rounding.

use std::collections::BTreeSet;

use covalue::analysis::Figure;
use covalue::attribution::Equal;
use covalue::disclosure::{Disclosure, Publication, PublicationRow};
use covalue::engagement_drivers::ParticipationTerms;
use covalue::risk::RiskTerms;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Rule, Service, Terms, User, date,
};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::prelude::*;

use super::generated_tables::{MEASURES, Table, table};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::oracle::{Arithmetic, Classification, books, counted_appraisals};
use crate::support::plain_terms::Line;

/// Change, co-operation and misuse of the six groups of people on a line: better, windfall gain, unchanged, worse,
/// worse with misuse and windfall loss.
const WAYS: [(f64, bool, bool); 6] = [
    (1.0, true, false),
    (2.0, false, false),
    (0.0, true, false),
    (-1.0, true, false),
    (-2.0, true, true),
    (-1.0, false, false),
];

fn ledger(lines: &[(&str, [usize; 6])]) -> Ledger {
    let measures = [Measure::higher_is_better("mobility", "points"), Measure::higher_is_better("mood", "points")];
    let physio = Service::new("physio", "clinic").promises("mobility", 1.0);
    let catalogue = Catalogue::new(measures, [physio]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (district, ways) in lines {
        for (way, people) in ways.iter().enumerate() {
            for person in 0..*people {
                let (change, takes_part, is_misused) = WAYS[way];
                let user = format!("{district} {way} {person}");
                let own = Contribution::of(user.as_str());
                let own = if takes_part { own.integrated(1.0) } else { own.integrated(0.0) };
                let own = if is_misused { own.not_integrated(1.0, Misuse::unknown()) } else { own };
                let visit =
                    Interaction::between(User::new(user).with("district", *district), "physio", date(2026, 3, 2));
                let visit = visit.contribution(own).contribution(Contribution::of("clinic").integrated(1.0));
                let visit = visit.appraisal(Appraisal::of("mobility").change(change));
                ledger.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
            }
        }
    }
    ledger
}

/// The names of the withheld figures of a measure, row by row.
fn withheld(disclosed: &Publication, measure: &str) -> Vec<BTreeSet<String>> {
    let of_measure = disclosed.rows().filter(|row| row.measure().is_none_or(|id| id.as_str() == measure));
    let names = |row: &covalue::disclosure::PublicationRow| {
        row.figures().filter(|(_, figure)| *figure == Figure::Withheld).map(|(name, _)| name).collect()
    };
    of_measure.map(names).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The figures that are withheld together with `better`.
const BETTER: [&str; 7] =
    ["better", "gains", "windfall_gains", "created", "co_created", "created_alone", "windfall_gain"];

fn counts(disclosed: &Publication, name: &str) -> Vec<Option<u64>> {
    let mobility = disclosed.rows().filter(|row| row.measure().is_none_or(|id| id.as_str() == "mobility"));
    let count = |row: &covalue::disclosure::PublicationRow| match row.figure(name) {
        Some(Figure::Count(count)) => Some(count),
        Some(Figure::Withheld) => None,
        other => panic!("{name} is {other:?}"),
    };
    mobility.map(count).collect()
}

fn by_district(lines: &[(&str, [usize; 6])], least: u64) -> Publication {
    ledger(lines).publish(least).statement(By::with("district")).unwrap()
}

/// Five people are better in each district. Four are worse in the north, and two in the south. The two are withheld.
/// Their line has seven people, so its five better people are withheld as well. The totals would reveal both, so the
/// north withholds the same figures.
#[test]
fn r26_example_one_small_count_on_two_lines() {
    let lines = [("north", [5, 0, 0, 4, 0, 0]), ("south", [5, 0, 0, 2, 0, 0])];
    let disclosed = by_district(&lines, 3);
    assert_eq!((counts(&disclosed, "better"), counts(&disclosed, "worse")), (vec![None, None], vec![None, None]));
    // A count of zero unchanged people and the totals are shown.
    assert_eq!(counts(&disclosed, "unchanged"), [Some(0), Some(0)]);
    let whole = ledger(&lines).publish(3).statement(By::none()).unwrap();
    assert_eq!((counts(&whole, "better"), counts(&whole, "worse")), (vec![Some(10)], vec![Some(6)]));
}

/// One small count on three lines needs three more withheld counts: the smallest other count of its line, and both
/// counts on the line where these are smallest.
#[test]
fn r26_example_one_small_count_on_three_lines() {
    let lines = [("a", [5, 0, 6, 2, 0, 0]), ("b", [4, 0, 6, 5, 0, 0]), ("c", [9, 0, 9, 9, 0, 0])];
    let disclosed = by_district(&lines, 3);
    assert_eq!(counts(&disclosed, "better"), [None, None, Some(9)]);
    assert_eq!(counts(&disclosed, "unchanged"), [Some(6), Some(6), Some(9)]);
    assert_eq!(counts(&disclosed, "worse"), [None, None, Some(9)]);
    assert_eq!(withheld(&disclosed, "mobility")[2], BTreeSet::new());
}

/// Two of twelve better people have a windfall. The windfall is withheld with the created amount, here and on the
/// line with the next smallest windfall. The counts of better and worse are shown.
#[test]
fn r26_example_a_small_part_of_a_category() {
    let lines = [("a", [10, 2, 0, 5, 0, 0]), ("b", [6, 4, 0, 5, 0, 0]), ("c", [6, 5, 0, 5, 0, 0])];
    let disclosed = by_district(&lines, 3);
    assert_eq!(counts(&disclosed, "better"), [Some(12), Some(10), Some(11)]);
    assert_eq!(counts(&disclosed, "worse"), [Some(5), Some(5), Some(5)]);
    let parts: BTreeSet<String> = names(&BETTER).into_iter().filter(|name| name != "better").collect();
    // A zero is withheld together with the other figures of its category.
    for (row, withheld) in withheld(&disclosed, "mobility").iter().enumerate() {
        let expected = if row < 2 { &parts } else { &BTreeSet::new() };
        assert!(withheld.is_subset(expected), "{row}: {withheld:?}");
        assert_eq!(withheld.contains("windfall_gain") && withheld.contains("created"), row < 2, "{row}: {withheld:?}");
    }
}

/// All people of a line are better. Only their number is shown, and a second line withholds the same figures.
#[test]
fn r26_example_a_line_whose_people_have_one_outcome() {
    let lines = [("a", [12, 0, 0, 0, 0, 0]), ("b", [6, 0, 0, 6, 0, 0]), ("c", [7, 0, 0, 7, 0, 0])];
    let disclosed = by_district(&lines, 3);
    let people: Vec<_> =
        disclosed.rows().filter(|row| row.measure().is_some_and(|id| id.as_str() == "mobility")).collect();
    assert_eq!(people.iter().map(|row| row.person_count()).collect::<Vec<_>>(), [Some(12), Some(12), Some(14)]);
    assert_eq!(counts(&disclosed, "better"), [None, None, Some(7)]);
    assert_eq!(counts(&disclosed, "worse"), [None, None, Some(7)]);
    // Every row shows its zero of unchanged people. A row that withholds it would differ visibly from the others.
    assert_eq!(counts(&disclosed, "unchanged"), [Some(0), Some(0), Some(0)]);
    // If all people of the table have one outcome, so have those of every line.
    let disclosed = by_district(&[("a", [12, 0, 0, 0, 0, 0]), ("b", [5, 0, 0, 0, 0, 0])], 3);
    for name in ["better", "unchanged", "worse"] {
        assert_eq!(counts(&disclosed, name), [None, None], "{name}");
    }
}

/// In the north each person has an appraisal of mobility alone, so the statement shows how many these are. The north
/// therefore does not protect the three people of the east and the west who have none of mood: a line with more of them
/// has to be withheld too, and without such a line all lines are.
#[test]
fn r26_example_a_line_that_the_statement_shows_protects_no_line_of_a_cross() {
    let shown = |rim: usize| {
        let measures = MEASURES.map(|measure| Measure::higher_is_better(measure, "points"));
        let mut ledger: Ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
        let people =
            [("north", 10, 0), ("east", 2, 0), ("west", 1, 0), ("south", 0, 6), ("centre", 0, 12), ("rim", rim, rim)];
        for (district, one, both) in people {
            for person in 0..one + both {
                let user = User::new(format!("{district} {person}")).with("district", district);
                let change = if person % 2 == 0 { 1.0 } else { -1.0 };
                let visit = Interaction::between(user, "physio", date(2026, 3, 2));
                let visit = visit.appraisal(Appraisal::of(MEASURES[0]).change(change));
                let mood = (person >= one).then(|| Appraisal::of(MEASURES[1]).change(change));
                ledger.record(mood.into_iter().fold(visit, Interaction::appraisal)).unwrap();
            }
        }
        let statement = ledger.publish(5).statement(By::with("district")).unwrap();
        let is_north = |row: &&PublicationRow| row.line().is_some_and(|line| line.to_string() == "north");
        assert_eq!(statement.rows().find(is_north).and_then(|north| north.person_count()), Some(10));
        let cross = ledger.publish(5).cross(By::with("district"), MEASURES[0], MEASURES[1]).unwrap();
        let shows = cross.rows().filter(|row| row.figure("people") != Some(Figure::Withheld));
        shows.map(|row| row.line().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(shown(0), [""; 0]);
    assert_eq!(shown(7), ["centre"]);
}

/// If all people have one outcome, the tables must not depend on which outcome it is.
/// Ten of the nineteen people of the first service first gain, then lose. Ten losses after a gain need ten people, so
/// they would reveal that nine are unchanged.
#[test]
fn r26_example_transitions_do_not_reveal_the_outcomes_of_their_line() {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let services = ["physio", "yoga", "choir"].map(|service| Service::new(service, "club"));
    let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
    let mut record = |user: String, service: &str, day: i8, change: f64| {
        let visit = Interaction::between(user, service, date(2026, 3, day));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    };
    for person in 0..10 {
        record(format!("a{person}"), "physio", 1, 1.0);
        record(format!("a{person}"), "physio", 2, -2.0);
        record(format!("b{person}"), "yoga", 1, 0.0);
    }
    for person in 0..9 {
        record(format!("c{person}"), "physio", 1, 0.0);
    }
    for person in 0..40 {
        record(format!("d{person}"), "choir", 1, 1.0);
        record(format!("d{person}"), "choir", 2, -2.0);
    }
    let published = ledger.publish(10).relations(By::Service).unwrap();
    let figure = |service: &str, name: &str| {
        let row = published.rows().find(|row| row.line().is_some_and(|line| line.to_string() == service)).unwrap();
        row.figure(name)
    };
    assert_eq!(figure("physio", "unchanged"), Some(Figure::Withheld), "nine people");
    for name in ["reinforces", "recovers", "reduces", "destroys"] {
        assert_eq!(figure("physio", name), Some(Figure::Withheld), "{name}");
    }
}

#[test]
fn r26_example_a_common_outcome_is_not_revealed() {
    let told = |ways: [usize; 6]| {
        let ledger = ledger(&[("a", ways), ("b", ways)]);
        let by = || By::with("district");
        let tables = [
            ledger.publish(3).statement(by()).unwrap(),
            ledger.publish(3).statement(By::none()).unwrap(),
            ledger.publish(3).relations(by()).unwrap(),
            ledger.publish(3).risk(RiskTerms::of(by()).at_least(3)).unwrap(),
            ledger.publish(3).drivers(Terms::default(), "district").unwrap(),
            ledger.publish(3).cross(by(), "mobility", "mood").unwrap(),
            ledger.publish(3).attribution_of(by(), Equal).unwrap(),
        ];
        tables.map(|table| table.to_string())
    };
    let all_better = told([5, 0, 0, 0, 0, 0]);
    // All people are unchanged, worse, or worse with a misuse.
    for way in 2..5 {
        let mut ways = [0; 6];
        ways[way] = 5;
        for (better, other) in all_better.iter().zip(told(ways)) {
            assert_eq!(*better, other);
        }
    }
}

/// One person among twelve lost 7. No table may reveal the number 1 or the amount 7.
#[test]
fn r26_one_loss_among_twelve_people_is_not_revealed() {
    let catalogue =
        Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for person in 0..12 {
        let change = if person == 0 { 7.0 } else { -2.0 };
        let visit = Interaction::between(format!("person {person}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("pain").change(change))).unwrap();
    }
    let risk = RiskTerms::of(By::Service).at_least(10).level(1, 1).unwrap();
    let tables = [
        ledger.publish(10).statement(By::Service).unwrap(),
        ledger.publish(10).risk(risk).unwrap(),
        ledger.publish(10).relations(By::Service).unwrap(),
        ledger.publish(10).attribution_of(By::Service, Equal).unwrap(),
    ];
    for table in &tables {
        for row in table.rows() {
            assert_eq!(row.person_count(), Some(12));
            for (name, figure) in row.figures() {
                let is_told = match &figure {
                    Figure::Count(count) => *count != 0 && *count != 12,
                    Figure::Amount(amount) => *amount != 0.0,
                    Figure::Share(_) => true,
                    _ => false,
                };
                assert!(!is_told, "{name} is {figure:?}");
            }
        }
        assert!(!table.to_string().contains("7.0") && !table.to_json().contains("7.0"), "{table}");
    }
    assert_eq!(tables[0].rows().next().unwrap().figure("destroyed"), Some(Figure::Withheld));
}

/// Two services of which one promises mood. One appraisal of mobility is missing there, and the appraisals of mood due in
/// the table without grouping would reveal it. No table shows coverage then, nor how often the services were used.
#[test]
fn r26_example_services_that_promise_different_measures() {
    let of = |promises: &[&str], terms: Terms, name: &str| -> Vec<Figure<f64>> {
        let ledger = two_services(promises);
        let published = ledger.publish(3).statement(&terms).unwrap();
        let engagement = ledger.publish(3).engagement(&terms).unwrap();
        published.rows().chain(engagement.rows()).filter_map(|row| row.figure(name)).collect()
    };
    let both = ["mobility", "mood"];
    assert_eq!(of(&both, By::none().into(), "missing"), [4, 7].map(Figure::Count));
    assert_eq!(of(&both, By::none().into(), "interactions"), [Figure::Count(20)]);
    for name in ["due", "made", "missing", "interactions"] {
        for terms in [By::Service.into(), Terms::from(By::none())] {
            let figures = of(&["mobility"], terms, name);
            assert!(!figures.is_empty() && figures.iter().all(|figure| *figure == Figure::Withheld), "{name}");
        }
    }
}

/// Ten people at each of two services. The choir promises mobility and mood; one appraisal of mobility and four of mood
/// are missing there. At the other service three appraisals of what it promises are missing.
fn two_services(promises: &[&str]) -> Ledger {
    let measures = [Measure::higher_is_better("mobility", "points"), Measure::higher_is_better("mood", "points")];
    let promising =
        |service: Service, promises: &[&str]| promises.iter().fold(service, |service, id| service.promises(*id, 1.0));
    let physio = promising(Service::new("physio", "clinic"), promises);
    let choir = promising(Service::new("choir", "club"), &["mobility", "mood"]);
    let mut ledger = Ledger::new(&Catalogue::new(measures, [physio, choir]).unwrap());
    for person in 0..10 {
        for (service, missing) in [("choir", [1, 4]), ("physio", [3, 3])] {
            let visit = Interaction::between(format!("user {person} of {service}"), service, date(2026, 3, 2));
            let made = ["mobility", "mood"].into_iter().zip(missing).filter(|(_, missing)| person >= *missing);
            let made = made.filter(|(measure, _)| service == "choir" || promises.contains(measure));
            let change = if person % 2 == 0 { 1.0 } else { -1.0 };
            let visit = made.fold(visit, |visit, (measure, _)| visit.appraisal(Appraisal::of(measure).change(change)));
            ledger.record(visit).unwrap();
        }
    }
    ledger
}

/// A value that only one person has is not published, and neither is a second value from which it would follow.
#[test]
fn r26_a_value_of_one_person_has_no_row() {
    let lines = [("east", [6, 0, 0, 6, 0, 0]), ("north", [7, 0, 0, 8, 0, 0]), ("west", [0, 0, 0, 0, 1, 0])];
    let drivers = ledger(&lines).publish(3).drivers(Terms::default(), "district").unwrap();
    let values: Vec<_> = drivers.rows().map(|row| row.figure("value")).collect();
    assert!(!values.is_empty() && values.iter().all(|value| *value == Some(Figure::Text(Some("north".to_owned())))));
    // Two values for each of two measures.
    assert_eq!(drivers.withheld_line_count(), Some(4));
    let drivers = ledger(&lines[1..]).publish(3).drivers(Terms::default(), "district").unwrap();
    assert!(drivers.is_empty(), "one of the two values has one person");
}

/// A reader may know that a service records no contributions, and therefore has no windfalls. Its losses then equal
/// its number of worse appraisals. The difference from all losses would reveal those of the other service.
#[test]
fn r26_example_a_service_that_records_no_contributions() {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points")],
        [Service::new("asked", "clinic"), Service::new("silent", "clinic")],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let mut add = |service: &str, people: usize, change: f64, integrated: Option<f64>| {
        for number in 0..people {
            let user = format!("{service} {change} {integrated:?} {number}");
            let visit = Interaction::between(user.as_str(), service, date(2026, 3, 2));
            let visit = visit.appraisal(Appraisal::of("mobility").change(change));
            let own = integrated.map(|integrated| Contribution::of(user.as_str()).integrated(integrated));
            ledger.record(own.into_iter().fold(visit, Interaction::contribution)).unwrap();
        }
    };
    let (took_part, stayed_away) = (Some(1.0), Some(0.0));
    add("asked", 2, -3.0, took_part);
    add("asked", 10, -1.0, stayed_away);
    add("asked", 12, 1.0, took_part);
    add("asked", 12, 0.0, took_part);
    add("silent", 12, -1.0, None);
    add("silent", 12, 1.0, None);
    add("silent", 12, 0.0, None);
    let all = ledger.publish(10).statement(By::none()).unwrap();
    assert_eq!(counts(&all, "losses"), [Some(14)], "two of them are from the service that asks");
    let disclosed = ledger.publish(10).statement(By::Service).unwrap();
    assert_eq!(counts(&disclosed, "losses"), [None, None]);
    assert_eq!(counts(&disclosed, "worse"), [None, None], "they equal the losses of the silent service");
    assert_eq!(disclosed.rows().map(PublicationRow::person_count).collect::<Vec<_>>(), [Some(36), Some(36)]);
}

/// The names of all withheld figures.
fn all_withheld<N: covalue::number::Number>(disclosed: &Publication<N>) -> Vec<String> {
    let figures = disclosed.rows().flat_map(PublicationRow::figures);
    figures.filter(|(_, figure)| *figure == Figure::Withheld).map(|(name, _)| name).collect()
}

/// Zero, or at least `least`.
fn enough(least: usize) -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(0), 3 => least..least + 6]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Nothing is withheld if each category and part has zero or at least `least` people, and no line has a single
    /// outcome.
    #[test]
    fn r26_nothing_is_withheld_if_every_count_is_zero_or_large(
        (least, lines) in (2..6_usize).prop_flat_map(|least| {
            let ways = [enough(least), enough(least), enough(least), enough(least), enough(least), enough(least)];
            (Just(least), vec(ways, 1..=4))
        }),
    ) {
        // Every line has gains and losses, and people with and without co-operation.
        let lines: Vec<(String, [usize; 6])> = lines
            .into_iter()
            .enumerate()
            .map(|(line, [a, b, c, d, e, f])| (format!("line {line}"), [a.max(least), b.max(least), c, d.max(least), e, f]))
            .collect();
        let lines: Vec<(&str, [usize; 6])> = lines.iter().map(|(line, ways)| (line.as_str(), *ways)).collect();
        let (ledger, least) = (ledger(&lines), least as u64);
        let by = || By::with("district");
        let statement = ledger.publish(least).statement(by()).unwrap();
        prop_assert_eq!((statement.len(), statement.withheld().len()), (2 * lines.len(), 0));
        let risk = ledger.publish(least).risk(RiskTerms::of(by()).at_least(least)).unwrap();
        let withheld: Vec<String> = all_withheld(&risk).into_iter().filter(|name| name != "expected_shortfall").collect();
        prop_assert_eq!(withheld, [""; 0]);
        let cross = ledger.publish(least).cross(by(), "mobility", "mood").unwrap();
        let tables = [
            statement,
            ledger.publish(least).relations(by()).unwrap(),
            ledger.publish(least).drivers(Terms::default(), "district").unwrap(),
            ledger.publish(least).engagement(by()).unwrap(),
            ledger.publish(least).engagement_drivers(ParticipationTerms::of(Terms::default()).at_least(2), "district").unwrap(),
            cross,
        ];
        for table in &tables {
            prop_assert_eq!(all_withheld(table), [""; 0], "{}", table);
            prop_assert_eq!(table.withheld_line_count(), Some(0));
        }
        let attribution = ledger.publish(least).attribution_of(by(), Equal).unwrap();
        prop_assert_eq!(all_withheld(&attribution), [""; 0]);
    }

    /// Counts are multiples of the base. Quotients from which an exact count would follow are withheld.
    #[test]
    fn r26_counts_are_rounded_and_quotients_are_withheld(table in table(20..50, 2..8), base in 2..8_u64) {
        let ledger = record::<BigRational>(&table.case, Scale::Whole).ledger;
        let disclosure = Disclosure::from(table.threshold).rounded_to(base.min(table.threshold));
        let base = base.min(table.threshold);
        for (_, _, table) in super::attack::publish(&ledger, &table.terms, disclosure, MEASURES) {
            for row in table.rows() {
                prop_assert!(row.person_count().is_none_or(|people| people.is_multiple_of(base)));
                for (name, figure) in row.figures() {
                    match figure {
                        Figure::Count(count) => prop_assert!(count.is_multiple_of(base), "{} is {}", name, count),
                        Figure::Share(_) => prop_assert!(false, "{} is shown", name),
                        Figure::Amount(_) => {
                            let quotients = ["probability", "mean_loss", "expected_loss", "expected_shortfall"];
                            prop_assert!(!quotients.contains(&name.as_str()), "{} is shown", name);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// A published shortfall stands for enough people. So do the losses, unchanged appraisals and gains on both sides
    /// of its boundary.
    #[test]
    fn r26_a_published_shortfall_reveals_no_small_group(table in table(20..60, 2..6), part in 1..=8_u32) {
        shortfalls_reveal_no_small_group(&table, part);
    }
}

#[track_caller]
fn shortfalls_reveal_no_small_group(table: &Table, part: u32) {
    const WHOLE: u32 = 8;
    let recorded = record::<BigRational>(&table.case, Scale::Whole);
    let risk = RiskTerms::of(Terms::from(&table.terms)).at_least(2).level(part, WHOLE).unwrap();
    let published = recorded.ledger.publish(table.threshold).risk(risk).unwrap();
    let statement = recorded.ledger.publish(table.threshold).statement(Terms::from(&table.terms)).unwrap();
    let books = books(&table.case, &recorded.accepted);
    let all = counted_appraisals(&table.case, &books, Arithmetic::Exact(Scale::Whole), &table.terms);
    for row in published.rows().filter(|row| matches!(row.figure("expected_shortfall"), Some(Figure::Amount(_)))) {
        let line: Line = crate::support::compare::values(row.line().expect("the row has a line"));
        let measure = row.measure().expect("the row has a measure").as_str();
        let mut changes: Vec<_> = all
            .iter()
            .filter(|one| one.line == line && one.appraisal.row.measure == measure)
            .filter(|one| one.entry.counts_as != Classification::LeftOut)
            .map(|one| {
                (one.entry.change.clone().expect("counted"), one.is_worse(), one.is_better(), one.appraisal.beneficiary)
            })
            .collect();
        changes.sort();
        let inside = changes.len() * part as usize;
        let (full, end) = (inside / WHOLE as usize, inside.div_ceil(WHOLE as usize));
        let is_few = |some: &[(BigRational, bool, bool, &str)]| {
            let people: BTreeSet<&str> = some.iter().map(|(.., person)| *person).collect();
            (1..table.threshold).contains(&(people.len() as u64))
        };
        // With equal changes at the boundary, the set inside is not unique.
        let is_tied = (1..changes.len()).contains(&full) && changes[full - 1].0 == changes[full].0
            || end < changes.len() && changes[end - 1].0 == changes[end].0;
        if is_tied {
            continue;
        }
        assert!(!is_few(&changes[..end]), "few people are in the worst share");
        let shown = |name: &str| {
            let of_row = statement.rows().find(|other| other.line() == row.line() && other.measure() == row.measure());
            of_row.and_then(|row| row.figure(name)).is_some_and(|figure| figure != Figure::Withheld)
        };
        let kinds: [(&str, fn(&(BigRational, bool, bool, &str)) -> bool); 3] = [
            ("worse", |(_, is_worse, ..)| *is_worse),
            ("unchanged", |(_, is_worse, is_better, _)| !is_worse && !is_better),
            ("better", |(_, _, is_better, _)| *is_better),
        ];
        for (name, is_one) in kinds {
            let of_kind: Vec<usize> = (0..changes.len()).filter(|&index| is_one(&changes[index])).collect();
            let (Some(&first), Some(&last)) = (of_kind.first(), of_kind.last()) else { continue };
            assert!(first >= end || shown(name), "{name} are in the worst share and withheld");
            if first < end && full <= last {
                assert!(
                    !is_few(&changes[first..end]) && !is_few(&changes[full..=last]),
                    "few people of {name} are on one side of the boundary"
                );
            }
        }
    }
}

/// A table names its filters, and must name no person, even where all its figures are withheld.
#[test]
fn r26_filters_by_people_are_refused() {
    let catalogue = Catalogue::<f64>::new([Measure::lower_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let ledger = Ledger::new(&catalogue);
    for word in [By::User, By::Beneficiary] {
        let terms = Terms::by(By::Service).only(word.clone(), "ana");
        let refused = ledger.publish(5).statement(&terms).unwrap_err();
        let message = format!(
            "R26: a publication names its filters, so a filter by `{word}` would name people: filter by another word"
        );
        assert_eq!((refused.rule(), refused.to_string()), (Rule::R26, message));
        assert!(ledger.publish(5).relations(&terms).is_err() && ledger.publish(5).risk(&terms).is_err());
    }
}

/// The only loss among ten people is that person's: neither it nor a figure from which it can be computed is shown.
#[test]
fn r26_the_only_loss_among_ten_is_withheld() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for person in 0..10 {
        let change = if person == 3 { -9.0 } else { 1.0 };
        let user = User::new(format!("u{person}")).with("district", "x");
        let visit = Interaction::between(user, "physio", date(2026, 1, 6));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    let published = ledger.publish(10).statement(By::with("district")).unwrap();
    let row = published.rows().next().unwrap();
    assert_eq!((published.rows().count(), row.person_count()), (1, Some(10)));
    for name in ["better", "worse", "losses", "gains", "created", "destroyed", "net", "hidden"] {
        assert_eq!(row.figure(name), Some(Figure::Withheld), "{name}");
    }
    assert!(!published.to_csv().contains("9.0") && !published.to_string().contains("9.0"), "{published}");
}
