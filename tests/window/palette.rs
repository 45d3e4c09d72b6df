//! The palette of commands, and the shortcuts that have no screen of their own.

use eframe::egui::{Event, Key, Modifiers, Role, ViewportCommand, accesskit};
use egui_kittest::kittest::{NodeT, Queryable};
use tokens_per_dollar::app::{Figure, Place, PricesPage};
use tokens_per_dollar::chart::{Scale, Sort};
use tokens_per_dollar::settings::Theme;

use crate::screen::Screen;

fn chosen(screen: &Screen) -> String {
    let row = screen.only("the chosen row", |node| {
        node.role() == Role::ListBoxOption
            && node.is_selected() == Some(true)
            && node.data().supports_action(accesskit::Action::Click)
            && !node.label().unwrap_or_default().contains(" in, ")
    });
    row.accesskit_node().label().unwrap()
}

fn open(screen: &mut Screen, query: &str) {
    screen.command(Key::K);
    screen.has_role(Role::TextInput, "Find a command");
    assert_eq!(screen.focused(), chosen(screen), "a screen reader says the chosen row");
    if !query.is_empty() {
        screen.type_text(query);
    }
}

#[test]
fn commands_are_found_and_carried_out_by_keyboard() {
    let mut screen = Screen::new();
    open(&mut screen, "gopri");
    screen.has("Go to Prices, Ctrl+3");
    assert_eq!(chosen(&screen), "Go to Prices, Ctrl+3");
    screen.press(Key::Enter);
    assert_eq!(screen.window().state().view.place, Place::Prices);
    screen.lacks("Find a command");

    open(&mut screen, "discounts");
    screen.press(Key::Enter);
    assert_eq!(screen.window().state().view.prices_page, PricesPage::Discounts);

    open(&mut screen, "dark");
    screen.press(Key::Enter);
    screen.until(|documents| documents.settings.value.appearance.theme == Theme::Dark);

    open(&mut screen, "cheapest gpt 4.1 mini");
    screen.has("Nothing has these letters in its name.");
    screen.press(Key::Enter);
    screen.press(Key::Escape);
    screen.lacks("Find a command");

    open(&mut screen, "gpt41mini");
    screen.press(Key::Enter);
    let state = screen.window().state();
    assert_eq!(state.view.place, Place::Compare);
    assert_eq!(state.focus.details.as_ref().unwrap().offer.model.name, "GPT-4.1 mini");

    open(&mut screen, "choose document");
    let wanted = chosen(&screen);
    screen.press(Key::Enter);
    let workload = screen.window().state().workload().unwrap().workload.name().to_string();
    assert_eq!(wanted, format!("Choose workload {workload}, Workload"));
}

#[test]
fn the_arrows_go_from_row_to_row_and_around() {
    let mut screen = Screen::new();
    open(&mut screen, "");
    assert_eq!(chosen(&screen), "Go to Compare, Ctrl+1");
    screen.press(Key::ArrowDown);
    assert_eq!(chosen(&screen), "Go to Workloads, Ctrl+2");
    screen.press(Key::ArrowUp);
    screen.press(Key::ArrowUp);
    assert_eq!(
        screen.window().state().view.palette.as_ref().unwrap().chosen,
        screen.window().state().derived.palette.found.len() - 1
    );
    let last = chosen(&screen);
    screen.press(Key::Home);
    assert_eq!(chosen(&screen), "Go to Compare, Ctrl+1");
    screen.press(Key::PageDown);
    assert_eq!(screen.window().state().view.palette.as_ref().unwrap().chosen, 10);
    screen.press(Key::PageUp);
    assert_eq!(chosen(&screen), "Go to Compare, Ctrl+1");
    screen.press(Key::End);
    assert_eq!(chosen(&screen), last);
    screen.type_text("dark");
    assert_eq!(screen.value("Find a command"), "dark", "the keyboard stays in the field");
}

#[test]
fn a_mouse_opens_it_and_picks() {
    let mut screen = Screen::new();
    screen.click("Commands");
    screen.type_text("output/input");
    screen.click("Show output/input gap, Ctrl+G");
    assert_eq!(screen.window().state().view.figure, Figure::OutputInputGap);
    screen.lacks("Find a command");
    // A click beside it closes it.
    screen.click("Commands");
    screen.harness.hover_at(eframe::egui::pos2(20.0, 700.0));
    screen.harness.drag_at(eframe::egui::pos2(20.0, 700.0));
    screen.harness.drop_at(eframe::egui::pos2(20.0, 700.0));
    screen.harness.run();
    screen.lacks("Find a command");
}

