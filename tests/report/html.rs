//! The form of the page: elements nest, ids are unique, tables are labelled, and nothing is fetched or run.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{DECLARATIONS, MIXED, html_by, html_of, visit};
use covalue::By;

/// The elements with their attributes, and the text after each start or end.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// The names of the elements around it, the outermost first.
    pub(super) parents: Vec<String>,
    /// The text in it and in its children.
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The elements of a page in the order in which they start. The page is HTML that is also XML, except that `meta` is
/// not closed.
pub(super) fn elements(html: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(html);
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    reader.config_mut().check_end_names = false;
    loop {
        let event = reader.read_event().expect("XML");
        match event {
            Event::Start(start) => {
                let element = element(&start, &elements, &open);
                let is_void = element.name == "meta";
                elements.push(element);
                if !is_void {
                    open.push(elements.len() - 1);
                }
            }
            Event::Empty(start) => elements.push(element(&start, &elements, &open)),
            Event::End(end) => {
                let index = open.pop().expect("an open element");
                assert_eq!(elements[index].name, end.name().as_ref(), "elements nest");
            }
            Event::Text(text) => add_text(&mut elements, &open, &text),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().expect("a reference") {
                    Some(letter) => letter.to_string(),
                    None => {
                        quick_xml::escape::resolve_predefined_entity(&reference).expect("a known entity").to_owned()
                    }
                };
                add_text(&mut elements, &open, &letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "every element is closed");
    elements
}

fn add_text(elements: &mut [Element], open: &[usize], text: &str) {
    for &index in open {
        elements[index].text += text;
    }
}

fn element(start: &BytesStart<'_>, elements: &[Element], open: &[usize]) -> Element {
    let attributes = start.html_attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        let value = quick_xml::escape::unescape(&attribute.value).expect("escaped").into_owned();
        (attribute.key.as_ref().to_owned(), value)
    });
    let parents = open.iter().map(|&index| elements[index].name.clone()).collect();
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), parents, text: String::new() }
}

/// The cells of the table with a label, row by row, with its header.
pub(crate) fn table(html: &str, label: &str) -> Vec<Vec<String>> {
    let mut elements = elements(html).into_iter();
    elements.find(|element| element.attribute("aria-label") == Some(label)).expect("the box");
    assert_eq!(elements.next().map(|element| element.name).as_deref(), Some("table"));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for element in elements.take_while(|element| element.parents.contains(&"table".to_owned())) {
        match element.name.as_str() {
            "tr" => rows.push(Vec::new()),
            "th" | "td" => rows.last_mut().expect("a row").push(element.text),
            _ => {}
        }
    }
    rows
}

/// Pages on files of several kinds, by several groupings, each as it is and for publication.
pub(crate) fn pages() -> Vec<String> {
    let mut people: String = DECLARATIONS.to_owned();
    (0..24).for_each(|person| people += &visit(person, Some(1 + person as i32 % 9), true));
    let mut pages = vec![String::new(), DECLARATIONS.to_owned(), MIXED.to_owned(), people.clone()];
    pages = pages.iter().flat_map(|text| [html_of(text, None), html_of(text, Some(10))]).collect();
    for by in
        [By::none(), By::User.into(), By::Element.into(), By::Service.and(By::Quarter), By::with("district").into()]
    {
        pages.extend([None, Some(2)].map(|publish| html_by(by.clone(), &people, publish)));
    }
    pages
}

#[test]
fn pages_are_whole_documents() {
    for html in pages() {
        let elements = elements(&html);
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">") && html.ends_with("</html>\n"));
        let ids: Vec<&str> = elements.iter().filter_map(|element| element.attribute("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids are unique");
        let mut level = 0;
        for heading in elements.iter().filter_map(|element| element.name.strip_prefix('h')?.parse::<u32>().ok()) {
            assert!(heading <= level + 1, "headings are in order");
            level = heading;
        }
        assert_eq!(elements.iter().filter(|element| element.name == "h1").count(), 1);
        let count = |name: &str| elements.iter().filter(|element| element.name == name).count();
        assert_eq!(count("table"), count("caption"));
        assert!(elements.iter().filter(|element| element.name == "th").all(|th| th.attribute("scope").is_some()));
        let svgs = elements.iter().filter(|element| element.name == "svg");
        assert!(svgs.clone().all(|svg| svg.attribute("aria-labelledby").is_some()));
        assert_eq!(elements.iter().filter(|title| title.name == "title").count(), svgs.count() + 1);
    }
}

#[test]
fn pages_fetch_and_run_nothing() {
    for html in pages() {
        for element in elements(&html) {
            assert!(!["script", "link", "img", "iframe", "object", "image"].contains(&element.name.as_str()));
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on") && !["src", "href", "xlink:href"].contains(&name.as_str()), "{name}");
                assert!(name == "xmlns" || !value.contains("://"), "{value}");
                assert!(!value.contains("url(") || value.starts_with("url(#"), "{value}");
            }
            assert!(element.name != "style" || !element.text.contains("url(") && !element.text.contains("@import"));
        }
    }
}

/// The colours of a style sheet's variables in the block `:root` that starts after a text.
fn colours(css: &str, after: &str) -> Vec<(String, [f64; 3])> {
    let (_, block) = css.split_once(after).expect("the style");
    let (_, block) = block.split_once(":root {").expect("a block");
    let declarations = block.split('}').next().unwrap_or_default().split(';');
    let variables = declarations.filter_map(|text| text.trim().strip_prefix("--")?.split_once(": #"));
    variables.map(|(name, hex)| (name.to_owned(), channels(hex))).collect()
}

/// The red, green and blue of `1b2733` or `fff`, from 0 to 1.
fn channels(hex: &str) -> [f64; 3] {
    let hex: String = if hex.len() == 3 { hex.chars().flat_map(|digit| [digit; 2]).collect() } else { hex.to_owned() };
    [0, 2, 4].map(|start| f64::from(u8::from_str_radix(&hex[start..start + 2], 16).expect("hexadecimal")) / 255.0)
}

/// The contrast of two colours by WCAG 2.2, from 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let luminance =
        |[red, green, blue]: [f64; 3]| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Text has at least the contrast of WCAG's level AA to its ground, in the light, the dark and the printed style.
#[test]
fn texts_have_contrast_in_each_style() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9 && contrast([0.5; 3], [0.5; 3]) == 1.0);
    let html = html_of("", None);
    let css = elements(&html).into_iter().find(|element| element.name == "style").expect("a style").text;
    for style in ["", "prefers-color-scheme: dark", "@media print"] {
        let colours = colours(&css, style);
        let colour = |name| colours.iter().find(|(known, _)| known == name).expect("a colour").1;
        for ink in ["ink", "grey"] {
            let contrast = contrast(colour(ink), colour("ground"));
            assert!(contrast >= 4.5, "{ink} in the style {style:?} has a contrast of {contrast:.1}");
        }
    }
}
