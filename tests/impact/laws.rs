//! The laws of impact maps, over exact fractions and floats.

use covalue::Rule;
use covalue::impact::{Assumption, Discount, ImpactMap, Input, Proxy, Row, Switching, Worth};
use covalue::number::{Fraction, Number};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

/// The number of a row that has its sign.
#[derive(Clone, Copy, Debug)]
enum Signed {
    Quantity,
    Proxy,
}

/// A row in whole numbers: quantity, proxy in tenths, shares in twentieths, years.
#[derive(Clone, Debug)]
pub(super) struct RawRow {
    /// Its sign is that of the row.
    quantity: i64,
    signed: Signed,
    proxy: u64,
    shares: [u64; 4],
    lasts: u32,
    starts_after: u32,
    stakeholder: usize,
}

#[derive(Clone, Debug)]
pub(super) struct RawMap {
    rows: Vec<RawRow>,
    inputs: Vec<(u64, u32)>,
    /// In thousandths.
    rate: u64,
}

const STAKEHOLDERS: [&str; 3] = ["users", "carers", "neighbours"];

pub(super) fn raw_map() -> impl Strategy<Value = RawMap> {
    let signed = prop_oneof![3 => Just(Signed::Quantity), 1 => Just(Signed::Proxy)];
    let quantity = (-20..=20_i64, signed);
    let row = (quantity, 0..500_u64, [0..=20_u64, 0..=20, 0..=20, 0..=20], 1..6_u32, 0..3_u32, 0..3_usize);
    let row = row.prop_map(|((quantity, signed), proxy, shares, lasts, starts_after, stakeholder)| RawRow {
        quantity,
        signed,
        proxy,
        shares,
        lasts,
        starts_after,
        stakeholder,
    });
    let inputs = prop::collection::vec((0..5_000_u64, 0..4_u32), 0..3);
    (prop::collection::vec(row, 1..6), inputs, 0..100_u64).prop_map(|(rows, inputs, rate)| RawMap {
        rows,
        inputs,
        rate,
    })
}

fn share<N: Fraction>(part: u64, whole: u64) -> N {
    N::share(part, whole).unwrap()
}

fn whole<N: Fraction>(number: i64) -> N {
    N::parse(&number.to_string()).unwrap()
}

impl RawRow {
    fn row<N: Fraction>(&self, index: usize) -> Row<N> {
        self.row_at(index, |proxy| proxy)
    }

    /// The row with its proxy changed.
    fn row_at<N: Fraction>(&self, index: usize, change: impl FnOnce(Proxy<N>) -> Proxy<N>) -> Row<N> {
        let [deadweight, displacement, due_to_others, drop_off] =
            self.shares.map(|twentieths| share::<N>(twentieths, 20));
        let proxy: N = share(self.proxy, 10);
        let (quantity, proxy) = match self.signed {
            Signed::Proxy if self.quantity < 0 => (-self.quantity, N::zero() - proxy),
            _ => (self.quantity, proxy),
        };
        Row::new(format!("outcome {index}"), whole(quantity), change(Proxy::amount(proxy)))
            .stakeholder(STAKEHOLDERS[self.stakeholder])
            .deadweight(deadweight)
            .displacement(displacement)
            .due_to_others(due_to_others)
            .drop_off(drop_off)
            .lasts(self.lasts)
            .starts_after(self.starts_after)
    }
}

impl RawMap {
    pub(super) fn map<N: Fraction>(&self) -> ImpactMap<N> {
        let rows = self.rows.iter().enumerate().map(|(index, row)| row.row(index));
        let input = |(index, (amount, at)): (usize, &(u64, u32))| {
            Input::new(format!("input {index}"), share(*amount, 1)).at(*at)
        };
        self.inputs.iter().enumerate().map(input).fold(ImpactMap::new(rows), ImpactMap::input)
    }

    pub(super) fn rate<N: Fraction>(&self) -> N {
        share(self.rate, 1_000)
    }

    fn worth<N: Fraction>(&self) -> Worth<N> {
        self.map().value(Discount::from_year_one(self.rate())).unwrap()
    }
}

