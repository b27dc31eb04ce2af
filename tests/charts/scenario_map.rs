//! The map of the four scenarios.

use covalue::chart::Labels;
use covalue::engagement::{Engagement, EngagementLine, Scenario, Threshold};
use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, PlainTerms};

const PERIODS: [Key; 5] = [Key::Year, Key::Quarter, Key::Month, Key::YearFrom(4), Key::QuarterFrom(4)];
const OF_APPRAISALS: [Key; 4] = [Key::Beneficiary, Key::Role, Key::Source, Key::Element];

fn engagement(case: &Case, terms: PlainTerms) -> Engagement {
    let by = terms.by.into_iter().filter(|key| !OF_APPRAISALS.contains(key)).collect();
    let terms = PlainTerms { by, ..terms };
    record::<f64>(case, Scale::Whole).ledger.engagement(Terms::from(&terms)).expect("valid terms")
}

proptest! {
    #![proptest_config(cases(32))]

    /// The description has the quantities, the counts and the scenario of every line, and the picture is XML.
    #[test]
    fn all_lines_of_an_engagement_are_in_the_description(case in ledger(), terms in terms(), part in 1..=4_u32) {
        let words: Vec<Key> = terms.by.iter().copied().filter(|key| !OF_APPRAISALS.contains(key)).collect();
        let engagement = engagement(&case, terms);
        let threshold = Threshold::new(part, 4).unwrap();
        let map = engagement.scenario_map_at(threshold);
        let description = map.description();
        // Interactions known to the year only have no place on a path through shorter or other periods.
        let periods: Vec<usize> = (0..words.len()).filter(|&index| PERIODS.contains(&words[index])).collect();
        let is_drawn = |line: &&EngagementLine| match periods[..] {
            [at] if words[at] != Key::Year => line.line().values().nth(at).flatten().is_none_or(|text| text.len() != 4),
            _ => true,
        };
        for line in engagement.lines().filter(is_drawn) {
            let stated = format!("both sides stated in {} of {} interaction", line.stated_count(), line.interaction_count());
            prop_assert!(description.contains(&stated), "{stated}: {description}");
            let sides = [(line.user_integrated(), line.user_contributed()), (line.provider_integrated(), line.provider_contributed())];
            for (integrated, contributed) in sides.into_iter().filter(|(_, contributed)| **contributed > 0.0) {
                let text = format!("integrated {integrated} of {contributed} (");
                prop_assert!(description.contains(&text), "{text}: {description}");
            }
            let scenario = line.scenario_at(threshold).map_or("scenario not known".to_owned(), |scenario| scenario.to_string());
            prop_assert!(description.contains(&scenario));
        }
        prop_assert_eq!(description.matches("both sides stated in").count(), engagement.lines().filter(is_drawn).count());
        prop_assert_eq!(map.to_svg().contains("whole years left out"), !engagement.lines().all(|line| is_drawn(&line)));
        let svg = map.to_svg();
        prop_assert_eq!(&svg, &engagement.scenario_map_at(threshold).to_svg());
        for text in elements(&svg).iter().filter(|element| element.name == "text") {
            prop_assert!(text.number("font-size") >= 18.0, "{text:?}");
        }
    }

    /// The title of many lines counts those with both sides engaged, and with neither.
    #[test]
    fn the_title_of_a_map_is_true(case in ledger()) {
        let engagement = engagement(&case, PlainTerms::by(&[Key::User]));
        let of = |wanted| engagement.lines().filter(|line| line.scenario() == Some(wanted)).count();
        let known = engagement.lines().filter(|line| line.scenario().is_some()).count();
        if engagement.lines().len() > 2 && known > 0 {
            let (both, neither) = (of(Scenario::LetsDance), of(Scenario::WasteLand));
            let all = engagement.lines().len();
            prop_assert_eq!(
                title(&engagement.scenario_map().to_svg()),
                format!("{both} of {all} users {} both sides engaged, {neither} neither", if both == 1 { "has" } else { "have" })
            );
        }
    }
}

/// The share of each side in an interaction, in hours of 100.
fn ledger_of(services: &[(&str, Vec<(f64, f64)>)]) -> Ledger {
    let catalogue =
        Catalogue::new([], services.iter().map(|(name, _)| Service::new(*name, "town")).collect::<Vec<_>>());
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let hours =
        |party: &str, did: f64| Contribution::of(party).integrated(did).not_integrated(100.0 - did, Misuse::unknown());
    for (service, stops) in services {
        for (month, (user, provider)) in (1..).zip(stops) {
            let visit = Interaction::between("ana", *service, date(2026, month, 2)).contribution(hours("ana", *user));
            ledger.record(visit.contribution(hours("town", *provider))).unwrap();
        }
    }
    ledger
}

