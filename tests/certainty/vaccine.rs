//! A published decision: vaccination against influenza, by the figures that the R package BCEA gives for its own data.

use covalue::certainty::Effects;

const DATA: &str = include_str!("vaccine.csv");
const OPTIONS: [&str; 2] = ["status quo", "vaccination"];

/// The effects and costs of both options, then those of the points that the package plots, and the parameter, in each draw.
fn columns() -> [Vec<f64>; 9] {
    let rows = DATA.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut columns: [Vec<f64>; 9] = Default::default();
    for row in rows {
        let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(cells.len(), columns.len());
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.push(cell);
        }
    }
    assert_eq!(columns[0].len(), 1_000);
    columns
}

/// The options with the columns that begin with this one: two of effects, two of costs.
fn effects(first: usize) -> Effects {
    let columns = columns();
    let [effect, with_effect, cost, with_cost] = std::array::from_fn(|column| columns[first + column].clone());
    Effects::new([(OPTIONS[0], effect, cost), (OPTIONS[1], with_effect, with_cost)]).unwrap()
}

/// The package's method `so` with 50 blocks gives 1.0967331598 at 20,000 pounds per QALY for the points that it plots (second hand).
#[test]
fn r40_information_on_one_parameter_is_that_of_bcea() {
    let [.., parameter] = columns();
    let options = effects(4).at(20_000.0).unwrap().assuming("beta", parameter).unwrap();
    let in_blocks = options.clone().in_blocks(50).unwrap();
    let found = in_blocks.perfect_information_on("beta").unwrap();
    assert!((found - 1.096_733_159_8).abs() < 5e-11, "{found}");
    // As many blocks overstate it: with the 10 blocks that are usual here it is less.
    let usual = options.perfect_information_on("beta").unwrap();
    assert!(usual < found && found < options.perfect_information(), "{usual}");
}

/// The summary that the package prints at 25,000 pounds per QALY (from memory): expected incremental benefit 1.2284, probability
/// that vaccination is cost-effective 0.529, expected value of perfect information 2.4145; its incremental cost-effectiveness
/// ratio is 20,098.
#[test]
fn the_decision_is_that_of_bcea() {
    let options = effects(0).at(25_000.0).unwrap();
    assert_eq!(options.best(), [OPTIONS[1]]);
    let benefit = options.mean(OPTIONS[1]).unwrap() - options.mean(OPTIONS[0]).unwrap();
    assert!((benefit - 1.2284).abs() < 5e-5, "{benefit}");
    assert_eq!((options.wins(OPTIONS[1]).unwrap(), options.tied()), (529, 0));
    let information = options.perfect_information();
    assert!((information - 2.4145).abs() < 5e-5, "{information}");
    assert_eq!(effects(0).at(20_097.0).unwrap().best(), [OPTIONS[0]]);
    assert_eq!(effects(0).at(20_098.0).unwrap().best(), [OPTIONS[1]]);
}
