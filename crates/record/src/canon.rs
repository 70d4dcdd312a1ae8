//! One way to write a JSON value: keys sorted, no blanks, numbers in their shortest form.
//!
//! What is hashed must have one spelling, whatever order its keys came in and however often it was read and written.

use serde_json::{Number, Value};

/// Whole numbers below this are integers without rounding; a negative zero among them is a zero.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Appends the canonical form of a value.
pub fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(n) => number(out, n),
        Value::String(s) => string(out, s),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                string(out, key);
                out.push(':');
                write(out, &map[key]);
            }
            out.push('}');
        }
    }
}

/// Appends a finite number with the fewest digits that read back as the same float, spelt as ECMAScript and RFC 8785 do:
/// `3`, `0.1`, `1e-7`, `1e+21`.  Spelt here and not by a library, whose next version might do otherwise.
pub fn float(out: &mut String, x: f64) {
    if x.fract() == 0.0 && x.abs() < EXACT {
        return out.push_str(&(x as i64).to_string());
    }
    let shortest = format!("{x:e}");
    let digits = shortest.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
    // Of two spellings equally short and equally near, the even one.
    let scientific = format!("{x:.*e}", digits.saturating_sub(1));
    let (sign, scientific) = scientific.strip_prefix('-').map_or(("", &*scientific), |rest| ("-", rest));
    let parts = scientific.split_once('e').and_then(|(m, e)| Some((m.replace('.', ""), e.parse::<i32>().ok()?)));
    let Some((digits, exponent)) = parts.filter(|_| x.is_finite()) else {
        return out.push_str("null");
    };
    out.push_str(sign);
    let behind = digits.len() as i32 - 1 - exponent;
    match exponent {
        0..21 if behind <= 0 => out.extend([&*digits, &"0".repeat(behind.unsigned_abs() as usize)]),
        0..21 => {
            let (whole, rest) = digits.split_at(exponent as usize + 1);
            out.extend([whole, ".", rest]);
        }
        -6..0 => out.extend(["0.", &"0".repeat((-exponent - 1) as usize), &digits]),
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let plus = if exponent > 0 { "+" } else { "" };
            out.extend([first, point, rest, "e", plus, &exponent.to_string()]);
        }
    }
}

fn number(out: &mut String, n: &Number) {
    match n.as_f64() {
        Some(x) if n.is_f64() => float(out, x),
        _ => out.push_str(&n.to_string()),
    }
}

/// Appends text in quotes; only what JSON requires is escaped.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + 1;
        match escaped {
            "" => out.push_str(&format!("\\u{byte:04x}")),
            escaped => out.push_str(escaped),
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// Whether a value is nested at most so deep.
pub fn at_most_deep(value: &Value, levels: usize) -> bool {
    let deeper = |inner: &Value| levels > 0 && at_most_deep(inner, levels - 1);
    match value {
        Value::Array(items) => items.iter().all(deeper),
        Value::Object(map) => map.values().all(deeper),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn canonical(value: &Value) -> String {
        let mut out = String::new();
        write(&mut out, value);
        out
    }

    #[test]
    fn one_spelling() {
        let value =
            json!({"b": [1.0, -0.0, -0.1, 1e21, 1e-7, u64::MAX, -3], "a": {"z": null, "y": true}, "": "\u{1}\"\\\n"});
        let expected =
            r#"{"":"\u0001\"\\\n","a":{"y":true,"z":null},"b":[1,0,-0.1,1e+21,1e-7,18446744073709551615,-3]}"#;
        assert_eq!(canonical(&value), expected);
    }

    #[test]
    fn numbers_as_rfc_8785_spells_them() {
        // Bits and spellings of its appendix B.
        let pairs: [(u64, &str); 22] = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
            (0x7fff_ffff_ffff_ffff, "null"),
        ];
        for (bits, spelt) in pairs {
            let mut out = String::new();
            float(&mut out, f64::from_bits(bits));
            assert_eq!(out, spelt);
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (0u64..1 << 53).prop_map(|n| Value::from(n as f64 / 1024.0)),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let map = proptest::collection::btree_map(".*", inner.clone(), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                map.prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reading_and_writing_changes_nothing(value in values()) {
            let once = canonical(&value);
            let read: Value = serde_json::from_str(&once).unwrap();
            prop_assert_eq!(canonical(&read), once);
        }
    }
}
