//! Readings of the example `statement` as a command: analyses, traces and reach.

use covalue::certainty::{Per, Resampling};
use covalue::{By, Catalogue, Ledger, Terms, journal};
use serde_json::Value;

use super::command_line::{DECLARATIONS, ENTRIES, answers, fails, folder, refuses, run};

/// The figures are the fractions that rational numbers give.
#[test]
fn risk_of_integers_is_that_of_fractions() {
    for more in [&[][..], &["--disclose", "2"]] {
        let risk = |number| {
            let few = ["physio.jsonl", "--reading", "risk", "--at-least", "1", "--number", number];
            answers(&[&few[..], more].concat(), "")
        };
        assert_eq!(risk("integer"), risk("rational"));
    }
}

#[test]
fn analyses_are_printed_in_every_format() {
    let risk = ["--reading", "risk", "--at-least", "1", "--level", "1/2"];
    let engagement_drivers = ["--reading", "engagement-drivers", "--dimension", "district", "--at-least", "1"];
    let questions: [(&[&str], &str); 11] = [
        (&["--reading", "attribution"], "physio   mobility  points  ana         3.5        0.0\n"),
        (
            &["--reading", "attribution", "--rule", "proportional"],
            "physio   mobility  points  ana         3.0        0.0\n",
        ),
        (&["--reading", "attribution", "--rule", "equal"], "physio   mobility  points  ana         2.0        0.0\n"),
        (
            &["--reading", "engagement"],
            "physio                4.0                4.0                 1.0                  2.0        2 of 2          2 of 2  both sides engaged (Let's Dance)\n",
        ),
        (&engagement_drivers, "north          1          1  100 %      21 to 100 %  3.0 of 3.0 (100 %)"),
        (&["--reading", "relations"], "physio   mobility       1         0      1"),
        (
            &["--reading", "cross", "--measure", "mobility", "--other", "pain", "--number", "integer"],
            "\nmobility worse         0 (0 %)        0 (0 %)   1 (100 %)  1 (100 %)\n",
        ),
        (
            &["--reading", "drivers", "--dimension", "district"],
            "mobility  points  north         1           1  100 % (21 to 100 %)      0 % (0 to 79 %)           4.0",
        ),
        (
            &risk,
            "physio   mobility  points              2                  1 of 2        0.500   0.095 to 0.905        1.0            0.5                 1.0\n",
        ),
        (
            &["--parts"],
            "physio   mobility  points      4.0         4.0            0.0        1.0          1.0             0.0            0.0   3.0\n",
        ),
        // One of two people is better and one is worse, so both counts are withheld.
        (&["--disclose", "2"], "physio       2  mobility  points           2  withheld   0 (0 %)  withheld"),
    ];
    for (options, expected) in questions {
        let answer = |more: &[&str]| answers(&[&["physio.jsonl"], options, more].concat(), "");
        let table = answer(&[]);
        assert!(table.contains(expected), "{options:?}: {table}");
        let json: Value = serde_json::from_str(&answer(&["--format", "json"])).expect("JSON");
        let lines = json["lines"].as_array().or(json["cells"].as_array()).expect("a list").len();
        assert!(lines > 0, "{json}");
        let csv = answer(&["--format", "csv"]);
        // Every row must have as many fields as the header. A publication has a further row for a withheld measure.
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.records().collect::<Result<Vec<_>, _>>().expect("as wide as the header").len();
        assert!(rows >= lines, "{csv}");
    }
}

