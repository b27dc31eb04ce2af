//! # How was the year?
//!
//! A council visits people at home and runs a day centre. This is its report on the financial year from April 2025 to
//! March 2026, for two districts: what did both services and their users create and destroy, who did their part, and whom
//! did the services reach? **The council, its people and all figures are made up**: in home visits people decline slowly,
//! and in autumn the day centre is often closed, so that the report has something to find.
//!
//! This page is the program [`examples/how_was_the_year.rs`](../../examples/how_was_the_year.rs) with its output. The
//! command `cargo run --release --example how_was_the_year` prints it, and with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`. The functions that the shown code calls are at the end of the page.

mod notebook;

use std::error::Error;
use std::time::Duration;

use covalue::reach::ReachComparison;
use covalue::statement::Figures;
use covalue::{Appraisal, Baseline, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Month};
use covalue::{ReachCounts, Service, Statement, Terms, User, date};

use notebook::{Files, Page, Table};

const HOME_VISITS: &str = "home visits";
const DAY_CENTRE: &str = "day centre";
const COUNCIL: &str = "council";
const LIVING: &str = "daily living";
const LONELINESS: &str = "loneliness";
/// The first and the last day of the financial year.
const FIRST: Date = date(2025, 4, 1);
const LAST: Date = date(2026, 3, 31);
const WEEK: Duration = Duration::from_hours(7 * 24);

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("how_was_the_year", include_str!("how_was_the_year.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The records
    //
    // A person gets a course of six weeks: visits at home, or days at the centre. Each course is an interaction. Both sides
    // agree on hours of their own, such as exercises at home, and the record says how many of them each side put to use.
    // Before and after, the person states the level of daily living (from 0 to 20 points, higher is better) or of
    // loneliness (from 0 to 10 points, lower is better).
    page.item(&["type Hours", "type Course", "const AT_HOME", "const AT_DAY_CENTRE"]);

    // The courses become the entries of a ledger:
    page.item(&["fn courses"]);

    // ## The year, quarter by quarter
    //
    // The terms of the report are the days of the financial year, and the entries known on its last day. The courses of
    // the winter before are in the ledger too, and outside of these terms. A course is in the quarter in which it began.
    // The picture has the levels after six weeks only: the early courses were measured again after 24 weeks and the late
    // ones were not, so that their last levels do not compare.
    let mut ledger = courses()?;
    measure_again(&mut ledger)?;
    correct(&mut ledger)?;
    let year = Terms::by(By::Service).period(FIRST..=LAST).as_of(LAST);
    let quarters = year.clone().grouped_by(By::quarter_of_year_starting(Month::April));
    page.figure("quarters", ledger.statement(quarters.follow_up(1))?.time_chart()?.to_svg());

    // Both services over the whole year, with the last level of each person:
    let books = ledger.statement(&year)?;
    page.show(&books);

    let (living, loneliness) = (books.line(HOME_VISITS, LIVING)?, books.line(DAY_CENTRE, LONELINESS)?); // for the text
    page.say(format!(
        "At the day centre {} of {} appraisals are better. In home visits {} of {} are better and {} worse; the section on \
         aims says why that alone is a poor report. Jan's appraisal is missing: her six weeks end after the year.",
        loneliness.better_count(),
        loneliness.appraisal_count(),
        living.better_count(),
        living.appraisal_count(),
        living.worse_count()
    ));

    // ## Measured again
    //
    // After 24 weeks some people at home were asked again. A second measurement is a follow-up of its own, and states the
    // level of that day only.
    page.item(&["fn measure_again"]);

    // The level before is the level before: a follow-up takes it, and the aim, from the nearest earlier one that states
    // it (R47). The statement counts the last follow-up of each person, which for some is that after six weeks. These are
    // the appraisals behind its figures, and one that is missing:
    let trace = ledger.trace(&year, HOME_VISITS, LIVING)?;
    page.show(&trace);

    let after_six_weeks = ledger.statement(year.clone().follow_up(1))?; // for the text
    page.say(format!(
        "After six weeks {} points were destroyed, and by the last follow-up {}. Terms choose one of them: several \
         follow-ups are never added up.",
        after_six_weeks.line(HOME_VISITS, LIVING)?.destroyed(),
        living.destroyed()
    ));

    // ## A correction
    //
    // In January someone saw that Dot's level before had been mistyped. Nobody measured again: the first follow-up is
    // corrected. So the new version has the same number, states the whole appraisal as it should have been, and the day
    // on which that became known.
    page.item(&["fn correct"]);

    // These entries moved the books in January. The correction also moves Dot's second follow-up, which takes its level
    // before from the first.
    let january = ledger.diff(date(2025, 12, 31), date(2026, 1, 31));
    page.show(&january);

    let before = ledger.statement(year.clone().as_of(date(2026, 1, 19)))?; // for the text
    let after = ledger.statement(year.clone().as_of(date(2026, 1, 20)))?; // for the text
    page.say(format!(
        "As of 19 January the books show {} points destroyed in home visits, and as of 20 January {}. A report of \
         December can still be printed as it was, by its as-of day.",
        before.line(HOME_VISITS, LIVING)?.destroyed(),
        after.line(HOME_VISITS, LIVING)?.destroyed()
    ));

    // ## An aim
    //
    // People who decline slowly are not expected to gain. Each of them agreed on an aim with the council: a level that
    // they want to keep. It is a reference with a name, as in `.reference("aim", 12.0)`. The same
    // appraisals against both levels:
    let at_home = year.clone().only(By::Service, HOME_VISITS);
    let against_before = ledger.statement(&at_home)?;
    let against_aim = ledger.statement(at_home.clone().baseline(Baseline::named("aim")))?;
    page.show(&side_by_side(&against_before, &against_aim)?);

    let to_aim = against_aim.line(HOME_VISITS, LIVING)?; // for the text
    page.say(format!(
        "Against the level before, the service shows only destruction. Against the aims {} points were created and {} \
         destroyed: {} people are above their aims, {} reached them exactly, and {} are below. Neither is the right one \
         alone. An aim that is set low makes every service look good, so a report says who agreed on it.",
        to_aim.created(),
        to_aim.destroyed(),
        to_aim.better_count(),
        to_aim.unchanged_count(),
        to_aim.worse_count()
    ));
    page.answer(format!(
        "At the day centre {} of {} appraisals are better; in home visits {} of {} are worse than before, and only {} \
         are below the aims that people agreed on.",
        loneliness.better_count(),
        loneliness.appraisal_count(),
        living.worse_count(),
        living.appraisal_count(),
        to_aim.worse_count()
    ));

    // ## Who did their part?
    //
    // Each side is engaged if it integrates at least half of the hours it contributes. Fay was in hospital for all six
    // weeks. She contributed nothing, and this is not a misuse: she is *excused*, by
    // `Contribution::of("Fay").excused()`, and the table counts it. Her loss is a windfall loss in the statement above,
    // since she did not co-operate.
    let by_quarter = year.clone().grouped_by(By::Service.and(By::quarter_of_year_starting(Month::April)));
    let engagement = ledger.engagement(&by_quarter)?;
    page.figure("scenarios", engagement.scenario_map().to_svg());
    page.show(&format!("{engagement:.0}"));

    // In the third quarter the users of the day centre were engaged and the council was not: the centre was closed on
    // most days. In the last quarter no hours of the day centre were recorded. A scenario is known only if each side is
    // stated in at least half of the interactions in which it was not excused, so here it is not known. That is not Waste
    // Land.

    // ## Whom did the services reach?
    //
    // The ledger holds only people who used a service. How many could have used it comes from the register of the council,
    // and enters as counts that name no person:
    page.item(&["fn count_reach"]);
    count_reach(&mut ledger)?;
    let by_district = year.clone().grouped_by(By::Service.and(By::with("district")));
    let reach = ledger.reach(&by_district)?;
    page.show(&reach);

    // The day centre is open to all, so it did not count how many people declined, or how many were asked. A count that
    // is not stated is not zero. The steps of home visits as a picture:
    let home_reach = ledger.reach(at_home.clone().grouped_by(By::with("district")))?;
    page.figure("reach", home_reach.cascade_chart().to_svg());

    // Started is a share of offered, not of declined. A few people did neither; the counts do not say why.
    //
    // The two districts compared, step by step, where their shares differ:
    let compared = reach.comparisons()?;
    page.show(&gaps(&compared));

    page.say(format!(
        "The largest gap is at {}. It says where to ask, and not why. **Nothing is inferred about people who were not reached.**",
        reach.largest_gap()?.ok_or("two districts differ")?
    ));

    // ## One district in winter
    //
    // Filters choose the entries of a statement: here the harbour from October to March, by service and quarter of the
    // financial year.
    let winter = by_quarter.period(date(2025, 10, 1)..=LAST).only(By::with("district"), "harbour");
    let harbour = ledger.statement(&winter)?;
    page.show(&harbour);

    let alone = harbour_in_winter(&ledger)?; // for the text
    check_filter(&alone, &harbour)?;
    page.say(format!(
        "A new ledger that holds only these {} courses gives the same lines without a filter: the program checks it.",
        alone.len()
    ));

    // ## Closing the year
    //
    // After the year is closed, an entry known in it is refused. In April a form turns up: Hal's second measurement, made
    // on 20 March. It is known on the day on which it was made, unless it states another:
    ledger.close(LAST);
    let hal = || Appraisal::of(LIVING).after(9.0).follow_up(2).made(date(2026, 3, 20));
    let refused = ledger.appraise("home visits of Hal", hal()).expect_err("the year is closed");
    page.show(&refused);

    // With the day on which it became known, 9 April, it is accepted. It moves the books of April, and those as of 31 March
    // stay:
    ledger.appraise("home visits of Hal", hal().known(date(2026, 4, 9)))?;
    let as_of_april = ledger.statement(year.clone().as_of(date(2026, 4, 30)))?;
    page.show(&as_of_april.change_since(&ledger.statement(&year)?)?);

    // ## What it means, and what it does not
    //
    // - **A change is not an effect.** Loneliness fell for most people at the day centre. The books do not say whether
    //   they would have been less lonely without it, and people who decline slowly at home might have declined faster.
    // - An aim is an agreement, not a forecast. *Created* against it says that the agreement was kept, or more than kept.
    // - The losses at the day centre stand beside hours that the council did not bring. That does not prove that the
    //   missing hours caused them.
    // - Nothing follows about people who were not reached: neither a reason nor a level. The register counts them, and
    //   does not ask them.
    // - With so few people every share moves by much if one person is counted more. Such a report is for the council
    //   itself: `ledger.publish(10)` withholds nearly all of it.

    check_year(&ledger, &books, &year)?;
    Ok(())
}

/// The hours of a party in a course: put to use, and agreed; `None` if they were not recorded.
type Hours = Option<(f64, f64)>;

/// A course: the person, the district, the first day, the levels before and after, and the hours of the person and of the
/// council.
type Course = (&'static str, &'static str, Date, f64, Option<f64>, Hours, Hours);

/// Courses at home with the level of daily living, and the aim. Dot's level before is a typing error. Fay was in hospital.
#[rustfmt::skip]
const AT_HOME: [(Course, f64); 10] = [
    (("Ada", "harbour", date(2025, 2, 10),  15.0, Some(15.0), Some((5.0, 6.0)), Some((6.0, 6.0))), 13.0),
    (("Bo",  "hill",    date(2025, 4, 14),  14.0, Some(13.0), Some((5.0, 6.0)), Some((6.0, 6.0))), 12.0),
    (("Cy",  "harbour", date(2025, 5, 12),  16.0, Some(15.0), Some((6.0, 6.0)), Some((6.0, 6.0))), 14.0),
    (("Dot", "hill",    date(2025, 6, 9),   18.0, Some(11.0), Some((6.0, 6.0)), Some((5.0, 6.0))), 10.0),
    (("Eli", "harbour", date(2025, 7, 14),  15.0, Some(15.0), Some((5.0, 6.0)), Some((6.0, 6.0))), 13.0),
    (("Fay", "hill",    date(2025, 9, 8),   13.0, Some(10.0), None,             Some((1.0, 1.0))), 11.0),
    (("Gil", "harbour", date(2025, 10, 13), 14.0, Some(13.0), Some((2.0, 6.0)), Some((6.0, 6.0))), 12.0),
    (("Hal", "hill",    date(2025, 11, 10), 11.0, Some(10.0), Some((2.0, 6.0)), Some((5.0, 6.0))), 9.0),
    (("Ida", "harbour", date(2026, 1, 12),  17.0, Some(16.0), Some((4.0, 6.0)), Some((4.0, 6.0))), 15.0),
    (("Jan", "hill",    date(2026, 2, 23),  12.0, None,       Some((2.0, 4.0)), Some((3.0, 4.0))), 10.0),
];

/// Courses at the day centre with the level of loneliness.
#[rustfmt::skip]
const AT_DAY_CENTRE: [Course; 11] = [
    ("Kim", "harbour", date(2025, 3, 3),  7.0, Some(5.0), Some((10.0, 12.0)), Some((12.0, 12.0))),
    ("Lou", "hill",    date(2025, 4, 7),  8.0, Some(5.0), Some((10.0, 12.0)), Some((11.0, 12.0))),
    ("Max", "harbour", date(2025, 5, 5),  6.0, Some(4.0), Some((9.0, 12.0)),  Some((10.0, 12.0))),
    ("Bo",  "hill",    date(2025, 6, 2),  5.0, Some(5.0), Some((8.0, 12.0)),  Some((10.0, 12.0))),
    ("Nan", "hill",    date(2025, 7, 7),  9.0, Some(6.0), Some((9.0, 12.0)),  Some((9.0, 12.0))),
    ("Pia", "harbour", date(2025, 8, 4),  6.0, Some(3.0), Some((8.0, 12.0)),  Some((9.0, 12.0))),
    ("Oz",  "harbour", date(2025, 9, 1),  7.0, Some(8.0), Some((7.0, 12.0)),  Some((6.0, 12.0))),
    ("Rae", "harbour", date(2025, 11, 3), 8.0, Some(9.0), Some((7.0, 12.0)),  Some((4.0, 12.0))),
    ("Cy",  "harbour", date(2025, 12, 1), 5.0, Some(4.0), Some((6.0, 12.0)),  Some((5.0, 12.0))),
    ("Sol", "hill",    date(2026, 1, 12), 6.0, Some(4.0), None,               None),
    ("Tom", "harbour", date(2026, 2, 2),  7.0, Some(6.0), None,               None),
];

/// The ledger of both services: a course is an interaction, with the appraisal after six weeks.
fn courses() -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [
            Measure::higher_is_better(LIVING, "points").range(0.0, 20.0),
            Measure::lower_is_better(LONELINESS, "points").range(0.0, 10.0),
        ],
        [
            Service::new(HOME_VISITS, COUNCIL).promises(LIVING, 0.0),
            Service::new(DAY_CENTRE, COUNCIL).promises(LONELINESS, 1.0),
        ],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    let course = |user: &str, district, service: &str, on| {
        Interaction::between(User::new(user).with("district", district), service, on).id(format!("{service} of {user}"))
    };
    let hours = |party: &str, (used, agreed): (f64, f64)| {
        Contribution::of(party).integrated(used).not_integrated(agreed - used, Misuse::unknown())
    };
    for ((user, district, on, before, after, of_user, of_council), aim) in AT_HOME {
        let mut visits = course(user, district, HOME_VISITS, on);
        if user == "Fay" {
            visits = visits.contribution(Contribution::of(user).excused());
        }
        for (party, stated) in [(user, of_user), (COUNCIL, of_council)] {
            visits = stated.into_iter().fold(visits, |visits, stated| visits.contribution(hours(party, stated)));
        }
        if let Some(after) = after {
            let levels = Appraisal::of(LIVING).before(before).after(after).reference("aim", aim);
            visits = visits.appraisal(levels.made(on + WEEK * 6));
        }
        ledger.record(visits)?;
    }
    for (user, district, on, before, after, of_user, of_council) in AT_DAY_CENTRE {
        let mut days = course(user, district, DAY_CENTRE, on);
        for (party, stated) in [(user, of_user), (COUNCIL, of_council)] {
            days = stated.into_iter().fold(days, |days, stated| days.contribution(hours(party, stated)));
        }
        if let Some(after) = after {
            days = days.appraisal(Appraisal::of(LONELINESS).before(before).after(after).made(on + WEEK * 6));
        }
        ledger.record(days)?;
    }
    Ok(ledger)
}

