//! The figures of the page are those of the statement and of the analyses.

use covalue::engagement_drivers::ParticipationTerms;
use covalue::{By, Cooperation};

use super::html::table;
use super::page::Page;
use super::{DECLARATIONS, MIXED, html_of, ledger_of, visit};

#[test]
fn the_page_has_the_tables_of_the_crate() {
    let ledger = ledger_of(MIXED);
    let by_party =
        Page { ledger: &ledger, name: "", refused: &[], terms: By::Service.into(), publish: None, by_party: true };
    let html = by_party.html().unwrap();
    let tables = [
        ledger.statement(By::Service).unwrap().to_html(),
        ledger.engagement(By::Service.and(By::Quarter)).unwrap().to_html(),
        ledger.attribution_of(By::Service, Cooperation).unwrap().to_html(),
        ledger.drivers(By::Service, "district").unwrap().to_html(),
        ledger.engagement_drivers(ParticipationTerms::of(By::Service), "district").unwrap().to_html(),
        ledger.risk(By::Service).unwrap().to_html(),
        ledger.relations(By::Service).unwrap().to_html(),
    ];
    for table in tables {
        assert!(table.contains("<table>") && html.contains(&table), "{table}");
    }
}

#[test]
fn the_shares_of_roles_add_up_to_the_attribution() {
    let shares = ledger_of(MIXED).attribution_of(By::Service, Cooperation).unwrap();
    let rows = table(&html_of(MIXED, None), "Shares by role");
    for measure in ["m0", "m1", "m2"] {
        let of_measure = rows[1..].iter().filter(|row| row[1] == measure);
        let shown: f64 = of_measure.map(|row| row[3].replace(',', "").parse::<f64>().expect("a number")).sum();
        let created: f64 =
            shares.shares().filter(|share| share.measure().as_str() == measure).map(|share| *share.created()).sum();
        // Each row is rounded to three decimals.
        assert!((shown - created).abs() <= 0.000_6 * rows.len() as f64, "{shown} {created}");
    }
}

#[test]
fn the_summary_has_the_figures_of_all_lines() {
    let mut text = DECLARATIONS.to_owned();
    for (person, after) in [Some(4), Some(2), Some(9), Some(6), None].into_iter().enumerate() {
        text += &visit(person, after, true);
    }
    let html = html_of(&text, None);
    for sentence in [
        "The file test.jsonl holds 5 interactions, with 5 users, from 2026-01-01 to 2026-05-05.",
        "Of 4 appraisals on pain, 2 are better, 1 is the same and 1 is worse.",
        "On pain, the books show 6 points created and 3 destroyed; a net of 3 alone would hide gains and losses of 3 each.",
        "There are no windfalls:",
        "Of 5 appraisals promised on pain, 1 is missing (20 %).",
        "pain: missing 1 of 5 promised appraisals, left out 0; net if none were missing: -7 to 13",
        "physio: 2026-Q1 to 2026-Q2 both sides engaged (Let's Dance)",
        "users integrated 15 of 15 and the service integrated 5 of 5: both sides engaged (Let's Dance)",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
}

/// Amounts of windfalls have the unit of their measure.
#[test]
fn windfalls_have_a_unit_and_integrated_is_explained() {
    let mut text = DECLARATIONS.to_owned();
    for (person, after) in [(1, 2), (2, 9)] {
        text += &visit(person, Some(after), true).replace("\"integrated\":3", "\"integrated\":0");
    }
    let html = html_of(&text, None);
    assert!(html.contains("are a gain of 4 points and a loss of 3 points on pain."));
    assert!(html.contains("<dt>Integrated</dt>"));
}
