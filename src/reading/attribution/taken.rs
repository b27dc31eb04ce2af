//! What is taken of amounts: shares, before they are added up.

use crate::number::{Apportion, Total};

/// Created and destroyed amounts, by the place of each.
pub(super) const CREATED: usize = 0;
pub(super) const DESTROYED: usize = 1;
/// The names of these figures.
pub(super) const FIGURES: [&str; 2] = ["created", "destroyed"];

/// Changes that are added up in an order of their own, so that what is added to one share comes together.
pub(super) struct Changes<C> {
    /// The cell, and the party by the order of ids.
    pub(super) keys: Vec<(u64, C)>,
}

impl<C> Changes<C> {
    pub(super) fn push(&mut self, cell: u32, code: u32, change: C) {
        self.keys.push((u64::from(cell) << 32 | u64::from(code), change));
    }
}

/// What an amount is taken to: a share of it, or all that other shares leave of it.
pub(super) enum Taken<N: Apportion> {
    /// Shares are added up as they are rounded.
    Portion(<N::Shares as Total>::Change),
    /// What another has is taken off.
    Less(<N::Shares as Total>::Change),
    All(N::Change),
}

impl<N: Apportion> Taken<N> {
    /// Adds what is taken to a share.
    #[inline]
    pub(super) fn add_to(self, share: &mut N::Shares) {
        let finite = "shares are finite";
        match self {
            Self::Portion(portion) => share.add(&portion).expect(finite),
            Self::Less(portion) => share.subtract(&portion).expect(finite),
            Self::All(amount) => N::add_amount(&amount, share),
        }
    }
}
