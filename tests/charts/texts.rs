//! Names and titles of pictures: names that start from the right, names that look alike, words for one and for several.

use covalue::risk::RiskTerms;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Service, Terms, User,
    date,
};

use super::svg::{elements, title};
use covalue::chart::{ControlKind, Order};

/// Books with an interaction for each user, service and change.
fn books(measures: &[&str], changes: &[(&str, &str, f64)]) -> Ledger {
    let mut names: Vec<&str> = changes.iter().map(|(_, service, _)| *service).collect();
    names.sort_unstable();
    names.dedup();
    let services = names.iter().map(|name| Service::new(*name, "town"));
    let measures = measures.iter().map(|measure| Measure::higher_is_better(*measure, "points"));
    let measures: Vec<Measure> = measures.collect();
    let mut ledger = Ledger::new(&Catalogue::new(measures.clone(), services).unwrap());
    for (day, (user, service, change)) in changes.iter().enumerate() {
        let user = User::new(*user).with("district", "north");
        let mut visit = Interaction::between(user, *service, date(2026, 1 + (day % 12) as i8, 3));
        for (number, measure) in measures.iter().enumerate() {
            let change = change * 100_f64.powi(number as i32);
            visit = visit.appraisal(Appraisal::of(measure.id().as_str()).change(change));
        }
        ledger.record(visit).unwrap();
    }
    ledger
}

const HEBREW: &str = "שירות ייעוץ לדיירים בשכונה המזרחית של העיר הגדולה ולכל מי שגר בסביבתה הקרובה והרחוקה ביותר";

/// A browser lays out each line by itself, so that a mark of direction that one line opens and another one closes has
/// no effect.
#[test]
fn each_line_of_a_name_from_the_right_is_isolated() {
    let names = [HEBREW.to_owned(), HEBREW.replace(' ', ""), format!("Physio {HEBREW}"), format!("{HEBREW} physio")];
    let changes: Vec<_> = names.iter().map(|name| ("ana", name.as_str(), 2.0)).collect();
    let ledger = books(&["mood"], &changes);
    let statement = ledger.statement(By::Service).unwrap();
    let pictures = [
        statement.bar_chart().unwrap().to_svg(),
        statement.bar_chart().unwrap().title(HEBREW).to_svg(),
        statement.people_chart().unwrap().to_svg(),
        ledger.risk_chart(By::Service).unwrap().to_svg(),
        ledger.statement(By::Service.and(By::Month)).unwrap().time_chart().unwrap().to_svg(),
        ledger.relations(By::Service).unwrap().flow_chart().to_svg(),
        ledger.engagement(By::Service).unwrap().scenario_map().to_svg(),
    ];
    for svg in pictures {
        let texts: Vec<String> =
            elements(&svg).into_iter().filter(|shape| shape.name == "text").map(|shape| shape.text).collect();
        let is_hebrew = |letter: char| ('א'..='ת').contains(&letter);
        assert!(texts.iter().any(|text| text.contains(is_hebrew)), "{texts:?}");
        for text in texts {
            let mut is_open = false;
            for letter in text.chars() {
                assert!(letter != '\u{2067}' || !is_open, "{text:?}");
                assert!(letter != '\u{2069}' || is_open, "{text:?}");
                is_open = if matches!(letter, '\u{2067}' | '\u{2069}') { letter == '\u{2067}' } else { is_open };
            }
            assert!(!is_open, "{text:?}");
            // A name that starts from the right is isolated on each line on which it stands.
            let hebrew_line = text.chars().filter(|letter| !"\u{2067}\u{2069}".contains(*letter)).all(is_hebrew);
            assert!(!hebrew_line || text.starts_with('\u{2067}'), "{text:?}");
        }
    }
}

/// Two measures whose names are shown alike have a panel and a scale each.
#[test]
fn measures_that_look_alike_are_apart() {
    let ledger = books(&["mood\u{7}", "mood\\u{7}"], &[("ana", "physio", 2.0), ("ben", "physio", -3.0)]);
    let shown = |text: &str| text == "mood\\u{7}";
    let drivers = ledger.drivers(Terms::default(), "district").unwrap().chart().to_svg();
    assert_eq!(elements(&drivers).iter().filter(|shape| shape.name == "text" && shown(&shape.text)).count(), 2);
    // The second measure has changes of up to 300, which would put those of the first into one bin.
    let risk = ledger.risk_chart(RiskTerms::of(By::Service).at_least(1)).unwrap().description();
    let bins = "Worse by up to 3.0: 1, better by up to 2.0: 1.";
    assert!(risk.contains(bins) && risk.contains("Worse by up to 300: 1, better by up to 200: 1."), "{risk}");
}

