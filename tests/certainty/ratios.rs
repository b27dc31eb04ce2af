//! Intervals of ratios of units by line, and of differences between lines.

use covalue::certainty::{NoInterval, Per, Ratios, Resampling};
use covalue::error::CertaintyError;
use proptest::prelude::*;

/// Thirty members of each of three teams. Those of `north` are in `twin` as well, with twice the hours.
fn units() -> Vec<(&'static str, String, f64, f64)> {
    let member = |team: &'static str, of: &'static str, number: u32, times: f64| {
        (team, format!("{of} {number}"), f64::from(number % 8) * times, 40.0)
    };
    let teams = [("north", "north", 1.0), ("south", "south", 1.5), ("twin", "north", 2.0)];
    teams.into_iter().flat_map(|(team, of, times)| (0..30).map(move |number| member(team, of, number, times))).collect()
}

fn ratios() -> Ratios {
    Resampling::seeded(1).ratios(units()).unwrap()
}

/// The lines are those that the units of each give alone, and so are the differences.
#[test]
fn lines_are_ratios_and_differences_of_their_units() {
    let of = |team: &str| -> Vec<(String, f64, f64)> {
        units().into_iter().filter(|unit| unit.0 == team).map(|(_, id, a, b)| (id, a, b)).collect()
    };
    let resampling = Resampling::seeded(1);
    let ratios = ratios().less("north", "south").unwrap().less("twin", "north").unwrap();
    for line in ratios.lines() {
        assert_eq!(line.interval().unwrap(), resampling.ratio(of(line.name())).unwrap());
        assert_eq!(line.units(), 30);
    }
    for difference in ratios.differences() {
        let alone = resampling.difference(of(difference.line()), of(difference.less())).unwrap();
        assert_eq!(difference.interval().unwrap(), alone);
    }
    // A unit on both lines has one weight, so the difference of the twin is surer than that of another team.
    let widths: Vec<f64> =
        ratios.differences().map(|part| part.interval().unwrap()).map(|found| found.high() - found.low()).collect();
    assert!(widths[1] < widths[0], "{widths:?}");
    assert_eq!(
        ratios.clone().less("north", "north").unwrap().differences().last().unwrap().interval(),
        Err(NoInterval::NoSpread)
    );
}

#[test]
fn r20_a_line_without_units_is_refused() {
    let message = |result: Result<Ratios, CertaintyError>| result.unwrap_err().to_string();
    assert_eq!(message(ratios().less("nroth", "south")), "R20: no line is named `nroth` (is `north` meant?)");
    assert_eq!(message(ratios().less("north", "x")), "R20: no line is named `x`");
    let zero = Resampling::seeded(1).ratios([("north", "ana", 1.0, 0.0)]);
    assert_eq!(
        message(zero),
        "R3: the bases of all units of `north` are 0, so they have no ratio: state at least one that is above 0"
    );
    let wrong = Resampling::seeded(1).ratios([("north", "ana", f64::NAN, 1.0)]);
    assert_eq!(message(wrong), "R3: the amount of `ana` is NaN, and has to be finite");
}

/// Stated units have ids and bases of the caller's, so a resampling that is not of these is refused.
#[test]
fn stated_units_have_no_dimension_and_no_appraisals() {
    let stated = || units().into_iter().map(|(_, id, a, b)| (id, a, b));
    for (resampling, message) in [
        (
            Resampling::seeded(1).by("class"),
            "form: stated units have no dimension `class`: leave out `by`, and state each of its values as a unit",
        ),
        (
            Resampling::seeded(1).per(Per::Appraisal),
            "form: these ratios have bases of their own, and are not for each appraisal: leave out `per`",
        ),
    ] {
        let refused = [
            resampling.ratios(units()).unwrap_err(),
            resampling.ratio(stated()).unwrap_err(),
            resampling.difference(stated(), stated()).unwrap_err(),
        ];
        for refused in refused {
            assert_eq!((refused.to_string().as_str(), refused.rule()), (message, covalue::Rule::Form));
        }
    }
}

