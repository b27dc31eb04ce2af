//! Records what a service and its users created and what they destroyed, as two exact totals. Every interaction names
//! its user.
//!
//! ```text
//! Catalogue        measures and services
//!   Measure        a quantity that gets better or worse: unit, direction, tolerance
//!   Service        an offer of a provider, with its promises
//! User             a person who uses a service, with values in dimensions
//! Interaction      one use of a service by one user or several
//!   Contribution   what a party integrated, mis-integrated or did not integrate
//!   Appraisal      what changed for a beneficiary on a measure, and whose statement that is
//! ReachCounts      how many people a service reached, step by step, on a day or in a period
//! Ledger           validated interactions, later appraisals, voids and counts of people reached
//! Statement        created and destroyed amounts by line and measure; statements of parts merge
//! Tally            a statement that is updated interaction by interaction, without a ledger
//! Analysis         attribution, relations, cross, engagement, reach, drivers, risk
//! Publication      a statement or an analysis without figures of few people
//! ```
//!
//! Data flows one way: record, ledger, statement, analysis, and then text tables and files. The
//! [model](_documentation::model) defines the words, numbers the rules, and gives each formula with its source.
//!
//! # Example
//!
//! ```
//! use covalue::{Appraisal, By, Catalogue, Contribution, Cooperation};
//! use covalue::{Interaction, Ledger, Measure, Misuse, Service, date};
//!
//! fn main() -> Result<(), covalue::Error> {
//!     // Services and measures. A promise is not value.
//!     let catalogue = Catalogue::new(
//!         [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
//!         [Service::new("physio", "clinic").promises("mobility", 2.0)],
//!     )?;
//!     let mut ledger = Ledger::new(&catalogue);
//!
//!     // Ana did three hours of exercises to the clinic's one. She moves better, and says so herself.
//!     ledger.record(
//!         Interaction::between("ana", "physio", date(2026, 3, 2))
//!             .contribution(Contribution::of("ana").integrated(3.0))
//!             .contribution(Contribution::of("clinic").integrated(1.0))
//!             .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
//!     )?;
//!     // Ben came too, but the clinic worked from another patient's file.
//!     ledger.record(
//!         Interaction::between("ben", "physio", date(2026, 3, 9))
//!             .contribution(Contribution::of("ben").integrated(1.0))
//!             .contribution(Contribution::of("clinic").misintegrated(1.0, Misuse::accidental()))
//!             .appraisal(Appraisal::of("mobility").before(5.0).after(4.0))
//!             .appraisal(Appraisal::of("pain").before(3.0).after(6.0)),
//!     )?;
//!
//!     // Two amounts. The net alone would say that all went well.
//!     let books = ledger.statement(By::Service)?;
//!     let mobility = books.line("physio", "mobility")?;
//!     assert_eq!((mobility.created(), mobility.destroyed(), mobility.net()), (4.0, 1.0, 3.0));
//!     assert_eq!(books.hidden("mobility")?, 1.0); // what a net figure would hide
//!
//!     // By whom? An analysis, by a rule that you name. It changes nothing in the books.
//!     let shares = ledger.attribution(Cooperation)?;
//!     assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (3.5, 0.5));
//!     assert_eq!((shares.destroyed("ben", "pain")?, shares.destroyed("clinic", "pain")?), (0.0, 3.0));
//!     print!("{books}");
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! change from before; users' own appraisals; 2 users
//! lower is better: pain; a change for the better is above zero
//! service  measure   unit    appraisals    better  the same      worse  created  destroyed   net  mean change  missing
//! physio   mobility  points           2  1 (50 %)   0 (0 %)   1 (50 %)      4.0        1.0   3.0          1.5   0 of 2
//! physio   pain      points           1   0 (0 %)   0 (0 %)  1 (100 %)      0.0        3.0  -3.0         -3.0        -
//! ```
//!
//! Ana integrated three of four hours, so she has (1 + 3/4)/2 of the four points. The clinic has the loss of pain,
//! since its misuse is on record. Without a misuse on record the loss is unattributed.
//!
//! # Analyses
//!
//! | question | call | merges |
//! |---|---|---|
//! | who created it, who destroyed it? | [`Ledger::attribution`], [`attribution_of`](Ledger::attribution_of) | yes |
//! | how does value move between people and over time? | [`Ledger::relations`] | no: merge ledgers |
//! | who is better on one measure and worse on another? | [`Ledger::cross`] | yes, if no person is in both parts |
//! | do users and service do their part, and in which [`Scenario`](engagement::Scenario) do they meet? | [`Ledger::engagement`] | yes |
//! | how many people were reached, step by step, and where do they drop out? | [`Ledger::reach`] | yes |
//! | which users do their part? | [`Ledger::engagement_drivers`] | yes |
//! | what goes with gains and losses? | [`Ledger::drivers`] | yes |
//! | how likely is a loss, and how large? | [`Ledger::risk`] | no: merge ledgers |
//!
//! All of them implement [`Analysis`](analysis::Analysis): terms, a rule in words, and rows of named figures, which are
//! printed as a table and written as JSON and CSV.
//!
//! [`Ledger::publish`] makes publications: the statement and every analysis except reach, without figures of few people
//! and without figures from which one of those can be computed.
//!
//! [`printable`] shows ids and values of a caller as tables and messages do, for programs that print them beside these.
//!
//! Two modules need no books. [`risk`] decides about hazards that you state, by limits that you name. [`game`] computes
//! the [`shapley`](game::shapley) values of a game.
//!
//! # Guarantees
//!
//! Each guarantee is a rule of the model. Property tests prove it and carry its number in their names.
//!
//! - **The sign of value is a result.** Created and destroyed are two amounts, zero or more. The net is computed when
//!   it is read (R10, `r10_`).
//! - **Changes of people who did not co-operate are windfalls**, except a loss with a misuse by another party on record
//!   (R7, `r07_`). Recording co-operation moves no net (R44, `r44_`). Every interaction has a user (R4, `r04_`).
//! - **Gains and losses are treated alike.** Reversing every measure swaps them (R45, `r45_`).
//! - **Order and partition do not matter.** One ledger, or its parts merged in any order, give the same bits (R12,
//!   `r12_`).
//! - **Lines add up** to the ungrouped total (R13, `r13_`). Every figure can be traced to its entries (R20, `r20_`).
//! - **A promise moves no amount** (R15, `r15_`). Measures are never added together (R17, `r17_`).
//! - **The books of a past day do not change** (R19, `r19_`). A refused entry leaves the ledger as it was.
//! - **Missing appraisals are counted**, and bounds say how much they could change (R29, `r29_`).
//! - **Shares add up** to their amount by every rule (R21, `r21_`). They are efficient and symmetric, and a null party
//!   has none (R24, `r24_`). [`Cooperation`] is the Shapley value of its game (R22, `r22_`).
//! - **No default blame.** A loss without a misuse on record is unattributed, and a user's absence is not blamed for
//!   another person's loss (R23, `r23_`).
//! - **No published figure stands for few people**, and no withheld figure can be computed from the others. Section 15
//!   of the model lists the exceptions (R26, `r26_`).
//! - **A forgotten actor leaves no id** in the ledger, and no figure changes (R28, `r28_`).
//! - **Figures are rounded once.** A figure in `f64` is the float nearest to the exact sum. A figure that its number
//!   cannot hold is an error. No input panics.
//!
//! # Not in scope
//!
//! - **Claims of cause.** A change since before is not an effect, and a loss beside a misuse is not a loss through it.
//! - **Money accounts.** There is no double entry: what one party gains, no other has to lose.
//! - **One figure for everything.** Measures in different units are not added up.
//! - **Verdicts.** Shares, scenarios and risks follow from a rule or a threshold that you choose; most are ours.
//! - **Storage.** A ledger lives in memory; keep a journal on disk.
//!
//! # Features
//!
//! None is on by default. No feature changes a figure. Without its feature a method does not exist: the compiler then says
//! `no method named to_csv`.
//!
//! | feature | adds |
//! |---|---|
//! | `serde` | records, terms, and the exact states of totals, statements and analyses through `serde` |
//! | `json` | reading a [journal](_documentation::journal), writing JSON (`to_json`); enables `serde` |
//! | `csv` | reading a [table](_documentation::journal), writing CSV (`to_csv`) |
//! | `chart` | pictures of statements, analyses and worth as SVG (`bar_chart`, `chart` and the like), their tables as HTML (`to_html`) |
//! | `evcxr` | both of them shown in [Jupyter's Rust kernel](_documentation::jupyter); enables `chart` |
//! | `certainty` | intervals of figures by resampling ([`Ledger::intervals`]), [draws](impact::ImpactMap::draws) of maps, [decisions](certainty::Options) |
//! | `decimal` | `rust_decimal::Decimal` as a number |
//! | `rational` | `Ratio<i64>`, `Ratio<i128>` and `BigRational` as numbers |
//!
//! # More documentation
//!
//! The [model](_documentation::model), [recommended dimensions](_documentation::dimensions),
//! [design](_documentation::design), [glossary](_documentation::glossary), [sources](_documentation::sources),
//! [decisions](_documentation::decisions), [file formats](_documentation::journal) and
//! [performance](_documentation::performance).

