//! The density of draws.

use covalue::certainty::{Drawing, Draws};
use covalue::impact::Assumption::Quantity;
use covalue::impact::{Discount, ImpactMap, Proxy, Row, Spread};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::generate::cases;

const CREATED: &str = "#2a6f97";
const DESTROYED: &str = "#c8611a";
const UNCHANGED: &str = "#7a8591";
const ZERO_LINE: &str = "#39434d";
const INK: &str = "#1b2733";

/// The draws of a map of one row with these net present values, of which this one is stated.
fn draws(stated: f64, values: &[f64]) -> Draws {
    let row = Row::new("SECRET", stated, Proxy::amount(1.0).unit("GBP")).spread(Quantity, Spread::given(values));
    let drawing = Drawing::seeded(1).draws(values.len() as u32).unwrap();
    ImpactMap::new([row]).draws(Discount::none(), drawing).unwrap()
}

fn svg(stated: f64, values: &[f64]) -> String {
    draws(stated, values).chart().to_svg()
}

/// The points of a path of straight lines.
fn points(path: &str) -> Vec<[f64; 2]> {
    let steps = path.split(['M', 'L', 'Z']).filter(|step| !step.is_empty());
    steps.map(|step| step.split_once(' ').unwrap()).map(|(x, y)| [x.parse().unwrap(), y.parse().unwrap()]).collect()
}

/// The area of the shapes of a colour (the shoelace formula).
fn area(elements: &[Element], ink: &str) -> f64 {
    let of_path = |path: &Element| {
        let points = points(path.get("d"));
        let pairs = points.iter().zip(points.iter().cycle().skip(1));
        pairs.map(|([x, y], [next_x, next_y])| x * next_y - next_x * y).sum::<f64>().abs() / 2.0
    };
    elements.iter().filter(|element| element.is("path", ink)).map(of_path).sum()
}

/// The position of the only vertical line of this colour and width.
fn line(elements: &[Element], ink: &str, width: &str) -> Option<f64> {
    let is_line = |element: &&Element| {
        element.get("stroke") == ink && element.get("stroke-width") == width && element.get("d").contains('V')
    };
    let found: Vec<&Element> = elements.iter().filter(is_line).collect();
    assert!(found.len() < 2, "{found:?}");
    found.first().map(|line| line.get("d")[1..].split(' ').next().unwrap().parse().unwrap())
}

proptest! {
    #![proptest_config(cases(32))]

    /// The areas on both sides of zero are as large as the shares of draws there, but for the smoothing. A side without
    /// draws has no area.
    #[test]
    fn areas_have_the_sizes_of_shares(values in prop::collection::vec(-300..=300_i32, 200..300), shift in -500..=500_i32) {
        let values: Vec<f64> = values.into_iter().map(|value| f64::from(value + shift)).collect();
        let chart = draws(values[0], &values).chart();
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &draws(values[0], &values).chart().to_svg(), "the same draws, the same bytes");
        let elements = elements(&svg);
        let [above, below] = [CREATED, DESTROYED].map(|ink| area(&elements, ink));
        let count = |is_counted: fn(&f64) -> bool| values.iter().filter(|value| is_counted(value)).count();
        let [counted_above, counted_below] = [count(|value| *value > 0.0), count(|value| *value < 0.0)];
        let share = counted_above as f64 / values.len() as f64;
        prop_assert!((above / (above + below) - share).abs() < 0.06, "{above} {below} {share}");
        for (area, counted) in [(above, counted_above), (below, counted_below)] {
            prop_assert!(counted > 0 || area == 0.0, "{area} without a draw");
        }
        let words = format!("Above zero in {counted_above} of {} draws, below zero in {counted_below}", values.len());
        prop_assert!(chart.description().contains(&words), "{words}: {}", chart.description());
    }

    /// A few different values are columns as high as their numbers.
    #[test]
    fn columns_are_as_high_as_their_numbers(counts in prop::collection::vec(1..20_usize, 1..12), first in -8..4_i32) {
        let column = |(index, count): (usize, &usize)| vec![f64::from(first + index as i32); *count];
        let values: Vec<f64> = counts.iter().enumerate().flat_map(column).collect();
        let elements = elements(&svg(values[0], &values));
        let columns = elements.iter().filter(|element| [CREATED, DESTROYED, UNCHANGED].iter().any(|ink| element.is("rect", ink)));
        let heights: Vec<f64> = columns.map(|column| column.number("height")).collect();
        let most = *counts.iter().max().unwrap() as f64;
        prop_assert_eq!(heights.len(), counts.len());
        for (height, count) in heights.into_iter().zip(counts) {
            prop_assert!((height - 240.0 * count as f64 / most).abs() < 0.01, "{height} for {count} of {most}");
        }
    }
}

