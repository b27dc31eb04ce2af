//! Journals: JSON Lines with one entry a line, read and written. The form is section 16 of the
//! [model](crate::_documentation::model).
//!
//! ```text
//! {"measure":{"id":"pain","unit":"points","better":"lower","element":"outcome"}}
//! {"service":{"id":"physio","provider":"clinic","promises":{"pain":2}}}
//! {"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":6,"after":4}]}}
//! {"appraisal":{"interaction":"v1","measure":"pain","after":5,"follow_up":2,"made":"2026-06-01"}}
//! {"void":{"interaction":"v1","reason":"another patient's file","known":"2026-06-02"}}
//! {"reach":{"service":"physio","from":"2026-03-01","until":"2026-03-31","eligible":400,"offered":120}}
//! ```
//!
//! Blank lines are skipped and counted. Lines end with LF or CRLF, and may begin with a byte-order mark, so journals
//! can be joined end to end. A line may be 8 MiB long. Numbers are read from their digits into the ledger's kind of
//! number, without a float in between; kinds that are written as text are read from text too (`"1/3"`). A field is left
//! out by leaving it out: `null` is refused.

use std::io::{BufRead, Write};

pub(super) mod entries;
mod options;

pub use entries::{Entries, Entry};
pub use options::Options;

use super::error::{ReadError, Refusal};
pub use super::intake::Intake;
use super::look_alikes::FirstLines;
pub use super::look_alikes::{LookAlike, TextKind};
use super::wire::{AppraisalWire, NumberOutput, VoidWire};
use crate::ledger::Ledger;
use crate::number::Number;
use entries::EntryWire;

/// Reads a journal into a ledger, all of it or nothing: if an entry is refused, the ledger stays as it was. The
/// journal's measures and services are added to the ledger's catalogue.
///
/// # Errors
///
/// The first refused entry, with its line and rule, or the first error of the input.
///
/// - `{"interaction":{"service":"physio","users":[],"on":"2026-03-02"}}`: `line 1: R4: ..`;
/// - `{"measure":{"id":"pain","unit":"points","better":"lower","colour":"red"}}`: `` line 1: form: unknown field
///   `colour` .. ``;
/// - a line that ends inside its entry, is longer than 8 MiB or is not UTF-8: `line 1: form: ..`.
///
/// # Example
///
/// ```
/// use covalue::{By, Catalogue, Ledger, journal};
///
/// let file = br#"{"measure":{"id":"pain","unit":"points","better":"lower"}}
/// {"service":{"id":"physio","provider":"clinic"}}
/// {"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","change":-2}]}}
/// "#;
/// let mut ledger = Ledger::<f64>::part(&Catalogue::empty(), "march.jsonl");
/// let intake = journal::read(&mut ledger, &file[..])?;
/// assert_eq!(intake.interaction_count(), 1);
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
///
/// // Read again, the declarations are the same, and the interaction is a repeat.
/// let refused = journal::read(&mut ledger, &file[..]).unwrap_err();
/// assert!(refused.to_string().starts_with("line 3: R1: "));
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    Options::new().read(ledger, input)
}

/// Reads a journal into a ledger, and keeps valid entries: each refused entry is in the [`Intake`], with its line and
/// reason.
///
/// # Errors
///
/// An error of the input; the ledger stays as it was.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, journal};
///
/// let file = br#"{"service":{"id":"physio","provider":"clinic"}}
/// {"service":{"id":"physio","provider":"another"}}
/// {"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02"}}
/// "#;
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read_lenient(&mut ledger, &file[..])?;
/// assert_eq!(intake.interaction_count(), 1);
/// let refused = &intake.refused()[0];
/// assert_eq!(refused.to_string(), "line 2: R1: service `physio` is already defined differently: a conflict");
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
pub fn read_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    Options::new().read_lenient(ledger, input)
}

/// Adds every entry to the ledger. `refuse` gets each refusal; if it returns an error, reading ends.
fn enter_all<N: Number>(
    ledger: &mut Ledger<N>,
    (mut entries, options): (Entries<N, impl BufRead>, &Options),
    mut refuse: impl FnMut(Refusal) -> Result<(), ReadError>,
) -> Result<Intake, ReadError> {
    let (mut intake, mut first_lines) = (Intake::default(), FirstLines::new(ledger));
    while let Some(entry) = entries.next() {
        match entry {
            Ok((_, entry)) if options.skips_repeats && entry.is_recorded(ledger) => intake.repeats += 1,
            Ok((line, entry)) => {
                let (id, dimensions) = (entry.id().cloned(), entry.reach_dimensions());
                let is_declared = matches!(entry, Entry::Measure(_) | Entry::Service(_));
                let count = intake.count_of(&entry);
                match entry.enter(ledger) {
                    Ok(()) => {
                        *count += 1;
                        first_lines.note(ledger, line);
                        first_lines.note_reach(&dimensions, line);
                        if is_declared {
                            first_lines.note_declared(ledger, line);
                        }
                    }
                    Err(reason) => refuse(entries.refusal(line, id.as_ref(), reason))?,
                }
            }
            Err(ReadError::Refusal(refused)) => refuse(refused)?,
            Err(error) => return Err(error),
        }
    }
    intake.lines = entries.line_count();
    intake.look_alikes = first_lines.look_alikes(ledger);
    Ok(intake)
}

/// Writes a ledger as a journal: measures and services, interactions, later appraisals, voids and counts of people
/// reached. Read into an empty ledger with the same part name, it gives an equal ledger. A closed period is not written.
/// To read months and years again, ask for them ([`Options::partial_dates`]).
///
/// # Errors
///
/// - an error of the output, which may then contain the beginning of the journal;
/// - a day before the year 0, which has no written form.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Interaction, Ledger, Service, date, journal};
///
/// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// let mut written = Vec::new();
/// journal::write(&ledger, &mut written)?;
///
/// let mut again = Ledger::new(&Catalogue::empty());
/// let _ = journal::read(&mut again, &written[..])?;
/// assert_eq!(again, ledger);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write<N: Number>(ledger: &Ledger<N>, mut output: impl Write) -> std::io::Result<()> {
    let mut line = |entry: EntryWire<'_, NumberOutput<'_, N>>| {
        let mut text = serde_json::to_vec(&entry)?;
        text.push(b'\n');
        output.write_all(&text)
    };
    for measure in ledger.catalogue().measures() {
        line(EntryWire::Measure(measure.into()))?;
    }
    for service in ledger.catalogue().services() {
        line(EntryWire::Service(service.into()))?;
    }
    for interaction in ledger.interactions() {
        line(EntryWire::Interaction((&interaction).into()))?;
    }
    for (id, appraisal) in ledger.later_appraisals() {
        line(EntryWire::Appraisal(AppraisalWire::entry(&id, &appraisal)))?;
    }
    for (id, void) in ledger.voids() {
        line(EntryWire::Void(VoidWire::entry(&id, &void)))?;
    }
    for reach in ledger.reach_counts() {
        line(EntryWire::Reach(reach.into()))?;
    }
    output.flush()
}
