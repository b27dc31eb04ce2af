//! What goes with satisfied tenants: influence on the management, contact with other residents, or the type of housing?
//!
//! Reads a real survey (see `examples/data/README.md`):
//!
//! ```text
//! cargo run --release --example what_drives_it
//! ```
//!
//! A household is a user, named by its cell of the published table and a running number. The survey asked once and
//! measured no change. By a convention of this example, low, medium and high satisfaction are the bare changes −1, 0
//! and +1.

mod report;

use std::error::Error;

use covalue::drivers::Drivers;
use covalue::{Appraisal, By, Catalogue, Date, Interaction, Ledger, Measure, Service, Statement, Terms, User, date};

use report::{heading, paragraph};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/copenhagen_housing_satisfaction.csv");

const HOUSING: &str = "rented housing";
const SATISFACTION: &str = "satisfaction";
const INFLUENCE: &str = "influence";
const CONTACT: &str = "contact";
const TYPE: &str = "type";
const LEVELS: [&str; 3] = ["high", "medium", "low"];
const TYPES: [&str; 4] = ["tower", "apartment", "atrium", "terrace"];
/// The day of every interaction. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2000, 1, 1);

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(DATA).map_err(|error| format!("{DATA}: {error}"))?;
    let ledger = read(&table, |_| true)?;
    let influence = ledger.drivers(Terms::default(), INFLUENCE)?;
    let within = ledger.statement(By::with(TYPE).and(By::with(INFLUENCE)))?;

    introduce(ledger.len());
    compare_answers(&ledger, &influence)?;
    within_each_type(&within)?;
    what_it_means();
    check_facts(&ledger, &influence)?;
    check_types(&table, &within)
}

/// The ledger of the households of some types, as users of one service.
fn read(table: &str, is_wanted: impl Fn(&str) -> bool) -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better(SATISFACTION, "steps")],
        // The data does not name the provider.
        [Service::new(HOUSING, "management")],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    for (row, cell) in csv::Reader::from_reader(table.as_bytes()).records().enumerate() {
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
            let user = User::new(name).with(INFLUENCE, influence).with(CONTACT, contact).with(TYPE, housing);
            let tenancy = Interaction::between(user, HOUSING, NOMINAL_DAY);
            ledger.record(tenancy.appraisal(Appraisal::of(SATISFACTION).change(change)))?;
        }
    }
    Ok(ledger)
}

fn introduce(households: usize) {
    heading("What goes with satisfied tenants?");
    paragraph(&format!(
        "A survey of {households} households in rented housing of four types in Copenhagen (Madsen 1976; data set \
         housing of the R package MASS). It asked how satisfied they are, how much influence on the management \
         they feel they have, and how much contact they have with other residents. The data is real."
    ));
    println!();
    paragraph(
        "By a convention of this example, high satisfaction is a change of +1 step, medium of 0, and low of -1. \
         The survey asked once, so it measured no change.",
    );
    println!();
    paragraph(
        "In the tables, \"better\" is the share of households with high satisfaction, and \"worse\" the share \
         with low satisfaction. Each step counts 1, so \"created each\" and \"destroyed each\" are the same \
         shares as numbers. The headings say \"change from before\", since this is the baseline of a change \
         without levels.",
    );
}

/// Each dimension in the crate's own table.
fn compare_answers(ledger: &Ledger, influence: &Drivers) -> Result<(), Box<dyn Error>> {
    heading("1. Each answer compared with the other answers to the same question");
    println!("{influence:.2}");
    println!("{:.2}", ledger.drivers(Terms::default(), CONTACT)?);
    println!("{:.2}", ledger.drivers(Terms::default(), TYPE)?);
    let shares = LEVELS.map(|level| format!("{:.0} %", 100.0 * high(influence, level)));
    let [much, some, little] = shares;
    paragraph(&format!(
        "Satisfaction is high in {much} of the households with high influence, {some} with medium and {little} \
         with low influence: a difference of 30 points. Between high and low contact the difference is less than \
         3 points."
    ));
    println!();
    paragraph(
        "Between the types of housing it is 25 points. So the type might explain both: tenants of some types may \
         have more influence and also be more satisfied.",
    );
    Ok(())
}

