//! A statement worked a second time: naive, over exact fractions, and written from the model alone.
//!
//! Nothing here is interned, cached, indexed or added up twice. What it takes from the crate are names of kinds (roles,
//! sources, directions) and days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use covalue::catalogue::Direction;
use covalue::record::{Part, Role, SourceKind};
use covalue::{Date, Source, Use};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::support::case::{AppraisalRow, Case, Entry, InteractionRow, MeasureRow, Scale};

/// How changes are taken: exactly, or rounded once to a float, as the crate does for floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Exact(Scale),
    Float(Scale),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Service,
    Provider,
    User,
    Beneficiary,
    Role,
    Source,
    Element,
    Year,
    Quarter,
    Month,
    With(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    Before,
    Expected,
    Without,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    ServiceDominant,
    Service,
}

/// What a statement is of.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainTerms {
    pub by: Vec<Key>,
    pub baseline: Baseline,
    pub logic: Label,
    pub roles: Vec<Role>,
    pub sources: Vec<SourceKind>,
    pub as_of: Option<Date>,
    pub follow_up: Option<u32>,
}

impl PlainTerms {
    pub fn by(by: &[Key]) -> Self {
        Self {
            by: by.to_vec(),
            baseline: Baseline::Before,
            logic: Label::ServiceDominant,
            roles: Vec::new(),
            sources: Vec::new(),
            as_of: None,
            follow_up: None,
        }
    }

    fn asks_for(&self, role: Role, source: SourceKind, follow_up: u32) -> bool {
        (role == Role::User || self.roles.contains(&role))
            && (source == SourceKind::Own || self.sources.contains(&source))
            && self.follow_up.is_none_or(|asked| asked == follow_up)
    }

    fn knows(&self, day: Date) -> bool {
        self.as_of.is_none_or(|as_of| day <= as_of)
    }

    pub fn has_coverage(&self) -> bool {
        !self.by.contains(&Key::Role) && !self.by.contains(&Key::Source)
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

/// An appraisal behind a cell: interaction (its place among the entries), beneficiary, change, better is positive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    pub interaction: usize,
    pub beneficiary: String,
    pub change: Option<BigRational>,
    pub counts_as: Classification,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OracleCell {
    pub behind: Vec<Behind>,
    /// Of each due appraisal that is missing and whose measure has a range, what it may yet add.
    pub may_add: Vec<MayAdd>,
    pub due: u64,
    pub made: u64,
    /// Interactions and users of whom none is counted.
    pub missing: Vec<(usize, String)>,
}

/// How far up and down a missing appraisal may lie, and as what it would count there.
#[derive(Clone, Debug, PartialEq)]
pub struct MayAdd {
    pub up: BigRational,
    pub down: BigRational,
    pub gain: Classification,
    pub loss: Classification,
}

impl OracleCell {
    fn kinds(&self, kinds: &[Classification]) -> impl Iterator<Item = &Behind> {
        self.behind.iter().filter(move |behind| kinds.contains(&behind.counts_as))
    }

    /// The sum of these kinds' sizes.
    pub fn amount(&self, kinds: &[Classification]) -> BigRational {
        self.kinds(kinds).filter_map(|behind| behind.change.as_ref()).map(Signed::abs).sum()
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

    /// How much the missing may add to these kinds.
    pub fn may_add(&self, kinds: &[Classification]) -> BigRational {
        let of = |may: &MayAdd| {
            let ends = [(may.gain, &may.up), (may.loss, &may.down)];
            ends.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, size)| size.clone()).sum::<BigRational>()
        };
        self.may_add.iter().map(of).sum()
    }

    pub fn within(&self, up: bool) -> BigRational {
        let within = self.kinds(&[Classification::WithinTolerance]).filter_map(|behind| behind.change.as_ref());
        within.filter(|change| change.is_positive() == up).map(Signed::abs).sum()
    }
}

pub const CREATED: [Classification; 2] = [Classification::CoCreated, Classification::CreatedAlone];
pub const DESTROYED: [Classification; 3] =
    [Classification::WithMisuse, Classification::WithoutMisuse, Classification::DestroyedAlone];
/// Every gain, and every loss, windfalls among them.
pub const BETTER: [Classification; 3] =
    [Classification::CoCreated, Classification::CreatedAlone, Classification::WindfallGain];
pub const WORSE: [Classification; 4] = [
    Classification::WithMisuse,
    Classification::WithoutMisuse,
    Classification::DestroyedAlone,
    Classification::WindfallLoss,
];

pub type Line = Vec<Option<String>>;
pub type OracleStatement = BTreeMap<(Line, String), OracleCell>;

/// An interaction with everything that was ever said of it.
pub struct Held<'a> {
    pub place: usize,
    pub row: &'a InteractionRow,
    pub provider: &'a str,
    known: Date,
    void_since: Option<Date>,
    said: Vec<Said<'a>>,
}

