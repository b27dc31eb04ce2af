//! What changed for the patients under each treatment, and what would a net figure have kept from us?
//!
//! Reads a real trial, of which `examples/data/README.md` says more, keeps its books and prints a short report:
//!
//! ```text
//! cargo run --release --example beat_the_blues
//! ```
//!
//! With `-- --journal` or `-- --table` it writes the same books as a journal or as a table, for `statement` to read.
//!
//! What is a service, an interaction and an appraisal in it stands in `examples/trial/mod.rs`.

mod report;
mod trial;

use std::error::Error;

use covalue::statement::{Bounds, Coverage, Figures};
use covalue::{Appraisal, By, Ledger, Statement, Terms, journal};

use report::heading;
use trial::{DEPRESSION, EPISODE, NOMINAL_DAY, THERAPY, TREATMENTS, USUAL};

/// The visits after the start, by month: follow-up 1 to 4.
const MONTHS: [u32; 4] = [2, 4, 6, 8];

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = trial::read()?;
    match std::env::args().nth(1).as_deref() {
        None => tell(&ledger),
        Some("--journal") => Ok(journal::write(&ledger, std::io::stdout().lock())?),
        Some("--table") => table(&ledger),
        Some(other) => {
            eprintln!("{other} is not known: --journal, --table, or nothing for the report");
            std::process::exit(2);
        }
    }
}

/// The trial for a service manager.
fn tell(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let last = ledger.statement(By::Service)?;
    let by_episode = ledger.statement(By::Service.and(By::with(EPISODE)))?;
    let visits = (1..=4).map(|visit| ledger.statement(Terms::by(By::Service).follow_up(visit)));
    let visits = visits.collect::<Result<Vec<_>, _>>()?;

    heading("Beat the Blues: what changed for 100 patients under two treatments of depression");
    println!("A trial in the National Health Service (UK): therapy at the computer, which asks a patient's own");
    println!(
        "effort, against treatment as usual. Proudfoot and others 2003; 100 of its patients, from the data set BtheB"
    );
    println!("of the R package HSAUR.");
    println!("Measure: Beck Depression Inventory, 0 to 63 points, lower is better. What counts is each");
    println!("patient's change since before the treatment. The data has no days: every course is dated {NOMINAL_DAY},");
    println!("on which no figure depends.");

    heading("1. Created and destroyed, at each patient's last visit");
    print!("{last}");
    println!();
    println!(
        "Created are the points of all who got better, destroyed those of all who got worse; net is the difference."
    );
    println!(
        "The last visit is the last that a patient came to, after 2, 4, 6 or 8 months. Patients who came to none are"
    );
    println!("counted as missing. The data does not say who did their part, so no change is a windfall.");
    println!();
    for treatment in TREATMENTS {
        let found = last.cell(treatment, DEPRESSION)?;
        let (seen, better, same, worse) =
            (found.appraisal_count(), found.better_count(), found.unchanged_count(), found.worse_count());
        println!("{treatment}: of {seen} seen again {better} better, {same} the same, {worse} worse;");
        if let Some(mean) = found.mean_change()? {
            println!("    net {mean:.1} points better for each patient seen again, on average.");
        }
    }
    println!("A change is not an effect: these books do not tell what would have come without any treatment.");

    heading("2. The same by length of the episode of depression at the start");
    print!("{by_episode}");

    heading("3. What a net figure would have hidden");
    for treatment in TREATMENTS {
        let found = last.line(treatment, DEPRESSION)?;
        let (net, harm) = (found.net(), found.hidden());
        println!("{treatment}: net {net} points, and no word of the {harm} that {} lost.", patients(found.losses()));
    }
    let hidden = last.hidden(DEPRESSION)?;
    println!(
        "Together {hidden} points lost, which would be out of sight in a net of {}.",
        last.total(DEPRESSION)?.net()
    );

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
    println!(
        "{} of {USUAL} never came back after the start; of {THERAPY} everybody came at least once.",
        patients(never)
    );
    println!("The visits are of different numbers of patients, so their amounts cannot be compared with each other.");

    what_the_missing_leave_open(ledger, &last, &visits[3])?;
    hold_to_the_facts(ledger, &last, &visits)?;
    hold_to_the_bounds(ledger, &visits[3])
}

