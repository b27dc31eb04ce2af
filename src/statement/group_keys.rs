//! From the words of a grouping to the line an appraisal stands on: every word has a column of codes.

use jiff::civil::Date;

use super::By;
use super::labels::{Labels, sort_by_text};
use super::numbering::Numbering;
use super::standing::Standings;
use crate::catalogue::{Catalogue, Element, Measure};
use crate::ledger::Columns;
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// The spans that periods are.
#[derive(Clone, Copy)]
enum Span {
    Year,
    Quarter,
    Month,
}

impl Span {
    /// The span's number, counted from the year 0.
    fn number(self, day: Date) -> i32 {
        let (year, month) = (i32::from(day.year()), i32::from(day.month()));
        match self {
            Self::Year => year,
            Self::Quarter => year * 4 + (month - 1) / 3,
            Self::Month => year * 12 + month - 1,
        }
    }

    fn text(self, number: i32) -> String {
        let year = |number: i32| if number < 0 { format!("-{:04}", -number) } else { format!("{number:04}") };
        match self {
            Self::Year => year(number),
            Self::Quarter => format!("{}-Q{}", year(number.div_euclid(4)), number.rem_euclid(4) + 1),
            Self::Month => format!("{}-{:02}", year(number.div_euclid(12)), number.rem_euclid(12) + 1),
        }
    }
}

/// Where the code of one word comes from.
enum Column {
    /// By the interaction's service.
    Service(Vec<u32>),
    /// By the actor: of the beneficiary if a user, or else the only user.
    User(Vec<u32>),
    /// By the actor.
    Beneficiary(Vec<u32>),
    Role(Vec<u32>),
    Source(Vec<u32>),
    /// By the measure.
    Measure(Vec<u32>),
    /// By the span of the interaction's day, from the first span there is.
    Period(Span, i32, Vec<u32>),
    /// By the interaction's own dimensions, or else the user's.
    With(Vec<u32>),
}

/// The columns of a grouping's words and then of the measure, with the labels of each, and the cells that they lead to.
pub(super) struct Keys {
    pub(super) labels: Vec<Labels>,
    /// One, unless there are more possible lines than a key has numbers.
    blocks: Vec<Block>,
    keys: Vec<u64>,
}

/// Columns whose codes are one key, behind the number of the key of the block before.
struct Block {
    columns: Vec<Place>,
    /// The number of keys without the block before.
    space: u64,
    numbering: Numbering,
}

/// A column's place in a key.
struct Place {
    column: Column,
    /// What its codes are multiplied by.
    stride: u64,
    /// Its codes begin here: with 1 where nothing is ever *not stated*, so that keys have no gaps for it.
    least: u32,
    /// How many codes it has; of a single one there is nothing to add.
    codes: u64,
}

/// A key behind the number of the block before, which has 32 bits, still has to fit 64.
const MOST_BEHIND: u64 = 1 << 32;

impl Keys {
    /// The keys of a grouping's lines, and of the measures behind them, over a ledger that has so many rows.
    pub(super) fn new<N: Number>(words: &[By], catalogue: &Catalogue<N>, columns: &Columns<N>, rows: usize) -> Self {
        let measures: Vec<_> = catalogue.measures().map(|measure| Some(measure.id().as_str())).collect();
        let of_measures = with_labels(&measures, Column::Measure);
        let sources = words.iter().map(|word| column(word, catalogue, columns)).chain([of_measures]);
        Self::of(sources.unzip(), columns, rows)
    }

    /// The keys of a grouping's lines, whatever the measure.
    pub(super) fn of_lines<N: Number>(
        words: &[By],
        catalogue: &Catalogue<N>,
        columns: &Columns<N>,
        rows: usize,
    ) -> Self {
        Self::of(words.iter().map(|word| column(word, catalogue, columns)).unzip(), columns, rows)
    }

    fn of<N: Number>((sources, labels): (Vec<Column>, Vec<Labels>), columns: &Columns<N>, rows: usize) -> Self {
        let mut blocks: Vec<Vec<Place>> = vec![Vec::new()];
        let mut space: u64 = 1;
        for (column, labels) in sources.into_iter().zip(&labels) {
            let least = column.least(columns);
            let codes = u64::from(labels.codes() - least).max(1);
            let most = if blocks.len() == 1 { u64::MAX } else { MOST_BEHIND };
            space = match space.checked_mul(codes).filter(|&space| space <= most) {
                Some(space) => space,
                None => {
                    // No word alone has more codes than a block has room for.
                    blocks.push(Vec::new());
                    codes
                }
            };
            let place = Place { column, stride: 1, least, codes };
            blocks.last_mut().expect("there is one from the beginning").push(place);
        }
        let blocks = blocks.into_iter().enumerate().map(|(place, columns)| Block::new(columns, place == 0, rows));
        Self { labels, blocks: blocks.collect(), keys: Vec::new() }
    }

