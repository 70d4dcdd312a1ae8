//! Numbers and lists as they stand in a sentence.

use milepost_decide::Move;

/// A count with commas between its thousands.
pub fn count(n: impl Into<u128>) -> String {
    let digits = n.into().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in percent with two decimals, rounded half up, from exact numbers.
pub fn percent(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 20_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A share between two bounds; one number where they are equal to two decimals.
pub fn between([least, most]: [(u64, u64); 2]) -> String {
    let of = |(part, whole): (u64, u64)| if whole == 0 { "0.00".into() } else { percent(part, whole) };
    let (low, high) = (of(least), of(most));
    match (low.as_str(), high.as_str()) {
        ("0.00", "100.00") => "unknown".into(),
        _ if low == high => low,
        _ => format!("{low} to {high}"),
    }
}

/// `a, b and c`
pub fn list(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_string(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// What a move is, with so many votes.
pub fn moved(way: &Move, votes: u64, options: &[String]) -> String {
    let n = count(votes);
    let vote = if votes == 1 { "vote" } else { "votes" };
    match way {
        Move::Switch { from, to } => {
            let from: Vec<&str> = from.iter().map(|o| options[*o].as_str()).collect();
            format!("{n} {vote} switched from {} to {}", list(&from).replace(" and ", " or "), options[*to])
        }
        Move::Add(to) => format!("{n} {vote} added for {}", options[*to]),
    }
}

/// Text wrapped to a width, every line behind the first indented.
pub fn wrapped(text: &str, first: &str, indent: usize, width: usize) -> String {
    let (mut out, mut line) = (String::new(), first.to_string());
    let mut bare = true;
    for word in text.split_whitespace() {
        if !bare && line.chars().count() + 1 + word.chars().count() > width {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(indent);
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(word);
        bare = false;
    }
    out + line.trim_end() + "\n"
}

/// Rows with their columns aligned: the first to the left, the others to the right.
pub fn aligned(rows: &[Vec<String>], left: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let long = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|s| s.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(long).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(c, cell)| {
            let gap = " ".repeat(widths[c] - cell.chars().count());
            if left.contains(&c) { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        out.push_str(format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end());
        out.push('\n');
    }
    out
}

/// Most names that are listed where none is near.
const LISTED: usize = 12;

/// Nothing of this kind has this name: the nearest that there is, or the first of them.
pub fn unknown(kind: &str, name: &str, known: &[&str]) -> anyhow::Error {
    let instead = match milepost_syntax::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("the strategy declares no {kind}"),
        None if known.len() > LISTED => {
            format!("there are {} and {} more", known[..LISTED].join(", "), known.len() - LISTED)
        }
        None => format!("there are {}", known.join(", ")),
    };
    anyhow::anyhow!("unknown {kind} `{name}`; {instead}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_read_them() {
        assert_eq!(
            [count(0_u64), count(999_u64), count(83_280_u64), count(1_000_000_u64)],
            ["0", "999", "83,280", "1,000,000"]
        );
        assert_eq!(percent(395_892, 718_758), "55.08");
        assert_eq!(between([(1, 3), (2, 3)]), "33.33 to 66.67");
        assert_eq!(between([(0, 9), (5, 5)]), "unknown");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
