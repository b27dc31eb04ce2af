//! The laws of draws, bit by bit.

use covalue::certainty::{Drawing, Drawn, Draws};
use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, Spread, Worth};
use proptest::prelude::*;

use crate::support::generate::cases;

/// A row in whole numbers, and the kind of spread of each assumption.
#[derive(Clone, Debug)]
struct RawRow {
    quantity: i32,
    /// In prices of 2011 or 2019.
    proxy: (u32, bool),
    /// In twentieths.
    shares: [u32; 4],
    lasts: u32,
    starts_after: u32,
    has_own_discount: bool,
    /// Quantity, proxy and the shares.
    kinds: [usize; 6],
}

#[derive(Clone, Debug)]
struct RawMap {
    rows: Vec<RawRow>,
    /// The amount, its year, and the kind of its spread.
    inputs: Vec<(u32, u32, usize)>,
}

/// The kinds of spread of an assumption; kind 0 is none.
const KINDS: usize = 8;

const DRAWS: usize = 24;

fn raw_map() -> impl Strategy<Value = RawMap> {
    let years = (1..6_u32, 0..3_u32, prop::bool::ANY);
    let kinds = prop::array::uniform6(0..KINDS);
    let row = (-20..=20_i32, (0..500_u32, prop::bool::ANY), [0..=20_u32, 0..=20, 0..=20, 0..=20], years, kinds);
    let row = row.prop_map(|(quantity, proxy, shares, (lasts, starts_after, has_own_discount), kinds)| RawRow {
        quantity,
        proxy,
        shares,
        lasts,
        starts_after,
        has_own_discount,
        kinds,
    });
    let inputs = prop::collection::vec((0..5_000_u32, 0..4_u32, 0..KINDS), 0..3);
    (prop::collection::vec(row, 1..6), inputs).prop_map(|(rows, inputs)| RawMap { rows, inputs })
}

/// Values of which none is below `least`.
fn given(least: f64, step: f64) -> Vec<f64> {
    (0..DRAWS).map(|draw| least + step * (draw * 7 % 11) as f64).collect()
}

/// A spread of an assumption, whose value is stated.
fn spread(assumption: Assumption, stated: f64, kind: usize) -> Option<Spread> {
    let spread = match (assumption, kind) {
        (_, 0) => return None,
        (Assumption::Quantity, 1) => Spread::uniform(stated - 5.0, stated + 3.0),
        (Assumption::Quantity, 2) => Spread::triangular(stated - 5.0, stated, stated + 1.0),
        (Assumption::Quantity, 3) => Spread::normal(stated, 4.0),
        (Assumption::Quantity, 4) => Spread::given(given(-3.0, 1.5)),
        (Assumption::Quantity | Assumption::Proxy | Assumption::Input, 5) => Spread::gamma(stated.abs() + 1.0, 3.0),
        (Assumption::Quantity | Assumption::Proxy | Assumption::Input, 6) => Spread::lognormal(stated.abs() + 1.0, 3.0),
        (Assumption::Quantity, _) => Spread::resampled(given(-2.0, 0.7)),
        (Assumption::Proxy | Assumption::Input, 1) => Spread::uniform(0.0, 2.0 * stated),
        (Assumption::Proxy | Assumption::Input, 2) => Spread::triangular(0.0, stated, stated + 1.0),
        (Assumption::Proxy | Assumption::Input, 3) => Spread::beta(2.0, 0.3),
        (Assumption::Proxy | Assumption::Input, 4) => Spread::given(given(0.0, 1.5)),
        (Assumption::Proxy | Assumption::Input, _) => Spread::resampled(given(0.0, 0.7)),
        (_, 1) => Spread::uniform(0.0, 1.0),
        (_, 2) => Spread::triangular(0.0, stated, 1.0),
        (_, 3) => Spread::beta(2.0, 8.0),
        (_, 4) => Spread::given(given(0.0, 0.1)),
        (_, 5) => Spread::beta(0.01, 0.01),
        (_, 6) => Spread::uniform(0.1, 0.4),
        (_, _) => Spread::resampled(given(0.25, 0.05)),
    };
    Some(spread)
}

const OF_ROWS: [Assumption; 6] = [
    Assumption::Quantity,
    Assumption::Proxy,
    Assumption::Deadweight,
    Assumption::Displacement,
    Assumption::DueToOthers,
    Assumption::DropOff,
];

