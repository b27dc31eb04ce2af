//! The frame of every picture: title and subtitle above, notes below.

use super::palette::{GREY, INK, Ink, RULE};
use super::svg::{Anchor, Path, Span, Svg, WIDTH, Weight};
use super::words::{Block, is_from_right, letters};

/// The left edge of everything.
pub(super) const LEFT: f64 = 24.0;
/// The right edge of everything.
pub(super) const RIGHT: f64 = WIDTH - 24.0;
const BOTTOM: f64 = 18.0;
/// Labels of an axis may stand this near to the edges of the picture.
const TICK_MARGIN: f64 = 8.0;

/// The font sizes. At 360 pixels the smallest is 9 pixels high.
const TITLE: u32 = 26;
pub(super) const NAME: u32 = 20;
pub(super) const NUMBER: u32 = 18;

const TITLE_BLOCK: Block = Block { size: TITLE, weight: Weight::Bold, width: RIGHT - LEFT };

/// The number of lines of a title.
pub(super) fn title_lines(title: &str) -> usize {
    TITLE_BLOCK.even_lines(title).len()
}

/// The place of the lines of a name at the left edge. Lines that start from the right share their right edge.
pub(super) fn name_place(lines: &[String], size: u32) -> (f64, Anchor) {
    if !is_from_right(lines) {
        return (LEFT, Anchor::Start);
    }
    let width = lines.iter().map(|line| Span::new(line, INK, size).width()).fold(0.0, f64::max);
    (LEFT + width, Anchor::End)
}

/// A picture that grows downwards.
pub(super) struct Page {
    pub(super) svg: Svg,
    /// The lowest position so far.
    pub(super) y: f64,
}

impl Page {
    /// A page with a title, and a subtitle that names the measure and the terms.
    pub(super) fn new(title: &str, subtitle: &str) -> Self {
        let mut page = Self { svg: Svg::new(), y: 46.0 };
        for (index, line) in TITLE_BLOCK.even_lines(title).into_iter().enumerate() {
            page.y += if index > 0 { 32.0 } else { 0.0 };
            page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new(line, INK, TITLE).bold()]);
        }
        page.y += 5.0;
        let block = Block { size: NAME, weight: Weight::Regular, width: RIGHT - LEFT };
        for line in block.lines(subtitle) {
            page.y += 27.0;
            page.svg.text(LEFT, page.y, Anchor::Start, &[Span::new(line, GREY, NAME)]);
        }
        page
    }

    /// A line across the page.
    pub(super) fn rule(&mut self, y: f64) {
        self.svg.line(&Path::new().to(LEFT, y).horizontal(RIGHT).open(), RULE, 1.0);
    }

    /// A heading below everything, under a rule.
    pub(super) fn section(&mut self, name: &str, rest: &str) {
        self.y += 44.0;
        self.rule(self.y - 26.0);
        self.heading(name, rest);
    }

    /// A heading of a part of the picture, on two lines at most: a name, and what tells it from others of the same name.
    /// Both are there, even if neither fits.
    pub(super) fn heading(&mut self, name: &str, rest: &str) {
        let block = Block { size: NAME, weight: Weight::Bold, width: RIGHT - LEFT };
        let mut lines = block.lines(&format!("{name}{rest}"));
        if lines.len() > 2 {
            let rest = rest.trim_start_matches([':', ';', ' ']);
            lines = if rest.is_empty() {
                block.at_most(2, name)
            } else {
                [name, rest].map(|text| block.clipped(text)).into()
            };
        }
        for (index, line) in lines.into_iter().enumerate() {
            self.y += if index > 0 { 25.0 } else { 0.0 };
            self.svg.text(LEFT, self.y, Anchor::Start, &[Span::new(line, INK, NAME).bold()]);
        }
    }

    /// The name of a line, without weight.
    pub(super) fn subheading(&mut self, text: &str) {
        let block = Block { size: NAME, weight: Weight::Regular, width: RIGHT - LEFT };
        self.svg.text(LEFT, self.y, Anchor::Start, &[Span::new(block.clipped(text), INK, NAME)]);
    }

    /// A label of a horizontal axis. One at an end stays inside of the picture.
    pub(super) fn tick(&mut self, x: f64, text: &str) {
        let text = Span::new(text, GREY, NUMBER);
        let half = text.width() / 2.0 + TICK_MARGIN;
        self.svg.text(x.clamp(half, WIDTH - half), self.y, Anchor::Middle, &[text]);
    }

    /// A paragraph below everything.
    pub(super) fn note(&mut self, text: &str) {
        self.paragraph(text, GREY, 10.0);
    }

    /// A paragraph below everything, after a gap.
    pub(super) fn paragraph(&mut self, text: &str, ink: Ink, gap: f64) {
        self.y += gap;
        let block = Block { size: NUMBER, weight: Weight::Regular, width: RIGHT - LEFT };
        for line in block.lines(text) {
            self.y += 24.0;
            self.svg.text(LEFT, self.y, Anchor::Start, &[Span::new(line, ink, NUMBER)]);
        }
    }

    /// The lines of a name at the left edge.
    pub(super) fn name(&mut self, y: f64, step: f64, lines: &[String]) {
        let (x, anchor) = name_place(lines, NAME);
        for (index, line) in lines.iter().enumerate() {
            self.svg.text(x, y + step * index as f64, anchor, &[Span::new(line, INK, NAME)]);
        }
    }

    /// A paragraph below everything, with a bold head, under a rule.
    pub(super) fn remark(&mut self, head: &str, text: &str) {
        self.y += 12.0;
        self.rule(self.y);
        self.y += 2.0;
        let width = |weight| super::words::width(head, NUMBER, weight);
        let bold_excess = width(Weight::Bold) - width(Weight::Regular);
        let block = Block { size: NUMBER, weight: Weight::Regular, width: RIGHT - LEFT - bold_excess };
        let mut bold_left = letters(head).count();
        for line in block.lines(&format!("{head} {text}")) {
            self.y += 24.0;
            let end = letters(&line).nth(bold_left).map_or(line.len(), |(at, _)| at);
            let (bold, regular) = line.split_at(if bold_left == 0 { 0 } else { end });
            let (bold, regular) = (Span::new(bold, INK, NUMBER).bold(), Span::new(regular, INK, NUMBER));
            let spans: Vec<Span> = [bold, regular].into_iter().filter(|span| !span.text.is_empty()).collect();
            self.svg.text(LEFT, self.y, Anchor::Start, &spans);
            bold_left = bold_left.saturating_sub(letters(&line).count() + 1);
        }
    }

    /// The whole picture. The description has all figures in words.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        self.svg.finish(title, description, self.y + BOTTOM)
    }
}
