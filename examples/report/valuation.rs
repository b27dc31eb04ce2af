//! The options of the statement in money.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use covalue::impact::StatementWorth;
use covalue::{Ledger, table};

use super::Failure;
use super::options::Options;
use super::prices::{Prices, advice};
use super::table_file::TableFile;

/// The table of proxies, and the prices that are asked for.
pub(super) struct Valuation {
    proxies: TableFile,
    despite_overlaps: bool,
    prices: Option<Prices>,
}

/// The options as given.
#[derive(Default)]
pub(super) struct ValuationOptions {
    words: BTreeMap<String, OsString>,
    pub(super) despite_overlaps: Option<()>,
}

impl ValuationOptions {
    /// The options with a value.
    pub(super) const NAMES: [&str; 5] = ["valuation", "valuation-options", "prices", "deflator", "deflator-options"];

    pub(super) fn set(&mut self, name: &str, word: OsString) -> Result<(), Failure> {
        let before = self.words.insert(name.to_owned(), word);
        before.map_or(Ok(()), |_| Err(format!("--{name} is given twice")))
    }

    /// Whether a statement in money is asked for.
    pub(super) fn is_stated(&self) -> bool {
        self.words.contains_key("valuation")
    }

    fn table(&self, name: &str, options: &str) -> Result<Option<TableFile>, Failure> {
        let options = self.words.get(options).map(Path::new);
        self.words.get(name).map(|path| TableFile::new(PathBuf::from(path), options)).transpose()
    }

    pub(super) fn valuation(&self) -> Result<Option<Valuation>, Failure> {
        for (one, other) in [
            ("valuation-options", "valuation"),
            ("prices", "deflator"),
            ("deflator", "prices"),
            ("prices", "valuation"),
            ("deflator-options", "deflator"),
        ] {
            if self.words.contains_key(one) && !self.words.contains_key(other) {
                return Err(format!("--{one} needs --{other}"));
            }
        }
        if self.despite_overlaps.is_some() && !self.is_stated() {
            return Err("--despite-overlaps needs --valuation".to_owned());
        }
        let Some(proxies) = self.table("valuation", "valuation-options")? else { return Ok(None) };
        let prices = match (self.words.get("prices"), self.table("deflator", "deflator-options")?) {
            (Some(year), Some(index)) => Some(Prices::new(&year.to_string_lossy(), index)?),
            _ => None,
        };
        Ok(Some(Valuation { proxies, despite_overlaps: self.despite_overlaps.is_some(), prices }))
    }
}

impl Valuation {
    /// The statement in money.
    pub(super) fn of(&self, options: &Options, ledger: &Ledger<f64>) -> Result<StatementWorth<f64>, Failure> {
        let statement = ledger.statement(options.terms.clone()).map_err(|error| error.to_string())?;
        let mut valuation = self.proxies.read(table::Options::read_valuation)?;
        if self.despite_overlaps {
            valuation = valuation.despite_overlaps();
        }
        if let Some(prices) = &self.prices {
            valuation = valuation.in_prices_of(prices.year, &prices.deflator()?);
        }
        valuation.of(&statement).map_err(|error| self.proxies.message(&format!("{error}{}", advice(&error))))
    }
}
