//! Exhaustive small inputs. Each input is one interaction with a dimension of its own, so a statement by that
//! dimension has a line for each.
//!
//! The number of inputs is asserted, so that an enumeration cannot shrink unnoticed.

use std::collections::BTreeSet;

use covalue::catalogue::Direction;
use covalue::record::{Intent, Part, Role};
use covalue::{Source, Use};

use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, ServiceRow, UserRow, day,
};

/// All single appraisals: every level absent, 0, 1 or 2, or a bare change from −2 to 2.
fn all_appraisals(measure: &str) -> Vec<AppraisalRow> {
    let level = [None, Some(0), Some(1), Some(2)];
    let mut all = Vec::new();
    for before in level {
        for after in level {
            for expected in level {
                for without in level {
                    all.push(AppraisalRow { before, after, expected, without, ..AppraisalRow::of(measure) });
                }
            }
        }
    }
    all.retain(AppraisalRow::says_something);
    all.extend((-2..=2).map(|change| AppraisalRow { change: Some(change), ..AppraisalRow::of(measure) }));
    assert_eq!(all.len(), 255 + 5);
    all
}

fn misused(part: Part, amount: i32, by: Option<&str>) -> MisuseRow {
    MisuseRow { part, amount, by: by.map(str::to_owned), intent: Intent::Unknown, cause: None }
}

/// All combinations of a beneficiary's role and a contribution. The integrated part is not stated, 0 or 1. The
/// misused part is absent, mis-integrated (0 or 1), or not integrated (by the contributor, another user or the
/// provider).
fn all_co_operations() -> Vec<(Role, Vec<ContributionRow>)> {
    let mut misuses = vec![None];
    misuses.extend([0, 1].map(|amount| Some(misused(Part::Misintegrated, amount, None))));
    misuses.extend([None, Some(FELLOW), Some("provider")].map(|by| Some(misused(Part::NotIntegrated, 1, by))));
    let mut all = Vec::new();
    for role in [Role::User, Role::Provider, Role::Other] {
        for integrated in [None, Some(0), Some(1)] {
            for misused in &misuses {
                let mut contribution = ContributionRow::of(actor(role));
                contribution.integrated = integrated;
                contribution.misused.extend(misused.clone());
                all.push((role, vec![contribution]));
            }
        }
        // Two contributions of one party, one of them stated.
        let mut stated = ContributionRow::of(actor(role));
        stated.integrated = Some(0);
        all.push((role, vec![stated, ContributionRow::of(actor(role))]));
    }
    all.push((Role::User, Vec::new()));
    all.push((Role::Affected, Vec::new()));
    // An affected beneficiary, while another party misused a part.
    for (by, part) in [("user", Part::Misintegrated), ("user", Part::NotIntegrated), ("provider", Part::NotIntegrated)]
    {
        let contribution = ContributionRow { misused: vec![misused(part, 1, None)], ..ContributionRow::of(by) };
        all.push((Role::Affected, vec![contribution]));
    }
    assert_eq!(all.len(), CO_OPERATIONS);
    all
}

/// Three roles with three integrated parts and six misuses, and one pair of contributions; two without contributions;
/// three with an affected beneficiary.
const CO_OPERATIONS: usize = 3 * (3 * 6 + 1) + 2 + 3;

/// The second user in every third interaction, so that each combination of contributions occurs with and without a
/// second user.
const FELLOW: &str = "fellow";

fn actor(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Provider => "provider",
        Role::Other => "other",
        _ => "neighbour",
    }
}

