//! Compares the crate's statements and traces with the second implementation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::ops::Bound;

use covalue::catalogue::InteractionId;
use covalue::number::Number;
use covalue::statement::{Bounds, Cell, Figures, Line};
use covalue::{By, Catalogue, Interaction, Ledger, Logic, Month, Rule, Statement, Terms};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::support::case::{Case, Entry, Scale, exact, void};
use crate::support::oracle::{self, Arithmetic, CellEntry, Classification, OracleCell};
use crate::support::plain_terms::{self, Baseline, Filters, Key, Label, PlainTerms};

/// A number type with the rounding of its figures.
pub trait NumberKind: Number {
    fn nearest(sum: &BigRational) -> Self;

    /// The exact value of the number. Its text may be a shortened form.
    fn in_full(&self) -> BigRational {
        exact(self)
    }

    /// Whether this is the sum, rounded once. −0 never is.
    fn is_nearest(&self, sum: &BigRational) -> bool {
        *self == Self::nearest(sum)
    }
}

macro_rules! exact_kinds {
    ($($kind:ty),+) => {
        $(impl NumberKind for $kind {
            fn nearest(sum: &BigRational) -> Self {
                let text = if sum.is_integer() { sum.to_string() } else { decimal(sum) };
                Self::parse(&text).expect("the number type represents every generated sum")
            }
        })+
    };
}

exact_kinds!(i64, i128, rust_decimal::Decimal);

impl NumberKind for BigRational {
    fn nearest(sum: &BigRational) -> Self {
        sum.clone()
    }
}

impl NumberKind for f64 {
    /// The nearest float, ties to even. It compares the float with both neighbours.
    fn nearest(sum: &BigRational) -> Self {
        let about = sum.to_f64().expect("the sum is in the range of f64");
        let distance = |float: f64| (BigRational::from_float(float).expect("finite") - sum).abs();
        let candidates = [about.next_down(), about, about.next_up()];
        let nearest = candidates.map(distance).into_iter().min().expect("three");
        let mut found = candidates.into_iter().filter(|float| distance(*float) == nearest).collect::<Vec<_>>();
        found.sort_by_key(|float| float.to_bits() & 1);
        found[0] + 0.0
    }

    fn in_full(&self) -> BigRational {
        BigRational::from_float(*self).expect("finite")
    }

    fn is_nearest(&self, sum: &BigRational) -> bool {
        if sum.is_zero() {
            return self.to_bits() == 0;
        }
        let is_exact =
            || self.is_sign_negative() == sum.is_negative() && BigRational::from_float(*self).as_ref() == Some(sum);
        is_exact() || self.to_bits() == Self::nearest(sum).to_bits()
    }
}

fn decimal(sum: &BigRational) -> String {
    let millionths = sum * BigRational::from_integer(1_000_000.into());
    assert!(millionths.is_integer(), "{sum} is not a sum of eighths, tenths or millionths");
    format!("{millionths}e-6")
}

/// A ledger of a case, and the result of recording each entry.
pub struct Recording<N: Number> {
    pub ledger: Ledger<N>,
    pub accepted: Vec<bool>,
    /// The broken rule of each refused entry.
    pub refused: Vec<Option<Rule>>,
    /// The id of each interaction, by the index of its entry.
    pub ids: BTreeMap<usize, InteractionId>,
}

pub fn record<N: Number>(case: &Case, scale: Scale) -> Recording<N> {
    let catalogue: Catalogue<N> = case.catalogue(scale);
    let mut recorded =
        Recording { ledger: Ledger::new(&catalogue), accepted: Vec::new(), refused: Vec::new(), ids: BTreeMap::new() };
    for (index, entry) in case.entries.iter().enumerate() {
        let refused = enter(&mut recorded.ledger, entry, scale);
        if let (Ok(()), Entry::Interaction(row)) = (&refused, entry) {
            recorded.ids.insert(index, row.build::<N>(scale).id_or_hash());
        }
        recorded.accepted.push(refused.is_ok());
        recorded.refused.push(refused.err());
    }
    recorded
}

/// The accepted entries of a case, as the part `a part`.
pub fn part_of<N: Number>(case: &Case, scale: Scale) -> Ledger<N> {
    let mut part = Ledger::part(&case.catalogue(scale), "a part");
    for entry in &case.entries {
        let _ = enter(&mut part, entry, scale);
    }
    part
}

