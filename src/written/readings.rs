//! Readings as JSON and CSV: the same fields, in the same order, in both.

#[cfg(feature = "json")]
use std::fmt::Write;

use crate::number::{Apportion, Number, WrittenAs};
use crate::reading::{Attribution, Compared, Cross, Drivers, Engagement, Relations, Risks};
use crate::statement::{By, Line, Terms};

/// What stands in a field of a line.
enum Value {
    /// A number of the reading's kind, as text.
    Amount(String),
    Count(u64),
    Float(f64),
    /// Text, or not stated.
    Text(Option<String>),
    Fields(Fields),
}

/// Named values in their order.
type Fields = Vec<(&'static str, Value)>;

/// A reading, ready to be written.
struct Written<'a> {
    terms: &'a Terms,
    rule: String,
    /// What is told of the whole.
    whole: Fields,
    /// Each with its line, if it has one.
    lines: Vec<(Option<Line>, Fields)>,
    #[cfg_attr(not(feature = "json"), allow(dead_code, reason = "CSV is all text"))]
    amounts_as: WrittenAs,
}

fn amount<N: Number>(number: &N) -> Value {
    Value::Amount(number.text())
}

fn text(text: &str) -> Value {
    Value::Text(Some(text.to_owned()))
}

impl<'a> Written<'a> {
    /// A reading over a kind of number: its lines, each with its place in the grouping if it has one, and its fields.
    fn of<N: Number>(
        terms: &'a Terms,
        rule: impl Into<String>,
        lines: impl Iterator<Item = (Option<Line>, Fields)>,
    ) -> Self {
        Self { terms, rule: rule.into(), whole: Vec::new(), lines: lines.collect(), amounts_as: N::WRITTEN_AS }
    }

    /// With what is told of the whole.
    fn telling(self, whole: Fields) -> Self {
        Self { whole, ..self }
    }

    #[cfg(feature = "json")]
    fn to_json(&self) -> String {
        let mut json = "{\"terms\":".to_owned();
        json.push_str(&serde_json::to_string(self.terms).expect("terms are words, which JSON has"));
        json.push_str(",\"rule\":");
        super::json::text(&mut json, &self.rule);
        for (name, value) in &self.whole {
            write!(json, ",\"{name}\":").expect("text takes all that is written");
            self.value(&mut json, value);
        }
        json.push_str(",\n \"lines\":[");
        let words: Vec<String> = self.terms.grouping().words().iter().map(By::to_string).collect();
        for (place, (line, fields)) in self.lines.iter().enumerate() {
            json.push_str(if place > 0 { ",\n {" } else { "\n {" });
            if let Some(line) = line {
                json.push_str("\"line\":");
                super::json::line(&mut json, &words, line);
                json.push(',');
            }
            self.fields(&mut json, fields);
            json.push('}');
        }
        json.push_str("]}");
        json
    }

    #[cfg(feature = "json")]
    fn fields(&self, json: &mut String, fields: &Fields) {
        for (place, (name, value)) in fields.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            write!(json, "{comma}\"{name}\":").expect("text takes all that is written");
            self.value(json, value);
        }
    }

    #[cfg(feature = "json")]
    fn value(&self, json: &mut String, value: &Value) {
        match value {
            Value::Amount(number) if self.amounts_as == WrittenAs::Number => json.push_str(number),
            Value::Amount(text) | Value::Text(Some(text)) => super::json::text(json, text),
            Value::Count(count) => write!(json, "{count}").expect("text takes all that is written"),
            Value::Float(number) => json.push_str(&number.text()),
            Value::Text(None) => json.push_str("null"),
            Value::Fields(fields) => {
                json.push('{');
                self.fields(json, fields);
                json.push('}');
            }
        }
    }

    /// `columns` are the names of all fields that a line may have, one inside another joined by `_`. Where the value of the
    /// grouping's one word is among them, it has no column of its own.
    #[cfg(feature = "csv")]
    fn to_csv(&self, columns: &[&str]) -> String {
        let words = self.terms.grouping().words().iter().filter(|_| !columns.contains(&"value"));
        let words: Vec<String> = words.map(By::to_string).collect();
        let mut csv = String::new();
        let header = words.iter().map(String::as_str).chain(columns.iter().copied());
        let mut whole = Vec::new();
        flatten(&self.whole, "", &mut whole);
        let header = header.chain(whole.iter().map(|(name, _)| name.as_str()));
        super::csv::row(&mut csv, header.chain(["rule"]).chain(super::csv::TERMS).map(Some));
        for (line, fields) in &self.lines {
            let values = line.iter().flat_map(Line::values).map(|value| value.map(str::to_owned));
            let mut cells = Vec::new();
            flatten(fields, "", &mut cells);
            let field = |column: &&str| {
                let found = cells.iter().find(|(name, _)| name == column);
                found.and_then(|(_, text)| text.clone())
            };
            let whole = whole.iter().map(|(_, text)| text.clone());
            let row = values.chain(columns.iter().map(field)).chain(whole).chain([Some(self.rule.clone())]);
            super::csv::row(&mut csv, row.chain(super::csv::terms(self.terms)));
        }
        csv
    }
}

