//! Second implementation of validation: the first rule that an entry breaks.

use std::collections::{BTreeMap, BTreeSet};

use covalue::Date;
use covalue::record::SourceKind;

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow};

/// An accepted interaction with the versions of its appraisals.
struct AcceptedInteraction<'a> {
    row: &'a InteractionRow,
    known: Date,
    is_void: bool,
    versions: BTreeSet<VersionKey>,
}

/// Beneficiary, measure, follow-up, kind of source, known day and made day. No two versions may agree in all of them
/// (R8).
type VersionKey = (String, String, u32, SourceKind, Date, Date);

/// The first broken rule of each entry. A refused entry does not influence later ones.
pub fn refusals(case: &Case) -> Vec<Option<&'static str>> {
    let mut books: BTreeMap<String, AcceptedInteraction> = BTreeMap::new();
    let mut refusals = Vec::new();
    for (number, entry) in case.entries.iter().enumerate() {
        let refused = match entry {
            Entry::Interaction(row) => {
                // Generated interactions without an id differ in their content.
                let id = row.id.clone().unwrap_or_else(|| format!("number {number}"));
                let mut fresh =
                    AcceptedInteraction { row, known: row.known_day(), is_void: false, versions: BTreeSet::new() };
                let refused = interaction(case, row, &mut fresh, books.contains_key(&id));
                if refused.is_none() {
                    books.insert(id, fresh);
                }
                refused
            }
            Entry::Appraisal(id, row) => match books.get_mut(id) {
                None => Some("R2"),
                Some(earlier) => {
                    let mut rules = BTreeSet::new();
                    let version = appraisal(case, row, earlier, &mut rules);
                    if rules.is_empty() {
                        earlier.versions.insert(version);
                    }
                    rules.first().copied()
                }
            },
            Entry::Void(id, _, day) => match books.get_mut(id) {
                None => Some("R2"),
                Some(earlier) if earlier.is_void => Some("R1"),
                Some(earlier) if day.is_some_and(|day| day < earlier.known) => Some("R9"),
                Some(earlier) => {
                    earlier.is_void = true;
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
    fresh: &mut AcceptedInteraction<'a>,
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
    if fresh.known < row.on.first() {
        rules.insert("R9");
    }
    for appraised in &row.appraisals {
        let version = appraisal(case, appraised, fresh, &mut rules);
        fresh.versions.insert(version);
    }
    rules.first().copied()
}

fn is_party(case: &Case, row: &InteractionRow, actor: &str) -> bool {
    row.users.iter().any(|user| user.id == actor)
        || case.provider(&row.service) == Some(actor)
        || row.others.iter().any(|other| other == actor)
        || row.contributions.iter().any(|contribution| contribution.party == actor)
}

fn appraisal(
    case: &Case,
    row: &AppraisalRow,
    earlier: &AcceptedInteraction,
    rules: &mut BTreeSet<&'static str>,
) -> VersionKey {
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
    let interaction = earlier.row;
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
    let made = row.made.unwrap_or(interaction.on.first());
    let known_day = row.known.unwrap_or(made.max(earlier.known));
    if made < interaction.on.first() || known_day < made || known_day < earlier.known {
        rules.insert("R9");
    }
    let version = (beneficiary, row.measure.clone(), row.follow_up, row.source.kind(), known_day, made);
    if earlier.versions.contains(&version) {
        rules.insert("R8");
    }
    version
}
