//! R46: filters by days and by values of words.

use std::collections::BTreeSet;

use covalue::error::{LineError, TermsError};
use covalue::number::Number;
use covalue::record::{Role, SourceKind};
use covalue::statement::{Cell, CountedRow};
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Date, Interaction, Ledger, Measure, Rule, Service, Tally,
    Terms, User, date,
};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::analyses::compare::agree_analyses;
use crate::support::analyses::crate_implementation::{self, FractionKind};
use crate::support::analyses::implementation::{AnalysisOptions, analysis_options};
use crate::support::case::{Case, Entry, InteractionRow, Scale, day};
use crate::support::compare::{agree, agree_traces, by, record};
use crate::support::figures::bits;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::{BASELINES, KEYS, OF_USES, filters, inclusions, terms};
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::{Filters, Key, PlainTerms};

/// The keys of a service and of a day, by which a filter leaves whole interactions out.
const OF_SERVICES: [Key; 2] = [Key::Service, Key::Provider];

/// The case with the accepted interactions that pass, and what was later recorded on them. Without the others an entry that
/// was refused beside them could be accepted.
fn of_interactions(case: &Case, accepted: &[bool], passes: impl Fn(&InteractionRow) -> bool) -> Case {
    let mut kept = case.clone();
    let mut is_accepted = accepted.iter();
    kept.entries.retain(|_| *is_accepted.next().expect("one for each entry"));
    let mut left: BTreeSet<String> = BTreeSet::new();
    kept.entries.retain(|entry| match entry {
        Entry::Interaction(row) if passes(row) => true,
        Entry::Interaction(row) => {
            left.extend(row.id.clone());
            false
        }
        Entry::Appraisal(id, _) | Entry::Void(id, _, _) => !left.contains(id),
    });
    kept
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r46_filtered_statements_agree_with_the_second_implementation(
        case in ledger(),
        terms in terms(),
        filters in filters(&KEYS),
    ) {
        let terms = PlainTerms { filters, ..terms };
        let recorded = record::<BigRational>(&case, Scale::Tenths);
        agree(&recorded, &case, Arithmetic::Exact(Scale::Tenths), &terms);
        agree_traces(&recorded, &case, Arithmetic::Exact(Scale::Tenths), &terms);
        agree(&record::<f64>(&case, Scale::Tenths), &case, Arithmetic::Float(Scale::Tenths), &terms);
    }

    #[test]
    fn r46_filtered_analyses_agree_with_the_second_implementation(
        case in ledger(),
        terms in terms(),
        filters in filters(&OF_USES),
        options in analysis_options(),
    ) {
        let terms = PlainTerms { filters, ..terms };
        let recorded = record::<BigRational>(&case, Scale::Tenths);
        let got = crate_implementation::analyses(&recorded.ledger, &terms, &options);
        agree_analyses(&got, &case, &recorded.accepted, Arithmetic::Exact(Scale::Tenths), &terms, &options);
        let recorded = record::<f64>(&case, Scale::Tenths);
        let got = crate_implementation::analyses(&recorded.ledger, &terms, &options);
        agree_analyses(&got, &case, &recorded.accepted, Arithmetic::Float(Scale::Tenths), &terms, &options);
    }

    /// A filter by a value has the line of that value if the statement is grouped by the word too.
    #[test]
    fn r46_a_filter_is_a_line_of_a_finer_grouping(case in ledger(), terms in terms(), key in select(&KEYS[..])) {
        a_filter_is_a_line_of_a_finer_grouping::<f64>(&case, &terms, key);
        a_filter_is_a_line_of_a_finer_grouping::<BigRational>(&case, &terms, key);
    }

    /// Filters by days, services and providers have the figures of a ledger of the filtered entries.
    #[test]
    fn r46_filters_by_days_and_services_equal_a_ledger_of_the_filtered_entries(
        case in ledger(),
        terms in terms(),
        filters in filters(&OF_SERVICES),
        options in analysis_options(),
    ) {
        filters_equal_a_ledger_of_the_filtered_entries::<f64>(&case, &terms, &filters, &options);
        filters_equal_a_ledger_of_the_filtered_entries::<BigRational>(&case, &terms, &filters, &options);
    }

    /// The rows before a day and from it are all rows.
    #[test]
    fn r46_rows_of_a_split_period_add_up(case in ledger(), terms in terms(), on in 0..190_u16) {
        rows_of_a_split_period_add_up::<f64>(&case, &Terms::from(&terms), day(on));
        rows_of_a_split_period_add_up::<BigRational>(&case, &Terms::from(&terms), day(on));
    }

    /// A tally filters like a ledger, and parts under the same filters merge to the whole.
    #[test]
    fn r46_tallies_and_parts_filter_alike(case in ledger(), terms in terms(), filters in filters(&KEYS)) {
        let terms = Terms::from(&PlainTerms { filters, as_of: None, ..terms });
        tallies_and_parts_filter_alike::<f64>(&case, &terms);
        tallies_and_parts_filter_alike::<BigRational>(&case, &terms);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// A value of a line is never unseen; and a value that is not unseen is that of an entry.
    #[test]
    fn r46_a_value_is_unseen_if_no_entry_has_it(case in ledger(), key in select(&KEYS[..]), baseline in select(&BASELINES[..])) {
        let recorded = record::<f64>(&case, Scale::Tenths);
        let ledger = recorded.ledger;
        let unseen = |value: Option<&str>| !ledger.unseen(Terms::by(By::none()).only(by(&key), value)).is_empty();
        let (roles, sources) = inclusions().pop().expect("the last includes all");
        for follow_up in [None, Some(1), Some(2)] {
            let all = PlainTerms { baseline, follow_up, roles: roles.clone(), sources: sources.clone(), ..PlainTerms::by(&[key]) };
            for cell in ledger.statement(Terms::from(&all)).unwrap().cells() {
                let value = cell.line().values().next().unwrap();
                // A dimension that no entry states has one line, not stated.
                let is_stated = by(&key).to_string().strip_prefix("with.").is_none_or(|name| ledger.dimensions().contains(&name.to_owned()));
                prop_assert_eq!(unseen(value), !is_stated);
            }
        }
        let values = ledger.values(&by(&key));
        for value in &values {
            prop_assert!(!unseen(Some(value)));
            let has_it = |one: &Interaction| match by(&key) {
                By::Service => one.service().as_str() == value,
                By::Month => one.on().to_string().starts_with(&**value),
                By::User => one.users().any(|user| user.id().as_str() == value),
                By::With(dimension) => one.users().any(|user| {
                    one.value(dimension.as_str()).or(user.value(dimension.as_str())) == Some(value.as_str())
                }),
                _ => true,
            };
            prop_assert!(ledger.interactions().any(|one| has_it(&one)), "{value}");
        }
        for other in ["nobody", "1999", "1999-Q1", "1999-01", "1998/99"] {
            let is_valid = Terms::default().only(by(&key), other).checked().is_ok();
            prop_assert!(!is_valid || unseen(Some(other)) && !values.contains(&other.to_owned()));
        }
    }
}

fn a_filter_is_a_line_of_a_finer_grouping<N: Number>(case: &Case, terms: &PlainTerms, key: Key) {
    let terms = PlainTerms { by: terms.by.iter().copied().filter(|other| *other != key).collect(), ..terms.clone() };
    let finer = PlainTerms { by: std::iter::once(key).chain(terms.by.iter().copied()).collect(), ..terms.clone() };
    let ledger = record::<N>(case, Scale::Tenths).ledger;
    let finer = ledger.statement(Terms::from(&finer)).unwrap();
    let values: BTreeSet<Option<String>> =
        finer.cells().map(|cell| cell.line().values().next().flatten().map(str::to_owned)).collect();
    let words = finer.terms().unwrap().grouping().words();
    let has_coverage = words.iter().all(|word| !matches!(word, By::Role | By::Source));
    for value in values {
        let filtered = ledger.statement(Terms::from(&terms).only(by(&key), value.as_deref())).unwrap();
        let of_value = finer.cells().filter(|cell| cell.line().values().next().flatten() == value.as_deref());
        let mut lines = 0;
        for cell in of_value {
            let is_same = |found: &Cell<N>| {
                found.measure() == cell.measure() && found.line().values().eq(cell.line().values().skip(1))
            };
            let found = filtered.cells().find(is_same).expect("the line of the finer grouping");
            assert_eq!(amounts(&found), amounts(&cell));
            let counts = |cell: &Cell<N>| (cell.better_count(), cell.worse_count(), cell.left_out_count());
            assert_eq!(counts(&found), counts(&cell));
            if has_coverage {
                assert_eq!(found.coverage(), cell.coverage());
            }
            lines += 1;
        }
        // Without coverage in the finer grouping, the filtered statement may have lines of missing appraisals only.
        let counted = |cell: &Cell<N>| has_coverage || cell.appraisal_count() + cell.left_out_count() > 0;
        assert_eq!(filtered.cells().filter(counted).count(), lines);
    }
}

fn amounts<N: Number>(cell: &Cell<N>) -> Vec<N> {
    let created = [cell.co_created(), cell.created_alone(), cell.windfall_gain()];
    let destroyed = [cell.with_misuse(), cell.without_misuse(), cell.destroyed_alone(), cell.windfall_loss()];
    let amounts = created.into_iter().chain(destroyed).chain([cell.net(), cell.hidden()]);
    amounts.collect::<Result<_, _>>().unwrap()
}

fn filters_equal_a_ledger_of_the_filtered_entries<N: FractionKind>(
    case: &Case,
    unfiltered: &PlainTerms,
    filters: &Filters,
    options: &AnalysisOptions,
) {
    let terms = PlainTerms { filters: filters.clone(), ..unfiltered.clone() };
    let Filters { from, until, only } = filters;
    let whole = record::<N>(case, Scale::Tenths);
    let kept = of_interactions(case, &whole.accepted, |row| {
        let value = |key: Key| match key {
            Key::Service => Some(row.service.clone()),
            _ => case.provider(&row.service).map(str::to_owned),
        };
        from.is_none_or(|day| day <= row.on.first())
            && until.is_none_or(|day| row.on.last() <= day)
            && only.iter().all(|(key, values)| values.contains(&value(*key)))
    });
    let (whole, kept) = (whole.ledger, record::<N>(&kept, Scale::Tenths).ledger);
    let statement = |ledger: &Ledger<N>, terms: &PlainTerms| {
        let json = ledger.statement(Terms::from(terms)).unwrap().to_json().unwrap();
        json.split_once("\"cells\"").map(|(_, cells)| cells.to_owned()).unwrap()
    };
    assert_eq!(statement(&whole, &terms), statement(&kept, unfiltered));
    let analyses = |ledger, terms| crate_implementation::analyses(ledger, terms, options);
    assert_eq!(analyses(&whole, &terms), analyses(&kept, unfiltered));
}

fn rows_of_a_split_period_add_up<N: Number>(case: &Case, all: &Terms, on: Date) {
    let recorded = record::<N>(case, Scale::Tenths);
    let ledger = recorded.ledger;
    // A month or year in which the split lies is in neither part.
    let is_in_a_part = |row: &InteractionRow| on <= row.on.first() || row.on.last() < on;
    let undivided = record::<N>(&of_interactions(case, &recorded.accepted, is_in_a_part), Scale::Tenths).ledger;
    let halves = [all.clone().period(..on), all.clone().period(on..)];
    let text = |row: CountedRow<'_, N>| {
        let (interaction, beneficiary, line) = (row.interaction(), row.beneficiary(), row.line().to_string());
        format!("{:?}", (interaction, beneficiary, line, row.measure(), row.counts_as(), row.amount()))
    };
    let rows = |ledger: &Ledger<N>, terms: &Terms| ledger.rows(terms).unwrap().map(text).collect::<Vec<_>>();
    let mut parts: Vec<String> = halves.iter().flat_map(|terms| rows(&ledger, terms)).collect();
    let mut whole = rows(&undivided, all);
    parts.sort();
    whole.sort();
    assert_eq!(parts, whole);
    let coverage = |ledger: &Ledger<N>, terms: &Terms| {
        let statement = ledger.statement(terms).unwrap();
        let cells = statement.cells().filter_map(|cell| cell.coverage());
        cells.fold([0, 0], |[due, made], coverage| [due + coverage.due(), made + coverage.made()])
    };
    let [before, after] = halves.each_ref().map(|terms| coverage(&ledger, terms));
    assert_eq!([before[0] + after[0], before[1] + after[1]], coverage(&undivided, all));
}

