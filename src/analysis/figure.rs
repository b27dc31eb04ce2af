//! Named figures: every table, JSON object and CSV row of an analysis consists of them.

/// A figure of an analysis, or of a publication of one.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// use covalue::analysis::{Analysis, Figure};
///
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -2.0), ("ben", 1.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let relations = ledger.relations(By::Service)?;
/// let rows = relations.rows();
/// let physio = rows.iter().next().expect("one line");
/// assert_eq!(physio.figure("worse"), Some(Figure::Count(1)));
/// assert_eq!(physio.figure("affected_worse"), Some(Figure::Count(0))); // a figure inside a group has both names
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure<N> {
    /// An amount or a quantity, in its unit.
    Amount(N),
    /// A count.
    Count(u64),
    /// The change of a count, which can be below zero.
    CountChange(i64),
    /// A share or another figure without a unit.
    Share(f64),
    /// Text; `None` if it is not stated.
    Text(Option<String>),
    /// No figure: too few people stand behind it, or there is nothing to compute it from.
    NotGiven,
    /// The figure would reveal few people, or would let a reader compute one that does.
    Withheld,
    /// Figures under one name.
    Group(NamedFigures<N>),
}

/// Figures with their names, in the order in which they are written.
pub type NamedFigures<N> = Vec<(&'static str, Figure<N>)>;

impl<N> Figure<N> {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    /// An amount, or [`NotGiven`](Self::NotGiven).
    pub(crate) fn amount(amount: Option<N>) -> Self {
        amount.map_or(Self::NotGiven, Self::Amount)
    }

    /// A count, or [`NotGiven`](Self::NotGiven).
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn count(count: Option<u64>) -> Self {
        count.map_or(Self::NotGiven, Self::Count)
    }

    /// A share, or [`NotGiven`](Self::NotGiven).
    pub(crate) fn share(share: Option<f64>) -> Self {
        share.map_or(Self::NotGiven, Self::Share)
    }
}

/// The figures without groups: a figure inside a group gets the names of both, joined by `_`.
pub(crate) fn flatten<N>(figures: &NamedFigures<N>) -> Vec<(String, &Figure<N>)> {
    fn add<'a, N>(figures: &'a NamedFigures<N>, group: &str, flat: &mut Vec<(String, &'a Figure<N>)>) {
        for (name, figure) in figures {
            match figure {
                Figure::Group(inner) => add(inner, &format!("{group}{name}_"), flat),
                figure => flat.push((format!("{group}{name}"), figure)),
            }
        }
    }
    let mut flat = Vec::new();
    add(figures, "", &mut flat);
    flat
}

/// Copies of the figures without groups, with the names that [`flatten`] gives them.
pub(super) fn flat_figures<N: Clone>(figures: &NamedFigures<N>) -> std::vec::IntoIter<(String, Figure<N>)> {
    flatten(figures).into_iter().map(|(name, figure)| (name, figure.clone())).collect::<Vec<_>>().into_iter()
}
