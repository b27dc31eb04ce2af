//! Draws and decisions as tables, HTML, JSON and CSV: the exact text of one small example.

use covalue::certainty::{Drawing, Draws, Options};
use covalue::impact::Assumption::{Deadweight, Quantity};
use covalue::impact::{Discount, ImpactMap, Input, Proxy, Row, Spread};

/// Four draws that a reader can follow: the noise is a gain in the second one.
fn draws() -> Draws {
    let pounds = |amount| Proxy::new(amount, "GBP", 2024, "unit costs 2024");
    let visits = Row::new("visits", 10.0, pounds(100.0))
        .stakeholder("users")
        .spread(Deadweight, Spread::given([0.0, 0.25, 0.5, 0.25]));
    let noise =
        Row::new("noise, at night", -2.0, pounds(50.0)).spread(Quantity, Spread::given([-2.0, 1.0, -4.0, -3.0]));
    let grant = Input::new("grant", 500.0).spread(Spread::given([500.0, 400.0, 800.0, 500.0]));
    let map = ImpactMap::new([visits, noise]).input(grant);
    map.draws(Discount::none(), Drawing::seeded(7).draws(4).unwrap()).unwrap()
}

fn options() -> Options {
    let options = Options::new([("more visits", [10.0, 0.0, 2.0, 5.0]), ("as is", [4.0, 6.0, 5.0, 5.0])]).unwrap();
    options.assuming("price, a visit", [3.0, 1.0, 1.0, 2.0]).unwrap()
}

#[test]
fn draws_are_printed() {
    assert_eq!(
        draws().to_string(),
        "GBP, in prices of 2024; not discounted
4 draws of 3 assumptions, seed 7
low, median, high: at or above 2.5 %, 50 % and 97.5 % of the draws
in all                                   as stated    mean      low  median      high    above 0
created                                   1,000.00  762.50   500.00  750.00  1,000.00  4 (100 %)
destroyed                                   100.00  112.50     0.00  100.00    200.00   3 (75 %)
created less destroyed                      900.00  650.00   300.00  600.00    900.00  4 (100 %)
inputs                                      500.00  550.00   400.00  500.00    800.00  4 (100 %)
net present value                           400.00  100.00  -500.00  100.00    400.00   3 (75 %)
ratio: created less destroyed to inputs       1.80    1.34     0.38    1.20      2.00  4 (100 %)

present value of  as stated     mean      low   median      high    above 0
users/visits       1,000.00   750.00   500.00   750.00  1,000.00  4 (100 %)
noise, at night     -100.00  -100.00  -200.00  -150.00     50.00   1 (25 %)

assumption                mean  low  median  high
input/grant                550  400     500   800
noise, at night/quantity    -2   -4      -3     1
users/visits/deadweight   0.25    0    0.25   0.5
"
    );
}

#[test]
fn draws_without_inputs_and_spreads_are_printed() {
    let map = ImpactMap::new([Row::new("visits", 10.0, Proxy::amount(100.0))]);
    let draws = map.draws(Discount::none(), Drawing::default()).unwrap();
    assert_eq!(
        format!("{draws:.0}"),
        "unit not stated, price year not stated; not discounted
10,000 draws of a map whose assumptions have no spread, seed 0
low, median, high: at or above 2.5 %, 50 % and 97.5 % of the draws
in all                  as stated   mean    low  median   high         above 0
created                     1,000  1,000  1,000   1,000  1,000  10,000 (100 %)
destroyed                       0      0      0       0      0         0 (0 %)
created less destroyed      1,000  1,000  1,000   1,000  1,000  10,000 (100 %)
inputs                          0      0      0       0      0         0 (0 %)
net present value           1,000  1,000  1,000   1,000  1,000  10,000 (100 %)

present value of  as stated   mean    low  median   high         above 0
visits                1,000  1,000  1,000   1,000  1,000  10,000 (100 %)
"
    );
}

#[test]
fn decisions_are_printed() {
    assert_eq!(
        options().to_string(),
        "4 draws
option       mean      wins  best mean
more visits  4.25  1 (25 %)  -
as is        5.00  2 (50 %)  yes
wins: draws in which the option alone is the best; tied: 1 (25 %)

known beforehand  would be worth
everything                  1.50
price, a visit              0.00
"
    );
}

