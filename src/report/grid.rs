//! A table of texts to paste elsewhere: with tabs between the cells for a spreadsheet, or as Markdown.
//!
//! For a spreadsheet numbers are plain: no sign of a currency, no commas, all the digits that a spreadsheet keeps,
//! because it computes with what it gets. In Markdown they stand as the window shows them, because people read it.

use crate::answer::{no_formula as cell, tab_cell};
use crate::chart::Chart;
use crate::money::Quotient;
use crate::receipt::{capital, escape_markdown as escape};

/// For whom numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// For a spreadsheet: `20000000`.
    Plain,
    /// For people: `20,000,000`.
    Shown,
}

/// A table of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The head of each column, and whether it holds numbers.
    pub heads: Vec<(String, bool)>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// The table with tabs between the cells.
    pub fn to_tabs(&self) -> String {
        let mut out = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = String>| {
            out.push_str(&cells.collect::<Vec<_>>().join("\t"));
            out.push('\n');
        };
        line(&mut self.heads.iter().map(|(head, _)| tab_cell(head)));
        for row in &self.rows {
            let cells = row.iter().zip(&self.heads);
            // A number may begin with a minus; a name that does is no formula.
            line(&mut cells.map(
                |(text, (_, is_number))| {
                    if *is_number { tab_cell(text) } else { tab_cell(&cell(text)) }
                },
            ));
        }
        out
    }

    /// The table as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = String>| {
            out.push_str("| ");
            out.push_str(&cells.collect::<Vec<_>>().join(" | "));
            out.push_str(" |\n");
        };
        line(&mut self.heads.iter().map(|(head, _)| escape(head)));
        line(&mut self.heads.iter().map(|(_, is_number)| if *is_number { "---:" } else { "---" }.to_owned()));
        for row in &self.rows {
            line(&mut row.iter().map(|text| escape(text)));
        }
        out
    }
}

/// The rows of a chart, in its order.
pub fn chart(chart: &Chart, numbers: Numbers) -> Grid {
    let note = |row: &crate::chart::Row| {
        let reason = row.bar.is_none().then(|| row.label.clone());
        [reason, row.marks.label()].into_iter().flatten().collect::<Vec<_>>().join("; ")
    };
    let compared = chart.baseline.as_ref().map(|name| format!("Times {name}"));
    let has_notes = chart.rows.iter().any(|row| row.bar.is_none() || row.marks.any());
    let mut heads: Vec<(String, bool)> =
        [("Rank", true), ("Model", false), ("Provider", false), ("Tier", false)]
            .map(|(head, is_number)| (head.to_owned(), is_number))
            .into();
    heads.push((capital(&chart.axis.unit), true));
    heads.extend(compared.iter().map(|head| (head.clone(), true)));
    heads.extend(has_notes.then(|| ("Note".to_owned(), false)));
    let rows = chart.rows.iter().map(|row| {
        let bar = row.bar.as_ref();
        let amount = bar.map_or_else(String::new, |bar| match numbers {
            Numbers::Plain => bar.amount.to_plain(),
            Numbers::Shown => bar.amount.label(),
        });
        let ratio = bar.and_then(|bar| match numbers {
            Numbers::Plain => bar.times.map(Quotient::to_plain),
            Numbers::Shown => bar.ratio.clone(),
        });
        let mut cells = vec![
            bar.map_or_else(String::new, |bar| bar.rank.to_string()),
            row.name.clone(),
            row.provider.clone(),
            row.tier.map_or_else(String::new, |tier| tier.to_string()),
            amount,
        ];
        cells.extend(compared.is_some().then(|| ratio.unwrap_or_default()));
        cells.extend(has_notes.then(|| note(row)));
        cells
    });
    Grid { heads, rows: rows.collect() }
}

/// A chart as Markdown: its title, what it counts, its rows, and where the prices come from.
pub fn chart_markdown(of: &Chart) -> String {
    let notes =
        if of.notes.is_empty() { String::new() } else { format!("{}\n\n", escape(&of.notes.join("; "))) };
    format!(
        "**{}**\n\n{}\n\n{}\n{notes}{}\n",
        escape(&of.title),
        escape(&of.subtitle),
        chart(of, Numbers::Shown).to_markdown(),
        escape(&of.source)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Market, Overrides, OwnModels};
    use crate::chart::ChartRequest;
    use crate::ranking::Measure;

    fn tokens_per_dollar() -> Chart {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        Chart::new(&market, &ChartRequest::new(Measure::InputTokensPerDollar))
    }

    #[test]
    fn a_spreadsheet_gets_plain_numbers_and_no_formula() {
        let tabs = chart(&tokens_per_dollar(), Numbers::Plain).to_tabs();
        let mut lines = tabs.lines();
        assert_eq!(lines.next(), Some("Rank\tModel\tProvider\tTier\tInput tokens per US dollar"));
        assert_eq!(lines.next(), Some("1\tLlama 3.3 8B\tGroq\tBudget\t20000000"));
        let grid = Grid {
            heads: vec![("Name".into(), false), ("Change".into(), true)],
            rows: vec![vec!["=1+1\t2\n3".into(), "-5".into()]],
        };
        assert_eq!(grid.to_tabs(), "Name\tChange\n'=1+1 2 3\t-5\n");
        let grid = Grid { rows: vec![vec!["\"a\" b".into(), "1".into()]], ..grid };
        assert_eq!(grid.to_tabs(), "Name\tChange\n\"\"\"a\"\" b\"\t1\n");
    }

    #[test]
    fn a_spreadsheet_gets_how_many_times_the_baseline_with_all_digits() {
        let market = Market::new(&Catalog::bundled().unwrap(), &OwnModels::default(), &Overrides::default());
        let baseline = crate::catalog::ModelId::new("openai/gpt-5.4").unwrap();
        let request =
            ChartRequest { baseline: Some(&baseline), ..ChartRequest::new(Measure::InputTokensPerDollar) };
        let of = Chart::new(&market, &request);
        let cells = |numbers| {
            let row =
                chart(&of, numbers).rows.into_iter().find(|row| row.iter().any(|cell| cell == "DeepSeek V4"));
            row.unwrap().split_off(4)
        };
        assert_eq!(cells(Numbers::Plain), ["3333333.3333333333", "8.3333333333333333"]);
        assert_eq!(cells(Numbers::Shown), ["3,333,333", "8.3x"]);
    }

    #[test]
    fn markdown_has_the_numbers_that_people_read_and_no_markup_in_names() {
        let markdown = chart_markdown(&tokens_per_dollar());
        assert!(markdown.starts_with("**"), "{markdown}");
        assert!(markdown.contains("|\n| ---: | --- | --- | --- | ---: |\n"), "{markdown}");
        assert!(markdown.contains("| 1 | Llama 3.3 8B | Groq | Budget | 20,000,000 |\n"), "{markdown}");
        let grid = Grid { heads: vec![("A|B".into(), false)], rows: vec![vec!["c*d".into()]] };
        assert_eq!(grid.to_markdown(), "| A\\|B |\n| --- |\n| c\\*d |\n");
    }
}
