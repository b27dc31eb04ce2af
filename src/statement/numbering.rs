//! Numbers for keys: cells are numbered as they are first met, or by their key where there can be few.

use hashbrown::HashTable;

/// Up to so many keys each has a cell of its own, met or not.
const FEW_KEYS: u64 = 1 << 12;
/// Up to so many keys for each row the cell of a key is looked up by place, beyond it by hash.
const PLACES_FOR_EACH_ROW: u64 = 4;

/// No number yet.
const NONE: u32 = u32::MAX;

/// From a key to its number.
enum Found {
    /// The key is the number.
    Itself,
    /// Numbered as they are first met.
    ByPlace(Vec<u32>),
    /// The same, by hash.
    ByHash(HashTable<(u64, u32)>),
}

/// Keys below some end, and the number of each.
pub(super) struct Numbering {
    /// There are fewer keys than this; none where that is not known.
    space: Option<u64>,
    found: Found,
    keys: Vec<u64>,
}

fn spread(key: u64) -> u64 {
    let product = u128::from(key ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
    (product >> 64) as u64 ^ product as u64
}

impl Numbering {
    /// Numbers for keys below `space`, of which at most about as many are met as there are rows.
    pub(super) fn new(space: Option<u64>, rows: usize) -> Self {
        let places = FEW_KEYS.max((rows as u64).saturating_mul(PLACES_FOR_EACH_ROW));
        let found = match space {
            Some(space) if space <= FEW_KEYS.max(rows as u64 / 4) => Found::Itself,
            Some(space) if space <= places => Found::ByPlace(vec![NONE; usize::try_from(space).unwrap_or(0)]),
            _ => Found::ByHash(HashTable::new()),
        };
        Self { space, found, keys: Vec::new() }
    }

    #[inline]
    pub(super) fn number(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        match &mut self.found {
            Found::Itself => key as u32,
            Found::ByPlace(numbers) => {
                let number = &mut numbers[key as usize];
                if *number == NONE {
                    *number = next;
                    self.keys.push(key);
                }
                *number
            }
            Found::ByHash(numbers) => {
                let entry = numbers.entry(spread(key), |(known, _)| *known == key, |(known, _)| spread(*known));
                let slot = entry.or_insert_with(|| {
                    self.keys.push(key);
                    (key, next)
                });
                slot.get().1
            }
        }
    }

    /// The numbers of keys, in place of what `numbers` held.
    pub(super) fn number_all(&mut self, keys: &[u64], numbers: &mut Vec<u32>) {
        numbers.clear();
        match self.found {
            Found::Itself => numbers.extend(keys.iter().map(|&key| key as u32)),
            _ => numbers.extend(keys.iter().map(|&key| self.number(key))),
        }
    }

    pub(super) fn key(&self, number: u32) -> u64 {
        match self.found {
            Found::Itself => u64::from(number),
            _ => self.keys[number as usize],
        }
    }

    /// Every number given is below this.
    pub(super) fn end(&self) -> usize {
        match self.found {
            Found::Itself => self.space.and_then(|space| usize::try_from(space).ok()).unwrap_or(0),
            _ => self.keys.len(),
        }
    }

    /// The numbers that were met, in the order of their keys. `met` says which of so many were, where every key has one.
    pub(super) fn in_order(&self, met: impl FnOnce(usize) -> Vec<u32>) -> Vec<u32> {
        match &self.found {
            Found::Itself => met(self.end()),
            Found::ByPlace(numbers) => numbers.iter().copied().filter(|&number| number != NONE).collect(),
            Found::ByHash(_) => {
                let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
                order.sort_unstable_by_key(|&number| self.keys[number as usize]);
                order
            }
        }
    }
}
