//! Did a workshop leave unemployed people better off than a booklet, and what does it change to record who attended?
//!
//! Reads a real randomised trial, of which `examples/data/README.md` says more:
//!
//! ```text
//! cargo run --release --example who_attended
//! ```
//!
//! A treatment is a service, and each person's course of it one interaction. Of those who were offered the workshop it is
//! stated whether they attended: their part is integrated, or not integrated. Of the booklet nothing is stated.

mod report;

use std::error::Error;

use covalue::{
    Appraisal, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, Statement, date,
};

use report::heading;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/jobs_ii.csv");

const WORKSHOP: &str = "workshop";
const BOOKLET: &str = "booklet";
const DEPRESSION: &str = "depression";
/// The data has no days. Every course is dated with this one, on which no figure depends.
const NOMINAL_DAY: Date = date(2000, 1, 1);
/// How many people stand behind a published figure at least.
const THRESHOLD: u64 = 10;

/// Whether it is recorded who attended.
#[derive(Clone, Copy, PartialEq)]
enum Attendance {
    Recorded,
    NotRecorded,
}

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(DATA).map_err(|error| format!("{DATA}: {error}"))?;
    let ledger = read(&table, Attendance::Recorded)?;
    let (recorded, not_recorded) =
        (ledger.statement(By::Service)?, read(&table, Attendance::NotRecorded)?.statement(By::Service)?);

    how_people_ended(&recorded)?;
    what_recording_changed(&recorded, &not_recorded)?;
    by_part(&recorded, &not_recorded);
    what_is_published(&ledger)?;
    what_it_does_not_mean();
    hold_to_the_facts(&recorded, &not_recorded)
}

fn read(table: &str, attendance: Attendance) -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::lower_is_better(DEPRESSION, "points").range(1.0, 5.0)],
        [WORKSHOP, BOOKLET].map(|treatment| Service::new(treatment, "job agency").promises(DEPRESSION, 0.0)),
    )?;
    let mut ledger = Ledger::new(&catalogue);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let columns = rows.headers()?.clone();
    for (row, person) in rows.records().enumerate() {
        let person = person?;
        let cell = |name: &str| columns.iter().position(|column| column == name).and_then(|place| person.get(place));
        let number = |name: &str| -> Result<f64, Box<dyn Error>> {
            let cell = cell(name).ok_or_else(|| format!("person {}: no {name}", row + 1))?;
            // The file has single-precision numbers with artefacts: six decimals are what was measured.
            Ok((cell.parse::<f64>()? * 1e6).round() / 1e6)
        };
        let service = if cell("treat") == Some("1") { WORKSHOP } else { BOOKLET };
        let id = format!("person {}", row + 1);
        let appraisal = Appraisal::of(DEPRESSION).before(number("depress1")?).after(number("depress2")?);
        let mut course = Interaction::between(id.as_str(), service, NOMINAL_DAY).appraisal(appraisal);
        if attendance == Attendance::Recorded && service == WORKSHOP {
            let part = Contribution::of(id.as_str());
            course = course.contribution(match cell("comply") {
                Some("1") => part.integrated(1.0),
                _ => part.not_integrated(1.0, Misuse::unknown()),
            });
        }
        ledger.record(course)?;
    }
    Ok(ledger)
}

fn how_people_ended(recorded: &Statement) -> Result<(), Box<dyn Error>> {
    heading("A job-search workshop or a booklet: how 899 unemployed people ended");
    println!(
        "A randomised trial (JOBS II, Vinokur, Price & Schul 1995; the data set of the R package mediation). 600 people"
    );
    println!(
        "were offered a workshop, and 299 got a booklet. The measure is depression, from 1 to 5 points; lower is better."
    );
    heading("1. Better, the same and worse");
    print!("{recorded:.2}");
    println!();
    println!(
        "Of the workshop's people 60 in 100 are better, of the booklet's 57. The mean change is 0.14 points and 0.11."
    );
    println!(
        "A windfall is a change of a person who was offered the workshop and did not attend. Gains and losses count alike:"
    );
    println!(
        "both are in the net, and neither is called created or destroyed. The net is of twice as many people for the"
    );
    println!("workshop, so amounts cannot be compared between the rows: shares and mean changes can.");
    println!("Each figure is rounded by itself, so sums may be off in the last place.");
    let workshop = recorded.line(WORKSHOP, DEPRESSION)?;
    let (better, windfalls) = (workshop.gains(), workshop.windfall_gains());
    println!("Of the workshop's {} better people {better} attended, and {windfalls} did not.", better + windfalls);
    Ok(())
}

