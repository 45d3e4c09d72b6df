//! Price lists: importing, updating from a server, what changed, the order, switches, names and addresses, undo, and
//! what is found again at the next start.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui::{self, DroppedFile, Event, Key, Modifiers, OutputCommand, Role};
use egui_kittest::kittest::NodeT;
use tokens_per_dollar::app::Action;

use crate::screen::Screen;

/// Three models, a row that cannot be read and a price of a kind that is not used.
pub const FIRST: &str = r#"{
    "house/alpha": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    "house/beta": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 4e-6, "output_cost_per_token": 8e-6},
    "house/gone": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 3e-6},
    "house/broken": "abc"
}"#;
/// The next version: one up by half, one down by a quarter, one gone, one new.
pub const SECOND: &str = r#"{
    "house/alpha": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 1.5e-6, "output_cost_per_token": 2e-6},
    "house/beta": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 3e-6, "output_cost_per_token": 8e-6},
    "house/fresh": {"litellm_provider": "house", "mode": "chat", "input_cost_per_token": 5e-6, "output_cost_per_token": 5e-6}
}"#;
pub const COMPANY: &str = "id,name,provider,input,output\nm,Company model,Company,0.15,0.6\n";

/// A file that is dropped.
#[derive(Debug)]
struct File(PathBuf);

impl DroppedFile for File {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Drops files on the window, as a file manager does, and waits for what they bring.
pub fn drop_files(screen: &mut Screen, files: &[(&str, &str)]) {
    let folder = screen.folder().join("elsewhere");
    fs::create_dir_all(&folder).unwrap();
    let told = |screen: &Screen| {
        let outcomes = &screen.window().state().lists.outcomes;
        let summaries: Vec<String> = outcomes.iter().map(|outcome| outcome.summary.clone()).collect();
        (summaries, screen.notices().len())
    };
    let before = told(screen);
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        screen.harness.input_mut().dropped_files.push(Arc::new(File(path)));
    }
    screen.harness.step();
    screen.wait("what the files brought", |screen| told(screen) != before);
    screen.until_saved();
}

/// A window on its page of price lists with the first list loaded.
pub fn loaded() -> Screen {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("prices.json", FIRST)]);
    screen.has("LiteLLM: 3 models imported");
    screen
}

fn stored(screen: &Screen, name: &str) -> Option<String> {
    fs::read_to_string(screen.folder().join("lists").join(name)).ok()
}

/// A server that says what it is told to, as often as it is asked.
struct Server {
    address: String,
    answer: Arc<Mutex<String>>,
}

impl Server {
    fn new(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/list.json", listener.local_addr().unwrap());
        let answer = Arc::new(Mutex::new(answer.to_owned()));
        let there = Arc::clone(&answer);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let answer = there.lock().unwrap().clone();
                std::thread::spawn(move || serve(stream.unwrap(), &answer));
            }
        });
        Self { address, answer }
    }

    fn now_answers(&self, answer: String) {
        *self.answer.lock().unwrap() = answer;
    }
}

/// An empty answer is none at all.
fn serve(mut stream: TcpStream, answer: &str) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        head.push(byte[0]);
    }
    if answer.is_empty() {
        std::thread::sleep(Duration::from_mins(1));
    }
    let _ = stream.write_all(answer.as_bytes());
}

fn ok(text: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len())
}

fn fetch(screen: &mut Screen, address: &str) {
    screen.fill_without_commit("Address of a price list", address);
    screen.click("Fetch");
}

fn no_download(screen: &mut Screen) {
    screen.wait("the end of the download", |screen| screen.window().state().lists.downloads.is_empty());
    screen.until_saved();
}

#[test]
fn a_dropped_list_comes_in_and_says_what_it_left_out() {
    let mut screen = loaded();
    screen.has("3 priced");
    screen.has("1 row skipped");
    screen.click("Skipped rows (1) of LiteLLM");
    screen.has("house/broken");
    screen.has("abc");
    // The list is on top, and the reference list is one switch away.
    screen.has("3 models, ");
    let reference = reference(&screen);
    screen.click_role(Role::CheckBox, &reference);
    screen.has("16 models");
    assert_eq!(stored(&screen, "litellm.json").as_deref(), Some(FIRST));
    screen.go("Compare");
    assert_eq!(screen.window().state().derived.compared.len(), 16);
    screen.has("alpha, 1,000,000 tokens per dollar, rank ");
    screen.has("of 16");
}