/// The second follow-ups, after 24 weeks.
fn measure_again(ledger: &mut Ledger) -> Result<(), Box<dyn Error>> {
    let again = [("Bo", 12.0), ("Cy", 15.0), ("Dot", 9.0), ("Eli", 13.0), ("Gil", 13.0)];
    for (user, level) in again {
        let id = format!("{HOME_VISITS} of {user}");
        let on = ledger.interaction(&id).ok_or("a course is recorded before it is measured again")?.on().first();
        ledger.appraise(&id, Appraisal::of(LIVING).after(level).follow_up(2).made(on + WEEK * 24))?;
    }
    Ok(())
}

/// Dot's first follow-up, as it should have been.
fn correct(ledger: &mut Ledger) -> Result<(), Box<dyn Error>> {
    let corrected = Appraisal::of(LIVING).before(12.0).after(11.0).reference("aim", 10.0);
    ledger.appraise("home visits of Dot", corrected.made(date(2025, 7, 21)).known(date(2026, 1, 20)))?;
    Ok(())
}

/// How many people could use the services, and did, by district.
fn count_reach(ledger: &mut Ledger) -> Result<(), Box<dyn Error>> {
    let counts = |service, district| ReachCounts::of(service).period(FIRST..=LAST).with("district", district);
    let at_home = |district| counts(HOME_VISITS, district);
    ledger.record_reach(at_home("harbour").eligible(40).offered(20).declined(14).started(4).asked(4))?;
    ledger.record_reach(at_home("hill").eligible(70).offered(14).declined(8).started(5).asked(4))?;
    ledger.record_reach(counts(DAY_CENTRE, "harbour").eligible(120).offered(60).started(6))?;
    ledger.record_reach(counts(DAY_CENTRE, "hill").eligible(150).offered(60).started(4))?;
    Ok(())
}

