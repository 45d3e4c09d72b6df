//! Windows of every size and zoom: nothing is cut off at the side or covers something else. What a large zoom leaves of a
//! window is a small one, in points.

use eframe::egui::{Role, vec2};

use crate::controls::{Control, SCREENS, controls};
use crate::screen::Screen;

/// Sizes in points: 1024x640 at 100, 200 and 250 %, 1280x800 at 150 %, 2560x1440 at 100 %.
const SIZES: [(f32, f32); 5] =
    [(1024.0, 640.0), (512.0, 320.0), (409.6, 256.0), (853.0, 533.0), (2560.0, 1440.0)];

/// Screens that are tables wider than a small window, which scroll from side to side on purpose.
const TABLES: [&str; 6] = [
    "Compare, table",
    "Compare with lists, table",
    "Prices",
    "Prices with a form and own prices",
    "Prices with lists",
    "Price lists",
];

/// Whether it stands in a table or a chart: a row, or a figure with its receipt.
fn is_in_rows(control: &Control) -> bool {
    control.role == Role::ListBoxOption || control.name.ends_with("show how it is computed")
}

#[test]
fn no_control_is_cut_off_at_the_side() {
    let mut found = Vec::new();
    for (name, open) in SCREENS.iter().filter(|(name, _)| !TABLES.contains(name)) {
        let mut screen = Screen::new();
        open(&mut screen);
        for (width, height) in SIZES {
            screen.harness.set_size(vec2(width, height));
            screen.harness.run();
            for control in controls(&screen).iter().filter(|control| !is_in_rows(control)) {
                let (left, right) = (control.rect.min.x, control.rect.max.x);
                if left < -0.5 || right > width + 0.5 {
                    found.push(format!("{name} at {width}x{height}: {control:?}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "cut off:\n{}", found.join("\n"));
}

#[test]
fn no_control_covers_another() {
    let mut found = Vec::new();
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        for (width, height) in SIZES {
            screen.harness.set_size(vec2(width, height));
            screen.harness.run();
            // The line at the top does not scroll, so nothing of it may lie under anything else of it.
            let top: Vec<Control> =
                controls(&screen).into_iter().filter(|control| control.rect.max.y < 48.0).collect();
            for (place, one) in top.iter().enumerate() {
                for other in &top[place + 1..] {
                    let both = one.rect.intersect(other.rect);
                    if both.width() > 1.0 && both.height() > 1.0 {
                        found.push(format!("{name} at {width}x{height}: {one:?} and {other:?}"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "covered:\n{}", found.join("\n"));
}
