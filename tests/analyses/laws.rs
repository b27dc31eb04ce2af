//! Laws of readings over either side: R16, R21, R23, R24, R44, R45 and what R12 says of them.

use std::collections::BTreeMap;

use covalue::catalogue::Direction;
use covalue::record::Part;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use crate::support::analyses::attribution::{Attributed, RULES, Sharing};
use crate::support::analyses::side::{Asked, Readings, Second, Side, asked};
use crate::support::analyses::{Place, Row, Table};
use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, Scale, ServiceRow, exact,
};
use crate::support::change::{contributing, drawn_contributions, parties_named, turned};
use crate::support::change::{each_actor, swapped};
use crate::support::change::{idle, without_misuse};
use crate::support::change::{let_in, shuffled};
use crate::support::figures::of_all;
use crate::support::generate::{DIMENSIONS, RawContribution, ledger, terms};
use crate::support::oracle::{Key, Line, PlainTerms};

/// Of a table, which columns hold actors.
fn table_renamed<A: Clone>(table: &Table<A>, terms: &PlainTerms, name: &impl Fn(&str) -> String) -> Table<A> {
    let is_actor = |key: &Key| matches!(key, Key::Provider | Key::User | Key::Beneficiary);
    let rename = |line: &Line| -> Line {
        let values = line.iter().zip(&terms.by);
        values
            .map(|(value, key)| value.as_ref().map(|value| if is_actor(key) { name(value) } else { value.clone() }))
            .collect()
    };
    table.iter().map(|(place, row)| (Place { line: rename(&place.line), ..place.clone() }, row.clone())).collect()
}

pub fn readings_renamed<A: Clone>(
    readings: &Readings<A>,
    terms: &PlainTerms,
    name: impl Fn(&str) -> String,
) -> Readings<A> {
    let parties = |table: Table<A>| -> Table<A> {
        table.into_iter().map(|(place, row)| (Place { whom: place.whom.as_deref().map(&name), ..place }, row)).collect()
    };
    let attributed = |attributed: &Attributed<A>| Attributed {
        table: parties(table_renamed(&attributed.table, terms, &name)),
        counted_equally: attributed.counted_equally,
    };
    Readings {
        engagement: readings.engagement.as_ref().map(|table| table_renamed(table, terms, &name)),
        attribution: readings.attribution.iter().map(attributed).collect(),
        relations: table_renamed(&readings.relations, terms, &name),
        cross: table_renamed(&readings.cross, terms, &name),
        // The lines of drivers are values of a dimension.
        engagement_drivers: readings.engagement_drivers.clone(),
        drivers: readings.drivers.clone(),
        risk: table_renamed(&readings.risk, terms, &name),
    }
}

/// Names in the same order, so that ties by the first id (R21) fall as before also where shares are rounded.
#[track_caller]
pub fn roles_are_names<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) {
    let name = |actor: &str| format!("named {actor}");
    let mut other = case.clone();
    each_actor(&mut other, |actor| *actor = name(actor));
    let (here, there) = (S::readings(case, scale, terms, asked), S::readings(&other, scale, terms, asked));
    assert_eq!(readings_renamed(&here, terms, name), there);
}

/// The two middle scenarios change places, and so do the amounts of the two sides.
#[track_caller]
pub fn swapping_swaps_the_middle<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) {
    let keys = terms.by.iter().filter(|key| matches!(key, Key::Year | Key::Quarter | Key::Month | Key::With(_)));
    let terms = PlainTerms { by: keys.copied().collect(), ..terms.clone() };
    let (here, there) = swapped(case, &S::let_in(case, scale));
    let engagement = |case| S::readings(case, scale, &terms, asked).engagement.expect("its grouping has one");
    let turn = |row: &Row<S::Amount>| {
        let word = row.word.as_deref().map(|word| match word {
            "citizen_led" => "service_led".to_owned(),
            "service_led" => "citizen_led".to_owned(),
            end => end.to_owned(),
        });
        let sides = |name: &'static str| match name {
            "user_integrated" => "provider_integrated",
            "user_contributed" => "provider_contributed",
            "provider_integrated" => "user_integrated",
            _ => "user_contributed",
        };
        let amounts = row.amounts.iter().map(|(name, amount)| (sides(name), amount.clone())).collect();
        Row { counts: row.counts.clone(), amounts, word }
    };
    let turned: Table<S::Amount> = engagement(&here).iter().map(|(place, row)| (place.clone(), turn(row))).collect();
    assert_eq!(turned, engagement(&there));
}

