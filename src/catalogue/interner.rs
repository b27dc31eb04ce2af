//! Interned texts: each text is stored once, and columns hold its code.

use std::fmt;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use crate::getters::methods;

/// An entry of the hash table. It has half of the text's hash, so that the table grows without hashing the text again.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    code: u32,
}

/// Texts and their codes, which count from 0 in the order in which the texts are added.
///
/// The texts stand end to end in one allocation, and the table finds a code by its text. The hash has a fixed seed,
/// since the crate keeps no random state. A caller who picks ids with equal hashes makes their own ledger slow; results
/// do not change, since every match is confirmed by the text.
#[derive(Clone, Default)]
pub(crate) struct Interner {
    text: String,
    /// The end of each text; it starts where the one before ends.
    ends: Vec<usize>,
    table: HashTable<Slot>,
}

fn hash(text: &str) -> u32 {
    (xxh3_64(text.as_bytes()) >> 32) as u32
}

/// Half a hash as a hash of 64 bits: the table takes the position from its low bits and the tag from its high bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

impl Interner {
    methods! { pub(crate) self:
        len: usize = self.ends.len();
        /// The length of all texts together, in bytes.
        byte_len: usize = self.text.len();
        iter: impl ExactSizeIterator<Item = &str> = (0..self.ends.len()).map(|code| self.text(code as u32));
    }

    pub(crate) fn text(&self, code: u32) -> &str {
        &self.text[self.range(code)]
    }

    #[inline]
    fn range(&self, code: u32) -> std::ops::Range<usize> {
        let index = code as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        self.get_hashed(hash(text), text)
    }

    fn get_hashed(&self, hash: u32, text: &str) -> Option<u32> {
        // Compared as bytes: a slice of a `str` would first read both ends for character boundaries.
        let bytes = self.text.as_bytes();
        let is_text = |slot: &Slot| slot.hash == hash && &bytes[self.range(slot.code)] == text.as_bytes();
        self.table.find(spread(hash), is_text).map(|slot| slot.code)
    }

    /// The code of a text, which is added if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let hash = hash(text);
        self.get_hashed(hash, text).unwrap_or_else(|| {
            let code = u32::try_from(self.ends.len()).expect("validation leaves a code for each text");
            self.text.push_str(text);
            self.ends.push(self.text.len());
            self.table.insert_unique(spread(hash), Slot { hash, code }, |slot| spread(slot.hash));
            code
        })
    }

    /// Replaces a text by one that is not interned yet. The code stays.
    pub(crate) fn replace(&mut self, code: u32, text: &str) {
        let old = self.range(code);
        let old_hash = hash(&self.text[old.clone()]);
        let slot = self.table.find_entry(spread(old_hash), |slot| slot.code == code);
        slot.expect("every text is in the table").remove();
        self.text.replace_range(old.clone(), text);
        // The texts behind it move.
        for end in &mut self.ends[code as usize..] {
            *end = *end - old.len() + text.len();
        }
        let hash = hash(text);
        self.table.insert_unique(spread(hash), Slot { hash, code }, |slot| spread(slot.hash));
    }

    /// Removes all but the first `len` texts.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            self.text.truncate(if len == 0 { 0 } else { self.ends[len - 1] });
            self.ends.truncate(len);
            self.table.retain(|slot| (slot.code as usize) < len);
        }
    }
}

impl fmt::Debug for Interner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
