//! Options between which a decision is made, in many draws.

use std::collections::BTreeMap;

use super::drawn::{Drawn, mean, total};
use super::draws::Draws;
use super::error::CertaintyError;
use crate::getters::getters;
use crate::number::{FloatTotal, Total, clip};

/// The options of a decision, each with its worth in every draw. They give the best option, and the worth of knowing more before
/// the decision.
///
/// All options have the same draws: an assumption of several options has one value in each draw.
///
/// # Formula
///
/// With `n` the worth of an option in a draw, `D` draws, and exact totals:
///
/// - perfect information (EVPI) `= (Σ_draws max_options n − max_options Σ_draws n) ÷ D`;
/// - perfect information on one assumption (EVPPI) `= (Σ_blocks max_options Σ_block n − max_options Σ_draws n) ÷ D`. Draws are
///   sorted by the value of the assumption and cut into blocks (Strong and Oakley, from memory).
///
/// # Example
///
/// ```
/// use covalue::certainty::Options;
///
/// let options = Options::new([("more visits", [10.0, 0.0, 2.0]), ("as is", [4.0, 6.0, 5.0])])?;
/// assert_eq!((options.mean("more visits")?, options.mean("as is")?), (4.0, 5.0));
/// assert_eq!((options.best(), options.wins("more visits")?, options.draws()), (vec!["as is"], 1, 3));
/// assert_eq!(options.perfect_information(), 2.0); // (10 + 6 + 5) / 3 - 5: what knowing beforehand would be worth
///
/// // The price decides. To know it is worth as much as to know everything.
/// let options = options.assuming("price", [1.0, 3.0, 2.0])?;
/// assert_eq!(options.in_blocks(3)?.perfect_information_on("price")?, 2.0);
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    options: Vec<OptionDraws>,
    /// The values of assumptions, by name.
    assumptions: BTreeMap<Box<str>, Drawn>,
    /// The number of blocks into which draws are cut, if it is stated.
    blocks: Option<usize>,
    tied: u64,
    /// The exact sum of the best option.
    greatest: FloatTotal,
    perfect_information: f64,
}

/// The name of an option, and its numbers in every draw.
pub(super) type Column = (Box<str>, Vec<f64>);

/// An option in every draw.
#[derive(Clone, Debug, PartialEq)]
struct OptionDraws {
    name: Box<str>,
    worth: Drawn,
    total: FloatTotal,
    /// The draws in which it alone is the best.
    wins: u64,
}

/// The name of the option to do nothing.
const NOTHING: &str = "nothing";

impl Options {
    /// Options, each with its worth in every draw.
    ///
    /// # Errors
    ///
    /// - no option, an option without draws, options of unlike length: R40;
    /// - a worth that is not finite: R3; two options of one name: form.
    pub fn new<S: Into<Box<str>>, V: Into<Vec<f64>>>(
        options: impl IntoIterator<Item = (S, V)>,
    ) -> Result<Self, CertaintyError> {
        let options = options.into_iter().map(|(name, values)| (name.into(), values.into()));
        Self::of(options.collect(), BTreeMap::new())
    }

    /// Options of maps: the net present value of each in every draw. What the maps share is one draw for all of them.
    ///
    /// # Errors
    ///
    /// - draws of unlike number or seed, one name of different values, no option: R40;
    /// - totals of unlike numbers of replicates: R39;
    /// - maps of unlike unit, price year, deflator or discount: R32; two options of one name: form.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::{Drawing, Options};
    /// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row, Spread};
    ///
    /// let visits = |count| {
    ///     let row = Row::new("visits", count, Proxy::amount(20.0));
    ///     row.spread(Assumption::Proxy, Spread::gamma(20.0, 8.0)).named(Assumption::Proxy, "price")
    /// };
    /// let draws = |count, cost| ImpactMap::new([visits(count)]).inputs(cost).draws(Discount::none(), Drawing::seeded(1));
    /// let (more, same) = (draws(30.0, 450.0)?, draws(10.0, 100.0)?);
    /// let options = Options::of_draws([("more visits", &more), ("as is", &same)])?;
    /// assert_eq!(options.best(), ["more visits"]);
    /// assert_eq!(options.wins("more visits")? + options.wins("as is")?, 10_000);
    /// // Only the price is uncertain.
    /// let (all, price) = (options.perfect_information(), options.perfect_information_on("price")?);
    /// assert!(price <= all && all - price < 0.1, "{all}, {price}");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn of_draws<'d, S: Into<Box<str>>>(
        options: impl IntoIterator<Item = (S, &'d Draws)>,
    ) -> Result<Self, CertaintyError> {
        let options: Vec<(Box<str>, &Draws)> = options.into_iter().map(|(name, draws)| (name.into(), draws)).collect();
        let mut assumptions: BTreeMap<Box<str>, Drawn> = BTreeMap::new();
        for (index, (name, draws)) in options.iter().enumerate() {
            let (first_name, first) = &options[0];
            let seeds = [first.drawing().seed(), draws.drawing().seed()];
            if seeds[0] != seeds[1] {
                let (one, other) = (first_name.to_string(), name.to_string());
                return Err(CertaintyError::Seeds { one, other, seeds });
            }
            first.central().check_terms_of(draws.central())?;
            options[..index].iter().try_for_each(|(_, known)| known.check_replicates(draws))?;
            for (assumption, drawn) in draws.assumptions() {
                let known = assumptions.entry(assumption.into()).or_insert_with(|| drawn.clone());
                if known.values().len() == drawn.values().len() && known != drawn {
                    let (option, name) = (name.to_string(), assumption.to_owned());
                    return Err(CertaintyError::OtherValues { option, name });
                }
            }
        }
        let columns = options.into_iter().map(|(name, draws)| (name, draws.net_present_value().values().to_vec()));
        Self::of(columns.collect(), assumptions)
    }

