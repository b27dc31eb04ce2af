//! Appraisals as columns. Those recorded with their interactions have the order of the interactions; later ones have
//! the order in which they were added.

use std::ops::Range;

use jiff::civil::Date;

use super::sparse::SparseColumn;
use crate::catalogue::{Builder, Interner};
use crate::getters::methods;
use crate::number::Number;
use crate::record::{Appraisal, Role, Source, SourceKind};

/// The levels of an appraisal, in the order in which they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Before,
    After,
    Expected,
    Without,
    Change,
}

/// The level from which a statement measures changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Level(Level),
    /// A reference with a name: its code among the texts, or `None` if no entry has the name.
    Named(Option<u32>),
}

/// A level with a name.
#[derive(Clone, Debug)]
struct NamedLevel<N> {
    row: u32,
    /// The code of the name among the texts.
    name: u32,
    level: N,
}

/// The properties of an appraisal, as bits: one for each level (0 to 4), the beneficiary's role (5 and 6), the kind of
/// source (7 and 8), whether the beneficiary did not co-operate (9), and whether it has levels with names (10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AppraisalFlags(u16);

const LEVELS: u16 = (1 << ROLE_SHIFT) - 1;
const ROLE_SHIFT: u32 = 5;
const SOURCE_SHIFT: u32 = 7;
const DID_NOT_COOPERATE: u16 = 1 << 9;
const HAS_NAMED: u16 = 1 << 10;

impl AppraisalFlags {
    pub(crate) const fn level_bit(level: Level) -> u16 {
        1 << level as u16
    }

    /// Whether all appraisals are by users, of themselves: role and kind of source are then zero.
    pub(super) fn all_own_of_users(flags: &[Self]) -> bool {
        const OTHER: u16 = 3 << ROLE_SHIFT | 3 << SOURCE_SHIFT;
        flags.iter().fold(0, |bits, flags| bits | flags.0) & OTHER == 0
    }

    #[inline]
    pub(crate) fn has(self, level: Level) -> bool {
        self.0 & Self::level_bit(level) != 0
    }

    /// The index of a level among the levels stored for this appraisal.
    #[inline]
    fn index(self, level: Level) -> usize {
        // Not `count_ones`: it is a dozen instructions where the target has no `popcnt`.
        let bit = |level| usize::from(self.has(level));
        match level {
            // A change has no other level beside it.
            Level::Before | Level::Change => 0,
            Level::After => bit(Level::Before),
            Level::Expected => bit(Level::Before) + bit(Level::After),
            Level::Without => bit(Level::Before) + bit(Level::After) + bit(Level::Expected),
        }
    }

    methods! { pub(crate) self:
        #[inline]
        has_outcome: bool = self.0 & (Self::level_bit(Level::After) | Self::level_bit(Level::Change)) != 0;
        /// The index of the role in [`Role::ALL`].
        #[inline]
        role_index: usize = usize::from(self.0 >> ROLE_SHIFT & 3);
        role: Role = Role::ALL[self.role_index()];
        /// The index of the kind of source in [`SourceKind::ALL`].
        #[inline]
        source_index: usize = usize::from(self.0 >> SOURCE_SHIFT & 3);
        source_kind: SourceKind = SourceKind::ALL[self.source_index()];
        /// Whether the beneficiary is stated to have integrated nothing, or is only affected (R7).
        #[inline]
        did_not_cooperate: bool = self.0 & DID_NOT_COOPERATE != 0;
    }
}

/// Days, follow-up and source of an appraisal, if any of them is not the default. Few appraisals have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) made: Date,
    pub(crate) known: Date,
    pub(crate) follow_up: u32,
    /// The code of a proxy among the actors, or of an instrument among the texts; 0 for the beneficiary's own word.
    pub(crate) source: u32,
}

/// An appraisal without faults: its measure's index, and the values that follow from its interaction.
#[derive(Clone, Copy, Debug)]
pub(super) struct ValidatedAppraisal {
    pub(super) measure: u32,
    pub(super) role: Role,
    pub(super) did_not_cooperate: bool,
    /// Stated, or by default.
    pub(super) made: Date,
    pub(super) known: Date,
}

