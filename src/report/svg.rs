//! Charts as SVG: one chart, or several side by side under one title.
//!
//! What a chart says comes from [`crate::chart`]; only where things stand on the page is decided here. Full names
//! are kept however long they are: they break into lines and their row grows.

mod answer;
mod page;
mod panel;

use std::borrow::Cow;

use super::text::{Ruler, Weight};
use super::xml::Xml;
use crate::chart::Chart;
use crate::chart::palette::Theme;
use page::{
    BETWEEN_PANELS, LINE, LegendLine, MARGIN, Page, SMALL, SUBTITLE, Style, TITLE, WIDTH_OF_ONE,
    WIDTH_OF_TWO, as_f64, whole,
};
use panel::Panel;

/// Several charts on one page, under one title.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// What they have in common.
    pub title: &'a str,
    /// The unit and what to make of it.
    pub subtitle: &'a str,
    /// The charts, in reading order.
    pub charts: &'a [Chart],
}

/// How much of a figure is drawn. A raster picture has limits that a vector one has not; and nobody reads thousands of
/// bars, which the tables of a report have too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) charts: usize,
    /// The most rows of one chart.
    pub(super) rows: usize,
    /// The most rows of the charts that stand below each other.
    pub(super) rows_in_height: usize,
}

impl Extent {
    pub(super) const ALL: Self = Self { charts: usize::MAX, rows: usize::MAX, rows_in_height: usize::MAX };
    /// A figure of a report.
    pub(super) const REPORT: Self = Self { rows: 60, ..Self::ALL };
}

/// One chart as SVG.
pub fn chart(chart: &Chart, theme: Theme) -> String {
    let charts = std::slice::from_ref(chart);
    draw(&Figure { title: &chart.title, subtitle: &chart.subtitle, charts }, theme, Extent::ALL)
}

/// Several charts of a report on one page as SVG: the first 60 rows of each, as the figure then says.
pub fn figure(figure: &Figure<'_>, theme: Theme) -> String {
    draw(figure, theme, Extent::REPORT)
}

pub use answer::answer;

pub(super) fn draw(figure: &Figure<'_>, theme: Theme, extent: Extent) -> String {
    let ruler = Ruler::new();
    let page = Page { ruler: &ruler, theme, surface: theme.surface() };
    let shown = figure.charts.get(..extent.charts.min(figure.charts.len())).unwrap_or_default();
    let alone = shown.len() <= 1;
    let (width, columns) = if alone { (WIDTH_OF_ONE, 1) } else { (WIDTH_OF_TWO, 2) };
    let inner = width - 2.0 * MARGIN;
    let panel_width = if alone { inner } else { (inner - BETWEEN_PANELS) / 2.0 };
    let panel_rows = shown.len().div_ceil(columns).max(1);
    let most_rows = extent.rows.min(extent.rows_in_height / panel_rows);
    let drawn: Vec<Cow<'_, Chart>> = shown.iter().map(|chart| chart.first(most_rows.max(1))).collect();
    let panels: Vec<Panel<'_>> =
        drawn.iter().map(|chart| Panel::new(&page, chart, panel_width, alone)).collect();

    let mut body = Xml::new();
    let mut y = MARGIN + TITLE;
    let heading = |text: &str, size: f64, weight: Weight| ruler.wrap(text, size, weight, inner);
    let title_lines = heading(figure.title, TITLE, Weight::SemiBold);
    let subtitle_lines = heading(figure.subtitle, SUBTITLE, Weight::Regular);
    let legend = LegendLine::new(&page, figure.charts, inner);
    let notes = footnotes(figure, shown, &drawn);
    let source = figure.charts.first().map_or("", |chart| chart.source.as_str());
    let foot: Vec<String> = notes
        .iter()
        .map(String::as_str)
        .chain([source])
        .flat_map(|text| ruler.wrap(text, SMALL, Weight::Regular, inner))
        .filter(|line| !line.is_empty())
        .collect();

    let head = TITLE * 1.25 * as_f64(title_lines.len() - 1)
        + SUBTITLE * 1.6 * as_f64(subtitle_lines.len())
        + 12.0
        + legend.height();
    let foot_gap = if alone { 24.0 } else { 0.0 };
    let heights: Vec<f64> = panels
        .chunks(columns)
        .map(|row| row.iter().map(Panel::height).fold(0.0, f64::max) + if alone { 0.0 } else { 36.0 })
        .collect();
    let foot_height = foot_gap + LINE * as_f64(foot.len()) + MARGIN - 8.0;
    // Whole units, so that no row of pixels is half covered.
    let height = (y + head + 20.0 + heights.iter().sum::<f64>() + foot_height).ceil();

    page.open(&mut body, (width, height), figure.title, &spoken(figure));
    for line in &title_lines {
        page.text(&mut body, MARGIN, y, line, Style::TITLE);
        y += TITLE * 1.25;
    }
    y -= TITLE * 1.25;
    for line in &subtitle_lines {
        y += SUBTITLE * 1.6;
        page.text(&mut body, MARGIN, y, line, Style::SUBTITLE);
    }
    y += 12.0;
    legend.draw(&page, &mut body, y);
    y += legend.height() + 20.0;
    for (row, height) in panels.chunks(columns).zip(&heights) {
        let mut x = MARGIN;
        for panel in row {
            panel.draw(&page, &mut body, x, y);
            x += panel_width + BETWEEN_PANELS;
        }
        y += height;
    }
    y += foot_gap;
    for line in &foot {
        page.text(&mut body, MARGIN, y, line, Style::SMALL);
        y += LINE;
    }
    body.finish()
}

