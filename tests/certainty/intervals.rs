//! Intervals of the figures of a statement, and the reasons for none.

use covalue::certainty::{Interval, NoInterval, Per, Resampling};
use covalue::error::CertaintyError;
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Rule, Service, User, date};

use crate::support::data_sets::trial;

/// The limits of `scipy.stats.bootstrap` (`SciPy` 1.17.1, 199,999 resamples, `BCa`) at the widened level of each treatment, which
/// is `2 Φ(√(n ÷ (n − 1)) t) − 1`: created, destroyed and net for each patient.
const SCIPY: [(&str, u64, [[f64; 3]; 3]); 2] = [
    (
        trial::THERAPY,
        52,
        [[9.557_692, 7.211_538, 12.5], [0.653_846, 0.288_462, 1.326_923], [8.903_846, 6.269_231, 12.0]],
    ),
    (
        trial::USUAL,
        45,
        [[9.155_556, 6.733_333, 12.133_333], [1.133_333, 0.466_667, 2.733_333], [8.022_222, 4.911_111, 11.266_667]],
    ),
];

/// The limits lie within 2.5 % of the width of those of another program: a bootstrap with other weights and other numbers.
#[test]
fn intervals_of_the_trial_are_those_of_scipy() {
    let intervals = trial::read().unwrap().intervals_on(By::Service, Resampling::seeded(1)).unwrap();
    for (treatment, patients, figures) in SCIPY {
        let line = intervals.line(treatment, trial::DEPRESSION).unwrap();
        assert_eq!((line.people(), line.units(), line.unstated()), (patients, patients, 0));
        let found = [line.created(), line.destroyed(), line.net()];
        for (found, [estimate, low, high]) in found.into_iter().zip(figures) {
            let found = found.unwrap();
            assert!((found.estimate() - estimate).abs() < 1e-6, "{found:?}");
            let near = |one: f64, other: f64| (one - other).abs() < 0.025 * (high - low);
            assert!(near(found.low(), low) && near(found.high(), high), "{found:?}, and SciPy {low} to {high}");
            assert_eq!(found.total(), found.estimate() * patients as f64);
        }
        assert_eq!(line.windfall_gain().unwrap_err(), NoInterval::TooFewAmounts { found: 0, least: 5 });
    }
}

