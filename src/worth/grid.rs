//! Net present values over two assumptions.

use super::error::ImpactError;
use super::{Assumption, Discount, ImpactMap};
use crate::getters::getters;
use crate::number::Fraction;
use crate::printable::quoted;

/// The net present value for each pair of values of two assumptions.
///
/// # Example
///
/// ```
/// use covalue::impact::Assumption::{Deadweight, Quantity};
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
///
/// let map = ImpactMap::new([Row::new("visits", 10.0, Proxy::amount(100.0))]).inputs(400.0);
/// let grid = map.grid(("visits", Quantity, &[5.0, 10.0]), ("visits", Deadweight, &[0.0, 0.5]), Discount::none())?;
/// assert_eq!(grid.rows().collect::<Vec<_>>(), [&[100.0, -150.0], &[600.0, 100.0]]);
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Grid<N> {
    values: [Vec<N>; 2],
    rows: Vec<Vec<N>>,
}

impl<N: Fraction> Grid<N> {
    getters! { self:
        /// The values of the first assumption: one for each row.
        row_values: &[N] = &self.values[0];
        /// The values of the second assumption: one for each column.
        column_values: &[N] = &self.values[1];
        /// The net present values, by row and column.
        rows: impl ExactSizeIterator<Item = &[N]> = self.rows.iter().map(Vec::as_slice);
    }
}

impl<N: Fraction> ImpactMap<N> {
    /// The net present value for each pair of values of two assumptions, each with the row or the input that has it.
    ///
    /// # Errors
    ///
    /// - one assumption for both: `form: ..`;
    /// - those of [`assume`](Self::assume) and of [`value`](Self::value).
    pub fn grid(
        &self,
        (row_name, row_assumption, row_values): (&str, Assumption, &[N]),
        (column_name, column_assumption, column_values): (&str, Assumption, &[N]),
        discount: Discount<N>,
    ) -> Result<Grid<N>, ImpactError> {
        if row_assumption == column_assumption
            && self.find(row_name, row_assumption)? == self.find(column_name, column_assumption)?
        {
            return Err(ImpactError::SameAxis { assumption: row_assumption, of: quoted(row_name) });
        }
        let mut rows = Vec::new();
        for row_value in row_values {
            let map = self.assume(row_name, row_assumption, row_value.clone())?;
            let value = |value: &N| {
                let map = map.assume(column_name, column_assumption, value.clone())?;
                Ok(map.value(discount.clone())?.net_present_value().clone())
            };
            rows.push(column_values.iter().map(value).collect::<Result<_, ImpactError>>()?);
        }
        Ok(Grid { values: [row_values.to_vec(), column_values.to_vec()], rows })
    }
}
