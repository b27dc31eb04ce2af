//! Reach: the second implementation, laws, comparisons and a worked case.

use covalue::analysis::{Analysis, Figure};
use covalue::record::ReachStep;
use covalue::statement::Line;
use covalue::{
    Appraisal, By, Catalogue, Error, Interaction, Ledger, Measure, ReachCounts, Rule, Service, Terms, User, date,
};
use proptest::prelude::*;

use crate::support::generate::cases;
use crate::support::reach::{PlainBooks, PlainReachTerms, PlainRow, books, catalogue, table_of, table_of_books, terms};

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn reach_agrees_with_the_second_implementation(books in books(), terms in terms()) {
        let books = books.valid();
        let reach = books.ledger().reach(terms.terms()).unwrap();
        prop_assert_eq!(table_of(&reach), table_of_books(&books, &terms));
        // Each share is of the last step before it that is stated, without declined.
        for line in reach.lines() {
            let counts = ReachStep::ALL.iter().map(|&step| (step, line.count(step))).collect::<Vec<_>>();
            for (index, (step, count)) in counts.iter().enumerate() {
                let is_stated = |(before, count): &&(ReachStep, Option<u64>)| *before != ReachStep::Declined && count.is_some();
                let is_given = count.is_some() && (*step != ReachStep::Appraised || line.outside_count() == 0);
                let before = counts[..index].iter().rfind(is_stated).filter(|_| is_given);
                let quotient = before.and_then(|(_, whole)| Some((*count)? as f64 / (*whole)? as f64));
                let share = quotient.filter(|share| share.is_finite());
                prop_assert_eq!(line.share_of(*step), before.map(|(step, _)| *step));
                prop_assert_eq!(line.share(*step), share);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    /// R46: filtered by days, reach equals that of the entries and uses on these days.
    #[test]
    fn r46_a_period_of_reach_equals_the_filtered_entries(books in books(), terms in terms()) {
        let books = books.valid();
        let all = PlainReachTerms { period: None, ..terms.clone() };
        let Some((from, until)) = terms.period else { return Ok(()) };
        let is_in = |day| from <= day && day <= until;
        let part = PlainBooks {
            entries: books.entries.iter().filter(|entry| is_in(entry.from) && is_in(entry.until)).cloned().collect(),
            uses: books.uses.iter().filter(|one| is_in(one.on)).cloned().collect(),
        };
        let filtered = table_of(&books.ledger().reach(terms.terms()).unwrap());
        prop_assert_eq!(filtered.rows, table_of(&part.ledger().reach(all.terms()).unwrap()).rows);
    }

    /// R46: filtered by a value, reach has the figures of the lines with this value in a grouping by its word.
    #[test]
    fn r46_a_filter_of_reach_is_a_line_of_the_grouping(books in books(), value in prop::sample::select(&["north", "south"][..])) {
        let ledger = books.valid().ledger();
        let district = || By::with("district");
        let filtered = table_of(&ledger.reach(Terms::by(By::Service).only(district(), value)).unwrap());
        let grouped = table_of(&ledger.reach(By::Service.and(district())).unwrap());
        let of_value = grouped.rows.into_iter().filter(|((line, _), _)| line[1].as_deref() == Some(value));
        let of_value = of_value.map(|((line, measure), row)| ((line[..1].to_vec(), measure), row));
        prop_assert_eq!(filtered.rows, of_value.collect());
    }

    /// R13: the lines by service add up to the line of no grouping. People do not, since a person may use several.
    #[test]
    fn r13_steps_by_service_add_up(books in books(), terms in terms()) {
        let ledger = books.valid().ledger();
        let by_service = PlainReachTerms { words: vec![By::Service], ..terms.clone() };
        let none = PlainReachTerms { words: Vec::new(), ..terms };
        let (by_service, none) = (by_service.terms(), none.terms());
        let parts = ledger.reach(by_service).unwrap();
        let whole = ledger.reach(none).unwrap();
        prop_assert_eq!(parts.entry_count(), whole.entry_count());
        prop_assert_eq!(parts.other_breakdown_count(), whole.other_breakdown_count());
        // A line has the same steps in each of its rows, so one row of each counts.
        let mut lines: Vec<_> = parts.lines().collect();
        lines.dedup_by_key(|line| line.line().clone());
        let sum = |figure: &dyn Fn(&covalue::reach::ReachLine) -> u64| lines.iter().map(|line| figure(line)).sum::<u64>();
        if let Some(all) = whole.lines().next() {
            prop_assert_eq!(all.entry_count(), sum(&|line| line.entry_count()));
            for step in ReachStep::STATED {
                prop_assert_eq!(all.stated_count(step), sum(&|line| line.stated_count(step)));
                let counted: Option<u64> =
                    lines.iter().filter(|line| line.entry_count() > 0).map(|line| line.count(step)).sum();
                prop_assert_eq!(all.count(step), counted.filter(|_| all.entry_count() > 0));
            }
        }
    }

    /// R48: an entry with further dimensions is never added to one without, whatever it counts.
    #[test]
    fn r48_a_breakdown_is_never_added_to_the_whole(books in books(), terms in terms()) {
        let books = books.valid();
        let dimensions: Vec<&By> = terms.words.iter().chain(terms.only.iter().map(|(word, _)| word)).collect();
        let is_of = |names: &mut dyn Iterator<Item = &str>| {
            let names: Vec<By> = names.map(By::with).collect();
            names.iter().all(|name| dimensions.contains(&name))
                && dimensions.iter().all(|word| !matches!(word, By::With(_)) || names.contains(word))
        };
        let part = PlainBooks {
            entries: books.entries.iter().filter(|entry| is_of(&mut entry.with.keys().copied())).cloned().collect(),
            uses: books.uses.clone(),
        };
        let (all, part) = (books.ledger().reach(terms.terms()).unwrap(), part.ledger().reach(terms.terms()).unwrap());
        prop_assert_eq!(table_of(&all).rows, table_of(&part).rows);
        prop_assert_eq!((part.other_breakdown_count(), part.not_whole_count()), (0, all.not_whole_count()));
    }

    /// R20: the entries behind a line are those that its figures are sums of.
    #[test]
    fn r20_the_trace_of_reach_has_the_entries_of_the_line(books in books(), terms in terms()) {
        let ledger = books.valid().ledger();
        let reach = ledger.reach(terms.terms()).unwrap();
        let mut traced = 0;
        let mut lines: Vec<_> = reach.lines().collect();
        lines.dedup_by_key(|line| line.line().clone());
        for line in lines {
            let entries = ledger.trace_reach(terms.terms(), line.line()).unwrap();
            prop_assert_eq!(entries.len() as u64, line.entry_count());
            traced += entries.len() as u64;
            for step in ReachStep::STATED {
                let stated: Vec<u64> = entries.iter().filter_map(|entry| entry.get(step)).collect();
                prop_assert_eq!(stated.len() as u64, line.stated_count(step));
                let sum: u64 = stated.iter().sum();
                prop_assert!(line.count(step).is_none_or(|count| count == sum));
            }
        }
        prop_assert_eq!(traced, reach.entry_count());
    }

    /// The comparison has the extremes of the shares on its lines, of one step and one earlier step.
    #[test]
    fn comparisons_have_the_extremes_of_shares(books in books()) {
        let ledger = books.valid().ledger();
        let reach = ledger.reach(By::Service.and(By::with("district"))).unwrap();
        for compared in reach.comparisons().unwrap() {
            let service = compared.line().values().next().flatten().map(str::to_owned);
            let mut shares: Vec<(String, f64)> = Vec::new();
            for line in reach.lines() {
                let mut values = line.line().values();
                let is_of_line = values.next().flatten().map(str::to_owned) == service;
                let is_of_measure = compared.measure().is_none() || compared.measure() == line.measure();
                let Some(district) = values.next().flatten() else { continue };
                if is_of_line && is_of_measure && line.share_of(compared.step()) == Some(compared.of())
                    && let Some(share) = line.share(compared.step())
                {
                    shares.push((district.to_owned(), share));
                }
            }
            shares.sort_by(|one, two| one.0.cmp(&two.0));
            shares.dedup();
            prop_assert_eq!(shares.len(), compared.value_count());
            prop_assert!(shares.len() > 1);
            let (high, low) = (compared.highest(), compared.lowest());
            prop_assert!(shares.iter().all(|(_, share)| low.1 <= *share && *share <= high.1));
            prop_assert!(shares.contains(&(high.0.to_owned(), high.1)) && shares.contains(&(low.0.to_owned(), low.1)));
            prop_assert_eq!(compared.gap(), high.1 - low.1);
            prop_assert_eq!(compared.ratio(), if low.1 > 0.0 { Some(high.1 / low.1) } else { None });
        }
    }
}

/// Hip operations in England, as national statistics count them: 81,130 people are eligible, and 46,172 returned the
/// second questionnaire. The books alone have 47,069 uses, and say that 897 appraisals are missing.
#[test]
fn r48_national_statistics_of_hip_operations() -> Result<(), Error> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("hip score", "points")],
        [Service::new("hip operation", "hospitals").promises("hip score", 1.0)],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    let (returned, missing) = (46_172, 897);
    ledger.record_all((0..returned + missing).map(|number| {
        let operation = Interaction::between(format!("patient {number}"), "hip operation", date(2020, 1, 1));
        let first = Appraisal::of("hip score").before(18.0);
        operation.appraisal(if number < returned { first.after(40.0) } else { first })
    }))?;
    let books = ledger.statement(By::Service)?.cell("hip operation", "hip score")?;
    assert_eq!(books.coverage().unwrap().missing(), 897);

    let year = date(2019, 4, 1)..=date(2020, 3, 31);
    ledger.record_reach(ReachCounts::of("hip operation").period(year).eligible(81_130))?;
    let reach = ledger.reach(By::Service)?;
    let hip = reach.line("hip operation", "hip score")?;
    assert_eq!((hip.count(ReachStep::Eligible), hip.count(ReachStep::Appraised)), (Some(81_130), Some(46_172)));
    assert_eq!((hip.missing_count(), hip.outside_count()), (897, 0));
    assert_eq!(hip.share_of(ReachStep::Appraised), Some(ReachStep::Eligible));
    let share = hip.share(ReachStep::Appraised).unwrap();
    assert!((share - 0.569_111).abs() < 1e-6, "{share}");
    let table = reach.to_string();
    assert!(table.contains("81,130") && table.contains("46,172 (57 %)") && table.contains("not stated"), "{table}");
    Ok(())
}

