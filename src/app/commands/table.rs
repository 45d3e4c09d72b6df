//! The table of commands: makes the enum and its functions from the rows.

use super::System;
use crate::app::state::State;

/// Makes the commands from their rows. A row is `Name in Group { .. }`, or `Name(value: Type = all values) in Group { .. }` for
/// a family of commands, with these parts in this order; all but `name` and `does` may be missing:
/// `name`; `now`, its name in a state where that differs; `words`, by which the palette finds it too; `keys` on a system, the
/// one to show first (`Command+Shift+Z`, where Command is Ctrl on all systems but the Mac); `refused`, why it cannot be
/// carried out in a state, in a few words; `does`, the actions that it asks for where it is not refused.
macro_rules! commands {
    (@all $all:ident $variant:ident) => { $all.push(Self::$variant) };
    (@all $all:ident $variant:ident $values:expr) => { $all.extend($values.iter().copied().map(Self::$variant)) };
    (@or $missing:expr;) => { $missing };
    (@or $missing:expr; $given:expr) => { $given };
    ($(
        $(#[$doc:meta])*
        $variant:ident $(($value:ident: $type:ty = $values:expr))? in $group:ident {
            name: $name:expr,
            $(now: $now:expr,)?
            $(words: $words:expr,)?
            $(keys: $keys:expr,)?
            $(refused: $refused:expr,)?
            does: $does:expr,
        }
    )*) => {
        /// Something that can be asked for by name or by keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Command {
            $($(#[$doc])* $variant $(($type))?,)*
        }

        #[allow(unused_variables, reason = "few parts of a family's row need its value")]
        impl Command {
            /// All commands, in the order of the palette and of the sheet.
            pub fn all() -> impl Iterator<Item = Self> {
                let mut all = Vec::new();
                $(commands!(@all all $variant $($values)?);)*
                all.into_iter()
            }

            /// What it is about.
            pub const fn group(self) -> Group {
                match self { $(Self::$variant $(($value))? => Group::$group,)* }
            }

            /// What it is called.
            pub fn name(self) -> Cow<'static, str> {
                match self { $(Self::$variant $(($value))? => Cow::from($name),)* }
            }

            /// What it would do now: `Undo delete workload Chat message`.
            pub fn name_now(self, state: &State) -> Cow<'static, str> {
                let now: Option<Cow<'static, str>> = match self {
                    $(Self::$variant $(($value))? => ask(commands!(@or |_| None; $($now)?), state),)*
                };
                now.unwrap_or_else(|| self.name())
            }

            /// Other words for it, which the palette finds it by.
            pub fn other_words(self) -> &'static str {
                match self { $(Self::$variant $(($value))? => commands!(@or ""; $($words)?),)* }
            }

            /// Its keys on a system, the one to show first.
            pub fn key_names(self, system: System) -> &'static [&'static str] {
                match self { $(Self::$variant $(($value))? => ask_keys(commands!(@or |_| &[]; $($keys)?), system),)* }
            }

            /// Why it cannot be carried out now, in a few words; `None` where it can.
            pub fn refusal(self, state: &State) -> Option<&'static str> {
                match self { $(Self::$variant $(($value))? => ask(commands!(@or |_| None; $($refused)?), state),)* }
            }

            /// What it asks for where it is not refused.
            pub(super) fn does(self, state: &State) -> Vec<Action> {
                match self { $(Self::$variant $(($value))? => ask($does, state),)* }
            }
        }
    };
}

pub(super) use commands;

/// Lets the compiler know what the closure of a row takes and gives.
pub(super) fn ask<T>(part: impl FnOnce(&State) -> T, state: &State) -> T {
    part(state)
}

/// As [`ask`], for keys.
pub(super) fn ask_keys(
    part: impl FnOnce(System) -> &'static [&'static str],
    system: System,
) -> &'static [&'static str] {
    part(system)
}
