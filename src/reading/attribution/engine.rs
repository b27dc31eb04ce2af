//! From what is counted to shares: every created amount by a rule, every destroyed one by who misused what.

use super::gathering::Gathering;
use super::parties::{Members, misused};
use super::party_names::{NOBODY, PartyNames};
use super::rule::{AttributionRule, Basis, TakingPart, WeighError, sum};
use super::shares::Shares;
use super::taken::{CREATED, DESTROYED, FIGURES, Taken};
use super::{Attribution, ReadingError};
use crate::catalogue::InteractionId;
use crate::ledger::Ledger;
use crate::number::{Apportion, Number, Totals};
use crate::statement::{Counts, Overflow, Row, Terms};

/// A pass over what a statement counts.
pub(super) struct Pass<'a, N: Apportion, R> {
    ledger: &'a Ledger<N>,
    names: &'a PartyNames<'a>,
    rule: &'a R,
    members: Members<'a, N>,
    weights: Vec<N>,
    misused: Vec<(u32, N)>,
    totals: [Totals<N::Total>; 2],
    /// Cells with a change that no number of the kind holds.
    beyond: Vec<(u32, usize)>,
    counted_equally: u64,
}

/// Attributes what a statement of these terms counts.
pub(super) fn attribute<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: Terms,
    rule: &R,
) -> Result<Attribution<N>, ReadingError> {
    let names = PartyNames::of(ledger);
    let mut counts = Counts::new(ledger, &terms);
    let mut pass = Pass::new(ledger, &names, rule);
    let mut gathering = Gathering::new();
    let mut result = Ok(());
    counts.each(|rows| {
        for of_one in rows.chunk_by(|one, two| one.interaction() == two.interaction()) {
            if result.is_err() {
                break;
            }
            let took = pass.interaction(of_one, |figure, cell, taken| gathering.push(&names, figure, cell, taken));
            // Not in one: an error is long, and copied nearly never.
            if let Err(error) = took {
                result = Err(error);
            }
        }
    });
    result?;
    let Pass { totals, beyond, counted_equally, .. } = pass;
    let met = totals.iter().flat_map(|totals| (0..).zip(totals.rows()).filter(|(_, row)| row.count > 0));
    let met = met.map(|(cell, _)| cell);
    let order = counts.in_order(met.chain(beyond.iter().map(|(cell, _)| *cell)));
    let places = order.places();
    let words = terms.grouping().words().len();
    if let Some(&(cell, figure)) = beyond.iter().min_by_key(|(cell, figure)| (places[*cell as usize], *figure)) {
        let index = order.index();
        let place = places[cell as usize] as usize;
        return Err(Overflow::at::<N>(FIGURES[figure], &index, (place, words), &terms).into());
    }
    let shares = Shares::of(order, &places, &names, gathering, &totals);
    Attribution::new(ledger, terms, rule.name(), shares, counted_equally)
}

impl<'a, N: Apportion, R: AttributionRule<N>> Pass<'a, N, R> {
    pub(super) fn new(ledger: &'a Ledger<N>, names: &'a PartyNames<'a>, rule: &'a R) -> Self {
        Self {
            ledger,
            names,
            rule,
            members: Members::new(),
            weights: Vec::new(),
            misused: Vec::new(),
            totals: std::array::from_fn(|_| Totals::new()),
            beyond: Vec::new(),
            counted_equally: 0,
        }
    }

    /// Hands over what is taken of all that is counted of one interaction, with its figure and cell.
    pub(super) fn interaction(
        &mut self,
        rows: &[Row<N::Change>],
        mut take: impl FnMut(usize, u32, Taken<N>),
    ) -> Result<(), ReadingError> {
        let interaction = rows[0].interaction();
        let mut found = [false; 2];
        for row in rows {
            let figure = match (row.is_created(), row.is_destroyed()) {
                (true, _) => CREATED,
                (_, true) => DESTROYED,
                _ => continue,
            };
            let Some(amount) = &row.amount else {
                self.beyond.push((row.cell, figure));
                continue;
            };
            self.totals[figure].add(row.cell, amount).expect("the door lets only finite numbers in");
            if !std::mem::replace(&mut found[figure], true) {
                self.find(figure, interaction)?;
            }
            if figure == CREATED {
                self.created(row, amount, |taken| take(CREATED, row.cell, taken))?;
            } else {
                self.destroyed(row, amount, |taken| take(DESTROYED, row.cell, taken))?;
            }
        }
        Ok(())
    }

