//! Builds a statement: adds up the rows of a walk, and counts the appraisals that are due.

use std::ops::Range;
use std::sync::Arc;

use super::amounts::Amounts;
use super::beneficiary_set::People;
use super::cells::{
    CellCount, Cells, MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS,
};
use super::classify::{AMOUNTS, Classification, Moves};
use super::index::Index;
use super::promises::Promises;
use super::selection::AppraisalRef;
use super::walk::{Counts, DueAppraisal, Row, chunks};
use super::{DistinctPairs, Statement, Terms};
use crate::catalogue::Interner;
use crate::ledger::Ledger;
use crate::number::{GROUPS_IN_CACHE, Number, PartitionBuffer};

/// Changes of one classification are buffered until there are this many: enough for a long loop, and few enough (16 KiB
/// of `f64`) for the buffers of all classifications to stay in the L2 cache.
const BUFFERED: usize = 1 << 11;

/// The same if the totals of all cells do not fit the cache. Changes are then added partition by partition, and each
/// partition needs many changes to be worth loading its totals.
const LEAST_BUFFERED_WITH_MANY_CELLS: usize = 1 << 16;

/// Up to this many rows of an interaction are searched one by one for the appraisals that are due. More are sorted, so that
/// the time does not grow with the square of the number of users.
const FEW_ROWS: usize = 8;

/// The number of buffered changes from which they are added.
fn flush_length(cells: usize) -> usize {
    // Two changes for every three cells take less memory than the totals of the cells.
    if cells <= GROUPS_IN_CACHE { BUFFERED } else { LEAST_BUFFERED_WITH_MANY_CELLS.max(cells / 3 * 2) }
}

/// A statement in the making.
struct Builder<'a, N: Number> {
    counts: Counts<'a, N>,
    promises: Promises,
    sums: Sums<N>,
    /// A buffer for the rows of one chunk.
    rows: Vec<Row<N::Change>>,
}

/// The sums of the rows so far.
struct Sums<N: Number> {
    cells: Cells<N>,
    /// Whether an appraisal of an actor is counted, indexed by actor.
    is_beneficiary: Vec<bool>,
    /// The cells and actors of counted appraisals, if the beneficiaries of cells are counted.
    pairs: Option<DistinctPairs>,
    /// The changes of each classification that are not added yet, partitioned by cell.
    buffers: [PartitionBuffer<N::Change>; AMOUNTS],
}

/// The statement of a ledger under terms that were validated.
pub(super) fn statement<N: Number>(ledger: &Ledger<N>, terms: Terms) -> Statement<N> {
    let mut builder = Builder {
        counts: Counts::new(ledger, &terms),
        promises: Promises::new(&ledger.catalogue, terms.grouping()),
        sums: Sums {
            cells: Cells::default(),
            is_beneficiary: vec![false; ledger.columns.actors.len()],
            pairs: terms.counts_beneficiaries().then(DistinctPairs::new),
            buffers: std::array::from_fn(|_| PartitionBuffer::default()),
        },
        rows: Vec::new(),
    };
    for interactions in chunks(ledger) {
        builder.add(interactions);
        let cells = builder.counts.keys.end();
        builder.sums.flush(cells, flush_length(cells));
    }
    builder.finish(terms)
}

impl<N: Number> Builder<'_, N> {
    /// Adds the rows of a chunk of interactions, and the appraisals that are due.
    fn add(&mut self, interactions: Range<usize>) {
        let Self { counts, promises, sums, rows } = self;
        let run = counts.select(interactions.clone());
        sums.resize_due(counts.keys.end());
        if let Some(run) = run.as_ref().filter(|run| promises.are_appraised(run)) {
            // The usual case: each interaction has one row, and only the measure of that row can be due.
            let services = &counts.ledger.columns.service;
            counts.for_each_in_run(run, |row| {
                if promises.has_any(services[row.interaction()]) {
                    sums.add_due(counts, row.due(), Some(&row));
                }
                sums.add(row);
            });
        } else {
            counts.read_selected(run.as_ref(), rows);
            self.add_all_due(interactions);
            self.rows.drain(..).for_each(|row| self.sums.add(row));
        }
    }

    /// Adds the appraisals that are due in a chunk of interactions whose rows are buffered.
    fn add_all_due(&mut self, interactions: Range<usize>) {
        let Self { counts, promises, sums, rows } = self;
        let columns = &counts.ledger.columns;
        let mut rest = &rows[..];
        let mut sorted: Vec<((u32, u32), usize)> = Vec::new();
        for interaction in interactions {
            // Rows come in the order of their interactions.
            let end = rest.iter().take_while(|row| row.interaction() == interaction).count();
            let (of_interaction, others) = rest.split_at(end);
            rest = others;
            let service = columns.service[interaction];
            if !promises.has_any(service) || !counts.selection.includes_interaction(columns, interaction) {
                continue;
            }
            sorted.clear();
            if of_interaction.len() > FEW_ROWS {
                sorted.extend(of_interaction.iter().map(|row| (row.beneficiary, row.measure)).zip(0..));
                sorted.sort_unstable();
            }
            // An interaction has one row for each beneficiary and measure.
            let row_of = |subject: (u32, u32)| {
                if sorted.is_empty() {
                    return of_interaction.iter().find(|row| (row.beneficiary, row.measure) == subject);
                }
                let found = sorted.binary_search_by_key(&subject, |(subject, _)| *subject);
                found.ok().map(|index| &of_interaction[sorted[index].1])
            };
            for user in columns.users(interaction) {
                for &measure in promises.of(service) {
                    // An appraisal that is due has the same line as the user's own: by role or by source there is no
                    // coverage. Filters may tell the two apart.
                    let row = row_of((user.0, measure));
                    let due = match row {
                        Some(row) if !counts.is_filtered() => Some(row.due()),
                        _ => counts.due(interaction, user, measure),
                    };
                    let Some(due) = due else { continue };
                    sums.resize_due(counts.keys.end());
                    sums.add_due(counts, due, row);
                }
            }
        }
    }

    fn finish(mut self, terms: Terms) -> Statement<N> {
        self.sums.flush(self.counts.keys.end(), 1);
        let Counts { ledger, mut keys, selection, .. } = self.counts;
        let Sums { cells, is_beneficiary, pairs, buffers } = self.sums;
        // Freed first, so that the allocations below reuse their memory: new memory is slow.
        drop(buffers);
        let (order, codes) = keys.sorted_cells(|end| cells.used(end));
        let mut cells = cells.reordered(&order);
        cells.amounts.iter_mut().for_each(Amounts::settle);
        let index = Index::new(std::mem::take(&mut keys.labels), codes, order.len());
        let actors = &ledger.columns.actors;
        if let Some(pairs) = pairs {
            cells.people = people_of_cells(&pairs.into_sorted(), &order, actors);
        }
        let beneficiaries = (0..).zip(is_beneficiary).filter(|(_, is_beneficiary)| *is_beneficiary);
        Statement {
            terms: Some(terms),
            catalogue: ledger.catalogue.clone(),
            parts: ledger.parts.clone(),
            people: People::of(beneficiaries.map(|(actor, _)| actors.text(actor))),
            index,
            cells,
            excluded: selection.excluded,
        }
    }
}

