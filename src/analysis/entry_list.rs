//! Lists of entries as named figures: traces, and the entries that moved the books. Their tables, JSON and CSV are made
//! from these.

use jiff::civil::Date;

use super::attribution::{AttributedEntry, AttributionTrace};
use super::engagement::{EngagementEntry, EngagementTrace};
use super::figure::{Figure, NamedFigures};
use super::reach::ReachTrace;
use crate::catalogue::{ActorId, Direction, InteractionId};
use crate::ledger::{Movement, MovementKind, Movements};
use crate::number::{Number, Total};
use crate::printable::printable;
use crate::record::{Appraisal, PartialDate, ReachCounts, ReachStep, Role, SourceKind};
use crate::statement::{Entry, Exclusions, Line, Terms, Trace};

/// Entries as named figures.
pub(crate) struct EntryList<'a, N> {
    /// The line above the printed table.
    pub(crate) heading: String,
    #[cfg_attr(
        not(any(feature = "json", feature = "csv")),
        allow(dead_code, reason = "tables have it in the heading")
    )]
    pub(crate) origin: Origin<'a>,
    /// The rule of an attribution.
    #[cfg_attr(not(any(feature = "json", feature = "csv")), allow(dead_code, reason = "only files have it"))]
    pub(crate) rule: Option<&'a str>,
    /// Figures that all entries share.
    #[cfg_attr(not(any(feature = "json", feature = "csv")), allow(dead_code, reason = "only files have them"))]
    pub(crate) whole: NamedFigures<N>,
    /// The names of all figures, in order.
    pub(crate) columns: Vec<&'static str>,
    /// The columns that the printed table leaves out, since every row has the usual value.
    pub(crate) usual: Vec<&'static str>,
    pub(crate) rows: Vec<NamedFigures<N>>,
}

/// The selection that the entries come from.
#[cfg_attr(not(any(feature = "json", feature = "csv")), allow(dead_code, reason = "tables have it in the heading"))]
pub(crate) enum Origin<'a> {
    /// A statement under terms; `None` is the empty one.
    Statement(Option<&'a Terms>),
    /// The entries of a line under terms.
    Line(&'a Terms, &'a Line),
    /// The entries known after the first day and until the second.
    Days(Date, Date),
}

/// A list of entries that can be written.
pub(crate) trait Listed<N> {
    fn entry_list(&self) -> EntryList<'_, N>;
}

fn day<N>(day: impl Into<PartialDate>) -> Figure<N> {
    Figure::text(day.into().to_string())
}

fn optional<N>(text: Option<impl Into<String>>) -> Figure<N> {
    text.map_or(Figure::NotGiven, Figure::text)
}

/// `physio, pain (points, lower is better)`.
fn cell_text(line: &Line, measure: &str, unit: &str, direction: Direction) -> String {
    let lower = if direction == Direction::LowerIsBetter { ", lower is better" } else { "" };
    printable(&format!("{line}, {measure} ({unit}{lower})"))
}

/// The measure of all entries, and its unit.
fn cell_figures<N>(measure: &str, unit: &str) -> NamedFigures<N> {
    vec![("measure", Figure::text(measure)), ("unit", Figure::text(unit))]
}

/// The fields of an entry, in order.
const ENTRY: [&str; 14] = [
    "interaction",
    "beneficiary",
    "role",
    "source",
    "service",
    "on",
    "follow_up",
    "made",
    "known",
    "reference",
    "inherited_from",
    "outcome",
    "counts_as",
    "amount",
];

fn entry_figures<N: Number>(entry: &Entry<N>) -> NamedFigures<N> {
    let amount = |change: &N::Change| {
        let mut total = N::Total::default();
        total.add(change).ok()?;
        N::rounded(&total)
    };
    let figures = [
        Figure::text(entry.interaction().as_str()),
        Figure::text(entry.beneficiary().as_str()),
        Figure::text(entry.role().word()),
        Figure::text(entry.source().word()),
        Figure::text(entry.service().as_str()),
        day(entry.on()),
        Figure::Count(entry.follow_up().into()),
        day(entry.made()),
        day(entry.known()),
        Figure::amount(entry.reference().cloned()),
        entry.inherited_from().map_or(Figure::NotGiven, |follow_up| Figure::Count(follow_up.into())),
        Figure::amount(entry.outcome().cloned()),
        Figure::text(entry.counts_as().word()),
        Figure::amount(entry.amount().and_then(amount)),
    ];
    ENTRY.into_iter().zip(figures).collect()
}

