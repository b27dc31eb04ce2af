//! Maps, inputs, indices of prices and weights in tables.

use covalue::error::{ReadError, Reason, RowFault};
use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Input, Proxy, Row, table};
use covalue::number::{Fraction, Number};
use covalue::{Error, Rule, table::Options};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::generate::cases;

/// A row as its cells state it: texts, and numbers in hundredths.
#[derive(Clone, Debug)]
struct PlainRow {
    texts: [Option<String>; 6],
    quantity: u32,
    price: i32,
    shares: [Option<u8>; 4],
    years: Option<u16>,
    starts: Option<u16>,
    has_range: bool,
}

/// A text with signs that have a meaning in CSV.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&["a", "Zoë", ",", ";", "\"", "\n", " ", "'", "="][..]), 1..5)
        .prop_map(|parts| format!("x{}", parts.concat()))
}

fn plain_row() -> impl Strategy<Value = PlainRow> {
    let share = || prop::option::of(0..=100_u8);
    let texts = prop::array::uniform6(prop::option::of(text()));
    let numbers = (1..10_000_u32, -10_000..10_000_i32, [share(), share(), share(), share()]);
    let years = (prop::option::of(1..=1_000_u16), prop::option::of(0..=1_000_u16), any::<bool>());
    (texts, numbers, years).prop_map(|(texts, (quantity, price, shares), (years, starts, has_range))| PlainRow {
        texts,
        quantity,
        price,
        shares,
        years,
        starts,
        has_range,
    })
}

fn hundredths<N: Fraction>(number: i64) -> N {
    let share = N::share(number.unsigned_abs(), 100).unwrap();
    if number < 0 { N::zero() - share } else { share }
}

fn hundredths_text(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", number.unsigned_abs() / 100, number.unsigned_abs() % 100)
}

const HEADER: [&str; 16] = [
    "source",
    "outcome",
    "quantity",
    "proxy_value_gbp",
    "stakeholder",
    "indicator",
    "proxy",
    "year",
    "deadweight",
    "displacement",
    "attribution",
    "drop_off",
    "duration_years",
    "starts_after",
    "quantity_low",
    "quantity_high",
];

impl PlainRow {
    fn row<N: Fraction>(&self, index: usize) -> Row<N> {
        let [stakeholder, indicator, name, source, ..] = &self.texts;
        let mut proxy = Proxy::amount(hundredths(self.price.into())).unit("GBP").price_year(2011);
        proxy = name.iter().fold(proxy, |proxy, name| proxy.named(name.as_str()));
        proxy = source.iter().fold(proxy, |proxy, source| proxy.source(source.as_str()));
        let quantity = i64::from(self.quantity);
        let mut row = Row::new(self.outcome(index), hundredths(quantity), proxy);
        row = stakeholder.iter().fold(row, |row, text| row.stakeholder(text.as_str()));
        row = indicator.iter().fold(row, |row, text| row.indicator(text.as_str()));
        let [deadweight, displacement, due_to_others, drop_off] =
            self.shares.map(|share| hundredths::<N>(share.unwrap_or_default().into()));
        row = row.deadweight(deadweight).displacement(displacement).due_to_others(due_to_others).drop_off(drop_off);
        row = row.lasts(self.years.unwrap_or(1).into()).starts_after(self.starts.unwrap_or(0).into());
        if self.has_range {
            row = row.range(Assumption::Quantity, hundredths(quantity / 2), hundredths(2 * quantity));
        }
        row
    }

    fn outcome(&self, index: usize) -> String {
        format!("{index}{}", self.texts[4].as_deref().unwrap_or_default())
    }

    fn cells(&self, index: usize) -> [String; HEADER.len()] {
        let text = |index: usize| self.texts[index].clone().unwrap_or_default();
        let share = |index: usize| self.shares[index].map_or_else(String::new, |share| hundredths_text(share.into()));
        let years = |years: Option<u16>| years.map_or_else(String::new, |years| years.to_string());
        let quantity = i64::from(self.quantity);
        let end = |end: i64| if self.has_range { hundredths_text(end) } else { String::new() };
        [
            text(3),
            self.outcome(index),
            hundredths_text(quantity),
            hundredths_text(self.price.into()),
            text(0),
            text(1),
            text(2),
            "2011".to_owned(),
            share(0),
            share(1),
            share(2),
            share(3),
            years(self.years),
            years(self.starts),
            end(quantity / 2),
            end(2 * quantity),
        ]
    }
}

