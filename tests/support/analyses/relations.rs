//! Section 9: transitions between successive appraisals, outcomes of people, conflicts and detriment.

use std::collections::{BTreeMap, BTreeSet};

use covalue::record::Role;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Row, RowKey, Sign, Table, integrated_of, sign};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, CountedAppraisal, books, by_day, counted_appraisals, role};
use crate::support::plain_terms::PlainTerms;

pub const MOVES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];
pub const CLASSES: [&str; 3] = ["better", "worse", "unchanged"];
/// The outcomes of people who integrated nothing, and of affected people.
pub const DETRIMENT: [&str; 6] =
    ["nothing better", "nothing worse", "nothing unchanged", "affected better", "affected worse", "affected unchanged"];

pub fn relations(case: &Case, accepted: &[bool], arithmetic: Arithmetic, terms: &PlainTerms) -> Table<BigRational> {
    let books = books(case, accepted);
    let counted = counted_appraisals(case, &books, arithmetic, terms);
    let mut table: Table<BigRational> = Table::new();
    for (key, here) in by_key(&counted) {
        let measure = case.measure(&key.measure).expect("validation checks the measure");
        let signed: Vec<_> = here.iter().copied().filter(|one| !one.is_windfall()).collect();
        let is_affected = |one: &&CountedAppraisal| role(one.history, one.appraisal.beneficiary) == Role::Affected;
        let (affected, parties): (Vec<_>, Vec<_>) = here.iter().copied().partition(is_affected);
        let nothing: Vec<_> = parties.into_iter().filter(|one| brought_nothing(one, arithmetic)).collect();
        let names = MOVES.iter().chain(&CLASSES).chain(&DETRIMENT).chain(&["conflicts"]);
        let mut row = Row::counting(names.map(|name| (*name, 0)));
        let mut count = |name: &'static str| *row.counts.get_mut(name).expect("every name is in a row") += 1;
        for days in relations_of(&signed).values() {
            moves(days.iter().map(|sum| sign(sum, measure, arithmetic))).into_iter().for_each(&mut count);
        }
        for (names, of) in [(&CLASSES[..], &here), (&DETRIMENT[..3], &nothing), (&DETRIMENT[3..], &affected)] {
            for sum in sums(of).values() {
                count(match sign(sum, measure, arithmetic) {
                    Sign::Better => names[0],
                    Sign::Worse => names[1],
                    Sign::Within => names[2],
                });
            }
        }
        for _ in 0..conflicts(&here) {
            count("conflicts");
        }
        table.insert(key, row);
    }
    table
}

fn by_key<'a>(counted: &'a [CountedAppraisal<'a>]) -> BTreeMap<RowKey, Vec<&'a CountedAppraisal<'a>>> {
    let mut keys: BTreeMap<RowKey, Vec<_>> = BTreeMap::new();
    for one in counted.iter().filter(|one| one.change().is_some()) {
        keys.entry(one.key()).or_default().push(one);
    }
    keys
}

/// Whether the beneficiary stated contributions and integrated nothing.
fn brought_nothing(one: &CountedAppraisal, arithmetic: Arithmetic) -> bool {
    integrated_of(one.history, one.appraisal.beneficiary, arithmetic).is_some_and(|integrated| integrated.is_zero())
}

/// The sum of changes on each day, for each beneficiary and service.
fn relations_of<'a>(here: &[&'a CountedAppraisal<'a>]) -> BTreeMap<(&'a str, &'a str), Vec<BigRational>> {
    let mut relations: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for one in here {
        let changes = relations.entry((one.appraisal.beneficiary, one.history.row.service.as_str())).or_default();
        changes.push((one.appraisal, one.change().expect("counted")));
    }
    let sums = |changes| by_day(changes).into_iter().map(|day| day.into_iter().sum()).collect();
    relations.into_iter().map(|(relation, changes)| (relation, sums(changes))).collect()
}

/// A change within the tolerance is skipped: the next change is compared with the last one beyond the tolerance.
fn moves(signs: impl Iterator<Item = Sign>) -> Vec<&'static str> {
    let signs: Vec<Sign> = signs.filter(|sign| *sign != Sign::Within).collect();
    let name = |pair: &[Sign]| match (pair[0], pair[1]) {
        (Sign::Better, Sign::Better) => MOVES[0],
        (Sign::Worse, Sign::Better) => MOVES[1],
        (Sign::Better, _) => MOVES[2],
        _ => MOVES[3],
    };
    signs.windows(2).map(name).collect()
}

fn sums<'a>(here: &[&'a CountedAppraisal<'a>]) -> BTreeMap<&'a str, BigRational> {
    let mut sums = BTreeMap::new();
    for one in here {
        *sums.entry(one.appraisal.beneficiary).or_insert_with(BigRational::zero) += one.change().expect("counted");
    }
    sums
}

/// The number of interactions after which one beneficiary is better and another worse.
fn conflicts(here: &[&CountedAppraisal]) -> usize {
    let keys = |is: fn(&CountedAppraisal) -> bool| -> BTreeSet<usize> {
        here.iter().filter(|one| is(one)).map(|one| one.history.index).collect()
    };
    keys(|one| one.is_better()).intersection(&keys(|one| one.is_worse())).count()
}