/// Pictures with equal titles and descriptions that differ in their order have ids of their own.
#[test]
fn different_pictures_have_different_ids() {
    let ledger = books(&["mood"], &[("ana", "a", 1.0), ("ben", "b", 2.0)]);
    let chart = ledger.statement(By::Service).unwrap().bar_chart().unwrap();
    let other = chart.clone().sorted_by(Order::Net);
    assert_eq!(chart.description(), other.description());
    let ids = |svg: &str| -> Vec<String> {
        elements(svg).iter().map(|shape| shape.get("id").to_owned()).filter(|id| !id.is_empty()).collect()
    };
    let [one, two, again] = [chart.to_svg(), other.to_svg(), chart.to_svg()];
    assert_eq!(title(&one), title(&two));
    assert!(ids(&one).iter().all(|id| !ids(&two).contains(id)) && ids(&one).len() > 1);
    assert_eq!(one, again);
    for id in ids(&one) {
        assert!(one.contains(&format!("aria-labelledby=\"{}-t {}-d\"", &id[..17], &id[..17])), "{id}");
    }
}

/// A party may be named as the losses that are nobody's.
#[test]
fn a_party_named_unattributed_is_a_party() {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mood", "points")],
        [Service::new("physio", "unattributed"), Service::new("yoga", "clinic")],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let misused = Contribution::of("unattributed").misintegrated(1.0, Misuse::accidental());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).contribution(misused);
    ledger.record(visit.appraisal(Appraisal::of("mood").change(-2.0))).unwrap();
    let visit = Interaction::between("ben", "physio", date(2026, 3, 3))
        .contribution(Contribution::of("ben").integrated(1.0))
        .contribution(Contribution::of("unattributed").integrated(1.0));
    ledger.record(visit.appraisal(Appraisal::of("mood").change(3.0))).unwrap();
    let chart = ledger.share_chart(By::Service, "mood", &[&Cooperation]).unwrap().by_party();
    assert!(!chart.to_svg().contains("Losses without misuse on record"));
    assert!(
        chart.description().contains("\"unattributed\": created 0.75 by cooperation; destroyed 2.00"),
        "{}",
        chart.description()
    );
    let visit = Interaction::between("cai", "physio", date(2026, 3, 4)).appraisal(Appraisal::of("mood").change(-5.0));
    ledger.record(visit).unwrap();
    let chart = ledger.share_chart(By::Service, "mood", &[&Cooperation]).unwrap().by_party();
    assert!(chart.to_svg().contains("Losses without misuse on record"));
    assert!(
        chart.description().contains("unattributed: created 0.00 by cooperation; destroyed 5.00"),
        "{}",
        chart.description()
    );
}

/// A line may be named as all lines are.
#[test]
fn a_service_named_all_is_a_service() {
    let ledger = books(&["mood"], &[("ana", "all", -1.0), ("ana", "all", -1.0)]);
    let found = title(&ledger.relations(By::Service).unwrap().flow_chart().to_svg());
    assert_eq!(found, "\"all\": after a loss, a loss came next in the one case");
    let found = title(&ledger.relations(By::none()).unwrap().flow_chart().to_svg());
    assert_eq!(found, "After a loss, a loss came next in the one case");
}

#[test]
fn one_is_singular() {
    let one = books(&["mood", "trust"], &[("ana", "physio", 1.0)]);
    let risk = one.risk_chart(By::Service).unwrap();
    assert_eq!(title(&risk.to_svg()), "0 of 2 appraisals are worse");
    assert!(risk.description().contains("0 of 1 is worse"), "{}", risk.description());
    let one_measure = books(&["mood"], &[("ana", "physio", -1.0)]);
    assert_eq!(title(&one_measure.risk_chart(By::Service).unwrap().to_svg()), "1 of 1 appraisal is worse");
    let found = title(&one_measure.drivers(Terms::default(), "district").unwrap().chart().to_svg());
    assert_eq!(found, "District “north”: 0 % of 1 appraisal better");
    let description = one_measure.drivers(Terms::default(), "district").unwrap().chart().description();
    assert!(description.contains("north: 1 appraisal, 0 (0 %, 95 % confidence 0 % to 79 %) better"), "{description}");
    let found = title(&one.cross(Terms::default(), "mood", "trust").unwrap().chart().to_svg());
    assert_eq!(found, "None of 1 person is better on one measure and worse on the other");
    let names: Vec<String> = (0..51).map(|number| format!("service {number:02}")).collect();
    let many: Vec<_> = names.iter().map(|name| ("ana", name.as_str(), 1.0)).collect();
    let many = books(&["mood"], &many);
    let statement = many.statement(By::Service).unwrap();
    for svg in [statement.bar_chart().unwrap().to_svg(), statement.people_chart().unwrap().to_svg()] {
        assert!(svg.contains(">1 smaller line") && !svg.contains("1 smaller lines"), "{svg}");
    }
    let thirteen: Vec<_> = names[..13].iter().map(|name| ("ana", name.as_str(), 1.0)).collect();
    let thirteen = books(&["mood"], &thirteen);
    assert!(thirteen.risk_chart(By::Service).unwrap().to_svg().contains("Not drawn: 1 more line."));
    let months = thirteen.statement(By::Service.and(By::Month)).unwrap();
    let control = months.control_chart(ControlKind::ShareWorse).unwrap().to_svg();
    assert!(control.contains("Not drawn: 1 smaller line."), "{control}");
}

