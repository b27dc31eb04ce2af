//! Printed tables as HTML.

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::column::{Align, TextColumn, note_of};
use super::layout::Block;
use crate::analysis::disclosure::Publication;
use crate::analysis::each_analysis;
use crate::number::{Apportion, Fraction, Number};
use crate::statement::Statement;

/// The blocks as HTML. Lines above a table are its caption, and all texts are escaped.
fn html(blocks: &[Block]) -> String {
    let mut writer = Writer::new(Vec::new());
    let mut caption: Vec<&str> = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) => caption.extend(line.lines()),
            Block::Gap => paragraphs(&mut writer, &mut caption),
            Block::Columns(columns) => {
                table(&mut writer, &std::mem::take(&mut caption).join("; "), columns);
                if let Some(note) = note_of(columns) {
                    text(&mut writer, "p", &[], &note);
                }
            }
        }
    }
    paragraphs(&mut writer, &mut caption);
    String::from_utf8(writer.into_inner()).expect("only texts are written")
}

type Html = Writer<Vec<u8>>;

/// Writes the lines as paragraphs, and clears them.
fn paragraphs(writer: &mut Html, lines: &mut Vec<&str>) {
    for line in lines.drain(..) {
        text(writer, "p", &[], line);
    }
}

fn table(writer: &mut Html, caption: &str, columns: &[TextColumn]) {
    within(writer, "table", |writer| {
        if !caption.is_empty() {
            text(writer, "caption", &[("style", "text-align:left")], caption);
        }
        within(writer, "thead", |writer| row(writer, columns, None));
        within(writer, "tbody", |writer| {
            for index in 0..columns.first().map_or(0, |column| column.texts.len()) {
                row(writer, columns, Some(index));
            }
        });
    });
}

/// Writes a row; `None` is the row of headings. The first column is the heading of the other cells.
fn row(writer: &mut Html, columns: &[TextColumn], index: Option<usize>) {
    within(writer, "tr", |writer| {
        for (position, column) in columns.iter().enumerate() {
            let align =
                if column.align == Align::Left { "text-align:left" } else { "text-align:right;white-space:nowrap" };
            let (content, scope) = match index {
                None => (&column.heading, Some("col")),
                Some(index) => (&column.texts[index], (position == 0).then_some("row")),
            };
            // A heading without a text would mean nothing to a screen reader.
            match scope.filter(|_| !content.is_empty()) {
                Some(scope) => text(writer, "th", &[("scope", scope), ("style", align)], content),
                None => text(writer, "td", &[("style", align)], content),
            }
        }
    });
}

fn within(writer: &mut Html, name: &str, content: impl FnOnce(&mut Html)) {
    let element = writer.create_element(name);
    let written = element.write_inner_content(|writer| {
        content(writer);
        Ok(())
    });
    written.expect("a vector takes all bytes");
}

fn text(writer: &mut Html, name: &str, attributes: &[(&str, &str)], content: &str) {
    let element = writer.create_element(name).with_attributes(attributes.iter().copied());
    element.write_text_content(BytesText::new(content)).expect("a vector takes all bytes");
}

impl<N: Number> Statement<N> {
    /// The printed table as HTML, people first, with its terms as the caption. All texts are escaped, and headings have
    /// a scope for screen readers.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("mobility").change(4.0)))?;
    /// let html = ledger.statement(By::Service)?.to_html();
    /// assert!(html.starts_with(r#"<table><caption style="text-align:left">change from before; users"#));
    /// assert!(html.contains(r#"<th scope="row" style="text-align:left">physio</th>"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_html(&self) -> String {
        html(&self.default_blocks())
    }

    /// Shows the table in a cell of Jupyter's Rust kernel that ends in this statement.
    #[cfg(feature = "evcxr")]
    pub fn evcxr_display(&self) {
        evcxr_runtime::mime_type("text/html").text(self.to_html());
    }
}

impl<N: Number> Publication<N> {
    /// The printed table as HTML, as that of a [statement](crate::Statement::to_html).
    pub fn to_html(&self) -> String {
        html(&self.blocks(None))
    }

    /// Shows the table in a cell of Jupyter's Rust kernel that ends in this publication.
    #[cfg(feature = "evcxr")]
    pub fn evcxr_display(&self) {
        evcxr_runtime::mime_type("text/html").text(self.to_html());
    }
}

/// The methods of each analysis that write its table.
macro_rules! html_tables {
    ($($module:ident $analysis:ident: $bound:ident,)+) => {
        $(
            impl<N: $bound> crate::analysis::$module::$analysis<N> {
                /// The printed table as HTML, as that of a [statement](crate::Statement::to_html).
                pub fn to_html(&self) -> String {
                    html(&self.blocks(None))
                }

                /// Shows the table in a cell of Jupyter's Rust kernel that ends in this analysis.
                #[cfg(feature = "evcxr")]
                pub fn evcxr_display(&self) {
                    evcxr_runtime::mime_type("text/html").text(self.to_html());
                }
            }
        )+
    };
}

each_analysis!(html_tables);

/// The methods that write the tables of what is made of an impact map.
macro_rules! html_of {
    ($([$($generic:tt)*] $kind:ty;)+) => {
        $(
            impl<$($generic)*> $kind {
                /// The printed tables as HTML, with the lines above a table as its caption, such as the unit, the prices and
                /// the discount. All texts are escaped, and headings have a scope for screen readers.
                pub fn to_html(&self) -> String {
                    html(&self.blocks(None))
                }

                /// Shows the tables in a cell of Jupyter's Rust kernel that ends in this value.
                #[cfg(feature = "evcxr")]
                pub fn evcxr_display(&self) {
                    evcxr_runtime::mime_type("text/html").text(self.to_html());
                }
            }
        )+
    };
}

html_of! {
    [N: Fraction] crate::worth::Worth<N>;
    [N: Fraction] crate::worth::WorthDifference<N>;
    [N: Fraction] crate::worth::Sensitivity<N>;
    [N: Fraction] crate::worth::Extremes<N>;
    [N: Fraction] crate::worth::StatementWorth<N>;
    [N: Fraction] crate::worth::RowTrace<N>;
}

#[cfg(feature = "certainty")]
html_of! {
    [] crate::certainty::Intervals;
    [] crate::certainty::EngagementIntervals;
    [] crate::certainty::RiskIntervals;
    [] crate::certainty::Ratios;
    [] crate::certainty::Draws;
    [] crate::certainty::Options;
}
