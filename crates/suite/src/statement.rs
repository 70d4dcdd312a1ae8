//! The notation of `values` blocks: `x[Anbar] under p at 5 = 3 + 1/8 ± 0.1`.

/// `left = right ± tolerance`.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What is found.
    pub left: Node,
    /// What is expected.
    pub right: Node,
    /// How far apart they may be; `None` for one part in 10^9.
    pub tolerance: Option<Node>,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A variable, measure, category or word.
    Reading(Reading),
    /// `f(a, b)`
    Call(String, Vec<Node>),
    /// `-a`
    Negative(Box<Node>),
    /// `a + b`, `a <= b`, `a and b`
    Binary(Box<Node>, Operator, Box<Node>),
}

/// `name[elements] under variant at time`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The name.
    pub name: String,
    /// Elements in brackets.
    pub elements: Vec<String>,
    /// The pathway or variant.
    pub under: Option<String>,
    /// When.
    pub at: Option<When>,
}

/// A time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// The first instant.
    Start,
    /// The last.
    End,
    /// On the axis.
    Time(f64),
    /// The first instant of a month or day.
    Date(i32, u32, Option<u32>),
}

/// Operators, by their sign.
pub type Operator = &'static str;

/// Operators, loosest first; those of one rank group from the left.
const RANKS: [&[Operator]; 6] =
    [&["or"], &["and"], &["<=", ">=", "!=", "<", ">", "="], &["+", "-"], &["*", "/"], &["^"]];
/// The rank of sums: what stands on either side of a statement's `=`.
const SUM: usize = 3;

