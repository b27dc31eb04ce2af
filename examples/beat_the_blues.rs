//! What changed for the patients under each treatment, and what would a net figure hide?
//!
//! Reads a real trial (see `examples/data/README.md`) and prints a short report:
//!
//! ```text
//! cargo run --release --example beat_the_blues
//! ```
//!
//! With `-- --journal` or `-- --table` it writes the same books as a journal or as a table, for `statement` to read.
//!
//! `examples/trial/mod.rs` maps this trial to services, interactions and appraisals.

mod report;
mod trial;

use std::error::Error;

use covalue::statement::{Bounds, Coverage, Figures};
use covalue::{Appraisal, By, Ledger, Statement, Terms, journal};

use report::{heading, paragraph};
use trial::{DEPRESSION, EPISODE, NOMINAL_DAY, THERAPY, TREATMENTS, USUAL};

/// The visits after the start, by month: follow-up 1 to 4.
const MONTHS: [u32; 4] = [2, 4, 6, 8];

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = trial::read()?;
    match std::env::args().nth(1).as_deref() {
        None => report(&ledger),
        Some("--journal") => Ok(journal::write(&ledger, std::io::stdout().lock())?),
        Some("--table") => write_table(&ledger),
        Some(other) => {
            eprintln!("unknown option {other}: use --journal or --table, or no option for the report");
            std::process::exit(2);
        }
    }
}

/// Prints the report for a service manager.
fn report(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let last = ledger.statement(By::Service)?;
    let by_episode = ledger.statement(By::Service.and(By::with(EPISODE)))?;
    let visits = (1..=4).map(|visit| ledger.statement(Terms::by(By::Service).follow_up(visit)));
    let visits = visits.collect::<Result<Vec<_>, _>>()?;

    heading("Beat the Blues: what changed for 100 patients under two treatments of depression");
    paragraph(
        "A trial in the National Health Service (UK) compared two treatments of depression: Beat the Blues, a \
         therapy at the computer that needs the patient's own effort, and treatment as usual (Proudfoot and \
         others 2003). The data set BtheB of the R package HSAUR has 100 of its patients.",
    );
    println!();
    paragraph(&format!(
        "The measure is the Beck Depression Inventory, from 0 to 63 points. Lower is better. Each patient's \
         change is measured from the level before the treatment. The data has no days: every course is dated \
         {NOMINAL_DAY}, and no figure depends on that day."
    ));

    heading("1. Created and destroyed, at each patient's last visit");
    print!("{last}");
    println!();
    paragraph(
        "Created is the sum of the points of all patients who got better. Destroyed is the sum of the points of \
         all patients who got worse. Net is created minus destroyed. The visits were after 2, 4, 6 and 8 months, \
         and the last visit is the last one that the patient attended. Patients who attended no follow-up are \
         counted as missing. The data does not say which patients did their part, so no change is a windfall.",
    );
    println!();
    for treatment in TREATMENTS {
        let found = last.cell(treatment, DEPRESSION)?;
        let (seen, better, same, worse) =
            (found.appraisal_count(), found.better_count(), found.unchanged_count(), found.worse_count());
        paragraph(&format!(
            "{treatment}: {seen} patients seen again, {better} better, {same} the same, {worse} worse."
        ));
        if let Some(mean) = found.mean_change()? {
            println!("    Each patient seen again is {mean:.1} points better on average.");
        }
    }
    paragraph("A change is not an effect: these books do not show what would have changed without a treatment.");

    heading("2. The same by length of the episode of depression at the start");
    print!("{by_episode}");

    heading("3. What a net figure alone would hide");
    for treatment in TREATMENTS {
        let found = last.line(treatment, DEPRESSION)?;
        let (net, harm) = (found.net(), found.hidden());
        paragraph(&format!(
            "{treatment}: a net of {net} points hides {harm} points that {} lost.",
            patients(found.loss_count())
        ));
    }
    let hidden = last.hidden(DEPRESSION)?;
    paragraph(&format!("Together: a net of {} points hides {hidden} points lost.", last.total(DEPRESSION)?.net()));

    heading("4. Who came back");
    println!("months  treatment           came      did not  created  destroyed  net");
    for (statement, months) in visits.iter().zip(MONTHS) {
        for treatment in TREATMENTS {
            let (found, covered) = (statement.line(treatment, DEPRESSION)?, coverage(statement, treatment)?);
            let came = format!("{} of {}", covered.made(), covered.due());
            let (missing, net) = (covered.missing(), found.net());
            let (created, destroyed) = (found.created(), found.destroyed());
            println!("{months:>6}  {treatment:<18}  {came:<8}  {missing:>7}  {created:>7}  {destroyed:>9}  {net:>3}");
        }
    }
    let never = coverage(&last, USUAL)?.missing();
    paragraph(&format!(
        "Under {USUAL}, {} never came back after the start. Under {THERAPY}, all came at least once. Do not \
         compare the amounts of two visits: different numbers of patients came.",
        patients(never)
    ));

    report_bounds(ledger, &last, &visits[3])?;
    check_facts(ledger, &last, &visits)?;
    check_bounds(ledger, &visits[3])
}

