//! From what is counted to shares: every created amount by a rule, every destroyed one by who misused what.

use super::gathering::Gathering;
use super::parties::{Members, misused};
use super::party_names::{NOBODY, PartyNames};
use super::rule::{AttributionRule, Basis, Participants, WeighError, sum};
use super::shares::Shares;
use super::taken::{CREATED, DESTROYED, FIGURES, Taken};
use super::{AnalysisError, Attribution};
use crate::catalogue::InteractionId;
use crate::ledger::Ledger;
use crate::number::{Apportion, Number};
use crate::statement::{Counts, Overflow, Row, Terms};

/// A pass over what a statement counts.
pub(super) struct Pass<'a, N: Apportion, R> {
    ledger: &'a Ledger<N>,
    names: &'a PartyNames<'a>,
    rule: &'a R,
    members: Members<'a, N>,
    weights: Vec<N>,
    /// Who misused what, and which of those parts destroy value for beneficiaries who did not co-operate too.
    misused: Vec<(u32, N)>,
    misused_for_absent: Vec<(u32, N)>,
    /// The places of what was created among some rows, and of what was destroyed.
    picked: [Vec<u32>; 2],
    /// Cells with a change that no number of the kind holds.
    beyond: Vec<(u32, usize)>,
    counted_equally: u64,
}

/// Attributes what a statement of these terms counts.
pub(super) fn attribute<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: Terms,
    rule: &R,
) -> Result<Attribution<N>, AnalysisError> {
    let names = PartyNames::of(ledger);
    let mut counts = Counts::new(ledger, &terms);
    let mut pass = Pass::new(ledger, &names, rule);
    let mut gathering = Gathering::new();
    let mut result = Ok(());
    counts.each(|rows| {
        if result.is_ok() {
            gathering.bring_near(rows.iter().map(|row| row.cell));
            result = pass.add(rows, |figure, taken| gathering.push(&names, figure, taken));
        }
    });
    result?;
    let Pass { beyond, counted_equally, .. } = pass;
    let order = counts.in_order(gathering.met().chain(beyond.iter().map(|(cell, _)| *cell)));
    let places = order.places();
    let words = terms.grouping().words().len();
    if let Some(&(cell, figure)) = beyond.iter().min_by_key(|(cell, figure)| (places[*cell as usize], *figure)) {
        let index = order.index();
        let place = places[cell as usize] as usize;
        return Err(Overflow::at::<N>(FIGURES[figure], &index, (place, words), &terms).into());
    }
    let shares = Shares::of(order, &places, &names, gathering);
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
            misused_for_absent: Vec::new(),
            picked: [Vec::new(), Vec::new()],
            beyond: Vec::new(),
            counted_equally: 0,
        }
    }

    /// Hands over what is taken of all that is counted of some interactions, with its figure.
    ///
    /// First of all that was created and then of all that was destroyed: which of the two a row is, is as good as random,
    /// and to ask at each row would cost more than to go over them twice.
    pub(super) fn add(
        &mut self,
        rows: &[Row<N::Change>],
        mut take: impl FnMut(usize, Taken<N>),
    ) -> Result<(), AnalysisError> {
        let mut picked = std::mem::take(&mut self.picked);
        pick(rows, |row| row.counts_as.is_created(), &mut picked[CREATED]);
        pick(rows, |row| row.counts_as.is_destroyed(), &mut picked[DESTROYED]);
        let of_one = |one: &u32, two: &u32| rows[*one as usize].interaction() == rows[*two as usize].interaction();
        for (figure, places) in picked.iter().enumerate() {
            for places in places.chunk_by(of_one) {
                self.find(figure, rows[places[0] as usize].interaction())?;
                for row in places.iter().map(|&place| &rows[place as usize]) {
                    match &row.amount {
                        Some(amount) => self.share(figure, row, amount, |taken| take(figure, taken))?,
                        None => self.beyond.push((row.cell, figure)),
                    }
                }
            }
        }
        self.picked = picked;
        Ok(())
    }

    /// Finds who took part in an interaction, or who misused what.
    #[inline]
    fn find(&mut self, figure: usize, interaction: usize) -> Result<(), AnalysisError> {
        let found = if figure == CREATED {
            let found = self.members.find(self.ledger, self.names, interaction);
            let by_heads = !self.members.is_stated && self.rule.basis() == Basis::Integrated;
            self.counted_equally += u64::from(by_heads);
            found
        } else if self.ledger.columns.flags[interaction].is_misused() {
            let (ledger, names) = (self.ledger, self.names);
            misused(ledger, names, interaction, |_| true, &mut self.misused)
        } else {
            self.misused.clear();
            Some(())
        };
        found.ok_or_else(|| self.beyond_weights(interaction))
    }

    /// Hands over what is taken of one amount.
    #[inline]
    fn share(
        &mut self,
        figure: usize,
        row: &Row<N::Change>,
        amount: &N::Change,
        take: impl FnMut(Taken<N>),
    ) -> Result<(), AnalysisError> {
        if figure == CREATED { self.created(row, amount, take) } else { self.destroyed(row, amount, take) }
    }

    fn created(
        &mut self,
        row: &Row<N::Change>,
        amount: &N::Change,
        take: impl FnMut(Taken<N>),
    ) -> Result<(), AnalysisError> {
        let members = &self.members.members;
        let code = self.names.code(row.beneficiary);
        let beneficiary = members.binary_search_by_key(&code, |member| member.code);
        let beneficiary = beneficiary.expect("who creates integrated something, or nothing is stated of them");
        let parties = Participants { names: self.names, members, beneficiary };
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
        if let ([one, two], [weight, other]) = (&members[..], &self.weights[..]) {
            // Nearly always: one user and the provider.
            let shared = share_between::<N>((row.cell, amount), [(one.code, weight), (two.code, other)], take);
            return shared.ok_or_else(|| self.beyond_weights(interaction));
        }
        let parties = members.iter().map(|member| member.code).zip(&self.weights);
        let shared = share_out((row.cell, amount), parties, take);
        shared.ok_or_else(|| self.beyond_weights(interaction))
    }

    fn destroyed(
        &mut self,
        row: &Row<N::Change>,
        amount: &N::Change,
        mut take: impl FnMut(Taken<N>),
    ) -> Result<(), AnalysisError> {
        if row.did_not_cooperate() {
            return self.destroyed_for_absent(row, amount, take);
        }
        if self.misused.is_empty() {
            N::whole(amount, |portion| take(Taken { cell: row.cell, code: NOBODY, portion }));
            return Ok(());
        }
        let parties = self.misused.iter().map(|(code, weight)| (*code, weight));
        let shared = share_out((row.cell, amount), parties, take);
        shared.ok_or_else(|| self.beyond_weights(row.interaction()))
    }

    /// Attributes a destroyed amount of a person who did not co-operate. Only the parts that made it destruction share it, so
    /// no absence of a user is blamed.
    #[cold]
    fn destroyed_for_absent(
        &mut self,
        row: &Row<N::Change>,
        amount: &N::Change,
        take: impl FnMut(Taken<N>),
    ) -> Result<(), AnalysisError> {
        let (ledger, interaction) = (self.ledger, row.interaction());
        misused(
            ledger,
            self.names,
            interaction,
            |part| part.destroys_for_absent(ledger, interaction),
            &mut self.misused_for_absent,
        )
        .and_then(|()| {
            share_out((row.cell, amount), self.misused_for_absent.iter().map(|(code, weight)| (*code, weight)), take)
        })
        .ok_or_else(|| self.beyond_weights(interaction))
    }

    #[cold]
    fn beyond_weights(&self, interaction: usize) -> AnalysisError {
        AnalysisError::Weights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), kind: N::KIND }
    }

    #[cold]
    fn not_weighed(&self, interaction: usize, error: WeighError) -> AnalysisError {
        match error {
            WeighError::Overflow { .. } => self.beyond_weights(interaction),
            WeighError::Game(error) => {
                AnalysisError::Game { interaction: self.id(interaction), rule: self.rule.name().to_owned(), error }
            }
        }
    }

    #[cold]
    fn no_weights(&self, interaction: usize) -> AnalysisError {
        let weights: Vec<String> = self.weights.iter().map(Number::text).collect();
        let weights = crate::number::clip(&format!("[{}]", weights.join(", ")));
        AnalysisError::NoWeights { interaction: self.id(interaction), rule: self.rule.name().to_owned(), weights }
    }

    fn id(&self, interaction: usize) -> InteractionId {
        self.ledger.id_at(interaction as u32)
    }
}

