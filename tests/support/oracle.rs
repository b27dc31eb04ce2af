//! Second implementation of statements: simple, over exact fractions, and written from the model alone.
//!
//! It has no interning, caches or indices, and computes every figure from the entries. It uses only the crate's words
//! (roles, sources, directions) and days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use covalue::catalogue::Direction;
use covalue::record::{Part, Role, SourceKind};
use covalue::{Date, Source, Use};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow, MeasureRow, Scale};
use crate::support::plain_terms::{Baseline, Label, Line, PlainTerms, line};

/// The arithmetic of changes: exact, or rounded once to a float, as the crate does for floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Exact(Scale),
    Float(Scale),
}

impl Arithmetic {
    pub fn scale(self) -> Scale {
        let (Self::Exact(scale) | Self::Float(scale)) = self;
        scale
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Classification {
    CoCreated,
    CreatedAlone,
    WindfallGain,
    WithinTolerance,
    WithMisuse,
    WithoutMisuse,
    DestroyedAlone,
    WindfallLoss,
    LeftOut,
}

/// An appraisal in a cell. `interaction` is the index of its entry, and a positive change is better.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellEntry {
    pub interaction: usize,
    pub beneficiary: String,
    pub change: Option<BigRational>,
    pub counts_as: Classification,
    /// The level that the change is measured from, and the follow-up that it is taken from, if not its own.
    pub reference: Option<i32>,
    pub inherited_from: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OracleCell {
    pub entries: Vec<CellEntry>,
    /// The possible changes of each missing appraisal whose measure has a range.
    pub missing_ranges: Vec<MissingRange>,
    pub due: u64,
    pub made: u64,
    /// Interactions and users whose due appraisal is missing.
    pub missing: Vec<(usize, String)>,
}

/// The largest possible change of a missing appraisal in both directions, and how each would count.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingRange {
    pub up: BigRational,
    pub down: BigRational,
    pub gain: Classification,
    pub loss: Classification,
}

impl OracleCell {
    fn kinds(&self, kinds: &[Classification]) -> impl Iterator<Item = &CellEntry> {
        self.entries.iter().filter(move |entry| kinds.contains(&entry.counts_as))
    }

    /// The sum of the absolute changes of these kinds.
    pub fn amount(&self, kinds: &[Classification]) -> BigRational {
        sum(self.kinds(kinds).filter_map(|entry| entry.change.as_ref()).map(Signed::abs))
    }

    pub fn count(&self, kinds: &[Classification]) -> u64 {
        self.kinds(kinds).count() as u64
    }

    pub fn created(&self) -> BigRational {
        self.amount(&CREATED)
    }

    pub fn destroyed(&self) -> BigRational {
        self.amount(&DESTROYED)
    }

    pub fn all_gains(&self) -> BigRational {
        self.amount(&BETTER)
    }

    pub fn all_losses(&self) -> BigRational {
        self.amount(&WORSE)
    }

    pub fn net(&self) -> BigRational {
        self.all_gains() - self.all_losses()
    }

    pub fn hidden(&self) -> BigRational {
        self.all_gains().min(self.all_losses())
    }

    /// The largest amount that missing appraisals could add to these kinds.
    pub fn largest_addition(&self, kinds: &[Classification]) -> BigRational {
        let of = |range: &MissingRange| {
            let ends = [(range.gain, &range.up), (range.loss, &range.down)];
            ends.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, size)| size.clone()).sum::<BigRational>()
        };
        self.missing_ranges.iter().map(of).sum()
    }

    pub fn within(&self, up: bool) -> BigRational {
        let within = self.kinds(&[Classification::WithinTolerance]).filter_map(|entry| entry.change.as_ref());
        sum(within.filter(|change| change.is_positive() == up).map(Signed::abs))
    }
}

