//! Laws of statements: R7, R10, R11, R13, R14, R15, R18 and R27, over fractions and floats.

use crate::support::case_edits::{idle, without_misuse};
use crate::support::figures::{
    Cells, amounts, cells, counts, in_both_kinds, including_all, statement_of, without_coverage,
};
use std::collections::BTreeMap;

use covalue::number::Number;
use covalue::record::{Intent, Part, Role};
use covalue::statement::{Classification, Figures};
use covalue::{Interaction, Ledger, Terms, Use};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

use crate::support::case::{Case, Entry, Scale, exact};
use crate::support::compare::{enter, record};
use crate::support::figures::bits;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Label, PlainTerms};

#[track_caller]
fn creation_needs_co_operation<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    // In the generated case, every created amount has a beneficiary who integrated something or whose contribution is
    // not stated.
    let recorded = record::<N>(case, scale);
    for cell in statement_of(&recorded.ledger, terms).cells() {
        let trace = recorded.ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        for entry in trace.entries() {
            let interaction = recorded.ledger.interaction(entry.interaction()).expect("recorded");
            let theirs = interaction.contributions().filter(|contribution| contribution.party() == entry.beneficiary());
            let stated: Vec<N> = theirs
                .filter(|contribution| contribution.is_stated() || contribution.is_excused())
                .map(|contribution| contribution.get_integrated().cloned().unwrap_or_else(N::zero))
                .collect();
            let integrated_nothing = !stated.is_empty() && stated.iter().all(N::is_zero);
            let idle = integrated_nothing || entry.role() == Role::Affected;
            match entry.counts_as() {
                Classification::CoCreated | Classification::CreatedAlone | Classification::WithoutMisuse => {
                    assert!(!idle, "{entry:?}");
                }
                Classification::WindfallGain => assert!(idle, "{entry:?}"),
                Classification::WindfallLoss => assert!(idle && !has_misuse_by_others(&interaction), "{entry:?}"),
                Classification::WithMisuse => assert!(!idle || has_misuse_by_others(&interaction), "{entry:?}"),
                Classification::DestroyedAlone => {
                    assert!(!idle || has_misuse_by_others(&interaction), "{entry:?}");
                    assert_eq!((terms.logic, interaction.how()), (Label::Service, Use::Indirect), "{entry:?}");
                }
                _ => {}
            }
        }
    }
    // If all parties integrated nothing, every gain is a windfall. So is every loss, except in interactions with
    // misuse by others.
    let before = cells(&statement_of(&recorded.ledger, terms));
    let idle = idle(case);
    let after = cells(&statement_of(&record::<N>(&idle, scale).ledger, terms));
    let clean = cells(&statement_of(&record::<N>(&without_misuse(&idle), scale).ledger, terms));
    assert!(before.keys().eq(after.keys()) && before.keys().eq(clean.keys()));
    for (index, figures) in &after {
        let (now, then, clean) = (amounts(figures), amounts(&before[index]), amounts(&clean[index]));
        assert!(now["created"].is_zero() && now["without_misuse"].is_zero(), "{index:?}");
        assert_eq!(now["windfall_gain"], &then["windfall_gain"] + &then["created"], "{index:?}");
        assert_eq!(figures.windfall_gain_count(), before[index].windfall_gain_count() + before[index].gain_count());
        let losses = |of: &BTreeMap<&str, BigRational>| &of["destroyed"] + &of["windfall_loss"];
        assert_eq!(losses(&now), losses(&then), "{index:?}");
        assert!(now["windfall_loss"] >= then["windfall_loss"] && now["destroyed"] <= then["destroyed"], "{index:?}");
        assert!(
            clean["created"].is_zero() && clean["destroyed"].is_zero(),
            "{index:?}: created or destroyed without a misused part"
        );
        assert_eq!(clean["windfall_loss"], losses(&then), "{index:?}");
        for same in ["within_up", "within_down"] {
            assert_eq!(now[same], then[same], "{same} at {index:?}");
        }
    }
}

/// Whether a part is on record that makes a loss of a person without co-operation count as destroyed.
fn has_misuse_by_others<N: Number>(interaction: &Interaction<N>) -> bool {
    interaction.contributions().any(|contribution| {
        contribution.parts().any(|part| {
            let by = part.misuse().get_by().unwrap_or(contribution.party());
            let is_user = interaction.users().any(|user| user.id() == by);
            !part.amount().is_zero() && (part.part() == Part::Misintegrated || !is_user)
        })
    })
}

