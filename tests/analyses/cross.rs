//! Laws of the cross of two measures, and worked examples.

use std::collections::BTreeSet;

use covalue::analysis::OutcomeCounts;
use covalue::catalogue::Direction;
use covalue::cross::{Cross, CrossLine};
use covalue::record::{Role, SourceKind};
use covalue::{
    Appraisal, By, Catalogue, Contribution, Error, Interaction, Ledger, Measure, Rule, Service, Terms, Void, date,
};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::analyses::crate_implementation::{FractionKind, crossed};
use crate::support::analyses::cross::people;
use crate::support::analyses::implementation::{AnalysisOptions, analysis_options};
use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow, MeasureRow, Scale, ServiceRow, day};
use crate::support::case_edits::accepted_entries;
use crate::support::case_edits::rename_actors;
use crate::support::compare::{enter, record};
use crate::support::figures::including_all;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::PlainTerms;

fn counts(outcomes: &OutcomeCounts) -> [u64; 3] {
    [outcomes.better(), outcomes.unchanged(), outcomes.worse()]
}

/// The nine counts. Rows are outcomes on the measure, columns those on the other measure.
fn nine(line: &CrossLine) -> [[u64; 3]; 3] {
    [counts(line.better()), counts(line.unchanged()), counts(line.worse())]
}

fn sum(counts: [u64; 3]) -> u64 {
    counts.iter().sum()
}

/// Exchanging the measures must transpose the table, and every person with a counted appraisal must be in it.
#[track_caller]
fn every_person_has_one_field<N: FractionKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let ledger = record::<N>(case, scale).ledger;
    let [measure, other] = options.crossed;
    let here = crossed(&ledger, terms, [measure, other]);
    let there = crossed(&ledger, terms, [other, measure]);
    assert_eq!(here.lines().len(), there.lines().len());
    let relations = ledger.relations(Terms::from(terms)).expect("generated terms are valid");
    for (here, there) in here.lines().zip(there.lines()) {
        assert_eq!((here.line(), here.measure(), here.other()), (there.line(), there.other(), there.measure()));
        let (rows, columns) = (nine(&here), nine(&there));
        assert!(
            (0..9).all(|index| rows[index / 3][index % 3] == columns[index % 3][index / 3]),
            "{rows:?} {columns:?}"
        );
        assert_eq!(
            (here.without_measure_count(), here.without_other_count()),
            (there.without_other_count(), there.without_measure_count())
        );
        assert_eq!(counts(&here.on_measure()), rows.map(sum));
        assert_eq!(counts(&here.on_other()), columns.map(sum));
        assert_eq!(here.person_count(), sum(rows.map(sum)));
        assert!(
            here.person_count() + here.without_measure_count() + here.without_other_count() > 0,
            "a line without people"
        );
        // Relations also count people with appraisals of one measure only.
        for (line, without) in [(&here, here.without_other_count()), (&there, there.without_other_count())] {
            let outcomes = relations.line(line.line(), line.measure()).map_or([0; 3], |line| counts(line.outcomes()));
            assert_eq!(sum(outcomes), line.person_count() + without);
            assert!((0..3).all(|index| counts(&line.on_measure())[index] <= outcomes[index]));
        }
    }
}

const PARTS: [&str; 3] = ["north", "south", "east"];

/// The accepted entries with their part. An interaction and the entries that refer to it are in one part. If `apart`,
/// the name of every actor contains the part, so that no person is in two parts.
fn in_parts<N: FractionKind>(case: &Case, scale: Scale, keys: &[u64], apart: bool) -> Vec<(usize, Entry)> {
    let named = |(group, entry): (usize, Entry)| {
        let part = keys[group % keys.len()] as usize % PARTS.len();
        let mut alone = Case { entries: vec![entry], ..Case::default() };
        if apart {
            rename_actors(&mut alone, |actor| *actor = format!("{} {actor}", PARTS[part]));
        }
        (part, alone.entries.remove(0))
    };
    accepted_entries::<N>(case, scale).into_iter().map(named).collect()
}