/// The sum, reduced once for each denominator. Most cells have at most one entry.
fn sum(changes: impl Iterator<Item = BigRational>) -> BigRational {
    let mut changes: Vec<BigRational> = changes.collect();
    if changes.len() <= 1 {
        return changes.pop().unwrap_or_else(BigRational::zero);
    }
    let mut numerators: BTreeMap<BigInt, BigInt> = BTreeMap::new();
    for (numerator, denominator) in changes.into_iter().map(BigRational::into_raw) {
        *numerators.entry(denominator).or_default() += numerator;
    }
    numerators.into_iter().map(|(denominator, numerator)| BigRational::new(numerator, denominator)).sum()
}

pub const CREATED: [Classification; 2] = [Classification::CoCreated, Classification::CreatedAlone];
pub const DESTROYED: [Classification; 3] =
    [Classification::WithMisuse, Classification::WithoutMisuse, Classification::DestroyedAlone];
/// All gains, windfalls included.
pub const BETTER: [Classification; 3] =
    [Classification::CoCreated, Classification::CreatedAlone, Classification::WindfallGain];
/// All losses, windfalls included.
pub const WORSE: [Classification; 4] = [
    Classification::WithMisuse,
    Classification::WithoutMisuse,
    Classification::DestroyedAlone,
    Classification::WindfallLoss,
];

pub type OracleStatement = BTreeMap<(Line, String), OracleCell>;

/// An interaction with its appraisals, later appraisals and void.
#[derive(Debug)]
pub struct InteractionHistory<'a> {
    pub index: usize,
    pub row: &'a InteractionRow,
    pub provider: &'a str,
    known: Date,
    void_since: Option<Date>,
    appraisals: Vec<AppraisalRecord<'a>>,
}

#[derive(Debug)]
pub struct AppraisalRecord<'a> {
    pub row: &'a AppraisalRow,
    pub beneficiary: &'a str,
    pub made: Date,
    /// The last day on which it may have been made.
    pub made_until: Date,
    pub known: Date,
}

/// The statement of the accepted entries.
pub fn statement(case: &Case, accepted: &[bool], arithmetic: Arithmetic, terms: &PlainTerms) -> OracleStatement {
    let mut cells = OracleStatement::new();
    let books = books(case, accepted);
    for counted in counted_appraisals(case, &books, arithmetic, terms) {
        cells.entry((counted.line, counted.appraisal.row.measure.clone())).or_default().entries.push(counted.entry);
    }
    for history in books.iter().filter(|history| terms.has_coverage() && history.counts(terms)) {
        cover(case, history, &history.visible(terms), arithmetic, terms, &mut cells);
    }
    for cell in cells.values_mut() {
        cell.entries.sort();
    }
    cells
}

/// An appraisal that a statement counts or leaves out, with its line.
pub struct CountedAppraisal<'a> {
    pub history: &'a InteractionHistory<'a>,
    pub appraisal: &'a AppraisalRecord<'a>,
    pub line: Line,
    pub entry: CellEntry,
}

/// For each interaction, beneficiary and measure the appraisal that is counted or left out.
pub fn counted_appraisals<'a>(
    case: &Case,
    books: &'a [InteractionHistory<'a>],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
) -> Vec<CountedAppraisal<'a>> {
    let mut counted = Vec::new();
    for history in books.iter().filter(|history| history.counts(terms)) {
        let visible = history.visible(terms);
        let about: BTreeSet<_> =
            visible.iter().map(|appraisal| (appraisal.beneficiary, appraisal.row.measure.as_str())).collect();
        for (beneficiary, measure) in about {
            let Some(appraisal) = chosen(history, &visible, beneficiary, measure, terms) else { continue };
            let measure = case.measure(measure).expect("validation checks the measure");
            // The filters apply after the appraisal is chosen.
            if !terms.pass(case, history, beneficiary, appraisal.row.source.kind(), measure) {
                continue;
            }
            let entry = count(history, (appraisal, &visible), measure, arithmetic, terms);
            let line = line(case, history, beneficiary, appraisal.row.source.kind(), measure, terms);
            counted.push(CountedAppraisal { history, appraisal, line, entry });
        }
    }
    counted
}

