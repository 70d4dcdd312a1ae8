//! `milepost contract`

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_decide::Outcome;
use milepost_monitor::contract::{
    Act, Board, CONTRACT, Heard, Said, Standing, State, Terms, Version, leaf_of, ocds, permit,
};
use milepost_record::{Date, Draft, Drafts, Key, Sqlite, Store};
use milepost_strategy::model::{Strategy, VariableKind};

use crate::args::{
    Answer, ContractAct, ContractArgs, ContractByArgs, ContractFormat, ContractProofArgs, ContractStatusArgs,
    ContractWaiveArgs,
};
use crate::record::{self, today};

pub fn run(args: &ContractArgs) -> anyhow::Result<ExitCode> {
    match &args.act {
        ContractAct::Draft(a) => draft(&a.dir, &a.reason, &a.by),
        ContractAct::Sign(a) => sign(&a.dir, a.number, &a.by),
        ContractAct::Claim(a) => prove(a, None),
        ContractAct::Verify(a) => prove(&a.proof, Some(a.partly)),
        ContractAct::Dispute(a) => {
            Desk::open(&a.dir, &a.by)?.say(&a.obligation, Act::Dispute { why: a.reason.clone() })
        }
        ContractAct::Move(a) => {
            Desk::open(&a.dir, &a.by)?.say(&a.name, Act::Move { to: a.to, reason: a.reason.clone() })
        }
        ContractAct::Approve(a) => Desk::open(&a.dir, &a.by)?.say(&a.name, Act::Approve { to: a.to }),
        ContractAct::Waive(a) => waive(a),
        ContractAct::Decide(a) => Desk::open(&a.dir, &a.by)?.decide(&a.trigger, a.answer, &a.reason),
        ContractAct::Status(a) => status(a),
    }
}

/// Waives an obligation where votes carry it by a rule of the strategy.
fn waive(args: &ContractWaiveArgs) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&args.dir, &args.by)?;
    let day = desk.on.to_string();
    let told = super::decide::told(&desk.strategy, &args.rule, &args.votes, (None, Some(&day)))?;
    let file = args.votes.display();
    match told.judged[told.chosen].outcomes.possible[..] {
        [Outcome::Adopted] => {}
        [Outcome::Rejected] => bail!("by `{}` the votes of `{file}` reject it, so nothing is waived", args.rule),
        _ => bail!("by `{}` the votes of `{file}` leave it open, so nothing is waived; complete them", args.rule),
    }
    let read = std::fs::File::open(&args.votes).and_then(milepost_evidence::import::hashed);
    let (sha256, _) = read.with_context(|| format!("cannot read `{file}`"))?;
    let outcome = format!("adopted on the votes of {file}, sha256 {sha256}");
    desk.say(&args.obligation, Act::Waive { rule: args.rule.clone(), outcome, reason: args.reason.clone() })
}

/// Where a party says something: the strategy, the record with what was said before, the key and the day.
struct Desk {
    dir: String,
    strategy: Strategy,
    store: Sqlite,
    heard: Heard,
    key: Key,
    on: Date,
}

impl Desk {
    fn open(dir: &Path, by: &ContractByArgs) -> anyhow::Result<Desk> {
        let strategy = super::sound(dir)?.strategy;
        let key = record::private(&by.key)?;
        record::must_act(dir, key.party())?;
        let keys = record::keys(dir)?;
        if !keys.contains(key.public()) {
            bail!(
                "the public key of `{0}` is not published, so nobody could check its signature; write it into {1}",
                key.party(),
                record::public_file(dir, key.party()).display()
            );
        }
        let store = record::open_or_create(dir)?;
        let heard = Heard::of(&store, &keys)?;
        Ok(Desk { dir: dir.display().to_string(), strategy, store, heard, key, on: by.on.unwrap_or_else(today) })
    }

    fn board(&self) -> Board {
        Board::of(&self.strategy, &self.heard.said, self.on, self.on)
    }

    fn standing(&self, name: &str) -> anyhow::Result<Standing> {
        of_element(&self.strategy, name)?;
        let found = Board::standing(&self.strategy, &self.heard.said, name, self.on);
        found.ok_or_else(|| unknown("obligation or milestone", name, &of_terms(&self.strategy)))
    }

    /// Says something of an obligation, if that is permitted, and tells how it stands then.
    fn say(mut self, name: &str, act: Act) -> anyhow::Result<ExitCode> {
        let standing = self.standing(name)?;
        permit(&standing, &act, self.key.party(), self.on)?;
        let milestone = !self.strategy.obligations.iter().any(|o| o.name == name) && standing.version == Some(0);
        if milestone && !matches!(act, Act::Move { .. } | Act::Approve { .. }) {
            bail!("`{name}` is a milestone, which evidence decides: milepost status {}", self.dir);
        }
        self.keep(name, act)?;
        let standing = self.standing(name)?;
        let board = self.board();
        print!("{}", milepost_publish::obligation_table(&standing, &board, &[], super::width(), super::color_out()));
        println!("next: {}", next(&standing, &self.dir));
        Ok(ExitCode::SUCCESS)
    }