/// The rows as a table, written without the crate.
fn file(rows: &[PlainRow], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(HEADER).unwrap();
    for (index, row) in rows.iter().enumerate() {
        writer.write_record(row.cells(index)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn map<N: Fraction>(rows: &[PlainRow]) -> ImpactMap<N> {
    ImpactMap::new(rows.iter().enumerate().map(|(index, row)| row.row(index)))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_table_of_a_map_is_the_map(rows in prop::collection::vec(plain_row(), 0..5)) {
        prop_assert_eq!(table::read::<f64>(&file(&rows, b',')[..]).unwrap(), map::<f64>(&rows));
        prop_assert_eq!(table::read::<Decimal>(&file(&rows, b',')[..]).unwrap(), map::<Decimal>(&rows));
        let exact = Options::new().delimiter(';').read_map::<BigRational>(&file(&rows, b';')[..]).unwrap();
        prop_assert_eq!(exact, map::<BigRational>(&rows));
    }

    #[test]
    fn any_table_of_a_worth_is_read_or_refused(
        bytes in prop::collection::vec(prop::sample::select(&b"outcome,quantity\nx,-1.5e9/\"\xff;=0"[..]), 0..120)
    ) {
        for header in ["outcome,quantity,proxy_value,impact_year1\n", "name,amount,at\n", "year,index\n", "stakeholder,weight\n"] {
            let bytes = [header.as_bytes(), &bytes].concat();
            if let Ok(map) = table::read::<BigRational>(&bytes[..]) {
                prop_assert!(map.check().is_empty());
            }
            let _ = table::read::<f64>(&bytes[..]);
            if let Ok(inputs) = table::read_inputs::<f64>(&bytes[..]) {
                prop_assert!(inputs.into_iter().fold(ImpactMap::new([]), ImpactMap::input).check().is_empty());
            }
            let _ = table::read_deflator::<f64>("prices", &bytes[..]);
            let _ = table::read_weights::<f64>(&bytes[..]);
        }
    }

    /// A figure that is rounded to any number of decimals, also in a form with an exponent, is accepted, and one that is
    /// off by two or more in the last is not: one off may be a tie, rounded the other way. Floats do not hold all
    /// decimals.
    #[test]
    fn r33_the_first_year_is_compared_to_its_own_decimals(
        (row, decimals, shift, off) in (plain_row(), 0..25_usize, 0..3_u32, 2..6_i64)
    ) {
        let row = PlainRow { has_range: false, ..row };
        let exact = row.row::<BigRational>(0);
        let value = ImpactMap::new([exact]).value(Discount::none()).unwrap().rows().next().unwrap().first_year().clone();
        let read = |stated: &str| {
            let cells = [row.cells(0).map(|cell| cell.replace('\n', " ")).to_vec(), vec![stated.to_owned()]].concat();
            let header = [&HEADER[..], &["impact_year1"]].concat();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(header).unwrap();
            writer.write_record(cells).unwrap();
            let file = writer.into_inner().unwrap();
            (table::read::<f64>(&file[..]).map(|_| ()), table::read::<BigRational>(&file[..]).map(|_| ()))
        };
        let ten = |power: u32| BigRational::share(10_u64.pow(power), 1).unwrap();
        let stated = |value: &BigRational| format!("{}e-{shift}", (value * ten(shift)).fixed(decimals));
        prop_assert_eq!(read(&value.fixed(decimals)), (Ok(()), Ok(())));
        prop_assert_eq!(read(&stated(&value)), (Ok(()), Ok(())));
        // A figure of more digits than a float holds may have the error of floats.
        let decimals = decimals.min(6);
        let unit = (0..decimals).fold(BigRational::share(off.unsigned_abs(), 1).unwrap(), |unit, _| unit / ten(1));
        let message = |result: Result<(), ReadError>| result.unwrap_err().to_string();
        let wrong = value.clone() + unit.clone();
        let (float, fraction) = read(&wrong.fixed(decimals));
        let fraction = message(fraction);
        prop_assert!(fraction.ends_with(&format!(", and the row gives {}", value.fixed(decimals))), "{fraction}");
        prop_assert!(read(&stated(&(value + unit / ten(shift)))).1.is_err());
        if decimals < 4 {
            let float = message(float);
            prop_assert!(float.starts_with("line 2: R33: impact_year1 is "), "{float}");
        }
    }
}

/// A spreadsheet computes in floats: 0.1 x 3 is 0.30000000000000004.
#[test]
fn r33_a_first_year_that_is_computed_in_floats_is_accepted_by_exact_kinds() {
    fn read<N: Fraction>(numbers: &str) -> Option<String> {
        let file = format!("outcome,quantity,proxy_value,deadweight,impact_year1\nclub,{numbers}\n");
        table::read::<N>(file.as_bytes()).err().map(|error| error.to_string())
    }
    for (quantity, price, share) in [(3, 0.1, 0.0), (7, 0.1, 0.3), (90, 19.99, 0.35), (-41, 1.1, 0.9)] {
        let stated = f64::from(quantity) * price * (1.0 - share);
        let numbers = format!("{quantity},{price},{share},{stated}");
        assert_eq!(
            [read::<f64>(&numbers), read::<Decimal>(&numbers), read::<BigRational>(&numbers)],
            [const { None }; 3]
        );
    }
    let fault = "line 2: R33: impact_year1 is 0.30000000000001004, and the row gives 0.30000000000000000";
    assert_eq!(read::<BigRational>("3,0.1,0,0.30000000000001004").as_deref(), Some(fault));
}

#[test]
fn r33_a_tie_may_be_rounded_either_way() {
    let read = |stated: &str| {
        let file = format!("outcome,quantity,proxy_value,deadweight,impact_year1\nclub,1,0.25,0.5,{stated}\n");
        table::read::<f64>(file.as_bytes()).map(|_| ()).map_err(|error| error.to_string())
    };
    for stated in ["0.125", "0.13", "0.12", "0.1", "0", "1.25e-1", "0.1250", ""] {
        assert_eq!(read(stated), Ok(()), "{stated}");
    }
    for (stated, given) in
        [("0.14", "0.12"), ("0.126", "0.125"), ("1.26e-1", "0.125"), ("1e-1000000000000", "0.125"), ("1", "0")]
    {
        assert_eq!(read(stated), Err(format!("line 2: R33: impact_year1 is {stated}, and the row gives {given}")));
    }
}

/// A first year in a file of decimal commas has a comma in its message, too. A blank source is none.
#[test]
fn r33_a_first_year_is_refused_in_the_decimal_sign_of_its_file() {
    let options = Options::new().delimiter(';').decimal_comma();
    let file = |stated: &str| format!("outcome;quantity;proxy_value;impact_year1;source\nclub;3;0,5;{stated};  \n");
    let refused = options.read_map::<f64>(file("1,6").as_bytes()).unwrap_err().to_string();
    assert_eq!(refused, "line 2: R33: impact_year1 is 1,6, and the row gives 1,5");
    let map = options.read_map::<f64>(file("1,5").as_bytes()).unwrap();
    assert_eq!(map.value(covalue::impact::Discount::none()).unwrap().without_source(), 1);
}

/// The message of a map that is refused.
fn refusal(file: &str) -> String {
    table::read::<f64>(file.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_map_in_a_wrong_form_names_its_line() {
    for (file, message) in [
        ("", "line 1: form: the table has no header"),
        (
            "outcome,quantity\n",
            "line 1: form: the table has no column `proxy_value`: if it has another name there, say so (option `column`)",
        ),
        (
            "outcome,quantity,proxy_value,proxy_value_gbp\n",
            "line 1: form: the columns `proxy_value` and `proxy_value_gbp` are both read as `proxy_value`",
        ),
        ("outcome,quantity,proxy_value_gbp,impact_year1_eur\n", "line 1: R32: amounts are in `EUR` and in `GBP`"),
        ("outcome,quantity,proxy_value\nclub,16\n", "line 2: form: the row has 2 cells, and the header 3"),
        ("outcome,quantity,proxy_value\n\n,16,1\n", "line 3: form: the cell `outcome` is empty"),
        ("outcome,quantity,proxy_value\nclub,,1\n", "line 2: form: the cell `quantity` is empty"),
        (
            "outcome,quantity,proxy_value\nclub,16,forty\n",
            "line 2: R3: proxy_value: `forty` is not a number: if it stands for a missing value, say so (option `missing`)",
        ),
        (
            "outcome,quantity,proxy_value\nclub,\"16,5\",1\n",
            "line 2: form: quantity: `16,5` has a comma: if it is a decimal comma, say so (option `decimal_comma`)",
        ),
        (
            "outcome,quantity,proxy_value\nclub,\"1,240\",1\n",
            "line 2: form: quantity: `1,240` has a comma: write 1240 if the comma separates thousands, or read 1.240 with \
             the option `decimal_comma`",
        ),
    ] {
        assert_eq!(refusal(file), message);
    }
    // Codes of ISO 4217 that are no money.
    for code in ["xxx", "XTS"] {
        let message = refusal(&format!("outcome,quantity,proxy_value,proxy_value_{code}\n"));
        assert!(
            message.starts_with(&format!("line 1: form: unknown column `proxy_value_{code}`, expected")),
            "{message}"
        );
    }
}

#[test]
fn refused_rows_of_a_map_name_their_line_and_their_rule() {
    for (file, message) in [
        (
            "outcome,quantity,proxy_value,deadweight\nclub,16,1,1.2\n",
            "line 2: R31: deadweight of `club` is 1.2, and has to be from 0 to 1",
        ),
        (
            "outcome,quantity,proxy_value,attribution\nclub,16,1,-0.1\n",
            "line 2: R31: due to others of `club` is -0.1, and has to be from 0 to 1",
        ),
        (
            "outcome,quantity,proxy_value,duration_years\nclub,16,1,1.5\n",
            "line 2: R31: `club` lasts 1.5 years, and has to last 1 to 1000 whole years",
        ),
        (
            "outcome,quantity,proxy_value,starts_after\nclub,16,1,-1\n",
            "line 2: R31: `club` starts after -1 years, and has to start after 0 to 1000 whole years",
        ),
        (
            "stakeholder,outcome,quantity,proxy_value\nusers,club,-16,-1\n",
            "line 2: R31: quantity and proxy of `users/club` are both below zero",
        ),
        (
            "outcome,quantity,proxy_value,quantity_low\nclub,16,1,10\n",
            "line 2: form: `quantity_low` is one end of a range, and `quantity_high` is not stated: state both, or none",
        ),
        (
            "outcome,quantity,proxy_value,quantity_low,quantity_high\nclub,16,1,,20\n",
            "line 2: form: `quantity_high` is one end of a range, and `quantity_low` is not stated: state both, or none",
        ),
        (
            "outcome,quantity,proxy_value,quantity_low,quantity_high\nclub,16,1,17,20\n",
            "line 2: R31: range of quantity of `club` is 17.0 to 20.0, and does not hold 16.0",
        ),
        (
            "outcome,quantity,proxy_value,year\nclub,16,1,11\n",
            "line 2: form: year: `11` is not a year of four digits, such as 2011",
        ),
        (
            "outcome,quantity,proxy_value,unit\nclub,16,1,GBP\n\"gym\nand pool\",1,1,EUR\n",
            "line 3: R32: amounts are in `GBP` and that of `gym\\nand pool` in `EUR`",
        ),
        (
            "outcome,quantity,proxy_value_gbp,unit\nclub,16,1,\ngym,1,1,EUR\n",
            "line 3: R32: amounts are in `GBP` and in `EUR`",
        ),
        (
            "outcome,quantity,proxy_value,unit\nclub,16,1,\ngym,1,1,GBP\n",
            "line 2: R32: `club` states no unit, and others do",
        ),
        (
            "outcome,quantity,proxy_value,year\nclub,16,1,2011\npool,1,1,2019\ngym,1,1,\n",
            "line 4: R32: `gym` states no price year, and others do",
        ),
        (
            "stakeholder,outcome,quantity,proxy_value\nusers,club,16,1\n,club,1,1\nusers,club,2,1\n",
            "line 4: form: `users/club` is in the map already: see line 2",
        ),
        // The first row in the file is named, whichever fault it has.
        (
            "outcome,quantity,proxy_value\nclub,16,1\nclub,1,1\ngym,x,1\n",
            "line 3: form: `club` is in the map already: see line 2",
        ),
        (
            "outcome,quantity,proxy_value,impact_year1\nclub,2,3,6.00\ngym,2,3,6.01\n",
            "line 3: R33: impact_year1 is 6.01, and the row gives 6.00",
        ),
    ] {
        assert_eq!(refusal(file), message);
    }
    let unknown = refusal("outcome,quantity,proxy_value,colour\n");
    assert!(
        unknown.starts_with(
            "line 1: form: unknown column `colour`, expected one of outcome, quantity, proxy_value and 41 others (see \
             docs/journal.md): name it (option `column`), "
        ),
        "{unknown}"
    );
    let misspelt = refusal("outcome,quantty,proxy_value\n");
    assert!(misspelt.starts_with("line 1: form: unknown column `quantty` (is `quantity` meant?): name "), "{misspelt}");
    for dimension in ["with.district", "ref.aim", "impact_year1_low", "impact_year1_LOW", "proxy_value_pounds"] {
        assert!(
            refusal(&format!("outcome,quantity,proxy_value,{dimension}\n")).starts_with("line 1: form: unknown column")
        );
    }
    let file = "outcome,quantity,proxy_value,quantity_low\nclub,16,1,10\n";
    let Err(ReadError::Refusal(refused)) = table::read::<f64>(file.as_bytes()) else { panic!("it is refused") };
    let fault = RowFault::OneEnd { stated: "quantity_low".to_owned(), other: "quantity_high".to_owned() };
    assert_eq!((refused.reason(), refused.text()), (&Reason::Row(fault), "club,16,1,10"));
    assert_eq!(refused.column(), Some("quantity_low"));
}

#[test]
fn refused_inputs_prices_and_weights_name_their_line_and_their_rule() {
    let inputs = |file: &str| table::read_inputs::<f64>(file.as_bytes()).unwrap_err().to_string();
    for (file, message) in [
        ("name,amount\ncontract,-1\n", "line 2: R31: input `contract` is -1.0, below zero"),
        (
            "name,amount\na,1\na,2\n",
            "line 3: form: input `a` is in the inputs already: give each year a name of its own; see line 2",
        ),
        (
            "name,amount,at\na,1,1.5\n",
            "line 2: R31: input `a` is put in after 1.5 years, and has to be after 0 to 1000 whole years",
        ),
        (
            "name,amount,low\na,1,0\n",
            "line 2: form: `low` is one end of a range, and `high` is not stated: state both, or none",
        ),
        (
            "name,amount,low,high\na,1,2,3\n",
            "line 2: R31: range of amount of input `a` is 2.0 to 3.0, and does not hold 1.0",
        ),
        (
            "name,amount,unit\na,1,\nb,1,GBP\nc,1,EUR\n",
            "line 4: R32: amounts are in `GBP` and that of input `c` in `EUR`",
        ),
        ("name,amount\n,1\n", "line 2: form: the cell `name` is empty"),
    ] {
        assert_eq!(inputs(file), message);
    }
    let prices = |file: &str| table::read_deflator::<f64>("GDP", file.as_bytes()).unwrap_err().to_string();
    for (file, message) in [
        (
            "year,index\n2011,0\n",
            "line 2: R31: the index of 2011 of the deflator `GDP` is 0.0, and has to be above zero",
        ),
        ("year,index\n2011,80\n2012,80\n2011,81\n", "line 4: form: the deflator `GDP` states 2011 twice: see line 2"),
        ("year,index\n2011-12,80\n", "line 2: form: year: `2011-12` is not a year of four digits, such as 2011"),
        ("year,index\n,80\n", "line 2: form: the cell `year` is empty"),
    ] {
        assert_eq!(prices(file), message);
    }
    let weights = |file: &str| table::read_weights::<f64>(file.as_bytes()).unwrap_err().to_string();
    for (file, message) in [
        (
            "stakeholder,weight\nusers,-1\n",
            "line 2: R31: the weight of `users` is -1.0, and has to be stated once, from 0 on",
        ),
        (
            "stakeholder,weight\nusers,1\nusers,1\n",
            "line 3: R31: the weight of `users` is 1.0, and has to be stated once, from 0 on: see line 2",
        ),
    ] {
        assert_eq!(weights(file), message);
    }
}

/// A stated first year is compared in the kind of number itself, to the last digit that is written.
#[test]
fn r33_a_first_year_is_compared_in_its_own_kind() {
    fn read<N: Fraction>(quantity: &str, stated: &str) -> Result<(), String> {
        let file = format!("outcome,quantity,proxy_value,impact_year1\nclub,{quantity},1,{stated}\n");
        let message = |error: ReadError| error.to_string().replace("line 2: R33: impact_year1 is ", "");
        table::read::<N>(file.as_bytes()).map(|_| ()).map_err(message)
    }
    let large = format!("1{}", "0".repeat(400));
    assert_eq!(read::<BigRational>(&large, &large), Ok(()));
    assert!(read::<BigRational>(&large, &format!("{large}1")).is_err());
    let long = "123456789012345678";
    let wrong = Err(format!("{long}.02, and the row gives {long}.01"));
    assert_eq!(read::<BigRational>(&format!("{long}.01"), &format!("{long}.02")), wrong);
    assert_eq!(read::<Decimal>(&format!("{long}.01"), &format!("{long}.02")), wrong);
    assert_eq!(read::<Decimal>(&format!("{long}.01"), &format!("{long}.0")), Ok(()));
    let small = Err("1e-20, and the row gives 0.00000000000000000002".to_owned());
    assert_eq!((read::<f64>("2e-20", "1e-20"), read::<BigRational>("2e-20", "1e-20")), (small.clone(), small));
    assert_eq!(read::<f64>("2e-40", "1e-40"), Err("1e-40, and the row gives 2e-40".to_owned()));
    for stated in ["1.2e5", "1.203e+05", "120300", "12e4", "1e5"] {
        assert_eq!(
            (read::<f64>("120300", stated), read::<BigRational>("120300", stated)),
            (Ok(()), Ok(())),
            "{stated}"
        );
    }
    assert_eq!(read::<f64>("120300", "1.3e5"), Err("1.3e5, and the row gives 120300".to_owned()));
    assert_eq!(read::<BigRational>("1/3", "1/3"), Ok(()));
    assert_eq!(read::<BigRational>("1/3", "333/1000"), Err("333/1000, and the row gives 1/3".to_owned()));
}

/// Half of a hundredth of 1 is a tie, though a float of one less 0.99 is not exact.
#[test]
fn r33_deductions_of_nearly_all_leave_room_for_the_error_of_floats() {
    for stated in ["0.00", "0.01", "0.005"] {
        let file =
            format!("outcome,quantity,proxy_value,deadweight,displacement,impact_year1\nclub,1,1,0.99,0.5,{stated}\n");
        assert!(table::read::<f64>(file.as_bytes()).is_ok(), "{stated}");
        assert!(table::read::<Decimal>(file.as_bytes()).is_ok(), "{stated}");
    }
}

/// Each cell that is almost a number gets advice how to write it.
#[test]
fn numbers_with_signs_of_a_spreadsheet_are_refused_with_advice() {
    let money = "write the number alone, and a unit of money in the column `unit`";
    let thousands = "write it without separators of thousands, as 1250.50";
    for (cell, advice) in [
        ("1.250,50", thousands),
        ("1,250.50", thousands),
        ("1 250.50", thousands),
        ("20 %", "write it without the sign, and 20 % of a share as 0.2"),
        ("20%", "write it without the sign, and 20 % of a share as 0.2"),
        (".5", "write it as 0.5"),
        ("5.", "write it as 5"),
        ("(1240)", "write it as -1240"),
        ("24k", "write the number in full"),
        ("1.5 m", "write the number in full"),
        ("5e", "write the number in full"),
        ("5 hours", "write the number alone"),
        ("GBP 5", money),
        ("5 EUR", money),
        ("£5", money),
        ("n/a", "if it stands for a missing value, say so (option `missing`)"),
    ] {
        let message = format!("`{cell}` is not a number: {advice}");
        let map = format!("outcome,quantity,proxy_value\nclub,16,\"{cell}\"\n");
        assert_eq!(refusal(&map), format!("line 2: R3: proxy_value: {message}"));
        let inputs = table::read_inputs::<f64>(format!("name,amount\nwork,\"{cell}\"\n").as_bytes()).unwrap_err();
        assert_eq!(inputs.to_string(), format!("line 2: R3: amount: {message}"));
    }
    let file = "outcome;quantity;proxy_value;deadweight\nclub;1.250,5;19;20 %\n";
    let options = Options::new().delimiter(';').decimal_comma();
    let read = |file: &str| options.read_map::<f64>(file.as_bytes()).unwrap_err().to_string();
    assert!(read(file).ends_with(": write it without separators of thousands, as 1250,5"));
    assert!(read(&file.replace("1.250,5", "1")).ends_with(": write it without the sign, and 20 % of a share as 0,2"));
}

#[test]
fn a_header_alone_is_a_map_of_no_rows() -> Result<(), Error> {
    let map = table::read::<f64>("outcome,quantity,proxy_value\n".as_bytes())?.inputs(3.0);
    assert_eq!(map.value(Discount::none())?.net_present_value(), &-3.0);
    assert_eq!(table::read_inputs::<f64>("name,amount\n".as_bytes())?, []);
    Ok(())
}

#[test]
fn prices_of_several_years_are_read_and_stated_in_those_of_one() -> Result<(), Error> {
    let file = "outcome,quantity,proxy_value_gbp,year\nold,1,8,2011\nnew,1,8,2019\n";
    let map = table::read::<f64>(file.as_bytes())?;
    let refused = map.value(Discount::none()).unwrap_err();
    assert_eq!(refused.rule(), Rule::R32);
    let prices: Deflator<f64> = table::read_deflator("an index", "index,year\n80,2011\n100,2019\n".as_bytes())?;
    let inputs = table::read_inputs("name,amount_gbp,year,low,high\nwork,4,2011,3,6\n".as_bytes())?;
    assert_eq!(inputs, [Input::new("work", 4.0).unit("GBP").price_year(2011).range(3.0, 6.0)]);
    let map = inputs.into_iter().fold(map, ImpactMap::input).in_prices_of(2019, &prices);
    let worth = map.value(Discount::none())?;
    assert_eq!((worth.net(), worth.inputs(), worth.price_year()), (&18.0, &5.0, Some(2019)));
    Ok(())
}

#[test]
fn options_read_maps_of_other_programs_and_refuse_what_maps_do_not_have() -> Result<(), Error> {
    let file = "Our map\n\nOutcome; Worth ;Times;Kept\nclub;\"48,25\";16;n/a\n;;;\n";
    let options = Options::new()
        .header_line(3)
        .delimiter(';')
        .decimal_comma()
        .trim()
        .skip_blank()
        .column("Outcome", "outcome")
        .column("Worth", "proxy_value")
        .column("Times", "quantity")
        .column("Kept", "deadweight")
        .missing("Kept", "n/a")
        .constant("unit", "GBP");
    let expected = Row::new("club", 16.0, Proxy::amount(48.25).unit("GBP"));
    assert_eq!(options.read_map::<f64>(file.as_bytes())?, ImpactMap::new([expected]));
    let twice = options.clone().constant("proxy_value_eur", "1").read_map::<f64>(file.as_bytes()).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "line 3: form: the options state a text of `proxy_value_eur` for all rows, and the table has the column `Worth` for it"
    );
    let others = Options::new().column("Others", "due_to_others").read_map::<f64>("outcome,Others\n".as_bytes());
    assert_eq!(
        others.unwrap_err().to_string(),
        "line 1: form: the option `column` names `due_to_others` for `Others`, and such tables have no column of that name, \
         expected one of outcome, quantity, proxy_value and 41 others (see docs/journal.md)"
    );
    let refused = |options: Options| options.read_map::<f64>("outcome\n".as_bytes()).unwrap_err().to_string();
    for (options, option) in [
        (Options::new().days("%d/%m/%Y"), "days"),
        (Options::new().partial_dates(), "partial_dates"),
        (Options::new().dated(3), "dated"),
        (Options::new().group_sessions(), "group_sessions"),
        (Options::new().skip_repeats(), "skip_repeats"),
    ] {
        assert_eq!(refused(options), format!("line 1: form: an impact map cannot be read with the option `{option}`"));
    }
    let weights = Options::new().skip_repeats().read_weights::<f64>("stakeholder,weight\n".as_bytes()).unwrap_err();
    assert_eq!(weights.to_string(), "line 1: form: a table of weights cannot be read with the option `skip_repeats`");
    Ok(())
}