/// The appraisals that terms exclude, by the first reason that applies: a role, a kind of source, `follow_up`,
/// `replaced`, `period`, `straddling` or `only`.
pub fn excluded(case: &Case, accepted: &[bool], terms: &PlainTerms) -> BTreeMap<String, u64> {
    let mut excluded = BTreeMap::new();
    for history in books(case, accepted).iter().filter(|history| history.counts(terms)) {
        let visible = history.visible(terms);
        let about: BTreeSet<_> =
            visible.iter().map(|appraisal| (appraisal.beneficiary, appraisal.row.measure.as_str())).collect();
        for (beneficiary, measure) in about {
            let chosen = chosen(history, &visible, beneficiary, measure, terms);
            for appraisal in standing(&visible, beneficiary, measure) {
                let (role, source) = (role(history, beneficiary), appraisal.row.source.kind());
                let (from, until) = (terms.filters.from, terms.filters.until);
                let on = history.row.on;
                let is_outside =
                    from.is_some_and(|from| on.last() < from) || until.is_some_and(|until| on.first() > until);
                let is_partly =
                    from.is_some_and(|from| on.first() < from) || until.is_some_and(|until| on.last() > until);
                let measure = case.measure(measure).expect("validation checks the measure");
                let reason = if role != Role::User && !terms.roles.contains(&role) {
                    role.to_string()
                } else if source != SourceKind::Own && !terms.sources.contains(&source) {
                    source.to_string()
                } else if terms.follow_up.is_some_and(|asked| asked != appraisal.row.follow_up) {
                    "follow_up".to_owned()
                } else if !chosen.is_some_and(|chosen| std::ptr::eq(chosen, appraisal)) {
                    "replaced".to_owned()
                } else if is_outside {
                    "period".to_owned()
                } else if is_partly {
                    "straddling".to_owned()
                } else if !terms.pass(case, history, beneficiary, source, measure) {
                    "only".to_owned()
                } else {
                    continue;
                };
                *excluded.entry(reason).or_insert(0) += 1;
            }
        }
    }
    excluded
}

/// The items that were made on one day, or on days of which it is not known which came first, in the order of days.
pub fn by_day<'a, T>(mut items: Vec<(&'a AppraisalRecord<'a>, T)>) -> Vec<Vec<T>> {
    items.sort_by_key(|(appraisal, _)| appraisal.made);
    let mut days: Vec<(Date, Vec<T>)> = Vec::new();
    for (appraisal, item) in items {
        match days.last_mut() {
            Some((until, day)) if appraisal.made <= *until => {
                *until = appraisal.made_until.max(*until);
                day.push(item);
            }
            _ => days.push((appraisal.made_until, vec![item])),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

impl InteractionHistory<'_> {
    /// Whether the interaction is known by the as-of day, and not known to be void.
    pub fn counts(&self, terms: &PlainTerms) -> bool {
        terms.knows(self.known) && !self.void_since.is_some_and(|since| terms.knows(since))
    }
}

impl<'a> InteractionHistory<'a> {
    pub fn visible(&self, terms: &PlainTerms) -> Vec<&AppraisalRecord<'a>> {
        self.appraisals.iter().filter(|appraisal| terms.knows(appraisal.known)).collect()
    }
}

pub fn books<'a>(case: &'a Case, accepted: &[bool]) -> Vec<InteractionHistory<'a>> {
    let mut books: Vec<InteractionHistory<'a>> = Vec::new();
    let mut indices = BTreeMap::new();
    for (index, (entry, _)) in case.entries.iter().zip(accepted).enumerate().filter(|(_, (_, accepted))| **accepted) {
        match entry {
            Entry::Interaction(row) => {
                let known = row.known_day();
                let appraisals =
                    row.appraisals.iter().map(|appraisal| appraisal_record(row, known, appraisal)).collect();
                let provider = case.provider(&row.service).expect("validation checks the service");
                if let Some(id) = &row.id {
                    indices.insert(id.as_str(), books.len());
                }
                books.push(InteractionHistory { index, row, provider, known, void_since: None, appraisals });
            }
            Entry::Appraisal(id, row) => {
                let history = &mut books[indices[id.as_str()]];
                history.appraisals.push(appraisal_record(history.row, history.known, row));
            }
            Entry::Void(id, _, known) => {
                let history = &mut books[indices[id.as_str()]];
                history.void_since = Some(known.unwrap_or(history.known));
            }
        }
    }
    books
}

