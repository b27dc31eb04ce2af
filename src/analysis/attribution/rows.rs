//! Shares as named figures.

use super::{Attribution, Share};
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::{Apportion, Number};

/// The figures of a row, in order.
const COLUMNS: &[&str] = &["measure", "party", "created", "destroyed"];

impl<N: Number> Share<N> {
    pub(crate) fn named_figures(&self) -> NamedFigures<N> {
        vec![
            ("measure", Figure::text(self.measure().as_str())),
            ("party", Figure::Text(self.party().map(|party| party.as_str().to_owned()))),
            ("created", Figure::Amount(self.created().clone())),
            ("destroyed", Figure::Amount(self.destroyed().clone())),
        ]
    }
}

impl<N: Apportion> Analysis<N> for Attribution<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        self.rule.clone()
    }

    fn rows(&self) -> Rows<'_, N> {
        let shares = self.shares().map(|share| (Some(share.line().clone()), share.named_figures()));
        let whole = vec![("counted_equally", Figure::Count(self.equal_split_count()))];
        Rows { whole, ..Rows::new(Kind::Attribution, self, COLUMNS, shares) }
    }
}
