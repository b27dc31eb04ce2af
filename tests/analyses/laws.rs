//! Laws of analyses for both implementations: R12, R16, R21, R23, R24, R44 and R45.

use std::collections::BTreeMap;

use covalue::attribution::Equal;
use covalue::catalogue::Direction;
use covalue::record::Part;
use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use crate::support::analyses::attribution::{AttributionResult, AttributionRule, RULES};
use crate::support::analyses::implementation::{
    Analyses, AnalysisOptions, Implementation, SecondImplementation, analysis_options,
};
use crate::support::analyses::{Row, RowKey, Table};
use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, Scale, ServiceRow, exact,
};
use crate::support::case_edits::{accepted_entries, shuffled};
use crate::support::case_edits::{contributing, drawn_contributions, parties_named, with_reversed_directions};
use crate::support::case_edits::{idle, without_misuse};
use crate::support::case_edits::{rename_actors, swapped};
use crate::support::figures::including_all;
use crate::support::generate::{DIMENSIONS, RawContribution, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, Line, PlainTerms};

/// The table with renamed actors in its lines.
fn table_renamed<A: Clone>(table: &Table<A>, terms: &PlainTerms, name: &impl Fn(&str) -> String) -> Table<A> {
    let is_actor = |key: &Key| matches!(key, Key::Provider | Key::User | Key::Beneficiary);
    let rename = |line: &Line| -> Line {
        let values = line.iter().zip(&terms.by);
        values
            .map(|(value, index)| value.as_ref().map(|value| if is_actor(index) { name(value) } else { value.clone() }))
            .collect()
    };
    table.iter().map(|(key, row)| (RowKey { line: rename(&key.line), ..key.clone() }, row.clone())).collect()
}

pub fn analyses_renamed<A: Clone>(
    analyses: &Analyses<A>,
    terms: &PlainTerms,
    name: impl Fn(&str) -> String,
) -> Analyses<A> {
    let parties = |table: Table<A>| -> Table<A> {
        table
            .into_iter()
            .map(|(key, row)| (RowKey { subject: key.subject.as_deref().map(&name), ..key }, row))
            .collect()
    };
    let attributed = |attributed: &AttributionResult<A>| AttributionResult {
        table: parties(table_renamed(&attributed.table, terms, &name)),
        equal_split_count: attributed.equal_split_count,
    };
    Analyses {
        engagement: analyses.engagement.as_ref().map(|table| table_renamed(table, terms, &name)),
        attribution: analyses.attribution.iter().map(attributed).collect(),
        relations: table_renamed(&analyses.relations, terms, &name),
        cross: table_renamed(&analyses.cross, terms, &name),
        // The rows of drivers have values of a dimension, and no actors.
        engagement_drivers: analyses.engagement_drivers.clone(),
        drivers: analyses.drivers.clone(),
        risk: table_renamed(&analyses.risk, terms, &name),
    }
}

/// The new names have the same order, so equal rounded shares have the same remainders (R21).
#[track_caller]
pub fn renaming_actors_changes_only_names<S: Implementation>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let name = |actor: &str| format!("named {actor}");
    let mut other = case.clone();
    rename_actors(&mut other, |actor| *actor = name(actor));
    let (here, there) = (S::analyses(case, scale, terms, options), S::analyses(&other, scale, terms, options));
    assert_eq!(analyses_renamed(&here, terms, name), there);
}

/// The two middle scenarios and the quantities of the two sides change places.
#[track_caller]
pub fn swapping_user_and_provider_swaps_the_middle_scenarios<S: Implementation>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let is_kept = |key: &&Key| {
        matches!(key, Key::Year | Key::Quarter | Key::Month | Key::YearFrom(_) | Key::QuarterFrom(_) | Key::With(_))
    };
    let keys = terms.by.iter().filter(is_kept);
    let terms = PlainTerms { by: keys.copied().collect(), ..terms.clone() };
    let (here, there) = swapped(case, &S::accepted(case, scale));
    let engagement =
        |case| S::analyses(case, scale, &terms, options).engagement.expect("the grouping allows engagement");
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
            "provider_contributed" => "user_contributed",
            "user_stated" => "provider_stated",
            "provider_stated" => "user_stated",
            "user_excused" => "provider_excused",
            "provider_excused" => "user_excused",
            of_both => of_both,
        };
        let counts = row.counts.iter().map(|(name, count)| (sides(name), *count)).collect();
        let amounts = row.amounts.iter().map(|(name, amount)| (sides(name), amount.clone())).collect();
        Row { counts, amounts, word }
    };
    let turned: Table<S::Amount> = engagement(&here).iter().map(|(key, row)| (key.clone(), turn(row))).collect();
    assert_eq!(turned, engagement(&there));
}

