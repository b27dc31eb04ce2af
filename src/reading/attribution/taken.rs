//! What is taken of amounts: shares, before they are added up.

use crate::number::{Apportion, Total};

/// Created and destroyed amounts, by the place of each.
pub(super) const CREATED: usize = 0;
pub(super) const DESTROYED: usize = 1;
/// The names of these figures.
pub(super) const FIGURES: [&str; 2] = ["created", "destroyed"];

/// What an amount is taken to: a party by the order of ids, and a share of it, or all that other shares leave of it.
/// There are very many, so the party is within, where it takes no room of its own.
#[derive(Clone)]
pub(super) enum Taken<N: Apportion> {
    /// Shares are added up as they are rounded.
    Portion(u32, <N::Shares as Total>::Change),
    /// What another has is taken off.
    Less(u32, <N::Shares as Total>::Change),
    All(u32, N::Change),
}

impl<N: Apportion> Taken<N> {
    /// The party's place in the order of ids.
    #[inline]
    pub(super) fn code(&self) -> u32 {
        match self {
            Self::Portion(code, _) | Self::Less(code, _) | Self::All(code, _) => *code,
        }
    }

    /// Adds what is taken to a share.
    #[inline]
    pub(super) fn add_to(&self, share: &mut N::Shares) {
        let finite = "shares are finite";
        match self {
            Self::Portion(_, portion) => share.add(portion).expect(finite),
            Self::Less(_, portion) => share.subtract(portion).expect(finite),
            Self::All(_, amount) => N::add_amount(amount, share),
        }
    }
}
