//! Exact totals by line, each beside the naive loop over the same rows.
//!
//! `cargo bench --bench totals` measures; `-- --test` runs everything once; `-- --ratios` prints how many times the
//! naive loop's time the exact totals take, by the least of many rounds in turns: a busy machine disturbs that less
//! than two measurements one after the other. A further argument keeps the names that contain it.

// The naive loops round, which is what they are here for.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]

use std::hint::black_box;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

use covalue::{FloatTotal, IntegerTotal, Total, Totals};
use criterion::Criterion;

/// Rows of changes, each with the line it belongs to.
struct Rows<C> {
    lines: Vec<u32>,
    changes: Vec<C>,
}

/// A small generator (splitmix64), so that every run has the same rows.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// Below `end`.
    fn below(&mut self, end: u32) -> u32 {
        ((u64::from(end) * (self.next() >> 32)) >> 32) as u32
    }

    /// Above zero, one at the most.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Hundredths within a thousand.
    fn hundredths(&mut self) -> i64 {
        i64::from(self.below(200_001)) - 100_000
    }

    fn sign(&mut self) -> f64 {
        if self.next() >> 63 == 0 { 1.0 } else { -1.0 }
    }
}

fn rows<C>(lines: u32, count: usize, change: impl Fn(&mut Generator) -> C) -> Rows<C> {
    let mut generator = Generator(u64::from(lines));
    let lines = (0..count).map(|_| generator.below(lines)).collect();
    Rows { lines, changes: (0..count).map(|_| change(&mut generator)).collect() }
}

fn cents(generator: &mut Generator) -> f64 {
    generator.hundredths() as f64 / 100.0
}

/// The exponential of a normal number with deviation five: seven orders of magnitude either way.
fn wide(generator: &mut Generator) -> f64 {
    let normal = (-2.0 * generator.unit().ln()).sqrt() * (std::f64::consts::TAU * generator.unit()).cos();
    (5.0 * normal).exp() * generator.sign()
}

/// Numbers that hardly ever fit a window of 128 bits.
fn far(generator: &mut Generator) -> f64 {
    10.0_f64.powf(600.0 * generator.unit() - 300.0) * generator.sign()
}

/// What the naive loop keeps of a line.
#[derive(Clone, Default)]
struct Slot<S> {
    gained: S,
    lost: S,
    gains: u32,
    losses: u32,
}

fn naive<C: Copy + PartialOrd + Default + Into<S>, S: AddAssign>(slots: &mut [Slot<S>], rows: &Rows<C>) {
    for (&line, &change) in rows.lines.iter().zip(&rows.changes) {
        let slot = &mut slots[line as usize];
        if change > C::default() {
            slot.gained += change.into();
            slot.gains += 1;
        } else if change < C::default() {
            slot.lost += change.into();
            slot.losses += 1;
        }
    }
}

/// The naive loop without a branch that cannot be foretold: sums and counts of gains, then of losses.
fn naive_by_sign(slots: &mut [([f64; 2], [u32; 2])], rows: &Rows<f64>) {
    for (&line, &change) in rows.lines.iter().zip(&rows.changes) {
        let (sums, counts) = &mut slots[line as usize];
        let sign = usize::from(change < 0.0);
        sums[sign] += change;
        counts[sign] += 1;
    }
}

/// Totals of what was gained and of what was lost.
type Apart<T> = [Totals<T>; 2];

fn apart<T: Total<Change: Clone>>(lines: u32) -> Apart<T> {
    [Totals::with_lines(lines as usize), Totals::with_lines(lines as usize)]
}

fn one_by_one<C: Copy + PartialOrd + Default + Into<T::Change>, T: Total<Change: Clone>>(
    totals: &mut Apart<T>,
    rows: &Rows<C>,
) {
    for (&line, &change) in rows.lines.iter().zip(&rows.changes) {
        totals[usize::from(change < C::default())].add(line, &change.into()).expect("finite");
    }
}

fn at_once<C, T: Total<Change = C>>(totals: &mut Apart<T>, rows: &Rows<C>)
where
    C: Clone + PartialOrd + Default,
{
    let is_loss = |change: &C| usize::from(*change < C::default());
    Totals::add_all_apart(totals.each_mut(), &rows.lines, &rows.changes, is_loss).expect("finite");
}

/// The same rows counted, and sums that the naive ones are near.
#[track_caller]
fn assert_near<T: Total<Change: Clone>>(exact: &Apart<T>, slots: &[Slot<f64>], value: impl Fn(&T) -> Option<f64>) {
    for (line, slot) in slots.iter().enumerate() {
        let rows = [exact[0].row(line), exact[1].row(line)].map(|row| row.expect("every line has a row"));
        assert_eq!(rows[1].count, u64::from(slot.losses));
        assert!(rows[0].count >= u64::from(slot.gains), "zeros count too");
        for (row, naive) in rows.into_iter().zip([slot.gained, slot.lost]) {
            let exact = value(&row.total).expect("no overflow");
            assert!((exact - naive).abs() <= 1e-9 * exact.abs(), "{naive} is not near {exact}");
        }
    }
}

