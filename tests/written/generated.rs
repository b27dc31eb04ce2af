//! Ledgers that have everything: for what is written and read back.

use covalue::catalogue::Element;
use covalue::number::Number;
use covalue::record::{Intent, Part, Role};
use covalue::{
    Appraisal, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, Use, User, Void, date,
};
use proptest::prelude::*;

/// Draws from a list of numbers, so that one ledger can be made over every kind of number.
pub(crate) struct Draws<'a> {
    numbers: &'a [u16],
    place: usize,
}

impl Draws<'_> {
    fn below(&mut self, limit: u16) -> u16 {
        let number = self.numbers.get(self.place).copied().unwrap_or(0);
        self.place += 1;
        number % limit
    }

    fn often(&mut self) -> bool {
        self.below(3) > 0
    }

    fn text(&mut self) -> &'static str {
        ["north", "", "a \"quoted\", \\ text", "línea\nand\ttab", "\u{1f600} \u{7f}\u{0}", "1"][self.below(6) as usize]
    }

    fn level<N: Number>(&mut self) -> N {
        let tenths = ["0", "0.1", "-0.3", "2.5", "1e-7", "123456.75", "7", "-9"];
        let whole = ["0", "1", "-3", "25", "7", "123456", "70", "-9"];
        let place = self.below(8) as usize;
        N::parse(tenths[place]).or_else(|_| N::parse(whole[place])).unwrap()
    }

    fn amount<N: Number>(&mut self) -> N {
        let level: N = self.level();
        if level < N::zero() { N::zero() - level } else { level }
    }

    fn day(&mut self) -> Date {
        date(2026, 1 + self.below(12) as i8, 1 + self.below(28) as i8)
    }

    fn misuse(&mut self) -> Misuse {
        let mut misuse = Misuse::new(Intent::ALL[self.below(3) as usize]);
        if self.often() {
            misuse = misuse.by(format!("by {}", self.text()));
        }
        if self.often() { misuse.cause(self.text()) } else { misuse }
    }

    fn contribution<N: Number>(&mut self, party: &str) -> Contribution<N> {
        let mut contribution = Contribution::of(party);
        if self.often() {
            contribution = contribution.resource(self.text());
        }
        if self.often() {
            contribution = contribution.integrated(self.amount());
        }
        for _ in 0..self.below(4) {
            let part = Part::ALL[self.below(2) as usize];
            contribution = contribution.part(part, self.amount(), self.misuse());
        }
        contribution
    }

    fn appraisal<N: Number>(&mut self, beneficiary: &str, on: Date) -> Appraisal<N> {
        let mut appraisal = Appraisal::of(format!("m{}", self.below(3))).beneficiary(beneficiary);
        if self.below(4) == 0 {
            appraisal = appraisal.change(self.level());
        } else {
            appraisal = appraisal.before(self.level());
            if self.often() {
                appraisal = appraisal.after(self.level());
            }
            if self.often() {
                appraisal = appraisal.expected(self.level());
            }
            if self.often() {
                appraisal = appraisal.without(self.level());
            }
        }
        appraisal = appraisal.follow_up(1 + u32::from(self.below(3)));
        appraisal = match self.below(3) {
            0 => appraisal,
            1 => appraisal.by_proxy("her daughter"),
            _ => appraisal.observed(format!("scale {}", self.text())),
        };
        let (made, known) = (self.day().max(on), self.day());
        if self.often() {
            appraisal = appraisal.made(made);
            if self.often() {
                appraisal = appraisal.known(known.max(made));
            }
        }
        appraisal
    }

    fn interaction<N: Number>(&mut self, number: u16) -> Interaction<N> {
        let on = self.day();
        let mut user = User::new("u0");
        if self.often() {
            user = user.with("district", self.text()).with("a, \"b\"", self.text());
        }
        let mut interaction = Interaction::between(user, format!("s{}", self.below(2)), on);
        if self.often() {
            interaction = interaction.id(format!("i{number} {}", self.text()));
        }
        let users = 1 + self.below(3);
        for more in 1..users {
            interaction = interaction.user(User::new(format!("u{more}")).with("district", self.text()));
        }
        if self.below(4) == 0 {
            interaction = interaction.used(Use::Indirect);
        }
        if self.below(4) == 0 {
            interaction = interaction.with("weather", self.text());
        }
        if self.below(4) == 0 {
            interaction = interaction.other("o").affected("n");
        }
        if self.below(4) == 0 {
            interaction = interaction.known(self.day().max(on));
        }
        for party in ["u0", "p", "x"] {
            for _ in 0..self.below(3) {
                interaction = interaction.contribution(self.contribution(party));
            }
        }
        for _ in 0..self.below(4) {
            let beneficiary = format!("u{}", self.below(users));
            interaction = interaction.appraisal(self.appraisal(&beneficiary, on));
        }
        interaction
    }

    /// A ledger of whatever the door takes of what is drawn.
    pub(crate) fn ledger<N: Number>(&mut self) -> Ledger<N> {
        let measures = [
            Measure::higher_is_better("m0", "points").tolerance(self.amount()),
            Measure::lower_is_better("m1", self.text()).element(Element::ALL[self.below(5) as usize]),
            Measure::lower_is_better("m2", "").range(N::zero(), N::parse("1000").unwrap()),
        ];
        let services = [
            Service::new("s0", "p").promises("m0", self.level()).promises("m2", self.level()),
            Service::new("s1", "q \"r\", s"),
        ];
        let mut ledger = Ledger::part(&Catalogue::new(measures, services).unwrap(), "a part");
        for number in 0..=self.below(8) {
            let interaction = self.interaction(number);
            let on = interaction.on();
            let Ok(id) = ledger.record(interaction) else { continue };
            for _ in 0..self.below(3) {
                let beneficiary = Role::ALL[0].word();
                let beneficiary = if self.often() { "u0" } else { beneficiary };
                let _ = ledger.appraise(&id, self.appraisal(beneficiary, on));
            }
            if self.below(4) == 0 {
                let _ = ledger.void(&id, Void::because(self.text()).known(self.day()));
            }
        }
        ledger
    }
}

/// The same ledger over any kind of number.
pub(crate) fn ledger_of<N: Number>(numbers: &[u16]) -> Ledger<N> {
    Draws { numbers, place: 0 }.ledger()
}

/// Numbers to draw from.
pub(crate) fn numbers() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 0..600)
}
