//! Sets of people that are counted once over all parts.

use std::borrow::Cow;
use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

/// A set of people, as sorted 64-bit hashes of their ids.
///
/// Numbers of people cannot be added up over parts, since a person may be in several. A statement therefore keeps a
/// hash of each id, from a hash function that never changes. Among ten million people, the probability that two share a
/// hash is 3 in a million.
///
/// Parts that are merged one by one add few people to many. Their hashes are kept in lists of their own, as the digits of a
/// binary counter are: each list has less than half the hashes of the one before, and none that another list has. So
/// `n` parts are merged in a time that grows with `n · log n`, not with `n²`.
#[derive(Clone, Default)]
pub(crate) struct People {
    /// The longest list. Unless parts were merged, it has all hashes.
    hashes: Vec<u64>,
    more: Vec<Vec<u64>>,
}

impl fmt::Debug for People {
    /// The number of people. Hashes of ids can be guessed, and must not enter a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "People({})", self.count())
    }
}

impl People {
    /// The set of these ids, which may repeat.
    pub(crate) fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut hashes: Vec<u64> = ids.map(|id| xxh3_64(id.as_bytes())).collect();
        // A radix sort: with a hundred thousand people, a comparison sort would take longer than the sums of a
        // statement.
        radsort::sort(&mut hashes);
        hashes.dedup();
        Self::of_sorted(hashes)
    }

    fn of_sorted(hashes: Vec<u64>) -> Self {
        Self { hashes, more: Vec::new() }
    }

    fn lists(&self) -> impl Iterator<Item = &Vec<u64>> {
        std::iter::once(&self.hashes).chain(&self.more)
    }

    fn contains(&self, hash: u64) -> bool {
        self.lists().any(|list| list.binary_search(&hash).is_ok())
    }

    pub(crate) fn count(&self) -> usize {
        self.lists().map(Vec::len).sum()
    }

    /// For each set, the number of distinct people in the union of the other sets.
    ///
    /// A person is in the union of the others unless they are in this set only. So one pass over all hashes in
    /// ascending order counts all people, and for each set those that it alone has.
    pub(crate) fn in_the_others<'a>(sets: impl Iterator<Item = &'a Self>) -> Vec<u64> {
        let mut hashes: Vec<(u64, u32)> = Vec::new();
        let mut in_one_set_only = Vec::new();
        for (set, people) in sets.enumerate() {
            hashes.extend(people.lists().flatten().map(|&hash| (hash, set as u32)));
            in_one_set_only.push(0);
        }
        radsort::sort_by_key(&mut hashes, |(hash, _)| *hash);
        let mut all = 0;
        for of_one_person in hashes.chunk_by(|one, two| one.0 == two.0) {
            all += 1;
            if let [(_, set)] = of_one_person {
                in_one_set_only[*set as usize] += 1;
            }
        }
        in_one_set_only.iter().map(|only| all - only).collect()
    }

    /// Adds the people of another set.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.lists().filter(|list| !list.is_empty()).for_each(|list| self.add(list));
    }

    /// Adds sorted hashes.
    fn add(&mut self, list: &[u64]) {
        let mut added = Cow::Borrowed(list);
        while let Some(last) = self.more.pop_if(|last| last.len() < 2 * added.len()) {
            added = Cow::Owned(union(&last, &added));
        }
        if self.hashes.len() < 2 * added.len() {
            // Parts of the same people, as of two months, are often equal.
            if *self.hashes != *added {
                self.hashes = union(&self.hashes, &added);
            }
            return;
        }
        let new: Vec<u64> = added.iter().copied().filter(|&hash| !self.contains(hash)).collect();
        if !new.is_empty() {
            self.more.push(new);
        }
    }

    /// The number of people in both sets.
    pub(crate) fn count_common(&self, other: &Self) -> usize {
        // A binary search for each hash of the smaller set.
        let (few, many) = if self.count() <= other.count() { (self, other) } else { (other, self) };
        few.lists().flatten().filter(|hash| many.contains(**hash)).count()
    }

    /// All hashes, sorted.
    pub(crate) fn hashes(&self) -> Cow<'_, [u64]> {
        match &self.more[..] {
            [] => Cow::Borrowed(&self.hashes),
            more => {
                let mut all = more.iter().rev().fold(Vec::new(), |all, list| union(&all, list));
                all = union(&self.hashes, &all);
                Cow::Owned(all)
            }
        }
    }

    /// The set of stored hashes; `None` if they are not sorted and distinct.
    #[cfg(feature = "serde")]
    pub(crate) fn from_hashes(hashes: Vec<u64>) -> Option<Self> {
        hashes.is_sorted_by(|one, two| one < two).then(|| Self::of_sorted(hashes))
    }
}

impl PartialEq for People {
    fn eq(&self, other: &Self) -> bool {
        self.count() == other.count() && self.hashes() == other.hashes()
    }
}

impl Eq for People {}

/// The hashes of two sorted lists, each once.
fn union(one: &[u64], other: &[u64]) -> Vec<u64> {
    let mut both = Vec::with_capacity(one.len() + other.len());
    // A hash in both is pushed once, and both iterators advance.
    let (mut here, mut there) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(&&one), Some(&&two)) = (here.peek(), there.peek()) {
        both.push(one.min(two));
        if one <= two {
            here.next();
        }
        if two <= one {
            there.next();
        }
    }
    both.extend(here.chain(there));
    both
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::People;

    #[test]
    fn parts_of_any_sizes_merge_in_any_order_to_the_same_set() {
        // Parts that overlap, of 0 to 40 people.
        let ids = |part: u32| (0..part * 7 % 41).map(move |index| format!("p{}", (part * part + index * 3) % 500));
        let mut all = BTreeSet::new();
        let parts: Vec<People> = (0..200)
            .map(|part| {
                let ids: Vec<String> = ids(part).collect();
                all.extend(ids.iter().cloned());
                People::of(ids.iter().map(String::as_str))
            })
            .collect();
        let expected = People::of(all.iter().map(String::as_str));
        let (mut forwards, mut backwards) = (People::default(), People::default());
        for (first, last) in parts.iter().zip(parts.iter().rev()) {
            forwards.merge(first);
            backwards.merge(last);
        }
        let is_counter = |people: &People| people.lists().is_sorted_by(|one, two| one.len() >= two.len());
        assert!(is_counter(&forwards) && is_counter(&backwards));
        for merged in [&forwards, &backwards] {
            assert_eq!(merged, &expected);
            assert_eq!((merged.count(), merged.hashes()), (all.len(), expected.hashes()));
            assert_eq!((merged.count_common(&expected), expected.count_common(merged)), (all.len(), all.len()));
        }
        forwards.merge(&backwards);
        assert_eq!(forwards, expected);
    }
}
