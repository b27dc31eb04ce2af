//! How time grows with the size of one thing: users of one interaction, later appraisals, repeats, people forgotten, denominators.
//!
//! `cargo bench -p covalue-benches --bench growth` prints a table: subject, size, milliseconds, and the ratio to half the
//! size. Work that is linear doubles; work that grows with the square takes four times as long. A name filters the
//! subjects by their beginning. A subject ends early once a size takes longer than [`LONG`]. `-- --test` runs each subject
//! once, at a small size.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

mod products;
mod tables;

use std::hint::black_box;
use std::time::Duration;

use covalue::attribution::{Equal, Proportional};
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, ReachCounts, Service,
    Statement, Terms, User, date, journal,
};
use covalue_benches::contest::{Host, Runner, runner};

/// The sizes of a subject whose work is linear.
const SIZES: [usize; 4] = [10_000, 20_000, 40_000, 80_000];
/// A size that takes longer than this is the last of its subject.
const LONG: Duration = Duration::from_secs(3);

const DAY: Date = date(2026, 3, 2);

fn catalogue() -> Catalogue {
    let pain = Measure::lower_is_better("pain", "points").range(0.0, 10.0);
    let physio = Service::new("physio", "clinic").promises("pain", 2.0);
    Catalogue::new([pain], [physio]).expect("a sound catalogue")
}

fn name(index: usize) -> String {
    format!("u{index}")
}

/// A visit of `count` users, each of a district of their own.
fn visit(count: usize) -> Interaction {
    let user = |index| User::new(name(index)).with("district", format!("d{index}"));
    (1..count).map(user).fold(Interaction::between(user(0), "physio", DAY).id("v"), Interaction::user)
}

/// A visit of `count` users, with an appraisal of each. One in three got worse.
fn appraised(count: usize) -> Interaction {
    let change = |index: usize| if index.is_multiple_of(3) { 1.0 } else { -2.0 };
    let appraisal = |index| Appraisal::of("pain").beneficiary(name(index)).change(change(index));
    (0..count).map(appraisal).fold(visit(count), Interaction::appraisal)
}

/// The same visit, in which each user states a contribution and misused some of it. One in four integrated nothing.
fn contributed(count: usize) -> Interaction {
    let contribution = |index: usize| {
        let integrated = if index.is_multiple_of(4) { 0.0 } else { 1.0 };
        Contribution::of(name(index)).integrated(integrated).misintegrated(1.0, Misuse::accidental())
    };
    let clinic = Contribution::of("clinic").integrated(3.0);
    (0..count).map(contribution).fold(appraised(count).contribution(clinic), Interaction::contribution)
}

fn ledger_of(interaction: Interaction) -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(interaction).expect("a sound interaction");
    ledger
}

/// `count` interactions of one user each, all different.
fn many(part: &str, count: usize, user: impl Fn(usize) -> String, day: impl Fn(usize) -> Date) -> Ledger {
    let mut ledger = Ledger::part(&catalogue(), part);
    for index in 0..count {
        let visit = Interaction::between(user(index), "physio", day(index)).id(format!("{part}{index}"));
        ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0))).expect("a sound interaction");
    }
    ledger
}

/// One interaction with `count` follow-ups, each a day after the one before.
fn followed_up(count: usize) -> Ledger {
    let mut ledger = ledger_of(visit(1).appraisal(Appraisal::of("pain").before(6.0).after(5.0)));
    for index in 0..count {
        let made = day_after(index);
        let again = Appraisal::of("pain").after(4.0).follow_up(index as u32 + 2).made(made);
        ledger.appraise("v", again).expect("a sound appraisal");
    }
    ledger
}

/// One appraisal with `count` corrections.
fn corrected(count: usize) -> Ledger {
    let mut ledger = ledger_of(visit(1).appraisal(Appraisal::of("pain").before(6.0).after(5.0)));
    for index in 0..count {
        let again = Appraisal::of("pain").before(6.0).after(4.0).known(day_after(index));
        ledger.appraise("v", again).expect("a sound appraisal");
    }
    ledger
}

