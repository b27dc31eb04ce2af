//! Impact maps: published cases, what is refused, and laws over exact fractions and floats.

mod laws;
mod published;
mod refused;
