//! Statements in money: laws over exact fractions and floats, and what is refused.

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, StatementWorth, Valuation};
use covalue::number::Fraction;
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Rule, Service, Statement,
    Terms, date,
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::formats::html_tables::{letters, texts};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{MEASURES, cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

/// The proxies that are stated, in tenths, by measure.
type Tenths = [Option<u64>; MEASURES.len()];

fn tenths() -> impl Strategy<Value = Tenths> {
    proptest::array::uniform4(prop::option::of(0..500_u64))
}

/// The measures of the catalogue with a stated proxy.
fn valuation<N: Fraction>(statement: &Statement<N>, tenths: Tenths) -> Valuation<N> {
    let known =
        MEASURES.into_iter().zip(tenths).filter(|(measure, _)| statement.catalogue().measure(measure).is_some());
    let proxies = known.filter_map(|(measure, tenths)| Some((measure, Proxy::amount(N::share(tenths?, 10)?))));
    Valuation::new(proxies).unwrap()
}

/// In eighths, which floats hold: a change within a tolerance is the same in all kinds.
fn statement<N: Fraction>(case: &Case, terms: &PlainTerms) -> Statement<N> {
    record::<N>(case, Scale::Eighths).ledger.statement(Terms::from(terms)).expect("generated terms are valid")
}

/// Created, destroyed, windfall gain, windfall loss and net.
type Five<N> = [N; 5];

fn whole<N: Fraction>(worth: &StatementWorth<N>) -> Five<N> {
    let windfall = |side: Option<&N>| side.cloned().expect("windfalls are valued");
    let (gain, loss) = (windfall(worth.windfall_gain()), windfall(worth.windfall_loss()));
    [worth.created().clone(), worth.destroyed().clone(), gain, loss, worth.net().clone()]
}

fn plus(one: Five<BigRational>, other: &Five<BigRational>) -> Five<BigRational> {
    let mut sum = one;
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum += other;
    }
    sum
}

/// Each measure of a statement with a proxy has cells, and each other one is listed with its amounts.
fn check_not_valued<N: Fraction>(statement: &Statement<N>, tenths: Tenths) -> Result<(), TestCaseError> {
    let worth = valuation(statement, tenths).of(statement).unwrap();
    let mut listed = worth.not_valued();
    for (measure, tenths) in MEASURES.into_iter().zip(tenths) {
        let Ok(total) = statement.total(measure) else { continue };
        if tenths.is_some() {
            prop_assert!(worth.cells().any(|cell| cell.measure().as_str() == measure));
            continue;
        }
        let left = listed.next().expect("a measure without a proxy");
        prop_assert_eq!(left.measure().as_str(), measure);
        prop_assert_eq!(left.unit(), statement.catalogue().measure(measure).unwrap().unit());
        let amounts = [left.created(), left.destroyed(), left.windfall_gain().unwrap(), left.windfall_loss().unwrap()];
        let totals = [total.created(), total.destroyed(), total.windfall_gain(), total.windfall_loss()];
        prop_assert_eq!(amounts.map(Clone::clone), totals);
        prop_assert!(worth.cells().all(|cell| cell.measure().as_str() != measure));
    }
    prop_assert!(listed.next().is_none());
    Ok(())
}

