//! Facts about the file, before any statement: users, dimensions and period.

use std::collections::BTreeSet;

use covalue::{Date, Ledger};

pub(super) struct Facts {
    /// The ids of all users.
    pub(super) users: BTreeSet<String>,
    /// The names of the dimensions of users and interactions.
    pub(super) dimensions: BTreeSet<String>,
    period: Option<(Date, Date)>,
}

impl Facts {
    pub(super) fn of(ledger: &Ledger<f64>) -> Self {
        let mut facts = Self { users: BTreeSet::new(), dimensions: BTreeSet::new(), period: None };
        for interaction in ledger.interactions() {
            let (from, until) = (interaction.on().first(), interaction.on().last());
            facts.period = Some(facts.period.map_or((from, until), |(first, last)| (first.min(from), last.max(until))));
            facts.dimensions.extend(interaction.dimensions().map(|(name, _)| name.to_owned()));
            for user in interaction.users() {
                facts.users.insert(user.id().as_str().to_owned());
                facts.dimensions.extend(user.dimensions().map(|(name, _)| name.to_owned()));
            }
        }
        facts
    }

    /// `from 2026-01-05 to 2026-10-01`.
    pub(super) fn period_text(&self) -> String {
        match self.period {
            None => "in no period".to_owned(),
            Some((first, last)) if first == last => format!("all on {first}"),
            Some((first, last)) => format!("from {first} to {last}"),
        }
    }

    /// The number of calendar months from the first day to the last, of those that are asked for.
    pub(super) fn months(&self, from: Option<Date>, until: Option<Date>) -> i32 {
        let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let Some((first, last)) = self.period else { return 0 };
        let (first, last) = (from.map_or(first, |from| from.max(first)), until.map_or(last, |until| until.min(last)));
        (month(last) - month(first) + 1).max(0)
    }
}
