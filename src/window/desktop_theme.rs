//! What the desktop asks of its apps, on Linux: light or dark, more contrast, less motion. The window system does not
//! say it, the settings portal does. Elsewhere the toolkit knows light from dark by itself.

use eframe::egui::Context;
#[cfg(target_os = "linux")]
use eframe::egui::Theme;

#[cfg(target_os = "linux")]
use super::theme::{self, Desktop};

/// What the portal calls the wishes.
#[cfg(target_os = "linux")]
const SPACE: &str = "org.freedesktop.appearance";

/// Follows the desktop from a thread of its own, for as long as the app runs. Without a portal that answers the theme
/// stays the one that the toolkit falls back to.
#[cfg(not(target_os = "linux"))]
pub fn follow(_: &Context) {}

/// Follows the desktop from a thread of its own, for as long as the app runs. Without a portal that answers the theme
/// stays the one that the toolkit falls back to.
#[cfg(target_os = "linux")]
pub fn follow(ctx: &Context) {
    let ctx = ctx.clone();
    let started = std::thread::Builder::new().name("desktop theme".to_owned()).spawn(move || {
        if let Err(error) = pollster::block_on(listen(&ctx)) {
            log::debug!("no settings portal answers: {error}");
        }
    });
    if let Err(error) = started {
        log::warn!("the desktop's theme cannot be followed: {error}");
    }
}

#[cfg(target_os = "linux")]
async fn listen(ctx: &Context) -> zbus::Result<()> {
    use zbus::export::ordered_stream::OrderedStreamExt as _;
    use zbus::zvariant::{OwnedValue, Value};

    let connection = zbus::Connection::session().await?;
    let portal = zbus::Proxy::new(
        &connection,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )
    .await?;
    let mut changes = portal.receive_signal("SettingChanged").await?;
    for wish in Wish::ALL {
        // Older portals know some of them only.
        match portal.call::<_, _, OwnedValue>("Read", &(SPACE, wish.key())).await {
            Ok(now) => wish.take_over(ctx, &now),
            Err(error) => log::debug!("the settings portal does not say {}: {error}", wish.key()),
        }
    }
    while let Some(change) = changes.next().await {
        let body = change.body();
        if let Ok((SPACE, key, value)) = body.deserialize::<(&str, &str, Value<'_>)>()
            && let Some(wish) = Wish::ALL.into_iter().find(|wish| wish.key() == key)
        {
            wish.take_over(ctx, &value);
        }
    }
    Ok(())
}

/// Something that the desktop may ask for.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    ColourScheme,
    Contrast,
    ReducedMotion,
}

#[cfg(target_os = "linux")]
impl Wish {
    const ALL: [Self; 3] = [Self::ColourScheme, Self::Contrast, Self::ReducedMotion];

    const fn key(self) -> &'static str {
        match self {
            Self::ColourScheme => "color-scheme",
            Self::Contrast => "contrast",
            Self::ReducedMotion => "reduced-motion",
        }
    }

    /// Puts it in force where the user has no wish.
    fn take_over(self, ctx: &Context, value: &zbus::zvariant::Value<'_>) {
        if let Some(number) = number(value) {
            theme::set_desktop(ctx, |desktop| self.set(desktop, number));
        }
    }

    /// 1 is dark, high, reduced; 0 is no wish, and 2 is light. Any other number says nothing.
    const fn set(self, desktop: &mut Desktop, number: u32) {
        match (self, number) {
            (Self::ColourScheme, 1) => desktop.theme = Theme::Dark,
            (Self::ColourScheme, 0 | 2) => desktop.theme = Theme::Light,
            (Self::Contrast, 0 | 1) => desktop.high_contrast = number == 1,
            (Self::ReducedMotion, 0 | 1) => desktop.reduced_motion = number == 1,
            _ => {}
        }
    }
}

/// `Read` wraps the number twice, the signal once.
#[cfg(target_os = "linux")]
fn number(value: &zbus::zvariant::Value<'_>) -> Option<u32> {
    use zbus::zvariant::Value;
    match value {
        Value::Value(inner) => number(inner),
        Value::U32(number) => Some(*number),
        _ => None,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use zbus::zvariant::Value;

    #[test]
    fn the_portals_numbers_are_wishes() {
        let wrapped = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
        assert_eq!(number(&wrapped), Some(1));
        assert_eq!(number(&Value::from("dark")), None);
        let mut desktop = Desktop::default();
        for wish in Wish::ALL {
            wish.set(&mut desktop, 1);
        }
        let all = Desktop { theme: Theme::Dark, high_contrast: true, reduced_motion: true };
        assert_eq!(desktop, all);
        for wish in Wish::ALL {
            wish.set(&mut desktop, 9);
        }
        assert_eq!(desktop, all);
        for wish in Wish::ALL {
            wish.set(&mut desktop, 0);
        }
        assert_eq!(desktop, Desktop::default());
    }
}
