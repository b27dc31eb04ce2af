//! Draws and decisions as JSON and CSV.

#[cfg(feature = "csv")]
use super::csv::write_row;
#[cfg(feature = "json")]
use super::json::{JsonFigure, json};
use super::worth::text;
#[cfg(feature = "csv")]
use super::worth::{csv_head, csv_table};
#[cfg(feature = "json")]
use super::worth::{object_list, worth_head};
use crate::analysis::{Figure, NamedFigures};
use crate::certainty::{Drawn, Draws, Options};
#[cfg(feature = "csv")]
use crate::number::Number;

/// The fields of a drawn figure.
const DRAWN: [&str; 5] = ["mean", "low", "median", "high", "above_zero"];

fn drawn_figures(drawn: &Drawn) -> NamedFigures<f64> {
    let above = Figure::Count(drawn.above(0.0));
    DRAWN.into_iter().zip(drawn.summary().map(Figure::Amount).into_iter().chain([above])).collect()
}

/// A figure with its draws. Without them its fields are not given.
#[cfg(feature = "json")]
fn group(drawn: Option<&Drawn>) -> Figure<f64> {
    drawn.map_or(Figure::NotGiven, |drawn| Figure::Group(drawn_figures(drawn)))
}

impl Draws {
    /// The figures of the whole, by name.
    fn figures(&self) -> [(&'static str, Option<&Drawn>); 7] {
        [
            ("created", Some(self.created())),
            ("destroyed", Some(self.destroyed())),
            ("net", Some(self.net())),
            ("inputs", Some(self.inputs())),
            ("net_present_value", Some(self.net_present_value())),
            ("ratio", self.ratio()),
            ("net_ratio", self.net_ratio()),
        ]
    }

    /// The draws as JSON: unit, prices and discount, then `draws` with their number, their seed and each figure, and the lists
    /// `rows` and `assumptions`, one entry a line.
    ///
    /// A figure has its mean, its percentiles of 2.5 % (`low`), 50 % (`median`) and 97.5 % (`high`), and the number of draws in
    /// which it is above 0. The ratios are `null` if inputs are 0 in some draw. A row has its present value, which is below zero
    /// where it is a loss.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Drawing;
    /// use covalue::impact::{Assumption::Quantity, Discount, ImpactMap, Proxy, Row, Spread};
    ///
    /// let visits = Row::new("visits", 3.0, Proxy::amount(10.0)).spread(Quantity, Spread::given([3.0, -1.0, 4.0, 2.0]));
    /// let draws = ImpactMap::new([visits]).inputs(20.0).draws(Discount::none(), Drawing::seeded(1).draws(4)?)?;
    /// let drawn = r#"{"mean":20.0,"low":-10.0,"median":20.0,"high":40.0,"above_zero":3}"#;
    /// assert!(draws.to_json().contains(&format!("\"net\":{drawn}")));
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        let terms = [
            ("draws", Figure::Count(self.drawing().get_draws().into())),
            ("seed", Figure::Count(self.drawing().seed())),
        ];
        let figures = self.figures().map(|(name, drawn)| (name, group(drawn)));
        let rows = self.rows().map(|(row, drawn)| {
            let names = [("stakeholder", text(row.get_stakeholder())), ("outcome", text(Some(row.get_outcome())))];
            names.into_iter().chain(drawn_figures(drawn)).collect()
        });
        let assumptions = self
            .assumptions()
            .map(|(name, drawn)| std::iter::once(("name", Figure::text(name))).chain(drawn_figures(drawn)).collect());
        [
            worth_head(self.central(), "draws of an impact map"),
            format!(",\n \"draws\":{}", json(JsonFigure(&Figure::Group(terms.into_iter().chain(figures).collect())))),
            object_list("rows", rows),
            object_list("assumptions", assumptions),
            "}".to_owned(),
        ]
        .concat()
    }

    /// The draws as CSV: a row for each figure of the whole, for each row of the map (`figure` is then `row`) and for each
    /// assumption that was drawn (`assumption`), with the fields of the JSON. What is not given is an empty cell.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Drawing;
    /// use covalue::impact::{Assumption::Quantity, Discount, ImpactMap, Proxy, Row, Spread};
    ///
    /// let visits = Row::new("visits", 3.0, Proxy::amount(10.0)).spread(Quantity, Spread::given([3.0, -1.0, 4.0, 2.0]));
    /// let draws = ImpactMap::new([visits]).draws(Discount::none(), Drawing::seeded(1).draws(4)?)?;
    /// let csv = draws.to_csv();
    /// assert_eq!(
    ///     csv.lines().next(),
    ///     Some("figure,name,stakeholder,mean,low,median,high,above_zero,draws,seed,unit,price_year,deflator,discount"),
    /// );
    /// assert!(csv.contains("\nrow,visits,,20.0,-10.0,20.0,40.0,3,4,1,,,,year_one 0:0.0\n"));
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let named = |figure: &'static str, name: Option<&str>, stakeholder: Option<&str>, drawn: Option<&Drawn>| {
            let names = [("figure", Figure::text(figure)), ("name", text(name)), ("stakeholder", text(stakeholder))];
            let none = || DRAWN.into_iter().map(|name| (name, Figure::NotGiven)).collect();
            names.into_iter().chain(drawn.map_or_else(none, drawn_figures)).collect::<NamedFigures<f64>>()
        };
        let whole = self.figures().into_iter().map(|(figure, drawn)| named(figure, None, None, drawn));
        let row = |(row, drawn): (&crate::worth::Row<f64>, &Drawn)| {
            named("row", Some(row.get_outcome()), row.get_stakeholder(), Some(drawn))
        };
        let assumptions = self.assumptions().map(|(name, drawn)| named("assumption", Some(name), None, Some(drawn)));
        let terms = [
            ("draws", Figure::Count(self.drawing().get_draws().into())),
            ("seed", Figure::Count(self.drawing().seed())),
        ];
        let columns: Vec<&str> = ["figure", "name", "stakeholder"].into_iter().chain(DRAWN).collect();
        let same = terms.into_iter().chain(csv_head(self.central())).collect();
        csv_table(&columns, whole.chain(self.rows().map(row)).chain(assumptions), same)
    }
}

