//! Decisions about risks, as functions of named limits.
//!
//! Brown & Osborne (2013, after Renn 2008) name a technocratic, a decisionistic and a transparent way to decide:
//! **names from memory**, on which no type depends. Osborne and others (2019, abstract) say that transparent decisions
//! involve politicians, public service managers, citizens, local communities and other key stakeholders. The formulas
//! are ours.

use std::collections::BTreeMap;
use std::fmt;

use smol_str::SmolStr;

use super::hazard::{Bearer, Expectation, HazardError, Risk, checked_name, finite};
use crate::getters::getters;
use crate::number::{Number, Total};
use crate::printable::printable;

/// An amount that a person or a body accepts or requires. A decision names the limits on which it fails, so a limit has
/// a name. Its unit is that of the amounts compared with it.
///
/// # Example
///
/// ```
/// use covalue::risk::Limit;
///
/// let limit = Limit::new("falls a year", 3.0)?;
/// assert_eq!((limit.name(), limit.amount()), ("falls a year", &3.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Limit<N = f64> {
    name: SmolStr,
    amount: N,
}

impl<N: Number> Limit<N> {
    /// A limit with a name.
    ///
    /// # Errors
    ///
    /// - `""` as a name: form;
    /// - an amount that is not finite: R3.
    pub fn new(name: impl AsRef<str>, amount: N) -> Result<Self, HazardError> {
        let name = checked_name(name.as_ref(), "limit")?;
        let amount = finite(&amount, "amount", &name)?;
        Ok(Self { name, amount })
    }

    getters! { self:
        /// The name.
        name: &str = &self.name;
        /// The amount.
        amount: &N = &self.amount;
    }
}

/// A limit on which a decision failed.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, FailedLimit, Limit, Risk, transparent};
///
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?, Risk::new("noise", Bearer::Community, 1.0, 0.5)?];
/// let decision = transparent(&risks, [(Bearer::User, Limit::new("points a visit", 1.5)?)]);
/// let failed: Vec<&FailedLimit> = decision.failed().collect();
/// assert_eq!(failed[0].to_string(), "2.0 points a visit for the user, limit 1.5");
/// assert_eq!(failed[1], &FailedLimit::NotAsked { bearer: Bearer::Community });
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailedLimit {
    /// An amount broke the limit.
    Limit {
        /// The limit's name.
        name: String,
        /// The bearer, if it is the limit of one.
        bearer: Option<Bearer>,
        /// The amount compared with the limit, as text with at most six decimals; `overflow` if no number of the kind
        /// holds it, `unknown` if an expected loss is not finite.
        found: String,
        /// The amount of the limit, as text.
        amount: String,
    },
    /// A bearer of a risk has no limit. A bearer who was not asked has not accepted.
    NotAsked {
        /// The bearer.
        bearer: Bearer,
    },
}

impl fmt::Display for FailedLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { name, bearer: None, found, amount } => {
                write!(f, "{found} {}, limit {amount}", printable(name))
            }
            Self::Limit { name, bearer: Some(bearer), found, amount } => {
                write!(f, "{found} {} for {bearer}, limit {amount}", printable(name))
            }
            Self::NotAsked { bearer } => write!(f, "{bearer} was not asked"),
        }
    }
}

/// The result of a decision: the rule, and the limits on which it failed. Without a failed limit the risks are
/// accepted.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, technocratic};
///
/// let fall = Risk::new("a fall", Bearer::User, 0.25, 8.0)?;
/// let decision = technocratic([&fall], &Limit::new("points a visit", 1.5)?);
/// assert!(!decision.is_accepted());
/// assert_eq!(decision.to_string(), "technocratic: not accepted: 2.0 points a visit, limit 1.5");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    rule: &'static str,
    failed: Vec<FailedLimit>,
}

impl Decision {
    getters! { self:
        /// The name of the rule: `technocratic`, `decisionistic` or `transparent`.
        rule_name: &'static str = self.rule;
        /// Whether the risks are accepted.
        is_accepted: bool = self.failed.is_empty();
        /// The limits on which the decision failed, sorted by bearer; none if the risks are accepted.
        failed: impl ExactSizeIterator<Item = &FailedLimit> = self.failed.iter();
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_accepted() {
            return write!(f, "{}: accepted", self.rule);
        }
        let failed: Vec<String> = self.failed.iter().map(FailedLimit::to_string).collect();
        write!(f, "{}: not accepted: {}", self.rule, failed.join("; "))
    }
}

/// The exact sum of the expected losses. Expectations add up even if the risks depend on each other. `None` if one is
/// not finite, which a caller's implementation of [`Expectation`] may return; then no limit counts as kept.
fn total_expected_loss<'a, N: Number, E: Expectation<N> + 'a>(
    risks: impl IntoIterator<Item = &'a E>,
) -> Option<N::Total> {
    let mut total = N::Total::default();
    for risk in risks {
        total.add(&risk.expected_loss().held()?.as_change()).ok()?;
    }
    Some(total)
}

fn total_of<N: Number>(number: &N) -> N::Total {
    let mut total = N::Total::default();
    total.add(&number.as_change()).expect("a limit is finite by its type");
    total
}

/// The decimals of an amount in a sentence: a sum of floats such as 0.30000000000000004 is longer than a reader needs.
const DECIMALS: usize = 6;

/// The text of an amount, cut to [`DECIMALS`] if this makes it shorter.
fn amount_text<N: Number>(figure: &N) -> String {
    let (text, fixed) = (figure.text(), figure.fixed(figure.places(DECIMALS)));
    if fixed.len() < text.len() && figure.places(DECIMALS) > 0 { fixed } else { text }
}

