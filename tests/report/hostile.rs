//! Names that would be markup, commands of a terminal or a change of direction are text.

use covalue::impact::{Proxy, Valuation};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};

use super::html::elements;
use super::page::Page;

const MARKUP: &str = "<script>alert(\"1\")</script>&amp;' onload=x";
const DIRECTION: &str = "\u{202e}evil\u{202c}\u{2066}x\u{7}\u{1b}[31m\r\n\u{0}";
const HEBREW: &str = "שירות בריאות";

fn hostile_ledger() -> Ledger {
    let long = format!("{MARKUP} {}", "long".repeat(300));
    let catalogue = Catalogue::new(
        [Measure::lower_is_better(MARKUP, DIRECTION), Measure::higher_is_better(HEBREW, MARKUP)],
        [Service::new(DIRECTION, long.as_str()).promises(MARKUP, 1.0), Service::new(HEBREW, MARKUP)],
    )
    .unwrap();
    let mut ledger = Ledger::part(&catalogue, MARKUP);
    for (index, service) in [DIRECTION, HEBREW, DIRECTION].into_iter().enumerate() {
        let id = [MARKUP, DIRECTION, long.as_str()][index];
        let provider = if service == HEBREW { MARKUP } else { long.as_str() };
        let visit =
            Interaction::between(User::new(id).with(MARKUP, DIRECTION).with(HEBREW, MARKUP), service, date(2026, 3, 2))
                .with(DIRECTION, long.as_str())
                .contribution(Contribution::of(id).integrated(1.0))
                .contribution(Contribution::of(provider).integrated(1.0))
                .appraisal(Appraisal::of(MARKUP).before(3.0).after(1.0 + index as f64))
                .appraisal(Appraisal::of(HEBREW).before(3.0).after(2.0 + index as f64));
        ledger.record(visit).unwrap();
    }
    ledger
}

/// Pages on the hostile names: by role, by party, and for publication.
pub(crate) fn hostile_pages() -> Vec<String> {
    let ledger = hostile_ledger();
    let refused = [format!("{MARKUP}{DIRECTION}")];
    let terms: Terms = By::Service.and(By::with(MARKUP)).and(By::with(DIRECTION)).into();
    let valuation = Valuation::new([(MARKUP, Proxy::new(2.5, MARKUP, 2024, DIRECTION))]).unwrap();
    let in_money = valuation.of(&ledger.statement(terms.clone()).unwrap()).unwrap();
    let intervals = ledger.intervals(terms.clone()).unwrap();
    let page = |(publish, by_party): (Option<u64>, bool)| {
        let of_books = publish.is_none();
        let page = Page {
            ledger: &ledger,
            name: MARKUP,
            refused: &refused,
            skipped: &[],
            terms: terms.clone(),
            publish,
            by_party,
            worth: of_books.then_some(&in_money),
            intervals: of_books.then_some(&intervals),
        };
        page.html().unwrap()
    };
    [(None, false), (None, true), (Some(2), false)].map(page).into()
}

#[test]
fn hostile_names_are_text() {
    for html in hostile_pages() {
        let elements = elements(&html);
        assert!(elements.iter().all(|element| element.name != "script"));
        assert!(elements.iter().all(|element| element.attributes.iter().all(|(name, _)| !name.starts_with("on"))));
        assert!(elements.iter().any(|element| element.text.contains("<script>alert(\"1\")</script>&amp;' onload=x")));
        assert!(!html.contains(['\u{202e}', '\u{202c}', '\u{2066}', '\u{7}', '\u{1b}', '\r', '\0']));
        assert!(html.contains(r"\u{202e}evil"), "control characters are shown as escapes");
        assert!(html.contains("\u{2068}שירות בריאות\u{2069}"), "a name from the right is isolated");
    }
}

/// A district called *not stated* and a party called *unattributed* are not taken for the words of the report.
#[test]
fn names_that_look_like_labels_are_quoted() {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "pooled")]);
    let mut ledger = Ledger::part(&catalogue.unwrap(), "test");
    let users = [User::new("unattributed").with("district", "not stated"), User::new("ben")];
    for (user, change) in users.into_iter().zip([-2.0, 1.0]) {
        let parts = [user.id().as_str(), "pooled"].map(|party| Contribution::of(party).integrated(1.0));
        let visit = Interaction::between(user, "physio", date(2026, 3, 2));
        let visit = parts.into_iter().fold(visit, Interaction::contribution);
        ledger.record(visit.appraisal(Appraisal::of("pain").change(change))).unwrap();
    }
    for by_party in [false, true] {
        let terms = By::with("district").into();
        let page = Page {
            ledger: &ledger,
            name: "test",
            refused: &[],
            skipped: &[],
            terms,
            publish: None,
            by_party,
            worth: None,
            intervals: None,
        };
        let html = page.html().unwrap();
        let texts: Vec<String> = elements(&html).into_iter().map(|element| element.text).collect();
        let has = |text: &str| texts.iter().any(|found| found == text);
        assert!(has("not stated") && has("\"not stated\"") && has("unattributed"), "{texts:?}");
        if by_party {
            assert!(has("\"unattributed\"") && has("\"pooled\"") && !has("pooled"), "{texts:?}");
        }
    }
}
