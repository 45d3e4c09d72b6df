//! A table of an answer as a picture: heads, rows, and the shades of a heat map.

use super::{Drawing, NAMED, shown};
use crate::answer::{Emphasis, Row, Table};
use crate::bounds::between;
use crate::catalog::Tier;
use crate::chart::Class;
use crate::chart::palette::Rgb;
use crate::report::svg::page::{Ink, LINE, MARGIN, NAME, Page, ROW, SMALL, Style, as_f64};
use crate::report::text::Weight;

/// How much of the accent the hottest cell of a table has, in percent.
const MOST_HEAT: f64 = 45.0;

impl Drawing<'_> {
    pub(super) fn table(&mut self, table: &Table, inner: f64) {
        let page = self.page;
        if !table.title.is_empty() {
            self.paragraph(&table.title, Style::PANEL, inner, 28.0);
        }
        let rows = shown(&table.rows);
        if rows.len() < table.rows.len() {
            self.cut = Some(table.rows.len());
        }
        let widths = natural(page, &rows, table);
        // Columns share what there is.
        let share = inner / widths.iter().sum::<f64>().max(1.0);
        let widths: Vec<f64> = widths.iter().map(|width| width * share).collect();
        let heads: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| page.ruler.wrap(&column.title, SMALL, Weight::Regular, width - 12.0))
            .collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let mut x = MARGIN;
        for ((head, width), column) in heads.iter().zip(&widths).zip(&table.columns) {
            let (at, style) =
                if column.is_number { (x + width - 6.0, Style::RANK) } else { (x + 6.0, Style::SMALL) };
            for (place, text) in head.iter().enumerate() {
                let below = as_f64(lines - head.len() + place + 1);
                page.text(&mut self.out, at, LINE.mul_add(below, self.y), text, style);
            }
            x += width;
        }
        self.y += LINE * as_f64(lines) + 8.0;
        for row in &rows {
            let cells: Vec<Vec<String>> = row
                .cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| page.ruler.wrap(&cell.text, NAME, Weight::Regular, width - 12.0))
                .collect();
            let height = ROW.max(LINE * as_f64(cells.iter().map(Vec::len).max().unwrap_or(1)) + 12.0);
            let mut x = MARGIN;
            for (((cell, lines), width), column) in
                row.cells.iter().zip(&cells).zip(&widths).zip(&table.columns)
            {
                if let Some(heat) = cell.heat {
                    let hot = page.theme.class(Class::Tier(Tier::MidRange));
                    let ground = mixed(page.surface.background, hot, heat * MOST_HEAT);
                    self.rect((x + 1.0, self.y), (width - 2.0, height - 2.0), ground);
                }
                let base = if row.emphasis == Emphasis::Strong { Style::VALUE } else { Style::NAME };
                let ink = if row.emphasis == Emphasis::Weak { Ink::Muted } else { Ink::Text };
                let anchor = if column.is_number { "end" } else { "start" };
                let at = if column.is_number { x + width - 6.0 } else { x + 6.0 };
                for (place, text) in lines.iter().enumerate() {
                    let style = Style { ink, anchor, ..base };
                    page.text(&mut self.out, at, LINE.mul_add(as_f64(place), self.y + 20.0), text, style);
                }
                x += width;
            }
            self.y += height;
        }
        self.y += 12.0;
    }
}

/// How wide each column of a table would be: numbers stay whole, words may break.
pub(super) fn natural(page: &Page<'_>, rows: &[Row], table: &Table) -> Vec<f64> {
    let columns = table.columns.iter().enumerate().map(|(place, column)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(place));
        let cells = cells.map(|cell| page.width(&cell.text, Style::VALUE)).fold(0.0, f64::max);
        let head = page.width(&column.title, Style::SMALL) / 2.0;
        let most = if column.is_number { f64::INFINITY } else { NAMED };
        cells.min(most).max(between(head, 40.0, NAMED)) + 20.0
    });
    columns.collect()
}

/// A colour with so many percent of another in it.
fn mixed(Rgb(r, g, b): Rgb, Rgb(red, green, blue): Rgb, percent: f64) -> Rgb {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let mix = |from: u8, to: u8| {
        let share = between(percent, 0.0, 100.0) / 100.0;
        (f64::from(to) - f64::from(from)).mul_add(share, f64::from(from)).round() as u8
    };
    Rgb(mix(r, red), mix(g, green), mix(b, blue))
}
