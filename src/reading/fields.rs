//! What analyses are written as: rows of named figures.

use crate::number::Number;
use crate::statement::{Line, Terms};

/// A figure as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<N> {
    /// A number of the analysis' kind.
    Amount(N),
    Count(u64),
    Float(f64),
    /// Text; none where it is not stated.
    Text(Option<String>),
    /// A figure that is not given, since too few people stand behind it or there is nothing to work it out from.
    NotGiven,
    /// A figure that would tell of few people.
    Withheld,
    /// Figures under one name.
    Group(Fields<N>),
}

/// Named figures in their order.
pub(crate) type Fields<N> = Vec<(&'static str, Value<N>)>;

/// Which analysis a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Analysis {
    Attribution,
    Cross,
    Drivers,
    Engagement,
    EngagementDrivers,
    Relations,
    Risk,
}

/// An analysis, ready to be written.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'a, N> {
    pub(crate) analysis: Analysis,
    pub(crate) terms: &'a Terms,
    pub(crate) rule: String,
    /// The names of all figures that a line may have, one inside another joined by `_`.
    pub(crate) columns: &'static [&'static str],
    /// Figures of the whole.
    #[cfg_attr(not(any(feature = "json", feature = "csv")), allow(dead_code, reason = "files alone have all of it"))]
    pub(crate) whole: Fields<N>,
    /// Each with its line, if it has one.
    pub(crate) lines: Vec<(Option<Line>, Fields<N>)>,
}

impl<'a, N: Number> Rows<'a, N> {
    pub(crate) fn new(
        analysis: Analysis,
        terms: &'a Terms,
        rule: impl Into<String>,
        columns: &'static [&'static str],
        lines: impl Iterator<Item = (Option<Line>, Fields<N>)>,
    ) -> Self {
        Self { analysis, terms, rule: rule.into(), columns, whole: Vec::new(), lines: lines.collect() }
    }
}

impl<N> Value<N> {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    /// A number, if there is one.
    pub(crate) fn amount(amount: Option<N>) -> Self {
        amount.map_or(Self::NotGiven, Self::Amount)
    }
}
