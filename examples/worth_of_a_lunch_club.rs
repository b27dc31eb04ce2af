//! # What is a lunch club worth?
//!
//! A guide to social return on investment values a luncheon club for older people, which volunteers run (Nicholls and
//! others 2012). **The club is fictitious.** The rows of its impact map are recalled from the guide and were not checked
//! against its text; they give the published total to the penny. This page shows the worth that the club creates and destroys
//! for each stakeholder, the assumptions that matter most, their switching values, and the proxies without a source.
//!
//! This page is the program [`examples/worth_of_a_lunch_club.rs`](../../examples/worth_of_a_lunch_club.rs) with its
//! output. The command `cargo run --release --example worth_of_a_lunch_club` prints it, and with `-- --write` it writes the
//! page and its pictures to `docs/notebooks`. The program also checks these figures against those that are published.

mod notebook;

use std::error::Error;

use covalue::error::ImpactError;
use covalue::impact::Assumption::{self, Deadweight, DueToOthers, Quantity};
use covalue::impact::{Discount, ImpactMap, Input, Row, Switching, Worth, table};

use notebook::{Files, Page, Table};

const MAP: &str = include_str!("data/wheels_to_meals.csv");
const FALLS_AVOIDED: f64 = 7.0;
const FALLS: &str = "fitter, fewer falls: fewer geriatric continuing-care stays";
const SHOPPING: &str = "less neighbourly shopping (negative outcome)";

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("worth_of_a_lunch_club", include_str!("worth_of_a_lunch_club.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## Inputs and outcomes
    //
    // Each row of the map is an outcome for a stakeholder: its quantity in a year, its proxy (the price of a good that stands
    // for it), its deductions, and the years for which it lasts. The inputs are a contract and the volunteers' time. Whether
    // the first year is discounted is stated, since practice differs: the guide discounts it.
    let map = table::read::<f64>(MAP.as_bytes())?
        .input(Input::new("contract", 24_375.0).from("local authority"))
        .input(Input::new("volunteers' time", 18_000.0).from("volunteers"));
    let discount = Discount::from_year_one(0.035);
    let worth = map.value(discount.clone())?;
    page.show(&worth);

    page.answer(format!(
        "The club creates {} and destroys {} pounds of worth in five years, for inputs of {}. Three rows about falls are {:.0} % of \
         the worth created. If others brought about half of \
         the avoided falls, the club would still be worth its inputs; if no falls were avoided, it would not.",
        thousands(*worth.created()),
        thousands(*worth.destroyed()),
        thousands(*worth.inputs()),
        100.0 * created_by_falls(&map, &worth)? / worth.created()
    ));

    // ## Worth to each stakeholder
    //
    page.figure("stakeholders", worth.bar_chart()?.to_svg());

    // The residents gain most. The neighbours lose: they used to shop for the residents, and have less reason to call. A
    // net of both would not show that.
    page.show(&worth.trace(SHOPPING)?);

    // ## The assumptions that matter most
    //
    // The map states no ranges. Here each number may be a tenth lower or higher, which is made up; zeros, years and the rate
    // stay as they are. The picture has the net present value at both ends, one number at a time. At its *switching value* a
    // number makes the club worth just its inputs.
    let ranged = map.range_all(1, 10)?;
    let sensitivity = ranged.sensitivity(discount.clone())?;
    page.figure("ranges", sensitivity.tornado()?.to_svg());

    let extremes = ranged.extremes(discount.clone())?; // for the text
    page.say(format!(
        "With every number at the end that is worse for the club, the net present value is {}, and with every number at the \
         better end it is {}.",
        thousands(*extremes.worst().net_present_value()),
        thousands(*extremes.best().net_present_value())
    ));

    // ## Switching values
    //
    // The map deducts nothing for falls that would have been avoided anyway, and 5 % for the part of others. Both are
    // assumptions. These are the switching values of some of them, if all other numbers are as stated:
    page.show(&switching(&map, &discount)?);

    // Three rows rest on the same falls, so they would be off together. If others brought about half of the avoided falls,
    // the club would be worth this much less than in the map:
    let shared = of_falls(&map, DueToOthers, 0.5)?.value(discount.clone())?;
    page.show(&shared.less(&worth)?);

    let none = of_falls(&map, Quantity, 0.0)?.value(discount)?; // for the text
    let [quantity, others] = together(&map, &worth)?; // for the text
    page.say(format!(
        "Together, the club is worth just its inputs if {quantity:.2} falls are avoided in place of 7, or if others brought about \
         {:.0} % of them. If no falls were avoided, the club would create {} and destroy {}, and the net present value would be \
         {}.",
        100.0 * others,
        thousands(*none.created()),
        thousands(*none.destroyed()),
        thousands(*none.net_present_value())
    ));

    // ## Proxies without a source
    page.say(format!(
        "The file names a source for none of its {} proxies, so the table says so under its last line. If a \
         map states sources, its JSON and its CSV have them row by row.",
        worth.without_source()
    ));

    // ## Meaning and limits
    //
    // - The club is made up by the guide, and its rows are recalled. The page shows how to read a map, and not the worth of a
    //   real club.
    // - A worth in money is not the judgement of the residents. Their own appraisals belong in the books of a service;
    //   figures of a statement can be rows of a map.
    // - The volunteers give time and gain health. The table shows their time as an input and their health as an outcome. The
    //   net present value subtracts the first from the second.

    check_facts(&map)
}

/// The outcomes that rest on falls.
fn falls(map: &ImpactMap<f64>) -> impl Iterator<Item = &str> {
    map.rows().map(Row::get_outcome).filter(|outcome| outcome.contains("fewer falls"))
}

/// The amount created by the rows that rest on falls.
fn created_by_falls(map: &ImpactMap<f64>, worth: &Worth<f64>) -> Result<f64, ImpactError> {
    falls(map).map(|outcome| Ok(*worth.row(outcome)?.created())).sum()
}

/// The map with one number of each row that rests on falls changed.
fn of_falls(map: &ImpactMap<f64>, assumption: Assumption, value: f64) -> Result<ImpactMap<f64>, ImpactError> {
    falls(map).try_fold(map.clone(), |changed, outcome| changed.assume(outcome, assumption, value))
}

/// The falls at which the club is worth just its inputs, and the share of them that others would bring about. The net
/// present value is a line in both.
fn together(map: &ImpactMap<f64>, worth: &Worth<f64>) -> Result<[f64; 2], ImpactError> {
    let stated = worth.net_present_value();
    let at = |assumption: Assumption, value: f64| {
        Ok::<_, ImpactError>(*of_falls(map, assumption, value)?.value(worth.discount().clone())?.net_present_value())
    };
    let (none, own, others) = (at(Quantity, 0.0)?, at(DueToOthers, 0.0)?, at(DueToOthers, 1.0)?);
    Ok([FALLS_AVOIDED * none / (none - stated), own / (own - others)])
}

/// How far one assumption could be off.
fn switching(map: &ImpactMap<f64>, discount: &Discount<f64>) -> Result<Table<4>, Box<dyn Error>> {
    let mut table = Table::new(["outcome", "assumption", "stated", "switching value"]);
    for (row, assumption) in [(FALLS, Quantity), (FALLS, Deadweight), (FALLS, DueToOthers), (SHOPPING, Quantity)] {
        let stated = map.rows().find(|known| known.get_outcome() == row).and_then(|row| row.value_of(assumption));
        let value = match map.switching(row, assumption, discount.clone())? {
            Switching::At(value) | Switching::Near(value) => format!("{value:.2}"),
            _ => "no value".to_owned(),
        };
        table.row([
            row.to_owned(),
            assumption.to_string(),
            format!("{:.2}", stated.ok_or("the row has the assumption")?),
            value,
        ]);
    }
    Ok(table)
}

/// A whole amount with its thousands apart.
fn thousands(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let from_end = digits.bytes().rev().enumerate();
    let reversed: String = from_end
        .flat_map(|(index, digit)| {
            let comma = (index > 0 && index % 3 == 0).then_some(',');
            comma.into_iter().chain([char::from(digit)])
        })
        .collect();
    let sign = if amount < 0.0 { "-" } else { "" };
    sign.to_owned() + &reversed.chars().rev().collect::<String>()
}

/// Checks the published figures.
fn check_facts(map: &ImpactMap<f64>) -> Result<(), Box<dyn Error>> {
    let worth = map.value(Discount::from_year_one(0.035))?;
    assert_eq!(format!("{:.2}", worth.net()), "81741.93");
    assert_eq!(format!("{:.2}", worth.net_present_value()), "39366.93");
    assert_eq!(format!("{:.2}", worth.stakeholder("neighbours")?.destroyed()), "3483.80");
    assert_eq!((worth.without_source(), falls(map).count()), (8, 3));
    // What the text says of half of the falls, and of none.
    let [quantity, others] = together(map, &worth)?;
    assert!((quantity - 3.51).abs() < 0.005 && (others - 0.524).abs() < 0.000_5);
    assert!(
        falls(map)
            .all(|outcome| worth.row(outcome).is_ok_and(|row| row.row().value_of(Quantity) == Some(FALLS_AVOIDED)))
    );
    Ok(())
}
