//! The map with its inputs, prices and weights, from their files, and the file of its picture.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use covalue::error::ImpactError;
use covalue::impact::{ImpactMap, Input};
use covalue::number::Fraction;
use covalue::printable::printable;
use covalue::table;

use super::Failure;
use super::options::{Options, TableFile};

/// The endings of the names of tables.
const TABLES: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "ods"];

/// The map of the files, without the inputs that options state.
pub(super) fn map<N: Fraction>(options: &Options) -> Result<ImpactMap<N>, Failure> {
    let mut map: ImpactMap<N> = read(&options.map, table::Options::read_map)?;
    if let Some(file) = &options.inputs_file {
        let inputs: Vec<Input<N>> = read(file, table::Options::read_inputs)?;
        map = inputs.into_iter().fold(map, ImpactMap::input);
    }
    if let Some((year, file)) = &options.prices {
        let name = name(&file.path);
        map = map.in_prices_of(*year, &read(file, |written, file| written.read_deflator(name, file))?);
    }
    if let Some(file) = &options.weights {
        map = map.weights(read(file, table::Options::read_weights)?, name(&file.path));
    }
    Ok(map)
}

/// The content of a table.
fn read<T, E: Display>(
    TableFile { path, written }: &TableFile,
    read: impl FnOnce(&table::Options, BufReader<File>) -> Result<T, E>,
) -> Result<T, Failure> {
    let is_table = |ending: &str| TABLES.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if !path.extension().and_then(|ending| ending.to_str()).is_some_and(is_table) {
        return Err(in_file(path, &"not a table (.csv) or a spreadsheet (.xlsx, .ods)"));
    }
    let file = File::open(path).map_err(|error| in_file(path, &error))?;
    read(written, BufReader::new(file)).map_err(|error| in_file(path, &error))
}

/// Writes the picture, if one is asked for.
pub(super) fn write_picture(
    options: &Options,
    svg: impl FnOnce() -> Result<String, ImpactError>,
) -> Result<(), Failure> {
    let Some(path) = &options.picture else { return Ok(()) };
    let svg = svg().map_err(|error| in_file(path, &error))?;
    fs::write(path, svg).map_err(|error| in_file(path, &error))
}

/// The name of a file, which is that of its series or the source of its weights.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A message about a file.
fn in_file(path: &Path, message: &dyn Display) -> Failure {
    format!("{}: {message}", printable(&path.display().to_string()))
}
