//! Statements as printed tables, and their terms in words.

use std::fmt::Display;

use covalue::attribution::Equal;
use covalue::error::AnalysisError;
use covalue::number::{Apportion, Number};
use covalue::record::{Role, SourceKind};
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Date, Interaction, Ledger, Logic, Measure, ReachCounts, Service,
    Statement, Terms, User, date,
};
use num_rational::BigRational;
use rust_decimal::Decimal;

const DAY: Date = date(2026, 3, 2);
/// The line of a table with the measure `pain`.
const LOWER_IS_BETTER: &str = "lower is better: pain; a change for the better is above zero";

fn catalogue<N: Number>() -> Catalogue<N> {
    let steps = |number: &str| N::parse(number).unwrap();
    Catalogue::new(
        [
            Measure::higher_is_better("mobility", "points").tolerance(steps("2")),
            Measure::lower_is_better("pain", "points"),
        ],
        [Service::new("physio", "clinic").promises("mobility", steps("3")), Service::new("yoga", "studio")],
    )
    .unwrap()
}

fn visit<N: Number>(user: &str, service: &str, measure: &str, change: &str) -> Interaction<N> {
    let appraisal = Appraisal::of(measure).change(N::parse(change).unwrap());
    Interaction::between(user, service, DAY).id(format!("{user} {service} {measure} {change}")).appraisal(appraisal)
}

fn books<N: Number>(visits: &[(&str, &str, &str, &str)]) -> Ledger<N> {
    let mut ledger = Ledger::new(&catalogue());
    for (user, service, measure, change) in visits {
        ledger.record(visit(user, service, measure, change)).unwrap();
    }
    ledger
}

#[track_caller]
fn prints(statement: &Statement<impl Number>, lines: &[&str]) {
    assert_eq!(statement.to_string().lines().collect::<Vec<_>>(), lines);
}

#[test]
fn terms_are_printed_in_words() {
    let by = |terms: Terms| terms.to_string();
    assert_eq!(by(Terms::by(By::none())), "ungrouped, change from before, users' own appraisals");
    assert_eq!(
        by(Terms::by(By::Service.and(By::with("district"))).baseline(Baseline::Without).logic(Logic::Service)),
        "by service, `with.district`, change from the level without the service, users' own appraisals, service logic"
    );
    assert_eq!(
        by(Terms::by(By::Year).follow_up(2).as_of(date(2026, 5, 31))),
        "by year, change from before, users' own appraisals, follow-up 2, as of 2026-05-31"
    );
    let of = |terms: Terms| by(terms).strip_prefix("ungrouped, change from before, ").unwrap().to_owned();
    let all = || Terms::by(By::none());
    assert_eq!(of(all().including(SourceKind::Observed)), "appraisals of users (own, observed)");
    assert_eq!(of(all().including(Role::Provider)), "appraisals of users and providers (own)");
    assert_eq!(
        of(all().including(Role::Affected).including(Role::Other).including(SourceKind::Proxy)),
        "appraisals of users, others and affected (own, by proxy)"
    );
}

#[test]
fn figures_are_aligned_and_have_thousands_separators() {
    let visits = [
        ("ana", "yoga", "pain", "-1234567.25"),
        ("ben", "yoga", "pain", "12345.5"),
        ("cai", "physio", "pain", "0.04"),
        ("dee", "yoga", "mobility", "-100.5"),
        ("eve", "physio", "mobility", "-1999.96"),
    ];
    let statement = books::<f64>(&visits).statement(By::Service).unwrap();
    prints(
        &statement,
        &[
            "change from before; users' own appraisals; 5 users",
            LOWER_IS_BETTER,
            "service  measure   unit    appraisals    better  the same      worse       created  destroyed           net  mean change  missing",
            "physio   mobility  points           1   0 (0 %)   0 (0 %)  1 (100 %)          0.00   1,999.96     -1,999.96   -1,999.960   1 of 2",
            "physio   pain      points           1   0 (0 %)   0 (0 %)  1 (100 %)          0.00       0.04         -0.04       -0.040        -",
            "yoga     mobility  points           1   0 (0 %)   0 (0 %)  1 (100 %)          0.00     100.50       -100.50     -100.500        -",
            "yoga     pain      points           2  1 (50 %)   0 (0 %)   1 (50 %)  1,234,567.25  12,345.50  1,222,221.75  611,110.875        -",
        ],
    );
    // A nonzero figure is not printed as zero.
    let rounded = format!("{statement:.1}");
    assert!(rounded.contains("1 (100 %)          0.0       <0.1        >-0.1        >-0.1        -"), "{rounded}");
    let rounded = format!("{statement:.0}");
    assert!(rounded.ends_with("1 (50 %)  1,234,567     12,346  1,222,222      611,111        -\n"), "{rounded}");
    let whole = books::<i64>(&[("ana", "yoga", "pain", "1000"), ("ana", "yoga", "pain", "-999")]);
    prints(
        &whole.statement(By::none()).unwrap(),
        &[
            "change from before; users' own appraisals; 1 user",
            LOWER_IS_BETTER,
            "measure  unit    appraisals    better  the same     worse  created  destroyed  net  mean change  missing",
            "pain     points           2  1 (50 %)   0 (0 %)  1 (50 %)      999      1,000   -1         -0.5        -",
        ],
    );
}

