//! Those who have a share of nearly every amount of a cell.

use std::hint::black_box;

use super::party_names::{NOBODY, PartyNames};
use super::taken::{CREATED, DESTROYED};
use crate::number::Total;

/// Shares that are added up as they come: of the first provider that is met, and of the first who is none, which is the
/// user where a line has only one. Nobody before they are met.
#[derive(Clone, Default)]
pub(super) struct Regulars<S> {
    /// By the order of ids.
    parties: [u32; 2],
    shares: [[S; 2]; 2],
    /// What was destroyed without a misuse.
    nobodys: S,
}

impl<S: Total> Regulars<S> {
    /// Whether anything was taken of the cell's amounts, which are more than zero.
    pub(super) fn is_met(&self) -> bool {
        self.parties != [NOBODY; 2] || !self.nobodys.is_zero()
    }

    /// Reads the first and the last of what is here, so that all of it is in the cache.
    #[inline]
    pub(super) fn bring_near(&self) {
        black_box((self.shares[0][CREATED].is_zero(), self.is_met()));
    }

    /// What nobody has.
    #[inline]
    pub(super) fn nobodys(&mut self) -> &mut S {
        &mut self.nobodys
    }

    /// What a party has of a figure, who may be met for the first time; none of who is no regular.
    #[inline]
    pub(super) fn share(&mut self, names: &PartyNames<'_>, figure: usize, code: u32) -> Option<&mut S> {
        if let Some(slot) = self.parties.iter().position(|party| *party == code) {
            return Some(&mut self.shares[slot][figure]);
        }
        if self.parties.iter().all(|party| *party != NOBODY) {
            return None;
        }
        let slot = usize::from(!names.is_provider(code));
        if self.parties[slot] != NOBODY {
            return None;
        }
        self.parties[slot] = code;
        Some(&mut self.shares[slot][figure])
    }

    /// All that somebody or nobody has, by figure and party.
    pub(super) fn into_shares(self) -> [Option<(usize, u32, S)>; 5] {
        let Self { parties: [provider, other], shares: [providers, others], nobodys } = self;
        let [created, destroyed] = providers;
        let [created_by_other, destroyed_by_other] = others;
        let all = [
            (DESTROYED, NOBODY, nobodys),
            (CREATED, provider, created),
            (DESTROYED, provider, destroyed),
            (CREATED, other, created_by_other),
            (DESTROYED, other, destroyed_by_other),
        ];
        // Who has nothing of either, as of an amount too small to be shared, is among them all the same.
        let is_any = |(figure, code, share): &(_, _, S)| !share.is_zero() || (*figure == CREATED && *code != NOBODY);
        all.map(|of_one| Some(of_one).filter(is_any))
    }
}
