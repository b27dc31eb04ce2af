//! Goes over the rows that a statement counts and shares their amounts out. A rule weighs the parties of a created
//! amount. The misuse on record weighs the actors of a destroyed one.

use super::parties::{Members, collect_misused};
use super::party_index::{PartyIndex, RowKey, UNATTRIBUTED};
use super::rule::{AttributionRule, Basis, Participants, WeighError, sum};
use super::shares::{Aggregation, CREATED, DESTROYED, FIGURES, PendingShare, Shares};
use super::{AnalysisError, Attribution};
use crate::catalogue::InteractionId;
use crate::ledger::{Ledger, MisusedAmount};
use crate::number::{Apportion, Number, Portion};
use crate::printable::clip;
use crate::statement::{Counts, Overflow, Row, Terms};

/// One pass over the rows that a statement counts, by a rule. The buffers are reused from row to row.
pub(super) struct Pass<'a, N: Apportion, R> {
    ledger: &'a Ledger<N>,
    index: &'a PartyIndex,
    rule: &'a R,
    members: Members<'a, N>,
    weights: Vec<N>,
    /// The amount that each actor misused, by code.
    misused: Vec<(u32, N)>,
    /// The same amounts, only of parts that destroy value even for a beneficiary who did not co-operate.
    misused_for_absent: Vec<(u32, N)>,
    /// Whether they are found for the interaction whose amounts are shared out.
    is_found_for_absent: bool,
    /// Whether the shares of each amount are kept apart, rather than added up by line and measure.
    keeps_amounts: bool,
    /// Cells and figures with a change that no number of the kind holds.
    overflows: Vec<(u32, usize)>,
    counted_equally: u64,
}

/// The most shares that are kept of one interaction. In an attribution they take 160 MB. A visit of 2,000 people, with the
/// gain of each shared out among all of them, has 4 million by beneficiary and 2,001 by service.
const MOST_KEPT: u64 = 1 << 22;
/// The most shares that are computed for one interaction, in a few seconds: those of 16,000 people.
const MOST_COMPUTED: u64 = 1 << 28;

/// The amount of one row, to be shared out.
struct Amount<'a, N: Apportion> {
    cell: u32,
    /// [`CREATED`] or [`DESTROYED`].
    figure: usize,
    /// The size of the change.
    change: &'a N::Change,
}

/// Attributes what a statement of these terms counts.
pub(super) fn attribute<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: Terms,
    rule: &R,
) -> Result<Attribution<N>, AnalysisError> {
    let index = PartyIndex::new(ledger);
    let mut counts = Counts::new(ledger, &terms);
    let mut pass = Pass::new(ledger, &index, rule);
    let mut aggregation = Aggregation::new();
    let mut result = Ok(());
    counts.each(|rows| {
        if result.is_ok() {
            result = pass.share_out(rows, |_, share| aggregation.push(share));
        }
    });
    result?;
    let Pass { overflows, counted_equally, .. } = pass;
    let totals = aggregation.finish();
    let cells = totals.iter().flatten().map(|(key, _)| key.cell);
    let order = counts.in_order(cells.chain(overflows.iter().map(|(cell, _)| *cell)));
    let positions = order.positions();
    if let Some((position, figure)) = overflows.iter().map(|(cell, figure)| (positions[*cell as usize], *figure)).min()
    {
        let words = terms.grouping().words().len();
        return Err(Overflow::at::<N>(FIGURES[figure], &order.index(), (position as usize, words), &terms).into());
    }
    let shares = Shares::new(order, &index, totals);
    Attribution::new(ledger, terms, rule.name(), shares, counted_equally)
}

impl<'a, N: Apportion, R: AttributionRule<N>> Pass<'a, N, R> {
    pub(super) fn new(ledger: &'a Ledger<N>, index: &'a PartyIndex, rule: &'a R) -> Self {
        Self {
            ledger,
            index,
            rule,
            members: Members::new(),
            weights: Vec::new(),
            misused: Vec::new(),
            misused_for_absent: Vec::new(),
            is_found_for_absent: false,
            keeps_amounts: false,
            overflows: Vec::new(),
            counted_equally: 0,
        }
    }

    /// The pass of a caller that keeps the shares of each amount apart.
    pub(super) fn keeping_amounts(self) -> Self {
        Self { keeps_amounts: true, ..self }
    }

    /// Shares out the amounts of these rows, and hands each share to `take` with its row. The rows of an interaction are
    /// adjacent.
    pub(super) fn share_out(
        &mut self,
        rows: &[Row<N::Change>],
        mut take: impl FnMut(&Row<N::Change>, PendingShare<N>),
    ) -> Result<(), AnalysisError> {
        for rows in rows.chunk_by(|one, other| one.interaction() == other.interaction()) {
            let interaction = rows[0].interaction();
            if rows.iter().any(|row| row.counts_as.is_created()) {
                self.find_members(interaction)?;
            }
            if rows.iter().any(|row| row.counts_as.is_destroyed()) {
                self.find_misused(interaction)?;
            }
            self.is_found_for_absent = false;
            if rows.len() > 1 {
                self.check_size(rows)?;
            }
            for row in rows {
                self.share_row(row, |share| take(row, share))?;
            }
        }
        Ok(())
    }

