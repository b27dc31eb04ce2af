//! Several lines as one.

use super::line::{Line, Redaction};
use super::{Cell, Statement};
use crate::number::Number;

impl<N: Number> Statement<N> {
    /// Some cells of one measure as one, of which figures are read from the totals of all of them; one cell is itself. `None`
    /// of no cell.
    pub(crate) fn pooled(&self, cells: &[usize]) -> Option<Cell<N>> {
        let mut cells = cells.iter().map(|&cell| self.cell_at(cell));
        let first = cells.next()?;
        if cells.len() == 0 {
            return Some(first);
        }
        let mut pooled = cells.fold(first, |pooled, cell| pooled.together(&cell));
        (pooled.line, pooled.untold) = (Line::new([Some("pooled")].into_iter()), Redaction::NONE);
        Some(pooled)
    }
}
