//! The example `statement` as a command: its output, its refusals and its exit codes.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The path of the program of an example. Cargo builds the examples only if all tests are run, so this builds it. The
/// build uses the test profile, whose dependencies are built already.
pub(super) fn built(example: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--profile", "test", "--example", example, "--message-format", "json"]);
    let build = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let messages = String::from_utf8(build.stdout).expect("text");
    let mut messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = messages
        .find(|message| message["target"]["name"] == example && message["executable"].is_string())
        .expect("its program");
    program["executable"].as_str().expect("a path").to_owned()
}

/// Runs the example `statement` in the folder of the test files, with `input` as standard input.
pub(super) fn run(arguments: &[&str], input: &str) -> Output {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    run_program(PROGRAM.get_or_init(|| built("statement")), arguments, input)
}

/// Runs a program in the folder of the test files, with `input` as standard input.
pub(super) fn run_program(program: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    // A program that refuses its arguments closes standard input without reading it.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// The standard output of a program that succeeds without a word on standard error.
#[track_caller]
pub(super) fn answer_of(output: Output) -> String {
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
    let answer = String::from_utf8(output.stdout).expect("text");
    assert!(answer.ends_with('\n'), "{answer}");
    answer
}

/// A program must fail with exactly this message and without output. Its files stand in `folder`.
#[track_caller]
pub(super) fn fails_with(output: Output, folder: &str, message: &str) {
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!(stderr.replace(folder, ""), format!("error: {message}\n"));
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
}

pub(super) const DECLARATIONS: &str = r#"{"measure":{"id":"mobility","unit":"points","better":"higher"}}
{"measure":{"id":"pain","unit":"points","better":"lower","element":"outcome"}}
{"service":{"id":"physio","provider":"clinic","promises":{"mobility":2}}}
"#;

/// The same books as [`TABLE`], without the declarations.
pub(super) const ENTRIES: &str = r#"{"interaction":{"id":"v1","service":"physio","users":[{"id":"ana","with":{"district":"north"}}],"on":"2026-03-02","contributions":[{"party":"ana","integrated":3},{"party":"clinic","integrated":1}],"appraisals":[{"measure":"mobility","before":4,"after":8}]}}
{"interaction":{"id":"v2","service":"physio","users":[{"id":"ben","with":{"district":"south"}}],"on":"2026-03-09","contributions":[{"party":"ben","integrated":1},{"party":"clinic","misintegrated":[{"amount":1,"intent":"accidental"}]}],"appraisals":[{"measure":"mobility","before":5,"after":4},{"measure":"pain","before":3,"after":6}]}}
"#;

const TABLE: &str = "\
id,service,user,on,measure,before,after,user_integrated,provider_integrated,provider_misintegrated,intent,with.district
v1,physio,ana,2026-03-02,mobility,4,8,3,1,,,north
v2,physio,ben,2026-03-09,mobility,5,4,1,,1,accidental,south
v2,physio,ben,2026-03-09,pain,3,6,,,,,
";

const REACH: &str = "\
service,from,until,with.district,eligible,offered
physio,2026-03-01,2026-03-31,north,400,120
physio,2026-03-01,2026-03-31,south,600,90
";

const PROXIES: &str = "measure,proxy_value_gbp,year,source
pain,10,2024,a guide
";

/// A folder with the files that the tests name.
pub(super) fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command_line");
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
        write("catalogue.jsonl", DECLARATIONS);
        write("physio.jsonl", &[DECLARATIONS, ENTRIES].concat());
        write("physio.csv", TABLE);
        write("reach.csv", REACH);
        write("proxies.csv", PROXIES);
        write("two years.csv", "measure,proxy_value,unit,year\npain,10,GBP,2019\nmobility,5,GBP,2024\n");
        write("prices.csv", "year,index\n2019,80\n2024,100\n");
        write("wrong proxies.csv", &PROXIES.replace("10,", "-10,"));
        write("overlapping proxies.csv", "measure,proxy_value,overlaps\npain,10,mobility\nmobility,5,\n");
        write("wrong reach.csv", &REACH.replace("400,120", "400,many"));
        write("physio copy.CSV", TABLE);
        write("catalogue copy.JSONL", DECLARATIONS);
        write("physio.pdf", "");
        write(
            "wrong.jsonl",
            &format!(
                "{DECLARATIONS}nonsense\n\n{ENTRIES}{{\"void\":{{\"interaction\":\"v9\",\"reason\":\"a secret\"}}}}\n"
            ),
        );
        write("wrong.csv", &TABLE.replace("pain,3,6", "pain,three,6"));
        folder
    })
}

