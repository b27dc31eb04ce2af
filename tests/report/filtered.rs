//! Reports under filters: a section that cannot have them says so, and sentences are about the terms and not the file.

use covalue::record::{Role, SourceKind};
use covalue::{By, Month, Terms, date};

use super::{DECLARATIONS, html_by, visit};

fn books() -> String {
    DECLARATIONS.to_owned() + &(0..12).map(|person| visit(person, Some(5), true)).collect::<String>()
}

/// Interactions have no role, source or beneficiary, so engagement has no such filter. All else is shown.
#[test]
fn words_that_engagement_does_not_have_are_shown_by_the_other_sections() {
    let filters =
        [(By::Role, Role::User.word()), (By::Source, SourceKind::Own.word()), (By::Beneficiary, "person 001")];
    for (word, value) in filters {
        let refused = format!("engagement cannot be grouped or filtered by `{word}`");
        let filtered = html_by(Terms::by(By::Service).only(word.clone(), value), &books(), None);
        assert_eq!(filtered.matches(&refused).count(), 3, "{word}"); // in the summary, and in two sections
        assert!(filtered.contains("Risk of a loss") && filtered.contains("points created"), "{word}");
        if word != By::Beneficiary {
            assert!(html_by(Terms::by(word), &books(), Some(3)).contains("Not shown: engagement cannot"));
        }
    }
}

#[test]
fn sentences_are_about_the_entries_that_the_terms_use() {
    let later = html_by(Terms::by(By::Service).period(date(2030, 1, 1)..), &books(), None);
    assert!(!later.contains("No service promises") && !later.contains("The books do not state"));
    assert!(later.contains("These terms use no interaction that states the contributions"));
}

/// A sentence on all measures is true of each of them, also of those that it does not name.
#[test]
fn sentences_without_a_figure_are_about_all_measures() {
    let measures: String = ["a1", "b1", "c1", "d1"]
        .map(|id| {
            format!(
                r#"{{"measure":{{"id":"{id}","unit":"points","better":"higher"}}}}
"#
            )
        })
        .concat();
    let service = r#"{"service":{"id":"physio","provider":"clinic","promises":{"a1":1,"b1":1,"c1":1}}}
"#;
    let visit = r#"{"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02","contributions":[{"party":"ana","not_integrated":[{"amount":1}]}],"appraisals":[{"measure":"d1","before":1,"after":5}]}}
"#;
    let html = html_by(By::Service, &[&measures, service, visit].concat(), None);
    assert!(html.contains("The only appraisal on d1 is better."), "{html}");
    assert!(html.contains("Windfalls, which are changes of people who did not co-operate, are a gain of 4 points"));
    assert!(html.contains("A sentence names at most 3 of 4 measures."));
    assert!(!html.contains("hold no appraisal") && !html.contains("There are no windfalls"));
}

/// Of several periods the shortest is the axis, and the days asked for choose one where none is asked.
#[test]
fn a_picture_over_time_has_the_shortest_period() {
    let has_time = |terms: Terms| {
        let html = html_by(terms, &books(), None);
        assert!(!html.contains("for example"));
        !html.contains("All appraisals are of one period")
    };
    let quarters = By::quarter_of_year_starting(Month::April);
    assert!(has_time(Terms::by(By::Year.and(By::Quarter))));
    assert!(has_time(Terms::by(By::year_starting(Month::April).and(quarters))));
    assert!(has_time(Terms::by(By::Service).period(date(2026, 1, 1)..=date(2026, 3, 31))));
}

#[test]
fn nothing_is_due_of_other_sources() {
    let html = html_by(Terms::by(By::Service).only(By::Source, "proxy").including(SourceKind::Proxy), &books(), None);
    assert!(!html.contains("missing 0 of 0") && !html.contains("promises a change of these measures"));
}

/// Nothing is withheld, so nothing is said to be.
#[test]
fn a_publication_of_no_books_has_no_picture() {
    let html = html_by(By::Service, DECLARATIONS, Some(5));
    assert!(!html.contains("Picture of the statement") && !html.contains("Too few people"), "{html}");
}
