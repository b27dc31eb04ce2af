//! Section 9: how value moves between one appraisal and the next, and who is better and worse off.

use std::collections::{BTreeMap, BTreeSet};

use covalue::Date;
use covalue::record::Role;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Place, Row, Sign, Table, brought, sign};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Counted, PlainTerms, books, counted, role};

pub const MOVES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];
pub const CLASSES: [&str; 3] = ["better", "worse", "unchanged"];
/// The same for those who integrated nothing, and then for those who were only affected.
pub const DETRIMENT: [&str; 6] =
    ["nothing better", "nothing worse", "nothing unchanged", "affected better", "affected worse", "affected unchanged"];

pub fn relations(case: &Case, let_in: &[bool], arithmetic: Arithmetic, terms: &PlainTerms) -> Table<BigRational> {
    let books = books(case, let_in);
    let counted = counted(case, &books, arithmetic, terms);
    let mut table: Table<BigRational> = Table::new();
    for (place, here) in by_place(&counted) {
        let measure = case.measure(&place.measure).expect("the door knows the measure");
        let signed: Vec<_> = here.iter().copied().filter(|one| !one.is_windfall()).collect();
        let is_affected = |one: &&Counted| role(one.held, one.said.beneficiary) == Role::Affected;
        let (affected, parties): (Vec<_>, Vec<_>) = here.iter().copied().partition(is_affected);
        let nothing: Vec<_> = parties.into_iter().filter(|one| brought_nothing(one, arithmetic)).collect();
        let names = MOVES.iter().chain(&CLASSES).chain(&DETRIMENT).chain(&["conflicts"]);
        let mut row = Row::counting(names.map(|name| (*name, 0)));
        let mut count = |name: &'static str| *row.counts.get_mut(name).expect("every name is in a row") += 1;
        for days in relations_of(&signed).values() {
            moves(days.values().map(|sum| sign(sum, measure, arithmetic))).into_iter().for_each(&mut count);
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
        table.insert(place, row);
    }
    table
}

fn by_place<'a>(counted: &'a [Counted<'a>]) -> BTreeMap<Place, Vec<&'a Counted<'a>>> {
    let mut places: BTreeMap<Place, Vec<_>> = BTreeMap::new();
    for one in counted.iter().filter(|one| one.change().is_some()) {
        places.entry(one.place()).or_default().push(one);
    }
    places
}

/// Stated to have integrated nothing.
fn brought_nothing(one: &Counted, arithmetic: Arithmetic) -> bool {
    brought(one.held, one.said.beneficiary, arithmetic).is_some_and(|brought| brought.integrated.is_zero())
}

/// Of each beneficiary and service, what changed on each day.
fn relations_of<'a>(here: &[&'a Counted<'a>]) -> BTreeMap<(&'a str, &'a str), BTreeMap<Date, BigRational>> {
    let mut relations: BTreeMap<_, BTreeMap<Date, BigRational>> = BTreeMap::new();
    for one in here {
        let days = relations.entry((one.said.beneficiary, one.held.row.service.as_str())).or_default();
        *days.entry(one.said.made).or_insert_with(BigRational::zero) += one.change().expect("counted");
    }
    relations
}

/// A no-creation keeps the last sign, so it is neither end of a move.
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

fn sums<'a>(here: &[&'a Counted<'a>]) -> BTreeMap<&'a str, BigRational> {
    let mut sums = BTreeMap::new();
    for one in here {
        *sums.entry(one.said.beneficiary).or_insert_with(BigRational::zero) += one.change().expect("counted");
    }
    sums
}

/// Interactions that were better for one beneficiary and worse for another.
fn conflicts(here: &[&Counted]) -> usize {
    let places = |is: fn(&Counted) -> bool| -> BTreeSet<usize> {
        here.iter().filter(|one| is(one)).map(|one| one.held.place).collect()
    };
    places(|one| one.is_better()).intersection(&places(|one| one.is_worse())).count()
}
