//! Contributions.

use smol_str::SmolStr;

use super::{Misuse, MisusedPart, Part};
use crate::catalogue::{ActorId, Fault, Faults, IntoId, short_text};
use crate::getters::getters;
use crate::number::Number;

/// A party's contribution to an interaction, in one unit for the whole ledger (hours, say). It has three parts (R5):
/// integrated; mis-integrated, that is provided and put to wrong use; and not integrated, that is due and not provided.
///
/// If one part is stated, the others are zero by default. If none is stated, the contribution is *not stated*: the
/// party took part, and the amount is not known. There may be several misused parts, each with its own [`Misuse`].
///
/// # Formula
///
/// `contributed = integrated + Σ mis-integrated + Σ not integrated`, each zero or more. The formula is ours; the names
/// of the three parts are those of Plé (2016), for a user's resources that employees integrate.
///
/// # Example
///
/// ```
/// use covalue::{Contribution, Misuse};
/// use covalue::record::Part;
///
/// // Of six hours Ben integrated three; the clinic wasted one, and he missed two.
/// let ben = Contribution::of("ben")
///     .integrated(3.0)
///     .misintegrated(1.0, Misuse::accidental().by("clinic"))
///     .not_integrated(2.0, Misuse::unknown());
/// assert_eq!(ben.get_integrated(), Some(&3.0));
/// assert_eq!(ben.parts().map(|part| (part.part(), *part.amount())).collect::<Vec<_>>(), [
///     (Part::Misintegrated, 1.0),
///     (Part::NotIntegrated, 2.0),
/// ]);
/// assert!(!Contribution::<f64>::of("ben").is_stated());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution<N = f64> {
    party: ActorId,
    resource: Option<SmolStr>,
    integrated: Option<N>,
    misintegrated: Vec<MisusedPart<N>>,
    not_integrated: Vec<MisusedPart<N>>,
    is_excused: bool,
    faults: Faults,
}

impl<N: Number> Contribution<N> {
    /// A contribution of a party, without amounts yet.
    pub fn of(party: impl IntoId<ActorId>) -> Self {
        let mut faults = Faults::default();
        let party = faults.id(party.into_id(), ActorId::refused());
        Self {
            party,
            resource: None,
            integrated: None,
            misintegrated: Vec::new(),
            not_integrated: Vec::new(),
            is_excused: false,
            faults,
        }
    }

    /// The resource: time, a car, knowledge of the case.
    pub fn resource(mut self, resource: impl AsRef<str>) -> Self {
        self.resource = Some(short_text(resource.as_ref()));
        self
    }

    /// The amount integrated (in the ledger's unit of contributions, zero or more).
    pub fn integrated(mut self, amount: N) -> Self {
        self.integrated = Some(self.faults.quantity(amount, "integrated quantity", self.party.as_str()));
        self
    }

    /// Adds a mis-integrated part: provided, and put to wrong use.
    pub fn misintegrated(self, amount: N, misuse: Misuse) -> Self {
        self.part(Part::Misintegrated, amount, misuse)
    }

    /// Adds a part that was not integrated: due, and not provided.
    pub fn not_integrated(self, amount: N, misuse: Misuse) -> Self {
        self.part(Part::NotIntegrated, amount, misuse)
    }

    /// Adds a misused part. Mis-integrated parts come before those not integrated, each in the order of the calls.
    pub fn part(mut self, part: Part, amount: N, mut misuse: Misuse) -> Self {
        let (what, parts) = match part {
            Part::Misintegrated => ("mis-integrated quantity", &mut self.misintegrated),
            Part::NotIntegrated => ("not integrated quantity", &mut self.not_integrated),
        };
        let amount = self.faults.quantity(amount, what, self.party.as_str());
        self.faults.append(misuse.take_faults());
        parts.push(MisusedPart::new(part, amount, misuse));
        self
    }

