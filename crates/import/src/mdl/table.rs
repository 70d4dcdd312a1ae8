//! Lookups, lists of numbers and tabbed arrays.

use crate::equation::{Kind, Parser, Read, Token, reads};
use crate::foreign::{Binary, Dialect, Expr, ExprKind, NOT_AVAILABLE, Table, TableKind, Unary, What};
use milepost_syntax::Diagnostic;

impl Parser<'_> {
    /// A table in place of an argument: the second of `WITH LOOKUP`, or one that begins with its range.
    pub(crate) fn table_argument(&mut self, function: &str, count: usize) -> Read<Option<Expr>> {
        let here = self.dialect == Dialect::Vensim && self.peek() == Kind::Open;
        let with_lookup = || count == 1 && reads(function, "with lookup");
        if !here || !(self.look(1).kind == Kind::OpenSquare || with_lookup()) {
            return Ok(None);
        }
        let start = self.bump();
        let table = self.table(start)?;
        let span = table.span;
        Ok(Some(Expr { kind: ExprKind::Table(table), span }))
    }

    /// A table after its opening bracket, with the closing one: `[(0,0)-(10,10)],(1,2),(3,4))`, without the range, or
    /// in the old manner `x1,x2,y1,y2)`.
    pub(super) fn table(&mut self, start: Token) -> Read<Table> {
        if self.eat(Kind::OpenSquare) {
            self.range_of_graph()?;
        }
        let mut points = Vec::new();
        if self.peek() == Kind::Open {
            loop {
                points.push(self.point()?);
                if !self.eat(Kind::Comma) {
                    break;
                }
            }
        } else if self.peek() != Kind::Close {
            points = self.two_rows()?;
        }
        self.expect(Kind::Close, "`,` or `)`")?;
        let span = self.since(start);
        if points.is_empty() {
            return Err(Diagnostic::error(span, "this lookup has no points").help("write them as `(x, y), (x, y)`"));
        }
        // Vensim reads a lookup from left to right, however its points were entered.
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Ok(Table { points, kind: TableKind::Continuous, external: None, span })
    }

    /// The range that a graph shows, and points drawn for comparison: nothing of it is a value.
    fn range_of_graph(&mut self) -> Read<()> {
        self.point()?;
        self.expect(Kind::Operator(Binary::Sub), "`-`")?;
        self.point()?;
        while self.eat(Kind::Comma) {
            self.point()?;
        }
        self.expect(Kind::CloseSquare, "`,` or `]`")?;
        self.eat(Kind::Comma);
        Ok(())
    }

    fn point(&mut self) -> Read<(f64, f64)> {
        self.expect(Kind::Open, "a point `(x, y)`")?;
        let x = self.signed()?;
        self.expect(Kind::Comma, "`,`")?;
        let y = self.signed()?;
        self.expect(Kind::Close, "`)`")?;
        Ok((x, y))
    }

    fn two_rows(&mut self) -> Read<Vec<(f64, f64)>> {
        let start = self.look(0);
        let mut all = vec![self.signed()?];
        while self.eat(Kind::Comma) {
            all.push(self.signed()?);
        }
        if all.len() % 2 == 1 {
            return Err(Diagnostic::error(
                self.since(start),
                format!("a lookup of {} numbers cannot be halved into x and y", all.len()),
            )
            .help("write its points as `(x, y), (x, y)`"));
        }
        let (x, y) = all.split_at(all.len() / 2);
        Ok(x.iter().copied().zip(y.iter().copied()).collect())
    }

    fn signed(&mut self) -> Read<f64> {
        let mut sign = 1.0;
        loop {
            let token = self.look(0);
            match token.kind {
                Kind::Operator(Binary::Sub) => sign = -sign,
                Kind::Operator(Binary::Add) => {}
                Kind::Number(value) => {
                    self.bump();
                    return Ok(sign * value);
                }
                Kind::NotAvailable => {
                    self.bump();
                    return Ok(NOT_AVAILABLE);
                }
                _ => return Err(self.fault("a number")),
            }
            self.bump();
        }
    }

    /// The rest of a list of numbers, of which `first` has been read: `1, 2; 3, 4;`.
    pub(super) fn numbers(&mut self, first: Expr) -> Read<What> {
        let (mut rows, mut row) = (Vec::new(), vec![number(&first)?]);
        loop {
            match self.peek() {
                Kind::Comma => {
                    self.bump();
                    row.push(self.signed_or_fault()?);
                }
                Kind::Semicolon => {
                    self.bump();
                    rows.push(std::mem::take(&mut row));
                    if self.peek() == Kind::End {
                        return Ok(What::Numbers(rows));
                    }
                    row.push(self.signed_or_fault()?);
                }
                Kind::End => {
                    rows.push(row);
                    return Ok(What::Numbers(rows));
                }
                _ => return Err(self.fault("`,`, `;` or the end of the list")),
            }
        }
    }

    fn signed_or_fault(&mut self) -> Read<f64> {
        self.signed().map_err(|fault| fault.help("a list holds numbers only: give each element an equation of its own"))
    }

    /// `TABBED ARRAY( ... )`: numbers with blanks between them, a row a line.
    pub(super) fn tabbed_array(&mut self) -> Read<What> {
        self.bump();
        self.expect(Kind::Open, "`(`")?;
        let mut rows: Vec<Vec<f64>> = Vec::new();
        let mut end = None;
        while self.peek() != Kind::Close {
            let start = self.look(0).start as usize;
            let value = self.signed()?;
            let between = &self.source.text[end.unwrap_or(start)..start];
            match rows.last_mut() {
                Some(row) if !crate::equation::unwrap(between).contains(['\n', '\r']) => row.push(value),
                _ => rows.push(vec![value]),
            }
            end = Some(self.taken());
        }
        let place = self.bump();
        self.finish()?;
        if rows.is_empty() {
            return Err(Diagnostic::error(self.span(place), "this array has no numbers"));
        }
        Ok(What::Numbers(rows))
    }
}

/// The value of a number with signs.
fn number(expr: &Expr) -> Read<f64> {
    match &expr.kind {
        ExprKind::Number(value) => Ok(*value),
        ExprKind::NotAvailable => Ok(NOT_AVAILABLE),
        ExprKind::Unary(Unary::Minus, inner) => Ok(-number(inner)?),
        ExprKind::Unary(Unary::Plus, inner) => number(inner),
        _ => Err(Diagnostic::error(expr.span, "a list of values holds numbers only")
            .help("give each element an equation of its own")),
    }
}
