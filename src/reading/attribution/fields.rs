//! Shares as named figures.

use super::{Attribution, Share};
use crate::number::{Apportion, Number};
use crate::reading::fields::{Analysis, Fields, Rows, Value};

/// The names of all figures that a line may have, one inside another joined by `_`.
const COLUMNS: &[&str] = &["measure", "party", "created", "destroyed"];

impl<N: Number> Share<N> {
    pub(crate) fn fields(&self) -> Fields<N> {
        vec![
            ("measure", Value::text(self.measure().as_str())),
            ("party", Value::Text(self.party().map(|party| party.as_str().to_owned()))),
            ("created", Value::Amount(self.created().clone())),
            ("destroyed", Value::Amount(self.destroyed().clone())),
        ]
    }
}

impl<N: Apportion> Attribution<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        let shares = self.shares().map(|share| (Some(share.line().clone()), share.fields()));
        let mut rows = Rows::new(Analysis::Attribution, self.terms(), self.rule(), COLUMNS, shares);
        rows.whole = vec![("counted_equally", Value::Count(self.counted_equally()))];
        rows
    }
}
