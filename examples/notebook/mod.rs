//! Weaves an example into a page: comments become prose, code stays code, and each output follows the code that made it.
//!
//! The page is the text `//!` of the example and the body of its function `notebook`. There a comment at the top level
//! is prose in Markdown. Statements that begin with `page.say`, `page.answer`, `page.file`, `page.item` or `check_`, and
//! those whose first line ends in `// for the text`, are left out. The others make cells, and each cell ends in what it
//! shows.
#![allow(dead_code, unused_imports, reason = "a page needs a part of it")]

mod blocks;
mod table;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{Display, Write as _};
use std::panic::Location;
use std::path::Path;

use blocks::Blocks;
pub(crate) use table::Table;

/// Texts of files by name, as they are in `docs/notebooks`.
pub(crate) type Files = BTreeMap<String, String>;

/// Where the files go, from the package of the notebooks.
pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/notebooks");

/// The line of the answer, from which the index of the notebooks quotes it.
pub(crate) const ANSWER: &str = "**In short:** ";

/// The width to which sentences made by code are folded, in characters, as comments are.
const WIDTH: usize = 116;

/// Statements that the page leaves out.
const LEFT_OUT: [&str; 5] = ["page.say(", "page.answer(", "page.file(", "page.item", "check_"];

/// The end of the first line of a statement that only sentences need.
const FOR_THE_TEXT: &str = "// for the text";

/// A page while it is woven.
pub(crate) struct Page {
    name: &'static str,
    source: &'static str,
    answer: String,
    /// Each output in Markdown, with the line of the source that made it.
    outputs: Vec<(usize, String)>,
    pictures: Files,
}

impl Page {
    /// Runs a notebook and weaves its page. `source` is the text of the example `name`.
    pub(crate) fn weave(
        name: &'static str,
        source: &'static str,
        notebook: impl FnOnce(&mut Self) -> Result<(), Box<dyn Error>>,
    ) -> Result<Files, Box<dyn Error>> {
        let mut page = Self { name, source, answer: String::new(), outputs: Vec::new(), pictures: Files::new() };
        notebook(&mut page)?;
        let text = page.text();
        let mut files = page.pictures;
        files.insert(format!("{name}.md"), text);
        Ok(files)
    }

    /// A value or a table, as it prints itself.
    #[track_caller]
    pub(crate) fn show(&mut self, value: &impl Display) {
        let text = value.to_string();
        self.output(Location::caller(), format!("```text\n{}\n```\n", text.trim_matches('\n')));
    }

    /// A picture. Its title is its text for people who do not see it.
    #[track_caller]
    pub(crate) fn figure(&mut self, name: &str, svg: String) {
        let title = svg.split_once("<title").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
        let title = title.split("</title>").next().unwrap_or_default();
        let title = quick_xml::escape::unescape(title).expect("a picture is well-formed");
        assert!(!title.is_empty(), "the picture {name} has no title");
        let file = format!("{}-{name}.svg", self.name);
        self.output(Location::caller(), format!("![{}]({file})\n", title.replace(['[', ']'], "")));
        assert!(self.pictures.insert(file, svg).is_none(), "two pictures are named {name}");
    }

    /// A paragraph with figures from the code.
    #[track_caller]
    pub(crate) fn say(&mut self, text: impl AsRef<str>) {
        self.output(Location::caller(), folded(text.as_ref()));
    }

    /// The text of a file of code, without the `//!` at its head.
    #[track_caller]
    pub(crate) fn file(&mut self, text: &str, language: &str) {
        let code: Vec<&str> = text.lines().skip_while(|line| line.is_empty() || line.starts_with("//!")).collect();
        self.output(Location::caller(), format!("```{language}\n{}\n```\n", code.join("\n").trim_end()));
    }

    /// The functions and constants of the example that begin with these words, such as `fn clinic`.
    #[track_caller]
    pub(crate) fn item(&mut self, starts: &[&str]) {
        self.item_of(self.source, starts);
    }

    /// The functions and constants of another file that begin with these words.
    #[track_caller]
    pub(crate) fn item_of(&mut self, source: &str, starts: &[&str]) {
        let items: Vec<String> = starts.iter().map(|start| item(source, start)).collect();
        self.output(Location::caller(), format!("```rust\n{}\n```\n", items.join("\n\n")));
    }

    /// One sentence of answer, which stands below the title and in the index.
    pub(crate) fn answer(&mut self, text: impl AsRef<str>) {
        self.answer = folded(&format!("{ANSWER}{}", text.as_ref()));
    }

    fn output(&mut self, place: &Location<'_>, text: String) {
        self.outputs.push((place.line() as usize, text));
    }

