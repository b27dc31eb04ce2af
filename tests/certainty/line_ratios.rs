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