/// The places of the rows of which something is so: without a branch, which would be guessed wrong every other time.
fn pick<C>(rows: &[Row<C>], is_so: impl Fn(&Row<C>) -> bool, places: &mut Vec<u32>) {
    places.clear();
    places.resize(rows.len(), 0);
    let mut count = 0;
    for (place, row) in (0..).zip(rows) {
        places[count] = place;
        count += usize::from(is_so(row));
    }
    places.truncate(count);
}

/// As [`share_out`], between two.
#[inline]
fn share_between<N: Apportion>(
    (cell, amount): (u32, &N::Change),
    [one, two]: [(u32, &N); 2],
    mut take: impl FnMut(Taken<N>),
) -> Option<()> {
    let ((largest, most), (smaller, weight)) = if two.1 > one.1 { (two, one) } else { (one, two) };
    N::whole(amount, |portion| take(Taken { cell, code: largest, portion }));
    if *weight > N::zero() {
        let portion = N::portion(amount, weight, &N::plus(most, weight)?)?;
        take(Taken { cell, code: largest, portion: N::less(&portion) });
        take(Taken { cell, code: smaller, portion });
    }
    Some(())
}

/// Shares an amount out by weights: each share rounded once, and the exact rest to who has the largest, of equals the
/// first by id. None where a number of the kind does not hold the sum of the weights, or a share.
fn share_out<'a, N: Apportion>(
    (cell, amount): (u32, &N::Change),
    parties: impl Iterator<Item = (u32, &'a N)> + Clone,
    mut take: impl FnMut(Taken<N>),
) -> Option<()> {
    let nothing = N::zero();
    let parties = parties.filter(|(_, weight)| **weight > nothing);
    let mut largest: Option<(u32, &N)> = None;
    for (code, weight) in parties.clone() {
        if largest.is_none_or(|(_, most)| *weight > *most) {
            largest = Some((code, weight));
        }
    }
    let (largest, _) = largest.expect("somebody has a weight");
    N::whole(amount, |portion| take(Taken { cell, code: largest, portion }));
    let mut whole = None;
    for (code, weight) in parties.clone().filter(|(code, _)| *code != largest) {
        if whole.is_none() {
            whole = sum(parties.clone().map(|(_, weight)| weight));
        }
        let portion = N::portion(amount, weight, whole.as_ref()?)?;
        take(Taken { cell, code: largest, portion: N::less(&portion) });
        take(Taken { cell, code, portion });
    }
    Some(())
}