/// A later appraisal of each user of one visit.
fn appraised_later(count: usize) -> Ledger {
    let mut ledger = ledger_of(visit(count));
    for index in 0..count {
        let later = Appraisal::of("pain").beneficiary(name(index)).before(6.0).after(4.0);
        ledger.appraise("v", later).expect("a sound appraisal");
    }
    ledger
}

/// Later appraisals of one visit, in a journal that is read twice. `fields` has the fields of each that differ.
fn skipping_repeats(name: &'static str, fields: impl Fn(usize) -> String + Copy + 'static) -> Subject {
    let line = move |index: usize| {
        let fields = fields(index);
        format!(r#"{{"appraisal":{{"interaction":"v","measure":"pain","after":4,{fields}}}}}"#) + "\n"
    };
    let state = move |size: usize| (ledger_of(visit(size)), (0..size).map(line).collect::<String>());
    subject(name, state, |size, (ledger, file)| {
        for repeats in [0, size as u64] {
            let intake = journal::Options::new().skip_repeats().read(ledger, file.as_bytes()).expect("a sound journal");
            assert_eq!(intake.repeat_count(), repeats);
        }
    })
}

/// The `index`-th of many days after the visit.
fn day_after(index: usize) -> Date {
    let spread = index % (28 * 12 * 6_000);
    let (year, rest) = (2027 + spread / (28 * 12), spread % (28 * 12));
    date(year as i16, (rest / 28 + 1) as i8, (rest % 28 + 1) as i8)
}

/// A subject, the sizes at which it is measured, and its work at a size.
struct Subject {
    name: &'static str,
    sizes: [usize; 4],
    work: Box<dyn Fn(usize) -> Runner<'static>>,
}

fn subject<S: 'static>(
    name: &'static str,
    state: impl Fn(usize) -> S + Copy + 'static,
    work: impl Fn(usize, &mut S) + Copy + 'static,
) -> Subject {
    let work = move |size: usize| runner(move || state(size), move |state| work(size, state));
    Subject { name, sizes: SIZES, work: Box::new(work) }
}

/// Work on a ledger that stays as it is.
fn reading<T: 'static>(
    name: &'static str,
    state: impl Fn(usize) -> Ledger + Copy + 'static,
    work: impl Fn(&Ledger) -> T + Copy + 'static,
) -> Subject {
    subject(name, state, move |_, ledger| drop(black_box(work(ledger))))
}

fn forgetting() -> Vec<Subject> {
    let forget_all = |size: usize, ledger: &mut Ledger| {
        for index in 0..size {
            ledger.forget(name(index)).expect("they are on record");
        }
    };
    let services = |size: usize| {
        let service = |index: usize| Service::new(format!("s{index}"), name(index));
        let catalogue = Catalogue::<f64>::new([], (0..size).map(service)).expect("a sound catalogue");
        Ledger::new(&catalogue)
    };
    let tombstones = |size: usize| {
        let mut ledger = many("a", size, |index| format!("forgotten:a:{}", index + 1), |_| DAY);
        ledger.record(Interaction::between("ana", "physio", DAY)).expect("a sound interaction");
        ledger
    };
    vec![
        subject("forget/users", |size| many("a", size, name, |_| DAY), forget_all),
        subject("forget/users_of_one_visit", |size| ledger_of(appraised(size)), forget_all),
        subject("forget/providers", services, forget_all),
        subject("forget/one_behind_tombstones", tombstones, |_, ledger| {
            ledger.forget("ana").expect("she is on record");
        }),
    ]
}

