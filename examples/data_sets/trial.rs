//! The trial of `examples/data/beat_the_blues.csv`.
//!
//! A treatment is a service, and a patient's course of it is one interaction. Each visit with a level is an appraisal
//! of the course, with the level before as its reference. A visit that did not take place is missing, never zero.
#![allow(dead_code, reason = "each reader needs a part of it")]

use std::error::Error;

use covalue::{Appraisal, Catalogue, Date, Interaction, Ledger, Measure, Service, User, date};

const DATA: &str = include_str!("../data/beat_the_blues.csv");

pub(crate) const THERAPY: &str = "Beat the Blues";
pub(crate) const USUAL: &str = "treatment as usual";
pub(crate) const TREATMENTS: [&str; 2] = [THERAPY, USUAL];
pub(crate) const DEPRESSION: &str = "depression";
pub(crate) const EPISODE: &str = "episode";
pub(crate) const DRUG: &str = "drug";
/// The lowest and the highest level of the instrument.
pub(crate) const RANGE: (i32, i32) = (0, 63);
/// The months of the visits after the start, which are follow-up 1 to 4.
pub(crate) const MONTHS: [u32; 4] = [2, 4, 6, 8];
/// The day of every course. The data has no days, and no figure depends on this one.
pub(crate) const NOMINAL_DAY: Date = date(2000, 1, 1);

/// A row of the data.
pub(crate) struct Patient {
    pub(crate) number: usize,
    pub(crate) drug: String,
    pub(crate) episode: &'static str,
    pub(crate) treatment: &'static str,
    pub(crate) before: i32,
    /// The levels at follow-up 1 to 4; `None` if the patient did not attend.
    pub(crate) after: [Option<i32>; 4],
}

/// All patients, in the order of the file.
pub(crate) fn patients() -> Result<Vec<Patient>, Box<dyn Error>> {
    let mut patients = Vec::new();
    for (row, fields) in csv::Reader::from_reader(DATA.as_bytes()).records().enumerate() {
        let number = row + 1;
        patients.push(patient(number, &fields?).ok_or_else(|| format!("patient {number}: not as expected"))?);
    }
    Ok(patients)
}

/// The ledger of the trial.
pub(crate) fn read() -> Result<Ledger, Box<dyn Error>> {
    recorded(patients()?.iter().map(course))
}

/// The trial with an interaction for each visit that a patient attended. Its change is that since the visit before.
pub(crate) fn read_visits() -> Result<Ledger, Box<dyn Error>> {
    recorded(patients()?.iter().flat_map(visits))
}

/// A ledger of the two treatments with these interactions.
fn recorded(interactions: impl Iterator<Item = Interaction>) -> Result<Ledger, Box<dyn Error>> {
    let catalogue = Catalogue::new(
        [Measure::lower_is_better(DEPRESSION, "points").range(RANGE.0.into(), RANGE.1.into())],
        // A promise makes an appraisal due. Its amount is 0, since the trial promised none.
        TREATMENTS.map(|treatment| Service::new(treatment, "National Health Service").promises(DEPRESSION, 0.0)),
    )?;
    let mut ledger = Ledger::new(&catalogue);
    ledger.record_all(interactions)?;
    Ok(ledger)
}

/// A row of the file: `drug, length, treatment, bdi.pre, bdi.2m, bdi.4m, bdi.6m, bdi.8m`.
fn patient(number: usize, fields: &csv::StringRecord) -> Option<Patient> {
    let mut after = [None; 4];
    for (visit, after) in after.iter_mut().enumerate() {
        let level = fields.get(4 + visit)?;
        if !level.is_empty() {
            *after = Some(level.parse().ok()?);
        }
    }
    Some(Patient {
        number,
        drug: fields.get(0)?.to_owned(),
        episode: match fields.get(1)? {
            "<6m" => "under 6 months",
            ">6m" => "over 6 months",
            _ => return None,
        },
        treatment: match fields.get(2)? {
            "BtheB" => THERAPY,
            "TAU" => USUAL,
            _ => return None,
        },
        before: fields.get(3)?.parse().ok()?,
        after,
    })
}

/// A patient's course of treatment.
fn course(patient: &Patient) -> Interaction {
    let number = patient.number;
    let user = User::new(format!("patient {number}")).with(EPISODE, patient.episode).with(DRUG, &patient.drug);
    let before = || Appraisal::of(DEPRESSION).before(patient.before.into());
    let mut course = Interaction::between(user, patient.treatment, NOMINAL_DAY).id(format!("course {number}"));
    for (after, follow_up) in patient.after.into_iter().zip(1..) {
        if let Some(after) = after {
            course = course.appraisal(before().after(after.into()).follow_up(follow_up));
        }
    }
    // For a patient who never came back, the level before is on record.
    if patient.after == [None; 4] { course.appraisal(before()) } else { course }
}

/// The visits that a patient attended, in months after the nominal day.
fn visits(patient: &Patient) -> Vec<Interaction> {
    let mut before = patient.before;
    let mut visits = Vec::new();
    for (after, month) in patient.after.into_iter().zip(MONTHS) {
        let Some(after) = after else { continue };
        let on = NOMINAL_DAY
            .with()
            .month(NOMINAL_DAY.month() + month as i8)
            .build()
            .expect("the eighth month is in the year");
        let visit = Interaction::between(format!("patient {}", patient.number), patient.treatment, on);
        visits.push(visit.appraisal(Appraisal::of(DEPRESSION).before(before.into()).after(after.into())));
        before = after;
    }
    visits
}
