//! What comes later: appraisals of recorded interactions, and voids. As of interactions, one walk finds the first fault or
//! all of them.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::appraisals::{Admitted, Appraisals};
use super::validate::{self, Context, Report, all, first};
use super::{AppraiseError, Ledger, VoidError};
use crate::catalogue::ActorId;
use crate::number::{Number, clip_name};
use crate::record::{Appraisal, Void};

/// The most rows of one kind that an appraisal takes: its levels.
pub(super) const PARTS_OF_AN_APPRAISAL: usize = 5;

/// What the door found out of a later appraisal that it lets in.
struct AdmittedLater {
    interaction: u32,
    beneficiary: ActorId,
    appraisal: Admitted,
}

impl<N: Number> Ledger<N> {
    /// Adds a later appraisal to a recorded interaction. Of several for the same beneficiary, measure, follow-up and
    /// kind of source the one with the greatest (known, made) stands (R8).
    ///
    /// # Errors
    ///
    /// The first fault, by rule; the ledger stays as it was. See [`AppraiseError`].
    ///
    /// - an id that is not recorded, a measure that the catalogue does not have, a level outside its range: R2;
    /// - a beneficiary whom the interaction does not name: R6;
    /// - one with the days of another for the same thing: R8;
    /// - made before the interaction, known before it, or in a closed period: R9.
    pub fn appraise(&mut self, id: impl AsRef<str>, appraisal: Appraisal<N>) -> Result<(), AppraiseError> {
        let mut admitted = None;
        first(|report| self.admit_later(id.as_ref(), &appraisal, &mut admitted, report))?;
        let AdmittedLater { interaction, beneficiary, appraisal: found } =
            admitted.expect("what has no fault was found out");
        let beneficiary = self.columns.actors.intern(beneficiary.as_str());
        self.columns.push_later(interaction, &appraisal, found, beneficiary);
        Ok(())
    }

