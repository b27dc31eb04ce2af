//! Games whose values are in print. Each case names its source, and which values were worked out here.

use covalue::game::{Coalition, TableGame, game, shapley};
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::analyses::games::brute::{over_all_orders, ratio};

/// Where the values come from: all or some of them from print, or worked out here from the definition or another formula.
#[derive(Clone, Copy, PartialEq)]
enum Values {
    InPrint,
    PartlyInPrint,
    WorkedOut,
}
use Values::{InPrint, PartlyInPrint, WorkedOut};

struct Case {
    name: &'static str,
    table: TableGame<BigRational>,
    expected: Vec<BigRational>,
    values: Values,
}

fn case(
    name: &'static str,
    players: usize,
    worth: impl Fn(Coalition) -> BigRational,
    values: Values,
    expected: impl IntoIterator<Item = (i64, i64)>,
) -> Case {
    let expected = expected.into_iter().map(|(numerator, denominator)| ratio(numerator, denominator)).collect();
    Case { name, table: TableGame::of(&game(players, worth)).unwrap(), expected, values }
}

fn one_if(wins: bool) -> BigRational {
    if wins { BigRational::one() } else { BigRational::zero() }
}

/// `[quota; votes]`: a coalition wins if its votes reach the quota.
fn votes(quota: u32, votes: &[u32]) -> impl Fn(Coalition) -> BigRational {
    move |coalition| one_if(coalition.players().map(|player| votes[player]).sum::<u32>() >= quota)
}

/// A coalition is worth the largest need of its members.
fn most_of(needs: &[i64]) -> impl Fn(Coalition) -> BigRational {
    move |coalition| ratio(coalition.players().map(|player| needs[player]).max().unwrap_or(0), 1)
}

/// The rest of an estate after the claims of all others (O'Neill 1982).
fn bankruptcy(estate: i64, claims: &[i64]) -> impl Fn(Coalition) -> BigRational {
    let claimed: i64 = claims.iter().sum();
    move |coalition| ratio((estate - claimed + coalition.players().map(|p| claims[p]).sum::<i64>()).max(0), 1)
}

/// Worths in the order of most textbooks: those of one player, of two, and so on, each in the order of the players.
fn by_size(players: usize, worths: &[(i64, i64)]) -> impl Fn(Coalition) -> BigRational {
    let mut order: Vec<u64> = (1..1 << players).collect();
    let names = |bits: u64| Coalition::from_bits(bits).players().collect::<Vec<_>>();
    order.sort_by_key(|&bits| (bits.count_ones(), names(bits)));
    assert_eq!(order.len(), worths.len());
    let worths: Vec<_> = order.into_iter().zip(worths.iter().copied()).collect();
    move |coalition| {
        let found = worths.iter().find(|(bits, _)| *bits == coalition.bits());
        found.map_or_else(BigRational::zero, |(_, (numerator, denominator))| ratio(*numerator, *denominator))
    }
}

/// Integers as fractions.
fn wholes<const N: usize>(worths: [i64; N]) -> [(i64, i64); N] {
    worths.map(|worth| (worth, 1))
}

fn small_games() -> Vec<Case> {
    let pair = |coalition: Coalition| one_if(coalition.contains(2) && coalition.len() > 1);
    vec![
        // Wikipedia, "Shapley value": 1/6, 1/6 and 2/3.
        case("gloves, two right and one left", 3, pair, InPrint, [(1, 6), (1, 6), (2, 3)]),
        // Moretti, Ríos & Tsoukiàs, slides on game theory (LAMSADE): (300, 400).
        case("singer and pianist", 2, by_size(2, &wholes([100, 200, 700])), InPrint, wholes([300, 400])),
        // Documentation of coopgt ("calculate the Shapley value"), after Sage's reference manual: 2, 5, 35. Each coalition is
        // worth as much as its best member.
        case("three commuters", 3, by_size(3, &wholes([6, 12, 42, 12, 42, 42, 42])), InPrint, wholes([2, 5, 35])),
        // Documentation of the R package GameTheoryAllocation (`Shapley_value`): 1/3, 1/3 and 4/3.
        case("shared costs of three", 3, by_size(3, &wholes([1, 1, 2, 1, 2, 2, 2])), InPrint, [(1, 3), (1, 3), (4, 3)]),
        // Documentation of the R package coopProductGame (`shapleyValue`): (229, 272, 491).
        case(
            "production of three",
            3,
            by_size(3, &wholes([68, 102, 0, 170, 710, 762, 992])),
            InPrint,
            wholes([229, 272, 491]),
        ),
    ]
}