/// The name of all proxies with a lognormal spread, which is one then.
const PRICE: &str = "price";

impl RawRow {
    fn row(&self, index: usize) -> Row<f64> {
        let (amount, is_early) = self.proxy;
        let proxy = Proxy::amount(f64::from(amount)).price_year(if is_early { 2011 } else { 2019 });
        let [deadweight, displacement, due_to_others, drop_off] = self.shares.map(|share| f64::from(share) / 20.0);
        let row = Row::new(format!("outcome {index}"), f64::from(self.quantity), proxy)
            .stakeholder(["users", "carers"][index % 2])
            .deadweight(deadweight)
            .displacement(displacement)
            .due_to_others(due_to_others)
            .drop_off(drop_off)
            .lasts(self.lasts)
            .starts_after(self.starts_after);
        let row = if self.has_own_discount { row.discounted(Discount::from_year_one(0.015)) } else { row };
        OF_ROWS.into_iter().zip(self.kinds).fold(row, |row, (assumption, kind)| {
            let stated = row.value_of(assumption).unwrap();
            match spread(assumption, stated, kind) {
                None => row,
                Some(_) if (assumption, kind) == (Assumption::Proxy, 6) => {
                    row.spread(assumption, Spread::lognormal(20.0, 5.0)).named(assumption, PRICE)
                }
                Some(spread) => row.spread(assumption, spread),
            }
        })
    }
}

impl RawMap {
    fn rows(&self) -> Vec<Row<f64>> {
        self.rows.iter().enumerate().map(|(index, row)| row.row(index)).collect()
    }

    fn map_of(&self, rows: Vec<Row<f64>>) -> ImpactMap<f64> {
        let deflator = Deflator::new("index", [(2011, 90.0), (2019, 102.0)]).unwrap();
        let map = ImpactMap::new(rows).in_prices_of(2019, &deflator);
        self.inputs.iter().enumerate().fold(map, |map, (index, &(amount, at, kind))| {
            let input = Input::new(format!("input {index}"), f64::from(amount)).at(at).price_year(2011);
            map.input(match spread(Assumption::Input, f64::from(amount), kind) {
                None => input,
                Some(spread) => input.spread(spread),
            })
        })
    }

    fn map(&self) -> ImpactMap<f64> {
        self.map_of(self.rows())
    }
}

fn discount() -> Discount<f64> {
    Discount::from_year_zero(0.035).then(3, 0.03)
}

fn drawn(map: &ImpactMap<f64>, draws: usize) -> Draws {
    map.draws(discount(), Drawing::seeded(5).draws(draws as u32).unwrap()).unwrap()
}

/// The map with every assumption at its value in a draw, one after the other.
fn assumed(map: &ImpactMap<f64>, draws: &Draws, draw: usize) -> ImpactMap<f64> {
    let (rows, inputs) = (map.rows(), map.get_inputs());
    let of_rows = rows.fold(map.clone(), |assumed, row| {
        let name = format!("{}/{}", row.get_stakeholder().unwrap(), row.get_outcome());
        OF_ROWS.into_iter().filter(|assumption| row.spread_of(*assumption).is_some()).fold(assumed, |assumed, one| {
            let is_price = one == Assumption::Proxy && row.spread_of(one) == Some(&Spread::lognormal(20.0, 5.0));
            let drawn_name = if is_price { PRICE.to_owned() } else { format!("{name}/{one}") };
            let value = draws.assumption(&drawn_name).unwrap().values()[draw];
            assumed.assume(&name, one, value).unwrap()
        })
    });
    inputs.filter(|input| input.get_spread().is_some()).fold(of_rows, |assumed, input| {
        let name = input.get_name().unwrap();
        let value = draws.assumption(&format!("input/{name}")).unwrap().values()[draw];
        assumed.assume(name, Assumption::Input, value).unwrap()
    })
}

fn bits(numbers: impl IntoIterator<Item = f64>) -> Vec<u64> {
    numbers.into_iter().map(f64::to_bits).collect()
}

