//! In which scenario do citizens and a service meet, and is it still the one of last year?
//!
//! ```text
//! cargo run --release --example which_scenario
//! ```
//!
//! Two services, quarter by quarter. They and their figures are made up: one drifts until nobody notes its hours any
//! more, and one recovers.

mod report;

use std::error::Error;

use covalue::engagement::{Engagement, Path, Scenario, Threshold};
use covalue::{By, Catalogue, Contribution, Date, Interaction, Ledger, Misuse, Service, date};

use report::heading;

const DAY_CENTRE: &str = "day centre";
const REPAIR_CAFE: &str = "repair café";

/// What a side brought to an interaction, in hours: how many of how many it was to bring. None: nobody noted it.
type Hours = Option<(f64, f64)>;

/// A made-up year: service, user, day, the user's hours and the service's.
#[rustfmt::skip]
const YEAR: [(&str, &str, Date, Hours, Hours); 18] = [
    (DAY_CENTRE, "Ada", date(2025, 1, 14), Some((4.0, 4.0)), Some((3.0, 3.0))),
    (DAY_CENTRE, "Bo",  date(2025, 2, 11), Some((3.0, 4.0)), Some((2.0, 3.0))),
    (DAY_CENTRE, "Cy",  date(2025, 3, 11), Some((2.0, 4.0)), Some((1.0, 2.0))),
    (DAY_CENTRE, "Ada", date(2025, 4, 15), Some((2.0, 4.0)), Some((2.0, 3.0))),
    (DAY_CENTRE, "Bo",  date(2025, 5, 13), Some((1.0, 4.0)), Some((2.0, 3.0))),
    (DAY_CENTRE, "Cy",  date(2025, 6, 10), Some((2.0, 4.0)), Some((1.0, 2.0))),
    (DAY_CENTRE, "Ada", date(2025, 7, 15), Some((1.0, 4.0)), Some((1.0, 3.0))),
    (DAY_CENTRE, "Bo",  date(2025, 8, 12), Some((1.0, 4.0)), Some((1.0, 3.0))),
    (DAY_CENTRE, "Ada", date(2025, 10, 14), None, None),
    (DAY_CENTRE, "Bo",  date(2025, 11, 11), Some((1.0, 4.0)), None),
    (REPAIR_CAFE, "Dot", date(2025, 1, 20), Some((1.0, 5.0)), Some((1.0, 3.0))),
    (REPAIR_CAFE, "Eli", date(2025, 3, 17), Some((1.0, 5.0)), Some((1.0, 3.0))),
    (REPAIR_CAFE, "Dot", date(2025, 4, 14), Some((3.0, 5.0)), Some((1.0, 3.0))),
    (REPAIR_CAFE, "Eli", date(2025, 6, 16), Some((3.0, 5.0)), Some((1.0, 3.0))),
    (REPAIR_CAFE, "Dot", date(2025, 7, 14), Some((4.0, 5.0)), Some((2.0, 3.0))),
    (REPAIR_CAFE, "Eli", date(2025, 9, 15), Some((3.0, 5.0)), Some((2.0, 3.0))),
    (REPAIR_CAFE, "Dot", date(2025, 10, 20), Some((5.0, 5.0)), Some((3.0, 3.0))),
    (REPAIR_CAFE, "Flo", date(2025, 12, 8),  None, None),
];

fn main() -> Result<(), Box<dyn Error>> {
    let engagement = year()?.engagement(By::Service.and(By::Quarter))?;
    let half = engagement.paths(Threshold::default())?;
    let two_thirds = engagement.paths(Threshold::new(2, 3)?)?;
    how_it_is_told(&engagement);
    shares(&engagement);
    paths(&half, &two_thirds);
    what_it_means();
    hold_to_the_facts(&engagement, &half, &two_thirds);
    Ok(())
}

/// The made-up year as a ledger. Nothing was appraised in it, and nothing need be.
fn year() -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new([], [Service::new(DAY_CENTRE, "town"), Service::new(REPAIR_CAFE, "library")])?;
    let mut ledger = Ledger::new(&catalogue);
    let brought = |party: &str, (did, of): (f64, f64)| {
        Contribution::of(party).integrated(did).not_integrated(of - did, Misuse::unknown())
    };
    for (service, user, on, by_user, by_service) in YEAR {
        let provider = if service == DAY_CENTRE { "town" } else { "library" };
        let mut visit = Interaction::between(user, service, on);
        for (party, hours) in [(user, by_user), (provider, by_service)] {
            if let Some(hours) = hours {
                visit = visit.contribution(brought(party, hours));
            }
        }
        ledger.record(visit)?;
    }
    Ok(ledger)
}

