//! What a statement counts, appraisal by appraisal: for readings, which add it up in other ways.

use jiff::civil::Date;

use super::cells::places;
use super::classify::{Classification, Classifier, Counted};
use super::group_keys::Keys;
use super::index::Index;
use super::labels::Labels;
use super::promises::Promises;
use super::selection::{Place, Selection};
use super::standing::{ScatteredRows, Standing};
use super::{Entry, Terms};
use crate::ledger::{AppraisalFlags, Ledger, PlainRun};
use crate::number::Number;
use crate::record::Role;

/// Interactions that are counted together; see the engine of statements.
const TOGETHER: usize = 1 << 8;

/// An appraisal that is counted, by the numbers of its ledger. What not every reading asks for is looked up when it does.
#[derive(Clone, Debug)]
pub(crate) struct Row<C> {
    place: Place,
    /// Of the line and measure it is counted on.
    pub(crate) cell: u32,
    pub(crate) beneficiary: u32,
    pub(crate) measure: u32,
    marks: AppraisalFlags,
    pub(crate) counts_as: Classification,
    /// The size of the change; none if no number of the kind holds it.
    pub(crate) amount: Option<C>,
}

impl<C> Row<C> {
    #[inline]
    pub(crate) fn interaction(&self) -> usize {
        self.place.interaction()
    }

    #[inline]
    pub(crate) fn role(&self) -> Role {
        self.marks.role()
    }

    /// Whether they are only affected, or stated to have integrated nothing.
    #[inline]
    pub(crate) fn did_not_cooperate(&self) -> bool {
        self.marks.did_not_cooperate()
    }

    /// When it was made.
    #[inline]
    pub(crate) fn made<N: Number>(&self, ledger: &Ledger<N>) -> Date {
        let (columns, interaction) = (&ledger.columns, self.place.interaction());
        let appraisals = self.place.in_columns(columns);
        appraisals.days_and_follow_up(self.place.row(), columns.default_days(interaction)).0
    }

    /// What a trace tells of it.
    pub(crate) fn entry<N: Number<Change = C>>(&self, ledger: &Ledger<N>) -> Entry<N>
    where
        C: Clone,
    {
        ledger.entry(self.place, self.counts_as, self.amount.clone())
    }

    /// The change, better above zero; none if no number of the kind holds it.
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

/// An appraisal that is due of a user, by the numbers of its ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    pub(crate) interaction: u32,
    pub(crate) user: u32,
    pub(crate) measure: u32,
    pub(crate) cell: u32,
}

/// Whether the rows may include appraisals that are left out.
#[derive(Clone, Copy, PartialEq)]
enum RowsInclude {
    CountedOnly,
    LeftOut,
}

/// Counts what a statement of some terms counts.
pub(crate) struct Counts<'a, N: Number> {
    ledger: &'a Ledger<N>,
    choosing: Selection,
    counting: Classifier<N>,
    keys: Keys,
    cells: Vec<u32>,
    rows: Vec<Row<N::Change>>,
}

/// Cells in the order of their lines and measures, and their texts.
pub(crate) struct Order {
    pub(crate) cells: Vec<u32>,
    /// Every cell is below this.
    end: usize,
    labels: Vec<Labels>,
    codes: Vec<u32>,
}

impl Order {
    /// These cells of keys, however often each is named.
    pub(super) fn of(mut keys: Keys, named: impl IntoIterator<Item = u32>) -> Self {
        let end = keys.end();
        let mut met = vec![false; end];
        for cell in named {
            met[cell as usize] = true;
        }
        let is_met = |&cell: &u32| met[cell as usize];
        let (mut cells, mut codes) = keys.in_order(|cells| (0..cells as u32).filter(is_met).collect());
        let labels = std::mem::take(&mut keys.labels);
        if !cells.iter().all(is_met) {
            // What was left out has a cell, and may be all there is of it.
            let kept = cells.iter().zip(codes.chunks(labels.len().max(1))).filter(|(cell, _)| is_met(cell));
            codes = kept.flat_map(|(_, codes)| codes).copied().collect();
            cells.retain(is_met);
        }
        Self { cells, end, labels, codes }
    }

    /// The place of each cell, by its number.
    pub(crate) fn places(&self) -> Vec<u32> {
        places(&self.cells, self.end)
    }

    /// The cells as rows of an index.
    pub(crate) fn index(self) -> Index {
        Index::new(self.labels, self.codes, self.cells.len())
    }
}

impl<'a, N: Number> Counts<'a, N> {
    /// Under terms that were checked.
    pub(crate) fn new(ledger: &'a Ledger<N>, terms: &Terms) -> Self {
        let columns = &ledger.columns;
        let rows = columns.inside.len() + columns.later.len();
        Self {
            choosing: Selection::new(terms),
            counting: Classifier::new(&ledger.catalogue, terms.get_baseline(), terms.get_logic()),
            keys: Keys::new(terms.grouping().words(), &ledger.catalogue, columns, rows),
            cells: Vec::new(),
            rows: Vec::new(),
            ledger,
        }
    }

    /// Hands over all that is counted, some interactions at a time: each interaction's appraisals one after the other.
    pub(crate) fn each(&mut self, mut take: impl FnMut(&[Row<N::Change>])) {
        for interactions in self.stretches() {
            if self.choose_and_count(interactions) == RowsInclude::LeftOut {
                self.rows.retain(|row| row.counts_as != Classification::LeftOut);
            }
            take(&self.rows);
        }
    }

