//! Pictures of certainty, of ordinary and of hard figures.

use covalue::certainty::{Drawing, Draws, Effects, Resampling};
use covalue::impact::Assumption::{Deadweight, Quantity};
use covalue::impact::{Discount, ImpactMap, Input, Proxy, Row, Spread};
use covalue::statement::Grouping;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};

use super::pictures::{HOSTILE, Picture, SCRIPTS};

/// The draws of a map of one row with these net present values, of which the stated one is the first.
fn given(values: &[f64], unit: &str) -> Draws {
    let row = Row::new("visits", values[0], Proxy::amount(1.0).unit(unit)).spread(Quantity, Spread::given(values));
    let drawing = Drawing::seeded(1).draws(values.len() as u32).unwrap();
    ImpactMap::new([row]).draws(Discount::none(), drawing).unwrap()
}

/// The draws of a map of meals that please users and disturb neighbours.
fn meals(inputs: f64, scale: f64) -> Draws {
    let pounds = |amount: f64| Proxy::new(amount * scale, "GBP", 2024, "unit costs 2024");
    let meals = Row::new("meals", 10.0, pounds(50.0))
        .spread(Quantity, Spread::triangular(4.0, 10.0, 14.0))
        .spread(Deadweight, Spread::beta(20.0, 60.0));
    let noise = Row::new("noise", -2.0, pounds(40.0)).spread(Quantity, Spread::triangular(-5.0, -2.0, -1.0));
    let input = Input::new("contract", inputs * scale);
    let input = if inputs > 0.0 { input.spread(Spread::gamma(inputs * scale, inputs * scale / 5.0)) } else { input };
    ImpactMap::new([meals, noise]).input(input).draws(Discount::none(), Drawing::seeded(1)).unwrap()
}

fn drawn() -> Vec<(&'static str, Draws)> {
    let lognormal = Row::new("savings", 1.0, Proxy::amount(100.0)).spread(Quantity, Spread::lognormal(1.0, 1.5));
    let skewed = ImpactMap::new([lognormal]).inputs(60.0).draws(Discount::none(), Drawing::seeded(1)).unwrap();
    let certain = ImpactMap::new([Row::new("visits", 4.0, Proxy::amount(100.0))]).inputs(60.0);
    let certain = certain.draws(Discount::none(), Drawing::seeded(1)).unwrap();
    let steps: Vec<f64> = (0..40).map(|step| f64::from(step % 13) - 4.0).collect();
    let near: Vec<f64> = (0..500).map(|step| 1e9 + f64::from(step % 61)).collect();
    vec![
        ("on both sides", meals(280.0, 1.0)),
        ("above zero", meals(0.0, 1e4)),
        ("below zero", meals(900.0, 1.0)),
        ("skewed", skewed),
        ("certain", certain),
        ("one draw", given(&[-3.5], "GBP")),
        ("all at zero", given(&[0.0, 0.0, 0.0], "GBP")),
        ("two values", given(&[7.0, -2.0, 7.0], "GBP")),
        ("values at zero", given(&[3.0, 0.0, 0.0, -1.0, 5.0, 0.0], "GBP")),
        ("steps", given(&steps, "GBP")),
        ("far from zero", given(&near, "GBP")),
        ("far from stated", given(&[90.0, -1.0, 1.0, 2.0, 3.0, -4.0], "GBP")),
        ("tiny", meals(280.0, 1e-70)),
        ("huge", meals(280.0, 1e70)),
        ("largest", given(&[1.7e308, -1.7e308, 3e300, 1e308], "GBP")),
        ("smallest", given(&[5e-324, -5e-324, 0.0], "GBP")),
        ("unit of another script", given(&[1.5, 3.0, -1.0], SCRIPTS[0])),
        ("hostile unit", given(&[1e7, 3e7, -1e7], HOSTILE[4])),
    ]
}

/// Options with these names in 400 draws: each has a larger effect than the one before, costs more, and is less certain.
fn effects(names: &[&str], scale: f64) -> Effects {
    let option = |(index, name): (usize, &&str)| {
        let (index, draws) = (index as f64, 0..400_u32);
        // Fractions of multiples of irrational numbers are spread evenly.
        let chance = |draw: u32| (f64::from(draw) * (2.0 + index).sqrt()).fract() - 0.5;
        let effect = draws.clone().map(|draw| 2.0 * index + (2.0 + 3.0 * index) * chance(draw)).collect();
        let cost = draws.map(|draw| scale * (40.0 * index * index + 20.0 * chance(draw + 7))).collect();
        ((*name).to_owned(), effect, cost)
    };
    Effects::new(names.iter().enumerate().map(option).collect::<Vec<(String, Vec<f64>, Vec<f64>)>>()).unwrap()
}

