//! The rule of a caller's game.

use super::rule::{AttributionRule, Basis, Participants, WeighError};
use crate::analysis::game::{Coalition, game, shapley};
use crate::getters::debug_fields;
use crate::number::Fraction;

/// By the Shapley value of a caller's game among the parties that took part.
///
/// # Formula
///
/// `share = amount · φ ÷ Σ φ`, where `φ` are the exact [Shapley values](shapley) of the game. The caller's function
/// gives the worth of each coalition of parties, by their indices in [`Participants`]. Only the proportions of worths
/// count. The shares are efficient, symmetric and additive, and a null party gets nothing (Shapley 1953, R24).
///
/// # Errors, as examples
///
/// - an interaction with 21 parties: exact values are limited to 20. For more parties, write a rule that uses
///   [estimates](crate::game::estimate), as below;
/// - a game that gives a party a value below zero: such values cannot be weights.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
/// use covalue::attribution::{ByGame, Participants};
/// use covalue::game::Coalition;
/// use covalue::record::Role;
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .other("brother") // he drove her
///         .appraisal(Appraisal::of("mobility").before(2.0).after(8.0)),
/// )?;
/// // The service needs its user; another party adds nothing.
/// let pair = ByGame::new("user and provider", |parties: &Participants<'_, f64>, coalition: Coalition| {
///     let has = |role| coalition.players().any(|index| parties.role(index) == role);
///     if has(Role::User) && has(Role::Provider) { 1.0 } else { 0.0 }
/// });
/// let shares = ledger.attribution(pair)?;
/// let created = ["ana", "clinic", "brother"].map(|party| shares.created(party, "mobility").expect("a party"));
/// assert_eq!(created, [3.0, 3.0, 0.0]);
/// # Ok::<(), covalue::Error>(())
/// ```
///
/// A class of 30 has too many coalitions. This rule estimates the shares, and its name says so above every table:
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
/// use covalue::attribution::{AttributionRule, Basis, Participants};
/// use covalue::error::WeighError;
/// use covalue::game::{Coalition, estimate, game};
/// use covalue::record::Role;
///
/// struct Drawn;
///
/// impl AttributionRule<f64> for Drawn {
///     fn name(&self) -> &str {
///         "teacher and pairs, from 2000 orders drawn with seed 7"
///     }
///
///     fn basis(&self) -> Basis {
///         Basis::Heads
///     }
///
///     fn weigh(&self, parties: &Participants<'_, f64>, weights: &mut Vec<f64>) -> Result<(), WeighError> {
///         // Pupils learn in pairs, and only with the teacher.
///         let pairs = game(parties.len(), |coalition: Coalition| {
///             let pupils = coalition.players().filter(|&index| parties.role(index) == Role::User).count() as f64;
///             if pupils == coalition.len() as f64 { 0.0 } else { pupils * (pupils - 1.0) / 2.0 }
///         });
///         weights.extend(estimate(&pairs, 7, 2000)?.iter().map(|drawn| *drawn.value()));
///         Ok(())
///     }
/// }
/// # let catalogue = Catalogue::new([Measure::higher_is_better("reading", "points")], [Service::new("class", "teacher")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let pupils = (1..30).map(|number| format!("pupil-{number:02}"));
/// let class = pupils.fold(Interaction::between("pupil-00", "class", date(2026, 3, 2)), Interaction::user);
/// ledger.record(class.appraisal(Appraisal::of("reading").beneficiary("pupil-00").change(9.0)))?;
/// let shares = ledger.attribution(Drawn)?;
/// // By the exact values the teacher gets a third; the estimate is close to it.
/// assert!((shares.created("teacher", "reading")? - 3.0).abs() < 0.2);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct ByGame<F> {
    name: String,
    basis: Basis,
    worth: F,
}

impl<F> ByGame<F> {
    /// The rule with this name, and with this worth of a coalition of parties. Its basis is [`Basis::Heads`], unless
    /// [`by_integrated`](ByGame::by_integrated) changes it.
    pub fn new(name: impl Into<String>, worth: F) -> Self {
        Self { name: name.into(), basis: Basis::Heads, worth }
    }

    /// States that worths depend on the integrated quantities. The attribution then
    /// [counts](crate::attribution::Attribution::equal_split_count) the interactions without a quantity for each party.
    #[must_use]
    pub fn by_integrated(mut self) -> Self {
        self.basis = Basis::Integrated;
        self
    }
}

debug_fields! { self: impl[F] ByGame<F> {
    name: self.name,
} }

impl<N: Fraction, F: Fn(&Participants<'_, N>, Coalition) -> N> AttributionRule<N> for ByGame<F> {
    fn name(&self) -> &str {
        &self.name
    }

    fn basis(&self) -> Basis {
        self.basis
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        let worth = |coalition| (self.worth)(parties, coalition);
        weights.extend(shapley(&game(parties.len(), worth))?);
        Ok(())
    }
}
