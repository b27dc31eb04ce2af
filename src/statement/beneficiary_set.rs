//! Sets of people that are counted once over all parts.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

/// A set of people, as sorted 64-bit hashes of their ids.
///
/// Numbers of people cannot be added up over parts, since a person may be in several. A statement therefore keeps a
/// hash of each id, from a hash function that never changes. Among ten million people, the probability that two share a
/// hash is 3 in a million.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct People(Vec<u64>);

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
        Self(hashes)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// For each set, the number of distinct people in the union of the other sets.
    ///
    /// A person is in the union of the others unless they are in this set only. So one pass over all hashes in
    /// ascending order counts all people, and for each set those that it alone has.
    pub(crate) fn in_the_others<'a>(sets: impl Iterator<Item = &'a Self>) -> Vec<u64> {
        let mut hashes: Vec<(u64, u32)> = Vec::new();
        let mut in_one_set_only = Vec::new();
        for (set, people) in sets.enumerate() {
            hashes.extend(people.0.iter().map(|&hash| (hash, set as u32)));
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
        if self == other {
            return;
        }
        let mut both = Vec::with_capacity(self.0.len() + other.0.len());
        // Merges two sorted lists. A hash in both is pushed once, and both iterators advance.
        let (mut here, mut there) = (self.0.iter().peekable(), other.0.iter().peekable());
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
        self.0 = both;
    }

    /// The number of people in both sets.
    pub(crate) fn count_common(&self, other: &Self) -> usize {
        // A binary search for each hash of the smaller set.
        let (few, many) = if self.count() <= other.count() { (self, other) } else { (other, self) };
        few.0.iter().filter(|hash| many.0.binary_search(hash).is_ok()).count()
    }

    #[cfg(feature = "serde")]
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// The set of stored hashes; `None` if they are not sorted and distinct.
    #[cfg(feature = "serde")]
    pub(crate) fn from_hashes(hashes: Vec<u64>) -> Option<Self> {
        hashes.is_sorted_by(|one, two| one < two).then_some(Self(hashes))
    }
}
