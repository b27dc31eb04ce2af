//! The door a second time: which rule an entry breaks first, if any.

use std::collections::{BTreeMap, BTreeSet};

use covalue::Date;
use covalue::record::SourceKind;

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow};

/// What is known of an interaction that was let in.
struct Known<'a> {
    row: &'a InteractionRow,
    known: Date,
    is_void: bool,
    said: BTreeSet<Said>,
}

/// Beneficiary, measure, follow-up, kind of source, known, made.
type Said = (String, String, u32, SourceKind, Date, Date);

/// For each entry the first rule that it breaks; those that break one leave no trace.
pub fn refusals(case: &Case) -> Vec<Option<&'static str>> {
    let mut books: BTreeMap<String, Known> = BTreeMap::new();
    let mut refusals = Vec::new();
    for (number, entry) in case.entries.iter().enumerate() {
        let refused = match entry {
            Entry::Interaction(row) => {
                // Generated interactions without an id are never alike.
                let id = row.id.clone().unwrap_or_else(|| format!("number {number}"));
                let mut fresh =
                    Known { row, known: row.known.unwrap_or(row.on), is_void: false, said: BTreeSet::new() };
                let refused = interaction(case, row, &mut fresh, books.contains_key(&id));
                if refused.is_none() {
                    books.insert(id, fresh);
                }
                refused
            }
            Entry::Appraisal(id, row) => match books.get_mut(id) {
                None => Some("R2"),
                Some(known) => {
                    let mut rules = BTreeSet::new();
                    let said = appraisal(case, row, known, &mut rules);
                    if rules.is_empty() {
                        known.said.insert(said);
                    }
                    rules.first().copied()
                }
            },
            Entry::Void(id, _, day) => match books.get_mut(id) {
                None => Some("R2"),
                Some(known) if known.is_void => Some("R1"),
                Some(known) if day.is_some_and(|day| day < known.known) => Some("R9"),
                Some(known) => {
                    known.is_void = true;
                    None
                }
            },
        };
        refusals.push(refused);
    }
    refusals
}

fn interaction<'a>(
    case: &Case,
    row: &'a InteractionRow,
    fresh: &mut Known<'a>,
    is_spent: bool,
) -> Option<&'static str> {
    let mut rules = BTreeSet::new();
    if is_spent {
        rules.insert("R1");
    }
    if case.provider(&row.service).is_none() {
        rules.insert("R2");
    }
    let users: BTreeSet<_> = row.users.iter().map(|user| &user.id).collect();
    if users.len() < row.users.len() || row.affected.iter().any(|actor| is_party(case, row, actor)) {
        rules.insert("R6");
    }
    if fresh.known < row.on {
        rules.insert("R9");
    }
    for said in &row.appraisals {
        let said = appraisal(case, said, fresh, &mut rules);
        fresh.said.insert(said);
    }
    rules.first().copied()
}

fn is_party(case: &Case, row: &InteractionRow, actor: &str) -> bool {
    row.users.iter().any(|user| user.id == actor)
        || case.provider(&row.service) == Some(actor)
        || row.others.iter().any(|other| other == actor)
        || row.contributions.iter().any(|brought| brought.party == actor)
}

fn appraisal(case: &Case, row: &AppraisalRow, known: &Known, rules: &mut BTreeSet<&'static str>) -> Said {
    match case.measure(&row.measure) {
        None => {
            rules.insert("R2");
        }
        Some(measure) => {
            if let Some((lowest, highest)) = measure.range {
                let levels = [row.before, row.after, row.expected, row.without];
                if levels.into_iter().flatten().any(|level| level < lowest || level > highest)
                    || row.change.is_some_and(|change| change.abs() > highest - lowest)
                {
                    rules.insert("R2");
                }
            }
        }
    }
    let interaction = known.row;
    let beneficiary = match (&row.beneficiary, &interaction.users[..]) {
        (Some(named), _) => {
            if !is_party(case, interaction, named) && !interaction.affected.contains(named) {
                rules.insert("R6");
            }
            named.clone()
        }
        (None, [only]) => only.id.clone(),
        (None, _) => {
            rules.insert("R6");
            String::new()
        }
    };
    let made = row.made.unwrap_or(interaction.on);
    let known_day = row.known.unwrap_or(made.max(known.known));
    if made < interaction.on || known_day < made || known_day < known.known {
        rules.insert("R9");
    }
    let said = (beneficiary, row.measure.clone(), row.follow_up, row.source.kind(), known_day, made);
    if known.said.contains(&said) {
        rules.insert("R8");
    }
    said
}
