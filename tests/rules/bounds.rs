//! R29 in cases with more than one candidate for the reference.

use covalue::record::SourceKind;
use covalue::statement::Bounds;
use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};

/// One visit with pain from 0 to 10 and the given appraisals.
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

/// Every statement of a missing appraisal must keep the figures within the bounds, and both bounds must be reached.
/// `stated` makes an appraisal from two levels.
#[track_caller]
fn check_bounds(
    on_record: &[Appraisal],
    terms: &Terms,
    stated: impl Fn(f64, f64) -> Appraisal,
    (down, up): (f64, f64),
) {
    let before = bounds(&visit(on_record), terms);
    assert_eq!((*before.net().lowest(), *before.net().highest()), (-down, up));
    assert_eq!((*before.created().highest(), *before.destroyed().highest()), (up, down));
    let (mut lowest, mut highest) = (0.0_f64, 0.0_f64);
    for reference in 0..=10 {
        for after in 0..=10 {
            let mut ledger = visit(on_record);
            let appraisal = stated(reference.into(), after.into());
            ledger.appraise("v1", appraisal.made(date(2026, 6, 1))).unwrap();
            let line = ledger.statement(terms).unwrap().total("pain").unwrap();
            assert_eq!(line.coverage().unwrap().missing(), 0);
            assert!(line.created() <= up && line.destroyed() <= down, "from {reference} to {after}");
            (lowest, highest) = (lowest.min(line.net()), highest.max(line.net()));
        }
    }
    assert_eq!((lowest, highest), (-down, up), "the bounds are wider than the possible figures");
}

fn pain() -> Appraisal {
    Appraisal::of("pain")
}

#[test]
fn r29_the_reference_is_that_of_the_missing_appraisal() {
    // Ana stated her level before and did not return. Only her outcome is missing.
    check_bounds(
        &[pain().before(6.0)],
        &Terms::by(By::Service),
        |_, after| pain().before(6.0).after(after),
        (4.0, 6.0),
    );
    // The second follow-up has its own level before, independent of the first follow-up.
    let second = |before, after| pain().before(before).after(after).follow_up(2);
    for first in [pain().before(6.0), pain().before(6.0).after(4.0)] {
        check_bounds(&[first], &Terms::by(By::Service).follow_up(2), second, (10.0, 10.0));
    }
    // Her own appraisal has its own level before, even if a proxy's appraisal is on record that the terms exclude.
    let own = |before, after| pain().before(before).after(after);
    check_bounds(&[pain().before(6.0).by_proxy("clinic")], &Terms::by(By::Service), own, (10.0, 10.0));
    // The level before is no reference under another baseline.
    let expected = Terms::by(By::Service).baseline(Baseline::Expected);
    check_bounds(&[pain().before(6.0)], &expected, |level, after| pain().expected(level).after(after), (10.0, 10.0));
}

#[test]
fn r29_an_appraisal_takes_no_reference_from_another_source() {
    // The second follow-up counts because it has an outcome. Its expected level is missing, although a proxy stated one
    // in the first follow-up.
    let expected = Terms::by(By::Service).baseline(Baseline::Expected).including(SourceKind::Proxy);
    let on_record = [pain().expected(3.0).by_proxy("son"), pain().before(6.0).after(5.0).follow_up(2)];
    check_bounds(&on_record, &expected, |level, after| pain().expected(level).after(after).follow_up(2), (10.0, 10.0));
}

#[test]
fn r29_the_reference_of_an_earlier_follow_up_narrows_the_bounds() {
    // She did not return a second time. Her level before is that of the first follow-up.
    let on_record = [pain().before(6.0).after(4.0), pain().expected(5.0).follow_up(2)];
    let second = Terms::by(By::Service).follow_up(2);
    check_bounds(&on_record, &second, |_, after| pain().after(after).follow_up(2).made(date(2026, 5, 1)), (4.0, 6.0));
}

#[test]
fn r29_a_change_within_the_tolerance_adds_nothing_to_the_bounds() {
    check_bounds(
        &[pain().before(9.0)],
        &Terms::by(By::Service),
        |_, after| pain().before(9.0).after(after),
        (0.0, 9.0),
    );
    check_bounds(
        &[pain().before(8.5)],
        &Terms::by(By::Service),
        |_, after| pain().before(8.5).after(after),
        (1.5, 8.5),
    );
}