fn tallies_and_parts_filter_alike<N: Number>(case: &Case, terms: &Terms) {
    let interactions = case.entries.iter().filter_map(|entry| match entry {
        Entry::Interaction(row) => Some(row.build(Scale::Tenths)),
        _ => None,
    });
    let catalogue: Catalogue<N> = case.catalogue(Scale::Tenths);
    let mut whole = Ledger::new(&catalogue);
    let mut tally = Tally::new(&catalogue, terms).unwrap();
    let mut parts = [Ledger::part(&catalogue, "even"), Ledger::part(&catalogue, "odd")];
    for (index, interaction) in interactions.enumerate() {
        if whole.record(interaction.clone()).is_ok() {
            parts[index % 2].record(interaction.clone()).unwrap();
            tally.record(interaction).unwrap();
        }
    }
    let whole = whole.statement(terms).unwrap();
    assert_eq!(bits(&tally.statement()), bits(&whole));
    let [even, odd] = parts.map(|part| part.statement(terms).unwrap());
    assert_eq!(bits(&even.merge(odd).unwrap()), bits(&whole));
}

fn physio() -> Ledger {
    let catalogue = Catalogue::new(
        [Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("pain", -2.0)],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (user, district, on) in
        [("ana", "north", date(2026, 3, 31)), ("ben", "south", date(2026, 4, 1)), ("cai", "north", date(2027, 3, 31))]
    {
        let visit = Interaction::between(User::new(user).with("district", district), "physio", on);
        ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0))).unwrap();
    }
    ledger
}

