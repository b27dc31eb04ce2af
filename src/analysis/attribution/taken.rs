//! What is taken of amounts: shares, before they are added up.

use crate::number::{Apportion, Portion, Total};

/// Created and destroyed amounts, by the place of each.
pub(super) const CREATED: usize = 0;
pub(super) const DESTROYED: usize = 1;
/// The names of these figures.
pub(super) const FIGURES: [&str; 2] = ["created", "destroyed"];

/// What somebody takes of an amount: a portion of it, or a part of what other portions leave.
#[derive(Clone)]
pub(super) struct Taken<N: Apportion> {
    /// The cell of the amount.
    pub(super) cell: u32,
    /// The party's place in the order of ids.
    pub(super) code: u32,
    pub(super) portion: Portion<N>,
}

impl<N: Apportion> Taken<N> {
    /// Adds what is taken to a share.
    #[inline]
    pub(super) fn add_to(&self, share: &mut N::Shares) {
        share.add(&self.portion).expect("shares are finite");
    }
}