fn circles(svg: &str) -> Vec<Element> {
    elements(svg).into_iter().filter(|element| element.name == "circle").collect()
}

/// Points stand where the shares are, and a path has all its months.
#[test]
fn points_stand_at_their_shares() {
    let stops = vec![(0.0, 100.0), (25.0, 75.0), (100.0, 0.0)];
    let svg =
        ledger_of(&[("physio", stops.clone())]).engagement(By::Service.and(By::Month)).unwrap().scenario_map().to_svg();
    let circles = circles(&svg);
    assert_eq!(circles.len(), stops.len());
    let top = circles[0].number("cy");
    for (circle, (user, provider)) in circles.iter().zip(stops) {
        assert!((circle.number("cx") - (108.0 + 5.24 * user)).abs() < 0.01, "{circle:?}");
        assert!((circle.number("cy") - (top + 5.24 * (100.0 - provider))).abs() < 0.01, "{circle:?}");
    }
}

/// The title of two lines says where both stand, and fits two lines of text.
#[test]
fn the_title_of_two_lines_is_short() {
    let title_of = |one: &[(f64, f64)], other: &[(f64, f64)], by: Terms| {
        let services = [("day centre", one.to_vec()), ("repair café", other.to_vec())];
        title(&ledger_of(&services).engagement(by).unwrap().scenario_map().to_svg())
    };
    let (both, neither, citizens) = ((90.0, 90.0), (10.0, 10.0), (90.0, 10.0));
    let by_service = || Terms::by(By::Service);
    assert_eq!(
        title_of(&[both], &[citizens], by_service()),
        "Day centre has both sides engaged, repair café only citizens"
    );
    assert_eq!(title_of(&[both], &[both], by_service()), "Day centre and repair café have both sides engaged");
    assert_eq!(
        title_of(&[both, neither], &[neither, both], Terms::by(By::Service.and(By::Month))),
        "At the end, day centre has neither side engaged, repair café both sides"
    );
}

/// A threshold is drawn where it is: a share exactly on it counts as engaged and stands on the line.
#[test]
fn a_share_on_the_threshold_stands_on_its_line() {
    let engagement = ledger_of(&[("physio", vec![(75.0, 75.0)])]).engagement(By::Service).unwrap();
    let map = engagement.scenario_map_at(Threshold::new(3, 4).unwrap());
    assert_eq!(title(&map.to_svg()), "Physio: both sides engaged");
    let svg = map.to_svg();
    let circle = &circles(&svg)[0];
    let threshold = elements(&svg).into_iter().find(|element| !element.get("stroke-dasharray").is_empty()).unwrap();
    assert!(threshold.get("d").starts_with(&format!("M{}", circle.get("cx"))), "{threshold:?}");
}

/// The whole of the interactions is not a fraction.
#[test]
fn the_subtitle_says_how_much_has_to_be_stated() {
    let engagement = ledger_of(&[("physio", vec![(75.0, 75.0)])]).engagement(By::Service).unwrap();
    for (part, whole, expected) in [(1, 2, "at least half"), (2, 3, "at least 2/3"), (1, 1, "all"), (4, 4, "all")] {
        let threshold = Threshold::default().stated_in(part, whole).unwrap();
        let description = engagement.scenario_map_at(threshold).description();
        let text = format!("if each side is stated in {expected} of its interactions.");
        assert!(description.contains(&text), "{text}: {description}");
    }
}

/// Each number of lines has a drawing: paths, small maps, and points.
#[test]
fn many_lines_are_small_maps_and_then_points() {
    let names: Vec<String> = (0..250).map(|number| format!("service {number}")).collect();
    let drawn = |lines: usize| {
        let stop = |index: usize| ((index * 37 % 101) as f64, (index * 59 % 101) as f64);
        let services: Vec<_> = names[..lines]
            .iter()
            .enumerate()
            .map(|(index, name)| (name.as_str(), vec![stop(index), stop(index + 50)]))
            .collect();
        let svg = ledger_of(&services).engagement(By::Service.and(By::Month)).unwrap().scenario_map().to_svg();
        (circles(&svg).len(), elements(&svg).iter().filter(|element| element.is("rect", "#f3e9e2")).count())
    };
    assert_eq!(drawn(1), (2, 1));
    assert_eq!(drawn(2), (2, 1)); // the second line has squares
    assert_eq!(drawn(3), (6, 3));
    assert_eq!(drawn(12), (24, 12));
    assert_eq!(drawn(13), (13, 1));
    assert_eq!(drawn(250), (200, 1));
}

