//! Printed tables of worth.

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row};
use covalue::number::Fraction;
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::published::{number, wheels_to_meals};
use crate::formats::html_tables::{letters, texts};
use crate::support::generate::cases;

fn pounds(amount: f64) -> Proxy<f64> {
    Proxy::new(amount, "GBP", 2024, "unit costs 2024")
}

#[test]
fn the_luncheon_club_is_printed() {
    let worth = wheels_to_meals::<f64>().value(Discount::from_year_one(0.035)).unwrap();
    assert_eq!(worth.to_string(), include_str!("luncheon_club.txt"));
    let exact = wheels_to_meals::<BigRational>().value(Discount::from_year_one(number("0.035"))).unwrap();
    assert_eq!(exact.to_string(), include_str!("luncheon_club.txt"));
}

fn small() -> ImpactMap<f64> {
    ImpactMap::new([
        Row::new("visits", 1_000.0, pounds(10.0)).stakeholder("users").deadweight(0.2),
        Row::new("noise", -3.0, Proxy::amount(100.25).unit("GBP").price_year(2024)).lasts(2),
    ])
    .input(Input::new("grant", 4_000.0))
}

#[test]
fn a_worth_is_printed_with_its_terms_and_without_what_is_not_known() {
    let worth = small().value(Discount::none()).unwrap();
    assert_eq!(
        format!("{worth:.0}"),
        "GBP, in prices of 2024; not discounted
stakeholder  outcome  first year  created  destroyed
users        visits        8,000    8,000          0
not stated   noise          -301        0        602
all                                 8,000        602

stakeholder  created  destroyed  created less destroyed
users          8,000          0                   8,000
not stated         0        602                    -602

in all
created less destroyed                        7,398
inputs                                        4,000
net present value                             3,398
ratio: created less destroyed to inputs        1.85
net ratio: net present value to inputs         0.85
payback                                  0.52 years
no source is stated for 1 of 2 proxies: noise
"
    );
    let nothing = ImpactMap::<f64>::new([]).value(Discount::from_year_zero(0.035).then(31, 0.03)).unwrap();
    assert_eq!(
        nothing.to_string(),
        "unit not stated, price year not stated; discounted at 3.5 % a year, 3 % from year 31 on; amounts of year 0 \
are not discounted
no rows

in all
created less destroyed                   0.00
inputs                                   0.00
net present value                        0.00
ratio: created less destroyed to inputs     -
net ratio: net present value to inputs      -
payback                                     -
"
    );
    // Never paid back, with a schedule of its own, and with an amount below a penny.
    let late = Row::new("late", 0.001, pounds(1.0)).discounted(Discount::none());
    let late = ImpactMap::new([late]).inputs(1.0).value(Discount::from_year_one(1.0 / 3.0)).unwrap().to_string();
    assert!(
        late.contains(
            "discounted at 33.3333 % a year; amounts of year 1 are divided by 1.333333\nanother discount: \
             late, not discounted\nfirst year: before"
        ),
        "{late}"
    );
    assert!(late.contains("late          <0.01    <0.01       0.00\n"), "{late}");
    assert!(late.contains("payback                                  never\n") && !late.contains("no source"), "{late}");
    assert!(late.contains("amounts are rounded to 2 decimals, so they need not add up\n"), "{late}");
}

