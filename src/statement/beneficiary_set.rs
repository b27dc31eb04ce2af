//! Who was counted: beneficiaries, each once, also across parts.

use xxhash_rust::xxh3::xxh3_64;

/// The beneficiaries whose appraisals are counted, by the hashes of their ids, sorted.
///
/// A number of people cannot be added up from part to part, so a statement keeps who they were; 64 bits of a stable
/// hash are enough to tell them apart: among ten million the chance that any two fall together is 3 in a million.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People(Vec<u64>);

impl People {
    pub(crate) fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut hashes: Vec<u64> = ids.map(|id| xxh3_64(id.as_bytes())).collect();
        // Digit by digit: there may be very many, and comparing them would take longer than counting what they did.
        radsort::sort(&mut hashes);
        hashes.dedup();
        Self(hashes)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// For each of these sets, how many people the other sets together have, each counted once.
    ///
    /// One pass over all hashes in their order: everybody is in the others, but for those who are in this set alone.
    pub(crate) fn in_the_others<'a>(sets: impl Iterator<Item = &'a Self>) -> Vec<u64> {
        let mut places: Vec<(u64, u32)> = Vec::new();
        let mut here_alone = Vec::new();
        for (place, Self(hashes)) in sets.enumerate() {
            places.extend(hashes.iter().map(|&hash| (hash, place as u32)));
            here_alone.push(0);
        }
        radsort::sort_by_key(&mut places, |(hash, _)| *hash);
        let mut all = 0;
        for of_one_person in places.chunk_by(|one, two| one.0 == two.0) {
            all += 1;
            if let [(_, place)] = of_one_person {
                here_alone[*place as usize] += 1;
            }
        }
        here_alone.iter().map(|alone| all - alone).collect()
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if self == other {
            return;
        }
        let mut both = Vec::with_capacity(self.0.len() + other.0.len());
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

    /// How many are in both.
    pub(crate) fn count_common(&self, other: &Self) -> usize {
        let (few, many) = if self.count() <= other.count() { (self, other) } else { (other, self) };
        few.0.iter().filter(|hash| many.0.binary_search(hash).is_ok()).count()
    }

    #[cfg(feature = "serde")]
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.0
    }

    #[cfg(feature = "serde")]
    pub(crate) fn from_hashes(hashes: Vec<u64>) -> Option<Self> {
        hashes.is_sorted_by(|one, two| one < two).then_some(Self(hashes))
    }
}
