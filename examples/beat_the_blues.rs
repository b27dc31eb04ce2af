//! # What did the therapy create, and destroy?
//!
//! A trial in the National Health Service (UK) compared two treatments of depression: Beat the Blues, a therapy at the
//! computer that needs the patient's own effort, and treatment as usual (Proudfoot and others 2003). The data is real:
//! the data set `BtheB` of the R package HSAUR has 100 patients of the trial. [`examples/data`](../../examples/data) names
//! its source and licence.
//!
//! This page is the program [`examples/beat_the_blues.rs`](../../examples/beat_the_blues.rs) with its output. The
//! command `cargo run --release --example beat_the_blues` prints it; with `-- --write` it writes the page and its
//! pictures to `docs/notebooks`, and with `-- --journal` or `-- --table` it writes the books as a journal or a table.
//! The program also checks these figures against those that are known from other sources. The functions that the shown
//! code calls are at the end of the page.

#[path = "data_sets/trial.rs"]
mod trial;

mod notebook;

use std::error::Error;

use covalue::statement::{Bounds, Coverage, Figures};
use covalue::{Appraisal, By, Ledger, Statement, Terms, journal};

use notebook::{Files, Page, Table};
use trial::{DEPRESSION, DRUG, EPISODE, MONTHS, NOMINAL_DAY, RANGE, THERAPY, TREATMENTS, USUAL, read, read_visits};

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("--journal") => Ok(journal::write(&read()?, std::io::stdout().lock())?),
        Some("--table") => write_table(&read()?),
        _ => notebook::run(&weave()?),
    }
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave(
        "beat_the_blues",
        include_str!("beat_the_blues.rs"),
        &[("trial", include_str!("data_sets/trial.rs"))],
        notebook,
    )
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    // ## The data
    //
    // The measure is the Beck Depression Inventory. **Lower is better.**
    page.say(format!(
        "It goes from {} to {} points. Patients came for visits after {}, {}, {} and {} months, and many missed some of \
         them. A missed visit is missing. It is never zero.",
        RANGE.0, RANGE.1, MONTHS[0], MONTHS[1], MONTHS[2], MONTHS[3]
    ));

    // [`examples/data_sets/trial.rs`](../../examples/data_sets/trial.rs) reads the data into a ledger: each treatment is
    // a service, each patient's course is one interaction, and each visit is an appraisal of it.
    page.say(format!("The data has no days: every course is dated {NOMINAL_DAY}, and no figure depends on that day."));

    page.item_of("trial", &["fn recorded", "fn course"]);

    // ## How many patients are better?
    //
    // The statement compares each patient's last visit with the level before the treatment. For about half of them that is
    // the visit after 8 months, and for the others an earlier one.
    let ledger = read()?;
    let last = ledger.statement(By::Service)?;
    page.figure("people", last.people_chart()?.to_svg());

    page.answer(format!(
        "Under the therapy {}, and under treatment as usual {}.",
        gained_and_lost(&last, THERAPY)?,
        gained_and_lost(&last, USUAL)?
    ));

    page.say(format!(
        "Under the therapy, {} Under treatment as usual, {}",
        seen_again(&last, THERAPY)?,
        seen_again(&last, USUAL)?
    ));

    // ## By how many points?
    //
    // *Created* is the sum of the points of all patients who got better. *Destroyed* is the sum of the points of all
    // patients who got worse. They stay two amounts, since one patient's gain does not undo another patient's loss.
    page.figure("amounts", last.bar_chart()?.to_svg());

    // The same figures as a table. *Net* is created minus destroyed, and *missing* counts the patients who never came
    // back. The data does not say which patients did their part, so no change is a windfall.
    page.show(&last);

    // The mean change is the figure to compare, since the treatments have different numbers of patients.
    page.say(format!(
        "Patients seen again are {:.1} points better on average under the therapy, and {:.1} points under treatment as \
         usual.",
        mean_change(&last, THERAPY)?,
        mean_change(&last, USUAL)?
    ));

    // ## What would the net alone hide?
    //
    // The waterfall goes from the gains, step by step, down to the net of both treatments together.
    page.figure("net", last.waterfall(DEPRESSION)?.to_svg());

    page.say(format!(
        "A report of the net alone would say {:.0} points and hide {:.0} points that {} lost: {:.0} under the therapy and \
         {:.0} under treatment as usual.",
        last.total(DEPRESSION)?.net(),
        last.hidden(DEPRESSION)?,
        patients(last.total(DEPRESSION)?.loss_count()),
        last.line(THERAPY, DEPRESSION)?.hidden(),
        last.line(USUAL, DEPRESSION)?.hidden(),
    ));

    // ## Does it depend on how long the depression lasted?
    //
    // A grouping of two words splits each treatment by the length of the episode at the start.
    let by_episode = ledger.statement(By::Service.and(By::with(EPISODE)))?;
    page.show(&by_episode);

    // ## Who came back?
    //
    // The same books, one visit at a time.
    let visits = (1..=4).map(|visit| ledger.statement(Terms::by(By::Service).follow_up(visit)));
    let visits = visits.collect::<Result<Vec<_>, _>>()?;
    page.show(&visit_by_visit(&visits)?);

    page.say(format!(
        "Under treatment as usual, {} never came back after the start. Under the therapy, all came at least once. Do not \
         compare the amounts of two visits: different numbers of patients came.",
        patients(coverage(&last, USUAL)?.missing())
    ));

    // ## How does it go on from visit to visit?
    //
    // For this question `read_visits` records each visit as an interaction of its own, with the level at the visit before
    // as its level before. A gain after a loss *recovers*, by any number of points, and a gain after a gain
    // *reinforces*.
    let relations = read_visits()?.relations(Terms::default())?;
    page.figure("visits", relations.flow_chart().to_svg());
    page.show(&relations);

    page.say(format!(
        "After {} of {} losses the next change was a gain, which need not be as large as the loss.",
        relations.lines().map(|line| line.transitions().recovers()).sum::<u64>(),
        relations.lines().map(|line| line.transitions().recovers() + line.transitions().destroys()).sum::<u64>()
    ));

    // ## What could the missing patients change?
    //
    page.say(format!(
        "A missing patient could be anywhere from {} to {} points. The bounds say between which values the net of *all* \
         patients lies.",
        RANGE.0, RANGE.1
    ));

    // At the last follow-up the books have no entry for a missed visit, and so no level before for it. Its change could
    // then be the whole range, for better or worse. If the level before is entered for each missed visit, the bounds are
    // narrower: a patient can go from that level to an end of the range and no further.
    page.item(&["fn with_missed_visits"]);
    let entered = with_missed_visits(&ledger)?.statement(Terms::by(By::Service).follow_up(4))?;
    page.show(&limits(&last, &visits[3], &entered)?);

    page.say(format!(
        "At the last visit both nets are above zero, for all levels that the {} missing patients could have. At 8 months {} \
         of {} patients are missing. Even with the level before on record, each net could be above or below zero. The \
         patients who came do not show how the others are.",
        coverage(&last, USUAL)?.missing(),
        coverage(&visits[3], THERAPY)?.missing() + coverage(&visits[3], USUAL)?.missing(),
        ledger.len()
    ));

    // ## What it means, and what it does not
    //
    // - Most patients got better under both treatments, and some got worse under both. Both amounts belong in a report.
    // - **A change is not an effect.** The books do not show what would have changed without a treatment. A trial can
    //   compare its two groups, but this page has no test of whether they differ by more than chance.
    // - The patients who stayed away may differ from those who came. The bounds say how much that could matter.
    check_facts(&ledger, &last, &visits)?;
    check_bounds(&visits[3], &entered)
}

