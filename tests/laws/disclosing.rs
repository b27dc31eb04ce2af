//! R26: no row that is published is of few people, and none can be worked out.

use std::collections::{BTreeMap, BTreeSet};

use covalue::{
    Appraisal, By, Catalogue, CountsAs, Disclosed, Error, Interaction, Ledger, Measure, Number, Rule, Service,
    Statement, Terms, User, date,
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::agree::{record, values};
use crate::case::{Case, Scale};
use crate::generate::{ledger, terms};
use crate::laws::{amounts, counts, in_both_kinds, stated};
use crate::oracle::{Line, PlainTerms};

/// Who is counted on each line of a measure, in the statement's order, told from the traces.
type People = BTreeMap<String, Vec<(Line, BTreeSet<String>)>>;

fn people<N: Number>(ledger: &Ledger<N>, statement: &Statement<N>) -> People {
    let mut people = People::new();
    for cell in statement.cells() {
        let trace = statement.trace(ledger, cell.line(), cell.measure()).expect("a line");
        let counted = trace.entries().filter(|entry| entry.counts_as() != CountsAs::LeftOut);
        let ids = counted.map(|entry| entry.beneficiary().to_string()).collect();
        people.entry(cell.measure().to_string()).or_default().push((values(cell.line()), ids));
    }
    people
}

fn distinct<'a>(lines: impl IntoIterator<Item = &'a (Line, BTreeSet<String>)>) -> usize {
    lines.into_iter().flat_map(|(_, ids)| ids).collect::<BTreeSet<_>>().len()
}

/// The places of the lines that are pooled, by the rule's words: those of too few, and then the smallest others, of
/// several the first, one at a time, for as long as they are too few together. None where nothing helps.
fn pooled(lines: &[(Line, BTreeSet<String>)], least: usize) -> Option<BTreeSet<usize>> {
    let mut pool: BTreeSet<usize> = (0..lines.len()).filter(|&place| lines[place].1.len() < least).collect();
    while !pool.is_empty() && distinct(pool.iter().map(|&place| &lines[place])) < least {
        let others = (0..lines.len()).filter(|place| !pool.contains(place));
        pool.insert(others.min_by_key(|&place| (lines[place].1.len(), place))?);
    }
    Some(pool)
}

/// Of each measure that is published, its rows as the places of their lines: pooled lines are those that have no row.
fn rows<N: Number>(disclosed: &Disclosed<N>, people: &People) -> BTreeMap<String, Vec<BTreeSet<usize>>> {
    let mut rows: BTreeMap<String, Vec<BTreeSet<usize>>> = BTreeMap::new();
    for (measure, lines) in people {
        let published: Vec<_> = disclosed.rows().filter(|row| row.measure().as_str() == measure).collect();
        if published.is_empty() {
            continue;
        }
        let place = |line: Line| lines.iter().position(|(known, _)| *known == line).expect("a line of the statement");
        let alone: BTreeSet<usize> =
            published.iter().filter_map(|row| row.line()).map(|line| place(values(line))).collect();
        let rest: BTreeSet<usize> = (0..lines.len()).filter(|place| !alone.contains(place)).collect();
        let rows = rows.entry(measure.clone()).or_default();
        rows.extend(alone.into_iter().map(|place| BTreeSet::from([place])));
        rows.extend((!rest.is_empty()).then_some(rest));
        assert_eq!(rows.len(), published.len(), "one row at the most is of pooled lines");
    }
    rows
}