fn how_it_is_told(engagement: &Engagement) {
    heading("In which scenario do citizens and a service meet?");
    println!("A day centre and a repair café in 2025. Both are made up, and so is every hour.");
    println!();
    println!("Each side was to bring hours to an interaction. It does its part in a quarter if it integrates at least");
    println!("half of what it contributes, where what it was to bring and did not counts as contributed:");
    println!();
    println!("citizens do their part  the service does  scenario");
    for (citizens, service, scenario) in [
        ("yes", "yes", Scenario::LetsDance),
        ("yes", "no", Scenario::CitizenLed),
        ("no", "yes", Scenario::ServiceLed),
        ("no", "no", Scenario::WasteLand),
    ] {
        println!("{citizens:<22}  {service:<16}  {scenario}");
    }
    println!();
    println!(
        "\"Let's Dance\" and \"Waste Land\" are names that V. Bekkers gave (at a workshop with the project LIPSE, 2016)."
    );
    println!(
        "The axes are inferred from these two. They measure what was done, not interest: Waste Land says that neither"
    );
    println!("side did its part, and not why. The axes, the names in the middle and the half are this crate's own.");

    heading("1. What each side integrated of what it contributed, in hours");
    print!("{engagement:.0}");
    println!();
    println!("\"stated\" counts the interactions of which the hours of both sides are on record.");
}

/// The same as shares, which is what a threshold is held against.
fn shares(engagement: &Engagement) {
    heading("2. The same in per cent");
    println!("{:<12}  {:<7}  {:>8}  {:>7}", "service", "quarter", "citizens", "service");
    let percent = |share: Option<f64>| share.map_or("not known".to_owned(), |share| format!("{:.1} %", 100.0 * share));
    for line in engagement.lines() {
        let mut values = line.line().values().flatten();
        let (service, quarter) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
        let (citizens, provider) = (percent(line.user_engagement()), percent(line.provider_engagement()));
        println!("{service:<12}  {quarter:<7}  {citizens:>8}  {provider:>7}");
    }
}

fn paths(half: &[Path], two_thirds: &[Path]) {
    heading("3. The path of each service, and how much the threshold has to do with it");
    for (threshold, paths) in [("one half", half), ("two thirds", two_thirds)] {
        println!("At {threshold}:");
        for path in paths {
            println!("    {path}");
        }
    }
    println!();
    println!(
        "By one half the day centre goes from both sides engaged to neither: first the citizens do less than their"
    );
    println!("part, and a quarter later the service does too. By two thirds neither side is engaged from the");
    println!("second quarter on, and who was first is not to be seen: 5 of 12 hours are too few, and so are 5 of 8.");
    println!("The repair café recovers by either. By one half the citizens go first, and by two thirds both at once:");
    println!("the service's 4 of 6 hours are two thirds exactly and meet them, since no decimals are compared.");
}

fn what_it_means() {
    heading("What it means, and what it does not");
    println!(
        "A path says when to ask, and not what the answer is. No source that was read has a threshold for the share"
    );
    println!(
        "that a side integrates. A report of a scenario names its own, and says whether another changes the story."
    );
    println!("In the last quarter of the day centre the service's hours are in nobody's notes, so the scenario is not");
    println!(
        "known. That is no Waste Land: books that stop telling are a finding of their own. Of the repair café's last"
    );
    println!("quarter the scenario is known, from one interaction of two.");
    println!("And the ledger sees users, not those who stayed away. Cy does not come after June, which is in no share");
    println!("above; that fewer come shows only in the number of interactions.");
}

fn hold_to_the_facts(engagement: &Engagement, half: &[Path], two_thirds: &[Path]) {
    use Scenario::{CitizenLed, LetsDance, ServiceLed, WasteLand};

    let steps = |path: &Path| path.steps().map(|(_, scenario)| scenario).collect::<Vec<_>>();
    assert_eq!(half[0].line().to_string(), DAY_CENTRE);
    assert_eq!(steps(&half[0]), [Some(LetsDance), Some(ServiceLed), Some(WasteLand), None]);
    assert_eq!(steps(&half[1]), [Some(WasteLand), Some(CitizenLed), Some(LetsDance), Some(LetsDance)]);
    assert_eq!((half[0].turn_count(), half[1].turn_count()), (2, 2));
    assert_eq!((two_thirds[0].turn_count(), two_thirds[1].turn_count()), (1, 1));
    // Another threshold, and the turn of each service is another one.
    assert_eq!(steps(&two_thirds[0]), [Some(LetsDance), Some(WasteLand), Some(WasteLand), None]);
    assert_eq!(steps(&two_thirds[1]), [Some(WasteLand), Some(WasteLand), Some(LetsDance), Some(LetsDance)]);

    let stated: Vec<_> = engagement.lines().map(|line| (line.stated_count(), line.interaction_count())).collect();
    assert_eq!(stated, [(3, 3), (3, 3), (2, 2), (0, 2), (2, 2), (2, 2), (2, 2), (1, 2)]);
    let hours: Vec<_> = engagement
        .lines()
        .map(|line| (*line.user_integrated(), *line.user_contributed(), *line.provider_integrated()))
        .collect();
    assert_eq!(hours[..4], [(9.0, 12.0, 6.0), (5.0, 12.0, 5.0), (2.0, 8.0, 2.0), (1.0, 4.0, 0.0)]);
    assert_eq!(hours[6], (7.0, 10.0, 4.0));
}
