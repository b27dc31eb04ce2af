//! R44: contributions do not change the net. R45: reversed directions exchange gains and losses.

use crate::support::case_edits::{contributing, drawn_contributions, parties_named, with_reversed_directions};
use std::collections::BTreeMap;

use covalue::number::Number;
use covalue::record::Role;
use covalue::statement::Classification;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, Statement, Terms, date,
};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::case::{Case, Scale, exact};
use crate::support::case_edits::without_misuse;
use crate::support::compare::{Recording, all_bounds, record};
use crate::support::figures::{amounts, cells, counts, in_both_kinds, including_all, statement_of};
use crate::support::generate::{RawContribution, cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, Line, PlainTerms};

/// The figures that do not depend on contributions, as text. Net and hidden determine the sum of all gains and the
/// sum of all losses, so these stay the same as well.
pub fn unmoved<N: Number>(statement: &Statement<N>) -> BTreeMap<(Line, String), Vec<String>> {
    let of = |(index, figures): ((Line, String), covalue::statement::Figures<N>)| {
        let amounts = amounts(&figures);
        let mut all: Vec<String> =
            ["net", "hidden", "within_up", "within_down"].map(|name| format!("{name} {}", amounts[name])).into();
        let counts =
            [figures.better_count(), figures.worse_count(), figures.unchanged_count(), figures.left_out_count()];
        all.push(format!("{counts:?} {:?}", figures.coverage()));
        (index, all)
    };
    let mut all: BTreeMap<_, _> = cells(statement).into_iter().map(of).collect();
    for ((_, all), cell) in all.iter_mut().zip(statement.cells()) {
        let bounds = cell.bounds().expect("generated sums do not overflow");
        all.push(format!("{:?}", bounds.map(|bounds| bounds.net().clone())));
    }
    all
}

#[track_caller]
pub fn contributions_do_not_change_the_net<N: Number>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    drawn: &[Vec<RawContribution>],
) {
    let named = parties_named(case);
    let here: Recording<N> = record(case, scale);
    let before = statement_of(&here.ledger, terms);
    for other in [named.clone(), contributing(&named, &[]), contributing(&named, drawn), without_misuse(&named)] {
        let there: Recording<N> = record(&other, scale);
        assert_eq!(here.accepted, there.accepted, "validation does not depend on contributions");
        let after = statement_of(&there.ledger, terms);
        assert_eq!(unmoved(&before), unmoved(&after), "{terms:?}");
        assert_eq!(before.beneficiary_count(), after.beneficiary_count());
    }
}

/// The figure that has the same value under reversed directions. The model has as many names for losses as for gains
/// if no misuse is on record.
fn mirrored(name: &str) -> &str {
    match name {
        "co_created" => "without_misuse",
        "without_misuse" => "co_created",
        "created_alone" => "destroyed_alone",
        "destroyed_alone" => "created_alone",
        "windfall_gain" => "windfall_loss",
        "windfall_loss" => "windfall_gain",
        "within_up" => "within_down",
        "within_down" => "within_up",
        "created" => "destroyed",
        "destroyed" => "created",
        other => other,
    }
}

