//! Numbers and their exact totals, through the public interface alone.

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
