//! Laws of statements, over exact fractions and over floats: R7, R10, R11, R13, R14, R15, R18 and R27.

use std::collections::{BTreeMap, BTreeSet};

use covalue::{CountsAs, Figures, Intent, Ledger, Number, Role, SourceKind, Statement, Terms};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::agree::{enter, record, values};
use crate::case::{Case, ContributionRow, Entry, Scale, exact};
use crate::generate::{ledger, terms};
use crate::oracle::{Key, Label, Line, PlainTerms};
use crate::partition::bits;

pub type Cells<N> = BTreeMap<(Line, String), Figures<N>>;

pub fn cells<N: Number>(statement: &Statement<N>) -> Cells<N> {
    let cell = |cell: covalue::Cell<N>| {
        ((values(cell.line()), cell.measure().to_string()), cell.figures().expect("generated sums do not overflow"))
    };
    statement.cells().map(cell).collect()
}

pub fn stated<N: Number>(ledger: &Ledger<N>, terms: &PlainTerms) -> Statement<N> {
    ledger.statement(Terms::from(terms)).expect("generated terms are valid")
}

/// All amounts by name, exactly.
pub fn amounts<N: Number>(figures: &Figures<N>) -> BTreeMap<&'static str, BigRational> {
    [
        ("co_created", figures.co_created()),
        ("created_alone", figures.created_alone()),
        ("windfall", figures.windfall()),
        ("with_misuse", figures.with_misuse()),
        ("without_misuse", figures.without_misuse()),
        ("destroyed_alone", figures.destroyed_alone()),
        ("within_up", figures.within_up()),
        ("within_down", figures.within_down()),
        ("created", figures.created()),
        ("destroyed", figures.destroyed()),
        ("net", figures.net()),
        ("hidden", figures.hidden()),
    ]
    .into_iter()
    .map(|(name, amount)| (name, exact(&amount)))
    .collect()
}

pub fn counts<N: Clone>(figures: &Figures<N>) -> [u64; 5] {
    [figures.gains(), figures.losses(), figures.unchanged(), figures.windfalls(), figures.left_out()]
}

/// What is left of the figures without their coverage; nothing of a cell where something is due and no more.
pub fn without_coverage<N: Number>(statement: &Statement<N>) -> BTreeMap<(Line, String), (Vec<String>, [u64; 5])> {
    let cells = cells(statement).into_iter().filter(|(_, figures)| counts(figures) != [0; 5]);
    cells
        .map(|(place, figures)| {
            let amounts = amounts(&figures).into_iter().map(|(name, amount)| format!("{name} {amount}"));
            (place, (amounts.collect(), counts(&figures)))
        })
        .collect()
}

/// Every law in both kinds of number: fractions of tenths, and floats of eighths, whose sums are exact.
macro_rules! in_both_kinds {
    ($law:ident($case:expr $(, $argument:expr)*)) => {{
        $law::<BigRational>($case, Scale::Tenths $(, $argument)*);
        $law::<f64>($case, Scale::Eighths $(, $argument)*);
    }};
}
pub(crate) use in_both_kinds;

/// Everyone's value, on anyone's word.
pub fn of_all(by: &[Key]) -> PlainTerms {
    PlainTerms {
        roles: vec![Role::Provider, Role::Other, Role::Affected],
        sources: vec![SourceKind::Proxy, SourceKind::Observed],
        ..PlainTerms::by(by)
    }
}