/// The figures of home visits under two baselines.
fn side_by_side(before: &Statement, aim: &Statement) -> Result<Table<7>, Box<dyn Error>> {
    let mut table = Table::new(["change from", "better", "the same", "worse", "created", "destroyed", "windfall loss"]);
    for (name, statement) in [("the level before", before), ("the aim", aim)] {
        let cell = statement.line(HOME_VISITS, LIVING)?;
        table.row([
            name.to_owned(),
            cell.better_count().to_string(),
            cell.unchanged_count().to_string(),
            cell.worse_count().to_string(),
            cell.created().to_string(),
            cell.destroyed().to_string(),
            cell.windfall_loss().to_string(),
        ]);
    }
    Ok(table)
}

/// The steps in which two districts differ, and by how much.
fn gaps(compared: &[ReachComparison]) -> Table<6> {
    let mut table = Table::new(["service", "step", "share of", "highest", "lowest", "gap"]);
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let value = |(value, share): (&str, f64)| format!("{value} {}", percent(share));
    for one in compared.iter().filter(|one| one.gap() > 0.0) {
        table.row([
            one.line().to_string(),
            one.step().to_string(),
            one.of().to_string(),
            value(one.highest()),
            value(one.lowest()),
            format!("{:.0} points", one.gap() * 100.0),
        ]);
    }
    table
}

