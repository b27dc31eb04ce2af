//! Short methods, conversions and debug output of structs with private fields, one line each.

/// Writes public methods that take only `&self` and return one expression. `self` is stated once, so that the
/// expressions can name it.
macro_rules! getters {
    ($self:ident: $($methods:tt)+) => {
        $crate::getters::methods! { pub $self: $($methods)+ }
    };
}

/// Writes methods as [`getters`] does, with another visibility than `pub`; with none for methods of a trait.
macro_rules! methods {
    ($visibility:vis $self:ident: $($(#[$about:meta])* $name:ident: $kind:ty = $body:expr;)+) => {
        $($(#[$about])* $visibility fn $name(&$self) -> $kind {
            $body
        })+
    };
}

/// Writes `From` of other types: each type, and the function that converts it.
macro_rules! conversions {
    ($kind:ty: $($from:ty => $convert:expr;)+) => {
        $(impl From<$from> for $kind {
            fn from(value: $from) -> Self {
                $convert(value)
            }
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

pub(crate) use {conversions, debug_fields, getters, methods};
