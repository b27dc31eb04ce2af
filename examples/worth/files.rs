//! The map with its inputs, prices and weights, from their files.

use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use covalue::impact::{ImpactMap, Input, table};
use covalue::number::Fraction;
use covalue::printable::printable;

use super::Failure;
use super::options::Options;

/// The endings of the names of tables.
const TABLES: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "ods"];

/// The map of the files, without the inputs that options state.
pub(super) fn map<N: Fraction>(options: &Options) -> Result<ImpactMap<N>, Failure> {
    let mut map: ImpactMap<N> = read(&options.map, |file| options.written.read_map(file))?;
    if let Some(path) = &options.inputs_file {
        let inputs: Vec<Input<N>> = read(path, |file| table::read_inputs(file))?;
        map = inputs.into_iter().fold(map, ImpactMap::input);
    }
    if let Some((year, path)) = &options.prices {
        map = map.in_prices_of(*year, &read(path, |file| table::read_deflator(name(path), file))?);
    }
    if let Some(path) = &options.weights {
        map = map.weights(read(path, |file| table::read_weights(file))?, name(path));
    }
    Ok(map)
}

/// The content of a table.
fn read<T, E: Display>(path: &Path, read: impl FnOnce(BufReader<File>) -> Result<T, E>) -> Result<T, Failure> {
    let is_table = |ending: &str| TABLES.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if !path.extension().and_then(|ending| ending.to_str()).is_some_and(is_table) {
        return Err(in_file(path, &"not a table (.csv) or a spreadsheet (.xlsx, .ods)"));
    }
    let file = File::open(path).map_err(|error| in_file(path, &error))?;
    read(BufReader::new(file)).map_err(|error| in_file(path, &error))
}

/// The name of a file, which is that of its series or the source of its weights.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A message about a file.
fn in_file(path: &Path, message: &dyn Display) -> Failure {
    format!("{}: {message}", printable(&path.display().to_string()))
}