#[test]
fn r46_both_ends_of_a_period_are_in_it() {
    let ledger = physio();
    let year = |days: std::ops::RangeInclusive<Date>| {
        ledger.statement(Terms::default().period(days)).unwrap().line("physio", "pain").unwrap().created()
    };
    assert_eq!(year(date(2026, 4, 1)..=date(2027, 3, 31)), 2.0);
    assert_eq!(year(date(2026, 4, 2)..=date(2027, 3, 31)), 1.0);
    assert_eq!(year(date(2026, 3, 31)..=date(2026, 4, 1)), 2.0);
    let terms = |days: std::ops::Range<Date>| Terms::default().period(days);
    assert_eq!(
        terms(date(2026, 4, 1)..date(2027, 4, 1)),
        Terms::default().period(date(2026, 4, 1)..=date(2027, 3, 31))
    );
}

/// With proxies included, an appraisal by a proxy counts only where the person gave none. A filter does not change the
/// appraisal that is chosen, and what is due stays due.
#[test]
fn r46_a_filter_applies_after_the_appraisal_is_chosen() {
    let mut ledger = physio();
    let both = Interaction::between("dan", "physio", date(2026, 5, 1)).appraisal(Appraisal::of("pain").change(-3.0));
    ledger.record(both.appraisal(Appraisal::of("pain").change(-4.0).by_proxy("son"))).unwrap();
    let proxy = Interaction::between("eve", "physio", date(2026, 5, 2));
    ledger.record(proxy.appraisal(Appraisal::of("pain").change(-5.0).by_proxy("son"))).unwrap();
    let terms = Terms::default().including(SourceKind::Proxy);
    let figures = |terms: &Terms| {
        let statement = ledger.statement(terms).unwrap();
        let cell = statement.cell("physio", "pain").unwrap();
        (cell.created().unwrap(), cell.coverage().map(|coverage| (coverage.due(), coverage.made())))
    };
    assert_eq!(figures(&terms), (11.0, Some((5, 5))));
    assert_eq!(figures(&terms.clone().only(By::Source, "proxy")), (5.0, Some((0, 0))));
    assert_eq!(figures(&terms.clone().only(By::Source, "own")), (6.0, Some((5, 4))));
    assert_eq!(figures(&terms.only(By::Role, Role::User.word())), (11.0, Some((5, 5))));
}