/// Names are text, also those with markup. Plain labels leave out the names of the literature.
#[test]
fn names_on_a_map_are_only_text() {
    let names = ["<script>alert(1)</script>", "a\u{202e}b\u{7}", "\"&'"];
    let services: Vec<_> = names.iter().map(|name| (*name, vec![(50.0, 50.0)])).collect();
    let engagement = ledger_of(&services).engagement(By::Service).unwrap();
    let svg = engagement.scenario_map().to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{7}'));
    assert!(
        elements(&svg)
            .iter()
            .any(|element| element.name == "desc" && element.text.contains("<script>alert(1)</script>"))
    );
    assert!(svg.contains("Waste Land"));
    let plain = engagement.scenario_map().labels(Labels::Plain).to_svg();
    let texts = elements(&plain).into_iter().filter(|element| element.name == "text");
    assert!(
        texts.map(|element| element.text).all(|text| !text.contains("Waste Land") && !text.contains("Let's Dance"))
    );
}

/// A stop without a scenario has a sentence below the map and no point.
#[test]
fn a_line_that_is_not_known_has_no_point() {
    for (integrated, expected) in
        [(1.0, "Citizens integrated 1 of 1"), (2.5e6, "Quantities in millions. Citizens integrated 2.50 of 2.50")]
    {
        let catalogue = Catalogue::<f64>::new([], [Service::new("bus", "town")]).unwrap();
        let mut ledger = Ledger::new(&catalogue);
        let own = Contribution::of("ana").integrated(integrated);
        ledger.record(Interaction::between("ana", "bus", date(2026, 1, 2)).contribution(own)).unwrap();
        let svg = ledger.engagement(By::Service).unwrap().scenario_map().to_svg();
        assert!(circles(&svg).is_empty());
        assert_eq!(title(&svg), "The scenario of bus is not known");
        let texts: Vec<String> =
            elements(&svg).into_iter().filter(|element| element.name == "text").map(|element| element.text).collect();
        let remark =
            format!("Not known: bus. {expected} (100\u{a0}%); the service has no quantity above zero on record.");
        assert!(texts.join(" ").contains(&remark), "{texts:?}");
    }
}

/// A move has an arrow head in full size, a short one a smaller one, and one within the marks none.
#[test]
fn a_short_move_has_a_small_arrow_head() {
    // The length of a head: the way from its first end over the tip to the other end.
    let head = |to: f64| {
        let svg = ledger_of(&[("a", vec![(20.0, 20.0), (to, 20.0)])])
            .engagement(By::Service.and(By::Month))
            .unwrap()
            .scenario_map()
            .to_svg();
        let path = |element: &Element| {
            let points: Vec<f64> =
                element.get("d").split(['M', 'L', ' ', ',']).filter_map(|text| text.parse().ok()).collect();
            <[f64; 6]>::try_from(points).ok()
        };
        let lines = elements(&svg).into_iter().filter(|element| element.name == "path");
        let heads: Vec<[f64; 6]> = lines.filter_map(|element| path(&element)).collect();
        assert!(heads.len() < 2, "{svg}");
        heads.first().map(|[x, y, tip_x, tip_y, ..]| (tip_x - x).hypot(tip_y - y))
    };
    let [long, short] = [30.0, 27.0].map(|to| head(to).expect("an arrow head"));
    assert!((short / long - 0.7).abs() < 0.01, "{short} {long}");
    assert_eq!(head(22.0), None);
}

