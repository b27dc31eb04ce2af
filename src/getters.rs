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

/// Writes what a type with a list in a field needs to be read as one: `iter`, `len`, `is_empty`, an index, and loops.
macro_rules! list {
    (impl[$($generic:tt)*] $type:ty: $field:ident, $item:ty) => {
        impl<$($generic)*> $type {
            $crate::getters::getters! { self:
                /// The entries in order.
                iter: std::slice::Iter<'_, $item> = self.$field.iter();
                /// The number of entries.
                len: usize = self.$field.len();
                /// Whether there is no entry.
                is_empty: bool = self.$field.is_empty();
            }
        }

        impl<$($generic)*> std::ops::Index<usize> for $type {
            type Output = $item;

            fn index(&self, index: usize) -> &$item {
                &self.$field[index]
            }
        }

        impl<$($generic)*> IntoIterator for $type {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$field.into_iter()
            }
        }

        impl<'list, $($generic)*> IntoIterator for &'list $type {
            type Item = &'list $item;
            type IntoIter = std::slice::Iter<'list, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.$field.iter()
            }
        }
    };
}

pub(crate) use {conversions, debug_fields, getters, list, methods};
