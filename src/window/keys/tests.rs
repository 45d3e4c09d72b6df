//! The keys of the commands on Windows, Linux and a Mac: no two of ours alike, none that a text field needs, none that the
//! system keeps for itself.

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use crate::app::commands::{Command, System};

const SYSTEMS: [OperatingSystem; 3] = [OperatingSystem::Windows, OperatingSystem::Nix, OperatingSystem::Mac];

/// A combination as it is pressed: `COMMAND` is resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "there are four such keys")]
struct Pressed {
    ctrl: bool,
    alt: bool,
    shift: bool,
    /// The Command key of a Mac, the Windows key elsewhere.
    meta: bool,
    key: Key,
}

fn resolved(shortcut: KeyboardShortcut, os: OperatingSystem) -> Pressed {
    let Modifiers { alt, ctrl, shift, mac_cmd, command } = shortcut.modifiers;
    let is_mac = os == OperatingSystem::Mac;
    Pressed {
        ctrl: ctrl || (command && !is_mac),
        alt,
        shift,
        meta: mac_cmd || (command && is_mac),
        key: shortcut.logical_key,
    }
}

/// Reads `Ctrl+Shift+Z`, and `*` for any key.
fn combination(text: &str) -> (Pressed, bool) {
    let mut pressed = Pressed { ctrl: false, alt: false, shift: false, meta: false, key: Key::F35 };
    let mut is_any = false;
    for part in text.split('+') {
        match part {
            "Ctrl" => pressed.ctrl = true,
            "Alt" => pressed.alt = true,
            "Shift" => pressed.shift = true,
            "Cmd" | "Win" => pressed.meta = true,
            "*" => is_any = true,
            name => pressed.key = Key::from_name(name).unwrap_or_else(|| panic!("no key is called {name}")),
        }
    }
    (pressed, is_any)
}

fn is_hit(ours: Pressed, text: &str) -> bool {
    let (theirs, is_any) = combination(text);
    let ours = if is_any { Pressed { key: theirs.key, ..ours } } else { ours };
    ours == theirs
}

fn all(os: OperatingSystem) -> Vec<(Command, Pressed)> {
    let of = |command: Command| command.shortcuts(os).map(move |shortcut| (command, resolved(shortcut, os)));
    Command::all().flat_map(of).collect()
}

/// What the systems keep for themselves.
///
/// Windows: "Keyboard shortcuts in Windows" at support.microsoft.com. Linux: the default key bindings of GNOME
/// (`org.gnome.desktop.wm.keybindings`, `org.gnome.mutter`, `org.gnome.shell.keybindings`) and of KDE's `kwin` and
/// `ksmserver`, and those of the console and the X server. Mac: "Mac keyboard shortcuts" at support.apple.com (102650).
const RESERVED: [(OperatingSystem, &[&str]); 3] = [
    (
        OperatingSystem::Windows,
        &[
            "Win+*",
            "Ctrl+Win+*",
            "Alt+Win+*",
            "Shift+Win+*",
            "Alt+F4",
            "Alt+Tab",
            "Alt+Shift+Tab",
            "Ctrl+Alt+Tab",
            "Alt+Escape",
            "Alt+Space",
            "Alt+Enter",
            "Ctrl+Escape",
            "Ctrl+Shift+Escape",
            "Ctrl+Alt+Delete",
            // AltGr: it makes letters.
            "Ctrl+Alt+*",
            "Ctrl+Alt+Shift+*",
            "F10",
            "Shift+F10",
        ],
    ),
    (
        OperatingSystem::Nix,
        &[
            "Win+*",
            "Ctrl+Win+*",
            "Alt+Win+*",
            "Shift+Win+*",
            "Alt+F1",
            "Alt+F2",
            "Alt+F3",
            "Alt+F4",
            "Alt+F5",
            "Alt+F6",
            "Alt+F7",
            "Alt+F8",
            "Alt+F9",
            "Alt+F10",
            "Alt+Tab",
            "Alt+Shift+Tab",
            "Alt+Escape",
            "Alt+Space",
            "Alt+Backtick",
            "Ctrl+Escape",
            // The console, the X server, moving between workspaces, the terminal.
            "Ctrl+Alt+*",
            "Ctrl+Alt+Shift+*",
            "Ctrl+F1",
            "Ctrl+F2",
            "Ctrl+F3",
            "Ctrl+F4",
            "Ctrl+F7",
            "Ctrl+F8",
            "Ctrl+F9",
            "Ctrl+F10",
            "Ctrl+F11",
            "Ctrl+F12",
            // Types a letter by its number under IBus and GTK.
            "Ctrl+Shift+U",
            "Ctrl+Shift+E",
            "Ctrl+Space",
        ],
    ),
    (
        OperatingSystem::Mac,
        &[
            "Cmd+H",
            "Alt+Cmd+H",
            "Cmd+M",
            "Alt+Cmd+M",
            "Cmd+Tab",
            "Shift+Cmd+Tab",
            "Cmd+Space",
            "Alt+Cmd+Space",
            "Ctrl+Space",
            "Ctrl+Cmd+Space",
            "Ctrl+Cmd+F",
            "Ctrl+Cmd+Q",
            "Shift+Cmd+Q",
            "Alt+Shift+Cmd+Q",
            "Alt+Cmd+Escape",
            "Alt+Cmd+D",
            "Shift+Cmd+3",
            "Shift+Cmd+4",
            "Shift+Cmd+5",
            "Shift+Cmd+6",
            "Cmd+Backtick",
            "Shift+Cmd+Backtick",
            "Shift+Cmd+Slash",
            "Cmd+W",
            "Ctrl+Up",
            "Ctrl+Down",
            "Ctrl+Left",
            "Ctrl+Right",
            "Ctrl+F2",
            "Ctrl+F3",
            "Ctrl+F4",
            "Ctrl+F5",
            "Ctrl+F6",
            "Ctrl+F7",
            "Ctrl+F8",
            // Option with a letter or a digit makes another letter.
            "F11",
        ],
    ),
];

