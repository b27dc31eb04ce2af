//! Decisions about risks, as functions of limits that somebody named.
//!
//! That decisions are taken in a technocratic, a decisionistic or a transparent way is Brown & Osborne's (2013, after Renn
//! 2008), **names from memory**, and no type depends on them. That transparent ones weigh risks with politicians, public
//! service managers, citizens and local communities, and other key stakeholders was read (Osborne and others 2019,
//! abstract). How each is put into numbers here is ours.

use std::collections::BTreeMap;
use std::fmt;

use smol_str::SmolStr;

use super::hazard::{Bearer, Expectation, HazardError, Risk, finite, named};
use crate::number::{Number, Total};

/// How much somebody accepts, or asks for: a number with a name, so that a decision can say on what it failed. In the unit
/// of what it is a limit of.
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
    /// A limit by its name.
    ///
    /// # Errors
    ///
    /// - `""` for a name: form;
    /// - what is not finite: R3.
    pub fn new(name: impl AsRef<str>, amount: N) -> Result<Self, HazardError> {
        let name = named(name.as_ref(), "limit")?;
        let amount = finite(&amount, "amount", &name)?;
        Ok(Self { name, amount })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much it is.
    pub fn amount(&self) -> &N {
        &self.amount
    }
}

/// What a decision failed on.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, FailedLimit, Limit, Risk, transparent};
///
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?, Risk::new("noise", Bearer::Community, 1.0, 0.5)?];
/// let decision = transparent(&risks, [(Bearer::User, Limit::new("points a visit", 1.5)?)]);
/// let failed: Vec<&FailedLimit> = decision.failed().collect();
/// assert_eq!(failed[0].to_string(), "2.0 against 1.5, points a visit, for the user");
/// assert_eq!(failed[1], &FailedLimit::NotAsked { bearer: Bearer::Community });
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailedLimit {
    /// A limit was not kept.
    Limit {
        /// The limit's name.
        name: String,
        /// Whose it is, if it is one bearer's.
        bearer: Option<Bearer>,
        /// What was held against it, as text with six decimals at the most; `overflow` where no number of the kind holds it.
        found: String,
        /// What it is, as text.
        amount: String,
    },
    /// Somebody bears a risk and has stated no limit: who was not asked has not accepted.
    NotAsked {
        /// Who.
        bearer: Bearer,
    },
}

impl fmt::Display for FailedLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { name, bearer: None, found, amount } => write!(f, "{found} against {amount}, {name}"),
            Self::Limit { name, bearer: Some(bearer), found, amount } => {
                write!(f, "{found} against {amount}, {name}, for {bearer}")
            }
            Self::NotAsked { bearer } => write!(f, "{bearer} was not asked"),
        }
    }
}

/// Whether risks are accepted, by which way to decide, and if not, on whom or what it failed.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, technocratic};
///
/// let fall = Risk::new("a fall", Bearer::User, 0.25, 8.0)?;
/// let decision = technocratic([&fall], &Limit::new("points a visit", 1.5)?);
/// assert!(!decision.is_accepted());
/// assert_eq!(decision.to_string(), "technocratic: not accepted: 2.0 against 1.5, points a visit");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    rule: &'static str,
    failed: Vec<FailedLimit>,
}

impl Decision {
    /// The way to decide, by name.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Whether nothing failed.
    pub fn is_accepted(&self) -> bool {
        self.failed.is_empty()
    }

