//! Work that must not grow with the square of its input. With it, each of these tests would take minutes; without, it takes
//! about a second in a build without optimization. `benches/growth` measures the times.

use covalue::error::AnalysisError;
use covalue::ledger::MovementKind;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Date, Error, Interaction, Ledger, Measure, Misuse,
    ReachCounts, Rule, Service, Terms, User, date, journal, table,
};

const MANY: usize = 80_000;
const DAY: Date = date(2026, 3, 2);

fn catalogue() -> Catalogue {
    let pain = Measure::lower_is_better("pain", "points").range(0.0, 10.0);
    Catalogue::new([pain], [Service::new("physio", "clinic").promises("pain", 2.0)]).expect("a sound catalogue")
}

fn name(index: usize) -> String {
    format!("u{index}")
}

/// The `index`-th of many days after the visit.
fn day(index: usize) -> Date {
    let (year, rest) = (2027 + index / 336, index % 336);
    date(year as i16, (rest / 28 + 1) as i8, (rest % 28 + 1) as i8)
}

/// A visit of many users, each with an appraisal. Every other one misused something, and integrated nothing.
fn visit(count: usize) -> Interaction {
    let user = |index| User::new(name(index)).with("district", format!("d{}", index / 2));
    let visit = (1..count).map(user).fold(Interaction::between(user(0), "physio", DAY).id("v"), Interaction::user);
    let visit = visit.contribution(Contribution::of("clinic").integrated(1.0));
    (0..count).fold(visit, |visit, index| {
        let contribution = Contribution::of(name(index)).integrated((index % 2) as f64);
        let visit = visit.appraisal(Appraisal::of("pain").beneficiary(name(index)).change(-1.0));
        visit.contribution(if index % 2 == 0 {
            contribution.not_integrated(1.0, Misuse::unknown())
        } else {
            contribution
        })
    })
}

#[test]
fn many_people_are_forgotten() -> Result<(), Error> {
    let mut ledger = Ledger::part(&catalogue(), "march");
    let visits = (0..MANY).map(|index| Interaction::between(name(index), "physio", DAY));
    ledger.record_all(visits).expect("sound visits");
    for index in 0..MANY {
        assert_eq!(ledger.forget(name(index))?.as_str(), format!("forgotten:march:{}", index + 1));
    }
    assert_eq!((ledger.symbol("u7"), ledger.symbol("forgotten:march:8").map(|symbol| symbol.index())), (None, Some(7)));
    // The ids are free, and the numbers of tombstones are not.
    ledger.record(Interaction::between("u7", "physio", date(2026, 3, 9)))?;
    assert_eq!(ledger.forget("u7")?.as_str(), format!("forgotten:march:{}", MANY + 1));
    Ok(())
}

#[test]
fn many_providers_are_forgotten() -> Result<(), Error> {
    let services = (0..MANY).map(|index| Service::new(format!("s{index}"), name(index)));
    let mut ledger = Ledger::new(&Catalogue::<f64>::new([], services)?);
    for index in 0..MANY {
        ledger.forget(name(index))?;
    }
    let service = ledger.catalogue().service("s7").map(|service| service.provider().to_string());
    assert_eq!(service.as_deref(), Some("forgotten::8"));
    Ok(())
}

#[test]
fn a_tombstone_that_was_forgotten_is_not_given_out_again() -> Result<(), Error> {
    let mut ledger = Ledger::part(&catalogue(), "a");
    ledger.record(Interaction::between("ana", "physio", DAY))?;
    ledger.record(Interaction::between("ben", "physio", DAY))?;
    let first = ledger.forget("ana")?;
    assert_eq!(ledger.forget(&first)?.as_str(), "forgotten:a:2");
    assert_eq!(ledger.forget("ben")?.as_str(), "forgotten:a:3");
    Ok(())
}

