//! The answer to each trial input, as a person reads it: `cases/gives.txt` has the refusals, the warnings and the statement of
//! every file in `cases`, read leniently in the crate's own form.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use covalue::journal::{self, Intake};
use covalue::{By, Catalogue, Ledger, table};

#[test]
fn every_trial_input_gives_what_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/cases");
    let catalogue = {
        let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
        let _ = journal::read(&mut ledger, &fs::read(folder.join("00-catalogue.jsonl")).unwrap()[..]).unwrap();
        ledger.catalogue().clone()
    };
    let is_input = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "csv" || ending == "jsonl");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(is_input);
    files.sort();
    assert!(files.len() >= 20, "{} trial inputs", files.len());
    let mut gives = String::new();
    for file in files {
        writeln!(gives, "== {}", file.file_name().unwrap().to_str().unwrap()).unwrap();
        let (bytes, mut ledger) = (fs::read(&file).unwrap(), Ledger::<f64>::new(&catalogue));
        let read = if file.extension().is_some_and(|ending| ending == "csv") {
            table::read_lenient(&mut ledger, &bytes[..])
        } else {
            journal::read_lenient(&mut ledger, &bytes[..])
        };
        match read {
            Ok(intake) => write_answer(&mut gives, &intake, &ledger),
            Err(error) => writeln!(gives, "refused: {error}\n").unwrap(),
        }
    }
    let written = fs::read_to_string(folder.join("gives.txt")).unwrap();
    assert!(gives == written, "cases/gives.txt is written, and now the files give:\n{gives}");
}

fn write_answer(gives: &mut String, intake: &Intake, ledger: &Ledger) {
    for refused in intake.refused() {
        writeln!(gives, "refused: {refused}").unwrap();
    }
    for pair in intake.look_alikes() {
        writeln!(gives, "warning: {pair}").unwrap();
    }
    let by_district = By::Service.and(By::with("district"));
    let grouping =
        if ledger.dimensions().iter().any(|name| name == "district") { by_district } else { By::Service.into() };
    writeln!(gives, "{}", ledger.statement(grouping).unwrap()).unwrap();
}
