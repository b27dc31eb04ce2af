//! Group keys: one integer for each combination of line and measure, from which cells are interned.
//!
//! Each word of a grouping has a table from a field of the appraisal to the code of a label. The codes of all words,
//! and then of the measure, are the digits of one number with mixed radixes. The most significant digit comes first, so
//! that keys sort like lines.

use super::interner::KeyInterner;
use super::key_fields::KeyColumns;
use super::labels::{Labels, sort_by_text};
use super::period::{Period, YEAR};
use super::{By, Line};
use crate::catalogue::{Catalogue, Element, Measure};
use crate::ledger::Columns;
use crate::number::Number;
use crate::record::{PartialDate, Role, SourceKind};

/// The label codes of one word, indexed by the field that the word reads. Code 0 is *not stated*.
pub(super) enum CodeTable {
    /// Indexed by the service of the interaction.
    Service(Vec<u32>),
    /// Indexed by the user: the beneficiary if a user, else the only user.
    User(Vec<u32>),
    /// Indexed by the beneficiary.
    Beneficiary(Vec<u32>),
    Role(Vec<u32>),
    Source(Vec<u32>),
    Measure(Vec<u32>),
    Period(PeriodCodes),
    /// Indexed by profile: that of the interaction, else that of the user.
    With(Vec<u32>),
}

/// The group keys of a grouping, and the cells that they are interned as.
pub(super) struct GroupKeys {
    /// The labels of each word, and then of the measures.
    pub(super) labels: Vec<Labels>,
    /// One segment, unless the grouping has more possible cells than 64 bits can number.
    segments: Vec<KeySegment>,
    /// A buffer for the keys of one segment.
    keys: Vec<u64>,
}

/// Successive words whose codes form one 64-bit key. The interned code of the previous segment is its first digit.
struct KeySegment {
    digits: Vec<Digit>,
    /// The number of keys for each code of the previous segment.
    space: u64,
    interner: KeyInterner,
}

/// One word's digit of a key: `(code − least) · stride`.
struct Digit {
    table: CodeTable,
    stride: u64,
    /// The smallest code: 1 if the word always has a value, so that the keys have no gaps for *not stated*.
    least: u32,
    /// The number of codes. A digit with one code adds nothing to a key.
    codes: u64,
}

/// The largest key space of a segment after the first: with the 32-bit code of the previous segment, a key fits 64
/// bits.
const LARGEST_NEXT_SPACE: u64 = 1 << 32;

impl GroupKeys {
    /// The keys of a grouping's lines and measures. About `rows` distinct keys are expected at most.
    pub(super) fn new<N: Number>(words: &[By], catalogue: &Catalogue<N>, columns: &Columns<N>, rows: usize) -> Self {
        let measures: Vec<_> = catalogue.measures().map(|measure| Some(measure.id().as_str())).collect();
        let of_measures = with_labels(&measures, CodeTable::Measure);
        let tables = words.iter().map(|word| code_table(word, catalogue, columns)).chain([of_measures]);
        Self::from_tables(tables.unzip(), columns, rows)
    }

    /// The keys of a grouping's lines, without the measure.
    pub(super) fn of_lines<N: Number>(
        words: &[By],
        catalogue: &Catalogue<N>,
        columns: &Columns<N>,
        rows: usize,
    ) -> Self {
        Self::from_tables(words.iter().map(|word| code_table(word, catalogue, columns)).unzip(), columns, rows)
    }

