//! The trial of `examples/data/beat_the_blues.csv` as a ledger, for the examples that report on it.
//!
//! A treatment is a service, and a patient's course of it is one interaction. Each visit with a level is an appraisal
//! of the course, with the level before as its reference. A visit that did not take place is missing, never zero.

use std::error::Error;

use covalue::{Appraisal, Catalogue, Date, Interaction, Ledger, Measure, Service, User, date};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/beat_the_blues.csv");

pub(crate) const THERAPY: &str = "Beat the Blues";
pub(crate) const USUAL: &str = "treatment as usual";
pub(crate) const TREATMENTS: [&str; 2] = [THERAPY, USUAL];
pub(crate) const DEPRESSION: &str = "depression";
pub(crate) const EPISODE: &str = "episode";
/// The day of every course. The data has no days, and no figure depends on this one.
pub(crate) const NOMINAL_DAY: Date = date(2000, 1, 1);

/// The ledger of the trial.
pub(crate) fn read() -> Result<Ledger, Box<dyn Error>> {
    let text = std::fs::read_to_string(DATA).map_err(|error| format!("{DATA}: {error}"))?;
    let catalogue = Catalogue::new(
        // The range is that of the instrument.
        [Measure::lower_is_better(DEPRESSION, "points").range(0.0, 63.0)],
        // A promise makes an appraisal due. Its amount is 0, since the trial promised none.
        TREATMENTS.map(|treatment| Service::new(treatment, "National Health Service").promises(DEPRESSION, 0.0)),
    )?;
    let mut ledger = Ledger::new(&catalogue);
    for (row, patient) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
        let patient = patient?;
        ledger.record(course(row + 1, &patient).ok_or_else(|| format!("patient {}: not as expected", row + 1))?)?;
    }
    Ok(ledger)
}

/// A patient's course of treatment: `drug, length, treatment, bdi.pre, bdi.2m, bdi.4m, bdi.6m, bdi.8m`.
fn course(number: usize, patient: &csv::StringRecord) -> Option<Interaction> {
    let drug = patient.get(0)?;
    let episode = match patient.get(1)? {
        "<6m" => "under 6 months",
        ">6m" => "over 6 months",
        _ => return None,
    };
    let treatment = match patient.get(2)? {
        "BtheB" => THERAPY,
        "TAU" => USUAL,
        _ => return None,
    };
    let before: f64 = patient.get(3)?.parse().ok()?;
    let user = User::new(format!("patient {number}")).with(EPISODE, episode).with("drug", drug);
    let mut course = Interaction::between(user, treatment, NOMINAL_DAY).id(format!("course {number}"));
    let mut came = false;
    for (visit, follow_up) in (4..8).zip(1..) {
        let after = patient.get(visit)?;
        if !after.is_empty() {
            let appraisal = Appraisal::of(DEPRESSION).before(before).after(after.parse().ok()?);
            course = course.appraisal(appraisal.follow_up(follow_up));
            came = true;
        }
    }
    // For a patient who never came back, the level before is on record.
    Some(if came { course } else { course.appraisal(Appraisal::of(DEPRESSION).before(before)) })
}
