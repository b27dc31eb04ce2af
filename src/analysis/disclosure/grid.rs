//! Cell suppression: decides which cells of a table of people are withheld, so that no reader can compute one by
//! subtraction.
//!
//! A grid has a row for each published line, a last row for the whole, and a column for each category of people. A
//! reader may know the number of people of each row and the whole of each column. The withheld cells are then the
//! unknowns of a system of equations, one for each row and one for each column. Each unknown is in one row and one
//! column, so the system is a graph: rows and columns are nodes, withheld cells are edges between them. An unknown can
//! be computed exactly if its edge is a bridge, which means that no cycle of withheld cells contains it (Gusfield
//! 1988). Rows whose own sum is withheld are one node together, since a reader knows only the sum of all of them.
//!
//! A withheld cell without people can protect other cells, unless a reader knows from elsewhere that it is empty.

use crate::analysis::people::PeopleSet;

/// The people of each cell, by row and column; the whole is the last row.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    cells: Vec<Vec<PeopleSet>>,
    columns: usize,
    /// Whether a column has people. That the other columns are empty is no secret, since the whole shows it.
    is_active: Vec<bool>,
    /// Cells that a reader knows to be empty from elsewhere, so that they protect no other cell.
    known_empty: Vec<Vec<bool>>,
    /// Rows whose sum over the columns is withheld, so that they give no equation. The sum of all of them together is
    /// known.
    has_open_sum: Vec<bool>,
}

/// The treatment of a row whose people are all in one category: withheld if this reveals something about each of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum UniformRows {
    Withheld,
    Shown,
}

/// The withheld cells, by row and column; the whole is the last row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mask(Vec<Vec<bool>>);

impl Mask {
    /// A mask from its columns, each with an element for each row.
    pub(super) fn of_columns(columns: &[&Vec<bool>]) -> Self {
        let rows = columns.first().map_or(0, |column| column.len());
        Self((0..rows).map(|row| columns.iter().map(|column| column[row]).collect()).collect())
    }

    pub(super) fn column(&self, column: usize) -> Vec<bool> {
        self.0.iter().map(|row| row[column]).collect()
    }

    pub(super) fn is_withheld(&self, row: usize, column: usize) -> bool {
        self.0[row][column]
    }

