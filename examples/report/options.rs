//! The options of the program. All are checked before a file is read.

use std::path::{Path, PathBuf};

use covalue::printable::quoted;
use covalue::{By, Terms, table};

use super::input::check_standard_input;
use super::table_options::{self, TableOptions};
use super::terms::{TermsOptions, number, set_once};
use super::valuation::{Valuation, ValuationOptions};
use super::{Failure, message};

const USAGE: &str = "\
A report on the amounts that a service and its users created and destroyed, as one HTML page on standard output.

report FILE [options]

FILE is a journal (.jsonl), a table (.csv), a spreadsheet (.xlsx, .ods), or - for a journal from standard input.

--and FILE         a further journal or table, read after FILE with the same options, such as mended rows; may be given
                   several times
--catalogue FILE   a journal that declares services and measures; required for a table
--reach FILE       a table (.csv, .xlsx, .ods) of how many people were reached, beside those of a journal; not with --publish
--valuation FILE   a table (.csv) of what one unit of a measure is worth, for the statement in money: columns measure,
                   proxy_value, and per, proxy, unit, year, source, overlaps; not with --publish
--valuation-options FILE
                   how this table is written, if another program wrote it: a file of options (.toml, .json)
--prices YEAR      state this worth in prices of this year; needs --deflator
--deflator FILE    a table of an index of prices: columns year, index; needs --prices
--deflator-options FILE
                   how this table is written, as --valuation-options for the proxies
--despite-overlaps values measures that overlap by the column overlaps of the proxies, and says so
--intervals [SEED] show how far chance could move the figures: intervals by resampling people with this seed (default: 0), in a table
                   and in the pictures of the amounts and over time; not with --publish
--publish [N]      the version for publication: figures of fewer than N people are withheld (default: 10), people are
                   shown as roles, and the only picture has the figures of the published table; it counts people, and
                   shows an amount of which one of them has nearly all
--by-party         show who created and destroyed by party, and not by role; not with --publish
--by WORDS         service, user, provider, beneficiary, role, source, element, year, quarter, month, with.NAME,
                   year.MM and quarter.MM for years from month MM, several words separated by commas, or none
                   (default: service); names of services, providers and values of dimensions are published as they
                   are, and user and beneficiary are refused
--from DAY         use only interactions on this day or later, such as 2026-04-01
--until DAY        use only interactions on this day or earlier
--only WORD=VALUE  use only this value of a word of --by; may be given several times: values of one word are joined by
                   or, words by and; an empty value is not stated
--baseline WORD    before, expected, without or ref.NAME (default: before)
--logic WORD       service-dominant, service (default: service-dominant)
--include WORDS    provider, other, affected, proxy, observed: appraisals besides users' own
--as-of DAY        use only entries known by this day, such as 2026-05-31
--follow-up WORD   last, or a number from 1 (default: last)
--lenient          keep valid entries, and list invalid ones on standard error and in the report
--help             print this text
";

/// The help on all options.
pub(super) fn usage() -> String {
    USAGE.replace("--help             print", &format!("{}\n--help             print", table_options::USAGE))
}

/// The threshold of a publication unless another is given.
const THRESHOLD: u64 = 10;

pub(super) struct Options {
    pub(super) file: PathBuf,
    /// Files that are read after it.
    pub(super) more: Vec<PathBuf>,
    pub(super) catalogue: Option<PathBuf>,
    /// A table of counts of people reached.
    pub(super) reach: Option<PathBuf>,
    /// How it is written.
    pub(super) reach_written: table::Options,
    pub(super) valuation: Option<Valuation>,
    pub(super) lenient: bool,
    /// How the file is written.
    pub(super) written: table::Options,
    /// The file for refused rows.
    pub(super) rejects: Option<PathBuf>,
    pub(super) terms: Terms,
    /// The threshold, for a publication.
    pub(super) publish: Option<u64>,
    pub(super) by_party: bool,
    /// The seed of intervals, if they are asked for.
    pub(super) intervals: Option<u64>,
}

