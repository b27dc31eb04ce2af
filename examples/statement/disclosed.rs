//! A statement or an analysis without figures of few people, as text in the format asked for.

use covalue::attribution::{Equal, Proportional};
use covalue::disclosure::{Disclosure, Publication};
use covalue::{Cooperation, Ledger};

use super::options::{Asked, Format, Options, Reading, Rule};
use super::reading::Readable;
use super::{Failure, in_words};

pub(super) fn disclose<N: Readable>(
    ledger: &Ledger<N>,
    options: &Options,
    asked: &Asked,
    disclosure: Disclosure,
) -> Result<String, Failure> {
    let disclosed = disclosed(ledger, options, asked, disclosure)?;
    Ok(match options.format {
        Format::Table => disclosed.to_string(),
        Format::Csv => disclosed.to_csv(),
        Format::Json => disclosed.to_json() + "\n",
    })
}

fn disclosed<N: Readable>(
    ledger: &Ledger<N>,
    options: &Options,
    asked: &Asked,
    disclosure: Disclosure,
) -> Result<Publication<N>, Failure> {
    let terms = &options.terms;
    let reading = match asked {
        Asked::Statement => return ledger.disclose(terms, disclosure).map_err(in_words),
        Asked::Reading(reading) => reading,
    };
    match reading {
        Reading::Attribution(Rule::Equal) => ledger.disclose_attribution(terms, Equal, disclosure),
        Reading::Attribution(Rule::Proportional) => ledger.disclose_attribution(terms, Proportional, disclosure),
        Reading::Attribution(Rule::Cooperation) => ledger.disclose_attribution(terms, Cooperation, disclosure),
        Reading::Engagement => ledger.disclose_engagement(terms, disclosure),
        Reading::Relations => ledger.disclose_relations(terms, disclosure),
        Reading::Cross(measure, other) => ledger.disclose_cross(terms, measure, other, disclosure),
        Reading::Drivers(dimension) => ledger.disclose_drivers(terms, dimension, disclosure),
        Reading::EngagementDrivers(dimension, at_least) => {
            ledger.disclose_engagement_drivers(terms, dimension, *at_least, disclosure)
        }
        Reading::Risk(asked) => return N::disclose_risk(ledger, terms, *asked, disclosure),
    }
    .map_err(in_words)
}