type Runner<'a> = Box<dyn Fn() -> Duration + 'a>;

/// Exact totals and their rivals over the same rows; each runner makes its state, adds, and says how long adding took.
struct Contest<'a> {
    subject: &'a str,
    size: &'a str,
    count: usize,
    runners: Vec<(&'a str, Runner<'a>)>,
}

fn runner<'a, S>(state: impl Fn() -> S + 'a, add: impl Fn(&mut S) + 'a) -> Runner<'a> {
    Box::new(move || {
        let mut state = black_box(state());
        let start = Instant::now();
        add(&mut state);
        let taken = start.elapsed();
        black_box(state);
        taken
    })
}

impl Contest<'_> {
    fn measure(&self, criterion: &mut Criterion) {
        for (operation, run) in &self.runners {
            let name = format!("{}/{operation}/{}", self.subject, self.size);
            criterion.bench_function(&name, |bench| bench.iter_custom(|rounds| (0..rounds).map(|_| run()).sum()));
        }
    }

    fn print_ratios(&self) {
        let mut least = vec![Duration::MAX; self.runners.len()];
        for _ in 0..15 {
            for (least, (_, run)) in least.iter_mut().zip(&self.runners) {
                *least = run().min(*least);
            }
        }
        let nanoseconds = |time: &Duration| time.as_secs_f64() * 1e9 / self.count as f64;
        print!("{:<16} {:>7.2} ns a row", format!("{}/{}", self.subject, self.size), nanoseconds(&least[0]));
        for (time, (operation, _)) in least.iter().zip(&self.runners).skip(1) {
            let ratio = nanoseconds(&least[0]) / nanoseconds(time);
            print!("; {ratio:.2}x {operation} ({:.2} ns)", nanoseconds(time));
        }
        println!();
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let ratios = arguments.iter().any(|argument| argument == "--ratios");
    let mut criterion = if ratios { Criterion::default() } else { Criterion::default().configure_from_args() };
    let wanted = arguments.iter().find(|argument| !argument.starts_with("--"));
    let mut hold = |contest: &Contest<'_>| {
        if ratios { contest.print_ratios() } else { contest.measure(&mut criterion) }
    };
    let skipped = |subject: &str| wanted.is_some_and(|wanted| !subject.starts_with(wanted.as_str()));
    let sizes = [(1, "1", 1 << 20), (1_000, "1k", 1 << 20), (100_000, "100k", 1 << 20), (1_000_000, "1M", 1 << 22)];

    for (subject, change) in [("cents", cents as fn(&mut Generator) -> f64), ("wide", wide), ("far", far)] {
        for (lines, size, count) in sizes {
            if skipped(subject) || (size == "1M" && subject == "far") {
                continue;
            }
            let rows = &rows(lines, count, change);
            let slots = || vec![Slot::<f64>::default(); lines as usize];
            let add = if size == "1M" { at_once::<f64, FloatTotal> } else { one_by_one::<f64, FloatTotal> };
            let (mut exact, mut near) = (apart(lines), slots());
            add(&mut exact, rows);
            naive(&mut near, rows);
            assert_near(&exact, &near, FloatTotal::value);
            drop((exact, near));
            hold(&Contest {
                subject,
                size,
                count,
                runners: vec![
                    ("exact", runner(move || apart(lines), move |totals| add(totals, rows))),
                    ("naive", runner(slots, move |slots| naive(slots, rows))),
                    (
                        "naive_by_sign",
                        runner(move || vec![Default::default(); lines as usize], move |s| naive_by_sign(s, rows)),
                    ),
                ],
            });
        }
    }
    for (lines, size, count) in sizes {
        if skipped("integers") {
            continue;
        }
        let rows = &rows(lines, count, Generator::hundredths);
        let add = one_by_one::<i64, IntegerTotal>;
        hold(&Contest {
            subject: "integers",
            size,
            count,
            runners: vec![
                ("exact", runner(move || apart(lines), move |totals| add(totals, rows))),
                (
                    "naive",
                    runner(move || vec![Slot::<i64>::default(); lines as usize], move |slots| naive(slots, rows)),
                ),
                ("naive_long", runner(move || vec![Slot::<i128>::default(); lines as usize], move |s| naive(s, rows))),
            ],
        });
    }
    if !ratios {
        criterion.final_summary();
    }
}