pub fn enter<N: Number>(ledger: &mut Ledger<N>, entry: &Entry, scale: Scale) -> Result<(), Rule> {
    match entry {
        Entry::Interaction(row) => {
            let interaction: Interaction<N> = row.build(scale);
            let id = interaction.id_or_hash();
            let recorded = ledger.record(interaction).map_err(|error| error.rule())?;
            assert_eq!(recorded, id);
            Ok(())
        }
        Entry::Appraisal(id, row) => ledger.appraise(id, row.build(scale)).map_err(|error| error.rule()),
        Entry::Void(id, reason, known) => ledger.void(id, void(reason, *known)).map_err(|error| error.rule()),
    }
}

/// The word of a key.
pub fn by(key: &Key) -> By {
    match key {
        Key::Service => By::Service,
        Key::Provider => By::Provider,
        Key::User => By::User,
        Key::Beneficiary => By::Beneficiary,
        Key::Role => By::Role,
        Key::Source => By::Source,
        Key::Element => By::Element,
        Key::Year => By::Year,
        Key::Quarter => By::Quarter,
        Key::Month => By::Month,
        Key::YearFrom(month) => By::year_starting(Month::ALL[*month as usize - 1]),
        Key::QuarterFrom(month) => By::quarter_of_year_starting(Month::ALL[*month as usize - 1]),
        Key::With(dimension) => By::with(dimension),
    }
}

impl From<&PlainTerms> for Terms {
    fn from(plain: &PlainTerms) -> Self {
        let words = plain.by.iter().map(by);
        let mut terms = Terms::by(words.fold(By::none(), covalue::statement::Grouping::and))
            .baseline(match plain.baseline {
                Baseline::Before => covalue::Baseline::Before,
                Baseline::Expected => covalue::Baseline::Expected,
                Baseline::Without => covalue::Baseline::Without,
                Baseline::Named(name) => covalue::Baseline::named(name),
            })
            .logic(match plain.logic {
                Label::ServiceDominant => Logic::ServiceDominant,
                Label::Service => Logic::Service,
            });
        for role in &plain.roles {
            terms = terms.including(*role);
        }
        for source in &plain.sources {
            terms = terms.including(*source);
        }
        if let Some(day) = plain.as_of {
            terms = terms.as_of(day);
        }
        let Filters { from, until, only } = &plain.filters;
        terms = terms
            .period((from.map_or(Bound::Unbounded, Bound::Included), until.map_or(Bound::Unbounded, Bound::Included)));
        for (key, values) in only {
            for value in values {
                terms = terms.only(by(key), value.as_deref());
            }
        }
        match plain.follow_up {
            Some(number) => terms.follow_up(number),
            None => terms,
        }
    }
}

pub fn values(line: &Line) -> plain_terms::Line {
    line.values().map(|value| value.map(str::to_owned)).collect()
}

#[track_caller]
fn same<T: PartialEq + Debug>(got: T, expected: T, what: &str, key: &dyn Debug) {
    assert_eq!(got, expected, "{what} at {key:?}: the crate's is on the left");
}

/// Checks every figure, count, coverage and bound of every cell, and the order of cells.
#[track_caller]
pub fn agree<N: NumberKind>(recorded: &Recording<N>, case: &Case, arithmetic: Arithmetic, terms: &PlainTerms) {
    let statement = recorded.ledger.statement(Terms::from(terms)).expect("generated terms are valid");
    let expected = oracle::statement(case, &recorded.accepted, arithmetic, terms);
    agree_with(&statement, &expected, case, terms);
}