    /// Records an act under the party's signature.
    fn keep(&mut self, subject: &str, act: Act) -> anyhow::Result<()> {
        let draft: Draft = act.draft(subject, self.key.party(), self.on).context("this cannot be written as JSON")?;
        let appended = self.store.append(&mut Drafts(std::iter::once(draft)), Some(&self.key))?;
        println!("recorded as event {}: {} {}", appended.first, self.key.party(), act.words());
        self.heard = Heard::of(&self.store, &record::keys(Path::new(&self.dir))?)?;
        Ok(())
    }

    fn decide(mut self, trigger: &str, answer: Answer, reason: &str) -> anyhow::Result<ExitCode> {
        let triggers: Vec<(&str, Option<&str>)> = self
            .strategy
            .variables
            .iter()
            .filter_map(|v| match &v.kind {
                VariableKind::Trigger(t) => {
                    let actor = t.actor.map(|id| self.strategy.actors[id.index()].name.as_str());
                    Some((v.name.as_str(), actor))
                }
                _ => None,
            })
            .collect();
        let names: Vec<String> = triggers.iter().map(|(name, _)| name.to_string()).collect();
        let whole = of_element(&self.strategy, trigger)?;
        let found = triggers.iter().find(|(name, _)| *name == whole);
        let (_, authority) = found.ok_or_else(|| unknown("trigger", trigger, &names))?;
        if *authority != Some(self.key.party()) {
            let authority = authority.map_or_else(|| "nobody".into(), |actor| format!("`{actor}`"));
            bail!("`{trigger}` obliges {authority} to decide, not `{}`", self.key.party());
        }
        let answer = match answer {
            Answer::Act => "act",
            Answer::Decline => "decline",
        };
        self.keep(trigger, Act::Decide { answer: answer.into(), reason: reason.into() })?;
        println!("next: milepost status {} --as-of {}", self.dir, self.on);
        Ok(ExitCode::SUCCESS)
    }
}

fn draft(dir: &Path, reason: &str, by: &ContractByArgs) -> anyhow::Result<ExitCode> {
    let mut desk = Desk::open(dir, by)?;
    let board = desk.board();
    let terms = board.next(&Terms::of(&desk.strategy));
    if terms.obligations.is_empty() {
        bail!(
            "the strategy declares no obligation; write one, as in `obligation publish by council to people due 2006-06`"
        );
    }
    let before = board.versions.last().map(|(_, version, _)| version.terms.clone());
    let changes = terms.changes(&before.clone().unwrap_or(Terms { obligations: Vec::new() }));
    if before.is_some() && changes.is_empty() {
        bail!("the obligations are those of version {}; there is nothing to draft", board.versions.len());
    }
    let version = board.versions.len() as u32 + 1;
    let parties = parties(&terms);
    let by = desk.key.party().to_string();
    desk.keep(CONTRACT, Act::Version(Version { version, reason: reason.into(), by, terms }))?;
    for change in &changes {
        println!("  {change}");
    }
    println!("to sign: {}", parties.join(", "));
    println!("next: milepost contract sign {} --key FILE", desk.dir);
    Ok(ExitCode::SUCCESS)
}

fn parties(terms: &Terms) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for party in terms.obligations.iter().flat_map(|term| term.parties()) {
        if !all.iter().any(|name| name == party) {
            all.push(party.to_string());
        }
    }
    all
}

fn sign(dir: &Path, version: Option<u32>, by: &ContractByArgs) -> anyhow::Result<ExitCode> {
    let mut desk = Desk::open(dir, by)?;
    let board = desk.board();
    let last = board.versions.len() as u32;
    let Some(version) = version.or((last > 0).then_some(last)) else {
        bail!("there is no version to sign; draft one: milepost contract draft {} --reason WHY --key FILE", desk.dir);
    };
    let found = board.versions.iter().find(|(_, v, _)| v.version == version);
    let Some((event, found, signed)) = found else { bail!("there is no version {version}; the last is {last}") };
    let party = desk.key.party().to_string();
    if signed.contains(&party) {
        bail!("`{party}` has signed version {version} already");
    }
    let parties = parties(&found.terms);
    if !parties.contains(&party) {
        bail!("`{party}` is no party to version {version}; parties are {}", parties.join(", "));
    }
    let stored = milepost_record::Lookup::event(&desk.store, *event)?;
    let leaf = leaf_of(&stored.with_context(|| format!("there is no event {event}"))?);
    let missing: Vec<String> = parties.into_iter().filter(|p| *p != party && !signed.contains(p)).collect();
    desk.keep(CONTRACT, Act::Sign { version, event: *event, leaf })?;
    if missing.is_empty() {
        println!("all parties have signed version {version}");
        println!("next: milepost contract status {}", desk.dir);
    } else {
        println!("still to sign: {}", missing.join(", "));
        println!("next: milepost contract sign {} --key FILE", desk.dir);
    }
    Ok(ExitCode::SUCCESS)
}

