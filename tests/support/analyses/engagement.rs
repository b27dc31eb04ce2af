//! Section 10: what each side integrated of what it contributed, and the scenario.

use std::collections::{BTreeMap, BTreeSet};

use covalue::record::SourceKind;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Brought, Place, Row, Table, brought};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Key, Line, PlainTerms, books, line};

/// Groupings that need an appraisal have no engagement.
pub fn can_be_grouped(by: &[Key]) -> bool {
    !by.iter().any(|key| matches!(key, Key::Beneficiary | Key::Role | Key::Source | Key::Element))
}

#[derive(Default)]
struct Sides {
    interactions: u64,
    stated: u64,
    user: Option<Brought>,
    provider: Option<Brought>,
}

fn add(sum: &mut Option<Brought>, more: Brought) {
    match sum {
        Some(sum) => {
            sum.integrated += more.integrated;
            sum.contributed += more.contributed;
        }
        None => *sum = Some(more),
    }
}

/// The engagement on every line that a user of an interaction stands on.
pub fn engagement(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    threshold: (u32, u32),
) -> Table<BigRational> {
    let mut lines: BTreeMap<Line, Sides> = BTreeMap::new();
    for held in books(case, let_in).iter().filter(|held| held.counts(terms)) {
        // Any measure: no grouping that is allowed here asks for one.
        let stands = |user: &str| line(case, held, user, SourceKind::Own, &case.measures[0], terms);
        let here: BTreeSet<Line> = held.row.users.iter().map(|user| stands(&user.id)).collect();
        for line in here {
            let sides = lines.entry(line.clone()).or_default();
            let users = held.row.users.iter().filter(|user| stands(&user.id) == line);
            let users: Vec<Brought> = users.filter_map(|user| brought(held, &user.id, arithmetic)).collect();
            // Who is a user there is one, whatever else they are.
            let is_user = held.row.users.iter().any(|user| user.id == held.provider);
            let provider = brought(held, held.provider, arithmetic).filter(|_| !is_user);
            sides.interactions += 1;
            sides.stated += u64::from(!users.is_empty() && provider.is_some());
            for brought in users {
                add(&mut sides.user, brought);
            }
            if let Some(brought) = provider {
                add(&mut sides.provider, brought);
            }
        }
    }
    lines.into_iter().map(|(line, sides)| (Place::of(&line, ""), row(sides, threshold))).collect()
}

fn row(sides: Sides, threshold: (u32, u32)) -> Row<BigRational> {
    let word = match (met(sides.user.as_ref(), threshold), met(sides.provider.as_ref(), threshold)) {
        (Some(true), Some(true)) => Some("lets_dance"),
        (Some(true), Some(false)) => Some("citizen_led"),
        (Some(false), Some(true)) => Some("service_led"),
        (Some(false), Some(false)) => Some("waste_land"),
        _ => None,
    };
    let counts = [("interactions", sides.interactions), ("stated", sides.stated)];
    let mut row = Row { word: word.map(str::to_owned), ..Row::counting(counts) };
    let names = [("user_integrated", "user_contributed"), ("provider_integrated", "provider_contributed")];
    for ((integrated, contributed), side) in names.into_iter().zip([sides.user, sides.provider]) {
        let nothing = Brought { integrated: BigRational::zero(), contributed: BigRational::zero() };
        let side = side.unwrap_or(nothing);
        row.amounts.extend([(integrated, side.integrated), (contributed, side.contributed)]);
    }
    row
}

/// None where nothing is stated or nothing was contributed.
fn met(side: Option<&Brought>, (p, q): (u32, u32)) -> Option<bool> {
    let side = side.filter(|side| !side.contributed.is_zero())?;
    let times = |amount: &BigRational, factor: u32| amount * BigRational::from_integer(BigInt::from(factor));
    Some(times(&side.integrated, q) >= times(&side.contributed, p))
}
