//! The map with its inputs, prices and weights, from their files, and the file of its picture.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use covalue::error::ImpactError;
use covalue::impact::{ImpactMap, Input};
use covalue::number::Fraction;
use covalue::printable::printable;
use covalue::table;

use super::Failure;
use super::options::Options;

/// The map of the files, without the inputs that options state.
pub(super) fn map<N: Fraction>(options: &Options) -> Result<ImpactMap<N>, Failure> {
    let mut map: ImpactMap<N> = options.map.read(table::Options::read_map)?;
    if let Some(file) = &options.inputs_file {
        let inputs: Vec<Input<N>> = file.read(table::Options::read_inputs)?;
        map = inputs.into_iter().fold(map, ImpactMap::input);
    }
    if let Some(prices) = &options.prices {
        map = map.in_prices_of(prices.year, &prices.deflator()?);
    }
    if let Some(file) = &options.weights {
        map = map.weights(file.read(table::Options::read_weights)?, file.name());
    }
    Ok(map)
}

/// Writes the picture, if one is asked for.
pub(super) fn write_picture(
    options: &Options,
    svg: impl FnOnce() -> Result<String, ImpactError>,
) -> Result<(), Failure> {
    let Some(path) = &options.picture else { return Ok(()) };
    let svg = svg().map_err(|error| in_picture(path, &error))?;
    fs::write(path, svg).map_err(|error| in_picture(path, &error))
}

/// A message about the file of a picture.
fn in_picture(path: &Path, message: &dyn Display) -> Failure {
    format!("{}: {message}", printable(&path.display().to_string()))
}
