//! From the columns of a ledger to the cells of a statement, in one pass.

use std::ops::Range;

use hashbrown::HashTable;

use super::cells::{Cells, MISSING_DOWN, MISSING_UP, Tally};
use super::choosing::{Choosing, Place};
use super::counting::{AMOUNTS, Counting, CountsAs};
use super::keys::{Keys, Standing};
use super::labels::Labels;
use super::people::People;
use super::{Statement, Terms};
use crate::ledger::{Columns, Ledger};
use crate::number::{LINES_IN_CACHE, Number};
use crate::record::{Role, SourceKind};

/// Up to so many keys each has a cell of its own, met or not.
const FEW_KEYS: u64 = 1 << 12;
/// Up to so many keys for each row the cell of a key is looked up by place, beyond it by hash.
const PLACES_FOR_EACH_ROW: u64 = 4;

/// From a key to its cell.
enum Found {
    /// The key is the cell's number.
    Itself,
    /// Cells are numbered as they are first met.
    ByPlace(Vec<u32>),
    /// The same, by hash.
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
        let places = FEW_KEYS.max((rows as u64).saturating_mul(PLACES_FOR_EACH_ROW));
        let found = if space <= FEW_KEYS.max(rows as u64 / 4) {
            Found::Itself
        } else if space <= places {
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
            Found::Itself => key as u32,
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

    /// Adds the cells of keys to `cells`.
    fn add_cells(&mut self, keys: &[u64], cells: &mut Vec<u32>) {
        match self.found {
            Found::Itself => cells.extend(keys.iter().map(|&key| key as u32)),
            _ => cells.extend(keys.iter().map(|&key| self.cell(key))),
        }
    }

    fn key(&self, cell: u32) -> u64 {
        match self.found {
            Found::Itself => u64::from(cell),
            _ => self.keys[cell as usize],
        }
    }

    /// The cells that were met, in the order of their keys.
    fn in_order<N: Number>(&self, space: u64, cells: &Cells<N>) -> Vec<u32> {
        match &self.found {
            Found::Itself => cells.met(usize::try_from(space).unwrap_or(0)),
            Found::ByPlace(cells) => cells.iter().copied().filter(|&cell| cell != NONE).collect(),
            Found::ByHash(_) => {
                let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
                order.sort_unstable_by_key(|&cell| self.keys[cell as usize]);
                order
            }
        }
    }
}

/// Appraisals that are stated together: word by word and column by column, each loop short, and few enough that all
/// that passes between the loops stays in the cache.
const TOGETHER: usize = 1 << 10;
const MANY_TOGETHER: usize = 1 << 20;

/// The appraisals to be stated next, and what is found of them.
struct Next {
    /// Each interaction, and where its appraisals end.
    interactions: Vec<(u32, u32)>,
    places: Vec<Place>,
    standings: Vec<Standing>,
    keys: Vec<u64>,
    cells: Vec<u32>,
    left_out: Vec<bool>,
    /// The cells of those that are due, and whether they are made.
    due: Vec<(u32, u32)>,
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
    /// How many are due and made, by cell: a ledger's rows are numbered with 32 bits.
    due: Vec<[u32; 2]>,
    next: Next,
    /// Changes of each kind that wait to be added to their cells.
    waiting: [Vec<(u32, N::Change)>; AMOUNTS],
    /// How many changes wait at the most: with very many cells more, so that they can be put in order first.
    patience: usize,
}

/// States the books of a ledger under terms that were checked; none where its lines could not be numbered.
pub(super) fn state<N: Number>(ledger: &Ledger<N>, terms: Terms) -> Option<Statement<N>> {
    let columns = &ledger.columns;
    let keys = Keys::new(terms.grouping().words(), &ledger.catalogue, columns);
    let space = keys.space()?;
    let rows = columns.inside.len() + columns.later.len() + columns.interactions();
    let mut pass = Pass {
        counting: Counting::new(&ledger.catalogue, terms.stated_baseline(), terms.stated_logic()),
        of_keys: CellsOfKeys::new(space, rows),
        keys,
        cells: Cells::default(),
        promises: promises(ledger, &terms),
        counted: vec![false; columns.actors.len()],
        due: Vec::new(),
        next: Next {
            interactions: Vec::new(),
            places: Vec::new(),
            standings: Vec::new(),
            keys: Vec::new(),
            cells: Vec::new(),
            left_out: Vec::new(),
            due: Vec::new(),
        },
        waiting: std::array::from_fn(|_| Vec::new()),
        patience: if space > LINES_IN_CACHE as u64 { MANY_TOGETHER } else { TOGETHER },
        ledger,
    };
    let mut choosing = Choosing::new(&terms);
    for interaction in 0..columns.interactions() {
        if choosing.counts_interaction(columns, interaction) {
            choosing.choose(columns, interaction, &mut pass.next.places);
            pass.next.interactions.push((interaction as u32, pass.next.places.len() as u32));
            if pass.next.places.len() >= TOGETHER || pass.next.interactions.len() >= TOGETHER {
                pass.state_next();
            }
        }
    }
    pass.state_next();
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
    /// States the appraisals that were chosen.
    fn state_next(&mut self) {
        self.find_cells();
        self.count();
        self.coverage();
        for (cell, made) in self.next.due.drain(..) {
            if cell as usize >= self.due.len() {
                self.due.resize(cell as usize + 1, [0, 0]);
            }
            let [due, all_made] = &mut self.due[cell as usize];
            *due += 1;
            *all_made += made;
        }
        self.next.interactions.clear();
        self.next.places.clear();
        for amount in 0..AMOUNTS {
            if self.waiting[amount].len() >= self.patience {
                self.add_waiting(amount);
            }
        }
    }

    fn find_cells(&mut self) {
        let columns = &self.ledger.columns;
        let Next { places, standings, keys, cells, .. } = &mut self.next;
        standings.clear();
        standings.extend(places.iter().map(|&place| standing(columns, place)));
        keys.clear();
        keys.resize(standings.len(), 0);
        self.keys.add_keys(columns, standings, keys);
        cells.clear();
        self.of_keys.add_cells(keys, cells);
    }

    fn count(&mut self) {
        let columns = &self.ledger.columns;
        let Next { places, standings, cells, left_out, .. } = &mut self.next;
        left_out.clear();
        for ((&place, standing), &cell) in places.iter().zip(&*standings).zip(&*cells) {
            let flags = columns.flags[standing.interaction as usize];
            let direct = (flags.is_indirect(), flags.is_misused());
            let counted = self.counting.count(place.in_columns(columns), place.row(), direct);
            let is_left_out = counted.counts_as == CountsAs::LeftOut;
            left_out.push(is_left_out);
            if is_left_out {
                self.cells.count(Tally::LeftOut, cell);
                continue;
            }
            self.counted[standing.beneficiary as usize] = true;
            match counted.amount {
                Some(amount) => self.waiting[counted.counts_as as usize].push((cell, amount)),
                None => self.cells.add(counted.counts_as as usize, cell, None),
            }
        }
    }

    fn add_waiting(&mut self, amount: usize) {
        let added = self.cells.amounts[amount].add_rows(&self.waiting[amount]);
        added.expect("the door lets only finite numbers in");
        self.waiting[amount].clear();
    }

    /// What is due of the interactions, and how far what is missing could move.
    fn coverage(&mut self) {
        let columns = &self.ledger.columns;
        let mut start = 0;
        for index in 0..self.next.interactions.len() {
            let (interaction, end) = self.next.interactions[index];
            let (interaction, stated) = (interaction as usize, start..end as usize);
            start = stated.end;
            if self.promises[columns.service[interaction] as usize].is_empty() {
                continue;
            }
            if self.is_simply_due(interaction, &stated) {
                let one = stated.start;
                self.next.due.push((self.next.cells[one], 1));
                continue;
            }
            let first = (columns.user[interaction], columns.user_profile.get(interaction));
            self.coverage_of(interaction, first, stated.clone());
            if let Some(parties) = columns.parties(interaction) {
                for &user in &parties.users {
                    self.coverage_of(interaction, user, stated.clone());
                }
            }
        }
    }

    /// Whether one appraisal is due of an interaction's only user, and it is the one that was counted: nearly all.
    #[inline]
    fn is_simply_due(&self, interaction: usize, stated: &Range<usize>) -> bool {
        let columns = &self.ledger.columns;
        if stated.len() != 1 || columns.parties(interaction).is_some() || self.next.left_out[stated.start] {
            return false;
        }
        let standing = &self.next.standings[stated.start];
        let promises = &self.promises[columns.service[interaction] as usize];
        standing.beneficiary == columns.user[interaction] && **promises == [standing.measure]
    }

    fn coverage_of(&mut self, interaction: usize, user: (u32, u32), stated: Range<usize>) {
        let columns = &self.ledger.columns;
        let service = columns.service[interaction] as usize;
        for promise in 0..self.promises[service].len() {
            let measure = self.promises[service][promise];
            let is_due = |standing: &Standing| standing.beneficiary == user.0 && standing.measure == measure;
            let found = stated.clone().find(|&one| is_due(&self.next.standings[one]));
            // Without grouping by role or source, what is due stands where the user's appraisal does.
            let cell = match found {
                Some(one) => self.next.cells[one],
                None => self.of_keys.cell(self.keys.key(columns, due(interaction, user, measure))),
            };
            let made = found.is_some_and(|one| !self.next.left_out[one]);
            self.next.due.push((cell, u32::from(made)));
            if !made {
                self.missing(interaction, user.0, measure, (cell, found));
            }
        }
    }

    /// How far a missing appraisal could move its cell.
    #[cold]
    fn missing(&mut self, interaction: usize, user: u32, measure: u32, (cell, left_out): (u32, Option<usize>)) {
        let columns = &self.ledger.columns;
        let reference = left_out.and_then(|one| {
            let place = self.next.places[one];
            self.counting.reference_of(place.in_columns(columns), place.row())
        });
        if let Some((up, down)) = self.counting.moves(&self.ledger.catalogue, measure, reference) {
            if !columns.integrated_nothing(interaction, user) {
                self.cells.add(MISSING_UP, cell, up.as_ref());
            }
            self.cells.add(MISSING_DOWN, cell, down.as_ref());
        }
    }

    fn statement(mut self, terms: Terms) -> Statement<N> {
        (0..AMOUNTS).for_each(|amount| self.add_waiting(amount));
        for (cell, &[due, made]) in self.due.iter().enumerate().filter(|(_, [due, _])| *due > 0) {
            let tallies = self.cells.tallies(cell as u32);
            tallies[Tally::Due as usize] = due.into();
            tallies[Tally::Made as usize] = made.into();
        }
        let order = self.of_keys.in_order(self.keys.space().unwrap_or(0), &self.cells);
        let cells = self.cells.reordered(&order);
        let width = self.keys.labels.len();
        let mut codes = Vec::with_capacity(order.len() * width);
        for &cell in &order {
            codes.extend(self.keys.codes(self.of_keys.key(cell)));
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
pub(super) fn standing<N: Number>(columns: &Columns<N>, place: Place) -> Standing {
    let (appraisals, row, interaction) = (place.in_columns(columns), place.row(), place.interaction());
    let (beneficiary, marks) = (appraisals.beneficiary[row], appraisals.marks[row]);
    let profile = if marks.role_index() != Role::User as usize {
        0
    } else if beneficiary == columns.user[interaction] {
        columns.user_profile.get(interaction)
    } else {
        columns.users(interaction).find(|(user, _)| *user == beneficiary).map_or(0, |(_, profile)| profile)
    };
    let (role, source) = (marks.role_index() as u8, marks.source_index() as u8);
    Standing { interaction: place.interaction, beneficiary, measure: appraisals.measure[row], profile, role, source }
}

/// Where an appraisal that is due stands: as the user's own would.
pub(super) fn due(interaction: usize, (beneficiary, profile): (u32, u32), measure: u32) -> Standing {
    let (role, source) = (Role::User as u8, SourceKind::Own as u8);
    Standing { interaction: interaction as u32, beneficiary, measure, profile, role, source }
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
