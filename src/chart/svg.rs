//! The elements of a picture, written by an XML writer that escapes every text.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use xxhash_rust::xxh3::xxh3_64;

use super::palette::{HALO, Ink, WHITE};
use super::words::width;

/// The width of every picture, in its own units. At 360 pixels all is half as large.
pub(super) const WIDTH: f64 = 720.0;
const FONTS: &str = "Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif";

/// A picture that is being drawn, from the back to the front.
pub(super) struct Svg {
    writer: Writer<Vec<u8>>,
    /// The ids of the patterns that are defined.
    patterns: Vec<String>,
}

/// Stands for the hash of the picture in its ids until the whole picture is drawn. No text has this letter, since it has
/// no shape.
const HASH: &str = "\u{1}";

/// Where a text stands in relation to its position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The weight of letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A piece of text in one colour, size and weight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) ink: Ink,
    pub(super) size: u32,
    pub(super) weight: Weight,
}

impl Span {
    pub(super) fn new(text: impl Into<String>, ink: Ink, size: u32) -> Self {
        Self { text: text.into(), ink, size, weight: Weight::Regular }
    }

    pub(super) fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// An estimate of the width, on the safe side.
    pub(super) fn width(&self) -> f64 {
        width(&self.text, self.size, self.weight)
    }
}

/// The fill of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fill {
    Plain(Ink),
    /// A fill with an edge of this width.
    Edged(Ink, Ink, f64),
    /// Stripes of the first ink on the second, with an edge of the first.
    Hatched(Ink, Ink),
}

impl Fill {
    fn edge(self) -> Option<(Ink, f64)> {
        match self {
            Self::Plain(_) => None,
            Self::Edged(_, edge, width) => Some((edge, width)),
            Self::Hatched(stripes, _) => Some((stripes, 1.5)),
        }
    }
}

impl Svg {
    pub(super) fn new() -> Self {
        Self { writer: Writer::new(Vec::new()), patterns: Vec::new() }
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("a vector takes all bytes");
    }

    fn end_line(&mut self) {
        self.write(Event::Text(BytesText::from_escaped("\n")));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let element = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.write(Event::Empty(element));
        self.end_line();
    }

