//! Files that are named on the command line go to the window that is open on the same folder, on Linux over the session
//! bus, as `org.freedesktop.Application` has it. Elsewhere, and without a bus, a window of its own opens them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use eframe::egui::Context;

use crate::app::action::Action;

/// Hands files to the window that is open on this folder. `false` where none is, or none answers soon: then they are still
/// to be opened.
#[cfg(not(target_os = "linux"))]
pub fn hand_over(_: &Path, _: &[PathBuf]) -> bool {
    false
}

/// Hands files to the window that is open on this folder. `false` where none is, or none answers soon: then they are still
/// to be opened.
#[cfg(target_os = "linux")]
pub fn hand_over(folder: &Path, files: &[PathBuf]) -> bool {
    bus::hand_over(folder, files)
}

/// What takes files from later starts of the program, for as long as the window is open.
#[derive(Debug, Default)]
pub struct Taker {
    is_closing: Arc<AtomicBool>,
}

impl Taker {
    /// Takes files from a thread of its own, and passes them on as actions.
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unused_self, reason = "there is no bus"))]
    pub fn start(&self, ctx: Context, folder: PathBuf, send: Sender<Action>) {
        #[cfg(target_os = "linux")]
        {
            let window = bus::Window { ctx, send, is_closing: Arc::clone(&self.is_closing) };
            let started = std::thread::Builder::new().name("hand over".to_owned()).spawn(move || {
                if let Err(error) = pollster::block_on(bus::take(&folder, window)) {
                    log::debug!("no file is taken from later starts: {error}");
                }
            });
            if let Err(error) = started {
                log::warn!("no file is taken from later starts: {error}");
            }
        }
        #[cfg(not(target_os = "linux"))]
        {
            _ = (ctx, folder, send);
        }
    }

    /// Takes nothing more: the window closes.
    pub fn stop(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
    }
}

#[cfg(target_os = "linux")]
#[expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the interface is the desktop's"
)]
mod bus {
    use std::collections::HashMap;
    use std::ffi::OsString;
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStringExt as _;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use eframe::egui::Context;
    use zbus::fdo;
    use zbus::zvariant::OwnedValue;

    use crate::app::action::Action;
    use crate::catalog::Fingerprint;
    use crate::store;

    /// What the names of all our windows begin with.
    const NAME: &str = "org.tokens_per_dollar.Folder.f";
    /// The interface of an app that files are opened with.
    const APPLICATION: &str = "org.freedesktop.Application";
    /// Longer than a window that is there takes to answer, since a thread of its own does.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// The name of the window on a folder, and the path of its object.
    fn address(folder: &Path) -> (String, String) {
        let folder = store::identity(folder);
        let fingerprint = Fingerprint::of(folder.as_os_str().as_encoded_bytes()).to_string();
        let name = format!("{NAME}{}", fingerprint.replace('-', "_"));
        let path = format!("/{}", name.replace('.', "/"));
        (name, path)
    }