fn ledger(changes: impl IntoIterator<Item = (String, Option<&'static str>, f64)>) -> Ledger {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
    for (id, (user, class, change)) in changes.into_iter().enumerate() {
        let user = User::new(user);
        let user = class.map_or(user.clone(), |class| user.with("class", class));
        let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(format!("{id}"));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    ledger
}

fn net(ledger: &Ledger, resampling: Resampling) -> Result<Interval, NoInterval> {
    ledger.intervals_on(By::Service, resampling).unwrap().line("physio", "mobility").unwrap().net()
}

#[test]
fn r42_figures_of_too_few_people_have_no_interval() {
    let people =
        |count: u64, change: fn(u64) -> f64| ledger((0..count).map(|user| (format!("{user}"), None, change(user))));
    let of = |ledger: &Ledger| net(ledger, Resampling::default()).unwrap_err();
    let few = of(&people(19, |user| user as f64));
    assert_eq!(few, NoInterval::TooFewUnits { found: 19, least: 20 });
    assert_eq!(
        few.to_string(),
        "R42: an interval needs 20 units, and this figure has 19: record more, or ask for fewer with `at_least`"
    );
    let zeros = of(&people(30, |user| if user < 4 { 1.0 } else { 0.0 }));
    assert_eq!(zeros, NoInterval::TooFewAmounts { found: 4, least: 5 });
    assert_eq!(of(&people(30, |_| 2.0)), NoInterval::NoSpread);
    assert_eq!(NoInterval::NoSpread.rule(), Rule::R42);
    let enough = Resampling::default().at_least(19);
    assert!(net(&people(19, |user| user as f64), enough).is_ok());
}

/// A share of (1 − level) ÷ 2 of the replicates is one at least, or no replicate is as far out as the limits.
#[test]
fn r42_a_level_that_the_replicates_do_not_reach_is_refused() {
    let units = || (0..30).map(|unit| (format!("{unit}"), f64::from(unit), 1.0));
    let asked = |replicates: u32, (part, whole): (u32, u32)| {
        Resampling::seeded(1).replicates(replicates).unwrap().level(part, whole).unwrap()
    };
    for (least, level) in
        [(39, (95, 100)), (39, (19, 20)), (19, (9, 10)), (3, (1, 2)), (5, (2, 3)), (6, (5, 7)), (1_999, (999, 1_000))]
    {
        let refused = asked(least - 1, level).ratio(units()).unwrap_err();
        let (part, whole) = level;
        assert_eq!(
            (refused.to_string(), refused.rule()),
            (
                format!(
                    "R42: a level of {part}/{whole} needs at least {least} replicates, and the resampling has {}: ask for \
                     more, or for a lower level",
                    least - 1
                ),
                Rule::R42
            )
        );
        let enough = asked(least, level).ratio(units());
        assert!(!matches!(enough, Err(CertaintyError::TooFewReplicates { .. })), "{enough:?}");
    }
    let few = asked(38, (95, 100));
    let lines = || units().map(|(id, a, b)| ("north", id, a, b));
    let refused = [
        few.difference(units(), units()).map(|_| ()),
        few.ratios(lines()).map(|_| ()),
        ledger([]).intervals_on(By::Service, few.clone()).map(|_| ()),
        ledger([]).engagement_intervals(By::Service, few.clone()).map(|_| ()),
        ledger([]).risk_intervals(By::Service, few.clone()).map(|_| ()),
    ];
    assert!(refused.into_iter().all(|refused| refused.unwrap_err().rule() == Rule::R42));
}

/// A person with several appraisals is one unit, and amounts are divided by people or by appraisals.
#[test]
fn amounts_are_for_each_person_or_each_appraisal() {
    let visits = (0..60).map(|visit| (format!("{}", visit % 30), None, f64::from(visit % 7)));
    let ledger = ledger(visits);
    let [person, appraisal] =
        [Per::Person, Per::Appraisal].map(|per| net(&ledger, Resampling::default().per(per)).unwrap());
    assert_eq!((person.units(), appraisal.units()), (30, 30));
    assert_eq!(person.estimate(), 2.0 * appraisal.estimate());
    assert!((person.total() - appraisal.total()).abs() < 1e-12);
}

/// Every second user took no part, so their changes are windfalls. Each figure is the ratio of its own amounts.
#[test]
fn windfalls_have_intervals() {
    let change = |user: u32| f64::from(user % 9) - 4.0;
    let is_idle = |user: u32| user.is_multiple_of(2);
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
    for user in 0..60 {
        let name = format!("user {user}");
        let visit = Interaction::between(&name, "physio", date(2026, 3, 2));
        let visit = visit.appraisal(Appraisal::of("mobility").change(change(user)));
        let part = if is_idle(user) { 0.0 } else { 1.0 };
        ledger.record(visit.contribution(Contribution::of(&name).integrated(part))).unwrap();
    }
    let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1)).unwrap();
    let line = intervals.line("physio", "mobility").unwrap();
    let ratio = |amount: &dyn Fn(u32) -> f64| {
        Resampling::seeded(1).ratio((0..60).map(|user| (format!("user {user}"), amount(user), 1.0))).unwrap()
    };
    let only = |amount: f64, is_counted: bool| if is_counted { amount.max(0.0) } else { 0.0 };
    assert_eq!(line.windfall_gain().unwrap(), ratio(&|user| only(change(user), is_idle(user))));
    assert_eq!(line.windfall_loss().unwrap(), ratio(&|user| only(-change(user), is_idle(user))));
    assert_eq!(line.created().unwrap(), ratio(&|user| only(change(user), !is_idle(user))));
    assert_eq!(line.destroyed().unwrap(), ratio(&|user| only(-change(user), !is_idle(user))));
    assert_eq!(line.net().unwrap(), ratio(&change));
    assert!(intervals.to_string().contains("  windfall gain for each person  "), "{intervals}");
}

/// One unit decides the figure, so the level is beyond all that the other units tell.
#[test]
fn r42_a_figure_that_one_unit_decides_has_no_interval_at_a_high_level() {
    let of = |level: (u32, u32)| {
        let resampling = Resampling::seeded(1).replicates(4_999).unwrap().level(level.0, level.1).unwrap().at_least(6);
        let amount = |unit: u32| if unit == 0 { 1e6 } else { f64::from(unit) };
        resampling.ratio((0..6).map(|unit| (format!("{unit}"), amount(unit), 1.0)))
    };
    assert!(of((9, 10)).is_ok());
    let refused = of((9_995, 10_000)).unwrap_err();
    assert_eq!(refused, NoInterval::TooSkewed.into());
    assert_eq!(
        refused.to_string(),
        "R42: a few units decide this figure, so it has no interval: record more, ask for a lower level, or draw more replicates"
    );
}