/// Uses of two services by eight people, with changes on one of two measures. Most cases have a person in two parts,
/// unless `apart`.
fn dense() -> impl Strategy<Value = Case> {
    let measure =
        |id: &str, direction| MeasureRow { id: id.to_owned(), direction, tolerance: 1, range: None, element: None };
    let measures = vec![measure("m0", Direction::HigherIsBetter), measure("m1", Direction::LowerIsBetter)];
    let service = |id: &str| ServiceRow { id: id.to_owned(), provider: "p0".to_owned(), promises: Vec::new() };
    let services = vec![service("s0"), service("s1")];
    prop::collection::vec((0..8_usize, 0..2_usize, 0..2_usize, -3..=3_i32), 1..=24).prop_map(move |uses| {
        let used = |(index, (user, service, measure, change)): (usize, (usize, usize, usize, i32))| {
            let (user, service) = (format!("a{user}"), &services[service].id);
            let mut row = InteractionRow::of(&format!("i{index}"), &user, service, day(index as u16 % 90));
            row.appraisals.push(AppraisalRow { change: Some(change), ..AppraisalRow::of(&measures[measure].id) });
            Entry::Interaction(row)
        };
        let entries = uses.into_iter().enumerate().map(used).collect();
        Case { measures: measures.clone(), services: services.clone(), entries }
    })
}

/// Parts without common people merge to the whole, in any order. Otherwise the error states the number of common
/// people, and the cross stays unchanged.
#[track_caller]
fn parts_are_merged_or_refused<N: FractionKind>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    (keys, apart): (&[u64], bool),
) {
    let catalogue = case.catalogue::<N>(scale);
    let mut whole = Ledger::new(&catalogue);
    let mut ledgers = PARTS.map(|part| Ledger::part(&catalogue, part));
    let mut cases = PARTS.map(|_| Case { entries: Vec::new(), ..case.clone() });
    for (part, entry) in in_parts::<N>(case, scale, keys, apart) {
        // A renamed provider is not named by the interaction, so the appraisal is refused.
        let refused = enter(&mut whole, &entry, scale);
        assert_eq!(enter(&mut ledgers[part], &entry, scale), refused);
        if refused.is_ok() {
            cases[part].entries.push(entry);
        }
    }
    let read = |ledger: &Ledger<N>| crossed(ledger, terms, options.crossed);
    let (whole, parts) = (read(&whole), ledgers.each_ref().map(read));
    let people = cases
        .map(|case| people(&case, &vec![true; case.entries.len()], Arithmetic::Exact(scale), terms, options.crossed));
    let common = |one: usize, other: usize| people[one].intersection(&people[other]).count();
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let mut merged = parts[one].clone();
        match (common(one, other), merged.merge_in(&parts[other])) {
            (0, Ok(())) => {
                assert_eq!(merged.beneficiary_count(), people[one].union(&people[other]).count());
                assert_eq!(merged.parts().collect::<BTreeSet<_>>(), BTreeSet::from([PARTS[one], PARTS[other]]));
            }
            (0, Err(error)) => panic!("no person is in both parts: {error}"),
            (_, Ok(())) => panic!("a person is in both parts, and they merged"),
            (count, Err(error)) => {
                let (people, are) = if count == 1 { ("person", "is") } else { ("people", "are") };
                let message = format!(
                    "R17: {count} {people} {are} counted in both parts: merge the ledgers, and analyse the whole"
                );
                assert_eq!((error.to_string(), error.rule()), (message, Rule::R17));
                assert!(
                    merged == parts[one] && merged.to_json() == parts[one].to_json(),
                    "a refused merge changed the cross"
                );
                assert_eq!(merged.parts().collect::<Vec<_>>(), [PARTS[one]]);
            }
        }
    }
    let [first, second, third] = parts;
    if common(0, 1) + common(1, 2) + common(2, 0) == 0 {
        let merged = |one: &Cross<N>, other: &Cross<N>| {
            one.clone().merge(other.clone()).expect("the parts have no common person")
        };
        for all in [merged(&merged(&first, &second), &third), merged(&third, &merged(&second, &first))] {
            assert!(all == whole && all.to_json() == whole.to_json() && all.to_csv() == whole.to_csv());
            assert_eq!(all.parts().count(), PARTS.len());
        }
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_person_is_counted_in_one_field(case in ledger(), terms in terms(), options in analysis_options()) {
        every_person_has_one_field::<BigRational>(&case, Scale::Tenths, &terms, &options);
        every_person_has_one_field::<f64>(&case, Scale::Tenths, &terms, &options);
        every_person_has_one_field::<f64>(&case.without_ranges(), Scale::Wild, &terms, &options);
    }

    #[test]
    fn r12_crosses_of_few_people_merge_unless_a_person_is_in_both(
        case in dense(),
        by in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 24..=24),
        apart in any::<bool>(),
    ) {
        let (terms, options) = (including_all(&by.by), AnalysisOptions { crossed: ["m0", "m1"], ..options });
        parts_are_merged_or_refused::<BigRational>(&case, Scale::Tenths, &terms, &options, (&keys, apart));
        parts_are_merged_or_refused::<f64>(&case, Scale::Wild, &terms, &options, (&keys, apart));
    }

    #[test]
    fn r12_crosses_of_different_people_merge_and_r17_others_are_refused(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
        apart in any::<bool>(),
    ) {
        parts_are_merged_or_refused::<BigRational>(&case, Scale::Tenths, &terms, &options, (&keys, apart));
        parts_are_merged_or_refused::<f64>(&case, Scale::Tenths, &terms, &options, (&keys, apart));
        let wild = case.without_ranges();
        parts_are_merged_or_refused::<f64>(&wild, Scale::Wild, &terms, &options, (&keys, apart));
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new(
        [
            Measure::higher_is_better("function", "points").tolerance(1.0),
            Measure::lower_is_better("pain", "points").tolerance(0.5),
            Measure::higher_is_better("huge", "points"),
        ],
        [Service::new("physio", "clinic"), Service::new("yoga", "club")],
    )
    .expect("sound")
}

