//! A randomised trial with people who did not attend: a workshop for job seekers against a booklet. What is published of
//! it, the laws of both signs on it (R44, R45), and what the rule before them would have said.

use covalue::catalogue::Direction;
use covalue::number::Number;
use covalue::record::{Intent, Part};
use covalue::statement::Figures;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use rust_decimal::Decimal;

use crate::rules::signs::{the_mirror_swaps_the_signs, unmoved};
use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, Scale, ServiceRow, day,
};
use crate::support::change::turned;
use crate::support::compare::{agree, agree_traces, record};
use crate::support::figures::{amounts, stated};
use crate::support::oracle::{Arithmetic, Key, PlainTerms};

const TRIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/jobs_ii.csv");
const SCALE: Scale = Scale::Millionths;

/// What is on record of somebody's part: what the trial says of attendance, or something else.
type Attendance = fn(offered: bool, attended: bool) -> Option<bool>;

/// Whoever was offered the workshop attended it or did not; of the booklet nothing is stated.
fn as_published(offered: bool, attended: bool) -> Option<bool> {
    offered.then_some(attended)
}

/// 899 people with their depression before and after, in millionths.
fn people(attendance: Attendance) -> Case {
    let measure = MeasureRow {
        id: "depression".to_owned(),
        direction: Direction::LowerIsBetter,
        tolerance: 0,
        range: Some((1_000_000, 5_000_000)),
        element: None,
    };
    let service = |id: &str| ServiceRow {
        id: id.to_owned(),
        provider: "job agency".to_owned(),
        promises: vec![("depression".to_owned(), 1)],
    };
    let services = vec![service("booklet"), service("workshop")];
    let mut case = Case { measures: vec![measure], services, entries: Vec::new() };
    let table = std::fs::read_to_string(TRIAL).expect("the data is in the repository");
    let header: Vec<&str> = table.lines().next().expect("a header").split(',').collect();
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(fields.len(), header.len(), "{row}");
        let field = |name| fields[header.iter().position(|column| *column == name).expect("a column")];
        let (offered, attended) = (field("treat") == "1", field("comply") == "1");
        let person = format!("person {}", field("rownames"));
        let service = if offered { "workshop" } else { "booklet" };
        let mut interaction = InteractionRow::of(&person, &person, service, day(0));
        interaction.contributions.extend(attendance(offered, attended).map(|attended| brought(&person, attended)));
        let (before, after) = (Some(millionths(field("depress1"))), Some(millionths(field("depress2"))));
        interaction.appraisals.push(AppraisalRow { before, after, ..AppraisalRow::of("depression") });
        case.entries.push(Entry::Interaction(interaction));
    }
    assert_eq!(case.entries.len(), 899);
    case
}

/// A level was single-precision once: to six decimals it is what was measured.
fn millionths(level: &str) -> i32 {
    let exactly: BigRational = Number::parse(level).expect("a number");
    let rounded = (exactly * BigRational::from_integer(1_000_000.into())).round();
    rounded.to_integer().to_i32().expect("a level from 1 to 5")
}

fn brought(person: &str, attended: bool) -> ContributionRow {
    let absent = MisuseRow { part: Part::NotIntegrated, amount: 1, by: None, intent: Intent::Unknown, cause: None };
    let integrated = attended.then_some(1);
    ContributionRow {
        integrated,
        misused: (!attended).then_some(absent).into_iter().collect(),
        ..ContributionRow::of(person)
    }
}

/// The figures of a service.
fn of<N: Number>(case: &Case, service: &str) -> Figures<N> {
    let ledger = record::<N>(case, SCALE).ledger;
    stated(&ledger, &PlainTerms::by(&[Key::Service])).line(service, "depression").expect("appraised")
}

/// What is published: appraisals by what they count as, and amounts in millionths.
struct Published {
    service: &'static str,
    people: u64,
    gains: u64,
    windfall_gains: u64,
    unchanged: u64,
    losses: u64,
    windfall_losses: u64,
    amounts: &'static [(&'static str, i64)],
}

const PUBLISHED: [Published; 2] = [
    Published {
        service: "booklet",
        people: 299,
        gains: 169,
        windfall_gains: 0,
        unchanged: 4,
        losses: 126,
        windfall_losses: 0,
        amounts: &[("net", 31_739_808), ("windfall_gain", 0), ("windfall_loss", 0)],
    },
    Published {
        service: "workshop",
        people: 600,
        gains: 236,
        windfall_gains: 124,
        unchanged: 23,
        losses: 124,
        windfall_losses: 93,
        amounts: &[
            ("created", 133_474_559),
            ("windfall_gain", 62_321_819),
            ("destroyed", 66_147_268),
            ("windfall_loss", 45_749_087),
            ("net", 83_900_023),
        ],
    },
];

fn in_millionths(amount: i64) -> BigRational {
    BigRational::new(amount.into(), 1_000_000.into())
}

#[track_caller]
fn as_is_published<N: Number>(off_by: impl Fn(u64) -> BigRational) {
    let case = people(as_published);
    for published in PUBLISHED {
        let figures = of::<N>(&case, published.service);
        let counts = [figures.gains(), figures.windfall_gains(), figures.losses(), figures.windfall_losses()];
        let expected = [published.gains, published.windfall_gains, published.losses, published.windfall_losses];
        assert_eq!((counts, figures.unchanged()), (expected, published.unchanged), "{}", published.service);
        assert_eq!(figures.better_count(), published.gains + published.windfall_gains);
        assert_eq!(figures.worse_count(), published.losses + published.windfall_losses);
        let coverage = figures.coverage().expect("by service there is a coverage");
        assert_eq!((coverage.due(), coverage.missing()), (published.people, 0));
        assert_eq!(figures.better_count() + figures.unchanged() + figures.worse_count(), published.people);
        let amounts = amounts(&figures);
        for (name, expected) in published.amounts {
            let error = (&amounts[name] - in_millionths(*expected)).abs();
            assert!(error <= off_by(published.people), "{name} of the {} is {}", published.service, amounts[name]);
        }
    }
}