#[track_caller]
pub fn reversed_directions_exchange_gains_and_losses<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let clean = without_misuse(case);
    let (here, there) = (record::<N>(&clean, scale), record::<N>(&with_reversed_directions(&clean), scale));
    assert_eq!(here.accepted, there.accepted);
    let (here, there) = (statement_of(&here.ledger, terms), statement_of(&there.ledger, terms));
    assert_eq!(here.beneficiary_count(), there.beneficiary_count());
    let (figures, reflection) = (cells(&here), cells(&there));
    assert!(figures.keys().eq(reflection.keys()));
    for (index, figures) in &figures {
        let reflection = &reflection[index];
        let (amounts, there) = (amounts(figures), amounts(reflection));
        assert_eq!(amounts["with_misuse"], BigRational::default(), "{index:?}");
        for (name, amount) in &amounts {
            let expected = if *name == "net" { -amount } else { amount.clone() };
            assert_eq!(there[mirrored(name)], expected, "{name} at {index:?}");
        }
        let [gains, losses, windfall_gains, windfall_losses, unchanged, left_out] = counts(figures);
        assert_eq!(counts(reflection), [losses, gains, windfall_losses, windfall_gains, unchanged, left_out]);
        assert_eq!(
            (figures.better_count(), figures.worse_count()),
            (reflection.worse_count(), reflection.better_count()),
            "{index:?}"
        );
        assert_eq!(figures.coverage(), reflection.coverage());
    }
    for (here, there) in here.cells().zip(there.cells()) {
        let [here, there] = [here, there].map(|cell| cell.bounds().expect("generated sums do not overflow"));
        let (Some(here), Some(there)) = (&here, &there) else {
            assert_eq!(here.is_some(), there.is_some());
            continue;
        };
        let reflection: BTreeMap<_, _> = all_bounds(there)
            .into_iter()
            .map(|(name, lowest, highest)| (name, [exact(&lowest), exact(&highest)]))
            .collect();
        for (name, lowest, highest) in all_bounds(here) {
            let ends = [exact(&lowest), exact(&highest)];
            let expected = if name == "net" { [-&ends[1], -&ends[0]] } else { ends };
            assert_eq!(reflection[mirrored(name)], expected, "bounds of {name}");
        }
    }
}

