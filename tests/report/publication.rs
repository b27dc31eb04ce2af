//! The version for publication names no person, and shows no figure of few.

use covalue::{By, Include, Terms};

use super::html::{elements, table};
use super::page::Page;
use super::{DECLARATIONS, MIXED, html_by, html_of, ledger_of, visit};

fn people() -> String {
    let mut text = DECLARATIONS.to_owned();
    (0..30).for_each(|person| text += &visit(person, (person != 8).then_some(1 + person as i32 % 9), true));
    text
}

#[test]
fn no_id_of_a_person_is_published() {
    let text = people();
    for by in [
        By::none(),
        By::Service.into(),
        By::User.into(),
        By::Beneficiary.into(),
        By::Role.into(),
        By::Service.and(By::Quarter),
        By::with("district").into(),
    ] {
        for terms in [Terms::by(by.clone()), Terms::by(by).including("affected".parse::<Include>().unwrap())] {
            let html = html_by(terms, &text, Some(2));
            assert!(!html.contains("person 0") && !html.contains("daughter") && !html.contains("test.jsonl"));
            assert!(html.contains("pain"));
        }
    }
    // The version for the keepers of the books names them, so the search would find them.
    let ledger = ledger_of(&text);
    let terms = By::Service.into();
    let page = Page {
        ledger: &ledger,
        name: "test.jsonl",
        refused: &[],
        skipped: &[],
        terms,
        publish: None,
        by_party: true,
        worth: None,
        intervals: None,
    };
    let html = page.html().unwrap();
    assert!(html.contains("person 0") && html.contains("daughter 77"));
}

#[test]
fn a_publication_has_the_published_picture_and_no_counts_of_the_file() {
    for text in [people().as_str(), MIXED] {
        let html = html_of(text, Some(10));
        assert_eq!(elements(&html).iter().filter(|element| element.name == "svg").count(), 1);
        let chart = ledger_of(text).publish(10).statement(By::Service).unwrap().people_chart().unwrap();
        assert!(html.contains(&chart.to_svg()));
        assert!(!html.contains("interactions, "));
    }
}

#[test]
fn figures_of_few_people_are_withheld() {
    let mut text = DECLARATIONS.to_owned();
    (0..12).for_each(|person| text += &visit(person, Some(if person == 3 { 9 } else { 4 }), false));
    let rows = table(&html_of(&text, None), "The statement");
    assert!(rows[1].contains(&"1 (8 %)".to_owned()) && rows[1].contains(&"22.0".to_owned()));
    let published = html_of(&text, Some(10));
    let rows = table(&published, "The statement");
    let value = |name: &str| rows[1][rows[0].iter().position(|heading| heading == name).unwrap()].as_str();
    let shown = ["users", "better", "worse", "created", "destroyed", "net"].map(value);
    assert_eq!(shown, ["12", "withheld", "withheld", "withheld", "withheld", "withheld"]);
    assert!(published.contains(
        "On pain, with appraisals of 12 people, none is the same and how many are better or worse is withheld."
    ));
    // With fewer people than the threshold on every measure there is one sentence, and no heading over nothing.
    let html = html_of(&text, Some(13));
    assert!(html.contains("Too few people are recorded for any figure to be shown: fewer than 13 people stand"));
    assert!(!html.contains("<h2>") && !html.contains("<table") && !html.contains("pain"));
    // Contributions of enough people are shown, although too few people have an appraisal.
    DECLARATIONS.clone_into(&mut text);
    for person in 0..40 {
        let integrated = if person % 2 == 0 { ":0}" } else { ":3}" };
        text += &visit(person, (person < 12).then_some(4), true).replace(":3}", integrated);
    }
    let html = html_of(&text, Some(13));
    assert!(html.contains("On every measure there are too few people") && !html.contains("there is no windfall"));
    assert!(html.contains("not shown, with fewer than 13 users: pain"));
    assert!(html.contains("Over the whole period users integrated"));
}

#[test]
fn a_publication_has_the_published_tables_of_the_crate() {
    let (ledger, html) = (ledger_of(MIXED), html_of(MIXED, Some(3)));
    let publisher = ledger.publish(3);
    let tables = [
        publisher.statement(By::Service).unwrap().to_html(),
        publisher.engagement(By::Service).unwrap().to_html(),
        publisher.risk(By::Service).unwrap().to_html(),
        publisher.relations(By::Service).unwrap().to_html(),
    ];
    for table in tables {
        assert!(table.contains("<table>") && html.contains(&table), "{table}");
    }
    assert!(html.contains("withheld</td>") && !html.contains(&ledger.statement(By::Service).unwrap().to_html()));
}

#[test]
fn published_scenarios_have_plain_names() {
    // Where all people did their part, a publication withholds the scenario: it would say so of each of them.
    let text: String = people()
        .lines()
        .enumerate()
        .map(|(line, entry)| if line % 3 == 0 { entry.replace("\"integrated\":3", "\"integrated\":0") } else { entry.to_owned() } + "\n")
        .collect();
    let (plain, published) = (html_of(&text, None), html_of(&text, Some(10)));
    assert!(plain.contains("both sides engaged (Let's Dance)"));
    assert!(published.contains("both sides engaged") && !published.contains("Let's Dance"));
    assert!(html_of(&people(), Some(10)).contains("Whether users and service did their part is withheld"));
}
