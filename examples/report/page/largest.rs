//! The lines that the tables of a report show.

use std::collections::{BTreeMap, BTreeSet};

use covalue::statement::Line;
use maud::{Markup, html};

use super::figures::Figures;
use super::text::thousands;

/// The most lines of a measure in a table, as many as a picture draws. A page with thousands of lines opens slowly, and
/// is not read.
const MOST_LINES: usize = 50;

/// The largest lines of each measure; all lines if no measure has more than a table shows.
pub(super) struct Largest(Option<BTreeSet<Key>>);

/// A line and a measure, which is empty for an analysis without measures.
type Key = (Option<Line>, String);

fn key(row: &Figures) -> Key {
    (row.line.clone(), row.text("measure").unwrap_or_default().to_owned())
}

impl Largest {
    pub(super) const ALL: Self = Self(None);

    /// The lines of these rows with the largest sizes.
    pub(super) fn of(rows: &[Figures], size: impl Fn(&Figures) -> f64) -> Self {
        let mut by_measure: BTreeMap<&str, Vec<(f64, Key)>> = BTreeMap::new();
        for row in rows {
            let of_measure = by_measure.entry(row.text("measure").unwrap_or_default()).or_default();
            of_measure.push((size(row), key(row)));
        }
        if by_measure.values().all(|of_measure| of_measure.len() <= MOST_LINES) {
            return Self::ALL;
        }
        // The sort is stable: of equal sizes, the first lines stay.
        for of_measure in by_measure.values_mut() {
            of_measure.sort_by(|one, other| other.0.total_cmp(&one.0));
        }
        Self(Some(
            by_measure.into_values().flat_map(|it| it.into_iter().take(MOST_LINES)).map(|(_, key)| key).collect(),
        ))
    }

    pub(super) fn has(&self, row: &Figures) -> bool {
        self.0.as_ref().is_none_or(|kept| kept.contains(&key(row)))
    }

    /// Says how many lines of the rows a table shows, and how to get all of them; nothing if it shows all.
    pub(super) fn note(&self, rows: &[Figures], (largest, option): (&str, &str)) -> Markup {
        let count = |rows: &mut dyn Iterator<Item = &Figures>| {
            thousands(&rows.map(key).collect::<BTreeSet<Key>>().len().to_string())
        };
        let (shown, all) = (count(&mut rows.iter().filter(|row| self.has(row))), count(&mut rows.iter()));
        let most = if rows.iter().any(|row| row.text("measure").is_some()) { "for each measure, the" } else { "the" };
        html! {
            @if shown != all {
                p.grey {
                    "The table has " (shown) " of " (all) " lines: " (most) " " (MOST_LINES) " with the " (largest)
                    ". The example " code { "statement" } " prints all of them, with the same options" (option) "."
                }
            }
        }
    }
}

/// Tables of the crate with some of their rows: `is_shown` has the index of a table and of its row. Texts are escaped, so
/// `</tr>` ends a row.
pub(super) fn shortened(tables: &str, is_shown: impl Fn(usize, usize) -> bool) -> String {
    let mut shown = String::new();
    for (table, part) in tables.split_inclusive("</tbody>").enumerate() {
        let (head, body) = part.split_once("<tbody>").unwrap_or((part, ""));
        let rows = body.split_inclusive("</tr>").enumerate().filter(|(row, _)| is_shown(table, *row));
        shown.push_str(head);
        if !body.is_empty() {
            shown.push_str("<tbody>");
        }
        shown.extend(rows.map(|(_, row)| row));
    }
    shown
}