    fn from_tables<N: Number>(
        (tables, labels): (Vec<CodeTable>, Vec<Labels>),
        columns: &Columns<N>,
        rows: usize,
    ) -> Self {
        let mut segments: Vec<Vec<Digit>> = vec![Vec::new()];
        // The number of keys of the last segment so far: the product of the radixes of its digits.
        let mut space: u64 = 1;
        for (table, labels) in tables.into_iter().zip(&labels) {
            let least = table.least_code(columns);
            // A word without values, as in an empty ledger, still needs a radix above zero.
            let codes = u64::from(labels.codes() - least).max(1);
            let largest = if segments.len() == 1 { u64::MAX } else { LARGEST_NEXT_SPACE };
            space = match space.checked_mul(codes).filter(|&space| space <= largest) {
                Some(space) => space,
                None => {
                    // A word has fewer than 2³² codes, so it always fits a segment of its own.
                    segments.push(Vec::new());
                    codes
                }
            };
            // Strides follow when the segment is complete.
            let digit = Digit { table, stride: 1, least, codes };
            segments.last_mut().expect("there is a first segment").push(digit);
        }
        let segments = segments.into_iter().enumerate();
        let segments = segments.map(|(index, digits)| KeySegment::new(digits, index == 0, rows)).collect();
        Self { labels, segments, keys: Vec::new() }
    }

    /// Fills `cells` with the cell of each row. Keys are built digit by digit, so that each loop reads one column.
    pub(super) fn find_cells(&mut self, rows: &impl KeyColumns, cells: &mut Vec<u32>) {
        cells.clear();
        for segment in &mut self.segments {
            self.keys.clear();
            // `cells` holds the codes of the previous segment; it is empty before the first one.
            self.keys.extend(cells.iter().map(|&code| u64::from(code) * segment.space));
            self.keys.resize(rows.len(), 0);
            for digit in segment.digits.iter().filter(|digit| digit.codes > 1) {
                digit.add_to(rows, &mut self.keys);
            }
            segment.interner.intern_all(&self.keys, cells);
        }
    }

    /// The cell with these codes, one for each list of labels; `None` if no row can have them.
    pub(super) fn cell_of(&mut self, codes: &[u32]) -> Option<u32> {
        // If the key did not occur, it gets a new code, and no row has that cell.
        let (mut codes, mut cell) = (codes.iter(), 0);
        for segment in &mut self.segments {
            let mut key = u64::from(cell) * segment.space;
            for (digit, code) in segment.digits.iter().zip(&mut codes) {
                key += u64::from(code.checked_sub(digit.least)?) * digit.stride;
            }
            cell = segment.interner.intern(key);
        }
        Some(cell)
    }

    /// The exclusive upper bound of all cells.
    pub(super) fn end(&self) -> usize {
        self.last().interner.end()
    }

    /// The cells in the order of their lines and measures, and the codes of each, one cell after the other. If the keys
    /// are the cells, `used` is called with their bound and returns those that occurred, in ascending order.
    pub(super) fn sorted_cells(&self, used: impl FnOnce(usize) -> Vec<u32>) -> (Vec<u32>, Vec<u32>) {
        let mut cells = self.last().interner.sorted_codes(used);
        if self.segments.len() > 1 {
            // The first digit of the last segment's keys is an interned code, which does not sort like its line.
            cells.sort_by_cached_key(|&cell| self.codes(cell));
        }
        let mut codes = Vec::with_capacity(cells.len() * self.labels.len());
        for &cell in &cells {
            self.push_codes(cell, self.segments.len(), &mut codes);
        }
        (cells, codes)
    }

    fn last(&self) -> &KeySegment {
        self.segments.last().expect("there is a first segment")
    }

    /// The codes of a cell, one for each list of labels.
    pub(super) fn codes(&self, cell: u32) -> Vec<u32> {
        let mut codes = Vec::with_capacity(self.labels.len());
        self.push_codes(cell, self.segments.len(), &mut codes);
        codes
    }

    /// The line of a cell. `codes` is a buffer.
    pub(super) fn line(&self, cell: u32, codes: &mut Vec<u32>) -> Line {
        codes.clear();
        self.push_codes(cell, self.segments.len(), codes);
        let words = codes.len() - 1;
        Line::new(self.labels.iter().zip(codes.iter()).take(words).map(|(labels, &code)| labels.text(code)))
    }