#[track_caller]
fn creation_needs_co_operation<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    // As generated: whoever has created value integrated something, or is not stated to have integrated nothing.
    let recorded = record::<N>(case, scale);
    for cell in stated(&recorded.ledger, terms).cells() {
        let trace = recorded.ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        for entry in trace.entries() {
            let interaction = recorded.ledger.interaction(entry.interaction()).expect("recorded");
            let theirs = interaction.contributions().filter(|brought| brought.party() == entry.beneficiary());
            let stated: Vec<N> = theirs
                .filter(|brought| brought.is_stated())
                .map(|brought| brought.stated_integrated().cloned().unwrap_or_else(N::zero))
                .collect();
            let integrated_nothing = !stated.is_empty() && stated.iter().all(N::is_zero);
            match entry.counts_as() {
                CountsAs::CoCreated | CountsAs::CreatedAlone => {
                    assert!(!integrated_nothing && entry.role() != Role::Affected, "{entry:?}");
                }
                CountsAs::Windfall => assert!(integrated_nothing || entry.role() == Role::Affected, "{entry:?}"),
                _ => {}
            }
        }
    }
    // With nobody integrating anything: all that was created is a windfall, and every loss is what it was.
    let before = cells(&stated(&recorded.ledger, terms));
    let mut idle = case.clone();
    for entry in &mut idle.entries {
        if let Entry::Interaction(row) = entry {
            let provider = case.provider(&row.service).unwrap_or("nobody").to_owned();
            let named = row.users.iter().map(|user| user.id.clone()).chain([provider]).chain(row.others.clone());
            let parties: BTreeSet<String> =
                named.chain(row.contributions.iter().map(|brought| brought.party.clone())).collect();
            for brought in &mut row.contributions {
                brought.integrated = Some(0);
            }
            let nothing = |party: String| ContributionRow { integrated: Some(0), ..ContributionRow::of(&party) };
            row.contributions.extend(parties.into_iter().map(nothing));
        }
    }
    let after = cells(&stated(&record::<N>(&idle, scale).ledger, terms));
    assert!(before.keys().eq(after.keys()));
    for (place, figures) in &after {
        let (now, then) = (amounts(figures), amounts(&before[place]));
        assert!(now["created"].is_zero(), "{place:?}");
        assert_eq!(now["windfall"], &then["windfall"] + &then["created"], "{place:?}");
        assert_eq!(figures.windfalls(), before[place].windfalls() + before[place].gains());
        for same in ["with_misuse", "without_misuse", "destroyed_alone", "within_up", "within_down"] {
            assert_eq!(now[same], then[same], "{same} at {place:?}: a loss needs no co-operation");
        }
    }
}

#[track_caller]
fn figures_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    for cell in stated(&recorded.ledger, terms).cells() {
        let amounts = amounts(&cell.figures().expect("no overflow"));
        let of = |name: &str| amounts[name].clone();
        assert_eq!(of("created"), of("co_created") + of("created_alone"));
        assert_eq!(of("destroyed"), of("with_misuse") + of("without_misuse") + of("destroyed_alone"));
        assert_eq!(of("net"), of("created") - of("destroyed"));
        let trace = recorded.ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        let mut changes = BigRational::zero();
        for entry in trace.entries() {
            let Some(amount) = entry.amount() else { continue };
            let size = exact(&N::from_change(amount).expect("held"));
            match entry.counts_as() {
                CountsAs::CoCreated | CountsAs::CreatedAlone | CountsAs::Windfall | CountsAs::WithinUp => {
                    changes += size
                }
                _ => changes -= size,
            }
        }
        assert_eq!(changes, of("net") + of("windfall") + of("within_up") - of("within_down"));
        assert!(amounts.iter().all(|(name, amount)| *name == "net" || *amount >= BigRational::zero()));
    }
}