/// Checks whether influence goes with satisfaction within each type of housing.
fn within_each_type(within: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. The same within each type of housing: high satisfaction, by influence");
    println!("{:<23}  {:>13}  {:>13}  {:>13}", TYPE, "high", "medium", "low");
    for housing in TYPES {
        print!("{housing:<23}");
        for level in LEVELS {
            let (high, all) = satisfied(within, housing, level)?;
            print!("  {:>13}", format!("{:.0} % of {all}", 100.0 * high / all));
        }
        println!();
    }
    print!("{:<23}", "all types");
    for level in LEVELS {
        let (high, all) = all_types(within, level)?;
        print!("  {:>13}", format!("{:.0} % of {all}", 100.0 * high / all));
    }
    println!();
    print!("{:<23}", "as if types were alike");
    for level in LEVELS {
        print!("  {:>13}", format!("{:.0} %", 100.0 * standardised(within, level)?));
    }
    println!();
    println!();
    paragraph(
        "Within every type, high influence goes with more satisfied households than low influence, by 18 to 36 \
         points. Only in towers does medium influence (44 %) go with fewer satisfied households than low \
         influence (46 %).",
    );
    println!();
    paragraph(
        "The last row gives each type of housing the weight of its share of all households. No figure changes by \
         a whole point. So the difference is not explained by the type of housing.",
    );
    Ok(())
}

fn what_it_means() {
    heading("What it means, and what it does not");
    paragraph(
        "Influence goes with satisfaction, and the type of housing does not explain it. This is a comparison. It \
         does not show a cause: satisfied tenants may feel more influence, and dissatisfied tenants may ask for \
         more than they get. Age, rent and years in the house, which are not in the data, may explain both. To \
         find the cause, give influence to some tenants who did not have it, and ask them before and after.",
    );
}

/// The share of households with high satisfaction among those with a value of the dimension.
fn high(drivers: &Drivers, value: &str) -> f64 {
    let line = drivers.lines().find(|line| line.value() == value).expect("the survey has every answer");
    line.with().gain_count() as f64 / line.with().appraisal_count() as f64
}

/// The number of households of a type and an influence: those with high satisfaction, and all.
fn satisfied(within: &Statement, housing: &str, level: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let found = within.line([housing, level], SATISFACTION)?;
    Ok((found.gain_count() as f64, (found.gain_count() + found.unchanged_count() + found.loss_count()) as f64))
}

fn all_types(within: &Statement, level: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let mut sum = (0.0, 0.0);
    for housing in TYPES {
        let (high, all) = satisfied(within, housing, level)?;
        sum = (sum.0 + high, sum.1 + all);
    }
    Ok(sum)
}

/// The share with high satisfaction if the households of this influence lived in the types of housing like all
/// households: `Σ share · households of the type ÷ all households`, over the types. This is direct standardisation,
/// from a textbook.
fn standardised(within: &Statement, level: &str) -> Result<f64, Box<dyn Error>> {
    let (mut weighted, mut households) = (0.0, 0.0);
    for housing in TYPES {
        let (high, all) = satisfied(within, housing, level)?;
        let mut of_type = 0.0;
        for level in LEVELS {
            of_type += satisfied(within, housing, level)?.1;
        }
        weighted += high / all * of_type;
        households += of_type;
    }
    Ok(weighted / households)
}

/// Checks the figures that are known about the survey from other sources.
fn check_facts(ledger: &Ledger, influence: &Drivers) -> Result<(), Box<dyn Error>> {
    assert_eq!(ledger.len(), 1681);
    let shares: Vec<String> = LEVELS.iter().map(|level| format!("{:.0}", 100.0 * high(influence, level))).collect();
    assert_eq!(shares, ["58", "40", "28"]);
    for line in influence.lines() {
        // Every household answered, so a value and its other values together have all households.
        assert_eq!(line.with().appraisal_count() + line.without().appraisal_count(), 1681);
        // Each step counts 1, so the amounts equal the counts.
        assert_eq!(*line.with().created(), line.with().gain_count() as f64);
        assert_eq!(*line.with().destroyed(), line.with().loss_count() as f64);
    }
    let (contact, housing) = (ledger.drivers(Terms::default(), CONTACT)?, ledger.drivers(Terms::default(), TYPE)?);
    let points = |drivers: &Drivers, one, other| 100.0 * (high(drivers, one) - high(drivers, other));
    assert!((29.5..30.5).contains(&points(influence, "high", "low")));
    assert!((2.0..3.0).contains(&points(&contact, "high", "low")));
    assert!((24.5..25.5).contains(&points(&housing, "tower", "terrace")));
    let together = ledger.statement(By::none())?.line((), SATISFACTION)?;
    assert_eq!((together.gain_count(), together.unchanged_count(), together.loss_count()), (668, 446, 567));
    Ok(())
}

/// Checks that the drivers of a ledger with one type equal the statement by type and influence, and checks the figures
/// in the sentences of the report.
fn check_types(table: &str, within: &Statement) -> Result<(), Box<dyn Error>> {
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
        assert!((standardised(within, level)? - satisfied / all).abs() < 0.01);
    }
    Ok(())
}