/// Inputs of several years and prices, one of them without a name of who puts it in.
#[test]
fn several_inputs_are_printed_one_by_one() {
    let prices = Deflator::new("an index", [(2019, 80.0), (2024, 100.0)]).unwrap();
    let map = ImpactMap::new([Row::new("visits", 1_000.0, pounds(10.0))])
        .input(Input::new("staff", 4_000.0).from("clinic").unit("GBP").price_year(2024))
        .input(Input::new("equipment", 800.0).at(1).unit("GBP").price_year(2019))
        .input(Input::new("room", 1_210.0).from("council").at(2).unit("GBP").price_year(2024))
        .in_prices_of(2024, &prices);
    let worth = map.value(Discount::from_year_zero(0.1)).unwrap().to_string();
    assert!(
        worth.contains(
            "
input      from        put in         in prices of    amount  present value
staff      clinic      at the start   2024          4,000.00       4,000.00
equipment  not stated  after 1 year   2019            800.00         909.09
room       council     after 2 years  2024          1,210.00       1,000.00
all                                                                5,909.09
amounts are rounded to 2 decimals, so they need not add up

in all
"
        ),
        "{worth}"
    );
    assert!(!worth.contains("stakeholder") && !worth.contains("no price year"), "{worth}");
    // An input without a price year is in those of the map, which the deflator sets.
    let row = || Row::new("visits", 1_000.0, pounds(10.0));
    let unstated = ImpactMap::new([row()]).inputs(4.0).in_prices_of(2019, &prices).value(Discount::none()).unwrap();
    let note = "\nno price year is stated for 1 of 1 input: it counts in prices of 2019\n";
    assert!(unstated.to_string().ends_with(note), "{unstated}");
    let same = ImpactMap::new([row()]).inputs(4.0).value(Discount::none()).unwrap().to_string();
    assert!(!same.contains("no price year"), "{same}");
    let one = ImpactMap::new([Row::new("visits", 1.0, pounds(10.0))]).input(Input::new("staff", 4.0));
    assert!(!one.value(Discount::none()).unwrap().to_string().contains("staff"));
}

