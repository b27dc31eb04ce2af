//! The users who have a dimension's value beside those who state another, worked naively: every value goes over everything
//! that is stated.

use std::collections::BTreeSet;

use covalue::record::SourceKind;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde_json::Value;

use super::{Brought, Place, Row, Table, brought};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Key, PlainTerms, books, line};

const WITH: [&str; 4] = ["with people", "with took_part", "with integrated", "with contributed"];
const WITHOUT: [&str; 4] = ["without people", "without took_part", "without integrated", "without contributed"];

/// What is stated of a user of one interaction.
struct Stated {
    value: String,
    user: String,
    brought: Brought,
}

/// Whatever the grouping, a row is of a value.
pub fn engagement_drivers(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    dimension: &'static str,
) -> Table<BigRational> {
    let by_value = PlainTerms { by: vec![Key::With(dimension)], ..terms.clone() };
    let mut stated = Vec::new();
    for held in books(case, let_in).iter().filter(|held| held.counts(&by_value)) {
        for user in &held.row.users {
            // Any measure: a dimension asks for none.
            let line = line(case, held, &user.id, SourceKind::Own, &case.measures[0], &by_value);
            let (Some(value), Some(brought)) = (line[0].clone(), brought(held, &user.id, arithmetic)) else { continue };
            stated.push(Stated { value, user: user.id.clone(), brought });
        }
    }
    let values: BTreeSet<&String> = stated.iter().map(|one| &one.value).collect();
    let mut table = Table::new();
    for value in values {
        let (with, without): (Vec<_>, Vec<_>) = stated.iter().partition(|one| one.value == *value);
        let mut row = Row::default();
        compare(&mut row, WITH, &with);
        compare(&mut row, WITHOUT, &without);
        table.insert(Place { whom: Some(value.clone()), ..Place::default() }, row);
    }
    table
}

fn compare(row: &mut Row<BigRational>, names: [&'static str; 4], of: &[&Stated]) {
    let people = |is: fn(&Brought) -> bool| {
        of.iter().filter(|one| is(&one.brought)).map(|one| &one.user).collect::<BTreeSet<_>>().len() as u64
    };
    let sum = |of_one: fn(&Brought) -> &BigRational| {
        of.iter().fold(BigRational::zero(), |sum, one| sum + of_one(&one.brought))
    };
    row.counts.extend([(names[0], people(|_| true)), (names[1], people(|brought| brought.integrated.is_positive()))]);
    row.amounts
        .extend([(names[2], sum(|brought| &brought.integrated)), (names[3], sum(|brought| &brought.contributed))]);
}

/// The share and its interval, as one side of a comparison is written, are those of its counts; below so many people they
/// are not given.
#[track_caller]
pub fn share_follows(side: &Value, least: u64) {
    let count = |name: &str| side[name].as_u64().expect("a count") as f64;
    let (took_part, people) = (count("took_part"), count("people"));
    let [share, low, high] = ["share", "low", "high"].map(|name| side[name].as_f64());
    if people < least.max(1) as f64 {
        assert_eq!(["share", "low", "high"].map(|name| &side[name]), [&Value::Null; 3], "{side}");
        return;
    }
    assert_eq!(share, Some(took_part / people), "{side}");
    let (low, high) = (low.expect("a number"), high.expect("a number"));
    let share = took_part / people;
    assert!(low <= share && share <= high, "{side}");
    assert_eq!((low == 0.0, high == 1.0), (took_part == 0.0, took_part == people), "{side}");
    // Wilson's ends are where the share lies 1.96 standard errors away, by the standard error there.
    for end in [low, high] {
        let away = (share - end).powi(2) - 1.959_963_984_540_054_f64.powi(2) * end * (1.0 - end) / people;
        assert!(away.abs() < 1e-12, "{side}");
    }
}
