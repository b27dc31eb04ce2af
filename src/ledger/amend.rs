//! Later appraisals and voids of recorded interactions.

use jiff::civil::Date;

use super::appraisals::ValidatedAppraisal;
use super::validate::{self, Days, first};
use super::version::Version;
use super::{AppraiseError, Ledger, VoidError};
use crate::catalogue::ActorId;
use crate::number::Number;
use crate::record::{Appraisal, Role, Void};

/// A valid later appraisal: the index of its interaction, its beneficiary, and its measure, role and days.
struct ValidatedAmendment {
    interaction: u32,
    beneficiary: ActorId,
    appraisal: ValidatedAppraisal,
}

/// A valid void: the index of its interaction, and the day it is known.
struct ValidatedVoid {
    interaction: u32,
    known: Date,
}

impl<N: Number> Ledger<N> {
    /// Adds a later appraisal to a recorded interaction: either measured again, or a correction.
    ///
    /// - **Measured again**: give it the next number, [`follow_up(2)`](Appraisal::follow_up), and the day on which it was
    ///   [`made`](Appraisal::made). Both follow-ups stay in the books, and terms choose among them. It needs no level
    ///   before: it takes that of the nearest earlier follow-up (R47).
    /// - **Corrected**: state the same follow-up as it should have been, with every level (one that is left out is gone), and
    ///   the day on which that became
    ///   [`known`](Appraisal::known). Of several with the same beneficiary, measure, follow-up and kind of source the one
    ///   that was known last counts, and of these the one that was made last (R8).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// ledger.appraise("v1", Appraisal::of("pain").after(5.0).follow_up(2).made(date(2026, 6, 1)))?; // measured again
    /// ledger.appraise("v1", Appraisal::of("pain").before(6.0).after(3.0).known(date(2026, 6, 8)))?; // corrected
    /// let created = |terms| Ok::<_, covalue::Error>(ledger.statement(terms)?.line("physio", "pain")?.created());
    /// assert_eq!(created(Terms::by(By::Service))?, 1.0); // the last follow-up: from 6 to 5
    /// assert_eq!(created(Terms::by(By::Service).follow_up(1))?, 3.0); // from 6 to 3, as corrected
    /// assert_eq!(created(Terms::by(By::Service).follow_up(1).as_of(date(2026, 6, 7)))?, 2.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first fault in the order of the rules; the ledger stays as it was. See [`AppraiseError`].
    ///
    /// - an id that is not recorded, a measure that the catalogue does not have, a level outside its range: R2;
    /// - a beneficiary whom the interaction does not name: R6;
    /// - the same days, known and made, as another appraisal of the same beneficiary, measure, follow-up and kind of
    ///   source: R8;
    /// - made before the interaction, known before it, or in a closed period: R9.
    pub fn appraise(&mut self, id: impl AsRef<str>, appraisal: Appraisal<N>) -> Result<(), AppraiseError> {
        let amendment = self.validate_appraisal(id.as_ref(), &appraisal).map_err(first)?;
        let beneficiary = self.columns.actors.intern(amendment.beneficiary.as_str());
        self.columns.push_later(amendment.interaction, &appraisal, amendment.appraisal, beneficiary);
        Ok(())
    }

