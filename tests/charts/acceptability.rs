//! Curves of acceptability.

use covalue::certainty::Effects;
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::generate::cases;

/// The line of the option from below, and the widths of lines.
const VIOLET: &str = "#5d3c84";
const HEIGHT: f64 = 340.0;

/// The points of a line with these attributes.
fn curve(elements: &[Element], ink: &str, width: &str) -> Vec<[f64; 2]> {
    let line = elements.iter().find(|element| element.get("stroke") == ink && element.get("stroke-width") == width);
    let path = line.map_or("", |line| line.get("d"));
    let steps = path.split(['M', 'L']).filter(|step| !step.is_empty());
    steps.map(|step| step.split_once(' ').unwrap()).map(|(x, y)| [x.parse().unwrap(), y.parse().unwrap()]).collect()
}

fn texts(svg: &str) -> Vec<String> {
    elements(svg).into_iter().filter(|element| element.name == "text").map(|element| element.text).collect()
}

fn has(svg: &str, words: &str) -> bool {
    texts(svg).iter().any(|text| text == words)
}

/// Visits win the draws in which their effect at the rate is above their cost.
fn visits(effects: &[f64], costs: &[f64]) -> Effects {
    let nothing = vec![0.0; effects.len()];
    Effects::new([("visits", effects.to_vec(), costs.to_vec()), ("as is", nothing.clone(), nothing)]).unwrap()
}

proptest! {
    #![proptest_config(cases(32))]

    /// The height of the line at a rate is the share of draws that the option wins there, and what lies between the two lines is
    /// tied.
    #[test]
    fn lines_are_at_the_shares_of_wins(
        drawn in prop::collection::vec((0..20_i32, 0..40_i32), 1..30), rates in prop::collection::vec(0..30_u32, 2..8),
    ) {
        let (effects, costs): (Vec<f64>, Vec<f64>) = drawn.iter().map(|(effect, cost)| (f64::from(*effect), f64::from(*cost))).unzip();
        let options = visits(&effects, &costs);
        let mut rates: Vec<f64> = rates.into_iter().map(f64::from).collect();
        let chart = options.acceptability_chart(rates.clone()).unwrap();
        let svg = chart.to_svg();
        rates.reverse();
        prop_assert_eq!(&svg, &options.acceptability_chart(rates.clone()).unwrap().to_svg(), "in any order of the rates");
        rates.sort_by(f64::total_cmp);
        rates.dedup();
        prop_assume!(rates.len() > 1);
        let elements = elements(&svg);
        let base = elements.iter().find(|element| element.text == "0" && element.number("x") == 80.0).unwrap().number("y") - 6.5;
        let (lower, upper) = (curve(&elements, VIOLET, "3.5"), curve(&elements, "#1b2733", "2.5"));
        let wins = |name: &str, rate: f64| options.at(rate).unwrap().wins(name).unwrap() as f64 / drawn.len() as f64;
        let last = *rates.last().unwrap();
        let names = if wins("visits", last) >= wins("as is", last) { ["visits", "as is"] } else { ["as is", "visits"] };
        let upper = if upper.is_empty() { &lower } else { &upper };
        prop_assert_eq!(lower.len(), rates.len());
        for (index, rate) in rates.iter().enumerate() {
            let [below, above] = names.map(|name| wins(name, *rate));
            prop_assert!(((base - lower[index][1]) / HEIGHT - below).abs() < 0.001, "{rate}: {lower:?} {below}");
            prop_assert!(((base - upper[index][1]) / HEIGHT - (1.0 - above)).abs() < 0.001, "{rate}: {upper:?} {above}");
        }
        let unit = (lower[lower.len() - 1][0] - lower[0][0]) / (last - rates[0]);
        for ([x, _], rate) in lower.iter().zip(&rates) {
            prop_assert!((x - lower[0][0] - (rate - rates[0]) * unit).abs() < 0.02, "{rate} is at {x}");
        }
    }
}

#[test]
fn titles_say_from_which_rate_on_an_option_is_the_best() {
    let effects = visits(&[1.0, 1.0, 1.0, 1.0], &[10.0, 20.0, 30.0, 40.0]);
    let title_of =
        |rates: &[f64]| title(&effects.acceptability_chart(rates.iter().copied()).unwrap().unit("GBP").to_svg());
    for (rates, expected) in [
        (&[][..], "No rate is stated"),
        (&[35.0], "At 35 GBP “visits” is the best in 75 % of draws"),
        (&[0.0, 25.0], "At 25 GBP no option is the best in most draws; “visits” is in 50 %"),
        (&[0.0, 35.0], "“visits” is the best in most draws only at 35 GBP: in 75 %"),
        (&[0.0, 25.0, 35.0, 45.0], "“visits” is the best in most draws from 35 on, and in 100 % at 45 GBP"),
        (&[0.0, 15.0], "“as is” is the best in most draws at every rate, and in 75 % at 15 GBP"),
        // Rates that are far apart have a multiplier each.
        (&[0.0, 35.0, 2e6], "“visits” is the best in most draws from 35 GBP on, and in 100 % at 2 millions of GBP"),
    ] {
        assert_eq!(title_of(rates), expected, "{rates:?}");
    }
    let alike = Effects::new([("a", [1.0], [1.0]), ("b", [1.0], [1.0])]).unwrap();
    let alike = alike.acceptability_chart([5.0]).unwrap();
    assert_eq!(title(&alike.to_svg()), "At 5 units of money options tie in every draw");
    assert_eq!(
        alike.description(),
        "Share of 1 draw in which an option alone is the best, by what one of the effect is worth in \
        units of money; options tie in up to 100 % of draws. At 5: a 0 %, b 0 %, tied 100 %."
    );
    assert_eq!(title(&alike.title("Our <own>").to_svg()), "Our <own>");
    let rarely =
        visits(&[1.0; 200], &(1..=200).map(f64::from).collect::<Vec<f64>>()).acceptability_chart([5.0]).unwrap();
    assert!(
        rarely.description().contains("; options tie in less than 1 % of draws. At 5:"),
        "{}",
        rarely.description()
    );
}