/// A visit with a change on each measure, if given.
fn visit(user: &str, day: i8, function: Option<f64>, pain: Option<f64>) -> Interaction {
    let mut visit = Interaction::between(user, "physio", date(2026, 3, day)).id(format!("{user}-{day}"));
    if let Some(change) = function {
        visit = visit.appraisal(Appraisal::of("function").change(change));
    }
    if let Some(change) = pain {
        visit = visit.appraisal(Appraisal::of("pain").change(change));
    }
    visit
}

#[test]
fn all_nine_fields_equal_a_worked_example() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    // Better, exactly the tolerance of 1, and worse. Lower pain is better, with a tolerance of 0.5.
    let function = [1.25, 1.0, -1.25];
    let pain = [-0.75, 0.5, 0.75];
    for (row, function) in function.into_iter().enumerate() {
        for (column, pain) in pain.into_iter().enumerate() {
            // Each field has one more person than the field before.
            for person in 0..=3 * row + column {
                ledger.record(visit(&format!("p{row}{column}{person}"), 2, Some(function), Some(pain)))?;
            }
        }
    }
    ledger.record(visit("only-function", 2, Some(5.0), None))?;
    ledger.record(visit("only-pain-1", 2, None, Some(5.0)))?;
    ledger.record(visit("only-pain-2", 2, None, Some(0.0)))?;
    let cross = ledger.cross(By::none(), "function", "pain")?;
    let all = cross.line(())?;
    assert_eq!(nine(&all), [[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
    assert_eq!((all.person_count(), all.without_measure_count(), all.without_other_count()), (45, 2, 1));
    assert_eq!((counts(&all.on_measure()), counts(&all.on_other())), ([6, 15, 24], [12, 15, 18]));
    assert_eq!(cross.beneficiary_count(), 48);
    assert_eq!(
        cross.to_string(),
        "change from before; users' own appraisals; function beside pain, each person's changes added up; 48 users\n\
         lower is better: pain\n\
         \n\
         45 users counted on both\n\
         \x20                  pain better  pain the same  pain worse         all\n\
         function better        1 (2 %)        2 (4 %)     3 (7 %)    6 (13 %)\n\
         function the same      4 (9 %)       5 (11 %)    6 (13 %)   15 (33 %)\n\
         function worse        7 (16 %)       8 (18 %)    9 (20 %)   24 (53 %)\n\
         all                  12 (27 %)      15 (33 %)   18 (40 %)  45 (100 %)\n\
         counted on function only: 1 user; on pain only: 2 users\n",
    );
    assert_eq!(
        cross.to_csv(),
        "measure,other,people,both_better_better,both_better_same,both_better_worse,both_same_better,both_same_same,\
         both_same_worse,both_worse_better,both_worse_same,both_worse_worse,without_measure,without_other,rule,baseline,\
         logic,including,follow_up,as_of\n\
         function,pain,45,1,2,3,4,5,6,7,8,9,2,1,\"function beside pain, each person's sum against the tolerance\",before,\
         service-dominant,,last,\n",
    );
    assert!(cross.to_json().ends_with(concat!(
        r#""rule":"function beside pain, each person's sum against the tolerance","#,
        "\n \"lines\":[\n ",
        r#"{"line":{},"measure":"function","other":"pain","people":45,"both":{"better":{"better":1,"same":2,"worse":3},"#,
        r#""same":{"better":4,"same":5,"worse":6},"worse":{"better":7,"same":8,"worse":9}},"#,
        r#""without_measure":2,"without_other":1}]}"#,
    )));
    Ok(())
}

/// The outcome of a person is that of the sum over services, days and windfalls, of the appraisals that the terms
/// include.
#[test]
fn all_changes_of_a_person_are_added_up() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    // Ana is 3 better at physio and 3 worse at yoga, which gives no change. Her pain falls three times by 0.25, which
    // is within the tolerance each time and beyond it in total.
    ledger.record(visit("ana", 2, Some(3.0), Some(-0.25)))?;
    ledger.record(visit("ana", 9, None, Some(-0.25)))?;
    ledger.record(visit("ana", 16, None, Some(-0.25)))?;
    let yoga = Interaction::between("ana", "yoga", date(2026, 3, 3)).id("yoga");
    ledger.record(yoga.appraisal(Appraisal::of("function").change(-3.0)))?;
    // Ben integrated nothing, so both changes are windfalls. A cross counts windfalls as well.
    let absent = visit("ben", 2, Some(2.0), Some(2.0));
    ledger.record(absent.contribution(Contribution::of("ben").integrated(0.0)))?;
    // Cai's function is left out, because no level after is stated. Dee's second visit is void.
    ledger.record(
        visit("cai", 2, None, Some(-1.0)).appraisal(Appraisal::of("function").before(3.0)).affected("neighbour"),
    )?;
    ledger.record(visit("dee", 2, Some(-2.0), None))?;
    ledger.record(visit("dee", 3, None, Some(4.0)))?;
    ledger.void("dee-3", Void::because("another patient's file").known(date(2026, 4, 1)))?;
    // The neighbour is only affected. An instrument states the change of the neighbour's function.
    ledger.appraise("cai-2", Appraisal::of("function").beneficiary("neighbour").observed("meter").change(-2.0))?;
    ledger.appraise("cai-2", Appraisal::of("pain").beneficiary("neighbour").change(-2.0))?;

    let all = ledger.cross(By::none(), "function", "pain")?.line(())?;
    assert_eq!(nine(&all), [[0, 0, 1], [1, 0, 0], [0, 0, 0]], "Ben is worse on both, Ana the same and better");
    assert_eq!(
        (all.without_measure_count(), all.without_other_count()),
        (1, 1),
        "Cai is without function, Dee without pain"
    );
    // By service, Ana is better on both measures at physio, and has one measure at yoga.
    let by_service = ledger.cross(By::Service, "function", "pain")?;
    let names: Vec<_> = by_service.lines().map(|line| line.line().to_string()).collect();
    assert_eq!(names, ["physio", "yoga"]);
    assert_eq!(nine(&by_service.line("physio")?), [[1, 0, 1], [0; 3], [0; 3]]);
    assert_eq!((by_service.line("yoga")?.person_count(), by_service.line("yoga")?.without_other_count()), (0, 1));
    assert!(by_service.to_string().ends_with(
        "\nservice yoga: 0 users counted on both\ncounted on function only: 1 user; on pain only: 0 users\n"
    ));
    // As of March the void is not known yet, and Dee is worse on both measures.
    let march = ledger.cross(Terms::by(By::none()).as_of(date(2026, 3, 31)), "function", "pain")?;
    assert_eq!(nine(&march.line(())?)[2], [0, 0, 1]);
    // With affected people: the neighbour has pain only, or both measures if observed appraisals are included.
    let affected = || Terms::by(By::Role).including(Role::Affected);
    let line = ledger.cross(affected(), "function", "pain")?.line("affected")?;
    assert_eq!((line.person_count(), line.without_measure_count()), (0, 1));
    let cross = ledger.cross(affected().including(SourceKind::Observed), "function", "pain")?;
    assert_eq!(nine(&cross.line("affected")?)[2], [1, 0, 0]);
    assert!(cross.to_string().contains("\nrole affected: 1 beneficiary counted on both\n"), "{cross}");
    Ok(())
}

/// Two changes whose sum is the tolerance, each within it or beyond it.
#[test]
fn a_sum_equal_to_the_tolerance_counts_as_the_same() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    for (user, function, pain) in [
        ("ana", [0.5, 0.5], [-0.25, -0.25]),
        ("ben", [-0.5, -0.5], [0.25, 0.25]),
        ("cai", [3.0, -2.0], [2.0, -1.5]),
        ("dee", [0.5, 0.75], [0.25, 0.5]),
    ] {
        for (day, (function, pain)) in (2..).zip(function.into_iter().zip(pain)) {
            ledger.record(visit(user, day, Some(function), Some(pain)))?;
        }
    }
    let all = ledger.cross(By::none(), "function", "pain")?.line(())?;
    assert_eq!(nine(&all), [[0, 0, 1], [0, 3, 0], [0, 0, 0]], "only Dee's sum is beyond the tolerance");
    Ok(())
}

