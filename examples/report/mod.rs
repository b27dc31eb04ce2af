//! The layout of the reports.

/// The width of paragraphs, in characters: the tables of the reports are wider, but long lines are hard to read.
const WIDTH: usize = 100;

/// Prints an underlined heading.
pub(crate) fn heading(text: &str) {
    println!("\n{text}\n{}\n", "=".repeat(text.chars().count()));
}

/// Prints a text in lines of at most [`WIDTH`] characters.
pub(crate) fn paragraph(text: &str) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            println!("{line}");
            line.clear();
        }
        line += if line.is_empty() { "" } else { " " };
        line += word;
    }
    println!("{line}");
}
