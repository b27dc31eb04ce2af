//! Records what a service and its users created and what they destroyed, as two exact totals. Every interaction names its
//! user.
//!
//! ```text
//! Catalogue        the offers and the yardsticks, which are no part of the books
//!   Measure        something that gets better or worse: its unit, which way is better, what is no change
//!   Service        what a provider offers, and what it promises. Promises are not value
//! User             who uses a service, with one value a dimension
//! Interaction      a service in use, by one user or several. What happened does not change
//!   Contribution   a party's part in it: integrated, mis-integrated, not integrated, or nothing stated
//!   Appraisal      what changed for a beneficiary on a measure, and who says so
//! Ledger           interactions, what was appraised later, and what turned out never to have been; checked when it enters
//! Statement        created and destroyed amounts by line and measure, exact, so that parts merge
//! Tally            a statement of a stream, without a ledger to go back to
//! Readings         who did it, how relations move, how two measures go together, which scenario, what drives it, at what risk
//! ```
//!
//! It flows one way: record, ledger, statement, reading, written. The [model](_documentation::model) says what each word
//! means, which rules hold by number, and where each formula comes from.
//!
//! # Example
//!
//! ```
//! use covalue::{Appraisal, By, Catalogue, Contribution, Cooperation};
//! use covalue::{Interaction, Ledger, Measure, Misuse, Service, date};
//!
//! fn main() -> Result<(), covalue::Error> {
//!     // What is offered and what is appraised. A promise is not value.
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
//!     assert_eq!(books.hidden("mobility")?, 1.0); // what a net figure would have kept from you
//!
//!     // Who? A reading, by a rule you name; it changes nothing in the books.
//!     let shares = ledger.attribution(Cooperation)?;
//!     assert_eq!((shares.created("ana", "mobility"), shares.created("clinic", "mobility")), (3.5, 0.5));
//!     assert_eq!((shares.destroyed("ben", "pain"), shares.destroyed("clinic", "pain")), (0.0, 3.0));
//!     print!("{books}");
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! change from before; users' own appraisals; 2 users
//! service  measure   unit    appraisals    better  the same      worse  created  destroyed   net  mean change  missing
//! physio   mobility  points           2  1 (50 %)   0 (0 %)   1 (50 %)      4.0        1.0   3.0          1.5   0 of 2
//! physio   pain      points           1   0 (0 %)   0 (0 %)  1 (100 %)      0.0        3.0  -3.0         -3.0        -
//! ```
//!
//! Ana brought three quarters of what was integrated, so (1 + 3/4)/2 of the 4 are hers. The pain is the clinic's, since
//! its misuse is on record; without one it would be nobody's.
//!
//! # Readings
//!
//! | question | call | parts merge |
//! |---|---|---|
//! | who created it, who destroyed it? | [`Ledger::attribution`], [`attribution_of`](Ledger::attribution_of) | yes |
//! | how does value move, who ends worse, who pays for others? | [`Ledger::relations`] | no: merge ledgers |
//! | who is better on one measure and worse on another? | [`Ledger::cross`] | yes, if no person is in both parts |
//! | do both sides do their part, and in which [`Scenario`] do they meet? | [`Ledger::engagement`] | yes |
//! | what goes with users who do their part? | [`Ledger::engagement_drivers`] | yes |
//! | what goes with gains, what with losses? | [`Ledger::drivers`] | yes |
//! | how likely is a loss, how large, and who bears it? | [`Ledger::risk`] | no: merge ledgers |
//!
//! For publishing, [`Ledger::disclose`] withholds every figure that stands for fewer than k people, and further figures
//! until none of these can be computed. Each analysis has its own method, such as [`Ledger::disclose_risk`].
//! Hazards that are in no books are stated, as a [`Risk`] or as [`Uncertainty`], and decided about by limits that have
//! names: [`technocratic`], [`decisionistic`], [`transparent`]. What each player of a [`Game`] adds is its [`shapley`]
//! value.
//!
//! # Guarantees
//!
//! Each is a rule of the model, and proved by property tests in `tests/` that carry its number in their names.
//!
//! - **The sign of value is a result.** Created and destroyed are two amounts of zero or more, and the net is worked out
//!   when it is read (R10, `r10_`).
//! - **Gains and losses of a person who did not co-operate are windfalls**, except for a loss with a mistake of another
//!   party on record; recording co-operation moves no net (R7, `r07_`; R44, `r44_`). No interaction is without its user (R4,
//!   `r04_`).
//! - **Both signs alike**: turning every measure round swaps gains and losses (R45, `r45_`).
//! - **Order does not matter, nor does cutting up**: one ledger, or parts of it merged in whatever order, give figures
//!   that are equal bit for bit (R12, `r12_`).
//! - **Lines add up** to the ungrouped total (R13, `r13_`), and every figure can be traced to its entries (R20, `r20_`).
//! - **A promise moves no amount** (R15, `r15_`), and measures are never added together (R17, `r17_`).
//! - **What was known by a day stays what it was** (R19, `r19_`); a refused entry leaves the ledger equal to what it was.
//! - **Who is missing is counted**, and the totals lie within the bounds that this leaves (R29, `r29_`).
//! - **Shares add up** to what they are shares of, by every rule (R21, `r21_`). Nothing is left over, parties that are
//!   alike have the same, and who adds nothing has nothing (R24, `r24_`). The formula of [`Cooperation`] is the Shapley
//!   value of its game, by brute force (R22, `r22_`).
//! - **Nobody is blamed by default**: a loss without a misuse on record is unattributed, and no absence of a user is
//!   blamed for another person's loss (R23, `r23_`).
//! - **No published figure is of few people**, and none that is withheld can be computed from the others, but for what
//!   section 15 of the model lists (R26, `r26_`).
//! - **Whoever is forgotten is gone by id**, and every figure stays (R28, `r28_`).
//! - **Figures are rounded once.** A figure in `f64` is the float nearest to the true sum of its entries; what no number
//!   of the kind holds is an error, and no input panics.
//!
//! # Scope
//!
//! What this crate is not for:
//!
//! - **Claims of cause.** A change since before is not an effect, and a loss beside a misuse is not a loss through it.
//! - **Money accounts.** There is no double entry: what one party gains, no other has to lose.
//! - **One figure for everything.** Measures in different units are not added up.
//! - **Verdicts.** Shares, scenarios and risks follow from a rule or a threshold that somebody names; most are ours.
//! - **Worth in money, and intervals of totals**: later versions, as readings that leave the books as they are.
//! - **A database.** A ledger lives in memory; a journal on disk is the caller's to keep.
//!
//! # Features
//!
//! The default build has none of them, and none changes what another computes.
//!
//! | feature | brings |
//! |---|---|
//! | `serde` | records, terms, and the exact state of statements and totals through `serde` |
//! | `json` | reading a [journal](_documentation::journal), writing statements and readings as JSON; `serde` with it |
//! | `csv` | reading a [table](_documentation::journal), writing statements and readings as CSV |
//! | `decimal` | `rust_decimal::Decimal` as a kind of number |
//! | `rational` | `Ratio<i64>`, `Ratio<i128>` and `BigRational` as kinds of number |
//!
//! # Longer documentation
//!
//! The [model](_documentation::model), [recommended dimensions](_documentation::dimensions), the
//! [design](_documentation::design) with its reasons, the [glossary](_documentation::glossary), the
//! [sources](_documentation::sources), the [decisions](_documentation::decisions), the
//! [file formats](_documentation::journal), and [performance](_documentation::performance).

pub mod analysis;
pub mod catalogue;
pub mod error;
#[cfg(any(feature = "serde", feature = "csv"))]
mod io;
pub mod ledger;
pub mod number;
pub mod record;
mod rule;
pub mod statement;
mod text;
mod word;

#[doc(inline)]
pub use analysis::{attribution, cross, disclosure, drivers, engagement, engagement_drivers, game, relations, risk};
#[cfg(feature = "json")]
pub use io::journal;
#[cfg(feature = "csv")]
pub use io::table;

pub use analysis::attribution::Cooperation;
pub use catalogue::{Catalogue, Measure, Service};
pub use error::{Error, Rule};
pub use jiff::civil::{Date, date};
pub use ledger::Ledger;
pub use record::{Appraisal, Contribution, Interaction, Misuse, Source, Use, User, Void};
pub use statement::{Baseline, By, FollowUp, Include, Logic, Statement, Tally, Terms};

/// Longer documentation: the pages under `docs/`, whose code runs with the tests.
pub mod _documentation {
    #[doc = include_str!("../docs/model.md")]
    pub mod model {}
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
    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
