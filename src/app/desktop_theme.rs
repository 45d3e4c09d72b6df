//! Whether the desktop wants light or dark, on Linux: the window system does not say, the settings portal does.
//! Elsewhere the toolkit knows by itself.

use eframe::egui::Context;
#[cfg(target_os = "linux")]
use eframe::egui::Theme;

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

    const SPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";
    let connection = zbus::Connection::session().await?;
    let portal = zbus::Proxy::new(
        &connection,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )
    .await?;
    let mut changes = portal.receive_signal("SettingChanged").await?;
    let now: OwnedValue = portal.call("Read", &(SPACE, KEY)).await?;
    take_over(ctx, &now);
    while let Some(change) = changes.next().await {
        let body = change.body();
        if let Ok((SPACE, KEY, value)) = body.deserialize::<(&str, &str, Value<'_>)>() {
            take_over(ctx, &value);
        }
    }
    Ok(())
}

/// Puts the desktop's wish in force where the user has none.
#[cfg(target_os = "linux")]
fn take_over(ctx: &Context, value: &zbus::zvariant::Value<'_>) {
    let Some(theme) = theme_of(value) else { return };
    if ctx.options(|options| options.fallback_theme) != theme {
        ctx.options_mut(|options| options.fallback_theme = theme);
        ctx.request_repaint();
    }
}

/// 1 is dark, 2 is light, 0 is no wish. `Read` wraps the number twice, the signal once.
#[cfg(target_os = "linux")]
fn theme_of(value: &zbus::zvariant::Value<'_>) -> Option<Theme> {
    use zbus::zvariant::Value;
    match value {
        Value::Value(inner) => theme_of(inner),
        Value::U32(1) => Some(Theme::Dark),
        Value::U32(0 | 2) => Some(Theme::Light),
        _ => None,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use zbus::zvariant::Value;

    #[test]
    fn the_portals_numbers_are_themes() {
        let wrapped = |number: u32| Value::Value(Box::new(Value::Value(Box::new(Value::U32(number)))));
        assert_eq!(theme_of(&wrapped(1)), Some(Theme::Dark));
        assert_eq!(theme_of(&wrapped(2)), Some(Theme::Light));
        assert_eq!(theme_of(&Value::U32(0)), Some(Theme::Light));
        assert_eq!(theme_of(&Value::U32(9)), None);
        assert_eq!(theme_of(&Value::from("dark")), None);
    }
}
