//! Facts about the file, before any statement: interactions, users, period and dimensions.

use std::collections::BTreeSet;

use covalue::{Date, Ledger};

pub(super) struct Facts {
    pub(super) interactions: u64,
    pub(super) voided: u64,
    /// The ids of all users.
    pub(super) users: BTreeSet<String>,
    /// The ids of the providers of the catalogue.
    pub(super) providers: BTreeSet<String>,
    /// The names of the dimensions of users and interactions.
    pub(super) dimensions: BTreeSet<String>,
    period: Option<(Date, Date)>,
}

impl Facts {
    pub(super) fn of(ledger: &Ledger<f64>) -> Self {
        let mut facts = Self {
            interactions: ledger.len() as u64,
            voided: ledger.voids().count() as u64,
            users: BTreeSet::new(),
            providers: ledger.catalogue().services().map(|service| service.provider().as_str().to_owned()).collect(),
            dimensions: BTreeSet::new(),
            period: None,
        };
        for interaction in ledger.interactions() {
            let on = interaction.on();
            facts.period = Some(facts.period.map_or((on, on), |(first, last)| (first.min(on), last.max(on))));
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

    /// The number of calendar months from the first day to the last.
    pub(super) fn months(&self) -> i32 {
        let month = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        self.period.map_or(0, |(first, last)| month(last) - month(first) + 1)
    }
}