fn appraisal_record<'a>(
    interaction: &'a InteractionRow,
    interaction_known: Date,
    row: &'a AppraisalRow,
) -> AppraisalRecord<'a> {
    let made = row.made.unwrap_or(interaction.on.first());
    // No day is known better than the interaction's if it is the first one.
    let made_until = if made == interaction.on.first() { interaction.on.last() } else { made };
    let known = row.known.unwrap_or(made.max(interaction_known));
    let beneficiary = row.beneficiary.as_ref().unwrap_or(&interaction.users[0].id);
    AppraisalRecord { row, beneficiary, made, made_until, known }
}

fn has_outcome(appraisal: &AppraisalRecord) -> bool {
    appraisal.row.after.is_some() || appraisal.row.change.is_some()
}

/// The appraisals of a beneficiary and a measure that no later version replaces.
pub fn standing<'a, 'b>(
    visible: &[&'b AppraisalRecord<'a>],
    beneficiary: &str,
    measure: &str,
) -> Vec<&'b AppraisalRecord<'a>> {
    let about = || {
        visible.iter().filter(move |appraisal| appraisal.beneficiary == beneficiary && appraisal.row.measure == measure)
    };
    let stands = |appraisal: &AppraisalRecord| {
        let same = |other: &AppraisalRecord| {
            other.row.follow_up == appraisal.row.follow_up && other.row.source.kind() == appraisal.row.source.kind()
        };
        !about().any(|other| same(other) && (other.known, other.made) > (appraisal.known, appraisal.made))
    };
    about().copied().filter(|appraisal| stands(appraisal)).collect()
}

/// The reference of an appraisal, and the follow-up that it is taken from if the appraisal states none: the nearest
/// earlier one from the same kind of source that states it.
pub fn reference_of(
    appraisal: &AppraisalRecord,
    visible: &[&AppraisalRecord],
    terms: &PlainTerms,
) -> (Option<i32>, Option<u32>) {
    let own = reference(appraisal.row, terms);
    // A bare change takes no level.
    if own.is_some() || terms.baseline == Baseline::Without || appraisal.row.change.is_some() {
        return (own, None);
    }
    let earlier = standing(visible, appraisal.beneficiary, &appraisal.row.measure).into_iter().filter(|other| {
        other.row.source.kind() == appraisal.row.source.kind() && other.row.follow_up < appraisal.row.follow_up
    });
    let lending = earlier.filter_map(|other| Some((other.row.follow_up, reference(other.row, terms)?)));
    lending.max().map_or((None, None), |(follow_up, level)| (Some(level), Some(follow_up)))
}

/// The appraisal that counts for an interaction, beneficiary and measure. Appraisals with an outcome come first, then
/// own before proxy before observed, then the last follow-up.
fn chosen<'a, 'b>(
    history: &InteractionHistory,
    visible: &[&'b AppraisalRecord<'a>],
    beneficiary: &str,
    measure: &str,
    terms: &PlainTerms,
) -> Option<&'b AppraisalRecord<'a>> {
    let role = role(history, beneficiary);
    let about = standing(visible, beneficiary, measure);
    let candidates = about
        .into_iter()
        .filter(|appraisal| terms.includes(role, appraisal.row.source.kind(), appraisal.row.follow_up));
    let rank = |appraisal: &AppraisalRecord| {
        let nearest = match appraisal.row.source {
            Source::Own => 0,
            Source::Proxy(_) => 1,
            _ => 2,
        };
        (has_outcome(appraisal), Reverse(nearest), appraisal.row.follow_up)
    };
    candidates.max_by_key(|appraisal| rank(appraisal))
}

