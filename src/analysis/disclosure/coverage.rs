//! Decides on which lines the number of uses, the appraisals due and the missing are published. These figures give each other
//! away, for one measure and for another, so a line publishes all of them or none.

use std::collections::BTreeMap;

use super::block::{self, Block};
use super::books::Published;
use super::engagement::engaged_lines;
use super::people::CellPeople;
use super::policy::Disclosure;
use crate::analysis::engagement::{PeopleEngaged, can_be_grouped, people_engaged};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Line, Statement, Terms};

/// The lines of a statement and of an engagement, and which of them tell.
pub(super) struct Coverage {
    told: BTreeMap<Line, bool>,
    /// Whether the lines that do not tell may be told of as one.
    tells_the_rest: bool,
    users_told: BTreeMap<Line, bool>,
}

/// What one table tells of lines: a block of each line, and the lines that have no row of their own.
#[derive(Default)]
struct TableBlocks {
    lines: Vec<Line>,
    blocks: Vec<Block>,
    hidden: Vec<Line>,
}

impl TableBlocks {
    fn add(&mut self, line: &Line, block: Block) {
        self.lines.push(line.clone());
        self.blocks.push(block);
    }
}

impl Coverage {
    /// Of the measures that are published, and of the engagement by the same grouping.
    pub(super) fn of<N: Number>(
        ledger: &Ledger<N>,
        (terms, statement): (&Terms, &Statement<N>),
        (measures, cells): (&[Published], &[CellPeople]),
        disclosure: Disclosure,
    ) -> Self {
        let lines: Vec<Line> = statement.cells().map(|cell| cell.line().clone()).collect();
        let engaged = engaged(ledger, terms);
        let mut tables = vec![engaged_table(&engaged, disclosure)];
        // Users of whom nothing is counted: how many there are follows from those who are.
        let mut never = Vec::new();
        for published in measures {
            let (mut due, mut of_users) = (TableBlocks::default(), TableBlocks::default());
            for (place, row) in published.rows.iter().enumerate() {
                for &cell in row {
                    let (line, people) = (&lines[cell], &cells[cell]);
                    let block = [people.made.clone(), people.missing.clone(), people.not_due.clone()];
                    due.add(line, Block::of_people(block));
                    let is_hidden = row.len() > 1 || !published.shows_made(place);
                    due.hidden.extend(is_hidden.then(|| line.clone()));
                    let is_due = !people.made.is_empty() || !people.missing.is_empty();
                    if let Some(engaged) = engaged.get(line).filter(|_| is_due) {
                        of_users.add(line, Block::of_people([&engaged.users - &people.counted()]));
                    }
                }
            }
            tables.push(due);
            never.push(of_users);
        }
        let told = lines_shown(&tables, disclosure);
        let tells_the_rest = tables.iter().all(|table| {
            let told: Vec<bool> = table.lines.iter().map(|line| told[line]).collect();
            block::is_rest_safe(&table.blocks, &told, disclosure)
        });
        let hidden = told.iter().filter(|(_, told)| !**told).map(|(line, _)| line.clone()).collect();
        never.push(TableBlocks { hidden, ..engaged_table(&engaged, disclosure) });
        let users_told = lines_shown(&never, disclosure);
        Self { told, tells_the_rest, users_told }
    }

    /// Whether a line tells how many are due and missing, and how often the service was used.
    pub(super) fn is_told(&self, line: &Line) -> bool {
        self.told.get(line).is_none_or(|told| *told)
    }

    /// Whether lines that do not tell may be told of as one.
    pub(super) fn tells_the_rest(&self) -> bool {
        self.tells_the_rest
    }

    /// Whether a line tells how many users there are.
    pub(super) fn tells_users(&self, line: &Line) -> bool {
        self.users_told.get(line).is_none_or(|told| *told)
    }
}

/// The people behind the engagement of each line, if there is one by this grouping.
fn engaged<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> BTreeMap<Line, PeopleEngaged> {
    if !can_be_grouped(terms) {
        return BTreeMap::new();
    }
    let (index, people) = people_engaged(ledger, terms);
    people.into_iter().enumerate().map(|(row, people)| (Line::new(index.texts(row)), people)).collect()
}

/// How often the service was used, line by line.
fn engaged_table(engaged: &BTreeMap<Line, PeopleEngaged>, disclosure: Disclosure) -> TableBlocks {
    let people: Vec<PeopleEngaged> = engaged.values().cloned().collect();
    let alone = engaged_lines(&people, disclosure);
    let block = |people: &PeopleEngaged| Block { figures: vec![(people.users.clone(), people.interactions.len())] };
    TableBlocks {
        lines: engaged.keys().cloned().collect(),
        blocks: people.iter().map(block).collect(),
        hidden: engaged.keys().zip(alone).filter(|(_, alone)| !alone).map(|(line, _)| line.clone()).collect(),
    }
}

/// Which lines tell: lines are hidden table by table, until no table hides another.
fn lines_shown(tables: &[TableBlocks], disclosure: Disclosure) -> BTreeMap<Line, bool> {
    let mut told: BTreeMap<Line, bool> = BTreeMap::new();
    told.extend(tables.iter().flat_map(|table| &table.lines).map(|line| (line.clone(), true)));
    told.extend(tables.iter().flat_map(|table| &table.hidden).map(|line| (line.clone(), false)));
    loop {
        let before = told.clone();
        for table in tables {
            let hidden: Vec<bool> = table.lines.iter().map(|line| !told[line]).collect();
            let shown = block::shown(&table.blocks, &hidden, disclosure);
            told.extend(table.lines.iter().cloned().zip(shown));
        }
        if told == before {
            return told;
        }
    }
}
