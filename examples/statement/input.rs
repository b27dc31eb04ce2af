//! Reads a ledger from a journal or a table, with a table of counts of people reached beside it, and a progress bar.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use covalue::journal::Intake;
use covalue::number::Number;
use covalue::printable::printable;
use covalue::{Catalogue, Ledger, journal};
use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use super::options::Options;

/// The content of the files.
pub(super) struct Input<N: Number> {
    pub(super) ledger: Ledger<N>,
    /// The messages about refused entries.
    pub(super) refused: Vec<String>,
    /// The counts of rows, cells and columns that were skipped.
    pub(super) skipped: Vec<String>,
}

/// Reads the ledger of the files, and prints the messages about refused and skipped entries.
pub(super) fn read<N: Number>(options: &Options) -> Result<Input<N>, Failure> {
    let file = options.file.as_path();
    let catalogue = match &options.catalogue {
        Some(path) => catalogue(path)?,
        None if is_table(file)? => return Err(in_file(file, &"a table needs a --catalogue")),
        None => Catalogue::empty(),
    };
    let ledger = Ledger::part(&catalogue, file.display().to_string());
    let mut input = Input { ledger, refused: Vec::new(), skipped: Vec::new() };
    input.add(file, options)?;
    for more in &options.more {
        let (refused, skipped) = (input.refused.len(), input.skipped.len());
        input.add(more, options)?;
        // The first file needs no name, since it is the one that a report is of.
        for message in input.refused[refused..].iter_mut().chain(&mut input.skipped[skipped..]) {
            *message = in_file(more, message);
        }
    }
    if let Some(reach) = &options.reach {
        let messages = read_reach_into(&mut input.ledger, reach, options)?;
        input.refused.extend(messages.iter().map(|message| in_file(reach, message)));
    }
    Ok(input)
}

impl<N: Number> Input<N> {
    /// Adds a journal or a table.
    fn add(&mut self, file: &Path, options: &Options) -> Result<(), Failure> {
        let is_table = is_table(file)?;
        if let Some(path) = &options.rejects {
            check_rejects(path, is_table && options.more.is_empty())?;
        }
        let (ledger, input) = (&mut self.ledger, open(file)?);
        let read = if is_table {
            let written = &options.written;
            if options.lenient { written.read_lenient(ledger, input) } else { written.read(ledger, input) }
        } else {
            let written = options.written.journal_options().map_err(|fault| in_file(file, &fault))?;
            if options.lenient { written.read_lenient(ledger, input) } else { written.read(ledger, input) }
        };
        let intake = read.map_err(|error| in_file(file, &error))?;
        if let Some((path, rejects)) = options.rejects.as_deref().zip(intake.rejects()) {
            let written = File::create_new(path).and_then(|mut file| file.write_all(rejects.as_bytes()));
            written.map_err(|error| in_file(path, &error))?;
            eprintln!("{}", in_file(path, &format!("rows to be mended: {}", intake.refused().len())));
        }
        self.refused.extend(report(&intake, file));
        self.skipped.extend(skipped(&intake));
        Ok(())
    }
}

/// Whether a file is a table and not a journal.
fn is_table(file: &Path) -> Result<bool, Failure> {
    match () {
        () if is_standard_input(file) || ends_in(file, "jsonl") => Ok(false),
        () if TABLES.iter().any(|ending| ends_in(file, ending)) => Ok(true),
        () => Err(in_file(file, &"not a journal (.jsonl), a table (.csv) or a spreadsheet (.xlsx, .ods)")),
    }
}

/// Refused rows are those of a table, and overwrite no file.
fn check_rejects(path: &Path, is_table: bool) -> Result<(), Failure> {
    if !is_table {
        return Err("--rejects needs one table, so not a journal, and no --and".to_owned());
    }
    if path.exists() { Err(in_file(path, &"exists already, and --rejects overwrites no file")) } else { Ok(()) }
}

/// A message about a file.
pub(super) fn in_file(file: &Path, message: &dyn Display) -> Failure {
    format!("{}: {message}", printable(&file.display().to_string()))
}

