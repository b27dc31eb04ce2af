//! Reports under filters: a section that cannot have them says so, and sentences are about the terms and not the file.

use covalue::record::{Role, SourceKind};
use covalue::{By, Terms, date};

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
        let refused = format!("engagement cannot be grouped or filtered by {word}");
        let filtered = html_by(Terms::by(By::Service).only(word.clone(), value), &books(), None);
        assert_eq!(filtered.matches(&refused).count(), 3, "{word}"); // in the summary, and in two sections
        assert!(filtered.contains("Risk of a loss") && filtered.contains("points created"), "{word}");
        if word != By::Beneficiary {
            assert!(html_by(Terms::by(word), &books(), Some(3)).contains("Not shown: form: "));
        }
    }
}

#[test]
fn sentences_are_about_the_entries_that_the_terms_use() {
    let later = html_by(Terms::by(By::Service).period(date(2030, 1, 1)..), &books(), None);
    assert!(!later.contains("No service promises") && !later.contains("The books do not state"));
    assert!(later.contains("These terms use no interaction that states the contributions"));
}