#[test]
fn a_list_that_states_no_day_is_said_to_be_imported_on_one() {
    let mut screen = loaded();
    let today = screen.window().state().today;
    screen.has(&format!("LiteLLM, imported {today}, today"));
    screen.lacks("prices as of 20");
    screen.go("Prices");
    screen.has(&format!("LiteLLM, imported {today}, today"));
    screen.go("Compare");
    screen.has(&format!("Prices: LiteLLM, imported {today}"));
    let stated = r#"(version: 1, name: "Ours", source: "Ours", as_of: "2026-01-31", models: [
        (id: "m", name: "M", provider: "P", input: "1", output: "2")])"#;
    drop_files(&mut screen, &[("ours.ron", stated)]);
    screen.has("prices as of 2026-01-31; imported on");
}

fn reference(screen: &Screen) -> String {
    screen.window().state().reference.name.to_string()
}

#[test]
fn a_newer_version_says_what_changed_in_percent() {
    let mut screen = loaded();
    drop_files(&mut screen, &[("newer.json", SECOND)]);
    screen.has("Since the last list: 1 new, 1 gone, 1 up, 1 down");
    screen.click("What changed in LiteLLM");
    screen.has("up +50 %");
    screen.has("down -25 %");
    screen.has("gone");
    screen.has("new");
    let tabs = screen.copied_text("Copy what changed");
    assert!(tabs.starts_with("Model\tProvider\tPrice per million\tWas\tIs\tChange\n"), "{tabs}");
    assert!(tabs.contains("\tup +50 %\n") && !tabs.contains('$'), "{tabs}");
    screen.click("Close what changed");
    screen.lacks("Close what changed");
    assert_eq!(stored(&screen, "litellm.json").as_deref(), Some(SECOND));
    assert_eq!(stored(&screen, "litellm.previous.json").as_deref(), Some(FIRST));
    // A newer version is told in the place of the older one.
    assert_eq!(screen.window().state().lists.outcomes.len(), 1);
    let mut screen = screen.reopened();
    screen.wait("the stored list", |screen| !screen.window().state().lists.is_reading);
    screen.go("Prices");
    screen.click("Page: Price lists");
    screen.click("What changed in LiteLLM");
    screen.has("1 new, 1 gone, 1 up, 1 down");
    // The same by keyboard, from anywhere.
    screen.click("Close what changed");
    screen.go("Compare");
    screen.command(Key::K);
    screen.type_text("what changed litellm");
    screen.press(Key::Enter);
    screen.has("1 new, 1 gone, 1 up, 1 down");
    let modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    let press = Event::Key { key: Key::C, physical_key: None, pressed: true, repeat: false, modifiers };
    screen.harness.input_mut().events.push(press);
    let OutputCommand::CopyText(copied) = screen.copied() else { panic!("no text") };
    assert_eq!(copied, tabs);
}

#[test]
fn what_is_done_to_a_list_is_done_from_the_palette_too() {
    let mut screen = loaded();
    for (query, undo) in [
        ("switch off litellm", "Undo switch off price list LiteLLM"),
        ("move reference up", "Undo move price list"),
        ("remove litellm", "Undo remove price list LiteLLM"),
    ] {
        screen.command(Key::K);
        screen.type_text(query);
        screen.press(Key::Enter);
        screen.has_role(Role::Button, undo);
        screen.click(undo);
    }
    screen.has("LiteLLM: 3 models imported");
}

#[test]
fn undo_takes_an_import_back_on_disk_too_and_redo_brings_it_back() {
    let mut screen = loaded();
    for _ in 0..2 {
        screen.click("Undo import price list LiteLLM");
        screen.until_saved();
        assert_eq!(stored(&screen, "litellm.json"), None);
        screen.until(|documents| documents.lists.value.is_empty() && documents.lists.value.reference_on);
        screen.has("13 models");
        screen.click("Redo import price list LiteLLM");
        screen.until_saved();
        assert_eq!(stored(&screen, "litellm.json").as_deref(), Some(FIRST));
        screen.until(|documents| documents.lists.value.entries().len() == 1);
    }
    assert!(screen.notices().is_empty(), "{:?}", screen.notices());
}

