//! Addresses that a price list can be fetched from: what people type, checked; those that publishers are known by.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ureq::http::Uri;

/// The most characters of an address.
const MOST_CHARACTERS: usize = 2_000;

/// An `http` or `https` address, without a user name or password in it. Shown without its query, which may hold a key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    text: String,
}

impl Address {
    /// The whole of it, to save and to edit.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is fetched over an encrypted connection.
    pub fn is_encrypted(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// The name of the server: `models.dev`.
    pub fn host(&self) -> String {
        self.text.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether it is on this computer itself.
    pub(super) fn is_local(&self) -> bool {
        let host = self.host();
        let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host.eq_ignore_ascii_case("localhost") || number.is_ok_and(|number| number.is_loopback())
    }

    /// Whether a text is meant as one: it begins with `http://` or `https://`.
    pub fn is_meant_by(text: &str) -> bool {
        scheme(text.trim()).is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https"))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(without_query(&self.text))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({self})")
    }
}

/// An address as far as it may be shown or logged.
pub(super) fn without_query(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was typed.
    #[error("write the address of a price list, such as https://models.dev/api.json")]
    Empty,
    /// It is longer than any address.
    #[error("an address has at most 2,000 characters")]
    TooLong,
    /// It begins with the host, as people type it for a browser.
    #[error("an address begins with https://; do you mean https://{0}?")]
    NoScheme(String),
    /// It is an address of something else.
    #[error("{0}: addresses cannot be fetched; write one that begins with https:// or http://")]
    Scheme(String),
    /// It names a user or a password.
    #[error("leave out what stands before the @: a name or password in an address would be saved and shown")]
    Credentials,
    /// It has no server.
    #[error("the name of the server is missing, as in https://models.dev/api.json")]
    NoHost,
    /// It has a character that an address cannot have.
    #[error("an address cannot contain {0:?}; copy it from the browser's address line")]
    Character(char),
    /// It is no address for another reason.
    #[error("this is no address: {0}")]
    Invalid(String),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        // What stands behind it is for a browser and is never sent.
        let text = text.split('#').next().unwrap_or_default();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.chars().count() > MOST_CHARACTERS {
            return Err(AddressError::TooLong);
        }
        let is_wrong =
            |character: &char| !character.is_ascii_graphic() || matches!(character, '"' | '<' | '>' | '\\');
        if let Some(character) = text.chars().find(is_wrong) {
            return Err(AddressError::Character(character));
        }
        let Some(scheme) = scheme(text) else {
            return Err(AddressError::NoScheme(text.trim_start_matches(['/', ':']).to_owned()));
        };
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(AddressError::Scheme(scheme));
        }
        let rest = text.get(scheme.len() + "://".len()..).unwrap_or_default();
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(AddressError::Credentials);
        }
        if authority.is_empty() || authority.starts_with(':') {
            return Err(AddressError::NoHost);
        }
        let text = format!("{scheme}://{rest}");
        let uri: Uri = text
            .parse()
            .map_err(|error: ureq::http::uri::InvalidUri| AddressError::Invalid(error.to_string()))?;
        // The port is read only when it is asked for.
        if authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'))
            && uri.port_u16().is_none()
        {
            return Err(AddressError::Invalid("a port is a number up to 65535".to_owned()));
        }
        Ok(Self { text })
    }
}

/// What stands before `://`, in small letters.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once("://")?;
    let is_one = !scheme.is_empty()
        && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    is_one.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::feeds::Format;

    fn check(text: &str, expected: &str) {
        assert_eq!(text.parse::<Address>().unwrap().as_str(), expected, "{text}");
    }

    fn check_refused(text: &str, sentence: &str) {
        assert_eq!(text.parse::<Address>().unwrap_err().to_string(), sentence, "{text}");
    }

    #[test]
    fn addresses_are_taken_as_they_are() {
        check("https://models.dev/api.json", "https://models.dev/api.json");
        check("  HTTPS://models.dev/api.json#top ", "https://models.dev/api.json");
        check("http://localhost:8000", "http://localhost:8000");
        check("http://127.0.0.1/a?b=c", "http://127.0.0.1/a?b=c");
        check("http://[::1]:80/x", "http://[::1]:80/x");
        check("http://[::1]/x", "http://[::1]/x");
        check("https://example.org/a@b", "https://example.org/a@b");
    }

    #[test]
    fn what_people_type_is_answered() {
        check_refused("", "write the address of a price list, such as https://models.dev/api.json");
        check_refused(
            "models.dev/api.json",
            "an address begins with https://; do you mean https://models.dev/api.json?",
        );
        check_refused("//models.dev/a", "an address begins with https://; do you mean https://models.dev/a?");
        check_refused(
            "ftp://example.org/x",
            "ftp: addresses cannot be fetched; write one that begins with https:// or http://",
        );
        check_refused(
            "file:///etc/passwd",
            "file: addresses cannot be fetched; write one that begins with https:// or http://",
        );
        for text in ["https://me:secret@example.org/", "https://me@example.org"] {
            check_refused(
                text,
                "leave out what stands before the @: a name or password in an address would be saved and shown",
            );
        }
        for text in ["https://", "https:///x", "http://:80/x"] {
            check_refused(text, "the name of the server is missing, as in https://models.dev/api.json");
        }
        check_refused(
            "https://example.org/my list",
            "an address cannot contain ' '; copy it from the browser's address line",
        );
        check_refused(
            "https://bücher.example/",
            "an address cannot contain 'ü'; copy it from the browser's address line",
        );
        check_refused("https://example.org:99999/", "this is no address: a port is a number up to 65535");
        check_refused("https://example.org:/", "this is no address: a port is a number up to 65535");
        assert!(matches!("https://[::1".parse::<Address>(), Err(AddressError::Invalid(_))));
        check_refused(&"h".repeat(2_001), "an address has at most 2,000 characters");
    }

    #[test]
    fn a_key_in_the_query_is_never_shown() {
        let address: Address = "https://example.org/list.json?token=secret".parse().unwrap();
        assert_eq!(address.to_string(), "https://example.org/list.json");
        assert!(!format!("{address:?}").contains("secret"));
    }

    #[test]
    fn the_addresses_of_publishers_are_good() {
        for format in Format::ALL {
            let Some(text) = format.address() else { continue };
            let address: Address = text.parse().unwrap();
            assert!(address.as_str() == text && address.is_encrypted(), "{text}");
        }
    }

    #[test]
    fn this_computer_is_recognised() {
        for (text, local) in [
            ("http://localhost:80/x", true),
            ("http://127.1.2.3/", true),
            ("http://[::1]:9/", true),
            ("https://localhost.example.org/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().is_local(), local, "{text}");
        }
    }

    #[test]
    fn a_file_is_not_meant_as_an_address() {
        for text in ["list.json", "./http", "http:/x", "ftp://x", "C:\\list.json"] {
            assert!(!Address::is_meant_by(text), "{text}");
        }
        for text in ["http://x", "HTTPS://x", "https://"] {
            assert!(Address::is_meant_by(text), "{text}");
        }
    }
}
