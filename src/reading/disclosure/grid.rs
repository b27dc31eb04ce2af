//! Which cells of a table of people are withheld, so that none follows from the others and the totals.
//!
//! A grid has a row for each published line and one for the whole, and a column for each category that the people of a row
//! are split into. Everybody may know how many people a row is of, and the whole of each column. Withheld cells are then
//! the unknowns of a system with one equation for each row and one for each column. Each unknown stands in one of both,
//! so the system is a graph with rows and columns as nodes and withheld cells as edges. An unknown follows from the others
//! just where its edge is a bridge: where no cycle of withheld cells goes through it.

use std::collections::BTreeSet;

/// People by the ledger's numbers for them.
pub(super) type PeopleSet = BTreeSet<u32>;

/// The people of each cell, by row and column; the whole is the last row.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    cells: Vec<Vec<PeopleSet>>,
    columns: usize,
}

/// What a row of one category alone is: a finding about each of its people, or no finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Alike {
    Withheld,
    Shown,
}

/// Which cells are withheld, by row and column; the whole is the last row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mask(Vec<Vec<bool>>);

impl Mask {
    pub(super) fn nothing(rows: usize, columns: usize) -> Self {
        Self(vec![vec![false; columns]; rows])
    }

    pub(super) fn is_withheld(&self, row: usize, column: usize) -> bool {
        self.0[row][column]
    }

    pub(super) fn withhold(&mut self, row: usize, column: usize) {
        self.0[row][column] = true;
    }

    fn in_row(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.0[row].len()).filter(move |&column| self.0[row][column])
    }

    fn in_column(&self, column: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len()).filter(move |&row| self.0[row][column])
    }
}

impl Grid {
    /// A grid of these rows, and their whole behind them.
    pub(super) fn new(columns: usize, rows: impl IntoIterator<Item = Vec<PeopleSet>>) -> Self {
        let mut cells: Vec<Vec<PeopleSet>> = rows.into_iter().collect();
        let mut whole = vec![PeopleSet::new(); columns];
        for row in &cells {
            whole.iter_mut().zip(row).for_each(|(whole, people)| whole.extend(people));
        }
        cells.push(whole);
        Self { cells, columns }
    }

    /// The place of the whole.
    pub(super) fn whole(&self) -> usize {
        self.cells.len() - 1
    }

    /// A mask over this grid that withholds nothing.
    pub(super) fn open(&self) -> Mask {
        Mask::nothing(self.cells.len(), self.columns)
    }

    /// Withholds what stands for 1 to `least - 1` people and, where asked, rows in which all people are alike; then as
    /// much more as it takes that no withheld cell follows from what is shown, and that what follows of several together
    /// stands for `least` people.
    pub(super) fn protect(&self, mut mask: Mask, alike: Alike, least: u64) -> Mask {
        self.withhold_few(&mut mask, least);
        if alike == Alike::Withheld && self.withhold_alike(&mut mask) {
            return mask;
        }
        while self.withhold_more(&mut mask, least) {}
        mask
    }

    /// Withholds a row, but for columns that are empty while another is not: the whole shows that they are empty.
    pub(super) fn withhold_row(&self, mask: &mut Mask, row: usize) {
        let active = self.active();
        let columns = if active.is_empty() { (0..self.columns).collect() } else { active };
        columns.into_iter().for_each(|column| mask.withhold(row, column));
    }

    /// Whether everybody is in one column: its cells are then those of the rows themselves.
    pub(super) fn is_of_one_column(&self) -> bool {
        self.active().len() <= 1
    }

    /// Whether anybody is in a cell.
    pub(super) fn has_people(&self, row: usize, column: usize) -> bool {
        !self.cells[row][column].is_empty()
    }

    fn size(&self, row: usize, column: usize) -> u64 {
        self.cells[row][column].len() as u64
    }

    /// Columns in which anybody is. That the others are empty is no secret: the whole shows it.
    fn is_active(&self, column: usize) -> bool {
        !self.cells[self.whole()][column].is_empty()
    }

    fn active(&self) -> Vec<usize> {
        (0..self.columns).filter(|&column| self.is_active(column)).collect()
    }

    fn withhold_few(&self, mask: &mut Mask, least: u64) {
        for row in 0..self.cells.len() {
            for column in 0..self.columns {
                if (1..least).contains(&self.size(row, column)) {
                    mask.withhold(row, column);
                }
            }
        }
    }

    /// Withholds all of a row whose people are all of one column, so that only their number is shown. Whether that is so of
    /// the whole: then it is so of every row.
    fn withhold_alike(&self, mask: &mut Mask) -> bool {
        for row in 0..self.cells.len() {
            let filled = (0..self.columns).filter(|&column| self.size(row, column) > 0).count();
            if filled == 1 {
                (0..self.columns).for_each(|column| mask.withhold(row, column));
            }
        }
        self.is_of_one_column()
    }