fn unit(scale: Scale) -> BigRational {
    exact(&scale.number::<BigRational>(1))
}

/// The attributed sums of each line and measure: created and destroyed.
pub fn attribution_sums<A: covalue::number::Number>(table: &Table<A>) -> BTreeMap<RowKey, [BigRational; 2]> {
    let mut sums: BTreeMap<RowKey, [BigRational; 2]> = BTreeMap::new();
    for (key, row) in table {
        let sum = sums.entry(RowKey { subject: None, ..key.clone() }).or_default();
        for (sum, name) in sum.iter_mut().zip(["created", "destroyed"]) {
            *sum += exact(&row.amounts[name]);
        }
    }
    sums
}

/// The allowed difference between a sum of rounded shares and the rounded sum. It is zero for exact numbers.
pub type Slack = fn(&BigRational) -> BigRational;

pub fn none(_: &BigRational) -> BigRational {
    BigRational::zero()
}

#[track_caller]
pub fn shares_add_up<S: Implementation>(case: &Case, scale: Scale, terms: &PlainTerms, slack: Slack) {
    let figures = S::figures(case, scale, terms);
    for rule in RULES {
        let attributed = S::attribution(case, scale, terms, rule);
        let mut sums = attribution_sums(&attributed.table);
        for (key, figures) in &figures {
            let sum = sums.remove(key).unwrap_or_default();
            for (sum, figure) in sum.iter().zip(figures) {
                let figure = exact(figure);
                assert!(
                    (sum - &figure).abs() <= slack(&figure),
                    "{rule:?} at {key:?}: the sum {sum} differs from {figure}"
                );
            }
        }
        assert!(sums.is_empty(), "{rule:?} has lines that the statement does not have: {sums:?}");
        for (key, row) in &attributed.table {
            assert!(row.amounts.values().all(|share| exact(share) >= BigRational::zero()), "{key:?}");
            assert!(
                key.subject.is_some() || exact(&row.amounts["created"]).is_zero(),
                "{key:?}: a created amount is unattributed"
            );
        }
    }
}

/// The actors of all misused parts above zero that `counts` selects.
fn named_by_parts(case: &Case, counts: impl Fn(&InteractionRow, Part, &String) -> bool) -> Vec<String> {
    let mut named = Vec::new();
    for row in case.interactions() {
        for contribution in &row.contributions {
            for part in contribution.misused.iter().filter(|part| part.amount > 0) {
                let by = part.by.as_ref().unwrap_or(&contribution.party);
                named.extend(counts(row, part.part, by).then(|| by.clone()));
            }
        }
    }
    named
}

/// Without a misused part no destroyed amount is attributed to a party. Otherwise only the actors of misused parts
/// have shares. If no party integrated anything, only actors who mis-integrated a part, or non-users who did not
/// integrate one, have shares.
#[track_caller]
pub fn losses_are_attributed_only_to_recorded_misuse<S: Implementation>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let blamed = named_by_parts(case, |_, _, _| true);
    let done_to_others = named_by_parts(case, |row, part, by| {
        part == Part::Misintegrated || !row.users.iter().any(|user| user.id == *by)
    });
    // Contributions stay stated, and no part is misused.
    let clean = without_misuse(case);
    let idle = idle(case);
    for rule in RULES {
        for (key, row) in &S::attribution(&idle, scale, terms, rule).table {
            assert!(row.amounts["created"].is_zero(), "{rule:?} at {key:?}: no party integrated anything");
            let subject = key.subject.as_ref().expect("without co-operation every attributed loss has a misused part");
            assert!(done_to_others.contains(subject), "{rule:?} at {key:?}");
        }
        for (case, blamed) in [(case, &blamed[..]), (&clean, &[])] {
            for (key, row) in &S::attribution(case, scale, terms, rule).table {
                let is_named = key.subject.as_ref().is_none_or(|subject| blamed.contains(subject));
                assert!(is_named || row.amounts["destroyed"].is_zero(), "{rule:?} at {key:?}");
            }
        }
    }
}

