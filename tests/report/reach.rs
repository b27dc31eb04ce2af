//! The section on reach, excused parties, named references and financial years.

use covalue::{Baseline, By, Month, Terms, date};

use super::html::table;
use super::{DECLARATIONS, html_by, html_of, ledger_of, visit};

/// Counts of 2026 by district.
const REACH: &str = r#"{"reach":{"service":"physio","from":"2026-01-01","until":"2026-12-31","with":{"district":"north"},"eligible":40,"offered":20,"started":4}}
{"reach":{"service":"physio","from":"2026-01-01","until":"2026-12-31","with":{"district":"south"},"eligible":60,"offered":12,"started":3}}
"#;
/// A count of everybody, which is never added to those of districts.
const OF_ALL: &str = r#"{"reach":{"service":"physio","from":"2026-01-01","until":"2026-12-31","eligible":101}}
"#;

fn books(reach: &str) -> String {
    let visits: String = (0..5).map(|person| visit(person, Some(4), true)).collect();
    DECLARATIONS.to_owned() + reach + &visits
}

#[test]
fn reach_has_a_section_for_each_breakdown_of_its_counts() {
    let text = books(&format!("{REACH}{OF_ALL}"));
    let html = html_of(&text, None);
    let ledger = ledger_of(&text);
    for grouping in [By::Service.into(), By::Service.and(By::with("district"))] {
        let reach = ledger.reach(Terms::by(grouping)).unwrap();
        assert!(html.contains(&reach.to_html()) && html.contains(&reach.cascade_chart().to_svg()));
    }
    assert!(html.contains("<h3>By service</h3>") && html.contains("<h3>By service and district</h3>"));
    let rows = table(&html, "People reached by service and district");
    let offered = rows[0].iter().position(|heading| heading == "offered").unwrap();
    assert_eq!([&rows[1][offered], &rows[2][offered]], ["20 (50 %)", "12 (20 %)"]);
    assert!(
        html.contains("The largest gap is at physio, offered of eligible: 50 % in north and 20 % in south, 2.5 times the share. It says nothing about why.")
    );
    assert!(html.contains("Nothing follows about people who were not reached"));
}

/// Names of a caller are text: markup in them is not.
#[test]
fn a_breakdown_shows_names_as_text() {
    let reach = REACH.replace("district", "<b>part</b>").replace("north", "<i>").replace("south", "\\u202e");
    let html = html_of(&books(&reach), None);
    assert!(html.contains("By service and &lt;b&gt;part&lt;/b&gt;") && html.contains(" % in &lt;i&gt; and "));
    assert!(!html.contains("<b>") && !html.contains("<i>") && !html.contains('\u{202e}'));
}

#[test]
fn counts_that_the_terms_do_not_use_are_said_to_be_unused() {
    let html = html_by(Terms::by(By::Service).as_of(date(2026, 6, 30)), &books(REACH), None);
    assert!(html.contains("These terms use none of the counts."));
    let html = html_by(Terms::by(By::Service).only(By::User, "person 001"), &books(REACH), None);
    assert!(html.contains("How many people were reached</h2>") && html.contains("Not shown: "));
}

#[test]
fn a_report_without_reach_and_a_publication_have_no_section() {
    let heading = "How many people were reached</h2>";
    let note = "How many people were reached is not published.";
    assert!(html_of(&books(REACH), None).contains(heading));
    let silent = html_of(&books(""), None);
    assert!(!silent.contains(heading) && !silent.contains("reached"));
    let many = |reach: &str| {
        let visits: String = (0..30).map(|person| visit(person, Some(1 + person as i32 % 9), true)).collect();
        html_of(&(DECLARATIONS.to_owned() + reach + &visits), Some(10))
    };
    let (published, without) = (many(REACH), many(""));
    assert!(published.contains(note) && !published.contains(heading) && !published.contains("eligible"));
    assert_eq!(published.replace(&format!("<li>{note}</li>"), ""), without);
}

#[test]
fn excused_parties_are_counted_beside_the_scenarios() {
    let excused = |text: String, party: &str| {
        let quantity = if party == "clinic" { 1 } else { 3 };
        let contribution = format!(r#"{{"party":"{party}","integrated":{quantity}}}"#);
        assert!(text.contains(&contribution));
        text.replace(&contribution, &format!(r#"{{"party":"{party}","excused":true}}"#))
    };
    let text = books("") + &excused(visit(7, None, true), "person 007");
    let users = "Users were excused in 1 of 6 interactions. An excuse is not a misuse";
    assert!(html_of(&text, None).contains(users) && !html_of(&text, Some(2)).contains("were excused"));
    let both = text + &excused(visit(9, None, true), "clinic");
    assert!(html_of(&both, None).contains("Users were excused in 1 of 7 interactions, and the service in 1."));
    let service = books("") + &excused(visit(9, None, true), "clinic");
    assert!(html_of(&service, None).contains("The service was excused in 1 of 6 interactions."));
    assert!(!html_of(&books(""), None).contains("excused in"));
}

/// A scenario needs enough behind it. The record is not silent, and the report says so.
#[test]
fn few_stated_contributions_are_counted_and_not_called_silence() {
    let text = books("") + &(10..20).map(|person| visit(person, Some(4), false)).collect::<String>();
    let html = html_of(&text, None);
    let few = "together in 5 of 15 interactions, which does not suffice for a scenario.";
    assert!(html.contains(few) && !html.contains("do not state the contributions"));
}

#[test]
fn a_named_reference_and_financial_years_are_named() {
    let text = books("").replace(r#""after":4"#, r#""after":4,"references":{"aim":5}"#);
    let by = By::quarter_of_year_starting(Month::April);
    let html = html_by(Terms::by(by.clone()).baseline(Baseline::named("aim")), &text, None);
    assert!(html.contains("change from the level “aim”"));
    let rows = table(&html, "The statement");
    assert_eq!([rows[0][0].as_str(), rows[1][0].as_str()], ["quarter from April", "2025/26 Q4"]);
    // The picture over time has these quarters, and no others beside them.
    let chart =
        ledger_of(&text).statement(Terms::by(by).baseline(Baseline::named("aim"))).unwrap().time_chart().unwrap();
    assert!(html.contains(&chart.to_svg()));
}

/// Scenarios are of the period that the grouping has.
#[test]
fn scenarios_are_of_the_period_that_is_asked_for() {
    let text = DECLARATIONS.to_owned() + &(0..4).map(|person| visit(person, Some(4), true)).collect::<String>();
    let html = html_by(Terms::by(By::quarter_of_year_starting(Month::April)), &text, None);
    let rows = table(&html, "Quantities that users and services integrated");
    assert_eq!([rows[0][1].as_str(), rows[1][1].as_str()], ["quarter from April", "2025/26 Q4"]);
    assert!(!html.contains("2026-Q"));
}