impl Options {
    /// The decision as JSON: the options with the mean and the draws that each wins, then the number of draws, those in which
    /// several options are the best (`tied`), the options of the greatest mean (`best`), and the worth of perfect information:
    /// on everything, and on each assumption by name (`on`).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Options;
    ///
    /// let options = Options::new([("more visits", [10.0, 0.0, 2.0]), ("as is", [4.0, 6.0, 5.0])])?;
    /// assert_eq!(
    ///     options.assuming("price", [1.0, 3.0, 2.0])?.to_json(),
    ///     r#"{"options":[
    ///  {"option":"more visits","mean":4.0,"wins":1},
    ///  {"option":"as is","mean":5.0,"wins":2}],
    ///  "draws":3,"tied":0,"best":["as is"],"perfect_information":2.0,"on":{"price":0.0}}"#,
    /// );
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        let number = |number: f64| json(JsonFigure(&Figure::Amount(number)));
        let on = self.assumptions().map(|name| format!("{}:{}", json(name), number(self.worth_of(name))));
        [
            format!(
                "{{\"options\":[{}]",
                self.named_options()
                    .map(|option| { format!("\n {}", json(JsonFigure(&Figure::Group(option)))) })
                    .collect::<Vec<_>>()
                    .join(",")
            ),
            format!(",\n \"draws\":{},\"tied\":{},\"best\":{}", self.draws(), self.tied(), json(self.best())),
            format!(",\"perfect_information\":{}", number(self.perfect_information())),
            format!(",\"on\":{{{}}}}}", on.collect::<Vec<_>>().join(",")),
        ]
        .concat()
    }

    /// The decision as CSV: a row for each option, with its mean, the draws that it wins and whether its mean is the greatest
    /// (`best`, 1 or 0). The number of draws, those in which several options are the best, and the worth of perfect information
    /// are the same in each row; there is a column `on NAME` for each assumption.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Options;
    ///
    /// let options = Options::new([("more visits", [10.0, 0.0, 2.0]), ("as is", [4.0, 6.0, 5.0])])?;
    /// assert_eq!(
    ///     options.assuming("price", [1.0, 3.0, 2.0])?.to_csv(),
    ///     "option,mean,wins,best,draws,tied,perfect_information,on price\n\
    ///      more visits,4.0,1,0,3,0,2.0,0.0\n\
    ///      as is,5.0,2,1,3,0,2.0,0.0\n",
    /// );
    /// # Ok::<(), covalue::error::CertaintyError>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let columns: Vec<String> = self.assumptions().map(|name| format!("on {name}")).collect();
        let same = [self.draws().to_string(), self.tied().to_string(), self.perfect_information().text()];
        let same: Vec<String> =
            same.into_iter().chain(self.assumptions().map(|name| self.worth_of(name).text())).collect();
        let (mut csv, best) = (String::new(), self.best());
        let names = ["option", "mean", "wins", "best", "draws", "tied", "perfect_information"];
        write_row(&mut csv, names.into_iter().chain(columns.iter().map(String::as_str)).map(Some));
        for (name, _) in self.options() {
            let (mean, wins) = self.mean_and_wins(name);
            let cells = [name.to_owned(), mean.text(), wins.to_string(), u8::from(best.contains(&name)).to_string()];
            write_row(&mut csv, cells.iter().chain(&same).map(|cell| Some(cell.as_str())));
        }
        csv
    }

    #[cfg(feature = "json")]
    fn named_options(&self) -> impl Iterator<Item = NamedFigures<f64>> {
        self.options().map(|(name, _)| {
            let (mean, wins) = self.mean_and_wins(name);
            vec![("option", Figure::text(name)), ("mean", Figure::Amount(mean)), ("wins", Figure::Count(wins))]
        })
    }

    fn mean_and_wins(&self, option: &str) -> (f64, u64) {
        const KNOWN: &str = "it is an option";
        (self.mean(option).expect(KNOWN), self.wins(option).expect(KNOWN))
    }

    /// The worth of knowing an assumption of the options.
    fn worth_of(&self, assumption: &str) -> f64 {
        self.perfect_information_on(assumption).expect("its values are known")
    }
}
