//! Laws of renaming (R16), as-of days (R19), traces (R20) and bounds (R29).

use crate::support::case_edits::{rename_actors, swapped};
use std::collections::BTreeMap;

use covalue::ledger::MovementKind;
use covalue::number::Number;
use covalue::record::{Part, PartialDate, Role};
use covalue::{Appraisal, Date, Terms};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow, Scale, day, exact};
use crate::support::compare::{Recording, all_bounded, all_bounds, record, values};
use crate::support::figures::{
    AmountsAndCounts, amounts, cells, counts, in_both_kinds, statement_of, without_coverage,
};
use crate::support::figures::{bits, figures};
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::{KEYS, terms};
use crate::support::oracle::{self, Arithmetic};
use crate::support::plain_terms::{Baseline, Key, PlainTerms};

/// Another name for each actor, which also changes their order.
fn renamed(actor: &str) -> String {
    let reversed: String = actor.bytes().map(|byte| char::from(b'a' + b'z' - byte.clamp(b'a', b'z'))).collect();
    format!("{reversed}{}", 9 - actor.bytes().last().map_or(0, |digit| i32::from(digit) - i32::from(b'0')))
}

#[track_caller]
fn renaming_actors_changes_only_names<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let mut other = case.clone();
    rename_actors(&mut other, |actor| *actor = renamed(actor));
    let (here, there) = (record::<N>(case, scale), record::<N>(&other, scale));
    assert_eq!(here.refused, there.refused);
    let is_actor = |key: &Key| matches!(key, Key::Provider | Key::User | Key::Beneficiary);
    let permuted: BTreeMap<_, _> = cells(&statement_of(&here.ledger, terms))
        .into_iter()
        .map(|((line, measure), figures)| {
            let values = line.into_iter().zip(&terms.by);
            let line: Vec<_> =
                values.map(|(value, key)| if is_actor(key) { value.as_deref().map(renamed) } else { value }).collect();
            ((line, measure), figures)
        })
        .collect();
    assert_eq!(permuted, cells(&statement_of(&there.ledger, terms)));
}

#[track_caller]
fn swapping_user_and_provider_changes_no_line<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    let (here, there) = swapped(case, &recorded.accepted);
    let [here, there] = [&here, &there].map(|case| record::<N>(case, scale));
    assert!(here.accepted.iter().chain(&there.accepted).all(|accepted| *accepted));
    let mut terms = PlainTerms { by: vec![Key::Beneficiary], ..terms.clone() };
    terms.roles.push(Role::Provider);
    let [here, there] = [here, there].map(|recorded| without_coverage(&statement_of(&recorded.ledger, &terms)));
    // A part that a provider did not integrate can make a loss destruction, and a user's cannot. If such a part is on
    // record, a loss can therefore pass between destroyed and windfall loss. All other figures stay the same.
    let omitted = |row: &InteractionRow| {
        let parts = row.contributions.iter().flat_map(|brought| &brought.misused);
        parts.into_iter().any(|part| part.part == Part::NotIntegrated && part.amount > 0)
    };
    if !case.interactions().any(omitted) {
        assert_eq!(here, there);
    }
    assert_eq!(with_losses_combined(&here), with_losses_combined(&there));
}

/// The figures with destroyed amounts and windfall losses combined.
fn with_losses_combined(lines: &AmountsAndCounts) -> AmountsAndCounts {
    let mut all = lines.clone();
    for (amounts, counts) in all.values_mut() {
        let losses = ["with_misuse", "without_misuse", "destroyed_alone", "windfall_loss"];
        let whole: BigRational = losses.iter().filter_map(|name| amounts.remove(name)).sum();
        amounts.remove("destroyed");
        amounts.insert("losses", whole);
        let [_, losses, _, windfall_losses, ..] = counts;
        *losses += std::mem::take(windfall_losses);
    }
    all
}