/// The columns that are as usual in all entries: users' own first appraisals, known on the day of the interaction.
fn usual_columns<'a, N: Number, I: Iterator<Item = &'a Entry<N>>>(entries: impl Fn() -> I) -> Vec<&'static str> {
    let all = |is_usual: fn(&Entry<N>) -> bool| entries().all(is_usual);
    let columns = [
        ("role", all(|entry| entry.role() == Role::User)),
        ("source", all(|entry| entry.source() == SourceKind::Own)),
        ("follow_up", all(|entry| entry.follow_up() == 1)),
        ("made", all(|entry| entry.made() == entry.on())),
        ("known", all(|entry| entry.known() == entry.made().last())),
    ];
    columns.into_iter().filter(|(_, is_usual)| *is_usual).map(|(column, _)| column).collect()
}

impl<N: Number> Listed<N> for Trace<N> {
    fn entry_list(&self) -> EntryList<'_, N> {
        // Both lists are sorted by interaction and person. A left-out appraisal that is due is in both.
        let missing = &self.missing;
        let mut rows: Vec<NamedFigures<N>> = Vec::new();
        for entry in self.entries() {
            let key = (entry.interaction(), entry.beneficiary());
            let found = missing.binary_search_by(|missing| (&missing.interaction, &missing.user).cmp(&key));
            let mut figures = entry_figures(entry);
            figures.push(("missing", Figure::Count(found.is_ok().into())));
            rows.push(figures);
        }
        let without_entry = missing.iter().filter(|missing| !self.has_entry(&missing.interaction, &missing.user));
        rows.extend(without_entry.map(|missing| {
            vec![
                ("interaction", Figure::text(missing.interaction.as_str())),
                ("beneficiary", Figure::text(missing.user.as_str())),
                ("service", Figure::text(missing.service.as_str())),
                ("on", day(missing.on)),
                ("missing", Figure::Count(1)),
            ]
        }));
        let mut usual = usual_columns(|| self.entries());
        if self.missing.is_empty() {
            usual.push("missing");
        }
        let cell = cell_text(self.line(), self.measure().as_str(), &self.unit, self.direction);
        EntryList {
            heading: format!("{cell}; {}", self.terms().without_grouping()),
            origin: Origin::Line(self.terms(), self.line()),
            rule: None,
            whole: cell_figures(self.measure().as_str(), &self.unit),
            columns: ENTRY.into_iter().chain(["missing"]).collect(),
            usual,
            rows,
        }
    }
}

impl<N: Number> Listed<N> for AttributionTrace<N> {
    fn entry_list(&self) -> EntryList<'_, N> {
        let mut rows = Vec::new();
        for traced in self {
            let mut shares = traced.shares().peekable();
            if shares.peek().is_none() {
                rows.push(entry_figures(traced.entry()));
            }
            for (party, share) in shares {
                let mut figures = entry_figures(traced.entry());
                figures.push(("party", Figure::Text(party.map(|party| party.as_str().to_owned()))));
                figures.push(("share", Figure::Amount(share.clone())));
                rows.push(figures);
            }
        }
        let measure = &self.measure;
        let cell = cell_text(&self.line, measure.id().as_str(), measure.unit(), measure.direction());
        EntryList {
            heading: format!("{cell}; {}; {}", printable(&self.rule), self.terms.without_grouping()),
            origin: Origin::Line(&self.terms, &self.line),
            rule: Some(&self.rule),
            whole: cell_figures(measure.id().as_str(), measure.unit()),
            columns: ENTRY.into_iter().chain(["party", "share"]).collect(),
            usual: usual_columns(|| self.iter().map(AttributedEntry::entry)),
            rows,
        }
    }
}

