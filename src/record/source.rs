//! Sources of appraisals.

use smol_str::SmolStr;

use crate::catalogue::{ActorId, short_text};
use crate::word::words;

words! {
    /// The kind of a source, in the order of preference.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # use covalue::record::SourceKind;
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").by_proxy("her daughter").change(-2.0)))?;
    /// let terms = Terms::by(By::Service).including(SourceKind::Proxy);
    /// assert_eq!(ledger.statement(terms)?.line("physio", "pain")?.created(), 2.0);
    /// assert!(ledger.statement(By::Service)?.is_empty()); // she made no appraisal herself
    /// # Ok::<(), covalue::Error>(())
    /// ```
    SourceKind is "source" {
        /// The beneficiary.
        Own = "own",
        /// Another actor who speaks for the beneficiary.
        Proxy = "proxy",
        /// An instrument.
        Observed = "observed",
    }
}

/// The source of an appraisal: the beneficiary, a proxy or an instrument. The beneficiary determines value (Vargo &
/// Lusch 2016, their tenth premise), so their own word is the default. A source does not replace another one (R8).
///
/// # Example
///
/// ```
/// use covalue::Source;
/// use covalue::catalogue::ActorId;
/// use covalue::record::SourceKind;
///
/// assert_eq!(Source::default(), Source::Own);
/// assert_eq!(Source::Proxy(ActorId::new("her daughter")?).kind(), SourceKind::Proxy);
/// assert_eq!(Source::observed("goniometer").kind(), SourceKind::Observed);
/// # Ok::<(), covalue::error::EmptyId>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The beneficiary.
    #[default]
    Own,
    /// Another actor who speaks for the beneficiary.
    Proxy(ActorId),
    /// An instrument, by its name.
    Observed(Instrument),
}

/// The name of an instrument. An appraisal refuses an empty one (R1).
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Source};
/// use covalue::record::Instrument;
///
/// assert_eq!(Source::observed("goniometer"), Source::Observed(Instrument::new("goniometer")));
/// assert_eq!(Instrument::new("goniometer").as_str(), "goniometer");
/// let refused = Appraisal::of("mobility").change(1.0).observed("").checked().unwrap_err();
/// assert_eq!(refused.to_string(), "R1: the instrument name is empty");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instrument(SmolStr);

impl Instrument {
    /// The instrument with a name.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(short_text(name.as_ref()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Source {
    /// The instrument with a name as a source.
    pub fn observed(instrument: impl AsRef<str>) -> Self {
        Self::Observed(Instrument::new(instrument))
    }

    /// The kind of source.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::Own => SourceKind::Own,
            Self::Proxy(_) => SourceKind::Proxy,
            Self::Observed(_) => SourceKind::Observed,
        }
    }
}