/// A side that is stated in too few interactions has no place on the map, and the reason is given in words.
#[test]
fn too_little_stated_and_excused_parties_are_said_in_words() {
    let catalogue = Catalogue::new([], [Service::new("home visits", "council")]).unwrap();
    let books = |noted: i8, excused: i8| {
        let mut ledger = Ledger::new(&catalogue);
        for day in 1..=4 {
            let visit = Interaction::between("ana", "home visits", date(2026, 4, day));
            let party = |party: &str| match day {
                _ if day <= noted => Contribution::of(party).integrated(1.0),
                _ if day <= noted + excused => Contribution::of(party).excused(),
                _ => Contribution::of(party),
            };
            ledger.record(visit.contribution(party("ana")).contribution(party("council"))).unwrap();
        }
        ledger.engagement(By::Service).unwrap().scenario_map()
    };
    let map = books(1, 0);
    assert_eq!(title(&map.to_svg()), "The scenario of home visits is not known");
    let texts: Vec<String> = elements(&map.to_svg()).into_iter().map(|element| element.text).collect();
    let said =
        "Citizens are stated in 1 of 4 interactions, too few. The service is stated in 1 of 4 interactions, too few.";
    assert!(texts.join(" ").contains(said), "{texts:?}");
    assert!(
        map.description().contains("citizens integrated 1 of 1 (100 %), stated in 1 of 4 interactions, "),
        "{}",
        map.description()
    );
    // Of the two interactions in which nobody was excused, one is stated.
    let map = books(1, 2);
    assert_eq!(title(&map.to_svg()), "Home visits: both sides engaged");
    assert!(map.description().contains("stated in 1 of 2 interactions, excused in 2"), "{}", map.description());
}

/// Both sides engaged, neither, or not stated, in successive quarters of each service.
fn map(services: &[(&str, &[Option<bool>])]) -> String {
    let names: Vec<&str> = services.iter().map(|(service, _)| *service).collect();
    let services_of = names.iter().map(|name| Service::new(*name, "clinic"));
    let mut ledger = Ledger::new(&Catalogue::<f64>::new([], services_of.collect::<Vec<_>>()).unwrap());
    for (service, quarters) in services {
        for (quarter, engaged) in (0..).zip(*quarters) {
            let visit = Interaction::between("ana", *service, date(2026, 1 + 3 * quarter, 2));
            let own = |party: &str| match engaged {
                Some(true) => Contribution::of(party).integrated(1.0),
                _ => Contribution::of(party).not_integrated(1.0, Misuse::unknown()),
            };
            let visit =
                if engaged.is_some() { visit.contribution(own("ana")).contribution(own("clinic")) } else { visit };
            ledger.record(visit).unwrap();
        }
    }
    title(&ledger.engagement(By::Service.and(By::Quarter)).unwrap().scenario_map().to_svg())
}

/// "Citizens not in every known quarter" would say that they were in some.
#[test]
fn words_after_a_scenario_do_not_join_it() {
    let title_of = |stops: &[(f64, f64)], by: Terms| {
        title(&ledger_of(&[("physio", stops.to_vec())]).engagement(by).unwrap().scenario_map().to_svg())
    };
    let (service, neither) = ((10.0, 90.0), (10.0, 10.0));
    let always = "n every known month: service engaged, citizens not";
    let by_service = || Terms::by(By::Service.and(By::Month));
    assert_eq!(title_of(&[service, service], by_service()), format!("Physio, i{always}"));
    assert_eq!(title_of(&[service, service], Terms::by(By::Month)), format!("I{always}"));
    assert_eq!(
        title_of(&[service, neither], by_service()),
        "Physio: at first service engaged, citizens not; at the end neither side engaged"
    );
}

#[test]
fn titles_of_maps_say_what_is_not_known() {
    let (both, neither) = (Some(true), Some(false));
    assert_eq!(map(&[("a", &[both])]), "A: both sides engaged");
    assert_eq!(map(&[("a", &[both, None, None, None])]), "A, in the only known quarter: both sides engaged");
    assert_eq!(map(&[("a", &[both, both, None])]), "A, in every known quarter: both sides engaged");
    assert_eq!(map(&[("a", &[both, neither])]), "A: at first both sides engaged; at the end neither side engaged");
    assert_eq!(
        map(&[("a", &[both, neither, None])]),
        "A: at first both sides engaged; when last seen neither side engaged"
    );
    assert_eq!(
        map(&[("a", &[both, neither, both, both])]),
        "A, in the first and the last known quarter, not always between: both sides engaged"
    );
    assert_eq!(
        map(&[("a", &[both, None]), ("b", &[both, neither, None])]),
        "When last seen, a had both sides engaged, b neither side"
    );
    assert_eq!(map(&[("a", &[both]), ("b", &[neither])]), "A has both sides engaged, b neither side");
    // The first service has no interaction in the last quarter.
    assert_eq!(
        map(&[("a", &[both]), ("b", &[both, neither])]),
        "When last seen, a had both sides engaged, b neither side"
    );
    assert_eq!(
        map(&[("a", &[both, neither]), ("b", &[None, None])]),
        "At the end, a has neither side engaged, b is not known"
    );
}
