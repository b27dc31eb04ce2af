//! Rows by the texts they stand under, sorted: the lines and measures of a statement, or of what is read from it.

use std::cmp::Ordering;

use super::labels::Labels;
use super::union::union_of_sorted;
use super::{Line, LineError, Terms};
use crate::catalogue::MeasureId;

/// Rows, each with a text or *not stated* for each of so many words, sorted by these: not stated first, then by bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// Of each word.
    labels: Vec<Labels>,
    /// Of each row, one code a word.
    codes: Vec<u32>,
    /// How many: without any word there is one row at the most.
    rows: usize,
}

/// The rows of two indexes in one, and the place there of each row of the one and of the other.
pub(crate) struct Union {
    pub(crate) both: Index,
    pub(crate) here: Vec<u32>,
    pub(crate) there: Vec<u32>,
}

impl Index {
    /// Rows that come sorted by their codes, without the labels that none of them has: equal rows then are equal indexes.
    pub(crate) fn new(labels: Vec<Labels>, mut codes: Vec<u32>, rows: usize) -> Self {
        let width = labels.len();
        debug_assert_eq!(codes.len(), width * rows, "a code for each word and row");
        let mut kept = Vec::with_capacity(width);
        for (word, labels) in labels.into_iter().enumerate() {
            let mut used = vec![false; labels.codes() as usize];
            for code in codes.iter().skip(word).step_by(width) {
                used[*code as usize] = true;
            }
            if used.iter().skip(1).all(|&used| used) {
                kept.push(labels);
                continue;
            }
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
    /// R20, where there is no such row.
    pub(crate) fn find(&self, terms: &Terms, line: &Line, measure: &str) -> Result<usize, LineError> {
        let fits = line.values().len() == terms.grouping().words().len();
        let row = Some(()).filter(|()| fits).and_then(|()| self.place(line.values().chain([Some(measure)])));
        row.ok_or_else(|| LineError::of_no_line(line, terms, measure))
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    pub(crate) fn labels(&self) -> &[Labels] {
        &self.labels
    }

    #[cfg(feature = "serde")]
    pub(crate) fn codes(&self) -> &[u32] {
        &self.codes
    }

    fn codes_of(&self, row: usize) -> &[u32] {
        let width = self.labels.len();
        &self.codes[row * width..(row + 1) * width]
    }

    /// The texts of a row.
    pub(crate) fn texts(&self, row: usize) -> impl ExactSizeIterator<Item = Option<&str>> + Clone {
        self.labels.iter().zip(self.codes_of(row)).map(|(labels, &code)| labels.text(code))
    }

    /// The text of a row for one word.
    pub(crate) fn text(&self, row: usize, word: usize) -> Option<&str> {
        self.labels[word].text(self.codes_of(row)[word])
    }

    /// The measure of a row, which stands behind so many words.
    pub(crate) fn measure(&self, row: usize, words: usize) -> MeasureId {
        let measure = self.text(row, words).expect("every row has a measure");
        MeasureId::new(measure).expect("the catalogue takes no empty id")
    }

    /// The last words of rows, each once, and the place there of each row. Every one stands under a text.
    pub(crate) fn by_last(&self) -> (Self, Vec<u32>) {
        let last = self.labels.last().cloned().unwrap_or_default();
        let (width, rows) = (self.labels.len().max(1), last.codes() as usize - 1);
        // Every label is that of a row.
        let codes = (1..last.codes()).collect();
        let places = self.codes.chunks_exact(width).map(|codes| codes[width - 1] - 1).collect();
        (Self { labels: vec![last], codes, rows }, places)
    }

    /// The lines of rows that end with a measure, each once, and the place there of each row.
    pub(crate) fn without_last(&self) -> (Self, Vec<u32>) {
        let words = self.labels.len().saturating_sub(1);
        let (mut codes, mut places, mut lines) = (Vec::new(), Vec::with_capacity(self.rows), 0);
        for row in 0..self.rows {
            let line = &self.codes_of(row)[..words];
            // Rows are sorted, so the measures of a line follow each other.
            if row == 0 || self.codes_of(row - 1)[..words] != *line {
                codes.extend_from_slice(line);
                lines += 1;
            }
            places.push(lines as u32 - 1);
        }
        (Self { labels: self.labels[..words].to_vec(), codes, rows: lines }, places)
    }

    /// The rows that have this text for one word.
    pub(crate) fn rows_with(&self, word: usize, text: Option<&str>) -> impl Iterator<Item = usize> {
        let code = self.labels.get(word).and_then(|labels| labels.code(text));
        (0..self.rows).filter(move |&row| self.codes_of(row).get(word).copied() == code)
    }

    /// The place of the row of these texts.
    pub(crate) fn place<'a>(&self, texts: impl Iterator<Item = Option<&'a str>>) -> Option<usize> {
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

    /// The rows of both.
    pub(crate) fn union(&self, other: &Self) -> Union {
        let width = self.labels.len();
        if width == 0 {
            let both = Self { rows: self.rows.max(other.rows), ..Self::default() };
            return Union { both, here: vec![0; self.rows], there: vec![0; other.rows] };
        }
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
