//! Figures and outputs that pages state by hand are those that the code gives.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use covalue::By;

use crate::support::data_sets::jobs::{self, Attendance};
use crate::support::data_sets::trial::DEPRESSION;
use crate::support::data_sets::{households, test_results, trial};

/// A page as one line of text, so that a sentence is found across line breaks.
fn page(path: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1681` with a comma: `1,681`.
fn thousands(count: usize) -> String {
    if count < 1000 { count.to_string() } else { format!("{},{:03}", count / 1000, count % 1000) }
}

/// Each sentence stands on the page, this many times. A figure that is changed, on the page or by the code, or a
/// sentence that is gone, makes the number smaller.
fn stand(path: &str, sentences: &[(usize, String)]) {
    let page = page(path);
    for (times, sentence) in sentences {
        assert_eq!(page.matches(sentence.as_str()).count(), *times, "{path}: how often it says \"{sentence}\"");
    }
}

#[test]
fn the_figures_of_data_sets_on_pages_are_those_of_the_code() {
    let total = trial::read().unwrap().statement(By::Service).unwrap().total(DEPRESSION).unwrap();
    let (created, destroyed) = (total.created(), total.destroyed());
    let patients = trial::read().unwrap().len();
    let jobless = jobs::read(Attendance::Recorded).unwrap().len();
    let tenants = households::read().unwrap().len();
    let (results, rows) = test_results::read().unwrap();
    let recorded = thousands(results.len());

    stand(
        "README.md",
        &[
            (
                1,
                format!(
                    "a trial with two treatments of depression: {created} points created and {destroyed} destroyed,"
                ),
            ),
            (1, format!("A net alone would hide the {destroyed} points that patients lost.")),
            (1, format!("the books of a real trial with {patients} patients,")),
            (1, format!("| a trial with {patients} patients |")),
            (1, format!("| the trial with {patients} patients again |")),
            (1, format!("| a randomised trial with {jobless} unemployed people |")),
            (1, format!("| {} households in Copenhagen |", thousands(tenants))),
            (1, format!("| {recorded} people in Malawi |")),
        ],
    );
    stand(
        "docs/sources.md",
        &[
            (1, format!("| Levels of {patients} patients in the examples")),
            (1, format!("| Depression of {jobless} unemployed people,")),
            (1, format!("contact of {} households in the example", thousands(tenants))),
        ],
    );
    stand(
        "examples/data/README.md",
        &[
            (1, format!("| {patients} patients with depression ")),
            (1, format!("| {} households in rented housing ", thousands(tenants))),
            (1, format!("must arrive at {} households.", thousands(tenants))),
            (1, format!("| {} people in rural Malawi ", thousands(rows))),
            (1, format!("must arrive at {recorded} people ")),
            (1, format!("| {jobless} unemployed people ")),
        ],
    );
}

/// The text for people who do not see the first picture has figures, and the picture has the same ones in its title.
#[test]
fn the_text_of_the_first_picture_has_the_figures_of_its_title() {
    let readme = page("README.md");
    let (text, file) = readme.split_once("![").and_then(|(_, rest)| rest.split_once("](")).expect("a picture");
    let file = file.split(')').next().expect("a file");
    let svg = page(file);
    let title = svg.split_once("<title").and_then(|(_, rest)| rest.split('>').nth(1)).expect("a title");
    let figures = |text: &str| {
        let words = text.split(|letter: char| !letter.is_ascii_digit());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(figures(text).len() == 2 && figures(text) == figures(title), "{text}; {title}");
}

/// The text of a file, with the comment marks of documentation removed.
fn text(path: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path);
    let line =
        |line: &str| line.strip_prefix("//!").map_or(line, |line| line.strip_prefix(' ').unwrap_or(line)).to_owned();
    text.lines().map(|text| line(text) + "\n").collect()
}

thread_local! {
    /// What a program of README printed.
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
}

fn add(text: &str) {
    PRINTED.with_borrow_mut(|printed| *printed += text);
}

// The programs print into a text, since in the modules below these hide the macros of the standard library.
macro_rules! print {
    ($($text:tt)*) => { super::add(&format!($($text)*)) };
}
macro_rules! println {
    ($($text:tt)*) => { super::add(&(format!($($text)*) + "\n")) };
}

/// A program of README as a module. It is a file, which the test holds to README.
macro_rules! program {
    ($name:ident, $file:literal) => {
        mod $name {
            include!($file);

            pub(super) const TEXT: &str = include_str!($file);

            /// What the program prints.
            pub(super) fn output() -> String {
                main().unwrap();
                super::PRINTED.take()
            }
        }
    };
}

program!(first, "readme/first.rs");
program!(second, "readme/second.rs");
program!(third, "readme/third.rs");

/// A page that has a program and, after it, an output has this program and its output.
fn holds(path: &str, program: &str, output: &str) {
    let page = text(path);
    let (_, after) = page.split_once(&format!("{program}```\n")).unwrap_or_else(|| {
        panic!("{path} has another program than tests/house/readme: copy it, so that its output is tested\n{program}")
    });
    let printed = after.split_once("```text\n").and_then(|(_, rest)| rest.split_once("```\n")).expect("an output").0;
    assert_eq!(printed, output, "{path} has another output than its program");
}

/// The front page of the documentation has the first program and output of README, too.
#[test]
fn the_first_output_is_that_of_its_program() {
    for page in ["README.md", "src/lib.rs"] {
        holds(page, first::TEXT, &first::output());
    }
}

#[test]
fn the_other_outputs_are_those_of_their_programs() {
    holds("README.md", second::TEXT, &second::output());
    holds("README.md", third::TEXT, &third::output());
}
