//! The example `worth` as a command: its output, its refusals and its exit codes.

use std::path::PathBuf;
use std::process::Output;
use std::sync::OnceLock;

use covalue::error::Error;
use covalue::impact::{Deflator, Discount, ImpactMap, Input, table};
use covalue::number::Fraction;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::command_line::{answer_of, built, fails_with, run_program};

const MAP: &str = include_str!("../../examples/data/wheels_to_meals.csv");

const RANGED: &str = "\
stakeholder,outcome,quantity,quantity_low,quantity_high,proxy_value,unit,year
residents,visits,10,6,12,100,GBP,2011
neighbours,noise,-2,,,50,GBP,2019
";

/// A folder with the files that the tests name, which is not the working directory of the program.
fn file(name: &str) -> String {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command_worth");
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
        write("map.csv", MAP);
        write("german.csv", "Wirkung;Menge;Wert\nBesuche;10;94,5\n");
        write("german.toml", "delimiter = ';'\ndecimal_comma = true\n[columns]\nWirkung = 'outcome'\nMenge = 'quantity'\nWert = 'proxy_value_eur'\n");
        write("ranged.csv", RANGED);
        write("wrong.csv", &MAP.replace("625.10", "625.20"));
        write("inputs.csv", "name,amount,stakeholder,low,high\ncontract,24375,local authority,,\nvolunteers' time,18000,volunteers,9000,20000\n");
        write("prices.csv", "year,index\n2011,80\n2019,100\n");
        write("weights.csv", "stakeholder,weight\nneighbours,2\n");
        write("unknown weights.csv", "stakeholder,weight\npassers-by,2\n");
        write("map.pdf", "");
        folder
    });
    folder.join(name).to_str().expect("text").to_owned()
}

fn run(arguments: &[&str]) -> Output {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    run_program(PROGRAM.get_or_init(|| built("worth")), arguments, "")
}

#[track_caller]
fn answers(arguments: &[&str]) -> String {
    answer_of(run(arguments))
}

#[track_caller]
fn fails(arguments: &[&str], message: &str) {
    fails_with(run(arguments), &file(""), message);
}

/// The luncheon club with its inputs.
fn luncheon_club<N: Fraction>() -> Result<ImpactMap<N>, Error> {
    let number = |text: &str| N::parse(text).unwrap();
    Ok(table::read(MAP.as_bytes())?
        .input(Input::new("contract", number("24375")))
        .input(Input::new("volunteers' time", number("18000"))))
}

const INPUTS: [&str; 4] = ["--input", "contract=24375", "--input", "volunteers' time=18000@0"];

#[test]
fn a_map_is_valued_as_the_library_values_it() -> Result<(), Error> {
    fn check<N: Fraction>(number: &str) -> Result<(), Error> {
        let worth = luncheon_club::<N>()?.value(Discount::from_year_one(N::parse("0.035").unwrap()))?;
        let map = file("map.csv");
        let asked = [&["--map", &map, "--discount", "year-one:0.035", "--number", number][..], &INPUTS].concat();
        assert_eq!(answers(&asked), worth.to_string());
        assert_eq!(answers(&[&asked[..], &["--format", "csv"]].concat()), worth.to_csv());
        assert_eq!(answers(&[&asked[..], &["--format", "json"]].concat()), worth.to_json()? + "\n");
        Ok(())
    }
    check::<f64>("f64")?;
    check::<Decimal>("decimal")?;
    check::<BigRational>("rational")
}

