//! From the columns of a ledger to the cells of a statement, in one pass.

use hashbrown::HashTable;

use super::cells::{Cells, MISSING_DOWN, MISSING_UP, Tally};
use super::choosing::{Choosing, Place};
use super::counting::{Counting, CountsAs};
use super::keys::{Keys, Standing};
use super::labels::Labels;
use super::people::People;
use super::{Statement, Terms};
use crate::ledger::{Columns, Ledger};
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// Up to so many keys for each row the cell of a key is looked up by place, beyond it by hash.
const PLACES_FOR_EACH_ROW: u64 = 4;
const FEW_PLACES: u64 = 1 << 16;

/// From a key to its cell; cells are numbered as they are first met.
enum Found {
    ByPlace(Vec<u32>),
    ByHash(HashTable<(u64, u32)>),
}

/// No cell yet.
const NONE: u32 = u32::MAX;

struct CellsOfKeys {
    found: Found,
    keys: Vec<u64>,
}

fn spread(key: u64) -> u64 {
    let product = u128::from(key ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
    (product >> 64) as u64 ^ product as u64
}

impl CellsOfKeys {
    fn new(space: u64, rows: usize) -> Self {
        let places = FEW_PLACES.max((rows as u64).saturating_mul(PLACES_FOR_EACH_ROW));
        let found = if space <= places {
            Found::ByPlace(vec![NONE; usize::try_from(space).unwrap_or(0)])
        } else {
            Found::ByHash(HashTable::new())
        };
        Self { found, keys: Vec::new() }
    }

    #[inline]
    fn cell(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        match &mut self.found {
            Found::ByPlace(cells) => {
                let cell = &mut cells[key as usize];
                if *cell == NONE {
                    *cell = next;
                    self.keys.push(key);
                }
                *cell
            }
            Found::ByHash(cells) => {
                let entry = cells.entry(spread(key), |(known, _)| *known == key, |(known, _)| spread(*known));
                let slot = entry.or_insert_with(|| {
                    self.keys.push(key);
                    (key, next)
                });
                slot.get().1
            }
        }
    }

    /// The cells in the order of their keys.
    fn in_order(&self) -> Vec<u32> {
        match &self.found {
            Found::ByPlace(cells) => cells.iter().copied().filter(|&cell| cell != NONE).collect(),
            Found::ByHash(_) => {
                let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
                order.sort_unstable_by_key(|&cell| self.keys[cell as usize]);
                order
            }
        }
    }
}

/// A pass over a ledger's columns under one statement's terms.
struct Pass<'a, N: Number> {
    ledger: &'a Ledger<N>,
    counting: Counting<N>,
    keys: Keys,
    cells: Cells<N>,
    of_keys: CellsOfKeys,
    /// The measures each service promises, by number; none where the grouping has no coverage.
    promises: Vec<Vec<u32>>,
    /// Actors who were counted.
    counted: Vec<bool>,
}

/// States the books of a ledger under terms that were checked.
pub(super) fn state<N: Number>(ledger: &Ledger<N>, terms: Terms) -> Option<Statement<N>> {
    let columns = &ledger.columns;
    let keys = Keys::new(terms.grouping().words(), &ledger.catalogue, columns);
    let rows = columns.inside.len() + columns.later.len() + columns.interactions();
    let mut pass = Pass {
        counting: Counting::new(&ledger.catalogue, terms.stated_baseline(), terms.stated_logic()),
        of_keys: CellsOfKeys::new(keys.space()?, rows),
        keys,
        cells: Cells::default(),
        promises: promises(ledger, &terms),
        counted: vec![false; columns.actors.len()],
        ledger,
    };
    let mut choosing = Choosing::new(&terms);
    let mut chosen = Vec::new();
    for interaction in 0..columns.interactions() {
        if choosing.counts_interaction(columns, interaction) {
            choosing.choose(columns, interaction, &mut chosen);
            pass.interaction(interaction, &chosen);
        }
    }
    Some(pass.statement(terms))
}

fn promises<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> Vec<Vec<u32>> {
    let catalogue = &ledger.catalogue;
    let of_service = |service: &crate::catalogue::Service<N>| {
        let measures = service.stated_promises().filter_map(|(measure, _)| catalogue.measure_index(measure.as_str()));
        if terms.grouping().has_coverage() { measures.collect() } else { Vec::new() }
    };
    catalogue.services().map(of_service).collect()
}