fn recording() -> Vec<Subject> {
    fn record(_: usize, (ledger, visit): &mut (Ledger, Option<Interaction>)) {
        ledger.record(visit.take().expect("recorded once")).expect("a sound interaction");
    }
    fn waiting(visit: Interaction) -> (Ledger, Option<Interaction>) {
        (Ledger::new(&catalogue()), Some(visit))
    }
    vec![
        subject("build/users", |_| (), |size, ()| drop(black_box(contributed(size)))),
        subject("record/users", |size| waiting(visit(size)), record),
        subject("record/appraised_users", |size| waiting(appraised(size)), record),
        subject("record/contributions", |size| waiting(contributed(size)), record),
        subject(
            "record/affected",
            |size| {
                let visit = (0..size).map(|index| format!("n{index}")).fold(visit(1), Interaction::affected);
                let appraisal = |index: usize| Appraisal::of("pain").beneficiary(format!("n{index}")).change(1.0);
                waiting((0..size).map(appraisal).fold(visit, Interaction::appraisal))
            },
            record,
        ),
        subject(
            "record/others",
            |size| {
                let visit = (0..size).map(|index| format!("n{index}")).fold(visit(1), Interaction::other);
                let appraisal = |index: usize| Appraisal::of("pain").beneficiary(format!("n{index}")).change(1.0);
                waiting((0..size).map(appraisal).fold(visit, Interaction::appraisal))
            },
            record,
        ),
        subject(
            "record/contributions_of_one",
            |size| {
                let contribution = |index: usize| Contribution::of("u0").resource(name(index)).integrated(1.0);
                let visit = (0..size).map(contribution).fold(visit(2), Interaction::contribution);
                waiting(visit.appraisal(Appraisal::of("pain").beneficiary("u0").change(1.0)))
            },
            record,
        ),
        subject(
            "record/misuses_of_one",
            |size| {
                let part = |all: Contribution, _| all.misintegrated(1.0, Misuse::accidental());
                let parts =
                    (0..size).fold(Contribution::of("u0").integrated(1.0).not_integrated(1.0, Misuse::unknown()), part);
                waiting(visit(2).contribution(parts))
            },
            record,
        ),
    ]
}

/// Lists of one interaction, one appraisal and one catalogue.
fn listing() -> Vec<Subject> {
    vec![
        subject(
            "record/dimensions",
            |_| Ledger::new(&catalogue()),
            |size, ledger| {
                let with = |visit: Interaction, index: usize| visit.with(format!("d{}", size - index), "x");
                ledger.record((0..size).fold(visit(1), with)).expect("a sound interaction");
            },
        ),
        subject(
            "record/references",
            |_| Ledger::new(&catalogue()),
            |size, ledger| {
                let with = |all: Appraisal, index: usize| all.reference(format!("r{}", size - index), 1.0);
                let appraisal = (0..size).fold(Appraisal::of("pain").after(2.0), with);
                ledger.record(visit(1).appraisal(appraisal)).expect("a sound interaction");
            },
        ),
        subject("record/one_person", |_| (), |size, ()| drop(many("a", size, |_| "ana".into(), day_after))),
        subject(
            "catalogue/services",
            |_| (),
            |size, ()| {
                let service = |index: usize| Service::new(format!("s{index}"), "clinic");
                drop(Catalogue::<f64>::new([], (0..size).map(service)));
            },
        ),
        subject(
            "catalogue/measures",
            |_| (),
            |size, ()| {
                let measure = |index: usize| Measure::higher_is_better(format!("m{index}"), "points");
                drop(Catalogue::<f64>::new((0..size).map(measure), []));
            },
        ),
        subject(
            "catalogue/promises_of_one",
            |_| (),
            |size, ()| {
                let measure = |index: usize| Measure::higher_is_better(format!("m{index}"), "points");
                let all = |service: Service, index: usize| service.promises(format!("m{}", size - index - 1), 1.0);
                let service = (0..size).fold(Service::new("physio", "clinic"), all);
                Catalogue::new((0..size).map(measure), [service]).expect("a sound catalogue");
            },
        ),
        subject(
            "declare/services",
            |_| Ledger::new(&catalogue()),
            |size, ledger| {
                for index in 0..size {
                    ledger.declare_service(Service::new(format!("s{index}"), "clinic")).expect("a sound service");
                }
            },
        ),
    ]
}