/// What egui's text fields do with keys: `egui/src/widgets/text_edit/builder.rs` and
/// `egui/src/text_selection/cursor_range.rs`, version 0.37, and the clipboard of `egui-winit`.
fn text_keys(os: OperatingSystem) -> Vec<String> {
    let command = if os == OperatingSystem::Mac { "Cmd" } else { "Ctrl" };
    let mut keys: Vec<String> = ["A", "C", "X", "V", "Z", "Y"].map(|key| format!("{command}+{key}")).to_vec();
    let shifted = if os == OperatingSystem::Mac { "Shift+Cmd+Z" } else { "Ctrl+Shift+Z" };
    keys.push(shifted.to_owned());
    for key in ["Up", "Down", "Left", "Right", "Home", "End", "Backspace", "Delete"] {
        for modifier in ["", "Shift+", "Ctrl+", "Alt+", "Ctrl+Shift+", "Alt+Shift+", "Cmd+", "Shift+Cmd+"] {
            keys.push(format!("{modifier}{key}"));
        }
    }
    keys.extend(["Enter", "Shift+Enter", "Tab", "Shift+Tab", "Escape"].map(str::to_owned));
    keys.extend(["H", "K", "U", "W"].map(|key| format!("Ctrl+{key}")));
    if os == OperatingSystem::Mac {
        keys.extend(["P", "N", "B", "F", "A", "E"].map(|key| format!("Ctrl+{key}")));
    }
    if os == OperatingSystem::Windows {
        keys.extend(["Ctrl+Insert", "Shift+Insert", "Shift+Delete"].map(str::to_owned));
    }
    keys
}

/// Where we take a key of a text field on purpose: what it means in the field is the same (undo, redo, which a field that
/// is typed in keeps), or a habit of Emacs that neither Windows nor a desktop of Linux has.
fn is_taken_on_purpose(command: Command, os: OperatingSystem) -> bool {
    matches!(command, Command::Undo | Command::Redo)
        || (command == Command::Palette && os != OperatingSystem::Mac)
}

#[test]
fn no_two_commands_share_their_keys() {
    for os in SYSTEMS {
        let all = all(os);
        for (index, (command, pressed)) in all.iter().enumerate() {
            for (other, its) in &all[index + 1..] {
                assert_ne!(pressed, its, "{command:?} and {other:?} on {os:?}");
            }
        }
    }
}

#[test]
fn the_systems_keep_their_keys() {
    for (os, reserved) in RESERVED {
        for (command, pressed) in all(os) {
            for theirs in reserved {
                assert!(!is_hit(pressed, theirs), "{command:?} takes {theirs} of {os:?}");
            }
        }
    }
}

#[test]
fn text_fields_keep_their_keys() {
    for os in SYSTEMS {
        for (command, pressed) in all(os) {
            for theirs in text_keys(os) {
                let is_clash = is_hit(pressed, &theirs) && !is_taken_on_purpose(command, os);
                assert!(!is_clash, "{command:?} takes {theirs} of a text field on {os:?}");
            }
        }
    }
}

#[test]
fn no_shortcut_is_a_letter_that_is_typed() {
    for os in SYSTEMS {
        for (command, pressed) in all(os) {
            let makes_letters = !pressed.ctrl && !pressed.meta;
            let is_far = matches!(pressed.key, Key::F1 | Key::PageUp | Key::PageDown);
            assert!(!makes_letters || is_far, "{command:?} on {os:?}: {pressed:?} may be typed");
            // AltGr is both.
            assert!(!(pressed.ctrl && pressed.alt), "{command:?} on {os:?}: {pressed:?} is AltGr");
        }
    }
}

#[test]
fn the_tables_would_find_a_clash() {
    let command = |key| resolved(KeyboardShortcut::new(Modifiers::COMMAND, key), OperatingSystem::Mac);
    assert!(is_hit(command(Key::H), "Cmd+H"));
    let super_key = Pressed { ctrl: false, alt: false, shift: false, meta: true, key: Key::E };
    assert!(is_hit(super_key, "Win+*") && !is_hit(super_key, "Ctrl+Win+*"));
    assert!(!is_hit(command(Key::H), "Ctrl+H"));
}

#[test]
fn every_name_of_keys_is_a_shortcut() {
    for command in Command::all() {
        for (os, system) in SYSTEMS.into_iter().zip([System::Windows, System::Other, System::Mac]) {
            assert_eq!(
                command.shortcuts(os).count(),
                command.key_names(system).len(),
                "{command:?} on {os:?}"
            );
        }
    }
}