/// What the whole figure says, for a reader who does not see it.
fn spoken(figure: &Figure<'_>) -> String {
    let mut text = figure.subtitle.to_owned();
    for chart in figure.charts.iter().take(20) {
        let best = chart.with_bar().min_by_key(|(_, bar)| bar.rank).map(|(row, _)| row.description.as_str());
        text.push_str(". ");
        if figure.charts.len() > 1 {
            text.push_str(&chart.title);
            text.push_str(": ");
        }
        text.push_str(&chart.rows.len().to_string());
        text.push_str(" models. Best: ");
        text.push_str(best.unwrap_or("none has an amount"));
    }
    text
}

/// What a reader has to know, each thing once.
fn footnotes(figure: &Figure<'_>, shown: &[Chart], drawn: &[Cow<'_, Chart>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if figure.charts.is_empty() {
        notes.push("There is nothing to show.".to_owned());
    }
    // The floor of each axis stands at the axis itself; what all charts share stands here.
    for note in
        shown.iter().flat_map(|chart| chart.notes.iter().skip(usize::from(chart.axis.floor_note.is_some())))
    {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    if shown.len() < figure.charts.len() {
        notes.push(format!(
            "This picture shows the first {} of {} charts.",
            shown.len(),
            figure.charts.len()
        ));
    }
    let cut = shown.iter().zip(drawn).map(|(chart, drawn)| (drawn.rows.len(), chart.rows.len()));
    if let Some((drawn, all)) = cut.filter(|(drawn, all)| drawn < all).max_by_key(|(_, all)| *all) {
        notes.push(format!(
            "This picture shows the first {} of {} models; the tables have all.",
            whole(drawn),
            whole(all)
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::page::ROW;
    use super::*;
    use crate::catalog::{Catalog, Market, ModelId, Overrides, OwnModels};
    use crate::chart::{ChartRequest, Scale};
    use crate::ranking::Measure;
    use crate::workload::{Draft, Workload};
    use resvg::usvg::roxmltree::Document;

    fn charts(names: &[String]) -> Chart {
        let mut catalog = Catalog::bundled().unwrap();
        let pattern = catalog.models.remove(0);
        let model = |(index, name): (usize, &String)| {
            let id = ModelId::new(&format!("m/{index}")).unwrap();
            crate::catalog::Model { id, name: name.clone(), ..pattern.clone() }
        };
        catalog.models = names.iter().enumerate().map(model).collect();
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let request = ChartRequest { scale: Scale::Log, ..ChartRequest::new(Measure::InputTokensPerDollar) };
        Chart::new(&market, &request)
    }

    /// The texts of a drawing that stand on the page, in order, and its height.
    fn texts(drawing: &str) -> (Vec<String>, f64) {
        let document = Document::parse(drawing).unwrap();
        let words = document.descendants().filter(|node| node.has_tag_name("text"));
        let height = document.root_element().attribute("height").unwrap().parse().unwrap();
        (words.filter_map(|node| node.text()).map(str::to_owned).collect(), height)
    }

    #[test]
    fn no_row_and_one_row_are_drawings_too() {
        let (none, _) = texts(&chart(&charts(&[]), Theme::Light));
        assert!(none.contains(&"No models to show".to_owned()));
        let (one, _) = texts(&chart(&charts(&["Alone".into()]), Theme::Dark));
        assert!(one.contains(&"Alone".to_owned()) && one.contains(&"20,000,000".to_owned()));
        let figure = Figure { title: "Nothing", subtitle: "", charts: &[] };
        assert!(draw(&figure, Theme::Light, Extent::ALL).contains("There is nothing to show."));
    }

    /// The number of a label: `$0.00072`, `1,538.4`, `4.0x`.
    fn number(text: &str) -> Option<f64> {
        text.trim_start_matches('$').trim_end_matches('x').replace(',', "").parse().ok()
    }

    #[test]
    fn each_bar_says_the_number_of_the_data_as_far_as_it_is_written_out() {
        let catalog = Catalog::bundled().unwrap();
        let market = Market::new(&catalog, &OwnModels::default(), &Overrides::default());
        let workload = |name: &str, input_tokens, output_tokens| {
            let name = name.to_owned();
            let draft = Draft {
                name,
                input_tokens,
                output_tokens,
                requests_per_day: Some(1_234),
                ..Draft::default()
            };
            Workload::try_from(draft).unwrap()
        };
        let workloads = [workload("Chat", 500, 200), workload("Long", 123_457, 6_789)];
        let of_workloads = workloads.iter().flat_map(|workload| {
            [
                Measure::CostPerTask(workload),
                Measure::TasksPerDollar(workload),
                Measure::CostPerMonth(workload),
                Measure::BlendedTokensPerDollar(workload),
            ]
        });
        let others =
            [Measure::InputTokensPerDollar, Measure::OutputTokensPerDollar, Measure::OutputInputRatio];
        for measure in others.into_iter().chain(of_workloads) {
            for scale in [Scale::Linear, Scale::Log] {
                let drawn = Chart::new(&market, &ChartRequest { scale, ..ChartRequest::new(measure) });
                let (said, _) = texts(&chart(&drawn, Theme::Light));
                let data = crate::report::csv::chart(&drawn);
                let mut rows = csv::Reader::from_reader(data.as_bytes());
                let mut count = 0;
                for row in rows.records().map(Result::unwrap).filter(|row| !row[4].is_empty()) {
                    let (name, exact) = (&row[1], row[4].parse::<f64>().unwrap());
                    let place = said.iter().position(|text| text == name).unwrap();
                    // Behind the name stands who sells it.
                    let label = &said[place + 2];
                    let shown = number(label).unwrap_or_else(|| panic!("{name} says {label}"));
                    let decimals = label
                        .split_once('.')
                        .map_or(0, |(_, after)| after.chars().take_while(char::is_ascii_digit).count());
                    let half = 0.5 / 10_f64.powi(i32::try_from(decimals).unwrap());
                    assert!(
                        (shown - exact).abs() <= half * 1.000_001,
                        "{name} is {exact} and says {label} ({measure:?})"
                    );
                    count += 1;
                }
                assert_eq!(count, drawn.bars);
                assert!(count >= 8, "{measure:?}: only {count} bars");
            }
        }
    }

    #[test]
    fn long_and_foreign_names_are_kept_whole() {
        let names = ["a & <b> ".repeat(25), "x".repeat(200), "模型".repeat(60), "نموذج".repeat(20)];
        let (said, height) = texts(&chart(&charts(&names), Theme::Light));
        let all: String = said.concat().chars().filter(|c| !c.is_whitespace()).collect();
        for name in &names {
            let letters: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(all.contains(&letters), "{name}");
        }
        let (_, of_short_names) =
            texts(&chart(&charts(&["a", "b", "c", "d"].map(String::from)), Theme::Light));
        assert!(height > of_short_names + 100.0);
    }

    #[test]
    fn five_thousand_rows_are_all_there_and_a_cut_is_stated() {
        let names: Vec<String> = (0..5_000).map(|index| format!("Model {index:04}")).collect();
        let chart_of_all = charts(&names);
        let (said, height) = texts(&chart(&chart_of_all, Theme::Light));
        assert_eq!(said.iter().filter(|text| text.starts_with("Model ")).count(), 5_000);
        assert!(height > 5_000.0 * ROW);
        let figure = Figure { title: "Cut", subtitle: "", charts: &[chart_of_all] };
        let (said, height) =
            texts(&draw(&figure, Theme::Light, Extent { rows_in_height: 240, ..Extent::ALL }));
        assert!(said.iter().any(|text| text.starts_with("This picture shows the first 240 of 5,000 models")));
        assert!(height < 240.0 * ROW + 500.0);
    }

    #[test]
    fn a_figure_of_a_report_shows_the_first_sixty_rows_and_says_so() {
        let names = |count: usize| (0..count).map(|index| format!("Model {index:04}")).collect::<Vec<_>>();
        let drawn = |count: usize| {
            let all = [charts(&names(count)), charts(&names(count))];
            texts(&figure(&Figure { title: "Report", subtitle: "", charts: &all }, Theme::Light))
        };
        let of_models = |said: &[String]| said.iter().filter(|text| text.starts_with("Model ")).count();
        let (said, height) = drawn(3_096);
        assert_eq!(of_models(&said), 2 * 60);
        let sentence = "This picture shows the first 60 of 3,096 models; the tables have all.";
        assert_eq!(said.iter().filter(|text| text.as_str() == sentence).count(), 1, "{said:?}");
        assert!(height < 60.0 * ROW + 500.0);
        let (said, _) = drawn(60);
        assert_eq!(of_models(&said), 2 * 60);
        assert!(said.iter().all(|text| !text.contains("This picture shows")), "{said:?}");
    }

    #[test]
    fn nothing_stands_outside_the_page() {
        let drawing = chart(&charts(&["Short".into(), "Much longer than short".repeat(8)]), Theme::Light);
        let document = Document::parse(&drawing).unwrap();
        let number = |node: &resvg::usvg::roxmltree::Node<'_, '_>, name: &str| {
            node.attribute(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
        };
        let root = document.root_element();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        let ruler = Ruler::new();
        for node in root.descendants().filter(|node| node.has_tag_name("text")) {
            let weight =
                if node.attribute("font-weight") == Some("600") { Weight::SemiBold } else { Weight::Regular };
            let length = ruler.width(node.text().unwrap_or_default(), number(&node, "font-size"), weight);
            let from_anchor = match node.attribute("text-anchor") {
                Some("end") => 0.0,
                Some("middle") => length / 2.0,
                _ => length,
            };
            assert!(number(&node, "x") + from_anchor <= width, "{:?}", node.text());
            assert!(number(&node, "y") <= height, "{:?}", node.text());
        }
    }
}
