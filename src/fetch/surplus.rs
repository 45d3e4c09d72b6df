//! Notices when a server sends more than it announced: then what was announced is not the whole list.
//!
//! A table that ends early still looks like one, its last price perhaps a digit short. The client drops what comes behind
//! the announced end without a word, so this looks at a connection when the client lets go of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Puts a [`Watched`] around each connection, and says what was seen on the last one.
#[derive(Clone, Debug, Default)]
pub(super) struct Surplus(Arc<AtomicBool>);

impl Surplus {
    /// Whether more came than was announced, known once the answer has been read to its end.
    pub(super) fn is_there(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<In: Transport> Connector<In> for Surplus {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        // What was left over on the way here, behind a redirect, is no part of a list.
        self.0.store(false, Ordering::Relaxed);
        Ok(chained.map(|transport| Watched { transport, surplus: self.clone() }))
    }
}

/// A connection that is looked at when it ends.
#[derive(Debug)]
pub(super) struct Watched<T: Transport> {
    transport: T,
    surplus: Surplus,
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.transport.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

impl<T: Transport> Drop for Watched<T> {
    fn drop(&mut self) {
        // A line end too many does no harm.
        if !self.transport.buffers().input().trim_ascii().is_empty() {
            self.surplus.0.store(true, Ordering::Relaxed);
        }
    }
}