/// Whether the name of a file ends so, in small or capital letters.
fn ends_in(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// Adds the counts of people reached of a table.
fn read_reach_into<N: Number>(ledger: &mut Ledger<N>, file: &Path, options: &Options) -> Result<Vec<String>, Failure> {
    if !TABLES.iter().any(|ending| ends_in(file, ending)) {
        return Err(in_file(file, &"not a table (.csv) or a spreadsheet (.xlsx, .ods)"));
    }
    let (input, written) = (open(file)?, &options.reach_written);
    let read =
        if options.lenient { written.read_reach_lenient(ledger, input) } else { written.read_reach(ledger, input) };
    Ok(report(&read.map_err(|error| in_file(file, &error))?, file))
}

/// The number of warnings that are printed.
const WARNINGS: usize = 20;

/// Prints the refusals, the warnings and the counts of skipped rows and cells, and returns the messages of the refusals.
fn report(intake: &Intake, file: &Path) -> Vec<String> {
    for refused in intake.refused() {
        eprintln!("{}", in_file(file, refused));
    }
    let pairs = intake.look_alikes();
    for pair in pairs.iter().take(WARNINGS) {
        eprintln!("{}", in_file(file, &format!("warning: {pair}")));
    }
    if pairs.len() > WARNINGS {
        let more = format!("warning: {} more ids and names look alike", pairs.len() - WARNINGS);
        eprintln!("{}", in_file(file, &more));
    }
    for message in skipped(intake) {
        eprintln!("{}", in_file(file, &message));
    }
    intake.refused().iter().map(ToString::to_string).collect()
}

/// The counts of skipped rows, cells and columns that are not zero.
fn skipped(intake: &Intake) -> Vec<String> {
    let counts = [
        (intake.skipped_line_count(), "lines above the header skipped"),
        (intake.ignored_column_count(), "columns not read"),
        (intake.blank_row_count(), "blank lines and rows skipped"),
        (intake.repeat_count(), "repeats skipped"),
        (intake.missing_code_count(), "cells with the code of a missing value"),
    ];
    counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what}: {count}")).collect()
}

/// The endings of the names of tables.
const TABLES: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "ods"];

fn catalogue<N: Number>(path: &Path) -> Result<Catalogue<N>, Failure> {
    let mut ledger = Ledger::new(&Catalogue::empty());
    let intake = journal::read(&mut ledger, open(path)?).map_err(|error| in_file(path, &error))?;
    if intake.interaction_count() > 0 {
        return Err(in_file(path, &"a catalogue must have services and measures only, but this file has interactions"));
    }
    if intake.reach_count() > 0 {
        return Err(in_file(path, &"a catalogue must have services and measures only, but this file has reach"));
    }
    Ok(ledger.catalogue().clone())
}

pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_standard_input(path) {
        return Ok(Box::new(BufReader::new(ProgressReader::new(std::io::stdin(), None))));
    }
    let failure = |error: std::io::Error| in_file(path, &error);
    let file = File::open(path).map_err(failure)?;
    let length = file.metadata().map_err(failure)?.len();
    Ok(Box::new(BufReader::with_capacity(1 << 16, ProgressReader::new(file, Some(length)))))
}

/// The progress bar appears after one second: most files take less, and a bar that flashes up is a distraction.
const DELAY: Duration = Duration::from_secs(1);

/// A reader with a progress bar on standard error, if that is a terminal.
struct ProgressReader<R> {
    input: R,
    length: Option<u64>,
    read: u64,
    start: Instant,
    is_terminal: bool,
    bar: Option<ProgressBar>,
}

impl<R> ProgressReader<R> {
    fn new(input: R, length: Option<u64>) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self { input, length, read: 0, start: Instant::now(), is_terminal, bar: None }
    }
}

impl<R: Read> Read for ProgressReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count as u64;
        if self.is_terminal && (self.bar.is_some() || self.start.elapsed() > DELAY) {
            let length = self.length;
            let bar = self.bar.get_or_insert_with(|| match length {
                Some(length) => {
                    let style = ProgressStyle::with_template("reading {bar:40} {bytes} of {total_bytes}, {eta} to go");
                    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                }
                None => ProgressBar::new_spinner(),
            });
            bar.set_position(self.read);
            if count == 0 {
                bar.finish_and_clear();
            }
        }
        Ok(count)
    }
}

impl<R> Drop for ProgressReader<R> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Standard input is one file at most.
pub(super) fn check_standard_input<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<(), Failure> {
    match files.filter(|file| is_standard_input(file)).count() {
        0 | 1 => Ok(()),
        _ => Err("standard input, -, can be read only once".to_owned()),
    }
}