/// Reads a statement; `None` for a line that says nothing.
///
/// # Errors
/// A sentence, if the line is no statement.
pub fn parse(line: &str) -> Result<Option<Statement>, String> {
    let mut reader = Reader { tokens: tokens(line)?, at: 0 };
    if reader.tokens.is_empty() {
        return Ok(None);
    }
    let left = reader.infix(SUM)?;
    reader.expect("=")?;
    let right = reader.infix(SUM)?;
    let tolerance = if reader.eat("±") { Some(reader.infix(SUM)?) } else { None };
    match reader.peek() {
        None => Ok(Some(Statement { left, right, tolerance })),
        Some(token) => Err(format!("unexpected {token:?} behind the statement")),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Date(i32, u32, Option<u32>),
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

const SIGNS: [&str; 18] = ["<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "±", "%"];

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let length_while = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
        let (token, length) = if let Some(text) = rest.strip_prefix('"') {
            let end = text.find('"').ok_or("a name without closing quote")?;
            (Token::Quoted(text[..end].into()), end + 2)
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let length = length_while(|c| c.is_ascii_digit() || c == '-');
            if let Some(date) = date(&rest[..length]) {
                (date, length)
            } else {
                let length = length_while(|c| c.is_ascii_digit() || c == '.');
                let value = rest[..length].parse().map_err(|_| format!("`{}` is no number", &rest[..length]))?;
                (Token::Number(value), length)
            }
        } else if rest.starts_with(|c: char| c.is_alphabetic()) {
            let length = length_while(|c| c.is_alphanumeric() || c == '_');
            (Token::Word(rest[..length].into()), length)
        } else if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(format!("what is `{rest}`?"));
        };
        found.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

fn date(text: &str) -> Option<Token> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, month) = (parts.first()?, parts.get(1)?);
    if year.len() != 4 || month.len() != 2 || parts.len() > 3 {
        return None;
    }
    let day = match parts.get(2) {
        Some(day) => Some(day.parse().ok()?),
        None => None,
    };
    Some(Token::Date(year.parse().ok()?, month.parse().ok()?, day))
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned()
    }

    fn at_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(s)) if *s == sign)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let there = self.at_sign(sign);
        self.at += usize::from(there);
        there
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Word(w)) if w == word);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.eat(sign) { Ok(()) } else { Err(format!("expected `{sign}`, found {:?}", self.peek())) }
    }

    fn infix(&mut self, rank: usize) -> Result<Node, String> {
        let Some(signs) = RANKS.get(rank) else { return self.operand() };
        let mut left = self.infix(rank + 1)?;
        while let Some(sign) = signs.iter().find(|s| self.at_sign(s) || self.at_operator_word(s)) {
            self.at += 1;
            let right = self.infix(rank + 1)?;
            left = Node::Binary(Box::new(left), sign, Box::new(right));
        }
        Ok(left)
    }

    fn at_operator_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(w)) if w == word)
    }

    fn operand(&mut self) -> Result<Node, String> {
        match self.next() {
            Some(Token::Number(value)) => {
                let scale = if self.eat("%") { 0.01 } else { 1.0 };
                Ok(Node::Number(value * scale))
            }
            Some(Token::Sign("-")) => Ok(Node::Negative(Box::new(self.infix(RANKS.len() - 1)?))),
            Some(Token::Sign("(")) => {
                let inner = self.infix(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Word(name)) if self.at_sign("(") => Ok(Node::Call(name, self.list("(", ")")?)),
            Some(Token::Word(name)) => self.reading(name),
            other => Err(format!("expected a value, found {other:?}")),
        }
    }

    fn list(&mut self, open: &str, close: &str) -> Result<Vec<Node>, String> {
        self.expect(open)?;
        let mut items = vec![self.infix(0)?];
        while self.eat(",") {
            items.push(self.infix(0)?);
        }
        self.expect(close)?;
        Ok(items)
    }

    fn reading(&mut self, name: String) -> Result<Node, String> {
        let mut elements = Vec::new();
        if self.eat("[") {
            loop {
                match self.next() {
                    Some(Token::Word(e) | Token::Quoted(e)) => elements.push(e),
                    other => return Err(format!("expected an element, found {other:?}")),
                }
                if !self.eat(",") {
                    break;
                }
            }
            self.expect("]")?;
        }
        let under = if self.eat_word("under") { Some(self.variant()?) } else { None };
        let at = if self.eat_word("at") { Some(self.when()?) } else { None };
        Ok(Node::Reading(Reading { name, elements, under, at }))
    }

    /// A pathway's name, or a variant in brackets, its words joined by single spaces.
    fn variant(&mut self) -> Result<String, String> {
        if !self.eat("(") {
            return match self.next() {
                Some(Token::Word(name)) => Ok(name),
                other => Err(format!("expected a pathway, found {other:?}")),
            };
        }
        let mut words = Vec::new();
        while !self.eat(")") {
            words.push(match self.next() {
                Some(Token::Word(w) | Token::Quoted(w)) => w,
                Some(Token::Sign(s)) => s.into(),
                Some(Token::Number(n)) => n.to_string(),
                other => return Err(format!("expected a variant of a pathway, found {other:?}")),
            });
        }
        Ok(words.join(" "))
    }

    fn when(&mut self) -> Result<When, String> {
        match self.next() {
            Some(Token::Word(w)) if w == "start" => Ok(When::Start),
            Some(Token::Word(w)) if w == "end" => Ok(When::End),
            Some(Token::Number(t)) => Ok(When::Time(t)),
            Some(Token::Sign("-")) => match self.next() {
                Some(Token::Number(t)) => Ok(When::Time(-t)),
                other => Err(format!("expected a time, found {other:?}")),
            },
            Some(Token::Date(y, m, d)) => Ok(When::Date(y, m, d)),
            other => Err(format!("expected a time, found {other:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let Statement { left, right, tolerance } = parse(line).unwrap().unwrap();
        let tolerance = tolerance.map_or(String::new(), |t| format!(" ± {}", text(&t)));
        format!("{} = {}{tolerance}", text(&left), text(&right))
    }

    fn text(node: &Node) -> String {
        match node {
            Node::Number(v) => v.to_string(),
            Node::Reading(r) => format!("{}{:?}{:?}{:?}", r.name, r.elements, r.under, r.at),
            Node::Call(f, a) => format!("{f}{:?}", a.iter().map(text).collect::<Vec<_>>()),
            Node::Negative(a) => format!("(-{})", text(a)),
            Node::Binary(a, sign, b) => format!("({} {sign} {})", text(a), text(b)),
        }
    }

    #[test]
    fn statements() {
        assert_eq!(shown("x at 5 = 2 + 3 * 4 ^ 2 # so"), "x[]NoneSome(Time(5.0)) = (2 + (3 * (4 ^ 2)))");
        assert_eq!(
            shown(r#"x["a b", c] under (p without e and f) at 2006-06 = 5% ± 0.1"#),
            r#"x["a b", "c"]Some("p without e and f")Some(Date(2006, 6, None)) = 0.05 ± 0.1"#
        );
        assert_eq!(shown("a - 1 = -1"), "(a[]NoneNone - 1) = (-1)");
        let share = shown("share(x at 0 = b and y at 0 > 2) = 0.5");
        assert_eq!(
            share,
            r#"share["((x[]NoneSome(Time(0.0)) = b[]NoneNone) and (y[]NoneSome(Time(0.0)) > 2))"] = 0.5"#
        );
    }

    #[test]
    fn what_is_no_statement() {
        assert_eq!(parse("  # only a remark"), Ok(None));
        for line in ["x", "x at = 3", "x = 3 4", "x at 5 = ", "f( = 3", "x = 3 §"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