/// The bounds of each net with missing patients: at the last visit, and at 8 months without and with an entry for
/// missed visits.
fn report_bounds(ledger: &Ledger, last: &Statement, eighth: &Statement) -> Result<(), Box<dyn Error>> {
    heading("5. What the missing patients leave open");
    paragraph(
        "A missing patient could be anywhere from 0 to 63 points. So the net of all patients lies between \
         \"lowest\" and \"highest\".",
    );
    println!();
    println!("at          level before   treatment           net  missing  lowest  highest");
    let entered = with_missed_visits(ledger)?.statement(Terms::by(By::Service).follow_up(4))?;
    for (visit, before, statement) in
        [("last visit", "on record", last), ("8 months", "not on record", eighth), ("8 months", "on record", &entered)]
    {
        for treatment in TREATMENTS {
            let (net, missing) =
                (statement.line(treatment, DEPRESSION)?.net(), coverage(statement, treatment)?.missing());
            let bounds = bounds(statement, treatment)?;
            let (lowest, highest) = (bounds.net().lowest(), bounds.net().highest());
            println!("{visit:<10}  {before:<13}  {treatment:<18}  {net:>3}  {missing:>7}  {lowest:>6}  {highest:>7}");
        }
    }
    println!();
    paragraph(
        "The books have no entry for a missed visit at 8 months, and so no level before for it. Its change could \
         then be 63 points, for better or worse. For the last two rows, the level before is entered for each \
         missed visit. This narrows the bounds, since a patient can go from that level to 0 or to 63 points and \
         no further.",
    );
    println!();
    let never = coverage(last, USUAL)?.missing();
    paragraph(&format!(
        "At the last visit both nets are above zero, whatever the levels of the {never} missing patients are."
    ));
    let open = coverage(eighth, THERAPY)?.missing() + coverage(eighth, USUAL)?.missing();
    paragraph(&format!(
        "At 8 months {open} of {} patients are missing. Even with the level before on record, each net could be \
         above or below zero. The patients who came do not show how the others are.",
        ledger.len()
    ));
    Ok(())
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
                user.value("drug").unwrap_or_default(),
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
fn check_bounds(ledger: &Ledger, eighth: &Statement) -> Result<(), Box<dyn Error>> {
    let entered = with_missed_visits(ledger)?.statement(Terms::by(By::Service).follow_up(4))?;
    for (treatment, wide, narrow) in
        [(THERAPY, (-1220.0, 1930.0), (-642.0, 933.0)), (USUAL, (-1186.0, 1712.0), (-628.0, 821.0))]
    {
        for (statement, limits) in [(eighth, wide), (&entered, narrow)] {
            let bounds = bounds(statement, treatment)?;
            assert_eq!((*bounds.net().lowest(), *bounds.net().highest()), limits);
        }
        let (found, without) = (entered.line(treatment, DEPRESSION)?, eighth.line(treatment, DEPRESSION)?);
        assert_eq!((found.created(), found.destroyed()), (without.created(), without.destroyed()));
        assert_eq!(coverage(&entered, treatment)?, coverage(eighth, treatment)?);
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
