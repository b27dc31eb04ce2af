//! Pictures of amounts at the ends of the floats, and what logs may show of pictures.

use covalue::attribution::{Cooperation, Equal};
use covalue::chart::ControlKind;
use covalue::number::{Apportion, Fraction, Number};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::svg::{Element, elements};

/// Books with these changes, a day apart, of people in districts that no log may show.
fn books<N: Number>(changes: &[N], integrated: &N) -> Ledger<N> {
    let measures = ["mood", "trust"].map(|measure| Measure::higher_is_better(measure, "points"));
    let catalogue = Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let one = || N::parse("1").unwrap();
    for (person, change) in changes.iter().enumerate() {
        let id = format!("user {person}");
        let user = User::new(&id).with("district", "SECRET");
        let visit = Interaction::between(user, "physio", date(2025, 1 + person as i8, 3))
            .contribution(Contribution::of(&id).integrated(integrated.clone()))
            .contribution(Contribution::of("clinic").integrated(one()))
            .appraisal(Appraisal::of("mood").change(change.clone()))
            .appraisal(Appraisal::of("trust").change(one()));
        ledger.record(visit).unwrap();
    }
    ledger
}

/// Every picture of the books as SVG, and as a log shows it. One whose amounts no float holds is left out.
fn pictures<N: Apportion + Fraction>(ledger: &Ledger<N>) -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    macro_rules! add {
        ($($chart:expr),+ $(,)?) => {
            $(if let Ok(chart) = $chart { pictures.push((chart.to_svg(), format!("{chart:?}"))); })+
        };
    }
    let district = Terms::by(By::with("district"));
    let statement = ledger.statement(district.clone()).unwrap();
    let by_month = ledger.statement(By::with("district").and(By::Month)).unwrap();
    add!(
        statement.bar_chart(),
        statement.people_chart(),
        statement.waterfall("mood"),
        by_month.time_chart(),
        by_month.control_chart(ControlKind::MeanChange),
        ledger.share_chart(district.clone(), "mood", &[&Cooperation, &Equal]),
        ledger.risk_chart(district.clone()),
    );
    add!(ledger.engagement(district.clone()).map(|engagement| engagement.scenario_map()));
    add!(ledger.reach(district.clone()).map(|reach| reach.cascade_chart()));
    add!(ledger.relations(district.clone()).map(|relations| relations.flow_chart()));
    add!(ledger.cross(district, "mood", "trust").map(|cross| cross.chart()));
    add!(ledger.drivers(Terms::default(), "district").map(|drivers| drivers.chart()));
    add!(ledger.engagement_drivers(Terms::default(), "district").map(|drivers| drivers.chart()));
    pictures
}

#[test]
fn amounts_at_the_ends_of_the_floats_are_drawn() {
    for changes in [
        &[f64::MAX][..],
        &[-f64::MAX],
        &[1e308, -1e308],
        &[1.7e308, -1.7e308],
        &[1e305, -1e305],
        &[5e-324],
        &[1e-310, -1e-310],
        &[f64::MAX, 5e-324, -1.0],
    ] {
        let pictures = pictures(&books(changes, &1.0));
        assert!(pictures.len() > 5, "{changes:?}");
        for (svg, _) in pictures {
            let elements = elements(&svg);
            assert!(svg.len() < 60_000, "{changes:?}: {} bytes", svg.len());
            for (name, value) in elements.iter().flat_map(|element| &element.attributes) {
                assert!(!value.contains("NaN") && !value.contains("inf"), "{changes:?}: {name}={value}");
                assert!(!(name == "width" && value.starts_with('-')), "{changes:?}: {name}={value}");
            }
        }
    }
}

