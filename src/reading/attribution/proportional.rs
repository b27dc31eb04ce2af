//! Shares in proportion to what was integrated.

use super::rule::{AttributionRule, Basis, TakingPart, WeighError};
use crate::number::Number;

/// In proportion to what each integrated; equal shares where that is not stated of all who took part.
///
/// # Formula
///
/// `share = amount · w ÷ Σ w`, where `w` is what a party integrated. Ours. Efficient, symmetric and additive, and who
/// integrated nothing gets nothing (R24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Proportional;

impl<N: Number> AttributionRule<N> for Proportional {
    fn name(&self) -> &'static str {
        "proportional"
    }

    fn basis(&self) -> Basis {
        Basis::Integrated
    }

    fn weigh(&self, parties: &TakingPart<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        weights.extend(parties.integrated().cloned());
        Ok(())
    }
}
