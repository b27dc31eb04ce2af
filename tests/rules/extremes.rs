//! Numbers at their ends (section 3), and what is kept out of logs (section 15).

use covalue::number::Number;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, User, Void, date,
};

fn books<N: Number>(levels: &[(N, N)]) -> Ledger<N> {
    let mobility = Measure::higher_is_better("mobility", "points");
    let catalogue =
        Catalogue::new([mobility], [Service::new("physio", "clinic"), Service::new("gym", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let one = || Appraisal::of("mobility").before(N::zero()).after(N::one());
    ledger.record(Interaction::between("cai", "gym", date(2026, 3, 2)).appraisal(one())).unwrap();
    for (number, (before, after)) in levels.iter().enumerate() {
        let appraisal = Appraisal::of("mobility").before(before.clone()).after(after.clone());
        let interaction = Interaction::between("ana", "physio", date(2026, 3, 2)).id(number.to_string());
        ledger.record(interaction.appraisal(appraisal)).unwrap();
    }
    ledger
}

/// The door takes any size; a figure that its number does not hold is an error of that figure alone, and names it.
#[track_caller]
fn overflows<N: Number>(levels: &[(N, N)], figures: &[&str], held: &[(&str, N)]) {
    let statement = books(levels).statement(By::Service).unwrap();
    let cell = statement.cell("physio", "mobility").unwrap();
    let read = |name: &str| match name {
        "created" => cell.created(),
        "co_created" => cell.co_created(),
        "destroyed" => cell.destroyed(),
        "without_misuse" => cell.without_misuse(),
        "net" => cell.net(),
        "hidden" => cell.hidden(),
        "within_up" => cell.within_up(),
        other => panic!("{other}"),
    };
    for figure in figures {
        let error = read(figure).unwrap_err();
        assert_eq!((error.figure(), error.measure().as_str()), (*figure, "mobility"));
        assert_eq!(error.line().to_string(), "physio");
        let message = error.to_string();
        assert!(message.contains(figure) && message.contains("mobility") && message.contains("physio"), "{message}");
    }
    for (figure, expected) in held {
        assert_eq!(read(figure).as_ref(), Ok(expected), "{figure}");
    }
    // The other line is what it is, and only the total over both is touched.
    assert_eq!(statement.line("gym", "mobility").unwrap().created(), N::one());
    assert!(statement.line("physio", "mobility").is_err());
    assert!(statement.total("mobility").is_err());
    assert!(statement.to_string().contains("overflow"));
}

#[test]
fn a_figure_that_overflows_is_named_and_no_other_is_lost() {
    let max = f64::MAX;
    overflows(&[(0.0, max), (0.0, max)], &["created", "co_created", "net"], &[("destroyed", 0.0), ("hidden", 0.0)]);
    overflows(
        &[(0.0, max), (0.0, max), (max, 0.0), (max, 0.0)],
        &["created", "destroyed", "co_created", "without_misuse", "hidden"],
        &[("net", 0.0), ("within_up", 0.0)],
    );
    // A change that no float holds overflows whatever it is in, and nothing beside it.
    overflows(&[(-max, max), (3.0, 1.0)], &["created", "co_created", "net"], &[("destroyed", 2.0)]);
    overflows(&[(max, -max), (1.0, 3.0)], &["destroyed", "without_misuse", "net"], &[("created", 2.0)]);
    overflows(&[(i64::MIN, i64::MAX)], &["created", "net"], &[("destroyed", 0)]);
    overflows(&[(i64::MIN, i64::MAX), (i64::MAX, i64::MIN)], &["created", "destroyed", "hidden"], &[("net", 0)]);
    let decimal = rust_decimal::Decimal::MAX;
    let zero = rust_decimal::Decimal::ZERO;
    overflows(&[(zero, decimal), (zero, decimal)], &["created", "net"], &[("destroyed", zero)]);
}

#[test]
fn integers_are_totalled_wider_than_they_are() {
    let half = i64::MAX / 2;
    let statement = books(&[(0, half), (0, half), (half, 0), (0, 1)]).statement(By::Service).unwrap();
    let line = statement.line("physio", "mobility").unwrap();
    assert_eq!((line.created(), line.destroyed(), line.net()), (i64::MAX, half, half + 1));
}

/// Netting hides what two amounts show: these books have one net and are not equal.
#[test]
fn r10_equal_net_is_no_equal_book() {
    let first = books(&[(0.0, 4.0), (3.0, 1.0)]).statement(By::Service).unwrap();
    let second = books(&[(0.0, 3.0), (2.0, 1.0)]).statement(By::Service).unwrap();
    let net = |statement: &covalue::Statement| statement.line("physio", "mobility").unwrap().net();
    assert_eq!((net(&first), net(&second)), (2.0, 2.0));
    assert!(first != second);
}

#[test]
fn minus_zero_is_zero() {
    let statement = books(&[(-0.0, -0.0), (0.0, -0.0), (1.0, 1.0)]).statement(By::Service).unwrap();
    let line = statement.line("physio", "mobility").unwrap();
    for figure in [line.created(), line.destroyed(), line.net(), line.hidden(), line.within_up(), line.within_down()] {
        assert_eq!(figure.to_bits(), 0);
    }
    assert_eq!(line.unchanged(), 3);
}

#[test]
fn no_reason_and_no_dimension_is_in_a_log() {
    let mut ledger = books(&[(0.0_f64, 1.0)]);
    let ana = User::new("ana").with("district", "secret");
    let visit = Interaction::between(ana, "physio", date(2026, 3, 2))
        .id("v1")
        .with("weather", "secret")
        .contribution(Contribution::of("ana").misintegrated(1.0, Misuse::unknown()));
    let refused = ledger.record(visit.clone().known(date(2026, 3, 1))).unwrap_err();
    let drafts = [format!("{visit:?}"), format!("{refused:?} {refused}")];
    ledger.record(visit.clone()).unwrap();
    ledger.void("v1", Void::because("a secret")).unwrap();
    let repeat = ledger.record(visit).unwrap_err();
    let again = ledger.void("v1", "a secret").unwrap_err();
    let moved = ledger.diff(date(2026, 1, 1), date(2026, 12, 31));
    let statement = ledger.statement(By::with("district")).unwrap();
    let logs = [
        format!("{ledger:?}"),
        format!("{moved:?}"),
        format!("{statement:?}"),
        format!("{repeat:?} {repeat} {again:?} {again}"),
    ];
    for log in drafts.iter().chain(&logs) {
        assert!(!log.contains("secret"), "{log}");
    }
}

/// How changes count that no number of their kind holds, under a tolerance: gains, losses, unchanged.
fn unheld<N: Number>(tolerance: N, levels: &[(N, N)]) -> [u64; 3] {
    let mobility = Measure::higher_is_better("mobility", "points").tolerance(tolerance);
    let mut ledger = Ledger::new(&Catalogue::new([mobility], [Service::new("physio", "clinic")]).unwrap());
    for (number, (before, after)) in levels.iter().enumerate() {
        assert!(N::change(after, before).is_none(), "{before} to {after} is held");
        let appraisal = Appraisal::of("mobility").before(before.clone()).after(after.clone());
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id(number.to_string());
        ledger.record(visit.appraisal(appraisal)).unwrap();
    }
    let cell = ledger.statement(By::Service).unwrap().cell("physio", "mobility").unwrap();
    // Whatever it counts as, its amount is in no figure: each that it is in overflows.
    assert!(cell.figures().is_err());
    let overflows = [cell.created().is_err(), cell.destroyed().is_err(), cell.within_up().is_err()];
    let counts = [cell.gain_count(), cell.loss_count(), cell.unchanged_count()];
    assert_eq!(overflows, [counts[0] > 0, counts[1] > 0, counts[2] > 0]);
    counts
}

#[test]
fn a_change_that_no_number_holds_is_compared_with_the_tolerance() {
    use num_rational::Ratio;
    use rust_decimal::Decimal;

    // Short of the largest decimal by too little for any decimal to tell.
    let (most, one, little) = (Decimal::MAX, Decimal::ONE, Decimal::new(1, 28));
    assert_eq!(unheld(Decimal::MAX, &[(little, most)]), [0, 0, 1]);
    assert_eq!(unheld(Decimal::MAX - one, &[(little, most)]), [1, 0, 0]);
    assert_eq!(unheld(Decimal::MAX - one, &[(most, little)]), [0, 1, 0]);
    assert_eq!(unheld(Decimal::MAX, &[(-little, most), (most, -little), (-most, most)]), [2, 1, 0]);

    assert_eq!(unheld(f64::MAX, &[(-f64::MAX, f64::MAX), (f64::MAX, -f64::MAX)]), [1, 1, 0]);
    assert_eq!(unheld(0.0, &[(-f64::MAX, f64::MAX)]), [1, 0, 0]);
    assert_eq!(unheld(i128::MAX, &[(i128::MIN, i128::MAX), (i128::MAX, i128::MIN), (0, i128::MIN)]), [1, 2, 0]);

    let (third, large) = (Ratio::new(1, 3), Ratio::new(1, i64::MAX));
    assert_eq!(unheld(Ratio::new(1, 3), &[(large, third)]), [0, 0, 1]);
    assert_eq!(unheld(Ratio::new(1, 4), &[(large, third), (third, large)]), [1, 1, 0]);
}

/// R2, where the width of a range is more than a number holds: a bare change may still be wider.
#[test]
fn r02_a_width_that_no_number_holds_is_a_width() {
    use rust_decimal::Decimal;

    fn is_let_in<N: Number>((lowest, highest): (N, N), change: N) -> bool {
        let mobility = Measure::higher_is_better("mobility", "points").range(lowest, highest);
        let mut ledger = Ledger::new(&Catalogue::new([mobility], [Service::new("physio", "clinic")]).unwrap());
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).is_ok()
    }
    let range = (Decimal::new(1, 28), Decimal::MAX);
    for (change, let_in) in [(Decimal::MAX, false), (Decimal::MIN, false), (Decimal::MAX - Decimal::ONE, true)] {
        assert_eq!(is_let_in(range, change), let_in, "{change}");
        assert_eq!(is_let_in(range, -change), let_in, "{change}");
    }
    assert!(is_let_in((-f64::MAX, f64::MAX), f64::MAX));
    assert!(is_let_in((i128::MIN, i128::MAX), i128::MIN));
}

#[test]
fn the_share_that_is_made_is_rounded_once() {
    let mobility = Measure::higher_is_better("mobility", "points");
    let physio = Service::new("physio", "clinic").promises("mobility", 2.0);
    let catalogue = Catalogue::new([mobility], [physio, Service::new("gym", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (number, user) in ["ana", "ben", "cai"].into_iter().enumerate() {
        let visit = Interaction::between(user, "physio", date(2026, 3, 2));
        let appraisal = (number < 2).then(|| Appraisal::of("mobility").change(1.0));
        ledger.record(appraisal.into_iter().fold(visit, Interaction::appraisal)).unwrap();
    }
    let visit = Interaction::between("ana", "gym", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(1.0))).unwrap();
    let statement = ledger.statement(By::Service).unwrap();
    let coverage = |service: &str| statement.cell(service, "mobility").unwrap().coverage().unwrap();
    assert_eq!((coverage("physio").made(), coverage("physio").due()), (2, 3));
    assert_eq!(coverage("physio").share(), Some(2.0 / 3.0));
    assert_eq!(coverage("gym").share::<f64>(), None);
}