    /// The cells of many standings, in place of what `cells` held: word by word, so that each word's loop is a short one.
    pub(super) fn find_cells(&mut self, standings: &impl Standings, cells: &mut Vec<u32>) {
        cells.clear();
        for block in &mut self.blocks {
            self.keys.clear();
            self.keys.extend(cells.iter().map(|&before| u64::from(before) * block.space));
            self.keys.resize(standings.len(), 0);
            for Place { column, stride, least, .. } in block.columns.iter().filter(|place| place.codes > 1) {
                column.add_codes(standings, (*stride, *least), &mut self.keys);
            }
            block.numbering.number_all(&self.keys, cells);
        }
    }

    /// Whether standings have these codes, each of them.
    pub(super) fn have(&self, standings: &impl Standings, codes: &[u32]) -> bool {
        let mut key = vec![0; standings.len()];
        let columns = self.blocks.iter().flat_map(|block| &block.columns);
        columns.zip(codes).all(|(place, &code)| {
            key.fill(0);
            place.column.add_codes(standings, (1, 0), &mut key);
            key.iter().all(|&key| key == u64::from(code))
        })
    }

    /// Every cell is below this.
    pub(super) fn end(&self) -> usize {
        self.last().numbering.end()
    }

    /// The cells that were met, in the order of their lines, and the codes of each one after the other. `met` says which
    /// of so many possible cells were, where every possible one has a number.
    pub(super) fn in_order(&self, met: impl FnOnce(usize) -> Vec<u32>) -> (Vec<u32>, Vec<u32>) {
        let width = self.labels.len();
        let mut order = self.last().numbering.in_order(met);
        if self.blocks.len() > 1 {
            // Keys that begin with a number sort by when that was met.
            order.sort_by_cached_key(|&cell| self.codes(cell));
        }
        let mut codes = Vec::with_capacity(order.len() * width);
        for &cell in &order {
            self.add_codes_of(cell, self.blocks.len(), &mut codes);
        }
        (order, codes)
    }

    fn last(&self) -> &Block {
        self.blocks.last().expect("there is one from the beginning")
    }

    /// The codes of a cell, one for each label list.
    pub(super) fn codes(&self, cell: u32) -> Vec<u32> {
        let mut codes = Vec::with_capacity(self.labels.len());
        self.add_codes_of(cell, self.blocks.len(), &mut codes);
        codes
    }

    /// Adds the codes of a number's key in the first few blocks.
    fn add_codes_of(&self, number: u32, blocks: usize, codes: &mut Vec<u32>) {
        let Some(block) = blocks.checked_sub(1).map(|last| &self.blocks[last]) else { return };
        let key = block.numbering.key(number);
        self.add_codes_of((key / block.space) as u32, blocks - 1, codes);
        let mut rest = key % block.space;
        for Place { stride, least, .. } in &block.columns {
            codes.push((rest / stride) as u32 + least);
            rest %= stride;
        }
    }
}

impl Block {
    fn new(mut columns: Vec<Place>, is_first: bool, rows: usize) -> Self {
        let mut space = 1;
        for place in columns.iter_mut().rev() {
            place.stride = space;
            space *= place.codes;
        }
        Self { columns, space, numbering: Numbering::new(is_first.then_some(space), rows) }
    }
}

impl Column {
    /// The least code there is: 0 where something may be *not stated*, else 1.
    fn least<N: Number>(&self, columns: &Columns<N>) -> u32 {
        let least_of = |codes: &[u32]| u32::from(codes.iter().all(|&code| code > 0));
        match self {
            // An interaction of several users has no only one.
            Self::User(_) => u32::from(!columns.have_parties(0..columns.interactions())),
            // Whoever states no dimension has no value of any.
            Self::With(_) => 0,
            Self::Period(..) => 1,
            Self::Service(codes)
            | Self::Beneficiary(codes)
            | Self::Role(codes)
            | Self::Source(codes)
            | Self::Measure(codes) => least_of(codes),
        }
    }