/// The file of reach is read beside a journal or a table, and a journal may have reach itself.
#[test]
fn reach_is_read_from_its_table_and_from_a_journal() {
    let by = ["--reading", "reach", "--by", "service,with.district"];
    let beside = |files: &[&str]| answers(&[files, &by, &["--reach", "reach.csv"]].concat(), "");
    let of_journal = beside(&["physio.jsonl"]);
    assert!(
        of_journal.contains("\nphysio   north          mobility        1       400  120 (30 %)  not stated"),
        "{of_journal}"
    );
    assert_eq!(beside(&["physio.csv", "--catalogue", "catalogue.jsonl"]), of_journal);
    // Another program writes it otherwise.
    let reach = std::fs::read_to_string(folder().join("reach.csv")).expect("written");
    let exported = reach.replace(',', ";").replace("with.district", "Ward");
    std::fs::write(folder().join("exported reach.csv"), exported).expect("written");
    std::fs::write(folder().join("reach.toml"), "delimiter = ';'\ncolumns = { Ward = 'with.district' }\n")
        .expect("written");
    let exported = ["physio.jsonl", "--reach", "exported reach.csv", "--reach-options", "reach.toml"];
    assert_eq!(answers(&[&exported[..], &by].concat(), ""), of_journal);
    fails(&["physio.jsonl", "--reach-options", "reach.toml"], "--reach-options needs --reach; see --help");
    let entry = |district: &str, eligible: u32, offered: u32| {
        format!(
            r#"{{"reach":{{"service":"physio","from":"2026-03-01","until":"2026-03-31","with":{{"district":"{district}"}},"eligible":{eligible},"offered":{offered}}}}}"#
        )
    };
    let journal = [DECLARATIONS, ENTRIES, &entry("north", 400, 120), "\n", &entry("south", 600, 90), "\n"].concat();
    assert_eq!(answers(&[&["-"], &by[..]].concat(), &journal), of_journal);
    let wrong = ["physio.jsonl", "--reading", "reach", "--reach", "wrong reach.csv"];
    let message = "wrong reach.csv: line 2: form: offered: `many` is not a whole number from 0 to 18446744073709551615";
    fails(&wrong, message);
    let output = run(&[&wrong[..], &["--lenient"]].concat(), "");
    assert_eq!(String::from_utf8(output.stderr).expect("text"), format!("{message}\n"));
    assert!(output.status.success());
    fails(
        &["physio.jsonl", "--reading", "reach", "--reach", "physio.jsonl"],
        "physio.jsonl: not a table (.csv) or a spreadsheet (.xlsx, .ods)",
    );
    fails(
        &["physio.jsonl", "--reading", "reach", "--by", "user"],
        "reach cannot be grouped or filtered by `user`, since its counts name no person and no appraisal",
    );
}

