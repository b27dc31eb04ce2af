//! Shares by what co-operation with the beneficiary adds.

use super::rule::{AttributionRule, Basis, Participants, WeighError, sum};
use crate::number::Number;

/// The Shapley value of the game in which nothing is created without the beneficiary, and with them a coalition's share
/// of what was integrated.
///
/// # Formula
///
/// With weights `w` of what each integrated that add up to one, in the game `v(S) = Σ w` over a coalition `S` with the
/// beneficiary `b`, and `v(S) = 0` without: the beneficiary gets `amount · (1 + w_b) ÷ 2`, any other party
/// `amount · w ÷ 2`. Where what was integrated is not stated of all, all weigh the same. The game is ours; the Shapley value
/// is the one division that is efficient, symmetric, additive and gives a null party nothing (Shapley 1953, R22, R24).
///
/// That the beneficiary gets half at the least is a consequence of the game, and an argument against it where they did
/// little.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0))
///         .contribution(Contribution::of("clinic").integrated(1.0))
///         .appraisal(Appraisal::of("mobility").change(4.0)),
/// )?;
/// let shares = ledger.attribution(Cooperation)?;
/// assert_eq!((shares.created("ana", "mobility"), shares.created("clinic", "mobility")), (3.5, 0.5));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cooperation;

impl<N: Number> AttributionRule<N> for Cooperation {
    fn name(&self) -> &'static str {
        "cooperation"
    }

    fn basis(&self) -> Basis {
        Basis::Integrated
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        // Every weight twice: w for the others, and all of them and w_b for the beneficiary.
        let beneficiary = parties.beneficiary();
        let overflow = || WeighError::Overflow { party: parties.id(beneficiary).to_owned(), kind: N::KIND };
        let all = sum(parties.integrated()).ok_or_else(overflow)?;
        for (place, integrated) in parties.integrated().enumerate() {
            weights.push(if place == beneficiary {
                N::plus(&all, integrated).ok_or_else(overflow)?
            } else {
                integrated.clone()
            });
        }
        Ok(())
    }
}