/// The fields as texts, one inside another under both names.
#[cfg(feature = "csv")]
fn flatten(fields: &Fields, before: &str, cells: &mut Vec<(String, Option<String>)>) {
    for (name, value) in fields {
        let name = format!("{before}{name}");
        match value {
            Value::Amount(number) => cells.push((name, Some(number.clone()))),
            Value::Count(count) => cells.push((name, Some(count.to_string()))),
            Value::Float(number) => cells.push((name, Some(number.text()))),
            Value::Text(text) => cells.push((name, text.clone())),
            Value::Fields(fields) => flatten(fields, &format!("{name}_"), cells),
        }
    }
}

/// A reading's methods that write it.
macro_rules! written {
    ($reading:ident, $bound:path, [$($column:literal),+]) => {
        impl<N: $bound> $reading<N> {
            /// The reading as JSON, in the form of section 16 of the [model](crate::_documentation::model): its terms and
            /// rule on the first line, then one line a line. Floats and integers are JSON numbers that read back to the
            /// same bits, other kinds are text.
            #[cfg(feature = "json")]
            pub fn to_json(&self) -> String {
                self.written().to_json()
            }

            /// The reading as CSV: the fields that it has as JSON, those of the whole, the rule and the terms in every row. What is not
            /// stated, and what a line does not have, is an empty cell. Without entries there is a header only.
            #[cfg(feature = "csv")]
            pub fn to_csv(&self) -> String {
                self.written().to_csv(&[$($column),+])
            }
        }
    };
}

written!(Attribution, Apportion, ["measure", "party", "created", "destroyed"]);
written!(
    Engagement,
    Number,
    [
        "interactions",
        "stated",
        "user_integrated",
        "user_contributed",
        "provider_integrated",
        "provider_contributed",
        "scenario"
    ]
);
written!(
    Relations,
    Number,
    [
        "measure",
        "reinforces",
        "recovers",
        "reduces",
        "destroys",
        "better",
        "worse",
        "unchanged",
        "conflicts",
        "integrated_nothing_better",
        "integrated_nothing_worse",
        "integrated_nothing_unchanged",
        "affected_better",
        "affected_worse",
        "affected_unchanged"
    ]
);
written!(
    Cross,
    Number,
    [
        "measure",
        "other",
        "people",
        "both_better_better",
        "both_better_same",
        "both_better_worse",
        "both_same_better",
        "both_same_same",
        "both_same_worse",
        "both_worse_better",
        "both_worse_same",
        "both_worse_worse",
        "without_measure",
        "without_other"
    ]
);
written!(
    Drivers,
    Number,
    [
        "dimension",
        "value",
        "measure",
        "with_appraisals",
        "with_gains",
        "with_losses",
        "with_better",
        "with_worse",
        "with_created",
        "with_destroyed",
        "with_net",
        "without_appraisals",
        "without_gains",
        "without_losses",
        "without_better",
        "without_worse",
        "without_created",
        "without_destroyed",
        "without_net"
    ]
);
written!(
    Risks,
    Number,
    [
        "measure",
        "appraisals",
        "beneficiaries",
        "losses",
        "probability",
        "low",
        "high",
        "mean_loss",
        "expected_loss",
        "expected_shortfall",
        "too_few"
    ]
);

impl<N: Apportion> Attribution<N> {
    fn written(&self) -> Written<'_> {
        let line = |share: crate::reading::Share<N>| {
            let fields = vec![
                ("measure", text(share.measure().as_str())),
                ("party", Value::Text(share.party().map(|party| party.as_str().to_owned()))),
                ("created", amount(share.created())),
                ("destroyed", amount(share.destroyed())),
            ];
            (Some(share.line().clone()), fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.shares().map(line))
            .telling(vec![("counted_equally", Value::Count(self.counted_equally()))])
    }
}

