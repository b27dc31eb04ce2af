//! A column of numbers that is zero until further notice.

/// Numbers by row, of which only those up to the last that is not zero are kept: a column that no row uses takes no
/// memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sparse(Vec<u32>);

impl Sparse {
    #[inline]
    pub(crate) fn get(&self, row: usize) -> u32 {
        self.0.get(row).copied().unwrap_or(0)
    }

    /// Sets a row at or behind the end; zero is what it is anyway.
    pub(crate) fn set_last(&mut self, row: usize, value: u32) {
        if value != 0 {
            self.0.resize(row, 0);
            self.0.push(value);
        }
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }
}
