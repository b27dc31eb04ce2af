//! The getters of private fields, one line each.

/// Writes public methods that take only `&self` and return one expression. `self` is stated once, so that the expressions
/// can name it.
macro_rules! getters {
    ($self:ident: $($(#[$about:meta])* $name:ident: $kind:ty = $body:expr;)+) => {
        $($(#[$about])* pub fn $name(&$self) -> $kind {
            $body
        })+
    };
}

pub(crate) use getters;