/// 70 of 100 in the north and 30 of 100 in the south, on two days; one more entry is of no district.
fn districts() -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    for (district, offered, asked) in [("north", 70, Some(35)), ("south", 30, None)] {
        let entry =
            ReachCounts::of("s0").on(date(2026, 3, 2)).with("district", district).eligible(100).offered(offered);
        let entry = asked.map_or(entry.clone(), |asked| entry.asked(asked));
        ledger.record_reach(entry).unwrap();
    }
    ledger.record_reach(ReachCounts::of("s0").on(date(2026, 3, 2)).eligible(210)).unwrap();
    ledger
}

#[test]
fn r48_districts_are_compared_and_not_added_to_the_whole() -> Result<(), Error> {
    let ledger = districts();
    let whole = ledger.reach(By::Service)?;
    let line = whole.line("s0", "m0")?;
    assert_eq!((line.count(ReachStep::Eligible), line.count(ReachStep::Offered)), (Some(210), None));
    assert_eq!((whole.entry_count(), whole.other_breakdown_count(), whole.not_whole_count()), (1, 2, 0));
    let heading = whole.subject();
    assert!(heading.ends_with("; left out: 2 entries by other dimensions"), "{heading}");

    let by_district = ledger.reach(By::with("district"))?;
    let compared = by_district.comparisons()?;
    assert_eq!(compared.len(), 1, "only offered");
    let offered = &compared[0];
    assert_eq!((offered.step(), offered.line()), (ReachStep::Offered, &[].into_iter().collect::<Line>()));
    assert_eq!((offered.highest(), offered.lowest()), (("north", 0.7), ("south", 0.3)));
    // The south does not state who was asked, so its appraised people are a share of those offered, and the north's of
    // those asked: these two are not compared.
    let error = whole.comparisons().unwrap_err();
    assert_eq!(
        error.to_string(),
        "form: a comparison needs one dimension, such as with.district, but the grouping is `service`"
    );
    assert_eq!(error.rule(), Rule::Form);
    Ok(())
}

