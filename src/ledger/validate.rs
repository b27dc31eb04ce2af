//! Validation of interactions: every check adds its faults to a list, in the order of the rules. An interaction without
//! faults can be recorded.

use jiff::civil::Date;

use super::Ledger;
use super::appraisals::ValidatedAppraisal;
use super::error::{AppraiseError, RecordError};
use super::store::ValidatedInteraction;
use crate::catalogue::{ActorId, Catalogue, InteractionId, MeasureId};
use crate::number::{Number, difference};
use crate::printable::quoted;
use crate::record::{ActorLookup, Appraisal, Interaction, PartialDate, Role, SourceKind, User};

/// The most rows of one kind that an appraisal adds: its levels.
pub(super) const ROWS_OF_APPRAISAL: usize = 5;

/// The first of the faults for which an entry is refused.
pub(super) fn first<E>(faults: Vec<E>) -> E {
    faults.into_iter().next().expect("a refusal has a fault")
}

impl<N: Number> Ledger<N> {
    /// The indices that an interaction needs to be recorded, or all its faults. Without an `id`, R1 is not checked.
    pub(super) fn validate(
        &self,
        interaction: &Interaction<N>,
        id: Option<&InteractionId>,
    ) -> Result<ValidatedInteraction, Vec<RecordError>> {
        let catalogue = &self.catalogue;
        let days = Days { closed: self.closed, on: interaction.on(), known: interaction.known_or_on() };
        let mut faults: Vec<RecordError> = interaction.faults().iter().cloned().map(RecordError::from).collect();
        faults.extend(id.and_then(|id| self.repetition(interaction, id)));
        let service = catalogue.service_index(interaction.service().as_str());
        if service.is_none() {
            let service = interaction.service().clone();
            faults.push(RecordError::UnknownService { nearest: catalogue.nearest_service(&service), service });
        }
        // Role and co-operation follow below, where the provider is known.
        let validate = |appraisal: &Appraisal<N>| {
            let measure = measure(catalogue, appraisal, &mut faults).unwrap_or_default();
            let (made, known) = days.of(appraisal);
            ValidatedAppraisal { measure, role: Role::User, did_not_cooperate: false, made, known }
        };
        let mut appraisals: Vec<ValidatedAppraisal> = interaction.appraisals().map(validate).collect();
        let provider = service.map(|service| catalogue.service_at(service).provider());
        let actors = ActorLookup::new(interaction);
        parties(interaction, &actors, provider, &mut faults);
        if let Some(provider) = provider {
            roles(interaction, &actors, provider, &mut appraisals, &mut faults);
        }
        equal_days(interaction, &days, &mut faults);
        all_days(interaction, &days, &mut faults);
        if !self.columns.has_capacity(rows_of(interaction)) {
            faults.push(RecordError::Full);
        }
        match service {
            Some(service) if faults.is_empty() => Ok(ValidatedInteraction { service, appraisals }),
            _ => Err(faults),
        }
    }

    /// R1: the fault that the id is recorded already, with the same content or with other content.
    fn repetition(&self, interaction: &Interaction<N>, id: &InteractionId) -> Option<RecordError> {
        let recorded = self.interaction_at(self.columns.ids.get(id.as_str())?);
        Some(if recorded.has_content_of(interaction) {
            RecordError::Repeat { id: id.clone() }
        } else {
            RecordError::Conflict { id: id.clone() }
        })
    }
}

/// An upper bound of the rows of any one kind that an interaction adds.
fn rows_of<N: Number>(interaction: &Interaction<N>) -> usize {
    let users: usize = interaction.users().map(|user| 1 + user.dimensions().len()).sum();
    let own = 2 + interaction.dimensions().len();
    let named = own + users + interaction.others().len() + interaction.all_affected().len();
    let parts: usize = interaction.contributions().map(|contribution| 2 + 2 * contribution.parts().len()).sum();
    named + parts + ROWS_OF_APPRAISAL * interaction.appraisals().len()
}

/// The days that an appraisal's days are compared with: the interaction's, and the end of the closed period.
pub(super) struct Days {
    pub(super) closed: Option<Date>,
    pub(super) on: PartialDate,
    pub(super) known: Date,
}

impl Days {
    /// The days of an appraisal, stated or by default: made, known.
    pub(super) fn of<N: Number>(&self, appraisal: &Appraisal<N>) -> (Date, Date) {
        let made = appraisal.get_made().unwrap_or(self.on.first());
        (made, appraisal.get_known().unwrap_or_else(|| made.max(self.known)))
    }

