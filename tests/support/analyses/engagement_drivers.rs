//! Users with a dimension's value, compared with the users with its other values. The algorithm is quadratic on
//! purpose: it filters all statements anew for every value.

use std::collections::BTreeSet;

use covalue::record::SourceKind;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde_json::Value;

use super::{Quantities, Row, RowKey, Table, quantities_of};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, books};
use crate::support::plain_terms::{Key, PlainTerms, line};

const WITH: [&str; 4] = ["with people", "with took_part", "with integrated", "with contributed"];
const WITHOUT: [&str; 4] = ["without people", "without took_part", "without integrated", "without contributed"];

/// The contribution of one user in one interaction.
struct UserContribution {
    value: String,
    user: String,
    quantities: Quantities,
}

/// The rows have a value. They do not depend on the grouping.
pub fn engagement_drivers(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    dimension: &'static str,
) -> Table<BigRational> {
    let by_value = PlainTerms { by: vec![Key::With(dimension)], ..terms.clone() };
    let mut stated = Vec::new();
    for history in books(case, accepted).iter().filter(|history| history.counts(&by_value)) {
        for user in &history.row.users {
            if !terms.pass(case, history, &user.id, SourceKind::Own, &case.measures[0]) {
                continue;
            }
            // The measure is arbitrary: a dimension does not depend on it.
            let line = line(case, history, &user.id, SourceKind::Own, &case.measures[0], &by_value);
            let (Some(value), Some(quantities)) = (line[0].clone(), quantities_of(history, &user.id, arithmetic))
            else {
                continue;
            };
            stated.push(UserContribution { value, user: user.id.clone(), quantities });
        }
    }
    let values: BTreeSet<&String> = stated.iter().map(|one| &one.value).collect();
    let mut table = Table::new();
    for value in values {
        let (with, without): (Vec<_>, Vec<_>) = stated.iter().partition(|one| one.value == *value);
        let mut row = Row::default();
        compare(&mut row, WITH, &with);
        compare(&mut row, WITHOUT, &without);
        table.insert(RowKey { subject: Some(value.clone()), ..RowKey::default() }, row);
    }
    table
}

fn compare(row: &mut Row<BigRational>, names: [&'static str; 4], of: &[&UserContribution]) {
    let people = |is: fn(&Quantities) -> bool| {
        of.iter().filter(|one| is(&one.quantities)).map(|one| &one.user).collect::<BTreeSet<_>>().len() as u64
    };
    let sum = |of_one: fn(&Quantities) -> &BigRational| {
        of.iter().fold(BigRational::zero(), |sum, one| sum + of_one(&one.quantities))
    };
    row.counts
        .extend([(names[0], people(|_| true)), (names[1], people(|quantities| quantities.integrated.is_positive()))]);
    row.amounts.extend([
        (names[2], sum(|quantities| &quantities.integrated)),
        (names[3], sum(|quantities| &quantities.contributed)),
    ]);
}

/// Checks that the share and its interval in the JSON follow from its counts, and are null for fewer than `least`
/// people.
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
    // The ends of a Wilson interval: the share is 1.96 standard errors away, with the standard error at that end.
    for end in [low, high] {
        let away = (share - end).powi(2) - 1.959_963_984_540_054_f64.powi(2) * end * (1.0 - end) / people;
        assert!(away.abs() < 1e-12, "{side}");
    }
}
