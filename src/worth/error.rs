//! Errors of valuations and impact maps.

use std::fmt::Display;

use super::Assumption;
use crate::catalogue::MeasureId;
use crate::nearest::{meant, nearest};
use crate::number::{Number, clip};
use crate::printable::quoted;
use crate::rule::Rule;
use crate::statement::LineError;

/// Why a map or a valuation was refused.
///
/// # Errors, as examples
///
/// - `.deadweight(1.2)`: R31; `.lasts(0)`: R31;
/// - GBP and EUR in one map, prices of two years without a deflator: R32;
/// - an unknown row: R20.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
///
/// let club = Row::new("club", 16.0, Proxy::amount(48.25)).deadweight(1.2);
/// let refused = ImpactMap::new([club]).value(Discount::none()).unwrap_err();
/// assert_eq!(refused.to_string(), "R31: deadweight of `club` is 1.2, and has to be from 0 to 1");
/// assert_eq!(refused.rule(), Rule::R31);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImpactError {
    /// A number is not finite.
    #[error("R3: {figure} of {of} is {value}")]
    NotFinite {
        /// The number.
        figure: String,
        /// The owner of the number, quoted.
        of: String,
        /// The stated value.
        value: String,
    },
    /// A figure is more than the kind of number holds.
    #[error("R3: overflow: {figure} of {of} is more than {kind} holds")]
    Overflow {
        /// The figure.
        figure: String,
        /// The owner of the figure.
        of: String,
        /// The kind of number.
        kind: &'static str,
    },
    /// An outcome has no name.
    #[error("form: an outcome has no name")]
    NoOutcome,
    /// An input has an empty name.
    #[error("form: an input has an empty name")]
    NoInputName,
    /// Two rows have the same stakeholder and outcome.
    #[error("form: {row} is in the map already")]
    RepeatedRow {
        /// The row, quoted.
        row: String,
    },
    /// Two inputs have the same name.
    #[error("form: {input} is in the inputs already: give each year a name of its own")]
    RepeatedInput {
        /// The input.
        input: String,
    },
    /// A share is not from 0 to 1.
    #[error("R31: {} of {row} is {share}, and has to be from 0 to 1{advice}", .assumption.label())]
    NoShare {
        /// The share.
        assumption: Assumption,
        /// The row, quoted.
        row: String,
        /// The stated value.
        share: String,
        /// What to do, if it may be a percentage: `: divide a percentage by 100`.
        advice: &'static str,
    },
    /// An outcome lasts no whole number of years, or too many.
    #[error("R31: {row} lasts {years} years, and has to last 1 to 1000 whole years")]
    Years {
        /// The row, quoted.
        row: String,
        /// The stated value.
        years: String,
    },
    /// An outcome starts too late, or after no whole number of years.
    #[error("R31: {row} starts after {years} years, and has to start after 0 to 1000 whole years")]
    Starts {
        /// The row, quoted.
        row: String,
        /// The stated value.
        years: String,
    },
    /// Quantity and proxy are both below zero.
    #[error("R31: quantity and proxy of {row} are both below zero")]
    BothBelow {
        /// The row, quoted.
        row: String,
    },
    /// The ranges of quantity and proxy both go below zero.
    #[error("R31: the ranges of quantity and proxy of {row} both go below zero")]
    RangesBelow {
        /// The row, quoted.
        row: String,
    },
    /// An input is below zero.
    #[error("R31: {input} is {amount}, below zero")]
    InputBelow {
        /// The input.
        input: String,
        /// Its amount.
        amount: String,
    },
    /// A rate is below zero.
    #[error("R31: the rate{} is {rate}, below zero", of_year(*.year))]
    RateBelow {
        /// The year from which it holds; `None` for the only rate.
        year: Option<u32>,
        /// The rate.
        rate: String,
    },
    /// A year is too late.
    #[error("R31: year {year} is later than year {latest}, the last that is discounted")]
    LateYear {
        /// The year.
        year: u32,
        /// The latest year.
        latest: u32,
    },
    /// An input is put in too late, or after no whole number of years.
    #[error("R31: {input} is put in after {years} years, and has to be after 0 to 1000 whole years")]
    LateInput {
        /// The input.
        input: String,
        /// The stated value.
        years: String,
    },
    /// The steps of a discount do not ascend.
    #[error("R31: the step of year {year} follows that of year {after}, and steps have to ascend")]
    Steps {
        /// The year of a step.
        year: u32,
        /// The year of the step before it.
        after: u32,
    },
    /// The range of the rate does not hold it.
    #[error("R31: the range of the rate is {low} to {high}, and has to hold {rate}, from 0 on")]
    RateRange {
        /// The rate.
        rate: String,
        /// The low end.
        low: String,
        /// The high end.
        high: String,
    },
    /// A discount in steps has a range, or its rate is asked for.
    #[error("R31: the discount has several rates, and only one rate can be varied")]
    SteppedRate,
    /// A range does not hold the stated value.
    #[error("R31: range of {assumption} of {of} is {low} to {high}, and does not hold {stated}")]
    RangeWithout {
        /// The assumption.
        assumption: String,
        /// The owner of the number, quoted.
        of: String,
        /// The low end.
        low: String,
        /// The high end.
        high: String,
        /// The stated value.
        stated: String,
    },
    /// An end of a range is not admissible.
    #[error("R31: range of {assumption} of {of} is {low} to {high}, and both ends have to be {expected}")]
    RangeEnds {
        /// The assumption.
        assumption: String,
        /// The owner of the number, quoted.
        of: String,
        /// The low end.
        low: String,
        /// The high end.
        high: String,
        /// The values that it may have: `from 0 to 1`.
        expected: &'static str,
    },
    /// A range crosses zero: a gain would become a loss.
    #[error("R31: range of {assumption} of {of} is {low} to {high}, and crosses zero")]
    RangeAcrossZero {
        /// The assumption.
        assumption: String,
        /// The owner of the number, quoted.
        of: String,
        /// The low end.
        low: String,
        /// The high end.
        high: String,
    },
    /// A spread is not one that its assumption may have.
    #[error("R39: spread of {assumption} of {of} is {spread}, and {expected}")]
    Spread {
        /// The assumption.
        assumption: String,
        /// The owner of the number, quoted.
        of: String,
        /// The spread.
        spread: String,
        /// The condition that it breaks: `its values have to be from 0 to 1`.
        expected: &'static str,
    },
    /// The spreads of quantity and proxy both go below zero.
    #[error("R39: in a draw quantity and proxy of {row} may both be below zero")]
    SpreadsBelow {
        /// The row, quoted.
        row: String,
    },
    /// An assumption has a name for its draws, and no spread.
    #[error("R39: {assumption} of {of} is named {name}, and has no spread")]
    NameWithoutSpread {
        /// The assumption.
        assumption: String,
        /// The owner of the number, quoted.
        of: String,
        /// The name, quoted.
        name: String,
    },
    /// One name stands for two different spreads.
    #[error("R39: {one} and {other} are both drawn as {name}, and one name has one value: name one of them otherwise")]
    RepeatedName {
        /// An assumption with its owner.
        one: String,
        /// Another one.
        other: String,
        /// The name, quoted.
        name: String,
    },
    /// The part by which all numbers may be otherwise is not a share.
    #[error("R31: the part of a range is {part} of {whole}, and has to be a share up to 1")]
    RangePart {
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
    /// A row does not have the assumption.
    #[error("R31: {row} has no assumption {}", .assumption.label())]
    NoAssumption {
        /// The assumption.
        assumption: Assumption,
        /// The row, quoted.
        row: String,
    },
    /// Amounts are in different units.
    #[error("R32: amounts are in {} and {}in {}", quoted(.one), that_of(.of.as_deref()), quoted(.other))]
    Units {
        /// A unit.
        one: String,
        /// Another one.
        other: String,
        /// The row, the input or the measure whose amount is in the other unit, quoted; `None` if cells of a file differ.
        of: Option<String>,
    },
    /// Some amounts state what others do not: a unit, or a price year.
    #[error("R32: {without} states no {figure}, and others do")]
    StatedInPart {
        /// `unit` or `price year`.
        figure: &'static str,
        /// The row or input that does not state it.
        without: String,
    },
    /// Prices of a year are asked for, and an amount states no price year.
    #[error("R32: {without} states no price year, and prices of {year} are asked for")]
    NoPriceYear {
        /// The row that does not state it.
        without: String,
        /// The year asked for.
        year: i16,
    },
    /// Amounts are in prices of different years, and none is asked for.
    #[error("R32: amounts are in prices of {one} and of {other}, and no price year is asked for")]
    PriceYears {
        /// A year.
        one: i16,
        /// Another one.
        other: i16,
    },
    /// A deflator has no index of a year.
    #[error("R32: the deflator {} has no index of {year}", quoted(.deflator))]
    NoIndex {
        /// The deflator.
        deflator: String,
        /// The year.
        year: i16,
    },
    /// An index of a deflator is not above zero.
    #[error("R31: the index of {year} of the deflator {} is {index}, and has to be above zero", quoted(.deflator))]
    IndexBelow {
        /// The deflator.
        deflator: String,
        /// The year.
        year: i16,
        /// The index.
        index: String,
    },
    /// A deflator states a year twice.
    #[error("form: the deflator {} states {year} twice", quoted(.deflator))]
    RepeatedYear {
        /// The deflator.
        deflator: String,
        /// The year.
        year: i16,
    },
    /// A proxy is the worth of one of another unit than the measure's.
    #[error("R32: the proxy of {measure} is per {}, and {measure} is in {}", quoted(.per), quoted(.unit))]
    PerOtherUnit {
        /// The measure, quoted.
        measure: String,
        /// The unit of which one is worth the proxy.
        per: String,
        /// The unit of the measure.
        unit: String,
    },
    /// The proxy of a measure is below zero.
    #[error("R3: the proxy of {measure} is {amount}, below zero: the direction of the measure makes a loss")]
    ProxyBelow {
        /// The measure, quoted.
        measure: String,
        /// The amount.
        amount: String,
    },
    /// A measure has two proxies.
    #[error("form: {measure} has a proxy already")]
    RepeatedProxy {
        /// The measure, quoted.
        measure: String,
    },
    /// A measure is not in the catalogue.
    #[error("R2: measure {} is not in the catalogue{}", quoted(.measure), meant(.nearest.as_ref()))]
    UnknownMeasure {
        /// The measure.
        measure: String,
        /// A measure of the catalogue that is almost the same.
        nearest: Option<MeasureId>,
    },
    /// Two measures that overlap both have a proxy.
    #[error(
        "R34: {one} and {other} overlap, and both have a proxy: leave out one of them, or value both despite overlaps"
    )]
    Overlap {
        /// A measure, quoted.
        one: String,
        /// Another one, quoted.
        other: String,
    },
    /// A measure is stated to overlap itself.
    #[error("R34: an overlap is of two measures, and {measure} is stated twice")]
    OverlapsItself {
        /// The measure, quoted.
        measure: String,
    },
    /// A valuation has no such line.
    #[error("R20: the valuation has no line {line}")]
    NoLine {
        /// The line asked for, quoted, with `…` in place of values of dimensions.
        line: String,
    },
    /// A figure of a statement could not be read.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Deadweight is deducted from a change against the level without the service.
    #[error("R34: the level without the service is already taken off {row}, so it has no deadweight")]
    DeadweightTwice {
        /// The row, quoted.
        row: String,
    },
    /// Years are whole, so they have no switching value.
    #[error("form: the years of {row} are whole, so they have no switching value: see both ends of their range")]
    NoSwitching {
        /// The row, quoted.
        row: String,
    },
    /// Both axes of a grid are of one assumption.
    #[error("form: both axes of the grid are of {} of {of}", .assumption.label())]
    SameAxis {
        /// The assumption.
        assumption: Assumption,
        /// The row or the input, quoted.
        of: String,
    },
    /// A weight is below zero or stated twice.
    #[error("R31: the weight of {} is {weight}, and has to be stated once, from 0 on", quoted(.stakeholder))]
    Weight {
        /// The stakeholder.
        stakeholder: String,
        /// The weight.
        weight: String,
    },
    /// A name is not in the map.
    #[error("R20: the map has no {kind} {}{}", quoted(.name), meant(.nearest.as_ref()))]
    Unknown {
        /// `row`, `stakeholder` or `input`.
        kind: &'static str,
        /// The name.
        name: String,
        /// A name of the map that is almost the same.
        nearest: Option<String>,
    },
    /// An outcome of several stakeholders is named without one.
    #[error("R20: several stakeholders have the outcome {}: write STAKEHOLDER/OUTCOME", quoted(.outcome))]
    SeveralRows {
        /// The outcome.
        outcome: String,
    },
    /// Two maps cannot be compared.
    #[error("R32: the maps differ in their {figure}{}", both(.texts.as_deref()))]
    Differ {
        /// `unit`, `price year`, `deflator`, `indices of the deflator`, `first year`, `discount`, `discount of a row` or `weights`.
        figure: &'static str,
        /// The unit, the price year, the deflator or the first year of both, or `none`.
        texts: Option<Box<[String; 2]>>,
    },
    /// The discount of a row has a fault.
    #[error("{fault}, in the discount of {row}")]
    OwnDiscount {
        /// The row, quoted.
        row: String,
        /// The fault.
        fault: Box<ImpactError>,
    },
    /// A text is not a spread.
    #[error(
        "form: `{text}` is not a spread: write `uniform LOW HIGH`, `triangular LOW MODE HIGH`, `normal MEAN SD`, \
         `lognormal MEAN SD`, `gamma MEAN SD` or `beta SUCCESSES FAILURES`"
    )]
    NoSpread {
        /// The text, clipped.
        text: String,
    },
    /// The rate of a row's own discount has a range.
    #[error("R31: the rate of {row} has a range, and only that of the map's discount is varied: state one rate")]
    OwnRange {
        /// The row, quoted.
        row: String,
    },
}