    /// As [`each`](Counts::each), with the appraisals that are left out.
    pub(crate) fn each_with_left_out(&mut self, mut take: impl FnMut(&[Row<N::Change>])) {
        for interactions in self.stretches() {
            self.choose_and_count(interactions);
            take(&self.rows);
        }
    }

    /// Calls `take` for each appraisal that is due, made or missing; never where the grouping has no coverage.
    pub(crate) fn each_due(&mut self, terms: &Terms, mut take: impl FnMut(Due)) {
        let columns = &self.ledger.columns;
        let promises = Promises::new(&self.ledger.catalogue, terms.grouping());
        let (mut standings, mut cells) = (Vec::new(), Vec::new());
        for interactions in self.stretches() {
            standings.clear();
            for interaction in interactions {
                let measures = promises.of(columns.service[interaction]);
                if !measures.is_empty() && self.choosing.counts_interaction(columns, interaction) {
                    let of_user = |user| measures.iter().map(move |&measure| Standing::due(interaction, user, measure));
                    standings.extend(columns.users(interaction).flat_map(of_user));
                }
            }
            self.keys.find_cells(&ScatteredRows { columns, standings: &standings }, &mut cells);
            for (standing, &cell) in standings.iter().zip(&cells) {
                let Standing { interaction, beneficiary, measure, .. } = *standing;
                take(Due { interaction, user: beneficiary, measure, cell });
            }
        }
    }

    /// The interactions, some at a time.
    fn stretches(&self) -> impl Iterator<Item = std::ops::Range<usize>> + use<N> {
        let interactions = self.ledger.columns.interactions();
        (0..interactions).step_by(TOGETHER).map(move |start| start..interactions.min(start + TOGETHER))
    }

    fn choose_and_count(&mut self, interactions: std::ops::Range<usize>) -> RowsInclude {
        self.rows.clear();
        match self.choosing.all_of(&self.ledger.columns, interactions.clone()) {
            Some(stretch) => self.count_plain(&stretch),
            None => self.count_any(interactions),
        }
    }

    fn count_plain(&mut self, stretch: &PlainRun<'_, N>) -> RowsInclude {
        self.keys.find_cells(stretch, &mut self.cells);
        let (interactions, rows) = (stretch.interactions(), stretch.rows());
        let places = interactions.clone().zip(rows.clone());
        let places = places.map(|(interaction, row)| Place::inside(interaction as u32, row as u32));
        let Some(levels) = stretch.levels(self.counting.reference()) else {
            let rows = places.zip(&self.cells);
            self.rows.extend(rows.map(|(place, &cell)| row_of(self.ledger, &self.counting, place, cell)));
            return RowsInclude::LeftOut;
        };
        // Nearly all: what is asked of each is read column by column.
        let (columns, counting) = (stretch.columns(), &self.counting);
        let measures = columns.inside.measure[rows.clone()].iter();
        let marks = columns.inside.flags[rows].iter();
        let users = columns.user[interactions.clone()].iter();
        let flags = columns.flags[interactions].iter();
        let stated = levels.zip(measures).zip(marks).zip(flags);
        self.rows.extend(stated.zip(users).zip(places).zip(&self.cells).map(
            |((((((levels, &measure), &marks), &flags), &beneficiary), place), &cell)| {
                let Counted { counts_as, amount } = counting.count_levels(levels, measure, marks, flags);
                Row { place, cell, beneficiary, measure, marks, counts_as, amount }
            },
        ));
        RowsInclude::CountedOnly
    }

    fn count_any(&mut self, interactions: std::ops::Range<usize>) -> RowsInclude {
        let columns = &self.ledger.columns;
        let mut places = Vec::new();
        for interaction in interactions {
            if self.choosing.counts_interaction(columns, interaction) {
                self.choosing.choose(columns, interaction, &mut places);
            }
        }
        let standings: Vec<_> = places.iter().map(|&place| Standing::of(columns, place)).collect();
        self.keys.find_cells(&ScatteredRows { columns, standings: &standings }, &mut self.cells);
        let rows = places.iter().zip(&self.cells);
        self.rows.extend(rows.map(|(&place, &cell)| row_of(self.ledger, &self.counting, place, cell)));
        RowsInclude::LeftOut
    }

    /// These cells in the order of their lines, however often each is named.
    pub(crate) fn in_order(self, cells: impl IntoIterator<Item = u32>) -> Order {
        Order::of(self.keys, cells)
    }
}

/// A row that is counted or left out.
#[inline]
fn row_of<N: Number>(ledger: &Ledger<N>, counting: &Classifier<N>, place: Place, cell: u32) -> Row<N::Change> {
    let columns = &ledger.columns;
    let (appraisals, row, interaction) = (place.in_columns(columns), place.row(), place.interaction());
    let counted = counting.count(appraisals, row, columns.flags[interaction]);
    let (beneficiary, measure, marks) = (appraisals.beneficiary[row], appraisals.measure[row], appraisals.flags[row]);
    let Counted { counts_as, amount } = counted;
    Row { place, cell, beneficiary, measure, marks, counts_as, amount }
}
