//! Direction numbers of the Sobol' sequence.
//!
//! The table is the beginning of `new-joe-kuo-6.21201` (Joe & Kuo 2008, *SIAM J. Sci. Comput.* 30, 2635-2654): 1,024
//! columns, enough for Sobol' indices of 512 inputs.  It is kept here because the crates that carry it have 256 columns
//! (`sobol_burley`) or unpack a compressed table of 21,201 and make whole points without scrambling (`sobol`).

use super::Error;

/// Bits of a direction number; a sequence has at most 2^32 points.
pub(super) const BITS: u32 = 32;

/// Columns in the table.
pub(super) const COLUMNS: usize = 1024;

const TABLE: &str = include_str!("joe_kuo.txt");

/// The direction numbers of one column: bit `i` of a point's Gray code adds (exclusive or) `v[i]`.
pub(super) type Directions = [u32; BITS as usize];

/// The direction numbers of the first `columns` columns.
///
/// # Errors
/// More columns than there are.
pub(super) fn directions(columns: usize, remedy: &'static str) -> Result<Vec<Directions>, Error> {
    if columns > COLUMNS {
        return Err(Error::TooManyColumns { asked: columns, most: COLUMNS, remedy });
    }
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).map(numbers);
    Ok(std::iter::once(van_der_corput()).chain(lines.map(|line| recurrence(&line))).take(columns).collect())
}

/// The numbers of a line: column, degree s, coefficients a, then m_1 .. m_s.
fn numbers(line: &str) -> Vec<u32> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// The first column: v_i = 2^-(i+1).
fn van_der_corput() -> Directions {
    std::array::from_fn(|i| 1 << (BITS - 1 - i as u32))
}

/// v_i of a primitive polynomial of degree s with inner coefficients a (Bratley & Fox 1988, *ACM TOMS* 14, 88-100).
fn recurrence(line: &[u32]) -> Directions {
    let (s, a) = (line[1] as usize, line[2]);
    let mut v = [0; BITS as usize];
    for i in 0..BITS as usize {
        v[i] = if i < s {
            line[3 + i] << (BITS - 1 - i as u32)
        } else {
            let inner = (1..s).filter(|k| a >> (s - 1 - k) & 1 == 1).fold(0, |sum, k| sum ^ v[i - k]);
            v[i - s] ^ (v[i - s] >> s) ^ inner
        };
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line is whole: its column counts up, it has as many initial numbers as its degree, all odd and m_k < 2^k.
    #[test]
    fn table_is_whole() {
        let lines: Vec<Vec<u32>> = TABLE.lines().filter(|line| !line.starts_with('#')).map(numbers).collect();
        assert_eq!(lines.len() + 1, COLUMNS);
        for (line, column) in lines.iter().zip(2..) {
            assert_eq!(line[0], column);
            assert_eq!(line.len(), 3 + line[1] as usize, "column {column}");
            assert!(line[3..].iter().zip(1..).all(|(m, k)| m % 2 == 1 && *m < 1 << k), "column {column}");
        }
    }
}
