//! A language that nobody speaks: it shows what would break in a translation.

/// Letters with accents, and a third more of them; `{names}` and code stay.
pub(super) fn accented(text: &str) -> String {
    let mut out = String::new();
    let (mut letters, mut names, mut code) = (0, 0, false);
    for c in text.chars() {
        match c {
            '{' => names += 1,
            '}' => names -= 1,
            '`' => code = !code,
            _ => {}
        }
        let plain = names > 0 || code;
        letters += usize::from(!plain && c.is_alphabetic());
        out.push(if plain { c } else { accent(c) });
    }
    out.extend(std::iter::repeat_n('~', letters / 3));
    out
}

fn accent(c: char) -> char {
    const PAIRS: [(char, char); 20] = [
        ('a', '\u{e5}'),
        ('e', '\u{e9}'),
        ('i', '\u{ee}'),
        ('o', '\u{f6}'),
        ('u', '\u{fb}'),
        ('y', '\u{fd}'),
        ('c', '\u{e7}'),
        ('n', '\u{f1}'),
        ('s', '\u{161}'),
        ('t', '\u{163}'),
        ('g', '\u{11d}'),
        ('l', '\u{13a}'),
        ('A', '\u{c5}'),
        ('E', '\u{c9}'),
        ('I', '\u{ce}'),
        ('O', '\u{d6}'),
        ('U', '\u{db}'),
        ('C', '\u{c7}'),
        ('S', '\u{160}'),
        ('T', '\u{162}'),
    ];
    PAIRS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, accented)| *accented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_longer_and_keeps_names_and_code() {
        assert_eq!(accented("Due {day}: `milepost run`"), "D\u{fb}\u{e9} {day}: `milepost run`~");
    }
}
