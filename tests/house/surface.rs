//! The public API: which types can be sent to another thread, and the sizes of small types.

use std::fs;

use crate::house::stages::files_under;
use covalue::analysis::{Figure, OutcomeCounts, Row, Rows};
use covalue::attribution::{
    AttributedEntry, Attribution, AttributionTrace, Basis, ByGame, Equal, Participants, Proportional, Share,
};
use covalue::catalogue::{ActorId, Direction, Element, InteractionId, MeasureId, ServiceId};
use covalue::certainty::{
    Difference, Drawing, Drawn, Draws, Effects, EngagementDifference, EngagementIntervals, EngagementLineIntervals,
    Interval, Intervals, LineIntervals, NoInterval, Per, RatioDifference, RatioLine, Ratios, ReplicateTotals,
    Resampling, RiskDifference, RiskIntervals, RiskLineIntervals,
};
use covalue::chart::{
    AcceptabilityChart, BarChart, ControlChart, ControlKind, CrossChart, DrawsChart, DriversChart,
    EngagementDriversChart, FlowChart, Labels, Order, PeopleChart, PeopleScale, PublishedPeopleChart, ReachChart,
    RiskChart, ScenarioMap, ShareChart, TimeChart, TornadoChart, Waterfall, WorthChart,
};
use covalue::cross::{Cross, CrossLine};
use covalue::disclosure::{Disclosure, Publication, PublicationRow, Publisher};
use covalue::drivers::{ComparisonGroup, Drivers, DriversLine, Factor, Side};
use covalue::engagement::{Engagement, EngagementEntry, EngagementLine, EngagementTrace, Path, Scenario, Threshold};
use covalue::engagement_drivers::{EngagementDrivers, EngagementDriversLine, Participation, ParticipationTerms};
use covalue::error::{
    AnalysisError, AppraiseError, BatchError, CatalogueError, CertaintyError, ChartError, DiscloseError, EmptyId,
    Fault, ForgetError, GameError, HazardError, ImpactError, LineError, MergeError, MergeLedgersError, NumberError,
    OptionsFault, Overflow, ReachError, ReadError, Reason, RecordError, Refusal, RowFault, StateError, TermsError,
    UnknownWord, VoidError, WeighError,
};
use covalue::game::{Coalition, Estimate, FnGame, Numerators, TableGame};
use covalue::impact::{
    Assumption, CellWorth, Deflator, Discount, Extremes, FirstYear, Grid, ImpactMap, Input, InputWorth, LineWorth,
    NotValued, Proxy, RowDifference, RowTrace, RowWorth, Sensitivity, Spread, StakeholderWorth, StatementWorth, Swing,
    Switching, TraceYear, Valuation, Worth, WorthDifference, YearWorth,
};
use covalue::journal::Intake;
use covalue::ledger::{Movement, MovementKind, Movements, Symbol};
use covalue::number::{
    DecimalTotal, FloatTotal, IntegerTotal, JsonForm, LongIntegerTotal, RationalTotal, Totals, TotalsRow,
};
use covalue::reach::{Reach, ReachComparison, ReachLine, ReachTrace};
use covalue::record::{
    Cause, Instrument, Intent, MisusedPart, Part, PartialDate, Precision, ReachStep, ReferenceName, Role, SourceKind,
};
use covalue::relations::{Detriment, Relations, RelationsLine, TransitionCounts};
use covalue::risk::{
    Bearer, Decision, FailedLimit, Hazard, Limit, ProbabilityInterval, Risk, RiskFigures, RiskLine, RiskTerms, Risks,
    TooFewPeople, Uncertainty,
};
use covalue::statement::{
    Bounds, Cell, CellChange, Classification, CountChange, CountedRow, CountedRows, Coverage, Dimension, Entry,
    Exclusions, FigureChange, FigureRange, Figures, FirstMonth, Grouping, Line, Month, StatementChange, Trace, Unseen,
};
use covalue::table::{Encoding, LookAlike, Options, TextKind, Wide};
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Cooperation, Date, Error, FollowUp, Include, Interaction, Ledger,
    Logic, Measure, Misuse, ReachCounts, Rule, Service, Source, Statement, Tally, Terms, Use, User, Void, journal,
};

