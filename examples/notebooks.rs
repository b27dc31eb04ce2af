//! Weaves all notebooks and their index, and writes them to `docs/notebooks`:
//!
//! ```text
//! cargo run --release --example notebooks
//! ```
//!
//! It prints the names of the files. A test compares the files in the repository with what this program would write.
#![allow(dead_code, reason = "each notebook is also a program of its own")]
#![allow(clippy::duplicate_mod, reason = "each notebook names its modules, and all are here")]

#[path = "beat_the_blues.rs"]
mod beat_the_blues;
#[path = "how_surely.rs"]
mod how_surely;
#[path = "how_to_embed.rs"]
mod how_to_embed;
#[path = "how_was_the_year.rs"]
mod how_was_the_year;
#[path = "is_it_chance.rs"]
mod is_it_chance;
mod notebook;
#[path = "what_drives_it.rs"]
mod what_drives_it;
#[path = "what_is_at_risk.rs"]
mod what_is_at_risk;
#[path = "which_scenario.rs"]
mod which_scenario;
#[path = "who_attended.rs"]
mod who_attended;
#[path = "who_created_it.rs"]
mod who_created_it;
#[path = "who_takes_part.rs"]
mod who_takes_part;
#[path = "worth_of_a_lunch_club.rs"]
mod worth_of_a_lunch_club;

use std::error::Error;

use notebook::{ANSWER, Files};

fn main() -> Result<(), Box<dyn Error>> {
    notebook::write(&weave()?)
}

/// The files of all notebooks, and their index.
pub(crate) fn weave() -> Result<Files, Box<dyn Error>> {
    let mut index = String::from(
        "# Notebooks\n\n\
         Each page answers one question with pictures and tables. It is a program with its output: `page.show` shows a \
         table\nand `page.figure` a picture. Every figure comes from the code. The pages say where their data is from, and \
         what the\nanswer does not mean. Each has the `use` lines, constants and functions that its code needs.\n\n\
         `cargo run --release --example notebooks` writes all pages, their pictures and this index. A test holds every \
         byte\nof them to what the code gives.\n",
    );
    let mut files = Files::new();
    for woven in [
        beat_the_blues::weave()?,
        who_attended::weave()?,
        what_drives_it::weave()?,
        who_takes_part::weave()?,
        what_is_at_risk::weave()?,
        how_surely::weave()?,
        is_it_chance::weave()?,
        which_scenario::weave()?,
        who_created_it::weave()?,
        how_was_the_year::weave()?,
        worth_of_a_lunch_club::weave()?,
        how_to_embed::weave()?,
    ] {
        let (name, page) = notebook::page_of(&woven).ok_or("a notebook has a page")?;
        index += &entry(name, page).ok_or_else(|| format!("{name} has no title, answer or picture"))?;
        files.extend(woven);
    }
    files.insert("README.md".to_owned(), index);
    Ok(files)
}

/// A notebook in the index: its question, its answer and its first picture.
fn entry(name: &str, page: &str) -> Option<String> {
    let question = page.lines().next()?.strip_prefix("# ")?;
    let answer = page.split_once(ANSWER)?.1.split("\n\n").next()?;
    let (title, picture) = page.split_once("\n![")?.1.split_once(")\n")?.0.split_once("](")?;
    let title = quick_xml::escape::escape(title);
    Some(format!(
        "\n## [{question}]({name})\n\n{answer}\n\n\
         <a href=\"{name}\"><img src=\"{picture}\" width=\"240\" alt=\"{title}\"></a>\n"
    ))
}
