//! Appraisals as columns: those inside an interaction stand in its order, later ones in theirs.

use std::ops::Range;

use jiff::civil::Date;

use super::sparse::Sparse;
use crate::catalogue::Names;
use crate::number::Number;
use crate::record::{Appraisal, Role, Source, SourceKind};

/// What a row has, in bits: which levels, the beneficiary's role, the kind of source, and whether they co-operated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks(u16);

/// The levels of a row, in the order they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Before,
    After,
    Expected,
    Without,
    Change,
}

const ROLE_SHIFT: u32 = 5;
const SOURCE_SHIFT: u32 = 7;
const DID_NOT_COOPERATE: u16 = 1 << 9;

impl Marks {
    pub(crate) const fn level_bit(level: Level) -> u16 {
        1 << level as u16
    }

    /// Whether all are users' own words about themselves.
    pub(super) fn all_own_of_users(marks: &[Self]) -> bool {
        const OTHER: u16 = 3 << ROLE_SHIFT | 3 << SOURCE_SHIFT;
        marks.iter().fold(0, |bits, marks| bits | marks.0) & OTHER == 0
    }

    #[inline]
    pub(crate) fn has(self, level: Level) -> bool {
        self.0 & Self::level_bit(level) != 0
    }

    /// How many levels stand before this one. Added up bit by bit: not every processor counts bits in one step.
    #[inline]
    fn place(self, level: Level) -> usize {
        let bit = |level| usize::from(self.has(level));
        match level {
            // A change stands alone.
            Level::Before | Level::Change => 0,
            Level::After => bit(Level::Before),
            Level::Expected => bit(Level::Before) + bit(Level::After),
            Level::Without => bit(Level::Before) + bit(Level::After) + bit(Level::Expected),
        }
    }

    #[inline]
    pub(crate) fn has_outcome(self) -> bool {
        self.0 & (Self::level_bit(Level::After) | Self::level_bit(Level::Change)) != 0
    }

    /// The role's place in [`Role::ALL`].
    #[inline]
    pub(crate) fn role_index(self) -> usize {
        usize::from(self.0 >> ROLE_SHIFT & 3)
    }

    pub(crate) fn role(self) -> Role {
        Role::ALL[self.role_index()]
    }

    /// The kind's place in [`SourceKind::ALL`].
    #[inline]
    pub(crate) fn source_index(self) -> usize {
        usize::from(self.0 >> SOURCE_SHIFT & 3)
    }

    pub(crate) fn source_kind(self) -> SourceKind {
        SourceKind::ALL[self.source_index()]
    }

    /// Whether the beneficiary is stated to have integrated nothing, or is only affected (R7).
    #[inline]
    pub(crate) fn did_not_cooperate(self) -> bool {
        self.0 & DID_NOT_COOPERATE != 0
    }
}

/// What few appraisals have: days, follow-up or source other than the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) made: Date,
    pub(crate) known: Date,
    pub(crate) follow_up: u32,
    /// The actor of a proxy, or the text of an instrument.
    pub(crate) source: u32,
}

/// What the door found out of an appraisal that it lets in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admitted {
    pub(super) measure: u32,
    pub(super) role: Role,
    pub(super) did_not_cooperate: bool,
    /// Resolved from their defaults.
    pub(super) made: Date,
    pub(super) known: Date,
}

/// Columns of appraisals.
#[derive(Clone, Debug)]
pub(crate) struct Appraisals<N> {
    pub(crate) measure: Vec<u32>,
    pub(crate) beneficiary: Vec<u32>,
    pub(crate) marks: Vec<Marks>,
    level_start: Vec<u32>,
    levels: Vec<N>,
    detail_at: Sparse,
    details: Vec<Detail>,
}

impl<N> Default for Appraisals<N> {
    fn default() -> Self {
        Self {
            measure: Vec::new(),
            beneficiary: Vec::new(),
            marks: Vec::new(),
            level_start: Vec::new(),
            levels: Vec::new(),
            detail_at: Sparse::default(),
            details: Vec::new(),
        }
    }
}

impl<N: Number> Appraisals<N> {
    pub(crate) fn len(&self) -> usize {
        self.measure.len()
    }

    pub(super) fn levels_len(&self) -> usize {
        self.levels.len()
    }

    #[inline]
    pub(crate) fn level(&self, row: usize, level: Level) -> Option<&N> {
        let marks = self.marks[row];
        if marks.has(level) { Some(&self.levels[self.level_start[row] as usize + marks.place(level)]) } else { None }
    }

    /// The outcome and a reference of a row, if it has them.
    #[inline]
    pub(crate) fn outcome_and_reference(&self, row: usize, reference: Level) -> (Option<&N>, Option<&N>) {
        let marks = self.marks[row];
        let levels = &self.levels[self.level_start[row] as usize..];
        let at = |level| if marks.has(level) { levels.get(marks.place(level)) } else { None };
        (at(Level::After), at(reference))
    }

