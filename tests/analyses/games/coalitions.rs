//! Coalitions are sets of up to 64 players.

use covalue::error::GameError;
use covalue::game::Coalition;
use proptest::collection::btree_set;
use proptest::prelude::*;

proptest! {
    #[test]
    fn coalition_behaves_as_a_set(one in btree_set(0..64_usize, 0..64), other in btree_set(0..64_usize, 0..64), player in 0..64_usize) {
        let coalition = |players: &std::collections::BTreeSet<usize>| Coalition::of(players.iter().copied()).unwrap();
        let (a, b) = (coalition(&one), coalition(&other));
        prop_assert!(a.players().eq(one.iter().copied()));
        prop_assert_eq!((a.len(), a.is_empty(), a.contains(player)), (one.len(), one.is_empty(), one.contains(&player)));
        prop_assert_eq!(a.is_within(b), one.is_subset(&other));
        prop_assert_eq!(Coalition::from_bits(a.bits()), a);
        let with = one.iter().copied().chain([player]);
        prop_assert!(a.with(player).unwrap().players().eq(with.collect::<std::collections::BTreeSet<_>>()));
        prop_assert!(a.without(player).players().eq(one.iter().copied().filter(|&other| other != player)));
    }
}

#[test]
fn coalition_has_64_players_at_most() {
    assert_eq!(Coalition::all(0).unwrap(), Coalition::EMPTY);
    assert_eq!(Coalition::all(64).unwrap().len(), 64);
    let too_many = |players| GameError::TooManyPlayers { players, most: 64, of: "a coalition" };
    assert_eq!(Coalition::all(65).unwrap_err(), too_many(65));
    assert_eq!(Coalition::EMPTY.with(63).unwrap().bits(), 1 << 63);
    assert_eq!(Coalition::EMPTY.with(64).unwrap_err(), too_many(65));
    assert_eq!(Coalition::of([1, usize::MAX]).unwrap_err(), too_many(usize::MAX));
    let all = Coalition::all(64).unwrap();
    assert!(!all.contains(64) && !all.contains(usize::MAX));
    assert_eq!(all.without(64), all);
}

#[test]
fn coalition_displays_its_players() {
    let coalition = Coalition::of([10, 2, 2]).unwrap();
    assert_eq!(format!("{coalition} {coalition:?} {}", Coalition::EMPTY), "{2, 10} Coalition{2, 10} {}");
}
