//! Rows by the texts they stand under, sorted: the lines and measures of a statement, or of what is read from it.

use std::cmp::Ordering;

use super::labels::Labels;

/// Rows, each with a text or *not stated* for each of so many words, sorted by these: not stated first, then by bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// Of each word.
    labels: Vec<Labels>,
    /// Of each row, one code a word.
    codes: Vec<u32>,
}

/// The rows of two indexes in one, and the place there of each row of the one and of the other.
pub(crate) struct Union {
    pub(crate) both: Index,
    pub(crate) here: Vec<u32>,
    pub(crate) there: Vec<u32>,
}

impl Index {
    /// Rows that come sorted by their codes, without the labels that none of them has: equal rows then are equal indexes.
    pub(crate) fn new(labels: Vec<Labels>, mut codes: Vec<u32>) -> Self {
        let width = labels.len();
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
        Self { labels: kept, codes }
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        if self.labels.is_empty() { 0 } else { self.codes.len() / self.labels.len() }
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

    /// The rows that have this text for one word.
    pub(crate) fn rows_with(&self, word: usize, text: Option<&str>) -> impl Iterator<Item = usize> {
        let code = self.labels.get(word).and_then(|labels| labels.code(text));
        let rows = self.codes.chunks_exact(self.labels.len().max(1)).enumerate();
        rows.filter(move |(_, codes)| codes.get(word).copied() == code).map(|(row, _)| row)
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
        let (mut labels, mut here_codes, mut there_codes) = (Vec::new(), self.codes.clone(), other.codes.clone());
        for word in 0..width {
            let (both, here, there) = self.labels[word].union(&other.labels[word]);
            here_codes.iter_mut().skip(word).step_by(width).for_each(|code| *code = here[*code as usize]);
            there_codes.iter_mut().skip(word).step_by(width).for_each(|code| *code = there[*code as usize]);
            labels.push(both);
        }
        let mut codes = Vec::with_capacity(here_codes.len().max(there_codes.len()));
        let (mut here_places, mut there_places) = (Vec::new(), Vec::new());
        let mut here = here_codes.chunks_exact(width).peekable();
        let mut there = there_codes.chunks_exact(width).peekable();
        for place in 0.. {
            let order = match (here.peek(), there.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(two)) => one.cmp(two),
            };
            let mut row = None;
            if order.is_le() {
                row = here.next();
                here_places.push(place);
            }
            if order.is_ge() {
                row = there.next();
                there_places.push(place);
            }
            codes.extend_from_slice(row.expect("one of them has a row"));
        }
        Union { both: Self { labels, codes }, here: here_places, there: there_places }
    }
}