#[test]
fn measures_of_two_elements_are_on_two_lines() -> Result<(), Error> {
    use covalue::catalogue::Element;
    let catalogue = Catalogue::new(
        [
            Measure::higher_is_better("function", "points").element(Element::Outcome),
            Measure::lower_is_better("pain", "points").element(Element::Satisfaction),
        ],
        [Service::new("physio", "clinic")],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(visit("ana", 2, Some(3.0), Some(-1.0)))?;
    assert_eq!(nine(&ledger.cross(By::Service, "function", "pain")?.line("physio")?)[0], [1, 0, 0]);
    let cross = ledger.cross(By::Element, "function", "pain")?;
    let found: Vec<_> = cross
        .lines()
        .map(|line| (line.person_count(), line.without_measure_count(), line.without_other_count()))
        .collect();
    assert_eq!((found, cross.beneficiary_count()), (vec![(0, 0, 1), (0, 1, 0)], 1));
    Ok(())
}

/// Two of the four people who lost points judge themselves better, and one the same.
#[test]
fn a_persons_own_judgement_is_a_measure() -> Result<(), Error> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("points", "points"), Measure::higher_is_better("own word", "steps")],
        [Service::new("hip", "hospital")],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    let people = [(-3.0, 1.0), (-2.0, 0.0), (-4.0, -1.0), (-1.0, 1.0), (2.0, 1.0), (0.0, 0.0)];
    for (number, (points, own_word)) in people.into_iter().enumerate() {
        let stay = Interaction::between(format!("patient {number}"), "hip", date(2026, 3, 2));
        let stay = stay.appraisal(Appraisal::of("points").change(points));
        ledger.record(stay.appraisal(Appraisal::of("own word").change(own_word)))?;
    }
    let hip = ledger.cross(By::Service, "points", "own word")?.line("hip")?;
    assert_eq!(nine(&hip), [[1, 0, 0], [0, 1, 0], [2, 1, 1]]);
    Ok(())
}

