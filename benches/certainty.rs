//! The interval of a mean beside a bare loop: one hash for four weights, a look into a table, and a multiplication.
//!
//! `cargo bench -p covalue-benches --bench certainty` measures; `-- --test` runs everything once; `-- --ratios` prints ratios. A
//! row of the output is a person in a replicate.

use std::hint::black_box;

use covalue::certainty::Resampling;
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
    host.finish();
}
