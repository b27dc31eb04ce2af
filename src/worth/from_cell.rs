//! Rows whose quantity is a figure of a statement.

use super::error::ImpactError;
use super::row::Counterfactual;
use super::{Proxy, Row};
use crate::number::Fraction;
use crate::statement::{Baseline, Figures, IntoLine, Statement, Terms};

impl<N: Fraction> Row<N> {
    /// The amount created on a line of a statement, as an outcome for that line. Against the level without the service
    /// nothing would have come about anyway, so such a row has no deadweight (R34).
    ///
    /// # Errors
    ///
    /// - a line or a measure that the statement does not have: R20;
    /// - a proxy per another unit than the measure's: R32;
    /// - a figure that the kind of number does not hold: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("wellbeing", "points")], [Service::new("club", "town")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 2.0), ("ben", -1.0)] {
    ///     let visit = Interaction::between(user, "club", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change)))?;
    /// }
    /// let statement = ledger.statement(By::Service)?;
    /// let point = || Proxy::new(13_000.0, "GBP", 2019, "HM Treasury, Wellbeing Guidance 2021").per("points");
    /// let map = ImpactMap::new([
    ///     Row::created(&statement, "club", "wellbeing", point())?.due_to_others(0.5),
    ///     Row::destroyed(&statement, "club", "wellbeing", point())?,
    /// ]);
    /// let worth = map.value(Discount::none())?;
    /// assert_eq!((worth.created(), worth.destroyed()), (&13_000.0, &13_000.0));
    /// assert_eq!(worth.row("wellbeing: destroyed")?.row().get_stakeholder(), Some("club"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn created(
        statement: &Statement<N>,
        line: impl IntoLine,
        measure: &str,
        proxy: Proxy<N>,
    ) -> Result<Self, ImpactError> {
        of_figure(statement, (line, measure, "created"), proxy, Figures::created)
    }

    /// The amount destroyed on a line of a statement, as a loss for that line.
    ///
    /// # Errors
    ///
    /// - those of [`created`](Self::created).
    pub fn destroyed(
        statement: &Statement<N>,
        line: impl IntoLine,
        measure: &str,
        proxy: Proxy<N>,
    ) -> Result<Self, ImpactError> {
        of_figure(statement, (line, measure, "destroyed"), proxy, |figures| N::zero() - figures.destroyed())
    }

    /// The gains of people on a line who did not co-operate, as an outcome for that line.
    ///
    /// # Errors
    ///
    /// - those of [`created`](Self::created).
    pub fn windfall_gain(
        statement: &Statement<N>,
        line: impl IntoLine,
        measure: &str,
        proxy: Proxy<N>,
    ) -> Result<Self, ImpactError> {
        of_figure(statement, (line, measure, "windfall gain"), proxy, Figures::windfall_gain)
    }

    /// The losses of people on a line who did not co-operate, as a loss for that line.
    ///
    /// # Errors
    ///
    /// - those of [`created`](Self::created).
    pub fn windfall_loss(
        statement: &Statement<N>,
        line: impl IntoLine,
        measure: &str,
        proxy: Proxy<N>,
    ) -> Result<Self, ImpactError> {
        of_figure(statement, (line, measure, "windfall loss"), proxy, |figures| N::zero() - figures.windfall_loss())
    }
}

/// The row of a figure. Its stakeholder is the line, and its outcome names the measure and the figure.
fn of_figure<N: Fraction>(
    statement: &Statement<N>,
    (line, measure, name): (impl IntoLine, &str, &str),
    proxy: Proxy<N>,
    read: impl Fn(&Figures<N>) -> N,
) -> Result<Row<N>, ImpactError> {
    let line = line.into_line();
    let figures = statement.line(line.clone(), measure)?;
    let known = statement.catalogue().measure(measure).expect("measures of statements are in their catalogue");
    if let Some(fault) = proxy.fault_of_unit(known) {
        return Err(fault);
    }
    let row = Row::new(format!("{measure}: {name}"), read(&figures), proxy)
        .stakeholder(line.to_string())
        .indicator(known.unit());
    let baseline = statement.terms().map(Terms::get_baseline);
    Ok(if baseline == Some(&Baseline::Without) { row.with_counterfactual(Counterfactual::InQuantity) } else { row })
}