    /// Finds who took part, or who misused what.
    fn find(&mut self, figure: usize, interaction: usize) -> Result<(), ReadingError> {
        let found = if figure == CREATED {
            let found = self.members.find(self.ledger, self.names, interaction);
            let by_heads = !self.members.is_stated && self.rule.basis() == Basis::Integrated;
            self.counted_equally += u64::from(by_heads);
            found
        } else if self.ledger.columns.flags[interaction].is_misused() {
            misused(self.ledger, self.names, interaction, &mut self.misused)
        } else {
            self.misused.clear();
            Some(())
        };
        found.ok_or_else(|| self.beyond_weights(interaction))
    }

    fn created(
        &mut self,
        row: &Row<N::Change>,
        amount: &N::Change,
        take: impl FnMut(Taken<N>),
    ) -> Result<(), ReadingError> {
        let members = &self.members.members;
        let code = self.names.code(row.beneficiary);
        let beneficiary = members.binary_search_by_key(&code, |member| member.code);
        let beneficiary = beneficiary.expect("who creates integrated something, or nothing is stated of them");
        let parties = TakingPart { names: self.names, members, beneficiary };
        self.weights.clear();
        let interaction = row.interaction();
        self.rule.weigh(&parties, &mut self.weights).map_err(|error| self.not_weighed(interaction, error))?;
        let nothing = N::zero();
        let weighed = self.weights.len() == members.len()
            && self.weights.iter().all(|weight| *weight >= nothing)
            && self.weights.iter().any(|weight| *weight > nothing);
        if !weighed {
            return Err(self.no_weights(interaction));
        }
        let parties = members.iter().map(|member| member.code).zip(&self.weights);
        let shared = share_out(amount, parties, take);
        shared.ok_or_else(|| self.beyond_weights(interaction))
    }

    fn destroyed(
        &self,
        row: &Row<N::Change>,
        amount: &N::Change,
        mut take: impl FnMut(Taken<N>),
    ) -> Result<(), ReadingError> {
        if self.misused.is_empty() {
            take(Taken::All(NOBODY, amount.clone()));
            return Ok(());
        }
        let parties = self.misused.iter().map(|(code, weight)| (*code, weight));
        let shared = share_out(amount, parties, take);
        shared.ok_or_else(|| self.beyond_weights(row.interaction()))
    }

    #[cold]
    fn beyond_weights(&self, interaction: usize) -> ReadingError {
        ReadingError::Weights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), kind: N::KIND }
    }

    #[cold]
    fn not_weighed(&self, interaction: usize, error: WeighError) -> ReadingError {
        match error {
            WeighError::Overflow => self.beyond_weights(interaction),
            WeighError::Game(error) => {
                ReadingError::Game { interaction: self.id(interaction), rule: self.rule.name().to_owned(), error }
            }
        }
    }

    #[cold]
    fn no_weights(&self, interaction: usize) -> ReadingError {
        let weights: Vec<String> = self.weights.iter().map(Number::text).collect();
        let weights = crate::number::clip(&format!("[{}]", weights.join(", ")));
        ReadingError::NoWeights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), weights }
    }

    fn id(&self, interaction: usize) -> InteractionId {
        self.ledger.id_at(interaction as u32)
    }
}

/// Shares an amount out by weights: each share rounded once, and the exact rest to who has the largest, of equals the
/// first by id. None where a number of the kind does not hold the sum of the weights, or a share.
fn share_out<'a, N: Apportion>(
    amount: &N::Change,
    parties: impl Iterator<Item = (u32, &'a N)> + Clone,
    mut take: impl FnMut(Taken<N>),
) -> Option<()> {
    let mut largest: Option<(u32, &N)> = None;
    for (code, weight) in parties.clone() {
        if largest.is_none_or(|(_, most)| *weight > *most) {
            largest = Some((code, weight));
        }
    }
    let (largest, most) = largest?;
    take(Taken::All(largest, amount.clone()));
    let mut whole = None;
    for (code, weight) in parties.clone().filter(|(code, weight)| *code != largest && **weight > N::zero()) {
        if whole.is_none() {
            whole = sum(parties.clone().map(|(_, weight)| weight));
        }
        let portion = N::portion(amount, weight, whole.as_ref()?)?;
        take(Taken::Portion(code, portion.clone()));
        take(Taken::Less(largest, portion));
    }
    debug_assert!(*most > N::zero(), "somebody has a share");
    Some(())
}
