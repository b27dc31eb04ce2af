//! Builders whose values come from elsewhere: from stored columns, or from a file.

/// Calls of a builder's method in a chain, once for each value.
pub(crate) trait Builder: Sized {
    /// Calls the method with the value of an `Option`, if there is one, or with every value of a list in turn.
    #[inline]
    fn with_each<T>(self, values: impl IntoIterator<Item = T>, method: impl FnMut(Self, T) -> Self) -> Self {
        values.into_iter().fold(self, method)
    }
}

impl<B> Builder for B {}
