//! Exact values of games, each beside the plain sum of the table of worths.
//!
//! `cargo bench --bench games` measures; `-- --test` runs everything once; `-- --ratios` prints how many times the sum's
//! time the values take, by the fastest of many rounds in turns. One word selects the subjects that begin with it, a second
//! word one size.

// The plain sums round; exact values are compared with just that.
#![allow(clippy::cast_precision_loss)]

mod contest;

use std::hint::black_box;

use contest::{Contest, Generator, Host, runner};
use covalue::game::{TableGame, shapley, shapley_numerators};
use covalue::number::Number;
use num_rational::{BigRational, Ratio};

/// A game of this many players with random worths.
fn table<N: Clone>(players: usize, worth: impl Fn(&mut Generator) -> N) -> TableGame<N> {
    let mut generator = Generator(players as u64);
    TableGame::new((0..1 << players).map(|_| worth(&mut generator)).collect()).expect("a table of that many players")
}

/// The plain sum of all worths.
fn sum<N: Number>(table: &TableGame<N>) -> N {
    table.worths().iter().cloned().fold(N::zero(), |sum, worth| sum + worth)
}

/// Holds a contest of exact values and the plain sum, for each number of players.
fn hold<N: Number, V: std::fmt::Debug>(
    host: &mut Host,
    subject: &str,
    sizes: &[usize],
    worth: impl Fn(&mut Generator) -> N,
    values: impl Fn(&TableGame<N>) -> V,
) {
    for &players in sizes {
        let size = players.to_string();
        if !host.wants(subject) || !host.wants_size(&size) {
            continue;
        }
        let table = &table(players, &worth);
        let values = &values;
        host.hold(&Contest {
            subject,
            size: &size,
            count: 1 << players,
            runners: vec![
                ("exact", runner(|| (), move |()| drop(black_box(values(black_box(table)))))),
                ("sum", runner(|| (), move |()| drop(black_box(sum(black_box(table)))))),
            ],
        });
    }
}

fn main() {
    let mut host = Host::from_arguments();
    let sizes = [10, 16, 20];
    let hundredths = |generator: &mut Generator| generator.hundredths() as f64 / 100.0;
    let far = |generator: &mut Generator| 10.0_f64.powf(600.0 * generator.unit() - 300.0) * generator.sign();
    let values = |table: &TableGame<f64>| shapley(table).expect("finite");
    hold(&mut host, "game/shapley", &sizes, hundredths, values);
    hold(&mut host, "game/far", &sizes, far, values);
    let whole = |table: &TableGame<i64>| shapley_numerators(table).expect("twenty players at the most");
    hold(&mut host, "game/whole", &sizes, Generator::hundredths, whole);
    let ratio = |generator: &mut Generator| Ratio::new(generator.hundredths(), 100);
    hold(&mut host, "game/ratio", &sizes, ratio, |table| shapley(table).expect("held"));
    let rational = |generator: &mut Generator| BigRational::new(generator.hundredths().into(), 100.into());
    hold(&mut host, "game/rational", &sizes, rational, |table| shapley(table).expect("held"));
    host.finish();
}