/// How far the missing could move each net; a visit without a row, and the same with its level before on record.
fn what_the_missing_leave_open(ledger: &Ledger, last: &Statement, eighth: &Statement) -> Result<(), Box<dyn Error>> {
    heading("5. What the missing leave open");
    println!(
        "Had nobody stayed away, each missing patient could have come out anywhere from 0 to 63 points. So the net"
    );
    println!("of all patients lies somewhere from \"at the least\" to \"at the most\".");
    println!();
    println!("at          level before   treatment           net  missing  at the least  at the most");
    let entered = with_missed_visits(ledger)?.statement(Terms::by(By::Service).follow_up(4))?;
    for (visit, before, statement) in
        [("last visit", "on record", last), ("8 months", "not on record", eighth), ("8 months", "on record", &entered)]
    {
        for treatment in TREATMENTS {
            let (net, missing) =
                (statement.line(treatment, DEPRESSION)?.net(), coverage(statement, treatment)?.missing());
            let bounds = bounds(statement, treatment)?;
            let (lowest, highest) = (bounds.net().lowest(), bounds.net().highest());
            println!("{visit:<10}  {before:<13}  {treatment:<18}  {net:>3}  {missing:>7}  {lowest:>12}  {highest:>11}");
        }
    }
    println!();
    println!(
        "These books have no entry for a missed visit at 8 months, and so no level before to compare it with: its"
    );
    println!(
        "change may be all 63 points, for better or worse. The last two lines are of the same books with the level"
    );
    println!(
        "before entered for each missed visit: from there a patient can go as far as 0 or 63 points, and no further."
    );
    println!();
    let never = coverage(last, USUAL)?.missing();
    println!("At the last visit both nets stay above zero, wherever the {never} missing patients would have come out.");
    let open = coverage(eighth, THERAPY)?.missing() + coverage(eighth, USUAL)?.missing();
    println!(
        "At 8 months {open} of {} patients are missing. Even with their levels before on record both nets",
        ledger.len()
    );
    println!("could be above zero or below, and the net of those who came cannot speak for those who did not.");
    Ok(())
}

/// The same books with each missed visit on record, as an appraisal of the patient's level before and no other.
fn with_missed_visits(ledger: &Ledger) -> Result<Ledger, Box<dyn Error>> {
    let mut entered = Ledger::new(ledger.catalogue());
    for mut course in ledger.interactions() {
        let before = course.appraisals().find_map(|appraisal| appraisal.get_before().copied());
        let before = before.ok_or("every course has a level before")?;
        for follow_up in 1..=4 {
            if course.appraisals().all(|appraisal| appraisal.follow_up_number() != follow_up) {
                course = course.appraisal(Appraisal::of(DEPRESSION).before(before).follow_up(follow_up));
            }
        }
        entered.record(course)?;
    }
    Ok(entered)
}

/// The trial as a table: an appraisal a row, and what was not appraised in no row at all.
fn table(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
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
                &appraisal.follow_up_number().to_string(),
                user.value(EPISODE).unwrap_or_default(),
                user.value("drug").unwrap_or_default(),
            ])?;
        }
    }
    Ok(table.flush()?)
}

/// What is known of the trial from elsewhere: whoever reads it must come out here.
fn hold_to_the_facts(ledger: &Ledger, last: &Statement, visits: &[Statement]) -> Result<(), Box<dyn Error>> {
    assert_eq!(ledger.len(), 100);
    let facts = |found: Figures| {
        let counts = (found.gains(), found.unchanged(), found.losses());
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
    // At the last visit what is missing cannot turn the net over; at 8 months it could.
    for treatment in TREATMENTS {
        assert!(*bounds(last, treatment)?.net().lowest() > 0.0);
        assert!(*bounds(&visits[3], treatment)?.net().lowest() < 0.0);
    }
    // Every grouping is of the same patients: its lines add up (R13).
    assert_eq!(last.total(DEPRESSION)?, ledger.statement(By::none())?.line((), DEPRESSION)?);
    Ok(())
}

/// At 8 months: each missed visit with its level before on record leaves less open, and moves no figure.
fn hold_to_the_bounds(ledger: &Ledger, eighth: &Statement) -> Result<(), Box<dyn Error>> {
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
