//! Forgetting an actor: their id is replaced, and everything else stays.

use super::{ForgetError, Ledger};
use crate::catalogue::ActorId;
use crate::number::Number;

/// The beginning of every tombstone.
const TOMBSTONE: &str = "forgotten";

impl<N: Number> Ledger<N> {
    /// Replaces an actor's id by a tombstone everywhere, and returns the tombstone (R28): where they are a user, a
    /// provider (in this ledger's catalogue too), another party, affected, a contributor, a misuser, a proxy or a
    /// beneficiary.
    ///
    /// Every line and total stays; those of the actor now have the tombstone. The ledger equals one in which the
    /// tombstone was recorded from the beginning, under the same ids of interactions. Forgetting is not an entry: it is
    /// possible in a closed period, and cannot be undone.
    ///
    /// The tombstone is `forgotten:`, the names of the ledger's parts, and a running number: `forgotten:march.csv:1`.
    /// It contains nothing of the id, and its number is not given out again. It is unique in this ledger and in every part that can be merged with it, if no
    /// id of the caller's begins like that. A [`Symbol`](crate::ledger::Symbol) still stands for the same actor.
    ///
    /// **What stays**, and may still identify the actor:
    ///
    /// - ids of interactions. An id that is a hash of the content ([`id_or_hash`](crate::Interaction::id_or_hash))
    ///   confirms a guess of the whole interaction. State ids of your own where that matters;
    /// - texts by the caller: dimensions (also those of [reach](Ledger::record_reach), which names no person), reasons of voids, causes, resources, instruments, names of parts;
    /// - figures: a line of one person is still a line of one person
    ///   ([`publish`](crate::disclosure::Publisher::statement) withholds it);
    /// - copies made before: clones of this ledger and of its catalogue, statements (which hold hashes of ids), files.
    ///
    /// **Afterwards** the id is free, and stands for a new person if it is recorded again. An actor who is forgotten in
    /// two parts has two tombstones, and counts as two people when the parts are merged: merge first, then forget. A
    /// ledger whose *provider* was forgotten has other definitions of that provider's services. It merges, as do its
    /// statements, only with ledgers in which the provider has the same tombstone: those begun from its
    /// [`catalogue`](Ledger::catalogue).
    ///
    /// Where shares of an [attribution](Ledger::attribution) are equal, the first by id gets the odd last place or
    /// unit. The tombstone sorts differently, so it may pass to another actor.
    ///
    /// # Performance
    ///
    /// The time does not grow with the ledger. The bytes of the id are overwritten. An [attribution](Ledger::attribution)
    /// shares the ledger's table of ids, and the caller's catalogue its services: the first `forget` while they exist
    /// copies the table, or for a provider the catalogue, and leaves theirs as it was.
    ///
    /// # Errors
    ///
    /// - an actor whom neither an entry nor the catalogue names: R28; the ledger stays as it was.
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
    /// assert_eq!(ledger.forget("ana").unwrap_err().to_string(), "R28: `ana` is no actor of the ledger");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn forget(&mut self, actor: impl AsRef<str>) -> Result<ActorId, ForgetError> {
        let actor = actor.as_ref();
        let symbol = self.columns.actors.get(actor);
        if symbol.is_none() && !self.catalogue.is_provider(actor) {
            return Err(ForgetError::UnknownActor { actor: actor.to_owned() });
        }
        let tombstone = self.next_tombstone();
        if let Some(symbol) = symbol {
            self.columns.actors.replace(symbol, tombstone.as_str());
        }
        self.catalogue.replace_provider(actor, &tombstone);
        Ok(tombstone)
    }

    /// The next tombstone of these parts that is not in use here. A number is not given out twice.
    fn next_tombstone(&mut self) -> ActorId {
        // Ledgers that merge have no part in common, so their tombstones differ. `+` joins the names of parts, and is
        // escaped inside a name: otherwise the part `a+b` and the parts `a` and `b` would have the same tombstone.
        let escaped = |name: &str| name.replace('\\', "\\\\").replace('+', "\\+");
        let parts: Vec<String> = self.parts.iter().map(|part| part.name().map_or_else(String::new, escaped)).collect();
        let parts = parts.join("+");
        loop {
            self.last_tombstone += 1;
            let id = format!("{TOMBSTONE}:{parts}:{}", self.last_tombstone);
            // Entries that were read from a journal may have tombstones. Each is skipped once.
            if self.columns.actors.get(&id).is_none() && !self.catalogue.is_provider(&id) {
                return ActorId::new(id).expect("a tombstone is not empty");
            }
        }
    }
}