#[test]
fn titles_of_draws_state_what_they_show() {
    for (stated, values, expected) in [
        (3.0, &[3.0, -1.0, 4.0, -2.0][..], "above zero in 50 % of draws and as high as stated in 50 %"),
        (9.0, &[3.0, 1.0, 4.0], "above zero in every draw and never as high as stated"),
        (-9.0, &[-3.0, -1.0], "below zero in every draw and never lower than stated"),
        (-1.0, &[-3.0, 0.0], "above zero in no draw and as high as stated in 50 %"),
        (9.0, &[4.5, 4.5], "4.50 GBP in every draw"),
        (9.0, &[-2e6], "−2 millions of GBP in the only draw"),
    ] {
        assert_eq!(title(&svg(stated, values)), format!("Net present value is {expected}"));
    }
    // Rounding makes no share whole.
    let rare: Vec<f64> = (0..1_000).map(|draw| if draw == 7 { -1.0 } else { f64::from(draw) + 1.0 }).collect();
    let words = "Net present value is above zero in >99 % of draws and as high as stated in >99 %";
    assert_eq!(title(&svg(0.5, &rare)), words);
    assert!(svg(0.5, &rare).contains("&lt;1 % below zero"));
}

/// The line of the stated value, the diamond of the median and the limits stand on one axis with the zero line.
#[test]
fn marks_of_draws_stand_at_their_values() {
    let values: Vec<f64> = (0..=200).map(|draw| f64::from(draw) - 50.0).collect();
    let elements = elements(&svg(120.0, &values));
    let zero = line(&elements, ZERO_LINE, "2").unwrap();
    let dashed = elements.iter().find(|element| element.get("stroke-dasharray") == "5 3").unwrap();
    let unit = (points(dashed.get("d").split('V').next().unwrap())[0][0] - zero) / 120.0;
    let diamond = elements.iter().find(|element| element.is("path", INK)).unwrap();
    assert!((points(diamond.get("d"))[1][0] - zero - 50.0 * unit).abs() < 0.05);
    // The 6th and the 196th of 201 draws.
    let limits =
        elements.iter().find(|element| element.get("stroke") == INK && element.get("d").contains('H')).unwrap();
    let limits: Vec<f64> = limits.get("d").split(['M', 'H', ' ', 'V']).filter_map(|part| part.parse().ok()).collect();
    for (x, value) in [(limits[0], -45.0), (limits[2], 145.0)] {
        assert!((x - zero - value * unit).abs() < 0.05, "{limits:?} {zero} {unit}");
    }
    let text = "median 50; 95 % of draws from −45 to 145";
    assert!(elements.iter().any(|element| element.text == text));
    assert!(elements.iter().any(|element| element.text == "as stated 120"));
}

/// Zero is on the axis unless all values are three spans of theirs away.
#[test]
fn zero_is_on_the_axis_unless_it_is_far() {
    for (values, has_zero) in
        [([30.0, 40.0], true), ([31.0, 41.0], false), ([-40.0, -30.0], true), ([-41.0, -31.0], false)]
    {
        let svg = svg(values[0], &values);
        assert_eq!(line(&elements(&svg), ZERO_LINE, "2").is_some(), has_zero, "{values:?}");
        assert_eq!(svg.contains("Zero is not on the axis."), !has_zero, "{values:?}");
    }
}

/// A few values far from all others do not squeeze these, and are counted.
#[test]
fn draws_beyond_the_axis_are_counted() {
    let near = (0..200).map(|draw| f64::from(draw) - 40.0);
    let values: Vec<f64> = near.chain([1e6, 2e6]).collect();
    let svg = svg(10.0, &values);
    assert!(svg.contains("2 draws lie beyond the ends of the axis."), "{svg}");
    assert!(elements(&svg).iter().any(|element| element.text == "100"), "the axis has the scale of the others");
    let words = draws(10.0, &values).chart().description();
    assert!(words.contains("Above zero in 161 of 202 draws, below zero in 40, at zero in 1."), "{words}");
}

#[test]
fn draws_at_the_ends_of_the_floats_are_drawn() {
    let scaled = |scale: f64| (0..50).map(|draw| (f64::from(draw) - 20.0) * scale).collect::<Vec<f64>>();
    for values in [
        vec![f64::MAX],
        vec![f64::MAX, -f64::MAX],
        vec![5e-324, -5e-324, 0.0],
        vec![0.0],
        vec![1e300, 1e-300],
        scaled(1e-323),
        scaled(5e306),
        scaled(1e-300),
    ] {
        let svg = svg(values[0], &values);
        for (name, value) in elements(&svg).iter().flat_map(|element| &element.attributes) {
            assert!(!value.contains("NaN") && !value.contains("inf"), "{values:?}: {name}={value}");
            assert!(!(name == "width" && value.starts_with('-')), "{values:?}: {name}={value}");
        }
    }
}

/// Limits that differ have texts that differ.
#[test]
fn texts_of_draws_have_the_digits_that_tell_them_apart() {
    let values: Vec<f64> = (0..100).map(|draw| 1e9 + f64::from(draw)).collect();
    let words = draws(1e9, &values).chart().description();
    assert!(words.contains("Median 1.00000005; 95 % of draws from 1 to 1.00000010."), "{words}");
    let words = draws(1e5, &[12_345.6, 98_765.4]).chart().description();
    assert!(words.contains("Median 12,300; 95 % of draws from 12,300 to 98,800."), "{words}");
    assert!(words.ends_with("Figures of draws are rounded."));
    assert!(!draws(1.0, &[1.0, 2.0]).chart().description().contains("rounded"));
}

#[test]
fn logs_show_no_figure_of_draws() {
    let chart = draws(1.0, &[1.0, 2.0]).chart();
    assert_eq!(format!("{chart:?}"), "DrawsChart { .. }");
    assert_eq!(title(&chart.title("Our <own>").to_svg()), "Our <own>");
}
