//! Weaves an example into a page: comments become prose, code stays code, and each output follows the code that made it.
//!
//! The page is the text `//!` of the example and the body of its function `notebook`. There a comment at the top level
//! is prose in Markdown. Statements that begin with `page.say`, `page.answer`, `page.file`, `page.item` or `check_`, and
//! those whose first line ends in `// for the text`, are left out. The others make cells, and each cell ends in what it
//! shows. Before the first code the page has the `use` lines and constants that its code needs, and at its end the
//! functions that its code calls and that it does not show above.
#![allow(dead_code, unused_imports, reason = "a page needs a part of it")]

mod blocks;
mod code;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Display, Write as _};
use std::panic::Location;
use std::path::Path;

use blocks::Blocks;
use code::{Needed, Place, Source};
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

/// The heading of the functions that the code of a page calls.
const REST: &str = "## The functions that the code calls";

/// The text about the types and methods of notebooks that such functions and the cells use.
const ABOUT_PAGE: &str = "`page.show` prints a value and `page.figure` writes a picture.";
const ABOUT_TABLE: &str = "[`Table`](../../examples/notebook/table.rs) aligns columns.";

/// A page while it is woven.
pub(crate) struct Page {
    name: &'static str,
    source: &'static str,
    /// The notebook, and then its modules.
    sources: Vec<Source>,
    modules: &'static [(&'static str, &'static str)],
    answer: String,
    outputs: Vec<Output>,
    /// The functions and constants that the page shows where the notebook says so.
    items: BTreeSet<Place>,
    pictures: Files,
}

/// An output in Markdown, and the line of the source that made it.
struct Output {
    line: usize,
    text: String,
    /// Whether it is code of the notebook.
    is_item: bool,
}

/// A statement of the notebook or a line of its comments, with its outputs.
struct Statement<'a> {
    first: usize,
    lines: Vec<&'a str>,
    outputs: Vec<&'a Output>,
}

impl Page {
    /// Runs a notebook and weaves its page. `source` is the text of the example `name`, and `modules` are the names and
    /// texts of its modules that read data.
    pub(crate) fn weave(
        name: &'static str,
        source: &'static str,
        modules: &'static [(&'static str, &'static str)],
        notebook: impl FnOnce(&mut Self) -> Result<(), Box<dyn Error>>,
    ) -> Result<Files, Box<dyn Error>> {
        let sources = [source].into_iter().chain(modules.iter().map(|(_, text)| *text)).map(Source::new).collect();
        let mut page = Self {
            name,
            source,
            sources,
            modules,
            answer: String::new(),
            outputs: Vec::new(),
            items: BTreeSet::new(),
            pictures: Files::new(),
        };
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
        self.items_of(0, starts, Location::caller());
    }

    /// The functions and constants of a module that begin with these words.
    #[track_caller]
    pub(crate) fn item_of(&mut self, module: &str, starts: &[&str]) {
        let index = self.modules.iter().position(|(name, _)| *name == module);
        let index = index.unwrap_or_else(|| panic!("{} has no module {module}", self.name));
        self.items_of(1 + index, starts, Location::caller());
    }

    fn items_of(&mut self, source: usize, starts: &[&str], caller: &Location<'_>) {
        let places: Vec<usize> = starts.iter().map(|start| self.sources[source].position(start)).collect();
        let texts: Vec<&str> = places.iter().map(|item| self.sources[source].text(*item)).collect();
        let text = format!("```rust\n{}\n```\n", texts.join("\n\n"));
        self.items.extend(places.into_iter().map(|item| (source, item)));
        self.outputs.push(Output { line: caller.line() as usize, text, is_item: true });
    }

    /// One sentence of answer, which stands below the title and in the index.
    pub(crate) fn answer(&mut self, text: impl AsRef<str>) {
        self.answer = folded(&format!("{ANSWER}{}", text.as_ref()));
    }

    fn output(&mut self, place: &Location<'_>, text: String) {
        self.outputs.push(Output { line: place.line() as usize, text, is_item: false });
    }