impl<N: Number> Pass<'_, N> {
    #[inline]
    fn interaction(&mut self, interaction: usize, chosen: &[Place]) {
        let columns = &self.ledger.columns;
        let flags = columns.flags[interaction];
        let service = columns.service[interaction] as usize;
        for &place in chosen {
            let appraisals = place.in_columns(columns);
            let counted = self.counting.count(appraisals, place.row, (flags.is_indirect(), flags.is_misused()));
            let cell = self.of_keys.cell(self.keys.key(columns, standing(columns, interaction, place)));
            if counted.counts_as == CountsAs::LeftOut {
                self.cells.count(Tally::LeftOut, cell);
            } else {
                self.cells.add(counted.counts_as as usize, cell, counted.amount.as_ref());
                self.counted[appraisals.beneficiary[place.row] as usize] = true;
            }
        }
        if !self.promises[service].is_empty() {
            self.coverage(interaction, chosen);
        }
    }

    /// What is due of an interaction, and how far what is missing could move.
    #[inline]
    fn coverage(&mut self, interaction: usize, chosen: &[Place]) {
        let columns = &self.ledger.columns;
        let flags = columns.flags[interaction];
        for (user, profile) in columns.users(interaction) {
            for &measure in &self.promises[columns.service[interaction] as usize] {
                let (role, source) = (Role::User as usize, SourceKind::Own as usize);
                let due = Standing { interaction, beneficiary: user, profile, role, source, measure };
                let cell = self.of_keys.cell(self.keys.key(columns, due));
                self.cells.count(Tally::Due, cell);
                let made = chosen.iter().find(|place| {
                    let appraisals = place.in_columns(columns);
                    appraisals.beneficiary[place.row] == user && appraisals.measure[place.row] == measure
                });
                let direct = (flags.is_indirect(), flags.is_misused());
                let is_made = made.is_some_and(|place| {
                    let counted = self.counting.count(place.in_columns(columns), place.row, direct);
                    counted.counts_as != CountsAs::LeftOut
                });
                if is_made {
                    self.cells.count(Tally::Made, cell);
                    continue;
                }
                let reference = made.and_then(|place| self.counting.reference_of(place.in_columns(columns), place.row));
                if let Some((up, down)) = self.counting.moves(&self.ledger.catalogue, measure, reference) {
                    if !columns.integrated_nothing(interaction, user) {
                        self.cells.add(MISSING_UP, cell, up.as_ref());
                    }
                    self.cells.add(MISSING_DOWN, cell, down.as_ref());
                }
            }
        }
    }

    fn statement(self, terms: Terms) -> Statement<N> {
        let order = self.of_keys.in_order();
        let cells = self.cells.reordered(&order);
        let width = self.keys.labels.len();
        let mut codes = Vec::with_capacity(order.len() * width);
        for &cell in &order {
            codes.extend(self.keys.codes(self.of_keys.keys[cell as usize]));
        }
        let (labels, codes) = only_used(&self.keys.labels, codes);
        let actors = &self.ledger.columns.actors;
        let counted = self.counted.iter().enumerate().filter(|(_, counted)| **counted);
        Statement {
            terms: Some(terms),
            catalogue: self.ledger.catalogue.clone(),
            parts: self.ledger.parts.clone(),
            people: People::of(counted.map(|(actor, _)| actors.text(actor as u32))),
            labels,
            codes,
            cells,
        }
    }
}

/// Where an appraisal stands.
#[inline]
pub(super) fn standing<N: Number>(columns: &Columns<N>, interaction: usize, place: Place) -> Standing {
    let appraisals = place.in_columns(columns);
    let (beneficiary, marks) = (appraisals.beneficiary[place.row], appraisals.marks[place.row]);
    let profile = if marks.role_index() != Role::User as usize {
        0
    } else if beneficiary == columns.user[interaction] {
        columns.user_profile.get(interaction)
    } else {
        columns.users(interaction).find(|(user, _)| *user == beneficiary).map_or(0, |(_, profile)| profile)
    };
    let (role, source, measure) = (marks.role_index(), marks.source_index(), appraisals.measure[place.row]);
    Standing { interaction, beneficiary, profile, role, source, measure }
}

/// Only the labels that a cell has, and the codes among them: equal statements then have equal labels.
fn only_used(labels: &[Labels], mut codes: Vec<u32>) -> (Vec<Labels>, Vec<u32>) {
    let width = labels.len();
    let mut kept = Vec::with_capacity(width);
    for (word, labels) in labels.iter().enumerate() {
        let mut used = vec![false; labels.codes() as usize];
        for code in codes.iter().skip(word).step_by(width) {
            used[*code as usize] = true;
        }
        if used.iter().skip(1).all(|&used| used) {
            kept.push(labels.clone());
            continue;
        }
        let (only, new_codes) = labels.only(&used);
        for code in codes.iter_mut().skip(word).step_by(width) {
            *code = new_codes[*code as usize];
        }
        kept.push(only);
    }
    (kept, codes)
}
