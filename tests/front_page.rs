//! The programs of the front page, and the table that the first one prints.

use covalue::{Appraisal, By, Catalogue, Contribution};
use covalue::{Interaction, Ledger, Measure, Misuse, Service, Statement, date};

#[test]
fn first() -> Result<(), covalue::Error> {
    let catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("mobility", 2.0)],
    )?;
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(
        Interaction::between("ana", "physio", date(2026, 3, 2))
            .contribution(Contribution::of("ana").integrated(3.0))
            .contribution(Contribution::of("clinic").integrated(1.0))
            .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
    )?;
    ledger.record(
        Interaction::between("ben", "physio", date(2026, 3, 9))
            .contribution(Contribution::of("ben").integrated(1.0))
            .contribution(Contribution::of("clinic").misintegrated(1.0, Misuse::accidental()))
            .appraisal(Appraisal::of("mobility").before(5.0).after(4.0))
            .appraisal(Appraisal::of("pain").before(3.0).after(6.0)),
    )?;
    let books = ledger.statement(By::Service)?;
    let mobility = books.line("physio", "mobility")?;
    assert_eq!((mobility.created(), mobility.destroyed(), mobility.net()), (4.0, 1.0, 3.0));
    assert_eq!(books.hidden("mobility")?, 1.0);
    assert_eq!(
        books.to_string(),
        "\
against before, users' own appraisals, 2 users
service  measure   unit    created  destroyed   net  windfall  missing
physio   mobility  points      4.0        1.0   3.0       0.0   0 of 2
physio   pain      points      0.0        3.0  -3.0       0.0        -
"
    );
    Ok(())
}

#[test]
fn second() -> Result<(), covalue::Error> {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    let visit = |user, on, before, after| {
        Interaction::between(user, "physio", on).appraisal(Appraisal::of("mobility").before(before).after(after))
    };
    let march = [visit("ana", date(2026, 3, 2), 0.1, 0.4)];
    let april = [visit("ben", date(2026, 4, 9), 0.3, 0.2)];
    let mut whole = Statement::empty();
    for (name, rows) in [("april.csv", &april), ("march.csv", &march)] {
        let mut part = Ledger::part(&catalogue, name);
        part.record_all(rows.iter().cloned())?;
        whole = whole.merge(part.statement(By::Service)?)?;
    }
    let mut ledger = Ledger::new(&catalogue);
    ledger.record_all(march.clone().into_iter().chain(april))?;
    assert_eq!(whole.total("mobility")?, ledger.statement(By::Service)?.total("mobility")?);
    let mut again = Ledger::part(&catalogue, "march.csv");
    again.record_all(march)?;
    assert!(whole.merge(again.statement(By::Service)?).is_err());
    Ok(())
}
