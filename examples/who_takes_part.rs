//! # Who walks to a centre to learn the result of a test?
//!
//! An experiment in rural Malawi: people were tested for HIV and could later learn the result at a centre. A lottery
//! decided who was offered money for going, and where the centres were (Thornton 2008). The data is real: the data set
//! `thornton_hiv` of the Python package causaldata. [`examples/data`](../../examples/data) names its source and licence.
//!
//! This page is the program [`examples/who_takes_part.rs`](../../examples/who_takes_part.rs) with its output. The
//! command `cargo run --release --example who_takes_part` prints it, and with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`. The program also checks these figures against those that are known from other sources.
//! The functions that the shown code calls are at the end of the page.

mod notebook;
#[path = "data_sets/test_results.rs"]
mod test_results;

use std::error::Error;

use covalue::engagement::Engagement;
use covalue::engagement_drivers::{EngagementDrivers, Participation};
use covalue::{By, Ledger, Terms};

use notebook::{Files, Page, Table};
use test_results::{DISTANCE, DISTANCES, INCENTIVE, read};

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave(
        "who_takes_part",
        include_str!("who_takes_part.rs"),
        &[("test_results", include_str!("data_sets/test_results.rs"))],
        notebook,
    )
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The data
    //
    // Going to the centre was the person's own part. It counts as 1 integrated for a person who went, and as 1 not
    // integrated for a person who did not. [`examples/data_sets/test_results.rs`](../../examples/data_sets/test_results.rs)
    // reads the data into a ledger.
    page.item_of("test_results", &["fn offer"]);

    let (ledger, rows) = read()?; // for the text
    page.say(format!(
        "The data has {} people. For {} of them it records whether they went. The others, {:.0} in 100, are left out. If \
         they differ by incentive, the shares below are wrong.",
        thousands(rows as u64),
        thousands(ledger.len() as u64),
        100.0 * (rows - ledger.len()) as f64 / rows as f64
    ));

    // ## With an incentive and without one
    //
    // The drivers of engagement compare each value of a dimension of the users with its other values.
    let (ledger, _) = read()?;
    let incentive = ledger.engagement_drivers(Terms::default(), INCENTIVE)?;
    page.figure("incentive", incentive.chart().to_svg());

    page.show(&format!("{incentive:.0}"));

    let yes = incentive.line("yes")?; // for the text
    page.answer(format!("With an incentive {} went, without one {}.", of(yes.with()), of(yes.without())));

    page.say(format!(
        "The difference is {:.0} points. The confidence intervals, {} and {}, show how far chance alone may move such \
         shares. They are far apart.",
        points(yes.with(), yes.without())?,
        between(yes.with())?,
        between(yes.without())?
    ));

    page.say(format!(
        "{} people who went have no record of whether they were offered money. They are on neither side of this table, but \
         they are in the next picture.",
        ledger.len() as u64 - yes.with().person_count() - yes.without().person_count()
    ));

    // ## Near and far
    let distance = ledger.engagement_drivers(Terms::default(), DISTANCE)?;
    page.figure("distance", distance.chart().to_svg());

    let of_band = |band| Ok::<_, Box<dyn Error>>(distance.line(DISTANCES[band])?.with()); // for the text
    let (near, far) = (of_band(0)?, of_band(3)?); // for the text
    page.say(format!(
        "Up to 1 km away {} went, beyond 3 km {}. The difference is {:.0} points. The distance matters, but much less than \
         the incentive.",
        of(near),
        of(far),
        points(near, far)?
    ));

    // ## Both together
    //
    // Each person contributed 1, so the engagement is the share of people who went.
    let within = ledger.engagement(By::with(DISTANCE).and(By::with(INCENTIVE)))?;
    page.show(&at_each_distance(&within)?);

    // At every distance, many more people with an incentive went than without one. So the difference is not explained by
    // the distance.

    // ## What it means, and what it does not
    //
    // - **A lottery decided the offers of money and the places of the centres.** That is why the incentive can be called
    //   the cause of the difference. The tables cannot show this. If people had chosen for themselves, the same tables
    //   would be a comparison and not show a cause.
    // - The confidence intervals treat each person as independent. People of one village talk to each other, so the true
    //   intervals are wider.
    // - The data does not say whether it did people good to learn the result: these books have no appraisal.

    check_facts(&ledger, &incentive, &distance, &within)
}

