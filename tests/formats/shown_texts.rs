//! Texts of a caller as they are shown: escaped where they are not seen, and in quotes where they look like a label.

use covalue::attribution::Equal;
use covalue::record::{Contribution, Misuse};
use covalue::statement::Line;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};

fn shown(text: &str) -> String {
    [Some(text)].into_iter().collect::<Line>().to_string()
}

#[test]
fn letters_that_are_not_seen_are_escaped() {
    for (text, expected) in [
        ("physio", "physio"),
        ("a\u{1b}[2J\rb", "a\\u{1b}[2J\\rb"),
        ("nor\u{200b}th\u{a0}", "nor\\u{200b}th\\u{a0}"),
        ("a\u{200d}b\u{202e}c\u{3164}", "a\\u{200d}b\\u{202e}c\\u{3164}"),
        ("a\u{fe0f}b\u{ad}c\u{e0001}", "a\\u{fe0f}b\\u{ad}c\\u{e0001}"),
        // Words of other scripts, and emoji, stay as they are.
        ("Sa\u{303}o", "Sa\u{303}o"),
        ("\u{645}\u{6cc}\u{200c}\u{62e}", "\u{645}\u{6cc}\u{200c}\u{62e}"),
        ("\u{2764}\u{fe0f} you", "\u{2764}\u{fe0f} you"),
        ("\u{5c71}\u{3000}\u{592a}", "\u{5c71}\u{3000}\u{592a}"),
        ("\u{e01}\u{e34}", "\u{e01}\u{e34}"),
        ("a \"quote\" \\ it's", "a \"quote\" \\ it's"),
    ] {
        assert_eq!(shown(text), expected);
        assert_eq!(shown(expected), expected);
    }
}

#[test]
fn values_that_look_like_labels_are_quoted() {
    for text in ["not stated", "unattributed", "2 lines pooled", "all", "", " north", "north ", "-"] {
        assert_eq!(shown(text), format!("\"{text}\""));
    }
    assert_eq!(shown("\"all\""), "\"\"all\"\"");
    assert_eq!([Some("north"), None].into_iter().collect::<Line>().to_string(), "north, not stated");
}

/// A district called *not stated* and a party called *unattributed* have rows that differ from the crate's own.
#[test]
fn rows_of_labels_and_of_values_differ() {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let users = [User::new("unattributed").with("district", "not stated"), User::new("ben")];
    for (user, own) in users.into_iter().zip([true, false]) {
        let id = user.id().as_str().to_owned();
        let visit = Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("pain").change(1.0));
        let misuse = Contribution::of(&id).integrated(1.0).misintegrated(1.0, Misuse::unknown());
        ledger.record(if own { visit.contribution(misuse) } else { visit }).unwrap();
    }
    let table = ledger.statement(By::with("district")).unwrap().to_string();
    assert!(table.contains("\nnot stated  ") && table.contains("\n\"not stated\"  "), "{table}");
    let table = ledger.attribution(Equal).unwrap().to_string();
    assert!(table.contains("  unattributed ") && table.contains("  \"unattributed\""), "{table}");
}

/// A long text does not pad every row to its width, and its end is seen, where long ids differ.
#[test]
fn long_texts_are_shortened_in_tables() {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let long = "x".repeat(500_000);
    for user in [format!("{long} one"), format!("{long} two"), "y".repeat(100)] {
        let visit = Interaction::between(user, "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("pain").change(1.0))).unwrap();
    }
    let statement = ledger.statement(By::User).unwrap();
    let table = statement.to_string();
    assert!(table.len() < 2_000 && table.contains(&"y".repeat(100)));
    for end in ["one", "two"] {
        assert!(table.contains(&format!("{}…{} {end}  pain", "x".repeat(69), "x".repeat(26))), "{table}");
        assert!(statement.to_csv().unwrap().contains(&format!("{long} {end}")));
    }
}