/// The bits of all figures in a draw: those of the map, the ratios, and those of the rows.
fn bits_in(draws: &Draws, draw: usize) -> [Vec<u64>; 3] {
    let at = |drawn: &Drawn| drawn.values()[draw];
    let figures = [draws.created(), draws.destroyed(), draws.net(), draws.inputs(), draws.net_present_value()];
    let ratios = [draws.ratio(), draws.net_ratio()].into_iter().flatten().map(at);
    [bits(figures.map(at)), bits(ratios), bits(draws.rows().map(|(_, drawn)| at(drawn)))]
}

fn bits_of(worth: &Worth<f64>, has_ratios: bool) -> [Vec<u64>; 3] {
    let figures = [worth.created(), worth.destroyed(), worth.net(), worth.inputs(), worth.net_present_value()];
    let ratios = [worth.ratio(), worth.net_ratio()].into_iter().filter(|_| has_ratios);
    let ratios = ratios.map(|ratio| *ratio.unwrap());
    [bits(figures.map(|figure| *figure)), bits(ratios), bits(worth.rows().map(|row| row.created() - row.destroyed()))]
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn r39_a_draw_is_the_map_with_all_values_assumed(raw in raw_map()) {
        let map = raw.map();
        let draws = drawn(&map, DRAWS);
        for draw in 0..DRAWS {
            let worth = assumed(&map, &draws, draw).value(discount()).unwrap();
            prop_assert_eq!(bits_in(&draws, draw), bits_of(&worth, draws.ratio().is_some()));
        }
        let is_without_inputs = |draw: &f64| *draw == 0.0;
        prop_assert_eq!(draws.ratio().is_none(), draws.inputs().values().iter().any(is_without_inputs));
    }

    #[test]
    fn r39_spreads_of_no_width_give_the_stated_figures(raw in raw_map(), kinds in prop::array::uniform6(0..5_usize)) {
        let mut certain = raw;
        certain.rows.iter_mut().for_each(|row| row.kinds = [0; 6]);
        certain.inputs.iter_mut().for_each(|input| input.2 = 0);
        let rows = certain.rows().into_iter().map(|row| {
            OF_ROWS.into_iter().zip(kinds).fold(row, |row, (assumption, kind)| {
                let (stated, is_share) = (row.value_of(assumption).unwrap(), OF_ROWS[2..].contains(&assumption));
                let is_proxy = assumption == Assumption::Proxy;
                row.spread(assumption, match kind {
                    0 if !is_share && !is_proxy => Spread::normal(stated, 0.0),
                    1 if is_proxy && stated > 0.0 => Spread::lognormal(stated, 0.0),
                    2 if is_proxy && stated > 0.0 => Spread::gamma(stated, 0.0),
                    3 => Spread::triangular(stated, stated, stated),
                    4 => Spread::given([stated; DRAWS]),
                    _ => Spread::uniform(stated, stated),
                })
            })
        });
        let map = certain.map_of(rows.collect());
        let draws = drawn(&map, DRAWS);
        for draw in 0..DRAWS {
            prop_assert_eq!(bits_in(&draws, draw), bits_of(draws.central(), draws.ratio().is_some()));
        }
    }

    #[test]
    fn r30_more_draws_begin_with_the_fewer_and_order_moves_none(raw in raw_map(), fewer in 1..DRAWS) {
        let (all, first) = (drawn(&raw.map(), DRAWS), drawn(&raw.map(), fewer));
        let reversed = raw.map_of(raw.rows().into_iter().rev().collect());
        let reversed = drawn(&reversed, DRAWS);
        for draw in 0..fewer {
            prop_assert_eq!(bits_in(&all, draw)[0].clone(), bits_in(&first, draw)[0].clone());
            prop_assert_eq!(bits_in(&all, draw)[2].clone(), bits_in(&first, draw)[2].clone());
        }
        for draw in 0..DRAWS {
            let mut turned = bits_in(&reversed, draw);
            turned[2].reverse();
            prop_assert_eq!(bits_in(&all, draw), turned);
        }
    }

    #[test]
    fn r39_a_row_and_an_input_that_are_added_change_no_draw(raw in raw_map()) {
        let before = drawn(&raw.map(), DRAWS);
        let more = Row::new("more", 3.0, Proxy::amount(2.0).price_year(2019)).spread(Assumption::Quantity, Spread::normal(3.0, 1.0));
        let after = drawn(&raw.map().row(more).input(Input::new("more", 5.0).price_year(2019)), DRAWS);
        prop_assert!(after.assumptions().len() > before.assumptions().len());
        for (name, drawn) in before.assumptions() {
            prop_assert_eq!(after.assumption(name).unwrap(), drawn);
        }
        for ((row, here), (same, there)) in before.rows().zip(after.rows()) {
            prop_assert_eq!((row, here), (same, there));
        }
    }
}