/// The standard output. Standard error must be empty.
#[track_caller]
pub(super) fn answers(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    let answer = String::from_utf8(output.stdout).expect("text");
    assert!(answer.ends_with('\n'), "{arguments:?}: {answer}");
    answer
}

/// The program must fail with exactly this message and without output.
#[track_caller]
pub(super) fn fails(arguments: &[&str], message: &str) {
    let output = run(arguments, "");
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!(stderr, format!("error: {message}\n"), "{arguments:?}");
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()), "{arguments:?}");
}

/// The program must refuse the arguments and mention `--help`.
#[track_caller]
pub(super) fn refuses(arguments: &[&str], message: &str) {
    fails(arguments, &format!("{message}; see --help"));
}

#[test]
fn help_is_printed_without_an_error() {
    let help = answers(&["--help"], "");
    assert_eq!(answers(&["physio.jsonl", "-h"], ""), help);
    for option in [
        "--catalogue",
        "--by",
        "--baseline",
        "--logic",
        "--include",
        "--as-of",
        "--follow-up",
        "--number",
        "--format",
        "--lenient",
        "--parts",
        "--disclose",
        "--round-to",
        "--trace",
        "--reading",
        "--reach",
        "--rule",
        "--measure",
        "--other",
        "--dimension",
        "--level",
        "--at-least",
        "--help",
    ] {
        assert!(help.contains(&format!("\n{option} ")), "{option}");
    }
}

#[test]
fn unknown_options_are_refused() {
    let known = "--and, --catalogue, --by, --baseline, --logic, --include, --as-of, --follow-up, --from, --until, --only, --number, --format, --disclose, --round-to, --reading, --trace, --reach, --rule, --measure, --other, --dimension, --level, --at-least, --seed, --replicates, --of, --per, --less, --since, --rejects, --for-spreadsheets, --parts, --beneficiaries, --lenient, --options, --reach-options, --column, --constant, --ignore, --delimiter, --days, --encoding, --header-line, --sheet, --missing, --wide, --dated, --ignore-unknown, --decimal-comma, --partial-dates, --trim, --skip-blank, --skip-repeats, --group-sessions, --help";
    refuses(&["physio.jsonl", "--group", "service"], &format!("`--group` is not one of {known}"));
    refuses(&["physio.jsonl", "-b"], "invalid option '-b'");
    refuses(&["physio.jsonl", "--by"], "missing argument for option '--by'");
    refuses(&["physio.jsonl", "--lenient=yes"], "unexpected argument for option '--lenient': \"yes\"");
    refuses(&[], "no FILE is given");
    refuses(&["--by", "service"], "no FILE is given");
    refuses(&["physio.jsonl", "physio.csv"], "more than one FILE is given");
}

