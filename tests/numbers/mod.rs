//! Numbers and their exact totals, through the public interface alone.

/// Implements `Num` and `Display`, which `Number` asks for, for a number that wraps another.
macro_rules! num {
    ([$($generics:tt)*] $own:ty, $inner:ty) => {
        num! { [$($generics)*] $own, Add add, Sub sub, Mul mul, Div div, Rem rem }

        impl<$($generics)*> covalue::number::num_traits::Zero for $own {
            fn zero() -> Self {
                Self(<$inner>::zero())
            }

            fn is_zero(&self) -> bool {
                self.0.is_zero()
            }
        }

        impl<$($generics)*> covalue::number::num_traits::One for $own {
            fn one() -> Self {
                Self(<$inner>::one())
            }
        }

        impl<$($generics)*> covalue::number::num_traits::Num for $own {
            type FromStrRadixErr = <$inner as covalue::number::num_traits::Num>::FromStrRadixErr;

            fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
                <$inner>::from_str_radix(text, radix).map(Self)
            }
        }

        impl<$($generics)*> std::fmt::Display for $own {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
    ([$($generics:tt)*] $own:ty, $operation:ident $name:ident) => {
        impl<$($generics)*> std::ops::$operation for $own {
            type Output = Self;

            fn $name(self, other: Self) -> Self {
                Self(std::ops::$operation::$name(self.0, other.0))
            }
        }
    };
    ([$($generics:tt)*] $own:ty, $operation:ident $name:ident, $($others:tt)+) => {
        num! { [$($generics)*] $own, $operation $name }
        num! { [$($generics)*] $own, $($others)+ }
    };
}

mod broken;
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
