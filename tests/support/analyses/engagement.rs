//! Section 10: engagement of users and of services, and the scenario.

use std::collections::{BTreeMap, BTreeSet};

use covalue::record::SourceKind;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Quantities, Row, RowKey, Table, quantities_of};
use crate::support::case::{Case, UserRow};
use crate::support::oracle::{Arithmetic, books};
use crate::support::plain_terms::{Key, Line, PlainTerms, line};

/// Engagement has no appraisals, so it cannot be grouped by their properties.
pub fn can_be_grouped(by: &[Key]) -> bool {
    !by.iter().any(|key| matches!(key, Key::Beneficiary | Key::Role | Key::Source | Key::Element))
}

#[derive(Default)]
struct LineQuantities {
    interactions: u64,
    stated: u64,
    /// Of users and of the provider: interactions in which they are stated, and in which they are excused.
    stated_by: [u64; 2],
    excused: [u64; 2],
    user: Option<Quantities>,
    provider: Option<Quantities>,
}

fn add(sum: &mut Option<Quantities>, more: Quantities) {
    match sum {
        Some(sum) => {
            sum.integrated += more.integrated;
            sum.contributed += more.contributed;
        }
        None => *sum = Some(more),
    }
}

/// The engagement of every line that contains a user of an interaction, and its scenario by a threshold and the share of
/// its interactions in which a side has to be stated.
pub fn engagement(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    [threshold, stated_in]: [(u32, u32); 2],
) -> Table<BigRational> {
    let mut lines: BTreeMap<Line, LineQuantities> = BTreeMap::new();
    for history in books(case, accepted).iter().filter(|history| history.counts(terms)) {
        // The measure is arbitrary: no allowed grouping depends on it.
        let line_of = |user: &str| line(case, history, user, SourceKind::Own, &case.measures[0], terms);
        let passes = |user: &&UserRow| terms.pass(case, history, &user.id, SourceKind::Own, &case.measures[0]);
        let here: BTreeSet<Line> = history.row.users.iter().filter(passes).map(|user| line_of(&user.id)).collect();
        for line in here {
            let line_quantities = lines.entry(line.clone()).or_default();
            let users = history.row.users.iter().filter(passes).filter(|user| line_of(&user.id) == line);
            let users: Vec<Quantities> =
                users.filter_map(|user| quantities_of(history, &user.id, arithmetic)).collect();
            // A provider that is also a user of the interaction counts as a user only.
            let is_user = history.row.users.iter().any(|user| user.id == history.provider);
            let provider = quantities_of(history, history.provider, arithmetic).filter(|_| !is_user);
            let excused = |party: &str| history.row.contributions.iter().any(|row| row.party == party && row.excused);
            let on_line = || history.row.users.iter().filter(passes).filter(|user| line_of(&user.id) == line);
            let is_stated = [!users.is_empty(), provider.is_some()];
            let is_excused = [on_line().all(|user| excused(&user.id)), !is_user && excused(history.provider)];
            for side in 0..2 {
                line_quantities.stated_by[side] += u64::from(is_stated[side]);
                line_quantities.excused[side] += u64::from(!is_stated[side] && is_excused[side]);
            }
            line_quantities.interactions += 1;
            line_quantities.stated += u64::from(!users.is_empty() && provider.is_some());
            for quantities in users {
                add(&mut line_quantities.user, quantities);
            }
            if let Some(quantities) = provider {
                add(&mut line_quantities.provider, quantities);
            }
        }
    }
    lines
        .into_iter()
        .map(|(line, line_quantities)| (RowKey::of(&line, ""), row(line_quantities, [threshold, stated_in])))
        .collect()
}

fn row(line_quantities: LineQuantities, [threshold, stated_in]: [(u32, u32); 2]) -> Row<BigRational> {
    let (part, whole) = stated_in;
    let met = |side: usize, quantities: Option<&Quantities>| {
        let possible = line_quantities.interactions - line_quantities.excused[side];
        let is_enough = line_quantities.stated_by[side] * u64::from(whole) >= possible * u64::from(part);
        met(quantities, threshold).filter(|_| is_enough)
    };
    let word = match (met(0, line_quantities.user.as_ref()), met(1, line_quantities.provider.as_ref())) {
        (Some(true), Some(true)) => Some("lets_dance"),
        (Some(true), Some(false)) => Some("citizen_led"),
        (Some(false), Some(true)) => Some("service_led"),
        (Some(false), Some(false)) => Some("waste_land"),
        _ => None,
    };
    let LineQuantities { stated_by, excused, .. } = line_quantities;
    let counts = [
        ("interactions", line_quantities.interactions),
        ("stated", line_quantities.stated),
        ("user_stated", stated_by[0]),
        ("provider_stated", stated_by[1]),
        ("user_excused", excused[0]),
        ("provider_excused", excused[1]),
    ];
    let mut row = Row { word: word.map(str::to_owned), ..Row::counting(counts) };
    let names = [("user_integrated", "user_contributed"), ("provider_integrated", "provider_contributed")];
    for ((integrated, contributed), side) in names.into_iter().zip([line_quantities.user, line_quantities.provider]) {
        let nothing = Quantities { integrated: BigRational::zero(), contributed: BigRational::zero() };
        let side = side.unwrap_or(nothing);
        row.amounts.extend([(integrated, side.integrated), (contributed, side.contributed)]);
    }
    row
}

/// Whether a side is engaged, or `None` if nothing is stated or nothing was contributed.
fn met(side: Option<&Quantities>, (p, q): (u32, u32)) -> Option<bool> {
    let side = side.filter(|side| !side.contributed.is_zero())?;
    let times = |amount: &BigRational, factor: u32| amount * BigRational::from_integer(BigInt::from(factor));
    Some(times(&side.integrated, q) >= times(&side.contributed, p))
}
