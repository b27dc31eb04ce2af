//! x
mod number;
#[cfg(feature = "decimal")]
pub use number::DecimalTotal;
#[cfg(feature = "rational")]
pub use number::RationalTotal;
pub use number::{
    FloatTotal, Fraction, IntegerTotal, LongIntegerTotal, Number, NumberError, StateError, Total, Totals, TotalsRow,
    WrittenAs,
};