#[test]
fn what_cannot_be_crossed_is_refused() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit("ana", 2, Some(3.0), Some(-1.0)))?;
    let refused = |terms: Terms, measure: &str, other: &str| {
        let error = ledger.cross(terms, measure, other).unwrap_err();
        (error.rule(), error.to_string())
    };
    let unknown = "R2: measure `mood` is not in the catalogue".to_owned();
    assert_eq!(refused(By::Service.into(), "mood", "pain"), (Rule::R2, unknown.clone()));
    assert_eq!(refused(By::Service.into(), "pain", "mood"), (Rule::R2, unknown.clone()));
    assert_eq!(refused(By::Service.into(), "mood", "mood"), (Rule::R2, unknown));
    let itself = "form: a cross needs two measures, but both are `pain`".to_owned();
    assert_eq!(refused(By::Service.into(), "pain", "pain"), (Rule::Form, itself));
    assert_eq!(refused(By::Year.and(By::Year).into(), "mood", "pain").0, Rule::R13);
    // A measure without appraisals and an empty ledger are no errors.
    assert_eq!(ledger.cross(By::Service, "huge", "pain")?.line("physio")?.without_measure_count(), 1);
    let empty = Ledger::new(&catalogue()).cross(By::Service, "function", "pain")?;
    assert_eq!((empty.lines().len(), empty.beneficiary_count()), (0, 0));
    assert!(empty.to_string().ends_with("0 users\nno people counted on function or pain\n"), "{empty}");
    let error = empty.line("physio").unwrap_err();
    assert_eq!(error.to_string(), "R20: the analysis by service has no line `physio`");
    assert_eq!(empty.line(["physio", "2026"]).unwrap_err().rule(), Rule::R20);
    Ok(())
}