#[test]
#[allow(clippy::too_many_lines, reason = "a list")]
fn every_type_is_send_and_sync() {
    fn check<T: Send + Sync + Unpin>() {}
    macro_rules! each {
        ($($kind:ty),+ $(,)?) => { $(check::<$kind>();)+ };
    }
    each!(
        ActorId,
        Assumption,
        Deflator<f64>,
        Discount<f64>,
        FirstYear,
        Grid<f64>,
        ImpactError,
        ImpactMap<f64>,
        Input<f64>,
        InputWorth<f64>,
        Proxy<f64>,
        RowDifference<f64>,
        RowTrace<f64>,
        covalue::impact::Row<f64>,
        RowWorth<f64>,
        Extremes<f64>,
        Sensitivity<f64>,
        Spread,
        StakeholderWorth<f64>,
        CellWorth<f64>,
        LineWorth<f64>,
        NotValued<f64>,
        StatementWorth<f64>,
        Valuation<f64>,
        Swing<f64>,
        Switching<f64>,
        TraceYear<f64>,
        Worth<f64>,
        WorthDifference<f64>,
        YearWorth<f64>,
        AcceptabilityChart,
        Appraisal,
        AppraiseError,
        CertaintyError,
        Difference,
        Drawing,
        Drawn,
        Draws,
        Effects,
        covalue::certainty::Options,
        RatioDifference,
        RatioLine,
        EngagementIntervals,
        EngagementDifference<'static>,
        EngagementLineIntervals<'static>,
        RiskDifference<'static>,
        RiskIntervals,
        RiskLineIntervals<'static>,
        Ratios,
        Interval,
        Intervals,
        LineIntervals,
        NoInterval,
        Per,
        ReplicateTotals,
        Resampling,
        Attribution,
        Baseline,
        Basis,
        BatchError,
        BarChart,
        Bearer,
        FigureRange<f64>,
        Bounds<f64>,
        By,
        ByGame<fn()>,
        Catalogue,
        CatalogueError,
        Cause,
        Cell,
        ChartError,
        Coalition,
        ComparisonGroup<f64>,
        Contribution,
        ControlChart,
        ControlKind,
        CrossChart,
        Cooperation,
        Classification,
        CountedRow<'static>,
        CountedRows<'static>,
        CellChange<f64>,
        CountChange,
        Coverage,
        Exclusions,
        FigureChange<f64>,
        StatementChange<f64>,
        Cross,
        CrossLine,
        DecimalTotal,
        Decision,
        Detriment,
        Dimension,
        Direction,
        Drivers,
        DrawsChart,
        DriversChart,
        DriversLine<f64>,
        DiscloseError,
        Publication,
        Publisher<'_, f64>,
        PublicationRow,
        Disclosure,
        Element,
        EmptyId,
        OutcomeCounts,
        Engagement,
        Encoding,
        EngagementDrivers,
        EngagementDriversChart,
        EngagementDriversLine,
        EngagementLine,
        Entry,
        Equal,
        Error,
        Estimate<f64>,
        Factor,
        FailedLimit,
        Figure<f64>,
        Fault,
        Figures,
        FirstMonth,
        FlowChart,
        FloatTotal,
        FollowUp,
        ForgetError,
        GameError,
        FnGame<fn(Coalition) -> f64>,
        Grouping,
        Hazard,
        HazardError,
        Include,
        Instrument,
        Intake,
        IntegerTotal,
        Intent,
        Interaction,
        InteractionId,
        Ledger,
        Limit,
        Line,
        LineError,
        Logic,
        LongIntegerTotal,
        LookAlike,
        Measure,
        MeasureId,
        MergeError,
        MergeLedgersError,
        Misuse,
        MisusedPart,
        Month,
        Movement,
        MovementKind,
        Movements,
        AttributionTrace,
        EngagementEntry,
        EngagementTrace,
        ReachTrace,
        TransitionCounts,
        NumberError,
        Numerators<f64>,
        Order,
        Options,
        Overflow,
        Part,
        Participation,
        ParticipationTerms,
        Path,
        PeopleChart,
        PeopleScale,
        ProbabilityInterval,
        Proportional,
        PublishedPeopleChart,
        RationalTotal,
        Reach,
        ReachChart,
        ReachComparison,
        ReachCounts,
        ReachError,
        ReachLine,
        ReachStep,
        ReadError,
        AnalysisError,
        Reason,
        RecordError,
        Refusal,
        ReferenceName,
        Relations,
        RelationsLine,
        Risk,
        RiskChart,
        RiskFigures<f64>,
        RiskLine<f64>,
        RiskTerms,
        Risks,
        PartialDate,
        Precision,
        Role,
        Row<f64>,
        RowFault,
        OptionsFault,
        Rows<'_, f64>,
        Rule,
        Scenario,
        ScenarioMap,
        Labels,
        Service,
        ShareChart,
        ServiceId,
        Share<f64>,
        AttributedEntry,
        Side,
        Source,
        SourceKind,
        StateError,
        Statement,
        Symbol,
        TableGame<f64>,
        Participants<'static, f64>,
        Tally,
        Terms,
        TextKind,
        TermsError,
        Threshold,
        TimeChart,
        TornadoChart,
        WorthChart,
        TooFewPeople,
        Totals<FloatTotal>,
        TotalsRow<FloatTotal>,
        Trace,
        Uncertainty,
        UnknownWord,
        Unseen,
        Use,
        User,
        Void,
        VoidError,
        Waterfall,
        WeighError,
        Wide,
        JsonForm,
        journal::Entries<f64, &[u8]>,
        journal::Options,
        journal::Entry,
    );
}

#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_of_small_types() {
    assert_eq!(size_of::<FloatTotal>(), 16);
    assert_eq!(size_of::<TotalsRow<FloatTotal>>(), 24);
    assert_eq!(size_of::<IntegerTotal>(), 16);
    assert_eq!(size_of::<LongIntegerTotal>(), 32);
    assert_eq!(size_of::<DecimalTotal>(), 32);
    assert_eq!(size_of::<Symbol>(), 4);
    assert_eq!(size_of::<Date>(), 4);
    assert_eq!(size_of::<ActorId>(), 24);
    assert_eq!(size_of::<Catalogue>(), 8);
    assert_eq!(size_of::<Coverage>(), 16);
    assert_eq!(size_of::<Coalition>(), 8);
}

/// The list above would miss a new type without this test. `unreachable_pub` denies a public type in a private
/// module.
#[test]
fn every_public_type_is_in_the_thread_test() {
    let list = include_str!("surface.rs").split("#[test]").nth(1).expect("the test above");
    let checked: Vec<&str> = list.split(|letter: char| !letter.is_alphanumeric()).collect();
    let mut count = 0;
    for file in files_under(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for name in text.lines().filter_map(public_type) {
            assert!(checked.contains(&name), "the public type {name} of {} is not in the list", file.display());
            count += 1;
        }
    }
    assert!(count > 100, "only {count} types were found");
}

/// The name of the public type that a line declares.
fn public_type(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
    rest.split(|letter: char| !letter.is_alphanumeric()).next()
}
