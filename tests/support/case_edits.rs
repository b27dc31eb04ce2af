//! Modified copies of a generated case. Property tests compare their results with those of the original.

use crate::support::case::{AppraisalRow, Case, ContributionRow, Entry, InteractionRow, Scale, ServiceRow};
use crate::support::compare::record;
use crate::support::generate::{RawContribution, contribution, raw_contribution};
use covalue::catalogue::Direction;
use covalue::number::Number;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The case in which every party is stated to have integrated nothing.
pub fn idle(case: &Case) -> Case {
    let mut idle = case.clone();
    for entry in &mut idle.entries {
        if let Entry::Interaction(row) = entry {
            let parties = parties(case, row);
            for contribution in &mut row.contributions {
                contribution.integrated = Some(0);
                contribution.excused = false;
            }
            let nothing = |party: String| ContributionRow { integrated: Some(0), ..ContributionRow::of(&party) };
            row.contributions.extend(parties.into_iter().map(nothing));
        }
    }
    idle
}

/// Users, provider, other parties and contributing parties. `nobody` stands for the provider of an unknown service.
pub fn parties(case: &Case, row: &InteractionRow) -> BTreeSet<String> {
    let provider = case.provider(&row.service).unwrap_or("nobody").to_owned();
    let named = row.users.iter().map(|user| user.id.clone()).chain([provider]).chain(row.others.clone());
    named.chain(row.contributions.iter().map(|contribution| contribution.party.clone())).collect()
}

/// The case in which every misused part has the amount zero. No contribution and no part is removed.
pub fn without_misuse(case: &Case) -> Case {
    let mut clean = case.clone();
    for entry in &mut clean.entries {
        if let Entry::Interaction(row) = entry {
            row.contributions
                .iter_mut()
                .flat_map(|contribution| &mut contribution.misused)
                .for_each(|part| part.amount = 0);
        }
    }
    clean
}

/// The accepted entries. An interaction and the entries that refer to it have the same number.
pub fn accepted_entries<N: Number>(case: &Case, scale: Scale) -> Vec<(usize, Entry)> {
    let recorded = record::<N>(case, scale);
    let mut groups = BTreeMap::new();
    let entries =
        case.entries.iter().zip(&recorded.accepted).filter(|(_, accepted)| **accepted).map(|(entry, _)| entry);
    let numbered = entries.enumerate().map(|(number, entry)| {
        let group = match entry {
            Entry::Interaction(row) => {
                groups.extend(row.id.clone().map(|id| (id, number)));
                number
            }
            Entry::Appraisal(id, _) | Entry::Void(id, ..) => groups[id],
        };
        (group, entry.clone())
    });
    numbered.collect()
}

/// A permutation in which every interaction precedes the entries that refer to it.
pub fn shuffled(entries: &[(usize, Entry)], keys: &[u64]) -> Vec<(usize, Entry)> {
    let mut drawn: Vec<_> = entries.iter().zip(keys.iter().cycle()).collect();
    drawn.sort_by_key(|(_, key)| **key);
    let (mut placed, mut waiting): (Vec<(usize, Entry)>, Vec<(usize, Entry)>) = (Vec::new(), Vec::new());
    for (entry, _) in drawn {
        if matches!(entry.1, Entry::Interaction(_)) {
            placed.push(entry.clone());
            placed.extend(waiting.extract_if(.., |later| later.0 == entry.0));
        } else if placed.iter().any(|(group, _)| *group == entry.0) {
            placed.push(entry.clone());
        } else {
            waiting.push(entry.clone());
        }
    }
    assert_eq!((placed.len(), waiting.len()), (entries.len(), 0));
    placed
}

pub fn rename_actors(case: &mut Case, name: impl Fn(&mut String)) {
    for service in &mut case.services {
        name(&mut service.provider);
    }
    let in_appraisal = |row: &mut AppraisalRow| {
        row.beneficiary.iter_mut().for_each(&name);
        if let covalue::Source::Proxy(actor) = &row.source {
            let mut actor = actor.to_string();
            name(&mut actor);
            row.source = covalue::Source::Proxy(actor.parse().expect("not empty"));
        }
    };
    for entry in &mut case.entries {
        match entry {
            Entry::Interaction(row) => {
                row.users.iter_mut().for_each(|user| name(&mut user.id));
                row.others.iter_mut().chain(&mut row.affected).for_each(&name);
                for contribution in &mut row.contributions {
                    name(&mut contribution.party);
                    contribution.misused.iter_mut().flat_map(|part| &mut part.by).for_each(&name);
                }
                row.appraisals.iter_mut().for_each(in_appraisal);
            }
            Entry::Appraisal(_, row) => in_appraisal(row),
            Entry::Void(..) => {}
        }
    }
}

