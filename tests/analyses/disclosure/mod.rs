//! R26: no figure that is published is of few people, and none that is withheld follows from those that are.

pub mod attack;
mod examples;
mod span;
pub mod tables;
mod truth;

use covalue::disclosure::Disclosure;
use num_rational::BigRational;
use proptest::prelude::*;

use self::attack::{Attack, publish};
use self::tables::{MEASURES, Table, of_two_measures, table};
use self::truth::{At, Truth};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{ledger, terms};
use crate::support::oracle::{Key, PlainTerms};

/// What follows from all that is published of a table, side by side, for somebody who looks for figures of fewer than `least`.
pub fn findings(table: &Table, least: u64) -> Vec<String> {
    let recorded = record::<BigRational>(&table.case, Scale::Whole);
    let mut truth = Truth::of(&table.case, &recorded.let_in, &table.terms, MEASURES);
    let tables = publish(&recorded.ledger, &table.terms, Disclosure::from(table.threshold), MEASURES);
    let mut attack = Attack::of(&mut truth, &tables, MEASURES, least);
    attack.follow();
    attack.search(&mut truth, MEASURES, least, |_| true);
    attack.know_silence(&mut truth);
    attack.search(&mut truth, MEASURES, least, |_| true);
    attack.close_zeros(&mut truth, MEASURES);
    // What the model says stays open, once the parts of a sum of nobody are known to be zero: how many came twice, and how many
    // are counted on one of two measures alone.
    let is_open = |name: &str| {
        ["reinforces", "recovers", "reduces", "destroys", "not counted"].iter().any(|end| name.ends_with(end))
            || name.starts_with("without")
    };
    attack.search(&mut truth, MEASURES, least, |name| !is_open(name));
    attack.findings
}

fn nothing_follows(table: &Table) -> Result<(), TestCaseError> {
    let findings = findings(table, table.threshold);
    prop_assert!(findings.is_empty(), "{findings:#?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r26_nothing_follows_from_tables_side_by_side(table in table(20..50, 2..8)) {
        nothing_follows(&table)?;
    }

    #[test]
    fn r26_nothing_follows_in_any_ledger(case in ledger(), terms in terms(), threshold in 2..4_u64) {
        // What is due by element stands on a line of each measure.
        let by = terms.by.iter().copied().filter(|key| *key != Key::Element).collect();
        nothing_follows(&Table { case: of_two_measures(case), terms: PlainTerms { by, ..terms }, threshold })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn r26_nothing_follows_from_large_tables(table in table(100..200, 8..11)) {
        nothing_follows(&table)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The attack is not blind: it finds what a table gives away that is made for a lower threshold, and what it gives away
    /// that withholds figures of few people and nothing beside them.
    #[test]
    fn r26_the_attack_finds_what_there_is(table in table(20..50, 4..8)) {
        let recorded = record::<BigRational>(&table.case, Scale::Whole);
        let mut truth = Truth::of(&table.case, &recorded.let_in, &table.terms, MEASURES);
        let lines = truth.lines.len();
        let mut better = |at: At| truth.better(&at).people.len() as u64;
        let of_lines: Vec<u64> = (0..lines).map(|line| better(At::Lines([line].into()))).collect();
        let whole = better(At::Whole);
        // One line has too few who are better: the total and the other lines tell.
        let is_few = |people: &&u64| (1..table.threshold).contains(*people);
        let one_is_few = of_lines.iter().filter(is_few).count() == 1 && !is_few(&&whole);
        let mut naive = Attack::of_naive_tables(&mut truth, MEASURES, table.threshold);
        naive.search(&mut truth, MEASURES, table.threshold, |name| name == "m0 better");
        prop_assert!(!one_is_few || lines == 1 || !naive.findings.is_empty());
        let published = publish(&recorded.ledger, &table.terms, Disclosure::from(2), MEASURES);
        let is_few = |figure: covalue::analysis::Figure<BigRational>| {
            matches!(figure, covalue::analysis::Figure::Count(count) if (1..table.threshold).contains(&count))
        };
        let shows_few =
            published.iter().any(|(.., table)| table.rows().any(|row| row.figures().any(|(_, figure)| is_few(figure))));
        let lower = Table { threshold: 2, ..table.clone() };
        prop_assert!(!shows_few || !findings(&lower, table.threshold).is_empty());
    }
}
