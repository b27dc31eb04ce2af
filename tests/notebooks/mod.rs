//! The pages under `docs/notebooks` are what the examples write today, byte for byte.

use std::collections::BTreeMap;
use std::fs;

#[path = "../../examples/notebooks.rs"]
mod written;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/notebooks");
const COMMAND: &str = "`cargo run --release --example notebooks` rewrites the notebooks";

/// The files in the repository, by name.
fn committed() -> BTreeMap<String, String> {
    let files = fs::read_dir(FOLDER).unwrap_or_else(|error| panic!("{FOLDER}: {error}; {COMMAND}"));
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().expect("a name is text");
        let text = fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, text)
    };
    files.map(|entry| file(entry.unwrap())).collect()
}

#[test]
fn every_page_and_picture_is_what_its_program_writes() {
    let (committed, woven) = (committed(), written::weave().unwrap());
    for (name, text) in &woven {
        let found = committed.get(name).unwrap_or_else(|| panic!("docs/notebooks/{name} is missing: {COMMAND}"));
        let differs = found.lines().zip(text.lines()).zip(1..).find(|((found, made), _)| found != made);
        if let Some(((found, made), line)) = differs {
            panic!("docs/notebooks/{name}, line {line}, has\n  {found}\nand the program writes\n  {made}\n{COMMAND}");
        }
        assert!(found == text, "docs/notebooks/{name} has another end than the program writes: {COMMAND}");
    }
    let left_over: Vec<_> = committed.keys().filter(|name| !woven.contains_key(*name)).collect();
    assert!(left_over.is_empty(), "no program writes {left_over:?} in docs/notebooks: remove these files");
}
