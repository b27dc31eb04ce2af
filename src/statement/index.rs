//! Rows by the texts they stand under, sorted: the lines and measures of a statement, or of what is read from it.

use std::cmp::Ordering;

use super::labels::Labels;
use super::numbering::Numbering;
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

    /// Rows that have a word more: its codes, and up to where they are of each row here. Every text has a code, and every
    /// row here has some.
    pub(super) fn with_word(self, labels: Labels, codes: impl Iterator<Item = u32>, ends: &[usize]) -> Self {
        debug_assert_eq!(ends.len(), self.rows, "each row here has rows there");
        let (width, rows) = (self.labels.len() + 1, ends.last().copied().unwrap_or(0));
        let mut all = vec![0; width * rows];
        let (mut chunks, mut codes) = (all.chunks_exact_mut(width), codes);
        let mut start = 0;
        for (row, &end) in ends.iter().enumerate() {
            let words = self.codes_of(row);
            for (chunk, code) in chunks.by_ref().take(end - start).zip(&mut codes) {
                // Not copied as a slice: a call for a few codes.
                chunk.iter_mut().zip(words).for_each(|(slot, &word)| *slot = word);
                chunk[width - 1] = code;
            }
            start = end;
        }
        let labels = self.labels.into_iter().chain([labels]).collect();
        Self { labels, codes: all, rows }
    }

    /// Where each group of rows that are alike but for the last word ends.
    pub(crate) fn ends_but_last(&self) -> Vec<usize> {
        let words = self.labels.len().saturating_sub(1);
        let before = |row: usize| &self.codes_of(row)[..words];
        let ends = (1..self.rows).filter(|&row| before(row - 1) != before(row));
        ends.chain((self.rows > 0).then_some(self.rows)).collect()
    }

    /// The rows by their last two words, each once, and the place there of each row.
    pub(crate) fn by_last_two(&self) -> (Self, Vec<u32>) {
        let width = self.labels.len();
        let labels = &self.labels[width - 2..];
        // A word has no more codes than 32 bits, so two are one number.
        let [before, last] = [0, 1].map(|word| u64::from(labels[word].codes()));
        let mut numbering = Numbering::new(Some(before * last), self.rows);
        let key = |codes: &[u32]| u64::from(codes[width - 2]) * last + u64::from(codes[width - 1]);
        let keys = self.codes.chunks_exact(width).map(key);
        let mut places: Vec<u32> = keys.map(|key| numbering.number(key)).collect();
        let order = numbering.in_order(|end| {
            let mut met = vec![false; end];
            for &number in &places {
                met[number as usize] = true;
            }
            (0..end as u32).filter(|&number| met[number as usize]).collect()
        });
        let mut place_of = vec![0; numbering.end()];
        let mut codes = Vec::with_capacity(2 * order.len());
        for (place, &number) in order.iter().enumerate() {
            place_of[number as usize] = place as u32;
            let key = numbering.key(number);
            codes.extend([(key / last) as u32, (key % last) as u32]);
        }
        for place in &mut places {
            *place = place_of[*place as usize];
        }
        (Self { labels: labels.to_vec(), codes, rows: order.len() }, places)
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
        let rows = codes.len() / width;
        Union { both: Self { labels, codes, rows }, here: here_places, there: there_places }
    }
}
