//! The texts of a statement's lines, sorted, each kept once.

use super::union::union_of_sorted;

/// Distinct texts sorted by their bytes, end to end. Code 0 is *not stated*; code n the nth text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    text: String,
    ends: Vec<usize>,
}

impl Labels {
    /// Labels of distinct texts that come sorted: so many, and of so many bytes together.
    pub(crate) fn from_sorted<'a>(texts: impl Iterator<Item = &'a str>, (count, bytes): (usize, usize)) -> Self {
        let mut labels = Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(count) };
        for text in texts {
            debug_assert!(labels.last().is_none_or(|last| last < text), "labels are distinct and come sorted");
            labels.text.push_str(text);
            labels.ends.push(labels.text.len());
        }
        labels
    }

    /// Labels of texts in any order, and the code of each of them.
    pub(crate) fn of(texts: &[Option<&str>]) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..texts.len() as u32).filter(|&index| texts[index as usize].is_some()).collect();
        sort_by_text(&mut order, |index| texts[index as usize].unwrap_or_default());
        let mut labels = Self::default();
        let mut codes = vec![0; texts.len()];
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

    fn at(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// The number of codes, 0 among them.
    pub(crate) fn codes(&self) -> u32 {
        self.ends.len() as u32 + 1
    }

    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        code.checked_sub(1).map(|index| self.at(index))
    }

    /// The texts, in the order of their codes.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|index| self.at(index))
    }

    /// The code of a text, or of what is not stated.
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

    /// Only the texts whose codes are used, and the new code of each old one.
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

    /// The labels of both, and the code there of each code of the one and of the other.
    pub(crate) fn union(&self, other: &Self) -> (Self, Vec<u32>, Vec<u32>) {
        let mut both = Self::default();
        let [here, there] = union_of_sorted(self.texts(), other.texts(), |text| {
            both.text.push_str(text);
            both.ends.push(both.text.len());
        });
        // What is not stated is so in both.
        let codes = |places: Vec<u32>| std::iter::once(0).chain(places.into_iter().map(|place| place + 1)).collect();
        (both, codes(here), codes(there))
    }
}

/// Fewer than this are sorted by comparing them.
const FEW: usize = 1 << 5;
/// Texts that are alike in so many times eight bytes are compared: each level reads what they have in common once more.
const MOST_LEVELS: usize = 4;

/// Sorts numbers by the texts they stand for.
///
/// Ids of one kind mostly begin alike and differ within a few bytes after that, so the eight bytes behind what all have
/// in common are sorted as one number, and those of whom they are equal by the bytes behind.
pub(super) fn sort_by_text<'a>(order: &mut [u32], text: impl Fn(u32) -> &'a str) {
    let mut keyed: Vec<(u64, u32)> = order.iter().map(|&index| (0, index)).collect();
    sort_behind(&mut keyed, &text, (0, MOST_LEVELS));
    for (slot, (_, index)) in order.iter_mut().zip(keyed) {
        *slot = index;
    }
}

/// Sorts numbers whose texts all begin with the same so many bytes, in so many levels at the most.
fn sort_behind<'a>(keyed: &mut [(u64, u32)], text: &impl Fn(u32) -> &'a str, (behind, levels): (usize, usize)) {
    let rest = |index: u32, behind: usize| text(index).as_bytes().get(behind..).unwrap_or_default();
    let Some(&(_, first)) = keyed.first() else { return };
    let first = rest(first, behind);
    if keyed.len() < FEW || levels == 0 || first.is_empty() {
        // What ends here differs from what is alike by zeros only.
        return keyed.sort_unstable_by(|one, two| text(one.1).cmp(text(two.1)));
    }
    let alike = |other: &[u8]| first.iter().zip(other).take_while(|(one, two)| one == two).count();
    let behind = behind + keyed.iter().map(|(_, index)| alike(rest(*index, behind))).min().unwrap_or(0);
    for (key, index) in &mut *keyed {
        *key = eight_bytes(rest(*index, behind));
    }
    if keyed.is_sorted_by(|one, two| one.0 < two.0) {
        return;
    }
    radsort::sort_by_key(keyed, |(key, _)| *key);
    for alike in keyed.chunk_by_mut(|one, two| one.0 == two.0).filter(|alike| alike.len() > 1) {
        sort_behind(alike, text, (behind + 8, levels - 1));
    }
}

/// The first eight bytes as a number that sorts as they do; bytes that there are not are zero.
fn eight_bytes(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => bytes.iter().rev().fold(0, |number, &byte| number >> 8 | u64::from(byte) << 56),
    }
}