pub struct Said<'a> {
    pub row: &'a AppraisalRow,
    pub beneficiary: &'a str,
    pub made: Date,
    known: Date,
}

/// The statement of the entries that the door let in.
pub fn statement(case: &Case, let_in: &[bool], arithmetic: Arithmetic, terms: &PlainTerms) -> OracleStatement {
    let mut cells = OracleStatement::new();
    let books = books(case, let_in);
    for counted in counted(case, &books, arithmetic, terms) {
        cells.entry((counted.line, counted.said.row.measure.clone())).or_default().behind.push(counted.behind);
    }
    for held in books.iter().filter(|held| terms.has_coverage() && held.counts(terms)) {
        cover(case, held, &held.visible(terms), arithmetic, terms, &mut cells);
    }
    for cell in cells.values_mut() {
        cell.behind.sort();
    }
    cells
}

/// An appraisal that a statement counts or leaves out, and the line it stands on.
pub struct Counted<'a> {
    pub held: &'a Held<'a>,
    pub said: &'a Said<'a>,
    pub line: Line,
    pub behind: Behind,
}

/// Of every interaction, beneficiary and measure the appraisal that counts, or is left out.
pub fn counted<'a>(case: &Case, books: &'a [Held<'a>], arithmetic: Arithmetic, terms: &PlainTerms) -> Vec<Counted<'a>> {
    let mut counted = Vec::new();
    for held in books.iter().filter(|held| held.counts(terms)) {
        let visible = held.visible(terms);
        let about: BTreeSet<_> = visible.iter().map(|said| (said.beneficiary, said.row.measure.as_str())).collect();
        for (beneficiary, measure) in about {
            let Some(said) = chosen(held, &visible, beneficiary, measure, terms) else { continue };
            let measure = case.measure(measure).expect("the door knows the measure");
            let behind = count(held, said, measure, arithmetic, terms);
            let line = line(case, held, beneficiary, said.row.source.kind(), measure, terms);
            counted.push(Counted { held, said, line, behind });
        }
    }
    counted
}

impl Held<'_> {
    /// Whether it is known by the day that is asked for, and not known to be void.
    pub fn counts(&self, terms: &PlainTerms) -> bool {
        terms.knows(self.known) && !self.void_since.is_some_and(|since| terms.knows(since))
    }
}

impl<'a> Held<'a> {
    fn visible(&self, terms: &PlainTerms) -> Vec<&Said<'a>> {
        self.said.iter().filter(|said| terms.knows(said.known)).collect()
    }
}

pub fn books<'a>(case: &'a Case, let_in: &[bool]) -> Vec<Held<'a>> {
    let mut books: Vec<Held<'a>> = Vec::new();
    let mut places = BTreeMap::new();
    for (place, (entry, _)) in case.entries.iter().zip(let_in).enumerate().filter(|(_, (_, let_in))| **let_in) {
        match entry {
            Entry::Interaction(row) => {
                let known = row.known.unwrap_or(row.on);
                let said = row.appraisals.iter().map(|said| say(row, known, said)).collect();
                let provider = case.provider(&row.service).expect("the door knows the service");
                if let Some(id) = &row.id {
                    places.insert(id.as_str(), books.len());
                }
                books.push(Held { place, row, provider, known, void_since: None, said });
            }
            Entry::Appraisal(id, row) => {
                let held = &mut books[places[id.as_str()]];
                held.said.push(say(held.row, held.known, row));
            }
            Entry::Void(id, _, known) => {
                let held = &mut books[places[id.as_str()]];
                held.void_since = Some(known.unwrap_or(held.known));
            }
        }
    }
    books
}

