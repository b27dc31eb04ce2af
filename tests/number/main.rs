//! Numbers and their exact totals, through the public interface alone.

// Generated seeds and places are cut to what they pick; the values under test never are.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod decimal;
mod float;
mod float_cases;
mod fraction;
mod integer;
mod laws;
mod own;
mod parse;
mod portion;
mod rational;
mod reference;
mod totals;