pub fn role(history: &InteractionHistory, actor: &str) -> Role {
    if history.row.users.iter().any(|user| user.id == actor) {
        Role::User
    } else if history.provider == actor {
        Role::Provider
    } else if history.row.others.iter().any(|other| other == actor)
        || history.row.contributions.iter().any(|contribution| contribution.party == actor)
    {
        Role::Other
    } else {
        assert!(
            history.row.affected.iter().any(|affected| affected == actor),
            "{actor} is not named by the interaction"
        );
        Role::Affected
    }
}

fn reference(appraisal: &AppraisalRow, terms: &PlainTerms) -> Option<i32> {
    match terms.baseline {
        Baseline::Before => appraisal.before,
        Baseline::Expected => appraisal.expected,
        Baseline::Without => appraisal.without,
        Baseline::Named(name) => appraisal.references.iter().find(|(known, _)| known == name).map(|(_, level)| *level),
    }
}

fn difference(after: i32, reference: i32, measure: &MeasureRow, arithmetic: Arithmetic) -> BigRational {
    let change = match arithmetic {
        Arithmetic::Exact(scale) => scale.number::<BigRational>(after) - scale.number::<BigRational>(reference),
        Arithmetic::Float(scale) => float(scale.number::<f64>(after) - scale.number::<f64>(reference)),
    };
    negated(change, measure)
}

pub fn value(units: i32, arithmetic: Arithmetic) -> BigRational {
    match arithmetic {
        Arithmetic::Exact(scale) => scale.number(units),
        Arithmetic::Float(scale) => float(scale.number(units)),
    }
}

fn float(number: f64) -> BigRational {
    BigRational::from_float(number).expect("generated numbers are finite")
}

fn negated(change: BigRational, measure: &MeasureRow) -> BigRational {
    if measure.direction == Direction::LowerIsBetter { -change } else { change }
}

fn change(
    (appraisal, reference): (&AppraisalRow, Option<i32>),
    measure: &MeasureRow,
    arithmetic: Arithmetic,
    terms: &PlainTerms,
) -> Option<BigRational> {
    match appraisal.change {
        Some(change) => (terms.baseline == Baseline::Before).then(|| negated(value(change, arithmetic), measure)),
        None => Some(difference(appraisal.after?, reference?, measure, arithmetic)),
    }
}

/// The integrated quantity of a party: zero if it states none and was excused, `None` if neither is stated.
pub fn integrated(history: &InteractionHistory, party: &str) -> Option<i64> {
    let is_excused = history.row.contributions.iter().any(|row| row.party == party && row.excused);
    stated(history, party).or_else(|| is_excused.then_some(0))
}

/// The integrated quantity that the contributions of a party state.
pub fn stated(history: &InteractionHistory, party: &str) -> Option<i64> {
    let theirs = history.row.contributions.iter().filter(|contribution| contribution.party == party);
    let stated: Vec<i64> = theirs
        .filter(|contribution| contribution.integrated.is_some() || !contribution.misused.is_empty())
        .map(|contribution| i64::from(contribution.integrated.unwrap_or(0)))
        .collect();
    (!stated.is_empty()).then(|| stated.iter().sum())
}

/// Whether a beneficiary co-operated: they integrated more than zero, or their contribution is not stated.
pub fn co_operated(history: &InteractionHistory, beneficiary: &str) -> bool {
    role(history, beneficiary) != Role::Affected
        && integrated(history, beneficiary).is_none_or(|integrated| integrated > 0)
}

/// The actors and amounts of the misused parts that make a loss of the beneficiary destruction with misuse. If the
/// beneficiary co-operated, these are all parts above zero. Otherwise they are mis-integrated parts, and parts that
/// an actor other than a user did not integrate.
pub fn misuses(history: &InteractionHistory, beneficiary: &str) -> Vec<(String, i32)> {
    let takes_part = co_operated(history, beneficiary);
    let mut all = Vec::new();
    for contribution in &history.row.contributions {
        for part in contribution.misused.iter().filter(|part| part.amount > 0) {
            let by = part.by.as_ref().unwrap_or(&contribution.party);
            let is_user = history.row.users.iter().any(|user| user.id == *by);
            if takes_part || part.part == Part::Misintegrated || !is_user {
                all.push((by.clone(), part.amount));
            }
        }
    }
    all
}

