//! Traces and movements as tables, CSV and JSON.

use std::collections::BTreeMap;

use covalue::engagement::EngagementEntry;
use covalue::record::SourceKind;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, ReachCounts, Service, Terms,
    User, Void, date,
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;

/// Ana has a second follow-up without a level before, Ben no level after, Cai nothing, and Dee an answer of a proxy.
fn books() -> Ledger {
    let catalogue = Catalogue::new(
        [Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
        [Service::new("physio", "clinic").promises("pain", 2.0)],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = |user: &str, id: &str| Interaction::between(user, "physio", date(2026, 3, 2)).id(id);
    let pain = || Appraisal::of("pain");
    ledger.record(visit("ana", "v1").appraisal(pain().before(6.0).after(4.0))).unwrap();
    ledger.appraise("v1", pain().after(5.0).follow_up(2).made(date(2026, 6, 1)).known(date(2026, 6, 3))).unwrap();
    ledger.record(visit("ben", "v2").appraisal(pain().before(3.0))).unwrap();
    ledger.record(visit("cai", "v3")).unwrap();
    ledger.record(visit("dee", "v4").appraisal(pain().before(2.0).after(4.5).by_proxy("eve"))).unwrap();
    ledger
}

#[test]
fn a_trace_says_what_is_inherited_left_out_and_missing() {
    let trace = books().trace(Terms::by(By::Service).including(SourceKind::Proxy), "physio", "pain").unwrap();
    assert_eq!(
        trace.to_string(),
        "physio, pain (points, lower is better); change from before; appraisals of users (own, by proxy)\n\
         interaction  beneficiary  source  service  on          follow up  made        known       reference  inherited from  outcome  counts as       amount  missing\n\
         v1           ana          own     physio   2026-03-02          2  2026-06-01  2026-06-03        6.0               1      5.0  co-created         1.0  -\n\
         v2           ben          own     physio   2026-03-02          1  2026-03-02  2026-03-02        3.0               -        -  left out             -  yes\n\
         v4           dee          proxy   physio   2026-03-02          1  2026-03-02  2026-03-02        2.0               -      4.5  without misuse     2.5  -\n\
         v3           cai          -       physio   2026-03-02          -  -           -                   -               -        -  -                    -  yes\n",
    );
    assert_eq!(
        trace.to_csv().lines().collect::<Vec<_>>(),
        [
            "line_service,interaction,beneficiary,role,source,service,on,follow_up,made,known,reference,inherited_from,\
             outcome,counts_as,amount,missing,measure,unit,terms_baseline,\
             terms_logic,terms_including,terms_follow_up,terms_as_of",
            "physio,v1,ana,user,own,physio,2026-03-02,2,2026-06-01,2026-06-03,6.0,1,5.0,co_created,1.0,0,pain,points,\
             before,service-dominant,proxy,last,",
            "physio,v2,ben,user,own,physio,2026-03-02,1,2026-03-02,2026-03-02,3.0,,,left_out,,1,pain,points,\
             before,service-dominant,proxy,last,",
            "physio,v4,dee,user,proxy,physio,2026-03-02,1,2026-03-02,2026-03-02,2.0,,4.5,without_misuse,2.5,0,pain,\
             points,before,service-dominant,proxy,last,",
            "physio,v3,cai,,,physio,2026-03-02,,,,,,,,,1,pain,points,before,service-dominant,proxy,last,",
        ]
    );
    assert_eq!(
        trace.to_json().lines().nth(2).unwrap(),
        r#" {"line":{"service":"physio"},"interaction":"v1","beneficiary":"ana","role":"user","source":"own","service":"physio","on":"2026-03-02","follow_up":2,"made":"2026-06-01","known":"2026-06-03","reference":6.0,"inherited_from":1,"outcome":5.0,"counts_as":"co_created","amount":1.0,"missing":0},"#,
    );
}

#[test]
fn texts_of_callers_are_escaped_in_printed_lists() {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "u")], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let user = User::new("a\nb").with("home", "\u{1b}[31m");
    ledger
        .record(Interaction::between(user, "s", date(2026, 3, 2)).id("v\r1").appraisal(Appraisal::of("m").change(1.0)))
        .unwrap();
    ledger.void("v\r1", "first\nsecond").unwrap();
    let may = Terms::by(By::with("home"));
    assert!(ledger.trace(&may, "\u{1b}[31m", "m").is_err());
    let moved = ledger.diff(date(2026, 1, 1), date(2026, 12, 31));
    assert_eq!((moved.len(), moved.to_string().lines().count()), (3, 5));
    assert!(moved.to_string().contains(r"first\nsecond") && moved.to_string().contains(r"v\r1"));
    let known = ledger.record(
        Interaction::between(User::new("c\n").with("home", "\u{1b}[31m"), "s", date(2026, 3, 2))
            .id("v2")
            .appraisal(Appraisal::of("m").change(1.0)),
    );
    known.unwrap();
    let trace = ledger.trace(&may, "\u{1b}[31m", "m").unwrap().to_string();
    assert!(trace.starts_with(r"\u{1b}[31m, m (u)") && !trace.contains('\u{1b}') && trace.contains(r"c\n"), "{trace}");
}

