//! Statements beside the naive loop over the same rows.

use covalue::statement::Grouping;
use covalue::{By, Ledger, Statement};

use crate::contest::{Contest, Host, runner};
use crate::rows::{Columns, SERVICES, Slot, USERS, YEARS};

/// Asserts that the exact sums are near the naive ones, and that the counts are equal.
fn assert_near(statement: &Statement, slots: &[Slot]) {
    let (exact, naive) =
        (statement.total("level").expect("a line"), slots.iter().map(|slot| slot.created).sum::<f64>());
    assert!((exact.created() - naive).abs() <= 1e-9 * naive, "{naive} is not near {}", exact.created());
    assert_eq!(exact.gain_count(), slots.iter().map(|slot| u64::from(slot.gains)).sum::<u64>());
    // A line without gains and losses exists too.
    assert!(statement.len() >= slots.iter().filter(|slot| slot.gains + slot.losses > 0).count());
}

/// A naive loop that fills slots.
type Lines<'a> = Box<dyn Fn(&mut Vec<Slot>) + 'a>;

/// The statements that are measured: name, grouping, and the number of lines of the naive loop.
pub fn statements() -> [(&'static str, Grouping, u32); 3] {
    [
        ("statement/by_service", By::Service.into(), SERVICES),
        ("statement/by_service_and_quarter", By::Service.and(By::Quarter), SERVICES * YEARS * 4),
        ("statement/by_user", By::User.into(), USERS),
    ]
}

/// Measures statements of a ledger beside the naive loop over the columns of the same rows.
pub fn measure(host: &mut Host, ledger: &Ledger, columns: &Columns, size: &str) {
    let loops: [Lines<'_>; 3] = [
        Box::new(|slots| columns.state(slots, |row| columns.service[row])),
        Box::new(|slots| columns.state(slots, |row| columns.quarter(row))),
        Box::new(|slots| columns.state(slots, |row| columns.user[row])),
    ];
    for ((subject, by, lines), naive) in statements().into_iter().zip(&loops) {
        if !host.wants(subject) {
            continue;
        }
        let stated = || ledger.statement(by.clone()).expect("sound terms");
        let looped = || {
            let mut slots = vec![Slot::default(); lines as usize];
            naive(&mut slots);
            slots
        };
        assert_near(&stated(), &looped());
        host.hold(&Contest {
            subject,
            size,
            count: columns.on.len(),
            runners: vec![
                ("exact", runner(|| None, |done| *done = Some(stated()))),
                ("naive", runner(|| None, |done| *done = Some(looped()))),
            ],
        });
    }
}
