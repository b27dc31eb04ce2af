//! How the examples lay out what they report.

/// A line of its own, underlined.
pub(crate) fn heading(text: &str) {
    println!("\n{text}\n{}\n", "=".repeat(text.chars().count()));
}
