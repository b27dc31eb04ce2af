//! Did a workshop leave unemployed people better off than a booklet, and what changes if attendance is recorded?
//!
//! Reads a real randomised trial (see `examples/data/README.md`):
//!
//! ```text
//! cargo run --release --example who_attended
//! ```
//!
//! A treatment is a service, and each person's course of it is one interaction. For the people who were offered the
//! workshop, their attendance is stated: their part is integrated if they attended, and not integrated if they did not
//! attend. For the booklet, no contribution is stated.

mod report;

use std::error::Error;

use covalue::{
    Appraisal, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, Statement, date,
};

use report::{heading, paragraph};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/jobs_ii.csv");

const WORKSHOP: &str = "workshop";
const BOOKLET: &str = "booklet";
const DEPRESSION: &str = "depression";
/// The day of every course. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2000, 1, 1);
/// The threshold of the publication, in people.
const THRESHOLD: u64 = 10;

/// Whether attendance is recorded.
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

    outcomes(&recorded)?;
    with_and_without_attendance(&recorded, &not_recorded)?;
    by_part(&recorded, &not_recorded);
    publication(&ledger)?;
    limits();
    check_facts(&recorded, &not_recorded)
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
        let cell = |name: &str| columns.iter().position(|column| column == name).and_then(|index| person.get(index));
        let number = |name: &str| -> Result<f64, Box<dyn Error>> {
            let cell = cell(name).ok_or_else(|| format!("person {}: no {name}", row + 1))?;
            // The file has single-precision floats. Rounding to six decimals removes their artefacts.
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

fn outcomes(recorded: &Statement) -> Result<(), Box<dyn Error>> {
    heading("A job-search workshop or a booklet: what changed for 899 unemployed people");
    paragraph(
        "A randomised trial (JOBS II; Vinokur, Price & Schul 1995; the data set of the R package mediation): 600 \
         people were offered a workshop, and 299 got a booklet. The measure is depression, from 1 to 5 points. \
         Lower is better.",
    );
    heading("1. Better, the same and worse");
    print!("{recorded:.2}");
    println!();
    paragraph(
        "60 in 100 people of the workshop are better, and 57 in 100 of the booklet. The mean changes are 0.14 and \
         0.11 points.",
    );
    println!();
    paragraph(
        "A windfall is a change of a person who was offered the workshop and did not attend. Windfall gains and \
         windfall losses are both in the net, but neither in created nor in destroyed.",
    );
    println!();
    paragraph(
        "The workshop has twice as many people, so compare the shares and mean changes of the two rows, not the \
         amounts. Each figure is rounded by itself, so sums may differ in the last place.",
    );
    let workshop = recorded.line(WORKSHOP, DEPRESSION)?;
    let (better, windfalls) = (workshop.gain_count(), workshop.windfall_gain_count());
    println!();
    paragraph(&format!(
        "{} people of the workshop are better: {better} attended, and {windfalls} did not.",
        better + windfalls
    ));
    Ok(())
}

fn limits() {
    heading("What it does not mean");
    paragraph(
        "A lottery decided who was offered the workshop, so the two rows can be compared. People decided \
         themselves whether to attend, so those who attended may differ in other ways from those who did not. The \
         tables have no confidence intervals: they do not show how far chance alone may move two groups of this \
         size. The trial did not ask whether people read the booklet, so all its gains count as created. This \
         does not mean that all people read it.",
    );
}

fn with_and_without_attendance(recorded: &Statement, not_recorded: &Statement) -> Result<(), Box<dyn Error>> {
    heading("2. What changes if attendance is recorded");
    println!("{:<30}{:>9}{:>9}", "net, in points", WORKSHOP, BOOKLET);
    let row = |heading: &str, figures: [f64; 2]| println!("{heading:<30}{:>9.1}{:>9.1}", figures[0], figures[1]);
    let net = |books: &Statement| -> Result<[f64; 2], Box<dyn Error>> {
        Ok([books.line(WORKSHOP, DEPRESSION)?.net(), books.line(BOOKLET, DEPRESSION)?.net()])
    };
    row("attendance not recorded", net(not_recorded)?);
    row("attendance recorded", net(recorded)?);
    row(
        "recorded, gains left out",
        [without_windfall_gains(recorded, WORKSHOP)?, without_windfall_gains(recorded, BOOKLET)?],
    );
    println!();
    paragraph(
        "Recording attendance changes no net. For people who did not attend, it moves gains from created to \
         windfall gain, and losses from destroyed to windfall loss. The net includes both.",
    );
    println!();
    paragraph(
        "The last row is a warning. It counts the losses of people who did not attend and leaves out their gains. \
         This would take 62.3 points off the net of the workshop, and the booklet would seem to be better.",
    );
    Ok(())
}

/// The net without windfall gains: a one-sided figure, as a warning.
fn without_windfall_gains(books: &Statement, service: &str) -> Result<f64, Box<dyn Error>> {
    let line = books.line(service, DEPRESSION)?;
    Ok(line.created() - line.destroyed() - line.windfall_loss())
}

fn by_part(recorded: &Statement, not_recorded: &Statement) {
    heading("3. The amounts by part, with attendance recorded and not recorded");
    print!("{recorded:#.2}");
    println!();
    print!("{not_recorded:#.2}");
    println!();
    paragraph("\"not asked\" means that no contribution is stated. A zero would look like a finding.");
}

fn publication(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    heading("4. The same, for publication");
    print!("{:.2}", ledger.publish(THRESHOLD).statement(By::Service)?);
    println!();
    paragraph(
        "Four people of the booklet are unchanged. This number is withheld, since four people are too few. \
         Further figures are withheld, so that no reader can compute it by subtraction. So a withheld figure is \
         not always small: 130 people of the booklet and 240 of the workshop were the same or worse.",
    );
    Ok(())
}

/// Checks the figures that are known about the trial from other sources.
fn check_facts(recorded: &Statement, not_recorded: &Statement) -> Result<(), Box<dyn Error>> {
    let near = |figure: f64, fact: f64| assert!((figure - fact).abs() < 1e-6, "{figure} is not {fact}");
    let (workshop, booklet) = (recorded.line(WORKSHOP, DEPRESSION)?, recorded.line(BOOKLET, DEPRESSION)?);
    assert_eq!((booklet.better_count(), booklet.unchanged_count(), booklet.worse_count()), (169, 4, 126));
    near(booklet.net(), 31.739_808);
    assert_eq!((workshop.gain_count(), workshop.windfall_gain_count()), (236, 124));
    assert_eq!((workshop.loss_count(), workshop.windfall_loss_count()), (124, 93));
    near(workshop.created(), 133.474_559);
    near(workshop.windfall_gain(), 62.321_819);
    near(workshop.destroyed(), 66.147_268);
    near(workshop.windfall_loss(), 45.749_087);
    near(workshop.net(), 83.900_023);
    near(without_windfall_gains(recorded, WORKSHOP)?, 21.578_204);
    for service in [WORKSHOP, BOOKLET] {
        let (one, other) = (recorded.line(service, DEPRESSION)?, not_recorded.line(service, DEPRESSION)?);
        assert_eq!(
            (one.net(), one.better_count(), one.worse_count()),
            (other.net(), other.better_count(), other.worse_count())
        );
    }
    Ok(())
}
