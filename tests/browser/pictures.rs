//! Every kind of picture, of ordinary and of hard books.

use covalue::attribution::{Equal, Proportional};
use covalue::chart::{ControlKind, Labels, Order, PeopleScale};
use covalue::engagement::Threshold;
use covalue::engagement_drivers::ParticipationTerms;
use covalue::record::{Role, SourceKind};
use covalue::risk::RiskTerms;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, ReachCounts, Service,
    Statement, Terms, User, date,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::certainty::certainty_pictures;
use super::worth::worth_pictures;
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::written;

/// A name and an SVG.
pub type Picture = (String, String);

/// Books in which every service is used by some people in each quarter.
struct Books<'a> {
    name: &'a str,
    /// Of services, of their providers, and of districts.
    names: Vec<String>,
    people: usize,
    quarters: usize,
    /// The change of a person of a service. `None` if it is missing.
    change: fn(usize, usize) -> Option<f64>,
    /// Whether contributions are stated.
    states: bool,
}

/// A change that differs between people and services: more gains than losses, and some that are missing.
fn ordinary(service: usize, person: usize) -> Option<f64> {
    let number = (service * 7 + person * 5) % 13;
    (number != 11).then_some(number as f64 - 4.0)
}

impl Books<'_> {
    fn of(name: &'static str, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        Self { name, names, people: 8, quarters: 3, change: ordinary, states: true }
    }

    fn catalogue(&self) -> Catalogue {
        let services = self.names.iter().enumerate().map(|(index, name)| {
            let provider = format!("{name}\u{a0}{}", index % 3);
            Service::new(name, provider).promises("wellbeing", 2.0).promises("trust", 1.0)
        });
        let measures = [
            Measure::higher_is_better("wellbeing", "points").tolerance(0.0),
            Measure::lower_is_better("trust", "steps on a visual analogue scale with a long name, from 0 to 100"),
        ];
        Catalogue::new(measures, services).expect("the books are valid")
    }

    fn ledger(&self) -> Ledger {
        let catalogue = self.catalogue();
        let mut ledger = Ledger::new(&catalogue);
        for (service, name) in self.names.iter().enumerate() {
            for person in 0..self.people {
                ledger.record(self.interaction(service, name, person)).expect("the books are valid");
            }
            for reach in self.reach(service, name) {
                ledger.record_reach(reach).expect("the books are valid");
            }
        }
        ledger
    }

    /// How many people a service reached, as a whole and in one district. Some steps are not stated, and some are larger
    /// than the ones before.
    fn reach(&self, service: usize, name: &str) -> Vec<ReachCounts> {
        let people = self.people as u64;
        let all = ReachCounts::of(name).period(date(2016, 1, 1)..=date(2025, 12, 31));
        let whole = all.clone().eligible(people * (3 + service as u64)).offered(people * 2).asked(people + 1);
        let part = all.with("district", &self.names[service]).started(people).declined(service as u64);
        let whole = if service.is_multiple_of(2) { whole.started(people).declined(people / 3) } else { whole };
        vec![whole, if service.is_multiple_of(3) { part.eligible(people / 2) } else { part }]
    }

    fn interaction(&self, service: usize, name: &str, person: usize) -> Interaction {
        let quarter = person % self.quarters;
        let on = date(2016 + (quarter / 4) as i16, (quarter % 4 * 3 + 1) as i8, 2 + (person % 20) as i8);
        let district = &self.names[(service + person) % self.names.len()];
        let user = format!("{} {service} {person}", self.names[person % self.names.len()]);
        let mut interaction = Interaction::between(User::new(&user).with("district", district), name, on);
        let neighbour = format!("neighbour {service} {person}");
        if person.is_multiple_of(4) {
            interaction = interaction.affected(&neighbour);
        }
        if self.states {
            let did = ((service * 3 + person) % 5) as f64;
            let own = Contribution::of(&user).integrated(did).not_integrated(4.0 - did, Misuse::unknown());
            let provider = format!("{name}\u{a0}{}", service % 3);
            let theirs = Contribution::of(provider).integrated(((service + person) % 3) as f64);
            interaction = interaction.contribution(own).contribution(theirs.misintegrated(1.0, Misuse::accidental()));
        }
        let Some(change) = (self.change)(service, person) else { return interaction };
        if person.is_multiple_of(4) {
            let appraisal = Appraisal::of("wellbeing").beneficiary(&neighbour).change(change / 2.0);
            interaction = interaction.appraisal(appraisal);
        }
        let appraisal = |measure: &str| Appraisal::of(measure).beneficiary(&user);
        interaction.appraisal(appraisal("wellbeing").change(change)).appraisal(appraisal("trust").change(-change / 3.0))
    }
}