proptest! {
    #![proptest_config(cases(64))]

    /// Lines, and lines by measure, add up to the whole, which is the sum of proxy times amount.
    #[test]
    fn r33_lines_and_measures_add_up_to_the_whole(case in ledger(), terms in terms(), tenths in tenths()) {
        let statement = statement::<BigRational>(&case, &terms);
        let worth = valuation(&statement, tenths).of(&statement).unwrap();
        let zero = || std::array::from_fn(|_| BigRational::zero());
        let mut expected: Five<BigRational> = zero();
        for cell in statement.cells() {
            let index = MEASURES.iter().position(|measure| *measure == cell.measure().as_str()).unwrap();
            let Some(tenths) = tenths[index] else { continue };
            let price = BigRational::new(tenths.into(), 10.into());
            let gains = cell.created().unwrap() + cell.windfall_gain().unwrap();
            let losses = cell.destroyed().unwrap() + cell.windfall_loss().unwrap();
            let amounts = [
                cell.created().unwrap(),
                cell.destroyed().unwrap(),
                cell.windfall_gain().unwrap(),
                cell.windfall_loss().unwrap(),
                gains - losses,
            ];
            expected = plus(expected, &amounts.map(|amount| amount * &price));
        }
        prop_assert_eq!(&whole(&worth), &expected);
        let five = |created: &BigRational, destroyed: &BigRational, windfalls: [Option<&BigRational>; 2], net: &BigRational| {
            let [gain, loss] = windfalls.map(|side| side.unwrap().clone());
            [created.clone(), destroyed.clone(), gain, loss, net.clone()]
        };
        let lines = worth.lines().fold(zero(), |sum, line| {
            plus(sum, &five(line.created(), line.destroyed(), [line.windfall_gain(), line.windfall_loss()], line.net()))
        });
        let cells = worth.cells().fold(zero(), |sum, cell| {
            plus(sum, &five(cell.created(), cell.destroyed(), [cell.windfall_gain(), cell.windfall_loss()], cell.net()))
        });
        prop_assert_eq!(&lines, &expected);
        prop_assert_eq!(&cells, &expected);
        for line in worth.lines() {
            prop_assert_eq!(worth.line(line.line()).unwrap(), line);
        }
    }

    /// A measure has a proxy and is valued, or has none and is listed with its amounts.
    #[test]
    fn r43_measures_without_a_proxy_are_listed(case in ledger(), terms in terms(), tenths in tenths()) {
        check_not_valued(&statement::<BigRational>(&case, &terms), tenths)?;
        check_not_valued(&statement::<f64>(&case, &terms), tenths)?;
    }

    /// Windfall gains and losses are valued alike, or neither is. Created and destroyed stay as they are.
    #[test]
    fn r43_windfalls_are_valued_alike_or_not(case in ledger(), terms in terms(), tenths in tenths()) {
        let floats = statement::<f64>(&case, &terms);
        let of_floats = valuation(&floats, tenths).without_windfalls().of(&floats).unwrap();
        prop_assert_eq!((of_floats.windfall_gain(), of_floats.windfall_loss()), (None, None));
        let statement = statement::<BigRational>(&case, &terms);
        let valuation = valuation(&statement, tenths);
        let [created, destroyed, gain, loss, net] = whole(&valuation.of(&statement).unwrap());
        let without = valuation.without_windfalls().of(&statement).unwrap();
        prop_assert_eq!((without.windfall_gain(), without.windfall_loss()), (None, None));
        prop_assert_eq!((without.created(), without.destroyed()), (&created, &destroyed));
        prop_assert_eq!(&(net - gain + loss), without.net());
        prop_assert!(without.cells().all(|cell| cell.windfall_gain().is_none() && cell.windfall_loss().is_none()));
        prop_assert!(without.subject().contains("windfalls are not valued"));
    }

    /// A float is within its last places of the exact figure, whichever the order of the measures.
    #[test]
    fn r33_floats_are_close_to_exact_figures(case in ledger(), terms in terms(), tenths in tenths()) {
        let exact = statement::<BigRational>(&case, &terms);
        let float = statement::<f64>(&case, &terms);
        let exact = whole(&valuation(&exact, tenths).of(&exact).unwrap());
        let float = whole(&valuation(&float, tenths).of(&float).unwrap());
        let size: f64 = exact.iter().map(|figure| figure.to_float().abs()).sum();
        for (exact, float) in exact.iter().zip(float) {
            prop_assert!((exact.to_float() - float).abs() <= 1e-12 * size.max(1.0), "{exact} {float}");
        }
    }
}

const DAY: Date = date(2026, 3, 2);