    /// R9: the days of an appraisal are in order, and not in a closed period.
    pub(super) fn check<N: Number, E: From<AppraiseError>>(&self, appraisal: &Appraisal<N>, faults: &mut Vec<E>) {
        let (made, known) = self.of(appraisal);
        let measure = || appraisal.measure().clone();
        if made < self.on.first() {
            faults.push(AppraiseError::MadeBefore { measure: measure(), made, on: self.on }.into());
        }
        if known < made {
            let made = self.on.or_made(made);
            faults.push(AppraiseError::KnownBeforeMade { measure: measure(), known, made }.into());
        }
        if known < self.known {
            let interaction_known = self.known;
            faults.push(AppraiseError::KnownBeforeInteraction { measure: measure(), known, interaction_known }.into());
        }
        if let Some(closed) = self.closed
            && known <= closed
        {
            faults.push(AppraiseError::Closed { measure: measure(), known, closed }.into());
        }
    }
}

/// R2: the index of an appraisal's measure, if the catalogue has it. Levels lie within its range.
pub(super) fn measure<N: Number, E: From<AppraiseError>>(
    catalogue: &Catalogue<N>,
    appraisal: &Appraisal<N>,
    faults: &mut Vec<E>,
) -> Option<u32> {
    let index = catalogue.measure_index(appraisal.measure().as_str());
    match index.map(|index| catalogue.measure_at(index).get_range()) {
        None => {
            let measure = appraisal.measure().clone();
            faults.push(AppraiseError::UnknownMeasure { nearest: catalogue.nearest_measure(&measure), measure }.into());
        }
        Some(None) => {}
        Some(Some(range)) => levels(range, appraisal, faults),
    }
    index
}

fn levels<N: Number, E: From<AppraiseError>>(
    (lowest, highest): (&N, &N),
    appraisal: &Appraisal<N>,
    faults: &mut Vec<E>,
) {
    let measure = || appraisal.measure().clone();
    let fields = [
        ("level before", appraisal.get_before()),
        ("level after", appraisal.get_after()),
        ("level expected", appraisal.get_expected()),
        ("level without", appraisal.get_without()),
    ];
    let fields = fields.into_iter().filter_map(|(field, stated)| Some((field.to_owned(), stated?)));
    let named = appraisal.references().map(|(name, level)| (format!("level {}", quoted(name.as_str())), level));
    for (level, value) in fields.chain(named) {
        if !(lowest <= value && value <= highest) {
            let (value, lowest, highest) = (value.text(), lowest.text(), highest.text());
            faults.push(AppraiseError::OutOfRange { level, measure: measure(), value, lowest, highest }.into());
        }
    }
    if let Some(change) = appraisal.get_change()
        && !fits_width(change, (lowest, highest))
    {
        let (value, lowest, highest) = (change.text(), lowest.text(), highest.text());
        faults.push(AppraiseError::WiderThanRange { measure: measure(), value, lowest, highest }.into());
    }
}

/// Whether a bare change, in either direction, is at most as wide as a range.
fn fits_width<N: Number>(change: &N, (lowest, highest): (&N, &N)) -> bool {
    if let (Some(up), Some(down)) = (N::change(highest, lowest), N::change(lowest, highest)) {
        let change = change.as_change();
        return down <= change && change <= up;
    }
    // The width overflows the kind of number. A change of a float may still be wider, since its steps grow with its
    // size, so both are compared as exact differences.
    let zero = N::zero();
    let (more, less) = if *change < zero { (&zero, change) } else { (change, &zero) };
    difference(more, less) <= difference(highest, lowest)
}

/// R6: the beneficiary of an appraisal and their role.
fn beneficiary<'a, N: Number>(
    interaction: &'a Interaction<N>,
    actors: &ActorLookup<'_, N>,
    appraisal: &'a Appraisal<N>,
    provider: &ActorId,
) -> Result<(&'a ActorId, Role), AppraiseError> {
    let Some(beneficiary) = interaction.beneficiary(appraisal) else {
        return Err(no_beneficiary(appraisal, interaction.users().count()));
    };
    match actors.role_of(beneficiary, Some(provider)) {
        Some(role) => Ok((beneficiary, role)),
        None => Err(unknown_beneficiary(appraisal, beneficiary)),
    }
}

pub(super) fn no_beneficiary<N: Number>(appraisal: &Appraisal<N>, users: usize) -> AppraiseError {
    AppraiseError::NoBeneficiary { measure: appraisal.measure().clone(), users }
}

