//! A hash table of codes, whose keys are stored elsewhere.

use hashbrown::HashTable;

/// An entry. It has half of its key's hash, so that the table grows without hashing keys again.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    code: u32,
}

impl Slot {
    /// Half a hash as a hash of 64 bits: the table takes the position from its low bits and the tag from its high bits.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

/// Codes by the hashes of their keys. The caller confirms each match by the key.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeTable(HashTable<Slot>);

impl CodeTable {
    /// The code with this hash that is the wanted one.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is_wanted: impl Fn(u32) -> bool) -> Option<u32> {
        self.0.find(Slot::spread(hash), |slot| slot.hash == hash && is_wanted(slot.code)).map(|slot| slot.code)
    }

    pub(crate) fn insert(&mut self, hash: u32, code: u32) {
        self.0.insert_unique(Slot::spread(hash), Slot { hash, code }, |slot| Slot::spread(slot.hash));
    }

    /// Removes a code that was inserted with this hash.
    pub(crate) fn remove(&mut self, hash: u32, code: u32) {
        let slot = self.0.find_entry(Slot::spread(hash), |slot| slot.code == code);
        slot.expect("every code that was inserted is in the table").remove();
    }
}
