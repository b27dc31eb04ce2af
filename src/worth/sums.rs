//! Exact totals of the amounts created and destroyed.

use super::error::ImpactError;
use crate::number::{Fraction, Total};

/// The side of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Created,
    Destroyed,
}

/// The names of both sides in messages.
pub(super) const PRODUCED: [&str; 2] = ["the amount created", "the amount destroyed"];

/// The exact totals of both sides.
#[derive(Clone, Debug)]
pub(super) struct Sums<N: Fraction> {
    created: N::Total,
    destroyed: N::Total,
}

impl<N: Fraction> Default for Sums<N> {
    fn default() -> Self {
        Self { created: N::Total::default(), destroyed: N::Total::default() }
    }
}

impl<N: Fraction> Sums<N> {
    /// Adds a present value, which is below zero on the side of losses.
    pub(super) fn add(&mut self, present: &N, side: Side) -> Option<()> {
        match side {
            Side::Created => self.created.add(&present.as_change()).ok(),
            Side::Destroyed => self.destroyed.add(&N::negated(&present.as_change())).ok(),
        }
    }

    /// Adds a total of present values of one side, which is below zero on the side of losses.
    #[cfg(feature = "certainty")]
    pub(super) fn merge_side(&mut self, total: &N::Total, side: Side) {
        match side {
            Side::Created => self.created.merge(total),
            Side::Destroyed => self.destroyed.remove(total),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.created.merge(&other.created);
        self.destroyed.merge(&other.destroyed);
    }

    pub(super) fn remove(&mut self, other: &Self) {
        self.created.remove(&other.created);
        self.destroyed.remove(&other.destroyed);
    }

    /// Created less destroyed.
    pub(super) fn net(&self) -> N::Total {
        let mut net = self.created.clone();
        net.remove(&self.destroyed);
        net
    }

    /// Both sides, each rounded once, with their names in an error.
    pub(super) fn pair(&self, figures: [&str; 2], of: &impl Fn() -> String) -> Result<[N; 2], ImpactError> {
        Ok([round(&self.created, figures[0], of)?, round(&self.destroyed, figures[1], of)?])
    }

    /// The figures, each rounded once. `of` names what they belong to in an error.
    pub(super) fn figures(self, of: impl Fn() -> String) -> Result<Figures<N>, ImpactError> {
        let [created, destroyed] = self.pair(PRODUCED, &of)?;
        let net = round(&self.net(), "the net", &of)?;
        Ok(Figures { created, destroyed, net, sums: self })
    }
}

/// A total as a number.
pub(super) fn round<N: Fraction>(total: &N::Total, figure: &str, of: &impl Fn() -> String) -> Result<N, ImpactError> {
    // A kind whose totals have more digits than its numbers, such as Decimal, rounds only quotients.
    N::divided(total, 1).ok_or_else(|| ImpactError::overflow::<N>(figure, of()))
}

/// The sum of two numbers, rounded once. `Number::plus` refuses a sum with more digits than the kind holds, such as 1 and
/// a third as `Decimal`.
pub(super) fn sum<N: Fraction>(one: &N, other: &N) -> Option<N> {
    let mut total = N::Total::default();
    total.add(&one.as_change()).ok()?;
    total.add(&other.as_change()).ok()?;
    N::divided(&total, 1)
}

/// The difference of two numbers, rounded once. The least fraction of machine integers has no opposite to be added.
pub(super) fn difference<N: Fraction>(one: &N, other: &N) -> Option<N> {
    let mut total = N::Total::default();
    total.add(&one.as_change()).ok()?;
    total.subtract(&other.as_change()).ok()?;
    N::divided(&total, 1)
}

/// The amounts created and destroyed, and the net, with the totals of which they are rounded.
#[derive(Clone, Debug)]
pub(super) struct Figures<N: Fraction> {
    pub(super) created: N,
    pub(super) destroyed: N,
    pub(super) net: N,
    pub(super) sums: Sums<N>,
}

impl<N: Fraction> PartialEq for Figures<N> {
    fn eq(&self, other: &Self) -> bool {
        (&self.created, &self.destroyed, &self.net) == (&other.created, &other.destroyed, &other.net)
    }
}

/// Writes the getters of the figures of a type with a field `figures`.
macro_rules! figure_getters {
    ($type:ident) => {
        impl<N: $crate::number::Fraction> $type<N> {
            $crate::getters::getters! { self:
                /// The amount created, as a present value.
                created: &N = &self.figures.created;
                /// The amount destroyed, as a present value without its sign.
                destroyed: &N = &self.figures.destroyed;
                /// Created less destroyed.
                net: &N = &self.figures.net;
            }
        }
    };
}

pub(super) use figure_getters;
