//! The example `statement` as it is run: what it answers, what it refuses in which words, and how it ends.
#![allow(missing_docs, reason = "tests")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The program, built if it is not: only a run of all tests builds the examples by itself. In the profile of tests, whose
/// dependencies are there.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--profile", "test", "--example", "statement", "--message-format", "json"]);
        let build = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        let messages = String::from_utf8(build.stdout).expect("text");
        let mut messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let program = messages
            .find(|message| message["target"]["name"] == "statement" && message["executable"].is_string())
            .expect("its program");
        program["executable"].as_str().expect("a path").to_owned()
    })
}

/// Runs the program in the folder of this test's files, with that on standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(folder());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    // Whoever refuses its arguments reads nothing.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

const DECLARATIONS: &str = r#"{"measure":{"id":"mobility","unit":"points","better":"higher"}}
{"measure":{"id":"pain","unit":"points","better":"lower","element":"outcome"}}
{"service":{"id":"physio","provider":"clinic","promises":{"mobility":2}}}
"#;

/// What the table says, with the declarations: a journal of the same books.
const ENTRIES: &str = r#"{"interaction":{"id":"v1","service":"physio","users":[{"id":"ana","with":{"district":"north"}}],"on":"2026-03-02","contributions":[{"party":"ana","integrated":3},{"party":"clinic","integrated":1}],"appraisals":[{"measure":"mobility","before":4,"after":8}]}}
{"interaction":{"id":"v2","service":"physio","users":[{"id":"ben","with":{"district":"south"}}],"on":"2026-03-09","contributions":[{"party":"ben","integrated":1},{"party":"clinic","misintegrated":[{"amount":1,"intent":"accidental"}]}],"appraisals":[{"measure":"mobility","before":5,"after":4},{"measure":"pain","before":3,"after":6}]}}
"#;

const TABLE: &str = "\
id,service,user,on,measure,before,after,user_integrated,provider_integrated,provider_misintegrated,intent,with.district
v1,physio,ana,2026-03-02,mobility,4,8,3,1,,,north
v2,physio,ben,2026-03-09,mobility,5,4,1,,1,accidental,south
v2,physio,ben,2026-03-09,pain,3,6,,,,,
";

/// A folder with the files that the tests name.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command_line");
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
        write("catalogue.jsonl", DECLARATIONS);
        write("physio.jsonl", &[DECLARATIONS, ENTRIES].concat());
        write("physio.csv", TABLE);
        write("physio.txt", "");
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

/// What it answers, and nothing on standard error.
#[track_caller]
fn answers(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{arguments:?}");
    let answer = String::from_utf8(output.stdout).expect("text");
    assert!(answer.ends_with('\n'), "{arguments:?}: {answer}");
    answer
}

/// It fails with that message alone, and answers nothing.
#[track_caller]
fn fails(arguments: &[&str], message: &str) {
    let output = run(arguments, "");
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(told, format!("error: {message}\n"), "{arguments:?}");
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()), "{arguments:?}");
}

/// It refuses those arguments, and says where the allowed ones are listed.
#[track_caller]
fn refuses(arguments: &[&str], message: &str) {
    fails(arguments, &format!("{message}; --help tells how it is used"));
}