#[test]
fn what_cannot_be_done_now_says_why() {
    let mut screen = Screen::new();
    open(&mut screen, "undo");
    let row = screen.row("Undo, nothing to undo");
    assert!(row.accesskit_node().is_disabled());
    screen.press(Key::Enter);
    screen.has_role(Role::TextInput, "Find a command");
    screen.press(Key::Escape);
    screen.command(Key::D);
    open(&mut screen, "undo");
    screen.press(Key::Enter);
    screen.has("Undone: duplicate workload");
}

#[test]
fn the_keyboard_goes_back_to_where_it_was() {
    let mut screen = Screen::new();
    screen.fill_without_commit("Find a model", "gpt");
    open(&mut screen, "x");
    screen.press(Key::Escape);
    assert_eq!(screen.focused(), "Find a model");
    screen.command(Key::K);
    screen.command(Key::K);
    screen.lacks("Find a command");
    assert_eq!(screen.focused(), "Find a model");
}

#[test]
fn find_puts_the_cursor_into_the_search_field() {
    let mut screen = Screen::new();
    screen.command(Key::F);
    assert_eq!(screen.focused(), "Find a model");
    screen.type_text("gpt");
    screen.press(Key::Escape);
    screen.command(Key::F);
    screen.type_text("claude");
    assert_eq!(screen.value("Find a model"), "claude", "what was there is typed over");
    screen.command(Key::Num3);
    screen.click("Page: Discounts");
    screen.command(Key::F);
    assert_eq!(screen.focused(), "Find a model");
    screen.command(Key::Comma);
    open(&mut screen, "find in");
    screen.press(Key::Enter);
    assert_eq!(screen.window().state().view.place, Place::Compare);
    assert_eq!(screen.focused(), "Find a model");
}

#[test]
fn figures_and_workloads_are_paged_through() {
    let mut screen = Screen::new();
    screen.command(Key::PageDown);
    assert_eq!(screen.window().state().view.figure, Figure::CostPerTask);
    screen.command(Key::PageUp);
    screen.command(Key::PageUp);
    assert_eq!(screen.window().state().view.figure, Figure::Table);
    let name = |screen: &Screen| screen.window().state().workload().unwrap().workload.name().to_string();
    let first = name(&screen);
    screen.press_with(Modifiers::ALT, Key::PageDown);
    assert_ne!(name(&screen), first);
    screen.press_with(Modifiers::ALT, Key::PageUp);
    assert_eq!(name(&screen), first);
    screen.press_with(Modifiers::ALT, Key::PageUp);
    let last = screen.window().state().documents.workloads.last().unwrap().workload.name().to_string();
    assert_eq!(name(&screen), last);
}

#[test]
fn alt_gr_makes_letters_and_no_commands() {
    let mut screen = Screen::new();
    let alt_gr = Modifiers { alt: true, ctrl: true, command: true, ..Modifiers::NONE };
    for key in [Key::E, Key::Num2, Key::Q, Key::K] {
        screen.press_with(alt_gr, key);
    }
    let view = &screen.window().state().view;
    assert_eq!((view.place, view.figure), (Place::Compare, Figure::TokensPerDollar));
    assert!(view.palette.is_none());
}

/// Presses keys with Ctrl, and looks at each frame until one gives something.
fn press_until<T>(
    screen: &mut Screen,
    modifiers: Modifiers,
    key: Key,
    look: impl Fn(&Screen) -> Option<T>,
) -> T {
    // Not by the harness's own hands: it lets go in another frame, and only the last can be looked at.
    let change = |screen: &mut Screen, pressed| {
        let event = Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        screen.harness.input_mut().events.push(event);
        screen.harness.step();
    };
    change(screen, true);
    let found = look(screen).unwrap_or_else(|| panic!("{key:?} does nothing\n{}", screen.transcript()));
    change(screen, false);
    screen.harness.run();
    found
}