/// Three replicates are enough for a level of one half, and may all be on one side of the figure.
#[test]
fn r42_replicates_on_one_side_of_a_figure_are_too_few() {
    let of = |seed: u64, replicates: u32| {
        let resampling = Resampling::seeded(seed).replicates(replicates).unwrap().level(1, 2).unwrap();
        resampling.ratio((0..30).map(|unit| (format!("{unit}"), f64::from(unit % 7), 1.0)))
    };
    let refused: Vec<u64> = (0..40).filter(|seed| of(*seed, 3).is_err()).collect();
    // All three are on one side with a chance of about 1 in 4.
    assert!((4..20).contains(&refused.len()), "{refused:?}");
    for seed in refused {
        assert_eq!(of(seed, 3).unwrap_err(), NoInterval::TooSkewed.into());
        assert!(of(seed, 39).is_ok());
    }
}

/// A replicate in which no unit with a base is drawn has no ratio. With three such units these are 5 %, with five 0.7 %.
#[test]
fn r42_replicates_without_a_base_are_left_out_or_too_many() {
    let of = |based: u32| {
        let units = (0..30).map(|unit| (format!("{unit}"), f64::from(unit % 7), f64::from(u8::from(unit < based))));
        Resampling::seeded(1).ratio(units)
    };
    let Err(CertaintyError::NoInterval(NoInterval::EmptyReplicates { found, replicates: 4_999 })) = of(3) else {
        panic!("{:?}", of(3))
    };
    assert!((200..300).contains(&found), "{found}");
    let expected = "replicates no unit has a base, so there is no interval: record more units with a base";
    assert_eq!(of(3).unwrap_err().to_string(), format!("R42: in {found} of 4999 {expected}"));
    let enough = of(5).unwrap();
    assert!((15..50).contains(&(4_999 - enough.replicates())), "{enough:?}");
}

#[test]
fn classes_are_resampled_and_unstated_ones_are_counted() {
    let class = |pupil: u32| ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"][pupil as usize % 12];
    let pupils = (0..60).map(|pupil| (format!("{pupil}"), (pupil < 58).then(|| class(pupil)), f64::from(pupil % 12)));
    let ledger = ledger(pupils);
    let by_class = Resampling::default().by("class").at_least(10);
    let intervals = ledger.intervals_on(By::Service, by_class.clone()).unwrap();
    let line = intervals.line("physio", "mobility").unwrap();
    // Twelve classes, and two pupils who state none.
    assert_eq!((line.units(), line.people(), line.unstated()), (14, 60, 2));
    let (class, pupil) = (line.net().unwrap(), net(&ledger, Resampling::default()).unwrap());
    assert_eq!(class.estimate(), pupil.estimate());
    assert!(class.high() - class.low() > pupil.high() - pupil.low());
    let refused = ledger.intervals_on(By::with("class"), by_class).unwrap_err();
    assert_eq!(refused.rule(), Rule::R13);
}

#[test]
fn intervals_are_printed_or_the_reason_for_none() {
    let people = |few: u32| {
        let change = move |user: u32| if few == 3 && user < 3 { 1.0 } else { f64::from(user % 5) * 1_000.0 };
        (0..if few == 3 { 3 } else { 40 }).map(move |user| (format!("{user}"), Some("a"), change(user)))
    };
    let by = || Resampling::seeded(2).replicates(999).unwrap().level(9, 10).unwrap();
    let many = ledger(people(40)).intervals_on(By::Service, by()).unwrap();
    assert_eq!(
        format!("{many:.0}"),
        "change from before; users' own appraisals
90 % confidence intervals: 999 replicates of people, seed 2
service  measure   unit    users  created for each person  destroyed for each person     net for each person
physio   mobility  points     40   2,000 (1,593 to 2,350)    too few amounts: 0 of 5  2,000 (1,593 to 2,350)
in brackets: confidence intervals, which say how far chance could move a figure; missing appraisals are another doubt
"
    );
    let few = ledger(people(3)).intervals_on(By::Service, by().by("class").per(Per::Appraisal)).unwrap();
    assert_eq!(
        few.to_string(),
        "change from before; users' own appraisals
90 % confidence intervals: 999 replicates of values of class, seed 2
service  measure   unit    users  units  unstated  created for each appraisal  destroyed for each appraisal  net for each appraisal
physio   mobility  points      3      1         0      too few units: 1 of 20        too few units: 1 of 20  too few units: 1 of 20
in brackets: confidence intervals, which say how far chance could move a figure; missing appraisals are another doubt
"
    );
    let none = ledger([]).intervals(By::Service).unwrap().to_string();
    assert!(none.ends_with("seed 0\nnothing is counted\n"), "{none}");
}

