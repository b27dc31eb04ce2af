//! What goes with satisfied tenants: influence on how the housing is run, contact with other residents, or the type of
//! housing?
//!
//! Reads a real survey, of which `examples/data/README.md` says more:
//!
//! ```text
//! cargo run --release --example what_drives_it
//! ```
//!
//! A household is a user, named by its cell of the published table and a running number. The survey asked once, so
//! nothing changed in it: that low, medium and high satisfaction are the bare changes −1, 0 and +1 is a convention of
//! this example.

mod report;

use std::error::Error;

use covalue::drivers::Drivers;
use covalue::{Appraisal, By, Catalogue, Date, Interaction, Ledger, Measure, Service, Statement, Terms, User, date};

use report::heading;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/copenhagen_housing_satisfaction.csv");

const HOUSING: &str = "rented housing";
const SATISFACTION: &str = "satisfaction";
const INFLUENCE: &str = "influence";
const CONTACT: &str = "contact";
const TYPE: &str = "type";
const LEVELS: [&str; 3] = ["high", "medium", "low"];
const TYPES: [&str; 4] = ["tower", "apartment", "atrium", "terrace"];
/// The table has no days. Every household is dated with this one, on which no figure depends.
const NOMINAL_DAY: Date = date(2000, 1, 1);

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(DATA).map_err(|error| format!("{DATA}: {error}"))?;
    let ledger = read(&table, |_| true)?;
    let influence = ledger.drivers(Terms::default(), INFLUENCE)?;
    let within = ledger.statement(By::with(TYPE).and(By::with(INFLUENCE)))?;

    how_it_is_read(ledger.len());
    each_beside_the_others(&ledger, &influence)?;
    within_each_type(&within)?;
    what_it_means();
    hold_to_the_facts(&ledger, &influence)?;
    hold_to_each_type(&table, &within)
}

/// The households of the types asked for, as users of one service.
fn read(table: &str, is_asked_for: impl Fn(&str) -> bool) -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better(SATISFACTION, "steps")],
        // Who ran the houses is not in the table.
        [Service::new(HOUSING, "management")],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    for (row, cell) in csv::Reader::from_reader(table.as_bytes()).records().enumerate() {
        let cell: Vec<String> = cell?.iter().map(str::to_lowercase).collect();
        let [satisfaction, influence, housing, contact, households] = cell.as_slice() else {
            return Err(format!("cell {}: not as expected", row + 1).into());
        };
        if !is_asked_for(housing) {
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
            let user = User::new(name).with(INFLUENCE, influence).with(CONTACT, contact).with(TYPE, housing);
            let tenancy = Interaction::between(user, HOUSING, NOMINAL_DAY);
            ledger.record(tenancy.appraisal(Appraisal::of(SATISFACTION).change(change)))?;
        }
    }
    Ok(ledger)
}

fn how_it_is_read(households: usize) {
    heading("What goes with satisfied tenants?");
    println!(
        "{households} households in rented housing in Copenhagen, of four types, who were asked how satisfied they"
    );
    println!(
        "are, how much influence they feel they have on the management, and how much contact they have with other"
    );
    println!("residents. Madsen 1976, from the data set housing of the R package MASS. The data is real.");
    println!();
    println!(
        "How it is read here: high satisfaction is a bare change of +1 step, medium of 0, and low of -1. That is a"
    );
    println!("convention of this example. The survey asked once and knows no level before, so it measured no change.");
    println!("In the tables *better* is the share of households whose satisfaction is high, and *worse* the share of");
    println!(
        "those whose satisfaction is low. Each step counts 1, so \"created each\" and \"destroyed each\" are the same"
    );
    println!(
        "shares as numbers. The tables say \"against before\" because a bare change counts against that baseline."
    );
}

/// Each dimension by itself, in the crate's own table.
fn each_beside_the_others(ledger: &Ledger, influence: &Drivers) -> Result<(), Box<dyn Error>> {
    heading("1. Each answer beside all other answers to the same question");
    println!("{influence:.2}");
    println!("{:.2}", ledger.drivers(Terms::default(), CONTACT)?);
    println!("{:.2}", ledger.drivers(Terms::default(), TYPE)?);
    let shares = LEVELS.map(|level| format!("{:.0} %", 100.0 * high(influence, level)));
    let [much, some, little] = shares;
    println!("Satisfaction is high for {much} of the households with high influence, {some} of those with medium and");
    println!(
        "{little} of those with low influence: 30 points from one end to the other. Much and little contact are not"
    );
    println!(
        "3 points apart. The types of housing lie 25 points apart, though, so it might be the type that brings both,"
    );
    println!("a household that is heard and one that is satisfied.");
    Ok(())
}