    fn text(&self) -> String {
        assert!(!self.answer.is_empty(), "{} has no answer", self.name);
        let head: Vec<&str> = self.source.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let mut blocks = Blocks::default();
        for (index, line) in head.iter().enumerate() {
            blocks.prose(line.strip_prefix(' ').unwrap_or(line));
            if index == 0 {
                blocks.output(&self.answer);
            }
        }
        blocks.gap();
        let (mut shown, mut open) = (0, None);
        for (first, lines) in statements(self.source) {
            let comment = lines[0].strip_prefix("//").map(|text| text.strip_prefix(' ').unwrap_or(text));
            let here = first..first + lines.len();
            let outputs: Vec<_> = self.outputs.iter().filter(|(line, _)| here.contains(line)).collect();
            let is_code = comment.is_none() && !is_left_out(lines[0]);
            let ends_cell = comment.map_or(!is_code && !outputs.is_empty(), |text| !text.is_empty());
            assert!(!ends_cell || open.is_none(), "{}, line {open:?}: a cell shows nothing", self.name);
            if let Some(text) = comment {
                blocks.prose(text);
                if lines.len() > 1 {
                    blocks.gap();
                }
            } else if is_code {
                blocks.code(&lines);
                open = Some(first).filter(|_| outputs.is_empty());
            }
            for (_, output) in outputs {
                blocks.output(output);
                shown += 1;
            }
        }
        assert!(open.is_none(), "{}, line {open:?}: a cell shows nothing", self.name);
        assert_eq!(shown, self.outputs.len(), "{}: an output is not made in `fn notebook` itself", self.name);
        blocks.text()
    }
}

/// The statements and lines of comments at the top level of `fn notebook`: the number of the first line, and the lines
/// without their indentation. A statement begins where a line is indented once and is no closing bracket.
fn statements(source: &str) -> Vec<(usize, Vec<&str>)> {
    let body = source.lines().zip(1..).skip_while(|(line, _)| !line.starts_with("fn notebook("));
    let mut statements: Vec<(usize, Vec<&str>)> = Vec::new();
    for (line, number) in body.skip(1).take_while(|(line, _)| *line != "}") {
        let line = line.strip_prefix("    ").unwrap_or(line);
        let begins = !line.is_empty() && !line.starts_with([' ', '}', ')', ']']);
        match statements.last_mut() {
            Some((_, lines)) if !begins => lines.push(line),
            _ => statements.push((number, vec![line])),
        }
    }
    // The value of the function is for its caller.
    statements.retain(|(_, lines)| lines[0] != "Ok(())");
    statements
}

/// Whether a statement with this first line is not on the page.
fn is_left_out(line: &str) -> bool {
    LEFT_OUT.iter().any(|start| line.starts_with(start)) || line.ends_with(FOR_THE_TEXT)
}

/// The function or constant of a source that begins with these words, with its documentation.
fn item(source: &str, start: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let begins = |line: &str| {
        let rest = line.strip_prefix("pub(crate) ").unwrap_or(line).strip_prefix(start);
        rest.is_some_and(|rest| rest.starts_with(|letter: char| !letter.is_alphanumeric() && letter != '_'))
    };
    let first = lines.iter().position(|line| begins(line)).unwrap_or_else(|| panic!("there is no {start}"));
    let is_above = |line: &&&str| line.starts_with("///") || line.starts_with("#[");
    let above = lines[..first].iter().rev().take_while(is_above).count();
    let ends = |line: &&str| *line == "}" || line.ends_with(';') && !line.starts_with(' ');
    let last = first + lines[first..].iter().position(ends).unwrap_or_else(|| panic!("{start} does not end"));
    let shown = lines[first - above..=last].iter().filter(|line| !line.starts_with("#["));
    shown.copied().collect::<Vec<_>>().join("\n")
}

/// A paragraph in lines of at most [`WIDTH`] characters.
fn folded(text: &str) -> String {
    let (mut folded, mut width) = (String::new(), 0);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            folded.push('\n');
            width = 0;
        }
        let space = if width > 0 { " " } else { "" };
        write!(folded, "{space}{word}").expect("a text takes what is written");
        width += space.len() + length;
    }
    folded + "\n"
}

/// The program of a notebook: prints its page, and writes the page and its pictures with `--write`.
pub(crate) fn run(files: &Files) -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        None => {
            print!("{}", page_of(files).ok_or("a notebook has a page")?.1);
            Ok(())
        }
        Some("--write") => write(files),
        Some(other) => {
            eprintln!(
                "unknown option {other}: no option prints the page, --write writes it; the page names any others"
            );
            std::process::exit(2);
        }
    }
}

/// The name and the text of the page among the files of a notebook.
pub(crate) fn page_of(files: &Files) -> Option<(&str, &str)> {
    let is_page = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "md");
    files.iter().find(|(name, _)| is_page(name)).map(|(name, text)| (name.as_str(), text.as_str()))
}

/// Writes the files, and prints their names.
pub(crate) fn write(files: &Files) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(FOLDER)?;
    for (name, text) in files {
        std::fs::write(Path::new(FOLDER).join(name), text)?;
        println!("docs/notebooks/{name}");
    }
    Ok(())
}
