//! Bytes to text, whatever tool wrote them.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Models are far smaller; more is another kind of file.
const LARGEST: usize = 64 << 20;

/// The text of a model: UTF-8, UTF-16 with a byte order mark, and what is neither is Windows 1252, in which old Western
/// tools wrote.
///
/// # Errors
/// More than 64 MiB; UTF-16 that breaks off; UTF-8 that is cut off at its end or begins with its mark and is none.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let text = characters(bytes)?;
    // Old Macintosh files end their lines with a bare carriage return, where no one would count lines.
    Ok(if text.contains('\n') { text } else { text.replace('\r', "\n") })
}

fn characters(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > LARGEST {
        return Err(format!("the file has {} MiB, and at most {} are read", bytes.len() >> 20, LARGEST >> 20));
    }
    for (mark, encoding) in [(&b"\xef\xbb\xbf"[..], UTF_8), (b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        let Some(rest) = bytes.strip_prefix(mark) else { continue };
        return match encoding.decode_without_bom_handling_and_without_replacement(rest) {
            Some(text) => Ok(text.into_owned()),
            None => Err(format!(
                "the file says that it is {}, and is not or breaks off: save it again as UTF-8",
                encoding.name()
            )),
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        // The last character begins and does not end, and another one before it was whole: the file was cut.
        Err(fault) if fault.error_len().is_none() && !bytes[..fault.valid_up_to()].is_ascii() => {
            Err("the file breaks off within its last character: copy it again from where it came".to_string())
        }
        Err(_) => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn all_encodings_of_the_tools_are_read() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = "\u{feff}año = 1".encode_utf16();
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for bytes in ["año = 1".as_bytes(), "\u{feff}año = 1".as_bytes(), b"a\xf1o = 1", &utf16(true), &utf16(false)]
        {
            assert_eq!(decode(bytes).as_deref(), Ok("año = 1"));
        }
        assert_eq!(decode(b"5 \x80").as_deref(), Ok("5 €"));
        assert_eq!(decode(b"a\rb").as_deref(), Ok("a\nb"));
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn what_is_cut_off_or_too_large_is_refused() {
        let cut = &"año, déjà".as_bytes()[.."año, déjà".len() - 1];
        assert!(decode(cut).is_err_and(|e| e.contains("breaks off")));
        assert!(decode(b"\xff\xfea").is_err_and(|e| e.contains("UTF-16LE")));
        assert!(decode(b"\xef\xbb\xbf\xff").is_err_and(|e| e.contains("UTF-8")));
        assert!(decode(&vec![b' '; (64 << 20) + 1]).is_err_and(|e| e.contains("64 MiB") || e.contains("at most 64")));
    }
}
