//! The distributions of spreads, against those of another program, and the spreads that are refused.

use covalue::certainty::{Drawing, Drawn};
use covalue::impact::Assumption::{self, Deadweight, Proxy as ProxyOf, Quantity};
use covalue::impact::{Discount, ImpactMap, Input, Proxy, Row, Spread};
use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, Terms, date};
use proptest::prelude::*;

use crate::support::generate::cases;

/// Quantiles of `SciPy`; how it made them is in the head of the file.
const QUANTILES: &str = include_str!("quantiles.txt");

/// A spread, and its quantiles at 1/40, 2/40 .. 39/40.
fn fixture() -> Vec<(Spread, Vec<f64>)> {
    let lines = QUANTILES.lines().filter(|line| !line.starts_with('#'));
    let numbers = |text: &str| text.split_whitespace().map(|word| word.parse().unwrap()).collect::<Vec<f64>>();
    let line = |line: &str| {
        let (spread, quantiles) = line.split_once(": ").unwrap();
        (spread.parse().unwrap(), numbers(quantiles))
    };
    lines.map(line).collect()
}

/// The values of a spread in draws of a name.
fn values(spread: &Spread, name: &str, draws: u32) -> Drawn {
    let row = Row::new("a", 1.0, Proxy::amount(1.0)).spread(Quantity, spread.clone()).named(Quantity, name);
    let draws = ImpactMap::new([row]).draws(Discount::none(), Drawing::seeded(1).draws(draws).unwrap()).unwrap();
    draws.assumption(name).unwrap().clone()
}

/// The greatest distance of the shares of draws up to each quantile from the share that is expected (Kolmogorov and Smirnov).
fn distance(drawn: &Drawn, quantiles: &[f64]) -> f64 {
    let share = |quantile: f64| 1.0 - drawn.above(quantile) as f64 / drawn.values().len() as f64;
    let distances = (1..).zip(quantiles).map(|(rank, quantile)| (share(*quantile) - f64::from(rank) / 40.0).abs());
    distances.fold(0.0, f64::max)
}

const DRAWS: u32 = 100_000;

/// `1.63 ÷ √D`: of true distributions 1 in 100 is farther.
const FARTHEST: f64 = 0.005_155;

#[test]
fn draws_have_the_distribution_of_their_spread() {
    let fixture = fixture();
    assert_eq!(fixture.len(), 14);
    for (spread, quantiles) in &fixture {
        let distance = distance(&values(spread, "a name", DRAWS), quantiles);
        assert!(distance < FARTHEST, "{spread}: {distance}");
    }
}

/// The test above can fail: a spread that is 3 % wider or that is shifted by 3 % is too far.
#[test]
fn another_distribution_is_farther() {
    let near = [
        (Spread::gamma(2.0, 2.06), "gamma 2.0 2.0"),
        (Spread::gamma(412.0, 100.0), "gamma 400.0 100.0"),
        (Spread::beta(20.6, 80.0), "beta 20.0 80.0"),
        (Spread::lognormal(5.0, 4.12), "lognormal 5.0 4.0"),
    ];
    let fixture = fixture();
    for (other, stated) in near {
        let (_, quantiles) = fixture.iter().find(|(spread, _)| spread.to_string() == stated).unwrap();
        assert!(distance(&values(&other, "a name", DRAWS), quantiles) > FARTHEST, "{other}");
    }
}

/// Uniform, triangular, normal and lognormal values are quantiles: those of the draw whose number is nearest.
#[test]
fn quantiles_are_near_those_of_scipy() {
    let uniforms = values(&Spread::uniform(0.0, 1.0), "a name", DRAWS);
    for (spread, quantiles) in fixture().into_iter().filter(|(spread, _)| !is_gamma(spread)) {
        let drawn = values(&spread, "a name", DRAWS);
        for (rank, quantile) in (1_u32..).zip(quantiles) {
            let p = f64::from(rank) / 40.0;
            let pairs = || uniforms.values().iter().zip(drawn.values());
            let (below, low) = pairs().filter(|pair| *pair.0 <= p).max_by(|one, two| one.0.total_cmp(two.0)).unwrap();
            let (above, high) = pairs().filter(|pair| *pair.0 > p).min_by(|one, two| one.0.total_cmp(two.0)).unwrap();
            // Between two draws that are next to each other the quantile is almost linear.
            let linear = low + (high - low) * (p - below) / (above - below);
            assert!((linear - quantile).abs() < 1e-6 * (1.0 + quantile.abs()), "{spread} at {p}: {linear}, {quantile}");
        }
    }
}

fn is_gamma(spread: &Spread) -> bool {
    spread.to_string().starts_with("gamma") || spread.to_string().starts_with("beta")
}

