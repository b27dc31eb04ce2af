//! Levels beside each other, and one level a row: the interactions that they give.

use covalue::error::Refusal;
use covalue::table::{Options, Wide};
use covalue::{Ledger, journal};

use super::table_input::empty;

#[track_caller]
fn gives(options: &Options, table: &str, lines: &[&str]) {
    let mut expected = empty::<f64>();
    let _ = journal::read(&mut expected, lines.join("\n").as_bytes()).unwrap();
    let mut ledger = empty();
    let _ = options.read(&mut ledger, table.as_bytes()).unwrap();
    let entries = |ledger: &Ledger| ledger.interactions().map(|one| format!("{one:#?}")).collect::<Vec<_>>().join("\n");
    assert!(ledger == expected, "{}\n{}", entries(&ledger), entries(&expected));
}

#[track_caller]
fn refuses(options: &Options, table: &str, message: &str) {
    let mut ledger = empty::<f64>();
    assert_eq!(options.read(&mut ledger, table.as_bytes()).unwrap_err().to_string(), message);
}

#[test]
fn levels_beside_each_other_are_follow_ups() {
    let wide = |wide: Wide| wide.before("pre").follow_up("3 months").follow_up("6 months");
    let rows = "v1,physio,ana,2026-03-02,6,4,5
v2,physio,ben,2026-03-02,7,,2
v3,physio,cai,2026-03-02,8,,
v4,physio,dee,2026-03-02,,3,
v5,physio,eve,2026-03-02,,,
";
    let interaction = |id: &str, user: &str, appraisals: &str| {
        format!(
            r#"{{"interaction":{{"id":"{id}","service":"physio","users":["{user}"],"on":"2026-03-02","appraisals":[{appraisals}]}}}}"#
        )
    };
    let lines = [
        interaction(
            "v1",
            "ana",
            r#"{"measure":"pain","before":6,"after":4},{"measure":"pain","after":5,"follow_up":2}"#,
        ),
        interaction("v2", "ben", r#"{"measure":"pain","before":7},{"measure":"pain","after":2,"follow_up":2}"#),
        interaction("v3", "cai", r#"{"measure":"pain","before":8}"#),
        interaction("v4", "dee", r#"{"measure":"pain","after":3}"#),
        interaction("v5", "eve", ""),
    ];
    let lines = lines.each_ref().map(String::as_str);
    let table = format!("id,service,user,on,pre,3 months,6 months\n{rows}");
    gives(&Options::new().wide(wide(Wide::of("pain"))), &table, &lines);
    // The measure in a column of the row.
    let named = rows.replace('\n', ",pain\n");
    let table = format!("id,service,user,on,pre,3 months,6 months,measure\n{named}");
    gives(&Options::new().wide(wide(Wide::of_each())), &table, &lines);
}

#[test]
fn several_measures_may_stand_beside_each_other() {
    let options = Options::new()
        .wide(Wide::of("pain").before("pain 0").follow_up("pain 1"))
        .wide(Wide::of("mobility").before("mob 0").follow_up("mob 1"))
        .missing("mob 1", "99");
    let table = "id,service,user,on,source,pain 0,mob 0,pain 1,mob 1
v1,physio,ana,2026-03-02,proxy:mum,6,1,4,2
v2,physio,ben,2026-03-02,,6,1,4,99
";
    gives(
        &options,
        table,
        &[
            r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":6,"after":4,"source":{"proxy":"mum"}},{"measure":"mobility","before":1,"after":2,"source":{"proxy":"mum"}}]}}"#,
            r#"{"interaction":{"id":"v2","service":"physio","users":["ben"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":6,"after":4},{"measure":"mobility","before":1}]}}"#,
        ],
    );
    refuses(
        &options,
        &table.replace("6,1,4,2", "6,1,four,2"),
        "line 2: R3: pain 1: `four` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
    refuses(
        &options,
        &table.replace("6,1,4,2", ",,,"),
        "line 2: form: `source` is stated, but the row has no level and no change",
    );
    refuses(
        &options,
        &table.replace("mob 1", "mob one"),
        "line 1: form: the table has no column `mob 1`, which the options name (is `mob 0` meant?): it has `id`, `service`, `user`, `on`, `source`, `pain 0`, `mob 0`, `pain 1`, 1 more",
    );
    let error =
        options.read(&mut empty::<f64>(), table.replace(",source,", ",after,").as_bytes()).unwrap_err().to_string();
    assert!(
        error.starts_with("line 1: form: unknown column `after`, expected one of service, user, on, with.NAME and 16 others (see docs/journal.md)"),
        "{error}"
    );
}

#[test]
fn one_level_a_row_gives_a_case_with_follow_ups_on_their_days() {
    let table = "user,service,on,measure,level,user_integrated,user_not_integrated,with.district
ana,physio,2026-06-01,pain,3,,,north
ana,physio,2026-03-02,pain,6,1,,north
ben,physio,2026-03-05,mobility,2,,,
ana,physio,2026-04-01,pain,4,1,,
ana,physio,2026-03-09,,,1,,
ana,physio,2026-03-16,,,,1,
ana,physio,2026-03-20,mobility,5,,,
ana,physio,2026-05-02,mobility,7,,,
ben,physio,2026-03-09,mobility,3,,,
";
    let file = |id: bool| -> String {
        if !id {
            return table.to_owned();
        }
        let case = |line: &str| if line.starts_with("ana") { "case-1" } else { "case-2" };
        let (header, rows) = table.split_once('\n').unwrap();
        rows.lines().fold(format!("id,{header}\n"), |file, line| format!("{file}{},{line}\n", case(line)))
    };
    let lines = [
        r#"{"interaction":{"id":"case-1","service":"physio","users":[{"id":"ana","with":{"district":"north"}}],"on":"2026-03-02","contributions":[{"party":"ana","integrated":1},{"party":"ana","integrated":1},{"party":"ana","integrated":1},{"party":"ana","not_integrated":1}],"appraisals":[{"measure":"mobility","after":5,"made":"2026-03-20"},{"measure":"mobility","after":7,"follow_up":2,"made":"2026-05-02"},{"measure":"pain","before":6,"after":4,"made":"2026-04-01"},{"measure":"pain","after":3,"follow_up":2,"made":"2026-06-01"}]}}"#,
        r#"{"interaction":{"id":"case-2","service":"physio","users":["ben"],"on":"2026-03-05","appraisals":[{"measure":"mobility","before":2,"after":3,"made":"2026-03-09"}]}}"#,
    ];
    // Ana's first level of mobility was 18 days after her case began.
    gives(&Options::new().dated(14), &file(true), &lines);
    let wider = lines[0].replace(
        r#"{"measure":"mobility","after":5,"made":"2026-03-20"},{"measure":"mobility","after":7,"follow_up":2,"made":"2026-05-02"}"#,
        r#"{"measure":"mobility","before":5,"after":7,"made":"2026-05-02"}"#,
    );
    gives(&Options::new().dated(18), &file(true), &[&wider, lines[1]]);
    // Without an id, the rows of a user and a service are a case. Its id names no person, and is the same in a later file.
    let mut ledger = empty::<f64>();
    let options = Options::new().dated(14).skip_repeats();
    assert_eq!(options.read(&mut ledger, file(false).as_bytes()).unwrap().interaction_count(), 2);
    assert!(ledger.interactions().all(|case| case.id_or_hash().as_str().len() == 32));
    assert_eq!(options.read(&mut ledger, file(false).as_bytes()).unwrap().repeat_count(), 9);
    let grown = format!("{}ben,physio,2026-06-01,mobility,4,,,\n", file(false));
    let error = options.read(&mut ledger, grown.as_bytes()).unwrap_err().to_string();
    let case = "(the case of `ben` with `physio`: if it has grown, read the newest file into a new ledger)";
    assert!(error.ends_with(&format!("is recorded already, with other content: a conflict {case}")), "{error}");
}

#[test]
fn one_level_a_row_is_refused_where_it_is_not_clear() {
    let options = Options::new().dated(14);
    let header = "user,service,on,measure,level,source\nana,physio,2026-03-02,pain,6,\n";
    let refuses = |row: &str, message: &str| refuses(&options, &format!("{header}{row}\n"), message);
    refuses("ana,physio,2026-03-02,pain,5,", "line 3: form: `pain` of `ana` has a second level on 2026-03-02");
    refuses(
        "ana,physio,2026-03-02,,5,",
        "line 3: form: the row has a level or a change, but its cell `measure` is empty",
    );
    refuses(
        "ana,physio,2026-03-09,pain,,proxy:mum",
        "line 3: form: `source` is stated, but the row has no level and no change",
    );
    refuses("ana,physio,,pain,5,", "line 3: form: the cell `on` is empty");
    refuses("ana,physio,2026-03-09,sleep,,", "line 3: R2: `sleep` is not a measure of the catalogue");
    // A case has one user.
    let sessions = Options::new().dated(14);
    let table = "id,user,service,on,measure,level,user_integrated\nv1,ana,physio,2026-03-02,,,1\nv1,ben,physio,2026-03-02,,,2\n";
    let error = sessions.read(&mut empty::<f64>(), table.as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "line 3: form: `user` is `ben`, but `ana` in the rows of `v1` above");
    // A default that is stated is the same series as an empty cell.
    let mut ledger = empty::<f64>();
    let rows = "ana,physio,2026-03-02,pain,6,\nana,physio,2026-06-02,pain,2,own\n";
    let _ = options.read(&mut ledger, format!("user,service,on,measure,level,source\n{rows}").as_bytes()).unwrap();
    let case = ledger.interactions().next().unwrap();
    let levels: Vec<_> = case.appraisals().map(|one| (one.get_before().copied(), one.get_after().copied())).collect();
    assert_eq!(levels, [(Some(6.0), Some(2.0))]);
    // Another source is another series: the level before of a proxy stands beside that of the user.
    let mut ledger = empty::<f64>();
    let _ = options.read(&mut ledger, format!("{header}ana,physio,2026-03-02,pain,5,proxy:mum\n").as_bytes()).unwrap();
    assert_eq!(ledger.interactions().next().unwrap().appraisals().len(), 2);
}

#[test]
fn follow_ups_beside_each_other_have_days_of_their_own() {
    let wide = Wide::of("pain").before("pre").follow_up("post").made("seen").follow_up("6 months").made_after(182);
    let table = "id,service,user,on,pre,post,seen,6 months
v1,physio,ana,2026-03-02,6,4,2026-06-15,5
v2,physio,ben,2026-03-02,7,,,2
";
    let lines = [
        r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":6,"after":4,"made":"2026-06-15"},{"measure":"pain","after":5,"follow_up":2,"made":"2026-08-31"}]}}"#,
        r#"{"interaction":{"id":"v2","service":"physio","users":["ben"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":7},{"measure":"pain","after":2,"follow_up":2,"made":"2026-08-31"}]}}"#,
    ];
    gives(&Options::new().wide(wide.clone()), table, &lines);
    let options = Options::new().wide(wide);
    refuses(
        &options,
        &table.replace("2026-06-15", ""),
        "line 2: form: the row has a level in `post`, but its day `seen` is empty: state the day, or remove the level",
    );
    // A day without a level would be lost.
    let without = table.replace("7,,,2", "7,,soon,2");
    refuses(
        &options,
        &without,
        "line 3: form: `seen` is the day of a follow-up, but there is no level in `post`: state one, or remove the day",
    );
    // One day of several measures is not lost if one of them has a level.
    let of = |measure: &str, name: &str| Wide::of(measure).follow_up(name).made("seen");
    let several = Options::new().wide(of("pain", "post")).wide(of("mobility", "6 months")).ignore("pre");
    let first = table.replace(",5\n", ",\n").lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(several.read(&mut empty::<f64>(), first.as_bytes()).unwrap().interaction_count(), 1);
    // A column of the crate may be the day, and a measure that is not in the catalogue is refused even without levels.
    let on_its_day = Options::new().wide(Wide::of("pain").before("pre").follow_up("post").made("on")).ignore_unknown();
    assert!(on_its_day.read(&mut empty::<f64>(), table.as_bytes()).is_ok());
    let misspelt = Options::new().wide(Wide::of("pian").before("pre")).ignore_unknown();
    refuses(&misspelt, table, "line 1: R2: `pian` is not a measure of the catalogue (is `pain` meant?)");
    let text = serde_json::to_string(&options).unwrap();
    assert!(text.contains(r#""made":{"6 months":182,"post":"seen"}"#), "{text}");
    assert_eq!(serde_json::from_str::<Options>(&text).unwrap(), options);
}

/// A sheet with one row for each person has no ids. What is read twice, or read again with a later level, must not count
/// twice.
#[test]
fn wide_rows_without_ids_are_of_their_user_service_and_day() {
    let options = Options::new().wide(Wide::of_each().before("pre").follow_up("post"));
    let march = "user,service,on,measure,pre,post
ana,physio,2026-03-02,pain,6,4
ben,physio,2026-03-02,pain,7,
ana,physio,2026-03-02,mobility,1,2
ana,physio,2026-03-09,pain,5,4
";
    let mut ledger = empty::<f64>();
    assert_eq!(options.read(&mut ledger, march.as_bytes()).unwrap().interaction_count(), 3);
    let appraisals: Vec<usize> = ledger.interactions().map(|one| one.appraisals().count()).collect();
    assert_eq!(appraisals, [2, 1, 1]);
    let skipping = options.clone().skip_repeats();
    assert_eq!(skipping.read(&mut ledger, march.as_bytes()).unwrap().repeat_count(), 4);
    let error = skipping.read(&mut ledger, march.replace("pain,7,", "pain,7,3").as_bytes()).unwrap_err();
    let (error, case) = (error.to_string(), "(the case of `ben` with `physio` on 2026-03-02: if it has grown, ");
    assert!(error.starts_with("line 3: R1: interaction ") && error.contains(case), "{error}");
}

/// Whether a level is the one before depends on the other rows of its case, and its line does not.
#[test]
fn a_level_out_of_range_is_refused_on_its_own_line() {
    let table = "id,service,user,on,measure,level
c1,physio,ana,2026-05-02,pain,99
c1,physio,ana,2026-03-02,pain,6
c1,physio,ana,2026-03-09,pain,5
";
    let error = Options::new().dated(14).read(&mut empty::<f64>(), table.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 2: R2: level after of `pain` is 99.0"), "{error}");
}

#[test]
fn a_record_that_is_not_a_row_takes_its_case_with_it() {
    let table = "service,user,on,measure,level
physio,ana,2026-03-02,pain,6
physio,ben,2026-03-02,pain,7
physio,ana,2026-04-02,pain
";
    let mut ledger = empty::<f64>();
    let intake = Options::new().dated(14).read_lenient(&mut ledger, table.as_bytes()).unwrap();
    let echoes: Vec<Option<u64>> = intake.refused().iter().map(covalue::error::Refusal::echo_of).collect();
    assert_eq!((intake.interaction_count(), echoes), (1, vec![Some(4), None]));
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let wide = || Wide::of("pain").before("pre").follow_up("post");
    let table = "id,service,user,on,pre,post\n";
    let cases = [
        (
            Options::new().wide(wide()).dated(14),
            "the options state wide levels and dated ones, and a table has one layout",
        ),
        (Options::new().column("pre", "before").ignore("pre"), "the options read the column `pre`, and ignore it"),
        (Options::new().missing("pre", "9").ignore("pre"), "the options read the column `pre`, and ignore it"),
        (Options::new().wide(wide()).ignore("post"), "the options read the column `post`, and ignore it"),
        (Options::new().wide(wide()).column("post", "after"), "the options read the column `post` twice"),
        (Options::new().wide(wide().follow_up("pre")), "the options read the column `pre` twice"),
        (Options::new().wide(wide().made("pre")), "the options read the column `pre` twice"),
        (
            Options::new().wide(wide()).wide(Wide::of("mobility").before("post")),
            "the options read the column `post` twice",
        ),
        (Options::new().wide(wide()).wide(Wide::of("pain").before("on")), "the wide levels of `pain` are stated twice"),
        (
            Options::new().wide(Wide::of("pain")),
            "the wide levels of `pain` have no column: name that of the level before or of a follow-up",
        ),
        (
            Options::new().wide(Wide::of("pain").before("pre").made("on")),
            "`made` states the day of a follow-up before one is named, and `pain` has no such follow-up",
        ),
        (
            Options::new().wide(wide().made_after(36_526)),
            "a follow-up of `pain` is made more than 36525 days after the interaction",
        ),
        (
            Options::new().dated(14).group_sessions(),
            "a dated case has one user, and the options read group sessions (option `group_sessions`)",
        ),
        (
            Options::new().column("refused by covalue", "with.refusal"),
            "the column `refused by covalue` has the reasons in a table of refused rows, and cannot be read",
        ),
        (Options::new().column("pre", "before").column("pre", "after"), "the options read the column `pre` twice"),
        (Options::new().header_line(0), "lines are numbered from 1 (option `header_line`)"),
    ];
    for (options, message) in cases {
        refuses(&options, table, &format!("line 1: form: {message}"));
    }
    for form in ["", "today", "%d/%m", "%q", "%Y-%Y-%d", "%H:%M"] {
        let message = format!(
            "line 1: form: `{form}` is not a form of days with a year, a month and a day, such as %d/%m/%Y (option `days`)"
        );
        refuses(&Options::new().days(form), table, &message);
    }
    for form in ["%d/%m/%Y", "%d.%m.%y", "%F", "%d %b %Y", "%d/%m/%Y %H:%M", "%A %e %B %Y", "%Y%m%d"] {
        assert!(Options::new().days(form).read(&mut empty::<f64>(), &table.as_bytes()[..18]).is_err());
        let long = "id,service,user,on,measure,before,after\n";
        assert!(Options::new().days(form).read(&mut empty::<f64>(), long.as_bytes()).is_ok(), "{form}");
    }
    for (options, option) in [
        (Options::new().wide(wide()), "wide"),
        (Options::new().dated(14), "dated"),
        (Options::new().group_sessions(), "group_sessions"),
    ] {
        let error = options.read_reach(&mut empty::<f64>(), "service,from\n".as_bytes()).unwrap_err().to_string();
        let expected = format!("line 1: form: a table of people reached cannot be read with the option `{option}`");
        assert_eq!(error, expected);
    }
    // A column of another layout is not one that is unknown.
    let beside = Options::new().wide(wide()).ignore_unknown();
    let table = "id,service,user,on,pre,post,after,Notes\nv1,physio,ana,2026-03-02,6,4,5,\n";
    let error = beside.read(&mut empty::<f64>(), table.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 1: form: unknown column `after`, expected one of "), "{error}");
}

/// A refusal names the column of a level out of its range, in every layout.
#[test]
fn a_level_out_of_its_range_is_of_its_column() {
    let column = |options: &Options, table: &str| {
        let intake = options.read_lenient(&mut empty::<f64>(), table.as_bytes()).unwrap();
        intake.refused().iter().find_map(Refusal::column).map(str::to_owned)
    };
    let wide =
        Options::new().decimal_comma().wide(Wide::of("pain").before("pre").follow_up("3 months").follow_up("post"));
    let table = "service,user,on,pre,3 months,post\nphysio,ana,2026-03-02,6,\"4,5\",\"11,0\"\n";
    assert_eq!(column(&wide, table).as_deref(), Some("post"));
    let dated = "service,user,on,measure,Score\nphysio,ana,2026-03-02,pain,6\nphysio,ana,2026-03-09,pain,11\n";
    assert_eq!(column(&Options::new().dated(1).column("Score", "level"), dated).as_deref(), Some("Score"));
    let reference = "id,service,user,on,measure,before,after,Aim\nv1,physio,ana,2026-03-02,pain,6,4,11\n";
    assert_eq!(column(&Options::new().column("Aim", "ref.aim"), reference).as_deref(), Some("Aim"));
}

/// A measure that is stated and not of the catalogue is refused, also where its levels are empty.
#[test]
fn an_unknown_measure_beside_levels_of_another_is_refused() {
    let each = Wide::of_each().before("pre").follow_up("post");
    let options = Options::new().wide(each).wide(Wide::of("pain").before("p"));
    refuses(
        &options,
        "service,user,on,measure,pre,post,p\nphysio,ana,2026-03-02,nonsense,,,5\n",
        "line 2: R2: `nonsense` is not a measure of the catalogue",
    );
}