    /// Checks, before any amount of an interaction is shared out, that its shares are not too many: their number is the
    /// product of its amounts and its parties.
    fn check_size(&self, rows: &[Row<N::Change>]) -> Result<(), AnalysisError> {
        let created = rows.iter().filter(|row| row.counts_as.is_created());
        let destroyed = rows.iter().filter(|row| row.counts_as.is_destroyed());
        let (members, misusers) = (self.members.members.len() as u64, self.misused.len().max(1) as u64);
        let shares = |created: u64, destroyed: u64| created * members + destroyed * misusers;
        let computed = shares(created.clone().count() as u64, destroyed.clone().count() as u64);
        let too_many = |shares, most| {
            let (interaction, rule) = (self.id(rows[0].interaction()), self.rule.name().to_owned());
            Err(AnalysisError::TooManyShares { interaction, rule, shares, most })
        };
        if computed > MOST_COMPUTED {
            return too_many(computed, MOST_COMPUTED);
        }
        if computed > MOST_KEPT {
            let kept = if self.keeps_amounts { computed } else { shares(count_cells(created), count_cells(destroyed)) };
            if kept > MOST_KEPT {
                return too_many(kept, MOST_KEPT);
            }
        }
        Ok(())
    }

    #[inline]
    fn find_members(&mut self, interaction: usize) -> Result<(), AnalysisError> {
        let found = self.members.find(self.ledger, self.index, interaction);
        let by_heads = !self.members.is_stated && self.rule.basis() == Basis::Integrated;
        self.counted_equally += u64::from(by_heads);
        found.ok_or_else(|| self.weights_overflow(interaction))
    }

    #[inline]
    fn find_misused(&mut self, interaction: usize) -> Result<(), AnalysisError> {
        self.misused.clear();
        // Most interactions have no misuse on record: their contributions need not be read.
        if !self.ledger.columns.flags[interaction].is_misused() {
            return Ok(());
        }
        let found = collect_misused(self.ledger, self.index, interaction, |_| true, &mut self.misused);
        found.ok_or_else(|| self.weights_overflow(interaction))
    }

    /// Shares out the amount of one row, if it is created or destroyed.
    #[inline]
    fn share_row(&mut self, row: &Row<N::Change>, take: impl FnMut(PendingShare<N>)) -> Result<(), AnalysisError> {
        let figure = match row.counts_as {
            counts_as if counts_as.is_created() => CREATED,
            counts_as if counts_as.is_destroyed() => DESTROYED,
            _ => return Ok(()),
        };
        let Some(change) = &row.amount else {
            self.overflows.push((row.cell, figure));
            return Ok(());
        };
        let amount = Amount { cell: row.cell, figure, change };
        if figure == CREATED {
            self.share_created(row, &amount, take)
        } else {
            self.share_destroyed(row, &amount, take)
        }
    }

    fn share_created(
        &mut self,
        row: &Row<N::Change>,
        amount: &Amount<'_, N>,
        take: impl FnMut(PendingShare<N>),
    ) -> Result<(), AnalysisError> {
        let (interaction, members) = (row.interaction(), &self.members.members);
        let code = self.index.actor(row.beneficiary);
        let beneficiary = members.binary_search_by_key(&code, |member| member.code);
        // Value counts as created only if the beneficiary took part.
        let beneficiary = beneficiary.expect("the beneficiary of a created amount is a member");
        let (ledger, measure, by_party) = (self.ledger, row.measure, &self.members.by_party);
        let parties = Participants { ledger, interaction, measure, index: self.index, members, by_party, beneficiary };
        self.weights.clear();
        self.rule.weigh(&parties, &mut self.weights).map_err(|error| self.not_weighed(interaction, error))?;
        let zero = N::zero();
        let are_weights = self.weights.len() == members.len()
            // A raw fraction can be compared only in the form that the books keep.
            && self.weights.iter_mut().all(|weight| weight.held().map(|held| *weight = held).is_some())
            && self.weights.iter().all(|weight| *weight >= zero)
            && self.weights.iter().any(|weight| *weight > zero);
        if !are_weights {
            return Err(self.no_weights(interaction));
        }
        let weights = members.iter().map(|member| member.code).zip(&self.weights);
        amount.share_among(weights, take).ok_or_else(|| self.weights_overflow(interaction))
    }