    /// Every fault of a later appraisal, in the order of their rules; none if [`appraise`](Ledger::appraise) accepts
    /// it. If its interaction is not recorded, the checks that need the interaction are left out.
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
        self.validate_appraisal(id.as_ref(), appraisal).err().unwrap_or_default()
    }

    fn validate_appraisal(&self, id: &str, appraisal: &Appraisal<N>) -> Result<ValidatedAmendment, Vec<AppraiseError>> {
        let columns = &self.columns;
        let mut faults: Vec<AppraiseError> = appraisal.all_faults().map(AppraiseError::from).collect();
        let interaction = columns.ids.get(id);
        if interaction.is_none() {
            faults.push(AppraiseError::UnknownInteraction { id: id.to_owned() });
        }
        let measure = validate::measure(&self.catalogue, appraisal, &mut faults);
        let Some(interaction) = interaction else { return Err(faults) };
        let row = interaction as usize;
        let days = Days { closed: self.closed, on: columns.on(row), known: columns.known[row] };
        let mut amendment = None;
        match (self.beneficiary(row, appraisal), measure) {
            (Ok((beneficiary, role)), Some(measure)) => {
                let did_not_cooperate = role == Role::Affected
                    || columns.actor(&beneficiary).is_some_and(|actor| columns.integrated_nothing(row, actor));
                let (made, known) = days.of(appraisal);
                let validated = ValidatedAppraisal { measure, role, did_not_cooperate, made, known };
                faults.extend(self.equal_days(interaction, &beneficiary, appraisal, validated));
                amendment = Some(ValidatedAmendment { interaction, beneficiary, appraisal: validated });
            }
            (Ok(_), None) => {}
            (Err(error), _) => faults.push(error),
        }
        days.check(appraisal, &mut faults);
        if !columns.has_capacity(validate::ROWS_OF_APPRAISAL) {
            faults.push(AppraiseError::Full);
        }
        amendment.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// R6: the beneficiary of a later appraisal and their role. The interaction is looked up in its columns, since to
    /// build its record would take longer the more actors it has.
    pub(super) fn beneficiary(&self, row: usize, appraisal: &Appraisal<N>) -> Result<(ActorId, Role), AppraiseError> {
        let columns = &self.columns;
        let only_user = || columns.only_user(row).map(|user| ActorId::new(columns.actors.text(user)));
        let beneficiary = match appraisal.get_beneficiary() {
            Some(beneficiary) => beneficiary.clone(),
            None => match only_user() {
                Some(user) => user.expect("recorded ids are not empty"),
                None => return Err(validate::no_beneficiary(appraisal, columns.users(row).count())),
            },
        };
        let role = columns.actor(&beneficiary).and_then(|actor| columns.named_role(row, actor));
        let is_provider = || beneficiary == *self.catalogue.service_at(columns.service[row]).provider();
        match role {
            Some(Role::User) => Ok((beneficiary, Role::User)),
            _ if is_provider() => Ok((beneficiary, Role::Provider)),
            Some(role) => Ok((beneficiary, role)),
            None => Err(validate::unknown_beneficiary(appraisal, &beneficiary)),
        }
    }

    /// Checks R8: a fault if a recorded appraisal of the same beneficiary, measure, follow-up and kind of source has
    /// the same days.
    fn equal_days(
        &self,
        interaction: u32,
        beneficiary: &ActorId,
        appraisal: &Appraisal<N>,
        ValidatedAppraisal { measure, made, known, .. }: ValidatedAppraisal,
    ) -> Option<AppraiseError> {
        let columns = &self.columns;
        let actor = columns.actor(beneficiary)?;
        let (follow_up, source_kind) = (appraisal.get_follow_up(), appraisal.get_source().kind());
        let version = Version { measure, beneficiary: actor, follow_up, source_kind, known, made };
        let (measure, beneficiary) = (appraisal.measure().clone(), beneficiary.clone());
        columns.find_version(interaction, &version).map(|_| AppraiseError::EqualDays {
            measure,
            beneficiary,
            follow_up,
            source_kind,
            known,
            made: columns.on(interaction as usize).or_made(made),
        })
    }

    /// Voids an interaction: from then on no statement counts it. Its id cannot be used again (R1), and statements as
    /// of a day before the void was known still count the interaction (R19).
    ///
    /// # Errors
    ///
    /// See [`VoidError`]; the ledger stays as it was.
    ///
    /// - an interaction that is void already: R1; an id that is not recorded: R2;
    /// - known before the interaction, or in a closed period: R9.
    pub fn void(&mut self, id: impl AsRef<str>, void: impl Into<Void>) -> Result<(), VoidError> {
        let void = void.into();
        let ValidatedVoid { interaction, known } = self.validate_void(id.as_ref(), &void).map_err(first)?;
        self.columns.push_void(interaction, &void, known);
        Ok(())
    }

    /// Every fault of a void, in the order of their rules; none if [`void`](Ledger::void) accepts it.
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
        self.validate_void(id.as_ref(), void).err().unwrap_or_default()
    }

    fn validate_void(&self, id: &str, void: &Void) -> Result<ValidatedVoid, Vec<VoidError>> {
        let Some(interaction) = self.columns.ids.get(id) else {
            return Err(vec![VoidError::UnknownInteraction { id: id.to_owned() }]);
        };
        let id = || self.id_at(interaction);
        let mut faults = Vec::new();
        if self.columns.flags[interaction as usize].is_void() {
            faults.push(VoidError::AlreadyVoid { id: id() });
        }
        let interaction_known = self.columns.known[interaction as usize];
        let known = void.get_known().unwrap_or(interaction_known);
        if known < interaction_known {
            faults.push(VoidError::KnownBeforeInteraction { id: id(), known, interaction_known });
        }
        if let Some(closed) = self.closed
            && known <= closed
        {
            faults.push(VoidError::Closed { id: id(), known, closed });
        }
        if faults.is_empty() { Ok(ValidatedVoid { interaction, known }) } else { Err(faults) }
    }
}
