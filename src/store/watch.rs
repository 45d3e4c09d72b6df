//! Says when the folder changes, so that what other programs do shows at once. Only the window needs it.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, EventKind};
use notify::{RecursiveMode, Watcher as _};

use super::StoreError;

/// How long the folder must be quiet before it is said that it changed.
const QUIET: Duration = Duration::from_millis(150);
/// The longest that a restless folder is waited for.
const RESTLESS: Duration = Duration::from_secs(1);

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    _watcher: notify::RecommendedWatcher,
}

/// Calls `on_change` on a thread of its own, soon after something in the folder changed: once for several changes in a
/// row, and for the app's own as well. Give it [`super::Keeper::looker`].
///
/// # Errors
/// When the system cannot watch the folder, such as one that does not exist.
pub fn watch(folder: &Path, on_change: impl Fn() + Send + 'static) -> Result<Watcher, StoreError> {
    let refused = |reason: String| StoreError::Refused {
        path: folder.to_owned(),
        reason: format!("it is not watched for changes, because {reason}"),
    };
    let (bell, rings) = sync_channel::<()>(1);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_read = |kind: &EventKind| {
            matches!(kind, EventKind::Access(access) if !matches!(access, AccessKind::Close(_)))
        };
        let concerns_documents = match &event {
            Ok(event) if is_read(&event.kind) => false,
            // Only hidden names: the lock, and files that are not finished yet.
            Ok(event) if !event.paths.is_empty() => event.paths.iter().any(|path| !is_hidden(path)),
            Ok(_) | Err(_) => true,
        };
        if concerns_documents {
            // When it rings already, that is enough.
            _ = bell.try_send(());
        }
    })
    .map_err(|error| refused(error.to_string()))?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| refused(error.to_string()))?;
    let listen = move || {
        while rings.recv().is_ok() {
            let until = Instant::now() + RESTLESS;
            let mut is_over = false;
            while Instant::now() < until && !is_over {
                match rings.recv_timeout(QUIET) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => is_over = true,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            on_change();
        }
    };
    std::thread::Builder::new()
        .name("watcher".to_owned())
        .spawn(listen)
        .map_err(|error| refused(error.to_string()))?;
    Ok(Watcher { _watcher: watcher })
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