    pub(super) fn withhold(&mut self, row: usize, column: usize) {
        self.0[row][column] = true;
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
    /// A grid of these rows and their whole.
    pub(super) fn new(columns: usize, rows: impl IntoIterator<Item = Vec<PeopleSet>>) -> Self {
        let mut cells: Vec<Vec<PeopleSet>> = rows.into_iter().collect();
        let mut whole = vec![PeopleSet::new(); columns];
        for row in &cells {
            whole.iter_mut().zip(row).for_each(|(whole, people)| *whole |= people);
        }
        let is_active = whole.iter().map(|people| !people.is_empty()).collect();
        cells.push(whole);
        let known_empty = vec![vec![false; columns]; cells.len()];
        let has_open_sum = vec![false; cells.len()];
        Self { cells, columns, is_active, known_empty, has_open_sum }
    }

    /// Marks cells of the rows that a reader knows to be empty.
    pub(super) fn with_known_empty(mut self, known_empty: Vec<Vec<bool>>) -> Self {
        self.known_empty.iter_mut().zip(known_empty).for_each(|(row, known)| *row = known);
        self
    }

    /// Marks rows whose sum is withheld. The last element is the whole.
    pub(super) fn with_open_sums(mut self, has_open_sum: Vec<bool>) -> Self {
        self.has_open_sum = has_open_sum;
        self
    }

    /// Marks cells of these rows as known to be empty if their column is empty in the other grid.
    pub(super) fn with_empty_columns_of(mut self, other: &Self, rows: &[bool]) -> Self {
        for (_, known) in rows.iter().zip(&mut self.known_empty).filter(|(is_marked, _)| **is_marked) {
            *known = (0..self.columns).map(|column| !other.is_active[column]).collect();
        }
        self
    }

    /// Replaces the whole. The sum of a person's changes may have another sign over all rows than on one of them.
    pub(super) fn with_whole(mut self, whole: Vec<PeopleSet>) -> Self {
        let last = self.whole();
        self.is_active.iter_mut().zip(&whole).for_each(|(active, people)| *active |= !people.is_empty());
        self.cells[last] = whole;
        self
    }

    /// The row of the whole.
    pub(super) fn whole(&self) -> usize {
        self.cells.len() - 1
    }

    /// A mask of this grid that withholds no cell.
    pub(super) fn empty_mask(&self) -> Mask {
        Mask(vec![vec![false; self.columns]; self.cells.len()])
    }

    /// Withholds cells with 1 to `least − 1` people and, if asked to, rows whose people are all in one category. Then
    /// withholds further cells until a reader can compute no withheld cell, and no sum of withheld cells with fewer
    /// than `least` people.
    ///
    /// The whole is decided before the rows and without them, since a table without grouping may stand beside this one
    /// and must withhold the same cells.
    pub(super) fn protect(&self, mut mask: Mask, uniform_rows: UniformRows, least: u64) -> Mask {
        self.withhold_few(&mut mask, least);
        if uniform_rows == UniformRows::Withheld && self.withhold_uniform_rows(&mut mask) {
            return mask;
        }
        while let Some(column) = self.next_in_row(&mask, self.whole(), least) {
            mask.withhold(self.whole(), column);
        }
        loop {
            let next = self.next_cells(&mask, least);
            if next.is_empty() {
                return mask;
            }
            for (row, column) in next {
                mask.withhold(row, column);
            }
        }
    }

    /// Whether a reader can compute a cell with 1 to `least − 1` people, or a sum of cells with as few.
    pub(super) fn reveals_few(&self, mask: &Mask, least: u64) -> bool {
        // A cell that is a bridge can be computed. For the sums below it is no longer an unknown.
        let mut unknown = mask.clone();
        for (row, column) in self.bridges(mask) {
            if (1..least).contains(&self.size(row, column)) {
                return true;
            }
            unknown.0[row][column] = false;
        }
        let is_few = |cells: Vec<(usize, usize)>| {
            (1..least).contains(&PeopleSet::together(cells.iter().map(|&(row, column)| &self.cells[row][column])).len())
        };
        let rows = (0..self.whole()).filter(|&row| !self.has_open_sum[row]);
        let mut rows = rows.map(|row| self.withheld_in_row(&unknown, row).map(|column| (row, column)).collect());
        let columns = self.active().into_iter().filter(|&column| !unknown.is_withheld(self.whole(), column));
        let mut columns =
            columns.map(|column| self.withheld_in_column(&unknown, column).map(|row| (row, column)).collect());
        rows.any(is_few)
            || columns.any(is_few)
            || self.sets_of_columns().iter().any(|set| is_few(self.remainder(&unknown, set)))
    }

    /// Withholds the active columns of a row. The whole shows that the other columns are empty, so there is no secret
    /// in them.
    pub(super) fn withhold_row(&self, mask: &mut Mask, row: usize) {
        let active = self.active();
        let columns = if active.is_empty() { (0..self.columns).collect() } else { active };
        for column in columns {
            mask.withhold(row, column);
        }
    }

    /// Whether all people are in one column, so that each cell equals the number of people of its row.
    pub(super) fn is_of_one_column(&self) -> bool {
        self.active().len() <= 1
    }

    pub(super) fn has_people(&self, row: usize, column: usize) -> bool {
        !self.cells[row][column].is_empty()
    }

    fn size(&self, row: usize, column: usize) -> u64 {
        self.cells[row][column].len()
    }

    /// The columns with people.
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

    /// Withholds rows whose people are all in one column. Columns that are empty in the whole table stay shown on these
    /// rows: all other rows show a zero there, so a blank would give the row away. Returns whether the whole table is
    /// uniform. Then every row is, and all columns are withheld.
    fn withhold_uniform_rows(&self, mask: &mut Mask) -> bool {
        let is_whole_uniform = self.is_of_one_column();
        for row in 0..self.cells.len() {
            let with_people = (0..self.columns).filter(|&column| self.size(row, column) > 0).count();
            if with_people == 1 && is_whole_uniform {
                mask.withhold_all(row);
            } else if with_people == 1 {
                self.withhold_row(mask, row);
            }
        }
        is_whole_uniform
    }

    /// The cells to withhold next: one for each row and column that needs it. If none does, one for a set of columns.
    /// If no set does, one next to each bridge.
    fn next_cells(&self, mask: &Mask, least: u64) -> Vec<(usize, usize)> {
        let in_row = |row| self.next_in_row(mask, row, least).map(|column| (row, column));
        let in_column = |column| self.next_in_column(mask, column, least).map(|row| (row, column));
        let mut next: Vec<(usize, usize)> = (0..self.whole()).filter_map(in_row).collect();
        next.extend(self.active().into_iter().filter_map(in_column));
        if next.is_empty() {
            next.extend(self.next_for_columns(mask, least));
        }
        if !next.is_empty() {
            return next;
        }
        // A second withheld cell in the row or the column of a bridge is the first step to a cycle.
        let bridges = self.bridges(mask);
        for &(row, column) in &bridges {
            let in_row = Some(row).filter(|&row| row != self.whole()).and_then(|row| self.smallest_in_row(mask, row));
            let in_row = in_row.map(|column| (row, column));
            next.extend(in_row.or_else(|| self.smallest_in_column(mask, column).map(|row| (row, column))));
        }
        if next.is_empty() && !bridges.is_empty() {
            // No row and no column of a bridge has a shown cell left. Only withholding all cells closes the cycles.
            let shown = |row| self.active().into_iter().map(move |column| (row, column));
            next.extend((0..self.whole()).flat_map(shown).filter(|&(row, column)| !mask.is_withheld(row, column)));
        }
        next
    }

    /// The column to withhold next in a row: if the row has one withheld cell, which follows from its number of people,
    /// or withheld cells with fewer than `least` people together. A sum of zero counts as few, since each cell of it is
    /// then zero.
    fn next_in_row(&self, mask: &Mask, row: usize, least: u64) -> Option<usize> {
        if self.has_open_sum[row] {
            return None;
        }
        let withheld: Vec<usize> = self.withheld_in_row(mask, row).collect();
        let is_exposed = withheld.len() == 1
            || !withheld.is_empty() && are_fewer(withheld.iter().map(|&column| &self.cells[row][column]), least);
        is_exposed.then(|| self.smallest_in_row(mask, row)).flatten()
    }

    /// The row to withhold next in a column, by the same test. A sum of several cells is known only if the whole is
    /// shown.
    fn next_in_column(&self, mask: &Mask, column: usize, least: u64) -> Option<usize> {
        let withheld: Vec<usize> = self.withheld_in_column(mask, column).collect();
        let is_whole_shown = !mask.is_withheld(self.whole(), column);
        let is_exposed = withheld.len() == 1
            || is_whole_shown
                && !withheld.is_empty()
                && are_fewer(withheld.iter().map(|&row| &self.cells[row][column]), least);
        is_exposed.then(|| self.smallest_in_column(mask, column)).flatten()
    }

    /// The cell to withhold next for a set of columns whose remainder has fewer than `least` people. A cell inside the
    /// set adds people to the remainder if its row cannot be subtracted. A cell outside the set makes its row one that
    /// cannot be.
    fn next_for_columns(&self, mask: &Mask, least: u64) -> Option<(usize, usize)> {
        let active = self.active();
        self.sets_of_columns().into_iter().find_map(|columns| {
            let remainder = self.remainder(mask, &columns);
            if remainder.is_empty()
                || !are_fewer(remainder.iter().map(|&(row, column)| &self.cells[row][column]), least)
            {
                return None;
            }
            let is_inside = |column: usize| columns.contains(&column);
            let has_inside = |row: usize| self.withheld_in_row(mask, row).any(is_inside);
            let has_outside = |row: usize| self.has_outside(mask, row, &columns);
            let helps = |&(row, column): &(usize, usize)| {
                !mask.is_withheld(row, column)
                    && if is_inside(column) { has_outside(row) } else { has_inside(row) && !has_outside(row) }
            };
            let cells = (0..self.whole()).flat_map(|row| active.iter().map(move |&column| (row, column)));
            cells.filter(helps).min_by_key(|&(row, column)| self.priority(row, column))
        })
    }

    /// The remainder of a set of columns: the withheld cells that are left if a reader subtracts, from the totals of
    /// the columns, all rows that withhold cells inside the set only. The reader knows the sum of the remainder. It is
    /// empty if neither the totals nor their sum are known.
    fn remainder(&self, mask: &Mask, columns: &[usize]) -> Vec<(usize, usize)> {
        let withheld = |row: usize| self.withheld_in_row(mask, row);
        let has_inside = |row: usize| withheld(row).any(|column| columns.contains(&column));
        let inside =
            |row: usize| withheld(row).filter(|column| columns.contains(column)).map(move |column| (row, column));
        let whole = self.whole();
        if self.has_open_sum[whole] && has_inside(whole) {
            return Vec::new();
        }
        // If the whole withholds cells inside the set, its number of people gives their sum together with its withheld
        // cells outside the set, so these belong to the remainder too.
        let of_whole = withheld(whole).filter(|column| !columns.contains(column) && has_inside(whole));
        let rows = (0..whole).filter(|&row| self.has_outside(mask, row, columns));
        rows.flat_map(inside).chain(of_whole.map(|column| (whole, column))).collect()
    }

    /// Whether a row withholds cells outside a set of columns, so that its cells inside the set cannot be subtracted.
    /// Rows with open sums can be subtracted only together.
    fn has_outside(&self, mask: &Mask, row: usize, columns: &[usize]) -> bool {
        let withholds = |row: usize| self.withheld_in_row(mask, row).any(|column| !columns.contains(&column));
        let open = || (0..self.whole()).filter(|&row| self.has_open_sum[row]);
        withholds(row) || self.has_open_sum[row] && open().any(withholds)
    }

    /// The sets of active columns to test: all proper subsets of up to six columns. There are `2ⁿ − 2` of them, so for
    /// more columns only single columns and their complements are tested.
    fn sets_of_columns(&self) -> Vec<Vec<usize>> {
        const MANY: usize = 6;
        let active = self.active();
        let all = active.len();
        let set = |is_in: &dyn Fn(usize) -> bool| {
            (0..all).filter(|&index| is_in(index)).map(|index| active[index]).collect::<Vec<_>>()
        };
        if all <= MANY {
            return (1..(1_usize << all).saturating_sub(1)).map(|bits| set(&|index| bits >> index & 1 == 1)).collect();
        }
        let single = (0..all).map(|one| set(&|index| index == one));
        single.chain((0..all).map(|one| set(&|index| index != one))).collect()
    }

    /// Whether a cell is an unknown when it is withheld. Its column must be active. In the whole it must have people,
    /// since a table without grouping shows its zeros.
    fn is_unknown(&self, row: usize, column: usize) -> bool {
        self.is_active[column] && (row != self.whole() || self.size(row, column) > 0) && !self.known_empty[row][column]
    }

    /// The unknowns of a row.
    fn withheld_in_row<'a>(&'a self, mask: &'a Mask, row: usize) -> impl Iterator<Item = usize> + 'a {
        mask.in_row(row).filter(move |&column| self.is_unknown(row, column))
    }

    /// The unknowns of an active column, with the whole.
    fn withheld_in_column<'a>(&'a self, mask: &'a Mask, column: usize) -> impl Iterator<Item = usize> + 'a {
        mask.in_column(column).filter(move |&row| !self.known_empty[row][column])
    }

    /// The order in which shown cells are withheld: the fewest people first, then cells without people.
    fn priority(&self, row: usize, column: usize) -> (bool, u64) {
        let size = self.size(row, column);
        (size == 0, size)
    }

    /// The shown cell of a row with the highest priority; the first if there are several.
    fn smallest_in_row(&self, mask: &Mask, row: usize) -> Option<usize> {
        let shown = (0..self.columns).filter(|&column| self.is_unknown(row, column) && !mask.is_withheld(row, column));
        shown.min_by_key(|&column| self.priority(row, column))
    }

    /// The shown cell of a column with the highest priority, but never the whole, which is decided by itself.
    fn smallest_in_column(&self, mask: &Mask, column: usize) -> Option<usize> {
        let shown = (0..self.whole()).filter(|&row| !mask.is_withheld(row, column) && !self.known_empty[row][column]);
        shown.min_by_key(|&row| self.priority(row, column))
    }

    /// The withheld cells that no cycle of withheld cells contains.
    fn bridges(&self, mask: &Mask) -> Vec<(usize, usize)> {
        let active = self.active();
        let edges: Vec<(usize, usize)> = (0..self.cells.len())
            .flat_map(|row| active.iter().map(move |&column| (row, column)))
            .filter(|&(row, column)| mask.is_withheld(row, column) && !self.known_empty[row][column])
            .collect();
        // Rows with open sums are one node: a reader knows only the sum of all of them.
        let first_open = self.has_open_sum.iter().position(|open| *open);
        let node_of = |row: usize| first_open.filter(|_| self.has_open_sum[row]).unwrap_or(row);
        let nodes = self.cells.len() + self.columns;
        let mut neighbours = vec![Vec::new(); nodes];
        for (edge, &(row, column)) in edges.iter().enumerate() {
            neighbours[node_of(row)].push((edge, self.cells.len() + column));
            neighbours[self.cells.len() + column].push((edge, node_of(row)));
        }
        bridges(&neighbours).into_iter().map(|edge| edges[edge]).collect()
    }
}

/// Whether the union of sets has fewer people.
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

/// The bridges of a graph (Tarjan 1974), by depth-first search. `neighbours` has the edges of each node, each with the
/// node at its other end. The search numbers nodes in the order in which it reaches them. An edge is a bridge if no
/// edge from the nodes behind it leads back to a node before it. A stack replaces recursion, which could overflow on a
/// long path.
fn bridges(neighbours: &[Vec<(usize, usize)>]) -> Vec<usize> {
    const UNVISITED: usize = usize::MAX;
    let (mut number, mut lowest) = (vec![UNVISITED; neighbours.len()], vec![UNVISITED; neighbours.len()]);
    let (mut next, mut bridges) = (0, Vec::new());
    for root in 0..neighbours.len() {
        if number[root] != UNVISITED {
            continue;
        }
        (number[root], lowest[root]) = (next, next);
        next += 1;
        // Each node on the current path, the edge that led to it, and how many of its edges have been followed.
        let mut path = vec![(root, UNVISITED, 0)];
        while let Some((node, by, followed)) = path.last_mut() {
            let (node, by) = (*node, *by);
            if let Some(&(edge, to)) = neighbours[node].get(*followed) {
                *followed += 1;
                if number[to] == UNVISITED {
                    (number[to], lowest[to]) = (next, next);
                    next += 1;
                    path.push((to, edge, 0));
                } else if edge != by {
                    lowest[node] = lowest[node].min(number[to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(before, ..)) = path.last() {
                if lowest[node] > number[before] {
                    bridges.push(by);
                }
                lowest[before] = lowest[before].min(lowest[node]);
            }
        }
    }
    bridges
}
