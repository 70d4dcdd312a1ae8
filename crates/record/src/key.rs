//! Keys of the parties: Ed25519, as one line of text, in the form of signed notes (C2SP).
//!
//! A public key is `NAME+HASH+BASE64`, a private one `PRIVATE+KEY+NAME+HASH+BASE64`.  The hash ties the name to the key, so
//! that no key passes under another's name.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::text;

/// Marks Ed25519 in keys of signed notes.
const ED25519: u8 = 1;
const PRIVATE: &str = "PRIVATE+KEY+";

/// A private key and whose it is.
pub struct Key {
    signing: SigningKey,
    public: PublicKey,
}

/// A public key and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    party: String,
    key: VerifyingKey,
}

impl Key {
    /// A new key out of the system's random numbers.
    ///
    /// # Errors
    /// A name that is no name of a party; a system without random numbers.
    pub fn new(party: &str) -> Result<Key, Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| Error::Text(format!("the system gives no random numbers: {e}")))?;
        Key::of_seed(party, seed)
    }

    /// The key that belongs to 32 bytes; whoever has them can sign.
    ///
    /// # Errors
    /// A name that is no name of a party.
    pub fn of_seed(party: &str, seed: [u8; 32]) -> Result<Key, Error> {
        if !is_name(party) {
            return Err(Error::Text(format!("`{party}` cannot name a party: one word, without `+` and blanks")));
        }
        let signing = SigningKey::from_bytes(&seed);
        let public = PublicKey { party: party.to_string(), key: signing.verifying_key() };
        Ok(Key { signing, public })
    }

    /// Reads what [`secret`](Key::secret) wrote.
    ///
    /// # Errors
    /// A sentence without the text, which is secret.
    pub fn parse(text: &str) -> Result<Key, Error> {
        let wrong = || Error::Text("it holds no private key; `milepost log keys` makes one".into());
        let (party, id, bytes) = split(text.trim().strip_prefix(PRIVATE).ok_or_else(wrong)?).ok_or_else(wrong)?;
        let key = Key::of_seed(party, bytes)?;
        if key.public.id() == id { Ok(key) } else { Err(wrong()) }
    }

    /// The private key as one line; to be kept from others.
    pub fn secret(&self) -> String {
        format!("{PRIVATE}{}", line(&self.public.party, self.public.id(), self.signing.as_bytes()))
    }

    /// The public key.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Whose key it is.
    pub fn party(&self) -> &str {
        self.public.party()
    }

    /// Signs bytes.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }
}

impl PublicKey {
    /// Reads `NAME+HASH+BASE64`.
    ///
    /// # Errors
    /// A sentence with the text.
    pub fn parse(text: &str) -> Result<PublicKey, Error> {
        let wrong = || Error::Text(format!("`{}` is no public key of the form NAME+HASH+BASE64", text.trim()));
        let (party, id, bytes) = split(text.trim()).filter(|(party, ..)| is_name(party)).ok_or_else(wrong)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| wrong())?;
        let public = PublicKey { party: party.to_string(), key };
        if public.id() == id { Ok(public) } else { Err(wrong()) }
    }

    /// Whose key it is.
    pub fn party(&self) -> &str {
        &self.party
    }

    /// Four bytes that tell keys apart: the beginning of the hash of name and key.
    pub fn id(&self) -> [u8; 4] {
        let hash =
            Sha256::new().chain_update(&self.party).chain_update([b'\n', ED25519]).chain_update(self.key.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Whether the signature is this key's over these bytes.
    pub fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&line(&self.party, self.id(), self.key.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A private key is not shown by accident.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the private key of {}", self.public)
    }
}

/// Whether this can name a party in a note: one word without `+`.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c == '+' || c == '/' || c.is_whitespace() || c.is_control())
}

fn line(party: &str, id: [u8; 4], bytes: &[u8; 32]) -> String {
    let marked: Vec<u8> = [ED25519].iter().chain(bytes).copied().collect();
    format!("{party}+{}+{}", text::hex(&id), text::base64(&marked))
}

/// Name, hash and key; the key's base64 may hold a `+` itself.
fn split(text: &str) -> Option<(&str, [u8; 4], [u8; 32])> {
    let mut parts = text.splitn(3, '+');
    let (party, id, marked) = (parts.next()?, parts.next()?, parts.next()?);
    let marked = text::from_base64(marked)?;
    let (mark, bytes) = marked.split_first()?;
    if *mark != ED25519 {
        return None;
    }
    Some((party, text::from_hex(id)?.try_into().ok()?, bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_keys_and_signatures() {
        // The verifier key in the documentation of Go's sumdb/note, and the first test of RFC 8032, 7.1.
        let known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(PublicKey::parse(known).unwrap().to_string(), known);
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let seed: [u8; 32] = text::from_hex(seed).unwrap().try_into().unwrap();
        let key = Key::of_seed("iraq", seed).unwrap();
        let signature = key.sign(b"");
        assert_eq!(
            text::hex(&signature),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        );
        assert!(key.public().verifies(b"", &signature) && !key.public().verifies(b"a", &signature));
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        let key = Key::new("coalition").unwrap();
        let read = Key::parse(&format!("{}\n", key.secret())).unwrap();
        assert_eq!(read.secret(), key.secret());
        assert_eq!(PublicKey::parse(&key.public().to_string()).unwrap(), *key.public());
        // Under another name it is another key.
        let renamed = key.public().to_string().replace("coalition", "iraq");
        assert!(PublicKey::parse(&renamed).is_err());
        assert!(Key::parse(&key.secret().replace("coalition", "iraq")).is_err());
        assert!(Key::parse(&key.public().to_string()).is_err());
        assert!(!format!("{key:?}").contains(&key.secret()[20..]));
        for name in ["", "a b", "a+b", "a/b", "a\nb"] {
            assert!(Key::new(name).is_err(), "{name}");
        }
    }
}
