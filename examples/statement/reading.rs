//! Readings as text in the format asked for.

use std::fmt::Display;

use covalue::attribution::{Attribution, Equal, Proportional};
use covalue::disclosure::{Disclosure, Publication};
use covalue::number::Apportion;
use covalue::risk::{RiskTerms, Risks};
use covalue::{Cooperation, Ledger, Terms};
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::options::{Format, Options, Reading, Rule};
use super::{Failure, in_words};

/// A kind of number of which everything can be read, or who says why not.
pub(super) trait Readable: Apportion {
    /// The risk, which takes a kind that can be divided.
    fn risk(ledger: &Ledger<Self>, terms: &Terms, asked: RiskTerms) -> Result<Risks<Self>, Failure>;

    /// The risk for publishing.
    fn disclose_risk(
        ledger: &Ledger<Self>,
        terms: &Terms,
        asked: RiskTerms,
        disclosure: Disclosure,
    ) -> Result<Publication<Self>, Failure>;
}

macro_rules! divides {
    ($($kind:ty),+) => {
        $(
            impl Readable for $kind {
                fn risk(ledger: &Ledger<Self>, terms: &Terms, asked: RiskTerms) -> Result<Risks<Self>, Failure> {
                    ledger.risk_on(terms, asked).map_err(in_words)
                }

                fn disclose_risk(
                    ledger: &Ledger<Self>,
                    terms: &Terms,
                    asked: RiskTerms,
                    disclosure: Disclosure,
                ) -> Result<Publication<Self>, Failure> {
                    ledger.disclose_risk(terms, asked, disclosure).map_err(in_words)
                }
            }
        )+
    };
}

divides!(f64, Decimal, BigRational);

/// A probability has no integer for an answer.
const UNDIVIDED: &str = "--reading risk divides, and integers do not: --number f64, decimal or rational";

impl Readable for i64 {
    fn risk(_: &Ledger<Self>, _: &Terms, _: RiskTerms) -> Result<Risks<Self>, Failure> {
        Err(UNDIVIDED.to_owned())
    }

    fn disclose_risk(_: &Ledger<Self>, _: &Terms, _: RiskTerms, _: Disclosure) -> Result<Publication<Self>, Failure> {
        Err(UNDIVIDED.to_owned())
    }
}

pub(super) fn read<N: Readable>(ledger: &Ledger<N>, options: &Options, asked: &Reading) -> Result<String, Failure> {
    let terms = &options.terms;
    match asked {
        Reading::Attribution(rule) => {
            let attribution: Attribution<N> = match rule {
                Rule::Equal => ledger.attribution_of(terms, Equal),
                Rule::Proportional => ledger.attribution_of(terms, Proportional),
                Rule::Cooperation => ledger.attribution_of(terms, Cooperation),
            }
            .map_err(in_words)?;
            Ok(told(options.format, &attribution, || attribution.to_csv(), || attribution.to_json()))
        }
        Reading::Engagement => {
            let engagement = ledger.engagement(terms).map_err(in_words)?;
            Ok(told(options.format, &engagement, || engagement.to_csv(), || engagement.to_json()))
        }
        Reading::EngagementDrivers(dimension, at_least) => {
            let drivers = ledger.engagement_drivers(terms, dimension).map_err(in_words)?;
            let drivers = match at_least {
                Some(people) => drivers.at_least(*people),
                None => drivers,
            };
            Ok(told(options.format, &drivers, || drivers.to_csv(), || drivers.to_json()))
        }
        Reading::Relations => {
            let relations = ledger.relations(terms).map_err(in_words)?;
            Ok(told(options.format, &relations, || relations.to_csv(), || relations.to_json()))
        }
        Reading::Cross(measure, other) => {
            let cross = ledger.cross(terms, measure, other).map_err(in_words)?;
            Ok(told(options.format, &cross, || cross.to_csv(), || cross.to_json()))
        }
        Reading::Drivers(dimension) => {
            let drivers = ledger.drivers(terms, dimension).map_err(in_words)?;
            Ok(told(options.format, &drivers, || drivers.to_csv(), || drivers.to_json()))
        }
        Reading::Risk(asked) => {
            let risks = N::risk(ledger, terms, *asked)?;
            Ok(told(options.format, &risks, || risks.to_csv(), || risks.to_json()))
        }
    }
}

fn told(format: Format, table: &impl Display, csv: impl FnOnce() -> String, json: impl FnOnce() -> String) -> String {
    match format {
        Format::Table => table.to_string(),
        Format::Csv => csv(),
        Format::Json => json() + "\n",
    }
}