#[track_caller]
pub fn agree_with<N: NumberKind>(
    statement: &Statement<N>,
    expected: &oracle::OracleStatement,
    case: &Case,
    terms: &PlainTerms,
) {
    let lines: Vec<_> = statement.cells().map(|cell| (values(cell.line()), cell.measure().to_string())).collect();
    assert_eq!(lines, expected.keys().cloned().collect::<Vec<_>>(), "lines of {terms:?}: the crate's are on the left");
    let entries = expected.values().flat_map(|cell| &cell.entries);
    let counted = entries.filter(|entry| entry.counts_as != Classification::LeftOut);
    let people: BTreeSet<&str> = counted.map(|entry| entry.beneficiary.as_str()).collect();
    same(statement.beneficiary_count(), people.len(), "beneficiaries", terms);
    for (cell, (key, expected)) in statement.cells().zip(expected) {
        same(statement.cell(cell.line(), cell.measure()).as_ref(), Ok(&cell), "the lookup of the cell", key);
        let has_range = case.measure(&key.1).expect("known").range.is_some();
        agree_cell(&cell, expected, has_range, terms.has_coverage(), &(key, terms));
    }
}

#[track_caller]
fn agree_cell<N: NumberKind>(cell: &Cell<N>, expected: &OracleCell, has_range: bool, covered: bool, key: &dyn Debug) {
    use Classification::{
        CoCreated, CreatedAlone, DestroyedAlone, LeftOut, WindfallGain, WindfallLoss, WithMisuse, WithinTolerance,
        WithoutMisuse,
    };
    let figures = cell.figures().expect("generated sums do not overflow");
    let amounts = [
        ("co_created", figures.co_created(), cell.co_created(), expected.amount(&[CoCreated])),
        ("created_alone", figures.created_alone(), cell.created_alone(), expected.amount(&[CreatedAlone])),
        ("windfall_gain", figures.windfall_gain(), cell.windfall_gain(), expected.amount(&[WindfallGain])),
        ("with_misuse", figures.with_misuse(), cell.with_misuse(), expected.amount(&[WithMisuse])),
        ("without_misuse", figures.without_misuse(), cell.without_misuse(), expected.amount(&[WithoutMisuse])),
        ("destroyed_alone", figures.destroyed_alone(), cell.destroyed_alone(), expected.amount(&[DestroyedAlone])),
        ("windfall_loss", figures.windfall_loss(), cell.windfall_loss(), expected.amount(&[WindfallLoss])),
        ("within_up", figures.within_up(), cell.within_up(), expected.within(true)),
        ("within_down", figures.within_down(), cell.within_down(), expected.within(false)),
        ("created", figures.created(), cell.created(), expected.created()),
        ("destroyed", figures.destroyed(), cell.destroyed(), expected.destroyed()),
        ("net", figures.net(), cell.net(), expected.net()),
        ("hidden", figures.hidden(), cell.hidden(), expected.hidden()),
    ];
    for (what, together, alone, expected) in amounts {
        assert!(together.is_nearest(&expected), "{what} at {key:?} is {together}, not {expected}");
        same(alone, Ok(together), what, key);
    }
    let counts = [
        ("gains", figures.gain_count(), cell.gain_count(), expected.count(&oracle::CREATED)),
        ("losses", figures.loss_count(), cell.loss_count(), expected.count(&oracle::DESTROYED)),
        ("unchanged", figures.unchanged_count(), cell.unchanged_count(), expected.count(&[WithinTolerance])),
        ("windfall_gains", figures.windfall_gain_count(), cell.windfall_gain_count(), expected.count(&[WindfallGain])),
        ("windfall_losses", figures.windfall_loss_count(), cell.windfall_loss_count(), expected.count(&[WindfallLoss])),
        ("better", figures.better_count(), cell.better_count(), expected.count(&oracle::BETTER)),
        ("worse", figures.worse_count(), cell.worse_count(), expected.count(&oracle::WORSE)),
        ("left_out", figures.left_out_count(), cell.left_out_count(), expected.count(&[LeftOut])),
    ];
    for (what, together, alone, expected) in counts {
        same([together, alone], [expected, expected], what, key);
    }
    let coverage = figures.coverage().map(|coverage| [coverage.due(), coverage.made(), coverage.missing()]);
    let due = [expected.due, expected.made, expected.due - expected.made];
    same(coverage, covered.then_some(due), "due, made, missing", key);
    let bounds = cell.bounds().expect("generated sums do not overflow");
    same(bounds.is_some(), covered && has_range, "whether there are bounds", key);
    for ((what, lowest, highest), expected) in bounds.iter().flat_map(all_bounds).zip(expected_bounds(expected)) {
        let agrees = lowest.is_nearest(&expected[0]) && highest.is_nearest(&expected[1]);
        assert!(agrees, "{what} at {key:?} is from {lowest} to {highest}, not as in {expected:?}");
    }
}