#[test]
fn a_visit_of_many_is_recorded_and_analysed() -> Result<(), Error> {
    let count = MANY / 4;
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit(count))?;
    let line = ledger.statement(By::Service)?.line("physio", "pain")?;
    assert_eq!((line.created(), line.windfall_gain()), ((count / 2) as f64, (count / 2) as f64));
    assert_eq!(ledger.statement(By::with("district"))?.len(), count / 2);
    let engagement = ledger.engagement(By::with("district"))?;
    assert_eq!(engagement.line("d7")?.user_contributed(), &2.0);
    assert_eq!(engagement.line("d7")?.provider_integrated(), &1.0);
    assert_eq!(
        ledger.relations(By::Service)?.line("physio", "pain")?.detriment().integrated_nothing().better(),
        10_000
    );
    assert_eq!(ledger.reach(By::Service)?.line("physio", "pain")?.appraised_count(), count as u64);
    let moved = ledger.diff(Date::MIN, Date::MAX);
    assert_eq!(moved.len(), count + 1);
    // Appraised again, one by one.
    for index in 0..count {
        let again = Appraisal::of("pain").beneficiary(name(index)).change(-2.0).follow_up(2).made(date(2026, 6, 1));
        ledger.appraise("v", again.clone())?;
        let rules: Vec<Rule> = ledger.check_appraisal("v", &again).iter().map(|fault| fault.rule()).collect();
        assert_eq!(rules, [Rule::R8]);
    }
    assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), count as f64);
    assert!(ledger == ledger.clone());
    let mut other = Ledger::part(&catalogue(), "other");
    other.merge(&ledger)?;
    assert_eq!(other.later_appraisals().count(), count);
    Ok(())
}

#[test]
fn many_follow_ups_and_corrections_of_one_appraisal_are_kept() -> Result<(), Error> {
    let count = MANY / 4;
    let visit = Interaction::between("ana", "physio", DAY).id("v");
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(5.0)))?;
    for index in 0..count {
        let again = Appraisal::of("pain").after(4.0).follow_up(index as u32 + 2).made(day(index));
        ledger.appraise("v", again)?;
        ledger.appraise("v", Appraisal::of("pain").before(6.0).after(4.0).known(day(index)))?;
    }
    let moved = ledger.diff(Date::MIN, Date::MAX);
    let lent = moved.iter().filter_map(|movement| match movement.kind() {
        MovementKind::Appraised { lends_to, .. } => Some(lends_to.len()),
        _ => None,
    });
    assert_eq!((moved.len(), lent.sum::<usize>()), (2 * count + 2, count));
    assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
    assert!(ledger == ledger.clone());
    Ok(())
}