fn what_it_does_not_mean() {
    heading("What it does not mean");
    println!(
        "Who was offered the workshop was drawn by lot, so the two rows can be compared. Whether people attended was not:"
    );
    println!(
        "those who did may differ from those who did not in much else. These tables give no range for what chance alone"
    );
    println!(
        "may do between two groups of this size. The trial did not ask who read the booklet, so all gains of the booklet"
    );
    println!("stand as created. That does not mean that everybody read it.");
}

fn what_recording_changed(recorded: &Statement, not_recorded: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. What it changes to record who attended");
    println!("{:<30}{:>9}{:>9}", "net, in points", WORKSHOP, BOOKLET);
    let row = |heading: &str, figures: [f64; 2]| println!("{heading:<30}{:>9.1}{:>9.1}", figures[0], figures[1]);
    let net = |books: &Statement| -> Result<[f64; 2], Box<dyn Error>> {
        Ok([books.line(WORKSHOP, DEPRESSION)?.net(), books.line(BOOKLET, DEPRESSION)?.net()])
    };
    row("attendance not recorded", net(not_recorded)?);
    row("attendance recorded", net(recorded)?);
    row("recorded, by the old rule", [with_losses_alone(recorded, WORKSHOP)?, with_losses_alone(recorded, BOOKLET)?]);
    println!();
    println!(
        "Recording attendance moves no net: it moves gains of people who did not attend from created to windfall gain,"
    );
    println!("and their losses from destroyed to windfall loss. The net includes both.");
    println!();
    println!(
        "The last row is a warning. The old rule of this crate counted the losses of people who did not attend and left"
    );
    println!(
        "out their gains: recording attendance took 62.3 points off the workshop's net, and the booklet seemed to win."
    );
    Ok(())
}

/// All that is created less all losses: the net as it was when only gains needed co-operation.
fn with_losses_alone(books: &Statement, service: &str) -> Result<f64, Box<dyn Error>> {
    let line = books.line(service, DEPRESSION)?;
    Ok(line.created() - line.destroyed() - line.windfall_loss())
}

fn by_part(recorded: &Statement, not_recorded: &Statement) {
    heading("3. The amounts by part, with attendance recorded and without");
    print!("{recorded:#.2}");
    println!();
    print!("{not_recorded:#.2}");
    println!();
    println!("Where no contribution is stated, a zero would be no finding, so the table says that it was not asked.");
}

fn what_is_published(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("4. The same, fit for publication");
    print!("{:.2}", ledger.publish(THRESHOLD).statement(By::Service)?);
    println!();
    println!(
        "Four people of the booklet are unchanged. That number is withheld. So are further figures, or a reader could"
    );
    println!(
        "subtract and find it. A withheld figure is not always small: 130 people of the booklet and 240 of the workshop"
    );
    println!("were the same or worse.");
    Ok(())
}

/// The facts of the trial, so that the example cannot go wrong unseen.
fn hold_to_the_facts(recorded: &Statement, not_recorded: &Statement) -> Result<(), Box<dyn Error>> {
    let near = |figure: f64, fact: f64| assert!((figure - fact).abs() < 1e-6, "{figure} is not {fact}");
    let (workshop, booklet) = (recorded.line(WORKSHOP, DEPRESSION)?, recorded.line(BOOKLET, DEPRESSION)?);
    assert_eq!((booklet.better_count(), booklet.unchanged(), booklet.worse_count()), (169, 4, 126));
    near(booklet.net(), 31.739_808);
    assert_eq!((workshop.gains(), workshop.windfall_gains()), (236, 124));
    assert_eq!((workshop.losses(), workshop.windfall_losses()), (124, 93));
    near(workshop.created(), 133.474_559);
    near(workshop.windfall_gain(), 62.321_819);
    near(workshop.destroyed(), 66.147_268);
    near(workshop.windfall_loss(), 45.749_087);
    near(workshop.net(), 83.900_023);
    near(with_losses_alone(recorded, WORKSHOP)?, 21.578_204);
    for service in [WORKSHOP, BOOKLET] {
        let (one, other) = (recorded.line(service, DEPRESSION)?, not_recorded.line(service, DEPRESSION)?);
        assert_eq!(
            (one.net(), one.better_count(), one.worse_count()),
            (other.net(), other.better_count(), other.worse_count())
        );
    }
    Ok(())
}
