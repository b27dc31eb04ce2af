//! R26: no figure that is published is of few people, and none that is withheld follows from those that are.

pub mod attack;
mod span;
pub mod tables;
mod truth;

use covalue::Disclosure;
use num_rational::BigRational;
use proptest::prelude::*;

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
    let mut attack = Attack::of(&mut truth, &tables, MEASURES, least);
    attack.follow();
    attack.search(&mut truth, MEASURES, least);
    attack
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r26_nothing_follows(table in table(20..50, 2..8)) {
        let attack = attacked(&table, table.threshold);
        // That a withheld figure is zero may follow: it stands for no person.
        let findings: Vec<_> = attack.findings.iter().filter(|finding| !finding.contains(" of 0 people")).collect();
        prop_assert!(findings.is_empty(), "{findings:#?}");
    }
}