pub(super) fn books() -> Ledger {
    let measures = [
        Measure::higher_is_better("wellbeing", "points"),
        Measure::higher_is_better("mobility", "points"),
        Measure::lower_is_better("wait", "hours"),
    ];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("club", "town")]).unwrap());
    let absent = Contribution::of("cai").integrated(0.0);
    let gains = |user: &str, change: f64| {
        Interaction::between(user, "club", DAY).appraisal(Appraisal::of("wellbeing").change(change))
    };
    ledger.record(gains("ana", 2.0).appraisal(Appraisal::of("mobility").change(1.0))).unwrap();
    ledger.record(gains("ben", -1.0).appraisal(Appraisal::of("wait").change(3.0))).unwrap();
    ledger.record(gains("cai", 4.0).contribution(absent)).unwrap();
    ledger
}

fn pounds(amount: f64) -> Proxy<f64> {
    Proxy::new(amount, "GBP", 2019, "a guide")
}

/// Cai did not co-operate, so his gain is a windfall.
#[test]
fn r43_windfalls_stand_beside_what_was_created() {
    let statement = books().statement(By::Service).unwrap();
    let worth = Valuation::new([("wellbeing", pounds(10.0))]).unwrap().of(&statement).unwrap();
    assert_eq!(whole(&worth), [20.0, 10.0, 40.0, 0.0, 50.0]);
    let left: Vec<_> = worth.not_valued().map(|left| (left.measure().as_str(), *left.created())).collect();
    assert_eq!(left, [("mobility", 1.0), ("wait", 0.0)]);
}

#[test]
fn r32_proxies_are_taken_to_the_prices_asked_for() {
    let statement = books().statement(By::Service).unwrap();
    let prices = Deflator::new("GDP deflator", [(2011, 80.0), (2019, 100.0)]).unwrap();
    let old = Proxy::new(8.0, "GBP", 2011, "a guide");
    let valuation = Valuation::new([("wellbeing", old), ("mobility", pounds(1.0))]).unwrap();
    assert_eq!(
        valuation.of(&statement).unwrap_err().to_string(),
        "R32: amounts are in prices of 2019 and of 2011, and no price year is asked for"
    );
    let worth = valuation.in_prices_of(2019, &prices).of(&statement).unwrap();
    assert_eq!((worth.created(), worth.price_year()), (&21.0, Some(2019)));
    assert!(worth.subject().starts_with("GBP in prices of 2019 by GDP deflator; "), "{}", worth.subject());
}

/// A valuation says against which level its changes are, and that nothing is deducted from changes since before.
#[test]
fn r34_a_valuation_says_what_it_is_of() {
    let ledger = books();
    let valuation = Valuation::new([("wellbeing", pounds(10.0))]).unwrap();
    let subject = |baseline: Baseline| {
        let statement = ledger.statement(Terms::by(By::Service).baseline(baseline)).unwrap();
        valuation.of(&statement).unwrap().subject()
    };
    let beginning = "GBP in prices of 2019; change from";
    assert_eq!(
        subject(Baseline::Before),
        format!(
            "{beginning} before; users' own appraisals; gross: nothing is deducted for changes that would have come about anyway"
        )
    );
    assert_eq!(subject(Baseline::Without), format!("{beginning} the level without the service; users' own appraisals"));
    assert_eq!(subject(Baseline::Expected), format!("{beginning} what was expected; users' own appraisals"));
    assert_eq!(subject(Baseline::named("target")), format!("{beginning} the level “target”; users' own appraisals"));
}

#[test]
fn r34_a_measure_does_not_overlap_itself() {
    let valuation = Valuation::new([("wellbeing", pounds(1.0))]).unwrap().overlap("wellbeing", "wellbeing");
    let refused = valuation.despite_overlaps().of(&books().statement(By::Service).unwrap()).unwrap_err();
    assert_eq!(refused.to_string(), "R34: an overlap is of two measures, and `wellbeing` is stated twice");
    assert_eq!(refused.rule(), Rule::R34);
}

