//! Law: a row of the simplest kind is recorded as it would be through a record.

use covalue::number::{Apportion, Number};
use covalue::{By, Catalogue, Cooperation, Ledger, Measure, Service, Terms, date, table};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;

/// The cells of a row: id, service, user, day, measure, before, after, what the user integrated, and two dimensions.
type Cells = [&'static str; 10];

fn row() -> impl Strategy<Value = Cells> {
    let cell = |texts: &'static [&'static str]| select(texts);
    (
        cell(&["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", ""]),
        cell(&["physio", "physio", "physio", "yoga", "yoga", "dance"]),
        cell(&["ana", "ana", "ben", "ben", "clinic"]),
        cell(&["2026-03-02", "2026-03-02", "2026-03-02", "2026-03-09", "2026-01-01"]),
        cell(&["pain", "pain", "mobility", "mobility", "mobility"]),
        cell(&["6", "4", "0", "", "6.5"]),
        cell(&["4", "6", "10", "", "7", "11"]),
        cell(&["", "", "1", "0", "-1"]),
        cell(&["north", "south", ""]),
        cell(&["", "old"]),
    )
        .prop_map(|(id, service, user, on, measure, before, after, integrated, district, age)| {
            [id, service, user, on, measure, before, after, integrated, district, age]
        })
}

/// The table, and the same table with follow-up 1 stated in every row, which then is not of the simplest kind.
fn tables(rows: &[Cells]) -> [String; 2] {
    let header = "id,service,user,on,measure,before,after,user_integrated,with.district,with.age";
    let lines = |more: &str| rows.iter().map(|cells| cells.join(",") + more + "\n").collect::<String>();
    [format!("{header}\n{}", lines("")), format!("{header},follow_up\n{}", lines(",1"))]
}

fn check<N: Number + Apportion>(rows: &[Cells], is_closed: bool) -> Result<(), TestCaseError> {
    let number = |text: &str| N::parse(text).expect("it is a number");
    let catalogue = Catalogue::new(
        [
            Measure::lower_is_better("pain", "points").range(N::zero(), number("10")),
            Measure::higher_is_better("mobility", "points"),
        ],
        [Service::new("physio", "clinic"), Service::new("yoga", "studio")],
    )
    .expect("it is valid");
    let [plain, through_records] = tables(rows).map(|table| {
        let mut ledger = Ledger::<N>::part(&catalogue, "a table");
        if is_closed {
            ledger.close(date(2026, 2, 1));
        }
        let mut lenient = ledger.clone();
        let read = table::read(&mut ledger, table.as_bytes()).map_err(|error| error.to_string());
        let intake = table::read_lenient(&mut lenient, table.as_bytes()).expect("the form is valid");
        let refused: Vec<String> = intake.refused().iter().map(ToString::to_string).collect();
        (read.map(|intake| intake.interaction_count()), refused, ledger, lenient)
    });
    prop_assert_eq!(&plain.0, &through_records.0);
    prop_assert_eq!(&plain.1, &through_records.1);
    for (one, two) in [(plain.2, through_records.2), (plain.3, through_records.3)] {
        prop_assert!(one == two);
        for by in ["service", "user", "role", "with.district", "with.age", "month"] {
            let terms = Terms::by(by.parse::<By>().expect("a word"));
            prop_assert_eq!(one.statement(&terms).unwrap(), two.statement(&terms).unwrap());
        }
        prop_assert_eq!(one.engagement(By::Service).unwrap(), two.engagement(By::Service).unwrap());
        let shares = |ledger: &Ledger<N>| ledger.attribution(Cooperation).map(|shares| shares.to_string());
        prop_assert_eq!(shares(&one), shares(&two));
    }
    Ok(())
}

proptest! {
    #[test]
    fn plain_rows_are_recorded_as_through_records(
        rows in proptest::collection::vec(row(), 1..8),
        is_closed in any::<bool>(),
    ) {
        check::<f64>(&rows, is_closed)?;
        check::<BigRational>(&rows, is_closed)?;
    }
}

/// The law above must meet rows that are recorded plainly, and rows that are not.
#[test]
fn plain_rows_keep_their_order_and_levels() {
    let [plain, through_records] = tables(&[
        ["v1", "physio", "ana", "2026-03-02", "pain", "6", "4", "", "north", "old"],
        ["v2", "physio", "ben", "2026-03-09", "pain", "", "4", "0", "", ""],
        ["v3", "yoga", "ana", "2026-03-02", "mobility", "6.5", "", "1", "south", ""],
    ]);
    let catalogue = Catalogue::<f64>::new(
        [Measure::lower_is_better("pain", "points"), Measure::higher_is_better("mobility", "points")],
        [Service::new("physio", "clinic"), Service::new("yoga", "studio")],
    )
    .unwrap();
    let [plain, through_records] = [plain, through_records].map(|table| {
        let mut ledger = Ledger::part(&catalogue, "a table");
        assert_eq!(table::read(&mut ledger, table.as_bytes()).unwrap().interaction_count(), 3);
        ledger.interactions().collect::<Vec<_>>()
    });
    assert_eq!(plain, through_records);
    assert_eq!(plain[0].users().next().unwrap().value("district"), Some("north"));
    assert_eq!(plain[1].contributions().next().unwrap().get_integrated(), Some(&0.0));
    assert_eq!(plain[2].appraisals().next().unwrap().get_before(), Some(&6.5));
}
