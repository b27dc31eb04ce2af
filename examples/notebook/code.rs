//! The code of a page: from the shown cells and functions, everything else that they need, so that a reader can copy it.
//!
//! It reads sources as rustfmt lays them out: an item at the top level begins and ends at the left margin.

use std::collections::{BTreeMap, BTreeSet};

/// The width of a line of code, in characters, as in `rustfmt.toml`.
const WIDTH: usize = 120;

/// The notebook or a module of it, by its text.
pub(super) struct Source {
    items: Vec<Item>,
    imports: Vec<Import>,
}

/// A function, constant or type at the top level, or the methods of a type.
struct Item {
    /// The words before the name, such as `fn`.
    kind: &'static str,
    name: &'static str,
    /// Its documentation and its code.
    text: String,
}

/// A name that a `use` line imports.
struct Import {
    path: &'static str,
    name: &'static str,
    /// Whether the source has the name elsewhere. If not, it is a trait whose methods are called.
    is_named: bool,
}

/// The place of an item: the index of its source, and its index in the source.
pub(super) type Place = (usize, usize);

const KINDS: [&str; 6] = ["fn", "const", "type", "struct", "enum", "impl"];

impl Source {
    pub(super) fn new(text: &'static str) -> Self {
        let lines: Vec<&'static str> = text.lines().collect();
        let items = (0..lines.len()).filter_map(|first| item(&lines, first)).collect();
        let imports = use_lines(text).flat_map(|line| imported(line, text)).collect();
        Self { items, imports }
    }

    /// The item that begins with these words, such as `fn clinic`.
    pub(super) fn position(&self, start: &str) -> usize {
        let found = self.items.iter().position(|item| start == format!("{} {}", item.kind, item.name));
        found.unwrap_or_else(|| panic!("there is no {start}"))
    }

    pub(super) fn text(&self, item: usize) -> &str {
        &self.items[item].text
    }
}

/// The item that begins at a line, with the comments and derives above it.
fn item(lines: &[&'static str], first: usize) -> Option<Item> {
    let start = lines[first].strip_prefix("pub(crate) ").unwrap_or(lines[first]);
    let (kind, rest) = start.split_once(' ')?;
    let kind = KINDS.into_iter().find(|known| *known == kind)?;
    let name = rest.split(|letter: char| !is_of_name(letter)).next().unwrap_or_default();
    let is_above = |line: &&&str| line.starts_with("///") || line.starts_with("#[");
    let above = lines[..first].iter().rev().take_while(is_above).count();
    let ends = |line: &&str| *line == "}" || line.ends_with(';') && !line.starts_with(' ');
    let last = first + lines[first..].iter().position(ends).unwrap_or_else(|| panic!("{start} does not end"));
    let is_shown = |line: &&&str| !line.starts_with("#[") || line.starts_with("#[derive");
    let text = lines[first - above..=last].iter().filter(is_shown).copied().collect::<Vec<_>>().join("\n");
    Some(Item { kind, name, text })
}

/// The `use` lines at the top level, without `use` and the semicolon.
fn use_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split("\nuse ").skip(1).map(|rest| rest.split(';').next().unwrap_or_default())
}

/// The names that a `use` line imports.
fn imported(line: &'static str, text: &str) -> Vec<Import> {
    let (path, names) = line.rsplit_once("::").expect("a `use` line has a path");
    let (path, names) = line.split_once("::{").unwrap_or((path, names));
    let names = names.trim_end_matches('}').split(',').map(str::trim).filter(|name| !name.is_empty());
    let body: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("fn ")).collect();
    let body = body.join("\n");
    names.map(|name| Import { path, name, is_named: !name.ends_with(" as _") && is_used(name, &body) }).collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether code uses a name of the top level: a type or a constant anywhere, a function where it is called or mapped.
/// Methods, fields and names in a path of something else are not of the top level.
fn is_used(name: &str, code: &str) -> bool {
    let code_lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    code_lines.into_iter().any(|line| {
        line.match_indices(name).any(|(start, _)| {
            let (before, after) = (&line[..start], &line[start + name.len()..]);
            let is_whole = !before.ends_with(is_of_name) && !after.starts_with(is_of_name);
            let is_of_top = (!before.ends_with('.') || before.ends_with("..")) && !before.ends_with("::");
            let is_called = after.starts_with(['(', ':', '<']) && !after.starts_with(": ");
            let is_value = name.starts_with(char::is_uppercase) || before.ends_with("map(");
            is_whole && is_of_top && (is_called || is_value)
        })
    })
}

