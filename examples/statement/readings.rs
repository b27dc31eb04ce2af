//! The readings and the options that each uses: an option that its reading would ignore is refused, since the answer
//! would look as if it had heeded it.

use std::collections::BTreeSet;

use super::Failure;

/// The statement, which is read without `--reading`.
pub(super) const STATEMENT: &str = "statement";
/// The trace, which is read with `--trace`.
pub(super) const TRACE: &str = "trace";

/// The readings that use an option.
#[derive(Clone, Copy)]
enum Uses {
    /// These.
    Only(&'static [&'static str]),
    /// All but these.
    AllBut(&'static [&'static str]),
}

use Uses::{AllBut, Only};

/// The readings of contributions, which read no appraisal.
const OF_CONTRIBUTIONS: Uses = AllBut(&["entries", "engagement", "engagement-drivers"]);

/// The options that some readings do not use. Every reading uses the others.
const USES: [(&str, Uses); 22] = [
    ("by", AllBut(&["entries"])),
    ("from", AllBut(&["entries"])),
    ("until", AllBut(&["entries"])),
    ("only", AllBut(&["entries"])),
    ("baseline", OF_CONTRIBUTIONS),
    ("follow-up", OF_CONTRIBUTIONS),
    ("include", OF_CONTRIBUTIONS),
    ("logic", AllBut(&["entries", "engagement", "engagement-drivers", "reach"])),
    ("beneficiaries", Only(&[STATEMENT, "change"])),
    ("reach", Only(&["reach", "entries"])),
    ("rule", Only(&["attribution"])),
    ("measure", Only(&["cross", "intervals", TRACE])),
    ("other", Only(&["cross"])),
    ("dimension", Only(&["drivers", "engagement-drivers", "intervals"])),
    ("level", Only(&["risk", "intervals"])),
    ("at-least", Only(&["risk", "engagement-drivers", "intervals"])),
    ("seed", Only(&["intervals"])),
    ("replicates", Only(&["intervals"])),
    ("of", Only(&["intervals"])),
    ("per", Only(&["intervals"])),
    ("less", Only(&["intervals"])),
    ("since", Only(&["change", "entries"])),
];

/// The options of appraisals, which engagement does not use.
const OF_APPRAISALS: [&str; 4] = ["baseline", "follow-up", "include", "logic"];

/// Refuses the options given that intervals of engagement do not use.
pub(super) fn check_uses_of_engagement(given: &BTreeSet<String>) -> Result<(), Failure> {
    OF_APPRAISALS.iter().find(|option| given.contains(**option)).map_or(Ok(()), |option| {
        Err(format!("--{option} cannot be combined with --of engagement, which does not use it"))
    })
}

/// Refuses the options given that the reading does not use.
pub(super) fn check_uses(reading: &str, given: &BTreeSet<String>) -> Result<(), Failure> {
    for (option, uses) in USES.iter().filter(|(option, _)| given.contains(*option)) {
        match uses {
            Only(readings) if !readings.contains(&reading) => return Err(needs(option, readings)),
            AllBut(readings) if readings.contains(&reading) => {
                return Err(format!("--{option} cannot be combined with --reading {reading}, which does not use it"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The message that an option is of other readings.
fn needs(option: &str, readings: &[&str]) -> Failure {
    let others: Vec<&str> = readings.iter().copied().filter(|reading| ![STATEMENT, TRACE].contains(reading)).collect();
    if readings.contains(&STATEMENT) {
        return format!("--{option} needs the statement, or --reading {}", others.join(" or "));
    }
    format!("--{option} needs --reading {}", others.join(" or "))
}
