//! Reading journals and tables, each beside a naive reader: `serde_json` or the csv crate, and `record_all`. A table in
//! another form is read beside the same rows in the crate's own.
//!
//! `cargo bench -p covalue-benches --bench io` measures; `-- --test` runs everything once; `-- --ratios` prints ratios.

use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date, journal, table};
use covalue_benches::contest::{Contest, Host, runner};
use serde::Deserialize;

const ROWS: usize = 100_000;

fn catalogue() -> Catalogue<f64> {
    let measures = (0..4).map(|number| Measure::higher_is_better(format!("measure-{number}"), "points"));
    let services = (0..50).map(|number| Service::new(format!("service-{number}"), format!("provider-{}", number % 7)));
    Catalogue::new(measures, services).expect("they are different")
}

/// Generated visits, the same in every run.
struct Visit {
    id: String,
    service: String,
    user: String,
    on: String,
    measure: String,
    before: f64,
    after: f64,
    integrated: f64,
}

fn visits() -> impl Iterator<Item = Visit> {
    (0..ROWS).map(|number| {
        let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let level = |shift: u32| f64::from((mixed >> shift) as u16 % 1000) / 100.0;
        Visit {
            id: format!("visit-{number:07}"),
            service: format!("service-{}", mixed % 50),
            user: format!("user-{:08}", mixed % 20_000),
            on: format!("20{:02}-{:02}-{:02}", 10 + mixed % 15, 1 + mixed / 15 % 12, 1 + mixed / 180 % 28),
            measure: format!("measure-{}", mixed / 7 % 4),
            before: level(3),
            after: level(11),
            integrated: level(17),
        }
    })
}

fn journal_file() -> String {
    let line = |Visit { id, service, user, on, measure, before, after, integrated }| {
        format!(
            r#"{{"interaction":{{"id":"{id}","service":"{service}","users":["{user}"],"on":"{on}","contributions":[{{"party":"{user}","integrated":{integrated}}}],"appraisals":[{{"measure":"{measure}","before":{before},"after":{after}}}]}}}}"#
        ) + "\n"
    };
    visits().map(line).collect()
}

fn table_file() -> String {
    let row = |Visit { id, service, user, on, measure, before, after, integrated }| {
        format!("{id},{service},{user},{on},{measure},{before},{after},{integrated}\n")
    };
    let header = "id,service,user,on,measure,before,after,user_integrated\n".to_owned();
    std::iter::once(header).chain(visits().map(row)).collect()
}

fn day(text: &str) -> covalue::Date {
    let part = |from: usize, to: usize| text[from..to].parse::<i16>().expect("it was written above");
    date(part(0, 4), part(5, 7) as i8, part(8, 10) as i8)
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry<'a> {
    #[serde(borrow)]
    Interaction(Fields<'a>),
}

#[derive(Deserialize)]
struct Fields<'a> {
    id: &'a str,
    service: &'a str,
    #[serde(borrow)]
    users: Vec<&'a str>,
    on: &'a str,
    #[serde(borrow)]
    contributions: Vec<Brought<'a>>,
    #[serde(borrow)]
    appraisals: Vec<Appraised<'a>>,
}

#[derive(Deserialize)]
struct Brought<'a> {
    party: &'a str,
    integrated: f64,
}

#[derive(Deserialize)]
struct Appraised<'a> {
    measure: &'a str,
    before: f64,
    after: f64,
}

/// `serde_json` into borrowed structs, and `record_all`.
fn journal_by_serde(catalogue: &Catalogue<f64>, file: &str) -> Ledger<f64> {
    let mut ledger = Ledger::new(catalogue);
    let interactions = file.lines().map(|line| {
        let Entry::Interaction(fields) = serde_json::from_str(line).expect("it was written above");
        let mut interaction = Interaction::between(fields.users[0], fields.service, day(fields.on)).id(fields.id);
        for Brought { party, integrated } in fields.contributions {
            interaction = interaction.contribution(Contribution::of(party).integrated(integrated));
        }
        for Appraised { measure, before, after } in fields.appraisals {
            interaction = interaction.appraisal(Appraisal::of(measure).before(before).after(after));
        }
        interaction
    });
    ledger.record_all(interactions).expect("all are good");
    ledger
}