#[test]
fn a_removed_list_comes_back_as_it_was_last() {
    let mut screen = loaded();
    drop_files(&mut screen, &[("newer.json", SECOND)]);
    screen.click("Remove LiteLLM");
    screen.until_saved();
    assert_eq!(fs::read_dir(screen.folder().join("lists")).unwrap().count(), 0);
    screen.click("Undo remove price list LiteLLM");
    screen.until_saved();
    assert_eq!(stored(&screen, "litellm.json").as_deref(), Some(SECOND));
    assert_eq!(stored(&screen, "litellm.previous.json").as_deref(), Some(FIRST));
    let mut screen = screen.reopened();
    screen.wait("the stored list", |screen| !screen.window().state().lists.is_reading);
    assert!(screen.notices().is_empty(), "{:?}", screen.notices());
}

#[test]
fn an_update_stays_when_an_earlier_step_is_undone() {
    let mut screen = loaded();
    screen.click("Name, address and daily update of LiteLLM");
    screen.fill("Name of LiteLLM", "My prices");
    drop_files(&mut screen, &[("newer.json", SECOND)]);
    screen.click("Undo rename price list LiteLLM");
    screen.until_saved();
    let screen = screen.reopened();
    let mut screen = screen;
    screen.wait("the stored list", |screen| !screen.window().state().lists.is_reading);
    assert!(screen.notices().is_empty(), "{:?}", screen.notices());
    assert!(screen.window().state().market().offers().iter().any(|offer| offer.model.name.contains("fresh")));
}

#[test]
fn lists_are_switched_ordered_and_named() {
    let mut screen = loaded();
    drop_files(&mut screen, &[("company.csv", COMPANY), ("other.csv", &COMPANY.replace('m', "n"))]);
    screen.has("company: 1 model imported");
    screen.has("other: 1 model imported");
    screen.click_role(Role::CheckBox, "LiteLLM");
    screen.until(|documents| documents.lists.value.entries().iter().any(|entry| !entry.on));
    screen.has("2 models");
    screen.click_role(Role::CheckBox, "LiteLLM");
    screen.has("5 models");
    screen.click("Move up: LiteLLM");
    screen.until(|documents| documents.lists.value.entries()[1].name == "LiteLLM");
    screen.click("Undo move price list");
    screen.until(|documents| documents.lists.value.entries()[2].name == "LiteLLM");
    screen.click("Name, address and daily update of company");
    screen.fill("Name of company", "LiteLLM");
    screen.has("another list is called that");
    screen.fill("Name of company", "Contract");
    screen.until(|documents| documents.lists.value.entries().iter().any(|entry| entry.name == "Contract"));
    screen.has_role(Role::Button, "Remove Contract");
}

#[test]
fn an_address_is_checked_and_daily_updates_need_one() {
    let mut screen = loaded();
    drop_files(&mut screen, &[("company.csv", COMPANY)]);
    screen.click("Name, address and daily update of company");
    let daily = |screen: &Screen| {
        let node = screen.only("the daily update", |node| {
            node.role() == Role::CheckBox && node.label().as_deref() == Some("Update company daily")
        });
        !node.accesskit_node().is_disabled()
    };
    assert!(!daily(&screen));
    for (text, sentence) in [
        ("models.dev/api.json", "do you mean https://models.dev/api.json?"),
        ("ftp://example.org/a", "addresses cannot be fetched"),
        ("https://me:secret@example.org/a", "leave out what stands before the @"),
        ("https://", "the name of the server is missing"),
    ] {
        screen.fill("Address of company", text);
        screen.has(sentence);
    }
    screen.fill("Address of company", "https://example.org/a.csv");
    screen.until(|documents| documents.lists.value.entries()[0].address.is_some());
    assert!(daily(&screen));
    screen.click_role(Role::CheckBox, "Update company daily");
    screen.until(|documents| documents.lists.value.entries()[0].daily);
    screen.fill("Address of company", "");
    screen.until(|documents| !documents.lists.value.entries()[0].daily);
    screen.fill_without_commit("Address of company", "example.org/list.json");
    screen.click("Use https://example.org/list.json");
    screen.until(|documents| {
        documents.lists.value.entries()[0].address.as_deref() == Some("https://example.org/list.json")
    });
}