    /// Texts beside each other, as one element: a reader's font cannot move them apart or over each other.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, spans: &[Span]) {
        self.text_element(x, y, anchor, spans, &[]);
    }

    /// Texts with a white outline, over a line or a mark that must stay.
    pub(super) fn outlined_text(&mut self, x: f64, y: f64, anchor: Anchor, spans: &[Span]) {
        let outline =
            [("paint-order", "stroke"), ("stroke", WHITE.hex()), ("stroke-width", HALO), ("stroke-linejoin", "round")];
        self.text_element(x, y, anchor, spans, &outline);
    }

    fn text_element(&mut self, x: f64, y: f64, anchor: Anchor, spans: &[Span], more: &[(&str, &str)]) {
        let Some(first) = spans.first() else { return };
        let (x, y, size) = (coordinate(x), coordinate(y), first.size.to_string());
        let mut attributes =
            vec![("x", x.as_str()), ("y", y.as_str()), ("font-size", &size), ("fill", first.ink.hex())];
        if anchor != Anchor::Start {
            attributes.push(("text-anchor", anchor.word()));
        }
        if first.weight == Weight::Bold {
            attributes.push(("font-weight", "700"));
        }
        attributes.extend(more);
        self.write(Event::Start(BytesStart::new("text").with_attributes(attributes)));
        for (index, span) in spans.iter().enumerate() {
            let is_same = (span.ink, span.size, span.weight) == (first.ink, first.size, first.weight);
            if index > 0 && !is_same {
                self.span(span, first);
            } else {
                self.write(Event::Text(BytesText::new(&span.text)));
            }
        }
        self.write(Event::End(BytesEnd::new("text")));
        self.end_line();
    }

    /// A span, with the attributes in which it differs from the first.
    fn span(&mut self, span: &Span, first: &Span) {
        let size = span.size.to_string();
        let mut attributes = vec![("fill", span.ink.hex())];
        if span.size != first.size {
            attributes.push(("font-size", &size));
        }
        if span.weight != first.weight {
            attributes.push(("font-weight", if span.weight == Weight::Bold { "700" } else { "400" }));
        }
        self.write(Event::Start(BytesStart::new("tspan").with_attributes(attributes)));
        self.write(Event::Text(BytesText::new(&span.text)));
        self.write(Event::End(BytesEnd::new("tspan")));
    }

    pub(super) fn rectangle(&mut self, [x, y, width, height]: [f64; 4], fill: Fill) {
        // The edge lies inside the rectangle, so that the size is that of the figure.
        let inset = fill.edge().map_or(0.0, |(_, edge)| edge.min(f64::min(width, height) / 2.0) / 2.0);
        let places = [x + inset, y + inset, width - 2.0 * inset, height - 2.0 * inset].map(coordinate);
        let [x, y, width, height] = &places;
        self.shape("rect", &[("x", x), ("y", y), ("width", width), ("height", height)], fill);
    }

    /// A shape with its fill and edge.
    fn shape(&mut self, name: &str, place: &[(&str, &str)], fill: Fill) {
        let paint = match fill {
            Fill::Plain(ink) | Fill::Edged(ink, ..) => ink.hex().to_owned(),
            Fill::Hatched(stripes, ground) => self.hatch(stripes, ground),
        };
        let mut attributes = [place, &[("fill", &paint)]].concat();
        let edge = fill.edge().map(|(ink, width)| (ink, coordinate(width)));
        if let Some((ink, width)) = &edge {
            attributes.extend([("stroke", ink.hex()), ("stroke-width", width)]);
            // Corners of other shapes are right angles, or there are none.
            attributes.extend((name == "path").then_some(("stroke-linejoin", "round")));
        }
        self.empty(name, &attributes);
    }

    /// A pattern of stripes. Returns the paint that refers to it.
    fn hatch(&mut self, stripes: Ink, ground: Ink) -> String {
        let id = format!("{HASH}-{}", &stripes.hex()[1..]);
        if self.patterns.contains(&id) {
            return format!("url(#{id})");
        }
        self.patterns.push(id.clone());
        let pattern = [
            ("id", id.as_str()),
            ("width", "8"),
            ("height", "8"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(45)"),
        ];
        self.write(Event::Start(BytesStart::new("pattern").with_attributes(pattern)));
        self.end_line();
        self.empty("rect", &[("width", "8"), ("height", "8"), ("fill", ground.hex())]);
        self.empty("rect", &[("width", "2.5"), ("height", "8"), ("fill", stripes.hex())]);
        self.write(Event::End(BytesEnd::new("pattern")));
        self.end_line();
        format!("url(#{id})")
    }

    /// A line or several, in the form of an SVG path.
    pub(super) fn line(&mut self, path: &str, ink: Ink, width: f64) {
        self.stroke(path, ink, width, &[]);
    }

    pub(super) fn dotted(&mut self, path: &str, ink: Ink, width: f64) {
        self.stroke(path, ink, width, &[("stroke-dasharray", "3 4")]);
    }

    pub(super) fn dashed(&mut self, path: &str, ink: Ink, width: f64) {
        self.stroke(path, ink, width, &[("stroke-dasharray", "5 3")]);
    }

    fn stroke(&mut self, path: &str, ink: Ink, width: f64, more: &[(&str, &str)]) {
        let width = coordinate(width);
        let stroke = [("d", path), ("fill", "none"), ("stroke", ink.hex()), ("stroke-width", &width)];
        self.empty("path", &[&stroke, more].concat());
    }

    /// A closed path.
    pub(super) fn area(&mut self, path: &str, fill: Fill) {
        self.shape("path", &[("d", path)], fill);
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, fill: Fill) {
        let [x, y, radius] = [x, y, radius].map(coordinate);
        self.shape("circle", &[("cx", &x), ("cy", &y), ("r", &radius)], fill);
    }

    /// The net: a diamond with a white edge, so that it is seen on every ground.
    pub(super) fn diamond(&mut self, x: f64, y: f64, ink: Ink) {
        let path = Path::new().to(x - 8.0, y).on(x, y - 8.0).on(x + 8.0, y).on(x, y + 8.0).close();
        self.area(&path, Fill::Edged(ink, WHITE, 2.0));
    }

    /// The whole picture, with a title and a description for people who cannot see it. Its ids start with a hash of all
    /// of it, so that different pictures can stand on one page.
    pub(super) fn finish(self, title: &str, description: &str, height: f64) -> String {
        let body = String::from_utf8(self.writer.into_inner()).expect("elements are written as text");
        let mut page = Self::new();
        let (title_id, description_id) = (format!("{HASH}-t"), format!("{HASH}-d"));
        let (labels, height) = (format!("{title_id} {description_id}"), coordinate(height.ceil()));
        let view = format!("0 0 {} {height}", coordinate(WIDTH));
        let width = coordinate(WIDTH);
        page.write(Event::Start(BytesStart::new("svg").with_attributes([
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", view.as_str()),
            ("width", &width),
            ("height", &height),
            ("role", "img"),
            ("aria-labelledby", &labels),
            ("direction", "ltr"),
            ("font-family", FONTS),
            ("style", "max-width:100%;height:auto"),
        ])));
        page.end_line();
        for (name, id, text) in [("title", &title_id, title), ("desc", &description_id, description)] {
            page.write(Event::Start(BytesStart::new(name).with_attributes([("id", id.as_str())])));
            page.write(Event::Text(BytesText::new(text)));
            page.write(Event::End(BytesEnd::new(name)));
            page.end_line();
        }
        page.empty("rect", &[("width", &width), ("height", &height), ("fill", WHITE.hex())]);
        page.write(Event::Text(BytesText::from_escaped(body)));
        page.write(Event::End(BytesEnd::new("svg")));
        page.end_line();
        let whole = String::from_utf8(page.writer.into_inner()).expect("elements are written as text");
        let hash = format!("c{:016x}", xxh3_64(whole.as_bytes()));
        whole.replace(HASH, &hash)
    }
}