    /// Withholds more cells where one pass finds that a withheld one can be worked out; whether it found any.
    fn withhold_more(&self, mask: &mut Mask, least: u64) -> bool {
        let mut more = Vec::new();
        for row in 0..self.cells.len() {
            let withheld: Vec<usize> = mask.in_row(row).filter(|&column| self.is_active(column)).collect();
            let people = union(withheld.iter().map(|&column| &self.cells[row][column]));
            if withheld.len() == 1 || (1..least).contains(&people) {
                more.extend(self.smallest_in_row(mask, row));
            }
        }
        for column in self.active() {
            let withheld: Vec<usize> = mask.in_column(column).collect();
            let whole_is_shown = !mask.is_withheld(self.whole(), column);
            let people = union(withheld.iter().map(|&row| &self.cells[row][column]));
            if withheld.len() == 1 || whole_is_shown && (1..least).contains(&people) {
                more.extend(self.smallest_in_column(mask, column));
            }
        }
        if more.is_empty() {
            for (row, column) in self.bridges(mask) {
                let one_more = self.smallest_in_row(mask, row).or_else(|| self.smallest_in_column(mask, column));
                more.extend(one_more);
            }
        }
        more.iter().for_each(|&(row, column)| mask.withhold(row, column));
        !more.is_empty()
    }

    /// The shown cell of a row with the fewest people, those without any last; of equal ones the first.
    fn smallest_in_row(&self, mask: &Mask, row: usize) -> Option<(usize, usize)> {
        let shown = self.active().into_iter().filter(|&column| !mask.is_withheld(row, column));
        shown.min_by_key(|&column| (self.size(row, column) == 0, self.size(row, column))).map(|column| (row, column))
    }

    /// The shown cell of a column with the fewest people, those without any behind, and the whole last.
    fn smallest_in_column(&self, mask: &Mask, column: usize) -> Option<(usize, usize)> {
        let shown = (0..self.cells.len()).filter(|&row| !mask.is_withheld(row, column));
        let order = |&row: &usize| (row == self.whole(), self.size(row, column) == 0, self.size(row, column));
        shown.min_by_key(order).map(|row| (row, column))
    }

    /// Withheld cells that no cycle of withheld cells goes through.
    fn bridges(&self, mask: &Mask) -> Vec<(usize, usize)> {
        let active = self.active();
        let edges: Vec<(usize, usize)> = (0..self.cells.len())
            .flat_map(|row| active.iter().map(move |&column| (row, column)))
            .filter(|&(row, column)| mask.is_withheld(row, column))
            .collect();
        let nodes = self.cells.len() + self.columns;
        let mut at = vec![Vec::new(); nodes];
        for (edge, &(row, column)) in edges.iter().enumerate() {
            at[row].push((edge, self.cells.len() + column));
            at[self.cells.len() + column].push((edge, row));
        }
        bridges(&at).into_iter().map(|edge| edges[edge]).collect()
    }
}

/// How many people some sets are of together.
fn union<'a>(sets: impl Iterator<Item = &'a PeopleSet>) -> u64 {
    sets.flatten().collect::<BTreeSet<_>>().len() as u64
}

/// The bridges of a graph (Tarjan 1974, from memory): `at` has for each node its edges and where each leads. A walk in
/// depth numbers nodes as it meets them; an edge is a bridge if nothing behind it leads back to a node before it.
fn bridges(at: &[Vec<(usize, usize)>]) -> Vec<usize> {
    const UNMET: usize = usize::MAX;
    let (mut number, mut lowest) = (vec![UNMET; at.len()], vec![UNMET; at.len()]);
    let (mut next, mut found) = (0, Vec::new());
    for root in 0..at.len() {
        if number[root] != UNMET {
            continue;
        }
        (number[root], lowest[root]) = (next, next);
        next += 1;
        // Each node on the way here, the edge that led to it, and its edges that are not walked yet.
        let mut way = vec![(root, UNMET, 0)];
        while let Some((node, by, walked)) = way.last_mut() {
            let (node, by) = (*node, *by);
            if let Some(&(edge, to)) = at[node].get(*walked) {
                *walked += 1;
                if number[to] == UNMET {
                    (number[to], lowest[to]) = (next, next);
                    next += 1;
                    way.push((to, edge, 0));
                } else if edge != by {
                    lowest[node] = lowest[node].min(number[to]);
                }
                continue;
            }
            way.pop();
            if let Some(&(before, ..)) = way.last() {
                if lowest[node] > number[before] {
                    found.push(by);
                }
                lowest[before] = lowest[before].min(lowest[node]);
            }
        }
    }
    found
}
