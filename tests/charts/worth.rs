//! Pictures of what impact maps are worth.

use covalue::chart::Order;
use covalue::impact::Assumption::{Deadweight, Displacement, Lasts, Quantity};
use covalue::impact::{Assumption, Discount, ImpactMap, Input, Proxy, Row, Valuation, Worth};
use covalue::{Appraisal, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Service, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

use super::svg::{Element, elements, title, widths};
use crate::impact::published::{number, wheels_to_meals};
use crate::support::generate::cases;

const CREATED: &str = "#2a6f97";
const DESTROYED: &str = "#c8611a";
const INK: &str = "#1b2733";

fn row(outcome: &str, quantity: f64, proxy: f64) -> Row<f64> {
    Row::new(outcome, quantity, Proxy::new(proxy, "GBP", 2024, "unit costs 2024"))
}

fn bars(map: &ImpactMap<f64>) -> String {
    map.value(Discount::none()).unwrap().bar_chart().unwrap().to_svg()
}

fn tornado(map: &ImpactMap<f64>) -> String {
    map.sensitivity(Discount::none()).unwrap().tornado().unwrap().to_svg()
}

/// The widths of the bars of these colours, and the ends of the bars of a tornado.
fn ends(svg: &str) -> Vec<[f64; 2]> {
    let is_bar = |element: &Element| element.is("rect", CREATED) || element.is("rect", DESTROYED);
    let ends = |bar: Element| [bar.number("x"), bar.number("x") + bar.number("width")];
    elements(svg).into_iter().filter(|element| is_bar(element) && !element.get("x").is_empty()).map(ends).collect()
}

proptest! {
    #![proptest_config(cases(32))]

    /// Bars are as long as their amounts, and so is the bar of the inputs.
    #[test]
    fn bars_of_worth_have_the_proportions_of_their_amounts(
        rows in prop::collection::vec((-20..=20_i32, 1..50_u32, 0..4_usize), 1..8), inputs in 0..5_000_u32,
    ) {
        let rows = rows.iter().enumerate().map(|(index, (quantity, proxy, stakeholder))| {
            row(&format!("outcome {index}"), f64::from(*quantity), f64::from(*proxy)).stakeholder(["a", "b", "c", "d"][*stakeholder])
        });
        let worth = ImpactMap::new(rows).inputs(f64::from(inputs)).value(Discount::none()).unwrap();
        let chart = worth.bar_chart().unwrap();
        let (svg, description) = (chart.to_svg(), chart.description().replace('\u{2212}', "-").replace(',', ""));
        prop_assert_eq!(&svg, &worth.bar_chart().unwrap().to_svg(), "the same figures, the same bytes");
        for part in worth.stakeholders() {
            let net = if *part.net() == 0.0 { 0.0 } else { *part.net() };
            let text = format!("{}: created {} destroyed {} net {net}", part.stakeholder().unwrap(), part.created(), part.destroyed());
            prop_assert!(description.contains(&text), "{text}: {description}");
        }
        let elements = elements(&svg);
        let drawn = [widths(&elements, CREATED), widths(&elements, DESTROYED), widths(&elements, INK)];
        let amounts = [*worth.created(), *worth.destroyed(), f64::from(inputs)];
        let unit = drawn.iter().sum::<f64>() / amounts.iter().sum::<f64>().max(1.0);
        for (drawn, amount) in drawn.into_iter().zip(amounts) {
            // Each of at most eight bars has a least width.
            prop_assert!((drawn - amount * unit).abs() <= 25.0, "{drawn} for {amount}, {unit} each");
            prop_assert_eq!(drawn == 0.0, amount == 0.0);
        }
    }

    /// Each bar of a tornado goes from one net present value to the other, on one scale.
    #[test]
    fn bars_of_tornados_go_from_end_to_end(
        ranges in prop::collection::vec((1..50_u32, 0..20_u32, 0..20_u32), 1..8), inputs in 0..3_000_u32,
    ) {
        let rows = ranges.iter().enumerate().map(|(index, (quantity, below, above))| {
            let quantity = f64::from(*quantity + 20);
            row(&format!("outcome {index}"), quantity, 10.0)
                .range(Quantity, quantity - f64::from(*below), quantity + f64::from(*above))
        });
        let sensitivity = ImpactMap::new(rows).inputs(f64::from(inputs)).sensitivity(Discount::none()).unwrap();
        let svg = sensitivity.tornado().unwrap().to_svg();
        prop_assert_eq!(&svg, &sensitivity.tornado().unwrap().to_svg());
        let mut ends = ends(&svg).into_iter();
        // The net present values of all ends, with their places.
        let mut places: Vec<(f64, f64)> = Vec::new();
        for swing in sensitivity.swings() {
            let (low, high) = (*swing.low(), *swing.high());
            let crosses = low < 0.0 && high > 0.0;
            let bar = ends.next().unwrap();
            let bar = if crosses { let left = ends.next().unwrap(); [bar[0].min(left[0]), bar[1].max(left[1])] } else { bar };
            places.extend([(low, bar[0]), (high, bar[1])]);
        }
        prop_assert_eq!(ends.next(), None);
        let (least, most) = (places.iter().copied().reduce(|a, b| if a.0 <= b.0 { a } else { b }).unwrap(), places.iter().copied().reduce(|a, b| if a.0 >= b.0 { a } else { b }).unwrap());
        let unit = (most.1 - least.1) / (most.0 - least.0).max(1.0);
        for (net, x) in places {
            prop_assert!((x - least.1 - (net - least.0) * unit).abs() < 3.5, "{net} is at {x}");
        }
    }
}

#[test]
fn titles_of_worth_state_what_its_figures_show() {
    let club = wheels_to_meals::<f64>().value(Discount::from_year_one(0.035)).unwrap().bar_chart().unwrap();
    assert_eq!(title(&club.to_svg()), "85,226 GBP created, 3,484 destroyed; a net loss for 1 of 3 stakeholders");
    let two = || ImpactMap::new([row("a", 3.0, 1.0).stakeholder("users"), row("b", -1.0, 1.0).stakeholder("others")]);
    let losing = "3 GBP created, 1 destroyed; a net loss for 1 of 2 stakeholders";
    assert_eq!(title(&bars(&two())), losing);
    let with_inputs = "3 GBP created, 1 destroyed, for inputs of 5; a net loss for 1 of 2 stakeholders";
    assert_eq!(title(&bars(&two().inputs(5.0))), with_inputs);
    assert_eq!(
        title(&bars(&ImpactMap::new([row("a", 3.0, 1.0)]).inputs(5.0))),
        "3 GBP created, 0 destroyed, for inputs of 5"
    );
    assert_eq!(title(&bars(&ImpactMap::new([row("a", 0.0, 1.0)]))), "Nothing was created and nothing destroyed");
    assert_eq!(title(&bars(&ImpactMap::new([]).inputs(3.0))), "The map has no rows");
    let small = ImpactMap::new([Row::new("a", 1.0, Proxy::amount(0.00149))]).inputs(0.0051);
    assert_eq!(title(&bars(&small)), "1.49 thousandths of units of money created, 0.00 destroyed, for inputs of 5.10");
    let millions =
        |inputs| bars(&ImpactMap::new([row("a", 3_865_600.0, 1.0), row("b", -13_571.0, 1.0)]).inputs(inputs));
    let apart = "3.87 millions of GBP created, 13,571 GBP destroyed";
    assert_eq!(title(&millions(2e6)), format!("{apart}, for inputs of 2 millions of GBP"));
    assert_eq!(title(&millions(900.0)), format!("{apart}, for inputs of 900 GBP"));
    let rounded = bars(&ImpactMap::new([row("a", 1e6, 1.0), row("b", -1e5, 1.0)]).inputs(10.0));
    assert_eq!(title(&rounded), "1.00 millions of GBP created, 0.10 destroyed, for inputs of 10 GBP");
    assert_eq!(title(&bars(&ImpactMap::new([row("a", 1e6, 1.0)]))), "1 million of GBP created, 0 destroyed");
    assert_eq!(title(&bars(&ImpactMap::new([row("a", 1e15, 1.0)]))), "1e15 GBP created, 0 destroyed");
    assert_eq!(title(&bars(&ImpactMap::new([row("a", 1e-3, 1.0)]))), "1 thousandth of GBP created, 0 destroyed");
    // A ratio has no multiplier, whatever its size.
    let ratio = |created, inputs| bars(&ImpactMap::new([row("a", created, 1.0)]).inputs(inputs));
    assert!(ratio(5.0, 1_000.0).contains(", ratio 0.01."));
    assert!(ratio(2.5e6, 1.0).contains(", ratio 2,500,000."));
    let weights = [("users", 2.0), ("others", 3.5)];
    let weighted =
        ImpactMap::new([row("a", 11_486.0, 1.0).stakeholder("users"), row("b", -1_411.0, 1.0).stakeholder("others")]);
    let weighted = weighted.weights(weights, "us").value(Discount::none()).unwrap().weighted().unwrap();
    let weighted = weighted.bar_chart().unwrap().to_svg();
    assert_eq!(title(&weighted), "Weighted: 22,972 GBP created, 4,938 destroyed; a net loss for 1 of 2");
    let own = two().value(Discount::none()).unwrap().bar_chart().unwrap().title("Our own title").sorted_by(Order::Net);
    assert_eq!(title(&own.to_svg()), "Our own title");
}

#[test]
fn titles_of_tornados_are_about_the_ends_of_ranges() {
    let visits = |low, high| row("visits", 10.0, 100.0).range(Quantity, low, high).range(Deadweight, 0.0, 0.1);
    let with_inputs = |low: f64, inputs: f64| tornado(&ImpactMap::new([visits(low, 20.0)]).inputs(inputs));
    let one = "Only 1 of 2 ranges has an end with net present value below zero: quantity of visits";
    assert_eq!(title(&with_inputs(3.0, 400.0)), one);
    // An end at zero is not below it.
    assert_eq!(title(&with_inputs(4.0, 400.0)), "None of 2 ranges has an end with net present value below zero");
    assert_eq!(title(&with_inputs(4.0, 950.0)), "Both ranges have an end with net present value below zero");
    let above = "Only 1 of 2 ranges has an end with net present value above zero: quantity of visits";
    assert_eq!(title(&with_inputs(4.0, 1_100.0)), above);
    assert_eq!(title(&with_inputs(4.0, 1_000.0)), "Net present value is 0 as stated");
    let none = ImpactMap::new([row("visits", 10.0, 100.0)]).inputs(400.0);
    assert_eq!(title(&tornado(&none)), "Net present value is 600 GBP; no assumption has a range");
    let only = ImpactMap::new([row("visits", 10.0, 100.0).range(Quantity, 5.0, 12.0)]);
    assert_eq!(title(&tornado(&only)), "The only range has no end with net present value below zero");
    let long = row(&"a long outcome ".repeat(9), 10.0, 100.0).range(Quantity, 3.0, 12.0).range(Displacement, 0.0, 0.1);
    let long = tornado(&ImpactMap::new([long]).inputs(400.0));
    assert_eq!(title(&long), "Only 1 of 2 ranges has an end with net present value below zero");
}

#[test]
fn a_tornado_writes_the_values_at_both_ends_and_the_switching_value() {
    let visits = row("visits", 10.0, 100.0).lasts(2).range(Quantity, 3.5, 12.0).range(Lasts, 1.0, 4.0);
    let map = ImpactMap::new([visits.range(Deadweight, 0.0, 0.25), row("few", 1.0, 1.0).range(Displacement, 0.0, 0.5)]);
    let map = map.input(Input::new("grant", 800.0).range(700.0, 1_000.0));
    let chart = map.sensitivity(Discount::none()).unwrap().tornado().unwrap();
    let texts: Vec<String> = elements(&chart.to_svg()).into_iter().map(|element| element.text).collect();
    for text in [
        "Quantity 10: visits",
        "3.5",
        "12",
        "switching value 3.995",
        "25 %",
        "switching value 60.05 %",
        "Years 2: visits",
        "no switching value",
        "net present value 0",
    ] {
        assert!(texts.iter().any(|shown| shown == text), "{text}: {texts:?}");
    }
    let description = chart.description();
    for text in [
        "Net present value as stated: 1,201.",
        "Quantity 10: visits, from 3.5 to 12: −99 to 1,601, switching value 3.995.",
        "Years 2: visits, from 1 to 4: 201 to 3,201.",
        "Input 800: grant, from 1,000 to 700: 1,001 to 1,301, switching value 2,001.",
        "Displacement 0 %: few, from 50 % to 0 %: 1,200 to 1,201, no switching value.",
    ] {
        assert!(description.contains(text), "{text}: {description}");
    }
    // Values that differ by less than six digits are told apart.
    let large = row("large", 1e9, 1.0).range(Quantity, 1e9 - 1.0, 1e9 + 2.0);
    let large = ImpactMap::new([large]).sensitivity(Discount::none()).unwrap().tornado().unwrap();
    assert!(large.description().contains("from 999,999,999 to 1.000000002e9"), "{}", large.description());
    assert!(large.to_svg().contains("Zero is not on the axis."));
}

/// The least swings are one last bar, and the description has each of them.
#[test]
fn the_least_swings_are_one_bar_together() {
    let rows = (0..60).map(|index| {
        let quantity = f64::from(index) + 10.0;
        row(&format!("outcome {index:02}"), quantity, 1.0).range(Quantity, 0.0, quantity + 1.0)
    });
    let map = ImpactMap::new(rows).inputs(2_335.0);
    let chart = map.sensitivity(Discount::none()).unwrap().tornado().unwrap();
    let svg = chart.to_svg();
    // As stated 35: each row of 36 or more is lost at its low end, and so are 30 of the 45 others.
    let lost = map.sensitivity(Discount::none()).unwrap().swings().skip(15).filter(|swing| *swing.low() < 0.0).count();
    let text = format!("45 smaller swings, each alone: {lost} change the sign");
    assert!(lost > 1 && elements(&svg).iter().any(|element| element.text == text), "{text}: {svg}");
    assert_eq!(chart.description().matches("outcome").count(), 60);
}

const DAY: Date = date(2026, 3, 2);

/// Books of two services. A gain at the club is a windfall, and hours of waiting have no proxy.
fn books() -> Ledger {
    let measures = [Measure::higher_is_better("wellbeing", "points"), Measure::lower_is_better("wait", "hours")];
    let services = [Service::new("club", "town"), Service::new("yoga", "town")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
    for (user, service, change, integrated) in
        [("ana", "club", 2.0, 1.0), ("ben", "club", -3.0, 1.0), ("cai", "club", 4.0, 0.0), ("dee", "yoga", 1.5, 1.0)]
    {
        let visit =
            Interaction::between(user, service, DAY).contribution(Contribution::of(user).integrated(integrated));
        let visit = visit.appraisal(Appraisal::of("wellbeing").change(change));
        ledger.record(visit.appraisal(Appraisal::of("wait").change(1.0))).unwrap();
    }
    ledger
}

/// The lines of a statement in money are bars as those of the statement, each the proxy times as long.
#[test]
fn lines_in_money_are_drawn_as_those_of_the_statement() {
    let by_service = books().statement(By::Service).unwrap();
    let ten = || Proxy::new(10.0, "GBP", 2024, "a guide");
    let worth = Valuation::new([("wellbeing", ten())]).unwrap().of(&by_service).unwrap();
    let (svg, text) = (worth.bar_chart().unwrap().to_svg(), worth.bar_chart().unwrap().description());
    assert_eq!(title(&svg), "1 of 2 services destroyed more than it created");
    for part in [
        "Worth by service in GBP; in prices of 2024; change from before; users' own appraisals; gross: nothing is deducted for \
         changes that would have come about anyway; 1 measure is not valued.",
        "club: created 20, destroyed 30, net 30, windfall gain 40",
        "yoga: created 15, destroyed 0, net 15",
        "all services: created 35, destroyed 30, net 45, windfall gain 40",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let elements = elements(&svg);
    let [created, destroyed] = [CREATED, DESTROYED].map(|colour| widths(&elements, colour));
    assert!((created * 30.0 - destroyed * 35.0).abs() < 60.0 && destroyed > 50.0, "{created} {destroyed}");
    let without = Valuation::new([("wellbeing", ten())]).unwrap().without_windfalls().of(&by_service).unwrap();
    let without = without.bar_chart().unwrap().description();
    assert!(
        without.contains("club: created 20, destroyed 30, net −10;") && without.contains("windfalls are not valued")
    );
    let none = Valuation::<f64>::new(Vec::<(&str, Proxy<f64>)>::new()).unwrap().of(&by_service).unwrap();
    assert_eq!(title(&none.bar_chart().unwrap().to_svg()), "No measure with a proxy is counted");
}

/// Fractions hold amounts that no float holds: a picture that draws them is refused.
#[test]
fn worth_beyond_the_floats_is_refused() {
    let power = BigRational::from_integer(BigInt::from(10).pow(400));
    let map = ImpactMap::new([Row::new("a", power, Proxy::amount(number::<BigRational>("1"))).stakeholder("users")]);
    let refused = map.value(Discount::none()).unwrap().bar_chart().unwrap_err();
    assert_eq!(refused.to_string(), "R3: overflow: created of `users` is more than f64 holds");
    let map = map.range_all(1, 10).unwrap();
    let refused = map.sensitivity(Discount::none()).unwrap().tornado().unwrap_err();
    assert_eq!(refused.to_string(), "R3: overflow: the net present value of the map is more than f64 holds");
}

/// Amounts at the ends of the floats have places and sizes.
#[test]
fn worth_at_the_ends_of_the_floats_is_drawn() {
    for amounts in
        [&[f64::MAX][..], &[-f64::MAX], &[1.7e308, -1.7e308], &[5e-324], &[1e-310, -1e-310], &[1e308, 5e-324]]
    {
        let rows = amounts.iter().enumerate().map(|(index, amount)| {
            Row::new(format!("outcome {index}"), 1.0, Proxy::amount(*amount)).range(Quantity, 0.5, 1.0)
        });
        let map = ImpactMap::new(rows);
        for svg in [bars(&map), tornado(&map)] {
            assert!(svg.len() < 60_000, "{amounts:?}: {} bytes", svg.len());
            for (name, value) in elements(&svg).iter().flat_map(|element| &element.attributes) {
                assert!(!value.contains("NaN") && !value.contains("inf"), "{amounts:?}: {name}={value}");
                assert!(!(name == "width" && value.starts_with('-')), "{amounts:?}: {name}={value}");
            }
        }
    }
}

#[test]
fn logs_show_no_name_of_a_map() {
    let map = ImpactMap::new([row("SECRET", 1.0, 1.0).stakeholder("SECRET").range(Assumption::Proxy, 0.5, 2.0)]);
    let worth: Worth<f64> = map.value(Discount::none()).unwrap();
    let tornado = map.sensitivity(Discount::none()).unwrap().tornado().unwrap();
    assert_eq!(format!("{:?}", worth.bar_chart().unwrap()), "WorthChart { .. }");
    assert_eq!(format!("{tornado:?}"), "TornadoChart { .. }");
}
