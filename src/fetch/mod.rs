//! Downloads a price list from an address; the only room that touches the network, and only when it is called.
//!
//! One plain GET over HTTPS, or HTTP for servers of a local network: no cookies, no account, nothing that tells one user
//! from another. So nothing that a server has said before is sent back either: an `ETag` is as good as a cookie. What comes back is bytes; [`crate::catalog::feeds::import`] reads them, and the caller keeps its last
//! good list until that has worked. Proxies are those of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`;
//! this computer itself is reached without.
//!
//! [`download`] blocks: call it on a thread of its own.

mod address;
mod problem;
mod surplus;
mod transfer;

pub use address::{Address, AddressError};
pub use problem::{FetchError, Problem};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::catalog::feeds;

/// How often a running download looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(20);

/// How much a download may take. The default suits a slow line and the largest real list, of 3.2 MB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To find the server by its name, and again to connect to it and agree on encryption.
    pub connect: Duration,
    /// From the request to the whole head of the answer.
    pub answer: Duration,
    /// Between two arrivals of data.
    pub stall: Duration,
    /// For all of it.
    pub total: Duration,
    /// The largest list, in bytes, unpacked.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            stall: Duration::from_secs(20),
            total: Duration::from_mins(5),
            bytes: feeds::MOST_BYTES,
        }
    }
}

/// How far a download has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The server has not answered yet.
    Contacting,
    /// The list is coming in.
    Receiving {
        /// Bytes so far, unpacked.
        received: u64,
        /// Bytes in all, where the server says so; it cannot when it packs the list.
        announced: Option<u64>,
    },
}

/// Stops a download from another thread. Clones stop the same one.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the download, or keeps it from starting. It returns within 200 ms, whatever the server does.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Downloads a price list: its bytes, unpacked, not yet looked into. `progress` is called on this thread, a few times a
/// second at most.
///
/// # Errors
/// When there is no whole list within the limits, or it was cancelled. Nothing is kept then.
pub fn download(
    address: &Address,
    limits: &Limits,
    progress: &dyn Fn(Progress),
    cancel: &Cancel,
) -> Result<Vec<u8>, FetchError> {
    let failed = |problem| FetchError { address: address.clone(), problem };
    if cancel.is_cancelled() {
        return Err(failed(Problem::Cancelled));
    }
    // Nothing can interrupt the search for a name or a connection being made. So the transfer has a thread, which is
    // left to its own short end when the user has lost patience.
    let job = transfer::Job::new(address, limits);
    let agent = job.agent.clone();
    let (send, events) = mpsc::channel();
    let limits_there = limits.clone();
    thread::Builder::new()
        .name("download".to_owned())
        .spawn(move || {
            let outcome = job.run(&limits_there, &|progress| send.send(Event::Progress(progress)).is_ok());
            // When nobody waits any more, it was cancelled.
            let _ = send.send(Event::Done(outcome));
        })
        .map_err(|error| failed(Problem::Other(error.to_string())))?;
    progress(Progress::Contacting);
    loop {
        let event = events.recv_timeout(LOOK);
        if cancel.is_cancelled() {
            agent.shutdown();
            return Err(failed(Problem::Cancelled));
        }
        match event {
            Ok(Event::Progress(step)) => progress(step),
            Ok(Event::Done(outcome)) => return outcome.map_err(failed),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(failed(Problem::Other("the download ended without a result".to_owned())));
            }
        }
    }
}

/// What the thread of a transfer tells.
enum Event {
    Progress(Progress),
    Done(Result<Vec<u8>, Problem>),
}
