//! The example `statement` with the options that tell how a table is written.

use super::command_line::{folder, run};

/// The output of a run that ends without an error: what it prints, and its messages.
#[track_caller]
fn printed(arguments: &[&str]) -> (String, String) {
    let output = run(arguments, "");
    let (out, messages) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{messages}");
    (out, messages)
}

#[track_caller]
fn fails(arguments: &[&str], message: &str) {
    let output = run(arguments, "");
    assert!(!output.status.success() && output.stdout.is_empty());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("error: {message}\n"));
}

const EXPORT: &str = "Export of March\n\nRef;Team;Client ID;Seen on;Tool;Start;End;Notes
101;physio; ana;02/03/2026;pain;6,5;4;\n102;physio;ben;09/03/2026;pain;999;6;moved away\n;;;;;;;\n102;physio;ben;09/03/2026;pain;999;6;moved away\n";

const OPTIONS: [&str; 32] = [
    "--delimiter",
    ";",
    "--decimal-comma",
    "--days",
    "%d/%m/%Y",
    "--trim",
    "--header-line",
    "3",
    "--skip-blank",
    "--skip-repeats",
    "--missing",
    "Start=999",
    "--ignore",
    "Notes",
    "--column",
    "Ref=id",
    "--column",
    "Team=service",
    "--column",
    "Client ID=user",
    "--column",
    "Seen on=on",
    "--column",
    "Tool=measure",
    "--column",
    "Start=before",
    "--column",
    "End=after",
    "--encoding",
    "windows-1252",
    "--format",
    "csv",
];

const TOML: &str = r#"
delimiter = ";"
decimal_comma = true
days = ["%d/%m/%Y"]
trim = true
header_line = 3
skip_blank = true
skip_repeats = true
ignore = ["Notes"]
encoding = "windows-1252"
missing = { Start = ["999"] }

[columns]
Ref = "id"
Team = "service"
"Client ID" = "user"
"Seen on" = "on"
Tool = "measure"
Start = "before"
End = "after"
"#;

#[test]
fn an_export_is_read_by_options_or_by_a_file_of_them() {
    let write = |name: &str, text: &str| std::fs::write(folder().join(name), text).expect("written");
    write("export.csv", EXPORT);
    write("import.toml", TOML);
    let file = ["export.csv", "--catalogue", "catalogue.jsonl"];
    let (by_options, messages) = printed(&[&file[..], &OPTIONS[..]].concat());
    assert_eq!(
        messages,
        "export.csv: lines above the header skipped: 2\nexport.csv: columns not read: 1\nexport.csv: blank lines and rows skipped: 1\n\
         export.csv: repeats skipped: 1\nexport.csv: cells with the code of a missing value: 1\n"
    );
    assert!(by_options.contains("physio,pain,"), "{by_options}");
    let json = serde_json::to_string(&toml::from_str::<serde_json::Value>(TOML).unwrap()).unwrap();
    write("import.json", &json);
    for options in ["import.toml", "import.json"] {
        let (by_file, _) = printed(&[&file[..], &["--options", options, "--format", "csv"]].concat());
        assert_eq!(by_file, by_options, "{options}");
    }
    // An option beside the file adds to it.
    write("other export.csv", &EXPORT.replace("Notes", "Colour"));
    let other = ["other export.csv", "--catalogue", "catalogue.jsonl", "--format", "csv", "--options", "import.toml"];
    let (by_both, _) = printed(&[&other[..], &["--ignore", "Colour"]].concat());
    assert_eq!(by_both, by_options);
    let (unknown, _) = printed(&[&other[..], &["--ignore-unknown"]].concat());
    assert_eq!(unknown, by_options);
}

