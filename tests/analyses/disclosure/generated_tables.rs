//! Strategies for publications: people in a few districts, with most counts near the threshold.

use covalue::Use;
use covalue::catalogue::Direction;
use covalue::record::Role;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, ServiceRow, day,
};
use crate::support::plain_terms::{Key, Label, PlainTerms};

pub const MEASURES: [&str; 2] = ["m0", "m1"];
const DISTRICTS: [Option<&str>; 4] = [Some("east"), Some("north"), Some("west"), None];

/// A case, the terms of its publication, and the threshold.
#[derive(Clone, Debug)]
pub struct Table {
    pub case: Case,
    pub terms: PlainTerms,
    pub threshold: u64,
}

/// Frequencies in a district, in sixteenths.
#[derive(Clone, Debug)]
struct Frequencies {
    unchanged: u8,
    worse: u8,
    idle: u8,
    silent: u8,
    misuse: u8,
    fault: u8,
    indirect: u8,
    missing: u8,
    left_out: u8,
    joined: u8,
    helped: u8,
}

#[derive(Clone, Debug)]
struct RawVisit {
    day: u16,
    rolls: [u8; 14],
    sizes: [i32; 2],
}

fn frequencies() -> impl Strategy<Value = Frequencies> {
    let frequencies = || select(&[0_u8, 0, 0, 1, 3, 8][..]);
    let signs = (select(&[0_u8, 2, 5][..]), select(&[0_u8, 3, 6, 16][..]), select(&[0_u8, 0, 1, 3, 8, 16][..]));
    (
        signs,
        [
            frequencies(),
            frequencies(),
            frequencies(),
            frequencies(),
            frequencies(),
            frequencies(),
            frequencies(),
            frequencies(),
        ],
    )
        .prop_map(
            |((unchanged, worse, silent), [idle, misuse, fault, indirect, missing, left_out, joined, helped])| {
                Frequencies {
                    unchanged,
                    worse,
                    idle,
                    silent,
                    misuse,
                    fault,
                    indirect,
                    missing,
                    left_out,
                    joined,
                    helped,
                }
            },
        )
}

fn visit() -> impl Strategy<Value = RawVisit> {
    (0..112_u16, proptest::array::uniform14(0..16_u8), [1..9_i32, 1..9_i32]).prop_map(|(day, rolls, sizes)| RawVisit {
        day,
        rolls,
        sizes,
    })
}

/// A table with a number of people in `people`. One person in four has up to three visits.
pub fn table(people: std::ops::Range<usize>, thresholds: std::ops::Range<u64>) -> impl Strategy<Value = Table> {
    let person = (0..DISTRICTS.len(), prop_oneof![3 => vec(visit(), 1), 1 => vec(visit(), 1..=3)]);
    let groupings = [
        vec![Key::With("district")],
        vec![Key::With("district")],
        vec![Key::With("district")],
        vec![Key::Service],
        vec![Key::Month],
        vec![Key::With("district"), Key::Service],
        vec![],
    ];
    let choices = (
        select(groupings.to_vec()),
        thresholds,
        any::<[bool; 4]>(),
        select(&[0, 0, 1][..]),
        select(&[1_usize, 2, 2, 3, 4][..]),
        2..=DISTRICTS.len(),
        1..=MEASURES.len(),
    );
    (vec(person, people), vec(frequencies(), DISTRICTS.len()), choices).prop_map(
        |(people, frequencies, (by, threshold, flags, tolerance, services, districts, promised_measure))| {
            let [single, logic, affected, lower] = flags;
            let case = books(
                &people,
                &frequencies,
                (single, affected),
                (tolerance, services, districts, promised_measure),
                lower,
            );
            let logic = if logic { Label::Service } else { Label::ServiceDominant };
            let roles = if affected { vec![Role::Affected] } else { vec![] };
            Table { case, terms: PlainTerms { logic, roles, ..PlainTerms::by(&by) }, threshold }
        },
    )
}

/// The case with appraisals of the two measures only.
pub fn of_two_measures(mut case: Case) -> Case {
    case.measures.retain(|row| MEASURES.contains(&row.id.as_str()));
    for service in &mut case.services {
        service.promises.retain(|(measure, _)| MEASURES.contains(&measure.as_str()));
    }
    case.entries
        .retain(|entry| !matches!(entry, Entry::Appraisal(_, row) if !MEASURES.contains(&row.measure.as_str())));
    for entry in &mut case.entries {
        if let Entry::Interaction(row) = entry {
            row.appraisals.retain(|row| MEASURES.contains(&row.measure.as_str()));
        }
    }
    case
}

