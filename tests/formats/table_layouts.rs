//! Levels beside each other, and one level a row: the interactions that they give.

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
    refuses(&options, &table.replace("6,1,4,2", "6,1,four,2"), "line 2: R3: pain 1: `four` is not a number");
    refuses(
        &options,
        &table.replace("6,1,4,2", ",,,"),
        "line 2: form: `source` is stated, but the row has no level and no change",
    );
    refuses(
        &options,
        &table.replace("mob 1", "mob one"),
        "line 1: form: the table has no column `mob 1`, which the options name",
    );
    let error =
        options.read(&mut empty::<f64>(), table.replace(",source,", ",after,").as_bytes()).unwrap_err().to_string();
    assert!(
        error.starts_with("line 1: form: unknown column `after`, expected one of id, service, user, on, beneficiary,"),
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
    // Without an id, the rows of a user and a service are a case. Its id names nobody, and is the same in a later file.
    let mut ledger = empty::<f64>();
    let options = Options::new().dated(14).skip_repeats();
    assert_eq!(options.read(&mut ledger, file(false).as_bytes()).unwrap().interaction_count(), 2);
    assert!(ledger.interactions().all(|case| case.id_or_hash().as_str().len() == 32));
    assert_eq!(options.read(&mut ledger, file(false).as_bytes()).unwrap().repeat_count(), 9);
    let grown = format!("{}ben,physio,2026-06-01,mobility,4,,,\n", file(false));
    let error = options.read(&mut ledger, grown.as_bytes()).unwrap_err().to_string();
    assert!(error.ends_with("is recorded already, with other content: a conflict"), "{error}");
}

#[test]
fn one_level_a_row_is_refused_where_it_is_not_clear() {
    let options = Options::new().dated(14);
    let header = "user,service,on,measure,level,source\nana,physio,2026-03-02,pain,6,\n";
    let refuses = |row: &str, message: &str| refuses(&options, &format!("{header}{row}\n"), message);
    refuses("ana,physio,2026-03-02,pain,5,", "line 3: form: `pain` has a second level on 2026-03-02");
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
    // A case has one user, also if group sessions are read.
    let sessions = Options::new().dated(14).group_sessions();
    let table = "id,user,service,on,measure,level,user_integrated\nv1,ana,physio,2026-03-02,,,1\nv1,ben,physio,2026-03-02,,,2\n";
    let error = sessions.read(&mut empty::<f64>(), table.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 3: form: `user` is `ben`, but `ana` in the rows of `v1` above"), "{error}");
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
