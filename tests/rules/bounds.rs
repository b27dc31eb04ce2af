//! R29 where there is more than one reference that could be meant.

use covalue::record::SourceKind;
use covalue::statement::Bounds;
use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};

/// Pain from 0 to 10 in one visit, with these appraisals on record.
fn visit(on_record: &[Appraisal]) -> Ledger {
    let pain = Measure::lower_is_better("pain", "points").range(0.0, 10.0).tolerance(1.0);
    let catalogue = Catalogue::new([pain], [Service::new("physio", "clinic").promises("pain", 2.0)]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1")).unwrap();
    for appraisal in on_record {
        ledger.appraise("v1", appraisal.clone()).unwrap();
    }
    ledger
}

fn bounds(ledger: &Ledger, terms: &Terms) -> Bounds<f64> {
    ledger.statement(terms).unwrap().bounds("pain").unwrap().expect("pain has a range")
}

/// What is missing lies within its bounds, whatever `said` makes of two levels; and each end is met.
#[track_caller]
fn hold(on_record: &[Appraisal], terms: &Terms, said: impl Fn(f64, f64) -> Appraisal, (down, up): (f64, f64)) {
    let before = bounds(&visit(on_record), terms);
    assert_eq!((*before.net().lowest(), *before.net().highest()), (-down, up));
    assert_eq!((*before.created().highest(), *before.destroyed().highest()), (up, down));
    let (mut lowest, mut highest) = (0.0_f64, 0.0_f64);
    for reference in 0..=10 {
        for after in 0..=10 {
            let mut ledger = visit(on_record);
            let said = said(reference.into(), after.into());
            ledger.appraise("v1", said.made(date(2026, 6, 1))).unwrap();
            let line = ledger.statement(terms).unwrap().total("pain").unwrap();
            assert_eq!(line.coverage().unwrap().missing(), 0);
            assert!(line.created() <= up && line.destroyed() <= down, "from {reference} to {after}");
            (lowest, highest) = (lowest.min(line.net()), highest.max(line.net()));
        }
    }
    assert_eq!((lowest, highest), (-down, up), "no wider than what may be said");
}

fn pain() -> Appraisal {
    Appraisal::of("pain")
}

#[test]
fn r29_a_reference_is_that_of_the_appraisal_that_is_missing() {
    // Ana stated a level before and did not come back: her outcome is missing, and nothing else.
    hold(&[pain().before(6.0)], &Terms::by(By::Service), |_, after| pain().before(6.0).after(after), (4.0, 6.0));
    // Asked for the second follow-up: it brings a level before of its own, whatever the first one says.
    let second = |before, after| pain().before(before).after(after).follow_up(2);
    for first in [pain().before(6.0), pain().before(6.0).after(4.0)] {
        hold(&[first], &Terms::by(By::Service).follow_up(2), second, (10.0, 10.0));
    }
    // So does her own word, where a proxy's is on record and not asked for.
    let own = |before, after| pain().before(before).after(after);
    hold(&[pain().before(6.0).by_proxy("clinic")], &Terms::by(By::Service), own, (10.0, 10.0));
    // And a reference of another baseline is none.
    let expected = Terms::by(By::Service).baseline(Baseline::Expected);
    hold(&[pain().before(6.0)], &expected, |level, after| pain().expected(level).after(after), (10.0, 10.0));
}

#[test]
fn r29_what_counts_without_its_reference_takes_none_from_another() {
    // The second reading counts, since it has an outcome, and lacks what was expected; the first has that.
    let expected = Terms::by(By::Service).baseline(Baseline::Expected).including(SourceKind::Proxy);
    let on_record = [pain().expected(3.0), pain().before(6.0).after(5.0).follow_up(2)];
    hold(&on_record, &expected, |level, after| pain().expected(level).after(after).follow_up(2), (10.0, 10.0));
}

#[test]
fn r29_a_move_within_the_tolerance_is_none() {
    hold(&[pain().before(9.0)], &Terms::by(By::Service), |_, after| pain().before(9.0).after(after), (0.0, 9.0));
    hold(&[pain().before(8.5)], &Terms::by(By::Service), |_, after| pain().before(8.5).after(after), (1.5, 8.5));
}