    pub(super) fn of(options: Vec<Column>, assumptions: BTreeMap<Box<str>, Drawn>) -> Result<Self, CertaintyError> {
        check(&options)?;
        let mut options: Vec<OptionDraws> = options
            .into_iter()
            .map(|(name, values)| OptionDraws { name, total: total(&values), worth: Drawn::new(values), wins: 0 })
            .collect();
        let (mut known, mut tied) = (FloatTotal::new(), 0);
        let draws = options[0].worth.values().len();
        for draw in 0..draws {
            let (best, is_alone) = best_in(&options, draw);
            known.add(&options[best].worth.values()[draw]).expect("worths are finite");
            if is_alone {
                options[best].wins += 1;
            } else {
                tied += 1;
            }
        }
        let greatest = options.iter().map(|option| &option.total).max().expect("there is an option").clone();
        known.remove(&greatest);
        let perfect_information = known.divided(draws as u64).ok_or(CertaintyError::InformationOverflow)?;
        Ok(Self { options, assumptions, blocks: None, tied, greatest, perfect_information })
    }

    /// Adds the option to do nothing, which is worth 0 in every draw.
    ///
    /// # Errors
    ///
    /// - an option that is named `nothing`: form.
    pub fn or_nothing(self) -> Result<Self, CertaintyError> {
        let nothing = (NOTHING.into(), vec![0.0; self.draws()]);
        let options = self.options.into_iter().map(|option| (option.name, option.worth.values().to_vec()));
        Ok(Self { blocks: self.blocks, ..Self::of(options.chain([nothing]).collect(), self.assumptions)? })
    }

    /// Sets the number of blocks into which draws are cut for the worth of knowing one assumption. With many blocks of few draws
    /// each it is overstated: 1,000 draws in 50 blocks gave 0.51 for an assumption worth 0.24, the mean of 40 seeds.
    ///
    /// # Errors
    ///
    /// - 0 blocks, more blocks than draws: form.
    pub fn in_blocks(self, blocks: usize) -> Result<Self, CertaintyError> {
        let draws = self.draws();
        if blocks == 0 || blocks > draws {
            return Err(CertaintyError::Blocks { found: blocks as u64, draws: draws as u64 });
        }
        Ok(Self { blocks: Some(blocks), ..self })
    }

    /// Adds the values of an assumption in the draws, so that it can be asked what it would be worth to know it.
    ///
    /// # Errors
    ///
    /// - more or fewer values than draws: R40;
    /// - a value that is not finite: R3; an assumption that the options have: form.
    pub fn assuming(mut self, name: impl Into<Box<str>>, values: impl Into<Vec<f64>>) -> Result<Self, CertaintyError> {
        let (name, values) = (name.into(), values.into());
        if self.assumptions.contains_key(&name) {
            return Err(CertaintyError::Repeated { kind: "assumption", name: name.to_string() });
        }
        let option = &self.options[0];
        check_length((&option.name, option.worth.values()), (&name, &values))?;
        check_finite(&name, &values)?;
        self.assumptions.insert(name, Drawn::new(values));
        Ok(self)
    }

    getters! { self:
        /// The options in their order, each with its worth in every draw.
        options: impl ExactSizeIterator<Item = (&str, &Drawn)> =
            self.options.iter().map(|option| (&*option.name, &option.worth));
        /// The assumptions whose values are known, by name.
        assumptions: impl ExactSizeIterator<Item = &str> = self.assumptions.keys().map(|name| &**name);
        /// The number of draws.
        draws: usize = self.options[0].worth.values().len();
        /// The number of draws in which several options are the best.
        tied: u64 = self.tied;
        /// The options of the greatest mean, in the order in which they were stated.
        best: Vec<&str> = self.options.iter().filter(|option| option.total == self.greatest)
            .map(|option| &*option.name).collect();
        /// What it would be worth, for each draw, to know everything beforehand: 0 or more.
        perfect_information: f64 = self.perfect_information;
    }