fn amending() -> Vec<Subject> {
    vec![
        subject("appraise/each_of_many_users", |_| (), |size, ()| drop(appraised_later(size))),
        skipping_repeats("skip_repeats/each_of_many_users", |index| {
            format!(r#""beneficiary":"u{index}","made":"2026-06-01""#)
        }),
        skipping_repeats("skip_repeats/follow_ups_of_one", |index| {
            format!(r#""beneficiary":"u0","follow_up":{},"made":"{}""#, index + 2, day_after(index))
        }),
        subject("appraise/follow_ups_of_one", |_| (), |size, ()| drop(followed_up(size))),
        subject("appraise/corrections_of_one", |_| (), |size, ()| drop(corrected(size))),
        subject(
            "check_appraisal/of_one_of_many_users",
            |size| ledger_of(contributed(size)),
            |size, ledger| {
                for index in 0..size {
                    let again = Appraisal::of("pain").beneficiary(name(index)).change(1.0).follow_up(2);
                    assert!(ledger.check_appraisal("v", &again).is_empty());
                }
            },
        ),
        subject(
            "void/all",
            |size| many("a", size, name, |_| DAY),
            |size, ledger| {
                for index in 0..size {
                    ledger.void(format!("a{index}"), "a test").expect("it is on record");
                }
            },
        ),
        reading("later_appraisals/users", appraised_later, |ledger| ledger.later_appraisals().count()),
        reading("later_appraisals/follow_ups", followed_up, |ledger| ledger.later_appraisals().count()),
        reading("interactions/users", |size| ledger_of(contributed(size)), |ledger| ledger.interactions().count()),
        reading("equality/users", |size| ledger_of(contributed(size)), |ledger| *ledger == ledger.clone()),
        reading("equality/later", appraised_later, |ledger| *ledger == ledger.clone()),
        reading("equality/corrections", corrected, |ledger| *ledger == ledger.clone()),
        reading("merge/later", appraised_later, |ledger| {
            Ledger::part(&catalogue(), "other").merge(ledger).expect("parts differ");
        }),
        reading("merge/follow_ups", followed_up, |ledger| {
            Ledger::part(&catalogue(), "other").merge(ledger).expect("parts differ");
        }),
        reading("diff/users", |size| ledger_of(contributed(size)), |ledger| ledger.diff(Date::MIN, Date::MAX)),
        reading("diff/follow_ups", followed_up, |ledger| ledger.diff(Date::MIN, Date::MAX)),
        reading("diff/corrections", corrected, |ledger| ledger.diff(Date::MIN, Date::MAX)),
    ]
}

fn stating() -> Vec<Subject> {
    let one_visit = |size| ledger_of(contributed(size));
    let with = |ledger: &Ledger, by: By| ledger.statement(Terms::from(by)).expect("sound terms");
    vec![
        reading("statement/one_visit", one_visit, move |ledger| with(ledger, By::Service)),
        reading(
            "statement/one_visit_unappraised",
            |size| ledger_of(visit(size)),
            move |ledger| with(ledger, By::Service),
        ),
        reading("statement/one_visit_by_beneficiary", one_visit, move |ledger| with(ledger, By::Beneficiary)),
        reading("statement/one_visit_by_district", one_visit, move |ledger| with(ledger, By::with("district"))),
        reading("statement/one_visit_counting_people", one_visit, |ledger| {
            ledger.statement(Terms::by(By::with("district")).counting_beneficiaries())
        }),
        reading("statement/later", appraised_later, move |ledger| with(ledger, By::Service)),
        reading("statement/follow_ups", followed_up, move |ledger| with(ledger, By::Service)),
        reading(
            "statement/one_person",
            |size| many("a", size, |_| "ana".into(), |_| DAY),
            move |ledger| with(ledger, By::User),
        ),
        reading(
            "statement/without_contribution_of_many",
            |size| {
                let contribution = |index: usize| Contribution::of(name(index)).integrated(1.0);
                ledger_of((0..size).map(contribution).fold(visit(size), Interaction::contribution))
            },
            move |ledger| with(ledger, By::Service),
        ),
        reading(
            "statement/named_reference",
            |size| {
                let with = |all: Appraisal, index: usize| all.reference(name(index), 1.0);
                let appraisal = |_: usize| Appraisal::of("pain").after(2.0).reference("aim", 4.0);
                let mut ledger = ledger_of(visit(1).appraisal((0..size).fold(Appraisal::of("pain").after(2.0), with)));
                for index in 0..size {
                    let visit = Interaction::between(name(index), "physio", DAY).id(name(index));
                    ledger.record(visit.appraisal(appraisal(index))).expect("a sound interaction");
                }
                ledger
            },
            |ledger| ledger.statement(Terms::by(By::Service).baseline(Baseline::named("aim"))),
        ),
        subject(
            "statement/values_of_a_filter",
            |size| many("a", size, name, |_| DAY),
            |size, ledger| {
                let terms =
                    (0..size).fold(Terms::by(By::Service), |terms, index| terms.only(By::User, name(index).as_str()));
                ledger.statement(terms).expect("sound terms");
            },
        ),
        reading("statement/trace", one_visit, |ledger| ledger.trace(By::Service, "physio", "pain")),
        subject(
            "statement/merge_parts",
            |size| {
                let part = |index: usize| {
                    many(&format!("p{index}."), 1, |_| name(index), |_| DAY)
                        .statement(By::Service)
                        .expect("sound terms")
                };
                (0..size).map(part).collect::<Vec<_>>()
            },
            |_, parts| {
                parts.drain(..).try_fold(Statement::empty(), Statement::merge).expect("parts differ");
            },
        ),
        subject(
            "ledger/merge_parts",
            |size| {
                let all: Vec<Ledger> =
                    (0..size).map(|index| many(&format!("p{index}."), 1, |_| name(index), |_| DAY)).collect();
                all
            },
            |_, parts| {
                let mut all = Ledger::new(&catalogue());
                for part in parts {
                    all.merge(part).expect("parts differ");
                }
            },
        ),
    ]
}

fn analysing() -> Vec<Subject> {
    let one_visit = |size| ledger_of(contributed(size));
    let misused_by_one =
        |size: usize| {
            let clinic = Contribution::of("clinic").integrated(1.0).misintegrated(1.0, Misuse::accidental());
            let visit = visit(size).contribution(clinic);
            ledger_of((0..size).fold(visit, |visit, index| {
                visit.appraisal(Appraisal::of("pain").beneficiary(name(index)).change(1.0))
            }))
        };
    vec![
        reading("attribution/misused_by_one", misused_by_one, |ledger| ledger.attribution(Equal)),
        reading(
            "attribution/one_appraisal_of_many_users",
            |size| ledger_of(visit(size).appraisal(Appraisal::of("pain").beneficiary("u0").change(-1.0))),
            |ledger| ledger.attribution(Proportional),
        ),
        reading("engagement/one_visit", one_visit, |ledger| ledger.engagement(By::Service)),
        reading("engagement/one_visit_by_district", one_visit, |ledger| ledger.engagement(By::with("district"))),
        reading(
            "engagement/contributions_of_the_provider",
            |size| {
                let contribution = |_| Contribution::of("clinic").integrated(1.0);
                ledger_of((0..size).map(contribution).fold(visit(size), Interaction::contribution))
            },
            |ledger| ledger.engagement(By::with("district")),
        ),
        reading("engagement/published", one_visit, |ledger| ledger.publish(10).engagement(By::Service)),
        reading("engagement/trace", one_visit, |ledger| ledger.trace_engagement(By::Service, "physio")),
        reading("engagement_drivers/one_visit", one_visit, |ledger| ledger.engagement_drivers(By::Service, "district")),
        reading("relations/one_visit", one_visit, |ledger| ledger.relations(By::Service)),
        reading(
            "relations/one_person",
            |size| many("a", size, |_| "ana".into(), |_| DAY),
            |ledger| ledger.relations(By::Service),
        ),
        reading(
            "relations/published",
            |size| {
                let both = |visit: Interaction, index: usize| {
                    let of = |user: String, change: f64| Appraisal::of("pain").beneficiary(user).change(change);
                    visit.appraisal(of(name(2 * index), 1.0)).appraisal(of(name(2 * index + 1), -1.0))
                };
                let user = |index: usize| User::new(name(index)).with("district", format!("d{}", index / 2));
                let visit = (1..size).map(user).fold(Interaction::between(user(0), "physio", DAY), Interaction::user);
                ledger_of((0..size / 2).fold(visit, both))
            },
            |ledger| ledger.publish(10).relations(By::with("district")),
        ),
        reading("drivers/one_visit", one_visit, |ledger| ledger.drivers(Terms::default(), "district")),
        reading("risk/one_visit", one_visit, |ledger| ledger.risk(By::Service)),
        reading(
            "cross/one_visit",
            |size| {
                let measures = ["pain", "sleep"].map(|measure| Measure::lower_is_better(measure, "points"));
                let mut ledger =
                    Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")]).expect("sound"));
                let visit = (0..size).fold(appraised(size), |visit, index| {
                    visit.appraisal(Appraisal::of("sleep").beneficiary(name(index)).change(1.0))
                });
                ledger.record(visit).expect("a sound interaction");
                ledger
            },
            |ledger| ledger.cross(By::Service, "pain", "sleep"),
        ),
        reading("reach/one_visit", one_visit, |ledger| ledger.reach(By::Service)),
        subject(
            "reach/days",
            |_| Ledger::new(&catalogue()),
            |size, ledger| {
                for index in 0..size {
                    ledger
                        .record_reach(ReachCounts::of("physio").on(day_after(index)).offered(3))
                        .expect("sound counts");
                }
                ledger.reach(By::Service).expect("sound terms");
            },
        ),
        subject(
            "reach/versions_of_one",
            |_| Ledger::new(&catalogue()),
            |size, ledger| {
                for index in 0..size {
                    let counts = ReachCounts::of("physio").on(DAY).offered(3).known(day_after(index));
                    ledger.record_reach(counts).expect("sound counts");
                }
                ledger.reach(By::Service).expect("sound terms");
            },
        ),
    ]
}

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let subjects = [
        forgetting(),
        recording(),
        listing(),
        amending(),
        stating(),
        analysing(),
        tables::subjects(),
        products::subjects(),
    ];
    println!("{:<46} {:>8} {:>10} {:>16}", "subject", "size", "ms", "ratio to half");
    for Subject { name, sizes, work } in subjects.into_iter().flatten() {
        if wanted.as_ref().is_some_and(|wanted| !name.starts_with(wanted.as_str())) {
            continue;
        }
        if Host::only_tests() {
            black_box(work(40)());
            continue;
        }
        let mut half: Option<Duration> = None;
        for size in sizes {
            let run = work(size);
            let first = run();
            // The least of three, unless a round takes long.
            let rounds = if first > LONG / 10 { 0 } else { 2 };
            let least = (0..rounds).map(|_| run()).fold(first, Duration::min);
            let ratio =
                half.map_or_else(String::new, |half| format!("{:.1}", least.as_secs_f64() / half.as_secs_f64()));
            println!("{name:<46} {size:>8} {:>10.1} {ratio:>16}", least.as_secs_f64() * 1e3);
            half = Some(least);
            if least > LONG {
                break;
            }
        }
    }
}
