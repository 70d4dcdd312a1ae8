//! Tokens to tree: plain functions, each of which parses a thing and reports what is wrong with it once.
//!
//! A function that cannot go on reports why and fails; the field or declaration around it then skips to the next one.

mod approval;
mod claims;
mod cursor;
mod expression;
mod fits;
mod formula;
mod frame;
mod links;
mod loops;
mod model;
mod pieces;
mod policy;
mod primary;
mod reading;
mod watch;
mod words;

use std::mem;

use crate::ast::{Declaration, DeclarationKind, Docs, File, Name};
use crate::lexer::{self, Comment, Kind, Token};
use crate::{Diagnostic, FileId, Span, docs, suggest};
use words::DECLARATIONS;
pub(crate) use words::RESERVED;

/// What parsing a file yields: always a tree, and all that is wrong with the text.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree; what could not be parsed is left out or [`crate::ast::ExprKind::Error`].
    pub file: File,
    /// Findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Names of declarations that are left out of the tree; using one is no further error.
    pub broken: Vec<Name>,
}

/// Findings shown for one file; a file with more is no strategy.
const MOST_FINDINGS: usize = 200;

/// Parses a `.mile` file.  Never fails and never panics.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let lexed = lexer::lex(file, text);
    let mut parser = Parser {
        text,
        tokens: lexed.tokens,
        position: 0,
        comments: lexed.comments,
        next_comment: 0,
        nesting: 0,
        braces: 0,
        depth: 0,
        height: 0,
        fields: &[],
        setting: false,
        measuring: false,
        linking: false,
        broken: Vec::new(),
        diagnostics: lexed.diagnostics,
    };
    let declarations = parser.declarations();
    let mut diagnostics = parser.diagnostics;
    crate::render::sort(&mut diagnostics);
    if diagnostics.len() > MOST_FINDINGS {
        let more = diagnostics.len() - MOST_FINDINGS;
        diagnostics.truncate(MOST_FINDINGS);
        let end = Span::new(file, text.len(), text.len());
        diagnostics.push(Diagnostic::error(end, format!("this file has {more} more errors, which are not shown")));
    }
    Parsed { file: File { declarations }, diagnostics, broken: parser.broken }
}

/// The reason was reported.
#[derive(Debug)]
pub(crate) struct Failed;

