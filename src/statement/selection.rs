//! Which appraisals count: of one interaction, beneficiary and measure at most one, section 7 of the model.

use std::cmp::Reverse;
use std::ops::Range;

use jiff::civil::Date;

use super::terms::{FollowUp, Terms};
use crate::ledger::{Appraisals, Columns, PlainRun};
use crate::number::Number;

/// An appraisal by where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) interaction: u32,
    pub(super) later: bool,
    row: u32,
}

impl Place {
    /// An appraisal that came with its interaction.
    pub(super) fn inside(interaction: u32, row: u32) -> Self {
        Self { interaction, later: false, row }
    }

    pub(super) fn interaction(self) -> usize {
        self.interaction as usize
    }

    pub(super) fn row(self) -> usize {
        self.row as usize
    }

    pub(super) fn in_columns<N>(self, columns: &Columns<N>) -> &Appraisals<N> {
        if self.later { &columns.later } else { &columns.inside }
    }
}

/// An appraisal that is known, and that the terms ask for.
#[derive(Clone, Copy)]
struct Candidate {
    beneficiary: u32,
    measure: u32,
    has_outcome: bool,
    follow_up: u32,
    source: usize,
    known: Date,
    made: Date,
    place: Place,
}

/// Chooses under the terms of one statement. Keeps its working space from one interaction to the next.
pub(super) struct Selection {
    as_of: Option<Date>,
    follow_up: Option<u32>,
    roles: [bool; 4],
    sources: [bool; 3],
    candidates: Vec<Candidate>,
}

impl Selection {
    pub(super) fn new(terms: &Terms) -> Self {
        let follow_up = match terms.get_follow_up() {
            FollowUp::Last => None,
            FollowUp::Number(number) => Some(number),
        };
        Self {
            as_of: terms.get_as_of(),
            follow_up,
            roles: terms.roles(),
            sources: terms.sources(),
            candidates: Vec::new(),
        }
    }

    #[inline]
    fn is_known(&self, known: Date) -> bool {
        self.as_of.is_none_or(|day| known <= day)
    }

    /// Whether an interaction is in the books: known, and not known to be void.
    #[inline]
    pub(super) fn counts_interaction<N: Number>(&self, columns: &Columns<N>, interaction: usize) -> bool {
        self.is_known(columns.known[interaction])
            && !(columns.flags[interaction].is_void()
                && columns.void_of(interaction as u32).is_some_and(|void| self.is_known(void.known)))
    }

    /// Interactions that are all of the plainest kind, and all of whose appraisals count.
    pub(super) fn all_of<'a, N: Number>(
        &self,
        columns: &'a Columns<N>,
        interactions: Range<usize>,
    ) -> Option<PlainRun<'a, N>> {
        // Users' own appraisals are in every statement.
        columns.plain_run(interactions).filter(|stretch| {
            self.as_of.is_none_or(|day| stretch.is_known(day))
                && self.follow_up.is_none_or(|asked| asked == 1 && !stretch.has_details())
        })
    }

    /// Adds the appraisals of an interaction that count to `chosen`, one for each beneficiary and measure.
    #[inline]
    pub(super) fn choose<N: Number>(&mut self, columns: &Columns<N>, interaction: usize, chosen: &mut Vec<Place>) {
        let rows = columns.appraisals_of(interaction);
        if rows.len() == 1 && !columns.flags[interaction].has_later() {
            // Nearly all: one appraisal, which stands unless the terms ask for another.
            if self.asks_for(columns, interaction, rows.start) {
                chosen.push(Place { interaction: interaction as u32, later: false, row: rows.start as u32 });
            }
        } else if !rows.is_empty() || columns.flags[interaction].has_later() {
            self.choose_of_several(columns, interaction, chosen);
        }
    }

    /// Whether the terms ask for an appraisal inside an interaction.
    #[inline]
    fn asks_for<N: Number>(&self, columns: &Columns<N>, interaction: usize, row: usize) -> bool {
        let marks = columns.inside.flags[row];
        if !self.roles[marks.role_index()] || !self.sources[marks.source_index()] {
            return false;
        }
        if self.follow_up.is_none() && self.as_of.is_none() {
            return true;
        }
        let (_, known, follow_up) = columns.inside.days_and_follow_up(row, columns.default_days(interaction));
        self.is_known(known) && self.follow_up.is_none_or(|asked| asked == follow_up)
    }

    fn candidate<N: Number>(&self, columns: &Columns<N>, place: Place) -> Option<Candidate> {
        let appraisals = place.in_columns(columns);
        let (interaction, row) = (place.interaction(), place.row());
        let marks = appraisals.flags[row];
        if !self.roles[marks.role_index()] || !self.sources[marks.source_index()] {
            return None;
        }
        let (made, known, follow_up) = appraisals.days_and_follow_up(row, columns.default_days(interaction));
        if self.follow_up.is_some_and(|asked| asked != follow_up) || !self.is_known(known) {
            return None;
        }
        Some(Candidate {
            beneficiary: appraisals.beneficiary[row],
            measure: appraisals.measure[row],
            has_outcome: marks.has_outcome(),
            follow_up,
            source: marks.source_index(),
            known,
            made,
            place,
        })
    }

    fn choose_of_several<N: Number>(&mut self, columns: &Columns<N>, interaction: usize, chosen: &mut Vec<Place>) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let of = interaction as u32;
        let inside = columns.appraisals_of(interaction);
        let inside = inside.map(|row| Place { interaction: of, later: false, row: row as u32 });
        let later = columns.later_of(of).map(|row| Place { interaction: of, later: true, row: row as u32 });
        candidates.extend(inside.chain(later).filter_map(|place| self.candidate(columns, place)));
        // R8: of the same reading the one with the greatest (known, made) stands.
        let reading = |one: &Candidate| (one.measure, one.beneficiary, one.follow_up, one.source);
        candidates.sort_unstable_by_key(|one| (reading(one), Reverse((one.known, one.made))));
        candidates.dedup_by_key(|one| reading(one));
        // Of those that stand: with an outcome before without, then own before proxy before observed, then the last. A
        // proxy's later word replaces nothing that the beneficiary said.
        let whose = |one: &Candidate| (one.measure, one.beneficiary);
        candidates.sort_unstable_by_key(|one| (whose(one), !one.has_outcome, one.source, Reverse(one.follow_up)));
        candidates.dedup_by_key(|one| whose(one));
        chosen.extend(candidates.iter().map(|one| one.place));
        self.candidates = candidates;
    }
}
