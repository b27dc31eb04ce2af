//! The picture of the steps to a net.

use covalue::error::LineError;
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{elements, title, widths};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{MEASURES, cases, written};
use crate::support::generate_terms::terms;

proptest! {
    #![proptest_config(cases(32))]

    /// Bars are as long as their amounts, the description and the title have the figures, and the steps add up.
    #[test]
    fn steps_lead_from_all_gains_to_the_net(case in written(), terms in terms()) {
        let recorded = record::<f64>(&case, Scale::Whole);
        let statement = recorded.ledger.statement(Terms::from(&terms)).unwrap();
        for measure in case.measures.iter().map(|measure| measure.id.as_str()) {
            let chart = match (statement.waterfall(measure), statement.total(measure)) {
                (Ok(chart), Ok(_)) => chart,
                (Err(LineError::NoMeasure { .. }), Err(LineError::NoMeasure { .. })) => continue,
                (chart, total) => return Err(TestCaseError::fail(format!("{chart:?} {total:?}"))),
            };
            let figures = statement.total(measure).unwrap();
            let description = chart.description().replace('\u{2212}', "-").replace(',', "");
            let mut amounts = vec![("Created", figures.created()), ("Net", figures.net())];
            if figures.destroyed() > 0.0 {
                if description.contains("misuse on record") {
                    amounts.push(("misuse on record", -figures.with_misuse()));
                    amounts.push(("no misuse on record", -figures.without_misuse()));
                } else {
                    // Nothing is known of misuse.
                    prop_assert_eq!(figures.with_misuse(), 0.0);
                    amounts.push(("Destroyed", -figures.without_misuse()));
                }
            }
            for (name, amount) in [("Windfall loss", figures.windfall_loss()), ("Destroyed alone", figures.destroyed_alone())] {
                amounts.extend((amount > 0.0).then_some((name, -amount)));
            }
            for (name, amount) in amounts {
                let text = format!("{name} {}", if amount == 0.0 { 0.0 } else { amount });
                prop_assert!(description.contains(&text), "{text}: {description}");
            }
            if figures.windfall_gain() > 0.0 {
                let text = format!("Windfall gain +{}", figures.windfall_gain());
                prop_assert!(description.contains(&text));
            }
            if figures.within_up() > 0.0 && figures.within_down() > 0.0 {
                let sum = figures.net() + figures.within_up() - figures.within_down();
                let text = format!("add up to {sum}: net {}", figures.net());
                prop_assert!(description.contains(&text), "{text}: {description}");
            }
            let svg = chart.to_svg();
            prop_assert_eq!(&svg, &statement.waterfall(measure).unwrap().to_svg());
            let elements = elements(&svg);
            let (created, solid) = (widths(&elements, "#2a6f97"), widths(&elements, "#c8611a"));
            if figures.created() >= 1.0 && figures.with_misuse() >= 1.0 {
                let [one, other] = [created / figures.created(), solid / figures.with_misuse()];
                // Each width is rounded to two decimals, of at least 1.5.
                prop_assert!((one - other).abs() < 0.02, "{one} {other}");
            }
            let title = title(&svg).replace('\u{2212}', "-").replace(',', "");
            if figures.appraisal_count() > 0 && figures.created() > 0.0 {
                let text = format!("{} ", figures.created());
                prop_assert!(title.starts_with(&text) && title.contains(" created "), "{title}");
                let text = format!("net is {}", if figures.net() == 0.0 { 0.0 } else { figures.net() });
                prop_assert!(title.ends_with(&text), "{title}");
            }
        }
        prop_assert!(statement.waterfall("unheard").is_err());
        prop_assert!(MEASURES.iter().all(|measure| statement.waterfall(measure).is_ok() == statement.total(measure).is_ok()));
    }
}

/// Every picture says the same of changes that are all windfalls, and of changes that are all within the tolerance.
#[test]
fn titles_without_an_amount_agree() {
    let measure = Measure::higher_is_better("mood", "points").tolerance(0.5);
    let catalogue = Catalogue::new([measure], ["a", "b"].map(|service| Service::new(service, "clinic"))).unwrap();
    for (change, finding, net) in [
        (3.0, "Every change beyond the tolerance is a windfall", "18 points"),
        (0.4, "Nothing was created and nothing destroyed", "0 points"),
    ] {
        let mut ledger = Ledger::new(&catalogue);
        for (month, service) in (1..=3).flat_map(|month| [(month, "a"), (month, "b")]) {
            let own = Contribution::of("ana").not_integrated(1.0, Misuse::unknown());
            let visit = Interaction::between("ana", service, date(2026, month, 2)).contribution(own.clone());
            ledger.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
            let visit = Interaction::between("ana", service, date(2026, month, 3)).contribution(own);
            ledger.record(visit.appraisal(Appraisal::of("mood").change(-0.4))).unwrap();
        }
        let time = |terms: Terms| title(&ledger.statement(terms).unwrap().time_chart().unwrap().to_svg());
        let bars = |terms: Terms| title(&ledger.statement(terms).unwrap().bar_chart().unwrap().to_svg());
        let year = Terms::by(By::Year);
        for found in [
            bars(Terms::default()),
            bars(Terms::by(By::Service)),
            time(Terms::by(By::Month)),
            time(year),
            time(Terms::by(By::Service.and(By::Month))),
        ] {
            assert_eq!(found, finding);
        }
        let waterfall = ledger.statement(By::Service).unwrap().waterfall("mood").unwrap().to_svg();
        assert_eq!(title(&waterfall), format!("{finding}: net is {net}"));
    }
}
