//! One transfer with ureq, on the thread that [`super::download`] gives it.

use std::collections::HashSet;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::header::CONTENT_ENCODING;
use ureq::http::{HeaderMap, HeaderName, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, Body, ResponseExt, Timeout};

use super::address::without_query;
use super::surplus::Surplus;
use super::{Address, Limits, Problem, Progress};

/// How often an address may lead on to another.
const MOST_REDIRECTS: u32 = 5;
/// The pause between two words on how far it has come.
const PAUSE: Duration = Duration::from_millis(100);
/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;
/// The most characters of a validator that is kept; real ones have fewer than 100.
const MOST_VALIDATOR: usize = 1_000;

/// What to transfer.
pub(super) struct Job {
    pub(super) agent: Agent,
    surplus: Surplus,
    address: Address,
}

/// How the client of one download works. It shares nothing with another, so nothing of one is sent with the next.
fn config(address: &Address, limits: &Limits) -> Config {
    let mut config = Config::builder();
    if address.is_local() {
        config = config.proxy(None);
    }
    config
        .http_status_as_error(false)
        .https_only(address.is_encrypted())
        // A server may close without a word what the client would use again.
        .max_idle_connections(0)
        .max_redirects(MOST_REDIRECTS)
        .max_redirects_will_error(false)
        .save_redirect_history(true)
        .user_agent(concat!("tokens-per-dollar/", env!("CARGO_PKG_VERSION")))
        // The certificates that the system trusts, with those that a company adds; none that age inside our binary.
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
        .timeout_resolve(Some(limits.connect))
        .timeout_connect(Some(limits.connect))
        .timeout_send_request(Some(limits.answer))
        .timeout_recv_response(Some(limits.answer))
        .timeout_per_read(Some(limits.stall))
        .timeout_global(Some(limits.total))
        .build()
}

impl Job {
    /// A job that has not begun.
    pub(super) fn new(address: &Address, limits: &Limits) -> Self {
        let surplus = Surplus::default();
        let connector = DefaultConnector::default().chain(surplus.clone());
        let agent = Agent::with_parts(config(address, limits), connector, DefaultResolver::default());
        Self { agent, surplus, address: address.clone() }
    }

    /// Runs it to its end. `tell` says whether anybody still listens.
    pub(super) fn run(self, limits: &Limits, tell: &dyn Fn(Progress) -> bool) -> Result<Vec<u8>, Problem> {
        let mut response =
            self.agent.get(self.address.as_str()).call().map_err(|error| problem(error, None, limits))?;
        let status = response.status();
        let leads_on = status.is_redirection() && status.as_u16() != 304;
        check_way(response.get_redirect_history().unwrap_or_default(), leads_on)?;
        match status.as_u16() {
            200 => {}
            status => return Err(Problem::Status(status)),
        }
        // What ureq can unpack it has taken out.
        if let Some(packing) =
            text(response.headers(), &CONTENT_ENCODING).filter(|packing| packing != "identity")
        {
            return Err(Problem::Garbled(format!(
                "it is packed in a way that was not asked for, {packing:?}"
            )));
        }
        if response
            .body()
            .mime_type()
            .is_some_and(|mime| matches!(mime, "text/html" | "application/xhtml+xml"))
        {
            return Err(Problem::WebPage);
        }
        let bytes = receive(response.body_mut(), limits, tell)?;
        if bytes.is_empty() {
            return Err(Problem::Empty);
        }
        if self.surplus.is_there() {
            return Err(Problem::Surplus(bytes.len() as u64));
        }
        if is_page(&bytes) {
            return Err(Problem::WebPage);
        }
        Ok(bytes)
    }
}

/// Reads the list piece by piece, so that neither a wrong length nor a bomb takes more memory than the limit.
fn receive(body: &mut Body, limits: &Limits, tell: &dyn Fn(Progress) -> bool) -> Result<Vec<u8>, Problem> {
    let too_large = Problem::TooLarge(limits.bytes as u64);
    let announced = body.content_length();
    if announced.is_some_and(|announced| announced > limits.bytes as u64) {
        return Err(too_large);
    }
    let mut reader = body.as_reader();
    let mut bytes = Vec::new();
    let mut piece = vec![0; PIECE];
    let mut told: Option<Instant> = None;
    loop {
        let read = match reader.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(problem(error.into(), Some(bytes.len() as u64), limits)),
        };
        let received = piece.get(..read).unwrap_or_default();
        if bytes.len() + received.len() > limits.bytes {
            return Err(too_large);
        }
        bytes.extend_from_slice(received);
        let is_end = received.is_empty();
        if is_end || told.is_none_or(|told| told.elapsed() >= PAUSE) {
            told = Some(Instant::now());
            if !tell(Progress::Receiving { received: bytes.len() as u64, announced }) {
                return Err(Problem::Cancelled);
            }
        }
        if is_end {
            return Ok(bytes);
        }
    }
}

