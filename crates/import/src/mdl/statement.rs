//! One statement of a Vensim model: what stands before its units.

use super::dimension;
use crate::equation::{Kind, Parser, Read, Token, Word, reads};
use crate::foreign::{Binary, Dimension, Expr, ExprKind, Interpolation, Table, TableKind, Variable, What};
use milepost_syntax::{Diagnostic, Span};

/// What a statement defines.
pub(super) enum Statement {
    Variable(Box<Variable>),
    Dimension(Box<Dimension>),
}

/// Reads a statement; `budget` is how many elements ranges may still be written out to.
pub(super) fn statement(p: &mut Parser, budget: &mut usize) -> Read<Statement> {
    let start = p.look(0);
    let (name, name_span) = p.element("the name of a variable")?;
    match p.peek() {
        Kind::Colon => {
            p.bump();
            return dimension::elements(p, name, name_span, budget).map(Box::new).map(Statement::Dimension);
        }
        Kind::Equivalent => {
            p.bump();
            return dimension::equivalent(p, name, name_span).map(Box::new).map(Statement::Dimension);
        }
        _ => {}
    }
    let subscripts = match p.peek() {
        Kind::OpenSquare => list(p)?,
        _ => Vec::new(),
    };
    let mut except = Vec::new();
    let mut interpolation = None;
    while let Kind::Word(word) = p.peek() {
        p.bump();
        match word {
            Word::Except => {
                except.push(list(p)?);
                while p.eat(Kind::Comma) {
                    except.push(list(p)?);
                }
            }
            Word::Raw => interpolation = Some(Interpolation::Raw),
            Word::Interpolate => interpolation = Some(Interpolation::Line),
            Word::HoldBackward => interpolation = Some(Interpolation::HoldBackward),
            Word::LookForward => interpolation = Some(Interpolation::LookForward),
            Word::TestInput | Word::TheCondition => {
                return Ok(without_value(p, start, name, name_span, "a reality check"));
            }
            Word::Is => return Ok(without_value(p, start, name, name_span, "a text")),
            Word::Macro | Word::EndOfMacro | Word::Implies => return Err(p.fault("`=`")),
        }
    }
    let sign = p.look(0);
    let what = match sign.kind {
        Kind::End => What::Data,
        Kind::Open => What::Lookup(lookup(p)?),
        Kind::Operator(Binary::Eq) | Kind::Fixed | Kind::Becomes => {
            p.bump();
            if p.peek() == Kind::End {
                return Err(Diagnostic::error(name_span, format!("`{name}` has no equation"))
                    .help("write a number or a formula after `=`"));
            }
            equation(p)?
        }
        _ => return Err(p.fault("`=`, `:` or `(` after the name")),
    };
    p.finish()?;
    Ok(Statement::Variable(Box::new(Variable {
        subscripts,
        except,
        interpolation,
        fixed: sign.kind == Kind::Fixed,
        ..Variable::new(name, name_span, what, p.since(start))
    })))
}

/// Subscripts of a left-hand side.
fn list(p: &mut Parser) -> Read<Vec<(String, Span)>> {
    p.expect(Kind::OpenSquare, "`[`")?;
    let mut all = vec![p.element("a subscript")?];
    while p.eat(Kind::Comma) {
        all.push(p.element("a subscript")?);
    }
    p.expect(Kind::CloseSquare, "`,` or `]`")?;
    Ok(all)
}

/// A statement whose right-hand side is no value: passed over.
fn without_value(p: &mut Parser, start: Token, name: String, name_span: Span, what: &str) -> Statement {
    while p.peek() != Kind::End {
        p.bump();
    }
    Statement::Variable(Box::new(Variable::new(name, name_span, What::Nothing(what.into()), p.since(start))))
}

/// `( ... )` after a name: points, or where to find them.
fn lookup(p: &mut Parser) -> Read<Table> {
    let start = p.bump();
    if p.peek() != Kind::Name {
        return p.table(start);
    }
    let expr = p.expression()?;
    p.expect(Kind::Close, "`)`")?;
    if !from_file(&expr) {
        return Err(Diagnostic::error(expr.span, "a lookup is a list of points")
            .help("write them as `(x, y), (x, y)`, or `GET DIRECT LOOKUPS(...)`"));
    }
    Ok(external(expr))
}

fn from_file(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call { name, .. }
        if reads(name, "get xls lookups") || reads(name, "get direct lookups"))
}

fn external(expr: Expr) -> Table {
    let span = expr.span;
    Table { points: Vec::new(), kind: TableKind::Continuous, external: Some(Box::new(expr)), span }
}

/// The right-hand side.
fn equation(p: &mut Parser) -> Read<What> {
    let first = p.look(0);
    if first.kind == Kind::Name && p.look(1).kind == Kind::Open && reads(&p.name_of(first), "tabbed array") {
        return p.tabbed_array();
    }
    let expr = p.expression()?;
    if matches!(p.peek(), Kind::Comma | Kind::Semicolon) {
        return p.numbers(expr);
    }
    p.finish()?;
    if from_file(&expr) {
        return Ok(What::Lookup(external(expr)));
    }
    let Expr { kind, span } = expr;
    let ExprKind::Call { name, subscripts, arguments, outputs } = kind else {
        return Ok(What::Equation(Expr { kind, span }));
    };
    if reads(&name, "integ") {
        let [rate, initial] = <[Expr; 2]>::try_from(arguments).map_err(|given| {
            Diagnostic::error(span, format!("INTEG takes a rate and an initial value, found {}", given.len()))
        })?;
        return Ok(What::Level { rate, initial });
    }
    let table = matches!(&arguments[..], [_, Expr { kind: ExprKind::Table(_), .. }]);
    if !(table && reads(&name, "with lookup")) {
        return Ok(What::Equation(Expr { kind: ExprKind::Call { name, subscripts, arguments, outputs }, span }));
    }
    let mut arguments = arguments.into_iter();
    match (arguments.next(), arguments.next().map(|a| a.kind)) {
        (Some(x), Some(ExprKind::Table(table))) => Ok(What::Graph(x, table)),
        _ => Err(Diagnostic::error(span, "WITH LOOKUP takes a value and a table")),
    }
}