/// The first draws of each kind: they are the same in every release.
#[test]
fn r30_draws_are_those_of_the_seed_and_the_name() {
    for (spread, expected) in [
        (Spread::uniform(0.0, 1.0), [0.747_602_163_103_562_9, 0.822_638_194_769_696_5]),
        (Spread::triangular(0.0, 0.5, 1.0), [0.644_755_128_892_451_8, 0.702_206_610_860_563_6]),
        (Spread::normal(0.0, 1.0), [0.666_963_146_874_714_4, 0.925_465_905_838_573_9]),
        (Spread::lognormal(5.0, 4.0), [6.241_346_593_663_620_5, 7.485_837_930_793_997]),
        (Spread::gamma(2.0, 2.0), [2.745_955_909_048_453_8, 1.639_853_919_189_663_3]),
        (Spread::gamma(2.0, 4.0), [1.484_435_528_400_743, 0.462_744_984_841_455_76]),
        (Spread::beta(20.0, 80.0), [0.215_746_823_293_029_72, 0.197_490_259_792_751_45]),
        (Spread::resampled([1.0, 2.0, 3.0, 4.0]), [1.0, 4.0]),
    ] {
        assert_eq!(values(&spread, "ana", 2).values(), expected, "{spread}");
    }
}

/// Shapes far below 1 give numbers that are too small for a float; their quotient is a share all the same.
#[test]
fn extreme_spreads_have_values() {
    let shares = values(&Spread::beta(0.001, 0.001), "tiny", 10_000);
    assert!(shares.values().iter().all(|share| (0.0..=1.0).contains(share)));
    assert!((shares.mean() - 0.5).abs() < 0.02, "{}", shares.mean());
    for spread in [Spread::gamma(2.0, 1e-75), Spread::lognormal(2.0, 1e-75), Spread::lognormal(2.0, 1e-9)] {
        assert!(values(&spread, "narrow", 100).values().iter().all(|value| (value - 2.0).abs() < 1e-7), "{spread}");
    }
    assert!(values(&Spread::gamma(1e-3, 1e3), "wide", 1_000).values().iter().all(|value| value.is_finite()));
    // The end of a share is not passed by rounding.
    assert!(values(&Spread::uniform(0.1, 1.0), "ends", 100_000).above(1.0) == 0);
}

fn club() -> Row<f64> {
    Row::new("club", 16.0, Proxy::amount(19.0))
}

#[test]
fn r39_spreads_that_an_assumption_cannot_have_are_refused() {
    let of = |spread| club().spread(Quantity, spread);
    let share = |spread| club().spread(Deadweight, spread);
    for (row, message) in [
        (
            share(Spread::normal(0.2, 0.1)),
            "R39: spread of deadweight of `club` is normal 0.2 0.1, and its values have to be from 0 to 1",
        ),
        (
            share(Spread::lognormal(0.2, 0.1)),
            "R39: spread of deadweight of `club` is lognormal 0.2 0.1, and its values have to be from 0 to 1",
        ),
        (
            share(Spread::gamma(0.2, 0.1)),
            "R39: spread of deadweight of `club` is gamma 0.2 0.1, and its values have to be from 0 to 1",
        ),
        (
            share(Spread::given([0.5, 1.5])),
            "R39: spread of deadweight of `club` is given, 2 values, and its values have to be from 0 to 1",
        ),
        (
            club().spread(Assumption::DropOff, Spread::uniform(-0.1, 0.5)),
            "R39: spread of drop-off of `club` is uniform -0.1 0.5, and its values have to be from 0 to 1",
        ),
        (
            of(Spread::normal(1.0, -1.0)),
            "R39: spread of quantity of `club` is normal 1.0 -1.0, and its standard deviation has to be 0 or more",
        ),
        (
            of(Spread::gamma(0.0, 1.0)),
            "R39: spread of quantity of `club` is gamma 0.0 1.0, and its mean has to be above 0",
        ),
        (
            of(Spread::uniform(3.0, 1.0)),
            "R39: spread of quantity of `club` is uniform 3.0 1.0, and its low end has to be at most its high end",
        ),
        (
            of(Spread::triangular(1.0, 4.0, 3.0)),
            "R39: spread of quantity of `club` is triangular 1.0 4.0 3.0, and its low end, mode and high end have to ascend",
        ),
        (
            share(Spread::beta(0.0, 3.0)),
            "R39: spread of deadweight of `club` is beta 0.0 3.0, and both of its numbers have to be above 0",
        ),
        (
            share(Spread::beta(1e-310, 1e-310)),
            "R39: spread of deadweight of `club` is beta 1e-310 1e-310, and each of its numbers has to be 0, or from \
             1e-75 to 1e75 in size",
        ),
        (of(Spread::given([])), "R39: spread of quantity of `club` is given, 0 values, and it needs a value"),
        (
            club().spread(Assumption::Lasts, Spread::uniform(1.0, 3.0)),
            "R39: spread of years of `club` is uniform 1.0 3.0, and years are whole, so they have no spread",
        ),
        (club().spread(Assumption::Rate, Spread::uniform(0.0, 0.1)), "R31: `club` has no assumption rate"),
        (of(Spread::normal(f64::NAN, 1.0)), "R3: a number of the spread of quantity of `club` is NaN"),
        (of(Spread::resampled([1.0, f64::INFINITY])), "R3: a number of the spread of quantity of `club` is inf"),
        (
            of(Spread::normal(16.0, 3.0)).spread(ProxyOf, Spread::normal(19.0, 3.0)),
            "R39: in a draw quantity and proxy of `club` may both be below zero",
        ),
        (
            Row::new("club", 16.0, Proxy::amount(-19.0)).spread(Quantity, Spread::normal(16.0, 3.0)),
            "R39: in a draw quantity and proxy of `club` may both be below zero",
        ),
        (club().named(Deadweight, "dead"), "R39: deadweight of `club` is named `dead`, and has no spread"),
    ] {
        let map = ImpactMap::new([row]);
        let refused = map.value(Discount::none()).unwrap_err();
        assert_eq!(refused.to_string(), message);
        assert_eq!(map.check()[0], refused);
    }
    let nan = ImpactMap::new([of(Spread::given([1.0, f64::NAN, 0.0]))]).check();
    assert_eq!(nan[0].to_string(), "R3: a number of the spread of quantity of `club` is NaN");
    let input = |input: Input<f64>| ImpactMap::new([club()]).input(input).check()[0].to_string();
    assert_eq!(
        input(Input::new("grant", 5.0).spread(Spread::normal(5.0, 1.0))),
        "R39: spread of amount of input `grant` is normal 5.0 1.0, and its values have to be 0 or more",
    );
    assert_eq!(
        input(Input::new("grant", 5.0).named("money")),
        "R39: amount of input `grant` is named `money`, and has no spread",
    );
}

