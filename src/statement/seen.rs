//! The values of a word that the entries of a ledger state.

use std::collections::BTreeSet;

use super::By;
use crate::catalogue::{Element, Measure};
use crate::ledger::{AppraisalFlags, Ledger};
use crate::number::Number;
use crate::record::{ReachCounts, Role, SourceKind};

impl<N: Number> Ledger<N> {
    /// The values of a word that an interaction, an appraisal that is made or due, or counts of people reached have.
    pub(super) fn seen(&self, word: &By) -> BTreeSet<String> {
        match word {
            By::Service | By::Provider => self.seen_services(word),
            By::User => self.actors(self.columns.all_users()),
            By::Beneficiary => {
                let (users, columns) = (self.columns.all_users(), &self.columns);
                self.actors([&users[..], &columns.inside.beneficiary, &columns.later.beneficiary].concat())
            }
            By::Role => self.seen_in_appraisals(Role::User.word(), |flags| flags.role().word()),
            By::Source => self.seen_in_appraisals(SourceKind::Own.word(), |flags| flags.source_kind().word()),
            By::Element => self.seen_elements(),
            By::With(dimension) => self.seen_in_dimension(dimension.as_str()),
            By::Year | By::Quarter | By::Month | By::FinancialYear(_) | By::FinancialQuarter(_) => {
                self.seen_periods(word)
            }
        }
    }

    fn actors(&self, codes: Vec<u32>) -> BTreeSet<String> {
        let codes: BTreeSet<u32> = codes.into_iter().collect();
        codes.into_iter().map(|actor| self.columns.actors.text(actor).to_owned()).collect()
    }

    fn seen_services(&self, word: &By) -> BTreeSet<String> {
        let catalogue = &self.catalogue;
        let reached = self.reach_counts().filter_map(|reach| catalogue.service_index(reach.service().as_str()));
        let services: BTreeSet<u32> = self.columns.service.iter().copied().chain(reached).collect();
        let services = services.into_iter().map(|service| catalogue.service_at(service));
        let text = |service: &crate::catalogue::Service<N>| match word {
            By::Service => service.id().as_str().to_owned(),
            _ => service.provider().as_str().to_owned(),
        };
        services.map(text).collect()
    }

    /// What appraisals have, and `of_due`, which those that are due have.
    fn seen_in_appraisals(&self, of_due: &str, read: impl Fn(AppraisalFlags) -> &'static str) -> BTreeSet<String> {
        let columns = &self.columns;
        let made = columns.inside.flags.iter().chain(&columns.later.flags).map(|flags| read(*flags));
        let due = Some(of_due).filter(|_| columns.interactions() > 0);
        let words: BTreeSet<&str> = made.chain(due).collect();
        words.into_iter().map(str::to_owned).collect()
    }

    /// The elements of measures that are appraised, or that the services of interactions promise.
    fn seen_elements(&self) -> BTreeSet<String> {
        let (catalogue, columns) = (&self.catalogue, &self.columns);
        let appraised: BTreeSet<u32> = columns.inside.measure.iter().chain(&columns.later.measure).copied().collect();
        let appraised = appraised.into_iter().map(|measure| catalogue.measure_at(measure));
        let services: BTreeSet<u32> = columns.service.iter().copied().collect();
        let of_services = services.into_iter().flat_map(|service| catalogue.service_at(service).get_promises());
        let promised = of_services.filter_map(|(measure, _)| catalogue.measure(measure));
        let element = |measure: &Measure<N>| measure.get_element().map(|element: Element| element.word().to_owned());
        appraised.chain(promised).filter_map(element).collect()
    }

    /// The value of the interaction, or else that of each of its users.
    fn seen_in_dimension(&self, dimension: &str) -> BTreeSet<String> {
        let columns = &self.columns;
        let values = columns.profiles.values_of(dimension);
        let of_interaction = |interaction: usize| {
            let own = columns.own_profile.get(interaction);
            columns.users(interaction).map(move |(_, profile)| (own, profile))
        };
        let profiles: BTreeSet<(u32, u32)> = (0..columns.interactions()).flat_map(of_interaction).collect();
        let value = |(own, profile): (u32, u32)| values[own as usize].or(values[profile as usize]);
        let reached = self.reach_counts().filter_map(|reach| reach.value(dimension));
        profiles.into_iter().filter_map(value).chain(reached).map(str::to_owned).collect()
    }

    /// The periods of interactions, and those that counts of people reached are of.
    fn seen_periods(&self, word: &By) -> BTreeSet<String> {
        let period = word.period().expect("the word is a period");
        let years: BTreeSet<_> = self.columns.all_on().filter(|on| period.holding(*on).is_none()).collect();
        let days: BTreeSet<_> = self.columns.all_on().filter_map(|on| period.holding(on)).collect();
        let reached = self.reach_counts().map(ReachCounts::days);
        let reached = reached.flat_map(|(from, until, _)| period.number(from)..=period.number(until));
        let years = years.into_iter().map(|on| period.value(on));
        days.into_iter().chain(reached).map(|number| period.text(number)).chain(years).collect()
    }
}
