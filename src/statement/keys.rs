//! From the words of a grouping to the line an appraisal stands on: every word has a column of codes.

use jiff::civil::Date;

use super::By;
use super::labels::{Labels, sort_by_text};
use crate::catalogue::{Catalogue, Element, Measure};
use crate::ledger::Columns;
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// What a line is found from: an interaction, and an appraisal in it, made or due.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) interaction: u32,
    pub(super) beneficiary: u32,
    pub(super) measure: u32,
    /// The beneficiary's dimensions, where they are a user of the interaction.
    pub(super) profile: u32,
    /// By its place in [`Role::ALL`].
    pub(super) role: u8,
    /// By its place in [`SourceKind::ALL`].
    pub(super) source: u8,
}

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

/// The columns of a grouping's words and then of the measure, with the labels of each.
pub(super) struct Keys {
    columns: Vec<Column>,
    pub(super) labels: Vec<Labels>,
    strides: Vec<u64>,
    space: Option<u64>,
}

impl Keys {
    pub(super) fn new<N: Number>(words: &[By], catalogue: &Catalogue<N>, columns: &Columns<N>) -> Self {
        let mut keys = Self { columns: Vec::new(), labels: Vec::new(), strides: Vec::new(), space: Some(1) };
        for word in words {
            let (column, labels) = column(word, catalogue, columns);
            keys.columns.push(column);
            keys.labels.push(labels);
        }
        let measures: Vec<_> = catalogue.measures().map(|measure| Some(measure.id().as_str())).collect();
        let (labels, codes) = Labels::of(&measures);
        keys.columns.push(Column::Measure(codes));
        keys.labels.push(labels);
        keys.strides = vec![0; keys.labels.len()];
        for (stride, labels) in keys.strides.iter_mut().zip(&keys.labels).rev() {
            *stride = keys.space.unwrap_or(0);
            keys.space = keys.space.and_then(|space| space.checked_mul(u64::from(labels.codes())));
        }
        keys
    }

    /// The number of keys there could be, if it has one.
    pub(super) fn space(&self) -> Option<u64> {
        self.space
    }

    /// The codes of a standing as one number, which sorts as they do.
    pub(super) fn key<N: Number>(&self, columns: &Columns<N>, standing: Standing) -> u64 {
        let mut keys = [0];
        self.add_keys(columns, &[standing], &mut keys);
        keys[0]
    }

    /// The keys of many standings, added to zeros: word by word, so that each word's loop is a short one.
    pub(super) fn add_keys<N: Number>(&self, columns: &Columns<N>, standings: &[Standing], keys: &mut [u64]) {
        for (column, &stride) in self.columns.iter().zip(&self.strides) {
            column.add_codes(columns, standings, stride, keys);
        }
    }

    /// The key of some codes; none where it has no number.
    pub(super) fn key_of(&self, codes: &[u32]) -> Option<u64> {
        self.space?;
        Some(self.strides.iter().zip(codes).map(|(stride, &code)| u64::from(code) * stride).sum())
    }

    /// The codes that a key is of.
    pub(super) fn codes(&self, key: u64) -> impl Iterator<Item = u32> {
        let mut rest = key;
        self.strides.iter().map(move |stride| {
            let code = rest / stride;
            rest %= stride;
            code as u32
        })
    }
}

impl Column {
    /// Adds `code · stride` to the key of each standing.
    fn add_codes<N: Number>(&self, columns: &Columns<N>, standings: &[Standing], stride: u64, keys: &mut [u64]) {
        // One loop for each kind of column, with nothing to decide in it.
        macro_rules! add {
            ($code:expr) => {{
                let code = $code;
                for (key, standing) in keys.iter_mut().zip(standings) {
                    *key += u64::from(code(standing)) * stride;
                }
            }};
        }
        let at = |standing: &Standing| standing.interaction as usize;
        match self {
            Self::Service(codes) => add!(|one: &Standing| codes[columns.service[at(one)] as usize]),
            Self::User(codes) => add!(|one: &Standing| user_code(codes, columns, one)),
            Self::Beneficiary(codes) => add!(|one: &Standing| codes[one.beneficiary as usize]),
            Self::Role(codes) => add!(|one: &Standing| codes[usize::from(one.role)]),
            Self::Source(codes) => add!(|one: &Standing| codes[usize::from(one.source)]),
            Self::Measure(codes) => add!(|one: &Standing| codes[one.measure as usize]),
            Self::Period(span, first, codes) => {
                add!(|one: &Standing| codes[(span.number(columns.on[at(one)]) - first) as usize]);
            }
            Self::With(codes) => add!(|one: &Standing| {
                match codes[columns.own_profile.get(at(one)) as usize] {
                    0 => codes[one.profile as usize],
                    own => own,
                }
            }),
        }
    }
}

/// The beneficiary if a user, else the only user, else not stated.
#[inline]
fn user_code<N: Number>(codes: &[u32], columns: &Columns<N>, standing: &Standing) -> u32 {
    if usize::from(standing.role) == Role::User as usize {
        return codes[standing.beneficiary as usize];
    }
    let interaction = standing.interaction as usize;
    match columns.parties(interaction) {
        Some(parties) if !parties.users.is_empty() => 0,
        _ => codes[columns.user[interaction] as usize],
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
            let element = |measure: &Measure<N>| measure.stated_element().map(Element::word);
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
    (column(codes), Labels::from_sorted(order.iter().map(|&actor| actors.text(actor))))
}

fn period<N: Number>(columns: &Columns<N>, span: Span) -> (Column, Labels) {
    let first = columns.on.iter().min().map_or(0, |&day| span.number(day));
    let last = columns.on.iter().max().map_or(-1, |&day| span.number(day));
    let texts: Vec<String> = (first..first.max(last + 1)).map(|number| span.text(number)).collect();
    let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
    with_labels(&texts, |codes| Column::Period(span, first, codes))
}
