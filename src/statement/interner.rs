//! Interned codes for group keys: dense 32-bit numbers that index accumulators.

use hashbrown::HashTable;

/// A key space of at most this many keys needs no lookup: each key is its own code, whether a row has it or not. The
/// accumulators of 4,096 codes, at 24 bytes each, are 96 KiB and fit the L2 cache even if most of them stay empty.
const IDENTITY_KEYS: u64 = 1 << 12;

/// A lookup table may have this many slots for each row. Four slots of 4 bytes take as much memory as one entry of the
/// hash table, which serves larger key spaces.
const SLOTS_PER_ROW: u64 = 4;

/// Marks a slot of the lookup table whose key has no code yet.
const NO_CODE: u32 = u32::MAX;

/// How the code of a key is found.
enum Lookup {
    /// The key is the code.
    Identity,
    /// A slot for each key that is possible.
    Table(Vec<u32>),
    /// An entry for each key that occurred.
    Hash(HashTable<(u64, u32)>),
}

/// Gives each key a code. Unless keys are their own codes, codes are given in the order in which keys first occur.
pub(super) struct KeyInterner {
    /// Keys are below this; `None` if their bound is unknown.
    space: Option<u64>,
    lookup: Lookup,
    /// The key of each code; empty if keys are their own codes.
    keys: Vec<u64>,
}

/// Mixes all bits of a key into the high and the low bits, both of which the hash table uses.
fn hash(key: u64) -> u64 {
    let product = u128::from(key ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
    (product >> 64) as u64 ^ product as u64
}

impl KeyInterner {
    /// An interner of keys below `space`. About `rows` distinct keys are expected at most.
    pub(super) fn new(space: Option<u64>, rows: usize) -> Self {
        let most_slots = IDENTITY_KEYS.max((rows as u64).saturating_mul(SLOTS_PER_ROW));
        let lookup = match space {
            // With four rows for each possible key, nearly all keys occur, and few accumulators stay empty.
            Some(space) if space <= IDENTITY_KEYS.max(rows as u64 / 4) => Lookup::Identity,
            Some(space) if space <= most_slots => Lookup::Table(vec![NO_CODE; usize::try_from(space).unwrap_or(0)]),
            _ => Lookup::Hash(HashTable::new()),
        };
        Self { space, lookup, keys: Vec::new() }
    }

    /// The code of a key; a new one if the key has none yet.
    #[inline]
    pub(super) fn intern(&mut self, key: u64) -> u32 {
        let next = self.keys.len() as u32;
        match &mut self.lookup {
            Lookup::Identity => key as u32,
            Lookup::Table(codes) => {
                let code = &mut codes[key as usize];
                if *code == NO_CODE {
                    *code = next;
                    self.keys.push(key);
                }
                *code
            }
            Lookup::Hash(codes) => {
                // The second closure rehashes the entries when the table grows.
                let entry = codes.entry(hash(key), |(known, _)| *known == key, |(known, _)| hash(*known));
                let slot = entry.or_insert_with(|| {
                    self.keys.push(key);
                    (key, next)
                });
                slot.get().1
            }
        }
    }

    /// Fills `codes` with the codes of `keys`.
    pub(super) fn intern_all(&mut self, keys: &[u64], codes: &mut Vec<u32>) {
        codes.clear();
        match self.lookup {
            Lookup::Identity => codes.extend(keys.iter().map(|&key| key as u32)),
            _ => codes.extend(keys.iter().map(|&key| self.intern(key))),
        }
    }

    /// The key of a code.
    pub(super) fn key(&self, code: u32) -> u64 {
        match self.lookup {
            Lookup::Identity => u64::from(code),
            _ => self.keys[code as usize],
        }
    }

    /// The exclusive upper bound of all codes.
    pub(super) fn end(&self) -> usize {
        match self.lookup {
            Lookup::Identity => self.space.and_then(|space| usize::try_from(space).ok()).unwrap_or(0),
            _ => self.keys.len(),
        }
    }

    /// The codes in the order of their keys. If keys are their own codes, the interner does not know which occurred:
    /// `used` is called with the bound and returns those in ascending order.
    pub(super) fn sorted_codes(&self, used: impl FnOnce(usize) -> Vec<u32>) -> Vec<u32> {
        match &self.lookup {
            Lookup::Identity => used(self.end()),
            // The table is indexed by key, so its slots are in order already.
            Lookup::Table(codes) => codes.iter().copied().filter(|&code| code != NO_CODE).collect(),
            Lookup::Hash(_) => {
                let mut sorted: Vec<u32> = (0..self.keys.len() as u32).collect();
                sorted.sort_unstable_by_key(|&code| self.keys[code as usize]);
                sorted
            }
        }
    }
}
