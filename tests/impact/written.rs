//! A worth and its sensitivity as JSON and CSV: what is written is what the getters give.

use covalue::impact::{
    Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, RowWorth, Sensitivity, Swing, Switching, Worth,
};
use covalue::number::{Fraction, JsonForm};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

use super::laws::raw_map;
use crate::support::generate::cases;

/// A number of a JSON text, read back: floats from a number, other kinds from text. `None` for `null`.
fn number<N: Fraction>(value: &Value) -> Option<N> {
    match (value, N::JSON_FORM) {
        (Value::Null, _) => None,
        (Value::Number(number), JsonForm::Number) => Some(N::parse(&number.to_string()).unwrap()),
        (Value::String(text), JsonForm::Text) => Some(N::parse(text).unwrap()),
        other => panic!("{other:?}"),
    }
}

fn cell<N: Fraction>(cell: &str) -> Option<N> {
    Some(cell).filter(|cell| !cell.is_empty()).map(|cell| N::parse(cell).unwrap())
}

/// Equal numbers that are equal to the bit, too.
#[track_caller]
fn same<N: Fraction>(written: Option<N>, figure: Option<&N>) {
    assert_eq!(written.as_ref(), figure);
    assert_eq!(written.map(|number| number.to_float().to_bits()), figure.map(|number| number.to_float().to_bits()));
}

/// The fields of an object in their order.
fn keys(json: &str, list: &str) -> Vec<String> {
    let first = json.lines().skip_while(|line| !line.starts_with(&format!(" \"{list}\":["))).nth(1).unwrap();
    let names = first.trim_start_matches(" {").split(",\"").map(|field| field.trim_start_matches('"'));
    names.map(|field| field.split('"').next().unwrap().to_owned()).collect()
}

/// The rows of a CSV text, each with its cells by column.
fn table(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let columns = texts(reader.headers().unwrap());
    (columns, reader.records().map(|record| texts(&record.unwrap())).collect())
}

type RowFigure<N> = fn(&RowWorth<N>) -> Option<N>;

