//! What is taken of amounts, gathered by cell until all is known, and then added up by party.

use std::mem::{replace, take};

use super::blocks::Blocks;
use super::cell_shares::CellShares;
use super::party_names::{NOBODY, PartyNames};
use super::regulars::Regulars;
use super::taken::{CREATED, DESTROYED, Taken};
use crate::number::Apportion;

/// Cells with a number below this have lists of their own; lists of very many cells would be mostly empty.
const CELLS_WITH_LISTS: usize = 1 << 14;
/// So many wait at the most: they and their copies while they are sorted stay in the cache.
const TOGETHER: usize = 1 << 13;
/// Up to so many cells have what is added up of them in the cache.
const CELLS_AT_HAND: usize = 1 << 13;

/// All that is taken of the amounts of a reading. Who has a share of nearly every amount of a cell has them added up as
/// they come; what others have is listed.
pub(super) struct Gathering<N: Apportion> {
    /// By cell.
    regulars: Vec<Regulars<N::Shares>>,
    /// What comes next to the lists.
    waiting: [Vec<Taken<N>>; 2],
    /// By cell, as far as cells have lists.
    lists: [Vec<Blocks<Taken<N>>>; 2],
    /// Of cells with higher numbers.
    others: [Vec<Taken<N>>; 2],
}

impl<N: Apportion> Gathering<N> {
    pub(super) fn new() -> Self {
        Self {
            regulars: Vec::new(),
            waiting: [Vec::new(), Vec::new()],
            lists: [Vec::new(), Vec::new()],
            others: [Vec::new(), Vec::new()],
        }
    }

    #[inline]
    pub(super) fn push(&mut self, names: &PartyNames<'_>, figure: usize, taken: Taken<N>) {
        let (place, code) = (taken.cell as usize, taken.code);
        if place >= self.regulars.len() {
            self.make_room(place);
        }
        let regulars = &mut self.regulars[place];
        if code == NOBODY {
            return taken.add_to(regulars.nobodys());
        }
        if let Some(share) = regulars.share(names, figure, code) {
            taken.add_to(share);
        } else {
            self.waiting[figure].push(taken);
            if self.waiting[figure].len() == TOGETHER {
                self.list(figure);
            }
        }
    }

    /// Brings what waits to the lists, in order of cells: to write to another list each time, and so to other memory, would
    /// be waited for.
    #[cold]
    fn list(&mut self, figure: usize) {
        let waiting = &mut self.waiting[figure];
        radsort::sort_by_key(waiting, |taken| taken.cell);
        for taken in waiting.drain(..) {
            match self.lists[figure].get_mut(taken.cell as usize) {
                Some(list) => list.push(taken),
                None => self.others[figure].push(taken),
            }
        }
    }

    #[cold]
    fn make_room(&mut self, place: usize) {
        self.regulars.resize_with(place + 1, Regulars::default);
        let lists = (place + 1).min(CELLS_WITH_LISTS);
        self.lists.iter_mut().for_each(|of| of.resize_with(lists, Blocks::default));
    }

    /// Brings what is added up of these cells near, of all at a time: one after the other would be waited for.
    pub(super) fn bring_near(&self, cells: impl Iterator<Item = u32>) {
        if self.regulars.len() > CELLS_AT_HAND {
            cells.filter_map(|cell| self.regulars.get(cell as usize)).for_each(Regulars::bring_near);
        }
    }

    /// The cells of whose amounts anything was taken.
    pub(super) fn met(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.regulars).filter(|(_, regulars)| regulars.is_met()).map(|(cell, _)| cell)
    }

    /// Adds up what each party has of each cell, in the order of these cells, whose places there are given too.
    pub(super) fn added_up(mut self, cells: &[u32], places: &[u32], names: &PartyNames<'_>) -> CellShares<N> {
        for figure in [CREATED, DESTROYED] {
            self.list(figure);
        }
        let room = [CREATED, DESTROYED].map(|figure| {
            let own: usize = self.lists[figure].iter().map(Blocks::len).sum();
            // And those that are added up already.
            own + self.others[figure].len() + 3 * cells.len()
        });
        let mut others = self.others.map(|mut others| {
            radsort::sort_by_key(&mut others, |taken| places[taken.cell as usize]);
            others.into_iter().peekable()
        });
        let mut shares = CellShares::with_room(names.codes(), room);
        for &cell in cells {
            let mut lists = [CREATED, DESTROYED].map(|figure| {
                // Let go of when the cell is done, so that its memory is used again.
                self.lists[figure].get_mut(cell as usize).map(take).unwrap_or_default()
            });
            for (list, others) in lists.iter_mut().zip(&mut others) {
                while let Some(taken) = others.next_if(|taken| taken.cell == cell) {
                    list.push(taken);
                }
            }
            add_up(&mut shares, &lists, take(&mut self.regulars[cell as usize]));
        }
        shares
    }
}

/// Adds up lists of what is taken of one cell, created and destroyed, beside what is added up already.
fn add_up<N: Apportion>(shares: &mut CellShares<N>, lists: &[Blocks<Taken<N>>; 2], regulars: Regulars<N::Shares>) {
    // All and what is less of it come one after the other, and are of one party.
    for (figure, list) in lists.iter().enumerate() {
        let mut before = NOBODY;
        for taken in list.iter().filter(|taken| replace(&mut before, taken.code) != taken.code) {
            shares.name(figure, taken.code);
        }
    }
    let regulars = regulars.into_shares();
    regulars.iter().flatten().for_each(|(figure, code, _)| shares.name(*figure, *code));
    shares.make_rows();
    for (figure, code, share) in regulars.into_iter().flatten() {
        *shares.share_mut(figure, code) = share;
    }
    for (figure, list) in lists.iter().enumerate() {
        let (mut before, mut place) = (NOBODY, 0);
        for taken in list.iter() {
            if replace(&mut before, taken.code) != taken.code {
                place = shares.place(figure, taken.code);
            }
            taken.add_to(shares.columns[figure].share_mut(place));
        }
    }
    shares.end_cell();
}
