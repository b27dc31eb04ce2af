//! What benches share: rows that are the same in every run, and contests in which each rival takes its turn.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]
#![allow(dead_code, reason = "every bench uses some of it")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;

/// A small generator (splitmix64), so that every run has the same rows.
pub(crate) struct Generator(pub(crate) u64);

impl Generator {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// Below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        ((u64::from(end) * (self.next() >> 32)) >> 32) as u32
    }

    /// Above zero, one at the most.
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Hundredths within a thousand.
    pub(crate) fn hundredths(&mut self) -> i64 {
        i64::from(self.below(200_001)) - 100_000
    }

    pub(crate) fn sign(&mut self) -> f64 {
        if self.next() >> 63 == 0 { 1.0 } else { -1.0 }
    }
}

pub(crate) type Runner<'a> = Box<dyn Fn() -> Duration + 'a>;

/// The crate's way, first, and its rivals over the same rows; each runner makes its state, works, and says how long the work took.
pub(crate) struct Contest<'a> {
    pub(crate) subject: &'a str,
    pub(crate) size: &'a str,
    pub(crate) count: usize,
    pub(crate) runners: Vec<(&'a str, Runner<'a>)>,
}

pub(crate) fn runner<'a, S>(state: impl Fn() -> S + 'a, work: impl Fn(&mut S) + 'a) -> Runner<'a> {
    Box::new(move || {
        let mut state = black_box(state());
        let start = Instant::now();
        work(&mut state);
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

    /// Fewer where a round is long.
    fn rounds(&self) -> usize {
        if self.count > 1 << 22 { 3 } else { 15 }
    }

    fn print_ratios(&self, rounds: usize) {
        let mut least = vec![Duration::MAX; self.runners.len()];
        for _ in 0..rounds {
            for (least, (_, run)) in least.iter_mut().zip(&self.runners) {
                *least = run().min(*least);
            }
        }
        let nanoseconds = |time: &Duration| time.as_secs_f64() * 1e9 / self.count as f64;
        print!("{:<36} {:>7.2} ns a row", format!("{}/{}", self.subject, self.size), nanoseconds(&least[0]));
        for (time, (operation, _)) in least.iter().zip(&self.runners).skip(1) {
            let ratio = nanoseconds(&least[0]) / nanoseconds(time);
            print!("; {ratio:.2}x {operation} ({:.2} ns)", nanoseconds(time));
        }
        println!();
    }
}

/// Where contests are held: by criterion, or for their ratios.
pub(crate) struct Host {
    ratios: bool,
    wanted: Option<String>,
    size: Option<String>,
    rounds: Option<usize>,
    criterion: Criterion,
}

impl Host {
    /// Reads the arguments: `--ratios` prints how many times its rivals' time the crate takes, by the least of many
    /// rounds in turns, which a busy machine disturbs less than two measurements one after the other; a name keeps the
    /// subjects that begin with it, and beside `--ratios` a second name keeps one size; the rest is criterion's.
    pub(crate) fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let ratios = arguments.iter().any(|argument| argument == "--ratios");
        let criterion = if ratios { Criterion::default() } else { Criterion::default().configure_from_args() };
        let mut names = arguments.into_iter().filter(|argument| !argument.starts_with("--"));
        Self { ratios, wanted: names.next(), size: names.next().filter(|_| ratios), rounds: None, criterion }
    }

    /// Whether contests of a size are asked for.
    pub(crate) fn wants_size(&self, size: &str) -> bool {
        self.size.as_ref().is_none_or(|wanted| wanted == size)
    }

    /// For ratios by so many rounds, whatever the arguments.
    pub(crate) fn for_ratios(rounds: usize) -> Self {
        Self { ratios: true, wanted: None, size: None, rounds: Some(rounds), criterion: Criterion::default() }
    }

    /// Whether contests of a subject are asked for.
    pub(crate) fn wants(&self, subject: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| subject.starts_with(wanted.as_str()))
    }

    /// Whether everything is only run once, to see that it runs.
    pub(crate) fn only_tests() -> bool {
        std::env::args().any(|argument| argument == "--test")
    }

    /// Holds a contest.
    pub(crate) fn hold(&mut self, contest: &Contest<'_>) {
        if self.ratios {
            contest.print_ratios(self.rounds.unwrap_or(contest.rounds()));
        } else {
            contest.measure(&mut self.criterion);
        }
    }

    /// Ends what criterion began.
    pub(crate) fn finish(self) {
        if !self.ratios {
            self.criterion.final_summary();
        }
    }
}
