//! Intervals of engagement and of losses, against ratios of units that are made here.

use std::collections::BTreeMap;

use covalue::certainty::{Interval, NoInterval, Per, Resampling};
use covalue::error::CertaintyError;
use covalue::number::Fraction;
use covalue::risk::RiskTerms;
use covalue::statement::Grouping;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, Terms, User, date,
};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::generate::cases;

/// A visit of one or two people, each with what they integrated and did not, what the clinic integrated and
/// mis-integrated, and the change of the first person.
#[derive(Clone, Debug)]
struct Visit {
    people: Vec<u64>,
    own: [u64; 2],
    provided: [u64; 2],
    change: i64,
}

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let people = prop::collection::btree_set(0..30_u64, 1..3).prop_map(|people| people.into_iter().collect());
    let visit = (people, [0..5_u64, 0..3], [0..5_u64, 0..3], -9..=9_i64);
    let visit = visit.prop_map(|(people, own, provided, change)| Visit { people, own, provided, change });
    prop::collection::vec(visit, 30..70)
}

/// The class of a person; some have none.
fn class(person: u64) -> Option<String> {
    (!person.is_multiple_of(7)).then(|| format!("class {}", person % 4))
}

/// The team of a person; all have one.
fn team(person: u64) -> String {
    format!("team {}", person % 9)
}

fn id(person: u64) -> String {
    format!("person {person}")
}

fn number<N: Fraction>(number: i64) -> N {
    N::parse(&number.to_string()).unwrap()
}

fn ledger<N: Fraction>(visits: &[Visit]) -> Ledger<N> {
    let measures = [Measure::higher_is_better("mobility", "points")];
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).unwrap());
    for (index, visit) in visits.iter().enumerate() {
        let user = |person: &u64| {
            let user = User::new(id(*person)).with("team", team(*person));
            if let Some(class) = class(*person) { user.with("class", class) } else { user }
        };
        let mut users = visit.people.iter().map(user);
        let mut entry = Interaction::between(users.next().unwrap(), "physio", date(2026, 3, 2)).id(format!("{index}"));
        entry = users.fold(entry, Interaction::user);
        let quantity = |quantity: u64| number::<N>(quantity as i64);
        for (place, person) in visit.people.iter().enumerate() {
            let contribution = Contribution::of(id(*person)).integrated(quantity(visit.own[0] + place as u64));
            entry = entry.contribution(contribution.not_integrated(quantity(visit.own[1]), Misuse::unknown()));
        }
        let provided = Contribution::of("clinic").integrated(quantity(visit.provided[0]));
        let provided = provided.misintegrated(quantity(visit.provided[1]), Misuse::unknown());
        let appraisal = Appraisal::of("mobility").beneficiary(id(visit.people[0])).change(number(visit.change));
        ledger.record(entry.contribution(provided).appraisal(appraisal)).unwrap();
    }
    ledger
}

fn resampling() -> Resampling {
    Resampling::seeded(3).replicates(199).unwrap().at_least(5)
}

/// A line of the figures, and the units of one of them.
type Units = BTreeMap<Option<String>, Vec<(String, f64, f64)>>;

/// The units of users and of the service by line: one line, or one for each class.
fn engagement_units(visits: &[Visit], line: impl Fn(u64) -> Option<String>) -> [Units; 2] {
    let [mut users, mut provider] = [Units::new(), Units::new()];
    for visit in visits {
        for (place, &person) in visit.people.iter().enumerate() {
            let integrated = (visit.own[0] + place as u64) as f64;
            let of_line = users.entry(line(person)).or_default();
            of_line.push((id(person), integrated, integrated + visit.own[1] as f64));
            let together = visit.people.iter().filter(|&&other| line(other) == line(person)).count() as f64;
            let [integrated, misused] = visit.provided.map(|quantity| quantity as f64);
            let of_line = provider.entry(line(person)).or_default();
            of_line.push((id(person), integrated / together, (integrated + misused) / together));
        }
    }
    [users, provider]
}

/// The interval of the units with a base.
fn expected(units: &[(String, f64, f64)], resampling: &Resampling) -> Result<Interval, NoInterval> {
    let units = units.iter().filter(|(_, _, base)| *base > 0.0).map(|(id, amount, base)| (id, *amount, *base));
    resampling.ratio(units).map_err(|error| match error {
        CertaintyError::NoInterval(reason) => reason,
        other => panic!("{other}"),
    })
}