fn shared_costs() -> Vec<Case> {
    vec![
        // Wikipedia, "Airport problem", after Littlechild & Owen 1973: costs of 8, 11, 13 and 18 are shared as 2, 3, 4, 9.
        case("airport of four aircraft", 4, most_of(&[8, 11, 13, 18]), InPrint, wholes([2, 3, 4, 9])),
        // "Airport Problem and the Shapley Solution" (thoughtfulexaminations.com): 500, 850, 1650, and 2150 for a longer one.
        case("airport of three airlines", 3, most_of(&[1500, 2200, 3000]), InPrint, wholes([500, 850, 1650])),
        case("a longer runway", 3, most_of(&[1500, 2200, 3500]), InPrint, wholes([500, 850, 2150])),
        // Documentation of the R package CoopGame (`shapleyValue`), after Aumann 2010: the inheritance of Ibn Ezra, in which
        // a coalition is worth its largest claim: 80.83333, 20.83333, 10.83333, 7.5.
        case(
            "an inheritance, by the largest claim",
            4,
            most_of(&[120, 60, 40, 30]),
            InPrint,
            [(485, 6), (125, 6), (65, 6), (15, 2)],
        ),
    ]
}

/// Claims of 100, 200 and 300 (Aumann & Maschler 1985; the same game as `CoopGame`'s `bankruptcyGame`). The division in the
/// Talmud is the nucleolus. For estates of 100 and 300 it equals the Shapley value, so its values in print (Schecter, "How
/// the Talmud divides an estate among creditors") serve here. For 200 it is 50, 75, 75; the Shapley value differs and is
/// worked out.
fn estates() -> Vec<Case> {
    let claims = [100, 200, 300];
    vec![
        case("an estate of 100", 3, bankruptcy(100, &claims), InPrint, [(100, 3); 3]),
        case("an estate of 200", 3, bankruptcy(200, &claims), WorkedOut, [(100, 3), (250, 3), (250, 3)]),
        case("an estate of 300", 3, bankruptcy(300, &claims), InPrint, wholes([50, 100, 150])),
    ]
}

