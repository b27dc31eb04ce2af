//! # Is this partnership dancing?
//!
//! A day centre and a repair café in 2025, quarter by quarter: do the people who use them and the services do their part?
//! One drifts until its hours are no longer recorded, and the other recovers. **Both and all their hours are made up.**
//!
//! This page is the program [`examples/which_scenario.rs`](../../examples/which_scenario.rs) with its output. The
//! command `cargo run --release --example which_scenario` prints it, and with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`. The functions that the shown code calls are at the end of the page.

mod notebook;

use std::error::Error;

use covalue::engagement::{Engagement, Path, Scenario, Threshold};
use covalue::{By, Catalogue, Contribution, Date, Interaction, Ledger, Misuse, Service, date};

use notebook::{Files, Page, Table};

const DAY_CENTRE: &str = "day centre";
const REPAIR_CAFE: &str = "repair café";

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("which_scenario", include_str!("which_scenario.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## Four scenarios
    //
    // Each side contributes hours to an interaction. Hours that it was to bring and did not bring count as contributed
    // but not integrated. A side is engaged in a quarter if it integrates at least half of the hours it contributes.
    page.show(&scenarios());

    // V. Bekkers named "Let's Dance" and "Waste Land" at a workshop with the project LIPSE in 2016. The axes are inferred
    // from these two names. They measure hours, not interest: Waste Land says that neither side was engaged, but not why.
    // The axes, the names in the middle and the threshold of a half are this crate's own.

    // ## The data
    //
    // A made-up visit has a user, a day, and the hours of both sides. Each visit becomes an interaction, with a
    // contribution of each side whose hours are recorded.
    page.item(&["type Hours", "const YEAR", "fn year"]);

    // ## Where does each service stand?
    let ledger = year()?;
    let engagement = ledger.engagement(By::Service.and(By::Quarter))?;
    page.figure("map", engagement.scenario_map().to_svg());

    let paths = engagement.paths(Threshold::default())?; // for the text
    page.answer(format!(
        "With a threshold of one half, the {DAY_CENTRE} goes from {} to {} within the year, and the {REPAIR_CAFE} goes the \
         other way.",
        first_known(&paths[0])?,
        last_known(&paths[0])?
    ));

    // The hours behind the picture. *Users stated* and *service stated* count the interactions with a record of the hours
    // of that side.
    page.show(&format!("{engagement:.0}"));

    // ## Does it depend on the threshold?
    //
    // The same hours with a threshold of two thirds:
    let two_thirds = Threshold::new(2, 3)?;
    page.figure("map-two-thirds", engagement.scenario_map_at(two_thirds).to_svg());

    // The scenarios with both thresholds, quarter by quarter:
    let paths = engagement.paths(Threshold::default())?;
    let strict = engagement.paths(two_thirds)?;
    page.show(&side_by_side(&paths, &strict));

    // *Day centre.* With a threshold of one half, it goes from Let's Dance to Waste Land in two steps. First the citizens
    // are no longer engaged, and a quarter later the service is not either. With a threshold of two thirds, it is in Waste
    // Land from the second quarter on, and it is not visible which side came first.
    let summer = engagement.line([REPAIR_CAFE, "2025-Q3"])?; // for the text
    page.say(format!(
        "*Repair café.* It recovers with both thresholds. With one half, the citizens are engaged first. With two thirds, \
         both sides are engaged at the same time: in summer the service integrates {} of {} hours, which is exactly two \
         thirds.",
        summer.provider_integrated(),
        summer.provider_contributed()
    ));

    // ## What it means, and what it does not
    //
    // - A path shows when to ask questions. It does not give the answers.
    // - None of the sources has a threshold for engagement. A report of a scenario names its threshold, and says whether
    //   another threshold would change the result.
    // - **No record is not Waste Land.** In the last quarter the centre's own hours are not recorded, so its scenario is
    //   not known. For the repair café the scenario of that quarter is known, but from one of two interactions only.
    // - The books know only people who come. Cy does not come after June, and no share above shows it. Only the number of
    //   interactions is lower.

    check_facts(&engagement, &paths, &strict);
    Ok(())
}

/// The four scenarios by which side is engaged.
fn scenarios() -> Table<3> {
    let mut table = Table::new(["citizens engaged", "service engaged", "scenario"]);
    for (citizens, service, scenario) in [
        ("yes", "yes", Scenario::LetsDance),
        ("yes", "no", Scenario::CitizenLed),
        ("no", "yes", Scenario::ServiceLed),
        ("no", "no", Scenario::WasteLand),
    ] {
        table.row([citizens.to_owned(), service.to_owned(), scenario.to_string()]);
    }
    table
}

/// The paths with two thresholds.
fn side_by_side(half: &[Path], two_thirds: &[Path]) -> Table<4> {
    let mut table = Table::new(["service", "quarter", "with one half", "with two thirds"]);
    let known = |scenario: Option<Scenario>| scenario.map_or("not known".to_owned(), |scenario| scenario.to_string());
    for (one, other) in half.iter().zip(two_thirds) {
        for ((quarter, first), (_, second)) in one.steps().zip(other.steps()) {
            table.row([one.line().to_string(), quarter.to_owned(), known(first), known(second)]);
        }
    }
    table
}

fn first_known(path: &Path) -> Result<Scenario, Box<dyn Error>> {
    Ok(path.steps().find_map(|(_, scenario)| scenario).ok_or("a scenario is known")?)
}

fn last_known(path: &Path) -> Result<Scenario, Box<dyn Error>> {
    Ok(path.steps().filter_map(|(_, scenario)| scenario).last().ok_or("a scenario is known")?)
}

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