#[test]
fn a_trace_is_printed_in_every_format() {
    let trace = ["physio.jsonl", "--by", "service,with.district", "--trace", "physio,south", "--measure", "pain"];
    let table = answers(&trace, "");
    assert!(table.starts_with("physio, south, pain (points, lower is better); change from before"), "{table}");
    assert!(table.contains("\nv2 "), "{table}");
    let of = |format| answers(&[&trace[..], &["--format", format]].concat(), "");
    assert!(of("csv").contains("\nphysio,south,v2,ben,") && of("json").contains(r#""interaction":"v2""#));
    refuses(&["physio.jsonl", "--trace", "physio"], "--trace needs --measure");
    refuses(&["physio.jsonl", "--trace", "a,b", "--measure", "pain"], "--trace has 2 values, and --by has 1");
    refuses(&["physio.jsonl", "--trace", "a", "--reading", "risk"], "--trace cannot be combined with --reading");
    refuses(
        &["physio.jsonl", "--trace", "a", "--measure", "pain", "--disclose", "3"],
        "--trace cannot be combined with --disclose, since a trace has ids of people",
    );
}

/// A misspelt dimension would look like an empty result.
#[test]
fn a_dimension_without_values_is_refused() {
    for reading in ["drivers", "engagement-drivers"] {
        let misspelt = ["physio.jsonl", "--reading", reading, "--dimension", "distrikt"];
        fails(&misspelt, "no entry states `with.distrikt`; the nearest is `district`");
    }
    let by_source =
        ["physio.jsonl", "--reading", "engagement-drivers", "--dimension", "district", "--only", "source=own"];
    fails(&by_source, "engagement cannot be grouped or filtered by `source`, which only appraisals have");
}

/// A share of one person is printed on request, with integers as well.
#[test]
fn engagement_drivers_need_the_requested_number_of_people_for_a_share() {
    let of = ["physio.jsonl", "--reading", "engagement-drivers", "--dimension", "district", "--number", "integer"];
    let answer = |more: &[&str]| answers(&[&of[..], more].concat(), "");
    assert_eq!(
        answer(&[]),
        "\
each value of district compared with the others; users who took part; no share for fewer than 30 people
district  people  took part  share  95 % confidence  integrated  others: people  others: took part  others: share  others: 95 % confidence  others: integrated
north          1          1      -                -      3 of 3               1                  1              -                        -              1 of 1
south          1          1      -                -      1 of 1               1                  1              -                        -              3 of 3
",
    );
    for (least, share) in [("1", Value::from(1.0)), ("2", Value::Null)] {
        let json: Value = serde_json::from_str(&answer(&["--at-least", least, "--format", "json"])).expect("JSON");
        let north = &json["lines"][0];
        assert_eq!((&north["value"], &north["with"]["people"]), (&Value::from("north"), &Value::from(1)));
        assert_eq!((&north["with"]["share"], &north["without"]["share"]), (&share, &share), "{json}");
    }
}

/// A table of appraisals names those that the terms exclude, with lines or without.
#[test]
fn readings_name_the_excluded_appraisals() {
    let readings: [&[&str]; 4] = [&["attribution"], &["relations"], &["drivers", "--dimension", "district"], &["risk"]];
    for reading in readings {
        let table = |more: &[&str]| answers(&[&["physio.jsonl", "--reading"], reading, more].concat(), "");
        assert!(table(&["--follow-up", "2"]).ends_with("excluded: 3 appraisals of other follow-ups\n"));
        assert!(table(&["--until", "2026-03-02"]).ends_with("\nexcluded: 2 appraisals outside the period\n"));
        assert!(!table(&[]).contains("excluded"));
        assert!(!table(&["--until", "2026-03-02", "--format", "csv"]).contains("excluded"));
    }
    // The appraisals excluded are of all measures, and a cross is of two.
    let cross = ["physio.jsonl", "--reading", "cross", "--measure", "mobility", "--other", "pain", "--follow-up", "2"];
    assert!(!answers(&cross, "").contains("excluded"));
}

/// An option that a reading would ignore is refused, as one of another reading is.
#[test]
fn options_that_a_reading_does_not_use_are_refused() {
    let options = [
        ("--by", "month"),
        ("--from", "2026-03-01"),
        ("--until", "2026-03-31"),
        ("--only", "service=physio"),
        ("--baseline", "expected"),
        ("--follow-up", "1"),
        ("--include", "proxy"),
        ("--logic", "service"),
        ("--beneficiaries", ""),
    ];
    let readings: [(&[&str], &[&str]); 13] = [
        (&["--reading", "attribution"], &["--beneficiaries"]),
        (&["--reading", "relations"], &["--beneficiaries"]),
        (&["--reading", "cross", "--measure", "mobility", "--other", "pain"], &["--beneficiaries"]),
        (&["--reading", "drivers", "--dimension", "district"], &["--beneficiaries"]),
        (&["--reading", "risk"], &["--beneficiaries"]),
        (&["--reading", "intervals"], &["--beneficiaries"]),
        (&["--reading", "excluded"], &["--beneficiaries"]),
        (&["--trace", "physio", "--measure", "pain"], &["--beneficiaries"]),
        (&["--reading", "reach"], &["--logic", "--beneficiaries"]),
        (&["--reading", "engagement"], &["--baseline", "--follow-up", "--include", "--logic", "--beneficiaries"]),
        (
            &["--reading", "engagement-drivers", "--dimension", "district"],
            &["--baseline", "--follow-up", "--include", "--logic", "--beneficiaries"],
        ),
        (&["--reading", "entries", "--since", "2026-03-02"], &options.map(|(option, _)| option)),
        (&["--reading", "change", "--since", "2026-03-02"], &[]),
    ];
    for (reading, refused) in readings {
        // The line of a trace has a value for each word of `--by`, and one of each is fine.
        for (option, value) in options.into_iter().filter(|(option, _)| reading[0] != "--trace" || *option != "--by") {
            let value = Some(value).filter(|value| !value.is_empty());
            let all = [&["physio.jsonl"], reading, &[option], value.as_slice()].concat();
            let combined = format!("{option} cannot be combined with --reading {}, which does not use it", reading[1]);
            match (refused.contains(&option), option) {
                (true, "--beneficiaries") => refuses(&all, "--beneficiaries needs the statement, or --reading change"),
                (true, _) => refuses(&all, &combined),
                (false, _) => {
                    let message = String::from_utf8(run(&all, "").stderr).expect("text");
                    assert!(!message.contains("use it") && !message.contains("needs"), "{all:?}: {message}");
                }
            }
        }
    }
}

/// The entries that the terms exclude, the changes since a day, and the entries known since then.
#[test]
fn books_are_compared_with_those_of_an_earlier_day() {
    let of = |reading: &[&str]| answers(&[&["physio.jsonl", "--reading"], reading].concat(), "");
    let terms = "change from before; users' own appraisals";
    assert_eq!(
        of(&["excluded", "--follow-up", "2", "--as-of", "2026-05-31", "--only", "service=physio"]),
        format!("{terms}; follow-up 2; as of 2026-05-31; only service physio\n3 appraisals of other follow-ups\n"),
    );
    assert_eq!(of(&["excluded"]), format!("{terms}\nno appraisal\n"));
    assert!(of(&["excluded", "--until", "2026-03-02", "--format", "csv"]).contains("\nperiod,,2,"));
    let changed = of(&["change", "--since", "2026-03-02"]);
    assert!(changed.contains("\nphysio   mobility  points  kept  1 → 2 (+1)  4.0 → 4.0 (+0.0)"), "{changed}");
    assert!(of(&["change", "--since", "2026-03-02", "--format", "json"]).contains(r#""as_of":"2026-03-02""#));
    let entries = of(&["entries", "--since", "2026-03-02"]);
    assert!(!entries.contains("v1") && entries.matches("\n2026-03-09  appraised  v2 ").count() == 2, "{entries}");
    let by_day = of(&["entries", "--since", "2026-03-01", "--as-of", "2026-03-02", "--format", "csv"]);
    assert!(by_day.contains("v1") && !by_day.contains("v2"));
    let people = answers(&["physio.jsonl", "--beneficiaries"], "");
    assert!(people.contains(" unit    users  appraisals ") && people.contains("\nphysio   mobility  points      2  "));

    let changed = of(&["change", "--since", "2026-03-02", "--beneficiaries"]);
    assert!(
        changed.contains("  line  users       appraisals  ") && changed.contains("  kept  1 → 2 (+1)  1 → 2 (+1)  ")
    );

    refuses(&["physio.jsonl", "--reading", "change"], "--reading change needs --since");
    for reading in ["change", "entries"] {
        for as_of in ["2026-03-01", "2026-03-02"] {
            let reversed = ["physio.jsonl", "--reading", reading, "--since", "2026-03-02", "--as-of", as_of];
            refuses(&reversed, "--since must be before --as-of");
        }
    }
    for reading in [&["excluded"][..], &["entries", "--since", "2026-03-02"], &["change", "--since", "2026-03-02"]] {
        let published = [&["physio.jsonl", "--disclose", "5", "--reading"], reading].concat();
        refuses(&published, &format!("--reading {} cannot be combined with --disclose", reading[0]));
    }
}

/// Intervals as the library has them, in each format.
#[test]
fn intervals_are_a_reading() {
    let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
    let _ = journal::read(&mut ledger, [DECLARATIONS, ENTRIES].concat().as_bytes()).expect("a valid journal");
    let resampling = Resampling::seeded(1).replicates(199).unwrap().level(9, 10).unwrap().at_least(2);
    let of = |terms: Terms, resampling: &Resampling| ledger.intervals_on(terms, resampling.clone()).unwrap();
    let (people, terms) = (of(Terms::by(By::Service), &resampling), Terms::by(By::Service));
    let asked = ["physio.jsonl", "--reading", "intervals", "--seed", "1", "--replicates", "199", "--level", "0.9"];
    let asked = [&asked[..], &["--at-least", "2"]].concat();
    assert!(answers(&asked, "").starts_with(&people.to_string()));
    let written = |more: &[&str]| answers(&[&asked[..], more].concat(), "");
    assert_eq!(written(&["--format", "csv"]), people.to_csv());
    assert_eq!(written(&["--format", "json"]), people.to_json() + "\n");
    let districts = of(terms, &resampling.by("district"));
    assert_eq!(written(&["--dimension", "district", "--format", "csv"]), districts.to_csv());
    let misspelt = ["physio.jsonl", "--reading", "intervals", "--dimension", "distrikt"];
    assert!(!run(&misspelt, "").status.success());
    fails(
        &["physio.jsonl", "--reading", "intervals", "--number", "integer"],
        "--reading intervals needs --number f64, decimal or rational",
    );
    refuses(&["physio.jsonl", "--reading", "risk", "--seed", "1"], "--seed needs --reading intervals");
    let disclosed = ["physio.jsonl", "--reading", "intervals", "--disclose", "10"];
    refuses(&disclosed, "--reading intervals cannot be combined with --disclose");
}

/// Intervals of engagement and losses, and differences of lines, are those of the library.
#[test]
fn intervals_are_of_engagement_losses_and_differences_too() {
    let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
    let _ = journal::read(&mut ledger, [DECLARATIONS, ENTRIES].concat().as_bytes()).expect("a valid journal");
    let resampling = || Resampling::seeded(1).replicates(99).unwrap().at_least(2);
    let asked = "physio.jsonl --reading intervals --seed 1 --replicates 99 --at-least 2";
    let of = |more: &str| answers(&[asked, more].join(" ").split(' ').collect::<Vec<_>>(), "");
    let by = "--by with.district";
    let district = || By::with("district");
    let engagement = ledger.engagement_intervals(district(), resampling()).unwrap();
    let less = engagement.clone().less("south", "north").unwrap().less_others();
    assert_eq!(of(&format!("--of engagement {by}")), engagement.to_string());
    assert_eq!(of(&format!("--of engagement {by} --less south,north --less others")), less.to_string());
    assert_eq!(of(&format!("--of engagement {by} --less south,north --less others --format csv")), less.to_csv());
    let risk = ledger.risk_intervals(district(), resampling()).unwrap();
    let risk = risk.less("north", "south", "mobility").unwrap();
    let risk_of = format!("--of risk {by} --less north,south --measure mobility --format json");
    assert_eq!(of(&risk_of), risk.to_json() + "\n");
    let per = ledger.intervals_on(district(), resampling().per(Per::Appraisal)).unwrap().less_others().unwrap();
    assert_eq!(of(&format!("--per appraisal {by} --less others --format csv")), per.to_csv());
    let periods = ledger.intervals_on(By::Service.and(By::Quarter), resampling()).unwrap();
    assert_eq!(of("--by service,quarter --format csv"), periods.to_csv());

    let refused = |more: &str, message: &str| {
        let arguments = [asked, more].join(" ");
        let arguments: Vec<&str> = arguments.split(' ').collect();
        refuses(&arguments, message);
    };
    refused("--of people", "--of: `people` is not one of statement, engagement, risk");
    refused(
        "--per appraisal --of risk",
        "--per needs --of statement, since engagement and losses have divisors of their own",
    );
    refused(
        "--of engagement --baseline before",
        "--baseline cannot be combined with --of engagement, which does not use it",
    );
    let needs = "--measure with --reading intervals needs --less of two lines, and no --of engagement";
    refused("--measure mobility", needs);
    refused("--measure mobility --less others --per appraisal", needs);
    refused("--measure mobility --less a,b --of engagement", needs);
    let width = "--less has 3 values, and --by has 1: it is others, or two lines with a value for each word";
    refused("--less a,b,c", width);
    refused(
        "--by none --less a,b",
        "--less has 2 values, and --by has 0: it is others, or two lines with a value for each word",
    );
    let unknown = [asked, by, "--less north,soutj"].join(" ");
    let unknown: Vec<&str> = unknown.split(' ').collect();
    assert!(!run(&unknown, "").status.success());
}
