//! Downloads from a server of this computer that misbehaves in every way that one can.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and so do its helpers"
)]

use crate::support::is_alone;
use std::cell::RefCell;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokens_per_dollar::catalog::feeds;
use tokens_per_dollar::fetch::{self, Address, Cancel, Limits, Problem, Progress};

const LIST: &str = r#"{"a/model": {"litellm_provider": "a", "mode": "chat", "input_cost_per_token": 1e-6,
    "output_cost_per_token": 2e-6}, "b/model": {"litellm_provider": "b", "mode": "chat"}}"#;

// ---- the server ---------------------------------------------------------------------------------------------------

/// A server that answers each request as it is told, until the test ends.
struct Server {
    address: String,
    /// The heads of the requests that came.
    heads: Arc<Mutex<Vec<String>>>,
    /// A word for each connection that the client has closed while the server still had it open.
    closed: Receiver<()>,
}

impl Server {
    /// `answer` gets the connection and the path. When it returns, the server ends the connection.
    fn new(answer: impl Fn(&mut TcpStream, &str) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (send, closed) = mpsc::channel();
        let (answer, heads_there) = (Arc::new(answer), Arc::clone(&heads));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (answer, heads, send) = (Arc::clone(&answer), Arc::clone(&heads_there), send.clone());
                thread::spawn(move || {
                    let head = head(&mut stream);
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    heads.lock().unwrap().push(head);
                    answer(&mut stream, &path);
                    let _ = stream.shutdown(Shutdown::Write);
                    wait_until_closed(&mut stream);
                    let _ = send.send(());
                });
            }
        });
        Self { address, heads, closed }
    }

    fn at(&self, path: &str) -> Address {
        format!("{}{path}", self.address).parse().unwrap()
    }

    fn head(&self, index: usize) -> String {
        self.heads.lock().unwrap()[index].to_ascii_lowercase()
    }
}

/// The head of a request, to the empty line.
fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap_or_default()
}

fn wait_until_closed(stream: &mut TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    while stream.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
}

fn send(stream: &mut TcpStream, text: &str) {
    // The client may have gone away, which is what some tests are about.
    let _ = stream.write_all(text.as_bytes());
}

fn send_list(stream: &mut TcpStream, more_headers: &str) {
    send(stream, &format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{more_headers}\r\n{LIST}", LIST.len()));
}

/// Limits for tests: short, but generous to a machine that is busy.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(5),
        stall: Duration::from_secs(5),
        total: Duration::from_secs(15),
        ..Limits::default()
    }
}

fn get(address: &Address, limits: &Limits) -> Result<Vec<u8>, Problem> {
    fetch::download(address, limits, &|_| {}, &Cancel::default()).map_err(|error| {
        assert_eq!(error.address, *address);
        error.problem
    })
}

/// What a server's single answer gives.
fn answer(answer: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Result<Vec<u8>, Problem> {
    answer_within(&limits(), answer)
}

fn answer_within(
    limits: &Limits,
    answer: impl Fn(&mut TcpStream) + Send + Sync + 'static,
) -> Result<Vec<u8>, Problem> {
    let server = Server::new(move |stream, _| answer(stream));
    get(&server.at("/list.json"), limits)
}

fn text(text: &'static str) -> Result<Vec<u8>, Problem> {
    answer(move |stream| send(stream, text))
}

#[track_caller]
fn check_list(result: Result<Vec<u8>, Problem>) {
    assert_eq!(String::from_utf8(result.unwrap()).unwrap(), LIST);
}

/// Limits that outlast every test: what ends within them was ended by something else.
fn endless() -> Limits {
    let hour = Duration::from_hours(1);
    Limits { connect: hour, answer: hour, stall: hour, total: hour, ..Limits::default() }
}

/// What comes of something that must end by itself, however busy the machine is.
#[track_caller]
fn ends<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, result) = mpsc::channel();
    thread::spawn(move || send.send(run()));
    result.recv_timeout(Duration::from_mins(1)).unwrap()
}

// ---- what works ---------------------------------------------------------------------------------------------------