    /// Takes the keys of the first `segments` segments apart into codes.
    fn push_codes(&self, interned: u32, segments: usize, codes: &mut Vec<u32>) {
        let Some(segment) = segments.checked_sub(1).map(|last| &self.segments[last]) else { return };
        let key = segment.interner.key(interned);
        // The words of the previous segment come first, so its codes do too.
        self.push_codes((key / segment.space) as u32, segments - 1, codes);
        let mut rest = key % segment.space;
        for Digit { stride, least, .. } in &segment.digits {
            codes.push((rest / stride) as u32 + least);
            rest %= stride;
        }
    }
}

impl KeySegment {
    fn new(mut digits: Vec<Digit>, is_first: bool, rows: usize) -> Self {
        let mut space = 1;
        // From the last digit, which is the least significant.
        for digit in digits.iter_mut().rev() {
            digit.stride = space;
            space *= digit.codes;
        }
        // The number of codes of the previous segment is not known in advance.
        Self { digits, space, interner: KeyInterner::new(is_first.then_some(space), rows) }
    }
}

impl CodeTable {
    /// The smallest code that can occur: 0 if a row may have no value, else 1.
    fn least_code<N: Number>(&self, columns: &Columns<N>) -> u32 {
        let least_of = |codes: &[u32]| u32::from(codes.iter().all(|&code| code > 0));
        match self {
            // An interaction with several users has no only user.
            Self::User(_) => u32::from(!columns.have_parties(0..columns.interactions())),
            // The empty profile has no value in any dimension.
            Self::With(_) => 0,
            Self::Period(..) => 1,
            Self::Service(codes)
            | Self::Beneficiary(codes)
            | Self::Role(codes)
            | Self::Source(codes)
            | Self::Measure(codes) => least_of(codes),
        }
    }
}

/// What takes the codes of rows. A trait, so that each table and taker has a loop of its own, without a branch on the
/// kind of table.
pub(super) trait TakeCodes {
    fn take(self, codes: impl Iterator<Item = u32>);
}

/// Adds a digit to keys.
struct AddDigit<'a> {
    keys: &'a mut [u64],
    stride: u64,
    least: u32,
}

impl TakeCodes for AddDigit<'_> {
    #[inline]
    fn take(self, codes: impl Iterator<Item = u32>) {
        for (key, code) in self.keys.iter_mut().zip(codes) {
            *key += u64::from(code - self.least) * self.stride;
        }
    }
}

impl Digit {
    fn add_to(&self, rows: &impl KeyColumns, keys: &mut [u64]) {
        self.table.give(rows, AddDigit { keys, stride: self.stride, least: self.least });
    }
}

impl CodeTable {
    /// Gives the code of each row to `taker`.
    pub(super) fn give(&self, rows: &impl KeyColumns, taker: impl TakeCodes) {
        match self {
            Self::Service(codes) => {
                taker.take(rows.services().map(|service| codes[service as usize]));
            }
            Self::User(codes) => {
                taker.take(rows.users().map(|user| user.map_or(0, |user| codes[user as usize])));
            }
            Self::Beneficiary(codes) => {
                taker.take(rows.beneficiaries().map(|one| codes[one as usize]));
            }
            Self::Role(codes) => taker.take(rows.roles().map(|role| codes[role])),
            Self::Source(codes) => taker.take(rows.sources().map(|source| codes[source])),
            Self::Measure(codes) => {
                taker.take(rows.measures().map(|measure| codes[measure as usize]));
            }
            Self::Period(codes) => taker.take(rows.days().map(|on| codes.of(on))),
            Self::With(codes) => {
                // The interaction's own value goes before the user's.
                let code = |(own, user)| match codes[own as usize] {
                    0 => codes[user as usize],
                    own => own,
                };
                taker.take(rows.profiles().map(code));
            }
        }
    }
}