/// The lower and the upper bound of each bounded figure.
pub fn all_bounds<N: Number>(bounds: &Bounds<N>) -> [(&'static str, N, N); 5] {
    [
        ("created", bounds.created()),
        ("windfall_gain", bounds.windfall_gain()),
        ("destroyed", bounds.destroyed()),
        ("windfall_loss", bounds.windfall_loss()),
        ("net", bounds.net()),
    ]
    .map(|(name, between)| (name, between.lowest().clone(), between.highest().clone()))
}

/// The same figures, in the order of [`all_bounds`].
pub fn all_bounded<N: Number>(figures: &Figures<N>) -> [N; 5] {
    [figures.created(), figures.windfall_gain(), figures.destroyed(), figures.windfall_loss(), figures.net()]
}

fn expected_bounds(cell: &OracleCell) -> [[BigRational; 2]; 5] {
    let from = |kinds: &[Classification]| {
        let amount = cell.amount(kinds);
        [amount.clone(), amount + cell.largest_addition(kinds)]
    };
    let (down, up) = (cell.largest_addition(&oracle::WORSE), cell.largest_addition(&oracle::BETTER));
    [
        from(&oracle::CREATED),
        from(&[Classification::WindfallGain]),
        from(&oracle::DESTROYED),
        from(&[Classification::WindfallLoss]),
        [cell.net() - down, cell.net() + up],
    ]
}

/// Checks the entries and the missing appraisals of the trace of every cell.
#[track_caller]
pub fn agree_traces<N: NumberKind>(recorded: &Recording<N>, case: &Case, arithmetic: Arithmetic, terms: &PlainTerms) {
    let statement = recorded.ledger.statement(Terms::from(terms)).expect("generated terms are valid");
    let expected = oracle::statement(case, &recorded.accepted, arithmetic, terms);
    for (cell, expected) in statement.cells().zip(expected.values()) {
        let trace = recorded.ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("the line exists");
        assert_eq!((trace.line(), trace.measure()), (cell.line(), cell.measure()));
        let mut got: Vec<_> = trace
            .entries()
            .map(|entry| {
                let amount = entry.amount().map(|amount| exact(&N::from_change(amount).expect("held")));
                let reference = entry.reference().map(exact);
                let from = (reference, entry.inherited_from());
                (entry.interaction().clone(), entry.beneficiary().to_string(), entry.counts_as().word(), amount, from)
            })
            .collect();
        got.sort();
        let mut expected_entries: Vec<_> = expected
            .entries
            .iter()
            .map(|entry| {
                let amount = entry.change.as_ref().map(|change| exact(&N::nearest(&change.abs())));
                let reference = entry.reference.map(|level| exact(&arithmetic.scale().number::<N>(level)));
                let from = (reference, entry.inherited_from);
                (recorded.ids[&entry.interaction].clone(), entry.beneficiary.clone(), word(entry), amount, from)
            })
            .collect();
        expected_entries.sort();
        assert_eq!(got, expected_entries, "{terms:?}: the crate's is on the left");
        let mut missing: Vec<_> = trace.missing().map(|(id, user)| (id.clone(), user.to_string())).collect();
        missing.sort();
        let mut due: Vec<_> =
            expected.missing.iter().map(|(index, user)| (recorded.ids[index].clone(), user.clone())).collect();
        due.sort();
        assert_eq!(missing, due, "missing, {terms:?}: the crate's is on the left");
    }
}

fn word(entry: &CellEntry) -> &'static str {
    match entry.counts_as {
        Classification::CoCreated => "co_created",
        Classification::CreatedAlone => "created_alone",
        Classification::WindfallGain => "windfall_gain",
        Classification::WithinTolerance if entry.change.as_ref().is_some_and(Signed::is_negative) => "within_down",
        Classification::WithinTolerance => "within_up",
        Classification::WithMisuse => "with_misuse",
        Classification::WithoutMisuse => "without_misuse",
        Classification::DestroyedAlone => "destroyed_alone",
        Classification::WindfallLoss => "windfall_loss",
        Classification::LeftOut => "left_out",
    }
}
