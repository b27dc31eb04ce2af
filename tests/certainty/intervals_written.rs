//! Intervals as tables, HTML, JSON and CSV, beside what is missing.

use covalue::certainty::{Intervals, NoInterval, Resampling};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};

/// Forty visitors and three whose level after is missing; with one class of each ten.
fn intervals(measure: Measure<f64>, resampling: Resampling) -> Intervals {
    let services = [Service::new("physio", "clinic").promises("mobility", 2.0), Service::new("yoga", "clinic")];
    let mut ledger = Ledger::new(&Catalogue::new([measure], services).unwrap());
    for number in 0..43_u32 {
        let before = Appraisal::of("mobility").before(5.0);
        let appraisal = if number < 40 { before.after(f64::from(number % 8) + 3.0) } else { before };
        let visit = Interaction::between(format!("user {number}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(appraisal)).unwrap();
    }
    let visit = Interaction::between("ana", "yoga", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(-1.0))).unwrap();
    ledger.intervals_on(By::Service, resampling).unwrap()
}

fn ranged() -> Intervals {
    intervals(Measure::higher_is_better("mobility", "points").range(0.0, 10.0), Resampling::seeded(1))
}

#[test]
fn what_is_missing_stands_below_the_intervals() {
    let printed = ranged().to_string();
    assert_eq!(
        printed,
        "change from before; users' own appraisals
95 % confidence intervals: 4,999 replicates of people, seed 1
service  measure   unit    users  created for each person  destroyed for each person     net for each person
physio   mobility  points     40      1.88 (1.29 to 2.52)        0.38 (0.19 to 0.66)     1.50 (0.73 to 2.26)
yoga     mobility  points      1   too few units: 1 of 20     too few units: 1 of 20  too few units: 1 of 20
in brackets: confidence intervals, which say how far chance could move a figure; missing appraisals are another doubt

if no appraisal were missing, totals would lie between these; chance is not counted in
service  measure   unit    missing  created in all  destroyed in all      net in all
physio   mobility  points        3  75.00 to 90.00    15.00 to 30.00  45.00 to 75.00
"
    );
    let physio = ranged();
    let physio = physio.line("physio", "mobility").unwrap();
    assert_eq!((physio.missing(), physio.bounds().unwrap().created().highest()), (Some(3), &90.0));
    let without = intervals(Measure::higher_is_better("mobility", "points"), Resampling::seeded(1));
    assert!(
        without.to_string().contains("points        3     not bounded       not bounded  not bounded\n"),
        "{without}"
    );
    assert_eq!(without.line("physio", "mobility").unwrap().bounds(), None);
}

/// The bounds of a statement are of people without weights, and a weighted total is not.
#[test]
fn weighted_intervals_say_so_and_have_no_bounds() {
    let ids = (0..43).map(|number| format!("user {number}")).chain(["ana".to_owned()]);
    let resampling = Resampling::seeded(1).weighted(ids.map(|id| (id, 2.0))).unwrap();
    let weighted = intervals(Measure::higher_is_better("mobility", "points").range(0.0, 10.0), resampling);
    let physio = weighted.line("physio", "mobility").unwrap();
    assert_eq!((physio.bounds(), physio.missing()), (None, Some(3)));
    assert_eq!(physio.created().unwrap().total(), 150.0);
    assert!(weighted.to_string().contains("of people, seed 1, weighted\n"), "{weighted}");
    assert!(!weighted.to_json().contains("none_missing_lowest"));
}

#[test]
fn intervals_are_written_as_json() {
    let json = ranged().to_json();
    let line = json.lines().nth(2).unwrap();
    let fields: serde_json::Value = serde_json::from_str(line.trim().trim_end_matches(',')).unwrap();
    let physio = ranged();
    let created = physio.line("physio", "mobility").unwrap().created().unwrap();
    assert_eq!(fields["line"], serde_json::json!({"service": "physio"}));
    assert_eq!(
        fields["created"],
        serde_json::json!({
            "each": 1.875, "low": created.low(), "high": created.high(),
            "total": 75.0, "total_low": created.total_low(), "total_high": created.total_high(),
            "none_missing_lowest": 75.0, "none_missing_highest": 90.0,
        })
    );
    assert_eq!(
        fields["windfall_gain"],
        serde_json::json!({
            "none": "too_few_amounts", "found": 0, "least": 5, "none_missing_lowest": 0.0, "none_missing_highest": 0.0,
        })
    );
    assert_eq!((&fields["people"], &fields["missing"]), (&serde_json::json!(40), &serde_json::json!(3)));
    let yoga: serde_json::Value =
        serde_json::from_str(json.lines().nth(3).unwrap().trim().trim_end_matches("]}")).unwrap();
    assert_eq!(yoga["net"]["none"], "too_few_units");
}

#[test]
fn intervals_are_written_as_csv() {
    let resampling = Resampling::seeded(1).by("class").level(9, 10).unwrap().replicates(99).unwrap();
    let csv = intervals(Measure::higher_is_better("mobility", "points"), resampling).to_csv();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| &rows[row][headers.iter().position(|header| header == name).unwrap()];
    assert_eq!(
        (cell(0, "service"), cell(0, "units"), cell(0, "unstated"), cell(0, "missing")),
        ("physio", "40", "40", "3")
    );
    assert_eq!((cell(0, "net_each"), cell(0, "net_none"), cell(0, "net_none_missing_lowest")), ("1.5", "", ""));
    assert_eq!((cell(1, "net_none"), cell(1, "net_found"), cell(1, "net_least")), ("too_few_units", "1", "20"));
    assert_eq!(cell(0, "rule"), "90 % BCa, 99 replicates of values of class, seed 1, at least 20 values of class");
}

#[test]
fn intervals_are_a_table_of_a_web_page() {
    let html = ranged().to_html();
    assert!(html.contains("1.88 (1.29 to 2.52)") && html.contains("75.00 to 90.00"), "{html}");
}

/// A line whose appraisals are all missing is listed with their number, and with the reason for which it has no interval.
#[test]
fn a_line_whose_appraisals_are_all_missing_is_listed() {
    let services = ["physio", "yoga"].map(|service| Service::new(service, "clinic").promises("mobility", 2.0));
    let mut ledger = Ledger::new(&Catalogue::new([Measure::higher_is_better("mobility", "points")], services).unwrap());
    for number in 0..30_u32 {
        let visit = |service| Interaction::between(format!("user {number}"), service, date(2026, 3, 2));
        let change = Appraisal::of("mobility").change(f64::from(number % 8) - 2.0);
        ledger.record(visit("physio").appraisal(change)).unwrap();
        if number < 7 {
            ledger.record(visit("yoga").appraisal(Appraisal::of("mobility").before(5.0))).unwrap();
        }
    }
    let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1)).unwrap();
    let yoga = intervals.line("yoga", "mobility").unwrap();
    assert_eq!((yoga.people(), yoga.units(), yoga.missing()), (0, 0, Some(7)));
    let none = NoInterval::TooFewUnits { found: 0, least: 20 };
    assert_eq!((yoga.net(), yoga.created()), (Err(none), Err(none)));
    assert_eq!(intervals.totals("yoga", "mobility").unwrap().net(), Err(none));
    for (one, other) in [("physio", "yoga"), ("yoga", "physio"), ("yoga", "yoga")] {
        assert_eq!(intervals.difference(one, other, "mobility").unwrap().net(), Err(none));
    }
    let printed = intervals.to_string();
    assert!(printed.contains("\nyoga     mobility  points      0   too few units: 0 of 20 "), "{printed}");
    assert!(printed.contains("\nyoga     mobility  points        7     not bounded"), "{printed}");
    assert!(intervals.to_csv().contains("\nyoga,mobility,points,0,7,"), "{}", intervals.to_csv());
    let statement = ledger.statement(By::Service).unwrap();
    let lines: Vec<_> = intervals.lines().map(|line| (line.line(), line.measure())).collect();
    let cells: Vec<_> = statement.cells().collect();
    assert_eq!(lines, cells.iter().map(|cell| (cell.line(), cell.measure())).collect::<Vec<_>>());
}