fn check_engagement<N: Fraction>(visits: &[Visit]) -> Result<(), TestCaseError> {
    let ledger = ledger::<N>(visits);
    let lines = [
        (Grouping::from(By::Service), engagement_units(visits, |_| Some("physio".to_owned()))),
        (Grouping::from(By::with("class")), engagement_units(visits, class)),
    ];
    for (grouping, [users, provider]) in lines {
        let intervals = ledger.engagement_intervals(grouping.clone(), resampling()).unwrap();
        let engagement = ledger.engagement(grouping).unwrap();
        prop_assert_eq!(intervals.lines().len(), users.len());
        for (line, units) in &users {
            let found = match line {
                Some(line) => intervals.line(line.as_str()).unwrap(),
                None => intervals.line([None::<&str>]).unwrap(),
            };
            prop_assert_eq!(found.user_engagement(), expected(units, &resampling()));
            prop_assert_eq!(found.provider_engagement(), expected(&provider[line], &resampling()));
            if let (Some(line), Ok(interval)) = (line, found.provider_engagement()) {
                let figure = engagement.line(line.as_str()).unwrap().provider_engagement().unwrap().to_float();
                prop_assert!((interval.estimate() - figure).abs() <= 1e-12, "{} {figure}", interval.estimate());
            }
        }
    }
    Ok(())
}

fn check_risk<N: Fraction>(visits: &[Visit]) -> Result<(), TestCaseError> {
    let ledger = ledger::<N>(visits);
    let intervals = ledger.risk_intervals(By::Service, resampling()).unwrap();
    let line = intervals.line("physio", "mobility").unwrap();
    let loss = |visit: &Visit| visit.change.min(0).abs() as f64;
    let all: Vec<_> = visits.iter().map(|visit| (id(visit.people[0]), loss(visit), 1.0)).collect();
    let is_loss = |visit: &Visit| f64::from(u8::from(visit.change < 0));
    let losses: Vec<_> = visits.iter().map(|visit| (id(visit.people[0]), loss(visit), is_loss(visit))).collect();
    prop_assert_eq!(line.expected_loss(), expected(&all, &resampling()));
    prop_assert_eq!(line.mean_loss(), expected(&losses, &resampling()));
    let risks = ledger.risk(RiskTerms::of(By::Service).at_least(1)).unwrap();
    let risk = risks.line("physio", "mobility").unwrap();
    let figures = risk.figures().expect("one is enough");
    if let (Ok(interval), Some(figure)) = (line.mean_loss(), figures.mean_loss()) {
        prop_assert!((interval.estimate() - figure.to_float()).abs() <= 1e-12);
    }
    Ok(())
}

/// The interval of the units with a base less that of others.
fn expected_difference(one: &[(String, f64, f64)], other: &[(String, f64, f64)]) -> Result<Interval, NoInterval> {
    let with_base =
        |units: &[(String, f64, f64)]| units.iter().filter(|(_, _, base)| *base > 0.0).cloned().collect::<Vec<_>>();
    resampling().difference(with_base(one), with_base(other)).map_err(|error| match error {
        CertaintyError::NoInterval(reason) => reason,
        other => panic!("{other}"),
    })
}

/// The units of the losses by class: of each person the sum of losses, and the appraisals.
fn loss_units(visits: &[Visit]) -> Units {
    let mut units = Units::new();
    for visit in visits {
        let (person, loss) = (visit.people[0], visit.change.min(0).abs() as f64);
        units.entry(class(person)).or_default().push((id(person), loss, 1.0));
    }
    units
}

