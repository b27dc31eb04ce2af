//! The figures of the page are those of the statement and of the analyses.

use covalue::{By, Cooperation};

use super::html::table;
use super::{DECLARATIONS, MIXED, html_of, ledger_of, visit};

/// A figure as it is shown, as a number. Its last place is rounded.
fn number(text: &str) -> f64 {
    text.replace(',', "").replace('\u{2212}', "-").parse().expect("a number")
}

fn is_near(text: &str, figure: f64) -> bool {
    (number(text) - figure).abs() <= 0.000_500_1
}

#[test]
fn the_table_has_the_figures_of_the_statement() {
    let statement = ledger_of(MIXED).statement(By::Service).unwrap();
    let rows = table(&html_of(MIXED, None), "Appraisals and amounts, line by line");
    let column = |name: &str| rows[0].iter().position(|heading| heading == name).expect("the column");
    assert_eq!(rows.len(), 1 + statement.len());
    for (cell, row) in statement.cells().zip(&rows[1..]) {
        let figures = cell.figures().unwrap();
        assert_eq!(row[column("service")], cell.line().to_string());
        assert_eq!(row[column("measure")], format!("{} (u)", cell.measure()));
        assert_eq!(number(&row[column("appraisals")]), figures.appraisal_count() as f64);
        let counts = [
            ("better", figures.better_count()),
            ("the same", figures.unchanged_count()),
            ("worse", figures.worse_count()),
        ];
        for (name, count) in counts {
            assert_eq!(row[column(name)].split(' ').next().map(number), Some(count as f64));
        }
        for (name, amount) in
            [("created", figures.created()), ("destroyed", figures.destroyed()), ("net", figures.net())]
        {
            assert!(is_near(&row[column(name)], amount), "{name}: {row:?}");
        }
        let windfalls = [("windfall gain", figures.windfall_gain()), ("windfall loss", figures.windfall_loss())];
        for (name, amount) in windfalls {
            let is_right = if cell.co_operation_is_stated() {
                is_near(&row[column(name)], amount)
            } else {
                row[column(name)] == "not asked"
            };
            assert!(is_right, "{name}: {row:?}");
        }
        match figures.mean_change() {
            Some(mean) => assert!(is_near(&row[column("mean change")], mean)),
            None => assert_eq!(row[column("mean change")], "–"),
        }
        let missing = match figures.coverage().filter(|coverage| coverage.due() > 0) {
            Some(coverage) => format!("{} of {}", coverage.missing(), coverage.due()),
            None => "–".to_owned(),
        };
        assert_eq!(row[column("missing")], missing);
    }
}

#[test]
fn the_shares_of_roles_add_up_to_the_attribution() {
    let shares = ledger_of(MIXED).attribution_of(By::Service, Cooperation).unwrap();
    let rows = table(&html_of(MIXED, None), "Shares by role");
    for measure in ["m0", "m1", "m2"] {
        let of_measure = rows[1..].iter().filter(|row| row[1] == format!("{measure} (u)"));
        let shown: f64 = of_measure.map(|row| number(&row[3])).sum();
        let created: f64 =
            shares.shares().filter(|share| share.measure().as_str() == measure).map(|share| *share.created()).sum();
        // Each row is rounded to three decimals.
        assert!((shown - created).abs() <= 0.000_6 * rows.len() as f64, "{shown} {created}");
    }
}

#[test]
fn the_summary_has_the_figures_of_all_lines() {
    let mut text = DECLARATIONS.to_owned();
    for (person, after) in [Some(4), Some(2), Some(9), Some(6), None].into_iter().enumerate() {
        text += &visit(person, after, true);
    }
    let html = html_of(&text, None);
    for sentence in [
        "The file test.jsonl holds 5 interactions, with 5 users, from 2026-01-01 to 2026-05-05.",
        "Of 4 appraisals on pain, 2 are better, 1 is the same and 1 is worse.",
        "On pain, the books show 6 points created and 3 destroyed, and a net of 3 alone would hide 3 of each.",
        "There are no windfalls:",
        "Of 5 appraisals promised on pain, 1 is missing (20 %).",
        "users integrated 15 of 15 and the service integrated 5 of 5: both sides engaged (Let's Dance)",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
}