fn unit(scale: Scale) -> BigRational {
    exact(&scale.number::<BigRational>(1))
}

/// What a table attributes of each line and measure: created and destroyed.
pub fn attributed_sums<A: covalue::number::Number>(table: &Table<A>) -> BTreeMap<Place, [BigRational; 2]> {
    let mut sums: BTreeMap<Place, [BigRational; 2]> = BTreeMap::new();
    for (place, row) in table {
        let sum = sums.entry(Place { whom: None, ..place.clone() }).or_default();
        for (sum, name) in sum.iter_mut().zip(["created", "destroyed"]) {
            *sum += exact(&row.amounts[name]);
        }
    }
    sums
}

/// How far apart the sum of rounded shares and the rounded sum may be: nothing where nothing is rounded.
pub type Slack = fn(&BigRational) -> BigRational;

pub fn none(_: &BigRational) -> BigRational {
    BigRational::zero()
}

#[track_caller]
pub fn shares_add_up<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms, slack: Slack) {
    let figures = S::figures(case, scale, terms);
    for rule in RULES {
        let attributed = S::attribution(case, scale, terms, rule);
        let mut sums = attributed_sums(&attributed.table);
        for (place, figures) in &figures {
            let sum = sums.remove(place).unwrap_or_default();
            for (sum, figure) in sum.iter().zip(figures) {
                let figure = exact(figure);
                assert!((sum - &figure).abs() <= slack(&figure), "{rule:?} at {place:?}: {sum} of {figure}");
            }
        }
        assert!(sums.is_empty(), "{rule:?} attributes on lines that a statement has not: {sums:?}");
        for (place, row) in &attributed.table {
            assert!(row.amounts.values().all(|share| exact(share) >= BigRational::zero()), "{place:?}");
            assert!(place.whom.is_some() || exact(&row.amounts["created"]).is_zero(), "{place:?}: of nobody");
        }
    }
}

/// Whoever is named by a part above zero that is of one of these kinds, of any interaction that is asked for.
fn named_by_parts(case: &Case, counts: impl Fn(&InteractionRow, Part, &String) -> bool) -> Vec<String> {
    let mut named = Vec::new();
    for row in case.interactions() {
        for brought in &row.contributions {
            for part in brought.misused.iter().filter(|part| part.amount > 0) {
                let by = part.by.as_ref().unwrap_or(&brought.party);
                named.extend(counts(row, part.part, by).then(|| by.clone()));
            }
        }
    }
    named
}

/// Without a misused part nothing destroyed is anybody's; with one, only those named by one have a share. Of somebody who
/// is nowhere stated to have taken part, only those who mis-integrated something, or who are no users where they did not
/// integrate it.
#[track_caller]
pub fn nobody_is_blamed_by_default<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let blamed = named_by_parts(case, |_, _, _| true);
    let done_to_others = named_by_parts(case, |row, part, by| {
        part == Part::Misintegrated || !row.users.iter().any(|user| user.id == *by)
    });
    // It stays stated, and by nobody misused.
    let clean = without_misuse(case);
    let idle = idle(case);
    for rule in RULES {
        for (place, row) in &S::attribution(&idle, scale, terms, rule).table {
            assert!(row.amounts["created"].is_zero(), "{rule:?} at {place:?}: nobody took part");
            let whom =
                place.whom.as_ref().expect("a windfall is in no attribution, and what is destroyed has its parts");
            assert!(done_to_others.contains(whom), "{rule:?} at {place:?}");
        }
        for (case, blamed) in [(case, &blamed[..]), (&clean, &[])] {
            for (place, row) in &S::attribution(case, scale, terms, rule).table {
                let is_named = place.whom.as_ref().is_none_or(|whom| blamed.contains(whom));
                assert!(is_named || row.amounts["destroyed"].is_zero(), "{rule:?} at {place:?}");
            }
        }
    }
}