/// Each class less all others, and one less another, are the differences of their units.
fn check_differences<N: Fraction>(visits: &[Visit]) -> Result<(), TestCaseError> {
    let ledger = ledger::<N>(visits);
    let units_but = |units: &Units, class: &Option<String>| -> Vec<(String, f64, f64)> {
        let others = units.iter().filter(|(other, _)| other.is_some() && *other != class);
        others.flat_map(|(_, units)| units.clone()).collect()
    };
    let [users, provider] = engagement_units(visits, class);
    let engagement = ledger.engagement_intervals(By::with("class"), resampling()).unwrap();
    let classes: Vec<&Option<String>> = users.keys().filter(|class| class.is_some()).collect();
    let compared = engagement.clone().less_others();
    prop_assert_eq!(compared.differences().len(), if classes.len() > 1 { classes.len() } else { 0 });
    let drivers = ledger.engagement_drivers(Terms::default(), "class").unwrap();
    for (difference, class) in compared.differences().zip(&classes) {
        prop_assert_eq!(Some(difference.line().to_string()), (*class).clone());
        prop_assert_eq!(difference.less(), None);
        let of_users = expected_difference(&users[*class], &units_but(&users, class));
        prop_assert_eq!(difference.user_engagement(), of_users);
        let of_provider = expected_difference(&provider[*class], &units_but(&provider, class));
        prop_assert_eq!(difference.provider_engagement(), of_provider);
        if let Ok(interval) = of_users {
            let line = drivers.line(class.as_deref().unwrap()).unwrap();
            let sides = [line.with(), line.without()].map(|side| side.engagement().unwrap().to_float());
            prop_assert!((interval.estimate() - (sides[0] - sides[1])).abs() <= 1e-12);
        }
    }
    let losses = loss_units(visits);
    let risk = ledger.risk_intervals(By::with("class"), resampling()).unwrap();
    let of_classes: Vec<&Option<String>> = losses.keys().filter(|class| class.is_some()).collect();
    for (difference, class) in risk.clone().less_others().differences().zip(&of_classes) {
        prop_assert_eq!(difference.measure().as_str(), "mobility");
        let expected = expected_difference(&losses[*class], &units_but(&losses, class));
        prop_assert_eq!(difference.expected_loss(), expected);
    }
    if let [one, other, ..] = of_classes[..] {
        let (line, less) = (one.as_deref().unwrap(), other.as_deref().unwrap());
        let of_two = risk.less(line, less, "mobility").unwrap();
        let difference = of_two.differences().next().unwrap();
        prop_assert_eq!(difference.less().map(ToString::to_string), Some(less.to_owned()));
        prop_assert_eq!(difference.expected_loss(), expected_difference(&losses[one], &losses[other]));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn engagement_has_the_intervals_of_its_users_quantities(visits in visits()) {
        check_engagement::<f64>(&visits)?;
        check_engagement::<BigRational>(&visits)?;
    }

    #[test]
    fn losses_have_the_intervals_of_peoples_losses(visits in visits()) {
        check_risk::<f64>(&visits)?;
        check_risk::<BigRational>(&visits)?;
    }

    #[test]
    fn engagement_and_losses_differ_as_the_units_of_their_lines_do(visits in visits()) {
        check_differences::<f64>(&visits)?;
        check_differences::<BigRational>(&visits)?;
    }

    /// The values of a dimension are the units. Survey weights multiply amounts and bases.
    #[test]
    fn classes_and_weights_are_those_of_people(visits in visits()) {
        let ledger = ledger::<f64>(&visits);
        let [users, provider] = engagement_units(&visits, |_| None);
        let of_team = |(person, amount, base): &(String, f64, f64)| {
            (team(person.strip_prefix("person ").unwrap().parse().unwrap()), *amount, *base)
        };
        let teams = |units: &Units| units[&None].iter().map(of_team).collect::<Vec<_>>();
        let by = |dimension| ledger.engagement_intervals(By::Service, resampling().by(dimension)).unwrap();
        let by_team = by("team");
        let line = by_team.line("physio").unwrap();
        prop_assert_eq!(line.user_engagement(), expected(&teams(&users), &resampling()));
        // Users of several teams share what the clinic contributed to their visit.
        prop_assert_eq!(line.provider_engagement(), expected(&teams(&provider), &resampling()));
        let by_class = by("class");
        let line = by_class.line("physio").unwrap();
        let unstated = visits.iter().flat_map(|visit| &visit.people).filter(|person| class(**person).is_none()).count();
        prop_assert_eq!(line.unstated(), unstated as u64);
        let weight = |person: u64| 1.0 + (person % 3) as f64;
        let weighted = resampling().weighted((0..30).map(|person| (id(person), weight(person)))).unwrap();
        let intervals = ledger.engagement_intervals(By::Service, weighted.clone()).unwrap();
        let weighted = expected(&users[&None], &weighted);
        prop_assert_eq!(intervals.line("physio").unwrap().user_engagement(), weighted);
    }
}

#[test]
fn intervals_of_analyses_name_what_they_refuse() {
    let ledger = ledger::<f64>(&[]);
    let refused = |result: Result<(), CertaintyError>| result.unwrap_err().to_string();
    let engagement = |terms: Terms, resampling| refused(ledger.engagement_intervals(terms, resampling).map(|_| ()));
    assert_eq!(
        engagement(Terms::by(By::Beneficiary), resampling()),
        "form: engagement cannot be grouped or filtered by `beneficiary`, which only appraisals have"
    );
    let expected = "form: these ratios have bases of their own, and are not for each appraisal: leave out `per`";
    let per_appraisal = resampling().per(Per::Appraisal);
    assert_eq!(engagement(Terms::by(By::Service), per_appraisal.clone()), expected);
    assert_eq!(refused(ledger.risk_intervals(By::Service, per_appraisal).map(|_| ())), expected);
    let empty = ledger.engagement_intervals(By::Service, resampling()).unwrap();
    assert_eq!(refused(empty.line("physio").map(|_| ())), "R20: the analysis by service has no line `physio`");
    assert!(empty.to_string().contains("nothing is counted"));
    let risk = ledger.risk_intervals(By::Service, resampling()).unwrap();
    assert_eq!(risk.line("physio", "mobility").unwrap_err().rule(), covalue::Rule::R20);
    assert!(risk.to_string().contains("nothing is counted"));
}

/// Eighty visits of people of two classes, the second of which does and loses more.
fn two_classes() -> Ledger<f64> {
    let visit = |person: u64| Visit {
        people: vec![person],
        own: [1 + person % 3 + person % 2, 1],
        provided: [2, person % 3],
        change: (person % 5) as i64 - 3 * (person % 2) as i64,
    };
    // Persons of the classes 0 and 1 alone.
    let people = (0..200).filter(|person| person % 4 < 2 && person % 7 != 0).take(80);
    ledger(&people.map(visit).collect::<Vec<_>>())
}

#[test]
fn differences_of_engagement_and_losses_stand_below_their_lines() {
    let ledger = two_classes();
    let resampling = || Resampling::seeded(3).replicates(999).unwrap();
    let engagement = ledger.engagement_intervals(By::with("class"), resampling()).unwrap();
    let engagement = engagement.less_others().less("class 1", "class 0").unwrap();
    let printed = engagement.to_string();
    let below: Vec<&str> = printed.lines().skip(6).collect();
    let expected = [
        "with.class  less             users' engagement  service's engagement",
        "class 0     all others  -0.08 (-0.12 to -0.05)  0.00 (-0.08 to 0.10)",
        "class 1     all others     0.08 (0.05 to 0.12)  0.00 (-0.10 to 0.08)",
        "class 1     class 0        0.08 (0.05 to 0.12)  0.00 (-0.10 to 0.08)",
        "in brackets: confidence intervals, which say how far chance could move a figure",
    ];
    assert_eq!(below, expected);
    let json: serde_json::Value = serde_json::from_str(&engagement.to_json()).unwrap();
    let differences = json["differences"].as_array().unwrap();
    assert_eq!(differences[1]["line"]["with.class"], "class 1");
    assert!(differences[1]["less"].is_null());
    assert_eq!(differences[2]["less"]["with.class"], "class 0");
    let users = engagement.differences().nth(2).unwrap().user_engagement().unwrap();
    assert_eq!(differences[2]["user_engagement"]["low"], users.low());
    let csv = engagement.to_csv();
    assert!(csv.starts_with("with.class,less,less_with.class,people,user_engagement_units,"), "{csv}");
    let starts = ["class 0,,,", "class 1,,,", "class 0,all_others,,", "class 1,all_others,,", "class 1,line,class 0,,"];
    for (row, start) in csv.lines().skip(1).zip(starts) {
        assert!(row.starts_with(start), "{row}");
    }
    assert_eq!(csv.lines().count(), 6);
    let risk = ledger.risk_intervals(By::with("class"), resampling()).unwrap();
    assert!(!risk.to_string().contains("less"), "differences that are not asked for are not printed");
    assert!(!risk.to_json().contains("differences"));
    let risk = risk.less("class 1", "class 0", "mobility").unwrap();
    assert!(risk.to_csv().starts_with("with.class,less,less_with.class,measure,unit,people,expected_loss_units,"));
    assert!(risk.to_csv().lines().nth(3).unwrap().starts_with("class 1,line,class 0,mobility,points,,"));
    assert!(risk.to_string().contains("\nclass 1     class 0  mobility  points  "), "{risk}");
    let unknown = risk.less("class 1", "class 9", "mobility").unwrap_err();
    assert_eq!(unknown.rule(), covalue::Rule::R20);
    assert!(ledger.engagement_intervals(By::with("class"), resampling()).unwrap().less("class 9", "class 0").is_err());
}