#[track_caller]
fn figures_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    for cell in statement_of(&recorded.ledger, terms).cells() {
        let amounts = amounts(&cell.figures().expect("no overflow"));
        let of = |name: &str| amounts[name].clone();
        assert_eq!(of("created"), of("co_created") + of("created_alone"));
        assert_eq!(of("destroyed"), of("with_misuse") + of("without_misuse") + of("destroyed_alone"));
        let (gains, losses) = (of("created") + of("windfall_gain"), of("destroyed") + of("windfall_loss"));
        assert_eq!(of("net"), &gains - &losses);
        assert_eq!(of("hidden"), gains.min(losses));
        let [gained, lost, windfall_gains, windfall_losses, ..] = counts(&cell.figures().expect("no overflow"));
        assert_eq!((cell.better_count(), cell.worse_count()), (gained + windfall_gains, lost + windfall_losses));
        let trace = recorded.ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        let mut changes = BigRational::zero();
        for entry in trace.entries() {
            let Some(amount) = entry.amount() else { continue };
            let size = exact(&N::from_change(amount).expect("held"));
            match entry.counts_as() {
                Classification::CoCreated
                | Classification::CreatedAlone
                | Classification::WindfallGain
                | Classification::WithinUp => changes += size,
                _ => changes -= size,
            }
        }
        assert_eq!(changes, of("net") + of("within_up") - of("within_down"));
        assert!(amounts.iter().all(|(name, amount)| *name == "net" || *amount >= BigRational::zero()));
    }
}

/// A further interaction must not make an amount or a count smaller (R11).
#[track_caller]
fn recording_lowers_nothing<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let mut ledger = Ledger::new(&case.catalogue::<N>(scale));
    let mut before = Cells::new();
    for entry in &case.entries {
        if enter(&mut ledger, entry, scale).is_err() {
            continue;
        }
        let after = cells(&statement_of(&ledger, terms));
        if matches!(entry, Entry::Interaction(_)) {
            for (index, then) in &before {
                let now = &after[index];
                assert!(now.created() >= then.created() && now.destroyed() >= then.destroyed(), "{index:?}");
                assert!(now.windfall_gain() >= then.windfall_gain(), "{index:?}");
                assert!(now.windfall_loss() >= then.windfall_loss(), "{index:?}");
                assert!(
                    now.better_count() >= then.better_count() && now.worse_count() >= then.worse_count(),
                    "{index:?}"
                );
                assert!(now.co_created() >= then.co_created() && now.created_alone() >= then.created_alone());
                assert!(now.with_misuse() >= then.with_misuse() && now.without_misuse() >= then.without_misuse());
                assert!(now.destroyed_alone() >= then.destroyed_alone(), "{index:?}");
                assert!(counts(now).iter().zip(counts(then)).all(|(now, then)| *now >= then), "{index:?}");
                let coverage = |figures: &Figures<N>| {
                    figures.coverage().map(|coverage| [coverage.due(), coverage.made(), coverage.missing()])
                };
                let pairs = coverage(now).into_iter().flatten().zip(coverage(then).into_iter().flatten());
                assert!(pairs.into_iter().all(|(now, then)| now >= then), "{index:?}");
            }
        }
        before = after;
    }
}

/// The lines of every grouping have the ungrouped total as their sum (R13), and merging lines never makes the hidden
/// amount smaller (R14).
#[track_caller]
fn lines_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let ledger = record::<N>(case, scale).ledger;
    let grouped = statement_of(&ledger, terms);
    let whole = statement_of(&ledger, &PlainTerms { by: Vec::new(), ..terms.clone() });
    for (index, together) in cells(&whole) {
        assert_eq!(index.0, [None; 0]);
        let measure = index.1.as_str();
        if counts(&together) == [0; 6] && !terms.has_coverage() {
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
            let of = amounts(&figures);
            let (gains, losses) = (&of["created"] + &of["windfall_gain"], &of["destroyed"] + &of["windfall_loss"]);
            assert_eq!(of["hidden"], gains.min(losses));
        }
        for (name, amount) in amounts(&together).iter().filter(|(name, _)| **name != "hidden") {
            assert_eq!(lines[name], *amount, "{name} of {measure}, of {terms:?}");
        }
        // R14 also holds between groupings with fewer and more words.
        let mut hidden = exact(&grouped.hidden(measure).expect("the measure has a line"));
        assert_eq!(hidden, lines["hidden"]);
        for words in (0..terms.by.len()).rev() {
            let coarser = statement_of(&ledger, &PlainTerms { by: terms.by[..words].to_vec(), ..terms.clone() });
            let wider = exact(&coarser.hidden(measure).expect("the measure has a line"));
            assert!(wider >= hidden, "merging lines made the hidden amount of {measure} smaller");
            hidden = wider;
        }
    }
}

