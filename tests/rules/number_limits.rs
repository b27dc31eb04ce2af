//! The largest and smallest numbers (section 3), and secrets in logs (section 15).

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

/// Validation accepts every size. A figure that overflows is an error that names the figure, and all other figures
/// can still be read.
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
    // The other line is unaffected. Only the total of both lines overflows.
    assert_eq!(statement.line("gym", "mobility").unwrap().created(), N::one());
    assert!(statement.line("physio", "mobility").is_err());
    assert!(statement.total("mobility").is_err());
    assert!(statement.to_string().contains("overflow"));
}

#[test]
fn an_overflow_names_its_figure_and_leaves_the_others() {
    let max = f64::MAX;
    overflows(&[(0.0, max), (0.0, max)], &["created", "co_created", "net"], &[("destroyed", 0.0), ("hidden", 0.0)]);
    overflows(
        &[(0.0, max), (0.0, max), (max, 0.0), (max, 0.0)],
        &["created", "destroyed", "co_created", "without_misuse", "hidden"],
        &[("net", 0.0), ("within_up", 0.0)],
    );
    // If a change overflows, so does every figure that contains it, and no other figure.
    overflows(&[(-max, max), (3.0, 1.0)], &["created", "co_created", "net"], &[("destroyed", 2.0)]);
    overflows(&[(max, -max), (1.0, 3.0)], &["destroyed", "without_misuse", "net"], &[("created", 2.0)]);
    overflows(&[(i64::MIN, i64::MAX)], &["created", "net"], &[("destroyed", 0)]);
    overflows(&[(i64::MIN, i64::MAX), (i64::MAX, i64::MIN)], &["created", "destroyed", "hidden"], &[("net", 0)]);
    let decimal = rust_decimal::Decimal::MAX;
    let zero = rust_decimal::Decimal::ZERO;
    overflows(&[(zero, decimal), (zero, decimal)], &["created", "net"], &[("destroyed", zero)]);
}

#[test]
fn integer_totals_are_wider_than_integers() {
    let half = i64::MAX / 2;
    let statement = books(&[(0, half), (0, half), (half, 0), (0, 1)]).statement(By::Service).unwrap();
    let line = statement.line("physio", "mobility").unwrap();
    assert_eq!((line.created(), line.destroyed(), line.net()), (i64::MAX, half, half + 1));
}

/// The net hides what the two amounts show: these statements have equal nets and are not equal.
#[test]
fn r10_statements_with_equal_nets_are_not_equal() {
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
    assert_eq!(line.unchanged_count(), 3);
}

#[test]
fn logs_contain_no_reasons_and_no_dimensions() {
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

/// The numbers of gains, losses and unchanged appraisals with changes that overflow their number type.
fn counts_of_overflowing_changes<N: Number>(tolerance: N, levels: &[(N, N)]) -> [u64; 3] {
    let mobility = Measure::higher_is_better("mobility", "points").tolerance(tolerance);
    let mut ledger = Ledger::new(&Catalogue::new([mobility], [Service::new("physio", "clinic")]).unwrap());
    for (number, (before, after)) in levels.iter().enumerate() {
        assert!(N::change(after, before).is_none(), "the change from {before} to {after} does not overflow");
        let appraisal = Appraisal::of("mobility").before(before.clone()).after(after.clone());
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id(number.to_string());
        ledger.record(visit.appraisal(appraisal)).unwrap();
    }
    let cell = ledger.statement(By::Service).unwrap().cell("physio", "mobility").unwrap();
    // Every figure that would contain such a change is an error.
    assert!(cell.figures().is_err());
    let overflows = [cell.created().is_err(), cell.destroyed().is_err(), cell.within_up().is_err()];
    let counts = [cell.gain_count(), cell.loss_count(), cell.unchanged_count()];
    assert_eq!(overflows, [counts[0] > 0, counts[1] > 0, counts[2] > 0]);
    counts
}

#[test]
fn an_overflowing_change_is_compared_with_the_tolerance() {
    use num_rational::Ratio;
    use rust_decimal::Decimal;

    // The difference is smaller than the largest decimal by less than the precision of a decimal.
    let (most, one, little) = (Decimal::MAX, Decimal::ONE, Decimal::new(1, 28));
    assert_eq!(counts_of_overflowing_changes(Decimal::MAX, &[(little, most)]), [0, 0, 1]);
    assert_eq!(counts_of_overflowing_changes(Decimal::MAX - one, &[(little, most)]), [1, 0, 0]);
    assert_eq!(counts_of_overflowing_changes(Decimal::MAX - one, &[(most, little)]), [0, 1, 0]);
    assert_eq!(
        counts_of_overflowing_changes(Decimal::MAX, &[(-little, most), (most, -little), (-most, most)]),
        [2, 1, 0]
    );

    assert_eq!(counts_of_overflowing_changes(f64::MAX, &[(-f64::MAX, f64::MAX), (f64::MAX, -f64::MAX)]), [1, 1, 0]);
    assert_eq!(counts_of_overflowing_changes(0.0, &[(-f64::MAX, f64::MAX)]), [1, 0, 0]);
    assert_eq!(
        counts_of_overflowing_changes(i128::MAX, &[(i128::MIN, i128::MAX), (i128::MAX, i128::MIN), (0, i128::MIN)]),
        [1, 2, 0]
    );

    let (third, large) = (Ratio::new(1, 3), Ratio::new(1, i64::MAX));
    assert_eq!(counts_of_overflowing_changes(Ratio::new(1, 3), &[(large, third)]), [0, 0, 1]);
    assert_eq!(counts_of_overflowing_changes(Ratio::new(1, 4), &[(large, third), (third, large)]), [1, 1, 0]);
}

/// R2, if the width of a range overflows its number type: a bare change can still be compared with the width.
#[test]
fn r02_an_overflowing_width_limits_bare_changes() {
    use rust_decimal::Decimal;

    fn is_accepted<N: Number>((lowest, highest): (N, N), change: N) -> bool {
        let mobility = Measure::higher_is_better("mobility", "points").range(lowest, highest);
        let mut ledger = Ledger::new(&Catalogue::new([mobility], [Service::new("physio", "clinic")]).unwrap());
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).is_ok()
    }
    let range = (Decimal::new(1, 28), Decimal::MAX);
    for (change, accepted) in [(Decimal::MAX, false), (Decimal::MIN, false), (Decimal::MAX - Decimal::ONE, true)] {
        assert_eq!(is_accepted(range, change), accepted, "{change}");
        assert_eq!(is_accepted(range, -change), accepted, "{change}");
    }
    assert!(is_accepted((-f64::MAX, f64::MAX), f64::MAX));
    assert!(is_accepted((i128::MIN, i128::MAX), i128::MIN));
}

#[test]
fn the_share_of_appraisals_made_is_rounded_once() {
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
