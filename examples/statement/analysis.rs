//! A statement or an analysis as text in the chosen format.

use std::fmt::Display;

use covalue::attribution::{AttributionRule, Basis, Equal, Participants, Proportional};
use covalue::disclosure::{Publication, Publisher};
use covalue::error::{DiscloseError, WeighError};
use covalue::number::{Apportion, Fraction};
use covalue::risk::{RiskTerms, Risks};
use covalue::statement::Line;
use covalue::{Cooperation, Date, Ledger, Terms};
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::format::Format;
use super::intervals::{self, Figures, IntervalQuestion};
use super::options::{Options, Question, Rule};
use super::{Failure, message};

/// A kind of number for the analyses. Risk needs a kind that can be divided, so it may be an error.
pub(super) trait AnalysisNumber: Apportion {
    /// The kind of the figures of risk: integers cannot be divided.
    type Divided: Fraction;

    /// The risk analysis.
    fn risk(ledger: &Ledger<Self>, terms: &RiskTerms) -> Result<Risks<Self::Divided>, Failure> {
        ledger.risk_in(terms.clone()).map_err(message)
    }

    /// Intervals as text in a format. Integers cannot be divided, and have none.
    fn intervals(_: &Ledger<Self>, _: &Terms, _: &IntervalQuestion, _: Format) -> Result<String, Failure> {
        Err("--reading intervals needs --number f64, decimal or rational".to_owned())
    }

    /// The publication of the risk analysis.
    fn publish_risk(
        publisher: Publisher<'_, Self>,
        terms: &RiskTerms,
    ) -> Result<Publication<Self::Divided>, DiscloseError> {
        publisher.risk_in(terms.clone())
    }
}

macro_rules! divides {
    ($($number:ty),+) => {
        $(
            impl AnalysisNumber for $number {
                type Divided = Self;

                fn risk(ledger: &Ledger<Self>, terms: &RiskTerms) -> Result<Risks<Self>, Failure> {
                    ledger.risk(terms.clone()).map_err(message)
                }

                fn intervals(
                    ledger: &Ledger<Self>,
                    terms: &Terms,
                    question: &IntervalQuestion,
                    format: Format,
                ) -> Result<String, Failure> {
                    intervals::text(ledger, terms, question, format)
                }
            }
        )+
    };
}

divides!(f64, Decimal, BigRational);

/// Risk has fractions of integers.
impl AnalysisNumber for i64 {
    type Divided = BigRational;
}

/// One type for all three rules, so that a publication is compiled once for each kind of number, and not three times.
impl<N: Apportion> AttributionRule<N> for Rule {
    fn name(&self) -> &str {
        self.of::<N>().name()
    }

    fn basis(&self) -> Basis {
        self.of::<N>().basis()
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        self.of::<N>().weigh(parties, weights)
    }
}

impl Rule {
    fn of<N: Apportion>(self) -> &'static dyn AttributionRule<N> {
        match self {
            Self::Equal => &Equal,
            Self::Proportional => &Proportional,
            Self::Cooperation => &Cooperation,
        }
    }
}

pub(super) fn text<N: AnalysisNumber>(
    ledger: &Ledger<N>,
    options: &Options,
    question: &Question,
) -> Result<String, Failure> {
    let (terms, format) = (&options.terms, options.format);
    macro_rules! text {
        ($analysis:expr) => {{
            let analysis = $analysis;
            in_format(format, &analysis, || Ok(analysis.to_csv()), || Ok(analysis.to_json()))
        }};
    }
    // The figures of a statement may be more than a number holds.
    macro_rules! of_statement {
        ($statement:expr) => {{
            let statement = $statement;
            let csv = || statement.to_csv().map_err(message);
            in_format(format, &statement, csv, || statement.to_json().map_err(message))
        }};
    }
    // A table of the appraisals of all measures says how many the terms exclude, as that of a statement does.
    macro_rules! of_appraisals {
        ($analysis:expr) => {
            text!($analysis).and_then(|text: String| Ok(text + &excluded(ledger, options)?))
        };
    }
    match question {
        Question::Statement => {
            let statement = ledger.statement(terms).map_err(message)?;
            if options.parts && matches!(format, Format::Table) {
                return Ok(format!("{statement:#}"));
            }
            of_statement!(statement)
        }
        Question::Trace(values, measure) => {
            let line: Line = values.iter().map(Option::as_deref).collect();
            text!(ledger.trace(terms, line, measure).map_err(message)?)
        }
        Question::Attribution(rule) => {
            of_appraisals!(ledger.attribution_of(terms, *rule).map_err(message)?)
        }
        Question::Engagement => text!(ledger.engagement(terms).map_err(message)?),
        Question::EngagementDrivers(terms, dimension) => {
            text!(ledger.engagement_drivers(terms.clone(), dimension).map_err(message)?)
        }
        Question::Reach => text!(ledger.reach(terms).map_err(message)?),
        Question::Relations => of_appraisals!(ledger.relations(terms).map_err(message)?),
        // A cross is of two measures only, and those excluded may be of another.
        Question::Cross(measure, other) => text!(ledger.cross(terms, measure, other).map_err(message)?),
        Question::Drivers(dimension) => of_appraisals!(ledger.drivers(terms, dimension).map_err(message)?),
        Question::Risk(terms) => of_appraisals!(N::risk(ledger, terms)?),
        Question::Intervals(question) => {
            let text = N::intervals(ledger, terms, question, format)?;
            Ok(if question.figures == Figures::Engagement { text } else { text + &excluded(ledger, options)? })
        }
        Question::Change(since) => {
            let earlier = ledger.statement(terms.clone().as_of(*since)).map_err(message)?;
            of_statement!(ledger.statement(terms).map_err(message)?.change_since(&earlier).map_err(message)?)
        }
        Question::Entries(since) => text!(ledger.diff(*since, terms.get_as_of().unwrap_or(Date::MAX))),
        Question::Excluded => {
            let excluded = ledger.statement(terms).map_err(message)?.excluded();
            match format {
                Format::Table => Ok(format!("{excluded:#}\n")),
                _ => text!(excluded),
            }
        }
    }
}

/// The line under a table on the appraisals that the terms exclude, if there are any.
fn excluded<N: AnalysisNumber>(ledger: &Ledger<N>, options: &Options) -> Result<String, Failure> {
    if !matches!(options.format, Format::Table) {
        return Ok(String::new());
    }
    let excluded = ledger.statement(&options.terms).map_err(message)?.excluded();
    Ok(if excluded.is_empty() { String::new() } else { format!("excluded: {excluded}\n") })
}

/// An answer as a table, as CSV or as JSON.
pub(super) fn in_format(
    format: Format,
    table: &impl Display,
    csv: impl FnOnce() -> Result<String, Failure>,
    json: impl FnOnce() -> Result<String, Failure>,
) -> Result<String, Failure> {
    match format {
        Format::Table => Ok(table.to_string()),
        Format::Csv => csv(),
        Format::Json => json().map(|json| json + "\n"),
    }
}
