//! The way in which an appraisal counts, and the parties with a share of it, from the second implementation.

use std::collections::BTreeSet;

use num_traits::{Signed, Zero};

use crate::support::oracle::{BETTER, Classification, CountedAppraisal, DESTROYED, integrated, misuses};

/// The classification of an appraisal. The two classes within the tolerance have different signs.
pub const WAYS: [&str; 10] = [
    "co_created",
    "created_alone",
    "windfall_gain",
    "within_up",
    "within_down",
    "with_misuse",
    "without_misuse",
    "destroyed_alone",
    "windfall_loss",
    "left_out",
];
pub const LEFT_OUT: usize = 9;

/// The parties with a share of an appraisal, and whether its amount was destroyed.
pub fn shares(one: &CountedAppraisal) -> Vec<(Option<String>, bool)> {
    let history = one.history;
    if DESTROYED.contains(&one.entry.counts_as) {
        let by: BTreeSet<String> = misuses(history, one.appraisal.beneficiary).into_iter().map(|(by, _)| by).collect();
        let by: Vec<_> = by.into_iter().map(|by| (Some(by), true)).collect();
        return if by.is_empty() { vec![(None, true)] } else { by };
    }
    if !BETTER[..2].contains(&one.entry.counts_as) {
        return Vec::new();
    }
    let users = history.row.users.iter().map(|user| user.id.clone());
    let others =
        history.row.others.iter().cloned().chain(history.row.contributions.iter().map(|row| row.party.clone()));
    let parties: BTreeSet<String> = users.chain([history.provider.to_owned()]).chain(others).collect();
    let takes_part = |party: &String| integrated(history, party).is_none_or(|integrated| integrated > 0);
    parties.into_iter().filter(takes_part).map(|party| (Some(party), false)).collect()
}

pub fn is_windfall(one: &CountedAppraisal) -> bool {
    [Classification::WindfallGain, Classification::WindfallLoss].contains(&one.entry.counts_as)
}

pub fn way(one: &CountedAppraisal) -> usize {
    let is_down = one.entry.change.as_ref().is_some_and(|change| change.is_negative() && !change.is_zero());
    match one.entry.counts_as {
        Classification::CoCreated => 0,
        Classification::CreatedAlone => 1,
        Classification::WindfallGain => 2,
        Classification::WithinTolerance => 3 + usize::from(is_down),
        Classification::WithMisuse => 5,
        Classification::WithoutMisuse => 6,
        Classification::DestroyedAlone => 7,
        Classification::WindfallLoss => 8,
        Classification::LeftOut => LEFT_OUT,
    }
}
