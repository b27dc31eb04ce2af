//! Games and their values, through the public interface alone.

mod brute;
mod coalitions;
mod estimates;
mod floats;
mod kinds;
mod laws;
mod published;
mod refused;
