//! Differences of lines: to another line, and to all others together, against differences of units that are made here.

use covalue::certainty::{Interval, NoInterval, Per, Resampling};
use covalue::error::CertaintyError;
use covalue::number::Fraction;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::generate::cases;

const WARDS: [Option<&str>; 4] = [Some("north"), Some("south"), Some("west"), None];

/// A visit: the person, the ward in which it took place, and the change.
type Visit = (u64, usize, i64);

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    prop::collection::vec((0..24_u64, 0..WARDS.len(), -9..=9_i64), 60..120)
}

fn ledger<N: Fraction>(visits: &[Visit]) -> Ledger<N> {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
    for (index, (person, ward, change)) in visits.iter().enumerate() {
        let visit = Interaction::between(format!("person {person}"), "physio", date(2026, 3, 2)).id(format!("{index}"));
        let visit = if let Some(ward) = WARDS[*ward] { visit.with("ward", ward) } else { visit };
        let change = N::parse(&change.to_string()).unwrap();
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    ledger
}

fn resampling() -> Resampling {
    Resampling::seeded(3).replicates(199).unwrap().at_least(5).per(Per::Appraisal)
}

/// The units of the net of the visits in some wards: each visit counts once.
fn units(visits: &[Visit], is_in: impl Fn(usize) -> bool) -> Vec<(String, f64, f64)> {
    let of_wards = visits.iter().filter(|(_, ward, _)| is_in(*ward));
    of_wards.map(|(person, _, change)| (format!("person {person}"), *change as f64, 1.0)).collect()
}

/// The difference of two lists of units.
fn expected(one: Vec<(String, f64, f64)>, other: Vec<(String, f64, f64)>) -> Result<Interval, NoInterval> {
    let resampling = Resampling::seeded(3).replicates(199).unwrap().at_least(5);
    resampling.difference(one, other).map_err(|error| match error {
        CertaintyError::NoInterval(reason) => reason,
        other => panic!("{other}"),
    })
}

fn check<N: Fraction>(visits: &[Visit]) -> Result<(), TestCaseError> {
    let intervals = ledger::<N>(visits).intervals_on(By::with("ward"), resampling()).unwrap();
    let present = |ward: usize| visits.iter().any(|visit| visit.1 == ward);
    let stated: Vec<usize> = (0..3).filter(|ward| present(*ward)).collect();
    let others = intervals.clone().less_others().unwrap();
    prop_assert_eq!(others.differences().len(), if stated.len() > 1 { stated.len() } else { 0 });
    for (difference, &ward) in others.differences().zip(&stated) {
        prop_assert_eq!(difference.line().to_string(), WARDS[ward].unwrap());
        let (here, there) = (units(visits, |of| of == ward), units(visits, |of| of != ward && of < 3));
        prop_assert_eq!(difference.net(), expected(here, there));
    }
    if let [one, other, ..] = stated[..] {
        let [line, less] = [one, other].map(|ward| WARDS[ward].unwrap());
        let both = intervals.less(line, less, "mobility").unwrap();
        let difference = both.differences().next().unwrap();
        prop_assert_eq!(difference.less().map(ToString::to_string), Some(less.to_owned()));
        let (here, there) = (units(visits, |of| of == one), units(visits, |of| of == other));
        prop_assert_eq!(difference.net(), expected(here, there));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn differences_of_lines_are_those_of_their_appraisals(visits in visits()) {
        check::<f64>(&visits)?;
        check::<BigRational>(&visits)?;
    }
}

#[test]
fn differences_stand_below_the_lines_and_in_files() {
    let visits: Vec<Visit> = (0..120).map(|visit| (visit, (visit % 2) as usize, (visit % 7) as i64 - 2)).collect();
    let ledger = ledger::<f64>(&visits);
    let intervals = ledger.intervals_on(By::with("ward"), resampling().at_least(20)).unwrap();
    let plain = intervals.to_json();
    let intervals = intervals.less_others().unwrap().less("north", "south", "mobility").unwrap();
    let printed = intervals.to_string();
    let expected = "
with.ward  less        measure   unit    created for each appraisal  destroyed for each appraisal  net for each appraisal
north      all others  mobility  points        0.03 (-0.51 to 0.73)         -0.02 (-0.30 to 0.25)    0.05 (-0.75 to 0.88)
south      all others  mobility  points       -0.03 (-0.73 to 0.51)          0.02 (-0.25 to 0.30)   -0.05 (-0.88 to 0.75)
north      south       mobility  points        0.03 (-0.51 to 0.73)         -0.02 (-0.30 to 0.25)    0.05 (-0.75 to 0.88)
in brackets: confidence intervals, which say how far chance could move a figure; missing appraisals are another doubt
";
    assert_eq!(printed.lines().skip(5).map(|line| line.to_owned() + "\n").collect::<String>(), expected);
    let json: serde_json::Value = serde_json::from_str(&intervals.to_json()).unwrap();
    assert!(intervals.to_json().starts_with(plain.strip_suffix('}').unwrap()));
    let differences = json["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 3);
    let net = intervals.differences().next().unwrap().net().unwrap();
    assert!(differences[0]["less"].is_null());
    assert_eq!(differences[2]["less"]["with.ward"], "south");
    assert_eq!(differences[0]["net"]["low"], net.low());
    assert!(differences[0]["net"]["total"].is_null());
    let csv = intervals.to_csv();
    assert!(csv.starts_with("with.ward,less,less_with.ward,measure,unit,people,missing,created_each,"), "{csv}");
    let row = csv.lines().nth(5).unwrap();
    assert!(row.starts_with("north,line,south,mobility,points,,,"), "{row}");
    assert!(csv.lines().nth(3).unwrap().starts_with("north,all_others,,mobility,points,,,"), "{csv}");
    assert!(row.contains(&format!(",{:?},{:?},", net.estimate(), net.low())), "{row}");
    let html = intervals.to_html();
    assert!(html.contains("all others"), "{html}");
}

#[test]
fn a_line_is_compared_with_all_others_for_each_appraisal() {
    let ledger = ledger::<f64>(&[(1, 0, 1), (2, 1, 1)]);
    let for_people = ledger.intervals(Terms::by(By::with("ward"))).unwrap();
    assert_eq!(
        for_people.less_others().unwrap_err().to_string(),
        "form: a person may be on several of the other lines: compare a line with all others for each appraisal (`per`)"
    );
    let unknown = ledger.intervals(By::with("ward")).unwrap().less("north", "east", "mobility").unwrap_err();
    assert_eq!(unknown.rule(), covalue::Rule::R20);
    let one = ledger.intervals_on(By::Service, resampling()).unwrap().less_others().unwrap();
    assert_eq!(one.differences().len(), 0);
}
