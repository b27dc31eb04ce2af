//! The worth of an impact map beside plain loops with the same products and quotients, whose sums are rounded or exact, and its sensitivity beside valuing the whole
//! map for both ends of each range.
//!
//! `cargo bench -p covalue-benches --bench worth` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios. A row of the output is a year of a row of the map, or a valuation.

use std::hint::black_box;

use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row};
use covalue::number::{FloatTotal, Fraction, Total};
use covalue_benches::contest::{Contest, Generator, Host, read};
use num_rational::BigRational;

const YEARS: u32 = 30;
const STAKEHOLDERS: u32 = 20;
/// Assumptions with a range.
const RANGES: usize = 200;

/// A row as plain data, in whole numbers: quantity, proxy in hundredths, shares in hundredths.
struct PlainRow {
    quantity: i64,
    proxy: u64,
    shares: [u64; 4],
    stakeholder: u32,
}

fn plain_rows(count: usize) -> Vec<PlainRow> {
    let mut generator = Generator(1);
    let row = |generator: &mut Generator| PlainRow {
        quantity: i64::from(generator.below(200)) - 40,
        proxy: u64::from(generator.below(100_000)) + 1,
        shares: [0; 4].map(|_| u64::from(generator.below(50))),
        stakeholder: generator.below(STAKEHOLDERS),
    };
    (0..count).map(|_| row(&mut generator)).collect()
}

/// The map of the rows. The first ones have a range of their quantity.
fn map<N: Fraction>(rows: &[PlainRow], ranges: usize) -> ImpactMap<N> {
    let number = |whole: i64| N::parse(&whole.to_string()).expect("a whole number");
    let hundredths = |part: u64| N::share(part, 100).expect("hundredths");
    ImpactMap::new(rows.iter().enumerate().map(|(index, row)| {
        let [deadweight, displacement, due_to_others, drop_off] = row.shares.map(hundredths);
        let built = Row::new(format!("outcome {index}"), number(row.quantity), Proxy::amount(hundredths(row.proxy)))
            .stakeholder(format!("stakeholder {}", row.stakeholder))
            .deadweight(deadweight)
            .displacement(displacement)
            .due_to_others(due_to_others)
            .drop_off(drop_off)
            .lasts(YEARS);
        let (low, high) = if row.quantity < 0 { (row.quantity - 10, 0) } else { (0, row.quantity + 10) };
        if index < ranges { built.range(Assumption::Quantity, number(low), number(high)) } else { built }
    }))
    .inputs(number(1_000_000))
}

/// A sum of present values: rounded at each step, or exact.
trait Sum: Clone + Default {
    fn add_value(&mut self, value: f64);
    fn add_sum(&mut self, sum: &Self);
}

impl Sum for f64 {
    fn add_value(&mut self, value: f64) {
        *self += value;
    }

    fn add_sum(&mut self, sum: &Self) {
        *self += sum;
    }
}

impl Sum for FloatTotal {
    fn add_value(&mut self, value: f64) {
        self.add(&value).expect("present values are finite");
    }

    fn add_sum(&mut self, sum: &Self) {
        self.merge(sum);
    }
}

/// The sums of gains and of losses.
type Sides<S> = [S; 2];

/// The same products, quotients and sums: by row, stakeholder and year, and of all.
fn plain_worth<S: Sum>(rows: &[[f64; 6]], stakeholders: &[u32]) -> ([Vec<Sides<S>>; 3], Sides<S>) {
    let mut factors = vec![1.0];
    for year in 0..YEARS as usize {
        factors.push(factors[year] * 1.035);
    }
    let mut by_row = Vec::with_capacity(rows.len());
    let mut by_stakeholder = vec![Sides::<S>::default(); STAKEHOLDERS as usize];
    let (mut by_year, mut all) = (vec![Sides::<S>::default(); YEARS as usize], Sides::<S>::default());
    for (&[quantity, proxy, deadweight, displacement, due_to_others, drop_off], &stakeholder) in
        rows.iter().zip(stakeholders)
    {
        let mut impact = quantity * proxy * (1.0 - deadweight) * (1.0 - displacement) * (1.0 - due_to_others);
        let side = usize::from(quantity < 0.0);
        let mut of_row = Sides::<S>::default();
        for (year, factor) in factors[1..].iter().enumerate() {
            if year > 0 {
                impact *= 1.0 - drop_off;
            }
            let present = (impact / factor).abs();
            of_row[side].add_value(present);
            by_year[year][side].add_value(present);
        }
        by_stakeholder[stakeholder as usize][side].add_sum(&of_row[side]);
        all[side].add_sum(&of_row[side]);
        by_row.push(of_row);
    }
    ([by_row, by_stakeholder, by_year], all)
}

fn main() {
    let mut host = Host::from_arguments();
    let (count, size) = if Host::only_tests() { (300, "300") } else { (10_000, "10k") };
    let rows = plain_rows(count);
    let years = count * YEARS as usize;
    let discount = || Discount::from_year_one(0.035);
    let float = &map::<f64>(&rows, 0);
    let hundredths = |part: u64| f64::share(part, 100).expect("hundredths");
    let plain: Vec<[f64; 6]> = rows
        .iter()
        .map(|row| {
            let [one, two, three, four] = row.shares.map(hundredths);
            [row.quantity as f64, hundredths(row.proxy), one, two, three, four]
        })
        .collect();
    let stakeholders: Vec<u32> = rows.iter().map(|row| row.stakeholder).collect();
    let (_, [created, _]) = plain_worth::<f64>(&plain, &stakeholders);
    let worth = float.value(discount()).expect("a sound map");
    assert!((worth.created() / created - 1.0).abs() < 1e-9, "the loop adds up the same map");

    let valued = || float.value(discount()).expect("a sound map");
    if host.wants("worth/floats") {
        let runners = vec![
            ("value", read(valued)),
            ("rounding", read(|| plain_worth::<f64>(black_box(&plain), black_box(&stakeholders)))),
            ("exact", read(|| plain_worth::<FloatTotal>(black_box(&plain), black_box(&stakeholders)))),
        ];
        host.hold(&Contest { subject: "worth/floats", size, count: years, runners });
    }
    if host.wants("worth/fractions") {
        // A tenth of the rows: a round takes seconds.
        let (exact, float) = (map::<BigRational>(&rows[..count / 10], 0), map::<f64>(&rows[..count / 10], 0));
        let rate = BigRational::new(35.into(), 1_000.into());
        let runners = vec![
            ("value", read(|| exact.value(Discount::from_year_one(rate.clone())).expect("a sound map"))),
            ("floats", read(|| float.value(discount()).expect("a sound map"))),
        ];
        let size = if Host::only_tests() { "30" } else { "1k" };
        host.hold(&Contest { subject: "worth/fractions", size, count: years / 10, runners });
    }
    if host.wants("worth/sensitivity") {
        let ranged = &map::<f64>(&rows, RANGES);
        let whole = || {
            let ends =
                ranged.rows().flat_map(|row| row.ranges().flat_map(move |(_, low, high)| [(row, *low), (row, *high)]));
            let value = |(row, end): (&Row<f64>, f64)| {
                let map = ranged.assume(row.get_outcome(), Assumption::Quantity, end).expect("an end may be stated");
                *map.value(discount()).expect("a sound map").net_present_value()
            };
            ends.map(value).collect::<Vec<f64>>()
        };
        let swings = || ranged.sensitivity(discount()).expect("a sound map");
        let runners = vec![("sensitivity", read(swings)), ("values", read(whole))];
        host.hold(&Contest { subject: "worth/sensitivity", size, count: 2 * RANGES, runners });
    }
    host.finish();
}
