//! Intervals: laws, coverage by simulation, and figures of another program.

mod coverage;
mod intervals;
mod intervals_written;
mod laws;
