//! One actor's id out of the books, and all else as it was.

use super::{ForgetError, Ledger};
use crate::catalogue::ActorId;
use crate::number::{Number, clip_name};

/// What every tombstone begins with.
const TOMBSTONE: &str = "forgotten";

impl<N: Number> Ledger<N> {
    /// Puts a tombstone in the place of an actor's id, everywhere, and gives the tombstone (R28): as a user, a provider
    /// (in the ledger's own catalogue too), another party or affected, as a contributor, as who misused, as a proxy and as
    /// a beneficiary. Every line and total of others stays, and those of the actor stand under the tombstone: the ledger is
    /// then equal to one in which the tombstone was recorded from the beginning, under the same ids of interactions. It is
    /// no entry, so closed periods do not stop it, and it cannot be taken back.
    ///
    /// The tombstone is `forgotten:`, the names of the ledger's parts, and a running number, as `forgotten:march.csv:1`.
    /// Nothing of the id is in it. It is nobody's else here, nor in another part that may be merged with this one, as
    /// long as no id of the caller's begins like that. A [`Symbol`](crate::ledger::Symbol) goes on pointing at the same actor.
    ///
    /// **What stays**, and may still say who it was:
    ///
    /// - ids of interactions. One that is a hash of the content ([`id_or_hash`](crate::Interaction::id_or_hash)) can
    ///   confirm a guess: whoever guesses all of an interaction can hash it. State ids of your own where that matters;
    /// - dimensions, reasons of voids, causes, resources, instruments, and names of parts: whatever the caller wrote there;
    /// - figures: a line of one person stays one ([`disclose`](crate::disclosure::Publisher::statement) is for publishing);
    /// - what was made before: clones of this ledger and of its catalogue, statements (which hold hashes of ids), files.
    ///
    /// **What follows**: the id is free, and who comes again under it is somebody new. Whoever is forgotten in two parts has
    /// two tombstones, and is two people when the parts are merged: merge first, and forget then. A ledger whose *provider*
    /// was forgotten defines that provider's services anew, and so merges, as do its statements, only with those that forgot
    /// the provider under the same name: with ledgers begun from its [`catalogue`](Ledger::catalogue).
    ///
    /// Where shares of an [attribution](Ledger::attribution) are equal, the first by id has the odd last place or unit, and
    /// the tombstone is another id: that place may pass to somebody else.
    ///
    /// # Errors
    ///
    /// - somebody whom neither an entry nor the catalogue names: R28; the ledger stays as it was.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::part(&catalogue, "march.csv");
    /// for (id, user, change) in [("v1", "ana", -2.0), ("v2", "ben", 1.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(id);
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let before = ledger.statement(By::Service)?;
    /// let tombstone = ledger.forget("ana")?;
    /// assert_eq!(tombstone.as_str(), "forgotten:march.csv:1");
    /// assert_eq!(ledger.symbol("ana"), None);
    /// let by_user = ledger.statement(By::User)?;
    /// assert_eq!(by_user.line(tombstone.as_str(), "pain")?.created(), 2.0);
    /// assert_eq!(by_user.line("ben", "pain")?.destroyed(), 1.0);
    /// let (there, here) = (before.line("physio", "pain")?, ledger.statement(By::Service)?.line("physio", "pain")?);
    /// assert_eq!(here, there);
    /// assert_eq!(ledger.forget("ana").unwrap_err().to_string(), "R28: ana is no actor of the ledger");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn forget(&mut self, actor: impl AsRef<str>) -> Result<ActorId, ForgetError> {
        let actor = actor.as_ref();
        let symbol = self.columns.actors.get(actor);
        if symbol.is_none() && !self.catalogue.is_provider(actor) {
            return Err(ForgetError::UnknownActor { actor: clip_name(actor) });
        }
        let tombstone = self.next_tombstone();
        if let Some(symbol) = symbol {
            self.columns.actors.replace(symbol, tombstone.as_str());
        }
        self.catalogue.replace_provider(actor, &tombstone);
        Ok(tombstone)
    }

    /// The first tombstone of these parts that is nobody's id here.
    fn next_tombstone(&self) -> ActorId {
        // Ledgers that merge have no part in common, so their names are never the same. `+` joins them, and where a name
        // has one itself it is marked, lest `a+b` be two parts here and one there.
        let escaped = |name: &str| name.replace('\\', "\\\\").replace('+', "\\+");
        let parts: Vec<String> = self.parts.iter().map(|part| part.name().map_or_else(String::new, escaped)).collect();
        let parts = parts.join("+");
        let tombstones = (1_u64..).map(|number| format!("{TOMBSTONE}:{parts}:{number}"));
        let is_free = |id: &String| self.columns.actors.get(id).is_none() && !self.catalogue.is_provider(id);
        let free = tombstones.into_iter().find(is_free).expect("there are more numbers than actors");
        ActorId::new(free).expect("it begins with a word")
    }
}
