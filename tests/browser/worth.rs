//! Pictures of what impact maps are worth, of ordinary and of hard maps.

use covalue::impact::Assumption::{Deadweight, DropOff, DueToOthers, Lasts, Proxy as Price, Quantity};
use covalue::impact::{Discount, ImpactMap, Input, Proxy, Row, Valuation};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};

use super::pictures::{HOSTILE, Picture, SCRIPTS};
use crate::impact::published::wheels_to_meals;

fn pounds(amount: f64) -> Proxy<f64> {
    Proxy::new(amount, "GBP", 2024, "unit costs 2024")
}

/// The published map, with ranges that are made up.
fn luncheon_club() -> ImpactMap<f64> {
    let club = wheels_to_meals::<f64>();
    let rows = club.rows().enumerate().map(|(number, row)| match number {
        0 => row.clone().range(Quantity, 3.0, 10.0),
        1 => row.clone().range(Price, 2_500.0, 6_200.0).range(Quantity, 3.0, 10.0),
        2 => row.clone().range(Price, 3_600.0, 9_000.0).range(DueToOthers, 0.0, 0.4).range(Deadweight, 0.0, 0.9),
        3 => row.clone().range(Lasts, 1.0, 8.0).range(DropOff, 0.0, 0.5),
        7 => row.clone().range(Quantity, 100.0, 825.0),
        _ => row.clone(),
    });
    ImpactMap::new(rows.collect::<Vec<_>>())
        .input(Input::new("contract", 24_375.0).from("local authority").range(20_000.0, 36_000.0))
        .input(Input::new("volunteers' time", 18_000.0).from("volunteers"))
}

/// A row for each name, every second one a loss, at a scale of amounts.
fn named(names: impl IntoIterator<Item = impl AsRef<str>>, scale: f64) -> ImpactMap<f64> {
    let rows = names.into_iter().enumerate().map(|(number, name)| {
        let quantity = ((number * 7) % 11 + 1) as f64 * if number % 3 == 1 { -1.0 } else { 1.0 };
        Row::new(format!("outcome of {}", name.as_ref()), quantity, pounds(scale * 10.0)).stakeholder(name.as_ref())
    });
    ImpactMap::new(rows.collect::<Vec<_>>())
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("stakeholder {number:02}")).collect()
}

/// The maps, each with its name.
fn maps() -> Vec<(&'static str, ImpactMap<f64>)> {
    let one = || ImpactMap::new([Row::new("visits", 10.0, pounds(100.0))]);
    let zero = Row::new("nothing", 0.0, pounds(3.0)).stakeholder("users").range(Quantity, 0.0, 4.0);
    let sizes = [1e12, 3.0, 0.004, 1e-9].into_iter().enumerate().map(|(number, amount)| {
        Row::new(format!("outcome {number}"), 1.0, pounds(amount)).stakeholder(format!("stakeholder {number}"))
    });
    let tiny_swing = Row::new("a great deal", 1e9, pounds(1.0)).range(Quantity, 1e9 - 1.0, 1e9 + 2.0);
    vec![
        ("luncheon club", luncheon_club()),
        ("nothing", ImpactMap::new([])),
        ("no rows", ImpactMap::new([]).inputs(300.0)),
        ("one row", one().inputs(400.0)),
        ("one row without inputs", one()),
        ("sixty", named(numbered(60), 1.0).inputs(500.0)),
        ("fifteen", named(numbered(15), 1.0).inputs(50.0)),
        ("zero", ImpactMap::new([zero])),
        ("zero beside inputs", ImpactMap::new([Row::new("nothing", 0.0, pounds(3.0))]).inputs(5.0)),
        ("a balance of zero", one().inputs(1_000.0)),
        ("only losses", ImpactMap::new([Row::new("noise", -4.0, pounds(3.0)).stakeholder("neighbours")]).inputs(5.0)),
        ("large inputs", named(["users", "carers", "neighbours"], 1.0).inputs(90_000.0)),
        ("tiny", named(["users", "carers", "neighbours"], 1e-9).inputs(2e-9)),
        ("smallest", named(["users", "carers", "neighbours"], 5e-324).inputs(5e-324)),
        ("huge", named(["users", "carers", "neighbours"], 1e15).inputs(3e16)),
        ("largest", named(["users", "carers", "neighbours"], 1e305).inputs(3e306)),
        ("of all sizes", ImpactMap::new(sizes.collect::<Vec<_>>()).inputs(5.0)),
        ("a small swing", ImpactMap::new([tiny_swing]).inputs(3.0)),
        ("scripts", named(SCRIPTS, 1.0).input(Input::new(SCRIPTS[0], 20.0).from(SCRIPTS[1]))),
        ("hostile", named(HOSTILE, 1.0).input(Input::new(HOSTILE[0], 20.0).from(HOSTILE[4]))),
        ("unit of another script", ImpactMap::new([Row::new("a", 2.0, Proxy::amount(3.5).unit(SCRIPTS[0]))])),
        ("hostile unit", ImpactMap::new([Row::new("a", 2.0, Proxy::amount(3.5).unit(HOSTILE[4]))])),
    ]
}