#[track_caller]
fn no_line_is_of_few_and_totals_stay<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, least: usize) {
    let ledger = record::<N>(case, scale).ledger;
    let statement = stated(&ledger, terms);
    let disclosed = ledger.disclose(Terms::from(terms), least as u64).expect("generated terms are valid");
    let people = people(&ledger, &statement);
    assert_eq!((disclosed.terms(), disclosed.least()), (&Terms::from(terms), least as u64));

    let too_few: Vec<&String> =
        people.iter().filter(|(_, lines)| pooled(lines, least).is_none()).map(|(id, _)| id).collect();
    assert_eq!(disclosed.withheld().map(|id| id.as_str()).collect::<Vec<_>>(), too_few);
    for measure in too_few {
        assert!(distinct(&people[measure]) < least);
    }

    let published = rows(&disclosed, &people);
    for (measure, rows) in &published {
        let lines = &people[measure];
        let pool = pooled(lines, least).expect("not withheld");
        assert!(rows.iter().filter(|row| row.len() > 1).all(|row| *row == pool));
        assert_eq!(rows.iter().any(|row| row.len() > 1), !pool.is_empty());
    }
    let (mut lines_met, mut pools_met) = (Vec::new(), Vec::new());
    for row in disclosed.rows() {
        let lines = &people[row.measure().as_str()];
        let figures = row.cell().figures().expect("generated sums do not overflow");
        assert!(row.beneficiaries() >= least as u64);
        match row.line() {
            Some(line) => {
                let place = lines.iter().position(|(known, _)| *known == values(line)).expect("a line");
                assert_eq!((row.lines(), row.beneficiaries()), (1, lines[place].1.len() as u64));
                let expected = statement.cell(line, row.measure()).expect("a line");
                assert!(*row.cell() == expected);
                assert!(pools_met.is_empty(), "pools stand last");
                lines_met.push((values(line), row.measure().clone()));
            }
            None => {
                let pool = pooled(lines, least).expect("not withheld");
                let of_pool: Vec<_> = pool.iter().map(|&place| &lines[place]).collect();
                assert_eq!(
                    (row.lines(), row.beneficiaries()),
                    (pool.len() as u64, distinct(of_pool.iter().copied()) as u64)
                );
                // The sums of what is pooled, exactly; and it is one cell, so that it hides what one hides.
                let one_by_one = statement.cells().filter(|cell| {
                    cell.measure() == row.measure() && of_pool.iter().any(|(line, _)| *line == values(cell.line()))
                });
                let (mut sums, mut numbers, mut due) = (BTreeMap::new(), [0; 6], 0);
                for cell in one_by_one {
                    let figures = cell.figures().expect("no overflow");
                    for (name, amount) in amounts(&figures) {
                        *sums.entry(name).or_insert_with(BigRational::zero) += amount;
                    }
                    numbers.iter_mut().zip(counts(&figures)).for_each(|(sum, count)| *sum += count);
                    due += cell.coverage().map_or(0, |coverage| coverage.due());
                }
                let here = amounts(&figures);
                let (gains, losses) =
                    (&here["created"] + &here["windfall_gain"], &here["destroyed"] + &here["windfall_loss"]);
                sums.insert("hidden", gains.min(losses));
                assert_eq!((here, counts(&figures)), (sums, numbers));
                assert_eq!(figures.coverage().map_or(0, |coverage| coverage.due()), due);
                pools_met.push(row.measure().clone());
            }
        }
    }
    assert!(lines_met.is_sorted() && pools_met.is_sorted());
    // What is not withheld adds up to the statement's totals.
    for measure in published.keys() {
        let total = statement.total(measure).expect("no overflow");
        let cells = disclosed.rows().filter(|row| row.measure().as_str() == measure).map(|row| row.cell());
        let (mut created, mut destroyed) = (BigRational::zero(), BigRational::zero());
        for cell in cells {
            let figures = amounts(&cell.figures().expect("no overflow"));
            created += &figures["created"];
            destroyed += &figures["destroyed"];
        }
        assert_eq!((&created, &destroyed), (&amounts(&total)["created"], &amounts(&total)["destroyed"]));
    }
}

/// Rows in echelon form, each with the place of its first number that is not zero.
#[derive(Default)]
struct Span(Vec<(usize, Vec<BigRational>)>);

impl Span {
    /// What is left of a vector when all is taken away that the span can give.
    fn rest(&self, mut vector: Vec<BigRational>) -> Vec<BigRational> {
        for (place, row) in &self.0 {
            let factor = &vector[*place] / &row[*place];
            vector.iter_mut().zip(row).for_each(|(number, from)| *number -= &factor * from);
        }
        vector
    }

    fn add(&mut self, vector: Vec<BigRational>) {
        let rest = self.rest(vector);
        if let Some(place) = rest.iter().position(|number| !number.is_zero()) {
            self.0.push((place, rest));
        }
    }

