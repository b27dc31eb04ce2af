//! Intervals and draws: laws, coverage by simulation, and figures of another program.

mod coverage;
mod decisions;
mod differences;
mod draws;
mod intervals;
mod intervals_written;
mod laws;
mod line_ratios;
mod long_coverage;
mod ratios;
mod spreads;
mod units;
mod vaccine;
mod written;
