//! Changes partitioned by group, so that with very many groups the totals of each partition stay in the cache.
//!
//! A partition is a range of [`GROUPS_IN_PARTITION`] consecutive groups. [`PartitionBuffer`] takes changes one by one;
//! [`PartitionedBatch`] takes a slice of them, by a counting sort on the upper bits of the group.

/// Bits of a group's offset in its partition: 2^12 rows of 24 bytes take 96 KiB, which the second-level cache holds
/// beside the changes that are added to them.
const OFFSET_BITS: u32 = 12;
/// Groups of a partition.
pub(super) const GROUPS_IN_PARTITION: usize = 1 << OFFSET_BITS;
/// Changes in a whole number of pages: 2^11 offsets of 2 bytes are one page of 4 KiB, and changes are no smaller.
const CHANGES_IN_PAGES: usize = 1 << 11;
/// Padding of a buffer, in changes. Partitions fill together, so buffers a whole number of pages apart would all be
/// written at the same place of a page, which is the same few cache sets. This staggers them by some cache lines: 112
/// bytes of offsets, 448 of floats.
const STAGGER: usize = 56;

#[inline]
fn partition_of(group: u32) -> usize {
    (group >> OFFSET_BITS) as usize
}

#[inline]
fn offset_of(group: u32) -> u16 {
    (group as usize % GROUPS_IN_PARTITION) as u16
}

/// The changes of one partition: a slice of offsets and one of changes. As pairs they would be padded, and half as much
/// again would be written and read.
pub(super) struct PartitionSlice<'a, C> {
    /// The partition's first group, from which the offsets count.
    pub(super) first: usize,
    offsets: &'a [u16],
    changes: &'a [C],
}

impl<'a, C> PartitionSlice<'a, C> {
    /// The number of changes.
    pub(super) fn len(&self) -> usize {
        self.offsets.len()
    }

    /// The changes, each with its group.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &'a C)> + Clone + use<'a, C> {
        let first = self.first as u32;
        self.offsets.iter().map(move |&offset| first + u32::from(offset)).zip(self.changes)
    }
}

/// One more than the largest group in some partitions, which come in ascending order; zero if they are empty.
fn end_of_groups<'a, C: 'a>(partitions: impl Iterator<Item = PartitionSlice<'a, C>>) -> usize {
    let end = |slice: PartitionSlice<'a, C>| Some(slice.first + usize::from(*slice.offsets.iter().max()?) + 1);
    partitions.filter(|slice| slice.len() > 0).last().and_then(end).unwrap_or(0)
}

/// The buffer of one partition.
#[derive(Debug)]
struct Buffer<C> {
    offsets: Vec<u16>,
    changes: Vec<C>,
}

impl<C> Buffer<C> {
    /// An empty buffer with room for at least this many changes.
    fn with_capacity(changes: usize) -> Self {
        let capacity = if changes == 0 { 0 } else { changes.next_multiple_of(CHANGES_IN_PAGES) + STAGGER };
        Self { offsets: Vec::with_capacity(capacity), changes: Vec::with_capacity(capacity) }
    }
}

/// Changes that arrive one by one, buffered by partition until they are added.
#[derive(Debug)]
pub(crate) struct PartitionBuffer<C> {
    buffers: Vec<Buffer<C>>,
    len: usize,
}

impl<C> Default for PartitionBuffer<C> {
    fn default() -> Self {
        Self { buffers: Vec::new(), len: 0 }
    }
}

impl<C> PartitionBuffer<C> {
    #[inline]
    pub(crate) fn push(&mut self, group: u32, change: C) {
        let partition = partition_of(group);
        if partition >= self.buffers.len() {
            self.allocate(partition);
        }
        let buffer = &mut self.buffers[partition];
        buffer.offsets.push(offset_of(group));
        buffer.changes.push(change);
        self.len += 1;
    }

    /// Allocates the buffers up to a partition.
    ///
    /// A single partition grows as any vector does. Several get room for three changes to two groups at once: about one
    /// to a group is buffered before a flush, and a vector that grows holds its old memory beside the new. Memory that
    /// was never written takes up no page.
    #[cold]
    fn allocate(&mut self, partition: usize) {
        let capacity = if partition == 0 { 0 } else { GROUPS_IN_PARTITION * 3 / 2 };
        self.buffers.resize_with(partition + 1, || Buffer::with_capacity(capacity));
    }

    /// The number of changes.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// One more than the largest group.
    pub(super) fn end_of_groups(&self) -> usize {
        end_of_groups(self.partitions())
    }

    /// Every change with its group, partition by partition.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &C)> {
        self.partitions().flat_map(|slice| slice.iter())
    }

    pub(super) fn partitions(&self) -> impl Iterator<Item = PartitionSlice<'_, C>> {
        let firsts = (0..).step_by(GROUPS_IN_PARTITION);
        firsts.zip(&self.buffers).map(|(first, Buffer { offsets, changes })| PartitionSlice { first, offsets, changes })
    }

    /// Removes all changes, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        for buffer in &mut self.buffers {
            buffer.offsets.clear();
            buffer.changes.clear();
        }
        self.len = 0;
    }
}

/// A slice of changes, sorted by partition. The partitions are counted first, so that every change is written once, to
/// its final index, and no buffer grows.
#[derive(Debug)]
pub(super) struct PartitionedBatch<C> {
    offsets: Vec<u16>,
    changes: Vec<C>,
    /// For each partition the index after its last change.
    ends: Vec<usize>,
}

impl<C> Default for PartitionedBatch<C> {
    fn default() -> Self {
        Self { offsets: Vec::new(), changes: Vec::new(), ends: Vec::new() }
    }
}

impl<C: Clone> PartitionedBatch<C> {
    /// Replaces the batch by other changes, `changes[i]` of the group `groups[i]`.
    pub(super) fn fill(&mut self, groups: &[u32], changes: &[C]) {
        self.ends.fill(0);
        for &group in groups {
            let partition = partition_of(group);
            if partition >= self.ends.len() {
                self.ends.resize(partition + 1, 0);
            }
            self.ends[partition] += 1;
        }
        // From counts to the index where each partition starts. The loop below advances it to where the partition ends.
        let mut start = 0;
        for end in &mut self.ends {
            start += std::mem::replace(end, start);
        }
        self.offsets.resize(groups.len(), 0);
        // Every change is overwritten below, so old ones may stay; only missing ones are cloned.
        self.changes.truncate(changes.len());
        self.changes.extend_from_slice(&changes[self.changes.len()..]);
        for (&group, change) in groups.iter().zip(changes) {
            let next = &mut self.ends[partition_of(group)];
            self.offsets[*next] = offset_of(group);
            self.changes[*next] = change.clone();
            *next += 1;
        }
    }

    /// One more than the largest group.
    pub(super) fn end_of_groups(&self) -> usize {
        end_of_groups(self.partitions())
    }

    pub(super) fn partitions(&self) -> impl Iterator<Item = PartitionSlice<'_, C>> {
        let (firsts, mut start) = ((0..).step_by(GROUPS_IN_PARTITION), 0);
        firsts.zip(&self.ends).map(move |(first, &end)| {
            let range = std::mem::replace(&mut start, end)..end;
            PartitionSlice { first, offsets: &self.offsets[range.clone()], changes: &self.changes[range] }
        })
    }
}