/// The amounts created and destroyed and the net present value.
fn figures<N: Fraction>(worth: &Worth<N>) -> [N; 3] {
    [worth.created().clone(), worth.destroyed().clone(), worth.net_present_value().clone()]
}

type Exact = BigRational;

/// A map with one fault, by its number: three shares above 1 or below 0, a unit and a price year of one row only.
fn refuses_one_fault<N: Fraction>(
    raw: &RawMap,
    place: usize,
    (excess, which): (u64, usize),
) -> Result<(), TestCaseError> {
    let (place, excess): (usize, N) = (place % raw.rows.len(), share(excess, 20));
    let priced = |proxy: Proxy<N>| proxy.unit("GBP").price_year(2011);
    let sound = raw.rows.iter().enumerate().map(|(index, row)| row.row_at(index, priced));
    let mut rows: Vec<Row<N>> = sound.collect();
    prop_assert!(ImpactMap::new(rows.clone()).value(Discount::none()).is_ok());
    let of = |change: fn(Proxy<N>) -> Proxy<N>| raw.rows[place].row_at(place, |proxy| change(priced(proxy)));
    rows[place] = match which {
        0 => rows[place].clone().deadweight(N::one() + excess),
        1 => rows[place].clone().displacement(N::zero() - excess),
        2 => rows[place].clone().drop_off(N::one() + excess),
        3 => of(|proxy| proxy.unit("EUR")),
        _ => of(|proxy| proxy.price_year(2019)),
    };
    let refused = ImpactMap::new(rows).value(Discount::none()).map_err(|error| error.rule()).err();
    // A single row may be in any unit, and in the prices of any year.
    let rule = if which < 3 { Some(Rule::R31) } else { Some(Rule::R32).filter(|_| raw.rows.len() > 1) };
    prop_assert_eq!(refused, rule);
    Ok(())
}