/// The total of the lines equals the ungrouped figure bit for bit, also for floats whose rounded sums would differ.
#[track_caller]
fn totals_are_rounded_once(case: &Case, terms: &PlainTerms) {
    let ledger = record::<f64>(case, Scale::Tenths).ledger;
    let grouped = statement_of(&ledger, terms);
    for ((_, measure), together) in cells(&statement_of(&ledger, &PlainTerms { by: Vec::new(), ..terms.clone() })) {
        let Ok(total) = grouped.total(&measure) else { continue };
        assert_eq!(amounts(&total), amounts(&together), "{measure}, of {terms:?}");
    }
}

#[track_caller]
fn promises_change_no_amount<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, promises: &[(usize, i32)]) {
    let mut other = case.clone();
    for (service, (measure, change)) in other.services.iter_mut().zip(promises) {
        service.promises = vec![(case.measures[*measure].id.clone(), *change)];
    }
    let (here, there) = (record::<N>(case, scale), record::<N>(&other, scale));
    assert_eq!(here.refused, there.refused);
    assert_eq!(
        without_coverage(&statement_of(&here.ledger, terms)),
        without_coverage(&statement_of(&there.ledger, terms)),
    );
}

/// Replaces intent, cause and actor of every misuse. The actor of a part that is not integrated stays a user or a
/// non-user, because R7 depends on that.
#[track_caller]
fn intent_and_cause_change_no_amount<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, intent: Intent) {
    let mut other = case.clone();
    for entry in &mut other.entries {
        let Entry::Interaction(row) = entry else { continue };
        let users: Vec<String> = row.users.iter().map(|user| user.id.clone()).collect();
        for contribution in &mut row.contributions {
            for part in &mut contribution.misused {
                part.intent = intent;
                part.cause = part.cause.is_none().then(|| "weather".to_owned());
                let is_user = users.contains(part.by.as_ref().unwrap_or(&contribution.party));
                if part.part == Part::Misintegrated || !is_user {
                    part.by = Some("the weather".to_owned());
                } else {
                    part.by = users.last().cloned();
                }
            }
        }
    }
    let (here, there) = (record::<N>(case, scale), record::<N>(&other, scale));
    let (here, there) = (statement_of(&here.ledger, terms), statement_of(&there.ledger, terms));
    assert!(here == there && bits(&here) == bits(&there));
}

/// Amounts that are the same under both logics.
const BY_EITHER_LOGIC: [&str; 8] =
    ["created", "windfall_gain", "destroyed", "windfall_loss", "net", "hidden", "within_up", "within_down"];

#[track_caller]
fn logic_changes_only_labels<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let ledger = record::<N>(case, scale).ledger;
    let under = |logic| cells(&statement_of(&ledger, &PlainTerms { logic, ..terms.clone() }));
    let (dominant, service) = (under(Label::ServiceDominant), under(Label::Service));
    assert!(dominant.keys().eq(service.keys()));
    for (index, figures) in &dominant {
        let other = &service[index];
        let (here, there) = (amounts(figures), amounts(other));
        for name in BY_EITHER_LOGIC {
            assert_eq!(here[name], there[name], "{name} at {index:?}");
        }
        assert!(here["created_alone"].is_zero() && here["destroyed_alone"].is_zero());
        assert_eq!(counts(figures), counts(other));
        assert_eq!(figures.coverage(), other.coverage());
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r07_creation_needs_co_operation(case in ledger(), terms in terms()) {
        in_both_kinds!(creation_needs_co_operation(&case, &terms));
    }

    #[test]
    fn r10_figures_add_up(case in ledger(), terms in terms()) {
        in_both_kinds!(figures_add_up(&case, &terms));
        in_both_kinds!(figures_add_up(&case, &including_all(&[])));
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
    fn r15_promises_change_no_amount(
        case in ledger(),
        terms in terms(),
        promises in prop::collection::vec((0..4_usize, -9..9_i32), 0..=4),
    ) {
        in_both_kinds!(promises_change_no_amount(&case, &terms, &promises));
        promises_change_no_amount::<f64>(&case, Scale::Tenths, &terms, &promises);
    }

    #[test]
    fn r18_intent_and_cause_change_no_amount(
        case in ledger(),
        terms in terms(),
        intent in prop::sample::select(Intent::ALL),
    ) {
        in_both_kinds!(intent_and_cause_change_no_amount(&case, &terms, intent));
    }

    #[test]
    fn r27_the_logic_changes_only_labels(case in ledger(), terms in terms()) {
        in_both_kinds!(logic_changes_only_labels(&case, &terms));
    }
}
