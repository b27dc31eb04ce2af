//! The page of the example `report`, made in memory.

mod figures;
mod filtered;
pub(crate) mod hostile;
pub(crate) mod html;
mod long_tables;
mod publication;
mod reach;
mod silent_books;

#[path = "../../examples/report/page/mod.rs"]
mod page;

use covalue::{By, Catalogue, Ledger, Terms, journal};

use page::Page;

/// The ledger of a journal.
fn ledger_of(text: &str) -> Ledger {
    let mut ledger = Ledger::part(&Catalogue::empty(), "test");
    journal::read(&mut ledger, text.as_bytes()).expect("a journal");
    ledger
}

/// The page of a journal by service; with a threshold the version for publication.
pub(crate) fn html_of(text: &str, publish: Option<u64>) -> String {
    html_by(By::Service, text, publish)
}

fn html_by(terms: impl Into<Terms>, text: &str, publish: Option<u64>) -> String {
    let terms = terms.into();
    let page = Page {
        ledger: &ledger_of(text),
        name: "test.jsonl",
        refused: &[],
        skipped: &[],
        terms,
        publish,
        by_party: false,
        worth: None,
        intervals: None,
    };
    page.html().expect("a page")
}

/// Books with several services, measures, dimensions, sources and voids.
const MIXED: &str = include_str!("../conformance/mixed.jsonl");

const DECLARATIONS: &str = r#"{"measure":{"id":"pain","unit":"points","better":"lower","range":[0,10]}}
{"service":{"id":"physio","provider":"clinic","promises":{"pain":2}}}
"#;

/// A visit of a person with a number, on a day of 2026, with and without contributions and appraisals.
fn visit(person: usize, after: Option<i32>, contributes: bool) -> String {
    let appraisals = after.map(|after| format!(r#","appraisals":[{{"measure":"pain","before":6,"after":{after}}}]"#));
    let contributions = if contributes {
        format!(
            r#","contributions":[{{"party":"person {person:03}","integrated":3}},{{"party":"clinic","integrated":1}},{{"party":"daughter 77","integrated":1}}],"others":["daughter 77"]"#
        )
    } else {
        String::new()
    };
    let on = format!("2026-{:02}-{:02}", 1 + person % 5, 1 + person % 28);
    format!(
        r#"{{"interaction":{{"service":"physio","users":[{{"id":"person {person:03}","with":{{"district":"{}"}}}}],"on":"{on}"{contributions}{}}}}}"#,
        if person.is_multiple_of(2) { "north" } else { "south" },
        appraisals.unwrap_or_default(),
    ) + "\n"
}