#[test]
fn ranges_in_other_prices_than_the_map_say_so() {
    let prices = Deflator::new("an index", [(2019, 80.0), (2024, 100.0)]).unwrap();
    let old = Proxy::new(8.0, "GBP", 2019, "a guide");
    let map = ImpactMap::new([
        Row::new("visits", 10.0, old).stakeholder("users").range(Assumption::Proxy, 4.0, 10.0),
        Row::new("calls", 10.0, pounds(1.0)).range(Assumption::Proxy, 0.5, 2.0).range(Assumption::Quantity, 9.0, 10.0),
    ])
    .input(Input::new("grant", 40.0).unit("GBP").price_year(2019).range(32.0, 48.0))
    .in_prices_of(2024, &prices);
    let sensitivity = map.sensitivity(Discount::none()).unwrap();
    let printed = sensitivity.to_string();
    for line in [
        "users/visits  proxy, in prices of 2019          4          10  10.00  85.00  75.00              3.2",
        "grant         input, in prices of 2019         32          48  70.00  50.00  20.00               88",
        "calls         proxy                           0.5           2",
        "calls         quantity                          9          10",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
    let drawn = sensitivity.tornado().unwrap().description();
    assert!(drawn.contains("Proxy 8, in prices of 2019: users/visits, from 4 to 10: 10 to 85"), "{drawn}");
    assert!(drawn.contains("Proxy 1: calls, from 0.5 to 2"), "{drawn}");
}

#[test]
fn a_weighted_worth_names_the_source_of_its_weights() {
    let map = small().weights([("users", 2.0)], "a council's\u{1b}[31m decision");
    let weighted = map.value(Discount::none()).unwrap().weighted().unwrap().to_string();
    assert!(weighted.contains("\nweighted by stakeholder: a council's\\u{1b}[31m decision\n"), "{weighted}");
    assert!(weighted.contains("16,000.00"), "{weighted}");
    assert!(
        weighted.contains(
            "stakeholder  weight    created  destroyed  created less destroyed\nusers             2  16,000.00"
        )
    );
    let only =
        ImpactMap::new([Row::new("visits", 1.0, pounds(10.0)).stakeholder("users")]).weights([("users", 0.5)], "a");
    let only = only.value(Discount::none()).unwrap();
    assert!(only.weighted().unwrap().to_string().contains("\nusers           0.5  "), "{}", only.weighted().unwrap());
    assert!(!only.to_string().contains("weight"), "{only}");
    assert!(!map.value(Discount::none()).unwrap().to_string().contains("weighted"));
}

/// A trace names the amount of a proxy as its source states it, if the prices of the map are others.
#[test]
fn a_trace_names_the_stated_amount_of_a_converted_proxy() {
    let prices = Deflator::new("prices", [(2011, 80.0), (2024, 100.0)]).unwrap();
    let visit = Proxy::new(8.5, "GBP", 2011, "a guide").named("visit");
    let trace = |proxy| {
        let map = ImpactMap::new([Row::new("visits", 4.0, proxy)]).in_prices_of(2024, &prices);
        map.value(Discount::none()).unwrap().trace("visits").unwrap().to_string()
    };
    let product = "4 x 10.625 x (1 - 0) x (1 - 0) x (1 - 0) = 42.50";
    let conversion = "proxy in prices of 2024: 8.5 x 100 / 80 = 10.625";
    let terms = "GBP, in prices of 2024 by prices; not discounted";
    let lines = |trace: String| {
        trace.lines().skip(1).take_while(|line| !line.trim_start().starts_with("year ")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(lines(trace(visit)), format!("{terms}\nproxy: visit; source: a guide\n{conversion}\n{product}"));
    let unnamed = Proxy::amount(8.5).price_year(2011);
    assert_eq!(
        lines(trace(unnamed)),
        format!("unit not stated{}\nproxy: not stated; source: not stated\n{conversion}\n{product}", &terms[3..])
    );
    let small = ImpactMap::new([Row::new("small", 1.0, Proxy::amount(0.001))]).value(Discount::none()).unwrap();
    let small = small.trace("small").unwrap().to_string();
    assert!(small.contains(" = <0.01\n") && small.ends_with("<0.01\n"), "{small}");
    let same = lines(trace(pounds(10.625).named("visit")));
    assert_eq!(same, format!("{terms}\nproxy: visit; source: unit costs 2024\n{product}"));
}

/// A map that pays back and then loses more, from year zero; a row of 0 stands on the created side.
#[test]
fn a_payback_that_later_losses_undo_says_so() {
    let row = |outcome: &str, quantity| Row::new(outcome, quantity, pounds(100.0));
    let map = ImpactMap::new([row("rent", 1.0), row("repairs", -2.0).starts_after(1)]).inputs(50.0);
    let printed = map.value(Discount::from_year_zero(0.0)).unwrap().to_string();
    assert!(printed.contains("0.50 years, and undone by later losses\n"), "{printed}");
    let late = ImpactMap::new([row("rent", 1.0).lasts(2)]).inputs(150.0).value(Discount::from_year_zero(0.0)).unwrap();
    assert_eq!(late.payback(), Ok(Some(1.5)));
    let none = ImpactMap::new([Row::new("none", 0.0, pounds(-5.0))]).value(Discount::none()).unwrap();
    assert_eq!((none.created().to_bits(), none.destroyed().to_bits()), (0, 0));
    assert!(none.trace("none").unwrap().to_string().contains("\ncreated "));
}

/// The worst value of a range that touches zero, beside a range of the other number.
#[test]
fn r38_extremes_of_a_loss_that_may_be_zero_are_found() {
    let row = Row::new("noise", 0.0, pounds(10.0)).range(Assumption::Quantity, -4.0, 0.0);
    let map = ImpactMap::new([row.range(Assumption::Proxy, 8.0, 12.0)]);
    let extremes = map.extremes(Discount::none()).unwrap();
    assert_eq!((extremes.worst().net(), extremes.best().net()), (&-48.0, &0.0));
}

#[test]
fn rows_with_another_discount_are_named() {
    let own = |name: &str, rate| Row::new(name, 1.0, pounds(10.0)).discounted(Discount::from_year_one(rate));
    let few = ImpactMap::new([own("health", 0.015), own("sleep", 0.01)]).value(Discount::from_year_one(0.035)).unwrap();
    let line = "\nanother discount: health, 1.5 % a year; sleep, 1 % a year\n";
    assert!(few.to_string().contains(line), "{few}");
    let many = (0..8).map(|row| own(&format!("row {row}"), 0.01));
    let many = ImpactMap::new(many).value(Discount::from_year_one(0.035)).unwrap().to_string();
    assert!(many.contains("; row 4, 1 % a year; 3 more rows\n"), "{many}");
}

#[test]
fn swings_are_printed_with_what_switches_them() {
    let map = ImpactMap::new([Row::new("visits", 10.0, pounds(100.0))
        .deadweight(0.2)
        .lasts(2)
        .range(Assumption::Quantity, 6.0, 12.0)
        .range(Assumption::Deadweight, 0.0, 0.5)
        .range(Assumption::DropOff, 0.0, 0.1)
        .range(Assumption::Lasts, 1.0, 3.0)])
    .inputs(1_000.0);
    let sensitivity = map.sensitivity(Discount::none()).unwrap();
    assert_eq!(
        sensitivity.to_string(),
        "GBP, in prices of 2024; not discounted
net present value as stated: 600.00
low, high: net present value at the low value and at the high value
switching value: the value at which the net present value is 0
of      assumption  low value  high value       low      high     swing  switching value
visits  years               1           3   -200.00  1,400.00  1,600.00                -
visits  deadweight        0 %        50 %  1,000.00      0.00  1,000.00             50 %
visits  quantity            6          12    -40.00    920.00    960.00             6.25
visits  drop-off          0 %        10 %    600.00    520.00     80.00             75 %
"
    );
    let few = Row::new("few", 1.0, pounds(1.0)).range(Assumption::Displacement, 0.0, 0.5);
    let never = small().row(few).sensitivity(Discount::from_year_one(0.035).range(0.0, 0.1)).unwrap();
    let never = format!("{never:.0}");
    assert!(
        never.contains("\nfew  displacement        0 %        50 %  3,159  3,159     <1            never\n"),
        "{never}"
    );
    assert!(never.contains("\n-    rate                0 %        10 %  3,400  2,752    648"), "{never}");
    let without = small().sensitivity(Discount::none()).unwrap().to_string();
    assert!(without.ends_with("net present value as stated: 3,398.50\nno assumption has a range\n"), "{without}");
}

#[test]
fn extremes_and_differences_are_printed() {
    let map = small().range_all(1, 10).unwrap();
    assert_eq!(
        map.extremes(Discount::none()).unwrap().to_string(),
        "GBP, in prices of 2024; not discounted
worst and best: every range at the end that is worse, or better, for its row
figure                                      worst  as stated      best
created                                  6,318.00   8,000.00  9,922.00
destroyed                                  727.82     601.50    487.21
created less destroyed                   5,590.18   7,398.50  9,434.78
inputs                                   4,400.00   4,000.00  3,600.00
net present value                        1,190.18   3,398.50  5,834.78
ratio: created less destroyed to inputs      1.27       1.85      2.62
amounts are rounded to 2 decimals, so they need not add up
"
    );
    let more = ImpactMap::new([Row::new("visits", 1_200.0, pounds(10.0)).stakeholder("users")]).inputs(4_500.0);
    let [more, less] = [more, small()].map(|map| map.value(Discount::none()).unwrap());
    assert_eq!(
        format!("{:.0}", more.less(&less).unwrap()),
        "GBP, in prices of 2024; not discounted
the first map less the second
stakeholder  outcome  created  destroyed
users        visits     4,000          0
not stated   noise          0       -602
all                     4,000       -602

in all
created less destroyed                   4,602
inputs                                     500
net present value                        4,102
ratio: created less destroyed to inputs   9.20
net ratio: net present value to inputs    8.20
"
    );
}

/// As a table in a notebook or a report.
#[test]
fn tables_of_worth_are_written_as_html() {
    let map = ImpactMap::new([Row::new("<script>", 1.0, pounds(10.0))]).inputs(3.0);
    let html = map.value(Discount::none()).unwrap().to_html();
    assert!(html.starts_with(
        "<table><caption style=\"text-align:left\">GBP, in prices of 2024; not discounted</caption><thead>"
    ));
    assert!(html.contains("<th scope=\"row\" style=\"text-align:left\">&lt;script&gt;</th>"), "{html}");
    assert!(html.contains("<th scope=\"row\" style=\"text-align:left\">payback</th>"), "{html}");
    let worth = map.value(Discount::none()).unwrap();
    for html in [
        map.sensitivity(Discount::none()).unwrap().to_html(),
        map.extremes(Discount::none()).unwrap().to_html(),
        worth.less(&worth).unwrap().to_html(),
    ] {
        assert!(html.contains("GBP, in prices of 2024; not discounted") && !html.contains("<script"), "{html}");
    }
}

/// A table with its HTML, which a notebook shows.
type Table = (Box<dyn std::fmt::Display>, String);

/// Every table of a map, with widths and decimals of all sizes, and as HTML.
fn print_all<N: Fraction>(map: &ImpactMap<N>, discount: &Discount<N>) -> usize {
    let mut tables: Vec<Table> = Vec::new();
    macro_rules! add {
        ($($table:expr),+) => {
            $(if let Ok(table) = $table { let html = table.to_html(); tables.push((Box::new(table), html)); })+
        };
    }
    if let Ok(worth) = map.value(discount.clone()) {
        add!(worth.less(&worth), worth.weighted(), Ok::<_, ()>(worth));
    }
    add!(map.sensitivity(discount.clone()), map.extremes(discount.clone()));
    for (table, html) in &tables {
        assert_eq!(letters(&texts(html)), letters(&table.to_string()), "a table for a web page is the printed one");
        for text in [
            format!("{table}"),
            format!("{table:#}"),
            format!("{table:.0}"),
            format!("{table:>80.3}"),
            format!("{table:300.300}"),
        ] {
            assert!(text.ends_with('\n') && !text.contains(" \n"), "{text:.2000}");
        }
    }
    tables.len()
}

/// A row of a printed map: its quantity, its proxy in tenths, the deadweight in sevenths, the outcome and the stakeholder.
type PrintedRow = (i64, u64, u64, String, Option<String>);

/// A map of amounts in tenths at a scale, and of names that may have any letters.
fn map<N: Fraction>(rows: &[PrintedRow], scale: &N) -> ImpactMap<N> {
    let row = |(quantity, proxy, share, outcome, stakeholder): &PrintedRow| {
        let quantity = number::<N>(&quantity.to_string());
        let proxy = Proxy::amount(N::product(&N::share(*proxy, 10).unwrap(), scale).unwrap()).unit(outcome.as_str());
        let row = Row::new(outcome.as_str(), quantity, proxy.unit("GBP")).lasts(2);
        let row = row.deadweight(N::share(*share, 7).unwrap());
        stakeholder.iter().fold(row, |row, stakeholder| row.stakeholder(stakeholder.as_str()))
    };
    let map = ImpactMap::new(rows.iter().map(row)).input(Input::new("\u{202e}grant", scale.clone()));
    map.range_all(1, 10).unwrap_or_else(|_| map.clone())
}

proptest! {
    #![proptest_config(cases(16))]

    /// No table panics, whatever the names, the amounts, the width and the decimals are.
    #[test]
    fn every_table_is_printed(
        rows in prop::collection::vec((-20..=20_i64, 0..500_u64, 0..=7_u64, ".*", prop::option::of(".*")), 1..6),
        (kind, size) in (0..4_usize, 0..3_usize),
    ) {
        fn print<N: Fraction>(rows: &[PrintedRow], scale: &N) {
            print_all(&map(rows, scale), &Discount::from_year_one(number("0.035")));
        }
        let power = |power: u32| BigRational::from_integer(BigInt::from(10).pow(power));
        match kind {
            0 => print(&rows, &[1e-9, 5e-324, 1e300][size]),
            1 => print(&rows, &number::<Decimal>(["1", "0.000000000000000000000001", "1000000000000000000000"][size])),
            2 => print(&rows, &[power(0), power(400), power(400).recip()][size]),
            _ => print(&rows, &[Ratio::from_integer(1_i128), Ratio::new(1, 3), Ratio::from_integer(i128::MAX / 1_000_000)][size]),
        }
    }
}

/// So that the property above prints tables of every kind of number.
#[test]
fn every_kind_of_number_is_printed() {
    let rows = [(3, 25, 1, "a".to_owned(), None), (-2, 7, 0, "b".to_owned(), Some("c".to_owned()))];
    // A switching rate values the map up to 1,000 times.
    assert_eq!(print_all(&map(&rows, &1.0), &Discount::from_year_one(0.035).range(0.0, 0.5)), 5);
    let worth = map(&rows, &1.0).value(Discount::none()).unwrap();
    assert!(format!("{worth:60000.60000}").ends_with('\n'));
    assert_eq!(print_all(&map(&rows, &Decimal::ONE), &Discount::none()), 5);
    assert_eq!(print_all(&map(&rows, &number::<BigRational>("1")), &Discount::none()), 5);
    assert_eq!(print_all(&map(&rows, &Ratio::from_integer(1_i128)), &Discount::none()), 5);
}
