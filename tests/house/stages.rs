//! A stage of the source imports only from earlier stages.
//!
//! Data flows from record to ledger, statement, analysis, worth, text and io. An import against that direction would make a
//! cycle. The tests read every file under `src/` and check the names after `crate::` and `super::`.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in order. `getters`, `printable`, `nearest`, `rule` and `word` are files that the later stages use.
const STAGES: [&str; 16] = [
    "getters",
    "printable",
    "nearest",
    "rule",
    "number",
    "word",
    "catalogue",
    "record",
    "ledger",
    "statement",
    "analysis",
    "worth",
    "certainty",
    "text",
    "io",
    "chart",
];

/// Files that combine the stages and belong to none of them.
const JOINTS: [&str; 2] = ["lib", "error"];

#[test]
fn a_stage_imports_only_from_earlier_stages() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files_under(&source);
    let (mut faults, mut modules) = (Vec::new(), 0);
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        modules += text.lines().filter(|line| declares_module(line)).count();
        let path = file.strip_prefix(&source).unwrap();
        let path: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
        faults.extend(faults_of(&path, &text));
    }
    assert_eq!(faults, Vec::<String>::new());
    // A declared module without a file, or a file that was not read, would escape the check.
    assert_eq!(files.len(), modules + 1, "files read, and declared modules with the root");
    assert!(files.len() > STAGES.len());
}

#[test]
fn forbidden_imports_are_found() {
    #[track_caller]
    fn check(path: &[&str], text: &str, expected: &[&str]) {
        assert_eq!(faults_of(path, text), expected);
    }
    check(&["record", "void.rs"], "use crate::catalogue::Names;\nuse super::Part;", &[]);
    check(&["record", "void.rs"], "use crate::ledger::Ledger;", &["record/void.rs names ledger"]);
    check(
        &["record", "void.rs"],
        "use crate::{\n    number::Number,\n    statement::{By, Terms},\n};",
        &["record/void.rs names statement"],
    );
    check(&["record", "void.rs"], "fn f(_: super::super::ledger::Ledger) {}", &["record/void.rs names ledger"]);
    check(&["record", "mod.rs"], "use super::io::Journal;", &["record/mod.rs names io"]);
    check(&["io", "wire", "void.rs"], "use super::super::Lines;", &[]);
    check(&["number", "float.rs"], "use crate::Statement;", &["number/float.rs names Statement, which is no stage"]);
    check(&["number", "float.rs"], "// crate::ledger\n/// [ledger](crate::Ledger)", &[]);
    check(&["drawing", "mod.rs"], "", &["drawing/mod.rs is in no stage"]);
    check(&["lib.rs"], "pub use crate::io::Journal;", &[]);
}

/// All Rust files under a folder.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => files_under(&path),
            Some(extension) if extension == "rs" => vec![path],
            _ => Vec::new(),
        })
        .collect()
}

/// Whether a line is `mod name;`, with or without a visibility.
fn declares_module(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], ["mod", name] | [_, "mod", name] if line.trim_end() == line && name.ends_with(';'))
}

/// A file of tests that no module names is neither compiled nor run.
#[test]
fn every_file_of_tests_is_a_module() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut modules = 0;
    for file in files_under(&tests) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let folder = file.parent().unwrap();
        let (folder, name) = if name == "mod" {
            (folder.parent().unwrap(), folder.file_name().unwrap().to_str().unwrap())
        } else {
            (folder, name)
        };
        // The programs of the README are read as text.
        if name == "main" || folder.ends_with("readme") {
            continue;
        }
        let by = [folder.join("mod.rs"), folder.join("main.rs"), folder.with_extension("rs")];
        let text: String = by.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
        let declares = |line: &str| declares_module(line) && line.trim_end_matches(';').ends_with(&format!(" {name}"));
        assert!(
            text.lines().any(|line| declares(line) || line == format!("mod {name};")),
            "{} is in no module",
            file.display()
        );
        modules += 1;
    }
    assert!(modules > 100, "{modules} modules");
}

/// The imports of a file from later stages, as messages.
fn faults_of(path: &[&str], text: &str) -> Vec<String> {
    let shown = path.join("/");
    let stage = path[0].trim_end_matches(".rs");
    if JOINTS.contains(&stage) {
        return Vec::new();
    }
    let Some(own) = STAGES.iter().position(|&known| known == stage) else {
        return vec![format!("{shown} is in no stage")];
    };
    // The number of `super` from this file to the root of the crate. `mod.rs` stands for its folder.
    let depth = if path.last() == Some(&"mod.rs") { path.len() - 1 } else { path.len() };
    let mut faults = Vec::new();
    for name in named_from_root(text, depth) {
        match STAGES.iter().position(|&known| known == name) {
            Some(index) if index <= own => {}
            Some(_) => faults.push(format!("{shown} names {name}")),
            None => faults.push(format!("{shown} names {name}, which is no stage")),
        }
    }
    faults
}

/// The names that a text imports from the root of the crate, through `crate::` or a chain of `super::`.
fn named_from_root(text: &str, depth: usize) -> Vec<String> {
    let is_comment = |line: &&str| !line.trim_start().starts_with("//");
    let code: String = text.lines().filter(is_comment).flat_map(|line| [line, "\n"]).collect();
    let mut names = Vec::new();
    for root in ["crate::".to_owned(), "super::".repeat(depth)] {
        for (index, _) in code.match_indices(&root) {
            let before = code[..index].chars().next_back();
            if before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':') {
                names.extend(first_names(&code[index + root.len()..]));
            }
        }
    }
    names
}

/// The first name of a path, or of each path in a list in braces.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let Some(list) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut names, mut level, mut start) = (Vec::new(), 0, 0);
    for (index, letter) in list.char_indices() {
        match letter {
            '{' => level += 1,
            ',' | '}' if level == 0 => {
                let found: String = name(list[start..index].trim_start());
                names.extend((!found.is_empty()).then_some(found));
                start = index + 1;
                if letter == '}' {
                    break;
                }
            }
            '}' => level -= 1,
            _ => {}
        }
    }
    names
}
