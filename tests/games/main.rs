//! Games and their values, through the public interface alone.

// Counts of players and bits of coalitions are small.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod brute;
mod coalitions;
mod estimates;
mod floats;
mod kinds;
mod laws;
mod published;
mod refused;