/// `csv` into byte records, numbers parsed, and `record_all`.
fn table_by_csv(catalogue: &Catalogue<f64>, file: &str) -> Ledger<f64> {
    let mut ledger = Ledger::new(catalogue);
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let mut record = csv::ByteRecord::new();
    let interactions = std::iter::from_fn(|| {
        if !reader.read_byte_record(&mut record).expect("it was written above") {
            return None;
        }
        let text = |cell: usize| std::str::from_utf8(&record[cell]).expect("it was written above");
        let number = |cell: usize| text(cell).parse::<f64>().expect("it was written above");
        let interaction = Interaction::between(text(2), text(1), day(text(3)))
            .id(text(0))
            .contribution(Contribution::of(text(2)).integrated(number(7)))
            .appraisal(Appraisal::of(text(4)).before(number(5)).after(number(6)));
        Some(interaction)
    });
    ledger.record_all(interactions).expect("all are good");
    ledger
}

fn journal_by_us(catalogue: &Catalogue<f64>, file: &str) -> Ledger<f64> {
    let mut ledger = Ledger::new(catalogue);
    let _ = journal::read(&mut ledger, file.as_bytes()).expect("all are good");
    ledger
}

fn table_by_us(catalogue: &Catalogue<f64>, file: &str) -> Ledger<f64> {
    let mut ledger = Ledger::new(catalogue);
    let _ = table::read(&mut ledger, file.as_bytes()).expect("all are good");
    ledger
}

/// The rows of [`table_file`] with other names, semicolons, decimal commas, and days as `%d/%m/%Y`.
fn other_file() -> String {
    let comma = |number: f64| number.to_string().replace('.', ",");
    let row = |Visit { id, service, user, on, measure, before, after, integrated }| {
        let (year, month, day) = (&on[..4], &on[5..7], &on[8..]);
        let [before, after, integrated] = [before, after, integrated].map(comma);
        format!("{id};{service};{user};{day}/{month}/{year};{measure};{before};{after};{integrated}\n")
    };
    let header = "Ref;Team;Client;Seen on;Tool;Start;End;Came\n".to_owned();
    std::iter::once(header).chain(visits().map(row)).collect()
}

fn table_by_options(catalogue: &Catalogue<f64>, file: &str) -> Ledger<f64> {
    let options = table::Options::new().delimiter(';').decimal_comma().days("%d/%m/%Y");
    let names = [
        ("Ref", "id"),
        ("Team", "service"),
        ("Client", "user"),
        ("Seen on", "on"),
        ("Tool", "measure"),
        ("Start", "before"),
        ("End", "after"),
        ("Came", "user_integrated"),
    ];
    let options = names.into_iter().fold(options, |options, (name, column)| options.column(name, column));
    let mut ledger = Ledger::new(catalogue);
    let _ = options.read(&mut ledger, file.as_bytes()).expect("all are good");
    ledger
}

/// A reader with its name and its file.
type Reader<'f> = (&'static str, fn(&Catalogue<f64>, &str) -> Ledger<f64>, &'f str);

fn compare(host: &mut Host, subject: &str, readers: [Reader<'_>; 2]) {
    if !host.wants(subject) {
        return;
    }
    let catalogue = &catalogue();
    let read = readers.map(|(_, reader, file)| reader(catalogue, file));
    assert_eq!(read[0].len(), ROWS);
    assert!(read[0] == read[1], "both read the same");
    let runners = readers.map(|(name, reader, file)| {
        (name, runner(|| None, move |done: &mut Option<Ledger<f64>>| *done = Some(reader(catalogue, file))))
    });
    host.hold(&Contest { subject, size: "100k", count: ROWS, runners: runners.into() });
}

fn main() {
    let mut host = Host::from_arguments();
    let (table, other, journal) = (table_file(), other_file(), journal_file());
    compare(&mut host, "table", [("covalue", table_by_us, &table), ("csv_and_record_all", table_by_csv, &table)]);
    compare(&mut host, "other_table", [("covalue", table_by_options, &other), ("own_form", table_by_us, &table)]);
    compare(
        &mut host,
        "journal",
        [("covalue", journal_by_us, &journal), ("serde_json_and_record_all", journal_by_serde, &journal)],
    );
    host.finish();
}
