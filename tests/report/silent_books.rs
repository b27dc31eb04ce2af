//! Files that lack something give a page that says so.

use covalue::{Terms, date};

use super::page::Page;
use super::{DECLARATIONS, html_of, ledger_of, visit};

#[test]
fn an_empty_file_gives_a_page() {
    for text in ["", DECLARATIONS] {
        let html = html_of(text, None);
        for sentence in [
            "holds 0 interactions, with 0 users, in no period.",
            "The books hold no appraisal that these terms count",
            "No appraisal is counted on any line.",
            "No interaction was voided.",
            "so no scenario is known",
            "Nothing was created or destroyed that could be shared.",
            "The file has no dimension",
            "No appraisal is counted, so no risk can be computed.",
        ] {
            assert!(html.contains(sentence), "{sentence}");
        }
        assert!(!html.contains("<svg"));
        let published = html_of(text, Some(10));
        assert!(published.contains("The books hold no appraisal that these terms count"));
        assert!(published.contains("No appraisal is counted on any line.") && !published.contains("no lines"));
    }
}

#[test]
fn a_file_without_appraisals_shows_those_that_are_missing() {
    let text = DECLARATIONS.to_owned() + &visit(1, None, true) + &visit(2, None, true);
    let html = html_of(&text, None);
    assert!(html.contains("On pain, 2 of 2 promised appraisals are missing (100 %)."));
    assert!(html.contains("No appraisal is counted, so there are no pictures of amounts."));
    assert!(html.contains("both sides engaged"));
    assert!(html.contains("No appraisal is counted: all 2 due are missing"), "the picture of the people says so");
}

#[test]
fn a_file_without_contributions_says_that_windfalls_were_not_asked_for() {
    let text = DECLARATIONS.to_owned() + &visit(1, Some(2), false) + &visit(2, Some(8), false);
    let html = html_of(&text, None);
    assert!(html.contains("windfalls were not asked for"));
    assert!(html.contains("no scenario is known"));
    assert!(html.contains("No contribution of a user with a value of district is stated"));
}

/// A void that is not known by the as-of day has not happened yet.
#[test]
fn voids_are_counted_as_of_the_day() {
    let text = include_str!("../../examples/data/physio.jsonl");
    let ledger = ledger_of(text);
    let html = |terms: Terms| {
        let page = Page {
            ledger: &ledger,
            name: "",
            refused: &[],
            skipped: &[],
            terms,
            publish: None,
            by_party: false,
            worth: None,
            intervals: None,
        };
        page.html().unwrap()
    };
    assert!(html(Terms::default().as_of(date(2026, 5, 31))).contains("No interaction was voided."));
    assert!(html(Terms::default().as_of(date(2026, 6, 2))).contains("1 interaction was voided"));
    assert!(html(Terms::default()).contains("1 interaction was voided"));
}