fn copied(screen: &Screen) -> Option<String> {
    let commands = &screen.harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        eframe::egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn is_closing(screen: &Screen) -> Option<()> {
    let commands = &screen.harness.output().viewport_output[&eframe::egui::ViewportId::ROOT].commands;
    commands.contains(&ViewportCommand::Close).then_some(())
}

#[test]
fn the_numbers_are_copied_for_a_spreadsheet() {
    let mut screen = Screen::new();
    for (place, figure, first) in [
        (Key::Num1, Key::T, "Rank\tModel\tProvider\tTier\tInput tokens per US dollar\n"),
        (Key::Num1, Key::B, "#\tModel\tProvider\tTier\tCost per task\t"),
        (Key::Num4, Key::Num4, "\t"),
        (Key::Num3, Key::Num3, "Model\tProvider\tList input $/M\t"),
    ] {
        screen.command(figure);
        screen.command(place);
        let text = press_until(&mut screen, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C, copied);
        assert!(text.lines().count() > 5 && text.contains(first), "{text}");
        screen.has("Copied the numbers");
    }
    screen.command(Key::Comma);
    screen.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);
    screen.has("Copy for a spreadsheet: on Compare, Decide and Prices, where there are numbers");
}

#[test]
fn redo_has_two_shortcuts_here_and_quit_closes() {
    let mut screen = Screen::new();
    screen.command(Key::D);
    screen.command(Key::Z);
    screen.has("Undone: duplicate workload");
    screen.command(Key::Y);
    screen.has("Redone: duplicate workload");
    press_until(&mut screen, Modifiers::COMMAND, Key::Q, is_closing);
}

#[test]
fn everything_becomes_larger_and_smaller() {
    let mut screen = Screen::new();
    open(&mut screen, "zoom in");
    screen.press(Key::Enter);
    screen.harness.run();
    assert!((screen.harness.ctx.zoom_factor() - 1.1).abs() < 0.001);
    screen.command(Key::Plus);
    screen.harness.run();
    assert!((screen.harness.ctx.zoom_factor() - 1.2).abs() < 0.001, "one step, not two");
    open(&mut screen, "reset zoom");
    screen.press(Key::Enter);
    screen.harness.run();
    assert!((screen.harness.ctx.zoom_factor() - 1.0).abs() < 0.001);
}

#[test]
fn the_button_fits_in_a_small_window() {
    let mut screen = Screen::new();
    screen.harness.set_size(eframe::egui::vec2(1024.0, 640.0));
    screen.harness.run();
    let button = screen.only("Commands", |node| node.label().as_deref() == Some("Commands")).rect();
    let tab = screen.harness.get_all_by_role(Role::Tab).map(|tab| tab.rect().max.x).fold(0.0, f32::max);
    assert!(button.max.x <= 1024.0 && button.min.x > tab, "{button:?}");
    open(&mut screen, "");
    let field = screen.field("Find a command").rect();
    assert!(field.min.x > 0.0 && field.max.x < 1024.0);
    screen.press(Key::End);
    assert!(screen.row(&chosen(&screen)).rect().max.y < 640.0);
    screen.press(Key::Escape);
    screen.press(Key::F1);
    assert!(screen.only("Close", |node| node.label().as_deref() == Some("Close")).rect().max.y < 640.0);
}