/// The case with the entries that were known by `as_of`.
fn known_by(case: &Case, accepted: &[bool], as_of: Date) -> Case {
    let mut past = Case { entries: Vec::new(), ..case.clone() };
    let mut known = BTreeMap::new();
    for entry in case.entries.iter().zip(accepted).filter(|(_, accepted)| **accepted).map(|(entry, _)| entry) {
        let appraisal_known = |row: &AppraisalRow, on: Date, known: Date| {
            row.known.unwrap_or_else(|| row.made.unwrap_or(on).max(known)) <= as_of
        };
        match entry {
            Entry::Interaction(row) => {
                let day = row.known_day();
                if let Some(id) = &row.id {
                    known.insert(id.clone(), (row.on.first(), day));
                }
                if day <= as_of {
                    let mut row = row.clone();
                    row.appraisals.retain(|appraisal| appraisal_known(appraisal, row.on.first(), day));
                    past.entries.push(Entry::Interaction(row));
                }
            }
            Entry::Appraisal(id, row) => {
                let (on, interaction_known) = known[id];
                if appraisal_known(row, on, interaction_known) {
                    past.entries.push(entry.clone());
                }
            }
            Entry::Void(id, _, day) => {
                if day.unwrap_or(known[id].1) <= as_of {
                    past.entries.push(entry.clone());
                }
            }
        }
    }
    past
}

#[track_caller]
fn entries_known_later_do_not_change_the_past<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, as_of: Date) {
    let recorded = record::<N>(case, scale);
    let past = record::<N>(&known_by(case, &recorded.accepted, as_of), scale);
    assert!(past.accepted.iter().all(|accepted| *accepted));
    let as_of_terms = PlainTerms { as_of: Some(as_of), ..terms.clone() };
    let now = statement_of(&recorded.ledger, &as_of_terms);
    let then = statement_of(&past.ledger, &as_of_terms);
    assert!(now == then && bits(&now) == bits(&then), "as of {as_of}");
    // The as-of day excludes nothing that was known by then.
    let all = statement_of(&past.ledger, &PlainTerms { as_of: None, ..terms.clone() });
    assert_eq!(figures(&all), figures(&then));
}

#[track_caller]
fn the_difference_lists_the_entries_between_two_days<N: Number>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    days: [Date; 2],
) {
    let recorded = record::<N>(case, scale);
    let moved = recorded.ledger.diff(days[0], days[1]);
    assert!(moved.iter().all(|movement| days[0] < movement.known() && movement.known() <= days[1]));
    let mut got: Vec<Moved> = moved
        .iter()
        .map(|movement| {
            let entry = match movement.kind() {
                // R47 tests the follow-ups that it lends to.
                MovementKind::Appraised { beneficiary, appraisal, .. } => appraised(beneficiary.as_str(), appraisal),
                kind => format!("{kind:?}"),
            };
            let id = movement.interaction().map_or_else(String::new, ToString::to_string);
            (movement.known(), id, movement.service().to_string(), movement.on(), entry)
        })
        .collect();
    let mut expected = all_movements(case, scale, &recorded);
    expected.retain(|(known, ..)| days[0] < *known && *known <= days[1]);
    got.sort();
    expected.sort();
    assert_eq!(got, expected, "the crate's is on the left");
    if moved.is_empty() && days[0] <= days[1] {
        let [then, now] = days
            .map(|as_of| figures(&statement_of(&recorded.ledger, &PlainTerms { as_of: Some(as_of), ..terms.clone() })));
        assert_eq!(then, now);
    }
}

/// The day known, the interaction, its service and day, and what the entry states.
type Moved = (Date, String, String, Option<PartialDate>, String);

/// The beneficiary, and all that an appraisal states but its days.
fn appraised<N: Number>(beneficiary: &str, appraisal: &Appraisal<N>) -> String {
    let levels = [
        appraisal.get_before(),
        appraisal.get_after(),
        appraisal.get_change(),
        appraisal.get_expected(),
        appraisal.get_without(),
    ];
    let references: Vec<_> = appraisal.references().collect();
    let source = appraisal.get_source().kind();
    format!("{beneficiary}: {} {} {levels:?} {references:?} {source}", appraisal.measure(), appraisal.get_follow_up())
}

