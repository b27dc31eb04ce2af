//! A file of the options that tell how a table is written.

use std::fs;
use std::path::Path;

use covalue::printable::printable;
use covalue::table::Options;

use super::Failure;

/// The letters of a message about a file of options at most.
const LONGEST_MESSAGE: usize = 400;

/// The options of a file.
pub(super) fn of_file(path: &Path) -> Result<Options, Failure> {
    // The message may repeat a name of the file.
    let in_file = |error: &dyn std::fmt::Display| {
        let message: String = error.to_string().chars().take(LONGEST_MESSAGE).collect();
        let lines: Vec<_> = message.trim_end().lines().map(printable).collect();
        format!("{}: {}", printable(&path.display().to_string()), lines.join("\n"))
    };
    let text = fs::read_to_string(path).map_err(|error| in_file(&error))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("toml") => toml::from_str(&text).map_err(|error| in_file(&error)),
        Some("json") => serde_json::from_str(&text).map_err(|error| in_file(&error)),
        _ => Err(in_file(&"not a file of options (.toml, .json)")),
    }
}
