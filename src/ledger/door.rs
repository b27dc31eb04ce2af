//! The door: what is checked of an entry before it enters. One pass finds the first fault, or all of them.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::appraisals::Admitted;
use super::columns::AdmittedInteraction;
use super::error::{AppraiseError, RecordError};
use crate::catalogue::{ActorId, Catalogue};
use crate::number::Number;
use crate::record::{Appraisal, Interaction, Role, SourceKind};

/// What is told of each fault, and says whether to look for more.
pub(super) type Report<'a> = dyn FnMut(RecordError) -> ControlFlow<()> + 'a;

/// The same, of one appraisal's faults.
pub(super) type ReportAppraisal<'a> = dyn FnMut(AppraiseError) -> ControlFlow<()> + 'a;

/// What an appraisal is compared with: the interaction it is of, as recorded or as it asks to be.
pub(super) struct Context<'a, N> {
    pub(super) catalogue: &'a Catalogue<N>,
    pub(super) closed: Option<Date>,
    pub(super) on: Date,
    pub(super) known: Date,
}

/// Of appraisals of one interaction, beneficiary and measure, those with equal keys stand for the same reading (R8).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Reading<'a> {
    measure: u32,
    beneficiary: &'a ActorId,
    follow_up: u32,
    source_kind: SourceKind,
    known: Date,
    made: Date,
}

/// Below this many appraisals, comparing each with each is quicker than sorting them.
const FEW: usize = 8;