    fn has(&self, vector: Vec<BigRational>) -> bool {
        self.rest(vector).iter().all(BigRational::is_zero)
    }
}

fn indicator(lines: usize, of: impl Fn(usize) -> bool) -> Vec<BigRational> {
    (0..lines).map(|place| BigRational::from_integer(i64::from(of(place)).into())).collect()
}

/// Whatever is added and subtracted of what is published, no lines of fewer people than asked for are left.
#[track_caller]
fn nothing_can_be_subtracted(people: &People, rows: &BTreeMap<String, Vec<BTreeSet<usize>>>, least: usize) {
    for (measure, rows) in rows {
        let lines = &people[measure];
        let mut span = Span::default();
        rows.iter().for_each(|row| span.add(indicator(lines.len(), |place| row.contains(&place))));
        span.add(indicator(lines.len(), |_| true));
        // All unions of lines, or where they are many all of two.
        let unions: Vec<u64> = if lines.len() <= 8 {
            (1..1 << lines.len()).collect()
        } else {
            let all = lines.len().min(64);
            (0..all).flat_map(|one| (0..=one).map(move |two| 1 << one | 1 << two)).collect()
        };
        for union in unions {
            let has = |place: usize| place < 64 && union >> place & 1 == 1;
            if distinct(lines.iter().enumerate().filter(|(place, _)| has(*place)).map(|(_, line)| line)) < least {
                assert!(!span.has(indicator(lines.len(), has)), "{union:b} of {measure} can be worked out");
            }
        }
    }
}