/// The share of people who went, and the difference that the incentive makes, at each distance.
fn at_each_distance(within: &Engagement) -> Result<Table<4>, Box<dyn Error>> {
    let mut table = Table::new([DISTANCE, "without incentive", "with incentive", "points"]);
    for band in DISTANCES {
        let (without, with) = (within.line([band, "no"])?, within.line([band, "yes"])?);
        let (Some(few), Some(many)) = (without.user_engagement(), with.user_engagement()) else {
            return Err(format!("no people at {band}").into());
        };
        let cell = |share: f64, people: &f64| format!("{:.0} % of {people:.0}", 100.0 * share);
        table.row([
            band.to_owned(),
            cell(few, without.user_contributed()),
            cell(many, with.user_contributed()),
            format!("{:.0}", 100.0 * (many - few)),
        ]);
    }
    Ok(table)
}

/// `211 of 623 people (34 %)`.
fn of(side: &Participation) -> String {
    let share = side.share().map_or_else(String::new, |share| format!(" ({:.0} %)", 100.0 * share));
    format!("{} of {} people{share}", thousands(side.participant_count()), thousands(side.person_count()))
}

/// A number with a comma before the last three digits. No number of this page has more than six digits.
fn thousands(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

fn points(one: &Participation, other: &Participation) -> Result<f64, Box<dyn Error>> {
    let (one, other) = one.share().zip(other.share()).ok_or("too few people")?;
    Ok(100.0 * (one - other).abs())
}

fn between(side: &Participation) -> Result<String, Box<dyn Error>> {
    let interval = side.interval().ok_or("too few people")?;
    Ok(format!("{:.0} to {:.0} %", 100.0 * interval.low(), 100.0 * interval.high()))
}

/// Checks the figures that are known about the data from other sources, and the figures in the sentences of the page.
fn check_facts(
    ledger: &Ledger,
    incentive: &EngagementDrivers,
    distance: &EngagementDrivers,
    within: &Engagement,
) -> Result<(), Box<dyn Error>> {
    assert_eq!(ledger.len(), 2894);
    let counts = |side: &Participation| (side.participant_count(), side.person_count());
    let yes = incentive.line("yes")?;
    assert_eq!((counts(yes.with()), counts(yes.without())), ((1745, 2211), (211, 623)));
    let percent = |side: &Participation| side.share().map(|share| format!("{:.1}", 100.0 * share));
    assert_eq!((percent(yes.with()).as_deref(), percent(yes.without()).as_deref()), (Some("78.9"), Some("33.9")));
    // The study says: 34 per cent without an incentive, and twice that with the smallest one.
    assert!(yes.with().share() > yes.without().share().map(|share| 2.0 * share));
    // Each person contributed 1.
    assert_eq!((yes.with().integrated(), yes.with().contributed()), (&1745.0, &2211.0));
    let not_noted = ledger.len() as u64 - yes.with().person_count() - yes.without().person_count();
    assert_eq!(not_noted, 60);
    let not_noted = ledger.engagement(By::with(INCENTIVE))?.line(None)?.user_engagement();
    assert_eq!(not_noted, Some(1.0));

    let sides: Vec<_> = distance.lines().map(|line| (line.value(), counts(line.with()))).collect();
    let [near, middle, farther, far] = DISTANCES;
    assert_eq!(sides, [(near, (511, 682)), (middle, (732, 1056)), (farther, (356, 520)), (far, (417, 636))]);
    for band in DISTANCES {
        let share =
            |incentive| within.line([band, incentive]).map(covalue::engagement::EngagementLine::user_engagement);
        let (with, without) = share("yes")?.zip(share("no")?).ok_or("people at each distance")?;
        let points = 100.0 * (with - without);
        assert!((39.5..47.5).contains(&points), "{band}: {points} points");
        assert!((0.745..0.835).contains(&with) && (0.285..0.435).contains(&without), "{band}: {with}, {without}");
    }
    Ok(())
}
