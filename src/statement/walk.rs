//! The walk over a ledger from which statements, traces and analyses are built: it selects the appraisals that count,
//! classifies their changes and finds their cells.
//!
//! The ledger is read in chunks, so that all that passes from one loop to the next stays in the L1 cache.

use std::ops::Range;

use super::Terms;
use super::cells::positions;
use super::classify::{Classification, ClassifiedChange, Classifier};
use super::filter::RowFilter;
use super::group_keys::GroupKeys;
use super::index::Index;
use super::key_fields::{KeyFields, ScatteredRows};
use super::labels::Labels;
use super::promises::Promises;
use super::selection::{AppraisalRef, Selection};
use crate::getters::methods;
use crate::ledger::{AppraisalFlags, InteractionFlags, Ledger, PlainRun};
use crate::number::Number;
use crate::record::{PartialDate, Role};

/// Interactions in a chunk. A row has 48 bytes for `f64`, so that the rows of a chunk are 12 KiB. In larger chunks it
/// becomes more likely that one interaction is not plain, and then the whole chunk takes the slow path.
const CHUNK: usize = 1 << 8;

/// The interactions of a ledger in chunks.
pub(super) fn chunks<N: Number>(ledger: &Ledger<N>) -> impl Iterator<Item = Range<usize>> + use<N> {
    let mut unread = 0..ledger.columns.interactions();
    std::iter::from_fn(move || next_chunk(&mut unread))
}

/// Takes the next chunk from the interactions that are not read yet; `None` if all are read.
pub(super) fn next_chunk(unread: &mut Range<usize>) -> Option<Range<usize>> {
    let start = unread.start;
    unread.start = unread.end.min(start + CHUNK);
    (start < unread.end).then_some(start..unread.start)
}

/// An appraisal that a statement counts or leaves out, by the codes of its ledger.
#[derive(Clone, Debug)]
pub(crate) struct Row<C> {
    pub(super) appraisal: AppraisalRef,
    /// The cell of its line and measure.
    pub(crate) cell: u32,
    pub(crate) beneficiary: u32,
    pub(crate) measure: u32,
    appraisal_flags: AppraisalFlags,
    /// The flags of its interaction.
    pub(super) flags: InteractionFlags,
    pub(crate) counts_as: Classification,
    /// The size of the change; `None` if it is left out, or if no number of the kind holds it.
    pub(crate) amount: Option<C>,
}

impl<C> Row<C> {
    methods! { pub(crate) self:
        #[inline]
        interaction: usize = self.appraisal.interaction();
        #[inline]
        role: Role = self.appraisal_flags.role();
        /// Whether the beneficiary is only affected, or stated to have integrated nothing.
        #[inline]
        did_not_cooperate: bool = self.appraisal_flags.did_not_cooperate();
    }

    #[inline]
    pub(super) fn is_left_out(&self) -> bool {
        self.counts_as == Classification::LeftOut
    }

    /// The row of a user as an appraisal that is due.
    #[inline]
    pub(super) fn due(&self) -> DueAppraisal {
        let (interaction, user) = (self.interaction() as u32, self.beneficiary);
        DueAppraisal { interaction, user, measure: self.measure, cell: self.cell }
    }

    /// The day on which it was made, or the month or year of its interaction.
    #[inline]
    pub(crate) fn made<N: Number>(&self, ledger: &Ledger<N>) -> PartialDate {
        let columns = &ledger.columns;
        let appraisals = self.appraisal.in_columns(columns);
        let defaults = columns.default_days(self.interaction());
        let (made, ..) = appraisals.days_and_follow_up(self.appraisal.row(), defaults);
        columns.on(self.interaction()).or_made(made)
    }

    /// The change, positive for the better; `None` if the amount is.
    #[inline]
    pub(crate) fn signed<N: Number<Change = C>>(&self) -> Option<C>
    where
        C: Clone,
    {
        let amount = self.amount.as_ref()?;
        let is_down = self.counts_as.is_worse() | (self.counts_as == Classification::WithinDown);
        Some(if is_down { N::negated(amount) } else { amount.clone() })
    }
}

/// An appraisal that is due of a user, by the codes of its ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DueAppraisal {
    pub(crate) interaction: u32,
    pub(crate) user: u32,
    pub(crate) measure: u32,
    pub(crate) cell: u32,
}

/// Reads the rows of a ledger under the terms of a statement.
pub(crate) struct Counts<'a, N: Number> {
    pub(super) ledger: &'a Ledger<N>,
    pub(super) selection: Selection,
    pub(super) classifier: Classifier<N>,
    pub(super) keys: GroupKeys,
    filter: Option<RowFilter>,
    // Buffers for one chunk.
    selected: Vec<AppraisalRef>,
    fields: Vec<KeyFields>,
    /// Whether each row of a plain run passes the filter; empty without a filter.
    passes: Vec<bool>,
    cells: Vec<u32>,
}

