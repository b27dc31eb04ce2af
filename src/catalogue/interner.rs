//! Interned texts: each text is stored once, and columns hold its code.

use std::fmt;
#[cfg(feature = "csv")]
use std::hint::black_box;

use xxhash_rust::xxh3::xxh3_64;

use super::code_table::CodeTable;
use crate::getters::methods;

/// A text and half of its hash.
#[derive(Clone, Copy)]
pub(crate) struct HashedText<'t> {
    text: &'t str,
    hash: u32,
}

impl<'t> HashedText<'t> {
    #[inline]
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, hash: (xxh3_64(text.as_bytes()) >> 32) as u32 }
    }

    methods! { pub(crate) self:
        hash: u32 = self.hash;
    }
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
    table: CodeTable,
    /// For each code up to the last whose text was replaced: the index in `replacements`, plus one; 0 if its text stands
    /// in `text`. Empty in the usual case, so that a lookup compares one length.
    replaced: Vec<u32>,
    /// The new texts. They are stored apart, since in `text` a longer one would move all texts behind it.
    replacements: Vec<Box<str>>,
}

/// Up to this many texts are compared one by one, which takes less time than a hash. Most catalogues have few measures.
const FEW: usize = 4;

impl Interner {
    methods! { pub(crate) self:
        len: usize = self.ends.len();
        /// The length of all texts together, in bytes.
        byte_len: usize = if self.replaced.is_empty() { self.text.len() } else { self.iter().map(str::len).sum() };
        iter: impl ExactSizeIterator<Item = &str> = (0..self.ends.len()).map(|code| self.text(code as u32));
    }

    /// Whether all bytes of all texts pass a test, which a zero byte does not pass: texts that were replaced left such
    /// bytes behind. No test of a block of bytes depends on the one before, so that a block is tested at a time.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn all_bytes(&self, passes: impl Fn(u8) -> bool) -> bool {
        const BLOCK: usize = 64;
        self.text.as_bytes().chunks(BLOCK).all(|block| block.iter().fold(true, |all, &byte| all & passes(byte)))
    }

    #[inline]
    pub(crate) fn text(&self, code: u32) -> &str {
        match self.replacement(code) {
            None => &self.text[self.range(code)],
            Some(index) => &self.replacements[index],
        }
    }

    /// The text as bytes: a slice of a `str` first reads both ends for character boundaries.
    #[inline]
    fn bytes(&self, code: u32) -> &[u8] {
        match self.replacement(code) {
            None => &self.text.as_bytes()[self.range(code)],
            Some(index) => self.replacements[index].as_bytes(),
        }
    }

    /// The index of a code's text among the replacements, if its first text was replaced.
    #[inline]
    fn replacement(&self, code: u32) -> Option<usize> {
        self.replaced.get(code as usize)?.checked_sub(1).map(|index| index as usize)
    }

    /// Where a code's first text stands.
    #[inline]
    fn range(&self, code: u32) -> std::ops::Range<usize> {
        let index = code as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        if self.len() <= FEW {
            return (0..self.len() as u32).find(|&code| self.bytes(code) == text.as_bytes());
        }
        self.get_hashed(HashedText::new(text))
    }

    fn get_hashed(&self, HashedText { text, hash }: HashedText<'_>) -> Option<u32> {
        self.table.find(hash, |code| self.bytes(code) == text.as_bytes())
    }

    /// The code of a text, which is added if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        self.intern_hashed(HashedText::new(text))
    }

    /// See [`intern`](Self::intern).
    pub(crate) fn intern_hashed(&mut self, hashed: HashedText<'_>) -> u32 {
        self.get_hashed(hashed).unwrap_or_else(|| {
            let code = u32::try_from(self.ends.len()).expect("validation leaves a code for each text");
            self.text.push_str(hashed.text);
            self.ends.push(self.text.len());
            self.table.insert(hashed.hash, code);
            code
        })
    }

    /// Prefetches what a lookup of this text will read. Lookups of many texts take less time after all of them are
    /// prefetched, since the cache misses of prefetches overlap.
    #[cfg(feature = "csv")]
    #[inline]
    pub(crate) fn prefetch(&self, HashedText { hash, .. }: HashedText<'_>) {
        black_box(self.table.find(hash, |_| true).and_then(|code| self.bytes(code).first()));
    }

    /// Replaces a text by one that is not interned yet. The code stays. The bytes of a first text are overwritten.
    ///
    /// The time does not depend on the number of texts.
    pub(crate) fn replace(&mut self, code: u32, text: &str) {
        self.remove_slot(code);
        if let Some(index) = self.replacement(code) {
            self.replacements[index] = text.into();
        } else {
            // Equally long, so that nothing moves.
            let range = self.range(code);
            let blank = "\0".repeat(range.len());
            self.text.replace_range(range, &blank);
            self.replacements.push(text.into());
            if self.replaced.len() <= code as usize {
                self.replaced.resize(code as usize + 1, 0);
            }
            self.replaced[code as usize] = self.replacements.len() as u32;
        }
        self.table.insert(HashedText::new(text).hash, code);
    }

    /// Removes a code from the table.
    fn remove_slot(&mut self, code: u32) {
        let hash = HashedText::new(self.text(code)).hash;
        self.table.remove(hash, code);
    }

    /// Removes all but the first `len` texts. The time depends on the number of texts that are removed.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            (len as u32..self.ends.len() as u32).for_each(|code| self.remove_slot(code));
            self.text.truncate(if len == 0 { 0 } else { self.ends[len - 1] });
            self.ends.truncate(len);
            // A removed code leaves its replacement behind, which no lookup finds.
            self.replaced.truncate(len);
        }
    }
}

impl fmt::Debug for Interner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn a_replaced_text_is_overwritten_in_place() {
        let mut interner = Interner::default();
        for name in ["ana", "ben", "eve"] {
            interner.intern(name);
        }
        let at = interner.text.as_ptr();
        interner.replace(1, "forgotten:1");
        assert_eq!((interner.text.as_str(), interner.text.as_ptr()), ("ana\0\0\0eve", at));
        assert_eq!(interner.iter().collect::<Vec<_>>(), ["ana", "forgotten:1", "eve"]);
        assert_eq!(["ana", "ben", "forgotten:1"].map(|text| interner.get(text)), [Some(0), None, Some(1)]);
    }

    #[test]
    fn a_text_that_was_replaced_twice_takes_no_more_memory() {
        let mut interner = Interner::default();
        interner.intern("ana");
        for number in 1..100 {
            interner.replace(0, &format!("forgotten:{number}"));
        }
        assert_eq!((interner.replacements.len(), interner.text(0)), (1, "forgotten:99"));
        assert_eq!((interner.get("forgotten:98"), interner.get("forgotten:99")), (None, Some(0)));
    }

    #[test]
    fn texts_are_truncated_behind_and_before_replaced_ones() {
        let mut interner = Interner::default();
        for name in ["ana", "ben", "eve", "kim"] {
            interner.intern(name);
        }
        interner.replace(1, "x");
        interner.replace(3, "a longer text");
        interner.truncate(2);
        assert_eq!(interner.iter().collect::<Vec<_>>(), ["ana", "x"]);
        assert_eq!(["eve", "kim", "a longer text"].map(|text| interner.get(text)), [None; 3]);
        assert_eq!(interner.intern("kim"), 2);
        interner.intern("ben");
        assert_eq!(interner.iter().collect::<Vec<_>>(), ["ana", "x", "kim", "ben"]);
        interner.truncate(0);
        assert_eq!((interner.len(), interner.get("x")), (0, None));
    }
}