    /// Every fault of a later appraisal, in the order of their rules; none if [`appraise`](Ledger::appraise) takes it. Of
    /// an interaction that is not recorded, only what can be told without it.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
    /// let appraisal = Appraisal::of("pian").change(-2.0).beneficiary("ben").made(date(2026, 3, 1));
    /// let rules: Vec<_> = ledger.check_appraisal("v1", &appraisal).iter().map(|fault| fault.rule()).collect();
    /// assert_eq!(rules, [Rule::R2, Rule::R6, Rule::R9]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn check_appraisal(&self, id: impl AsRef<str>, appraisal: &Appraisal<N>) -> Vec<AppraiseError> {
        all(|report| self.admit_later(id.as_ref(), appraisal, &mut None, report))
    }

    /// All that the door checks of a later appraisal. Where nothing is reported, `admitted` is what it found out.
    fn admit_later(
        &self,
        id: &str,
        appraisal: &Appraisal<N>,
        admitted: &mut Option<AdmittedLater>,
        report: &mut Report<'_, AppraiseError>,
    ) -> ControlFlow<()> {
        for fault in appraisal.all_faults() {
            report(fault.into())?;
        }
        let interaction = self.columns.ids.get(id);
        if interaction.is_none() {
            report(AppraiseError::UnknownInteraction { id: clip_name(id) })?;
        }
        let measure = validate::measure(&self.catalogue, appraisal, report)?;
        let Some(interaction) = interaction else { return ControlFlow::Continue(()) };
        let row = interaction as usize;
        let context = Context { closed: self.closed, on: self.columns.on[row], known: self.columns.known[row] };
        let provider = self.catalogue.service_at(self.columns.service[row]).provider();
        let recorded = self.interaction_at(interaction);
        match (validate::beneficiary(&recorded, appraisal, provider), measure) {
            (Ok((beneficiary, role)), Some(measure)) => {
                let did_not_cooperate = validate::did_not_cooperate(&recorded, beneficiary, role);
                let (made, known) = context.days(appraisal);
                let found = Admitted { measure, role, did_not_cooperate, made, known };
                self.equal_days(interaction, beneficiary, appraisal, found, report)?;
                *admitted = Some(AdmittedLater { interaction, beneficiary: beneficiary.clone(), appraisal: found });
            }
            (Ok(_), None) => {}
            (Err(error), _) => report(error)?,
        }
        context.days_in_order(appraisal, report)?;
        if self.columns.has_room(PARTS_OF_AN_APPRAISAL) {
            ControlFlow::Continue(())
        } else {
            report(AppraiseError::Full)
        }
    }

    /// R8: no appraisal of the same thing has the same days.
    fn equal_days(
        &self,
        interaction: u32,
        beneficiary: &ActorId,
        appraisal: &Appraisal<N>,
        admitted: Admitted,
        report: &mut Report<'_, AppraiseError>,
    ) -> ControlFlow<()> {
        let Admitted { measure, made, known, .. } = admitted;
        let Some(actor) = self.columns.actors.get(beneficiary.as_str()) else { return ControlFlow::Continue(()) };
        let (follow_up, source_kind) = (appraisal.follow_up_number(), appraisal.get_source().kind());
        let defaults = self.columns.default_days(interaction as usize);
        let days = (made, known, follow_up);
        let equal = |appraisals: &Appraisals<N>, row: usize| {
            appraisals.measure[row] == measure
                && appraisals.beneficiary[row] == actor
                && appraisals.marks[row].source_kind() == source_kind
                && appraisals.days_and_follow_up(row, defaults) == days
        };
        let inside = self.columns.appraisals_of(interaction as usize).any(|row| equal(&self.columns.inside, row));
        if inside || self.columns.later_of(interaction).any(|row| equal(&self.columns.later, row)) {
            let (measure, beneficiary) = (appraisal.measure().clone(), beneficiary.clone());
            report(AppraiseError::EqualDays { measure, beneficiary, follow_up, source_kind, known, made })?;
        }
        ControlFlow::Continue(())
    }

    /// Takes an interaction back: it never was. Its id stays spent (R1), and statements as of a day before the void was
    /// known still count it (R19).
    ///
    /// # Errors
    ///
    /// See [`VoidError`]; the ledger stays as it was.
    ///
    /// - an id that is void already: R1; one that is not recorded: R2;
    /// - known before the interaction, or in a closed period: R9.
    pub fn void(&mut self, id: impl AsRef<str>, void: impl Into<Void>) -> Result<(), VoidError> {
        let void = void.into();
        let mut admitted = None;
        first(|report| self.admit_void(id.as_ref(), &void, &mut admitted, report))?;
        let (row, known) = admitted.expect("what has no fault was found out");
        self.columns.push_void(row, &void, known);
        Ok(())
    }

    /// Every fault of a void, in the order of their rules; none if [`void`](Ledger::void) takes it.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Interaction, Ledger, Rule, Service, Void, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
    /// ledger.void("v1", "another patient's file")?;
    /// let again = Void::because("another patient's file").known(date(2026, 3, 1));
    /// let rules: Vec<_> = ledger.check_void("v1", &again).iter().map(|fault| fault.rule()).collect();
    /// assert_eq!(rules, [Rule::R1, Rule::R9]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn check_void(&self, id: impl AsRef<str>, void: &Void) -> Vec<VoidError> {
        all(|report| self.admit_void(id.as_ref(), void, &mut None, report))
    }

    /// All that the door checks of a void. Where nothing is reported, `admitted` is its interaction and the day it is
    /// known.
    fn admit_void(
        &self,
        id: &str,
        void: &Void,
        admitted: &mut Option<(u32, Date)>,
        report: &mut Report<'_, VoidError>,
    ) -> ControlFlow<()> {
        let Some(row) = self.columns.ids.get(id) else {
            return report(VoidError::UnknownInteraction { id: clip_name(id) });
        };
        let id = || self.id_at(row);
        if self.columns.flags[row as usize].is_void() {
            report(VoidError::AlreadyVoid { id: id() })?;
        }
        let interaction_known = self.columns.known[row as usize];
        let known = void.get_known().unwrap_or(interaction_known);
        if known < interaction_known {
            report(VoidError::KnownBeforeInteraction { id: id(), known, interaction_known })?;
        }
        if let Some(closed) = self.closed
            && known <= closed
        {
            report(VoidError::Closed { id: id(), known, closed })?;
        }
        *admitted = Some((row, known));
        ControlFlow::Continue(())
    }
}