/// The rate from which on an option is the best in most draws has a point, and so has the highest.
#[test]
fn two_points_are_named() {
    let effects = visits(&[1.0, 1.0, 1.0, 1.0], &[10.0, 20.0, 30.0, 40.0]);
    let svg = effects.acceptability_chart([0.0, 35.0, 100.0]).unwrap().unit("GBP").to_svg();
    assert!(has(&svg, "75 % at 35") && has(&svg, "100 % at 100"), "{:?}", texts(&svg));
    assert!(has(&svg, "what one of the effect is worth, in GBP"));
    assert_eq!(elements(&svg).iter().filter(|element| element.name == "circle").count(), 2);
}

/// Of more than six options the five that win most are lines, and the others together are the sixth.
#[test]
fn options_beyond_six_are_one_line() {
    let option = |index: u32| {
        // Option 8 wins 8 draws, option 7 wins 7, and so on.
        let wins =
            (0..36).map(|draw| f64::from(u8::from((index * (index - 1) / 2..index * (index + 1) / 2).contains(&draw))));
        (format!("option {index}"), wins.collect::<Vec<f64>>(), vec![0.0; 36])
    };
    let chart = Effects::new((1..=8).map(option)).unwrap().acceptability_chart([1.0, 2.0]).unwrap();
    let svg = chart.to_svg();
    for words in ["22\u{a0}% option 8", "11\u{a0}% option 4", "17\u{a0}% 3 other"] {
        assert!(texts(&svg).iter().any(|text| text.starts_with(words)), "{words}: {:?}", texts(&svg));
    }
    assert!(!svg.contains("% option 3"));
    assert!(chart.description().contains("option 3 8 %"), "{}", chart.description());
    let curves = elements(&svg).iter().filter(|element| element.get("stroke-width") == "3.5").count();
    assert_eq!(curves, 6);
}

/// One option alone is better than no other: title and words say that there is no comparison.
#[test]
fn one_option_is_compared_with_no_other() {
    let chart_of =
        |name: &str| Effects::new([(name, [3.0, 1.0], [2.0, 2.0])]).unwrap().acceptability_chart([1.0, 2.0]).unwrap();
    let svg = chart_of("visits").to_svg();
    assert_eq!(title(&svg), "“visits” is the only option, so there is no comparison");
    // In the title, and in the plot or below it.
    let words = texts(&svg).join(" ");
    assert!(words.matches("“visits” is the only option").count() == 2 && !words.contains("better"), "{words}");
    let long = chart_of(&"visits ".repeat(30)).to_svg();
    assert_eq!(title(&long), "There is only one option, so there is no comparison");
}

/// Options that are drawn together have no point, if the leader has their name and is one of them.
#[test]
fn points_are_on_the_line_of_the_leader() {
    let often = (0..5).map(|index| {
        let wins = (0..5).map(|draw| f64::from(u8::from(draw == index))).collect::<Vec<f64>>();
        (format!("option {index}"), wins, vec![0.0; 5])
    });
    let never = (5..8).map(|index| (format!("option {index}"), vec![0.0; 5], vec![1.0; 5]));
    let late = ("4 other options".to_owned(), vec![3.0; 5], vec![100.0; 5]);
    let options = Effects::new(often.chain(never).chain([late])).unwrap();
    let svg = options.acceptability_chart((1..=10).map(f64::from).chain([100.0])).unwrap().to_svg();
    assert!(title(&svg).starts_with("“4 other options” is the best"), "{}", title(&svg));
    assert_eq!(elements(&svg).iter().filter(|element| element.name == "circle").count(), 0);
}

#[test]
fn curves_of_every_size_are_drawn() {
    for scale in [5e-324, 1e-300, 1.0, 1e300] {
        for rates in [vec![0.0], vec![scale], vec![0.0, scale], vec![scale, 1.5 * scale]] {
            let svg = visits(&[1.0, 2.0], &[scale, scale]).acceptability_chart(rates.clone()).unwrap().to_svg();
            for (name, value) in elements(&svg).iter().flat_map(|element| &element.attributes) {
                assert!(!value.contains("NaN") && !value.contains("inf"), "{rates:?}: {name}={value}");
            }
        }
    }
}

#[test]
fn logs_show_no_option() {
    let chart = Effects::new([("SECRET", [1.0], [1.0])]).unwrap().acceptability_chart([1.0]).unwrap();
    assert_eq!(format!("{chart:?}"), "AcceptabilityChart { .. }");
    assert!(visits(&[1.0], &[1.0]).acceptability_chart([-1.0]).is_err());
}