impl<'a, N: Number> Counts<'a, N> {
    /// A walk under terms that were validated.
    pub(crate) fn new(ledger: &'a Ledger<N>, terms: &Terms) -> Self {
        let columns = &ledger.columns;
        let rows = columns.inside.len() + columns.later.len() + columns.interactions();
        Self {
            selection: Selection::new(terms, columns),
            classifier: Classifier::new(&ledger.catalogue, terms.get_baseline().reference(columns), terms.get_logic()),
            keys: GroupKeys::new(terms.grouping().words(), &ledger.catalogue, columns, rows),
            filter: RowFilter::new(terms, &ledger.catalogue, columns),
            selected: Vec::new(),
            fields: Vec::new(),
            passes: Vec::new(),
            cells: Vec::new(),
            ledger,
        }
    }

    /// Calls `take` with the rows that are counted, chunk by chunk. Rows of one interaction are adjacent.
    pub(crate) fn each(&mut self, mut take: impl FnMut(&[Row<N::Change>])) {
        let mut rows = Vec::new();
        for interactions in chunks(self.ledger) {
            self.read(interactions, &mut rows);
            rows.retain(|row| !row.is_left_out());
            take(&rows);
        }
    }

    /// The same as [`each`](Counts::each), including the rows that are left out.
    pub(crate) fn each_with_left_out(&mut self, mut take: impl FnMut(&[Row<N::Change>])) {
        let mut rows = Vec::new();
        for interactions in chunks(self.ledger) {
            self.read(interactions, &mut rows);
            take(&rows);
        }
    }

    /// Fills `rows` with the rows of some interactions, in the order of the interactions.
    pub(super) fn read(&mut self, interactions: Range<usize>, rows: &mut Vec<Row<N::Change>>) {
        let run = self.select(interactions);
        self.read_selected(run.as_ref(), rows);
    }