fn all_movements<N: Number>(case: &Case, scale: Scale, recorded: &Recording<N>) -> Vec<Moved> {
    let mut all = Vec::new();
    let mut rows = BTreeMap::<String, &InteractionRow>::new();
    let moved =
        |id: &str, of: &InteractionRow, known, entry| (known, id.to_owned(), of.service.clone(), Some(of.on), entry);
    let made = |id: &str, interaction: &InteractionRow, row: &AppraisalRow| {
        let made = row.made.unwrap_or(interaction.on.first());
        let known = row.known.unwrap_or(made.max(interaction.known_day()));
        let beneficiary = row.beneficiary.as_ref().unwrap_or(&interaction.users[0].id);
        moved(id, interaction, known, appraised(beneficiary, &row.build::<N>(scale)))
    };
    for (index, entry) in case.entries.iter().enumerate().filter(|(index, _)| recorded.accepted[*index]) {
        match entry {
            Entry::Interaction(row) => {
                let id = recorded.ids[&index].to_string();
                all.push(moved(&id, row, row.known_day(), "Recorded".to_owned()));
                all.extend(row.appraisals.iter().map(|appraisal| made(&id, row, appraisal)));
                rows.insert(id, row);
            }
            Entry::Appraisal(id, row) => all.push(made(id, rows[id], row)),
            Entry::Void(id, _, known) => {
                let known = known.unwrap_or(rows[id].known_day());
                all.push(moved(id, rows[id], known, "Voided { .. }".to_owned()));
            }
        }
    }
    all
}

/// The entries of a trace have the figures of their cell as sums, and a line that does not exist has no trace.
#[track_caller]
fn traces_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    let statement = statement_of(&recorded.ledger, terms);
    for cell in statement.cells() {
        let trace = statement.trace(&recorded.ledger, cell.line(), cell.measure()).expect("the line exists");
        let mut sums = BTreeMap::<&str, BigRational>::new();
        for entry in trace.entries() {
            let amount = entry.amount().map(|amount| exact(&N::from_change(amount).expect("held")));
            *sums.entry(entry.counts_as().word()).or_default() += amount.unwrap_or_default();
        }
        let figures = cell.figures().expect("no overflow");
        for (name, amount) in amounts(&figures) {
            if !["created", "destroyed", "net", "hidden"].contains(&name) {
                assert_eq!(sums.remove(name).unwrap_or_default(), amount, "{name} of {:?}", values(cell.line()));
            }
        }
        assert_eq!(counts(&figures).iter().sum::<u64>(), trace.entries().len() as u64);
        if let Some(coverage) = figures.coverage() {
            assert_eq!(coverage.missing(), trace.missing().len() as u64);
        }
    }
    let nowhere: Vec<Option<&str>> = vec![Some("nowhere"); terms.by.len()];
    if let [nowhere] = nowhere[..] {
        let error = recorded.ledger.trace(Terms::from(terms), nowhere, "m0").unwrap_err();
        let (grouping, is_personal) =
            (Terms::from(terms).grouping().to_string(), matches!(terms.by[..], [Key::With(_)]));
        let (grouping, line) = if is_personal { (format!("`{grouping}`"), "…") } else { (grouping, "`nowhere`") };
        assert_eq!(error.to_string(), format!("R20: the statement by {grouping} has no line {line} for `m0`"));
        assert_eq!(statement.line(nowhere, "m0").unwrap_err(), error);
    }
}