pub(super) fn unknown_beneficiary<N: Number>(appraisal: &Appraisal<N>, beneficiary: &ActorId) -> AppraiseError {
    AppraiseError::UnknownBeneficiary { measure: appraisal.measure().clone(), beneficiary: beneficiary.clone() }
}

/// R6: users are distinct, and the affected have no other role.
fn parties<N: Number>(
    interaction: &Interaction<N>,
    actors: &ActorLookup<'_, N>,
    provider: Option<&ActorId>,
    faults: &mut Vec<RecordError>,
) {
    if interaction.only_user().is_none() {
        let mut users: Vec<_> = interaction.users().map(User::id).collect();
        users.sort_unstable();
        for pair in users.windows(2).filter(|pair| pair[0] == pair[1]) {
            faults.push(RecordError::RepeatedUser { user: pair[0].clone() });
        }
    }
    for actor in interaction.all_affected() {
        if actors.role_of(actor, provider) != Some(Role::Affected) {
            faults.push(RecordError::AffectedParty { actor: actor.clone() });
        }
    }
}

/// R6 and R7: the role of each appraisal's beneficiary, and whether they co-operated.
fn roles<N: Number>(
    interaction: &Interaction<N>,
    actors: &ActorLookup<'_, N>,
    provider: &ActorId,
    validated: &mut [ValidatedAppraisal],
    faults: &mut Vec<RecordError>,
) {
    for (appraisal, validated) in interaction.appraisals().zip(validated) {
        match beneficiary(interaction, actors, appraisal, provider) {
            Ok((beneficiary, role)) => {
                validated.role = role;
                validated.did_not_cooperate = role == Role::Affected || actors.integrated_nothing(beneficiary);
            }
            Err(error) => faults.push(error.into()),
        }
    }
}

/// Two appraisals of one interaction with equal keys contradict each other (R8).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct AppraisalKey<'a> {
    // By id and not by index: a measure that is not in the catalogue has no index.
    measure: &'a MeasureId,
    beneficiary: &'a ActorId,
    follow_up: u32,
    source_kind: SourceKind,
    known: Date,
    made: Date,
}

/// Up to this many keys are compared in pairs, which needs no sorting; more are sorted, so that the time does not grow
/// with the square of their number.
const FEW_KEYS: usize = 8;

/// R8: no two appraisals with the same beneficiary, measure, follow-up and kind of source have equal days.
fn equal_days<'a, N: Number>(interaction: &'a Interaction<N>, days: &Days, faults: &mut Vec<RecordError>) {
    if interaction.appraisals().len() < 2 {
        return;
    }
    let key = |appraisal: &'a Appraisal<N>| {
        let beneficiary = interaction.beneficiary(appraisal)?;
        let (follow_up, source_kind) = (appraisal.get_follow_up(), appraisal.get_source().kind());
        let (made, known) = days.of(appraisal);
        Some(AppraisalKey { measure: appraisal.measure(), beneficiary, follow_up, source_kind, known, made })
    };
    let mut keys: Vec<_> = interaction.appraisals().filter_map(key).collect();
    let is_sorted = keys.len() > FEW_KEYS;
    if is_sorted {
        keys.sort_unstable();
    }
    for (index, key) in keys.iter().enumerate() {
        // Sorted, equal keys are adjacent.
        let end = if is_sorted { keys.len().min(index + 2) } else { keys.len() };
        if keys[index + 1..end].contains(key) {
            let AppraisalKey { measure, beneficiary, follow_up, source_kind, known, made } = *key;
            let (measure, beneficiary) = (measure.clone(), beneficiary.clone());
            let made = days.on.or_made(made);
            let error = AppraiseError::EqualDays { measure, beneficiary, follow_up, source_kind, known, made };
            faults.push(error.into());
        }
    }
}

/// R9: the days of an interaction and of its appraisals are in order, and not in a closed period.
fn all_days<N: Number>(interaction: &Interaction<N>, days: &Days, faults: &mut Vec<RecordError>) {
    let (on, known) = (days.on, days.known);
    let service = || interaction.service().clone();
    if known < on.first() {
        faults.push(RecordError::KnownBefore { service: service(), known, on });
    }
    if let Some(closed) = days.closed
        && known <= closed
    {
        faults.push(RecordError::Closed { service: service(), known, closed });
    }
    for appraisal in interaction.appraisals() {
        days.check(appraisal, faults);
    }
}