/// One use of a service by a user: what each party integrated, and what it changed for the user, use by use.
pub fn uses(integrated: &[Option<i32>], changes: &[i32], beneficiary: usize) -> Case {
    let actor = |place: usize| match place {
        0 => "user".to_owned(),
        1 => "provider".to_owned(),
        other => format!("other {other}"),
    };
    let measure = MeasureRow {
        id: "m".to_owned(),
        direction: Direction::HigherIsBetter,
        tolerance: 0,
        range: None,
        element: None,
    };
    let service = ServiceRow { id: "s".to_owned(), provider: "provider".to_owned(), promises: Vec::new() };
    let mut case = Case { measures: vec![measure], services: vec![service], entries: Vec::new() };
    for (number, change) in changes.iter().enumerate() {
        let mut row = InteractionRow::of(&format!("i{number}"), "user", "s", crate::support::case::day(0));
        row.others = (2..integrated.len()).map(actor).collect();
        let brought = integrated.iter().enumerate().filter_map(|(place, integrated)| {
            integrated.map(|amount| ContributionRow { integrated: Some(amount), ..ContributionRow::of(&actor(place)) })
        });
        row.contributions = brought.collect();
        let beneficiary = Some(actor(beneficiary));
        row.appraisals.push(AppraisalRow { beneficiary, change: Some(*change), ..AppraisalRow::of("m") });
        case.entries.push(Entry::Interaction(row));
    }
    case
}

/// What each has of the created, by party.
fn created<S: Side>(case: &Case, scale: Scale, rule: Sharing) -> BTreeMap<String, BigRational> {
    let table = S::attribution(case, scale, &of_all(&[]), rule).table;
    let of = |(place, row): (Place, Row<S::Amount>)| place.whom.map(|whom| (whom, exact(&row.amounts["created"])));
    table.into_iter().filter_map(of).filter(|(_, share)| !share.is_zero()).collect()
}

/// Efficiency, symmetry, null party and additivity, within a slack where shares are rounded.
#[track_caller]
pub fn axioms<S: Side>(integrated: &[Option<i32>], changes: [i32; 2], which: usize, scale: Scale, slack: Slack) {
    let beneficiary = which % integrated.len();
    if integrated[beneficiary] == Some(0) {
        return;
    }
    let near = |one: &BigRational, other: &BigRational| (one - other).abs() <= slack(&one.abs().max(other.abs()));
    let names: Vec<String> = uses(integrated, &[1], beneficiary)
        .interactions()
        .flat_map(|row| ["user", "provider"].into_iter().map(str::to_owned).chain(row.others.clone()))
        .take(integrated.len().max(2))
        .collect();
    for rule in RULES {
        let of = |changes: &[i32]| created::<S>(&uses(integrated, changes, beneficiary), scale, rule);
        let share = |of: &BTreeMap<String, BigRational>, name: &String| of.get(name).cloned().unwrap_or_default();
        let (one, other, both) = (of(&changes[..1]), of(&changes[1..]), of(&changes));
        let whole: BigRational = both.values().sum();
        assert!(near(&whole, &(unit(scale) * BigRational::from_integer(BigInt::from(changes[0] + changes[1])))));
        for (place, name) in names.iter().enumerate() {
            assert!(near(&share(&both, name), &(share(&one, name) + share(&other, name))), "{rule:?}: additivity");
            let stated = integrated.get(place).copied().flatten();
            assert!(stated != Some(0) || share(&both, name).is_zero(), "{rule:?}: a null party has {name}'s share");
            for (twin, twin_name) in names.iter().enumerate() {
                let alike = integrated.get(twin).copied().flatten() == stated && ![place, twin].contains(&beneficiary);
                assert!(!alike || near(&share(&both, name), &share(&both, twin_name)), "{rule:?}: symmetry");
            }
        }
    }
}

/// Any order of the entries is read alike, to the bit.
#[track_caller]
pub fn order_does_not_matter<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked, keys: &[u64]) {
    let entries = let_in::<S::Amount>(case, scale);
    let of = |entries: Vec<(usize, Entry)>| {
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        S::readings(&Case { entries, ..case.clone() }, scale, terms, asked)
    };
    assert_eq!(of(entries.clone()), of(shuffled(&entries, keys)));
}

/// R44: who ended better or worse, conflicts, risks and nets stay, whatever is contributed; R45: turned directions swap
/// them.
fn kept<A: Clone>(readings: &Readings<A>) -> [Table<A>; 4] {
    let only = |table: &Table<A>, counts: &[&str], amounts: &[&str]| -> Table<A> {
        let keep = |row: &Row<A>| {
            let mut row = row.clone();
            row.counts.retain(|name, _| counts.contains(name));
            row.amounts.retain(|name, _| amounts.contains(name));
            row
        };
        table.iter().map(|(place, row)| (place.clone(), keep(row))).collect()
    };
    let relations =
        ["better", "worse", "unchanged", "conflicts", "affected better", "affected worse", "affected unchanged"];
    let sides = ["appraisals", "better", "worse"].map(|name| [format!("with {name}"), format!("without {name}")]);
    let sides: Vec<&str> = sides.iter().flatten().map(String::as_str).collect();
    [
        only(&readings.relations, &relations, &[]),
        only(&readings.drivers, &sides, &["with net", "without net"]),
        readings.cross.clone(),
        readings.risk.clone(),
    ]
}