/// How a gain and a loss of the beneficiary count.
fn kinds_of(history: &InteractionHistory, beneficiary: &str, terms: &PlainTerms) -> (Classification, Classification) {
    let alone = terms.logic == Label::Service && history.row.how == Use::Indirect;
    let (takes_part, is_misused) = (co_operated(history, beneficiary), !misuses(history, beneficiary).is_empty());
    let gain = match (takes_part, alone) {
        (false, _) => Classification::WindfallGain,
        (true, true) => Classification::CreatedAlone,
        (true, false) => Classification::CoCreated,
    };
    let loss = match (takes_part || is_misused, alone, is_misused) {
        (false, ..) => Classification::WindfallLoss,
        (true, true, _) => Classification::DestroyedAlone,
        (true, false, true) => Classification::WithMisuse,
        (true, false, false) => Classification::WithoutMisuse,
    };
    (gain, loss)
}

fn count(
    history: &InteractionHistory,
    (appraisal, visible): (&AppraisalRecord, &[&AppraisalRecord]),
    measure: &MeasureRow,
    arithmetic: Arithmetic,
    terms: &PlainTerms,
) -> CellEntry {
    let (reference, inherited_from) = reference_of(appraisal, visible, terms);
    let change = change((appraisal.row, reference), measure, arithmetic, terms);
    let (gain, loss) = kinds_of(history, appraisal.beneficiary, terms);
    let counts_as = match &change {
        None => Classification::LeftOut,
        Some(change) if change.abs() <= value(measure.tolerance, arithmetic) => Classification::WithinTolerance,
        Some(change) if change.is_positive() => gain,
        Some(_) => loss,
    };
    let beneficiary = appraisal.beneficiary.to_owned();
    CellEntry { interaction: history.index, beneficiary, change, counts_as, reference, inherited_from }
}

/// Adds the due and the missing appraisals of each user and each promised measure.
fn cover(
    case: &Case,
    history: &InteractionHistory,
    visible: &[&AppraisalRecord],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    cells: &mut OracleStatement,
) {
    let service = case.services.iter().find(|service| service.id == history.row.service).expect("known");
    for user in &history.row.users {
        for (measure, _) in &service.promises {
            let measure = case.measure(measure).expect("the catalogue knows the measure");
            let appraisal = chosen(history, visible, &user.id, &measure.id, terms);
            if !terms.pass(case, history, &user.id, SourceKind::Own, measure) {
                continue;
            }
            let passes = |appraisal: &&AppraisalRecord| {
                terms.pass(case, history, &user.id, appraisal.row.source.kind(), measure)
            };
            let appraisal = appraisal.filter(passes);
            let reference = appraisal.and_then(|appraisal| reference_of(appraisal, visible, terms).0);
            let change = appraisal.map(|appraisal| change((appraisal.row, reference), measure, arithmetic, terms));
            let made = change.flatten().is_some();
            let line = line(case, history, &user.id, SourceKind::Own, measure, terms);
            let cell = cells.entry((line, measure.id.clone())).or_default();
            cell.due += 1;
            cell.made += u64::from(made);
            if made {
                continue;
            }
            cell.missing.push((history.index, user.id.clone()));
            let Some((lowest, highest)) = measure.range else { continue };
            let ends = match reference {
                Some(reference) => [lowest, highest].map(|end| difference(end, reference, measure, arithmetic)),
                None => {
                    let width = difference(highest, lowest, measure, arithmetic).abs();
                    [-width.clone(), width]
                }
            };
            // Changes within the tolerance are in no amount.
            let tolerance = value(measure.tolerance, arithmetic);
            let beyond = |size: BigRational| if size > tolerance { size } else { BigRational::zero() };
            let [down, up] = [-ends.iter().min().expect("two"), ends.iter().max().expect("two").clone()];
            let (gain, loss) = kinds_of(history, &user.id, terms);
            cell.missing_ranges.push(MissingRange { up: beyond(up), down: beyond(down), gain, loss });
        }
    }
}
