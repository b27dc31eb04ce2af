//! Games that are refused, each with its rule and message.

use covalue::error::GameError;
use covalue::game::{Coalition, Game, TableGame, estimate, game, shapley, shapley_numerators};
use covalue::{Error, Rule};
use num_rational::Ratio;

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, GameError>, rule: Rule, message: &str) {
    let refused = result.unwrap_err();
    assert_eq!(refused.to_string(), message);
    assert_eq!(refused.rule(), rule);
    assert_eq!(Error::from(refused).rule(), rule);
}

/// A coalition is worth its number of players.
fn heads(players: usize) -> impl Game<f64> {
    game(players, |coalition: Coalition| coalition.len() as f64)
}

#[test]
fn number_of_players_out_of_range_is_refused() {
    let no_players = "form: a game has one player at least";
    assert_refused(shapley(&heads(0)), Rule::Form, no_players);
    assert_refused(estimate(&heads(0), 1, 2), Rule::Form, no_players);
    assert_refused(TableGame::new(vec![0.0]), Rule::Form, no_players);
    assert_refused(TableGame::of(&heads(0)), Rule::Form, no_players);
    let too_many = "form: 21 players are more than 20, the most of exact values";
    assert_eq!(shapley(&heads(20)).unwrap(), [1.0; 20]);
    assert_refused(shapley(&heads(21)), Rule::Form, too_many);
    assert_refused(shapley_numerators(&game(21, |_| 0_i64)), Rule::Form, too_many);
    assert_refused(TableGame::of(&heads(21)), Rule::Form, too_many);
    assert_refused(TableGame::new(vec![0_u8; 1 << 21]), Rule::Form, too_many);
    assert_refused(shapley(&heads(usize::MAX)), Rule::Form, &too_many.replace("21", &usize::MAX.to_string()));
    assert!(estimate(&heads(64), 1, 2).is_ok());
    assert_refused(
        estimate(&heads(65), 1, 2),
        Rule::Form,
        "form: 65 players are more than 64, the most of a coalition",
    );
}

#[test]
fn table_without_a_worth_for_each_coalition_is_refused() {
    assert_refused(
        TableGame::new(vec![0.0; 6]),
        Rule::Form,
        "form: 6 worths are no table: of n players there are 2^n coalitions",
    );
    assert_refused(
        TableGame::<f64>::new(Vec::new()),
        Rule::Form,
        "form: 0 worths are no table: of n players there are 2^n coalitions",
    );
}

#[test]
fn worth_that_is_not_finite_is_refused() {
    for (worth, shown) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        for players in [1, 5, 12] {
            let none = game(players, |coalition: Coalition| if coalition.bits() == 1 { worth } else { 1.0 });
            let message = format!("R3: worth of {{0}} is {shown}, which is not finite");
            assert_refused(shapley(&none), Rule::R3, &message);
            assert_refused(estimate(&none, 1, 500), Rule::R3, &message);
        }
    }
    let over_zero = game(2, |coalition: Coalition| Ratio::new_raw(1_i64, coalition.len() as i64));
    assert_refused(shapley(&over_zero), Rule::R3, "R3: worth of {} is 1/0, which is not finite");
    assert_refused(estimate(&over_zero, 1, 2), Rule::R3, "R3: worth of {} is 1/0, which is not finite");
}

#[test]
fn estimate_from_fewer_than_two_orders_is_refused() {
    let message = "form: an estimate from 1 orders has no standard error: it takes two";
    assert_refused(estimate(&heads(3), 1, 1), Rule::Form, message);
    assert_refused(estimate(&heads(3), 1, 0), Rule::Form, &message.replace("1 orders", "0 orders"));
}

#[test]
fn standard_error_that_no_float_holds_is_an_overflow() {
    let apart = game(2, |coalition: Coalition| [1e200, -1e200][coalition.len() % 2]);
    assert_refused(estimate(&apart, 1, 10), Rule::R3, "R3: the value of player 0 does not fit f64");
    let further = game(2, |coalition: Coalition| [f64::MAX, -f64::MAX][coalition.len() % 2]);
    assert_refused(estimate(&further, 1, 10), Rule::R3, "R3: the value of player 0 does not fit f64");
    // The value itself is held.
    assert_eq!(shapley(&apart).unwrap(), [0.0, 0.0]);
}
