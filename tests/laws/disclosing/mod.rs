//! R26: no figure that is published is of few people, and none that is withheld follows from those that are.

pub mod attack;
mod span;
pub mod tables;
mod truth;

use covalue::Disclosure;
use num_rational::BigRational;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use self::attack::{Attack, publish};
use self::tables::{MEASURES, Table, table};
use self::truth::Truth;
use crate::agree::record;
use crate::case::Scale;

pub fn attacked(table: &Table, least: u64) -> Attack {
    let recorded = record::<BigRational>(&table.case, Scale::Whole);
    assert!(recorded.let_in.iter().all(|let_in| *let_in), "{:?}", recorded.refused);
    let mut truth = Truth::of(&table.case, &recorded.let_in, &table.terms, MEASURES);
    let tables = publish(&recorded.ledger, &table.terms, Disclosure::from(table.threshold), MEASURES);
    let mut attacks = [false, true].map(|by_zeros| {
        let mut attack = Attack::of(&mut truth, &tables, MEASURES, least, by_zeros);
        attack.follow();
        attack.search(&mut truth, MEASURES, least);
        attack
    });
    let more = std::mem::take(&mut attacks[1].findings);
    let [mut attack, _] = attacks;
    attack.findings.extend(more.into_iter().map(|finding| format!("by zeros: {finding}")));
    attack
}

/// Over the same made-up books each time: what is known to follow in a few of very many is named in the model.
#[test]
fn r26_nothing_follows() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..64 {
        let table = table(20..50, 2..8).new_tree(&mut runner).expect("a table").current();
        let attack = attacked(&table, table.threshold);
        assert!(attack.findings.is_empty(), "{:#?}", attack.findings);
    }
}
