//! Indexes: sorted rows of texts, such as the lines and measures of a statement or an analysis.

use std::cmp::Ordering;

use super::labels::Labels;
use super::sorted_union::union_of_sorted;
use super::{Line, LineError, Terms};
use crate::catalogue::MeasureId;
use crate::getters::methods;

/// Sorted rows, each with a text or *not stated* for each word. *Not stated* sorts first, and texts by their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// The labels of each word.
    labels: Vec<Labels>,
    /// The codes of all rows, row by row: one for each word.
    codes: Vec<u32>,
    /// The number of rows. It does not follow from the codes if there are no words.
    rows: usize,
}

/// The union of two indexes, and the position in it of each row of the first index, and of the second.
pub(crate) struct Union {
    pub(crate) both: Index,
    pub(crate) here: Vec<u32>,
    pub(crate) there: Vec<u32>,
}

impl Index {
    /// The index of rows that are sorted by their codes. Labels without a row are dropped, so that indexes with equal
    /// rows are equal.
    pub(crate) fn new(labels: Vec<Labels>, mut codes: Vec<u32>, rows: usize) -> Self {
        let width = labels.len();
        debug_assert_eq!(codes.len(), width * rows, "each row has a code for each word");
        let mut kept = Vec::with_capacity(width);
        for (word, labels) in labels.into_iter().enumerate() {
            // The codes of one word are a column: every `width`-th code.
            let mut used = vec![false; labels.codes() as usize];
            for code in codes.iter().skip(word).step_by(width) {
                used[*code as usize] = true;
            }
            if used.iter().skip(1).all(|&used| used) {
                kept.push(labels);
                continue;
            }
            // Dropping labels keeps the order of the others, so rows stay sorted.
            let (only, new_codes) = labels.only(&used);
            for code in codes.iter_mut().skip(word).step_by(width) {
                *code = new_codes[*code as usize];
            }
            kept.push(only);
        }
        Self { labels: kept, codes, rows }
    }

    /// The row of a line and measure.
    ///
    /// # Errors
    ///
    /// - a row that the index does not have: R20.
    pub(crate) fn find(&self, terms: &Terms, line: &Line, measure: &str) -> Result<usize, LineError> {
        let fits = line.values().len() == terms.grouping().words().len();
        let row = Some(()).filter(|()| fits).and_then(|()| self.position(line.values().chain([Some(measure)])));
        row.ok_or_else(|| LineError::not_in_analysis(line, terms, measure))
    }

    methods! { pub(crate) self:
        /// The number of rows.
        len: usize = self.rows;
        labels: &[Labels] = &self.labels;
        #[cfg(feature = "serde")]
        codes: &[u32] = &self.codes;
    }

    fn codes_of(&self, row: usize) -> &[u32] {
        let width = self.labels.len();
        &self.codes[row * width..(row + 1) * width]
    }

    /// The texts of a row; `None` for *not stated*.
    pub(crate) fn texts(&self, row: usize) -> impl ExactSizeIterator<Item = Option<&str>> + Clone {
        self.labels.iter().zip(self.codes_of(row)).map(|(labels, &code)| labels.text(code))
    }

    /// The text of a row for one word; `None` for *not stated*.
    pub(crate) fn text(&self, row: usize, word: usize) -> Option<&str> {
        self.labels[word].text(self.codes_of(row)[word])
    }

    /// The measure of a row, which follows `words` words.
    pub(crate) fn measure(&self, row: usize, words: usize) -> MeasureId {
        let measure = self.text(row, words).expect("every row has a measure");
        MeasureId::new(measure).expect("an id in a catalogue is not empty")
    }

    /// The index of the distinct texts of the last word, and the position in it of each row. Every row must have a
    /// text.
    pub(crate) fn by_last(&self) -> (Self, Vec<u32>) {
        let last = self.labels.last().cloned().unwrap_or_default();
        let (width, rows) = (self.labels.len().max(1), last.codes() as usize - 1);
        // Every label has a row, so their codes are all codes from 1.
        let codes = (1..last.codes()).collect();
        let positions = self.codes.chunks_exact(width).map(|codes| codes[width - 1] - 1).collect();
        (Self { labels: vec![last], codes, rows }, positions)
    }

    /// The index of the distinct rows without the last word, and the position in it of each row.
    pub(crate) fn without_last(&self) -> (Self, Vec<u32>) {
        let words = self.labels.len().saturating_sub(1);
        let (mut codes, mut positions, mut lines) = (Vec::new(), Vec::with_capacity(self.rows), 0);
        for row in 0..self.rows {
            let line = &self.codes_of(row)[..words];
            // Rows are sorted, so those of one line are adjacent.
            if row == 0 || self.codes_of(row - 1)[..words] != *line {
                codes.extend_from_slice(line);
                lines += 1;
            }
            positions.push(lines as u32 - 1);
        }
        (Self { labels: self.labels[..words].to_vec(), codes, rows: lines }, positions)
    }

    /// The rows with this text for one word.
    pub(crate) fn rows_with(&self, word: usize, text: Option<&str>) -> impl Iterator<Item = usize> {
        let code = self.labels.get(word).and_then(|labels| labels.code(text));
        (0..self.rows).filter(move |&row| self.codes_of(row).get(word).copied() == code)
    }

    /// The row with these texts, found by binary search.
    pub(crate) fn position<'a>(&self, texts: impl Iterator<Item = Option<&'a str>>) -> Option<usize> {
        let asked: Vec<u32> =
            self.labels.iter().zip(texts).map(|(labels, text)| labels.code(text)).collect::<Option<_>>()?;
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.codes_of(middle).cmp(&asked[..]) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The union of two indexes with the same words.
    pub(crate) fn union(&self, other: &Self) -> Union {
        let width = self.labels.len();
        if width == 0 {
            // Without words, both have the same single row, if any.
            let both = Self { rows: self.rows.max(other.rows), ..Self::default() };
            return Union { both, here: vec![0; self.rows], there: vec![0; other.rows] };
        }
        // First both sides are recoded to the union of their labels, word by word. That keeps the order of their rows,
        // which are then merged.
        let (mut labels, mut here_codes, mut there_codes) = (Vec::new(), self.codes.clone(), other.codes.clone());
        for word in 0..width {
            let (both, here, there) = self.labels[word].union(&other.labels[word]);
            here_codes.iter_mut().skip(word).step_by(width).for_each(|code| *code = here[*code as usize]);
            there_codes.iter_mut().skip(word).step_by(width).for_each(|code| *code = there[*code as usize]);
            labels.push(both);
        }
        let mut codes = Vec::with_capacity(here_codes.len().max(there_codes.len()));
        let (here, there) = (here_codes.chunks_exact(width), there_codes.chunks_exact(width));
        let [here, there] = union_of_sorted(here, there, |row| codes.extend_from_slice(row));
        let rows = codes.len() / width;
        Union { both: Self { labels, codes, rows }, here, there }
    }
}