/// One interaction for each change. `integrated` has the quantity of each party.
pub fn uses(integrated: &[Option<i32>], changes: &[i32], beneficiary: usize) -> Case {
    let actor = |index: usize| match index {
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
        let contribution = integrated.iter().enumerate().filter_map(|(index, integrated)| {
            integrated.map(|amount| ContributionRow { integrated: Some(amount), ..ContributionRow::of(&actor(index)) })
        });
        row.contributions = contribution.collect();
        let beneficiary = Some(actor(beneficiary));
        row.appraisals.push(AppraisalRow { beneficiary, change: Some(*change), ..AppraisalRow::of("m") });
        case.entries.push(Entry::Interaction(row));
    }
    case
}

/// The created amount of each party.
fn created<S: Implementation>(case: &Case, scale: Scale, rule: AttributionRule) -> BTreeMap<String, BigRational> {
    let table = S::attribution(case, scale, &including_all(&[]), rule).table;
    let of =
        |(key, row): (RowKey, Row<S::Amount>)| key.subject.map(|subject| (subject, exact(&row.amounts["created"])));
    table.into_iter().filter_map(of).filter(|(_, share)| !share.is_zero()).collect()
}

/// The axioms of the Shapley value: efficiency, symmetry, null party and additivity.
#[track_caller]
pub fn axioms<S: Implementation>(
    integrated: &[Option<i32>],
    changes: [i32; 2],
    which: usize,
    scale: Scale,
    slack: Slack,
) {
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
        for (index, name) in names.iter().enumerate() {
            assert!(near(&share(&both, name), &(share(&one, name) + share(&other, name))), "{rule:?}: additivity");
            let stated = integrated.get(index).copied().flatten();
            assert!(stated != Some(0) || share(&both, name).is_zero(), "{rule:?}: the null party {name} has a share");
            for (twin, twin_name) in names.iter().enumerate() {
                let alike = integrated.get(twin).copied().flatten() == stated && ![index, twin].contains(&beneficiary);
                assert!(!alike || near(&share(&both, name), &share(&both, twin_name)), "{rule:?}: symmetry");
            }
        }
    }
}

/// The order of the entries must not change a bit of the result.
#[track_caller]
pub fn order_does_not_matter<S: Implementation>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    keys: &[u64],
) {
    let entries = accepted_entries::<S::Amount>(case, scale);
    let of = |entries: Vec<(usize, Entry)>| {
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        S::analyses(&Case { entries, ..case.clone() }, scale, terms, options)
    };
    assert_eq!(of(entries.clone()), of(shuffled(&entries, keys)));
}

/// The figures that do not depend on contributions (R44). Reversed directions exchange them (R45).
fn independent_of_contributions<A: Clone>(analyses: &Analyses<A>) -> [Table<A>; 4] {
    let only = |table: &Table<A>, counts: &[&str], amounts: &[&str]| -> Table<A> {
        let keep = |row: &Row<A>| {
            let mut row = row.clone();
            row.counts.retain(|name, _| counts.contains(name));
            row.amounts.retain(|name, _| amounts.contains(name));
            row
        };
        table.iter().map(|(key, row)| (key.clone(), keep(row))).collect()
    };
    let relations =
        ["better", "worse", "unchanged", "conflicts", "affected better", "affected worse", "affected unchanged"];
    let sides = ["appraisals", "better", "worse"].map(|name| [format!("with {name}"), format!("without {name}")]);
    let sides: Vec<&str> = sides.iter().flatten().map(String::as_str).collect();
    [
        only(&analyses.relations, &relations, &[]),
        only(&analyses.drivers, &sides, &["with net", "without net"]),
        analyses.cross.clone(),
        analyses.risk.clone(),
    ]
}

#[track_caller]
pub fn contributions_change_no_outcome_risk_or_net<S: Implementation>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
    drawn: &[Vec<RawContribution>],
) {
    let named = parties_named(case);
    let before = independent_of_contributions(&S::analyses(case, scale, terms, options));
    for other in [contributing(&named, &[]), contributing(&named, drawn)] {
        assert_eq!(independent_of_contributions(&S::analyses(&other, scale, terms, options)), before, "{terms:?}");
    }
}

#[track_caller]
pub fn reversed_directions_exchange_gains_and_losses_in_analyses<S: Implementation>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let clean = without_misuse(case);
    let [here, there] =
        [&clean, &with_reversed_directions(&clean)].map(|case| S::analyses(case, scale, terms, options));
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
        for (key, row) in here {
            let reflection = &there[key];
            for (name, count) in &row.counts {
                assert_eq!(reflection.counts[mirrored(name).as_str()], *count, "{name} at {key:?}");
            }
            for (name, amount) in &row.amounts {
                let turned = exact(&reflection.amounts[mirrored(name).as_str()]);
                let expected = if name.ends_with(" net") { -exact(amount) } else { exact(amount) };
                assert_eq!(turned, expected, "{name} at {key:?}");
            }
        }
    }
}