/// Claims, or verifies where `partly` is said.
fn prove(args: &ContractProofArgs, partly: Option<bool>) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&args.dir, &args.by)?;
    let at = args.at.unwrap_or(desk.on);
    let file = Path::new(&args.evidence);
    let (evidence, sha256) = if file.is_file() {
        let bytes = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let name = file.file_name().map_or_else(|| args.evidence.clone(), |name| name.to_string_lossy().into_owned());
        (name, Some(milepost_record::Hash::of(&bytes).hex()))
    } else {
        (args.evidence.clone(), None)
    };
    let act = match partly {
        None => Act::Claim { at, evidence, sha256 },
        Some(partly) => Act::Verify { at, partly, evidence, sha256 },
    };
    desk.say(&args.obligation, act)
}

fn status(args: &ContractStatusArgs) -> anyhow::Result<ExitCode> {
    let strategy = super::sound(&args.dir)?.strategy;
    let as_of = args.as_of.unwrap_or_else(today);
    let known_at = args.known_at.unwrap_or(as_of);
    let file = args.dir.join("record.sqlite");
    let heard =
        if file.exists() { Heard::of(&Sqlite::open(&file)?, &record::keys(&args.dir)?)? } else { Heard::default() };
    let mut board = Board::of(&strategy, &heard.said, as_of, known_at);
    board.unapplied.extend(heard.refused.iter().cloned());
    board.unapplied.sort_by_key(|unapplied| unapplied.seq);
    let dir = args.dir.display();
    match (args.format, &args.name) {
        (ContractFormat::Ocds, _) => {
            let name =
                args.dir.file_name().map_or_else(|| "contract".into(), |name| name.to_string_lossy().into_owned());
            println!("{}", serde_json::to_string_pretty(&ocds(&board, &strategy.title, &format!("milepost-{name}")))?);
        }
        (ContractFormat::Json, None) => println!("{}", serde_json::to_string_pretty(&board)?),
        (format, Some(name)) => {
            let all = board.obligations.iter().chain(&board.milestones);
            let found = all.into_iter().find(|s| s.term.name == *name).cloned();
            let standing = found.or_else(|| Board::standing(&strategy, &heard.said, name, as_of));
            let standing = standing.ok_or_else(|| unknown("obligation or milestone", name, &of_terms(&strategy)))?;
            if format == ContractFormat::Json {
                println!("{}", serde_json::to_string_pretty(&standing)?);
            } else {
                let (width, color) = (super::width(), super::color_out());
                let said: Vec<Said> = heard.said.iter().filter(|s| s.on <= known_at).cloned().collect();
                print!("{}", milepost_publish::obligation_table(&standing, &board, &said, width, color));
                println!("next: {}", next(&standing, &dir.to_string()));
            }
        }
        (ContractFormat::Table, None) => {
            print!("{}", milepost_publish::contract_table(&board, super::width(), super::color_out()));
            if board.versions.is_empty() {
                println!("\nnext: milepost contract draft {dir} --reason WHY --key FILE");
            } else {
                println!("\nnext: milepost contract status {dir} OBLIGATION    everything that was said of one");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What can be said next of an obligation.
fn next(standing: &Standing, dir: &str) -> String {
    let name = &standing.term.name;
    match standing.state {
        State::Proposed if standing.version.is_none() => {
            format!("milepost contract draft {dir} --reason WHY --key FILE")
        }
        State::Proposed => format!("milepost contract sign {dir} --key FILE"),
        State::Claimed | State::Disputed => format!("milepost contract verify {dir} {name} --evidence WHAT --key FILE"),
        State::Agreed | State::Scheduled | State::Due | State::Overdue | State::Partly => {
            format!("milepost contract claim {dir} {name} --evidence WHAT --key FILE")
        }
        State::Verified | State::VerifiedLate | State::Waived | State::Lapsed => {
            format!("milepost contract status {dir}")
        }
    }
}

/// The name before the brackets, whose element must be one of what it names: `incentive[Anbar]`.
fn of_element<'a>(strategy: &Strategy, name: &'a str) -> anyhow::Result<&'a str> {
    let Some((whole, element)) = name.split_once('[') else { return Ok(name) };
    let element = element.strip_suffix(']').with_context(|| format!("`{name}` has no closing bracket"))?;
    let found = strategy.variables.iter().find(|variable| variable.name == whole);
    let Some(dimension) = found.and_then(|v| v.dims.first()).map(|id| &strategy.dimensions[id.index()]) else {
        bail!("`{whole}` has no elements; write it without brackets");
    };
    let elements: Vec<String> = dimension.elements.clone();
    if elements.iter().any(|known| known == element) {
        return Ok(whole);
    }
    Err(unknown("element", element, &elements))
}

fn of_terms(strategy: &Strategy) -> Vec<String> {
    let obligations = strategy.obligations.iter().map(|o| o.name.clone());
    let milestones = strategy.variables.iter().filter(|v| matches!(v.kind, VariableKind::Milestone(_)));
    obligations.chain(milestones.map(|v| v.name.clone())).collect()
}

fn unknown(kind: &str, name: &str, known: &[String]) -> anyhow::Error {
    super::figures::unknown(kind, name, &known.iter().map(String::as_str).collect::<Vec<_>>())
}
