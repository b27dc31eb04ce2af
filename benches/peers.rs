//! The crate's part in the comparison with its peers, for `benches/peers/peers.py`.
//!
//! `cargo bench -p covalue-benches --bench peers -- --rows FILE COUNT` writes rows as a table;
//! `-- --read FILE ROUNDS` reads it, computes the statements, prints the minimum time beside the naive loop, and writes
//! the statements as CSV next to the file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

use covalue::{Ledger, table};
use covalue_benches::contest::{Contest, Host, runner};
use covalue_benches::rows::{Columns, Row, catalogue, interaction, rows};
use covalue_benches::statements;

/// The rows as a table, which the crate and its peers read.
fn table_file(rows: &[Row]) -> String {
    let mut file = "id,service,user,on,measure,before,after\n".to_owned();
    for Row { id, user, service, on, before, after } in rows {
        writeln!(file, "{id},service-{service:03},user-{user:06},{on},level,{before},{after}")
            .expect("memory is enough");
    }
    file
}

fn read(file: impl io::BufRead) -> Ledger {
    let mut ledger = Ledger::part(&catalogue(), "rows");
    let intake = table::read(&mut ledger, file).expect("it was written here");
    assert_eq!(intake.interaction_count(), ledger.len() as u64);
    ledger
}

fn compare(path: &Path, count: usize, rounds: usize) -> io::Result<()> {
    let mut host = Host::for_ratios(rounds);
    let size = &count.to_string();
    let open = || io::BufReader::new(fs::File::open(path).expect("it was there just now"));
    let by_service = || statements::statements()[0].1.clone();
    host.hold(&Contest {
        subject: "table/read",
        size,
        count,
        runners: vec![("read", runner(|| None, |done| *done = Some(read(open()))))],
    });
    host.hold(&Contest {
        subject: "table/read_and_state",
        size,
        count,
        runners: vec![(
            "read",
            runner(|| None, |done| *done = Some(read(open()).statement(by_service()).expect("sound terms"))),
        )],
    });
    let ledger = read(open());
    statements::measure(&mut host, &ledger, &Columns::of(&rows(count)), size);
    for (subject, by, _) in statements::statements() {
        let statement = ledger.statement(by).expect("sound terms").to_csv().expect("small sums");
        fs::write(path.with_extension(subject.replace('/', ".") + ".csv"), statement)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--rows", path, count] => fs::write(path, table_file(&rows(count.parse().expect("COUNT is a whole number")))),
        ["--read", path, rounds] => {
            let count = io::BufRead::lines(io::BufReader::new(fs::File::open(path)?)).count() - 1;
            compare(path.as_ref(), count, rounds.parse().expect("ROUNDS is a whole number"))
        }
        // Without arguments, as in a run of all benches, it only checks that it works.
        _ => {
            let rows = rows(1_000);
            let ledger = read(table_file(&rows).as_bytes());
            let mut recorded = Ledger::part(&catalogue(), "rows");
            recorded.record_all(rows.iter().map(interaction)).expect("ids differ");
            assert_eq!(ledger, recorded);
            println!("benches/peers/peers.py runs this bench: see docs/performance.md");
            Ok(())
        }
    }
}
