//! Figures and outputs that pages state by hand are those that the code gives.

use std::fs;
use std::path::Path;

use covalue::engagement::EngagementLine;
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};

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
    text.lines().map(|line| line.strip_prefix("//! ").unwrap_or(line).to_owned() + "\n").collect()
}

/// The program of README records these visits, and the front page of the documentation has the same one.
#[test]
fn the_first_output_is_the_statement_of_its_program() {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("mobility", 2.0)],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = |user, day| Interaction::between(user, "physio", date(2026, 3, day));
    let mobility = |before, after| Appraisal::of("mobility").before(before).after(after);
    ledger.record(visit("ana", 2).appraisal(mobility(4.0, 8.0))).unwrap();
    let pain = Appraisal::of("pain").before(3.0).after(6.0);
    ledger.record(visit("ben", 9).appraisal(mobility(5.0, 4.0)).appraisal(pain)).unwrap();
    let output = format!("```text\n{}```\n", ledger.statement(By::Service).unwrap());
    for page in ["README.md", "src/lib.rs"] {
        assert!(text(page).contains(&output), "{page} has another output than\n{output}");
    }
}

/// The lines that the second program of README prints.
#[test]
fn the_second_output_is_the_engagement_of_its_program() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (user, month, did, skipped, served, failed) in
        [("ana", 1, 3.0, 0.0, 1.0, 0.0), ("ben", 4, 1.0, 2.0, 1.0, 0.0), ("cai", 7, 1.0, 3.0, 0.2, 0.8)]
    {
        let clinic = Contribution::of("clinic").integrated(served).misintegrated(failed, Misuse::unknown());
        let own = Contribution::of(user).integrated(did).not_integrated(skipped, Misuse::unknown());
        let visit = Interaction::between(user, "physio", date(2026, month, 5));
        ledger.record(visit.contribution(own).contribution(clinic)).unwrap();
    }
    ledger.record(Interaction::between("dee", "physio", date(2026, 10, 1))).unwrap();
    let printed = |line: &EngagementLine| {
        let stated = || format!("not known, stated in {} of {}", line.stated_count(), line.interaction_count());
        format!("{line}: {}\n", line.scenario().map_or_else(stated, |scenario| scenario.to_string()))
    };
    let output: String = ledger.engagement(By::Service.and(By::Quarter)).unwrap().lines().map(printed).collect();
    assert!(text("README.md").contains(&format!("```text\n{output}```\n")), "README has another output than\n{output}");
}
