//! Two statements compared, figure by figure.

use covalue::error::Overflow;
use covalue::statement::{Cell, CellChange, FigureChange};
use covalue::{
    Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, Statement, Terms, date,
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::case::{Case, Scale, day};
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

type Amount<N> = fn(&CellChange<N>) -> Result<FigureChange<N>, Overflow>;

fn amounts() -> [Amount<BigRational>; 13] {
    [
        CellChange::co_created,
        CellChange::created_alone,
        CellChange::windfall_gain,
        CellChange::with_misuse,
        CellChange::without_misuse,
        CellChange::destroyed_alone,
        CellChange::windfall_loss,
        CellChange::within_up,
        CellChange::within_down,
        CellChange::created,
        CellChange::destroyed,
        CellChange::net,
        CellChange::hidden,
    ]
}

#[track_caller]
fn changes_add_up(case: &Case, terms: &PlainTerms, days: [u16; 2]) {
    let ledger = record::<BigRational>(case, Scale::Tenths).ledger;
    let terms = Terms::from(terms).counting_beneficiaries();
    let [then, now] = days.map(|on| ledger.statement(terms.clone().as_of(day(on))).unwrap());
    let change = now.change_since(&then).unwrap();
    assert_eq!((change.earlier_terms(), change.terms()), (then.terms(), now.terms()));
    let lines: Vec<_> = change.cells().map(|cell| (cell.line().clone(), cell.measure().clone())).collect();
    assert!(lines.is_sorted_by(|one, two| one < two), "each cell is listed once");
    assert_eq!(change.cells().filter(|cell| !cell.is_new()).count(), then.len());
    assert_eq!(change.cells().filter(|cell| !cell.is_gone()).count(), now.len());
    for cell in change.cells() {
        let of = |statement: &Statement<BigRational>| statement.cell(cell.line(), cell.measure()).ok();
        assert_eq!((cell.then().cloned(), cell.now().cloned()), (of(&then), of(&now)));
        assert!(!(cell.is_new() && cell.is_gone()));
        for read in amounts() {
            let figure = read(cell).unwrap();
            let sum = figure.then().zip(figure.change()).map(|(then, change)| then + change);
            match (cell.is_new(), cell.is_gone()) {
                (false, false) => assert_eq!(sum.as_ref(), figure.now()),
                _ => assert!(sum.is_none() && figure.change().is_none(), "never a silent zero"),
            }
        }
        let counted = cell.count(Cell::appraisal_count);
        let by = counted
            .then()
            .zip(counted.now())
            .map(|(then, now)| i64::try_from(now).unwrap() - i64::try_from(then).unwrap());
        assert_eq!(counted.change(), by);
    }
    let json: Value = serde_json::from_str(&change.to_json().unwrap()).unwrap();
    let cells = json["cells"].as_array().unwrap();
    assert_eq!((cells.len(), change.to_csv().unwrap().lines().count()), (change.len(), change.len() + 1));
    for (written, cell) in cells.iter().zip(change.cells()) {
        assert_eq!(written["created"]["change"].is_null(), cell.is_new() || cell.is_gone());
        assert_eq!(written["gains"]["now"].as_u64(), cell.now().map(Cell::gain_count));
    }
}

proptest! {
    /// Then and the change add up to now, exactly over fractions.
    #[test]
    fn then_and_change_add_up_to_now(case in ledger(), terms in terms(), days in [0..190_u16, 0..190_u16]) {
        changes_add_up(&case, &terms, days);
    }

    /// A statement has not changed since itself.
    #[test]
    fn the_change_since_itself_is_zero(case in ledger(), terms in terms()) {
        let statement = record::<BigRational>(&case, Scale::Tenths).ledger.statement(Terms::from(&terms)).unwrap();
        let change = statement.change_since(&statement).unwrap();
        prop_assert_eq!(change.len(), statement.len());
        for cell in change.cells() {
            prop_assert!(!cell.is_new() && !cell.is_gone());
            for read in amounts() {
                prop_assert!(read(cell).unwrap().change().is_some_and(BigRational::is_zero));
            }
            prop_assert_eq!(cell.count(Cell::left_out_count).change(), Some(0));
        }
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new(
        [Measure::higher_is_better("m", "u").tolerance(0.5)],
        [Service::new("s", "p"), Service::new("t", "p")],
    )
    .unwrap()
}

/// By user and quarter: Ana in both, Ben in the first, Cai in the second.
fn books() -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    for (user, service, month, change) in [
        ("ana", "s", 2, 0.1 + 0.2),
        ("ana", "s", 3, 1.0),
        ("ben", "t", 2, -2.0),
        ("ana", "s", 5, 3.0),
        ("cai", "s", 6, -1.0),
    ] {
        let visit = Interaction::between(user, service, date(2026, month, 2)).id(format!("{user}{month}"));
        ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
    }
    ledger
}

fn quarter(from: i8) -> Terms {
    Terms::by(By::User).period(date(2026, from, 1)..date(2026, from + 3, 1))
}

#[test]
fn two_periods_are_printed_and_written_side_by_side() {
    let [then, now] = [1, 4].map(|from| books().statement(quarter(from)).unwrap());
    let change = now.change_since(&then).unwrap();
    assert_eq!(
        change.to_string(),
        "then: change from before; users' own appraisals; 2026-01-01 to 2026-03-31\n\
         now: change from before; users' own appraisals; 2026-04-01 to 2026-06-30\n\
         user  measure  unit  line  appraisals  created           destroyed         net               missing\n\
         ana   m        u     kept  2 → 1 (-1)  1.0 → 3.0 (+2.0)  0.0 → 0.0 (+0.0)  1.0 → 3.0 (+2.0)  0 → 0 (+0)\n\
         ben   m        u     gone  1 → -       0.0 → -           2.0 → -           -2.0 → -          0 → -\n\
         cai   m        u     new   - → 1       - → 0.0           - → 1.0           - → -1.0          - → 0\n",
    );
    let json = change.to_json().unwrap();
    let lines: Vec<&str> = json.lines().collect();
    assert!(lines[0].ends_with(r#""from":"2026-04-01","until":"2026-06-30"},"#), "{}", lines[0]);
    assert!(
        lines[1].starts_with(r#" "earlier_terms":{"by":["user"],"#) && lines[1].contains(r#""from":"2026-01-01""#),
        "{}",
        lines[1]
    );
    assert!(json.contains(r#""measure":"m","is":"kept","co_created":{"then":1.0,"now":3.0,"change":2.0},"#), "{json}");
    assert!(
        json.contains(r#""better":{"then":1,"now":1,"change":0},"#)
            && json.contains(r#""unchanged":{"then":1,"now":0,"change":-1}"#)
    );
    assert!(json.contains(r#""is":"gone","co_created":{"then":0.0,"now":null,"change":null}"#));
    let csv = change.to_csv().unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
    let cell = |row: usize, name: &str| rows[row][rows[0].iter().position(|known| *known == name).unwrap()];
    assert_eq!((cell(1, "net_then"), cell(1, "net_now"), cell(1, "net_change")), ("1.0", "3.0", "2.0"));
    assert_eq!((cell(2, "is"), cell(2, "destroyed_then"), cell(2, "destroyed_change")), ("gone", "2.0", ""));
    assert_eq!((cell(3, "losses_now"), cell(3, "losses_change"), cell(3, "earlier_until")), ("1", "", "2026-03-31"));
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
}

#[test]
fn statements_of_other_terms_are_not_compared() {
    let statement = |terms: Terms| books().statement(terms).unwrap();
    let now = statement(quarter(4));
    for other in [
        quarter(1).baseline(Baseline::Expected),
        quarter(1).follow_up(1),
        Terms::by(By::Service),
        quarter(1).only(By::User, "ana"),
    ] {
        let refused = now.change_since(&statement(other)).unwrap_err();
        assert!(refused.to_string().starts_with("R17: the terms differ: by user, "), "{refused}");
        assert_eq!(refused.rule(), Rule::R17);
    }
    assert!(now.change_since(&statement(Terms::by(By::User).as_of(date(2026, 3, 31)))).is_ok());
    let empty = Statement::<f64>::empty();
    let refused = now.change_since(&empty).unwrap_err();
    assert!(refused.to_string().ends_with(", and an empty statement"), "{refused}");
    let none = empty.change_since(&empty).unwrap();
    assert_eq!(none.to_string(), "then: an empty statement\nnow: an empty statement\nnothing is counted\n");
    let other = Catalogue::new([Measure::lower_is_better("m", "u")], [Service::new("s", "p")]).unwrap();
    let other = Ledger::new(&other).statement(quarter(1)).unwrap();
    assert!(now.change_since(&other).unwrap_err().to_string().starts_with("R17: the definitions differ"));
}

/// The change is that of the exact totals.
#[test]
fn the_change_is_rounded_once() {
    let mut ledger = Ledger::new(&catalogue());
    let mut record = |month, change: f64| {
        let visit = Interaction::between("ana", "s", date(2026, month, 2)).id(month.to_string());
        ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
    };
    record(1, 1.0e16);
    record(2, 1.0);
    let as_of = |month| ledger.statement(Terms::by(By::none()).as_of(date(2026, month, 28))).unwrap();
    let created = as_of(2).change_since(&as_of(1)).unwrap().cells().next().unwrap().created().unwrap();
    // 1e16 + 1 is no float, so the rounded figures are equal.
    assert_eq!((created.then(), created.now(), created.change()), (Some(&1.0e16), Some(&1.0e16), Some(&1.0)));
}

/// A change that no number of the kind holds is an overflow, which names the figure.
#[test]
fn a_change_that_no_float_holds_is_an_overflow() {
    let mut ledger = Ledger::new(&catalogue());
    for (month, change) in [(1, -f64::MAX), (5, f64::MAX)] {
        let visit = Interaction::between("ana", "s", date(2026, month, 2)).id(month.to_string());
        ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
    }
    let statement =
        |from| ledger.statement(Terms::by(By::none()).period(date(2026, from, 1)..date(2026, from + 1, 1))).unwrap();
    let change = statement(5).change_since(&statement(1)).unwrap();
    let refused = change.cells().next().unwrap().net().unwrap_err();
    assert!(refused.to_string().contains("net of `m`"), "{refused}");
    assert!(change.to_json().is_err() && change.to_csv().is_err());
    assert!(change.to_string().contains("overflow"), "{change}");
}
