//! The getters and the debug output of structs with private fields, a line for each field.

/// Writes public methods that take only `&self` and return one expression. `self` is stated once, so that the expressions
/// can name it.
macro_rules! getters {
    ($self:ident: $($(#[$about:meta])* $name:ident: $kind:ty = $body:expr;)+) => {
        $($(#[$about])* pub fn $name(&$self) -> $kind {
            $body
        })+
    };
}

/// Writes a `Debug` that shows these fields only, and says so by `..`: a log may not show the others. `self` is stated
/// once, so that the expressions can name it.
macro_rules! debug_fields {
    ($self:ident: impl[$($generic:tt)*] $type:ident<$($parameter:tt),+> { $($name:ident: $value:expr,)+ }) => {
        impl<$($generic)*> std::fmt::Debug for $type<$($parameter),+> {
            fn fmt(&$self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($type));
                $(shown.field(stringify!($name), &$value);)+
                shown.finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use debug_fields;
pub(crate) use getters;