/// Interactions with one appraisal: all roles, contributions, tolerances, directions and uses, and each source in
/// turn.
///
/// A change depends on the level after and on one other level. Each pair of these, each role with its contribution, each
/// measure and each use meet in at least one interaction. The levels that do not matter vary, and an eighth of all
/// combinations is enough for that.
pub fn single_appraisals() -> Case {
    let mut case = Case::default();
    for (direction, letter) in [(Direction::HigherIsBetter, "h"), (Direction::LowerIsBetter, "l")] {
        for tolerance in 0..=1 {
            let id = format!("{letter}{tolerance}");
            case.measures.push(MeasureRow { id, direction, tolerance, range: Some((0, 2)), element: None });
        }
    }
    for measure in &case.measures {
        let promises = vec![(measure.id.clone(), 1)];
        let id = format!("of {}", measure.id);
        case.services.push(ServiceRow { id, provider: "provider".to_owned(), promises });
    }
    let mut met = BTreeSet::new();
    for (index, service) in case.services.iter().enumerate() {
        for appraisal in all_appraisals(&service.promises[0].0) {
            let levels = [appraisal.before, appraisal.after, appraisal.expected, appraisal.without];
            let levels = levels.map(|level| level.map_or(0, |level| level as usize + 1));
            // With these factors any two levels besides the level after have each remainder equally often.
            let [before, after, expected, without] = levels;
            let sum = 4 * before + after + 5 * expected + without;
            for (number, (role, contributions)) in all_co_operations().into_iter().enumerate() {
                if appraisal.change.is_none() {
                    if (sum + number) % 8 != 2 * index {
                        continue;
                    }
                    let references = [before, expected, without].into_iter().enumerate();
                    met.extend(references.map(|reference| (index, number, after, reference)));
                }
                for how in [Use::Direct, Use::Indirect] {
                    let number = case.entries.len();
                    let mut row = InteractionRow::of(&format!("i{number}"), "user", &service.id, day(0));
                    row.with.push(("case".to_owned(), number.to_string()));
                    row.how = how;
                    row.contributions.clone_from(&contributions);
                    row.affected.extend((role == Role::Affected).then(|| actor(role).to_owned()));
                    let in_company = (number / 2 + number / (2 * CO_OPERATIONS)).is_multiple_of(3);
                    row.users.extend(in_company.then(|| UserRow::of(FELLOW)));
                    let source = match number % 3 {
                        0 => Source::Own,
                        1 => Source::observed("scale"),
                        _ => Source::Proxy("other".parse().expect("not empty")),
                    };
                    let beneficiary = Some(actor(role).to_owned());
                    row.appraisals.push(AppraisalRow { beneficiary, source, ..appraisal.clone() });
                    case.entries.push(Entry::Interaction(row));
                }
            }
        }
    }
    assert_eq!(case.entries.len(), 18_290);
    assert_eq!(met.len(), 4 * CO_OPERATIONS * 4 * (3 * 4), "measures, contributions, levels after, references");
    case
}

/// Interactions with two appraisals of one measure: two follow-ups, three sources, four forms and three pairs of days
/// each. Pairs with the same follow-up, kind of source and days are left out, because validation refuses them (R8).
pub fn pairs_of_appraisals() -> Case {
    let measure = MeasureRow {
        id: "m".to_owned(),
        direction: Direction::HigherIsBetter,
        tolerance: 0,
        range: None,
        element: None,
    };
    let promises = vec![("m".to_owned(), 1)];
    let service = ServiceRow { id: "s".to_owned(), provider: "provider".to_owned(), promises };
    let mut case = Case { measures: vec![measure], services: vec![service], entries: Vec::new() };
    let mut all = Vec::new();
    for follow_up in 1..=2 {
        for source in [Source::Own, Source::Proxy("other".parse().expect("not empty")), Source::observed("scale")] {
            for form in 0..4 {
                for (made, known) in [(0, 0), (0, 1), (1, 1)] {
                    all.push((follow_up, source.clone(), form, (day(made), day(known))));
                }
            }
        }
    }
    assert_eq!(all.len(), 72);
    // The size of the change identifies the appraisal.
    let row = |(follow_up, source, form, (made, known)): &(u32, Source, i32, _), size: i32| {
        let mut row = AppraisalRow::of("m");
        match form {
            0 => (row.before, row.after) = (Some(5), Some(5 + size)),
            1 => row.before = Some(5),
            2 => row.change = Some(-size),
            _ => (row.expected, row.after) = (Some(7), Some(7 - size)),
        }
        AppraisalRow { follow_up: *follow_up, source: source.clone(), made: Some(*made), known: Some(*known), ..row }
    };
    let mut refused = 0;
    for first in &all {
        for second in &all {
            if (first.0, first.1.kind(), first.3) == (second.0, second.1.kind(), second.3) {
                refused += 1;
                continue;
            }
            let number = case.entries.len();
            let mut interaction = InteractionRow::of(&format!("i{number}"), "user", "s", day(0));
            interaction.with.push(("case".to_owned(), number.to_string()));
            interaction.appraisals = vec![row(first, 1), row(second, 2)];
            case.entries.push(Entry::Interaction(interaction));
        }
    }
    assert_eq!((case.entries.len(), refused), (72 * 72 - 288, 288));
    case
}
