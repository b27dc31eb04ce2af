//! Who walks to a centre to learn the result of a test: people with an incentive, or people who live near?
//!
//! Reads a real experiment (see `examples/data/README.md`):
//!
//! ```text
//! cargo run --release --example who_takes_part
//! ```
//!
//! Each row of the data is a person and a user. Learning the result is the person's own part in the service: it is
//! integrated if the person went, and not integrated if not. There is no appraisal, so these books show no value.

mod report;

use std::error::Error;

use covalue::engagement::Engagement;
use covalue::engagement_drivers::{EngagementDrivers, Participation};
use covalue::{By, Catalogue, Contribution, Date, Interaction, Ledger, Misuse, Service, Terms, User, date};

use report::{heading, paragraph};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/thornton_hiv.csv");

const RESULT: &str = "learning the result";
const INCENTIVE: &str = "incentive";
const DISTANCE: &str = "distance";
/// From the nearest to the farthest, which is also the order of the texts.
const DISTANCES: [&str; 4] = ["0 to 1 km", "1 to 2 km", "2 to 3 km", "beyond 3 km"];
/// The day of every interaction. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2004, 1, 1);

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(DATA).map_err(|error| format!("{DATA}: {error}"))?;
    let (ledger, rows) = read(&table)?;
    let incentive = ledger.engagement_drivers(Terms::default(), INCENTIVE)?;
    let distance = ledger.engagement_drivers(Terms::default(), DISTANCE)?;
    let within = ledger.engagement(By::with(DISTANCE).and(By::with(INCENTIVE)))?;

    introduce(rows, ledger.len());
    with_and_without(&incentive)?;
    near_and_far(&distance)?;
    at_each_distance(&within)?;
    what_it_means();
    check_facts(&ledger, &incentive, &distance, &within)
}

/// The ledger of all people with a record of whether they went, and the number of rows.
fn read(table: &str) -> Result<(Ledger, usize), Box<dyn Error>> {
    // The data does not name the provider.
    let catalogue = Catalogue::new([], [Service::new(RESULT, "results centre")])?;
    let mut ledger = Ledger::new(&catalogue);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
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
        let name = format!("person {rows}");
        let mut user = User::new(&name).with(DISTANCE, distance_band(field("distvct")?.parse()?));
        if let Some(incentive) = yes_or_no(field("any")?)? {
            user = user.with(INCENTIVE, if incentive { "yes" } else { "no" });
        }
        let own = Contribution::of(&name);
        let own = if went { own.integrated(1.0) } else { own.not_integrated(1.0, Misuse::unknown()) };
        ledger.record(Interaction::between(user, RESULT, NOMINAL_DAY).contribution(own))?;
    }
    Ok((ledger, rows))
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

fn introduce(rows: usize, people: usize) {
    heading("Who walks to a centre to learn the result of a test?");
    paragraph(
        "An experiment in rural Malawi: people were tested for HIV and could later learn the result at a centre. \
         Most of them were offered money if they went, and some were not (Thornton 2008). The data is real. It is \
         the data set thornton_hiv of the package causaldata.",
    );
    println!();
    paragraph(&format!(
        "The data has {} people. For {} of them it records whether they went. The others, 40 in 100, are left \
         out. If they differ by incentive, the shares below are wrong.",
        thousands(rows),
        thousands(people)
    ));
    println!();
    paragraph(
        "Going to the centre was the person's own part. It counts as 1 integrated for a person who went, and as 1 \
         not integrated for a person who did not. So the integrated quantity is the number of people who went.",
    );
}

/// The first comparison, in the crate's own table.
fn with_and_without(incentive: &EngagementDrivers) -> Result<(), Box<dyn Error>> {
    heading("1. With an incentive and without one");
    println!("{incentive:.0}");
    let yes = incentive.line("yes")?;
    let (with, without) = (yes.with(), yes.without());
    println!("With an incentive {} went, without one {}.", of(with), of(without));
    println!("The difference is {:.0} points.", points(with, without)?);
    println!();
    paragraph(&format!(
        "The columns \"95 % confidence\" have the confidence intervals: {} and {}. They show how far chance alone \
         may move such shares. The two intervals are far apart.",
        between(with)?,
        between(without)?
    ));
    println!();
    paragraph(
        "60 people who went have no record of whether they were offered money. They are on neither side of this \
         table, but they are in the next one.",
    );
    Ok(())
}

fn near_and_far(distance: &EngagementDrivers) -> Result<(), Box<dyn Error>> {
    heading("2. Near and far");
    println!("{distance:.0}");
    let (near, far) = (distance.line(DISTANCES[0])?.with(), distance.line(DISTANCES[3])?.with());
    println!("Up to 1 km away {} went, beyond 3 km {}.", of(near), of(far));
    paragraph(&format!(
        "The difference is {:.0} points. The distance matters, but much less than the incentive.",
        points(near, far)?
    ));
    Ok(())
}

/// Checks whether the incentive goes with more people at every distance. Each person contributed 1, so the engagement
/// is the share of people who went.
fn at_each_distance(within: &Engagement) -> Result<(), Box<dyn Error>> {
    heading("3. With an incentive and without one, at each distance");
    println!("{:<11}  {:>17}  {:>14}", DISTANCE, "without incentive", "with incentive");
    for band in DISTANCES {
        let [without, with] = ["no", "yes"].map(|incentive| within.line([band, incentive]));
        let text = |share: f64, people: &f64| format!("{:.0} % of {people:.0}", 100.0 * share);
        let cells =
            [without?, with?].map(|line| line.user_engagement().map(|share| text(share, line.user_contributed())));
        let [Some(without), Some(with)] = cells else { return Err(format!("no people at {band}").into()) };
        println!("{band:<11}  {without:>17}  {with:>14}");
    }
    println!();
    paragraph(
        "At every distance 75 to 83 % of the people with an incentive went, and 29 to 43 % of the people without \
         one. The difference is 40 to 48 points. So it is not explained by the distance.",
    );
    Ok(())
}

fn what_it_means() {
    heading("What it means, and what it does not");
    paragraph(
        "In this experiment a lottery decided the offers of money and the places of the centres. That is why the \
         incentive can be called the cause of the difference. The tables cannot show this. If people had chosen \
         for themselves, the same tables would be a comparison and not show a cause.",
    );
    println!();
    paragraph(
        "The confidence intervals treat each person as independent. People of one village talk to each other, so \
         the true intervals are wider. And the data does not say whether it did people good to learn the result: \
         these books have no appraisal.",
    );
}

/// `211 of 623 people (34 %)`.
fn of(side: &Participation) -> String {
    let share = side.share().map_or_else(String::new, |share| format!(" ({:.0} %)", 100.0 * share));
    format!(
        "{} of {} people{share}",
        thousands(side.participant_count() as usize),
        thousands(side.person_count() as usize)
    )
}

/// A number with a comma before the last three digits. No number of this report has more than six digits.
fn thousands(number: usize) -> String {
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

/// Checks the figures that are known about the data from other sources, and the figures in the sentences of the report.
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