#[test]
fn one_model_is_pinned_hidden_priced_and_shown_again() {
    let mut screen = Screen::new();
    open(&mut screen, "gpt41mini");
    screen.press(Key::Enter);
    for (query, name) in
        [("pin gpt", "Pin GPT-4.1 mini, OpenAI, Model"), ("unpin gpt", "Unpin GPT-4.1 mini, OpenAI, Model")]
    {
        open(&mut screen, query);
        assert_eq!(chosen(&screen), name);
        screen.press(Key::Enter);
    }
    screen.until(|documents| documents.settings.value.pins.is_empty());
    open(&mut screen, "baseline gpt");
    assert_eq!(chosen(&screen), "Set GPT-4.1 mini as baseline, OpenAI, Model");
    screen.press(Key::Enter);
    screen.has("x the baseline");
    open(&mut screen, "clear baseline");
    screen.press(Key::Enter);
    screen.lacks("x the baseline");
    open(&mut screen, "receipt");
    screen.press(Key::Enter);
    screen.has("Copy as Markdown");
    screen.press(Key::Escape);

    // A filter that leaves the model out does not keep one from its price.
    screen.fill_without_commit("Find a model", "claude");
    open(&mut screen, "gpt41mini");
    screen.press(Key::Enter);
    open(&mut screen, "edit price");
    assert_eq!(chosen(&screen), "Edit the price of GPT-4.1 mini, OpenAI, Model");
    screen.press(Key::Enter);
    assert_eq!(screen.focused(), "Own input price of GPT-4.1 mini");
    screen.type_text("0.25");
    screen.press(Key::Enter);
    screen.until(|documents| !documents.overrides.value.is_empty());
    // Its name alone means the model, and not what can be done to it.
    open(&mut screen, "gpt-4.1 mini");
    assert_eq!(chosen(&screen), "GPT-4.1 mini, OpenAI, Model");
    screen.press(Key::Escape);
    open(&mut screen, "reset price of");
    assert_eq!(chosen(&screen), "Reset the price of GPT-4.1 mini, OpenAI, Model");
    screen.press(Key::Enter);
    screen.until(|documents| documents.overrides.value.is_empty());

    open(&mut screen, "hide gpt");
    screen.press(Key::Enter);
    screen.until(|documents| documents.own_models.value.hidden.len() == 1);
    open(&mut screen, "show again");
    assert_eq!(chosen(&screen), "Show GPT-4.1 mini again, OpenAI, Model");
    screen.press(Key::Enter);
    screen.until(|documents| documents.own_models.value.hidden.is_empty());
}

#[test]
fn the_price_of_a_model_far_down_is_scrolled_to() {
    let mut screen = Screen::new();
    let last = screen.models().last().unwrap().clone();
    screen.go("Prices");
    let bottom = screen.window().state().derived.price_rows.len();
    assert!(bottom >= 13);
    screen.harness.set_size(eframe::egui::vec2(1024.0, 420.0));
    screen.go("Compare");
    open(&mut screen, &last);
    screen.press(Key::Enter);
    open(&mut screen, "edit price");
    screen.press(Key::Enter);
    let field = screen.field(&screen.focused()).rect();
    assert!(screen.focused().starts_with("Own input price of"), "{}", screen.focused());
    assert!(field.max.y < 420.0 && field.min.y > 0.0, "{field:?}");
}

#[test]
fn view_choices_lists_filters_and_portfolios_are_commands() {
    let mut screen = Screen::new();
    for (query, name) in [
        ("scale log", "Scale: log"),
        ("order name", "Order: by name"),
        ("colour by provider", "Colour by provider"),
        ("output tokens", "Show output tokens per dollar"),
        ("cost of a month", "Show the cost of a month"),
        ("move workload down", "Move workload down"),
    ] {
        open(&mut screen, query);
        assert_eq!(chosen(&screen), name);
        screen.press(Key::Enter);
    }
    let view = &screen.window().state().view;
    assert_eq!(view.figure, Figure::CostPerTask);
    assert_eq!((view.scale, view.sort), (Some(Scale::Log), Sort::Name));
    assert_eq!(screen.workloads()[1], "Chat message");
    open(&mut screen, "new portfolio");
    screen.press(Key::Enter);
    screen.go("Compare");
    open(&mut screen, "show portfolio");
    screen.press(Key::Enter);
    assert_eq!(screen.window().state().view.place, Place::Decide);
}

#[test]
fn a_command_is_for_the_chosen_model_and_not_for_what_the_mouse_is_over() {
    let mut screen = Screen::new();
    let over = screen.row("Mistral Large, ").rect().center();
    screen.hover(over);
    open(&mut screen, "gpt41mini");
    screen.press(Key::Enter);
    screen.hover(over);
    open(&mut screen, "hide");
    assert_eq!(chosen(&screen), "Hide GPT-4.1 mini, OpenAI, Model");
}

#[test]
fn what_undo_would_take_back_is_not_found_by_its_name() {
    let mut screen = Screen::new();
    screen.command(Key::D);
    open(&mut screen, "chat message");
    assert_eq!(chosen(&screen), "Choose workload Chat message, Workload");
    screen.press(Key::Escape);
    open(&mut screen, "undo chat");
    assert_eq!(chosen(&screen), "Undo duplicate workload Chat message copy, Ctrl+Z");
}
