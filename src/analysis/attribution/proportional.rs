//! Shares in proportion to what was integrated.

use super::rule::{AttributionRule, Basis, Participants, WeighError};
use crate::number::Number;

/// In proportion to what each integrated; equal shares where that is not stated of all who took part.
///
/// # Formula
///
/// `share = amount · w ÷ Σ w`, where `w` is what a party integrated. Ours. Efficient, symmetric and additive, and who
/// integrated nothing gets nothing (R24).
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// # use covalue::attribution::Proportional;
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0))
///         .contribution(Contribution::of("clinic").integrated(1.0))
///         .appraisal(Appraisal::of("mobility").change(4.0)),
/// )?;
/// let shares = ledger.attribution(Proportional)?;
/// assert_eq!((shares.created("ana", "mobility"), shares.created("clinic", "mobility")), (3.0, 1.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Proportional;

impl<N: Number> AttributionRule<N> for Proportional {
    fn name(&self) -> &'static str {
        "proportional"
    }

    fn basis(&self) -> Basis {
        Basis::Integrated
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        weights.extend(parties.integrated().cloned());
        Ok(())
    }
}
