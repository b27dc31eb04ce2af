//! The interval of a mean beside a bare loop: one hash for four weights, a look into a table, and a multiplication. And the draws of
//! a map beside drawing its numbers alone.
//!
//! `cargo bench -p covalue-benches --bench certainty` measures; `-- --test` runs everything once; `-- --ratios` prints ratios. A
//! row of the output is a person in a replicate, or a row of the map in a draw.

use std::hint::black_box;

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use covalue::certainty::{Drawing, Resampling};
use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row, Spread};
use covalue_benches::contest::{Contest, Generator, Host, read};

/// The same thresholds as those of the library's weights.
const THRESHOLDS: [u32; 8] = [24_113, 48_212, 60_274, 64_294, 65_297, 65_497, 65_530, 65_535];

/// The weight of each number of 16 bits.
fn table() -> Vec<u8> {
    (0..=0xFFFF_u32).map(|lane| THRESHOLDS.iter().filter(|least| lane >= **least).count() as u8).collect()
}

/// The weighted sum in each replicate, as floats that are rounded at each step.
fn plain_sums(amounts: &[f64], table: &[u8], replicates: usize) -> Vec<f64> {
    let mut sums = vec![0.0; replicates];
    for (unit, amount) in (0_u64..).zip(amounts) {
        for (block, sums) in (0_u64..).zip(sums.chunks_exact_mut(4)) {
            let mut mixed = (unit << 32 | block).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^= mixed >> 31;
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum += f64::from(table[(mixed >> (16 * lane) & 0xFFFF) as usize]) * amount;
            }
        }
    }
    sums
}

/// A map whose rows last five years, and have two uncertain assumptions each.
fn map(rows: u64) -> ImpactMap<f64> {
    let row = |index| {
        Row::new(format!("outcome {index}"), 90.0, Proxy::amount(19.0))
            .deadweight(0.2)
            .drop_off(0.1)
            .lasts(5)
            .spread(Assumption::Quantity, Spread::triangular(60.0, 90.0, 120.0))
            .spread(Assumption::Deadweight, Spread::uniform(0.1, 0.3))
    };
    ImpactMap::new((0..rows).map(row)).inputs(10_000.0)
}

/// The numbers of these spreads alone: a column for each, by the same cipher and the same quantiles.
fn plain_numbers(rows: u64, draws: usize) -> Vec<Vec<f64>> {
    let column = |stream: u64, quantile: &dyn Fn(f64) -> f64| {
        let mut generator = ChaCha8Rng::from_seed([1; 32]);
        generator.set_stream(stream);
        let mut next = || ((generator.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
        (0..draws).map(|_| quantile(next())).collect()
    };
    let triangular = |u: f64| {
        if u < 0.5 { 60.0 + (u * 60.0 * 30.0).sqrt() } else { 120.0 - ((1.0 - u) * 60.0 * 30.0).sqrt() }
    };
    let uniform = |u: f64| 0.1 + u * 0.2;
    (0..rows).flat_map(|row| [column(2 * row, &triangular), column(2 * row + 1, &uniform)]).collect()
}

fn main() {
    let mut host = Host::from_arguments();
    let (people, replicates, size) = if Host::only_tests() { (300, 100, "300") } else { (100_000, 1_000, "100k") };
    let mut generator = Generator(1);
    let amounts: Vec<f64> = (0..people).map(|_| generator.hundredths() as f64 / 100.0).collect();
    let ids: Vec<String> = (0..people).map(|person| format!("person {person}")).collect();
    let resampling = Resampling::seeded(1).replicates(replicates).expect("more than none");
    let interval = || {
        let units = ids.iter().zip(&amounts).map(|(id, amount)| (id, *amount, 1.0));
        resampling.ratio(units).expect("there are enough people")
    };
    let table = table();
    let count = people * replicates as usize;
    if host.wants("certainty/mean") {
        let plain = || plain_sums(black_box(&amounts), &table, replicates as usize);
        let runners = vec![("interval", read(interval)), ("loop", read(plain))];
        host.hold(&Contest { subject: "certainty/mean", size, count, runners });
    }
    if host.wants("certainty/draws") {
        let (count, draws, size) = if Host::only_tests() { (5, 100, "500") } else { (50, 10_000, "500k") };
        let map = map(count);
        let drawing = Drawing::seeded(1).draws(draws).expect("more than none");
        let valued = || map.draws(Discount::from_year_one(0.035), drawing).expect("a sound map");
        let numbers = || plain_numbers(black_box(count), draws as usize);
        let runners = vec![("draws", read(valued)), ("numbers", read(numbers))];
        host.hold(&Contest { subject: "certainty/draws", size, count: count as usize * draws as usize, runners });
    }
    host.finish();
}
