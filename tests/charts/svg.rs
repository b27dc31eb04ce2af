//! Reads pictures back: that they are XML, their texts, and the sizes of their shapes.

use quick_xml::Reader;
use quick_xml::events::Event;

/// A shape or a text of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text inside, for `text`, `title` and `desc`.
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or_else(|_| panic!("{name} of {self:?}"))
    }

    pub fn is(&self, name: &str, fill: &str) -> bool {
        self.name == name && self.get("fill") == fill
    }
}

/// The elements of a picture in order. It panics if the picture is not well-formed, has other elements than those of
/// pictures, or has a text without a place.
#[track_caller]
pub fn elements(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut elements, mut open): (Vec<Element>, Vec<Element>) = (Vec::new(), Vec::new());
    let element = |start: &quick_xml::events::BytesStart<'_>| {
        let name = start.name().as_ref().to_owned();
        assert!(
            ["svg", "title", "desc", "rect", "path", "circle", "text", "tspan", "pattern"].contains(&name.as_str()),
            "{name}"
        );
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let key = attribute.key.as_ref().to_owned();
            assert!(!key.starts_with("on") && key != "href", "{key}");
            (key, attribute.value.into_owned())
        };
        let attributes =
            start.attributes().map(|found| attribute(found.expect("attributes are well-formed"))).collect();
        Element { name, attributes, text: String::new() }
    };
    loop {
        match reader.read_event().expect("the picture is well-formed") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => elements.push(element(&start)),
            Event::Text(text) => {
                let text = text.to_string();
                if let Some(open) = open.last_mut() {
                    open.text += &text;
                } else {
                    assert!(text.trim().is_empty(), "{text}");
                }
            }
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let text = quick_xml::escape::resolve_predefined_entity(&name).expect("only escapes of XML");
                open.last_mut().expect("a text is inside an element").text += text;
            }
            Event::End(_) => {
                let closed = open.pop().expect("ends have starts");
                match open.last_mut() {
                    Some(open) if closed.name == "tspan" => open.text += &closed.text,
                    _ => elements.push(closed),
                }
            }
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    elements
}

/// The title of a picture, as text.
#[track_caller]
pub fn title(svg: &str) -> String {
    elements(svg).into_iter().find(|element| element.name == "title").expect("every picture has a title").text
}

/// The widths of the rectangles with this fill, added up. The stripe of a pattern, which has no place, is none of them.
pub fn widths(elements: &[Element], fill: &str) -> f64 {
    let is_placed = |element: &&Element| element.is("rect", fill) && !element.get("x").is_empty();
    elements.iter().filter(is_placed).map(|element| element.number("width")).sum()
}