/// Names of several scripts, widths and directions.
pub const SCRIPTS: [&str; 9] = [
    "שירות ייעוץ לדיירים בשכונה המזרחית של העיר הגדולה",
    "خدمة الرعاية المنزلية لكبار السن في الأحياء الشرقية من المدينة",
    "高齢者のための在宅介護サービスと地域の食事配達センター",
    "居家养老",
    "👩‍👩‍👧‍👦🏳️‍🌈🚌🚲 🏥💊 with emoji 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
    "Консультация по долгам и пособиям",
    "वृद्धों के लिए घरेलू देखभाल",
    "Ｗｉｄｅ　ｌｅｔｔｅｒｓ",
    "e\u{301}\u{301}\u{301}a\u{300}\u{323} combining",
];

/// Names that would break a page, a line or the direction of a text.
pub const HOSTILE: [&str; 8] = [
    "<script>document.body.remove()</script>",
    "</text></svg><img src=x onerror=alert(1)>",
    "\"&'&amp; ]]> <!-- --> <![CDATA[",
    "a\u{202e}b\u{2066}c\u{7}d\u{0}e",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzender",
    "MMMMMMMMMMMMWWWWWWWWWWWWMMMMMMMMMMMMWWWWWWWWWWWW@@@@@@@@@@@@%%%%%%%%%%%%",
    "iiiiiiiiiiiiiiiillllllllllllllll",
    "1",
];

/// The books whose pictures are also drawn with every option.
const OPTIONS: [&str; 4] = ["ordinary", "sixty-three", "scripts", "hostile"];

fn numbered(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("service {number:02}"))
}

fn books() -> Vec<Books<'static>> {
    let services = ["Home care", "Housing repairs", "Youth clubs", "Parks kept with neighbours"];
    let long = [
        "Meals on wheels and the luncheon clubs of the eastern districts",
        "Advice on debts and benefits, by telephone and in the town hall, with an interpreter where that is asked for",
        "Transport to the day hospital",
    ];
    let with = |name, change| Books { change, ..Books::of(name, services) };
    vec![
        Books { people: 40, ..Books::of("ordinary", services) },
        Books { people: 24, ..Books::of("long names", long) },
        Books::of("one line", ["bus"]),
        Books { people: 1, ..Books::of("one person", ["bus"]) },
        Books { people: 2, quarters: 2, ..Books::of("fifteen", numbered(15)) },
        Books { people: 4, ..Books::of("sixty-three", numbered(63)) },
        with("all zero", |_, _| Some(0.0)),
        with("all missing", |_, _| None),
        with("one missing", |service, person| (service != 1).then(|| ordinary(0, person)).flatten()),
        with("only losses", |service, person| Some(-((service + person) as f64) / 3.0)),
        with("tiny", |service, person| ordinary(service, person).map(|change| change * 1e-9)),
        with("smallest", |service, person| ordinary(service, person).map(|change| change * 5e-324)),
        with("large", |service, person| ordinary(service, person).map(|change| change * 1e12)),
        with("of all sizes", |service, person| Some([1e12, -1e-9, 3.0, 0.0][(service + person) % 4])),
        with("one loss", |service, person| Some(if service + person == 0 { -9e5 } else { 0.004 * person as f64 })),
        Books { people: 30, ..Books::of("scripts", SCRIPTS) },
        Books { people: 12, ..Books::of("hostile", HOSTILE) },
        Books { people: 80, quarters: 40, ..Books::of("forty quarters", services[..2].iter().copied()) },
        Books { people: 40, quarters: 1, ..Books::of("one quarter", services[..2].iter().copied()) },
        Books { people: 7, quarters: 7, ..Books::of("fifteen paths", numbered(15)) },
        Books { states: false, ..Books::of("no contributions", services) },
        Books { people: 250, ..Books::of("many people", services[..1].iter().copied()) },
    ]
}