impl<N: Number> Context<'_, N> {
    /// The days of an appraisal, resolved: made, known.
    pub(super) fn days(&self, appraisal: &Appraisal<N>) -> (Date, Date) {
        let made = appraisal.stated_made().unwrap_or(self.on);
        (made, appraisal.stated_known().unwrap_or_else(|| made.max(self.known)))
    }

    /// R2: the measure is in the catalogue.
    pub(super) fn measure_index(&self, appraisal: &Appraisal<N>) -> Result<u32, AppraiseError> {
        let unknown = || AppraiseError::UnknownMeasure { measure: appraisal.measure().clone() };
        self.catalogue.measure_index(appraisal.measure().as_str()).ok_or_else(unknown)
    }

    /// R2: levels are in their measure's range, a bare change within its width.
    pub(super) fn levels(
        &self,
        appraisal: &Appraisal<N>,
        measure: u32,
        report: &mut ReportAppraisal<'_>,
    ) -> ControlFlow<()> {
        let Some((lowest, highest)) = self.catalogue.measure_at(measure).stated_range() else {
            return ControlFlow::Continue(());
        };
        let measure = || appraisal.measure().clone();
        for (level, stated) in [
            ("level before", appraisal.stated_before()),
            ("level after", appraisal.stated_after()),
            ("level expected", appraisal.stated_expected()),
            ("level without", appraisal.stated_without()),
        ] {
            if let Some(value) = stated
                && !(lowest <= value && value <= highest)
            {
                let (value, lowest, highest) = (value.text(), lowest.text(), highest.text());
                report(AppraiseError::OutOfRange { level, measure: measure(), value, lowest, highest })?;
            }
        }
        if let Some(change) = appraisal.stated_change() {
            let value = change.as_change();
            // A width that no number holds is wider than any change.
            let within = N::change(highest, lowest).is_none_or(|width| value <= width)
                && N::change(lowest, highest).is_none_or(|width| width <= value);
            if !within {
                let (value, lowest, highest) = (change.text(), lowest.text(), highest.text());
                report(AppraiseError::WiderThanRange { measure: measure(), value, lowest, highest })?;
            }
        }
        ControlFlow::Continue(())
    }

    /// R9: its days are in order, and not in a closed period.
    pub(super) fn days_in_order(&self, appraisal: &Appraisal<N>, report: &mut ReportAppraisal<'_>) -> ControlFlow<()> {
        let (made, known) = self.days(appraisal);
        let measure = || appraisal.measure().clone();
        if made < self.on {
            report(AppraiseError::MadeBefore { measure: measure(), made, on: self.on })?;
        }
        if known < made {
            report(AppraiseError::KnownBeforeMade { measure: measure(), known, made })?;
        }
        if known < self.known {
            let interaction_known = self.known;
            report(AppraiseError::KnownBeforeInteraction { measure: measure(), known, interaction_known })?;
        }
        match self.closed {
            Some(closed) if known <= closed => report(AppraiseError::Closed { measure: measure(), known, closed }),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// R6: whom an appraisal is about, and in which role.
pub(super) fn beneficiary<'a, N: Number>(
    interaction: &'a Interaction<N>,
    appraisal: &'a Appraisal<N>,
    provider: &ActorId,
) -> Result<(&'a ActorId, Role), AppraiseError> {
    let measure = || appraisal.measure().clone();
    let Some(beneficiary) = interaction.beneficiary(appraisal) else {
        return Err(AppraiseError::NoBeneficiary { measure: measure(), users: interaction.users().count() });
    };
    match interaction.role_of(beneficiary, provider) {
        Some(role) => Ok((beneficiary, role)),
        None => Err(AppraiseError::UnknownBeneficiary { measure: measure(), beneficiary: beneficiary.clone() }),
    }
}

/// Whether nothing can count as created for a beneficiary: they are only affected, or integrated nothing (R7).
pub(super) fn cannot_create<N: Number>(interaction: &Interaction<N>, beneficiary: &ActorId, role: Role) -> bool {
    role == Role::Affected || integrated_nothing(interaction, beneficiary)
}

/// Whether an actor is stated to have integrated nothing: of what is stated of them, nothing went in.
fn integrated_nothing<N: Number>(interaction: &Interaction<N>, actor: &ActorId) -> bool {
    let mut stated = false;
    for contribution in interaction.contributions().filter(|contribution| contribution.party() == actor) {
        if contribution.integrates() {
            return false;
        }
        stated |= contribution.is_stated();
    }
    stated
}

/// What the door finds out of an interaction, short of its identity: that needs the ledger's ids (R1).
///
/// `report` gets each fault in the order of the rules, R1 through `identity`; if it wants no more, nothing is returned.
pub(super) fn admit<N: Number>(
    interaction: &Interaction<N>,
    (catalogue, closed): (&Catalogue<N>, Option<Date>),
    identity: impl FnOnce() -> Option<RecordError>,
    admitted: &mut AdmittedInteraction,
    report: &mut Report<'_>,
) -> ControlFlow<()> {
    for fault in interaction.faults().iter() {
        report(fault.clone().into())?;
    }
    if let Some(error) = identity() {
        report(error)?;
    }
    let service = catalogue.service_index(interaction.service().as_str());
    if service.is_none() {
        report(RecordError::UnknownService { service: interaction.service().clone() })?;
    }
    let context = Context { catalogue, closed, on: interaction.on(), known: interaction.known_or_on() };
    admitted.service = service.unwrap_or(0);
    admitted.appraisals.clear();
    for appraisal in interaction.appraisals() {
        let measure = match context.measure_index(appraisal) {
            Ok(measure) => {
                context.levels(appraisal, measure, &mut |error| report(error.into()))?;
                measure
            }
            Err(error) => {
                report(error.into())?;
                u32::MAX
            }
        };
        let (made, known) = context.days(appraisal);
        let found = Admitted { measure, role: Role::User, cannot_create: false, made, known };
        admitted.appraisals.push(found);
    }
    let provider = service.map(|service| catalogue.service_at(service).provider());
    parties(interaction, provider, report)?;
    if let Some(provider) = provider {
        roles(interaction, provider, &mut admitted.appraisals, report)?;
    }
    equal_days(interaction, &admitted.appraisals, report)?;
    days(interaction, &context, report)
}

/// R6: users are distinct, and the affected are nothing else.
fn parties<N: Number>(
    interaction: &Interaction<N>,
    provider: Option<&ActorId>,
    report: &mut Report<'_>,
) -> ControlFlow<()> {
    if interaction.only_user().is_none() {
        let mut users: Vec<_> = interaction.users().map(crate::record::User::id).collect();
        users.sort_unstable();
        for pair in users.windows(2).filter(|pair| pair[0] == pair[1]) {
            report(RecordError::RepeatedUser { user: pair[0].clone() })?;
        }
    }
    for actor in interaction.all_affected() {
        let listed = provider == Some(actor)
            || interaction.others().any(|other| other == actor)
            || interaction.users().any(|user| user.id() == actor)
            || interaction.contributions().any(|contribution| contribution.party() == actor);
        if listed {
            report(RecordError::AffectedParty { actor: actor.clone() })?;
        }
    }
    ControlFlow::Continue(())
}

/// R6: every appraisal has a beneficiary that the interaction names; what follows for creating (R7).
fn roles<N: Number>(
    interaction: &Interaction<N>,
    provider: &ActorId,
    admitted: &mut [Admitted],
    report: &mut Report<'_>,
) -> ControlFlow<()> {
    for (appraisal, admitted) in interaction.appraisals().zip(admitted) {
        match beneficiary(interaction, appraisal, provider) {
            Ok((beneficiary, role)) => {
                admitted.role = role;
                admitted.cannot_create = cannot_create(interaction, beneficiary, role);
            }
            Err(error) => report(error.into())?,
        }
    }
    ControlFlow::Continue(())
}

/// R8: no two appraisals of one thing have equal days.
fn equal_days<N: Number>(
    interaction: &Interaction<N>,
    admitted: &[Admitted],
    report: &mut Report<'_>,
) -> ControlFlow<()> {
    if admitted.len() < 2 {
        return ControlFlow::Continue(());
    }
    let reading = |(appraisal, admitted): (_, &Admitted)| {
        let beneficiary = interaction.beneficiary(appraisal)?;
        let (follow_up, source_kind) = (appraisal.follow_up_number(), appraisal.stated_source().kind());
        let Admitted { measure, made, known, .. } = *admitted;
        Some((Reading { measure, beneficiary, follow_up, source_kind, known, made }, appraisal.measure()))
    };
    let mut readings: Vec<_> = interaction.appraisals().zip(admitted).filter_map(reading).collect();
    if readings.len() > FEW {
        readings.sort_unstable();
    }
    for (place, (reading, measure)) in readings.iter().enumerate() {
        let later = &readings[place + 1..];
        let near = if readings.len() > FEW { later.len().min(1) } else { later.len() };
        if later[..near].iter().any(|(other, of)| other == reading && of == measure) {
            let Reading { beneficiary, follow_up, source_kind, known, made, .. } = *reading;
            let (measure, beneficiary) = ((*measure).clone(), beneficiary.clone());
            report(AppraiseError::EqualDays { measure, beneficiary, follow_up, source_kind, known, made }.into())?;
        }
    }
    ControlFlow::Continue(())
}

/// R9: days are in order, and nothing enters a closed period.
fn days<N: Number>(interaction: &Interaction<N>, context: &Context<'_, N>, report: &mut Report<'_>) -> ControlFlow<()> {
    let (on, known) = (context.on, context.known);
    let service = || interaction.service().clone();
    if known < on {
        report(RecordError::KnownBefore { service: service(), known, on })?;
    }
    if let Some(closed) = context.closed
        && known <= closed
    {
        report(RecordError::Closed { service: service(), known, closed })?;
    }
    for appraisal in interaction.appraisals() {
        context.days_in_order(appraisal, &mut |error| report(error.into()))?;
    }
    ControlFlow::Continue(())
}
