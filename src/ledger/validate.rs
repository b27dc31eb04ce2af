//! The door: what is checked of an entry before it enters. One pass finds the first fault, or all of them.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::appraisals::Admitted;
use super::error::{AppraiseError, RecordError};
use super::store::AdmittedInteraction;
use crate::catalogue::{ActorId, Catalogue, MeasureId};
use crate::number::{Number, difference};
use crate::record::{Appraisal, Contribution, Interaction, Role, SourceKind, nothing_went_in};

/// What is told of each fault, and says whether to look for more.
pub(super) type Report<'a, E = RecordError> = dyn FnMut(E) -> ControlFlow<()> + 'a;

/// The first fault that a walk meets.
pub(super) fn first<E>(walk: impl FnOnce(&mut Report<'_, E>) -> ControlFlow<()>) -> Result<(), E> {
    let mut first = None;
    let _ = walk(&mut |error| {
        first = Some(error);
        ControlFlow::Break(())
    });
    first.map_or(Ok(()), Err)
}

/// Every fault that a walk meets, in its order.
pub(super) fn all<E>(walk: impl FnOnce(&mut Report<'_, E>) -> ControlFlow<()>) -> Vec<E> {
    let mut all = Vec::new();
    let _ = walk(&mut |error| {
        all.push(error);
        ControlFlow::Continue(())
    });
    all
}

/// The days an appraisal is compared with: those of its interaction, as recorded or as it asks to be, and of the books.
pub(super) struct Context {
    pub(super) closed: Option<Date>,
    pub(super) on: Date,
    pub(super) known: Date,
}

/// Of appraisals of one interaction, beneficiary and measure, those with equal keys stand for the same reading (R8).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Reading<'a> {
    // By its name: measures that are not in the catalogue have no number of their own.
    measure: &'a MeasureId,
    beneficiary: &'a ActorId,
    follow_up: u32,
    source_kind: SourceKind,
    known: Date,
    made: Date,
}

/// Below this many appraisals, comparing each with each is quicker than sorting them.
const FEW: usize = 8;

impl Context {
    /// The days of an appraisal, resolved: made, known.
    pub(super) fn days<N: Number>(&self, appraisal: &Appraisal<N>) -> (Date, Date) {
        let made = appraisal.get_made().unwrap_or(self.on);
        (made, appraisal.get_known().unwrap_or_else(|| made.max(self.known)))
    }

    /// R9: its days are in order, and not in a closed period.
    pub(super) fn days_in_order<N: Number>(
        &self,
        appraisal: &Appraisal<N>,
        report: &mut Report<'_, AppraiseError>,
    ) -> ControlFlow<()> {
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

/// R2: the measure, if it is in the catalogue; levels are in its range, a bare change within its width.
pub(super) fn measure<N: Number>(
    catalogue: &Catalogue<N>,
    appraisal: &Appraisal<N>,
    report: &mut Report<'_, AppraiseError>,
) -> ControlFlow<(), Option<u32>> {
    let Some(index) = catalogue.measure_index(appraisal.measure().as_str()) else {
        report(AppraiseError::UnknownMeasure { measure: appraisal.measure().clone() })?;
        return ControlFlow::Continue(None);
    };
    if let Some(range) = catalogue.measure_at(index).get_range() {
        levels(range, appraisal, report)?;
    }
    ControlFlow::Continue(Some(index))
}

fn levels<N: Number>(
    (lowest, highest): (&N, &N),
    appraisal: &Appraisal<N>,
    report: &mut Report<'_, AppraiseError>,
) -> ControlFlow<()> {
    let measure = || appraisal.measure().clone();
    for (level, stated) in [
        ("level before", appraisal.get_before()),
        ("level after", appraisal.get_after()),
        ("level expected", appraisal.get_expected()),
        ("level without", appraisal.get_without()),
    ] {
        if let Some(value) = stated
            && !(lowest <= value && value <= highest)
        {
            let (value, lowest, highest) = (value.text(), lowest.text(), highest.text());
            report(AppraiseError::OutOfRange { level, measure: measure(), value, lowest, highest })?;
        }
    }
    match appraisal.get_change() {
        Some(change) if !is_as_narrow(change, (lowest, highest)) => {
            let (value, lowest, highest) = (change.text(), lowest.text(), highest.text());
            report(AppraiseError::WiderThanRange { measure: measure(), value, lowest, highest })
        }
        _ => ControlFlow::Continue(()),
    }
}

/// Whether a bare change, either way, is no wider than a range.
fn is_as_narrow<N: Number>(change: &N, (lowest, highest): (&N, &N)) -> bool {
    if let (Some(up), Some(down)) = (N::change(highest, lowest), N::change(lowest, highest)) {
        let change = change.as_change();
        return down <= change && change <= up;
    }
    // No number of the kind is as wide as the range, and still one may be wider: of kinds with steps of any size.
    let nothing = N::zero();
    let (more, less) = if *change < nothing { (&nothing, change) } else { (change, &nothing) };
    difference(more, less) <= difference(highest, lowest)
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

/// Whether a beneficiary did not co-operate: they are only affected, or are stated to have integrated nothing (R7).
pub(super) fn did_not_cooperate<N: Number>(interaction: &Interaction<N>, beneficiary: &ActorId, role: Role) -> bool {
    role == Role::Affected || integrated_nothing(interaction, beneficiary)
}

/// Whether an actor is stated to have integrated nothing.
fn integrated_nothing<N: Number>(interaction: &Interaction<N>, actor: &ActorId) -> bool {
    let of_actor = interaction.contributions().filter(|contribution| contribution.party() == actor);
    nothing_went_in(of_actor.map(Contribution::integrates))
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
    let context = Context { closed, on: interaction.on(), known: interaction.known_or_on() };
    admitted.service = service.unwrap_or(0);
    admitted.appraisals.clear();
    for appraisal in interaction.appraisals() {
        let measure = measure(catalogue, appraisal, &mut |error| report(error.into()))?.unwrap_or(u32::MAX);
        let (made, known) = context.days(appraisal);
        let found = Admitted { measure, role: Role::User, did_not_cooperate: false, made, known };
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
                admitted.did_not_cooperate = did_not_cooperate(interaction, beneficiary, role);
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
        let (follow_up, source_kind) = (appraisal.follow_up_number(), appraisal.get_source().kind());
        let (measure, Admitted { made, known, .. }) = (appraisal.measure(), *admitted);
        Some(Reading { measure, beneficiary, follow_up, source_kind, known, made })
    };
    let mut readings: Vec<_> = interaction.appraisals().zip(admitted).filter_map(reading).collect();
    if readings.len() > FEW {
        readings.sort_unstable();
    }
    for (place, reading) in readings.iter().enumerate() {
        let later = &readings[place + 1..];
        let near = if readings.len() > FEW { later.len().min(1) } else { later.len() };
        if later[..near].contains(reading) {
            let Reading { measure, beneficiary, follow_up, source_kind, known, made } = *reading;
            let (measure, beneficiary) = (measure.clone(), beneficiary.clone());
            report(AppraiseError::EqualDays { measure, beneficiary, follow_up, source_kind, known, made }.into())?;
        }
    }
    ControlFlow::Continue(())
}

/// R9: days are in order, and nothing enters a closed period.
fn days<N: Number>(interaction: &Interaction<N>, context: &Context, report: &mut Report<'_>) -> ControlFlow<()> {
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