#[test]
fn unknown_words_are_refused_and_the_known_ones_listed() {
    let by = "service, provider, user, beneficiary, role, source, element, year, quarter, month, year.MM, quarter.MM, with.NAME; or none alone";
    let include = "provider, other, affected, proxy, observed";
    for (option, word, message) in [
        ("--by", "patient", format!("unknown grouping `patient`, expected one of {by}")),
        ("--by", "service,", format!("unknown grouping ``, expected one of {by}")),
        ("--by", "with.", format!("unknown grouping `with.`, expected one of {by}")),
        ("--by", "none,service", format!("unknown grouping `none`, expected one of {by}")),
        (
            "--baseline",
            "after",
            "unknown baseline `after`, expected one of before, expected, without, ref.NAME".to_owned(),
        ),
        ("--logic", "goods", "unknown logic `goods`, expected one of service-dominant, service".to_owned()),
        ("--include", "nobody", format!("unknown role or source to include `nobody`, expected one of {include}")),
        ("--include", "proxy,nobody", format!("unknown role or source to include `nobody`, expected one of {include}")),
        ("--format", "xml", "`xml` is not one of table, csv, json".to_owned()),
        ("--number", "i64", "`i64` is not one of f64, decimal, rational, integer".to_owned()),
        ("--follow-up", "first", "unknown follow-up `first`, expected one of last, a number from 1".to_owned()),
        ("--follow-up", "0", "unknown follow-up `0`, expected one of last, a number from 1".to_owned()),
        (
            "--reading",
            "net",
            "`net` is not one of attribution, engagement, engagement-drivers, reach, relations, cross, drivers, risk, intervals, change, entries, excluded"
                .to_owned(),
        ),
        ("--rule", "half", "`half` is not one of equal, proportional, cooperation".to_owned()),
        ("--level", "5%", "`5%` is not a share: shares are written like 0.05 or 1/20".to_owned()),
        ("--level", "1/", "`1/` is not a share: shares are written like 0.05 or 1/20".to_owned()),
        ("--level", ".0000000005", "`.0000000005` is not a share: shares are written like 0.05 or 1/20".to_owned()),
        ("--at-least", "0", "`0` is not a whole number of at least 1".to_owned()),
        ("--disclose", "1", "`1` is not a whole number of at least 2".to_owned()),
        ("--round-to", "1", "`1` is not a whole number of at least 2".to_owned()),
        ("--as-of", "31.05.2026", "`31.05.2026` is not a day written as YYYY-MM-DD".to_owned()),
        ("--as-of", "2026-02-30", "`2026-02-30` is not a day written as YYYY-MM-DD".to_owned()),
    ] {
        refuses(&["physio.jsonl", option, word], &format!("{option}: {message}"));
    }
}

