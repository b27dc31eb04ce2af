//! Decides on which lines the number of uses, the appraisals due and the missing are published. These figures give each other
//! away, for one measure and for another, so a line publishes all of them or none.

use std::collections::BTreeMap;

use super::block::{self, Block};
use super::books::Published;
use super::engagement::engaged_lines;
use super::people::CellPeople;
use super::policy::Disclosure;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::reading::engagement::{can_be_grouped, people_engaged};
use crate::statement::{Line, Statement, Terms};

/// The lines of a statement and of an engagement, and which of them tell.
pub(super) struct Coverage {
    told: BTreeMap<Line, bool>,
    hides_enough: bool,
}

/// What one table tells of lines: a block of each line, and whether the line has a row of its own.
#[derive(Default)]
struct TableBlocks {
    blocks: BTreeMap<Line, Block>,
    hidden: Vec<Line>,
}

impl Coverage {
    /// Of the measures that are published, and of the engagement by the same grouping.
    pub(super) fn of<N: Number>(
        ledger: &Ledger<N>,
        (terms, statement): (&Terms, &Statement<N>),
        (measures, cells): (&[Published], &[CellPeople]),
        disclosure: Disclosure,
    ) -> Self {
        let engaged = if can_be_grouped(terms) { Some(people_engaged(ledger, terms)) } else { None };
        let mut tables = Vec::new();
        if let Some((index, people)) = &engaged {
            let mut users = TableBlocks::default();
            let alone = engaged_lines(people, disclosure);
            for (row, people) in people.iter().enumerate() {
                let line = Line::new(index.texts(row));
                let block = Block { figures: vec![(people.users.clone(), people.interactions.len() as u64)] };
                users.blocks.insert(line.clone(), block);
                users.hidden.extend((!alone[row]).then_some(line));
            }
            tables.push(users);
        }
        let lines: Vec<Line> = statement.cells().map(|cell| cell.line().clone()).collect();
        for published in measures {
            let mut due = TableBlocks::default();
            for (place, row) in published.rows.iter().enumerate() {
                for &cell in row {
                    let people = &cells[cell];
                    let users = engaged.as_ref().and_then(|(index, engaged)| {
                        let place = index.place(lines[cell].values())?;
                        Some(&engaged[place].users)
                    });
                    // Users of whom no appraisal is counted: how many there are follows from those who are.
                    let never = users.map(|users| users.difference(&people.counted()).copied().collect());
                    let is_due = !people.made.is_empty() || !people.missing.is_empty();
                    let never = never.filter(|_| is_due).unwrap_or_default();
                    let block =
                        Block::of_people([people.made.clone(), people.missing.clone(), people.not_due.clone(), never]);
                    due.blocks.insert(lines[cell].clone(), block);
                    let is_hidden = row.len() > 1 || !published.shows_made(place);
                    due.hidden.extend(is_hidden.then(|| lines[cell].clone()));
                }
            }
            tables.push(due);
        }
        Self::of_tables(&tables, disclosure)
    }

    /// Whether a line tells.
    pub(super) fn is_told(&self, line: &Line) -> bool {
        self.told.get(line).is_none_or(|told| *told)
    }

    /// Whether what is hidden is of enough people together, so that it can be told of all these lines as one.
    pub(super) fn hides_enough(&self) -> bool {
        self.hides_enough
    }

    /// Hides lines table by table, until no table hides another.
    fn of_tables(tables: &[TableBlocks], disclosure: Disclosure) -> Self {
        let mut told: BTreeMap<Line, bool> = BTreeMap::new();
        for table in tables {
            for line in table.blocks.keys() {
                told.entry(line.clone()).or_insert(true);
            }
        }
        for line in tables.iter().flat_map(|table| &table.hidden) {
            told.insert(line.clone(), false);
        }
        loop {
            let before = told.clone();
            for table in tables {
                let (lines, blocks): (Vec<&Line>, Vec<Block>) =
                    table.blocks.iter().map(|(line, block)| (line, block.clone())).unzip();
                let hidden: Vec<bool> = lines.iter().map(|&line| !told[line]).collect();
                for (line, shown) in lines.into_iter().zip(block::shown(&blocks, &hidden, disclosure)) {
                    told.insert(line.clone(), shown);
                }
            }
            if told == before {
                let hides_enough = tables.iter().all(|table| {
                    let hidden = table.blocks.iter().filter(|(line, _)| !told[line]).map(|(_, block)| block);
                    block::are_safe_together(hidden, disclosure)
                });
                return Self { told, hides_enough };
            }
        }
    }
}