pub fn integrated() -> impl Strategy<Value = Vec<Option<i32>>> {
    // At least a user and a provider. One case in five may have quantities that are not stated.
    prop_oneof![
        4 => prop::collection::vec((0..6_i32).prop_map(Some), 2..=5),
        1 => prop::collection::vec(prop::option::weighted(0.7, 0..6_i32), 2..=5),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r16_renaming_actors_changes_no_analysis_of_the_second_implementation(case in ledger(), terms in terms(), options in analysis_options()) {
        renaming_actors_changes_only_names::<SecondImplementation>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r16_swapping_user_and_provider_swaps_scenarios_of_the_second_implementation(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
    ) {
        swapping_user_and_provider_swaps_the_middle_scenarios::<SecondImplementation>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r21_shares_of_the_second_implementation_add_up_to_their_amounts(case in ledger(), terms in terms()) {
        shares_add_up::<SecondImplementation>(&case, Scale::Tenths, &terms, none);
        shares_add_up::<SecondImplementation>(&case, Scale::Tenths, &including_all(&[Key::Service]), none);
    }

    #[test]
    fn r23_losses_of_the_second_implementation_are_attributed_only_to_recorded_misuse(case in ledger(), terms in terms()) {
        losses_are_attributed_only_to_recorded_misuse::<SecondImplementation>(&case, Scale::Tenths, &terms);
        losses_are_attributed_only_to_recorded_misuse::<SecondImplementation>(&case, Scale::Tenths, &including_all(&[Key::With(DIMENSIONS[0])]));
    }

    #[test]
    fn r44_contributions_change_no_outcome_risk_or_net_of_the_second_implementation(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        drawn in drawn_contributions(),
    ) {
        contributions_change_no_outcome_risk_or_net::<SecondImplementation>(&case, Scale::Tenths, &terms, &options, &drawn);
    }

    #[test]
    fn r45_reversed_directions_exchange_gains_and_losses_of_the_second_implementation(case in ledger(), terms in terms(), options in analysis_options()) {
        reversed_directions_exchange_gains_and_losses_in_analyses::<SecondImplementation>(&case, Scale::Tenths, &terms, &options);
    }

    #[test]
    fn r24_shapley_axioms_hold_for_the_second_implementation(
        integrated in integrated(),
        changes in [1..40_i32, 1..40_i32],
        which in 0..5_usize,
    ) {
        axioms::<SecondImplementation>(&integrated, changes, which, Scale::Tenths, none);
    }

    #[test]
    fn r12_order_does_not_matter_for_the_second_implementation(
        case in ledger(),
        terms in terms(),
        options in analysis_options(),
        keys in prop::collection::vec(any::<u64>(), 14..=14),
    ) {
        order_does_not_matter::<SecondImplementation>(&case, Scale::Tenths, &terms, &options, &keys);
    }
}

/// A misspelt party would otherwise have a share of zero, which reads as a finding.
#[test]
fn r02_shares_of_unknown_parties_and_measures_are_refused() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::<f64>::new(&catalogue);
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).affected("neighbour");
    ledger.record(visit.appraisal(Appraisal::of("pain").change(2.0))).unwrap();
    let mut other = Ledger::part(&catalogue, "other");
    other.record(Interaction::between("ben", "physio", date(2026, 3, 3))).unwrap();
    let shares = ledger.attribution(Equal).unwrap();
    assert_eq!((shares.created("ana", "pain"), shares.created("clinic", "pain")), (Ok(1.0), Ok(1.0)));
    assert_eq!(shares.destroyed("neighbour", "pain"), Ok(0.0), "an actor of the ledger without a share");
    let refused = shares.created("typo", "pain").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R2: party `typo` is neither an actor of the ledger nor a provider of the catalogue"
    );
    assert_eq!((refused.rule(), shares.share("physio", "pain", "typo").unwrap_err()), (Rule::R2, refused));
    assert_eq!(shares.unattributed("typo").unwrap_err().to_string(), "R2: measure `typo` is not in the catalogue");
    assert!(shares.created("ben", "pain").is_err());
    let both = shares.merge(other.attribution(Equal).unwrap()).unwrap();
    assert_eq!(both.created("ben", "pain"), Ok(0.0), "an actor of the other ledger");
}
