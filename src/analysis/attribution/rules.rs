//! The rules of the crate: by co-operation, in proportion, and equal.

use super::rule::{AttributionRule, Basis, Participants, WeighError, sum};
use crate::number::Number;

/// By the Shapley value of a co-operation game. In this game a coalition creates nothing without the beneficiary. With
/// the beneficiary it creates its share of the integrated quantities.
///
/// # Formula
///
/// Let the weights `w` of the integrated quantities add up to one. In the game, a coalition `S` with the beneficiary
/// `b` has the worth `v(S) = Σ w`, and `v(S) = 0` without `b`. The beneficiary gets `amount · (1 + w_b) ÷ 2`, each
/// other party `amount · w ÷ 2`. If the books do not state a quantity for all parties, all weigh the same. The game is
/// ours. The Shapley value is the one division that is efficient and symmetric, gives a null party nothing, and is
/// additive (Shapley 1953, R22, R24).
///
/// In this game the beneficiary always gets at least half. That is an argument against the rule where the beneficiary
/// did little.
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
/// assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (3.5, 0.5));
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
        // The formula times `2 · Σ w`, so that no kind of number has to divide: `Σ w + w_b` for the beneficiary and `w`
        // for each other party.
        let beneficiary = parties.beneficiary();
        let overflow = || WeighError::Overflow { party: parties.id(beneficiary).to_owned(), kind: N::KIND };
        let all = sum(parties.integrated()).ok_or_else(overflow)?;
        for (index, integrated) in parties.integrated().enumerate() {
            weights.push(if index == beneficiary {
                N::plus(&all, integrated).ok_or_else(overflow)?
            } else {
                integrated.clone()
            });
        }
        Ok(())
    }
}

/// In proportion to the integrated quantities. If the books do not state a quantity for all parties that took part, the
/// shares are equal.
///
/// # Formula
///
/// `share = amount · w ÷ Σ w`, where `w` is the quantity that a party integrated. Ours. It is efficient, symmetric and
/// additive, and a party that integrated nothing gets nothing (R24).
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
/// assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (3.0, 1.0));
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

/// An equal share for each party that took part.
///
/// # Formula
///
/// `share = amount ÷ n`, where `n` parties took part. Ours. It is efficient, symmetric and additive. A party that is
/// stated to have integrated nothing took no part, and gets nothing (R24).
///
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
/// assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (2.0, 2.0));
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
