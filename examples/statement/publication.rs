//! A publication as text in the chosen format.

use covalue::disclosure::{Publication, Publisher};
use covalue::number::Number;

use super::analysis::AnalysisNumber;
use super::format::Format;
use super::options::{Options, Question};
use super::{Failure, message};

pub(super) fn text<N: AnalysisNumber>(
    publisher: Publisher<'_, N>,
    options: &Options,
    question: &Question,
) -> Result<String, Failure> {
    let (terms, format) = (&options.terms, options.format);
    let publication = match question {
        Question::Statement => publisher.statement(terms),
        Question::Attribution(rule) => publisher.attribution_of(terms, *rule),
        Question::Engagement => publisher.engagement(terms),
        Question::EngagementDrivers(terms, dimension) => publisher.engagement_drivers(terms.clone(), dimension),
        Question::Trace(..) => return Err("--trace cannot be combined with --disclose".to_owned()),
        Question::Reach | Question::Intervals(_) | Question::Change(_) | Question::Entries(_) | Question::Excluded => {
            return Err("this reading cannot be combined with --disclose".to_owned());
        }
        Question::Relations => publisher.relations(terms),
        Question::Cross(measure, other) => publisher.cross(terms, measure, other),
        Question::Drivers(dimension) => publisher.drivers(terms, dimension),
        Question::Risk(terms) => {
            return N::publish_risk(publisher, terms).map(|risks| in_format(format, &risks)).map_err(message);
        }
    };
    publication.map(|publication| in_format(format, &publication)).map_err(message)
}

fn in_format<N: Number>(format: Format, publication: &Publication<N>) -> String {
    match format {
        Format::Table => publication.to_string(),
        Format::Csv => publication.to_csv(),
        Format::Json => publication.to_json() + "\n",
    }
}
