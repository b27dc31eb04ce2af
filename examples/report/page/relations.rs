//! How gains and losses of the same people follow each other.

use maud::html;

use super::Section;
use super::books::{Books, picture};
use super::table::Table;

/// The transitions: the name of the figure, and its meaning.
const TRANSITIONS: [(&str, &str); 4] = [
    ("reinforces", "gain after a gain"),
    ("recovers", "gain after a loss"),
    ("reduces", "loss after a gain"),
    ("destroys", "loss after a loss"),
];

pub(super) fn section(books: &Books<'_>) -> Section {
    let lines = books.relations()?;
    let names = || TRANSITIONS.iter().map(|(name, _)| *name).chain(["conflicts"]);
    let has_any = lines.rows.iter().any(|row| names().any(|name| row.count(name) != Some(0)));
    let mut table = Table::new(&lines.rows);
    table.lines(books.terms.grouping());
    table.people();
    table.measures(books.catalogue());
    for (name, heading) in TRANSITIONS {
        table.counts(heading, name);
    }
    table.counts("conflicts", "conflicts");
    let chart = books.ledger.relations(books.picture_terms()).map(|relations| relations.flow_chart().to_svg());
    Ok(html! {
        section {
            h2 { "How gains and losses follow each other" }
            @if has_any {
                @if !books.is_published() { (picture(chart)) }
                (table.html("Gains and losses that follow a gain or a loss of the same person with the same service"))
                p.grey { "A conflict is an interaction after which one person is better and another worse." }
            } @else {
                p { "No person has a second gain or loss with the same service, and no interaction has a conflict." }
            }
            (lines.note())
        }
    })
}
