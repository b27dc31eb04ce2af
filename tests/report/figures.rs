//! The figures of the page are those of the statement and of the analyses.

use std::collections::{BTreeMap, BTreeSet};

use covalue::engagement_drivers::ParticipationTerms;
use covalue::{By, Cooperation};

use super::html::table;
use super::page::Page;
use super::{DECLARATIONS, MIXED, html_of, ledger_of, visit};

#[test]
fn the_page_has_the_tables_of_the_crate() {
    let ledger = ledger_of(MIXED);
    let by_party = Page {
        ledger: &ledger,
        name: "",
        refused: &[],
        skipped: &[],
        terms: By::Service.into(),
        publish: None,
        by_party: true,
        worth: None,
        intervals: None,
    };
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

/// Each row has the sum of the shares of the parties in its role, on its line and measure.
#[test]
fn the_shares_of_roles_add_up_to_the_attribution() {
    let ledger = ledger_of(MIXED);
    let users: BTreeSet<String> = ledger
        .interactions()
        .flat_map(|one| one.users().map(|user| user.id().to_string()).collect::<Vec<_>>())
        .collect();
    let providers: BTreeSet<String> =
        ledger.catalogue().services().map(|service| service.provider().to_string()).collect();
    let role = |party: Option<String>| match party {
        None => "unattributed",
        Some(id) if users.contains(&id) => "users",
        Some(id) if providers.contains(&id) => "provider",
        Some(_) => "other parties",
    };
    let mut expected: BTreeMap<[String; 3], [f64; 2]> = BTreeMap::new();
    for share in ledger.attribution_of(By::Service, Cooperation).unwrap().shares() {
        let role = role(share.party().map(ToString::to_string)).to_owned();
        let sums = expected.entry([share.line().to_string(), share.measure().to_string(), role]).or_default();
        *sums = [sums[0] + share.created(), sums[1] + share.destroyed()];
    }
    let rows = table(&html_of(MIXED, None), "Shares by role");
    assert_eq!(rows[0], ["service", "measure", "party", "created", "destroyed"]);
    assert_eq!(rows.len() - 1, expected.len());
    for (row, (texts, sums)) in rows[1..].iter().zip(sorted_as_shown(expected)) {
        assert_eq!(row[..3], texts);
        for (shown, sum) in row[3..].iter().zip(sums) {
            // Each amount is rounded to three decimals.
            let shown: f64 = shown.replace(',', "").parse().expect("a number");
            assert!((shown - sum).abs() <= 0.000_6, "{texts:?}: {shown} {sum}");
        }
    }
}

/// By line and measure, and then in the order of roles.
fn sorted_as_shown(shares: BTreeMap<[String; 3], [f64; 2]>) -> Vec<([String; 3], [f64; 2])> {
    let rank =
        |role: &str| ["users", "provider", "other parties", "unattributed"].iter().position(|known| *known == role);
    let mut shares: Vec<_> = shares.into_iter().collect();
    shares.sort_by_key(|([line, measure, role], _)| (line.clone(), measure.clone(), rank(role)));
    shares
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
        "On pain, 2 of 4 appraisals are better, 1 is the same and 1 is worse.",
        "The books show 6 points created and 3 destroyed on pain, where a net of 3 alone would hide gains and losses of 3 each.",
        "There are no windfalls:",
        "On pain, 1 of 5 promised appraisals is missing (20 %).",
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