    /// Adds `(code − least) · stride` to the key of each standing.
    fn add_codes(&self, standings: &impl Standings, scale: (u64, u32), keys: &mut [u64]) {
        // One loop for each kind of column, with nothing to decide in it.
        fn add(keys: &mut [u64], (stride, least): (u64, u32), codes: impl Iterator<Item = u32>) {
            for (key, code) in keys.iter_mut().zip(codes) {
                *key += u64::from(code - least) * stride;
            }
        }
        match self {
            Self::Service(codes) => add(keys, scale, standings.services().map(|service| codes[service as usize])),
            Self::User(codes) => {
                add(keys, scale, standings.users().map(|user| user.map_or(0, |user| codes[user as usize])));
            }
            Self::Beneficiary(codes) => add(keys, scale, standings.beneficiaries().map(|one| codes[one as usize])),
            Self::Role(codes) => add(keys, scale, standings.roles().map(|role| codes[role])),
            Self::Source(codes) => add(keys, scale, standings.sources().map(|source| codes[source])),
            Self::Measure(codes) => add(keys, scale, standings.measures().map(|measure| codes[measure as usize])),
            Self::Period(span, first, codes) => {
                add(keys, scale, standings.days().map(|day| codes[(span.number(day) - first) as usize]));
            }
            Self::With(codes) => {
                let code = |(own, users)| match codes[own as usize] {
                    0 => codes[users as usize],
                    own => own,
                };
                add(keys, scale, standings.profiles().map(code));
            }
        }
    }
}

fn column<N: Number>(word: &By, catalogue: &Catalogue<N>, columns: &Columns<N>) -> (Column, Labels) {
    match word {
        By::Service => {
            let services: Vec<_> = catalogue.services().map(|service| Some(service.id().as_str())).collect();
            with_labels(&services, Column::Service)
        }
        By::Provider => {
            let providers: Vec<_> = catalogue.services().map(|service| Some(service.provider().as_str())).collect();
            with_labels(&providers, Column::Service)
        }
        By::User => actors(columns, Column::User),
        By::Beneficiary => actors(columns, Column::Beneficiary),
        By::Role => with_labels(&Role::ALL.iter().map(|role| Some(role.word())).collect::<Vec<_>>(), Column::Role),
        By::Source => {
            with_labels(&SourceKind::ALL.iter().map(|kind| Some(kind.word())).collect::<Vec<_>>(), Column::Source)
        }
        By::Element => {
            let element = |measure: &Measure<N>| measure.get_element().map(Element::word);
            with_labels(&catalogue.measures().map(element).collect::<Vec<_>>(), Column::Measure)
        }
        By::Year => period(columns, Span::Year),
        By::Quarter => period(columns, Span::Quarter),
        By::Month => period(columns, Span::Month),
        By::With(dimension) => with_labels(&columns.profiles.values_of(dimension.as_str()), Column::With),
    }
}

fn with_labels(texts: &[Option<&str>], column: impl FnOnce(Vec<u32>) -> Column) -> (Column, Labels) {
    let (labels, codes) = Labels::of(texts);
    (column(codes), labels)
}

/// Actors are distinct already, and may be very many.
fn actors<N: Number>(columns: &Columns<N>, column: impl FnOnce(Vec<u32>) -> Column) -> (Column, Labels) {
    let actors = &columns.actors;
    let mut order: Vec<u32> = (0..actors.len() as u32).collect();
    sort_by_text(&mut order, |actor| actors.text(actor));
    let mut codes = vec![0; actors.len()];
    for (place, &actor) in order.iter().enumerate() {
        codes[actor as usize] = place as u32 + 1;
    }
    let labels = Labels::from_sorted(order.iter().map(|&actor| actors.text(actor)), (order.len(), actors.byte_len()));
    (column(codes), labels)
}

fn period<N: Number>(columns: &Columns<N>, span: Span) -> (Column, Labels) {
    let first = columns.on.iter().min().map_or(0, |&day| span.number(day));
    let last = columns.on.iter().max().map_or(-1, |&day| span.number(day));
    let texts: Vec<String> = (first..first.max(last + 1)).map(|number| span.text(number)).collect();
    let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
    with_labels(&texts, |codes| Column::Period(span, first, codes))
}