#[test]
fn r46_filters_are_named_and_checked() {
    let terms = Terms::default()
        .period(date(2026, 4, 1)..)
        .only(By::with("district"), ["south", "north"])
        .only(By::with("district"), None)
        .only(By::Service, "physio");
    let ledger = physio();
    let table = ledger.statement(&terms).unwrap().to_string();
    assert!(
        table.contains("from 2026-04-01; only service physio; only district not stated or north or south"),
        "{table}"
    );
    // Messages do not have values of dimensions.
    assert_eq!(
        terms.to_string(),
        "by service, change from before, users' own appraisals, from 2026-04-01, only service `physio`, \
         only `with.district` not stated or … or …"
    );
    assert!(!format!("{terms:?}").contains("north"));
    let refused = ledger.statement(&terms).unwrap().merge(ledger.statement(By::Service).unwrap()).unwrap_err();
    assert_eq!(refused.rule(), Rule::R17);
    for (terms, rule) in [
        (Terms::default().period(date(2026, 4, 2)..=date(2026, 4, 1)), Rule::Form),
        (Terms::default().period(date(2026, 4, 1)..date(2026, 4, 1)), Rule::Form),
        (Terms::default().period(..Date::MIN).period(Date::MIN..Date::MIN), Rule::Form),
        (Terms::default().only(By::Service, ()), Rule::Form),
        (Terms::default().only(By::with(""), "north"), Rule::R1),
    ] {
        let refused: TermsError = terms.checked().unwrap_err();
        assert_eq!(refused.rule(), rule, "{refused}");
        assert!(matches!(ledger.trace(By::with(""), "x", "pain"), Err(LineError::Terms(_))));
    }
    for word in [By::Beneficiary, By::Role, By::Source, By::Element] {
        assert!(ledger.engagement(Terms::default().only(word, "x")).is_err());
    }
}

