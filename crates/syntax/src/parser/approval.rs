//! Approvals: rules by which many decide.

use super::cursor::one_of;
use super::{Failed, Parse, Parser};
use crate::ast::{Approval, Fraction, VotingBase, VotingPart, VotingReading, VotingRule, VotingScope, VotingShare};
use crate::lexer::Kind;
use crate::{Diagnostic, suggest};

/// What a share of votes may be of.
const BASES: [(&str, VotingBase); 3] =
    [("valid", VotingBase::Valid), ("cast", VotingBase::Cast), ("registered", VotingBase::Registered)];

impl Parser<'_> {
    /// Parses `approval a "Title" { rule  reading "Title" from 2005-10-02 { rule } }`.
    pub(super) fn approval(&mut self) -> Parse<Approval> {
        let word = self.bump();
        let (name, title) = self.named("approval")?;
        let errors = self.diagnostics.len();
        let (mut plain, mut readings) = (None, Vec::new());
        self.block(&["adopted", "rejected", "majority", "reading"], |p| {
            let word = p.peek();
            match p.peek_word() {
                "adopted" | "rejected" | "majority" => {
                    let rule = p.reading_rule()?;
                    p.once(&mut plain, rule, word.span, "the rule");
                }
                "reading" => readings.push(p.reading()?),
                _ => return Err(p.unknown_field("an approval")),
            }
            Ok(())
        });
        let readings: Vec<VotingReading> = plain.into_iter().chain(readings).collect();
        if !readings.is_empty() {
            return Ok(Approval { name, title, readings });
        }
        if self.diagnostics.len() == errors {
            let finding = Diagnostic::error(word.span.to(name.span), "this approval has no rule");
            self.diagnostics
                .push(finding.help("write `majority in every d`, or `rejected when no > 1/2 in at least 3 d`"));
        }
        Err(Failed)
    }

    /// Parses `reading "Title" from 2005-10-02 { rule }`.
    fn reading(&mut self) -> Parse<VotingReading> {
        let start = self.position;
        self.bump();
        let title = self.quoted("what this reading says")?;
        let from = if self.eat_word("from") { Some(self.reading_date()?) } else { None };
        let open = self.expect("{")?;
        let mut reading = self.reading_rule()?;
        if !self.at("}") {
            return Err(if self.at_end() { self.unclosed(open, "}") } else { self.unexpected("`and`, `or` or `}`") });
        }
        self.bump();
        (reading.title, reading.from, reading.span) = (Some(title), from, self.span_from(start));
        Ok(reading)
    }

    fn reading_date(&mut self) -> Parse<(crate::Date, crate::Span)> {
        let token = self.peek();
        let Kind::Date(date) = token.kind else {
            return Err(self.unexpected("a date such as 2005-10-02"));
        };
        self.bump();
        Ok((date, token.span))
    }

    /// Parses `adopted when rule`, `rejected when rule`, or `majority ...`, which adopts.
    fn reading_rule(&mut self) -> Parse<VotingReading> {
        let start = self.position;
        let rejects = match self.peek_word() {
            "majority" => false,
            "adopted" | "rejected" => {
                let word = self.bump();
                self.expect_word("when")?;
                self.source(word) == "rejected"
            }
            _ => return Err(self.unexpected("`adopted when`, `rejected when` or `majority`")),
        };
        let rule = self.any_of()?;
        Ok(VotingReading { title: None, from: None, rejects, rule, span: self.span_from(start) })
    }

    /// Parses `a or b`.
    fn any_of(&mut self) -> Parse<VotingRule> {
        let mut parts = vec![self.all_of()?];
        while self.eat_word("or") {
            parts.push(self.all_of()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { VotingRule::Any(parts) })
    }

    /// Parses `a and b`, which binds tighter than `or`.
    fn all_of(&mut self) -> Parse<VotingRule> {
        let mut parts = vec![self.rule_part()?];
        while self.eat_word("and") {
            parts.push(self.rule_part()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { VotingRule::All(parts) })
    }

    /// Parses a rule in brackets or a share.
    fn rule_part(&mut self) -> Parse<VotingRule> {
        if self.at("(") {
            let open = self.bump();
            self.nesting += 1;
            let rule = self.deeper(|p| p.any_of())?;
            self.close(open, ")")?;
            return Ok(rule);
        }
        let (mut strict, mut bar) = (true, None);
        let part = match self.peek_word() {
            "majority" => {
                let token = self.bump();
                bar = Some(Fraction { top: 1, below: 2, span: token.span });
                VotingPart::Option("yes".into())
            }
            "quorum" => {
                self.bump();
                strict = false;
                bar = Some(self.fraction()?);
                VotingPart::Turnout
            }
            word => {
                let spelt_out = word == "share" && self.nth(1).kind == Kind::Word;
                if spelt_out {
                    self.bump();
                }
                VotingPart::Option(self.quotable_name("the option counted, such as `no`")?.text)
            }
        };
        let bar = match bar {
            Some(bar) => bar,
            None => {
                strict = match self.peek().kind {
                    Kind::Symbol(">=") => false,
                    Kind::Symbol(">") => true,
                    _ => return Err(self.unexpected("`>=` or `>`")),
                };
                self.bump();
                self.fraction()?
            }
        };
        let turnout = matches!(part, VotingPart::Turnout);
        let base = self.base(turnout)?;
        let scope = if self.eat_word("in") { self.votes_in()? } else { VotingScope::Whole };
        Ok(VotingRule::Share(VotingShare { part, strict, bar, base, scope }))
    }

    /// Parses `of valid`, `of cast` or `of registered`, if one stands here.
    fn base(&mut self, turnout: bool) -> Parse<VotingBase> {
        let plain = if turnout { VotingBase::Registered } else { VotingBase::Valid };
        if !self.eat_word("of") {
            return Ok(plain);
        }
        let token = self.peek();
        let name = self.name("`valid`, `cast` or `registered`")?;
        let known = BASES.iter().find(|(word, _)| *word == name.text).map(|(_, base)| *base);
        let allowed: Vec<&str> =
            BASES.iter().map(|(word, _)| *word).filter(|w| !turnout || *w == "registered").collect();
        match known.filter(|_| allowed.contains(&name.text.as_str())) {
            Some(base) => Ok(base),
            None => {
                let what =
                    if turnout { "a quorum is a share of the registered voters" } else { "votes are a share of" };
                let message = match turnout {
                    true => format!("{what}, not of `{}`", name.text),
                    false => format!("`{}` is nothing that {what}", name.text),
                };
                let near = suggest::nearest(&name.text, allowed.iter().copied());
                let help = near.map_or_else(
                    || format!("write `of` and {}", one_of(&allowed)),
                    |near| format!("did you mean `{near}`?"),
                );
                Err(self.fail(Diagnostic::error(token.span, message).help(help)))
            }
        }
    }

    /// Parses what stands behind `in`.
    fn votes_in(&mut self) -> Parse<VotingScope> {
        const DIM: &str = "the name of a dimension";
        if self.eat_word("every") {
            return Ok(VotingScope::Every(self.name(DIM)?));
        }
        if self.at_words("at", "least") || self.at_words("more", "than") {
            let strict = self.enough()?;
            let next = self.nth(1).kind;
            let number = self.peek();
            let portion = matches!(number.kind, Kind::Number { percent: true, .. }) || next == Kind::Symbol("/");
            if portion {
                let share = self.fraction()?;
                self.expect_word("of")?;
                return Ok(VotingScope::Portion { share, strict, dim: self.name(DIM)? });
            }
            let count = self.whole_number("how many, or a share such as `2/3 of`")?;
            return Ok(VotingScope::Count { count, strict, dim: self.name(DIM)? });
        }
        let dim = self.quotable_name("`every`, `at least`, `more than`, a dimension or one of its elements")?;
        if !self.eat_word("holding") {
            return Ok(VotingScope::Element(dim));
        }
        let strict = self.enough()?;
        let share = self.fraction()?;
        self.expect_word("of")?;
        let weight = self.name("a column of a table")?;
        let mut cap = None;
        if self.at(",") {
            self.bump();
            self.expect_word("each")?;
            self.expect_word("at")?;
            self.expect_word("most")?;
            cap = Some(self.fraction()?);
        }
        Ok(VotingScope::Holding { dim, share, strict, weight, cap })
    }

    /// Parses `at least` or `more than`; true for the latter.
    fn enough(&mut self) -> Parse<bool> {
        if self.eat_word("more") {
            self.expect_word("than")?;
            return Ok(true);
        }
        self.expect_word("at")?;
        self.expect_word("least")?;
        Ok(false)
    }

    /// Parses an exact fraction: `2/3`, `0.5` or `66.7%`.
    pub(super) fn fraction(&mut self) -> Parse<Fraction> {
        let token = self.peek();
        let written = self.source(token).replace('_', "");
        let Kind::Number { percent, .. } = token.kind else {
            return Err(self.unexpected("a share such as `2/3`"));
        };
        self.bump();
        let (whole, decimals) =
            written.trim_end_matches('%').split_once('.').unwrap_or((written.trim_end_matches('%'), ""));
        let top = format!("{whole}{decimals}").parse::<u32>().ok();
        let places = decimals.len() as u32 + if percent { 2 } else { 0 };
        let mut bar = top.zip(10_u32.checked_pow(places));
        if decimals.is_empty() && !percent && self.eat("/") {
            let below = self.whole_number("a whole number")?;
            bar = top.zip(Some(below));
        }
        match bar {
            Some((top, below)) if 0 < below && top <= below => {
                let divisor = divisor(top, below);
                let span = token.span.to(self.previous().span);
                Ok(Fraction { top: top / divisor, below: below / divisor, span })
            }
            _ => {
                let finding = Diagnostic::error(token.span, "this is no share between 0 and 1");
                Err(self.fail(finding.help("write it as `2/3`, or as `60%`")))
            }
        }
    }
}

/// The greatest common divisor, at least 1.
fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { divisor(b, a % b) }
}
