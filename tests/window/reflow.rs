//! Windows of every size and zoom: nothing is cut off at the side or covers something else. What a large zoom leaves of a
//! window is a small one, in points.

use eframe::egui::{
    Event, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, Role, Shape, TouchPhase, pos2, vec2,
};

use crate::controls::{Control, SCREENS, controls};
use crate::screen::Screen;

/// Sizes in points: 1024x640 at 100, 120, 140, 200 and 250 %; 2560x1440 at 100 and 200 %; 3840x2160 at 100 and 250 %.
const SIZES: [(f32, f32); 9] = [
    (1024.0, 640.0),
    (740.0, 500.0),
    (853.0, 533.0),
    (512.0, 320.0),
    (409.6, 256.0),
    (2560.0, 1440.0),
    (1280.0, 720.0),
    (3840.0, 2160.0),
    (1536.0, 864.0),
];

/// Sizes in points down to what a small window zoomed in leaves, and beyond: 300x200 at 300 % has 100x67.
const SMALLEST: [(f32, f32); 12] = [
    (100.0, 640.0),
    (100.0, 100.0),
    (128.0, 256.0),
    (160.0, 100.0),
    (213.0, 427.0),
    (240.0, 120.0),
    (256.0, 192.0),
    (300.0, 100.0),
    (320.0, 200.0),
    (360.0, 800.0),
    (640.0, 100.0),
    (1040.0, 67.0),
];

#[test]
fn no_window_is_too_small_to_be_drawn() {
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        for (place, (width, height)) in SMALLEST.into_iter().enumerate() {
            // By another zoom at each size: what a point is in pixels moves all that is rounded to them.
            screen.harness.set_pixels_per_point([1.0, 1.3, 2.5][place % 3]);
            screen.harness.set_size(vec2(width, height));
            screen.harness.run_steps(3);
            let all = controls(&screen).len();
            assert!(all > 2, "{name} at {width}x{height} has {all} controls");
        }
    }
}

/// Screens that are tables wider than a small window, which scroll from side to side on purpose.
const TABLES: [&str; 7] = [
    "Discounts",
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
fn no_control_is_cut_off_at_the_side_or_covers_another() {
    let mut found = Vec::new();
    for (name, open) in SCREENS {
        let mut screen = Screen::new();
        open(&mut screen);
        for (width, height) in SIZES {
            screen.harness.set_size(vec2(width, height));
            // What is in the middle of a window stands where its size of the frame before put it.
            screen.harness.run_steps(2);
            let all = controls(&screen);
            let at = |what: String| format!("{name} at {width}x{height}: {what}");
            let beside = |control: &&Control| control.rect.min.x < -0.5 || control.rect.max.x > width + 0.5;
            if !TABLES.contains(&name) {
                let cut = all.iter().filter(|control| !is_in_rows(control)).filter(beside);
                found.extend(cut.map(|control| at(format!("cut off: {control:?}"))));
            }
            // The line at the top does not scroll, so nothing of it may lie under anything else of it.
            let top: Vec<&Control> = all.iter().filter(|control| control.rect.max.y < 48.0).collect();
            for (place, one) in top.iter().enumerate() {
                for other in &top[place + 1..] {
                    let both = one.rect.intersect(other.rect);
                    if both.width() > 1.0 && both.height() > 1.0 {
                        found.push(at(format!("{one:?} covers {other:?}")));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What lies over the window on purpose.
const OVER: [&str; 3] = ["Shortcuts", "Palette", "A receipt"];

/// The texts that can be seen, and where.
fn texts(screen: &Screen) -> Vec<(String, Rect)> {
    fn add(shape: &Shape, clip: Rect, texts: &mut Vec<(String, Rect)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| add(shape, clip, texts)),
            Shape::Text(text) if text.angle == 0.0 => {
                // Line by line, for the first of several may begin behind what stands before it.
                for row in text.galley.rows.iter().filter(|row| !row.text().trim().is_empty()) {
                    let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
                    let seen = ink.intersect(clip);
                    if seen.is_positive() {
                        texts.push((row.text(), seen));
                    }
                }
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    for clipped in &screen.harness.output().shapes {
        add(&clipped.shape, clipped.clip_rect, &mut texts);
    }
    texts
}

#[test]
fn no_text_covers_another() {
    let mut found = Vec::new();
    for (name, open) in SCREENS.into_iter().filter(|(name, _)| !OVER.contains(name)) {
        let mut screen = Screen::new();
        open(&mut screen);
        for (width, height) in SIZES {
            screen.harness.set_size(vec2(width, height));
            screen.harness.run_steps(2);
            let texts = texts(&screen);
            for (place, (one, at)) in texts.iter().enumerate() {
                for (other, beside) in &texts[place + 1..] {
                    let both = at.intersect(*beside);
                    if both.width() > 2.0 && both.height() > 2.0 {
                        let said = format!("{one:?} and {other:?} at {both:?}");
                        found.push(format!("{name} at {width}x{height}: {said}"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn compare_scrolls_only_where_there_is_no_room() {
    for (name, open) in SCREENS.into_iter().filter(|(name, _)| name.starts_with("Compare")) {
        let mut screen = Screen::new();
        open(&mut screen);
        if name.ends_with("above them") {
            // What is left out of a log scale is said below the chart.
            screen.click("Scale: Log");
        }
        for (width, height) in SIZES.into_iter().filter(|(_, height)| *height > 700.0) {
            screen.harness.set_size(vec2(width, height));
            screen.harness.run_steps(2);
            let title = |screen: &Screen| {
                let texts = texts(screen);
                texts.iter().find(|(text, _)| text.contains("cheapest")).map(|(_, rect)| rect.min.y)
            };
            let before = title(&screen);
            assert!(before.is_some(), "{name}");
            screen.hover(pos2(width * 0.45, 112.0));
            screen.harness.event(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, -200.0),
                modifiers: Modifiers::NONE,
                phase: TouchPhase::Move,
                source: MouseWheelSource::Unknown,
            });
            screen.harness.run_steps(8);
            assert_eq!(title(&screen), before, "{name} at {width}x{height}");
        }
    }
}
