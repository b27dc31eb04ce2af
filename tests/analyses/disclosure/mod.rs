//! R26: no published figure stands for few people, and no withheld figure can be computed from published figures.

pub mod attack;
pub mod generated_tables;
mod linear_span;
mod truth;
mod ways;
mod worked_examples;

use covalue::disclosure::Disclosure;
use num_rational::BigRational;
use proptest::prelude::*;

use self::attack::{Attack, publish};
use self::generated_tables::{MEASURES, Table, of_two_measures, table};
use self::truth::{Scope, Truth};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::{OF_USES, filters, terms};
use crate::support::plain_terms::{Filters, Key, PlainTerms};

/// The figures of fewer than `least` people that follow from all publications of a table.
pub fn findings(table: &Table, least: u64) -> Vec<String> {
    let recorded = record::<BigRational>(&table.case, Scale::Whole);
    let mut truth = Truth::of(&table.case, &recorded.accepted, &table.terms, MEASURES);
    let tables = publish(&recorded.ledger, &table.terms, Disclosure::from(table.threshold), MEASURES);
    let mut attack = Attack::of(&mut truth, &tables, MEASURES, least);
    attack.follow();
    attack.search(&mut truth, MEASURES, least, |_| true);
    attack.know_silence(&mut truth);
    attack.search(&mut truth, MEASURES, least, |_| true);
    attack.close_zeros(&mut truth, MEASURES);
    // The model leaves these figures open if the parts of a zero sum are known to be zero: transitions, and people
    // counted on one of two measures only.
    let is_open = |name: &str| {
        ["reinforces", "recovers", "reduces", "destroys", "not counted"].iter().any(|end| name.ends_with(end))
            || name.starts_with("without")
    };
    attack.search(&mut truth, MEASURES, least, |name| !is_open(name));
    attack.findings
}

fn no_withheld_figure_follows(table: &Table) -> Result<(), TestCaseError> {
    let findings = findings(table, table.threshold);
    prop_assert!(findings.is_empty(), "{findings:#?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r26_no_withheld_figure_follows_from_all_tables_together(table in table(20..50, 2..8)) {
        no_withheld_figure_follows(&table)?;
    }

    #[test]
    fn r26_no_withheld_figure_follows_in_generated_ledgers(
        case in ledger(),
        terms in terms(),
        filters in prop_oneof![Just(Filters::default()), filters(&OF_USES[1..])],
        threshold in 2..4_u64,
    ) {
        // By element, an appraisal is due on a line of each measure, which this attack does not model.
        let by = terms.by.iter().copied().filter(|key| *key != Key::Element).collect();
        let terms = PlainTerms { by, filters, ..terms };
        no_withheld_figure_follows(&Table { case: of_two_measures(case), terms, threshold })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn r26_no_withheld_figure_follows_from_large_tables(table in table(100..200, 8..11)) {
        no_withheld_figure_follows(&table)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// An attack that finds nothing would prove nothing. It must find the leaks of a lower threshold, and of tables
    /// that withhold only the figures of few people.
    #[test]
    fn r26_the_attack_finds_leaks_of_weaker_disclosure_control(table in table(20..50, 4..8)) {
        let recorded = record::<BigRational>(&table.case, Scale::Whole);
        let mut truth = Truth::of(&table.case, &recorded.accepted, &table.terms, MEASURES);
        let lines = truth.lines.len();
        let mut better = |at: Scope| truth.better(&at).people.len() as u64;
        let of_lines: Vec<u64> = (0..lines).map(|line| better(Scope::Lines([line].into()))).collect();
        let whole = better(Scope::Whole);
        // If exactly one line has too few better people, the total and the other lines reveal it.
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
