//! The example `report` as a command: its table of reach, and what it refuses.

use std::path::PathBuf;
use std::sync::OnceLock;

use super::command_line::{DECLARATIONS, ENTRIES, built, run_program};
use crate::report::html::table;

const HEADING: &str = "How many people were reached</h2>";

/// The exit code, the standard output and the standard error.
fn report(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    let output = run_program(PROGRAM.get_or_init(|| built("report")), arguments, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The page. Standard error must be empty.
#[track_caller]
fn page(arguments: &[&str], input: &str) -> String {
    let (code, page, errors) = report(arguments, input);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{arguments:?}");
    page
}

const TABLE: [&str; 3] = ["physio.csv", "--catalogue", "catalogue.jsonl"];

/// The same counts from a table beside a table, from a table beside a journal, and from the journal itself.
#[test]
fn a_report_reads_reach_from_its_table() {
    let of_table = page(&[&TABLE[..], &["--reach", "reach.csv"]].concat(), "");
    assert!(of_table.contains(HEADING));
    let rows = table(&of_table, "People reached by service and district");
    let column = |heading: &str| rows[0].iter().position(|known| known == heading).expect("a column");
    let offered: Vec<&str> = rows[1..].iter().map(|row| row[column("offered")].as_str()).collect();
    assert_eq!(offered, ["120 (30 %)", "90 (15 %)", "90 (15 %)"], "north on mobility, south on mobility and on pain");
    let named = |page: &str, name: &str| page.replace(&format!("The file {name} holds"), "The file holds");
    let beside_journal = page(&["physio.jsonl", "--reach", "reach.csv"], "");
    assert_eq!(named(&beside_journal, "physio.jsonl"), named(&of_table, "physio.csv"));
    let entry = |district: &str, eligible: u32, offered: u32| {
        format!(
            r#"{{"reach":{{"service":"physio","from":"2026-03-01","until":"2026-03-31","with":{{"district":"{district}"}},"eligible":{eligible},"offered":{offered}}}}}"#
        ) + "\n"
    };
    let journal = [DECLARATIONS, ENTRIES, &entry("north", 400, 120), &entry("south", 600, 90)].concat();
    assert_eq!(named(&page(&["-"], &journal), "from standard input"), named(&of_table, "physio.csv"));
    assert!(!page(&TABLE, "").contains(HEADING));
}

#[test]
fn refused_rows_of_reach_are_listed_with_their_file() {
    let message = "wrong reach.csv: line 2: form: offered: `many` is not a whole number from 0 to 18446744073709551615";
    let strict = [&TABLE[..], &["--reach", "wrong reach.csv"]].concat();
    assert_eq!(report(&strict, ""), (Some(1), String::new(), format!("error: {message}\n")));
    let (code, page, errors) = report(&[&strict[..], &["--lenient"]].concat(), "");
    assert_eq!((code, errors), (Some(0), format!("{message}\n")));
    assert!(page.contains("1 entry was refused, as an error:") && page.contains(&format!("<li>{message}</li>")));
    assert!(page.contains(HEADING) && page.contains("90 (15 %)") && !page.contains("120 (30 %)"));
}

#[test]
fn a_table_of_reach_is_given_once_and_not_published() {
    let published = "--reach cannot be combined with --publish, since counts of people reached are not published";
    let journal = "physio.jsonl: not a table (.csv) or a spreadsheet (.xlsx, .ods)";
    for (options, message) in [
        (&["--reach", "reach.csv", "--publish"][..], format!("{published}; see --help")),
        (&["--publish", "3", "--reach", "reach.csv"][..], format!("{published}; see --help")),
        (&["--reach", "reach.csv", "--reach", "reach.csv"][..], "--reach is given twice; see --help".to_owned()),
        (&["--reach", "physio.jsonl"][..], journal.to_owned()),
    ] {
        let expected = (Some(1), String::new(), format!("error: {message}\n"));
        assert_eq!(report(&[&TABLE[..], options].concat(), ""), expected, "{options:?}");
    }
    assert!(page(&["--help"], "").contains("\n--reach FILE "));
}

#[test]
fn a_report_shows_the_statement_in_money() {
    let page = page(&["physio.jsonl", "--valuation", "proxies.csv"], "");
    let section = page.split_once("<h2>Worth in money</h2>").expect("a section").1;
    let subject = "GBP in prices of 2024; change from before; users&#39; own appraisals; gross: nothing is deducted";
    let subject = subject.replace("&#39;", "'");
    assert!(section.replace("&#39;", "'").replace("&apos;", "'").contains(&subject), "{section}");
    assert!(section.contains("not valued, since no proxy is stated") && section.contains("a guide"));
    assert!(
        section.split_once("</h2>").map_or(section, |(first, _)| first).contains("Worth by service in GBP"),
        "{section}"
    );
    assert!(page.contains("Summary in six sentences"), "{page:.2000}");
    let refused = "wrong proxies.csv: line 2: R3: the proxy of `pain` is -10.0, below zero: the direction of the measure makes a loss";
    let published = "--valuation cannot be combined with --publish, since worth is not published; see --help";
    for (options, message) in [(&["wrong proxies.csv"][..], refused), (&["proxies.csv", "--publish"], published)] {
        let arguments = [&["physio.jsonl", "--valuation"], options].concat();
        assert_eq!(report(&arguments, ""), (Some(1), String::new(), format!("error: {message}\n")));
    }
}

/// Two measures with proxies of two years.
#[test]
fn r32_a_report_states_proxies_of_two_years_in_prices_of_one() {
    let two_years = ["physio.jsonl", "--valuation", "two years.csv"];
    let refused = |options: &[&str], message: &str| {
        let expected = (Some(1), String::new(), format!("error: {message}\n"));
        assert_eq!(report(&[&two_years[..], options].concat(), ""), expected, "{options:?}");
    };
    refused(
        &[],
        "two years.csv: R32: amounts are in prices of 2024 and of 2019, and no price year is asked for: state --prices \
         YEAR with --deflator FILE",
    );
    refused(&["--prices", "2024"], "--prices needs --deflator; see --help");
    refused(&["--deflator", "prices.csv"], "--deflator needs --prices; see --help");
    refused(
        &["--prices", "24", "--deflator", "prices.csv"],
        "--prices: `24` is not a year of four digits, such as 2024; see --help",
    );
    refused(
        &["--prices", "2030", "--deflator", "prices.csv"],
        "two years.csv: R32: the deflator `prices.csv` has no index of 2030: add the year to the file of --deflator",
    );
    let asked = ["--prices", "2024", "--deflator", "prices.csv"];
    let page = page(&[&two_years[..], &asked].concat(), "");
    assert!(page.contains("GBP in prices of 2024 by prices.csv; "), "{page:.4000}");
    let needs = (Some(1), String::new(), "error: --prices needs --valuation; see --help\n".to_owned());
    assert_eq!(report(&[&["physio.jsonl"], &asked[..]].concat(), ""), needs);
}

#[test]
fn r34_a_report_values_measures_that_overlap_on_request() {
    let overlapping = ["physio.jsonl", "--valuation", "overlapping proxies.csv"];
    let refused = "error: overlapping proxies.csv: R34: `mobility` and `pain` overlap, and both have a proxy: leave out one of \
                   them, or value both despite overlaps\n";
    assert_eq!(report(&overlapping, ""), (Some(1), String::new(), refused.to_owned()));
    let page = page(&[&overlapping[..], &["--despite-overlaps"]].concat(), "");
    assert!(page.contains("overlap, so their common change is valued twice"));
    let needs = "error: --despite-overlaps needs --valuation; see --help\n";
    assert_eq!(report(&["physio.jsonl", "--despite-overlaps"], ""), (Some(1), String::new(), needs.to_owned()));
}

/// A command of the README.
#[test]
fn the_example_data_has_a_report_in_money() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let path = |name: &str| data.join(name).to_str().expect("text").to_owned();
    let (books, catalogue) = (path("physio.csv"), path("physio_catalogue.jsonl"));
    let page = page(&[&books, "--catalogue", &catalogue, "--valuation", &path("physio_proxies.csv")], "");
    let sentence = "<li>At the stated proxies, 480 GBP were created and 120 destroyed, in prices of 2024; 1 measure has no proxy \
                    and is not valued.</li>";
    assert!(page.contains(sentence), "{page:.4000}");
}

/// The command of the README.
#[test]
fn the_example_data_has_a_report_with_reach() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let path = |name: &str| data.join(name).to_str().expect("text").to_owned();
    let (books, catalogue) = (path("physio.csv"), path("physio_catalogue.jsonl"));
    let page = page(&[&books, "--catalogue", &catalogue, "--reach", &path("physio_reach.csv")], "");
    let rows = table(&page, "People reached by service and district");
    let north = rows.iter().find(|row| row[1] == "north").expect("a row");
    assert!(north.contains(&"4 (20 %)".to_owned()) && north.contains(&"1 (50 %)".to_owned()), "{north:?}");
}

