//! Generated terms.

use covalue::catalogue::Element;
use covalue::record::{Role, SourceKind};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::case::day;
use crate::support::generate::{ACTORS, DIMENSION_VALUES, DIMENSIONS, REFERENCES, SERVICES};
use crate::support::plain_terms::{Baseline, Filters, Key, Label, PlainTerms};

/// Every key of a grouping.
pub const KEYS: [Key; 15] = [
    Key::Service,
    Key::Provider,
    Key::User,
    Key::Beneficiary,
    Key::Role,
    Key::Source,
    Key::Element,
    Key::Year,
    Key::Quarter,
    Key::Month,
    Key::YearFrom(4),
    Key::QuarterFrom(4),
    Key::With(DIMENSIONS[0]),
    Key::With(DIMENSIONS[1]),
    Key::With(DIMENSIONS[2]),
];

/// The keys that each use has, of which engagement knows all. The first is the only one that names people.
pub const OF_USES: [Key; 11] = [
    Key::User,
    Key::Service,
    Key::Provider,
    Key::Year,
    Key::Quarter,
    Key::Month,
    Key::YearFrom(4),
    Key::QuarterFrom(4),
    Key::With(DIMENSIONS[0]),
    Key::With(DIMENSIONS[1]),
    Key::With(DIMENSIONS[2]),
];

/// The groupings of the complete comparisons: none, each key alone, and combinations in several orders.
pub fn groupings() -> Vec<Vec<Key>> {
    let mut groupings = vec![vec![]];
    groupings.extend(KEYS.map(|key| vec![key]));
    groupings.extend([
        vec![Key::Service, Key::Quarter],
        vec![Key::Month, Key::Service],
        vec![Key::Beneficiary, Key::Role, Key::Source],
        vec![Key::With("district"), Key::User, Key::Element],
        vec![Key::Provider, Key::Beneficiary],
        vec![Key::Year, Key::With("age"), Key::With("district"), Key::Service],
    ]);
    groupings
}

/// All 32 sets of further roles and sources.
pub fn inclusions() -> Vec<(Vec<Role>, Vec<SourceKind>)> {
    let chosen = |bits: usize| {
        let roles = [Role::Provider, Role::Other, Role::Affected].into_iter().enumerate();
        let sources = [SourceKind::Proxy, SourceKind::Observed].into_iter().enumerate();
        let roles = roles.filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, role)| role).collect();
        let sources = sources.filter(|(bit, _)| bits & (8 << bit) != 0).map(|(_, source)| source).collect();
        (roles, sources)
    };
    (0..32).map(chosen).collect()
}

pub const BASELINES: [Baseline; 4] =
    [Baseline::Before, Baseline::Expected, Baseline::Without, Baseline::Named(REFERENCES[0])];
pub const LOGICS: [Label; 2] = [Label::ServiceDominant, Label::Service];

pub fn terms() -> impl Strategy<Value = PlainTerms> {
    let by = subsequence(&KEYS[..], 0..=3).prop_shuffle();
    let included = select(inclusions());
    let as_of = option::of((0..190_u16).prop_map(day));
    (by, select(&BASELINES[..]), select(&LOGICS[..]), included, as_of, option::weighted(0.4, 1..=3_u32)).prop_map(
        |(by, baseline, logic, (roles, sources), as_of, follow_up)| PlainTerms {
            by,
            baseline,
            logic,
            roles,
            sources,
            as_of,
            follow_up,
            filters: Filters::default(),
        },
    )
}

/// Filters by some days and by values of up to two of these keys.
pub fn filters(keys: &'static [Key]) -> impl Strategy<Value = Filters> {
    let days = [option::of((0..190_u16).prop_map(day)), option::of((0..190_u16).prop_map(day))];
    let only = subsequence(keys, 0..=keys.len().min(2)).prop_flat_map(|keys| {
        keys.into_iter().map(|key| (Just(key), vec(select(values(key)), 1..=3))).collect::<Vec<_>>()
    });
    (days, only).prop_map(|([one, two], only)| {
        // A period that ends before it starts is refused.
        let (from, until) = if one > two && two.is_some() { (two, one) } else { (one, two) };
        Filters { from, until, only }
    })
}

/// Values of a key in generated cases, *not stated*, and a value that no case has.
fn values(key: Key) -> Vec<Option<String>> {
    let known: Vec<&str> = match key {
        Key::Service => SERVICES.map(|(service, _)| service).into(),
        Key::Provider => SERVICES.map(|(_, provider)| provider).into(),
        Key::User | Key::Beneficiary => ACTORS.into(),
        Key::Role => Role::ALL.iter().map(|role| role.word()).collect(),
        Key::Source => SourceKind::ALL.iter().map(|kind| kind.word()).collect(),
        Key::Element => Element::ALL.iter().map(|element| element.word()).collect(),
        Key::Year => vec!["2025", "2026"],
        Key::Quarter => vec!["2025-Q4", "2026-Q1", "2026-Q2"],
        Key::Month => vec!["2025-11", "2025-12", "2026-01", "2026-03"],
        Key::YearFrom(_) => vec!["2025/26", "2026/27"],
        Key::QuarterFrom(_) => vec!["2025/26 Q3", "2025/26 Q4", "2026/27 Q1"],
        Key::With(_) => DIMENSION_VALUES.into(),
    };
    known.into_iter().chain(["unheard"]).map(|value| Some(value.to_owned())).chain([None]).collect()
}
