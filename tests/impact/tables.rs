//! Printed tables of worth.

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row};
use covalue::number::Fraction;
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::published::{number, wheels_to_meals};
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

in all
created less destroyed       7,398
inputs                       4,000
net present value            3,398
ratio                         1.85
net ratio                     0.85
payback                 0.52 years
no source is stated for 1 of 2 proxies
"
    );
    let nothing = ImpactMap::<f64>::new([]).value(Discount::from_year_zero(0.035).then(31, 0.03)).unwrap();
    assert_eq!(
        nothing.to_string(),
        "unit not stated, price year not stated; discounted at 3.5 % from year zero, 3 % from year 31
no rows

in all
created less destroyed  0.00
inputs                  0.00
net present value       0.00
ratio                      -
net ratio                  -
payback                    -
"
    );
    // Never paid back, with a schedule of its own, and with an amount below a penny.
    let late = Row::new("late", 0.001, pounds(1.0)).discounted(Discount::none());
    let late = ImpactMap::new([late]).inputs(1.0).value(Discount::from_year_one(1.0 / 3.0)).unwrap().to_string();
    assert!(
        late.contains("discounted at 33.3333 % from year one\n1 row has another discount\nfirst year: before"),
        "{late}"
    );
    assert!(late.contains("late          <0.01    <0.01       0.00\n"), "{late}");
    assert!(late.contains("payback                 never\n") && !late.contains("no source"), "{late}");
    assert!(late.contains("amounts are rounded to 2 decimals, so they need not add up\n"), "{late}");
}

#[test]
fn a_weighted_worth_names_the_source_of_its_weights() {
    let map = small().weights([("users", 2.0)], "a council's\u{1b}[31m decision");
    let weighted = map.value(Discount::none()).unwrap().weighted().unwrap().to_string();
    assert!(weighted.contains("\nweighted by stakeholder: a council's\\u{1b}[31m decision\n"), "{weighted}");
    assert!(weighted.contains("16,000.00"), "{weighted}");
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
    let first_line = |trace: String| trace.lines().nth(1).unwrap().to_owned();
    assert_eq!(first_line(trace(visit)), format!("{product} (visit, 8.5 in prices of 2011)"));
    let unnamed = Proxy::amount(8.5).price_year(2011);
    assert_eq!(first_line(trace(unnamed)), format!("{product} (8.5 in prices of 2011)"));
    let same = first_line(trace(pounds(10.625).named("visit")));
    assert_eq!(same, format!("{product} (visit)"));
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
switching: the value at which the net present value is 0
of      assumption  low value  high value       low      high     swing  switching
visits  years               1           3   -200.00  1,400.00  1,600.00          -
visits  deadweight        0 %        50 %  1,000.00      0.00  1,000.00       50 %
visits  quantity            6          12    -40.00    920.00    960.00       6.25
visits  drop-off          0 %        10 %    600.00    520.00     80.00       75 %
"
    );
    let few = Row::new("few", 1.0, pounds(1.0)).range(Assumption::Displacement, 0.0, 0.5);
    let never = small().row(few).sensitivity(Discount::from_year_one(0.035).range(0.0, 0.1)).unwrap();
    let never = format!("{never:.0}");
    assert!(never.contains("\nfew  displacement        0 %        50 %  3,159  3,159     <1      never\n"), "{never}");
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
figure                     worst  as stated      best
created                 6,318.00   8,000.00  9,922.00
destroyed                 727.82     601.50    487.21
created less destroyed  5,590.18   7,398.50  9,434.78
inputs                  4,400.00   4,000.00  3,600.00
net present value       1,190.18   3,398.50  5,834.78
ratio                       1.27       1.85      2.62
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
created less destroyed  4,602
inputs                    500
net present value       4,102
ratio                    9.20
net ratio                8.20
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
    assert!(html.contains("<th scope=\"row\" style=\"text-align:left\">ratio</th>"), "{html}");
    let worth = map.value(Discount::none()).unwrap();
    for html in [
        map.sensitivity(Discount::none()).unwrap().to_html(),
        map.extremes(Discount::none()).unwrap().to_html(),
        worth.less(&worth).unwrap().to_html(),
    ] {
        assert!(html.contains("GBP, in prices of 2024; not discounted") && !html.contains("<script"), "{html}");
    }
}

/// Every table of a map, with widths and decimals of all sizes.
fn print_all<N: Fraction>(map: &ImpactMap<N>, discount: &Discount<N>) -> usize {
    let worth = map.value(discount.clone());
    let (sensitivity, extremes) = (map.sensitivity(discount.clone()), map.extremes(discount.clone()));
    let mut tables: Vec<Box<dyn std::fmt::Display>> = Vec::new();
    if let Ok(worth) = worth {
        if let Ok(difference) = worth.less(&worth) {
            tables.push(Box::new(difference));
        }
        if let Ok(weighted) = worth.weighted() {
            tables.push(Box::new(weighted));
        }
        tables.push(Box::new(worth));
    }
    tables.extend(sensitivity.map(|table| Box::new(table) as _));
    tables.extend(extremes.map(|table| Box::new(table) as _));
    for table in &tables {
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

/// A map of amounts in tenths at a scale, and of names that may have any letters.
fn map<N: Fraction>(rows: &[(i64, u64, u64, String, Option<String>)], scale: &N) -> ImpactMap<N> {
    let row = |(quantity, proxy, share, outcome, stakeholder): &(i64, u64, u64, String, Option<String>)| {
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
    #![proptest_config(cases(4))]

    /// No table panics, whatever the names, the amounts, the width and the decimals are.
    #[test]
    fn every_table_is_printed(
        rows in prop::collection::vec((-20..=20_i64, 0..500_u64, 0..=7_u64, ".*", prop::option::of(".*")), 1..6),
    ) {
        for scale in [1.0, 1e-9, 5e-324, 1e300, 1e12] {
            print_all(&map(&rows, &scale), &Discount::from_year_one(0.035));
        }
        for scale in ["1", "0.000000000000000000000001", "1000000000000000000000"] {
            print_all(&map(&rows, &number::<Decimal>(scale)), &Discount::from_year_one(number("0.035")));
        }
        let power = |power: u32| BigRational::from_integer(BigInt::from(10).pow(power));
        for scale in [power(0), power(400), power(400).recip()] {
            print_all(&map(&rows, &scale), &Discount::from_year_one(number("0.035")));
        }
        for scale in [Ratio::from_integer(1_i128), Ratio::new(1, 3), Ratio::from_integer(i128::MAX / 1_000_000)] {
            print_all(&map(&rows, &scale), &Discount::from_year_one(number("0.035")));
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