fn say<'a>(interaction: &'a InteractionRow, interaction_known: Date, row: &'a AppraisalRow) -> Said<'a> {
    let made = row.made.unwrap_or(interaction.on);
    let known = row.known.unwrap_or(made.max(interaction_known));
    let beneficiary = row.beneficiary.as_ref().unwrap_or(&interaction.users[0].id);
    Said { row, beneficiary, made, known }
}

fn has_outcome(said: &Said) -> bool {
    said.row.after.is_some() || said.row.change.is_some()
}

/// The one that counts of an interaction, beneficiary and measure: first one with an outcome, then their own word, and
/// only then the last follow-up.
fn chosen<'a, 'b>(
    held: &Held,
    visible: &[&'b Said<'a>],
    beneficiary: &str,
    measure: &str,
    terms: &PlainTerms,
) -> Option<&'b Said<'a>> {
    let role = role(held, beneficiary);
    let about: Vec<_> =
        visible.iter().filter(|said| said.beneficiary == beneficiary && said.row.measure == measure).collect();
    let stands = |said: &Said| {
        let same = |other: &Said| {
            other.row.follow_up == said.row.follow_up && other.row.source.kind() == said.row.source.kind()
        };
        !about.iter().any(|other| same(other) && (other.known, other.made) > (said.known, said.made))
    };
    let asked =
        about.iter().filter(|said| stands(said) && terms.asks_for(role, said.row.source.kind(), said.row.follow_up));
    let rank = |said: &Said| {
        let nearest = match said.row.source {
            Source::Own => 0,
            Source::Proxy(_) => 1,
            _ => 2,
        };
        (has_outcome(said), Reverse(nearest), said.row.follow_up)
    };
    asked.max_by_key(|said| rank(said)).map(|said| **said)
}

pub fn role(held: &Held, actor: &str) -> Role {
    if held.row.users.iter().any(|user| user.id == actor) {
        Role::User
    } else if held.provider == actor {
        Role::Provider
    } else if held.row.others.iter().any(|other| other == actor)
        || held.row.contributions.iter().any(|brought| brought.party == actor)
    {
        Role::Other
    } else {
        assert!(held.row.affected.iter().any(|affected| affected == actor), "{actor} is nobody there");
        Role::Affected
    }
}

