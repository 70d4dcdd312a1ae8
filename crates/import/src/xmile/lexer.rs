//! Equations of XMILE in tokens (XMILE 1.0, 3.2 and 3.3).

use crate::equation::{Kind, Read, Source, Token, begins_name, number, number_length, too_long};
use crate::foreign::Binary;
use milepost_syntax::Diagnostic;

/// The words that are operators.
const WORDS: [(&str, Kind); 7] = [
    ("and", Kind::Operator(Binary::And)),
    ("or", Kind::Operator(Binary::Or)),
    ("mod", Kind::Operator(Binary::Mod)),
    ("not", Kind::Not),
    ("if", Kind::If),
    ("then", Kind::Then),
    ("else", Kind::Else),
];

/// Cuts an equation into tokens, the last of which is [`Kind::End`]; `left` is how many the file may still have.
pub(super) fn tokens(source: &Source, left: &mut usize) -> Read<Vec<Token>> {
    let text = source.text;
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let fault = |start: usize, length: usize, message: String| {
        Diagnostic::error(source.span(start as u32, (start + length) as u32), message)
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let start = at;
        *left = left.checked_sub(1).ok_or_else(|| too_long(source, start))?;
        let (kind, length) = match (byte(at), byte(at + 1)) {
            (b'{', _) => match text[at..].find('}') {
                Some(length) => {
                    at += length + 1;
                    continue;
                }
                None => return Err(fault(at, 1, "this comment is not closed".into()).help("write `}` where it ends")),
            },
            (b'0'..=b'9', _) | (b'.', b'0'..=b'9') => {
                at += number_length(&bytes[at..]);
                tokens.push(number(source, start, at)?);
                continue;
            }
            (b'"', _) => (Kind::Name, quoted(&bytes[at..])),
            (b'<', b'=') => (Kind::Operator(Binary::Le), 2),
            (b'<', b'>') | (b'!', b'=') => (Kind::Operator(Binary::Ne), 2),
            (b'<', _) => (Kind::Operator(Binary::Lt), 1),
            (b'>', b'=') => (Kind::Operator(Binary::Ge), 2),
            (b'>', _) => (Kind::Operator(Binary::Gt), 1),
            (b'=', _) => (Kind::Operator(Binary::Eq), 1),
            (b'-', _) => (Kind::Operator(Binary::Sub), 1),
            (b'+', _) => (Kind::Operator(Binary::Add), 1),
            (b'*', _) => (Kind::Operator(Binary::Mul), 1),
            (b'/', b'/') => (Kind::SafeDivision, 2),
            (b'/', _) => (Kind::Operator(Binary::Div), 1),
            (b'^', _) => (Kind::Operator(Binary::Power), 1),
            (b'(', _) => (Kind::Open, 1),
            (b')', _) => (Kind::Close, 1),
            (b'[', _) => (Kind::OpenSquare, 1),
            (b']', _) => (Kind::CloseSquare, 1),
            (b',', _) => (Kind::Comma, 1),
            (b';', _) => (Kind::Semicolon, 1),
            (b':', _) => (Kind::Colon, 1),
            (b'@', _) => (Kind::At, 1),
            (b, next) if begins_name(b) || b == b'.' && begins_name(next) => word(bytes, at, tokens.last()),
            _ => {
                let message = format!("`{}` has no meaning in an equation", c.escape_debug());
                return Err(
                    fault(at, c.len_utf8(), message).help("a name with such a character stands in double quotes")
                );
            }
        };
        if length == 0 {
            return Err(fault(at, 1, "this quotation mark is not closed".into()).help("write `\"` where the name ends"));
        }
        at += length;
        tokens.push(Token { kind, start: start as u32, end: at as u32 });
    }
    tokens.push(Token { kind: Kind::End, start: at as u32, end: at as u32 });
    Ok(tokens)
}

/// The length of a name in double quotes; 0 where it is not closed.
fn quoted(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(b) = bytes.get(at) {
        match b {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    0
}

/// A name or an operator in letters.  Names of several words are not XMILE's, but tools write them.
fn word(bytes: &[u8], start: usize, before: Option<&Token>) -> (Kind, usize) {
    let mut end = one_word(bytes, start);
    if let Some(kind) = operator(&bytes[start..end]) {
        // `MOD(a, b)` where a value must stand is a call.
        let value = before.is_none_or(|t| {
            !matches!(t.kind, Kind::Name | Kind::Number(_) | Kind::Close | Kind::CloseSquare | Kind::Text)
        });
        let binary = matches!(kind, Kind::Operator(_));
        return (if value && binary { Kind::Name } else { kind }, end - start);
    }
    loop {
        let next = end + bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let joins = next > end && bytes.get(next).is_some_and(|&b| begins_name(b) && b != b'@' || b.is_ascii_digit());
        if !joins {
            return (Kind::Name, end - start);
        }
        let after = one_word(bytes, next);
        if operator(&bytes[next..after]).is_some() {
            return (Kind::Name, end - start);
        }
        end = after;
    }
}

fn operator(word: &[u8]) -> Option<Kind> {
    WORDS.iter().find(|(w, _)| word.eq_ignore_ascii_case(w.as_bytes())).map(|(_, kind)| *kind)
}

/// Where the word ends: letters, digits, underscores, points before a further letter (`module.variable`) and `\n`.
fn one_word(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&b) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        at += match b {
            b'\\' if matches!(next, b'n' | b'r' | b't') => 2,
            b'.' if begins_name(next) || next == b'"' && at > start => 1,
            b'"' if at > start && bytes[at - 1] == b'.' => match quoted(&bytes[at..]) {
                0 => return at,
                length => length,
            },
            b'@' => return at,
            b if begins_name(b) || b.is_ascii_digit() => 1,
            _ => return at,
        };
    }
    at
}
