//! Rounded figures are marked where rows could contradict their sum: in pictures, tables and HTML.

use covalue::attribution::Equal;
use covalue::record::Contribution;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};

const ROUNDED: &str = "Figures are rounded.";
const TABLE: &str = "amounts are rounded to 3 decimals, so they need not add up";

fn books(change: f64) -> Ledger {
    let services = ["a", "b", "c"].map(|service| Service::new(service, "clinic"));
    let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], services);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for service in ["a", "b", "c"] {
        let visit = ["clinic", "nurse"]
            .into_iter()
            .fold(Interaction::between("ana", service, date(2026, 3, 2)).other("nurse"), |visit, party| {
                visit.contribution(Contribution::of(party).integrated(1.0))
            });
        let own = Contribution::of("ana").integrated(1.0);
        ledger.record(visit.contribution(own).appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    ledger
}

/// Three rows of 0.3334 are shown as 0.33, and their sum as 1.00.
#[test]
fn pictures_say_that_figures_are_rounded() {
    for (change, is_rounded) in [(0.3334, true), (0.25, false), (3.0, false)] {
        let ledger = books(change);
        let statement = ledger.statement(By::Service).unwrap();
        let bars = statement.bar_chart().unwrap();
        let waterfall = statement.waterfall("mobility").unwrap();
        let time = ledger.statement(By::Service.and(By::Quarter)).unwrap().time_chart().unwrap();
        for (svg, words) in [
            (bars.to_svg(), bars.description()),
            (waterfall.to_svg(), waterfall.description()),
            (time.to_svg(), time.description()),
        ] {
            assert_eq!(svg.contains(ROUNDED), is_rounded, "{change}: {words}");
            assert_eq!(words.contains(ROUNDED), is_rounded, "{change}: {words}");
        }
    }
    // Each party has a third of three changes.
    for (change, is_rounded) in [(0.3334, true), (3.0, false)] {
        let shares = books(change).share_chart(Terms::default(), "mobility", &[&Equal]).unwrap().by_party();
        assert_eq!(shares.to_svg().contains(ROUNDED), is_rounded);
        assert_eq!(shares.description().contains(ROUNDED), is_rounded);
    }
}

#[test]
fn tables_say_that_amounts_are_rounded() {
    for (change, is_rounded) in [(0.3334, true), (0.333, false), (3.0, false)] {
        let ledger = books(change);
        let statement = ledger.statement(By::Service).unwrap();
        let later = statement.change_since(&ledger.statement(By::Service).unwrap()).unwrap();
        let published = ledger.publish(2).statement(By::none()).unwrap();
        for table in [statement.to_string(), format!("{statement:#}"), statement.to_html(), later.to_string()] {
            assert_eq!(table.matches(TABLE).count(), usize::from(is_rounded), "{table}");
        }
        // Figures of one person are withheld, and the digits of a withheld amount show nothing.
        assert!(!published.to_string().contains(TABLE), "{published}");
        // A caller who asks for two decimals knows of them.
        assert!(!format!("{statement:.2}").contains(TABLE));
    }
    // On each line a party has a third of the change.
    for (change, is_rounded) in [(1.0, true), (3.0, false)] {
        let shares = books(change).attribution(Equal).unwrap();
        assert_eq!(shares.to_string().contains(TABLE), is_rounded, "{shares}");
        assert_eq!(shares.to_html().contains(TABLE), is_rounded);
    }
}