pub mod analysis;
pub mod catalogue;
#[cfg(feature = "certainty")]
pub mod certainty;
pub mod error;
mod getters;
#[cfg(any(feature = "serde", feature = "csv"))]
mod io;
pub mod ledger;
mod nearest;
pub mod number;
pub mod printable;
pub mod record;
mod rule;
pub mod statement;
mod text;
mod word;
mod worth;

#[doc(inline)]
pub use analysis::{
    attribution, cross, disclosure, drivers, engagement, engagement_drivers, game, reach, relations, risk,
};
#[cfg(feature = "chart")]
pub mod chart;
#[cfg(feature = "json")]
pub use io::journal;
#[cfg(feature = "csv")]
pub use io::table;

/// Outcomes and statements in money, with every assumption in sight: impact maps with their deductions, discounting and
/// inputs, and valuations of statements. Losses stay apart through every step.
///
/// The chain of deductions is that of Nicholls and others (2012), second hand. Nothing here changes the books.
pub mod impact {
    pub use crate::worth::*;

    /// Reading impact maps, inputs, indices of prices, weights and valuations from CSV and spreadsheets.
    /// [`table::Options`](crate::table::Options) read those that other programs wrote.
    #[cfg(feature = "csv")]
    pub mod table {
        pub use crate::io::table::impact::{read, read_deflator, read_inputs, read_valuation, read_weights};
    }
}

pub use analysis::attribution::Cooperation;
pub use catalogue::{Catalogue, Measure, Service};
pub use error::{Error, Rule};
pub use jiff::civil::{Date, date};
pub use ledger::Ledger;
pub use record::{Appraisal, Contribution, Interaction, Misuse, ReachCounts, Source, Use, User, Void};
pub use statement::{Baseline, By, FollowUp, Include, Logic, Month, Statement, Tally, Terms};

/// The pages under `docs/`. Their code runs with the tests.
pub mod _documentation {
    #[doc = include_str!("../docs/model.md")]
    pub mod model {}
    #[doc = include_str!("../docs/simulation.md")]
    pub mod simulation {}
    #[doc = include_str!("../docs/dimensions.md")]
    pub mod dimensions {}
    #[doc = include_str!("../docs/design.md")]
    pub mod design {}
    #[doc = include_str!("../docs/glossary.md")]
    pub mod glossary {}
    #[doc = include_str!("../docs/sources.md")]
    pub mod sources {}
    #[doc = include_str!("../docs/decisions.md")]
    pub mod decisions {}
    #[doc = include_str!("../docs/journal.md")]
    pub mod journal {}
    #[doc = include_str!("../docs/jupyter.md")]
    pub mod jupyter {}
    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