    /// Hands files over, in no more time than [`PATIENCE`].
    pub fn hand_over(folder: &Path, files: &[PathBuf]) -> bool {
        let (name, path) = address(folder);
        let uris: Vec<String> = files.iter().map(|file| uri(file)).collect();
        let (done, outcome) = channel();
        let asked = std::thread::Builder::new().name("hand over".to_owned()).spawn(move || {
            let opened = pollster::block_on(async {
                let connection = zbus::Connection::session().await?;
                let nothing: HashMap<&str, OwnedValue> = HashMap::new();
                let window = zbus::Proxy::new(&connection, name, path, APPLICATION).await?;
                window.call::<_, _, ()>("Open", &(uris, nothing)).await
            });
            _ = done.send(opened);
        });
        if asked.is_err() {
            return false;
        }
        match outcome.recv_timeout(PATIENCE) {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                log::debug!("no window takes the files: {error}");
                false
            }
            Err(_) => {
                log::warn!("the window on this folder does not answer; another one opens");
                false
            }
        }
    }

    /// Takes files until the program ends. A second window on the folder waits in the bus's queue, and takes them when the
    /// first has gone.
    pub async fn take(folder: &Path, window: Window) -> zbus::Result<()> {
        const BUS: &str = "org.freedesktop.DBus";
        let (name, path) = address(folder);
        let connection = zbus::connection::Builder::session()?.serve_at(path, window)?.build().await?;
        let queue = 0_u32;
        connection
            .call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "RequestName", &(name, queue))
            .await?;
        std::future::pending().await
    }

    /// The window as the bus sees it.
    pub struct Window {
        pub ctx: Context,
        pub send: Sender<Action>,
        pub is_closing: Arc<AtomicBool>,
    }

    impl Window {
        fn pass_on(&self, files: Vec<PathBuf>) -> fdo::Result<()> {
            if self.is_closing.load(Ordering::SeqCst) || self.send.send(Action::OpenFiles(files)).is_err() {
                return Err(fdo::Error::Failed("the window is closing".to_owned()));
            }
            self.ctx.request_repaint();
            Ok(())
        }
    }

    #[zbus::interface(name = "org.freedesktop.Application")]
    impl Window {
        /// Raises the window.
        fn activate(&self, _platform_data: HashMap<String, OwnedValue>) -> fdo::Result<()> {
            self.pass_on(Vec::new())
        }

        /// Opens files in the window, and raises it.
        fn open(&self, uris: Vec<String>, _platform_data: HashMap<String, OwnedValue>) -> fdo::Result<()> {
            let files: Vec<PathBuf> = uris.iter().filter_map(|uri| path(uri)).collect();
            if files.len() < uris.len() {
                return Err(fdo::Error::InvalidArgs("only files of this machine can be opened".to_owned()));
            }
            self.pass_on(files)
        }

        /// There are no actions by name.
        fn activate_action(
            &self,
            _name: &str,
            _parameter: Vec<OwnedValue>,
            _platform_data: HashMap<String, OwnedValue>,
        ) -> fdo::Result<()> {
            Err(fdo::Error::NotSupported("there are no actions by name".to_owned()))
        }
    }

    /// A path as `file://` has it.
    fn uri(path: &Path) -> String {
        let mut uri = "file://".to_owned();
        for byte in path.as_os_str().as_encoded_bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
                uri.push(char::from(*byte));
            } else {
                _ = write!(uri, "%{byte:02X}");
            }
        }
        uri
    }

    /// The path of a file of this machine.
    fn path(uri: &str) -> Option<PathBuf> {
        let rest = uri.strip_prefix("file://")?;
        let rest = rest.strip_prefix("localhost").unwrap_or(rest);
        let mut bytes = Vec::new();
        let mut parts = rest.split('%');
        bytes.extend_from_slice(parts.next()?.as_bytes());
        for part in parts {
            let (digits, text) = part.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            bytes.extend_from_slice(text.as_bytes());
        }
        Some(PathBuf::from(OsString::from_vec(bytes))).filter(|path| path.is_absolute())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn paths_become_addresses_and_paths_again() {
            for text in ["/a/b.ron", "/with space/50%.ron", "/ümlaut/%41", "/a?b#c"] {
                assert_eq!(path(&uri(Path::new(text))), Some(PathBuf::from(text)), "{text}");
            }
            let odd = PathBuf::from(OsString::from_vec(b"/no\xffutf8".to_vec()));
            assert_eq!(uri(&odd), "file:///no%FFutf8");
            assert_eq!(path(&uri(&odd)), Some(odd));
            assert_eq!(path("file://localhost/a"), Some("/a".into()));
            for bad in [
                "https://a/b",
                "/a",
                "file://other/a",
                "file:///a%",
                "file:///a%4",
                "file:///%zz",
                "file://",
                "file:///%é",
            ] {
                assert_eq!(path(bad), None, "{bad}");
            }
        }

        #[test]
        fn each_folder_has_a_name_that_the_bus_takes() {
            let (name, path) = address(Path::new("/some/folder"));
            assert!(zbus::names::WellKnownName::try_from(name.as_str()).is_ok(), "{name}");
            assert!(zbus::zvariant::ObjectPath::try_from(path.as_str()).is_ok(), "{path}");
            assert_ne!(name, address(Path::new("/some/other")).0);
            assert_eq!(name, address(Path::new("/some/folder/")).0);
        }
    }
}
