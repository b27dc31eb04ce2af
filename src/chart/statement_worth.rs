//! The lines of a statement in money, as diverging bars.

use super::BarChart;
use super::figures::{FigureFormat, number_of};
use super::lines::{LineFigures, MeasurePanel, Panels, by_words, line_word, values_of};
use super::words::join;
use super::worth::{drawn, line, unit_text};
use crate::number::Fraction;
use crate::statement::Terms;
use crate::text::prices_text;
use crate::worth::error::ImpactError;
use crate::worth::{FourFigures, StatementWorth};

/// The figures of a line with these values, or of the whole. An error does not name the values of a line, which must not
/// enter a log.
fn figures_of<N: Fraction>(
    figures: &FourFigures<N>,
    values: Vec<String>,
    name: &str,
) -> Result<LineFigures, ImpactError> {
    let of = || name.to_owned();
    let stated = [("created", &figures.created), ("destroyed", &figures.destroyed), ("net", &figures.net)];
    let of_line = line(values, stated, of)?;
    let Some([gain, loss]) = &figures.windfalls else { return Ok(of_line) };
    let (windfall_gain, windfall_loss) = (drawn(gain, "the windfall gain", of)?, drawn(loss, "the windfall loss", of)?);
    Ok(LineFigures { windfall_gain, windfall_loss, ..of_line })
}

impl<N: Fraction> StatementWorth<N> {
    /// The lines in money as diverging bars, as those of a [statement](crate::Statement::bar_chart).
    ///
    /// # Errors
    ///
    /// - a figure that no float holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Proxy, Valuation};
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let measures = [Measure::higher_is_better("wellbeing", "points")];
    /// # let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")])?);
    /// # for (user, change) in [("ana", 2.0), ("ben", -1.0)] {
    /// #     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    /// #     ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change)))?;
    /// # }
    /// let point = Proxy::new(13_000.0, "GBP", 2019, "HM Treasury, Wellbeing Guidance 2021");
    /// let chart = Valuation::new([("wellbeing", point)])?.of(&ledger.statement(By::Service)?)?.bar_chart()?;
    /// assert!(chart.description().contains("physio: created 26,000, destroyed 13,000, net 13,000"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn bar_chart(&self) -> Result<BarChart, ImpactError> {
        let words = self.terms().map_or(&[][..], |terms| terms.grouping().words());
        let lines = self.lines().map(|part| figures_of(part.figures(), values_of(part.line()), "a line"));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let total = figures_of(self.figures(), Vec::new(), "the statement")?;
        let terms = self.picture_terms();
        let format =
            FigureFormat::of(unit_text(self.unit()), lines.iter().chain([&total]).flat_map(LineFigures::amounts));
        let measure = format!("worth{}", by_words(words).trim_start_matches(','));
        let is_empty = lines.is_empty();
        let panel = MeasurePanel { measure, direction: "", lines, groups: Vec::new(), total, format };
        // Without a line there is nothing to draw, and no worth of 0.
        let panels = if is_empty { Vec::new() } else { vec![panel] };
        let chart =
            BarChart::of(Panels { panels, by: String::new(), line_word: line_word(words), terms, intervals: None });
        Ok(if is_empty { chart.title("No measure with a proxy is counted") } else { chart })
    }

    /// The prices, the terms, the notes about what is deducted, and the number of measures that are not valued.
    fn picture_terms(&self) -> String {
        let left = self.not_valued().len() as u64;
        let left = (left > 0).then(|| {
            let verb = if left == 1 { "is" } else { "are" };
            format!("{} {verb} not valued", number_of(left, ("measure", "measures")))
        });
        let prices = prices_text((self.price_year(), self.deflator()));
        let terms = self.terms().map(Terms::without_grouping);
        join(std::iter::once(prices).chain(terms).chain(self.notes()).chain(left), "; ")
    }
}