/// `40 patients gained 497 points and 9 lost 34`.
fn gained_and_lost(last: &Statement, treatment: &str) -> Result<String, Box<dyn Error>> {
    let found = last.line(treatment, DEPRESSION)?;
    let [better, worse] = [(found.gain_count(), found.created()), (found.loss_count(), found.destroyed())];
    Ok(format!(
        "{} patients are better, by {} points together, and {} are worse, by {}",
        better.0, better.1, worse.0, worse.1
    ))
}

/// `52 patients were seen again: ..`
fn seen_again(last: &Statement, treatment: &str) -> Result<String, Box<dyn Error>> {
    let found = last.cell(treatment, DEPRESSION)?;
    let (seen, better) = (found.appraisal_count(), found.better_count());
    let (same, worse) = (found.unchanged_count(), found.worse_count());
    Ok(format!("{seen} patients were seen again: {better} better, {same} the same and {worse} worse."))
}

fn mean_change(last: &Statement, treatment: &str) -> Result<f64, Box<dyn Error>> {
    Ok(last.cell(treatment, DEPRESSION)?.mean_change()?.ok_or("patients were seen again")?)
}

/// Who came to each visit, and the amounts of those who came.
fn visit_by_visit(visits: &[Statement]) -> Result<Table<7>, Box<dyn Error>> {
    let mut table = Table::new(["months", "treatment", "came", "did not", "created", "destroyed", "net"]);
    for (statement, months) in visits.iter().zip(MONTHS) {
        for treatment in TREATMENTS {
            let (found, covered) = (statement.line(treatment, DEPRESSION)?, coverage(statement, treatment)?);
            table.row([
                months.to_string(),
                treatment.to_owned(),
                format!("{} of {}", covered.made(), covered.due()),
                covered.missing().to_string(),
                found.created().to_string(),
                found.destroyed().to_string(),
                found.net().to_string(),
            ]);
        }
    }
    Ok(table)
}