#[track_caller]
pub fn recording_co_operation_moves_no_reading<S: Side>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    asked: &Asked,
    drawn: &[Vec<RawContribution>],
) {
    let named = parties_named(case);
    let before = kept(&S::readings(case, scale, terms, asked));
    for other in [contributing(&named, &[]), contributing(&named, drawn)] {
        assert_eq!(kept(&S::readings(&other, scale, terms, asked)), before, "{terms:?}");
    }
}

#[track_caller]
pub fn the_mirror_swaps_readings<S: Side>(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) {
    let clean = without_misuse(case);
    let [here, there] = [&clean, &turned(&clean)].map(|case| S::readings(case, scale, terms, asked));
    let pairs = [
        ("reinforces", "destroys"),
        ("recovers", "reduces"),
        ("better", "worse"),
        ("gains", "losses"),
        ("created", "destroyed"),
    ];
    let mirrored = |name: &str| {
        let swapped = |word| {
            let pair = pairs.iter().find(|(one, other)| word == *one || word == *other);
            pair.map_or(word, |(one, other)| if word == *one { *other } else { *one })
        };
        name.split(' ').map(swapped).collect::<Vec<_>>().join(" ")
    };
    for (here, there) in
        [(&here.relations, &there.relations), (&here.drivers, &there.drivers), (&here.cross, &there.cross)]
    {
        assert!(here.keys().eq(there.keys()));
        for (place, row) in here {
            let reflection = &there[place];
            for (name, count) in &row.counts {
                assert_eq!(reflection.counts[mirrored(name).as_str()], *count, "{name} at {place:?}");
            }
            for (name, amount) in &row.amounts {
                let turned = exact(&reflection.amounts[mirrored(name).as_str()]);
                let expected = if name.ends_with(" net") { -exact(amount) } else { exact(amount) };
                assert_eq!(turned, expected, "{name} at {place:?}");
            }
        }
    }
}

pub fn integrated() -> impl Strategy<Value = Vec<Option<i32>>> {
    // At least a user and a provider; now and then something is not stated.
    prop_oneof![
        4 => prop::collection::vec((0..6_i32).prop_map(Some), 2..=5),
        1 => prop::collection::vec(prop::option::weighted(0.7, 0..6_i32), 2..=5),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r16_roles_are_names_in_the_second_implementation(case in ledger(), terms in terms(), asked in asked()) {
        roles_are_names::<Second>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r16_swapping_swaps_the_middle_in_the_second_implementation(
        case in ledger(),
        terms in terms(),
        asked in asked(),
    ) {
        swapping_swaps_the_middle::<Second>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r21_shares_add_up_in_the_second_implementation(case in ledger(), terms in terms()) {
        shares_add_up::<Second>(&case, Scale::Tenths, &terms, none);
        shares_add_up::<Second>(&case, Scale::Tenths, &of_all(&[Key::Service]), none);
    }

    #[test]
    fn r23_nobody_is_blamed_in_the_second_implementation(case in ledger(), terms in terms()) {
        nobody_is_blamed_by_default::<Second>(&case, Scale::Tenths, &terms);
        nobody_is_blamed_by_default::<Second>(&case, Scale::Tenths, &of_all(&[Key::With(DIMENSIONS[0])]));
    }

    #[test]
    fn r44_recording_co_operation_moves_no_reading_of_the_second_implementation(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        drawn in drawn_contributions(),
    ) {
        recording_co_operation_moves_no_reading::<Second>(&case, Scale::Tenths, &terms, &asked, &drawn);
    }

    #[test]
    fn r45_the_mirror_swaps_readings_of_the_second_implementation(case in ledger(), terms in terms(), asked in asked()) {
        the_mirror_swaps_readings::<Second>(&case, Scale::Tenths, &terms, &asked);
    }

    #[test]
    fn r24_axioms_hold_in_the_second_implementation(
        integrated in integrated(),
        changes in [1..40_i32, 1..40_i32],
        which in 0..5_usize,
    ) {
        axioms::<Second>(&integrated, changes, which, Scale::Tenths, none);
    }

    #[test]
    fn r12_order_does_not_matter_in_the_second_implementation(
        case in ledger(),
        terms in terms(),
        asked in asked(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        order_does_not_matter::<Second>(&case, Scale::Tenths, &terms, &asked, &keys);
    }
}
