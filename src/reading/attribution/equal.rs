//! Equal shares.

use super::rule::{AttributionRule, Basis, TakingPart, WeighError};
use crate::number::Number;

/// An equal share for each who took part.
///
/// # Formula
///
/// `share = amount ÷ n`, where `n` parties took part. Ours. Efficient, symmetric and additive; who is stated to have
/// integrated nothing took no part, and gets nothing (R24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Equal;

impl<N: Number> AttributionRule<N> for Equal {
    fn name(&self) -> &'static str {
        "equal"
    }

    fn basis(&self) -> Basis {
        Basis::Heads
    }

    fn weigh(&self, parties: &TakingPart<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        weights.extend((0..parties.len()).map(|_| N::one()));
        Ok(())
    }
}