#[test]
fn weights_and_numbers_of_units_are_checked() {
    let units = |number: f64| (0..30).map(move |unit| (format!("{unit}"), f64::from(unit), number));
    let message = |resampling: Resampling, base: f64| resampling.ratio(units(base)).unwrap_err().to_string();
    let weighted = |weights: &[(&'static str, f64)]| Resampling::default().weighted(weights.iter().copied());
    let unweighted = message(weighted(&[("0", 1.0)]).unwrap(), 1.0);
    assert_eq!(unweighted, "R3: `1` has no weight: state a weight for every person or unit");
    for (weight, text) in [(0.0, "0"), (-1.0, "-1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let refused = weighted(&[("1", 1.0), ("0", weight)]).unwrap_err();
        let expected = format!("R3: the weight of `0` is {text}, and has to be finite and above 0");
        assert_eq!((refused.to_string(), refused.rule()), (expected, Rule::R3));
    }
    let twice = weighted(&[("0", 1.0), ("1", 1.0), ("0", 1.0)]).unwrap_err();
    assert_eq!(
        (twice.to_string().as_str(), twice.rule()),
        ("form: the weight of `0` is stated twice: leave one out", Rule::Form)
    );
    assert_eq!(message(Resampling::default(), -1.0), "R3: the base of `0` is -1, and has to be 0 or more");
    assert_eq!(
        message(Resampling::default(), 0.0),
        "R3: the bases of all units are 0, so they have no ratio: state at least one that is above 0"
    );
    let infinite = Resampling::default().ratio([("a", f64::INFINITY, 1.0)]).unwrap_err();
    assert_eq!(infinite.to_string(), "R3: the amount of `a` is inf, and has to be finite");
    let none = Resampling::seeded(1).replicates(0).unwrap_err();
    assert_eq!(
        (none.to_string().as_str(), none.rule()),
        ("form: 0 replicates are asked for, and an interval needs at least 1", Rule::Form)
    );
    let unknown = ledger([]).intervals(By::Service).unwrap().line("yoga", "mobility").unwrap_err();
    assert_eq!(unknown.rule(), Rule::R20);
}

/// The limits of a total are totals of two replicates, and lines of one resampling move together.
#[test]
fn totals_of_replicates_are_those_behind_the_intervals() {
    let intervals = trial::read().unwrap().intervals_on(By::Service, Resampling::seeded(1)).unwrap();
    let line = intervals.line(trial::THERAPY, trial::DEPRESSION).unwrap();
    let totals = intervals.totals(trial::THERAPY, trial::DEPRESSION).unwrap();
    for (interval, totals) in
        [(line.created(), totals.created()), (line.destroyed(), totals.destroyed()), (line.net(), totals.net())]
    {
        let (interval, totals) = (interval.unwrap(), totals.unwrap());
        assert_eq!(totals.len(), 4_999);
        // A total is a sum of amounts, and a limit a sum of influences: they differ in their last bits.
        let is_one = |limit: f64| totals.iter().any(|total| (total - limit).abs() < 1e-9);
        assert!(is_one(interval.total_low()) && is_one(interval.total_high()), "{interval:?}");
        let below = totals.iter().filter(|total| **total < interval.total_low() - 1e-9).count();
        assert!((50..300).contains(&below), "{below} of 4,999");
    }
    let [created, destroyed, net] = [totals.created(), totals.destroyed(), totals.net()].map(Result::unwrap);
    let nets = created.iter().zip(destroyed).map(|(created, destroyed)| created - destroyed);
    assert!(nets.zip(net).all(|(one, other)| (one - other).abs() < 1e-9));
    assert_eq!(totals.windfall_gain().unwrap_err(), NoInterval::TooFewAmounts { found: 0, least: 5 });
    assert_eq!(intervals.totals("yoga", trial::DEPRESSION).unwrap_err().rule(), Rule::R20);
}