/// Nothing that an interaction with its appraisals brings lowers an amount or a count, in any kind of number.
#[track_caller]
fn recording_lowers_nothing<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let mut ledger = Ledger::new(&case.catalogue::<N>(scale));
    let mut before = Cells::new();
    for entry in &case.entries {
        if enter(&mut ledger, entry, scale).is_err() {
            continue;
        }
        let after = cells(&stated(&ledger, terms));
        if matches!(entry, Entry::Interaction(_)) {
            for (place, then) in &before {
                let now = &after[place];
                assert!(now.created() >= then.created() && now.destroyed() >= then.destroyed(), "{place:?}");
                assert!(now.windfall() >= then.windfall(), "{place:?}");
                assert!(now.co_created() >= then.co_created() && now.created_alone() >= then.created_alone());
                assert!(now.with_misuse() >= then.with_misuse() && now.without_misuse() >= then.without_misuse());
                assert!(counts(now).iter().zip(counts(then)).all(|(now, then)| *now >= then), "{place:?}");
                let coverage = |figures: &Figures<N>| {
                    figures.coverage().map(|coverage| [coverage.due(), coverage.made(), coverage.missing()])
                };
                let pairs = coverage(now).into_iter().flatten().zip(coverage(then).into_iter().flatten());
                assert!(pairs.into_iter().all(|(now, then)| now >= then), "{place:?}");
            }
        }
        before = after;
    }
}

/// The lines of any grouping add up to the ungrouped total, and netting over more lines hides no more.
#[track_caller]
fn lines_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let ledger = record::<N>(case, scale).ledger;
    let grouped = stated(&ledger, terms);
    let whole = stated(&ledger, &PlainTerms { by: Vec::new(), ..terms.clone() });
    for (place, together) in cells(&whole) {
        assert_eq!(place.0, [None; 0]);
        let measure = place.1.as_str();
        if counts(&together) == [0; 5] && !terms.has_coverage() {
            assert!(grouped.total(measure).is_err(), "only due, in a grouping without coverage");
            continue;
        }
        let total = grouped.total(measure).expect("the measure has a line");
        let texts = |figures: &Figures<N>| -> Vec<String> {
            amounts(figures).iter().map(|(name, amount)| format!("{name} {amount}")).collect()
        };
        assert_eq!(texts(&total), texts(&together), "{measure}, of {terms:?}");
        assert_eq!(counts(&total), counts(&together));
        assert_eq!(total.coverage(), together.coverage().filter(|_| terms.has_coverage()));
        let bounds = whole.cell((), measure).and_then(|cell| Ok(cell.bounds()?)).expect("a line");
        assert_eq!(grouped.bounds(measure), Ok(bounds.filter(|_| terms.has_coverage())));
        let mut lines = BTreeMap::<&str, BigRational>::new();
        for figures in cells(&grouped).into_iter().filter(|((_, of), _)| of == measure).map(|(_, figures)| figures) {
            for (name, amount) in amounts(&figures) {
                *lines.entry(name).or_insert_with(BigRational::zero) += amount;
            }
            assert_eq!(figures.hidden().text(), smaller(figures.created(), figures.destroyed()).text());
        }
        for (name, amount) in amounts(&together).iter().filter(|(name, _)| **name != "hidden") {
            assert_eq!(lines[name], *amount, "{name} of {measure}, of {terms:?}");
        }
        // R14, also for what is grouped by fewer words.
        let mut hidden = exact(&grouped.hidden(measure).expect("the measure has a line"));
        assert_eq!(hidden, lines["hidden"]);
        for words in (0..terms.by.len()).rev() {
            let coarser = stated(&ledger, &PlainTerms { by: terms.by[..words].to_vec(), ..terms.clone() });
            let wider = exact(&coarser.hidden(measure).expect("the measure has a line"));
            assert!(wider >= hidden, "merging lines lowered what {measure} hides");
            hidden = wider;
        }
    }
}

/// The total of the lines is the figure of the ungrouped statement, to the bit, where floats add up to neither.
#[track_caller]
fn totals_are_rounded_once(case: &Case, terms: &PlainTerms) {
    let ledger = record::<f64>(case, Scale::Tenths).ledger;
    let grouped = stated(&ledger, terms);
    for ((_, measure), together) in cells(&stated(&ledger, &PlainTerms { by: Vec::new(), ..terms.clone() })) {
        let Ok(total) = grouped.total(&measure) else { continue };
        assert_eq!(amounts(&total), amounts(&together), "{measure}, of {terms:?}");
    }
}