/// What was parsed, or a failure already reported.
type Parse<T> = Result<T, Failed>;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    position: usize,
    comments: Vec<Comment>,
    next_comment: usize,
    /// Round and square brackets open, within which line ends mean nothing.
    nesting: usize,
    /// Braces open within the current expression or field.
    braces: usize,
    /// How deep the parsing of an expression is.
    depth: usize,
    /// Height of the expression parsed last.
    height: usize,
    /// Words that begin a field of the current block.
    fields: &'static [&'static str],
    /// Within the value of a setting, where `=` begins no comparison.
    setting: bool,
    /// Within the value of a measure, where `(x at end)` is x at the end.
    measuring: bool,
    /// Within the target of a link, where `under` names the pathway of the link.
    linking: bool,
    broken: Vec<Name>,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    /// Parses all declarations of the file.
    fn declarations(&mut self) -> Vec<Declaration> {
        let mut declarations = Vec::new();
        while !self.at_end() {
            if self.eat(";") {
                continue;
            }
            let start = self.position;
            match self.declaration() {
                Ok(kind) => {
                    let span = self.span_from(start);
                    let docs = self.declaration_docs(span);
                    declarations.push(Declaration { docs, span, kind });
                    if !self.peek().newline && !self.at(";") {
                        self.unexpected("the end of the line");
                        self.skip_to_declaration();
                    }
                }
                Err(Failed) => {
                    let name = self.tokens[(start + 1).min(self.tokens.len() - 1)];
                    if name.kind == Kind::Word && !name.newline {
                        self.broken.push(self.as_name(name));
                    }
                    if self.position == start {
                        self.bump();
                    }
                    self.skip_to_declaration();
                }
            }
            self.reset();
            self.pass_comments();
        }
        self.leftover_docs();
        declarations
    }

    /// Parses one declaration.
    fn declaration(&mut self) -> Parse<DeclarationKind> {
        use DeclarationKind as D;
        let word = self.peek_word();
        match word {
            "let" | "flow" => self.equation().map(D::Let),
            "strategy" => self.strategy().map(D::Strategy),
            "use" => self.use_model().map(D::UseModel),
            "unit" => self.unit_name().map(D::Unit),
            "dimension" => self.dimension().map(D::Dimension),
            "table" => self.table().map(D::Table),
            "series" => self.series().map(D::Series),
            "lookup" => self.lookup().map(D::Lookup),
            "actor" => self.actor().map(D::Actor),
            "element" => self.element().map(D::Element),
            "stock" => self.stock().map(D::Stock),
            "uncertain" => self.uncertain().map(D::Uncertain),
            "lever" => self.lever().map(D::Lever),
            "regime" => self.regime().map(D::Regime),
            "pathway" => self.pathway().map(D::Pathway),
            "recommendation" => self.recommendation().map(D::Recommendation),
            "indicator" => self.indicator().map(D::Indicator),
            "condition" => self.condition().map(D::Condition),
            "milestone" => self.milestone().map(D::Milestone),
            "trigger" => self.trigger().map(D::Trigger),
            "approval" => self.approval().map(D::Approval),
            "formula" => self.formula().map(D::Formula),
            "obligation" => self.obligation().map(D::Obligation),
            "measure" => self.measure().map(D::Measure),
            "hypothesis" => self.hypothesis().map(D::Hypothesis),
            "chart" => self.chart().map(D::Chart),
            "link" => self.link().map(D::Link),
            "loop" => self.loop_().map(D::Loop),
            "fit" => self.fit().map(D::Fit),
            _ => Err(self.unknown_declaration()),
        }
    }

    /// Reports a word or sign that begins no declaration.
    fn unknown_declaration(&mut self) -> Failed {
        let token = self.peek();
        let word = self.peek_word();
        let finding = if token.kind != Kind::Word {
            if self.at("}") {
                Diagnostic::error(token.span, "this `}` closes nothing").help("remove it")
            } else {
                return self.unexpected("a declaration");
            }
        } else if let Some(near) = suggest::nearest(word, DECLARATIONS.iter().copied()) {
            Diagnostic::error(token.span, format!("unknown declaration `{word}`"))
                .help(format!("did you mean `{near}`?"))
        } else if matches!(self.nth(1).kind, Kind::Symbol("=" | "[" | ":")) {
            Diagnostic::error(token.span, format!("`{word}` does not say what it declares"))
                .help(format!("write `let {word} = ...` for a variable"))
        } else {
            Diagnostic::error(token.span, format!("unknown declaration `{word}`"))
                .help("a declaration begins with a word such as `let`, `stock`, `uncertain` or `milestone`")
        };
        self.fail(finding)
    }

    /// Forgets what was open when a field or declaration ended.
    fn reset(&mut self) {
        self.nesting = 0;
        self.braces = 0;
        self.depth = 0;
        self.setting = false;
        self.linking = false;
    }

    /// Takes the comments above, inside and behind the declaration that was just parsed.
    fn declaration_docs(&mut self, span: Span) -> Docs {
        let from = self.next_comment;
        self.pass_comments();
        let end_line = self.previous().line;
        let taken = self.comments[from..self.next_comment].iter();
        let chosen = taken.filter_map(|comment| {
            let above = comment.span.start < span.start;
            let within = comment.span.start < span.end || comment.line == end_line;
            match (above, comment.doc && comment.alone) {
                (true, true) => Some((false, comment)),
                (false, doc) if within && !(doc && comment.span.start > span.end) => Some((true, comment)),
                _ => None,
            }
        });
        docs::read(self.text, chosen, &mut self.diagnostics)
    }

    /// Takes the comments inside a field and behind its line.
    fn field_docs(&mut self, span: Span) -> Docs {
        let end_line = self.previous().line;
        let from = self.comments.partition_point(|c| c.span.start < span.start);
        let near = self.comments[from..].iter().take_while(|c| c.span.start < span.end || c.line == end_line);
        // The declaration around it reads the same comments and reports what is wrong with them.
        docs::read(self.text, near.map(|comment| (true, comment)), &mut Vec::new())
    }

    /// Takes the comments of a declaration within a block: `///` lines above it, others inside it and behind its line.
    fn nested_docs(&mut self, before: u32, span: Span) -> Docs {
        let end_line = self.previous().line;
        let from = self.comments.partition_point(|c| c.span.start < before);
        let near = self.comments[from..].iter().take_while(|c| c.span.start < span.end || c.line == end_line);
        let own = near.filter_map(|c| match (c.span.start < span.start, c.doc && c.alone) {
            (true, true) => Some((false, c)),
            (true, false) => None,
            (false, _) => Some((true, c)),
        });
        // The declaration around it reads the same comments and reports what is wrong with them.
        docs::read(self.text, own, &mut Vec::new())
    }

    /// Moves past the comments that belong to what was parsed: up to here, or behind it on its line.
    fn pass_comments(&mut self) {
        let next = self.peek();
        let line = self.previous().line;
        let here = self.comments[self.next_comment..].iter().take_while(|c| {
            c.span.start < self.previous().span.end || (c.line == line && c.span.start < next.span.start)
        });
        self.next_comment += here.count();
    }

    /// Warns of documentation at the end of the file, which documents nothing.
    fn leftover_docs(&mut self) {
        let rest = mem::take(&mut self.comments);
        if let Some(comment) = rest[self.next_comment..].iter().find(|c| c.doc) {
            let finding = Diagnostic::warning(comment.span, "this documents nothing")
                .help("`///` stands above a declaration; other comments begin with `//`");
            self.diagnostics.push(finding);
        }
    }
}