/// What shown code needs besides itself.
pub(super) struct Needed {
    /// The `use` lines and constants, as one block of code.
    pub(super) head: String,
    /// The functions and types.
    pub(super) rest: Vec<String>,
}

impl Needed {
    /// What these cells of the first source and these shown items need. The other sources are its modules.
    pub(super) fn by(sources: &[Source], cells: &[String], shown: &BTreeSet<Place>) -> Self {
        let cells = cells.join("\n");
        let mut all = shown.clone();
        let mut open: Vec<Place> = shown.iter().copied().collect();
        open.extend(new_items(sources, 0, &cells, &mut all));
        while let Some((source, item)) = open.pop() {
            open.extend(new_items(sources, source, sources[source].text(item), &mut all));
        }
        let texts_of = |index: usize| {
            let items = all.iter().filter(move |(source, _)| *source == index);
            items.map(|(source, item)| sources[*source].text(*item)).chain((index == 0).then_some(&*cells))
        };
        let code = (0..sources.len()).map(|index| texts_of(index).collect::<Vec<_>>().join("\n"));
        let uses = use_block(sources.iter().zip(code));
        let hidden = || all.difference(shown).map(|(source, item)| &sources[*source].items[*item]);
        let constants = hidden().filter(|item| item.kind == "const").map(|item| &*item.text).collect::<Vec<_>>();
        let blocks = [uses, constants.join("\n")];
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).filter(|block| !block.is_empty()).collect();
        let rest = hidden().filter(|item| item.kind != "const").map(|item| item.text.clone()).collect();
        Self { head: blocks.join("\n\n").replace("pub(crate) ", ""), rest }
    }
}

/// The items that code of a source uses and that are not in `all`, which takes them.
fn new_items(sources: &[Source], of: usize, code: &str, all: &mut BTreeSet<Place>) -> Vec<Place> {
    // A name of the notebook may be imported from a module. A module imports nothing from the notebook.
    let reached = if of == 0 { 0..sources.len() } else { of..of + 1 };
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for index in reached {
        for (position, item) in sources[index].items.iter().enumerate() {
            let is_first = *names.entry(item.name).or_insert(index) == index;
            if is_first && is_used(item.name, code) && all.insert((index, position)) {
                found.push((index, position));
            }
        }
    }
    found
}

/// The `use` lines of the imports that code needs, as rustfmt lays them out: the standard library first.
fn use_block<'a>(sources: impl Iterator<Item = (&'a Source, String)>) -> String {
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (source, code) in sources.filter(|(_, code)| !code.is_empty()) {
        let is_needed = |import: &&Import| !import.is_named || is_used(import.name, &code);
        // Other paths are of modules, whose items are on the page.
        let is_of_crate = |import: &&Import| ["std", "covalue", "balance_classes"].contains(&root(import.path));
        for import in source.imports.iter().filter(is_of_crate).filter(is_needed) {
            paths.entry(import.path).or_default().insert(import.name);
        }
    }
    let mut lines: Vec<String> = paths.iter().map(|(path, names)| use_line(path, names)).collect();
    // A path with braces stands after the longer paths that begin alike.
    lines.sort();
    let (std, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.starts_with("use std::"));
    let blocks = [std.join("\n"), others.join("\n")];
    blocks.iter().map(String::as_str).filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn root(path: &str) -> &str {
    path.split("::").next().unwrap_or_default()
}

fn use_line(path: &str, names: &BTreeSet<&str>) -> String {
    let mut rest = names.iter();
    let Some(first) = rest.next() else { return String::new() };
    if names.len() == 1 {
        return format!("use {path}::{first};");
    }
    let all = rest.clone().fold((*first).to_owned(), |all, name| format!("{all}, {name}"));
    let line = format!("use {path}::{{{all}}};");
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut lines = vec![format!("    {first},")];
    for name in rest {
        match lines.last_mut().filter(|line| line.chars().count() + 2 + name.len() <= WIDTH) {
            Some(line) => line.extend([" ", name, ","]),
            None => lines.push(format!("    {name},")),
        }
    }
    format!("use {path}::{{\n{}\n}};", lines.join("\n"))
}