#[test]
fn empty_columns_are_omitted() {
    let mut ledger = books::<f64>(&[("ana", "yoga", "mobility", "1"), ("ben", "yoga", "mobility", "3")]);
    let within_up = ledger.statement(By::none()).unwrap();
    prints(
        &within_up,
        &[
            "change from before; users' own appraisals; 2 users",
            "measure   unit    appraisals    better  the same    worse  created  destroyed  net  mean change  missing",
            "mobility  points           2  1 (50 %)  1 (50 %)  0 (0 %)      3.0        0.0  3.0          2.0        -",
        ],
    );
    // By part. No contribution is stated.
    assert_eq!(
        format!("{within_up:#}").lines().skip(1).collect::<Vec<_>>(),
        [
            "measure   unit    created  co-created  windfall gain  destroyed  with misuse  without misuse  windfall loss  net  within up",
            "mobility  points      3.0   not asked      not asked        0.0    not asked       not asked      not asked  3.0        1.0",
        ],
    );
    ledger.record(visit("ana", "yoga", "mobility", "-1.5")).unwrap();
    let left_out = Interaction::between("cai", "yoga", DAY)
        .appraisal(Appraisal::of("pain").before(3.0))
        .contribution(Contribution::of("cai").integrated(1.0));
    ledger.record(left_out).unwrap();
    prints(
        &ledger.statement(By::with("district").and(By::Role)).unwrap(),
        &[
            "change from before; users' own appraisals; 2 users",
            LOWER_IS_BETTER,
            "with.district  role  measure   unit    appraisals    better  the same    worse  created  destroyed  net  mean change  left out  missing",
            "not stated     user  mobility  points           3  1 (33 %)  2 (67 %)  0 (0 %)      3.0        0.0  3.0        0.833         0        -",
            "not stated     user  pain      points           0         0         0        0      0.0        0.0  0.0            -         1        -",
        ],
    );
    let idle = Contribution::of("dee").integrated(0.0);
    ledger.record(visit("dee", "yoga", "pain", "-2").contribution(idle)).unwrap();
    prints(
        &ledger.statement(By::none()).unwrap(),
        &[
            "change from before; users' own appraisals; 3 users",
            LOWER_IS_BETTER,
            "measure   unit    appraisals     better  the same    worse  created  windfall gain  destroyed  windfall loss  net  mean change  left out  missing",
            "mobility  points           3   1 (33 %)  2 (67 %)  0 (0 %)      3.0      not asked        0.0      not asked  3.0        0.833         0        -",
            "pain      points           1  1 (100 %)   0 (0 %)  0 (0 %)      0.0            2.0        0.0            0.0  2.0        2.000         1        -",
        ],
    );
    assert_eq!(
        format!("{:#}", ledger.statement(By::none()).unwrap()).lines().skip(1).collect::<Vec<_>>(),
        [
            LOWER_IS_BETTER,
            "measure   unit    created  co-created  windfall gain  destroyed  with misuse  without misuse  windfall loss  net  within up  within down",
            "mobility  points      3.0   not asked      not asked        0.0    not asked       not asked      not asked  3.0        1.0          1.5",
            "pain      points      0.0         0.0            2.0        0.0          0.0             0.0            0.0  2.0        0.0          0.0",
        ],
    );
}

#[test]
fn the_heading_has_the_numbers_of_people_and_parts() {
    let part = |name: &str, visits: &[(&str, &str, &str, &str)]| {
        let mut ledger = Ledger::<f64>::part(&catalogue(), name);
        for (user, service, measure, change) in visits {
            let about = visit(user, service, measure, change);
            ledger.record(about.appraisal(Appraisal::of("pain").change(-1.0).beneficiary("studio"))).unwrap();
        }
        ledger
    };
    let first_lines = |ledgers: &[Ledger<f64>], terms: &Terms| -> Vec<String> {
        let statements = ledgers.iter().map(|ledger| ledger.statement(terms).unwrap());
        let statement = statements.reduce(|one, two| one.merge(two).unwrap()).unwrap();
        statement.to_string().lines().take(2).map(str::to_owned).collect()
    };
    let (march, april) = (part("march", &[("ana", "yoga", "mobility", "4")]), part("april", &[]));
    let users = Terms::by(By::none());
    assert_eq!(
        first_lines(std::slice::from_ref(&march), &users),
        ["change from before; users' own appraisals; 1 user", "excluded: 1 appraisal of providers"]
    );
    assert_eq!(
        first_lines(&[march.clone(), april.clone()], &users),
        ["change from before; users' own appraisals; 1 user", "2 parts: april, march"]
    );
    assert_eq!(
        first_lines(std::slice::from_ref(&april), &users),
        ["change from before; users' own appraisals; 0 users", "nothing is counted"]
    );
    let and_providers = Terms::by(By::none()).including(Role::Provider);
    assert_eq!(
        first_lines(&[march], &and_providers),
        ["change from before; appraisals of users and providers (own); 2 beneficiaries", LOWER_IS_BETTER]
    );
    let none = first_lines(&[april], &and_providers);
    assert_eq!(none[0], "change from before; appraisals of users and providers (own); 0 beneficiaries");
    assert_eq!(Statement::<f64>::empty().to_string(), "an empty statement\n");
}