#[test]
fn valuations_that_contradict_themselves_are_refused() {
    let statement = books().statement(By::Service).unwrap();
    #[track_caller]
    fn check(valuation: Result<Valuation<f64>, covalue::error::ImpactError>, rule: Rule, message: &str) {
        let statement = books().statement(By::Service).unwrap();
        let error = valuation.and_then(|valuation| valuation.of(&statement)).unwrap_err();
        assert_eq!((error.rule(), error.to_string().as_str()), (rule, message));
    }
    let two = || Valuation::new([("wellbeing", pounds(1.0)), ("mobility", pounds(2.0))]);
    check(
        Valuation::new([("wellbeing", pounds(-1.0))]),
        Rule::R3,
        "R3: the proxy of `wellbeing` is -1.0, below zero: the direction of the measure makes a loss",
    );
    check(Valuation::new([("wellbeing", pounds(f64::NAN))]), Rule::R3, "R3: the proxy of `wellbeing` is NaN");
    check(
        Valuation::new([("wellbeing", pounds(1.0)), ("wellbeing", pounds(1.0))]),
        Rule::Form,
        "form: `wellbeing` has a proxy already",
    );
    check(Valuation::new([("mood", pounds(1.0))]), Rule::R2, "R2: measure `mood` is not in the catalogue");
    check(
        Valuation::new([("welbeing", pounds(1.0))]),
        Rule::R2,
        "R2: measure `welbeing` is not in the catalogue (is `wellbeing` meant?)",
    );
    check(two().map(|two| two.overlap("wellbeing", "mood")), Rule::R2, "R2: measure `mood` is not in the catalogue");
    check(
        two().map(|two| two.overlap("mobility", "wellbeing")),
        Rule::R34,
        "R34: `mobility` and `wellbeing` overlap, and both have a proxy: leave out one of them, or value both despite overlaps",
    );
    check(
        Valuation::new([("wait", pounds(1.0).per("points"))]),
        Rule::R32,
        "R32: the proxy of `wait` is per `points`, and `wait` is in `hours`",
    );
    check(
        Valuation::new([("wellbeing", pounds(1.0)), ("wait", Proxy::new(1.0, "EUR", 2019, "a guide"))]),
        Rule::R32,
        "R32: amounts are in `GBP` and that of `wait` in `EUR`",
    );
    check(
        Valuation::new([("wellbeing", pounds(1.0)), ("wait", Proxy::amount(1.0))]),
        Rule::R32,
        "R32: `wait` states no unit, and others do",
    );
    check(
        Valuation::new([("wellbeing", pounds(f64::MAX))]),
        Rule::R3,
        "R3: overflow: the amount created of `wellbeing` is more than f64 holds",
    );
    // One of them alone, or both on request.
    let despite = two().unwrap().overlap("mobility", "wellbeing").despite_overlaps().of(&statement).unwrap();
    assert_eq!(despite.created(), &4.0);
    let overlap = "; `mobility` and `wellbeing` overlap, so their common change is valued twice";
    assert!(despite.subject().ends_with(overlap), "{}", despite.subject());
    let one = Valuation::new([("wellbeing", pounds(1.0))]).unwrap().overlap("mobility", "wellbeing");
    assert_eq!(one.of(&statement).unwrap().created(), &2.0);
    // A line without a proxy is not a zero.
    let worth = Valuation::new([("wellbeing", pounds(1.0))]).unwrap().of(&statement).unwrap();
    assert_eq!(worth.line("yoga").unwrap_err().to_string(), "R20: the valuation has no line `yoga`");
}