impl<N: Number> Engagement<N> {
    fn written(&self) -> Written<'_> {
        let line = |one: &crate::reading::EngagementLine<N>| {
            let fields = vec![
                ("interactions", Value::Count(one.interactions())),
                ("stated", Value::Count(one.stated())),
                ("user_integrated", amount(one.user_integrated())),
                ("user_contributed", amount(one.user_contributed())),
                ("provider_integrated", amount(one.provider_integrated())),
                ("provider_contributed", amount(one.provider_contributed())),
                ("scenario", Value::Text(one.scenario().map(|scenario| scenario.word().to_owned()))),
            ];
            (Some(one.line().clone()), fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.lines().map(line))
    }
}

impl<N: Number> Relations<N> {
    fn written(&self) -> Written<'_> {
        let ended = |ended: &crate::reading::Ended| {
            vec![
                ("better", Value::Count(ended.better())),
                ("worse", Value::Count(ended.worse())),
                ("unchanged", Value::Count(ended.unchanged())),
            ]
        };
        let line = |one: crate::reading::RelationsLine| {
            let moves = one.moves();
            let mut fields = vec![
                ("measure", text(one.measure().as_str())),
                ("reinforces", Value::Count(moves.reinforces())),
                ("recovers", Value::Count(moves.recovers())),
                ("reduces", Value::Count(moves.reduces())),
                ("destroys", Value::Count(moves.destroys())),
            ];
            fields.extend(ended(one.ended()));
            fields.push(("conflicts", Value::Count(one.conflicts())));
            fields.push(("integrated_nothing", Value::Fields(ended(one.detriment().integrated_nothing()))));
            fields.push(("affected", Value::Fields(ended(one.detriment().affected()))));
            (Some(one.line().clone()), fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.lines().map(line))
    }
}

impl<N: Number> Cross<N> {
    fn written(&self) -> Written<'_> {
        let ended = |ended: &crate::reading::Ended| {
            Value::Fields(vec![
                ("better", Value::Count(ended.better())),
                ("same", Value::Count(ended.unchanged())),
                ("worse", Value::Count(ended.worse())),
            ])
        };
        let line = |one: crate::reading::CrossLine| {
            let both =
                vec![("better", ended(one.better())), ("same", ended(one.unchanged())), ("worse", ended(one.worse()))];
            let fields = vec![
                ("measure", text(one.measure().as_str())),
                ("other", text(one.other().as_str())),
                ("people", Value::Count(one.people())),
                ("both", Value::Fields(both)),
                ("without_measure", Value::Count(one.without_measure())),
                ("without_other", Value::Count(one.without_other())),
            ];
            (Some(one.line().clone()), fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.lines().map(line))
    }
}

impl<N: Number> Drivers<N> {
    fn written(&self) -> Written<'_> {
        let side = |side: &Compared<N>| {
            Value::Fields(vec![
                ("appraisals", Value::Count(side.appraisals())),
                ("gains", Value::Count(side.gains())),
                ("losses", Value::Count(side.losses())),
                ("better", Value::Count(side.better())),
                ("worse", Value::Count(side.worse())),
                ("created", amount(side.created())),
                ("destroyed", amount(side.destroyed())),
                ("net", amount(side.net())),
            ])
        };
        let line = |one: &crate::reading::DriversLine<N>| {
            let fields = vec![
                ("dimension", text(self.dimension())),
                ("value", text(one.value())),
                ("measure", text(one.measure().as_str())),
                ("with", side(one.with())),
                ("without", side(one.without())),
            ];
            (None, fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.lines().map(line))
    }
}

impl<N: Number> Risks<N> {
    fn written(&self) -> Written<'_> {
        let line = |one: crate::reading::RiskLine<N>| {
            let mut fields = vec![("measure", text(one.measure().as_str()))];
            match one.figures() {
                Ok(figures) => fields.extend([
                    ("appraisals", Value::Count(figures.appraisals())),
                    ("beneficiaries", Value::Count(figures.beneficiaries())),
                    ("losses", Value::Count(figures.losses())),
                    ("probability", amount(figures.probability())),
                    ("low", Value::Float(figures.interval().low())),
                    ("high", Value::Float(figures.interval().high())),
                    ("mean_loss", figures.mean_loss().map_or(Value::Text(None), amount)),
                    ("expected_loss", amount(figures.expected_loss())),
                    ("expected_shortfall", amount(figures.expected_shortfall())),
                ]),
                Err(few) => fields.push(("too_few", Value::Count(few.beneficiaries()))),
            }
            (Some(one.line().clone()), fields)
        };
        Written::of::<N>(self.terms(), self.rule(), self.lines().map(line))
    }
}