/// A limit that `found` breaks.
fn failed_limit<N: Number>(limit: &Limit<N>, bearer: Option<&Bearer>, found: Option<&N::Total>) -> FailedLimit {
    let text =
        found.map(|total| N::rounded(total).map_or_else(|| "overflow".to_owned(), |number| amount_text(&number)));
    FailedLimit::Limit {
        name: limit.name.to_string(),
        bearer: bearer.cloned(),
        found: text.unwrap_or_else(|| "unknown".to_owned()),
        amount: amount_text(&limit.amount),
    }
}

/// Accepts risks if their total expected loss is below a limit (the name: Brown & Osborne 2013 after Renn 2008, from
/// memory).
///
/// # Formula
///
/// `Σ expected loss < limit`, computed from exact totals, all in one unit. Without any risk the sum is 0. Ours.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, technocratic};
///
/// // A fall loses 8 points in one of four visits, a burn 4 points in one of eight: the expected losses are 2 and 0.5.
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?, Risk::new("a burn", Bearer::User, 0.125, 4.0)?];
/// assert!(technocratic(&risks, &Limit::new("points a visit", 3.0)?).is_accepted());
/// assert!(!technocratic(&risks, &Limit::new("points a visit", 2.5)?).is_accepted()); // equal is not below
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn technocratic<'a, N: Number, E: Expectation<N> + 'a>(
    risks: impl IntoIterator<Item = &'a E>,
    limit: &Limit<N>,
) -> Decision {
    let expected = total_expected_loss(risks);
    let is_below = expected.as_ref().is_some_and(|expected| *expected < total_of(&limit.amount));
    let failed = if is_below { Vec::new() } else { vec![failed_limit(limit, None, expected.as_ref())] };
    Decision { rule: "technocratic", failed }
}

/// Accepts risks if a gain exceeds their total expected loss by at least a limit, which may be zero (the name: Brown &
/// Osborne 2013 after Renn 2008, from memory).
///
/// # Formula
///
/// `gain − Σ expected loss ≥ limit`, computed from exact totals, all in one unit. Ours. Losses have no extra weight:
/// Hobfoll (1989, second hand) says that losses weigh more than equal gains, but gives no coefficient. A caller who
/// wants a weight sets the limit accordingly.
///
/// # Errors
///
/// - a gain that is not finite: R3.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, decisionistic};
///
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?];
/// assert!(decisionistic(3.0, &risks, &Limit::new("points to be left", 1.0)?)?.is_accepted());
/// let decision = decisionistic(2.5, &risks, &Limit::new("points to be left", 1.0)?)?;
/// assert_eq!(decision.to_string(), "decisionistic: not accepted: 0.5 points to be left, limit 1.0");
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn decisionistic<'a, N: Number, E: Expectation<N> + 'a>(
    gain: N,
    risks: impl IntoIterator<Item = &'a E>,
    limit: &Limit<N>,
) -> Result<Decision, HazardError> {
    let gain = total_of(&finite(&gain, "gain", "a decision")?);
    let left = total_expected_loss(risks).map(|expected| {
        let mut left = gain;
        left.remove(&expected);
        left
    });
    let is_left = left.as_ref().is_some_and(|left| *left >= total_of(&limit.amount));
    let failed = if is_left { Vec::new() } else { vec![failed_limit(limit, None, left.as_ref())] };
    Ok(Decision { rule: "decisionistic", failed })
}

/// Accepts risks if every bearer accepts them: the total expected loss of the bearer's own risks is at most the
/// bearer's own limit (the name: Brown & Osborne 2013 after Renn 2008, from memory).
///
/// A bearer without a limit was not asked and has not accepted. A limit holds for its own bearer only: a limit of
/// [`Bearer::User`] is not Ana's. If a bearer has two limits, the lower one holds. A limit without a risk has no
/// effect. For risks computed from the books, make a [`Risk`] for each bearer with
/// [`borne_by`](crate::risk::RiskFigures::borne_by).
///
/// # Formula
///
/// for each bearer `Σ expected loss ≤ limit`, computed from exact totals, all in one unit. Ours.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, transparent};
///
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?, Risk::new("noise", Bearer::Community, 1.0, 0.5)?];
/// let users = (Bearer::User, Limit::new("points a visit", 2.0)?);
/// let decision = transparent(&risks, [users.clone()]);
/// assert_eq!(decision.to_string(), "transparent: not accepted: the community was not asked");
/// let neighbours = (Bearer::Community, Limit::new("points a visit", 0.5)?);
/// assert!(transparent(&risks, [users, neighbours]).is_accepted());
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn transparent<'a, N: Number>(
    risks: impl IntoIterator<Item = &'a Risk<N>>,
    limits: impl IntoIterator<Item = (Bearer, Limit<N>)>,
) -> Decision {
    let mut risks_of: BTreeMap<&Bearer, Vec<&Risk<N>>> = BTreeMap::new();
    for risk in risks {
        risks_of.entry(risk.bearer()).or_default().push(risk);
    }
    let mut lowest: BTreeMap<Bearer, Limit<N>> = BTreeMap::new();
    for (bearer, limit) in limits {
        if lowest.get(&bearer).is_none_or(|known| known.amount > limit.amount) {
            lowest.insert(bearer, limit);
        }
    }
    let failed = risks_of.into_iter().filter_map(|(bearer, risks)| {
        let Some(limit) = lowest.get(bearer) else { return Some(FailedLimit::NotAsked { bearer: bearer.clone() }) };
        let expected = total_expected_loss(risks);
        let is_accepted = expected.as_ref().is_some_and(|expected| *expected <= total_of(&limit.amount));
        (!is_accepted).then(|| failed_limit(limit, Some(bearer), expected.as_ref()))
    });
    Decision { rule: "transparent", failed: failed.collect() }
}
