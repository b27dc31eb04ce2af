//! In which scenario do citizens and a service meet, and does it change over a year?
//!
//! ```text
//! cargo run --release --example which_scenario
//! ```
//!
//! Two services, quarter by quarter. They and their figures are made up: one drifts until its hours are no longer
//! recorded, and the other recovers.

mod report;

use std::error::Error;

use covalue::engagement::{Engagement, Path, Scenario, Threshold};
use covalue::{By, Catalogue, Contribution, Date, Interaction, Ledger, Misuse, Service, date};

use report::{heading, paragraph};

const DAY_CENTRE: &str = "day centre";
const REPAIR_CAFE: &str = "repair café";

/// The hours of a side in an interaction: integrated, and contributed. `None` if they are not recorded.
type Hours = Option<(f64, f64)>;

/// A made-up year: service, user, day, hours of the user, hours of the service.
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
    introduce(&engagement);
    shares(&engagement);
    paths(&half, &two_thirds);
    what_it_means();
    check_facts(&engagement, &half, &two_thirds);
    Ok(())
}

/// The ledger of the year. It has no appraisals, since engagement needs none.
fn year() -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new([], [Service::new(DAY_CENTRE, "town"), Service::new(REPAIR_CAFE, "library")])?;
    let mut ledger = Ledger::new(&catalogue);
    let contribution = |party: &str, (integrated, contributed): (f64, f64)| {
        Contribution::of(party).integrated(integrated).not_integrated(contributed - integrated, Misuse::unknown())
    };
    for (service, user, on, by_user, by_service) in YEAR {
        let provider = if service == DAY_CENTRE { "town" } else { "library" };
        let mut visit = Interaction::between(user, service, on);
        for (party, hours) in [(user, by_user), (provider, by_service)] {
            if let Some(hours) = hours {
                visit = visit.contribution(contribution(party, hours));
            }
        }
        ledger.record(visit)?;
    }
    Ok(ledger)
}

fn introduce(engagement: &Engagement) {
    heading("In which scenario do citizens and a service meet?");
    paragraph("A day centre and a repair café in 2025. Both and all their hours are made up.");
    println!();
    paragraph(
        "Each side contributes hours to an interaction. Hours that it was to bring and did not bring count as \
         contributed but not integrated. A side is engaged in a quarter if it integrates at least half of the \
         hours it contributes:",
    );
    println!();
    println!("citizens engaged  service engaged  scenario");
    for (citizens, service, scenario) in [
        ("yes", "yes", Scenario::LetsDance),
        ("yes", "no", Scenario::CitizenLed),
        ("no", "yes", Scenario::ServiceLed),
        ("no", "no", Scenario::WasteLand),
    ] {
        println!("{citizens:<16}  {service:<15}  {scenario}");
    }
    println!();
    paragraph(
        "V. Bekkers named \"Let's Dance\" and \"Waste Land\" at a workshop with the project LIPSE in 2016. The \
         axes are inferred from these two names. They measure hours, not interest: Waste Land says that neither \
         side was engaged, but not why. The axes, the names in the middle and the threshold of a half are this \
         crate's own.",
    );

    heading("1. Hours that each side integrated and contributed");
    print!("{engagement:.0}");
    println!();
    paragraph("\"both stated\" counts the interactions with a record of the hours of both sides.");
}

/// The engagement of each side, which is compared with the threshold.
fn shares(engagement: &Engagement) {
    heading("2. The engagement of each side");
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
    heading("3. The path of each service, with two thresholds");
    for (threshold, paths) in [("one half", half), ("two thirds", two_thirds)] {
        println!("With a threshold of {threshold}:");
        for path in paths {
            println!("    {path}");
        }
    }
    println!();
    paragraph(
        "Day centre: With a threshold of one half, it goes from Let's Dance to Waste Land in two steps. First the \
         citizens are no longer engaged, and a quarter later the service is not either. With a threshold of two \
         thirds, it is in Waste Land from the second quarter on, and it is not visible which side came first.",
    );
    println!();
    paragraph(
        "Repair café: It recovers with both thresholds. With one half, the citizens are engaged first. With two \
         thirds, both sides are engaged at the same time: the service integrates 4 of 6 hours, which is exactly \
         two thirds.",
    );
}

fn what_it_means() {
    heading("What it means, and what it does not");
    paragraph("A path shows when to ask questions. It does not give the answers.");
    println!();
    paragraph(
        "None of the sources has a threshold for engagement. A report of a scenario names its threshold, and says \
         whether another threshold would change the result.",
    );
    println!();
    paragraph(
        "In the last quarter no hours of the day centre are recorded, so its scenario is not known. It is not \
         Waste Land. For the repair café the scenario of that quarter is known, but from one of two interactions \
         only.",
    );
    println!();
    paragraph(
        "The books count users only. Cy does not come after June, and no share above shows it. Only the number of \
         interactions is lower.",
    );
}

fn check_facts(engagement: &Engagement, half: &[Path], two_thirds: &[Path]) {
    use Scenario::{CitizenLed, LetsDance, ServiceLed, WasteLand};

    let steps = |path: &Path| path.steps().map(|(_, scenario)| scenario).collect::<Vec<_>>();
    assert_eq!(half[0].line().to_string(), DAY_CENTRE);
    assert_eq!(steps(&half[0]), [Some(LetsDance), Some(ServiceLed), Some(WasteLand), None]);
    assert_eq!(steps(&half[1]), [Some(WasteLand), Some(CitizenLed), Some(LetsDance), Some(LetsDance)]);
    assert_eq!((half[0].turn_count(), half[1].turn_count()), (2, 2));
    assert_eq!((two_thirds[0].turn_count(), two_thirds[1].turn_count()), (1, 1));
    // Another threshold moves the turn of each service.
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