/// A person whom no entry holds would be compared with counts of other people.
#[test]
fn people_outside_all_entries_take_the_share_away() -> Result<(), Error> {
    let mut ledger = districts();
    let visit = |user: &str, day| {
        let user = User::new(user).with("district", "north");
        Interaction::between(user, "s0", date(2026, 3, day)).appraisal(Appraisal::of("m0").change(1.0))
    };
    ledger.record(visit("ana", 2))?;
    let share = |ledger: &Ledger, day| {
        let reach = ledger.reach(Terms::by(By::Service.and(By::with("district"))).period(..=date(2026, 3, day)))?;
        let line = reach.line(["s0", "north"], "m0")?;
        Ok::<_, Error>((line.share(ReachStep::Appraised), line.outside_count(), line.appraised_count()))
    };
    assert_eq!(share(&ledger, 2)?, (Some(1.0 / 35.0), 0, 1));
    ledger.record(visit("ben", 3))?;
    assert_eq!(share(&ledger, 3)?, (None, 1, 2));
    assert_eq!(share(&ledger, 2)?, (Some(1.0 / 35.0), 0, 1)); // the asked period leaves him out
    Ok(())
}

/// The last step is of people reached, so the provider's own appraisal is not among them.
#[test]
fn only_users_are_appraised_people() -> Result<(), Error> {
    let mut ledger = districts();
    let user = User::new("ana").with("district", "north");
    let visit = Interaction::between(user, "s0", date(2026, 3, 2));
    ledger.record(visit.appraisal(Appraisal::of("m0").beneficiary("p\u{200f}0").change(1.0)))?;
    let terms = Terms::by(By::Service.and(By::with("district"))).including(covalue::record::Role::Provider);
    let reach = ledger.reach(terms)?;
    let line = reach.line(["s0", "north"], "m0")?;
    assert_eq!((line.appraised_count(), line.missing_count()), (0, 1));
    assert_eq!(reach.lines().filter(|line| line.appraised_count() > 0).count(), 0);
    Ok(())
}

