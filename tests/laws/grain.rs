//! R25: into how many readings a change is split.

use covalue::{Direction, Number, Use};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::agree::record;
use crate::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, Scale, ServiceRow, day,
};
use crate::laws::{amounts, in_both_kinds, stated};
use crate::oracle::{Key, Label, PlainTerms};

/// A change in one interaction, or in one for each pair of readings.
fn course(readings: &[i32], tolerance: i32, co_operation: (Option<i32>, i32, bool, bool), split: bool) -> Case {
    let (integrated, misused, indirect, lower) = co_operation;
    let direction = if lower { Direction::LowerIsBetter } else { Direction::HigherIsBetter };
    let measure = MeasureRow { id: "m".to_owned(), direction, tolerance, range: None, element: None };
    let service = ServiceRow { id: "s".to_owned(), provider: "p".to_owned(), promises: Vec::new() };
    let mut case = Case { measures: vec![measure], services: vec![service], entries: Vec::new() };
    let pairs: Vec<(i32, i32)> = if split {
        readings.windows(2).map(|pair| (pair[0], pair[1])).collect()
    } else {
        vec![(readings[0], readings[readings.len() - 1])]
    };
    for (number, (before, after)) in pairs.into_iter().enumerate() {
        let mut row = InteractionRow::of(&format!("i{number}"), "u", "s", day(number as u16));
        row.how = if indirect { Use::Indirect } else { Use::Direct };
        row.contributions.push(ContributionRow { integrated, ..ContributionRow::of("u") });
        let part = covalue::Part::NotIntegrated;
        let misuse = MisuseRow { part, amount: misused, by: None, intent: covalue::Intent::Unknown, cause: None };
        row.contributions.push(ContributionRow { misused: vec![misuse], ..ContributionRow::of("p") });
        row.appraisals.push(AppraisalRow { before: Some(before), after: Some(after), ..AppraisalRow::of("m") });
        case.entries.push(Entry::Interaction(row));
    }
    case
}

#[track_caller]
fn splitting_keeps_the_net<N: Number>(
    readings: &[i32],
    scale: Scale,
    tolerance: i32,
    co_operation: (Option<i32>, i32, bool, bool),
) {
    let [whole, split] = [false, true].map(|split| {
        let case = course(readings, tolerance, co_operation, split);
        let terms = PlainTerms { logic: Label::Service, ..PlainTerms::by(&[Key::Service]) };
        let statement = stated(&record::<N>(&case, scale).ledger, &terms);
        amounts(&statement.line("s", "m").expect("appraised"))
    });
    let sum = |of: &std::collections::BTreeMap<&str, BigRational>| {
        &of["net"] + &of["windfall"] + &of["within_up"] - &of["within_down"]
    };
    assert_eq!(sum(&split), sum(&whole), "with any tolerance the sum of R10 is kept");
    if tolerance == 0 {
        let gross = |of: &std::collections::BTreeMap<&str, BigRational>| &of["created"] + &of["windfall"];
        assert!(split["created"] >= whole["created"] && split["destroyed"] >= whole["destroyed"]);
        assert!(gross(&split) >= gross(&whole));
        if split["windfall"].is_zero() && whole["windfall"].is_zero() {
            assert_eq!(split["net"], whole["net"]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn r25_splitting_a_change_keeps_its_sum(
        readings in prop::collection::vec(-9..9_i32, 2..6),
        tolerance in 0..3_i32,
        co_operation in (prop::option::of(0..2_i32), 0..2_i32, any::<bool>(), any::<bool>()),
    ) {
        in_both_kinds!(splitting(&readings, tolerance, co_operation));
    }
}

#[track_caller]
fn splitting<N: Number>(readings: &[i32], scale: Scale, tolerance: i32, how: (Option<i32>, i32, bool, bool)) {
    splitting_keeps_the_net::<N>(readings, scale, tolerance, how);
    splitting_keeps_the_net::<N>(readings, scale, 0, how);
}