/// Amounts that differ by less than their digits show are not said to be equal, and their net is no number.
#[test]
fn titles_of_rounded_amounts_are_true() {
    let title_of = |changes: &[f64]| {
        let changes: Vec<_> = changes.iter().map(|change| ("ana", "physio", *change)).collect();
        let statement = books(&["mood"], &changes).statement(By::Service).unwrap();
        let [bars, waterfall] =
            [statement.bar_chart().unwrap().to_svg(), statement.waterfall("mood").unwrap().to_svg()];
        [title(&bars), title(&waterfall)]
    };
    let [bars, waterfall] = title_of(&[1234.25, -1234.0]);
    assert_eq!(bars, "Physio: 1,234 points created, about as much destroyed".replace("Physio", "physio"));
    assert_eq!(waterfall, "1,234 points created, about as much destroyed: net is less than 1 above zero");
    let [_, waterfall] = title_of(&[1234.0, -1234.25]);
    assert_eq!(waterfall, "1,234 points created, about as much destroyed: net is less than 1 below zero");
    let [bars, waterfall] = title_of(&[1234.0, -1234.0]);
    assert_eq!(bars, "physio: 1,234 points created, 1,234 destroyed");
    assert_eq!(waterfall, "1,234 points created, 1,234 destroyed: net is 0");
}

/// The amounts of a title have digits of their own, whatever the size of other amounts.
#[test]
fn amounts_of_titles_have_enough_digits() {
    let ledger = books(&["mood"], &[("ana", "physio", 0.0149), ("ben", "physio", -0.0051)]);
    let statement = ledger.statement(By::Service).unwrap();
    assert_eq!(title(&statement.bar_chart().unwrap().to_svg()), "physio: 0.015 points created, 0.005 destroyed");
    let waterfall = title(&statement.waterfall("mood").unwrap().to_svg());
    assert_eq!(waterfall, "0.0149 points created, 0.0051 destroyed: net is 0.0098");
    let time = title(&ledger.statement(By::Year).unwrap().time_chart().unwrap().to_svg());
    assert!(time.ends_with(": 0.015 points created, 0.005 destroyed"), "{time}");

    let mut ledger = books(&["mood"], &[("ana", "physio", 14_000.0), ("ben", "physio", -6_000.0)]);
    let windfall = Interaction::between("cai", "physio", date(2026, 3, 2))
        .contribution(Contribution::of("cai").not_integrated(1.0, Misuse::unknown()));
    ledger.record(windfall.appraisal(Appraisal::of("mood").change(3e6))).unwrap();
    let statement = ledger.statement(By::Service).unwrap();
    assert_eq!(title(&statement.bar_chart().unwrap().to_svg()), "physio: 14,000 points created, 6,000 destroyed");
    let waterfall = title(&statement.waterfall("mood").unwrap().to_svg());
    let with_net = "14,000 points created, 6,000 destroyed: with windfalls, net is 3.008 millions of points";
    assert_eq!(waterfall, with_net);

    // In a picture over time, a windfall that is smaller than the last digit is not "+<".
    let mut ledger = books(&["mood"], &[("ana", "physio", 12.5)]);
    let windfall = Interaction::between("cai", "physio", date(2026, 1, 2))
        .contribution(Contribution::of("cai").not_integrated(1.0, Misuse::unknown()));
    ledger.record(windfall.appraisal(Appraisal::of("mood").change(0.004))).unwrap();
    let svg = ledger.statement(By::Month).unwrap().time_chart().unwrap().to_svg();
    assert!(elements(&svg).iter().any(|element| element.text == "+ <0.1"), "{svg}");

    let losses = [("a", 8_000.0), ("b", 4_000.0), ("c", 2_900.0)];
    let changes: Vec<_> =
        losses.iter().flat_map(|&(service, loss)| [("u", service, 5e6), ("v", service, -loss)]).collect();
    let bars = books(&["mood"], &changes).statement(By::Service).unwrap().bar_chart().unwrap();
    assert_eq!(title(&bars.to_svg()), "8,000 of 14,900 points destroyed fell on one service: a");
}

/// Long names of lines leave room for the measure, which tells their panels apart.
#[test]
fn headings_tell_measures_apart() {
    let name = "advice on debts and benefits by telephone and in the town hall with an interpreter where that is asked for \
                by people who would rather not write";
    let ledger = books(&["mood", "trust"], &[("ana", name, -1.0), ("ana", name, 2.0)]);
    for svg in
        [ledger.risk_chart(By::Service).unwrap().to_svg(), ledger.relations(By::Service).unwrap().flow_chart().to_svg()]
    {
        let bold = elements(&svg).into_iter().filter(|shape| shape.get("font-weight") == "700");
        let texts: Vec<String> = bold.map(|shape| shape.text).collect();
        for measure in ["mood", "trust"] {
            assert!(texts.iter().any(|text| text.starts_with(measure)), "{measure}: {texts:?}");
        }
        assert!(texts.iter().any(|text| text.starts_with("advice on debts") && text.ends_with('…')), "{texts:?}");
    }
}
