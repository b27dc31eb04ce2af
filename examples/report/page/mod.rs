//! The page: its sections in their order, and the frame around them.

mod attribution;
mod books;
mod drivers;
mod engagement;
mod facts;
mod figure_row;
mod relations;
mod risk;
mod statement;
mod summary;
mod table;
mod terms_section;
mod text;

use covalue::{Ledger, Terms};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use books::Books;
use facts::Facts;
use text::{count, shown};

/// The message of an error.
pub(crate) type Failure = String;

/// A section of the page, or its message if it cannot be made.
type Section = Result<Markup, Failure>;

const CSS: &str = include_str!("page.css");

/// A report on a ledger.
pub(crate) struct Page<'a> {
    pub(crate) ledger: &'a Ledger<f64>,
    /// The name of the file.
    pub(crate) name: &'a str,
    /// The messages of entries that were refused.
    pub(crate) refused: &'a [String],
    pub(crate) terms: Terms,
    /// The threshold, for a publication.
    pub(crate) publish: Option<u64>,
    /// Whether shares are shown by party, and not by role.
    pub(crate) by_party: bool,
}

impl Page<'_> {
    /// The whole page. It is a pure function of the books and the options.
    pub(crate) fn html(&self) -> Result<String, Failure> {
        let books = Books::new(self.ledger, self.terms.clone(), self.publish);
        let facts = Facts::of(self.ledger);
        let title = match self.publish {
            None => "Value created and destroyed",
            Some(_) => "Value created and destroyed: version for publication",
        };
        let sections = html! {
            (summary::section(&books)?)
            (statement::section(&books)?)
            (statement::pictures(&books, &facts)?)
            (statement::coverage(&books, &facts, self.refused)?)
            (engagement::section(&books, &facts))
            (attribution::section(&books, &facts, self.by_party)?)
            (drivers::section(&books, &facts)?)
            (risk::section(&books)?)
            (relations::section(&books)?)
            (terms_section::section(&books)?)
            (terms_section::how_to_read(&books))
        };
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

    /// The line that says where the figures come from. A publication names neither the file, whose name may be a
    /// person's, nor its numbers of interactions and users, from which missing appraisals could be computed.
    fn introduction(&self, facts: &Facts) -> String {
        if let Some(threshold) = self.publish {
            return format!("Figures of fewer than {threshold} people are withheld. Numbers are of the type f64.");
        }
        let voided = match facts.voided {
            0 => String::new(),
            1 => ", of which 1 is voided".to_owned(),
            voided => format!(", of which {voided} are voided"),
        };
        format!(
            "The file {} holds {}{voided}, with {}, {}. Numbers are of the type f64.",
            shown(self.name),
            count(facts.interactions, "interaction", "interactions"),
            count(facts.users.len() as u64, "user", "users"),
            facts.period_text(),
        )
    }
}