#[test]
fn help_is_an_answer() {
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
        "--reading",
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
fn what_is_no_option_is_refused() {
    let known = "--catalogue, --by, --baseline, --logic, --include, --as-of, --follow-up, --number, --format, --disclose, --round-to, --reading, --rule, --measure, --other, --dimension, --level, --at-least, --parts, --lenient, --help";
    refuses(&["physio.jsonl", "--group", "service"], &format!("--group is none of {known}"));
    refuses(&["physio.jsonl", "-b"], "invalid option '-b'");
    refuses(&["physio.jsonl", "--by"], "missing argument for option '--by'");
    refuses(&["physio.jsonl", "--lenient=yes"], "unexpected argument for option '--lenient': \"yes\"");
    refuses(&[], "no FILE is given");
    refuses(&["--by", "service"], "no FILE is given");
    refuses(&["physio.jsonl", "physio.csv"], "more than one FILE is given");
}

#[test]
fn an_unknown_word_is_refused_with_the_known_ones() {
    let by = "service, provider, user, beneficiary, role, source, element, year, quarter, month, with.NAME; or none by itself";
    let include = "provider, other, affected, proxy, observed";
    for (option, word, message) in [
        ("--by", "patient", format!("form: unknown grouping `patient`, expected one of {by}")),
        ("--by", "service,", format!("form: unknown grouping ``, expected one of {by}")),
        ("--by", "with.", format!("form: unknown grouping `with.`, expected one of {by}")),
        ("--by", "none,service", format!("form: unknown grouping `none`, expected one of {by}")),
        ("--baseline", "after", "form: unknown baseline `after`, expected one of before, expected, without".to_owned()),
        ("--logic", "goods", "form: unknown logic `goods`, expected one of service-dominant, service".to_owned()),
        ("--include", "nobody", format!("form: unknown role or source to include `nobody`, expected one of {include}")),
        (
            "--include",
            "proxy,nobody",
            format!("form: unknown role or source to include `nobody`, expected one of {include}"),
        ),
        ("--format", "xml", "`xml` is none of table, csv, json".to_owned()),
        ("--number", "i64", "`i64` is none of f64, decimal, rational, integer".to_owned()),
        ("--follow-up", "first", "form: unknown follow-up `first`, expected one of last, a number from 1".to_owned()),
        ("--follow-up", "0", "form: unknown follow-up `0`, expected one of last, a number from 1".to_owned()),
        (
            "--reading",
            "net",
            "`net` is none of attribution, engagement, engagement-drivers, relations, cross, drivers, risk".to_owned(),
        ),
        ("--rule", "half", "`half` is none of equal, proportional, cooperation".to_owned()),
        ("--level", "5%", "`5%` is no share, which is written as 0.05 or 1/20".to_owned()),
        ("--level", "1/", "`1/` is no share, which is written as 0.05 or 1/20".to_owned()),
        ("--level", ".0000000005", "`.0000000005` is no share, which is written as 0.05 or 1/20".to_owned()),
        ("--at-least", "0", "`0` is no number from 1".to_owned()),
        ("--disclose", "1", "`1` is no number from 2".to_owned()),
        ("--round-to", "1", "`1` is no number from 2".to_owned()),
        ("--as-of", "31.05.2026", "`31.05.2026` is no day, which is written as 2026-03-02".to_owned()),
        ("--as-of", "2026-02-30", "`2026-02-30` is no day, which is written as 2026-03-02".to_owned()),
    ] {
        refuses(&["physio.jsonl", option, word], &format!("{option}: {message}"));
    }
}

#[test]
fn what_is_given_twice_is_refused() {
    for (option, word) in [
        ("--catalogue", "catalogue.jsonl"),
        ("--by", "service"),
        ("--baseline", "before"),
        ("--logic", "service"),
        ("--include", "proxy"),
        ("--as-of", "2026-05-31"),
        ("--follow-up", "last"),
        ("--number", "f64"),
        ("--format", "csv"),
        ("--disclose", "5"),
        ("--round-to", "5"),
        ("--reading", "risk"),
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
    refuses(&["physio.jsonl", "--by", "year,service,year"], "--by: R13: year is twice in one grouping");
    refuses(&["physio.jsonl", "--include", "proxy,other,proxy"], "--include: proxy is there twice");
    refuses(&["-", "--catalogue", "-"], "FILE and --catalogue are both -, and standard input can be read only once");
}

#[test]
fn an_option_of_another_reading_is_refused() {
    for (option, word, of) in [
        ("--rule", "equal", "attribution"),
        ("--measure", "mobility", "cross"),
        ("--other", "pain", "cross"),
        ("--dimension", "district", "drivers or engagement-drivers"),
        ("--level", "0.05", "risk"),
        ("--at-least", "5", "risk or engagement-drivers"),
    ] {
        refuses(&["physio.jsonl", option, word], &format!("{option} goes with --reading {of}"));
        let engagement = ["physio.jsonl", "--reading", "engagement", option, word];
        refuses(&engagement, &format!("{option} goes with --reading {of}"));
    }
    for reading in ["drivers", "engagement-drivers"] {
        refuses(&["physio.jsonl", "--reading", reading], &format!("--reading {reading} needs a --dimension"));
    }
    let cross = ["physio.jsonl", "--reading", "cross"];
    refuses(&cross, "--reading cross needs a --measure");
    refuses(&[&cross[..], &["--other", "pain"]].concat(), "--reading cross needs a --measure");
    refuses(&[&cross[..], &["--measure", "pain"]].concat(), "--reading cross needs an --other");
    refuses(&[&cross[..], &["--measure", "pain", "--other", ""]].concat(), "--other: it has no name");
    fails(
        &[&cross[..], &["--measure", "pain", "--other", "mood"]].concat(),
        "R2: mood is no measure of the catalogue: name one that is declared",
    );
    fails(
        &[&cross[..], &["--measure", "pain", "--other", "pain"]].concat(),
        "form: pain is crossed with itself: name two measures",
    );
    refuses(
        &["physio.jsonl", "--reading", "risk", "--level", "3/2"],
        "--level: form: a level of risk is 3/2, and has to be above 0 and 1 at the most",
    );
    let parts = "--parts goes with a statement, and not with --reading or --disclose";
    refuses(&["physio.jsonl", "--reading", "risk", "--parts"], parts);
    refuses(&["physio.jsonl", "--parts", "--disclose", "5"], parts);
    refuses(
        &["physio.jsonl", "--reading", "drivers", "--dimension", "with.district"],
        "--dimension: `with.district` is named without with., as `district`",
    );
    refuses(&["physio.jsonl", "--round-to", "5"], "--round-to goes with --disclose");
    fails(
        &["physio.jsonl", "--reading", "engagement", "--by", "role"],
        "form: engagement needs no appraisal, and cannot be grouped by role",
    );
    fails(
        &["physio.jsonl", "--reading", "risk", "--number", "integer"],
        "--reading risk divides, and integers do not: --number f64, decimal or rational",
    );
}

#[test]
fn readings_are_told_in_every_format() {
    let risk = ["--reading", "risk", "--at-least", "1", "--level", "1/2"];
    let engagement_drivers = ["--reading", "engagement-drivers", "--dimension", "district", "--at-least", "1"];
    let readings: [(&[&str], &str); 11] = [
        (&["--reading", "attribution"], "physio   mobility  points  ana         3.5        0.0\n"),
        (
            &["--reading", "attribution", "--rule", "proportional"],
            "physio   mobility  points  ana         3.0        0.0\n",
        ),
        (&["--reading", "attribution", "--rule", "equal"], "physio   mobility  points  ana         2.0        0.0\n"),
        (
            &["--reading", "engagement"],
            "physio                4.0             4.0                  1.0             2.0  2 of 2  both sides engaged (Let's Dance)\n",
        ),
        (&engagement_drivers, "north                  1          1  100 %    21 to 100 %  3.0 of 3.0 (100 %)"),
        (&["--reading", "relations"], "physio   mobility       1         0      1"),
        (
            &["--reading", "cross", "--measure", "mobility", "--other", "pain", "--number", "integer"],
            "\nmobility worse         0 (0 %)        0 (0 %)   1 (100 %)  1 (100 %)\n",
        ),
        (
            &["--reading", "drivers", "--dimension", "district"],
            "mobility  points  north                      1   100 %    0 %           4.0",
        ),
        (
            &risk,
            "physio   mobility  points              2                1 of 2        0.500  0.095 to 0.905        1.0            0.5                 1.0\n",
        ),
        (
            &["--parts"],
            "physio   mobility  points      4.0         4.0            0.0        1.0          1.0             0.0            0.0   3.0\n",
        ),
        // Of two people one is better and one worse: their number is all that is told.
        (&["--disclose", "2"], "physio       2  mobility  points           2  withheld   0 (0 %)  withheld"),
    ];
    for (options, expected) in readings {
        let answer = |more: &[&str]| answers(&[&["physio.jsonl"], options, more].concat(), "");
        let table = answer(&[]);
        assert!(table.contains(expected), "{options:?}: {table}");
        let json: Value = serde_json::from_str(&answer(&["--format", "json"])).expect("JSON");
        let lines = json["lines"].as_array().or(json["cells"].as_array()).expect("a list").len();
        assert!(lines > 0, "{json}");
        let csv = answer(&["--format", "csv"]);
        // As wide in every row; and of what is disclosed there is a row more, for the measure that is withheld.
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.records().collect::<Result<Vec<_>, _>>().expect("as wide as the header").len();
        assert!(rows >= lines, "{csv}");
    }
}

/// Else a misspelt dimension would look like an answer.
#[test]
fn a_dimension_that_nobody_states_is_named() {
    let answer = answers(&["physio.jsonl", "--reading", "drivers", "--dimension", "distrikt"], "");
    assert!(answer.ends_with("no entries that state distrikt\n"), "{answer}");
    let answer = answers(&["physio.jsonl", "--reading", "engagement-drivers", "--dimension", "distrikt"], "");
    assert!(answer.ends_with("no contributions of users who state distrikt\n"), "{answer}");
}

/// Each row of the page of `tests/conformance` is a command: its answer has the fields of its file in the same order, with the
/// same values.
#[test]
fn every_command_of_the_conformance_page_answers_as_its_file() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the file is there");
    let page = read("README.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix("` |"));
    let mut commands = 0;
    for row in rows {
        let [file, journal, options] = row.split("` | `").collect::<Vec<_>>().try_into().expect("three cells");
        let journal = folder.join(journal);
        let options = options.split_whitespace().chain(["--format", "json"]);
        let arguments: Vec<&str> = [journal.to_str().expect("text")].into_iter().chain(options).collect();
        let (found, expected) = (fields(&answers(&arguments, "")), fields(&read(file)));
        if file.starts_with("reading-") {
            // The crate adds fields of its own, as the terms and the ends of intervals.
            let mut found = found.iter();
            let missing = expected.iter().find(|field| !found.any(|one| one == *field));
            assert_eq!(missing, None, "{file}");
        } else {
            assert_eq!(found, expected, "{file}");
        }
        commands += 1;
    }
    assert_eq!(commands, 17, "the rows of the page");
}

/// The fields of a JSON text in their order, each with what stands behind its name.
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

/// A share of one person is given where it is asked for; integers, which do not divide, have it too.
#[test]
fn engagement_drivers_give_no_share_of_fewer_people_than_asked_for() {
    let of = ["physio.jsonl", "--reading", "engagement-drivers", "--dimension", "district", "--number", "integer"];
    let answer = |more: &[&str]| answers(&[&of[..], more].concat(), "");
    assert_eq!(
        answer(&[]),
        "\
district, users who took part; each value beside the others that are stated, no share of fewer than 30 people
district  people with it  took part  share  95 % interval  integrated  people with others  took part  share  95 % interval  integrated
north                  1          1      -              -      3 of 3                   1          1      -              -      1 of 1
south                  1          1      -              -      1 of 1                   1          1      -              -      3 of 3
",
    );
    for (least, share) in [("1", Value::from(1.0)), ("2", Value::Null)] {
        let json: Value = serde_json::from_str(&answer(&["--at-least", least, "--format", "json"])).expect("JSON");
        let north = &json["lines"][0];
        assert_eq!((&north["value"], &north["with"]["people"]), (&Value::from("north"), &Value::from(1)));
        assert_eq!((&north["with"]["share"], &north["without"]["share"]), (&share, &share), "{json}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_of() {
    fails(&["nowhere.jsonl"], "nowhere.jsonl: No such file or directory (os error 2)");
    fails(&["physio.csv", "--catalogue", "nowhere.jsonl"], "nowhere.jsonl: No such file or directory (os error 2)");
    fails(&["physio.csv"], "physio.csv: a table needs a --catalogue");
    fails(&["physio.txt"], "physio.txt: neither a journal (.jsonl) nor a table (.csv)");
    fails(&["physio"], "physio: neither a journal (.jsonl) nor a table (.csv)");
    fails(
        &["physio.csv", "--catalogue", "physio.jsonl"],
        "physio.jsonl: a catalogue declares services and measures, and this records interactions",
    );
    fails(&["wrong.jsonl"], "wrong.jsonl: line 4: form: not JSON (column 1)");
    fails(&["wrong.csv", "--catalogue", "catalogue.jsonl"], "wrong.csv: line 4: R3: before: `three` is not a number");
}

#[test]
fn leniently_what_is_refused_is_listed_and_the_rest_is_stated() {
    let output = run(&["wrong.jsonl", "--lenient"], "");
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        told,
        "wrong.jsonl: line 4: form: not JSON (column 1)\nwrong.jsonl: line 8: R2: interaction v9 is not recorded\n"
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).expect("text"), answers(&["physio.jsonl"], ""));

    let output = run(&["wrong.csv", "--catalogue", "catalogue.jsonl", "--lenient", "--format", "json"], "");
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        told,
        "wrong.csv: line 3: form: v2 is refused for line 4, and with it this row: an interaction is kept whole or not at \
         all\nwrong.csv: line 4: R3: before: `three` is not a number\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let first = [DECLARATIONS, ENTRIES.split_inclusive('\n').next().expect("a line")].concat();
    assert_eq!(String::from_utf8(output.stdout).expect("text"), answers(&["-", "--format", "json"], &first));
    // Where nothing is refused there is nothing to list.
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
fn a_journal_and_a_table_of_the_same_books_are_stated_alike() {
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
        for baseline in ["before", "expected", "without"] {
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
                        _ => assert!(journal.starts_with(&format!("against {baseline}, ")), "{terms:?}"),
                    }
                    answered += 1;
                }
            }
        }
    }
    assert_eq!(answered, 13 * 3 * 3 * 4);
}

#[test]
fn the_data_of_the_repository_is_stated() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let path = |name: &str| data.join(name).to_str().expect("text").to_owned();
    assert_eq!(std::fs::read_to_string(path("physio.csv")).expect("it is there"), TABLE);
    assert_eq!(std::fs::read_to_string(path("physio_catalogue.jsonl")).expect("it is there"), DECLARATIONS);
    let table = answers(&[&path("physio.csv"), "--catalogue", &path("physio_catalogue.jsonl")], "");
    assert_eq!(table, answers(&["physio.jsonl"], ""));
    let may = answers(&[&path("physio.jsonl"), "--as-of", "2026-05-31", "--format", "csv"], "");
    assert!(may.lines().nth(1).expect("a row").starts_with("physio,pain,2.0,"), "{may}");
    assert!(answers(&[&path("physio.jsonl")], "").ends_with("no entries\n"));
}