#[test]
fn a_list_is_fetched_updated_and_survives_a_server_that_fails() {
    let server = Server::new(&ok(FIRST));
    let mut screen = loaded();
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    // Another server's list in this format is not the publisher's.
    screen.has("LiteLLM from 127.0.0.1");
    assert_eq!(screen.window().state().documents.lists.value.entries().len(), 2);
    let key = "litellm-from-127-0-0-1.json";
    server.now_answers(ok(SECOND));
    screen.click("Update LiteLLM from 127.0.0.1");
    no_download(&mut screen);
    screen.has("LiteLLM from 127.0.0.1 is updated: 1 new, 1 gone, 1 up, 1 down");
    screen.click("What changed: LiteLLM from 127.0.0.1 is updated: 1 new, 1 gone, 1 up, 1 down");
    assert!(screen.window().state().lists.shown_changes.is_some());
    let failures = [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(), "404"),
        (ok("<!DOCTYPE html><html><body>Log in</body></html>"), "web page"),
        (ok("{\"no\": \"list\"}"), "no price list"),
        (format!("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}", &FIRST[..80]), "cut off"),
    ];
    for (answer, words) in failures {
        server.now_answers(answer);
        screen.click("Update LiteLLM from 127.0.0.1");
        no_download(&mut screen);
        let told = screen.window().state().lists.outcomes[0].clone();
        assert!(told.is_failure, "{words}: {told:?}");
        assert!(told.summary.ends_with("LiteLLM from 127.0.0.1 stays as it was."), "{told:?}");
        assert!(told.summary.to_lowercase().contains(&words.to_lowercase()), "{words}: {told:?}");
        assert_eq!(stored(&screen, key).as_deref(), Some(SECOND), "{words}");
        screen.has(&told.summary);
    }
}

#[test]
fn a_list_that_would_replace_most_models_waits_for_the_users_word() {
    let server = Server::new(&ok(FIRST));
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    let key = "litellm-from-127-0-0-1.json";
    let other = SECOND.replace("house/alpha", "house/one").replace("house/beta", "house/two");
    server.now_answers(ok(&other));
    screen.click("Update LiteLLM from 127.0.0.1");
    no_download(&mut screen);
    screen.has("would replace most of its 3 models: the new list has 3");
    screen.until_saved();
    assert_eq!(stored(&screen, key).as_deref(), Some(FIRST));
    // Put away, the list that is there stays; asked for again, it is asked again.
    let put_away = screen.labels(Role::Button).into_iter().find(|name| name.starts_with("Put away: LiteLLM"));
    screen.click(&put_away.unwrap());
    screen.lacks("would replace most");
    screen.click("Update LiteLLM from 127.0.0.1");
    no_download(&mut screen);
    let use_it = screen.labels(Role::Button).into_iter().find(|name| name.starts_with("Use the new list: "));
    screen.click(&use_it.unwrap());
    screen.has("3 new, 3 gone");
    screen.until_saved();
    assert_eq!(stored(&screen, key).as_deref(), Some(&*other));
    // The same list again is no news.
    screen.click("Update LiteLLM from 127.0.0.1");
    no_download(&mut screen);
    screen.has("is up to date: the server has nothing newer");
}

#[test]
fn a_server_that_never_answers_is_stopped() {
    let server = Server::new("");
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    screen.click("Update prices…");
    screen.has_role(Role::Button, "Update all loaded price lists: no loaded list has an address");
    screen.press(egui::Key::Escape);
    fetch(&mut screen, &server.address);
    screen.has("contacting");
    let stop = screen.labels(Role::Button).into_iter().find(|name| name.starts_with("Stop the download"));
    screen.click(&stop.unwrap());
    no_download(&mut screen);
    screen.has("The download was stopped; nothing was changed");
    assert!(screen.window().state().documents.lists.value.is_empty());
}