/// Looks at the addresses that led to an answer. `leads_on` is whether that leads to yet another.
fn check_way(way: &[Uri], leads_on: bool) -> Result<(), Problem> {
    if leads_on && way.len() > MOST_REDIRECTS as usize {
        let mut seen = HashSet::new();
        let is_circle = way.iter().any(|place| !seen.insert(place));
        return Err(if is_circle { Problem::Circle } else { Problem::TooFar(MOST_REDIRECTS) });
    }
    // One that begins encrypted was stopped before the first unencrypted word; this is for one that becomes encrypted
    // on its way and does not stay so.
    for (before, after) in way.iter().zip(way.iter().skip(1)) {
        if before.scheme_str() == Some("https") && after.scheme_str() != Some("https") {
            return Err(Problem::Unencrypted(without_query(&after.to_string()).to_owned()));
        }
    }
    Ok(())
}

/// Whether it begins as a page does. No list does.
fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= MOST_VALIDATOR).then(|| value.to_owned())
}

/// What an error of the client means. `received` is what has come of the list, once the answer has begun.
fn problem(error: ureq::Error, received: Option<u64>, limits: &Limits) -> Problem {
    match error {
        ureq::Error::Timeout(timeout) => match (timeout, received) {
            (Timeout::Resolve | Timeout::Connect, _) => Problem::NoConnection(limits.connect),
            (Timeout::Global, _) => Problem::TooSlow(limits.total),
            (Timeout::PerRead, None) => Problem::NoAnswer(limits.stall),
            (Timeout::PerRead, Some(received)) => Problem::Stalled { after: limits.stall, received },
            _ => Problem::NoAnswer(limits.answer),
        },
        ureq::Error::HostNotFound => Problem::NoSuchServer,
        ureq::Error::RequireHttpsOnly(address) => Problem::Unencrypted(without_query(&address).to_owned()),
        ureq::Error::Rustls(error) => Problem::NotSecure(error.to_string()),
        ureq::Error::Tls(error) => Problem::NotSecure(error.to_owned()),
        ureq::Error::LargeResponseHeader(..) => Problem::Garbled("its head is too long".to_owned()),
        ureq::Error::Protocol(error) => Problem::Garbled(error.to_string()),
        ureq::Error::Decompress(_, error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Problem::CutOff(received.unwrap_or_default())
        }
        ureq::Error::Decompress(..) => Problem::Garbled("its packing is broken".to_owned()),
        ureq::Error::Http(error) => Problem::Garbled(error.to_string()),
        ureq::Error::BadUri(_) => {
            Problem::Garbled("it leads on to an address that cannot be fetched".to_owned())
        }
        ureq::Error::Io(error) => io_problem(&error, received),
        error => Problem::Other(error.to_string()),
    }
}

fn io_problem(error: &io::Error, received: Option<u64>) -> Problem {
    use io::ErrorKind as Kind;
    // A name that leads nowhere has no kind of its own.
    let is_lookup = error.to_string().starts_with("failed to lookup address")
        || cfg!(windows) && matches!(error.raw_os_error(), Some(11_001..=11_004));
    if is_lookup {
        return Problem::NoSuchServer;
    }
    // What the encryption found comes inside an error of the system.
    if let Some(inner) = error.get_ref().filter(|_| error.kind() == Kind::InvalidData) {
        return Problem::NotSecure(inner.to_string());
    }
    match (error.kind(), received) {
        (
            Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe,
            Some(received),
        ) => Problem::CutOff(received),
        (Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe, None) => {
            Problem::Unreachable("it closes the connection without an answer".to_owned())
        }
        (Kind::ConnectionRefused, _) => Problem::Unreachable("it accepts no connection".to_owned()),
        (
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable,
            _,
        ) => Problem::Unreachable("there is no way to it".to_owned()),
        _ => Problem::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(way: &[&str], leads_on: bool, expected: &Result<(), Problem>) {
        let way: Vec<Uri> = way.iter().map(|place| place.parse().unwrap()).collect();
        assert_eq!(&check_way(&way, leads_on), expected, "{way:?}");
    }

    #[test]
    fn a_way_stays_encrypted_once_it_is() {
        check(&["https://a/"], false, &Ok(()));
        check(&["http://a/", "http://b/", "https://b/", "https://c/x"], false, &Ok(()));
        check(
            &["http://a/", "https://a/", "http://a/list?key=secret"],
            false,
            &Err(Problem::Unencrypted("http://a/list".to_owned())),
        );
        let config = |address: &str| config(&address.parse().unwrap(), &Limits::default());
        assert!(config("https://example.org/").https_only());
        assert!(!config("http://example.org/").https_only());
    }

    #[test]
    fn a_circle_is_told_from_a_long_way() {
        let places = ["http://a/1", "http://a/2", "http://a/3", "http://a/4", "http://a/5", "http://a/6"];
        check(&places, true, &Err(Problem::TooFar(5)));
        check(&places, false, &Ok(()));
        check(&["http://a/1", "http://a/2"].repeat(3), true, &Err(Problem::Circle));
    }

    #[test]
    fn this_computer_is_reached_without_a_proxy() {
        let local = config(&"http://127.0.0.1:1/".parse().unwrap(), &Limits::default());
        assert!(local.proxy().is_none());
    }

    #[test]
    fn a_page_is_told_by_its_beginning() {
        for page in ["<!doctype html>", "\u{feff}\n <html>", "<?xml version=\"1.0\"?>"] {
            assert!(is_page(page.as_bytes()), "{page}");
        }
        for list in ["{\"a\": \"<b>\"}", "id,input\n<,1", ""] {
            assert!(!is_page(list.as_bytes()), "{list}");
        }
    }
}
