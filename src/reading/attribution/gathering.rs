//! What is taken of amounts, gathered by cell until all is known, and then added up by party.

use std::mem::take;

use super::blocks::Blocks;
use super::column::Column;
use super::party_names::{NOBODY, PartyNames};
use super::taken::{CREATED, DESTROYED, Taken};
use crate::number::Apportion;

/// Cells with a number below this have lists of their own; lists of very many cells would be mostly empty.
const CELLS_WITH_LISTS: usize = 1 << 14;
/// Fewer keys than this are sorted by comparing them.
const FEW: usize = 1 << 8;

/// All that is taken of the amounts of a reading.
pub(super) struct Gathering<N: Apportion> {
    cells: Vec<OfCell<N>>,
    /// Of cells with higher numbers, each with its cell.
    others: [Vec<(u32, Taken<N>)>; 2],
}

/// What somebody has of what was created, and of what was destroyed.
type Both<N> = [Option<<N as Apportion>::Shares>; 2];

/// What is taken of the amounts of one cell. Who has a share of nearly every amount has them added up as they come.
struct OfCell<N: Apportion> {
    /// What was destroyed without a misuse.
    nobodys: Option<N::Shares>,
    /// The first provider who has a share, and what they have.
    provider: Option<(u32, Both<N>)>,
    lists: [Blocks<Taken<N>>; 2],
}

impl<N: Apportion> Default for OfCell<N> {
    fn default() -> Self {
        Self { nobodys: None, provider: None, lists: [Blocks::default(), Blocks::default()] }
    }
}

impl<N: Apportion> OfCell<N> {
    #[inline]
    fn push(&mut self, names: &PartyNames<'_>, figure: usize, taken: Taken<N>) {
        let code = taken.code();
        if code == NOBODY {
            return taken.add_to(self.nobodys.get_or_insert_default());
        }
        if self.provider.is_none() && names.is_provider(code) {
            self.provider = Some((code, [None, None]));
        }
        match &mut self.provider {
            Some((provider, shares)) if *provider == code => taken.add_to(shares[figure].get_or_insert_default()),
            _ => self.lists[figure].push(taken),
        }
    }
}

impl<N: Apportion> Gathering<N> {
    pub(super) fn new() -> Self {
        Self { cells: Vec::new(), others: [Vec::new(), Vec::new()] }
    }

    #[inline]
    pub(super) fn push(&mut self, names: &PartyNames<'_>, figure: usize, cell: u32, taken: Taken<N>) {
        let place = cell as usize;
        if place >= CELLS_WITH_LISTS {
            return self.others[figure].push((cell, taken));
        }
        if place >= self.cells.len() {
            self.cells.resize_with(place + 1, OfCell::default);
        }
        self.cells[place].push(names, figure, taken);
    }

    /// Adds up what each party has of each cell, in the order of these cells, whose places there are given too.
    pub(super) fn added_up(mut self, cells: &[u32], places: &[u32]) -> Gathered<N> {
        let room = [CREATED, DESTROYED].map(|figure| {
            let own: usize = self.cells.iter().map(|of_cell| of_cell.lists[figure].len()).sum();
            // And those that are added up already.
            own + self.others[figure].len() + 2 * self.cells.len()
        });
        let mut others = self.others.map(|mut others| {
            others.iter_mut().for_each(|(cell, _)| *cell = places[*cell as usize]);
            radsort::sort_by_key(&mut others, |(place, _)| *place);
            others.into_iter().peekable()
        });
        let mut gathered = Gathered::with_room(room);
        let (mut list, mut keys) = (Vec::new(), Vec::new());
        for (place, &cell) in cells.iter().enumerate() {
            let OfCell { nobodys, provider, lists } = self.cells.get_mut(cell as usize).map(take).unwrap_or_default();
            list.clear();
            let mut destroyed_from = 0;
            for (figure, (own, others)) in lists.into_iter().zip(&mut others).enumerate() {
                if figure == DESTROYED {
                    destroyed_from = list.len();
                }
                own.move_behind(&mut list);
                while let Some((_, taken)) = others.next_if(|(of, _)| *of as usize == place) {
                    list.push(taken);
                }
            }
            if let Some(shares) = nobodys {
                gathered.push(NOBODY, [None, Some(shares)]);
            }
            gathered.add_up((&list, destroyed_from), provider, &mut keys);
            gathered.ends.push(gathered.parties.len());
        }
        gathered.shares.iter_mut().for_each(Column::shrink);
        gathered
    }
}

/// What parties have of cells, those of each cell one after the other and by the order of ids.
pub(super) struct Gathered<N: Apportion> {
    /// By the order of ids.
    pub(super) parties: Vec<u32>,
    /// Where those of each cell end.
    pub(super) ends: Vec<usize>,
    pub(super) shares: [Column<N::Shares>; 2],
}

impl<N: Apportion> Gathered<N> {
    /// With room for so many shares of each figure: none is moved then, and room that is not used is no memory yet.
    fn with_room(room: [usize; 2]) -> Self {
        Self {
            parties: Vec::with_capacity(room.iter().sum()),
            ends: Vec::new(),
            shares: room.map(Column::with_room),
        }
    }

    fn push(&mut self, party: u32, shares: Both<N>) {
        let row = self.parties.len() as u32;
        self.parties.push(party);
        for (column, share) in self.shares.iter_mut().zip(shares) {
            if let Some(share) = share {
                column.push(row, share);
            }
        }
    }

    /// Adds up a list of what is taken of one cell, first of what was created; a provider's shares are added up already.
    fn add_up(
        &mut self,
        (list, destroyed_from): (&[Taken<N>], usize),
        provider: Option<(u32, Both<N>)>,
        keys: &mut Vec<u64>,
    ) {
        // Keys are sorted, and not what is taken: they are narrower.
        let key = |code: u32, place: usize| u64::from(code) << 32 | place as u64;
        keys.clear();
        let mut last = NOBODY;
        for (place, taken) in list.iter().enumerate() {
            // All and what is less of it come together, and one key stands for both.
            if taken.code() != last || place == destroyed_from {
                last = taken.code();
                keys.push(key(last, place));
            }
        }
        keys.extend(provider.iter().map(|(code, _)| key(*code, list.len())));
        if keys.len() < FEW {
            keys.sort_unstable();
        } else {
            radsort::sort_by_key(keys, |key| (key >> 32) as u32);
        }
        let mut of_provider = provider.map(|(_, shares)| shares);
        for of_one in keys.chunk_by(|one, two| one >> 32 == two >> 32) {
            let mut shares = [None, None];
            for &key in of_one {
                let place = key as u32 as usize;
                let figure = if place < destroyed_from { CREATED } else { DESTROYED };
                let end = if place < destroyed_from { destroyed_from } else { list.len() };
                if place == list.len() {
                    // The provider's have no others of theirs beside them.
                    shares = of_provider.take().unwrap_or_default();
                }
                let party = (key >> 32) as u32;
                for taken in list[place..end].iter().take_while(|taken| taken.code() == party) {
                    taken.add_to(shares[figure].get_or_insert_default());
                }
            }
            self.push((of_one[0] >> 32) as u32, shares);
        }
    }
}