#[test]
fn a_good_list_comes_whole_with_its_progress() {
    let server = Server::new(|stream, _| {
        let (first, rest) = LIST.split_at(50);
        send(
            stream,
            &format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nETag: \"v1\"\r\nLast-Modified: Tue, 24 Nov 2026 10:00:00 \
                 GMT\r\nSet-Cookie: who=you\r\n\r\n{first}",
                LIST.len()
            ),
        );
        thread::sleep(Duration::from_millis(150));
        send(stream, rest);
    });
    let steps = RefCell::new(Vec::new());
    let progress = |step| steps.borrow_mut().push(step);
    let list = fetch::download(&server.at("/list.json?key=1"), &limits(), &progress, &Cancel::default());
    assert_eq!(feeds::import(&list.unwrap(), None).unwrap().models.len(), 2);
    let steps = steps.into_inner();
    let announced = Some(LIST.len() as u64);
    assert_eq!(steps[0], Progress::Contacting);
    assert_eq!(steps[1], Progress::Receiving { received: 50, announced });
    assert_eq!(steps.last(), Some(&Progress::Receiving { received: LIST.len() as u64, announced }));

    // One plain question, that says nothing of who asks.
    let head = server.head(0);
    assert!(head.starts_with("get /list.json?key=1 http/1.1\r\n"), "{head}");
    let mut names: Vec<&str> =
        head.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    assert!(
        head.contains(concat!("user-agent: tokens-per-dollar/", env!("CARGO_PKG_VERSION"), "\r\n")),
        "{head}"
    );
}

#[test]
fn nothing_that_a_server_said_is_sent_back() {
    let server =
        Server::new(|stream, _| send_list(stream, "ETag: \"user-4711\"\r\nSet-Cookie: who=4711\r\n"));
    for visit in 0..2 {
        get(&server.at("/"), &limits()).unwrap();
        let head = server.head(visit);
        assert!(!head.contains("4711") && !head.contains("if-"), "{head}");
    }
    // A server that says so without having been asked has sent no list.
    let server = Server::new(|stream, _| send(stream, "HTTP/1.1 304 Not Modified\r\n\r\n"));
    assert_eq!(get(&server.at("/"), &limits()), Err(Problem::Status(304)));
}

#[test]
fn every_framing_of_a_good_list_is_read() {
    check_list(answer(|stream| send_list(stream, "")));
    check_list(answer(|stream| send(stream, &format!("HTTP/1.0 200 OK\r\n\r\n{LIST}"))));
    check_list(answer(|stream| {
        send(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for piece in LIST.as_bytes().chunks(7) {
            send(stream, &format!("{:x}\r\n{}\r\n", piece.len(), std::str::from_utf8(piece).unwrap()));
        }
        send(stream, "0\r\n\r\n");
    }));
    check_list(answer(|stream| {
        let packed = gzip(LIST.as_bytes());
        let head = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
        send(stream, &format!("HTTP/1.1 200 OK\r\n{head}"));
        stream.write_all(&packed).unwrap();
    }));
}

#[test]
fn an_address_may_lead_on() {
    let there = Server::new(|stream, path| {
        assert_eq!(path, "/moved/list.json");
        send_list(stream, "");
    });
    let elsewhere = there.address.replace("127.0.0.1", "localhost");
    let server = Server::new(move |stream, path| match path {
        "/1" => send(stream, "HTTP/1.1 302 Found\r\nLocation: /a/2\r\nContent-Length: 0\r\n\r\n"),
        "/a/2" => {
            send(
                stream,
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: ../3\r\nContent-Length: 4\r\n\r\ngone",
            );
        }
        "/3" => send(
            stream,
            &format!(
                "HTTP/1.1 301 Moved Permanently\r\nLocation: {elsewhere}/moved/list.json\r\nContent-Length: 0\r\n\r\n"
            ),
        ),
        path => panic!("{path}"),
    });
    check_list(get(&server.at("/1"), &limits()));
}

// ---- what leads nowhere -------------------------------------------------------------------------------------------

#[test]
fn circles_and_endless_ways_are_left() {
    let server = Server::new(|stream, path| {
        let next = match path {
            "/a" => "/b".to_owned(),
            "/b" => "/a".to_owned(),
            "/self" => "/self".to_owned(),
            path => format!("{path}x"),
        };
        send(stream, &format!("HTTP/1.1 302 Found\r\nLocation: {next}\r\nContent-Length: 0\r\n\r\n"));
    });
    assert_eq!(get(&server.at("/a"), &limits()), Err(Problem::Circle));
    assert_eq!(get(&server.at("/self"), &limits()), Err(Problem::Circle));
    let before = server.heads.lock().unwrap().len();
    assert_eq!(get(&server.at("/long"), &limits()), Err(Problem::TooFar(5)));
    assert_eq!(server.heads.lock().unwrap().len() - before, 6);
}

#[test]
fn an_address_that_leads_to_something_else_is_an_error() {
    for location in ["ftp://127.0.0.1/list", "file:///etc/passwd", "http://", "::"] {
        let result = answer(move |stream| {
            send(stream, &format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"));
        });
        // Some are taken for a path on the same server, which leads on for ever; none for a file of this computer.
        let is_error = matches!(result, Err(Problem::Garbled(_) | Problem::TooFar(_) | Problem::Circle));
        assert!(is_error, "{location}: {result:?}");
    }
}

#[test]
fn an_address_that_leads_on_to_an_encrypted_one_is_followed() {
    // This server cannot keep what the address promises, and says so in plain words.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let plain = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        send(&mut stream, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        wait_until_closed(&mut stream);
    });
    let result = answer(move |stream| {
        send(
            stream,
            &format!("HTTP/1.1 302 Found\r\nLocation: https://{plain}/\r\nContent-Length: 0\r\n\r\n"),
        );
    });
    assert!(matches!(result, Err(Problem::NotSecure(_))), "{result:?}");
}

