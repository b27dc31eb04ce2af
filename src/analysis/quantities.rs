//! Exact contributed quantities of a line, and their rounded figures.

use super::AnalysisError;
use crate::number::{Number, Total};
use crate::statement::{Line, Terms};

/// Adds the quantities of another line, or of the same line in another part.
pub(super) fn merge_quantities<T: Total, const K: usize>(quantities: &mut [T; K], more: &[T; K]) {
    quantities.iter_mut().zip(more).for_each(|(quantity, more)| quantity.merge(more));
}

/// The quantities of a line, each rounded once.
///
/// # Errors
///
/// - a quantity that no number of the kind holds, with its name: R3.
pub(super) fn rounded_quantities<N: Number, const K: usize>(
    names: [&'static str; K],
    quantities: &[N::Total; K],
    (line, terms): (&Line, &Terms),
) -> Result<[N; K], AnalysisError> {
    let mut rounded = std::array::from_fn(|_| N::zero());
    for ((rounded, quantity), figure) in rounded.iter_mut().zip(quantities).zip(names) {
        let overflow = || AnalysisError::Quantity { figure, line: line.redacted_under(terms), kind: N::KIND };
        *rounded = N::rounded(quantity).ok_or_else(overflow)?;
    }
    Ok(rounded)
}