#[test]
fn r39_one_name_is_one_spread() {
    let named = |outcome: &str, spread| {
        let row = Row::new(outcome, 1.0, Proxy::amount(1.0));
        row.spread(ProxyOf, spread).named(ProxyOf, "visit")
    };
    let map = ImpactMap::new([named("a", Spread::gamma(1.0, 1.0)), named("b", Spread::gamma(1.0, 2.0))]);
    let refused = map.check();
    assert_eq!(refused.len(), 1);
    assert_eq!(
        refused[0].to_string(),
        "R39: proxy of `a` and proxy of `b` are both drawn as `visit`, and one name has one value: name one of them otherwise",
    );
    assert_eq!(refused[0].rule(), Rule::R39);
    // Two names by default that are the same text are of two things.
    let spread = || Spread::uniform(1.0, 2.0);
    let row = Row::new("input", 1.0, Proxy::amount(1.0)).spread(Quantity, spread());
    let clash = ImpactMap::new([row]).input(Input::new("quantity", 1.0).spread(spread()));
    assert_eq!(
        clash.check()[0].to_string(),
        "R39: quantity of `input` and input `quantity` are both drawn as `input/quantity`, and one name has one value: \
         name one of them otherwise",
    );
}

#[test]
fn r39_given_values_are_as_many_as_the_draws() {
    let map = ImpactMap::new([club().spread(Quantity, Spread::given([1.0, 2.0, 3.0]))]);
    let drawn = |draws: u32| map.draws(Discount::none(), Drawing::default().draws(draws).unwrap());
    assert_eq!(drawn(2).unwrap().assumption("club/quantity").unwrap().values(), [1.0, 2.0]);
    let refused = drawn(4).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R39: `club/quantity` has 3 given values for 4 draws: give one for each draw, or ask for fewer draws"
    );
    assert_eq!(refused.rule(), Rule::R39);
    let one = ImpactMap::new([club().spread(Quantity, Spread::given([1.0]))]);
    let refused = one.draws(Discount::none(), Drawing::default().draws(2).unwrap()).unwrap_err();
    assert!(refused.to_string().starts_with("R39: `club/quantity` has 1 given value for 2 draws: "), "{refused}");
}