/// A filter may be given several times, and a name or value that no entry states is refused with the nearest one.
#[test]
fn filters_are_read_and_what_no_entry_states_is_refused() {
    let by = |filters: &[&str]| {
        answers(&[&["physio.jsonl", "--as-of", "2026-05-31", "--format", "csv"], filters].concat(), "")
    };
    let days = ["--from", "2026-03-02", "--until", "2026-03-02"];
    let filtered = by(&[&days[..], &["--only", "user=ana", "--only", "service=physio"]].concat());
    let rows: Vec<&str> = filtered.lines().skip(1).collect();
    assert!(rows.len() == 1 && rows[0].starts_with("physio,mobility,4.0,0.0,"), "{filtered}");
    assert!(rows[0].ends_with(",2026-05-31,2026-03-02,2026-03-02,service=physio; user=ana"), "{filtered}");
    assert_eq!(by(&[&days[..], &["--only", "user=ben"]].concat()).lines().count(), 1);
    assert_eq!(by(&["--only", "user=ana", "--only", "user=ben"]).lines().count(), 3);
    for (option, asked, message) in [
        ("--only", "service=s9", "`service=s9`; the nearest is `s"),
        ("--only", "with.distrct=north", "`with.distrct`; the nearest is `district`"),
        ("--only", "with.district=nrth", "`with.district=nrth`; the nearest is `north`"),
        ("--by", "with.distrct", "`with.distrct`; the nearest is `district`"),
        ("--baseline", "ref.aim", "`ref.aim`; none is stated"),
        ("--only", "role=patient", "`role=patient`; the nearest is "),
    ] {
        let output = run(&[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/mixed.jsonl"), option, asked], "");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        let starts = error.starts_with(&format!("error: no entry states {message}"));
        assert!(!output.status.success() && starts, "{error}");
    }
    refuses(&["physio.jsonl", "--only", "physio"], "--only: `physio` is not WORD=VALUE");
    refuses(&["physio.jsonl", "--from", "2026"], "--from: `2026` is not a day written as YYYY-MM-DD");
    let empty = "the period from 2026-03-03 until 2026-03-02 ends before it starts";
    refuses(&["physio.jsonl", "--from", "2026-03-03", "--until", "2026-03-02"], empty);
}

#[test]
fn repeated_options_are_refused() {
    for (option, word) in [
        ("--catalogue", "catalogue.jsonl"),
        ("--by", "service"),
        ("--baseline", "before"),
        ("--logic", "service"),
        ("--include", "proxy"),
        ("--as-of", "2026-05-31"),
        ("--follow-up", "last"),
        ("--from", "2026-03-01"),
        ("--until", "2026-03-31"),
        ("--number", "f64"),
        ("--format", "csv"),
        ("--disclose", "5"),
        ("--round-to", "5"),
        ("--reading", "risk"),
        ("--reach", "reach.csv"),
        ("--rule", "equal"),
        ("--measure", "mobility"),
        ("--other", "pain"),
        ("--dimension", "district"),
        ("--level", "0.05"),
        ("--at-least", "5"),
    ] {
        refuses(&["physio.jsonl", option, word, option, word], &format!("{option} is given twice"));
    }
    refuses(&["physio.jsonl", "--lenient", "--lenient"], "--lenient is given twice");
    refuses(&["physio.jsonl", "--parts", "--parts"], "--parts is given twice");
    refuses(&["physio.jsonl", "--by", "year,service,year"], "--by: R13: `year` occurs twice in one grouping");
    refuses(&["physio.jsonl", "--include", "proxy,other,proxy"], "--include: `proxy` is given twice");
    refuses(&["-", "--catalogue", "-"], "standard input, -, can be read only once");
}

#[test]
fn options_of_another_analysis_are_refused() {
    for (option, word, of) in [
        ("--reach", "reach.csv", "reach or entries"),
        ("--rule", "equal", "attribution"),
        ("--measure", "mobility", "cross or intervals"),
        ("--other", "pain", "cross"),
        ("--dimension", "district", "drivers or engagement-drivers or intervals"),
        ("--level", "0.05", "risk or intervals"),
        ("--at-least", "5", "risk or engagement-drivers or intervals"),
        ("--seed", "1", "intervals"),
        ("--replicates", "99", "intervals"),
        ("--of", "risk", "intervals"),
        ("--per", "appraisal", "intervals"),
        ("--less", "others", "intervals"),
        ("--since", "2026-03-02", "change or entries"),
    ] {
        refuses(&["physio.jsonl", option, word], &format!("{option} needs --reading {of}"));
        let engagement = ["physio.jsonl", "--reading", "engagement", option, word];
        refuses(&engagement, &format!("{option} needs --reading {of}"));
    }
    for reading in ["drivers", "engagement-drivers"] {
        refuses(&["physio.jsonl", "--reading", reading], &format!("--reading {reading} needs --dimension"));
    }
    let cross = ["physio.jsonl", "--reading", "cross"];
    refuses(&cross, "--reading cross needs --measure");
    refuses(&[&cross[..], &["--other", "pain"]].concat(), "--reading cross needs --measure");
    refuses(&[&cross[..], &["--measure", "pain"]].concat(), "--reading cross needs --other");
    refuses(&[&cross[..], &["--measure", "pain", "--other", ""]].concat(), "--other: the name is empty");
    fails(
        &[&cross[..], &["--measure", "pain", "--other", "mood"]].concat(),
        "R2: measure `mood` is not in the catalogue",
    );
    fails(
        &[&cross[..], &["--measure", "pain", "--other", "pain"]].concat(),
        "a cross needs two measures, but both are `pain`",
    );
    refuses(
        &["physio.jsonl", "--reading", "risk", "--level", "3/2"],
        "--level: a level of risk is 3/2, but must be above 0 and at most 1",
    );
    let published = ["physio.jsonl", "--reading", "reach", "--disclose", "5"];
    refuses(&published, "--reading reach cannot be combined with --disclose");
    let parts = "--parts cannot be combined with --reading or --disclose";
    refuses(&["physio.jsonl", "--reading", "risk", "--parts"], parts);
    refuses(&["physio.jsonl", "--parts", "--disclose", "5"], parts);
    refuses(
        &["physio.jsonl", "--reading", "drivers", "--dimension", "with.district"],
        "--dimension: write `district` instead of `with.district`",
    );
    refuses(&["physio.jsonl", "--round-to", "5"], "--round-to needs --disclose");
    fails(
        &["physio.jsonl", "--reading", "engagement", "--by", "role"],
        "engagement cannot be grouped or filtered by `role`, which only appraisals have",
    );
}

/// Each row of the page of `tests/conformance` is a command. Its output must have the fields of the named file, in
/// the same order and with the same values.
#[test]
fn every_command_of_the_conformance_page_prints_its_file() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the file exists");
    let page = read("README.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix("` |"));
    let mut commands = 0;
    for row in rows {
        let [file, journal, options] = row.split("` | `").collect::<Vec<_>>().try_into().expect("three cells");
        let journal = folder.join(journal);
        // Words in quotation marks are one option.
        let options = options
            .split('"')
            .enumerate()
            .flat_map(|(index, text)| if index % 2 == 0 { text.split_whitespace().collect() } else { vec![text] });
        let options = options.chain(["--format", "json"]);
        let arguments: Vec<&str> = [journal.to_str().expect("text")].into_iter().chain(options).collect();
        let (found, expected) = (fields(&answers(&arguments, "")), fields(&read(file)));
        if file.starts_with("reading-") || file.starts_with("practice-") {
            // The crate writes further fields, such as the terms and the ends of intervals.
            let mut found = found.iter();
            let missing = expected.iter().find(|field| !found.any(|one| one == *field));
            assert_eq!(missing, None, "{file}");
        } else {
            assert_eq!(found, expected, "{file}");
        }
        commands += 1;
    }
    assert_eq!(commands, 25, "the rows of the page");
}

/// The fields of a JSON text in their order, with their values.
fn fields(json: &str) -> Vec<(String, String)> {
    let json: String = json.split_whitespace().collect();
    let mut fields = Vec::new();
    for after in json.split(['{', ',']) {
        if let Some((name, value)) = after.split_once("\":") {
            fields.push((name.trim_start_matches('"').to_owned(), value.trim_matches(['}', ']', '[']).to_owned()));
        }
    }
    fields
}

#[test]
fn unreadable_files_are_reported() {
    fails(&["nowhere.jsonl"], "nowhere.jsonl: No such file or directory (os error 2)");
    fails(&["physio.csv", "--catalogue", "nowhere.jsonl"], "nowhere.jsonl: No such file or directory (os error 2)");
    fails(&["physio.csv"], "physio.csv: a table needs a --catalogue");
    fails(&["physio.pdf"], "physio.pdf: not a journal (.jsonl), a table (.csv) or a spreadsheet (.xlsx, .ods)");
    fails(&["physio"], "physio: not a journal (.jsonl), a table (.csv) or a spreadsheet (.xlsx, .ods)");
    fails(
        &["physio.csv", "--catalogue", "physio.jsonl"],
        "physio.jsonl: a catalogue must have services and measures only, but this file has interactions",
    );
    fails(&["wrong.jsonl"], "wrong.jsonl: line 4: form: not JSON (column 1)");
    fails(
        &["wrong.csv", "--catalogue", "catalogue.jsonl"],
        "wrong.csv: line 4: R3: before: `three` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
}

/// A file name of another system may end in capital letters.
#[test]
fn the_ending_of_a_file_may_be_in_capital_letters() {
    let expected = answers(&["physio.csv", "--catalogue", "catalogue.jsonl"], "");
    assert_eq!(answers(&["physio copy.CSV", "--catalogue", "catalogue copy.JSONL"], ""), expected);
    assert!(answers(&["catalogue copy.JSONL"], "").contains("nothing is counted"));
}

#[test]
fn a_lenient_run_lists_refusals_and_uses_the_rest() {
    let output = run(&["wrong.jsonl", "--lenient"], "");
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        stderr,
        "wrong.jsonl: line 4: form: not JSON (column 1)\nwrong.jsonl: line 8: R2: interaction `v9` is not recorded\n"
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).expect("text"), answers(&["physio.jsonl"], ""));

    let output = run(&["wrong.csv", "--catalogue", "catalogue.jsonl", "--lenient", "--format", "json"], "");
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        stderr,
        "wrong.csv: line 3: form: `v2` is refused because of line 4, and so is this row: an interaction is recorded whole or not at \
         all\nwrong.csv: line 4: R3: before: `three` is not a number: if it stands for a missing value, say so (option `missing`)\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let first = [DECLARATIONS, ENTRIES.split_inclusive('\n').next().expect("a line")].concat();
    assert_eq!(String::from_utf8(output.stdout).expect("text"), answers(&["-", "--format", "json"], &first));
    // Without refusals the list is empty.
    assert_eq!(answers(&["physio.jsonl", "--lenient"], ""), answers(&["physio.jsonl"], ""));
}

#[test]
fn standard_input_is_a_journal_or_a_catalogue() {
    let of_file = answers(&["physio.jsonl", "--by", "user"], "");
    assert_eq!(answers(&["-", "--by", "user"], &[DECLARATIONS, ENTRIES].concat()), of_file);
    assert_eq!(answers(&["-", "--by", "user", "--catalogue", "catalogue.jsonl"], ENTRIES), of_file);
    assert_eq!(answers(&["physio.csv", "--by", "user", "--catalogue", "-"], DECLARATIONS), of_file);
}

#[test]
fn a_journal_and_a_table_of_the_same_books_have_equal_statements() {
    let groupings = [
        "none",
        "service",
        "user",
        "provider",
        "beneficiary",
        "role",
        "source",
        "element",
        "year",
        "quarter",
        "month",
        "with.district",
        "service,quarter",
    ];
    let mut answered = 0;
    for by in groupings {
        for (baseline, heading) in [
            ("before", "change from before; "),
            ("expected", "change from what was expected; "),
            ("without", "change from the level without the service; "),
        ] {
            for format in ["table", "csv", "json"] {
                for number in ["f64", "decimal", "rational", "integer"] {
                    let terms = ["--by", by, "--baseline", baseline, "--format", format, "--number", number];
                    let journal = answers(&[&["physio.jsonl"][..], &terms].concat(), "");
                    let table = [&["physio.csv", "--catalogue", "catalogue.jsonl"][..], &terms].concat();
                    assert_eq!(answers(&table, ""), journal, "{terms:?}");
                    match format {
                        "json" => {
                            let statement: Value = serde_json::from_str(&journal).expect("JSON");
                            assert_eq!(statement["terms"]["baseline"], baseline);
                            let words = statement["terms"]["by"].as_array().expect("a list").len();
                            assert_eq!(words, if by == "none" { 0 } else { by.split(',').count() });
                            let cells = statement["cells"].as_array().expect("a list");
                            let gains: u64 = cells.iter().map(|cell| cell["gains"].as_u64().expect("a count")).sum();
                            assert_eq!(gains, u64::from(baseline == "before"), "{terms:?}");
                        }
                        "csv" => {
                            let mut rows = csv::Reader::from_reader(journal.as_bytes());
                            assert!(rows.records().all(|row| row.is_ok()), "{terms:?}");
                        }
                        _ => assert!(journal.starts_with(heading), "{terms:?}"),
                    }
                    answered += 1;
                }
            }
        }
    }
    assert_eq!(answered, 13 * 3 * 3 * 4);
}

#[test]
fn the_example_data_has_the_expected_statements() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let path = |name: &str| data.join(name).to_str().expect("text").to_owned();
    assert_eq!(std::fs::read_to_string(path("physio.csv")).expect("the file exists"), TABLE);
    assert_eq!(std::fs::read_to_string(path("physio_catalogue.jsonl")).expect("the file exists"), DECLARATIONS);
    let table = answers(&[&path("physio.csv"), "--catalogue", &path("physio_catalogue.jsonl")], "");
    assert_eq!(table, answers(&["physio.jsonl"], ""));
    let may = answers(&[&path("physio.jsonl"), "--as-of", "2026-05-31", "--format", "csv"], "");
    assert!(may.lines().nth(1).expect("a row").starts_with("physio,pain,2.0,"), "{may}");
    assert!(answers(&[&path("physio.jsonl")], "").ends_with("nothing is counted\n"));
}