#[test]
fn a_list_that_is_removed_while_it_is_fetched_stays_removed() {
    let server = Server::new(&ok(FIRST));
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    server.now_answers(String::new());
    screen.click("Update LiteLLM from 127.0.0.1");
    screen.has("contacting");
    screen.click("Remove LiteLLM from 127.0.0.1");
    no_download(&mut screen);
    assert!(screen.window().state().documents.lists.value.is_empty());
    assert_eq!(stored(&screen, "litellm-from-127-0-0-1.json"), None);
}

#[test]
fn the_daily_update_comes_with_a_new_day() {
    let server = Server::new(&ok(FIRST));
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    screen.click("Name, address and daily update of LiteLLM from 127.0.0.1");
    screen.click_role(Role::CheckBox, "Update LiteLLM from 127.0.0.1 daily");
    server.now_answers(ok(SECOND));
    let tomorrow = screen.window().state().today.tomorrow().unwrap();
    let ctx = screen.harness.ctx.clone();
    screen.harness.state_mut().as_mut().unwrap().act(&ctx, Action::NewDay(tomorrow));
    screen.wait("the update", |screen| {
        screen.window().state().documents.lists.value.entries()[0].updated_on == Some(tomorrow)
    });
    no_download(&mut screen);
    screen.has("1 new, 1 gone, 1 up, 1 down");
}

#[test]
fn the_next_start_reads_the_lists_and_one_that_is_spoilt_takes_no_other_along() {
    let mut screen = loaded();
    drop_files(&mut screen, &[("company.csv", COMPANY)]);
    fs::write(screen.folder().join("lists/litellm.json"), "{\"cut").unwrap();
    let mut screen = screen.reopened();
    screen.wait("the stored lists", |screen| !screen.window().state().lists.is_reading);
    assert_eq!(screen.notices().len(), 1, "{:?}", screen.notices());
    screen.has("The price list \"LiteLLM\" cannot be read");
    screen.has("1 model");
    screen.go("Prices");
    screen.click("Page: Price lists");
    screen.has("its copy cannot be read");
    // A new copy mends it, when the user says so.
    drop_files(&mut screen, &[("prices.json", FIRST)]);
    screen.wait("the list", |screen| screen.says("4 models"));
    assert_eq!(stored(&screen, "litellm.json").as_deref(), Some(FIRST));
}

#[test]
fn what_is_no_list_is_told_and_what_was_dropped_with_it_comes_in() {
    let mut screen = Screen::new();
    drop_files(&mut screen, &[("bad.json", "{\"a\": 1}"), ("prices.json", FIRST)]);
    assert_eq!(screen.notices().len(), 1);
    screen.has("The file is no price list and no workload");
    screen.has("LiteLLM: 3 models imported");
    screen.click("Put away: LiteLLM: 3 models imported (3 priced, 0 free, 0 unknown), 1 row skipped");
    screen.lacks("3 models imported");
}

#[test]
fn a_second_window_sees_the_list_and_does_not_take_it_back() {
    let mut first = Screen::new();
    let mut second = Screen::beside(&first);
    second.go("Prices");
    drop_files(&mut first, &[("prices.json", FIRST)]);
    second.wait("the other window's list", |screen| screen.says("3 models"));
    drop_files(&mut first, &[("company.csv", COMPANY)]);
    second.wait("the other window's other list", |screen| screen.says("4 models"));
    second.click("Page: Price lists");
    second.click_role(Role::CheckBox, "LiteLLM");
    second.until(|documents| documents.lists.value.entries().iter().any(|entry| !entry.on));
    let is_off = |screen: &Screen| {
        screen.window().state().documents.lists.value.entries().iter().any(|entry| !entry.on)
    };
    first.wait("the switch of the other window", is_off);
    drop_files(&mut first, &[("other.csv", COMPANY)]);
    second
        .wait("the third list", |screen| screen.window().state().documents.lists.value.entries().len() == 3);
    second.click("Undo switch off price list LiteLLM");
    second.until(|documents| {
        documents.lists.value.entries().len() == 3
            && documents.lists.value.entries().iter().all(|entry| entry.on)
    });
}