    /// The outcome and a reference of each of some rows, if all have the same levels, and these among them.
    pub(super) fn levels_alike(&self, rows: Range<usize>, reference: Level) -> Option<impl Iterator<Item = (&N, &N)>> {
        const LEVELS: u16 = (1 << ROLE_SHIFT) - 1;
        let first = *self.marks.get(rows.start)?;
        let differs = self.marks[rows.clone()].iter().fold(0, |bits, marks| bits | (marks.0 ^ first.0)) & LEVELS != 0;
        if differs || !first.has(Level::After) || !first.has(reference) {
            return None;
        }
        let (width, after, reference) =
            ((first.0 & LEVELS).count_ones() as usize, first.place(Level::After), first.place(reference));
        let start = self.level_start[rows.start] as usize;
        let levels = self.levels[start..start + rows.len() * width].chunks_exact(width);
        Some(levels.map(move |levels| (&levels[after], &levels[reference])))
    }

    /// Whether any of some rows has a detail.
    pub(super) fn have_details(&self, rows: Range<usize>) -> bool {
        self.detail_at.any(rows)
    }

    #[inline]
    pub(crate) fn detail(&self, row: usize) -> Option<&Detail> {
        match self.detail_at.get(row) {
            0 => None,
            place => Some(&self.details[place as usize - 1]),
        }
    }

    /// When a row was made and known, and which follow-up it is: its own, or its interaction's days and the first.
    #[inline]
    pub(crate) fn days_and_follow_up(&self, row: usize, (on, known): (Date, Date)) -> (Date, Date, u32) {
        self.detail(row).map_or((on, known, 1), |detail| (detail.made, detail.known, detail.follow_up))
    }

    /// Adds a row. `defaults` are the days on which it was made and known where nothing is stated.
    pub(super) fn push(
        &mut self,
        appraisal: &Appraisal<N>,
        admitted: Admitted,
        beneficiary: u32,
        source: u32,
        defaults: (Date, Date),
    ) {
        let Admitted { measure, role, did_not_cooperate, made, known } = admitted;
        let row = self.len();
        let mut marks = 0;
        self.level_start.push(self.levels.len() as u32);
        for (level, stated) in [
            (Level::Before, appraisal.get_before()),
            (Level::After, appraisal.get_after()),
            (Level::Expected, appraisal.get_expected()),
            (Level::Without, appraisal.get_without()),
            (Level::Change, appraisal.get_change()),
        ] {
            if let Some(number) = stated {
                marks |= Marks::level_bit(level);
                self.levels.push(number.clone());
            }
        }
        marks |= (role as u16) << ROLE_SHIFT;
        marks |= (appraisal.get_source().kind() as u16) << SOURCE_SHIFT;
        if did_not_cooperate {
            marks |= DID_NOT_COOPERATE;
        }
        let follow_up = appraisal.follow_up_number();
        if (made, known) != defaults || follow_up != 1 || *appraisal.get_source() != Source::Own {
            self.details.push(Detail { made, known, follow_up, source });
            self.detail_at.set_last(row, self.details.len() as u32);
        }
        self.measure.push(measure);
        self.beneficiary.push(beneficiary);
        self.marks.push(Marks(marks));
    }

    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.len() {
            self.levels.truncate(self.level_start[len] as usize);
            self.level_start.truncate(len);
            self.measure.truncate(len);
            self.beneficiary.truncate(len);
            self.marks.truncate(len);
            self.detail_at.truncate(len);
            let details = (0..len).rev().map(|row| self.detail_at.get(row)).find(|&place| place != 0).unwrap_or(0);
            self.details.truncate(details as usize);
        }
    }

    /// The row as the record it was.
    pub(super) fn appraisal(&self, row: usize, measure: &str, names: (&Names, &Names), on: Date) -> Appraisal<N> {
        let (actors, texts) = names;
        let mut appraisal = Appraisal::of(measure).beneficiary(actors.text(self.beneficiary[row]));
        for (level, state) in [
            (Level::Before, Appraisal::before as fn(Appraisal<N>, N) -> Appraisal<N>),
            (Level::After, Appraisal::after),
            (Level::Expected, Appraisal::expected),
            (Level::Without, Appraisal::without),
            (Level::Change, Appraisal::change),
        ] {
            if let Some(number) = self.level(row, level) {
                appraisal = state(appraisal, number.clone());
            }
        }
        if let Some(&Detail { made, known, follow_up, source }) = self.detail(row) {
            appraisal = match self.marks[row].source_kind() {
                SourceKind::Own => appraisal,
                SourceKind::Proxy => appraisal.by_proxy(actors.text(source)),
                SourceKind::Observed => appraisal.observed(texts.text(source)),
            };
            appraisal = appraisal.follow_up(follow_up).known(known);
            if made != on {
                appraisal = appraisal.made(made);
            }
        }
        appraisal
    }
}
