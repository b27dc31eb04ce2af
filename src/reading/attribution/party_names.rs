//! The ids that shares can be of, numbered and in their order.

use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Labels, sort_by_text};

/// The ids that shares can be of: a ledger's actors, and behind them the providers that no entry names.
#[derive(Debug)]
pub(super) struct PartyNames<'a> {
    texts: Vec<&'a str>,
    /// By service.
    providers: Vec<u32>,
    /// The place of each in the order of ids, from 1.
    codes: Vec<u32>,
    /// Those at each place in that order.
    order: Vec<u32>,
}

impl<'a> PartyNames<'a> {
    pub(super) fn of<N: Number>(ledger: &'a Ledger<N>) -> Self {
        let actors = &ledger.columns.actors;
        let mut texts: Vec<&str> = actors.iter().collect();
        let mut providers = Vec::new();
        for service in ledger.catalogue.services() {
            let provider = service.provider().as_str();
            let known = actors.get(provider).or_else(|| {
                let behind = &texts[actors.len()..];
                behind.iter().position(|&text| text == provider).map(|place| (actors.len() + place) as u32)
            });
            providers.push(known.unwrap_or_else(|| {
                texts.push(provider);
                texts.len() as u32 - 1
            }));
        }
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        sort_by_text(&mut order, |party| texts[party as usize]);
        let mut codes = vec![0; texts.len()];
        for (place, &party) in order.iter().enumerate() {
            codes[party as usize] = place as u32 + 1;
        }
        Self { texts, providers, codes, order }
    }

    pub(super) fn text(&self, party: u32) -> &'a str {
        self.texts[party as usize]
    }

    /// The id at a place in the order of ids; none of nobody.
    pub(super) fn text_of_code(&self, code: u32) -> Option<&'a str> {
        let place = code.checked_sub(1)? as usize;
        Some(self.texts[self.order[place] as usize])
    }

    pub(super) fn code(&self, party: u32) -> u32 {
        self.codes[party as usize]
    }

    pub(super) fn provider(&self, service: u32) -> u32 {
        self.providers[service as usize]
    }

    /// The ids in their order; code 0 is nobody.
    pub(super) fn labels(&self) -> Labels {
        let bytes = self.texts.iter().map(|text| text.len()).sum();
        Labels::from_sorted(self.order.iter().map(|&party| self.texts[party as usize]), bytes)
    }
}
