//! The end of a program: its text on standard output, or a message on standard error.

use std::io::Write;
use std::process::ExitCode;

use super::Failure;

/// Answers the options, which are `None` if help is asked for. Prints the answer, the help or the message, and gives the exit
/// code.
pub(super) fn answered<T>(
    options: Result<Option<T>, Failure>,
    usage: impl FnOnce() -> String,
    answer: impl FnOnce(T) -> Result<String, Failure>,
) -> ExitCode {
    let text = match options {
        Ok(Some(options)) => answer(options),
        Ok(None) => Ok(usage()),
        Err(failure) => Err(format!("{failure}; see --help")),
    };
    match text.and_then(|text| print(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    // A broken pipe is no failure: `head` closes it after the first lines.
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}
