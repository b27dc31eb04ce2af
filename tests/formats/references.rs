//! References with names in journals, tables, terms and messages.

use covalue::{
    Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, Terms, date, journal, table,
};

fn catalogue() -> Catalogue {
    let memory = Measure::higher_is_better("memory", "points").range(0.0, 30.0);
    Catalogue::new([memory], [Service::new("day centre", "trust")]).unwrap()
}

fn year(appraisal: Appraisal) -> Interaction {
    Interaction::between("ana", "day centre", date(2026, 3, 2)).id("d1").appraisal(appraisal)
}

fn books() -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    let memory = Appraisal::of("memory").before(24.0).reference("model", 22.5).reference("aim", 21.0).after(22.0);
    ledger.record(year(memory)).unwrap();
    ledger
}

#[test]
fn journals_and_tables_have_references() {
    let recorded = books();
    let mut file = Vec::new();
    journal::write(&recorded, &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains(r#""before":24.0,"after":22.0,"references":{"aim":21.0,"model":22.5}"#), "{text}");
    let mut read = Ledger::new(&Catalogue::empty());
    let _ = journal::read(&mut read, text.as_bytes()).unwrap();
    assert_eq!(read.interaction("d1"), recorded.interaction("d1"));
    let mut of_table = Ledger::new(&catalogue());
    let rows = "id,service,user,on,measure,before,after,ref.aim,ref.model\nd1,day centre,ana,2026-03-02,memory,24,22,21,22.5\n";
    let _ = table::read(&mut of_table, rows.as_bytes()).unwrap();
    assert_eq!(of_table.interaction("d1"), recorded.interaction("d1"));
    // A row that has no level but a reference appraises, and the user was not reached again.
    let rows = "id,service,user,on,measure,before,after,ref.aim\n,day centre,ana,2026-03-02,memory,,,21\n";
    let mut of_table = Ledger::new(&catalogue());
    let _ = table::read(&mut of_table, rows.as_bytes()).unwrap();
    let aim = Terms::by(By::Service).baseline(Baseline::named("aim"));
    assert_eq!(of_table.statement(aim).unwrap().cell("day centre", "memory").unwrap().left_out_count(), 1);
}

#[test]
fn faults_of_references_name_them() {
    let memory = || Appraisal::of("memory");
    for (appraisal, rule, message) in [
        (
            memory().after(22.0).reference("aim", 31.0),
            Rule::R2,
            "R2: level `aim` of `memory` is 31.0, outside its range from 0.0 to 30.0",
        ),
        (memory().reference("aim", f64::NAN), Rule::R3, "R3: level `aim` of `memory` is NaN, not a finite number"),
        (memory().reference("", 21.0), Rule::R1, "R1: the reference name is empty"),
        (
            memory().reference("change", 21.0),
            Rule::Form,
            "form: a reference is called `change`, which an appraisal has a field for; give it another name",
        ),
        (
            memory().reference("aim", 21.0).reference("aim", 22.0),
            Rule::Form,
            "form: an appraisal of `memory` has two references called `aim`",
        ),
        (
            memory().reference("aim", 21.0).change(-2.0),
            Rule::Form,
            "form: an appraisal of `memory` has both a change and a level, but may have only one of them",
        ),
    ] {
        let refused = Ledger::new(&catalogue()).record(year(appraisal)).unwrap_err();
        assert_eq!((refused.rule(), refused.to_string().as_str()), (rule, message));
    }
    let journal = |references: &str| {
        let mut file = Vec::new();
        journal::write(&books(), &mut file).unwrap();
        let text = String::from_utf8(file).unwrap().replace(r#"{"aim":21.0,"model":22.5}"#, references);
        journal::read(&mut Ledger::<f64>::new(&Catalogue::empty()), text.as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(
        journal(r#"{"aim":21,"aim":22}"#),
        "line 3: form: an appraisal of `memory` has two references called `aim`"
    );
    assert_eq!(journal(r#"{"aim":1e999}"#), "line 3: R3: references: `1e999` is not a finite f64");
    for (header, cell, message) in [
        ("ref.aim,ref.aim", "21,22", "line 1: form: the column `ref.aim` is repeated"),
        (
            "ref.after",
            "21",
            "line 2: form: a reference is called `after`, which an appraisal has a field for; give it another name",
        ),
        (
            "ref.aim",
            "high",
            "line 2: R3: ref.aim: `high` is not a number: if it stands for a missing value, say so (option `missing`)",
        ),
    ] {
        let rows = format!(
            "id,service,user,on,measure,before,after,{header}\nd1,day centre,ana,2026-03-02,memory,,22,{cell}\n"
        );
        let refused = table::read(&mut Ledger::new(&catalogue()), rows.as_bytes()).unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

#[test]
fn the_output_names_the_baseline() {
    let ledger = books();
    let aim = Terms::by(By::Service).baseline(Baseline::named("aim"));
    let statement = ledger.statement(&aim).unwrap();
    assert_eq!(statement.line("day centre", "memory").unwrap().created(), 1.0);
    assert!(statement.to_string().contains("change from the level “aim”"), "{statement}");
    assert!(statement.to_json().unwrap().contains(r#""baseline":"ref.aim""#));
    assert!(statement.to_csv().unwrap().contains(",ref.aim,"));
    let stored = serde_json::to_string(&aim).unwrap();
    assert_eq!(serde_json::from_str::<Terms>(&stored).unwrap(), aim);
    for name in ["", "before"] {
        let refused = ledger.statement(Terms::default().baseline(Baseline::named(name))).unwrap_err();
        assert!([Rule::R1, Rule::Form].contains(&refused.rule()), "{refused}");
    }
    // Statements against different references are not merged.
    let model = ledger.statement(aim.clone().baseline(Baseline::named("model"))).unwrap();
    assert_eq!(statement.merge(model).unwrap_err().rule(), Rule::R17);
    // One that no entry states is listed, and leaves everything out.
    let misspelt = aim.baseline(Baseline::named("aims"));
    assert_eq!(ledger.unseen(&misspelt).iter().map(ToString::to_string).collect::<Vec<_>>(), ["ref.aims"]);
    assert_eq!(ledger.statement(misspelt).unwrap().cell("day centre", "memory").unwrap().left_out_count(), 1);
}
