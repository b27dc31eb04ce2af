//! Equal shares.

use super::rule::{AttributionRule, Basis, Participants, WeighError};
use crate::number::Number;

/// An equal share for each who took part.
///
/// # Formula
///
/// `share = amount ÷ n`, where `n` parties took part. Ours. Efficient, symmetric and additive; who is stated to have
/// integrated nothing took no part, and gets nothing (R24).
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// # use covalue::attribution::Equal;
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0))
///         .contribution(Contribution::of("clinic").integrated(1.0))
///         .appraisal(Appraisal::of("mobility").change(4.0)),
/// )?;
/// let shares = ledger.attribution(Equal)?;
/// assert_eq!((shares.created("ana", "mobility"), shares.created("clinic", "mobility")), (2.0, 2.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Equal;

impl<N: Number> AttributionRule<N> for Equal {
    fn name(&self) -> &'static str {
        "equal"
    }

    fn basis(&self) -> Basis {
        Basis::Heads
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        weights.extend((0..parties.len()).map(|_| N::one()));
        Ok(())
    }
}
