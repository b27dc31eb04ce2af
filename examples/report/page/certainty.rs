//! How far chance could move the figures of the statement.

use maud::{Markup, html};

use super::Page;
use super::books::Lines;
use super::largest::Largest;

pub(super) fn section(page: &Page<'_>, largest: &Largest) -> Markup {
    html! {
        @if let Some(lines) = page.intervals.map(Lines::of_intervals) {
            section {
                h2 { "How sure the figures are" }
                p {
                    "Other people of the same kind would have given other figures. The table says how far chance could move them"
                    @if !lines.below.is_empty() { ", and below it how far the missing appraisals could: neither doubt contains the other" }
                    "."
                }
                (lines.table("How sure the figures are", "No appraisal is counted on any line.", largest, ("largest amounts in the statement", " and --reading intervals")))
            }
        }
    }
}
