//! A table of many lines shows the largest, and says how many more there are.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use covalue::{By, Terms};

use super::html::table;
use super::page::Page;
use super::{DECLARATIONS, html_by, ledger_of, visit};

/// People whose changes grow with their number; each has a line by user.
fn books(people: usize) -> String {
    let mut text = DECLARATIONS.to_owned();
    for person in 0..people {
        let change = 0.01 * (1 + person) as f64;
        text += &visit(person, Some(6), true).replace("\"before\":6,\"after\":6", &format!("\"change\":{change}"));
    }
    text
}

/// The number of the person of each row.
fn people_of(html: &str, label: &str) -> Vec<usize> {
    let rows = table(html, label);
    rows[1..].iter().map(|row| row[0].strip_prefix("person ").expect("a person").parse().unwrap()).collect()
}

#[test]
fn tables_of_many_lines_have_the_largest() {
    const NOTE: &str = "The table has 50 of 120 lines: for each measure, the 50 with the largest amounts";
    let html = html_by(By::User, &books(120), None);
    let largest: Vec<usize> = (70..120).collect();
    for label in ["The statement", "Probability and size of a loss", "Shares by role"] {
        let mut people = people_of(&html, label);
        people.dedup();
        assert_eq!(people, largest, "{label}");
    }
    assert_eq!(html.matches(NOTE).count(), 3);
    assert!(html.contains("<code>statement</code> prints all of them, with the same options and --reading risk."));

    let ledger = ledger_of(&books(120));
    let by_party = Page {
        ledger: &ledger,
        name: "",
        refused: &[],
        skipped: &[],
        terms: By::User.into(),
        publish: None,
        by_party: true,
        worth: None,
        intervals: None,
    };
    let html = by_party.html().unwrap();
    let mut people = people_of(&html, "Shares of each party");
    people.dedup();
    assert_eq!(people, largest);
    assert_eq!(html.matches(NOTE).count(), 3);
}

#[test]
fn tables_of_as_many_lines_as_a_picture_are_whole() {
    let html = html_by(By::User, &books(50), None);
    assert_eq!(people_of(&html, "The statement"), (0..50).collect::<Vec<_>>());
    assert!(!html.contains("The table has"));
}

/// A page would otherwise differ from the published table.
#[test]
fn a_published_table_has_all_its_lines() {
    let mut text = DECLARATIONS.to_owned();
    for person in 0..240 {
        let line = visit(person, Some(6), true);
        let (before, rest) = line.split_once("\"district\":\"").expect("a district");
        let (_, rest) = rest.split_once('"').expect("its end");
        text += &[before, "\"district\":\"district ", &(person / 4).to_string(), "\"", rest].concat();
    }
    let html = html_by(By::with("district"), &text, Some(2));
    assert_eq!(table(&html, "The statement").len() - 1, 60);
    assert!(!html.contains("of 60 lines"));
}

/// Intervals have a second table, of the lines with missing appraisals: it has the same largest lines.
#[test]
fn tables_of_intervals_have_the_largest_lines() {
    let mut text = DECLARATIONS.to_owned();
    for person in 0..240 {
        // In every third district the last person has no appraisal.
        let after = (person % 4 < 3 || person % 12 != 3).then_some(6 - (person % 5) as i32);
        let line = visit(person, after, true);
        let (before, rest) = line.split_once("\"district\":\"").expect("a district");
        let (_, rest) = rest.split_once('"').expect("its end");
        text += &[before, "\"district\":\"district ", &(person / 4).to_string(), "\"", rest].concat();
    }
    let ledger = ledger_of(&text);
    let terms = Terms::by(By::with("district"));
    let intervals = ledger.intervals(terms.clone()).unwrap();
    let missing = intervals.lines().filter(|line| line.missing() > Some(0)).count();
    let page = Page {
        ledger: &ledger,
        name: "",
        refused: &[],
        skipped: &[],
        terms,
        publish: None,
        by_party: false,
        worth: None,
        intervals: Some(&intervals),
    };
    let html = page.html().unwrap();
    let statement = table(&html, "The statement");
    let kept: BTreeSet<&String> = statement[1..].iter().map(|row| &row[0]).collect();
    let (_, section) = html.split_once("<h2>How sure the figures are</h2>").unwrap();
    let (section, _) = section.split_once("</section>").unwrap();
    assert_eq!((missing, section.matches("</table>").count()), (20, 2));
    for of_table in section.split_inclusive("</table>").take(2) {
        let (_, body) = of_table.split_once("<tbody>").unwrap();
        let districts = body.split("<tr>").skip(1).filter_map(|row| {
            let (_, rest) = row.split_once("district ")?;
            Some(format!("district {}", rest.split_once('<')?.0))
        });
        let districts: Vec<String> = districts.collect();
        assert!(districts.iter().all(|district| kept.contains(district)), "{districts:?}");
        assert!(districts.len() == 50 || (1..missing).contains(&districts.len()), "{districts:?}");
    }
    assert!(html.contains("and below it how far the missing appraisals could"));
}

#[test]
fn quarters_with_most_interactions_are_shown() {
    let mut text = DECLARATIONS.to_owned();
    for year in 0..60 {
        for person in 0..=year {
            text += &visit(person, Some(6), true).replace("\"on\":\"2026", &format!("\"on\":\"{}", 1950 + year));
        }
    }
    let html = html_by(By::Service, &text, None);
    let rows = table(&html, "Quantities that users and services integrated");
    assert_eq!(rows.len(), 51);
    assert!(html.contains("lines: the 50 with the most interactions. The example"));
    let engagement = ledger_of(&text).engagement(By::Service.and(By::Quarter)).unwrap();
    let mut quarters: Vec<_> = engagement.lines().map(|line| (line.interaction_count(), line.to_string())).collect();
    quarters.sort_by_key(|(interactions, _)| Reverse(*interactions));
    assert!(quarters.len() > 50);
    let largest: BTreeSet<String> = quarters.into_iter().take(50).map(|(_, line)| line).collect();
    assert_eq!(rows[1..].iter().map(|row| format!("physio, {}", row[1])).collect::<BTreeSet<_>>(), largest);
}