/// The beneficiaries of each cell of `order`, from sorted pairs of a cell and an actor.
fn people_of_cells(pairs: &[(u32, u32)], order: &[u32], actors: &Interner) -> Vec<Arc<People>> {
    let of_cell = |&cell: &u32| {
        let start = pairs.partition_point(|(other, _)| *other < cell);
        let people = pairs[start..].iter().take_while(|(other, _)| *other == cell);
        Arc::new(People::of(people.map(|(_, actor)| actors.text(*actor))))
    };
    order.iter().map(of_cell).collect()
}

impl<N: Number> Sums<N> {
    /// Adds a row. Its change is buffered: the loop that adds changes to totals then does nothing else, and its cache
    /// misses overlap.
    #[inline]
    fn add(&mut self, row: Row<N::Change>) {
        let is_counted = !row.is_left_out();
        self.is_beneficiary[row.beneficiary as usize] |= is_counted;
        if let Some(pairs) = self.pairs.as_mut().filter(|_| is_counted) {
            pairs.push((row.cell, row.beneficiary));
        }
        if is_counted & row.flags.is_stated() {
            self.cells.with_contributions.insert(row.cell);
        }
        match row.amount {
            Some(amount) => self.buffers[row.counts_as as usize].push(row.cell, amount),
            None => self.add_without_amount(row.counts_as, row.cell),
        }
    }

    /// Counts an appraisal that is left out, or whose change no number of the kind holds.
    #[cold]
    fn add_without_amount(&mut self, counts_as: Classification, cell: u32) {
        match counts_as {
            Classification::LeftOut => self.cells.count(CellCount::LeftOut, cell),
            _ => self.cells.add(counts_as as usize, cell, None),
        }
    }

    /// Adds the buffered changes of each classification that has at least `least`.
    fn flush(&mut self, cells: usize, least: usize) {
        for (buffer, amounts) in self.buffers.iter_mut().zip(&mut self.cells.amounts) {
            if buffer.len() >= least {
                amounts.add_buffer(buffer, cells).expect("changes in a ledger are finite");
            }
        }
    }

    /// Makes room for the due counts of all cells, so that adding to one needs no check.
    #[inline]
    fn resize_due(&mut self, cells: usize) {
        let due = self.cells.counts_mut(CellCount::Due);
        if cells > due.len() {
            due.resize(cells, 0);
        }
    }

    /// Counts an appraisal that is due. `row` is that appraisal, if it exists.
    #[inline]
    fn add_due(&mut self, counts: &Counts<'_, N>, due: DueAppraisal, row: Option<&Row<N::Change>>) {
        self.cells.counts_mut(CellCount::Due)[due.cell as usize] += 1;
        if row.is_none_or(Row::is_left_out) {
            self.add_missing(counts, due, row.map(|row| row.appraisal));
        }
    }

    /// Counts a due appraisal as missing, and adds how far it could move its cell. `left_out` is the appraisal if it
    /// exists.
    #[cold]
    fn add_missing(&mut self, counts: &Counts<'_, N>, due: DueAppraisal, left_out: Option<AppraisalRef>) {
        let columns = &counts.ledger.columns;
        self.cells.count(CellCount::Missing, due.cell);
        let reference = left_out.and_then(|appraisal| counts.classifier.reference_of(columns, appraisal));
        let moves = counts.classifier.moves(&counts.ledger.catalogue, due.measure, reference);
        let Some(Moves { better, worse }) = moves else { return };
        let interaction = due.interaction as usize;
        let co_operated = !columns.integrated_nothing(interaction, due.user);
        let destroyed = co_operated || columns.flags[interaction].destroys_for_absent();
        let better_column = if co_operated { MISSING_CREATED } else { MISSING_WINDFALL_GAIN };
        let worse_column = if destroyed { MISSING_DESTROYED } else { MISSING_WINDFALL_LOSS };
        self.cells.add(better_column, due.cell, better.as_ref());
        self.cells.add(worse_column, due.cell, worse.as_ref());
    }
}