    /// On whom or what it failed: nothing if it is accepted; bearers in their order.
    pub fn failed(&self) -> impl ExactSizeIterator<Item = &FailedLimit> {
        self.failed.iter()
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

/// The expected losses together, exactly: they add up whether the risks depend on each other or not. None where one is no
/// finite number, as an implementation of a caller's may give; nothing is known to keep a limit then.
fn together<'a, N: Number, E: Expectation<N> + 'a>(risks: impl IntoIterator<Item = &'a E>) -> Option<N::Total> {
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

/// Decimals that tell a figure from a limit.
const DECIMALS: usize = 6;

/// A figure in a sentence: its text, or with six decimals where that is shorter.
fn shown<N: Number>(figure: &N) -> String {
    let (text, fixed) = (figure.text(), figure.fixed(figure.places(DECIMALS)));
    if fixed.len() < text.len() && figure.places(DECIMALS) > 0 { fixed } else { text }
}

/// What was found against a limit that it does not keep.
fn against<N: Number>(limit: &Limit<N>, bearer: Option<&Bearer>, found: Option<&N::Total>) -> FailedLimit {
    let text = found.map(|total| N::rounded(total).map_or_else(|| "overflow".to_owned(), |number| shown(&number)));
    FailedLimit::Limit {
        name: limit.name.to_string(),
        bearer: bearer.cloned(),
        found: text.unwrap_or_else(|| "no number".to_owned()),
        amount: shown(&limit.amount),
    }
}

/// Accepted if the expected loss of all the risks together is below a limit: what an expert would have to know and no more
/// (the name: Brown & Osborne 2013 after Renn 2008, from memory).
///
/// # Formula
///
/// `Σ expected loss < limit`, of exact totals, all in one unit. Of no risk nothing is expected to be lost. Ours.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Limit, Risk, technocratic};
///
/// // A fall in one of four visits, of 8 points, and in one of eight a burn, of 4: 2 and 0.5 are lost on the whole.
/// let risks = [Risk::new("a fall", Bearer::User, 0.25, 8.0)?, Risk::new("a burn", Bearer::User, 0.125, 4.0)?];
/// assert!(technocratic(&risks, &Limit::new("points a visit", 3.0)?).is_accepted());
/// assert!(!technocratic(&risks, &Limit::new("points a visit", 2.5)?).is_accepted()); // not below it
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn technocratic<'a, N: Number, E: Expectation<N> + 'a>(
    risks: impl IntoIterator<Item = &'a E>,
    limit: &Limit<N>,
) -> Decision {
    let expected = together(risks);
    let is_below = expected.as_ref().is_some_and(|expected| *expected < total_of(&limit.amount));
    let failed = if is_below { Vec::new() } else { vec![against(limit, None, expected.as_ref())] };
    Decision { rule: "technocratic", failed }
}

/// Accepted if a gain is more than the expected loss of all the risks together, by no less than a limit: zero, or what
/// somebody wants to be left (the name: Brown & Osborne 2013 after Renn 2008, from memory).
///
/// # Formula
///
/// `gain − Σ expected loss ≥ limit`, of exact totals, all in one unit. Ours. No weight is put on losses: that they weigh
/// more than equal gains (Hobfoll 1989, second hand) was read without a coefficient. A caller who wants one sets the limit
/// accordingly.
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
/// assert_eq!(decision.to_string(), "decisionistic: not accepted: 0.5 against 1.0, points to be left");
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn decisionistic<'a, N: Number, E: Expectation<N> + 'a>(
    gain: N,
    risks: impl IntoIterator<Item = &'a E>,
    limit: &Limit<N>,
) -> Result<Decision, HazardError> {
    let gain = total_of(&finite(&gain, "gain", "a decision")?);
    let left = together(risks).map(|expected| {
        let mut left = gain;
        left.remove(&expected);
        left
    });
    let is_left = left.as_ref().is_some_and(|left| *left >= total_of(&limit.amount));
    let failed = if is_left { Vec::new() } else { vec![against(limit, None, left.as_ref())] };
    Ok(Decision { rule: "decisionistic", failed })
}

/// Accepted if everyone who bears a risk accepts what they bear: the expected loss of their own risks together is no more
/// than their own limit. Who was not asked has not accepted, and no one's limit speaks for another: what is accepted for
/// [`Bearer::User`] is not for Ana (the name: Brown & Osborne 2013 after Renn 2008, from memory).
///
/// Of two limits of one bearer the lower holds, and a limit of who bears nothing is not looked at. Of risks of the books,
/// make a [`Risk`] for each that bears one.
///
/// # Formula
///
/// for each bearer `Σ expected loss ≤ limit`, of exact totals, all in one unit. Ours.
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
    let mut borne: BTreeMap<&Bearer, Vec<&Risk<N>>> = BTreeMap::new();
    for risk in risks {
        borne.entry(risk.bearer()).or_default().push(risk);
    }
    let mut lowest: BTreeMap<Bearer, Limit<N>> = BTreeMap::new();
    for (bearer, limit) in limits {
        match lowest.get(&bearer) {
            Some(known) if known.amount <= limit.amount => {}
            _ => {
                lowest.insert(bearer, limit);
            }
        }
    }
    let failed = borne.into_iter().filter_map(|(bearer, risks)| {
        let Some(limit) = lowest.get(bearer) else { return Some(FailedLimit::NotAsked { bearer: bearer.clone() }) };
        let expected = together(risks);
        let is_accepted = expected.as_ref().is_some_and(|expected| *expected <= total_of(&limit.amount));
        (!is_accepted).then(|| against(limit, Some(bearer), expected.as_ref()))
    });
    Decision { rule: "transparent", failed: failed.collect() }
}