#[test]
fn refused_rows_are_written_mended_and_read_again() {
    let write = |name: &str, text: &str| std::fs::write(folder().join(name), text).expect("written");
    write(
        "faulty.csv",
        "id,service,user,on,measure,before,after\nv1,physio,ana,2026-03-02,pain,6,4\nV1,physio,ben,2026-03-02,pain,six,4\nv1 ,physio,cai,2026-03-02,pain,6,4\n",
    );
    // The folder may have it from an earlier run.
    let _ = std::fs::remove_file(folder().join("rejects.csv"));
    let arguments = ["faulty.csv", "--catalogue", "catalogue.jsonl", "--lenient", "--rejects", "rejects.csv"];
    let (_, messages) = printed(&arguments);
    assert_eq!(
        messages,
        "rejects.csv: rows to be mended: 1\nfaulty.csv: line 3: R3: before: `six` is not a number: if it stands for a missing value, say so (option `missing`)\nfaulty.csv: warning: the interaction `v1 ` (line 4) looks like `v1` (line 2)\n"
    );
    let rejects = std::fs::read_to_string(folder().join("rejects.csv")).unwrap();
    let row = "\"line 3: R3: before: `six` is not a number: if it stands for a missing value, say so (option `missing`)\",V1,physio,ben,2026-03-02,pain,six,4";
    assert_eq!(rejects, format!("refused by covalue,id,service,user,on,measure,before,after\n{row}\n"));
    // No file is overwritten, and the input least of all.
    for file in ["rejects.csv", "faulty.csv", "catalogue.jsonl"] {
        let before = std::fs::read(folder().join(file)).unwrap();
        let arguments = [&arguments[..5], &[file]].concat();
        fails(&arguments, &format!("{file}: exists already, and --rejects overwrites no file"));
        assert_eq!(std::fs::read(folder().join(file)).unwrap(), before);
    }
    fails(
        &["physio.jsonl", "--lenient", "--rejects", "new.csv"],
        "--rejects needs one table, so not a journal, and no --and",
    );
    assert!(!folder().join("new.csv").exists());
    write("mended.csv", &rejects.replace("pain,six", "pain,6"));
    let (_, messages) = printed(&["mended.csv", "--catalogue", "catalogue.jsonl"]);
    assert_eq!(messages, "mended.csv: columns not read: 1\n");
    // Both together are the books of a table without a fault.
    let good = ["faulty.csv", "--catalogue", "catalogue.jsonl", "--lenient", "--and", "mended.csv"];
    write("whole.csv", &std::fs::read_to_string(folder().join("faulty.csv")).unwrap().replace("pain,six", "pain,6"));
    assert_eq!(printed(&good).0, printed(&["whole.csv", "--catalogue", "catalogue.jsonl"]).0);
    fails(
        &[&good[..], &["--rejects", "new.csv"]].concat(),
        "--rejects needs one table, so not a journal, and no --and",
    );
}

#[test]
fn options_of_tables_that_cannot_be_used_are_refused() {
    let table = ["physio.csv", "--catalogue", "catalogue.jsonl"];
    for (options, message) in [
        (&["--column", "Ref"][..], "--column: `Ref` is not NAME=COLUMN; see --help"),
        (&["--missing", "=9"], "--missing: `=9` is not NAME=CODE; see --help"),
        (&["--delimiter", ";;"], "--delimiter: `;;` is not one character; see --help"),
        (&["--header-line", "0"], "--header-line: `0` is not a whole number of at least 1; see --help"),
        (&["--dated", "soon"], "--dated: `soon` is not a whole number of at least 0; see --help"),
        (&["--trim", "--trim"], "--trim is given twice; see --help"),
        (&["--sheet", "a", "--sheet", "b"], "--sheet is given twice; see --help"),
        (
            &["--rejects", "x.csv"],
            "--rejects needs --lenient, since a strict read stops at the first fault; see --help",
        ),
        (&["--options", "physio.csv"], "physio.csv: not a file of options (.toml, .json); see --help"),
    ] {
        fails(&[&table[..], options].concat(), message);
    }
    fails(&["physio.jsonl", "--trim"], "physio.jsonl: form: a journal cannot be read with the option `trim`");
    std::fs::write(folder().join("misspelt.json"), r#"{"delimeter":";"}"#).unwrap();
    let output = run(&[&table[..], &["--options", "misspelt.json"]].concat(), "");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with("error: misspelt.json: unknown field `delimeter`"), "{message}");
}

#[test]
fn r50_the_commands_read_months_and_years_on_request() {
    let write = |name: &str, text: &str| std::fs::write(folder().join(name), text).expect("written");
    write("partial.csv", "id,service,user,on,measure,before,after\nv1,physio,ana,2025,pain,6,4\n");
    let table = ["partial.csv", "--catalogue", "catalogue.jsonl", "--by", "month", "--format", "csv"];
    let (by_month, _) = printed(&[&table[..], &["--partial-dates"]].concat());
    assert!(by_month.contains("\n2025,pain,"), "{by_month}");
    let declarations = std::fs::read_to_string(folder().join("catalogue.jsonl")).unwrap();
    let visit = r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2025","appraisals":[{"measure":"pain","before":6,"after":4}]}}"#;
    write("partial.jsonl", &format!("{}\n{visit}\n", declarations.trim_end()));
    let journal = ["partial.jsonl", "--by", "month", "--format", "csv", "--partial-dates"];
    assert_eq!(printed(&journal).0, by_month);
    // So are repeats skipped.
    write("twice.jsonl", &format!("{}\n{visit}\n{visit}\n", declarations.trim_end()));
    let twice = ["twice.jsonl", "--by", "month", "--format", "csv", "--partial-dates", "--skip-repeats"];
    let (statement, messages) = printed(&twice);
    assert!(statement.contains("\n2025,pain,") && messages.contains("repeats skipped: 1"), "{statement} {messages}");
    // The options may be in a file, and beside it.
    write("both.toml", "partial_dates = true\nskip_repeats = true\n");
    write("one.toml", "skip_repeats = true\n");
    let twice = ["twice.jsonl", "--by", "month", "--format", "csv", "--options"];
    for options in [&["both.toml"][..], &["one.toml", "--partial-dates"]] {
        assert_eq!(printed(&[&twice[..], options].concat()).0, statement);
    }
    write("table.toml", "skip_repeats = true\ntrim = true\n");
    let message = "twice.jsonl: form: a journal cannot be read with the option `trim`";
    fails(&["twice.jsonl", "--options", "table.toml"], message);
}
