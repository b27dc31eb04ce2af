//! The survey of `examples/data/copenhagen_housing_satisfaction.csv`.
//!
//! A household is a user, named by its cell of the published table and a running number. The survey asked once and
//! measured no change. By a convention of ours, low, medium and high satisfaction are the bare changes -1, 0 and +1.

#![allow(dead_code, reason = "each reader needs a part of it")]

use std::error::Error;

use covalue::{Appraisal, Catalogue, Date, Interaction, Ledger, Measure, Service, User, date};

const DATA: &str = include_str!("../data/copenhagen_housing_satisfaction.csv");

const HOUSING: &str = "rented housing";
pub(crate) const SATISFACTION: &str = "satisfaction";
pub(crate) const INFLUENCE: &str = "influence";
pub(crate) const CONTACT: &str = "contact";
pub(crate) const TYPE: &str = "type";
/// The day of every interaction. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2000, 1, 1);

/// The ledger of all households.
pub(crate) fn read() -> Result<Ledger, Box<dyn Error>> {
    read_types(|_| true)
}

/// The ledger of the households in some types of housing.
pub(crate) fn read_types(is_wanted: impl Fn(&str) -> bool) -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better(SATISFACTION, "steps")],
        // The data does not name the provider.
        [Service::new(HOUSING, "management")],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    for (row, cell) in csv::Reader::from_reader(DATA.as_bytes()).records().enumerate() {
        let cell: Vec<String> = cell?.iter().map(str::to_lowercase).collect();
        let [satisfaction, influence, housing, contact, households] = cell.as_slice() else {
            return Err(format!("cell {}: not as expected", row + 1).into());
        };
        if !is_wanted(housing) {
            continue;
        }
        let change = match satisfaction.as_str() {
            "low" => -1.0,
            "medium" => 0.0,
            "high" => 1.0,
            other => return Err(format!("cell {}: satisfaction is {other}", row + 1).into()),
        };
        for household in 1..=households.parse::<u32>()? {
            let name = format!("{housing}, {influence} influence, {contact} contact, {satisfaction}: {household}");
            ledger.record(tenancy(name, [influence, contact, housing], change))?;
        }
    }
    Ok(ledger)
}

/// A household in its housing, with its answers as values of dimensions and its satisfaction as a change.
fn tenancy(household: String, [influence, contact, housing]: [&str; 3], change: f64) -> Interaction {
    let user = User::new(household).with(INFLUENCE, influence).with(CONTACT, contact).with(TYPE, housing);
    Interaction::between(user, HOUSING, NOMINAL_DAY).appraisal(Appraisal::of(SATISFACTION).change(change))
}