/// A vertical line that is drawn only in these lanes.
pub(super) fn in_lanes(x: f64, lanes: &[[f64; 2]]) -> String {
    lanes.iter().fold(Path::new(), |path, [from, to]| path.to(x, *from).vertical(*to)).open()
}

/// A path, step by step.
#[derive(Default)]
pub(super) struct Path(String);

impl Path {
    pub(super) fn new() -> Self {
        Self::default()
    }

    fn step(mut self, letter: char, numbers: &[f64]) -> Self {
        self.0.push(letter);
        for (index, &number) in numbers.iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            self.0 += &coordinate(number);
        }
        self
    }

    /// Moves without a line.
    pub(super) fn to(self, x: f64, y: f64) -> Self {
        self.step('M', &[x, y])
    }

    /// A line to a point.
    pub(super) fn on(self, x: f64, y: f64) -> Self {
        self.step('L', &[x, y])
    }

    pub(super) fn horizontal(self, x: f64) -> Self {
        self.step('H', &[x])
    }

    pub(super) fn vertical(self, y: f64) -> Self {
        self.step('V', &[y])
    }

    /// A curve with two control points.
    pub(super) fn curve(self, one: [f64; 2], other: [f64; 2], [x, y]: [f64; 2]) -> Self {
        self.step('C', &[one[0], one[1], other[0], other[1], x, y])
    }

    pub(super) fn close(mut self) -> String {
        self.0.push('Z');
        self.0
    }

    pub(super) fn open(self) -> String {
        self.0
    }
}

/// A coordinate with at most two decimals, and never `-0`.
pub(super) fn coordinate(value: f64) -> String {
    // Amounts at the end of the floats may have no position.
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