fn councils() -> Vec<Case> {
    let two_thirds = [(2, 3), (1, 6), (1, 6)];
    let security = |coalition: Coalition| one_if(Coalition::from_bits(31).is_within(coalition) && coalition.len() >= 9);
    let [permanent, other] = [(421, 2145), (4, 2145)];
    let seats = (0..15).map(move |member| if member < 5 { permanent } else { other });
    vec![
        // An exercise of studylib.net ("Shapley-Shubik vs. Banzhaf"): {2/3, 1/6, 1/6}.
        case("[5; 4, 2, 1]", 3, votes(5, &[4, 2, 1]), InPrint, two_thirds),
        // Everything2, "Shapley-Shubik Power Index": 4/6, 1/6, 1/6.
        case("[8; 7, 5, 2]", 3, votes(8, &[7, 5, 2]), InPrint, two_thirds),
        // An exercise with pivots for all 24 orders (coursehero.com, 103s11chap2B): 8/24 for the first two is in print. The
        // third has as much and the fourth zero: worked out, since all four add up to one.
        case("[14; 8, 4, 2, 1]", 4, votes(14, &[8, 4, 2, 1]), PartlyInPrint, [(1, 3), (1, 3), (1, 3), (0, 1)]),
        // Documentation of the R package CoopGame (`shapleyShubikIndex`), after Stach 2011: 0.08333333 twice, 0.25 and
        // 0.58333333.
        case("[50; 10, 10, 20, 30]", 4, votes(50, &[10, 10, 20, 30]), InPrint, [(1, 12), (1, 12), (1, 4), (7, 12)]),
        // The exercise is in print (Tannenbaum and elsewhere); its values were not found.
        case("[4; 3, 2, 1]", 3, votes(4, &[3, 2, 1]), WorkedOut, two_thirds),
        // The Britannica Guide to Statistics and Probability has the Banzhaf index (3/5, 1/5, 1/5), which differs.
        case("[51; 50, 49, 1]", 3, votes(51, &[50, 49, 1]), WorkedOut, two_thirds),
        // Mathematics Democracy Institute, "Quantification of power": as much influence as [2; 1, 1, 1].
        case("[51; 49, 49, 2]", 3, votes(51, &[49, 49, 2]), InPrint, [(1, 3); 3]),
        // "Luxembourg in the Early Days of the EEC: Null Player or Not?" (Games 9, 2018): Luxembourg's value is zero. Those of
        // the others were not found, and are worked out.
        case(
            "the Council of the EEC, 1958",
            6,
            votes(12, &[4, 4, 4, 2, 2, 1]),
            PartlyInPrint,
            [(7, 30), (7, 30), (7, 30), (3, 20), (3, 20), (0, 1)],
        ),
        // gonitsora.com, "Veto starting to sound really good": 4/2145 for an elected member and 19.6 % for a permanent one.
        // 421/2145 is worked out, since all fifteen add up to one.
        case("the Security Council", 15, security, PartlyInPrint, seats.clone()),
        // The same council as a weighted vote, from the same source.
        case(
            "the Security Council by votes",
            15,
            votes(39, &[7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
            PartlyInPrint,
            seats,
        ),
    ]
}

fn all() -> Vec<Case> {
    [small_games(), shared_costs(), estates(), councils()].into_iter().flatten().collect()
}

/// The worths of the game with an estate of 300, as the documentation of `CoopGame` prints them (`bankruptcyGame`).
#[test]
fn bankruptcy_game_has_the_worths_in_print() {
    let table = TableGame::of(&game(3, bankruptcy(300, &[100, 200, 300]))).unwrap();
    // By bits: {}, {0}, {1}, {0, 1}, {2}, {0, 2}, {1, 2}, all.
    assert_eq!(table.worths(), [0, 0, 0, 0, 0, 100, 200, 300].map(|worth| ratio(worth, 1)));
}

#[test]
fn values_match_those_in_print() {
    let (mut in_print, mut partly) = (0, 0);
    for Case { name, table, expected, values } in all() {
        assert_eq!(shapley(&table).unwrap(), expected, "{name}");
        in_print += u32::from(values == InPrint);
        partly += u32::from(values == PartlyInPrint);
    }
    assert!(in_print >= 14 && partly >= 4, "cases in print: {in_print}, and partly {partly}");
}

/// Checks all but the largest games against the definition, those in print too.
#[test]
fn values_match_the_mean_over_all_orders() {
    let mut checked = 0;
    for Case { name, table, expected, .. } in all() {
        if expected.len() <= 6 {
            assert_eq!(over_all_orders(&table), expected, "{name}");
            checked += 1;
        }
    }
    assert!(checked >= 18, "cases checked: {checked}");
}

#[test]
fn values_in_floats_are_the_nearest_to_those_in_print() {
    for Case { name, table, expected, .. } in all() {
        let worths = table.worths().iter().map(covalue::number::Fraction::to_float).collect();
        let values = shapley(&TableGame::new(worths).unwrap()).unwrap();
        let nearest: Vec<f64> = expected.iter().map(covalue::number::Fraction::to_float).collect();
        assert_eq!(values, nearest, "{name}");
    }
}
