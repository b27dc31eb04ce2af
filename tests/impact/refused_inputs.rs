//! One page of inputs that are refused, in code and in files, each with its message: `refused_inputs.txt`.

use std::fmt::Display;

use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, Valuation, table};
use covalue::{Appraisal, Baseline, By, Interaction, Ledger, Terms, date};

/// An input and the message of its refusal.
type Refused = (&'static str, String);

fn message<T>(result: Result<T, impl Display>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn club() -> Row<f64> {
    Row::new("club", 16.0, Proxy::amount(19.0))
}

fn users() -> Row<f64> {
    club().stakeholder("users")
}

fn value(rows: impl IntoIterator<Item = Row<f64>>) -> String {
    message(ImpactMap::new(rows).value(Discount::none()))
}

fn of_input(input: Input<f64>) -> String {
    message(ImpactMap::new([club()]).input(input).value(Discount::none()))
}

fn discounted(discount: Discount<f64>) -> String {
    message(ImpactMap::new([club()]).value(discount))
}

/// Rows and inputs, each wrong by itself.
fn rows_in_code() -> Vec<Refused> {
    let [quantity, proxy, deadweight] = [Assumption::Quantity, Assumption::Proxy, Assumption::Deadweight];
    vec![
        ("club.deadweight(1.2)", value([club().deadweight(1.2)])),
        ("club.drop_off(-0.1)", value([club().drop_off(-0.1)])),
        ("club.lasts(0)", value([club().lasts(0)])),
        ("club.lasts(1001)", value([club().lasts(1_001)])),
        ("club.starts_after(1001)", value([club().starts_after(1_001)])),
        ("Input contract .at(1001)", of_input(Input::new("contract", 1.0).at(1_001))),
        ("-3 x -5", value([Row::new("club", -3.0, Proxy::amount(-5.0))])),
        ("users / club, twice", value([users(), users()])),
        ("Input contract, twice", {
            let contract = || Input::new("contract", 1.0);
            message(ImpactMap::new([]).input(contract()).input(contract()).value(Discount::none()))
        }),
        ("an outcome without a name", value([Row::new("", 16.0, Proxy::amount(19.0))])),
        ("Input contract of -1", of_input(Input::new("contract", -1.0))),
        ("a quantity of NaN", value([Row::new("club", f64::NAN, Proxy::amount(19.0))])),
        ("a proxy of infinity", value([Row::new("club", 16.0, Proxy::amount(f64::INFINITY))])),
        ("Input contract of NaN", of_input(Input::new("contract", f64::NAN))),
        ("proxy 19 in 20 to 30", value([club().range(proxy, 20.0, 30.0)])),
        ("proxy 19 in -1 to 30", value([club().range(proxy, -1.0, 30.0)])),
        ("quantity 16 in 10 to NaN", value([club().range(quantity, 10.0, f64::NAN)])),
        ("deadweight 0 in 0 to 1.5", value([club().range(deadweight, 0.0, 1.5)])),
        ("Input contract 1 in 2 to 3", of_input(Input::new("contract", 1.0).range(2.0, 3.0))),
    ]
}

/// Discounts, units, prices and names.
fn maps_in_code() -> Vec<Refused> {
    let amount = || Proxy::amount(5.0);
    let pair = |one, other| ImpactMap::new([Row::new("a", 1.0, one), Row::new("b", 1.0, other)]);
    let valued = |map: ImpactMap<f64>| message(map.value(Discount::none()));
    let two_years = || pair(amount().price_year(2011), amount().price_year(2018));
    let prices = Deflator::new("GDP", [(2011, 80.0), (2019, 100.0)]).unwrap();
    let map = ImpactMap::new([users(), club().stakeholder("carers")]);
    let worth = map.value(Discount::none()).unwrap();
    vec![
        ("year one at -0.01", discounted(Discount::from_year_one(-0.01))),
        ("year one at 0.03, then -0.01 from 31", discounted(Discount::from_year_one(0.03).then(31, -0.01))),
        ("year one at NaN", discounted(Discount::from_year_one(f64::NAN))),
        ("0.02 from 31, then 0.01 from 31", discounted(Discount::from_year_one(0.03).then(31, 0.02).then(31, 0.01))),
        ("club at -0.01 of its own", value([club().discounted(Discount::from_year_one(-0.01))])),
        (
            "club at 0.01 to 0.02 of its own",
            value([club().discounted(Discount::from_year_one(0.01).range(0.01, 0.02))]),
        ),
        ("rate 0.03 in 0.04 to 0.05", discounted(Discount::from_year_one(0.03).range(0.04, 0.05))),
        ("GBP and EUR", valued(pair(amount().unit("GBP"), amount().unit("EUR")))),
        ("GBP and no unit", valued(pair(amount().unit("GBP"), amount()))),
        ("prices of 2011 and 2018", valued(two_years())),
        ("prices of 2011 and of no year", valued(pair(amount().price_year(2011), amount()))),
        ("prices of 2018, index of 2011 and 2019", valued(two_years().in_prices_of(2019, &prices))),
        ("no price year, prices of 2019", valued(pair(amount(), amount()).in_prices_of(2019, &prices))),
        ("an index of 0", message(Deflator::new("GDP", [(2011, 0.0)]))),
        ("an index of NaN", message(Deflator::new("GDP", [(2011, f64::NAN)]))),
        ("two indices of 2011", message(Deflator::new("GDP", [(2011, 80.0), (2011, 81.0)]))),
        ("row clbu", message(worth.row("clbu"))),
        ("row club of two stakeholders", message(worth.row("club"))),
        ("stakeholder user", message(worth.stakeholder("user"))),
        ("assume input contract", message(map.assume("contract", Assumption::Input, 1.0))),
        ("assume a rate of users/club", message(map.assume("users/club", Assumption::Rate, 1.0))),
        ("weight of cares", valued(map.clone().weights([("cares", 2.0)], "us"))),
        ("weight -1 of users", valued(map.clone().weights([("users", -1.0)], "us"))),
        ("weights 1 and 2 of users", valued(map.clone().weights([("users", 1.0), ("users", 2.0)], "us"))),
    ]
}

/// Those of the tests of valuations, with a person who states a level without the service.
fn books() -> Ledger {
    let mut ledger = super::valuation::books();
    let visit = Interaction::between("dee", "club", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("wellbeing").before(4.0).after(6.0).without(5.0))).unwrap();
    ledger
}

fn valuations_in_code() -> Vec<Refused> {
    let statement = books().statement(By::Service).unwrap();
    let without = books().statement(Terms::by(By::Service).baseline(Baseline::Without)).unwrap();
    let pounds = |amount: f64| Proxy::new(amount, "GBP", 2019, "a guide");
    let valued = |proxies: &[(&'static str, Proxy<f64>)]| {
        message(Valuation::new(proxies.iter().cloned()).and_then(|valuation| valuation.of(&statement)))
    };
    let both = Valuation::new([("wellbeing", pounds(1.0)), ("mobility", pounds(1.0))]).unwrap();
    let dead = Row::created(&without, "club", "wellbeing", pounds(1.0)).unwrap().deadweight(0.5);
    let euros = Proxy::new(1.0, "EUR", 2019, "a guide");
    vec![
        ("proxy -1 of wellbeing", valued(&[("wellbeing", pounds(-1.0))])),
        ("proxy NaN of wellbeing", valued(&[("wellbeing", pounds(f64::NAN))])),
        ("two proxies of wellbeing", valued(&[("wellbeing", pounds(1.0)), ("wellbeing", pounds(2.0))])),
        ("proxy of welbeing", valued(&[("welbeing", pounds(1.0))])),
        ("proxies in GBP and EUR", valued(&[("wellbeing", pounds(1.0)), ("wait", euros)])),
        ("a proxy per points of wait", valued(&[("wait", pounds(1.0).per("points"))])),
        ("overlap of wellbeing and mobility", message(both.overlap("wellbeing", "mobility").of(&statement))),
        ("deadweight of a change against Without", value([dead])),
        (
            "the line yoga",
            message(Valuation::new([("wellbeing", pounds(1.0))]).unwrap().of(&statement).unwrap().line("yoga")),
        ),
    ]
}

const FILES: [&str; 44] = [
    "outcome,quantity,proxy_value,deadweight\nclub,16,19,1.2\n",
    "outcome,quantity,proxy_value,drop_off\nclub,16,19,-0.1\n",
    "outcome,quantity,proxy_value,duration_years\nclub,16,19,0\n",
    "outcome,quantity,proxy_value,duration_years\nclub,16,19,1001\n",
    "outcome,quantity,proxy_value,starts_after\nclub,16,19,-1\n",
    "outcome,quantity,proxy_value,starts_after\nclub,16,19,1.5\n",
    "outcome,quantity,proxy_value\nclub,-3,-5\n",
    "stakeholder,outcome,quantity,proxy_value\nusers,club,1,2\n,club,1,2\nusers,club,3,4\n",
    "outcome,quantity,proxy_value\n,16,19\n",
    "outcome,quantity,proxy_value\nclub,NaN,19\n",
    "outcome,quantity,proxy_value\nclub,1e999,19\n",
    "outcome,quantity,proxy_value\nclub,\"1.250,50\",19\n",
    "outcome,quantity,proxy_value\nclub,\"1,5\",19\n",
    "outcome,quantity,proxy_value\nclub,16,£5\n",
    "outcome,quantity,proxy_value\nclub,16,GBP 5\n",
    "outcome,quantity,proxy_value,deadweight\nclub,16,19,20 %\n",
    "outcome,quantity,proxy_value\nclub,16,.5\n",
    "outcome,quantity,proxy_value\nclub,16,24k\n",
    "outcome,quantity,proxy_value\nclub,16,\"1,240\"\n",
    "outcome,quantity,proxy_value\nclub,16,\"(1,240)\"\n",
    "outcome,quantity,proxy_value,deadweight\nclub,16,19,20-30%\n",
    "outcome,quantity,proxy_value,deadweight\nclub,16,19,33.3\n",
    "outcome,quantity,proxy_value,duration_years\nclub,16,19,3 years\n",
    "outcome,quantity,proxy_value\nclub,\u{2212}16,19\n",
    "outcome,quantity,proxy_value\nclub,16,n/a\n",
    "outcome,quantity,proxy_value,proxy_value_low,proxy_value_high\nclub,16,19,20,30\n",
    "outcome,quantity,proxy_value,proxy_value_low,proxy_value_high\nclub,16,19,-1,30\n",
    "outcome,quantity,proxy_value,deadweight_low,deadweight_high\nclub,16,19,0,1.5\n",
    "outcome,quantity,proxy_value,quantity_low\nclub,16,19,10\n",
    "outcome,quantity,proxy_value,unit\na,1,5,GBP\nb,1,5,EUR\n",
    "outcome,quantity,proxy_value,unit\na,1,5,GBP\nb,1,5,\n",
    "outcome,quantity,proxy_value_gbp,unit\na,1,5,EUR\n",
    "outcome,quantity,proxy_value_gbp,impact_year1_eur\na,1,5,5\n",
    "outcome,quantity,proxy_value,year\na,1,5,2011\nb,1,5,\n",
    "outcome,quantity,proxy_value,year\na,1,5,11\n",
    "outcome,quantity,proxy_value,year\na,1,5,02024\n",
    "outcome,quantity,proxy_value,impact_year1\na,90,19,1700.00\n",
    "outcome,quantity,proxy_value,impact_year1\na,90,19,1.6e3\n",
    "outcome,quantty,proxy_value\n",
    "outcome,quantity,proxy_value,colour\n",
    "outcome,quantity,proxy_value_net\n",
    "outcome,quantity,PROXY_VALUE_GBP\n",
    "outcome,quantity\n",
    "outcome;quantity;proxy_value\n",
];

const INPUT_FILES: [&str; 6] = [
    "name,amount\ncontract,-1\n",
    "name,amount,at\ncontract,1,-1\n",
    "name,amount,at\ncontract,1,1.5\n",
    "name,amount\ncontract,1\nwork,1\ncontract,2\n",
    "name,amount,low,high\ncontract,1,2,3\n",
    "name,amount,unit\ncontract,1,GBP\nwork,1,EUR\n",
];

const VALUATION_FILES: [&str; 7] = [
    "measure,proxy_value\nwellbeing,-1\n",
    "measure,proxy_value\nwellbeing,1\nwait,1\nwellbeing,2\n",
    "measure,proxy_value,unit\nwellbeing,1,GBP\nwait,1,EUR\n",
    "measure,proxy_value\nwelbeing,1\n",
    "measure,proxy_value,per\nwait,1,points\n",
    "measure,proxy_value,overlaps\nwellbeing,1,wait; mobility\nmobility,1,\n",
    "measure,proxy_value,overlaps\nwellbeing,1,mobilty\n",
];

const OTHER_FILES: [&str; 6] = [
    "year,index\n2011,0\n",
    "year,index\n2011,80\n2019,100\n2011,81\n",
    "year,index\n2011/12,80\n",
    "stakeholder,weight\nusers,-1\n",
    "stakeholder,weight\nusers,1\ncarers,1\nusers,2\n",
    "stakeholder,wieght\nusers,1\n",
];

/// The files of each kind with the messages of its reader.
fn in_files() -> Vec<Refused> {
    let statement = books().statement(By::Service).unwrap();
    let map = |file: &str| message(table::read::<f64>(file.as_bytes()));
    let inputs = |file: &str| message(table::read_inputs::<f64>(file.as_bytes()));
    let valuation = |file: &str| match table::read_valuation::<f64>(file.as_bytes()) {
        Ok(valuation) => message(valuation.of(&statement)),
        Err(error) => error.to_string(),
    };
    let other = |file: &str| {
        if file.starts_with("year") {
            message(table::read_deflator::<f64>("GDP", file.as_bytes()))
        } else {
            message(table::read_weights::<f64>(file.as_bytes()))
        }
    };
    let maps = FILES.iter().map(|file| (*file, map(file)));
    let inputs = INPUT_FILES.iter().map(|file| (*file, inputs(file)));
    let valuations = VALUATION_FILES.iter().map(|file| (*file, valuation(file)));
    let others = OTHER_FILES.iter().map(|file| (*file, other(file)));
    maps.chain(inputs).chain(valuations).chain(others).collect()
}

fn page(title: &str, refused: Vec<Refused>) -> String {
    let row = |(input, message): Refused| format!("{} | {message}\n", input.trim_end().replace('\n', " / "));
    refused.into_iter().map(row).fold(format!("{title}\n"), |page, row| page + &row)
}

/// Every message names its rule, the place, the value, and says what to do.
#[test]
fn refused_inputs_are_printed_on_one_page() {
    let in_code = [rows_in_code(), maps_in_code(), valuations_in_code()].concat();
    let page =
        page("in code | message", in_code) + "\n" + &page("in a file, its lines parted by / | message", in_files());
    assert_eq!(page, include_str!("refused_inputs.txt"));
}