fn acceptability() -> Vec<Picture> {
    let rates = |scale: f64| (0..=50).map(move |rate| f64::from(rate) * 10.0 * scale);
    let six = ["as is", "more visits", "a day centre", "visits and a day centre", "a nursing home", "a hospital"];
    let nine = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let steps = Effects::new([("as is", [0.0; 4], [0.0; 4]), ("visits", [1.0, 2.0, 0.0, 0.0], [50.0, 50.0, 0.0, 0.0])]);
    let alike = Effects::new([("as is", [1.0; 3], [2.0; 3]), ("visits", [1.0; 3], [2.0; 3])]);
    let (steps, alike) = (steps.unwrap(), alike.unwrap());
    let pictures = [
        ("two", effects(&six[..2], 1.0), rates(1.0).collect::<Vec<f64>>()),
        ("two reversed", effects(&[six[0], six[1]], -1.0), rates(1.0).collect()),
        ("three", effects(&six[..3], 1.0), rates(1.0).collect()),
        ("six", effects(&six, 1.0), rates(1.0).collect()),
        ("nine", effects(&nine, 1.0), rates(1.0).collect()),
        ("one option", effects(&six[..1], 1.0), rates(1.0).collect()),
        ("one rate", effects(&six[..2], 1.0), vec![60.0]),
        ("six at one rate", effects(&six, 1.0), vec![0.0]),
        ("no rate", effects(&six[..2], 1.0), Vec::new()),
        ("two rates", effects(&six[..2], 1.0), vec![400.0, 20.0, 400.0]),
        ("far rates", effects(&six[..3], 1.0), rates(1.0).map(|rate| 1e6 + rate).collect()),
        ("steps and ties", steps, rates(0.3).collect()),
        ("alike", alike, rates(1.0).collect()),
        ("tiny", effects(&six[..2], 1e-300), rates(1e-300).collect()),
        ("huge", effects(&six[..2], 1e300), rates(1e300).collect()),
        ("scripts", effects(&SCRIPTS[..6], 1.0), rates(1.0).collect()),
        ("two scripts", effects(&SCRIPTS[..2], 1.0), rates(1.0).collect()),
        ("hostile", effects(&HOSTILE[..6], 1.0), rates(1.0).collect()),
        ("two hostile", effects(&HOSTILE[4..6], 1.0), rates(1.0).collect()),
    ];
    let unit = |name: &str| if name.contains("hostile") { HOSTILE[4] } else { "GBP" };
    let picture = |(name, effects, rates): (&str, Effects, Vec<f64>)| {
        let chart = effects.acceptability_chart(rates).unwrap().unit(unit(name));
        (format!("acceptability {name}"), chart.to_svg())
    };
    pictures.into_iter().map(picture).collect()
}

/// Books in which each service has this number of people, of whom some have no appraisal.
fn books(services: &[(&str, u32)], scale: f64) -> Ledger {
    let measure = Measure::higher_is_better("wellbeing", "points").range(-12.0 * scale, 12.0 * scale);
    let promising = services.iter().map(|(name, _)| Service::new(*name, "council").promises("wellbeing", scale));
    let mut ledger = Ledger::new(&Catalogue::new([measure], promising).unwrap());
    for (number, (service, people)) in services.iter().enumerate() {
        for person in 0..*people {
            let user = User::new(format!("user {person}")).with("area", ["north", "south"][person as usize % 2]);
            let visit = Interaction::between(user, *service, date(2026, 3, 2));
            let change = f64::from((person * 7 + number as u32 * 3) % 19) - 5.0;
            let visit = if person % 11 == 10 {
                visit
            } else {
                visit.appraisal(Appraisal::of("wellbeing").change(change * scale))
            };
            ledger.record(visit).unwrap();
        }
    }
    ledger
}