#[test]
fn a_statement_in_money_is_printed_with_the_measures_that_are_not_valued() {
    let statement = books().statement(By::Service).unwrap();
    let worth = Valuation::new([("wellbeing", pounds(1_300.0))]).unwrap().of(&statement).unwrap();
    assert_eq!(
        worth.to_string(),
        "GBP in prices of 2019; change from before; users' own appraisals; gross: nothing is deducted for changes that would \
have come about anyway
service   created  windfall gain  destroyed  windfall loss       net
club     2,600.00       5,200.00   1,300.00           0.00  6,500.00
all      2,600.00       5,200.00   1,300.00           0.00  6,500.00

proxies: the worth of a change of one unit for one person
measure    proxy  prices of  source
wellbeing  1,300       2019  a guide

not valued, since no proxy is stated
measure   unit    created  destroyed    net
mobility  points     1.00       0.00   1.00
wait      hours      0.00       3.00  -3.00
"
    );
    let _ = format!("{worth:65535.65535}");
    assert_eq!(letters(&texts(&worth.to_html())), letters(&worth.to_string()), "a notebook shows the printed table");
}

/// Windfalls of lines without a stated contribution are not asked, as in the table of the statement, and proxies keep their
/// decimals.
#[test]
fn r43_windfalls_that_were_not_asked_are_not_printed_as_zero() {
    let mut ledger = books();
    let other = Service::new("yoga", "town");
    ledger.declare_service(other).unwrap();
    let visit = Interaction::between("dee", "yoga", DAY);
    ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(1.0))).unwrap();
    let statement = ledger.statement(By::Service).unwrap();
    let valuation = |proxies: Vec<(&str, f64)>| {
        Valuation::new(proxies.into_iter().map(|(measure, amount)| (measure, pounds(amount)))).unwrap().of(&statement)
    };
    let printed = valuation(vec![("wellbeing", 12.5), ("mobility", 0.35), ("wait", 13_000.0)]).unwrap().to_string();
    for line in [
        "club       25.35          50.00  39,012.50           0.00  -38,937.15",
        "yoga       12.50      not asked       0.00      not asked       12.50",
        "all        37.85          50.00  39,012.50           0.00  -38,924.65",
        "mobility     0.35       2019  a guide",
        "wait       13,000       2019  a guide",
        "wellbeing    12.5       2019  a guide",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
    assert!(statement.to_string().contains("not asked"));
    let valued = valuation(vec![("wellbeing", 12.5)]).unwrap();
    let line = r#"{"line":{"service":"yoga"},"created":12.5,"destroyed":0.0,"windfall_gain":null,"windfall_loss":null,"net":12.5}"#;
    assert!(valued.to_json().contains(line), "{}", valued.to_json());
    assert!(valued.to_json().contains(r#""windfall_loss":0.0"#), "those of the club are asked");
    let csv = valued.to_csv();
    assert!(csv.contains("\nyoga,wellbeing,12.5,,,2019,a guide,12.5,0.0,,,12.5,GBP,"), "{csv}");
    let unvalued = Valuation::<f64>::new(Vec::<(&str, Proxy<f64>)>::new()).unwrap().of(&statement).unwrap().to_string();
    assert!(unvalued.contains("\nno proxy is stated, so no measure is valued\n\nnot valued"), "{unvalued}");
    assert!(!unvalued.contains("source"), "{unvalued}");
}

/// A proxy that is a fraction is printed as a decimal.
#[test]
fn proxies_of_fractions_are_printed_as_decimals() {
    let fraction = |above: i64, below: i64| BigRational::new(above.into(), below.into());
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("club", "town")]).unwrap());
    let visit = Interaction::between("ana", "club", DAY);
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(fraction(2, 1)))).unwrap();
    let statement = ledger.statement(By::Service).unwrap();
    let printed = |amount: BigRational| {
        let proxy = Proxy::new(amount, "GBP", 2019, "a guide");
        Valuation::new([("mobility", proxy)]).unwrap().of(&statement).unwrap().to_string()
    };
    assert!(printed(fraction(7, 20)).contains("mobility   0.35  "), "{}", printed(fraction(7, 20)));
    assert!(printed(fraction(26_000, 2)).contains("mobility  13,000  "), "{}", printed(fraction(26_000, 2)));
}

