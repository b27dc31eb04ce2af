//! Contests: the crate and its rivals do the same work in turns, in the same run.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;

/// A small random generator (splitmix64) with a seed, so that every run has the same rows.
#[derive(Clone, Debug)]
pub struct Generator(pub u64);

impl Generator {
    /// The next 64 random bits.
    #[allow(clippy::should_implement_trait, reason = "an endless generator is no iterator of rows")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        ((u64::from(end) * (self.next() >> 32)) >> 32) as u32
    }

    /// A number above 0 and up to 1.
    pub fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Hundredths from -1,000.00 to 1,000.00, as an integer.
    pub fn hundredths(&mut self) -> i64 {
        i64::from(self.below(200_001)) - 100_000
    }

    /// 1 or -1.
    pub fn sign(&mut self) -> f64 {
        if self.next() >> 63 == 0 { 1.0 } else { -1.0 }
    }
}

/// Prepares a state, works on it, and returns the time of the work.
pub type Runner<'a> = Box<dyn Fn() -> Duration + 'a>;

/// The crate and its rivals over the same rows. The first runner is the crate.
#[allow(missing_debug_implementations, reason = "runners are closures")]
pub struct Contest<'a> {
    /// The work that is measured.
    pub subject: &'a str,
    /// The number of rows, as a name: `1M`.
    pub size: &'a str,
    /// The number of rows.
    pub count: usize,
    /// The contestants by name.
    pub runners: Vec<(&'a str, Runner<'a>)>,
}

/// A runner from a function that prepares a state, which is not timed, and one that works on it.
pub fn runner<'a, S>(state: impl Fn() -> S + 'a, work: impl Fn(&mut S) + 'a) -> Runner<'a> {
    Box::new(move || {
        let mut state = black_box(state());
        let start = Instant::now();
        work(&mut state);
        let taken = start.elapsed();
        black_box(state);
        taken
    })
}

/// A runner of a function whose result is kept until the time is taken.
pub fn read<'a, T>(make: impl Fn() -> T + 'a) -> Runner<'a> {
    runner(|| None, move |made| *made = Some(black_box(make())))
}

impl Contest<'_> {
    fn measure(&self, criterion: &mut Criterion) {
        for (operation, run) in &self.runners {
            let name = format!("{}/{operation}/{}", self.subject, self.size);
            criterion.bench_function(&name, |bench| bench.iter_custom(|rounds| (0..rounds).map(|_| run()).sum()));
        }
    }

    /// The number of rounds: fewer for many rows, since a round then takes seconds.
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

/// Runs contests by criterion, or prints their ratios.
#[allow(missing_debug_implementations, reason = "criterion's are not")]
pub struct Host {
    ratios: bool,
    wanted: Option<String>,
    size: Option<String>,
    rounds: Option<usize>,
    criterion: Criterion,
}

impl Host {
    /// Reads the arguments. A name filters the subjects by their beginning. `--ratios` prints the ratio of the crate's time
    /// to each rival's: the minimum of many rounds in turns, which a busy machine disturbs less than two measurements one
    /// after the other. With `--ratios`, a second name filters by size. All other arguments are criterion's.
    pub fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let ratios = arguments.iter().any(|argument| argument == "--ratios");
        let criterion = if ratios { Criterion::default() } else { Criterion::default().configure_from_args() };
        let mut names = arguments.into_iter().filter(|argument| !argument.starts_with("--"));
        Self { ratios, wanted: names.next(), size: names.next().filter(|_| ratios), rounds: None, criterion }
    }

    /// Whether the filter accepts a size.
    pub fn wants_size(&self, size: &str) -> bool {
        self.size.as_ref().is_none_or(|wanted| wanted == size)
    }

    /// Prints ratios of the minimum of `rounds` rounds, ignoring the arguments.
    pub fn for_ratios(rounds: usize) -> Self {
        Self { ratios: true, wanted: None, size: None, rounds: Some(rounds), criterion: Criterion::default() }
    }

    /// Whether the filter accepts a subject.
    pub fn wants(&self, subject: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| subject.starts_with(wanted.as_str()))
    }

    /// Whether everything runs once, untimed.
    pub fn only_tests() -> bool {
        std::env::args().any(|argument| argument == "--test")
    }

    /// Runs a contest.
    pub fn hold(&mut self, contest: &Contest<'_>) {
        if self.ratios {
            contest.print_ratios(self.rounds.unwrap_or(contest.rounds()));
        } else {
            contest.measure(&mut self.criterion);
        }
    }

    /// Prints criterion's summary.
    pub fn finish(self) {
        if !self.ratios {
            self.criterion.final_summary();
        }
    }
}