    /// The party was excused: in hospital, say. It integrated nothing, misused nothing and owed nothing.
    ///
    /// An excuse is not a misuse, and an excused party did not co-operate (R7). Engagement counts the party as excused,
    /// and in neither side's share. If the party has further contributions, those that are stated decide. Ours.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("wellbeing", "points")],
    /// #     [Service::new("home visits", "council")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // Ben was in hospital on the day of the visit. His loss is a windfall loss: he did not co-operate.
    /// let visit = Interaction::between("ben", "home visits", date(2026, 4, 1))
    ///     .contribution(Contribution::of("ben").excused())
    ///     .contribution(Contribution::of("council").integrated(1.0))
    ///     .appraisal(Appraisal::of("wellbeing").before(18.0).after(16.0));
    /// ledger.record(visit)?;
    /// let line = ledger.statement(By::Service)?.line("home visits", "wellbeing")?;
    /// assert_eq!((line.destroyed(), line.windfall_loss()), (0.0, 2.0));
    /// let engagement = ledger.engagement(By::Service)?;
    /// let visits = engagement.line("home visits")?;
    /// assert_eq!((visits.user_stated_count(), visits.user_excused_count()), (0, 1));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn excused(mut self) -> Self {
        self.is_excused = true;
        self
    }

    /// The contribution, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Contribution::of("")`: R1;
    /// - `.integrated(-1.0)`, `.misintegrated(f64::NAN, ..)`: R3;
    /// - `.excused().integrated(1.0)`: an excused party integrated nothing (form).
    pub fn checked(mut self) -> Result<Self, Fault> {
        let faults = self.take_faults();
        faults.first().map(|()| self)
    }

    getters! { self:
        /// The contributor.
        party: &ActorId = &self.party;
        /// The resource, if stated.
        get_resource: Option<&str> = self.resource.as_deref();
        /// Whether the party was excused.
        is_excused: bool = self.is_excused;
        /// Whether any of the three parts is stated.
        is_stated: bool = self.integrated.is_some() || self.parts().len() > 0;
        /// The amount integrated, if stated.
        get_integrated: Option<&N> = self.integrated.as_ref();
        /// The misused parts: mis-integrated, then not integrated, each in the order in which they were added.
        parts: impl ExactSizeIterator<Item = &MisusedPart<N>> = {
            let (first, rest) = (&self.misintegrated, &self.not_integrated);
            // A chain of two lists would not know its length.
            (0..first.len() + rest.len()).map(|index| first.get(index).unwrap_or_else(|| &rest[index - first.len()]))
        };
    }

    /// Whether an amount above zero was integrated; `None` if nothing is stated.
    pub(crate) fn integrates(&self) -> Option<bool> {
        (self.is_stated() || self.is_excused)
            .then(|| self.integrated.as_ref().is_some_and(|amount| *amount > N::zero()))
    }

    /// Whether an amount above zero was mis-integrated or not integrated.
    pub(crate) fn is_misused(&self) -> bool {
        self.parts().any(|part| part.amount > N::zero())
    }

    /// Whether a part above zero also destroys value for people who did not co-operate.
    pub(crate) fn destroys_for_absent(&self, is_user: impl Fn(&ActorId) -> bool) -> bool {
        let by = |part: &MisusedPart<N>| is_user(part.misuse.get_by().unwrap_or(&self.party));
        self.parts().any(|part| part.amount > N::zero() && destroys_for_absent(part.part, by(part)))
    }

    pub(super) fn take_faults(&mut self) -> Faults {
        let mut faults = std::mem::take(&mut self.faults);
        if self.is_excused && self.is_stated() {
            faults.push(Fault::ExcusedWithPart { party: self.party.as_str().to_owned() });
        }
        faults
    }
}

/// Whether a part above zero also destroys value for people who did not co-operate: a mis-integrated part does, and one
/// that an actor other than a user did not integrate. The absence of a user does not.
pub(crate) fn destroys_for_absent(part: Part, by_a_user: bool) -> bool {
    part == Part::Misintegrated || !by_a_user
}

/// Whether an actor is stated to have integrated nothing (R7): some of their contributions are stated, and none of
/// these was integrated. Each item says whether one contribution was integrated, or `None` if it is not stated.
pub(crate) fn integrates_nothing(contributions: impl Iterator<Item = Option<bool>>) -> bool {
    let mut stated = contributions.flatten().peekable();
    stated.peek().is_some() && !stated.any(|is_integrated| is_integrated)
}
