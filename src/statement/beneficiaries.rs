//! Who stands behind each cell: a statement keeps only who is counted in it as a whole.

use super::counts::Counts;
use super::line::{Line, Untold};
use super::{Cell, Statement};
use crate::ledger::Ledger;
use crate::number::Number;

/// Who was met where, in so many pairs at least before what is there twice is thrown out.
const MANY: usize = 1 << 20;

impl<N: Number> Ledger<N> {
    /// For each cell of a statement of this ledger, the beneficiaries of whom an appraisal is counted there, by the
    /// ledger's numbers for them: each once, in ascending order. None in a cell where all are left out or missing.
    pub(crate) fn beneficiaries_of(&self, statement: &Statement<N>) -> Vec<Vec<u32>> {
        let mut people = vec![Vec::new(); statement.len()];
        let Some(terms) = statement.terms() else { return people };
        let mut counts = Counts::new(self, terms);
        let (mut pairs, mut many): (Vec<(u32, u32)>, _) = (Vec::new(), MANY);
        counts.each(|rows| {
            pairs.extend(rows.iter().map(|row| (row.cell, row.beneficiary)));
            if pairs.len() >= many {
                each_once(&mut pairs);
                many = MANY.max(2 * pairs.len());
            }
        });
        each_once(&mut pairs);
        let order = counts.in_order(pairs.iter().map(|(cell, _)| *cell));
        let places = order.places();
        let counted = order.index();
        for alike in pairs.chunk_by(|one, two| one.0 == two.0) {
            let texts = counted.texts(places[alike[0].0 as usize] as usize);
            let place = statement.index.place(texts).expect("what is counted has a cell");
            people[place] = alike.iter().map(|&(_, actor)| actor).collect();
        }
        people
    }
}

fn each_once(pairs: &mut Vec<(u32, u32)>) {
    pairs.sort_unstable();
    pairs.dedup();
}

impl<N: Number> Statement<N> {
    /// Some cells of one measure as one, of which figures are read from the totals of all of them. None of no cell.
    pub(crate) fn pooled(&self, cells: &[usize]) -> Option<Cell<N>> {
        let mut cells = cells.iter().map(|&cell| self.cell_at(cell));
        let first = cells.next()?;
        let mut pooled = cells.fold(first, |pooled, cell| pooled.together(&cell));
        (pooled.line, pooled.untold) = (Line::new([Some("pooled")].into_iter()), Untold::NONE);
        Some(pooled)
    }
}