#[test]
fn an_overflowing_change_is_an_error_if_its_measure_is_crossed() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(
        visit("ana", 2, Some(f64::MAX), Some(-1.0)).appraisal(Appraisal::of("huge").before(-f64::MAX).after(f64::MAX)),
    )?;
    // A sum beyond the largest float does not overflow here, because only its sign is needed.
    ledger.record(visit("ana", 3, Some(f64::MAX), None))?;
    assert_eq!(nine(&ledger.cross(By::Service, "function", "pain")?.line("physio")?)[0], [1, 0, 0]);
    for (measure, other) in [("huge", "pain"), ("pain", "huge")] {
        let error = ledger.cross(By::Service, measure, other).unwrap_err();
        assert_eq!(error.to_string(), "R3: overflow: change of `huge` on line `physio` is more than f64 holds");
    }
    Ok(())
}

#[track_caller]
fn refused(here: &Cross, there: &Cross, message: &str) {
    let mut one = here.clone();
    let error = one.merge_in(there).unwrap_err();
    assert_eq!((error.rule(), error.to_string().as_str()), (Rule::R17, message));
    assert!(one == *here && one.parts().eq(here.parts()), "a refused merge changed the cross");
    assert_eq!(here.clone().merge(there.clone()).unwrap_err(), error);
}

#[test]
fn r17_other_measures_terms_definitions_and_parts_do_not_merge() -> Result<(), Error> {
    let books = |part: &str, catalogue: &Catalogue, user: &str| {
        let mut ledger = Ledger::part(catalogue, part);
        ledger.record(visit(user, 2, Some(3.0), Some(-1.0))).map(|_| ledger)
    };
    let catalogue = catalogue();
    let north = books("north", &catalogue, "ana")?.cross(By::Service, "function", "pain")?;
    let south = books("south", &catalogue, "ben")?;
    refused(
        &north,
        &south.cross(By::Month, "function", "pain")?,
        "R17: the terms differ: by service, change from before, users' own appraisals, and by month, change from before, \
         users' own appraisals",
    );
    refused(
        &north,
        &south.cross(By::Service, "pain", "function")?,
        "R17: the rules differ: `function` beside `pain`, and `pain` beside `function`",
    );
    let again = books("north", &catalogue, "ben")?.cross(By::Service, "function", "pain")?;
    refused(
        &north,
        &again,
        "R17: the part `north` is in both statements: it counts once, and another part needs another name",
    );
    let mut otherwise = Catalogue::new([Measure::higher_is_better("function", "points")], [])?;
    otherwise.add_measure(Measure::lower_is_better("pain", "points"))?;
    otherwise.add_service(Service::new("physio", "clinic"))?;
    let elsewhere = books("east", &otherwise, "ana")?.cross(By::Service, "function", "pain")?;
    refused(&north, &elsewhere, "R17: the definitions differ: measure `function` is already defined differently");
    // The common person may be on another line of either part.
    let mut west = Ledger::part(&catalogue, "west");
    let yoga = Interaction::between("ana", "yoga", date(2026, 3, 3)).id("yoga");
    west.record(yoga.appraisal(Appraisal::of("pain").change(-3.0)))?;
    west.record(visit("ben", 9, None, Some(1.0)))?;
    let west = west.cross(By::Service, "function", "pain")?;
    refused(&north, &west, "R17: 1 person is counted in both parts: merge the ledgers, and analyse the whole");
    let both = north.clone().merge(south.cross(By::Service, "function", "pain")?)?;
    refused(&both, &west, "R17: 2 people are counted in both parts: merge the ledgers, and analyse the whole");
    assert_eq!((both.line("physio")?.person_count(), both.beneficiary_count()), (2, 2));
    Ok(())
}