    /// The mean worth of an option.
    ///
    /// # Errors
    ///
    /// - an option that was not stated: R20.
    pub fn mean(&self, option: &str) -> Result<f64, CertaintyError> {
        self.option(option).map(|option| mean(&option.total, self.draws()))
    }

    /// The number of draws in which an option alone is the best.
    ///
    /// # Errors
    ///
    /// - an option that was not stated: R20.
    pub fn wins(&self, option: &str) -> Result<u64, CertaintyError> {
        self.option(option).map(|option| option.wins)
    }

    fn option(&self, name: &str) -> Result<&OptionDraws, CertaintyError> {
        let known = self.options.iter().map(|option| &*option.name);
        let found = self.options.iter().find(|option| *option.name == *name);
        found.ok_or_else(|| CertaintyError::unknown("option", name, known))
    }

    /// What it would be worth to know one assumption beforehand, over the number of blocks that is stated, or `⌊∛D⌋` blocks of `D`
    /// draws.
    ///
    /// # Errors
    ///
    /// - an assumption whose values are not known: R20.
    pub fn perfect_information_on(&self, assumption: &str) -> Result<f64, CertaintyError> {
        let values = self.assumptions.get(assumption);
        let values = values.ok_or_else(|| CertaintyError::unknown("assumption", assumption, self.assumptions()))?;
        let (values, draws) = (values.values(), self.draws());
        let root = || (1..=draws).take_while(|root| root * root * root <= draws).count();
        let blocks = self.blocks.unwrap_or_else(root);
        let mut order: Vec<usize> = (0..draws).collect();
        // The sort keeps draws of one value in their order.
        order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
        let (mut known, mut start) = (FloatTotal::new(), 0);
        for block in 1..=blocks {
            let mut end = (block as u128 * draws as u128 / blocks as u128) as usize;
            if end <= start {
                continue;
            }
            // Draws of one value are not told apart by knowing it.
            while end < draws && values[order[end]] == values[order[end - 1]] {
                end += 1;
            }
            let of_option = |option: &OptionDraws| {
                let mut total = FloatTotal::new();
                for &draw in &order[start..end] {
                    total.add(&option.worth.values()[draw]).expect("worths are finite");
                }
                total
            };
            known.merge(&self.options.iter().map(of_option).max().expect("there is an option"));
            start = end;
        }
        known.remove(&self.greatest);
        Ok(mean(&known, draws))
    }
}

/// The first of the best options in a draw, and whether it alone is the best.
fn best_in(options: &[OptionDraws], draw: usize) -> (usize, bool) {
    let (mut best, mut is_alone) = (0, true);
    for (index, option) in options.iter().enumerate().skip(1) {
        let (value, greatest) = (option.worth.values()[draw], options[best].worth.values()[draw]);
        if value > greatest {
            (best, is_alone) = (index, true);
        } else if value == greatest {
            is_alone = false;
        }
    }
    (best, is_alone)
}

/// There are options, each has a name of its own, and all are of the same number of draws.
pub(super) fn check(options: &[Column]) -> Result<(), CertaintyError> {
    let Some((first_name, first)) = options.first() else { return Err(CertaintyError::NoOptions) };
    if first.is_empty() {
        return Err(CertaintyError::OptionWithoutDraws { option: first_name.to_string() });
    }
    for (index, (name, values)) in options.iter().enumerate() {
        if options[..index].iter().any(|(known, _)| known == name) {
            return Err(CertaintyError::Repeated { kind: "option", name: name.to_string() });
        }
        check_length((first_name, first), (name, values))?;
        check_finite(name, values)?;
    }
    Ok(())
}

pub(super) fn check_length(one: (&str, &[f64]), other: (&str, &[f64])) -> Result<(), CertaintyError> {
    let draws = [one.1.len() as u64, other.1.len() as u64];
    let fault = || CertaintyError::Lengths { one: one.0.to_owned(), other: other.0.to_owned(), draws };
    if draws[0] == draws[1] { Ok(()) } else { Err(fault()) }
}

fn check_finite(name: &str, values: &[f64]) -> Result<(), CertaintyError> {
    let fault = |value: &f64| CertaintyError::Value {
        figure: "a draw",
        unit: name.to_owned(),
        value: clip(&value.to_string()),
        expected: "finite",
    };
    values.iter().find(|value| !value.is_finite()).map_or(Ok(()), |value| Err(fault(value)))
}