#[test]
fn a_server_that_says_no_is_quoted() {
    assert_eq!(text("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope"), Err(Problem::Status(404)));
    assert_eq!(text("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"), Err(Problem::Status(500)));
    assert_eq!(text("HTTP/1.1 204 No Content\r\n\r\n"), Err(Problem::Status(204)));
    assert!(matches!(text("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), Err(Problem::Garbled(_))));
    assert_eq!(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), Err(Problem::Empty));
    // The body of a page that says no is never waited for.
    let result = ends(|| {
        answer_within(&endless(), |stream| {
            send(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 1000\r\n\r\n");
            wait_until_closed(stream);
        })
    });
    assert_eq!(result, Err(Problem::Status(503)));
}

#[test]
fn a_web_page_is_no_list() {
    assert_eq!(
        text("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 4\r\n\r\nSign"),
        Err(Problem::WebPage)
    );
    assert_eq!(
        text(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n\n <!DOCTYPE html> "
        ),
        Err(Problem::WebPage)
    );
}

#[test]
fn nothing_that_can_be_spoken_to_is_an_error() {
    // A port that was just free, and is again.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let result = get(&format!("http://{free}/").parse().unwrap(), &limits());
    assert_eq!(result, Err(Problem::Unreachable("it accepts no connection".into())));
    // Longer than a name can be, so that nobody outside is asked for it.
    let name = "x".repeat(64);
    let result = get(&format!("http://{name}.invalid/").parse().unwrap(), &limits());
    assert_eq!(result, Err(Problem::NoSuchServer));
    assert_eq!(
        answer(|_| {}),
        Err(Problem::Unreachable("it closes the connection without an answer".into()))
    );
}

#[test]
fn garbage_is_named_as_such() {
    for garbage in [
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n: nothing\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    ] {
        let result = text(garbage);
        assert!(
            matches!(result, Err(Problem::Garbled(_) | Problem::CutOff(_))),
            "{garbage:?} gives {result:?}"
        );
    }
    let long = answer(|stream| {
        send(stream, "HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: of the same, without an end\r\n").is_ok() {}
    });
    assert!(matches!(long, Err(Problem::Garbled(_))), "{long:?}");
}

// ---- what is not whole, or too much -------------------------------------------------------------------------------

#[test]
fn a_list_that_is_cut_off_never_passes() {
    assert_eq!(text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\": 1}"), Err(Problem::CutOff(8)));
    assert_eq!(
        text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"a\": 1}\r\n"),
        Err(Problem::CutOff(8))
    );
    assert_eq!(
        text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"a\": 1}"),
        Err(Problem::CutOff(8))
    );
    let result = answer(|stream| {
        let packed = gzip(LIST.as_bytes());
        send(stream, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
        stream.write_all(&packed[..packed.len() - 10]).unwrap();
    });
    assert!(matches!(result, Err(Problem::CutOff(_))), "{result:?}");
    // The connection breaks in the middle: what has not been read yet is lost with it.
    let result = answer(|stream| {
        send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"");
        thread::sleep(Duration::from_millis(50));
    });
    assert_eq!(result, Err(Problem::CutOff(4)));
}