#[test]
fn names_and_numbers_of_draws_are_checked() {
    let draws = ImpactMap::new([club().spread(Quantity, Spread::normal(16.0, 1.0))]);
    let draws = draws.draws(Discount::none(), Drawing::default().draws(10).unwrap()).unwrap();
    let unknown = draws.assumption("club/quantiti").unwrap_err();
    assert_eq!(unknown.to_string(), "R20: no assumption is named `club/quantiti` (is `club/quantity` meant?)");
    assert_eq!(draws.row("clu").unwrap_err().rule(), Rule::R20);
    assert_eq!(
        Drawing::seeded(1).draws(0).unwrap_err().to_string(),
        "form: 0 draws are asked for, and at least 1 is needed"
    );
    for (part, whole) in [(0, 2), (3, 2), (0, 0)] {
        let refused = draws.net().percentile(part, whole).unwrap_err();
        let expected = format!("form: a percentile is {part}/{whole}, and has to be above 0 and up to 1");
        assert_eq!((refused.to_string(), refused.rule()), (expected, Rule::Form));
    }
    let huge = ImpactMap::new([club().spread(Quantity, Spread::given([1e308]))]);
    let refused = huge.draws(Discount::none(), Drawing::default().draws(1).unwrap()).unwrap_err();
    assert_eq!(refused.to_string(), "R3: overflow: the first year of `club` is more than f64 holds");
}

/// A quantity against the level without the service has no deadweight, and no spread of it.
#[test]
fn r34_a_row_against_the_level_without_the_service_has_no_spread_of_deadweight() {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
    let appraisal = Appraisal::of("mobility").without(1.0).after(3.0);
    ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).appraisal(appraisal)).unwrap();
    let statement = ledger.statement(Terms::by(By::Service).baseline(Baseline::Without)).unwrap();
    let row = Row::created(&statement, "physio", "mobility", Proxy::amount(10.0)).unwrap();
    let refused = ImpactMap::new([row.spread(Deadweight, Spread::uniform(0.0, 0.1))]).check();
    assert_eq!(refused[0].rule(), Rule::R34);
}

/// A spread of no width is a constant, so it may be of a share and of an input, and beside a proxy that may be below zero.
#[test]
fn r39_a_spread_of_no_width_is_a_constant() {
    for spread in [Spread::normal(0.5, 0.0), Spread::lognormal(0.5, 0.0), Spread::gamma(0.5, 0.0)] {
        let row = club().spread(Deadweight, spread.clone()).spread(ProxyOf, Spread::normal(19.0, 30.0));
        let map = ImpactMap::new([row.spread(Quantity, spread.clone())]);
        let draws =
            map.input(Input::new("grant", 5.0).spread(spread.clone())).draws(Discount::none(), Drawing::default());
        let draws = draws.unwrap();
        for name in ["club/quantity", "club/deadweight", "input/grant"] {
            assert!(draws.assumption(name).unwrap().values().iter().all(|value| *value == 0.5), "{spread}: {name}");
        }
    }
}

/// Numbers of every size that a float has, and 0.
fn number() -> impl Strategy<Value = f64> {
    let sized = (1.0..10.0_f64, -320..308_i32, prop::bool::ANY)
        .prop_map(|(digits, power, is_below)| if is_below { -digits } else { digits } * 10_f64.powi(power));
    prop_oneof![4 => sized, 2 => -9.0..9.0_f64, 1 => Just(0.0)]
}

proptest! {
    #![proptest_config(cases(256))]

    /// A spread is refused, or all of its draws are numbers that it may have.
    #[test]
    fn r39_a_spread_that_is_accepted_has_only_numbers(one in number(), other in number(), third in number()) {
        let mut ends = [one, other, third];
        ends.sort_unstable_by(f64::total_cmp);
        let [low, mode, high] = ends;
        let all = [f64::NEG_INFINITY, f64::INFINITY];
        for (spread, [least, most]) in [
            (Spread::uniform(low, high), [low, high]),
            (Spread::triangular(low, mode, high), [low, high]),
            (Spread::normal(one, other.abs()), all),
            (Spread::lognormal(one.abs(), other.abs()), [0.0, f64::INFINITY]),
            (Spread::gamma(one.abs(), other.abs()), [0.0, f64::INFINITY]),
            (Spread::beta(one.abs(), other.abs()), [0.0, 1.0]),
        ] {
            let row = Row::new("a", 1.0, Proxy::amount(1.0)).spread(Quantity, spread.clone());
            match ImpactMap::new([row]).draws(Discount::none(), Drawing::seeded(1).draws(200).unwrap()) {
                Ok(draws) => {
                    let drawn = draws.assumption("a/quantity").unwrap();
                    for value in drawn.values() {
                        prop_assert!(value.is_finite() && (least..=most).contains(value), "{spread}: {value}");
                    }
                    // Draws of some width are not all one number, and the mean is not at an end.
                    let is_wide = matches!(spread.to_string().split_once(' '), Some(("uniform" | "triangular", _))) && low < high;
                    let width = high - low;
                    prop_assert!(!is_wide || (low + 0.2 * width..=high - 0.2 * width).contains(&drawn.mean()), "{spread}");
                }
                Err(error) => prop_assert_eq!(error.rule(), Rule::R39, "{}", error),
            }
        }
    }
}
