//! The randomised trial of `examples/data/jobs_ii.csv`.
//!
//! A treatment is a service, and each person's course of it is one interaction. For the people who were offered the
//! workshop, their attendance is stated: their part is integrated if they attended, and not integrated if they did not
//! attend. For the booklet, no contribution is stated.
#![allow(dead_code, reason = "each reader needs a part of it")]

use std::error::Error;

use covalue::{Appraisal, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, date};

const DATA: &str = include_str!("../data/jobs_ii.csv");

pub(crate) const WORKSHOP: &str = "workshop";
pub(crate) const BOOKLET: &str = "booklet";
pub(crate) const DEPRESSION: &str = "depression";
/// The lowest and the highest level of the instrument, in millionths.
pub(crate) const RANGE: (i32, i32) = (1_000_000, 5_000_000);
/// The day of every course. The data has no days, and no figure depends on this one.
const NOMINAL_DAY: Date = date(2000, 1, 1);

/// A row of the data. Levels are in millionths.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) is_offered: bool,
    pub(crate) attended: bool,
    pub(crate) before: i32,
    pub(crate) after: i32,
}

impl Person {
    pub(crate) fn service(&self) -> &'static str {
        if self.is_offered { WORKSHOP } else { BOOKLET }
    }
}

/// Whether attendance is recorded.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Attendance {
    Recorded,
    NotRecorded,
}

/// All people, in the order of the file.
pub(crate) fn people() -> Result<Vec<Person>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(DATA.as_bytes());
    let columns = reader.headers()?.clone();
    let mut people = Vec::new();
    for (row, fields) in reader.records().enumerate() {
        let fields = fields?;
        let field = |name: &str| {
            let field = columns.iter().position(|column| column == name).and_then(|index| fields.get(index));
            field.ok_or_else(|| format!("row {}: no {name}", row + 1))
        };
        // The file has the decimal expansions of single-precision floats. Six decimals give the original levels.
        let level = |name| Ok::<_, Box<dyn Error>>((field(name)?.parse::<f64>()? * 1e6).round() as i32);
        people.push(Person {
            name: format!("person {}", field("rownames")?),
            is_offered: field("treat")? == "1",
            attended: field("comply")? == "1",
            before: level("depress1")?,
            after: level("depress2")?,
        });
    }
    Ok(people)
}

/// The ledger of the trial.
pub(crate) fn read(attendance: Attendance) -> Result<Ledger, Box<dyn Error>> {
    recorded(&people()?, attendance)
}

/// The ledger of the people who were offered the workshop.
pub(crate) fn read_workshop() -> Result<Ledger, Box<dyn Error>> {
    let offered: Vec<Person> = people()?.into_iter().filter(|person| person.is_offered).collect();
    recorded(&offered, Attendance::Recorded)
}

/// A ledger of the two treatments with a course of each person.
fn recorded(people: &[Person], attendance: Attendance) -> Result<Ledger, Box<dyn Error>> {
    let points = |level: i32| f64::from(level) / 1e6;
    let catalogue = Catalogue::new(
        [Measure::lower_is_better(DEPRESSION, "points").range(points(RANGE.0), points(RANGE.1))],
        // A promise makes an appraisal due. Its amount is 0, since the trial promised none.
        [WORKSHOP, BOOKLET].map(|treatment| Service::new(treatment, "job agency").promises(DEPRESSION, 0.0)),
    )?;
    let mut ledger = Ledger::new(&catalogue);
    for person in people {
        let appraisal = Appraisal::of(DEPRESSION).before(points(person.before)).after(points(person.after));
        let mut course = Interaction::between(&person.name, person.service(), NOMINAL_DAY).appraisal(appraisal);
        if attendance == Attendance::Recorded && person.is_offered {
            let part = Contribution::of(&person.name);
            course = course.contribution(if person.attended {
                part.integrated(1.0)
            } else {
                part.not_integrated(1.0, Misuse::unknown())
            });
        }
        ledger.record(course)?;
    }
    Ok(ledger)
}
