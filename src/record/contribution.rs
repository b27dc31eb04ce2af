//! What a party brought.

use smol_str::SmolStr;

use super::{Misuse, MisusedPart, Part};
use crate::catalogue::{ActorId, Fault, Faults, IntoId, short_text};
use crate::number::Number;

/// What a party brought to an interaction, in one unit for the whole ledger (hours, say): integrated, mis-integrated,
/// and not integrated, that is to be brought and not brought. A contribution *is* its three parts (R5).
///
/// A part left out is zero as soon as another is given; with none given the contribution is *not stated*: the party
/// took part, and nobody noted how much. Several misused parts stand side by side, each with its own misuse.
///
/// # Formula
///
/// `contributed = integrated + Σ mis-integrated + Σ not integrated`, each zero or more. Ours; the names of the three parts
/// are those of Plé (2016), for a user's resources that employees integrate.
///
/// # Example
///
/// ```
/// use covalue::{Contribution, Misuse};
/// use covalue::record::Part;
///
/// // Of six hours asked of Ben he did three; one of his was wasted by the clinic, and two he missed.
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
    parts: Vec<MisusedPart<N>>,
    faults: Faults,
}

impl<N: Number> Contribution<N> {
    /// A contribution of that party, of which nothing is stated yet.
    pub fn of(party: impl IntoId<ActorId>) -> Self {
        let mut faults = Faults::default();
        let party = faults.id(party.into_id(), ActorId::refused());
        Self { party, resource: None, integrated: None, parts: Vec::new(), faults }
    }

    /// What it is a contribution of: time, a car, knowledge of the case.
    pub fn resource(mut self, resource: impl AsRef<str>) -> Self {
        self.resource = Some(short_text(resource.as_ref()));
        self
    }

    /// States what was integrated (in the ledger's unit of contributions, zero or more).
    pub fn integrated(mut self, amount: N) -> Self {
        self.integrated = Some(self.faults.quantity(amount, "integrated quantity", self.party.as_str()));
        self
    }

    /// Adds a part that was brought and put to wrong use.
    pub fn misintegrated(self, amount: N, misuse: Misuse) -> Self {
        self.part(Part::Misintegrated, amount, misuse)
    }

    /// Adds a part that was to be brought and was not.
    pub fn not_integrated(self, amount: N, misuse: Misuse) -> Self {
        self.part(Part::NotIntegrated, amount, misuse)
    }

    /// Adds a part that did not go in. Mis-integrated parts stand before those not integrated, each kind as it is given.
    pub fn part(mut self, part: Part, amount: N, mut misuse: Misuse) -> Self {
        let what = match part {
            Part::Misintegrated => "mis-integrated quantity",
            Part::NotIntegrated => "not integrated quantity",
        };
        let amount = self.faults.quantity(amount, what, self.party.as_str());
        self.faults.append(misuse.take_faults());
        let place = self.parts.partition_point(|before| before.part <= part);
        self.parts.insert(place, MisusedPart::new(part, amount, misuse));
        self
    }

    /// The contribution, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Contribution::of("")`: an empty id (R1);
    /// - `.integrated(-1.0)`, `.misintegrated(f64::NAN, ..)`: R3.
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    /// Who brought it.
    pub fn party(&self) -> &ActorId {
        &self.party
    }

    /// What it is a contribution of, if stated.
    pub fn get_resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// Whether any of its three parts is given.
    pub fn is_stated(&self) -> bool {
        self.integrated.is_some() || !self.parts.is_empty()
    }

    /// What was integrated; none only if nothing is given, for it is zero as soon as another part is.
    pub fn get_integrated(&self) -> Option<&N> {
        self.integrated.as_ref()
    }

    /// The parts that did not go in: the mis-integrated, then those not integrated, each kind as it was given.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = &MisusedPart<N>> {
        self.parts.iter()
    }

    /// Whether some of it went in; none where nothing is stated.
    pub(crate) fn integrates(&self) -> Option<bool> {
        self.is_stated().then(|| self.integrated.as_ref().is_some_and(|amount| *amount > N::zero()))
    }

    /// Whether some of it was mis-integrated or not integrated.
    pub(crate) fn is_misused(&self) -> bool {
        self.parts.iter().any(|part| part.amount > N::zero())
    }

    /// Whether some of it destroys value for people who did not co-operate too.
    pub(crate) fn destroys_for_absent(&self, is_user: impl Fn(&ActorId) -> bool) -> bool {
        let by = |part: &MisusedPart<N>| is_user(part.misuse.get_by().unwrap_or(&self.party));
        self.parts.iter().any(|part| part.amount > N::zero() && destroys_for_absent(part.part, by(part)))
    }

    pub(super) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}

/// Whether a part above zero destroys value for people who did not co-operate too: any party mis-integrated it, or an actor
/// who is no user of the interaction did not integrate it. An absence of a user does not.
pub(crate) fn destroys_for_absent(part: Part, by_a_user: bool) -> bool {
    part == Part::Misintegrated || !by_a_user
}

/// Whether of an actor's contributions, each stated to go in or not or not stated, it is stated that nothing went in
/// (R7). Of whom nothing is stated, that is not.
pub(crate) fn integrates_nothing(integrates: impl Iterator<Item = Option<bool>>) -> bool {
    let mut stated = false;
    for integrates in integrates.flatten() {
        if integrates {
            return false;
        }
        stated = true;
    }
    stated
}