    /// Selects the appraisals of some interactions and finds their cells. Returns the interactions if they are a plain
    /// run.
    pub(super) fn select(&mut self, interactions: Range<usize>) -> Option<PlainRun<'a, N>> {
        let columns = &self.ledger.columns;
        if let Some(run) = self.selection.plain_run(columns, interactions.clone()) {
            if let Some(filter) = &self.filter {
                filter.find_and_count(&run, &mut self.passes, &mut self.selection.excluded);
            }
            self.keys.find_cells(&run, &mut self.cells);
            return Some(run);
        }
        // Some interaction is not plain, so all are selected one by one.
        self.selected.clear();
        for interaction in interactions {
            if self.selection.includes_interaction(columns, interaction) {
                self.selection.select(columns, interaction, &mut self.selected);
            }
        }
        self.fields.clear();
        self.fields.extend(self.selected.iter().map(|&appraisal| KeyFields::of(columns, appraisal)));
        if let Some(filter) = &self.filter {
            let rows = ScatteredRows { columns, fields: &self.fields };
            filter.find_and_count(&rows, &mut self.passes, &mut self.selection.excluded);
            keep(&mut self.selected, &self.passes);
            keep(&mut self.fields, &self.passes);
        }
        self.keys.find_cells(&ScatteredRows { columns, fields: &self.fields }, &mut self.cells);
        None
    }

    /// Fills `rows` with the appraisals that [`select`](Self::select) selected. `run` is its result.
    pub(super) fn read_selected(&self, run: Option<&PlainRun<'a, N>>, rows: &mut Vec<Row<N::Change>>) {
        rows.clear();
        match run {
            Some(run) => self.for_each_in_run(run, |row| rows.push(row)),
            None => {
                let selected = self.selected.iter().zip(&self.cells);
                rows.extend(selected.map(|(&appraisal, &cell)| self.row(appraisal, cell)));
            }
        }
    }

    /// Calls `take` with each row of a plain run that [`select`](Self::select) returned. It is inlined into the caller,
    /// so that the compiler drops the fields of a row that `take` does not read.
    #[inline]
    pub(super) fn for_each_in_run(&self, run: &PlainRun<'a, N>, mut take: impl FnMut(Row<N::Change>)) {
        let (columns, interactions, rows) = (run.columns(), run.interactions(), run.rows());
        let users = columns.user[interactions.clone()].iter();
        let flags = columns.flags[interactions.clone()].iter();
        let measures = columns.inside.measure[rows.clone()].iter();
        let appraisal_flags = columns.inside.flags[rows.clone()].iter();
        // In the usual case every appraisal states the same levels, so that these are read as a slice too.
        let mut levels = run.levels(self.classifier.reference());
        // Without a filter there is nothing to ask, and every row passes.
        let mut passes = self.passes.iter();
        let of_run = interactions.zip(rows).zip(&self.cells).zip(users).zip(measures).zip(appraisal_flags).zip(flags);
        for (((((at, &cell), &beneficiary), &measure), &appraisal_flags), &flags) in of_run {
            let (interaction, row) = at;
            let ClassifiedChange { counts_as, amount } = match levels.as_mut().and_then(Iterator::next) {
                Some(levels) => self.classifier.classify_levels(levels, measure, appraisal_flags, flags),
                None => self.classifier.classify_own(&columns.inside, row, flags),
            };
            if passes.next() == Some(&false) {
                continue;
            }
            let appraisal = AppraisalRef::inside(interaction, row);
            take(Row { appraisal, cell, beneficiary, measure, appraisal_flags, flags, counts_as, amount });
        }
    }

    #[inline]
    fn row(&self, appraisal: AppraisalRef, cell: u32) -> Row<N::Change> {
        let columns = &self.ledger.columns;
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let flags = columns.flags[appraisal.interaction()];
        let ClassifiedChange { counts_as, amount } = self.classifier.classify(columns, appraisal);
        let (beneficiary, measure, appraisal_flags) =
            (appraisals.beneficiary[row], appraisals.measure[row], appraisals.flags[row]);
        Row { appraisal, cell, beneficiary, measure, appraisal_flags, flags, counts_as, amount }
    }

    /// Calls `take` for each appraisal that is due, made or missing; never if the grouping has no coverage.
    pub(crate) fn each_due(&mut self, terms: &Terms, mut take: impl FnMut(DueAppraisal)) {
        let columns = &self.ledger.columns;
        let promises = Promises::new(&self.ledger.catalogue, terms.grouping());
        for interactions in chunks(self.ledger) {
            self.fields.clear();
            for interaction in interactions {
                let measures = promises.of(columns.service[interaction]);
                if !measures.is_empty() && self.selection.includes_interaction(columns, interaction) {
                    let of_user =
                        |user| measures.iter().map(move |&measure| KeyFields::of_due(interaction, user, measure));
                    self.fields.extend(columns.users(interaction).flat_map(of_user));
                }
            }
            if let Some(filter) = &self.filter {
                filter.find(&ScatteredRows { columns, fields: &self.fields }, &mut self.passes);
                keep(&mut self.fields, &self.passes);
            }
            self.keys.find_cells(&ScatteredRows { columns, fields: &self.fields }, &mut self.cells);
            for (fields, &cell) in self.fields.iter().zip(&self.cells) {
                let KeyFields { interaction, beneficiary, measure, .. } = *fields;
                take(DueAppraisal { interaction, user: beneficiary, measure, cell });
            }
        }
    }

    /// The appraisal that is due of a user with their profile, and its cell; `None` if it does not pass the filter.
    pub(super) fn due(&mut self, interaction: usize, user: (u32, u32), measure: u32) -> Option<DueAppraisal> {
        let fields = [KeyFields::of_due(interaction, user, measure)];
        let row = ScatteredRows { columns: &self.ledger.columns, fields: &fields };
        if let Some(filter) = &self.filter {
            filter.find(&row, &mut self.passes);
            if self.passes == [false] {
                return None;
            }
        }
        self.keys.find_cells(&row, &mut self.cells);
        Some(DueAppraisal { interaction: interaction as u32, user: user.0, measure, cell: self.cells[0] })
    }

    /// Whether rows are filtered.
    pub(super) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    /// The cells named, each once, in the order of their lines and measures.
    pub(crate) fn in_order(self, cells: impl IntoIterator<Item = u32>) -> Order {
        Order::of(self.keys, cells)
    }
}

/// Keeps the items that pass a filter.
pub(super) fn keep<T>(items: &mut Vec<T>, passes: &[bool]) {
    let mut passes = passes.iter();
    items.retain(|_| passes.next() == Some(&true));
}

/// Cells in the order of their lines and measures, with their labels.
pub(crate) struct Order {
    pub(crate) cells: Vec<u32>,
    /// The exclusive upper bound of all cells.
    end: usize,
    labels: Vec<Labels>,
    codes: Vec<u32>,
}

impl Order {
    /// Sorts the cells named, each once.
    pub(super) fn of(mut keys: GroupKeys, named: impl IntoIterator<Item = u32>) -> Self {
        let end = keys.end();
        let mut is_named = vec![false; end];
        for cell in named {
            is_named[cell as usize] = true;
        }
        let is_named = |&cell: &u32| is_named[cell as usize];
        let (mut cells, mut codes) = keys.sorted_cells(|cells| (0..cells as u32).filter(is_named).collect());
        let labels = std::mem::take(&mut keys.labels);
        if !cells.iter().all(is_named) {
            // An appraisal that is left out has a cell too, which may have no other appraisal and is then not named.
            let kept = cells.iter().zip(codes.chunks(labels.len().max(1))).filter(|(cell, _)| is_named(cell));
            codes = kept.flat_map(|(_, codes)| codes).copied().collect();
            cells.retain(is_named);
        }
        Self { cells, end, labels, codes }
    }

    /// The position of each cell in the order.
    pub(crate) fn positions(&self) -> Vec<u32> {
        positions(&self.cells, self.end)
    }

    /// The cells as rows of an index.
    pub(crate) fn index(self) -> Index {
        Index::new(self.labels, self.codes, self.cells.len())
    }
}