fn intervals() -> Vec<Picture> {
    let numbered: Vec<String> = (0..18).map(|number| format!("service {number:02}")).collect();
    let many: Vec<(&str, u32)> = numbered.iter().map(|name| (name.as_str(), 30)).collect();
    let hostile: Vec<(&str, u32)> = HOSTILE.iter().map(|name| (*name, 40)).collect();
    let scripts: Vec<(&str, u32)> = SCRIPTS.iter().map(|name| (*name, 40)).collect();
    let few = [("home care", 60), ("youth clubs", 12), ("parks kept with neighbours", 30)];
    let (of_all, with_area): (fn() -> Grouping, fn() -> Grouping) =
        (|| By::Service.into(), || By::Service.and(By::with("area")));
    let pictures: [(&str, Ledger, fn() -> Grouping); 8] = [
        ("services", books(&few, 1.0), of_all),
        ("services and areas", books(&few, 1.0), with_area),
        ("one line", books(&few[..1], 1.0), of_all),
        ("too few people", books(&few[1..2], 1.0), of_all),
        ("many lines", books(&many, 1.0), of_all),
        ("small amounts", books(&few, 1e-9), of_all),
        ("hostile", books(&hostile, 1e6), of_all),
        ("scripts", books(&scripts, 0.1), of_all),
    ];
    let picture = |(name, ledger, by): (&str, Ledger, fn() -> Grouping)| {
        let resampling = Resampling::seeded(1).replicates(199).unwrap();
        let intervals = ledger.intervals_on(by(), resampling).unwrap();
        let chart = ledger.statement(by()).unwrap().bar_chart_with(&intervals).unwrap();
        (format!("intervals of {name}"), chart.to_svg())
    };
    pictures.into_iter().map(picture).collect()
}

/// Books of these services, each with a number of people in each quarter.
fn quarters(services: &[(&str, &[u32])], scale: f64) -> Ledger {
    let known = services.iter().map(|(name, _)| Service::new(*name, "council").promises("wellbeing", scale));
    let catalogue = Catalogue::new([Measure::higher_is_better("wellbeing", "points")], known).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (shift, (service, quarters)) in services.iter().enumerate() {
        for (quarter, people) in quarters.iter().enumerate() {
            let on = date(2016 + (quarter / 4) as i16, (quarter % 4 * 3) as i8 + 2, 3);
            for person in 0..*people {
                let change =
                    f64::from((person * 7 + quarter as u32 * 5) % 19) - 5.0 - ((quarter + shift) % 5) as f64 * 2.0;
                let visit = Interaction::between(format!("user {quarter} {person}"), *service, on);
                ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change * scale))).unwrap();
            }
        }
    }
    ledger
}

fn intervals_over_time() -> Vec<Picture> {
    let (several, of_all): (fn() -> Grouping, fn() -> Grouping) =
        (|| By::Service.and(By::Quarter), || By::Quarter.into());
    let gaps: &[u32] = &[40, 40, 12, 0, 60, 0, 0, 30, 30, 5];
    let hostile: Vec<(&str, &[u32])> = HOSTILE.iter().map(|name| (*name, gaps)).collect();
    let scripts: Vec<(&str, &[u32])> = SCRIPTS.iter().map(|name| (*name, gaps)).collect();
    let (home, youth): ((&str, &[u32]), (&str, &[u32])) =
        (("home care", gaps), ("youth clubs", &[0, 19, 57, 38, 25, 30]));
    let pictures: Vec<(&str, Ledger, fn() -> Grouping)> = vec![
        ("gaps", quarters(&[home], 1.0), of_all),
        ("eight quarters", quarters(&[("home care", &[60; 8])], 1.0), of_all),
        ("few people in many quarters", quarters(&[("home care", &[22; 20])], 1.0), of_all),
        ("forty quarters", quarters(&[("home care", &[30; 40])], 1.0), of_all),
        ("too few people", quarters(&[("home care", &[12; 6])], 1.0), of_all),
        ("one quarter", quarters(&[("home care", &[40])], 1.0), of_all),
        ("several lines", quarters(&[home, youth], 1.0), several),
        ("small amounts", quarters(&[home], 1e-9), of_all),
        ("largest amounts", quarters(&[("home care", &[30, 40])], 1e80), of_all),
        ("hostile", quarters(&hostile, 1e6), several),
        ("scripts", quarters(&scripts, 0.1), several),
    ];
    let picture = |(name, ledger, by): (&str, Ledger, fn() -> Grouping)| {
        let intervals = ledger.intervals_on(by(), Resampling::seeded(1).replicates(199).unwrap()).unwrap();
        let chart = ledger.statement(by()).unwrap().time_chart_with(&intervals).unwrap();
        (format!("intervals over time of {name}"), chart.to_svg())
    };
    pictures.into_iter().map(picture).collect()
}

pub fn certainty_pictures() -> Vec<Picture> {
    let draws = drawn().into_iter().map(|(name, draws)| (format!("draws {name}"), draws.chart().to_svg()));
    draws.chain(acceptability()).chain(intervals()).chain(intervals_over_time()).collect()
}