/// A ledger in which each person has an appraisal on some lines, each of an amount that no others add up to.
fn small_table(on_lines: &[Vec<bool>]) -> (Ledger<i128>, Vec<BTreeSet<usize>>, Vec<i128>) {
    let measures = [Measure::higher_is_better("m", "units")];
    let catalogue = Catalogue::new(measures, [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let (mut amount, mut people, mut created) = (1, Vec::new(), Vec::new());
    for (line, present) in on_lines.iter().enumerate() {
        let mut sum = 0;
        for (person, _) in present.iter().enumerate().filter(|(_, present)| **present) {
            let user = User::new(format!("u{person}")).with("line", format!("l{line}"));
            let visit = Interaction::between(user, "s", date(2026, 3, 2)).id(format!("{line} {person}"));
            ledger.record(visit.appraisal(Appraisal::of("m").change(amount))).unwrap();
            sum += amount;
            amount *= 7;
        }
        let ids: BTreeSet<usize> = (0..present.len()).filter(|&person| present[person]).collect();
        if !ids.is_empty() {
            people.push(ids);
            created.push(sum);
        }
    }
    (ledger, people, created)
}

/// Every sum of some numbers, each added, subtracted or left out.
fn sums(numbers: &[i128]) -> BTreeSet<i128> {
    numbers.iter().fold(BTreeSet::from([0]), |sums, number| {
        sums.iter().flat_map(|sum| [*sum, sum + number, sum - number]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn r26_no_line_is_of_few_and_totals_stay(case in ledger(), terms in terms(), least in 2..5_usize) {
        in_both_kinds!(no_line_is_of_few_and_totals_stay(&case, &terms, least));
    }

    #[test]
    fn r26_no_few_lines_are_in_the_span_of_what_is_published(case in ledger(), terms in terms(), least in 2..4_usize) {
        let terms = PlainTerms { roles: vec![covalue::Role::Provider, covalue::Role::Other], ..terms };
        let ledger = record::<i64>(&case, Scale::Whole).ledger;
        let disclosed = ledger.disclose(Terms::from(&terms), least as u64).unwrap();
        let people = people(&ledger, &stated(&ledger, &terms));
        nothing_can_be_subtracted(&people, &rows(&disclosed, &people), least);
    }

    #[test]
    fn r26_no_sums_of_figures_give_a_small_line_away(
        on_lines in vec(vec(proptest::bool::weighted(0.4), 5), 1..=7),
        least in 2..5_usize,
    ) {
        let (ledger, people, created) = small_table(&on_lines);
        let disclosed = ledger.disclose(By::with("line"), least as u64).unwrap();
        let mut known: Vec<i128> = disclosed.rows().map(|row| row.cell().created().unwrap()).collect();
        // Also who knows the total, though it is the sum of the rows.
        known.extend((!disclosed.is_empty()).then(|| created.iter().sum::<i128>()));
        let sums = sums(&known);
        for union in 1..1_u32 << people.len() {
            let of = |place: &usize| union >> place & 1 == 1;
            let distinct: BTreeSet<_> = (0..people.len()).filter(of).flat_map(|place| &people[place]).collect();
            if distinct.len() < least {
                let secret: i128 = (0..people.len()).filter(of).map(|place| created[place]).sum();
                prop_assert!(!sums.contains(&secret), "{union:b} of {people:?}, at least {least}");
            }
        }
        let people = crate::disclosing::people(&ledger, &ledger.statement(By::with("line")).unwrap());
        nothing_can_be_subtracted(&people, &rows(&disclosed, &people), least);
    }
}

/// The attacks find what there is to find: a statement that pools nothing gives every line away.
#[test]
fn r26_the_attacks_work_on_what_is_not_pooled() {
    let (ledger, _, created) =
        small_table(&[vec![true, false, false], vec![false, true, true], vec![true, true, true]]);
    let lines = people(&ledger, &ledger.statement(By::with("line")).unwrap())["m"].clone();
    let mut span = Span::default();
    // The total, and all lines but the small one.
    span.add(indicator(3, |_| true));
    span.add(indicator(3, |place| place == 1));
    span.add(indicator(3, |place| place == 2));
    assert_eq!(lines[0].1.len(), 1);
    assert!(span.has(indicator(3, |place| place == 0)));
    let total: i128 = created.iter().sum();
    assert!(sums(&[total, created[1], created[2]]).contains(&created[0]));
    // So the smallest other line goes into the pool with it.
    let disclosed = ledger.disclose(By::with("line"), 2).unwrap();
    let shown: Vec<_> = disclosed.rows().map(|row| (row.lines(), row.beneficiaries())).collect();
    assert_eq!(shown, [(1, 3), (2, 3)]);
}

fn books(people: &[(&str, &str, &str, f64)]) -> Ledger {
    let measures = [Measure::higher_is_better("mobility", "points"), Measure::lower_is_better("pain", "points")];
    let catalogue = Catalogue::new(measures, [Service::new("physio", "clinic").promises("pain", 1.0)]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (number, &(user, district, measure, change)) in people.iter().enumerate() {
        let user = User::new(user).with("district", district);
        let visit = Interaction::between(user, "physio", date(2026, 3, 2)).id(number.to_string());
        ledger.record(visit.appraisal(Appraisal::of(measure).change(change))).unwrap();
    }
    ledger
}

#[test]
fn r26_each_measure_is_pooled_by_itself() {
    let ledger = books(&[
        ("ana", "north", "pain", -1.0),
        ("ben", "north", "pain", -1.0),
        ("cai", "south", "pain", -1.0),
        ("dora", "south", "pain", -1.0),
        ("ana", "north", "mobility", 1.0),
        ("eve", "south", "mobility", 2.0),
        ("eve", "south", "mobility", 4.0),
    ]);
    let disclosed = ledger.disclose(By::with("district"), 2).unwrap();
    let shown: Vec<_> = disclosed
        .rows()
        .map(|row| (row.line().map(values), row.measure().as_str(), row.lines(), row.beneficiaries()))
        .collect();
    let line = |value: &str| Some(vec![Some(value.to_owned())]);
    assert_eq!(shown, [(line("north"), "pain", 1, 2), (line("south"), "pain", 1, 2), (None, "mobility", 2, 2)]);
    assert_eq!(disclosed.rows().last().unwrap().cell().created(), Ok(7.0));
    // Eve is one person, however often she came.
    let disclosed = ledger.disclose(By::with("district"), 3).unwrap();
    assert_eq!(disclosed.withheld().map(|measure| measure.as_str()).collect::<Vec<_>>(), ["mobility"]);
    assert_eq!(
        disclosed.to_string(),
        "against before, users' own appraisals, lines of fewer than 3 users pooled\n\
         with.district   users  measure  unit    created  destroyed  net  windfall  missing\n\
         2 lines pooled      4  pain     points      4.0        0.0  4.0       0.0   3 of 7\n\
         withheld, of fewer than 3 users: mobility\n",
    );
    let disclosed = ledger.disclose(By::with("district"), 9).unwrap();
    assert_eq!(
        disclosed.to_string(),
        "against before, users' own appraisals, lines of fewer than 9 users pooled\n\
         no lines\n\
         withheld, of fewer than 9 users: mobility, pain\n",
    );
    assert!(format!("{disclosed:?}").starts_with("Disclosed { terms: "));
}

/// Nobody is counted on it: what is due there is known of very few.
#[test]
fn r26_a_line_of_nobody_is_pooled_too() {
    let mut ledger = books(&[("ana", "north", "pain", -1.0), ("ben", "north", "pain", -1.0)]);
    ledger
        .record(Interaction::between(User::new("cai").with("district", "south"), "physio", date(2026, 3, 2)))
        .unwrap();
    let disclosed = ledger.disclose(By::with("district"), 2).unwrap();
    let row = disclosed.rows().next().unwrap();
    assert_eq!((disclosed.len(), row.line(), row.lines(), row.beneficiaries()), (1, None, 2, 2));
    assert_eq!(row.cell().coverage().map(|coverage| (coverage.due(), coverage.made())), Some((3, 2)));
}

#[test]
fn r26_fewer_than_two_and_terms_that_cannot_be_are_refused() {
    let ledger = books(&[]);
    for least in [0, 1] {
        let refused = Error::from(ledger.disclose(By::Service, least).unwrap_err());
        assert_eq!(refused.rule(), Rule::R26);
        assert_eq!(
            refused.to_string(),
            format!("R26: lines of {least} are asked for at the least, and whoever publishes asks for 2 or more")
        );
    }
    assert_eq!(ledger.disclose(By::Year.and(By::Year), 0).unwrap_err().rule(), Rule::R13);
    let nothing = ledger.disclose(By::Service, 2).unwrap();
    assert_eq!((nothing.len(), nothing.withheld().len()), (0, 0));
}

#[test]
fn r26_a_pool_that_no_number_holds_says_so() {
    let ledger = books(&[("ana", "north", "mobility", f64::MAX), ("ben", "south", "mobility", f64::MAX)]);
    let disclosed = ledger.disclose(By::with("district"), 2).unwrap();
    let error = disclosed.to_json().unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: co_created of mobility on line pooled is more than f64 holds");
    assert_eq!(disclosed.to_csv().unwrap_err(), error);
    assert!(disclosed.to_string().contains("overflow"));
}

#[test]
fn disclosed_tables_are_written() {
    let ledger = books(&[
        ("ana", "north", "pain", -1.0),
        ("ben", "north", "pain", -1.0),
        ("cai", "a, \"b\"", "pain", -1.0),
        ("dora", "south", "pain", -1.0),
        ("eve", "south", "mobility", 1.0),
    ]);
    let disclosed = ledger.disclose(By::Service.and(By::with("district")), 2).unwrap();
    let json: serde_json::Value = serde_json::from_str(&disclosed.to_json().unwrap()).unwrap();
    assert_eq!(json["terms"]["by"], serde_json::json!(["service", "with.district"]));
    assert_eq!((&json["disclosed"], &json["withheld"]), (&2.into(), &serde_json::json!(["mobility"])));
    let cells = json["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 2);
    assert_eq!(cells[0]["line"], serde_json::json!({"service": "physio", "with.district": "north"}));
    assert_eq!((&cells[1]["line"], &cells[1]["lines"]), (&serde_json::Value::Null, &2.into()));
    assert_eq!(
        (&cells[1]["beneficiaries"], &cells[1]["created"], &cells[1]["missing"]),
        (&2.into(), &2.0.into(), &1.into())
    );
    let csv = disclosed.to_csv().unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<BTreeMap<String, String>> = reader
        .records()
        .map(|row| headers.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect();
    let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("with.district"), ["north", "", ""]);
    assert_eq!(column("lines"), ["1", "2", ""]);
    assert_eq!(column("measure"), ["pain", "pain", "mobility"]);
    assert_eq!(column("created"), ["2.0", "2.0", ""]);
    assert_eq!(column("disclosed"), ["2", "2", "2"]);
}