/// The mean change equals the exact sum of all changes, those within the tolerance included, divided by the number of
/// appraisals.
#[track_caller]
fn the_mean_change_is_the_sum_divided_by_the_count<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let (fractions, here) = (record::<BigRational>(case, scale), record::<N>(case, scale));
    let (exactly, stated) = (statement_of(&fractions.ledger, terms), statement_of(&here.ledger, terms));
    assert_eq!(exactly.len(), stated.len());
    for (exactly, cell) in exactly.cells().zip(stated.cells()) {
        let figures = exactly.figures().expect("fractions do not overflow");
        let amount = |name: &str| amounts(&figures)[name].clone();
        let counted = figures.better_count() + figures.worse_count() + figures.unchanged_count();
        let mean = cell.mean_change().expect("generated sums do not overflow");
        if counted == 0 {
            assert_eq!(mean, None);
            continue;
        }
        let sum = amount("net") + amount("within_up") - amount("within_down");
        let expected = (sum / BigRational::from_integer(counted.into())).to_f64().expect("a small number");
        let mean = mean.expect("appraisals are counted");
        assert!((mean - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{mean} is {expected}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r10_the_mean_change_is_the_sum_divided_by_the_count(case in ledger(), terms in terms()) {
        in_both_kinds!(the_mean_change_is_the_sum_divided_by_the_count(&case, &terms));
        the_mean_change_is_the_sum_divided_by_the_count::<i64>(&case, Scale::Whole, &terms);
        the_mean_change_is_the_sum_divided_by_the_count::<Decimal>(&case, Scale::Tenths, &terms);
    }

    #[test]
    fn r44_contributions_do_not_change_the_net(case in ledger(), terms in terms(), drawn in drawn_contributions()) {
        for terms in [&terms, &including_all(&[Key::Service])] {
            in_both_kinds!(contributions_do_not_change_the_net(&case, terms, &drawn));
            contributions_do_not_change_the_net::<f64>(&case, Scale::Tenths, terms, &drawn);
        }
    }

    #[test]
    fn r45_reversed_directions_exchange_gains_and_losses(case in ledger(), terms in terms()) {
        for terms in [&terms, &including_all(&[Key::Service])] {
            in_both_kinds!(reversed_directions_exchange_gains_and_losses(&case, terms));
            reversed_directions_exchange_gains_and_losses::<f64>(&case, Scale::Tenths, terms);
            reversed_directions_exchange_gains_and_losses::<f64>(&case.clone().without_ranges(), Scale::Wild, terms);
        }
    }
}

/// A group visit in which Ana lost two points and Ben three, with the given contributions.
fn group(stated: impl IntoIterator<Item = Contribution>) -> Ledger {
    let measure = Measure::higher_is_better("mobility", "points").range(0.0, 10.0);
    let physio = Service::new("physio", "clinic").promises("mobility", 1.0);
    let mut ledger = Ledger::new(&Catalogue::new([measure], [physio]).unwrap());
    let of = |user: &str, after: f64| Appraisal::of("mobility").beneficiary(user).before(5.0).after(after);
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1").user("ben").user("cai");
    let visit = visit.appraisal(of("ana", 3.0)).appraisal(of("ben", 2.0));
    ledger.record(stated.into_iter().fold(visit, Interaction::contribution)).unwrap();
    ledger
}

fn omitted(party: &str, by: &str) -> Contribution {
    Contribution::of(party).not_integrated(1.0, Misuse::unknown().by(by))
}

/// How Ana's loss counts.
fn classification_of_anas_loss(ledger: &Ledger) -> Classification {
    let trace = ledger.trace(By::Service, "physio", "mobility").unwrap();
    trace.entries().find(|entry| entry.beneficiary().as_str() == "ana").unwrap().counts_as()
}

#[test]
fn r07_losses_without_co_operation_are_windfalls_except_with_misuse_by_others() {
    let idle = || Contribution::of("ana").integrated(0.0);
    let took_part = || Contribution::of("ana").integrated(1.0);
    let misintegrated = |party: &str| Contribution::of(party).misintegrated(1.0, Misuse::unknown());
    use Classification::{WindfallLoss, WithMisuse, WithoutMisuse};
    for (stated, expected) in [
        (vec![], WithoutMisuse),
        (vec![took_part()], WithoutMisuse),
        (vec![idle()], WindfallLoss),
        // Her own absence and that of another user make her loss destruction only if she co-operated.
        (vec![omitted("ana", "ana")], WindfallLoss),
        (vec![idle(), omitted("ben", "ben")], WindfallLoss),
        (vec![idle(), omitted("clinic", "cai")], WindfallLoss),
        (vec![took_part(), omitted("ben", "ben")], WithMisuse),
        // A part that the clinic or a non-user did not integrate makes her loss destruction, and so does every
        // mis-integrated part.
        (vec![idle(), omitted("clinic", "clinic")], WithMisuse),
        (vec![omitted("ana", "taxi")], WithMisuse),
        (vec![idle(), misintegrated("clinic")], WithMisuse),
        (vec![idle(), misintegrated("ben")], WithMisuse),
        (vec![misintegrated("ana")], WithMisuse),
        // A part of zero is no misuse.
        (vec![idle(), Contribution::of("clinic").misintegrated(0.0, Misuse::unknown())], WindfallLoss),
    ] {
        let message = format!("{stated:?}");
        let ledger = group(stated);
        assert_eq!(classification_of_anas_loss(&ledger), expected, "{message}");
        assert_eq!(ledger.statement(By::Service).unwrap().line("physio", "mobility").unwrap().net(), -5.0);
    }
}

#[test]
fn r23_a_loss_without_co_operation_is_attributed_to_misuse_by_others() {
    // Ana was absent, Ben did not do his part, and the clinic made a mistake. Her loss is attributed to the clinic,
    // and his is shared.
    let clinic = Contribution::of("clinic").integrated(1.0).misintegrated(1.0, Misuse::accidental());
    let ben = Contribution::of("ben").integrated(1.0).not_integrated(1.0, Misuse::unknown());
    let ledger = group([omitted("ana", "ana"), ben.clone(), clinic]);
    let shares = ledger.attribution_of(By::Beneficiary, covalue::attribution::Equal).unwrap();
    let share = |of: &str, party: &str| shares.share(of, "mobility", party).unwrap().map(|share| *share.destroyed());
    assert_eq!(["ana", "ben", "clinic"].map(|party| share("ana", party)), [None, None, Some(2.0)]);
    // Ben's loss is shared equally by the parts of all three.
    assert_eq!(["ana", "ben", "clinic"].map(|party| share("ben", party)), [Some(1.0); 3]);
    // Without the clinic's mistake her loss is a windfall, and no attribution contains it.
    let ledger = group([omitted("ana", "ana"), ben]);
    let shares = ledger.attribution_of(By::Beneficiary, covalue::attribution::Equal).unwrap();
    assert_eq!(shares.shares().filter(|share| share.line().to_string() == "ana").count(), 0);
    assert_eq!(ledger.statement(By::Beneficiary).unwrap().line("ana", "mobility").unwrap().windfall_loss(), 2.0);
}

#[test]
fn r29_the_missing_appraisal_of_an_absent_person_may_be_a_windfall() {
    // Cai's appraisal is missing. If Cai was absent, both possible changes are windfalls, unless the clinic made a
    // mistake.
    let mistake = || Contribution::of("clinic").misintegrated(1.0, Misuse::accidental());
    let bounds = |stated: Vec<Contribution>| {
        let bounds =
            group(stated).statement(By::Service).unwrap().bounds("mobility").unwrap().expect("the measure has a range");
        all_bounds(&bounds).map(|(_, lowest, highest)| (lowest, highest))
    };
    let net = (-15.0, 5.0);
    assert_eq!(bounds(vec![]), [(0.0, 10.0), (0.0, 0.0), (5.0, 15.0), (0.0, 0.0), net]);
    assert_eq!(bounds(vec![omitted("cai", "cai")]), [(0.0, 0.0), (0.0, 10.0), (5.0, 5.0), (0.0, 10.0), net]);
    assert_eq!(bounds(vec![omitted("cai", "cai"), mistake()]), [(0.0, 0.0), (0.0, 10.0), (5.0, 15.0), (0.0, 0.0), net]);
}

/// If user and provider change indices, an absence that was the provider's becomes a user's (R16).
#[test]
fn r16_a_providers_absence_makes_a_loss_destruction_and_a_users_does_not() {
    let quiet = Measure::higher_is_better("quiet", "points");
    let catalogue =
        Catalogue::new([quiet], [Service::new("physio", "clinic"), Service::new("swapped", "ana")]).unwrap();
    let of = |user: &str, service: &str| {
        let mut ledger = Ledger::new(&catalogue);
        let visit = Interaction::between(user, service, date(2026, 3, 2))
            .contribution(Contribution::of("ana").integrated(0.0))
            .contribution(omitted("clinic", "clinic"))
            .appraisal(Appraisal::of("quiet").beneficiary("ana").change(-2.0));
        ledger.record(visit).unwrap();
        let terms = Terms::by(By::Beneficiary).including(Role::Provider);
        let line = ledger.statement(terms).unwrap().line("ana", "quiet").unwrap();
        (line.with_misuse(), line.windfall_loss(), line.worse_count(), line.net())
    };
    assert_eq!(of("ana", "physio"), (2.0, 0.0, 1, -2.0));
    assert_eq!(of("clinic", "swapped"), (0.0, 2.0, 1, -2.0));
}

#[test]
fn r27_indirect_losses_are_destroyed_alone_and_windfalls_stay_windfalls() {
    let measure = Measure::higher_is_better("mobility", "points");
    let mut ledger = Ledger::new(&Catalogue::new([measure], [Service::new("leaflet", "clinic")]).unwrap());
    let lost = |user: &str| {
        let visit = Interaction::between(user, "leaflet", date(2026, 3, 2)).id(user).used(covalue::Use::Indirect);
        visit.appraisal(Appraisal::of("mobility").change(-1.0)).contribution(Contribution::of(user).integrated(0.0))
    };
    ledger.record(lost("ana")).unwrap();
    let mistake = Contribution::of("clinic").misintegrated(1.0, Misuse::unknown());
    ledger.record(lost("ben").contribution(mistake)).unwrap();
    let terms = Terms::by(By::User).logic(covalue::Logic::Service);
    let statement = ledger.statement(terms).unwrap();
    let of = |user: &str| {
        let line = statement.line(user, "mobility").unwrap();
        (line.windfall_loss(), line.destroyed_alone(), line.with_misuse(), line.net())
    };
    assert_eq!((of("ana"), of("ben")), ((1.0, 0.0, 0.0, -1.0), (0.0, 1.0, 0.0, -1.0)));
    let affected = Terms::by(By::Role).including(Role::Affected);
    assert!(
        ledger.statement(affected).unwrap().line("affected", "mobility").is_err(),
        "the interaction has no affected person"
    );
}
