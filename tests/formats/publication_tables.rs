//! Publications as printed tables, with `withheld` in some cells.

use covalue::attribution::Equal;
use covalue::disclosure::{Disclosure, Publication};
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};

/// Thirty people in two districts with changes on two measures. People and clinic state their contributions.
fn books() -> Ledger {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::higher_is_better("mood", "points")],
        [Service::new("physio", "clinic")],
    );
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for number in 0..30 {
        let user = User::new(format!("u{number}")).with("district", if number < 14 { "north" } else { "south" });
        let change = |indices: i32| f64::from((number / indices) % 3 - 1);
        let integrated = f64::from(number % 2 + 1);
        let visit = Interaction::between(user, "physio", date(2026, 3, 2))
            .contribution(Contribution::of(format!("u{number}")).integrated(integrated))
            .contribution(Contribution::of("clinic").integrated(1.0))
            .appraisal(Appraisal::of("mobility").change(change(1)))
            .appraisal(Appraisal::of("mood").change(change(3)));
        ledger.record(visit).unwrap();
    }
    ledger
}

#[track_caller]
fn prints(published: &Publication, lines: &[&str]) {
    assert_eq!(published.to_string().lines().collect::<Vec<_>>(), lines);
}

fn headings(table: &str) -> Vec<&str> {
    table.lines().nth(1).unwrap_or_default().split("  ").map(str::trim).filter(|heading| !heading.is_empty()).collect()
}

/// A published table has the columns of its analysis, and a column with the number of people.
#[test]
fn a_published_analysis_has_the_columns_of_the_analysis() {
    let ledger = books();
    let by = Terms::by(By::Service);
    let tables = [
        (ledger.statement(&by).unwrap().to_string(), ledger.publish(3).statement(&by)),
        (ledger.engagement(&by).unwrap().to_string(), ledger.publish(3).engagement(&by)),
        (ledger.relations(&by).unwrap().to_string(), ledger.publish(3).relations(&by)),
        (ledger.risk(&by).unwrap().to_string(), ledger.publish(3).risk(&by)),
        (ledger.drivers(&by, "district").unwrap().to_string(), ledger.publish(3).drivers(&by, "district")),
        (ledger.attribution_of(&by, Equal).unwrap().to_string(), ledger.publish(3).attribution_of(&by, Equal)),
        (
            ledger.engagement_drivers(&by, "district").unwrap().to_string(),
            ledger.publish(3).engagement_drivers(&by, "district"),
        ),
    ];
    for (table, published) in tables {
        let published = published.unwrap().to_string();
        let of_figures = |table| {
            // A publication of drivers does not give the people with other values.
            let is_of_people = |heading: &&str| !["users", "beneficiaries", "others: users"].contains(heading);
            headings(table).into_iter().filter(is_of_people).map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(headings(&published).iter().any(|heading| ["users", "beneficiaries"].contains(heading)), "{published}");
        // A publication counts the interactions in which both sides are stated, and not those of one side.
        let of_sides = |heading: &String| heading.ends_with(" stated");
        let of_figures = |table| of_figures(table).into_iter().filter(|heading| !of_sides(heading)).collect::<Vec<_>>();
        assert_eq!(of_figures(&published), of_figures(&table), "{published}");
    }
}

#[test]
fn a_published_cross_is_printed_as_a_table() {
    let cross = |disclosure: Disclosure| books().publish(disclosure).cross(By::Service, "mobility", "mood").unwrap();
    let heading = "change from before; users' own appraisals; mobility beside mood, each person's changes added up";
    let only_one = "counted on mobility only: 0 users; on mood only: 0 users";
    prints(
        &cross(3.into()),
        &[
            &format!("{heading}; figures of fewer than 3 users are withheld"),
            "",
            "service physio: 30 users counted on both",
            "                   mood better  mood the same  mood worse         all",
            "mobility better       3 (10 %)       3 (10 %)    4 (13 %)   10 (33 %)",
            "mobility the same     3 (10 %)       3 (10 %)    4 (13 %)   10 (33 %)",
            "mobility worse        3 (10 %)       3 (10 %)    4 (13 %)   10 (33 %)",
            "all                   9 (30 %)       9 (30 %)   12 (40 %)  30 (100 %)",
            only_one,
        ],
    );
    // Shares and sums would reveal the counts before rounding.
    prints(
        &cross(Disclosure::from(3).rounded_to(2)),
        &[
            &format!(
                "{heading}; figures of fewer than 3 users are withheld; counts are rounded to 2, so sums may differ"
            ),
            "",
            "service physio: 30 users counted on both",
            "                   mood better  mood the same  mood worse",
            "mobility better              4              4           4",
            "mobility the same            4              4           4",
            "mobility worse               4              4           4",
            only_one,
        ],
    );
    prints(
        &cross(5.into()),
        &[
            &format!("{heading}; figures of fewer than 5 users are withheld"),
            "",
            "service physio: 30 users counted on both",
            "better, the same and worse on both: withheld",
            only_one,
            "a withheld figure is not always small: some are withheld so that others cannot be computed",
        ],
    );
}

/// The advice on a table without a figure is about what the table has: one line cannot become fewer lines.
#[test]
fn a_table_of_one_line_is_not_advised_to_have_fewer_lines() {
    let ledger = books();
    let note = |terms: Terms| {
        let table = ledger.publish(13).attribution_of(terms, Equal).unwrap().to_string();
        table.lines().find(|line| line.starts_with("every figure is withheld")).map(str::to_owned)
    };
    let told = |advice: &str| Some(format!("every figure is withheld: a table with {advice} users may show some"));
    assert_eq!(note(Terms::by(By::none())), told("more"));
    assert_eq!(note(Terms::by(By::with("district"))), told("fewer lines or more"));
}