/// A file of proxies in two units is refused where the second one stands.
#[test]
fn r32_units_of_a_file_are_compared_line_by_line() {
    let header = "measure,proxy_value,unit\n";
    for (rows, message) in [
        ("a,1,GBP\nb,2,EUR\n", "line 3: R32: amounts are in `GBP` and that of `b` in `EUR`"),
        ("a,1,GBP\nb,2,GBP\nc,3,\n", "line 4: R32: `c` states no unit, and others do"),
        ("a,1,\nb,2,GBP\n", "line 3: R32: `a` states no unit, and others do"),
        ("a,1,GBP\na,2,GBP\n", "line 3: form: `a` has a proxy already: see line 2"),
        ("a,-1,GBP\n", "line 2: R3: the proxy of `a` is -1.0, below zero: the direction of the measure makes a loss"),
    ] {
        let file = [header, rows].concat();
        let error = covalue::impact::table::read_valuation::<f64>(file.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

/// A file states which measures overlap, on either of both rows.
#[test]
fn r34_overlaps_of_a_file_are_refused_unless_both_are_asked_for() {
    let statement = books().statement(By::Service).unwrap();
    let read = |file: &str| covalue::impact::table::read_valuation::<f64>(file.as_bytes()).unwrap();
    let message = |file: &str| read(file).of(&statement).unwrap_err().to_string();
    let overlap = "R34: `mobility` and `wellbeing` overlap, and both have a proxy: leave out one of them, or value both despite overlaps";
    let file = "measure,proxy_value,overlaps\nwellbeing,1,\"mobility; wait;\"\nmobility,2,wellbeing\n";
    assert_eq!(message(file), overlap);
    assert_eq!(message(&file.replace("mobility; wait;", "")), overlap);
    let unknown = "R2: measure `mobilty` is not in the catalogue (is `mobility` meant?)";
    assert_eq!(message(&file.replace("mobility; wait;", "mobilty")), unknown);
    let worth = read(file).despite_overlaps().of(&statement).unwrap();
    assert_eq!((worth.created(), worth.subject().matches("overlap").count()), (&4.0, 1));
    let one = read("measure,proxy_value,overlaps\nwellbeing,1,mobility\n");
    assert_eq!(one.of(&statement).unwrap().created(), &2.0);
    assert_eq!((one.proxy("wellbeing"), one.proxy("mobility")), (Some(&Proxy::amount(1.0)), None));
}

/// JSON and CSV have the figures of the getters.
#[test]
fn a_statement_in_money_is_written_as_it_is_read() {
    let prices = Deflator::new("GDP deflator", [(2011, 80.0), (2019, 100.0)]).unwrap();
    let proxy = Proxy::new(8.0, "GBP", 2011, "a \"guide\", 2nd edition").per("points");
    let statement = books().statement(By::Service).unwrap();
    let worth = Valuation::new([("wellbeing", proxy)]).unwrap().in_prices_of(2019, &prices).of(&statement).unwrap();
    let json: serde_json::Value = serde_json::from_str(&worth.to_json()).unwrap();
    let club = &json["lines"][0];
    assert_eq!(club["line"]["service"], "club");
    for (name, figure) in [("created", worth.created()), ("destroyed", worth.destroyed()), ("net", worth.net())] {
        assert_eq!(json["totals"][name].as_f64(), Some(*figure), "{name}");
        assert_eq!((&club[name], &json["cells"][0][name]), (&json["totals"][name], &json["totals"][name]), "{name}");
    }
    assert_eq!(json["totals"]["windfall_gain"].as_f64(), worth.windfall_gain().copied());
    assert_eq!((&json["unit"], &json["price_year"]), (&"GBP".into(), &2019.into()));
    assert_eq!(json["not_valued"].as_array().unwrap().len(), 2);
    assert_eq!((&json["proxies"][0]["proxy"], &json["proxies"][0]["proxy_price_year"]), (&8.0.into(), &2011.into()));
    let csv = worth.to_csv();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| rows[row][columns.iter().position(|known| known == name).unwrap()].to_owned();
    assert_eq!(rows.len(), 3);
    assert_eq!([cell(0, "proxy"), cell(0, "proxy_price_year"), cell(0, "per")], ["8.0", "2011", "points"]);
    assert_eq!((cell(0, "source"), cell(0, "created")), ("a \"guide\", 2nd edition".to_owned(), "20.0".to_owned()));
    assert_eq!([cell(1, "measure"), cell(1, "service"), cell(1, "in")], ["mobility", "", "points"]);
}

/// Gains and losses of people who did not co-operate are two rows.
#[test]
fn rows_of_windfalls_have_their_own_sides() {
    let mut ledger = books();
    for (user, change) in [("dee", -1.5), ("eve", 0.5)] {
        let visit = Interaction::between(user, "club", DAY).contribution(Contribution::of(user).integrated(0.0));
        ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change))).unwrap();
    }
    let statement = ledger.statement(By::Service).unwrap();
    let gain = Row::windfall_gain(&statement, "club", "wellbeing", pounds(10.0)).unwrap();
    let loss = Row::windfall_loss(&statement, "club", "wellbeing", pounds(10.0)).unwrap();
    let worth = ImpactMap::new([gain, loss]).value(Discount::none()).unwrap();
    assert_eq!((worth.created(), worth.destroyed()), (&45.0, &15.0));
}