#[test]
fn ratios_are_printed() {
    let ratios = ratios().less("twin", "north").unwrap();
    let [twin, north] = ["twin", "north"].map(|name| ratios.line(name).unwrap().interval().unwrap());
    let [difference] =
        ratios.differences().map(|part| part.interval().unwrap()).collect::<Vec<_>>().try_into().unwrap();
    let text = |of: covalue::certainty::Interval| format!("{:.4} ({:.4} to {:.4})", of.estimate(), of.low(), of.high());
    let printed = ratios.to_string();
    assert!(
        printed.starts_with("95 % confidence intervals: 4,999 replicates of units, seed 1\nline   units "),
        "{printed}"
    );
    for found in [twin, north, difference] {
        assert!(printed.contains(&text(found)), "{printed}");
    }
    assert!(ratios.to_html().contains(&text(difference)), "{printed}");
    assert_eq!(
        Resampling::seeded(1).ratios(Vec::<(&str, &str, f64, f64)>::new()).unwrap().to_string(),
        "95 % confidence intervals: 4,999 replicates of units, seed 1\nno units\n"
    );
}

#[test]
fn ratios_are_written() {
    let ratios = ratios().less("twin", "north").unwrap();
    let json: serde_json::Value = serde_json::from_str(&ratios.to_json()).unwrap();
    let north = ratios.line("north").unwrap().interval().unwrap();
    assert_eq!(
        json["lines"][0],
        serde_json::json!({"line": "north", "units": 30, "estimate": north.estimate(), "low": north.low(), "high": north.high()})
    );
    assert_eq!((&json["differences"][0]["line"], &json["differences"][0]["less"]), (&"twin".into(), &"north".into()));
    let csv = ratios.to_csv();
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!((&rows[3][0], &rows[3][1], rows[0][4].parse()), ("twin", "north", Ok(north.low())));
}

proptest! {
    #![proptest_config(crate::support::generate::cases(16))]

    /// The order of units changes no bit, and neither does a line beside.
    #[test]
    fn r30_the_order_of_units_and_other_lines_change_no_bit(order in Just(units()).prop_shuffle(), seed in 0..5_u64) {
        let resampling = Resampling::seeded(seed).replicates(199).unwrap();
        let (one, other) = (resampling.ratios(units()).unwrap(), resampling.ratios(order).unwrap());
        for line in one.lines() {
            prop_assert_eq!(line.interval(), other.line(line.name()).unwrap().interval());
        }
        let alone = resampling.ratios(units().into_iter().filter(|unit| unit.0 == "south")).unwrap();
        prop_assert_eq!(alone.line("south").unwrap().interval(), one.line("south").unwrap().interval());
    }
}

/// Numbers whose squares or cubes are no floats, units that are alike but for rounding, and amounts of one sign.
#[test]
fn r42_hostile_numbers_have_no_interval_or_a_sound_one() {
    let of = |amount: fn(u32) -> f64| {
        Resampling::seeded(1).ratio((0..40).map(|unit| (format!("{unit}"), amount(unit), 1.0)))
    };
    let refused = of(|_| 1e300).unwrap_err().to_string();
    assert!(refused.ends_with(", and has to be 0, or from 1e-80 to 1e90 in size"), "{refused}");
    assert_eq!(of(|_| 1e-200).unwrap_err().rule(), covalue::Rule::R3);
    assert!(of(|unit| 1e90 / f64::from(unit + 1)).is_ok() && of(|unit| 1e-78 * f64::from(unit)).is_ok());
    for same in [|_| 0.9, |_| 0.7, |_| 0.1] {
        assert_eq!(of(same).unwrap_err(), NoInterval::NoSpread.into());
    }
    // Six of 40 units have an amount, so the lowest replicates have nearly none, and none is below zero.
    let few = of(|unit| if unit < 6 { 0.7 } else { 0.0 }).unwrap();
    assert!(few.low() >= 0.0 && few.low() < few.estimate(), "{few:?}");
    let lost = of(|unit| if unit < 6 { -0.7 } else { 0.0 }).unwrap();
    assert_eq!((lost.low(), lost.high()), (-few.high(), -few.low()));
}