pub(super) fn options() -> Result<Option<Options>, Failure> {
    use lexopt::prelude::*;

    let (mut file, mut catalogue, mut reach) = (None, None, None);
    let (mut lenient, mut publish, mut by_party, mut intervals) = (None, None, None, None);
    let mut valuation = ValuationOptions::default();
    let (mut terms, mut written, mut rejects) = (TermsOptions::default(), TableOptions::default(), None);
    let (mut more, mut arguments) = (Vec::new(), lexopt::Parser::from_env());
    while let Some(argument) = arguments.next().map_err(message)? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("lenient") => set_once(&mut lenient, "lenient", ())?,
            Long("despite-overlaps") => set_once(&mut valuation.despite_overlaps, "despite-overlaps", ())?,
            Long("by-party") => set_once(&mut by_party, "by-party", ())?,
            Long("publish") => {
                let threshold = optional_number(&mut arguments, "publish", 2)?.unwrap_or(THRESHOLD);
                set_once(&mut publish, "publish", threshold)?;
            }
            Long("intervals") => {
                let seed = optional_number(&mut arguments, "intervals", 0)?.unwrap_or_default();
                set_once(&mut intervals, "intervals", seed)?;
            }
            Long("and") => more.push(path(&mut arguments)?),
            Long("catalogue") => set_once(&mut catalogue, "catalogue", path(&mut arguments)?)?,
            Long("reach") => set_once(&mut reach, "reach", path(&mut arguments)?)?,
            Long("rejects") => set_once(&mut rejects, "rejects", path(&mut arguments)?)?,
            Long(flag) if TableOptions::FLAGS.contains(&flag) => written.set(flag, String::new())?,
            Long(name) if ValuationOptions::NAMES.contains(&name) => {
                let name = name.to_owned();
                valuation.set(&name, arguments.value().map_err(message)?)?;
            }
            Long(name) if TableOptions::NAMES.contains(&name) => {
                let name = name.to_owned();
                let word = arguments.value().map_err(message)?;
                written.set(&name, word.into_string().map_err(|_| format!("--{name} is not UTF-8"))?)?;
            }
            Long(name) if TermsOptions::NAMES.contains(&name) => {
                let name = name.to_owned();
                let word = arguments.value().map_err(message)?;
                terms.set(&name, word.into_string().map_err(|_| format!("--{name} is not UTF-8"))?)?;
            }
            Value(given) => match &file {
                None => file = Some(PathBuf::from(given)),
                Some(first) => return Err(second_file(first, Path::new(&given), publish.is_some())),
            },
            other => return Err(message(other.unexpected())),
        }
    }
    let file = file.ok_or("no FILE is given")?;
    check_standard_input(more.iter().chain(&catalogue).chain([&file]))?;
    if publish.is_some() && by_party.is_some() {
        return Err("--by-party cannot be combined with --publish, which shows people as roles".to_owned());
    }
    if publish.is_some() && reach.is_some() {
        return Err(
            "--reach cannot be combined with --publish, since counts of people reached are not published".to_owned()
        );
    }
    if publish.is_some() && valuation.is_stated() {
        return Err("--valuation cannot be combined with --publish, since worth is not published".to_owned());
    }
    if publish.is_some() && intervals.is_some() {
        return Err("--intervals cannot be combined with --publish, since intervals are not published".to_owned());
    }
    let (lenient, by_party, terms) = (lenient.is_some(), by_party.is_some(), terms.terms()?);
    let is_person = |word: &By| matches!(word, By::User | By::Beneficiary);
    let names_people = terms.grouping().words().iter().chain(terms.get_only().map(|(word, _)| word)).any(is_person);
    if publish.is_some() && names_people {
        return Err(
            "user and beneficiary, in --by or --only, cannot be combined with --publish, which names no person"
                .to_owned(),
        );
    }
    if rejects.is_some() && !lenient {
        return Err("--rejects needs --lenient, since a strict read stops at the first fault".to_owned());
    }
    let valuation = valuation.valuation()?;
    let reach_written = written.reach_options(reach.as_deref())?;
    let written = written.options()?;
    Ok(Some(Options {
        file,
        more,
        catalogue,
        reach,
        reach_written,
        valuation,
        lenient,
        written,
        rejects,
        terms,
        publish,
        by_party,
        intervals,
    }))
}

/// The path after an option.
fn path(arguments: &mut lexopt::Parser) -> Result<PathBuf, Failure> {
    arguments.value().map(PathBuf::from).map_err(message)
}

/// The message of a second file, which may be meant as a threshold.
fn second_file(first: &Path, second: &Path, is_published: bool) -> Failure {
    let threshold = if is_published { "; a threshold is a whole number, as in --publish 10" } else { "" };
    let [first, second] = [first, second].map(|file| quoted(file.display().to_string()));
    format!("{second} is a second FILE after {first}{threshold}")
}

/// The number after an option, if the next argument is one.
fn optional_number(arguments: &mut lexopt::Parser, option: &str, least: u64) -> Result<Option<u64>, Failure> {
    let mut given = arguments.optional_value();
    if given.is_none()
        && let Some(mut rest) = arguments.try_raw_args()
        && rest.peek().and_then(|next| next.to_str()).is_some_and(|next| next.parse::<u64>().is_ok())
    {
        given = rest.next();
    }
    given.map(|word| number(option, &word.to_string_lossy(), least)).transpose()
}