/// How far a total of so many changes may be off in floats: levels lie below 8, so each of the two and their difference
/// is rounded by 2⁻⁵¹ at the most (half of the last of 53 bits of a number from 4 to 8). The sum, of less than 256, is
/// exact, and is rounded once, by 2⁻⁴⁶ at the most.
fn float_error(changes: u64) -> BigRational {
    let to_the_power = |bits: u32| BigRational::new(1.into(), (1_u64 << bits).into());
    to_the_power(51) * BigRational::from_integer((3 * changes).into()) + to_the_power(46)
}

#[test]
fn the_trial_says_what_is_published() {
    let nothing = |_| BigRational::default();
    as_is_published::<Decimal>(nothing);
    as_is_published::<BigRational>(nothing);
    as_is_published::<f64>(float_error);
    // Each: 0.106 with a booklet, 0.140 with the workshop.
    let case = people(as_published);
    let each = |service| {
        let figures = of::<BigRational>(&case, service);
        let people = figures.better_count() + figures.unchanged() + figures.worse_count();
        (figures.net() / BigRational::from_integer(people.into()) * BigRational::from_integer(1000.into())).round()
    };
    let thousandths = |number: i64| BigRational::from_integer(number.into());
    assert_eq!((each("booklet"), each("workshop")), (thousandths(106), thousandths(140)));
}

#[test]
fn the_trial_agrees_with_the_second_implementation() {
    let case = people(as_published);
    let (decimals, fractions) = (record::<Decimal>(&case, SCALE), record::<BigRational>(&case, SCALE));
    let floats = record::<f64>(&case, SCALE);
    assert!(decimals.let_in.iter().all(|let_in| *let_in));
    for by in [&[][..], &[Key::Service], &[Key::User], &[Key::Role, Key::Service]] {
        let terms = PlainTerms::by(by);
        agree(&decimals, &case, Arithmetic::Exact(SCALE), &terms);
        agree(&fractions, &case, Arithmetic::Exact(SCALE), &terms);
        agree(&floats, &case, Arithmetic::Float(SCALE), &terms);
        agree_traces(&fractions, &case, Arithmetic::Exact(SCALE), &terms);
    }
}

/// The rule before left gains without co-operation out of the net, and losses of the same people in: to note who did not
/// attend took 62 points from the workshop, and the booklet seemed to win.
#[test]
fn the_rule_before_turned_the_answer_round() {
    let case = people(as_published);
    let of_one_sign_only = |service| {
        let amounts = amounts(&of::<BigRational>(&case, service));
        &amounts["created"] - &amounts["destroyed"] - &amounts["windfall_loss"]
    };
    let before = ["booklet", "workshop"].map(of_one_sign_only);
    assert_eq!(before, [in_millionths(31_739_808), in_millionths(21_578_204)]);
    let now = ["booklet", "workshop"].map(|service| of::<BigRational>(&case, service).net());
    assert_eq!(now, [in_millionths(31_739_808), in_millionths(83_900_023)]);
    assert!(before[1] < before[0] && now[1] > now[0]);
}

#[test]
fn r44_recording_attendance_moves_no_net_of_the_trial() {
    let created = whatever_is_stated::<BigRational>();
    // What is created together does depend on it.
    let of_all = in_millionths(133_474_559 + 62_321_819);
    let expected = [of_all.clone(), in_millionths(62_321_819), in_millionths(133_474_559), in_millionths(0), of_all];
    assert_eq!(created, expected);
    whatever_is_stated::<f64>();
}

/// What the workshop created where nothing is stated, the opposite of what was, the same of both services, that nobody
/// took part, and that all did; net and whatever else R44 names stays as published.
#[track_caller]
fn whatever_is_stated<N: Number>() -> Vec<N> {
    let attendances: [Attendance; 5] = [
        |_, _| None,
        |offered, attended| offered.then_some(!attended),
        |_, attended| Some(attended),
        |_, _| Some(false),
        |_, _| Some(true),
    ];
    let terms = PlainTerms::by(&[Key::Service]);
    let read = |attendance| stated(&record::<N>(&people(attendance), SCALE).ledger, &terms);
    let published = unmoved(&read(as_published));
    let created = attendances.into_iter().map(|attendance| {
        let other = read(attendance);
        assert_eq!(unmoved(&other), published);
        other.line("workshop", "depression").expect("appraised").created()
    });
    created.collect()
}

#[test]
fn r45_the_trial_in_the_mirror() {
    let terms = PlainTerms::by(&[Key::Service]);
    // To be absent oneself is on record as not integrated, and makes no loss destruction: the mirror holds as it is.
    let case = people(as_published);
    let (here, there) = (of::<BigRational>(&case, "workshop"), of::<BigRational>(&turned(&case), "workshop"));
    assert_eq!((here.created(), here.windfall_gain()), (there.destroyed(), there.windfall_loss()));
    assert_eq!((here.destroyed(), here.windfall_loss()), (there.created(), there.windfall_gain()));
    assert_eq!(
        (here.better_count(), here.worse_count(), here.net()),
        (there.worse_count(), there.better_count(), -there.net())
    );
    the_mirror_swaps_the_signs::<BigRational>(&case, SCALE, &terms);
    the_mirror_swaps_the_signs::<f64>(&case, SCALE, &terms);
}