fn reference(said: &AppraisalRow, terms: &PlainTerms) -> Option<i32> {
    match terms.baseline {
        Baseline::Before => said.before,
        Baseline::Expected => said.expected,
        Baseline::Without => said.without,
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
    said: &AppraisalRow,
    measure: &MeasureRow,
    arithmetic: Arithmetic,
    terms: &PlainTerms,
) -> Option<BigRational> {
    match said.change {
        Some(change) => (terms.baseline == Baseline::Before).then(|| negated(value(change, arithmetic), measure)),
        None => Some(difference(said.after?, reference(said, terms)?, measure, arithmetic)),
    }
}

/// What a party integrated: none where nothing of theirs is stated.
pub fn integrated(held: &Held, party: &str) -> Option<i64> {
    let theirs = held.row.contributions.iter().filter(|brought| brought.party == party);
    let stated: Vec<i64> = theirs
        .filter(|brought| brought.integrated.is_some() || !brought.misused.is_empty())
        .map(|brought| i64::from(brought.integrated.unwrap_or(0)))
        .collect();
    (!stated.is_empty()).then(|| stated.iter().sum())
}

/// Whether a beneficiary took part: nothing of theirs is stated, or they integrated more than zero.
pub fn co_operated(held: &Held, beneficiary: &str) -> bool {
    role(held, beneficiary) != Role::Affected && integrated(held, beneficiary).is_none_or(|integrated| integrated > 0)
}

/// The parts above zero that a loss of the beneficiary is told by, each with whose it is: for those who took part all of
/// them; for those who did not, what anybody mis-integrated, and what nobody of the users did not integrate.
pub fn misuses(held: &Held, beneficiary: &str) -> Vec<(String, i32)> {
    let takes_part = co_operated(held, beneficiary);
    let mut all = Vec::new();
    for brought in &held.row.contributions {
        for part in brought.misused.iter().filter(|part| part.amount > 0) {
            let by = part.by.as_ref().unwrap_or(&brought.party);
            let is_user = held.row.users.iter().any(|user| user.id == *by);
            if takes_part || part.part == Part::Misintegrated || !is_user {
                all.push((by.clone(), part.amount));
            }
        }
    }
    all
}

/// As what a gain and a loss of the beneficiary count there.
fn kinds_of(held: &Held, beneficiary: &str, terms: &PlainTerms) -> (Classification, Classification) {
    let alone = terms.logic == Label::Service && held.row.how == Use::Indirect;
    let (takes_part, is_misused) = (co_operated(held, beneficiary), !misuses(held, beneficiary).is_empty());
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

fn count(held: &Held, said: &Said, measure: &MeasureRow, arithmetic: Arithmetic, terms: &PlainTerms) -> Behind {
    let change = change(said.row, measure, arithmetic, terms);
    let (gain, loss) = kinds_of(held, said.beneficiary, terms);
    let counts_as = match &change {
        None => Classification::LeftOut,
        Some(change) if change.abs() <= value(measure.tolerance, arithmetic) => Classification::WithinTolerance,
        Some(change) if change.is_positive() => gain,
        Some(_) => loss,
    };
    Behind { interaction: held.place, beneficiary: said.beneficiary.to_owned(), change, counts_as }
}

/// What is due of each user on each measure that the service promises.
fn cover(
    case: &Case,
    held: &Held,
    visible: &[&Said],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    cells: &mut OracleStatement,
) {
    let service = case.services.iter().find(|service| service.id == held.row.service).expect("known");
    for user in &held.row.users {
        for (measure, _) in &service.promises {
            let measure = case.measure(measure).expect("the catalogue knows the measure");
            let said = chosen(held, visible, &user.id, &measure.id, terms);
            let made = said.is_some_and(|said| change(said.row, measure, arithmetic, terms).is_some());
            let line = line(case, held, &user.id, SourceKind::Own, measure, terms);
            let cell = cells.entry((line, measure.id.clone())).or_default();
            cell.due += 1;
            cell.made += u64::from(made);
            if made {
                continue;
            }
            cell.missing.push((held.place, user.id.clone()));
            let Some((lowest, highest)) = measure.range else { continue };
            let reference = said.and_then(|said| reference(said.row, terms));
            let ends = match reference {
                Some(reference) => [lowest, highest].map(|end| difference(end, reference, measure, arithmetic)),
                None => {
                    let width = difference(highest, lowest, measure, arithmetic).abs();
                    [-width.clone(), width]
                }
            };
            // What stays within the tolerance is in no amount.
            let tolerance = value(measure.tolerance, arithmetic);
            let beyond = |size: BigRational| if size > tolerance { size } else { BigRational::zero() };
            let [down, up] = [-ends.iter().min().expect("two"), ends.iter().max().expect("two").clone()];
            let (gain, loss) = kinds_of(held, &user.id, terms);
            cell.may_add.push(MayAdd { up: beyond(up), down: beyond(down), gain, loss });
        }
    }
}

pub fn line(
    case: &Case,
    held: &Held,
    beneficiary: &str,
    source: SourceKind,
    measure: &MeasureRow,
    terms: &PlainTerms,
) -> Line {
    let as_user = held.row.users.iter().find(|user| user.id == beneficiary);
    let row = held.row;
    let text = |key: &Key| match key {
        Key::Service => Some(row.service.clone()),
        Key::Provider => case.provider(&row.service).map(str::to_owned),
        Key::User => match (as_user, &row.users[..]) {
            (Some(user), _) => Some(user.id.clone()),
            (None, [only]) => Some(only.id.clone()),
            _ => None,
        },
        Key::Beneficiary => Some(beneficiary.to_owned()),
        Key::Role => Some(role(held, beneficiary).to_string()),
        Key::Source => Some(source.to_string()),
        Key::Element => measure.element.map(|element| element.to_string()),
        Key::Year => Some(format!("{:04}", row.on.year())),
        Key::Quarter => Some(format!("{:04}-Q{}", row.on.year(), (row.on.month() + 2) / 3)),
        Key::Month => Some(format!("{:04}-{:02}", row.on.year(), row.on.month())),
        Key::With(dimension) => {
            let stated = |with: &[(String, String)]| {
                with.iter().find(|(name, _)| name == dimension).map(|(_, value)| value.clone())
            };
            stated(&row.with).or_else(|| as_user.and_then(|user| stated(&user.with)))
        }
    };
    terms.by.iter().map(text).collect()
}