/// The names of the lists that a window has, by name.
fn names(screen: &Screen) -> Vec<String> {
    let lists = &screen.window().state().documents.lists.value;
    let mut names: Vec<String> = lists.entries().iter().map(|entry| entry.name.clone()).collect();
    names.sort();
    names
}

#[test]
fn two_windows_that_load_lists_at_once_both_have_both_and_no_copy_is_left_unnamed() {
    let mut one = Screen::new();
    let mut two = Screen::beside(&one);
    let folder = one.folder().join("elsewhere");
    fs::create_dir_all(&folder).unwrap();
    for (screen, name) in [(&mut one, "first.csv"), (&mut two, "second.csv")] {
        let path = folder.join(name);
        fs::write(&path, COMPANY.replace("Company model", name)).unwrap();
        screen.harness.input_mut().dropped_files.push(Arc::new(File(path)));
    }
    // Neither window looks at what the other one saved before it has its own list.
    one.harness.step();
    two.harness.step();
    let both = ["first", "second"];
    let is_done = |one: &Screen, two: &Screen| names(one) == both && names(two) == both;
    // At most 30 seconds and what the frames take.
    for _ in 0..1_500 {
        one.harness.step();
        two.harness.step();
        if is_done(&one, &two) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    one.until_saved();
    two.until_saved();
    assert!(is_done(&one, &two), "{:?} and {:?}", names(&one), names(&two));
    let (documents, _) = tokens_per_dollar::store::read(one.folder());
    let mut named: Vec<&str> =
        documents.lists.value.entries().iter().map(|entry| entry.key.file_name()).collect();
    named.sort_unstable();
    let copies = fs::read_dir(one.folder().join("lists")).unwrap();
    let mut copies: Vec<String> =
        copies.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    copies.retain(|name| !name.ends_with(".history.csv"));
    copies.sort();
    assert_eq!(copies, ["first.csv", "second.csv"]);
    assert_eq!(named, copies);
}

#[test]
fn files_over_the_window_are_said_to_be_imported_when_dropped() {
    let mut screen = Screen::new();
    let hover = |screen: &mut Screen, names: &[&str]| {
        screen.harness.input_mut().hovered_files = names
            .iter()
            .map(|name| egui::HoveredFile { path: Some(name.into()), ..egui::HoveredFile::default() })
            .collect();
        // The toolkit draws again and again while files are over the window.
        screen.harness.run_steps(2);
    };
    screen.lacks("Drop to import");
    hover(&mut screen, &["/somewhere/prices.csv"]);
    screen.has_role(Role::Label, "Drop to import prices.csv");
    hover(&mut screen, &["a.csv", "b.ron", "c.json"]);
    screen.has_role(Role::Label, "Drop to import 3 files");
    hover(&mut screen, &[]);
    screen.lacks("Drop to import");
}

#[test]
fn the_path_of_a_file_is_opened_where_an_address_is_asked_for() {
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    screen.has("Fetch LiteLLM (recommended)…");
    let path = screen.folder().join("my prices.csv");
    fs::write(&path, COMPANY).unwrap();
    screen.fill_without_commit("Address of a price list", &path.display().to_string());
    screen.click("Open this file");
    screen.wait("the list", |screen| !screen.window().state().lists.outcomes.is_empty());
    screen.has("my prices: 1 model imported");
    screen.has_role(Role::Button, "Undo: my prices: 1 model: 1 priced, 0 free, 0 unknown");
    screen.fill_without_commit("Address of a price list", "models.dev/api.json");
    screen.has_role(Role::Button, "Fetch https://models.dev/api.json");
    screen.lacks("do you mean");
}

#[test]
fn a_failure_says_that_nothing_came_and_goes_away_once_a_list_does() {
    let server = Server::new("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    let mut screen = Screen::new();
    screen.go("Prices");
    screen.click("Page: Price lists");
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    screen.has("404");
    screen.has("Nothing was imported.");
    screen.lacks("stays");
    server.now_answers(ok(FIRST));
    fetch(&mut screen, &server.address);
    no_download(&mut screen);
    screen.has("models imported (3 priced");
    screen.lacks("404");
}