#[test]
fn movements_name_each_kind_of_entry() {
    let mut ledger = books();
    ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 5)).asked(4)).unwrap();
    ledger.void("v3", Void::because("a slip, twice").known(date(2026, 7, 1))).unwrap();
    let moved = ledger.diff(date(2026, 3, 4), date(2026, 7, 31));
    assert_eq!(
        moved.to_string(),
        "entries known after 2026-03-04 and until 2026-07-31\n\
         known       entry      interaction  service  on          beneficiary  measure  follow up  after  made        reason         from        until       asked\n\
         2026-03-05  reached    -            physio   -           -            -                -      -  -           -              2026-03-05  2026-03-05      4\n\
         2026-06-03  appraised  v1           physio   2026-03-02  ana          pain             2    5.0  2026-06-01  -              -           -               -\n\
         2026-07-01  voided     v3           physio   2026-03-02  -            -                -      -  -           a slip, twice  -           -               -\n",
    );
    assert_eq!(
        moved.to_csv(),
        "known,entry,interaction,service,on,beneficiary,measure,follow_up,source,before,after,change,expected,without,\
         references,made,lends_to,reason,with,period_from,period_until,eligible,offered,declined,started,asked,\
         known_after,known_until\n\
         2026-03-05,reached,,physio,,,,,,,,,,,,,,,,2026-03-05,2026-03-05,,,,,4,2026-03-04,2026-07-31\n\
         2026-06-03,appraised,v1,physio,2026-03-02,ana,pain,2,own,,5.0,,,,,2026-06-01,,,,,,,,,,,2026-03-04,2026-07-31\n\
         2026-07-01,voided,v3,physio,2026-03-02,,,,,,,,,,,,,\"a slip, twice\",,,,,,,,,2026-03-04,2026-07-31\n",
    );
    assert_eq!(
        moved.to_json(),
        "{\"known_after\":\"2026-03-04\",\"known_until\":\"2026-07-31\",\n \"entries\":[\n \
         {\"known\":\"2026-03-05\",\"entry\":\"reached\",\"interaction\":null,\"service\":\"physio\",\"on\":null,\
         \"with\":null,\"period_from\":\"2026-03-05\",\"period_until\":\"2026-03-05\",\"eligible\":null,\
         \"offered\":null,\"declined\":null,\"started\":null,\"asked\":4},\n \
         {\"known\":\"2026-06-03\",\"entry\":\"appraised\",\"interaction\":\"v1\",\"service\":\"physio\",\
         \"on\":\"2026-03-02\",\"beneficiary\":\"ana\",\"measure\":\"pain\",\"follow_up\":2,\"lends_to\":null,\
         \"source\":\"own\",\"before\":null,\"after\":5.0,\"change\":null,\"expected\":null,\"without\":null,\
         \"references\":null,\"made\":\"2026-06-01\"},\n \
         {\"known\":\"2026-07-01\",\"entry\":\"voided\",\"interaction\":\"v3\",\"service\":\"physio\",\
         \"on\":\"2026-03-02\",\"reason\":\"a slip, twice\"}]}",
    );
    let none = ledger.diff(date(2026, 8, 1), date(2026, 8, 2));
    assert_eq!(none.to_string(), "entries known after 2026-08-01 and until 2026-08-02\nno entry\n");
    assert_eq!((none.len(), none.to_csv().lines().count()), (0, 1));
}

#[test]
fn traces_of_analyses_are_written_with_their_terms() {
    let mut ledger = books();
    let visit = Interaction::between("ana", "physio", date(2026, 4, 2)).id("v5");
    ledger.record(visit.contribution(Contribution::of("ana").integrated(3.0))).unwrap();
    ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 5)).asked(4)).unwrap();
    let shares = ledger.trace_attribution(By::Service, Cooperation, "physio", "pain").unwrap();
    let row = shares.to_csv().lines().nth(1).unwrap().to_owned();
    // The beneficiary has half, and half of the rest, since no quantity is stated.
    assert!(row.ends_with(",1.0,ana,0.75,pain,points,cooperation,before,service-dominant,,last,"), "{row}");
    let engagement = ledger.trace_engagement(Terms::by(By::Month).period(date(2026, 4, 1)..), "2026-04").unwrap();
    assert_eq!(
        engagement.to_json().lines().last().unwrap(),
        r#" {"line":{"month":"2026-04"},"interaction":"v5","service":"physio","on":"2026-04-02","users":"ana","user_integrated":3.0,"user_contributed":3.0,"provider_integrated":null,"provider_contributed":null,"user_excused":0,"provider_excused":0}]}"#,
    );
    assert!(engagement.to_string().starts_with("2026-04; interactions that are known and not void; from 2026-04-01\n"));
    let reach = ledger.trace_reach(By::Service, "physio").unwrap();
    assert_eq!(
        reach.to_csv().lines().nth(1).unwrap(),
        "physio,physio,,2026-03-05,2026-03-05,2026-03-05,,,,,4,before,service-dominant,,last,"
    );
}

