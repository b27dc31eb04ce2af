//! The ids that shares can be of, numbered and in their order.

use std::collections::BTreeMap;

use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Labels, sort_by_text};

/// Nobody, by the order of ids.
pub(super) const NOBODY: u32 = 0;

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
    /// Who provides a service, by the order of ids.
    are_providers: Vec<bool>,
}

impl<'a> PartyNames<'a> {
    pub(super) fn of<N: Number>(ledger: &'a Ledger<N>) -> Self {
        let actors = &ledger.columns.actors;
        let mut texts: Vec<&str> = actors.iter().collect();
        let (mut providers, mut unnamed) = (Vec::new(), BTreeMap::new());
        for service in ledger.catalogue.services() {
            let provider = service.provider().as_str();
            let known = actors.get(provider).unwrap_or_else(|| {
                *unnamed.entry(provider).or_insert_with(|| {
                    texts.push(provider);
                    texts.len() as u32 - 1
                })
            });
            providers.push(known);
        }
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        sort_by_text(&mut order, |party| texts[party as usize]);
        let mut codes = vec![0; texts.len()];
        for (place, &party) in order.iter().enumerate() {
            codes[party as usize] = place as u32 + 1;
        }
        let mut are_providers = vec![false; texts.len() + 1];
        for &provider in &providers {
            are_providers[codes[provider as usize] as usize] = true;
        }
        Self { texts, providers, codes, order, are_providers }
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

    /// Whether the one at a place in the order of ids provides a service.
    #[inline]
    pub(super) fn is_provider(&self, code: u32) -> bool {
        self.are_providers[code as usize]
    }

    /// Every code is below this.
    pub(super) fn codes(&self) -> usize {
        self.order.len() + 1
    }

    /// The ids at some places in their order, and for each place its code among them; code 0 is nobody.
    pub(super) fn labels_of(&self, places: &[u32]) -> (Labels, Vec<u32>) {
        let mut codes = vec![0; self.order.len() + 1];
        for &place in places {
            codes[place as usize] = 1;
        }
        codes[NOBODY as usize] = 0;
        let named = self.order.iter().zip(&codes[1..]).filter(|(_, is_named)| **is_named == 1);
        let named = named.map(|(&party, _)| self.texts[party as usize]);
        let size = named.clone().fold((0, 0), |(count, bytes), text| (count + 1, bytes + text.len()));
        let labels = Labels::from_sorted(named, size);
        let mut last = 0;
        for code in &mut codes {
            last += *code;
            *code *= last;
        }
        (labels, codes)
    }
}