/// A ledger with only the courses of the harbour from October to March, and their second follow-ups.
fn harbour_in_winter(ledger: &Ledger) -> Result<Ledger, Box<dyn Error>> {
    let days = date(2025, 10, 1)..=LAST;
    let is_in = |one: &Interaction| {
        days.contains(&one.on().first()) && one.users().any(|user| user.value("district") == Some("harbour"))
    };
    let mut alone = Ledger::new(ledger.catalogue());
    alone.record_all(ledger.interactions().filter(is_in))?;
    for (id, appraisal) in ledger.later_appraisals() {
        if alone.interaction(&id).is_some() {
            alone.appraise(&id, appraisal)?;
        }
    }
    Ok(alone)
}

/// Checks that a filter gives what a ledger without the other entries gives.
fn check_filter(alone: &Ledger, filtered: &Statement) -> Result<(), Box<dyn Error>> {
    let quarters = By::Service.and(By::quarter_of_year_starting(Month::April));
    let unfiltered = alone.statement(Terms::by(quarters).as_of(LAST))?;
    assert!(unfiltered.cells().len() > 2 && unfiltered.cells().eq(filtered.cells()));
    Ok(())
}

/// Checks the books of the year against figures that were added up by hand, and that the late entry did not move them.
fn check_year(ledger: &Ledger, books: &Statement, year: &Terms) -> Result<(), Box<dyn Error>> {
    assert_eq!(*books, ledger.statement(year)?);
    let amounts = |figures: Figures| [figures.created(), figures.destroyed(), figures.windfall_loss()];
    assert_eq!(amounts(books.line(HOME_VISITS, LIVING)?), [0.0, 11.0, 3.0]);
    assert_eq!(amounts(books.line(DAY_CENTRE, LONELINESS)?), [15.0, 2.0, 0.0]);
    let against_aim = year.clone().baseline(Baseline::named("aim"));
    assert_eq!(amounts(ledger.statement(&against_aim)?.line(HOME_VISITS, LIVING)?), [4.0, 1.0, 1.0]);
    let quarters = By::Service.and(By::quarter_of_year_starting(Month::April));
    let engagement = ledger.engagement(year.clone().grouped_by(quarters))?;
    assert_eq!(engagement.line([DAY_CENTRE, "2025/26 Q4"])?.scenario(), None);
    assert_eq!(engagement.line([HOME_VISITS, "2025/26 Q2"])?.user_excused_count(), 1);
    Ok(())
}