/// Books that are drawn at random, the same ones each time.
fn random_ledgers(count: usize) -> Vec<Ledger> {
    let mut runner = TestRunner::deterministic();
    let drawn = || record::<f64>(&written().new_tree(&mut runner).expect("a case is drawn").current(), Scale::Eighths);
    std::iter::repeat_with(drawn).take(count).map(|recorded| recorded.ledger).collect()
}

/// The pictures of one ledger.
#[derive(Default)]
struct Gallery {
    name: String,
    pictures: Vec<Picture>,
}

impl Gallery {
    /// The pictures of a kind need no name of their own: the same books have several only with other options.
    fn add(&mut self, kind: &str, svg: String) {
        self.pictures.push((format!("{}: {kind}", self.name), svg));
    }

    fn statement(&mut self, by: &str, statement: &Statement) {
        self.add(&format!("bars by {by}"), statement.bar_chart().unwrap().to_svg());
        self.add(&format!("people by {by}"), statement.people_chart().unwrap().to_svg());
        if let Ok(chart) = statement.time_chart() {
            self.add(&format!("over time by {by}"), chart.to_svg());
            for kind in [ControlKind::MeanChange, ControlKind::ShareWorse] {
                self.add(&format!("control {kind:?} by {by}"), statement.control_chart(kind).unwrap().to_svg());
            }
        }
    }

    fn statements(&mut self, ledger: &Ledger, wide: &Terms) {
        let groupings = [
            ("nothing", By::none()),
            ("service", By::Service.into()),
            ("service and district", By::Service.and(By::with("district"))),
            ("quarter", By::Quarter.into()),
            ("service and quarter", By::Service.and(By::Quarter)),
        ];
        for (by, grouping) in groupings {
            self.statement(by, &ledger.statement(Terms::by(grouping)).unwrap());
        }
        let statement = ledger.statement(wide).unwrap();
        self.statement("service, all roles", &statement);
        for measure in ledger.catalogue().measures() {
            if let Ok(chart) = statement.waterfall(measure.id()) {
                self.add(&format!("waterfall of {}", measure.id()), chart.to_svg());
            }
        }
    }

    fn analyses(&mut self, ledger: &Ledger, wide: &Terms) {
        let measures: Vec<&str> = ledger.catalogue().measures().map(|measure| measure.id().as_str()).collect();
        for measure in &measures {
            let chart = ledger.share_chart(wide, measure, &[&Cooperation, &Proportional, &Equal]).unwrap();
            self.add(&format!("shares of {measure}"), chart.to_svg());
            self.add(&format!("shares of {measure} by party"), chart.by_party().to_svg());
            self.add(
                &format!("shares of {measure} by one rule"),
                ledger.share_chart(wide, measure, &[&Equal]).unwrap().by_party().to_svg(),
            );
        }
        if let [one, other, ..] = measures[..] {
            self.add("cross", ledger.cross(By::Service, one, other).unwrap().chart().to_svg());
        }
        let risk = ledger.risk_chart(RiskTerms::of(By::Service).at_least(1)).unwrap();
        self.add("risk", risk.to_svg());
        self.add("risk of all", ledger.risk_chart(RiskTerms::of(By::none())).unwrap().to_svg());
        self.add("relations", ledger.relations(By::Service).unwrap().flow_chart().to_svg());
        self.add("relations of all", ledger.relations(By::none()).unwrap().flow_chart().to_svg());
        for (by, grouping) in [
            ("nothing", By::none()),
            ("service", By::Service.into()),
            ("service and district", By::Service.and(By::with("district"))),
            ("quarter", By::Quarter.into()),
        ] {
            self.add(&format!("reach by {by}"), ledger.reach(grouping).unwrap().cascade_chart().to_svg());
        }
        self.add("drivers", ledger.drivers(wide, "district").unwrap().chart().to_svg());
        let participation = ParticipationTerms::of(Terms::default()).at_least(3);
        let drivers = ledger.engagement_drivers(participation, "district").unwrap();
        self.add("engagement drivers", drivers.chart().to_svg());
    }