/// Two cases: the accepted interactions with an id and one user, who is not the provider, with their later entries; and
/// the same with user and provider exchanged, and without promises.
pub fn swapped(case: &Case, accepted: &[bool]) -> (Case, Case) {
    let mut here = Case { entries: Vec::new(), ..case.clone() };
    let mut kept = BTreeSet::new();
    for (entry, accepted) in case.entries.iter().zip(accepted) {
        match entry {
            Entry::Interaction(row)
                if *accepted
                    && row.users.len() == 1
                    && row.id.is_some()
                    && case.provider(&row.service) != Some(&row.users[0].id) =>
            {
                kept.insert(row.id.clone().expect("the id is stated"));
                here.entries.push(entry.clone());
            }
            Entry::Appraisal(id, _) | Entry::Void(id, ..) if *accepted && kept.contains(id) => {
                here.entries.push(entry.clone());
            }
            _ => {}
        }
    }
    let mut there = here.clone();
    let mut users = BTreeMap::new();
    for (number, entry) in there.entries.iter_mut().enumerate() {
        match entry {
            Entry::Interaction(row) => {
                let user = row.users[0].id.clone();
                case.provider(&row.service).expect("the catalogue has the service").clone_into(&mut row.users[0].id);
                let service =
                    ServiceRow { id: format!("swapped {number}"), provider: user.clone(), promises: Vec::new() };
                row.service.clone_from(&service.id);
                there.services.push(service);
                for appraisal in &mut row.appraisals {
                    appraisal.beneficiary.get_or_insert_with(|| user.clone());
                }
                users.insert(row.id.clone().expect("the interaction has an id"), user);
            }
            Entry::Appraisal(id, row) => {
                row.beneficiary.get_or_insert_with(|| users[id].clone());
            }
            Entry::Void(..) => {}
        }
    }
    (here, there)
}

/// The case that lists every contributing party that is neither user nor provider among the others, so that roles do
/// not depend on contributions.
pub fn parties_named(case: &Case) -> Case {
    let mut named = case.clone();
    for entry in &mut named.entries {
        if let Entry::Interaction(row) = entry {
            let provider = case.provider(&row.service).unwrap_or_default();
            let users: Vec<&String> = row.users.iter().map(|user| &user.id).collect();
            let others = parties(case, row).into_iter();
            row.others = others.filter(|party| party != provider && !users.contains(&party)).collect();
        }
    }
    named
}

/// The case with other contributions, taken in turn from `drawn`.
pub fn contributing(case: &Case, drawn: &[Vec<RawContribution>]) -> Case {
    let mut other = case.clone();
    let mut drawn = drawn.iter().cycle();
    for entry in &mut other.entries {
        if let Entry::Interaction(row) = entry {
            let parties: Vec<String> = parties(case, row).into_iter().filter(|party| party != "nobody").collect();
            let raw = drawn.next().into_iter().flatten();
            row.contributions = raw.map(|raw| contribution(raw, &parties)).collect();
        }
    }
    other
}

/// Contributions for [`contributing`].
pub fn drawn_contributions() -> impl Strategy<Value = Vec<Vec<RawContribution>>> {
    prop::collection::vec(prop::collection::vec(raw_contribution(), 0..=4), 1..=5)
}

pub fn with_reversed_directions(case: &Case) -> Case {
    let mut with_reversed_directions = case.clone();
    for measure in &mut with_reversed_directions.measures {
        measure.direction = match measure.direction {
            Direction::HigherIsBetter => Direction::LowerIsBetter,
            _ => Direction::HigherIsBetter,
        };
    }
    with_reversed_directions
}

/// The case with texts that files must escape.
pub fn with_odd_texts(mut case: Case) -> Case {
    let odd = |text: &mut String| {
        *text = match text.as_str() {
            "north" => "a \"quoted\", \\ text".to_owned(),
            "south" => "línea\nand\ttab".to_owned(),
            "over 80" => String::new(),
            other => format!("{other} \u{1f600}, \u{7f}\u{0}"),
        };
    };
    for entry in &mut case.entries {
        match entry {
            Entry::Interaction(row) => {
                let values = row.users.iter_mut().flat_map(|user| &mut user.with).chain(&mut row.with);
                values.for_each(|(_, value)| odd(value));
                row.id.iter_mut().for_each(odd);
                for contribution in &mut row.contributions {
                    contribution.resource.iter_mut().for_each(odd);
                    contribution.misused.iter_mut().filter_map(|part| part.cause.as_mut()).for_each(odd);
                }
            }
            Entry::Appraisal(id, _) => odd(id),
            Entry::Void(id, reason, _) => [id, reason].into_iter().for_each(odd),
        }
    }
    case
}