/// Lines that a picture adds up are refused if their sum is more than a float holds, though each line is not.
#[test]
fn sums_of_many_large_lines_are_refused() {
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for person in 0..60 {
        let change = if person % 2 == 0 { f64::MAX } else { -f64::MAX };
        let visit = Interaction::between(format!("user {person:02}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
    }
    let statement = ledger.statement(By::User).unwrap();
    let refusal = "R3: overflow: created of `mood` on line all is more than f64 holds";
    assert_eq!(statement.bar_chart().unwrap_err().to_string(), refusal);
    assert_eq!(statement.waterfall("mood").unwrap_err().to_string(), refusal);
}

/// Fractions hold amounts that no float holds. A picture that draws them is refused, and the others name them in words.
#[test]
fn amounts_beyond_the_floats_are_refused_or_named() {
    let power = |power: u32| BigRational::from_integer(BigInt::from(10).pow(power));
    let small = power(1000).recip();
    for change in [power(400), -power(1000)] {
        let ledger = books(&[change, small.clone()], &power(400));
        let district = Terms::by(By::with("district"));
        let statement = ledger.statement(district.clone()).unwrap();
        let figure =
            if statement.cells().any(|cell| cell.net().unwrap() > power(300)) { "created" } else { "destroyed" };
        let refusal = |place: &str| format!("R3: overflow: {figure} of `mood` on line {place} is more than f64 holds");
        assert_eq!(statement.bar_chart().unwrap_err().to_string(), refusal("…"));
        assert_eq!(statement.waterfall("mood").unwrap_err().to_string(), refusal("all"));
        let by_month = ledger.statement(By::Month).unwrap();
        assert_eq!(by_month.time_chart().unwrap_err().to_string(), refusal("`2025-01`"));
        let shares = ledger.share_chart(district.clone(), "mood", &[&Cooperation]);
        assert_eq!(shares.unwrap_err().to_string(), refusal("all"));
        let risk = ledger.risk_chart(district).unwrap_err().to_string();
        assert_eq!(risk, "R3: overflow: change of `mood` on line … is more than f64 holds");

        let pictures = pictures(&ledger);
        assert_eq!(pictures.len(), 6);
        for (svg, _) in &pictures {
            let words = svg.split(|letter: char| !letter.is_alphanumeric());
            assert!(words.into_iter().all(|word| !["inf", "NaN", "infinity"].contains(&word)), "{svg}");
        }
        assert!(pictures[0].0.contains("over 179.8 of over 179.8"), "{}", pictures[0].0);
    }
}

#[test]
fn logs_show_no_value_of_a_dimension() {
    let pictures = pictures(&books(&[1.0, -2.0], &1.0));
    assert_eq!(pictures.len(), 13);
    for (svg, log) in pictures {
        assert!(
            !log.contains("SECRET") && log.contains("Chart") | log.contains("Map") | log.contains("Waterfall"),
            "{log}"
        );
        assert!(svg.starts_with("<svg"));
    }
}

/// The smallest floats have no scale. They are drawn as the least columns, at zero in the middle of the plot.
#[test]
fn the_smallest_amounts_are_drawn() {
    for changes in [&[5e-324][..], &[5e-324, -5e-324, 1e-323], &[1e-310, -1e-310]] {
        let by_month = books(changes, &1.0).statement(Terms::by(By::Month)).unwrap();
        let elements = elements(&by_month.time_chart().unwrap().to_svg());
        let place = |text: &str| elements.iter().find(|element| element.text == text).unwrap().number("y");
        // Trust is the second panel, and its own texts are below.
        let [top, bottom] = ["created", "destroyed"].map(place);
        let columns = |ink: &str| {
            let columns = elements.iter().filter(|shape| shape.is("rect", ink));
            let in_plot = |column: &&Element| {
                let [x, y] = ["x", "y"].map(|name| column.number(name));
                (24.0..600.0).contains(&x) && (top..bottom).contains(&y)
            };
            columns.filter(in_plot).filter(|column| column.get("height") == "1.5").count()
        };
        let gains = changes.iter().filter(|change| **change > 0.0).count();
        assert_eq!([columns("#2a6f97"), columns("#c8611a")], [gains, changes.len() - gains], "{changes:?}");
    }
}