/// An analysis as text, or the message that the kind does not hold one of its sums.
fn printed(analysis: Result<impl Display, AnalysisError>, decimals: usize) -> String {
    match analysis {
        Ok(analysis) => format!("{analysis:.decimals$}"),
        Err(AnalysisError::Overflow(error)) => error.to_string(),
        Err(error) => panic!("{error}"),
    }
}

/// Every number that a kind holds is printed with as many decimals as formatting accepts.
fn any_precision_is_printed<N: Apportion>(changes: &[&str]) {
    let visits: Vec<_> = changes.iter().map(|change| ("ana", "physio", "mobility", *change)).collect();
    let mut ledger = books::<N>(&visits);
    let amount = || N::parse(changes[0]).unwrap();
    let pain = Appraisal::of("pain").change(amount());
    let contributed = Interaction::between(User::new("ben").with("district", "north"), "physio", date(2026, 3, 9))
        .appraisal(pain)
        .contribution(Contribution::of("ben").integrated(amount()));
    ledger.record(contributed).unwrap();
    ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).offered(3)).unwrap();
    let statement = ledger.statement(By::Service).unwrap();
    for decimals in [0, 1, 28, 29, 400, 1_100, 1_101, usize::from(u16::MAX)] {
        let texts = [
            format!("{statement:.decimals$}"),
            format!("{statement:#65535.decimals$}"),
            format!("{:.decimals$}", ledger.trace(By::Service, "physio", "mobility").unwrap()),
            format!("{:.decimals$}", ledger.attribution(Equal).unwrap()),
            format!("{:.decimals$}", ledger.publish(2).statement(By::Service).unwrap()),
            format!("{:.decimals$}", statement.change_since(&statement).unwrap()),
        ];
        let analyses = [
            printed(ledger.engagement(By::Service), decimals),
            printed(ledger.trace_engagement(By::Service, "physio"), decimals),
            printed(ledger.engagement_drivers(By::Service, "district"), decimals),
            printed(ledger.relations(By::Service), decimals),
            printed(ledger.drivers(By::Service, "district"), decimals),
            printed(ledger.risk_in::<f64>(By::Service), decimals),
            printed(ledger.cross(By::Service, "mobility", "pain"), decimals),
            printed(ledger.reach(By::Service), decimals),
        ];
        for text in texts.into_iter().chain(analyses) {
            assert!(text.len() < 1_000_000, "{decimals}: {} bytes", text.len());
        }
    }
}

#[test]
fn no_precision_panics() {
    any_precision_is_printed::<f64>(&["0.1", "-2"]);
    any_precision_is_printed::<f64>(&["0.1", "1e300", "-5e-324"]);
    any_precision_is_printed::<Decimal>(&["79228162514264337593543950334", "0.5"]);
    any_precision_is_printed::<Decimal>(&["0.0000000000000000000000000001", "-3"]);
    any_precision_is_printed::<BigRational>(&["1/3", "-2"]);
    any_precision_is_printed::<i64>(&["9223372036854775807", "-2"]);
}

/// A rounded figure has all its decimals, so that it does not look exact.
#[test]
fn rounded_figures_do_not_look_exact() {
    let ledger = books::<f64>(&[
        ("ana", "yoga", "pain", "0.3334"),
        ("ben", "yoga", "pain", "0.3334"),
        ("cai", "yoga", "pain", "0.3334"),
    ]);
    let table = ledger.statement(By::none()).unwrap().to_string();
    assert!(table.contains("1.000") && !table.contains(" 1.0 "), "{table}");
    // The last digits of a sum of floats are no finding.
    let ledger = books::<f64>(&[("ana", "yoga", "pain", "0.1"), ("ben", "yoga", "pain", "0.2")]);
    let table = ledger.statement(By::none()).unwrap().to_string();
    assert!(table.contains(" 0.3 "), "{table}");
}
