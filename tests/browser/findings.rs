//! What a browser finds in pictures and pages.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::path::Path;

use quick_xml::escape::escape;
use serde::{Deserialize, Serialize};

use super::chromium::Chromium;
use super::pictures::Picture;

const CHECK: &str = include_str!("check.js");
/// Collects the errors of a page. It has to run before every other script.
const WATCH: &str = "<script>window.pageErrors = [];\
    addEventListener('error', (event) => pageErrors.push(event.message || `not loaded: ${event.target.outerHTML}`), true);\
    addEventListener('unhandledrejection', (event) => pageErrors.push(String(event.reason)));\
    console.error = (...words) => pageErrors.push(words.join(' '));</script>";

/// A fault in a picture or page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Finding {
    pub name: String,
    /// In pixels.
    pub width: u32,
    /// Of texts in pictures: `outside`, `overlap`, `covered`, `crossed`, `small` or `pale`. Of pictures: `ground` or
    /// `markup`. Of pages: `error`, `wide`, `caption`, `scope` or `axe`.
    pub fault: String,
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}: {}", self.name, self.width, self.fault, self.text)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Found {
    Findings(Vec<Finding>),
    Failure(String),
}

/// The page on which pictures stand.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ground {
    /// In pixels.
    pub width: u32,
    /// Black, with white text.
    pub dark: bool,
    /// Read from the right.
    pub from_right: bool,
    /// The font of all texts instead of the first of their own that the system has.
    pub font: Option<&'static str>,
}

impl Ground {
    pub const fn wide(width: u32) -> Self {
        Self { width, dark: false, from_right: false, font: None }
    }
}

const STYLE: &str = "body { margin: 0 } .dark { background: black; color: white } svg { display: block; width: 100%; \
    height: auto }";

/// The faults of pictures on each of these grounds.
pub fn picture_findings(browser: &Chromium, pictures: &[Picture], grounds: &[Ground]) -> Vec<Finding> {
    // As HTML of its own, each picture would be parsed with all others, which takes minutes for a thousand.
    let [pictures, grounds] =
        [serde_json::to_string(pictures), serde_json::to_string(grounds)].map(|json| json.expect("texts are JSON"));
    let pictures = pictures.replace('<', "\\u003c");
    found(&browser.document(&format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Pictures</title><style>{STYLE}</style>\
         <style id=font></style><body><main></main><script type=application/json id=pictures>{pictures}</script>\
         <script>{CHECK}\nreport(() => findPictures({grounds}));</script>"
    )))
}

/// A document with a picture on each printed page.
pub fn picture_page(pictures: &[Picture]) -> String {
    let pictures: Vec<&str> = pictures.iter().map(|(_, svg)| svg.as_str()).collect();
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Pictures</title><style>{STYLE} svg {{ max-height: 95vh; \
         break-inside: avoid }} svg + svg {{ break-before: page }}</style>{}",
        pictures.concat()
    )
}

/// The faults of whole pages at a width. If the environment variable `AXE` names a copy of `axe.min.js`, its rules are
/// checked too.
pub fn findings(browser: &Chromium, pages: &[(&str, &str)], width: u32) -> Vec<Finding> {
    let axe = std::env::var("AXE").ok().map_or("null".to_owned(), |path| {
        assert!(Path::new(&path).is_file(), "AXE names {path}, which is not a file");
        serde_json::to_string(&format!("file://{path}")).expect("a text is JSON")
    });
    let mut page = "<!doctype html><html lang=en><meta charset=utf-8><title>Pages</title><body>".to_owned();
    for (name, html) in pages {
        let (name, html) = (escape(*name), watched(html));
        let html = escape(html.as_str());
        write!(
            page,
            "<iframe title=\"{name}\" style=\"border:0;width:{width}px;height:900px\" srcdoc=\"{html}\"></iframe>"
        )
        .expect("a string takes all text");
    }
    write!(page, "<script>{CHECK}\naddEventListener('load', () => report(() => findPages({axe})));</script>")
        .expect("a string takes all text");
    found(&browser.document(&page))
}

/// The page with the collector of its errors in front of its own scripts.
fn watched(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let after = |tag: &str| lower.find(tag).and_then(|at| html[at..].find('>').map(|end| at + end + 1));
    let at = after("<head>").or_else(|| after("<head ")).or_else(|| after("<!doctype")).unwrap_or(0);
    format!("{}{WATCH}{}", &html[..at], &html[at..])
}

/// Reads what the script wrote into the document.
fn found(document: &str) -> Vec<Finding> {
    let start = "<script type=\"application/json\" id=\"found\">";
    let json = document.split_once(start).and_then(|(_, rest)| rest.split_once("</script>"));
    let (json, _) = json.unwrap_or_else(|| panic!("the check did not end: {document:.2000}"));
    match serde_json::from_str(json).expect("the script writes JSON") {
        Found::Findings(findings) => findings,
        Found::Failure(failure) => panic!("the check failed: {failure}"),
    }
}

/// How often each fault was found, and the first findings of each, for the message of a failed test.
pub fn summary(findings: &[Finding]) -> String {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let mut text = format!("{} findings\n", findings.len());
    for finding in findings {
        let count = counts.entry(&finding.fault).or_default();
        *count += 1;
        if *count <= 40 {
            writeln!(text, "{finding}").expect("a string takes all text");
        }
    }
    text
}
