//! Two measures as nine areas.

use covalue::Terms;
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, written};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::Key;

/// A long name of a measure takes as many lines as there is room for, and keeps its last word.
#[test]
fn long_names_of_measures_are_broken() {
    use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};

    let names =
        ["contact with neighbours", "how safe people feel on their way home after dark in their own street now"];
    let measures = names.map(|name| Measure::higher_is_better(name, "points"));
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("park", "town")]).unwrap());
    let visit = names.iter().fold(Interaction::between("ana", "park", date(2026, 3, 2)), |visit, name| {
        visit.appraisal(Appraisal::of(*name).change(1.0))
    });
    ledger.record(visit).unwrap();
    let texts = |one: usize, other: usize| -> Vec<String> {
        let svg = ledger.cross(By::none(), names[one], names[other]).unwrap().chart().to_svg();
        elements(&svg).into_iter().filter(|shape| shape.get("font-weight") == "700").map(|shape| shape.text).collect()
    };
    // Beside the grid, the shorter name has two lines. Above it, the longer one has.
    for (one, other, ends) in [(1, 0, ["street now", "neighbours"]), (0, 1, ["on contact with neighbours", "…"])] {
        let texts = texts(one, other);
        for end in ends {
            assert!(texts.iter().any(|text| text.ends_with(end)), "{end}: {texts:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(32))]

    /// The areas of squares are numbers of people, and the title counts those whose outcomes differ, or else their lines.
    #[test]
    fn areas_are_numbers_of_people(case in written(), terms in terms()) {
        let ledger = record::<f64>(&case, Scale::Whole).ledger;
        let measures: Vec<&str> = ledger.catalogue().measures().map(|measure| measure.id().as_str()).collect();
        let [one, other, ..] = measures[..] else { return Ok(()) };
        let cross = ledger.cross(Terms::from(&terms), one, other).unwrap();
        let chart = cross.chart();
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &cross.chart().to_svg());
        let (mut people, mut apart, mut apart_lines, mut largest) = (0, 0, 0, 0);
        for line in cross.lines() {
            let counts = [line.better(), line.unchanged(), line.worse()];
            people += counts.iter().map(|outcomes| outcomes.better() + outcomes.unchanged() + outcomes.worse()).sum::<u64>();
            let apart_here = line.better().worse() + line.worse().better();
            apart += apart_here;
            apart_lines += u64::from(apart_here > 0);
        }
        for line in cross.lines().take(12) {
            let counts = [line.better(), line.unchanged(), line.worse()];
            let of_line = counts.iter().flat_map(|outcomes| [outcomes.better(), outcomes.unchanged(), outcomes.worse()]);
            largest = largest.max(of_line.max().unwrap());
        }
        let title = title(&svg);
        match (people, apart) {
            (0, _) => prop_assert!(title.starts_with("No person is counted on both")),
            _ if cross.lines().count() > 1 && !terms.by.iter().eq([&Key::Beneficiary]) => {
                let all = cross.lines().count() as u64;
                let expected = match apart_lines {
                    0 => format!("In none of {all} "),
                    1.. if apart_lines == all && all == 2 => "In both ".to_owned(),
                    1.. if apart_lines == all => format!("In all {all} "),
                    some => format!("In {some} of {all} "),
                };
                prop_assert!(title.starts_with(&expected), "{expected}: {title}");
            }
            (people, apart) => {
                let some = if apart == 0 { "None".to_owned() } else { apart.to_string() };
                let expected = format!("{some} of {people} {} ", if people == 1 { "person" } else { "people" });
                prop_assert!(title.starts_with(&expected), "{title}");
            }
        }
        // Each square has two halves. Their areas add up to that of one person, for each person.
        let drawn: u64 = cross.lines().take(12).map(|line| line.person_count()).sum();
        let shapes = elements(&svg);
        let halves = shapes.iter().filter(|shape| shape.name == "rect" && shape.get("fill") != "#ffffff");
        let area: f64 = halves.map(|half| half.number("width") * half.number("height")).sum();
        let expected = 64.0 * 64.0 * drawn as f64 / largest.max(1) as f64;
        prop_assert!((area - expected).abs() <= 0.01 * expected, "{area} {expected}");
    }
}