proptest! {
    #[test]
    fn r33_parts_add_up_to_the_whole(raw in raw_map()) {
        let worth = raw.worth::<Exact>();
        let sum = |parts: Vec<&Exact>| parts.into_iter().sum::<Exact>();
        let (created, destroyed) = (worth.created().clone(), worth.destroyed().clone());
        prop_assert_eq!(sum(worth.rows().map(|row| row.created()).collect()), created.clone());
        prop_assert_eq!(sum(worth.stakeholders().map(|part| part.created()).collect()), created.clone());
        prop_assert_eq!(sum(worth.years().map(|year| year.created()).collect()), created.clone());
        prop_assert_eq!(sum(worth.rows().map(|row| row.destroyed()).collect()), destroyed.clone());
        prop_assert_eq!(sum(worth.stakeholders().map(|part| part.destroyed()).collect()), destroyed.clone());
        prop_assert_eq!(sum(worth.years().map(|year| year.destroyed()).collect()), destroyed.clone());
        prop_assert_eq!(worth.net().clone(), created - destroyed);
    }

    #[test]
    fn r33_the_order_of_rows_changes_no_bit(raw in raw_map()) {
        let forward = raw.worth::<f64>();
        let rows: Vec<Row<f64>> = raw.map::<f64>().rows().cloned().collect();
        let reversed = raw.map::<f64>().get_inputs().cloned().fold(ImpactMap::new(rows.into_iter().rev()), ImpactMap::input);
        let reversed = reversed.value(Discount::from_year_one(raw.rate())).unwrap();
        prop_assert_eq!(figures(&forward).map(f64::to_bits), figures(&reversed).map(f64::to_bits));
        for part in forward.stakeholders() {
            let there = reversed.stakeholder(part.stakeholder().unwrap()).unwrap();
            prop_assert_eq!(part.net().to_bits(), there.net().to_bits());
        }
    }

    #[test]
    fn r33_a_quantity_in_two_parts_is_worth_the_same(raw in raw_map(), part in 1..20_u64) {
        let row = raw.rows[0].row::<Exact>(0);
        let quantity = row.value_of(Assumption::Quantity).unwrap();
        let part = quantity.clone() * share::<Exact>(part, 20);
        let proxy = row.get_proxy().clone();
        let of = |outcome: &str, quantity: Exact| {
            let shares = raw.rows[0].shares.map(|twentieths| share::<Exact>(twentieths, 20));
            let [deadweight, displacement, due_to_others, drop_off] = shares;
            Row::new(outcome, quantity, proxy.clone()).deadweight(deadweight).displacement(displacement)
                .due_to_others(due_to_others).drop_off(drop_off).lasts(raw.rows[0].lasts)
        };
        let discount = || Discount::from_year_one(raw.rate::<Exact>());
        let cut = ImpactMap::new([of("one", part.clone()), of("two", quantity.clone() - part)]).value(discount()).unwrap();
        let uncut = ImpactMap::new([of("all", quantity)]).value(discount()).unwrap();
        prop_assert_eq!(figures(&cut), figures(&uncut));
    }

    #[test]
    fn r35_deductions_commute_and_worth_is_in_proportion(raw in raw_map(), factor in 1..9_i64) {
        let worth = raw.worth::<Exact>();
        let mut turned = raw.clone();
        for row in &mut turned.rows {
            row.shares[..3].rotate_left(1);
        }
        prop_assert_eq!(figures(&turned.worth::<Exact>()), figures(&worth));
        let mut larger = raw.clone();
        for row in &mut larger.rows {
            row.quantity *= factor;
        }
        let larger = larger.worth::<Exact>();
        prop_assert_eq!(larger.created().clone(), worth.created() * whole::<Exact>(factor));
        prop_assert_eq!(larger.destroyed().clone(), worth.destroyed() * whole::<Exact>(factor));
        let mut negated = raw.clone();
        for row in &mut negated.rows {
            row.quantity = -row.quantity;
        }
        let negated = negated.worth::<Exact>();
        prop_assert_eq!((negated.created(), negated.destroyed()), (worth.destroyed(), worth.created()));
    }

    /// Products of floats are rounded, so their order may change the last bits.
    #[test]
    fn r35_floats_commute_within_their_last_bits(raw in raw_map(), factor in 1..9_i64) {
        let mut turned = raw.clone();
        for row in &mut turned.rows {
            row.shares[..3].rotate_left(1);
        }
        for (one, other) in figures(&raw.worth::<f64>()).into_iter().zip(figures(&turned.worth::<f64>())) {
            prop_assert!((one - other).abs() <= 1e-9, "{one} {other}");
        }
        let mut negated = raw.clone();
        for row in &mut negated.rows {
            row.quantity = -row.quantity;
        }
        let (worth, negated) = (raw.worth::<f64>(), negated.worth::<f64>());
        prop_assert_eq!((negated.created(), negated.destroyed()), (worth.destroyed(), worth.created()));
        let mut larger = raw.clone();
        for row in &mut larger.rows {
            row.quantity *= factor;
        }
        let larger = larger.worth::<f64>();
        for (larger, side) in [(larger.created(), worth.created()), (larger.destroyed(), worth.destroyed())] {
            let expected = side * factor as f64;
            prop_assert!((larger - expected).abs() <= 1e-14 * expected, "{larger} {expected}");
        }
    }

    #[test]
    fn r36_conventions_differ_by_a_year_and_rates_only_lower(raw in raw_map(), years in 0..4_u32) {
        let map = raw.map::<Exact>();
        let zero = map.value(Discount::none()).unwrap();
        let from_zero = map.value(Discount::from_year_zero(Exact::zero())).unwrap();
        prop_assert_eq!(zero.net(), from_zero.net());
        prop_assert_eq!(zero.net(), &zero.undiscounted_net().unwrap());
        let rate = raw.rate::<Exact>();
        let from_zero = map.value(Discount::from_year_zero(rate.clone())).unwrap();
        let from_one = map.value(Discount::from_year_one(rate.clone())).unwrap();
        let factor = whole::<Exact>(1) + rate.clone();
        prop_assert_eq!(from_one.net() * factor.clone(), from_zero.net().clone());
        let later: Vec<Row<Exact>> = map.rows().map(|row| row.clone().starts_after(row.get_starts_after() + years)).collect();
        let later = ImpactMap::new(later).value(Discount::from_year_one(rate.clone())).unwrap();
        let power = (0..years).fold(whole::<Exact>(1), |power, _| power * factor.clone());
        prop_assert_eq!(later.net() * power, from_one.net().clone());
        let stepped = map.value(Discount::from_year_one(rate.clone()).then(2, rate.clone())).unwrap();
        prop_assert_eq!(stepped.net(), from_one.net());
        let higher = map.value(Discount::from_year_one(rate + share::<Exact>(1, 100))).unwrap();
        for (row, before) in higher.rows().zip(from_one.rows()) {
            prop_assert!(row.created() <= before.created() && row.destroyed() <= before.destroyed());
        }
    }

    #[test]
    fn r37_at_its_switching_value_a_net_present_value_is_zero(raw in raw_map(), which in 0..7_usize) {
        let (map, discount) = (raw.map::<Exact>(), || Discount::from_year_one(raw.rate::<Exact>()));
        let name = map.rows().next().map(|row| format!("{}/{}", row.get_stakeholder().unwrap(), row.get_outcome())).unwrap();
        let assumptions = [
            (name.as_str(), Assumption::Quantity),
            (&name, Assumption::Proxy),
            (&name, Assumption::Deadweight),
            (&name, Assumption::Displacement),
            (&name, Assumption::DueToOthers),
            (&name, Assumption::DropOff),
            ("input 0", Assumption::Input),
        ];
        let (of, assumption) = assumptions[which];
        prop_assume!(assumption != Assumption::Input || !raw.inputs.is_empty());
        let at = |value: Exact| {
            let map = map.assume(of, assumption, value)?;
            Ok::<_, covalue::error::ImpactError>(map.value(discount())?.net_present_value().clone())
        };
        match map.switching(of, assumption, discount()).unwrap() {
            Switching::At(value) => prop_assert!(at(value).unwrap().is_zero()),
            Switching::Near(value) => {
                let exact = |value: f64| Exact::parse(&format!("{value:.18}")).unwrap();
                let ends = [value - 1e-12, value + 1e-12].map(|value| at(exact(value)).unwrap());
                prop_assert!((ends[0] > Exact::zero()) != (ends[1] > Exact::zero()), "{ends:?}");
            }
            Switching::Never => {
                // No value that the assumption may have gives zero.
                let values = (0..=20).map(|part| match assumption {
                    Assumption::Quantity | Assumption::Proxy => {
                        let stated = map.rows().next().unwrap().value_of(assumption).unwrap();
                        if stated < Exact::zero() { -share::<Exact>(part * part, 4) } else { share(part * part, 4) }
                    }
                    Assumption::Input => share(part * part * 50, 1),
                    _ => share(part, 20),
                });
                for value in values {
                    // A quantity that is no more 0 may be below zero beside a proxy that is.
                    let Ok(figure) = at(value.clone()) else { continue };
                    prop_assert!(!figure.is_zero(), "{assumption}: {value}");
                }
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn r38_worst_and_best_are_the_extremes_of_all_corners(raw in raw_map()) {
        // Rows add up (R33), so the corners of one are those of all.
        let raw = RawMap { rows: raw.rows.into_iter().take(1).collect(), ..raw };
        let discount = || Discount::from_year_one(raw.rate::<Exact>());
        let mut map = raw.map::<Exact>().range_all(1, 5).unwrap();
        let rows: Vec<Row<Exact>> = map.rows().map(|row| {
            let lasts = row.value_of(Assumption::Lasts).unwrap();
            row.clone().range(Assumption::Lasts, whole(1), lasts + whole::<Exact>(2))
        }).collect();
        map = map.get_inputs().take(1).cloned().fold(ImpactMap::new(rows), ImpactMap::input);
        let extremes = map.extremes(discount()).unwrap();
        let net = |worth: &Worth<Exact>| worth.net_present_value().clone();
        let (worst, central, best) = (net(extremes.worst()), net(extremes.central()), net(extremes.best()));
        prop_assert!(worst <= central && central <= best);
        // Every corner is a choice of one end for each range: of a row by itself, since rows add up.
        let mut extremes = (Exact::zero(), Exact::zero());
        for row in map.rows() {
            let ranges: Vec<(Assumption, Exact, Exact)> =
                row.ranges().map(|(assumption, low, high)| (assumption, low.clone(), high.clone())).collect();
            let corner = |choice: usize| {
                let at = |map: ImpactMap<Exact>, (index, (assumption, low, high)): (usize, &(Assumption, Exact, Exact))| {
                    let end = if choice >> index & 1 == 0 { low } else { high };
                    map.assume(row.get_outcome(), *assumption, end.clone()).unwrap()
                };
                let map = ranges.iter().enumerate().fold(ImpactMap::new([row.clone()]), at);
                net(&map.value(discount()).unwrap())
            };
            let corners: Vec<Exact> = (0..1 << ranges.len()).map(corner).collect();
            extremes.0 += corners.iter().min().unwrap();
            extremes.1 += corners.iter().max().unwrap();
        }
        for input in map.get_inputs() {
            let present = |amount: &Exact| {
                let input = Input::new("input", amount.clone()).at(input.get_at());
                net(&ImpactMap::new([]).input(input).value(discount()).unwrap())
            };
            let (low, high) = input.get_range().unwrap_or((input.get_amount(), input.get_amount()));
            extremes.0 += present(high);
            extremes.1 += present(low);
        }
        prop_assert_eq!((worst, best), extremes);
    }

    /// A cell of a grid is the map with both numbers assumed, and a grid whose axes change places is turned.
    #[test]
    fn a_grid_is_assuming_two_numbers(raw in raw_map(), which in 0..6_usize) {
        let (map, discount) = (raw.map::<Exact>(), || Discount::from_year_one(raw.rate::<Exact>()));
        let rows: Vec<&Row<Exact>> = map.rows().collect();
        let (one, other) = (rows[0].get_outcome(), rows[rows.len() - 1].get_outcome());
        let assumption = [Assumption::Displacement, Assumption::Deadweight, Assumption::DropOff][which / 2];
        let (quarters, tenths): (Vec<Exact>, Vec<Exact>) =
            ((0..=4).map(|part| share(part, 4)).collect(), (0..=2).map(|part| share(part, 10)).collect());
        let axes = ((one, assumption, &quarters[..]), (other, Assumption::DueToOthers, &tenths[..]));
        let (grid, turned) =
            (map.grid(axes.0, axes.1, discount()).unwrap(), map.grid(axes.1, axes.0, discount()).unwrap());
        let turned: Vec<&[Exact]> = turned.rows().collect();
        for (row, quarter) in quarters.iter().enumerate() {
            for (column, tenth) in tenths.iter().enumerate() {
                let both = map.assume(one, assumption, quarter.clone()).unwrap();
                let both = both.assume(other, Assumption::DueToOthers, tenth.clone()).unwrap();
                let expected = both.value(discount()).unwrap().net_present_value().clone();
                prop_assert_eq!(&grid.rows().nth(row).unwrap()[column], &expected);
                prop_assert_eq!(&turned[column][row], &expected);
            }
        }
    }

    /// One number that no assumption may have is refused in every kind of number, and the map without it is valued.
    #[test]
    fn r31_and_r32_hold_in_every_kind_of_number(raw in raw_map(), place in 0..6_usize, excess in 1..40_u64, which in 0..5_usize) {
        refuses_one_fault::<Exact>(&raw, place, (excess, which))?;
        refuses_one_fault::<f64>(&raw, place, (excess, which))?;
    }

    #[test]
    fn floats_are_near_exact_fractions_and_sensitivity_is_assuming(raw in raw_map()) {
        let (float, exact) = (raw.worth::<f64>(), raw.worth::<Exact>());
        let scale = 1.0 + exact.created().to_float() + exact.destroyed().to_float() + exact.inputs().to_float();
        for (float, exact) in figures(&float).into_iter().zip(figures(&exact)) {
            prop_assert!((float - exact.to_float()).abs() <= 1e-12 * scale, "{float} and {exact}");
        }
        let discount = || Discount::from_year_one(raw.rate::<f64>());
        let map = raw.map::<f64>().range_all(1, 10).unwrap();
        for swing in map.sensitivity(discount()).unwrap().swings() {
            let of = swing.of().unwrap();
            let ends = [(swing.low_value(), swing.low()), (swing.high_value(), swing.high())];
            for (value, expected) in ends {
                let assumed = map.assume(of, swing.assumption(), *value).unwrap().value(discount()).unwrap();
                prop_assert_eq!(assumed.net_present_value().to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn r36_and_r38_hold_for_floats_bit_by_bit(raw in raw_map()) {
        let (map, discount) = (raw.map::<f64>(), || Discount::from_year_one(raw.rate::<f64>()));
        let worth = map.value(discount()).unwrap();
        let stepped = map.value(discount().then(2, raw.rate::<f64>())).unwrap();
        prop_assert_eq!(figures(&worth).map(f64::to_bits), figures(&stepped).map(f64::to_bits));
        let higher = map.value(Discount::from_year_one(raw.rate::<f64>() + 0.01)).unwrap();
        for (row, before) in higher.rows().zip(worth.rows()) {
            prop_assert!(row.created() <= before.created() && row.destroyed() <= before.destroyed());
        }
        let extremes = map.range_all(1, 5).unwrap().extremes(discount()).unwrap();
        let [worst, central, best] =
            [extremes.worst(), extremes.central(), extremes.best()].map(|worth| *worth.net_present_value());
        prop_assert!(worst <= central && central <= best);
    }

    /// The switching value of a row is that of fractions, but for one at the end of what its assumption may have.
    #[test]
    fn r37_floats_switch_rows_near_the_exact_value(raw in raw_map(), which in 0..6_usize) {
        let map = raw.map::<f64>();
        let row = map.rows().next().unwrap();
        let name = format!("{}/{}", row.get_stakeholder().unwrap(), row.get_outcome());
        let assumption = [
            Assumption::Quantity,
            Assumption::Proxy,
            Assumption::Deadweight,
            Assumption::Displacement,
            Assumption::DueToOthers,
            Assumption::DropOff,
        ][which];
        let float = map.switching(&name, assumption, Discount::from_year_one(raw.rate::<f64>())).unwrap();
        let discount = Discount::from_year_one(raw.rate::<Exact>());
        let exact = raw.map::<Exact>().switching(&name, assumption, discount).unwrap();
        let float = match float {
            Switching::At(value) | Switching::Near(value) => Some(value),
            _ => None,
        };
        let exact = match exact {
            Switching::At(value) => Some(value.to_float()),
            Switching::Near(value) => Some(value),
            _ => None,
        };
        match (float, exact) {
            (Some(float), Some(exact)) => {
                prop_assert!((float - exact).abs() <= 1e-9 * (1.0 + exact.abs()), "{float} {exact}");
            }
            (None, None) => {}
            (one, other) => {
                let value = one.or(other).unwrap();
                prop_assert!(value.abs() <= 1e-9 || (value - 1.0).abs() <= 1e-9, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn r37_floats_switch_near_the_exact_value(raw in raw_map(), large in 0..9_u32) {
        let mut raw = raw;
        raw.inputs = vec![(1, 3)];
        let map = |rows: &[RawRow], amount: f64| {
            let rows = rows.iter().enumerate().map(|(index, row)| row.row::<f64>(index));
            let large = Row::new("large", 10.0_f64.powi(large as i32), Proxy::amount(1.7));
            ImpactMap::new(rows.chain([large])).input(Input::new("input", amount).at(3))
        };
        let discount = || Discount::from_year_one(raw.rate::<f64>());
        if let Switching::At(value) = map(&raw.rows, 1.0).switching("input", Assumption::Input, discount()).unwrap() {
            let worth = map(&raw.rows, value).value(discount()).unwrap();
            let scale = worth.created() + worth.destroyed() + worth.inputs();
            prop_assert!(worth.net_present_value().abs() <= 1e-14 * scale, "{}", worth.net_present_value());
        }
    }
}
