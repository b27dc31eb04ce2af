//! On whose word an appraisal stands.

use smol_str::SmolStr;

use crate::catalogue::{ActorId, short_text};
use crate::word::words;

words! {
    /// The kind of a source, in the order in which one is preferred to the next.
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
    /// assert!(ledger.statement(By::Service)?.is_empty()); // she said nothing herself
    /// # Ok::<(), covalue::Error>(())
    /// ```
    SourceKind is "source" {
        /// The beneficiary's own word.
        Own = "own",
        /// Another actor's word for the beneficiary's.
        Proxy = "proxy",
        /// What an instrument read.
        Observed = "observed",
    }
}

/// On whose word an appraisal stands. Value is determined by the beneficiary (Vargo & Lusch 2016, their tenth premise),
/// so their own word is the default, and nobody's word replaces another's (R8).
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
    /// The beneficiary's own word.
    #[default]
    Own,
    /// The word of another actor in their place.
    Proxy(ActorId),
    /// What an instrument read, by its name.
    Observed(Instrument),
}

/// The name of an instrument; an appraisal takes none that is empty (R1).
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
/// assert_eq!(refused.to_string(), "R1: the name of an instrument is empty, and an empty name does not exist");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instrument(SmolStr);

impl Instrument {
    /// The instrument of that name.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(short_text(name.as_ref()))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Source {
    /// What the instrument of that name read.
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