#[test]
fn a_list_that_is_longer_than_announced_never_passes_either() {
    // A table that ends early is still a table: its last price would be 1 and not 15.
    let table = "id,input,output\nm,2,1";
    let result = answer(move |stream| {
        send(stream, &format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{table}5\n", table.len()));
    });
    assert_eq!(result, Err(Problem::Surplus(table.len() as u64)));
    // A line end behind it is the whim of a server, and what stands behind a redirect is nobody's list.
    check_list(answer(|stream| {
        send_list(stream, "");
        send(stream, "\r\n");
    }));
    let server = Server::new(|stream, path| match path {
        "/list.json" => send_list(stream, ""),
        _ => send(stream, "HTTP/1.1 302 Found\r\nLocation: /list.json\r\nContent-Length: 0\r\n\r\nMoved!"),
    });
    check_list(get(&server.at("/"), &limits()));
}

#[test]
fn a_gigabyte_stops_at_the_limit() {
    const GIGABYTE: u64 = 1 << 30;
    if !is_alone("fetch::a_gigabyte_stops_at_the_limit") {
        return;
    }
    let too_large = Err(Problem::TooLarge(feeds::MOST_BYTES as u64));
    // Announced: not a byte of it is read.
    let result = ends(|| {
        answer_within(&endless(), |stream| {
            send(stream, &format!("HTTP/1.1 200 OK\r\nContent-Length: {GIGABYTE}\r\n\r\n"));
            wait_until_closed(stream);
        })
    });
    assert_eq!(result, too_large);
    // Not announced: read to the limit.
    let sent = Arc::new(Mutex::new(0_u64));
    let sent_there = Arc::clone(&sent);
    let server = Server::new(move |stream, _| {
        send(stream, "HTTP/1.1 200 OK\r\n\r\n");
        let piece = vec![b' '; 1 << 16];
        while *sent_there.lock().unwrap() < GIGABYTE && stream.write_all(&piece).is_ok() {
            *sent_there.lock().unwrap() += piece.len() as u64;
        }
    });
    assert_eq!(get(&server.at("/"), &limits()), too_large);
    server.closed.recv_timeout(Duration::from_mins(1)).unwrap();
    let most = feeds::MOST_BYTES as u64 + (16 << 20);
    assert!(*sent.lock().unwrap() < most, "{} bytes went out", sent.lock().unwrap());
    check_memory();
}

#[test]
fn a_bomb_does_not_go_off() {
    if !is_alone("fetch::a_bomb_does_not_go_off") {
        return;
    }
    let bomb = Arc::new(gzip(&vec![0; 1 << 20]).repeat(1 << 10));
    assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
    let result = answer(move |stream| {
        send(
            stream,
            &format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len()),
        );
        let _ = stream.write_all(&bomb);
    });
    assert_eq!(result, Err(Problem::TooLarge(feeds::MOST_BYTES as u64)));
    check_memory();
}

/// The most memory that this process has had, where the system says so: a download at its limit, and a list that is half as
/// large again while it grows.
fn check_memory() {
    let Ok(status) = fs::read_to_string("/proc/self/status") else { return };
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(kilobytes < 200 * 1024, "{line}");
}

// ---- what takes too long ------------------------------------------------------------------------------------------

#[test]
fn a_server_that_stalls_is_left_in_time() {
    let short = Duration::from_millis(300);
    let result = ends(move || answer_within(&Limits { answer: short, ..endless() }, wait_until_closed));
    assert_eq!(result, Err(Problem::NoAnswer(short)));

    let result = ends(move || {
        answer_within(&Limits { stall: short, ..endless() }, |stream| {
            send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"");
            wait_until_closed(stream);
        })
    });
    assert_eq!(result, Err(Problem::Stalled { after: short, received: 4 }));
}

#[test]
fn a_server_that_drips_is_left_in_time() {
    fn drip(stream: &mut TcpStream) {
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    }
    let short = Duration::from_millis(600);
    // The head, which never stalls and never ends.
    let result = ends(move || {
        answer_within(&Limits { answer: short, ..endless() }, |stream| {
            send(stream, "HTTP/1.1 200 OK\r\nX-Slow: ");
            drip(stream);
        })
    });
    assert_eq!(result, Err(Problem::NoAnswer(short)));
    // The list.
    let result = ends(move || {
        answer_within(&Limits { total: short, ..endless() }, |stream| {
            send(stream, "HTTP/1.1 200 OK\r\n\r\n");
            drip(stream);
        })
    });
    assert_eq!(result, Err(Problem::TooSlow(short)));
}

#[test]
fn a_server_that_does_not_take_the_connection_is_left_in_time() {
    let short = Duration::from_millis(300);
    let Some((_full, address)) = full_queue() else { return };
    let result = ends(move || get(&address, &Limits { connect: short, ..endless() }));
    assert_eq!(result, Err(Problem::NoConnection(short)));
}