/// The bounds of each net: at the last visit, and at 8 months without and with an entry for missed visits.
fn limits(last: &Statement, eighth: &Statement, entered: &Statement) -> Result<Table<7>, Box<dyn Error>> {
    let mut table = Table::new(["at", "level before", "treatment", "net", "missing", "lowest", "highest"]);
    for (visit, before, statement) in
        [("last visit", "on record", last), ("8 months", "not on record", eighth), ("8 months", "on record", entered)]
    {
        for treatment in TREATMENTS {
            let bounds = bounds(statement, treatment)?;
            table.row([
                visit.to_owned(),
                before.to_owned(),
                treatment.to_owned(),
                statement.line(treatment, DEPRESSION)?.net().to_string(),
                coverage(statement, treatment)?.missing().to_string(),
                bounds.net().lowest().to_string(),
                bounds.net().highest().to_string(),
            ]);
        }
    }
    Ok(table)
}

/// The same books with an appraisal for each missed visit, which has the patient's level before and no level after.
fn with_missed_visits(ledger: &Ledger) -> Result<Ledger, Box<dyn Error>> {
    let mut entered = Ledger::new(ledger.catalogue());
    for mut course in ledger.interactions() {
        let before = course.appraisals().find_map(|appraisal| appraisal.get_before().copied());
        let before = before.ok_or("every course has a level before")?;
        for follow_up in 1..=4 {
            if course.appraisals().all(|appraisal| appraisal.get_follow_up() != follow_up) {
                course = course.appraisal(Appraisal::of(DEPRESSION).before(before).follow_up(follow_up));
            }
        }
        entered.record(course)?;
    }
    Ok(entered)
}