    fn share_destroyed(
        &mut self,
        row: &Row<N::Change>,
        amount: &Amount<'_, N>,
        take: impl FnMut(PendingShare<N>),
    ) -> Result<(), AnalysisError> {
        let misused = if row.did_not_cooperate() { self.find_misused_for_absent(row)? } else { &self.misused };
        if misused.is_empty() {
            amount.give_to(UNATTRIBUTED, take);
            return Ok(());
        }
        let weights = misused.iter().map(|(code, weight)| (*code, weight));
        amount.share_among(weights, take).ok_or_else(|| self.weights_overflow(row.interaction()))
    }

    /// The misused amounts that destroy value for a beneficiary who did not co-operate. Only these make the loss
    /// destruction, so only these share it: the absence of a user never gets a share.
    #[cold]
    fn find_misused_for_absent(&mut self, row: &Row<N::Change>) -> Result<&[(u32, N)], AnalysisError> {
        let (ledger, interaction) = (self.ledger, row.interaction());
        let counts = |part: &MisusedAmount<'_, N>| part.destroys_for_absent(ledger, interaction);
        if !self.is_found_for_absent {
            let found = collect_misused(ledger, self.index, interaction, counts, &mut self.misused_for_absent);
            found.ok_or_else(|| self.weights_overflow(interaction))?;
            self.is_found_for_absent = true;
        }
        Ok(&self.misused_for_absent)
    }

    #[cold]
    fn weights_overflow(&self, interaction: usize) -> AnalysisError {
        AnalysisError::Weights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), kind: N::KIND }
    }

    #[cold]
    fn not_weighed(&self, interaction: usize, error: WeighError) -> AnalysisError {
        match error {
            WeighError::Overflow { .. } => self.weights_overflow(interaction),
            WeighError::Game(error) => {
                AnalysisError::Game { interaction: self.id(interaction), rule: self.rule.name().to_owned(), error }
            }
        }
    }

    #[cold]
    fn no_weights(&self, interaction: usize) -> AnalysisError {
        let weights: Vec<String> = self.weights.iter().map(Number::text).collect();
        let weights = clip(&format!("[{}]", weights.join(", ")));
        AnalysisError::NoWeights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), weights }
    }

    fn id(&self, interaction: usize) -> InteractionId {
        self.ledger.id_at(interaction as u32)
    }
}

/// The number of distinct cells of these rows.
fn count_cells<'a, C: 'a>(rows: impl Iterator<Item = &'a Row<C>>) -> u64 {
    let mut cells: Vec<u32> = rows.map(|row| row.cell).collect();
    cells.sort_unstable();
    cells.dedup();
    cells.len() as u64
}

impl<N: Apportion> Amount<'_, N> {
    fn share(&self, party: u32, portion: Portion<N>) -> PendingShare<N> {
        PendingShare { key: RowKey { cell: self.cell, party }, figure: self.figure, portion }
    }

    /// Gives the whole amount to one party.
    #[inline]
    fn give_to(&self, party: u32, mut take: impl FnMut(PendingShare<N>)) {
        N::whole(self.change, |portion| take(self.share(party, portion)));
    }

    /// Shares the amount out by weights. Each share is rounded once, except the largest one: it is the exact rest, so
    /// that all shares add up to the amount. Of equal weights, the first by id has the largest share. Returns `None` if
    /// a number of the kind does not hold the sum of the weights or a share.
    fn share_among<'a>(
        &self,
        weights: impl Iterator<Item = (u32, &'a N)> + Clone,
        mut take: impl FnMut(PendingShare<N>),
    ) -> Option<()>
    where
        N: 'a,
    {
        let zero = N::zero();
        let weights = weights.filter(|(_, weight)| **weight > zero);
        let heavier = |one: (u32, &'a N), other: (u32, &'a N)| if other.1 > one.1 { other } else { one };
        let (largest, _) = weights.clone().reduce(heavier).expect("one weight is above zero");
        // The largest share is the amount less the portions of the others, exactly. Where that needs more digits than a
        // portion has, a portion is pending as one more share to subtract, and the exact total subtracts it.
        let mut rest = None;
        N::whole(self.change, |part| {
            if let Some(part) = rest.replace(part) {
                take(self.share(largest, part));
            }
        });
        let mut others = weights.clone().filter(|(party, _)| *party != largest).peekable();
        if others.peek().is_some() {
            let all = sum(weights.map(|(_, weight)| weight))?;
            for (party, weight) in others {
                let portion = N::portion(self.change, weight, &all)?;
                match rest.as_ref().and_then(|rest| N::exact_rest(rest, &portion)) {
                    Some(less) => rest = Some(less),
                    None => take(self.share(largest, N::less(&portion))),
                }
                take(self.share(party, portion));
            }
        }
        if let Some(rest) = rest {
            take(self.share(largest, rest));
        }
        Some(())
    }
}
