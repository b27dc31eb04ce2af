//! Texts, each kept once and known by a number from then on.

use std::fmt;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// A text's place in the table: half of its hash, so that the table can grow without reading a text again.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    index: u32,
}

/// Texts in the order they came, end to end in one allocation, and a table from text to number.
///
/// The hash has a fixed seed: the crate keeps no random state. Whoever chooses ids so that their hashes collide slows
/// their own ledger down, and changes no figure: a hit is confirmed by the text.
#[derive(Clone, Default)]
pub(crate) struct Names {
    text: String,
    ends: Vec<usize>,
    table: HashTable<Slot>,
}

/// Spreads half a hash over the table's word: its position is taken from the low bits, its tag from the high.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

impl Names {
    fn hash(text: &str) -> u32 {
        (xxh3_64(text.as_bytes()) >> 32) as u32
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn text(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// How many bytes all texts have together.
    pub(crate) fn bytes_in_all(&self) -> usize {
        self.text.len()
    }

    /// A text's bytes, without a look at where its characters begin: that would read it.
    #[inline]
    fn bytes(&self, index: u32) -> &[u8] {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text.as_bytes()[start..self.ends[index]]
    }

    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        self.get_hashed(Self::hash(text), text)
    }

    fn get_hashed(&self, hash: u32, text: &str) -> Option<u32> {
        let found =
            self.table.find(spread(hash), |slot| slot.hash == hash && self.bytes(slot.index) == text.as_bytes());
        found.map(|slot| slot.index)
    }

    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let hash = Self::hash(text);
        self.get_hashed(hash, text).unwrap_or_else(|| self.push_hashed(hash, text))
    }

    /// Adds a text that is not there yet.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        self.push_hashed(Self::hash(text), text)
    }

    fn push_hashed(&mut self, hash: u32, text: &str) -> u32 {
        let index = u32::try_from(self.ends.len()).expect("the door counts names before it lets them in");
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.table.insert_unique(spread(hash), Slot { hash, index }, |slot| spread(slot.hash));
        index
    }

    /// Puts another text, which is not there yet, in the place of one: its number stays.
    pub(crate) fn replace(&mut self, index: u32, text: &str) {
        let (place, old) = (index as usize, self.text(index).len());
        let hash = Self::hash(self.text(index));
        let slot = self.table.find_entry(spread(hash), |slot| slot.index == index);
        slot.expect("every text is in the table").remove();
        let end = self.ends[place];
        self.text.replace_range(end - old..end, text);
        for end in &mut self.ends[place..] {
            *end = *end - old + text.len();
        }
        let hash = Self::hash(text);
        self.table.insert_unique(spread(hash), Slot { hash, index }, |slot| spread(slot.hash));
    }

    /// Forgets all but the first `len` texts.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            self.text.truncate(if len == 0 { 0 } else { self.ends[len - 1] });
            self.ends.truncate(len);
            self.table.retain(|slot| (slot.index as usize) < len);
        }
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.text(index as u32))
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
