//! The page: its sections in their order, and the frame around them.

mod attribution;
mod books;
mod certainty;
mod coverage;
mod drivers;
mod engagement;
mod facts;
mod figures;
mod how_to_read;
mod largest;
mod reach;
mod relations;
mod risk;
mod statement;
mod summary;
mod table;
mod text;
mod worth;

use covalue::certainty::Intervals;
use covalue::impact::StatementWorth;
use covalue::{Ledger, Terms};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use books::Lines;
use facts::Facts;
use text::{count, shown};

pub(crate) type Failure = covalue::Error;

/// A section of the page, or the error if it cannot be made.
type Section = Result<Markup, Failure>;

const CSS: &str = include_str!("page.css");

/// A report on a ledger.
pub(crate) struct Page<'a> {
    pub(crate) ledger: &'a Ledger<f64>,
    /// The name of the file.
    pub(crate) name: &'a str,
    /// The messages of entries that were refused.
    pub(crate) refused: &'a [String],
    /// What was skipped on request, with counts.
    pub(crate) skipped: &'a [String],
    pub(crate) terms: Terms,
    /// The threshold, for a publication.
    pub(crate) publish: Option<u64>,
    /// Whether shares are shown by party, and not by role.
    pub(crate) by_party: bool,
    /// The statement in money, if proxies are stated.
    pub(crate) worth: Option<&'a StatementWorth<f64>>,
    /// The intervals of the statement, if they are asked for.
    pub(crate) intervals: Option<&'a Intervals>,
}

impl Page<'_> {
    /// The whole page. It is a pure function of the books and the options.
    pub(crate) fn html(&self) -> Result<String, Failure> {
        let facts = Facts::of(self.ledger);
        let totals = self.totals()?;
        let title = match self.publish {
            None => "Value created and destroyed",
            Some(_) => "Value created and destroyed: version for publication",
        };
        let sections = if self.hides_all(&totals) { self.too_few() } else { self.sections(&facts, &totals)? };
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style { (PreEscaped(CSS)) }
                }
                body {
                    header { h1 { (title) } p { (self.introduction(&facts)) } }
                    main { (sections) }
                }
            }
        };
        Ok(page.into_string() + "\n")
    }

    fn sections(&self, facts: &Facts, totals: &Lines) -> Section {
        let largest = self.largest()?;
        Ok(html! {
            (summary::section(self, totals))
            (statement::section(self, &largest)?)
            (statement::pictures(self, facts)?)
            (certainty::section(self, &largest))
            (coverage::section(self, &totals.rows)?)
            (engagement::section(self))
            (reach::section(self))
            (attribution::section(self, &facts.users, &totals.rows, &largest)?)
            (drivers::section(self, facts)?)
            (risk::section(self, &largest)?)
            (relations::section(self, &largest)?)
            (worth::section(self))
            (how_to_read::section(self))
        })
    }

    /// The one sentence of a publication without a figure. Headings over nothing would look like a fault.
    fn too_few(&self) -> Markup {
        let threshold = count(self.publish.unwrap_or_default(), "person", "people");
        html! {
            p { "Too few people are recorded for any figure to be shown: fewer than " (threshold) " stand behind each of them, or behind a figure that could be computed from it." }
            p.grey { "The statement is " (self.terms) "." }
        }
    }

    /// The line that says where the figures come from. A publication names neither the file, whose name may be a
    /// person's, nor its numbers of interactions and users, from which missing appraisals could be computed.
    fn introduction(&self, facts: &Facts) -> String {
        if let Some(threshold) = self.publish {
            return format!(
                "Figures of fewer than {threshold} people are withheld, with those from which they could be computed."
            );
        }
        format!(
            "The file {} holds {}, with {}, {}. Not for publication: lines may stand for one person.",
            shown(self.name),
            count(self.ledger.len() as u64, "interaction", "interactions"),
            count(facts.users.len() as u64, "user", "users"),
            facts.period_text(),
        )
    }
}
