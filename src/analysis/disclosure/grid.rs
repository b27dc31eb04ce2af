//! Which cells of a table of people are withheld, so that none follows from the others and the totals.
//!
//! A grid has a row for each published line and one for the whole, and a column for each category that the people of a row
//! are split into. Everybody may know how many people a row is of, and the whole of each column. Withheld cells are then
//! the unknowns of a system with one equation for each row and one for each column. Each unknown stands in one of both,
//! so the system is a graph with rows and columns as nodes and withheld cells as edges. An unknown follows from the others
//! just where its edge is a bridge: where no cycle of withheld cells goes through it. Rows whose sum is itself withheld are
//! one node together, since only the sum of all of them is known.

use crate::analysis::people::PeopleSet;

/// The people of each cell, by row and column; the whole is the last row.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    cells: Vec<Vec<PeopleSet>>,
    columns: usize,
    /// Whether anybody is in a column. That the others are empty is no secret: the whole shows it.
    is_active: Vec<bool>,
    /// Cells that are known to be empty from elsewhere: they leave no other in doubt.
    known: Vec<Vec<bool>>,
    /// Rows whose sum over the columns is withheld, so that it is no equation. The sum of all of them together is known.
    has_open_sum: Vec<bool>,
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

    fn show(&mut self, row: usize, column: usize) {
        self.0[row][column] = false;
    }

    /// Withholds all cells of a row.
    pub(super) fn withhold_all(&mut self, row: usize) {
        self.0[row].fill(true);
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
            whole.iter_mut().zip(row).for_each(|(whole, people)| *whole |= people);
        }
        let is_active = whole.iter().map(|people| !people.is_empty()).collect();
        cells.push(whole);
        let known = vec![vec![false; columns]; cells.len()];
        let has_open_sum = vec![false; cells.len()];
        Self { cells, columns, is_active, known, has_open_sum }
    }

    /// The same, with cells that are known to be empty, and rows whose sum is withheld: the whole may be one of these.
    pub(super) fn with(mut self, known: Vec<Vec<bool>>, has_open_sum: Vec<bool>) -> Self {
        self.known.iter_mut().zip(known).for_each(|(row, known)| *row = known);
        self.has_open_sum = has_open_sum;
        self
    }

    /// The same, with cells known to be empty: in these rows, those of columns in which the other has nobody.
    pub(super) fn knowing(mut self, rows: &[bool], other: &Self) -> Self {
        for (_, known) in rows.iter().zip(&mut self.known).filter(|(row, _)| **row) {
            *known = (0..self.columns).map(|column| !other.is_active[column]).collect();
        }
        self
    }

    /// The same rows with these people as their whole: those of a sum over all rows are not always those of a row's.
    pub(super) fn beside(mut self, whole: Vec<PeopleSet>) -> Self {
        let last = self.whole();
        self.is_active.iter_mut().zip(&whole).for_each(|(active, people)| *active |= !people.is_empty());
        self.cells[last] = whole;
        self
    }

    /// The place of the whole.
    pub(super) fn whole(&self) -> usize {
        self.cells.len() - 1
    }

    /// A mask over this grid that withholds nothing.
    pub(super) fn open(&self) -> Mask {
        Mask::nothing(self.cells.len(), self.columns)
    }

    /// Withholds cells of 1 to `least − 1` people and, where asked, rows in which everybody is in one category. Then withholds
    /// further cells until no withheld cell can be computed from what is shown, and no computable sum of withheld cells
    /// stands for fewer than `least` people.
    ///
    /// The whole is decided by itself, as it would be published by itself: a table of no grouping may stand beside this one.
    pub(super) fn protect(&self, mut mask: Mask, alike: Alike, least: u64) -> Mask {
        self.withhold_few(&mut mask, least);
        if alike == Alike::Withheld && self.withhold_alike(&mut mask) {
            return mask;
        }
        while let Some(column) = self.one_more_in_row(&mask, self.whole(), least) {
            mask.withhold(self.whole(), column);
        }
        loop {
            let more = self.more(&mask, least);
            if more.is_empty() {
                return mask;
            }
            for (row, column) in more {
                mask.withhold(row, column);
            }
        }
    }

    /// Whether a cell of 1 to `least − 1` people can be computed, or a sum of cells that stands for as few.
    pub(super) fn tells_few(&self, mask: &Mask, least: u64) -> bool {
        let mut known = mask.clone();
        for (row, column) in self.bridges(mask) {
            if (1..least).contains(&self.size(row, column)) {
                return true;
            }
            known.show(row, column);
        }
        let is_few = |cells: Vec<(usize, usize)>| {
            (1..least).contains(&PeopleSet::together(cells.iter().map(|&(row, column)| &self.cells[row][column])).len())
        };
        let rows = (0..self.whole()).filter(|&row| !self.has_open_sum[row]);
        let mut rows = rows.map(|row| self.withheld_in_row(&known, row).map(|column| (row, column)).collect());
        let columns = self.active().into_iter().filter(|&column| !known.is_withheld(self.whole(), column));
        let mut columns =
            columns.map(|column| self.withheld_in_column(&known, column).map(|row| (row, column)).collect());
        rows.any(is_few)
            || columns.any(is_few)
            || self.sets_of_columns().iter().any(|set| is_few(self.left_in(&known, set)))
    }

    /// Withholds a row, but for columns that are empty while another is not: the whole shows that they are empty.
    pub(super) fn withhold_row(&self, mask: &mut Mask, row: usize) {
        let active = self.active();
        let columns = if active.is_empty() { (0..self.columns).collect() } else { active };
        for column in columns {
            mask.withhold(row, column);
        }
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
        self.cells[row][column].len()
    }

    /// The columns in which anybody is.
    fn active(&self) -> Vec<usize> {
        (0..self.columns).filter(|&column| self.is_active[column]).collect()
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

    /// Withholds a row whose people are all of one column. Columns in which nobody is at all stay: if this row alone withheld
    /// what the whole shows, that would tell that its people are alike. Whether the whole is alike: then every row is, and
    /// every column is withheld.
    fn withhold_alike(&self, mask: &mut Mask) -> bool {
        let is_whole_alike = self.is_of_one_column();
        for row in 0..self.cells.len() {
            let filled = (0..self.columns).filter(|&column| self.size(row, column) > 0).count();
            if filled == 1 && is_whole_alike {
                mask.withhold_all(row);
            } else if filled == 1 {
                self.withhold_row(mask, row);
            }
        }
        is_whole_alike
    }

    /// The cells to withhold next. First one for each row and column that needs one; if none does, one for a set of columns; if
    /// no set does, one beside each withheld cell that can be computed.
    fn more(&self, mask: &Mask, least: u64) -> Vec<(usize, usize)> {
        let in_row = |row| self.one_more_in_row(mask, row, least).map(|column| (row, column));
        let in_column = |column| self.one_more_in_column(mask, column, least).map(|row| (row, column));
        let mut more: Vec<(usize, usize)> = (0..self.whole()).filter_map(in_row).collect();
        more.extend(self.active().into_iter().filter_map(in_column));
        if more.is_empty() {
            more.extend(self.one_more_in_columns(mask, least));
        }
        if !more.is_empty() {
            return more;
        }
        let bridges = self.bridges(mask);
        for &(row, column) in &bridges {
            let beside = Some(row).filter(|&row| row != self.whole()).and_then(|row| self.smallest_in_row(mask, row));
            let beside = beside.map(|column| (row, column));
            more.extend(beside.or_else(|| self.smallest_in_column(mask, column).map(|row| (row, column))));
        }
        if more.is_empty() && !bridges.is_empty() {
            // Neither row nor column of any bridge has a shown cell left: nothing less than everything closes the cycles.
            let shown = |row| self.active().into_iter().map(move |column| (row, column));
            more.extend((0..self.whole()).flat_map(shown).filter(|&(row, column)| !mask.is_withheld(row, column)));
        }
        more
    }

    /// The column to withhold next in a row, if its one withheld cell would follow from the people of the row, or several
    /// that stand for too few people together; of no people too, since then each is zero.
    fn one_more_in_row(&self, mask: &Mask, row: usize, least: u64) -> Option<usize> {
        if self.has_open_sum[row] {
            return None;
        }
        let withheld: Vec<usize> = self.withheld_in_row(mask, row).collect();
        let follows = withheld.len() == 1
            || !withheld.is_empty() && are_fewer(withheld.iter().map(|&column| &self.cells[row][column]), least);
        follows.then(|| self.smallest_in_row(mask, row)).flatten()
    }

    /// The row to withhold next in a column, likewise; several cells follow from the whole where it is shown.
    fn one_more_in_column(&self, mask: &Mask, column: usize, least: u64) -> Option<usize> {
        let withheld: Vec<usize> = self.withheld_in_column(mask, column).collect();
        let whole_is_shown = !mask.is_withheld(self.whole(), column);
        let follows = withheld.len() == 1
            || whole_is_shown
                && !withheld.is_empty()
                && are_fewer(withheld.iter().map(|&row| &self.cells[row][column]), least);
        follows.then(|| self.smallest_in_column(mask, column)).flatten()
    }

    /// The cell to withhold next for a set of columns: one more, if what is left in them stands for too few people.
    fn one_more_in_columns(&self, mask: &Mask, least: u64) -> Option<(usize, usize)> {
        let active = self.active();
        self.sets_of_columns().into_iter().find_map(|columns| {
            let left = self.left_in(mask, &columns);
            if left.is_empty() || !are_fewer(left.iter().map(|&(row, column)| &self.cells[row][column]), least) {
                return None;
            }
            let is_within = |column: usize| columns.contains(&column);
            let has_within = |row: usize| self.withheld_in_row(mask, row).any(is_within);
            let has_others = |row: usize| self.has_others(mask, row, &columns);
            let helps = |&(row, column): &(usize, usize)| {
                !mask.is_withheld(row, column)
                    && if is_within(column) { has_others(row) } else { has_within(row) && !has_others(row) }
            };
            let cells = (0..self.whole()).flat_map(|row| active.iter().map(move |&column| (row, column)));
            cells.filter(helps).min_by_key(|&(row, column)| self.order(row, column))
        })
    }

    /// What is left in a set of columns: subtracting the rows that withhold cells only inside the set from the columns' totals
    /// leaves the sum of these cells, which is known; none where neither the totals nor their sum are.
    fn left_in(&self, mask: &Mask, columns: &[usize]) -> Vec<(usize, usize)> {
        let withheld = |row: usize| self.withheld_in_row(mask, row);
        let has_within = |row: usize| withheld(row).any(|column| columns.contains(&column));
        let cells =
            |row: usize| withheld(row).filter(|column| columns.contains(column)).map(move |column| (row, column));
        let whole = self.whole();
        if self.has_open_sum[whole] && has_within(whole) {
            return Vec::new();
        }
        // What the whole withholds of the other columns is left with them.
        let of_whole = withheld(whole).filter(|column| !columns.contains(column) && has_within(whole));
        let rows = (0..whole).filter(|&row| self.has_others(mask, row, columns));
        rows.flat_map(cells).chain(of_whole.map(|column| (whole, column))).collect()
    }

    /// Whether a row withholds cells outside a set of columns. Rows whose sums are open can be subtracted together only.
    fn has_others(&self, mask: &Mask, row: usize, columns: &[usize]) -> bool {
        let withholds = |row: usize| self.withheld_in_row(mask, row).any(|column| !columns.contains(&column));
        let open = || (0..self.whole()).filter(|&row| self.has_open_sum[row]);
        withholds(row) || self.has_open_sum[row] && open().any(withholds)
    }

    /// Sets of columns that have people: all proper subsets up to six columns; above that, single columns and their
    /// complements.
    fn sets_of_columns(&self) -> Vec<Vec<usize>> {
        const MANY: usize = 6;
        let active = self.active();
        let all = active.len();
        let set = |is_in: &dyn Fn(usize) -> bool| {
            (0..all).filter(|&place| is_in(place)).map(|place| active[place]).collect::<Vec<_>>()
        };
        if all <= MANY {
            return (1..(1_usize << all).saturating_sub(1)).map(|bits| set(&|place| bits >> place & 1 == 1)).collect();
        }
        let single = (0..all).map(|one| set(&|place| place == one));
        single.chain((0..all).map(|one| set(&|place| place != one))).collect()
    }

    /// Whether anybody may be in a cell. A table of no grouping shows that nobody is in a column of the whole.
    fn counts(&self, row: usize, column: usize) -> bool {
        self.is_active[column] && (row != self.whole() || self.size(row, column) > 0)
    }

    /// The columns that a row withholds, of those with anybody in them.
    fn withheld_in_row<'a>(&'a self, mask: &'a Mask, row: usize) -> impl Iterator<Item = usize> + 'a {
        mask.in_row(row).filter(move |&column| self.counts(row, column) && !self.known[row][column])
    }

    /// The rows that a column withholds, the whole among them.
    fn withheld_in_column<'a>(&'a self, mask: &'a Mask, column: usize) -> impl Iterator<Item = usize> + 'a {
        mask.in_column(column).filter(move |&row| !self.known[row][column])
    }

    /// The order in which shown cells are withheld: those with the fewest people first, and then those without any.
    fn order(&self, row: usize, column: usize) -> (bool, u64) {
        let size = self.size(row, column);
        (size == 0, size)
    }

    /// The shown cell of a row with the fewest people, those without any last; of equal ones the first.
    fn smallest_in_row(&self, mask: &Mask, row: usize) -> Option<usize> {
        let helps = |&column: &usize| self.counts(row, column) && !self.known[row][column];
        let shown = (0..self.columns).filter(helps).filter(|&column| !mask.is_withheld(row, column));
        shown.min_by_key(|&column| self.order(row, column))
    }

    /// The shown cell of a column with the fewest people, those without any last, and never the whole's.
    fn smallest_in_column(&self, mask: &Mask, column: usize) -> Option<usize> {
        let shown = (0..self.whole()).filter(|&row| !mask.is_withheld(row, column) && !self.known[row][column]);
        shown.min_by_key(|&row| self.order(row, column))
    }

    /// Withheld cells that no cycle of withheld cells goes through.
    fn bridges(&self, mask: &Mask) -> Vec<(usize, usize)> {
        let active = self.active();
        let edges: Vec<(usize, usize)> = (0..self.cells.len())
            .flat_map(|row| active.iter().map(move |&column| (row, column)))
            .filter(|&(row, column)| mask.is_withheld(row, column) && !self.known[row][column])
            .collect();
        // Open rows are one node: only their sum is known.
        let first_open = self.has_open_sum.iter().position(|open| *open);
        let node_of = |row: usize| first_open.filter(|_| self.has_open_sum[row]).unwrap_or(row);
        let nodes = self.cells.len() + self.columns;
        let mut at = vec![Vec::new(); nodes];
        for (edge, &(row, column)) in edges.iter().enumerate() {
            at[node_of(row)].push((edge, self.cells.len() + column));
            at[self.cells.len() + column].push((edge, node_of(row)));
        }
        bridges(&at).into_iter().map(|edge| edges[edge]).collect()
    }
}

/// Whether some sets are of fewer people together.
fn are_fewer<'a>(sets: impl Iterator<Item = &'a PeopleSet>, least: u64) -> bool {
    let mut together = PeopleSet::new();
    for people in sets {
        together |= people;
        if together.len() >= least {
            return false;
        }
    }
    true
}

/// The bridges of a graph (Tarjan 1974): `at` has for each node its edges and where each leads. A walk in
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