/// Gives each missing appraisal the drawn levels, or the reference on record if there is one. The figures must then
/// lie within the bounds.
#[track_caller]
fn bounds_hold<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, levels: &[(i32, i32, bool)]) {
    let recorded = record::<N>(case, scale);
    let mut filled = case.clone();
    let cells = oracle::statement(case, &recorded.accepted, Arithmetic::Exact(scale), terms);
    let mut levels = levels.iter().cycle();
    for ((_, measure), cell) in &cells {
        let Some((lowest, highest)) = case.measure(measure).expect("known").range else { continue };
        for (index, user) in &cell.missing {
            let Entry::Interaction(interaction) = &case.entries[*index] else { panic!("an interaction") };
            let Some(id) = &interaction.id else { continue };
            let (reference, after, bare) = *levels.next().expect("cycled");
            let left_out = cell.entries.iter().find(|entry| entry.interaction == *index && entry.beneficiary == *user);
            let on_record = left_out.and_then(|entry| entry.reference);
            let reference = on_record.unwrap_or(reference.clamp(lowest, highest));
            let after = after.clamp(lowest, highest);
            let mut row = AppraisalRow { beneficiary: Some(user.clone()), ..AppraisalRow::of(measure) };
            match terms.baseline {
                Baseline::Before if bare && on_record.is_none() => row.change = Some(after - reference),
                Baseline::Before => (row.before, row.after) = (Some(reference), Some(after)),
                Baseline::Expected => (row.expected, row.after) = (Some(reference), Some(after)),
                Baseline::Without => (row.without, row.after) = (Some(reference), Some(after)),
                Baseline::Named(name) => {
                    (row.references, row.after) = (vec![(name.to_owned(), reference)], Some(after));
                }
            }
            row.follow_up = terms.follow_up.unwrap_or(9);
            let last = terms.as_of.unwrap_or(day(400));
            (row.made, row.known) = (Some(last), Some(last));
            filled.entries.push(Entry::Appraisal(id.clone(), row));
        }
    }
    let before = statement_of(&recorded.ledger, terms);
    let after = statement_of(&record::<N>(&filled, scale).ledger, terms);
    assert_eq!(before.len(), after.len());
    for (before, after) in before.cells().zip(after.cells()) {
        let Some(bounds) = before.bounds().expect("no overflow") else { continue };
        let figures = after.figures().expect("no overflow");
        for (figure, (what, lowest, highest)) in all_bounded(&figures).iter().zip(all_bounds(&bounds)) {
            assert!(lowest <= *figure && *figure <= highest, "{what} {figure} is not from {lowest} to {highest}");
        }
    }
    for measure in &case.measures {
        let (Ok(Some(bounds)), Ok(total)) = (before.bounds(&measure.id), after.total(&measure.id)) else { continue };
        for (figure, (what, lowest, highest)) in all_bounded(&total).iter().zip(all_bounds(&bounds)) {
            assert!(lowest <= *figure && *figure <= highest, "total {what} {figure} is not in {lowest} to {highest}");
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r16_renaming_actors_permutes_lines(case in ledger(), terms in terms()) {
        in_both_kinds!(renaming_actors_changes_only_names(&case, &terms));
    }

    #[test]
    fn r16_swapping_user_and_provider_changes_no_line(case in ledger(), terms in terms()) {
        in_both_kinds!(swapping_user_and_provider_changes_no_line(&case, &terms));
    }

    #[test]
    fn r19_entries_known_later_do_not_change_the_past(case in ledger(), terms in terms(), as_of in 0..170_u16) {
        in_both_kinds!(entries_known_later_do_not_change_the_past(&case, &terms, day(as_of)));
        entries_known_later_do_not_change_the_past::<f64>(&case, Scale::Tenths, &terms, day(as_of));
    }

    #[test]
    fn r19_the_difference_lists_the_entries_between_two_days(case in ledger(), terms in terms(), days in [0..170_u16, 0..170_u16]) {
        the_difference_lists_the_entries_between_two_days::<BigRational>(&case, Scale::Tenths, &terms, days.map(day));
        let close = [days[0], days[0] + days[1] % 8];
        the_difference_lists_the_entries_between_two_days::<f64>(&case, Scale::Tenths, &terms, close.map(day));
    }

    #[test]
    fn r20_traces_add_up_to_their_figures(case in ledger(), terms in terms()) {
        in_both_kinds!(traces_add_up(&case, &terms));
    }

    #[test]
    fn r29_bounds_hold(
        case in ledger(),
        terms in terms(),
        levels in prop::collection::vec((-3..=11_i32, -3..=11_i32, any::<bool>()), 6),
    ) {
        let covered = KEYS.into_iter().filter(|key| terms.by.contains(key) && !matches!(key, Key::Role | Key::Source));
        let terms = PlainTerms { by: covered.collect(), ..terms };
        in_both_kinds!(bounds_hold(&case, &terms, &levels));
    }
}