    fn text(&self) -> String {
        assert!(!self.answer.is_empty(), "{} has no answer", self.name);
        let statements = self.statements();
        let cells: Vec<String> =
            statements.iter().filter(|one| one.is_code()).map(|one| one.lines.join("\n")).collect();
        let needed = Needed::by(&self.sources, &cells, &self.items);
        let mut blocks = Blocks::default();
        self.write_head(&mut blocks);
        write_body(&mut blocks, &statements, &needed.head);
        write_rest(&mut blocks, &needed.rest);
        blocks.text()
    }

    /// The statements of the notebook with their outputs. Each cell shows something, and each output has a statement.
    fn statements(&self) -> Vec<Statement<'_>> {
        let with_outputs = |(first, lines): (usize, Vec<&'static str>)| {
            let here = first..first + lines.len();
            let outputs = self.outputs.iter().filter(|output| here.contains(&output.line)).collect();
            Statement { first, lines, outputs }
        };
        let statements: Vec<Statement<'_>> = statements(self.source).into_iter().map(with_outputs).collect();
        let shown: usize = statements.iter().map(|statement| statement.outputs.len()).sum();
        assert_eq!(shown, self.outputs.len(), "{}: an output is not made in `fn notebook` itself", self.name);
        let mut open = None;
        for statement in &statements {
            assert!(!statement.ends_cell() || open.is_none(), "{}, line {open:?}: a cell shows nothing", self.name);
            if statement.is_code() {
                open = Some(statement.first).filter(|_| statement.outputs.is_empty());
            }
        }
        assert!(open.is_none(), "{}, line {open:?}: a cell shows nothing", self.name);
        statements
    }

    /// The text `//!`: the title, the answer below it, and what the page is.
    fn write_head(&self, blocks: &mut Blocks) {
        let head = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        for (index, line) in head.enumerate() {
            blocks.prose(line.strip_prefix(' ').unwrap_or(line));
            if index == 0 {
                blocks.output(&self.answer);
            }
        }
        blocks.gap();
    }
}

impl Statement<'_> {
    /// The text of a comment.
    fn prose(&self) -> Option<&str> {
        self.lines[0].strip_prefix("//").map(|text| text.strip_prefix(' ').unwrap_or(text))
    }

    /// Whether the page shows its code.
    fn is_code(&self) -> bool {
        let first = self.lines[0];
        let is_left_out = LEFT_OUT.iter().any(|start| first.starts_with(start)) || first.ends_with(FOR_THE_TEXT);
        self.prose().is_none() && !is_left_out
    }

    /// Whether it cannot stand between a cell and what the cell shows.
    fn ends_cell(&self) -> bool {
        self.prose().map_or(!self.is_code() && !self.outputs.is_empty(), |text| !text.is_empty())
    }
}

/// The statements as prose, code and outputs. `head` stands before the first code.
fn write_body(blocks: &mut Blocks, statements: &[Statement<'_>], head: &str) {
    let mut head = Some(head).filter(|head| !head.is_empty());
    for statement in statements {
        let has_code = statement.is_code() || statement.outputs.iter().any(|output| output.is_item);
        if let Some(head) = head.take_if(|_| has_code) {
            blocks.output(&format!("```rust\n{head}\n```\n"));
        }
        if let Some(text) = statement.prose() {
            blocks.prose(text);
            if statement.lines.len() > 1 {
                blocks.gap();
            }
        } else if statement.is_code() {
            blocks.code(&statement.lines);
        }
        for output in &statement.outputs {
            blocks.output(&output.text);
        }
    }
}

/// The functions that the code calls, at the end of the page.
fn write_rest(blocks: &mut Blocks, rest: &[String]) {
    if rest.is_empty() {
        return;
    }
    let table = if rest.iter().any(|text| text.contains("Table::new")) { ABOUT_TABLE } else { "" };
    blocks.output(&format!("{REST}\n"));
    blocks.output(&folded(&format!("{ABOUT_PAGE} {table}")));
    blocks.output(&format!("```rust\n{}\n```\n", rest.join("\n\n").replace("pub(crate) ", "")));
}

/// The statements and lines of comments at the top level of `fn notebook`: the number of the first line, and the lines
/// without their indentation. A statement begins where a line is indented once and is no closing bracket.
fn statements(source: &'static str) -> Vec<(usize, Vec<&'static str>)> {
    let body = source.lines().zip(1..).skip_while(|(line, _)| !line.starts_with("fn notebook("));
    let mut statements: Vec<(usize, Vec<&'static str>)> = Vec::new();
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