/// The check: whether influence goes with satisfaction among households in houses of one type, too.
fn within_each_type(within: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. The same within each type of housing: high satisfaction, of households by influence");
    println!("{:<22}  {:>13}  {:>13}  {:>13}", TYPE, "high", "medium", "low");
    for housing in TYPES {
        print!("{housing:<22}");
        for level in LEVELS {
            let (high, all) = satisfied(within, housing, level)?;
            print!("  {:>13}", format!("{:.0} % of {all}", 100.0 * high / all));
        }
        println!();
    }
    print!("{:<22}", "all types");
    for level in LEVELS {
        let (high, all) = all_types(within, level)?;
        print!("  {:>13}", format!("{:.0} % of {all}", 100.0 * high / all));
    }
    println!();
    print!("{:<22}", "as if spread alike");
    for level in LEVELS {
        print!("  {:>13}", format!("{:.0} %", 100.0 * spread_alike(within, level)?));
    }
    println!();
    println!();
    println!(
        "Within every type high influence goes with more satisfied households than low influence does, by 18 to 36"
    );
    println!("points. In towers alone, medium influence (44 %) goes with fewer satisfied households than low (46 %).");
    println!(
        "\"As if spread alike\" weighs each type of housing by its share of all households. It moves no share by a whole"
    );
    println!("point: the difference is not explained by the type of housing.");
    Ok(())
}

fn what_it_means() {
    heading("What it means, and what it does not");
    println!("Influence goes with satisfaction, and the type of housing does not account for it. That is a comparison");
    println!(
        "and not a cause: satisfied tenants may feel heard, discontented ones may ask for more than they are given,"
    );
    println!(
        "and age, rent, years in the house and other things that the survey did not ask may explain both. To find"
    );
    println!("the cause, give influence to some tenants who did not have it, and ask them before and after.");
}

/// The share of households with this value of the dimension whose satisfaction is high.
fn high(drivers: &Drivers, value: &str) -> f64 {
    let line = drivers.lines().find(|line| line.value() == value).expect("every value was answered");
    line.with().gain_count() as f64 / line.with().appraisal_count() as f64
}

/// Households of a type and an influence: those whose satisfaction is high, and all.
fn satisfied(within: &Statement, housing: &str, level: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let found = within.line([housing, level], SATISFACTION)?;
    Ok((found.gains() as f64, (found.gains() + found.unchanged() + found.losses()) as f64))
}

fn all_types(within: &Statement, level: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let mut sum = (0.0, 0.0);
    for housing in TYPES {
        let (high, all) = satisfied(within, housing, level)?;
        sum = (sum.0 + high, sum.1 + all);
    }
    Ok(sum)
}

/// The share with high satisfaction, had the households of this influence lived in the types of housing as all do:
/// `Σ share · households of the type ÷ all households`, over the types. A textbook's direct standardisation.
fn spread_alike(within: &Statement, level: &str) -> Result<f64, Box<dyn Error>> {
    let (mut weighed, mut households) = (0.0, 0.0);
    for housing in TYPES {
        let (high, all) = satisfied(within, housing, level)?;
        let mut of_type = 0.0;
        for level in LEVELS {
            of_type += satisfied(within, housing, level)?.1;
        }
        weighed += high / all * of_type;
        households += of_type;
    }
    Ok(weighed / households)
}

/// What is known of the table from elsewhere: whoever reads it must come out here.
fn hold_to_the_facts(ledger: &Ledger, influence: &Drivers) -> Result<(), Box<dyn Error>> {
    assert_eq!(ledger.len(), 1681);
    let shares: Vec<String> = LEVELS.iter().map(|level| format!("{:.0}", 100.0 * high(influence, level))).collect();
    assert_eq!(shares, ["58", "40", "28"]);
    for line in influence.lines() {
        // Every household answered, so those with a level and those without are all.
        assert_eq!(line.with().appraisal_count() + line.without().appraisal_count(), 1681);
        // A step each: what is created is how many are highly satisfied.
        assert_eq!(*line.with().created(), line.with().gain_count() as f64);
        assert_eq!(*line.with().destroyed(), line.with().loss_count() as f64);
    }
    let (contact, housing) = (ledger.drivers(Terms::default(), CONTACT)?, ledger.drivers(Terms::default(), TYPE)?);
    let points = |drivers: &Drivers, one, other| 100.0 * (high(drivers, one) - high(drivers, other));
    assert!((29.5..30.5).contains(&points(influence, "high", "low")));
    assert!((2.0..3.0).contains(&points(&contact, "high", "low")));
    assert!((24.5..25.5).contains(&points(&housing, "tower", "terrace")));
    let together = ledger.statement(By::none())?.line((), SATISFACTION)?;
    assert_eq!((together.gains(), together.unchanged(), together.losses()), (668, 446, 567));
    Ok(())
}

/// The drivers of a ledger of one type are what the statement by type and influence says of it, and what the report
/// says of the types holds.
fn hold_to_each_type(table: &str, within: &Statement) -> Result<(), Box<dyn Error>> {
    for housing in TYPES {
        let of_type = read(table, |found| found == housing)?.drivers(Terms::default(), INFLUENCE)?;
        let mut shares = Vec::new();
        for level in LEVELS {
            let (satisfied, all) = satisfied(within, housing, level)?;
            assert_eq!(high(&of_type, level), satisfied / all);
            shares.push(satisfied / all);
        }
        let points = 100.0 * (shares[0] - shares[2]);
        assert!((18.0..36.0).contains(&points), "{housing}: {points} points");
        assert_eq!(shares[1] < shares[2], housing == "tower");
    }
    for level in LEVELS {
        let (satisfied, all) = all_types(within, level)?;
        assert!((spread_alike(within, level)? - satisfied / all).abs() < 0.01);
    }
    Ok(())
}
