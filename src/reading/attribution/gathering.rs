//! What is taken of amounts, gathered by cell until all is known, and then added up by party.

use std::mem::take;

use super::blocks::Blocks;
use super::column::Column;
use super::party_names::{NOBODY, PartyNames};
use super::taken::{CREATED, DESTROYED, Taken};
use crate::number::{Apportion, Total};

/// Cells with a number below this have lists of their own; lists of very many cells would be mostly empty.
const CELLS_WITH_LISTS: usize = 1 << 14;
/// Fewer keys than this are sorted by comparing them.
const FEW: usize = 1 << 8;

/// All that is taken of the amounts of a reading. Who has a share of nearly every amount of a cell has them added up as
/// they come; what others have is listed.
pub(super) struct Gathering<N: Apportion> {
    /// By cell, as far as cells have lists.
    regulars: Vec<Regulars<N::Shares>>,
    lists: [Vec<Blocks<Taken<N>>>; 2],
    /// Of cells with higher numbers, each with its cell.
    others: [Vec<(u32, Taken<N>)>; 2],
}

/// Who has a share of nearly every amount of a cell.
#[derive(Clone, Default)]
struct Regulars<S> {
    /// The first provider that is met, by their place in the order of ids; before there is one, nobody.
    provider: u32,
    providers: [S; 2],
    /// What was destroyed without a misuse.
    nobodys: S,
}

impl<N: Apportion> Gathering<N> {
    pub(super) fn new() -> Self {
        Self { regulars: Vec::new(), lists: [Vec::new(), Vec::new()], others: [Vec::new(), Vec::new()] }
    }

    #[inline]
    pub(super) fn push(&mut self, names: &PartyNames<'_>, figure: usize, cell: u32, taken: Taken<N>) {
        let (place, code) = (cell as usize, taken.code());
        if place >= self.regulars.len() {
            if place >= CELLS_WITH_LISTS {
                return self.others[figure].push((cell, taken));
            }
            self.make_room(place);
        }
        let regulars = &mut self.regulars[place];
        if code == NOBODY {
            return taken.add_to(&mut regulars.nobodys);
        }
        if regulars.provider == NOBODY && names.is_provider(code) {
            regulars.provider = code;
        }
        if regulars.provider == code {
            taken.add_to(&mut regulars.providers[figure]);
        } else {
            self.lists[figure][place].push(taken);
        }
    }

    #[cold]
    fn make_room(&mut self, place: usize) {
        self.regulars.resize_with(place + 1, Regulars::default);
        self.lists.iter_mut().for_each(|lists| lists.resize_with(place + 1, Blocks::default));
    }

    /// Adds up what each party has of each cell, in the order of these cells, whose places there are given too.
    pub(super) fn added_up(mut self, cells: &[u32], places: &[u32]) -> Gathered<N> {
        let room = [CREATED, DESTROYED].map(|figure| {
            let own: usize = self.lists[figure].iter().map(Blocks::len).sum();
            // And those that are added up already.
            own + self.others[figure].len() + 2 * self.regulars.len()
        });
        let mut others = self.others.map(|mut others| {
            for (cell, _) in &mut others {
                *cell = places[*cell as usize];
            }
            radsort::sort_by_key(&mut others, |(place, _)| *place);
            others.into_iter().peekable()
        });
        let mut gathered = Gathered::with_room(room);
        let (mut list, mut keys) = (Vec::new(), Vec::new());
        for (place, &cell) in cells.iter().enumerate() {
            list.clear();
            let mut destroyed_from = 0;
            for (figure, (lists, others)) in self.lists.iter_mut().zip(&mut others).enumerate() {
                if figure == DESTROYED {
                    destroyed_from = list.len();
                }
                lists.get_mut(cell as usize).map(take).unwrap_or_default().move_behind(&mut list);
                while let Some((_, taken)) = others.next_if(|(of, _)| *of as usize == place) {
                    list.push(taken);
                }
            }
            let regulars = self.regulars.get_mut(cell as usize).map(take).unwrap_or_default();
            gathered.add_up((&list, destroyed_from), regulars, &mut keys);
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
        Self { parties: Vec::with_capacity(room.iter().sum()), ends: Vec::new(), shares: room.map(Column::with_room) }
    }

    fn push(&mut self, party: u32, shares: [Option<N::Shares>; 2]) {
        let row = self.parties.len() as u32;
        self.parties.push(party);
        for (column, share) in self.shares.iter_mut().zip(shares) {
            if let Some(share) = share {
                column.push(row, share);
            }
        }
    }

    /// Adds up a list of what is taken of one cell, first of what was created, beside what is added up already.
    fn add_up(
        &mut self,
        (list, destroyed_from): (&[Taken<N>], usize),
        regulars: Regulars<N::Shares>,
        keys: &mut Vec<u64>,
    ) {
        let Regulars { provider, providers, nobodys } = regulars;
        if !nobodys.is_zero() {
            self.push(NOBODY, [None, Some(nobodys)]);
        }
        // Keys are sorted, and not what is taken: they are narrower.
        let key = |code: u32, place: usize| u64::from(code) << 32 | place as u64;
        keys.clear();
        let mut before = NOBODY;
        for (place, taken) in list.iter().enumerate() {
            // All and what is less of it come together, and one key stands for both.
            if taken.code() != before || place == destroyed_from {
                before = taken.code();
                keys.push(key(before, place));
            }
        }
        if provider != NOBODY {
            keys.push(key(provider, list.len()));
        }
        if keys.len() < FEW {
            keys.sort_unstable();
        } else {
            radsort::sort_by_key(keys, |key| (key >> 32) as u32);
        }
        let mut providers = Some(providers);
        for of_one in keys.chunk_by(|one, two| one >> 32 == two >> 32) {
            let party = (of_one[0] >> 32) as u32;
            let mut shares = [None, None];
            for &key in of_one {
                let place = key as u32 as usize;
                if place == list.len() {
                    // The provider's have no others of theirs beside them.
                    shares = providers.take().unwrap_or_default().map(Some);
                }
                let (figure, end) =
                    if place < destroyed_from { (CREATED, destroyed_from) } else { (DESTROYED, list.len()) };
                for taken in list[place..end].iter().take_while(|taken| taken.code() == party) {
                    taken.add_to(shares[figure].get_or_insert_default());
                }
            }
            self.push(party, shares);
        }
    }
}
