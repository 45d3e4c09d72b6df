//! A receipt as plain text and as Markdown, to paste into a mail or an issue.

use std::fmt::Write as _;

use super::{Elsewhere, Layer, Outcome, PriceOrigin, Receipt, StepKind};

/// A text in a cell or a sentence, so that none of its signs means anything to Markdown.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(character);
            }
            '&' => out.push_str("&amp;"),
            '\n' | '\r' | '\t' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Pads `text` to `width` characters on its right.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(missing))
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or_default()
}

/// The outcome with every digit: `$0.00072`; `unknown: the price of output tokens is unknown`.
fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Known { label, exact: Some(exact) } => format!("{label} (exactly {exact})"),
        other => match other.reason() {
            Some(reason) => format!("{}: {reason}", other.label()),
            None => other.label().to_owned(),
        },
    }
}

fn price_title(price: &PriceOrigin) -> String {
    format!("{}, {}", price.title, price.per)
}

fn differs(other: &Elsewhere) -> &'static str {
    if other.differs { ", differs" } else { "" }
}

impl Receipt {
    /// The receipt as plain text.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing into a text cannot fail.
        let _ = self.write_text(&mut out);
        out
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}\n{}, {}\n{}", self.title, self.model, self.provider, outcome(&self.outcome))?;
        if let Some(mixed) = self.mixed() {
            writeln!(out, "{mixed}")?;
        }
        if !self.steps.is_empty() {
            writeln!(out)?;
            let width = widest(self.steps.iter().map(|step| step.factors.as_str()));
            let amounts = widest(self.steps.iter().map(|step| step.amount.as_str()));
            for step in &self.steps {
                let amount = match &step.whose {
                    Some(whose) => format!("{}  {whose}", padded(&step.amount, amounts)),
                    None => step.amount.clone(),
                };
                writeln!(out, "{} = {amount}", padded(&step.factors, width))?;
            }
        }
        if !self.prices.is_empty() {
            writeln!(out, "\nPrices")?;
        }
        for price in &self.prices {
            writeln!(out, "{}", price_title(price))?;
            let names = price.layers.iter().map(|layer| layer.name.as_str());
            let width = widest(names.chain(price.elsewhere.iter().map(|other| other.list.as_str())));
            for Layer { name, value, source, .. } in &price.layers {
                writeln!(out, "  {}  {value} ({source})", padded(name, width))?;
            }
            for other in &price.elsewhere {
                let list = padded(&other.list, width);
                writeln!(out, "  {list}  {} ({}{})", other.value, other.source, differs(other))?;
            }
        }
        if !self.elsewhere.is_empty() {
            let what = self.starts_from.as_ref().map_or_else(String::new, |title| format!("{title}, by"));
            writeln!(out, "\n{} each list alone", if what.is_empty() { "By" } else { what.as_str() })?;
            let width = widest(self.elsewhere.iter().map(|other| other.list.as_str()));
            for other in &self.elsewhere {
                let list = padded(&other.list, width);
                writeln!(out, "  {list}  {} ({}{})", other.value, other.source, differs(other))?;
            }
        }
        if !self.notes.is_empty() {
            writeln!(out, "\nNotes")?;
        }
        for note in &self.notes {
            writeln!(out, "- {note}")?;
        }
        Ok(())
    }

    /// The receipt as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        // Writing into a text cannot fail.
        let _ = self.write_markdown(&mut out);
        out
    }

    fn write_markdown(&self, out: &mut String) -> std::fmt::Result {
        let escape = escape_markdown;
        writeln!(out, "## {}\n", escape(&self.title))?;
        writeln!(
            out,
            "{}, {}: **{}**",
            escape(&self.model),
            escape(&self.provider),
            escape(&outcome(&self.outcome))
        )?;
        if let Some(mixed) = self.mixed() {
            writeln!(out, "\n{mixed}")?;
        }
        if !self.steps.is_empty() {
            let says_whose = self.steps.iter().any(|step| step.whose.is_some());
            let heads = if says_whose {
                "| Step | Amount | Whose price |\n|---|---:|---|"
            } else {
                "| Step | Amount |\n|---|---:|"
            };
            writeln!(out, "\n{heads}")?;
            for step in &self.steps {
                let bold = if step.kind == StepKind::Total { "**" } else { "" };
                write!(
                    out,
                    "| {bold}{}{bold} | {bold}{}{bold} |",
                    escape(&step.factors),
                    escape(&step.amount)
                )?;
                if says_whose {
                    write!(out, " {} |", escape(step.whose.as_deref().unwrap_or_default()))?;
                }
                writeln!(out)?;
            }
        }
        if !self.prices.is_empty() {
            writeln!(out, "\n| Price | Layer | Value | Source |\n|---|---|---:|---|")?;
        }
        for price in &self.prices {
            let title = escape(&price_title(price));
            for Layer { name, value, source, .. } in &price.layers {
                writeln!(out, "| {title} | {} | {} | {} |", escape(name), escape(value), escape(source))?;
            }
            for other in &price.elsewhere {
                let source = format!("{}{}", other.source, differs(other));
                writeln!(
                    out,
                    "| {title} | {} | {} | {} |",
                    escape(&other.list),
                    escape(&other.value),
                    escape(&source)
                )?;
            }
        }
        if !self.elsewhere.is_empty() {
            let figure = self.starts_from.as_deref().unwrap_or("Figure");
            writeln!(out, "\n| By each list alone | {} | Source |\n|---|---:|---|", escape(figure))?;
            for other in &self.elsewhere {
                let source = format!("{}{}", other.source, differs(other));
                writeln!(
                    out,
                    "| {} | {} | {} |",
                    escape(&other.list),
                    escape(&other.value),
                    escape(&source)
                )?;
            }
        }
        if !self.notes.is_empty() {
            writeln!(out)?;
        }
        for note in &self.notes {
            writeln!(out, "- {}", escape(note))?;
        }
        Ok(())
    }
}