fn smaller<N: PartialOrd>(first: N, second: N) -> N {
    if second < first { second } else { first }
}

#[track_caller]
fn offers_move_nothing<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, promises: &[(usize, i32)]) {
    let mut other = case.clone();
    for (service, (measure, change)) in other.services.iter_mut().zip(promises) {
        service.promises = vec![(case.measures[*measure].id.clone(), *change)];
    }
    let (here, there) = (record::<N>(case, scale), record::<N>(&other, scale));
    assert_eq!(here.refused, there.refused);
    assert_eq!(without_coverage(&stated(&here.ledger, terms)), without_coverage(&stated(&there.ledger, terms)),);
}

#[track_caller]
fn intent_and_cause_move_nothing<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, intent: Intent) {
    let mut other = case.clone();
    for entry in &mut other.entries {
        if let Entry::Interaction(row) = entry {
            for part in row.contributions.iter_mut().flat_map(|brought| &mut brought.misused) {
                part.intent = intent;
                part.cause = part.cause.is_none().then(|| "weather".to_owned());
                part.by = part.by.is_none().then(|| "the weather".to_owned());
            }
        }
    }
    let (here, there) = (record::<N>(case, scale), record::<N>(&other, scale));
    let (here, there) = (stated(&here.ledger, terms), stated(&there.ledger, terms));
    assert!(here == there && bits(&here) == bits(&there));
}

#[track_caller]
fn logic_is_a_label<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let ledger = record::<N>(case, scale).ledger;
    let under = |logic| cells(&stated(&ledger, &PlainTerms { logic, ..terms.clone() }));
    let (dominant, service) = (under(Label::ServiceDominant), under(Label::Service));
    assert!(dominant.keys().eq(service.keys()));
    for (place, figures) in &dominant {
        let other = &service[place];
        let (here, there) = (amounts(figures), amounts(other));
        for name in ["created", "destroyed", "net", "hidden", "windfall", "within_up", "within_down"] {
            assert_eq!(here[name], there[name], "{name} at {place:?}");
        }
        assert!(here["created_alone"].is_zero() && here["destroyed_alone"].is_zero());
        assert_eq!(counts(figures), counts(other));
        assert_eq!(figures.coverage(), other.coverage());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn r07_creation_needs_co_operation(case in ledger(), terms in terms()) {
        in_both_kinds!(creation_needs_co_operation(&case, &terms));
    }

    #[test]
    fn r10_figures_add_up(case in ledger(), terms in terms()) {
        in_both_kinds!(figures_add_up(&case, &terms));
        in_both_kinds!(figures_add_up(&case, &of_all(&[])));
    }

    #[test]
    fn r11_recording_lowers_nothing(case in ledger(), terms in terms()) {
        in_both_kinds!(recording_lowers_nothing(&case, &terms));
        recording_lowers_nothing::<f64>(&case, Scale::Tenths, &terms);
    }

    #[test]
    fn r13_lines_add_up_and_r14_netting_hides(case in ledger(), terms in terms()) {
        in_both_kinds!(lines_add_up(&case, &terms));
        totals_are_rounded_once(&case, &terms);
    }

    #[test]
    fn r15_offers_move_nothing(
        case in ledger(),
        terms in terms(),
        promises in prop::collection::vec((0..4_usize, -9..9_i32), 0..=4),
    ) {
        in_both_kinds!(offers_move_nothing(&case, &terms, &promises));
        offers_move_nothing::<f64>(&case, Scale::Tenths, &terms, &promises);
    }

    #[test]
    fn r18_intent_and_cause_move_nothing(
        case in ledger(),
        terms in terms(),
        intent in prop::sample::select(Intent::ALL),
    ) {
        in_both_kinds!(intent_and_cause_move_nothing(&case, &terms, intent));
    }

    #[test]
    fn r27_the_logic_is_a_label(case in ledger(), terms in terms()) {
        in_both_kinds!(logic_is_a_label(&case, &terms));
    }
}
