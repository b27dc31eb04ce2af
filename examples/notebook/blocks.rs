//! The blocks of a page in Markdown: prose, code and outputs, with blank lines between them.

#[derive(Default)]
pub(super) struct Blocks {
    text: String,
    /// Whether a block of code is open.
    is_code: bool,
    /// Whether a blank line goes before what follows.
    is_apart: bool,
}

impl Blocks {
    /// A line of a comment; an empty one ends a paragraph.
    pub(super) fn prose(&mut self, line: &str) {
        self.close();
        if line.is_empty() {
            self.is_apart = true;
            return;
        }
        self.part();
        self.text += line;
        self.text.push('\n');
    }

    /// The lines of a statement. A blank line after it stays in the block.
    pub(super) fn code(&mut self, lines: &[&str]) {
        if self.is_code && self.is_apart {
            self.part();
        } else if !self.is_code {
            self.gap();
            self.part();
            self.text += "```rust\n";
            self.is_code = true;
        }
        let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        for line in &lines[..end] {
            self.text += line;
            self.text.push('\n');
        }
        self.is_apart = end < lines.len();
    }

    /// What a statement made, as a block of its own.
    pub(super) fn output(&mut self, text: &str) {
        self.close();
        self.gap();
        self.part();
        self.text += text;
        self.gap();
    }

    /// Ends a block of code.
    fn close(&mut self) {
        if self.is_code {
            self.text += "```\n";
            self.is_code = false;
            self.is_apart = true;
        }
    }

    /// Ends a paragraph.
    pub(super) fn gap(&mut self) {
        self.is_apart = true;
    }

    /// Writes the blank line that is due.
    fn part(&mut self) {
        if self.is_apart && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.is_apart = false;
    }

    /// The page.
    pub(super) fn text(mut self) -> String {
        self.close();
        self.text
    }
}