/// Writes the trial as a table with one appraisal a row. A missed visit has no row.
fn write_table(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let mut table = csv::Writer::from_writer(std::io::stdout().lock());
    table.write_record([
        "id",
        "service",
        "user",
        "on",
        "measure",
        "before",
        "after",
        "follow_up",
        "with.episode",
        "with.drug",
    ])?;
    for course in ledger.interactions() {
        let user = course.users().next().ok_or("a course has a patient")?;
        let level = |level: Option<&f64>| level.map_or_else(String::new, f64::to_string);
        for appraisal in course.appraisals() {
            table.write_record([
                course.id_or_hash().as_str(),
                course.service().as_str(),
                user.id().as_str(),
                &course.on().to_string(),
                appraisal.measure().as_str(),
                &level(appraisal.get_before()),
                &level(appraisal.get_after()),
                &appraisal.get_follow_up().to_string(),
                user.value(EPISODE).unwrap_or_default(),
                user.value(DRUG).unwrap_or_default(),
            ])?;
        }
    }
    Ok(table.flush()?)
}

/// Checks the figures that are known about the trial from other sources.
fn check_facts(ledger: &Ledger, last: &Statement, visits: &[Statement]) -> Result<(), Box<dyn Error>> {
    assert_eq!(ledger.len(), 100);
    let facts = |found: Figures| {
        let counts = (found.gain_count(), found.unchanged_count(), found.loss_count());
        ((found.created(), found.destroyed(), found.net()), counts)
    };
    assert_eq!(facts(last.line(THERAPY, DEPRESSION)?), ((497.0, 34.0, 463.0), (40, 3, 9)));
    assert_eq!(facts(last.line(USUAL, DEPRESSION)?), ((412.0, 51.0, 361.0), (34, 2, 9)));
    assert_eq!(last.hidden(DEPRESSION)?, 34.0 + 51.0);
    for (treatment, due, came) in [(THERAPY, 52, [52, 37, 29, 27]), (USUAL, 48, [45, 36, 29, 25])] {
        for (statement, came) in visits.iter().zip(came) {
            let covered = coverage(statement, treatment)?;
            assert_eq!((covered.due(), covered.made(), covered.missing()), (due, came, due - came));
        }
    }
    assert_eq!((coverage(last, THERAPY)?.missing(), coverage(last, USUAL)?.missing()), (0, 3));
    // At the last visit the missing patients cannot change the sign of a net. At 8 months they could.
    for treatment in TREATMENTS {
        assert!(*bounds(last, treatment)?.net().lowest() > 0.0);
        assert!(*bounds(&visits[3], treatment)?.net().lowest() < 0.0);
    }
    // The lines of every grouping add up to the same total (R13).
    assert_eq!(last.total(DEPRESSION)?, ledger.statement(By::none())?.line((), DEPRESSION)?);
    Ok(())
}

/// Checks that entries for missed visits narrow the bounds at 8 months and change no figure.
fn check_bounds(eighth: &Statement, entered: &Statement) -> Result<(), Box<dyn Error>> {
    for (treatment, wide, narrow) in
        [(THERAPY, (-1220.0, 1930.0), (-642.0, 933.0)), (USUAL, (-1186.0, 1712.0), (-628.0, 821.0))]
    {
        for (statement, limits) in [(eighth, wide), (entered, narrow)] {
            let bounds = bounds(statement, treatment)?;
            assert_eq!((*bounds.net().lowest(), *bounds.net().highest()), limits);
        }
        let (found, without) = (entered.line(treatment, DEPRESSION)?, eighth.line(treatment, DEPRESSION)?);
        assert_eq!((found.created(), found.destroyed()), (without.created(), without.destroyed()));
        assert_eq!(coverage(entered, treatment)?, coverage(eighth, treatment)?);
    }
    Ok(())
}

fn coverage(statement: &Statement, treatment: &str) -> Result<Coverage, Box<dyn Error>> {
    Ok(statement.cell(treatment, DEPRESSION)?.coverage().ok_or("grouped by service there is a coverage")?)
}

fn bounds(statement: &Statement, treatment: &str) -> Result<Bounds<f64>, Box<dyn Error>> {
    Ok(statement.cell(treatment, DEPRESSION)?.bounds()?.ok_or("the measure has a range")?)
}

fn patients(count: u64) -> String {
    if count == 1 { "1 patient".to_owned() } else { format!("{count} patients") }
}