/// Every table and every picture says which entries it is of.
#[test]
fn r46_tables_and_pictures_name_filters() {
    let mut ledger = physio();
    let visit = Interaction::between(User::new("dan").with("district", "north"), "physio", date(2026, 5, 1))
        .contribution(Contribution::of("dan").integrated(1.0))
        .contribution(Contribution::of("clinic").integrated(1.0));
    ledger.record(visit.appraisal(Appraisal::of("pain").change(-3.0))).unwrap();
    let terms = Terms::default().as_of(date(2027, 12, 31)).period(date(2026, 4, 1)..).only(By::Service, "physio");
    let clauses = "as of 2027-12-31; from 2026-04-01; only service physio";
    let statement = ledger.statement(&terms).unwrap();
    let relations = ledger.relations(&terms).unwrap();
    let engagement = ledger.engagement(&terms).unwrap();
    let drivers = ledger.drivers(&terms, "district").unwrap();
    let engagement_drivers = ledger.engagement_drivers(terms.clone(), "district").unwrap();
    let risk = ledger.risk(&terms).unwrap();
    let attribution = ledger.attribution_of(&terms, Cooperation).unwrap();
    let tables = [
        statement.to_string(),
        relations.to_string(),
        engagement.to_string(),
        drivers.to_string(),
        engagement_drivers.to_string(),
        risk.to_string(),
        attribution.to_string(),
    ];
    for table in tables {
        assert!(table.contains(clauses), "{table}");
    }
    let pictures = [
        statement.bar_chart().unwrap().to_svg(),
        statement.people_chart().unwrap().to_svg(),
        statement.waterfall("pain").unwrap().to_svg(),
        ledger.statement(terms.clone().grouped_by(By::Month)).unwrap().time_chart().unwrap().to_svg(),
        relations.flow_chart().to_svg(),
        engagement.scenario_map().to_svg(),
        drivers.chart().to_svg(),
        engagement_drivers.chart().to_svg(),
        ledger.risk_chart(&terms).unwrap().to_svg(),
        ledger.share_chart(&terms, "pain", &[&Cooperation]).unwrap().to_svg(),
    ];
    for svg in pictures {
        // Lines of a subtitle end between words.
        let texts = svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
        let text: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        assert!(text.join(" ").to_lowercase().contains(clauses), "{svg}");
    }
}

#[test]
fn r46_what_no_entry_states_is_listed() {
    let ledger = physio();
    let unseen = |terms: &Terms| ledger.unseen(terms).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(unseen(&Terms::by(By::with("district")).only(By::with("district"), ["north", "south"])).is_empty());
    assert!(unseen(&Terms::default().only(By::with("district"), None).only(By::Year, "2026")).is_empty());
    let terms = Terms::by(By::with("distrct")).only(By::Service, "phsyio").only(By::with("age"), "old");
    assert_eq!(unseen(&terms.only(By::Source, "own")), ["with.age", "with.distrct", "service=phsyio"]);
}
