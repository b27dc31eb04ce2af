//! The example `worth` on draws, units and decisions: its output and its refusals.

use std::path::PathBuf;
use std::process::Output;
use std::sync::OnceLock;

use covalue::certainty::{Drawing, Options, Resampling};
use covalue::error::Error;
use covalue::impact::{Assumption, Discount, ImpactMap, Input, Proxy, Row, Spread, table};

use super::command_line::{answer_of, built, fails_with, run_program};

const MAP: &str = "\
stakeholder,outcome,quantity,quantity_spread,proxy_value,proxy_value_spread,proxy_value_name,deadweight,deadweight_spread
residents,visits,90,triangular 60 90 120,19,gamma 19 4,price of a visit,0.1,beta 2 18
residents,calls,10,,19,gamma 19 4,price of a visit,,
";

/// Thirty members of each of two teams.
fn units() -> Vec<(&'static str, String, f64, f64)> {
    let of = |team: &'static str, part: u32| {
        (0..30).map(move |id| (team, format!("{team} {id}"), f64::from(id % part), 40.0))
    };
    of("north", 8).chain(of("south", 5)).collect()
}

/// A folder with the files that the tests name, which is not the working directory of the program.
fn file(name: &str) -> String {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command_certainty");
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
        write("map.csv", MAP);
        write("plain.csv", "outcome,quantity,proxy_value\nvisits,10,5\n");
        write("inputs.csv", "name,amount,spread\ncontract,1000,uniform 900 1200\n");
        let rows = units().into_iter().map(|(line, id, a, b)| format!("{line},{id},{a},{b}\n"));
        write("units.csv", &("line,id,a,b\n".to_owned() + &rows.collect::<String>()));
        write("decision.csv", "more visits,as is,price\n10,4,1\n0,6,3\n2,5,2\n");
        write("wrong.csv", "line,id,a,b\nnorth,ana,1,1\nnorth,ben,lots,1\n");
        write("twice.csv", "a,a\n1,2\n");
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

#[test]
fn a_map_of_a_file_is_drawn() -> Result<(), Error> {
    let price = |row: Row<f64>| {
        row.spread(Assumption::Proxy, Spread::gamma(19.0, 4.0)).named(Assumption::Proxy, "price of a visit")
    };
    let row =
        |outcome: &str, quantity| price(Row::new(outcome, quantity, Proxy::amount(19.0)).stakeholder("residents"));
    let visits = row("visits", 90.0).spread(Assumption::Quantity, Spread::triangular(60.0, 90.0, 120.0));
    let visits = visits.deadweight(0.1).spread(Assumption::Deadweight, Spread::beta(2.0, 18.0));
    let map = ImpactMap::new([visits, row("calls", 10.0)]);
    assert_eq!(table::read::<f64>(MAP.as_bytes())?, map);
    let map = map.input(Input::new("contract", 1_000.0).spread(Spread::uniform(900.0, 1_200.0)));
    let draws = map.draws(Discount::from_year_one(0.035), Drawing::seeded(7).draws(500)?)?;
    let (map, inputs) = (file("map.csv"), file("inputs.csv"));
    let asked = ["--map", &map, "--inputs", &inputs, "--discount", "year-one:0.035", "--draws", "500", "--seed", "7"];
    assert_eq!(answers(&asked), draws.to_string());
    assert_eq!(answers(&[&asked[..], &["--format", "csv"]].concat()), draws.to_csv());
    assert_eq!(answers(&[&asked[..], &["--format", "json"]].concat()), draws.to_json() + "\n");
    let picture = file("draws.svg");
    assert_eq!(answers(&[&asked[..], &["--picture", &picture]].concat()), draws.to_string());
    assert_eq!(std::fs::read_to_string(&picture).expect("a picture"), draws.chart().to_svg());
    Ok(())
}

#[test]
fn units_of_a_file_have_intervals() -> Result<(), Error> {
    let resampling = Resampling::seeded(3).replicates(199)?.level(9, 10)?.at_least(25);
    let ratios = resampling.ratios(units())?.less("north", "south")?.less("south", "north")?;
    let units = file("units.csv");
    let asked =
        ["--units", &units, "--less", "north,south", "--less", "south,north", "--seed", "3", "--replicates", "199"];
    let asked = [&asked[..], &["--level", "90/100", "--at-least", "25"]].concat();
    let plain = |text: &str| text.replace("90/100", "9/10");
    assert_eq!(answers(&asked), plain(&ratios.to_string()));
    assert_eq!(answers(&[&asked[..], &["--format", "csv"]].concat()), ratios.to_csv());
    assert_eq!(answers(&[&asked[..], &["--format", "json"]].concat()), ratios.to_json() + "\n");
    assert!(
        answers(&["--units", &units]).starts_with("95 % confidence intervals: 4,999 replicates of units, seed 0\n")
    );
    Ok(())
}

#[test]
fn options_of_a_file_are_compared() -> Result<(), Error> {
    let options = Options::new([("more visits", [10.0, 0.0, 2.0]), ("as is", [4.0, 6.0, 5.0])])?;
    let options = options.assuming("price", [1.0, 3.0, 2.0])?;
    let decision = file("decision.csv");
    let asked = ["--decide", &decision, "--on", "price"];
    assert_eq!(answers(&asked), options.to_string());
    assert_eq!(answers(&[&asked[..], &["--format", "csv"]].concat()), options.to_csv());
    let in_blocks = options.in_blocks(3)?;
    assert_eq!(in_blocks.perfect_information_on("price")?, 2.0);
    let json = answers(&[&asked[..], &["--blocks", "3", "--format", "json"]].concat());
    assert_eq!(json, in_blocks.to_json() + "\n");
    Ok(())
}

#[test]
fn mistakes_of_draws_units_and_decisions_name_what_to_do() {
    let [map, plain, units, decision, wrong, twice] =
        ["map.csv", "plain.csv", "units.csv", "decision.csv", "wrong.csv", "twice.csv"].map(file);
    let usage = |arguments: &[&str], message: &str| fails(arguments, &format!("{message}; see --help"));
    usage(&["--map", &map, "--draws", "0"], "--draws: form: 0 draws are asked for, and at least 1 is needed");
    usage(&["--map", &map, "--draws", "many"], "--draws: `many` is not a whole number");
    usage(&["--map", &map, "--draws", "9", "--number", "rational"], "--draws needs --number f64");
    usage(
        &["--map", &map, "--draws", "9", "--sensitivity"],
        "--sensitivity, --extremes, --trace and --draws cannot be combined",
    );
    usage(&["--map", &map, "--seed", "1"], "--seed needs --draws or --units");
    usage(&["--map", &map, "--less", "a,b"], "--less cannot be combined with --map");
    usage(&["--units", &units, "--map", &map], "--map cannot be combined with --units");
    usage(&["--units", &units, "--on", "a"], "--on cannot be combined with --units");
    usage(&["--decide", &decision, "--seed", "1"], "--seed cannot be combined with --decide");
    usage(&["--units", &units, "--level", "95"], "--level: `95` is not PART/WHOLE, such as 95/100");
    usage(&["--units", &units, "--level", "2/1"], "--level: form: a level is 2/1, and has to be above 0 and below 1");
    usage(&["--units", &units, "--less", "north"], "--less: `north` is not X,Y");
    usage(&["--units", &units, "--for-spreadsheets"], "--for-spreadsheets needs --format csv");
    let no_spread = "--draws needs a spread: state columns such as quantity_spread of the map, spread of --inputs";
    fails(&["--map", &plain, "--draws", "9"], no_spread);
    fails(&["--units", &units, "--less", "north,suoth"], "--less: R20: no line is named `suoth` (is `south` meant?)");
    fails(&["--units", &wrong], "wrong.csv: line 3: R3: a: `lots` is not a number");
    fails(
        &["--units", &decision],
        "decision.csv: line 1: form: the table has no column `line`, only more visits, as is, price",
    );
    fails(&["--decide", &twice], "twice.csv: line 1: form: two columns are named `a`");
    fails(
        &["--decide", &decision, "--blocks", "4"],
        "--blocks: form: 3 draws cannot be cut into 4 blocks: ask for 1 to 3",
    );
}

/// A spread of a file that its assumption may not have, and one that is none.
#[test]
fn r39_spreads_of_files_are_checked() {
    let read = |spread: &str| {
        let file = format!("outcome,quantity,proxy_value,deadweight,deadweight_spread\nclub,16,19,0.2,{spread}\n");
        table::read::<f64>(file.as_bytes()).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(read("beta 2 8"), Ok(()));
    let normal = "line 2: R39: spread of deadweight of `club` is normal 0.2 0.1, and its values have to be from 0 to 1";
    assert_eq!(read("normal 0.2 0.1"), Err(normal.to_owned()));
    let message = read("triangle 0 1").unwrap_err();
    assert!(
        message.starts_with("line 2: form: `triangle 0 1` is not a spread: write `uniform LOW HIGH`, "),
        "{message}"
    );
    let named = "outcome,quantity,proxy_value,quantity_name\nclub,16,19,visits\n";
    assert_eq!(
        table::read::<f64>(named.as_bytes()).unwrap_err().to_string(),
        "line 2: R39: quantity of `club` is named `visits`, and has no spread"
    );
}
