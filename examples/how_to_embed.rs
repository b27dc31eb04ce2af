//! # How do I embed it?
//!
//! Your product has its own words. This page embeds the books in a small library for councils: older people train their
//! balance in classes, and say before and after a course how much they are concerned about falling. **The venues, the
//! people and their points are made up.** The library is real: the crate
//! [`balance-classes`](../../examples/embedding), a member of this workspace, which is built and tested with the rest.
//!
//! This page is the program [`examples/how_to_embed.rs`](../../examples/how_to_embed.rs) with its output. The command
//! `cargo run --release --example how_to_embed` prints it, and with `-- --write` it writes the page and its picture to
//! `docs/notebooks`. The program also checks the figures against those that were computed by hand.

mod notebook;

use std::error::Error;

use balance_classes::{Classes, Course, Report};

use notebook::{Files, Page};

/// What the venues sent.
const HALL: &str = include_str!("embedding/courses/hall.json");
const LIBRARY: &str = include_str!("embedding/courses/library.json");

/// The sources of the library.
const CARGO: &str = include_str!("embedding/Cargo.toml");
const COURSE: &str = include_str!("embedding/src/course.rs");
const CLASSES: &str = include_str!("embedding/src/classes.rs");
const REPORT: &str = include_str!("embedding/src/report.rs");
const ERROR: &str = include_str!("embedding/src/error.rs");

fn main() -> Result<(), Box<dyn Error>> {
    notebook::run(&weave()?)
}

pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    Page::weave("how_to_embed", include_str!("how_to_embed.rs"), &[], notebook)
}

fn notebook(page: &mut Page) -> Result<(), Box<dyn Error>> {
    page.answer(format!(
        "Convert each of your records into one interaction, keep the ledger behind a type of yours, and give results your \
         words: here in {} lines of code.",
        [COURSE, CLASSES, REPORT, ERROR].into_iter().map(lines_of_code).sum::<usize>()
    ));

    // ## What a user of the library writes
    //
    // Two venues each send a list of their courses as JSON. This is the first course of the hall:
    page.file(first_course(), "json");

    // Each venue is a part of the books.
    page.item(&["fn entered"]);
    let hall = entered::<f64>("hall in spring", HALL)?;
    let library = entered::<f64>("library in spring", LIBRARY)?;
    let report = hall.report()?.merge(library.report()?)?;
    page.figure("venues", report.statement().people_chart()?.to_svg());

    page.show(&report);

    // A person who came to no session did not co-operate, so the change is a windfall. The people who were not asked
    // again are missing. The library has no code for either: both follow from the records.

    // ## What the library is made of
    //
    // It depends on the crate with the features that it needs. Pictures are a feature of the program that uses it.
    page.file(dependencies(), "toml");

    // **A record of yours** that turns into an interaction. It is generic over the number, and read by `serde`.
    page.file(COURSE, "rust");

    // **A ledger behind your own type.** It fixes the catalogue, so that all venues have the same one.
    page.file(CLASSES, "rust");

    // **A result of yours.** It is stored as the exact state of its statement.
    page.file(REPORT, "rust");

    // **One error.** Your own rules are variants. What the books refuse keeps its rule, place and value.
    page.file(ERROR, "rust");

    // ## Errors
    //
    // A course that breaks a rule of the library, and one that breaks a rule of the books:
    let mut classes = Classes::<f64>::part("to try")?;
    let wrong: Vec<Course> = serde_json::from_str(
        r#"[{ "person": "x1", "venue": "hall", "started": "2026-03-02", "attended": 0, "missed": 0, "before": 20, "after": 18 },
            { "person": "x2", "venue": "hall", "started": "2026-03-02", "attended": 9, "missed": 3, "before": 20, "after": 2 }]"#,
    )?;
    let refused: Vec<String> =
        wrong.into_iter().filter_map(|course| Some(classes.enter(course).err()?.to_string())).collect();
    page.show(&refused.join("\n"));

    // ## Parts that are stored and merged
    //
    // Each venue can store its report. Read back in any order, the reports give the same bits as one book of all courses,
    // and no part counts twice.
    let stored = serde_json::to_string(&library.report()?)?;
    let again: Report = serde_json::from_str(&stored)?;
    let twice = again.clone().merge(library.report()?);
    page.show(&format!(
        "stored in another order: {}\nthe same part again: {}",
        if again.merge(hall.report()?)? == report { "equal" } else { "not equal" },
        twice.err().ok_or("a part counts once")?
    ));

    // ## Another kind of number
    //
    // The levels are whole points. With `i64` the same files give whole figures.
    let whole = entered::<i64>("hall in spring", HALL)?.report()?.of_venue("hall")?;
    page.show(&format!("hall: {} points created, {} destroyed", whole.created(), whole.destroyed()));

    // ## Publication
    //
    // Few people came to each venue. A publication with a threshold of five people withholds what would reveal one.
    page.show(&hall.publish(5)?);

    // ## What it means, and what it does not
    //
    // - The library decides what an interaction is, what the person's own part is, and which measure counts. These are the
    //   decisions to discuss with those who run the service. The books do the rest.
    // - Names of people should be pseudonyms before they enter. A stored report holds hashes of them, which can be
    //   guessed: protect it as you protect the names.
    // - The change of a concern is not an effect of the classes.

    check_facts(&report)
}

/// The first course of the hall.
fn first_course() -> &'static str {
    HALL.lines().nth(1).expect("the hall has a course").trim().trim_end_matches(',')
}

/// The courses that a venue sent, as a part of the books.
fn entered<N>(part: &str, sent: &str) -> Result<Classes<N>, Box<dyn Error>>
where
    N: covalue::number::Number + for<'de> serde::Deserialize<'de>,
{
    let mut classes = Classes::part(part)?;
    for course in serde_json::from_str::<Vec<Course<N>>>(sent)? {
        classes.enter(course)?;
    }
    Ok(classes)
}

/// The section of the dependencies.
fn dependencies() -> &'static str {
    let start = CARGO.find("[dependencies]").expect("the library has dependencies");
    CARGO[start..].split("\n\n").next().unwrap_or_default()
}

/// Lines that are neither empty nor comments.
fn lines_of_code(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//")).count()
}

/// Checks the figures that can be computed by hand from the files of the venues.
fn check_facts(report: &Report) -> Result<(), Box<dyn Error>> {
    let (hall, library) = (report.of_venue("hall")?, report.of_venue("library")?);
    assert_eq!((hall.created(), hall.destroyed(), hall.windfall_loss()), (36.0, 3.0, 4.0));
    assert_eq!((library.created(), library.destroyed(), library.windfall_gain()), (18.0, 2.0, 3.0));
    assert_eq!((hall.appraisal_count(), library.appraisal_count()), (9, 7));
    // One book of all courses has the same figures.
    let mut together = Classes::<f64>::part("spring")?;
    for sent in [LIBRARY, HALL] {
        for course in serde_json::from_str::<Vec<Course>>(sent)? {
            together.enter(course)?;
        }
    }
    let together = together.report()?;
    assert_eq!((together.of_venue("hall")?, together.of_venue("library")?), (hall, library));
    Ok(())
}