impl<N: Number> Listed<N> for EngagementTrace<N> {
    fn entry_list(&self) -> EntryList<'_, N> {
        let rows = self.iter().map(|entry| {
            let users: Vec<&str> = entry.users().map(ActorId::as_str).collect();
            let mut figures = vec![
                ("interaction", Figure::text(entry.interaction().as_str())),
                ("service", Figure::text(entry.service().as_str())),
                ("on", day(entry.on())),
                ("users", Figure::text(users.join(" "))),
            ];
            figures.extend(entry.quantities().map(|(name, quantity)| (name, Figure::amount(quantity.cloned()))));
            figures.push(("user_excused", Figure::Count(entry.are_users_excused().into())));
            figures.push(("provider_excused", Figure::Count(entry.is_provider_excused().into())));
            figures
        });
        let is_excused = [
            ("user_excused", self.iter().any(EngagementEntry::are_users_excused)),
            ("provider_excused", self.iter().any(EngagementEntry::is_provider_excused)),
        ];
        let quantities = ["user_integrated", "user_contributed", "provider_integrated", "provider_contributed"];
        let (line, entries) = (printable(&self.line.to_string()), self.terms.of_entries());
        EntryList {
            heading: format!("{line}; interactions that are known and not void{entries}"),
            origin: Origin::Line(&self.terms, &self.line),
            rule: None,
            whole: Vec::new(),
            columns: ["interaction", "service", "on", "users"]
                .into_iter()
                .chain(quantities)
                .chain(is_excused.map(|(name, _)| name))
                .collect(),
            usual: is_excused.into_iter().filter(|(_, is_any)| !is_any).map(|(name, _)| name).collect(),
            rows: rows.collect(),
        }
    }
}

/// The dimensions, the period and the counts of an entry of reach.
fn reach_figures<N>(entry: &ReachCounts) -> NamedFigures<N> {
    let (from, until, _) = entry.days();
    let values: Vec<String> = entry.dimensions().map(|(name, value)| format!("{name}={value}")).collect();
    let mut figures = vec![
        ("with", optional(Some(values.join("; ")).filter(|values| !values.is_empty()))),
        ("period_from", day(from)),
        ("period_until", day(until)),
    ];
    let counts = ReachStep::STATED.map(|step| (step.word(), entry.get(step)));
    figures.extend(counts.map(|(step, count)| (step, count.map_or(Figure::NotGiven, Figure::Count))));
    figures
}

impl Listed<f64> for ReachTrace {
    fn entry_list(&self) -> EntryList<'_, f64> {
        let rows = self.iter().map(|entry| {
            let mut figures = vec![("service", Figure::text(entry.service().as_str())), ("known", day(entry.days().2))];
            figures.extend(reach_figures(entry));
            figures
        });
        let columns = ["service", "with", "period_from", "period_until", "known"];
        let (line, entries) = (printable(&self.line.to_string()), self.terms.of_entries());
        EntryList {
            heading: format!("{line}; entries of reach{entries}"),
            origin: Origin::Line(&self.terms, &self.line),
            rule: None,
            whole: Vec::new(),
            columns: columns.into_iter().chain(ReachStep::STATED.map(ReachStep::word)).collect(),
            usual: if self.iter().all(|entry| entry.days().1 == entry.days().2) { vec!["known"] } else { Vec::new() },
            rows: rows.collect(),
        }
    }
}

/// The levels of an appraisal and its source, in order.
const LEVELS: [&str; 8] = ["source", "before", "after", "change", "expected", "without", "references", "made"];

