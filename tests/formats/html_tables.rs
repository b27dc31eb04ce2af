//! Tables as HTML.

use covalue::attribution::Cooperation;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, Statement, Terms, User, date,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{MEASURES, cases, written};
use crate::support::generate_terms::terms;

/// The texts of an HTML table, one after the other. It panics if an element is not closed.
pub(crate) fn texts(html: &str) -> String {
    let mut reader = Reader::from_str(html);
    let mut texts = String::new();
    loop {
        match reader.read_event().expect("elements are closed") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                assert!(
                    ["table", "caption", "thead", "tbody", "tr", "th", "td", "p"].contains(&name.as_str()),
                    "{name}"
                );
            }
            Event::Text(text) => texts += &text,
            Event::GeneralRef(reference) => {
                texts += quick_xml::escape::resolve_predefined_entity(&reference).expect("only escapes of XML");
            }
            Event::End(_) => {}
            Event::Eof => return texts,
            other => panic!("{other:?}"),
        }
    }
}

/// A text without spaces, and without the separator between the lines of a caption.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != ';').collect()
}

proptest! {
    #![proptest_config(cases(32))]

    /// A table as HTML has the texts of the printed table in the same order, whatever the names are.
    #[test]
    fn html_has_the_texts_of_the_printed_table(case in written(), terms in terms()) {
        let recorded = record::<f64>(&case, Scale::Whole);
        let (ledger, terms) = (&recorded.ledger, Terms::from(&terms));
        let statement = ledger.statement(terms.clone()).unwrap();
        let published = ledger.publish(2).statement(terms.clone());
        let mut tables = vec![(statement.to_html(), statement.to_string())];
        tables.extend(published.map(|published| (published.to_html(), published.to_string())));
        macro_rules! add {
            ($($analysis:expr),+) => {
                $(if let Ok(analysis) = $analysis { tables.push((analysis.to_html(), analysis.to_string())); })+
            };
        }
        add!(
            ledger.attribution_of(terms.clone(), Cooperation),
            ledger.cross(terms.clone(), MEASURES[0], MEASURES[1]),
            ledger.drivers(Terms::default(), "number"),
            ledger.engagement(By::Service),
            ledger.engagement_drivers(Terms::default(), "number"),
            ledger.relations(terms.clone()),
            ledger.risk(terms)
        );
        for (html, printed) in tables {
            prop_assert_eq!(letters(&texts(&html)), letters(&printed));
        }
    }
}

#[test]
fn a_table_has_a_caption_and_scopes() -> Result<(), covalue::Error> {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    let user = User::new("ana").with("district", "<script>alert('north & south')</script>");
    ledger.record(
        Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("pain").before(6.0).after(4.0)),
    )?;
    let html = ledger.statement(By::with("district"))?.to_html();
    assert!(html.contains(
        "<caption style=\"text-align:left\">change from before; users&apos; own appraisals; 1 user; lower is better: \
         pain; a change for the better is above zero</caption>"
    ));
    assert!(html.contains("<th scope=\"col\" style=\"text-align:left\">with.district</th>"), "{html}");
    let escaped = "&lt;script&gt;alert(&apos;north &amp; south&apos;)&lt;/script&gt;";
    assert!(html.contains(&format!("<th scope=\"row\" style=\"text-align:left\">{escaped}</th>")), "{html}");
    assert!(html.contains("<td style=\"text-align:right;white-space:nowrap\">2.0</td>"));
    assert_eq!(Statement::<f64>::empty().to_html(), "<p>an empty statement</p>");
    Ok(())
}

/// Books of 24 people of a service; both sides do nothing of what they could, except for six people, if contributions
/// are stated.
fn two_dozen(states_contributions: bool) -> Ledger {
    let catalogue =
        Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for person in 0..24 {
        let user = format!("person {person}");
        let part = if person < 6 { 1.0 } else { 0.0 };
        let own = Contribution::of(&user).integrated(part).not_integrated(3.0, Misuse::unknown());
        let clinic = Contribution::of("clinic").integrated(part).not_integrated(3.0, Misuse::unknown());
        let mut visit = Interaction::between(user.as_str(), "physio", date(2026, 3, 2));
        if states_contributions {
            visit = visit.contribution(own).contribution(clinic);
        }
        ledger.record(visit.appraisal(Appraisal::of("pain").change(if person < 2 { 1.0 } else { -1.0 }))).unwrap();
    }
    ledger
}

#[test]
fn a_published_scenario_has_no_name_of_the_literature() {
    let ledger = two_dozen(true);
    let text = |html: String| texts(&html);
    assert!(text(ledger.engagement(By::Service).unwrap().to_html()).contains("neither side engaged (Waste Land)"));
    let published = text(ledger.publish(5).engagement(By::Service).unwrap().to_html());
    assert!(published.contains("neither side engaged") && !published.contains("Waste Land"), "{published}");
}

#[test]
fn published_windfalls_have_no_column_if_none_was_asked() {
    let published = |states| texts(&two_dozen(states).publish(5).statement(By::Service).unwrap().to_html());
    assert!(published(true).contains("windfall gain"), "{}", published(true));
    let silent = published(false);
    assert!(silent.contains("withheld") && !silent.contains("windfall") && !silent.contains("not asked"), "{silent}");
}
