//! The pages agree with the tests: every rule on the model page and every guarantee on the crate's page has a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The concatenated text of all test files, except this one.
fn tests_under(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &tests_under(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("pages.rs") {
            text += &fs::read_to_string(path).unwrap();
        }
    }
    text
}

/// The rule numbers in the names of functions. `r13_lines_add_up_and_r14_netting_hides` contains two.
fn rules_of_tests(text: &str) -> BTreeSet<u32> {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn ")?.split('(').next());
    let words = names.flat_map(|name| name.split('_'));
    words.filter_map(|word| word.strip_prefix('r')?.parse().ok()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_rule_of_the_model_has_a_test() {
    let model = fs::read_to_string(root().join("docs/model.md")).unwrap();
    let rules: BTreeSet<u32> =
        model.lines().filter_map(|line| line.strip_prefix("| R")?.split(' ').next()?.parse().ok()).collect();
    assert_eq!(rules.len(), 50, "R1 to R50");
    let tested = rules_of_tests(&tests_under(&root().join("tests")));
    assert_eq!(rules.difference(&tested).collect::<Vec<_>>(), Vec::<&u32>::new(), "rules without a test");
}

#[test]
fn every_guarantee_names_a_rule_that_has_a_test() {
    let page = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let tests = tests_under(&root().join("tests"));
    let named: Vec<&str> = page
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .flat_map(|line| line.split('`'))
        .filter(|word| word.starts_with('r') && word.ends_with('_') && word.len() == "r07_".len())
        .collect();
    assert!(named.len() > 8, "the guarantees on the crate's page");
    for prefix in named {
        assert!(tests.contains(&format!("fn {prefix}")), "no test is named {prefix}..");
    }
}
