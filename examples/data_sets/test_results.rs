//! The experiment of `examples/data/thornton_hiv.csv`.
//!
//! Each row of the data is a person and a user. Learning the result is the person's own part in the service: it is
//! integrated if the person went, and not integrated if not. There is no appraisal, so these books show no value.
#![allow(dead_code, reason = "each reader needs a part of it")]

use std::error::Error;

use covalue::{Catalogue, Contribution, Date, Interaction, Ledger, Misuse, Service, User, date};

const DATA: &str = include_str!("../data/thornton_hiv.csv");

const RESULT: &str = "learning the result";
pub(crate) const INCENTIVE: &str = "incentive";
pub(crate) const DISTANCE: &str = "distance";
/// From the nearest to the farthest, which is also the order of the texts.
pub(crate) const DISTANCES: [&str; 4] = ["0 to 1 km", "1 to 2 km", "2 to 3 km", "beyond 3 km"];
/// The day of every interaction. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2004, 1, 1);

/// The ledger of all people with a record of whether they went, and the number of rows of the data.
pub(crate) fn read() -> Result<(Ledger, usize), Box<dyn Error>> {
    // The data does not name the provider.
    let catalogue = Catalogue::new([], [Service::new(RESULT, "results centre")])?;
    let mut ledger = Ledger::new(&catalogue);
    let mut reader = csv::Reader::from_reader(DATA.as_bytes());
    let columns = reader.headers()?.clone();
    let mut rows = 0;
    for row in reader.records() {
        let row = row?;
        rows += 1;
        let field = |name: &str| {
            let place = columns.iter().position(|column| column == name);
            place.and_then(|place| row.get(place)).ok_or_else(|| format!("row {rows}: no {name}"))
        };
        let Some(went) = yes_or_no(field("got")?)? else { continue };
        let distance = distance_band(field("distvct")?.parse()?);
        ledger.record(offer(&format!("person {rows}"), distance, yes_or_no(field("any")?)?, went))?;
    }
    Ok((ledger, rows))
}

/// The offer to learn the result, which a person took up by going. The incentive may not be on record.
fn offer(person: &str, distance: &str, incentive: Option<bool>, went: bool) -> Interaction {
    let mut user = User::new(person).with(DISTANCE, distance);
    if let Some(incentive) = incentive {
        user = user.with(INCENTIVE, if incentive { "yes" } else { "no" });
    }
    let own = Contribution::of(person);
    let own = if went { own.integrated(1.0) } else { own.not_integrated(1.0, Misuse::unknown()) };
    Interaction::between(user, RESULT, NOMINAL_DAY).contribution(own)
}

/// The answer; `None` if the data has none.
fn yes_or_no(text: &str) -> Result<Option<bool>, String> {
    match text {
        "" => Ok(None),
        "0.0" => Ok(Some(false)),
        "1.0" => Ok(Some(true)),
        other => Err(format!("{other} is neither 0.0 nor 1.0")),
    }
}

fn distance_band(kilometres: f64) -> &'static str {
    match kilometres {
        near if near <= 1.0 => DISTANCES[0],
        middle if middle <= 2.0 => DISTANCES[1],
        middle if middle <= 3.0 => DISTANCES[2],
        _ => DISTANCES[3],
    }
}