/// The intervals are those of the library, with the seed that is asked for.
#[test]
fn a_report_shows_intervals_on_request() {
    const HEADING: &str = "How sure the figures are</h2>";
    let visit = |person: usize| {
        let (after, month) = ([3, 4, 7, 8][person % 4], [3, 6][person / 20]);
        format!(
            r#"{{"interaction":{{"service":"physio","users":["person {person}"],"on":"2026-0{month}-02","appraisals":[{{"measure":"mobility","before":5,"after":{after}}}]}}}}"#
        ) + "\n"
    };
    let journal = DECLARATIONS.to_owned() + &(0..40).map(visit).collect::<String>();
    let mut ledger = covalue::Ledger::<f64>::new(&covalue::Catalogue::empty());
    covalue::journal::read(&mut ledger, journal.as_bytes()).expect("a journal");
    for (asked, seed) in [(&["-", "--intervals"][..], 0), (&["-", "--intervals", "7"], 7), (&["-", "--intervals=7"], 7)]
    {
        let page = page(asked, &journal);
        assert!(page.contains(HEADING) && page.contains("Confidence interval</dt>"));
        let resampling = covalue::certainty::Resampling::seeded(seed);
        let intervals = ledger.intervals_on(covalue::By::Service, resampling).expect("intervals");
        let net = intervals.line("physio", "mobility").expect("a line").net().expect("40 people");
        let cells = table(&page, "How sure the figures are");
        let text = format!("{:.2} ({:.2} to {:.2})", net.estimate(), net.low(), net.high());
        assert!(cells[1].contains(&text), "{cells:?}");
        assert!(page.contains("net (95 % interval)"), "the picture of the amounts");
        assert!(page.contains("Upright"), "the picture over time");
    }
    assert!(!page(&["-"], &journal).contains(HEADING));
    let refused =
        "error: --intervals cannot be combined with --publish, since intervals are not published; see --help\n";
    assert_eq!(report(&["-", "--intervals", "--publish"], ""), (Some(1), String::new(), refused.to_owned()));
}
