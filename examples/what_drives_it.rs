//! # Did influence make better homes?
//!
//! A survey asked households in rented housing in Copenhagen how satisfied they are, how much influence on the management
//! they feel they have, and how much contact they have with other residents (Madsen 1976). The data is real: the data set
//! `housing` of the R package MASS. [`examples/data`](../../examples/data) names its source and licence.
//!
//! This page is the program [`examples/what_drives_it.rs`](../../examples/what_drives_it.rs) with its output. The
//! command `cargo run --release --example what_drives_it` prints it, and with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`. The program also checks these figures against those that are known from other sources.
//! The functions that the shown code calls are at the end of the page.

#[path = "data_sets/households.rs"]
mod households;
mod notebook;

use std::error::Error;

use covalue::drivers::Drivers;
use covalue::{By, Ledger, Statement, Terms};

use households::{CONTACT, INFLUENCE, SATISFACTION, TYPE, read, read_types};
use notebook::{Files, Page, Table};

const LEVELS: [&str; 3] = ["high", "medium", "low"];
const TYPES: [&str; 4] = ["tower", "apartment", "atrium", "terrace"];

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave(
        "what_drives_it",
        include_str!("what_drives_it.rs"),
        &[("households", include_str!("data_sets/households.rs"))],
        notebook,
    )
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The data
    //
    // [`examples/data_sets/households.rs`](../../examples/data_sets/households.rs) reads the data into a ledger. Each
    // household is a user, and its answers on influence, contact and type of housing are values of dimensions.
    //
    // The survey asked once, so it measured no change. By a convention of ours, high satisfaction is a change of +1 step,
    // medium of 0, and low of -1. So *better* is the share of households with high satisfaction, and *worse* the share
    // with low satisfaction. The headings say "change from before", which is the default of every statement.
    page.item_of("households", &["fn tenancy"]);

    // ## What goes with influence?
    //
    // The picture shows the shares of each level of influence.
    let ledger = read()?;
    let influence = ledger.drivers(Terms::default(), INFLUENCE)?;
    page.figure("influence", influence.chart().to_svg());

    page.answer(format!(
        "Satisfaction is high in {:.0} % of the households with high influence, in {:.0} % with medium and in {:.0} % with \
         low influence; this goes together, and the survey cannot show that influence is the cause.",
        100.0 * high(&influence, "high"),
        100.0 * high(&influence, "medium"),
        100.0 * high(&influence, "low")
    ));

    page.show(&format!("{influence:.2}"));

    // Each step counts 1, so *created each* and *destroyed each* are the same shares as numbers.
    page.say(format!(
        "Between high and low influence the share of highly satisfied households differs by {:.0} points.",
        points(&influence, "high", "low")
    ));

    // ## Is it contact with neighbours, or the type of housing?
    let contact = ledger.drivers(Terms::default(), CONTACT)?;
    page.figure("contact", contact.chart().to_svg());

    let housing = ledger.drivers(Terms::default(), TYPE)?;
    page.figure("type", housing.chart().to_svg());

    page.say(format!(
        "Between high and low contact the difference is {:.1} points. Between towers and terraces it is {:.0} points. So \
         the type of housing might explain both: tenants of some types may have more influence and also be more satisfied.",
        points(&contact, "high", "low"),
        points(&housing, "tower", "terrace")
    ));

    // ## Does it hold within each type of housing?
    //
    // The share of households with high satisfaction, by type of housing and by influence:
    let within = ledger.statement(By::with(TYPE).and(By::with(INFLUENCE)))?;
    page.show(&by_type(&within)?);

    page.say(format!(
        "Within every type, high influence goes with more satisfied households than low influence, by {} points. Only in \
         towers does medium influence ({:.0} %) go with fewer satisfied households than low influence ({:.0} %).",
        differences(&within)?,
        100.0 * share(&within, "tower", "medium")?,
        100.0 * share(&within, "tower", "low")?,
    ));

    // The last row gives each type of housing the weight of its share of all households (direct standardisation, from a
    // textbook). No figure changes by a whole point. So the difference is not explained by the type of housing.

    // ## What it means, and what it does not
    //
    // - Influence goes with satisfaction, and the type of housing does not explain it.
    // - **This is a comparison. It does not show a cause.** Satisfied tenants may feel more influence, and dissatisfied
    //   tenants may ask for more than they get. Age, rent and years in the house, which are not in the data, may explain
    //   both.
    // - The survey asked about satisfaction, not about the homes, and it asked once. To find a cause, decide by lot which
    //   tenants get influence, and ask all of them before and after.

    check_facts(&ledger, &influence)?;
    check_types(&within)
}

/// The share of households with high satisfaction, by type and influence.
fn by_type(within: &Statement) -> Result<Table<4>, Box<dyn Error>> {
    let mut table = Table::new(["type of housing", "high influence", "medium influence", "low influence"]);
    let cell = |(high, all): (f64, f64)| format!("{:.0} % of {all}", 100.0 * high / all);
    let row = |name: &str, cells: [String; 3]| {
        let [high, medium, low] = cells;
        [name.to_owned(), high, medium, low]
    };
    for housing in TYPES {
        table.row(row(housing, of_levels(|level| Ok(cell(satisfied(within, housing, level)?)))?));
    }
    table.row(row("all types", of_levels(|level| Ok(cell(all_types(within, level)?)))?));
    let weighted = of_levels(|level| Ok(format!("{:.0} %", 100.0 * standardised(within, level)?)))?;
    table.row(row("as if types were alike", weighted));
    Ok(table)
}

/// A text for each level of influence.
fn of_levels(text: impl Fn(&str) -> Result<String, Box<dyn Error>>) -> Result<[String; 3], Box<dyn Error>> {
    let [high, medium, low] = LEVELS;
    Ok([text(high)?, text(medium)?, text(low)?])
}

/// The difference between high and low influence over the types of housing, as `18 to 36`.
fn differences(within: &Statement) -> Result<String, Box<dyn Error>> {
    let of_type = |housing| Ok(100.0 * (share(within, housing, "high")? - share(within, housing, "low")?));
    let points = TYPES.iter().map(|housing| of_type(housing)).collect::<Result<Vec<f64>, Box<dyn Error>>>()?;
    let least = points.iter().copied().fold(f64::INFINITY, f64::min);
    let most = points.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok(format!("{least:.0} to {most:.0}"))
}

/// The difference between two values of a dimension, in points of percentage.
fn points(drivers: &Drivers, one: &str, other: &str) -> f64 {
    100.0 * (high(drivers, one) - high(drivers, other))
}

/// The share of households with high satisfaction among those of a type and an influence.
fn share(within: &Statement, housing: &str, level: &str) -> Result<f64, Box<dyn Error>> {
    let (high, all) = satisfied(within, housing, level)?;
    Ok(high / all)
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
    assert!((29.5..30.5).contains(&points(influence, "high", "low")));
    assert!((2.0..3.0).contains(&points(&contact, "high", "low")));
    assert!((24.5..25.5).contains(&points(&housing, "tower", "terrace")));
    let together = ledger.statement(By::none())?.line((), SATISFACTION)?;
    assert_eq!((together.gain_count(), together.unchanged_count(), together.loss_count()), (668, 446, 567));
    Ok(())
}

/// Checks that the drivers of a ledger with one type equal the statement by type and influence, and checks the figures
/// in the sentences of the page.
fn check_types(within: &Statement) -> Result<(), Box<dyn Error>> {
    for housing in TYPES {
        let of_type = read_types(|found| found == housing)?.drivers(Terms::default(), INFLUENCE)?;
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