fn row_figures<N: Fraction>() -> [(&'static str, RowFigure<N>); 9] {
    [
        ("quantity", |row| row.row().value_of(Assumption::Quantity)),
        ("proxy", |row| row.row().value_of(Assumption::Proxy)),
        ("deadweight", |row| row.row().value_of(Assumption::Deadweight)),
        ("displacement", |row| row.row().value_of(Assumption::Displacement)),
        ("due_to_others", |row| row.row().value_of(Assumption::DueToOthers)),
        ("drop_off", |row| row.row().value_of(Assumption::DropOff)),
        ("first_year", |row| Some(row.first_year().clone())),
        ("created", |row| Some(row.created().clone())),
        ("destroyed", |row| Some(row.destroyed().clone())),
    ]
}

fn check_worth<N: Fraction>(worth: &Worth<N>) {
    let text = worth.to_json().unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let totals = |name: &str| number::<N>(&json["totals"][name]);
    same(totals("created"), Some(worth.created()));
    same(totals("destroyed"), Some(worth.destroyed()));
    same(totals("net"), Some(worth.net()));
    same(totals("inputs"), Some(worth.inputs()));
    same(totals("net_present_value"), Some(worth.net_present_value()));
    same(totals("ratio"), worth.ratio());
    same(totals("net_ratio"), worth.net_ratio());
    same(totals("payback_years"), worth.payback().unwrap().as_ref());
    let list = |name: &str| json[name].as_array().unwrap().clone();
    let sides = |part: &Value, [created, destroyed, net]: [&N; 3]| {
        same(number(&part["created"]), Some(created));
        same(number(&part["destroyed"]), Some(destroyed));
        same(number(&part["net"]), Some(net));
    };
    let (columns, cells) = table(&worth.to_csv());
    let at = |row: &[String], name: &str| row[columns.iter().position(|column| column == name).unwrap()].clone();
    assert_eq!((list("rows").len(), cells.len()), (worth.rows().len(), worth.rows().len()));
    for ((row, object), line) in worth.rows().zip(list("rows")).zip(&cells) {
        for (name, figure) in row_figures::<N>() {
            same(number(&object[name]), figure(row).as_ref());
            same(cell(&at(line, name)), figure(row).as_ref());
        }
        assert_eq!(object["outcome"], row.row().get_outcome());
        assert_eq!(object["stakeholder"].as_str(), row.row().get_stakeholder());
        assert_eq!((at(line, "outcome").as_str(), at(line, "unit").as_str()), (row.row().get_outcome(), "GBP"));
        let lasts = row.row().value_of(Assumption::Lasts).unwrap().to_float();
        assert_eq!((object["lasts"].as_f64(), at(line, "lasts")), (Some(lasts), lasts.to_string()));
        assert_eq!(object["starts_after"], row.row().get_starts_after());
    }
    for (part, object) in worth.stakeholders().zip(list("stakeholders")) {
        assert_eq!(object["stakeholder"].as_str(), part.stakeholder());
        sides(&object, [part.created(), part.destroyed(), part.net()]);
    }
    assert_eq!(list("years").len(), worth.years().len());
    for (year, object) in worth.years().zip(list("years")) {
        assert_eq!(object["year"], year.year());
        sides(&object, [year.created(), year.destroyed(), year.net()]);
    }
    for (input, object) in worth.input_values().zip(list("inputs")) {
        assert_eq!(
            (object["name"].as_str(), &object["at"]),
            (input.input().get_name(), &input.input().get_at().into())
        );
        same(number(&object["amount"]), Some(input.input().get_amount()));
        same(number(&object["present"]), Some(input.present()));
    }
    if worth.rows().len() > 0 {
        assert_eq!(columns[..columns.len() - 5], keys(&text, "rows"));
    }
}

type SwingFigure<N> = fn(&Swing<N>) -> Option<N>;

fn check_sensitivity<N: Fraction>(sensitivity: &Sensitivity<N>) {
    let text = sensitivity.to_json();
    let json: Value = serde_json::from_str(&text).unwrap();
    let (columns, cells) = table(&sensitivity.to_csv());
    let at = |row: &[String], name: &str| row[columns.iter().position(|column| column == name).unwrap()].clone();
    let figures: [(&str, SwingFigure<N>); 7] = [
        ("low_value", |swing| Some(swing.low_value().clone())),
        ("high_value", |swing| Some(swing.high_value().clone())),
        ("low", |swing| Some(swing.low().clone())),
        ("high", |swing| Some(swing.high().clone())),
        ("low_ratio", |swing| swing.low_ratio().cloned()),
        ("high_ratio", |swing| swing.high_ratio().cloned()),
        ("swing", |swing| Some(swing.width().clone())),
    ];
    let central = sensitivity.central().net_present_value();
    same(number(&json["net_present_value"]), Some(central));
    let objects = json["swings"].as_array().unwrap();
    assert_eq!((objects.len(), cells.len()), (sensitivity.swings().len(), sensitivity.swings().len()));
    for ((swing, object), line) in sensitivity.swings().zip(objects).zip(&cells) {
        for (name, figure) in &figures {
            same(number(&object[*name]), figure(swing).as_ref());
            same(cell(&at(line, name)), figure(swing).as_ref());
        }
        same(cell(&at(line, "net_present_value")), Some(central));
        assert_eq!((object["of"].as_str(), &object["assumption"]), (swing.of(), &swing.assumption().word().into()));
        assert_eq!(at(line, "of"), swing.of().unwrap_or_default());
        let is = object["switching_is"].as_str();
        assert_eq!(at(line, "switching_is"), is.unwrap_or_default());
        match swing.switching() {
            Some(Switching::At(value)) => {
                same(number(&object["switching"]), Some(value));
                same(cell(&at(line, "switching")), Some(value));
                assert_eq!(is, Some("at"));
            }
            Some(Switching::Near(value)) => {
                assert_eq!((object["switching"].as_f64(), is), (Some(*value), Some("near")));
                assert_eq!(at(line, "switching").parse::<f64>(), Ok(*value));
            }
            Some(Switching::Never) => assert_eq!((&object["switching"], is), (&Value::Null, Some("never"))),
            _ => assert_eq!((&object["switching"], is), (&Value::Null, None)),
        }
    }
    if !objects.is_empty() {
        assert_eq!(columns[..columns.len() - 5], keys(&text, "swings"));
    }
}

/// The map with a unit, which every row states.
fn in_pounds<N: Fraction>(map: &ImpactMap<N>) -> ImpactMap<N> {
    let row = |row: &Row<N>| {
        let proxy = Proxy::amount(row.get_proxy().get_amount().clone()).unit("GBP");
        let [deadweight, displacement, due_to_others, drop_off] =
            [Assumption::Deadweight, Assumption::Displacement, Assumption::DueToOthers, Assumption::DropOff]
                .map(|share| row.value_of(share).unwrap());
        let other = Row::new(row.get_outcome(), row.value_of(Assumption::Quantity).unwrap(), proxy)
            .deadweight(deadweight)
            .displacement(displacement)
            .due_to_others(due_to_others)
            .drop_off(drop_off)
            .lasts(row.value_of(Assumption::Lasts).unwrap().to_float() as u32)
            .starts_after(row.get_starts_after());
        row.get_stakeholder().into_iter().fold(other, Row::stakeholder)
    };
    map.get_inputs().cloned().fold(ImpactMap::new(map.rows().map(row)), ImpactMap::input)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn r33_what_is_written_of_a_worth_is_what_the_getters_give(raw in raw_map()) {
        let discount = || Discount::from_year_zero(raw.rate()).then(2, raw.rate());
        check_worth(&in_pounds(&raw.map::<f64>()).value(discount()).unwrap());
        let discount = || Discount::from_year_one(raw.rate());
        check_worth(&in_pounds(&raw.map::<BigRational>()).value(discount()).unwrap());
        let discount = || Discount::from_year_one(raw.rate());
        check_worth(&in_pounds(&raw.map::<Decimal>()).value(discount()).unwrap());
    }

    #[test]
    fn what_is_written_of_a_sensitivity_is_what_the_getters_give(raw in raw_map()) {
        let map = raw.map::<f64>().range_all(1, 10).unwrap();
        check_sensitivity(&map.sensitivity(Discount::from_year_one(0.035).range(0.0, 0.1)).unwrap());
        let map = raw.map::<BigRational>().range_all(1, 10).unwrap();
        check_sensitivity(&map.sensitivity(Discount::from_year_one(raw.rate())).unwrap());
    }
}

#[test]
fn a_text_with_signs_of_csv_and_json_survives() {
    let text = "a, \"b\"\r\nc;\u{2028}\t\\ 'd' = \u{1b}";
    let proxy = Proxy::new(1.0, "GBP", -44, text).named(text);
    let row = Row::new(text, 1.0, proxy).stakeholder(text).indicator(text);
    let map = ImpactMap::new([row.range(Assumption::Quantity, 0.5, 2.0)]).input(Input::new(text, 1.0).from(text));
    let worth = map.value(Discount::none()).unwrap();
    check_worth(&worth);
    let json: Value = serde_json::from_str(&worth.to_json().unwrap()).unwrap();
    assert_eq!((&json["price_year"], &json["rows"][0]["source"]), (&Value::from(-44), &Value::from(text)));
    assert_eq!((&json["inputs"][0]["stakeholder"], &json["rows"][0]["indicator"]), (&text.into(), &text.into()));
    check_sensitivity(&map.sensitivity(Discount::none()).unwrap());
}

#[test]
fn a_discount_of_steps_weights_and_schedules_of_rows_are_written() {
    let health = Discount::from_year_zero(0.015).then(31, 0.0125);
    let row = Row::new("health", 2.0, Proxy::amount(10.0)).stakeholder("users").discounted(health);
    let map = ImpactMap::new([row]).weights([("users", 1.5)], "a council's decision");
    let worth = map.value(Discount::from_year_zero(0.035).then(31, 0.03)).unwrap();
    let read = |worth: &Worth<f64>| serde_json::from_str::<Value>(&worth.to_json().unwrap()).unwrap();
    let (first, weighted) = (read(&worth), read(&worth.weighted().unwrap()));
    assert_eq!(first["discount"].to_string(), r#"{"from":"year_zero","steps":[[0,0.035],[31,0.03]]}"#);
    assert_eq!(first["rows"][0]["own_discount"], "0:0.015 31:0.0125");
    assert_eq!((&first["weights"], &first["rows"][0]["weight"]), (&Value::Null, &Value::Null));
    assert_eq!((&weighted["weights"], &weighted["rows"][0]["weight"]), (&"a council's decision".into(), &1.5.into()));
    assert_eq!((&first["totals"]["net"], &weighted["totals"]["net"]), (&20.0.into(), &30.0.into()));
    let csv = worth.weighted().unwrap().to_csv();
    assert!(csv.ends_with(",0:0.015 31:0.0125,1.5,30.0,30.0,0.0,,,,year_zero 0:0.035 31:0.03,a council's decision\n"));
}

#[test]
fn a_map_of_no_rows_is_a_header_and_empty_lists() {
    let map = ImpactMap::<f64>::new([]);
    let worth = map.value(Discount::none()).unwrap();
    assert_eq!(
        (worth.to_csv().lines().count(), map.sensitivity(Discount::none()).unwrap().to_csv().lines().count()),
        (1, 1)
    );
    assert!(
        worth.to_json().unwrap().ends_with(",\n \"rows\":[],\n \"stakeholders\":[],\n \"years\":[],\n \"inputs\":[]}")
    );
}

/// A range of a proxy or of an input is in the prices in which that is stated, and others are in those of the map.
#[test]
fn r32_the_swings_say_the_prices_of_a_range() {
    let prices = Deflator::new("an index", [(2019, 80.0), (2024, 100.0)]).unwrap();
    let visits = |name: &str, year| {
        let row = Row::new(name, 4.0, Proxy::new(8.0, "GBP", year, "a guide"));
        row.range(Assumption::Proxy, 4.0, 12.0).range(Assumption::Quantity, 1.0, 5.0)
    };
    let map = ImpactMap::new([visits("old", 2019), visits("new", 2024)])
        .input(Input::new("work", 16.0).unit("GBP").price_year(2019).range(10.0, 20.0))
        .in_prices_of(2024, &prices);
    let sensitivity = map.sensitivity(Discount::none()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&sensitivity.to_json()).unwrap();
    let years = json["swings"].as_array().unwrap().iter().map(|swing| {
        let text = |field: &str| swing[field].as_str().unwrap().to_owned();
        (text("of"), text("assumption"), swing["range_price_year"].as_i64())
    });
    let mut years: Vec<_> = years.collect();
    years.sort();
    let expected = [
        ("new", "proxy", None),
        ("new", "quantity", None),
        ("old", "proxy", Some(2019)),
        ("old", "quantity", None),
        ("work", "input", Some(2019)),
    ];
    assert_eq!(years, expected.map(|(of, assumption, year)| (of.to_owned(), assumption.to_owned(), year)));
    assert!(sensitivity.to_csv().contains("\nold,proxy,2019,4.0,12.0,"), "{}", sensitivity.to_csv());
}

/// The example of the page about files.
#[test]
fn the_json_of_a_worth_is_as_the_page_about_files_says() {
    let pounds = |amount| Proxy::new(amount, "GBP", 2011, "SROI guide");
    let map = ImpactMap::new([
        Row::new("residents see their doctor less", 90.0, pounds(19.0)).due_to_others(0.10).lasts(5).drop_off(0.10),
        Row::new("neighbours have no reason to call", -275.0, pounds(5.0)).deadweight(0.05).lasts(3).drop_off(0.05),
    ])
    .inputs(2_000.0);
    let json = map.value(Discount::from_year_one(0.035)).unwrap().to_json().unwrap();
    let head = "{\"unit\":\"GBP\",\"price_year\":2011,\"deflator\":null,\"discount\":{\"from\":\"year_one\",\"steps\":[[0,0.035]]},\
        \"rule\":\"impact map\",\"weights\":null,
 \"totals\":{\"created\":5732.185217599499,\"destroyed\":3483.7975294210896,\"net\":2248.387688178409,\"inputs\":2000.0,\
        \"net_present_value\":248.38768817840923,\"ratio\":1.1241938440892045,\"net_ratio\":0.12419384408920461,\
        \"payback_years\":4.707838384851373},
 \"rows\":[
 {\"stakeholder\":null,\"outcome\":\"residents see their doctor less\",";
    assert!(json.starts_with(head), "{json}");
}
