//! Numbers and their exact totals, through the public interface alone.

mod decimal;
mod float;
mod float_cases;
mod integer;
mod laws;
mod parse;
mod rational;
mod reference;
mod totals;