/// Rows of a map take the figures of a statement, losses below zero.
#[test]
fn rows_of_a_map_have_the_figures_of_a_statement() {
    let statement = books().statement(By::Service).unwrap();
    let of = |row: Result<Row<f64>, covalue::error::ImpactError>| row.unwrap();
    let map = ImpactMap::new([
        of(Row::created(&statement, "club", "wellbeing", pounds(10.0))),
        of(Row::destroyed(&statement, "club", "wellbeing", pounds(10.0))),
        of(Row::windfall_gain(&statement, "club", "wellbeing", pounds(10.0))),
        of(Row::windfall_loss(&statement, "club", "wait", pounds(10.0))),
        of(Row::destroyed(&statement, "club", "wait", Proxy::new(5.0, "GBP", 2019, "another guide"))),
    ]);
    let worth = map.value(Discount::none()).unwrap();
    let rows: Vec<_> = worth.rows().map(|row| (row.row().get_outcome(), *row.created(), *row.destroyed())).collect();
    assert_eq!(
        rows,
        [
            ("wellbeing: created", 20.0, 0.0),
            ("wellbeing: destroyed", 0.0, 10.0),
            ("wellbeing: windfall gain", 40.0, 0.0),
            ("wait: windfall loss", 0.0, 0.0),
            ("wait: destroyed", 0.0, 15.0),
        ]
    );
    assert_eq!(worth.sources(), [(Some("a guide"), 4), (Some("another guide"), 1)]);
    let valued = Valuation::new([("wellbeing", pounds(10.0))]).unwrap().of(&statement).unwrap();
    assert_eq!((worth.row("wellbeing: created").unwrap().created(), valued.created()), (&20.0, &20.0));
}

/// Swings of one width are in the order of rows, and then of assumptions.
#[test]
fn equal_swings_are_in_the_order_of_rows_and_assumptions() {
    let row = |name: &str| {
        let row = Row::new(name, 10.0, pounds(10.0));
        row.range(Assumption::Proxy, 9.0, 11.0).range(Assumption::Quantity, 9.0, 11.0)
    };
    let map = ImpactMap::new([row("b"), row("a")]).input(Input::new("grant", 50.0).range(40.0, 60.0));
    let sensitivity = map.sensitivity(Discount::none()).unwrap();
    let swings: Vec<_> = sensitivity.swings().map(|swing| (swing.of().unwrap(), swing.assumption())).collect();
    let [quantity, proxy] = [Assumption::Quantity, Assumption::Proxy];
    assert_eq!(swings, [("b", quantity), ("b", proxy), ("a", quantity), ("a", proxy), ("grant", Assumption::Input)]);
}