/// The columns of appraisals.
#[derive(Clone, Debug)]
pub(crate) struct Appraisals<N> {
    /// The index of the measure in the catalogue.
    pub(crate) measure: Vec<u32>,
    /// The code of the actor.
    pub(crate) beneficiary: Vec<u32>,
    pub(crate) flags: Vec<AppraisalFlags>,
    /// The index of the first level in `levels`: each appraisal stores only the levels it has.
    level_start: Vec<u32>,
    levels: Vec<N>,
    /// Levels with names, in the order of their rows, and of one row in the order of their codes.
    named: Vec<NamedLevel<N>>,
    /// The index in `details`, plus one; 0 without a detail.
    detail_index: SparseColumn,
    details: Vec<Detail>,
}

impl<N> Default for Appraisals<N> {
    fn default() -> Self {
        Self {
            measure: Vec::new(),
            beneficiary: Vec::new(),
            flags: Vec::new(),
            level_start: Vec::new(),
            levels: Vec::new(),
            named: Vec::new(),
            detail_index: SparseColumn::default(),
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
        let flags = self.flags[row];
        if flags.has(level) { Some(&self.levels[self.level_start[row] as usize + flags.index(level)]) } else { None }
    }

    /// The levels with names of a row.
    fn named(&self, row: usize) -> &[NamedLevel<N>] {
        if self.flags[row].0 & HAS_NAMED == 0 {
            return &[];
        }
        let start = self.named.partition_point(|level| (level.row as usize) < row);
        let len = self.named[start..].partition_point(|level| level.row as usize == row);
        &self.named[start..start + len]
    }

    /// The codes of the names of a row's references among the texts.
    pub(super) fn named_references(&self, row: usize) -> impl Iterator<Item = u32> {
        self.named(row).iter().map(|level| level.name)
    }

    /// The codes of the names of references among the texts, one for each level.
    pub(crate) fn reference_names(&self) -> impl Iterator<Item = u32> {
        self.named.iter().map(|level| level.name)
    }

    /// The reference of a row, if the row has it.
    #[inline]
    pub(crate) fn reference(&self, row: usize, reference: Reference) -> Option<&N> {
        match reference {
            Reference::Level(level) => self.level(row, level),
            Reference::Named(name) => {
                let (named, name) = (self.named(row), name?);
                let index = named.binary_search_by_key(&name, |level| level.name).ok()?;
                Some(&named[index].level)
            }
        }
    }

    /// The outcome and a reference of a row, each if the row has it.
    #[inline]
    pub(crate) fn outcome_and_reference(&self, row: usize, reference: Reference) -> (Option<&N>, Option<&N>) {
        let flags = self.flags[row];
        let Reference::Level(reference) = reference else {
            return (self.level(row, Level::After), self.reference(row, reference));
        };
        let levels = &self.levels[self.level_start[row] as usize..];
        let at = |level| if flags.has(level) { levels.get(flags.index(level)) } else { None };
        (at(Level::After), at(reference))
    }

    /// The outcome and a reference of each of these rows, if all rows have both, and the same other levels: the levels
    /// are then records of equal width.
    pub(super) fn uniform_levels(
        &self,
        rows: Range<usize>,
        reference: Reference,
    ) -> Option<impl Iterator<Item = (&N, &N)>> {
        let Reference::Level(reference) = reference else { return None };
        let first = *self.flags.get(rows.start)?;
        let differs = self.flags[rows.clone()].iter().fold(0, |bits, flags| bits | (flags.0 ^ first.0)) & LEVELS != 0;
        if differs || !first.has(Level::After) || !first.has(reference) {
            return None;
        }
        let width = (first.0 & LEVELS).count_ones() as usize;
        let (after, reference) = (first.index(Level::After), first.index(reference));
        let start = self.level_start[rows.start] as usize;
        let levels = self.levels[start..start + rows.len() * width].chunks_exact(width);
        Some(levels.map(move |levels| (&levels[after], &levels[reference])))
    }

    /// Whether any of these rows has a detail.
    pub(super) fn have_details(&self, rows: Range<usize>) -> bool {
        self.detail_index.any(rows)
    }

    #[inline]
    pub(crate) fn detail(&self, row: usize) -> Option<&Detail> {
        match self.detail_index.get(row) {
            0 => None,
            index => Some(&self.details[index as usize - 1]),
        }
    }

    /// The days made and known of a row, and its follow-up: stated, or its interaction's days and the first.
    #[inline]
    pub(crate) fn days_and_follow_up(&self, row: usize, (on, known): (Date, Date)) -> (Date, Date, u32) {
        self.detail(row).map_or((on, known, 1), |detail| (detail.made, detail.known, detail.follow_up))
    }

    /// Adds a row. `defaults` are the days made and known of an appraisal that states none.
    pub(super) fn push(
        &mut self,
        appraisal: &Appraisal<N>,
        validated: ValidatedAppraisal,
        (beneficiary, source): (u32, u32),
        names: &mut Interner,
        defaults: (Date, Date),
    ) {
        let ValidatedAppraisal { measure, role, did_not_cooperate, made, known } = validated;
        let row = self.len();
        let mut flags = (role as u16) << ROLE_SHIFT | (appraisal.get_source().kind() as u16) << SOURCE_SHIFT;
        if did_not_cooperate {
            flags |= DID_NOT_COOPERATE;
        }
        self.level_start.push(self.levels.len() as u32);
        for (level, stated) in [
            (Level::Before, appraisal.get_before()),
            (Level::After, appraisal.get_after()),
            (Level::Expected, appraisal.get_expected()),
            (Level::Without, appraisal.get_without()),
            (Level::Change, appraisal.get_change()),
        ] {
            if let Some(number) = stated {
                flags |= AppraisalFlags::level_bit(level);
                self.levels.push(number.clone());
            }
        }
        for (name, level) in appraisal.references() {
            flags |= HAS_NAMED;
            let name = names.intern(name.as_str());
            self.named.push(NamedLevel { row: row as u32, name, level: level.clone() });
        }
        let first = self.named.len() - appraisal.references().len();
        self.named[first..].sort_unstable_by_key(|level| level.name);
        let follow_up = appraisal.get_follow_up();
        if (made, known) != defaults || follow_up != 1 || *appraisal.get_source() != Source::Own {
            self.details.push(Detail { made, known, follow_up, source });
            self.detail_index.set_last(row, self.details.len() as u32);
        }
        self.measure.push(measure);
        self.beneficiary.push(beneficiary);
        self.flags.push(AppraisalFlags(flags));
    }

    /// Adds a row of a user's own appraisal of themself, with the levels before and after, made and known on the day of the
    /// interaction.
    #[cfg(feature = "csv")]
    pub(super) fn push_plain(&mut self, measure: u32, user: u32, did_not_cooperate: bool, levels: [&Option<N>; 2]) {
        let mut flags = if did_not_cooperate { DID_NOT_COOPERATE } else { 0 };
        self.level_start.push(self.levels.len() as u32);
        for (level, number) in [Level::Before, Level::After].into_iter().zip(levels) {
            if let Some(number) = number {
                flags |= AppraisalFlags::level_bit(level);
                self.levels.push(number.clone());
            }
        }
        self.measure.push(measure);
        self.beneficiary.push(user);
        self.flags.push(AppraisalFlags(flags));
    }

    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.len() {
            self.levels.truncate(self.level_start[len] as usize);
            self.named.truncate(self.named.partition_point(|level| (level.row as usize) < len));
            self.level_start.truncate(len);
            self.measure.truncate(len);
            self.beneficiary.truncate(len);
            self.flags.truncate(len);
            self.detail_index.truncate(len);
            self.details.truncate(self.detail_index.last() as usize);
        }
    }

    /// The row as a record. `on` is the day of its interaction.
    pub(super) fn appraisal(
        &self,
        row: usize,
        measure: &str,
        (actors, texts): (&Interner, &Interner),
        on: Date,
    ) -> Appraisal<N> {
        let mut appraisal = Appraisal::of(measure).beneficiary(actors.text(self.beneficiary[row]));
        let levels = [Level::Before, Level::After, Level::Expected, Level::Without, Level::Change];
        appraisal.state(levels.map(|level| self.level(row, level).cloned()));
        let appraisal = appraisal.with_each(self.named(row), |appraisal, NamedLevel { name, level, .. }| {
            appraisal.reference(texts.text(*name), level.clone())
        });
        let Some(&Detail { made, known, follow_up, source }) = self.detail(row) else { return appraisal };
        let appraisal = match self.flags[row].source_kind() {
            SourceKind::Own => appraisal,
            SourceKind::Proxy => appraisal.by_proxy(actors.text(source)),
            SourceKind::Observed => appraisal.observed(texts.text(source)),
        };
        appraisal.follow_up(follow_up).known(known).with_each((made != on).then_some(made), Appraisal::made)
    }
}
