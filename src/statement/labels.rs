//! Sorted distinct texts, and a sort for ids.

use super::sorted_union::union_of_sorted;

/// Distinct texts sorted by their bytes, in one allocation. Code 0 is *not stated*, and code `n` is the `n`-th text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    /// All texts, one after the other.
    text: String,
    /// The end of each text.
    ends: Vec<usize>,
}

impl Labels {
    /// The labels of texts that are distinct and sorted: `count` of them, with `bytes` bytes in total.
    pub(crate) fn from_sorted<'a>(texts: impl Iterator<Item = &'a str>, (count, bytes): (usize, usize)) -> Self {
        let mut labels = Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(count) };
        for text in texts {
            debug_assert!(labels.last().is_none_or(|last| last < text), "texts are distinct and sorted");
            labels.text.push_str(text);
            labels.ends.push(labels.text.len());
        }
        labels
    }

    /// The labels of texts in any order, and the code of each text.
    pub(crate) fn of(texts: &[Option<&str>]) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..texts.len() as u32).filter(|&index| texts[index as usize].is_some()).collect();
        sort_by_text(&mut order, |index| texts[index as usize].unwrap_or_default());
        let mut labels = Self::default();
        let mut codes = vec![0; texts.len()];
        // Equal texts are adjacent after the sort, and get the same code.
        for index in order {
            let text = texts[index as usize].unwrap_or_default();
            if labels.last() != Some(text) {
                labels.text.push_str(text);
                labels.ends.push(labels.text.len());
            }
            codes[index as usize] = labels.ends.len() as u32;
        }
        (labels, codes)
    }

    fn last(&self) -> Option<&str> {
        (self.ends.len() as u32).checked_sub(1).map(|last| self.at(last))
    }

    /// The text at an index: its code minus one.
    fn at(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// The number of codes, including 0.
    pub(crate) fn codes(&self) -> u32 {
        self.ends.len() as u32 + 1
    }

    /// The text of a code; `None` for *not stated*.
    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        code.checked_sub(1).map(|index| self.at(index))
    }

    /// The texts in the order of their codes.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|index| self.at(index))
    }

    /// The code of a text, or 0 for *not stated*. Returns `None` if no label has this text.
    pub(crate) fn code(&self, text: Option<&str>) -> Option<u32> {
        let Some(text) = text else { return Some(0) };
        let (mut low, mut high) = (0, self.ends.len() as u32);
        while low < high {
            let middle = low.midpoint(high);
            match self.at(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle + 1),
            }
        }
        None
    }

    /// The labels whose codes are used, and the new code of each old one.
    pub(crate) fn only(&self, used: &[bool]) -> (Self, Vec<u32>) {
        let mut kept = Self::default();
        let mut codes = vec![0; self.codes() as usize];
        for code in (1..self.codes()).filter(|&code| used[code as usize]) {
            kept.text.push_str(self.at(code - 1));
            kept.ends.push(kept.text.len());
            codes[code as usize] = kept.ends.len() as u32;
        }
        (kept, codes)
    }

    /// The union of two lists of labels, and the code in it of each code of the first list, and of the second.
    pub(crate) fn union(&self, other: &Self) -> (Self, Vec<u32>, Vec<u32>) {
        let mut both = Self::default();
        let [here, there] = union_of_sorted(self.texts(), other.texts(), |text| {
            both.text.push_str(text);
            both.ends.push(both.text.len());
        });
        // Code 0 stays *not stated*.
        let codes = |positions: Vec<u32>| std::iter::once(0).chain(positions.into_iter().map(|at| at + 1)).collect();
        (both, codes(here), codes(there))
    }
}

/// Slices of fewer texts than this are sorted by comparison: preparing a radix sort would cost more.
const RADIX_SORT_LEAST: usize = 1 << 5;
/// The greatest depth of recursion, in steps of eight bytes after the common prefix. Texts that are equal so far are
/// sorted by comparison, since each step reads their common prefix once more.
const MOST_LEVELS: usize = 4;

/// Sorts indexes by the texts that they stand for.
///
/// Ids usually share a prefix and differ within a few bytes after it. So the eight bytes after the common prefix are
/// sorted as one integer, and texts for which these are equal are sorted by the bytes that follow.
pub(super) fn sort_by_text<'a>(order: &mut [u32], text: impl Fn(u32) -> &'a str) {
    let mut keyed: Vec<(u64, u32)> = order.iter().map(|&index| (0, index)).collect();
    sort_suffixes(&mut keyed, &text, (0, MOST_LEVELS));
    for (slot, (_, index)) in order.iter_mut().zip(keyed) {
        *slot = index;
    }
}

/// Sorts texts that share a prefix of `prefix` bytes, with at most `levels` levels of recursion.
fn sort_suffixes<'a>(keyed: &mut [(u64, u32)], text: &impl Fn(u32) -> &'a str, (prefix, levels): (usize, usize)) {
    let suffix = |index: u32, prefix: usize| text(index).as_bytes().get(prefix..).unwrap_or_default();
    let Some(&(_, first)) = keyed.first() else { return };
    let first = suffix(first, prefix);
    // A text that ends before others has the key of one that continues with zero bytes. Only a comparison tells them
    // apart.
    if keyed.len() < RADIX_SORT_LEAST || levels == 0 || first.is_empty() {
        return keyed.sort_unstable_by(|one, two| text(one.1).cmp(text(two.1)));
    }
    let common = |other: &[u8]| first.iter().zip(other).take_while(|(one, two)| one == two).count();
    let prefix = prefix + keyed.iter().map(|(_, index)| common(suffix(*index, prefix))).min().unwrap_or(0);
    for (key, index) in &mut *keyed {
        *key = first_eight_bytes(suffix(*index, prefix));
    }
    // Ids that were recorded in ascending order need no sort. `<` leaves no ties.
    if keyed.is_sorted_by(|one, two| one.0 < two.0) {
        return;
    }
    radsort::sort_by_key(keyed, |(key, _)| *key);
    for ties in keyed.chunk_by_mut(|one, two| one.0 == two.0).filter(|ties| ties.len() > 1) {
        sort_suffixes(ties, text, (prefix + 8, levels - 1));
    }
}

/// The first eight bytes as an integer that sorts like them. Absent bytes are zero.
fn first_eight_bytes(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        // In big-endian order, the first byte is the most significant.
        Some(eight) => u64::from_be_bytes(*eight),
        None => bytes.iter().rev().fold(0, |key, &byte| key >> 8 | u64::from(byte) << 56),
    }
}
