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

    /// Whether any of some rows is not zero.
    pub(crate) fn any(&self, rows: std::ops::Range<usize>) -> bool {
        let kept = rows.start.min(self.0.len())..rows.end.min(self.0.len());
        self.0[kept].iter().any(|&value| value != 0)
    }

    /// Some rows, those that are not kept too.
    pub(crate) fn rows(&self, rows: std::ops::Range<usize>) -> impl Iterator<Item = u32> {
        let kept = &self.0[rows.start.min(self.0.len())..rows.end.min(self.0.len())];
        let zeros = rows.len() - kept.len();
        kept.iter().copied().chain(std::iter::repeat_n(0, zeros))
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