#[test]
fn nothing_is_discounted_unless_asked_for_and_the_output_says_so() -> Result<(), Error> {
    let map = file("map.csv");
    let worth = luncheon_club::<f64>()?.value(Discount::none())?;
    let asked = [&["--map", map.as_str()][..], &INPUTS].concat();
    let shown = answers(&asked);
    assert_eq!(shown, worth.to_string());
    assert!(shown.lines().next().unwrap().ends_with("; not discounted"), "{shown}");
    assert!(
        answers(&[&asked[..], &["--format", "json"]].concat())
            .contains(r#""discount":{"from":"year_one","steps":[[0,0.0]]}"#)
    );
    let steps = [&asked[..], &["--discount", "year-zero:0.035,2:0.030", "--format", "csv"]].concat();
    let stepped = luncheon_club::<f64>()?.value(Discount::from_year_zero(0.035).then(2, 0.030))?;
    assert_eq!(answers(&steps), stepped.to_csv());
    Ok(())
}

#[test]
fn inputs_are_read_from_a_file_beside_those_of_options() -> Result<(), Error> {
    let (map, inputs) = (file("map.csv"), file("inputs.csv"));
    let expected = table::read_inputs::<f64>(std::fs::File::open(&inputs).unwrap())?;
    let expected = expected.into_iter().fold(table::read(MAP.as_bytes())?, ImpactMap::input);
    let renewal = Input::new("a=b@c", 1000.0).at(2);
    let worth = expected.clone().input(renewal).value(Discount::none())?;
    let asked = ["--map", &map, "--inputs", &inputs, "--format", "json"];
    assert_eq!(answers(&[&asked[..], &["--input", "a=b@c=1000@2"]].concat()), worth.to_json()? + "\n");
    let sensitivity = expected.sensitivity(Discount::from_year_one(0.035).range(0.0, 0.1))?;
    let varied = ["--sensitivity", "--discount", "year-one:0.035", "--rate-range", "0,0.1"];
    assert_eq!(answers(&[&asked[..], &varied].concat()), sensitivity.to_json() + "\n");
    assert_eq!(answers(&[&asked[..4], &varied].concat()), sensitivity.to_string());
    assert_eq!(answers(&[&asked[..4], &varied, &["--format", "csv"]].concat()), sensitivity.to_csv());
    Ok(())
}

#[test]
fn prices_and_weights_are_read_from_files() -> Result<(), Error> {
    let (map, prices, weights) = (file("ranged.csv"), file("prices.csv"), file("weights.csv"));
    let deflator = Deflator::new("prices.csv", [(2011, 80.0), (2019, 100.0)])?;
    let expected = table::read::<f64>(RANGED.as_bytes())?.in_prices_of(2019, &deflator);
    let asked = ["--map", &map, "--prices", "2019", "--deflator", &prices];
    assert_eq!(answers(&asked), expected.value(Discount::none())?.to_string());
    let worth = expected.weights([("neighbours", 2.0)], "weights.csv").value(Discount::none())?;
    let weighted = worth.weighted()?;
    let asked = [&asked[..], &["--weights", &weights]].concat();
    assert_eq!(answers(&asked), format!("{worth}\n{weighted}"));
    let json: serde_json::Value =
        serde_json::from_str(&answers(&[&asked[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(
        (&json["unweighted"]["totals"]["net"], &json["weighted"]["totals"]["net"]),
        (&1150.0.into(), &1050.0.into())
    );
    let csv = answers(&[&asked[..], &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let sources: Vec<String> =
        reader.records().map(|record| record.unwrap().iter().next_back().unwrap().to_owned()).collect();
    assert_eq!(sources, ["", "", "weights.csv", "weights.csv"]);
    Ok(())
}

#[test]
fn a_map_of_another_program_is_read_with_a_file_of_options() {
    let (map, options) = (file("german.csv"), file("german.toml"));
    let csv = answers(&["--map", &map, "--options", &options, "--format", "csv", "--for-spreadsheets"]);
    assert!(csv.contains("\n,Besuche,,10.0,94.5,"), "{csv}");
    assert!(csv.contains(",EUR,"), "{csv}");
}

#[test]
fn rows_are_traced_and_extremes_compared() -> Result<(), Error> {
    let (map, weights) = (file("map.csv"), file("weights.csv"));
    let shopping = "neighbours/less neighbourly shopping (negative outcome)";
    let worth = luncheon_club::<f64>()?.weights([("neighbours", 2.0)], "weights.csv").value(Discount::none())?;
    let asked = ["--map", &map, "--trace", shopping];
    let trace = worth.trace(shopping)?.to_string();
    assert_eq!(answers(&asked), trace);
    let weighted = worth.weighted()?.trace(shopping)?;
    assert_eq!(answers(&[&asked[..], &["--weights", &weights]].concat()), format!("{trace}\n{weighted}"));
    let (ranged, prices) = (file("ranged.csv"), file("prices.csv"));
    let deflator = Deflator::new("prices.csv", [(2011, 80.0), (2019, 100.0)])?;
    let extremes = table::read::<f64>(RANGED.as_bytes())?.in_prices_of(2019, &deflator).extremes(Discount::none())?;
    let asked = ["--map", &ranged, "--prices", "2019", "--deflator", &prices, "--extremes"];
    assert_eq!(answers(&asked), extremes.to_string());
    Ok(())
}

/// The picture of the answer, in a file that is written anew each time.
#[test]
fn a_picture_is_written_beside_the_answer() -> Result<(), Error> {
    let (ranged, prices, picture) = (file("ranged.csv"), file("prices.csv"), file("picture.svg"));
    let asked = ["--map", &ranged, "--prices", "2019", "--deflator", &prices, "--picture", &picture];
    let deflator = Deflator::new("prices.csv", [(2011, 80.0), (2019, 100.0)])?;
    let map = table::read::<f64>(RANGED.as_bytes())?.in_prices_of(2019, &deflator);
    let drawn = || std::fs::read_to_string(&picture).expect("a picture");
    assert_eq!(answers(&asked), map.value(Discount::none())?.to_string());
    assert_eq!(drawn(), map.value(Discount::none())?.bar_chart()?.to_svg());
    assert_eq!(answers(&[&asked[..], &["--sensitivity"]].concat()), map.sensitivity(Discount::none())?.to_string());
    assert_eq!(drawn(), map.sensitivity(Discount::none())?.tornado()?.to_svg());
    let weights = file("weights.csv");
    answers(&[&asked[..], &["--weights", &weights]].concat());
    let weighted = map.clone().weights([("neighbours", 2.0)], "weights.csv").value(Discount::none())?.weighted()?;
    assert_eq!(drawn(), weighted.bar_chart()?.to_svg());
    assert!(drawn().contains("Weighted: 1,250 GBP created, 200 destroyed"), "{}", drawn());
    let nowhere = file("no folder/picture.svg");
    let refused = run(&[&asked[..7], &[&nowhere]].concat());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no folder/picture.svg: "), "{refused:?}");
    assert_eq!((refused.status.code(), refused.stdout), (Some(1), Vec::new()));
    Ok(())
}

/// The commands of the README.
#[test]
fn the_example_data_is_a_map_with_all_its_files() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let path = |name: &str| data.join(name).to_str().expect("text").to_owned();
    let [map, inputs] = ["physio_map.csv", "physio_inputs.csv"].map(path);
    let [prices, weights] = ["physio_prices.csv", "physio_weights.csv"].map(path);
    let asked = ["--map", &map, "--inputs", &inputs, "--prices", "2024", "--deflator", &prices];
    let asked = [&asked[..], &["--discount", "year-zero:0.035"]].concat();
    let with = |more: &[&str]| answers(&[&asked[..], more].concat());
    let worth = with(&["--weights", &weights]);
    assert!(worth.starts_with("GBP, in prices of 2024 by physio_prices.csv; discounted at 3.5 % a year; "), "{worth}");
    assert!(worth.contains("\nequipment       clinic    after 1 year    600.00         579.71\n"), "{worth}");
    assert!(worth.contains("\nweighted by stakeholder: physio_weights.csv\n"), "{worth}");
    assert!(with(&["--sensitivity"]).contains("proxy, in prices of 2019"));
    assert!(with(&["--extremes"]).contains("worst"));
    let draws = with(&["--draws", "100", "--seed", "1"]);
    assert!(draws.contains("\n100 draws of 7 assumptions, seed 1\n"), "{draws}");
    // 180 in prices of 2019 are 216 in those of 2024.
    let trace = with(&["--trace", "patients/move without pain"]);
    assert!(trace.contains("\n24 x 216 x (1 - 0.25) x (1 - 0) x (1 - 0.1) = 3,499.20\n"), "{trace}");
    assert!(trace.contains("\nproxy in prices of 2024: 180 x 108 / 90 = 216\n"), "{trace}");
}

#[test]
fn help_is_printed_without_an_error() {
    let help = answers(&["--help"]);
    assert!(help.starts_with("What the outcomes of a service are worth in money"), "{help}");
    assert!(help.lines().all(|line| line.chars().count() <= 120), "{help}");
    assert_eq!(answers(&["--map", "x.csv", "-h"]), help);
}

#[test]
fn a_mistake_names_its_option_and_what_to_do() {
    let map = file("map.csv");
    let with = |more: &[&str], message: &str| {
        fails(&[&["--map", map.as_str()][..], more].concat(), &format!("{message}; see --help"));
    };
    fails(&[], "--map FILE is missing: it names the table of outcomes (or --units FILE, --decide FILE); see --help");
    fails(&["map.csv"], "`map.csv` is given without an option: write --map FILE; see --help");
    with(&["--input", "contract"], "--input: `contract` is not NAME=AMOUNT or NAME=AMOUNT@YEAR");
    with(&["--input", "contract=1@x"], "--input: `contract=1@x` is not NAME=AMOUNT or NAME=AMOUNT@YEAR");
    with(
        &["--discount", "0.035"],
        "--discount: `0.035` is not year-one:RATE or year-zero:RATE, with further rates as YEAR:RATE behind commas",
    );
    with(&["--prices", "2019"], "--prices needs --deflator");
    with(&["--deflator", "prices.csv"], "--deflator needs --prices");
    with(&["--prices", "19", "--deflator", "prices.csv"], "--prices: `19` is not a year of four digits, such as 2024");
    with(&["--rate-range", "0,0.1"], "--rate-range needs --discount");
    with(&["--rate-range", "0,0.1", "--discount", "year-one:0"], "--rate-range needs --sensitivity");
    with(&["--rate-range", "0.1", "--discount", "year-one:0", "--sensitivity"], "--rate-range: `0.1` is not LOW,HIGH");
    with(
        &["--weights", "weights.csv", "--sensitivity"],
        "--weights cannot be combined with --sensitivity: it shows the unweighted worth",
    );
    with(
        &["--weights", "weights.csv", "--extremes"],
        "--weights cannot be combined with --extremes: it shows the unweighted worth",
    );
    with(&["--extremes", "--sensitivity"], "--sensitivity, --extremes, --trace and --draws cannot be combined");
    with(&["--extremes", "--trace", "a"], "--sensitivity, --extremes, --trace and --draws cannot be combined");
    with(&["--extremes", "--format", "json"], "--extremes needs --format table");
    with(&["--trace", "a", "--format", "csv"], "--trace needs --format table");
    with(&["--trace", "a", "--picture", "a.svg"], "--picture cannot be combined with --trace, which has none");
    with(&["--picture", "a.png"], "--picture: `a.png` is not the name of a picture (.svg)");
    with(&["--for-spreadsheets"], "--for-spreadsheets needs --format csv");
    with(&["--number", "integer"], "--number: `integer` is not one of f64, decimal, rational");
    with(&["--format", "xml"], "--format: `xml` is not one of table, csv, json");
    with(&["--map", "other.csv"], "--map is given twice");
    with(
        &["--draw", "3"],
        "`--draw` is not one of --map, --options, --input, --inputs, --discount, --prices, --deflator, --weights, \
         --inputs-options, --deflator-options, --weights-options, --rate-range, --trace, --draws, --seed, --picture, --units, --less, \
         --replicates, --level, --at-least, --decide, --on, --blocks, --number, --format, --sensitivity, \
         --extremes, --for-spreadsheets, --help",
    );
}

#[test]
fn a_fault_of_a_number_or_a_file_names_its_option_or_its_file() {
    let (map, ranged) = (file("map.csv"), file("ranged.csv"));
    let with = |more: &[&str], message: &str| fails(&[&["--map", map.as_str()][..], more].concat(), message);
    with(&["--input", "contract=lots"], "--input: R3: `lots` is not a number");
    with(&["--input", "contract=-1"], "--input: R31: input `contract` is -1.0, below zero");
    with(
        &["--input", "a=1", "--input", "a=2"],
        "--input: form: input `a` is in the inputs already: give each year a name of its own",
    );
    with(&["--discount", "year-one:-0.01"], "--discount: R31: the rate is -0.01, below zero");
    with(
        &["--discount", "year-one:0.2", "--rate-range", "0,0.1", "--sensitivity"],
        "--rate-range: R31: the range of the rate is 0.0 to 0.1, and has to hold 0.2, from 0 on",
    );
    with(
        &["--discount", "year-one:0.035", "--rate-range", "0,6", "--sensitivity"],
        "--rate-range: a rate of 6 is 100 % or more: write 6 % as 0.06",
    );
    with(&["--discount", "year-one:3.5"], "--discount: a rate of 3.5 is 100 % or more: write 3.5 % as 0.035");
    with(&["--discount", "year-one:3.5%"], "--discount: R3: `3.5%` is not a number: write 3.5% as 0.035");
    with(
        &["--discount", "year-one:3.5 percent"],
        "--discount: R3: `3.5 percent` is not a number: write 3.5 percent as 0.035",
    );
    with(&["--input", "contract=£5"], "--input: R3: `£5` is not a number: write 5, without a unit");
    let in_full = "write the amount in full and alone, such as 24375.50";
    for word in ["1,240.5", "0,125", "24k", "5 EUR", "5 %"] {
        with(&["--input", &format!("contract={word}")], &format!("--input: R3: `{word}` is not a number: {in_full}"));
    }
    with(&["--input", "contract=.5"], "--input: R3: `.5` is not a number: write it as 0.5");
    let share = "write a rate as a share below 1, such as 0.035 for 3.5 %";
    for word in ["350%", "-3%", "£3", "3.5pc"] {
        let message = format!("--discount: R3: `{word}` is not a number: {share}");
        with(&["--discount", &format!("year-one:{word}")], &message);
    }
    with(&["--input", "contract=\u{2212}5"], "--input: R3: `\u{2212}5` is not a number: write a minus as -");
    with(
        &["--sensitivity"],
        "--sensitivity needs a range: state columns such as quantity_low and quantity_high of the map, low and high of \
         --inputs, or --rate-range",
    );
    with(
        &["--extremes"],
        "--extremes needs a range: state columns such as quantity_low and quantity_high of the map, low and high of \
         --inputs",
    );
    with(
        &["--trace", "fitter volunteer"],
        "R20: the map has no row `fitter volunteer` (is `fitter volunteers` meant?)",
    );
    let unknown = file("unknown weights.csv");
    with(
        &["--weights", &unknown],
        "R20: the map has no stakeholder `passers-by`: remove it from the file of --weights",
    );
    let inputs = file("inputs.csv");
    with(
        &["--inputs", &inputs, "--input", "contract=1"],
        "form: input `contract` is in the inputs already: give each year a name of its own",
    );
    fails(
        &["--map", &file("wrong.csv")],
        "wrong.csv: line 2: R33: impact_year1_gbp is 625.20, and the row gives 625.10",
    );
    fails(
        &["--map", &ranged],
        "R32: amounts are in prices of 2011 and of 2019, and no price year is asked for: state --prices YEAR with \
         --deflator FILE",
    );
    fails(
        &["--map", &ranged, "--prices", "2024", "--deflator", &file("prices.csv")],
        "R32: the deflator `prices.csv` has no index of 2024: add the year to the file of --deflator",
    );
    fails(&["--map", &file("map.pdf")], "map.pdf: not a table (.csv) or a spreadsheet (.xlsx, .ods)");
    let missing = run(&["--map", &file("missing.csv")]);
    assert_eq!(missing.status.code(), Some(1));
}