/// The codes and labels of one word of a grouping.
pub(super) fn code_table<N: Number>(word: &By, catalogue: &Catalogue<N>, columns: &Columns<N>) -> (CodeTable, Labels) {
    match word {
        By::Service => {
            let services: Vec<_> = catalogue.services().map(|service| Some(service.id().as_str())).collect();
            with_labels(&services, CodeTable::Service)
        }
        By::Provider => {
            let providers: Vec<_> = catalogue.services().map(|service| Some(service.provider().as_str())).collect();
            with_labels(&providers, CodeTable::Service)
        }
        By::User => with_actors(columns, CodeTable::User),
        By::Beneficiary => with_actors(columns, CodeTable::Beneficiary),
        By::Role => with_labels(&Role::ALL.iter().map(|role| Some(role.word())).collect::<Vec<_>>(), CodeTable::Role),
        By::Source => {
            with_labels(&SourceKind::ALL.iter().map(|kind| Some(kind.word())).collect::<Vec<_>>(), CodeTable::Source)
        }
        By::Element => {
            let element = |measure: &Measure<N>| measure.get_element().map(Element::word);
            with_labels(&catalogue.measures().map(element).collect::<Vec<_>>(), CodeTable::Measure)
        }
        By::Year | By::Quarter | By::Month | By::FinancialYear(_) | By::FinancialQuarter(_) => {
            with_periods(columns, word.period().expect("these words are periods"))
        }
        By::With(dimension) => with_labels(&columns.profiles.values_of(dimension.as_str()), CodeTable::With),
    }
}

fn with_labels(texts: &[Option<&str>], table: impl FnOnce(Vec<u32>) -> CodeTable) -> (CodeTable, Labels) {
    let (labels, codes) = Labels::of(texts);
    (table(codes), labels)
}

/// Ids of actors are distinct already, so they are sorted and not deduplicated.
fn with_actors<N: Number>(columns: &Columns<N>, table: impl FnOnce(Vec<u32>) -> CodeTable) -> (CodeTable, Labels) {
    let actors = &columns.actors;
    let mut sorted: Vec<u32> = (0..actors.len() as u32).collect();
    sort_by_text(&mut sorted, |actor| actors.text(actor));
    let mut codes = vec![0; actors.len()];
    for (index, &actor) in sorted.iter().enumerate() {
        codes[actor as usize] = index as u32 + 1;
    }
    let labels = Labels::from_sorted(sorted.iter().map(|&actor| actors.text(actor)), (sorted.len(), actors.byte_len()));
    (table(codes), labels)
}

/// The codes of a ledger's periods, and of its years if it has interactions that no period holds whole.
pub(super) struct PeriodCodes {
    period: Period,
    /// The numbers of the first period and of the first year.
    first: [i32; 2],
    /// Indexed by the period, and by the year, each counted from the first.
    codes: [Vec<u32>; 2],
}

impl PeriodCodes {
    #[inline]
    fn of(&self, on: PartialDate) -> u32 {
        let ([first, first_year], [codes, of_years]) = (self.first, &self.codes);
        match self.period.holding(on) {
            Some(number) => codes[(number - first) as usize],
            None => of_years[(YEAR.number(on.first()) - first_year) as usize],
        }
    }
}

/// Every period from the ledger's first day to its last has a label, so that a day's code is found by subtraction.
fn with_periods<N: Number>(columns: &Columns<N>, period: Period) -> (CodeTable, Labels) {
    let days = columns.first_and_last_day();
    let texts = |period: Period| {
        let numbers = days.map(|(first, last)| period.number(first)..=period.number(last));
        numbers.into_iter().flatten().map(move |number| period.text(number))
    };
    let number_of_first = |period: Period| days.map_or(0, |(first, _)| period.number(first));
    let has_years = columns.has_partial_dates() && columns.all_on().any(|on| period.holding(on).is_none());
    let years = has_years.then(|| texts(YEAR)).into_iter().flatten();
    let periods = texts(period).count();
    let texts: Vec<String> = texts(period).chain(years).collect();
    let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
    with_labels(&texts, |mut codes| {
        let of_years = codes.split_off(periods);
        CodeTable::Period(PeriodCodes {
            period,
            first: [number_of_first(period), number_of_first(YEAR)],
            codes: [codes, of_years],
        })
    })
}