/// The levels of an appraisal as they were recorded.
fn level_figures<N: Number>(appraisal: &Appraisal<N>) -> NamedFigures<N> {
    let level = |level: Option<&N>| Figure::amount(level.cloned());
    let references: Vec<String> =
        appraisal.references().map(|(name, level)| format!("{name}={}", level.text())).collect();
    let figures = [
        Figure::text(appraisal.get_source().kind().word()),
        level(appraisal.get_before()),
        level(appraisal.get_after()),
        level(appraisal.get_change()),
        level(appraisal.get_expected()),
        level(appraisal.get_without()),
        optional(Some(references.join("; ")).filter(|text| !text.is_empty())),
        appraisal.get_made().map_or(Figure::NotGiven, day),
    ];
    LEVELS.into_iter().zip(figures).collect()
}

impl<N: Number> Listed<N> for Movements<N> {
    fn entry_list(&self) -> EntryList<'_, N> {
        let rows = self.iter().map(|movement| {
            let interaction = movement.interaction().map(InteractionId::as_str);
            let mut figures = vec![
                ("known", day(movement.known())),
                ("entry", Figure::text(movement.kind().word())),
                ("interaction", optional(interaction)),
                ("service", Figure::text(movement.service().as_str())),
                ("on", movement.on().map_or(Figure::NotGiven, day)),
            ];
            match movement.kind() {
                MovementKind::Recorded => {}
                MovementKind::Appraised { beneficiary, appraisal, lends_to } => {
                    let lends_to: Vec<String> = lends_to.iter().map(u32::to_string).collect();
                    figures.extend([
                        ("beneficiary", Figure::text(beneficiary.as_str())),
                        ("measure", Figure::text(appraisal.measure().as_str())),
                        ("follow_up", Figure::Count(appraisal.get_follow_up().into())),
                        ("lends_to", optional(Some(lends_to.join(" ")).filter(|text| !text.is_empty()))),
                    ]);
                    figures.extend(level_figures(appraisal));
                }
                MovementKind::Voided { reason } => figures.push(("reason", Figure::text(reason))),
                MovementKind::Reached { counts } => figures.extend(reach_figures(counts)),
            }
            figures
        });
        let (from, to) = (self.from(), self.to());
        let is_own = |movement: &Movement<N>| match movement.kind() {
            MovementKind::Appraised { appraisal, .. } => appraisal.get_source().kind() == SourceKind::Own,
            _ => true,
        };
        let before_levels = ["known", "entry", "interaction", "service", "on", "beneficiary", "measure", "follow_up"];
        let after_levels = ["lends_to", "reason", "with", "period_from", "period_until"];
        EntryList {
            heading: format!("entries known after {from} and until {to}"),
            origin: Origin::Days(from, to),
            rule: None,
            whole: Vec::new(),
            columns: before_levels
                .into_iter()
                .chain(LEVELS)
                .chain(after_levels)
                .chain(ReachStep::STATED.map(ReachStep::word))
                .collect(),
            usual: if self.iter().all(is_own) { vec!["source"] } else { Vec::new() },
            rows: rows.collect(),
        }
    }
}

impl Listed<f64> for Exclusions {
    fn entry_list(&self) -> EntryList<'_, f64> {
        let rows = self.reasons().map(|(reason, value, count)| {
            vec![("reason", Figure::text(reason)), ("value", optional(value)), ("appraisals", Figure::Count(count))]
        });
        EntryList {
            heading: self.to_string(),
            origin: Origin::Statement(self.terms.as_ref()),
            rule: None,
            whole: Vec::new(),
            columns: vec!["reason", "value", "appraisals"],
            usual: Vec::new(),
            rows: rows.collect(),
        }
    }
}

/// Expands a macro once with every list of entries, its parameters and its kind of number.
macro_rules! each_entry_list {
    ($expand:ident) => {
        $expand! {
            [N: $crate::number::Number] $crate::statement::Trace<N>: N;
            [N: $crate::number::Number] $crate::analysis::attribution::AttributionTrace<N>: N;
            [N: $crate::number::Number] $crate::analysis::engagement::EngagementTrace<N>: N;
            [] $crate::analysis::reach::ReachTrace: f64;
            [N: $crate::number::Number] $crate::ledger::Movements<N>: N;
        }
    };
}

pub(crate) use each_entry_list;