    fn maps(&mut self, ledger: &Ledger) {
        let groupings = [By::none(), By::Service.into(), By::Service.and(By::Quarter), By::User.into()];
        for (by, grouping) in ["nothing", "service", "service and quarter", "user"].into_iter().zip(groupings) {
            let engagement = ledger.engagement(grouping).unwrap();
            self.add(&format!("map by {by}"), engagement.scenario_map().to_svg());
        }
        let engagement = ledger.engagement(By::Service).unwrap();
        let map = engagement.scenario_map_at(Threshold::new(2, 3).unwrap()).labels(Labels::Plain);
        self.add("plain map", map.to_svg());
    }

    /// The options that change the places of marks and texts, and publications.
    fn options(&mut self, ledger: &Ledger) {
        for (threshold, by) in [(2, By::Service), (3, By::Quarter), (5, By::with("district"))] {
            let publication = ledger.publish(threshold).statement(by).unwrap();
            let chart = publication.people_chart().expect("a statement");
            self.add(&format!("people published with a threshold of {threshold}"), chart.to_svg());
        }
        let statement = ledger.statement(By::Service).unwrap();
        for order in [Order::Net, Order::Created, Order::Destroyed] {
            let (bars, people) = (statement.bar_chart().unwrap(), statement.people_chart().unwrap());
            self.add(&format!("bars in the order {order:?}"), bars.sorted_by(order).to_svg());
            let people = people.sorted_by(order).scale(PeopleScale::Shares);
            self.add(&format!("shares of people in the order {order:?}"), people.to_svg());
        }
        let titled = statement.bar_chart().unwrap().title(SCRIPTS.join(HOSTILE[4]));
        self.add("a title of the caller's", titled.to_svg());
        let statement = ledger.statement(By::Quarter).unwrap();
        self.add("control of two", statement.control_chart(ControlKind::MeanChange).unwrap().baseline(2).to_svg());
    }
}

fn gallery(name: &str, ledger: &Ledger) -> Vec<Picture> {
    let mut gallery = Gallery { name: name.to_owned(), ..Gallery::default() };
    let all = [Role::Provider, Role::Other, Role::Affected].into_iter().fold(Terms::by(By::Service), Terms::including);
    let wide = [SourceKind::Proxy, SourceKind::Observed].into_iter().fold(all, Terms::including);
    gallery.statements(ledger, &wide);
    gallery.analyses(ledger, &wide);
    gallery.maps(ledger);
    if OPTIONS.contains(&name) {
        gallery.options(ledger);
    }
    gallery.pictures
}

/// All pictures: those of hard books, of empty ones, and of books drawn at random.
pub fn pictures() -> Vec<Picture> {
    let nothing = Ledger::new(&Catalogue::new([], []).expect("empty books are valid"));
    let mut pictures = gallery("nothing", &nothing);
    for books in books() {
        pictures.extend(gallery(books.name, &books.ledger()));
    }
    for (number, ledger) in random_ledgers(6).iter().enumerate() {
        pictures.extend(gallery(&format!("drawn {number}"), ledger));
    }
    pictures.extend(worth_pictures());
    pictures.extend(certainty_pictures());
    pictures
}
