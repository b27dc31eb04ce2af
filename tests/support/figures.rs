//! Figures of a statement as plain values, for comparison.

use crate::support::case::exact;
use crate::support::compare::values;
use crate::support::plain_terms::{Key, Line, PlainTerms};
use covalue::number::Number;
use covalue::record::{Role, SourceKind};
use covalue::statement::Figures;
use covalue::{Ledger, Statement, Terms};
use num_rational::BigRational;
use std::collections::BTreeMap;

pub type Cells<N> = BTreeMap<(Line, String), Figures<N>>;

pub fn cells<N: Number>(statement: &Statement<N>) -> Cells<N> {
    let cell = |cell: covalue::statement::Cell<N>| {
        ((values(cell.line()), cell.measure().to_string()), cell.figures().expect("generated sums do not overflow"))
    };
    statement.cells().map(cell).collect()
}

pub fn statement_of<N: Number>(ledger: &Ledger<N>, terms: &PlainTerms) -> Statement<N> {
    ledger.statement(Terms::from(terms)).expect("generated terms are valid")
}

/// All amounts by name, exactly.
pub fn amounts<N: Number>(figures: &Figures<N>) -> BTreeMap<&'static str, BigRational> {
    [
        ("co_created", figures.co_created()),
        ("created_alone", figures.created_alone()),
        ("windfall_gain", figures.windfall_gain()),
        ("with_misuse", figures.with_misuse()),
        ("without_misuse", figures.without_misuse()),
        ("destroyed_alone", figures.destroyed_alone()),
        ("windfall_loss", figures.windfall_loss()),
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

/// The number of appraisals of each kind. Every appraisal is in one of them.
pub fn counts<N: Clone>(figures: &Figures<N>) -> [u64; 6] {
    let windfalls = [figures.windfall_gain_count(), figures.windfall_loss_count()];
    [
        figures.gain_count(),
        figures.loss_count(),
        windfalls[0],
        windfalls[1],
        figures.unchanged_count(),
        figures.left_out_count(),
    ]
}

pub type AmountsAndCounts = BTreeMap<(Line, String), (BTreeMap<&'static str, BigRational>, [u64; 6])>;

/// Amounts and counts without coverage. Cells in which appraisals are only due are omitted.
pub fn without_coverage<N: Number>(statement: &Statement<N>) -> AmountsAndCounts {
    let cells = cells(statement).into_iter().filter(|(_, figures)| counts(figures) != [0; 6]);
    cells.map(|(index, figures)| (index, (amounts(&figures), counts(&figures)))).collect()
}

/// Runs a law with fractions (units of 0.1) and with floats (units of 1/8, whose sums are exact).
macro_rules! in_both_kinds {
    ($law:ident($case:expr $(, $argument:expr)*)) => {{
        $law::<BigRational>($case, Scale::Tenths $(, $argument)*);
        $law::<f64>($case, Scale::Eighths $(, $argument)*);
    }};
}

pub(crate) use in_both_kinds;

/// Terms that include every role and every source.
pub fn including_all(by: &[Key]) -> PlainTerms {
    PlainTerms {
        roles: vec![Role::Provider, Role::Other, Role::Affected],
        sources: vec![SourceKind::Proxy, SourceKind::Observed],
        ..PlainTerms::by(by)
    }
}

/// The text of every figure, and the JSON of the statement. Equal texts of floats mean equal bits; −0 and 0 have
/// different texts.
pub fn bits<N: Number>(statement: &Statement<N>) -> Vec<String> {
    let mut bits = figures(statement);
    bits.push(statement.to_json().unwrap_or_else(|overflow| overflow.to_string()));
    bits
}

/// The text of every figure, without the JSON, which contains the terms.
pub fn figures<N: Number>(statement: &Statement<N>) -> Vec<String> {
    let cell = |cell: covalue::statement::Cell<N>| {
        let amounts = [
            cell.co_created(),
            cell.created_alone(),
            cell.windfall_gain(),
            cell.with_misuse(),
            cell.without_misuse(),
            cell.destroyed_alone(),
            cell.windfall_loss(),
            cell.within_up(),
            cell.within_down(),
            cell.created(),
            cell.destroyed(),
            cell.net(),
            cell.hidden(),
        ];
        let amounts = amounts.map(|amount| amount.map_or_else(|overflow| overflow.to_string(), |amount| amount.text()));
        let counts = [
            cell.gain_count(),
            cell.loss_count(),
            cell.windfall_gain_count(),
            cell.windfall_loss_count(),
            cell.better_count(),
        ];
        let more = [cell.worse_count(), cell.unchanged_count(), cell.left_out_count()];
        let (line, measure, coverage) = (cell.line(), cell.measure(), cell.coverage());
        format!("{line:?} {measure} {amounts:?} {counts:?} {more:?} {coverage:?} {:?}", cell.bounds())
    };
    statement.cells().map(cell).collect()
}