#[test]
fn r39_one_name_has_one_value() {
    let visit = |outcome: &str, stakeholder: &str| {
        Row::new(outcome, 1.0, Proxy::amount(20.0))
            .stakeholder(stakeholder)
            .spread(Assumption::Proxy, Spread::gamma(20.0, 5.0))
    };
    let named = |outcome| visit(outcome, "users").named(Assumption::Proxy, "visit");
    let draws = drawn(&ImpactMap::new([named("a"), named("b"), visit("c", "users")]), 100);
    let of = |name: &str| draws.row(name).unwrap().values();
    assert_eq!(of("a"), of("b"));
    assert_ne!(of("a"), of("c"));
    assert_eq!(draws.assumptions().map(|(name, _)| name).collect::<Vec<_>>(), ["users/c/proxy", "visit"]);
    // Spreads of resampled totals take one replicate in a draw.
    let resampled = |outcome: &str, factor: f64| {
        let totals: Vec<f64> = (0..37).map(|replicate| factor * f64::from(replicate)).collect();
        Row::new(outcome, 1.0, Proxy::amount(1.0)).spread(Assumption::Quantity, Spread::resampled(totals))
    };
    let draws = drawn(&ImpactMap::new([resampled("one", 1.0), resampled("double", 2.0)]), 1_000);
    let [one, double] = ["one", "double"].map(|name| draws.assumption(&format!("{name}/quantity")).unwrap().values());
    assert!(one.iter().zip(double).all(|(one, double)| 2.0 * one == *double));
    let distinct: std::collections::BTreeSet<u64> = one.iter().map(|value| *value as u64).collect();
    assert_eq!(distinct.len(), 37);
}

/// Resampled totals are drawn under the name `resampling`, whatever the names of their assumptions are.
#[test]
fn r30_the_replicate_of_a_draw_is_that_of_the_name_resampling() {
    let totals: Vec<f64> = (0..50).map(f64::from).collect();
    let row = Row::new("a", 1.0, Proxy::amount(1.0))
        .spread(Assumption::Quantity, Spread::resampled(totals))
        .spread(Assumption::Proxy, Spread::uniform(0.0, 50.0));
    for (name, expected) in [("resampling", 1_000..=1_000), ("price", 0..=60), ("", 0..=60)] {
        let draws = drawn(&ImpactMap::new([row.clone().named(Assumption::Proxy, name)]), 1_000);
        let [totals, prices] = ["a/quantity", name].map(|name| draws.assumption(name).unwrap().values());
        let same = totals.iter().zip(prices).filter(|(total, price)| **total == price.floor()).count();
        assert!(expected.contains(&same), "{name}: {same} of 1,000");
    }
}

/// Replicates of unlike numbers cannot be paired, so they would be drawn as if other people were behind them.
#[test]
fn r39_totals_of_unlike_numbers_of_replicates_are_refused() {
    let row = |outcome: &str, replicates: u32| {
        let totals: Vec<f64> = (0..replicates).map(f64::from).collect();
        Row::new(outcome, 1.0, Proxy::amount(1.0)).spread(Assumption::Quantity, Spread::resampled(totals))
    };
    let draw = |rows: Vec<Row<f64>>| ImpactMap::new(rows).draws(Discount::none(), Drawing::default());
    let message = "R39: `a/quantity` is resampled from 99 replicates, and `b/quantity` from 1, so no draw can take one \
                   replicate for both: resample both with one number of replicates";
    let refused = draw(vec![row("a", 99), row("c", 99), row("b", 1)]).unwrap_err();
    assert_eq!((refused.to_string().as_str(), refused.rule()), (message, covalue::Rule::R39));
    assert!(draw(vec![row("a", 99), row("c", 99)]).is_ok());
    // Options share their draws, so theirs are compared as well.
    let [one, other] = [row("a", 99), row("b", 1)].map(|row| draw(vec![row]).unwrap());
    let refused = covalue::certainty::Options::of_draws([("one", &one), ("other", &other)]).unwrap_err();
    assert_eq!(refused.to_string(), message);
}
