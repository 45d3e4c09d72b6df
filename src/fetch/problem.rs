//! Why a download gave no list, in words for people.

use std::fmt;
use std::time::Duration;

use super::Address;
use crate::money::label;

/// A download that gave no list. Shown as whole sentences: the address, what happened, what to do. What was kept is for the
/// caller to say, who knows whether there was a list before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    /// Where the list was to come from.
    pub address: Address,
    /// What happened.
    pub problem: Problem,
}

impl fmt::Display for FetchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, problem } = self;
        write!(out, "{address}: {problem}.")?;
        let remedy = problem.remedy();
        if remedy.is_empty() { Ok(()) } else { write!(out, " {remedy}") }
    }
}

impl std::error::Error for FetchError {}

/// What happened: a clause without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The user did not want to wait.
    #[error("the download was stopped")]
    Cancelled,
    /// The name of the server leads nowhere.
    #[error("no server of this name was found")]
    NoSuchServer,
    /// There is no way to the server; what the system says.
    #[error("the server cannot be reached ({0})")]
    Unreachable(String),
    /// The server cannot prove that it is the one that is meant, or there is no encryption that both know.
    #[error("the connection is not secure ({0})")]
    NotSecure(String),
    /// The limit of connecting.
    #[error("there was no connection to the server within {}", seconds(.0))]
    NoConnection(Duration),
    /// The limit of the answer.
    #[error("the server did not answer within {}", seconds(.0))]
    NoAnswer(Duration),
    /// The limit between two arrivals.
    #[error("the server sent nothing for {}, after {} bytes of the list", seconds(.after), label::whole(*.received))]
    Stalled {
        /// The limit.
        after: Duration,
        /// The bytes that had come.
        received: u64,
    },
    /// The limit of all.
    #[error("the list did not arrive within {}", seconds(.0))]
    TooSlow(Duration),
    /// The connection ended before the list did.
    #[error("the list was cut off after {} bytes", label::whole(*.0))]
    CutOff(u64),
    /// More came than was announced, so what was announced is not all of it.
    #[error("the server announces {} bytes and sends more, so the list is not whole", label::whole(*.0))]
    Surplus(u64),
    /// More than a list can have.
    #[error("the answer has more than {} bytes, which is no price list", label::whole(*.0))]
    TooLarge(u64),
    /// There is no byte in it.
    #[error("the answer is empty")]
    Empty,
    /// A page for people.
    #[error("the address answers with a web page, not a price list")]
    WebPage,
    /// An answer that says no, by its number.
    #[error("the server answers {}", status(*.0))]
    Status(u16),
    /// The server sends from one address to the next and back.
    #[error("the address leads in a circle of other addresses")]
    Circle,
    /// The server sends from one address to the next.
    #[error("the address leads on to more than {0} other addresses")]
    TooFar(u32),
    /// An encrypted address leads to one that is not.
    #[error("the address leads on to one that is not encrypted ({0})")]
    Unencrypted(String),
    /// The answer does not follow the protocol.
    #[error("the answer cannot be understood ({0})")]
    Garbled(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl Problem {
    /// What the user can do: a whole sentence, or nothing.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Cancelled => "",
            Self::NoSuchServer | Self::Unreachable(_) => {
                "Check the address and whether this computer is online."
            }
            Self::NotSecure(_) => {
                "Check the address, and the date of this computer; on a company's network ask for its certificate."
            }
            Self::NoConnection(_)
            | Self::NoAnswer(_)
            | Self::Stalled { .. }
            | Self::TooSlow(_)
            | Self::CutOff(_) => "Try again later.",
            Self::Status(status) if *status >= 500 || *status == 429 || *status == 408 => "Try again later.",
            Self::TooLarge(_)
            | Self::Empty
            | Self::WebPage
            | Self::Status(_)
            | Self::Circle
            | Self::TooFar(_)
            | Self::Garbled(_) => "Check the address: it must be that of the list itself.",
            Self::Unencrypted(_) => "Use another address, or type that one if you trust it.",
            Self::Surplus(_) | Self::Other(_) => {
                "Try again, or download the list with a browser and import the file."
            }
        }
    }
}

/// A limit in words.
fn seconds(limit: &Duration) -> String {
    if limit.subsec_nanos() != 0 {
        return format!("{} ms", label::whole(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)));
    }
    let seconds = limit.as_secs();
    format!("{} second{}", label::whole(seconds), if seconds == 1 { "" } else { "s" })
}

/// A status with its name, where the name helps.
fn status(status: u16) -> String {
    let name = match status {
        401 => ": it wants a key or a password",
        403 => ": it does not permit this",
        404 | 410 => ": there is nothing at this address",
        429 => ": it was asked too often",
        500..=599 => ": it has a problem of its own",
        _ => "",
    };
    format!("{status}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(problem: Problem, sentences: &str) {
        let address = "https://example.org/list.json?key=secret".parse().unwrap();
        assert_eq!(FetchError { address, problem }.to_string(), sentences);
    }

    #[test]
    fn an_error_says_what_where_and_what_to_do() {
        check(
            Problem::Status(404),
            "https://example.org/list.json: the server answers 404: there is nothing at this address. Check the address: it must be that of the list itself.",
        );
        check(
            Problem::Stalled { after: Duration::from_secs(20), received: 1_200_000 },
            "https://example.org/list.json: the server sent nothing for 20 seconds, after 1,200,000 bytes of the list. \
             Try again later.",
        );
        check(Problem::Cancelled, "https://example.org/list.json: the download was stopped.");
        check(
            Problem::NoAnswer(Duration::from_millis(1_500)),
            "https://example.org/list.json: the server did not answer within 1,500 ms. Try again later.",
        );
    }
}