#[test]
fn r8_repeats_of_many_later_appraisals_of_one_visit_are_skipped() {
    const COUNT: usize = MANY / 4;
    let of_each = |index: usize| format!(r#""beneficiary":"u{index}","made":"2026-06-01""#);
    let of_one = |index: usize| format!(r#""beneficiary":"u0","follow_up":{},"made":"{}""#, index + 2, day(index));
    for fields in [&of_each as &dyn Fn(usize) -> String, &of_one] {
        let line = |index: usize| {
            let fields = fields(index);
            format!(r#"{{"appraisal":{{"interaction":"v","measure":"pain","after":4,{fields}}}}}"#) + "\n"
        };
        let file: String = (0..COUNT).map(line).collect();
        let mut ledger = Ledger::new(&catalogue());
        ledger.record(visit(COUNT)).expect("a sound visit");
        let options = journal::Options::new().skip_repeats();
        for repeats in [0, COUNT as u64] {
            let intake = options.read(&mut ledger, file.as_bytes()).expect("a sound journal");
            assert_eq!((intake.repeat_count(), intake.later_appraisal_count()), (repeats, COUNT as u64 - repeats));
        }
    }
}

#[test]
fn many_versions_of_counts_of_people_reached_are_kept() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    for index in 0..MANY {
        ledger.record_reach(ReachCounts::of("physio").on(DAY).offered(index as u64).known(day(index)))?;
    }
    let offered = |terms: Terms| Ok::<_, Error>(ledger.trace_reach(terms, "physio")?[0].get_known());
    assert_eq!(offered(Terms::by(By::Service))?, Some(day(MANY - 1)));
    assert_eq!(offered(Terms::by(By::Service).as_of(day(7)))?, Some(day(7)));
    Ok(())
}

#[test]
fn lists_of_one_record_take_any_order() -> Result<(), Error> {
    let descending = || (0..MANY).rev().map(name);
    let with_dimensions =
        descending().fold(Interaction::between("ana", "physio", DAY), |visit, dimension| visit.with(dimension, "x"));
    let appraisal =
        descending().fold(Appraisal::of("pain").after(2.0), |appraisal, name| appraisal.reference(name, 3.0));
    let parts = (0..MANY).fold(Contribution::of("ana"), |all, index| {
        if index < MANY / 2 {
            all.not_integrated(1.0, Misuse::unknown())
        } else {
            all.misintegrated(1.0, Misuse::unknown())
        }
    });
    let mut ledger = Ledger::new(&catalogue());
    let id = ledger.record(with_dimensions.contribution(parts.clone()).appraisal(appraisal))?;
    let recorded = ledger.interaction(&id).expect("it was recorded");
    assert_eq!(recorded.dimensions().next(), Some(("u0", "x")));
    assert_eq!(recorded.contributions().next(), Some(&parts));
    assert_eq!(recorded.appraisals().map(|appraisal| appraisal.references().len()).sum::<usize>(), MANY);
    Ok(())
}

#[test]
fn shares_that_are_too_many_are_refused_before_they_are_computed() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    let user = |visit: Interaction, index: usize| {
        visit.user(name(index)).appraisal(Appraisal::of("pain").beneficiary(name(index)).change(-1.0))
    };
    ledger.record((0..20_000).fold(Interaction::between("ana", "physio", DAY).id("v"), user))?;
    let refused = ledger.attribution(Cooperation).expect_err("20,000 gains, each of 20,002 parties");
    assert_eq!(refused.rule(), Rule::Form);
    assert_eq!(
        refused.to_string(),
        "form: by rule `cooperation` the amounts of `v` would make 400040000 shares, more than 268435456: group by fewer \
         lines, ask for fewer people with a filter, or record it as several interactions",
    );
    let refused = ledger.trace_attribution(By::Service, Cooperation, "physio", "pain").expect_err("each is kept");
    assert!(matches!(refused, AnalysisError::TooManyShares { shares: 400_040_000, .. }));
    // A filter makes them fewer.
    let few = (0..20).map(name).collect::<Vec<_>>();
    let few = few.iter().map(|name| Some(name.as_str())).collect::<covalue::statement::Line>();
    let terms = Terms::by(By::Beneficiary).only(By::Beneficiary, few);
    let shares = ledger.attribution_of(terms, Cooperation)?;
    assert_eq!(shares.shares().len(), 20 * 20_002);
    Ok(())
}

#[test]
fn shares_by_beneficiary_are_counted_by_line() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    let user = |visit: Interaction, index: usize| {
        visit.user(name(index)).appraisal(Appraisal::of("pain").beneficiary(name(index)).change(-1.0))
    };
    ledger.record((0..2_100).fold(Interaction::between("ana", "physio", DAY).id("v"), user))?;
    let refused = ledger.attribution_of(By::Beneficiary, Cooperation).expect_err("2,100 lines of 2,102 parties");
    assert!(matches!(refused, AnalysisError::TooManyShares { shares: 4_414_200, most: 4_194_304, .. }));
    Ok(())
}

/// A group session in a table is one interaction, so one fault refuses all its rows, each as an echo of the faulty one.
#[test]
fn a_fault_at_the_end_of_a_large_group_session_is_found() {
    const ROWS: usize = 20_000;
    let row = |index| format!("v1,physio,u{index},2026-03-02,pain,6,4\n");
    let rows: String = (0..ROWS).map(row).collect();
    let options = table::Options::new().group_sessions();
    // By the cells of the last row, and by its content, which only the ledger knows.
    for last in ["v1,physio,zoe,2026-03-02,pian,6,4\n", "v1,physio,u0,2026-03-02,pain,6,4\n"] {
        let file = format!("id,service,user,on,measure,before,after\n{rows}{last}");
        let intake = options.read_lenient(&mut Ledger::new(&catalogue()), file.as_bytes()).expect("a sound header");
        assert_eq!((intake.refused().len(), intake.echo_count()), (ROWS + 1, ROWS as u64));
        assert_eq!(intake.refused()[0].echo_of(), Some(ROWS as u64 + 2));
    }
}