/// A server whose queue of connections is full, so that the next one is neither taken nor refused. Not every system
/// does that.
fn full_queue() -> Option<((TcpListener, Vec<TcpStream>), Address)> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    // The queue has 128 places, or as many as the system has been told, and a few beyond.
    for _ in 0..5_000 {
        match TcpStream::connect_timeout(&place, Duration::from_millis(200)) {
            Ok(stream) => waiting.push(stream),
            Err(_) => return Some(((listener, waiting), format!("http://{place}/").parse().unwrap())),
        }
    }
    panic!("the queue never fills");
}

// ---- cancelling ---------------------------------------------------------------------------------------------------

/// A download that is cancelled half a second after its start ends, and nothing but that ends it.
#[track_caller]
fn check_cancel(address: &Address) {
    let cancel = Cancel::default();
    thread::spawn({
        let cancel = cancel.clone();
        move || {
            thread::sleep(Duration::from_millis(500));
            cancel.cancel();
        }
    });
    let address = address.clone();
    let result = ends(move || fetch::download(&address, &endless(), &|_| {}, &cancel));
    assert_eq!(result.unwrap_err().problem, Problem::Cancelled);
}

#[test]
fn cancel_ends_it_in_every_phase_and_closes_the_connection() {
    let silent = Server::new(|stream, _| wait_until_closed(stream));
    let in_the_head = Server::new(|stream, _| {
        send(stream, "HTTP/1.1 200 OK\r\nContent-");
        wait_until_closed(stream);
    });
    let in_the_list = Server::new(|stream, _| {
        send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"");
        wait_until_closed(stream);
    });
    let endless = Server::new(|stream, _| {
        send(stream, "HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b" ").is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    });
    for server in [silent, in_the_head, in_the_list, endless] {
        check_cancel(&server.at("/"));
        server.closed.recv_timeout(Duration::from_mins(1)).unwrap();
    }
    // The handshake of an encrypted connection: the server waits for a head that never comes.
    let silent = Server::new(|stream, _| wait_until_closed(stream));
    check_cancel(&silent.address.replace("http:", "https:").parse().unwrap());
    silent.closed.recv_timeout(Duration::from_mins(1)).unwrap();
}

#[test]
fn cancel_ends_the_wait_for_a_connection() {
    let Some((_full, address)) = full_queue() else { return };
    check_cancel(&address);
}

#[test]
fn what_is_cancelled_before_it_begins_asks_nobody() {
    let server = Server::new(|stream, _| send_list(stream, ""));
    let cancel = Cancel::default();
    cancel.cancel();
    let result = fetch::download(&server.at("/"), &limits(), &|_| panic!(), &cancel);
    assert_eq!(result.unwrap_err().problem, Problem::Cancelled);
    assert!(server.heads.lock().unwrap().is_empty());
}

// ---- the command line ---------------------------------------------------------------------------------------------

fn import(address: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_tokens-per-dollar"))
        .current_dir(folder.path())
        .env("TOKENS_PER_DOLLAR_DIR", folder.path())
        .args(["import", address])
        .output()
        .unwrap()
}

#[test]
fn import_takes_an_address() {
    let server = Server::new(|stream, path| match path {
        "/list.json" => send_list(stream, ""),
        "/notes" => send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n# Note"),
        _ => send(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    });
    let output = import(server.at("/list.json").as_str());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "LiteLLM: 2 models imported (1 priced, 0 free, 1 unknown), 0 rows skipped\n"
    );
    // Progress is for a terminal, and this is none.
    assert!(output.stderr.is_empty(), "{:?}", String::from_utf8(output.stderr));
    assert_eq!(output.status.code(), Some(0));

    let check_refused = |address: &str, sentence: &str| {
        let output = import(address);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with(&format!("tokens-per-dollar: {sentence}")), "{said}");
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(output.stdout.is_empty());
    };
    let missing = server.at("/missing?key=secret");
    check_refused(
        missing.as_str(),
        &format!(
            "{}: the server answers 404: there is nothing at this address. Check the address",
            server.at("/missing")
        ),
    );
    let notes = server.at("/notes");
    check_refused(notes.as_str(), &format!("{notes}: "));
    check_refused("https://me:secret@example.org/", "leave out what stands before the @");
}

// ---- packing ------------------------------------------------------------------------------------------------------

/// Packs as gzip, through a `flate2` of our own choice.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