#[test]
fn draws_and_decisions_are_html() {
    let html = draws().to_html();
    assert!(html.starts_with(
        r#"<table><caption style="text-align:left">GBP, in prices of 2024; not discounted; 4 draws of 3"#
    ));
    assert_eq!(html.matches("<table>").count(), 3);
    assert!(html.contains(r#"<th scope="row" style="text-align:left">noise, at night</th>"#), "{html}");
    let html = options().to_html();
    assert_eq!(html.matches("<table>").count(), 2);
    assert!(html.contains(r#"<th scope="row" style="text-align:left">price, a visit</th>"#), "{html}");
}

#[test]
fn draws_are_json() {
    assert_eq!(
        draws().to_json(),
        r#"{"unit":"GBP","price_year":2024,"deflator":null,"discount":{"from":"year_one","steps":[[0,0.0]]},"rule":"draws of an impact map",
 "draws":{"draws":4,"seed":7,"created":{"mean":762.5,"low":500.0,"median":750.0,"high":1000.0,"above_zero":4},"destroyed":{"mean":112.5,"low":0.0,"median":100.0,"high":200.0,"above_zero":3},"net":{"mean":650.0,"low":300.0,"median":600.0,"high":900.0,"above_zero":4},"inputs":{"mean":550.0,"low":400.0,"median":500.0,"high":800.0,"above_zero":4},"net_present_value":{"mean":100.0,"low":-500.0,"median":100.0,"high":400.0,"above_zero":3},"ratio":{"mean":1.34375,"low":0.375,"median":1.2,"high":2.0,"above_zero":4},"net_ratio":{"mean":0.34375,"low":-0.625,"median":0.2,"high":1.0,"above_zero":3}},
 "rows":[
 {"stakeholder":"users","outcome":"visits","mean":750.0,"low":500.0,"median":750.0,"high":1000.0,"above_zero":4},
 {"stakeholder":null,"outcome":"noise, at night","mean":-100.0,"low":-200.0,"median":-150.0,"high":50.0,"above_zero":1}],
 "assumptions":[
 {"name":"input/grant","mean":550.0,"low":400.0,"median":500.0,"high":800.0,"above_zero":4},
 {"name":"noise, at night/quantity","mean":-2.0,"low":-4.0,"median":-3.0,"high":1.0,"above_zero":1},
 {"name":"users/visits/deadweight","mean":0.25,"low":0.0,"median":0.25,"high":0.5,"above_zero":3}]}"#
    );
}

#[test]
fn draws_are_csv() {
    assert_eq!(
        draws().to_csv(),
        r#"figure,name,stakeholder,mean,low,median,high,above_zero,draws,seed,unit,price_year,deflator,discount
created,,,762.5,500.0,750.0,1000.0,4,4,7,GBP,2024,,year_one 0:0.0
destroyed,,,112.5,0.0,100.0,200.0,3,4,7,GBP,2024,,year_one 0:0.0
net,,,650.0,300.0,600.0,900.0,4,4,7,GBP,2024,,year_one 0:0.0
inputs,,,550.0,400.0,500.0,800.0,4,4,7,GBP,2024,,year_one 0:0.0
net_present_value,,,100.0,-500.0,100.0,400.0,3,4,7,GBP,2024,,year_one 0:0.0
ratio,,,1.34375,0.375,1.2,2.0,4,4,7,GBP,2024,,year_one 0:0.0
net_ratio,,,0.34375,-0.625,0.2,1.0,3,4,7,GBP,2024,,year_one 0:0.0
row,visits,users,750.0,500.0,750.0,1000.0,4,4,7,GBP,2024,,year_one 0:0.0
row,"noise, at night",,-100.0,-200.0,-150.0,50.0,1,4,7,GBP,2024,,year_one 0:0.0
assumption,input/grant,,550.0,400.0,500.0,800.0,4,4,7,GBP,2024,,year_one 0:0.0
assumption,"noise, at night/quantity",,-2.0,-4.0,-3.0,1.0,1,4,7,GBP,2024,,year_one 0:0.0
assumption,users/visits/deadweight,,0.25,0.0,0.25,0.5,3,4,7,GBP,2024,,year_one 0:0.0
"#
    );
}

#[test]
fn decisions_are_json_and_csv() {
    assert_eq!(
        options().to_json(),
        r#"{"options":[
 {"option":"more visits","mean":4.25,"wins":1},
 {"option":"as is","mean":5.0,"wins":2}],
 "draws":4,"tied":1,"best":["as is"],"perfect_information":1.5,"on":{"price, a visit":0.0}}"#
    );
    assert_eq!(
        options().to_csv(),
        r#"option,mean,wins,best,draws,tied,perfect_information,"on price, a visit"
more visits,4.25,1,0,4,1,1.5,0.0
as is,5.0,2,1,4,1,1.5,0.0
"#
    );
}