/// A reader of the file finds each of its columns on the page about formats.
#[test]
fn the_page_on_formats_has_every_field_of_movements() {
    let page = include_str!("../../docs/journal.md");
    let row = page.lines().find(|line| line.starts_with("| movements |")).expect("a row on movements");
    let written = books().diff(date(2026, 1, 1), date(2026, 12, 31)).to_csv();
    let columns: Vec<&str> = written.lines().next().expect("a header").split(',').collect();
    let (days, fields): (Vec<&str>, Vec<&str>) = columns.into_iter().partition(|column| column.starts_with("known_"));
    assert_eq!(days, ["known_after", "known_until"]);
    let missing: Vec<&str> = fields.into_iter().filter(|field| !row.contains(&format!("`{field}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn number(value: &Value) -> BigRational {
    value.as_str().map_or_else(BigRational::zero, |text| text.parse().unwrap())
}

proptest! {
    /// R20: what a trace writes adds up to the figures of its cell.
    #[test]
    fn r20_written_traces_add_up_to_their_figures(case in ledger(), terms in terms()) {
        let ledger = record::<BigRational>(&case, Scale::Tenths).ledger;
        let statement = ledger.statement(Terms::from(&terms)).unwrap();
        for cell in statement.cells() {
            let trace = statement.trace(&ledger, cell.line(), cell.measure()).unwrap();
            let written: Value = serde_json::from_str(&trace.to_json()).unwrap();
            let (mut sums, mut missing, mut left_out) = (BTreeMap::new(), 0, 0);
            for entry in written["entries"].as_array().unwrap() {
                let counts_as = entry["counts_as"].as_str().unwrap_or("missing").to_owned();
                left_out += u64::from(counts_as == "left_out");
                *sums.entry(counts_as).or_insert_with(BigRational::zero) += number(&entry["amount"]);
                missing += entry["missing"].as_u64().unwrap();
            }
            let sum = |name: &str| sums.get(name).cloned().unwrap_or_else(BigRational::zero);
            prop_assert_eq!(sum("co_created"), cell.co_created().unwrap());
            prop_assert_eq!(sum("with_misuse"), cell.with_misuse().unwrap());
            prop_assert_eq!(sum("without_misuse"), cell.without_misuse().unwrap());
            prop_assert_eq!(sum("windfall_gain"), cell.windfall_gain().unwrap());
            prop_assert_eq!(sum("within_down"), cell.within_down().unwrap());
            prop_assert_eq!(left_out, cell.left_out_count());
            prop_assert_eq!(missing, cell.coverage().map_or(0, |coverage| coverage.missing()));
            prop_assert_eq!(trace.to_csv().lines().count() > 1, true);
            prop_assert!(trace.to_string().lines().count() >= written["entries"].as_array().unwrap().len() + 2);
        }
    }

    /// R20: the quantities of the interactions behind an engagement add up to those of the line.
    #[test]
    fn r20_traced_engagement_adds_up(case in ledger()) {
        let ledger = record::<BigRational>(&case, Scale::Tenths).ledger;
        let engagement = ledger.engagement(By::Service.and(By::User)).unwrap();
        for line in engagement.lines() {
            let traced = ledger.trace_engagement(By::Service.and(By::User), line.line()).unwrap();
            let sum = |quantity: fn(&EngagementEntry<BigRational>) -> Option<&BigRational>| {
                traced.iter().filter_map(quantity).sum::<BigRational>()
            };
            prop_assert_eq!(traced.len() as u64, line.interaction_count());
            prop_assert_eq!(&sum(EngagementEntry::user_integrated), line.user_integrated());
            prop_assert_eq!(&sum(EngagementEntry::user_contributed), line.user_contributed());
            prop_assert_eq!(&sum(EngagementEntry::provider_integrated), line.provider_integrated());
            prop_assert_eq!(&sum(EngagementEntry::provider_contributed), line.provider_contributed());
            let excused = |is: fn(&EngagementEntry<BigRational>) -> bool| traced.iter().filter(|entry| is(entry)).count() as u64;
            prop_assert_eq!(excused(EngagementEntry::are_users_excused), line.user_excused_count());
            prop_assert_eq!(excused(EngagementEntry::is_provider_excused), line.provider_excused_count());
        }
    }
}