fn books(
    people: &[(usize, Vec<RawVisit>)],
    frequencies: &[Frequencies],
    (single, affected): (bool, bool),
    (tolerance, services, districts, promised_measure): (i32, usize, usize, usize),
    lower: bool,
) -> Case {
    let measure = |id: &str, tolerance: i32| MeasureRow {
        id: id.to_owned(),
        direction: if lower && id == "m1" { Direction::LowerIsBetter } else { Direction::HigherIsBetter },
        tolerance,
        range: None,
        element: None,
    };
    let promises = |ids: &[&str]| ids.iter().map(|id| ((*id).to_owned(), 1)).collect();
    let mut case = Case {
        measures: vec![measure("m0", tolerance), measure("m1", 0)],
        services: vec![
            ServiceRow { id: "s0".to_owned(), provider: "p0".to_owned(), promises: promises(&["m0", "m1"]) },
            ServiceRow {
                id: "s1".to_owned(),
                provider: "p1".to_owned(),
                promises: promises(&MEASURES[..promised_measure]),
            },
            ServiceRow { id: "s2".to_owned(), provider: "p0".to_owned(), promises: promises(&["m1"]) },
            ServiceRow { id: "s3".to_owned(), provider: "p1".to_owned(), promises: promises(&[]) },
        ],
        entries: Vec::new(),
    };
    case.services.truncate(services);
    for (person, (district, visits)) in people.iter().enumerate() {
        let district = district % districts;
        for (number, raw) in visits.iter().enumerate() {
            let roll = |at: usize, frequencies: u8| raw.rolls[at] < frequencies;
            let frequencies = &frequencies[district];
            let service = &case.services[if roll(0, 6) { usize::from(raw.rolls[0]) % services } else { 0 }];
            // A person has at most one visit a day.
            let on = day(raw.day / 4 * 4 + number as u16);
            let id = format!("{person}.{number}");
            let user = format!("u{person}");
            let mut row = InteractionRow::of(&id, &user, &service.id, on);
            row.users[0].with.extend(DISTRICTS[district].map(|name| ("district".to_owned(), name.to_owned())));
            row.how = if roll(1, frequencies.indirect) { Use::Indirect } else { Use::Direct };
            if !roll(2, frequencies.silent) {
                let integrated = if roll(3, frequencies.idle) { 0 } else { 1 + raw.sizes[0] % 3 };
                let skipped = if integrated == 0 || roll(4, frequencies.misuse) { 2 } else { 0 };
                row.contributions.push(ContributionRow {
                    integrated: Some(integrated),
                    misused: vec![misuse(covalue::record::Part::NotIntegrated, skipped)],
                    ..ContributionRow::of(&user)
                });
            }
            if !roll(5, frequencies.silent) {
                let failed = i32::from(roll(6, frequencies.fault));
                row.contributions.push(ContributionRow {
                    integrated: Some(1),
                    misused: vec![misuse(covalue::record::Part::Misintegrated, failed)],
                    ..ContributionRow::of(&service.provider)
                });
            }
            if roll(12, frequencies.helped) {
                let failed = i32::from(roll(13, frequencies.fault));
                row.contributions.push(ContributionRow {
                    integrated: Some(1),
                    misused: vec![misuse(covalue::record::Part::Misintegrated, failed)],
                    ..ContributionRow::of("helper")
                });
            }
            for (at, id) in MEASURES.iter().enumerate() {
                if !roll(7 + at, frequencies.missing)
                    && service.promises.iter().any(|(promised_measure, _)| promised_measure == id)
                {
                    let is_left_out = roll(9, frequencies.left_out);
                    let change = signed(raw.rolls[10 - at] ^ at as u8, raw.sizes[at], frequencies);
                    row.appraisals.push(appraisal(&case, id, change, is_left_out, None));
                }
            }
            if !single && roll(11, frequencies.joined) {
                // The next person takes part, if from the same district.
                let joining = format!("u{}", (person + 1) % people.len());
                let is_near = people[(person + 1) % people.len()].0 % districts == district;
                let change = signed(raw.rolls[10], raw.sizes[1], frequencies);
                if affected {
                    let neighbour = if is_near { joining } else { format!("{user}'s neighbour") };
                    row.affected.push(neighbour.clone());
                    row.appraisals.iter_mut().for_each(|one| one.beneficiary = Some(user.clone()));
                    row.with.clone_from(&row.users[0].with);
                    row.appraisals.push(appraisal(&case, "m0", change, false, Some(neighbour)));
                } else if is_near && joining != user {
                    let mut second = crate::support::case::UserRow::of(&joining);
                    second.with.clone_from(&row.users[0].with);
                    row.users.push(second);
                    row.appraisals.iter_mut().for_each(|one| one.beneficiary = Some(user.clone()));
                    row.appraisals.push(appraisal(&case, "m0", change, false, Some(joining)));
                }
            }
            case.entries.push(Entry::Interaction(row));
        }
    }
    case
}

fn misuse(part: covalue::record::Part, amount: i32) -> MisuseRow {
    MisuseRow { part, amount, by: None, intent: covalue::record::Intent::Unknown, cause: None }
}

/// A positive change is better.
fn signed(roll: u8, size: i32, frequencies: &Frequencies) -> i32 {
    let roll = roll % 16;
    if roll < frequencies.worse {
        -size - 1
    } else if roll < frequencies.worse + frequencies.unchanged {
        0
    } else {
        size + 1
    }
}

fn appraisal(case: &Case, measure: &str, change: i32, is_left_out: bool, beneficiary: Option<String>) -> AppraisalRow {
    let measure = case.measure(measure).expect("one of two");
    let change = if measure.direction == Direction::LowerIsBetter { -change } else { change };
    let mut row = AppraisalRow { beneficiary, ..AppraisalRow::of(&measure.id) };
    if is_left_out {
        // A level after without a reference.
        row.after = Some(change);
    } else {
        row.change = Some(change);
    }
    row
}