pub fn worth_pictures() -> Vec<Picture> {
    let mut pictures = Vec::new();
    for (name, map) in maps() {
        let ranged = if name == "luncheon club" || name == "a small swing" {
            map.clone()
        } else {
            map.range_all(1, 2).expect("the ends are held")
        };
        let discount = Discount::from_year_one(0.035).range(0.0, 0.1);
        let mut add = |kind: &str, svg: String| pictures.push((format!("worth of {name}: {kind}"), svg));
        add("bars", map.value(discount.clone()).unwrap().bar_chart().unwrap().to_svg());
        if let Ok(sensitivity) = ranged.sensitivity(discount.clone()) {
            add("tornado", sensitivity.tornado().unwrap().to_svg());
        }
        if !["largest", "smallest"].contains(&name) {
            add("tornado without ranges", map.sensitivity(Discount::none()).unwrap().tornado().unwrap().to_svg());
        }
    }
    let weighted = named(["users", "carers"], 1.0).weights([("users", 2.0)], HOSTILE[0]).value(Discount::none());
    let weighted = weighted.unwrap().weighted().unwrap().bar_chart().unwrap();
    pictures.push(("worth, weighted: bars".to_owned(), weighted.sorted_by(covalue::chart::Order::Net).to_svg()));
    for (name, service) in [("ordinary", "physio"), ("scripts", SCRIPTS[0]), ("hostile", HOSTILE[0])] {
        pictures.push((format!("worth of a statement, {name}: bars"), in_money(service)));
    }
    pictures
}

/// The statement of two services in money, with a windfall, and a measure that is not valued.
fn in_money(service: &str) -> String {
    let measures = [Measure::higher_is_better("wellbeing", "points"), Measure::lower_is_better("wait", "hours")];
    let services = [Service::new(service, "clinic"), Service::new("yoga", "clinic")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
    for (user, service, change, integrated) in
        [("ana", service, 2.0, 1.0), ("ben", service, -3.0, 1.0), ("cai", service, 4.0, 0.0), ("dee", "yoga", 1.5, 1.0)]
    {
        let visit = Interaction::between(user, service, date(2026, 3, 2));
        let visit = visit.contribution(Contribution::of(user).integrated(integrated));
        let visit = visit.appraisal(Appraisal::of("wellbeing").change(change));
        ledger.record(visit.appraisal(Appraisal::of("wait").change(1.0))).unwrap();
    }
    let valuation = Valuation::new([("wellbeing", pounds(13_000.0))]).unwrap();
    valuation.of(&ledger.statement(By::Service).unwrap()).unwrap().bar_chart().unwrap().to_svg()
}
