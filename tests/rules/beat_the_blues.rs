//! Real data: 100 patients of the National Health Service, with a therapy program or treatment as usual.

use covalue::catalogue::Direction;
use covalue::record::{Role, SourceKind};
use num_rational::BigRational;

use crate::support::case::{
    AppraisalRow, Case, Entry, InteractionRow, MeasureRow, Scale, ServiceRow, UserRow, day, exact,
};
use crate::support::compare::{NumberKind, agree, agree_traces, record};
use crate::support::data_sets::trial::{self, DEPRESSION, DRUG, EPISODE, THERAPY, TREATMENTS, USUAL};
use crate::support::figures::{Cells, cells, statement_of};
use crate::support::generate_terms::{BASELINES, KEYS, LOGICS};
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::{Key, PlainTerms};

/// A course of treatment is an interaction. Each later level is an appraisal with the level before the treatment.
fn patients() -> Case {
    let measure = MeasureRow {
        id: DEPRESSION.to_owned(),
        direction: Direction::LowerIsBetter,
        tolerance: 0,
        range: Some(trial::RANGE),
        element: None,
    };
    let service = |id: &str| ServiceRow {
        id: id.to_owned(),
        provider: "NHS".to_owned(),
        promises: vec![(DEPRESSION.to_owned(), 1)],
    };
    let mut case = Case { measures: vec![measure], services: TREATMENTS.map(service).into(), entries: Vec::new() };
    for patient in trial::patients().expect("the data is in the repository") {
        let (course, name) = (format!("course {}", patient.number), format!("patient {}", patient.number));
        let mut interaction = InteractionRow::of(&course, &name, patient.treatment, day(0));
        let with = vec![(DRUG.to_owned(), patient.drug), (EPISODE.to_owned(), patient.episode.to_owned())];
        interaction.users = vec![UserRow { id: name, with }];
        let before = Some(patient.before);
        for (follow_up, after) in (1..).zip(patient.after) {
            let made = Some(day(56 * follow_up));
            let row = AppraisalRow { before, after, follow_up: follow_up.into(), made, ..AppraisalRow::of(DEPRESSION) };
            interaction.appraisals.extend(after.is_some().then_some(row));
        }
        if interaction.appraisals.is_empty() {
            interaction.appraisals.push(AppraisalRow { before, ..AppraisalRow::of(DEPRESSION) });
        }
        case.entries.push(Entry::Interaction(interaction));
    }
    assert_eq!(case.entries.len(), 100);
    case
}

#[test]
fn real_data_agrees_in_every_grouping() {
    let case = patients();
    let recorded = record::<f64>(&case, Scale::Whole);
    let fractions = record::<BigRational>(&case, Scale::Whole);
    assert!(recorded.accepted.iter().all(|accepted| *accepted));
    let with = |dimension| Key::With(dimension);
    let mut groupings: Vec<Vec<Key>> = KEYS.iter().map(|key| vec![*key]).collect();
    groupings.extend([
        vec![],
        vec![with(DRUG)],
        vec![with(EPISODE)],
        vec![Key::Service, with(DRUG), with(EPISODE)],
        vec![Key::Quarter, Key::Service],
        vec![Key::Role, Key::Source, Key::Provider],
    ]);
    let mut compared = 0;
    for by in groupings {
        for follow_up in [None, Some(1), Some(2), Some(3), Some(4), Some(5)] {
            for as_of in [None, Some(day(0)), Some(day(60)), Some(day(120)), Some(day(200))] {
                let terms = PlainTerms { as_of, follow_up, ..PlainTerms::by(&by) };
                agree(&recorded, &case, Arithmetic::Exact(Scale::Whole), &terms);
                compared += 1;
            }
        }
        for baseline in BASELINES {
            for logic in LOGICS {
                let (roles, sources) = (vec![Role::Provider], vec![SourceKind::Observed]);
                let terms = PlainTerms { baseline, logic, roles, sources, ..PlainTerms::by(&by) };
                agree(&recorded, &case, Arithmetic::Exact(Scale::Whole), &terms);
                agree_traces(&fractions, &case, Arithmetic::Exact(Scale::Whole), &terms);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 21 * (6 * 5 + 8));
}

/// The published figures: changes from the first to the last level, and the number of patients at two, four, six and
/// eight months.
#[test]
fn real_data_has_the_published_figures() {
    published::<f64>();
    published::<i64>();
    published::<rust_decimal::Decimal>();
}

#[track_caller]
fn published<N: NumberKind>() {
    let recorded = record::<N>(&patients(), Scale::Whole);
    let by_service = |follow_up| -> Cells<N> {
        cells(&statement_of(&recorded.ledger, &PlainTerms { follow_up, ..PlainTerms::by(&[Key::Service]) }))
    };
    let last = by_service(None);
    let mut missing = 0;
    for (service, users, counts, gained, lost) in [(THERAPY, 52, [40, 3, 9], 497, 34), (USUAL, 48, [34, 2, 9], 412, 51)]
    {
        let figures = &last[&(vec![Some(service.to_owned())], DEPRESSION.to_owned())];
        assert_eq!([figures.gain_count(), figures.unchanged_count(), figures.loss_count()], counts, "{service}");
        let whole = |number: i64| BigRational::from_integer(number.into());
        assert_eq!((exact(&figures.created()), exact(&figures.destroyed())), (whole(gained), whole(lost)), "{service}");
        assert_eq!(exact(&figures.hidden()), whole(lost));
        let coverage = figures.coverage().expect("a statement by service has coverage");
        assert_eq!((coverage.due(), coverage.made()), (users, counts.iter().sum()));
        missing += coverage.missing();
    }
    assert_eq!(missing, 3);
    for (follow_up, came) in (1..).zip([[52, 45], [37, 36], [29, 29], [27, 25]]) {
        let books = by_service(Some(follow_up));
        let made: Vec<_> = books.values().map(|figures| figures.coverage().map(|coverage| coverage.made())).collect();
        assert_eq!(made, came.map(Some), "follow-up {follow_up}");
    }
}