#[test]
fn files_have_every_figure_of_reach() -> Result<(), Error> {
    let ledger = districts();
    let reach = ledger.reach(By::Service.and(By::with("district")))?;
    let north = reach.rows().iter().next().cloned().unwrap();
    assert_eq!(north.figure("offered"), Some(Figure::Count(70)));
    assert_eq!(north.figure("share_offered"), Some(Figure::Share(0.7)));
    assert_eq!(north.figure("share_of_offered"), Some(Figure::Text(Some("eligible".to_owned()))));
    assert_eq!(north.figure("declined"), Some(Figure::NotGiven));
    assert_eq!(north.figure("stated_declined"), Some(Figure::Count(0)));
    assert_eq!(
        reach.to_csv().lines().next(),
        Some(
            "service,with.district,measure,entries,eligible,offered,declined,started,asked,appraised,missing,outside,\
             share_offered,share_declined,share_started,share_asked,share_appraised,share_of_offered,share_of_declined,\
             share_of_started,share_of_asked,share_of_appraised,stated_eligible,stated_offered,stated_declined,\
             stated_started,stated_asked,other_breakdown,not_whole,rule,baseline,logic,including,follow_up,as_of"
        )
    );
    let json = reach.to_json();
    assert!(json.contains(r#""other_breakdown":1,"not_whole":0"#), "{json}");
    assert!(json.contains(r#""eligible":100,"offered":70,"declined":null,"started":null,"asked":35,"appraised":0"#));
    assert!(json.contains(r#""share_of":{"offered":"eligible","declined":null,"started":null,"asked":"offered","#));
    assert!(reach.to_html().contains("70 (70 %)"));
    Ok(())
}

/// An empty ledger, and a service without a promise and an appraisal.
#[test]
fn lines_without_a_measure_have_their_steps() -> Result<(), Error> {
    let mut ledger = Ledger::new(&catalogue());
    assert_eq!(ledger.reach(By::Service)?.lines().len(), 0);
    assert!(ledger.reach(By::Service)?.to_string().ends_with("\nnothing is counted\n"));
    ledger.record_reach(ReachCounts::of("s2").on(date(2026, 3, 2)).eligible(5).offered(0).started(0))?;
    let reach = ledger.reach(By::Service)?;
    let line = reach.lines().next().unwrap();
    assert_eq!((line.measure(), line.count(ReachStep::Eligible)), (None, Some(5)));
    // Nobody was offered the service, so nothing is a share of them.
    assert_eq!((line.share(ReachStep::Offered), line.share(ReachStep::Started)), (Some(0.0), None));
    assert_eq!(table_of(&reach).rows.values().next().map(|row: &PlainRow| row.appraised), Some(0));
    let missing = |error: covalue::error::AnalysisError| (error.rule(), error.to_string());
    assert_eq!(
        missing(reach.line("s1", "m0").unwrap_err()),
        (Rule::R20, "R20: the reach by service has no line `s1`".to_owned())
    );
    assert_eq!(reach.line("s2", "m0").unwrap_err().rule(), Rule::R20);
    assert_eq!(ledger.trace_reach(By::Service, "s1").unwrap_err().rule(), Rule::R20);
    Ok(())
}

/// A person who returns counts once in each entry, as in the steps before.
#[test]
fn r48_a_person_counts_once_in_each_entry() {
    let physio = Service::new("physio", "clinic").promises("pain", 1.0);
    let mut ledger: Ledger =
        Ledger::new(&Catalogue::new([Measure::lower_is_better("pain", "points")], [physio]).unwrap());
    for month in [3, 4] {
        let first = date(2026, month, 1);
        let period = first..=date(2026, month, 30);
        ledger.record_reach(ReachCounts::of("physio").period(period).asked(1)).unwrap();
        // Two visits of a month are one person of that month.
        for day in [2, 9] {
            let visit = Interaction::between("ana", "physio", date(2026, month, day));
            ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0))).unwrap();
        }
    }
    let figures = |by: By| {
        let reach = ledger.reach(by).unwrap();
        let line = reach.lines().next().unwrap();
        (line.count(ReachStep::Asked), line.appraised_count(), line.share(ReachStep::Appraised))
    };
    assert_eq!(figures(By::Month), (Some(1), 1, Some(1.0)));
    assert_eq!(figures(By::Service), (Some(2), 2, Some(1.0)));
}

/// The table names the largest gap between two values.
#[test]
fn the_table_of_reach_names_the_largest_gap() {
    let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic"), Service::new("choir", "church")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (service, district, eligible, offered) in [
        ("physio", "north", 40, 20),
        ("physio", "south\n", 70, 14),
        ("choir", "north", 10, 1),
        ("choir", "south\n", 10, 2),
    ] {
        let counts = ReachCounts::of(service).on(date(2026, 3, 2)).with("district", district);
        ledger.record_reach(counts.eligible(eligible).offered(offered)).unwrap();
    }
    let last = |by: Terms| ledger.reach(by).unwrap().to_string().lines().last().unwrap().to_owned();
    assert_eq!(
        last(Terms::by(By::Service.and(By::with("district")))),
        "largest gap: physio, offered of eligible: 50 % in north and 20 % in south\\n, 2.5 times the share"
    );
    let choir = Terms::by(By::with("district")).only(By::Service, "choir");
    assert_eq!(
        last(choir),
        "largest gap: offered of eligible: 20 % in south\\n and 10 % in north, 2.0 times the share"
    );
    assert!(!last(Terms::by(By::Service)).contains("gap"));
}

/// The text of a gap has as many decimals as tell the shares apart, and one above zero from zero.
#[test]
fn gaps_are_told_apart() {
    let gap = |counts: [(u64, u64); 2]| {
        let mut ledger = Ledger::new(&catalogue());
        for ((eligible, offered), district) in counts.into_iter().zip(["a", "b"]) {
            let counts = ReachCounts::of("s0").on(date(2026, 3, 2)).with("district", district);
            ledger.record_reach(counts.eligible(eligible).offered(offered)).unwrap();
        }
        let reach = ledger.reach(By::with("district")).unwrap();
        reach.largest_gap().unwrap().map(|gap| gap.to_string())
    };
    let of = "offered of eligible: ";
    assert_eq!(gap([(10, 5), (20, 10)]), None);
    assert_eq!(
        gap([(1_000_000_000, 500_000_000), (1_000_000_000, 500_000_001)]),
        Some(format!("{of}50.0000001 % in b and 50.0000000 % in a"))
    );
    assert_eq!(gap([(1_000, 4), (1_000, 9)]), Some(format!("{of}0.9 % in b and 0.4 % in a, 2.2 times the share")));
    assert_eq!(gap([(10, 0), (10, 15)]), Some(format!("{of}150 % in b and 0 % in a")));
}

/// Two entries of one service and period differ by their values and counts, in what moved the books too.
#[test]
fn r19_movements_name_the_values_of_reach() {
    let mut ledger = Ledger::new(&catalogue());
    for (district, eligible) in [("north", 40), ("south", 70)] {
        let counts = ReachCounts::of("s0").on(date(2026, 3, 2)).with("district", district);
        ledger.record_reach(counts.eligible(eligible)).unwrap();
    }
    let moved = ledger.diff(date(2026, 3, 1), date(2026, 3, 2));
    assert_eq!(
        moved.to_string(),
        "entries known after 2026-03-01 and until 2026-03-02\n\
         known       entry    service  with            from        until       eligible\n\
         2026-03-02  reached  s0       district=north  2026-03-02  2026-03-02        40\n\
         2026-03-02  reached  s0       district=south  2026-03-02  2026-03-02        70\n",
    );
}

/// Reaches that merge unlike are not equal, even if all their lines are.
#[test]
fn equal_reaches_merge_alike() {
    let reach = |day: i8| {
        let mut ledger = Ledger::part(&catalogue(), "one");
        ledger.record_reach(ReachCounts::of("s0").on(date(2026, 3, day)).eligible(40)).unwrap();
        ledger.reach(By::none()).unwrap()
    };
    assert!(reach(2) == reach(2) && reach(2) != reach(3));
}