/// The units or the years of two maps, if they are known.
fn both(texts: Option<&[String; 2]>) -> String {
    texts.map_or_else(String::new, |[one, other]| format!(": {one} and {other}"))
}

/// The owner of an amount, if it is stated.
fn that_of(of: Option<&str>) -> String {
    of.map_or_else(String::new, |of| format!("that of {of} "))
}

/// The year from which a rate holds, if it is one of several.
fn of_year(year: Option<u32>) -> String {
    year.map_or_else(String::new, |year| format!(" of year {year}"))
}

impl ImpactError {
    /// A name that none of the known ones is.
    pub(super) fn unknown<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Unknown { kind, name: name.to_owned(), nearest: nearest(name, known).map(str::to_owned) }
    }

    /// A figure that the kind of number does not hold.
    pub(crate) fn overflow<N: Number>(figure: impl Display, of: impl Display) -> Self {
        Self::Overflow { figure: figure.to_string(), of: of.to_string(), kind: N::KIND }
    }

    /// A number that is not finite.
    pub(super) fn not_finite(figure: impl Display, of: impl Display, value: &impl Number) -> Self {
        Self::NotFinite { figure: figure.to_string(), of: of.to_string(), value: clip(&value.text()) }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NotFinite { .. } | Self::Overflow { .. } | Self::ProxyBelow { .. } => Rule::R3,
            Self::UnknownMeasure { .. } => Rule::R2,
            Self::NoOutcome
            | Self::NoInputName
            | Self::NoSwitching { .. }
            | Self::RepeatedRow { .. }
            | Self::RepeatedInput { .. }
            | Self::RepeatedYear { .. }
            | Self::RepeatedProxy { .. }
            | Self::NoSpread { .. }
            | Self::SameAxis { .. } => Rule::Form,
            Self::NoShare { .. }
            | Self::Years { .. }
            | Self::Starts { .. }
            | Self::BothBelow { .. }
            | Self::RangesBelow { .. }
            | Self::InputBelow { .. }
            | Self::RateBelow { .. }
            | Self::LateYear { .. }
            | Self::LateInput { .. }
            | Self::Steps { .. }
            | Self::RateRange { .. }
            | Self::SteppedRate
            | Self::OwnRange { .. }
            | Self::RangeWithout { .. }
            | Self::RangeEnds { .. }
            | Self::RangeAcrossZero { .. }
            | Self::RangePart { .. }
            | Self::NoAssumption { .. }
            | Self::IndexBelow { .. }
            | Self::Weight { .. } => Rule::R31,
            Self::Spread { .. }
            | Self::SpreadsBelow { .. }
            | Self::NameWithoutSpread { .. }
            | Self::RepeatedName { .. } => Rule::R39,
            Self::Units { .. }
            | Self::StatedInPart { .. }
            | Self::NoPriceYear { .. }
            | Self::PriceYears { .. }
            | Self::NoIndex { .. }
            | Self::PerOtherUnit { .. }
            | Self::Differ { .. } => Rule::R32,
            Self::DeadweightTwice { .. } | Self::Overlap { .. } | Self::OverlapsItself { .. } => Rule::R34,
            Self::Line(error) => error.rule(),
            Self::OwnDiscount { fault, .. } => fault.rule(),
            Self::Unknown { .. } | Self::SeveralRows { .. } | Self::NoLine { .. } => Rule::R20,
        }
    }
}
